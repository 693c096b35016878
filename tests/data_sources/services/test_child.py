"""A worker process as its server sees it: heard, started again when it dies, and gone with its server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import psutil
import pytest

from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.source import PostgresSource
from data_sources.services import child as service_child
from data_sources.services.child import SERVICES_WORKER, ServiceProcess
from data_sources.services.worker import WorkerSettings, service_names
from tests.conftest import dsn_of
from tests.data_sources.services.test_service import until

Workers: TypeAlias = Callable[[], set[int]]


@pytest.fixture
def settings(empty_source: PostgresSource, embedded: EmbeddedPostgres, tmp_path: Path) -> WorkerSettings:
    with empty_source.connection() as connection:
        return WorkerSettings(dsn_of(embedded, connection.info.dbname), str(tmp_path), upkeep_s=0.2, export_s=0.2)


@pytest.fixture
def process(settings: WorkerSettings, new_workers: Workers) -> Iterator[ServiceProcess]:
    process = ServiceProcess(SERVICES_WORKER, settings, service_names(settings))
    process.start()
    yield process
    process.stop()


def worker_pids() -> set[int]:
    """Workers below this process."""
    children = psutil.Process().children(recursive=True)
    return {one.pid for one in children if is_worker(one)}


def is_worker(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return SERVICES_WORKER in process.cmdline()
    return False


@pytest.fixture
def new_workers() -> Workers:
    """Workers since the test began: a server that a whole test run shares has its own."""
    before = worker_pids()
    return lambda: worker_pids() - before


def all_run(process: ServiceProcess) -> bool:
    return len(process.states) == 7 and all(state.last_run_at for state in process.states)


def test_each_service_is_heard_and_ends_with_its_server(process: ServiceProcess, new_workers: Workers) -> None:
    until(lambda: all_run(process))
    assert {state.doing for state in process.states} == {"leads"}
    assert {state.error for state in process.states} == {""}
    assert len(new_workers()) == 1
    process.stop()
    assert new_workers() == set()


def test_a_worker_that_was_killed_is_started_again(
    process: ServiceProcess, new_workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_child, "AGAIN_S", 0.5)
    until(lambda: all_run(process))
    (first,) = new_workers()
    psutil.Process(first).kill()
    until(lambda: {state.doing for state in process.states} == {"ended"})
    until(lambda: {state.doing for state in process.states} == {"leads"})
    assert new_workers() not in (set(), {first})


def test_all_are_named_before_the_first_word(settings: WorkerSettings) -> None:
    process = ServiceProcess(SERVICES_WORKER, settings, service_names(settings))
    assert [state.doing for state in process.states] == ["starting"] * 7
    process.start()
    until(lambda: all(state.last_run_at for state in process.states))
    assert [state.name for state in process.states] == list(service_names(settings))
    process.stop()


def test_a_worker_that_cannot_start_says_why(settings: WorkerSettings) -> None:
    away = replace(settings, dsn="host=/nowhere dbname=none connect_timeout=1")
    process = ServiceProcess(SERVICES_WORKER, away, service_names(away))
    process.start()
    until(lambda: {state.doing for state in process.states} == {"ended"})
    process.stop()
    assert len(process.states) == 7
    for state in process.states:
        assert "FLUXOPS_POSTGRES_DSN cannot be reached" in state.error
        assert "ended with code 1" in state.error
        assert state.last_error_at is not None


def test_a_process_that_cannot_be_made_is_told_and_tried_again(
    settings: WorkerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_child, "AGAIN_S", 0.1)
    process = ServiceProcess(SERVICES_WORKER, settings, service_names(settings))
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        process.start()
        until(lambda: {state.doing for state in process.states} == {"ended"})
        assert {"cannot be started" in state.error for state in process.states} == {True}
    until(lambda: all_run(process))
    assert {state.error for state in process.states} == {""}
    process.stop()


def test_stopping_what_was_never_started_does_nothing(settings: WorkerSettings) -> None:
    ServiceProcess(SERVICES_WORKER, settings, ()).stop()


def test_a_second_server_waits_and_takes_over(process: ServiceProcess, settings: WorkerSettings) -> None:
    until(lambda: all_run(process))
    second = ServiceProcess(SERVICES_WORKER, settings, service_names(settings))
    second.start()
    until(lambda: all_run(second))
    assert {state.doing for state in second.states} == {"waits"}
    process.stop()
    until(lambda: {state.doing for state in second.states if not state.name.startswith("retention")} == {"leads"})
    second.stop()


def test_a_server_that_dies_leaves_no_worker_behind(settings: WorkerSettings, new_workers: Workers) -> None:
    program = (
        "import sys, time\n"
        "from data_sources.services.child import SERVICES_WORKER, ServiceProcess\n"
        "from data_sources.services.worker import WorkerSettings\n"
        "process = ServiceProcess(SERVICES_WORKER, WorkerSettings(sys.argv[1], sys.argv[2]), ())\n"
        "process.start()\n"
        "while not process.states:\n"
        "    time.sleep(0.05)\n"
        "print('heard', flush=True)\n"
        "time.sleep(120)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program, str(settings.dsn), settings.home], stdout=subprocess.PIPE)
    assert server.stdout
    assert server.stdout.readline() == b"heard\n"
    (worker,) = new_workers()
    server.kill()
    server.wait()
    server.stdout.close()
    until(lambda: not psutil.pid_exists(worker) or psutil.Process(worker).status() == psutil.STATUS_ZOMBIE)
