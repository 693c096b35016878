"""Which crews could do one order, ranked, and why: in figures and in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from data_sources.analytics.dispatch.places import NOBODY, OrdersToPlace, empty_queues
from data_sources.analytics.dispatch.suggest import Suggestion, Unfit, suggest
from data_sources.analytics.dispatch.timetable import timetable
from data_sources.studies.dispatch.ground import PERMIT_MINUTES, BoardGround, Row, members_for

UNFIT: dict[Unfit, str] = {
    "skill": "without the skill {skill}", "members": "of fewer than {members} people", "busy": "not free now",
    "shift": "without room before the end of their shift",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedCrew:
    """A crew that could do an order.

    Attributes:
        crew_id: its number.
        crew_name: what it is called.
        place: in its queue, 0 for its next one.
        drive_minutes: to it, from where it is then.
        begins_at: when work would begin, aware.
        ends_at: when it would be done.
        why: sentences, the most telling first.
        pushes_out: orders that would then not be done in its shift.
    """

    crew_id: int
    crew_name: str
    place: int
    drive_minutes: float
    begins_at: dt.datetime
    ends_at: dt.datetime
    why: tuple[str, ...]
    pushes_out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SuggestedCrews:
    """The answer for one order.

    Attributes:
        work_order_id: the order.
        crews: the best first.
        others: why no other crew is among them, one clause a reason.
    """

    work_order_id: int
    crews: tuple[RankedCrew, ...]
    others: tuple[str, ...]


def suggested_crews(ground: BoardGround, work_order_id: int, most: int = 5) -> SuggestedCrews | None:
    """Crews for an order; None where it is not on the board, or has no place.

    Args:
        ground: the board.
        work_order_id: the order.
        most: so many crews.
    """
    order = ground.index_of(work_order_id)
    if order is None:
        return None
    row = ground.rows[order]
    found, unfit = suggest(order, _free(ground.orders, order, row), ground.crews, ground.queues, ground.travel)
    ranked = tuple(_ranked(one, row, ground) for one in found[:most])
    return SuggestedCrews(work_order_id, ranked, why_not(row, list(unfit.values())))


def begins_last(ground: BoardGround, work_order_id: int, crew_id: int) -> dt.datetime | None:
    """When a crew would begin an order after all that it has, aware; None where either is not on the board.

    Args:
        ground: the board.
        work_order_id: the order; the hour of its present place in a queue does not count.
        crew_id: the crew.
    """
    order = ground.index_of(work_order_id)
    crew = next((place for place, row in enumerate(ground.crew_rows) if row["crew_id"] == crew_id), None)
    if order is None or crew is None:
        return None
    queue = [one for one in ground.queues[crew].tolist() if one not in (NOBODY, order)] + [order]
    queues = empty_queues(len(ground.crew_rows), max(ground.queues.shape[1], len(queue)))
    queues[crew, : len(queue)] = queue
    free = _free(ground.orders, order, ground.rows[order])
    return ground.at(float(timetable(free, ground.crews, queues, ground.travel).begins[order]))


def why_not(row: Row, unfit: list[Unfit]) -> tuple[str, ...]:
    """Why crews are left out, counted: "12 without the skill underground"."""
    words = {"skill": row["skill"], "members": members_for(row)}
    return tuple(f"{count} {UNFIT[kind].format(**words)}" for kind, count in Counter(unfit).most_common())


def minutes_words(minutes: float) -> str:
    """25 min, 2 h 05 min, 3 d 04 h; a drive of nothing is under 1 min."""
    whole = round(abs(minutes))
    if whole < 60:
        return f"{whole} min" if whole else "under 1 min"
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest:02d} min" if hours < 24 else f"{hours // 24} d {hours % 24:02d} h"


def _free(orders: OrdersToPlace, order: int, row: Row) -> OrdersToPlace:
    """The orders, this one without the hour that its present place in a queue gives it."""
    if row["crew_id"] is None:
        return orders
    earliest, is_timed = orders.earliest_minutes.copy(), orders.is_timed.copy()
    earliest[order], is_timed[order] = 0.0, False
    return orders._replace(earliest_minutes=earliest, is_timed=is_timed)


def _ranked(one: Suggestion, row: Row, ground: BoardGround) -> RankedCrew:
    crew = ground.crew_rows[one.crew]
    numbers = tuple(int(ground.rows[order]["work_order_id"]) for order in one.pushed_out)
    return RankedCrew(
        crew["crew_id"], crew["crew_name"], one.place, one.drive, ground.at(one.begins), ground.at(one.ends),
        tuple(_why(one, row, crew, ground)), numbers,
    )  # fmt: skip


def _why(one: Suggestion, row: Row, crew: Row, ground: BoardGround) -> list[str]:
    words = [f"{minutes_words(one.drive)} drive, has the skill {row['skill']}"]
    if one.place:
        words.append(f"after {one.place} other order{'s' if one.place > 1 else ''} in its queue")
    elif crew["crew_id"] in ground.current:
        words.append(f"after order {ground.current[crew['crew_id']]['number']}, which it is at")
    else:
        words.append("as its next order")
    if row["missing_permits"]:
        words.append(f"a permit is missing: counts on it within {PERMIT_MINUTES:.0f} min")
    if one.slack < float("inf"):
        words.append(
            f"{minutes_words(one.slack)} before it is due" if one.slack >= 0 else f"{minutes_words(one.slack)} late"
        )
    for order, later in zip(one.displaced, one.delays, strict=True):
        number = ground.rows[order]["number"]
        beyond = ", beyond the end of the shift" if order in one.pushed_out else ""
        words.append(f"order {number} is done {minutes_words(later)} later{beyond}")
    return words
