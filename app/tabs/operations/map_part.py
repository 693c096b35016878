"""The map of the dashboard and what lies over it: controls, legend, notices, coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from app.tab import Tab
from app.widgets.map_controls import MapControls, changed_filters, filter_words
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from data_sources.network.trace import Trace
from data_sources.query import Query
from layers.map import GridMap
from layers.style import MapFilters

ALWAYS_ON = frozenset({"substations", "outages"})
FILTER_ACTIONS = ("substation", "feeder", "construction", "band", "clear_filters")


class MapPart:
    """The map's place in the tab.

    Args:
        tab: whose state, sources and live views are used.
        on_outage: takes the id of an outage that is tapped.
    """

    def __init__(self, tab: Tab, on_outage: Callable[[int], None]) -> None:
        """Puts the map in at once where the utility is known; else when it is."""
        self._tab, self._state, self._selection = tab, tab.state, tab.selection
        self._on_outage = on_outage
        self._wants_choices = False  # a third of the page's first bytes, and few ask for them
        self._is_ours = False  # the selection comes from this tab, so the map stays where it is
        self.controls = MapControls(css_classes=["ops-controls"])
        self.stage = MapStage(
            tab, tab.state, tab.maps.renderer, tab.maps.workers, tiles_url=tab.tiles_url, on_tap=self._tapped,
            on_made=self._made, over=[self.controls], css_classes=["ops-stage"], rooms=["operations"], shares_view=True,
        )  # fmt: skip
        self.view = self.stage.view
        self.controls.has_selection = self._selection.asset is not None
        self._bind()
        self._show_state()

    @property
    def _map(self) -> GridMap | None:
        return self.stage.grid

    def _bind(self) -> None:
        for action in FILTER_ACTIONS:
            self.controls.on(action, self._filter_by(action))
        self.controls.on("layer", self._switch_layer)
        self.controls.on("colour", self._colour)
        self.controls.on("menu", self._menu_used)
        self.controls.on("zoom", lambda _value: self.zoom_to_selection())
        self.controls.on("reset", lambda _value: self.reset())
        self._tab.watch(self._on_asset, self._selection, "asset", onlychanged=False)
        self._tab.watch(self._show_state, self._state, ["layers", "colour_by", "filters"])
        self._tab.live(self._choices_query, self._take_choices)

    # The map itself ----------------------------------------------------------------------------------------------

    def _made(self, grid: GridMap) -> None:
        grid.select(self._selection.asset)

    # What the map says -------------------------------------------------------------------------------------------

    def _tapped(self, asset: AssetRef | None) -> None:
        if asset is not None and asset.kind == "outage":
            self._on_outage(asset.asset_id)
        else:
            self.select_here(asset)

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
        self.stage.reset()

    def note_trouble(self, trouble: str) -> None:
        """Say over the map what is wrong; nothing for an empty text."""
        self.stage.say(trouble=trouble)

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
            )

    def _show_notice(self) -> None:
        words = filter_words(self._state.filters, self.controls.choices)
        self.stage.say(words=f"Showing only: {words}" if words else "")

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
