"""The simulator against a real PostgreSQL: exact blackouts, invariants at every step, restart in the middle."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import numpy as np
import pytest

from data_sources.checks.integrity import check_utility
from data_sources.commands.run import Commands
from data_sources.demo.simulator.faults import draw_fault, exposure, fault_at
from data_sources.demo.simulator.restore import switch_due
from data_sources.demo.simulator.settings import SimulatorSettings
from data_sources.demo.simulator.simulator import Simulator
from data_sources.demo.simulator.world import TrueFault, World
from data_sources.demo.utility.load import load_demo
from data_sources.network.graph import Network, NetworkError, load_network
from data_sources.outages.life import (
    AddNote,
    AssignCrew,
    CloseOutage,
    OperateDevice,
    ReleaseCrew,
    ReportOutage,
    RestoreOutage,
    SetEstimate,
    SwitchForOutage,
)
from data_sources.outages.operating import OperatingState
from data_sources.outages.states import Outage
from data_sources.outages.steps import begin
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import (
    CALM,
    FAST,
    MARIA,
    Story,
    check_invariants,
    check_reliability,
    dark_by_networkx,
    rows,
    run_steps,
)
from tests.data_sources.towns import AT, load_town


def struck(network: Network, segment_id: int) -> tuple[World, TrueFault]:
    """A town with a fault, and the outage that it causes."""
    state = OperatingState(network, network.normally_open, [])
    fault = fault_at(state, network.segments.index(segment_id), AT, "vehicle")
    assert fault
    outage = Outage(0, fault.device, -1, AT, fault.cause, fault.lon, fault.lat, outage_id=1)
    begin(state, outage, AT)
    fault.outage_id, fault.switch_at = 1, AT
    return World(state, [], [fault]), fault


def switching(world: World, load_kw: float) -> tuple[set[int], set[int]]:
    """Devices that the simulator means to open, and to close."""
    load = np.full(len(world.state.network.transformers), load_kw)
    for wish in switch_due(world, AT, load):
        command = wish.order.command
        assert isinstance(command, SwitchForOutage)
        return set(command.open_device_ids or ()), set(command.close_device_ids or ())
    return set(), set()


def test_a_fault_blacks_out_exactly_what_is_downstream(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    network = load_network(empty_source, 1)
    for segment_id, device_id in ((3, 1), (6, 2), (24, 124), (146, 1126), (108, 1002)):
        world, fault = struck(network, segment_id)
        assert network.devices.ids[fault.device] == device_id
        dark = set(network.transformers.ids[~world.state.is_energized].tolist())
        assert dark == dark_by_networkx(network, {500, device_id})
        (outage,) = world.state.outages
        assert outage.customers_out == outage.customers_interrupted == 3 * len(dark)


def test_no_fault_is_made_of_what_is_dark_already(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    network = load_network(empty_source, 1)
    world, _ = struck(network, 26)
    index = network.segments.index
    assert fault_at(world.state, index(46), AT, "vegetation") is None  # dark
    assert fault_at(world.state, index(6), AT, "vegetation") is None  # would hold the dark lateral
    assert fault_at(world.state, index(24), AT, "vegetation") is not None
    chances, rng = exposure(network, 2026, 3.0), np.random.default_rng(1)
    assert all(draw_fault(world, chances, AT, 3.0, rng, FAST, {0, 1}) is None for _ in range(20))


def test_a_trunk_fault_is_isolated_and_fed_from_the_tie(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, _ = struck(load_network(empty_source, 1), 3)  # between breaker and recloser: the breaker stays open
    assert switching(world, 20.0) == ({2}, {500})


def test_switching_before_the_fault_lets_the_device_close_again(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, _ = struck(load_network(empty_source, 1), 8)  # behind switch 3, behind recloser 2
    assert switching(world, 20.0) == ({3}, {2})


def test_a_tie_is_not_closed_onto_a_full_feeder(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    world, fault = struck(load_network(empty_source, 1), 3)
    assert switching(world, 700.0) == (set(), set())
    assert fault.switch_at is None


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
    assert rows(empty_source, "SELECT count(*) FROM flux.audit WHERE outcome <> 'done' AND target_id IS NOT NULL") == [
        (0,)
    ]
    told = "SELECT count(*) FILTER (WHERE kind = 'outage_started'), count(*) FILTER (WHERE kind IN ('outage_restored', 'reclosed'))"
    assert rows(empty_source, f"{told} FROM flux.events") == outages
    assert rows(empty_source, "SELECT beat_at FROM flux.heartbeats WHERE service = 'simulator'") == [(now,)]
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE NOT is_simulated") == [(0,)]
    audited = "SELECT count(*) FROM flux.audit WHERE actor = 'simulator' AND action = 'report_outage'"
    assert rows(empty_source, audited) == rows(empty_source, "SELECT count(*) FROM flux.outages")


def test_a_restart_in_the_middle_goes_on(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6, crews=4)
    network = load_network(empty_source, 1)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    before = rows(empty_source, "SELECT outage_id FROM flux.outages WHERE is_active")
    assert before
    second = Simulator(empty_source, 1, 4, settings=CALM)
    for _ in range(10):
        now = run_steps(second, now, 1)
        check_invariants(empty_source, network)
    run_steps(second, now, 600)
    check_invariants(empty_source, network)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE is_active") == [(0,)]
    assert rows(empty_source, "SELECT device_id FROM flux.devices WHERE is_open ORDER BY 1") == [(500,), (502,), (504,)]
    check_reliability(empty_source)


def test_a_long_pause_does_not_lengthen_outages(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6, crews=4)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    Simulator(empty_source, 1, 4, settings=SimulatorSettings(fault_interval_s=1e9)).step(now + dt.timedelta(days=1))
    longest = rows(empty_source, "SELECT max(restored_at - started_at) FROM flux.outages")[0][0]
    assert longest < dt.timedelta(hours=3)
    assert rows(empty_source, "SELECT count(*) FROM flux.outages WHERE is_active") == [(0,)]
    check_invariants(empty_source, load_network(empty_source, 1))


def test_what_somebody_opened_past_all_commands_is_told_as_an_outage(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    calm = Simulator(empty_source, 1, settings=CALM)
    calm.step(AT)
    rows(empty_source, "UPDATE flux.devices SET is_open = true WHERE device_id = 123 RETURNING 1")
    now = run_steps(calm, AT, 300)
    assert rows(empty_source, "SELECT device_id, customers_out, crew_id FROM flux.outages") == [(123, 6, None)]
    assert rows(empty_source, "SELECT device_id FROM flux.devices WHERE is_open ORDER BY 1") == [(123,), (500,)]
    check_invariants(empty_source, load_network(empty_source, 1))
    Commands(empty_source).run(OperateDevice(device_id=123, is_open=False), by=MARIA)
    run_steps(calm, now, 1)
    assert rows(empty_source, "SELECT state, customers_out FROM flux.outages") == [("restored", 0)]


def test_same_seed_same_events(empty_source: PostgresSource) -> None:
    load_town(empty_source, 6)

    def events() -> list[tuple[Any, ...]]:
        run_steps(Simulator(empty_source, 1, 5, settings=FAST), AT, 40)
        found = rows(empty_source, "SELECT kind, message FROM flux.events ORDER BY event_id")
        rows(empty_source, "UPDATE flux.devices SET is_open = is_normally_open, held_by = NULL RETURNING 1")
        rows(
            empty_source,
            "UPDATE flux.crews SET status = 'available', is_called_out = false, outage_id = NULL, lon = -95.4, lat = 29.7 "
            "RETURNING 1",
        )
        for table in ("outages", "sim_faults", "feeder_reliability", "events"):
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
    run_steps(Simulator(empty_source, 1, 4, settings=CALM), now - dt.timedelta(hours=1), 600)
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


def test_a_device_opened_by_hand_stays_open_until_it_is_closed_by_hand(story: Story) -> None:
    story.give(OperateDevice(device_id=1, is_open=True))
    story.steps(400)
    assert story.outage("state, customers_out, crew_id, device_id") == ("confirmed", 42, None, 1)
    check_invariants(story.source, story.network)
    story.give(OperateDevice(device_id=1, is_open=False))
    story.steps(1)
    assert story.outage("state, customers_out") == ("restored", 0)
    assert rows(story.source, "SELECT device_id FROM flux.devices WHERE is_open ORDER BY 1") == [(500,)]


def test_crews_are_sent_to_what_a_person_reports_and_mend_it(story: Story) -> None:
    story.give(ReportOutage(utility_id=1, device_id=122, cause="animal", started_at=story.now))
    story.steps(400)
    assert story.outage("state, customers_out, crew_id IS NOT NULL") == ("closed", 0, True)
    done = rows(
        story.source, "SELECT action FROM flux.audit WHERE outcome = 'done' AND outage_ids = '{1}' ORDER BY audit_id"
    )
    assert [action for (action,) in done] == [
        "report_outage", "assign_crew", "crew_en_route", "crew_on_site", "restore_outage",
    ]  # fmt: skip
    check_invariants(story.source, story.network)


def test_an_estimate_by_hand_and_a_crew_by_hand_stand(story: Story) -> None:
    number = story.give(ReportOutage(utility_id=1, device_id=122, started_at=story.now))
    told = story.now + dt.timedelta(hours=5)
    story.give(SetEstimate(outage_id=number, estimated_restoration_at=told, reason="the road is flooded"))
    story.give(AssignCrew(outage_id=number, crew_id=3))
    for _ in range(30):
        story.steps(1)
        assert story.outage("estimated_restoration_at, estimated_by, crew_id") == (told, "manual", 3)
    assert rows(story.source, "SELECT status FROM flux.crews WHERE crew_id = 3") != [("assigned",)]
    story.give(ReleaseCrew(outage_id=number))
    story.steps(200)
    assert story.outage("state, crew_id, dispatched_by") == ("confirmed", None, "manual")


def test_a_fault_that_is_not_mended_trips_again(story: Story) -> None:
    number = story.give(ReportOutage(utility_id=1, device_id=122, started_at=story.now))
    story.steps(1)
    story.give(RestoreOutage(outage_id=number))
    story.steps(1)
    again = rows(story.source, "SELECT state, customers_out FROM flux.outages ORDER BY outage_id")
    assert again == [("restored", 0), ("confirmed", 6)]
    story.give(CloseOutage(outage_id=number))
    story.steps(400)
    assert rows(story.source, "SELECT DISTINCT state FROM flux.outages") == [("closed",)]
    assert rows(story.source, "SELECT count(*) FROM flux.sim_faults WHERE cleared_at IS NULL") == [(0,)]


def test_what_somebody_changed_in_between_is_lost_for_a_step_and_told(story: Story) -> None:
    """The simulator has looked, a person adds a note, then it gives its command: it is told, and decides anew."""
    number = story.give(ReportOutage(utility_id=1, device_id=122, started_at=story.now))

    class Between(Simulator):
        def _give(self, *given: Any) -> Any:
            if rows(self._source, "SELECT 1 FROM flux.audit WHERE action = 'add_note'") == []:
                intents = given[1]
                if intents:
                    Commands(self._source).run(AddNote(outage_id=number, text="a branch on the line"), by=MARIA)
            return super()._give(*given)

    story.simulator = Between(story.source, 1, 3, settings=CALM)
    story.steps(400)
    (lost,) = rows(story.source, "SELECT outcome, actor, action, reason FROM flux.audit WHERE outcome <> 'done'")
    assert lost[:3] == ("conflict", "simulator", "assign_crew")
    assert "changed by maria" in lost[3]
    assert story.outage("state") == ("closed",)


def test_the_truth_is_kept_apart(empty_source: PostgresSource) -> None:
    """Where the fault is stands in the simulator's own table, one row an outage, and is cleared when it is mended."""
    load_town(empty_source, 6, crews=4)
    now = run_steps(Simulator(empty_source, 1, 3, settings=FAST), AT, 60)
    faults = "SELECT count(*), count(DISTINCT outage_id), count(segment_id) > 0 FROM flux.sim_faults"
    count = rows(empty_source, "SELECT count(*) FROM flux.outages")[0][0]
    assert rows(empty_source, faults) == [(count, count, True)]
    run_steps(Simulator(empty_source, 1, 4, settings=CALM), now, 600)
    assert rows(empty_source, "SELECT count(*) FROM flux.sim_faults WHERE cleared_at IS NULL") == [(0,)]
