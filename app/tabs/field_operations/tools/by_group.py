"""Work orders, alarms and crews counted by groups: by status, kind of work, crew, priority, place, time."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from app.assistant.context import ToolContext
from app.assistant.grouping import GroupedRows, grouped
from app.assistant.groups import CREW, DAY, MONTH, PLACES, PRIORITY, WEEK, WEEKDAY, YEAR, ToolGroup, of_time
from app.assistant.naming import place_of, told_place
from app.assistant.results import ToolResult
from app.assistant.rows import where
from app.assistant.tools import Tool, ToolQuantity
from app.tabs.field_operations.tools.alarms import ALARM_NOTE, OPEN_ALARMS, AlarmsChosen, alarm_rows, alarms_chosen
from app.tabs.field_operations.tools.crews import (
    CREWS,
    NOTE,
    CrewsChosen,
    board_go,
    crew_named,
    crew_rows,
    crews_chosen,
)
from app.tabs.field_operations.tools.orders import (
    OPEN_NOTE,
    OPEN_ORDERS,
    SUBJECTS,
    OpenChosen,
    open_chosen,
    orders_go,
)
from app.tabs.field_operations.tools.orders_completed import COMPLETED_ORDERS, DoneChosen
from app.widgets.column import Column
from data_sources.field.orders.states import PRIORITIES

_ORDERS: Final = ToolQuantity(
    "orders", ("order", "work order", "job", "number of order", "order count", "how many order", "task"),
    Column("orders", "Orders", "count"), "most",
)  # fmt: skip
_KIND: Final = ToolGroup(
    "kind", ("kind of work", "work type", "type of work", "type", "kind", "category", "work kind", "order type"),
    "Kind", "work_type",
)  # fmt: skip
_STATE: Final = ToolGroup("state", ("status", "state", "order status"), "Status", "status")


class OpenOrdersGrouped(OpenChosen, GroupedRows):
    """Which open orders, by what."""


_OPEN: Final = (
    _ORDERS,
    ToolQuantity(
        "hours", ("estimated hour", "hour of work", "work hour", "backlog", "workload", "hour"),
        Column("hours", "Estimated work", "number", 0, "h"), "most",
    ),
    ToolQuantity("overdue", ("overdue order",), Column("overdue", "Overdue", "count"), "most"),
)  # fmt: skip
_OPEN_GROUPS: Final = (
    _STATE, _KIND, CREW, PRIORITY, *PLACES, ToolGroup("skill", ("skill",), "Skill"),
    ToolGroup("asset", ("asset", "thing"), "Asset", "asset_name", nothing="no asset"),
    *of_time("due_on", ToolGroup("due_day", ("due date", "due day"), "Due", step="day", nothing="no due day")),
)  # fmt: skip


def open_orders_grouped(context: ToolContext, args: OpenOrdersGrouped) -> ToolResult:
    """Open work orders by status, kind of work, crew, priority or place."""
    table, place = open_chosen(context, args)
    names = [PRIORITIES.get(one, "") for one in table["priority"].to_pylist()]
    table = table.set_column(table.column_names.index("priority"), "priority", pa.array(names, pa.string()))
    table = table.append_column("late", table["is_late"].cast(pa.int64()))
    return grouped(
        context, "Open work orders", table, args, _OPEN_GROUPS, _OPEN,
        {"hours": ("estimated_hours", "sum"), "overdue": ("late", "sum")}, place=place, as_of=context.now,
        note=f"{OPEN_NOTE} Hours of those that say any.", goes=(orders_go(orders_shown="open"),),
    )  # fmt: skip


class DoneGrouped(DoneChosen, GroupedRows):
    """Which completed orders, by what."""


_DONE: Final = (
    _ORDERS,
    ToolQuantity(
        "labour_hours", ("labour hour", "labor hour", "man hour", "hour booked", "hour worked", "hour"),
        Column("labour_hours", "Labour booked", "number", 0, "h"),
    ),
)  # fmt: skip
_FOUND: Final = ToolGroup(
    "found", ("finding", "what found", "found", "defect", "found code", "defect code", "result"), "Found", "found_code",
    nothing="nothing written",
)  # fmt: skip
_DONE_GROUPS: Final = (_KIND, CREW, _FOUND, *PLACES, *of_time("completed_on", WEEKDAY, DAY, WEEK, MONTH, YEAR))


def done_grouped(context: ToolContext, args: DoneGrouped) -> ToolResult:
    """Orders completed in a period by kind of work, crew, place or time."""
    place, span = place_of(context, args.place), context.span(args.period)
    rows = context.live(
        "completed_orders_grouped", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at,
        **place.binds,
        crew_id=crew_named(context, args.name).asset_id if args.name else 0,
    )  # fmt: skip
    rows = where(rows, work_type=args.kind, found_code=args.found)
    return grouped(
        context, "Completed work orders", rows, args, _DONE_GROUPS, _DONE,
        {"orders": ("orders", "sum"), "labour_hours": ("labour_hours", "sum")}, span=span, place=told_place(place),
        period=span.words, as_of=context.now,
        note="Orders count that were completed in the period, by the utility's calendar.",
        goes=(orders_go("Open completed orders", orders_shown="over", orders_type=args.kind),),
    )  # fmt: skip


class AlarmsGrouped(AlarmsChosen, GroupedRows):
    """Which alarms, by what."""


_ALARMS: Final = (
    ToolQuantity(
        "alarms", ("alarm", "alert", "open alarm", "number of alarm", "alarm count"),
        Column("alarms", "Alarms", "count"), "most",
    ),
    ToolQuantity("annunciations", ("annunciation",), Column("annunciations", "Annunciated", "count"), "most"),
)  # fmt: skip
_ALARM_GROUPS: Final = (
    PRIORITY, ToolGroup("state", ("state", "status"), "State"), *PLACES,
    ToolGroup("quantity", ("kind", "type", "quantity", "alarm type", "alarm kind", "what"), "Kind"),
    ToolGroup("asset", ("asset", "thing"), "At", "asset_name"),
    ToolGroup("asset_kind", ("kind of asset", "asset kind", "asset type", "type of asset"), "Kind of asset"),
    ToolGroup("assigned_to", ("owner", "assignee"), "Assigned to", nothing="nobody"),
    *of_time("raised_at"),
)  # fmt: skip


def alarms_grouped(context: ToolContext, args: AlarmsGrouped) -> ToolResult:
    """Open alarms by priority, state, kind, place or time raised."""
    place = place_of(context, args.place)
    rows = alarms_chosen(alarm_rows(context, place), args)
    return grouped(
        context, "Open alarms", rows, args, _ALARM_GROUPS, _ALARMS, {"annunciations": ("annunciations", "sum")},
        place=told_place(place), as_of=context.now, note=ALARM_NOTE,
    )  # fmt: skip


class CrewsGrouped(CrewsChosen, GroupedRows):
    """Which crews, by what."""


_CREWS: Final = (
    ToolQuantity("crews", ("crew", "team", "number of crew"), Column("crews", "Crews", "count")),
    ToolQuantity(
        "members", ("people", "member", "headcount", "worker", "lineman", "staff"),
        Column("members", "People", "count"),
    ),
    ToolQuantity("queued", ("queued order", "queue"), Column("queued", "Orders in their queues", "count"), "most"),
)  # fmt: skip
_CREW_GROUPS: Final = (
    ToolGroup("kind", ("kind", "type", "crew type", "kind of crew", "type of crew"), "Kind"),
    ToolGroup("status", ("status", "state", "availability"), "Status"),
    ToolGroup("skill", ("skill", "qualification"), "Skill", "skill", nothing="no skill"),
    ToolGroup("shift", ("shift",), "Shift", nothing="no shift"),
    ToolGroup("vehicle", ("vehicle", "truck"), "Vehicle", nothing="no vehicle"),
)  # fmt: skip


def crews_grouped(context: ToolContext, args: CrewsGrouped) -> ToolResult:
    """Crews by kind, status, skill or shift."""
    rows = crews_chosen(crew_rows(context), args)
    skills = [[one for one in (text or "").split(", ") if one] for text in rows["skills"].to_pylist()]
    rows = rows.append_column("skill", pa.array(skills, pa.list_(pa.string())))
    several = " A crew counts for each of its skills." if args.group == "skill" else ""
    rows = rows.append_column("people", pc.cast(rows["members"], pa.int64()))
    return grouped(
        context, "Crews", rows, args, _CREW_GROUPS, _CREWS,
        {"members": ("people", "sum"), "queued": ("queued", "sum")}, as_of=context.now, note=f"{NOTE}{several}",
        goes=(board_go(),),
    )  # fmt: skip


FIELD_GROUPED: Final[tuple[Tool[Any], ...]] = (
    Tool(
        "open_orders_grouped",
        "Open work orders counted by status, kind of work, crew, priority, feeder or substation.",
        OpenOrdersGrouped, open_orders_grouped, "ranking", (*SUBJECTS, "inspection", "replacement", "repair"), _OPEN,
        choices=OPEN_ORDERS.choices, groups=_OPEN_GROUPS, words=OPEN_ORDERS.words,
        examples=("open work orders by status", "open orders by crew"),
    ),
    Tool(
        "completed_orders_grouped",
        "Work orders completed in a period, and labour booked, by kind of work, crew, feeder, substation or time.",
        DoneGrouped, done_grouped, "ranking", (*SUBJECTS, "inspection", "replacement", "repair"), _DONE,
        choices=COMPLETED_ORDERS.choices, groups=_DONE_GROUPS, words=(*COMPLETED_ORDERS.words, "booked", "worked"),
        examples=("completed orders by month this year",),
    ),
    Tool(
        "alarms_grouped", "Open alarms counted by priority, state, kind, feeder, substation, asset or the time raised.",
        AlarmsGrouped, alarms_grouped, "ranking", ("alarm", "alert"), _ALARMS,
        choices=tuple(one for one in OPEN_ALARMS.choices if "asset_kind" not in one.sets),
        groups=_ALARM_GROUPS, words=("open", "open alarm", "current alarm", "current", "raised"),
        examples=("open alarms by priority",),
    ),
    Tool(
        "crews_grouped", "Crews and their people counted by kind, status, skill or shift.",
        CrewsGrouped, crews_grouped, "ranking", ("crew", "team"), _CREWS,
        choices=tuple(one for one in CREWS.choices if "job" not in one.sets), groups=_CREW_GROUPS,
        examples=("crews by skill", "crews by status"),
    ),
)  # fmt: skip
