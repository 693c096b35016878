"""When an order is done and by whom; and what is said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from data_sources.commands.command import Target
from data_sources.commands.run import run_within
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.orders.base import Hours, Line, WorkOrderCommand, change_order, crew_of, leave, refuse_unfit
from data_sources.field.orders.create import Priority, check_times, refuse_strange_due
from data_sources.field.orders.states import OPEN, UNDER_WAY, WAITING, Skill, WorkState
from data_sources.field.orders.templates import undone
from data_sources.outages.life import AssignCrew, ReleaseCrew
from data_sources.outages.life.base import AssetId, Moment, Text


class ScheduleWorkOrder(WorkOrderCommand):
    """Say when it is to be done."""

    name: ClassVar[str] = "schedule_work_order"
    slug: ClassVar[str] = "schedule"
    does: ClassVar[str] = "schedule"
    states: ClassVar[tuple[WorkState, ...]] = WAITING
    not_of_outage: ClassVar[str] = ", whose times are said there"

    planned_start_at: Moment
    planned_end_at: Moment

    @model_validator(mode="after")
    def _is_a_time(self) -> Self:
        check_times(self.planned_start_at, self.planned_end_at)
        return self

    def change(self, work: CommandWork) -> None:
        """Write it; one that was only wanted is scheduled by it."""
        status = "scheduled" if work.row["status"] == "created" else work.row["status"]
        change_order(
            work, self.work_order_id, status=status, planned_start_at=self.planned_start_at,
            planned_end_at=self.planned_end_at,
        )  # fmt: skip


class AssignWorkOrder(WorkOrderCommand):
    """Put it into the queue of a crew, where one likes at a time; an outage's crew is sent at once.

    Where it was another crew's, its permits are granted and its steps done anew.
    """

    name: ClassVar[str] = "assign_work_order"
    slug: ClassVar[str] = "assign"
    does: ClassVar[str] = "assign a crew to"
    states: ClassVar[tuple[WorkState, ...]] = WAITING
    outage_states: ClassVar[tuple[WorkState, ...] | None] = (*WAITING, *UNDER_WAY)

    crew_id: AssetId
    planned_start_at: Moment | None = Field(None, description="as planned so far where left out")
    planned_end_at: Moment | None = None

    @property
    def others(self) -> tuple[Target, ...]:
        """The crew."""
        return (Target("crew", self.crew_id),)

    @model_validator(mode="after")
    def _is_a_time(self) -> Self:
        check_times(self.planned_start_at, self.planned_end_at)
        return self

    def change(self, work: CommandWork) -> None:
        """Assign it, if the crew can do it and nobody is at it yet."""
        crew = crew_of(work, self.crew_id)
        refuse_unfit(crew, work.row)
        times = {"planned_start_at": self.planned_start_at, "planned_end_at": self.planned_end_at}
        times = times if self.planned_start_at is not None else {}
        same = work.row["crew_id"] == self.crew_id and work.row["status"] == "assigned"
        if same and not times:
            raise CommandRefused(f"{crew['crew_name']} has work order {self.work_order_id} already.")
        anew = _steps_anew(work) if work.row["crew_id"] not in (None, self.crew_id) else {}
        change_order(work, self.work_order_id, status="assigned", crew_id=self.crew_id, reason="", **times, **anew)

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The crew is sent to the outage."""
        run_within(work, AssignCrew(outage_id=outage_id, crew_id=self.crew_id))


class UnassignWorkOrder(WorkOrderCommand):
    """Take it out of its crew's queue; a crew that is on its way turns round. What it ticked off is to be done anew."""

    name: ClassVar[str] = "unassign_work_order"
    slug: ClassVar[str] = "unassign"
    does: ClassVar[str] = "take its crew off"
    states: ClassVar[tuple[WorkState, ...]] = ("assigned", "en_route", "on_hold")
    outage_states: ClassVar[tuple[WorkState, ...] | None] = ("assigned", "en_route", "in_progress")

    def change(self, work: CommandWork) -> None:
        """It waits again."""
        if work.row["crew_id"] is None:
            raise CommandRefused(f"Work order {self.work_order_id} has no crew.")
        leave(work)
        change_order(work, self.work_order_id, status=_waiting(work), crew_id=None, reason="", **_steps_anew(work))

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The outage lets its crew go."""
        run_within(work, ReleaseCrew(outage_id=outage_id))


class ReleaseWorkOrder(WorkOrderCommand):
    """What it waited for is there: it goes back to its crew's queue, or waits for a crew."""

    name: ClassVar[str] = "release_work_order"
    slug: ClassVar[str] = "release"
    does: ClassVar[str] = "take off hold"
    states: ClassVar[tuple[WorkState, ...]] = ("on_hold",)
    not_of_outage: ClassVar[str] = ", which does not wait: close the outage, or send a crew"

    def change(self, work: CommandWork) -> None:
        """It is as it was before it was held, and nobody is on the way."""
        status = _waiting(work) if work.row["crew_id"] is None else "assigned"
        change_order(work, self.work_order_id, status=status, reason="")


class EditWorkOrder(WorkOrderCommand):
    """Correct what is said of it; what is left out stays, null takes a day or an estimate away."""

    name: ClassVar[str] = "edit_work_order"
    slug: ClassVar[str] = "edit"
    does: ClassVar[str] = "edit"
    states: ClassVar[tuple[WorkState, ...]] = OPEN

    title: Line | None = None
    description: Text | None = None
    priority: Priority | None = None
    skill: Skill | None = None
    due_on: dt.date | None = None
    estimated_hours: Hours | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        given = self.model_fields_set - {"work_order_id"}
        if not given:
            raise ValueError("give what is to be changed")
        for name in given & {"title", "priority", "skill"}:
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be taken away")
        return self

    def values(self) -> dict[str, object]:
        """What was given, a null too."""
        return self.model_dump(mode="json", exclude_unset=True)

    def change(self, work: CommandWork) -> None:
        """Write what was given."""
        given = {name: value for name, value in self.values().items() if name != "work_order_id"}
        if "due_on" in given:
            refuse_strange_due(work, self.due_on)
        if given.get("description", "") is None:
            given["description"] = ""
        if self.skill is not None and work.row["crew_id"] is not None:
            refuse_unfit(crew_of(work), {**work.row, "skill": self.skill})
        change_order(work, self.work_order_id, **given)

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """Its priority is the outage's."""
        if self.priority is not None:
            raise CommandRefused(f"It is the order of outage {outage_id}: set the priority of the outage.")
        self.change(work)


def _waiting(work: CommandWork) -> WorkState:
    """The state of an order without a crew."""
    return "created" if work.row["planned_start_at"] is None else "scheduled"


def _steps_anew(work: CommandWork) -> dict[str, Any]:
    return {name: undone(work.row[name]) for name in ("permits", "checklist")}
