"""What a study is asked with: a scenario or settings of one's own, what fails, prices and hours."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.api.errors import ApiError
from app.api.params import Number, UtilityParams, Whole, split_list
from data_sources.analytics.cascade.conditions import SCENARIOS, Conditions
from data_sources.analytics.cascade.costs import CostParameters
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.analytics.cascade.patient_zero import RankWeights
from data_sources.studies.cascade.study import WorkHours

MAX_FAILING = 100
ScenarioName = Literal["winter_storm", "summer_peak", "hurricane", "normal"]


def _is_key(value: str) -> str:
    if not re.fullmatch(r"(substation|feeder|section|transformer|node):\d{1,10}", value):
        raise ValueError("give substation:ID, feeder:ID or section:ID, several separated by commas")
    return value


Key = Annotated[str, AfterValidator(_is_key)]
Keys = Annotated[tuple[Key, ...], BeforeValidator(split_list), Field(min_length=1, max_length=MAX_FAILING)]
Usd = Annotated[Number, Field(ge=0, le=1e9)]
Hours = Annotated[Number, Field(gt=0, le=10_000)]
Weight = Annotated[Number, Field(ge=0, le=1000)]
Share = Annotated[Number, Field(ge=0, le=1)]


class ConditionParams(UtilityParams):
    """Under what: a scenario, single values of which may be replaced."""

    scenario: ScenarioName = Field("normal", description="the scenario; what is given besides replaces its values")
    temperature_c: Annotated[Number, Field(ge=-60, le=70)] | None = Field(None, description="of the air, degrees C")
    load_multiplier: Annotated[Number, Field(ge=0, le=10)] | None = Field(None, description="every load times this")
    failure_threshold: Annotated[Number, Field(ge=0, le=10)] | None = Field(
        None, description="overload that is borne before an element trips, as a share of its rating (0.15: 15 %)"
    )
    transfer: Literal["automatic", "checked"] = Field(
        "automatic",
        description="automatic: ties close without looking at the load; checked: only for what can be carried",
    )
    load_basis: Literal["mean", "present", "peak"] = Field(
        "mean", description="loads that are multiplied: mean of a year, present, or design (coincident) peak"
    )

    @property
    def conditions(self) -> Conditions:
        """The scenario's with what was given."""
        base = SCENARIOS[self.scenario]
        given = {"temperature_c": self.temperature_c, "load_multiplier": self.load_multiplier,
                 "failure_threshold": self.failure_threshold}  # fmt: skip
        values = {name: getattr(base, name) if value is None else value for name, value in given.items()}
        return Conditions(**values, transfer=self.transfer)


class CandidateParams(ConditionParams):
    """How to rank, and how many."""

    betweenness_weight: Weight = Field(1.0, description="weight of betweenness; only ratios of weights matter")
    customers_weight: Weight = Field(1.0, description="weight of customers downstream")
    loading_weight: Weight = Field(1.0, description="weight of the loading of its way in")
    ties_weight: Weight = Field(1.0, description="weight of load that ties could not take")
    rank_by: Literal["score", "simulated"] = Field(
        "score", description="score: by the weighted parts; simulated: by customers lost when each one fails, all tried"
    )
    limit: Annotated[Whole, Field(ge=1, le=200)] = Field(20, description="candidates at most; each is simulated")

    @model_validator(mode="after")
    def _something_weighs(self) -> Self:
        if not (self.betweenness_weight or self.customers_weight or self.loading_weight or self.ties_weight):
            raise ApiError(400, "Not all weights can be 0.", "betweenness_weight")
        return self

    @property
    def weights(self) -> RankWeights:
        """Of the parts."""
        return RankWeights(self.betweenness_weight, self.customers_weight, self.loading_weight, self.ties_weight)


class FailureParams(ConditionParams):
    """What fails."""

    patient_zero: Keys | None = Field(
        None,
        description="what fails: substation:ID, feeder:ID, or section:ID (transformer:ID) with the id of the device "
        "(transformer) that feeds it, several separated by commas; the candidate ranked first when left out",
    )


