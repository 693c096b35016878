"""The days that maps of readings show: what each meter did over the day, and its readings at any instant of it.

A day opens with two small questions (its intervals, its meters' sums); the first instant is asked for by itself, so
that there is something to see within a second; the cube of all instants is built beside that. Days are shared by all
sessions of a process, and the cubes of the two used last are kept.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.intervals import common_step, on_grid
from data_sources.analytics.loadshape import interval_kw
from data_sources.history.cube import DayCube, build_cube, column
from data_sources.query import Query
from data_sources.source import Source

MAX_BYTES = 640 << 20  # two days of 600,000 meters at 15 minutes
DAY_BYTES = 28  # of a meter, what it did over the day
CELL_BYTES = 5  # of a cube: power, voltage, quality
CUBE_BYTES = 320 << 20  # of one day; 597,000 meters at 15 minutes take 287 MB
DAY_MINUTES = 1440
PEAK_DAYS = 30
KEPT_PEAKS = 4  # days whose meters' earlier peaks are kept: 5 MB of 600,000 meters each
KEPT_INSTANTS = 8  # asked for one by one, before the cube is there

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class DayIntervals:
    """The intervals of one local day of a utility.

    Attributes:
        day: the local day.
        start_at: datetime64[us] (intervals,), UTC, evenly spaced over the day as far as it was read.
        step_minutes: minutes between two starts: what all lengths are multiples of, but not so short that a cube of it
            would not fit (`CUBE_BYTES`); then a meter shows the reading that begins with the step.
        lengths: of the meters' intervals, minutes, ascending.
        net_kw: float64 (intervals,), sum of all meters' powers; NaN where none read, or the longer intervals are not
            there yet.
        received: readings of the day.
        missing: intervals of the day that are known to be missing.
        stamp: changes when the day's readings do.
    """

    day: dt.date
    start_at: NDArray[np.datetime64]
    step_minutes: int
    lengths: tuple[int, ...]
    net_kw: NDArray[np.float64]
    received: int
    missing: int
    stamp: int

    @classmethod
    def of(cls, day: dt.date, rows: pa.Table) -> DayIntervals:
        """From the rows of `ami_map_day`."""
        start, minutes = column(rows, "interval_start_at").astype("datetime64[us]"), column(rows, "interval_minutes")
        if not len(start):
            return cls(day, np.empty(0, "datetime64[us]"), 15, (15,), np.empty(0), 0, 0, 0)
        minutes = minutes.astype(np.int64)
        net = column(rows, "energy_delivered_kwh") - np.nan_to_num(column(rows, "energy_received_kwh"))
        known = np.isfinite(net)
        meters = column(rows, "intervals_received") + column(rows, "intervals_missing")
        grid = on_grid(start[known], minutes[known], common_step(start, minutes), net[known], meters=meters[known])
        step = _affordable(grid.minutes, rows)
        end = (start + minutes.astype("timedelta64[m]")).max()
        starts = np.arange(start.min(), end, np.timedelta64(step, "m"))
        place = (grid.start_at[grid.is_whole] - starts[0]) // np.timedelta64(step, "m")
        power = interval_kw(grid.sums[0], grid.minutes)[grid.is_whole]
        with np.errstate(invalid="ignore"):
            kw = np.bincount(place, power, len(starts)) / np.bincount(place, minlength=len(starts))
        counts = [int(column(rows, f"intervals_{kind}").sum()) for kind in ("received", "missing", "estimated")]
        stamp = hash((len(start), *counts, net.tobytes()))  # as bytes: no two NaN are equal
        return cls(day, starts, step, tuple(np.unique(minutes).tolist()), kw, counts[0], counts[1], stamp)

    @property
    def longest_minutes(self) -> int:
        """The longest length."""
        return self.lengths[-1]

    def slot(self, at: dt.datetime | None) -> int:
        """The interval that holds an instant (naive UTC); the nearest there is, after the end that of all meters."""
        if at is None or not len(self.start_at):
            return 0
        steps = (np.datetime64(at, "us") - self.start_at[0]) // np.timedelta64(self.step_minutes, "m")
        if steps < len(self.start_at):
            return max(int(steps), 0)
        known = np.flatnonzero(np.isfinite(self.net_kw))
        return int(known[-1]) if len(known) else len(self.start_at) - 1


def _affordable(step: int, rows: pa.Table) -> int:
    """The step, or a longer one where a day's cube of all meters would be too large."""
    recorded = column(rows, "intervals_received") + column(rows, "intervals_missing")
    minutes = column(rows, "interval_minutes")
    meters = sum(int(recorded[minutes == length].max()) for length in np.unique(minutes))
    coarser = (wide for wide in (step, 5, 15) if wide % step == 0)
    return next((wide for wide in coarser if meters * CELL_BYTES * DAY_MINUTES // wide <= CUBE_BYTES), max(step, 15))


@dataclass(frozen=True)
class DayMeters:
    """What each meter of a utility did over one local day.

    Attributes:
        meter_id: int32, ascending.
        nominal_v: volts that are 100 %.
        peak_kw: highest interval mean to the customer; NaN where nothing came.
        own_peak_kw: the highest of the last `PEAK_DAYS` days that there are, this one included.
        load_factor_pct: mean power over peak power, %; NaN where nothing came or nothing flowed.
        estimated_pct: estimated reads of all reads received, %; NaN where nothing came.
        received: reads that came.
    """

    meter_id: NDArray[np.int32]
    nominal_v: Floats
    peak_kw: Floats
    own_peak_kw: Floats
    load_factor_pct: Floats
    estimated_pct: Floats
    received: NDArray[np.int32]

    @classmethod
    def of(cls, rows: pa.Table, peaks: pa.Table) -> DayMeters:
        """From the rows of `ami_map_meter_day`, and of `ami_map_peaks` of the days before."""
        received = np.nan_to_num(column(rows, "intervals_received")).astype(np.int32)
        peak = column(rows, "peak_kw").astype(np.float32)
        hours = column(rows, "minutes_received") / 60
        meter_id = column(rows, "meter_id")
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = 100 * column(rows, "energy_delivered_kwh") / hours / peak
            estimated = 100 * np.nan_to_num(column(rows, "intervals_estimated")) / received
        factor[~np.isfinite(factor)] = np.nan
        estimated[received == 0] = np.nan
        return cls(
            meter_id, column(rows, "nominal_voltage_v").astype(np.float32), peak,
            np.fmax(peak, _peaks_of(meter_id, peaks)), factor.astype(np.float32), estimated.astype(np.float32),
            received,
        )  # fmt: skip


def _peaks_of(meter_id: NDArray[np.int32], peaks: pa.Table) -> Floats:
    """Peaks in the order of the meters; NaN where there is none."""
    found = np.full(len(meter_id), np.nan, np.float32)
    if len(meter_id) and peaks.num_rows:
        place = np.searchsorted(meter_id, column(peaks, "meter_id")).clip(0, len(meter_id) - 1)
        is_ours = meter_id[place] == column(peaks, "meter_id")
        found[place[is_ours]] = column(peaks, "peak_kw")[is_ours]
    return found


@dataclass(frozen=True)
class Instant:
    """All meters of a day at one interval; NaN without a reading.

    Attributes:
        net_kw: power to the customer less power from the customer.
        voltage_pct: mean voltage, % of nominal.
        quality: code of `cube.QUALITIES`; None while only the instant was asked for.
    """

    net_kw: Floats
    voltage_pct: Floats
    quality: NDArray[np.uint8] | None = None


@dataclass(eq=False)
class MapDay:
    """One version of one day of one utility. Thread-safe.

    Attributes:
        utility_id: whose meters.
        intervals: its intervals.
        meters: its meters.
        cube: all its readings; None until `build` is done.
    """

    utility_id: int
    intervals: DayIntervals
    meters: DayMeters
    source: Source
    cube: DayCube | None = None
    is_dropped: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _building: threading.Lock = field(default_factory=threading.Lock)
    _instants: OrderedDict[int, Future[Instant]] = field(default_factory=OrderedDict)

    @property
    def nbytes(self) -> int:
        """Bytes of memory with the cube, whether it is there yet or not."""
        return len(self.meters.meter_id) * (CELL_BYTES * len(self.intervals.start_at) + DAY_BYTES)

    def instant(self, slot: int) -> Instant:
        """The readings of one interval: from the cube, or asked for while there is none.

        Raises:
            SourceError: the history cannot answer.
        """
        cube = self.cube
        if cube is not None:
            return Instant(cube.net_kw(slot), cube.voltage_pct(slot), cube.quality[slot])
        with self._lock:
            kept = self._instants.get(slot)
            future: Future[Instant] = kept or self._instants.setdefault(slot, Future())
            while len(self._instants) > KEPT_INSTANTS:
                self._instants.popitem(last=False)
        if kept is None:
            self._ask(slot, future)
        return future.result()

    def voltage_pct(self, slot: int) -> Floats:
        """The voltages of one interval alone, % of nominal.

        Raises:
            SourceError: the history cannot answer.
        """
        cube = self.cube
        return self.instant(slot).voltage_pct if cube is None else cube.voltage_pct(slot)

    def build(self) -> DayCube | None:
        """The cube, built now if it is not there; others who ask meanwhile wait for the same one.

        Raises:
            SourceError: the history cannot answer.
        """
        with self._building:
            if self.cube is None and not self.is_dropped:
                intervals, meters = self.intervals, self.meters
                self.cube = build_cube(
                    self.source, intervals.day, meters.meter_id, meters.nominal_v, intervals.start_at,
                    intervals.step_minutes, is_wanted=lambda: not self.is_dropped,
                )  # fmt: skip
                self._instants.clear()
        return self.cube

    def _ask(self, slot: int, future: Future[Instant]) -> None:
        try:
            future.set_result(self._fetch(slot))
        except BaseException as error:
            with self._lock:
                self._instants.pop(slot, None)
            future.set_exception(error)
            raise

    def _fetch(self, slot: int) -> Instant:
        intervals, meters = self.intervals, self.meters
        net, voltage = (np.full(len(meters.meter_id), np.nan, np.float32) for _ in range(2))
        if not len(intervals.start_at) or not len(net):
            return Instant(net, voltage)
        at = intervals.start_at[slot]
        first = at - np.timedelta64(intervals.longest_minutes, "m")
        rows = self.source.fetch(
            Query.of(
                "ami_instant_of_meters", day=intervals.day, from_at=first.item(), at=at.item(),
                first_meter_id=int(meters.meter_id[0]), end_meter_id=int(meters.meter_id[-1]) + 1,
            )
        )  # fmt: skip
        places = np.searchsorted(meters.meter_id, column(rows, "meter_id")).clip(0, len(net) - 1)
        is_ours = meters.meter_id[places] == column(rows, "meter_id")
        places = places[is_ours]
        net[places] = column(rows, "net_kw")[is_ours]
        with np.errstate(divide="ignore", invalid="ignore"):
            voltage[places] = 100 * column(rows, "voltage_v")[is_ours] / meters.nominal_v[places]
        return Instant(net, voltage)


class MapDays:
    """The days of all maps of a process. Thread-safe.

    Args:
        source: the history, without a cache: what is read is kept here.
        max_bytes: memory of those that are kept, their cubes included; the least recently used goes first, the newest
            stays whatever it takes.
    """

    def __init__(self, source: Source, *, max_bytes: int = MAX_BYTES) -> None:
        """Asks nothing yet."""
        self._source = source
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._days: OrderedDict[tuple[int, dt.date, int], Future[MapDay]] = OrderedDict()
        self._peaks: OrderedDict[tuple[int, dt.date], pa.Table] = OrderedDict()

    def open(self, utility_id: int, intervals: DayIntervals) -> MapDay:
        """One day as it is now: the one that is kept if its readings did not change, else read anew.

        Raises:
            SourceError: the history cannot answer.
        """
        key = (utility_id, intervals.day, intervals.stamp)
        with self._lock:
            kept = self._days.get(key)
            future: Future[MapDay] = kept or self._days.setdefault(key, Future())
            self._days.move_to_end(key)
        if kept is None:
            self._read(key, intervals, future)
        return future.result()

    def kept(self, utility_id: int, day: dt.date, stamp: int) -> MapDay | None:
        """A day that was opened and is still kept; it counts as used."""
        key = (utility_id, day, stamp)
        with self._lock:
            future = self._days.get(key)
            if future is not None:
                self._days.move_to_end(key)
        return future.result() if future is not None and future.done() and future.exception() is None else None

    def _read(self, key: tuple[int, dt.date, int], intervals: DayIntervals, future: Future[MapDay]) -> None:
        try:
            rows = self._source.fetch(Query.of("ami_map_meter_day", utility_id=key[0], day=key[1]))
            meters = DayMeters.of(rows, self._peaks_before(*key[:2]))
            future.set_result(MapDay(key[0], intervals, meters, self._source))
        except BaseException as error:
            with self._lock:
                self._days.pop(key, None)
            future.set_exception(error)
            raise
        self._drop_old()

    def _peaks_before(self, utility_id: int, day: dt.date) -> pa.Table:
        """The highest of the days before, which is asked for once: a day that is still being read is opened often."""
        with self._lock:
            kept = self._peaks.get((utility_id, day))
        if kept is None:
            first = day - dt.timedelta(days=PEAK_DAYS - 1)
            kept = self._source.fetch(Query.of("ami_map_peaks", utility_id=utility_id, first_day=first, day=day))
            with self._lock:
                self._peaks[utility_id, day] = kept
                while len(self._peaks) > KEPT_PEAKS:
                    self._peaks.popitem(last=False)
        return kept

    def _drop_old(self) -> None:
        """Let the least recently used go."""
        with self._lock:
            read = {key: one.result() for key, one in self._days.items() if one.done() and one.exception() is None}
            size = sum(day.nbytes for day in read.values())
            for key, day in list(read.items())[:-1]:
                if size <= self._max_bytes:
                    return
                del self._days[key]
                day.is_dropped = True
                size -= day.nbytes
