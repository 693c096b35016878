"""Losses: what was sent out and not registered, by feeder and by transformer, and who is suspected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from app.tabs.ami_analytics import losses_rows as rows
from app.tabs.ami_analytics.findings import Follow, Status
from app.tabs.ami_analytics.findings_board import Figures, FindingsHtml, box, segments
from app.tabs.ami_analytics.findings_ground import Ground, ground_of, scope_of
from app.tabs.ami_analytics.losses_balance import FeederBalance, TransformerBalance
from app.tabs.ami_analytics.losses_suspects import SuspectsPart
from app.tabs.ami_analytics.view import AmiView
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
    """

    feeders: pa.Table
    transformers: pa.Table
    queries: tuple[Query, Query]


class LossesView(AmiView):
    """Losses and suspects."""

    slug = "losses"
    title = "Losses"

    def build(self) -> Any:
        """The view, made once."""
        self.balances: tuple[Ground, Balances] | None = None
        self.figures = Figures(6, css_classes=["fnd-figures"])
        self.bar = FindingsHtml(css_classes=["fnd-parts"])
        self.parts: dict[str, Any] = {
            "feeders": FeederBalance(self), "transformers": TransformerBalance(self), "suspects": SuspectsPart(self),
        }  # fmt: skip
        self._stage = box("fnd-stage", self.parts[self.ami.losses].view)
        self._bind()
        view = box("fnd", self.figures, self.bar, self._stage)
        view.css_classes = ["fnd", "fnd-losses"]
        return view

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: ground_of(self), _fetch, self._show, self._tell)
        self.bar.on("part", lambda key: self.ami.param.update(losses=str(key), loss_id=None))
        self.ami.param.watch(lambda *_events: self._show_part(), "losses")
        self.state.param.watch(lambda *_events: self._recolour(), ["theme", "palette"])
        self._show_part()

    def _show_part(self) -> None:
        part = self.ami.losses
        choices = segments("part", "Part of Losses", list(rows.PARTS.items()), part)
        self.bar.write(el("div", choices, el("span", PART_HINTS[part], cls="secondary"), cls="parts"))
        wanted = self.parts[part].view
        if self._stage[0] is not wanted:
            self._stage[:] = [wanted]

    def _show(self, ground: Ground, answer: Balances) -> None:
        self.balances = ground, answer
        for name in BALANCES:
            self.parts[name].show(answer)

    def _tell(self, status: Status) -> None:
        for name in BALANCES:
            self.parts[name].tell(status)
        if status.stage == "nothing" and status.message:
            for part in self.parts.values():
                part.empty(*self.tab.nothing_yet())
        if self.balances is not None:
            ground, answer = self.balances
            self.figures.show(rows.figures(answer.feeders, answer.transformers, ground.days), status)

    def _recolour(self) -> None:
        for part in self.parts.values():
            part.recolour()


def _fetch(source: Source, ground: Ground) -> Balances:
    """Runs in a worker."""
    scope = scope_of(source, ground)
    feeders = losses.feeder_losses_query(scope, ground.first_day, ground.end_day)
    transformers = losses.transformer_balances_query(scope, ground.first_day, ground.end_day)
    return Balances(source.fetch(feeders), source.fetch(transformers), (feeders, transformers))
