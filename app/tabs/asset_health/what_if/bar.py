"""WhatIfBar: what is assumed, and whose transformers are looked at."""

from __future__ import annotations

from typing import Any, Final

from app.scope_bar.place_choice import PlaceChoice
from app.tabs.asset_health.number_inputs import NumberInput, NumberInputs
from app.tabs.asset_health.standing import SHEET
from app.tabs.asset_health.view import AssetView
from app.tabs.asset_health.what_if.state import SHOWN
from app.widgets.board import BoardHtml, segments
from app.widgets.html import el
from data_sources.analytics.thermal.what_if import HeatScenario

ASSUMED: Final = (
    NumberInput("what_if_growth", "Load growth", "%", -90, 300, (0, 100),
                tip="More load than was measured, at every hour"),
    NumberInput("what_if_vehicles", "Vehicles", "per transformer", 0, 100, (0, 10),
                tip="Electric vehicles that charge at each transformer from 18:00, 9 kWh a day at 7.2 kW"),
    NumberInput("what_if_warmer", "Warmer", "K", -20, 20, (0, 8), decimals=1,
                tip="Added to the temperature of the air"),
)  # fmt: skip
WATCHED: Final = [*(one.name for one in ASSUMED), "what_if_map"]


class WhatIfBar(BoardHtml):
    """Writes the choices of the view's state and the scope of the selection.

    Args:
        view: whose selections are written.
    """

    def __init__(self, view: AssetView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["plan-bar"])
        self.dress(SHEET)
        self._own = view.own
        self._numbers = NumberInputs(view, self, ASSUMED, self._draw)
        self.place = PlaceChoice(view, self, self._draw)
        self.on("shown", self._choose_shown)
        view.watch(self._draw, view.own, WATCHED)
        self._draw()

    @property
    def scenario(self) -> HeatScenario:
        """What is assumed."""
        own = self._own
        return HeatScenario(float(own.what_if_growth), round(own.what_if_vehicles), float(own.what_if_warmer))

    def _choose_shown(self, value: Any) -> None:
        if value in SHOWN:
            self._own.what_if_map = value

    def _draw(self) -> None:
        shown = segments("shown", "On the map", list(SHOWN.items()), self._own.what_if_map)
        inputs = el("span", self._numbers.html(), cls="short-inputs")
        self.write(el("div", inputs, self.place.html(), shown, cls="plan-choices bar-fields"))
