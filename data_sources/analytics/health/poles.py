"""Strength of poles: what an inspection measured, brought to today, and when a pole must go.

NESC (IEEE C2), rule 261 and its table of strength factors: a wood pole is to be replaced or reinforced when it has lost
so much that less than two thirds of the strength required when it was installed remain (grades B and C). Strengths of
new poles are those of ANSI O5.1.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.analytics.health.parts import Floats

REPLACE_BELOW_PCT: Final = 200 / 3


def strength_today_pct(measured_pct: Floats, age_when_measured: Floats, years_since: Floats) -> Floats:
    """Remaining strength, had it gone on falling as it fell from 100 % when new to what was measured.

    Args:
        measured_pct: of the required strength, shape (poles,); NaN not known.
        age_when_measured: in years; NaN not known: then it is left as it was measured.
        years_since: the measurement.
    """
    lost = np.maximum(100 - measured_pct, 0) / np.maximum(age_when_measured, 1)
    return np.asarray(np.maximum(measured_pct - np.nan_to_num(lost) * np.maximum(years_since, 0), 0))


def must_go(strength_pct: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether less than two thirds of the required strength remain; False where it is not known."""
    return np.asarray(strength_pct < REPLACE_BELOW_PCT)
