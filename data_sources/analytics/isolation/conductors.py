"""Ohms of a line from its ampacity, where a network tells no impedance.

Method
    Positive-sequence resistance and reactance at 60 Hz of usual conductors, interpolated over ampacity on logarithmic
    scales: a larger conductor carries more and resists less in about a power law. Overhead: ACSR, resistance and
    geometric mean radius from W. H. Kersting, Distribution System Modeling and Analysis, Appendix A (50 degrees C);
    reactance = 0.12134 ln(GMD / GMR) ohms a mile (ibid., chapter 4) at a geometric mean distance of 4.5 feet.
    Underground: resistance from the cross-section (aluminium 0.02826, copper 0.01724 ohm mm2/m at 20 degrees C, IEC
    60028 and 60121; 0.00403 and 0.00393 a kelvin, at 75 degrees C), reactance of cables in trefoil, about 0.13 ohms
    a kilometre.

Known drawbacks
    Ampacity tells size, not material and spacing: reactance may be off by a fifth, resistance by a tenth where a
    network rates its lines otherwise than in 75-degree tables. A line without a rating counts as a middling one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

KM_A_MILE: Final = 1.609344
GMD_FT: Final = 4.5
# (ampacity A, resistance ohm/mile, GMR ft): ACSR #2, 1/0, 4/0, 336,400 26/7, 477,000 26/7, 795,000 26/7.
_ACSR: Final = np.array(
    [(180, 1.69, 0.00418), (240, 1.12, 0.00446), (350, 0.592, 0.00814), (530, 0.306, 0.0244), (670, 0.216, 0.0290),
     (910, 0.138, 0.0375)]
)  # fmt: skip
# (ampacity A, cross-section mm2, is copper): #2, 1/0, 4/0, 500, 750 kcmil aluminium, 1000 kcmil copper.
_CABLE: Final = np.array(
    [(155, 33.6, 0), (205, 53.5, 0), (300, 107.2, 0), (460, 253.4, 0), (590, 380.0, 0), (920, 506.7, 1)]
)  # fmt: skip
_CABLE_X_OHM_KM: Final = 0.13
MIDDLING_A: Final = 350.0


def ohms_per_km(rated_a: ArrayLike, is_underground: ArrayLike) -> tuple[Floats, Floats]:
    """(resistance, reactance) of three-phase lines, ohms a kilometre, each of the shape of the arguments.

    Args:
        rated_a: ampacity, A; 0 or NaN where it is not known.
        is_underground: cable or overhead line.
    """
    amps = np.nan_to_num(np.asarray(rated_a, np.float64))
    amps = np.where(amps > 0, amps, MIDDLING_A)
    buried = np.asarray(is_underground, np.bool_)
    overhead_r = _ACSR[:, 1] / KM_A_MILE
    overhead_x = 0.12134 * np.log(GMD_FT / _ACSR[:, 2]) / KM_A_MILE
    is_copper = _CABLE[:, 2] > 0
    at_20 = np.where(is_copper, 0.01724, 0.02826) * 1000 / _CABLE[:, 1]
    cable_r = at_20 * (1 + np.where(is_copper, 0.00393, 0.00403) * 55)
    r = np.where(buried, _log_interp(amps, _CABLE[:, 0], cable_r), _log_interp(amps, _ACSR[:, 0], overhead_r))
    x = np.where(buried, _CABLE_X_OHM_KM, np.interp(np.log(amps), np.log(_ACSR[:, 0]), overhead_x))
    return r, x


def _log_interp(at: Floats, x: Floats, y: Floats) -> Floats:
    """Interpolation on logarithmic scales; beyond the table its ends, in proportion to 1 / ampacity."""
    inside = np.clip(at, x[0], x[-1])
    values: Floats = np.exp(np.interp(np.log(inside), np.log(x), np.log(y))) * inside / at
    return values
