from __future__ import annotations

import io
from typing import Any

import httpx
import pyarrow as pa
import pytest

from app.api.negotiate import ARROW, GEOJSON, JSON
from data_sources.postgres.source import PostgresSource
from tests.app.api.rows import add_outage, load_rows, place
from tests.app.api.server import running
from tests.app.api.test_paths import decode_polyline

ASSETS = "/api/postgres/grid/assets"
STATUS = "/api/postgres/substations/status"
FEEDERS = "/api/topology/feeders"
CONNECTIONS = "/api/topology/connections"


def arrow(client: httpx.Client, path: str) -> pa.Table:
    answer = client.get(path, headers={"Accept": ARROW})
    assert answer.headers["Content-Type"] == ARROW
    return pa.ipc.open_stream(io.BytesIO(answer.content)).read_all()


def pages(client: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows, page by page; each page but the last names the next one twice, in the body and in a Link."""
    rows: list[dict[str, Any]] = []
    url = str(httpx.URL(path, params=params))
    while url:
        answer = client.get(url)
        body = answer.json()
        assert answer.status_code == 200
        assert body["count"] == len(body["rows"])
        assert (body["next_cursor"] is None) == ("next" not in answer.links)
        rows += body["rows"]
        url = str(httpx.URL(path).join(answer.links["next"]["url"])) if answer.links else ""
    return rows


def test_key_figures_of_a_utility_with_outages(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    add_outage(empty_source, minutes_ago=30, customers=4, restored_after=20)
    add_outage(empty_source, minutes_ago=20, customers=3)
    with running(empty_source) as (address, _):
        kpis = httpx.get(f"{address}/api/kpis").json()
    assert kpis["customers_served"] == 12
    assert kpis["active_outages"] == 1
    assert kpis["customers_out"] == 3
    assert kpis["saifi_ytd"] == pytest.approx(7 / 12)
    assert kpis["saidi_ytd_minutes"] == pytest.approx((4 * 20 + 3 * 20) / 12, rel=0.02)
    assert kpis["average_restoration_minutes"] == pytest.approx(20)
    assert kpis["total_load_mw"] == pytest.approx(9.5)
    assert kpis["peak_load_mw"] == pytest.approx(15)
    assert kpis["load_share_of_peak_pct"] == pytest.approx(9.5 / 15 * 100)
    assert (kpis["crews_available"], kpis["crews_active"], kpis["crews_off_shift"]) == (1, 1, 1)


def test_what_nothing_on_record_says_is_null(client: httpx.Client) -> None:
    kpis = client.get("/api/kpis").json()
    assert kpis["saidi_ytd_minutes"] is None
    assert kpis["average_restoration_minutes"] is None


def test_a_substation_is_as_bad_as_its_worst_circuit(client: httpx.Client) -> None:
    rows = {row["substation_id"]: row for row in client.get(STATUS).json()["rows"]}
    assert {key: row["status"] for key, row in rows.items()} == {1: "critical", 2: "warning", 3: "unknown"}
    first = rows[1]
    assert (first["circuit_count"], first["critical_circuits"], first["warning_circuits"]) == (2, 1, 0)
    assert (first["avg_load"], first["worst_circuit_load"]) == (65, 90)
    assert (first["avg_health"], first["worst_circuit_health"]) == (87.5, 80)
    assert first["last_updated"].startswith("2026-07-01T12:00:00")
    assert rows[3]["avg_load"] is None


def test_a_value_that_is_no_number_is_unknown_and_the_rest_stands(empty_source: PostgresSource) -> None:
    """Fault M11: one NaN or infinity made sums NaN, a good substation critical, and a page of it dead."""
    load_rows(empty_source)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.feeder_status SET load_kw = 'NaN', load_pct = 'Infinity' WHERE feeder_id = 3")
        connection.execute(
            "UPDATE flux.transformer_status SET load_pct = 'NaN', voltage_v = '-Infinity' WHERE transformer_id = 11"
        )
        connection.execute("UPDATE flux.feeders SET peak_load_kw = 'Infinity', rated_kva = 'NaN' WHERE feeder_id = 3")
        connection.execute("""UPDATE flux.utilities SET service_area = '"abc"'""")
    with running(empty_source) as (address, _), httpx.Client(base_url=address, timeout=120) as client:
        kpis = client.get("/api/kpis").json()
        states = {row["substation_id"]: row for row in client.get(STATUS).json()["rows"]}
        assets = {(row["asset_type"], row["asset_id"]): row for row in pages(client, ASSETS, bbox="-96,29,-95,30")}
        assert client.get(FEEDERS).status_code == 200
    assert kpis["total_load_mw"] == pytest.approx(6.5)
    assert kpis["peak_load_mw"] == pytest.approx(10)
    assert (states[2]["status"], states[2]["worst_circuit_load"]) == ("warning", None)  # its health is 65
    transformer = assets["transformer", 11]
    assert (transformer["status"], transformer["load_pct"], transformer["voltage_v"]) == ("unknown", None, None)
    assert assets["transformer", 10]["status"] == "good"
    assert assets["substation", 2]["load_pct"] is None


def test_assets_are_all_there_whatever_the_page(client: httpx.Client) -> None:
    for limit in (1, 4, 10_000):
        rows = pages(client, ASSETS, limit=limit)
        kinds = [row["asset_type"] for row in rows]
        assert {kind: kinds.count(kind) for kind in set(kinds)} == {
            "substation": 3, "pole": 9, "transformer": 6, "meter": 12,
        }  # fmt: skip
        assert len({(row["asset_type"], row["asset_id"]) for row in rows}) == len(rows)


def test_assets_of_a_box_a_circuit_and_by_number(client: httpx.Client) -> None:
    lon, lat = place(2, 1)
    box = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
    assert [(row["asset_type"], row["asset_id"]) for row in pages(client, ASSETS, bbox=box)] == [
        ("pole", 21),
        ("transformer", 20),
    ]
    assert {row["feeder_id"] for row in pages(client, ASSETS, circuits="1,3", type="pole,meter")} == {1, 3}
    assert [row["asset_id"] for row in pages(client, ASSETS, circuits="3", type="substation")] == [2]
    assert [row["asset_name"] for row in pages(client, ASSETS, ids="12,10,999", type="pole")] == ["P10", "P12"]


def test_an_asset_says_what_is_known_and_null_for_the_rest(client: httpx.Client) -> None:
    pole = pages(client, ASSETS, type="pole", ids="10")[0]
    assert (pole["status"], pole["health_score"], pole["load_pct"]) == ("critical", 40, None)
    assert (pole["feeder_name"], pole["substation_name"], pole["voltage_kv"]) == ("F0001", "SUB-1", 12.47)
    transformers = {row["asset_id"]: row for row in pages(client, ASSETS, type="transformer")}
    assert transformers[11]["asset_name"] == 'TX "11"'
    assert transformers[30]["status"] == "de_energized"
    assert (transformers[11]["load_pct"], transformers[11]["voltage_v"], transformers[11]["customers_served"]) == (
        60,
        121,
        2,
    )
    meters = {row["asset_id"]: row for row in pages(client, ASSETS, type="meter")}
    assert (meters[21]["status"], meters[21]["customers_served"]) == ("inactive", 0)
    assert meters[60]["status"] == "de_energized"


def test_assets_in_three_forms_say_the_same(client: httpx.Client) -> None:
    rows = client.get(ASSETS).json()["rows"]
    features = client.get(ASSETS, headers={"Accept": GEOJSON}).json()["features"]
    table = arrow(client, ASSETS)
    assert [row["asset_id"] for row in rows] == table["asset_id"].to_pylist()
    for row, feature in zip(rows, features, strict=True):
        assert feature["geometry"] == {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        assert feature["properties"] == {key: value for key, value in row.items() if key not in ("lon", "lat")}


def test_all_segments_in_one_answer(client: httpx.Client) -> None:
    body = client.get(FEEDERS).json()
    segments, feeders = body["segments"], body["feeders"]
    assert segments["segment_id"] == [10, 11, 20, 21, 30, 31]
    assert segments["is_underground"] == [False, True] * 3
    assert segments["length_m"] == [1000.0] * 6
    assert all(len(column) == 6 for name, column in segments.items() if name != "count")
    assert dict(zip(feeders["feeder_id"], feeders["load_pct"], strict=True)) == {1: 40, 2: 90, 3: 60}
    first = decode_polyline(segments["path"][0], body["path_precision"])
    assert first[0] == pytest.approx(place(1, 0)[::-1])
    assert first[-1] == pytest.approx(place(1, 1)[::-1])


def test_segments_of_a_feeder_or_a_substation(client: httpx.Client) -> None:
    assert client.get(f"{FEEDERS}?feeder_id=2").json()["segments"]["segment_id"] == [20, 21]
    assert client.get(f"{FEEDERS}?substation_id=1").json()["segments"]["segment_id"] == [10, 11, 20, 21]
    assert client.get(f"{FEEDERS}?substation_id=2&feeder_id=1").json()["segments"]["count"] == 0
    for query, field in (("feeder_id=99", "feeder_id"), ("substation_id=99", "substation_id")):  # or of another utility
        answer = client.get(f"{FEEDERS}?{query}")
        assert (answer.status_code, answer.json()["error"]["field"]) == (404, field)
    features = client.get(f"{FEEDERS}?feeder_id=2", headers={"Accept": GEOJSON}).json()["features"]
    assert [feature["properties"]["load_pct"] for feature in features] == [90, 90]


def test_segments_in_three_forms_say_the_same(client: httpx.Client) -> None:
    features = client.get(FEEDERS, headers={"Accept": GEOJSON}).json()["features"]
    rows = arrow(client, FEEDERS).to_pylist()
    for feature, row in zip(features, rows, strict=True):
        assert feature["geometry"]["coordinates"] == row["path"]
        assert feature["geometry"]["coordinates"][0] == [row["from_lon"], row["from_lat"]]
        assert feature["properties"]["feeder_name"] == row["feeder_name"]


def test_every_meter_reaches_its_substation(client: httpx.Client) -> None:
    rows = pages(client, CONNECTIONS, limit=5)
    above = {(row["to_type"], row["to_asset_id"]): (row["from_type"], row["from_asset_id"]) for row in rows
             if row["connection_type"] != "secondary"}  # fmt: skip
    meters = [key for key in above if key[0] == "meter"]
    assert len(meters) == 12
    for at in meters:
        while at[0] != "substation":
            at = above[at]


def test_connections_of_a_modelled_secondary(client: httpx.Client) -> None:
    rows = pages(client, CONNECTIONS, feeder_id=3, type="secondary,meter")
    assert (rows[0]["from_type"], rows[0]["from_asset_id"], rows[0]["to_asset_id"]) == ("transformer", 31, 30)
    assert {(row["from_type"], row["from_asset_id"]) for row in rows[1:]} == {("transformer", 30), ("node", 30)}
    features = client.get(f"{CONNECTIONS}?substation_id=2&type=head", headers={"Accept": GEOJSON}).json()["features"]
    assert features[0]["geometry"]["type"] == "LineString"


def test_two_utilities_are_kept_apart(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    with running(empty_source) as (address, _), empty_source.connection() as connection:
        connection.execute(
            "INSERT INTO flux.utilities (utility_id, utility_name, time_zone, service_area, source_note) "
            "VALUES (8, 'Empty', 'UTC', '{}', 'a test')"
        )
        connection.commit()
        assert _eventually_ok(f"{address}{ASSETS}?utility_id=8")["rows"] == []
        assert httpx.get(f"{address}{FEEDERS}?utility_id=8").json()["segments"]["count"] == 0
        assert httpx.get(f"{address}/api/kpis?utility_id=8").json()["customers_served"] is None
        assert len(httpx.get(f"{address}{ASSETS}?utility_id=7").json()["rows"]) == 30


def _eventually_ok(url: str) -> Any:
    for _ in range(100):
        answer = httpx.get(url)
        if answer.status_code == 200:
            return answer.json()
    raise AssertionError(answer.text)


def test_an_empty_database_says_how_to_fill_it(empty_source: PostgresSource) -> None:
    with running(empty_source) as (address, _):
        answer = httpx.get(f"{address}{STATUS}", headers={"Accept": JSON})
    assert answer.status_code == 404
    assert "fluxops demo" in answer.json()["error"]["message"]


def test_predictions_are_scored_where_a_truth_is_known(empty_source: PostgresSource) -> None:
    load_rows(empty_source)
    path = "/api/outages/prediction-scores"
    with running(empty_source) as (address, _):
        nothing = httpx.get(address + path).json()
        with empty_source.connection() as connection:
            connection.execute(
                "INSERT INTO flux.sim_faults (utility_id, outage_id, struck_at, cause, lon, lat, is_temporary, is_hidden, "
                "presumed_at, is_right_first) SELECT utility_id, 1, now() - interval '3 minutes', 'animal', 0, 0, false, "
                "true, now() - interval '1 minute', NULL FROM flux.utilities LIMIT 1"
            )
            connection.execute("NOTIFY flux, 'outages'")
        found = httpx.get(address + path, headers={"Cache-Control": "no-cache"}).json()
    assert (nothing["faults"], nothing["found_share"], nothing["p50_minutes"]) == (0, None, None)
    assert (found["faults"], found["found"], found["found_share"], found["hours"]) == (1, 1, 1.0, 24)
    assert found["p50_minutes"] == pytest.approx(2.0)
    assert (found["presumed"], found["right_first_share"], found["false_predictions"]) == (0, None, 0)
