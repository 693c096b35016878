"""The demo's feeders as arrays for a power flow: a tree of nodes each, transformers on it, meters behind them.

Resistances follow the conductors' ratings and lengths. A planner would not let the far end drop as far as chance
decides, so each feeder's impedances are scaled to a design drop of its own, a few of them too large.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.demo.ami.random import bells, uniforms
from data_sources.errors import FluxError
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Floats, Ints

DESIGN_DROP: Final = 0.050  # per unit, median of the feeders at their design peak, on the worst node
HIGH_TAPS: Final = 0.035  # share of feeders
PHASES: Final = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class FeederArrays:
    """The network, feeder by feeder. Rows of a feeder lie together; `*_first` has one row more than there are feeders.

    Attributes:
        feeder_ids: shape (feeders,).
        meter_first: first meter of each feeder, shape (feeders + 1,).
        transformer_first: first transformer of each feeder, shape (feeders + 1,).
        node_first: first node of each feeder, shape (feeders + 1,).
        parent: row of the node it is fed from, within its feeder; -1 at the head; parents come first, shape (nodes,).
        resistance, reactance: per unit of the phase voltage a kW (kvar), of the line to the parent, shape (nodes,).
        transformer_node: row of its node within the feeder, shape (transformers,).
        on_phase: share of a transformer's load on each phase, shape (transformers, 3).
        rated_kva: shape (transformers,).
        peak_kw: coincident design peak of a feeder, shape (feeders,).
        head_pu: voltage that the station keeps at light load, per unit, shape (feeders,).
        head_gain: registered over true energy at the head, shape (feeders,).
        capacitor_kvar: switched and fixed capacitors of a feeder, shape (feeders,).
    """

    feeder_ids: Ints
    meter_first: Ints
    transformer_first: Ints
    node_first: Ints
    parent: Ints
    resistance: Floats
    reactance: Floats
    transformer_node: Ints
    on_phase: Floats
    rated_kva: Floats
    peak_kw: Floats
    head_pu: Floats
    head_gain: Floats
    capacitor_kvar: Floats


def feeder_arrays(network: Network, meters: pa.Table, transformers: pa.Table, seed: int) -> FeederArrays:
    """The arrays of one utility.

    Args:
        network: its graph.
        meters: as `hist_meters.sql` answers.
        transformers: as `hist_transformers.sql` answers.
        seed: of the demo.

    Raises:
        FluxError: ids are not numbered feeder by feeder, as the demo's are.
    """
    feeders = network.rows.feeders
    meter_first = _firsts(feeders.ids, meters["feeder_id"].to_numpy(), "meters")
    transformer_first = _firsts(feeders.ids, transformers["feeder_id"].to_numpy(), "transformers")
    nodes, node_first, parent, edge = _trees(network)
    place = np.full(len(network.rows.nodes), -1)
    place[nodes] = np.arange(len(nodes)) - np.repeat(node_first[:-1], np.diff(node_first))
    resistance, reactance = _impedances(network, node_first, edge)
    on_phase = _on_phase(np.array(transformers["phases"]))
    peak = transformers["peak_load_kw"].to_numpy().astype(np.float64)
    made = FeederArrays(
        feeder_ids=feeders.ids, meter_first=meter_first, transformer_first=transformer_first, node_first=node_first,
        parent=parent, resistance=resistance, reactance=reactance,
        transformer_node=place[network.transformers["node"]], on_phase=on_phase,
        rated_kva=transformers["rated_kva"].to_numpy().astype(np.float64),
        peak_kw=np.add.reduceat(np.append(peak, 0.0), transformer_first[:-1]) * (np.diff(transformer_first) > 0),
        head_pu=_head_voltages(feeders.ids, seed),
        head_gain=1 + 0.002 * np.clip(bells(seed, "head", feeders.ids), -2.4, 2.4),
        capacitor_kvar=np.zeros(len(feeders)),
    )  # fmt: skip
    made.capacitor_kvar[:] = 0.12 * made.peak_kw
    _scale_to_design(made, peak, seed)
    return made


def _firsts(feeder_ids: Ints, of: NDArray[np.int32], what: str) -> Ints:
    row = np.searchsorted(feeder_ids, of)
    if len(row) and (np.diff(row) < 0).any():
        raise FluxError(f"The {what} are not numbered feeder by feeder; only a demo utility can be given readings.")
    return np.searchsorted(row, np.arange(len(feeder_ids) + 1)).astype(np.int64)


def _trees(network: Network) -> tuple[Ints, Ints, Ints, Ints]:
    """Nodes feeder by feeder with parents first; first row of each feeder; parent within it; edge to the parent."""
    topology, feeders = network.topology(), network.rows.feeders
    feeding = network.feeding(topology)
    feeding[feeders["head_node"]] = feeders.ids
    order = topology.order[feeding[topology.order] >= 0]
    row = np.searchsorted(feeders.ids, feeding[order])
    order = order[np.argsort(row, kind="stable")]
    first = np.searchsorted(np.sort(row), np.arange(len(feeders) + 1))
    place = np.full(len(network.rows.nodes), -1)
    place[order] = np.arange(len(order)) - np.repeat(first[:-1], np.diff(first))
    above = topology.parent_node[order]
    parent = np.where(above >= 0, place[np.maximum(above, 0)], -1)
    parent[np.isin(order, feeders["head_node"])] = -1
    return order, first.astype(np.int64), parent.astype(np.int64), topology.parent_edge[order]


def _impedances(network: Network, node_first: Ints, edge: Ints) -> tuple[Floats, Floats]:
    """Of the line to the parent, per unit of the phase voltage a kW: R / V**2 * 1000, with ohms from the ampacity."""
    segments, count = network.segments, len(network.segments)
    line = (edge >= 0) & (edge < count)
    chosen = np.where(line, edge, 0)
    km = segments["length_m"][chosen].astype(np.float64) / 1000.0
    ohms = 0.65 * (230.0 / np.maximum(segments["rated_a"][chosen].astype(np.float64), 50.0)) ** 1.5 * km
    x_ohms = np.where(segments["is_underground"][chosen], 0.18, 0.38) * km
    volts = (
        np.repeat(network.rows.feeders["voltage_kv"].astype(np.float64), np.diff(node_first)) * 1000.0 / np.sqrt(3.0)
    )
    share = np.where(line, 1000.0 / volts**2, 0.0)
    return ohms * share, x_ohms * share


def _on_phase(phases: NDArray[np.str_]) -> Floats:
    """Share of a transformer's load on phases A, B and C, shape (n, 3)."""
    found, row = np.unique(phases.astype(str), return_inverse=True)
    letters = np.array([[phase in text for phase in PHASES] for text in found], dtype=np.float64).reshape(-1, 3)
    letters[letters.sum(axis=1) == 0] = 1.0
    return np.asarray((letters / letters.sum(axis=1, keepdims=True))[row])


