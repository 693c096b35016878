"""The IEEE 9500-node feeder, where it lies beside the repository: nothing dropped, clean, every load on a source."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from data_sources.analytics.topology import Topology
from data_sources.checks.integrity import check_utility
from data_sources.importers.imported import ImportedNetwork, format_accounting
from data_sources.importers.opendss.read import read_opendss
from data_sources.importers.writer import write_network
from data_sources.network.downstream import downstream
from data_sources.network.graph import Network, load_network, load_open_devices
from data_sources.network.trace import trace as make_trace
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.conftest import CopyOf
from tests.data_sources.importers.opendss.models import names, row, shared

pytest.importorskip("opendssdirect", reason="the extra flux-ops-center[opendss] is not installed")

MASTER = "ieee9500/Master-unbal-initial-config.dss"
UTILITY = 1

# Asked of OpenDSS itself, in a process of its own, another way than the importer does.
COUNTS = """
import json, sys
import opendssdirect as dss
dss.Text.Command(f'compile "{sys.argv[1]}"')
counts = {"Bus": dss.Circuit.NumBuses()}
for kind in dss.Basic.Classes():
    dss.Basic.SetActiveClass(kind)
    counts[kind] = dss.ActiveClass.Count()
print(json.dumps({"counts": counts, "source_kw": -dss.Circuit.TotalPower()[0]}))
"""


@pytest.fixture(scope="module")
def network() -> ImportedNetwork:
    return read_opendss(shared(MASTER), name="IEEE 9500", time_zone="America/Los_Angeles")


@pytest.fixture(scope="module")
def source(network: ImportedNetwork, copy_of: CopyOf, empty_template: str) -> Iterator[PostgresSource]:
    with copy_of(empty_template) as source:
        write_network(source, network, replace=False, actor="test")
        yield source


@pytest.fixture(scope="module")
def graph(source: PostgresSource) -> Network:
    return load_network(source, UTILITY)


@pytest.fixture(scope="module")
def own() -> dict[str, dict[str, int]]:
    """What OpenDSS says of the model."""
    command = [sys.executable, "-c", COUNTS, str(shared(MASTER))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, dict[str, int]] = json.loads(answer.strip().splitlines()[-1])
    return found


def totals(network: ImportedNetwork) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in network.accounting:
        sums[line.element] = sums.get(line.element, 0) + line.count
    return sums


def test_the_account_adds_up_to_what_opendss_counts(network: ImportedNetwork, own: dict[str, dict[str, int]]) -> None:
    counted = {kind: count for kind, count in own["counts"].items() if count}
    assert {kind: count for kind, count in totals(network).items() if not kind.startswith("(")} == counted
    assert (counted["Bus"], counted["Line"], counted["Transformer"], counted["Load"]) == (5302, 4022, 1305, 2550)
    print(format_accounting(network.accounting))


def test_the_account_is_of_rows_that_are_there(network: ImportedNetwork) -> None:
    tables = {
        "node": "nodes", "segment": "segments", "closed": "devices", "open": "devices", "transformer": "transformers",
        "meter": "meters", "account": "customers", "substation": "substations", "feeder": "feeders",
    }  # fmt: skip
    rows: dict[str, int] = {}
    for line in network.accounting:
        for part in line.became.split(" + "):
            table = tables.get(part.split()[0].rstrip(","))
            if table:
                rows[table] = rows.get(table, 0) + line.count
    assert rows == {table: network.tables[table].num_rows for table in dict.fromkeys(tables.values())}


def test_it_lies_in_washington_state(network: ImportedNetwork) -> None:
    lon, lat = names(network, "nodes", "lon"), names(network, "nodes", "lat")
    assert all(-119.3 < float(x) < -119.0 for x in lon)
    assert all(46.5 < float(y) < 46.8 for y in lat)
    source = row(network, "nodes", "SOURCEBUS")
    assert (source["lon"], source["lat"]) == (pytest.approx(-119.0696656), pytest.approx(46.6965308))


def test_switches_are_as_the_model_says(network: ImportedNetwork) -> None:
    devices = network.tables["devices"].to_pylist()
    is_open = {device["device_name"] for device in devices if device["is_open"]}
    assert is_open == {
        "A8645_48332_SW", "TSW803273_SW", "V7173_48332_SW", "LN0653457_SW", "A333_48332_SW", "TSW320328_SW",
        "TSW568613_SW", "WF856_48332_SW", "WG127_48332_SW",
    }  # fmt: skip
    assert row(network, "devices", "HVMV69S1B2_SW")["kind"] == "breaker"


def test_three_substations_with_a_feeder_each_and_their_supply(network: ImportedNetwork) -> None:
    assert names(network, "substations", "substation_name") == ["HVMV69_11SUB1", "HVMV69_11SUB2", "HVMV69_11SUB3"]
    feeders = dict(zip(
        names(network, "feeders", "feeder_name"), names(network, "feeders", "substation_id"), strict=True))  # fmt: skip
    assert feeders == {"SOURCEBUS SUPPLY": 1, "HVMV69S1B2_SW": 1, "HVMV69S2B2_SW": 2, "HVMV69S3B2_SW": 3}


def test_feeders_add_up_to_what_the_source_gives(network: ImportedNetwork, own: dict[str, dict[str, int]]) -> None:
    assert sum(map(float, names(network, "feeder_status", "load_kw"))) == pytest.approx(own["source_kw"], rel=1e-4)


def test_check_is_clean(source: PostgresSource) -> None:
    assert [finding for finding in check_utility(source, UTILITY) if finding.severity != "ok"] == []


def test_every_load_is_fed_from_the_source_bus(network: ImportedNetwork, graph: Network) -> None:
    topology: Topology = graph.topology()
    source_bus = names(network, "nodes", "node_name").index("SOURCEBUS")
    assert graph.roots.tolist() == [source_bus]
    assert (topology.root[graph.rows.meters["node"]] == source_bus).all()


@pytest.mark.parametrize("meter", ["138236B0A", "138236B0B", "STEAMGEN1"])
def test_a_load_traces_up_to_the_source(network: ImportedNetwork, graph: Network, meter: str) -> None:
    trace = make_trace(graph, "meter", int(row(network, "meters", meter)["meter_id"]), "upstream")  # type: ignore[call-overload]
    way = [names(network, "segments", "segment_name")[segment_id - 1] for segment_id in trace.segment_ids]
    assert way[-1] == "HVMV_SUB_HSB"
    assert trace.is_energized
    assert [link.kind for link in trace.chain[-2:]] == ["feeder", "substation"]
    assert trace.chain[-2].name.startswith("HVMV69S")


def test_an_opened_supply_switch_blacks_out_what_is_behind_it(network: ImportedNetwork, graph: Network) -> None:
    switch = int(row(network, "devices", "HVMV69S2B4_SW")["device_id"])  # type: ignore[call-overload]
    third = set(names(network, "feeders", "feeder_name")).intersection({"HVMV69S3B2_SW"})
    trace = make_trace(graph, "device", switch, "downstream")
    meters = network.tables["meters"].to_pylist()
    feeder = int(row(network, "feeders", third.pop())["feeder_id"])  # type: ignore[call-overload]
    assert trace.customers == sum(meter["is_active"] for meter in meters if meter["feeder_id"] == feeder)


def test_regulators_side_by_side_are_no_loop(graph: Network) -> None:
    assert len(graph.topology().loop_edges) == 0


def test_search_and_kpis_work_on_it(source: PostgresSource) -> None:
    assert load_open_devices(source, UTILITY)
    found = source.fetch(Query.of(
        "search", utility_id=UTILITY, needle="138236b0a", needle_end="138236b0b", number=None, per_kind=5))  # fmt: skip
    assert ("meter", "138236B0A") in set(zip(found["kind"].to_pylist(), found["name"].to_pylist(), strict=True))


def test_single_phase_lines_beside_each_other_feed_a_phase_each(source: PostgresSource, graph: Network) -> None:
    """Without regard to phases all are lost when one opens; by phase each loses its own, and together they are all."""
    opened = load_open_devices(source, UTILITY)
    ends = np.sort(np.stack([graph.segments["from_node"], graph.segments["to_node"]]), axis=0).T
    _, group, size = np.unique(ends, axis=0, return_inverse=True, return_counts=True)
    found = 0
    for beside in np.flatnonzero(size == 3).tolist():
        rows = np.flatnonzero(group == beside)
        if sorted(graph.segments["phase_mask"][rows].tolist()) != [1, 2, 4]:
            continue
        lost = [downstream(graph, "segment", int(graph.segments.ids[line]), opened) for line in rows]
        whole = make_trace(graph, "segment", int(graph.segments.ids[rows[0]]), "downstream", opened)
        for line, one in zip(rows.tolist(), lost, strict=True):
            own = [share.customers for share in one.by_phase]
            assert [count > 0 for count in own] == [
                bool(graph.segments["phase_mask"][line] & bit) for bit in (1, 2, 4, 8)
            ]
        assert sum(one.customers - one.customers_in_part for one in lost) <= whole.customers
        assert sum(one.customers for one in lost) >= whole.customers
        found += 1
    assert found
