"""Alarms that are open: which, how many, by state, priority and place."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of, place_of, told_place
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
    name: str = Field(
        "",
        max_length=80,
        description="of a transformer at which they are; empty for any",
        json_schema_extra={"kinds": ["transformer"]},
    )
    asset_kind: Literal["", "transformer", "feeder", "substation"] = Field("", description="at what; empty for any")
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
        "annunciations", ("annunciation", "often raised", "most often", "frequent"),
        Column("annunciations", "Annunciated", "count"), "most",
    ),
    ToolQuantity(
        "held_until", ("until", "until when", "expire", "run out", "back from shelf", "run over"),
        Column("held_until", "Shelved until", "datetime"), "least",
    ),
    ToolQuantity("held_reason", ("reason", "why"),
        Column("held_reason", "Reason held")),
    ToolQuantity("held_by", ("shelver", "who shelved"), Column("held_by", "Held by")),
    ToolQuantity(
        "acknowledged_at", ("acknowledged when", "acknowledgement time", "time acknowledged", "acknowledged at"),
        Column("acknowledged_at", "Acknowledged", "datetime"),
    ),
    ToolQuantity("acknowledged_by", ("acknowledger", "who acknowledged"), Column("acknowledged_by", "Acknowledged by")),
    ToolQuantity("last_value", ("value", "alarm value", "reading"), Column("last_value", "Value", "number", 1)),
    ToolQuantity("threshold", ("limit", "threshold", "alarm limit", "setpoint"), Column("threshold", "Limit", "number",
        1)),
)  # fmt: skip
_BY: Final = {one.key: one for one in _QUANTITIES}
_COLUMNS: Final = (
    Column("alarm_id", "Alarm"), Column("asset_name", "At"), Column("priority", "Priority", "words"),
    Column("state", "State", "words"), Column("text", "What"), _QUANTITIES[0].column,
    _BY["last_value"].column, Column("feeder_name", "Feeder"), Column("substation_name", "Substation"),
    Column("assigned_to", "Assigned to"), _BY["held_until"].column, _QUANTITIES[1].column,
    *(_BY[key].column for key in ("held_reason", "held_by", "acknowledged_at", "acknowledged_by", "threshold")),
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
    table = where(in_state(table, args.state), priority=args.priority, asset_kind=args.asset_kind)
    return where(table, asset_name=args.name)


def open_alarms(context: ToolContext, args: AlarmsAsked) -> ToolResult:
    """Open alarms, or how many."""
    place = place_of(context, args.place)
    named = asset_of(context, args.name, ("transformer",)).name if args.name else ""
    args = args.model_copy(update={"name": named})
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
    told: dict[str, Any] = {"place": named or told_place(place), "as_of": context.now, "note": note, "goes": (go,)}
    if args.is_count:
        counts = {name: [where(table, priority=name).num_rows] for name in PRIORITIES}
        one = counted(table)
        for name, values in counts.items():
            one = one.append_column(name, pa.array(values))
        columns = (HowMany, *(Column(name, name.capitalize(), "count") for name in PRIORITIES))
        return result_of(context, "Open alarms", one, columns, **told)
    is_by = args.by in _BY
    table = ordered(table, args.by, args.order, None, ("alarm_id",)) if is_by else table
    ahead = () if not is_by else (*_COLUMNS[:2], _BY[args.by].column)
    columns = (*ahead, *(one for one in _COLUMNS if one.key not in {own.key for own in ahead}))
    return result_of(context, "Open alarms", first(table, args.n), columns, **told)


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
        ToolChoice(("transformer alarm", "alarm transformer", "transformer"), {"asset_kind": "transformer"}),
        ToolChoice(("feeder alarm",), {"asset_kind": "feeder"}),
        ToolChoice(("critical", "critical priority", "most severe"), {"priority": "critical"}),
        ToolChoice(("high priority", "high"), {"priority": "high"}),
        ToolChoice(("medium priority", "medium"), {"priority": "medium"}),
        ToolChoice(("low priority", "low"), {"priority": "low"}),
    ),
    words=("open alarm", "current alarm", "alarm list"),
    opens=10, examples=("how many alarms are open", "list unacknowledged alarms", "critical alarms on SUB-001"),
    lies_on="feeder_name",
)  # fmt: skip
