"""Plain tables: one sentence says what cannot be taken, where, and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import read_tables
from tests.data_sources.importers.opendss.models import names
from tests.data_sources.importers.tables.hamlet import Rows, changed, write


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
