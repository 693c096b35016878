"""How good predictions are against what really happened: device found, and minutes until it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

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


class PlayedScore(NamedTuple):
    """Figures over the faults that nothing reported, of a demo whose truth is known.

    Attributes:
        faults: how many there were that are known by now, whoever found them.
        found: of them, those at whose very place (device or transformer) an outage was presumed.
        p50_minutes: median time from the fault to that; NaN where none was found.
        p90_minutes: nine in ten were found within that; NaN likewise.
        presumed: faults of which anything was presumed, at whatever place, and confirmed since.
        right_first: of those, how many were at the very place when they were confirmed.
        false_predictions: presumed where nobody was out.
    """

    faults: int
    found: int
    p50_minutes: float
    p90_minutes: float
    presumed: int
    right_first: int
    false_predictions: int

    @property
    def found_share(self) -> float:
        """Of 1; NaN without faults."""
        return self.found / self.faults if self.faults else float("nan")

    @property
    def right_first_share(self) -> float:
        """Of 1; NaN where nothing that was presumed is confirmed."""
        return self.right_first / self.presumed if self.presumed else float("nan")


def score_played(minutes_to_find: ArrayLike, is_right_first: ArrayLike, false_predictions: int) -> PlayedScore:
    """Sum up what became of faults.

    Args:
        minutes_to_find: from each fault to when an outage at its very place was presumed; NaN: never, shape (faults,).
        is_right_first: 1 where what was presumed was confirmed at the very place, 0 elsewhere, NaN where nothing was
            presumed or confirmed, shape (faults,).
        false_predictions: presumed where there was none.
    """
    minutes, right = (np.asarray(one, np.float64) for one in (minutes_to_find, is_right_first))
    found, judged = minutes[~np.isnan(minutes)], right[~np.isnan(right)]
    p50, p90 = np.percentile(found, [50, 90]) if len(found) else (np.nan, np.nan)
    return PlayedScore(
        len(minutes), len(found), float(p50), float(p90), len(judged), int(judged.sum()), false_predictions
    )  # fmt: skip
