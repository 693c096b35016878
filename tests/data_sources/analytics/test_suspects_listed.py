"""Who is listed: the best of a kind, and whoever is asked about."""

from __future__ import annotations

import numpy as np

from data_sources.analytics.suspects.found import SearchSettings, listed


def test_a_meter_asked_about_is_listed_wherever_it_stands() -> None:
    scores, ids = np.array([0.9, 0.2, 0.8, 0.01]), np.array([11, 12, 13, 14])
    assert listed(scores, ids, SearchSettings(kept_per_kind=2)) == [0, 2]
    assert listed(scores, ids, SearchSettings(kept_per_kind=2, about=frozenset({12, 14}))) == [
        0,
        2,
        1,
    ]  # nothing against 14
