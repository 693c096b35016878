"""Who is at a desk of the control room: a shift begins, and ends with what the next one must know."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life.base import AssetId, Text
from data_sources.outages.storms.base import RowId
from data_sources.postgres.source import execute

Name = Annotated[str, Field(min_length=1, max_length=100), NOT_BLANK]


class StartDeskShift(Command):
    """Begin the shift of whoever gives it."""

    name: ClassVar[str] = "start_desk_shift"
    makes: ClassVar[TargetKind] = "shift"

    utility_id: AssetId
    desk: Name = "control room"

    @property
    def target(self) -> Target:
        """The utility; the shift is not there yet."""
        return Target("utility", self.utility_id)

    def apply(self, work: CommandWork) -> None:
        """One at a time a person and desk."""
        row = execute(
            work.connection, "start_desk_shift", utility_id=work.utility_id, person=work.by.name, desk=self.desk,
            now=work.now,
        ).fetchone()  # fmt: skip
        if row is None:
            raise CommandRefused(f"{work.by.name} is at the {self.desk} already: hand over first.")
        work.made = row[0]


class HandOverDesk(Command):
    """End a shift, with what the next one must know."""

    name: ClassVar[str] = "hand_over_desk"
    slug: ClassVar[str] = "hand-over"

    shift_id: RowId = Field(description="number of the shift")
    handover: Text = Field(description="what the next one must know")
    handed_to: Name | None = Field(None, description="who takes over")

    @property
    def target(self) -> Target:
        """The shift."""
        return Target("shift", self.shift_id)

    def apply(self, work: CommandWork) -> None:
        """By the person whose shift it is, or by a supervisor where they left without a word."""
        if work.row["ended_at"] is not None:
            raise CommandRefused(f"The shift of {work.row['person']} is over.")
        if work.row["person"] != work.by.name and not work.by.may("supervisor"):
            raise CommandRefused(f"It is the shift of {work.row['person']}: they hand over, or a supervisor does.")
        execute(
            work.connection, "end_desk_shift", shift_id=self.shift_id, now=work.now, handed_to=self.handed_to,
            handover=self.handover,
        )  # fmt: skip
