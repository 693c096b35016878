"""Switching plans of feeders small enough to be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.restoration import (
    FaultedCircuit,
    best_tie,
    feeds_behind,
    is_sound,
    plans,
    switch_before,
    switches_behind,
)
from data_sources.analytics.topology import Topology

# Feeder 0 is a line of nodes 0 (source) to 6, feeder 1 of nodes 10 (source) to 13; edge k of a line ends in node k + 1.
#
#   0 -B- 1 -- 2 -S- 3 -- 4 -S- 5 -- 6          B breaker (edge 0), S switches (edges 2 and 4)
#              |         |           |
#              7         8           = tie to 13, and from 8 to 12
#   10 -- 11 -- 12 -- 13
#
# Edges: 0-5 the line, 6: 2-7, 7: 4-8, 8-10 the other line, 11: tie 6-13, 12: tie 8-12.
FROM = np.array([0, 1, 2, 3, 4, 5, 2, 4, 10, 11, 12, 6, 8])
TO = np.array([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 13, 12])
NODES, ROOTS = 14, np.array([0, 10])
TIES = [11, 12]
BREAKER, SWITCHES = 0, np.array([2, 4])
LOAD = np.where(np.isin(np.arange(NODES), (0, 9, 10)), 0.0, 10.0)
CUSTOMERS = np.where(np.isin(np.arange(NODES), (0, 9, 10)), 0, 2)


def state(*opened: int) -> Topology:
    closed = np.ones(len(FROM), bool)
    closed[list(opened)] = False
    return Topology(NODES, FROM, TO, closed, ROOTS)


def circuit(fault: int, spare: float = 1000.0, switches: np.ndarray = SWITCHES) -> FaultedCircuit:
    feeding = np.where(np.arange(NODES) >= 10, 1, -1)  # feeder 0 is dark
    return FaultedCircuit(
        normal=state(*TIES), fault_edge=fault, tripped_edge=BREAKER, switch_edges=switches,
        tie_ends=np.array([[6, 13], [8, 12]]), feeding=feeding, spare_kw=np.array([0.0, spare]), load_kw=LOAD,
        customers=CUSTOMERS,
    )  # fmt: skip


def test_a_fault_between_two_switches_is_isolated_on_both_sides() -> None:
    """Fault on 3-4: the first switch opens and the breaker closes again; the second opens and 5 and 6 hang on a tie."""
    best = plans(circuit(fault=3))[0]
    assert best.recloses
    assert best.opens.tolist() == [0, 1]
    assert best.closes.tolist() == [0]
    after = state(2, 4, 12)
    lost = np.arange(1, 9)
    assert is_sound(after, 3, lost, CUSTOMERS[lost])
    assert [node for node in lost.tolist() if not after.is_reached[node]] == [3, 4, 8]


def test_a_fault_before_every_switch_leaves_the_breaker_open() -> None:
    best = plans(circuit(fault=1))[0]
    assert not best.recloses
    assert best.opens.tolist() == [0]  # what lies behind the second switch hangs on the same section
    assert len(best.closes) == 1


def test_a_fault_at_the_end_has_only_the_side_before_it() -> None:
    (plan, _) = plans(circuit(fault=5))
    assert plan.recloses
    assert plan.opens.tolist() == [1]
    assert not len(plan.closes)


def test_a_switch_on_the_faulted_edge_isolates_it_upstream_only() -> None:
    at_switch = circuit(fault=2)
    assert switch_before(at_switch) == 0
    assert switches_behind(at_switch).tolist() == [1]


def test_only_the_first_switch_of_a_branch_opens() -> None:
    assert switches_behind(circuit(fault=1)).tolist() == [0]
    assert switches_behind(circuit(fault=1, switches=np.array([4, 7]))).tolist() == [0, 1]  # two branches


def test_a_section_is_not_fed_by_a_feeder_without_enough_to_spare() -> None:
    opens, closes = feeds_behind(circuit(fault=3, spare=20.0))  # nodes 5 and 6 take 20 kW
    assert (opens.tolist(), closes.tolist()) == ([1], [0])
    opens, closes = feeds_behind(circuit(fault=3, spare=19.9))
    assert not len(opens)
    assert not len(closes)


def test_two_sections_do_not_take_the_same_spare_power_twice() -> None:
    """Branches behind switches on 4-5 (20 kW) and 4-8 (10 kW), 25 kW to spare: the first gets it, the second nothing."""
    both = circuit(fault=3, spare=25.0, switches=np.array([4, 7]))
    opens, closes = feeds_behind(both)
    assert opens.tolist() == [0]
    assert closes.tolist() == [0]
    opens, closes = feeds_behind(both._replace(spare_kw=np.array([0.0, 30.0])))
    assert opens.tolist() == [0, 1]
    assert closes.tolist() == [0, 1]


def test_the_tie_from_the_feeder_with_most_to_spare_is_taken() -> None:
    section = np.array([5, 6, 8])
    two = circuit(fault=3)._replace(
        feeding=np.where(np.arange(NODES) == 13, 2, np.where(np.arange(NODES) >= 10, 1, -1))
    )
    assert best_tie(two, section, np.array([0.0, 50.0, 40.0])) == (1, 1)
    assert best_tie(two, section, np.array([0.0, 50.0, 60.0])) == (0, 2)
    assert best_tie(two, section, np.array([90.0, 0.0, 0.0])) == (-1, -1)  # nobody may help
    assert best_tie(two, np.array([3]), np.array([0.0, 50.0, 40.0])) == (-1, -1)  # no tie leads there


@pytest.mark.parametrize(
    ("opened", "why"),
    [((2, 12), "5 and 6 are fed from the tie, so is the fault"), ((2, 4), "both ties closed: a loop"),
     ((0, *TIES), "nobody is back")],
)  # fmt: skip
def test_an_unsound_state_is_told(opened: tuple[int, ...], why: str) -> None:
    lost = np.arange(1, 9)
    assert not is_sound(state(*opened), 3, lost, CUSTOMERS[lost]), why
