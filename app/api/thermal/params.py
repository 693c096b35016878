"""Which temperatures are asked about."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from app.api.errors import ApiError
from app.api.params import Number, RangeParams, UtilityParams, Whole
from app.api.reliability.params import Day
from data_sources.analytics.thermal.what_if import HeatScenario

USUAL: Final = HeatScenario()
MOST_DAYS: Final = 31


class HeatParams(RangeParams):
    """Which period; without `from` and `to` the last seven days."""


class WhatIfParams(UtilityParams):
    """What is assumed, and of which days; without days the three that end with the one of most energy."""

    growth_pct: Annotated[Number, Field(ge=-100, le=1000)] = Field(
        USUAL.growth_pct, description="more load than was measured, percent"
    )
    vehicles: Annotated[Whole, Field(ge=0, le=1000)] = Field(
        USUAL.vehicles, description="electric vehicles at each transformer"
    )
    warmer_k: Annotated[Number, Field(ge=-30, le=30)] = Field(
        USUAL.warmer_k, description="added to every air temperature, K"
    )
    charger_kw: Annotated[Number, Field(ge=0.1, le=1000)] = Field(USUAL.charger_kw, description="of one vehicle, kW")
    vehicle_kwh: Annotated[Number, Field(ge=0, le=1000)] = Field(
        USUAL.vehicle_kwh, description="charged a day and vehicle, kWh"
    )
    start_hour: Annotated[Whole, Field(ge=0, le=23)] = Field(
        USUAL.start_hour, description="of the local clock, at which all begin to charge"
    )
    coincidence: Annotated[Number, Field(ge=0, le=1)] = Field(
        USUAL.coincidence, description="share of their chargers' power that very many vehicles take together"
    )
    from_day: Day | None = Field(None, description=f"first local day (with to_day; {MOST_DAYS} days at most)")
    to_day: Day | None = Field(None, description="local day after the last")
    limit: Annotated[Whole, Field(ge=0, le=10_000)] = Field(100, description="transformers told one by one, at most")

    @model_validator(mode="after")
    def _some_days(self) -> Self:
        first, end = self.from_day, self.to_day
        if (first is None) != (end is None):
            raise ApiError(400, "Give from_day and to_day together.", "to_day")
        if first and end and not first < end <= first + dt.timedelta(days=MOST_DAYS):
            raise ApiError(400, f"Give a day after from_day, at most {MOST_DAYS} days later.", "to_day")
        return self

    @property
    def scenario(self) -> HeatScenario:
        """As the engine takes it."""
        return HeatScenario(**{name: getattr(self, name) for name in HeatScenario.__slots__})
