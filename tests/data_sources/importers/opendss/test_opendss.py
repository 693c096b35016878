"""OpenDSS circuits of our own: what becomes what, and what is refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.errors import ImportRefused
from data_sources.importers.imported import AccountLine, ImportedNetwork, format_accounting
from data_sources.importers.opendss.read import read_opendss
from data_sources.importers.writer import write_network
from data_sources.network.graph import load_network
from data_sources.network.trace import trace as make_trace
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.opendss.models import LON_LAT, TOWN, names, row, write_town

pytest.importorskip("opendssdirect", reason="the extra flux-ops-center[opendss] is not installed")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> ImportedNetwork:
    return read_opendss(write_town(tmp_path_factory.mktemp("town")), name="Town", time_zone="America/Los_Angeles")


def counts(network: ImportedNetwork, element: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in network.accounting:
        if line.element == element:
            found[line.became] = found.get(line.became, 0) + line.count
    return found


def test_substation_and_feeders(town: ImportedNetwork) -> None:
    assert names(town, "substations", "substation_name") == ["SUB"]
    assert names(town, "feeders", "feeder_name") == ["SUB BUS", "EAST_HEAD", "WEST"]
    assert row(town, "feeders", "SUB BUS")["head_node_id"] == names(town, "nodes", "node_name").index("SOURCE") + 1
    assert row(town, "feeders", "EAST_HEAD")["head_node_id"] == names(town, "nodes", "node_name").index("BUS") + 1


def test_transformer_kinds(town: ImportedNetwork) -> None:
    kinds = dict(zip(names(town, "transformers", "transformer_name"), names(town, "transformers", "kind"), strict=True))
    assert kinds == {
        "SUB": "substation",
        "REGA": "regulator",
        "REGB": "regulator",
        "REGC": "regulator",
        "HOUSE": "service",
        "PRIMARY E2": "service",  # of the mill and the plant, which no service transformer feeds
    }


def test_single_phase_units_serve_their_own_phase(town: ImportedNetwork) -> None:
    assert row(town, "transformers", "REGB")["customers_served"] == 4  # the two of the house, and the three-phase mill
    assert row(town, "transformers", "REGA")["customers_served"] == 2
    assert row(town, "transformers", "SUB")["peak_load_kw"] == pytest.approx(605.0)


def test_centre_tapped_service_is_split_phase(town: ImportedNetwork) -> None:
    house, drop = row(town, "transformers", "HOUSE"), row(town, "segments", "DROP")
    assert (house["phases"], house["secondary_v"], house["primary_kv"]) == ("B", pytest.approx(240), pytest.approx(7.2))
    assert (drop["phases"], drop["length_m"], drop["voltage_kv"]) == (
        "S",
        pytest.approx(15.24),
        pytest.approx(0.24, rel=0.01),
    )


def test_loads_become_meters_and_accounts(town: ImportedNetwork) -> None:
    meters = dict(zip(names(town, "meters", "meter_name"), town.tables["meters"].to_pylist(), strict=True))
    assert set(meters) == {"HOUSE_A", "HOUSE_B", "MILL-1", "MILL-2", "PLANT"}
    assert meters["HOUSE_A"]["monthly_kwh"] == pytest.approx(2 * 0.5 * 730)
    assert meters["HOUSE_A"]["has_solar"]
    assert meters["HOUSE_A"]["phases"] == "B"
    assert meters["MILL-1"]["customer_class"] == "industrial"
    assert not meters["PLANT"]["is_active"]
    assert town.tables["customers"].num_rows == 4


def test_devices(town: ImportedNetwork) -> None:
    devices = {device["device_name"]: device for device in town.tables["devices"].to_pylist()}
    assert {name: device["kind"] for name, device in devices.items()} == {
        "EAST_HEAD": "breaker", "WEST": "breaker", "WEST_FUSE": "fuse", "TIE": "tie",
    }  # fmt: skip
    assert [name for name, device in devices.items() if device["is_open"]] == ["TIE"]
    assert devices["TIE"]["is_normally_open"]
    assert {devices["TIE"]["feeder_id"], devices["TIE"]["other_feeder_id"]} == {2, 3}


def test_segments_run_from_the_source_to_the_load(town: ImportedNetwork) -> None:
    nodes, west = names(town, "nodes", "node_name"), row(town, "segments", "WEST")
    assert (west["from_node_id"], west["to_node_id"]) == (nodes.index("BUS") + 1, nodes.index("W1") + 1)


def test_power_flow_is_the_first_live_state(town: ImportedNetwork) -> None:
    status = dict(zip(names(town, "feeders", "feeder_name"), town.tables["feeder_status"].to_pylist(), strict=True))
    assert status["EAST_HEAD"]["load_kw"] == pytest.approx(500, abs=20)  # the mill less the plant
    assert status["WEST"]["load_kw"] == pytest.approx(1, abs=1)  # the house less its roof
    assert status["EAST_HEAD"]["current_a"] > 20
    voltages = town.tables["transformer_status"]["voltage_v"].to_pylist()
    assert all(110 < voltage < 130 for voltage in voltages)


def test_everything_is_accounted_for(town: ImportedNetwork) -> None:
    assert counts(town, "Bus") == {"node": 9}
    assert sum(counts(town, "Line").values()) == 6
    assert counts(town, "Load") == {"meter + account": 2, "several meters + accounts": 1}
    assert counts(town, "PVSystem") == {"has_solar on its bus's meters": 1}
    assert counts(town, "Fuse") == {"fuse on its line": 1}
    added = [line.note for line in town.accounting if line.became == "segment + closed breaker"]
    assert any("breaker added" in note for note in added)
    assert "segment + open tie" in format_accounting(town.accounting)


def test_planar_coordinates_need_a_reference_system(tmp_path: Path) -> None:
    planar = {bus: (500_000 + 78_000 * (x + 119), 5_094_000 + 111_000 * (y - 46)) for bus, (x, y) in LON_LAT.items()}
    master = write_town(tmp_path, planar)
    with pytest.raises(ImportRefused, match=r"planar.*--crs"):
        read_opendss(master)
    network = read_opendss(master, crs="EPSG:32611")
    source = row(network, "substations", "SUB")
    assert source["lon"] == pytest.approx(-117.0, abs=0.01)  # zone 11 is centred on 117 W
    assert source["lat"] == pytest.approx(46.0, abs=0.01)
    with pytest.raises(ImportRefused, match="no reference system"):
        read_opendss(master, crs="EPSG:nonsense")


def test_latitude_first_is_noticed(tmp_path: Path) -> None:
    network = read_opendss(write_town(tmp_path, {bus: (y, x) for bus, (x, y) in LON_LAT.items()}))
    assert row(network, "substations", "SUB")["lon"] == pytest.approx(-119.0)
    assert any("swapped" in line.note for line in network.accounting)


def test_buses_far_from_all_coordinates_are_listed(tmp_path: Path) -> None:
    text = TOWN.replace("bus2=e2 linecode=oh length=1 ", "bus2=e2 linecode=oh length=1.5 ").replace("New Line.tie", "!")
    places = {bus: place for bus, place in LON_LAT.items() if bus != "e2"}
    with pytest.raises(ImportRefused, match=r"1 of 9 buses have no coordinates and none within 1,000 m of line \(E2\)"):
        read_opendss(write_town(tmp_path, places, text))
    with pytest.raises(ImportRefused, match=r"9 of 9 buses have no coordinates"):
        read_opendss(write_town(tmp_path, {}))


def test_a_few_missing_coordinates_are_filled_from_neighbours(tmp_path: Path) -> None:
    spans = "\n".join(f"New Line.x{n} bus1=x{n} bus2=x{n + 1} linecode=oh length=0.1 units=km" for n in range(120))
    text = TOWN.replace(
        "New Load.mill", f"New Line.x bus1=e2 bus2=x0 linecode=oh length=1 units=km\n{spans}\nNew Load.mill"
    )
    places = LON_LAT | {f"x{n}": (-118.97 + n * 0.001, 46.002) for n in range(121) if n != 60}
    network = read_opendss(write_town(tmp_path, places, text))
    node = row(network, "nodes", "X60")
    assert node["lon"] == pytest.approx(-118.91)
    assert (
        AccountLine("Bus", 1, "node", "no coordinates: placed beside or between its neighbours") in network.accounting
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Clear\nNew Circuit.x\nNew Line.a bus1=sourcebus bus2=b lenght=1\n", r"lenght.*line: 3"),
        ("Clear\nNew Circuit.x\nRedirect nothere.dss\n", r"nothere.dss.*line: 3"),
        ("hello\n", r"broken.dss"),
        ("Clear\n", r"no circuit"),
    ],
)
def test_a_bad_file_is_one_sentence_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    master = tmp_path / "broken.dss"
    master.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused, match=message) as refused:
        read_opendss(master)
    assert "\n" not in str(refused.value)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no file"):
        read_opendss(tmp_path / "nothing.dss")


def test_unknown_time_zone(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no time zone"):
        read_opendss(write_town(tmp_path), time_zone="Mars/Olympus")


def test_time_zone_by_longitude_says_so(tmp_path: Path) -> None:
    network = read_opendss(write_town(tmp_path))
    assert network.time_zone == "Etc/GMT+8"
    assert any(line.became == "time zone taken from the longitude" for line in network.accounting)


def test_this_process_is_left_alone(tmp_path: Path) -> None:
    before = Path.cwd()
    read_opendss(write_town(tmp_path))
    assert Path.cwd() == before
    assert os.path.samefile(before, ".")


def test_a_missing_extra_names_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on a machine without the extra: nothing named opendssdirect can be found.
    monkeypatch.setitem(sys.modules, "opendssdirect", None)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(ImportRefused, match=r'pip install "flux-ops-center\[opendss\]"'):
        read_opendss(tmp_path / "any.dss")


BARE = """\
Clear
New Circuit.bare basekv=12.47 bus1=source
New Line.a bus1=source bus2=n1 length=1 units=km
New Line.b bus1=n1 bus2=n2 length=1
New Line.lost bus1=nowhere bus2=elsewhere length=1 enabled=no
New Load.shop phases=3 bus1=n2 kv=12.47 kw=90
New Load.gone phases=1 bus1=nowhere.1 kv=7.2 kw=9 enabled=no
New Load.closed phases=1 bus1=n1.1 kv=7.2 kw=9 enabled=no
New Monitor.m element=line.a terminal=1
MakeBusList
{coordinates}
"""


def test_a_model_without_transformers_or_voltage_bases(tmp_path: Path) -> None:
    places = {"source": (-119.0, 46.0), "n1": (-119.0, 46.01), "n2": (-119.0, 46.02)}
    network = read_opendss(write_town(tmp_path, places, BARE))
    assert names(network, "feeders", "feeder_name") == ["A"]
    assert row(network, "feeders", "A")["voltage_kv"] == pytest.approx(12.47, rel=1e-3)
    assert names(network, "substations", "substation_name") == ["BARE SOURCE"]
    assert names(network, "transformers", "transformer_name") == ["PRIMARY N1", "PRIMARY N2"]
    assert row(network, "transformers", "PRIMARY N2")["customers_served"] == 1
    assert row(network, "segments", "B")["length_m"] == pytest.approx(1112, abs=3)  # no unit: from place to place
    assert names(network, "feeder_status", "load_kw") == [pytest.approx(90, rel=0.05)]


def test_what_is_out_of_service_is_accounted_for(tmp_path: Path) -> None:
    places = {"source": (-119.0, 46.0), "n1": (-119.0, 46.01), "n2": (-119.0, 46.02)}
    network = read_opendss(write_town(tmp_path, places, BARE))
    assert sum(counts(network, "Line").values()) == 3
    assert counts(network, "Line")["no row"] == 1
    assert counts(network, "Load") == {"meter + account": 1, "no row": 1, "meter without account": 1}
    assert counts(network, "Monitor") == {"no row": 1}


def test_meters_name_the_feeders(tmp_path: Path) -> None:
    text = TOWN.replace("Solve", "New EnergyMeter.m element=line.east terminal=1\nSolve")
    network = read_opendss(write_town(tmp_path, text=text))
    assert names(network, "feeders", "feeder_name") == ["SUB BUS", "EAST", "WEST"]
    above = TOWN.replace("Solve", "New EnergyMeter.m element=transformer.sub terminal=1\nSolve")
    network = read_opendss(write_town(tmp_path, text=above))
    assert names(network, "feeders", "feeder_name") == ["SUB BUS", "EAST_HEAD", "WEST"]


def test_nested_circuits_have_one_source(town: ImportedNetwork, empty_source: PostgresSource) -> None:
    utility_id = write_network(empty_source, town, replace=False, actor="test").utility_id
    assert [finding for finding in check_utility(empty_source, utility_id) if finding.severity != "ok"] == []
    network = load_network(empty_source, utility_id)
    assert network.roots.tolist() == [names(town, "nodes", "node_name").index("SOURCE")]
    house = names(town, "meters", "meter_name").index("HOUSE_A") + 1
    trace = make_trace(network, "meter", house, "upstream")
    assert [link.name for link in trace.chain if link.kind in ("feeder", "substation")] == ["WEST", "SUB"]
    assert make_trace(network, "feeder", 1, "downstream").customers == 4
    assert make_trace(network, "feeder", 3, "downstream").customers == 2
