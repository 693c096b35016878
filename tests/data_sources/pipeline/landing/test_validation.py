"""Each rule of validation, with the reading it refuses; times with offsets and daylight saving."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from data_sources.errors import ImportRefused
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.validation import as_readings, validate
from tests.data_sources.pipeline.small import NOON, make_warehouse, missing, reading, table

NOW = NOON + dt.timedelta(minutes=20)


@pytest.fixture(scope="module")
def known_meters(tmp_path_factory: pytest.TempPathFactory) -> KnownMeters:
    return KnownMeters.of(make_warehouse(tmp_path_factory.mktemp("small")))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (reading(1, NOON) | {"meter_id": None}, "a required value is empty"),
        (reading(99, NOON), "unknown meter"),
        (reading(1, NOON, quality="guessed"), "unknown quality"),
        (reading(1, NOON, interval_minutes=7), "interval length is none of 1, 5, 10, 15, 30, 60 minutes"),
        (reading(1, NOON + dt.timedelta(minutes=5)), "start is not on an interval's boundary"),
        (reading(1, NOON + dt.timedelta(seconds=1)), "start is not on an interval's boundary"),
        (reading(1, NOON + dt.timedelta(hours=2)), "start lies in the future"),
        (
            reading(1, dt.datetime(1, 1, 1)),
            "start lies before 2001",
        ),  # no time zone west of UTC has a year 1 of its own
        (reading(1, dt.datetime(1970, 1, 1)), "start lies before 2001"),
        (reading(1, dt.datetime(9999, 12, 31, 23, 45)), "start lies in the future"),
        (missing(1, NOON) | {"voltage_v": 240.0}, "a missing reading carries values"),
        (reading(1, NOON, None), "no delivered energy"),
        (reading(1, NOON, float("nan")), "a value is not a finite number"),
        (reading(1, NOON, voltage_v=float("inf")), "a value is not a finite number"),
        (reading(1, NOON, -0.001), "energy is negative"),
        (reading(1, NOON, energy_received_kwh=-1.0), "energy is negative"),
        (reading(1, NOON, 2500.1), "more than a service can carry"),  # 10,000.4 kW over 15 minutes
        (reading(1, NOON, reactive_kvarh=-2500.1), "more than a service can carry"),
        (reading(1, NOON, voltage_v=481.0), "voltage is implausible"),  # over twice 240 V
        (reading(1, NOON, voltage_v=-1.0), "voltage is implausible"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(
    known_meters: KnownMeters, row: dict[str, object], reason: str
) -> None:
    accepted, rejected = validate(table(reading(2, NOON), row), known_meters, NOW)
    assert accepted["meter_id"].to_pylist() == [2]
    assert rejected.select(["row", "reason"]).to_pylist() == [{"row": 1, "reason": reason}]


def test_what_is_odd_but_possible_is_taken(known_meters: KnownMeters) -> None:
    """A gap, an outage (0 V), an unmeasured voltage, a spike, an export at night, the next interval of a fast clock."""
    rows = [
        missing(1, NOON), reading(2, NOON, 0.0, voltage_v=0.0), reading(3, NOON, voltage_v=None), reading(4, NOON, 2000.0),
        reading(5, NOON, energy_received_kwh=3.0, reactive_kvarh=-1.0), reading(6, NOON + dt.timedelta(hours=1)),
    ]  # fmt: skip
    accepted, rejected = validate(table(*rows), known_meters, NOW)
    assert (len(accepted), len(rejected)) == (6, 0)


def test_the_day_is_the_utility_s_own(known_meters: KnownMeters) -> None:
    """Chicago changes its clocks on 2026-03-08 and 2026-11-01: those days have 23 and 25 hours."""
    for day, offset, hours in ((dt.date(2026, 3, 8), 6, 23), (dt.date(2026, 11, 1), 5, 25)):
        midnight = dt.datetime(day.year, day.month, day.day) + dt.timedelta(hours=offset)
        rows = [reading(1, midnight + dt.timedelta(hours=hour), interval_minutes=60) for hour in range(-1, 26)]
        accepted, _ = validate(table(*rows), known_meters, dt.datetime(2027, 1, 1))
        assert accepted["reading_day"].to_pylist().count(day) == hours


def test_an_hour_may_begin_on_the_local_hour(tmp_path: Path) -> None:
    """India is 5 h 30 min ahead: hourly readings begin at half past in UTC."""
    meters = pa.table({"meter_id": [1], "utility_id": [1], "nominal_voltage_v": [240.0]})
    known_meters = KnownMeters.make(meters, pa.table({"utility_id": [1], "time_zone": ["Asia/Kolkata"]}))
    _, rejected = validate(table(reading(1, NOON + dt.timedelta(minutes=30), interval_minutes=60)), known_meters, NOW)
    assert len(rejected) == 0


def test_other_types_are_cast_and_a_missing_column_is_named() -> None:
    rows = table(reading(1, NOON))
    wide = rows.set_column(1, "interval_start_at", rows["interval_start_at"].cast(pa.timestamp("ns", tz="UTC")))
    assert as_readings(wide).equals(rows)
    with pytest.raises(ImportRefused, match="voltage_v is missing"):
        as_readings(rows.drop_columns("voltage_v"))
