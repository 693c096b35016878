"""Integrity checks over the graph (supply, loops) and over places (inside the service area)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.polygon import inside
from data_sources.analytics.topology import Topology
from data_sources.checks.finding import Finding, Severity, found
from data_sources.network.graph import Network, load_open_devices
from data_sources.network.rows import Bools, Ints
from data_sources.query import Query
from data_sources.source import Source

PLACE_KINDS = ("substations", "nodes", "poles", "transformers", "meters", "devices")


def graph_findings(source: Source, network: Network) -> Iterator[Finding]:
    """Supply as built, and loops both as built and as switched now."""
    built = network.topology()
    yield _named("sources", np.asarray(network.roots[:0] if len(network.roots) else [0]), "Networks without a source")
    yield _named("supply: segments", _ids(network.segments.ids, _dead_segments(network, built)),
                 "Segments without a way to a source while all devices are as built", "warning")  # fmt: skip
    transformers = network.transformers
    is_dead = ~built.is_reached[transformers["node"]]
    yield _named("supply: transformers", _ids(transformers.ids, is_dead), "Transformers without a way to a source")
    meters = network.rows.meters
    is_dark = ~built.is_reached[meters["node"]]
    yield _named("supply: meters", _ids(meters.ids, is_dark), "Meters without a way to a source")
    yield _named("supply: own transformer", _ids(meters.ids, _behind_other_transformer(network, built)),
                 "Meters that are not fed through their own transformer")  # fmt: skip
    # A meshed network is a network: worth a look, as radial ones are the rule.
    yield _named("loops: as built", _edge_names(network, built.loop_edges), "Loops of closed edges as built", "warning")
    now = network.topology(load_open_devices(source, network.utility_id))
    yield _named("loops: now", _edge_names(network, now.loop_edges), "Loops of closed edges as switched now", "warning")


def place_findings(source: Source, network: Network, area: Mapping[str, Any]) -> Iterator[Finding]:
    """Coordinates of every kind, and of path vertices, inside the service area."""
    places = source.fetch(Query.of("check_places", utility_id=network.utility_id))
    kinds, ids = places["kind_number"].to_numpy(), places["asset_id"].to_numpy()
    is_outside = ~inside(area, places["lon"].to_numpy(), places["lat"].to_numpy())
    for number, kind in enumerate(PLACE_KINDS):
        wrong = ids[is_outside & (kinds == number)]
        yield _named(f"places: {kind}", wrong, f"{kind.capitalize()} outside the service area")
    paths = network.paths(network.segments.ids)
    outside = np.flatnonzero(~inside(area, paths.lon, paths.lat))
    rows = np.unique(np.searchsorted(paths.offsets, outside, side="right") - 1)
    yield _named("places: paths", network.segments.ids[rows], "Segments whose path leaves the service area")
    short = network.segments.ids[np.diff(paths.offsets) < 2]
    yield _named("paths: vertices", short, "Segments with less than two vertices")
    ends = np.stack([paths.offsets[:-1], paths.offsets[1:] - 1], axis=1)
    yield _named("paths: ends", network.segments.ids[_ends_apart(network, paths.lon[ends], paths.lat[ends])],
                 "Segments whose path does not run from node to node", "warning")  # fmt: skip


def _ends_apart(network: Network, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Bools:
    """Whether a path's ends lie more than 1e-5 degrees (a metre) from its nodes, taken in either direction."""
    nodes, segments = network.rows.nodes, network.segments
    a, b = segments["from_node"], segments["to_node"]
    along = np.stack([a, b], axis=1)
    gaps = [
        np.maximum(np.abs(lon - nodes["lon"][ends]), np.abs(lat - nodes["lat"][ends])).max(axis=1)
        for ends in (along, along[:, ::-1])
    ]
    return np.asarray(np.minimum(*gaps) > 1e-5)


def _dead_segments(network: Network, topology: Topology) -> Bools:
    """Without supply at both ends: a normally open tie has supply at one at least."""
    segments = network.segments
    is_dead: Bools = ~(topology.is_reached[segments["from_node"]] | topology.is_reached[segments["to_node"]])
    return is_dead


def _behind_other_transformer(network: Network, topology: Topology) -> Bools:
    """Meters whose node is neither their transformer's own nor fed through it (or through a unit beside it)."""
    meters, transformers = network.rows.meters, network.transformers
    unit = network.meter_transformer
    is_at_primary = meters["node"] == transformers["node"][unit]
    unit_edges = network.transformer_edge[network.edge_transformers]
    fed_end = topology.child[unit_edges]
    below = topology.label(unit_edges[fed_end >= 0], fed_end[fed_end >= 0])
    edge = network.transformer_edge[unit]
    own_end = np.where(edge >= 0, topology.child[edge], -2)
    is_wrong: Bools = topology.is_reached[meters["node"]] & ~is_at_primary & (below[meters["node"]] != own_end)
    return is_wrong


def _edge_names(network: Network, edges: Ints) -> NDArray[Any]:
    """Segment ids, or "transformer N" for an edge that is one."""
    segment_count = len(network.segments)
    return np.array([
        str(network.segments.ids[edge]) if edge < segment_count
        else f"transformer {network.transformers.ids[network.edge_transformers[edge - segment_count]]}"
        for edge in edges.tolist()
    ])  # fmt: skip


def _ids(ids: Ints, mask: Bools) -> Ints:
    chosen: Ints = ids[mask]
    return chosen


def _named(check: str, ids: NDArray[Any], what: str, severity: Severity = "error") -> Finding:
    return found(check, len(ids), ", ".join(map(str, ids[:5].tolist())), what, severity)
