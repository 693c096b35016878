"""Work orders that were completed in a period, and the labour booked on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of, told_place
from app.assistant.periods import PeriodText
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.rows import ordered, where
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.field_operations.tools.crews import crew_named
from app.tabs.field_operations.tools.orders import (
    KINDS,
    NUMBER,
    OF_CREW,
    SUBJECTS,
    WorkKind,
    orders_go,
)
from app.widgets.column import Column
from data_sources.field.orders.states import FoundCode

Found = FoundCode | Literal[""]
_SAID: Final[Mapping[FoundCode, tuple[str, ...]]] = {
    "no_defect": ("no defect", "nothing found", "nothing wrong", "without defect", "no finding", "found nothing"),
    "wear": ("wear", "worn", "worn part"), "corrosion": ("corrosion", "corroded", "rust", "rusty"),
    "decay": ("decay", "rot", "rotten", "decayed"), "damage": ("damage", "damaged"),
    "overload": ("found overload",), "vegetation": ("found vegetation", "found tree"),
    "animal": ("found animal", "animal damage"), "weather": ("weather damage",), "vandalism": ("vandalism",),
    "faulty_installation": ("faulty installation", "bad installation", "installation fault"),
    "other": ("other defect",),
}  # fmt: skip
FOUND: Final = tuple(
    ToolChoice((*words, *(f"found {one}" for one in words), *(f"find {one}" for one in words)), {"found": code})
    for code, words in _SAID.items()
)
"""What a crew wrote that it had found, as operators say it."""


class DoneChosen(BaseModel):
    """Which completed orders."""

    period: PeriodText
    place: PlaceText = ""
    kind: WorkKind = Field("", description="kind of work; empty for any")
    name: str = OF_CREW
    found: Found = Field("", description="what was found; empty for any")


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
    found: Found = Field("", description="what was found; empty for any")
    quantity: str = ""


_DONE: Final = (
    NUMBER, Column("title", "What"), Column("work_type", "Kind", "words"), Column("completed_at", "Completed",
        "datetime"),
    Column("labour_hours", "Labour", "number", 1, "h"), Column("crew_name", "Crew"), Column("asset_name", "Asset"),
    Column("feeder_name", "Feeder"), Column("found_code", "Found", "words"),
)  # fmt: skip


def _done_sums(context: ToolContext, args: CompletedOrders | CompletedSums) -> tuple[pa.Table, dict[str, Any]]:
    place, span = place_of(context, args.place), context.span(args.period)
    table = context.live(
        "completed_orders_sums", utility_id=context.utility_id, from_at=span.from_at, to_at=span.to_at, **place.binds,
        crew_id=_crew_id(context, args.name), found_code=args.found,
    )  # fmt: skip
    told = {
        "place": " ".join(filter(None, (args.name and crew_named(context, args.name).name, told_place(place)))),
        "period": span.words, "as_of": context.now,
        "note": "Orders count that were completed in the period, by the utility's calendar."
            + (f" Found: {args.found.replace('_', ' ')}." if args.found else ""),
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
        found_code=args.found,
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


COMPLETED_ORDERS: Final = Tool(
    "completed_orders", "Work orders that were completed in a period, by kind of work and place; list, or how many.",
    CompletedOrders, completed_orders, "filter", (*SUBJECTS, "inspection", "replacement", "repair"),
    choices=(*KINDS, *FOUND),
    words=("completed", "finished", "done", "complete", "closed", "carried out", "performed", "finish"),
    examples=("how many orders did we complete last month", "inspections done this year"),
    lies_on="feeder_name",
)  # fmt: skip
COMPLETED_SUMS: Final = Tool(
    "completed_sums", "Labour hours booked on the work orders completed in a period, by kind of work and place.",
    CompletedSums, completed_sums, "row", (*SUBJECTS, "inspection", "replacement", "repair"), _BOOKED,
    choices=(*KINDS, *FOUND),
    words=("booked", "worked", "spent", "completed", "finished", "done", "complete", "closed", "order take",
        "order took", "job take", "job took", "work take", "work took", "hour take", "hour took", "long take",
        "long took"),
    examples=("labour hours booked last year",),
)  # fmt: skip
