"""ReadingsMapView: all meters on the map, coloured by what they read at an instant of a day, and the day as a film.

The film says which instant is shown; the map, what stands over it and the card of the meter chosen follow it.
"""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.tabs.ami_analytics.readings_map.chosen import ChosenMeter
from app.tabs.ami_analytics.readings_map.film import Film
from app.tabs.ami_analytics.readings_map.over import OverTheMap
from app.tabs.ami_analytics.state import QUANTITIES
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html_view import HtmlView
from app.widgets.map_stage import MapStage
from app.widgets.states import empty_state
from data_sources.assets import AssetRef
from layers.map import GridMap
from layers.readings.picture import ReadingsRenderer

LAYERS = frozenset({"substations", "feeders", "meters"})


class ReadingsMapView(AmiView):
    """The map, the time bar, the card of the meter chosen."""

    slug = "map"
    title = "Map"

    def build(self) -> Any:
        """The view, made once; the first day is opened when the browser says it is there."""
        self.film = Film(self, self._follow_film, self._say_trouble)
        self.meter = ChosenMeter(self, self.film)
        self.over = OverTheMap(self, self.film)
        self.empty = HtmlView(css_classes=["readings-empty"], room="readings")
        maps = self.tab.maps
        self.stage = MapStage(
            self, self.state, self._renderer, maps.readings_workers, tiles_url=maps.tiles_url, on_tap=self._tapped,
            on_made=self._made, shown=LAYERS, over=[self.over.top(), self.over.legend, self.empty, self.meter.card],
            rooms=["readings"], shares_view=True, has_legend=False,
        )  # fmt: skip
        self._bind()
        return pn.Column(
            self.stage.view, self.film.player, css_classes=["readings"], stylesheets=[theme.stylesheet("readings")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _bind(self) -> None:
        self.over.controls.on("quantity", self._choose_quantity)
        self.over.controls.on("zoom", lambda _value: self._look("zoom_to_selection"))
        self.over.controls.on("reset", lambda _value: self._look("reset"))

    # The map -------------------------------------------------------------------------------------------------------

    def _renderer(self, utility_id: int) -> ReadingsRenderer | None:
        """The readings of a utility; none where there is no history."""
        history = self.tab.sources.history
        if history is None:
            self._show_empty()
            return None
        renderer = self.tab.maps.readings(utility_id, history)
        if renderer is not self.film.days.renderer:
            self.film.use(renderer)
        return renderer

    def _made(self, grid: GridMap) -> None:
        self.film.attach(grid)
        self.meter.mark()

    def _tapped(self, asset: AssetRef | None) -> None:
        self.meter.choose(asset.asset_id if asset is not None and asset.kind == "meter" else None)

    def _look(self, where: str) -> None:
        """Look at the chosen meter, or at the whole utility."""
        if self.film.grid is not None:
            getattr(self.film.grid, where)()

    # Over it -------------------------------------------------------------------------------------------------------

    def _choose_quantity(self, name: Any) -> None:
        if name in QUANTITIES:
            self.ami.quantity = name

    def _follow_film(self) -> None:
        """Another day or another picture is shown."""
        self.over.draw_legend()
        self.meter.draw()
        self._show_empty()

    # What is wrong -------------------------------------------------------------------------------------------------

    def _say_trouble(self, sentence: str) -> None:
        self.stage.say(trouble=sentence)

    def _show_empty(self) -> None:
        """Say what would be here while there is no day to show."""
        has_none = self.tab.sources.history is None or self.known.days == []
        self.empty.write(empty_state(*self.known.nothing_yet()) if has_none else None)
