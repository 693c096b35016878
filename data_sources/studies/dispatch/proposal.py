"""The whole board at once: which waiting order goes to which crew, when, and why; as commands, once it is agreed to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from data_sources.analytics.dispatch.board import BoardPlan, assign_board
from data_sources.analytics.dispatch.places import NOBODY
from data_sources.analytics.dispatch.suggest import suggest
from data_sources.analytics.dispatch.timetable import Timetable, timetable
from data_sources.field.orders import AssignWorkOrder
from data_sources.studies.dispatch.ground import BoardGround
from data_sources.studies.dispatch.lanes import Lane, lanes
from data_sources.studies.dispatch.suggestions import minutes_words, why_not


@dataclass(frozen=True, slots=True)
class ProposedOrder:
    """An order that would get a crew.

    Attributes:
        work_order_id: the order.
        number: as it is called.
        version: as it was seen.
        title: what it is.
        is_outage: it is an outage's: its crew is sent at once.
        crew_id: the crew.
        crew_name: what it is called.
        drive_minutes: to it.
        begins_at: when work would begin, aware.
        ends_at: when it would be done.
        why: in words.
    """

    work_order_id: int
    number: str
    version: int
    title: str
    is_outage: bool
    crew_id: int
    crew_name: str
    drive_minutes: float
    begins_at: dt.datetime
    ends_at: dt.datetime
    why: str

    def command(self) -> AssignWorkOrder:
        """The change that it is."""
        if self.is_outage:
            return AssignWorkOrder(work_order_id=self.work_order_id, crew_id=self.crew_id)
        return AssignWorkOrder(
            work_order_id=self.work_order_id, crew_id=self.crew_id, planned_start_at=self.begins_at,
            planned_end_at=self.ends_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BoardProposal:
    """What would change.

    Attributes:
        orders: those that would get a crew, by crew and time.
        left: (number, title, why not) of those that would not.
        delayed: (number, minutes) of those that crews have and would do later for it, still within their shifts.
        lanes: of all crews, as they would be.
        drive_minutes: of all drives to what is proposed.
        rounds: of assignment.
        moves: that made it better afterwards.
    """

    orders: tuple[ProposedOrder, ...]
    left: tuple[tuple[str, str, str], ...]
    delayed: tuple[tuple[str, float], ...]
    lanes: tuple[Lane, ...]
    drive_minutes: float
    rounds: int
    moves: int


def propose(ground: BoardGround) -> BoardProposal:
    """Place what waits; what crews have stays with them, and may be done later in the same shift."""
    plan = assign_board(ground.orders, ground.crews, ground.queues, ground.waiting, ground.travel)
    times = timetable(ground.orders, ground.crews, plan.queues, ground.travel)
    kept = set(plan.kept.tolist())
    placed = [order for order in ground.waiting.tolist() if times.crew[order] != NOBODY and order not in kept]
    placed.sort(key=lambda order: (times.crew[order], times.begins[order]))
    found = tuple(_proposed(order, times, ground) for order in placed)
    left = tuple(_kept(order, times, ground) for order in plan.kept.tolist())
    left += tuple(_left(order, plan, ground) for order in plan.unplaced.tolist())
    drive = float(sum(one.drive_minutes for one in found))
    seen = tuple(lanes(replace(ground, queues=plan.queues)))
    return BoardProposal(found, left, _delayed(times, ground), seen, drive, plan.rounds, plan.moves)


def _delayed(times: Timetable, ground: BoardGround) -> tuple[tuple[str, float], ...]:
    later = times.ends - timetable(ground.orders, ground.crews, ground.queues, ground.travel).ends
    return tuple((ground.rows[order]["number"], float(later[order])) for order in np.flatnonzero(later >= 1).tolist())


def _proposed(order: int, times: Timetable, ground: BoardGround) -> ProposedOrder:
    row, crew = ground.rows[order], ground.crew_rows[int(times.crew[order])]
    slack = float(ground.orders.due_minutes[order] - times.ends[order])
    due = "" if slack == np.inf else f", {minutes_words(slack)} {'before it is due' if slack >= 0 else 'late'}"
    place = int(times.place[order])
    turn = f"after {place} other{'s' * (place > 1)}" if place else "next"
    why = f"{minutes_words(float(times.drive[order]))} drive, {turn}{due}"
    return ProposedOrder(
        row["work_order_id"], row["number"], row["version"], row["title"], row["outage_id"] is not None,
        crew["crew_id"], crew["crew_name"], float(times.drive[order]), ground.at(float(times.begins[order])),
        ground.at(float(times.ends[order])), why,
    )  # fmt: skip


def _kept(order: int, times: Timetable, ground: BoardGround) -> tuple[str, str, str]:
    """An outage whose crew leaves for it at once, and none is free: the one that will be first, and when."""
    row, crew = ground.rows[order], ground.crew_rows[int(times.crew[order])]
    place = int(times.place[order])
    free = float(ground.crews.free_minutes[int(times.crew[order])]) if not place else float(times.sets_out[order])
    when = f"in {minutes_words(free)}" if free >= 1 else "soon"
    why = f"no crew is free to leave at once; {crew['crew_name']} is kept for it, free {when}: assign it then"
    return row["number"], row["title"], why


def _left(order: int, plan: BoardPlan, ground: BoardGround) -> tuple[str, str, str]:
    row = ground.rows[order]
    found, unfit = suggest(order, ground.orders, ground.crews, plan.queues, ground.travel)
    why = "it would push others beyond their shift" if found else "; ".join(why_not(row, list(unfit.values())))
    return row["number"], row["title"], why or "there are no crews"
