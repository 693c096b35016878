"""What the view asks of the engine, each as a wish and a task for a worker: ranking, one cascade, investments, risk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from app.tabs.outage_management.cascade.film import SpreadFilm, film_of
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.costs import CascadeCost, CascadeDamage, CostParameters, cost
from data_sources.analytics.cascade.investments import CascadeInvestment, InvestmentParameters
from data_sources.analytics.cascade.mitigation import CascadeAction, CascadeOutcome
from data_sources.analytics.cascade.patient_zero import PatientZeroRanking, RankWeights
from data_sources.analytics.cascade.transfer import Spread
from data_sources.analytics.topology import Ints
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.cascade.crews import crews_on_shift
from data_sources.studies.cascade.loads import LoadBasis
from data_sources.studies.cascade.now import PresentRisk, present_risk
from data_sources.studies.cascade.study import CascadeStudy, RestorationPlan, WorkHours

SIMULATED = 200  # candidates of the ranking that are let fail, the first ones
FAILURES, EACH = 30, 3  # failures that investments are held against; investments of each kind


@dataclass(frozen=True, slots=True)
class StudyWish:
    """A utility under some conditions."""

    utility_id: int
    conditions: Conditions
    basis: LoadBasis

    @property
    def queries(self) -> list[Query]:
        """The statements that loads and switching come from."""
        loads = ("cascade_present_loads", "cascade_feeder_loads", "cascade_load_times")
        always = ("network_stamp", "open_devices", "cascade_out_already", "cascade_mean_loads")
        names = (*always, *(loads if self.basis == "present" else ()))
        return [Query.of(name, utility_id=self.utility_id) for name in names]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The ranking of what may fail first.

    Attributes:
        study: what it is about.
        ranking: every node.
        lost: customers lost when a node fails, of the first `SIMULATED` of the order, what the conditions lose aside.
        waves: of each of them.
        at: when it was worked out.
    """

    study: CascadeStudy
    ranking: PatientZeroRanking
    lost: Ints
    waves: Ints
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class RunWish:
    """One cascade and all that follows from it."""

    study: StudyWish
    start: tuple[str, ...]
    hours: WorkHours
    prices: CostParameters
    crews: int | None


@dataclass(frozen=True, slots=True, eq=False)
class CascadeRun:
    """One cascade.

    Attributes:
        study: what it is about.
        nodes: what failed first.
        spread: what became of it.
        film: the same step by step.
        plan: how everybody comes back.
        damage: what it took.
        price: what that costs.
        actions: what would help in the hour.
        at: when it was worked out.
    """

    study: CascadeStudy
    nodes: Ints
    spread: Spread
    film: SpreadFilm
    plan: RestorationPlan
    damage: CascadeDamage
    price: CascadeCost
    actions: list[CascadeAction]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class InvestmentWish:
    """What to build, on which terms."""

    study: StudyWish
    terms: InvestmentParameters


@dataclass(frozen=True, slots=True, eq=False)
class Investments:
    """What to build: as it is, and what each investment makes of it, in the mean over the failures ranked first."""

    study: CascadeStudy
    now: CascadeOutcome
    found: list[CascadeInvestment]
    failing: list[int]


@dataclass(frozen=True, slots=True)
class RiskWish:
    """Whose risk, on which clock."""

    utility_id: int
    time_zone: str


@dataclass(frozen=True, slots=True, eq=False)
class Risk:
    """The risk of the present state, and when it was worked out."""

    found: PresentRisk
    at: dt.datetime


def study_of(source: Source, wish: StudyWish) -> CascadeStudy:
    """What is studied, before anything is asked of it: who has no supply as it is."""
    return CascadeStudy.of(source, wish.utility_id, wish.conditions, wish.basis)


def candidates(source: Source, wish: StudyWish) -> Candidates:
    """Rank what may fail first, and let the first ones fail, each by itself."""
    study = study_of(source, wish)
    ranking = study.ranking(RankWeights())
    alone = study.lost(study.cascade.settled)[0]
    spreads = [study.cascade.fail(np.array([node])) for node in ranking.order[:SIMULATED]]
    lost = np.array([study.lost(spread)[0] - alone for spread in spreads], np.int64)
    return Candidates(study, ranking, lost, np.array([spread.waves for spread in spreads], np.int64), _now())


def run(source: Source, wish: RunWish) -> CascadeRun:
    """Let something fail, and work out what that takes, costs and what would help.

    Raises:
        NetworkError: a key of the start names nothing in the network as it is switched.
    """
    return followed(source, study_of(source, wish.study), wish)


def followed(source: Source, study: CascadeStudy, wish: RunWish) -> CascadeRun:
    """The same in a study that is made already.

    Raises:
        NetworkError: a key of the start names nothing in the network as it is switched.
    """
    nodes = study.nodes(wish.start)
    spread = study.cascade.fail(nodes)
    crews = crews_on_shift(source, wish.study.utility_id) if wish.crews is None else wish.crews
    plan = study.restoration(spread, wish.hours, crews)
    damage = study.damage(spread, plan)
    return CascadeRun(
        study, nodes, spread, film_of(study, spread), plan, damage, cost(damage, wish.prices),
        study.actions(nodes, spread), _now(),
    )  # fmt: skip


def investments(source: Source, wish: InvestmentWish) -> Investments:
    """Hold what could be built against the failures ranked first."""
    study = study_of(source, wish.study)
    return Investments(study, *study.investments(FAILURES, wish.terms, EACH))


def risk(source: Source, wish: RiskWish) -> Risk:
    """How near to trouble the grid is now."""
    now = _now()
    return Risk(present_risk(source, wish.utility_id, wish.time_zone, now), now)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
