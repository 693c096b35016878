"""Who loses supply, phase by phase, when a thing opens, as the network is switched now.

The first question in a switching state builds it (three forests, things sorted in each); every further one is a few
slices. `trace` answers the wider question (segments, length, way to the source) and knows no phases.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from data_sources.analytics.phases import (
    ALL_PHASES,
    PHASE_BITS,
    Bits,
    Hanging,
    Lost,
    PhaseForests,
    belonging,
    conducting,
)  # fmt: skip
from data_sources.analytics.topology import Topology
from data_sources.network.graph import KEPT_NETWORKS, KEPT_STATES, Network
from data_sources.network.rows import Floats, Ints, NetworkError

DOWNSTREAM_KINDS = ("substation", "feeder", "segment", "device")


@dataclass(frozen=True, slots=True)
class PhaseShare:
    """What hangs on one phase: "A", "B", "C", or "unknown" where the model tells none."""

    phase: str
    customers: int
    meters: int
    transformers: int
    rated_kva: float


@dataclass(frozen=True, slots=True, eq=False)
class Downstream:
    """Who loses supply when a thing opens.

    Attributes:
        kind: of the thing.
        asset_id: of the thing.
        is_energized: whether it has supply now; else the answer is that of the network as built.
        is_in_loop: it is fed from two sides on every phase, so that nothing depends on it alone.
        transformer_ids: transformers that lose at least one phase.
        meters: meters that do.
        customers: active customers that do, each once.
        customers_in_part: of them, those that keep a phase.
        critical_customers: account number and kind of the critical ones among them.
        rated_kva: of the transformers.
        by_phase: the same by phase; customers on three phases count in each.
    """

    kind: str
    asset_id: int
    is_energized: bool
    is_in_loop: bool
    transformer_ids: Ints
    meters: int
    customers: int
    customers_in_part: int
    critical_customers: tuple[tuple[str, str], ...]
    rated_kva: float
    by_phase: tuple[PhaseShare, ...]


@dataclass(frozen=True, slots=True)
class _MeterPoints:
    """Where meters hang: one point for those of one node on the same phases."""

    node: Ints
    phases: Bits
    customers: Ints
    meters: Ints
    critical: Ints  # rows of critical customers, by point
    first_critical: Ints  # the k-th point's are `critical[first_critical[k]:first_critical[k + 1]]`


class SupplyBook:
    """One network's phases: what is the same in every switching state, and the last few states."""

    def __init__(self, network: Network) -> None:
        """Keeps the network; what is needed is worked out at the first question."""
        self.network = network
        units = network.edge_transformers
        self._edge_phases = np.concatenate([network.segments["phase_mask"], network.transformers["phase_mask"][units]])
        self._states: OrderedDict[frozenset[int], SupplyState] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def as_built(self) -> PhaseForests:
        """The forests of the normal state."""
        return self.forests(self.network.normally_open)

    @cached_property
    def unit_phases(self) -> Bits:
        """On which phases each transformer hangs, shape (transformers,)."""
        transformers = self.network.transformers
        return belonging(self.as_built, transformers["node"], transformers["phase_mask"])

    @cached_property
    def unit_columns(self) -> Floats:
        """Of each transformer: one, rated kVA on each of its phases, rated kVA; shape (transformers, 3)."""
        count = np.array([bin(bits).count("1") for bits in range(16)])
        kva = self.network.transformers["rated_kva"].astype(np.float64)
        return np.stack([np.ones(len(kva)), kva / count[self.unit_phases], kva], axis=1)

    @cached_property
    def point_columns(self) -> Floats:
        """Of each point of meters: customers, meters, critical customers; shape (points, 3)."""
        points = self.points
        return np.stack([points.customers, points.meters, np.diff(points.first_critical)], axis=1).astype(np.float64)

    @cached_property
    def points(self) -> _MeterPoints:
        """Where meters hang."""
        meters, units = self.network.rows.meters, self.network.transformers
        own = meters["phase_mask"]
        own = np.where(own, own, units["phase_mask"][self.network.meter_transformer])
        node = meters["node"]
        phases = belonging(self.as_built, node, own)
        keys, of_meter = np.unique(node * 16 + phases, return_inverse=True)
        count = len(keys)
        of_critical = of_meter[self.network.critical_meter]
        return _MeterPoints(
            node=(keys // 16).astype(np.int64),
            phases=(keys % 16).astype(np.uint8),
            customers=np.bincount(of_meter[meters["is_active"]], minlength=count),
            meters=np.bincount(of_meter, minlength=count),
            critical=np.argsort(of_critical, kind="stable"),
            first_critical=np.concatenate([[0], np.cumsum(np.bincount(of_critical, minlength=count))]),
        )

    def forests(self, open_device_ids: Collection[int]) -> PhaseForests:
        """The forests of a switching state; an unknown id raises NetworkError."""
        network = self.network
        ids = np.fromiter(open_device_ids, np.int64, len(open_device_ids))
        devices = network.devices.indexes(ids)
        mask = network.devices["phase_mask"][devices]
        interrupted = np.zeros(len(self._edge_phases), np.uint8)
        np.bitwise_or.at(
            interrupted, network.device_segment[devices], np.where(mask, mask, ALL_PHASES).astype(np.uint8)
        )
        a, b, c = (network.forest(closed) for closed in conducting(self._edge_phases, interrupted))
        return PhaseForests(a, b, c, network.topology(open_device_ids))

    def state(self, open_device_ids: Collection[int]) -> SupplyState:
        """A switching state; the last few are kept."""
        key = frozenset(open_device_ids)
        with self._lock:
            if key in self._states:
                self._states.move_to_end(key)
                return self._states[key]
        found = SupplyState(self, self.as_built if key == self.network.normally_open else self.forests(key))
        with self._lock:
            self._states[key] = found
            while len(self._states) > KEPT_STATES:
                self._states.popitem(last=False)
        return found


class SupplyState:
    """One switching state of a network with everything that hangs on it, phase by phase."""

    def __init__(self, book: SupplyBook, forests: PhaseForests) -> None:
        """Sorts transformers and points of meters."""
        self.book, self.forests = book, forests
        self.units = Hanging(forests, book.network.transformers["node"], book.unit_phases, book.unit_columns)
        self.points = Hanging(forests, book.points.node, book.points.phases, book.point_columns)

    def is_energized(self, edges: Ints) -> bool:
        """Whether both ends of every edge have supply on some phase."""
        if len(edges) == 1 and self._is_live(int(edges[0]), self.forests.any_phase):
            return True
        by_edge = [any(self._is_live(edge, forest) for forest in self.forests) for edge in edges.tolist()]
        return bool(by_edge) and all(by_edge)

    def _is_live(self, edge: int, forest: Topology) -> bool:
        return bool(forest.is_reached[forest.from_node[edge]] and forest.is_reached[forest.to_node[edge]])

    def is_in_loop(self, edges: Ints) -> bool:
        """Whether the one edge conducts and cuts nothing off on any phase."""
        if len(edges) != 1 or self.forests.any_phase.is_bridge[edges[0]]:
            return False
        conducts = [forest for forest in self.forests if forest.is_closed[edges[0]]]
        return bool(conducts) and not any(forest.is_bridge[edges[0]] for forest in conducts)


@lru_cache(maxsize=KEPT_NETWORKS)
def supply_book(network: Network) -> SupplyBook:
    """The book of a network; of the last few networks it is kept."""
    return SupplyBook(network)


def downstream(
    network: Network, kind: str, asset_id: int, open_device_ids: Collection[int] | None = None
) -> Downstream:
    """Who loses supply, phase by phase, when a thing opens (a device: the phases it switches).

    Args:
        network: whose thing it is.
        kind: one of `DOWNSTREAM_KINDS`.
        asset_id: its id.
        open_device_ids: the present switching state; None for the state as built.

    Raises:
        NetworkError: there is no such thing, or it is of a kind that cannot open.
    """
    book = supply_book(network)
    state = book.state(network.normally_open if open_device_ids is None else open_device_ids)
    edges, opened = _cut(network, state, kind, asset_id)
    is_energized = state.is_energized(edges)
    if not is_energized and open_device_ids is not None:
        state = book.state(network.normally_open)
        edges, opened = _cut(network, state, kind, asset_id)
    return _downstream(state, kind, asset_id, is_energized, edges, opened)


def _cut(network: Network, state: SupplyState, kind: str, asset_id: int) -> tuple[Ints, int]:
    """(edges that open together, the phases that open)."""
    rows = network.rows
    if kind == "device":
        device = rows.devices.index(asset_id)
        return network.device_segment[[device]], int(rows.devices["phase_mask"][device]) or ALL_PHASES
    if kind == "segment":
        return np.array([rows.segments.index(asset_id)]), ALL_PHASES
    if kind == "feeder":
        chosen = rows.feeders.ids[[rows.feeders.index(asset_id)]]
    elif kind == "substation":
        rows.substations.index(asset_id)
        chosen = rows.feeders.ids[rows.feeders["substation_id"] == asset_id]
    else:
        raise NetworkError(f"A {kind} cannot open: {', '.join(DOWNSTREAM_KINDS)} can.")
    heads = network.head_edges(state.forests.any_phase)
    return heads[np.isin(network.edge_feeder[heads], chosen)], ALL_PHASES


def _downstream(
    state: SupplyState, kind: str, asset_id: int, is_energized: bool, edges: Ints, opened: int
) -> Downstream:
    book = state.book
    units, points = state.units.below(edges, opened), state.points.below(edges, opened)
    customers, meters, critical = points.total.tolist()
    return Downstream(
        kind=kind, asset_id=asset_id, is_energized=is_energized,
        is_in_loop=bool(len(edges)) and state.is_in_loop(edges),
        transformer_ids=book.network.transformers.ids[units.things],
        meters=int(meters),
        customers=int(customers),
        customers_in_part=int(points.in_part[0]),
        critical_customers=_critical(book, points.things) if critical else (),
        rated_kva=float(units.total[2]),
        by_phase=_shares(units, points),
    )  # fmt: skip


def _critical(book: SupplyBook, points: Ints) -> tuple[tuple[str, str], ...]:
    first, rows = book.points.first_critical, book.points.critical
    with_critical = points[first[points + 1] > first[points]]
    customers = book.network.rows.critical_customers
    found = np.sort(np.concatenate([rows[first[point] : first[point + 1]] for point in with_critical]))
    return tuple((str(customers["account_number"][k]), str(customers["critical_kind"][k])) for k in found)


def _shares(units: Lost, points: Lost) -> tuple[PhaseShare, ...]:
    return tuple(
        PhaseShare(phase, int(customers), int(meters), int(transformers), kva)
        for phase, (transformers, kva, _), (customers, meters, _) in zip(
            PHASE_BITS, units.by_phase.tolist(), points.by_phase.tolist(), strict=True
        )
    )
