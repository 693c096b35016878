"""The tree of protective devices, transformers and meters in one switching state, numbered so that "below" is a slice.

Between two neighbouring nodes of it nothing can open by itself, so that every hypothesis about who is out is a set of
its nodes (and of single services). A device in a loop cuts nothing off and is no part of it; a transformer without
supply stands alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.prediction.kernels import DEVICE, TRANSFORMER, parents
from data_sources.analytics.topology import NOBODY, Bools, Ints, Topology

__all__ = ["DEVICE", "TRANSFORMER", "ProtectionTree", "protection_tree"]


class ProtectionTree(NamedTuple):
    """Nodes depth first: a node's subtree is `node : stop[node]`.

    Attributes:
        kind: DEVICE or TRANSFORMER, shape (nodes,).
        row: of the device or transformer in its table, shape (nodes,).
        parent: the device above, or -1, shape (nodes,).
        stop: end of the subtree (exclusive), shape (nodes,).
        child_count: nodes right below, shape (nodes,).
        roots: nodes without a parent.
        node_of_device: by row of the table, -1 where it is no part of the tree, shape (devices,).
        node_of_transformer: by row, -1 for one without meters, shape (transformers,).
        node_of_meter: the transformer's node, shape (meters,).
        meters: rows in the order of their nodes, shape (meters,).
        first_meter: the meters below a node are `meters[first_meter[node] : first_meter[stop[node]]]`,
            shape (nodes + 1,).
        customers_before: running sum of active customers in that order, shape (meters + 1,).
    """

    kind: NDArray[np.uint8]
    row: Ints
    parent: Ints
    stop: Ints
    child_count: Ints
    roots: Ints
    node_of_device: Ints
    node_of_transformer: Ints
    node_of_meter: Ints
    meters: Ints
    first_meter: Ints
    customers_before: Ints

    def meters_below(self, node: int) -> Ints:
        """Rows of the meters below a node."""
        return self.meters[self.first_meter[node] : self.first_meter[self.stop[node]]]

    def meter_count(self, node: int) -> int:
        """How many they are."""
        return int(self.first_meter[self.stop[node]] - self.first_meter[node])

    def customers_below(self, node: int) -> int:
        """Active customers among them."""
        first, last = self.first_meter[node], self.first_meter[self.stop[node]]
        return int(self.customers_before[last] - self.customers_before[first])

    def transformers_below(self, node: int) -> Ints:
        """Rows of the transformers below a node, its own included."""
        nodes = np.arange(node, self.stop[node])
        rows: Ints = self.row[nodes[self.kind[nodes] == TRANSFORMER]]
        return rows


def protection_tree(
    topology: Topology, device_rows: Ints, device_edges: Ints, device_count: int, unit_nodes: Ints, meter_units: Ints,
    is_active: Bools,
) -> ProtectionTree:  # fmt: skip
    """The tree of a switching state, before anything tripped.

    Args:
        topology: the state.
        device_rows: rows of the devices that trip, and of others known to be open, shape (chosen,).
        device_edges: the edge of each, shape (chosen,).
        device_count: rows in the table of devices.
        unit_nodes: the node of each transformer, shape (transformers,).
        meter_units: the transformer of each meter, shape (meters,).
        is_active: whether it has an active customer, shape (meters,).
    """
    cuts = topology.is_bridge[device_edges]
    devices, edges = device_rows[cuts], device_edges[cuts]
    units = np.unique(meter_units)
    start, stop = _positions(topology, topology.child[edges], unit_nodes[units])
    kind = np.repeat(np.array([DEVICE, TRANSFORMER], np.uint8), (len(devices), len(units)))
    row = np.concatenate([devices, units])
    order = np.lexsort((row, kind, start))
    kind, row, start, stop = kind[order], row[order], start[order], stop[order]
    end = np.where(kind == DEVICE, np.searchsorted(start, stop), np.arange(len(row)) + 1)
    parent = parents(end)
    is_device = kind == DEVICE
    node_of_device = _nodes_of(row[is_device], np.flatnonzero(is_device), device_count)
    node_of_transformer = _nodes_of(row[~is_device], np.flatnonzero(~is_device), len(unit_nodes))
    node_of_meter = node_of_transformer[meter_units]
    meters = np.argsort(node_of_meter, kind="stable")
    return ProtectionTree(
        kind, row, parent, end, np.bincount(parent[parent >= 0], minlength=len(row)), np.flatnonzero(parent < 0),
        node_of_device, node_of_transformer, node_of_meter, meters,
        np.searchsorted(node_of_meter[meters], np.arange(len(row) + 1)),
        np.concatenate([[0], np.cumsum(is_active[meters])]).astype(np.int64),
    )  # fmt: skip


def _positions(topology: Topology, fed: Ints, unit_nodes: Ints) -> tuple[Ints, Ints]:
    """Where nodes and their subtrees lie in the forest's order; transformers without supply behind everything."""
    node = np.concatenate([fed, unit_nodes])
    start, stop = topology.start[node], topology.stop[node]
    dark = np.flatnonzero(start < 0)
    start[dark] = len(topology.order) + np.arange(len(dark))
    return start, stop


def _nodes_of(rows: Ints, nodes: Ints, count: int) -> Ints:
    found = np.full(count, NOBODY, np.int64)
    found[rows] = nodes
    return found
