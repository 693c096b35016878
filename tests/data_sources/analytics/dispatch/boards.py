"""Boards for the tests, and the slow way to say what a queue costs and what the best board is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np
from hypothesis import strategies as st

from data_sources.analytics.dispatch.places import (
    NOBODY,
    CrewShifts,
    OrdersToPlace,
    Travel,
    empty_queues,
)

A_KM_A_MINUTE = Travel(day_kmh=60.0, detour=1.0, night_factor=1.0, set_out_minutes=0.0)
LINE, CABLE = 0, 1  # skills


def orders(
    east: Sequence[float], minutes: Sequence[float], urgency: Sequence[int] | None = None,
    due: Sequence[float] | None = None, skill: Sequence[int] | None = None, members: Sequence[int] | None = None,
    earliest: Sequence[float] | None = None, timed: Sequence[bool] | None = None, at_once: Sequence[bool] | None = None,
) -> OrdersToPlace:  # fmt: skip
    count = len(east)
    return OrdersToPlace(
        np.array(east, np.float64), np.zeros(count), np.array(minutes, np.float64),
        np.array(skill or [LINE] * count, np.int64), np.array(urgency or [2] * count, np.int64),
        np.array(earliest or [0.0] * count, np.float64), np.array(due or [np.inf] * count, np.float64),
        np.array(members or [1] * count, np.int64), np.array(timed or [False] * count, np.bool_),
        np.array(at_once or [False] * count, np.bool_),
    )  # fmt: skip


def crews(
    east: Sequence[float], end: Sequence[float] | None = None, free: Sequence[float] | None = None,
    skills: Sequence[int] | None = None, members: Sequence[int] | None = None,
    routine: Sequence[float] | None = None,
) -> CrewShifts:  # fmt: skip
    count = len(east)
    return CrewShifts(
        np.array(east, np.float64), np.zeros(count), np.array(free or [0.0] * count, np.float64),
        np.array(end or [480.0] * count, np.float64), np.array(skills or [1] * count, np.int64),
        np.array(members or [2] * count, np.int64), np.array(routine or [0.0] * count, np.float64),
    )  # fmt: skip


def queues_of(*rows: Sequence[int]) -> np.ndarray:
    """Queues as the engine takes them."""
    found = empty_queues(len(rows))
    for crew, row in enumerate(rows):
        found[crew, : len(row)] = row
    return found


def run(
    crew: int, queue: Sequence[int], work: OrdersToPlace, teams: CrewShifts, travel: Travel
) -> list[tuple[float, float, float, float]]:
    """(sets out, arrives, begins, ends) of each order of a queue, step by step."""
    east, north, at, found = (
        float(teams.east_km[crew]),
        float(teams.north_km[crew]),
        float(teams.free_minutes[crew]),
        [],
    )
    for one in queue:
        leaves = at + travel.set_out_minutes
        minute = (travel.clock + leaves) % 1440
        night = minute >= travel.night_begins or minute < travel.night_ends
        kmh = travel.day_kmh * (travel.night_factor if night else 1.0)
        km = math.hypot(float(work.east_km[one]) - east, float(work.north_km[one]) - north) * travel.detour
        arrives = leaves + km / kmh * 60
        begins = max(arrives, float(work.earliest_minutes[one]))
        at = begins + float(work.work_minutes[one])
        found.append((leaves, arrives, begins, at))
        east, north = float(work.east_km[one]), float(work.north_km[one])
    return found


def cost(crew: int, queue: Sequence[int], work: OrdersToPlace, teams: CrewShifts, travel: Travel) -> float:
    """Weighted minutes of a queue: 100, 10 and 1 a minute until done, ten times as much when late, 2 a minute driven."""
    total = 0.0
    for one, (leaves, arrives, _, ends) in zip(queue, run(crew, queue, work, teams, travel), strict=True):
        late = max(ends - float(work.due_minutes[one]), 0.0)
        total += (100, 10, 1)[int(work.urgency[one])] * (ends + 10 * late) + 2 * (arrives - leaves)
    return total


def fits(crew: int, queue: Sequence[int], work: OrdersToPlace, teams: CrewShifts, travel: Travel) -> bool:
    """Skills, people, the urgent first, all done by the end of the shift."""
    for one in queue:
        if not int(teams.skills[crew]) >> int(work.skill[one]) & 1 or teams.members[crew] < work.members[one]:
            return False
    urgencies = [int(work.urgency[one]) for one in queue]
    ends = [end for *_, end in run(crew, queue, work, teams, travel)]
    return urgencies == sorted(urgencies) and (not ends or max(ends) <= teams.end_minutes[crew])


def best_board(work: OrdersToPlace, teams: CrewShifts, travel: Travel) -> tuple[int, float]:
    """(orders placed, cost) of the best board there is, by looking at every one."""
    count, best = len(work.skill), (-1, math.inf)
    for owners in itertools.product(range(-1, len(teams.end_minutes)), repeat=count):
        placed = sum(owner >= 0 for owner in owners)
        if placed < best[0]:
            continue
        total = sum(
            min(
                _costs(crew, [one for one in range(count) if owners[one] == crew], work, teams, travel),
                default=math.inf,
            )
            for crew in range(len(teams.end_minutes))
        )
        if total < math.inf and (placed, -total) > (best[0], -best[1]):
            best = (placed, total)
    return best


def _costs(crew: int, mine: list[int], work: OrdersToPlace, teams: CrewShifts, travel: Travel) -> Iterator[float]:
    for queue in itertools.permutations(mine):
        if fits(crew, queue, work, teams, travel):
            yield cost(crew, queue, work, teams, travel)


def random_board(seed: int, count: int, teams: int, *, end: float = 480.0) -> tuple[OrdersToPlace, CrewShifts]:
    """A board of a town of 30 km, some urgent, some due, two skills."""
    rng = np.random.default_rng(seed)
    work = OrdersToPlace(
        rng.uniform(0, 30, count), rng.uniform(0, 30, count), rng.choice([30.0, 60.0, 90.0, 120.0], count),
        rng.integers(0, 2, count), rng.integers(0, 3, count), np.zeros(count),
        np.where(rng.random(count) < 0.3, rng.uniform(60, 400, count), np.inf), rng.integers(1, 3, count),
        np.zeros(count, np.bool_), np.zeros(count, np.bool_),
    )  # fmt: skip
    crews_ = CrewShifts(
        rng.uniform(0, 30, teams), rng.uniform(0, 30, teams), rng.choice([0.0, 0.0, 45.0], teams),
        np.full(teams, end), rng.integers(1, 4, teams), rng.integers(1, 4, teams),
        np.zeros(teams),
    )  # fmt: skip
    return work, crews_


@st.composite
def any_board(draw: st.DrawFn) -> tuple[OrdersToPlace, CrewShifts]:
    """Whatever fits the columns, with hours of their own and outages among it."""
    count, teams = draw(st.integers(0, 12)), draw(st.integers(0, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    work, crews_ = random_board(int(rng.integers(2**32)), count, teams, end=draw(st.sampled_from([60.0, 240.0, 600.0])))
    is_timed = rng.random(count) < 0.2
    return work._replace(
        is_timed=is_timed, earliest_minutes=np.where(is_timed, rng.uniform(0, 300, count), 0.0),
        is_at_once=(rng.random(count) < 0.2) & ~is_timed,
    ), crews_  # fmt: skip


def queue_lists(queues: np.ndarray) -> list[list[int]]:
    """Queues as lists."""
    return [[one for one in row if one != NOBODY] for row in queues.tolist()]
