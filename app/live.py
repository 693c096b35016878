"""Views that follow the data: one light look per session, fetches in worker threads, results in the session's document.

A binding is a query and what to do with its rows. The look runs every 250 ms in the session and does no input or
output: it compares each binding's query and the version numbers of its topics with those last fetched. Where they
differ, a worker thread fetches and the rows are applied in the session's own document. No thread touches a document.
Rows that age (`Statement.max_age_s`) are fetched anew in their time; no query needs the time in its values for that.
A binding that has moved on lets go of its question at once and asks the new one; when nobody else waits for the old
one, its source stops working on it.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import pyarrow as pa

from app.threads import THREADS, Kind, Threads
from data_sources.cache import Versions, Waiter, ask, fresh
from data_sources.errors import QueryError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Source, Sources

log = logging.getLogger(__name__)

LOOK_MS = 250
RETRY_SECONDS = 2.0

MakeQuery = Callable[[], Query | None]
Show = Callable[[pa.Table], None]
Schedule = Callable[[Callable[[], None]], object]
OnError = Callable[[BaseException], None]
SourceKind = Literal["live", "history"]


@dataclass(eq=False)
class Binding:
    """One query bound to what shows its rows.

    Attributes:
        make_query: the query wanted now, from the present selections; None for nothing to show.
        show: takes the rows; runs in the session's document.
        is_wanted: whether anybody looks at it (a hidden tab fetches nothing).
        on_error: takes what `make_query`, the fetch or `show` raised, other than a source that is away.
        source: "live" or "history"; None for the one whose dialect the statement is in.
        is_stale: whether the rows shown are older than they should be, because the source is away.
        old_at: when the rows shown are out of date although nothing changed (see `Statement.max_age_s`), loop's clock.
    """

    make_query: MakeQuery
    show: Show
    is_wanted: Callable[[], bool]
    on_error: OnError
    source: SourceKind | None = None
    is_stale: bool = False
    seen: tuple[Query, tuple[int, ...]] | None = field(default=None, repr=False)
    job: Job | None = field(default=None, repr=False)
    not_before: float = 0.0
    old_at: float = math.inf


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is called at each look, while it is wanted; `on_error` takes what it raises."""

    callback: Callable[[], None]
    is_wanted: Callable[[], bool]
    on_error: OnError


@dataclass(eq=False)
class PendingWork:
    """A task that runs in a thread, and what its result is for.

    Attributes:
        is_stale: whether a source it asks is away; it is run again until that one answers.
        is_done: whether nothing more comes of it.
    """

    task: Callable[[], Any]
    then: Callable[[Any], None]
    on_error: OnError
    kind: Kind
    is_wanted: Callable[[], bool]
    on_away: Callable[[Exception], None] | None
    is_stale: bool = False
    is_done: bool = False
    not_before: float = 0.0

    def let_go(self) -> None:
        """Want the result no longer."""
        self.is_done, self.is_stale = True, False


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """A question under way: what is wanted (a query, and the numbers of its topics) and who waits for it."""

    query: Query
    version: tuple[int, ...]
    waiter: Waiter = field(default_factory=Waiter)


