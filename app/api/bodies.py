"""Finished answers, kept while their topics stand still and made once when many ask at the same moment.

Used on the server's event loop only, so it needs no lock.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

MAX_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Body:
    """One finished answer.

    Attributes:
        content: its bytes, compressed if `is_gzip`.
        status: HTTP status.
        next_cursor: where the next page begins.
        is_gzip: whether `content` is gzip.
    """

    content: bytes
    status: int = 200
    next_cursor: str | None = None
    is_gzip: bool = False


class Bodies:
    """Answers by request and by the version of what they were made of."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        """Starts empty; its tags differ from those of any earlier process."""
        self._max_bytes = max_bytes
        self._kept: OrderedDict[Hashable, tuple[Hashable, Body]] = OrderedDict()
        self._made: dict[Hashable, asyncio.Task[Body]] = {}
        self._start = time.time_ns()

    def tag(self, key: Hashable, version: Hashable) -> str:
        """The ETag of an answer: says "made of the same versions", not "the same bytes", hence weak."""
        digest = hashlib.blake2b(repr((self._start, key, version)).encode(), digest_size=12).hexdigest()
        return f'W/"{digest}"'

    async def get(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[Body]]) -> Body:
        """The kept answer of that version, or the one being made, or a new one."""
        kept = self._kept.get(key)
        if kept and kept[0] == version:
            self._kept.move_to_end(key)
            return kept[1]
        task = self._made.get((key, version))
        if task is None:
            task = asyncio.ensure_future(self._make(key, version, make))
            self._made[key, version] = task
        # A caller that goes away must not take the answer from the others.
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[Body]]) -> Body:
        try:
            body = await make()
        finally:
            del self._made[key, version]
        if body.status == 200:
            self._keep(key, version, body)
        return body

    def _keep(self, key: Hashable, version: Hashable, body: Body) -> None:
        self._kept.pop(key, None)
        if len(body.content) > self._max_bytes:  # it would push out everything, and then itself
            return
        self._kept[key] = (version, body)
        while sum(len(kept.content) for _, kept in self._kept.values()) > self._max_bytes:
            self._kept.popitem(last=False)
