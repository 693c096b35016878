"""Upstream and downstream traces over a Network.

Downstream is what loses supply when the thing is taken out; in a loop of closed edges that is nothing (see topology).
A thing without supply just now is traced as the network is built, and says so (`is_energized`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from data_sources.analytics.topology import Topology
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints, NetworkError

Direction = Literal["upstream", "downstream"]
NOTHING: Ints = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One thing on the way to the substation."""

    kind: str
    asset_id: int
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """What a trace found.

    Attributes:
        kind: of the thing traced.
        asset_id: of the thing traced.
        direction: "upstream" or "downstream".
        is_energized: whether it has supply in the switching state asked for.
        is_in_loop: it is fed from two sides, so that nothing is downstream of it alone.
        segment_ids: in the order of the way (upstream: nearest first).
        transformer_ids: transformers found.
        device_ids: switching devices on the segments found.
        meter_count: meters found (0 upstream).
        customers: active customers among them.
        critical_customers: account number and kind of the critical ones among them.
        length_km: length of the segments found, and of the open ties at their ends that are built on the same feeder: a
            feeder ends at them, so that what is downstream of it is as long as it is built.
        chain: from the thing up to its substation: transformer, protective devices, feeder, substation.
    """

    kind: str
    asset_id: int
    direction: Direction
    is_energized: bool
    is_in_loop: bool
    segment_ids: Ints
    transformer_ids: Ints
    device_ids: Ints
    meter_count: int
    customers: int
    critical_customers: tuple[tuple[str, str], ...]
    length_km: float
    chain: tuple[ChainLink, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a thing sits: an edge, or a node, or several head edges; and one transformer or meter, if it is that."""

    edges: Ints
    node: int = -1
    transformer: int = -1
    meter: int = -1
    head_node: int = -1


@dataclass(frozen=True, slots=True)
class _Found:
    """What is up or down from a place, as indexes; `ties` are open segments at the ends of the edges."""

    edges: Ints
    transformers: Ints = field(default_factory=lambda: NOTHING)
    meters: Ints = field(default_factory=lambda: NOTHING)
    ties: Ints = field(default_factory=lambda: NOTHING)


def trace(
    network: Network,
    kind: str,
    asset_id: int,
    direction: Direction,
    open_device_ids: Collection[int] | None = None,
) -> Trace:
    """Everything a thing feeds, or the way its supply comes.

    Args:
        network: whose thing it is.
        kind: "substation", "feeder", "segment", "pole", "transformer", "meter" or "device".
        asset_id: its id.
        direction: "downstream" or "upstream".
        open_device_ids: the present switching state; None for the state as built.

    Raises:
        NetworkError: there is no such thing.
    """
    topology = network.topology(open_device_ids)
    place = _place(network, topology, kind, asset_id)
    is_energized = _has_supply(network, topology, place)
    if not is_energized and open_device_ids is not None:
        topology = network.topology(None)
        place = _place(network, topology, kind, asset_id)
    is_in_loop = bool(len(place.edges) == 1 and _is_looped(topology, int(place.edges[0])))
    way = _upstream_edges(network, topology, place)
    found = _Found(way) if direction == "upstream" else _downstream(network, topology, place)
    chain = _chain(network, kind, asset_id, way, _feeder_of(network, topology, kind, asset_id, way))
    return _answer(network, kind, asset_id, direction, is_energized, is_in_loop, found, chain)


def supplied_ends(network: Network, kind: str, asset_id: int, open_device_ids: Collection[int]) -> tuple[bool, ...]:
    """Whether each end of a thing has supply: two of a line section or of the one that a device stands on, else one.

    Args:
        network: whose thing it is.
        kind: "segment", "pole", "transformer", "meter" or "device".
        asset_id: its id.
        open_device_ids: the present switching state.

    Raises:
        NetworkError: there is no such thing.
    """
    topology = network.topology(open_device_ids)
    place = _place(network, topology, kind, asset_id)
    if place.node >= 0:
        return (bool(topology.is_reached[place.node]),)
    ends = np.concatenate([network.from_node[place.edges], network.to_node[place.edges]])
    return tuple(bool(one) for one in topology.is_reached[ends])


def _answer(
    network: Network, kind: str, asset_id: int, direction: Direction, is_energized: bool, is_in_loop: bool,
    found: _Found, chain: tuple[ChainLink, ...],
) -> Trace:  # fmt: skip
    edges, segment_count = found.edges, len(network.segments)
    segments = edges[edges < segment_count]
    units = network.edge_transformers[edges[edges >= segment_count] - segment_count]
    transformers = np.unique(np.concatenate([found.transformers, units]))
    is_found = np.zeros(len(network.rows.meters), dtype=np.bool_)
    is_found[found.meters] = True
    critical = np.flatnonzero(is_found[network.critical_meter])
    customers = network.rows.critical_customers
    return Trace(
        kind=kind, asset_id=asset_id, direction=direction, is_energized=is_energized, is_in_loop=is_in_loop,
        segment_ids=network.segments.ids[segments],
        transformer_ids=network.transformers.ids[transformers],
        device_ids=network.devices.ids[np.isin(network.device_segment, segments)],
        meter_count=len(found.meters),
        customers=int(network.rows.meters["is_active"][found.meters].sum()),
        critical_customers=tuple(
            (str(customers["account_number"][k]), str(customers["critical_kind"][k])) for k in critical
        ),
        length_km=float(network.segments["length_m"][[*segments, *found.ties]].sum(dtype=np.float64)) / 1000,
        chain=chain,
    )  # fmt: skip


def _place(network: Network, topology: Topology, kind: str, asset_id: int) -> _Place:
    rows = network.rows
    if kind in ("substation", "feeder"):
        return _head_place(network, topology, kind, asset_id)
    if kind == "segment":
        return _Place(np.array([rows.segments.index(asset_id)]))
    if kind == "device":
        return _Place(network.device_segment[[rows.devices.index(asset_id)]])
    if kind == "pole":
        return _Place(NOTHING, node=int(rows.poles["node"][rows.poles.index(asset_id)]))
    if kind == "transformer":
        unit = rows.transformers.index(asset_id)
        edge = network.transformer_edge[unit]
        node = int(rows.transformers["node"][unit])
        return _Place(np.array([edge]) if edge >= 0 else NOTHING, node=node, transformer=unit)
    if kind == "meter":
        meter = rows.meters.index(asset_id)
        return _Place(NOTHING, node=int(rows.meters["node"][meter]), meter=meter)
    raise NetworkError(f"A {kind} cannot be traced.")


def _head_place(network: Network, topology: Topology, kind: str, asset_id: int) -> _Place:
    feeders = network.rows.feeders
    if kind == "substation":
        network.rows.substations.index(asset_id)
        chosen = np.flatnonzero(feeders["substation_id"] == asset_id)
    else:
        chosen = np.array([feeders.index(asset_id)])
    heads = network.head_edges(topology)
    is_ours = np.isin(network.edge_feeder[heads], feeders.ids[chosen])
    head_node = int(feeders["head_node"][chosen[0]]) if len(chosen) else -1
    return _Place(heads[is_ours], head_node=head_node)


def _has_supply(network: Network, topology: Topology, place: _Place) -> bool:
    if place.node >= 0:
        return bool(topology.is_reached[place.node])
    ends = np.concatenate([network.from_node[place.edges], network.to_node[place.edges]])
    return bool(len(ends) and topology.is_reached[ends].all())


def _is_looped(topology: Topology, edge: int) -> bool:
    conducts = topology.is_closed[edge] and topology.is_reached[topology.from_node[edge]]
    return bool(conducts and not topology.is_bridge[edge])


def _upstream_edges(network: Network, topology: Topology, place: _Place) -> Ints:
    """The way to the source, the thing's own segment included."""
    if place.head_node >= 0:
        return topology.upstream(place.head_node)
    if place.node >= 0:
        return topology.upstream(place.node)
    edge = int(place.edges[0])
    fed = int(topology.child[edge])
    if fed >= 0 and topology.parent_edge[fed] == edge:
        return topology.upstream(fed)
    near = int(network.from_node[edge] if fed < 0 else topology.parent_node[fed])
    return np.concatenate([place.edges, topology.upstream(near)])


def _downstream(network: Network, topology: Topology, place: _Place) -> _Found:
    """What is below the place."""
    if place.meter >= 0:
        return _Found(NOTHING, meters=np.array([place.meter]))
    if place.transformer >= 0 and not len(place.edges):
        meters = np.flatnonzero(network.meter_transformer == place.transformer)
        return _Found(NOTHING, np.array([place.transformer]), meters)
    if len(place.edges):
        nodes = np.concatenate([topology.downstream(int(edge)) for edge in place.edges])
        # A supply circuit's head and the heads below it find the same things: each once, in the order of finding.
        edges = _once(np.concatenate([topology.downstream_edges(int(edge)) for edge in place.edges]))
    elif place.node >= 0:
        nodes = topology.below(place.node)
        feeding = topology.parent_edge[place.node]
        edges = _inner_edges(topology, nodes, int(feeding))
    else:
        return _Found(NOTHING)
    is_below = np.zeros(topology.node_count, dtype=np.bool_)
    is_below[nodes] = True
    transformers = np.flatnonzero(is_below[network.transformers["node"]])
    meters = np.flatnonzero(is_below[network.rows.meters["node"]])
    return _Found(edges, transformers, meters, _ties(network, topology, is_below))


def _ties(network: Network, topology: Topology, is_below: Bools) -> Ints:
    """Open segments between live nodes, of a feeder that feeds what is below up to there."""
    ties = np.flatnonzero(~topology.is_closed[: len(network.segments)])
    ends = np.stack([network.from_node[ties], network.to_node[ties]])
    feeding = topology.parent_edge[ends]
    is_own = (feeding >= 0) & (network.edge_feeder[feeding] == network.edge_feeder[ties])
    found: Ints = ties[topology.is_reached[ends].all(axis=0) & (is_below[ends] & is_own).any(axis=0)]
    return found


def _once(values: Ints) -> Ints:
    _, first = np.unique(values, return_index=True)
    kept: Ints = values[np.sort(first)]
    return kept


def _inner_edges(topology: Topology, nodes: Ints, feeding: int) -> Ints:
    """Closed edges below a node, without the one that feeds it."""
    fed_through = topology.parent_edge[nodes]
    inner: Ints = fed_through[(fed_through >= 0) & (fed_through != feeding)]
    return inner


def _chain(network: Network, kind: str, asset_id: int, way: Ints, feeder_id: int) -> tuple[ChainLink, ...]:
    """Transformer, devices and units on the way, then feeder and substation; without the thing itself."""
    links = _own_transformer(network, kind, asset_id) + [
        link for edge in way.tolist() for link in _links_at(network, edge)
    ]
    substation_id = asset_id if kind == "substation" else -1
    if feeder_id >= 0:
        feeders = network.rows.feeders
        row = feeders.index(feeder_id)
        substation_id = int(feeders["substation_id"][row])
        links.append(ChainLink("feeder", feeder_id, str(feeders["feeder_name"][row])))
    if substation_id >= 0:
        substations = network.rows.substations
        name = str(substations["substation_name"][substations.index(substation_id)])
        links.append(ChainLink("substation", substation_id, name))
    return tuple(link for link in dict.fromkeys(links) if (link.kind, link.asset_id) != (kind, asset_id))


def _links_at(network: Network, edge: int) -> list[ChainLink]:
    segment_count = len(network.segments)
    if edge >= segment_count:
        return [_transformer_link(network, int(network.edge_transformers[edge - segment_count]))]
    devices = network.devices
    return [
        ChainLink("device", int(devices.ids[row]), str(devices["device_name"][row]))
        for row in np.flatnonzero(network.device_segment == edge)
    ]


def _own_transformer(network: Network, kind: str, asset_id: int) -> list[ChainLink]:
    if kind != "meter":
        return []
    return [_transformer_link(network, int(network.meter_transformer[network.rows.meters.index(asset_id)]))]


def _feeder_of(network: Network, topology: Topology, kind: str, asset_id: int, way: Ints) -> int:
    """The feeder that feeds the thing; without a way to a source, the one it belongs to as built (-1: unknown)."""
    rows = network.rows
    if kind in ("feeder", "substation"):
        return asset_id if kind == "feeder" else -1
    if len(way) and topology.child[way[0]] >= 0:
        return int(network.feeding(topology)[topology.child[way[0]]])
    if kind == "meter":
        unit = int(network.meter_transformer[rows.meters.index(asset_id)])
        return int(rows.transformers["feeder_id"][unit])
    if kind == "transformer":
        return int(rows.transformers["feeder_id"][rows.transformers.index(asset_id)])
    return -1


def _transformer_link(network: Network, unit: int) -> ChainLink:
    transformers = network.transformers
    return ChainLink("transformer", int(transformers.ids[unit]), str(transformers["transformer_name"][unit]))
