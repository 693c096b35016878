"""The pictures that are kept, of all maps of a process together, within one budget of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

MAX_BYTES = 144 << 20  # some 450 pictures of a full screen: a film of several days and the maps beside it


class Weighed(Protocol):
    """What tells its size."""

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes."""
        ...


P = TypeVar("P", bound=Weighed)


class Pictures:
    """Pictures by who draws them and what they show; the least recently used goes first. Thread-safe.

    Args:
        max_bytes: memory of all together.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        """Keeps nothing yet."""
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, Hashable], Future[Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """About how many bytes all of them take."""
        return self._bytes

    def get(self, owner: object, key: Hashable, draw: Callable[[], P]) -> P:
        """The picture of a key: one that is kept, one that another thread draws just now, or a new one."""
        future, is_mine = self._claim((owner, key))
        if is_mine:
            try:
                picture = draw()
            except BaseException as error:
                with self._lock:
                    self._kept.pop((owner, key), None)
                future.set_exception(error)
                raise
            with self._lock:
                future.set_result(picture)
                self._make_room(picture)
        found: P = future.result()
        return found

    def forget(self, owner: object) -> None:
        """Let go of all that somebody drew."""
        with self._lock:
            for key in [key for key, future in self._kept.items() if key[0] is owner and future.done()]:
                self._bytes -= self._kept.pop(key).result().nbytes

    def _claim(self, key: tuple[object, Hashable]) -> tuple[Future[Any], bool]:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept, False
            future = self._kept[key] = Future()
            return future, True

    def _make_room(self, newest: Weighed) -> None:
        """Count a picture, and let the least recently used go while all together are too large; with the lock held."""
        self._bytes += newest.nbytes
        if self._bytes <= self._max_bytes:
            return
        drawn = [key for key, future in self._kept.items() if future.done()]
        while self._bytes > self._max_bytes and drawn:
            self._bytes -= self._kept.pop(drawn.pop(0)).result().nbytes
