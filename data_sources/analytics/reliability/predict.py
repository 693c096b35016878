"""Predictive study of a radial distribution network: what failure rates mean for every load point.

Method
    R. N. Allan, R. Billinton, I. Sjarief, L. Goel, K. S. So, "A reliability test system for educational purposes: basic
    distribution system data and results", IEEE Trans. Power Systems 6(2), 1991, and R. Billinton, R. N. Allan,
    "Reliability Evaluation of Power Systems", chapter 7. Failures are few enough never to meet. One fails:

    1. The nearest device upstream that interrupts fault current opens; who is below it loses supply.
    2. Devices cut the network into zones. Who is in the failed element's zone waits until it is repaired.
    3. Who is above the zone comes back once it is cut off, after the switching time.
    4. Who is below it comes back after the switching time too where a tie leads out of what hangs on the zone, else
       after the repair.
    5. A failed transformer takes its own customers off and nobody else (it has a fuse of its own).

    Frequencies and hours of a load point are sums along its way to the source: base terms once for each interrupting
    device on the way, corrections once for each zone. A network of any size is a few passes of arrays.

Assumptions
    Devices work whenever asked. A tie carries whatever it is closed on: spare capacity and voltage are not looked at.
    A switching time of five minutes or less (automation) makes an interruption momentary, and it is not counted.

Limits
    Radial: a closed loop is a matter of the caller. Phases are not followed. Momentary interruptions by reclosing,
    planned work, common causes and failures above the sources are left out, so that what is measured is higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.reliability.interruptions import MOMENTARY_MINUTES, Bools, Floats, Ints
from data_sources.analytics.topology import Topology

NO_DEVICE: Final = 0
ISOLATES: Final = 1
INTERRUPTS: Final = 2
HOURS_A_YEAR: Final = 8760.0
_MOMENTARY_H = MOMENTARY_MINUTES / 60


@dataclass(frozen=True, slots=True, eq=False)
class StudyNetwork:
    """A network as built; every section conducts.

    Attributes:
        node_count: nodes are numbered 0 .. node_count - 1.
        from_node: one end of each section, shape (sections,).
        to_node: its other end, likewise.
        failures: of a section in a year, likewise.
        repair_h: until a failed one is back in service, likewise.
        switching_h: until a failed one is cut off and others are switched over, likewise.
        device: at its upstream end: `NO_DEVICE`, `ISOLATES` or `INTERRUPTS`, likewise.
        sources: nodes with supply.
        ties: normally open, the two nodes each would join, shape (ties, 2); -1 for a supply outside the network.
        load_node: of each load point, shape (loads,).
        customers: of it, likewise.
        load_kw: its average load, likewise.
        transformer_failures: of its own transformer in a year, likewise.
        transformer_h: until that is repaired or replaced, likewise.
    """

    node_count: int
    from_node: Ints
    to_node: Ints
    failures: Floats
    repair_h: Floats
    switching_h: Floats
    device: Ints
    sources: Ints
    ties: Ints
    load_node: Ints
    customers: Floats
    load_kw: Floats
    transformer_failures: Floats
    transformer_h: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LoadPoints:
    """What each load point is to expect in a year, shape (loads,); NaN where no source feeds it.

    Attributes:
        interruptions: sustained ones.
        hours: of sustained interruption.
    """

    interruptions: Floats
    hours: Floats


@dataclass(frozen=True, slots=True)
class PredictedIndices:
    """Of a group of load points in a year.

    Attributes:
        customers: of the load points that are fed.
        saifi: interruptions a customer.
        saidi_h: hours a customer.
        caidi_h: hours an interruption; NaN without any.
        asai: share of the year with supply.
        ens_mwh: energy not supplied.
    """

    customers: float
    saifi: float
    saidi_h: float
    caidi_h: float
    asai: float
    ens_mwh: float


def study(network: StudyNetwork, topology: Topology) -> LoadPoints:
    """Interruptions and hours of every load point.

    Args:
        network: the network.
        topology: `topology_of` it.
    """
    zones = _Zones(network, topology)
    repair, switching = network.repair_h, np.minimum(network.switching_h, network.repair_h)
    hours = _along(zones, network.failures * _lasting(repair), network.failures * _lasting(switching))
    times = _along(zones, network.failures * (repair > _MOMENTARY_H), network.failures * (switching > _MOMENTARY_H))
    zone = zones.of_node[network.load_node]
    own_h = network.transformer_h
    return LoadPoints(
        np.where(zone >= 0, times[zone] + network.transformer_failures * (own_h > _MOMENTARY_H), np.nan),
        np.where(zone >= 0, hours[zone] + network.transformer_failures * _lasting(own_h), np.nan),
    )


def topology_of(network: StudyNetwork) -> Topology:
    """Who feeds whom: its loops and what is not reached are the caller's to judge."""
    closed = np.ones(len(network.from_node), np.bool_)
    return Topology(network.node_count, network.from_node, network.to_node, closed, network.sources)


