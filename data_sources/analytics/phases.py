"""Supply phase by phase: who hangs on what, where the phases of a three-phase circuit are switched one by one.

Method
    A circuit is three forests, one a phase, and a fourth without regard to phases (see topology.py). An edge conducts
    a phase while it carries it and no open device on it does. What hangs on phase A is below a device where it is below
    it in the forest of A; a three-phase load that loses one phase of three is out in part.
    Things are kept in the order of each forest, so that whatever is below an edge is one slice.

Assumptions
    A thing belongs to those of its own phases that reach it in the network as built. One that tells no phase, or only
    phases that never get there (mistakes of the model), belongs to the fourth forest: nobody is left out of a total.
    Kilovolt-amperes of a unit on several phases are shared between them evenly.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.topology import Bools, Ints, Topology

Bits = NDArray[np.uint8]

UNKNOWN: Final = 8  # the bit of things whose phase is not known
ALL_PHASES: Final = 7
PHASE_BITS: Final = {"A": 1, "B": 2, "C": 4, "unknown": UNKNOWN}


class PhaseForests(NamedTuple):
    """One switching state: a forest for each of `PHASE_BITS`, in that order; the last one looks at no phase."""

    a: Topology
    b: Topology
    c: Topology
    any_phase: Topology


class Lost(NamedTuple):
    """What loses supply: indexes of things, and for each the phases it loses, as bits.

    Attributes:
        things: ascending, shape (lost,).
        phases: shape (lost,).
        is_out: it loses every phase it belongs to, shape (lost,).
    """

    things: Ints
    phases: Bits
    is_out: Bools

    def on(self, bit: int) -> Ints:
        """The things that lose one phase."""
        return self.things[(self.phases & bit) > 0]


def conducting(edge_phases: Bits, open_phases: Bits) -> tuple[Bools, Bools, Bools]:
    """Which edges conduct A, B and C, each of shape (edges,).

    Args:
        edge_phases: bits that each edge carries, 0 where none is told (it conducts all), shape (edges,).
        open_phases: bits that open devices interrupt on it, shape (edges,).
    """
    carried = np.where(edge_phases & ALL_PHASES, edge_phases, ALL_PHASES) & ~open_phases
    return (carried & 1) > 0, (carried & 2) > 0, (carried & 4) > 0


def belonging(as_built: PhaseForests, node: Ints, phases: Bits) -> Bits:
    """The phases on which things hang, as bits; see the assumptions above.

    Args:
        as_built: the network in its normal state.
        node: of each thing, shape (things,).
        phases: its own bits, likewise.
    """
    there = np.zeros(len(node), np.uint8)
    for bit, forest in zip(PHASE_BITS.values(), as_built[:3], strict=False):
        there |= np.where(forest.is_reached[node], bit, 0).astype(np.uint8)
    both = phases & there & ALL_PHASES
    return np.where(both, both, UNKNOWN).astype(np.uint8)


class Hanging:
    """Things at nodes (transformers, meters) in the order of each forest of one switching state.

    Args:
        forests: the state.
        node: of each thing, shape (things,).
        phases: on which it hangs, from `belonging`, shape (things,).
    """

    def __init__(self, forests: PhaseForests, node: Ints, phases: Bits) -> None:
        """Sorts once for each forest."""
        self.forests = forests
        self.phases = phases
        self._sorted = [
            _by_position(forest, node, (phases & bit) > 0)
            for bit, forest in zip(PHASE_BITS.values(), forests, strict=True)
        ]

    def below(self, edges: Ints, opened: int = ALL_PHASES) -> Lost:
        """What loses supply when some phases of some edges open together.

        Args:
            edges: of one cut: one device's segment, or the head edges of a feeder.
            opened: the bits that open.
        """
        found = [
            (bit, thing[slice(*np.searchsorted(position, forest.span(edge)))])
            for bit, forest, (position, thing) in zip(PHASE_BITS.values(), self.forests, self._sorted, strict=True)
            if bit & (opened | UNKNOWN)
            for edge in edges.tolist()
        ]
        return _told_once([part for part in found if len(part[1])], self.phases)


def _told_once(found: list[tuple[int, Ints]], belongs: Bits) -> Lost:
    """Each thing once, with all its bits; things lie close together, so only their range is looked through."""
    if not found:
        return Lost(np.empty(0, np.int64), np.empty(0, np.uint8), np.empty(0, np.bool_))
    first = min(int(things.min()) for _, things in found)
    bits = np.zeros(max(int(things.max()) for _, things in found) + 1 - first, np.uint8)
    for bit, things in found:
        bits[things - first] |= bit
    lost = np.flatnonzero(bits)
    return Lost(lost + first, bits[lost], bits[lost] == belongs[lost + first])


def _by_position(forest: Topology, node: Ints, is_on: Bools) -> tuple[Ints, Ints]:
    """(position, thing), ascending by position in the forest's order; without those that have no supply."""
    things = np.flatnonzero(is_on & forest.is_reached[node])
    position = forest.start[node[things]]
    order = np.argsort(position, kind="stable")
    return position[order], things[order]
