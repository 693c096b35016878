"""Many transformers at once: totals against traces, periods in pieces, steps that are not known, what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.thermal.constants import IEC_DISTRIBUTION, PAD_MOUNT, POLE_TOP
from data_sources.analytics.thermal.fleet import ThermalFleet, ThermalLoads, thermal_totals, thermal_trace
from data_sources.analytics.thermal.steady import steady_hot_spot_c
from tests.data_sources.analytics.thermal.thermal_cases import EXACT, fleet, trace

NAN = float("nan")


def world(seed: int = 3, count: int = 40, steps: int = 700) -> tuple[ThermalFleet, ThermalLoads]:
    """Transformers of three types at two stations, one reading in twenty missing."""
    rng = np.random.default_rng(seed)
    loads = rng.uniform(0, 1.6, (count, steps)).astype(np.float32)
    loads[rng.random((count, steps)) < 0.05] = np.nan
    air = rng.uniform(-5, 38, (2, steps)).astype(np.float32)
    row, station = rng.integers(0, 3, count), rng.integers(0, 2, count)
    return ThermalFleet([IEC_DISTRIBUTION, POLE_TOP, PAD_MOUNT], row), ThermalLoads(loads, air, 15, station)


def test_totals_are_the_sums_and_maxima_of_the_trace() -> None:
    them, loads = world()
    totals, found = thermal_totals(them, loads), thermal_trace(them, loads)
    known = ~np.isnan(loads.load_pu)
    np.testing.assert_array_equal(~np.isnan(found.hot_spot_c), known)
    np.testing.assert_allclose(totals.aged_hours, np.nansum(found.aged_hours, axis=1, dtype=np.float64), rtol=1e-9)
    np.testing.assert_array_equal(totals.hot_spot_max_c, np.nanmax(found.hot_spot_c, axis=1))
    np.testing.assert_array_equal(totals.top_oil_max_c, np.nanmax(found.top_oil_c, axis=1))
    np.testing.assert_allclose(totals.known_hours, known.sum(axis=1) / 4)
    np.testing.assert_allclose(totals.unknown_hours, (~known).sum(axis=1) / 4)
    np.testing.assert_allclose(totals.settling_hours, (found.assumed > 0.05).sum(axis=1) / 4)
    np.testing.assert_allclose(totals.loss_of_life_pct, totals.aged_hours / 1800)


def test_each_transformer_has_its_own_type_and_station() -> None:
    them, loads = world()
    assert loads.station is not None
    whole = thermal_trace(them, loads)
    for i in range(0, 40, 7):
        air = loads.ambient_c[loads.station[i]]
        alone = trace(them.types[them.row[i]], loads.load_pu[i].tolist(), air.tolist(), 15)
        np.testing.assert_array_equal(alone.hot_spot_c[0], whole.hot_spot_c[i])


@given(cut=st.integers(1, 699), seed=st.integers(0, 20))
@settings(deadline=None, max_examples=30)
def test_a_period_in_two_pieces_ages_as_much_as_in_one(cut: int, seed: int) -> None:
    them, loads = world(seed, 6)
    first = ThermalLoads(loads.load_pu[:, :cut], loads.ambient_c[:, :cut], 15, loads.station)
    second = ThermalLoads(loads.load_pu[:, cut:], loads.ambient_c[:, cut:], 15, loads.station)
    began = thermal_totals(them, first)
    pieces, whole = began.then(thermal_totals(them, second, began.state)), thermal_totals(them, loads)
    np.testing.assert_allclose(pieces.aged_hours, whole.aged_hours, rtol=1e-5)
    for name in ("known_hours", "unknown_hours", "settling_hours"):
        np.testing.assert_array_equal(getattr(pieces, name), getattr(whole, name), err_msg=name)
    for name in ("hot_spot_max_c", "top_oil_max_c", "state"):
        np.testing.assert_allclose(getattr(pieces, name), getattr(whole, name), atol=1e-3, err_msg=name)


@pytest.mark.parametrize("name", EXACT)
def test_a_missing_reading_is_no_value_and_no_ageing(name: str) -> None:
    whole = trace(EXACT[name], [0.8] * 40, 30, 15)
    gap = trace(EXACT[name], [0.8] * 20 + [NAN] * 4 + [0.8] * 16, 30, 15)
    assert np.isnan(gap.hot_spot_c[0, 20:24]).all()
    assert np.isnan(gap.aged_hours[0, 20:24]).all()
    assert gap.totals.unknown_hours[0] == 1
    assert gap.totals.aged_hours[0] == pytest.approx(whole.totals.aged_hours[0] * 36 / 40, rel=1e-5)
    np.testing.assert_allclose(gap.hot_spot_c[0, 24:], whole.hot_spot_c[0, 24:], atol=1e-3)


def test_what_rests_on_an_assumption_is_told_until_it_is_forgotten() -> None:
    """The oil of IEC's distribution transformer forgets by exp(-t / 180 min): below 5 % after 540 minutes."""
    share = trace(IEC_DISTRIBUTION, [0.8] * 60 + [NAN] * 4 + [0.8] * 56, 30, 15)
    assert share.assumed[0, 0] == pytest.approx(np.exp(-15 / 180), rel=1e-5)
    assert share.assumed[0, 59] == pytest.approx(np.exp(-60 * 15 / 180), rel=1e-4)
    after = 1 - (1 - np.exp(-60 * 15 / 180)) * np.exp(-60 / 180)
    assert share.assumed[0, 64] == pytest.approx(after * np.exp(-15 / 180), rel=1e-4)
    assert np.flatnonzero(share.assumed[0, :60] <= 0.05)[0] == 540 // 15 - 1
    assert share.totals.settling_hours[0] == (share.assumed > 0.05).sum() / 4


