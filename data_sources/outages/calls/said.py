"""What was said in a call, and that nothing is left to be done about it."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.call_rows import Symptom, add_hazards
from data_sources.outages.calls.base import CallCommand, Note, Personal, said, write_calls
from data_sources.postgres.source import execute


class ChangeCall(CallCommand):
    """Change what was said in a call. A note is added to what was noted before."""

    name: ClassVar[str] = "change_call"
    slug: ClassVar[str] = "change"
    does: ClassVar[str] = "change"

    symptom: Symptom | None = None
    note: Note | None = None
    caller_name: Personal | None = None
    caller_phone: Personal | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set - {"call_id"}:
            raise ValueError("give symptom, note, caller_name or caller_phone")
        return self

    def change(self, work: CommandWork) -> None:
        """Write it on this call alone: the next one of the same customer said something else."""
        given = {
            "symptom": self.symptom, "caller_name": said(self.caller_name), "caller_phone": said(self.caller_phone),
        }  # fmt: skip
        values = {name: value for name, value in given.items() if value is not None}
        write_calls(work, self.call_id, is_for_all=False, note=self.note, **values)
        if work.row["outage_id"] is not None and self.symptom is not None:
            add_hazards(work, work.row["outage_id"], [self.symptom])


class CloseCall(CallCommand):
    """Close a call: nothing is left to be done about it."""

    name: ClassVar[str] = "close_call"
    slug: ClassVar[str] = "close"
    does: ClassVar[str] = "close"

    note: Note | None = None

    def change(self, work: CommandWork) -> None:
        """Write when."""
        self.write(work, note=self.note, closed_at=work.now)

    def change_own(self, work: CommandWork) -> None:
        """What was said with it."""
        if self.note is not None:
            write_calls(work, self.call_id, is_for_all=False, note=self.note)


class ReopenCall(CallCommand):
    """Open a closed call again: it was closed by mistake, or too early. What was closed with it is open again too.

    A call whose outage was moved to the history is opened without it.
    """

    name: ClassVar[str] = "reopen_call"
    slug: ClassVar[str] = "reopen"
    does: ClassVar[str] = "reopen"

    def apply(self, work: CommandWork) -> None:
        """Write it; unlike all others it is about a call that is closed."""
        if work.row["closed_at"] is None:
            raise CommandRefused(f"Call {self.call_id} is open.")
        opened = execute(work.connection, "reopen_calls", call_id=self.call_id).fetchall()
        work.call_ids.update(number for (number,) in opened)
