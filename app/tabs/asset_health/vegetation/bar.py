"""TrimBar: which spans are listed: how risky, how soon, where."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from app.scope_bar.place_choice import PlaceChoice
from app.tabs.asset_health.standing import SHEET
from app.tabs.asset_health.vegetation.state import TRIM_LEVELS, WITHIN
from app.tabs.asset_health.view import AssetView
from app.widgets.board import BoardHtml, segments
from app.widgets.html import el

OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {"trim_level": TRIM_LEVELS, "trim_within": WITHIN}


class TrimBar(BoardHtml):
    """Writes the choices of the view's state and the scope of the selection.

    Args:
        view: whose selections are written.
    """

    def __init__(self, view: AssetView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["plan-bar"])
        self.dress(SHEET)
        self._own = view.own
        self.place = PlaceChoice(view, self, self._draw)
        for name in OPTIONS:
            self.on(name, partial(self._choose, name))
        view.watch(self._draw, view.own, list(OPTIONS))
        self._draw()

    def _choose(self, name: str, value: Any) -> None:
        if value in OPTIONS[name]:
            self._own.param.update({name: value})

    def _draw(self) -> None:
        within = segments("trim_within", "To be trimmed", list(WITHIN.items()), self._own.trim_within)
        level = self._own.trim_level
        items = [el("option", text, value=key, selected=key == level) for key, text in TRIM_LEVELS.items()]
        choice = el("select", items, data_change="trim_level", data_rev=level, aria_label="Level of risk")
        self.write(el("div", within, choice, self.place.html(), cls="plan-choices bar-fields"))
