"""One utility's network as a graph: who feeds whom in any switching state (see `trace` for traces over it).

Edges are the segments and, after them, the transformers that have a secondary node. A transformer without one hangs on
its primary node. Which edges conduct follows from the open devices: a segment conducts while every device on it is
closed. Sources are the feeders' head nodes, except those that another feeder feeds as built (a substation below a
modelled transmission line): there the supply comes from above.

Loaded once a process and shared by all sessions; a reload of the utility's rows makes the next call load again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.topology import Adjacency, Topology
from data_sources.network.rows import Bools, Floats, Ints, NetworkError, NetworkRows, Table, fetch_rows
from data_sources.query import Query
from data_sources.source import Source

__all__ = ["Energized", "Network", "NetworkError", "load_network", "load_open_devices"]

KEPT_NETWORKS = 4
KEPT_STATES = 4


class Energized(NamedTuple):
    """What has supply: masks over `network.segments` and `network.transformers`."""

    segments: Bools
    transformers: Bools


class Paths(NamedTuple):
    """Coordinates of segments, end to end: the k-th runs over `lon[offsets[k]:offsets[k + 1]]`."""

    lon: Floats
    lat: Floats
    offsets: Ints


class Network:
    """The graph of one utility. Immutable and thread-safe.

    Attributes:
        utility_id: whose network it is.
        rows: every table by kind, as numpy columns.
        normally_open: ids of the devices that are open as built.
        roots: indexes of the nodes with a source; see `_find_roots`.
        edge_transformers: index of the transformer of each edge after the segments.
        edge_feeder: the feeder id of each edge as built, shape (edges,).
        device_segment: index of the segment of each device, shape (devices,).
        meter_transformer: index of the transformer of each meter, shape (meters,).
        meters_at: meters of each node, shape (nodes,).
        customers_at: active customers of each node, shape (nodes,).
        transformer_customers: active customers of each transformer, shape (transformers,).
    """

    def __init__(self, utility_id: int, rows: NetworkRows) -> None:
        """Counts and prepares; nothing is searched yet."""
        self.utility_id = utility_id
        self.rows = rows
        segments, transformers = rows.segments, rows.transformers
        self.edge_transformers: Ints = np.flatnonzero(transformers["secondary_node"] >= 0)
        self.from_node = np.concatenate([segments["from_node"], transformers["node"][self.edge_transformers]])
        self.to_node = np.concatenate([segments["to_node"], transformers["secondary_node"][self.edge_transformers]])
        self.transformer_edge = np.full(len(transformers), -1, dtype=np.int64)
        self.transformer_edge[self.edge_transformers] = len(segments) + np.arange(len(self.edge_transformers))
        feeders = [segments["feeder_id"], transformers["feeder_id"][self.edge_transformers]]
        self.edge_feeder: Ints = np.concatenate(feeders).astype(np.int64)
        self.device_segment = segments.indexes(rows.devices["segment_id"])
        is_normally_open = rows.devices["is_normally_open"]
        self.normally_open = frozenset(rows.devices.ids[is_normally_open].tolist())
        self.meter_transformer = transformers.indexes(rows.meters["transformer_id"])
        is_active = rows.meters["is_active"]
        self.meters_at = np.bincount(rows.meters["node"], minlength=len(rows.nodes))
        self.customers_at = np.bincount(rows.meters["node"][is_active], minlength=len(rows.nodes))
        self.transformer_meters = np.bincount(self.meter_transformer, minlength=len(transformers))
        self.transformer_customers = np.bincount(self.meter_transformer[is_active], minlength=len(transformers))
        self.critical_meter = rows.meters.indexes(rows.critical_customers["meter_id"])
        self._adjacency = Adjacency(len(rows.nodes), self.from_node, self.to_node)
        self._edge_head = self._heads_of_edges()
        self.roots = self._find_roots()
        self._states: OrderedDict[frozenset[int], Topology] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def segments(self) -> Table:
        """One row a segment: edges 0 .. len(segments) - 1."""
        return self.rows.segments

    @property
    def transformers(self) -> Table:
        """One row a transformer."""
        return self.rows.transformers

    @property
    def devices(self) -> Table:
        """One row a switching device."""
        return self.rows.devices

    def is_closed(self, open_device_ids: Collection[int], out_transformers: Ints | None = None) -> Bools:
        """Which edges conduct, shape (edges,).

        Args:
            open_device_ids: devices that are open; an unknown id raises NetworkError.
            out_transformers: indexes of transformers out of service.
        """
        closed = np.ones(len(self.from_node), dtype=np.bool_)
        closed[self.device_segment[self.devices.indexes(_ids(open_device_ids))]] = False
        if out_transformers is not None and len(out_transformers):
            edges = self.transformer_edge[out_transformers]
            closed[edges[edges >= 0]] = False
        return closed

    def topology(self, open_device_ids: Collection[int] | None = None) -> Topology:
        """The forest of fed nodes in a switching state (None: as built); the last few states are kept."""
        state = self.normally_open if open_device_ids is None else frozenset(open_device_ids)
        with self._lock:
            if state in self._states:
                self._states.move_to_end(state)
                return self._states[state]
        found = self.forest(self.is_closed(state))
        with self._lock:
            self._states[state] = found
            while len(self._states) > KEPT_STATES:
                self._states.popitem(last=False)
        return found

    def forest(self, is_closed: Bools) -> Topology:
        """The forest of fed nodes where just these edges conduct, shape (edges,); not kept."""
        nodes = len(self.rows.nodes)
        return Topology(nodes, self.from_node, self.to_node, is_closed, self.roots, self._adjacency)

    def reached(self, open_device_ids: Collection[int], out_transformers: Ints | None = None) -> Bools:
        """Which nodes have supply, shape (nodes,)."""
        return self._adjacency.reached(self.is_closed(open_device_ids, out_transformers), self.roots)

    def energized(self, open_device_ids: Collection[int], out_transformers: Ints | None = None) -> Energized:
        """Which segments and transformers have supply.

        A segment that a device holds open counts as dead as soon as one of its ends is: a tie between two live
        feeders is not drawn as an outage, a blown fuse is.
        """
        fed = self.reached(open_device_ids, out_transformers)
        segments = fed[self.segments["from_node"]] & fed[self.segments["to_node"]]
        transformers = fed[self.transformers["node"]]
        if out_transformers is not None:
            transformers[out_transformers] = False
        return Energized(segments, transformers)

    def feeding_feeder(self, open_device_ids: Collection[int] | None = None) -> Ints:
        """The feeder id that feeds each node in a switching state, -1 without supply, shape (nodes,)."""
        return self.feeding(self.topology(open_device_ids))

    def feeding(self, topology: Topology) -> Ints:
        """The feeder id that feeds each node in a forest of this network, -1 without supply, shape (nodes,)."""
        edges = self.head_edges(topology)
        return topology.label(edges, self.edge_feeder[edges])

    def protecting_device(self, open_device_ids: Collection[int] | None = None) -> Ints:
        """Index of the nearest device upstream of each node that trips on a fault, or -1, shape (nodes,).

        Breakers, reclosers and fuses trip; sectionalisers, switches and ties do not break fault current.
        """
        trips = np.flatnonzero(np.isin(self.devices["kind"], ("breaker", "recloser", "fuse")))
        return self.topology(open_device_ids).label(self.device_segment[trips], trips)

    def head_edges(self, topology: Topology) -> Ints:
        """Edges that leave their feeder's head node towards the load."""
        fed = np.flatnonzero(topology.child >= 0)
        heads: Ints = fed[topology.parent_node[topology.child[fed]] == self._edge_head[fed]]
        return heads

    def _heads_of_edges(self) -> Ints:
        """The head node of each edge's feeder, -1 for an unknown feeder, shape (edges,)."""
        feeders = self.rows.feeders
        known = np.isin(self.edge_feeder, feeders.ids)
        heads = np.full(len(self.edge_feeder), -1, dtype=np.int64)
        heads[known] = feeders["head_node"][feeders.indexes(self.edge_feeder[known])]
        return heads

    def _find_roots(self) -> Ints:
        """Heads that no other circuit feeds, decided as built: an opened supply switch blacks out what is behind it.

        A head where a closed edge of a feeder that starts elsewhere ends is fed from there. Circuits that feed each
        other in a ring have no outermost head: then the first one left dark counts, until none is.
        """
        closed = self.is_closed(self.normally_open)
        is_fed_from_above = np.zeros(len(self.rows.nodes), dtype=np.bool_)
        for ends in (self.from_node[closed], self.to_node[closed]):
            is_fed_from_above[ends[self._edge_head[closed] != ends]] = True
        heads = np.unique(self.rows.feeders["head_node"])
        roots = heads[~is_fed_from_above[heads]]
        while len(dark := heads[~self._adjacency.reached(closed, roots)[heads]]):
            roots = np.union1d(roots, dark[:1])
        return np.asarray(roots, dtype=np.int64)

    def paths(self, segment_ids: Ints) -> Paths:
        """Coordinates of segments in degrees, vectorised, for drawing a trace.

        Args:
            segment_ids: shape (n,); the answer is in their order.
        """
        chosen = self.rows.paths.take(self.segments.indexes(np.asarray(segment_ids)))
        sizes = np.diff(np.frombuffer(chosen.buffers()[1], np.int32, len(chosen) + 1, chosen.offset * 4)) // 8
        points = np.frombuffer(b"".join(chosen.to_pylist()), "<i4").reshape(-1, 2) * 1e-7
        return Paths(points[:, 0], points[:, 1], np.concatenate([[0], np.cumsum(sizes)]))


