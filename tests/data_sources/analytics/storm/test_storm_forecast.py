"""Estimates, areas and curves of a storm: by hand where nothing is uncertain, by the distribution where it is."""

from __future__ import annotations

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from data_sources.analytics.storm.forecast import StormRuns
from data_sources.analytics.storm.work import OpenOutages, WorkTimes
from tests.data_sources.analytics.storm.test_queue import crews, outages

SURE = WorkTimes(travel_kmh=60.0, mobilise_minutes=0.0, travel_sigma=0.0, repair_sigma=0.0)
THREE = outages([100, 60, 20], [120, 60, 15])  # over at 195, 75 and 15 minutes (test_queue)


def test_without_uncertainty_every_percentile_is_the_schedule() -> None:
    found = StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=5).estimates()
    for percentile in (found.p10, found.p50, found.p90):
        assert percentile.tolist() == [195.0, 75.0, 15.0]
    assert found.told.tolist() == [195.0, 75.0, 15.0]
    assert StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=5).estimates(60).told.tolist() == [240.0, 120.0, 60.0]


def test_the_curve_by_hand() -> None:
    curve = StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=5).curve(np.array([0.0, 14.9, 15.0, 80.0, 195.0]))
    assert curve.p50.tolist() == [180, 180, 160, 100, 0]
    assert curve.p10.tolist() == curve.p90.tolist() == curve.p50.tolist()


def test_one_repair_has_the_percentiles_of_its_lognormal() -> None:
    """Median 60 minutes, sigma 0.6: P10 = 60 exp(-1.2816 x 0.6) = 27.8, P90 = 129.4."""
    times = SURE._replace(repair_sigma=0.6)
    found = StormRuns(outages([10], [60]), crews([0.0]), times, seed=4, runs=20_000).estimates()
    assert found.p10[0] == pytest.approx(60 * math.exp(-1.28155 * 0.6), rel=0.03)
    assert found.p50[0] == pytest.approx(60, rel=0.02)
    assert found.p90[0] == pytest.approx(60 * math.exp(1.28155 * 0.6), rel=0.03)


def test_drives_take_their_expected_time_on_average() -> None:
    times = SURE._replace(travel_sigma=0.8)
    runs = StormRuns(outages([10], [0.0], [30]), crews([0.0]), times, seed=4, runs=50_000)
    assert runs.restored_minutes.mean() == pytest.approx(30.0, rel=0.02)


def test_the_same_seed_makes_the_same_forecast() -> None:
    times = WorkTimes()
    one, same, other = (StormRuns(THREE, crews([0.0, 5.0]), times, seed).restored_minutes for seed in (7, 7, 8))
    assert (one == same).all()
    assert (one != other).any()


def test_the_band_is_ordered_and_falls() -> None:
    work = outages(
        [7 * k % 90 + 1 for k in range(60)], [30.0 + k for k in range(60)], [float(k % 20) for k in range(60)]
    )
    curve = StormRuns(work, crews([0.0, 5.0, 10.0]), WorkTimes(), seed=3).curve(np.linspace(0, 3000, 50))
    assert (curve.p10 <= curve.p50).all()
    assert (curve.p50 <= curve.p90).all()
    assert (np.diff(curve.p50) <= 0).all()
    assert curve.p50[0] == work.customers.sum()
    assert (curve.p10 < curve.p90).any()


def areas(share: float) -> dict[int, tuple[int, int, float, float]]:
    work: OpenOutages = THREE._replace(area=np.array([4, 2, 4]))
    found = StormRuns(work, crews([0.0]), SURE, seed=1, runs=3).areas(share)
    return {one.area: (one.outages, one.customers, one.told_minutes, one.last_minutes) for one in found}


def test_an_area_is_told_when_most_of_its_customers_are_back() -> None:
    """Area 4: 20 of 120 at 15 minutes, all at 195, told in full hours; area 2 at 75 minutes."""
    assert areas(0.95) == {2: (1, 60, 120.0, 120.0), 4: (2, 120, 240.0, 240.0)}
    assert areas(0.15)[4] == (2, 120, 60.0, 240.0)


def test_what_nobody_gets_to_has_no_estimate() -> None:
    found = StormRuns(THREE, crews([]), SURE, seed=1, runs=3)
    assert np.isnan(found.estimates().told).all()
    assert math.isnan(found.areas()[0].told_minutes)
    assert found.curve(np.array([1e9])).p50.tolist() == [180]


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one run"):
        StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=1).areas(share=1.5)


def test_when_so_many_are_left_by_hand() -> None:
    """180 out; over at 195 (100), 75 (60) and 15 minutes (20): 160 left from 15 on, 100 from 75 on, none from 195 on."""
    runs = StormRuns(THREE, crews([0.0]), SURE, seed=1, runs=5)
    limits = np.array([500.0, 180.0, 160.0, 120.0, 100.0, 0.0])
    for found in runs.when_left(limits):
        assert found.tolist() == [0, 0, 15, 75, 75, 195]
    counted = np.array([0, 60, 20])  # the first one is only predicted
    assert runs.when_left(np.array([0.0]), counted)[1].tolist() == [75]
    assert runs.curve(np.array([0.0, 100.0]), counted).p50.tolist() == [80, 0]
    assert np.isnan(StormRuns(THREE, crews([]), SURE, seed=1, runs=5).when_left(np.array([0.0]))[1]).all()


@settings(max_examples=50, deadline=None)
@given(
    work=st.lists(st.tuples(st.integers(0, 900), st.floats(1, 600)), min_size=1, max_size=25),
    free=st.lists(st.floats(0, 300), min_size=0, max_size=6),
    seed=st.integers(0, 99),
)
def test_never_more_come_back_than_are_out_and_the_curve_never_rises(
    work: list[tuple[int, float]], free: list[float], seed: int
) -> None:
    given_work = outages([one for one, _ in work], [minutes for _, minutes in work])
    curve = StormRuns(given_work, crews(free), WorkTimes(), seed=seed, runs=20).curve(np.linspace(0, 20_000, 60))
    total = sum(one for one, _ in work)
    for line in (curve.p10, curve.p50, curve.p90):
        assert line[0] <= total
        assert (line >= 0).all()
        assert (np.diff(line) <= 0).all()
    assert curve.p50[0] == (total if not free or min(free) >= 0 else 0)
