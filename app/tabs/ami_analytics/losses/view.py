"""Losses: what was sent out and not registered, by feeder and by transformer, and who is suspected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from app.follow import Follow, FollowStatus
from app.tabs.ami_analytics.ground import Ground, Place, ground_of, place_of, scope_of
from app.tabs.ami_analytics.losses import rows
from app.tabs.ami_analytics.losses.balance import FeederBalance, TransformerBalance
from app.tabs.ami_analytics.losses.suspects import SuspectsPart
from app.tabs.ami_analytics.view import SHEET, AmiView, arranged
from app.widgets.board import BoardHtml, box, segments
from app.widgets.figures import Figure, Figures
from app.widgets.html import el
from data_sources.history import losses
from data_sources.query import Query
from data_sources.source import Source

BALANCES = ("feeders", "transformers")
PART_HINTS = {
    "feeders": "What a feeder's head sent out less what its customers' meters registered, where both were read.",
    "transformers": "Transformers with their own meter: what it measured less what the customers' meters registered.",
    "suspects": "Reasons to look at a meter, ranked; never a verdict.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Balances:
    """What both balances are made of.

    Attributes:
        feeders: rows of ami_feeder_losses.sql.
        transformers: rows of ami_transformer_balances.sql.
        queries: the statements behind them, in that order.
        place: the transformer or meter chosen; None where a feeder or more is.
    """

    feeders: pa.Table
    transformers: pa.Table
    queries: tuple[Query, Query]
    place: Place | None = None


class LossesView(AmiView):
    """Losses and suspects."""

    slug = "losses"
    title = "Losses"

    def build(self) -> Any:
        """The view, made once."""
        self.balances: tuple[Ground, Balances] | None = None
        self.figures = Figures(6, css_classes=["view-figures"])
        self.bar = BoardHtml(css_classes=["view-parts"])
        self.parts: dict[str, Any] = {
            "feeders": FeederBalance(self), "transformers": TransformerBalance(self), "suspects": SuspectsPart(self),
        }  # fmt: skip
        self.bar.dress(SHEET)
        self._course_place = box("stacked view-lines", self.parts["feeders"].course)
        self._close = arranged("view-part view-close", self._course_place, self.parts["suspects"].view)
        self._stage = arranged("view-stage")
        self._bind()
        return arranged("view view-losses", self.figures, self.bar, self._stage)

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: ground_of(self), _fetch, self._show, self._tell)
        self.bar.on("part", lambda key: self.ami.param.update(losses=str(key), loss_id=None))
        self.watch(self._show_part, self.ami, "losses")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._show_part()

    @property
    def place(self) -> Place | None:
        """The transformer or meter chosen, once it is known what it hangs on; None where a feeder or more is."""
        if self.balances is None or self.balances[0] != ground_of(self):
            return None
        return self.balances[1].place

    def shows(self, part: str) -> bool:
        """Whether a part is in front; below a feeder a balance and the suspects are, side by side."""
        ground = ground_of(self)
        if ground is None or not ground.is_below_feeder:
            return bool(self.ami.losses == part)
        return self.place is not None and part in ("suspects", self._balance_of(self.place))

    def _balance_of(self, place: Place) -> str:
        return "transformers" if place.has_own_meter else "feeders"

    def _show_part(self) -> None:
        """Put in front what is chosen, once it is known; until then what was shown stays."""
        place = None if self.balances is None else self.balances[1].place
        if place is None:
            part = self.ami.losses
            choices = segments("part", "Part of Losses", list(rows.PARTS.items()), part)
            self.bar.write(el("div", choices, el("span", PART_HINTS[part], cls="secondary"), cls="parts"))
            self._bring(self.parts[part].view)
            return
        self.bar.write(el("div", el("span", rows.close_words(place), cls="secondary"), cls="parts"))
        course = self.parts[self._balance_of(place)].course.view
        if self._course_place[0] is not course:
            self._course_place[:] = [course]
        self._bring(self._close)

    def _bring(self, view: Any) -> None:
        """Bring a view to the stage; boards that both have must leave the page before they come again."""
        if list(self._stage.objects) != [view]:
            self._stage[:] = []
            self._stage[:] = [view]

    def _show(self, ground: Ground, answer: Balances) -> None:
        self.balances = ground, answer
        for name in BALANCES:
            self.parts[name].show(answer)
        self._show_part()

    def _tell(self, status: FollowStatus) -> None:
        for name in BALANCES:
            self.parts[name].tell(status)
        if status.stage == "idle" and status.title:
            for part in self.parts.values():
                part.empty(status.title, status.message)
        if self.balances is not None:
            self.figures.show(self._figures(*self.balances), status)

    def _figures(self, ground: Ground, answer: Balances) -> list[Figure]:
        if answer.place is not None:
            return rows.close_figures(answer.feeders, answer.transformers, answer.place, ground.days)
        return rows.figures(answer.feeders, answer.transformers, ground.days)

    def _recolour(self) -> None:
        for part in self.parts.values():
            part.recolour()


def _fetch(source: Source, ground: Ground) -> Balances:
    """Runs in a worker."""
    place = place_of(source, ground)
    scope = place.scope if place is not None else scope_of(source, ground)
    feeders = losses.feeder_losses_query(scope, ground.first_day, ground.end_day)
    transformers = losses.transformer_balances_query(scope, ground.first_day, ground.end_day)
    return Balances(source.fetch(feeders), source.fetch(transformers), (feeders, transformers), place)
