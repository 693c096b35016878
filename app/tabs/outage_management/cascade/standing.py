"""StudyStanding: what the study stands on and does not know, in a line that unfolds; and that it operates nothing."""

from __future__ import annotations

from app import formats, theme
from app.tabs.outage_management.cascade.conditions_bar import LOADS
from app.tabs.outage_management.cascade.desk import CascadeDesk
from app.tabs.outage_management.cascade.rows import standing_words
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from data_sources.analytics.cascade.method import ASSUMPTIONS, LIMITS, METHOD


class StudyStanding(HtmlView):
    """The line.

    Args:
        view: whose study it is.
        desk: what was worked out.
    """

    def __init__(self, view: OutageView, desk: CascadeDesk) -> None:
        """Says at once that nothing is operated."""
        super().__init__(css_classes=["cascade-standing"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("cascade")]
        self._view, self._desk = view, desk
        view.watch(self.draw, desk, ["candidates", "run"])
        self.draw()

    def draw(self) -> None:
        """Follow the desk."""
        badges = [el("span", "Study only: nothing is operated", cls="badge")]
        if self._view.is_simulated:
            badges.append(el("span", "Simulated", cls="badge is-attention"))
        said = self._said()
        told = el("span", " ".join(said), cls="secondary standing-words", title=" ".join(said))
        self.write(el("div", badges, told, _fold(), cls="standing"))

    def _said(self) -> list[str]:
        found = self._desk.candidates
        if found is None:
            return []
        loads, zone = found.study.loads, self._view.state.time_zone
        basis = LOADS[loads.basis].lower()
        if loads.newest_at is not None:
            basis += f", newest of {formats.clock(loads.newest_at, zone)}"
        health = self._view.health()
        source = health.name if health is not None else "PostgreSQL"
        first = f"Loads: {basis}. Worked out at {formats.clock(found.at, zone)} from {source}."
        *rest, ground = [*standing_words(found.study)[1:], standing_words(found.study)[0]]
        return [*rest, first, ground]


def _fold() -> Markup:
    parts = [
        el("section", el("h2", title), el("ul", [el("li", sentence) for sentence in sentences]))
        for title, sentences in (("Method", METHOD), ("Limits", LIMITS), ("Sources and assumptions", ASSUMPTIONS))
    ]
    head = el("summary", icon("chevron"), "Method, limits, sources", cls="tool")
    return el("details", head, el("div", parts, cls="method"), cls="method-fold")
