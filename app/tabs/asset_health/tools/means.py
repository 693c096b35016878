"""Means and medians of a quantity of the transformers or poles of a place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app import formats
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import told_place
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import PlaceText, Tool, ToolQuantity
from app.tabs.asset_health.tools.asking import AssetsWish, QuantityLimit, assets_found
from app.tabs.asset_health.tools.quantities import NOW, PLATE, POLES, RECKONED, TRANSFORMERS
from app.tabs.asset_health.tools.ranking import BUILT_POLES, BUILT_TRANSFORMERS, TransformerBuilt
from app.widgets.column import Column

FOLDS: Final = {"mean": ("average", "mean", "typical"), "median": ("median",)}
TOLD_ELSEWHERE: Final = frozenset({
    "installed_year", "mean health_score", "mean age_years", "mean load_kw", "mean load_pct", "mean voltage_v",
    "mean rated_kva", "median load_kw",
    "median load_pct", "median voltage_v", "mean height_m",
})  # fmt: skip
"""By the tools of the fleet, of counts and of loads."""
OF_PEAKS: Final = {
    "peak_load_pct": tuple(
        f"peak {load}{of}" for load in ("load", "loading", "loaded", "utilization", "utilisation")
        for of in ("", " percent", " rating", " nameplate", " percent rating", " percent nameplate")
    ),
}  # fmt: skip
"""A mean of peaks is of the assessment; the highest peak of a time is told by what meters read."""


class TransformerMeans(BaseModel):
    """Of which transformers, and what."""

    quantity: str = Field("", description="mean_ or median_ of a quantity: mean_peak_load_pct")
    place: PlaceText = ""
    kind: TransformerBuilt = Field("", description="how they are built; empty for any")


class PoleMeans(BaseModel):
    """Of which poles, and what."""

    quantity: str = Field("", description="mean_ or median_ of a quantity: mean_remaining_strength_pct")
    place: PlaceText = ""
    kind: str = Field("", max_length=40, description="material: wood, steel, concrete, composite; empty for any")


def _quantities(own: tuple[ToolQuantity, ...]) -> tuple[ToolQuantity, ...]:
    return tuple(
        ToolQuantity(
            f"{fold}_{one.key}",
            tuple(f"{said} {words}" for words in (*one.words, *OF_PEAKS.get(one.key, ())) for said in spoken),
            replace(one.column, key=f"{fold}_{one.key}", title=f"{fold.capitalize()} {_in_sentence(one.column.title)}",
                    kind="number", decimals=max(one.column.decimals, 1)),
            one.worst,
        )
        for one in own for fold, spoken in FOLDS.items()
        if not {one.key, f"{fold} {one.key}"} & TOLD_ELSEWHERE
    )  # fmt: skip


def _in_sentence(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def transformer_means(context: ToolContext, args: TransformerMeans) -> ToolResult:
    """A mean or median of the transformers of a place."""
    return _told(context, "transformer", args.quantity, args.place, args.kind, _OF_TRANSFORMERS)


def pole_means(context: ToolContext, args: PoleMeans) -> ToolResult:
    """A mean or median of the poles of a place."""
    return _told(context, "pole", args.quantity, args.place, args.kind.lower(), _OF_POLES)


def _told(
    context: ToolContext, kind: str, quantity: str, place: str, built: str, quantities: tuple[ToolQuantity, ...]
) -> ToolResult:  # fmt: skip
    asked = next((one for one in quantities if one.key == quantity), None)
    if asked is None:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD, f"Say of what: the mean remaining strength, the median age of {kind}s."
        )
    fold, by = quantity.split("_", 1)
    found = assets_found(context, AssetsWish(kind, place, QuantityLimit(by), built=built, n=0))
    row = found.figures
    noun = " ".join(filter(None, (built.replace("_", "-"), f"{kind}s")))
    values: dict[str, Any] = {quantity: pa.array([row[fold]], pa.float64()), "known": [row["known"]]}
    unknown = row["in_place"] - row["known"]
    left_out = (
        f"Of {formats.number(unknown)} of {formats.number(row['in_place'])} it is not known: left out. "
        if unknown
        else ""
    )
    column = replace(asked.column, title=f"{asked.column.title} of {noun}")
    return result_of(
        context, f"{noun[:1].upper()}{noun[1:]}", pa.table(values),
        (column, Column("known", f"{kind.capitalize()}s it is known of", "count")), place=told_place(found.place),
        as_of=None if by in PLATE | NOW else row["assessed_at"], note=f"{left_out}{RECKONED.get(by, '')}".strip(),
    )  # fmt: skip


_OF_TRANSFORMERS: Final = _quantities(TRANSFORMERS)
_OF_POLES: Final = _quantities(POLES)
TRANSFORMER_MEANS: Final = Tool(
    "transformer_means",
    "Mean or median of a quantity of the transformers of a place (failure probability, risk, hot spot, peak load, "
    "time since inspection).",
    TransformerMeans, transformer_means, "row", ("transformer",), _OF_TRANSFORMERS, BUILT_TRANSFORMERS,
    examples=("median age of the transformers on F0003",),
)  # fmt: skip
POLE_MEANS: Final = Tool(
    "pole_means",
    "Mean or median of a quantity of the poles of a place (remaining strength, height, failure probability, "
    "risk, time since inspection).",
    PoleMeans, pole_means, "row", ("pole",), _OF_POLES, BUILT_POLES,
    examples=("average remaining strength of the poles on F0006",),
)  # fmt: skip
