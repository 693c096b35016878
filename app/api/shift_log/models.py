"""What is told of the shift log."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field


class ShiftBody(BaseModel):
    """A shift of one person at one desk."""

    shift_id: int
    person: str
    desk: str
    started_at: dt.datetime
    ended_at: dt.datetime | None = Field(description="UTC time of its end; null while it lasts")
    handed_to: str | None
    handover: str | None = Field(description="what the next one must know")
    version: int


class NoteBody(BaseModel):
    """One note; one that was corrected stays, with its correction beside it."""

    note_id: int
    category: str = Field(description="operation, switching, safety, weather, equipment or other")
    text: str
    happened_at: dt.datetime = Field(description="UTC time of what it is about")
    written_at: dt.datetime
    written_by: str
    outage_id: int | None
    alarm_id: int | None
    asset_kind: str | None
    asset_id: int | None
    corrects_id: int | None = Field(description="the note in whose place it stands")
    corrected_by_id: int | None = Field(description="the note that stands in its place")
    version: int
    desk: str | None = Field(description="of its writer's shift")


class ShiftLogBody(BaseModel):
    """Shifts that a period touches and notes of what happened in it."""

    utility_id: int
    from_at: dt.datetime
    to_at: dt.datetime
    shifts: list[ShiftBody]
    notes: list[NoteBody] = Field(description="5,000 at most, in the order in which things happened")
