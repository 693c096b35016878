"""Scores of looks against a truth, by hand."""

from __future__ import annotations

import math

import pytest

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import GASP
from data_sources.analytics.prediction.scores import score, score_played
from tests.data_sources.analytics.prediction.small_tree import BREAKER, FUSE_1, MINUTE, NOON, predictor


def looks() -> list[tuple[int, list[OutagePrediction]]]:
    """F1 blew at noon; half its meters are heard of after a minute, the rest after two; a false gasp after three."""
    made, found = predictor(), []
    for minute, meters in ((1, [0, 1, 2]), (2, [3, 4, 5]), (3, [12])):
        made.add(meters, GASP, NOON)
        found.append((NOON + minute * MINUTE, made.look(NOON + minute * MINUTE)))
    return found


def test_the_device_is_found_after_two_minutes() -> None:
    truth: dict[PredictionKey, int] = {("device", FUSE_1): NOON}
    result = score(truth, looks())
    assert (result.outages, result.found, result.false_predictions) == (1, 1, 0)
    assert result.minutes_to_find == (2.0,)
    assert result.found_share == 1.0


def test_a_wrong_device_counts_as_not_found_and_as_false() -> None:
    result = score({("device", BREAKER): NOON}, looks())
    assert (result.found, result.false_predictions) == (0, 1)
    assert result.minutes_to_find == ()


def test_nothing_true_is_no_share() -> None:
    assert math.isnan(score({}, []).found_share)


def test_what_was_played_is_summed_up() -> None:
    """Ten faults: eight found after 1 to 8 minutes (median 4.5, nine in ten within 7.3), six judged, five right."""
    nan = float("nan")
    minutes = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, nan, nan]
    right = [1, 1, 1, 1, 1, 0, nan, nan, nan, nan]
    found = score_played(minutes, right, 3)
    assert (found.faults, found.found, found.presumed, found.right_first, found.false_predictions) == (10, 8, 6, 5, 3)
    assert found.found_share == 0.8
    assert found.right_first_share == 5 / 6
    assert (found.p50_minutes, found.p90_minutes) == (4.5, pytest.approx(7.3))


def test_where_nothing_was_played_nothing_is_known() -> None:
    found = score_played([], [], 0)
    assert found.faults == found.found == found.false_predictions == 0
    assert all(math.isnan(one) for one in (found.found_share, found.right_first_share, found.p50_minutes))
