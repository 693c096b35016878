"""Notes of the shift log: written and corrected, by a note of its own that stands in the other's place."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from data_sources.commands.command import Command, Target, TargetKind
from data_sources.commands.work import CommandWork
from data_sources.errors import CommandRefused
from data_sources.outages.life.base import AssetId, Moment, OutageId, Text
from data_sources.outages.storms.base import RowId
from data_sources.postgres.source import execute

NoteCategory = Literal["operation", "switching", "safety", "weather", "equipment", "other"]
NotedKind = Literal["substation", "feeder", "transformer", "pole", "device", "segment", "meter"]
OLDEST: Final = dt.timedelta(days=30)


class WriteNote(Command):
    """Write a note, about what happens now or happened a while ago."""

    name: ClassVar[str] = "write_note"
    makes: ClassVar[TargetKind] = "note"

    utility_id: AssetId
    text: Text
    category: NoteCategory = "operation"
    happened_at: Moment | None = Field(None, description="when it happened; now where left out")
    outage_id: OutageId | None = Field(None, description="the outage that it is about")
    alarm_id: RowId | None = Field(None, description="the alarm that it is about")
    asset_kind: NotedKind | None = Field(None, description="kind of the asset that it is about")
    asset_id: AssetId | None = Field(None, description="number of that asset")

    @property
    def target(self) -> Target:
        """The utility; the note is not there yet."""
        return Target("utility", self.utility_id)

    @model_validator(mode="after")
    def _names_an_asset_whole(self) -> Self:
        if (self.asset_kind is None) != (self.asset_id is None):
            raise ValueError("give asset_kind and asset_id together")
        return self

    def apply(self, work: CommandWork) -> None:
        """Write it, if what it is about is there."""
        asked = {"outage_id": self.outage_id, "alarm_id": self.alarm_id, "utility_id": work.utility_id}
        if execute(work.connection, "noted_thing", **asked).fetchone() is None:
            raise CommandRefused("There is no such outage or alarm in this utility: look at its number.")
        asset = {"asset_kind": self.asset_kind, "asset_id": self.asset_id, "utility_id": work.utility_id}
        if self.asset_kind is not None and execute(work.connection, "noted_asset", **asset).fetchone() is None:
            raise CommandRefused(f"There is no {self.asset_kind} {self.asset_id} in this utility.")
        values = self.model_dump(mode="json", exclude={"utility_id"})
        work.made = _insert(work, {**values, "happened_at": _moment(work, self.happened_at).isoformat()})
        if self.outage_id is not None:
            work.outage_ids.add(self.outage_id)


class CorrectNote(Command):
    """Correct a note: what it said stays to be read, and the new note stands in its place."""

    name: ClassVar[str] = "correct_note"
    makes: ClassVar[TargetKind] = "note"
    slug: ClassVar[str] = "correct"

    note_id: RowId = Field(description="number of the note")
    text: Text
    category: NoteCategory | None = Field(None, description="as it was where left out")
    happened_at: Moment | None = Field(None, description="as it was where left out")

    @property
    def target(self) -> Target:
        """The note that is corrected."""
        return Target("note", self.note_id)

    def apply(self, work: CommandWork) -> None:
        """Only what stands is corrected."""
        row = work.row
        if row["corrected_by_id"] is not None:
            raise CommandRefused(
                f"Note {self.note_id} was corrected by note {row['corrected_by_id']}: correct that one."
            )
        kept = {
            name: row[name] for name in ("category", "outage_id", "alarm_id", "asset_kind", "asset_id", "happened_at")
        }
        said: dict[str, Any] = {"text": self.text, "corrects_id": self.note_id}
        if self.category is not None:
            said["category"] = self.category
        if self.happened_at is not None:
            said["happened_at"] = _moment(work, self.happened_at).isoformat()
        work.made = _insert(work, kept | said)
        execute(work.connection, "mark_corrected", note_id=self.note_id, corrected_by_id=work.made)


def _moment(work: CommandWork, at: dt.datetime | None) -> dt.datetime:
    """When it happened: not to come, and not longer ago than anybody writes down.

    Raises:
        CommandRefused: it is.
    """
    if at is None:
        return work.now
    if at > work.now:
        raise CommandRefused(f"{work.clock(at)} is still to come: a note is about what has happened.")
    if at < work.now - OLDEST:
        raise CommandRefused(f"{work.clock(at)} is more than {OLDEST.days} days ago: look at its year.")
    return at


def _insert(work: CommandWork, note: dict[str, Any]) -> int:
    row = execute(
        work.connection, "insert_note", utility_id=work.utility_id, note=json.dumps(note), now=work.now,
        written_by=work.by.name,
    ).fetchone()  # fmt: skip
    assert row
    return int(row[0])
