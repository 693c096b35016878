"""When each order of each queue is driven to, begun and done."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.dispatch.kernels import run_queue_of
from data_sources.analytics.dispatch.places import NOBODY, CrewShifts, Floats, Ints, OrdersToPlace, Travel, check_board


class Timetable(NamedTuple):
    """When what is done by whom, each of shape (orders,); times are minutes from now, NaN for what is in no queue.

    Attributes:
        crew: row of the crew, -1 for none.
        place: in its queue, the first is 0.
        sets_out: when the crew drives off.
        drive: minutes of the drive.
        arrives: when it is there.
        begins: when work begins: not before its earliest minute.
        ends: when it is done.
    """

    crew: Ints
    place: Ints
    sets_out: Floats
    drive: Floats
    arrives: Floats
    begins: Floats
    ends: Floats


def timetable(orders: OrdersToPlace, crews: CrewShifts, queues: Ints, travel: Travel) -> Timetable:
    """When the orders of all queues are done, one after the other.

    Args:
        orders: all that queues name.
        crews: in the order of the queues.
        queues: shape (crews, places), -1 behind the last order of a crew.
        travel: how fast they drive.

    Raises:
        ValueError: see `check_board` and `Travel.check`.
    """
    check_board(orders, crews, queues)
    travel.check()
    found = np.full((5, len(orders.skill)), np.nan)
    crew_of, place_of = (np.full(len(orders.skill), NOBODY, np.int64) for _ in range(2))
    times = np.empty((queues.shape[1], 5))
    for crew, count in enumerate(counts_of(queues)):
        run_queue_of(crew, queues[crew], count, tuple(orders), tuple(crews), tuple(travel), times)
        here = queues[crew, :count]
        crew_of[here], place_of[here], found[:, here] = crew, np.arange(count), times[:count].T
    return Timetable(crew_of, place_of, *found)


def queue_costs(orders: OrdersToPlace, crews: CrewShifts, queues: Ints, travel: Travel) -> Floats:
    """What each queue costs in weighted minutes (see kernels.py), shape (crews,)."""
    times = np.empty((queues.shape[1], 5))
    given = tuple(orders), tuple(crews), tuple(travel)
    counts = counts_of(queues)
    return np.array([run_queue_of(crew, queues[crew], counts[crew], *given, times)[0] for crew in range(len(queues))])


def counts_of(queues: Ints) -> Ints:
    """Orders in each queue."""
    return np.asarray((queues != NOBODY).sum(axis=1), np.int64)
