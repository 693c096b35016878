"""One answer for everybody: an answer is kept until a topic of its .sql changes, and asked for once at a time.

Whoever asks may hold a `Waiter` and let go of it when the answer is no longer wanted. While somebody waits, the
question goes on; when the last one has let go it is withdrawn from the source, if the source can do that.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from data_sources.errors import FluxError, Withdrawn
from data_sources.query import Query
from data_sources.source import Health, Source

MAX_BYTES = 256 << 20
ENTRY_BYTES = 2048  # what an answer without rows takes, about

NOBODY_WAITS = "The answer is no longer waited for."


class Versions(Protocol):
    """Anything that numbers the changes of topics (a Feed)."""

    def version(self, *topics: str) -> tuple[int, ...]:
        """The present numbers of some topics."""
        ...


class Waiter:
    """Somebody who waits for one answer, and may stop waiting. Thread-safe."""

    def __init__(self) -> None:
        """Waits from now on."""
        self.gone: Future[None] = Future()
        self._lock = threading.Lock()

    def let_go(self) -> None:
        """Wait no longer; whoever waits on this one's behalf gets Withdrawn. Safe to call again."""
        with self._lock:
            if not self.gone.done():
                self.gone.set_result(None)

    @property
    def is_gone(self) -> bool:
        """Whether it was let go of."""
        return self.gone.done()


