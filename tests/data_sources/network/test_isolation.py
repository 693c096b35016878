"""Isolation studies of a hand-made town and of the demo's feeders."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.isolation.judge import StudyRules
from data_sources.analytics.isolation.study import IsolationStudy
from data_sources.network.graph import Network, NetworkError, load_network
from data_sources.network.isolation import isolation_study, lines_of, switched_network
from data_sources.network.switching_sheet import switching_sheet, unserved_in_words
from data_sources.postgres.source import PostgresSource
from tests.data_sources.analytics.isolation.whole_parts import FaultedCircuit, is_sound, plans
from tests.data_sources.towns import load_town


@pytest.fixture
def network(empty_source: PostgresSource) -> Network:
    load_town(empty_source)
    return load_network(empty_source, 1)


def sheet(network: Network, found: IsolationStudy) -> list[tuple[str, int, int]]:
    return [(step.action, int(network.devices.ids[step.device]), step.customers_restored) for step in found.steps]


def test_a_trunk_fault_of_the_town(network: Network) -> None:
    """Between breaker and recloser: the recloser opens and the tie feeds what is behind it, 24 of 42 customers."""
    found = isolation_study(network, 3, {500}, np.full(28, 20.0))
    assert network.devices.ids[found.tripped] == 1
    assert (found.customers_lost, found.customers_restored) == (42, 24)
    assert sheet(network, found) == [("open", 2, 0), ("close", 500, 24)]


def test_a_fault_on_a_lateral_is_its_fuse_and_nothing_can_be_done(network: Network) -> None:
    found = isolation_study(network, 43, {500}, np.full(28, 20.0))
    assert network.devices.ids[found.tripped] == 123
    assert found.steps == ()
    assert [(left.customers, left.reason) for left in found.unserved] == [(6, "faulted")]


def test_the_study_starts_from_the_present_switching(network: Network) -> None:
    """Switch 3 open and the tie closed: a fault on 3 is isolated by the recloser, the other feeder helps by switch 3."""
    found = isolation_study(network, 3, {3}, np.full(28, 20.0))
    assert found.customers_lost == 42 - 12
    assert sheet(network, found)[0][:2] == ("open", 2)
    assert found.customers_restored == 12


def test_an_idle_feeder_does_not_help(network: Network) -> None:
    found = isolation_study(network, 3, {500}, np.full(28, 20.0), idle_feeders=[1])
    assert (found.steps, found.unserved[1].reason) == ((), "capacity")


def test_a_tie_between_two_voltages_never_helps(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.feeders SET voltage_kv = 34.5 WHERE feeder_id = 2")
    found = isolation_study(load_network(empty_source, 1), 3, {500}, np.full(28, 20.0))
    assert found.steps == ()
    assert found.unserved[1].reason == "no tie"


def test_lines_of_the_town_by_hand(network: Network) -> None:
    """200 m of 400 A overhead between 350 A (0.592 ohms a mile) and 530 A (0.306), on logarithmic scales."""
    lines = lines_of(network)
    share = np.log(400 / 350) / np.log(530 / 350)
    expected = np.exp(np.log(0.592) * (1 - share) + np.log(0.306) * share) / 1.609344 * 0.2
    assert lines.r_ohm[0] == pytest.approx(expected, rel=1e-6)
    assert set(lines.phases.tolist()) == {3}
    assert lines.kv[0] == pytest.approx(12.47)


def test_unknown_segments_are_refused(network: Network) -> None:
    with pytest.raises(NetworkError, match="no segment 999"):
        isolation_study(network, 999, {500}, np.full(28, 20.0))


def _first_plan(network: Network, segment: int, device: int, load_kw: np.ndarray) -> int:
    """Customers that the simpler planner gives back: whole parts, one tie each, by spare capacity alone."""
    opened = network.normally_open | {int(network.devices.ids[device])}
    now, kind = network.topology(opened), network.devices["kind"]
    is_open = np.isin(network.devices.ids, list(opened))
    before = switched_network(network, network.normally_open, load_kw, 0.95)
    switches = np.flatnonzero(np.isin(kind, ("switch", "sectionaliser", "recloser", "breaker")) & ~is_open)
    tie_edges = before.tie_edges
    fed_by = np.where(now.is_reached, before.feeder_of, -1)
    carried = np.bincount(fed_by[fed_by >= 0], before.load_kw[fed_by >= 0], len(before.limit_kw))
    spare = np.where(
        np.arange(len(carried)) == before.feeder_of[network.to_node[segment]], 0.0, before.limit_kw - carried
    )
    circuit = FaultedCircuit(
        network.topology(), segment, int(network.device_segment[device]), network.device_segment[switches],
        np.stack([network.from_node[tie_edges], network.to_node[tie_edges]], axis=1), fed_by, spare, before.load_kw,
        before.customers,
    )  # fmt: skip
    lost = np.flatnonzero(network.topology().is_reached & ~now.is_reached)
    for plan in plans(circuit):
        closed = network.is_closed(opened)
        closed[circuit.switch_edges[plan.opens]] = False
        closed[tie_edges[plan.closes]] = True
        closed[circuit.tripped_edge] = plan.recloses
        after = network.forest(closed)
        if is_sound(after, segment, lost, before.customers[lost]):
            return int(before.customers[lost[after.is_reached[lost]]].sum())
    return 0


def test_the_demo_s_feeders_get_back_at_least_what_whole_parts_on_single_ties_give(demo: PostgresSource) -> None:
    network = load_network(demo, 1)
    load_kw = network.transformers["peak_load_kw"].astype(np.float64) * 0.6
    protecting, child = network.protecting_device(), network.topology().child[: len(network.segments)]
    trunk = [
        segment
        for segment in np.flatnonzero(child >= 0).tolist()
        if protecting[child[segment]] >= 0 and network.devices["kind"][protecting[child[segment]]] != "fuse"
    ]
    capacity_alone = StudyRules(is_voltage_checked=False)
    restored = 0
    for segment in trunk[::9]:
        segment_id = int(network.segments.ids[segment])
        found = isolation_study(network, segment_id, network.normally_open, load_kw, capacity_alone)
        assert found.tripped == protecting[child[segment]]
        assert found.customers_restored >= _first_plan(network, segment, int(protecting[child[segment]]), load_kw)
        restored += found.customers_restored
    assert restored > 0


def test_the_sheet_in_words(network: Network) -> None:
    """Feeder 2 carries 14 transformers of its own and 8 of feeder 1 in the end: 440 of 0.9 x 0.95 x 12,000 kW."""
    found = isolation_study(network, 3, {500}, np.full(28, 20.0))
    first, second = switching_sheet(network, found)
    assert first.instruction == "Open recloser RECLOSER-2: isolate the fault from what hangs below."
    assert first.outcome.startswith("0 customers back, 42 still out;")
    assert (second.number, second.device_id) == (2, 500)
    assert second.instruction == "Close tie TIE-500: feed what hangs behind it from the other side."
    assert second.outcome == "24 customers back, 18 still out; F0002 carries 440 of 10,260 kW that it may."
    assert second.voltage == f"{found.steps[-1].lowest_voltage_pct:.1f} % of nominal at the lowest"
    assert unserved_in_words(network, found) == (
        "18 customers behind breaker BREAKER-1: in the faulted section, until the repair.",
    )
