"""The transformers, poles, or both of a place that come first by a quantity."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from pydantic import BaseModel, Field

from app.assistant.context import ToolContext
from app.assistant.results import ToolResult
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice
from app.tabs.asset_health.tools.asking import AssetsWish, QuantityLimit, assets_found, listed, quantity_of
from app.tabs.asset_health.tools.quantities import ASSETS, POLES, TRANSFORMERS, AssetBy, PoleBy, TransformerBy

TransformerBuilt = Literal["", "pole_mounted", "pad_mounted"]
TransformerState = Literal["", "energized", "de_energized"]

BUILT_TRANSFORMERS: Final = (
    ToolChoice(
        ("pad mounted", "pad mount", "padmount", "padmounted", "underground", "in vault"), {"kind": "pad_mounted"}
    ),
    ToolChoice(("pole mounted", "pole mount", "polemount", "overhead"), {"kind": "pole_mounted"}),
)
BUILT_POLES: Final = tuple(
    ToolChoice(phrases, {"kind": kind})
    for kind, phrases in (
        ("wood", ("wood", "wooden", "timber")), ("steel", ("steel",)), ("concrete", ("concrete",)),
        ("composite", ("composite", "fiberglass", "fibreglass")),
    )
)  # fmt: skip
LEAST_FIRST: Final = (
    ToolChoice(
        ("unhealthiest", "least healthy", "sickest", "poorest health"), {"by": "health_score", "order": "least"}
    ),
    ToolChoice(("healthiest", "best health", "fittest"), {"by": "health_score", "order": "most"}),
    ToolChoice(("youngest", "newest"), {"by": "age_years", "order": "least"}),
)


STATES: Final = (
    ToolChoice(("energized", "energised", "with supply", "in service", "live"), {"state": "energized"}),
    ToolChoice(("de energized", "deenergized", "without supply", "without power", "dark"), {"state": "de_energized"}),
)
DARK_LEFT_OUT: Final = "Transformers without supply, which read 0 V, are left out."


class TransformersRanked(BaseModel):
    """Which transformers, by what."""

    by: TransformerBy = Field(description="what ranks them")
    order: Order = Field("most", description="which end comes first")
    n: Rows = 10
    place: PlaceText = ""
    kind: TransformerBuilt = Field("", description="how they are built; empty for any")
    state: TransformerState = Field("", description="with supply or without; empty for both")


class PolesRanked(BaseModel):
    """Which poles, by what."""

    by: PoleBy = Field(description="what ranks them")
    order: Order = Field("most", description="which end comes first")
    n: Rows = 10
    place: PlaceText = ""
    kind: str = Field("", max_length=40, description="material: wood, steel, concrete, composite; empty for any")


_OF_BOTH: Final = "Transformers and poles together: devices, lines and meters are not among them."


class AssetsRanked(BaseModel):
    """Which transformers and poles, by what."""

    by: AssetBy = Field(description="what ranks them")
    order: Order = Field("most", description="which end comes first")
    n: Rows = 10
    place: PlaceText = ""


def transformers_ranked(context: ToolContext, args: TransformersRanked) -> ToolResult:
    """The transformers of a place that come first."""
    is_lowest_voltage = args.by == "voltage_v" and args.order == "least" and not args.state
    wish = AssetsWish(
        "transformer", args.place, QuantityLimit(args.by), order=args.order, built=args.kind,
        state="energized" if is_lowest_voltage else args.state, n=args.n,
    )  # fmt: skip
    found = _ranked(context, wish)
    return replace(found, note=f"{found.note} {DARK_LEFT_OUT}".strip()) if is_lowest_voltage else found


def poles_ranked(context: ToolContext, args: PolesRanked) -> ToolResult:
    """The poles of a place that come first."""
    wish = AssetsWish("pole", args.place, QuantityLimit(args.by), order=args.order, built=args.kind.lower(), n=args.n)
    return _ranked(context, wish)


def assets_ranked(context: ToolContext, args: AssetsRanked) -> ToolResult:
    """The transformers and poles of a place that come first."""
    found = _ranked(context, AssetsWish("", args.place, QuantityLimit(args.by), order=args.order, n=args.n))
    return replace(found, note=f"{found.note} {_OF_BOTH}".strip())


def _ranked(context: ToolContext, wish: AssetsWish) -> ToolResult:
    found = assets_found(context, wish)
    quantity = quantity_of(wish.kind, wish.limit.by)
    assert quantity is not None  # the arguments allow no other
    title = quantity.column.title
    end = "highest" if wish.order == "most" else "lowest"
    noun = f"{found.noun[:1].upper()}{found.noun[1:]}"
    return listed(context, found, f"{noun} by {title[:1].lower()}{title[1:]}, {end} first")


TRANSFORMERS_RANKED: Final = Tool(
    "transformers_ranked",
    "Transformers of a place ranked by load, loading, voltage, health, age, failure probability, risk, hot spot, "
    "loss of life, customers, rating or replacement cost.",
    TransformersRanked, transformers_ranked, "ranking", ("transformer",), TRANSFORMERS,
    (*LEAST_FIRST, *BUILT_TRANSFORMERS, *STATES),
    opens=6, examples=(
        "top 10 transformers by risk", "which transformer on F0001 is loaded the most", "5 oldest transformers",
        "hottest transformers",
    ),
)  # fmt: skip
POLES_RANKED: Final = Tool(
    "poles_ranked",
    "Poles of a place ranked by health, age, failure probability, risk, remaining strength, customers, height, "
    "replacement cost or time since their inspection.",
    PolesRanked, poles_ranked, "ranking", ("pole",), POLES,
    (
        *LEAST_FIRST, *BUILT_POLES,
        ToolChoice(("weakest", "least strength"), {"by": "remaining_strength_pct", "order": "least"}),
        ToolChoice(("shortest",), {"by": "height_m", "order": "least"}),
    ),
    examples=("worst 5 poles by health", "ten oldest poles on F0003", "weakest poles"),
)  # fmt: skip
ASSETS_RANKED: Final = Tool(
    "assets_ranked",
    "Transformers and poles of a place together, ranked by health, age, failure probability, risk or replacement cost.",
    AssetsRanked, assets_ranked, "ranking", ("asset", "equipment"), ASSETS, LEAST_FIRST,
    examples=("riskiest assets", "10 assets most likely to fail"),
)  # fmt: skip
