"""The simulator against a real PostgreSQL: exact blackouts, invariants at every step, restart in the middle."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import networkx as nx
import numpy as np
import pytest

from data_sources.checks.integrity import check_utility
from data_sources.demo.simulator import store as sim_store
from data_sources.demo.simulator.faults import fault_at
from data_sources.demo.simulator.incidents import World
from data_sources.demo.simulator.restore import switch_due
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.demo.utility.load import load_demo
from data_sources.network.graph import Network, NetworkError, load_network
from data_sources.outages.states import Changes
from data_sources.outages.steps import begin, finish
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import AT, load_town

FAST = SimulatorSettings(
    fault_interval_s=4.0,
    dispatch_s=20,
    assigned_s=5,
    travel_kmh=400,
    repair_minutes=1.5,
    switching_s=20,
    reclose_s=6,
    max_active_share=1.0,
)


def rows(source: PostgresSource, sql: str) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        return connection.execute(sql.encode()).fetchall()


def world_of(source: PostgresSource) -> World:
    return sim_store.read_world(source, 1, AT)


def dark_by_networkx(network: Network, open_ids: set[int]) -> set[int]:
    """Transformer ids without supply, found without our own topology."""
    shut = {int(network.device_segment[network.devices.index(device_id)]) for device_id in open_ids}
    segments = network.segments
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.rows.nodes)))
    graph.add_edges_from(
        (int(a), int(b))
        for k, (a, b) in enumerate(zip(segments["from_node"], segments["to_node"], strict=True))
        if k not in shut
    )
    fed = set().union(*(nx.node_connected_component(graph, int(root)) for root in network.roots))
    node = network.transformers["node"]
    return {int(i) for i, n in zip(network.transformers.ids, node, strict=True) if int(n) not in fed}


def test_a_fault_blacks_out_exactly_what_is_downstream(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    network = load_network(empty_source, 1)
    for segment_id, device_id in ((3, 1), (6, 2), (24, 124), (146, 1126), (108, 1002)):
        world = world_of(empty_source)
        incident = fault_at(world, network.segments.index(segment_id), AT, "vegetation")
        assert incident
        assert network.devices.ids[incident.device] == device_id
        changes = Changes()
        begin(world, incident, AT, changes)
        dark = set(network.transformers.ids[~world.is_energized].tolist())
        assert dark == dark_by_networkx(network, {500, device_id})
        assert incident.customers_out == incident.customers_interrupted == 3 * len(dark)
        finish(world, incident, AT + dt.timedelta(minutes=10), changes)
        assert world.is_energized.all()
        assert incident.customer_minutes == 10 * 3 * len(dark)
        assert world.open_devices == {500}


def test_no_fault_is_made_of_what_is_dark_already(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world = world_of(empty_source)
    network = world.network
    first = fault_at(world, network.segments.index(26), AT, "vegetation")
    assert first
    begin(world, first, AT, Changes())
    assert fault_at(world, network.segments.index(46), AT, "vegetation") is None  # dark
    assert fault_at(world, network.segments.index(6), AT, "vegetation") is None  # would hold the dark lateral
    assert fault_at(world, network.segments.index(24), AT, "vegetation") is not None


def test_a_trunk_fault_is_isolated_and_fed_from_the_tie(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, changes = world_of(empty_source), Changes()
    network = world.network
    incident = fault_at(world, network.segments.index(3), AT, "vehicle")  # between breaker and recloser
    assert incident
    begin(world, incident, AT, changes)
    assert incident.customers_out == 42
    incident.switch_at = AT
    later = AT + dt.timedelta(minutes=5)
    switch_due(world, later, np.full(len(network.transformers), 20.0), changes)
    assert world.open_devices == {1, 2}  # recloser 2 opened, tie 500 closed, the breaker stays open
    assert incident.customers_out == 3 * 6  # laterals of nodes 2 to 4
    assert incident.customer_minutes == 5 * 42
    assert not len(world.topology.loop_edges)
    finish(world, incident, later + dt.timedelta(minutes=5), changes)
    assert world.open_devices == {500}
    assert incident.customer_minutes == 5 * 42 + 5 * 18
    assert incident.restored_at == later + dt.timedelta(minutes=5)


def test_switching_before_the_fault_lets_the_device_close_again(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, changes = world_of(empty_source), Changes()
    network = world.network
    incident = fault_at(world, network.segments.index(8), AT, "vehicle")  # behind switch 3, behind recloser 2
    assert incident
    begin(world, incident, AT, changes)
    incident.switch_at = AT
    switch_due(world, AT, np.full(len(network.transformers), 20.0), changes)
    assert world.open_devices == {3, 500}
    assert incident.customers_out == 2 * 6


def test_a_tie_is_not_closed_onto_a_full_feeder(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, changes = world_of(empty_source), Changes()
    incident = fault_at(world, world.network.segments.index(3), AT, "vehicle")
    assert incident
    begin(world, incident, AT, changes)
    incident.switch_at = AT
    switch_due(world, AT, np.full(len(world.network.transformers), 700.0), changes)
    assert world.open_devices == {1, 500}


def check_invariants(source: PostgresSource, network: Network) -> None:
    """What the database says at the end of a step hangs together."""
    opened = {device_id for (device_id,) in rows(source, "SELECT device_id FROM flux.devices WHERE is_open")}
    assert not len(network.topology(opened).loop_edges)
    dark = dark_by_networkx(network, opened)
    active = rows(source, "SELECT outage_id, transformer_id, customers_out FROM flux.outages WHERE restored_at IS NULL")
    dark |= {transformer_id for _, transformer_id, _ in active if transformer_id is not None}
    said = rows(source, "SELECT transformer_id, load_kw FROM flux.transformer_status WHERE NOT is_energized")
    assert {transformer_id for transformer_id, _ in said} == dark
    assert all(load == 0 for _, load in said)
    at = network.transformers.indexes(np.array(sorted(dark), dtype=np.int64))
    assert sum(out for *_, out in active) == network.transformer_customers[at].sum()
    crews = rows(source, "SELECT outage_id, status FROM flux.crews WHERE outage_id IS NOT NULL")
    assert len({outage for outage, _ in crews}) == len(crews)
    assert {outage for outage, _ in crews} <= {outage for outage, *_ in active}
    assert all(status in ("assigned", "en_route", "working") for _, status in crews)
    assert rows(source, "SELECT count(*) FROM flux.crews WHERE status IN ('assigned', 'en_route', 'working')") == [
        (len(crews),)
    ]


def check_reliability(source: PostgresSource) -> None:
    """The sums kept by triggers equal a new summing up of the outages."""
    kept = rows(
        source,
        "SELECT feeder_id, sustained_outages, customer_interruptions, round(customer_minutes::numeric, 4), "
        "momentary_outages FROM flux.feeder_reliability WHERE sustained_outages + momentary_outages > 0 ORDER BY 1",
    )
    anew = rows(
        source,
        "SELECT feeder_id, count(*) FILTER (WHERE sustained), "
        "coalesce(sum(customers_interrupted) FILTER (WHERE sustained), 0), "
        "round(coalesce(sum(customer_minutes) FILTER (WHERE sustained), 0)::numeric, 4), "
        "count(*) FILTER (WHERE NOT sustained) "
        "FROM (SELECT *, restored_at - started_at > interval '5 minutes' AS sustained FROM flux.outages "
        "WHERE restored_at IS NOT NULL) AS o GROUP BY 1 ORDER BY 1",
    )
    assert kept == anew
    assert kept


def run_steps(simulator: Simulator, now: dt.datetime, steps: int) -> dt.datetime:
    for _ in range(steps):
        now += dt.timedelta(seconds=4)
        simulator.step(now)
    return now


@pytest.mark.parametrize("seed", [1, 2])
def test_200_steps_hang_together(empty_source: PostgresSource, seed: int) -> None:
    load_town(empty_source, 6, crews=4)
    network = load_network(empty_source, 1)
    simulator, now = Simulator(empty_source, 1, seed, settings=FAST), AT
    for _ in range(200):
        now += dt.timedelta(seconds=4)
        simulator.step(now)
        check_invariants(empty_source, network)
    check_reliability(empty_source)
    kinds = {kind for (kind,) in rows(empty_source, "SELECT DISTINCT kind FROM flux.events")}
    assert {"outage_started", "outage_restored", "crew_assigned", "crew_arrived"} <= kinds
    outages = rows(empty_source, "SELECT count(*), count(restored_at) FROM flux.outages")
    told = "SELECT count(*) FILTER (WHERE kind = 'outage_started'), count(*) FILTER (WHERE kind IN ('outage_restored', 'reclosed'))"
    assert rows(empty_source, f"{told} FROM flux.events") == outages
    assert rows(empty_source, "SELECT beat_at FROM flux.heartbeats WHERE service = 'simulator'") == [(now,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE NOT is_simulated") == [(0,)]
    audited = rows(empty_source, "SELECT count(*) FROM flux.audit WHERE actor = 'simulator'")[0][0]
    assert 0 < audited < 200


def test_a_restart_in_the_middle_goes_on(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6, crews=4)
    network = load_network(empty_source, 1)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    before = rows(empty_source, "SELECT outage_id FROM flux.outages WHERE restored_at IS NULL")
    assert before
    calm = SimulatorSettings(fault_interval_s=1e9, repair_minutes=1.5, travel_kmh=400, max_active_share=1.0)
    second = Simulator(empty_source, 1, 4, settings=calm)
    for _ in range(10):
        now = run_steps(second, now, 1)
        check_invariants(empty_source, network)
    run_steps(second, now, 600)
    check_invariants(empty_source, network)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE restored_at IS NULL") == [(0,)]
    assert rows(empty_source, "SELECT device_id FROM flux.devices WHERE is_open") == [(500,), (502,), (504,)]
    check_reliability(empty_source)


def test_a_long_pause_does_not_lengthen_outages(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6, crews=4)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    Simulator(empty_source, 1, 4, settings=SimulatorSettings(fault_interval_s=1e9)).step(now + dt.timedelta(days=1))
    longest = rows(empty_source, "SELECT max(restored_at - started_at) FROM flux.outages")[0][0]
    assert longest < dt.timedelta(hours=3)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE restored_at IS NULL") == [(0,)]
    check_invariants(empty_source, load_network(empty_source, 1))


def test_somebody_elses_switching_is_put_back(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    calm = Simulator(empty_source, 1, settings=SimulatorSettings(fault_interval_s=1e9))
    calm.step(AT)
    rows(empty_source, "UPDATE flux.devices SET is_open = true WHERE device_id = 123 RETURNING 1")
    calm.step(AT + dt.timedelta(seconds=4))
    assert rows(empty_source, "SELECT device_id FROM flux.devices WHERE is_open") == [(500,)]
    check_invariants(empty_source, load_network(empty_source, 1))


def test_same_seed_same_events(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6)

    def events() -> list[tuple[Any, ...]]:
        run_steps(Simulator(empty_source, 1, 5, settings=FAST), AT, 40)
        found = rows(empty_source, "SELECT kind, message FROM flux.events ORDER BY event_id")
        rows(empty_source, "UPDATE flux.devices SET is_open = is_normally_open RETURNING 1")
        rows(
            empty_source,
            "UPDATE flux.crews SET status = 'available', outage_id = NULL, lon = -95.4, lat = 29.7 RETURNING 1",
        )
        for table in ("outages", "feeder_reliability", "events"):
            rows(empty_source, f"DELETE FROM flux.{table} RETURNING 1")
        return found

    first = events()
    assert first
    assert events() == first


def test_a_real_utility_is_refused(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    rows(empty_source, "UPDATE flux.utilities SET is_demo = false RETURNING 1")
    with pytest.raises(NetworkError, match="no demo"):
        Simulator(empty_source, 1).step(AT)


def test_a_clock_set_back_undoes_no_minutes(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6, crews=4)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    calm = SimulatorSettings(fault_interval_s=1e9, repair_minutes=1.5, travel_kmh=400)
    run_steps(Simulator(empty_source, 1, 4, settings=calm), now - dt.timedelta(hours=1), 600)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE customer_minutes < 0") == [(0,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE restored_at < started_at") == [(0,)]


def test_running_stops_when_told_and_when_the_utility_is_gone(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    stop = threading.Event()
    simulator = Simulator(empty_source, 1, settings=SimulatorSettings(step_s=0.2))
    worker = threading.Thread(target=simulator.run, args=(stop, Leader(empty_source, "simulator")))
    worker.start()
    while not rows(empty_source, "SELECT 1 FROM flux.heartbeats"):
        time.sleep(0.05)
    rows(empty_source, "DELETE FROM flux.utilities RETURNING 1")
    worker.join()
    stop.set()
    simulator.run(stop)
    assert Leader(empty_source, "simulator").is_leader()


def test_the_demo_city_hangs_together_while_it_lives(empty_source: PostgresSource) -> None:
    utility_id = load_demo(empty_source, "small")
    network = load_network(empty_source, utility_id)
    simulator = Simulator(empty_source, utility_id, 2, settings=FAST)
    now = dt.datetime.now(dt.UTC)
    for _ in range(8):
        now = run_steps(simulator, now, 10)
        check_invariants(empty_source, network)
    dark = {f.check: f for f in check_utility(empty_source, utility_id) if f.severity == "error"}
    assert dark == {}
