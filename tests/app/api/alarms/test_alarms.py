"""Alarms by REST: read by the page, changed by commands, counted alike by every door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import httpx
import pytest

from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.api.server import Runtime, running
from tests.data_sources.field.alarms.alarming import LOAD, Desk

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk(empty_source: PostgresSource) -> Desk:
    """Transformers 1 and 2 in alarm, a feeder too."""
    desk = Desk(empty_source)
    desk.rule(**{**LOAD, "quantity": "feeder_load_pct", "threshold": 30, "priority": "high"})
    desk.now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
    desk.do(f"UPDATE flux.feeder_status SET updated_at = '{desk.now}'")
    for number in (1, 2):
        desk.measure(number, load_pct=160)
    desk.later(0)
    return desk


@pytest.fixture
def served(desk: Desk) -> Iterator[tuple[httpx.Client, Runtime]]:
    with running(desk.source) as (address, runtime), httpx.Client(base_url=address, timeout=120) as client:
        yield client, runtime


@pytest.fixture
def client(served: tuple[httpx.Client, Runtime]) -> httpx.Client:
    return served[0]


def test_the_list_the_figures_and_the_rules_count_alike(client: httpx.Client, desk: Desk) -> None:
    rows = client.get("/api/alarms").json()["rows"]
    figures = client.get("/api/alarms/figures").json()
    rules = client.get("/api/alarm-rules").json()
    assert len(rows) == 4 == sum(figures["open_alarms"].values()) == sum(one["open_alarms"] for one in rules["rules"])
    for name in ("high", "medium"):
        assert figures["open_alarms"][name] == sum(row["priority"] == name for row in rows) == 2
        assert figures["annunciated"][name] == 2
    assert len(desk.source.fetch(Query.of("alarm_list", utility_id=1))) == 4
    assert figures["share_guide_pct"] == {"critical": 1.0, "high": 5.0, "medium": 15.0, "low": 80.0}
    assert {one["name"] for one in rules["catalogue"]} >= {"transformer_load_pct", "feeder_status_age_s"}


def test_pages_and_filters(client: httpx.Client) -> None:
    first = client.get("/api/alarms", params={"limit": 3}).json()
    rest = client.get("/api/alarms", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    ids = [row["alarm_id"] for row in first["rows"] + rest["rows"]]
    assert (len(ids), ids, rest["next_cursor"]) == (4, sorted(ids), None)
    for given, count in (
        ({"priority": "high,low"}, 2), ({"asset_kind": "transformer"}, 2), ({"feeder_id": 1}, 2),
        ({"state": "acknowledged"}, 0), ({"substation_id": 1, "state": "unacknowledged"}, 4), ({"feeder_id": 99}, 0),
    ):  # fmt: skip
        assert client.get("/api/alarms", params=given).json()["count"] == count, given
    nothing_open = client.get("/api/alarms", params={"state": "normal", "include": "open"})
    assert (nothing_open.status_code, nothing_open.json()["error"]["field"]) == (400, "include")
    wrong = client.get("/api/alarms", params={"state": "red"})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (400, "state")
    placed = client.get("/api/alarms", headers={"Accept": "application/geo+json"}).json()
    assert [round(x, 2) for x in placed["features"][0]["geometry"]["coordinates"]] == [-95.35, 29.75]


def test_an_alarm_from_raised_to_shelved(client: httpx.Client) -> None:
    answer = client.get("/api/alarms/1")
    alarm = answer.json()
    assert (alarm["state"], answer.headers["Etag"]) == ("unacknowledged", '"1"')
    assert "acknowledge" in alarm["commands"]
    assert "unshelve" not in alarm["commands"]
    done = client.post("/api/alarms/1/acknowledge", json={}, headers={"If-Match": '"1"', "Idempotency-Key": "k"})
    again = client.post("/api/alarms/1/acknowledge", json={}, headers={"Idempotency-Key": "k"})
    assert done.status_code == 200
    assert again.json() == done.json()
    late = client.post("/api/alarms/1/assign", json={"to": "john"}, headers={"If-Match": '"1"'})
    assert (late.status_code, "tester" in late.json()["error"]["message"]) == (412, True)
    far = (dt.datetime.now(dt.UTC) + 30 * HOUR).isoformat()
    refused = client.post("/api/alarms/1/shelve", json={"until": far, "reason": "x"})
    assert (refused.status_code, "24 hours at most" in refused.json()["error"]["message"]) == (409, True)
    until = (dt.datetime.now(dt.UTC) + HOUR).isoformat()
    assert client.post("/api/alarms/1/shelve", json={"until": until, "reason": "crew there"}).status_code == 200
    told = client.get("/api/alarms/1").json()
    assert (told["state"], told["held_reason"]) == ("shelved", "crew there")
    assert [one["event"] for one in told["steps"]] == ["shelve", "acknowledge", "raise"]
    assert client.get("/api/alarms/99").json()["error"] == {"field": "alarm_id", "message": "There is no alarm 99."}


def test_many_at_once(client: httpx.Client) -> None:
    done = client.post("/api/alarms/acknowledge", json={"alarm_ids": [1, 2, 3]})
    assert done.status_code == 200, done.text
    assert done.json()["after"] == {"acknowledged": 3, "passed_over": 0}
    assert client.get("/api/alarms", params={"state": "acknowledged"}).json()["count"] == 3


def test_rules_by_a_supervisor(served: tuple[httpx.Client, Runtime]) -> None:
    client, runtime = served
    rule = {**LOAD, "quantity": "wind_mps", "threshold": 20}
    assert client.post("/api/alarm-rules", json=rule).status_code == 403
    runtime.principal = Principal("sara", "supervisor")
    made = client.post("/api/alarm-rules", json=rule)
    assert (made.status_code, made.headers["Location"]) == (201, "/api/alarm-rules")
    number = made.json()["target_id"]
    changed = client.post(
        f"/api/alarm-rules/{number}/change", json={"threshold": 25}, headers={"If-Match": made.headers["Etag"]}
    )
    assert (changed.json()["before"], changed.json()["after"]) == ({"threshold": 20}, {"threshold": 25})
    assert client.post(f"/api/alarm-rules/{number}/delete", json={}).status_code == 200
    assert number not in [one["rule_id"] for one in client.get("/api/alarm-rules").json()["rules"]]
