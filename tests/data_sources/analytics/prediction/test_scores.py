"""Scores of looks against a truth, by hand."""

from __future__ import annotations

import math

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey
from data_sources.analytics.prediction.predictor import GASP
from data_sources.analytics.prediction.scores import score
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
