"""One time for everybody of an area (a substation), and how it is taken back."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from data_sources.commands.run import run_within
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.estimates import area_reason, is_own_word, refuse_far
from data_sources.outages.life import SetEstimate
from data_sources.outages.life.base import AssetId, Moment
from data_sources.outages.storms.base import (
    StormCommand,
    change_storm,
    let_rules_estimate,
    outages_to_estimate,
)
from data_sources.postgres.source import execute


class _TellArea(SetEstimate):
    """Say of one outage when its area will have supply: in the audit as any estimate of a person."""

    is_of_area: ClassVar[bool] = True


class EstimateArea(StormCommand):
    """Give an area a time: every outage there has it, but those that a person estimated by themselves."""

    name: ClassVar[str] = "estimate_area"
    slug: ClassVar[str] = "estimate-area"

    substation_id: AssetId
    estimated_restoration_at: Moment

    def change(self, work: CommandWork) -> None:
        """Write it for the area, then for each outage with an audit row of its own."""
        name = _area(work, self.substation_id)
        if self.estimated_restoration_at <= work.now:
            raise CommandRefused(f"{work.clock(self.estimated_restoration_at)} is over: give a time to come.")
        refuse_far(work, self.estimated_restoration_at)
        execute(
            work.connection, "set_area_estimate", storm_id=self.storm_id, substation_id=self.substation_id,
            estimated_restoration_at=self.estimated_restoration_at, now=work.now, set_by=work.by.name,
        )  # fmt: skip
        change_storm(work, self.storm_id)
        _tell(work, self.substation_id, name, self.estimated_restoration_at)


class UndoAreaEstimate(StormCommand):
    """Take back the last time that an area was given: it has the one before, or none."""

    name: ClassVar[str] = "undo_area_estimate"
    slug: ClassVar[str] = "undo-area"

    substation_id: AssetId

    def change(self, work: CommandWork) -> None:
        """Write it, then for each outage that has the area's time."""
        name = _area(work, self.substation_id)
        asked = {"storm_id": self.storm_id, "substation_id": self.substation_id}
        taken = execute(
            work.connection, "withdraw_area_estimate", **asked, now=work.now, withdrawn_by=work.by.name
        ).fetchone()
        if taken is None:
            raise CommandRefused(f"{name} was given no time: there is nothing to take back.")
        change_storm(work, self.storm_id)
        before = execute(work.connection, "area_estimate", **asked).fetchone()
        if before is not None:
            _tell(work, self.substation_id, name, before[0])
            return
        rows = outages_to_estimate(work, self.substation_id)
        had_its_time = [one["outage_id"] for one in rows if one["is_area_estimate"]]
        let_rules_estimate(work, had_its_time, f"{area_reason(name)}: its time is taken back")


def _area(work: CommandWork, substation_id: int) -> str:
    row = execute(
        work.connection, "area_name", utility_id=work.utility_id, substation_id=substation_id
    ).fetchone()  # fmt: skip
    if row is None:
        raise CommandRefused(f"There is no substation {substation_id} in this utility.")
    return str(row[0])


def _tell(work: CommandWork, substation_id: int, name: str, at: dt.datetime) -> None:
    """Every outage of the area but those with a time of their own, and those that lost supply after that time."""
    others = [one for one in outages_to_estimate(work, substation_id) if not is_own_word(one)]
    for one in others:
        if one["started_at"] < at:
            told = _TellArea(outage_id=one["outage_id"], estimated_restoration_at=at, reason=area_reason(name))
            run_within(work, told)
    late = [one["outage_id"] for one in others if one["started_at"] >= at and one["is_area_estimate"]]
    let_rules_estimate(work, late, f"{area_reason(name)}: it began after the area's new time")
