"""Alarms that are open: which, how many, by state, priority and place."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.results import MOST_ROWS, Go, NamedPlace, ToolResult
from app.assistant.rows import first, ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.widgets.column import Column
from data_sources.field.alarms.figures import PRIORITIES

State = Literal["", "unacknowledged", "acknowledged", "returned", "shelved", "suppressed", "out_of_service", "in_alarm"]
STATES: Final[dict[str, tuple[str, ...]]] = {
    "unacknowledged": ("unacknowledged", "latched_unacknowledged"),
    "acknowledged": ("acknowledged", "latched_acknowledged"),
}
ALARM_NOTE: Final = "Open alarms: not normal, held ones (shelved, suppressed, out of service) too."
_LIMITS: Final = 5000  # of alarm_list.sql


class AlarmsChosen(BaseModel):
    """Which alarms."""

    place: PlaceText = ""
    priority: Literal["", "critical", "high", "medium", "low"] = ""
    state: State = Field(
        "", description="in_alarm: its condition is met now and it is not held; empty for all open ones"
    )


class AlarmsAsked(AlarmsChosen):
    """Which of them, by what."""

    by: str = ""
    order: Order = "most"
    n: Rows = MOST_ROWS
    is_count: bool = False


_QUANTITIES: Final = (
    ToolQuantity("raised_at", ("newest", "latest", "raised", "oldest", "last", "since"), Column("raised_at",
        "Raised", "datetime")),
    ToolQuantity(
        "annunciations", ("annunciation", "times raised", "most often", "frequent"),
        Column("annunciations", "Annunciated", "count"), "most",
    ),
)  # fmt: skip
_COLUMNS: Final = (
    Column("alarm_id", "Alarm"), Column("asset_name", "At"), Column("priority", "Priority", "words"),
    Column("state", "State", "words"), Column("text", "What"), _QUANTITIES[0].column,
    Column("last_value", "Value", "number", 1), Column("feeder_name", "Feeder"), Column("substation_name",
        "Substation"),
    Column("assigned_to", "Assigned to"), Column("held_until", "Shelved until", "datetime"), _QUANTITIES[1].column,
)  # fmt: skip


def alarm_rows(context: ToolContext, place: NamedPlace) -> pa.Table:
    """Open alarms of a place, those nobody has acknowledged first, then the gravest.

    Raises:
        SourceError: the database does not answer.
    """
    table = context.live("alarm_list", utility_id=context.utility_id)
    return table if place.kind == "utility" else where(table, **{f"{place.kind}_id": place.place_id})


def in_state(table: pa.Table, state: str) -> pa.Table:
    """Alarms in a state; one that latched is in the state that it latched from."""
    if state == "in_alarm":
        standing = pc.is_in(table["state"], pa.array(["unacknowledged", "acknowledged"]))
        return table.filter(pc.and_(table["is_in_alarm"], standing))
    return table.filter(pc.is_in(table["state"], pa.array(STATES.get(state, (state,))))) if state else table


def alarms_chosen(table: pa.Table, args: AlarmsChosen) -> pa.Table:
    """Alarms of a state and priority."""
    return where(in_state(table, args.state), priority=args.priority)


def open_alarms(context: ToolContext, args: AlarmsAsked) -> ToolResult:
    """Open alarms, or how many."""
    place = place_of(context, args.place)
    table = alarm_rows(context, place)
    is_cut = table.num_rows >= _LIMITS and place.kind == "utility"
    returned = where(table, state="returned").num_rows
    table = alarms_chosen(table, args)
    note = ALARM_NOTE
    if args.state == "unacknowledged" and returned:
        note += f" {returned:,} more have returned to normal and wait to be acknowledged."
    if is_cut:
        note += f" Only the first {_LIMITS:,} are looked at."
    go = Go("Open alarms", ways.FIELD, texts=(("view", "alarms"), ("alarms_priority", args.priority)))
    told: dict[str, Any] = {"place": told_place(place), "as_of": context.now, "note": note, "goes": (go,)}
    if args.is_count:
        counts = {name: [where(table, priority=name).num_rows] for name in PRIORITIES}
        one = counted(table)
        for name, values in counts.items():
            one = one.append_column(name, pa.array(values))
        columns = (HowMany, *(Column(name, name.capitalize(), "count") for name in PRIORITIES))
        return result_of(context, "Open alarms", one, columns, **told)
    known = {one.key for one in _QUANTITIES}
    table = ordered(table, args.by, args.order, None, ("alarm_id",)) if args.by in known else table
    return result_of(context, "Open alarms", first(table, args.n), _COLUMNS, **told)


OPEN_ALARMS: Final = Tool(
    "open_alarms", "Open alarms by state, priority and place, the gravest first; list, or how many.",
    AlarmsAsked, open_alarms, "filter", ("alarm", "alert"), _QUANTITIES,
    choices=(
        ToolChoice(("unacknowledged", "unacked", "unack", "not acknowledged", "unseen", "to acknowledge",
            "not yet acknowledged"),
                   {"state": "unacknowledged"}),
        ToolChoice(("acknowledged", "acked", "acknowledge"), {"state": "acknowledged"}),
        ToolChoice(("returned to normal", "returned", "rtn", "return to normal"), {"state": "returned"}),
        ToolChoice(("shelved", "shelf", "shelve"), {"state": "shelved"}),
        ToolChoice(("suppressed",), {"state": "suppressed"}),
        ToolChoice(("out of service", "disabled"), {"state": "out_of_service"}),
        ToolChoice(("standing", "active"), {"state": "in_alarm"}),
        ToolChoice(("critical", "critical priority", "most severe"), {"priority": "critical"}),
        ToolChoice(("high priority", "high"), {"priority": "high"}),
        ToolChoice(("medium priority", "medium"), {"priority": "medium"}),
        ToolChoice(("low priority", "low"), {"priority": "low"}),
    ),
    words=("open", "open alarm", "current alarm", "alarm list", "current"),
    opens=10, examples=("how many alarms are open", "list unacknowledged alarms", "critical alarms on SUB-001"),
)  # fmt: skip
