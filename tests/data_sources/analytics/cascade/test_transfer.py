"""Cascades followed by hand, and what holds in every one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.cascade.conditions import SCENARIOS, Conditions, bank_factor, line_factor
from data_sources.analytics.cascade.grid import IS_BANK, IS_HEAD, IS_SECTION, IS_SYSTEM, OF_SWITCH, SupplyGrid
from data_sources.analytics.cascade.transfer import FAILED, LOST, SUPPLIED, TRANSFERRED, Cascade, Spread
from tests.data_sources.analytics.cascade.grids import (
    CHECKED,
    CLOSED,
    PLAIN,
    TIE,
    conditions,
    grid,
    random_grids,
    two_feeders,
)


def lost_kw(cascade: Cascade, spread: Spread) -> float:
    return float(cascade.load_kw[spread.is_lost].sum())


def test_a_feeder_outage_moves_what_its_tie_can_take() -> None:
    """60 kW come to the 30 of the other feeder, which bears 100: all but the failed head (0 kW) is fed again."""
    cascade = Cascade(two_feeders(), PLAIN)
    spread = cascade.fail(np.array([3]))
    assert spread.waves == 0
    assert spread.frames[0].tolist() == [SUPPLIED] * 3 + [FAILED, LOST] + [SUPPLIED] * 2
    assert spread.frames[-1].tolist() == [SUPPLIED] * 3 + [FAILED, TRANSFERRED] + [SUPPLIED] * 2
    assert spread.state.flow_kw.tolist() == [90, 0, 90, 0, 60, 90, 90]


def test_a_neighbour_that_cannot_carry_it_goes_too() -> None:
    """The other feeder bears 80: it takes 60 to its 30, its head trips, and both are dark."""
    cascade = Cascade(two_feeders(second_kw=80.0), PLAIN)
    spread = cascade.fail(np.array([3]))
    assert spread.waves == 1
    assert spread.tripped_at.tolist() == [-1, -1, -1, -1, 1, -1, -1]
    assert spread.overload_kw[4] == 10
    assert lost_kw(cascade, spread) == 90
    assert spread.frames[1].tolist() == [SUPPLIED] * 3 + [FAILED, LOST, LOST, LOST]


def test_a_checked_tie_stays_open_and_saves_the_neighbour() -> None:
    cascade = Cascade(two_feeders(second_kw=80.0), CHECKED)
    spread = cascade.fail(np.array([3]))
    assert (spread.waves, lost_kw(cascade, spread)) == (0, 60)


def test_a_stronger_tie_may_make_it_worse() -> None:
    """As Braess had it for roads: a tie of 50 kW trips by itself (60 lost), one of 100 drowns the neighbour (90)."""
    losses = {}
    for tie_kw in (50.0, 100.0):
        cascade = Cascade(two_feeders(tie_kw=tie_kw, second_kw=80.0), PLAIN)
        losses[tie_kw] = lost_kw(cascade, cascade.fail(np.array([3])))
    assert losses == {50.0: 60.0, 100.0: 90.0}


def test_what_trips_nearest_to_the_load_spares_the_rest() -> None:
    """Section 4 (50 kW through 40) and its feeder's head (80 through 60) are both over; once 4 is off, 30 are left."""
    nodes = [(IS_SYSTEM, 0), (IS_BANK, 0), (IS_HEAD, 10), (IS_SECTION, 20), (IS_SECTION, 50)]
    edges = [(0, 1, 500, CLOSED), (1, 2, 60, CLOSED), (2, 3, 100, CLOSED), (2, 4, 40, CLOSED)]
    cascade = Cascade(grid(nodes, edges), PLAIN)
    assert cascade.settled.tripped_at.tolist() == [-1, -1, -1, 1]
    assert lost_kw(cascade, cascade.settled) == 50


def test_a_lost_bank_is_taken_over_by_both_neighbours() -> None:
    """Sections 5 and 6 of bank 1 hang in a row; each has a tie of its own, and each takes it: nearest first."""
    nodes = [(IS_SYSTEM, 0), (IS_BANK, 0), (IS_BANK, 0), (IS_BANK, 0), (IS_HEAD, 0), (IS_SECTION, 40),
             (IS_SECTION, 40), (IS_HEAD, 10), (IS_HEAD, 10)]  # fmt: skip
    edges = [(0, 1, 500, CLOSED), (0, 2, 60, CLOSED), (0, 3, 60, CLOSED), (1, 4, 100, CLOSED), (4, 5, 100, CLOSED),
             (5, 6, 100, CLOSED), (2, 7, 100, CLOSED), (3, 8, 100, CLOSED), (5, 7, 90, TIE), (6, 8, 90, TIE)]  # fmt: skip
    cascade = Cascade(grid(nodes, edges), replace(PLAIN, temperature_c=30.0))
    spread = cascade.fail(np.array([1]))
    assert spread.waves == 0
    assert spread.state.flow_kw[[2, 3]].tolist() == [50, 50]
    assert spread.is_lost.tolist() == [False, True] + [False] * 7


def test_what_hangs_on_a_section_that_moved_has_moved_too() -> None:
    """Head 3 fails; section 4 hangs on the tie now, and 7, which hangs on 4 as before, is fed by the neighbour too."""
    base = two_feeders()
    some = grid(
        [*zip(base.kind.tolist(), base.load_kw.tolist(), strict=True), (IS_SECTION, 5)],
        [(0, 1, 500, CLOSED), (0, 2, 500, CLOSED), (1, 3, 100, CLOSED), (3, 4, 100, CLOSED), (2, 5, 100, CLOSED),
         (5, 6, 100, CLOSED), (4, 6, 100, TIE), (4, 7, 100, CLOSED)],
    )  # fmt: skip
    spread = Cascade(some, PLAIN).fail(np.array([3]))
    assert spread.frames[-1][[4, 7]].tolist() == [TRANSFERRED, TRANSFERRED]
    assert spread.state.parent[7] == 4


