"""A storm by REST from its declaration to its end: what is told of it, and every change as a command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest

from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import load_town


@pytest.fixture
def client(empty_source: PostgresSource) -> Iterator[httpx.Client]:
    load_town(empty_source, 2)
    with running(empty_source) as (address, runtime), httpx.Client(base_url=address, timeout=120) as client:
        runtime.principal = Principal("chief", "supervisor")
        yield client


def test_a_storm_by_rest(client: httpx.Client, empty_source: PostgresSource) -> None:
    calm = client.get("/api/storms/current").json()
    assert (calm["storm"], calm["outages_open"], calm["forecast"], calm["restored_pct"]) == (None, 0, [], 100.0)
    outage = client.post("/api/outages", json={"device_id": 2}).json()["target_id"]
    made = client.post("/api/storms/declare", json={"storm_name": "Ida"}, headers={"Idempotency-Key": "k"})
    assert (made.status_code, made.headers["Location"]) == (201, "/api/storms")
    storm = made.json()["target_id"]
    again = client.post("/api/storms/declare", json={"storm_name": "Bo"})
    assert (again.status_code, again.json()["error"]["message"]) == (
        409, "Storm Ida is declared already: end it first.",
    )  # fmt: skip
    seen = client.post("/api/assessments", json={"outage_id": outage, "severity": "severe", "crew_hours": 5})
    assert seen.status_code == 201
    now = client.get("/api/storms/current").json()
    assert (now["storm"]["storm_name"], now["outages_open"], now["is_simulated"]) == ("Ida", 1, True)
    (first,) = now["priorities"]
    assert (first["outage_id"], first["order"], first["repair_minutes"], first["is_crew_free"]) == (
        outage, 1, 300.0, True,
    )  # fmt: skip
    assert now["record"][-1]["customers_out"] == now["forecast"][0]["p50"] == now["customers_out"] == first["customers"]
    assert "because of storm Ida" in now["draft_text"]
    (area,) = now["areas"]
    told = client.post(
        f"/api/storms/{storm}/estimate-area", headers={"If-Match": made.headers["Etag"]},
        json={"substation_id": area["substation_id"], "estimated_restoration_at": area["suggested_at"]},
    )  # fmt: skip
    assert told.status_code == 200, told.text
    whole = client.get(f"/api/outages/{outage}").json()
    assert whole["estimate_reason"] == "storm, area SUB-001"
    stale = client.post(f"/api/storms/{storm}/end", json={}, headers={"If-Match": made.headers["Etag"]})
    assert stale.status_code == 412
    ended = client.post(
        f"/api/storms/{storm}/end", json={"note": "calm again"}, headers={"If-Match": told.headers["Etag"]}
    )
    assert ended.status_code == 200
    (kept,) = client.get("/api/storms").json()["storms"]
    assert (kept["storm_name"], kept["note"], kept["version"]) == ("Ida", "calm again", 3)
    assert rows(empty_source, "SELECT count(*) FROM flux.audit WHERE outcome = 'refused'") == [(1,)]


def test_values_that_are_wrong_are_said_to_be(client: httpx.Client) -> None:
    late = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    for path, values, status, field in (
        ("/api/storms/declare", {}, 422, "storm_name"),
        ("/api/storms/declare", {"storm_name": "Ida", "started_at": late.isoformat()}, 409, None),
        ("/api/storms/7/end", {}, 404, None),
        ("/api/assessments", {"severity": "dreadful", "lon": 1, "lat": 1}, 422, "severity"),
        ("/api/assessments/9/withdraw", {"reason": "double"}, 404, None),
        ("/api/storms/7/approve-public-text", {"public_text": ""}, 422, "public_text"),
    ):
        answer = client.post(path, json=values)
        assert (answer.status_code, answer.json()["error"]["field"]) == (status, field), (path, answer.text)
