"""What to build against a list of failures: single investments, each tried by letting all of them spread again.

Method: hardening what might fail, making stronger what trips with most overload, a new tie from what goes dark to the
nearest section of its voltage with room for half of it, demand response, ties that look at loads. What is built stands
there whatever fails, so each is held against the same list of failures, and worth the difference of the means. Nothing
is estimated.

Limits: one at a time; two together may do more or less than their sum. A change can make things worse and is listed all
the same, with a negative gain. Every failure of the list counts alike: how likely each is, is not known here. A new tie
is as long as the straight line between the middles of two sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.grid import IS_BANK, OF_BANK, OF_HEAD, OF_SWITCH, SupplyGrid
from data_sources.analytics.cascade.mitigation import CascadeOutcome, outcome
from data_sources.analytics.cascade.places import Places
from data_sources.analytics.cascade.transfer import FAILED, Cascade, Spread
from data_sources.analytics.cascade.transfer_kernels import headroom
from data_sources.analytics.topology import Bools, Ints

InvestmentKind = Literal[
    "harden", "uprate_bank", "uprate_feeder", "uprate_line", "new_tie", "reduce_load", "check_transfers"
]


@dataclass(frozen=True, slots=True)
class CascadeInvestment:
    """One thing to build.

    Attributes:
        kind: what; "harden": the node does not fail.
        edge: the element that bears more then; -1 for none.
        nodes: what is hardened, or joined by a new tie; else none.
        cost_usd: from the parameters.
        after: what is lost then, in the mean.
    """

    kind: InvestmentKind
    edge: int
    nodes: tuple[int, ...]
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
    new_tie_a: float = 400.0
    new_tie_usd: float = 60_000.0
    new_tie_usd_per_km: float = 250_000.0


def investments(
    cascade: Cascade, failures: Sequence[Ints], terms: InvestmentParameters, each: int, places: Places
) -> tuple[CascadeOutcome, list[CascadeInvestment]]:
    """What to build against a list of failures: what is lost as it is, and the investments, most customers kept first.

    Args:
        cascade: grid and conditions as they are.
        failures: nodes that fail, one list a failure; at least one.
        terms: what investments do and cost.
        each: how many banks, feeders and lines to try, those that trip with most overload over all failures; how many
            of the nodes that fail to harden, the first ones; and how many new ties, where most customers are lost.
        places: where nodes lie, for new ties.
    """
    spreads = [cascade.fail(nodes) for nodes in failures]
    overload = np.sum([spread.overload_kw for spread in spreads], axis=0) + cascade.settled.overload_kw
    built = [
        *_uprates(cascade, overload, terms, each),
        *_new_ties(cascade, spreads, terms, each, places),
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
            yield CascadeInvestment("harden", -1, (node,), usd, outcome(cascade, others))


class _Proposal(NamedTuple):
    """Something to build, not tried yet."""

    kind: InvestmentKind
    edge: int
    nodes: tuple[int, ...]
    cost_usd: float
    grid: SupplyGrid
    conditions: Conditions


def _built(one: _Proposal, failures: Sequence[Ints]) -> CascadeInvestment:
    other = Cascade(one.grid, one.conditions)
    after = outcome(other, [other.fail(nodes) for nodes in failures])
    return CascadeInvestment(one.kind, one.edge, one.nodes, one.cost_usd, after)


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
            usd = added / 1000 * usd_per_mw
            yield _Proposal(kind, int(edge), (), usd, grid.with_ratings(rated), cascade.conditions)


def _new_ties(
    cascade: Cascade, spreads: Sequence[Spread], terms: InvestmentParameters, each: int, places: Places
) -> Iterator[_Proposal]:
    """A tie for each of the failures that take most besides what fails: the shortest to where half has room."""
    dark = [spread.is_lost & (spread.frames[-1] != FAILED) for spread in spreads]
    customers = np.array([cascade.grid.customers[mask].sum() for mask in dark])
    done: set[tuple[int, int]] = set()
    for number in np.argsort(-customers, kind="stable"):
        live = _with_room(cascade, spreads[number], float(cascade.load_kw[dark[number]].sum()))
        pair = places.shortest(dark[number], live) if customers[number] else None
        if pair is None or pair.nodes in done or len(done) == each:
            continue
        done.add(pair.nodes)
        rated_kw = np.sqrt(3) * pair.kilovolts * terms.new_tie_a * places.power_factor
        usd = terms.new_tie_usd + pair.length_km * terms.new_tie_usd_per_km
        grid = cascade.grid.with_tie(*pair.nodes, rated_kw)
        yield _Proposal("new_tie", -1, pair.nodes, usd, grid, cascade.conditions)


def _with_room(cascade: Cascade, spread: Spread, dark_kw: float) -> Bools:
    """Nodes with supply whose way can carry half of what is dark besides what it carries, shape (nodes,)."""
    state = spread.state
    live = np.flatnonzero(state.parent >= 0)
    room = [headroom(node, state.parent, state.parent_edge, state.flow_kw, cascade.limit_kw) for node in live]
    has_room = np.zeros(len(state.parent), np.bool_)
    has_room[live[np.array(room) >= dark_kw / 2]] = True
    return has_room


def _load_reduction(cascade: Cascade, terms: InvestmentParameters) -> _Proposal:
    """Every load a little less when it matters: demand response."""
    asked_kw = float(cascade.load_kw.sum()) * terms.load_reduction_share
    less = cascade.grid.with_loads(cascade.grid.load_kw * (1 - terms.load_reduction_share))
    return _Proposal("reduce_load", -1, (), asked_kw * terms.load_reduction_usd_per_kw, less, cascade.conditions)


def _checked_transfers(cascade: Cascade, terms: InvestmentParameters) -> Iterator[_Proposal]:
    """Switching that looks at loads before it closes a tie, on every tie."""
    if cascade.conditions.transfer != "checked":
        cost_usd = float(cascade.grid.is_tie.sum()) * terms.checked_transfer_usd_per_tie
        checked = replace(cascade.conditions, transfer="checked")
        yield _Proposal("check_transfers", -1, (), cost_usd, cascade.grid, checked)
