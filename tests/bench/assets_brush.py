"""A brush over a whole fleet, for the bench of assets: what the server does from the end of a drag to all that follows.

Charts are drawn as for a page. Each brush is on the histogram, the scatter or the map, with the other two brushed; timed
are the charts (HoloViews and Datashader), the list's first page, the figures, and the map's rows; the map's picture is
drawn in a thread beside and has its own key.
"""

from __future__ import annotations

import time

import numpy as np
import panel as pn

from app import theme
from app.tabs.asset_health.fleet.figures import figures
from app.tabs.asset_health.fleet.linked import LinkedBrush
from app.tabs.asset_health.fleet.ranked import RankedTable
from data_sources.fleet import Fleet
from layers.detail import Drawn
from layers.fleet.picture import FleetGround
from layers.fleet.places import FleetPlaces
from layers.projection import to_mercator
from layers.snapshot import Scene, Snapshot
from layers.viewport import around
from tests.bench.report import Report
from tests.fleets import random_fleet

POLES = 62_038 / 91_554  # of the demo, a transformer
ROUNDS = 8
SIZE = (700, 560)


def measure_brush(transformers: int, report: Report) -> None:
    """The brushes, and the picture of what they keep."""
    fleet = random_fleet(round(transformers * (1 + POLES)))
    session = _Session(fleet)
    times = [session.brush(*one) for one in _brushes()]
    times = [session.brush(*one) for one in _brushes()][3:] + times[3:]
    report.put("brush_ms", float(np.median(times)))
    report.put("brush_p95_ms", float(np.percentile(times, 95)))
    report.put("brush_map_ms", float(np.median([session.picture() for _ in range(ROUNDS)])))
    report.note(f"{len(fleet):,} assets; {len(times)} brushes, of two charts and the map in turn")


class _Session:
    """The parts of the view that a brush changes."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet, self.all = fleet, np.ones(len(fleet), np.bool_)
        self.linked = LinkedBrush(theme.tokens(), lambda part, bounds: None)
        pn.Row(*self.linked.panes.values()).get_root()
        self.linked.show(fleet, self.all, ("health", "consequence", "probability"))
        self.table, self.ground = RankedTable(), FleetGround()
        self.places = FleetPlaces(fleet)

    def brush(self, part: str, bounds: tuple[float, ...]) -> float:
        """Milliseconds of one brush."""
        started = time.perf_counter()
        self.linked.brush(part, bounds)
        mask = self.linked.mask
        self.table.rank(self.fleet, mask, len(self.fleet), spans=False)
        figures(self.fleet, self.all, mask)
        self.places = FleetPlaces(self.fleet, "health", mask)
        return 1e3 * (time.perf_counter() - started)

    def picture(self) -> float:
        """Milliseconds of the aggregate of the whole fleet's extent."""
        x, y = to_mercator(self.fleet.lon, self.fleet.lat)
        origin = float(x.mean()), float(y.mean())
        frame = self.ground.frame(self.fleet, origin)
        canvas = around((x.min(), y.min(), x.max(), y.max()), SIZE).canvas()
        started = time.perf_counter()
        self.places.aggregate(frame, canvas, Scene(Snapshot(1, origin=origin)), Drawn.IMAGE)
        return 1e3 * (time.perf_counter() - started)


def _brushes() -> list[tuple[str, tuple[float, ...]]]:
    west, south = (float(one) for one in to_mercator(-95.7, 29.5))
    east, north = (float(one) for one in to_mercator(-95.1, 29.9))
    found: list[tuple[str, tuple[float, ...]]] = []
    for turn in range(ROUNDS):
        found.append(("histogram", (10.0 + turn, 60.0 + turn)))
        found.append(("scatter", (2.0 + turn / 20, -1.0, 4.2, 1.0 + turn / 20)))
        found.append(("map", (west + 900.0 * turn, south, east + 900.0 * turn, north)))
    return found
