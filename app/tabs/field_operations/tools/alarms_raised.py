"""Alarms that were raised in a period, open or not: which, how many, by place and priority."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import PLACES, PRIORITY, ToolGroup, of_time
from app.assistant.naming import place_of, told_place
from app.assistant.periods import PeriodText
from app.assistant.results import MOST_ROWS, Go, ToolResult
from app.assistant.rows import first
from app.assistant.tools import PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.widgets.column import Column

_COLUMNS: Final = (
    Column("alarm_id", "Alarm"), Column("asset_name", "At"), Column("priority", "Priority", "words"),
    Column("state", "State now", "words"), Column("text", "What"), Column("raised_at", "Raised", "datetime"),
    Column("feeder_name", "Feeder"), Column("substation_name", "Substation"),
    Column("closed_at", "Back to normal", "datetime"),
)  # fmt: skip


class AlarmsRaised(BaseModel):
    """Which alarms."""

    period: PeriodText
    place: PlaceText = ""
    priority: Literal["", "critical", "high", "medium", "low"] = ""
    n: Rows = MOST_ROWS
    is_count: bool = False


class RaisedGrouped(GroupedRows):
    """Which alarms, by what."""

    period: PeriodText
    place: PlaceText = ""
    priority: Literal["", "critical", "high", "medium", "low"] = ""


def raised_grouped(context: ToolContext, args: RaisedGrouped) -> ToolResult:
    """How many alarms were raised, by priority, place, thing or time."""
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "assistant_alarms_raised", utility_id=context.utility_id, **place.binds, from_at=span.from_at,
        to_at=span.to_at, priority=args.priority,
    )  # fmt: skip
    return grouped(
        context, "Alarms raised", table, args, _GROUPS, (_COUNTED,), {}, span=span, place=told_place(place),
        period=span.words, as_of=context.now, note="Each alarm counts once, when it was first raised.",
        goes=(Go("Open alarms", ways.FIELD, texts=(("view", "alarms"),)),),
    )  # fmt: skip


def alarms_raised(context: ToolContext, args: AlarmsRaised) -> ToolResult:
    """Alarms by when they were raised, the newest first, or how many."""
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "assistant_alarms_raised", utility_id=context.utility_id, **place.binds, from_at=span.from_at,
        to_at=span.to_at, priority=args.priority,
    )  # fmt: skip
    told: dict[str, Any] = {
        "place": told_place(place), "period": span.words, "as_of": context.now,
        "goes": (Go("Open alarms", ways.FIELD, texts=(("view", "alarms"),)),),
        "note": "Each alarm counts once, when it was first raised; those that are back to normal too.",
    }  # fmt: skip
    if args.is_count:
        return result_of(context, "Alarms raised", counted(table), (HowMany,), **told)
    return result_of(context, "Alarms raised", first(table, args.n), _COLUMNS, **told)


_GROUPS: Final = (
    PRIORITY, *PLACES, ToolGroup("asset", ("asset", "thing"), "At", "asset_name"),
    ToolGroup("state", ("state", "status"), "State now"), *of_time("raised_at"),
)  # fmt: skip
_COUNTED: Final = ToolQuantity(
    "alarms", ("alarm", "alert", "number of alarm"), Column("alarms", "Alarms", "count"), "most"
)  # fmt: skip
ALARMS_RAISED: Final = Tool(
    "alarms_raised", "Alarms that were raised in a period, open or back to normal, by place and priority.",
    AlarmsRaised, alarms_raised, "filter", ("alarm", "alert"),
    choices=tuple(
        ToolChoice((f"{one} priority", one), {"priority": one}) for one in ("critical", "high", "medium", "low")
    ),
    words=("raised", "alarm raised", "raise", "came in", "new alarm", "new", "went off", "triggered"),
    examples=("how many alarms were raised yesterday", "alarms raised this week on F0006"),
    lies_on="feeder_name",
)  # fmt: skip
RAISED_GROUPED: Final = Tool(
    "alarms_raised_grouped",
    "Alarms that were raised in a period counted by priority, feeder, substation, thing or time.",
    RaisedGrouped, raised_grouped, "ranking", ("alarm", "alert"), (_COUNTED,), choices=ALARMS_RAISED.choices,
        groups=_GROUPS,
    words=ALARMS_RAISED.words, examples=("alarms raised by day this week",),
)  # fmt: skip
