"""The transformers, poles, or both of a place within limits of a quantity: which, or how many."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, Field

from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import MOST_ROWS, ToolResult
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.asking import AssetsWish, QuantityLimit, assets_found, counted, listed, quantity_of
from app.tabs.asset_health.tools.quantities import ASSETS, POLES, TRANSFORMERS, AssetBy, PoleBy, TransformerBy
from app.tabs.asset_health.tools.ranking import BUILT_POLES, BUILT_TRANSFORMERS, TransformerBuilt, TransformerState
from data_sources.analytics.ansi_c84 import LIMITS_V
from data_sources.analytics.thermal.constants import WARM_C
from layers.colours.scales import HEALTH as HEALTH_BANDS

No = Literal[""]
MOST: Final = MOST_ROWS
POOR: Final = ToolChoice(
    ("poor health", "bad health", "critical health", "poor condition", "bad condition", "unhealthy"),
    {"by": "health_score", "below": HEALTH_BANDS.edges[0]},
)  # fmt: skip
STRAINED: Final = (
    ToolChoice(
        ("overloaded", "overload", "above rating", "over rating", "over capacity", "over nameplate", "above nameplate",
         "exceed rating"),
        {"by": "load_pct", "above": 100},
    ),
    ToolChoice(
        ("low voltage", "undervoltage", "under voltage", "voltage too low", "below range a", "under range a",
         "below range"),
        {"by": "voltage_v", "below": LIMITS_V["A"][0]},
    ),
    ToolChoice(
        ("high voltage", "overvoltage", "over voltage", "voltage too high", "above range a", "over range a",
         "above range"),
        {"by": "voltage_v", "above": LIMITS_V["A"][1]},
    ),
    ToolChoice(
        ("no customer", "without customer", "zero customer", "serving nobody", "serving no one", "serve nobody",
         "serve no one", "serves nobody", "not serve anyone", "feed nobody", "no meter"),
        {"by": "customers", "below": 1},
    ),
    ToolChoice(("overheated", "overheating", "too hot", "overheat"), {"by": "hot_spot_max_c", "above": WARM_C}),
)  # fmt: skip


class _Within(BaseModel):
    """What every filter has."""

    above: float | None = Field(None, description="limit of `by`, exclusive, in its unit")
    below: float | None = Field(None, description="limit of `by`, exclusive, in its unit")
    also_above: float | None = Field(None, description="limit of `also`, exclusive")
    also_below: float | None = Field(None, description="limit of `also`, exclusive")
    place: PlaceText = ""
    is_count: bool = Field(False, description="how many instead of which")
    n: Rows = MOST


class TransformersBetween(_Within):
    """Which transformers."""

    by: TransformerBy | No = Field("", description="what is limited; empty where only kind or state choose")
    also: TransformerBy | No = Field("", description="a second quantity that is limited too")
    kind: TransformerBuilt = Field("", description="how they are built; empty for any")
    state: TransformerState = Field("", description="with supply or without; empty for both")


class PolesBetween(_Within):
    """Which poles."""

    by: PoleBy | No = Field("", description="what is limited; empty where only the material chooses")
    also: PoleBy | No = Field("", description="a second quantity that is limited too")
    kind: str = Field("", max_length=40, description="material: wood, steel, concrete, composite; empty for any")


class AssetsBetween(_Within):
    """Which transformers and poles."""

    by: AssetBy = Field(description="what is limited")
    also: AssetBy | No = Field("", description="a second quantity that is limited too")


def transformers_between(context: ToolContext, args: TransformersBetween) -> ToolResult:
    """The transformers of a place within limits."""
    return _between(context, args, args.by, args.also, "transformer", built=args.kind, state=args.state)


def poles_between(context: ToolContext, args: PolesBetween) -> ToolResult:
    """The poles of a place within limits."""
    return _between(context, args, args.by, args.also, "pole", built=args.kind.lower())


def assets_between(context: ToolContext, args: AssetsBetween) -> ToolResult:
    """The transformers and poles of a place within limits."""
    return _between(context, args, args.by, args.also, "")


def _between(
    context: ToolContext, args: _Within, by: str, also: str, kind: str, *, built: str = "", state: str = ""
) -> ToolResult:  # fmt: skip
    limit, second = QuantityLimit(by, args.above, args.below), QuantityLimit(also, args.also_above, args.also_below)
    if (by and not limit) or (also and not second):
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "Say above or below what, for example: health below 50.")
    if by and by == also:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD, "The second limit is of the same quantity: give both to the first."
        )
    wish = AssetsWish(
        kind, args.place, limit, second, _worst_first(kind, by), built, state, 0 if args.is_count else args.n
    )  # fmt: skip
    found = assets_found(context, wish)
    title = _titled(found.noun, kind, limit, second)
    return counted(context, found, title) if args.is_count else listed(context, found, title)


def _worst_first(kind: str, by: str) -> Order:
    quantity = quantity_of(kind, by)
    return "least" if quantity is not None and quantity.worst == "least" else "most"


def _titled(noun: str, kind: str, *limits: QuantityLimit) -> str:
    """`Transformers with health below 50 of 100`."""
    parts = [one.words(_quantity(kind, one.by).column) for one in limits if one]
    link = " " if parts and parts[0].startswith("installed") else " with "
    text = f"{noun}{link}{' and '.join(parts)}" if parts else noun
    return f"{text[:1].upper()}{text[1:]}"


def _quantity(kind: str, by: str) -> ToolQuantity:
    found = quantity_of(kind, by)
    assert found is not None  # the arguments allow no other
    return found


TRANSFORMERS_BETWEEN: Final = Tool(
    "transformers_between",
    "Transformers of a place above or below a limit of load, loading, voltage, health, age, failure probability, risk, "
    "hot spot, loss of life, customers or rating, or without supply: which, or how many; without a limit all of them.",
    TransformersBetween, transformers_between, "filter", ("transformer",), TRANSFORMERS,
    (POOR, *STRAINED, *BUILT_TRANSFORMERS),
    opens=5, examples=(
        "how many transformers are overloaded", "transformers below 114 V on F0002", "transformers older than 40 years",
        "how many transformers have health under 50",
    ),
    lies_on="feeder_name",
)  # fmt: skip
POLES_BETWEEN: Final = Tool(
    "poles_between",
    "Poles of a place above or below a limit of health, age, failure probability, risk, remaining strength, height or "
    "time since their inspection: which, or how many; without a limit all of them.",
    PolesBetween, poles_between, "filter", ("pole",), POLES, (POOR, *BUILT_POLES),
    examples=("how many poles are older than 50 years", "list poles with health under 50", "poles below 60 % strength"),
    lies_on="feeder_name",
)  # fmt: skip
ASSETS_BETWEEN: Final = Tool(
    "assets_between",
    "Transformers and poles of a place together, above or below a limit of health, age, failure probability or risk: "
    "which, or how many.",
    AssetsBetween, assets_between, "filter", ("asset", "equipment"), ASSETS, (POOR,),
    examples=("how many assets have health under 50", "assets with a failure probability above 5 %"),
    lies_on="feeder_name",
)  # fmt: skip
