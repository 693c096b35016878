"""Tells pages that lost this server that it is back, and when each of them may come.

After a restart every page that was open comes back. A hundred at the same moment would wait for each other: each is
given its place in line, and keeps on showing what it has until then.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.server.guard import LoopbackOnly

SPACING_S = 0.3
"""Between two pages: what opening one takes (0.27 s, README "Measured"), and a little for everybody else."""
LONGEST_S = 30.0
"""No page waits longer, however many asked: places that nobody takes in the end are not waited for."""


class WaitingLine:
    """Those who come back, one behind the other.

    Args:
        clock: seconds, rising.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody waits."""
        self._clock = clock
        self._next_at = clock()

    def take_place(self) -> float:
        """How long who asks now has to wait, in seconds; nothing where nobody came just before."""
        now = self._clock()
        at = min(max(now, self._next_at), now + LONGEST_S)
        self._next_at = at + SPACING_S
        return at - now


class AliveHandler(LoopbackOnly):
    """`alive`: answered by a server that runs; with a place in line unless only the headers are asked for."""

    def initialize(self, line: WaitingLine) -> None:
        """`line`: of this process."""
        self._line = line

    def set_default_headers(self) -> None:
        """An old answer would say nothing."""
        self.set_header("Cache-Control", "no-store")

    def get(self) -> None:
        """`{"wait_ms": …}`."""
        self.write({"wait_ms": round(self._line.take_place() * 1000)})

    def head(self) -> None:
        """That it runs."""