@dataclass(eq=False, slots=True)
class _Answer:
    """An answer, kept or under way.

    Attributes:
        version: the topics' numbers when it was asked for.
        asked_at: the clock's reading then, in seconds.
        rows: settled once the source has answered.
        waiting: those who wait and may let go.
        is_held: whether somebody waits who cannot let go.
        is_withdrawn: whether the last one let go.
        nbytes: memory it pins while it is kept; 0 while it is under way.
    """

    version: tuple[int, ...]
    asked_at: float
    rows: Future[pa.Table] = field(default_factory=Future)
    waiting: set[Waiter] = field(default_factory=set)
    is_held: bool = False
    is_withdrawn: bool = False
    nbytes: int = 0

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for it."""
        return self.is_held or bool(self.waiting)


class CachedSource:
    """A source whose answers are shared while their topics stand still. Thread-safe.

    A statement without topics is never kept; callers that ask the same at the same moment still share one answer.

    Args:
        source: the source asked.
        versions: numbers the changes.
        max_bytes: memory of the answers that are kept; the least recently used goes first, and what is larger is
            handed on but not kept.
        max_age_s: seconds after which a kept answer is asked for anew although no topic changed, for a source that
            others write without telling; None where every change is told. A statement's own `max_age_s` holds too.
            Age alone never asks: somebody must.
        clock: seconds, rising.
    """

    def __init__(
        self,
        source: Source,
        versions: Versions,
        *,
        max_bytes: int = MAX_BYTES,
        max_age_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Starts empty."""
        self._source = source
        self._versions = versions
        self._max_bytes = max_bytes
        self._bytes = 0
        self._max_age_s = max_age_s
        self._clock = clock
        self._lock = threading.RLock()  # a waiter that went meanwhile leaves while it joins
        self._answers: OrderedDict[Query, _Answer] = OrderedDict()
        self._under_way: dict[Query, list[_Answer]] = {}

    @property
    def dialect(self) -> str:
        """The dialect of the source asked."""
        return self._source.dialect

    @property
    def uncached(self) -> Source:
        """The source asked, for those who keep its rows themselves."""
        return self._source

    def health(self) -> Health:
        """The state of the source asked."""
        return self._source.health()

    @property
    def nbytes(self) -> int:
        """Memory that the kept answers take, bytes."""
        return self._bytes

    def close(self) -> None:
        """End the source asked, where it can be ended: what is under way is withdrawn."""
        close = getattr(self._source, "close", None)
        if close is not None:
            close()

    def fetch(self, query: Query, waiter: Waiter | None = None) -> pa.Table:
        """The kept answer if none of its topics changed since and it is young enough; else a fresh one.

        Args:
            query: what is asked.
            waiter: lets go when the answer is no longer wanted; None waits to the end.

        Raises:
            Withdrawn: the waiter let go before the answer came.
        """
        answer, is_mine = self._claim(query, waiter)
        if is_mine:
            self._ask(query, answer)
        elif waiter is not None:
            wait((answer.rows, waiter.gone), return_when=FIRST_COMPLETED)
            if not answer.rows.done():
                raise Withdrawn(NOBODY_WAITS)
        return answer.rows.result()

    def at_hand(self, query: Query, patience_s: float = 0.1) -> pa.Table | None:
        """The answer that is kept, be it out of date; asks nobody, so that an event loop may call it.

        Args:
            query: what was asked before.
            patience_s: how long an answer that is under way is waited for.
        """
        with self._lock:
            answer = self._answers.get(query)
        if answer is None:
            return None
        try:
            rows: pa.Table = answer.rows.result(patience_s)
        except (FluxError, TimeoutError):
            return None
        return rows

    def fresh(self, query: Query) -> pa.Table | None:
        """The kept answer that `fetch` would give; None where it would ask or wait. An event loop may call it."""
        version = self._versions.version(*query.statement.topics)
        with self._lock:
            answer = self._answers.get(query)
            if answer is None or not answer.rows.done() or answer.version != version or self._is_too_old(query, answer):
                return None
            self._answers.move_to_end(query)
        rows: pa.Table = answer.rows.result()
        return rows

    def _ask(self, query: Query, answer: _Answer) -> None:
        """Put the question to the source; the thread that asks first does it for all who join."""
        try:
            if answer.is_withdrawn:
                raise Withdrawn(NOBODY_WAITS)
            rows = self._source.fetch(query)
        except BaseException as error:
            self._settle(query, answer, None)
            answer.rows.set_exception(error)
        else:
            self._settle(query, answer, rows if query.statement.topics else None)
            answer.rows.set_result(rows)

    def _claim(self, query: Query, waiter: Waiter | None) -> tuple[_Answer, bool]:
        version = self._versions.version(*query.statement.topics)
        with self._lock:
            answer = self._answers.get(query)
            if answer is not None and answer.version == version and not self._is_too_old(query, answer):
                self._answers.move_to_end(query)
                self._join(query, answer, waiter)
                return answer, False
            self._drop(query)
            answer = self._answers[query] = _Answer(version, self._clock())
            self._under_way.setdefault(query, []).append(answer)
            self._join(query, answer, waiter)
            return answer, True

    def _is_too_old(self, query: Query, answer: _Answer) -> bool:
        limits = [limit for limit in (self._max_age_s, query.statement.max_age_s) if limit is not None]
        return bool(limits) and answer.rows.done() and self._clock() - answer.asked_at > min(limits)

    def _join(self, query: Query, answer: _Answer, waiter: Waiter | None) -> None:
        if waiter is None:
            answer.is_held = True
        elif not answer.rows.done():
            answer.waiting.add(waiter)
            waiter.gone.add_done_callback(lambda _: self._leave(query, answer, waiter))

    def _leave(self, query: Query, answer: _Answer, waiter: Waiter) -> None:
        """One waits no longer; the last one takes the question back from a source that can be told."""
        cancel = getattr(self._source, "cancel", None)
        with self._lock:
            answer.waiting.discard(waiter)
            asked = self._under_way.get(query, [])
            if cancel is None or answer not in asked or any(other.is_wanted for other in asked):
                return
            for other in asked:
                other.is_withdrawn = True
            if self._answers.get(query) in asked:
                self._drop(query)
            cancel(query)  # under the lock: whoever asks the same from now on is not cancelled with it

    def _settle(self, query: Query, answer: _Answer, kept: pa.Table | None) -> None:
        with self._lock:
            asked = self._under_way[query]
            asked.remove(answer)
            if not asked:
                del self._under_way[query]
            if self._answers.get(query) is not answer:
                return
            size = 0 if kept is None else kept.get_total_buffer_size() + ENTRY_BYTES
            if kept is None or size > self._max_bytes:
                self._drop(query)
                return
            answer.nbytes = size
            self._bytes += size
            if self._bytes > self._max_bytes:
                self._make_room()

    def _make_room(self) -> None:
        """Let the least recently used go; those under way take nothing yet."""
        kept = (query for query, answer in list(self._answers.items()) if answer.nbytes)
        while self._bytes > self._max_bytes and (oldest := next(kept, None)) is not None:
            self._drop(oldest)

    def _drop(self, query: Query) -> None:
        answer = self._answers.pop(query, None)
        if answer is not None:
            self._bytes -= answer.nbytes


def at_hand(source: Source, query: Query) -> pa.Table | None:
    """The answer that is kept, where a source keeps any; any other source is asked.

    Raises:
        SourceError: a source that keeps nothing cannot answer.
    """
    return source.at_hand(query) if isinstance(source, CachedSource) else source.fetch(query)


def fresh(source: Source | None, query: Query) -> pa.Table | None:
    """The answer that is kept and not out of date, where a source keeps any; nobody is asked."""
    return source.fresh(query) if isinstance(source, CachedSource) else None


def ask(source: Source, query: Query, waiter: Waiter) -> pa.Table:
    """The answer of any source, for somebody who may let go; only a source that shares its answers can use that.

    Raises:
        Withdrawn: the waiter let go before the answer came.
    """
    if waiter.is_gone:
        raise Withdrawn(NOBODY_WAITS)
    return source.fetch(query, waiter) if isinstance(source, CachedSource) else source.fetch(query)
