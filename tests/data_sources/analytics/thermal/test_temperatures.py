"""Temperatures: where they settle, the example of the standard, steps of any length, an outside oracle, physics."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from transformer_thermal_model.cooler import CoolerType
from transformer_thermal_model.model import Model
from transformer_thermal_model.schemas import InputProfile, UserTransformerSpecifications
from transformer_thermal_model.schemas.thermal_model.initial_state import InitialLoad
from transformer_thermal_model.transformer import DistributionTransformer, PowerTransformer

from data_sources.analytics.thermal.ageing import kraft_ageing, upgraded_ageing
from data_sources.analytics.thermal.constants import IEC_DISTRIBUTION, PAD_MOUNT, POLE_TOP, ThermalConstants
from data_sources.analytics.thermal.fleet import start_at
from data_sources.analytics.thermal.steady import steady_hot_spot_c, steady_top_oil_c
from tests.data_sources.analytics.thermal.thermal_cases import CORRECTED, EXACT, IEC_250_MVA, trace

TYPES = EXACT | CORRECTED
day_of_loads = st.lists(st.floats(0, 2, width=32), min_size=24, max_size=24)
day_of_air = st.lists(st.floats(-20, 45, width=32), min_size=24, max_size=24)


@pytest.mark.parametrize("name", TYPES)
def test_rated_load_at_30_degrees_settles_at_rated_temperatures(name: str) -> None:
    """30 °C, then the rated rises of top oil and hot spot: for American nameplates 95 and 110 °C."""
    one = TYPES[name]
    cold = start_at(*(np.array([value]) for value in (0.0, 0.0, 0.1, 30.0)))
    for start in (None, cold):
        end = trace(one, [1.0] * 200, 30, 15, start)
        assert end.top_oil_c[0, -1] == pytest.approx(30 + one.oil_rise_k, abs=0.01)
        assert end.hot_spot_c[0, -1] == pytest.approx(30 + one.oil_rise_k + one.gradient_k, abs=0.01)
    assert steady_top_oil_c(1.0, 30.0, POLE_TOP) == 95
    assert steady_hot_spot_c(1.0, 30.0, POLE_TOP) == 110


def test_iec_60076_7_example_of_a_250_mva_onaf_transformer() -> None:
    """(minutes, load from there on, top oil, hot spot at the end of the load before), within 1.5 K of the standard."""
    published = [
        (190, 61.9, 83.8),
        (365, 44.4, 54.0),
        (500, 89.2, 127),
        (705, 35, 37.5),
        (730, 67.9, 138.6),
        (745, 60.3, 75.3),
    ]
    loads = [1.0] * 38 + [0.6] * 35 + [1.5] * 27 + [0.3] * 41 + [2.1] * 5 + [0.0] * 3
    start = start_at(*(np.array([value]) for value in (38.3, 38.3, 0.0, 25.6)))
    found = trace(IEC_250_MVA, loads, 25.6, 5, start)
    for minutes, top_oil, hot_spot in published:
        step = minutes // 5 - 1
        assert found.top_oil_c[0, step] == pytest.approx(top_oil, abs=1.5), minutes
        assert found.hot_spot_c[0, step] == pytest.approx(hot_spot, abs=1.5), minutes
    assert (found.assumed == 0).all()


@given(loads=day_of_loads, air=day_of_air, name=st.sampled_from(list(EXACT)))
@settings(deadline=None)
def test_steps_of_1_15_and_60_minutes_agree_while_the_load_is_the_same(
    loads: list[float], air: list[float], name: str
) -> None:
    hourly = trace(EXACT[name], loads, air, 60)
    for minutes in (15, 1):
        parts = 60 // minutes
        fine = trace(EXACT[name], np.repeat(loads, parts).tolist(), np.repeat(air, parts).tolist(), minutes)
        np.testing.assert_allclose(fine.top_oil_c[0, parts - 1 :: parts], hourly.top_oil_c[0], atol=2e-3)
        np.testing.assert_allclose(fine.hot_spot_c[0, parts - 1 :: parts], hourly.hot_spot_c[0], atol=2e-3)


@given(loads=day_of_loads, name=st.sampled_from(list(CORRECTED)))
@settings(deadline=None, max_examples=30)
def test_the_corrected_time_constant_of_ieee_follows_the_heat_balance(loads: list[float], name: str) -> None:
    """IEEE C57.91's correction is the chord of C dT/dt = losses - T^(1/n), solved here by SciPy."""
    one = CORRECTED[name]
    ratio, n, hours = one.loss_ratio, one.oil_exponent, one.oil_minutes / 60
    rise, exact = [float(steady_top_oil_c(loads[0], 0.0, one)) / one.oil_rise_k], []
    for load in loads:
        losses = (1 + ratio * load**2) / (1 + ratio)
        solved = solve_ivp(lambda _, y, p=losses: (p - np.maximum(y, 0) ** (1 / n)) / hours, (0, 1), rise, rtol=1e-8)
        rise = solved.y[:, -1].tolist()
        exact.append(30 + one.oil_rise_k * rise[0])
    for parts, error in ((60, 0.01), (4, 0.05), (1, 0.5)):
        found = trace(one, np.repeat(loads, parts).tolist(), 30, 60 / parts)
        np.testing.assert_allclose(found.top_oil_c[0, parts - 1 :: parts], exact, atol=error)


