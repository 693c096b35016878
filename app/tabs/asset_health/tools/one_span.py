"""What grows beside one span: how close, how tall, when it was surveyed and when it has to be trimmed."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.going import to_map
from app.assistant.naming import asset_of
from app.assistant.results import ToolResult
from app.assistant.tools import Tool, ToolQuantity, name_of
from app.tabs.asset_health.tools.vegetation import RECKONED
from app.widgets.column import Column


class SpanAsked(BaseModel):
    """Which span, and what of it."""

    name: str = name_of("segment")
    quantity: str = Field("", description="column that is asked for")


_FACTS: Final = (
    ToolQuantity(
        "risk", ("vegetation risk", "tree risk", "risk", "risk of vegetation"),
        Column("risk", "Vegetation risk", "number", 0, "of 100"), "most",
    ),
    ToolQuantity(
        "level", ("level", "risk level", "vegetation level", "how bad", "vegetation"), Column("level", "Level", "words")
    ),
    ToolQuantity(
        "clearance_m", ("clearance", "how close", "distance to tree", "tree distance", "close tree", "gap",
        "tree clearance"),
        Column("clearance_m", "Clearance", "number", 1, "m"), "least",
    ),
    ToolQuantity(
        "required_clearance_m", ("required clearance", "clearance required", "minimum clearance", "clearance needed"),
        Column("required_clearance_m", "Required clearance", "number", 1, "m"),
    ),
    ToolQuantity(
        "trim_in_years", ("time to trim", "trim", "trimming", "trimming due", "due trimming", "need trimming",
        "trimmed"),
        Column("trim_in_years", "Trim in", "number", 1, "years"), "least",
    ),
    ToolQuantity(
        "surveyed_on", ("surveyed", "survey", "last surveyed", "survey date", "last survey", "vegetation surveyed",
        "lidar",
            "vegetation inspected", "patrolled"),
        Column("surveyed_on", "Surveyed", "day"),
    ),
    ToolQuantity(
        "tree_height_m", ("tree height", "tall tree", "height of tree", "how tall"),
        Column("tree_height_m", "Tree height", "number", 1, "m"), "most",
    ),
    ToolQuantity(
        "growth_m_per_year", ("growth", "growth rate", "grow", "tree growth", "fast grow"),
        Column("growth_m_per_year", "Growth", "number", 2, "m/yr"), "most",
    ),
    ToolQuantity(
        "distance_m", ("trunk distance", "distance to trunk"), Column("distance_m", "Trunk to line", "number", 1, "m"),
        "least"
    ),
    ToolQuantity(
        "customers", ("vegetation customer",),
        Column("customers", "Customers a fault interrupts", "count"), "most",
    ),
)  # fmt: skip


def span_vegetation(context: ToolContext, args: SpanAsked) -> ToolResult:
    """What is known of the vegetation beside one span."""
    span = asset_of(context, args.name, ("segment",))
    row = context.live("assistant_span", utility_id=context.utility_id, segment_id=span.asset_id)
    columns = (Column("name", "Span"), *(one.column for one in _FACTS), Column("feeder_name", "Feeder"))
    return result_of(
        context, f"Vegetation along {span.name}", row, columns, place=span.name,
        as_of=row["assessed_at"][0].as_py() if row.num_rows else None,
        note=RECKONED if row.num_rows else f"No vegetation was surveyed along {span.name}.", goes=(to_map(span),),
    )  # fmt: skip


SPAN_VEGETATION: Final = Tool(
    "span_vegetation",
    "What grows beside one span of line: risk, clearance and what is required, when it was surveyed, when to trim it, "
    "height and growth of the tree.",
    SpanAsked, span_vegetation, "row", ("vegetation", "tree"), _FACTS, words=("vegetation", "tree"),
    examples=("when was SEG-0001-010 surveyed",),
)  # fmt: skip
