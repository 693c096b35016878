"""What is known and said of an outage: when it will be over, its cause, priority and hazards, notes."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.causes import CauseCode
from data_sources.outages.estimates import BY_RULE, refuse_far, storm_columns
from data_sources.outages.life.base import ANY_STATE, Moment, OutageCommand, Text, moment, network_of
from data_sources.outages.life.by_rule import worked_out
from data_sources.outages.states import LASTING, OutageState
from data_sources.outages.store import change_outage, fetch_outage

Hazard = Literal[
    "wire_down", "pole_broken", "tree_on_line", "arcing", "fire", "flooding", "gas_leak", "public_at_risk", "other"
]
Priority = Literal["high", "medium", "low"]

UNDECIDED: tuple[OutageState, ...] = ("predicted", "planned", *LASTING)


class SetEstimate(OutageCommand):
    """Say by hand when supply will be back, and why; no rule changes it until a person lets it.

    Attributes:
        is_of_area: it is said of the whole area, and not of this outage.
    """

    is_of_area: ClassVar[bool] = False

    name: ClassVar[str] = "set_estimate"
    slug: ClassVar[str] = "estimate"
    does: ClassVar[str] = "estimate the end of"
    states: ClassVar[tuple[OutageState, ...]] = UNDECIDED

    estimated_restoration_at: Moment
    reason: Text

    def change(self, work: CommandWork) -> None:
        """Write it, if it is still to come."""
        started = moment(work.row["started_at"])
        if started is not None and self.estimated_restoration_at < started:
            raise CommandRefused(f"The outage began at {work.clock(started)}; it cannot be over before.")
        refuse_far(work, self.estimated_restoration_at)
        change_outage(
            work.connection, self.outage_id, estimated_restoration_at=self.estimated_restoration_at,
            estimated_by="manual", estimate_reason=self.reason, is_area_estimate=self.is_of_area,
        )  # fmt: skip


class EstimateByRule(OutageCommand):
    """Let rules say when supply will be back: by the crew that is sent, in a storm as its area is told."""

    name: ClassVar[str] = "estimate_by_rule"
    slug: ClassVar[str] = "estimate-by-rule"
    does: ClassVar[str] = "let rules estimate the end of"
    states: ClassVar[tuple[OutageState, ...]] = UNDECIDED

    estimated_restoration_at: Moment | None = Field(None, description="what the rule says, where a service gives it")
    reason: Text | None = Field(None, description="why the time told so far is let go of")

    def change(self, work: CommandWork) -> None:
        """Write it; a service does not overrule a person."""
        if work.row["estimated_by"] == "manual" and not work.by.is_person:
            raise CommandRefused(f"The estimate of outage {self.outage_id} was set by hand.")
        refuse_far(work, self.estimated_restoration_at)
        found = storm_columns(work.connection, {**work.row, **BY_RULE})
        if found is None:
            found = {**BY_RULE, "estimated_restoration_at": self.estimated_restoration_at or self._at(work)}
        change_outage(work.connection, self.outage_id, **found)

    def _at(self, work: CommandWork) -> dt.datetime | None:
        row = work.row
        if row["kind"] == "planned":
            return moment(row["planned_end_at"])
        crew = None if row["crew_id"] is None else work.locked("crew", row["crew_id"])
        outage = fetch_outage(work.source, network_of(work), self.outage_id)
        return worked_out(work, outage, crew, is_on_site=row["state"] == "on_site")


class SetCause(OutageCommand):
    """Say why supply was lost."""

    name: ClassVar[str] = "set_cause"
    slug: ClassVar[str] = "cause"
    does: ClassVar[str] = "set the cause of"
    states: ClassVar[tuple[OutageState, ...]] = (*UNDECIDED, "restored", "closed")

    cause: CauseCode

    def change(self, work: CommandWork) -> None:
        """Write it."""
        change_outage(work.connection, self.outage_id, cause=self.cause)


class SetPriority(OutageCommand):
    """Give it a priority by hand, or let the customers out decide again."""

    name: ClassVar[str] = "set_priority"
    slug: ClassVar[str] = "priority"
    does: ClassVar[str] = "set the priority of"
    states: ClassVar[tuple[OutageState, ...]] = UNDECIDED

    priority: Priority | None = Field(None, description="by customers out where left out")

    def change(self, work: CommandWork) -> None:
        """Write it."""
        change_outage(work.connection, self.outage_id, priority=self.priority)


class SetHazards(OutageCommand):
    """Say what is dangerous there; an empty list says that nothing is any more."""

    name: ClassVar[str] = "set_hazards"
    slug: ClassVar[str] = "hazards"
    does: ClassVar[str] = "set the hazards of"
    states: ClassVar[tuple[OutageState, ...]] = (*UNDECIDED, "restored")

    hazards: tuple[Hazard, ...]

    def change(self, work: CommandWork) -> None:
        """Write them, each once."""
        change_outage(work.connection, self.outage_id, hazards=sorted(set(self.hazards)))


class AddNote(OutageCommand):
    """Add a note to its timeline."""

    name: ClassVar[str] = "add_note"
    slug: ClassVar[str] = "note"
    does: ClassVar[str] = "add a note to"
    states: ClassVar[tuple[OutageState, ...]] = ANY_STATE

    text: Text

    def change(self, work: CommandWork) -> None:
        """The note stands in the audit; the outage has a version more, so that who looks at it is told."""
        change_outage(work.connection, self.outage_id)
