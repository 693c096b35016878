"""Losses: what was sent out and not registered, by feeder and by transformer, and who is suspected of it."""

from __future__ import annotations

from typing import Any

from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.tabs.ami_analytics.losses import rows
from app.tabs.ami_analytics.losses.balance import FeederBalance, TransformerBalance
from app.tabs.ami_analytics.losses.focus import LossesAnswer, LossesFocus, balance_of, fetch
from app.tabs.ami_analytics.losses.suspects import SuspectsPart
from app.tabs.ami_analytics.view import SHEET, AmiView, arranged
from app.widgets.board import BoardHtml, box, segments
from app.widgets.figures import Figure, Figures
from app.widgets.html import el

BALANCES = ("feeders", "transformers")
PART_HINTS = {
    "feeders": "What a feeder's head sent out less what its customers' meters registered; missing reads are filled in.",
    "transformers": "Transformers with their own meter: what it measured less what the customers' meters registered.",
    "suspects": "Reasons to look at a meter, ranked; never a verdict.",
}


class LossesView(AmiView):
    """Losses and suspects."""

    slug = "losses"
    title = "Losses"

    def build(self) -> Any:
        """The view, made once."""
        self.focus = LossesFocus(self)
        self.figures = Figures(6, css_classes=["view-figures"])
        self.bar = BoardHtml(css_classes=["view-parts"])
        self.parts: dict[str, Any] = {
            "feeders": FeederBalance(self, self.focus, self._retry),
            "transformers": TransformerBalance(self, self.focus, self._retry),
            "suspects": SuspectsPart(self, self.focus),
        }
        self.bar.dress(SHEET)
        self._course_place = box("stacked view-lines", self.parts["feeders"].course)
        self._close = arranged("view-part view-close", self._course_place, self.parts["suspects"].view)
        self._stage = arranged("view-stage")
        self._bind()
        return arranged("view view-losses", self.figures, self.bar, self._stage)

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: self.ground, fetch, self._show, self._tell)
        self.bar.on("part", lambda key: self.ami.param.update(losses=str(key), loss_id=None))
        self.watch(self._show_part, self.ami, "losses")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self._show_part()

    def _retry(self) -> None:
        self.follow.retry()

    def _show_part(self) -> None:
        """Put in front what is chosen, once it is known; until then what was shown stays."""
        place = None if self.focus.answer is None else self.focus.answer[1].place
        if place is None:
            part = self.ami.losses
            choices = segments("part", "Part of Losses", list(rows.PARTS.items()), part)
            self.bar.write(el("div", choices, el("span", PART_HINTS[part], cls="secondary"), cls="parts"))
            self._bring(self.parts[part].view)
            return
        self.bar.write(el("div", el("span", rows.close_words(place), cls="secondary"), cls="parts"))
        course = self.parts[balance_of(place)].course.view
        if self._course_place[0] is not course:
            self._course_place[:] = [course]
        self._bring(self._close)

    def _bring(self, view: Any) -> None:
        """Bring a view to the stage; boards that both have must leave the page before they come again."""
        if list(self._stage.objects) != [view]:
            self._stage[:] = []
            self._stage[:] = [view]

    def _show(self, ground: Ground, answer: LossesAnswer) -> None:
        self.focus.answer = ground, answer
        for name in BALANCES:
            self.parts[name].show(answer)
        self._show_part()

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        for name in BALANCES:
            self.parts[name].tell(status)
        if status.stage == "idle" and status.title:
            for part in self.parts.values():
                part.empty(status.title, status.message)
        if self.focus.answer is not None:
            self.figures.show(self._figures(self.focus.answer[1]), status)

    def _figures(self, answer: LossesAnswer) -> list[Figure]:
        if answer.place is not None:
            return rows.close_figures(answer.feeders, answer.transformers, answer.place)
        return rows.figures(answer.feeders, answer.transformers)

    def _recolour(self) -> None:
        for part in self.parts.values():
            part.recolour()
