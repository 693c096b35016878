"""The board as lanes: what each crew did, does, and will do, as stretches of time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from data_sources.analytics.dispatch.timetable import Timetable, counts_of, timetable
from data_sources.studies.dispatch.ground import BoardGround, Row, left_of
from data_sources.studies.dispatch.shifts import Shift

StretchKind = Literal["done", "at_work", "on_way", "drive", "work"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a lane, half-open, aware.

    Attributes:
        kind: done, at_work and on_way are as they are; drive and work are as they will be, by estimate.
        begins_at: its beginning.
        ends_at: its end.
        order: row of the order.
        is_late: it ends after the shift, or after it is due.
    """

    kind: StretchKind
    begins_at: dt.datetime
    ends_at: dt.datetime
    order: Row
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """A crew's day.

    Attributes:
        crew: its row.
        shift: when it works.
        stretches: in the order of time.
        held: its orders on hold.
        free_at: when it is done with all it has; None where it has nothing.
    """

    crew: Row
    shift: Shift
    stretches: tuple[Stretch, ...]
    held: tuple[Row, ...]
    free_at: dt.datetime | None


def lanes(ground: BoardGround) -> list[Lane]:
    """All crews, in the order of their rows."""
    times = timetable(ground.orders, ground.crews, ground.queues, ground.travel)
    return [_lane(crew, times, ground) for crew in range(len(ground.crew_rows))]


def _lane(crew: int, times: Timetable, ground: BoardGround) -> Lane:
    row, shift = ground.crew_rows[crew], ground.shifts[crew]
    mine = row["crew_id"]
    found = [
        Stretch("done", one["started_at"] or one["completed_at"], one["completed_at"], one)
        for one in ground.done if one["crew_id"] == mine
    ]  # fmt: skip
    now_at = ground.current.get(mine)
    found += [] if now_at is None else [_present(row, now_at, shift, ground)]
    for order in ground.queues[crew, : counts_of(ground.queues)[crew]].tolist():
        found += _planned(order, times, shift, ground)
    held = tuple(one for one in ground.held if one["crew_id"] == mine)
    ahead = [one.ends_at for one in found if one.kind != "done"]
    return Lane(row, shift, tuple(sorted(found, key=lambda one: one.begins_at)), held, max(ahead, default=None))


def _present(crew: Row, order: Row, shift: Shift, ground: BoardGround) -> Stretch:
    ends = ground.at(left_of(crew, order, ground.now, ground.travel))
    if crew["status"] == "working":
        return Stretch("at_work", order["started_at"] or order["updated_at"], ends, order, ends > shift.ends_at)
    return Stretch("on_way", min(order["updated_at"], ground.now), ends, order, ends > shift.ends_at)


def _planned(order: int, times: Timetable, shift: Shift, ground: BoardGround) -> list[Stretch]:
    row, ends = ground.rows[order], ground.at(float(times.ends[order]))
    is_late = ends > shift.ends_at or float(times.ends[order]) > float(ground.orders.due_minutes[order])
    leaves, arrives = ground.at(float(times.sets_out[order])), ground.at(float(times.arrives[order]))
    return [
        Stretch("drive", leaves, arrives, row),
        Stretch("work", ground.at(float(times.begins[order])), ends, row, is_late),
    ]
