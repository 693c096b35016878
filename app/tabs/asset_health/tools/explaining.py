"""Why an asset is in the health it is: the parts of its score, how much each counts, and what each takes from it."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pydantic import BaseModel

from app import formats
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.results import ChartSpec, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.asset_health.asset.rows import PARTS as TITLES
from app.tabs.asset_health.tools.asking import asset_goes
from app.widgets.column import Column
from data_sources.analytics.health.classes import CLASSES, PARTS
from data_sources.analytics.health.index import HEADROOM, known_weights
from data_sources.assets import AssetRef

COLUMNS: Final = (
    Column("part", "Part"),
    Column("score", "Score", "number", 1, "of 100"),
    Column("weight_pct", "Counts", "number", 1, "%"),
    Column("points_lost", "Takes", "number", 1, "points"),
    Column("health_score", "Health", "number", 1, "of 100"),
)
WHY: Final = (
    ToolQuantity(
        "points_lost",
        (
            "why", "explain", "reason", "breakdown", "break down", "part of health", "health part",
            "what drives health", "what makes health", "cause of bad health", "explanation",
        ),
        COLUMNS[3], "most",
    ),
)  # fmt: skip
SUBJECTS: Final = ("transformer", "pole", "asset", "health", "bad health", "poor health", "unhealthy", "low health")


class ExplainedAsset(BaseModel):
    """Which asset."""

    name: NameText
    quantity: str = ""


def health_explained(context: ToolContext, args: ExplainedAsset) -> ToolResult:
    """The parts of an asset's health, what takes the most first."""
    asset = asset_of(context, args.name, ("transformer", "pole"))
    rows = context.live(
        "assistant_asset_health", utility_id=context.utility_id, asset_kind=asset.kind, asset_id=asset.asset_id
    ).to_pylist()  # fmt: skip
    ref = AssetRef("pole" if asset.kind == "pole" else "transformer", asset.asset_id)
    goes = asset_goes(ref, asset.name, asset.lon, asset.lat)
    title = f"Health of {asset.name} by its parts"
    if not rows:
        note = f"{asset.name} was not assessed yet; the next assessment will have it."
        return result_of(context, title, _table([], None), COLUMNS, place=asset.name, note=note, goes=goes)
    (row,) = rows
    parts = _parts(row)
    return result_of(
        context, title, _table(parts, row["health_score"]), COLUMNS, place=asset.name, as_of=row["assessed_at"],
        note=_note(row, parts), chart=ChartSpec("bar", "part", ("score",), "Parts of health, of 100"), goes=goes,
    )  # fmt: skip


def _parts(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Those that mean something for the class: what takes the most first, what is not known last."""
    (weights,) = [np.array([one.weights]) for one in CLASSES if one.name == row["asset_class"]]
    scores = np.array([[row[f"part_{name}"] for name in PARTS]], np.float64)
    counts, _ = known_weights(scores, weights, np.array([row["inspection_age_years"]], np.float64))
    shares = 100 * counts[0] / counts.sum() if counts.sum() > 0 else np.zeros(len(PARTS))
    found = [
        {"part": TITLES[f"part_{name}"], "score": _known(score), "weight_pct": float(share),
         "points_lost": None if math.isnan(score) else float(share) * (100 - score) / 100}
        for name, score, share, weight in zip(PARTS, scores[0].tolist(), shares, weights[0], strict=True) if weight > 0
    ]  # fmt: skip
    return sorted(found, key=lambda one: -math.inf if one["points_lost"] is None else one["points_lost"], reverse=True)


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else value


def _table(parts: list[dict[str, Any]], score: float | None) -> pa.Table:
    kinds = {"part": pa.string(), **dict.fromkeys(("score", "weight_pct", "points_lost"), pa.float64())}
    columns = {name: pa.array([one[name] for one in parts], kind) for name, kind in kinds.items()}
    return pa.table({**columns, "health_score": pa.array([_known(score)] * len(parts), pa.float64())})


def _note(row: dict[str, Any], parts: list[dict[str, Any]]) -> str:
    """How the score comes of its parts, and what is not known."""
    score = _known(row["health_score"])
    if score is None:
        return "Its health is not known: nothing is known of the asset itself."
    said = [f"Health {score:.1f} of 100: the mean of the parts that are known, each by how much it counts."]
    lacking = [one["part"].lower() for one in parts if one["score"] is None]
    if lacking:
        low, high = row["health_low"], row["health_high"]
        said.append(f"Not known: {', '.join(lacking)}; with them at their worst or best it is {low:.0f} to {high:.0f}.")
    mean = 100 - sum(one["points_lost"] or 0.0 for one in parts)
    if mean - score > 0.05:
        said.append(f"It is held at {HEADROOM:.0f} above the inspected condition: the mean alone would be {mean:.1f}.")
    if (age := _known(row["inspection_age_years"])) is not None:
        said.append(f"The inspection is {formats.number(age, 1)} years old; the older, the less it counts.")
    return " ".join(said)


HEALTH_EXPLAINED: Final = Tool(
    "health_explained",
    "Why a transformer or pole is in the health it is: each part of the score, how much it counts, and what it takes.",
    ExplainedAsset, health_explained, "list", SUBJECTS, WHY, words=WHY[0].words,
    examples=("why is TX-0001-017 in bad health", "explain the health of P-000151"),
)  # fmt: skip