def predicted(
    network: StudyNetwork, points: LoadPoints, group: Ints | None = None, groups: int = 1
) -> list[PredictedIndices]:  # fmt: skip
    """Indices over load points that are fed: of all of them, or of each group.

    Args:
        network: the network.
        points: of `study`.
        group: number of each load point's group, shape (loads,); None is one group.
        groups: how many there are.
    """
    fed = np.isfinite(points.hours)
    own = np.zeros(int(fed.sum()), np.int64) if group is None else group[fed]
    customers, hours = network.customers[fed], points.hours[fed]
    weights = (customers, points.interruptions[fed] * customers, hours * customers, hours * network.load_kw[fed])
    sums = [np.bincount(own, weights=weight, minlength=groups).tolist() for weight in weights]
    return [_indices_of(*values) for values in zip(*sums, strict=True)]


def _indices_of(customers: float, interruptions: float, hours: float, kwh: float) -> PredictedIndices:
    saifi, saidi = (value / customers if customers else np.nan for value in (interruptions, hours))
    caidi = hours / interruptions if interruptions else np.nan
    return PredictedIndices(customers, saifi, saidi, caidi, 1 - saidi / HOURS_A_YEAR, kwh / 1000)


def _lasting(hours: Floats) -> Floats:
    """Hours that count: those of sustained interruptions."""
    return np.where(hours > _MOMENTARY_H, hours, 0.0)


class _Zones:
    """What devices cut the network into; the last zones are those of the sources themselves."""

    def __init__(self, network: StudyNetwork, topology: Topology) -> None:
        heads = np.flatnonzero((network.device != NO_DEVICE) & (topology.child >= 0))
        own = topology.label(heads, np.arange(len(heads)))
        roots = topology.roots
        at_root = len(heads) + np.searchsorted(roots, topology.root)
        self.of_node: Ints = np.where(topology.is_reached & (own < 0), at_root, own)
        self.count = len(heads) + len(roots)
        fed = topology.child[heads]
        above = self.of_node[topology.parent_node[fed]]
        self.parent: Ints = np.concatenate([above, np.full(len(roots), -1, np.int64)])
        trips = network.device[heads] == INTERRUPTS
        self.interrupts: Bools = np.concatenate([trips, np.ones(len(roots), np.bool_)])
        self._head_node = np.concatenate([fed, roots])
        self.of_section = self._of_sections(topology)
        self.protected_by = self._protected_by()
        self.has_way_out = self._ways_out(topology, network.ties)

    def _of_sections(self, topology: Topology) -> Ints:
        """A section lies below its device; one that closes a loop with the later of its ends."""
        a, b = topology.from_node, topology.to_node
        later = np.where(topology.start[a] > topology.start[b], a, b)
        fed = np.where(topology.child >= 0, topology.child, later)
        return self.of_node[fed]

    def _protected_by(self) -> Ints:
        """The zone whose device opens on a failure, shape (zones,)."""
        found: Ints = np.where(self.interrupts, np.arange(self.count), self.parent)
        while ((above := found[found]) != found).any():
            found = above
        return found

    def _ways_out(self, topology: Topology, ties: Ints) -> Bools:
        """Whether a tie leads out of a zone and all below it, to what hangs not on the zone above; shape (zones,)."""
        found = np.zeros(self.count, np.bool_)
        ends = np.concatenate([ties, ties[:, ::-1]]) if len(ties) else np.zeros((0, 2), np.int64)
        for own, other in ends.tolist():
            if own < 0 or (other >= 0 and not topology.is_reached[other]):
                continue
            zone = int(self.of_node[own])
            while zone >= 0 and (above := int(self.parent[zone])) >= 0 and not self._hangs(topology, above, other):
                found[zone] = True
                zone = above
        return found

    def _hangs(self, topology: Topology, zone: int, node: int) -> bool:
        if node < 0:
            return False
        head = self._head_node[zone]
        return bool(topology.start[head] <= topology.start[node] < topology.stop[head])


def _along(zones: _Zones, repaired: NDArray[np.float64], switched: NDArray[np.float64]) -> Floats:
    """What adds up for each zone along its way to the source, shape (zones,).

    Args:
        zones: the zones.
        repaired: what a section's failure costs those who wait for its repair, shape (sections,).
        switched: what it costs those who are switched over, shape (sections,).
    """
    known = zones.of_section >= 0
    section = zones.of_section[known]
    more = np.bincount(section, weights=(repaired - switched)[known], minlength=zones.count)
    base = np.bincount(zones.protected_by[section], weights=switched[known], minlength=zones.count)
    waits_for_repair = (zones.parent >= 0) & ~zones.has_way_out
    step = base + np.where(waits_for_repair, more[zones.parent], 0.0)
    total, at = step.copy(), zones.parent.copy()
    while (on_way := at >= 0).any():
        total[on_way] += step[at[on_way]]
        at[on_way] = zones.parent[at[on_way]]
    return np.asarray(total + more, np.float64)
