"""The commands of a work order's life, one small class each: made, planned, done, ended."""

from __future__ import annotations

from typing import Final

from data_sources.field.orders.base import WorkOrderCommand
from data_sources.field.orders.create import CreateWorkOrder
from data_sources.field.orders.doing import CompleteWorkOrder, GoToWorkOrder, HoldWorkOrder, StartWorkOrder
from data_sources.field.orders.ends import CancelWorkOrder, RecordFindings, ReopenWorkOrder
from data_sources.field.orders.plan import (
    AssignWorkOrder,
    EditWorkOrder,
    ReleaseWorkOrder,
    ScheduleWorkOrder,
    UnassignWorkOrder,
)
from data_sources.field.orders.steps import GrantPermit, TickStep

__all__ = [
    "WORK_ORDER_TRANSITIONS", "AssignWorkOrder", "CancelWorkOrder", "CompleteWorkOrder", "CreateWorkOrder",
    "EditWorkOrder", "GoToWorkOrder", "GrantPermit", "HoldWorkOrder", "RecordFindings", "ReleaseWorkOrder",
    "ReopenWorkOrder", "ScheduleWorkOrder", "StartWorkOrder", "TickStep", "UnassignWorkOrder", "WorkOrderCommand",
]  # fmt: skip

# What can be done with an order that is there, in the order of its life.
WORK_ORDER_TRANSITIONS: Final[tuple[type[WorkOrderCommand], ...]] = (
    ScheduleWorkOrder, AssignWorkOrder, UnassignWorkOrder, GoToWorkOrder, GrantPermit, StartWorkOrder, TickStep,
    HoldWorkOrder, ReleaseWorkOrder, CompleteWorkOrder, RecordFindings, EditWorkOrder, CancelWorkOrder, ReopenWorkOrder,
)  # fmt: skip
