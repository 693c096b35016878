"""A utility's network at the level of a cascade: banks, sections between switches, and what joins them.

Method: nodes that closed lines and transformers join without a switch between are one section (a fuse is no switch: its
lateral belongs to the section; behind a blown one it is a section of its own, without a way in). What joins two
sections is an edge: a segment with a breaker, recloser, sectionaliser, switch or tie on it, rated as the weaker of
segment and device; or transformers of a substation or between two voltages of a model that has them, units between the
same sections summed. A substation is one bank of its capacity, which feeds the head of each of its feeders, rated as
the feeder. A tie may help where it is open as built and joins feeders of one voltage; what else is open just now
(a device that tripped, a switch that isolates a fault) stays open.

Whom an outage left without supply although nothing stands open, as where a transformer failed, is no customer of the
ground and takes no load: who lost supply before can lose none.

Sections do not follow the hour: a network, its open devices and who is out make a ground, kept until one changes. Only
loads are new each time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data_sources.analytics.cascade.betweenness import Central
from data_sources.analytics.cascade.grid import (
    IS_BANK,
    IS_HEAD,
    IS_SECTION,
    IS_SYSTEM,
    OF_BANK,
    OF_HEAD,
    OF_SWITCH,
    SYSTEM,
    SupplyGrid,
)
from data_sources.analytics.cascade.places import Places
from data_sources.analytics.topology_kernels import adjacency, search
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Floats, Ints, NetworkError, Table, Texts

SWITCHES = ("breaker", "recloser", "sectionaliser", "switch", "tie")
KINDS = ("system", "substation", "feeder", "section")
UNITS = ("substation", "step")  # transformers that feed sections
POWER_FACTOR = 0.95
SAME_VOLTAGE = 0.05  # nominal voltages that differ by less are one
KEPT_GROUNDS = 4
OutAlready = frozenset[tuple[int, int]]
"""Ids of transformers and how many of their customers are without supply in outages, each transformer once."""
NOBODY: OutAlready = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class GroundEdges:
    """What joins nodes of the grid, shapes (edges,); see `SupplyGrid`.

    `device` and `transformer` are rows of the network's tables, -1 where the edge is none.
    """

    from_node: Ints
    to_node: Ints
    kind: Ints
    rated_kw: Floats
    is_closed: Bools
    is_tie: Bools
    is_closed_as_built: Bools
    device: Ints
    transformer: Ints

    @classmethod
    def always_closed(cls, ends: Ints, kind: int, rated_kw: Floats, transformer: Ints | None = None) -> GroundEdges:
        """Edges without a switch, `ends` of shape (edges, 2)."""
        count = len(ends)
        yes, no, nothing = np.ones(count, np.bool_), np.zeros(count, np.bool_), np.full(count, -1)
        return cls(
            ends[:, 0], ends[:, 1], np.full(count, kind), rated_kw, yes, no, yes, nothing,
            nothing if transformer is None else transformer,
        )  # fmt: skip

    def __len__(self) -> int:
        """How many."""
        return len(self.from_node)


class SupplyGround:
    """The grid of a network in one switching state, without loads. Immutable.

    Args:
        network: whose.
        open_device_ids: the switching state.
        out_already: customers without supply in outages, by transformer.

    Attributes:
        network: as given.
        section: node of the grid that each node of the network belongs to, shape (network nodes,).
        bank: node of the grid of each substation, shape (substations,).
        edges: what joins them.
        kind: IS_SYSTEM, IS_BANK, IS_HEAD or IS_SECTION, shape (nodes,).
        customers: active customers of each node, those of `out_already` left out, shape (nodes,).
        keys: what each node is called in an address: substation:ID, feeder:ID, section:DEVICE_ID or transformer:ID of
            what feeds it, shape (nodes,).
        names: what a person calls it, shape (nodes,).
        places: where to draw each node, and its voltage.
        ties_of_two_voltages: open ties that cannot help, because they would join two voltages.
    """

    def __init__(
        self, network: Network, open_device_ids: Collection[int], out_already: OutAlready = NOBODY
    ) -> None:  # fmt: skip
        """Builds at once (full-size demo: about 0.1 s)."""
        self.network = network
        self._out = _out_of(network, out_already)
        closed = network.is_closed(open_device_ids)
        switched = np.zeros(len(closed), np.bool_)
        switched[network.device_segment[np.isin(network.devices["kind"], SWITCHES)]] = True
        banks = len(network.rows.substations)
        units = np.flatnonzero(np.isin(network.transformers["kind"], UNITS) & (network.transformer_edge >= 0))
        apart = switched.copy()
        apart[network.transformer_edge[units]] = True
        sections, part = _parts(network, closed & ~apart)
        self.section: Ints = part + 1 + banks
        self.bank: Ints = np.arange(1, 1 + banks)
        supplies, heads = self._supplies(), self._heads()
        lines, self.ties_of_two_voltages = self._lines(switched, closed, open_device_ids)
        self.edges = _joined(supplies, heads, self._unit_edges(units), lines)
        self.kind: Ints = np.full(1 + banks + sections, IS_SECTION)
        self.kind[SYSTEM], self.kind[self.bank], self.kind[heads.to_node] = IS_SYSTEM, IS_BANK, IS_HEAD
        self.customers: Ints = self._customers()
        self.places = self._places()
        self.keys, self.names = self._called()

    def __len__(self) -> int:
        """How many nodes."""
        return len(self.kind)

    def grid(self, transformer_kw: Floats) -> SupplyGrid:
        """With loads: what each transformer of the network takes, shape (transformers,)."""
        at = self.section[self.network.transformers["node"]]
        is_dark = (self._out > 0) & (self._out >= self.network.transformer_customers)
        load_kw = np.bincount(at, np.where(is_dark, 0.0, transformer_kw), len(self)).astype(np.float64)
        edges = self.edges
        return SupplyGrid(
            kind=self.kind, load_kw=load_kw,
            customers=self.customers, from_node=edges.from_node, to_node=edges.to_node, edge_kind=edges.kind,
            rated_kw=edges.rated_kw, is_closed=edges.is_closed, is_tie=edges.is_tie,
        )  # fmt: skip

    @cached_property
    def joins(self) -> tuple[Ints, Ints]:
        """Both ends of closed edges and ties; the system joins nothing here."""
        edges = self.edges
        chosen = (edges.is_closed | edges.is_tie) & (edges.from_node != SYSTEM)
        return edges.from_node[chosen], edges.to_node[chosen]

    @cached_property
    def between(self) -> Floats:
        """Betweenness of each node over `joins`, shape (nodes,)."""
        return Central(len(self), *self.joins).between

    def number(self, key: str) -> int:
        """The node that is called so.

        Raises:
            NetworkError: there is none.
        """
        if (found := self._numbers.get(key)) is None:
            raise NetworkError(
                f"There is no {key!r} in this network as it is switched: write substation:ID, feeder:ID or "
                "section:ID (transformer:ID) with the id of the device (transformer) that feeds the section."
            )
        return found

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {str(key): node for node, key in enumerate(self.keys) if node != SYSTEM}

    def _customers(self) -> Ints:
        network, nodes = self.network, len(self.kind)
        everybody = np.bincount(self.section, network.customers_at, nodes)
        out = np.bincount(self.section[network.transformers["node"]], self._out, nodes)
        customers: Ints = np.maximum(everybody - out, 0).astype(np.int64)
        return customers

    def _supplies(self) -> GroundEdges:
        """The system feeds each bank."""
        capacity = self.network.rows.substations["capacity_mva"].astype(np.float64) * 1000 * POWER_FACTOR
        ends = np.stack([np.full(len(self.bank), SYSTEM), self.bank], axis=1)
        return GroundEdges.always_closed(ends, OF_BANK, _known(capacity))

    def _heads(self) -> GroundEdges:
        """Each bank feeds the sections where its feeders start; feeders that start at one section are summed."""
        network, feeders = self.network, self.network.rows.feeders
        rows = np.flatnonzero(np.isin(feeders["head_node"], network.roots))
        bank = self.bank[network.rows.substations.indexes(feeders["substation_id"][rows])]
        pairs = np.stack([bank, self.section[feeders["head_node"][rows]]], axis=1)
        ends, rated, _ = _summed(pairs, _known(feeders["rated_kva"][rows].astype(np.float64) * POWER_FACTOR))
        return GroundEdges.always_closed(ends, OF_HEAD, rated)

    def _unit_edges(self, units: Ints) -> GroundEdges:
        """Transformers that feed sections, from their primary side; those between the same two are summed."""
        network = self.network
        edges = network.transformer_edge[units]
        pairs = np.stack([self.section[network.from_node[edges]], self.section[network.to_node[edges]]], axis=1)
        apart = pairs[:, 0] != pairs[:, 1]
        rated = _known(network.transformers["rated_kva"][units[apart]].astype(np.float64) * POWER_FACTOR)
        ends, summed, first = _summed(pairs[apart], rated)
        return GroundEdges.always_closed(ends, OF_BANK, summed, units[apart][first])

    def _lines(self, switched: Bools, closed: Bools, open_ids: Collection[int]) -> tuple[GroundEdges, int]:
        """Segments with a switch on them that join two sections, and how many ties would join two voltages."""
        network = self.network
        a, b = self.section[network.from_node], self.section[network.to_node]
        edges = np.flatnonzero(switched & (a != b))
        built = network.is_closed(network.normally_open)
        device = np.full(len(closed), -1)
        device[network.device_segment] = np.arange(len(network.devices))
        opened = network.devices.indexes(np.fromiter(open_ids, np.int64, len(open_ids)))
        unexpected = np.zeros(len(closed), np.bool_)
        unexpected[network.device_segment[opened[~network.devices["is_normally_open"][opened]]]] = True
        can_help, same = ~closed[edges] & ~unexpected[edges], _one_voltage(network, edges)
        lines = GroundEdges(
            a[edges], b[edges], np.full(len(edges), OF_SWITCH), _line_ratings(network, edges), closed[edges],
            can_help & same, built[edges], device[edges], np.full(len(edges), -1),
        )  # fmt: skip
        return lines, int((can_help & ~same).sum())

    def _places(self) -> Places:
        """Banks at their substations, sections in the middle of their nodes, the system nowhere (NaN)."""
        network, found = self.network, []
        count = np.bincount(self.section, minlength=len(self))
        for name in ("lon", "lat"):
            sums = np.bincount(self.section, network.rows.nodes[name], len(self))
            middle = np.divide(sums, count, out=np.full(len(self), np.nan), where=count > 0)
            middle[self.bank] = network.rows.substations[name]
            found.append(middle)
        kilovolts = np.full(len(self), np.nan)
        feeding = _rows_of(network.rows.feeders, network.feeding_feeder(None))
        kilovolts[self.section[feeding >= 0]] = _voltages(network)[feeding[feeding >= 0]]
        return Places(found[0], found[1], kilovolts, POWER_FACTOR)

    def _called(self) -> tuple[Texts, Texts]:
        """Keys and names; a section is called by what feeds it as built, a device or a transformer, else by a node."""
        rows = self.network.rows
        keys, names = np.full(len(self), "", object), np.full(len(self), "", object)
        first = np.full(len(self), -1)
        first[self.section[::-1]] = np.arange(len(self.section))[::-1]
        way_in, feeder = self._way_in()
        device, unit = (np.append(column, -1)[way_in] for column in (self.edges.device, self.edges.transformer))
        for node in np.flatnonzero(self.kind == IS_SECTION):
            if device[node] >= 0:
                keys[node] = f"section:{rows.devices.ids[device[node]]}"
                names[node] = f"{feeder[node]} behind {rows.devices['device_name'][device[node]]}"
            elif unit[node] >= 0:
                keys[node] = f"transformer:{rows.transformers.ids[unit[node]]}"
                names[node] = f"{feeder[node]} behind {rows.transformers['transformer_name'][unit[node]]}"
            else:
                keys[node] = f"node:{rows.nodes.ids[first[node]]}"
                names[node] = f"Part at node {rows.nodes.ids[first[node]]}"
        keys[SYSTEM] = names[SYSTEM] = "system"
        keys[self.bank] = [f"substation:{number}" for number in rows.substations.ids]
        names[self.bank] = rows.substations["substation_name"]
        head = self.section[rows.feeders["head_node"]]
        for row in np.flatnonzero(self.kind[head] == IS_HEAD)[::-1]:  # of several feeders the first one
            keys[head[row]] = f"feeder:{rows.feeders.ids[row]}"
            names[head[row]] = rows.feeders["feeder_name"][row]
        return keys, names

    def _way_in(self) -> tuple[Ints, Texts]:
        """The edge through which each node is fed as built (-1: none), and its feeder's name, by node."""
        edges, feeders = self.edges, self.network.rows.feeders
        first, neighbour, edge = adjacency(len(self), edges.from_node, edges.to_node)
        order, parent, parent_edge, _, _ = search(first, neighbour, edge, edges.is_closed_as_built, np.array([SYSTEM]))
        name = np.full(len(self), "", object)
        head = self.section[feeders["head_node"]]
        name[head] = feeders["feeder_name"]
        for node in order:
            if not name[node] and parent[node] > 0:
                name[node] = name[parent[node]]
        return parent_edge, name


