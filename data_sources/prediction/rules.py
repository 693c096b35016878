"""What predictions go by: chances, times, and when evidence is enough."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from data_sources.analytics.prediction.rates import MessageRates, OpeningRates
from data_sources.commands.principal import Principal

PREDICTION: Final = Principal("prediction", "operator", is_person=False)
WINDOW: Final = dt.timedelta(days=1)  # what was told before speaks for nothing any more
# Rarer than a single service that fails by itself: whoever calls is seldom wrong.
RATES: Final = MessageRates(call_false=1e-6)
OPENINGS: Final = OpeningRates()


class PredictionRules(NamedTuple):
    """When an outage is confirmed without a person.

    Attributes:
        confirm_probability: from this probability on, above 0; from 1 on never.
        confirm_meters: where so many meters did not answer a ping and none did; all of a place with fewer.
    """

    confirm_probability: float = 0.95
    confirm_meters: int = 3

    def is_enough(self, probability: float, unanswered: int, answering: int, meters: int) -> bool:
        """Whether an outage is as good as certain.

        Args:
            probability: that it is there.
            unanswered: meters in it that did not answer.
            answering: meters in it that have supply.
            meters: that hang below its place.
        """
        is_sure = self.confirm_probability < 1 and probability >= self.confirm_probability
        return is_sure and not answering and unanswered >= min(self.confirm_meters, meters)
