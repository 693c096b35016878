"""Plain tables: the user's own keys, defaults, one sentence for what cannot be taken, and the way there and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from data_sources.checks.integrity import check_utility
from data_sources.demo.utility.build import build_demo
from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import describe_columns, read_tables
from data_sources.importers.tables.spec import TABLES
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.opendss.models import names, row

Rows = list[dict[str, Any]]

# A substation, one feeder of two spans, a transformer and two meters; keys as somebody's own system has them.
HAMLET: dict[str, Rows] = {
    "substations": [{"substation_id": "Nord", "lon": 9.90, "lat": 53.50}],
    "feeders": [{"feeder_id": "N/1", "substation_id": "Nord", "voltage_kv": 20}],
    "nodes": [
        {"node_id": "a", "lon": 9.900, "lat": 53.500}, {"node_id": "b", "lon": 9.901, "lat": 53.500},
        {"node_id": "c", "lon": 9.902, "lat": 53.501},
    ],
    "segments": [
        {"segment_id": "s1", "feeder_id": "N/1", "from_node_id": "a", "to_node_id": "b"},
        {"segment_id": "s2", "feeder_id": "N/1", "from_node_id": "b", "to_node_id": "c"},
    ],
    "transformers": [{"transformer_id": "T-7", "rated_kva": 100, "node_id": "c"}],
    "meters": [
        {"meter_id": "M1", "transformer_id": "T-7", "monthly_kwh": 730},
        {"meter_id": "M2", "transformer_id": "T-7", "monthly_kwh": 1460},
    ],
    "devices": [{"device_id": "Q0", "segment_id": "s1", "kind": "breaker"}],
}  # fmt: skip


def write(folder: Path, changes: dict[str, Rows | None] | None = None) -> Path:
    """The hamlet as CSV, some tables exchanged (None: left out)."""
    folder.mkdir(exist_ok=True)
    for table, rows in (HAMLET | (changes or {})).items():
        if rows is None:
            continue
        keys = list(dict.fromkeys(key for one in rows for key in one))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, keys)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def changed(table: str, index: int, **values: Any) -> dict[str, Rows | None]:
    rows = [dict(one) for one in HAMLET[table]]
    rows[index] |= values
    return {table: rows}


def wkt(path: bytes) -> str:
    points = np.frombuffer(path, "<i4").reshape(-1, 2) * 1e-7
    return "LINESTRING (" + ", ".join(f"{x:.7f} {y:.7f}" for x, y in points) + ")"


def plain(name: str, rows: pa.Table) -> pa.Table:
    """One table as somebody would export it."""
    if name != "segments":
        return rows
    return rows.drop_columns("path").append_column(
        "geometry", pa.array([wkt(path) for path in rows["path"].to_pylist()])
    )


def as_csv(name: str, rows: pa.Table, folder: Path) -> None:
    pacsv.write_csv(plain(name, rows), folder / f"{name}.csv")


def as_parquet(name: str, rows: pa.Table, folder: Path) -> None:
    pq.write_table(plain(name, rows), folder / f"{name}.parquet")


def as_geojson(name: str, rows: pa.Table, folder: Path) -> None:
    """Places as geometry where there are any; the other tables as CSV, as GIS exports come."""
    if "lon" not in rows.column_names and name != "segments":
        as_csv(name, rows, folder)
        return
    features = []
    for one in rows.to_pylist():
        properties = {key: str(value) if key == "updated_at" else value for key, value in one.items() if key != "path"}
        if name == "segments":
            points = np.frombuffer(one["path"], "<i4").reshape(-1, 2) * 1e-7
            geometry = {"type": "LineString", "coordinates": [[round(x, 7), round(y, 7)] for x, y in points.tolist()]}
        else:
            geometry = {"type": "Point", "coordinates": [properties.pop("lon"), properties.pop("lat")]}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / f"{name}.geojson").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def demo_tables() -> dict[str, pa.Table]:
    return dict(build_demo("small"))


@pytest.mark.parametrize("export", [as_csv, as_parquet, as_geojson])
def test_the_small_demo_comes_back_as_it_went(
    demo_tables: dict[str, pa.Table], tmp_path: Path, export: Callable[[str, pa.Table, Path], None]
) -> None:
    for name in TABLES:
        export(name, demo_tables[name], tmp_path)
    network = read_tables(tmp_path)
    for name in TABLES:
        before, after = by_name(demo_tables, name), by_name(network.tables, name)
        assert len(before) == len(after)
        for column in before.columns:
            assert same(before[column], after[column]), f"{name}.{column}"


def by_name(tables: Mapping[str, pa.Table], table: str) -> pd.DataFrame:
    """A table in the order of its names, every id exchanged for the name of what it points to."""
    frame = tables[table].drop_columns(["utility_id"]).to_pandas().drop(columns="updated_at", errors="ignore")
    for column in [name for name in frame.columns if name.endswith("_id")]:
        owner = next(parent for parent in TABLES if column.endswith(parent.removesuffix("s") + "_id"))
        key, label = tables[owner].column_names[0], "account_number" if owner == "customers" else f"{owner[:-1]}_name"
        labels = dict(zip(tables[owner][key].to_pylist(), tables[owner][label].to_pylist(), strict=True))
        frame[column] = frame[column].map(labels)
    return frame.sort_values(frame.columns[0], ignore_index=True)


def same(before: pd.Series[Any], after: pd.Series[Any]) -> bool:
    if before.dtype.kind == "f":
        return bool(np.allclose(before, after, rtol=1e-6, atol=1e-9))
    return bool(((before == after) | (before.isna() & after.isna())).all())


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


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (changed("segments", 1, length_m="long"), r"segments\.csv, line 3, column length_m: 'long' is not a number"),
        (changed("segments", 1, length_m="-5"), r"segments\.csv, line 3, column length_m: '-5' is below 0"),
        (changed("segments", 0, feeder_id="N/2"), r"segments\.csv, line 2, column feeder_id: 'N/2' is not in feeders"),
        (changed("meters", 1, meter_id="M1"), r"meters\.csv, line 3, column meter_id: 'M1' occurs twice"),
        (changed("meters", 0, transformer_id=""), r"meters\.csv, line 2, column transformer_id: nothing is given"),
        (changed("meters", 0, has_solar="perhaps"), r"column has_solar: 'perhaps' is neither yes nor no"),
        (changed("devices", 0, kind="lever"), r"column kind: 'lever' is none of breaker"),
        (changed("nodes", 2, lon=253.0), r"nodes\.csv, line 4, column lon: '253.0' and its lat are no degrees"),
        (changed("nodes", 2, lon=-70.0), r"nodes\.csv, line 4, column lon: '-70.0' lies far away"),
        (changed("segments", 1, geometry="POINT (1 2)"), r"column geometry: 'POINT \(1 2\)' is no LINESTRING"),
        ({"transformers": [{"transformer_id": "T-7", "rated_kva": 100, "lon": 9.95, "lat": 53.5}]},
         r"column node_id: nothing is given and no node lies within 1,000 m"),
        ({"feeders": [{"feeder_id": "N/1", "substation_id": "Nord"}]}, r"feeders\.csv has no column voltage_kv"),
        ({"meters": None}, r"has no meters table"),
        ({"nodes": [{"node_id": "a", "lon": 565000, "lat": 5930000}]}, r"planar.*--crs"),
        # Faults M16 and M17: tracebacks, or numbers that the database holds as infinite.
        (changed("transformers", 0, customers_served="3000000000"), r"'3000000000' is above 1,000,000,000; active"),
        (changed("transformers", 0, rated_kva="1e39"), r"column rated_kva: '1e39' is above 1,000,000,000"),
        (changed("meters", 1, monthly_kwh="1e300"), r"meters\.csv, line 3, column monthly_kwh: '1e300' is above 1,000"),
        (changed("transformers", 0, load_kw="-1e300"), r"column load_kw: '-1e300' is below -1,000,000,000"),
        (changed("meters", 0, monthly_kwh="NaN"), r"column monthly_kwh: 'NaN' is not a number"),
        (changed("meters", 0, meter_name="a\0b"), r"column meter_name: .* holds a character \(NUL\)"),
        (changed("nodes", 0, lon="1e300"), r"column lon: '1e300' is above"),
    ],
)  # fmt: skip
def test_one_sentence_says_where_and_what_to_do(tmp_path: Path, changes: dict[str, Rows | None], message: str) -> None:
    with pytest.raises(ImportRefused, match=message) as refused:
        read_tables(write(tmp_path, changes))
    assert "\n" not in str(refused.value)


def test_a_header_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    """Fault M16: a traceback; of GeoJSON the last of them won silently."""
    folder = write(tmp_path, {"nodes": None})
    row = "a,9.90,53.50,9.91\n"
    for name, content in (
        ("nodes.csv", f"node_id,lon,lat,Lon\n{row}"),
        ("nodes.geojson", '{"features": [{"properties": {"node_id": "a", "Node_ID": "b"}}]}'),
    ):
        (folder / name).write_text(content, encoding="utf-8")
        with pytest.raises(ImportRefused, match=rf"{name} cannot be read as \w+: the column \w+ stands there 2 times"):
            read_tables(folder)
        (folder / name).unlink()


@pytest.mark.parametrize("column", ["lon", "node_id", "node_name"])
@pytest.mark.parametrize("values", [[[1.0]], [{"x": 1.0}], [b"\xff\xfe"]])
def test_lists_and_structs_of_parquet_are_refused(tmp_path: Path, column: str, values: list[object]) -> None:
    """Fault M16: a traceback."""
    folder = write(tmp_path, {"nodes": None})
    one: dict[str, list[object]] = {"node_id": ["a"], "node_name": ["a"], "lon": [9.9], "lat": [53.5]}
    pq.write_table(pa.table(one | {column: values}), folder / "nodes.parquet")
    with pytest.raises(ImportRefused, match=rf"nodes\.parquet: column {column} holds values of the type"):
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


@pytest.mark.parametrize("point", [[], None])
def test_a_point_without_coordinates_is_a_row_without_place(tmp_path: Path, point: object) -> None:
    """Fault M16: an empty GeoJSON point (RFC 7946 allows it) was a traceback."""
    folder = write(tmp_path, {"nodes": None})
    places: list[object] = [[9.900, 53.500], [9.901, 53.500], point]
    features = [
        {"properties": {"node_id": name}, "geometry": {"type": "Point", "coordinates": place}}
        for name, place in zip("abc", places, strict=True)
    ]
    (folder / "nodes.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"nodes\.geojson, feature 3, column lon: nothing is given"):
        read_tables(folder)


LINE = "9.900 53.500, 9.901 53.500"


@pytest.mark.parametrize(
    "line",
    [
        f"LINESTRING ({LINE})", f"SRID=4326;LINESTRING({LINE})", f"MULTILINESTRING (({LINE}))", f"MultiLineString Z(({LINE}))",
        '{"type": "MultiLineString", "coordinates": [[[9.900, 53.500, 1], [9.901, 53.500, 1]]]}',
    ],
)  # fmt: skip
def test_lines_as_other_systems_write_them(tmp_path: Path, line: str) -> None:
    """EWKT of PostGIS and lines of one part, as every second export has them."""
    network = read_tables(write(tmp_path, changed("segments", 0, geometry=line)))
    assert (
        wkt(network.tables["segments"]["path"][0].as_py()) == "LINESTRING (9.9000000 53.5000000, 9.9010000 53.5000000)"
    )


@pytest.mark.parametrize(
    "line", [f"MULTILINESTRING (({LINE}), ({LINE}))", f"SRID=2278;LINESTRING({LINE})", "LINESTRING EMPTY"]
)
def test_lines_that_are_not_one_are_refused_with_their_row(tmp_path: Path, line: str) -> None:
    with pytest.raises(ImportRefused, match=r"segments\.csv, line 2, column geometry: .* is no LINESTRING"):
        read_tables(write(tmp_path, changed("segments", 0, geometry=line)))


def test_geojson_as_other_systems_write_it(tmp_path: Path) -> None:
    """Reports of geopandas, Fiona, csvkit: properties null, an empty key, no geometry, lines of one part, a third axis."""
    folder = write(tmp_path, {"segments": None})
    spans = (("s1", "a", "b", [[9.900, 53.500, 3], [9.901, 53.500, 3]]), ("s2", "b", "c", None))
    features = [
        {"type": "Feature", "properties": {"": "", "segment_id": name, "feeder_id": "N/1", "from_node_id": start, "to_node_id": end},
         "geometry": None if line is None else {"type": "MultiLineString", "coordinates": [line]}}
        for name, start, end, line in spans
    ]  # fmt: skip
    path = folder / "segments.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8-sig")
    assert names(read_tables(folder), "segments", "segment_name") == ["s1", "s2"]
    path.write_text(json.dumps({"features": [*features, {"properties": None, "geometry": None}]}))
    with pytest.raises(ImportRefused, match=r"segments\.geojson, feature 3, column segment_id: nothing is given"):
        read_tables(folder)
    for broken in (
        '{"features": null}',
        '{"features": [null]}',
        "[]",
        '{"features": [{"geometry": {"type": "Point"}}]}',
    ):
        path.write_text(broken)
        with pytest.raises(ImportRefused) as refused:
            read_tables(folder)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        '{"time_zone": "localtime"}', '{"time_zone": "Factory"}', '{"time_zone": "../UTC"}', '{"service_area": "abc"}',
        '{"service_area": {"type": "Polygon", "coordinates": "abc"}}', '{"service_area": {"type": "Polygon", "coordinates": [[]]}}',
        '{"service_area": {"type": "Polygon", "coordinates": [[[9, 53], [11, 53], [NaN, 54], [9, 53]]]}}',
        '{"service_area": {"type": "Polygon", "coordinates": [[[9, 53], [11, 53], [1100, 54], [9, 53]]]}}',
        '{"service_area": {"type": "MultiPolygon", "coordinates": [[[9, 53], [11, 53], [10, 54], [9, 53]]]}}',
        '{"service_area": {"type": ["Polygon"], "coordinates": []}}', '{"utility_name": "a\\u0000b"}',
    ],
)  # fmt: skip
def test_a_zone_or_area_that_is_none_is_refused(tmp_path: Path, given: str) -> None:
    """Fault M17: accepted; the dashboard, its KPIs, `assets?bbox=` and `check` failed for good."""
    folder = write(tmp_path)
    (folder / "utility.json").write_text(given, encoding="utf-8")
    with pytest.raises(ImportRefused, match=r"time zone|service_area must be|give a text") as refused:
        read_tables(folder)
    assert "\n" not in str(refused.value)


def test_two_active_accounts_of_a_meter(tmp_path: Path) -> None:
    customers = [{"customer_id": "C1", "meter_id": "M1"}, {"customer_id": "C2", "meter_id": "M1"}]
    with pytest.raises(ImportRefused, match="has an active account already"):
        read_tables(write(tmp_path, {"customers": customers}))
    customers[0] |= {
        "is_active": "no",
        "customer_name": " R. Paz ",
        "service_address": "1 Mill Road",
        "phone": "555-0100",
    }
    network = read_tables(write(tmp_path, {"customers": customers}))
    assert names(network, "meters", "is_active") == [True, False]
    told = [names(network, "customers", column) for column in ("customer_name", "service_address", "phone")]
    assert told == [["R. Paz", None], ["1 Mill Road", None], ["555-0100", None]]


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


def test_bad_rows_can_be_put_aside(tmp_path: Path) -> None:
    folder = write(tmp_path, changed("meters", 0, monthly_kwh="much"))
    network = read_tables(folder, skip_bad_rows=True)
    assert names(network, "meters", "meter_name") == ["M2"]
    with (folder / "meters.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        (kept,) = csv.DictReader(file)
    assert kept["line"] == "2"
    assert kept["meter_id"] == "M1"
    assert "'much' is not a number" in kept["reason"]
    assert any(line.became == "rejected" and line.count == 1 for line in network.accounting)
    assert read_tables(folder, skip_bad_rows=True).tables["meters"].num_rows == 1  # the aside file is no table


def test_rows_put_aside_are_inert_in_a_spreadsheet(tmp_path: Path) -> None:
    """Fault M12, in the file of rejected rows."""
    folder = write(tmp_path, changed("meters", 0, monthly_kwh="much", meter_name='=cmd|"/c calc"!A1'))
    read_tables(folder, skip_bad_rows=True)
    content = (folder / "meters.csv.rejected.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    (kept,) = csv.DictReader(content.decode("utf-8-sig").splitlines())
    assert kept["meter_name"] == '\'=cmd|"/c calc"!A1'


def test_what_hangs_on_a_rejected_row_goes_with_its_own_reason(tmp_path: Path) -> None:
    two = [*HAMLET["transformers"], {"transformer_id": "T-8", "rated_kva": "?", "node_id": "b"}]
    meters = [*HAMLET["meters"], {"meter_id": "M3", "transformer_id": "T-8"}]
    folder = write(tmp_path, {"transformers": two, "meters": meters})
    network = read_tables(folder, skip_bad_rows=True)
    assert names(network, "meters", "meter_name") == ["M1", "M2"]
    assert "'T-8' is not in transformers" in (folder / "meters.csv.rejected.csv").read_text(encoding="utf-8")


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


def test_an_imported_hamlet_is_clean(tmp_path: Path, empty_source: PostgresSource) -> None:
    report = write_network(empty_source, read_tables(write(tmp_path)), replace=False, actor="test")
    problems = [finding for finding in check_utility(empty_source, report.utility_id) if finding.severity != "ok"]
    assert problems == []


def test_tables_across_the_antimeridian_lie_in_one_place(tmp_path: Path, empty_source: PostgresSource) -> None:
    """M10: each table on its own side of 180 degrees; together they lie where they are near to each other."""
    changes: dict[str, Rows | None] = {
        "substations": [{"substation_id": "Nord", "lon": 179.9995, "lat": -16.8}],
        "nodes": [
            {"node_id": "a", "lon": 179.9995, "lat": -16.8}, {"node_id": "b", "lon": -179.9995, "lat": -16.8},
            {"node_id": "c", "lon": -179.9985, "lat": -16.8},
        ],
    }  # fmt: skip
    meters = [meter | {"lon": -179.9985, "lat": -16.8} for meter in HAMLET["meters"]]
    (tmp_path / "utility.json").write_text('{"time_zone": "Pacific/Fiji"}', encoding="utf-8")
    network = read_tables(write(tmp_path, changes | {"meters": meters}))
    assert names(network, "nodes", "lon") == [pytest.approx(x) for x in (179.9995, 180.0005, 180.0015)]
    assert names(network, "meters", "lon") == [pytest.approx(180.0015)] * 2
    assert sum(map(float, names(network, "segments", "length_m"))) == pytest.approx(213, abs=1)
    utility_id = write_network(empty_source, network, replace=False, actor="test").utility_id
    assert [finding.sentence for finding in check_utility(empty_source, utility_id) if finding.severity != "ok"] == []


def test_volts_given_as_kilovolts_are_refused(tmp_path: Path) -> None:
    """Case M5: 20000 was taken for kV, and a rating of 14 GVA came of it."""
    with pytest.raises(ImportRefused, match=r"voltage_kv.*20000.*1200"):
        read_tables(write(tmp_path / "hamlet", changed("feeders", 0, voltage_kv=20000)))


def test_a_line_drawn_elsewhere_than_its_nodes_is_refused(tmp_path: Path) -> None:
    """Case M5: only `fluxops check` found it, after the import; drawn from its end to its start it is right."""
    far = "LINESTRING (9.900 53.545, 9.901 53.545)"
    with pytest.raises(ImportRefused, match=r"geometry.*ends more than 5 m from its from_node_id or to_node_id"):
        read_tables(write(tmp_path / "far", changed("segments", 0, geometry=far)))
    back = "LINESTRING (9.901 53.5, 9.9 53.5)"
    network = read_tables(write(tmp_path / "back", changed("segments", 0, geometry=back)))
    assert len(network.tables["segments"]) == 2


def test_a_feeder_above_the_voltage_of_its_substation_is_said(tmp_path: Path, empty_source: PostgresSource) -> None:
    """Brother of M5: 400 V as 400 kV is within all bounds."""
    network = read_tables(write(tmp_path / "x", changed("feeders", 0, voltage_kv=400)))
    written = write_network(empty_source, network, replace=False, actor="test")
    found = {one.check: one.severity for one in check_utility(empty_source, written.utility_id)}
    assert found["plausible: voltages of feeders"] == "warning"


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("urn:ogc:def:crs:EPSG::4314", False),
    ],
)
def test_a_reference_system_that_geojson_names_is_read(tmp_path: Path, name: str, is_taken: bool) -> None:
    """GeoJSON of before 2016 names its system; degrees of another datum lay up to hundreds of metres off, unsaid."""
    write(tmp_path, {"nodes": None})
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [one["lon"], one["lat"]]},
         "properties": {"node_id": one["node_id"]}}
        for one in HAMLET["nodes"]
    ]  # fmt: skip
    document = {"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": name}}}
    (tmp_path / "nodes.geojson").write_text(json.dumps(document | {"features": features}), encoding="utf-8")
    if is_taken:
        assert len(read_tables(tmp_path).tables["nodes"]) == 3
        return
    with pytest.raises(ImportRefused, match=r"nodes.geojson names the reference system urn:ogc:def:crs:EPSG::4314"):
        read_tables(tmp_path)
