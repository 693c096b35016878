"""Plain tables: own keys, defaults that follow from what is given, and which files are read."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import describe_columns, read_tables
from data_sources.importers.tables.spec import TABLES
from tests.data_sources.importers.opendss.models import names, row
from tests.data_sources.importers.tables.hamlet import changed, write


def test_own_keys_become_ids_and_stay_as_names(tmp_path: Path) -> None:
    network = read_tables(write(tmp_path / "hamlet"))
    assert network.utility_name == "hamlet"
    assert names(network, "feeders", "feeder_name") == ["N/1"]
    assert names(network, "segments", "segment_id") == [1, 2]
    transformer, feeder = row(network, "transformers", "T-7"), row(network, "feeders", "N/1")
    assert (transformer["node_id"], transformer["feeder_id"], transformer["primary_kv"]) == (3, 1, 20)
    assert feeder["head_node_id"] == 1  # the node nearest to the substation


def test_defaults_follow_from_what_is_given(tmp_path: Path) -> None:
    network = read_tables(write(tmp_path))
    segment = row(network, "segments", "s1")
    assert segment["length_m"] == pytest.approx(66.2, abs=0.5)
    assert (segment["voltage_kv"], segment["phases"], segment["conductor"]) == (20, "ABC", "not stated")
    assert row(network, "transformers", "T-7")["customers_served"] == 2
    assert row(network, "transformers", "T-7")["peak_load_kw"] == pytest.approx(6.0)
    assert names(network, "customers", "account_number") == ["ACC-M1", "ACC-M2"]
    assert names(network, "feeder_status", "load_kw") == [pytest.approx(3.0)]
    assert network.time_zone == "Etc/GMT-1"


def test_nodes_are_derived_from_lines(tmp_path: Path) -> None:
    lines = [
        {"segment_id": "s1", "feeder_id": "N/1", "geometry": "LINESTRING (9.9 53.5, 9.9005 53.5001, 9.901 53.5)"},
        {"segment_id": "s2", "feeder_id": "N/1",
         "geometry": '{"type": "LineString", "coordinates": [[9.901, 53.5], [9.902, 53.501]]}'},
    ]  # fmt: skip
    transformers = [{"transformer_id": "T-7", "rated_kva": 100, "lon": 9.902, "lat": 53.501}]
    network = read_tables(write(tmp_path, {"nodes": None, "segments": lines, "transformers": transformers}))
    assert network.tables["nodes"].num_rows == 3
    assert names(network, "segments", "to_node_id")[0] == names(network, "segments", "from_node_id")[1]
    assert len(names(network, "segments", "path")[0]) == 3 * 8
    assert any(line.element == "(added)" and line.became == "node" and line.count == 3 for line in network.accounting)


def test_utility_json(tmp_path: Path) -> None:
    area = {"type": "Polygon", "coordinates": [[[9, 53], [11, 53], [11, 54], [9, 54], [9, 53]]]}
    folder = write(tmp_path)
    utility = {"utility_name": "Hamlet Power", "time_zone": "Europe/Berlin", "service_area": area}
    (folder / "utility.json").write_text(json.dumps(utility), encoding="utf-8")
    network = read_tables(folder)
    assert (network.utility_name, network.time_zone, network.service_area) == ("Hamlet Power", "Europe/Berlin", area)
    (folder / "utility.json").write_text('{"timezone": "Europe/Berlin"}', encoding="utf-8")
    with pytest.raises(ImportRefused, match="'timezone' is not known"):
        read_tables(folder)


def test_names_of_files_and_columns_in_any_case(tmp_path: Path) -> None:
    """METERS.CSV, Parquet with UPPERCASE columns, and what macOS leaves beside a file."""
    folder = write(tmp_path, {"nodes": None})
    nodes = {"NODE_ID": ["a", "b", "c"], "LON": [9.900, 9.901, 9.902], "LAT": [53.500, 53.500, 53.501]}
    pq.write_table(pa.table(nodes), folder / "nodes.parquet")
    (folder / "meters.csv").rename(folder / "METERS.CSV")
    (folder / "._meters.csv").write_bytes(b"\0\5\x16\7")
    network = read_tables(folder)
    assert (network.tables["nodes"].num_rows, network.tables["meters"].num_rows) == (3, 2)


def test_a_name_that_is_nearly_right_is_not_passed_over(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "transformer.csv").write_text("transformer_id\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"did you mean transformers\.csv"):
        read_tables(folder)


def test_two_files_for_one_table(tmp_path: Path) -> None:
    folder = write(tmp_path)
    pq.write_table(pa.table({"node_id": ["a"]}), folder / "nodes.parquet")
    with pytest.raises(ImportRefused, match=r"nodes\.csv and nodes\.parquet"):
        read_tables(folder)


@pytest.mark.parametrize(("name", "content"), [("nodes.parquet", b"not parquet"), ("nodes.geojson", b"{}")])
def test_a_file_that_is_not_what_it_says(tmp_path: Path, name: str, content: bytes) -> None:
    folder = write(tmp_path, {"nodes": None})
    (folder / name).write_bytes(content)
    with pytest.raises(ImportRefused, match=rf"{name} cannot be read as"):
        read_tables(folder)


def test_planar_coordinates_with_a_reference_system(tmp_path: Path) -> None:
    planar = {
        "substations": [{"substation_id": "Nord", "lon": 559_700, "lat": 5_928_400}],
        "nodes": [{"node_id": key, "lon": 559_700 + 66 * n, "lat": 5_928_400} for n, key in enumerate("abc")],
    }
    network = read_tables(write(tmp_path, planar), crs="EPSG:25832")
    assert row(network, "substations", "Nord")["lon"] == pytest.approx(9.9, abs=0.01)
    assert row(network, "segments", "s1")["length_m"] == pytest.approx(66, rel=0.01)


def test_unused_columns_are_told(tmp_path: Path) -> None:
    network = read_tables(write(tmp_path, changed("meters", 0, colour="red")))
    assert ("column not used", "colour of meters") in {(line.became, line.note) for line in network.accounting}


def test_every_column_is_described() -> None:
    text = describe_columns()
    assert all(f"  {column.name}" in text for columns in TABLES.values() for column in columns)
