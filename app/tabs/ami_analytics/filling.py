"""Filling: a thin line under the bar while readings are not all there.

They are still being made for a demo, day after day, in the background; or nobody makes the rest; or the history cannot
read some of its files.
"""

from __future__ import annotations

from app import formats, theme
from app.scope_bar.known import ReadingsKnown
from app.scope_bar.making import Making
from app.tab import Tab
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView


class Filling(HtmlView):
    """Says how many days are there; nothing once all are.

    Args:
        tab: whose utility is shown and whose sources are asked.
        known: knows how far the readings are made.
    """

    def __init__(self, tab: Tab, known: ReadingsKnown) -> None:
        """Says nothing before it is known."""
        super().__init__(css_classes=["ami-filling"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("ami")]
        self._known, self._sources = known, tab.sources
        self._shown: tuple[str, Making | None, bool] = ("", None, False)
        tab.each_look(self._look)

    def _look(self) -> None:
        """Compare what is shown with what is known and how late it is; asks nobody."""
        health = self._sources.history.health() if self._sources.history is not None else None
        lacks = health.message if health is not None and health.is_up else ""
        making = self._known.making
        seen = lacks, making, making is not None and making.goes_on()
        if seen != self._shown:
            self._shown = seen
            self._draw()

    def _draw(self) -> None:
        lacks, making, goes_on = self._shown
        line = el("div", el("span", lacks), cls="filling is-lacking", role="status") if lacks else None
        self.write(line, None if making is None else _line(making, goes_on=goes_on))


def _line(making: Making, *, goes_on: bool) -> Markup | None:
    if making.is_complete or (making.planned is None and not goes_on):
        return None
    days = f"{making.done} of {making.planned} days"
    at = f"As of {formats.clock(making.told_at, 'UTC')}"
    if not goes_on:
        told = f"{days} of simulated readings are there; nobody makes the rest just now"
        return el("div", el("span", told, title=at), cls="filling")
    if making.planned is None:
        return el("div", el("span", "Simulated readings are being made", title=at), cls="filling")
    told = f"Simulated readings are being made: {days} are there"
    bar = el("progress", value=making.done, max=making.planned, aria_label=told)
    return el("div", bar, el("span", told, title=at), cls="filling")
