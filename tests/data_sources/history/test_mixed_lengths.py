"""Meters of 1, 5, 10, 15, 30 and 60 minutes beside each other: every answer of the history is that of their power.

FAULTS H2: two meters of constant 1 kW, one read every 15 minutes, one every 60, are 2.0 kW everywhere.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from data_sources.analytics.clock import midnight_utc
from data_sources.history import forecast, loads
from data_sources.history.scope import Meter, Scope, Transformer, floats
from data_sources.warehouse.duckdb import DuckSource
from tests.data_sources.mixed_lengths import write_mixed

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


def test_peaks_of_two_years_are_of_the_same_length(six: DuckSource) -> None:
    found = loads.year_over_year(six, ALL, FROM, TO, time_zone=ZONE)
    assert (found.now.peak_kw, found.now.load_factor) == (pytest.approx(21.0, rel=1e-5), pytest.approx(1.0))
    assert found.now.energy_kwh == pytest.approx(21.0 * HOURS, rel=1e-5)
