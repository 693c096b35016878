"""Service voltage limits of ANSI C84.1-2020: the one place they stand in; everything else derives from here.

Clause
    Table 1, "Standard nominal system voltages and voltage ranges", service voltage columns; range A and range B are
    defined in clause 5. The table gives volts for each nominal system, rounded as it prints them; all follow from
    the 120 V base: range A 114 to 126 V, range B 110 to 127 V for systems up to 600 V. Above 600 V up to 34.5 kV the
    lower limits are closer to nominal, since the voltage drop of the customer's own transformer is still to come.

Assumptions
    A limit itself is inside its range. A value of single precision within 0.0001 % of a limit is on it.

Known drawbacks
    Range B is meant to be limited in extent, frequency and duration; the standard gives no number for that.
    Utilisation voltage (at the customer's equipment) has ranges of its own, which no meter sees; they are left out.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

ServiceRange = Literal["A", "B"]
SERVICE_RANGES: Final[tuple[ServiceRange, ...]] = ("A", "B")

BASE_V: Final = 120.0
LOW_VOLTAGE_V: Final = 600.0  # systems up to here share the limits of the 120 V base
LIMITS_V: Final[dict[ServiceRange, tuple[float, float]]] = {"A": (114.0, 126.0), "B": (110.0, 127.0)}
# Above 600 V, on the same base: 97.5 and 95 % of nominal below, as at low voltage above.
MEDIUM_LIMITS_V: Final[dict[ServiceRange, tuple[float, float]]] = {"A": (117.0, 126.0), "B": (114.0, 127.0)}
_ON_LIMIT_PCT: Final = 1e-4


def limits_pct(service_range: ServiceRange, nominal_v: float = BASE_V) -> tuple[float, float]:
    """Lower and upper limit of a service range, % of nominal.

    Args:
        service_range: "A" or "B".
        nominal_v: nominal voltage of the system, V; it tells low voltage from medium voltage.

    Raises:
        ValueError: neither A nor B.
    """
    limits = LIMITS_V if nominal_v <= LOW_VOLTAGE_V else MEDIUM_LIMITS_V
    if service_range not in limits:
        raise ValueError(f"ANSI C84.1 has the service ranges A and B, not {service_range!r}.")
    low, high = limits[service_range]
    return 100.0 * low / BASE_V, 100.0 * high / BASE_V


def limits_v(service_range: ServiceRange, nominal_v: float = BASE_V) -> tuple[float, float]:
    """Lower and upper limit of a service range, V.

    Args:
        service_range: "A" or "B".
        nominal_v: nominal voltage of the system, V.

    Raises:
        ValueError: neither A nor B.
    """
    low, high = limits_pct(service_range, nominal_v)
    return low * nominal_v / 100.0, high * nominal_v / 100.0


def sides(voltage_pct: ArrayLike, service_range: ServiceRange) -> NDArray[np.int8]:
    """-1 below the low-voltage range, 1 above it, 0 inside or not known (NaN).

    Args:
        voltage_pct: % of nominal, any shape.
        service_range: "A" or "B".
    """
    low, high = limits_pct(service_range)
    pct = np.asarray(voltage_pct, np.float64)
    with np.errstate(invalid="ignore"):
        side: NDArray[np.int8] = (pct > high + _ON_LIMIT_PCT).astype(np.int8) - (pct < low - _ON_LIMIT_PCT)
    return side


def range_words(service_range: ServiceRange) -> str:
    """`range A, 114 to 126 V on 120 V`."""
    low, high = LIMITS_V[service_range]
    return f"range {service_range}, {low:.0f} to {high:.0f} V on {BASE_V:.0f} V"


def voltage_words(voltage_pct: float, nominal_v: float) -> str:
    """`243.0 V on 240 V (101.2 %)`: a service voltage as it is told everywhere, on the nominal voltage of its place.

    Args:
        voltage_pct: % of nominal; finite.
        nominal_v: nominal voltage, V; where it is not known (0 or NaN), the 120 V base is taken.
    """
    base_v = nominal_v if nominal_v > 0 else BASE_V
    return f"{voltage_pct * base_v / 100.0:,.1f} V on {base_v:,.4g} V ({voltage_pct:.1f} %)"
