"""What is said besides rows of assets, plans and vegetation. Units stand in the names; null is not known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, Field

SIMULATED = "rests on simulated rows: shows the mechanism, not the accuracy"


class AssetsHead(BaseModel):
    """Of an assessment."""

    utility_id: int
    assessed_at: dt.datetime | None = Field(description="UTC time of the last assessment; null before the first")
    is_simulated: bool | None = Field(description=SIMULATED)
    total: int = Field(description="assets that were asked for, of which this answer holds a part")


class HealthAssessmentBody(BaseModel):
    """What holds for all assets of a utility: how they were judged, their hazards, what the ranking is worth."""

    utility_id: int
    assessed_at: dt.datetime | None = Field(description="UTC time of the last assessment; null before the first")
    is_simulated: bool | None = Field(description=SIMULATED)
    parameters: dict[str, Any] | None = Field(description="weights, expected lives, costs and durations, with sources")
    hazards: dict[str, Any] | None = Field(
        description="by class: Weibull shape and scale with 95 % bands, fitted or assumed (the growth "
        "with age alone, where too few ages are known), what condition and loading make of them, and of how many "
        "failures the age is not known"
    )
    back_test: dict[str, Any] | None = Field(
        description="by kind: ranked as of a year earlier against what failed since: lift at 10 %, area under the ROC "
        "curve with its 95 % band, gain curve; null where nothing can be judged"
    )


class PlanHead(BaseModel):
    """A replacement plan and what it buys a year."""

    utility_id: int
    budget: float = Field(description="US$")
    goal: str = Field(description="what it gains most of: cost or customer_minutes")
    candidates: int = Field(description="assets that might have been replaced")
    spent: float = Field(description="US$")
    risk_cost: float = Field(description="of all candidates before, US$ a year")
    gain_cost: float = Field(description="US$ a year less")
    risk_customer_minutes: float = Field(description="of all candidates before, a year")
    gain_customer_minutes: float = Field(description="a year less")
    gain_saidi_minutes: float = Field(description="minutes a customer served and year less")
    failures: float = Field(description="expected of all candidates, a year")
    gain_failures: float = Field(description="a year less")
    gap: float = Field(description="how much better a plan could be at most, as a share of this one")
    method: list[str] = Field(description="how it was made")
    assessed_at: dt.datetime = Field(description="UTC time of the assessment it is made of")
    is_simulated: bool = Field(description=SIMULATED)


class VegetationHead(BaseModel):
    """Of an assessment of vegetation."""

    utility_id: int
    total: int = Field(description="places that were asked for, of which this answer holds a part")
