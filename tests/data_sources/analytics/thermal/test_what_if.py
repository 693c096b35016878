"""Loads of a scenario: charging by hand, and what must hold whatever is assumed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.analytics.thermal.constants import IEC_DISTRIBUTION, PAD_MOUNT, POLE_TOP
from data_sources.analytics.thermal.fleet import Singles, ThermalFleet, ThermalLoads, ThermalTotals, thermal_totals
from data_sources.analytics.thermal.what_if import HeatScenario, changed_loads, coincidence_of, vehicle_kw

FLEET = ThermalFleet([POLE_TOP, PAD_MOUNT, IEC_DISTRIBUTION], np.arange(3))
RATED = np.full(3, 25.0)
CLOCK = np.arange(48) % 24


def loads(seed: int) -> tuple[Singles, Singles]:
    """Two days of three transformers, at power factors of 0.8 to 1."""
    rng = np.random.default_rng(seed)
    load = rng.uniform(0, 1.2, (3, 48)).astype(np.float32)
    return load, (load * rng.uniform(0.8, 1, load.shape)).astype(np.float32)


def run(seed: int, scenario: HeatScenario) -> ThermalTotals:
    load, power = loads(seed)
    air = np.full(48, 28 + scenario.warmer_k, np.float32)
    return thermal_totals(FLEET, ThermalLoads(changed_loads(load, power, RATED, CLOCK, scenario), air, 60))


@pytest.mark.parametrize(("vehicles", "share"), [(0, 0.0), (1, 1.0), (4, 0.6), (16, 0.4), (1_000_000, 0.2008)])
def test_coincidence_by_hand(vehicles: int, share: float) -> None:
    """0.2 + 0.8 / sqrt(n)."""
    assert coincidence_of(vehicles, 0.2) == pytest.approx(share)


def test_charging_by_hand() -> None:
    """One: 7.2 kW from 18:00 for 1.25 h. Four: 0.6 of 28.8 kW, 17.28 kW, until 36 kWh are charged after 2.083 h."""
    one, four = (vehicle_kw(HeatScenario(vehicles=count)) for count in (1, 4))
    assert one[18:21].tolist() == pytest.approx([7.2, 1.8, 0])
    assert four[18:22].tolist() == pytest.approx([17.28, 17.28, 1.44, 0])
    late = vehicle_kw(HeatScenario(vehicles=4, start_hour=23))
    assert [late[23], late[0], late[1], late[2]] == pytest.approx([17.28, 17.28, 1.44, 0])


@given(st.integers(0, 200), st.integers(0, 23), st.floats(1, 30))
def test_what_is_needed_is_charged(vehicles: int, start: int, kwh: float) -> None:
    scenario = HeatScenario(vehicles=vehicles, start_hour=start, vehicle_kwh=kwh)
    assert vehicle_kw(scenario).sum() == pytest.approx(vehicles * kwh)


def test_vehicles_use_up_what_flows_back_first() -> None:
    """10 kW back and 5 kvar of 25 kVA; 7.2 kW more leave 2.8 kW back: 5.73 kVA. At 19:00 1.8 kW more."""
    scenario = HeatScenario(vehicles=1)
    load = np.full((1, 24), np.hypot(10, 5) / 25, np.float32)
    found = changed_loads(load, np.full((1, 24), -0.4, np.float32), np.array([25.0]), np.arange(24), scenario)
    assert 25 * found[0, 18] == pytest.approx(np.hypot(2.8, 5), rel=1e-5)
    assert 25 * found[0, 19] == pytest.approx(np.hypot(8.2, 5), rel=1e-5)
    assert found[0, 17] == load[0, 17]


def test_growth_and_vehicles_together() -> None:
    """20 kW and 10 kvar grow by half to 30 and 15; a vehicle makes 37.2 kW of it."""
    scenario = HeatScenario(growth_pct=50, vehicles=1)
    load = np.full((1, 24), np.hypot(20, 10) / 25, np.float32)
    found = changed_loads(load, np.full((1, 24), 0.8, np.float32), np.array([25.0]), np.arange(24), scenario)
    assert 25 * found[0, 18] == pytest.approx(np.hypot(37.2, 15), rel=1e-5)
    assert 25 * found[0, 3] == pytest.approx(np.hypot(30, 15), rel=1e-5)


def test_what_is_unknown_stays_unknown() -> None:
    load, power = loads(1)
    load[:, 18] = power[:, 18] = np.nan
    found = changed_loads(load, power, RATED, CLOCK, HeatScenario(growth_pct=20, vehicles=3))
    assert np.isnan(found[:, 18]).all()
    assert np.isfinite(np.delete(found, 18, axis=1)).all()


def test_nothing_assumed_changes_nothing() -> None:
    load, power = loads(2)
    np.testing.assert_array_equal(changed_loads(load, power, RATED, CLOCK, HeatScenario()), load)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 1000), st.floats(-50, 100), st.floats(0, 50), st.integers(0, 8), st.integers(0, 4),
    st.floats(-5, 5), st.floats(0, 5),
)  # fmt: skip
def test_more_load_or_warmth_never_ages_less(
    seed: int, growth: float, more: float, vehicles: int, more_vehicles: int, warmer: float, yet_warmer: float
) -> None:
    before = run(seed, HeatScenario(growth_pct=growth, vehicles=vehicles, warmer_k=warmer))
    for scenario in (
        HeatScenario(growth_pct=growth + more, vehicles=vehicles, warmer_k=warmer),
        HeatScenario(growth_pct=growth, vehicles=vehicles, warmer_k=warmer + yet_warmer),
    ):
        after = run(seed, scenario)
        assert (after.aged_hours >= before.aged_hours * (1 - 1e-5)).all()
        assert (after.hot_spot_max_c >= before.hot_spot_max_c - 1e-3).all()
    # A vehicle more spreads the others' charging: the peak is not lower, though single hours may be.
    power = [vehicle_kw(HeatScenario(vehicles=count)).max() for count in (vehicles, vehicles + more_vehicles)]
    assert power[1] >= power[0]
    alone = run(seed, HeatScenario(growth_pct=growth, warmer_k=warmer))
    assert (before.aged_hours >= alone.aged_hours * (1 - 1e-5)).all()


@pytest.mark.parametrize(
    "wrong", [{"growth_pct": -101}, {"vehicles": -1}, {"warmer_k": 31}, {"start_hour": 24}, {"coincidence": 1.1},
              {"charger_kw": 0}, {"vehicle_kwh": float("nan")}],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} of a what-if must be from"):
        HeatScenario(**wrong)  # type: ignore[arg-type]
