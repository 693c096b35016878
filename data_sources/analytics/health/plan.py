"""What to replace under a budget: the 0-1 knapsack, solved by HiGHS on what a bound leaves open.

The linear relaxation takes the items by gain for each US$ until the budget is spent; its value bounds every plan. An
item whose place could only change at a loss beyond the gap between that bound and a plan at hand has its place (Dantzig
1957; Martello and Toth, Knapsack Problems, 1990, chapter 2). The few that are left go to the solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from data_sources.analytics.health.parts import Floats

CORE: Final = 2_000
"""At most so many items go to the solver; more are open only where very many are alike."""
LONGEST_S: Final = 3.0
RELATIVE_GAP: Final = 1e-5
"""At which the solver stops, of the gain of the open items alone."""
CURVE_POINTS: Final = 240
_ROUNDING: Final = 1e-9
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to replace.

    Attributes:
        chosen: indexes of items, by gain for each US$, best first.
        gain: of all of them.
        cost: of all of them, US$.
        bound: no plan within the budget gains more.
    """

    chosen: Ints
    gain: float
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """How much better a plan could be at most, as a share of this one; 0: none is."""
        return max(self.bound - self.gain, 0.0) / self.gain if self.gain > 0 else 0.0


def replacement_plan(gain: Floats, cost: Floats, budget: float, longest_s: float = LONGEST_S) -> Plan:
    """The items that gain most together for what they cost together.

    Args:
        gain: of each item, shape (items,); what gains nothing (or NaN) is never chosen.
        cost: of each item, above 0.
        budget: what may be spent; nothing is chosen for 0.
        longest_s: the solver's; what it holds by then is the plan, and the gap says how good it is.

    Raises:
        ValueError: an item that gains costs nothing, or the budget is no amount.
    """
    if not 0 <= budget < float("inf"):
        raise ValueError(f"a budget must be 0 or more, not {budget}")
    worth = np.flatnonzero((gain > 0) & (cost <= budget))
    if (cost[worth] <= 0).any():
        raise ValueError("every item of a plan must cost something")
    order = worth[np.argsort(-gain[worth] / cost[worth], kind="stable")]
    spent = np.cumsum(cost[order])
    if not len(order) or spent[-1] <= budget:
        return _plan(order, gain, cost, float(gain[order].sum()))
    first_out = int(np.searchsorted(spent, budget, side="right"))
    return _within(order, first_out, gain, cost, budget, longest_s)


def benefit_curve(gain: Floats, cost: Floats, points: int = CURVE_POINTS) -> tuple[Floats, Floats]:
    """What budgets gain: what is spent and gained together by the best items for each US$, both of shape (points + 1,).

    At these budgets no plan gains more (Dantzig's bound is reached), between them none lies above the straight line.

    Args:
        gain: of each item, shape (items,); what gains nothing (or NaN) is left out.
        cost: of each item, above 0 where it gains.
        points: after (0, 0), at most.
    """
    worth = np.flatnonzero(gain > 0)
    order = worth[np.argsort(-gain[worth] / cost[worth], kind="stable")]
    at = np.unique(np.linspace(0, len(order), min(points, len(order)) + 1).astype(np.int64))
    spent, gained = (np.concatenate([[0.0], np.cumsum(values[order])])[at] for values in (cost, gain))
    return spent, gained


def _within(order: Ints, first_out: int, gain: Floats, cost: Floats, budget: float, longest_s: float) -> Plan:
    """Where not everything can be had; `first_out` is the place of the item that no longer fits whole."""
    split = order[first_out]
    price = gain[split] / cost[split]
    left = budget - cost[order[:first_out]].sum()
    bound = float(gain[order[:first_out]].sum() + price * left)
    at_hand = _filled(order, cost, budget)
    loss = np.abs(gain[order] - price * cost[order])  # of moving an item to the other side
    is_open = loss <= max(bound - gain[at_hand].sum(), 0.0) + _ROUNDING * bound
    core = order[is_open][np.argsort(loss[is_open], kind="stable")[:CORE]]
    fixed = np.setdiff1d(order[:first_out], core, assume_unique=True)
    solved, core_bound = _solved(core, gain, cost, budget - float(cost[fixed].sum()), longest_s)
    better = np.concatenate([fixed, solved])
    chosen = better if gain[better].sum() >= gain[at_hand].sum() else at_hand
    if is_open.sum() <= CORE:
        bound = min(bound, max(float(gain[fixed].sum()) + core_bound, float(gain[chosen].sum())))
    return _plan(chosen, gain, cost, bound)


def _filled(order: Ints, cost: Floats, budget: float) -> Ints:
    """A plan at hand: the best for each US$ as long as they fit, and after them what fits into the rest."""
    spent = np.cumsum(cost[order])
    taken = int(np.searchsorted(spent, budget, side="right"))
    chosen, left = order[:taken].tolist(), budget - (spent[taken - 1] if taken else 0.0)
    rest = order[taken:]
    while len(rest := rest[cost[rest] <= left]):
        chosen.append(rest[0])
        left -= cost[rest[0]]
        rest = rest[1:]
    return np.array(chosen, np.int64)


def _solved(core: Ints, gain: Floats, cost: Floats, budget: float, longest_s: float) -> tuple[Ints, float]:
    """The best of the open items, and what no choice of them exceeds."""
    scale = gain[core].max()
    found = optimize.milp(
        -gain[core] / scale,
        constraints=optimize.LinearConstraint(cost[core][None, :], ub=budget),
        integrality=np.ones(len(core), np.int64), bounds=optimize.Bounds(0, 1),
        options={"time_limit": longest_s, "mip_rel_gap": RELATIVE_GAP},
    )  # fmt: skip
    if found.x is None:
        return core[:0], float("inf")
    chosen = core[found.x > 0.5]
    bound = float("inf") if found.mip_dual_bound is None else -float(found.mip_dual_bound) * float(scale)
    return chosen, bound


def _plan(chosen: Ints, gain: Floats, cost: Floats, bound: float) -> Plan:
    ordered = chosen[np.argsort(-gain[chosen] / cost[chosen], kind="stable")]
    return Plan(ordered, float(gain[ordered].sum()), float(cost[ordered].sum()), bound)
