"""AtOnce: how many questions each person has under way in this process, so that one caller does not hold it all."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any, Final

MOST_EACH: Final = 8  # of the threads of `app.threads` for it, 32; a room of people may share one name
WAITS: Final = "Waiting in line: as many questions as can be are being answered at once"
TOO_MANY: Final = (
    "You have {most} questions under way, as many as one person may have at once. Ask again once one is answered."
)


class AtOnce:
    """Thread-safe.

    Args:
        most: questions one person may have under way, from any number of pages and requests.
    """

    def __init__(self, most: int = MOST_EACH) -> None:
        """Nobody asks anything."""
        self.most = most
        self._lock = threading.Lock()
        self._asking: Counter[str] = Counter()

    def refusal(self, who: str) -> str:
        """Why they cannot ask another one now, in a sentence; empty where they can."""
        with self._lock:
            is_full = self._asking[who] >= self.most
        return TOO_MANY.format(most=self.most) if is_full else ""

    def begin(self, threads: Executor, who: str, answer: Callable[[], Any]) -> Future[Any]:
        """Answer in a thread, and count it until that is over; a stopped one too, which still holds its thread."""
        with self._lock:
            self._asking[who] += 1
        try:
            future = threads.submit(answer)
        except BaseException:
            self._end(who)
            raise
        future.add_done_callback(partial(self._end, who))
        return future

    def _end(self, who: str, _future: object = None) -> None:
        with self._lock:
            self._asking[who] -= 1
            if self._asking[who] <= 0:
                del self._asking[who]


def waits(future: Future[Any]) -> bool:
    """Whether no thread was free for it yet."""
    return not future.running() and not future.done()


AT_ONCE: Final = AtOnce()
"""Of the process: its pages and its REST requests together."""
