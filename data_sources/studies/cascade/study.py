"""A cascade study of a utility: the present network, some loads, some conditions, and what may be asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from data_sources.analytics.cascade import investments, mitigation, restoring
from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.costs import CascadeDamage
from data_sources.analytics.cascade.grid import IS_BANK
from data_sources.analytics.cascade.investments import CascadeInvestment, InvestmentParameters
from data_sources.analytics.cascade.mitigation import CascadeAction, CascadeOutcome
from data_sources.analytics.cascade.motter_lai import Breakdown, motter_lai
from data_sources.analytics.cascade.patient_zero import PatientZeroRanking, RankWeights, rank
from data_sources.analytics.cascade.play import happened
from data_sources.analytics.cascade.restoring import RestorationJobs, RestorationTimes
from data_sources.analytics.cascade.transfer import FAILED, LOST, OUT_BEFORE, TRANSFERRED, Cascade, Spread
from data_sources.analytics.topology import Bools, Ints
from data_sources.network.graph import load_network, load_open_devices
from data_sources.network.rows import NetworkError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.cascade.ground import KINDS, OutAlready, SupplyGround, ground_of
from data_sources.studies.cascade.loads import LoadBasis, StudyLoads, study_loads

STATES = ("supplied", "transferred", "lost", "failed", "out_before")
CHANGES = pa.schema(
    {
        "wave": pa.int32(), "node_id": pa.string(), "node_name": pa.string(), "node_kind": pa.string(),
        "node_state": pa.string(), "customers": pa.int64(), "load_kw": pa.float64(), "lon": pa.float64(),
        "lat": pa.float64(),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkHours:
    """How long a crew works at one thing.

    Attributes:
        repair_hours: at a feeder or section that failed.
        reclose_hours: at one that tripped.
        substation_factor: times as long at a substation.
    """

    repair_hours: float = 2.5
    reclose_hours: float = 0.5
    substation_factor: float = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class RestorationPlan:
    """How everybody comes back.

    Attributes:
        nodes: node of each job.
        is_repair: it failed, else it tripped.
        jobs: what there is to do.
        restoration: when.
        crews: who work.
    """

    nodes: Ints
    is_repair: Bools
    jobs: RestorationJobs
    restoration: RestorationTimes
    crews: int

    @property
    def milestones(self) -> list[tuple[int, float]]:
        """Percent of the customers who are back, and after how many hours; none where nobody is out."""
        return list(zip(restoring.MILESTONES_PCT, self.restoration.milestones_h, strict=False))


def load_out_already(source: Source, utility_id: int) -> OutAlready:
    """Who has no supply in active outages, by transformer."""
    rows = source.fetch(Query.of("cascade_out_already", utility_id=utility_id))
    return frozenset(zip(rows["transformer_id"].to_pylist(), rows["customers"].to_pylist(), strict=True))


class CascadeStudy:
    """One utility at one moment under some conditions. Nothing it does operates anything.

    Args:
        ground: the grid as it is switched now.
        loads: what the transformers take.
        conditions: what is assumed.
    """

    def __init__(self, ground: SupplyGround, loads: StudyLoads, conditions: Conditions) -> None:
        """Feeds the grid and lets the conditions do what they do."""
        self.ground, self.loads, self.conditions = ground, loads, conditions
        self.cascade = Cascade(ground.grid(loads.transformer_kw), conditions)

    @classmethod
    def of(cls, source: Source, utility_id: int, conditions: Conditions, basis: LoadBasis) -> CascadeStudy:
        """The study of a utility as it is now.

        Raises:
            NetworkError: there is no such utility, or its rows point to rows that are not there.
            SourceUnavailable: the database cannot be reached.
        """
        network = load_network(source, utility_id)
        ground = ground_of(network, load_open_devices(source, utility_id), load_out_already(source, utility_id))
        return cls(ground, study_loads(source, network, basis), conditions)

    def under(self, conditions: Conditions) -> CascadeStudy:
        """The same grid and loads under other conditions."""
        return CascadeStudy(self.ground, self.loads, conditions)

    def ranking(self, weights: RankWeights) -> PatientZeroRanking:
        """Patient zero: every bank, feeder and section by how much its failure is to be feared."""
        return rank(self.cascade, self.ground.between, weights)

    def screened(self, ranking: PatientZeroRanking) -> Ints:
        """The nodes of a ranking by customers lost when each fails by itself, all simulated; of equals by their rank.

        Full-size demo, 4,105 nodes: 2 s.
        """
        lost = np.array([self.lost(self.cascade.fail(np.array([node])))[0] for node in ranking.order])
        by_loss: Ints = ranking.order[np.argsort(-lost, kind="stable")]
        return by_loss

    def nodes(self, keys: Sequence[str]) -> Ints:
        """The nodes that some keys name; without any, the one ranked first.

        Raises:
            NetworkError: a key names none, or nothing has supply.
        """
        if keys:
            return np.unique([self.ground.number(key) for key in keys])
        first = self.ranking(RankWeights()).order[:1]
        if not len(first):
            raise NetworkError("Nothing of this utility has supply, so nothing can fail.")
        return np.asarray(first, np.int64)

    def breakdown(self, nodes: Ints) -> Breakdown:
        """The same failure as Motter and Lai have it: shortest paths for loads, the threshold for the tolerance."""
        return motter_lai(len(self.ground), *self.ground.joins, self.conditions.failure_threshold, nodes)

    def changes(self, spread: Spread) -> pa.Table:
        """One row a change of a node, in order, with the columns of `CHANGES`: what a map plays."""
        found, ground = happened(spread), self.ground
        node = found.node
        kinds, states = np.array(KINDS, object), np.array(STATES, object)
        columns = {
            "wave": found.wave, "node_id": ground.keys[node], "node_name": ground.names[node],
            "node_kind": kinds[ground.kind[node]], "node_state": states[found.state],
            "customers": ground.customers[node], "load_kw": self.cascade.load_kw[node], "lon": ground.places.lon[node],
            "lat": ground.places.lat[node],
        }  # fmt: skip
        return pa.table(columns).cast(CHANGES)

    def lost(self, spread: Spread) -> tuple[int, float]:
        """Customers without supply at the end, and their load in kW."""
        mask = spread.is_lost
        return int(self.ground.customers[mask].sum()), float(self.cascade.load_kw[mask].sum())

    def transferred_kw(self, spread: Spread) -> float:
        """Load that neighbours feed at the end."""
        return float(self.cascade.load_kw[spread.frames[-1] == TRANSFERRED].sum())

    def interrupted(self, spread: Spread) -> int:
        """Customers who lost supply at the failure or later, for however short a time."""
        went = np.isin(spread.frames, (LOST, FAILED)).any(axis=0)
        return int(self.ground.customers[went].sum())

    @cached_property
    def out_before(self) -> int:
        """Customers who had no supply before anything failed, in outages or behind what is open; counted nowhere."""
        return int(self.ground.network.customers_at.sum()) - self.in_supply

    @cached_property
    def in_supply(self) -> int:
        """Customers who may lose supply."""
        return int(self.ground.customers[self.cascade.settled.frames[0] != OUT_BEFORE].sum())

    def element(self, edge: int) -> tuple[str, str, str]:
        """What somebody calls an edge: key, name and kind (substation, feeder, section, tie)."""
        edges, ground = self.ground.edges, self.ground
        if edges.is_tie[edge]:
            devices = ground.network.devices
            row = edges.device[edge]
            return f"tie:{devices.ids[row]}", str(devices["device_name"][row]), "tie"
        fed = np.flatnonzero(self.cascade.before.parent_edge == edge)
        node = int(fed[0]) if len(fed) else int(edges.to_node[edge])
        return self.named(node)

    def named(self, node: int) -> tuple[str, str, str]:
        """Key, name and kind of a node."""
        return str(self.ground.keys[node]), str(self.ground.names[node]), KINDS[self.ground.kind[node]]

    def restoration(self, spread: Spread, hours: WorkHours, crews: int) -> RestorationPlan:
        """Who goes where in which order, and when which customers are back."""
        before, kind = self.cascade.before, self.ground.kind
        has_failed = spread.frames[-1] == FAILED
        has_tripped = (before.parent_edge >= 0) & spread.state.is_locked[before.parent_edge]
        is_job = has_failed | has_tripped
        work = np.where(has_failed, hours.repair_hours, hours.reclose_hours)
        work = work * np.where(kind == IS_BANK, hours.substation_factor, 1.0)
        jobs = restoring.jobs_of(
            before.parent, is_job, work, spread.is_lost, self.ground.customers, self.cascade.load_kw
        )
        nodes = np.flatnonzero(is_job)
        return RestorationPlan(nodes, has_failed[nodes], jobs, restoring.plan(jobs, crews), crews)

    def damage(self, spread: Spread, plan: RestorationPlan) -> CascadeDamage:
        """What it took, for `costs.cost`."""
        customers, lost_kw = self.lost(spread)
        substations = int((self.ground.kind[plan.nodes] == IS_BANK).sum())
        return CascadeDamage(
            customers, lost_kw, plan.restoration.customer_hours, plan.restoration.unserved_kwh,
            float(plan.jobs.hours.sum()), substations, len(plan.nodes) - substations,
        )  # fmt: skip

    def actions(self, failing: Ints, spread: Spread) -> list[CascadeAction]:
        """What could be done in the hour, best first."""
        return mitigation.actions(self.cascade, failing, spread)

    def investments(
        self, count: int, terms: InvestmentParameters, each: int
    ) -> tuple[CascadeOutcome, list[CascadeInvestment], list[int]]:
        """What could be built against the failures ranked first: as it is, what to build, and those failures."""
        failing = [int(node) for node in self.ranking(RankWeights()).order[:count]]
        if not failing:
            raise NetworkError("Nothing of this utility has supply, so nothing can fail.")
        failures = [np.array([node]) for node in failing]
        now, found = investments.investments(self.cascade, failures, terms, each, self.ground.places)
        return now, found, failing
