"""What a head-end sends and asks: good messages are kept together and once, bad ones are told, answers close questions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import Runtime, running
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import load_town

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
AT = NOW.isoformat()


@pytest.fixture
def rest_of(empty_source: PostgresSource) -> Iterator[tuple[httpx.Client, Runtime]]:
    load_town(empty_source, 2)
    with running(empty_source) as (address, runtime), httpx.Client(base_url=address, timeout=120) as client:
        yield client, runtime


@pytest.fixture
def client(rest_of: tuple[httpx.Client, Runtime]) -> httpx.Client:
    return rest_of[0]


def send(client: httpx.Client, messages: Any, **headers: str) -> httpx.Response:
    return client.post("/api/meter-messages", json={"messages": messages}, headers=headers)


def message(meter: str = "MTR-220", kind: str = "last_gasp", sent_at: object = AT) -> dict[str, object]:
    return {"meter": meter, "kind": kind, "sent_at": sent_at}


def kept(source: PostgresSource) -> list[tuple[Any, ...]]:
    return rows(source, "SELECT meter_id, kind, sent_at, is_simulated FROM flux.meter_messages ORDER BY message_id")


def test_good_messages_are_kept_and_the_others_are_told(client: httpx.Client, empty_source: PostgresSource) -> None:
    far = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat()
    answer = send(client, [
        message(), message("MTR-0"), message(kind="hello"), message(sent_at="2026-07-15T20:00:00"), message(sent_at=far),
        {"meter": "MTR-220"}, message("MTR-221", "power_up", NOW.astimezone(dt.timezone(dt.timedelta(hours=2))).isoformat()), 7, message(sent_at="0001-01-01T00:00:00+14:00"),
    ])  # fmt: skip
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["taken"], told["refused"]) == (2, 7)
    reasons = {one["row"]: one["reason"] for one in told["reasons"]}
    assert reasons[1] == "There is no meter MTR-0."
    assert reasons[2].startswith("kind must be one of last_gasp")
    assert reasons[3].startswith("sent_at must be a time")
    assert reasons[4].startswith("sent_at is still to come")
    assert reasons[5] == reasons[7] == "A message has meter, kind, sent_at and nothing else."
    assert reasons[8].startswith("sent_at must be a time")
    assert kept(empty_source) == [(220, "last_gasp", NOW, False), (221, "power_up", NOW, False)]


def test_a_clock_that_was_reset_and_a_broken_name_are_told_and_the_others_kept(
    client: httpx.Client, empty_source: PostgresSource
) -> None:
    messages = [
        message(sent_at="2000-01-01T00:00:07Z"),
        message(sent_at="0001-01-02T00:00:00Z"),
        message("MTR-\ud800"),
        message("MTR-\0"),
        message(),
    ]
    body = json.dumps({"messages": messages})
    answer = client.post("/api/meter-messages", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    assert [(one["row"], one["reason"]) for one in answer.json()["reasons"]] == [
        (0, "sent_at is more than a day ago (2000-01-01 00:00:07+00:00): is the meter's clock right?"),
        (1, "sent_at is more than a day ago (0001-01-02 00:00:00+00:00): is the meter's clock right?"),
        (2, "meter holds half of a surrogate pair, which is no character."),
        (3, "meter holds a NUL character, which the database keeps in no text."),
    ]
    assert kept(empty_source) == [(220, "last_gasp", NOW, False)]


@pytest.mark.parametrize("utility_id", [99, 2**70])
def test_a_utility_that_is_not_there_takes_nothing(client: httpx.Client, utility_id: int) -> None:
    answer = client.post("/api/meter-messages", json={"messages": [message()], "utility_id": utility_id})
    assert (answer.status_code, answer.json()["error"]["message"]) == (404, f"There is no utility {utility_id}.")


def test_a_batch_sent_again_with_its_key_is_taken_once(client: httpx.Client, empty_source: PostgresSource) -> None:
    first, again = (send(client, [message()], **{"Idempotency-Key": "b-1"}) for _ in range(2))
    assert first.json() == again.json() == {"taken": 1, "refused": 0, "reasons": []}
    assert len(kept(empty_source)) == 1
    other = send(client, [message("MTR-221")], **{"Idempotency-Key": "b-1"})
    assert other.status_code == 422
    assert len(kept(empty_source)) == 1
    detail = rows(
        empty_source, "SELECT detail FROM flux.audit WHERE action = 'take_meter_messages' AND outcome = 'done'"
    )
    assert [(one["messages"], len(one["sha256"])) for (one,) in detail] == [(1, 64)]


@pytest.mark.parametrize("messages", [[], {}, None, [message()] * 10_001])
def test_what_is_no_batch_is_refused_whole(client: httpx.Client, empty_source: PostgresSource, messages: Any) -> None:
    answer = send(client, messages)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "messages")
    assert kept(empty_source) == []


def test_ten_thousand_are_one_batch(client: httpx.Client, empty_source: PostgresSource) -> None:
    answer = send(client, [message(f"MTR-{220 + k % 4}") for k in range(10_000)])
    assert answer.json()["taken"] == 10_000
    assert len(kept(empty_source)) == 10_000


def test_who_may_not_write_writes_no_messages(
    rest_of: tuple[httpx.Client, Runtime], empty_source: PostgresSource
) -> None:
    client, runtime = rest_of
    foreign = client.post(
        "/api/meter-messages", json={"messages": [message()]}, headers={"Origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
    runtime.principal = Principal("vera", "viewer")
    assert send(client, [message()]).status_code == 403
    assert kept(empty_source) == []


def test_open_questions_are_told_and_closed_by_answers(client: httpx.Client) -> None:
    number = client.post("/api/outages", json={"device_id": 122, "is_confirmed": False}).json()["target_id"]
    assert client.post(f"/api/outages/{number}/ping", json={"meter_ids": [220, 421]}).status_code == 200
    asked = client.get("/api/meter-pings").json()
    assert [(one["meter_name"], one["outage_id"]) for one in asked["rows"]] == [
        ("MTR-220", number),
        ("MTR-421", number),
    ]
    now = dt.datetime.now(dt.UTC).isoformat()
    send(client, [message("MTR-220", "no_answer", now)])
    assert [one["meter_name"] for one in client.get("/api/meter-pings").json()["rows"]] == ["MTR-421"]
