from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from data_sources.services.service import ServiceState
from tests.app.api.rows import load_rows
from tests.app.api.server import Runtime, running
from tests.app.api.test_handler import eventually

ASSETS = "/api/postgres/grid/assets"
SLOW = 12


def test_everything_up(client: httpx.Client, rest: tuple[str, Runtime]) -> None:
    eventually(lambda: rest[1].feed.is_listening)
    answer = client.get("/api/health")
    body = answer.json()
    assert answer.status_code == 200
    assert body["status"] == "up"
    assert body["sources"][0]["name"] == "PostgreSQL"
    assert body["sources"][0]["age_s"] < 60
    assert body["feed"]["is_listening"]
    assert body["simulator"] == {"last_beat_at": None, "age_s": None}
    assert body["start_errors"] == []


def test_the_simulator_s_pulse(empty_source: PostgresSource) -> None:
    with empty_source.connection() as connection:
        connection.execute("INSERT INTO flux.heartbeats VALUES ('simulator', now() - interval '90 seconds')")
    with running(empty_source) as (address, _):
        simulator = httpx.get(f"{address}/api/health").json()["simulator"]
    assert simulator["age_s"] >= 90


def test_services_say_when_they_ran_and_what_was_wrong(empty_source: PostgresSource) -> None:
    """A service in trouble makes no server unfit to answer."""
    ran_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=2)
    state = ServiceState("upkeep of the history", "leads", ran_at, "refreshed 2026-07-15")
    with running(empty_source) as (address, runtime):
        runtime.services.append(state.in_trouble("failed", "The disk is full.", dt.datetime.now(dt.UTC)))
        answer = httpx.get(f"{address}/api/health")
    (told,) = answer.json()["services"]
    assert answer.status_code == 200
    assert (told["name"], told["doing"], told["error"]) == ("upkeep of the history", "failed", "The disk is full.")
    assert 120 <= told["age_s"] < 180


def test_a_failed_start_is_not_healthy(empty_source: PostgresSource) -> None:
    with running(empty_source) as (address, runtime):
        runtime.start_errors.append("The map was not warmed.")
        answer = httpx.get(f"{address}/api/health")
    assert answer.status_code == 503
    assert answer.json()["start_errors"] == ["The map was not warmed."]


def test_a_stopped_database_and_its_return(tmp_path: Path) -> None:
    """Nothing old passes for new while the database is away, and all answers come back by themselves."""
    server = EmbeddedPostgres(tmp_path / "home")
    server.start()
    source = PostgresSource(server.dsn)
    migrate(source)
    load_rows(source)
    with running(source) as (address, runtime):
        eventually(lambda: runtime.feed.is_listening)
        tag = httpx.get(address + ASSETS).headers["Etag"]
        server.stop()
        away = httpx.get(address + ASSETS, headers={"If-None-Match": tag}, timeout=20)
        eventually(lambda: not runtime.feed.is_listening)
        health = httpx.get(f"{address}/api/health", timeout=20)
        again = EmbeddedPostgres(tmp_path / "home")
        again.start()
        eventually(lambda: httpx.get(f"{address}/api/health", timeout=20).status_code == 200)
        back = httpx.get(address + ASSETS)
    source.close()
    again.stop()
    assert away.status_code == 503
    assert int(away.headers["Retry-After"]) > 0
    assert "Traceback" not in away.text
    assert health.status_code == 503
    assert health.json()["status"] == "down"
    assert health.json()["sources"][0]["message"]
    assert health.json()["simulator"] is None
    assert back.status_code == 200
    assert len(back.json()["rows"]) == 30


def test_requests_that_wait_for_the_database_do_not_keep_health_waiting(empty_source: PostgresSource) -> None:
    """Four slow requests took every thread of the API, and the server passed for one that still starts."""
    load_rows(empty_source)
    with running(empty_source) as (address, runtime), ThreadPoolExecutor(SLOW) as callers:
        eventually(lambda: runtime.feed.is_listening)
        with empty_source.connection() as connection, connection.transaction():
            connection.execute("LOCK TABLE flux.poles IN ACCESS EXCLUSIVE MODE")
            # Not the same twice: who asks the same shares one answer.
            slow = [
                callers.submit(httpx.get, f"{address}{ASSETS}?type=pole&limit={n + 1}", timeout=60) for n in range(SLOW)
            ]
            eventually(lambda: _waiting(empty_source) >= 4)
            health = httpx.get(f"{address}/api/health", timeout=60)
            assert not any(one.done() for one in slow)
        answers = [one.result(60) for one in slow]
    assert health.status_code == 200
    assert [answer.status_code for answer in answers] == [200] * SLOW


def _waiting(source: PostgresSource) -> int:
    """How many statements wait for a lock."""
    with source.connection() as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).fetchone()
    assert found is not None
    return int(found[0])
