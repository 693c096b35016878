"""The network graph of a hand-made town read from a real PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from data_sources.demo.utility.load import load_demo
from data_sources.network.graph import Network, NetworkError, load_network, load_open_devices
from data_sources.network.trace import trace as make_trace
from data_sources.postgres.bulk import copy_in_all
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Health
from tests.data_sources.towns import load_town, town

PATIENCE_S = 30


@pytest.fixture
def network(empty_source: PostgresSource) -> Network:
    load_town(empty_source)
    return load_network(empty_source, 1)


def test_tables_and_counts(network: Network) -> None:
    assert len(network.segments) == 2 * 22 + 1
    assert len(network.transformers) == 28
    assert network.customers_at.sum() == 84
    assert network.meters_at.sum() == 112
    assert network.transformer_customers.tolist() == [3] * 28
    assert network.normally_open == {500}


def test_it_is_kept_until_the_rows_are_loaded_again(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    first = load_network(empty_source, 1)
    assert load_network(empty_source, 1) is first
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.utilities SET loaded_at = now() + interval '1 second'")
    assert load_network(empty_source, 1) is not first


class Held:
    """A database whose network does not come before it is let go."""

    dialect = "postgres"

    def __init__(self, source: PostgresSource) -> None:
        self.source = source
        self.is_asked, self.let_go = threading.Event(), threading.Event()

    def fetch(self, query: Query) -> pa.Table:
        if query.name == "network_nodes":
            self.is_asked.set()
            assert self.let_go.wait(PATIENCE_S)
        return self.source.fetch(query)

    def health(self) -> Health:
        return self.source.health()


def _renumbered(rows: pa.Table) -> pa.Table:
    """Ids are unique in the whole database."""
    for number, name in enumerate(rows.column_names):
        if name.endswith("_id") and name != "utility_id" and not pa.types.is_null(rows[name].type):
            rows = rows.set_column(number, name, pc.add(rows[name], 100_000))
    return rows


def test_a_utility_that_loads_slowly_holds_up_no_other(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.transaction("test", "load a second town") as connection:
        copy_in_all(connection, {name: _renumbered(rows) for name, rows in town(utility_id=2).items()})
        connection.execute("UPDATE flux.utilities SET loaded_at = now() + interval '2 seconds'")  # not yet kept
    held = Held(empty_source)
    with ThreadPoolExecutor(3) as pool:
        try:
            slow = [pool.submit(load_network, held, 1) for _ in range(2)]
            assert held.is_asked.wait(PATIENCE_S)
            other = pool.submit(load_network, empty_source, 2)
            assert other.result(PATIENCE_S).utility_id == 2
        finally:
            held.let_go.set()
        assert slow[0].result(PATIENCE_S) is slow[1].result(PATIENCE_S)


def test_a_demo_made_anew_on_the_same_day_is_another_network(demo_source: PostgresSource) -> None:
    """Its `loaded_at` is the demo's date, and it gets the same utility_id: neither tells the two apart."""
    (before,) = demo_source.fetch(Query.of("hist_utilities")).to_pylist()
    old = load_network(demo_source, before["utility_id"])
    load_demo(demo_source, "small", seed=before["seed"] + 1, as_of=before["as_of"])
    (after,) = demo_source.fetch(Query.of("hist_utilities")).to_pylist()
    assert (after["utility_id"], after["loaded_at"]) == (before["utility_id"], before["loaded_at"])
    new = load_network(demo_source, after["utility_id"])
    assert new is not old
    assert new.rows.nodes["lon"].tolist() != old.rows.nodes["lon"].tolist()
    assert load_network(demo_source, after["utility_id"]) is new


def test_an_unknown_utility_is_refused(empty_source: PostgresSource) -> None:
    with pytest.raises(NetworkError, match="no utility 7"):
        load_network(empty_source, 7)


