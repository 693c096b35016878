"""The threads of this process by kind, so that one kind's slowness never stops another.

Who uses which:

live           questions to PostgreSQL: bindings, searches, details, the rows of the map
history        questions to Snowflake or DuckDB: bindings, analyses, the days of the map of readings
drawing        pictures of the map; they keep a core busy and wait for nobody
readings       pictures of the map of readings, which may have to ask the history first
probes         what is asked of the internet: whether map tiles answer
exports        files that somebody saves
pages          the documents of new sessions (see `app.server.building`)
files          static files, compressed as well as can be before they are asked for
rest           REST requests that ask PostgreSQL
rest_history   REST requests that ask the history
assistant      turns of the assistant, on the page and by REST: a model may take a quarter of an hour over one
health         /api/health, and nothing else
start          REST requests that wait for a server that still starts

A pool is bounded; what does not fit waits in line. Its threads start when they are needed, and none of them holds up
the end of the process: `close` waits for a while, what hangs even then is left behind.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, fields
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Literal, ParamSpec, TypeVar

log = logging.getLogger(__name__)

Kind = Literal["live", "history", "drawing", "readings", "probes", "exports", "pages", "files", "rest",
               "rest_history", "assistant", "health", "start"]  # fmt: skip
CLOSE_SECONDS = 2.0

P = ParamSpec("P")
R = TypeVar("R")


class Pool(Executor):
    """A bounded pool of daemon threads. Thread-safe.

    Not the standard library's: that one waits at the process's end for every task, a question of a minute included.

    Args:
        name: of its threads, after "flux-".
        size: threads at most.
    """

    def __init__(self, name: str, size: int) -> None:
        """Starts no thread yet."""
        self.name, self.size = name, size
        self._lock = threading.Lock()
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._open = 0

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run it as soon as a thread is free."""
        task = _Task(partial(fn, *args, **kwargs))
        with self._lock:
            self._open += 1
            self._tasks.put(task)
            if len(self._threads) < min(self.size, self._open):
                thread = threading.Thread(
                    target=self._work, args=(self._tasks,), name=f"flux-{self.name}-{len(self._threads)}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
        return task.future

    def close(self, timeout_s: float = CLOSE_SECONDS) -> bool:
        """Cancel what waits and give what runs some time; answers whether all of it ended. A later task starts anew."""
        with self._lock:
            tasks, threads = self._tasks, self._threads
            self._tasks, self._threads, self._open = SimpleQueue(), [], 0
        _cancel(tasks)
        for _ in threads:
            tasks.put(None)
        until = time.monotonic() + timeout_s
        for thread in threads:
            thread.join(max(until - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in threads)

    def _work(self, tasks: SimpleQueue[_Task | None]) -> None:
        while (task := tasks.get()) is not None:
            task.run()
            del task  # what it answered is not to be held until the next one comes
            with self._lock:
                if tasks is self._tasks:  # else closed meanwhile, and counted anew
                    self._open -= 1


class _Task:
    """Something to run, and where its result goes."""

    def __init__(self, run: Callable[[], Any]) -> None:
        self._run = run
        self.future: Future[Any] = Future()

    def run(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self._run()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


def _cancel(tasks: SimpleQueue[_Task | None]) -> None:
    while True:
        try:
            task = tasks.get_nowait()
        except Empty:
            return
        if task is not None:
            task.future.cancel()
            task.future.set_running_or_notify_cancel()


@dataclass(frozen=True, eq=False)
class Threads:
    """One pool a kind; the sizes say how many may wait (or draw) at once."""

    live: Executor = field(default_factory=lambda: Pool("live", 8))
    history: Executor = field(default_factory=lambda: Pool("history", 16))
    # Drawing keeps a core busy; more threads than cores only make every picture later.
    drawing: Executor = field(default_factory=lambda: Pool("drawing", 2))
    readings: Executor = field(default_factory=lambda: Pool("readings", 2))
    probes: Executor = field(default_factory=lambda: Pool("probes", 2))
    exports: Executor = field(default_factory=lambda: Pool("exports", 2))
    # One works at a time, since pages are opened in turns; the others are there for when it hangs.
    pages: Executor = field(default_factory=lambda: Pool("pages", 64))
    files: Executor = field(default_factory=lambda: Pool("files", 1))
    rest: Executor = field(default_factory=lambda: Pool("rest", 4))
    rest_history: Executor = field(default_factory=lambda: Pool("rest-history", 4))
    assistant: Executor = field(default_factory=lambda: Pool("assistant", 32))
    health: Executor = field(default_factory=lambda: Pool("health", 1))
    start: Executor = field(default_factory=lambda: Pool("start", 2))

    def of(self, kind: Kind) -> Executor:
        """The pool of a kind."""
        executor: Executor = getattr(self, kind)
        return executor

    def close(self, timeout_s: float = CLOSE_SECONDS) -> None:
        """End all threads; those that hang are named in the log and left behind. Safe to call again."""
        until = time.monotonic() + timeout_s
        pools = [getattr(self, one.name) for one in fields(self)]
        hanging = [
            pool.name for pool in pools if isinstance(pool, Pool) and not pool.close(max(until - time.monotonic(), 0.0))
        ]
        if hanging:
            log.warning("Left behind, since they do not end: threads of %s.", ", ".join(hanging))


def all_kinds(executor: Executor) -> Threads:
    """One executor for every kind, where nothing is to run side by side (tests, scripts)."""
    return Threads(**{one.name: executor for one in fields(Threads)})


def side_by_side(steps: Sequence[Callable[[], object]], timeout_s: float) -> None:
    """Run the steps of an ending at the same time; what takes longer than the timeout goes on alone."""
    threads = [threading.Thread(target=step, name="flux-ending", daemon=True) for step in steps]
    for thread in threads:
        thread.start()
    until = time.monotonic() + timeout_s
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0.0))


THREADS = Threads()
"""Shared by all sessions and requests of the process; `Runtime.close` ends them."""
