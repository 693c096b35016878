"""What can be done with an order: which commands, by whom, in which state, under which button. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.desk.action_buttons import looks_on
from data_sources.commands.principal import Principal
from data_sources.field.orders import (
    AssignWorkOrder,
    CancelWorkOrder,
    CompleteWorkOrder,
    EditWorkOrder,
    GoToWorkOrder,
    GrantPermit,
    HoldWorkOrder,
    RecordFindings,
    ReleaseWorkOrder,
    ReopenWorkOrder,
    ScheduleWorkOrder,
    StartWorkOrder,
    TickStep,
    UnassignWorkOrder,
    WorkOrderCommand,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderAction:
    """One thing that can be done.

    Attributes:
        title: on its button.
        command: that does it.
        is_step: a step of the order's life, rather than something said of it.
        is_asked: a form asks for more; else the button alone does it.
    """

    title: str
    command: type[WorkOrderCommand]
    is_step: bool = False
    is_asked: bool = True


# By slug of the command, in the order of an order's life.
ORDER_ACTIONS: Final[dict[str, OrderAction]] = {
    action.command.slug: action
    for action in (
        OrderAction("Assign crew", AssignWorkOrder, is_step=True), OrderAction("Schedule", ScheduleWorkOrder),
        OrderAction("En route", GoToWorkOrder, is_step=True, is_asked=False),
        OrderAction("Start", StartWorkOrder, is_step=True, is_asked=False),
        OrderAction("Hold", HoldWorkOrder, is_step=True),
        OrderAction("Take off hold", ReleaseWorkOrder, is_step=True, is_asked=False),
        OrderAction("Complete", CompleteWorkOrder, is_step=True),
        OrderAction("Findings", RecordFindings, is_step=True),
        OrderAction("Reopen", ReopenWorkOrder, is_step=True),
        OrderAction("Take crew off", UnassignWorkOrder, is_asked=False), OrderAction("Edit", EditWorkOrder),
        OrderAction("Cancel", CancelWorkOrder),
    )
}  # fmt: skip
# Given by what stands beside each step and permit, not by buttons of their own.
TICKS: Final[Mapping[str, type[WorkOrderCommand]]] = {one.slug: one for one in (TickStep, GrantPermit)}


def is_allowed(command: type[WorkOrderCommand], row: Row, by: Principal) -> bool:
    """Whether that person may do it with an order as it is now."""
    return by.may(command.role) and row["status"] in command.states_of(is_of_outage=row["outage_id"] is not None)


def allowed(row: Row, by: Principal) -> list[tuple[str, OrderAction]]:
    """What that person may do with an order as it is now.

    Args:
        row: of work_order_facts.sql.
        by: who.
    """
    return [(slug, action) for slug, action in ORDER_ACTIONS.items() if is_allowed(action.command, row, by)]


def why_fewer(row: Row, by: Principal) -> str:
    """One sentence on what the role keeps back; empty where it keeps nothing back."""
    if not by.may("operator"):
        return looks_on(by, "an order")
    if row["status"] in ReopenWorkOrder.states and row["outage_id"] is None and not by.may("supervisor"):
        return f"{by.name} is {by.role}: to reopen an order takes a supervisor."
    return ""