def test_air_that_is_not_known_makes_a_step_unknown() -> None:
    found = trace(POLE_TOP, [0.5] * 6, [30, 30, NAN, float("inf"), 30, 30], 60)
    assert np.isnan(found.top_oil_c[0]).tolist() == [False, False, True, True, False, False]
    assert found.totals.unknown_hours[0] == 2


def test_a_transformer_without_any_reading_has_no_temperature() -> None:
    found = trace(POLE_TOP, [NAN] * 5, 30, 60).totals
    assert (found.aged_hours[0], found.known_hours[0], found.unknown_hours[0]) == (0, 0, 5)
    assert np.isnan([found.hot_spot_max_c[0], found.top_oil_max_c[0], found.equivalent_ageing[0]]).all()


def test_readings_that_begin_late_begin_in_the_steady_state_of_the_first() -> None:
    found = trace(PAD_MOUNT, [NAN] * 3 + [0.7] * 3, 25, 60)
    np.testing.assert_allclose(found.hot_spot_c[0, 3:], steady_hot_spot_c(0.7, 25.0, PAD_MOUNT), atol=1e-3)


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    one, load, air = fleet(POLE_TOP), np.ones((1, 4), np.float32), np.full(4, 30, np.float32)
    for them, loads, words in (
        (one, ThermalLoads(load, air[:3], 60), "ambient temperatures have 3 steps, loads 4"),
        (one, ThermalLoads(load, air, 0), "longer than 0 minutes, not 0"),
        (one, ThermalLoads(load, air, 60, np.array([1])), "station must be 1 numbers from 0 to 0"),
        (ThermalFleet([POLE_TOP], np.array([0, 0])), ThermalLoads(load, air, 60), "row must be 1 numbers from 0 to 0"),
    ):
        with pytest.raises(ValueError, match=words):
            thermal_totals(them, loads)
    with pytest.raises(ValueError, match=r"shape \(1, 6\), not \(2, 6\)"):
        thermal_totals(one, ThermalLoads(load, air, 60), np.zeros((2, 6), np.float32))
