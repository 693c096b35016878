"""What studies answer. Every answer says what it assumes, from which loads, of when, and whether they are simulated."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

COMPUTED = "from the network, its open devices and loads in PostgreSQL"

AirCelsius = Annotated[float, Field(description="of the air, degrees C")]
LoadMultiplier = Annotated[float, Field(description="every load times this")]
FailureThreshold = Annotated[
    float, Field(description="overload that is borne before an element trips, share of its rating")
]
CrewsAtWork = Annotated[int, Field(description="crews at work")]
UnservedMwh = Annotated[float, Field(description="energy not served meanwhile")]


class CascadeScenario(BaseModel):
    """One scenario."""

    scenario: str = Field(description="name to ask for")
    temperature_c: AirCelsius
    load_multiplier: LoadMultiplier
    failure_threshold: FailureThreshold


class CascadeParameter(BaseModel):
    """One value that can be replaced."""

    parameter: str = Field(description="its name, unit included")
    value: float = Field(description="its value here")
    source: str = Field(description="where the default comes from")


UsedParameters = Annotated[
    list[CascadeParameter], Field(description="the values used, and where the defaults come from")
]


class CascadeScenarios(BaseModel):
    """What can be asked, how it is worked out, and what it does not know."""

    scenarios: list[CascadeScenario]
    parameters: list[CascadeParameter] = Field(description="prices, hours and terms of investments")
    method: list[str] = Field(description="how it is worked out, in sentences to show")
    limits: list[str] = Field(description="what it does not know, in sentences to show")
    sources: list[str] = Field(description="where its figures come from, and which are assumptions")


class StudyAssumptions(BaseModel):
    """What a study stands on."""

    utility_id: int
    scenario: str = Field(description="the scenario asked for; the values beside it are those used")
    temperature_c: AirCelsius
    load_multiplier: LoadMultiplier
    failure_threshold: FailureThreshold
    transfer: str = Field(description="automatic: ties look at no load; checked: only for what can be carried")
    load_basis: str = Field(description="loads that are multiplied: mean (of a year), present or peak (by design)")
    loads_oldest_at: dt.datetime | None = Field(description="UTC time of the oldest load; null for mean and peak")
    loads_newest_at: dt.datetime | None = Field(description="UTC time of the newest present load; null likewise")
    loads_age_s: float | None = Field(description="seconds from the newest load to `computed_at`; null likewise")
    loads_estimated: int = Field(description="transformers whose own load nobody knows; estimated by feeder and rating")
    load_mw: float = Field(description="loads of all transformers under the conditions, without losses")
    customers_served: int = Field(description="active customers of the network")
    customers_out_before: int = Field(description="customers without supply beforehand; counted nowhere else")
    ties_of_two_voltages: int = Field(description="open ties that cannot help, as they would join two voltages")
    is_simulated: bool = Field(description="whether the utility is a demo, its loads made up")
    computed_at: dt.datetime = Field(description="UTC time of the study")
    source: str = Field(COMPUTED, description="where it comes from")


class CandidateParts(BaseModel):
    """The parts of a score, each 0 to 1."""

    betweenness: float = Field(description="betweenness over the highest")
    customers: float = Field(description="customers downstream over the most")
    loading: float = Field(description="loading of its way in, at most 1")
    ties: float = Field(description="share of its load that ties could not take")


class CascadeCandidate(BaseModel):
    """What might fail first."""

    rank: int
    node_id: str = Field(description="name to give as `patient_zero`")
    node_name: str
    node_kind: str = Field(description="substation, feeder or section")
    score: float = Field(description="weighted mean of the parts, 0 to 100")
    parts: CandidateParts
    betweenness: float = Field(description="pairs of nodes whose shortest way over lines and ties passes it")
    customers_downstream: int = Field(description="customers fed through it")
    load_mw: float = Field(description="load fed through it, under the conditions")
    loading_pct: float | None = Field(description="of the rating of its way in; null where none is known")
    tie_mw: float | None = Field(description="what ties out of what it feeds could take on; null where without limit")
    customers_lost: int = Field(description="simulated: without supply when it fails, beyond the conditions'")
    waves: int = Field(description="simulated: rounds of trips when it fails")
    lon: float | None
    lat: float | None


class PatientZeroCandidates(StudyAssumptions):
    """Patient zero: a ranking."""

    betweenness_weight: float
    customers_weight: float
    loading_weight: float
    ties_weight: float
    rank_by: str = Field(description="score or simulated (customers lost)")
    ranked: int = Field(description="banks, feeders and sections with supply")
    candidates: list[CascadeCandidate]


class NamedNode(BaseModel):
    """A thing by its name."""

    node_id: str = Field(description="substation:ID, feeder:ID, section:ID or tie:ID (of a device), transformer:ID")
    node_name: str
    node_kind: str = Field(description="substation, feeder, section or tie")


class CascadeTrip(NamedNode):
    """An element that tripped."""

    wave: int = Field(description="round in which it tripped, from 1 on")
    overload_mw: float = Field(description="what it carried beyond what it bears")


class CascadeLoss(BaseModel):
    """What is without supply at an end."""

    customers_lost: int
    lost_mw: float
    waves: int = Field(description="rounds of trips")


class CascadeFailure(StudyAssumptions):
    """A failure and what became of it."""

    patient_zero: list[NamedNode] = Field(description="what failed")
    customers_lost: int = Field(description="without supply at the end, those lost to the conditions included")
    lost_mw: float = Field(description="their load")
    waves: int = Field(description="rounds of trips after the failure")
    severity: str = Field(description="none, moderate, major (10,000), severe (50,000), catastrophic (100,000)")


class BetweennessCascade(BaseModel):
    """The same failure where loads are shortest paths (Motter and Lai 2002), the threshold being the tolerance."""

    nodes: int = Field(description="substations, feeders and sections")
    nodes_failed: int = Field(description="those that failed, patient zero included")
    waves: int = Field(description="rounds after the first")
    largest_component: int = Field(description="nodes of the largest part that still hangs together")
    customers_failed: int = Field(description="customers of the nodes that failed")


class CascadeSimulation(CascadeFailure):
    """A cascade; `rows` say what happened to which node in which wave."""

    customers_interrupted: int = Field(description="customers who lost supply at any time, those fed again included")
    transferred_mw: float = Field(description="load fed by neighbours at the end")
    by_conditions: CascadeLoss = Field(description="what the conditions take by themselves, before anything fails")
    if_checked: CascadeLoss = Field(description="the same failure, were every tie to look at loads")
    by_betweenness: BetweennessCascade | None = Field(description="null unless asked for")
    trips: list[CascadeTrip] = Field(description="elements that tripped after the failure, in order")


class EconomicImpact(CascadeFailure):
    """What a cascade costs."""

    customer_hours: float = Field(description="customers times hours without supply, by the restoration plan")
    unserved_mwh: UnservedMwh
    crews: CrewsAtWork
    crew_hours: float = Field(description="hours of crews at work")
    restored_h: float = Field(description="hours until the last customer is back")
    interruption_usd: float
    unserved_energy_usd: float
    regulatory_usd: float
    crew_usd: float
    equipment_usd: float
    total_usd: float
    parameters: UsedParameters


class MitigationAction(BaseModel):
    """Something to do in the hour."""

    rank: int
    action: str = Field(description="hold_tie_open, reduce_load or check_transfers")
    sentence: str = Field(description="what to do, in words")
    element: NamedNode | None = Field(description="where; null for the rule of all ties")
    reduce_mw: float = Field(description="load asked to go")
    customers_kept: int = Field(description="customers lost less than without it; negative where it makes things worse")
    customers_lost: int = Field(description="still lost with it")
    lost_mw: float
    waves: int


class MitigationActions(CascadeFailure):
    """What would help against one cascade, best first."""

    tried: int = Field(description="actions simulated")
    actions: list[MitigationAction]


class RestorationStep(NamedNode):
    """One job of the plan."""

    step: int
    work: str = Field(description="repair (it failed) or reclose (it tripped)")
    depends_on: str | None = Field(description="node that must have supply first; null for none")
    crew: int = Field(description="who does it, from 1 on")
    starts_h: float = Field(description="hours after the start")
    done_h: float = Field(description="hours after the start at which the work ends")
    supplied_h: float = Field(description="hours after the start at which its customers have supply")
    customers: int = Field(description="customers who come back with it")
    load_mw: float = Field(description="their load")


class RestorationMilestone(BaseModel):
    """A share of the customers is back."""

    customers_pct: int
    after_h: float = Field(description="hours after the start")


class RestorationSequence(CascadeFailure):
    """Who goes where in which order."""

    crews: CrewsAtWork
    repair_hours: float
    reclose_hours: float
    substation_factor: float
    customer_hours: float = Field(description="customers times hours without supply")
    unserved_mwh: UnservedMwh
    milestones: list[RestorationMilestone]
    steps: list[RestorationStep]


class MitigationOption(BaseModel):
    """Something to build."""

    rank: int
    option: str = Field(
        description="harden, uprate_bank, uprate_feeder, uprate_line, new_tie, reduce_load or check_transfers"
    )
    sentence: str = Field(description="what to build, in words")
    elements: list[NamedNode] = Field(description="where; two for a new tie, none for the whole network")
    cost_usd: float = Field(description="by the parameters")
    mean_customers_lost: float = Field(description="over the failures, with it")
    mean_lost_mw: float
    mean_customers_kept: float = Field(description="fewer lost than as it is; negative where it makes things worse")
    usd_per_customer_kept: float | None = Field(description="cost over mean customers kept; null where none are")


class ComparedMitigations(StudyAssumptions):
    """Investments against a list of failures, most customers kept first."""

    failures: list[NamedNode] = Field(description="what fails, one at a time: those ranked first")
    mean_customers_lost: float = Field(description="over the failures, as it is")
    mean_lost_mw: float
    mean_waves: float
    options: list[MitigationOption]
    parameters: UsedParameters


class UnhelpedFeeder(NamedNode):
    """A feeder whose loss its ties could not make good."""

    dark_mw: float = Field(description="what would stay dark")


class RiskParts(BaseModel):
    """The points."""

    load: float = Field(description="up to 40: load over the design peak")
    peak_hour: float = Field(description="20 from 14:00 to 19:00 of the utility's clock")
    equipment: float = Field(description="up to 25: share of banks and feeders over 80 %, all at a fifth")
    network: float = Field(description="up to 15: share of feeders whose loss ties could not make good")


class RealtimeRisk(StudyAssumptions):
    """How near to trouble the grid is now."""

    risk_points: float = Field(description="0 to 100")
    level: str = Field(description="normal, elevated (30), high (50) or critical (70)")
    parts: RiskParts
    temperature_measured_at: dt.datetime | None = Field(description="UTC hour of the temperature; null: 25 is assumed")
    design_peak_mw: float | None = Field(description="of all feeders; null where none is known")
    elements: int = Field(description="banks and feeders with load and rating")
    elements_over_80_pct: int
    feeders: int = Field(description="feeders with load")
    feeders_without_help: int = Field(description="those whose loss ties could not make good, each by itself")
    worst_feeders: list[UnhelpedFeeder] = Field(description="those with most load left dark")
