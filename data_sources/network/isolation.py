"""Isolation studies on a network (data_sources/analytics/isolation): a study proposes, it never operates a device."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import numpy as np

from data_sources.analytics.isolation.circuit import SwitchedNetwork
from data_sources.analytics.isolation.conductors import ohms_per_km
from data_sources.analytics.isolation.flow import LineData
from data_sources.analytics.isolation.judge import StudyRules
from data_sources.analytics.isolation.study import IsolationStudy, study
from data_sources.network.graph import KEPT_NETWORKS, Network
from data_sources.network.protection import TRIPPING_KINDS
from data_sources.network.rows import Floats, Ints

SWITCH_KINDS = ("switch", "sectionaliser", "recloser", "breaker")
TIE_KINDS = ("tie", "switch")
LIMIT_SHARE = 0.9  # of a feeder's rating that may be used
UNKNOWN_KV = 12.47


def isolation_study(
    network: Network, segment_id: int, open_device_ids: Collection[int], load_kw: Floats,
    rules: StudyRules | None = None, idle_feeders: Collection[int] = (),
) -> IsolationStudy:  # fmt: skip
    """The steps for a fault on a segment; devices, feeders, nodes and edges in it are rows of the network's tables.

    Args:
        network: of the utility.
        segment_id: where the fault is.
        open_device_ids: the switching state before the fault.
        load_kw: what each transformer takes, shape (transformers,).
        rules: what the study goes by.
        idle_feeders: rows of feeders that must not help.

    Raises:
        NetworkError: there is no such segment or device.
        ValueError: the segment carries no supply, or it lies in a loop.
    """
    edge = network.segments.index(segment_id)
    chosen = rules or StudyRules()
    return study(switched_network(network, open_device_ids, load_kw, chosen.power_factor, idle_feeders), edge, chosen)


def switched_network(
    network: Network, open_device_ids: Collection[int], load_kw: Floats, power_factor: float,
    idle_feeders: Collection[int] = (),
) -> SwitchedNetwork:  # fmt: skip
    """What studies of one switching state start from; arguments as of `isolation_study`."""
    kind, feeders = network.devices["kind"], network.rows.feeders
    is_open = np.isin(network.devices.ids, np.fromiter(open_device_ids, np.int64, len(open_device_ids)))
    switches = np.flatnonzero(np.isin(kind, SWITCH_KINDS) & ~is_open)
    trips = np.flatnonzero(np.isin(kind, TRIPPING_KINDS) & ~is_open)
    edge, node = network.device_segment, network.transformers["node"]
    topology = network.topology(open_device_ids)
    fed_by = network.feeding(topology)
    feeder_of = np.full(len(fed_by), -1, np.int64)
    feeder_of[fed_by >= 0] = feeders.indexes(fed_by[fed_by >= 0])
    ties = _ties(network, feeder_of, np.flatnonzero(is_open))
    limit_kw = LIMIT_SHARE * power_factor * feeders["rated_kva"].astype(np.float64)
    limit_kw[list(idle_feeders)] = 0.0
    return SwitchedNetwork(
        topology, feeder_of, feeders["head_node"], limit_kw, switches, edge[switches], ties, edge[ties], trips,
        edge[trips], np.bincount(node, load_kw, len(fed_by)).astype(np.float64),
        np.bincount(node, network.transformer_customers, len(fed_by)).astype(np.int64), lines_of(network),
    )  # fmt: skip


@lru_cache(maxsize=KEPT_NETWORKS)
def lines_of(network: Network) -> LineData:
    """Approximate impedances of every edge; transformers and secondaries count as without any."""
    segments, feeders = network.segments, network.rows.feeders
    count, rest = len(segments), len(network.edge_transformers)
    r, x = ohms_per_km(segments["rated_a"], segments["is_underground"])
    km = segments["length_m"].astype(np.float64) / 1000 * (segments["phase_mask"] > 0)
    kv = np.full(count + rest, UNKNOWN_KV)
    known = np.isin(network.edge_feeder, feeders.ids)
    kv[known] = feeders["voltage_kv"][feeders.indexes(network.edge_feeder[known])]
    phases = np.array([3, 1, 1, 2, 1, 2, 2, 3])[segments["phase_mask"]]
    nothing = np.zeros(rest)
    return LineData(
        np.concatenate([r * km, nothing]), np.concatenate([x * km, nothing]), kv,
        np.concatenate([segments["rated_a"].astype(np.float64), nothing]),
        np.concatenate([phases, np.full(rest, 3)]).astype(np.int64),
    )  # fmt: skip


def _ties(network: Network, feeder_of: Ints, opened: Ints) -> Ints:
    """Rows of the open ties and switches that may be closed: fed from both sides, at one voltage, alone there."""
    devices, edges = network.devices, network.device_segment[opened]
    near, far = feeder_of[network.from_node[edges]], feeder_of[network.to_node[edges]]
    kv = np.append(network.rows.feeders["voltage_kv"], np.nan)  # the last one: of no feeder
    open_on = np.bincount(edges, minlength=len(network.segments))
    is_single = open_on[edges] == 1
    found: Ints = opened[np.isin(devices["kind"][opened], TIE_KINDS) & (kv[near] == kv[far]) & is_single]
    return found
