"""One day of all meters, time first: an instant of 600,000 meters is one row of an array instead of a scan of the day.

Files hold a meter's day side by side, so asking them for one instant reads them whole (half a second to a second at
full scale). A `DayCube` reads the day once, in slices of meters so that any engine can answer, and then gives an
instant in a few milliseconds: 5 bytes a reading, 287 MB for 597,000 meters and 96 intervals.

Power is net (to the customer less from the customer) in whole steps of a meter's own: one watt up to 32 kW, else a
32,767th of its peak. Voltage is in hundredths of a percent of nominal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse import reading_values

ABSENT = 0  # of power and voltage: no reading
ZERO = 32_768  # code of no power at all
FULL = 32_767  # steps from none to a meter's peak
PERCENT = 100  # steps a percent of nominal voltage
SLICE_METERS = 65_536  # a slice of a day at 15 minutes: 6.3 million rows, 160 MB while it is read

QUALITIES = ("none", *reading_values.QUALITIES)
"""By code in `DayCube.quality`."""

Array = NDArray[Any]


@dataclass(frozen=True)
class DayCube:
    """All readings of some meters on one local day.

    Attributes:
        meter_id: int32 (meters,), ascending.
        nominal_v: float32 (meters,), volts that are 100 %.
        start_at: datetime64[us] (intervals,), UTC, evenly spaced.
        step_minutes: minutes from one start to the next; a longer reading fills several, of shorter ones the one that
            begins with it counts.
        power: uint16 (intervals, meters), `ZERO` plus steps of `watts`; `ABSENT` without a reading.
        watts: float32 (meters,), watts a step.
        voltage: uint16 (intervals, meters), 1 plus hundredths of a percent of nominal; `ABSENT` without a reading.
        quality: uint8 (intervals, meters), place in `QUALITIES`.
    """

    meter_id: NDArray[np.int32]
    nominal_v: NDArray[np.float32]
    start_at: NDArray[np.datetime64]
    step_minutes: int
    power: NDArray[np.uint16]
    watts: NDArray[np.float32]
    voltage: NDArray[np.uint16]
    quality: NDArray[np.uint8]

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        return self.power.nbytes + self.voltage.nbytes + self.quality.nbytes

    def net_kw(self, slot: int) -> NDArray[np.float32]:
        """Net power of each meter in one interval, kW; NaN without a reading."""
        return power_kw(self.power[slot], self.watts)

    def voltage_pct(self, slot: int) -> NDArray[np.float32]:
        """Mean voltage of each meter in one interval, % of nominal; NaN without a reading."""
        return percent(self.voltage[slot])


def build_cube(
    source: Source,
    day: dt.date,
    meter_id: NDArray[np.int32],
    nominal_v: NDArray[np.float32],
    start_at: NDArray[np.datetime64],
    step_minutes: int,
    *,
    is_wanted: Callable[[], bool] = lambda: True,
    slice_meters: int = SLICE_METERS,
) -> DayCube | None:
    """Read a day, slice of meters by slice.

    Args:
        source: the history; its answers are taken apart here, so give it without a cache.
        day: the local day.
        meter_id: the meters, ascending.
        nominal_v: their nominal voltage.
        start_at: starts of the day's intervals, UTC, evenly spaced.
        step_minutes: minutes between two of them.
        is_wanted: looked at before each slice; None is answered when it says no.
        slice_meters: how many meters are read at a time.

    Raises:
        SourceError: the source cannot answer.
    """
    shape = (len(start_at), len(meter_id))
    cube = DayCube(
        meter_id, nominal_v, start_at, step_minutes, np.zeros(shape, np.uint16), np.ones(len(meter_id), np.float32),
        np.zeros(shape, np.uint16), np.zeros(shape, np.uint8),
    )  # fmt: skip
    if not len(start_at):
        return cube
    queries = [
        Query.of("ami_day_of_meters", day=day, first_meter_id=first, end_meter_id=end)
        for first, end in _slices(meter_id, slice_meters)
    ]
    for rows in _one_ahead(source, queries):
        if not is_wanted():
            return None
        place_readings(cube, rows)
    return cube


def _one_ahead(source: Source, queries: list[Query]) -> Iterator[pa.Table]:
    """The answers in order; the next one is fetched while the last one is used."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="flux-cube") as fetcher:
        waiting = None
        for query in queries:
            rows, waiting = waiting, fetcher.submit(source.fetch, query)
            if rows is not None:
                yield rows.result()
        if waiting is not None:
            yield waiting.result()


def place_readings(cube: DayCube, rows: pa.Table) -> None:
    """Put the rows of `ami_day_of_meters` into a cube; all rows of a meter must be in one table.

    Rows of meters or times that the cube does not hold are left out.
    """
    ids, net_kw = column(rows, "meter_id"), column(rows, "net_kw")
    at = column(rows, "interval_start_at").astype("datetime64[us]").astype(np.int64)
    _scale(cube.meter_id, ids, net_kw, cube.watts)
    _place(
        cube.meter_id, cube.nominal_v, cube.watts, int(cube.start_at[0].astype(np.int64)), cube.step_minutes,
        ids, at, column(rows, "interval_minutes"), net_kw, column(rows, "voltage_v"), column(rows, "quality_code"),
        cube.power, cube.voltage, cube.quality,
    )  # fmt: skip


