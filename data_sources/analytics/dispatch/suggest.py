"""Which crews could do one order, the best one first, and what each would mean."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from data_sources.analytics.dispatch.kernels import can_do, every_place
from data_sources.analytics.dispatch.places import NOBODY, CrewShifts, Ints, OrdersToPlace, Travel, check_board
from data_sources.analytics.dispatch.timetable import Timetable, counts_of, timetable

Unfit = Literal["skill", "members", "busy", "shift"]


class Suggestion(NamedTuple):
    """A crew that could do an order; times are minutes from now.

    Attributes:
        crew: its row.
        place: in its queue, 0 for its next one.
        costs: weighted minutes that it adds (see kernels.py); the list is in the order of this.
        drive: minutes of the drive to it.
        more_driving: minutes that the crew drives more in all.
        begins: when work begins.
        ends: when it is done.
        slack: minutes from then to due; below 0 it is late, inf where it is never due.
        displaced: orders of the crew that are done later for it, in the order of the queue.
        delays: by how many minutes, of each of them.
        pushed_out: of those, the ones that would then not be done by the end of the shift, and would have been.
    """

    crew: int
    place: int
    costs: float
    drive: float
    more_driving: float
    begins: float
    ends: float
    slack: float
    displaced: tuple[int, ...]
    delays: tuple[float, ...]
    pushed_out: tuple[int, ...]


def suggest(
    order: int, orders: OrdersToPlace, crews: CrewShifts, queues: Ints, travel: Travel
) -> tuple[list[Suggestion], dict[int, Unfit]]:
    """(crews that could do an order, least cost first; why each of the others cannot).

    The order itself is done by the end of the shift; what it displaces may not be, and is then told.

    Args:
        order: its row; where it stands in a queue, it is taken as not standing there.
        orders: all that queues name, and this one.
        crews: in the order of the queues.
        queues: shape (crews, places), -1 behind the last order of a crew.
        travel: how fast crews drive.

    Raises:
        ValueError: see `check_board` and `Travel.check`.
    """
    check_board(orders, crews, queues)
    travel.check()
    others = _without(order, queues)
    more, place = every_place(np.array([order]), others, counts_of(others), False, *_plain(orders, crews, travel))
    before = timetable(orders, crews, others, travel)
    fit = [int(crew) for crew in np.argsort(more[0], kind="stable") if np.isfinite(more[0, crew])]
    found = []
    for crew in fit:
        with_it = others.copy()
        at = int(place[0, crew])
        with_it[crew] = np.insert(others[crew], at, order)[:-1]
        after = timetable(orders, crews, with_it, travel)
        found.append(_told(order, crew, float(more[0, crew]), before, after, orders, crews))
    unfit = {crew: _why(order, crew, orders, crews) for crew in range(len(queues)) if crew not in set(fit)}
    return found, unfit


def _told(
    order: int, crew: int, costs: float, before: Timetable, after: Timetable, orders: OrdersToPlace, crews: CrewShifts
) -> Suggestion:
    theirs = np.flatnonzero(before.crew == crew)
    later = after.ends[theirs] - before.ends[theirs]
    displaced = theirs[later > 0][np.argsort(before.place[theirs[later > 0]])]
    end = crews.end_minutes[crew]
    pushed = [int(one) for one in displaced if before.ends[one] <= end < after.ends[one]]
    driven = [float(np.nansum(one.drive[one.crew == crew])) for one in (before, after)]
    return Suggestion(
        crew, int(after.place[order]), costs, float(after.drive[order]), driven[1] - driven[0],
        float(after.begins[order]), float(after.ends[order]), float(orders.due_minutes[order] - after.ends[order]),
        tuple(int(one) for one in displaced), tuple(float(after.ends[one] - before.ends[one]) for one in displaced),
        tuple(pushed),
    )  # fmt: skip


def _why(order: int, crew: int, orders: OrdersToPlace, crews: CrewShifts) -> Unfit:
    if not (int(crews.skills[crew]) >> int(orders.skill[order])) & 1:
        return "skill"
    if crews.members[crew] < orders.members[order]:
        return "members"
    return "shift" if can_do(order, crew, tuple(orders), tuple(crews)) else "busy"


def _without(order: int, queues: Ints) -> Ints:
    """The queues with an order taken out, and room for one more."""
    kept = [[one for one in row if one not in (NOBODY, order)] for row in queues.tolist()]
    out = np.full((len(queues), queues.shape[1] + 1), NOBODY, np.int64)
    for crew, row in enumerate(kept):
        out[crew, : len(row)] = row
    return out


def _plain(orders: OrdersToPlace, crews: CrewShifts, travel: Travel) -> tuple[tuple, tuple, tuple]:  # type: ignore[type-arg]  # columns
    return tuple(orders), tuple(crews), tuple(travel)
