"""Middle values of what a place's transformers carry now; those of their assessment stand with Asset Health."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.operations.tools.place_ways import ways_of, words_of
from app.tabs.operations.tools.rows import known, only
from app.widgets.column import Column

MEDIAN: Final = "Half of them have less, half have more; what is not known is passed over."
MEAN: Final = "Of those that have supply; what is not known is passed over."


class MediansOf(BaseModel):
    """Of which place, and of what."""

    place: PlaceText = ""
    quantity: str = Field("", description="column asked for")


def _median(key: str, title: str, unit: str, decimals: int, *words: str) -> ToolQuantity:
    phrases = tuple(f"median {word}" for word in words)
    return ToolQuantity(key, phrases, Column(key, title, "number", decimals, unit))


_MEDIANS: Final = (
    _median("median_load_pct", "Median loading of transformers", "%", 1, "transformer loading",
    "loading of transformer",
            "transformer load percent", "transformer utilization", "transformer loading percent"),
    _median("median_load_kw", "Median load of transformers", "kW", 1, "transformer load", "load of transformer"),
    _median("median_voltage_v", "Median voltage of transformers, 120 V base", "V", 1, "transformer voltage",
            "voltage of transformer", "secondary voltage"),
    ToolQuantity(
        "mean_voltage_v",
        ("average voltage of transformer", "average transformer voltage", "average secondary voltage",
         "average voltage transformer", "average volt transformer"),
        Column("mean_voltage_v", "Mean voltage of transformers, 120 V base", "number", 1, "V"),
    ),
)  # fmt: skip


def medians_of(context: ToolContext, args: MediansOf) -> ToolResult:
    """The middle values of a place, one row."""
    place = place_of(context, args.place)
    table = known(context.live("assistant_medians", utility_id=context.utility_id, **place.binds))
    columns = tuple(one.column for one in _MEDIANS)
    return result_of(
        context, f"Medians of {words_of(place)}", only(table, columns), columns, place=words_of(place),
        as_of=table["updated_at"][0].as_py(), 
        note=MEAN if args.quantity.startswith("mean") else MEDIAN, goes=ways_of(context, place),
    )  # fmt: skip


MEDIANS: Final = Tool(
    "medians",
    "Medians of the load, loading and voltage of the transformers of a place now, and their mean voltage.",
    MediansOf, medians_of, "row", ("transformer",), _MEDIANS,
    examples=("median transformer loading on F0002",),
)  # fmt: skip
