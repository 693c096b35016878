"""Meters of 1, 5, 10, 15, 30 and 60 minutes beside each other: every answer of the history is that of their power.

FAULTS H2: two meters of constant 1 kW, one read every 15 minutes, one every 60, are 2.0 kW everywhere.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_sources.analytics.clock import midnight_utc
from data_sources.history import completeness, forecast, loads, losses
from data_sources.history.map_days import DayIntervals, MapDays
from data_sources.history.scope import Meter, Scope, Transformer, floats
from data_sources.query import Query
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.mixed_lengths import readings, write_mixed

ZONE = "America/Chicago"
FIRST = dt.date(2026, 10, 31)  # the clocks go back on the next day
END = dt.date(2026, 11, 3)
FROM, TO = midnight_utc(FIRST, ZONE), midnight_utc(END, ZONE)
HOURS = 73
ALL = Scope(1)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    """Two meters of 1 kW: 15 and 60 minutes."""
    return write_mixed(tmp_path_factory.mktemp("pair"), [(15, 1.0), (60, 1.0)], ZONE, FIRST, 3)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    """Six meters of six lengths, 1 to 6 kW: 21 kW."""
    meters = [(1, 1.0), (5, 2.0), (10, 3.0), (15, 4.0), (30, 5.0), (60, 6.0)]
    return write_mixed(tmp_path_factory.mktemp("six"), meters, ZONE, FIRST, 3)


@pytest.mark.parametrize("subject", [ALL, Scope(1, feeder_id=1), Transformer(1)])
@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_two_kilowatts_are_two_kilowatts(pair: DuckSource, subject: loads.Subject, resolution: str) -> None:
    made = loads.load(pair, subject, FROM, TO, resolution=resolution, time_zone=ZONE)  # type: ignore[arg-type]
    for name in ("mean_kw", "min_kw", "p5_kw", "p95_kw", "max_kw"):
        np.testing.assert_allclose(floats(made[name]), 2.0, rtol=1e-6)
    assert pc.sum(made["energy_delivered_kwh"]).as_py() == pytest.approx(2.0 * HOURS)


@pytest.mark.parametrize("resolution", ["15min", "hour", "day"])
def test_six_lengths_are_the_sum_of_their_powers(six: DuckSource, resolution: str) -> None:
    made = loads.load(six, ALL, FROM, TO, resolution=resolution, time_zone=ZONE)  # type: ignore[arg-type]
    np.testing.assert_allclose(floats(made["mean_kw"]), 21.0, rtol=1e-5)
    assert pc.sum(made["energy_delivered_kwh"]).as_py() == pytest.approx(21.0 * HOURS, rel=1e-5)


def test_a_period_that_begins_within_an_hour_has_the_hourly_meter(pair: DuckSource) -> None:
    quarter = dt.timedelta(minutes=15)
    made = loads.load(pair, ALL, FROM + quarter, FROM + 7 * quarter, resolution="15min", time_zone=ZONE)
    assert floats(made["mean_kw"]).tolist() == pytest.approx([2.0] * 6)
    assert pc.sum(made["energy_delivered_kwh"]).as_py() == pytest.approx(3.0)


def test_hourly_meters_have_a_line(tmp_path: Path) -> None:
    """FAULTS H3."""
    source = write_mixed(tmp_path, [(60, 1.0), (60, 2.0)], ZONE, FIRST, 3)
    made = loads.load(source, Meter(1), FROM, TO, time_zone=ZONE)
    assert floats(made["minutes"]).tolist() == [60.0] * HOURS
    np.testing.assert_allclose(floats(made["mean_kw"]), 1.0)


def test_the_forecast_counts_reads_by_their_minutes(pair: DuckSource) -> None:
    _, load = forecast.hourly(pair, ALL, FROM, TO, ZONE)
    np.testing.assert_allclose(load, [2.0] * HOURS)


def test_an_hour_that_is_not_over_has_no_load_yet(tmp_path: Path) -> None:
    """Asked from the running hour on, two of its four quarters were taken for an hour: half the load."""
    until = dt.datetime(2026, 11, 2, 18, 30)
    source = write_mixed(tmp_path, [(15, 1.0), (15, 1.0)], ZONE, FIRST, 3, came=lambda _meter, at, _m: at < until)
    for from_at in (dt.datetime(2026, 11, 2, 18), dt.datetime(2026, 11, 2, 17), FROM):
        start, load = forecast.hourly(source, ALL, from_at, TO, ZONE)
        is_over = start + np.timedelta64(1, "h") <= np.datetime64(until)
        np.testing.assert_allclose(load, np.where(is_over, 2.0, np.nan))


def test_a_short_stretch_knows_how_many_reads_an_hour_has(tmp_path: Path) -> None:
    """One quarter of an hour that is over did not come: seen alone it is the same hour, scaled up, and no less."""
    first, gone = dt.datetime(2026, 11, 2, 17), dt.datetime(2026, 11, 2, 17, 30)
    source = write_mixed(tmp_path, [(15, 1.0)], ZONE, FIRST, 3, came=lambda _meter, at, _m: at != gone)
    _, load = forecast.hourly(source, ALL, first, first + dt.timedelta(hours=1), ZONE)
    assert load.tolist() == pytest.approx([1.0])


NOON = dt.datetime(2026, 11, 2, 18, tzinfo=dt.UTC)  # in Chicago


def not_yet(meter: int, at: dt.datetime, minutes: int) -> bool:
    """It is 12:00: the second meter was last read at 08:00, the third lost what came from 02:00 to 03:00."""
    end = at + dt.timedelta(minutes=minutes)
    is_lost = meter == 3 and dt.datetime(2026, 11, 2, 8) <= at < dt.datetime(2026, 11, 2, 9)
    return end <= dt.datetime(2026, 11, 2, 14 if meter == 2 else 18) and not is_lost


@pytest.mark.parametrize("scope", [ALL, Scope(1, feeder_id=1, transformer_id=1)])
def test_what_is_not_late_yet_is_still_due_and_not_missing(tmp_path: Path, scope: Scope) -> None:
    """Reads are late 6 hours after their interval: from 06:00 on what is not there may come, and is not expected."""
    source = write_mixed(tmp_path, [(15, 1.0)] * 3, ZONE, FIRST, 3, came=not_yet)

    def today(now: dt.datetime) -> tuple[int, ...]:
        rows = source.fetch(completeness.days_query(scope, FIRST, END, now=now))
        if scope.is_below_feeder:
            reads = source.fetch(completeness.reads_query(scope, [1, 2, 3], FIRST, END, now=now))
            rows = completeness.without_due(rows, reads, ZONE, now=now)
        found = rows.filter(pc.equal(rows["reading_day"], dt.date(2026, 11, 2)))
        names = ("intervals_expected", "intervals_received", "intervals_due")
        return tuple(pc.sum(found[name]).as_py() for name in names)

    assert today(NOON) == (3 * 48 - 16, 3 * 48 - 16 - 4, 16)
    assert today(NOON + dt.timedelta(hours=4)) == (3 * 48 - 8, 3 * 48 - 16 - 4, 8)
    assert today(NOON + dt.timedelta(days=1)) == (3 * 48, 3 * 48 - 16 - 4, 0)


def test_peaks_of_two_years_are_of_the_same_length(six: DuckSource) -> None:
    found = loads.year_over_year(six, ALL, FROM, TO, time_zone=ZONE)
    assert (found.now.peak_kw, found.now.load_factor) == (pytest.approx(21.0, rel=1e-5), pytest.approx(1.0))
    assert found.now.energy_kwh == pytest.approx(21.0 * HOURS, rel=1e-5)


def test_losses_weigh_meters_by_the_minutes_read(six: DuckSource) -> None:
    """Nothing is lost: heads and transformers measure what the six meters register."""
    found = six.fetch(losses.feeder_losses_query(ALL, FIRST, END)).to_pylist()[0]
    assert (found["hours"], found["intervals"], found["intervals_left_out"]) == (HOURS, HOURS, 0)
    assert found["head_kwh"] == pytest.approx(21.0 * HOURS)
    assert found["losses_pct"] == pytest.approx(0.0, abs=0.001)
    hours = six.fetch(losses.feeder_losses_hourly_query(1, FIRST, END))
    assert hours.num_rows == HOURS
    np.testing.assert_allclose(floats(hours["metered_kwh"]), 21.0, rtol=1e-5)
    np.testing.assert_allclose(floats(hours["hours"]), 1.0)


def test_every_hour_of_a_transformer_is_whole(six: DuckSource) -> None:
    found = six.fetch(losses.transformer_balances_query(ALL, FIRST, END, allowance_pct=0.0)).to_pylist()[0]
    assert (found["hours"], found["hours_left_out"]) == (HOURS, 0)
    assert found["unaccounted_kwh"] == pytest.approx(0.0, abs=0.01)
    hours = six.fetch(losses.transformer_balance_hourly_query(1, FIRST, END, allowance_pct=0.0))
    np.testing.assert_allclose(floats(hours["registered_kwh"]), 21.0, rtol=1e-5)


def test_an_hourly_read_that_is_not_there_leaves_its_hour_out(tmp_path: Path) -> None:
    noon = dt.datetime(2026, 11, 2, 18)
    source = write_mixed(
        tmp_path, [(15, 1.0), (60, 1.0)], ZONE, FIRST, 3, came=lambda meter, at, _m: (meter, at) != (2, noon)
    )
    found = source.fetch(losses.transformer_balances_query(ALL, FIRST, END, allowance_pct=0.0)).to_pylist()[0]
    assert (found["hours"], found["hours_left_out"]) == (HOURS - 1, 1)
    assert found["unaccounted_kwh"] == pytest.approx(0.0, abs=0.01)
    feeder = source.fetch(losses.feeder_losses_query(ALL, FIRST, END)).to_pylist()[0]
    assert (feeder["hours"], feeder["losses_pct"]) == (HOURS - 1, pytest.approx(0.0, abs=0.001))


def test_a_change_of_length_leaves_no_hour_out(changed: DuckSource) -> None:
    found = changed.fetch(losses.transformer_balances_query(ALL, FIRST, END, allowance_pct=0.0)).to_pylist()[0]
    assert (found["hours"], found["hours_left_out"]) == (HOURS, 0)
    assert found["unaccounted_kwh"] == pytest.approx(0.0, abs=0.01)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    """A meter of 1 kW that goes from 30 to 5 minutes with the third day, beside one of 15 minutes."""
    third = midnight_utc(FIRST + dt.timedelta(days=2), ZONE)
    return write_mixed(
        tmp_path_factory.mktemp("changed"), [(30, 1.0), (15, 1.0)], ZONE, FIRST, 3,
        came=lambda meter, at, _minutes: meter == 2 or at < third,
        more=lambda day: readings(1, 5, 1.0, day, ZONE, came=lambda _meter, at, _minutes: at >= third),
    )  # fmt: skip


def test_every_meter_is_expected_at_its_own_length(six: DuckSource) -> None:
    rows = six.fetch(completeness.days_query(ALL, FIRST, END))
    day = 1440 + 288 + 144 + 96 + 48 + 24
    assert rows["intervals_expected"].to_pylist() == [day, day * 25 // 24, day]
    assert rows["intervals_received"].to_pylist() == rows["intervals_expected"].to_pylist()
    meters = six.fetch(completeness.days_query(Scope(1, transformer_id=1), FIRST, END)).to_pylist()
    assert [row["intervals_expected"] for row in meters if row["reading_day"] == FIRST] == [1440, 288, 144, 96, 48, 24]
    assert all(row["intervals_received"] == row["intervals_expected"] for row in meters)
    reads = six.fetch(completeness.reads_query(Scope(1, transformer_id=1), range(1, 7), FIRST, END))
    assert reads.num_rows == day * HOURS // 24
    assert completeness.gaps(reads).num_rows == 0


def test_a_change_of_length_is_no_gap(changed: DuckSource) -> None:
    meters = changed.fetch(completeness.days_query(Scope(1, meter_id=1), FIRST, END)).to_pylist()
    assert [(row["intervals_expected"], row["intervals_received"]) for row in meters] == [
        (48, 48),
        (50, 50),
        (288, 288),
    ]
    reads = changed.fetch(completeness.reads_query(Scope(1, meter_id=1), [1], FIRST, END))
    assert reads.num_rows == 48 + 50 + 288
    assert completeness.gaps(reads).num_rows == 0
    np.testing.assert_allclose(floats(loads.load(changed, ALL, FROM, TO, resolution="hour")["mean_kw"]), 2.0, rtol=1e-5)


def test_what_has_no_record_is_expected(tmp_path: Path) -> None:
    """The hourly meter ends at noon of the second day, a third one never says a word."""
    noon = dt.datetime(2026, 11, 1, 18)
    meters = [(15, 1.0), (60, 1.0), (60, 1.0), (60, 1.0)]
    source = write_mixed(
        tmp_path, meters, ZONE, FIRST, 3, came=lambda meter, at, _minutes: meter != 3 and (meter != 2 or at < noon)
    )
    rows = {(row["meter_id"], row["reading_day"]): row for row in source.fetch(
        completeness.days_query(Scope(1, transformer_id=1), FIRST, END)).to_pylist()}  # fmt: skip
    ended = rows[2, dt.date(2026, 11, 1)]
    assert (ended["intervals_expected"], ended["intervals_received"]) == (25, 13)
    assert rows[2, dt.date(2026, 11, 2)]["intervals_received"] is None
    found = completeness.gaps(source.fetch(completeness.reads_query(Scope(1, meter_id=2), [2], FIRST, END)))
    assert found.select(["state", "minutes"]).to_pylist() == [{"state": "no_record", "minutes": 36 * 60.0}]
    silent = source.fetch(completeness.reads_query(Scope(1, meter_id=3), [3], FIRST, END))
    assert set(silent["quality"].to_pylist()) == {"no_record"}
    assert silent.num_rows == HOURS * 4


def test_the_share_of_a_day_counts_silence(tmp_path: Path) -> None:
    """A meter that ended at noon without a placeholder was read for half of the day, not for all of it."""
    noon = dt.datetime(2026, 11, 2, 18)
    source = write_mixed(
        tmp_path, [(15, 1.0), (60, 1.0)], ZONE, FIRST, 3, came=lambda meter, at, _minutes: meter == 1 or at < noon
    )
    rows = source.fetch(Query.of("ami_loss_days", feeder_id=1, first_day=FIRST, end_day=END)).to_pylist()
    shares = {(row["meter_id"], row["reading_day"]): row["share_read"] for row in rows}
    assert [shares[2, FIRST + dt.timedelta(days=day)] for day in range(3)] == pytest.approx([1.0, 1.0, 0.5])
    assert [shares[1, FIRST + dt.timedelta(days=day)] for day in range(3)] == pytest.approx([1.0, 1.0, 1.0])


def test_suspects_are_sought_over_the_longest_interval(six: DuckSource) -> None:
    found = losses.feeder_readings(six, 1, FIRST, END)
    assert (found.interval_minutes, len(found.start_at)) == (60, HOURS)
    np.testing.assert_allclose(found.kw(found.delivered_kwh), np.arange(1.0, 7.0)[:, None] * np.ones(HOURS), rtol=1e-5)
    np.testing.assert_allclose(found.voltage_pct, 100.0)
    np.testing.assert_allclose(found.kw(found.measured_kwh), 21.0)
    np.testing.assert_allclose(found.kw(found.head_kwh), 21.0)
    assert not found.is_estimated.any()


@pytest.mark.parametrize("meters", [[(15, 1.0), (60, 2.0)], [(10, 1.0), (15, 2.0)], [(1, 1.0), (5, 2.0), (30, 3.0)]])
def test_the_map_shows_each_meter_at_every_instant(tmp_path: Path, meters: list[tuple[int, float]]) -> None:
    source = write_mixed(tmp_path, meters, ZONE, FIRST, 1)
    intervals = DayIntervals.of(FIRST, source.fetch(Query.of("ami_map_day", utility_id=1, day=FIRST)))
    powers = [kw for _, kw in meters]
    np.testing.assert_allclose(intervals.net_kw, sum(powers), rtol=1e-4)
    day = MapDays(source).open(1, intervals)
    np.testing.assert_allclose(day.meters.load_factor_pct, 100.0, rtol=1e-4)
    slots = range(0, len(intervals.start_at), 7)
    for _ in range(2):  # asked for one by one, then out of the cube
        for slot in slots:
            np.testing.assert_allclose(day.instant(slot).net_kw, powers, atol=0.001)
        day.build()


def test_the_own_peak_is_that_of_the_days_before_too(tmp_path: Path) -> None:
    """At 01:15 the whole city was at 100 %: the peak of a day that has only begun is no peak."""
    second = FIRST + dt.timedelta(days=1)
    begun = midnight_utc(second, ZONE) + dt.timedelta(minutes=75)

    def came(_meter: int, at: dt.datetime, _minutes: int) -> bool:
        return at < begun

    source = write_mixed(
        tmp_path, [(15, 1.0), (15, 1.0)], ZONE, FIRST, 2,
        came=lambda meter, at, minutes: meter == 1 and came(meter, at, minutes),
        more=lambda day: readings(2, 15, 4.0 if day == FIRST else 1.0, day, ZONE, came=came),
    )  # fmt: skip
    rows = source.fetch(Query.of("ami_map_day", utility_id=1, day=second))
    meters = MapDays(source).open(1, DayIntervals.of(second, rows)).meters
    assert meters.peak_kw.tolist() == pytest.approx([1.0, 1.0])
    assert meters.own_peak_kw.tolist() == pytest.approx([1.0, 4.0])


def test_a_cube_of_many_meters_is_not_made_of_single_minutes() -> None:
    rows = pa.table(
        {
            "interval_start_at": pa.array([dt.datetime(2026, 7, 6, 5), dt.datetime(2026, 7, 6, 5)], pa.timestamp("us", "UTC")),
            "interval_minutes": pa.array([1, 15], pa.int16()), "energy_delivered_kwh": [1.0, 1.0],
            "energy_received_kwh": [0.0, 0.0], "intervals_received": [50, 600_000], "intervals_estimated": [0, 0],
            "intervals_missing": [0, 0],
        }
    )  # fmt: skip
    assert DayIntervals.of(dt.date(2026, 7, 6), rows).step_minutes == 15
    assert DayIntervals.of(dt.date(2026, 7, 6), rows.slice(0, 1)).step_minutes == 1


@pytest.mark.parametrize("meters", [[(60, 9.0), (15, 1.0), (60, 2.0)], [(15, 9.0), (10, 1.0), (15, 2.0)]])
def test_neighbours_of_several_lengths_stand_for_their_whole_intervals(
    tmp_path: Path, meters: list[tuple[int, float]]
) -> None:
    source = write_mixed(tmp_path, meters, ZONE, FIRST, 1)
    binds = {"meter_id": 1, "transformer_id": 1, "first_neighbour_id": 1, "last_neighbour_id": 3}
    end = midnight_utc(FIRST + dt.timedelta(days=1), ZONE)
    rows = source.fetch(Query.of("ami_meter_neighbours", **binds, from_at=FROM, to_at=end))
    assert set(rows["meters"].to_pylist()) == {2}
    np.testing.assert_allclose(floats(rows["kw_median"]), 1.5, rtol=1e-6)


def test_the_map_opens_where_all_meters_were_read(tmp_path: Path) -> None:
    """An hour that has not ended has quarters, but no hourly meter."""
    begun = midnight_utc(FIRST, ZONE) + dt.timedelta(hours=3)
    quarters = dt.timedelta(minutes=45)
    source = write_mixed(
        tmp_path, [(15, 1.0), (60, 1.0)], ZONE, FIRST, 1,
        came=lambda _meter, at, minutes: at < begun + quarters * (minutes == 15),
    )  # fmt: skip
    found = DayIntervals.of(FIRST, source.fetch(Query.of("ami_map_day", utility_id=1, day=FIRST)))
    assert (len(found.start_at), found.slot(begun + dt.timedelta(hours=9))) == (15, 11)
    np.testing.assert_allclose(found.net_kw, [2.0] * 12 + [np.nan] * 3)
    assert found.slot(begun) == 12  # who asks for it sees it


def test_a_quarter_that_begins_first_does_not_move_the_hours(tmp_path: Path) -> None:
    """The axis began with the first reading, 00:15: the hour of 01:00 stood in the cell of 00:15."""
    first = FROM.replace(tzinfo=None) + dt.timedelta(minutes=15)
    source = write_mixed(
        tmp_path, [(15, 1.0), (60, 1.0)], ZONE, FIRST, 3, came=lambda _meter, at, minutes: at >= first or minutes == 60
    )
    found = losses.feeder_readings(source, 1, FIRST, END)
    assert found.start_at[0] == np.datetime64(FROM.replace(tzinfo=None), "s")
    assert len(found.start_at) == HOURS
    assert np.isnan(found.delivered_kwh[0, 0])  # three of its quarters were read
    np.testing.assert_allclose(found.delivered_kwh[0, 1:], 1.0)
    np.testing.assert_allclose(found.delivered_kwh[1], 1.0)
    np.testing.assert_allclose(found.head_kwh, 2.0)
