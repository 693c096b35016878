"""An order is made: about an asset, or at a place."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.orders.base import Hours, Line
from data_sources.field.orders.states import AssetKind, Origin, Skill, WorkType, skill_for
from data_sources.field.orders.templates import checklist_for, permits_for, permits_of, steps_of
from data_sources.outages.life.base import AssetId, Moment, Text, refuse_off_network
from data_sources.postgres.source import execute

LONGEST: Final = dt.timedelta(days=366)
Priority = Annotated[int, Field(ge=1, le=4, description="1 very high, 2 high, 3 medium, 4 low")]


class CreateWorkOrder(Command):
    """Make a work order; an outage's is made with the outage."""

    name: ClassVar[str] = "create_work_order"
    makes: ClassVar[TargetKind] = "work_order"

    utility_id: AssetId
    work_type: WorkType
    title: Line
    description: Text | None = None
    priority: Priority = 3
    asset_kind: AssetKind | None = Field(None, description="of the asset (or give lon and lat)")
    asset_id: AssetId | None = None
    lon: Annotated[float, Field(ge=-180, le=360)] | None = Field(None, description="the place, where no asset is it")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    feeder_id: AssetId | None = Field(None, description="where no asset says it")
    skill: Skill | None = Field(None, description="what the crew must be able to do; by kind of work where left out")
    due_on: dt.date | None = None
    planned_start_at: Moment | None = None
    planned_end_at: Moment | None = None
    estimated_hours: Hours | None = Field(None, description="of one crew; unknown where left out")
    permits: Annotated[tuple[Line, ...], Field(max_length=50)] | None = Field(
        None, description="required before work begins; by kind of work where left out"
    )
    checklist: Annotated[tuple[Line, ...], Field(max_length=50)] | None = Field(
        None, description="required before it is completed; by kind of work where left out"
    )
    origin: Origin = "person"

    @property
    def target(self) -> Target:
        """The utility; the order is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.work_type == "outage" or self.origin == "outage":
            raise ValueError("an outage's order is made with the outage: report the outage")
        if (self.asset_kind is None) != (self.asset_id is None):
            raise ValueError("give asset_kind and asset_id together")
        if (self.lon is None) != (self.lat is None):
            raise ValueError("give lon and lat together")
        if self.asset_id is None and self.lon is None:
            raise ValueError("give the asset, or lon and lat of the place")
        check_times(self.planned_start_at, self.planned_end_at)
        return self

    def apply(self, work: CommandWork) -> None:
        """Write it; where the place is not said, it is the asset's."""
        refuse_strange_due(work, self.due_on)
        if self.origin == "plan":
            refuse_second_of_plan(work, self.values())
        made: dict[str, Any] = {**self.values(), **self._placed(work)}
        made |= {"priority": self.priority, "origin": self.origin}
        made["status"] = "created" if self.planned_start_at is None else "scheduled"
        given = self.permits
        made["permits"] = permits_for(self.work_type) if given is None else permits_of(_required(given))
        given = self.checklist
        made["checklist"] = checklist_for(self.work_type) if given is None else steps_of(_required(given))
        row = execute(
            work.connection, "insert_work_order", utility_id=work.utility_id, made=json.dumps(made), now=work.now,
            created_by=work.by.name,
        ).fetchone()  # fmt: skip
        assert row
        work.made = row[0]

    def _placed(self, work: CommandWork) -> dict[str, Any]:
        feeder_id, lon, lat, name, is_underground = self.feeder_id, self.lon, self.lat, "", False
        if self.asset_id is not None:
            asked = {"asset_kind": self.asset_kind, "asset_id": self.asset_id, "utility_id": work.utility_id}
            row = execute(work.connection, "place_of_asset", **asked).fetchone()
            if row is None:
                raise CommandRefused(f"There is no {self.asset_kind} {self.asset_id} in this utility.")
            feeder_id, name, is_underground = row[0], row[3], row[4]
            lon, lat = (row[1], row[2]) if lon is None else (lon, lat)
        elif lon is not None and lat is not None:
            refuse_off_network(work, lon, lat)
        asked = {"utility_id": work.utility_id, "feeder_id": feeder_id}
        if feeder_id is not None and execute(work.connection, "is_feeder", **asked).fetchone() is None:
            raise CommandRefused(f"There is no feeder {feeder_id} in this utility.")
        skill = self.skill or skill_for(self.work_type, self.asset_kind, is_underground=is_underground)
        return {"feeder_id": feeder_id, "lon": lon, "lat": lat, "asset_name": name, "skill": skill}


def check_times(start_at: dt.datetime | None, end_at: dt.datetime | None) -> None:
    """Refuse planned times that are none.

    Raises:
        ValueError: says what is wrong.
    """
    if (start_at is None) != (end_at is None):
        raise ValueError("give planned_start_at and planned_end_at together")
    if start_at is not None and end_at is not None and not start_at < end_at <= start_at + LONGEST:
        raise ValueError("planned_end_at must follow planned_start_at within a year")


def refuse_second_of_plan(work: CommandWork, order: Mapping[str, Any]) -> None:
    """Refuse a plan's order of a kind for an asset that has one open (index work_orders_of_plan, for two at once)."""
    asked = {name: order.get(name) for name in ("asset_kind", "asset_id", "work_type")}
    row = execute(work.connection, "open_order_of_plan", **asked).fetchone()
    if row is not None:
        raise CommandRefused(
            f"Work order {row[0]}, {asked['work_type']} by a plan, is open for {asked['asset_kind']} "
            f"{asked['asset_id']}: complete or cancel that first."
        )


def refuse_strange_due(work: CommandWork, due_on: dt.date | None) -> None:
    """Refuse a day that is a slip of the keys: more than ten years from now."""
    if due_on is not None and abs((due_on - work.now.date()).days) > 3660:
        raise CommandRefused(f"{due_on} is more than ten years from today: look at its year.")


def _required(lines: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((text, True) for text in lines)
