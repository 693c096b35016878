"""Suggestions for one order: nearest fit crew, what each means, why the others cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from data_sources.analytics.dispatch.places import CrewShifts, OrdersToPlace, empty_queues
from data_sources.analytics.dispatch.suggest import suggest
from tests.data_sources.analytics.dispatch.boards import A_KM_A_MINUTE, any_board, cost, crews, fits, orders, queues_of


def test_the_nearest_fit_crew_comes_first() -> None:
    """Crews at 2, 10 and 5 km; the nearest has not the skill."""
    work, teams = orders([0], [60], [0], due=[100]), crews([2, 10, 5], skills=[2, 1, 1])
    found, unfit = suggest(0, work, teams, empty_queues(3), A_KM_A_MINUTE)
    assert [one.crew for one in found] == [2, 1]
    assert found[0].drive == 5.0
    assert (found[0].begins, found[0].ends, found[0].slack, found[0].place) == (5.0, 65.0, 35.0, 0)
    assert unfit == {0: "skill"}


def test_what_it_displaces_is_told() -> None:
    """An urgent order 10 km away before a routine one at 0 km: that one, done at 60, is done at 140 then."""
    work, teams = orders([0, 10], [60, 60], [2, 0]), crews([0], [130.0])
    found, _ = suggest(1, work, teams, queues_of([0]), A_KM_A_MINUTE)
    one = found[0]
    assert (one.place, one.displaced, one.pushed_out) == (0, (0,), (0,))
    assert one.delays == (80.0,)
    assert one.more_driving == 20.0
    assert suggest(1, work, crews([0], [140.0]), queues_of([0]), A_KM_A_MINUTE)[0][0].pushed_out == ()


def test_a_routine_order_waits_behind_an_urgent_one() -> None:
    work, teams = orders([10, 0], [60, 60], [0, 2]), crews([0])
    found, _ = suggest(1, work, teams, queues_of([0]), A_KM_A_MINUTE)
    assert (found[0].place, found[0].displaced, found[0].ends) == (1, (), 10 + 60 + 10 + 60)


def test_why_a_crew_cannot() -> None:
    work = orders([0], [60], [0], members=[2], at_once=[True])
    teams = crews([0, 0, 0, 0], end=[480, 480, 480, 30], free=[0, 0, 5, 0], skills=[2, 1, 1, 1], members=[2, 1, 2, 2])
    found, unfit = suggest(0, work, teams, empty_queues(4), A_KM_A_MINUTE)
    assert not found
    assert unfit == {0: "skill", 1: "members", 2: "busy", 3: "shift"}


def test_an_order_that_has_a_crew_is_taken_as_free() -> None:
    work, teams = orders([0, 0], [60, 60]), crews([0, 1])
    found, _ = suggest(0, work, teams, queues_of([0, 1], []), A_KM_A_MINUTE)
    assert {one.crew: one.ends for one in found} == {0: 60.0, 1: 61.0}
    assert [one.displaced for one in found if one.crew == 0] == [(1,)]


@settings(max_examples=100, deadline=None)
@given(any_board())
def test_each_is_the_best_place_in_that_crews_queue(board: tuple[OrdersToPlace, CrewShifts]) -> None:
    """Of an order alone with empty queues: what it costs is what the slow way says, least first."""
    work, teams = board
    if not len(work.skill):
        return
    work = work._replace(is_at_once=np.zeros(len(work.skill), np.bool_))
    found, unfit = suggest(0, work, teams, empty_queues(len(teams.end_minutes)), A_KM_A_MINUTE)
    can = [crew for crew in range(len(teams.end_minutes)) if fits(crew, [0], work, teams, A_KM_A_MINUTE)]
    assert sorted(one.crew for one in found) == can
    assert sorted(unfit) == sorted(set(range(len(teams.end_minutes))) - set(can))
    costs = [cost(one.crew, [0], work, teams, A_KM_A_MINUTE) for one in found]
    assert costs == sorted(costs)
    assert [one.costs for one in found] == pytest.approx(costs)
