"""Running: an answer that is taken in a worker thread and handed on in the session, in batches."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, Final

from app.assistant.assistant import FAILED
from app.assistant.kept.asking import Told
from app.assistant.kept.at_once import AT_ONCE, waits

PAUSE_S: Final = 0.08  # a model's letters come faster than anybody reads, and each batch is a message to the browser
log = logging.getLogger(__name__)


class Running:
    """One answer under way.

    Args:
        make: begins the events; called in the thread.
        take: gets each batch, in the session's document; None for the end.
        later: runs something in the session's document soon, from any thread.
    """

    def __init__(
        self, make: Callable[[Running], Iterator[Told]], take: Callable[[list[Told], bool], None],
        later: Callable[[Callable[[], None]], Any],
    ) -> None:  # fmt: skip
        """Nothing runs yet."""
        self.stop = threading.Event()
        self.is_wanted = True
        self._make, self._take, self._later = make, take, later
        self._lock = threading.Lock()
        self._batch: list[Told] = []
        self._is_due, self._is_over = False, False
        self._handed_at = 0.0
        self._future: Future[None] | None = None

    def start(self, threads: Executor, who: str) -> None:
        """Begin, as soon as a thread is free; it counts among what that person has under way."""
        self._future = AT_ONCE.begin(threads, who, self._run)

    @property
    def waits(self) -> bool:
        """Whether no thread was free for it yet."""
        return self._future is not None and waits(self._future)

    def abandon(self) -> None:
        """Stop it, and keep nothing of it."""
        self.is_wanted = False
        self.stop.set()

    def look(self) -> None:
        """Hand on what has waited; called now and then in the session."""
        with self._lock:
            batch, self._batch = self._batch, []
            is_over, self._is_due = self._is_over, False
            self._handed_at = time.monotonic()
        if batch or is_over:
            self._take(batch, is_over)

    def _run(self) -> None:
        try:
            for told in self._make(self):
                self._put([told])
        except Exception:
            log.exception("An answer of the assistant failed.")
            self._put([FAILED])
        self._put([], is_over=True)

    def _put(self, told: list[Told], *, is_over: bool = False) -> None:
        """At once where the last batch was a while ago, else with the session's next look."""
        with self._lock:
            self._batch += told
            self._is_over = self._is_over or is_over
            is_now = is_over or time.monotonic() - self._handed_at > PAUSE_S
            is_due, self._is_due = self._is_due, self._is_due or is_now
        if is_now and not is_due:
            self._later(self.look)
