"""The hand-made town as a supply grid; see tests/data_sources/towns.py for its ids."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.grid import OF_SWITCH
from data_sources.network.graph import load_network
from data_sources.network.rows import NetworkError
from data_sources.postgres.source import PostgresSource
from data_sources.studies.cascade.ground import SupplyGround, ground_of
from data_sources.studies.cascade.study import CascadeStudy
from tests.data_sources.towns import AT, load_town
from tests.handmade import insert, outage

KEYS = ["system", "substation:1", "feeder:1", "section:1", "section:2", "section:3", "feeder:2", "section:1001",
        "section:1002", "section:1003"]  # fmt: skip


@pytest.fixture
def ground(empty_source: PostgresSource) -> SupplyGround:
    load_town(empty_source)
    network = load_network(empty_source, 1)
    return ground_of(network, network.normally_open)


def test_sections_between_switches(ground: SupplyGround) -> None:
    assert sorted(ground.keys) == sorted(KEYS)
    assert ground.names[ground.number("section:3")] == "F0001 behind SWITCH-3"
    assert ground.names[ground.number("feeder:2")] == "F0002"
    # Breaker, recloser and switch leave trunk nodes 2 to 4, 5 and 6, 7 to 9: 3, 2 and 2 laterals of two transformers.
    assert [int(ground.customers[ground.number(key)]) for key in KEYS[1:]] == [0, 0, 18, 12, 12, 0, 18, 12, 12]
    assert ground.customers.sum() == 84


def test_edges_are_rated_as_the_weaker_of_segment_and_switch(ground: SupplyGround) -> None:
    edges = ground.edges
    assert edges.rated_kw[0] == pytest.approx(50_000 * 0.95)  # the bank
    assert edges.rated_kw[1] == pytest.approx(12_000 * 0.95)  # a feeder
    lines = edges.rated_kw[edges.kind == OF_SWITCH]  # segments of 400 A, devices of 600 A
    assert lines == pytest.approx(np.sqrt(3) * 12.47 * 400 * 0.95)
    ends = {ground.keys[edges.from_node[edges.is_tie][0]], ground.keys[edges.to_node[edges.is_tie][0]]}
    assert ends == {"section:3", "section:1003"}


def test_a_key_that_names_nothing_is_refused(ground: SupplyGround) -> None:
    with pytest.raises(NetworkError, match="'section:99' in this network as it is switched"):
        ground.number("section:99")


def test_ties_join_one_voltage_only(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.feeders SET voltage_kv = 34.5 WHERE feeder_id = 2")
    network = load_network(empty_source, 1)
    ground = ground_of(network, network.normally_open)
    assert (ground.ties_of_two_voltages, ground.edges.is_tie.any()) == (1, False)


def test_what_tripped_or_isolates_is_no_tie(ground: SupplyGround) -> None:
    """Recloser 2 stands open: what is behind it is out, and neither it nor the tie that could help closes in a study."""
    now = ground_of(ground.network, ground.network.normally_open | {2})
    assert now.edges.is_tie.sum() == 1
    study = CascadeStudy(now, _no_loads(now), Conditions())
    assert study.out_before == 24
    assert not study.cascade.before.is_fed[now.number("section:3")]


def test_behind_a_blown_fuse_is_a_part_of_its_own_without_a_way_in(ground: SupplyGround) -> None:
    now = ground_of(ground.network, ground.network.normally_open | {122})
    assert len(now) == len(ground) + 1
    assert CascadeStudy(now, _no_loads(now), Conditions()).out_before == 6


def test_who_is_out_without_a_device_is_out_before(empty_source: PostgresSource) -> None:
    """Transformer 22 failed (3 customers), a service of 23 (1), all of 24 without one word on interruptions (3)."""
    load_town(empty_source)
    insert(
        empty_source, "outages",
        [outage(1, AT, None, 3, transformer_id=22), outage(2, AT, None, 1), outage(3, AT, None, 3, transformer_id=24),
         outage(4, AT, 60, 3, transformer_id=25)],
    )  # fmt: skip
    out = {"out_at": AT, "restored_at": None}
    insert(
        empty_source, "interruptions",
        [{"outage_id": 1, "customers": 3, "transformer_ids": "{22}"} | out,
         {"outage_id": 2, "customers": 1, "transformer_ids": "{23}"} | out],
    )  # fmt: skip
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.outages SET has_interruptions = true WHERE outage_id IN (1, 2)")
        told = connection.execute("SELECT sum(customers_out) FROM flux.outages WHERE is_active").fetchone()
    study = CascadeStudy.of(empty_source, 1, Conditions(), "peak")
    assert told == (study.out_before,) == (7,)
    assert study.in_supply == 84 - 7
    assert study.cascade.load_kw.sum() == pytest.approx(26 * 30.0), "two of 28 transformers take nothing"
    bank = study.cascade.fail(study.nodes(["substation:1"]))
    assert study.lost(bank)[0] == 84 - 7, "who has no supply can lose none"


def test_who_is_out_twice_over_is_counted_once(empty_source: PostgresSource) -> None:
    """Fuse 122 stands open in an outage of six customers."""
    load_town(empty_source)
    insert(empty_source, "outages", [outage(1, AT, None, 6, device_id=122)])
    rows = [{"outage_id": 1, "out_at": AT, "restored_at": None, "customers": 6, "transformer_ids": "{22,42}"}]
    insert(empty_source, "interruptions", rows)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.outages SET has_interruptions = true")
        connection.execute("UPDATE flux.devices SET is_open = true WHERE device_id = 122")
    assert CascadeStudy.of(empty_source, 1, Conditions(), "peak").out_before == 6


def test_transformers_of_a_substation_have_ratings_and_names(empty_source: PostgresSource) -> None:
    """Two units of 2,500 kVA between feeder 1's head and its breaker: what is behind them hangs on 5,000."""
    load_town(empty_source)
    columns = "feeder_id, pole_id, phases, primary_kv, secondary_v, is_underground, installed_year, health_score"
    with empty_source.connection() as connection:
        connection.execute(
            "INSERT INTO flux.nodes SELECT 900, utility_id, 'N900', lon, lat FROM flux.nodes WHERE node_id = 1"
        )
        connection.execute("UPDATE flux.segments SET from_node_id = 900 WHERE segment_id = 2")
        for number in (9000, 9001):
            connection.execute(
                f"INSERT INTO flux.transformers (transformer_id, utility_id, node_id, secondary_node_id, transformer_name, "
                f"kind, rated_kva, peak_load_kw, customers_served, lon, lat, {columns}) SELECT {number}, utility_id, 1, 900, "
                f"'UNIT-{number}', 'substation', 2500, 0, 0, lon, lat, {columns} FROM flux.transformers "
                "WHERE transformer_id = 22".encode()
            )
    network = load_network(empty_source, 1)
    ground = ground_of(network, network.normally_open)
    unit = ground.number("transformer:9000")
    assert ground.names[unit] == "F0001 behind UNIT-9000"
    assert ground.edges.rated_kw[ground.edges.to_node == unit] == pytest.approx(5000 * 0.95)
    study = CascadeStudy.of(empty_source, 1, Conditions(30.0, 10.0, 0.0), "peak")  # 4,200 kW a feeder, 8,400 of 5,000
    assert study.cascade.settled.waves == 0
    lost = study.cascade.fail(study.nodes(["transformer:9000"]))
    assert study.lost(lost)[0] == 0  # the tie feeds what is behind them, not the units backwards
    assert not lost.state.is_fed[unit]


def _no_loads(ground: SupplyGround) -> object:
    from data_sources.studies.cascade.loads import StudyLoads

    return StudyLoads(np.zeros(len(ground.network.transformers)), "mean", None, None, 0)


@pytest.mark.parametrize(("basis", "expected"), [("mean", 4 * 1100 / 730.5), ("peak", 30.0), ("present", 20.0)])
def test_a_feeder_outage_moves_to_the_other_feeder(empty_source: PostgresSource, basis: str, expected: float) -> None:
    load_town(empty_source)
    study = CascadeStudy.of(empty_source, 1, Conditions(), basis)  # type: ignore[arg-type]
    assert study.loads.transformer_kw == pytest.approx(np.full(28, expected))
    spread = study.cascade.fail(study.nodes(["feeder:1"]))
    assert study.lost(spread) == (0, 0.0)
    assert study.interrupted(spread) == 42
    assert spread.state.flow_kw[study.ground.number("feeder:2")] == pytest.approx(28 * expected)
    rows = study.changes(spread).to_pylist()
    assert [(row["wave"], row["node_id"], row["node_state"]) for row in rows if row["node_id"] == "section:2"] == [
        (0, "section:2", "lost"), (0, "section:2", "transferred")
    ]  # fmt: skip
