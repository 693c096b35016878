"""The orders of one crew or asset, and one order by its number."""

from __future__ import annotations

from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import ways
from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_orders
from app.assistant.naming import asset_of, number_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, ToolResult
from app.assistant.rows import where
from app.assistant.tools import NameText, Tool, ToolChoice, ToolQuantity
from app.tabs.field_operations.tools.crews import crew_named
from app.tabs.field_operations.tools.orders import (
    NUMBER,
    OPEN_NOTE,
    ORDER_COLUMNS,
    order_go,
)
from app.widgets.column import Column


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
    return result_of(context, title, table, ORDER_COLUMNS, **told)


_HISTORY: Final = (
    NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("status", "Status", "words"),
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
    ToolQuantity("status", ("status", "state"), ORDER_COLUMNS[3]),
    ToolQuantity("title", ("title", "what", "about"), ORDER_COLUMNS[1]),
    ToolQuantity("crew_name", ("crew", "who", "assigned to", "assigned", "who assigned", "assignee", "who has",
        "whose"), ORDER_COLUMNS[7]),
    ToolQuantity("due_on", ("due", "due date", "when due", "deadline", "due day"), ORDER_COLUMNS[5]),
    ToolQuantity("priority", ("priority", "urgency"), ORDER_COLUMNS[4]),
    ToolQuantity("work_type", ("kind", "type"), ORDER_COLUMNS[2]),
    ToolQuantity("planned_start_at", ("planned", "planned start", "scheduled"), Column("planned_start_at", "Planned",
        "datetime")),
    ToolQuantity("completed_at", ("completed", "finished", "done"), Column("completed_at", "Completed", "datetime")),
    ToolQuantity("labour_hours", ("labour hour", "hour"), Column("labour_hours", "Labour", "number", 1, "h")),
    ToolQuantity("found", ("found", "finding"), Column("found", "Found")),
    ToolQuantity("asset_name", ("asset", "thing", "at what", "on what"), ORDER_COLUMNS[9]),
    ToolQuantity("estimated_hours", ("estimated hour", "estimate", "long take", "how long"), ORDER_COLUMNS[10]),
    ToolQuantity("created_at", ("created", "opened", "made", "raised"), ORDER_COLUMNS[-1]),
    ToolQuantity("description", ("description", "instruction", "note", "remark", "comment"),
        Column("description", "Description")),
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
    columns = (NUMBER, *(one.column for one in _FACTS), ORDER_COLUMNS[8])
    return result_of(
        context, f"Work order {number}", table, columns, as_of=context.now, goes=(order_go(number),)
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
