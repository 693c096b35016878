"""Which outage a call tells of, by hand."""

from __future__ import annotations

from typing import ClassVar, Final

from data_sources.commands.command import Target
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.call_rows import add_hazards
from data_sources.outages.calls.base import CallCommand
from data_sources.outages.life.base import OutageId, told
from data_sources.outages.states import LASTING, OutageState

ATTACHABLE: Final[tuple[OutageState, ...]] = ("predicted", "planned", *LASTING, "restored")


class AttachCall(CallCommand):
    """Put a call to an outage; what is dangerous there is a hazard of the outage from then on."""

    name: ClassVar[str] = "attach_call"
    slug: ClassVar[str] = "attach"
    does: ClassVar[str] = "attach"

    outage_id: OutageId

    @property
    def others(self) -> tuple[Target, ...]:
        """The outage."""
        return (Target("outage", self.outage_id),)

    def change(self, work: CommandWork) -> None:
        """Write it, if the outage is one that is not over for good."""
        outage = work.locked("outage", self.outage_id)
        if outage["state"] not in ATTACHABLE:
            raise CommandRefused(
                f"Outage {self.outage_id} is {told(outage['state'])}: attach the call to one that is not."
            )
        if work.row["outage_id"] == self.outage_id:
            raise CommandRefused(f"Call {self.call_id} is attached to outage {self.outage_id} already.")
        self.write(work, outage_id=self.outage_id)
        self.change_own(work)

    def change_own(self, work: CommandWork) -> None:
        """What is dangerous there."""
        add_hazards(work, self.outage_id, [work.row["symptom"]])


class DetachCall(CallCommand):
    """Take a call off its outage: it tells of something else. The hazards of the outage stay until they are changed."""

    name: ClassVar[str] = "detach_call"
    slug: ClassVar[str] = "detach"
    does: ClassVar[str] = "detach"

    def change(self, work: CommandWork) -> None:
        """Write it."""
        if work.row["outage_id"] is None:
            raise CommandRefused(f"Call {self.call_id} is attached to no outage.")
        self.write(work, outage_id=None)
