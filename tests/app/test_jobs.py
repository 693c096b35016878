"""Long computations of a process: one at a time, shared, stopped, and ended with the process."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from app.jobs import Jobs, LongJob, close_jobs, shared
from data_sources.errors import QueryError
from data_sources.jobs.frames import JobStep
from data_sources.warehouse.duckdb import DuckSource
from tests.app.looping import GivenSource
from tests.data_sources import history_rows

PATIENCE_S = 60
TASKS = "tests.data_sources.jobs.tasks"


class Heard:
    """A job, and what it says."""

    def __init__(self, source: DuckSource, task: str) -> None:
        self.steps: list[JobStep] = []
        self.messages: list[str] = []
        self.has_begun, self.has_ended = threading.Event(), threading.Event()
        self.goes_on = True
        self.job = LongJob(f"{TASKS}:{task}", source, self._step, self._end)

    def _step(self, step: JobStep) -> bool:
        self.steps.append(step)
        self.has_begun.set()
        return self.goes_on

    def _end(self, message: str) -> None:
        self.messages.append(message)
        self.has_ended.set()

    def stop(self) -> None:
        self.job.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> DuckSource:
    return history_rows.write_warehouse(tmp_path_factory.mktemp("warehouse"))


def test_one_runs_at_a_time_and_who_waits_may_leave(source: DuckSource) -> None:
    first, second, third = Heard(source, "hang"), Heard(source, "count_meters"), Heard(source, "count_meters")
    assert first.job.start(None)
    assert first.has_begun.wait(PATIENCE_S)
    assert not first.job.start(None)
    for one in (second, third):
        one.job.start(2)
    third.stop()
    assert third.has_ended.wait(PATIENCE_S)
    assert not second.steps
    first.stop()
    assert second.has_ended.wait(PATIENCE_S)
    assert (len(second.steps), len(third.steps)) == (2, 0)
    assert first.messages == second.messages == third.messages == [""]


def test_a_job_whose_steps_nobody_wants_ends(source: DuckSource) -> None:
    heard = Heard(source, "hang")
    heard.goes_on = False
    heard.job.start(None)
    assert heard.has_ended.wait(PATIENCE_S)
    assert heard.messages == [""]


def test_a_killed_process_is_said_and_the_job_can_be_started_again(source: DuckSource) -> None:
    heard = Heard(source, "hang")
    heard.job.start(None)
    assert heard.has_begun.wait(PATIENCE_S)
    pid = heard.job.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert heard.has_ended.wait(PATIENCE_S)
    assert "SIGKILL" in heard.messages[0]
    heard.has_begun.clear()
    assert heard.job.start(None)
    assert heard.has_begun.wait(PATIENCE_S)
    heard.stop()


def test_the_least_recently_used_goes_and_is_stopped(source: DuckSource) -> None:
    jobs: Jobs[Heard] = Jobs(most=1)
    old = jobs.get_or_make("old", lambda: Heard(source, "hang"), lambda _: False)
    assert jobs.get_or_make("old", lambda: Heard(source, "hang"), lambda _: False) is old
    old.job.start(None)
    assert old.has_begun.wait(PATIENCE_S)
    new = jobs.get_or_make("new", lambda: Heard(source, "hang"), lambda _: False)
    assert old.has_ended.wait(PATIENCE_S)
    assert jobs.get("old") is None
    assert jobs.get_or_make("new", lambda: old, lambda _: True) is old is not new


def test_closing_ends_every_job_of_the_process(source: DuckSource) -> None:
    jobs: Jobs[Heard] = Jobs()
    heard = jobs.get_or_make(1, lambda: Heard(source, "hang"), lambda _: False)
    heard.job.start(None)
    assert heard.has_begun.wait(PATIENCE_S)
    close_jobs()
    assert heard.has_ended.wait(PATIENCE_S)
    assert jobs.get(1) is None
    close_jobs()


def test_sessions_over_one_source_share_and_others_do_not() -> None:
    one, other = GivenSource(QueryError("never asked")), GivenSource(QueryError("never asked"))
    assert shared(one, dict) is shared(one, dict)
    assert shared(one, dict) is not shared(other, dict)
    assert shared(one, dict) is not shared(one, list)
