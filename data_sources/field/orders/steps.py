"""Permits and steps of an order, ticked off one by one; who did it and when stays with each."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.orders.base import Line, WorkOrderCommand, change_order
from data_sources.field.orders.states import OPEN, WorkState


class TickStep(WorkOrderCommand):
    """Say that a step of the checklist is done, or not done after all."""

    name: ClassVar[str] = "tick_step"
    slug: ClassVar[str] = "tick"
    does: ClassVar[str] = "tick off a step of"
    states: ClassVar[tuple[WorkState, ...]] = OPEN

    step: int = Field(ge=1, le=1000, description="its number, 1 first")
    is_done: bool = True

    def change(self, work: CommandWork) -> None:
        """Write who did it, and when."""
        change_order(work, self.work_order_id, checklist=_ticked(work, "checklist", self.step, self.is_done, None))


class GrantPermit(WorkOrderCommand):
    """Say that a permit is granted, and under which number; or that it is withdrawn."""

    name: ClassVar[str] = "grant_permit"
    slug: ClassVar[str] = "permit"
    does: ClassVar[str] = "grant a permit of"
    states: ClassVar[tuple[WorkState, ...]] = OPEN

    permit: int = Field(ge=1, le=1000, description="its number, 1 first")
    reference: Line | None = Field(None, description="number of the permit, where it has one")
    is_granted: bool = True

    def change(self, work: CommandWork) -> None:
        """Write who granted it, and when; one is not withdrawn under a crew that works by it."""
        if not self.is_granted and work.row["status"] == "in_progress":
            raise CommandRefused(f"Work order {self.work_order_id} is in progress: put it on hold first.")
        permits = _ticked(work, "permits", self.permit, self.is_granted, self.reference)
        change_order(work, self.work_order_id, permits=permits)


def _ticked(
    work: CommandWork, name: Literal["permits", "checklist"], number: int, is_done: bool, reference: str | None
) -> list[dict[str, Any]]:
    steps = [dict(one) for one in work.row[name]]
    what = "permit" if name == "permits" else "step"
    if number > len(steps):
        raise CommandRefused(f"Work order {work.row['work_order_id']} has {len(steps)} {what}s, no number {number}.")
    step = steps[number - 1]
    if bool(step.get("done_at")) == is_done:
        state = "done" if what == "step" else "granted"
        raise CommandRefused(f"{what.capitalize()} {number} is {'' if is_done else 'not '}{state} already.")
    at = work.now.isoformat() if is_done else None
    step |= {"done_at": at, "done_by": work.by.name if is_done else None, "reference": reference}
    return steps