def _out_of(network: Network, out_already: OutAlready) -> Ints:
    """Customers without supply of each transformer, no more than it has, shape (transformers,)."""
    out = np.zeros(len(network.transformers), np.int64)
    numbers, customers = np.array(sorted(out_already), np.int64).reshape(-1, 2).T
    known = np.isin(numbers, network.transformers.ids)  # an outage may be newer than the network that was read
    out[network.transformers.indexes(numbers[known])] = customers[known]
    return np.minimum(out, network.transformer_customers)


def _parts(network: Network, joins: Bools) -> tuple[int, Ints]:
    """How many parts closed edges without a switch leave, and the part of each node of the network."""
    a, b, nodes = network.from_node[joins], network.to_node[joins], len(network.rows.nodes)
    count, part = connected_components(coo_array((np.ones(len(a), np.int8), (a, b)), shape=(nodes, nodes)), False)
    return int(count), part.astype(np.int64)


def _summed(pairs: Ints, rated_kw: Floats) -> tuple[Ints, Floats, Ints]:
    """Each pair of nodes once, its ratings summed, and where it came first."""
    ends, first, which = np.unique(pairs.reshape(-1, 2), axis=0, return_index=True, return_inverse=True)
    total = np.zeros(len(ends))
    np.add.at(total, which.reshape(-1), rated_kw)
    return ends, total, first


