"""Where each KPI comes from: its rule in words and its parts by feeder or crew, for the dialog behind a card."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.tabs.operations.kpi_cards import Row
from app.widgets.html import join
from app.widgets.kpi import KpiCard
from app.widgets.source_dialog import Column, Provenance
from data_sources.query import Query

RULES = {
    "saidi": (
        "IEEE Std 1366: minutes without supply summed over all customers, divided by the customers served. Sustained "
        "outages only (over 5 minutes), counted in the year they started in, in the utility's own time zone. "
        "An outage that still lasts counts with what it has accrued so far."
    ),
    "saifi": (
        "IEEE Std 1366: customers interrupted, each interruption counted, divided by the customers served. Sustained "
        "outages only (over 5 minutes), counted in the year they started in, in the utility's own time zone."
    ),
    "outages": "Outages that are not restored. Those under 5 minutes may still turn out to be momentary.",
    "customers": "Customers without supply now, summed over the outages that are not restored.",
    "load": "The live load of all feeders, summed. The design peak is the sum of the feeders' own design peaks.",
    "crews": "Available: ready to be sent. Assigned: given an outage, on the way to it or working on it.",
}

_FEEDER = [
    Column("feeder_name", "Feeder", lambda row: row["feeder_name"], is_number=False),
    Column("substation_name", "Substation", lambda row: row["substation_name"], is_number=False),
]
_SERVED = Column("customers_served", "Customers served", lambda row: formats.number(row["customers_served"]))
_SUSTAINED = Column("sustained_outages", "Sustained outages", lambda row: formats.number(row["sustained_outages"]))
_ACTIVE = Column("active_outages", "Active outages", lambda row: formats.number(row["active_outages"]))
_OUT = Column("customers_out", "Customers out", lambda row: formats.number(row["customers_out"]))
COLUMNS = {
    "saidi": [
        *_FEEDER,
        _SERVED,
        _SUSTAINED,
        Column("customer_minutes", "Customer minutes", lambda row: formats.number(row["customer_minutes"])),
        Column("_index", "Feeder's own SAIDI, min", lambda row: formats.number(row["_index"], 1)),
    ],
    "saifi": [
        *_FEEDER,
        _SERVED,
        _SUSTAINED,
        Column(
            "customer_interruptions",
            "Customer interruptions",
            lambda row: formats.number(row["customer_interruptions"]),
        ),
        Column("_index", "Feeder's own SAIFI", lambda row: formats.number(row["_index"], 2)),
    ],
    "outages": [*_FEEDER, _ACTIVE, _OUT],
    "customers": [
        *_FEEDER,
        _OUT,
        _SERVED,
        Column("_index", "Out, % of served", lambda row: formats.number(row["_index"], 1)),
    ],
    "load": [
        *_FEEDER,
        Column("load_kw", "Load, MW", lambda row: formats.number(_mega(row["load_kw"]), 2)),
        Column("peak_load_kw", "Design peak, MW", lambda row: formats.number(_mega(row["peak_load_kw"]), 2)),
        Column("load_pct", "Load, % of rating", lambda row: formats.number(row["load_pct"], 0)),
    ],
    "crews": [
        Column("crew_name", "Crew", lambda row: row["crew_name"], is_number=False),
        Column("kind", "Kind", lambda row: row["kind"].capitalize(), is_number=False),
        Column("status", "Status", lambda row: row["status"].replace("_", " ").capitalize(), is_number=False),
        Column("members", "People", lambda row: formats.number(row["members"])),
        Column("feeder_name", "Outage on", lambda row: row["feeder_name"] or "", is_number=False),
    ],
}
# What each figure is the sum of, and what makes a feeder's own index out of it.
_SUMMED = {
    "saidi": "customer_minutes",
    "saifi": "customer_interruptions",
    "outages": "customers_out",
    "customers": "customers_out",
    "load": "load_kw",
}
_INDEX_FACTOR = {"saidi": 1.0, "saifi": 1.0, "customers": 100.0}


def parts_query(key: str, utility_id: int, as_of: object) -> Query:
    """The query for the parts of one card's figure."""
    if key == "crews":
        return Query.of("kpi_crews", utility_id=utility_id)
    return Query.of("kpi_feeders", utility_id=utility_id, as_of=as_of)  # type: ignore[arg-type]  # a datetime is hashable


def provenance(card: KpiCard, rows: Sequence[Row] | None) -> Provenance:
    """The dialog's content for one card.

    Args:
        card: the card clicked.
        rows: rows of `parts_query`; None while they are on their way.
    """
    figure = join(*(part for text in (card.value, card.unit, card.aside) if text for part in (text, " ")))
    part = "crews" if card.key == "crews" else "feeders"
    parts = None if rows is None else parts_of(card.key, rows)
    return Provenance(card.label, figure, RULES[card.key], card.freshness, COLUMNS[card.key], parts, part)


def parts_of(key: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that make the figure, the largest part first; feeders that add nothing to a count are left out."""
    if key == "crews":
        return list(rows)
    name = _SUMMED[key]
    found = [{**row, "_index": _index(key, row)} for row in rows if row[name] or key == "load"]
    return sorted(found, key=lambda row: row[name] or 0, reverse=True)


def _index(key: str, row: Row) -> float | None:
    if key not in _INDEX_FACTOR or not row["customers_served"]:
        return None
    return float(_INDEX_FACTOR[key] * row[_SUMMED[key]] / row["customers_served"])


def _mega(kilo: float | None) -> float | None:
    return None if kilo is None else kilo / 1000
