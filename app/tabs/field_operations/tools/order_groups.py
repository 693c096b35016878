"""Open work orders counted by group: kind of work, state, priority, crew, feeder, substation."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.rows import ordered
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.field_operations.tools.orders import OPEN_NOTE, SUBJECTS, orders_go
from app.widgets.column import Column, words
from data_sources.field.orders.states import PRIORITIES

OrderGroup = Literal["kind", "state", "priority", "kind_and_state", "crew", "feeder", "substation"]
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "kind": ("work_type",), "state": ("status",), "priority": ("priority",), "kind_and_state": ("work_type", "status"),
    "crew": ("crew_name",), "feeder": ("feeder_name",), "substation": ("substation_name",),
}  # fmt: skip
_HEADS: Final = {
    "work_type": "Kind", "status": "State", "priority": "Priority", "crew_name": "Crew", "feeder_name": "Feeder",
    "substation_name": "Substation",
}  # fmt: skip


class OrdersBy(BaseModel):
    """Which orders, by what."""

    place: PlaceText = ""
    group: OrderGroup = Field("kind", description="what a row is of")
    by: Literal["orders", "overdue", "hours"] = "orders"
    order: Order = "most"
    n: Rows = 1000


_COUNTED: Final = (
    ToolQuantity("orders", ("number of order", "most order", "most work order"), Column("orders", "Orders", "count"),
        "most"),
    ToolQuantity("overdue", ("overdue", "late", "most overdue"), Column("overdue", "Overdue", "count"), "most"),
    ToolQuantity("hours", ("hour", "estimated hour", "hour of work", "most work"),
        Column("hours", "Estimated work", "number", 1, "h"), "most"),
)  # fmt: skip


def open_orders_by_group(context: ToolContext, args: OrdersBy) -> ToolResult:
    """How many open orders there are of each kind, state, priority or crew."""
    place, keys = place_of(context, args.place), _KEYS[args.group]
    table = context.live("open_orders_of", utility_id=context.utility_id, **place.binds)
    rows = table.group_by([*keys]).aggregate(
        [("work_order_id", "count"), ("is_late", "sum"), ("estimated_hours", "sum"), ("estimated_hours", "count")]
    )
    named = {key: pa.array([_name(key, value) for value in rows[key].to_pylist()], pa.string()) for key in keys}
    made = pa.table({
        **named, "orders": rows["work_order_id_count"], "overdue": rows["is_late_sum"],
        "hours": rows["estimated_hours_sum"],
    })  # fmt: skip
    made = ordered(made, args.by, args.order, args.n, keys)
    unknown = table["estimated_hours"].null_count
    title = f"Open work orders by {' and '.join(_HEADS[key].lower() for key in keys)}"
    chart = ChartSpec("bar", keys[0], ("orders",), title) if len(keys) == 1 and made.num_rows > 1 else None
    left_out = f" {unknown:,} say no hours." if unknown else ""
    return result_of(
        context, title, made, (*(Column(key, _HEADS[key]) for key in keys), *(one.column for one in _COUNTED)),
        place=told_place(place), as_of=context.now, chart=chart, goes=(orders_go(orders_shown="open"),),
        note=f"{table.num_rows:,} open orders in all.{left_out} {OPEN_NOTE}",
    )  # fmt: skip


def _name(key: str, value: object) -> str:
    if key == "priority":
        return PRIORITIES.get(value, "not known").capitalize()  # type: ignore[call-overload]  # an integer of the row
    if value in (None, ""):
        return "No crew" if key == "crew_name" else "Not known"
    return words(value) if key in ("work_type", "status") else str(value)


_NAMES: Final = {
    "kind_and_state": ("type and state", "type and status", "kind and state", "kind and status"),
    "kind": ("type", "kind", "type of work", "kind of work", "work type"), "state": ("state", "status"),
    "priority": ("priority", "urgency"), "crew": ("crew",), "feeder": ("feeder",), "substation": ("substation",),
}  # fmt: skip
_NOUNS: Final = ("order", "work order", "open order", "open work order", "job", "ticket")
_WAYS: Final = ("by", "per")
OPEN_ORDERS_BY: Final = Tool(
    "open_orders_by_group",
    "How many open work orders there are of each kind of work, state, priority, crew, feeder or substation, with hours "
    "and how many are overdue.",
    OrdersBy, open_orders_by_group, "ranking", SUBJECTS, _COUNTED,
    choices=tuple(
        ToolChoice(tuple(f"{noun} {way} {name}" for name in names for noun in _NOUNS for way in _WAYS),
            {"group": group})
        for group, names in _NAMES.items()
    ),
    words=tuple(
        f"{noun} {way} {name}" for names in _NAMES.values() for name in names for noun in _NOUNS for way in _WAYS
    ),
    examples=("open orders by type", "work orders by crew", "orders by type and state"),
)  # fmt: skip
