"""The service ranges against ANSI C84.1-2020 Table 1 as it is published, in whole volts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from data_sources.analytics.ansi_c84 import LIMITS_V, limits_pct, limits_v, range_words, sides, voltage_words

# Nominal system voltage: range A low and high, range B low and high, service voltage, V.
TABLE_1_LOW = {
    120: (114, 126, 110, 127),
    208: (197, 218, 191, 220),
    240: (228, 252, 220, 254),
    277: (263, 291, 254, 293),
    480: (456, 504, 440, 508),
    600: (570, 630, 550, 635),
}
# The table rounds medium voltages to ten volts.
TABLE_1_MEDIUM = {
    2400: (2340, 2520, 2280, 2540),
    4160: (4050, 4370, 3950, 4400),
    12470: (12160, 13090, 11850, 13200),
    13800: (13460, 14490, 13110, 14600),
    34500: (33640, 36230, 32780, 36510),
}


@pytest.mark.parametrize(("nominal", "published"), TABLE_1_LOW.items())
def test_low_voltage_limits_are_those_published(nominal: int, published: tuple[int, ...]) -> None:
    found = [*limits_v("A", nominal), *limits_v("B", nominal)]
    assert found == pytest.approx(published, abs=1.0)  # the table cuts 197.6 and 218.4 to whole volts


@pytest.mark.parametrize(("nominal", "published"), TABLE_1_MEDIUM.items())
def test_medium_voltage_limits_are_those_published(nominal: int, published: tuple[int, ...]) -> None:
    found = [*limits_v("A", nominal), *limits_v("B", nominal)]
    assert found == pytest.approx(published, abs=10.0)


def test_the_base_is_exact() -> None:
    assert LIMITS_V == {"A": (114.0, 126.0), "B": (110.0, 127.0)}
    assert limits_pct("A") == (95.0, 105.0)
    assert limits_pct("B") == pytest.approx((91.6667, 105.8333), abs=1e-4)
    assert range_words("A") == "range A, 114 to 126 V on 120 V"


def test_there_is_no_range_c() -> None:
    with pytest.raises(ValueError, match="ranges A and B"):
        limits_pct("C")  # type: ignore[arg-type]


def test_a_reading_on_the_limit_is_inside() -> None:
    volts = np.array([113.9, 114.0, 120.0, 126.0, 126.1, np.nan]) / 1.2
    assert sides(volts, "A").tolist() == [-1, 0, 0, 0, 1, 0]
    assert sides(np.array([109.9, 110.0, 127.0, 127.1]) / 1.2, "B").tolist() == [-1, 0, 0, 1]
    assert sides(np.float32([110.0 / 1.2, 127.0 / 1.2]), "B").tolist() == [0, 0]


def test_a_voltage_in_words() -> None:
    assert voltage_words(101.25, 240.0) == "243.0 V on 240 V (101.2 %)"
    assert voltage_words(101.25, 207.846) == "210.4 V on 207.8 V (101.2 %)"
    assert voltage_words(95.0, 7200.0) == "6,840.0 V on 7,200 V (95.0 %)"
    assert voltage_words(95.0, math.nan) == "114.0 V on 120 V (95.0 %)"
