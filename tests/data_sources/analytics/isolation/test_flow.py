"""Loads, voltages and line constants by hand and against published figures."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.isolation.conductors import ohms_per_km
from data_sources.analytics.isolation.flow import LineData, flow
from data_sources.analytics.topology import Topology


def test_kersting_336_acsr_and_its_neighbours() -> None:
    """Kersting, Appendix A: 336,400 26/7 ACSR 0.306 ohm/mile at 530 A, GMR 0.0244 ft; X = 0.12134 ln(4.5 / 0.0244)."""
    r, x = ohms_per_km([530.0], [False])
    assert r[0] == pytest.approx(0.306 / 1.609344)
    assert x[0] == pytest.approx(0.6331 / 1.609344, rel=1e-3)


def test_a_500_kcmil_aluminium_cable() -> None:
    """253.4 mm2 at 75 degrees C: 28.26 / 253.4 x (1 + 0.00403 x 55) = 0.1362 ohms a kilometre."""
    r, x = ohms_per_km([460.0], [True])
    assert r[0] == pytest.approx(0.1362, rel=1e-3)
    assert x[0] == 0.13


def test_larger_lines_resist_less_and_an_unknown_one_is_middling() -> None:
    amps = np.linspace(50, 1500, 50)
    for buried in (False, True):
        r, x = ohms_per_km(amps, np.full(50, buried))
        assert (np.diff(r) < 0).all()
        assert (np.diff(x) <= 0).all()
    assert (
        ohms_per_km([0.0, np.nan], [False, False])[0].tolist()
        == ohms_per_km([350.0, 350.0], [False, False])[0].tolist()
    )


def two_loads(phases: int = 3) -> tuple[Topology, LineData]:
    """0 - 1 - 2 at 10 kV, 2 + j1 ohms each."""
    lines = LineData(np.full(2, 2.0), np.full(2, 1.0), np.full(2, 10.0), np.full(2, 100.0), np.full(2, phases))
    return Topology(4, [0, 1], [1, 2], [True, True], [0]), lines


def test_two_loads_on_a_line_by_hand() -> None:
    """At unity power factor 500 kW at each node: through 0-1 1000 kW, through 1-2 500 kW.

    v1^2 = 1 - 2 x 2 x 1000 / (1000 x 100) = 0.96; v2^2 = 0.96 - 0.02 = 0.94; current 1000 / (sqrt 3 x 10) = 57.735 A.
    """
    topology, lines = two_loads()
    found = flow(topology, lines, np.array([0.0, 500.0, 500.0, 9.0]), 1.0, 100.0)
    assert found.through_kw.tolist() == [1000.0, 1000.0, 500.0, 0.0]
    assert found.voltage_pct[:3] == pytest.approx([100.0, 100 * 0.96**0.5, 100 * 0.94**0.5])
    assert np.isnan(found.voltage_pct[3])
    assert found.loading_pct == pytest.approx([57.735, 28.868], rel=1e-4)


def test_reactive_power_and_the_source_count() -> None:
    """Power factor 0.8: Q = 0.75 P; v1^2 = 1.04^2 - 2 (2 + 0.75) x 100 / (1000 x 100)."""
    topology, lines = two_loads()
    found = flow(topology, lines, np.array([0.0, 100.0, 0.0, 0.0]), 0.8, 104.0)
    assert found.voltage_pct[1] == pytest.approx(100 * (1.04**2 - 0.0055) ** 0.5)


def test_one_phase_drops_four_and_a_half_times_as_much() -> None:
    load = np.array([0.0, 0.0, 100.0, 0.0])
    three, one = (flow(*two_loads(phases), load, 1.0, 100.0) for phases in (3, 1))
    square = [1 - (found.voltage_pct[2] / 100) ** 2 for found in (three, one)]
    assert square[1] == pytest.approx(4.5 * square[0])
    assert one.loading_pct[0] == pytest.approx(3 * three.loading_pct[0])


def test_the_drop_agrees_with_an_exact_solution_where_it_is_small() -> None:
    """One load of 200 kW at unity power factor behind 2 + j1 ohms: V2 = V1 - I Z with I = P / V2, by iteration."""
    topology, lines = two_loads()
    found = flow(topology, lines, np.array([0.0, 200.0, 0.0, 0.0]), 1.0, 100.0)
    voltage = 1.0 + 0j
    for _ in range(50):
        voltage = 1.0 - (0.2 / voltage).conjugate() * (2 + 1j) / 100
    assert found.voltage_pct[1] == pytest.approx(100 * abs(voltage), abs=0.01)
