"""Load over time at a chosen resolution, with its spread, its power factor, and the same weeks of another year.

Method
    Energy of an interval becomes mean power: kW = kWh x 60 / minutes. A bucket (15 minutes, hour, local day) has the
    mean of its interval powers weighted by time, and as bands the minimum, maximum and the 5th and 95th percentile of
    the interval powers inside it (linear interpolation between order statistics; Hyndman and Fan 1996, type 7). Its
    energy is the sum over what was read. A bucket without any reading is a gap: NaN, never zero.
    Power factor is that of the sums, P / sqrt(P^2 + Q^2) with P net kWh and Q net kvarh: power factors are never
    averaged. Years are compared 364 days apart, 52 whole weeks, so that weekdays meet weekdays; load factor is mean
    over peak.

Assumptions
    Buckets are cut in UTC at the quarter hour and the hour, and at local midnight for days (23 and 25 hours twice a
    year). Energies delivered and received are both positive; net is delivered less received.

Known drawbacks
    The bands are the spread of the load inside the bucket, not of its meters. A bucket with few readings is shown with
    what there is (see `coverage`). 364 days move by one or two from the calendar date: holidays do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data_sources.analytics.clock import DAY_S, seconds_of, utc_offsets, utc_seconds

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]
Resolution = Literal["15min", "hour", "day"]

RESOLUTIONS: Final[tuple[Resolution, ...]] = ("15min", "hour", "day")
YEAR_DAYS: Final = 364  # 52 weeks
_FIXED_S: Final = {"15min": 900, "hour": 3600}


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

    @property
    def power_factor(self) -> Floats:
        """Of each bucket's sums, 0 to 1; NaN without energy."""
        return power_factor(self.delivered_kwh - self.received_kwh, self.reactive_kvarh)


@dataclass(frozen=True, slots=True)
class Level:
    """Energy (net), peak of the given intervals, and load factor (mean over peak) of one period."""

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


def bucket_starts(at: ArrayLike, resolution: Resolution, time_zone: str = "UTC") -> Instants:
    """Start of the bucket that each instant lies in, datetime64[s] UTC.

    Raises:
        ValueError: unknown resolution.
    """
    if resolution not in RESOLUTIONS:
        raise ValueError(f"A load can be shown by {', '.join(RESOLUTIONS)}, not by {resolution!r}.")
    seconds = seconds_of(at)
    if resolution in _FIXED_S:
        step = _FIXED_S[resolution]
        return (seconds // step * step).astype("datetime64[s]")
    local = seconds + utc_offsets(seconds, time_zone)
    return utc_seconds(local // DAY_S * DAY_S, time_zone).astype("datetime64[s]")


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
) -> Shape:
    """Interval energies as load by bucket.

    Args:
        interval_start_at: starts of the intervals, UTC, any order, shape (n,).
        interval_minutes: lengths, shape (n,) or one number; intervals longer than the bucket count where they start.
        delivered_kwh: energy to the customer; NaN where there is no reading, shape (n,).
        received_kwh: energy from the customer; none when left out; NaN counts as none.
        reactive_kvarh: net reactive energy; none when left out.
        resolution: width of the buckets.
        time_zone: IANA name; days begin at its midnight.
        from_at: show buckets from here on, gaps too; the first reading's when left out.
        to_at: up to here; the last reading's when left out.

    Raises:
        ValueError: unknown resolution.
    """
    start = np.asarray(interval_start_at).astype("datetime64[s]")
    delivered = np.asarray(delivered_kwh, np.float64)
    received = np.zeros_like(delivered) if received_kwh is None else np.nan_to_num(np.asarray(received_kwh, np.float64))
    reactive = np.zeros_like(delivered) if reactive_kvarh is None else np.asarray(reactive_kvarh, np.float64)
    minutes = np.broadcast_to(np.asarray(interval_minutes, np.float64), start.shape)
    buckets = _all_buckets(start, resolution, time_zone, from_at, to_at)
    place = np.searchsorted(buckets, bucket_starts(start, resolution, time_zone)) if len(start) else np.zeros(0, int)
    known = np.isfinite(delivered) & (place < len(buckets)) & (start >= (buckets[0] if len(buckets) else start))
    order = np.argsort(place[known], kind="stable")
    chosen = np.flatnonzero(known)[order]
    return _shape(buckets, place[chosen], minutes[chosen], delivered[chosen], received[chosen], reactive[chosen],
                  _widths(buckets, resolution, time_zone))  # fmt: skip


def shifted(at: ArrayLike, years: int = 1) -> Instants:
    """Instants `years` earlier on the same weekday: 364 days a year."""
    return (seconds_of(at) - YEAR_DAYS * DAY_S * years).astype("datetime64[s]")


def level(shape: Shape) -> Level:
    """Energy, peak and load factor of a period; NaN when nothing was read."""
    energy = float(np.nansum(shape.delivered_kwh - shape.received_kwh)) if len(shape.start_at) else 0.0
    if not np.isfinite(shape.mean_kw).any():
        return Level(float("nan"), float("nan"), float("nan"))
    peak, mean = float(np.nanmax(shape.max_kw)), float(np.nanmean(shape.mean_kw))
    return Level(energy, peak, mean / peak if peak > 0 else float("nan"))


def change_pct(now: float, before: float) -> float | None:
    """Change in % of before; None where before is zero or either is not known."""
    if not np.isfinite(now) or not np.isfinite(before) or before == 0:
        return None
    return 100.0 * (now - before) / abs(before)


def _shape(
    buckets: Instants, place: NDArray[np.int64], minutes: Floats, delivered: Floats, received: Floats,
    reactive: Floats, widths: Floats,
) -> Shape:  # fmt: skip
    """Buckets from readings sorted by bucket."""
    count = len(buckets)
    net = interval_kw(delivered - received, minutes)
    read = np.bincount(place, minutes, count)
    empty = read == 0

    def total(values: Floats) -> Floats:
        summed = np.bincount(place, values, count).astype(np.float64)
        summed[empty] = np.nan
        return summed

    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total(net * minutes) / read
    low, p5, p95, high = _spread(place, net, count)
    return Shape(buckets, mean, low, p5, p95, high, total(delivered), total(received), total(reactive),
                 np.minimum(read / widths, 1.0))  # fmt: skip


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
    start: Instants, resolution: Resolution, zone: str, from_at: np.datetime64 | None, to_at: np.datetime64 | None
) -> Instants:
    if not len(start) and (from_at is None or to_at is None):
        return np.zeros(0, "datetime64[s]")
    low = start.min() if from_at is None else from_at.astype("datetime64[s]")
    last = start.max() if to_at is None else to_at.astype("datetime64[s]") - np.timedelta64(1, "s")
    if last < low:
        return np.zeros(0, "datetime64[s]")
    if resolution in _FIXED_S:
        ends = bucket_starts(np.array([low, last]), resolution)
        step = np.timedelta64(_FIXED_S[resolution], "s")
        return np.arange(ends[0], ends[1] + step, step)
    # Noon to noon steps never miss a local day, however long it is.
    steps = np.arange(low, last + np.timedelta64(1, "s"), np.timedelta64(12, "h"))
    return np.unique(bucket_starts(np.append(steps, last), resolution, zone))


def _widths(buckets: Instants, resolution: Resolution, zone: str) -> Floats:
    """Minutes of each bucket."""
    if resolution in _FIXED_S:
        return np.full(len(buckets), _FIXED_S[resolution] / 60.0)
    following = bucket_starts(buckets + np.timedelta64(36, "h"), resolution, zone)
    return np.asarray((following - buckets).astype(np.float64) / 60.0)
