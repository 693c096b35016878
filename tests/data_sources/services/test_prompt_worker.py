"""The process of predicted outages: it reports by itself, dies by halves never, and goes on where the database was away."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from data_sources.services.prompt_worker import PROMPT_WORKER
from data_sources.services.service import ServiceState, Turns
from data_sources.services.states import of_line
from data_sources.services.worker import WorkerSettings
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.services.telling import Night, meters_at
from tests.data_sources.towns import load_town


@pytest.fixture
def night(empty_source: PostgresSource) -> Night:
    load_town(empty_source, 2)
    night = Night(empty_source)
    night.now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=2)
    return night


@contextmanager
def worker(source: PostgresSource, home: Path) -> Iterator[subprocess.Popen[str]]:
    with source.dedicated_connection() as connection:
        settings = WorkerSettings(dsn=connection.info.dsn, home=str(home))
    process = subprocess.Popen(
        [sys.executable, "-m", PROMPT_WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    process.stdin.write(json.dumps(asdict(settings)) + "\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("not within a minute")


def test_it_presumes_by_itself_and_says_what_it_did(night: Night, tmp_path: Path) -> None:
    night.say(meters_at(22, 42))
    with worker(night.source, tmp_path) as process:
        until(lambda: bool(night.outages()))
        assert process.stdout
        said = next(state for line in process.stdout if (state := of_line(line)).did)
    assert (said.name, said.doing) == ("predicted outages", "leads")
    assert "reported 1" in said.did
    assert night.outages("state, device_id") == [("predicted", 122)]


def test_killed_in_the_middle_it_leaves_no_half(night: Night, tmp_path: Path) -> None:
    """It has written the outage and waits to write why, when it is killed; the next one does both, once."""
    night.say(meters_at(22, 42))
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'flux.outage_predictions'::regclass"
    with night.source.connection() as holder, worker(night.source, tmp_path) as process:
        holder.execute("LOCK TABLE flux.outage_predictions IN SHARE MODE")
        until(lambda: rows(night.source, waits) == [(1,)])
        process.kill()
        process.wait()
        holder.rollback()
    until(lambda: rows(night.source, waits) == [(0,)])
    assert night.outages() == []
    assert rows(night.source, "SELECT count(*) FROM flux.audit WHERE action = 'report_outage'") == [(0,)]
    assert night.look(120) == "reported 1"
    assert rows(night.source, "SELECT count(*) FROM flux.outage_predictions") == [(1,)]


def test_a_lost_database_pauses_it_and_nothing_is_lost() -> None:
    """What meters said before is read when it is back."""
    told: list[ServiceState] = []
    with tempfile.TemporaryDirectory(prefix="flux-tests-", ignore_cleanup_errors=True) as home:
        server = EmbeddedPostgres(Path(home))
        server.start()
        source = PostgresSource(server.dsn)
        migrate(source)
        load_town(source, 2)
        night = Night(source)
        turns = Turns(night.service, source, told.append)
        night.say([1220])
        turns.look(night.now)
        night.later(60)
        night.say(meters_at(22, 42))
        server.stop()
        turns.look(night.now)
        paused = turns.state.doing
        server.start()
        for _ in range(3):
            night.later(30)
            turns.look(night.now)
        found, state = night.outages("state, device_id"), turns.state.doing
        source.close()
        server.stop()
    assert (paused, state) == ("paused", "leads")
    assert found == [("predicted", 122)]
