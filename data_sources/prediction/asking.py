"""Which meters are asked about a presumed outage: those whose answer tells most, and enough to confirm it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np

from data_sources.analytics.prediction.pinging import pings
from data_sources.analytics.prediction.predicted import OutagePrediction
from data_sources.analytics.prediction.predictor import CALL, GASP, HAS_SUPPLY, Predictor
from data_sources.analytics.topology import Ints
from data_sources.prediction.rules import RATES, PredictionRules

AGAIN: dt.timedelta = dt.timedelta(minutes=15)
"""So long a meter is not asked again, and an open question counts."""
MOST_TELLING = 4


def to_ask(
    predictor: Predictor, one: OutagePrediction, rules: PredictionRules, asked: Collection[int], as_of_ms: int
) -> list[int]:
    """Rows of the meters to ask.

    Args:
        predictor: as it was looked at.
        one: the prediction.
        rules: how many unanswered pings confirm it.
        asked: rows of meters that were asked a short time ago.
        as_of_ms: now.
    """
    telling = [ping.meter for ping in pings(predictor, one, RATES, as_of_ms)[:MOST_TELLING]]
    sample = _reporting(predictor, one)
    chosen = [*telling, *_spread(sample, rules.confirm_meters).tolist()]
    return sorted(set(chosen).difference(asked))


def _reporting(predictor: Predictor, one: OutagePrediction) -> Ints:
    times = predictor.times[one.callers]
    reporting: Ints = one.callers[np.maximum(times[:, GASP], times[:, CALL]) > times[:, HAS_SUPPLY]]
    return reporting


def _spread(rows: Ints, number: int) -> Ints:
    """Some of them, as far apart in the network's order as can be."""
    places = np.unique(np.linspace(0, len(rows) - 1, number).astype(np.int64)) if len(rows) else np.empty(0, np.int64)
    return rows[places]
