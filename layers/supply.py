"""Which segments are without supply, from the network's own graph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data_sources.network.graph import load_network
from data_sources.source import Source
from layers.map_frames import DarkSegments


def network_supply(source: Source) -> DarkSegments:
    """A function from a utility and its open devices to the ids of its segments without supply.

    It raises `NetworkError` where the rows do not fit together, or for a device that the network does not know.
    """

    def dark_segments(utility_id: int, open_device_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        network = load_network(source, utility_id)
        is_fed = network.energized(open_device_ids.tolist()).segments
        ids: NDArray[np.int64] = network.segments.ids[~is_fed]
        return ids

    return dark_segments
