"""From rows of crews and orders to the arrays that a board is planned with.

Rules
    Urgent: outages, and priority 1. Due: due today or overdue, and priority 2. Routine: all others.
    Two people: repairs, replacements and outages, and trees near lines (29 CFR 1910.269 (l)(2) asks for two at work on
    lines and parts above 600 V, (r)(1)(ii) for a second trimmer within voice); one for inspections, switching, others.
    An order that somebody gave an hour does not begin before it. Where a permit that it takes is missing, work begins
    in half an hour at the earliest: the control room gives it while the crew drives.
    Hours that nobody estimated count as two. A crew at work is free after what is left of them (the median of a
    lognormal time of which some has passed, as in the storm's queue); one that drives, after its drive and work.
    What is on hold waits for something, and stands in no queue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data_sources.analytics.clock import local_day, local_time, midnight_utc
from data_sources.analytics.dispatch.places import (
    DETOUR,
    DUE,
    NOBODY,
    ROUTINE,
    URGENT,
    CrewShifts,
    Floats,
    Ints,
    OrdersToPlace,
    Travel,
    empty_queues,
)
from data_sources.analytics.plane import plane_km
from data_sources.analytics.remaining import left_minutes
from data_sources.studies.dispatch.shifts import Shift, shift_of

Row = Mapping[str, Any]

SKILLS: Final = ("line", "transformer", "underground", "vegetation", "inspection", "switching")
TWO_PEOPLE: Final = frozenset({"repair", "replacement", "outage", "vegetation"})
UNSAID_WORK_HOURS: Final = 2.0
PERMIT_MINUTES: Final = 30.0
LIFE_KMH: Final = 40.0  # as the crow flies: what a utility goes by that says nothing else
WORK_SIGMA: Final = 0.6  # as in the storm's queue
UNDER_WAY: Final = ("en_route", "in_progress")
BUSY: Final = ("assigned", "en_route", "working")


@dataclass(frozen=True, slots=True, eq=False)
class BoardRows:
    """What the live database says.

    Attributes:
        of_crews: of orders_of_crews.sql.
        waiting: of orders_without_crew.sql.
        crews: of crews_on_board.sql.
        crew_kmh: as the crow flies, see `board_kmh`.
        time_zone: of the utility.
    """

    of_crews: Sequence[Row]
    waiting: Sequence[Row]
    crews: Sequence[Row]
    crew_kmh: float
    time_zone: str


@dataclass(frozen=True, slots=True, eq=False)
class BoardGround:
    """A board as arrays, with the rows it was made of.

    Attributes:
        now: what counts as the present, aware.
        rows: orders of the arrays: what is queued, then what waits and has a place.
        orders: the same as arrays.
        crew_rows: all crews.
        crews: the same as arrays.
        shifts: of each crew.
        current: by crew, the order that it is at or on its way to.
        held: orders on hold that keep their crew.
        done: completed lately.
        queues: rows of orders, by crew.
        waiting: rows of orders that wait for a crew.
        without_place: orders that wait and nobody says where.
        travel: how fast they drive.
        time_zone: of the utility.
    """

    now: dt.datetime
    rows: Sequence[Row]
    orders: OrdersToPlace
    crew_rows: Sequence[Row]
    crews: CrewShifts
    shifts: Sequence[Shift]
    current: Mapping[int, Row]
    held: Sequence[Row]
    done: Sequence[Row]
    queues: Ints
    waiting: Ints
    without_place: Sequence[Row]
    travel: Travel
    time_zone: str

    def index_of(self, work_order_id: int) -> int | None:
        """Row of an order in the arrays; None where it is not among them."""
        found = [place for place, row in enumerate(self.rows) if row["work_order_id"] == work_order_id]
        return found[0] if found else None

    def at(self, minutes: float) -> dt.datetime:
        """A minute from now as an instant."""
        return self.now + dt.timedelta(minutes=minutes)


def board_kmh(rules: Row) -> float:
    """How fast crews drive as the crow flies, km/h.

    A demo's crews drive and repair at the pace of its simulator, several times that of life, and its estimates of
    outages go by that. Its work orders are estimated in hours of life, and a board of them takes drives of life too.

    Args:
        rules: of dispatch_rules.sql, one row.
    """
    return LIFE_KMH if rules["is_demo"] else float(rules["crew_kmh"])


def board_ground(found: BoardRows, now: dt.datetime) -> BoardGround:
    """What a board is planned with.

    Args:
        found: rows of one utility.
        now: what counts as the present, aware.
    """
    crews = {row["crew_id"]: row for row in found.crews}
    mine = [row for row in found.of_crews if row["crew_id"] in crews]
    current = {row["crew_id"]: row for row in mine if is_current(row)}
    queued = [row for row in mine if row["status"] == "assigned" and not is_current(row)]
    queued = [row if _has_place(row) else {**row, **_place(crews[row["crew_id"]])} for row in queued]
    waiting = [row for row in found.waiting if _has_place(row)]
    rows, shifts = [*queued, *waiting], [shift_of(row, now, found.time_zone) for row in found.crews]
    middle = float(np.mean([row["lat"] for row in (*rows, *found.crews)] or [0.0]))
    travel = travel_of(found.crew_kmh, now, found.time_zone)
    return BoardGround(
        now, rows, _orders(rows, now, found.time_zone, middle), found.crews,
        _crews(found.crews, shifts, current, now, travel, middle), shifts, current,
        [row for row in mine if row["status"] == "on_hold"], [row for row in mine if row["status"] == "completed"],
        _queues(queued, list(crews)), np.arange(len(queued), len(rows)),
        [row for row in found.waiting if not _has_place(row)], travel, found.time_zone,
    )  # fmt: skip


def is_current(row: Row) -> bool:
    """Whether its crew is at it or on its way; an outage's crew is sent with the assignment."""
    return row["status"] in UNDER_WAY or (row["outage_id"] is not None and row["status"] == "assigned")


