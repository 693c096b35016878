"""Pages are opened one after another, with time between them for everybody who is at work.

Building a page keeps a core busy, and sending it holds the event loop. A hundred people who open one at the same moment
(a restart, a change of shift) would otherwise stand in front of every gesture and of every page that is nearly there;
in turns, a gesture meets one page at most, and the first pages are live while the last still wait.

A page that hangs (a tab of somebody's that waits for what never comes) keeps its turn for a while only: then the next
page is let in beside it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

log = logging.getLogger(__name__)

SHARE_OF_OTHERS = 0.5
"""How long others have the event loop after a page, as a share of the time that page took."""
LONGEST_REST_S = 1.0
"""That time at most: a page that waited long did not keep others waiting all the while."""
LONGEST_S = 20.0
"""How long a page keeps its turn; on a busy machine one takes two or three."""

_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class _Turn:
    """One page's turn: it is passed on once, when the page is there or when it took too long.

    Args:
        lock: held by whose turn it is.
        what: is opened, for the log.
        longest_s: after which it is passed on all the same.
    """

    def __init__(self, lock: asyncio.Lock, what: str, longest_s: float) -> None:
        """It begins."""
        self._lock, self._what, self._longest_s = lock, what, longest_s
        self._loop, self._began = asyncio.get_running_loop(), time.perf_counter()
        self._is_over = False
        self._limit = self._loop.call_later(longest_s, self._give_up)

    def end(self) -> None:
        """The page is there, or failed."""
        self._limit.cancel()
        if not self._is_over:
            self._is_over = True
            rest_s = (time.perf_counter() - self._began) * SHARE_OF_OTHERS
            self._loop.call_later(min(rest_s, LONGEST_REST_S), self._lock.release)

    def _give_up(self) -> None:
        self._is_over = True
        log.warning("%s is not open after %g s and may never be; the next page is let in.", self._what, self._longest_s)
        self._lock.release()


@asynccontextmanager
async def turn(what: str = "A page", longest_s: float = LONGEST_S) -> AsyncIterator[None]:
    """Wait for one's turn on this event loop; the next comes when others had their share of the time this one takes.

    Args:
        what: is opened, for the log.
        longest_s: how long this one keeps its turn.
    """
    lock = _locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    await lock.acquire()
    mine = _Turn(lock, what, longest_s)
    try:
        yield
    finally:
        mine.end()
