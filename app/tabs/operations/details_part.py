"""The details panel of the dashboard: follows the selection, its live values and the traces asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa

from app import ways
from app.follow import FollowStatus
from app.tab import Tab
from app.widgets.details import WITH_OUTAGES, AssetDetails, Details
from app.widgets.place_outages.following import PlaceOutages
from data_sources.assets import AssetRef
from data_sources.errors import FluxError, SourceUnavailable
from data_sources.history.place_outages import OutagePlace, PlaceRecord
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.trace import Direction, Trace, trace
from data_sources.query import Query

WITH_CHILDREN = frozenset({"substation", "feeder", "segment", "pole", "transformer", "device"})

ShowTrace = Callable[[Trace | None], None]


class DetailsPart:
    """What is selected.

    Args:
        tab: whose selection, live views and workers are used.
        show_trace: puts a trace on the map, or takes it off.
    """

    def __init__(self, tab: Tab, show_trace: ShowTrace) -> None:
        """Binds the queries; the panel is empty while nothing is selected."""
        self.panel = AssetDetails(css_classes=["ops-details"])
        self._tab, self._show_trace = tab, show_trace
        tab.watch(self._on_selected, tab.selection, "asset")
        tab.watch(self._find_dependants, tab.state, "utility_id")
        tab.live(lambda: self._query("details"), self._take_row)
        tab.live(lambda: self._query("children"), self._take_children)
        self.panel.on("trace", self._trace)
        self.panel.on("clear_trace", lambda _value: self._put_trace("", None))
        self.panel.on("clear", self._clear)
        self._outages = PlaceOutages(tab, self._place, self._take_outages, self._tell_outages)
        self.panel.on("outage", lambda value: ways.open_outage(tab.state, int(value)))
        self.panel.on("replay", self._open_replay)
        self.panel.on("outages", lambda _value: self._open_all())
        self.panel.on("page", lambda _value: self._open_page())
        self._on_selected()

    def _clear(self, _value: Any) -> None:
        self._tab.selection.change(asset=None)

    def _on_selected(self) -> None:
        asset = self._tab.selection.asset
        shown = self.panel.details
        if shown is not None and shown.asset == asset:
            return
        self._put_trace("", None)
        self.panel.details = (
            None if asset is None else Details(asset, children=None if asset.kind in WITH_CHILDREN else ())
        )
        self._find_dependants()

    def _query(self, name: str) -> Query | None:
        asset, utility_id = self._tab.selection.asset, self._tab.state.utility_id
        if asset is None or utility_id is None or asset.kind == "outage":
            return None
        if name == "children" and asset.kind not in WITH_CHILDREN:
            return None
        return Query.of(f"{name}_{asset.kind}", utility_id=utility_id, asset_id=asset.asset_id)

    def _take_row(self, rows: pa.Table) -> None:
        found, shown = rows.to_pylist(), self.panel.details
        was_there = bool(found) or (shown is not None and shown.was_there)
        read_at = self._tab.sources.live.health().last_ok_at
        self._update(row=found[0] if found else {}, read_at=read_at, was_there=was_there)

    def _take_children(self, rows: pa.Table) -> None:
        self._update(children=rows.to_pylist())

    def _update(self, **changes: Any) -> None:
        if self.panel.details is not None:
            self.panel.details = replace(self.panel.details, **changes)

    # Outages -----------------------------------------------------------------------------------------------------

    def _place(self) -> OutagePlace | None:
        """Whose outages: a feeder's, or of the transformer that it is or hangs on; None before its row is there."""
        asset, utility_id, shown = self._tab.selection.asset, self._tab.state.utility_id, self.panel.details
        if asset is None or utility_id is None or shown is None or shown.asset != asset or not shown.row:
            return None
        if asset.kind not in WITH_OUTAGES:
            return None
        if asset.kind == "feeder":
            return OutagePlace(utility_id, asset.asset_id)
        transformer_id = asset.asset_id if asset.kind == "transformer" else shown.row["transformer_id"]
        return OutagePlace(utility_id, shown.row["feeder_id"], transformer_id)

    def _take_outages(self, place: OutagePlace, record: PlaceRecord) -> None:
        if place == self._place():
            self.panel.time_zone = self._tab.state.time_zone
            self._update(outages=record, outages_note="")

    def _tell_outages(self, status: FollowStatus) -> None:
        if status.stage in ("failed", "stale") and not status.has_answer:
            self._update(outages_note=status.message)

    def _open_replay(self, value: Any) -> None:
        """Replay at the moment of one of its outages that PostgreSQL no longer holds."""
        shown = self.panel.details
        found = () if shown is None or shown.outages is None else shown.outages.outages
        one = next((one for one in found if one.outage_id == int(value)), None)
        if one is not None:
            ways.open_replay(self._tab.state, one.outage_id, one.out_at, one.restored_at or one.out_at)

    def _open_all(self) -> None:
        asset = self._tab.selection.asset
        if asset is not None:
            ways.open_outages_of(self._tab.state, asset.kind, asset.asset_id)

    def _open_page(self) -> None:
        asset = self._tab.selection.asset
        if asset is not None:
            ways.open_asset(self._tab.state, asset)

    # What depends on it ------------------------------------------------------------------------------------------

    def _find_dependants(self) -> None:
        """Who depends on it; loading the network takes a second or two for the first who asks in this process."""
        asset, utility_id = self._tab.selection.asset, self._tab.state.utility_id
        if asset is None or asset.kind == "outage" or utility_id is None:
            return

        def take(found: Trace | str) -> None:
            if self.panel.details is None or self.panel.details.asset != asset:
                return  # something else was selected meanwhile
            if isinstance(found, str):
                self._update(trace_note=found)
            else:
                self._update(trace=found, trace_note="")

        self._tab.work(
            lambda: self._traced(utility_id, asset, "downstream"), take, key="dependants",
            on_away=lambda error: take(str(error)),
        )  # fmt: skip

    def _trace(self, direction: Any) -> None:
        asset, utility_id = self._tab.selection.asset, self._tab.state.utility_id
        if asset is None or utility_id is None or direction not in ("upstream", "downstream"):
            return

        def take(found: Trace | str) -> None:
            if self._tab.selection.asset == asset and not isinstance(found, str):
                self._put_trace(direction, found)

        self._tab.work(lambda: self._traced(utility_id, asset, direction), take, key="trace")

    def _traced(self, utility_id: int, asset: AssetRef, direction: Direction) -> Trace | str:
        """Runs in a worker. A trace, or why there is none.

        Raises:
            SourceUnavailable: the source is away; worth another try.
        """
        source = self._tab.sources.live
        try:
            network = load_network(source, utility_id)
            return trace(network, asset.kind, asset.asset_id, direction, load_open_devices(source, utility_id))
        except SourceUnavailable:
            raise
        except FluxError as error:
            return str(error)

    def _put_trace(self, direction: str, trace: Trace | None) -> None:
        self.panel.traced = direction
        self._show_trace(trace)