def _known(rated_kw: Floats) -> Floats:
    """A rating that nobody gave bears anything."""
    return np.where(np.isfinite(rated_kw) & (rated_kw > 0), rated_kw, np.inf)


def _line_ratings(network: Network, edges: Ints) -> Floats:
    """The weaker of segment and switch: sqrt(3) x kV x A, by as many phases as there are, at the power factor."""
    amperes = _known(network.segments["rated_a"].astype(np.float64))
    is_switch = np.isin(network.devices["kind"], SWITCHES)
    of_devices = _known(network.devices["rated_a"].astype(np.float64))
    np.minimum.at(amperes, network.device_segment[is_switch], of_devices[is_switch])
    phases = np.maximum(np.bitwise_count(network.segments["phase_mask"][edges]), 1)  # none told: a split phase
    kilovolts = _voltages(network)[_rows_of(network.rows.feeders, network.edge_feeder[edges])]
    return _known(np.sqrt(3) * kilovolts * amperes[edges] * phases / 3 * POWER_FACTOR)


def _voltages(network: Network) -> Floats:
    """Nominal voltage of each feeder, kV; one more, NaN, for -1."""
    return np.append(network.rows.feeders["voltage_kv"].astype(np.float64), np.nan)


def _rows_of(feeders: Table, feeder_ids: Ints) -> Ints:
    """Rows of some feeders, -1 for what is none."""
    rows = np.full(len(feeder_ids), -1)
    known = np.isin(feeder_ids, feeders.ids)
    rows[known] = feeders.indexes(feeder_ids[known])
    return rows


