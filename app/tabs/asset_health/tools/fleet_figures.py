"""The assets of a place together: mean health, bands, expected failures and risk; places and classes by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats, ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.groups import ToolGroup
from app.assistant.naming import place_of
from app.assistant.results import ChartSpec, Go, NamedPlace, ToolResult
from app.assistant.tools import Order, PlaceText, Rows, Tool, ToolChoice, ToolQuantity
from app.tabs.asset_health.tools.asking import place_words
from app.widgets.column import Column
from data_sources.assets import AssetRef

AssetKind = Literal["", "transformer", "pole"]
FleetBy = Literal[
    "health_score", "poor", "fair", "good", "unknown", "age_years", "failures_expected", "risk_cost",
    "risk_customer_minutes", "replacement_cost", "assets", "hot",
]  # fmt: skip
NOUNS: Final = {"": "transformers and poles", "transformer": "transformers", "pole": "poles"}
RECKONED: Final = (
    "Means and sums of what is known, as assessed last; ages in whole years. Poor: health below 50; fair: below 70. "
    "Risk: probability of a failure within a year, times what it costs or interrupts."
)  # fmt: skip

MEAN_HEALTH: Final = ToolQuantity(
    "health_score",
    (
        "mean health", "average health", "mean health score", "average health score",
        "health on average", "fleet health", "overall health", "asset health",
        "typical health",
    ),
    Column("health_score", "Mean health", "number", 1, "of 100"), "least",
)  # fmt: skip
BANDS: Final = tuple(
    ToolQuantity(key, phrases, Column(key, title, "count"), "most" if is_bad else "")
    for key, title, is_bad, phrases in (
        ("poor", "Poor health", True, ("poor asset", "poor band", "number in poor health", "asset in poor health")),
        ("fair", "Fair health", False, ("fair health", "fair band", "in fair condition", "fair condition")),
        ("good", "Good health", False, ("good health", "good band", "in good condition", "good condition")),
        ("unknown", "Health not known", False, ("unknown health", "health not known", "health unknown", "no health")),
    )
)  # fmt: skip
SUMS: Final = (
    ToolQuantity(
        "age_years", ("mean age", "average age", "age on average", "typical age"),
        Column("age_years", "Mean age", "number", 1, "years"), "most",
    ),
    ToolQuantity(
        "failures_expected",
        ("expected failure", "failure expected", "failure to expect", "failure next year", "forecast failure"),
        Column("failures_expected", "Failures expected", "number", 1, "a year"), "most",
    ),
    ToolQuantity(
        "risk_cost",
        (
            "total risk", "total risk cost", "annual risk cost", "total annual risk cost", "annual risk",
            "risk in total", "expected cost of failure", "expected failure cost", "cost of failure",
            "overall risk", "asset risk", "risk in dollar", "sum of risk", "total annual risk",
        ),
        Column("risk_cost", "Risk", "number", 0, "US$/yr"), "most",
    ),
    ToolQuantity(
        "risk_customer_minutes",
        ("total risk in customer minute", "total customer minute at risk", "customer minute at risk in total"),
        Column("risk_customer_minutes", "Risk", "number", 0, "customer-min a year"), "most",
    ),
    ToolQuantity(
        "replacement_cost",
        ("total replacement cost", "replacement value", "sum of replacement cost", "replacement cost in total",
            "cost to replace all", "cost of replacing all", "asset value"),
        Column("replacement_cost", "Replacement", "number", 0, "US$"), "most",
    ),
    ToolQuantity(
        "hot", ("number of hot transformer", "hot transformer", "count of hot transformer"),
        Column("hot", "Hot spot above 110 °C", "count"), "most",
    ),
)  # fmt: skip
COUNT: Final = ToolQuantity(
    "assets", ("number of asset assessed", "assessed asset"), Column("assets", "Assets", "count")
)
FIGURES: Final = (MEAN_HEALTH, *BANDS, *SUMS, COUNT)
RANKED: Final = tuple(
    ToolQuantity(one.key, (*one.words, *more), one.column, one.worst)
    for one, more in (
        (MEAN_HEALTH, ("health", "worst asset", "best asset")),
        (BANDS[0], ("in poor health", "poor health")),
        (SUMS[0], ("asset age",)),
        (SUMS[1], ()),
        (SUMS[2], ("risk",)),
        (SUMS[3], ()),
        (SUMS[4], ()),
        (SUMS[5], ()),
        (COUNT, ()),
    )
)
CLASSES: Final = {
    "wood pole": ("wood pole", "wooden pole", "timber pole"),
    "steel pole": ("steel pole", "metal pole"),
    "concrete pole": ("concrete pole",),
    "composite pole": ("composite pole", "fiberglass pole", "fibreglass pole"),
    "pole-mount transformer": (
        "pole mounted transformer",
        "pole mount transformer",
        "overhead transformer",
        "pole mount",
        "polemount",
        "pole top",
    ),
    "pad-mount transformer": (
        "pad mounted transformer",
        "pad mount transformer",
        "padmount transformer",
        "underground transformer",
        "pad mount",
        "padmount",
    ),
}
"""How operators call the classes of assets."""
OF_CLASS: Final = tuple(
    ToolChoice(words, {"kind": "pole" if name.endswith("pole") else "transformer", "asset_class": name})
    for name, words in CLASSES.items()
)  # fmt: skip
OF_KIND: Final = (
    ToolChoice(("transformer",), {"kind": "transformer"}), ToolChoice(("pole",), {"kind": "pole"}),
)  # fmt: skip
OF_ANY: Final = (*OF_KIND, ToolChoice(("asset", "equipment"), {"kind": ""}))


class FleetAsked(BaseModel):
    """Whose assets, and what of them."""

    quantity: str = Field("", description="column that is asked for")
    place: PlaceText = ""
    kind: AssetKind = Field("", description="transformer or pole; empty for both")
    asset_class: str = Field("", max_length=60, description="class: wood pole, pad-mount transformer; empty for any")


class PlacesRanked(BaseModel):
    """Which places, by what of their assets."""

    by: FleetBy = Field("health_score", description="what ranks them")
    order: Literal["", Order] = Field("", description="which end comes first; empty for the worst")
    n: Rows = 10
    place: PlaceText = ""
    kind: AssetKind = Field("", description="of transformers or poles; empty for both")


class ClassesAsked(BaseModel):
    """Whose assets."""

    place: PlaceText = ""
    kind: AssetKind = Field("", description="transformer or pole; empty for both")


def fleet_health(context: ToolContext, args: FleetAsked) -> ToolResult:
    """The transformers and poles of a place together."""
    place, rows = _grouped(context, args.place, args.kind, "", args.asset_class)
    noun = f"{args.asset_class}s" if args.asset_class else NOUNS[args.kind]
    title = f"{noun[:1].upper()}{noun[1:]} by health"
    shown = [one for one in FIGURES if args.kind != "pole" or one.key != "hot"]
    note = _note(rows)
    if rows.num_rows and args.quantity == "failures_expected":
        low, high = (rows[f"failures_expected_{end}"][0].as_py() for end in ("low", "high"))
        note = f"{formats.number(low, 1)} to {formats.number(high, 1)} by the bands of the hazards. {note}"
    columns = [one.column for one in shown]
    if args.kind or args.asset_class:
        columns = [replace(one, title=f"{one.title} of {noun}") for one in columns]
    return result_of(
        context, title, rows, columns, place=place_words(place), as_of=_at(rows), note=note,
        goes=(Go("Open the fleet in Asset Health", ways.ASSETS, texts=(("view", "fleet"),)),),
    )  # fmt: skip


def feeders_by_assets(context: ToolContext, args: PlacesRanked) -> ToolResult:
    """The feeders whose assets come first."""
    return _ranked(context, args, "feeder")


def substations_by_assets(context: ToolContext, args: PlacesRanked) -> ToolResult:
    """The substations whose assets come first."""
    return _ranked(context, args, "substation")


def classes_by_health(context: ToolContext, args: ClassesAsked) -> ToolResult:
    """The classes of transformers and poles of a place, each together."""
    place, rows = _grouped(context, args.place, args.kind, "class")
    columns = (
        Column("name", "Class", "words"),
        COUNT.column,
        *(one.column for one in (MEAN_HEALTH, *BANDS, *SUMS[:3])),
    )
    return result_of(
        context, f"Classes of {NOUNS[args.kind]} by health", rows.sort_by("health_score"), columns,
        place=place_words(place), as_of=_at(rows), note=_note(rows),
        chart=ChartSpec("bar", "name", ("health_score",), "Mean health, of 100"),
    )  # fmt: skip


def _ranked(context: ToolContext, args: PlacesRanked, group: Literal["feeder", "substation"]) -> ToolResult:
    place, rows = _grouped(context, args.place, args.kind, group)
    known = rows.filter(pc.is_valid(rows[args.by]))
    order = args.order or next((one.worst for one in RANKED if one.key == args.by), "") or "most"
    direction = "descending" if order == "most" else "ascending"
    first = known.sort_by([(args.by, direction), ("name", "ascending")]).slice(0, args.n)
    own = {one.key: one.column for one in FIGURES}
    beside = [own[key] for key in ("health_score", "poor", "risk_cost", "assets") if key != args.by]
    end = "highest" if order == "most" else "lowest"
    what = own[args.by].title
    unknown = rows.num_rows - known.num_rows
    left_out = f"{formats.count_of(unknown, group)} of which it is not known: left out. " if unknown else ""
    return result_of(
        context,
        f"{group.capitalize()}s by {what[:1].lower()}{what[1:]} of their {NOUNS[args.kind]}, {end} first",
        first,
        (Column("name", group.capitalize()), own[args.by], *beside),
        place=place_words(place),
        as_of=_at(rows),
        note=f"{left_out}{_note(rows)}",
        goes=_goes(first, group),
        in_all=known.num_rows,
    )


def _grouped(
    context: ToolContext, place: str, kind: str, group_by: str, asset_class: str = ""
) -> tuple[NamedPlace, pa.Table]:
    found = place_of(context, place)
    rows = context.live(
        "assistant_fleet", utility_id=context.utility_id, **found.binds, asset_kind=kind, group_by=group_by,
        asset_class=asset_class,
    )  # fmt: skip
    return found, rows


def _at(rows: pa.Table) -> dt.datetime | None:
    return pc.max(rows["assessed_at"]).as_py() if rows.num_rows else None


def _note(rows: pa.Table) -> str:
    if not rows.num_rows:
        return "No asset here was assessed yet."
    unknown = pc.sum(rows["unknown"]).as_py()
    return f"{RECKONED} Of {formats.number(unknown)} the health is not known." if unknown else RECKONED


def _goes(rows: pa.Table, group: Literal["feeder", "substation"]) -> tuple[Go, ...]:
    if not rows.num_rows:
        return ()
    first: dict[str, Any] = rows.slice(0, 1).to_pylist()[0]
    asset = AssetRef(group, first["place_id"])
    fleet = Go(
        f"Open the assets of {first['name']}",
        ways.ASSETS,
        asset,
        texts=(("view", "fleet"),),
        scope=(group, first["place_id"]),
    )
    return (Go(f"Show {first['name']} on the map", ways.MAP, asset, first["lon"], first["lat"], 4000.0), fleet)


FLEET_HEALTH: Final = Tool(
    "fleet_health",
    "The transformers and poles of a place together: mean health, how many of each band of health, mean age, expected "
    "failures, total risk and cost of replacing them.",
    FleetAsked, fleet_health, "row", ("asset", "fleet", "transformer", "pole"), FIGURES, (*OF_CLASS, *OF_KIND),
    words=("fleet health", "health overview", "health summary", "by band of health", "total risk", "total annual risk"),
    examples=(
        "mean health of the transformers on F0003", "total risk of SUB-001", "how many failures are expected next year",
    ),
)  # fmt: skip
FEEDERS_BY_ASSETS: Final = Tool(
    "feeders_by_assets",
    "Feeders ranked by the mean health, assets in poor health, mean age, expected failures or total risk of their "
    "transformers and poles.",
    PlacesRanked, feeders_by_assets, "ranking", ("feeder",), RANKED, OF_ANY,
    examples=("which feeder has the worst mean health", "5 feeders with the most asset risk"),
)  # fmt: skip
SUBSTATIONS_BY_ASSETS: Final = Tool(
    "substations_by_assets",
    "Substations ranked by the mean health, assets in poor health, mean age, expected failures or total risk of the "
    "transformers and poles fed from them.",
    PlacesRanked, substations_by_assets, "ranking", ("substation",), RANKED, OF_ANY,
    examples=("which substation has the worst mean health", "substations by asset risk"),
)  # fmt: skip
CLASSES_BY_HEALTH: Final = Tool(
    "classes_by_health",
    "Classes of transformers and poles of a place: how many there are of each, their mean health, bands, age, failures "
    "and risk.",
    ClassesAsked, classes_by_health, "list", ("asset", "pole", "transformer"), (), OF_KIND,
    groups=(ToolGroup("class", ("class", "asset class", "class of asset"), "Class"),),
    words=("health by class", "health by material", "condition by class", "health of class", "class of asset"),
    examples=("health by class of asset", "health of poles by class"),
)  # fmt: skip
