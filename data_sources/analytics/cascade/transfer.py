"""How a failure spreads: what lost its supply is taken over by its neighbours, who may not be able to carry it.

Method
    1. The grid is fed as it is switched now, a forest from the system down; flows are sums of loads below (losses and
       reactive power are in no sum). What has no supply now stays out and is not counted.
    2. The conditions come first: whatever trips at their loads and temperature does so before anything else fails.
    3. What fails goes dark for good, with nothing feeding through it. Then, wave by wave:
       a. Ties close: dark sections are fed from live ones over ties and over switches to their dark neighbours, the
          nearest first, that with most headroom first among equals. A section hangs on one way at a time, and nothing
          is fed backwards through a transformer or a feeder's head.
       b. Every element that now carries more than it bears trips, that nearest to the load first (selective
          protection): one with another such below it waits for the next wave. It stays open from then on.
       It ends when nothing trips. Each wave opens an element for good, so it ends.

Limits
    No voltages and no power factors of their own. Of a section only the segments with a switch have a rating here, not
    the lines inside it. A meshed part is fed as a tree, over the fewest edges. The transmission system never fails and
    never lacks power. Times are no part of it: a wave is "until the next trip", seconds with automatic switching,
    half an hour with crews. Load that comes back is no higher than before (no cold load pickup).
    More capacity can make it worse: a weak tie that trips at once saves the neighbour that a stronger tie would drown
    (under "automatic"; a test shows one).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.conditions import Conditions, limits_kw
from data_sources.analytics.cascade.grid import OF_SWITCH, SYSTEM, SupplyGrid
from data_sources.analytics.cascade.transfer_kernels import add_flows, cut, moved, overloaded, starts, transfer
from data_sources.analytics.topology import Bools, Ints
from data_sources.analytics.topology_kernels import search

SUPPLIED, TRANSFERRED, LOST, FAILED, OUT_BEFORE = range(5)


@dataclass(slots=True, eq=False)
class GridState:
    """Who feeds whom at one moment. Only `Cascade` changes one.

    Attributes:
        parent: the node each is fed from, -1 where it is dark, shape (nodes,).
        parent_edge: the edge it is fed through, likewise.
        flow_kw: through that edge, 0 where dark, shape (nodes,).
        is_locked: tripped for good, shape (edges,).
        is_banned: failed, or without supply from the start, shape (nodes,).
    """

    parent: Ints
    parent_edge: Ints
    flow_kw: Floats
    is_locked: Bools
    is_banned: Bools

    def copy(self) -> GridState:
        """One that may be changed."""
        return GridState(
            self.parent.copy(), self.parent_edge.copy(), self.flow_kw.copy(), self.is_locked.copy(),
            self.is_banned.copy(),
        )  # fmt: skip

    @property
    def is_fed(self) -> Bools:
        """Who has supply, the system included, shape (nodes,)."""
        fed: Bools = self.parent >= 0
        fed[SYSTEM] = True
        return fed


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What became of a failure.

    Attributes:
        state: at the end.
        waves: times at which something tripped.
        frames: SUPPLIED, TRANSFERRED, LOST, FAILED or OUT_BEFORE of each node: first the moment of failure, then the
            end of each wave, last the end; shape (waves + 2, nodes).
        tripped_at: wave at which each edge tripped, from 1 on; -1 where it did not, shape (edges,).
        overload_kw: what each tripped edge carried beyond its limit then, else 0, shape (edges,).
    """

    state: GridState
    waves: int
    frames: Ints
    tripped_at: Ints
    overload_kw: Floats

    @property
    def is_lost(self) -> Bools:
        """Who had supply before and has none at the end, shape (nodes,)."""
        lost: Bools = (self.frames[-1] == LOST) | (self.frames[-1] == FAILED)
        return lost


