"""Whole boards: by hand, beside every board there is, and what holds of any of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from data_sources.analytics.dispatch.board import assign_board
from data_sources.analytics.dispatch.places import CrewShifts, OrdersToPlace, Travel, empty_queues
from data_sources.analytics.dispatch.timetable import queue_costs, timetable
from tests.data_sources.analytics.dispatch.boards import (
    A_KM_A_MINUTE,
    any_board,
    best_board,
    cost,
    crews,
    orders,
    queue_lists,
    queues_of,
    random_board,
    run,
)


def plan(work: OrdersToPlace, teams: CrewShifts, travel: Travel = A_KM_A_MINUTE) -> list[list[int]]:
    found = assign_board(work, teams, empty_queues(len(teams.end_minutes)), np.arange(len(work.skill)), travel)
    return queue_lists(found.queues)


def test_each_crew_gets_the_order_next_to_it() -> None:
    assert plan(orders([10, 0], [60, 60]), crews([0, 12])) == [[1], [0]]


def test_the_sum_counts_not_the_nearest_pair() -> None:
    """Crews at 0 and 4 km, urgent orders of an hour, shifts with room for one each.

    Orders at 5 and -6: crew 1 is nearer to the first, 1 and 6 km. Orders at 2 and 30: each crew is 2 km from the first;
    crew 1 takes the far one, 2 and 26 km instead of 2 and 30.
    """
    assert plan(orders([5, -6], [60, 60], [0, 0]), crews([0, 4], [100, 100])) == [[1], [0]]
    assert plan(orders([2, 30], [60, 60], [0, 0]), crews([0, 4], [100, 100])) == [[0], [1]]


def test_urgent_before_due_before_routine() -> None:
    """One crew, the routine order next door, the urgent one farthest."""
    assert plan(orders([1, 5, 20], [30, 30, 30], [2, 1, 0]), crews([0])) == [[2, 1, 0]]


def test_a_full_shift_takes_the_urgent_ones() -> None:
    found = assign_board(
        orders([1, 1, 1], [60, 60, 60], [2, 0, 1]), crews([0], [125.0]), empty_queues(1), np.arange(3), A_KM_A_MINUTE
    )
    assert queue_lists(found.queues) == [[1, 2]]
    assert found.unplaced.tolist() == [0]


def test_skills_and_people() -> None:
    """The cable needs crew 1; two people are in crew 0 alone; nobody has three."""
    work = orders([0, 0, 0], [30, 30, 30], skill=[1, 0, 0], members=[1, 2, 3])
    assert plan(work, crews([0, 0], skills=[1, 3], members=[2, 1])) == [[1], [0]]


def test_an_outage_goes_to_a_crew_that_is_free_now_and_one_each() -> None:
    work = orders([0, 0, 0], [30, 30, 30], [0, 0, 0], at_once=[True, True, False])
    found = assign_board(work, crews([0, 5], free=[10, 0]), empty_queues(2), np.arange(3), A_KM_A_MINUTE)
    (first,) = set(queue_lists(found.queues)[1]) - set(found.kept.tolist())
    assert queue_lists(found.queues)[1][0] == first != 2
    assert queue_lists(found.queues)[0][0] == 2
    assert (len(found.kept), len(found.unplaced)) == (1, 0)


def test_a_crew_is_kept_for_an_outage_that_nobody_is_free_for_now() -> None:
    """Crew 0 is at work for 20 minutes more, crew 1 cannot do it: routine work near by comes behind the outage."""
    work = orders([5, 0, 0], [60, 30, 30], [0, 2, 2], at_once=[True, False, False])
    teams = crews([0, 0], free=[20, 0], members=[2, 1], skills=[1, 2])
    found = assign_board(work, teams, empty_queues(2), np.arange(3), A_KM_A_MINUTE)
    assert queue_lists(found.queues)[0][0] == 0
    assert sorted(queue_lists(found.queues)[0]) == [0, 1, 2]
    assert (found.kept.tolist(), found.unplaced.tolist()) == ([0], [])
    free = assign_board(work, crews([0, 0], free=[20, 0]), empty_queues(2), np.arange(3), A_KM_A_MINUTE)
    assert queue_lists(free.queues)[1][0] == 0
    assert not len(free.kept)


def test_outside_its_hours_a_crew_is_there_for_what_is_urgent() -> None:
    """Called out eight hours before its own hours begin: the urgent order now, the routine one when they have begun."""
    work = orders([0, 0], [60, 60], [0, 2])
    early = crews([0], end=[1080.0], routine=[480.0])
    found = assign_board(work, early, empty_queues(1), np.arange(2), A_KM_A_MINUTE)
    assert timetable(work, early, found.queues, A_KM_A_MINUTE).begins.tolist() == [0.0, 480.0]
    late = crews([0], end=[480.0], routine=[840.0])
    found = assign_board(work, late, empty_queues(1), np.arange(2), A_KM_A_MINUTE)
    assert (queue_lists(found.queues), found.unplaced.tolist()) == ([[0]], [1])


def test_an_hour_of_its_own_is_kept_and_filled_before() -> None:
    """A visit at 200, half an hour of routine work: done before, as it fits."""
    work = orders([0, 0], [60, 30], [0, 2], earliest=[200, 0], timed=[True, False])
    found = assign_board(work, crews([0]), empty_queues(1), np.arange(2), A_KM_A_MINUTE)
    times = timetable(work, crews([0]), found.queues, A_KM_A_MINUTE)
    assert times.begins.tolist() == [200.0, 0.0]


def test_what_a_crew_has_stays_with_it() -> None:
    work = orders([0, 50, 1], [60, 60, 60])
    found = assign_board(work, crews([0, 50]), queues_of([1], []), np.array([0, 2]), A_KM_A_MINUTE)
    assert 1 in queue_lists(found.queues)[0]
    assert sorted(itertools.chain(*queue_lists(found.queues))) == [0, 1, 2]


def test_the_night_is_faster_and_the_detour_longer() -> None:
    """10 km at 60 km/h with a detour of 1.2: 12 minutes by day; half as fast again by night: 8. Driving off takes 5."""
    work, teams = orders([10], [30]), crews([0])
    day = Travel(day_kmh=60, detour=1.2, night_factor=1.5, clock=12 * 60, set_out_minutes=5)
    for clock, drive in ((12 * 60, 12.0), (19 * 60 + 54, 12.0), (19 * 60 + 56, 8.0), (5 * 60 + 56, 12.0), (60, 8.0)):
        found = timetable(work, teams, queues_of([0]), day._replace(clock=clock))
        assert found.drive[0] == pytest.approx(drive)
        assert found.ends[0] == pytest.approx(5 + drive + 30)


@pytest.mark.parametrize("seed", range(12))
def test_one_order_a_crew_is_the_optimum(seed: int) -> None:
    """Room for one each: the best of all assignments, as many placed and at the same cost."""
    rng = np.random.default_rng(seed)
    work, teams = random_board(seed, 4, 4)
    work = work._replace(work_minutes=np.full(4, 240.0), urgency=np.full(4, int(rng.integers(3))))
    _beside_best(work, teams, within=1e-9)


def test_small_boards_beside_every_board_there_is() -> None:
    """Five orders, two crews, room for all or nearly: as many placed, at most 10 % dearer, and 1 % on average."""
    gaps = [_beside_best(*random_board(seed, 5, 2, end=600.0), within=0.1) for seed in range(40)]
    assert np.mean(gaps) < 0.01


def _beside_best(work: OrdersToPlace, teams: CrewShifts, within: float) -> float:
    found = assign_board(work, teams, empty_queues(len(teams.end_minutes)), np.arange(len(work.skill)), A_KM_A_MINUTE)
    placed, least = best_board(work, teams, A_KM_A_MINUTE)
    assert len(work.skill) - len(found.unplaced) == placed
    ours = sum(cost(crew, queue, work, teams, A_KM_A_MINUTE) for crew, queue in enumerate(queue_lists(found.queues)))
    assert ours == pytest.approx(queue_costs(work, teams, found.queues, A_KM_A_MINUTE).sum())
    assert least - 1e-6 <= ours <= least * (1 + within)
    return ours / least - 1 if least else 0.0


@settings(max_examples=150, deadline=None)
@given(any_board())
def test_whatever_the_board_no_rule_is_broken(board: tuple[OrdersToPlace, CrewShifts]) -> None:
    """No order twice and none lost, none to a crew that cannot, none after a shift, nobody in two places."""
    work, teams = board
    travel = Travel(clock=18 * 60.0)
    found = assign_board(work, teams, empty_queues(len(teams.end_minutes)), np.arange(len(work.skill)), travel)
    queues = queue_lists(found.queues)
    assert sorted(itertools.chain(*queues, found.unplaced.tolist())) == list(range(len(work.skill)))
    times = timetable(work, teams, found.queues, travel)
    for crew, queue in enumerate(queues):
        last = float(teams.free_minutes[crew])
        for place, (one, (leaves, arrives, begins, ends)) in enumerate(
            zip(queue, run(crew, queue, work, teams, travel), strict=True)
        ):
            assert int(teams.skills[crew]) >> int(work.skill[one]) & 1
            assert teams.members[crew] >= work.members[one]
            assert last <= leaves <= arrives <= begins <= ends <= teams.end_minutes[crew] + 1e-9
            assert begins >= work.earliest_minutes[one]
            is_free_now = place == 0 and teams.free_minutes[crew] == 0
            assert not work.is_at_once[one] or one in found.kept or is_free_now
            assert times.ends[one] == pytest.approx(ends)
            last = ends
        plain = [int(work.urgency[one]) for one in queue if not work.is_timed[one] and not work.is_at_once[one]]
        assert plain == sorted(plain)


@settings(max_examples=60, deadline=None)
@given(any_board())
def test_an_unplaced_order_has_no_place_left(board: tuple[OrdersToPlace, CrewShifts]) -> None:
    """Whatever is left over cannot be put behind any queue."""
    work, teams = board
    found = assign_board(work, teams, empty_queues(len(teams.end_minutes)), np.arange(len(work.skill)), A_KM_A_MINUTE)
    for one in found.unplaced.tolist():
        for crew, queue in enumerate(queue_lists(found.queues)):
            can = int(teams.skills[crew]) >> int(work.skill[one]) & 1 and teams.members[crew] >= work.members[one]
            if not can or work.is_at_once[one] or any(work.urgency[other] > work.urgency[one] for other in queue):
                continue
            *_, ends = run(crew, [*queue, one], work, teams, A_KM_A_MINUTE)[-1]
            assert ends > teams.end_minutes[crew]


@pytest.mark.parametrize(
    ("queues", "wanted", "told"),
    [
        (queues_of([0], [0]), [1], "one queue at most"),
        (queues_of([5], []), [1], "orders of the list"),
        (queues_of([0], []), [0], "stands in no queue"),
        (queues_of([0], []), [1, 1], "named once"),
        (queues_of([0]), [1], "one row a crew"),
    ],
)
def test_what_cannot_be_planned_is_refused(queues: np.ndarray, wanted: list[int], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        assign_board(orders([0, 1], [30, 30]), crews([0, 1]), queues, np.array(wanted), A_KM_A_MINUTE)


def test_numbers_that_are_none_are_refused() -> None:
    work, teams = orders([0.0], [30.0]), crews([0.0])
    for bad in (work._replace(work_minutes=np.array([np.nan])), work._replace(skill=np.array([63])),
                work._replace(due_minutes=np.array([np.nan])), work._replace(urgency=np.array([3]))):  # fmt: skip
        with pytest.raises(ValueError, match=r"must be|cannot be|are numbers"):
            timetable(bad, teams, queues_of([0]), A_KM_A_MINUTE)
    for travel in (A_KM_A_MINUTE._replace(day_kmh=0.0), A_KM_A_MINUTE._replace(clock=np.nan)):
        with pytest.raises(ValueError, match=r"must be above 0|cannot be"):
            timetable(work, teams, queues_of([0]), travel)