def test_downstream_of_a_fuse(network: Network) -> None:
    trace = make_trace(network, "device", 123, "downstream")
    assert sorted(trace.segment_ids) == [23, 43]
    assert trace.transformer_ids.tolist() == [23, 43]
    assert (trace.meter_count, trace.customers) == (8, 6)
    assert trace.critical_customers == (("A230", "hospital"), ("A430", "hospital"))
    assert trace.length_km == pytest.approx(0.4)
    assert [(link.kind, link.asset_id) for link in trace.chain] == [("device", 1), ("feeder", 1), ("substation", 1)]


def test_downstream_of_feeder_and_substation(network: Network) -> None:
    assert make_trace(network, "feeder", 1, "downstream").customers == 42
    assert make_trace(network, "substation", 1, "downstream").customers == 84
    assert len(make_trace(network, "feeder", 2, "downstream").segment_ids) == 22
    assert make_trace(network, "feeder", 2, "downstream").chain[-1].name == "SUB-001"


def test_a_feeder_is_as_long_downstream_as_it_is_built(demo_source: PostgresSource) -> None:
    """Its open ties are its own line: 34.3 km among its facts, and 34.0 km among what is downstream of it."""
    rows = demo_source.fetch(Query.of("hist_utilities")).to_pylist()
    network = load_network(demo_source, rows[0]["utility_id"])
    built = network.edge_feeder[: len(network.segments)]
    with demo_source.connection() as connection:
        kept = dict(connection.execute("SELECT feeder_id, length_km FROM flux.feeder_summary").fetchall())
    ties = 0
    for feeder_id in network.rows.feeders.ids.tolist():
        trace = make_trace(network, "feeder", feeder_id, "downstream")
        assert trace.length_km == pytest.approx(network.segments["length_m"][built == feeder_id].sum() / 1000, rel=1e-6)
        assert trace.length_km == pytest.approx(kept[feeder_id], abs=0.001)
        ties += int((built == feeder_id).sum()) - len(trace.segment_ids)
    assert ties > 0


def test_a_tie_is_line_of_its_own_feeder_alone(network: Network) -> None:
    one, two = (make_trace(network, "feeder", feeder_id, "downstream") for feeder_id in (1, 2))
    assert one.length_km + two.length_km == pytest.approx(network.segments["length_m"].sum() / 1000)


def test_upstream_of_a_meter(network: Network) -> None:
    trace = make_trace(network, "meter", 460, "upstream")
    assert trace.segment_ids.tolist() == [46, 26, 6, 5, 4, 3, 2]
    assert [link.name for link in trace.chain] == [
        "TX-46", "FUSE-126", "RECLOSER-2", "BREAKER-1", "F0001", "SUB-001",
    ]  # fmt: skip
    assert trace.is_energized
    assert trace.length_km == pytest.approx(1.4)


def test_downstream_of_transformer_pole_and_meter(network: Network) -> None:
    assert make_trace(network, "transformer", 23, "downstream").customers == 3
    assert make_trace(network, "pole", 23, "downstream").segment_ids.tolist() == [43]
    assert make_trace(network, "pole", 23, "downstream").customers == 6
    assert make_trace(network, "meter", 230, "downstream").customers == 1
    assert make_trace(network, "segment", 5, "downstream").customers == 4 * 6


def test_switching_moves_load_to_the_other_feeder(network: Network) -> None:
    opened = {3}  # the switch opens, the tie closes
    assert network.energized(opened).segments.all()
    assert make_trace(network, "feeder", 2, "downstream", opened).customers == 42 + 12
    feeding = network.feeding_feeder(opened)
    assert feeding[network.rows.nodes.index(8)] == 2
    assert make_trace(network, "meter", 480, "upstream", opened).chain[-2].name == "F0002"


def test_an_open_device_blacks_out_what_is_behind_it(network: Network) -> None:
    energized = network.energized({2, 500})
    dead = set(network.segments.ids[~energized.segments].tolist())
    assert dead == {5, 6, 7, 8, 9, 25, 26, 27, 28, 45, 46, 47, 48, 90}
    assert set(network.transformers.ids[~energized.transformers]) == {25, 26, 27, 28, 45, 46, 47, 48}
    trace = make_trace(network, "device", 125, "downstream", {2, 500})
    assert not trace.is_energized
    assert trace.customers == 6


