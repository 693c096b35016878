"""States and scores in words."""

from __future__ import annotations

from app.tabs.outage_management.active.words import score_line
from data_sources.analytics.prediction.scores import score_played


def test_a_demo_says_how_good_predictions_are() -> None:
    score = score_played([1.0, 1.4, float("nan")], [1, 1, 0], 2)
    assert score_line(score) == "not closed; predictions found 67% of 3 in 24 h, p50 1.2 min, 2 false (simulated)"
    assert score_line(score_played([float("nan")], [float("nan")], 0)) == (
        "not closed; predictions found 0% of 1 in 24 h, 0 false (simulated)"
    )


def test_where_no_truth_is_known_nothing_is_said() -> None:
    assert score_line(None) == score_line(score_played([], [], 0)) == ""
