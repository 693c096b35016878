"""Days of the map of readings: opened once, an instant before the cube and after it, the least used let go."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from data_sources.errors import SourceUnavailable
from data_sources.history.map_days import DayIntervals, DayMeters, MapDays
from data_sources.query import Query
from data_sources.source import Health
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.history_rows import DAYS, METERS, write_warehouse

pytestmark = pytest.mark.filterwarnings("ignore:Arrow output on a DB-API result")


class Counted:
    """A source that notes what it is asked, and may be away."""

    dialect = "snowflake"

    def __init__(self, source: DuckSource) -> None:
        self.source, self.asked, self.is_away = source, [], False

    def fetch(self, query: Query) -> pa.Table:
        self.asked.append(query.name)
        if self.is_away:
            raise SourceUnavailable("The history is away.")
        return self.source.fetch(query)

    def health(self) -> Health:
        return self.source.health()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return write_warehouse(tmp_path_factory.mktemp("days"))


@pytest.fixture
def counted(history: DuckSource) -> Counted:
    return Counted(history)


def intervals(source: DuckSource, day: dt.date) -> DayIntervals:
    return DayIntervals.of(day, source.fetch(Query.of("ami_map_day", utility_id=1, day=day)))


@pytest.mark.parametrize(("day", "count"), [(DAYS[0], 96), (DAYS[1], 92), (DAYS[2], 96)])
def test_a_day_has_its_own_number_of_intervals(history: DuckSource, day: dt.date, count: int) -> None:
    """92 quarters of an hour on the day the clocks go forward."""
    found = intervals(history, day)
    assert len(found.start_at) == count
    assert found.step_minutes == 15
    assert np.isfinite(found.net_kw).all()
    assert found.slot(None) == 0
    assert found.slot(found.start_at[7].item() + dt.timedelta(minutes=14)) == 7
    assert found.slot(dt.datetime(2030, 1, 1)) == count - 1


def test_the_stamp_changes_with_the_readings(history: DuckSource) -> None:
    rows = history.fetch(Query.of("ami_map_day", utility_id=1, day=DAYS[0]))
    more = rows.set_column(2, "energy_delivered_kwh", pa.array([1.0, *rows["energy_delivered_kwh"].to_pylist()[1:]]))
    assert DayIntervals.of(DAYS[0], rows).stamp == DayIntervals.of(DAYS[0], rows).stamp
    assert DayIntervals.of(DAYS[0], rows).stamp != DayIntervals.of(DAYS[0], more).stamp


def test_the_stamp_of_a_day_with_an_instant_without_values_stays(history: DuckSource) -> None:
    """No two NaN have the same hash: each session built a cube of its own, 287 MB."""
    rows = history.fetch(Query.of("ami_map_day", utility_id=1, day=DAYS[0]))
    kwh = [None, *rows["energy_delivered_kwh"].to_pylist()[1:]]
    place = rows.column_names.index("energy_delivered_kwh")
    gap = rows.set_column(place, "energy_delivered_kwh", pa.array(kwh, pa.float64()))
    assert len({DayIntervals.of(DAYS[0], gap).stamp for _ in range(3)}) == 1
    assert DayIntervals.of(DAYS[0], gap).stamp != DayIntervals.of(DAYS[0], rows).stamp


def test_load_factor_and_estimates_follow_the_readings(history: DuckSource) -> None:
    """Load factor is mean over peak; one of meter 5's 89 reads of the second day was estimated."""
    day = MapDays(history).open(1, intervals(history, DAYS[1]))
    assert day.meters.meter_id.tolist() == list(METERS)
    rows = history.fetch(Query.of("ami_day_of_meters", day=DAYS[1], first_meter_id=1, end_meter_id=2))
    kw = rows["net_kw"].to_numpy()
    assert day.meters.load_factor_pct[0] == pytest.approx(100 * kw.mean() / kw.max(), rel=1e-4)
    assert day.meters.estimated_pct[4] == pytest.approx(100 / 90, rel=1e-4)
    assert np.isnan(day.meters.load_factor_pct[6])  # a dead meter: nothing flowed
    assert np.isnan(day.meters.estimated_pct[10])  # no readings at all
    assert day.meters.received[10] == 0


