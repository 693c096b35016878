"""Work orders by a day of theirs: open ones that are due in some days, and those that were made in a period."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import DaysText, PeriodText, days_of
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.rows import ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.field_operations.tools.crews import crew_named
from app.tabs.field_operations.tools.orders import (
    ASSETS,
    KINDS,
    OF_ASSETS,
    OPEN_NOTE,
    SUBJECTS,
    WITHOUT_CREW,
    OpenOrders,
    WorkKind,
    chosen_orders,
    open_order_columns,
    orders_go,
)
from app.widgets.column import Column

NAMED: Final = (*SUBJECTS, "inspection", "replacement", "repair")


class DueOrders(OpenOrders):
    """Which open orders, due when."""

    days: DaysText = ""
    name: str = Field(
        "",
        max_length=80,
        description="of a crew whose orders they are; empty for any",
        json_schema_extra={"kinds": ["crew"]},
    )
    by: str = "due_on"


class CreatedOrders(BaseModel):
    """Which orders, made when."""

    period: PeriodText
    place: PlaceText = ""
    kind: WorkKind = ""
    order: Order = "most"
    n: Rows = MOST_ROWS
    is_count: bool = False


def due_orders(context: ToolContext, args: DueOrders) -> ToolResult:
    """Open orders whose due day lies in the days, the first to be due first; or how many."""
    table, place = chosen_orders(context, args)
    span = days_of(args.days, context.today) if args.days else None
    due = table["due_on"]
    table = table.filter(pc.is_valid(due))
    if span is not None:
        is_in = pc.and_(pc.greater_equal(table["due_on"], span.first), pc.less_equal(table["due_on"], span.last))
        table = table.filter(is_in)
    if args.name:
        crew = crew_named(context, args.name)
        table, place = where(table, crew_name=crew.name), place or crew.name
    late = int(pc.sum(table["is_late"]).as_py() or 0)
    told: dict[str, Any] = {
        "place": place, "period": span.words if span is not None else "", "as_of": context.now,
        "note": f"Open orders by the day on which they are due; {late:,} of them are overdue. {OPEN_NOTE}",
        "goes": (orders_go(orders_shown="open", orders_type=args.kind),),
    }  # fmt: skip
    title = "Open work orders due"
    if args.is_count:
        return result_of(context, title, counted(table), (HowMany,), **told)
    by = args.by if args.by in {one.key for one in DUE} else "due_on"
    table = ordered(table, by, args.order, args.n, ("due_on", "priority", "work_order_id"))
    return result_of(context, title, table, open_order_columns("due_on", "priority"), **told)


def created_orders(context: ToolContext, args: CreatedOrders) -> ToolResult:
    """Orders that were made in a period, the latest first; or how many."""
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "created_orders_of", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at,
        work_type=args.kind, page_limit=context.max_rows + 1, **place.binds,
    )  # fmt: skip
    total = table["in_all"][0].as_py() if table.num_rows else 0
    told: dict[str, Any] = {
        "place": told_place(place), "period": span.words, "as_of": context.now,
        "note": "Orders that were made in the period, by the utility's calendar, whatever became of them since.",
        "goes": (orders_go(orders_type=args.kind),),
    }  # fmt: skip
    if args.is_count:
        return result_of(context, "Work orders created", pa.table({HowMany.key: [total]}), (HowMany,), **told)
    table = ordered(table, "created_at", args.order, args.n, ("work_order_id",))
    columns = (*open_order_columns("created_at"), _DONE_AT)
    known = [one for one in columns if one.key in table.column_names]
    return result_of(context, "Work orders created", table, known, in_all=total, **told)


_DONE_AT: Final = Column("completed_at", "Completed", "datetime")
DUE: Final = (
    ToolQuantity("due_on", ("due", "due date", "due day", "due first", "due next", "due soonest", "next due",
        "outstanding due"), Column("due_on", "Due", "day"), "least"),
    ToolQuantity("priority", ("due urgent", "due most urgent", "due urgency", "due priority"),
        Column("priority", "Priority", "count"), "least"),
)  # fmt: skip
_MADE: Final = (
    "created", "opened", "raised", "logged", "issued", "entered", "written", "made", "generated", "new", "came in",
    "received", "added", "registered", "placed", "filed",
)  # fmt: skip
DUE_ORDERS: Final = Tool(
    "due_orders",
    "Open work orders of a place that are due in some days, also in days to come: today, tomorrow, this week, next "
    "month; by kind of work; list, or how many.",
    DueOrders, due_orders, "filter", NAMED, DUE,
    choices=(
        *(one for one in KINDS if one.sets != {"kind": "vegetation"}), *OF_ASSETS, WITHOUT_CREW,
        *(ToolChoice((f"{nouns[0]} due",), {"asset_kind": kind})
          for kind, nouns in ASSETS.items() if kind != "segment"),
        ToolChoice(tuple(f"{what} {noun}" for what in ("vegetation", "trimming", "tree") for noun in SUBJECTS),
            {"kind": "vegetation"}),
        ToolChoice(("crew assigned", "assigned crew"), {"crew": "some"}),
    ),
    words=("due", "due order", "order due", "due for", "work due"),
    examples=("orders due this week", "inspections due next month", "how many orders are due tomorrow"),
    lies_on="feeder_name",
)  # fmt: skip
CREATED_ORDERS: Final = Tool(
    "created_orders",
    "Work orders that were made (opened, raised) in a period, whatever became of them; list, or how many.",
    CreatedOrders, created_orders, "filter", NAMED, choices=KINDS,
    words=tuple(f"{verb} {noun}" for verb in _MADE for noun in NAMED),
    examples=("work orders created today", "how many inspections were raised this month"),
    lies_on="feeder_name",
)  # fmt: skip
