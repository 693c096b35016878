"""Work orders: open ones, what was completed in a period, one order, those of a crew or of an asset."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_orders
from app.assistant.naming import asset_of, number_of, place_of, told_place
from app.assistant.periods import PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, Go, ToolResult
from app.assistant.rows import limited, ordered, where
from app.assistant.tools import NameText, Order, PlaceText, RankedRows, Rows, Tool, ToolChoice, ToolQuantity
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


class DoneChosen(BaseModel):
    """Which completed orders."""

    period: PeriodText
    place: PlaceText = ""
    kind: WorkKind = Field("", description="kind of work; empty for any")
    name: str = OF_CREW


class CompletedOrders(DoneChosen):
    """Which of them."""

    order: Order = "most"
    n: Rows = MOST_ROWS
    is_count: bool = False


class CompletedSums(BaseModel):
    """What was booked on completed orders."""

    period: PeriodText = "last_365_days"
    place: PlaceText = ""
    kind: WorkKind = Field("", description="kind of work; empty for any")
    name: str = OF_CREW
    quantity: str = ""


class OrdersOf(BaseModel):
    """Whose orders."""

    name: NameText
    state: Literal["", "open", "over"] = Field(
        "", description="of an asset's orders: those to do, or those over; empty for all"
    )
    is_count: bool = False


class OrderFacts(BaseModel):
    """Which order."""

    name: NameText
    quantity: str = ""


_NUMBER: Final = Column("work_order_id", "Order")
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
_ORDER: Final = (
    _NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("status", "Status", "words"),
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
    ahead = tuple(one for key in first for one in _ORDER if one.key == key)
    return (*_ORDER[:3], *ahead, *(one for one in _ORDER[3:] if one.key not in first and one.key != "is_late"))


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
    return result_of(context, "Open work orders", table, _ORDER, **told)


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


_DONE: Final = (
    _NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("completed_at", "Completed",
        "datetime"),
    Column("labour_hours", "Labour", "number", 1, "h"), Column("crew_name", "Crew"), Column("asset_name", "Asset"),
    Column("feeder_name", "Feeder"), Column("found_code", "Found", "words"),
)  # fmt: skip


def _done_sums(context: ToolContext, args: CompletedOrders | CompletedSums) -> tuple[pa.Table, dict[str, Any]]:
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "completed_orders_sums", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at, **place.binds,
        crew_id=_crew_id(context, args.name),
    )  # fmt: skip
    told = {
        "place": " ".join(filter(None, (args.name and crew_named(context, args.name).name, told_place(place)))),
        "period": span.words, "as_of": context.now,
        "note": "Orders count that were completed in the period, by the utility's calendar.",
        "goes": (orders_go("Open completed orders", orders_shown="over", orders_type=args.kind),),
    }  # fmt: skip
    return where(table, work_type=args.kind), told


def _crew_id(context: ToolContext, name: str) -> int:
    """Of a crew; 0 where none is named."""
    return int(crew_named(context, name).asset_id) if name else 0


def completed_orders(context: ToolContext, args: CompletedOrders) -> ToolResult:
    """Orders completed in a period, or how many, by kind of work."""
    sums, told = _done_sums(context, args)
    total = int(pc.sum(sums["orders"]).as_py() or 0)
    if args.is_count:
        one = pa.table({"how_many": [total]})
        return result_of(context, "Completed work orders", one, (Column("how_many", "Orders", "count"),), **told)
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "completed_orders_of", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at,
        work_type=args.kind, page_limit=context.max_rows + 1, **place.binds, crew_id=_crew_id(context, args.name),
    )  # fmt: skip
    table = ordered(table, "completed_at", args.order, args.n, ("work_order_id",))
    return result_of(context, "Completed work orders", table, _DONE, in_all=total, **told)


_BOOKED: Final = (
    ToolQuantity(
        "labour_hours", ("labour hour", "labor hour", "man hour", "hour booked", "hour worked", "work hour",
         "hour spent", "hour of labour", "hour of work"),
        Column("labour_hours", "Labour booked", "number", 0, "h"),
    ),
    ToolQuantity(
        "mean_hours",
        (
            *(f"{mean} {what}" for mean in ("average", "typical") for what in ("labour hour", "man hour", "hour booked",
              "hour worked", "work hour", "hour of labour", "labour", "hour", "time spent", "effort")),
            "hour per job", "hour per order", "labour per job", "labour per order", "labour hour per job",
            "hour a job takes",
            "hour job take", "long job take", "long take", "how long take", "take average", "average take", "take long",
        ),
        Column("mean_hours", "Labour an order, mean", "number", 1, "h"),
    ),
)  # fmt: skip


def completed_sums(context: ToolContext, args: CompletedSums) -> ToolResult:
    """Labour hours booked on the orders completed in a period."""
    sums, told = _done_sums(context, args)
    totals = {name: pc.sum(sums[name]).as_py() or 0 for name in ("labour_hours", "orders", "with_hours")}
    mean = totals["labour_hours"] / totals["with_hours"] if totals["with_hours"] else None
    table = pa.table({
        "labour_hours": [float(totals["labour_hours"])], "mean_hours": pa.array([mean], pa.float64()),
        "orders": [totals["orders"]],
        "without_hours": [totals["orders"] - totals["with_hours"]],
    })  # fmt: skip
    columns = (
        _BOOKED[0].column,
        _BOOKED[1].column,
        Column("orders", "Orders", "count"),
        Column("without_hours", "Without hours booked", "count"),
    )
    told["note"] += " Hours of all members of the crew together."
    return result_of(context, "Labour booked", table, columns, **told)


def orders_of_crew(context: ToolContext, args: OrdersOf) -> ToolResult:
    """Open orders of a crew, the most pressing first."""
    crew = crew_named(context, args.name)
    table = where(
        context.live("open_orders_of", utility_id=context.utility_id, substation_id=0, feeder_id=0), crew_name=crew.name
    )
    go = Go(f"Open the day of {crew.name}", ways.FIELD, texts=(("view", "crew"), ("crew", str(crew.asset_id))))
    told: dict[str, Any] = {"as_of": context.now, "note": OPEN_NOTE, "goes": (go,)}
    title = f"Open work orders of {crew.name}"
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    return result_of(context, title, table, _ORDER, **told)


_HISTORY: Final = (
    _NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("status", "Status", "words"),
    Column("created_at", "Created", "datetime"), Column("completed_at", "Completed", "datetime"),
    Column("due_on", "Due", "day"), Column("external_number", "Own number"),
)  # fmt: skip


def orders_of_asset(context: ToolContext, args: OrdersOf) -> ToolResult:
    """All orders of a pole, transformer, device or line section, open and over, the newest first."""
    asset = asset_of(context, args.name, ("pole", "transformer", "device", "segment"))
    table = context.live(
        "orders_of_asset", utility_id=context.utility_id, asset_kind=asset.kind, asset_id=asset.asset_id
    )
    told: dict[str, Any] = {
        "as_of": context.now,
        "goes": (to_orders(asset),),
        "note": "The newest first." if args.state else "Open and over, the newest first.",
    }
    if args.state:
        is_over = pc.is_in(table["status"], pa.array(["completed", "cancelled"]))
        table = table.filter(is_over if args.state == "over" else pc.invert(is_over))
    title = {"open": "Open work orders of", "over": "Work orders over at"}.get(
        args.state, "Work orders of"
    ) + f" {asset.name}"
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    return result_of(context, title, table, _HISTORY, **told)


_FACTS: Final = (
    ToolQuantity("status", ("status", "state"), _ORDER[3]),
    ToolQuantity("title", ("title", "what", "about", "description"), _ORDER[1]),
    ToolQuantity("crew_name", ("crew", "who", "assigned to", "assigned", "who assigned", "assignee", "who has",
        "whose"), _ORDER[7]),
    ToolQuantity("due_on", ("due", "due date", "when due", "deadline", "due day"), _ORDER[5]),
    ToolQuantity("priority", ("priority", "urgency"), _PRIORITY),
    ToolQuantity("work_type", ("kind", "type"), _ORDER[2]),
    ToolQuantity("planned_start_at", ("planned", "planned start", "scheduled"), Column("planned_start_at", "Planned",
        "datetime")),
    ToolQuantity("completed_at", ("completed", "finished", "done"), Column("completed_at", "Completed", "datetime")),
    ToolQuantity("labour_hours", ("labour hour", "hour"), Column("labour_hours", "Labour", "number", 1, "h")),
    ToolQuantity("found", ("found", "finding"), Column("found", "Found")),
    ToolQuantity("asset_name", ("asset", "thing", "at what", "on what"), _ORDER[9]),
    ToolQuantity("estimated_hours", ("estimated hour", "estimate", "long take", "how long"), _ORDER[10]),
    ToolQuantity("created_at", ("created", "opened", "made", "raised"), _OPEN[3].column),
    ToolQuantity("description", ("note", "remark", "comment"), Column("description", "Description")),
)  # fmt: skip


def order_row(context: ToolContext, number: int) -> dict[str, Any]:
    """The row of work_order_facts.sql.

    Raises:
        NoAnswer: there is none of that number in this utility.
    """
    rows = context.live("work_order_facts", work_order_id=number, utility_id=context.utility_id).to_pylist()
    if not rows:
        raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"There is no work order {number} in this utility.")
    return dict(rows[0])


def order_facts(context: ToolContext, args: OrderFacts) -> ToolResult:
    """What is known of one order."""
    number = number_of(args.name, "work order")
    order_row(context, number)
    table = context.live("work_order_facts", work_order_id=number, utility_id=context.utility_id)
    at = table.column_names.index("crew_name")
    table = table.set_column(at, "crew_name", pc.fill_null(table["crew_name"], "none"))
    columns = (_NUMBER, *(one.column for one in _FACTS), _ORDER[8])
    return result_of(
        context, f"Work order {number}", table, columns, as_of=context.now, goes=(order_go(number),)
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
)  # fmt: skip
OPEN_ORDER_SUMS: Final = Tool(
    "open_order_sums", "Estimated hours of the open work orders of a place, by kind of work.",
    OpenOrderSums, open_order_sums, "row", SUBJECTS, _SUMS, choices=KINDS, words=("open work", "backlog", "open"),
    examples=("how many hours of work are open",),
)  # fmt: skip
COMPLETED_ORDERS: Final = Tool(
    "completed_orders", "Work orders that were completed in a period, by kind of work and place; list, or how many.",
    CompletedOrders, completed_orders, "filter", (*SUBJECTS, "inspection", "replacement", "repair"), choices=KINDS,
    words=("completed", "finished", "done", "complete", "closed", "carried out", "performed", "finish"),
    examples=("how many orders did we complete last month", "inspections done this year"),
)  # fmt: skip
COMPLETED_SUMS: Final = Tool(
    "completed_sums", "Labour hours booked on the work orders completed in a period, by kind of work and place.",
    CompletedSums, completed_sums, "row", (*SUBJECTS, "inspection", "replacement", "repair"), _BOOKED, choices=KINDS,
        words=("booked", "worked", "spent"),
    examples=("labour hours booked last year",),
)  # fmt: skip
ORDERS_OF_CREW: Final = Tool(
    "orders_of_crew", "Open work orders of one crew: what it has to do.",
    OrdersOf, orders_of_crew, "list", ("crew",), words=(
        "work order", "order", "work", "what work", "work have", "job", "task", "queue", "schedule", "to do",
        "assigned work", "open order", "workload", "plate", "on plate", "work list", "assignment", "lined up", "agenda",
    ),
    examples=("what work does Crew-003 have",),
)  # fmt: skip
ORDERS_OF_ASSET: Final = Tool(
    "orders_of_asset", "All work orders of one pole, transformer, device or line section, open and over.",
    OrdersOf, orders_of_asset, "list", ("pole", "transformer", "device", "segment"), words=(
        "work order history", "work order", "order", "order history", "maintenance history", "work history",
        "work done",
        "past work", "maintenance", "repair history",
    ),
    choices=(
        ToolChoice(
            ("open order", "open work order", "pending", "outstanding", "planned", "scheduled", "planned work",
                "to do", "due",
             "open job", "open ticket", "open work", "coming up", "upcoming"),
            {"state": "open"},
        ),
        ToolChoice(("completed", "done", "finished", "closed", "past"), {"state": "over"}),
    ),
    examples=("work order history of TX-0002-010",),
)  # fmt: skip
ORDER_FACTS: Final = Tool(
    "order_facts", "One work order by its number: status, what, crew, due day, priority, what was found.",
    OrderFacts, order_facts, "row", ("work order", "order"), _FACTS, words=("order number", "work order number"),
    examples=("status of work order 40000001",),
)  # fmt: skip
