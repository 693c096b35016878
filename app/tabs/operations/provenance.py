"""Where each KPI comes from: its rule in words and its parts by feeder or crew, for the dialog behind a card."""

from __future__ import annotations

from collections.abc import Sequence

from app.tabs.operations.kpi_cards import Row
from app.widgets.column import Column
from app.widgets.html import join
from app.widgets.kpi import KpiCard
from app.widgets.source_dialog import Provenance
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

_FEEDER = [Column("feeder_name", "Feeder"), Column("substation_name", "Substation")]
_SERVED = Column("customers_served", "Customers served", "count")
_SUSTAINED = Column("sustained_outages", "Sustained outages", "count")
_OUT = Column("customers_out", "Customers out", "count")
COLUMNS = {
    "saidi": [
        *_FEEDER, _SERVED, _SUSTAINED, Column("customer_minutes", "Customer minutes", "count"),
        Column("_index", "Feeder's own SAIDI", "number", 1, unit="min"),
    ],
    "saifi": [
        *_FEEDER, _SERVED, _SUSTAINED, Column("customer_interruptions", "Customer interruptions", "count"),
        Column("_index", "Feeder's own SAIFI", "number", 2),
    ],
    "outages": [*_FEEDER, Column("active_outages", "Active outages", "count"), _OUT],
    "customers": [*_FEEDER, _OUT, _SERVED, Column("_index", "Out", "number", 1, unit="% of served")],
    "load": [
        *_FEEDER, Column("load_kw", "Load", "count", unit="kW"),
        Column("peak_load_kw", "Design peak", "count", unit="kW"),
        Column("load_pct", "Load", "number", unit="% of rating"),
    ],
    "crews": [
        Column("crew_name", "Crew"), Column("kind", "Kind", "words"), Column("status", "Status", "words"),
        Column("members", "People", "count"),
        Column("feeder_name", "Outage on", write=lambda row: row["feeder_name"] or ""),
    ],
}  # fmt: skip
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
