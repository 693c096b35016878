"""The compiled loops behind board.py and suggest.py: how a queue runs, where one more order fits, what a move gains.

`work`, `teams` and `going` are plain tuples of the columns of OrdersToPlace and CrewShifts and of the fields of Travel:
what is compiled is kept on disk, and a class that is gone since would not load.

What a queue costs, in weighted minutes: for each order the weight of its urgency times the minute at which it is done,
LATE times its minutes over due besides; and DRIVING for each minute on the road.
"""

from __future__ import annotations

import numba
import numpy as np

WEIGHTS = np.array([100.0, 10.0, 1.0])  # urgent, due, routine
LATE = 10.0
DRIVING = 2.0
UNDONE = 2880.0  # minutes that work beyond a shift counts as waiting: two days
ENOUGH = 1e-6  # less than any gain that is worth a move
SETS_OUT, DRIVES, ARRIVES, BEGINS, ENDS = range(5)  # columns of a timetable
DAY = 1440.0


@numba.njit(nogil=True, cache=True)
def drive_minutes(east, north, to_east, to_north, at, going):  # type: ignore[no-untyped-def]  # numba infers the types
    """Minutes of a drive that begins at a minute from now."""
    day_kmh, detour, night_factor, night_begins, night_ends, clock, _ = going
    minute = (clock + at) % DAY
    if night_begins > night_ends:
        is_night = minute >= night_begins or minute < night_ends
    else:
        is_night = night_begins <= minute < night_ends
    kmh = day_kmh * night_factor if is_night else day_kmh
    across, along = to_east - east, to_north - north
    return np.sqrt(across * across + along * along) * detour / kmh * 60.0


@numba.njit(nogil=True, cache=True)
def run_queue_of(crew, queue, count, work, teams, going, times):  # type: ignore[no-untyped-def]  # as above
    """(cost, minute at which the last order is done, minutes driven) of a crew's queue.

    Args:
        crew: its row.
        queue: orders one after the other.
        count: how many of them.
        work: orders.
        teams: crews.
        going: of travel.
        times: filled with when it sets out, drives, arrives, begins and ends, shape (at least count, 5).
    """
    to_east, to_north, minutes, _, urgency, earliest, due, _, _, _ = work
    east, north, at = teams[0][crew], teams[1][crew], teams[2][crew]
    end, cost, driven = teams[3][crew], 0.0, 0.0
    for place in range(count):
        order = queue[place]
        leaves = at + going[6]
        drive = drive_minutes(east, north, to_east[order], to_north[order], leaves, going)
        begins = max(leaves + drive, earliest[order])
        if urgency[order] > 0:
            begins = max(begins, teams[6][crew])
        ends = begins + minutes[order]
        times[place, SETS_OUT], times[place, DRIVES], times[place, ARRIVES] = leaves, drive, leaves + drive
        times[place, BEGINS], times[place, ENDS] = begins, ends
        late = max(ends - due[order], 0.0)
        undone = UNDONE if ends > end else 0.0
        cost += WEIGHTS[urgency[order]] * (ends + LATE * late + undone) + DRIVING * drive
        driven += drive
        east, north, at = to_east[order], to_north[order], ends
    return cost, at, driven


@numba.njit(nogil=True, cache=True)
def can_do(order, crew, work, teams):  # type: ignore[no-untyped-def]  # as above
    """Whether a crew has the skill and the people, and is free at once where that is needed."""
    if not (teams[4][crew] >> work[3][order]) & 1 or teams[5][crew] < work[7][order]:
        return False
    return not work[9][order] or teams[2][crew] <= 0.0


@numba.njit(nogil=True, cache=True)
def places_for(order, queue, count, work):  # type: ignore[no-untyped-def]  # as above
    """(first, last) place in a queue that an order may take; last below first where there is none.

    Behind all that is more urgent, before all that is less; what has an hour of its own stands anywhere. What is left
    for at once is the first, and only one is.
    """
    urgency, is_timed, is_at_once = work[4], work[8], work[9]
    held = 1 if count and is_at_once[queue[0]] else 0
    if is_at_once[order]:
        return 0, -held
    first, last = held, count
    if is_timed[order]:
        return first, last
    for place in range(count):
        other = queue[place]
        if not is_timed[other] and urgency[other] < urgency[order]:
            first = place + 1
    for place in range(count - 1, first - 1, -1):
        other = queue[place]
        if not is_timed[other] and urgency[other] > urgency[order]:
            last = place
    return first, last


