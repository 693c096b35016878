"""Predictive studies of networks in the live database."""

from __future__ import annotations

import pytest

from data_sources.network.graph import NetworkError
from data_sources.postgres.source import PostgresSource
from data_sources.studies.reliability.live_network import live_network
from data_sources.studies.reliability.rates import FailureRates
from data_sources.studies.reliability.study import run_study
from tests.data_sources.towns import load_town


def test_a_town_worked_out_on_paper(empty_source: PostgresSource) -> None:
    """Segments of 0.2 km fail 0.013 times a year: trunk of 3 (breaker), 2 (recloser), 3 (switch), then the tie.

    Behind breaker, recloser and switch of each feeder are 3, 2 and 2 laterals (a fuse, 0.4 km, 2 transformers with 3
    customers each).
    """
    load_town(empty_source)
    found = run_study(live_network(empty_source, 1, FailureRates()))
    lateral, transformer = (0.026, 0.13), (0.015, 0.15)
    times = {"A": 0.039, "B": 0.039 + 0.065, "C": 0.039 + 0.065}
    hours = {"A": 0.195, "B": 0.039 + 0.13 + 0.039, "C": 0.039 + 0.026 + 0.195}
    saifi = sum(n * (times[zone] + lateral[0] + transformer[0]) for zone, n in (("A", 18), ("B", 12), ("C", 12))) / 42
    saidi = sum(n * (hours[zone] + lateral[1] + transformer[1]) for zone, n in (("A", 18), ("B", 12), ("C", 12))) / 42
    assert found.whole.indices.customers == 84
    assert (found.whole.indices.saifi, found.whole.indices.saidi_h) == pytest.approx((saifi, saidi), rel=1e-6)
    kw = 3 * 1100 / 730
    assert found.whole.indices.ens_mwh == pytest.approx(saidi * 28 * kw / 1000, rel=1e-6)
    assert [one.name for one in found.feeders] == ["F0001", "F0002"]
    assert found.notes == ()


def test_without_its_tie_the_end_of_a_feeder_waits(empty_source: PostgresSource) -> None:
    """One feeder alone: what fails on its trunk above a customer is waited for, 5 hours instead of 1."""
    load_town(empty_source, 1)
    found = run_study(live_network(empty_source, 1, FailureRates())).whole.indices
    of_trunk = 18 * 0.195 + 12 * (0.195 + 0.13 + 0.039) + 12 * (0.195 + 0.13 + 0.195)
    assert found.saifi == pytest.approx(0.117142857)
    assert found.saidi_h == pytest.approx(of_trunk / 42 + 0.13 + 0.15, rel=1e-6)


def test_cables_fail_less_often_and_take_longer(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.segments SET is_underground = true")
    rates = FailureRates(underground_failures_per_km_year=0.065, underground_repair_h=5)
    alike = run_study(live_network(empty_source, 1, rates)).whole.indices
    assert alike.saifi == pytest.approx(0.117142857)
    cables = run_study(live_network(empty_source, 1, FailureRates())).whole.indices
    assert cables.saifi < alike.saifi
    assert cables.caidi_h > alike.caidi_h


def test_there_is_no_such_utility(empty_source: PostgresSource) -> None:
    with pytest.raises(NetworkError, match="There is no utility 9"):
        live_network(empty_source, 9, FailureRates())
