"""Strength of poles: what an inspection measured, brought to today.

In percent of the strength required of a new one (ANSI O5.1). NESC (IEEE C2), rule 261: a wood pole is to be replaced or
reinforced when less than two thirds of it remain (grades B and C); see `parts.STRENGTH`.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.health.parts import Floats


def strength_today_pct(measured_pct: Floats, age_when_measured: Floats, years_since: Floats) -> Floats:
    """Remaining strength, had it gone on falling as it fell from 100 % when new to what was measured.

    Args:
        measured_pct: of the required strength, shape (poles,); NaN not known.
        age_when_measured: in years; NaN not known: then it is left as it was measured.
        years_since: the measurement; NaN not known: likewise.
    """
    lost = np.maximum(100 - measured_pct, 0) / np.maximum(age_when_measured, 1)
    return np.asarray(np.maximum(measured_pct - np.nan_to_num(lost) * np.fmax(years_since, 0), 0))
