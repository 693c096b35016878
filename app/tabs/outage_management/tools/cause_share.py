"""The share that one cause, kind or length has of the outages of a period, and of the customers interrupted."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.rows import where
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.outage_management.tools.past import LENGTHS, OF_ALL, OutagesFiltered, found_outages, outages_told
from app.tabs.outage_management.tools.words import CAUSE, CAUSE_CHOICES, KIND_CHOICES, cause_code, view_go
from app.widgets.column import Column


class CauseShare(OutagesFiltered):
    """Of which cause."""

    quantity: str = ""


_SHARES: Final = (
    OF_ALL,
    ToolQuantity(
        "customers_pct",
        ("share of customer interrupted", "percent of customer lost power", "percent customer lost power",
            "part customer lost power",
            "part of customer interrupted", "large part customer lost power", "percent of customer hit",
            "percent customer affected", "part of customer lose power", "percent customer lose power",
            "percent of customer out", "percent of people lost power", "percent customer lost power large part",
            "percent of customer interrupted", "share of customer interruption",
         "percent of customer interruption"),
        Column("customers_pct", "Share of customers interrupted", "number", 1, "%"), "most",
    ),
    ToolQuantity(
        "minutes_pct", ("share of customer minute", "percent customer minute lost", "percent of customer minute lost",
            "part of customer minute", "percent customer minute go back", "much of customer minute percent",
            "customer minute goes back percent", "percent customer minute interrupted",
            "customer minute come percent", "customer minute percent from",
                            "percent of customer minute", "share of saidi", "percent of saidi"),
        Column("minutes_pct", "Share of customer minutes", "number", 1, "%"), "most",
    ),
)  # fmt: skip


def cause_share(context: ToolContext, args: CauseShare) -> ToolResult:
    """What one cause has of all outages that began in a period; where none is named, one kind or length.

    Raises:
        NoAnswer: none of them is named.
    """
    part = next((name for name in ("cause", "kind", "length") if getattr(args, name)), "")
    if not part:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "Say of which cause: vegetation, animals, equipment, lightning.")
    found = found_outages(context, args.model_copy(update={part: ""}))
    if part == "length":
        mine = found.table.filter(pc.equal(found.table["is_sustained"], args.length == "sustained"))
    else:
        mine = where(found.table, **{part: cause_code(args.cause) if part == "cause" else args.kind})
    pairs = (("outages_pct", ""), ("customers_pct", "customers"), ("minutes_pct", "customer_minutes"))
    row = {name: _percent(_sum(mine, of), _sum(found.table, of)) for name, of in pairs}
    shares = {name: pa.array([value], pa.float64()) for name, value in row.items()}
    table = pa.table({
        "cause": [cause_code(args.cause) or None], **shares,
        "outages": [mine.num_rows], "all_outages": [found.table.num_rows],
    })  # fmt: skip
    columns = (
        *((CAUSE,) if args.cause else ()), *(one.column for one in _SHARES),
        Column("outages", "Outages of it", "count"), Column("all_outages", "Outages in all", "count"),
    )  # fmt: skip
    note = f"{outages_told(args)}: {mine.num_rows:,} of {found.table.num_rows:,}. {found.note}"
    return result_of(
        context, outages_told(args), table, columns, goes=(view_go("Open replay", "replay"),),
        **{**found.told, "note": note},
    )  # fmt: skip


def _sum(table: pa.Table, of: str) -> float:
    return float(pc.sum(table[of]).as_py() or 0) if of else float(table.num_rows)


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


CAUSE_SHARE: Final = Tool(
    "cause_share",
    "The share in percent that one cause, kind or length has of the outages of a period, of the customers interrupted "
    "and of customer minutes.",
    CauseShare, cause_share, "row", ("outage", "interruption"), _SHARES,
    choices=(*CAUSE_CHOICES, *KIND_CHOICES, *LENGTHS),
    words=("percent of outage from", "percent outage come from", "percent caused by", "part of outage caused",
        "share of outage caused", "percent of outage caused", "share of outage due to",
        "percent of outage due to", "share caused", "percent caused",
        "fraction of outage caused"),
    examples=("share of outages caused by vegetation this year",),
)  # fmt: skip
