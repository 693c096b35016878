"""By which constants each transformer is computed."""

from __future__ import annotations

import pytest

from data_sources.network.metered_fleet import constants_of


@pytest.mark.parametrize(
    ("kind", "is_pad_mounted", "cooling", "rise_k", "oil_minutes", "exponents"),
    [
        ("service", False, "", 80, 120, (0.8, 1.6)),
        ("service", True, "KNAN", 80, 180, (0.8, 1.6)),
        ("service", True, "ONAF", 80, 180, (0.9, 1.6)),
        ("service", True, "ODAF", 80, 180, (1.0, 2.0)),
        ("substation", True, "", 80, 210, (0.8, 1.3)),
        ("step", False, "ONAF", 80, 150, (0.8, 1.3)),
        ("substation", False, "OFAF", 80, 90, (1.0, 1.3)),
    ],
)
def test_constants_follow_kind_and_nameplate(
    kind: str, is_pad_mounted: bool, cooling: str, rise_k: float, oil_minutes: float, exponents: tuple[float, float]
) -> None:
    """IEEE C57.91, clause 7, and IEC 60076-7, tables of exponents and time constants."""
    found = constants_of(kind, is_pad_mounted, cooling, True)
    assert found.oil_rise_k + found.gradient_k == rise_k
    assert found.oil_minutes == oil_minutes
    assert (found.oil_exponent, found.winding_exponent) == exponents
    assert found.is_upgraded
    assert not constants_of(kind, is_pad_mounted, cooling, False).is_upgraded
