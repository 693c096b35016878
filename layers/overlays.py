"""What lies over the image: substations, the active outages, the selection and a trace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from bokeh.models import ColumnDataSource

from data_sources.assets import AssetRef
from data_sources.network.trace import Trace
from layers.locate import NO_LINES, NOWHERE, Place, lines, locate
from layers.map_frames import Snapshot
from layers.plot import Plot
from layers.projection import to_mercator
from layers.viewport import Viewport

NAMED_SUBSTATIONS = 25  # more names than this lie on one another


class Overlays:
    """The marks over the image of one session. Shows nothing before `redraw` has been told the rows.

    Attributes:
        selected: the asset that is marked.
        outages: id, x and y of the active outages.
    """

    def __init__(self, plot: Plot) -> None:
        """Takes the plot's sources over."""
        self._plot = plot
        self._trace: Trace | None = None
        self.selected: AssetRef | None = None
        self.outages: list[tuple[int, float, float]] = []

    def redraw(self, snapshot: Snapshot) -> None:
        """Draw all of it for (other) rows."""
        self._draw_substations(snapshot)
        self.select(snapshot, self.selected)
        self.show_trace(snapshot, self._trace)

    def place_of(self, snapshot: Snapshot, asset: AssetRef | None) -> Place:
        """Where an asset is; an outage is where it is marked."""
        if asset is None:
            return NOWHERE
        if asset.kind != "outage":
            return locate(snapshot, asset)
        found = [(x, y) for key, x, y in self.outages if key == asset.asset_id]
        return Place(np.array([x for x, _ in found]), np.array([y for _, y in found]), *NO_LINES)

    def select(self, snapshot: Snapshot, asset: AssetRef | None) -> None:
        """Mark an asset in amber."""
        self.selected = asset
        place = self.place_of(snapshot, asset)
        _put(self._plot.selection_point, place.x, place.y)
        _put(self._plot.selection_line, place.line_x, place.line_y)

    def show_trace(self, snapshot: Snapshot, trace: Trace | None) -> None:
        """Mark what a trace found in cyan."""
        self._trace = trace
        found = NOWHERE if trace is None else lines(snapshot, trace.segment_ids)
        _put(self._plot.trace, found.line_x, found.line_y)

    def show_outages(self, table: pa.Table) -> None:
        """Mark the active outages with the customers they leave without supply."""
        rows = table.to_pylist()
        x, y = to_mercator([row["lon"] for row in rows], [row["lat"] for row in rows])
        ids = [int(row["outage_id"]) for row in rows]
        self.outages = list(zip(ids, x.tolist(), y.tolist(), strict=True))
        out = [int(row["customers_out"]) for row in rows]
        self._plot.outages.data = {
            "x": x, "y": y, "id": ids, "customers": out, "label": [f"{number:,}" for number in out],
            "cause": [str(row.get("cause") or "").replace("_", " ").capitalize() for row in rows],
        }  # fmt: skip

    def name_substations(self, snapshot: Snapshot, viewport: Viewport) -> None:
        """Show the names of the substations in view where they are few enough; only those are painted."""
        found, view = snapshot.substations, viewport
        is_in = (found.x > view.x0) & (found.x < view.x1) & (found.y > view.y0) & (found.y < view.y1)
        rows = np.flatnonzero(is_in) if np.count_nonzero(is_in) <= NAMED_SUBSTATIONS else np.empty(0, np.int64)
        names = found.name.take(pa.array(rows)).to_pylist()
        if names != list(self._plot.substation_names.data["name"]):
            self._plot.substation_names.data = {"x": found.x[rows], "y": found.y[rows], "name": names}

    def _draw_substations(self, snapshot: Snapshot) -> None:
        found = snapshot.substations
        columns: dict[str, Any] = {
            "x": found.x, "y": found.y, "name": found.name.to_pylist(),
            "voltage": found.voltage_kv, "capacity": found.capacity_mva,
        }  # fmt: skip
        if list(self._plot.substations.data["name"]) != columns["name"]:
            self._plot.substations.data = columns


def _put(source: ColumnDataSource, x: Any, y: Any) -> None:
    """Replace the places of a source; nothing is sent where it was empty and stays so."""
    if len(x) or len(source.data["x"]):
        source.data = {"x": x, "y": y}
