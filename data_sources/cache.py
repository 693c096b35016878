"""One answer for everybody: an answer is kept until a topic of its .sql changes, and asked for once at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import Protocol

import pyarrow as pa

from data_sources.query import Query
from data_sources.source import Health, Source


class Versions(Protocol):
    """Anything that numbers the changes of topics (a Feed)."""

    def version(self, *topics: str) -> tuple[int, ...]:
        """The present numbers of some topics."""
        ...


class CachedSource:
    """A source whose answers are shared while their topics stand still. Thread-safe.

    A statement without topics is never kept; callers that ask the same at the same moment still share one answer.

    Args:
        source: the source asked.
        versions: numbers the changes.
        max_entries: answers kept at most; the least recently used goes first.
    """

    def __init__(self, source: Source, versions: Versions, *, max_entries: int = 256) -> None:
        """Starts empty."""
        self._source = source
        self._versions = versions
        self._max_entries = max_entries
        self._lock = threading.Lock()
        self._answers: OrderedDict[Query, tuple[tuple[int, ...], Future[pa.Table]]] = OrderedDict()

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

    def fetch(self, query: Query) -> pa.Table:
        """The kept answer if none of its topics changed since it was asked for; else a fresh one."""
        topics = query.statement.topics
        version = self._versions.version(*topics)
        future, is_mine = self._claim(query, version)
        if not is_mine:
            return future.result()
        try:
            future.set_result(self._source.fetch(query))
        except BaseException as error:
            future.set_exception(error)
            self._forget(query, future)
            raise
        if not topics:
            self._forget(query, future)
        return future.result()

    def _claim(self, query: Query, version: tuple[int, ...]) -> tuple[Future[pa.Table], bool]:
        with self._lock:
            kept = self._answers.get(query)
            if kept and kept[0] == version:
                self._answers.move_to_end(query)
                return kept[1], False
            future: Future[pa.Table] = Future()
            self._answers[query] = (version, future)
            while len(self._answers) > self._max_entries:
                self._answers.popitem(last=False)
            return future, True

    def _forget(self, query: Query, future: Future[pa.Table]) -> None:
        with self._lock:
            kept = self._answers.get(query)
            if kept and kept[1] is future:
                del self._answers[query]
