"""More load, electric vehicles, a hotter summer: what they would do to the fleet, by the study that What if shows."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from app import formats, ways
from app.assistant.answering import result_of
from app.assistant.context import ToolContext
from app.assistant.naming import place_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import Go, NamedPlace, ToolResult
from app.assistant.tools import PlaceText, Tool, ToolNumber
from app.tabs.asset_health.tools.asking import place_words
from app.what_ifs import WhatIfFound, WhatIfWish, begun
from app.widgets.column import Column
from data_sources.analytics.thermal.constants import HOT_C, WARM_C
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.errors import FluxError
from data_sources.query import Query
from data_sources.studies.thermal.what_if import METHOD, impact_of

LOOK_S: Final = 0.1
COLUMNS: Final = (
    Column("measure", "Transformers"),
    Column("before", "As it was", "number", 1, write=lambda row: f"{row['before']:,.4g}"),
    Column("after", "As it would be", "number", 1, write=lambda row: f"{row['after']:,.4g}"),
    Column("more", "More", "number", 1, write=lambda row: f"{row['more']:,.4g}"),
)


class HeatWhatIf(BaseModel):
    """What is assumed, and whose transformers are looked at."""

    growth_pct: float = Field(0, ge=-90, le=300, description="more load than was measured, %")
    vehicles: int = Field(0, ge=0, le=100, description="electric vehicles charging at each transformer from 18:00")
    warmer_c: float = Field(0, ge=-20, le=20, description="added to the temperature of the air, °C")
    place: PlaceText = ""


def heat_what_if(context: ToolContext, args: HeatWhatIf) -> ToolResult:
    """How many transformers would be overloaded or too hot."""
    if not (args.growth_pct or args.vehicles or args.warmer_c):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            "Say what to assume: load growth in %, electric vehicles a transformer, or °C warmer.",
        )
    place = place_of(context, args.place)
    scenario = HeatScenario(args.growth_pct, args.vehicles, args.warmer_c)
    found = _run(context, scenario)
    assert found.rows is not None  # else `_run` raises
    rows = _of_place(context, place, found.rows)
    texts = (
        ("view", "what_if"), ("what_if_growth", f"{args.growth_pct:g}"), ("what_if_vehicles", str(args.vehicles)),
        ("what_if_warmer", f"{args.warmer_c:g}"),
    )  # fmt: skip
    scope = None if place.kind == "utility" else (place.kind, place.place_id)
    return result_of(
        context,
        f"What if: {_assumed(args)}",
        _table(rows, len(found.days)),
        COLUMNS,
        source="both",
        place=place_words(place),
        period=_days(found),
        as_of=found.at,
        note=METHOD,
        goes=(Go("Open this what-if in Asset Health", ways.ASSETS, texts=texts, scope=scope),),
    )


def _run(context: ToolContext, scenario: HeatScenario) -> WhatIfFound:
    """The run's end, shared with the pages that look at the same; ends early when the person stops the answer.

    Raises:
        NoAnswer: there is no history, or no day with readings.
        FluxError: it ended early, or nobody waits any longer.
    """
    assert context.history_source  # says so where none is set up
    history = context.sources.history
    assert history is not None
    wish = WhatIfWish(context.utility_id, context.asker.time_zone, scenario)
    run = begun(context.sources.live, history, wish)
    context.note(Query.of("thermal_transformers", utility_id=context.utility_id, transformer_id=0))
    context.note(Query.of("ami_energy_by_day", utility_id=context.utility_id, substation_id=0, feeder_id=0))
    found = run.seen()
    if not found.days:
        raise NoAnswer(
            RefusalReason.NOT_IN_DATA, "No readings are on record: what any transformer carried is not known."
        )
    while found.rows is None and not found.message:
        if context.stop.wait(LOOK_S):
            raise FluxError("The what-if was stopped.")
        found = run.seen()
    if found.rows is None:
        raise FluxError(found.message)
    return found


def _of_place(context: ToolContext, place: NamedPlace, rows: pa.Table) -> pa.Table:
    """The transformers of a place alone."""
    if place.kind == "utility":
        return rows
    fleet = context.live("thermal_transformers", utility_id=context.utility_id, transformer_id=0)
    feeders = [place.place_id]
    if place.kind == "substation":
        choices = context.live("filter_choices", utility_id=context.utility_id).to_pylist()
        feeders = [
            row["asset_id"] for row in choices if row["kind"] == "feeder" and row["substation_id"] == place.place_id
        ]
    own = fleet.filter(pc.is_in(fleet["feeder_id"], pa.array(feeders, fleet["feeder_id"].type)))
    return rows.filter(pc.is_in(rows["transformer_id"], own["transformer_id"].combine_chunks()))


def _table(rows: pa.Table, days: int) -> pa.Table:
    """A row a measure: before, after and how many more; nothing is said of what is known of none."""
    impact = impact_of(rows)
    ageing = [_median_hours(rows, side, days) for side in ("before", "after")]
    sides = impact.before, impact.after
    counted: list[tuple[str, list[float | None]]] = [
        ("Overloaded", [float(side.overloaded) for side in sides]),
        (f"Hot spot above {WARM_C:.0f} °C", [float(side.above_110_c) for side in sides]),
        (f"Hot spot above {HOT_C:.0f} °C", [float(side.above_140_c) for side in sides]),
    ]
    nothing: list[float | None] = [None, None]
    told = [(name, values if impact.known else nothing) for name, values in counted]
    told.append(("Median life used, h a day (normal: 24)", ageing))
    told += [("Known", [float(impact.known)] * 2), ("Not known", [float(impact.unknown)] * 2)]
    return pa.table({
        "measure": pa.array([name for name, _ in told], pa.string()),
        "before": pa.array([values[0] for _, values in told], pa.float64()),
        "after": pa.array([values[1] for _, values in told], pa.float64()),
        "more": pa.array([_less(*values) for _, values in told], pa.float64()),
    })  # fmt: skip


def _median_hours(rows: pa.Table, side: str, days: int) -> float | None:
    aged = np.asarray(rows[f"aged_hours_{side}"].to_numpy(), np.float64)
    return None if np.isnan(aged).all() else float(np.nanmedian(aged)) / days


def _less(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _assumed(args: HeatWhatIf) -> str:
    parts = [f"{args.growth_pct:+g} % load"] if args.growth_pct else []
    parts += [f"{formats.count_of(args.vehicles, 'electric vehicle')} at each transformer"] if args.vehicles else []
    parts += [f"{args.warmer_c:+g} °C"] if args.warmer_c else []
    return ", ".join(parts)


def _days(found: WhatIfFound) -> str:
    first, last = found.days[0], found.days[-1]
    return f"{first}" if first == last else f"{first} to {last}"


NUMBERS: Final = (
    ToolNumber("growth_pct", ("percent",)), ToolNumber("vehicles", ("ev", "electric", "vehicle", "car")),
    ToolNumber("warmer_c", ("degree", "c", "celsius", "k", "kelvin")),
)  # fmt: skip
HEAT_WHAT_IF: Final = Tool(
    "heat_what_if",
    "What more load, electric vehicles at each transformer, or hotter air would do: how many transformers overloaded "
    "or too hot before and after.",
    HeatWhatIf, heat_what_if, "study", ("what-if", "scenario", "transformer"), numbers=NUMBERS,
    words=(
        "what if load grow", "what if load growth", "what if load increase", "what if load rise",
        "what if more load", "what if demand grow", "what if demand increase", "what if demand rise",
        "what if air hotter", "what if air warmer", "load growth", "demand growth", "what if ev",
        "what if electric vehicle", "what if electric car", "what if every transformer ev", "what if hotter",
        "what if warmer", "what if temperature rise", "what if heat wave",
    ),
    examples=(
        "what if load grows by 20 %", "what if there are 2 EVs at each transformer", "what if it is 3 degrees hotter",
    ),
)  # fmt: skip
