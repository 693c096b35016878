"""Where an asset is: its place or its lines, for the selection, for a trace and for flying there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from data_sources.assets import AssetRef
from layers.layer import NOWHERE, Layer, Place
from layers.registry import BUILT_IN
from layers.snapshot import Snapshot


def locate(snapshot: Snapshot, asset: AssetRef, layers: Sequence[Layer] = BUILT_IN) -> Place:
    """Where an asset is; nowhere, if the map does not hold it (a device, another utility)."""
    return places(snapshot, asset.kind, [asset.asset_id], layers)


def lines_of(snapshot: Snapshot, part: AssetRef, layers: Sequence[Layer] = BUILT_IN) -> Place:
    """The lines of a feeder, or of all feeders of a substation."""
    feeders = snapshot.feeders
    hangs_on_it = (feeders.feeder_id if part.kind == "feeder" else feeders.substation_id) == part.asset_id
    return places(snapshot, "feeder", feeders.feeder_id[hangs_on_it].tolist(), layers)


def places(snapshot: Snapshot, kind: str, keys: Iterable[int], layers: Sequence[Layer] = BUILT_IN) -> Place:
    """Where assets of one kind are, whichever layer knows them."""
    wanted = np.fromiter(keys, np.int64)
    for layer in layers:
        place = layer.locate(snapshot, kind, wanted)
        if place is not NOWHERE:
            return place
    return NOWHERE
