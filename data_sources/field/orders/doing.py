"""The crew goes, works, waits, and is done."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from data_sources.commands.run import run_within
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.orders.base import (
    Materials,
    WorkOrderCommand,
    change_order,
    crew_of,
    go,
    leave,
    refuse_unfit,
)
from data_sources.field.orders.states import FoundCode, WorkState
from data_sources.outages.causes import CauseCode
from data_sources.outages.life import CloseOutage, CrewEnRoute, CrewOnSite, SetCause
from data_sources.outages.life.base import Text
from data_sources.postgres.source import execute


class GoToWorkOrder(WorkOrderCommand):
    """The crew is on its way."""

    name: ClassVar[str] = "go_to_work_order"
    slug: ClassVar[str] = "en-route"
    does: ClassVar[str] = "say that the crew is on its way to"
    states: ClassVar[tuple[WorkState, ...]] = ("assigned", "on_hold")
    outage_states: ClassVar[tuple[WorkState, ...] | None] = ("assigned",)

    def change(self, work: CommandWork) -> None:
        """Both rows say so."""
        crew = crew_of(work)
        refuse_unfit(crew, work.row)
        go(work, crew, "en_route")
        change_order(work, self.work_order_id, status="en_route", reason="")

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The outage's crew is on its way."""
        run_within(work, CrewEnRoute(outage_id=outage_id))


class StartWorkOrder(WorkOrderCommand):
    """The crew is there and works; not before the permits that it takes are granted."""

    name: ClassVar[str] = "start_work_order"
    slug: ClassVar[str] = "start"
    does: ClassVar[str] = "start"
    states: ClassVar[tuple[WorkState, ...]] = ("assigned", "en_route", "on_hold")
    outage_states: ClassVar[tuple[WorkState, ...] | None] = ("assigned", "en_route")

    def change(self, work: CommandWork) -> None:
        """Both rows say so."""
        _refuse_missing(work, "permits", "is not granted: grant it before work begins")
        crew = crew_of(work)
        refuse_unfit(crew, work.row)
        go(work, crew, "working")
        started = {} if work.row["started_at"] else {"started_at": work.now}
        change_order(work, self.work_order_id, status="in_progress", reason="", **started)

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The outage's crew is on site."""
        _refuse_missing(work, "permits", "is not granted: grant it before work begins")
        run_within(work, CrewOnSite(outage_id=outage_id))


class HoldWorkOrder(WorkOrderCommand):
    """It waits for something; its crew is free for other work and keeps it in its queue."""

    name: ClassVar[str] = "hold_work_order"
    slug: ClassVar[str] = "hold"
    does: ClassVar[str] = "put on hold"
    states: ClassVar[tuple[WorkState, ...]] = ("created", "scheduled", "assigned", "en_route", "in_progress")
    not_of_outage: ClassVar[str] = ", which does not wait: take its crew off instead"

    reason: Text = Field(description="what it waits for")

    def change(self, work: CommandWork) -> None:
        """Say so, and let the crew go."""
        leave(work)
        change_order(work, self.work_order_id, status="on_hold", reason=self.reason)


class CompleteWorkOrder(WorkOrderCommand):
    """The work is done: what was found, how long it took, what was used. An outage is closed by it."""

    name: ClassVar[str] = "complete_work_order"
    slug: ClassVar[str] = "complete"
    does: ClassVar[str] = "complete"
    states: ClassVar[tuple[WorkState, ...]] = ("in_progress",)
    outage_states: ClassVar[tuple[WorkState, ...] | None] = (
        "created",
        "assigned",
        "en_route",
        "in_progress",
        "on_hold",
    )

    found_code: FoundCode | None = Field(None, description="what was found; of an outage, cause says it")
    cause: CauseCode | None = Field(None, description="why supply was lost; of an outage's order only")
    found: Text = Field(description="what was found, in words")
    labour_hours: float = Field(ge=0, le=10_000, description="of all members together, hours")
    materials: Materials = ()

    def change(self, work: CommandWork) -> None:
        """Write it, if all that must be done before is done; the crew is free."""
        number = self.work_order_id
        if self.cause is not None:
            raise CommandRefused(f"Work order {number} is no outage's: give found_code instead of cause.")
        if self.found_code is None:
            raise CommandRefused(f"Say what was found at work order {number}: give found_code.")
        _refuse_missing(work, "checklist", "is not done: do it, and tick it off, before the order is completed")
        leave(work)
        change_order(
            work,
            number,
            status="completed",
            completed_at=work.now,
            found_code=self.found_code,
            **self._told(),
            reason="",
        )

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The outage is closed, and with it the order."""
        row = execute(work.connection, "cause_of_outage", outage_id=outage_id).fetchone()
        known = row[0] if row else "unknown"
        if self.cause is None and known == "unknown":
            raise CommandRefused(f"Say why supply was lost in outage {outage_id}: give cause.")
        _refuse_missing(work, "checklist", "is not done: do it, and tick it off, before the order is completed")
        if self.cause is not None and self.cause != known:
            run_within(work, SetCause(outage_id=outage_id, cause=self.cause))
        run_within(work, CloseOutage(outage_id=outage_id, note=self.found))
        change_order(work, self.work_order_id, **self._told())

    def _told(self) -> dict[str, Any]:
        used = [one.model_dump(mode="json") for one in self.materials]
        return {"found": self.found, "labour_hours": self.labour_hours, "materials": used}


def _refuse_missing(work: CommandWork, steps: str, what: str) -> None:
    for number, step in enumerate(work.row[steps], 1):
        if step.get("is_required") and not step.get("done_at"):
            kind = "Permit" if steps == "permits" else "Step"
            raise CommandRefused(f"{kind} {number}, {step['text']!r}, {what}.")
