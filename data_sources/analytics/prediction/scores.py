"""How good predictions are against what really happened: device found, and minutes until it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from data_sources.analytics.prediction.predicted import OutagePrediction, PredictionKey


class PredictionScore(NamedTuple):
    """Figures over a number of true outages.

    Attributes:
        outages: how many there were that sent at least one message.
        found: of them, those whose device (transformer, service) was predicted in the last look.
        minutes_to_find: of the found ones, from the interruption to the first look from which on it stayed predicted.
        false_predictions: predictions of the last look, of at least even odds, that are no true outage.
    """

    outages: int
    found: int
    minutes_to_find: tuple[float, ...]
    false_predictions: int

    @property
    def found_share(self) -> float:
        """Of 1; NaN without outages."""
        return self.found / self.outages if self.outages else float("nan")


def score(truth: Mapping[PredictionKey, int], looks: Iterable[tuple[int, list[OutagePrediction]]]) -> PredictionScore:
    """Compare looks with the truth.

    Args:
        truth: when each outage began (ms) by what opened or failed; only outages that sent a message.
        looks: (time, predictions), in order of time.
    """
    since: dict[PredictionKey, int] = {}
    likely: set[PredictionKey] = set()
    for at, predictions in looks:
        since = {one.key: since.get(one.key, at) for one in predictions}
        likely = {one.key for one in predictions if one.probability >= 0.5}
    found = [key for key in truth if key in since]
    wrong = likely - truth.keys()
    minutes = tuple((since[key] - truth[key]) / 60_000 for key in found)
    return PredictionScore(len(truth), len(found), minutes, len(wrong))
