"""Loads of the hand-made town where not everything is measured, and the risk of an hour of it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.network.graph import Network, load_network
from data_sources.postgres.source import PostgresSource
from data_sources.studies.cascade.loads import study_loads
from data_sources.studies.cascade.now import present_risk
from tests.data_sources.towns import AT, load_town


@pytest.fixture
def network(empty_source: PostgresSource) -> Network:
    load_town(empty_source)
    return load_network(empty_source, 1)


def run(source: PostgresSource, command: str) -> None:
    with source.connection() as connection:
        connection.execute(command.encode())


def test_what_nobody_measures_is_what_is_left_of_its_feeder(empty_source: PostgresSource, network: Network) -> None:
    """Two of feeder 1's fourteen are not measured: 300 kW at its head less 12 x 20 leave 30 for each (50 kVA both)."""
    run(empty_source, "UPDATE flux.feeder_status SET load_kw = 300 WHERE feeder_id = 1")
    run(empty_source, "DELETE FROM flux.transformer_status WHERE transformer_id IN (22, 42)")
    loads = study_loads(empty_source, network, "present")
    unknown = network.transformers.indexes(np.array([22, 42]))
    assert loads.transformer_kw[unknown].tolist() == [30, 30]
    assert loads.transformer_kw.sum() == 26 * 20 + 60
    assert (loads.estimated, loads.newest_at) == (2, AT)


def test_where_no_feeder_is_measured_either_the_mean_stands_in(empty_source: PostgresSource, network: Network) -> None:
    run(empty_source, "DELETE FROM flux.transformer_status")
    run(empty_source, "DELETE FROM flux.feeder_status WHERE feeder_id = 2")
    loads = study_loads(empty_source, network, "present")
    by_feeder = [loads.transformer_kw[network.transformers["feeder_id"] == feeder].sum() for feeder in (1, 2)]
    assert by_feeder == pytest.approx([280, 14 * 4 * 1100 / 730.5])
    assert loads.estimated == 28


def test_a_value_that_is_none_counts_as_not_measured(empty_source: PostgresSource, network: Network) -> None:
    run(empty_source, "UPDATE flux.transformer_status SET load_kw = 'NaN' WHERE transformer_id = 22")
    loads = study_loads(empty_source, network, "present")
    assert loads.estimated == 1
    assert loads.transformer_kw.sum() == pytest.approx(560)


def test_solar_power_that_flows_back_is_no_load(empty_source: PostgresSource, network: Network) -> None:
    run(empty_source, "UPDATE flux.transformer_status SET load_kw = -5 WHERE transformer_id = 22")
    assert study_loads(empty_source, network, "present").transformer_kw.min() == 0


def test_mean_and_peak_stand_in_for_each_other(empty_source: PostgresSource, network: Network) -> None:
    """A peak that is not known is the mean times what peak and mean of the others are to each other."""
    run(empty_source, "UPDATE flux.transformers SET peak_load_kw = 'NaN' WHERE transformer_id = 22")
    loads = study_loads(empty_source, network, "peak")
    assert loads.transformer_kw == pytest.approx(np.full(28, 30.0))
    assert (loads.estimated, loads.newest_at) == (1, None)


def test_the_risk_of_an_hour(empty_source: PostgresSource, network: Network) -> None:
    """20:40 UTC is 15:40 in Chicago: a peak hour; the temperature is that of the hour, else 25 is assumed."""
    found = present_risk(empty_source, 1, "America/Chicago", AT + dt.timedelta(minutes=40))
    assert (found.points.peak_hour, found.local_hour) == (20, pytest.approx(15 + 2 / 3))
    assert found.measured_at == AT
    later = present_risk(empty_source, 1, "America/Chicago", AT + dt.timedelta(days=30, hours=6))
    assert (later.temperature_c, later.measured_at, later.points.peak_hour) == (25, None, 0)
