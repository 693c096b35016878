"""What of Losses is looked at: both balances of it, and which of its parts are in front."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from app.scope_bar.ground import ChosenPlace, Ground, place_of, scope_of
from app.tabs.ami_analytics.view import AmiView
from data_sources.history import losses
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class LossesAnswer:
    """What both balances are made of.

    Attributes:
        feeders: rows of ami_feeder_losses.sql.
        transformers: rows of ami_transformer_balances.sql.
        queries: the statements behind them, by part.
        place: the transformer or meter chosen; None where a feeder or more is.
    """

    feeders: pa.Table
    transformers: pa.Table
    queries: dict[str, Query]
    place: ChosenPlace | None = None


class LossesFocus:
    """What the parts of Losses share: what is chosen above the views, and the answer to it once it is there.

    Args:
        view: whose selections are meant.
    """

    def __init__(self, view: AmiView) -> None:
        """Nothing is answered yet."""
        self._view = view
        self.answer: tuple[Ground, LossesAnswer] | None = None

    @property
    def ground(self) -> Ground | None:
        """What is chosen above the views now."""
        return self._view.ground

    @property
    def place(self) -> ChosenPlace | None:
        """The transformer or meter chosen, once it is known what it hangs on; None where a feeder or more is."""
        if self.answer is None or self.answer[0] != self.ground:
            return None
        return self.answer[1].place

    def shows(self, part: str) -> bool:
        """Whether a part is in front; below a feeder a balance and the suspects are, side by side."""
        ground = self.ground
        if ground is None or not ground.is_below_feeder:
            return bool(self._view.ami.losses == part)
        return self.place is not None and part in ("suspects", balance_of(self.place))


def balance_of(place: ChosenPlace) -> str:
    """The balance that tells most of a transformer or meter: by its transformer's own meter, else by its feeder."""
    return "transformers" if place.has_own_meter else "feeders"


def fetch(source: Source, ground: Ground) -> LossesAnswer:
    """Both balances. Runs in a worker."""
    place = place_of(source, ground)
    scope = place.scope if place is not None else scope_of(source, ground)
    feeders = losses.feeder_losses_query(scope, ground.first_day, ground.end_day)
    transformers = losses.transformer_balances_query(scope, ground.first_day, ground.end_day)
    queries = {"feeders": feeders, "transformers": transformers}
    return LossesAnswer(source.fetch(feeders), source.fetch(transformers), queries, place)
