"""Customers who want to be called when supply is back, and what they say then."""

from __future__ import annotations

from typing import ClassVar, Literal

from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.calls.base import CallCommand, Note, write_calls

CallbackAnswer = Literal["supplied", "not_supplied", "not_reached"]


class AskCallback(CallCommand):
    """Note that the customer is to be called back when supply is back."""

    name: ClassVar[str] = "ask_callback"
    slug: ClassVar[str] = "ask-callback"
    does: ClassVar[str] = "ask for a call-back on"

    def change(self, work: CommandWork) -> None:
        """Write it."""
        if work.row["callback"] == "wanted":
            raise CommandRefused(f"A call-back is wanted on call {self.call_id} already.")
        self.write(work, callback="wanted")


class RecordCallback(CallCommand):
    """Record a call-back. Supplied: the call is closed. Not supplied after restoration: perhaps a nested outage."""

    name: ClassVar[str] = "record_callback"
    slug: ClassVar[str] = "callback"
    does: ClassVar[str] = "record a call-back on"

    answer: CallbackAnswer
    note: Note | None = None

    def change(self, work: CommandWork) -> None:
        """Write who called back, when, and what was said."""
        over = {"closed_at": work.now} if self.answer == "supplied" else {}
        self.write(
            work, note=self.note, callback=self.answer, called_back_at=work.now, called_back_by=work.by.name, **over
        )  # fmt: skip

    def change_own(self, work: CommandWork) -> None:
        """What was said with it."""
        if self.note is not None:
            write_calls(work, self.call_id, is_for_all=False, note=self.note)