class LiveLoop:
    """The bindings of one session.

    Args:
        sources: what is asked.
        feed: numbers the changes.
        schedule: runs a function in the session's document soon, callable from any thread.
        threads: where fetches run, by the source that is asked; those of the process by default.
        takes_changes: whether the session's document can be changed now; what comes before that is held (see
            `app.page.upstream`).
        clock: seconds, rising.
    """

    def __init__(
        self, sources: Sources, feed: Versions, schedule: Schedule, threads: Threads = THREADS,
        takes_changes: Callable[[], bool] = lambda: True, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Starts without bindings; `look` has to be called from time to time."""
        self._sources = sources
        self._feed = feed
        self._schedule = schedule
        self._threads = threads
        self._bindings: list[Binding] = []
        self._looks: list[Look] = []
        self._away: list[PendingWork] = []
        self._held: list[Callable[[], None]] = []
        self._is_closed = False
        self.takes_changes = takes_changes
        self._clock = clock

    def bind(self, binding: Binding) -> Binding:
        """Keep a binding's rows fresh from now on."""
        self._bindings.append(binding)
        return binding

    def bind_later(self, binding: Binding, pause_s: float) -> None:
        """Bind anew what failed; it is looked at after the pause."""
        binding.not_before = self._clock() + pause_s
        self.bind(binding)

    def unbind(self, binding: Binding) -> None:
        """Forget a binding and let go of its question; what it shows stays."""
        if binding in self._bindings:
            self._bindings.remove(binding)
        _let_go(binding)

    def add_look(self, look: Look) -> None:
        """Call something at each look from now on."""
        self._looks.append(look)

    def remove_look(self, look: Look) -> None:
        """Call it no longer."""
        if look in self._looks:
            self._looks.remove(look)

    def look(self) -> None:
        """Start a fetch for each binding that is out of date. No input or output happens here."""
        if self.takes_changes():
            self._show_held()
        for binding in list(self._bindings):
            if not self._is_closed and self._clock() >= binding.not_before:
                self._look_at(binding)
        for work in list(self._away):
            if work.is_done or (work.is_wanted() and self._clock() >= work.not_before):
                self._away.remove(work)
                self._begin(work)
        if self.takes_changes():
            for look in list(self._looks):
                self._call(look)

    def work(
        self, task: Callable[[], Any], then: Callable[[Any], None], on_error: OnError, kind: Kind = "live", *,
        is_wanted: Callable[[], bool] = lambda: True, on_away: Callable[[Exception], None] | None = None,
    ) -> PendingWork:  # fmt: skip
        """Run `task` in a thread of that kind, then `then(result)` in the session's document.

        Where a source is away, `on_away` is told and the task is run again a little later, while it is wanted.
        """
        work = PendingWork(task, then, on_error, kind, is_wanted, on_away)
        self._begin(work)
        return work

    def close(self) -> None:
        """Forget everything; what is still under way is let go of, and thrown away should it arrive."""
        self._is_closed = True
        for binding in self._bindings:
            _let_go(binding)
        for kept in (self._bindings, self._looks, self._away, self._held):
            kept.clear()

    def _call(self, look: Look) -> None:
        try:
            if look in self._looks and look.is_wanted():
                look.callback()
        except Exception as error:  # a tab's own code: its card shows it, the others go on
            self.remove_look(look)
            look.on_error(error)

    def _look_at(self, binding: Binding) -> None:
        try:
            is_wanted = binding.is_wanted()
            query = binding.make_query() if is_wanted else None
            version = self._feed.version(*query.statement.topics) if query else ()
        except Exception as error:  # a tab's own code: its card shows it, the others go on
            self._fail(binding, error)
            return
        if binding.job is not None and binding.job.query != query:
            _let_go(binding)
        if is_wanted and query is None:  # what showed its rows may have let go of them: asked again, it answers again
            binding.seen = None
        is_due = (query, version) != binding.seen or self._clock() >= binding.old_at
        if query is not None and binding.job is None and is_due:
            self._fetch(binding, Job(query, version))

    def _fetch(self, binding: Binding, job: Job) -> None:
        """In a thread; what others were answered a moment ago is there at once, on a page that opens above all."""
        binding.job = job
        kind = binding.source or source_of(job.query)
        rows = fresh(self._source(kind), job.query)
        if rows is not None:
            answer: Future[pa.Table] = Future()
            answer.set_result(rows)
            self._arrive(partial(self._apply, binding, job, answer))
            return
        answer = self._threads.of(kind).submit(self._ask, kind, job)
        answer.add_done_callback(lambda done: self.later(partial(self._apply, binding, job, done)))

    def _source(self, kind: SourceKind) -> Source | None:
        return self._sources.live if kind == "live" else self._sources.history

    def _ask(self, kind: SourceKind, job: Job) -> pa.Table:
        source = self._source(kind)
        if source is None:
            raise QueryError(f"{job.query.name}.sql asks the history, and none is set up.")
        return ask(source, job.query, job.waiter)

    def _apply(self, binding: Binding, job: Job, answer: Future[pa.Table]) -> None:
        if binding.job is not job:
            return  # let go of meanwhile
        binding.job = None
        try:
            rows = answer.result()
            if binding.make_query() == job.query:  # else the selection moved on meanwhile: the next look asks again
                binding.show(rows)
                binding.seen, binding.is_stale = (job.query, job.version), False
                binding.old_at = self._clock() + (job.query.statement.max_age_s or math.inf)
        except Withdrawn:
            pass  # by somebody else; the next look asks again
        except SourceUnavailable:
            binding.is_stale, binding.not_before = True, self._clock() + RETRY_SECONDS
        except Exception as error:  # a tab's own code, as above
            self._fail(binding, error)

    def _begin(self, work: PendingWork) -> None:
        if not work.is_done:
            job = self._threads.of(work.kind).submit(_run, work)
            job.add_done_callback(lambda done: self.later(partial(self._finish, work, done)))

    def _finish(self, work: PendingWork, job: Future[Any]) -> None:
        if work.is_done:
            return  # let go of meanwhile
        try:
            work.then(job.result())
            work.let_go()
        except SourceUnavailable as error:
            self._wait(work, error)
        except Exception as error:  # a tab's own code, as above
            work.let_go()
            work.on_error(error)

    def _wait(self, work: PendingWork, error: SourceUnavailable) -> None:
        """A source is away: run the task again a little later."""
        work.is_stale, work.not_before = True, self._clock() + RETRY_SECONDS
        self._away.append(work)
        if work.on_away is not None:
            work.on_away(error)

    def _fail(self, binding: Binding, error: Exception) -> None:
        self.unbind(binding)
        log.error("A live view failed.", exc_info=error)
        binding.on_error(error)

    def later(self, function: Callable[[], None]) -> None:
        """From any thread: change the document soon, or when it takes changes."""
        if not self._is_closed:
            self._schedule(partial(self._arrive, function))

    def _arrive(self, function: Callable[[], None]) -> None:
        if self._is_closed:
            return
        if self.takes_changes():
            function()
        else:
            self._held.append(function)

    def _show_held(self) -> None:
        held, self._held[:] = list(self._held), []
        for function in held:
            self._arrive(function)


def _run(work: PendingWork) -> Any:
    """In a thread: what the task answers; what was let go of while it stood in line is not even begun."""
    return None if work.is_done else work.task()


def source_of(query: Query) -> SourceKind:
    """Who answers a query: the history what is written in Snowflake's SQL, PostgreSQL the rest."""
    return "history" if query.statement.dialect == "snowflake" else "live"


def _let_go(binding: Binding) -> None:
    """Wait no longer for the question under way; what it answers is not shown."""
    if binding.job is not None:
        binding.job.waiter.let_go()
        binding.job = None