def test_nothing_is_fed_backwards_through_a_bank() -> None:
    """Bank 1 trips; its feeder 3 is fed over the tie to bank 2, its feeder 4 has no tie and stays dark."""
    nodes = [(IS_SYSTEM, 0), (IS_BANK, 0), (IS_BANK, 0), (IS_HEAD, 20), (IS_HEAD, 30), (IS_HEAD, 10)]
    edges = [(0, 1, 40, CLOSED), (0, 2, 500, CLOSED), (1, 3, 100, CLOSED), (1, 4, 100, CLOSED), (2, 5, 100, CLOSED),
             (3, 5, 100, TIE)]  # fmt: skip
    cascade = Cascade(grid(nodes, edges), replace(PLAIN, temperature_c=30.0))
    assert cascade.settled.tripped_at.tolist() == [1, -1, -1, -1, -1, -1]
    assert cascade.settled.is_lost.tolist() == [False, True, False, False, True, False]


def test_the_conditions_trip_before_anything_fails() -> None:
    cascade = Cascade(two_feeders(tie_kw=150), replace(PLAIN, load_multiplier=1.8))
    assert cascade.settled.waves == 2  # 108 kW through 100, then over the tie to the other's 54: 162 of 100
    assert lost_kw(cascade, cascade.settled) == 162
    assert lost_kw(cascade, cascade.fail(np.array([2]))) == 162


def test_ratings_follow_the_air() -> None:
    assert line_factor(40.0) == 1
    assert line_factor(-10.0) == pytest.approx((85 / 35) ** 0.5)
    assert line_factor(90.0) == pytest.approx(0.1)
    assert [bank_factor(t) for t in (-10.0, 0.0, 30.0, 42.0, 60.0)] == pytest.approx([1.225, 1.225, 1, 0.88, 0.8])


def test_scenarios_are_those_of_the_issue() -> None:
    told = {name: (one.temperature_c, one.load_multiplier, one.failure_threshold) for name, one in SCENARIOS.items()}
    assert told == {"winter_storm": (-10, 1.8, 0.15), "summer_peak": (42, 1.6, 0.20), "hurricane": (28, 1.2, 0.10),
                    "normal": (25, 1.0, 0.35)}  # fmt: skip


def test_only_what_is_there_can_fail() -> None:
    cascade = Cascade(two_feeders(), PLAIN)
    for node in (0, 7, -1):
        with pytest.raises(ValueError, match="Banks and sections"):
            cascade.fail(np.array([node]))


@given(random_grids(), conditions, st.data())
def test_what_holds_in_every_cascade(some: SupplyGrid, given_: Conditions, data: st.DataObject) -> None:
    cascade = Cascade(some, given_)
    failing = data.draw(st.sets(st.integers(1, len(some) - 1), min_size=1, max_size=2))
    spread = cascade.fail(np.array(sorted(failing)))
    state, fed = spread.state, spread.state.is_fed
    # Load served and load lost are the load there was.
    was_fed = cascade.before.is_fed
    assert state.flow_kw[0] + lost_kw(cascade, spread) == pytest.approx(cascade.load_kw[was_fed].sum())
    # Nothing is fed twice or in a circle, from what failed, through what tripped, or over what is no tie.
    assert not fed[sorted(failing)].any()
    for node in np.flatnonzero(fed[1:]) + 1:
        edge, at, steps = state.parent_edge[node], int(node), 0
        assert {some.from_node[edge], some.to_node[edge]} == {node, state.parent[node]}
        assert not state.is_locked[edge]
        assert some.is_closed[edge] or some.is_tie[edge]
        assert some.edge_kind[edge] == OF_SWITCH or some.from_node[edge] == state.parent[node]
        while at > 0:
            at, steps = int(state.parent[at]), steps + 1
            assert steps < len(some)
    # Nothing carries more than it bears, and each wave tripped something.
    carried = np.flatnonzero(fed[1:]) + 1
    assert (state.flow_kw[carried] <= cascade.limit_kw[state.parent_edge[carried]] * (1 + 1e-6)).all()
    assert set(spread.tripped_at[spread.tripped_at > 0]) == set(range(1, spread.waves + 1))
    assert (spread.overload_kw > 0).tolist() == (spread.tripped_at > 0).tolist()
    # What ties check they never drown.
    if given_.transfer == "checked":
        assert spread.waves == 0


@given(random_grids(), st.data())
def test_with_unlimited_ratings_only_what_no_way_reaches_is_lost(some: SupplyGrid, data: st.DataObject) -> None:
    """So no capacity whatever gives back more than this: the least that can be lost."""
    failing = data.draw(st.integers(1, len(some) - 1))
    free = some.with_ratings(np.full(len(some.rated_kw), np.inf))
    least = lost_kw(unlimited := Cascade(free, PLAIN), unlimited.fail(np.array([failing])))
    for rule in (PLAIN, CHECKED):
        cascade = Cascade(some, rule)
        assert lost_kw(cascade, cascade.fail(np.array([failing]))) >= least - 1e-9
    assert not unlimited.fail(np.array([failing])).waves
