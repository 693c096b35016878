"""Whose reliability, when, and by what."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from app.api.errors import ApiError
from app.api.params import DATE_ALONE, Id, UtilityParams, Whole
from data_sources.history.reliability import Scope

MAX_DAYS = 366 * 10


def _is_day(value: object) -> object:
    """Pydantic takes a bare number for seconds since 1970."""
    if isinstance(value, str) and not DATE_ALONE.fullmatch(value):
        raise ValueError("give a day like 2026-07-31")
    return value


Day = Annotated[dt.date, BeforeValidator(_is_day)]


class ReliabilityParams(UtilityParams):
    """Whose reliability, when, and by what; without a period the present year up to today."""

    substation_id: Id | None = Field(None, description="of this substation's customers only")
    feeder_id: Id | None = Field(None, description="of this feeder's customers only")
    year: Annotated[Whole, Field(ge=1970, le=2037)] | None = Field(
        None, description="a year of the utility's calendar; the present one up to today"
    )
    from_day: Day | None = Field(None, description="first local day (with to_day, in place of year)")
    to_day: Day | None = Field(None, description="local day after the last")
    by: Literal["month", "feeder", "substation", "cause"] = Field("month", description="what a row is of")

    @model_validator(mode="after")
    def _one_scope(self) -> Self:
        if self.substation_id is not None and self.feeder_id is not None:
            raise ApiError(400, "Give substation_id or feeder_id, not both.", "feeder_id")
        return self

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        first, end = self.from_day, self.to_day
        if (first is None) != (end is None):
            raise ApiError(400, "Give from_day and to_day together.", "from_day" if first is None else "to_day")
        if first is not None and end is not None:
            if self.year is not None:
                raise ApiError(400, "Give year, or from_day and to_day, not both.", "year")
            if first.year < 1970 or not 0 < (end - first).days <= MAX_DAYS:
                raise ApiError(400, "Give a day after from_day, at most ten years later, from 1970 on.", "to_day")
        return self

    @property
    def scope(self) -> tuple[Scope, int | None]:
        """What is looked at."""
        if self.feeder_id is not None:
            return "feeder", self.feeder_id
        return ("utility", None) if self.substation_id is None else ("substation", self.substation_id)
