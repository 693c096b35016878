"""The picture of a fleet: assets by a quantity over faint lines; how the network is now is not on it."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import numpy as np

from data_sources.fleet import Fleet
from layers.built_in.quiet_lines import QuietLines
from layers.fleet.places import FleetPlaces
from layers.frame import BlockFrame
from layers.image.pictures import Pictures
from layers.image.renderer import Renderer
from layers.map_frames import FramesOver, MapFrames
from layers.network import Origin
from layers.projection import to_mercator
from layers.snapshot import Snapshot
from layers.style import MapStyle


class FleetGround:
    """The places of fleets in the frames of reference of maps, made once a fleet. Thread-safe."""

    def __init__(self) -> None:
        """Places nothing yet."""
        self._lock = threading.Lock()
        self._made: WeakKeyDictionary[Fleet, BlockFrame] = WeakKeyDictionary()

    def frame(self, fleet: Fleet, origin: Origin) -> BlockFrame:
        """The rows of a fleet, sorted for the map; `id` and `row` are their numbers in the fleet."""
        with self._lock:
            made = self._made.get(fleet)
            if made is None or made.origin != origin:
                row = np.arange(len(fleet), dtype=np.int32)
                x, y = to_mercator(fleet.lon, fleet.lat)
                made = self._made[fleet] = BlockFrame.of_points(x, y, {"id": row, "row": row}, origin)
            return made


class FleetRenderer(Renderer):
    """Draws one fleet by one quantity over a network.

    Args:
        network: the rows of the network; share them with the map of its state.
        places: the assets.
        lines: shared by all renderers of a utility, since a brush changes none of them.
        ground: where fleets are placed.
        pictures: where they are kept, with those of others.
    """

    def __init__(
        self, network: MapFrames, places: FleetPlaces, lines: QuietLines, ground: FleetGround, *,
        pictures: Pictures | None = None,
    ) -> None:  # fmt: skip
        """Draws nothing yet."""

        def placed(base: Snapshot) -> Snapshot:
            return _with_frame(base, places.name, ground.frame(places.fleet, base.origin))

        super().__init__(FramesOver(network, placed), (places, lines), pictures=pictures)

    def version_of(self, snapshot: Snapshot, style: MapStyle) -> object:
        """Changes with places and lines alone."""
        return snapshot.extent, snapshot.segments.number, snapshot.frames[FleetPlaces.name].number


def _with_frame(base: Snapshot, name: str, frame: BlockFrame) -> Snapshot:
    return Snapshot(
        base.utility_id, base.version, base.origin, base.extent, base.feeders, base.segments,
        {**base.frames, name: frame}, base.is_empty,
    )  # fmt: skip
