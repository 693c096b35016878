"""The map of the dashboard with what lies over it: controls, legend, notices. Keeps it in step with the shared state."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa

from app import theme
from app.tab import Tab
from app.widgets.map_controls import MapControls, changed_filters
from app.widgets.notice import Notice
from data_sources.assets import AssetRef
from data_sources.query import Query
from data_sources.trace import Trace


class MapPart:
    """The map's place in the tab."""

    def __init__(self, tab: Tab) -> None:
        self._tab, self._state = tab, tab.state
        self.controls = MapControls(css_classes=["ops-controls"])
        self.notice = Notice(css_classes=["ops-notice"])
        self.view = pn.Column(
            self.controls, self.notice, css_classes=["ops-stage"], stylesheets=[theme.stylesheet("operations")],
            sizing_mode="stretch_both", margin=0,
        )
        tab.live(self._choices_query, self.controls.show_choices)
        for action in ("substation", "feeder", "construction", "band", "clear_filters"):
            self.controls.on(action, lambda value, action=action: self._filter(action, value))
        self.controls.on("layer", self._layer)
        self.controls.on("colour", lambda name: self._state.param.update(colour_by=name))
        self._state.param.watch(lambda _e: self._show_state(), ["layers", "colour_by", "filters", "asset"])

    def _choices_query(self):
        u = self._state.utility_id
        return None if u is None else Query.of("filter_choices", utility_id=u)

    def _filter(self, action, value):
        self._state.filters = changed_filters(self._state.filters, action, value)

    def _layer(self, value):
        name, is_on = value
        self._state.layers = self._state.layers | {name} if is_on else self._state.layers - {name}

    def _show_state(self):
        self.controls.param.update(layers=self._state.layers, colour_by=self._state.colour_by, filters=self._state.filters, has_selection=self._state.asset is not None)

    def show_trace(self, trace: Trace | None) -> None: ...
    def show_outages(self, rows: pa.Table) -> None: ...
    def fly_to(self, lon, lat, width_m) -> None: ...
    def zoom_to_selection(self) -> None: ...
    def select_here(self, asset: AssetRef) -> None:
        self._state.asset = asset
    def note_source(self, is_stale: bool, message: str) -> None:
        self.notice.show((message or "The live source is away.") if is_stale else "", "bad")
