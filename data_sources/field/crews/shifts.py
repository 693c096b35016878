"""The commands about a crew itself; where it is sent is told by the commands of outages and orders."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from data_sources.commands.command import Command, Target
from data_sources.commands.texts import NOT_BLANKS_ALONE
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.orders.states import Skill
from data_sources.outages.life.base import AssetId
from data_sources.postgres.source import execute


def _refuse_offset(value: dt.time) -> dt.time:
    if value.tzinfo is not None:
        raise ValueError("it is local time of the utility: give hh:mm without Z or an offset")
    return value


ClockTime = Annotated[
    dt.time, AfterValidator(_refuse_offset), Field(description="local time of the utility, hh:mm, without an offset")
]


class CrewCommand(Command):
    """Base of the commands about a crew.

    Attributes:
        slug: its part of an address, e.g. "start-shift".
    """

    slug: ClassVar[str]

    crew_id: AssetId = Field(description="number of the crew")

    @property
    def target(self) -> Target:
        """The crew."""
        return Target("crew", self.crew_id)

    def change(self, work: CommandWork, **values: Any) -> None:
        """Write some columns; its version is one more."""
        changes = json.dumps(values, default=lambda one: one.isoformat())
        execute(work.connection, "change_crew", crew_id=self.crew_id, changes=changes, now=work.now)


class StartShift(CrewCommand):
    """The crew begins its shift: it can be sent."""

    name: ClassVar[str] = "start_shift"
    slug: ClassVar[str] = "start-shift"

    def apply(self, work: CommandWork) -> None:
        """One that was called in stays on after what it was called for."""
        if work.row["status"] != "off_shift" and not work.row["is_called_out"]:
            raise CommandRefused(f"{work.row['crew_name']} is on shift already.")
        status = "available" if work.row["status"] == "off_shift" else work.row["status"]
        self.change(work, status=status, is_called_out=False)


class EndShift(CrewCommand):
    """The crew goes home; what is in its queue stays there for its next shift, or for another crew."""

    name: ClassVar[str] = "end_shift"
    slug: ClassVar[str] = "end-shift"

    def apply(self, work: CommandWork) -> None:
        """Only a crew that is nowhere goes home."""
        row = work.row
        if row["status"] == "off_shift":
            raise CommandRefused(f"{row['crew_name']} is off shift already.")
        if row["status"] != "available":
            where = f"outage {row['outage_id']}" if row["outage_id"] else f"work order {row['work_order_id']}"
            raise CommandRefused(
                f"{row['crew_name']} is {row['status'].replace('_', ' ')} for {where}: end that first."
            )
        self.change(work, status="off_shift", is_called_out=False)


class EditCrew(CrewCommand):
    """Say what a crew can do, when it works, what it drives, how many they are; what is left out stays."""

    name: ClassVar[str] = "edit_crew"
    slug: ClassVar[str] = "edit"

    skills: tuple[Skill, ...] | None = None
    shift_start: ClockTime | None = None
    shift_end: ClockTime | None = None
    vehicle: Annotated[str, Field(max_length=100), NOT_BLANKS_ALONE] | None = None
    members: Annotated[int, Field(ge=1, le=100)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set - {"crew_id"}:
            raise ValueError("give what is to be changed")
        if (self.shift_start is None) != (self.shift_end is None):
            raise ValueError("give shift_start and shift_end together")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write it; a skill that work under way takes is not taken away."""
        given = {name: value for name, value in self.values().items() if name != "crew_id" and value is not None}
        if self.skills is not None:
            given["skills"] = sorted(set(self.skills))
            self._refuse_needed(work, set(self.skills))
        self.change(work, **given)

    def _refuse_needed(self, work: CommandWork, skills: set[str]) -> None:
        found = execute(work.connection, "orders_of_crew", crew_id=self.crew_id).fetchall()
        for number, skill in found:
            if skill not in skills:
                raise CommandRefused(
                    f"Work order {number} of {work.row['crew_name']} takes {skill}: unassign it first."
                )
