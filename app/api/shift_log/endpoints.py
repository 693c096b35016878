"""GET /api/shift-log."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pydantic import model_validator

from app.api.answers import Answer, Document
from app.api.endpoint import Endpoint, asked_utility
from app.api.errors import ApiError
from app.api.needs import ApiRuntime
from app.api.params import RangeParams, UtilityParams
from app.api.shift_log.models import NoteBody, ShiftBody, ShiftLogBody
from data_sources.field.shift_log.report import LONGEST
from data_sources.query import Query

SHIFT: Final = dt.timedelta(hours=12)


class ShiftLogParams(UtilityParams, RangeParams):
    """Of which period; without `from` and `to` the last 12 hours."""

    @model_validator(mode="after")
    def _is_a_month_at_most(self) -> ShiftLogParams:
        if self.from_ and self.to and self.to - self.from_ > LONGEST:
            raise ApiError(400, f"Give a period of {LONGEST.days} days at most.", "to")
        return self

    def period(self, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """From when to when."""
        if self.to is None and self.from_ is not None:
            return self.from_, max(min(now, self.from_ + LONGEST), self.from_ + dt.timedelta(seconds=1))
        to_at = self.to or now
        return self.from_ or to_at - SHIFT, to_at


def get_shift_log(runtime: ApiRuntime, asked: ShiftLogParams) -> Answer:
    """Shifts, and notes in the order in which things happened; `version` of a note goes into If-Match."""
    utility_id = asked_utility(runtime, asked)
    from_at, to_at = asked.period(dt.datetime.now(dt.UTC))
    binds = {"utility_id": utility_id, "from_at": from_at, "to_at": to_at}
    shifts, notes = (
        runtime.source.fetch(Query.of(name, **binds)).to_pylist() for name in ("desk_shifts", "shift_notes")
    )
    return Document(ShiftLogBody(
        utility_id=utility_id, from_at=from_at, to_at=to_at, shifts=[ShiftBody(**one) for one in shifts],
        notes=[NoteBody(**one) for one in notes],
    ))  # fmt: skip


SHIFT_LOG_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("/api/shift-log", "Shifts and notes of a period", ShiftLogParams, get_shift_log, model=ShiftLogBody),
)
