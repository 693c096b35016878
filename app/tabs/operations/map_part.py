"""The map of the dashboard and what lies over it: controls, legend, notices, coordinates."""

from __future__ import annotations

import time
from typing import Any

import panel as pn
import pyarrow as pa

from app import theme
from app.state import MapView
from app.tab import Tab
from app.widgets.legend import Legend, has_room
from app.widgets.map_controls import MapControls, changed_filters, filter_words
from app.widgets.notice import Notice
from data_sources.assets import AssetRef
from data_sources.errors import SourceError
from data_sources.network.trace import Trace
from data_sources.query import Query
from layers.composite import Renderer
from layers.map import GridMap
from layers.projection import to_lonlat
from layers.style import MapFilters
from layers.viewport import Viewport

ALWAYS_ON = frozenset({"substations", "outages"})
REFRESH_SECONDS = 0.5  # at most this often, however fast the rows change
FILTER_ACTIONS = ("substation", "feeder", "construction", "band", "clear_filters")


class MapPart:
    """The map's place in the tab.

    Args:
        tab: whose state, sources and live views are used.
    """

    def __init__(self, tab: Tab) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._tab, self._state, self._selection = tab, tab.state, tab.selection
        self._maps = tab.maps
        self._renderer: Renderer | None = None
        self._map: GridMap | None = None
        self._asked_version = -1
        self._next_look = 0.0
        self._wants_choices = False  # a third of the page's first bytes, and few ask for them
        self._is_ours = False  # the selection comes from this tab, so the map stays where it is
        self._trouble = ""
        self.controls = MapControls(css_classes=["ops-controls"])
        self.legend = Legend(css_classes=["ops-legend"])
        self.notice = Notice(css_classes=["ops-notice"])
        self.coordinates = Notice(css_classes=["ops-coordinates"])
        self.view = pn.Column(
            self.controls,
            self.legend,
            self.notice,
            self.coordinates,
            css_classes=["ops-stage"],
            stylesheets=[theme.stylesheet("base"), theme.stylesheet("operations")],
            sizing_mode="stretch_both",
            margin=0,
        )
        self._bind()
        self._on_utility()
        self._show_state()

    def _bind(self) -> None:
        for action in FILTER_ACTIONS:
            self.controls.on(action, self._filter_by(action))
        self.controls.on("layer", self._switch_layer)
        self.controls.on("colour", self._colour)
        self.controls.on("menu", self._menu_used)
        self.controls.on("zoom", lambda _value: self.zoom_to_selection())
        self.controls.on("reset", lambda _value: self.reset())
        self._tab.watch(self._on_utility, self._state, "utility_id")
        self._tab.watch(self._on_asset, self._selection, "asset", onlychanged=False)
        self._tab.watch(self._show_state, self._state, ["layers", "colour_by", "filters", "theme", "palette"])
        self._tab.live(self._choices_query, self._take_choices)

    # The map itself ----------------------------------------------------------------------------------------------

    def _on_utility(self) -> None:
        utility_id = self._state.utility_id if self._state.utility_id is not None else self._first_utility()
        if utility_id is None:
            return
        renderer = self._maps.renderer(utility_id)
        if renderer is self._renderer:
            return
        self._renderer, self._asked_version = renderer, -1
        if self._map is None:
            self._make_map(renderer)
        else:
            self._map.show_utility(renderer)

    def _first_utility(self) -> int | None:
        """Known from the shared answer of the first session, so that the map is in the page's first paint."""
        try:
            ids = self._tab.sources.live.fetch(Query.of("utilities"))["utility_id"].to_pylist()
        except SourceError:
            return None
        return ids[0] if ids else None

    def _make_map(self, renderer: Renderer) -> None:
        state = self._state
        made = GridMap(
            renderer,
            workers=self._maps.workers,
            theme=state.theme,
            palette=state.palette,
            tiles_url=self._maps.tiles_url,
        )
        if state.viewport is not None:
            made.fly_to(state.viewport.lon, state.viewport.lat, state.viewport.width_m)
        made.on_tap, made.on_viewport = self._tapped, self._moved
        self._tab.watch(lambda: self.legend.param.update(lines=made.legend), made, "legend")
        self._tab.watch(lambda: self.coordinates.say(made.coordinates, "plain"), made, "coordinates")
        self._map = made
        figure: Any = pn.pane.Bokeh(  # type: ignore[no-untyped-call]  # Panel's pane has no annotations
            made.figure, css_classes=["ops-map"], sizing_mode="stretch_both", margin=0
        )
        self.view.insert(0, figure)
        self._on_asset()

    def look(self) -> None:
        """Draw again when the rows changed; no I/O here. Called with the session's regular look."""
        now = time.monotonic()
        if self._map is None or self._renderer is None or now < self._next_look:
            return
        frames = self._renderer.frames
        if frames.is_stale() or frames.current.version != self._asked_version:
            self._asked_version, self._next_look = frames.current.version, now + REFRESH_SECONDS
            self._map.refresh()

    # What the map says -------------------------------------------------------------------------------------------

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None and asset.kind == "outage":
            self._tab.open_outage(asset.asset_id)  # type: ignore[attr-defined]  # the tab is an OperationsTab
        else:
            self.select_here(asset)

    def _moved(self, viewport: Viewport) -> None:
        lon, lat = to_lonlat(*viewport.centre)
        width_m = viewport.ground_metres_per_pixel * viewport.width
        self._state.viewport = MapView(round(float(lon), 6), round(float(lat), 6), round(float(width_m), 1))
        if self._renderer is not None:
            self.legend.is_folded = not has_room(
                self._renderer.frames.current.extent, (viewport.width, viewport.height)
            )

    # What the tab asks for ---------------------------------------------------------------------------------------

    def select_here(self, asset: AssetRef | None) -> None:
        """Select without moving the map: the person is looking at it, or chose to look on."""
        self._is_ours = True
        try:
            self._selection.change(asset=asset)
        finally:
            self._is_ours = False

    def mark_outage(self, outage_id: int | None) -> None:
        """Mark an outage on the map; None takes the mark off, unless an asset is selected."""
        if self._map is not None and (outage_id is not None or self._selection.asset is None):
            self._map.select(None if outage_id is None else AssetRef("outage", outage_id))

    def show_trace(self, trace: Trace | None) -> None:
        """Put a trace on the map, or take it off."""
        if self._map is not None:
            self._map.show_trace(trace)

    def fly_to(self, lon: float, lat: float, width_m: float) -> None:
        """Look at a place, so that the map is `width_m` metres wide."""
        if self._map is not None:
            self._map.fly_to(lon, lat, width_m)

    def zoom_to_selection(self) -> None:
        """Look at what is selected."""
        if self._map is not None:
            self._map.zoom_to_selection()

    def reset(self) -> None:
        """Look at the whole utility."""
        if self._map is not None:
            self._map.reset()

    def note_trouble(self, trouble: str) -> None:
        """Say over the map what is wrong; nothing for an empty text."""
        self._trouble = trouble
        self._show_notice()

    # What the state says -----------------------------------------------------------------------------------------

    def _on_asset(self) -> None:
        asset = self._selection.asset
        self.controls.has_selection = asset is not None
        if self._map is not None:
            self._map.select(asset)
            if asset is not None and not self._is_ours and self._map.viewport is not None:
                self._map.zoom_to_selection()

    def _show_state(self) -> None:
        state = self._state
        self.controls.param.update(layers=state.layers, colour_by=state.colour_by, filters=state.filters)
        self._show_notice()
        if self._map is not None:
            self._map.set_style(
                layers=state.layers | ALWAYS_ON,
                colour_by=state.colour_by,
                filters=MapFilters(**state.filters),
                theme=state.theme,
                palette=state.palette,
            )

    def _show_notice(self) -> None:
        if self._trouble:
            self.notice.say(self._trouble, "bad")
        else:
            words = filter_words(self._state.filters, self.controls.choices)
            self.notice.say(f"Showing only: {words}" if words else "")

    def _choices_query(self) -> Query | None:
        utility_id = self._state.utility_id
        wants = self._wants_choices or "substation_id" in self._state.filters or "feeder_id" in self._state.filters
        return Query.of("filter_choices", utility_id=utility_id) if wants and utility_id is not None else None

    def _take_choices(self, rows: pa.Table) -> None:
        self.controls.show_choices(rows)
        self._show_notice()

    def _filter_by(self, action: str) -> Any:
        def take(value: Any) -> None:
            self._state.filters = changed_filters(self._state.filters, action, value)

        return take

    def _colour(self, name: Any) -> None:
        self._state.colour_by = str(name)

    def _menu_used(self, name: Any) -> None:
        self._wants_choices = self._wants_choices or name == "filters"

    def _switch_layer(self, value: Any) -> None:
        name, is_on = str(value[0]), bool(value[1])
        self._state.layers = self._state.layers | {name} if is_on else self._state.layers - {name}
