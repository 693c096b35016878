"""The whole board at once: which crew does which of the waiting orders, and after which of its others.

Method
    Orders are placed urgency by urgency. Of each, rounds: what every waiting order would cost in the queue of every
    crew that can do it, at its best place, is one matrix, and the assignment of least cost that places as many as
    possible is taken (scipy's linear_sum_assignment: the modified Jonker-Volgenant algorithm of D. F. Crouse, "On
    implementing 2D rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52, 2016).
    A crew gets one order a round, so that costs stay true; then its queue has moved on, and the next round begins.
    An outage that no crew is free for now (who gets it leaves at once) keeps the crew that would be soonest at it: its
    place there is filled by nothing less urgent, and is told; nobody is sent by it.
    After the last one, one order at a time is moved to wherever it costs less, until no move gains.
    No order is placed where any of a queue would end after the shift.
Limits
    With one order a crew it is the optimum. With more it is a rule: two orders are not exchanged at once, and an order
    without a place gets none where only such an exchange would make room. Drives are those of a speed model, work takes
    its estimate. On 300 random boards of five orders and two crews it places as many as the best of all boards; 282 are
    that board, 95 % cost at most 0.3 % more, the mean 3.4 % more; the worst costs 3.4 times as much, as an order comes
    late that the best board has in time (40 of them in tests/data_sources/analytics/dispatch: 38, and 9.7 %).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from data_sources.analytics.dispatch.kernels import every_place, move_while_better, put
from data_sources.analytics.dispatch.places import (
    NOBODY,
    ROUTINE,
    URGENT,
    CrewShifts,
    Floats,
    Ints,
    OrdersToPlace,
    Travel,
    check_board,
)
from data_sources.analytics.dispatch.timetable import counts_of

PLACES: Final = 24  # of a queue: a shift of twelve hours in half hours
SWEEPS: Final = 50


class BoardPlan(NamedTuple):
    """What a whole-board assignment found.

    Attributes:
        queues: orders of each crew one after the other, shape (crews, places).
        unplaced: orders that have no place.
        kept: orders whose place in a queue only keeps the crew for them: they are left for at once, when it is free.
        rounds: of assignment.
        moves: that made it better afterwards.
    """

    queues: Ints
    unplaced: Ints
    kept: Ints
    rounds: int
    moves: int


def assign_board(orders: OrdersToPlace, crews: CrewShifts, queues: Ints, wanted: Ints, travel: Travel) -> BoardPlan:
    """Place orders in the queues of crews.

    Args:
        orders: all that queues name and all that are wanted.
        crews: in the order of the queues.
        queues: what stays with its crew, in that order among itself; shape (crews, places).
        wanted: orders to be placed, in no queue.
        travel: how fast crews drive.

    Raises:
        ValueError: see `check_board` and `Travel.check`; or a wanted order stands in a queue already.
    """
    check_board(orders, crews, queues)
    travel.check()
    if np.isin(wanted, queues).any() or len(np.unique(wanted)) != len(wanted):
        raise ValueError("Each wanted order is named once, and stands in no queue.")
    widened = np.full((len(queues), queues.shape[1] + PLACES), NOBODY, np.int64)
    widened[:, : queues.shape[1]] = queues
    counts, teams = counts_of(widened), (tuple(crews), tuple(travel))
    is_first = (orders.urgency[wanted] == URGENT) | orders.is_at_once[wanted]
    rounds, left = _rounds(orders, widened, counts, wanted[is_first], teams)
    waits, left = left[orders.is_at_once[left]], left[~orders.is_at_once[left]]
    later = orders._replace(is_at_once=orders.is_at_once & ~np.isin(np.arange(len(orders.skill)), waits))
    more, unkept = _rounds(later, widened, counts, waits, teams)
    kept = np.setdiff1d(waits, unkept)
    last, others = _rounds(later, widened, counts, wanted[~is_first], teams)
    is_free = np.isin(np.arange(len(orders.skill)), np.setdiff1d(wanted, kept))
    moves = int(move_while_better(is_free, widened, counts, SWEEPS, tuple(later), *teams))
    again, left = _rounds(later, widened, counts, np.concatenate([left, others]), teams)
    return BoardPlan(widened, np.concatenate([unkept, left]), kept, rounds + more + last + again, moves)


def _rounds(orders: OrdersToPlace, queues: Ints, counts: Ints, wanted: Ints, teams: tuple) -> tuple[int, Ints]:  # type: ignore[type-arg]  # columns
    """(rounds, orders without a place); queues and counts are changed in place."""
    given = (tuple(orders), *teams)
    rounds, without = 0, []
    for urgency in range(URGENT, ROUTINE + 1):
        left = np.asarray(wanted[orders.urgency[wanted] == urgency], np.int64)
        while len(left) and len(queues):
            more, place = every_place(left, queues, counts, True, *given)
            rows, columns = _assigned(more)
            if not len(rows):
                break
            rounds += 1
            for row, crew in zip(rows, columns, strict=True):
                put(queues, counts, crew, left[row], place[row, crew])
            left = np.delete(left, rows)
        without.append(left)
    return rounds, np.concatenate(without)


def _assigned(more: Floats) -> tuple[Ints, Ints]:
    """(rows, columns) of as many pairs as there can be, at least cost; what cannot be is inf."""
    can = np.isfinite(more)
    if not can.any():
        return np.empty(0, np.int64), np.empty(0, np.int64)
    never = (np.abs(more[can]).max() + 1.0) * (min(more.shape) + 1)  # more than all others together
    rows, columns = linear_sum_assignment(np.where(can, more, never))
    real = can[rows, columns]
    return rows[real], columns[real]
