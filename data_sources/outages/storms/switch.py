"""The one switch: a storm is declared, and it is over; and the public text that a supervisor approved meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Final

from pydantic import Field

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.principal import Role
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.estimates import is_own_word
from data_sources.outages.life.base import AssetId, Moment, Text
from data_sources.outages.storms.base import (
    StormCommand,
    change_storm,
    let_rules_estimate,
    outages_to_estimate,
)
from data_sources.postgres.source import execute

SOON: Final = dt.timedelta(minutes=1)  # clocks of two machines may be that far apart
LONGEST: Final = dt.timedelta(days=30)


class DeclareStorm(Command):
    """Declare a storm: rules tell no times of single outages any more, areas are given theirs."""

    name: ClassVar[str] = "declare_storm"
    role: ClassVar[Role] = "supervisor"
    makes: ClassVar[TargetKind] = "storm"
    is_switching: ClassVar[bool] = True

    utility_id: AssetId
    storm_name: Annotated[str, Field(min_length=1, max_length=80, description="what it is called"), NOT_BLANK]
    started_at: Moment | None = Field(None, description="when it began; now where left out")
    note: Text | None = Field(None, description="why, what is expected")

    @property
    def target(self) -> Target:
        """The utility; the storm is not there yet."""
        return Target("utility", self.utility_id)

    def apply(self, work: CommandWork) -> None:
        """Write it, and take back the times that rules gave."""
        there = execute(work.connection, "declared_storm", utility_id=work.utility_id).fetchone()
        if there is not None:
            raise CommandRefused(f"Storm {there[1]} is declared already: end it first.")
        row = execute(
            work.connection, "declare_storm", utility_id=work.utility_id, storm_name=self.storm_name.strip(),
            started_at=self._started(work.now), started_by=work.by.name, note=self.note,
        ).fetchone()  # fmt: skip
        assert row
        work.made = row[0]
        told = [one for one in outages_to_estimate(work) if one["estimated_by"] == "rule"]
        had_time = [one["outage_id"] for one in told if one["estimated_restoration_at"] is not None]
        let_rules_estimate(work, had_time, f"storm {self.storm_name.strip()} declared")

    def _started(self, now: dt.datetime) -> dt.datetime:
        at = self.started_at or now
        if not now - LONGEST <= at <= now + SOON:
            raise CommandRefused(f"A storm began before now, and not more than {LONGEST.days} days ago.")
        return min(at, now)


class EndStorm(StormCommand):
    """Say that a storm is over: rules estimate every outage again, but those that a person estimated by themselves."""

    name: ClassVar[str] = "end_storm"
    slug: ClassVar[str] = "end"
    role: ClassVar[Role] = "supervisor"

    note: Text | None = Field(None, description="what is left to be done")

    def change(self, work: CommandWork) -> None:
        """Write it."""
        kept = {} if self.note is None else {"note": self.note}
        change_storm(work, self.storm_id, ended_at=work.now, ended_by=work.by.name, **kept)
        others = [one["outage_id"] for one in outages_to_estimate(work) if not is_own_word(one)]
        let_rules_estimate(work, others, f"storm {work.row['storm_name']} is over")


class ApprovePublicText(StormCommand):
    """Approve what the public is told; the last approved text is the one that counts."""

    name: ClassVar[str] = "approve_public_text"
    slug: ClassVar[str] = "approve-public-text"
    role: ClassVar[Role] = "supervisor"
    is_switching: ClassVar[bool] = False

    public_text: Annotated[str, Field(min_length=1, max_length=4000, description="as it is published"), NOT_BLANK]

    def change(self, work: CommandWork) -> None:
        """Write it."""
        change_storm(
            work, self.storm_id, public_text=self.public_text.strip(), public_text_at=work.now,
            public_text_by=work.by.name,
        )  # fmt: skip
