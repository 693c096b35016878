"""Published constants, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import opendssdirect as dss
import pytest

from data_sources.analytics.thermal.constants import (
    EXPONENTS,
    IEC_DISTRIBUTION,
    PAD_MOUNT,
    POLE_TOP,
    ieee_constants,
)


def test_pole_top_is_what_opendss_takes_for_a_transformer() -> None:
    for line in ("clear", "new circuit.one", "new transformer.one"):
        dss.Text.Command(line)
    values = {}
    for name in ("thermal", "n", "m", "flrise", "hsrise"):
        dss.Text.Command(f"? transformer.one.{name}")
        values[name] = float(dss.Text.Result())
    assert POLE_TOP.oil_minutes == values["thermal"] * 60
    assert (POLE_TOP.oil_exponent, POLE_TOP.winding_exponent) == (values["n"], 2 * values["m"])
    assert (POLE_TOP.oil_rise_k, POLE_TOP.gradient_k) == (values["flrise"], values["hsrise"])


def test_american_sets_keep_to_65_degree_rise_of_ieee_c57_12_00() -> None:
    """A top oil 65 K and a hot spot 80 K over ambient at most, at rated load."""
    for one in (POLE_TOP, PAD_MOUNT):
        assert one.oil_rise_k <= 65
        assert one.oil_rise_k + one.gradient_k == 80


def test_iec_distribution_reaches_98_degrees_at_20() -> None:
    """IEC 60076-7: the hot spot at which Kraft paper ages at rate 1, at rated load and an ambient of 20 °C."""
    assert 20 + IEC_DISTRIBUTION.oil_rise_k + IEC_DISTRIBUTION.gradient_k == 98


@pytest.mark.parametrize("cooling", EXPONENTS)
def test_the_oils_time_constant_is_corrected_where_the_exponent_is_not_1(cooling: str) -> None:
    one = ieee_constants(
        "test", cooling, oil_rise_k=55, hot_spot_rise_k=80, loss_ratio=5, oil_minutes=180, winding_minutes=5
    )
    n, m = EXPONENTS[cooling]
    assert (one.oil_exponent, one.winding_exponent, one.is_oil_corrected) == (n, 2 * m, cooling != "ODAF")


def test_what_no_transformer_has_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="oil_minutes of a transformer's thermal constants must be above 0, not 0"):
        replace(IEC_DISTRIBUTION, oil_minutes=0)
    with pytest.raises(ValueError, match=r"gradient_k .* above 0, not -5"):
        ieee_constants(
            "test", "ONAN", oil_rise_k=65, hot_spot_rise_k=60, loss_ratio=5, oil_minutes=180, winding_minutes=5
        )
    with pytest.raises(ValueError, match=r"k21 .* 1 or more, not 0.5"):
        replace(IEC_DISTRIBUTION, k21=0.5)
    with pytest.raises(ValueError, match="no ambient may lag"):
        replace(POLE_TOP, is_ambient_lagged=True)
    with pytest.raises(ValueError, match="cooling must be one of ONAN, ONAF, OFAF, ODAF, not AN"):
        ieee_constants(
            "test", "AN", oil_rise_k=65, hot_spot_rise_k=80, loss_ratio=5, oil_minutes=180, winding_minutes=5
        )
