"""The hot-spot trace of one transformer: its readings of a period through the thermal model, and its load duration.

The same engine and rules as THERMAL_STRESS, over readings as short as they are instead of hours, and of the present day
too: a peak between two hours is seen. Each trace begins two days before its period, so that what it assumes at its
start has left the oil before it is shown. Only whole steps are told: one that began before the period, or is not over
at its end, is neither known nor unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.clock import local_seconds, naive_utc, utc64
from data_sources.analytics.thermal.ageing import loss_of_life_pct
from data_sources.analytics.thermal.fleet import ThermalLoads, ThermalTrace, thermal_trace
from data_sources.analytics.thermal.loads import SteppedLoads, hourly_air, stepped_loads
from data_sources.history.loads import load_query, weather_query
from data_sources.history.scope import Transformer, floats, table
from data_sources.network.metered_fleet import MeteredFleet
from data_sources.network.rows import Floats
from data_sources.pipeline.thermal.expected import expected_meters
from data_sources.query import Query
from data_sources.source import Source

BEFORE: Final = dt.timedelta(days=2)  # sixteen times the longest time constant of an oil there is
FINE: Final = dt.timedelta(days=62)  # up to which readings are taken as they are; of longer periods by the hour
SETTLED: Final = 0.05  # share of the oil's heat that may rest on an assumption


@dataclass(frozen=True, slots=True, eq=False)
class HeatTrace:
    """Temperatures of a period.

    Attributes:
        rows: a step a row: start_at (UTC), load_pct (of rated kVA), ambient_c, top_oil_c, hot_spot_c (both at the end
            of the step), aging_factor (hours of life an hour), is_settling (rests on an assumption in part); NULL where
            a step is not known.
        step_minutes: length of a step.
        rated_kva: of the transformer.
        source: where its thermal constants are from, for people.
        aged_hours: of life, at rate 1, over the known steps.
        known_hours: with a load and an ambient temperature.
        unknown_hours: without.
        hours_without_weather: of the unknown ones: the load is known.
        implausible_hours: of the unknown ones: read, and above what is believed.
    """

    rows: pa.Table
    step_minutes: int
    rated_kva: float
    source: str
    aged_hours: float
    known_hours: float
    unknown_hours: float
    hours_without_weather: float
    implausible_hours: float

    @property
    def loss_of_life_pct(self) -> float:
        """Of a normal life (IEEE C57.91: 180,000 hours), over the known steps."""
        return float(loss_of_life_pct(np.array(self.aged_hours)))

    @property
    def load_duration(self) -> pa.Table:
        """Highest load first: load_pct, and for what share of the known time it was at least that, time_pct."""
        load = floats(self.rows["load_pct"])
        ordered = np.sort(load[np.isfinite(load)])[::-1]
        return table({"time_pct": 100 * np.arange(1, len(ordered) + 1) / max(len(ordered), 1), "load_pct": ordered})


def heat_trace(
    history: Source,
    fleet: MeteredFleet,
    transformer_id: int,
    from_at: dt.datetime,
    to_at: dt.datetime,
    time_zone: str,
) -> HeatTrace | None:
    """The trace of a transformer; None where it has no meters, or no oil.

    Args:
        history: readings and weather.
        fleet: of its utility.
        transformer_id: which.
        from_at: start of the period; a naive time is UTC. The first step begins at it or after it.
        to_at: its end, not in it. The last step ends at it or before it.
        time_zone: of the utility's days.

    Raises:
        SourceUnavailable: the history cannot be reached.
    """
    one = fleet.chosen(transformer_id)
    if not len(one.ids):
        return None
    first, end = naive_utc(from_at), naive_utc(to_at)
    rows, minutes = _readings(history, transformer_id, first, end)
    starts = _steps(first - BEFORE, end, minutes)
    meters = expected_meters(history, one.utility_id, one.ids).of_steps(_days(starts, time_zone))
    loads = stepped_loads(rows, starts, one.ids, one.rated_kva, meters, minutes)
    air = _air(history, one.utility_id, starts)
    trace = thermal_trace(one.thermal, ThermalLoads(loads.load_pu, air, float(minutes)))
    return _shown(one, loads, air, trace, starts >= utc64(first), minutes)


def _readings(
    history: Source, transformer_id: int, first: dt.datetime, end: dt.datetime
) -> tuple[pa.Table, int]:  # fmt: skip
    """Rows as of thermal_hours.sql, and the length of their steps: the longest interval, so that all fit into it."""
    if end - first > FINE:
        span = {"from_at": first - BEFORE, "to_at": end}
        return history.fetch(Query.of("thermal_hours_of_transformer", transformer_id=transformer_id, **span)), 60
    found = history.fetch(load_query(Transformer(transformer_id), first - BEFORE, end))
    minutes, received = floats(found["interval_minutes"]), floats(found["intervals_received"])
    rows = pa.table(
        {
            "transformer_id": np.full(len(found), transformer_id, np.int32),
            "hour_start_at": found["interval_start_at"],
            "energy_kwh": floats(found["energy_delivered_kwh"]) - np.nan_to_num(floats(found["energy_received_kwh"])),
            "reactive_kvarh": floats(found["reactive_kvarh"]),
            "minutes_received": minutes * received,
        }
    )
    return rows, int(max(minutes[received > 0], default=60))


def _steps(first: dt.datetime, end: dt.datetime, minutes: int) -> NDArray[np.datetime64]:
    """The steps that are over at the end of a span, from the one that its start is in; one at least."""
    begin, step = _floor(first, minutes), np.timedelta64(minutes, "m")
    return np.arange(begin, max(_floor(end, minutes), begin + step), step)


def _days(starts: NDArray[np.datetime64], time_zone: str) -> NDArray[np.datetime64]:
    """The local day that each step begins on."""
    return (local_seconds(starts.astype("datetime64[s]"), time_zone) // 86_400).astype("datetime64[D]")


def _floor(at: dt.datetime, minutes: int) -> np.datetime64:
    """The start of the step that an instant is in."""
    second = utc64(at).astype(np.int64)
    return np.datetime64(int(second - second % (60 * minutes)), "s")


def _air(history: Source, utility_id: int, starts: NDArray[np.datetime64]) -> NDArray[np.float32]:
    """The temperature of the hour that each step begins in."""
    hours = np.arange(starts[0].astype("datetime64[h]"), starts[-1].astype("datetime64[h]") + 1)
    span = (hours[0].astype("datetime64[s]").item(), (hours[-1] + 1).astype("datetime64[s]").item())
    by_hour = hourly_air(history.fetch(weather_query(utility_id, *span)), hours)
    return np.asarray(by_hour[(starts.astype("datetime64[h]") - hours[0]).astype(np.int64)], np.float32)


def _shown(
    one: MeteredFleet, loads: SteppedLoads, air: NDArray[np.float32], trace: ThermalTrace, shown: NDArray[np.bool_],
    minutes: int,
) -> HeatTrace:  # fmt: skip
    """What of a trace lies in the period."""
    hours = minutes / 60
    known = np.isfinite(trace.hot_spot_c[0]) & shown
    load: Floats = 100 * loads.load_pu[0, shown].astype(np.float64)
    rows = table(
        {
            "start_at": loads.starts[shown],
            "load_pct": load,
            "ambient_c": air[shown].astype(np.float64),
            "top_oil_c": trace.top_oil_c[0, shown].astype(np.float64),
            "hot_spot_c": trace.hot_spot_c[0, shown].astype(np.float64),
            "aging_factor": trace.aged_hours[0, shown].astype(np.float64) / hours,
            "is_settling": np.nan_to_num(trace.assumed[0, shown]) > SETTLED,
        }
    )
    return HeatTrace(
        rows, minutes, float(one.rated_kva[0]), one.types[int(one.row[0])].source,
        aged_hours=float(np.nansum(trace.aged_hours[0, shown])), known_hours=hours * int(known.sum()),
        unknown_hours=hours * int((shown & ~known).sum()),
        hours_without_weather=hours * int((shown & ~known & np.isfinite(loads.load_pu[0])).sum()),
        implausible_hours=hours * int((shown & loads.is_implausible[0]).sum()),
    )  # fmt: skip
