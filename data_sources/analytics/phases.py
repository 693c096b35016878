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

from data_sources.analytics.phase_kernels import cut_off
from data_sources.analytics.topology import Bools, Ints, Topology

Bits = NDArray[np.uint8]
Floats = NDArray[np.float64]

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
        by_phase: sums of each column over what a phase loses, shape (4, columns).
        total: over all of them, each once, shape (columns,).
        in_part: over those that keep a phase, shape (columns,).
    """

    things: Ints
    phases: Bits
    by_phase: Floats
    total: Floats
    in_part: Floats


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
        columns: quantities of each thing to be summed, shape (things, columns).
    """

    def __init__(self, forests: PhaseForests, node: Ints, phases: Bits, columns: Floats) -> None:
        """Sorts once for each forest, and finds for every edge what is below it."""
        self._phases, self._columns = phases, np.ascontiguousarray(columns, np.float64)
        self._ranges = np.empty((len(forests.a.is_closed), 4, 2), np.int32)
        hanging: list[Ints] = []
        offset = 0
        for k, (bit, forest) in enumerate(zip(PHASE_BITS.values(), forests, strict=True)):
            things, before = _by_position(forest, node, (phases & bit) > 0)
            fed = np.where(forest.is_bridge, forest.child, -1)
            self._ranges[:, k, 0] = offset + np.where(fed >= 0, before[forest.start[fed]], 0)
            self._ranges[:, k, 1] = offset + np.where(fed >= 0, before[forest.stop[fed]], 0)
            hanging.append(things)
            offset += len(things)
        self._hanging = np.concatenate(hanging)

    def below(self, edges: Ints, opened: int = ALL_PHASES) -> Lost:
        """What loses supply when some phases of some edges open together.

        Args:
            edges: of one cut: one device's segment, or the head edges of a feeder.
            opened: the bits that open.
        """
        things, bits, sums = cut_off(
            edges, opened | UNKNOWN, self._ranges, self._hanging, self._phases, self._columns
        )  # fmt: skip
        return Lost(things, bits, sums[:4], sums[4], sums[5])


def _by_position(forest: Topology, node: Ints, is_on: Bools) -> tuple[Ints, Ints]:
    """(things in the forest's order, how many of them lie before each position); without those without supply."""
    things = np.flatnonzero(is_on & forest.is_reached[node])
    position = forest.start[node[things]]
    before = np.zeros(len(forest.order) + 1, np.int64)
    np.cumsum(np.bincount(position, minlength=len(forest.order)), out=before[1:])
    return things[np.argsort(position, kind="stable")], before
