"""What is slow of one kind stops no other kind, and nothing that hangs holds up the end."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, wait
from typing import Any

import pyarrow as pa
import pytest

from app.live import Binding, LiveLoop
from app.threads import Pool, Threads
from data_sources.cache import CachedSource
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Health, Sources
from tests.app.looping import GivenVersions

PATIENCE_S = 60


class Asleep:
    """A history whose questions take until it is woken."""

    dialect = "snowflake"

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.is_awake = threading.Event()

    def fetch(self, query: Query) -> pa.Table:
        self.begun.release()
        self.is_awake.wait(PATIENCE_S)
        return pa.table({"asleep": [1]})

    def health(self) -> Health:
        return Health("Asleep", True, None)


@pytest.fixture
def threads() -> Iterator[Threads]:
    made = Threads()
    yield made
    made.close()


def test_a_kpi_answers_while_every_history_question_sleeps(demo: PostgresSource, threads: Threads) -> None:
    """Eight slow history questions stopped every KPI while both shared their threads."""
    history, versions, ticks = Asleep(), GivenVersions(), []
    shown: list[pa.Table] = []
    is_shown = threading.Event()

    def run(function: Callable[[], Any]) -> None:  # the session's document
        ticks.append(function)
        function()

    def show(rows: pa.Table) -> None:
        shown.append(rows)
        is_shown.set()

    loop = LiveLoop(Sources(CachedSource(demo, versions), history), versions, run, threads)
    for number in range(40):
        loop.bind(_binding(Query.of("ami_names_of_feeder", feeder_id=number), lambda _rows: None, "history"))
    loop.look()
    for _ in range(8):
        assert history.begun.acquire(timeout=PATIENCE_S)
    loop.bind(_binding(Query.of("utilities"), show, "live"))
    loop.look()
    assert is_shown.wait(PATIENCE_S)
    assert not history.is_awake.is_set()
    assert shown[0].num_rows == 1
    loop.close()
    history.is_awake.set()


def _binding(query: Query, show: Callable[[pa.Table], None], source: Any) -> Binding:
    return Binding(lambda: query, show, lambda: True, lambda _error: None, source)


def test_no_more_run_at_once_than_there_are_threads() -> None:
    pool, go = Pool("test", 2), threading.Event()
    begun = threading.Semaphore(0)

    def task(number: int) -> int:
        begun.release()
        go.wait(PATIENCE_S)
        return number

    jobs = [pool.submit(task, number) for number in range(5)]
    assert begun.acquire(timeout=PATIENCE_S)
    assert begun.acquire(timeout=PATIENCE_S)
    assert not begun.acquire(timeout=0.2)
    go.set()
    assert [job.result(PATIENCE_S) for job in jobs] == [0, 1, 2, 3, 4]
    assert pool.close()


def test_what_a_task_raises_comes_out() -> None:
    pool = Pool("test", 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result(PATIENCE_S)
    assert pool.submit(lambda: "goes on").result(PATIENCE_S) == "goes on"
    pool.close()


def test_closing_cancels_what_waits_and_leaves_what_hangs() -> None:
    pool, go, begun = Pool("test", 1), threading.Event(), threading.Event()
    hanging = pool.submit(lambda: (begun.set(), go.wait(PATIENCE_S)))
    waiting = pool.submit(lambda: "never")
    assert begun.wait(PATIENCE_S)
    assert not pool.close(0.05)
    with pytest.raises(CancelledError):
        waiting.result(PATIENCE_S)
    assert pool.submit(lambda: "anew").result(PATIENCE_S) == "anew"
    go.set()
    wait([hanging], PATIENCE_S)
    assert pool.close()
    assert pool.close()


def test_a_task_that_hangs_does_not_hold_up_the_end_of_a_process() -> None:
    program = (
        "import time\nfrom app.threads import THREADS\n"
        "THREADS.history.submit(time.sleep, 600)\nTHREADS.close(0.1)\nprint('ended')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0
    assert done.stdout == "ended\n"
    assert "history" in done.stderr