def travel_of(crew_kmh: float, now: dt.datetime, time_zone: str) -> Travel:
    """How fast crews drive: by day on the road so that it is the utility's speed as the crow flies."""
    local = local_time(now, time_zone)
    return Travel(day_kmh=crew_kmh * DETOUR, clock=local.hour * 60.0 + local.minute)


def urgency_of(row: Row, now: dt.datetime, time_zone: str) -> int:
    """0 urgent, 1 due, 2 routine."""
    if row["outage_id"] is not None or row["priority"] == 1:
        return URGENT
    is_due = row["due_on"] is not None and row["due_on"] <= local_day(now, time_zone)
    return DUE if is_due or row["priority"] == 2 else ROUTINE


def work_minutes(row: Row) -> float:
    """Of one crew on site, as estimated or as counted where nobody does."""
    hours = row["estimated_hours"]
    return 60.0 * (UNSAID_WORK_HOURS if hours is None or np.isnan(hours) else float(hours))


def members_for(row: Row) -> int:
    """People that an order takes."""
    return 2 if row["work_type"] in TWO_PEOPLE else 1


def due_at(row: Row, time_zone: str) -> dt.datetime | None:
    """The end of the day that it is due on, aware; None where it never is."""
    if row["due_on"] is None:
        return None
    return midnight_utc(row["due_on"] + dt.timedelta(days=1), time_zone).replace(tzinfo=dt.UTC)


def _orders(rows: Sequence[Row], now: dt.datetime, time_zone: str, middle: float) -> OrdersToPlace:
    east, north = _plane(rows, middle)
    due = [due_at(row, time_zone) for row in rows]
    return OrdersToPlace(
        east, north, _floats([work_minutes(row) for row in rows]),
        _ints([SKILLS.index(row["skill"]) for row in rows]), _ints([urgency_of(row, now, time_zone) for row in rows]),
        _floats([_earliest(row, now) for row in rows]),
        _floats([np.inf if at is None else _minutes(at, now) for at in due]),
        _ints([members_for(row) for row in rows]),
        np.array([row["planned_start_at"] is not None for row in rows], np.bool_),
        np.array([row["outage_id"] is not None for row in rows], np.bool_),
    )  # fmt: skip


def _earliest(row: Row, now: dt.datetime) -> float:
    planned = 0.0 if row["planned_start_at"] is None else max(_minutes(row["planned_start_at"], now), 0.0)
    return max(planned, PERMIT_MINUTES if row["missing_permits"] else 0.0)


def _crews(
    rows: Sequence[Row], shifts: Sequence[Shift], current: Mapping[int, Row], now: dt.datetime, travel: Travel,
    middle: float,
) -> CrewShifts:  # fmt: skip
    free, places = [], []
    for row, shift in zip(rows, shifts, strict=True):
        busy = current.get(row["crew_id"])
        left = 0.0 if busy is None and row["status"] not in BUSY else left_of(row, busy, now, travel)
        free.append(max(left, _minutes(shift.begins_at, now), 0.0))
        places.append(row if busy is None or not _has_place(busy) else busy)
    east, north = _plane(places, middle)
    skills = [sum(1 << SKILLS.index(one) for one in row["skills"].split(",") if one) for row in rows]
    return CrewShifts(
        east, north, _floats(free), _floats([_minutes(shift.ends_at, now) for shift in shifts]), _ints(skills),
        _ints([row["members"] for row in rows]),
        _floats([max(_minutes(shift.routine_at, now), 0.0) for shift in shifts]),
    )  # fmt: skip


def left_of(crew: Row, order: Row | None, now: dt.datetime, travel: Travel) -> float:
    """Minutes until a crew is done with what it is at.

    Args:
        crew: its row.
        order: what it is at; None where no order says it.
        now: aware.
        travel: for the drive of one that is on its way.
    """
    whole = 60.0 * UNSAID_WORK_HOURS if order is None else work_minutes(order)
    if crew["status"] != "working":
        return whole + (0.0 if order is None or not _has_place(order) else _drive(crew, order, travel))
    began = crew["updated_at"] if order is None else order["started_at"] or order["updated_at"]
    return left_minutes(whole, WORK_SIGMA, _minutes(now, began))


def _drive(crew: Row, order: Row, travel: Travel) -> float:
    (east, to_east), (north, to_north) = _plane([crew, order], (crew["lat"] + order["lat"]) / 2)
    return float(np.hypot(to_east - east, to_north - north)) * travel.detour / travel.day_kmh * 60.0


def _queues(queued: Sequence[Row], crew_ids: Sequence[int]) -> Ints:
    by_crew: dict[int, list[int]] = {crew_id: [] for crew_id in crew_ids}
    for place, row in enumerate(queued):
        by_crew[row["crew_id"]].append(place)
    queues = empty_queues(len(crew_ids), max([8, *(len(one) for one in by_crew.values())]))
    for crew, places in enumerate(by_crew.values()):
        queues[crew, : len(places)] = places
    assert (queues != NOBODY).sum() == len(queued)
    return queues


def _plane(rows: Sequence[Row], middle: float) -> tuple[Floats, Floats]:
    return plane_km(_floats([row["lon"] for row in rows]), _floats([row["lat"] for row in rows]), middle)


def _place(row: Row) -> dict[str, float]:
    return {"lon": row["lon"], "lat": row["lat"]}


def _has_place(row: Row) -> bool:
    return row["lon"] is not None and row["lat"] is not None


def _minutes(at: dt.datetime, since: dt.datetime) -> float:
    return (at - since).total_seconds() / 60


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, np.float64)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)
