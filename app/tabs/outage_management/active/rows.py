"""The table of active outages: which rows are shown, with what beside them. Pure: rows in, rows out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from app import formats
from app.tabs.outage_management.active import words
from app.widgets.column import Column
from app.widgets.column import words as state_words
from app.widgets.figures import Figure
from app.widgets.html import Markup, el, join
from data_sources.outages.states import LASTING

Row = Mapping[str, Any]
PRIORITIES = {"high": 3, "medium": 2, "low": 1}
SEARCHED = ("title", "feeder_name", "place", "cause_words", "crew_words", "hazard_words", "state_words")


def with_words(rows: Sequence[Row], critical: Mapping[int, tuple[int, int]]) -> list[dict[str, Any]]:
    """The rows with what the table, the filter and the map tell of them.

    Args:
        rows: of unclosed_outages.sql.
        critical: critical customers, and of them those on life support, by transformer.
    """
    return [_worded(row, critical) for row in rows]


def _worded(row: Row, critical: Mapping[int, tuple[int, int]]) -> dict[str, Any]:
    counts = [critical[unit] for unit in dark_transformers(row) if unit in critical]
    return {
        **row, "title": words.title(row), "place": words.place(row), "cause_words": words.cause(row),
        "crew_words": words.crew(row), "hazard_words": words.hazards(row), "priority_rank": PRIORITIES[row["priority"]],
        "state_words": state_words(row["state"]), "critical": sum(all_ for all_, _ in counts),
        "life_support": sum(life for _, life in counts), "affected": affected(row),
    }  # fmt: skip


def dark_transformers(row: Row) -> list[int]:
    """Ids of the transformers without supply in it, as far as the network says who they are."""
    return [int(one) for one in str(row["dark_transformers"] or "").split(",") if one]


def affected(row: Row) -> int:
    """Customers out; of one that nobody confirmed or began yet, those it would leave without supply."""
    return int(row["customers_out"] or (row["customers_predicted"] or 0 if row["confirmed_at"] is None else 0))


def chosen(rows: Sequence[dict[str, Any]], states: str, priority: str) -> list[dict[str, Any]]:
    """The rows in one group of states and of one priority."""
    held = words.STATE_GROUPS[states][1]
    return [
        row for row in rows if (not held or row["state"] in held) and priority in ("all", row["priority"])
    ]  # fmt: skip


def table(rows: Sequence[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """The rows as the table takes them.

    Args:
        rows: of `with_words`.
        schema: of unclosed_outages.sql.
    """
    texts = ("title", "place", "cause_words", "crew_words", "hazard_words", "state_words")
    numbers = ("priority_rank", "critical", "life_support", "affected")
    added = [pa.field(name, pa.string()) for name in texts] + [pa.field(name, pa.int64()) for name in numbers]
    return pa.Table.from_pylist(list(rows), pa.schema([*schema, *added]))


def columns(time_zone: str) -> list[Column]:
    """What the table shows; times in a zone."""
    return [
        Column("outage_id", "Outage", "count", write=lambda row: str(row["outage_id"])),
        Column("state", "State", write=words.state_badge),
        Column("priority_rank", "Priority", "flag", write=words.priority_mark, file_name="priority_rank"),
        Column(
            "affected", "Customers out", "count", write=_out,
            tip="Without supply now; of a predicted or planned outage, those it would leave without.",
        ),
        Column("critical", "Critical", "count", write=_critical,
            tip="Critical customers out, and those on life support."),
        Column("feeder_name", "Feeder", room="wide"), Column("place", "Device", room="medium"),
        Column("started_at", "Age", "time", write=words.age,
            tip="Since supply was lost; a planned one: until it begins."),
        Column(
            "estimated_restoration_at", "ETR", "time", write=lambda row: words.estimate(row, time_zone, row["as_of"]),
            tip="Estimated time of restoration, and whether a rule or a person gave it.",
        ),
        Column("crew_words", "Crew", room="medium"), Column("hazard_words", "Hazards", write=_hazards),
        Column("cause_words", "Cause", room="wide"),
        Column("is_simulated", "Source", "flag", write=_source, room="wide"),
        Column("reported_at", "Started", "time", room="wide",
               write=lambda row: formats.day_and_clock(row["started_at"], time_zone, row["as_of"])),
    ]  # fmt: skip


def _source(row: Row) -> Markup:
    return el("span", "Simulated", cls="badge is-attention") if row["is_simulated"] else Markup("Reported")


def _out(row: Row) -> Markup:
    if row["confirmed_at"] is None:
        return el("span", formats.number(row["affected"]), cls="secondary", title="Expected, not confirmed")
    return join(formats.number(row["customers_out"]))


def _critical(row: Row) -> Markup:
    if not row["critical"]:
        return el("span", "0", cls="secondary")
    life = el("span", f" ({row['life_support']:,} life support)") if row["life_support"] else None
    return el("b", f"{row['critical']:,}", life, cls="is-critical")


def _hazards(row: Row) -> Markup:
    return el("span", row["hazard_words"], cls="badge is-bad") if row["hazard_words"] else Markup("")


def figures(rows: Sequence[Row]) -> list[Figure]:
    """What all of them come to."""
    lasting = [row for row in rows if row["state"] in LASTING and row["confirmed_at"] is not None]
    out = sum(row["customers_out"] for row in lasting)
    critical, life = (sum(row[name] for row in lasting) for name in ("critical", "life_support"))
    waiting = sum(row["state"] == "confirmed" for row in rows)
    late = sum(_is_late(row) for row in lasting)
    return [
        Figure("Lasting outages", formats.number(len(lasting)), "", _others(rows)),
        Figure("Customers out", formats.number(out)),
        Figure("Critical customers out", formats.number(critical), "", f"{life:,} on life support",
               "bad" if life else "warning" if critical else "normal"),
        Figure("Waiting for a crew", formats.number(waiting), "", "confirmed", "warning" if waiting else "normal"),
        Figure("Estimates passed", formats.number(late), "", "not restored yet", "warning" if late else "normal"),
    ]  # fmt: skip


def _others(rows: Sequence[Row]) -> str:
    named = {"predicted": "predicted", "restored": "restored, not closed", "planned": "planned"}
    counts = [(sum(row["state"] == state for row in rows), text) for state, text in named.items()]
    return ", ".join(f"{count:,} {text}" for count, text in counts if count) or "none predicted or planned"


def _is_late(row: Row) -> bool:
    at = row["estimated_restoration_at"]
    return at is not None and at < row["as_of"]
