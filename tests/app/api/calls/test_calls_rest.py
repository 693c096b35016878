"""Trouble calls by REST: taken, found, attached, called back; nothing personal for a viewer, and nothing in a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import running
from tests.data_sources.towns import load_town


@pytest.fixture
def client(empty_source: PostgresSource) -> Iterator[httpx.Client]:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute(
            "UPDATE flux.customers SET customer_name = 'Ana Paz', service_address = '12 Mill Road' WHERE meter_id = 220"
        )
    with running(empty_source) as (address, _), httpx.Client(base_url=address, timeout=120) as client:
        yield client


def test_a_call_by_rest_from_the_search_to_the_call_back(client: httpx.Client) -> None:
    found = client.get("/api/calls/accounts", params={"q": "mill ana"})
    assert found.headers["Cache-Control"] == "no-store"
    (account,) = found.json()["rows"]
    assert (account["customer_name"], account["meter_id"], account["outage_id"]) == ("Ana Paz", 220, None)
    values = {"account_number": account["account_number"], "symptom": "wire_down", "wants_callback": True}
    taken = client.post("/api/calls", json=values, headers={"Idempotency-Key": "one"})
    assert (taken.status_code, taken.headers["Location"]) == (201, f"/api/calls/{taken.json()['target_id']}")
    assert client.post("/api/calls", json=values, headers={"Idempotency-Key": "one"}).json() == taken.json()
    where = taken.headers["Location"]

    outage = client.post("/api/outages", json={"device_id": 122, "is_confirmed": False}).json()["target_id"]
    seen = client.get(where).headers["Etag"]
    assert client.post(f"{where}/attach", json={"outage_id": outage}, headers={"If-Match": seen}).status_code == 200
    late = client.post(f"{where}/detach", headers={"If-Match": seen, "Content-Type": "application/json"})
    assert (late.status_code, late.json()["error"]["field"]) == (412, "If-Match")
    (row,) = client.get("/api/calls", params={"outage_id": outage}).json()["rows"]
    assert (row["customer_name"], row["symptom"], row["is_due"], row["calls"]) == ("Ana Paz", "wire_down", False, 1)
    assert client.get(f"/api/outages/{outage}").json()["hazards"] == ["wire_down"]
    client.post(f"/api/outages/{outage}/confirm", json={}).raise_for_status()
    client.post(f"/api/outages/{outage}/restore", json={}).raise_for_status()
    assert client.get("/api/calls").json()["rows"][0]["is_due"] is True
    client.post(f"{where}/callback", json={"answer": "not_supplied"}).raise_for_status()
    assert client.get("/api/calls").json()["rows"][0]["is_still_out"] is True
    client.post(f"{where}/callback", json={"answer": "supplied"}).raise_for_status()
    assert client.get("/api/calls").json()["rows"] == []
    told = client.get(where).json()
    assert told["commands"] == ["reopen"]
    assert [one["command"] for one in told["timeline"]] == [
        "take_call", "attach_call", "detach_call", "record_callback", "record_callback",
    ]  # fmt: skip


def test_a_viewer_is_told_nothing_of_a_person(empty_source: PostgresSource) -> None:
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.customers SET customer_name = 'Ana Paz' WHERE meter_id = 220")
        connection.execute(
            "INSERT INTO flux.trouble_calls (utility_id, customer_id, meter_id, lon, lat, called_at, symptom, note,"
            " caller_name, taken_by) SELECT 1, customer_id, 220, 0, 0, now(), 'no_supply', 'ill', 'Ana Paz', 'maria'"
            " FROM flux.customers WHERE meter_id = 220"
        )
    with (
        running(empty_source) as (address, runtime),
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        runtime.principal = Principal("guest", "viewer")
        assert client.get("/api/calls/accounts", params={"q": "paz"}).json()["rows"] == []
        for path in ("/api/calls", "/api/calls/1"):
            text = client.get(path).text
            assert "Paz" not in text
            assert '"ill"' not in text
        assert client.post("/api/calls", json={"meter_id": 220}).status_code == 403


def test_what_was_typed_stands_in_no_log(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert client.get("/api/calls/accounts", params={"q": "secretname", "utility_id": 99}).status_code == 404
        assert client.get("/api/calls/accounts", params={"q": "secretname", "wrong": 1}).status_code == 400
        assert client.get("/api/calls/accounts", params={"q": "secretname"}).status_code == 200
    assert "/api/calls/accounts" in caplog.text
    assert "secretname" not in "".join(record.getMessage() for record in caplog.records if record.name != "httpx")


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/calls/77", 404, "call_id"), ("/api/calls/accounts?q=a", 400, "q"), ("/api/calls?utility_id=9", 404, "utility_id"),
        ("/api/calls?who=me", 400, "who"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(client: httpx.Client, path: str, status: int, field: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)
