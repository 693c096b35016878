"""The rows of one utility at one moment, and what one picture of them is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from layers.frame import BlockFrame
from layers.network import FeederColumns, Origin, Segments, no_feeders, no_segments
from layers.projection import to_mercator
from layers.style import MapFilters, MapStyle
from layers.viewport import Bbox

HOUSTON = (-95.37, 29.76)  # where an empty map looks


@dataclass(frozen=True)
class Snapshot:
    """The rows of one utility at one moment; never changed, so that a picture being drawn is never torn.

    Attributes:
        utility_id: whose they are.
        version: rises with every change that can be seen.
        origin: Web Mercator x and y the frames count from.
        extent: Web Mercator west, south, east, north of everything; a view of Houston where there is nothing.
        feeders: the feeders; their places are the dense feeder numbers of all frames.
        segments: the line segments.
        frames: the rows of each layer by its name.
        is_empty: whether the utility has no rows (or they could not be read yet).
    """

    utility_id: int
    version: int = 0
    origin: Origin = (0.0, 0.0)
    extent: Bbox = (0.0, 0.0, 1.0, 1.0)
    feeders: FeederColumns = field(default_factory=lambda: no_feeders())
    segments: Segments = field(default_factory=lambda: no_segments())
    frames: Mapping[str, BlockFrame] = field(default_factory=dict)
    is_empty: bool = True

    def feeder_names(self, feeder: NDArray[np.int32]) -> list[str]:
        """The names of some dense feeder numbers; empty where no feeder is known."""
        if not len(self.feeders):
            return [""] * len(feeder)
        names: list[str] = self.feeders.name.take(pa.array(feeder)).to_pylist()
        return names


@dataclass(frozen=True, slots=True)
class Scene:
    """What the layers of one picture have in common.

    Attributes:
        snapshot: the rows.
        style: what is drawn and how.
        filters: what is left out.
        grains: `Layer.grain` of each layer in the view of which this is all or a part; where it is not given, its own.
        ranges: values of the first and the last colour of layers whose scale is this picture's own, by layer; they note
            it while they are drawn, where it is not given, and read it for the legend.
    """

    snapshot: Snapshot
    style: MapStyle = field(default_factory=MapStyle)
    filters: MapFilters = field(default_factory=MapFilters)
    grains: Mapping[str, int] = field(default_factory=dict, compare=False)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)

    def feeder_is_shown(self) -> NDArray[np.bool_] | None:
        """By dense feeder number; None where all are shown."""
        filters, feeders = self.filters, self.snapshot.feeders
        if not len(feeders) or (filters.substation_id is None and filters.feeder_id is None and not filters.voltage):
            return None
        shown: NDArray[np.bool_] = filters.has_voltage(feeders.voltage_kv)
        if filters.substation_id is not None:
            shown &= feeders.substation_id == filters.substation_id
        if filters.feeder_id is not None:
            shown &= feeders.feeder_id == filters.feeder_id
        return shown


def around_houston() -> Bbox:
    """Where the map looks while there are no rows."""
    x, y = (float(v) for v in to_mercator(*HOUSTON))
    return x - 60e3, y - 40e3, x + 60e3, y + 40e3
