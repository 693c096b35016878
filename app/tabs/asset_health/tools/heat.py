"""One transformer's heat, and the health of one asset, over time: from the readings and assessments of the history."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pyarrow as pa
from pydantic import BaseModel, Field

from app import formats, ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import asset_of
from app.assistant.periods import PeriodText
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, Go, NamedAsset, ToolResult
from app.assistant.tools import NameText, Tool, ToolQuantity
from app.tabs.asset_health.asset.rows import past
from app.tabs.asset_health.tools.asking import asset_goes
from app.widgets.column import Column
from data_sources.assets import AssetRef
from data_sources.history.heat import HeatPeriod, heat_reach, life_by_month, together
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.network.metered_fleet import metered_fleet

MOST_DAYS: Final = 366
TRACE: Final = (
    Column("start_at", "When", "datetime"), Column("hot_spot_c", "Hot spot", "number", 1, "°C"),
    Column("top_oil_c", "Top oil", "number", 1, "°C"), Column("ambient_c", "Air", "number", 1, "°C"),
    Column("load_pct", "Load", "number", 1, "% of rating"),
)  # fmt: skip
LIFE: Final = (
    ToolQuantity(
        "loss_of_life_pct",
        ("loss of life", "life lost", "lost life", "life used", "life consumed"),
        Column("loss_of_life_pct", "Life lost", "number", 4, "%"),
        "most",
    ),
    ToolQuantity(
        "hot_spot_max_c",
        ("hot spot", "hottest spot", "highest hot spot", "hot spot temperature", "hottest"),
        Column("hot_spot_max_c", "Hottest spot", "number", 1, "°C"),
        "most",
    ),
    ToolQuantity(
        "hours_above_110_c",
        ("hour above 110", "hour too hot", "hour hot", "hour over 110 c"),
        Column("hours_above_110_c", "Above 110 °C", "count", unit="h"),
        "most",
    ),
    ToolQuantity(
        "aged_hours",
        ("hour of life", "aged hour", "hour aged"),
        Column("aged_hours", "Life used", "number", 1, "h"),
        "most",
    ),
    ToolQuantity("known_hours", ("known hour",), Column("known_hours", "Known", "count", unit="h")),
)
HEALTH: Final = (
    Column("assessed_on", "Assessed", "day"), Column("health_score", "Health", "number", 1, "of 100"),
)  # fmt: skip


class TracedTransformer(BaseModel):
    """Which transformer, and when."""

    name: NameText
    period: PeriodText = "last_7_days"


class AgedTransformer(BaseModel):
    """Which transformer, and when."""

    name: NameText
    period: PeriodText = Field(description="of whole local days")
    quantity: str = Field("", description="column that is asked for")


class AssetPast(BaseModel):
    """Which asset."""

    name: NameText


def hot_spot_trace(context: ToolContext, args: TracedTransformer) -> ToolResult:
    """Hot spot, oil, air and load of a transformer over a period."""
    asset, span = asset_of(context, args.name, ("transformer",)), context.span(args.period)
    if span.to_at - span.from_at > dt.timedelta(days=MOST_DAYS):
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"A trace of temperatures covers at most {MOST_DAYS} days.")
    fleet = metered_fleet(context.live_source, context.utility_id, asset.asset_id)
    trace = heat_trace(
        context.history_source, fleet, asset.asset_id, span.from_at, span.to_at, context.asker.time_zone
    )  # fmt: skip
    if trace is None:
        why = f"No meter is recorded at {asset.name}, or its nameplate says that it has no oil: it has no temperatures."
        raise NoAnswer(RefusalReason.NOT_IN_DATA, why)
    return result_of(
        context,
        f"Hot spot of {asset.name}",
        trace.rows,
        TRACE,
        source="both",
        place=asset.name,
        period=span.words,
        note=_trace_note(trace),
        chart=ChartSpec("line", "start_at", ("hot_spot_c", "top_oil_c", "ambient_c"), "Temperatures, °C"),
        goes=_goes(asset),
    )


def _trace_note(trace: HeatTrace) -> str:
    said = [f"Thermal model of IEEE C57.91 over {formats.mean_over(trace.step_minutes)}s; 110 °C is a normal hot spot."]
    said.append(
        f"Lost {formats.small(trace.loss_of_life_pct)} % of a normal life in {formats.number(trace.known_hours)} h."
    )
    if trace.unknown_hours:
        said.append(f"Of {formats.number(trace.unknown_hours)} h it is not known.")
    return " ".join(said)


def life_of_period(context: ToolContext, args: AgedTransformer) -> ToolResult:
    """What a transformer lost of its life in a period, and how hot it was."""
    asset, span = asset_of(context, args.name, ("transformer",)), context.span(args.period)
    months = life_by_month(context.history_source, asset.asset_id, span.first_day, span.end_day)
    reach = heat_reach(context.history_source, context.utility_id)
    rows = [_life(together(months[0].start, months))] if months else []
    kinds = {one.key: pa.int64() if one.column.kind == "count" else pa.float64() for one in LIFE}
    table = pa.table({key: pa.array([row[key] for row in rows], kind) for key, kind in kinds.items()})
    note = f"From hourly mean loads, of a normal life of 180,000 h (IEEE C57.91). {reach.sentence}"
    return result_of(
        context, f"Loss of life of {asset.name}", table, [one.column for one in LIFE], source="both", place=asset.name,
        period=span.words, note=note if rows else f"No temperature of these days was computed. {reach.sentence}",
        goes=_goes(asset),
    )  # fmt: skip


def _life(found: HeatPeriod) -> dict[str, float | int | None]:
    is_known = found.known_hours > 0
    return {
        "loss_of_life_pct": found.loss_of_life_pct if is_known else None, "hot_spot_max_c": found.hot_spot_max_c,
        "hours_above_110_c": found.hours_above_110_c if is_known else None,
        "aged_hours": found.aged_hours if is_known else None, "known_hours": found.known_hours,
    }  # fmt: skip


def health_history(context: ToolContext, args: AssetPast) -> ToolResult:
    """Health of an asset as it was assessed over the years, the present one last."""
    asset = asset_of(context, args.name, ("transformer", "pole"))
    keys = {"asset_kind": asset.kind, "asset_id": asset.asset_id}
    kept = context.history("health_history_of_asset", **keys)
    now = context.live("assistant_asset_health", utility_id=context.utility_id, **keys).to_pylist()
    at = now[0]["assessed_at"] if now else None
    rows = past(kept, now[0] if now else {"health_score": None}, at, context.asker.time_zone)
    rows = rows.sort_by([("assessed_on", "descending")])
    note = "Health as it was assessed: 0 failed, 100 new; the first row is the present assessment."
    return result_of(
        context, f"Health of {asset.name} over the years", rows, HEALTH, source="both", place=asset.name, as_of=at,
        note=note if rows.num_rows else "No assessment of it is on record.",
        chart=ChartSpec("line", "assessed_on", ("health_score",), "Health, of 100"), goes=_goes(asset),
    )  # fmt: skip


def _goes(asset: NamedAsset) -> tuple[Go, ...]:
    ref = AssetRef("pole" if asset.kind == "pole" else "transformer", asset.asset_id)
    to_map, page = asset_goes(ref, asset.name, asset.lon, asset.lat)
    assert page.tab == ways.ASSETS
    return (page, to_map)


HOT_SPOT_TRACE: Final = Tool(
    "hot_spot_trace",
    "Hot spot, top oil and load of one transformer over a period, step by step.",
    TracedTransformer,
    hot_spot_trace,
    "series",
    ("transformer",),
    (),
    words=(
        "hot spot trace",
        "temperature trace",
        "hot spot curve",
        "hot spot over",
        "temperature curve",
        "hot spot history",
        "temperature history",
        "top oil",
        "oil temperature",
        "plot hot spot",
        "plot temperature",
        "chart hot spot",
        "chart temperature",
        "trace temperature",
        "winding temperature history",
        "temperature profile",
    ),
    examples=("hot spot trace of TX-0001-017", "temperature history of TX-0002-010 last month"),
)
LIFE_OF_PERIOD: Final = Tool(
    "life_of_period",
    "What one transformer lost of its life in a period, its highest hot spot, and hours above 110 °C.",
    AgedTransformer, life_of_period, "row", ("transformer",), LIFE,
    examples=("loss of life of TX-0001-017 last month", "highest hot spot of TX-0002-010 this year"),
)  # fmt: skip
HEALTH_HISTORY: Final = Tool(
    "health_history", "Health of one transformer or pole as it was assessed over the years.",
    AssetPast, health_history, "series", ("transformer", "pole", "asset"), (),
    words=("health history", "health over year", "health over time", "former health", "health trend", "past health",
           "health curve", "plot health", "chart health"),
    examples=("health history of TX-0001-017", "health of P-000151 over the years"),
)  # fmt: skip
