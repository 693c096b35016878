"""The end of waiting for a server that is there and says nothing.

A database whose processes are stopped, or whose disk hangs, keeps its connections: the kernel answers keep-alives for
it, and its own statement_timeout does not run. Whoever waits for its answer would wait as long as it is silent.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

LOOK_SECONDS: Final = 1.0


class SilenceWatch:
    """Takes connections away from under those who have waited too long: to them the server went away. Thread-safe.

    One thread looks at all that wait, and ends with `close` or the process.
    """

    def __init__(self) -> None:
        """Nothing runs before the first wait."""
        self._lock = threading.Lock()
        self._waiting: dict[int, tuple[float, psycopg.Connection[Any]]] = {}
        self._numbers = itertools.count()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def within(self, connection: psycopg.Connection[Any], seconds: float) -> Iterator[None]:
        """Within it, what is asked of a connection fails by `psycopg.OperationalError` after so many seconds."""
        number = next(self._numbers)
        with self._lock:
            self._waiting[number] = (time.monotonic() + seconds, connection)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="flux-silence", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:  # from here on the connection is somebody else's
                self._waiting.pop(number, None)

    def close(self) -> None:
        """End the thread."""
        self._closing.set()

    def _run(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            with self._lock:
                now = time.monotonic()
                for number, (until, connection) in list(self._waiting.items()):
                    if until <= now:
                        del self._waiting[number]
                        _shut_down(connection)


def _shut_down(connection: psycopg.Connection[Any]) -> None:
    """End the conversation in both directions; whoever reads from the connection is woken by its end."""
    with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
