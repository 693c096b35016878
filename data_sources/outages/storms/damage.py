"""What was seen of the damage at a place: entered, corrected, withdrawn; nothing is deleted."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.missing import missing
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life.base import AssetId, Moment, OutageId, Text, refuse_off_network
from data_sources.outages.storms.base import RowId
from data_sources.postgres.source import execute

OLDEST: Final = dt.timedelta(days=30)  # as long ago as a storm may have begun

Severity = Literal["minor", "moderate", "severe"]
Pieces = Annotated[int, Field(ge=0, le=10_000)]
CrewHours = Annotated[float, Field(gt=0, le=1000)]

COUNTED: Final = ("broken_poles", "spans_down", "transformers", "trees")


class EnterAssessment(Command):
    """Say what was seen at an outage, or at a place that no outage is known of."""

    name: ClassVar[str] = "enter_assessment"
    makes: ClassVar[TargetKind] = "assessment"

    utility_id: AssetId
    outage_id: OutageId | None = Field(None, description="the outage that it keeps up (or give lon and lat)")
    feeder_id: AssetId | None = Field(None, description="the feeder, where no outage says it")
    lon: Annotated[float, Field(ge=-180, le=360)] | None = Field(None, description="the place, where no outage is it")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="the place, where no outage is it")
    broken_poles: Pieces = 0
    spans_down: Pieces = Field(0, description="spans of wire that are down, from pole to pole")
    transformers: Pieces = Field(0, description="to be replaced")
    trees: Pieces = Field(0, description="to be cut")
    severity: Severity
    crew_hours: CrewHours | None = Field(None, description="work of one crew, hours")
    is_access_blocked: bool = False
    note: Text | None = None
    assessed_at: Moment | None = Field(None, description="when it was seen; now where left out")

    @property
    def target(self) -> Target:
        """The utility; the assessment is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.outage_id is None and (self.lon is None or self.lat is None):
            raise ValueError("give the outage, or lon and lat of the place")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write it; where the place is not said, it is the outage's."""
        if self.assessed_at is not None and self.assessed_at < work.now - OLDEST:
            raise CommandRefused(
                f"{work.clock(self.assessed_at)} is more than {OLDEST.days} days ago: look at its year."
            )
        seen = {**self.values(), **self._placed(work)}
        seen |= {name: getattr(self, name) for name in (*COUNTED, "is_access_blocked")}
        row = execute(
            work.connection, "insert_assessment", utility_id=work.utility_id, seen=json.dumps(seen),
            assessed_by=work.by.name, assessed_at=min(self.assessed_at or work.now, work.now),
        ).fetchone()  # fmt: skip
        assert row
        work.made = row[0]

    def _placed(self, work: CommandWork) -> dict[str, Any]:
        found = self._outage_place(work) if self.outage_id is not None else (self.feeder_id, self.lon, self.lat)
        asked = {"utility_id": work.utility_id, "feeder_id": found[0]}
        if found[0] is not None and execute(work.connection, "is_feeder", **asked).fetchone() is None:
            raise CommandRefused(f"There is no feeder {found[0]} in this utility.")
        lon, lat = found[1], found[2]
        if self.lon is not None and self.lat is not None:
            lon, lat = self.lon, self.lat
            refuse_off_network(work, lon, lat)
        return {"feeder_id": found[0], "lon": lon, "lat": lat}

    def _outage_place(self, work: CommandWork) -> tuple[Any, ...]:
        assert self.outage_id is not None
        asked = {"utility_id": work.utility_id, "outage_id": self.outage_id}
        row = execute(work.connection, "place_of_outage", **asked).fetchone()
        if row is None:
            raise CommandRefused(missing(work.source, "outage", self.outage_id, work.utility_id))
        work.outage_ids.add(self.outage_id)
        return row


class AssessmentCommand(Command):
    """Base of the commands about an assessment that is there.

    Attributes:
        slug: its part of an address, e.g. "correct".
    """

    slug: ClassVar[str]

    assessment_id: RowId = Field(description="number of the assessment")

    @property
    def target(self) -> Target:
        """The assessment."""
        return Target("assessment", self.assessment_id)

    def apply(self, work: CommandWork) -> None:
        """Change it, unless it was withdrawn."""
        if work.row["withdrawn_at"] is not None:
            raise CommandRefused(f"Assessment {self.assessment_id} was withdrawn by {work.row['withdrawn_by']}.")
        if work.row["outage_id"] is not None:
            work.outage_ids.add(work.row["outage_id"])
        changes = json.dumps(self.changes(work), default=lambda one: one.isoformat())
        execute(work.connection, "change_assessment", assessment_id=self.assessment_id, changes=changes)

    def changes(self, work: CommandWork) -> dict[str, Any]:
        """Columns that change."""
        raise NotImplementedError


class CorrectAssessment(AssessmentCommand):
    """Correct what was said; what is left out stays as it is, null takes it away."""

    name: ClassVar[str] = "correct_assessment"
    slug: ClassVar[str] = "correct"

    broken_poles: Pieces | None = None
    spans_down: Pieces | None = None
    transformers: Pieces | None = None
    trees: Pieces | None = None
    severity: Severity | None = None
    crew_hours: CrewHours | None = None
    is_access_blocked: bool | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        given = self.model_fields_set - {"assessment_id"}
        if not given:
            raise ValueError("give what is to be corrected")
        for name in given & {*COUNTED, "severity", "is_access_blocked"}:
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be taken away")
        return self

    def values(self) -> dict[str, Any]:
        """What was given, a null too."""
        return self.model_dump(mode="json", exclude_unset=True)

    def changes(self, work: CommandWork) -> dict[str, Any]:  # noqa: ARG002  # others need the moment
        """What was given."""
        return {name: value for name, value in self.values().items() if name != "assessment_id"}


class WithdrawAssessment(AssessmentCommand):
    """Withdraw an assessment: it was a mistake, or what it tells of is repaired."""

    name: ClassVar[str] = "withdraw_assessment"
    slug: ClassVar[str] = "withdraw"

    reason: Text

    def changes(self, work: CommandWork) -> dict[str, Any]:
        """Who withdraws it, and when."""
        return {"withdrawn_at": work.now, "withdrawn_by": work.by.name}