class Cascade:
    """A grid under some conditions, ready to let things fail. Thread-safe: nothing it holds changes.

    Args:
        grid: as it is switched now.
        conditions: what is assumed.

    Attributes:
        load_kw: load of each node under the conditions, shape (nodes,).
        limit_kw: what each edge bears before it trips, shape (edges,).
        before: the state before anything trips.
        settled: what the conditions do by themselves.
    """

    def __init__(self, grid: SupplyGrid, conditions: Conditions) -> None:
        """Feeds the grid, and lets trip what the conditions overload."""
        self.grid, self.conditions = grid, conditions
        self.load_kw: Floats = grid.load_kw * conditions.load_multiplier
        self.rating_kw = limits_kw(grid, conditions.temperature_c)
        self.limit_kw: Floats = self.rating_kw * (1 + conditions.failure_threshold)
        self._first, self._neighbour, self._edge = grid.adjacency()
        self._is_one_way: Bools = grid.edge_kind != OF_SWITCH
        self._is_usable: Bools = grid.is_closed | grid.is_tie
        self.before = self._fed()
        self.settled = self._settle(self.before.copy(), self.before.is_fed, np.zeros(len(grid), np.bool_))

    def fail(self, nodes: Ints) -> Spread:
        """Let some nodes fail at once, after the conditions have done what they do.

        Raises:
            ValueError: a node is not there, or is the system.
        """
        failing = np.zeros(len(self.grid), np.bool_)
        chosen = np.asarray(nodes, np.int64)
        if len(chosen) and not (chosen.min() > 0 and chosen.max() < len(self.grid)):
            raise ValueError("Banks and sections can fail, nothing else.")
        failing[chosen] = True
        state = self.settled.state.copy()
        state.is_banned |= failing
        cut(state.parent, state.parent_edge, failing)
        return self._settle(state, self.before.is_fed, failing)

    def _fed(self) -> GridState:
        nodes = len(self.grid)
        root = np.array([SYSTEM])
        _, parent, parent_edge, _, _ = search(self._first, self._neighbour, self._edge, self.grid.is_closed, root)
        state = GridState(
            parent, parent_edge, np.zeros(nodes), np.zeros(len(self.grid.from_node), np.bool_), parent < 0
        )
        state.is_banned[SYSTEM] = False
        add_flows(state.parent, self.load_kw, state.flow_kw)
        return state

    def _settle(self, state: GridState, was_fed: Bools, failed: Bools) -> Spread:
        """Wave after wave until nothing trips; changes `state`."""
        frames = [self._frame(state, was_fed, failed)]
        tripped_at, overload = np.full(len(self.limit_kw), -1, np.int64), np.zeros(len(self.limit_kw))
        wave = 0
        while True:
            add_flows(state.parent, self.load_kw, state.flow_kw)
            self._transfer(state)
            trips = overloaded(state.parent, state.parent_edge, state.flow_kw, self.limit_kw)
            if not trips.any():
                break
            wave += 1
            edges = state.parent_edge[trips]
            tripped_at[edges], overload[edges] = wave, state.flow_kw[trips] - self.limit_kw[edges]
            state.is_locked[edges] = True
            cut(state.parent, state.parent_edge, trips)
            frames.append(self._frame(state, was_fed, failed))
        add_flows(state.parent, self.load_kw, state.flow_kw)
        frames.append(self._frame(state, was_fed, failed))
        return Spread(state, wave, np.stack(frames), tripped_at, overload)

    def _transfer(self, state: GridState) -> None:
        """Close ties, that with most headroom first."""
        grid, usable, one_way, limit = self.grid, self._is_usable, self._is_one_way, self.limit_kw
        seeds, alive, room = starts(
            grid.from_node, grid.to_node, usable, one_way, state.is_locked, state.is_banned, limit, state.parent,
            state.parent_edge, state.flow_kw,
        )  # fmt: skip
        order = np.argsort(-room, kind="stable")  # not compiled: sorting takes a compiler four seconds
        transfer(
            seeds[order], alive[order], self._first, self._neighbour, self._edge, grid.from_node, grid.to_node, usable,
            one_way, state.is_locked, state.is_banned, self.load_kw, limit, self.conditions.transfer == "checked",
            state.parent, state.parent_edge, state.flow_kw,
        )  # fmt: skip

    def _frame(self, state: GridState, was_fed: Bools, failed: Bools) -> Ints:
        fed = state.is_fed
        is_moved = moved(state.parent, state.parent_edge, self.before.parent_edge)
        frame = np.where(fed, np.where(is_moved, TRANSFERRED, SUPPLIED), LOST)
        frame[~was_fed] = OUT_BEFORE
        frame[failed & was_fed] = FAILED
        return frame
