"""Transformers near something: within so many metres, or the nearest few."""

from __future__ import annotations

import math
from typing import Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app.assistant.answering import HowMany, counted, result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, Go, NamedAsset, ToolResult
from app.assistant.tools import NameText, Rows, Tool
from app.tabs.operations.tools.rows import known, yes_no
from app.widgets.column import Column

REACHES_M: Final = (300.0, 1200.0, 5000.0, 20_000.0, 80_000.0)  # looked in one after the other, where no radius is said
METRES_PER_DEGREE: Final = 110_500.0  # of latitude, where one is shortest: the box is never too small
MOST: Final = 1_000_000


class NearThing(BaseModel):
    """Near what, and how far."""

    name: NameText
    radius_m: float | None = Field(None, gt=0, le=100_000, description="metres from it; none: the nearest n")
    n: Rows | None = Field(None, description="rows at most; without a radius the nearest 5")
    is_count: bool = Field(False, description="how many instead of which")


_COLUMNS: Final = (
    Column("name", "Transformer"), Column("distance_m", "Distance", "number", 0, "m"), Column("feeder_name", "Feeder"),
    Column("rated_kva", "Rating", "number", 1, "kVA"), Column("load_pct", "Load of rating", "number", 1, "%"),
    yes_no("is_energized", "Energized"),
)  # fmt: skip


def transformers_near(context: ToolContext, args: NearThing) -> ToolResult:
    """Those within the radius, the nearest first, or how many they are.

    Raises:
        NoAnswer: there is no such thing, or nobody knows where it is.
    """
    asset = asset_of(context, args.name)
    if asset.lon is None or asset.lat is None:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"Nobody knows where {asset.name} is.")
    table = known(_found(context, asset, args))
    where = f"within {args.radius_m:g} m of {asset.name}" if args.radius_m else f"nearest to {asset.name}"
    note = "In a straight line over the ground; the thing itself is not counted."
    if args.is_count:
        return result_of(
            context, f"Transformers {where}", counted(table), (HowMany,), place=where, note=note, goes=(to_map(asset),)
        )  # fmt: skip
    goes: tuple[Go, ...] = (to_map(asset),)
    if table.num_rows:
        (first,) = table.slice(0, 1).to_pylist()
        goes = (to_map(NamedAsset("transformer", first["asset_id"], first["name"], first["lon"], first["lat"])), *goes)
    return result_of(context, f"Transformers {where}", table, _COLUMNS, place=where, note=note, goes=goes)


def _found(context: ToolContext, asset: NamedAsset, args: NearThing) -> pa.Table:
    """Within the radius; without one, within the first reach that holds as many as are wanted."""
    limit = None if args.n is not None and args.n >= MOST_ROWS and args.radius_m else args.n
    wanted = limit or (MOST if args.radius_m or args.is_count else 5)
    for reach in (args.radius_m,) if args.radius_m else REACHES_M:
        table = _within(context, asset, reach, wanted)
        if table.num_rows >= wanted:
            break
    return table


def _within(context: ToolContext, asset: NamedAsset, radius_m: float, max_rows: int) -> pa.Table:
    assert asset.lon is not None
    assert asset.lat is not None
    up = radius_m / METRES_PER_DEGREE
    aside = up / max(math.cos(math.radians(min(abs(asset.lat) + up, 89))), 0.01)
    return context.live(
        "assistant_near", utility_id=context.utility_id, lon=asset.lon, lat=asset.lat, radius_m=radius_m,
        max_rows=max_rows,
        except_id=asset.asset_id if asset.kind == "transformer" else -1, west=asset.lon - aside, east=asset.lon + aside,
        south=asset.lat - up, north=asset.lat + up,
    )  # fmt: skip


NEAR: Final = Tool(
    "transformers_near",
    "Transformers within so many metres of a thing, or the nearest ones to it; listed or counted.", NearThing,
    transformers_near, "near", ("transformer",),
    words=(
        "near", "nearest", "closest", "close to", "around", "within", "nearby", "next to", "in reach of",
        "surrounding", "neighbour", "neighbor", "radius", "vicinity", "distance from",
    ),
    examples=("transformers within 200 m of SUB-001", "5 nearest transformers to P-000420"),
)  # fmt: skip
