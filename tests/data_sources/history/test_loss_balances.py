"""The balances of a feeder known to the last kilowatt-hour: a meter that has not reported is missing, not lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import definitions
from tests.data_sources.history.conftest import put, rows

FIRST, SECOND, END = dt.date(2026, 7, 6), dt.date(2026, 7, 7), dt.date(2026, 7, 8)
MIDNIGHT = np.datetime64("2026-07-06T05:00", "s")
STEPS, LATER = 120, 96  # a day and six hours of quarters; meter 20 has not reported since the second day began
ACTIVE, GONE = 20, 21  # meter 21 has no account and is never heard of


def starts(first: int, end: int) -> np.ndarray:
    return MIDNIGHT + np.arange(first, end) * np.timedelta64(15, "m")


def local_days(at: np.ndarray) -> np.ndarray:
    return (at - np.timedelta64(5, "h")).astype("datetime64[D]")


def readings() -> pa.Table:
    """Every meter registers 1 kWh an interval."""
    own = {meter: starts(0, LATER if meter == ACTIVE else STEPS) for meter in range(1, ACTIVE + 1)}
    at = np.concatenate(list(own.values()))
    return rows(
        "ami_interval_readings", meter_id=np.repeat(list(own), [len(found) for found in own.values()]),
        interval_start_at=at, interval_minutes=15, reading_day=local_days(at), energy_delivered_kwh=1.0,
        energy_received_kwh=0.0, reactive_kvarh=0.0, voltage_v=240.0, quality="actual",
        ingested_at=at + np.timedelta64(1, "h"),
    )  # fmt: skip


def tables() -> dict[str, pa.Table]:
    """Transformer 1 has meters 1 to 10, transformer 2 the others; head and transformers measure 5 % more."""
    at, ids = starts(0, STEPS), np.arange(1, GONE + 1)
    measured: dict[str, object] = {
        "interval_minutes": 15, "reading_day": local_days(at), "reactive_kvarh": 0.0, "voltage_v": 120.0
    }  # fmt: skip
    twice = {**measured, "reading_day": np.tile(local_days(at), 2)}
    return {
        "feeders": rows(
            "feeders", feeder_id=[1], utility_id=1, substation_id=1, feeder_name="F1", voltage_kv=12.5, rated_kva=8e3,
            peak_load_kw=5e3,
        ),
        "transformers": rows(
            "transformers", transformer_id=[1, 2], utility_id=1, feeder_id=1, pole_id=1, transformer_name="TX",
            kind="service", phases="A", rated_kva=25.0, installed_year=2000, health_score=90.0, lon=-95.0, lat=29.7,
        ),
        "meters": rows(
            "meters", meter_id=ids, utility_id=1, feeder_id=1, transformer_id=np.where(ids <= 10, 1, 2),
            meter_name="MTR", phases="A", nominal_voltage_v=240.0, customer_class="residential", has_solar=False,
            has_ev=False, is_active=ids <= ACTIVE,
        ),
        "metered_transformers": rows("metered_transformers", transformer_id=[1, 2]),
        "ami_interval_readings": readings(),
        "feeder_head_readings": rows(
            "feeder_head_readings", feeder_id=1, interval_start_at=at, energy_delivered_kwh=21.0, **measured
        ),
        "transformer_meter_readings": rows(
            "transformer_meter_readings", transformer_id=np.repeat([1, 2], STEPS), interval_start_at=np.tile(at, 2),
            energy_delivered_kwh=10.5, **twice,
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    root: Path = tmp_path_factory.mktemp("known")
    warehouse = Warehouse(root)
    source = DuckSource(warehouse, threads=1)
    for name, table in tables().items():
        put(warehouse, name, table)
    for name, definition in definitions().items():
        if definition.rollup and name != "ami_interval_readings":
            put(warehouse, name, source.run(definition.rollup, {}))
    return source


@pytest.mark.parametrize(("first_day", "hours", "filled_kwh"), [(FIRST, 30.0, 24.0), (SECOND, 6.0, 24.0)])
def test_a_loss_rate_does_not_depend_on_who_reported_in_the_period(
    known: DuckSource, first_day: dt.date, hours: float, filled_kwh: float
) -> None:
    """1 of 21 kWh is lost, with a meter of twenty yet to report in the last six hours."""
    (found,) = known.fetch(losses.feeder_losses_query(Scope(1), first_day, END)).to_pylist()
    assert (found["hours"], found["intervals"], found["intervals_left_out"]) == (hours, 4 * hours, 0)
    assert found["head_kwh"] == pytest.approx(21 * 4 * hours)
    assert found["metered_kwh"] == pytest.approx(20 * 4 * hours)
    assert found["filled_kwh"] == pytest.approx(filled_kwh)
    assert found["losses_pct"] == pytest.approx(100 / 21)
    hourly = known.fetch(losses.feeder_losses_hourly_query(1, first_day, END))
    np.testing.assert_allclose(hourly["losses_kwh"].to_numpy(), 4.0)
    assert hourly.num_rows == hours


@pytest.mark.parametrize(("first_day", "hours"), [(FIRST, 30), (SECOND, 6)])
def test_an_hour_that_a_meter_has_not_reported_is_left_out_of_its_transformers_balance(
    known: DuckSource, first_day: dt.date, hours: int
) -> None:
    found = known.fetch(losses.transformer_balances_query(Scope(1), first_day, END, allowance_pct=1.0)).to_pylist()
    units = {row["transformer_id"]: row for row in found}
    assert (units[1]["hours"], units[1]["hours_left_out"]) == (hours, 0)
    assert (units[2]["hours"], units[2]["hours_left_out"]) == (hours - 6, 6)
    assert units[1]["unaccounted_kwh"] == pytest.approx((2.0 - 0.42) * hours)
    assert units[2]["unaccounted_kwh"] == pytest.approx((2.0 - 0.42) * (hours - 6))
    hourly = known.fetch(losses.transformer_balance_hourly_query(2, first_day, END, allowance_pct=1.0))
    assert hourly["registered_kwh"].null_count == 6
