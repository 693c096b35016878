"""Load over time at a chosen resolution, with its spread, its power factor, and the same weeks of another year.

Method
    Energy of an interval becomes mean power: kW = kWh x 60 / minutes. Intervals of different lengths are brought to one
    grid first, so that power is summed (see `intervals`). A bucket (interval, hour, local day) has the mean of the
    powers of its steps, and as bands their minimum, maximum and 5th and 95th percentile (linear interpolation between
    order statistics; Hyndman and Fan 1996, type 7). Its energy is the sum over what was read. A bucket without any
    reading is a gap: NaN, never zero.
    Power factor is that of the sums, P / sqrt(P^2 + Q^2) with P net kWh and Q net kvarh: power factors are never
    averaged. Years are compared 364 days apart, 52 whole weeks, so that weekdays meet weekdays; load factor is mean
    over peak.

Assumptions
    Buckets of intervals are as long as the shortest interval, but a quarter of an hour where that is under ten minutes.
    Hours are cut at the full hour of the local clock, days at local midnight (23 and 25 hours twice a year). Energies
    delivered and received are both positive; net is delivered less received.

Known drawbacks
    The bands are the spread of the load inside the bucket, not of its meters. A bucket with few readings is shown with
    what there is (see `coverage`). 364 days move by one or two from the calendar date: holidays do not meet. Where a
    clock is moved by half an hour (Lord Howe Island) the hours of a period are cut as at its start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.clock import DAY_S, seconds_of, utc_offsets, utc_seconds
from data_sources.analytics.intervals import HOUR_MINUTES, IntervalGrid, common_step, on_grid

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]
Resolution = Literal["15min", "hour", "day"]

RESOLUTIONS: Final[tuple[Resolution, ...]] = ("15min", "hour", "day")
YEAR_DAYS: Final = 364  # 52 weeks
QUARTER_MINUTES: Final = 15
OWN_FROM_MINUTES: Final = 10  # intervals from this length on are shown one by one


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Load by bucket; arrays of one length, every bucket of the period, NaN where nothing was read.

    Attributes:
        start_at: start of the bucket, datetime64[s] UTC.
        mean_kw: mean net power.
        min_kw: lowest interval mean.
        p5_kw: 5th percentile of the interval means.
        p95_kw: 95th percentile.
        max_kw: highest interval mean.
        delivered_kwh: energy to the customers.
        received_kwh: energy from the customers.
        reactive_kvarh: net reactive energy.
        coverage: read time over the bucket's length, 0 to 1.
        minutes: length of each bucket.
    """

    start_at: Instants
    mean_kw: Floats
    min_kw: Floats
    p5_kw: Floats
    p95_kw: Floats
    max_kw: Floats
    delivered_kwh: Floats
    received_kwh: Floats
    reactive_kvarh: Floats
    coverage: Floats
    minutes: Floats

    @property
    def power_factor(self) -> Floats:
        """Of each bucket's sums, 0 to 1; NaN without energy."""
        return power_factor(self.delivered_kwh - self.received_kwh, self.reactive_kvarh)


@dataclass(frozen=True, slots=True)
class Level:
    """Energy (net), highest mean of a bucket, and load factor (mean over peak) of one period."""

    energy_kwh: float
    peak_kw: float
    load_factor: float


def interval_kw(energy_kwh: ArrayLike, interval_minutes: ArrayLike) -> Floats:
    """Mean power of intervals, kW."""
    return np.asarray(energy_kwh, np.float64) * 60.0 / np.asarray(interval_minutes, np.float64)