def _head_voltages(feeder_ids: Ints, seed: int) -> Floats:
    """What stations keep at light load; a few taps are set too high."""
    is_high = uniforms(seed, "tap", feeder_ids) < HIGH_TAPS
    volts: Floats = 1.033 + 0.0065 * bells(seed, "head", 1_000_000 + feeder_ids) + np.where(is_high, 0.021, 0.0)
    return volts


def _scale_to_design(made: FeederArrays, peak_kw: Floats, seed: int) -> None:
    """Bring each feeder's largest drop at its design peak to a drawn target."""
    target = DESIGN_DROP * np.exp(0.38 * np.clip(bells(seed, "feeder", made.feeder_ids), -2.4, 2.4))
    for feeder in range(len(made.feeder_ids)):
        nodes = slice(made.node_first[feeder], made.node_first[feeder + 1])
        own = slice(made.transformer_first[feeder], made.transformer_first[feeder + 1])
        flow = np.zeros((nodes.stop - nodes.start, 3))
        np.add.at(flow, made.transformer_node[own], peak_kw[own, None] * made.on_phase[own])
        parent = made.parent[nodes]
        for node in range(len(flow) - 1, 0, -1):
            if parent[node] >= 0:
                flow[parent[node]] += flow[node]
        drop = np.zeros_like(flow)
        for node in range(1, len(flow)):
            if parent[node] >= 0:
                lost = made.resistance[nodes][node] + 0.33 * made.reactance[nodes][node]
                drop[node] = drop[parent[node]] + lost * flow[node]
        if len(drop) and drop.max() > 0:
            made.resistance[nodes] *= target[feeder] / drop.max()
            made.reactance[nodes] *= target[feeder] / drop.max()


def is_metered(transformers: pa.Table, seed: int, share: float) -> Bools:
    """Which service transformers have a meter of their own, shape (transformers,)."""
    is_service = np.array(transformers["kind"]) == "service"
    return np.asarray(is_service & (uniforms(seed, "has_meter", transformers["transformer_id"].to_numpy()) < share))