@numba.njit(nogil=True, cache=True)
def best_place(order, crew, queue, count, cost, must_fit, work, teams, going, room):  # type: ignore[no-untyped-def]
    """(what it costs more, place) of an order put into a crew's queue where it costs least; (inf, -1) where it cannot.

    Args:
        order: its row.
        crew: likewise.
        queue: orders of the crew.
        count: how many.
        cost: of the queue as it is.
        must_fit: all of the queue must be done by the end of the shift, not the order alone.
        work: orders.
        teams: crews.
        going: of travel.
        room: (tried, times): arrays to work in, longer than the queue.
    """
    tried, times = room
    best, best_at = np.inf, -1
    if count + 1 > len(tried) or not can_do(order, crew, work, teams):
        return best, best_at
    first, last = places_for(order, queue, count, work)
    for place in range(first, last + 1):
        tried[:place] = queue[:place]
        tried[place] = order
        tried[place + 1 : count + 1] = queue[place:count]
        new, end, _ = run_queue_of(crew, tried, count + 1, work, teams, going, times)
        done = end if must_fit else times[place, ENDS]
        if done <= teams[3][crew] and new - cost < best:
            best, best_at = new - cost, place
    return best, best_at


@numba.njit(nogil=True, cache=True)
def every_place(wanted, queues, counts, must_fit, work, teams, going):  # type: ignore[no-untyped-def]  # as above
    """(what it costs more, place) of each wanted order at each crew, each of shape (wanted, crews)."""
    room = (np.empty(queues.shape[1], np.int64), np.empty((queues.shape[1], 5)))
    more = np.full((len(wanted), len(queues)), np.inf)
    place = np.full((len(wanted), len(queues)), -1, np.int64)
    for crew in range(len(queues)):
        cost, _, _ = run_queue_of(crew, queues[crew], counts[crew], work, teams, going, room[1])
        for k in range(len(wanted)):
            more[k, crew], place[k, crew] = best_place(
                wanted[k], crew, queues[crew], counts[crew], cost, must_fit, work, teams, going, room
            )
    return more, place


@numba.njit(nogil=True, cache=True)
def put(queues, counts, crew, order, place):  # type: ignore[no-untyped-def]  # as above
    """Put an order into a queue."""
    for at in range(counts[crew], place, -1):
        queues[crew, at] = queues[crew, at - 1]
    queues[crew, place] = order
    counts[crew] += 1


@numba.njit(nogil=True, cache=True)
def take(queues, counts, crew, place):  # type: ignore[no-untyped-def]  # as above
    """Take an order out of a queue."""
    for at in range(place, counts[crew] - 1):
        queues[crew, at] = queues[crew, at + 1]
    counts[crew] -= 1
    queues[crew, counts[crew]] = -1


@numba.njit(nogil=True, cache=True)
def move_while_better(is_free, queues, counts, rounds, work, teams, going):  # type: ignore[no-untyped-def]  # as above
    """Move one order at a time to where it costs least, until no move gains; how often one was moved.

    Args:
        is_free: orders that may be moved, shape (orders,).
        queues: changed in place.
        counts: likewise.
        rounds: over all orders, at most.
        work: orders.
        teams: crews.
        going: of travel.
    """
    room = (np.empty(queues.shape[1], np.int64), np.empty((queues.shape[1], 5)))
    costs = np.empty(len(queues))
    for crew in range(len(queues)):
        costs[crew], _, _ = run_queue_of(crew, queues[crew], counts[crew], work, teams, going, room[1])
    moves = 0
    for _ in range(rounds):
        before = moves
        for crew in range(len(queues)):
            place = 0
            while place < counts[crew]:
                if is_free[queues[crew, place]]:
                    moves += _move(crew, place, queues, counts, costs, work, teams, going, room)
                place += 1
        if moves == before:
            break
    return moves


@numba.njit(nogil=True, cache=True)
def _move(crew, place, queues, counts, costs, work, teams, going, room):  # type: ignore[no-untyped-def]  # as above
    """1 where the order at a place was moved to a better one, else 0."""
    order, cost = queues[crew, place], costs[crew]
    take(queues, counts, crew, place)
    costs[crew], _, _ = run_queue_of(crew, queues[crew], counts[crew], work, teams, going, room[1])
    best, to, at = cost - costs[crew] - ENOUGH, crew, -1
    for other in range(len(queues)):
        more, where = best_place(
            order, other, queues[other], counts[other], costs[other], True, work, teams, going, room
        )
        if more < best:
            best, to, at = more, other, where
    moved = 1
    if at < 0:
        at, moved = place, 0
    put(queues, counts, to, order, at)
    costs[to], _, _ = run_queue_of(to, queues[to], counts[to], work, teams, going, room[1])
    return moved
