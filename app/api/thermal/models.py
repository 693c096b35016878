"""What the answers about temperatures hold."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

NULLABLE_C = "°C; null where nothing is known"


class HeatStep(BaseModel):
    """One step of a trace; null where it is not known."""

    start_at: dt.datetime = Field(description="UTC start of the step")
    load_pct: float | None = Field(description="mean apparent power of the step, percent of rated kVA")
    ambient_c: float | None = Field(description="air temperature, °C")
    top_oil_c: float | None = Field(description="top oil at the end of the step, °C")
    hot_spot_c: float | None = Field(description="hot spot at the end of the step, °C")
    aging_factor: float | None = Field(description="hours of life an hour; 1 at the reference hot spot of its paper")
    is_settling: bool = Field(description="more than 5 % of the oil's heat rests on an assumption")


class DurationPoint(BaseModel):
    """A point of the load-duration curve."""

    time_pct: float = Field(description="share of the known time, percent")
    load_pct: float = Field(description="load that was reached or passed for so long, percent of rated kVA")


class HeatOfPeriod(BaseModel):
    """A month or a year as it was computed into the history."""

    first_day: dt.date = Field(description="first local day")
    loss_of_life_pct: float = Field(description="of a normal life of 180,000 hours, in the known hours")
    loss_of_life_pct_a_year: float | None = Field(
        description="were a whole year like the known hours; null without any"
    )
    hot_spot_max_c: float | None = Field(
        description=f"highest hot spot at hourly mean load; peaks within an hour are in `trace` alone; {NULLABLE_C}"
    )
    peak_load_pct: float | None = Field(
        description="highest hourly mean, percent of rated kVA; null where nothing is known"
    )
    known_hours: int = Field(description="with a load and an air temperature")
    unknown_hours: int = Field(description="without, of the days that were computed")
    hours_above_110_c: int = Field(description="of hot spot")
    hours_above_140_c: int = Field(description="of hot spot")


class TransformerHeat(BaseModel):
    """A transformer's temperatures of a period, and what its years came to."""

    transformer_id: int
    transformer_name: str
    utility_id: int
    is_simulated: bool = Field(description="readings and weather are a demo's")
    reason: str | None = Field(description="why there is no trace; null where there is one")
    from_at: dt.datetime = Field(description="UTC start of the period; the trace begins with its first whole step")
    to_at: dt.datetime = Field(description="UTC end of the period, not in it; what is not over by then is no step")
    step_minutes: int | None = Field(description="length of a step: the readings' own, or an hour of long periods")
    rated_kva: float | None = Field(description="rating, kVA")
    constants: str | None = Field(description="where its thermal constants are from")
    loss_of_life_pct: float | None = Field(description="of a normal life, in the known hours of the period")
    known_hours: float = Field(description="with a load and an air temperature")
    unknown_hours: float = Field(description="without")
    hours_without_weather: float = Field(description="of the unknown ones: the load is known")
    implausible_hours: float = Field(description="of the unknown ones: read, and above 300 % of the rating")
    trace: list[HeatStep]
    load_duration: list[DurationPoint] = Field(description="highest load first, 200 points at most")
    months: list[HeatOfPeriod] = Field(description="the last 24 months that were computed")
    years: list[HeatOfPeriod] = Field(description="the present year and the three before it, each as a whole")
    reach: str = Field(description="how far the utility's temperatures have been computed")


class FleetHeatBody(BaseModel):
    """A fleet in one of the two runs."""

    above_110_c: int = Field(description="transformers whose hot spot passed 110 °C")
    above_140_c: int = Field(description="transformers whose hot spot passed 140 °C")
    overloaded: int = Field(description="transformers whose mean load of some hour was above their rating")
    aged_hours: float = Field(description="hours of life of all of them together")
    hot_spot_max_c: float | None = Field(description=f"of the hottest, at hourly mean load, {NULLABLE_C}")


class WhatIfRow(BaseModel):
    """A transformer before and after."""

    transformer_id: int
    hot_spot_max_c_before: float
    hot_spot_max_c_after: float
    peak_load_pct_before: float
    peak_load_pct_after: float
    aged_hours_before: float
    aged_hours_after: float


class WhatIfBody(BaseModel):
    """A what-if of a fleet."""

    utility_id: int
    is_simulated: bool = Field(description="readings and weather are a demo's")
    days: list[dt.date] = Field(description="local days that were computed; none where the utility has no readings")
    scenario: dict[str, float] = Field(description="what was assumed")
    known: int = Field(description="transformers of which some hour is known")
    unknown: int = Field(description="the others; they are in no figure")
    before: FleetHeatBody
    after: FleetHeatBody
    method: str = Field(description="how it is computed, and its limits")
    transformers: list[WhatIfRow] = Field(description="the hottest after, as many as `limit`")
