"""Vegetation beside lines: risk of contact, clearance by voltage, and when to trim.

risk = 0.7 max(0, 1 - (distance - canopy radius) / (1.1 height + clearance)) + 0.3 min(1, height / 30 m)

Distance is from the trunk to the line; the first term is how near the canopy reaches for a tree that could fall into
the line, the second how hard it would fall. Required clearances: 2.4 m at 12.47 kV, 4.6 m at 138 kV, straight between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data_sources.analytics.health.parts import Floats

CLEARANCES: Final = ((12.47, 2.4), (138.0, 4.6))
LEVELS: Final = ("low", "moderate", "high", "critical")
LEVEL_FROM: Final = (0.35, 0.60, 0.80)
LONGEST_YEARS: Final = 100.0
"""What needs no trimming before then needs none that anybody plans."""


@dataclass(frozen=True, slots=True, eq=False)
class Vegetation:
    """Of places beside lines, each of shape (places,).

    Attributes:
        risk: 0 to 1; NaN where distance, radius or height is not known.
        level: one of `LEVELS`, or 'unknown'.
        required_clearance_m: between line and canopy.
        clearance_m: between them now; below 0 the canopy is over the line.
        trim_in_years: until it is less than required; 0: it is. NaN where the growth is not known and it is not yet.
    """

    risk: Floats
    level: list[str]
    required_clearance_m: Floats
    clearance_m: Floats
    trim_in_years: Floats


def required_clearance_m(voltage_kv: Floats) -> Floats:
    """By voltage, line to line; below and above the two that are given it is theirs."""
    kv, metres = zip(*CLEARANCES, strict=True)
    return np.asarray(np.interp(voltage_kv, kv, metres))


def contact_risk(distance_m: Floats, canopy_radius_m: Floats, height_m: Floats, clearance_m: Floats) -> Floats:
    """0 to 1, by the formula above."""
    near = 1 - (distance_m - canopy_radius_m) / (1.1 * height_m + clearance_m)
    return np.asarray(np.minimum(0.7 * np.maximum(near, 0) + 0.3 * np.minimum(1, height_m / 30), 1))


def vegetation(
    distance_m: Floats, canopy_radius_m: Floats, height_m: Floats, growth_m_per_year: Floats, years: Floats,
    voltage_kv: Floats,
) -> Vegetation:  # fmt: skip
    """What a survey means some years later: the canopy has grown towards the line since, where the growth is known.

    Args:
        distance_m: from the trunk to the line, shape (places,); NaN not known, here and below.
        canopy_radius_m: at the survey.
        height_m: of the tree.
        growth_m_per_year: of the canopy.
        years: since the survey.
        voltage_kv: of the line.
    """
    needed = required_clearance_m(voltage_kv)
    radius = canopy_radius_m + np.nan_to_num(growth_m_per_year) * np.maximum(years, 0)
    clearance = distance_m - radius
    spare = np.maximum(clearance - needed, 0)
    pace = np.maximum(growth_m_per_year, spare / LONGEST_YEARS)  # what hardly grows takes the longest
    trim = np.divide(spare, pace, out=np.where(np.isnan(spare), np.nan, 0.0), where=spare > 0)
    found = contact_risk(distance_m, radius, height_m, needed)
    names = np.array([*LEVELS, "unknown"])
    level = np.where(np.isnan(found), len(LEVELS), np.searchsorted(LEVEL_FROM, found, side="right"))
    return Vegetation(found, names[level].tolist(), needed, clearance, trim)
