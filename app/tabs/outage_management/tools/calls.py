"""Trouble calls: open ones, those of a period, how many. No word of who called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import ClockPeriodOrNone, LocalSpan
from app.assistant.results import MOST_ROWS, NamedPlace, ToolResult
from app.assistant.rows import ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.outage_management.tools.words import FEEDER, view_go
from app.widgets.column import Column

Symptom = Literal[
    "", "no_supply", "part_supply", "flicker", "low_voltage", "high_voltage", "wire_down", "pole_down", "arcing",
    "tree_on_line", "other",
]  # fmt: skip


class CallsChosen(BaseModel):
    """Which calls."""

    period: ClockPeriodOrNone = ""
    place: PlaceText = ""
    state: Literal["", "open", "closed"] = Field("", description="empty: open ones, or of a period all")
    symptom: Symptom = ""
    outage: Literal["", "none", "some"] = Field("", description="none: put to no outage; some: put to one")
    callback: Literal["", "wanted"] = Field("", description="wanted: the customer wants to be called back")


class TroubleCalls(CallsChosen):
    """Which of them, from which end."""

    by: str = "called_at"
    order: Order = "most"
    n: Rows = MOST_ROWS
    is_count: bool = False


_QUANTITIES: Final = (
    ToolQuantity("called_at", ("latest", "called", "phone", "phone in", 
        "call in",
        "phoned", "phoned in", "rang", "newest", "last", "oldest",
        "when called"), Column("called_at", "Called",
        "datetime")),
)  # fmt: skip
_COLUMNS: Final = (
    Column("call_id", "Call"), _QUANTITIES[0].column, Column("symptom", "Says", "words"), FEEDER,
    Column("transformer_name", "Transformer"), Column("outage_id", "Outage"), Column("callback", "Call-back",
        "words"),
    Column("closed_at", "Closed", "datetime"),
)  # fmt: skip


CALLS_NOTE: Final = "Every call counts, several of one customer too; who called is not told here."


@dataclass(frozen=True, slots=True)
class FoundCalls:
    """Calls that were asked for.

    Attributes:
        table: a row each.
        title: what they are.
        place: where.
        span: the period; None for those that are open now.
    """

    table: pa.Table
    title: str
    place: NamedPlace
    span: LocalSpan | None


def calls_chosen(context: ToolContext, args: CallsChosen) -> FoundCalls:
    """Calls of a place and period, of a state, symptom and outage.

    Raises:
        SourceError: the database does not answer.
    """
    place = place_of(context, args.place)
    span = context.span(args.period) if args.period else None
    table = context.live(
        "trouble_calls_of", utility_id=context.utility_id, from_at=span and span.from_at, to_at=span and span.to_at,
        **place.binds,
    )  # fmt: skip
    state = args.state or ("" if span else "open")
    if state:
        closed = pc.is_valid(table["closed_at"])
        table = table.filter(closed if state == "closed" else pc.invert(closed))
    table = where(table, symptom=args.symptom, callback=args.callback)
    if args.outage:
        table = table.filter(
            pc.is_null(table["outage_id"]) if args.outage == "none" else pc.is_valid(table["outage_id"])
        )
    title = f"{state.capitalize()} trouble calls" if state else "Trouble calls"
    return FoundCalls(table, title, place, span)


def trouble_calls(context: ToolContext, args: TroubleCalls) -> ToolResult:
    """Calls, or how many."""
    found = calls_chosen(context, args)
    table, title, place, span = found.table, found.title, found.place, found.span
    told: dict[str, Any] = {
        "place": told_place(place), "period": span.words if span else "", "as_of": context.now, "note": CALLS_NOTE,
        "goes": (view_go("Open trouble calls", "calls"),),
    }  # fmt: skip
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    return result_of(context, title, ordered(table, "called_at", args.order, args.n, ("call_id",)), _COLUMNS, **told)


_SYMPTOMS: Final[dict[str, tuple[str, ...]]] = {
    "no_supply": ("no supply", "no power", "no light", "lights out"),
    "part_supply": ("part supply", "partial power", "half power"),
    "flicker": ("flicker", "flickering", "flickering light"),
    "low_voltage": ("low voltage call", "dim light"),
    "high_voltage": ("high voltage call", "bright light"),
    "wire_down": ("wire down", "wires down", "line down", "downed wire", "downed line", "conductor down"),
    "pole_down": ("pole down", "broken pole"),
    "arcing": ("arcing", "spark", "sparking"),
    "tree_on_line": ("tree on line", "tree on wire"),
}
TROUBLE_CALLS: Final = Tool(
    "trouble_calls", "Trouble calls of customers: open ones, those of a period, by what they say; or how many.",
    TroubleCalls, trouble_calls, "filter", ("call", "trouble call"), _QUANTITIES,
    choices=(
        *(ToolChoice(words, {"symptom": code}) for code, words in _SYMPTOMS.items()),
        ToolChoice(("open", "unresolved", "pending"), {"state": "open"}),
        ToolChoice(("closed", "resolved"), {"state": "closed"}),
        ToolChoice(("without outage", "no outage", "unassigned", "not attached", "not tied", "not linked",
             "not associated",
                    "not grouped", "not matched", "not assigned", "not put", "not part of outage", "unlinked",
                    "unmatched", "ungrouped", "unattached", "unassociated", "orphan", "orphaned", "loose",
                    "tied to no outage", "not tied to outage", "not belong to outage",
                    "not under outage",
                    *(f"not {word} outage" for word in ("linked", "attached", "associated", "matched", "assigned",
                                                        "grouped", "connected", "related"))), {"outage": "none"}),
        ToolChoice(("with outage", "attached", "tied", "linked", "associated", "grouped", "matched",
             "put to outage"), {"outage": "some"}),
        ToolChoice(("callback", "call back", "call-back", "want callback", "callback wanted", "callback due"),
            {"callback": "wanted"}),
    ),
    words=("customer call", "trouble call", "phone call", "call received", "call came in", "trouble ticket"),
    examples=("calls today", "how many open trouble calls are there"),
    lies_on="feeder_name",
)  # fmt: skip
