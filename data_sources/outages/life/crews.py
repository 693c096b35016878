"""Crews of an outage: sent, on their way, on site, let go."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from data_sources.commands.command import Command, Target
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life.base import AssetId, Moment, OutageCommand, free_crew, send
from data_sources.outages.life.by_rule import by_rule
from data_sources.outages.states import LASTING, OutageState
from data_sources.outages.store import change_outage
from data_sources.postgres.source import execute


class AssignCrew(OutageCommand):
    """Send a crew to an outage; one that is off shift is called in. The crew it had is let go."""

    name: ClassVar[str] = "assign_crew"
    slug: ClassVar[str] = "assign-crew"
    does: ClassVar[str] = "assign a crew to"
    states: ClassVar[tuple[OutageState, ...]] = ("predicted", *LASTING)

    crew_id: AssetId
    estimated_restoration_at: Moment | None = Field(
        None, description="an estimate by rule, worked out where left out; one by hand stands"
    )

    @property
    def others(self) -> tuple[Target, ...]:
        """The crew."""
        return (Target("crew", self.crew_id),)

    def change(self, work: CommandWork) -> None:
        """Assign it, if it is free."""
        _refuse_to_overrule(work)
        crew = work.locked("crew", self.crew_id)
        if crew["status"] not in ("available", "off_shift"):
            where = f" for outage {crew['outage_id']}" if crew["outage_id"] else ""
            where = f" on work order {crew['work_order_id']}" if crew["work_order_id"] else where
            raise CommandRefused(f"{crew['crew_name']} is {crew['status'].replace('_', ' ')}{where}: let it go first.")
        free_crew(work, work.row)
        send(work, self.crew_id, "assigned", self.outage_id)
        change_outage(
            work.connection, self.outage_id, state="crew_assigned", crew_id=self.crew_id, dispatched_by=_who(work),
            **by_rule(work, self.estimated_restoration_at, crew),
        )  # fmt: skip


class CrewEnRoute(OutageCommand):
    """The crew is on its way."""

    name: ClassVar[str] = "crew_en_route"
    slug: ClassVar[str] = "en-route"
    does: ClassVar[str] = "say that the crew is on its way to"
    states: ClassVar[tuple[OutageState, ...]] = ("crew_assigned",)

    def change(self, work: CommandWork) -> None:
        """Both rows say so."""
        send(work, work.row["crew_id"], "en_route", self.outage_id)
        change_outage(work.connection, self.outage_id, state="en_route")


class CrewOnSite(OutageCommand):
    """The crew has arrived and works."""

    name: ClassVar[str] = "crew_on_site"
    slug: ClassVar[str] = "on-site"
    does: ClassVar[str] = "say that the crew is on site of"
    states: ClassVar[tuple[OutageState, ...]] = ("crew_assigned", "en_route")

    estimated_restoration_at: Moment | None = Field(
        None, description="an estimate by rule, worked out where left out; one by hand stands"
    )

    def change(self, work: CommandWork) -> None:
        """Both rows say so."""
        crew = work.locked("crew", work.row["crew_id"])
        send(work, work.row["crew_id"], "working", self.outage_id)
        estimate = by_rule(work, self.estimated_restoration_at, crew, is_on_site=True)
        change_outage(work.connection, self.outage_id, state="on_site", **estimate)


class ReleaseCrew(OutageCommand):
    """Let the crew go before the outage is over."""

    name: ClassVar[str] = "release_crew"
    slug: ClassVar[str] = "release-crew"
    does: ClassVar[str] = "release the crew of"
    states: ClassVar[tuple[OutageState, ...]] = ("crew_assigned", "en_route", "on_site", "restored")

    def change(self, work: CommandWork) -> None:
        """The outage waits for a crew again."""
        _refuse_to_overrule(work)
        if work.row["crew_id"] is None:
            raise CommandRefused(f"Outage {self.outage_id} has no crew.")
        free_crew(work, work.row)
        waits = "predicted" if work.row["confirmed_at"] is None else "confirmed"
        state = work.row["state"] if work.row["state"] == "restored" else waits
        change_outage(work.connection, self.outage_id, state=state, crew_id=None, dispatched_by=_who(work))


class FreeCrew(Command):
    """Let a crew go whose outage is over, or is another crew's."""

    name: ClassVar[str] = "free_crew"

    crew_id: AssetId

    @property
    def target(self) -> Target:
        """The crew."""
        return Target("crew", self.crew_id)

    def apply(self, work: CommandWork) -> None:
        """Let it go, unless its outage needs it."""
        outage_id = work.row["outage_id"]
        if (
            outage_id is not None
            and execute(work.connection, "needs_crew", outage_id=outage_id, crew_id=self.crew_id).fetchone()
        ):
            raise CommandRefused(f"{work.row['crew_name']} works for outage {outage_id}: release it there.")
        if work.row["work_order_id"] is not None:
            raise CommandRefused(
                f"{work.row['crew_name']} is on work order {work.row['work_order_id']}: hold it there."
            )
        send(work, self.crew_id, "available", None)


def _who(work: CommandWork) -> str:
    return "manual" if work.by.is_person else work.row["dispatched_by"]


def _refuse_to_overrule(work: CommandWork) -> None:
    if work.row["dispatched_by"] == "manual" and not work.by.is_person:
        raise CommandRefused(f"A person decides about the crew of outage {work.row['outage_id']}.")
