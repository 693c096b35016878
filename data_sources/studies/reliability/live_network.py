"""The network of a utility in the live database, as built, for a predictive study.

Sections are its segments and, behind a fuse of their own, the transformers that have a secondary network. A device
stands at the upstream end of its segment; of several on one, the one that interrupts counts. Normally open devices are
ties.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from data_sources.analytics.reliability.interruptions import Bools, Ints
from data_sources.analytics.reliability.predict import INTERRUPTS, ISOLATES, NO_DEVICE, StudyNetwork
from data_sources.network.graph import Network, load_network
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.reliability.rates import FailureRates
from data_sources.studies.reliability.study import NamedNetwork

INTERRUPTING = ("breaker", "recloser", "fuse", "sectionaliser")


def live_network(source: Source, utility_id: int, rates: FailureRates) -> NamedNetwork:
    """A utility's network.

    Args:
        source: the live database.
        utility_id: whose.
        rates: how often things fail.

    Raises:
        NetworkError: there is no such utility, or its rows do not fit together.
    """
    network = load_network(source, utility_id)
    loads = source.fetch(Query.of("reliability_loads", utility_id=utility_id))
    return named_live(network, loads, rates)


def named_live(network: Network, loads: pa.Table, rates: FailureRates) -> NamedNetwork:
    """A network and the rows of `reliability_loads`, to be studied."""
    closed = np.flatnonzero(network.is_closed(network.normally_open))
    transformer = network.transformers.indexes(loads["transformer_id"].to_numpy())
    has_edge = network.transformer_edge[transformer] >= 0
    failures, repair = _failures(network, rates)
    study = StudyNetwork(
        node_count=len(network.rows.nodes), from_node=network.from_node[closed], to_node=network.to_node[closed],
        failures=failures[closed], repair_h=repair[closed], switching_h=np.full(len(closed), rates.switching_h),
        device=_devices(network)[closed], sources=network.roots, ties=_ties(network),
        load_node=network.rows.nodes.indexes(loads["node_id"].to_numpy()),
        customers=loads["customers"].to_numpy().astype(np.float64), load_kw=loads["average_load_kw"].to_numpy(),
        transformer_failures=np.where(has_edge, 0.0, rates.transformer_failures_per_year),
        transformer_h=np.full(len(transformer), rates.transformer_repair_h),
    )  # fmt: skip
    feeders = network.rows.feeders
    return NamedNetwork(
        "the network as built", study, network.transformers["transformer_name"][transformer].tolist(),
        feeders["feeder_name"].tolist(), feeders.indexes(network.transformers["feeder_id"][transformer]), rates,
        _notes(network),
    )  # fmt: skip


def _failures(network: Network, rates: FailureRates) -> tuple[np.ndarray, np.ndarray]:
    """(failures a year, hours of repair) of each edge; a transformer that is one fails as often as any."""
    segments, more = network.segments, len(network.edge_transformers)
    is_cable: Bools = segments["is_underground"]
    per_km = np.where(is_cable, rates.underground_failures_per_km_year, rates.overhead_failures_per_km_year)
    hours = np.where(is_cable, rates.underground_repair_h, rates.overhead_repair_h)
    of_transformers = np.full(more, rates.transformer_failures_per_year), np.full(more, rates.transformer_repair_h)
    return (
        np.concatenate([per_km * segments["length_m"] / 1000, of_transformers[0]]),
        np.concatenate([hours, of_transformers[1]]),
    )


def _devices(network: Network) -> Ints:
    """What stands at the upstream end of each edge."""
    devices, segments = network.devices, len(network.segments)
    found = np.full(len(network.from_node), NO_DEVICE, np.int64)
    kind = np.where(np.isin(devices["kind"], INTERRUPTING), INTERRUPTS, ISOLATES)
    np.maximum.at(found, network.device_segment, kind)
    is_regulator = network.transformers["kind"][network.edge_transformers] == "regulator"
    found[segments:] = np.where(is_regulator, NO_DEVICE, INTERRUPTS)
    return found


def _ties(network: Network) -> Ints:
    """Ends of the segments with a normally open device, shape (ties, 2)."""
    edges = np.unique(network.device_segment[network.devices["is_normally_open"]])
    return np.stack([network.from_node[edges], network.to_node[edges]], axis=1)


def _notes(network: Network) -> tuple[str, ...]:
    loops = len(network.topology().loop_edges)
    if not loops:
        return ()
    return (
        f"{loops:,} closed loops: behind a failure in one nobody counts as fed from its other side, so that what is "
        "predicted there is too high.",
    )
