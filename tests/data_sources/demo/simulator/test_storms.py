"""A storm that was asked for: as many faults as it brings, along a front, by the same rules as on any day."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.demo.simulated_storm import StartSimulatedStorm
from data_sources.demo.simulator.simulator import Simulator
from data_sources.demo.simulator.storms import Front, Storm
from data_sources.network.graph import load_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import CALM, check_invariants, rows, run_steps
from tests.data_sources.towns import AT, load_town

SUE = Principal("sue", "supervisor")
# A town's few crews work off what they are told of within minutes.
BUSY = dataclasses.replace(CALM, dispatch_s=8, assigned_s=4, repair_minutes=0.5, switching_s=8, field_report_s=20)


def test_it_brings_what_it_was_asked_for_and_crews_work_it_off(empty_source: PostgresSource) -> None:
    load_town(empty_source, 8, crews=8)
    Commands(empty_source).run(StartSimulatedStorm(utility_id=1, minutes=10, faults=12, seed=5), by=SUE)
    simulator, network, now = Simulator(empty_source, 1, 3, settings=BUSY), load_network(empty_source, 1), AT
    struck = []
    for _ in range(10):
        now = run_steps(simulator, now, 15)
        check_invariants(empty_source, network)
        struck.append(rows(empty_source, "SELECT struck FROM flux.sim_storms")[0][0])
    assert struck == sorted(struck)
    assert struck[-1] >= 11
    now = run_steps(simulator, now, 400)
    check_invariants(empty_source, network)
    ((began, ended, count),) = rows(empty_source, "SELECT began_at, ended_at, struck FROM flux.sim_storms")
    assert count == 12
    assert began == AT + dt.timedelta(seconds=4)
    assert dt.timedelta(minutes=9) < ended - began <= dt.timedelta(minutes=15)
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults") == [(12,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults WHERE cleared_at IS NULL") == [(0,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE is_active") == [(0,)]


def test_a_storm_goes_on_where_it_was_when_the_simulator_is_killed(empty_source: PostgresSource) -> None:
    load_town(empty_source, 8, crews=8)
    Commands(empty_source).run(StartSimulatedStorm(utility_id=1, minutes=10, faults=12, seed=5), by=SUE)
    now = AT
    for seed in range(12):
        now = run_steps(Simulator(empty_source, 1, seed, settings=BUSY), now, 15)
    assert rows(empty_source, "SELECT struck, ended_at IS NOT NULL FROM flux.sim_storms") == [(12, True)]
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults") == [(12,)]


def test_the_front_moves_over_the_network(empty_source: PostgresSource) -> None:
    """Early faults are at one side and late ones at the other, and none of a quiet place is likelier than by itself."""
    load_town(empty_source, 8)
    network = load_network(empty_source, 1)
    front = Front(network, Storm(1, 10.0, 12, seed=5), 2026)
    lat = network.rows.nodes["lat"][network.segments["from_node"]]
    lon = network.rows.nodes["lon"][network.segments["from_node"]]
    means = []
    for share in (0.0, 0.5, 1.0):
        weight = np.diff(front.exposure(share).segments, prepend=0.0)
        assert (weight >= 0).all()
        means.append((np.average(lon, weights=weight), np.average(lat, weights=weight)))
    bearing = np.random.default_rng(5).uniform(0, 2 * np.pi)
    along = [np.cos(bearing) * x + np.sin(bearing) * y for x, y in means]
    assert along == sorted(along)
    span = np.ptp(np.cos(bearing) * lon + np.sin(bearing) * lat)
    assert along[-1] - along[0] > 0.6 * span
