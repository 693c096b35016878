"""Stand-ins for the parts around a session that are not under test: given rows, a loop driven by hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

import pyarrow as pa

from app.live import LiveLoop
from app.threads import all_kinds
from data_sources.query import Query
from data_sources.source import Health, Sources


class GivenSource:
    """Answers every query with `rows`, or raises it; some queries with others of their own."""

    dialect = "postgres"

    def __init__(self, rows: pa.Table | Exception, **others: pa.Table) -> None:
        self.rows = rows
        self.others = others
        self.asked: list[Query] = []
        self.after_fetch: Callable[[], None] = lambda: None

    def fetch(self, query: Query) -> pa.Table:
        self.asked.append(query)
        if isinstance(self.rows, Exception):
            raise self.rows
        self.after_fetch()
        return self.others.get(query.name, self.rows)

    def health(self) -> Health:
        return Health("Given", not isinstance(self.rows, Exception), None)


class GivenVersions:
    """Versions that a test raises by hand."""

    def __init__(self) -> None:
        self.number = 0

    def version(self, *topics: str) -> tuple[int, ...]:
        return (self.number,) * len(topics)


class HandExecutor(Executor):
    """Runs a task when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def run() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        self.waiting.append(run)
        return future

    def work(self) -> None:
        waiting, self.waiting = self.waiting, []
        for task in waiting:
            task()


class Session:
    """A loop whose worker threads, document and clock (`now`, in seconds) are driven by hand."""

    def __init__(self, rows: pa.Table | Exception, **others: pa.Table) -> None:
        self.source = GivenSource(rows, **others)
        self.versions = GivenVersions()
        self.executor = HandExecutor()
        self.ticks: list[Callable[[], None]] = []
        self.sources = Sources(live=self.source)
        self.now = 0.0
        self.takes_changes = True
        self.loop = LiveLoop(
            self.sources, self.versions, self.ticks.append, all_kinds(self.executor),
            takes_changes=lambda: self.takes_changes, clock=lambda: self.now,
        )  # fmt: skip

    def settle(self) -> None:
        """One look, what it starts, and what that brings back."""
        self.loop.look()
        self.executor.work()
        self.tick()

    def tick(self) -> None:
        ticks, self.ticks[:] = list(self.ticks), []
        for tick in ticks:
            tick()