def warm_cube() -> None:
    """Compile the loops of a build, before somebody waits for one."""
    rows = pa.table(
        {
            "meter_id": pa.array([1], pa.int32()),
            "interval_start_at": pa.array([0], pa.timestamp("us", tz="UTC")),
            "interval_minutes": pa.array([15], pa.int16()),
            "net_kw": pa.array([1.0], pa.float32()),
            "voltage_v": pa.array([120.0], pa.float32()),
            "quality_code": pa.array([1], pa.int16()),
        }
    )
    one, flat = np.ones(1, np.int32), np.ones(1, np.float32)
    codes, starts = np.zeros((1, 1), np.uint16), np.zeros(1, "datetime64[us]")
    cube = DayCube(one, flat, starts, 15, codes, flat.copy(), codes.copy(), np.zeros((1, 1), np.uint8))
    place_readings(cube, rows)
    gather_power(cube, 0, np.zeros(1, np.int64), flat)


def column(rows: pa.Table, name: str) -> Array:
    """A column as one numpy array; NULL numbers become NaN."""
    values: Array = rows[name].to_numpy(zero_copy_only=False)
    return values


def power_kw(codes: NDArray[np.uint16], watts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power from its codes, kW; NaN where there is none."""
    kw = (codes.astype(np.float32) - ZERO) * (watts * np.float32(1e-3))
    kw[codes == ABSENT] = np.nan
    return kw


def percent(codes: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Voltage from its codes, % of nominal; NaN where there is none."""
    values = (codes.astype(np.float32) - 1) * np.float32(1 / PERCENT)
    values[codes == ABSENT] = np.nan
    return values


def _slices(meter_id: NDArray[np.int32], size: int) -> Iterator[tuple[int, int]]:
    """Ranges of ids, first to before-end, that hold `size` meters each."""
    for at in range(0, len(meter_id), size):
        last = min(at + size, len(meter_id)) - 1
        yield int(meter_id[at]), int(meter_id[last]) + 1


def gather_power(
    cube: DayCube, slot: int, places: NDArray[np.int64], peak_kw: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Net power of some meters in one interval, kW, and in % of a peak of each; NaN without a reading.

    Args:
        cube: the day.
        slot: the interval.
        places: of the meters wanted in the cube; -1 for none.
        peak_kw: by place in the cube; a peak of nothing is a share of nothing.
    """
    kw, share = np.empty(len(places), np.float32), np.empty(len(places), np.float32)
    _gather_power(cube.power[slot], cube.watts, peak_kw, places, kw, share)
    return kw, share


@numba.njit(nogil=True, cache=True)
def _gather_power(codes, watts, peak_kw, places, kw, share):  # type: ignore[no-untyped-def]  # numba infers the types
    for row in range(len(places)):
        place = places[row]
        code = codes[place] if place >= 0 else np.uint16(ABSENT)
        if code == ABSENT:
            kw[row] = share[row] = np.nan
            continue
        kw[row] = (np.float32(code) - ZERO) * watts[place] * np.float32(1e-3)
        peak = peak_kw[place]
        share[row] = 100 * kw[row] / peak if peak > 0 else 0.0 if kw[row] == 0 else np.nan


@numba.njit(nogil=True, cache=True)
def _find(ids, wanted):  # type: ignore[no-untyped-def]  # numba infers the types
    """Place of an id among ascending ids; -1 if it is not there."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if ids[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(ids) and ids[low] == wanted else -1


@numba.njit(nogil=True, cache=True)
def _scale(meter_id, ids, net_kw, watts):  # type: ignore[no-untyped-def]  # numba infers the types
    """Make each meter's step large enough for its highest power, either way."""
    last, at = -1, -1
    for row in range(len(ids)):
        if ids[row] != last:  # mostly a meter's rows lie together, so it is looked for once
            last, at = ids[row], _find(meter_id, ids[row])
        if at >= 0 and abs(net_kw[row]) * 1e3 > watts[at] * FULL:
            watts[at] = abs(net_kw[row]) * 1e3 / FULL


@numba.njit(nogil=True, cache=True)
def _place(  # type: ignore[no-untyped-def]  # numba infers the types
    meter_id, nominal_v, watts, first_us, step_minutes, ids, at_us, minutes, net_kw, voltage_v, code,
    power, voltage, quality,
):  # fmt: skip
    last, at, per_kw, per_volt = -1, -1, 0.0, 0.0
    per_us = 1.0 / (step_minutes * 60_000_000)
    for row in range(len(ids)):
        if ids[row] != last:
            last, at = ids[row], _find(meter_id, ids[row])
            per_kw = 1e3 / watts[at]
            per_volt = 10_000.0 / nominal_v[at] if nominal_v[at] > 0 else np.nan
        if at < 0 or at_us[row] < first_us:
            continue
        steps = (at_us[row] - first_us) * per_us
        slot = int(steps + 1e-6)
        if minutes[row] < step_minutes and steps - slot > 1e-6:
            continue
        end = slot + 1 if minutes[row] <= step_minutes else slot + minutes[row] // step_minutes
        kw, shade = net_kw[row] * per_kw, voltage_v[row] * per_volt
        for filled in range(slot, min(end, power.shape[0])):
            quality[filled, at] = code[row]
            if kw == kw:
                power[filled, at] = int(kw + (ZERO + 0.5))
            if shade == shade:
                voltage[filled, at] = min(int(max(shade, 0.0) + 1.5), 65_535)