def power_factor(energy_kwh: ArrayLike, reactive_kvarh: ArrayLike) -> Floats:
    """Power factor of sums of energy, 0 to 1; NaN where both are zero or one is not known."""
    active, reactive = np.abs(np.asarray(energy_kwh, np.float64)), np.asarray(reactive_kvarh, np.float64)
    apparent = np.hypot(active, reactive)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(apparent > 0, active / apparent, np.nan)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where buckets begin: every so many minutes of UTC from a first minute on, or at local midnight.

    Attributes:
        minutes: length of a bucket; 0 for local days.
        phase: minutes from the full UTC day to the first cut, less than `minutes`.
        time_zone: IANA name of the zone of the days.
    """

    minutes: int
    phase: int = 0
    time_zone: str = "UTC"

    def starts(self, at: ArrayLike) -> Instants:
        """Start of the bucket that each instant lies in, datetime64[s] UTC."""
        seconds = seconds_of(at)
        if self.minutes:
            step, phase = self.minutes * 60, self.phase * 60
            return ((seconds - phase) // step * step + phase).astype("datetime64[s]")
        local = seconds + utc_offsets(seconds, self.time_zone)
        return utc_seconds(local // DAY_S * DAY_S, self.time_zone).astype("datetime64[s]")

    def between(self, low: np.datetime64, last: np.datetime64) -> Instants:
        """Starts of all buckets from that of one instant to that of another."""
        if self.minutes:
            ends = self.starts(np.array([low, last]))
            step = np.timedelta64(self.minutes, "m")
            return np.arange(ends[0], ends[1] + step, step).astype("datetime64[s]")
        # Noon to noon steps never miss a local day, however long it is.
        steps = np.arange(low, last + np.timedelta64(1, "s"), np.timedelta64(12, "h"))
        return np.unique(self.starts(np.append(steps, last)))

    def widths(self, buckets: Instants) -> Floats:
        """Minutes of each bucket."""
        if self.minutes:
            return np.full(len(buckets), float(self.minutes))
        following = self.starts(buckets + np.timedelta64(36, "h"))
        return np.asarray((following - buckets).astype(np.float64) / 60.0)


def own_minutes(interval_minutes: ArrayLike) -> int:
    """How long the buckets of "15min" are: as the shortest interval, a quarter of an hour where that is under ten."""
    shortest = int(np.min(interval_minutes, initial=HOUR_MINUTES)) if np.size(interval_minutes) else QUARTER_MINUTES
    return shortest if shortest >= OWN_FROM_MINUTES else QUARTER_MINUTES


def cut_of(
    resolution: Resolution, time_zone: str, start_at: Instants, minutes: NDArray[np.int64], own: int | None = None
) -> Cut:
    """Where the buckets of a load begin.

    Args:
        resolution: width of the buckets.
        time_zone: IANA name.
        start_at: starts of the intervals, or else of the period, shape (n,).
        minutes: their lengths, shape (n,); none where there are no intervals.
        own: how long buckets of "15min" are; by the intervals where left out.

    Raises:
        ValueError: unknown resolution.
    """
    if resolution not in RESOLUTIONS:
        raise ValueError(f"A load can be shown by {', '.join(RESOLUTIONS)}, not by {resolution!r}.")
    if resolution == "day":
        return Cut(0, 0, time_zone)
    width = HOUR_MINUTES if resolution == "hour" else own or own_minutes(minutes)
    if resolution == "15min" and len(minutes) and (minutes == width).any():
        first = seconds_of(start_at)[minutes == width][0]  # where the meters themselves begin
    else:
        first = -utc_offsets(seconds_of(start_at[:1]), time_zone).sum()
    return Cut(width, int(first) // 60 % width)


def resample(
    interval_start_at: ArrayLike,
    interval_minutes: ArrayLike,
    delivered_kwh: ArrayLike,
    received_kwh: ArrayLike | None = None,
    reactive_kvarh: ArrayLike | None = None,
    *,
    resolution: Resolution,
    time_zone: str = "UTC",
    from_at: np.datetime64 | None = None,
    to_at: np.datetime64 | None = None,
    own: int | None = None,
    meters: ArrayLike | None = None,
) -> Shape:
    """Interval energies as load by bucket.

    Args:
        interval_start_at: starts of the intervals, UTC, any order, shape (n,).
        interval_minutes: lengths in whole minutes, shape (n,) or one number; they may differ. What of an interval lies
            before `from_at` or from `to_at` on does not count.
        delivered_kwh: energy to the customer; NaN where there is no reading, shape (n,).
        received_kwh: energy from the customer; none when left out; NaN counts as none.
        reactive_kvarh: net reactive energy; none when left out.
        resolution: width of the buckets.
        time_zone: IANA name; days begin at its midnight, hours at its full hour.
        from_at: show buckets from here on, gaps too; the first reading's when left out.
        to_at: up to here; the last reading's when left out.
        own: how many minutes buckets of "15min" have; `own_minutes` of the intervals when left out.
        meters: how many meters each interval is the sum of, shape (n,); one when left out.

    Raises:
        ValueError: unknown resolution.
    """
    start = np.asarray(interval_start_at).astype("datetime64[s]")
    delivered = np.asarray(delivered_kwh, np.float64)
    received = np.zeros_like(delivered) if received_kwh is None else np.nan_to_num(np.asarray(received_kwh, np.float64))
    reactive = np.zeros_like(delivered) if reactive_kvarh is None else np.asarray(reactive_kvarh, np.float64)
    minutes = np.broadcast_to(np.asarray(interval_minutes, np.int64), start.shape)
    anchor = start if len(start) else np.array([from_at] if from_at is not None else [], "datetime64[s]")
    cut = cut_of(resolution, time_zone, anchor, minutes, own)
    buckets = _all_buckets(start, minutes, cut, from_at, to_at)
    known = np.isfinite(delivered)
    count = np.ones_like(delivered) if meters is None else np.asarray(meters, np.float64)
    energies = delivered[known], received[known], reactive[known]
    grid = _grid(cut, start[known], minutes[known], count[known], *energies)
    inside = _inside(grid.start_at, from_at, to_at) & (len(buckets) > 0)
    return _shape(buckets, cut, grid, np.flatnonzero(inside))


def _grid(cut: Cut, start: Instants, minutes: NDArray[np.int64], meters: Floats, *energies: Floats) -> IntervalGrid:
    """The intervals on steps that the buckets are made of."""
    if not len(start):
        return on_grid(start, minutes, 1, *energies)
    offset = (int(start[0].astype(np.int64)) // 60 - cut.phase) % cut.minutes if cut.minutes else 0
    step = common_step(start, minutes, *([cut.minutes, offset] if cut.minutes else []))
    return on_grid(start, minutes, step, *energies, meters=meters)


def _inside(at: Instants, from_at: np.datetime64 | None, to_at: np.datetime64 | None) -> NDArray[np.bool_]:
    inside = np.ones(len(at), np.bool_)
    if from_at is not None:
        inside &= at >= from_at
    if to_at is not None:
        inside &= at < to_at
    return inside


def shifted(at: ArrayLike, years: int = 1) -> Instants:
    """Instants `years` earlier on the same weekday: 364 days a year."""
    return (seconds_of(at) - YEAR_DAYS * DAY_S * years).astype("datetime64[s]")


def level(shape: Shape) -> Level:
    """Energy, highest mean of a bucket and load factor of a period; NaN when nothing was read."""
    energy = float(np.nansum(shape.delivered_kwh - shape.received_kwh)) if len(shape.start_at) else 0.0
    if not np.isfinite(shape.mean_kw).any():
        return Level(float("nan"), float("nan"), float("nan"))
    peak, mean = float(np.nanmax(shape.mean_kw)), float(np.nanmean(shape.mean_kw))
    return Level(energy, peak, mean / peak if peak > 0 else float("nan"))


def change_pct(now: float, before: float) -> float | None:
    """Change in % of before; None where before is zero or either is not known."""
    if not np.isfinite(now) or not np.isfinite(before) or before == 0:
        return None
    return 100.0 * (now - before) / abs(before)


def _shape(buckets: Instants, cut: Cut, grid: IntervalGrid, chosen: NDArray[np.int64]) -> Shape:
    """Buckets from the chosen steps of a grid, which are in order of time. Power is of the steps that are whole."""
    count, widths = len(buckets), cut.widths(buckets)
    place = np.searchsorted(buckets, cut.starts(grid.start_at[chosen]))
    delivered, received, reactive = (values[chosen] for values in grid.sums)
    empty = np.bincount(place, minlength=count) == 0

    def total(values: Floats) -> Floats:
        summed = np.bincount(place, values, count).astype(np.float64)
        summed[empty] = np.nan
        return summed

    whole = grid.is_whole[chosen]
    kw = interval_kw(delivered - received, grid.minutes)[whole]
    steps = np.bincount(place[whole], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(place[whole], kw, count) / steps
    low, p5, p95, high = _spread(place[whole], kw, count)
    return Shape(buckets, mean, low, p5, p95, high, total(delivered), total(received), total(reactive),
                 np.minimum(steps * grid.minutes / widths, 1.0), widths)  # fmt: skip


def _spread(place: NDArray[np.int64], kw: Floats, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Minimum, P5, P95 and maximum by bucket."""
    kw = kw[np.lexsort((kw, place))]
    size = np.bincount(place, minlength=count)
    first = np.concatenate([[0], np.cumsum(size)[:-1]]) if count else np.zeros(0, int)

    def at(share: float) -> Floats:
        answer = np.full(count, np.nan)
        has = size > 0
        position = share * (size[has] - 1)
        below = np.floor(position).astype(np.int64)
        above = np.minimum(below + 1, size[has] - 1)
        low, high = kw[first[has] + below], kw[first[has] + above]
        answer[has] = low + (high - low) * (position - below)
        return answer

    return at(0.0), at(0.05), at(0.95), at(1.0)


def _all_buckets(
    start: Instants, minutes: NDArray[np.int64], cut: Cut, from_at: np.datetime64 | None, to_at: np.datetime64 | None
) -> Instants:
    if not len(start) and (from_at is None or to_at is None):
        return np.zeros(0, "datetime64[s]")
    low = start.min() if from_at is None else from_at.astype("datetime64[s]")
    end = (start + minutes.astype("timedelta64[m]")).max() if to_at is None else to_at.astype("datetime64[s]")
    last = end - np.timedelta64(1, "s")
    return np.zeros(0, "datetime64[s]") if last < low else cut.between(low, last)
