"""What Year over year shows: the hours that both years have, and what they come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app import formats
from app.formats import UnitScale
from app.widgets.figures import Figure
from data_sources.analytics.loadshape import YEAR_DAYS, Level, change_pct
from data_sources.history.loads import YearOverYear
from data_sources.history.scope import floats

Floats = NDArray[np.float64]
SAME_WEEKDAY = dt.timedelta(days=YEAR_DAYS)
# Both years count as read alike when their shares differ by less than this.
ALIKE = 0.005
RATIO = UnitScale(1.0, "", 3)  # a number without a unit


@dataclass(frozen=True, slots=True)
class Compared:
    """Two periods, over what both have.

    Attributes:
        now: of this period.
        before: of the one 364 days earlier.
        points: points of the chart that both have.
        is_whole: whether all of both periods is compared; else only those points, and the peaks are those of points.
        peak_minutes: what the peaks of whole periods are means of.
    """

    now: Level
    before: Level
    points: int
    is_whole: bool
    peak_minutes: int = 15


def compared(years: YearOverYear, point_hours: float) -> Compared:
    """The two periods over what both have, so that days which are not there do not count as a change.

    Args:
        years: as the history answered.
        point_hours: width of a point, h.
    """
    this, before = floats(years.table["this_kw"]), floats(years.table["before_kw"])
    both = np.isfinite(this) & np.isfinite(before)
    if not both.any():
        return Compared(years.now, Level(*[float("nan")] * 3), 0, is_whole=False, peak_minutes=years.peak_minutes)
    if abs(years.coverage_now - years.coverage_before) <= ALIKE:
        return Compared(years.now, years.before, int(both.sum()), is_whole=True, peak_minutes=years.peak_minutes)
    return Compared(_level(this[both], point_hours), _level(before[both], point_hours), int(both.sum()), is_whole=False)


def figures(
    found: Compared, temperatures: tuple[float | None, float | None], days_there: int, days: int
) -> list[Figure]:
    """Energy, peak and load factor now with the change in absolute figures and %, temperature, days of last year.

    Args:
        found: what is compared.
        temperatures: mean of this period and of the earlier one, °C.
        days_there: local days of the earlier period that have readings.
        days: length of the period.
    """
    now, before = found.now, found.before
    energy = formats.energy_scale(max(now.energy_kwh, before.energy_kwh, key=_size))
    peak = formats.power_scale(max(now.peak_kw, before.peak_kw, key=_size))
    what = (
        f"of {found.peak_minutes}-minute means"
        if found.is_whole or not found.points
        else "of the points that both have"
    )
    return [
        _changed("Energy", now.energy_kwh, before.energy_kwh, energy),
        _changed(f"Peak {what}", now.peak_kw, before.peak_kw, peak),
        _changed("Load factor", now.load_factor, before.load_factor, RATIO),
        _temperature(*temperatures),
        _days(days_there, days),
    ]  # fmt: skip


def days_there(days: Sequence[dt.date], first_day: dt.date, end_day: dt.date) -> int:
    """How many days of the period a year earlier have readings."""
    first, end = first_day - SAME_WEEKDAY, end_day - SAME_WEEKDAY
    return sum(first <= day < end for day in days)


def mean_temperatures(rows: pa.Table) -> tuple[float | None, float | None]:
    """Mean temperature of both years over the points that both have load for, or over all where there are none, °C."""
    this, before = floats(rows["this_kw"]), floats(rows["before_kw"])
    both = np.isfinite(this) & np.isfinite(before)
    chosen = both if both.any() else np.ones(len(both), bool)
    now, then = (floats(rows[f"{name}_temperature_c"])[chosen] for name in ("this", "before"))
    return _mean(now), _mean(then)


def _mean(values: Floats) -> float | None:
    return float(np.nanmean(values)) if np.isfinite(values).any() else None


def _size(value: float) -> float:
    """By which a unit is chosen; what is not known counts least."""
    return abs(value) if np.isfinite(value) else -1.0


def _changed(label: str, now: float, before: float, scale: UnitScale) -> Figure:
    value, unit = scale.figure(now)
    if not np.isfinite(now):
        return Figure(label, value, unit, "nothing to compare")
    share = change_pct(now, before)
    if share is None:
        return Figure(label, value, unit, "nothing a year earlier")
    difference = formats.change((now - before) * scale.factor, scale.decimals, unit)
    note = f"{difference} ({formats.change(share, 1)} %) against {scale.quantity(before).rstrip()}"
    return Figure(label, value, unit, note)


def _days(there: int, days: int) -> Figure:
    note = "all there" if there >= days else "compared over what both have" if there else "nothing to compare yet"
    return Figure("Days a year earlier", f"{there:,}", f"of {days:,}", note, "normal" if there >= days else "warning")


def _temperature(now: float | None, before: float | None) -> Figure:
    if now is None or before is None:
        return Figure("Mean temperature", formats.number(now, 1), "°C", "not known for both years")
    return Figure(
        "Mean temperature", formats.number(now, 1), "°C",
        f"{formats.change(now - before, 1, '°C')} against {formats.quantity(before, '°C', 1)}",
    )  # fmt: skip


def _level(kw: Floats, point_hours: float) -> Level:
    if not len(kw):
        return Level(float("nan"), float("nan"), float("nan"))
    peak = float(kw.max())
    return Level(float(kw.sum()) * point_hours, peak, float(kw.mean()) / peak if peak > 0 else float("nan"))
