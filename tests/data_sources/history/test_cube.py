"""The day cube against the rows themselves: every reading where it belongs, nothing anywhere else."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.history.cube import (
    QUALITIES,
    DayCube,
    build_cube,
    gather_power,
    place_readings,
)
from data_sources.query import Query
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.history_rows import DAYS, METERS, write_warehouse

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")
NOON = np.datetime64("2026-08-14T17:00", "us")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_warehouse(tmp_path_factory.mktemp("cube"))


def quarters(first: str, count: int) -> np.ndarray:
    return np.datetime64(first, "us") + np.arange(count) * np.timedelta64(15, "m")


def empty_cube(meters: int, intervals: int, step_minutes: int = 15) -> DayCube:
    shape = (intervals, meters)
    start = NOON + np.arange(intervals) * np.timedelta64(step_minutes, "m")
    return DayCube(
        np.arange(1, meters + 1, dtype=np.int32) * 10, np.full(meters, 240, np.float32), start, step_minutes,
        np.zeros(shape, np.uint16), np.ones(meters, np.float32), np.zeros(shape, np.uint16), np.zeros(shape, np.uint8),
    )  # fmt: skip


def rows_of(readings: list[tuple[int, int, int, float | None, float | None, int]], first: np.datetime64) -> pa.Table:
    """Rows of ami_day_of_meters: meter, minutes after the first start, interval, kW, V, quality."""
    at = [first + np.timedelta64(minute, "m") for _, minute, *_ in readings]
    names = ("meter_id", "interval_minutes", "net_kw", "voltage_v", "quality_code")
    types = (pa.int32(), pa.int16(), pa.float32(), pa.float32(), pa.int16())
    places = (0, 2, 3, 4, 5)
    columns = {
        name: pa.array([row[i] for row in readings], kind) for name, i, kind in zip(names, places, types, strict=True)
    }
    columns["interval_start_at"] = pa.array(np.array(at, "datetime64[us]"), pa.timestamp("us")).cast(
        pa.timestamp("us", tz="UTC")
    )
    return pa.table(columns)


@pytest.mark.parametrize("slice_meters", [1, 5, 100])
@pytest.mark.parametrize("day", DAYS)
def test_a_cube_holds_what_the_rows_say(history: DuckSource, day: dt.date, slice_meters: int) -> None:
    """Including the day of 23 hours, an export, a dead meter, a gap, and reads that were put right later."""
    everything = history.fetch(Query.of("ami_day_of_meters", day=day, first_meter_id=0, end_meter_id=1000)).to_pylist()
    first = min(row["interval_start_at"] for row in everything).replace(tzinfo=None)
    hours = {DAYS[1]: 23}.get(day, 24)
    meter_id = np.array(METERS, np.int32)
    nominal = np.array([240 if meter == 2 else 120 for meter in METERS], np.float32)
    cube = build_cube(
        history, day, meter_id, nominal, quarters(first.isoformat(), 4 * hours), 15, slice_meters=slice_meters
    )
    assert cube is not None
    expected = {(row["meter_id"], row["interval_start_at"].replace(tzinfo=None)): row for row in everything}
    seen = 0
    for slot, start in enumerate(cube.start_at):
        kw, volts = cube.net_kw(slot), cube.voltage_pct(slot)
        for place, meter in enumerate(METERS):
            row = expected.get((meter, start.item()))
            if row is None:
                assert cube.quality[slot, place] == 0
                assert math.isnan(kw[place])
                continue
            seen += 1
            assert cube.quality[slot, place] == row["quality_code"]
            if row["net_kw"] is None:
                assert math.isnan(kw[place])
                assert QUALITIES[row["quality_code"]] == "missing"
            else:
                assert kw[place] == pytest.approx(row["net_kw"], abs=0.0006)  # half a watt
                assert volts[place] * nominal[place] / 100 == pytest.approx(row["voltage_v"], abs=0.02)
    assert seen == len(everything)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 6),
            st.integers(0, 7),
            st.one_of(st.none(), st.floats(-400, 4000, width=32)),
            st.one_of(st.none(), st.floats(0, 600, width=32)),
            st.integers(1, 4),
        ),
        unique_by=lambda row: row[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_rows_may_come_in_any_order(rows: list[tuple[int, int, float, float, int]], random: object) -> None:
    random.shuffle(rows)  # type: ignore[attr-defined]
    cube = empty_cube(6, 8)
    place_readings(cube, rows_of([(m * 10, s * 15, 15, kw, v, q) for m, s, kw, v, q in rows], NOON))
    found = {(m, s): (kw, v, q) for m, s, kw, v, q in rows}
    for slot in range(8):
        kw, volts = cube.net_kw(slot), cube.voltage_pct(slot)
        for meter in range(1, 7):
            wanted_kw, wanted_v, quality = found.get((meter, slot), (None, None, 0))
            step_kw = float(cube.watts[meter - 1]) / 1000
            assert cube.quality[slot, meter - 1] == quality
            if wanted_kw is None:
                assert math.isnan(kw[meter - 1])
            else:
                assert abs(kw[meter - 1] - wanted_kw) <= 0.51 * step_kw + 1e-5 * abs(wanted_kw)
            if wanted_v is None:
                assert math.isnan(volts[meter - 1])
            else:
                assert abs(volts[meter - 1] * 2.4 - wanted_v) <= 0.013


def test_a_longer_reading_fills_its_intervals() -> None:
    """An hourly meter beside quarter-hourly ones: 2 kW over the hour is 2 kW in each quarter."""
    cube = empty_cube(2, 8)
    place_readings(cube, rows_of([(10, 60, 60, 2.0, 240.0, 1), (20, 0, 15, 1.0, 228.0, 2)], NOON))
    assert [round(float(cube.net_kw(slot)[0]), 3) for slot in range(4, 8)] == [2.0] * 4
    assert np.isnan([cube.net_kw(slot)[0] for slot in range(4)]).all()
    assert cube.voltage_pct(0)[1] == pytest.approx(95.0)
    assert cube.quality[:, 0].tolist() == [0] * 4 + [1] * 4


def test_what_the_cube_does_not_hold_is_left_out() -> None:
    cube = empty_cube(2, 4)
    place_readings(
        cube, rows_of([(15, 0, 15, 9.0, 240.0, 1), (10, -15, 15, 9.0, 240.0, 1), (10, 60, 15, 9.0, 240.0, 1)], NOON)
    )
    assert not cube.quality.any()
    assert not cube.power.any()


def test_a_large_meter_keeps_five_digits() -> None:
    """5,000 kW in steps of a 32,767th of the peak: 153 W."""
    cube = empty_cube(1, 2)
    place_readings(cube, rows_of([(10, 0, 15, 5000.0, None, 1), (10, 15, 15, 1234.5, None, 1)], NOON))
    assert cube.net_kw(0)[0] == pytest.approx(5000, abs=0.08)
    assert cube.net_kw(1)[0] == pytest.approx(1234.5, abs=0.08)


def test_power_is_gathered_with_its_share_of_the_peak() -> None:
    cube = empty_cube(3, 1)
    place_readings(cube, rows_of([(10, 0, 15, 2.0, None, 1), (20, 0, 15, 0.0, None, 1)], NOON))
    kw, share = gather_power(cube, 0, np.array([1, -1, 0, 2]), np.array([4.0, 0.0, 1.0], np.float32))
    assert np.nan_to_num(kw, nan=-1).round(4).tolist() == [0, -1, 2, -1]
    assert np.nan_to_num(share, nan=-1).round(3).tolist() == [0, -1, 50, -1]


def test_a_day_without_intervals_is_an_empty_cube(history: DuckSource) -> None:
    cube = build_cube(
        history, DAYS[0], np.array([1], np.int32), np.array([120], np.float32), np.empty(0, "datetime64[us]"), 15
    )
    assert cube is not None
    assert cube.nbytes == 0


def test_a_build_nobody_wants_ends(history: DuckSource) -> None:
    ids = np.array(METERS, np.int32)
    nominal = np.full(len(ids), 120, np.float32)
    start = quarters("2026-03-07T06:00", 96)
    assert build_cube(history, DAYS[0], ids, nominal, start, 15, is_wanted=lambda: False, slice_meters=1) is None
