"""Temperatures follow readings and weather, day by day, each day once, and again where something of it changed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.analytics.clock import HOUR, hours_of
from data_sources.analytics.thermal.constants import PAD_MOUNT, POLE_TOP
from data_sources.analytics.thermal.fleet import ThermalFleet, ThermalLoads, thermal_trace
from data_sources.analytics.thermal.steady import steady_hot_spot_c
from data_sources.pipeline.rollups.rollups import WHOLE_DAY
from data_sources.pipeline.thermal.keeping import keep_up
from tests.data_sources.pipeline.thermal.heat_world import FIRST, METERS, NOW, ZONE, HeatWorld, day_after
from tests.handmade import insert


def insert_meter(world: HeatWorld, meter_id: int, transformer_id: int) -> None:
    """Another one beside those of a transformer, in the live database."""
    with world.live.connection() as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE another ON COMMIT DROP AS "
            "SELECT * FROM flux.meters WHERE transformer_id = %s AND is_active LIMIT 1", (transformer_id,)
        )  # fmt: skip
        connection.execute("UPDATE another SET meter_id = %s, meter_name = 'M-NEW'", (meter_id,))
        connection.execute("INSERT INTO flux.meters SELECT * FROM another")


def uneven(seed: int, hours: int = 24) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.2, 1.5, (2, hours))


def test_a_load_that_stays_settles_at_its_hot_spot(world: HeatWorld) -> None:
    """Rated load at 24 to 36 °C: within a day the hot spot is where the steady state of the hottest hours has it."""
    world.weather(FIRST, 2)
    for number in range(2):
        world.loads(day_after(FIRST, number), 1.0)
    assert world.keep() == [FIRST, day_after(FIRST, 1)]
    rows = world.rows("transformer_thermal_day")
    assert [(row["transformer_id"], row["reading_day"]) for row in rows] == [
        (one, day_after(FIRST, number)) for one in (1, 2) for number in range(2)
    ]
    for row, constants in zip(rows, (POLE_TOP, POLE_TOP, PAD_MOUNT, PAD_MOUNT), strict=True):
        warmest = float(steady_hot_spot_c(1.0, 36.0, constants))
        assert row["hot_spot_max_c"] == pytest.approx(warmest, abs=0.2)
        assert (row["known_hours"], row["unknown_hours"], row["peak_load_pct"]) == (24, 0, 100.0)
        assert row["hours_above_110_c"] == 11  # of the sine's upper half: 110 °C itself is not above
        assert row["hours_above_140_c"] == 0


def test_day_by_day_equals_the_whole_period_at_once(world: HeatWorld) -> None:
    """Five uneven days with two gaps in them, across the start of daylight saving, beside one run of the engine."""
    first = dt.date(2026, 3, 6)
    world.weather(first, 6)
    days = [day_after(first, number) for number in range(5)]
    lengths = [len(hours_of(day, ZONE)) for day in days]
    assert lengths == [24, 24, 23, 24, 24]
    loads = [uneven(number, length) for number, length in enumerate(lengths)]
    for number, (day, load) in enumerate(zip(days, loads, strict=True)):
        world.loads(day, load, minutes_received={5: 0, 6: 0} if number in (1, 3) else {})
        world.keep()
    whole = np.concatenate(loads, axis=1)
    for number in (1, 3):
        begin = sum(lengths[:number])
        whole[:, begin + 5 : begin + 7] = np.nan
    hours = np.arange(hours_of(days[0], ZONE)[0], hours_of(days[-1], ZONE)[-1] + HOUR, HOUR)
    air = 30 + 6 * np.sin((hours.astype("datetime64[h]").astype(int) % 24) / 24 * 2 * np.pi)
    fleet = ThermalFleet([POLE_TOP, PAD_MOUNT], np.array([0, 1]))
    trace = thermal_trace(fleet, ThermalLoads(whole.astype(np.float32), air.astype(np.float32), 60))
    found = world.rows("thermal_stress")
    known = np.isfinite(trace.hot_spot_c)
    assert [row["hour_start_at"] for row in found] == [
        at.item() for row in known for at in hours.astype("datetime64[s]")[row]
    ]
    np.testing.assert_allclose([row["hot_spot_c"] for row in found], trace.hot_spot_c[known], atol=0.0501)
    np.testing.assert_allclose([row["aging_factor"] for row in found], trace.aged_hours[known], rtol=0.0051)
    sums = world.rows("transformer_thermal_day")
    aged = np.reshape([row["aged_hours"] for row in sums], (2, 5)).sum(axis=1)
    np.testing.assert_allclose(aged, trace.totals.aged_hours, rtol=1e-4)
    settling = np.reshape([row["settling_hours"] for row in sums], (2, 5)).sum(axis=1)
    np.testing.assert_array_equal(settling, trace.totals.settling_hours)


def test_nothing_is_made_twice(world: HeatWorld) -> None:
    world.weather(FIRST, 3)
    world.loads(FIRST)
    assert world.keep() == [FIRST]
    before = world.warehouse.manifest().version
    assert world.keep() == []
    assert world.warehouse.manifest().version == before


def test_a_corrected_day_is_made_again_and_those_it_reaches(world: HeatWorld) -> None:
    """Of ten days the third is corrected: it and a few after it are made anew, as if it had been so from the start."""
    days = [day_after(FIRST, number) for number in range(10)]
    world.weather(FIRST, 11)
    for number, day in enumerate(days):
        world.loads(day, uneven(number))
    assert world.keep() == days
    world.loads(days[2], uneven(99))
    again = world.keep()
    assert again[0] == days[2]
    assert 2 <= len(again) <= 5
    assert again == days[2 : 2 + len(again)]
    mended = {name: world.rows(name) for name in ("thermal_stress", "transformer_thermal_day")}
    world.store.drop(1, days)
    assert world.rows("thermal_stress") == []
    assert world.keep() == days
    assert {name: world.rows(name) for name in mended} == mended


def test_states_that_are_lost_are_computed_again(world: HeatWorld) -> None:
    """Of twenty days no state is left: the next day is as if they were there, from a week of readings."""
    days = [day_after(FIRST, number) for number in range(21)]
    world.weather(FIRST, 22)
    for number, day in enumerate(days[:20]):
        world.loads(day, uneven(number))
    world.keep()
    kept = world.warehouse.manifest().of("transformer_thermal_state")
    world.loads(days[20], uneven(20))
    assert world.keep() == days[20:]
    whole = world.rows("thermal_stress")
    world.store.drop(1, days[20:])
    world.warehouse.commit(lambda manifest: manifest.without("transformer_thermal_state", kept))
    assert world.keep() == days[20:]
    assert world.rows("thermal_stress") == whole


def test_days_that_come_newest_first_end_as_if_they_had_come_in_order(world: HeatWorld) -> None:
    days = [day_after(FIRST, number) for number in range(6)]
    world.weather(FIRST, 7)
    for number, day in reversed(list(enumerate(days))):
        world.loads(day, uneven(number))
        assert world.keep()[0] == day
    late = world.rows("thermal_stress")
    world.store.drop(1, days)
    world.keep()
    assert world.rows("thermal_stress") == late


def test_measured_weather_in_the_place_of_a_simulated_one_makes_its_days_anew(world: HeatWorld) -> None:
    world.weather(FIRST, 2)
    world.loads(FIRST)
    world.keep()
    cool = max(row["hot_spot_max_c"] for row in world.rows("transformer_thermal_day"))
    world.weather(FIRST, 2, degrees=35.0)
    assert world.keep() == [FIRST]
    warm = max(row["hot_spot_max_c"] for row in world.rows("transformer_thermal_day"))
    assert warm == pytest.approx(cool + 5, abs=0.11)


def test_hours_without_weather_are_unknown_and_said(world: HeatWorld) -> None:
    hours = [at.astype("datetime64[s]").item() for at in hours_of(FIRST, ZONE)]
    world.weather(FIRST, 1, without=(hours[3], hours[4]))
    world.loads(FIRST)
    world.keep()
    for row in world.rows("transformer_thermal_day"):
        assert (row["known_hours"], row["unknown_hours"], row["hours_without_weather"]) == (22, 2, 2)
    stamps = {row["hour_start_at"] for row in world.rows("thermal_stress")}
    assert stamps == set(hours) - {hours[3], hours[4]}


def test_an_hour_of_which_too_little_was_read_is_unknown(world: HeatWorld) -> None:
    """107 of the 120 minutes of two meters are below nine tenths, 110 are above; of one meter both are more than all."""
    world.weather(FIRST, 1)
    world.loads(FIRST, minutes_received={3: 107, 4: 110})
    world.keep()
    two, one = world.rows("transformer_thermal_day")
    assert (two["known_hours"], two["unknown_hours"], two["partial_hours"]) == (23, 1, 1)
    assert (one["known_hours"], one["unknown_hours"], one["partial_hours"]) == (24, 0, 0)
    assert two["hours_without_weather"] == 0


def test_a_load_that_nothing_carries_is_not_believed(world: HeatWorld) -> None:
    """IEEE C57.91 limits a distribution transformer to 300 % of its rating for half an hour."""
    world.weather(FIRST, 1)
    load = np.full((2, 24), 0.5)
    load[0, 7], load[1, 7] = 3.01, 2.99
    world.loads(FIRST, load)
    world.keep()
    one, other = world.rows("transformer_thermal_day")
    assert (one["known_hours"], one["unknown_hours"], one["implausible_hours"], one["peak_load_pct"]) == (23, 1, 1, 50)
    assert (other["known_hours"], other["unknown_hours"], other["implausible_hours"]) == (24, 0, 0)
    assert other["peak_load_pct"] == pytest.approx(299)
    assert one["hours_without_weather"] == 0


def test_without_reactive_energy_the_power_factor_is_095(world: HeatWorld) -> None:
    world.weather(FIRST, 1)
    world.loads(FIRST, 1.0, reactive_kvarh=dict.fromkeys(range(24)))
    world.keep()
    assert {row["peak_load_pct"] for row in world.rows("transformer_thermal_day")} == {round(80 / 0.95, 2)}


def test_a_day_of_which_nothing_is_known_ends_what_came_before(world: HeatWorld) -> None:
    """No row is written for it, it is not asked for again, and the day after begins anew and says so."""
    days = [day_after(FIRST, number) for number in range(3)]
    world.weather(FIRST, 4)
    for day in days:
        world.loads(day, minutes_received=dict.fromkeys(range(24), 0) if day == days[1] else {})
    assert world.keep() == days
    assert world.keep() == []
    rows = world.rows("transformer_thermal_day")
    assert [row["reading_day"] for row in rows] == [days[0], days[2]] * 2
    assert rows[0]["settling_hours"] == rows[1]["settling_hours"] > 3


def test_states_are_kept_of_sundays_and_of_the_last_day(world: HeatWorld) -> None:
    days = [day_after(FIRST, number) for number in range(9)]  # Monday to Tuesday of the week after
    world.weather(FIRST, 10)
    for day in days:
        world.loads(day)
    world.keep()
    kept = {row["reading_day"] for row in world.rows("transformer_thermal_state")}
    assert kept == {days[6], days[8]}


def test_a_file_that_is_gone_is_made_again(world: HeatWorld) -> None:
    world.weather(FIRST, 1)
    world.loads(FIRST)
    world.keep()
    (part,) = world.warehouse.manifest().of("thermal_stress")
    (world.warehouse.root / part.path).unlink()
    assert world.keep() == [FIRST]
    assert len(world.rows("thermal_stress")) == 48


def test_a_day_whose_readings_are_gone_goes_too(world: HeatWorld) -> None:
    days = [FIRST, day_after(FIRST, 1)]
    world.weather(FIRST, 3)
    for day in days:
        world.loads(day)
    world.keep()
    gone = [part for part in world.warehouse.manifest().of("transformer_hourly_load") if part.day == str(FIRST)]
    world.warehouse.commit(lambda manifest: manifest.without("transformer_hourly_load", gone))
    assert world.keep() == [days[1]]  # which no longer goes on from it
    assert {row["reading_day"] for row in world.rows("transformer_thermal_day")} == {days[1]}


def test_an_open_day_waits_until_it_is_over(world: HeatWorld) -> None:
    world.weather(FIRST, 1)
    world.loads(FIRST)
    (part,) = world.warehouse.manifest().of("transformer_hourly_load")
    assert part.scope == WHOLE_DAY
    open_day = world.warehouse.write(
        "transformer_hourly_load", world.history.run("SELECT * FROM transformer_hourly_load", {}), role="rollup",
        day=str(FIRST), scope="h2026070612",
    )  # fmt: skip
    world.warehouse.commit(lambda manifest: manifest.with_table("transformer_hourly_load", open_day))
    assert world.keep() == []


def test_the_present_local_day_waits_whatever_its_files_are(world: HeatWorld) -> None:
    """23:30 of the day in Chicago is 04:30 UTC of the day after."""
    world.weather(FIRST, 1)
    world.loads(FIRST)
    late = dt.datetime.combine(day_after(FIRST, 1), dt.time(4, 30), dt.UTC)
    assert keep_up(world.live, world.store, world.utility, late).days == ()
    assert keep_up(world.live, world.store, world.utility, late + dt.timedelta(minutes=30)).days == (FIRST,)


def test_time_that_is_up_leaves_days_for_the_next_look(world: HeatWorld) -> None:
    days = [day_after(FIRST, number) for number in range(4)]
    world.weather(FIRST, 5)
    for day in days:
        world.loads(day)
    answers = iter([False, False, True, True])
    found = keep_up(world.live, world.store, world.utility, NOW, lambda: next(answers))
    assert (found.days, found.left) == (tuple(days[:2]), 2)
    assert world.keep() == days[2:]


def test_a_new_meter_changes_no_day_before_it_came(world: HeatWorld) -> None:
    """A third meter at transformer 1 on the last day: the days before are as they were, and are not made again."""
    days = [day_after(FIRST, number) for number in range(4)]
    world.weather(FIRST, 5)
    for day in days[:3]:
        world.loads(day)
    world.keep()
    before = world.rows("transformer_thermal_day")
    more = {**METERS, 1: (1, 2, 4)}
    insert_meter(world, 9001, 1)
    world.meters(more)
    assert world.keep() == []
    assert world.rows("transformer_thermal_day") == before
    world.loads(days[3], recorded=more, minutes_received={5: 120})
    assert world.keep() == [days[3]]
    rows = world.rows("transformer_thermal_day")
    assert [row["known_hours"] for row in rows] == [24, 24, 24, 23, 24, 24, 24, 24]  # one of three was not read at 5


def test_a_meter_of_which_there_is_no_record_is_missed_until_it_is_gone(world: HeatWorld) -> None:
    """Silent for a day it is expected; once the record of meters has it no more, it is not expected after its last day."""
    days = [day_after(FIRST, number) for number in range(2)]
    world.weather(FIRST, 3)
    world.loads(days[0])
    world.loads(days[1], recorded={1: (1,), 2: (3,)})
    world.keep()
    rows = world.rows("transformer_thermal_day")
    assert [row["known_hours"] for row in rows] == [24, 0, 24, 24]
    world.meters({1: (1,), 2: (3,)})
    assert world.keep() == [days[1]]
    assert [row["known_hours"] for row in world.rows("transformer_thermal_day")] == [24, 24, 24, 24]


def test_a_nameplate_chooses_the_constants_and_its_days_are_made_again(world: HeatWorld) -> None:
    """Normal Kraft paper ages at 2 ** ((hot spot - 98) / 6), IEC 60076-7; the other transformer is as it was."""
    world.weather(FIRST, 1)
    world.loads(FIRST)
    world.keep()
    before = world.rows("transformer_thermal_day")
    plate = {"asset_kind": "transformer", "asset_id": 2, "utility_id": 1, "cooling": "KNAN", "is_upgraded_paper": False}
    insert(world.live, "asset_nameplates", [plate])
    assert world.keep() == [FIRST]
    after = world.rows("transformer_thermal_day")
    assert after[0] == before[0]
    assert after[1]["hot_spot_max_c"] == before[1]["hot_spot_max_c"]
    assert after[1]["aged_hours"] > 3 * before[1]["aged_hours"]


def test_a_dry_type_transformer_has_no_oil_to_compute(world: HeatWorld) -> None:
    insert(
        world.live, "asset_nameplates", [{"asset_kind": "transformer", "asset_id": 2, "utility_id": 1, "cooling": "AN"}]
    )
    world.weather(FIRST, 1)
    world.loads(FIRST)
    world.keep()
    assert [row["transformer_id"] for row in world.rows("transformer_thermal_day")] == [1]
