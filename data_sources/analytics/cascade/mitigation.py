"""What would have helped: single changes of grid or rules, each tried by letting the same failures spread again.

Method: an action (something to do in the hour) and an investment (something to build) are both a change of the grid or
of the conditions; what it is worth is the difference between what is lost without and with it. Nothing is estimated:
every change is simulated. Actions are tried against one cascade, investments against a list of failures, since what is
built stands there whatever fails.

Limits: changes are tried one at a time; two together may do more or less than their sum. A change can make things worse
and is listed all the same, with a negative gain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.grid import IS_BANK, OF_BANK, OF_HEAD, OF_SWITCH, SupplyGrid
from data_sources.analytics.cascade.transfer import FAILED, LOST, Cascade, Spread
from data_sources.analytics.topology import Bools, Ints

ActionKind = Literal["hold_tie_open", "reduce_load", "check_transfers"]
InvestmentKind = Literal["harden", "uprate_bank", "uprate_feeder", "uprate_line", "reduce_load", "check_transfers"]
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


@dataclass(frozen=True, slots=True)
class CascadeInvestment:
    """One thing to build.

    Attributes:
        kind: what; "harden": the node does not fail.
        edge: the element that bears more then; -1 for none.
        node: what is hardened; -1 for none.
        cost_usd: from the parameters.
        after: what is lost then, in the mean.
    """

    kind: InvestmentKind
    edge: int
    node: int
    cost_usd: float
    after: CascadeOutcome


@dataclass(frozen=True, slots=True)
class InvestmentParameters:
    """What investments do and cost; assumptions, none of them published."""

    harden_substation_usd: float = 2_000_000.0
    harden_other_usd: float = 500_000.0
    uprate_share: float = 0.25
    load_reduction_share: float = 0.10
    bank_usd_per_mw: float = 60_000.0
    feeder_usd_per_mw: float = 90_000.0
    line_usd_per_mw: float = 90_000.0
    load_reduction_usd_per_kw: float = 250.0
    checked_transfer_usd_per_tie: float = 45_000.0


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


def investments(
    cascade: Cascade, failures: Sequence[Ints], terms: InvestmentParameters, each: int
) -> tuple[CascadeOutcome, list[CascadeInvestment]]:
    """What to build against a list of failures: what is lost as it is, and the investments, most customers kept first.

    Args:
        cascade: grid and conditions as they are.
        failures: nodes that fail, one list a failure; at least one.
        terms: what investments do and cost.
        each: how many banks, feeders and lines to try, those that trip with most overload over all failures, and how
            many of the nodes that fail to harden, the first ones.
    """
    spreads = [cascade.fail(nodes) for nodes in failures]
    overload = np.sum([spread.overload_kw for spread in spreads], axis=0) + cascade.settled.overload_kw
    built = [
        *_uprates(cascade, overload, terms, each),
        _load_reduction(cascade, terms),
        *_checked_transfers(cascade, terms),
    ]
    found = [*_hardened(cascade, failures, spreads, terms, each), *(_built(one, failures) for one in built)]
    return outcome(cascade, spreads), sorted(found, key=lambda one: (one.after.customers, one.cost_usd))


def _hardened(
    cascade: Cascade, failures: Sequence[Ints], spreads: Sequence[Spread], terms: InvestmentParameters, each: int
) -> Iterator[CascadeInvestment]:
    """The first failures with one node each left out: what it took then is what the conditions take by themselves."""
    for number, nodes in enumerate(failures[:each]):
        if len(nodes) == 1:
            node = int(nodes[0])
            usd = terms.harden_substation_usd if cascade.grid.kind[node] == IS_BANK else terms.harden_other_usd
            others = [cascade.settled if k == number else spread for k, spread in enumerate(spreads)]
            yield CascadeInvestment("harden", -1, node, usd, outcome(cascade, others))


class _Proposal(NamedTuple):
    """Something to build, not tried yet."""

    kind: InvestmentKind
    edge: int
    cost_usd: float
    grid: SupplyGrid
    conditions: Conditions


def _built(one: _Proposal, failures: Sequence[Ints]) -> CascadeInvestment:
    other = Cascade(one.grid, one.conditions)
    after = outcome(other, [other.fail(nodes) for nodes in failures])
    return CascadeInvestment(one.kind, one.edge, -1, one.cost_usd, after)


def _uprates(cascade: Cascade, overload: Floats, terms: InvestmentParameters, each: int) -> Iterator[_Proposal]:
    """The elements most overloaded, of each kind, made stronger one at a time."""
    grid = cascade.grid
    kinds: tuple[tuple[InvestmentKind, int, float], ...] = (
        ("uprate_bank", OF_BANK, terms.bank_usd_per_mw),
        ("uprate_feeder", OF_HEAD, terms.feeder_usd_per_mw),
        ("uprate_line", OF_SWITCH, terms.line_usd_per_mw),
    )
    for kind, edge_kind, usd_per_mw in kinds:
        edges = np.flatnonzero((grid.edge_kind == edge_kind) & (overload > 0))
        for edge in edges[np.argsort(-overload[edges], kind="stable")][:each]:
            rated = grid.rated_kw.copy()
            added = rated[edge] * terms.uprate_share
            rated[edge] += added
            yield _Proposal(kind, int(edge), added / 1000 * usd_per_mw, grid.with_ratings(rated), cascade.conditions)


def _load_reduction(cascade: Cascade, terms: InvestmentParameters) -> _Proposal:
    """Every load a little less when it matters: demand response."""
    asked_kw = float(cascade.load_kw.sum()) * terms.load_reduction_share
    less = cascade.grid.with_loads(cascade.grid.load_kw * (1 - terms.load_reduction_share))
    return _Proposal("reduce_load", -1, asked_kw * terms.load_reduction_usd_per_kw, less, cascade.conditions)


def _checked_transfers(cascade: Cascade, terms: InvestmentParameters) -> Iterator[_Proposal]:
    """Switching that looks at loads before it closes a tie, on every tie."""
    if cascade.conditions.transfer != "checked":
        cost_usd = float(cascade.grid.is_tie.sum()) * terms.checked_transfer_usd_per_tie
        yield _Proposal("check_transfers", -1, cost_usd, cascade.grid, replace(cascade.conditions, transfer="checked"))