def test_a_transformer_out_of_service_is_dead_alone(network: Network) -> None:
    unit = np.array([network.transformers.index(23)])
    energized = network.energized({500}, unit)
    assert network.transformers.ids[~energized.transformers].tolist() == [23]
    assert energized.segments.all()


def test_a_tie_between_live_feeders_is_no_outage(network: Network) -> None:
    assert network.energized({500}).segments.all()


def test_protecting_devices(network: Network) -> None:
    protecting = network.protecting_device()
    names = {
        node: network.devices["device_name"][protecting[network.rows.nodes.index(node)]] for node in (2, 6, 8, 23, 48)
    }
    assert names == {2: "BREAKER-1", 6: "RECLOSER-2", 8: "RECLOSER-2", 23: "FUSE-123", 48: "FUSE-128"}
    assert protecting[network.rows.nodes.index(1)] == -1


def test_paths_are_vectorised(network: Network) -> None:
    paths = network.paths(np.array([43, 2]))
    assert paths.offsets.tolist() == [0, 2, 4]
    assert paths.lon[2:] == pytest.approx([-95.4, -95.398])


def test_unknown_things_are_refused(network: Network) -> None:
    with pytest.raises(NetworkError, match="no segment 999"):
        make_trace(network, "segment", 999, "downstream")
    with pytest.raises(NetworkError, match="cannot be traced"):
        make_trace(network, "cloud", 1, "downstream")


def test_open_devices(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    assert load_open_devices(empty_source, 1) == {500}


def test_every_device_downstream_agrees_with_networkx(network: Network) -> None:
    segments = network.segments
    whole = nx.Graph(zip(segments["from_node"].tolist(), segments["to_node"].tolist(), strict=True))
    tie = segments.index(90)
    whole.remove_edge(segments["from_node"][tie], segments["to_node"][tie])
    for device_id, segment in zip(network.devices.ids.tolist(), network.device_segment.tolist(), strict=True):
        if segment == tie:
            continue
        cut = whole.copy()
        cut.remove_edge(segments["from_node"][segment], segments["to_node"][segment])
        fed = set().union(*(nx.node_connected_component(cut, root) for root in network.roots.tolist()))
        lost = [n for n in whole if n not in fed]
        assert make_trace(network, "device", device_id, "downstream").customers == network.customers_at[lost].sum()


def test_a_feeder_below_a_modelled_supply_is_no_source(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:  # a supply circuit 3 from node 900 to both heads
        connection.execute("INSERT INTO flux.nodes VALUES (900, 1, 'SOURCE', -95.4, 29.7)")
        connection.execute(
            "INSERT INTO flux.feeders SELECT 3, 1, 1, 'SUPPLY', 115, 900, 600, 12000, 800 FROM flux.utilities"
        )
        connection.execute(
            "INSERT INTO flux.segments SELECT 900 + k, 1, 3, 'SUP', 900, 1 + 100 * k, 'ABC', 115, 10, false, 'x', 600, "
            "2000, '\\x00000000000000000000000000000000' FROM generate_series(0, 1) AS k"
        )
    network = load_network(empty_source, 1)
    assert network.rows.nodes.ids[network.roots].tolist() == [900]
    assert not len(network.topology().loop_edges)
    assert make_trace(network, "feeder", 3, "downstream").customers == 84
    assert make_trace(network, "feeder", 1, "downstream").customers == 42
    assert make_trace(network, "feeder", 1, "upstream").segment_ids.tolist() == [900]
    assert make_trace(network, "meter", 460, "upstream").chain[-2].name == "F0001"
    assert make_trace(network, "segment", 901, "downstream").chain[0].name == "SUPPLY"
