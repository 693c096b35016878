"""The isolation study of a faulted segment: ordered steps, and what each gives back. It never operates anything.

Method
    1. The nearest device upstream that trips is presumed open; what hangs below it is lost.
    2. The nearest switch above the fault opens and the tripped device closes again, for those above.
    3. The parts behind the fault are handed to ties, one tie a part (transfers.py), those with most customers first.
       Every state is judged whole (judge.py): radial, the fault dead, no feeder above its limit, no line above its
       rating, no customer below the voltage range, as far as none was before. The first that passes is taken.
    4. Parts may be served in different orders when they share a helping feeder: a few orders are tried, the best kept.
    A switch on the faulted segment counts as standing at its upper end.

Approximations
    See `APPROXIMATIONS`, to be shown with every study, and conductors.py and flow.py for their sources.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np

from data_sources.analytics.isolation.circuit import FaultArea, SwitchedNetwork, fault_area
from data_sources.analytics.isolation.judge import Judge, Standing, StudyRules
from data_sources.analytics.isolation.sections import Sections, sections
from data_sources.analytics.isolation.transfers import MAX_CUTS, LoadTransfer, Pickup, TieInto, transfers
from data_sources.analytics.topology import Ints, Topology

Action = Literal["open", "close"]
Purpose = Literal["isolate above", "close again", "isolate below", "split", "pick up"]
UnservedReason = Literal["faulted", "no tie", "capacity", "loading", "voltage"]

MAX_CHECKS: Final = 24  # transfers of one component judged whole; they come best first
APPROXIMATIONS: Final = (
    "Line impedances are estimated from ampacity: the network holds none.",
    "Linear power flow: losses (2 to 4 % of load) and the unbalance of phases are left out.",
    "Sources hold one voltage; regulators and capacitors along feeders are not modelled.",
    "Protection at the far end of a tie is not looked at.",
)


class FeederLoad(NamedTuple):
    """What a feeder carries after a step: its row, load and limit, kW."""

    feeder: int
    load_kw: float
    limit_kw: float


class SwitchingStep(NamedTuple):
    """One line of a switching sheet.

    Attributes:
        action: what to do.
        device: row of the device; -1 for the feeder's source where no device is modelled.
        purpose: what for.
        customers_restored: by this step.
        customers_out: left after it.
        loads: of the feeders of the area, after it.
        lowest_voltage_pct: of any customer with supply after it, % of nominal.
        lowest_node: where, number of the network's node; -1 where nobody has supply.
        highest_loading_pct: of any line with supply, % of its ampacity.
        highest_edge: which, number of the network's edge.
    """

    action: Action
    device: int
    purpose: Purpose
    customers_restored: int
    customers_out: int
    loads: tuple[FeederLoad, ...]
    lowest_voltage_pct: float
    lowest_node: int
    highest_loading_pct: float
    highest_edge: int


class Unserved(NamedTuple):
    """Customers that stay out until the repair: the switch they hang on (-1: none), how many, and why."""

    device: int
    customers: int
    reason: UnservedReason


class IsolationStudy(NamedTuple):
    """What can be done about a faulted segment before it is repaired.

    Attributes:
        fault_edge: the network's number of the segment.
        tripped: row of the device presumed open, -1: the feeder's source.
        customers_lost: when it opens.
        customers_restored: by all steps.
        steps: in the order in which they are safe.
        unserved: who stays out.
        rules: what it went by.
    """

    fault_edge: int
    tripped: int
    customers_lost: int
    customers_restored: int
    steps: tuple[SwitchingStep, ...]
    unserved: tuple[Unserved, ...]
    rules: StudyRules


class _DeviceMove(NamedTuple):
    action: Action
    edge: int
    device: int
    purpose: Purpose


class _StudyPlan(NamedTuple):
    """Moves so far, what they fed, and why components were not fed whole."""

    moves: tuple[_DeviceMove, ...]
    served: frozenset[int]
    objections: dict[int, UnservedReason]


def study(network: SwitchedNetwork, fault_edge: int, rules: StudyRules | None = None) -> IsolationStudy:
    """The steps for a fault on a segment.

    Args:
        network: as it is switched before the fault.
        fault_edge: number of the segment.
        rules: what the study goes by.

    Raises:
        ValueError: the segment carries no supply, or it lies in a loop.
    """
    area = fault_area(network, fault_edge)
    judge = Judge(area, rules or StudyRules())
    plan = sections(area)
    best = max(
        (_served(area, judge, plan, order, cuts) for order, cuts in _orders(plan)),
        key=lambda one: (sum(int(plan.customers[k]) for k in one.served), -len(one.moves)),
    )
    steps = _steps(area, judge, best.moves)
    lost = int(area.customers[area.lost].sum())
    return IsolationStudy(
        fault_edge, area.tripped, lost, lost - (steps[-1].customers_out if steps else lost), steps,
        _unserved(plan, best), judge.rules,
    )  # fmt: skip


def _orders(plan: Sections) -> list[tuple[list[int], int]]:
    """Orders in which components behind the fault are served, and how many cuts are allowed in each."""
    tops = plan.right_below(plan.faulted)
    weight = {top: sum(int(plan.customers[one]) for one in plan.below(top)) for top in tops}
    load = {top: sum(float(plan.load_kw[one]) for one in plan.below(top)) for top in tops}
    by_customers = sorted(tops, key=lambda top: -weight[top])
    if len(tops) < 2:
        return [(by_customers, MAX_CUTS)]
    by_density = sorted(tops, key=lambda top: -weight[top] / max(load[top], 1e-9))
    return [(by_customers, MAX_CUTS), (by_density, MAX_CUTS), (tops, 0)]


def _served(area: FaultArea, judge: Judge, plan: Sections, order: list[int], cuts: int) -> _StudyPlan:
    """Isolate above, then hand the components to ties one after the other."""
    above = frozenset(range(len(plan.edge))) - frozenset(plan.below(plan.faulted))
    made = _StudyPlan(tuple(_above(area, plan)) if any(plan.customers[one] for one in above) else (), above, {})
    for top in order:
        made = _component(area, judge, plan, made, top, cuts)
    return made


def _above(area: FaultArea, plan: Sections) -> list[_DeviceMove]:
    return [
        _DeviceMove("open", int(plan.edge[plan.faulted]), int(plan.device[plan.faulted]), "isolate above"),
        _DeviceMove("close", area.tripped_edge, area.tripped, "close again"),
    ]


def _component(area: FaultArea, judge: Judge, plan: Sections, made: _StudyPlan, top: int, cuts: int) -> _StudyPlan:
    members = plan.below(top)
    if not sum(int(plan.customers[one]) for one in members):
        return made
    standing = judge.standing(_state(area, made.moves))
    ties = _ties_into(area, plan, standing.topology, members)
    if not ties:
        return made._replace(objections=made.objections | {top: "no tie"})
    spare = dict(zip(area.feeders.tolist(), (area.limit_kw - judge.feeder_kw(standing)).tolist(), strict=True))
    reason: UnservedReason = "capacity"
    for transfer in transfers(plan, top, ties, spare, judge.rules.pickup_factor, cuts)[:MAX_CHECKS]:
        moves = (*made.moves, *_moves(area, plan, transfer))
        objection = judge.objection(judge.standing(_state(area, moves)))
        if not objection:
            served = made.served | {one for pickup in transfer.pickups for one in pickup.sections}
            return _StudyPlan(moves, served, made.objections | {top: reason})
        reason = objection if objection in ("loading", "voltage") else reason
    return made._replace(objections=made.objections | {top: reason})


def _ties_into(area: FaultArea, plan: Sections, topology: Topology, members: list[int]) -> list[TieInto]:
    """Ties with one end in the component and the other one live."""
    is_member = np.zeros(len(plan.edge) + 1, np.bool_)
    is_member[members] = True
    found = []
    for tie, edge in enumerate(area.tie_edges.tolist()):
        ends = np.array([area.topology.from_node[edge], area.topology.to_node[edge]])
        for inner, outer in (ends, ends[::-1]):
            section, helper = int(plan.of_node[inner]), int(area.feeder_of[outer])
            if section >= 0 and is_member[section] and topology.is_reached[outer] and helper >= 0:
                found.append(TieInto(tie, section, helper))
    return found


def _moves(area: FaultArea, plan: Sections, transfer: LoadTransfer) -> list[_DeviceMove]:
    """Open the switches around each part, then close its tie; one switch between two parts opens once."""
    moves: list[_DeviceMove] = []
    opened: set[int] = set()
    for pickup in sorted(transfer.pickups, key=lambda one: -sum(int(plan.customers[k]) for k in one.sections)):
        for cut in pickup.cuts:
            if cut not in opened:
                is_border = int(plan.parent[cut]) == plan.faulted
                purpose: Purpose = "isolate below" if is_border else "split"
                moves.append(_DeviceMove("open", int(plan.edge[cut]), int(plan.device[cut]), purpose))
                opened.add(cut)
        moves.append(_tie_move(area, pickup))
    return moves


def _tie_move(area: FaultArea, pickup: Pickup) -> _DeviceMove:
    return _DeviceMove("close", int(area.tie_edges[pickup.tie.tie]), int(area.ties[pickup.tie.tie]), "pick up")


def _state(area: FaultArea, moves: tuple[_DeviceMove, ...]) -> Topology:
    """The forest after some moves, the tripped device open before them."""
    state = {area.tripped_edge: False} | {move.edge: move.action == "close" for move in moves}
    edges = np.fromiter(state, np.int64, len(state))
    closed = np.fromiter(state.values(), np.bool_, len(state))
    return area.switched(edges[~closed], edges[closed])


def _steps(area: FaultArea, judge: Judge, moves: tuple[_DeviceMove, ...]) -> tuple[SwitchingStep, ...]:
    out = int(area.customers[area.lost].sum())
    steps = []
    for count, move in enumerate(moves, start=1):
        standing = judge.standing(_state(area, moves[:count]))
        left = int(area.customers[area.lost[~standing.topology.is_reached[area.lost]]].sum())
        steps.append(_step(area, judge, move, standing, out - left, left))
        out = left
    return tuple(steps)


def _step(
    area: FaultArea, judge: Judge, move: _DeviceMove, standing: Standing, restored: int, left: int
) -> SwitchingStep:
    loads = tuple(
        FeederLoad(int(feeder), float(load), float(limit))
        for feeder, load, limit in zip(area.feeders, judge.feeder_kw(standing), area.limit_kw, strict=True)
    )
    lowest = _lowest(area.customers, standing)
    highest = int(np.argmax(standing.flow.loading_pct))
    return SwitchingStep(
        move.action, move.device, move.purpose, restored, left, loads,
        float(standing.flow.voltage_pct[lowest]) if lowest >= 0 else float("nan"),
        int(area.nodes[lowest]) if lowest >= 0 else -1,
        float(standing.flow.loading_pct[highest]), int(area.edges[highest]),
    )  # fmt: skip


def _lowest(customers: Ints, standing: Standing) -> int:
    supplied = np.flatnonzero((customers > 0) & standing.topology.is_reached)
    return int(supplied[np.argmin(standing.flow.voltage_pct[supplied])]) if len(supplied) else -1


def _unserved(plan: Sections, made: _StudyPlan) -> tuple[Unserved, ...]:
    """Customers left out by the component they are in; the faulted section first."""
    count = int(plan.customers[plan.faulted])
    found = [Unserved(int(plan.device[plan.faulted]), count, "faulted")] if count else []
    for top, reason in made.objections.items():
        left = sum(int(plan.customers[one]) for one in plan.below(top) if one not in made.served)
        if left:
            found.append(Unserved(int(plan.device[top]), left, reason))
    return tuple(found)
