"""The paths of cascade studies, by the names of the original program."""

from __future__ import annotations

from app.api.answers import Answer
from app.api.cascade import answers, models, params
from app.api.endpoint import PLACED, Endpoint, topics_of
from app.api.needs import ApiRuntime
from app.api.params import NoParams
from data_sources.studies.cascade.study import CHANGES

TOPICS = topics_of(
    "utilities", "network_stamp", "open_devices", "cascade_present_loads", "cascade_feeder_loads", "cascade_mean_loads"
)
CREW_TOPICS = (*TOPICS, *topics_of("crews_and_outages"))


def get_cascade_scenarios(runtime: ApiRuntime, asked: NoParams) -> Answer:  # noqa: ARG001  # every endpoint is asked alike
    """Scenarios, parameters with their sources, method and limits. A study operates nothing."""
    return answers.scenarios()


def get_patient_zero_candidates(runtime: ApiRuntime, asked: params.CandidateParams) -> Answer:
    """Banks, feeders and sections by how much their failure is to be feared, each part shown, the first simulated."""
    return answers.candidates(runtime, asked)


def get_cascade_simulation(runtime: ApiRuntime, asked: params.SimulationParams) -> Answer:
    """A failure followed wave by wave; `rows` are the changes of nodes in order, so that a map can play them."""
    return answers.simulate(runtime, asked)


def get_economic_impact(runtime: ApiRuntime, asked: params.ImpactParams) -> Answer:
    """What a cascade costs until everybody is back, by prices that can be replaced."""
    return answers.economic_impact(runtime, asked)


def get_mitigation_actions(runtime: ApiRuntime, asked: params.ActionParams) -> Answer:
    """What would help against one cascade in the hour, each simulated, best first."""
    return answers.mitigation_actions(runtime, asked)


def get_restoration_sequence(runtime: ApiRuntime, asked: params.RestorationParams) -> Answer:
    """Who goes where in which order, what waits for what, and when which share of the customers is back."""
    return answers.restoration_sequence(runtime, asked)


def get_compared_mitigations(runtime: ApiRuntime, asked: params.InvestmentParams) -> Answer:
    """Investments held against the failures ranked first, each simulated, most customers kept first."""
    return answers.compare_mitigations(runtime, asked)


def get_realtime_risk(runtime: ApiRuntime, asked: params.RiskParams) -> Answer:
    """The risk of the present state: present loads, open devices and temperature."""
    return answers.realtime_risk(runtime, asked)


CASCADE_ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/cascade/scenarios",
        "Scenarios, parameters, method and limits of cascade studies",
        NoParams,
        get_cascade_scenarios,
        model=models.CascadeScenarios,
    ),
    Endpoint(
        "/api/cascade/patient-zero-candidates",
        "Which failure to fear most",
        params.CandidateParams,
        get_patient_zero_candidates,
        topics=TOPICS,
        model=models.PatientZeroCandidates,
    ),
    Endpoint(
        "/api/cascade/simulate",
        "A cascade, wave by wave",
        params.SimulationParams,
        get_cascade_simulation,
        PLACED,
        TOPICS,
        models.CascadeSimulation,
        CHANGES,
    ),
    Endpoint(
        "/api/cascade/economic-impact",
        "What a cascade costs",
        params.ImpactParams,
        get_economic_impact,
        topics=CREW_TOPICS,
        model=models.EconomicImpact,
    ),
    Endpoint(
        "/api/cascade/mitigation-actions",
        "What would help in the hour",
        params.ActionParams,
        get_mitigation_actions,
        topics=TOPICS,
        model=models.MitigationActions,
    ),
    Endpoint(
        "/api/cascade/restoration-sequence",
        "In which order everybody comes back",
        params.RestorationParams,
        get_restoration_sequence,
        topics=CREW_TOPICS,
        model=models.RestorationSequence,
    ),
    Endpoint(
        "/api/cascade/compare-mitigations",
        "Which investments keep most customers",
        params.InvestmentParams,
        get_compared_mitigations,
        topics=TOPICS,
        model=models.ComparedMitigations,
    ),
    Endpoint(
        "/api/cascade/realtime-risk",
        "How near to trouble the grid is now",
        params.RiskParams,
        get_realtime_risk,
        model=models.RealtimeRisk,
    ),
)
