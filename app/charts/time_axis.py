"""The time axis of all charts: instants on it are UTC, its ticks and words are those of the utility's own clock.

A chart's data stand at their true instants, so that the hour that comes twice in autumn is two hours wide and the one
that never is in spring is none. The ticks are reckoned here, from the zone, for what is seen and as much again to
either side; they follow when a person moves along the time. Each tick is named once: midnight by its day, every other
time by the clock, and by its zone too where the same clock time comes twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from bokeh.events import RangesUpdate
from bokeh.models import (  # type: ignore[attr-defined]  # the stubs leave some of them out
    CompositeTicker,
    DatetimeTickFormatter,
    DaysTicker,
    FixedTicker,
    MonthsTicker,
    SingleIntervalTicker,
    YearsTicker,
)
from numpy.typing import ArrayLike, NDArray

from app import formats
from data_sources.analytics.clock import seconds_of, utc_offsets, utc_seconds

Instants = NDArray[np.datetime64]

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
HOUR_MS, DAY_MS = 3_600_000.0, 86_400_000.0
STEPS_S = tuple(minutes * MINUTE_S for minutes in (1, 5, 15, 30, 60, 120, 180, 360, 720))
DAY_STEPS = (1, 2, 7, 14)
MONTH_STEPS = (1, 3, 6, 12, 60, 120, 240, 600, 1200)
GRAIN_S = 60  # offsets of zones in use are whole minutes
TARGET_TICKS = 8


def utc_ms(at: ArrayLike) -> NDArray[np.float64]:
    """UTC instants as milliseconds since 1970, which the axis counts in."""
    return np.asarray(at).astype("datetime64[ms]").astype(np.float64)


def instant_of(ms: float) -> np.datetime64:
    """The UTC instant at a place of the axis."""
    return np.datetime64(round(ms / 1000.0), "s")


def when(at: Instants, time_zone: str) -> list[str]:
    """`Sun 22 Nov 14:05 CST` of each instant, for tooltips."""
    zone = formats.zone(time_zone)
    moments = [dt.datetime.fromtimestamp(second, zone) for second in seconds_of(at).tolist()]
    return [f"{m:%a} {m.day} {m:%b %H:%M} {formats.zone_label(m)}" for m in moments]


def ticks(first: np.datetime64, end: np.datetime64, time_zone: str, target: int = TARGET_TICKS) -> dict[float, str]:
    """Ticks and their names between two instants, and as far again to either side.

    Args:
        first: start of what is seen, UTC.
        end: end of it, after the start.
        time_zone: IANA name; an unknown one is UTC.
        target: how many are wanted in what is seen.

    Returns:
        Place on the axis, ms since 1970, to name.
    """
    zone = formats.zone(time_zone).key
    low, high = int(seconds_of(first)), max(int(seconds_of(end)), int(seconds_of(first)) + 1)
    span = high - low
    wanted = span / target
    # No further back or ahead than times are kept: a person may zoom out as far as the wheel goes.
    edges = max(low - span, -8 * 366 * DAY_S), min(high + span, 90 * 366 * DAY_S)
    for step in STEPS_S:
        if step >= wanted:
            return _with_day(_clock_ticks(*edges, step, zone), 1000.0 * low, 1000.0 * high, zone)
    return _day_ticks(*edges, wanted / DAY_S, zone)


def _clock_ticks(low: int, high: int, step: int, zone: str) -> dict[float, str]:
    """Instants at which the clock shows a whole step, whatever the offset does in between."""
    grain = min(step, 15 * MINUTE_S) if step >= 15 * MINUTE_S else GRAIN_S
    at = np.arange(low // grain * grain, high + 1, grain, dtype=np.int64)
    local = at + utc_offsets(at, zone)
    days = local // DAY_S
    is_tick = (local % DAY_S % step == 0) | (np.diff(days, prepend=days[:1]) > 0)  # a day that begins at 01:00 too
    at, local = at[is_tick], local[is_tick]
    twice = set(local[np.isin(local, local[_repeats(local)])].tolist())
    return {
        1000.0 * second: _clock_name(second, zone, is_twice=wall in twice)
        for second, wall in zip(at.tolist(), local.tolist(), strict=True)
    }


def _with_day(made: dict[float, str], low_ms: float, high_ms: float, zone: str) -> dict[float, str]:
    """The day beside the first tick seen, where no midnight is seen that would name it."""
    seen = [place for place in made if low_ms <= place <= high_ms]
    if seen and all(":" in made[place] for place in seen):
        day = dt.datetime.fromtimestamp(seen[0] / 1000.0, formats.zone(zone))
        made[seen[0]] = f"{day.day} {day:%b} {made[seen[0]]}"
    return made


def _repeats(local: NDArray[np.int64]) -> NDArray[np.bool_]:
    values, back, counts = np.unique(local, return_inverse=True, return_counts=True)
    return np.asarray(counts[back] > 1) if len(values) else np.zeros(0, np.bool_)


def _clock_name(second: int, zone: str, *, is_twice: bool) -> str:
    moment = dt.datetime.fromtimestamp(second, formats.zone(zone))
    if dt.datetime.fromtimestamp(second - GRAIN_S, formats.zone(zone)).date() < moment.date():
        return f"{moment.day} {moment:%b}"
    return f"{moment:%H:%M} {formats.zone_label(moment)}" if is_twice else f"{moment:%H:%M}"


def _day_ticks(low: int, high: int, wanted_days: float, zone: str) -> dict[float, str]:
    """Midnights: of every day or every few, of Mondays, of the first of a month, of a year."""
    days = np.arange(low // DAY_S - 1, high // DAY_S + 2, dtype=np.int64)
    step = next((step for step in DAY_STEPS if step >= wanted_days), None)
    dates = days.astype("datetime64[D]")
    if step is not None:
        chosen = dates[(days + 3) % step == 0]  # 1970 began on a Thursday: weeks begin on Mondays
        form = "%b"
    else:
        months = np.unique(dates.astype("datetime64[M]"))
        every = next((step for step in MONTH_STEPS if step >= wanted_days / 30.44), MONTH_STEPS[-1])
        chosen = months[months.astype(np.int64) % every == 0].astype("datetime64[D]")
        form = "" if every >= 12 else "%b %Y"
    at = utc_seconds(chosen.astype(np.int64) * DAY_S, zone)
    return {1000.0 * second: _day_name(day, form) for second, day in zip(at.tolist(), chosen.tolist(), strict=True)}


def _day_name(day: dt.date, form: str) -> str:
    if form == "%b":
        return f"{day.day} {day:%b}"
    return f"{day:{form}}" if form else str(day.year)


class TimeAxis:
    """The time axis of one chart, or of several that share a range and move together.

    Args:
        plots: Bokeh figures whose x axis is datetime; the first one's range is listened to.
    """

    def __init__(self, *plots: Any) -> None:
        """Ticks in UTC until `look_at` or `fit` tells the zone."""
        self._plots = plots
        self.time_zone = "UTC"
        for plot in plots:
            plot.xaxis[0].ticker = FixedTicker(ticks=[])
        plots[0].on_event(RangesUpdate, self._moved)

    def look_at(self, first: np.datetime64, end: np.datetime64, time_zone: str) -> None:
        """Show the time between two UTC instants, of a range that is not fitted to the data."""
        low, high = utc_ms([first, end])
        self._plots[0].x_range.update(start=float(low), end=float(high))
        self.fit([first, end], time_zone)

    def fit(self, at: ArrayLike, time_zone: str) -> None:
        """Ticks for data whose instants these are; where there are none, nothing changes but the zone."""
        self.time_zone = time_zone
        found = np.asarray(at, "datetime64[s]")
        if len(found):
            self._show(found.min(), found.max())

    def _moved(self, event: Any) -> None:
        if event.x0 is not None and event.x1 is not None and event.x1 > event.x0:
            self._show(instant_of(event.x0), instant_of(event.x1))

    def _show(self, first: np.datetime64, end: np.datetime64) -> None:
        made = ticks(first, end, self.time_zone)
        for plot in self._plots:
            axis = plot.xaxis[0]
            if axis.ticker.ticks != list(made):
                axis.ticker.ticks = list(made)
                axis.major_label_overrides = made


def days_ms(days: Sequence[Any] | NDArray[Any]) -> NDArray[np.float64]:
    """Dates as places on an axis of days, which has no zone: a date there is midnight UTC of that date."""
    return utc_ms(np.asarray(days, "datetime64[D]"))


def day_of(ms: float) -> dt.date:
    """The date at a place on an axis of days."""
    day: dt.date = instant_of(ms).astype("datetime64[D]").astype(dt.date)
    return day


class DayAxis:
    """The axis of days of one chart. A few days are each named here: of a single tick Bokeh tells the year.

    Args:
        plot: a Bokeh figure whose x axis is datetime.
        few: so many days are each named; more are left to a ticker.
    """

    def __init__(self, plot: Any, few: int = 1) -> None:
        """Names no days."""
        self._axis, self._few = plot.xaxis[0], few
        self._ticker, self._format = day_ticker(), day_format()
        self._axis.update(ticker=self._ticker, formatter=self._format)

    def show(self, at: NDArray[np.float64]) -> None:
        """Name these days, places on the axis."""
        few = at.tolist() if len(at) <= self._few else []
        self._axis.update(
            ticker=FixedTicker(ticks=few) if few else self._ticker, formatter=self._format,
            major_label_overrides={place: _day_name(day_of(place), "%b") for place in few},
        )  # fmt: skip


def day_ticker() -> CompositeTicker:
    """Whole days, months or years as ticks: of an axis of few days none is between two midnights and named twice."""
    days = [DaysTicker(days=chosen) for chosen in (list(range(1, 32)), list(range(1, 31, 2)), [1, 8, 15, 22], [1, 15])]
    months = [MonthsTicker(months=list(range(0, 12, step))) for step in (1, 2, 4, 6)]
    # Of a span so short that days are too far apart Bokeh 3.9 looks for the ticker before the first one, and the page
    # is lost: this one stands there, never chosen.
    finest = SingleIntervalTicker(interval=1e-3)
    return CompositeTicker(tickers=[finest, *days, *months, YearsTicker()], num_minor_ticks=0)


def day_format() -> DatetimeTickFormatter:
    """Days on an axis: `22 Nov`. A new one for each figure, since a Bokeh model belongs to one session."""
    return DatetimeTickFormatter(days="%d %b", months="%b %Y", hours="%d %b", years="%Y")
