"""What would help against one cascade in the hour: single changes, each tried by letting the same failure spread again.

Method: a tie held open, load taken off below what would trip, ties that look at loads: each is a change of the grid or
of the conditions, worth the difference between what is lost without and with it. Nothing is estimated.

Limits: changes are tried one at a time; two together may do more or less than their sum. A change can make things worse
and is listed all the same, with a negative gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from data_sources.analytics.cascade.grid import SupplyGrid
from data_sources.analytics.cascade.transfer import FAILED, LOST, Cascade, Spread
from data_sources.analytics.topology import Bools, Ints

ActionKind = Literal["hold_tie_open", "reduce_load", "check_transfers"]
MAX_ACTIONS = 60


@dataclass(frozen=True, slots=True)
class CascadeOutcome:
    """What is lost, over one failure or as a mean over several."""

    customers: float
    lost_kw: float
    waves: float


@dataclass(frozen=True, slots=True)
class CascadeAction:
    """One thing to do.

    Attributes:
        kind: what.
        edge: the tie, or the element that would trip; -1 for the rule of transfer.
        reduce_kw: load asked to go, 0 where none.
        after: what is lost then.
    """

    kind: ActionKind
    edge: int
    reduce_kw: float
    after: CascadeOutcome


def outcome(cascade: Cascade, spreads: Sequence[Spread]) -> CascadeOutcome:
    """What is lost, in the mean over some failures."""
    lost = [spread.is_lost for spread in spreads]
    return CascadeOutcome(
        float(np.mean([cascade.grid.customers[mask].sum() for mask in lost])),
        float(np.mean([cascade.load_kw[mask].sum() for mask in lost])),
        float(np.mean([spread.waves for spread in spreads])),
    )


def actions(cascade: Cascade, failing: Ints, spread: Spread) -> list[CascadeAction]:
    """What could be done against one cascade, the most customers kept first, then the least load asked to go.

    Ties tried are those of what went dark first; load is reduced below what would trip, by what it is over.
    """
    found = []
    for tie in _ties_at(cascade.grid, np.isin(spread.frames[0], (LOST, FAILED)))[:MAX_ACTIONS]:
        found.append(_tried("hold_tie_open", int(tie), 0.0, cascade.grid.without_ties(tie), cascade, failing))
    for edge in np.flatnonzero(spread.tripped_at > 0)[:MAX_ACTIONS]:
        below = _fed_through(cascade, int(edge))
        if (load := cascade.load_kw[below].sum()) > 0:
            share = min(spread.overload_kw[edge] / load, 1.0)
            less = cascade.grid.with_loads(np.where(below, cascade.grid.load_kw * (1 - share), cascade.grid.load_kw))
            found.append(_tried("reduce_load", int(edge), float(load * share), less, cascade, failing))
    if cascade.conditions.transfer != "checked":
        checked = Cascade(cascade.grid, replace(cascade.conditions, transfer="checked"))
        found.append(CascadeAction("check_transfers", -1, 0.0, outcome(checked, [checked.fail(failing)])))
    return sorted(found, key=lambda one: (one.after.customers, one.reduce_kw, one.edge))


def _tried(kind: ActionKind, edge: int, kw: float, grid: SupplyGrid, cascade: Cascade, failing: Ints) -> CascadeAction:
    other = Cascade(grid, cascade.conditions)
    return CascadeAction(kind, edge, kw, outcome(other, [other.fail(failing)]))


def _ties_at(grid: SupplyGrid, nodes: Bools) -> Ints:
    ties: Ints = np.flatnonzero(grid.is_tie & (nodes[grid.from_node] | nodes[grid.to_node]))
    return ties


def _fed_through(cascade: Cascade, edge: int) -> Bools:
    """Nodes fed through an edge before anything failed, shape (nodes,)."""
    parent = cascade.before.parent
    is_below: Bools = cascade.before.parent_edge == edge
    while (more := ~is_below & (parent >= 0) & is_below[parent]).any():
        is_below |= more
    return is_below
