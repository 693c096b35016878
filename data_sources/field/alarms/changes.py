"""What the operator does with an alarm: acknowledge, shelve, assign, comment, take out of service, reset."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, ClassVar, Final

from pydantic import Field

from data_sources.analytics.alarms.states import (
    HELD,
    IMPOSSIBLE,
    TRANSITIONS,
    AlarmEvent,
    AlarmState,
    code_of,
    name_of,
)
from data_sources.commands.command import Command, Target
from data_sources.commands.run import run_within
from data_sources.commands.texts import NOT_BLANK
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.field.alarms.judging import AlarmMove
from data_sources.field.alarms.writing import write_moves
from data_sources.outages.life.base import AssetId, Moment, Text
from data_sources.outages.storms.base import RowId
from data_sources.postgres.source import execute

LONGEST_SHELF: Final = dt.timedelta(hours=24)  # ISA-18.2-2016, clause 11.7: a shelf has a limit of time
Person = Annotated[str, Field(min_length=1, max_length=100), NOT_BLANK]


class AlarmCommand(Command):
    """Base of the commands about an alarm that is open.

    Attributes:
        slug: its part of an address, e.g. "acknowledge".
        does: in words, after "to".
        states: those in which it can be done.
    """

    slug: ClassVar[str]
    does: ClassVar[str]
    states: ClassVar[tuple[AlarmState, ...]] = tuple(AlarmState)[1:]

    alarm_id: RowId = Field(description="number of the alarm")

    @property
    def target(self) -> Target:
        """The alarm."""
        return Target("alarm", self.alarm_id)

    def apply(self, work: CommandWork) -> None:
        """Change it, if it is in one of the states."""
        state = code_of(work.row["state"])
        if state not in self.states:
            raise CommandRefused(
                f"Alarm {self.alarm_id} is {_told(state)}: to {self.does} it, it must be {_either(self.states)}."
            )
        self.change(work)

    def change(self, work: CommandWork) -> None:
        """The change itself."""
        raise NotImplementedError


def _can(event: AlarmEvent) -> tuple[AlarmState, ...]:
    """The states in which something can happen to an open alarm."""
    return tuple(one for one in tuple(AlarmState)[1:] if TRANSITIONS[one, event] != IMPOSSIBLE)


def _step(
    work: CommandWork, event: AlarmEvent, note: str | None = None, held_until: dt.datetime | None = None
) -> None:  # fmt: skip
    move = AlarmMove(work.row["alarm_id"], event, work.row["is_in_alarm"])
    write_moves(work.connection, [move], work.now, work.by.name, note=note, held_until=held_until)


class AcknowledgeAlarm(AlarmCommand):
    """Say that it was seen, and is looked after."""

    name: ClassVar[str] = "acknowledge_alarm"
    slug: ClassVar[str] = "acknowledge"
    does: ClassVar[str] = "acknowledge"
    states: ClassVar[tuple[AlarmState, ...]] = _can(AlarmEvent.ACKNOWLEDGE)

    comment: Text | None = None

    def change(self, work: CommandWork) -> None:
        """One that is normal again is closed by it."""
        _step(work, AlarmEvent.ACKNOWLEDGE, self.comment)


class ResetAlarm(AlarmCommand):
    """Let go of one that latched, now that it was looked into."""

    name: ClassVar[str] = "reset_alarm"
    slug: ClassVar[str] = "reset"
    does: ClassVar[str] = "reset"
    states: ClassVar[tuple[AlarmState, ...]] = _can(AlarmEvent.RESET)

    def change(self, work: CommandWork) -> None:
        """It is normal."""
        _step(work, AlarmEvent.RESET)


class ShelveAlarm(AlarmCommand):
    """Put it aside for a limited time, and say why; it comes back by itself."""

    name: ClassVar[str] = "shelve_alarm"
    slug: ClassVar[str] = "shelve"
    does: ClassVar[str] = "shelve"
    states: ClassVar[tuple[AlarmState, ...]] = _can(AlarmEvent.SHELVE)

    until: Moment = Field(description="ISO 8601 with its offset; at most 24 hours ahead")
    reason: Text

    def change(self, work: CommandWork) -> None:
        """Until a moment that is to come, and not far off."""
        if self.until <= work.now:
            raise CommandRefused(f"{work.clock(self.until)} is over: give a time to come.")
        if self.until - work.now > LONGEST_SHELF:
            raise CommandRefused("An alarm is shelved for 24 hours at most: for longer, take it out of service.")
        _step(work, AlarmEvent.SHELVE, self.reason, self.until)


class UnshelveAlarm(AlarmCommand):
    """Bring it back before its time."""

    name: ClassVar[str] = "unshelve_alarm"
    slug: ClassVar[str] = "unshelve"
    does: ClassVar[str] = "unshelve"
    states: ClassVar[tuple[AlarmState, ...]] = (AlarmState.SHELVED,)

    def change(self, work: CommandWork) -> None:
        """In alarm it is annunciated anew."""
        _step(work, AlarmEvent.RELEASE_NORMAL)


class TakeAlarmOut(AlarmCommand):
    """Take it out of service, for maintenance, and say why; a person brings it back."""

    name: ClassVar[str] = "take_alarm_out"
    slug: ClassVar[str] = "take-out"
    does: ClassVar[str] = "take out of service"
    states: ClassVar[tuple[AlarmState, ...]] = _can(AlarmEvent.TAKE_OUT)

    reason: Text

    def change(self, work: CommandWork) -> None:
        """Until somebody returns it."""
        _step(work, AlarmEvent.TAKE_OUT, self.reason)


class ReturnAlarm(AlarmCommand):
    """Bring it back into service."""

    name: ClassVar[str] = "return_alarm"
    slug: ClassVar[str] = "return"
    does: ClassVar[str] = "return to service"
    states: ClassVar[tuple[AlarmState, ...]] = (AlarmState.OUT_OF_SERVICE,)

    def change(self, work: CommandWork) -> None:
        """In alarm it is annunciated anew."""
        _step(work, AlarmEvent.RELEASE_NORMAL)


class AssignAlarm(AlarmCommand):
    """Say who looks after it; nobody where left out."""

    name: ClassVar[str] = "assign_alarm"
    slug: ClassVar[str] = "assign"
    does: ClassVar[str] = "assign"

    to: Person | None = Field(None, description="name of the person; null takes it back")

    def change(self, work: CommandWork) -> None:
        """The step keeps who it was assigned to."""
        _say(work, "assign", self.to or "nobody", self.to)


class CommentAlarm(AlarmCommand):
    """Write a comment."""

    name: ClassVar[str] = "comment_alarm"
    slug: ClassVar[str] = "comment"
    does: ClassVar[str] = "comment on"
    states: ClassVar[tuple[AlarmState, ...]] = tuple(AlarmState)

    text: Text

    def change(self, work: CommandWork) -> None:
        """It stands among its steps."""
        _say(work, "comment", self.text, None)


def _say(work: CommandWork, event: str, note: str, assigned_to: str | None) -> None:
    execute(
        work.connection, "note_alarm", alarm_id=work.row["alarm_id"], event=event, assigned_to=assigned_to,
        now=work.now, stepped_by=work.by.name, note=note,
    )  # fmt: skip


class AcknowledgeAlarms(Command):
    """Acknowledge many at once; those that need none any more are passed over."""

    name: ClassVar[str] = "acknowledge_alarms"

    utility_id: AssetId
    alarm_ids: Annotated[tuple[RowId, ...], Field(min_length=1, max_length=1000)]

    @property
    def target(self) -> Target:
        """The utility."""
        return Target("utility", self.utility_id)

    @property
    def others(self) -> tuple[Target, ...]:
        """The alarms."""
        return tuple(Target("alarm", one) for one in self.alarm_ids)

    def apply(self, work: CommandWork) -> None:
        """Each with an audit row of its own."""
        done = 0
        for alarm_id in sorted(set(self.alarm_ids)):
            row = work.locked("alarm", alarm_id)
            if code_of(row["state"]) in AcknowledgeAlarm.states:
                run_within(work, AcknowledgeAlarm(alarm_id=alarm_id))
                done += 1
        work.done = {"acknowledged": done, "passed_over": len(set(self.alarm_ids)) - done}


def what_can_be_done(state: str) -> list[str]:
    """Slugs of the commands that an alarm in a state may be given."""
    return [one.slug for one in ALARM_CHANGES if code_of(state) in one.states]


def _told(state: AlarmState) -> str:
    return "returned to normal, unacknowledged" if state is AlarmState.RETURNED else name_of(state).replace("_", " ")


def _either(states: tuple[AlarmState, ...]) -> str:
    if len(states) >= len(AlarmState) - 1:
        return "open"
    if set(states) == set(AlarmState) - {AlarmState.NORMAL, *HELD}:
        return "open and not held"
    return " or ".join(_told(state) for state in states)


ALARM_CHANGES: Final[tuple[type[AlarmCommand], ...]] = (
    AcknowledgeAlarm, ResetAlarm, ShelveAlarm, UnshelveAlarm, TakeAlarmOut, ReturnAlarm, AssignAlarm, CommentAlarm,
)  # fmt: skip
