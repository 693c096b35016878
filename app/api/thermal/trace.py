"""GET /api/transformers/{id}/thermal: the hot-spot trace of a transformer, its load duration, and its life by month."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from app.api.errors import ApiError
from app.api.handler import ApiHandler
from app.api.history import source as history_of
from app.api.needs import ApiRuntime
from app.api.negotiate import JSON
from app.api.params import read
from app.api.thermal.models import DurationPoint, HeatOfPeriod, HeatStep, TransformerHeat
from app.api.thermal.params import HeatParams
from data_sources.history.heat import HeatPeriod, by_year, heat_reach, life_of_years
from data_sources.history.heat_trace import HeatTrace, heat_trace
from data_sources.network.metered_fleet import metered_fleet
from data_sources.query import Query

USUAL = dt.timedelta(days=7)
QUARTER = dt.timedelta(minutes=15)
MONTHS = 24
POINTS = 200
HOURS = ("known_hours", "unknown_hours", "hours_without_weather", "implausible_hours")
NO_TRACE = "No active meter is recorded at it, or its nameplate says that it has no oil: its temperatures are unknown."


def transformer_heat(runtime: ApiRuntime, transformer_id: int, params: HeatParams) -> TransformerHeat:
    """One transformer's temperatures.

    Raises:
        ApiError: 404 where there is no such transformer, 503 where there is no history.
    """
    found = runtime.sources.live.fetch(Query.of("thermal_transformer", transformer_id=transformer_id)).to_pylist()
    if not found:
        raise ApiError(404, f"There is no transformer {transformer_id}.", "transformer_id")
    row, history = found[0], history_of(runtime)
    from_at, to_at = _period(params)
    fleet = metered_fleet(runtime.sources.live, row["utility_id"])
    trace = heat_trace(history, fleet, transformer_id, from_at, to_at, row["time_zone"])
    months = life_of_years(history, transformer_id, to_at, row["time_zone"])
    return TransformerHeat(
        transformer_id=transformer_id, transformer_name=row["transformer_name"], utility_id=row["utility_id"],
        is_simulated=row["is_demo"], from_at=from_at, to_at=to_at, **_told(trace),
        months=_periods(months[-MONTHS:]),
        years=_periods(by_year(months)), reach=heat_reach(history, row["utility_id"]).sentence,
    )  # fmt: skip


def _period(params: HeatParams) -> tuple[dt.datetime, dt.datetime]:
    """What is asked; without an end up to the last full quarter hour, as what is not over cannot be known."""
    now = dt.datetime.now(dt.UTC)
    full = now - (now - dt.datetime.min.replace(tzinfo=dt.UTC)) % QUARTER
    to_at = params.to or (params.from_ + USUAL if params.from_ else full)
    return params.from_ or to_at - USUAL, to_at


def _told(trace: HeatTrace | None) -> dict[str, Any]:
    if trace is None:
        nothing = dict.fromkeys(("step_minutes", "rated_kva", "constants", "loss_of_life_pct"))
        hours = dict.fromkeys(HOURS, 0.0)
        return {"reason": NO_TRACE, **nothing, **hours, "trace": [], "load_duration": []}
    return {
        "reason": None, "step_minutes": trace.step_minutes, "rated_kva": trace.rated_kva, "constants": trace.source,
        "loss_of_life_pct": trace.loss_of_life_pct, **{name: getattr(trace, name) for name in HOURS},
        "trace": [HeatStep(**one) for one in trace.rows.to_pylist()], "load_duration": _duration(trace),
    }  # fmt: skip


def _duration(trace: HeatTrace) -> list[DurationPoint]:
    """The curve at some of its points, both ends among them."""
    whole = trace.load_duration
    chosen = np.unique(np.linspace(0, max(len(whole) - 1, 0), min(POINTS, len(whole))).round().astype(np.int64))
    return [DurationPoint(**one) for one in whole.take(chosen).to_pylist()]


def _periods(periods: list[HeatPeriod]) -> list[HeatOfPeriod]:
    names = [name for name in HeatOfPeriod.model_fields if name != "first_day"]
    return [HeatOfPeriod(first_day=one.start, **{name: getattr(one, name) for name in names}) for one in periods]


class ThermalHandler(ApiHandler):
    """Answers one transformer; nothing of it is kept, as readings come in."""

    async def get(self, number: str) -> None:
        """Its temperatures."""
        params = read(HeatParams, self.request.query_arguments)
        body = await self.asked(lambda: transformer_heat(self.runtime, int(number), params), "rest_history")
        self.set_header("Content-Type", JSON)
        self.finish(body.model_dump_json())

    head = get
