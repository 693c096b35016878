"""A network's tree of protective devices in a switching state, for predictions (data_sources/analytics/prediction)."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from data_sources.analytics.prediction.predictor import chances_of
from data_sources.analytics.prediction.rates import OpeningRates
from data_sources.analytics.prediction.tree import ProtectionTree, protection_tree
from data_sources.network.graph import Network
from data_sources.network.rows import Floats

TRIPPING_KINDS = ("breaker", "recloser", "fuse")


def tree_of(
    network: Network, open_device_ids: Collection[int] | None = None, known_device_ids: Collection[int] = ()
) -> ProtectionTree:
    """The tree below every source; rows are those of the network's tables.

    Args:
        network: of the utility.
        open_device_ids: the state before anything tripped (normally open devices among them); None: as built.
        known_device_ids: devices of other kinds (switches) that telemetry reports to be open.

    Raises:
        NetworkError: there is no such device.
    """
    ids = np.fromiter(known_device_ids, np.int64, len(known_device_ids))
    chosen = np.isin(network.devices["kind"], TRIPPING_KINDS)
    chosen[network.devices.indexes(ids)] = True
    rows = np.flatnonzero(chosen)
    return protection_tree(
        network.topology(open_device_ids), rows, network.device_segment[rows], len(network.devices),
        network.transformers["node"], network.meter_transformer, network.rows.meters["is_active"],
    )  # fmt: skip


def chances(network: Network, tree: ProtectionTree, rates: OpeningRates) -> Floats:
    """Chance of each node of the tree to be open before any message, shape (nodes,)."""
    kinds = network.devices["kind"]
    by_kind = {kind: rates.chance(str(kind)) for kind in np.unique(kinds)}
    return chances_of(tree, np.array([by_kind[kind] for kind in kinds]), rates.chance("transformer"))