Key = tuple[object, ...]

_networks: OrderedDict[Key, Network] = OrderedDict()
_loading: dict[int, threading.Lock] = {}
_lock = threading.Lock()  # of the two above; nothing is asked of a database under it


def load_network(source: Source, utility_id: int) -> Network:
    """The network of a utility as it is now: kept process-wide until its rows are loaded again.

    Raises:
        NetworkError: there is no such utility, or its rows point to rows that are not there.
        SourceUnavailable: the database cannot be reached.
    """
    stamps = source.fetch(Query.of("network_stamp", utility_id=utility_id)).to_pylist()
    if not stamps:
        raise NetworkError(f"There is no utility {utility_id}.")
    key = (utility_id, *stamps[0].values())
    with _lock:
        loading = _loading.setdefault(utility_id, threading.Lock())
    if (kept := _kept(key)) is not None:
        return kept
    with loading:  # one loads, others who want the same utility wait for it
        if (kept := _kept(key)) is not None:
            return kept
        return _keep(key, Network(utility_id, fetch_rows(source, utility_id)))


def _kept(key: Key) -> Network | None:
    with _lock:
        if key in _networks:
            _networks.move_to_end(key)
        return _networks.get(key)


def _keep(key: Key, network: Network) -> Network:
    with _lock:
        _networks[key] = network
        while len(_networks) > KEPT_NETWORKS:
            _networks.popitem(last=False)
    return network


def load_open_devices(source: Source, utility_id: int) -> frozenset[int]:
    """Ids of the devices that are open now."""
    return frozenset(source.fetch(Query.of("open_devices", utility_id=utility_id))["device_id"].to_pylist())


def _ids(ids: Collection[int]) -> NDArray[np.int64]:
    return np.fromiter(ids, dtype=np.int64, count=len(ids))
