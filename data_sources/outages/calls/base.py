"""What all commands about a trouble call have in common: its number, its row, the other calls of the same meter."""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar

from pydantic import Field, SecretStr

from data_sources.commands.command import Command, Target
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.postgres.source import execute

CallId = Annotated[int, Field(ge=1, le=2**63 - 1, description="number of the call")]
# What a person says of themselves: the audit keeps that it was said, and not what.
Personal = Annotated[SecretStr, Field(min_length=1, max_length=200), NOT_BLANK]
Note = Annotated[SecretStr, Field(min_length=1, max_length=2000), NOT_BLANK]


_ALONG = "taken along"  # by a call, what a command of the same transaction did with it as another call of its meter


class CallCommand(Command):
    """Base of the commands about a call that is there and open.

    Attributes:
        slug: its part of an address, e.g. "attach".
        does: in words, after "to", e.g. "attach".
    """

    slug: ClassVar[str]
    does: ClassVar[str]

    call_id: CallId

    @property
    def target(self) -> Target:
        """The call."""
        return Target("call", self.call_id)

    def apply(self, work: CommandWork) -> None:
        """Change the call, if it is open; only what is its own, where the same command took it along just now."""
        if work.shared.get((_ALONG, self.call_id)) == self._asked:
            self.change_own(work)
            return
        if work.row["closed_at"] is not None:
            raise CommandRefused(f"Call {self.call_id} is closed: take a new call to {self.does} it.")
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """The change itself."""
        raise NotImplementedError

    def change_own(self, work: CommandWork) -> None:
        """What is left to be done where another call of the meter took this one along."""

    @property
    def _asked(self) -> tuple[object, ...]:
        """What is done with the call, whichever it is."""
        return type(self), self.model_dump(exclude={"call_id"})

    def write(self, work: CommandWork, *, note: SecretStr | None = None, **values: Any) -> None:
        """Write some columns of it, and of the other open calls of its meter: they are one customer's.

        Args:
            work: the command at work.
            note: what is noted with it, on this call alone.
            values: the columns.
        """
        changed = write_calls(work, self.call_id, is_for_all=True, note=note, **values)
        work.shared |= {(_ALONG, number): self._asked for number in changed - {self.call_id}}


def write_calls(
    work: CommandWork, call_id: int, *, is_for_all: bool, note: SecretStr | None = None, **values: Any
) -> set[int]:
    """Write some columns of a call.

    Args:
        work: the command at work.
        call_id: which.
        is_for_all: of the other open calls of its meter too.
        note: what is noted, under what stands there already.
        values: the columns.

    Returns:
        The calls that were changed.
    """
    changes = json.dumps(values, default=lambda one: one.isoformat())
    changed = execute(
        work.connection, "change_calls", call_id=call_id, is_for_all=is_for_all, note=said(note), changes=changes
    ).fetchall()  # fmt: skip
    numbers = {number for (number,) in changed}
    work.call_ids |= numbers
    return numbers


def said(secret: SecretStr | None) -> str | None:
    """What was said, for the row."""
    return None if secret is None else secret.get_secret_value()
