"""Each study as an answer: ask `CascadeStudy`, put names and units to what it says."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

import numpy as np

from app.api.answers import Document, Rows
from app.api.cascade import models, params
from app.api.cascade.standing import Failed, crews_at_work, failed, named, shown, standing, study_of, utility_row
from app.api.needs import ApiRuntime
from data_sources.analytics.cascade.conditions import SCENARIOS
from data_sources.analytics.cascade.costs import OURS, SOURCES, CostParameters, cost
from data_sources.analytics.cascade.investments import InvestmentParameters
from data_sources.analytics.cascade.method import ASSUMPTIONS, LIMITS, METHOD
from data_sources.analytics.cascade.play import failed_elements
from data_sources.studies.cascade.now import present_risk
from data_sources.studies.cascade.sentences import of_action, of_option
from data_sources.studies.cascade.study import CascadeStudy, RestorationPlan, WorkHours


def scenarios() -> Document:
    """What can be asked."""
    known = [models.CascadeScenario(scenario=name, **shown(one)) for name, one in SCENARIOS.items()]
    values = {**asdict(WorkHours()), **asdict(CostParameters()), **asdict(InvestmentParameters())}
    return Document(
        models.CascadeScenarios(
            scenarios=known,
            parameters=_parameters(values),
            method=list(METHOD),
            limits=list(LIMITS),
            sources=list(ASSUMPTIONS),
        )
    )


def candidates(runtime: ApiRuntime, asked: params.CandidateParams) -> Document:
    """The ranking, the first ones with what follows when they fail."""
    study, told = study_of(runtime, asked)
    ranking = study.ranking(asked.weights)
    order = study.screened(ranking) if asked.rank_by == "simulated" else ranking.order
    rows = [_candidate(study, ranking, place, int(node)) for place, node in enumerate(order[: asked.limit], 1)]
    weights = {f"{name}_weight": value for name, value in asdict(asked.weights).items()}
    return Document(
        models.PatientZeroCandidates(
            **told, **weights, rank_by=asked.rank_by, ranked=len(ranking.order), candidates=rows
        )
    )


def _candidate(study: CascadeStudy, ranking: Any, place: int, node: int) -> models.CascadeCandidate:
    spread = study.cascade.fail(np.array([node]))
    alone = study.lost(study.cascade.settled)[0]
    loading, ground = ranking.loading_pct[node], study.ground
    return models.CascadeCandidate(
        rank=place, **named(study.named(node)), score=ranking.score[node],
        parts=models.CandidateParts(**dict(zip(models.CandidateParts.model_fields, ranking.parts[node], strict=True))),
        betweenness=ground.between[node], customers_downstream=int(ranking.customers_downstream[node]),
        load_mw=ranking.load_kw[node] / 1000, loading_pct=None if np.isnan(loading) else loading,
        tie_mw=_megawatts(ranking.tie_kw[node]), customers_lost=study.lost(spread)[0] - alone, waves=spread.waves,
        lon=ground.places.lon[node], lat=ground.places.lat[node],
    )  # fmt: skip


def simulate(runtime: ApiRuntime, asked: params.SimulationParams) -> Rows:
    """A failure, wave by wave: what happened to which node."""
    one = failed(runtime, asked)
    study, spread = one.study, one.spread
    checked = study.under(asked.model_copy(update={"transfer": "checked"}).conditions)
    head = models.CascadeSimulation(
        **one.told, customers_interrupted=study.interrupted(spread), transferred_mw=study.transferred_kw(spread) / 1000,
        by_conditions=_loss(study, study.cascade.settled), if_checked=_loss(checked, checked.cascade.fail(one.nodes)),
        by_betweenness=_by_betweenness(one) if asked.with_betweenness else None,
        trips=[
            models.CascadeTrip(
                **named(study.element(int(edge))), wave=int(spread.tripped_at[edge]),
                overload_mw=spread.overload_kw[edge] / 1000,
            )
            for edge in failed_elements(spread)[1]
        ],
    )  # fmt: skip
    return Rows(study.changes(spread), head.model_dump(mode="json"))


def _by_betweenness(one: Failed) -> models.BetweennessCascade:
    found = one.study.breakdown(one.nodes)
    has_failed = found.wave >= 0
    return models.BetweennessCascade(
        nodes=len(one.study.ground) - 1, nodes_failed=int(has_failed.sum()), waves=int(found.wave.max()),
        largest_component=found.largest_component,
        customers_failed=int(one.study.ground.customers[has_failed].sum()),
    )  # fmt: skip


def economic_impact(runtime: ApiRuntime, asked: params.ImpactParams) -> Document:
    """What it costs until everybody is back."""
    one = failed(runtime, asked)
    plan = one.study.restoration(one.spread, asked.hours, crews_at_work(runtime, asked, one.told["utility_id"]))
    damage = one.study.damage(one.spread, plan)
    prices = cost(damage, asked.prices)
    return Document(
        models.EconomicImpact(
            **one.told, customer_hours=damage.customer_hours, unserved_mwh=damage.unserved_kwh / 1000, crews=plan.crews,
            crew_hours=damage.crew_hours, restored_h=_last(plan), **asdict(prices), total_usd=prices.total_usd,
            parameters=_parameters({**asdict(asked.hours), **asdict(asked.prices)}),
        )
    )  # fmt: skip


def mitigation_actions(runtime: ApiRuntime, asked: params.ActionParams) -> Document:
    """What would help in the hour, best first."""
    one = failed(runtime, asked)
    tried = one.study.actions(one.nodes, one.spread)
    lost = one.told["customers_lost"]
    actions = [
        models.MitigationAction(
            rank=place, action=action.kind, sentence=of_action(one.study, action),
            element=models.NamedNode(**named(one.study.element(action.edge))) if action.edge >= 0 else None,
            reduce_mw=action.reduce_kw / 1000, customers_kept=lost - int(action.after.customers),
            customers_lost=int(action.after.customers), lost_mw=action.after.lost_kw / 1000,
            waves=int(action.after.waves),
        )
        for place, action in enumerate(tried[: asked.limit], 1)
    ]  # fmt: skip
    return Document(models.MitigationActions(**one.told, tried=len(tried), actions=actions))


def restoration_sequence(runtime: ApiRuntime, asked: params.RestorationParams) -> Document:
    """Who goes where in which order."""
    one = failed(runtime, asked)
    plan = one.study.restoration(one.spread, asked.hours, crews_at_work(runtime, asked, one.told["utility_id"]))
    times = plan.restoration
    return Document(
        models.RestorationSequence(
            **one.told, crews=plan.crews, **asdict(asked.hours), customer_hours=times.customer_hours,
            unserved_mwh=times.unserved_kwh / 1000,
            milestones=[models.RestorationMilestone(customers_pct=pct, after_h=at) for pct, at in plan.milestones],
            steps=[_step(one, plan, place, int(job)) for place, job in enumerate(times.order, 1)],
        )
    )  # fmt: skip


def _step(one: Failed, plan: RestorationPlan, place: int, job: int) -> models.RestorationStep:
    times, jobs, above = plan.restoration, plan.jobs, int(plan.jobs.depends_on[job])
    return models.RestorationStep(
        **named(one.study.named(int(plan.nodes[job]))), step=place, work="repair" if plan.is_repair[job] else "reclose",
        depends_on=one.study.named(int(plan.nodes[above]))[0] if above >= 0 else None, crew=int(times.crew[job]) + 1,
        starts_h=times.starts_h[job], done_h=times.done_h[job], supplied_h=times.supplied_h[job],
        customers=int(jobs.customers[job]), load_mw=jobs.load_kw[job] / 1000,
    )  # fmt: skip


def compare_mitigations(runtime: ApiRuntime, asked: params.InvestmentParams) -> Document:
    """What to build against the failures ranked first."""
    study, told = study_of(runtime, asked)
    now, found, failing = study.investments(asked.failures, asked.terms, asked.each)
    options = []
    for place, one in enumerate(found, 1):
        kept = now.customers - one.after.customers
        elements = [study.named(node) for node in one.nodes] + ([study.element(one.edge)] if one.edge >= 0 else [])
        options.append(
            models.MitigationOption(
                rank=place, option=one.kind, sentence=of_option(one, asked.terms, elements), cost_usd=one.cost_usd,
                elements=[models.NamedNode(**named(element)) for element in elements], mean_customers_kept=kept,
                mean_customers_lost=one.after.customers, mean_lost_mw=one.after.lost_kw / 1000,
                usd_per_customer_kept=one.cost_usd / kept if kept > 0 else None,
            )
        )  # fmt: skip
    return Document(
        models.ComparedMitigations(
            **told, failures=[models.NamedNode(**named(study.named(node))) for node in failing],
            mean_customers_lost=now.customers, mean_lost_mw=now.lost_kw / 1000, mean_waves=now.waves, options=options,
            parameters=_parameters(asdict(asked.terms)),
        )
    )  # fmt: skip


def realtime_risk(runtime: ApiRuntime, asked: params.RiskParams) -> Document:
    """How near to trouble the grid is now."""
    now = dt.datetime.now(dt.UTC)
    utility = utility_row(runtime, asked)
    found = present_risk(runtime.sources.live, utility["utility_id"], utility["time_zone"], now)
    stays_dark = np.argsort(-found.strain.unhelped_kw, kind="stable")[: asked.limit]
    study = found.study
    told = {**standing(study, utility, now), "scenario": "present"}
    return Document(
        models.RealtimeRisk(
            **told, risk_points=found.points.total, level=found.points.level,
            parts=models.RiskParts(**asdict(found.points)), temperature_measured_at=found.measured_at,
            design_peak_mw=found.peak_kw / 1000 if found.peak_kw > 0 else None, elements=found.strain.elements,
            elements_over_80_pct=found.strain.heavy_elements, feeders=found.strain.feeders,
            feeders_without_help=len(found.strain.unhelped),
            worst_feeders=[
                models.UnhelpedFeeder(
                    **named(study.named(int(found.strain.unhelped[row]))), dark_mw=found.strain.unhelped_kw[row] / 1000
                )
                for row in stays_dark
            ],
        )
    )  # fmt: skip


def _loss(study: CascadeStudy, spread: Any) -> models.CascadeLoss:
    customers, lost_kw = study.lost(spread)
    return models.CascadeLoss(customers_lost=customers, lost_mw=lost_kw / 1000, waves=spread.waves)


def _parameters(values: dict[str, float]) -> list[models.CascadeParameter]:
    return [
        models.CascadeParameter(parameter=name, value=value, source=SOURCES.get(name, OURS))
        for name, value in values.items()
    ]


def _last(plan: RestorationPlan) -> float:
    return float(plan.restoration.supplied_h.max(initial=0.0))


def _megawatts(kilowatts: float) -> float | None:
    return kilowatts / 1000 if np.isfinite(kilowatts) else None
