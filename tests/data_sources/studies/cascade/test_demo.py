"""What must hold of the small demo as a supply grid, whatever its seed."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.cascade.conditions import SCENARIOS, Conditions
from data_sources.analytics.cascade.grid import IS_BANK, IS_HEAD
from data_sources.analytics.cascade.patient_zero import RankWeights
from data_sources.network.graph import load_network
from data_sources.postgres.source import PostgresSource
from data_sources.studies.cascade.ground import ground_of
from data_sources.studies.cascade.loads import study_loads
from data_sources.studies.cascade.study import CascadeStudy


@pytest.fixture(scope="module")
def as_built(demo: PostgresSource) -> CascadeStudy:
    """Without the outages that the demo begins with, at a load at which ties can help but not always."""
    network = load_network(demo, 1)
    ground = ground_of(network, network.normally_open)
    return CascadeStudy(ground, study_loads(demo, network, "peak"), Conditions(37.5, 1.0, 0.0, "checked"))


def test_everybody_hangs_on_a_section_and_every_section_has_supply(as_built: CascadeStudy) -> None:
    ground, network = as_built.ground, as_built.ground.network
    assert ground.customers.sum() == network.customers_at.sum()
    assert as_built.out_before == 0
    assert (ground.kind == IS_BANK).sum() == len(network.rows.substations)
    assert (ground.kind == IS_HEAD).sum() == len(network.rows.feeders)
    assert len(set(ground.keys)) == len(ground)
    assert as_built.cascade.load_kw.sum() == pytest.approx(network.rows.feeders["peak_load_kw"].sum(), rel=1e-3)


def test_a_feeder_carries_its_design_peak(as_built: CascadeStudy) -> None:
    ground, feeders = as_built.ground, as_built.ground.network.rows.feeders
    heads = [ground.number(f"feeder:{feeder_id}") for feeder_id in feeders.ids]
    assert as_built.cascade.before.flow_kw[heads] == pytest.approx(feeders["peak_load_kw"], rel=1e-3)


def test_a_feeder_outage_gives_its_neighbours_no_more_than_its_ties_can_take(as_built: CascadeStudy) -> None:
    """What stays dark is at least what goes beyond all ties' room, and never more than the feeder; nothing trips."""
    ranking, cascade = as_built.ranking(RankWeights()), as_built.cascade
    moved = 0
    for head in np.flatnonzero(as_built.ground.kind == IS_HEAD):
        spread = cascade.fail(np.array([head]))
        dark_kw, load_kw = as_built.lost(spread)[1], ranking.load_kw[head]
        assert load_kw - ranking.tie_kw[head] - 1e-6 <= dark_kw <= load_kw + 1e-6
        assert spread.waves == 0
        moved += dark_kw < load_kw
    assert moved  # some of it helps


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_scenarios_lose_no_more_than_there_is_and_balance(as_built: CascadeStudy, name: str) -> None:
    study = as_built.under(SCENARIOS[name])
    spread = study.cascade.fail(study.nodes(()))
    customers, lost_kw = study.lost(spread)
    assert 0 <= customers <= study.interrupted(spread) <= study.ground.customers.sum()
    assert spread.state.flow_kw[0] + lost_kw == pytest.approx(study.cascade.load_kw.sum())
    changes = study.changes(spread).to_pylist()
    last = {row["node_id"]: row["node_state"] for row in changes}
    gone = {key for key, state in last.items() if state in ("lost", "failed")}
    assert gone == set(study.ground.keys[spread.is_lost])
    assert [row["wave"] for row in changes] == sorted(row["wave"] for row in changes)
