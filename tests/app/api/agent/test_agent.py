"""The assistant by REST on a real server: events as they come, conversations of one's own, clients that behave oddly."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Unpack
from urllib.parse import urlsplit

import httpx
import pytest

from app.assistant.kept.at_once import MOST_EACH
from app.threads import Pool, Threads
from data_sources.commands.principal import Principal
from data_sources.postgres.source import PostgresSource
from tests.app.api.server import RouteOptions, Runtime, running
from tests.app.assistant.scripted import ScriptedPlanner, scripted
from tests.data_sources.demo.simulator.simulating import rows
from tests.handmade import insert_utility

PATIENCE_S = 30
Events = list[tuple[str, dict[str, Any]]]


@contextmanager
def serving(
    source: PostgresSource, **options: Unpack[RouteOptions]
) -> Iterator[tuple[httpx.Client, Runtime, ScriptedPlanner]]:
    with running(source, **options) as (address, runtime), httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        runtime.assistant = scripted(runtime.sources)
        planner = runtime.assistant.planner
        assert isinstance(planner, ScriptedPlanner)
        yield client, runtime, planner


@pytest.fixture
def served(demo_source: PostgresSource) -> Iterator[tuple[httpx.Client, Runtime, ScriptedPlanner]]:
    with serving(demo_source) as made:
        yield made


@pytest.fixture
def client(served: tuple[httpx.Client, Runtime, ScriptedPlanner]) -> httpx.Client:
    return served[0]


def events_of(text: str) -> Events:
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    found = []
    for block in blocks:
        event, data = block.split("\n")
        found.append((event.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def ask(client: httpx.Client, question: str, **more: Any) -> Events:
    answer = client.post("/api/agent/stream", json={"question": question, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    return events_of(answer.text)


def history(client: httpx.Client, number: int) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = client.get(f"/api/agent/threads/{number}/history").json()["messages"]
    return messages


def eventually(look: Any) -> Any:
    until = time.monotonic() + PATIENCE_S
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def test_a_question_is_answered_kept_and_gone_on_with(
    served: tuple[httpx.Client, Runtime, ScriptedPlanner],
) -> None:
    client, _, planner = served
    told = ask(client, "load of F0002?")
    assert [name for name, _ in told] == [
        "conversation", "doing", "shown", "stated", "stated", "stated", "stated", "stated", "finished", "kept",
    ]  # fmt: skip
    number, result = told[0][1]["conversation_id"], told[2][1]["result"]
    cell = told[6][1]["cell"]
    place = result["table"]["names"].index(cell["key"])
    assert told[6][1]["text"] == f"{result['table']['rows'][cell['row']][place]:,.0f} kW"
    assert result["asked"][0]["statement"] == "details_feeder"
    assert result["is_simulated"]
    ask(client, "list feeders", conversation_id=number)
    assert [(one.role, one.tool) for one in planner.heard[1]] == [("person", ""), ("assistant", "feeder_facts")]
    messages = history(client, number)
    assert [(one["role"], one["state"]) for one in messages] == [
        ("person", None), ("assistant", "finished"), ("person", None), ("assistant", "finished"),
    ]  # fmt: skip
    assert messages[1]["message_id"] == told[-1][1]["message_id"]
    assert messages[1]["text"].startswith("The load of F0002 is ")
    assert [part["event"] for part in messages[1]["parts"]] == [
        "shown", "stated", "stated", "stated", "stated", "stated", "finished",
    ]  # fmt: skip
    listed = client.get("/api/agent/threads").json()
    assert [(one["title"], one["turns"]) for one in listed["rows"]] == [("load of F0002?", 2)]


def test_what_has_no_answer_or_fails_is_told_in_the_stream(client: httpx.Client) -> None:
    declined = ask(client, "weather on mars")
    assert ("declined", {"reason": "not_in_data", "sentence": "No table says so."}) in declined
    assert ("offered_instead", {"questions": ["load of F0002"]}) in declined
    broken = ask(client, "break")
    assert broken[-2] == (
        "ended_early", {"sentence": "The assistant failed on this question; the server's log says why."},
    )  # fmt: skip
    assert ask(client, "away")[-2][1] == {"sentence": "PostgreSQL does not answer."}
    assert [one["state"] for one in history(client, broken[0][1]["conversation_id"])] == [None, "failed"]


def test_an_answer_is_rated_once_and_only_by_whose_it_is(
    served: tuple[httpx.Client, Runtime, ScriptedPlanner],
) -> None:
    client, runtime, _ = served
    told = ask(client, "load of F0002")
    number, message = told[0][1]["conversation_id"], told[-1][1]["message_id"]
    opinion = {"conversation_id": number, "message_id": message, "is_good": False, "comment": "which F0002?"}
    assert client.post("/api/agent/feedback", json=opinion).status_code == 200
    assert client.post("/api/agent/feedback", json={**opinion, "is_good": True}).status_code == 200
    answer = history(client, number)[1]
    assert (answer["is_good"], answer["comment"]) == (True, "which F0002?")
    runtime.principal = Principal("eve", "admin")
    assert client.post("/api/agent/feedback", json=opinion).status_code == 404
    assert client.get(f"/api/agent/threads/{number}/history").status_code == 404
    assert client.get("/api/agent/threads").json()["rows"] == []
    assert client.post("/api/agent/stream", json={"question": "x", "conversation_id": number}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "question"), ({"question": " "}, 422, "question"), ({"question": "x" * 4001}, 422, "question"),
        ({"question": 3}, 422, "question"), ({"question": "load\0 of feeder 1"}, 422, "question"),
        ({"question": "x", "model": "y"}, 422, "model"),
        ({"question": "x", "utility_id": 99}, 404, "utility_id"),
        ({"question": "x", "conversation_id": 99}, 404, "conversation_id"),
        ({"question": "x", "conversation_id": True}, 422, "conversation_id"),
    ],
)  # fmt: skip
def test_a_question_that_is_none_is_refused(client: httpx.Client, body: Any, status: int, field: str) -> None:
    answer = client.post("/api/agent/stream", json=body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (status, field)


def test_pages_of_other_sites_ask_nothing(client: httpx.Client) -> None:
    for path in ("/api/agent/stream", "/api/agent/feedback"):
        assert client.post(path, json={}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert client.post(path, json={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.post(path, content="question=x").status_code == 415
        assert client.get(path).status_code == 405
    assert client.post("/api/agent/stream", content=b'{"question": "\\ud800"}',
                       headers={"Content-Type": "application/json"}).status_code == 422  # fmt: skip


def test_several_utilities_have_to_be_told_apart(client: httpx.Client, demo_source: PostgresSource) -> None:
    insert_utility(demo_source, utility_id=7000)
    assert eventually(lambda: client.post("/api/agent/stream", json={"question": "x"}).status_code == 422)
    number = ask(client, "load of F0002", utility_id=1)[0][1]["conversation_id"]
    wrong = client.post("/api/agent/stream", json={"question": "x", "conversation_id": number, "utility_id": 7000})
    assert wrong.status_code == 422
    ask(client, "load of F0002", conversation_id=number)


def raw_question(client: httpx.Client, question: str) -> socket.socket:
    address = urlsplit(str(client.base_url))
    body = json.dumps({"question": question}).encode()
    head = (
        f"POST /api/agent/stream HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )  # fmt: skip
    made = socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=PATIENCE_S)
    made.sendall(head.encode() + body)
    return made


def test_a_client_cut_in_the_middle_stops_the_answer_which_is_kept_as_far_as_it_came(
    client: httpx.Client, demo_source: PostgresSource
) -> None:
    connection = raw_question(client, "slow")
    seen = b""
    while b"word 3 " not in seen:
        seen += connection.recv(4096)
    connection.close()
    assert eventually(lambda: rows(demo_source, "SELECT state FROM flux.conversation_turns")) == [("stopped",)]
    (one,) = client.get("/api/agent/threads").json()["rows"]
    answer = history(client, one["conversation_id"])[1]
    assert answer["text"].startswith("word 0 word 1 word 2 word 3 ")
    assert answer["parts"][-1] == {"event": "ended_early", "sentence": "You stopped this answer."}
    assert ask(client, "load of F0002")[-1][0] == "kept"  # the server goes on


def test_an_idle_proxy_sees_something(demo_source: PostgresSource) -> None:
    with serving(demo_source, heartbeat_s=0.01) as (client, _, _):
        connection = raw_question(client, "slow")
        seen = b""
        while seen.count(b": still at work") < 3 or b"word 2 " not in seen:
            seen += connection.recv(4096)
        connection.close()


def test_slow_answers_hold_up_nothing_else(client: httpx.Client) -> None:
    many = [raw_question(client, "slow") for _ in range(MOST_EACH - 1)]
    assert ask(client, "load of F0002")[-1][0] == "kept"
    assert client.get("/api/kpis").status_code == 200
    for one in many:
        one.close()


def test_a_person_s_many_questions_leave_threads_for_others(
    served: tuple[httpx.Client, Runtime, ScriptedPlanner],
) -> None:
    client, runtime, planner = served
    many = [raw_question(client, "slow") for _ in range(MOST_EACH)]
    assert eventually(lambda: len(planner.heard) == MOST_EACH)
    refused = client.post("/api/agent/stream", json={"question": "load of F0002"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert refused.json()["error"]["message"].startswith(f"You have {MOST_EACH} questions under way")
    runtime.principal = Principal("john", "viewer")
    assert ask(client, "load of F0002")[-1][0] == "kept"
    runtime.principal = Principal("tester", "operator")
    for one in many:
        one.close()
    answer = eventually(
        lambda: (got := client.post("/api/agent/stream", json={"question": "load of F0002"})).is_success and got
    )
    assert events_of(answer.text)[-1][0] == "kept"


def test_a_question_without_a_thread_is_told_that_it_waits(demo_source: PostgresSource) -> None:
    pool = Pool("assistant-test", 1)
    with serving(demo_source, threads=Threads(assistant=pool)) as (client, _, _):
        first = raw_question(client, "slow")
        while b"word 0 " not in first.recv(4096):
            pass
        second = raw_question(client, "load of F0002")
        seen = b""
        while b"Waiting in line" not in seen:
            seen += second.recv(4096)
        assert b"event: doing" in seen
        assert b"event: conversation" not in seen
        first.close()
        while b"event: kept" not in seen:
            seen += second.recv(4096)
        second.close()
    pool.close()


def test_what_cannot_be_kept_is_answered_all_the_same(client: httpx.Client, demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute("ALTER TABLE flux.conversation_turns ADD CHECK (place < 0)")
    told = ask(client, "load of F0002")
    assert told[-1][0] == "warned"
    assert told[-1][1]["sentence"].startswith("This answer is not kept: The database refused it")