def test_an_instant_is_the_same_before_and_after_the_cube(history: DuckSource) -> None:
    day = MapDays(history).open(1, intervals(history, DAYS[1]))
    before = {slot: day.instant(slot) for slot in (0, 47, 91)}
    assert day.build() is not None
    for slot, asked in before.items():
        built = day.instant(slot)
        np.testing.assert_allclose(built.net_kw, asked.net_kw, atol=0.0006)
        np.testing.assert_allclose(built.voltage_pct, asked.voltage_pct, atol=0.006)
        np.testing.assert_array_equal(day.voltage_pct(slot), built.voltage_pct)
        assert asked.quality is None
        assert built.quality is not None


def test_a_day_is_read_once_for_all(counted: Counted) -> None:
    days, wanted = MapDays(counted), intervals(counted.source, DAYS[0])
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: days.open(1, wanted), range(8)))
        list(pool.map(lambda day: day.instant(5), opened))
        list(pool.map(lambda day: day.build(), opened))
    assert len(set(map(id, opened))) == 1
    assert counted.asked == ["ami_map_meter_day", "ami_map_peaks", "ami_instant_of_meters", "ami_day_of_meters"]


def test_the_least_used_day_is_let_go(counted: Counted) -> None:
    wanted = [intervals(counted.source, day) for day in DAYS]
    sizes = [MapDays(counted).open(1, each).nbytes for each in wanted]
    days = MapDays(counted, max_bytes=max(sizes[0] + sizes[1], sizes[0] + sizes[2]))  # a few kilobytes
    first, second = (days.open(1, each) for each in wanted[:2])
    assert days.kept(1, DAYS[0], wanted[0].stamp) is first  # used last
    days.open(1, wanted[2])
    assert days.kept(1, DAYS[1], wanted[1].stamp) is None
    assert second.is_dropped
    assert second.build() is None
    assert days.kept(1, DAYS[0], wanted[0].stamp) is first


def test_a_day_larger_than_the_budget_stays_until_another_is_opened(counted: Counted) -> None:
    days = MapDays(counted, max_bytes=1)
    wanted = [intervals(counted.source, day) for day in DAYS[:2]]
    first = days.open(1, wanted[0])
    assert days.kept(1, DAYS[0], wanted[0].stamp) is first
    cube = first.build()
    assert cube is not None
    assert cube.nbytes < first.nbytes
    days.open(1, wanted[1])
    assert first.is_dropped
    assert days.kept(1, DAYS[0], wanted[0].stamp) is None


def test_a_source_that_was_away_is_asked_again(counted: Counted) -> None:
    days, wanted = MapDays(counted), intervals(counted.source, DAYS[0])
    counted.is_away = True
    with pytest.raises(SourceUnavailable):
        days.open(1, wanted)
    counted.is_away = False
    day = days.open(1, wanted)
    counted.is_away = True
    with pytest.raises(SourceUnavailable):
        day.instant(3)
    with pytest.raises(SourceUnavailable):
        day.build()
    counted.is_away = False
    assert np.isfinite(day.instant(3).net_kw).sum() == 11
    assert day.build() is not None


def test_a_utility_without_readings_is_an_empty_day(history: DuckSource) -> None:
    day = MapDays(history).open(2, intervals_of_nothing(DAYS[0]))
    assert len(day.intervals.start_at) == 0
    assert len(day.instant(0).net_kw) == 0


def intervals_of_nothing(day: dt.date) -> DayIntervals:
    schema = Query.of("ami_map_day", utility_id=2, day=day).statement.result
    assert schema is not None
    return DayIntervals.of(day, schema.empty_table())


def test_hourly_meters_share_out_the_day() -> None:
    """24 reads of an hour in a utility of quarter-hours: 24 kWh at a peak of 2 kW is a load factor of 50 %."""
    rows = pa.table(
        {
            "meter_id": pa.array([1, 2], pa.int32()),
            "nominal_voltage_v": pa.array([120, 120], pa.float32()),
            "energy_delivered_kwh": pa.array([24, 24], pa.float32()),
            "peak_kw": pa.array([2, 4], pa.float32()),
            "intervals_received": pa.array([24, 96], pa.int32()),
            "intervals_estimated": pa.array([6, None], pa.int32()),
            "minutes_received": pa.array([1440, 1440], pa.int32()),
        }
    )
    before = pa.table({"meter_id": pa.array([2], pa.int32()), "peak_kw": pa.array([9], pa.float32())})
    meters = DayMeters.of(rows, before)
    assert meters.own_peak_kw.tolist() == [2, 9]
    assert meters.load_factor_pct.tolist() == [50, 25]
    assert meters.estimated_pct.tolist() == [25, 0]