class SimulationParams(FailureParams):
    """Whether to look at it in another way too."""

    with_betweenness: bool = Field(
        False,
        description="follow the model of Motter and Lai too: shortest paths for loads (slower)",
    )


class RestorationParams(FailureParams):
    """Who brings it back, and how long things take."""

    crews: Annotated[Whole, Field(ge=1, le=10_000)] | None = Field(
        None, description="crews at work; those on shift now when left out"
    )
    repair_hours: Hours = Field(2.5, description="crew-hours at a feeder or section that failed")
    reclose_hours: Hours = Field(0.5, description="crew-hours at one that tripped")
    substation_factor: Annotated[Number, Field(gt=0, le=100)] = Field(3.0, description="times as long at a substation")

    @property
    def hours(self) -> WorkHours:
        """How long things take."""
        return WorkHours(self.repair_hours, self.reclose_hours, self.substation_factor)


class ImpactParams(RestorationParams):
    """What things cost."""

    interruption_usd_per_customer_hour: Usd = Field(50.0, description="cost of interruption")
    unserved_usd_per_kwh: Usd = Field(0.12, description="price of energy not served")
    regulatory_base_usd: Usd = Field(25_000.0, description="regulatory cost of any such event")
    regulatory_usd_per_mw: Usd = Field(9_000.0, description="regulatory cost besides, by load lost")
    crew_usd_per_hour: Usd = Field(850.0, description="cost of a crew")
    equipment_usd_per_substation: Usd = Field(15_000.0, description="equipment, each substation that failed or tripped")
    equipment_usd_per_other: Usd = Field(2_500.0, description="equipment, each feeder or section that did")

    @property
    def prices(self) -> CostParameters:
        """The prices."""
        return CostParameters(**{name: getattr(self, name) for name in CostParameters.__slots__})


class ActionParams(FailureParams):
    """How many actions."""

    limit: Annotated[Whole, Field(ge=1, le=200)] = Field(20, description="actions at most")


class InvestmentParams(ConditionParams):
    """Which failures investments are held against, what they do and what they cost."""

    failures: Annotated[Whole, Field(ge=1, le=200)] = Field(30, description="failures, the first ranked, one at a time")
    each: Annotated[Whole, Field(ge=1, le=20)] = Field(3, description="investments of each kind tried")
    harden_substation_usd: Usd = Field(2_000_000.0, description="so that a substation does not fail")
    harden_other_usd: Usd = Field(500_000.0, description="so that a feeder or section does not fail")
    uprate_share: Share = Field(0.25, description="how much more an uprated element bears, as a share of its rating")
    load_reduction_share: Share = Field(0.10, description="load that demand response takes off everywhere, as a share")
    bank_usd_per_mw: Usd = Field(60_000.0, description="a substation transformer, by MW more")
    feeder_usd_per_mw: Usd = Field(90_000.0, description="a feeder's head, by MW more")
    line_usd_per_mw: Usd = Field(90_000.0, description="a section's way in or a tie, by MW more")
    load_reduction_usd_per_kw: Usd = Field(250.0, description="demand response, by kW")
    checked_transfer_usd_per_tie: Usd = Field(45_000.0, description="switching that looks at loads, by tie")
    new_tie_a: Annotated[Number, Field(gt=0, le=10_000)] = Field(400.0, description="rating of a new tie, amperes")
    new_tie_usd: Usd = Field(60_000.0, description="a new tie, its switch")
    new_tie_usd_per_km: Usd = Field(250_000.0, description="a new tie, its line, by km of the straight line")

    @property
    def terms(self) -> InvestmentParameters:
        """What investments do and cost."""
        return InvestmentParameters(**{name: getattr(self, name) for name in InvestmentParameters.__slots__})


class RiskParams(UtilityParams):
    """Whose risk."""

    limit: Annotated[Whole, Field(ge=0, le=1000)] = Field(20, description="feeders listed that ties could not help")
