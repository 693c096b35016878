"""How an order ends without being done, how an end is undone, and what is said of it afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from data_sources.commands.principal import Role
from data_sources.commands.run import run_within
from data_sources.commands.work import CommandWork, Row
from data_sources.errors import CommandRefused
from data_sources.field.orders.base import Materials, WorkOrderCommand, change_order, leave
from data_sources.field.orders.create import refuse_second_of_plan
from data_sources.field.orders.states import FoundCode, WorkState
from data_sources.field.orders.templates import checklist_for, permits_for, undone
from data_sources.outages.life import CancelOutage
from data_sources.outages.life.base import Text


class CancelWorkOrder(WorkOrderCommand):
    """It is not done after all."""

    name: ClassVar[str] = "cancel_work_order"
    slug: ClassVar[str] = "cancel"
    does: ClassVar[str] = "cancel"
    states: ClassVar[tuple[WorkState, ...]] = ("created", "scheduled", "assigned", "en_route", "on_hold")

    reason: Text

    def change(self, work: CommandWork) -> None:
        """Say so, and let its crew go."""
        leave(work)
        change_order(work, self.work_order_id, status="cancelled", crew_id=None, reason=self.reason)

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """The outage is cancelled, if nobody has confirmed it."""
        run_within(work, CancelOutage(outage_id=outage_id, reason=self.reason))


class ReopenWorkOrder(WorkOrderCommand):
    """It was not done after all, or is wanted again; what was said of it stays until it is said anew.

    Its permits are granted and its steps done anew; one that came completed from another system gets those of its work.
    """

    name: ClassVar[str] = "reopen_work_order"
    slug: ClassVar[str] = "reopen"
    does: ClassVar[str] = "reopen"
    role: ClassVar[Role] = "supervisor"
    states: ClassVar[tuple[WorkState, ...]] = ("completed", "cancelled")
    not_of_outage: ClassVar[str] = ": reopen the outage"

    reason: Text

    def change(self, work: CommandWork) -> None:
        """It waits again, for whatever crew."""
        if work.row["origin"] == "plan":
            refuse_second_of_plan(work, work.row)
        status = "created" if work.row["planned_start_at"] is None else "scheduled"
        given = {"status": status, "completed_at": None, "crew_id": None, "reason": ""}
        change_order(work, self.work_order_id, **given, **self._anew(work.row))

    def _anew(self, row: Row) -> dict[str, Any]:
        if row["origin"] == "import" and not row["permits"] and not row["checklist"]:
            return {"permits": permits_for(row["work_type"]), "checklist": checklist_for(row["work_type"])}
        return {name: undone(row[name]) for name in ("permits", "checklist")}


class RecordFindings(WorkOrderCommand):
    """Say afterwards what was found and used, where the order was closed without it, or correct it."""

    name: ClassVar[str] = "record_findings"
    slug: ClassVar[str] = "findings"
    does: ClassVar[str] = "record the findings of"
    states: ClassVar[tuple[WorkState, ...]] = ("completed",)

    found: Text
    found_code: FoundCode | None = Field(None, description="what was found; as it is where left out")
    labour_hours: float | None = Field(None, ge=0, le=10_000, description="as it is where left out")
    materials: Materials | None = Field(None, description="as they are where left out")

    def change(self, work: CommandWork) -> None:
        """Write what was given."""
        given = {name: value for name, value in self.values().items() if name != "work_order_id"}
        change_order(work, self.work_order_id, **given)

    def of_outage(self, work: CommandWork, outage_id: int) -> None:
        """Why supply was lost is said of the outage."""
        if self.found_code is not None:
            raise CommandRefused(f"It is the order of outage {outage_id}: set the cause of the outage.")
        self.change(work)
