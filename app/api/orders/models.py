"""What is told of one work order."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from app.api.models import TimelineEntry
from data_sources.field.orders.states import AssetKind, Origin, Skill, WorkState, WorkType


class OrderStepBody(BaseModel):
    """A permit, or a step of the checklist."""

    text: str
    is_required: bool = Field(description="before work begins (a permit), or before it is completed (a step)")
    done_at: dt.datetime | None
    done_by: str | None
    reference: str | None = Field(description="number of the permit")
    granted_by: Literal["control_room", "crew"] | None = Field(
        None, description="who grants the permit; of a step, or where nobody says, null: then it is the control room's"
    )


class MaterialBody(BaseModel):
    """Something that was used."""

    material: str
    quantity: float
    unit: str


class WorkOrderBody(BaseModel):
    """A work order and all that is known of it."""

    work_order_id: int
    external_number: str | None = Field(description="its number in the system that it came from")
    utility_id: int
    version: int = Field(description="counts its changes; give it as If-Match")
    work_type: WorkType
    status: WorkState
    priority: int = Field(description="1 very high, 2 high, 3 medium, 4 low")
    skill: Skill = Field(description="what its crew must be able to do")
    title: str
    description: str
    asset_kind: AssetKind | None
    asset_id: int | None
    asset_name: str = Field(description="as it was called when the order was made")
    feeder_id: int | None
    feeder_name: str | None
    outage_id: int | None = Field(description="the outage that it belongs to and follows")
    outage_state: str | None = Field(description="null without an outage, and of one that was moved to the history")
    lon: float | None
    lat: float | None
    crew_id: int | None
    crew_name: str | None
    crew_status: str | None = Field(description="while it is at this order, or on its way to it")
    planned_start_at: dt.datetime | None
    planned_end_at: dt.datetime | None
    due_on: dt.date | None
    is_late: bool = Field(description="it is open, and its day has passed in the utility's time zone")
    estimated_hours: float | None = Field(description="of one crew")
    started_at: dt.datetime | None
    completed_at: dt.datetime | None
    labour_hours: float | None = Field(description="of all members together")
    found_code: str | None = Field(description="what was found; of an outage's order its cause")
    found: str = Field(description="the same in words")
    reason: str = Field(description="why it is on hold, or was cancelled")
    permits: list[OrderStepBody]
    checklist: list[OrderStepBody]
    materials: list[MaterialBody]
    origin: Origin
    created_at: dt.datetime
    created_by: str
    is_simulated: bool
    commands: list[str] = Field(description="what it may be given next: POST /api/work-orders/{work_order_id}/…")
    timeline: list[TimelineEntry] = Field(description="what changed it, or was meant to; its outage's too")