def _one_voltage(network: Network, edges: Ints) -> Bools:
    """Whether both ends are fed at one voltage as built, or nobody knows."""
    kilovolts, row = _voltages(network), _rows_of(network.rows.feeders, network.feeding_feeder(None))
    a, b = kilovolts[row[network.from_node[edges]]], kilovolts[row[network.to_node[edges]]]
    same: Bools = ~(np.abs(a - b) > SAME_VOLTAGE * np.maximum(a, b))
    return same


def _joined(*parts: GroundEdges) -> GroundEdges:
    return GroundEdges(*(np.concatenate([getattr(part, name) for part in parts]) for name in GroundEdges.__slots__))


_grounds: OrderedDict[tuple[Network, frozenset[int], OutAlready], SupplyGround] = OrderedDict()
_lock = threading.Lock()


def ground_of(
    network: Network, open_device_ids: frozenset[int], out_already: OutAlready = NOBODY
) -> SupplyGround:  # fmt: skip
    """The ground of a network in a switching state with its outages; the last few are kept."""
    key = network, open_device_ids, out_already
    with _lock:
        if key in _grounds:
            _grounds.move_to_end(key)
            return _grounds[key]
    made = SupplyGround(network, open_device_ids, out_already)
    with _lock:
        _grounds[key] = made
        while len(_grounds) > KEPT_GROUNDS:
            _grounds.popitem(last=False)
    return made