@pytest.mark.parametrize("name", CORRECTED)
def test_the_corrected_time_constant_of_ieee_is_that_of_its_clause_7(name: str) -> None:
    """The formula by its letter, from minute to minute, as its error goes with the step: 0.06 K here."""
    one, rises = CORRECTED[name], []
    ratio, n = one.loss_ratio, one.oil_exponent
    loads = np.repeat([0.3, 1.5, 0.0, 1.1, 1.9, 0.6], 60)
    now = float(steady_top_oil_c(loads[0], 0.0, one)) / one.oil_rise_k
    for load in loads:
        last = ((1 + ratio * load**2) / (1 + ratio)) ** n
        if abs(last - now) > 1e-9:
            minutes = one.oil_minutes * (last - now) / (last ** (1 / n) - now ** (1 / n))
            now = last + (now - last) * np.exp(-1 / minutes)
        rises.append(one.oil_rise_k * now)
    np.testing.assert_allclose(trace(one, loads.tolist(), 20, 1).top_oil_c[0], 20 + np.array(rises), atol=0.06)


@given(loads=day_of_loads, air=day_of_air, is_distribution=st.booleans())
@settings(deadline=None, max_examples=30)
def test_transformer_thermal_model_finds_the_same_temperatures(
    loads: list[float], air: list[float], is_distribution: bool
) -> None:
    """The PyPI package of Alliander, IEC 60076-7: its first row is the start, each other row ends a step."""
    one = IEC_DISTRIBUTION if is_distribution else IEC_250_MVA
    index = pd.date_range("2026-07-01", periods=25, freq="15min")
    profile = InputProfile.create(index, [loads[0], *loads], [air[0], *air])
    theirs = Model(profile, _theirs(one, is_distribution), InitialLoad(initial_load=loads[0])).run()
    ours = trace(one, loads, air, 15)
    np.testing.assert_allclose(ours.top_oil_c[0], theirs.top_oil_temp_profile.to_numpy()[1:], atol=2e-3)
    np.testing.assert_allclose(ours.hot_spot_c[0], np.ravel(theirs.hot_spot_temp_profile)[1:], atol=2e-3)


def _theirs(one: ThermalConstants, is_distribution: bool) -> DistributionTransformer | PowerTransformer:
    specs = UserTransformerSpecifications(
        no_load_loss=1, load_loss=one.loss_ratio, nom_load_sec_side=1, amb_temp_surcharge=0, hot_spot_fac=1,
        time_const_oil=one.oil_minutes, time_const_windings=one.winding_minutes, top_oil_temp_rise=one.oil_rise_k,
        winding_oil_gradient=one.gradient_k, oil_const_k11=one.k11, winding_const_k21=int(one.k21),
        winding_const_k22=int(one.k22), oil_exp_x=one.oil_exponent, winding_exp_y=one.winding_exponent,
    )  # fmt: skip
    return DistributionTransformer(specs) if is_distribution else PowerTransformer(specs, CoolerType.ONAF)


@pytest.mark.parametrize("name", ["distribution", "ODAF", "pole-top", "pad-mount"])
@given(loads=day_of_loads, air=day_of_air, more=st.floats(0, 1, width=32), hour=st.integers(0, 23))
@settings(deadline=None, max_examples=40)
def test_more_load_or_a_warmer_hour_never_cools(
    name: str, loads: list[float], air: list[float], more: float, hour: int
) -> None:
    """For transformers whose gradient does not overshoot (k21 = 1)."""
    before = trace(TYPES[name], loads, air, 60)
    loaded, warmed = loads.copy(), air.copy()
    loaded[hour] += more
    warmed[hour] += 20 * more
    for after in (trace(TYPES[name], loaded, air, 60), trace(TYPES[name], loads, warmed, 60)):
        assert (after.hot_spot_c >= before.hot_spot_c - 2e-3).all()
        assert after.totals.aged_hours[0] >= before.totals.aged_hours[0] * (1 - 1e-4)


@pytest.mark.parametrize("one", [IEC_DISTRIBUTION, PAD_MOUNT])
@given(load=st.floats(0, 1.75, width=32), air=st.floats(-20, 45, width=32))
@settings(deadline=None)
def test_ageing_in_a_steady_state_is_the_rate_of_the_standard(one: ThermalConstants, load: float, air: float) -> None:
    rate = (upgraded_ageing if one.is_upgraded else kraft_ageing)(steady_hot_spot_c(load, air, one))
    assert trace(one, [load] * 24, air, 60).totals.equivalent_ageing[0] == pytest.approx(float(rate), rel=1e-3)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("one", [IEC_DISTRIBUTION, PAD_MOUNT])
def test_ageing_within_a_step_is_its_integral(one: ThermalConstants, seed: int) -> None:
    """A load that jumps every hour: quarters of an hour within 1 % of minutes, hours within 5 %."""
    loads = np.random.default_rng(seed).uniform(0, 1.6, 24)
    minute, quarter, hour = (
        trace(one, np.repeat(loads, 60 // minutes).tolist(), 30, minutes).totals.aged_hours[0]
        for minutes in (1, 15, 60)
    )
    assert quarter == pytest.approx(minute, rel=0.01)
    assert hour == pytest.approx(minute, rel=0.05)


def test_reverse_flow_heats_like_forward_flow() -> None:
    loads = [0.2, 0.9, 1.3, 0.4]
    there, back = trace(POLE_TOP, loads, 30, 60), trace(POLE_TOP, [-load for load in loads], 30, 60)
    np.testing.assert_array_equal(there.hot_spot_c, back.hot_spot_c)
