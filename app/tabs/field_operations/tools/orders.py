"""Open work orders of a place, what all questions of orders are worded with, and the ways to them."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.results import Go, ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import Order, PlaceText, RankedRows, Tool, ToolChoice, ToolQuantity
from app.tabs.field_operations.tools.crews import crew_named
from app.widgets.column import Column
from data_sources.field.orders.states import PRIORITIES

WorkKind = Literal["", "inspection", "repair", "replacement", "vegetation", "outage", "switching", "other"]


OF_CREW: Any = Field(
    "",
    max_length=80,
    description="of a crew whose orders they are; empty for any",
    json_schema_extra={"kinds": ["crew"]},
)


class OpenChosen(BaseModel):
    """Which open orders."""

    place: PlaceText = ""
    kind: WorkKind = Field("", description="kind of work; empty for any")
    state: Literal["", "created", "scheduled", "assigned", "en_route", "in_progress", "on_hold", "under_way"] = ""
    is_overdue: bool = Field(False, description="due before today")
    crew: Literal["", "none", "some"] = Field("", description="none: no crew has it; some: one has")
    priority: int = Field(0, ge=0, le=4, description="1 very high, 2 high, 3 medium, 4 low; 0 for any")
    to_priority: int = Field(0, ge=0, le=4, description="of this priority and more urgent ones; 0 for any")
    name: str = OF_CREW
    asset_kind: Literal["", "pole", "transformer", "device", "segment"] = Field(
        "", description="what the order is about; empty for any"
    )


class OpenOrders(OpenChosen, RankedRows):
    """Which of them, by what."""

    by: str = "priority"
    order: Order = "least"


class OpenOrderSums(BaseModel):
    """Sums over open orders."""

    place: PlaceText = ""
    kind: WorkKind = ""
    quantity: str = ""


NUMBER: Final = Column("work_order_id", "Order")
_PRIORITY: Final = Column(
    "priority", "Priority", write=lambda row: PRIORITIES.get(row["priority"], "not known").capitalize()
)
_OPEN: Final = (
    ToolQuantity("priority", ("urgency", "most urgent", "urgent", "pressing", "most pressing", "by priority",
        "order of priority"), _PRIORITY, "least"),
    ToolQuantity("due_on", ("due date", "due day", "due first", "due soonest", "due next", "when due"),
        Column("due_on", "Due", "day"), "least"),
    ToolQuantity(
        "estimated_hours", ("estimated hour", "hour", "longest", "biggest", "effort"),
        Column("estimated_hours", "Estimated", "number", 1, "h"), "most",
    ),
    ToolQuantity("created_at", ("oldest", "newest", "created first", "created last", "latest", "open longest", "age"),
        Column("created_at", "Created", "datetime"), "least"),
)  # fmt: skip
ORDER_COLUMNS: Final = (
    NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("status", "Status", "words"),
        _PRIORITY,
    _OPEN[1].column, Column("is_late", "Overdue", "flag"), Column("crew_name", "Crew"), Column("feeder_name", "Feeder"),
    Column("asset_name", "Asset"), _OPEN[2].column, Column("external_number", "Own number"),
    _OPEN[3].column,
)  # fmt: skip
OPEN_NOTE: Final = "Open is neither completed nor cancelled; overdue is due before today by the utility's calendar."


def orders_go(label: str = "Open work orders", **texts: str) -> Go:
    """To the orders of Field Operations, narrowed by params of their view."""
    return Go(label, ways.FIELD, texts=(("view", "orders"), *texts.items()))


def order_go(number: int) -> Go:
    """To one order."""
    return orders_go(f"Open order {number}", order=str(number))


def open_order_columns(*first: str) -> tuple[Column, ...]:
    """The columns of orders that have not been closed, some of them straight after what names them.

    Args:
        first: their keys, in that order.
    """
    ahead = tuple(one for key in first for one in ORDER_COLUMNS if one.key == key)
    return (
        *ORDER_COLUMNS[:3],
        *ahead,
        *(one for one in ORDER_COLUMNS[3:] if one.key not in first and one.key != "is_late"),
    )


def _open(context: ToolContext, args: OpenChosen | OpenOrderSums) -> tuple[pa.Table, str]:
    place = place_of(context, args.place)
    table = context.live("open_orders_of", utility_id=context.utility_id, **place.binds)
    return where(table, work_type=args.kind), told_place(place)


def open_chosen(context: ToolContext, args: OpenChosen) -> tuple[pa.Table, str]:
    """Open orders of a kind, state, priority and place, and the place in words.

    Raises:
        SourceError: the database does not answer.
    """
    table, place = _open(context, args)
    if args.state == "under_way":
        table = table.filter(pc.is_in(table["status"], pa.array(["en_route", "in_progress"])))
    else:
        table = where(table, status=args.state)
    table = where(table, priority=args.priority or "", is_late=True if args.is_overdue else "")
    if args.to_priority:
        table = table.filter(pc.less_equal(table["priority"], args.to_priority))
    if args.name:
        crew = crew_named(context, args.name)
        table, place = where(table, crew_name=crew.name), " ".join(filter(None, (crew.name, place)))
    if args.crew:
        table = table.filter(pc.is_null(table["crew_name"]) if args.crew == "none" else pc.is_valid(table["crew_name"]))
    return where(table, asset_kind=args.asset_kind), place


def chosen_orders(context: ToolContext, args: OpenOrders) -> tuple[pa.Table, str]:
    """The open orders that are asked for, within their limits, in no order, and where they are in words.

    Raises:
        NoAnswer: there is no such place.
    """
    table, place = open_chosen(context, args)
    return (limited(table, args.by, args.above, args.below) if args.by == "estimated_hours" else table), place


def open_orders(context: ToolContext, args: OpenOrders) -> ToolResult:
    """Open work orders, the most pressing first, or how many."""
    table, place = chosen_orders(context, args)
    by = args.by if args.by in {one.key for one in _OPEN} else "priority"
    texts = {"orders_shown": "open", "orders_type": args.kind}
    told: dict[str, Any] = {"place": place, "as_of": context.now, "note": OPEN_NOTE, "goes": (orders_go(**texts),)}
    if args.is_count:
        return result_of(context, "Open work orders", counted(table), (HowMany,), **told)
    table = ordered(table, by, args.order, args.n, ("due_on", "work_order_id"))
    return result_of(context, "Open work orders", table, ORDER_COLUMNS, **told)


_SUMS: Final = (
    ToolQuantity(
        "hours", ("estimated hour", "hour of work", "work hour", "backlog", "workload", "work left"),
        Column("hours", "Estimated work", "number", 0, "h"), "most",
    ),
)  # fmt: skip


def open_order_sums(context: ToolContext, args: OpenOrderSums) -> ToolResult:
    """What open orders come to in hours."""
    table, place = _open(context, args)
    unknown = table["estimated_hours"].null_count
    sums = {
        "hours": [float(pc.sum(table["estimated_hours"]).as_py() or 0.0)], "orders": [table.num_rows],
        "overdue": [int(pc.sum(table["is_late"]).as_py() or 0)], "without_crew": [table["crew_name"].null_count],
    }  # fmt: skip
    columns = (
        _SUMS[0].column, Column("orders", "Orders", "count"), Column("overdue", "Overdue", "count"),
        Column("without_crew", "Without a crew", "count"),
    )  # fmt: skip
    note = f"Hours of one crew, as estimated; {unknown:,} orders say none and are left out. {OPEN_NOTE}"
    return result_of(
        context, "Open work orders, summed", pa.table(sums), columns, place=place, as_of=context.now, note=note,
        goes=(orders_go(orders_shown="open"),),
    )  # fmt: skip


KINDS: Final = (
    ToolChoice(("inspection", "inspect"), {"kind": "inspection"}),
    ToolChoice(("repair",), {"kind": "repair"}),
    ToolChoice(("replacement", "replace", "transformer/pole replacement",
                "transformer pole replacement"), {"kind": "replacement"}),
    ToolChoice(("vegetation", "tree trimming", "trimming", "trim"), {"kind": "vegetation"}),
    ToolChoice(("switching order",), {"kind": "switching"}),
    ToolChoice(("outage order", "outage work order"), {"kind": "outage"}),
)  # fmt: skip
WITHOUT_CREW: Final = ToolChoice(
    (
        "without crew",
        "no crew",
        "without a crew",
        "unassigned",
        "nobody assigned",
        "not assigned",
        "not yet assigned",
        "not been assigned",
        "no one assigned",
        "nobody on",
        "not dispatched",
        "not given crew",
        "nobody",
        "crewless",
        "not assigned crew",
        "lack crew",
        "lacking crew",
        "missing crew",
        "waiting for crew",
    ),
    {"crew": "none"},
)
ASSETS: Final = {
    "pole": ("pole",), "transformer": ("transformer",), "device": ("device", "switch", "recloser", "breaker", "fuse"),
    "segment": ("span", "line section"),
}  # fmt: skip
OF_ASSETS: Final = (
    *(ToolChoice(tuple(f"{noun} {what}" for noun in nouns for what in ("order", "work order", "job", "task", "work")),
                 {"asset_kind": asset_kind}) for asset_kind, nouns in ASSETS.items()),
    *(ToolChoice(tuple(f"{noun} {kind}" for noun in nouns), {"asset_kind": asset_kind, "kind": kind})
      for asset_kind, nouns in ASSETS.items() for kind in ("inspection", "repair", "replacement")),
)  # fmt: skip
PRESSING: Final = tuple(
    f"{word} {pair}" for word in ("priority", "prio") for pair in ("1 2", "2 higher", "2 better", "2 up")
)
SUBJECTS: Final = ("work order", "order", "job", "task", "ticket")
OPEN_ORDERS: Final = Tool(
    "open_orders",
    "Open work orders of a place by kind of work, state, priority, overdue or without a crew; list, or how many.",
    OpenOrders, open_orders, "filter", (*SUBJECTS, "inspection", "replacement", "repair"), _OPEN,
    choices=(
        *KINDS, *OF_ASSETS,
        ToolChoice(("overdue", "late", "past due", "past their due date", "behind schedule"), {"is_overdue": True}),
        WITHOUT_CREW,
        ToolChoice(("with crew", "crew assigned"), {"crew": "some"}),
        ToolChoice(("very high priority", "very high", "priority 1", "prio 1", "top priority", "p1"), {"priority": 1}),
        ToolChoice(("high priority", "priority 2", "prio 2", "p2"), {"priority": 2}),
        ToolChoice(("medium priority", "priority 3", "prio 3", "p3"), {"priority": 3}),
        ToolChoice(("low priority", "priority 4", "prio 4", "p4"), {"priority": 4}),
        ToolChoice(
            ("priority 1 and 2", *PRESSING, "p1 p2", "high very high", "at least high priority", "high priority up"),
            {"to_priority": 2},
        ),
        ToolChoice(("created", "new"), {"state": "created"}),
        ToolChoice(("scheduled",), {"state": "scheduled"}),
        ToolChoice(("assigned",), {"state": "assigned"}),
        ToolChoice(("in progress", "being worked on"), {"state": "in_progress"}),
        ToolChoice(("under way", "underway"), {"state": "under_way"}),
        ToolChoice(("on hold", "held", "waiting"), {"state": "on_hold"}),
    ),
    words=("open work order", "open order", "pending order", "outstanding order", "open", "pending", "outstanding",
        "to do", "plate"),
    opens=9, examples=("how many open work orders", "which work orders are overdue", "open orders on F0002",
        "list open replacement orders"),
    lies_on="feeder_name",
)  # fmt: skip
OPEN_ORDER_SUMS: Final = Tool(
    "open_order_sums", "Estimated hours of the open work orders of a place, by kind of work.",
    OpenOrderSums, open_order_sums, "row", SUBJECTS, _SUMS, choices=KINDS, words=("open work", "backlog", "open"),
    examples=("how many hours of work are open",),
)  # fmt: skip
