"""ReadingsMapView: all meters on the map, coloured by what they read at an instant of a day, and the day as a film.

The film says which instant is shown; the map, what stands over it and the card of the meter chosen follow it.
"""

from __future__ import annotations

from typing import Any

import panel as pn

from app import theme
from app.state import MapView
from app.tabs.ami_analytics.readings_map.chosen import ChosenMeter
from app.tabs.ami_analytics.readings_map.film import Film
from app.tabs.ami_analytics.readings_map.over import OverTheMap
from app.tabs.ami_analytics.state import QUANTITIES
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html_view import HtmlView
from app.widgets.notice import Notice
from app.widgets.states import empty_state
from data_sources.assets import AssetRef
from layers.map import GridMap
from layers.projection import to_lonlat
from layers.readings.picture import ReadingsRenderer
from layers.viewport import Viewport

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
        self.notice = Notice(css_classes=["readings-notice"], room="readings")
        self.coordinates = Notice(css_classes=["readings-coordinates"], room="readings")
        self.stage = pn.Column(
            self.over.top(), self.over.legend, self.notice, self.coordinates, self.empty, self.meter.card,
            css_classes=["readings-stage"], stylesheets=[theme.stylesheet("readings")], sizing_mode="stretch_both",
            margin=0,
        )  # fmt: skip
        self._bind()
        self._on_utility()
        return pn.Column(
            self.stage, self.film.player, css_classes=["readings"], stylesheets=[theme.stylesheet("readings")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _bind(self) -> None:
        self.over.controls.on("quantity", self._choose_quantity)
        self.over.controls.on("zoom", lambda _value: self._look("zoom_to_selection"))
        self.over.controls.on("reset", lambda _value: self._look("reset"))
        self.watch(self._on_utility, self.state, "utility_id")
        self.watch(self._recolour, self.state, ["theme", "palette"])

    # The map -------------------------------------------------------------------------------------------------------

    def _on_utility(self) -> None:
        utility_id, history = self.state.utility_id, self.tab.sources.history
        if utility_id is None or history is None:
            self._show_empty()
            return
        renderer = self.tab.maps.readings(utility_id, history)
        if renderer is self.film.days.renderer:
            return
        self.film.use(renderer)
        if self.film.grid is None:
            self._make_map(renderer)
        else:
            self.film.grid.show_utility(renderer)

    def _make_map(self, renderer: ReadingsRenderer) -> None:
        state, maps = self.state, self.tab.maps
        made = GridMap(
            renderer, workers=maps.readings_workers, theme=state.theme, palette=state.palette,
            tiles_url=maps.tiles_url,
        )  # fmt: skip
        made.set_style(layers=LAYERS)
        if state.viewport is not None:
            made.fly_to(state.viewport.lon, state.viewport.lat, state.viewport.width_m)
        made.on_tap, made.on_viewport = self._tapped, self._moved
        self.watch(lambda: self.coordinates.say(made.coordinates, "plain"), made, "coordinates")
        self.film.attach(made)
        figure: Any = pn.pane.Bokeh(made.figure, css_classes=["readings-map"], sizing_mode="stretch_both", margin=0)
        self.stage.insert(0, figure)
        self.meter.mark()

    def _moved(self, viewport: Viewport) -> None:
        lon, lat = to_lonlat(*viewport.centre)
        width_m = viewport.ground_metres_per_pixel * viewport.width
        self.state.viewport = MapView(round(float(lon), 6), round(float(lat), 6), round(float(width_m), 1))

    def _tapped(self, asset: AssetRef | None) -> None:
        self.meter.choose(asset.asset_id if asset is not None and asset.kind == "meter" else None)

    def _look(self, where: str) -> None:
        """Look at the chosen meter, or at the whole utility."""
        if self.film.grid is not None:
            getattr(self.film.grid, where)()

    def _recolour(self) -> None:
        if self.film.grid is not None:
            self.film.grid.set_style(theme=self.state.theme, palette=self.state.palette)

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
        self.notice.say(sentence, "bad" if sentence else "")

    def _show_empty(self) -> None:
        """Say what would be here while there is no day to show."""
        has_none = self.tab.sources.history is None or self.known.days == []
        self.empty.write(empty_state(*self.known.nothing_yet()) if has_none else None)
