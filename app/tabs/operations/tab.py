"""OperationsTab: puts the parts of the dashboard together and keeps the shared selection in step with them."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa

from app import theme, ways
from app.assistant.pages import TabPage
from app.tab import Tab
from app.tabs.operations.details_part import DetailsPart
from app.tabs.operations.kpi_part import KpiPart
from app.tabs.operations.map_part import MapPart
from app.tabs.operations.record_part import RecordPart
from app.tabs.operations.state import OperationsState
from app.tabs.operations.tools import OPERATIONS_TOOLS
from app.tabs.operations.tools.kinds import NETWORK_KINDS
from app.widgets.event_feed import EventFeed
from app.widgets.outage_list import OutageList
from data_sources.assets import AssetRef
from data_sources.query import Query

MAX_EVENTS = 60
CLOSE_UP_M = 1500.0  # width of the view when flying to one place


class OperationsTab(Tab):
    """The control room's view of one utility."""

    title = "Operations Dashboard"
    State = OperationsState
    steps = ("record",)
    tools, kinds = OPERATIONS_TOOLS, NETWORK_KINDS
    pages = (TabPage("Dashboard", ("dashboard", "operations", "map", "main map", "control room view"), is_named=True),)

    def build(self) -> Any:
        """The whole tab, made once."""
        self._utilities: dict[int, dict[str, Any]] = {}
        self.map = MapPart(self, self.open_outage)
        self.kpis = KpiPart(self)
        self.details = DetailsPart(self, self.map.show_trace)
        self.outages = OutageList(css_classes=["ops-outages"])
        self.events = EventFeed(css_classes=["ops-feed"])
        self._bind()
        side = self._box("ops-side", self.outages, self.details.panel)
        self.record: RecordPart | None = None
        self.view = self._box("ops", self.kpis.row, self.map.view, side, self.events, self.kpis.dialog)
        self.watch(self._make_record, self.own, "record")
        self._make_record()
        return self.view

    def _bind(self) -> None:
        self.live(lambda: Query.of("utilities"), self._take_utilities)
        self.live(lambda: self._query("active_outages"), self.outages.show_rows)
        self.live(lambda: self._query("recent_events", max_rows=MAX_EVENTS), self.events.show_rows)
        self.outages.on("fly", self._fly_to_outage)
        self.outages.on("record", lambda _value: self.own.param.update(record=True))
        self.outages.on("select", self._select)
        self.outages.on("manage", self._manage)
        self.events.on("fly", self._fly_to_event)
        self.details.panel.on("select", self._select)
        self.details.panel.on("zoom", lambda _value: self.map.zoom_to_selection())
        self.watch(self._on_utility, self.state, "utility_id")
        self.each_look(self._look)

    def _query(self, name: str, **params: Any) -> Query | None:
        utility_id = self.state.utility_id
        return None if utility_id is None else Query.of(name, utility_id=utility_id, **params)

    def _take_utilities(self, rows: pa.Table) -> None:
        self._utilities = {row["utility_id"]: row for row in rows.to_pylist()}
        self._on_utility()

    def _on_utility(self) -> None:
        zone = self._utility().get("time_zone", "UTC")
        self.outages.param.update(time_zone=zone, selected=None)
        self.events.time_zone = zone

    def _utility(self) -> dict[str, Any]:
        utility_id = self.state.utility_id
        return {} if utility_id is None else self._utilities.get(utility_id, {})

    def _look(self) -> None:
        health = self.sources.live.health()
        is_stale = not health.is_up or self.is_stale
        self.kpis.look(health.name, is_stale=is_stale, is_simulated=bool(self._utility().get("is_demo")))
        for view in (self.outages, self.events, self.details.panel):
            if view.is_stale != is_stale:
                view.is_stale = is_stale
        self.map.note_trouble((health.message or "The live source is away.") if is_stale else "")

    def _make_record(self) -> None:
        """All outages on record, made when somebody asks for them first."""
        if self.record is None and self.own.record:
            self.record = RecordPart(self)
            self.view.append(self.record.board.view)

    def open_outage(self, outage_id: int) -> None:
        """An outage tapped on the map: its detail stands first in the list, which comes to the front."""
        self._mark_outage(outage_id, is_pinned=True)

    def _mark_outage(self, outage_id: int, *, is_pinned: bool) -> None:
        """Mark an outage in the list and on the map, with the list in front."""
        self.map.select_here(None)
        self.outages.param.update(selected=outage_id, is_pinned=is_pinned)
        self.map.mark_outage(outage_id)

    def _fly_to_outage(self, outage_id: Any) -> None:
        row = next((row for row in self.outages.rows or [] if str(row["outage_id"]) == str(outage_id)), None)
        if row is not None:
            self._mark_outage(
                row["outage_id"], is_pinned=self.outages.is_pinned and row["outage_id"] == self.outages.selected
            )
            self.map.fly_to(row["lon"], row["lat"], CLOSE_UP_M)

    def _manage(self, outage_id: Any) -> None:
        """Open an outage in Outage Management."""
        ways.open_outage(self.state, int(outage_id))

    def _fly_to_event(self, event_id: Any) -> None:
        row = next((row for row in self.events.rows or [] if str(row["event_id"]) == str(event_id)), None)
        if row is not None and row["lon"] is not None:
            self.map.fly_to(row["lon"], row["lat"], CLOSE_UP_M)

    def _select(self, value: Any) -> None:
        """Select what a chip or a row of the panels names; the map stays where it is."""
        self.map.select_here(AssetRef.parse(str(value)))

    def _box(self, name: str, *parts: Any) -> pn.Column:
        return pn.Column(
            *parts,
            css_classes=[name],
            stylesheets=[theme.stylesheet("base"), theme.stylesheet("operations")],
            sizing_mode="stretch_both",
            margin=0,
        )
