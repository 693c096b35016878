"""Pages are opened one after another, with time between them for everybody who is at work.

Building a page keeps a core busy, and sending it holds the event loop. A hundred people who open one at the same moment
(a restart, a change of shift) would otherwise stand in front of every gesture and of every page that is nearly there;
in turns, a gesture meets one page at most, and the first pages are live while the last still wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

SHARE_OF_OTHERS = 0.5
"""How long others have the event loop after a page, as a share of the time that page took."""

_locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Wait for one's turn on this event loop; the next comes when others had their share of the time this one takes."""
    loop = asyncio.get_running_loop()
    lock = _locks.setdefault(loop, asyncio.Lock())
    await lock.acquire()
    began = time.perf_counter()
    try:
        yield
    finally:
        loop.call_later((time.perf_counter() - began) * SHARE_OF_OTHERS, lock.release)
