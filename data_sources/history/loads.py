"""Load over time of anything (system, substation, feeder, transformer, meter), and the same weeks of another year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from data_sources.analytics import loadshape
from data_sources.analytics.clock import DAY_S, local_seconds, local_time, naive_utc, utc64
from data_sources.analytics.intervals import HOUR_MINUTES
from data_sources.analytics.loadshape import Level, Resolution, Shape
from data_sources.history.scope import Meter, Scope, Subject, floats, instants, table
from data_sources.query import Query
from data_sources.source import Source

LONGEST = dt.timedelta(minutes=HOUR_MINUTES)  # of an interval
AUTO_LIMIT_DAYS: dict[Resolution, float] = {"15min": 15.0, "hour": 62.0}


@dataclass(frozen=True, slots=True, eq=False)
class YearOverYear:
    """One period beside the same weekdays 364 days (times `years`) earlier.

    Attributes:
        table: start_at (of this period), this_kw, before_kw, this_day and before_day (local days are the chart's own).
        now: energy, peak and load factor of the period.
        before: the same of the earlier one.
        energy_change_pct: None where there is nothing to compare.
        peak_change_pct: of the peaks.
        load_factor_change_pct: relative change.
        coverage_now: read share of the period, 0 to 1.
        coverage_before: of the earlier one.
        peak_minutes: what the peaks are means of: intervals as long as those of the coarser period.
    """

    table: pa.Table
    now: Level
    before: Level
    energy_change_pct: float | None
    peak_change_pct: float | None
    load_factor_change_pct: float | None
    coverage_now: float
    coverage_before: float
    peak_minutes: int = loadshape.QUARTER_MINUTES


def weather_query(utility_id: int, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """Temperatures beside a load. Only of hours that have begun: a demo's weather is made up a week ahead."""
    coming = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    end = max(naive_utc(from_at), min(naive_utc(to_at), naive_utc(coming)))
    return Query.of("ami_weather", utility_id=utility_id, from_at=naive_utc(from_at), to_at=end)


def load_query(subject: Subject, from_at: dt.datetime, to_at: dt.datetime) -> Query:
    """Interval energies of a subject, those too that began before the period and may reach into it."""
    period = {"from_at": naive_utc(from_at) - LONGEST, "to_at": naive_utc(to_at)}
    if isinstance(subject, Scope):
        return Query.of("ami_load_of_scope", **subject.binds, **period)
    if isinstance(subject, Meter):
        return Query.of("ami_load_of_meter", meter_id=subject.meter_id, **period)
    return Query.of("ami_load_of_transformer", transformer_id=subject.transformer_id, **period)


def resolution_for(from_at: dt.datetime, to_at: dt.datetime) -> Resolution:
    """The finest resolution that still draws at most about 1,500 points."""
    days = (to_at - from_at) / dt.timedelta(days=1)
    return next((name for name, limit in AUTO_LIMIT_DAYS.items() if days <= limit), "day")


def load_shape(
    source: Source, subject: Subject, from_at: dt.datetime, to_at: dt.datetime, resolution: Resolution, time_zone: str,
) -> Shape:  # fmt: skip
    """Load of a subject by bucket; see `loadshape.Shape`."""
    return shape_of(source.fetch(load_query(subject, from_at, to_at)), from_at, to_at, resolution, time_zone)


def shape_of(
    rows: pa.Table, from_at: dt.datetime, to_at: dt.datetime, resolution: Resolution, time_zone: str,
    own: int | None = None,
) -> Shape:  # fmt: skip
    """The same from rows of `load_query`; `own` as `loadshape.resample` takes it."""
    return loadshape.resample(
        instants(rows["interval_start_at"]), floats(rows["interval_minutes"]), floats(rows["energy_delivered_kwh"]),
        floats(rows["energy_received_kwh"]), floats(rows["reactive_kvarh"]), resolution=resolution,
        time_zone=time_zone, from_at=utc64(from_at), to_at=utc64(to_at), own=own,
        meters=floats(rows["intervals_expected"]),
    )  # fmt: skip


def load(
    source: Source, subject: Subject, from_at: dt.datetime, to_at: dt.datetime, *,
    resolution: Resolution | Literal["auto"] = "auto", time_zone: str = "UTC",
) -> pa.Table:  # fmt: skip
    """Net load by bucket with its bands; a bucket without a reading has NULLs.

    Returns:
        start_at (UTC), mean_kw, min_kw, p5_kw, p95_kw, max_kw, energy_delivered_kwh, energy_received_kwh,
        reactive_kvarh, power_factor, coverage (read share of the bucket, 0 to 1), minutes (length of the bucket).
    """
    chosen = resolution_for(from_at, to_at) if resolution == "auto" else resolution
    shape = load_shape(source, subject, from_at, to_at, chosen, time_zone)
    return table(
        {
            "start_at": shape.start_at,
            "mean_kw": shape.mean_kw,
            "min_kw": shape.min_kw,
            "p5_kw": shape.p5_kw,
            "p95_kw": shape.p95_kw,
            "max_kw": shape.max_kw,
            "energy_delivered_kwh": shape.delivered_kwh,
            "energy_received_kwh": shape.received_kwh,
            "reactive_kvarh": shape.reactive_kvarh,
            "power_factor": shape.power_factor,
            "coverage": shape.coverage,
            "minutes": shape.minutes,
        }
    )


def year_over_year(
    source: Source, subject: Subject, from_at: dt.datetime, to_at: dt.datetime, *, time_zone: str = "UTC",
    years: int = 1, resolution: Resolution = "hour",
) -> YearOverYear:  # fmt: skip
    """A period beside the same weekdays of another year.

    The earlier period is moved by whole local days, each hour to the same time of the clock: a change of daylight
    saving between the two or within one of them does not shift hours. An hour that a clock shows twice has the first
    beside both; one that it leaves out has none.
    """
    then_from, then_to = (_earlier(at, years, time_zone) for at in (from_at, to_at))
    rows = source.fetch(load_query(subject, from_at, to_at))
    rows_before = source.fetch(load_query(subject, then_from, then_to))
    own = max(loadshape.own_minutes(floats(each["interval_minutes"])) for each in (rows, rows_before))
    now = shape_of(rows, from_at, to_at, resolution, time_zone, own)
    before = shape_of(rows_before, then_from, then_to, resolution, time_zone, own)
    moved = local_seconds(before.start_at, time_zone) + loadshape.YEAR_DAYS * years * DAY_S
    aligned = _aligned(local_seconds(now.start_at, time_zone), moved, before.mean_kw)
    level = loadshape.level(shape_of(rows, from_at, to_at, "15min", time_zone, own))
    earlier = loadshape.level(shape_of(rows_before, then_from, then_to, "15min", time_zone, own))
    return YearOverYear(
        table=table({"start_at": now.start_at, "this_kw": now.mean_kw, "before_kw": aligned}),
        now=level,
        before=earlier,
        peak_minutes=own,
        energy_change_pct=loadshape.change_pct(level.energy_kwh, earlier.energy_kwh),
        peak_change_pct=loadshape.change_pct(level.peak_kw, earlier.peak_kw),
        load_factor_change_pct=loadshape.change_pct(level.load_factor, earlier.load_factor),
        coverage_now=_coverage(now),
        coverage_before=_coverage(before),
    )


def _earlier(at: dt.datetime, years: int, time_zone: str) -> dt.datetime:
    """The same local time 364 days a year earlier."""
    return (local_time(at, time_zone) - dt.timedelta(days=loadshape.YEAR_DAYS * years)).astimezone(dt.UTC)


def _aligned(at: np.ndarray, from_at: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values at the given times, the first of several; NaN where there is none."""
    answer = np.full(len(at), np.nan)
    if len(from_at):
        from_at, first = np.unique(from_at, return_index=True)
        values = values[first]
        place = np.clip(np.searchsorted(from_at, at), 0, len(from_at) - 1)
        is_same = from_at[place] == at
        answer[is_same] = values[place[is_same]]
    return answer


def _coverage(shape: Shape) -> float:
    return float(np.mean(shape.coverage)) if len(shape.coverage) else 0.0
