"""The pictures that are kept, of all maps of a process together, within one budget of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
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
        return self.get_all(owner, (key,), lambda missing: dict.fromkeys(missing, draw()))[key]

    def get_all(
        self, owner: object, keys: Iterable[Hashable], draw: Callable[[Sequence[Any]], Mapping[Any, P]]
    ) -> dict[Any, P]:
        """The pictures of some keys: those that are kept, those that others draw just now, and new ones.

        Args:
            owner: who draws them.
            keys: what they show.
            draw: given the keys that nobody has drawn, all their pictures.
        """
        claims = {key: self._claim((owner, key)) for key in keys}
        mine = [key for key, (_, is_mine) in claims.items() if is_mine]
        if mine:
            try:
                drawn = draw(mine)
            except BaseException as error:
                self._give_up(owner, {key: claims[key][0] for key in mine}, error)
                raise
            with self._lock:
                for key in mine:
                    claims[key][0].set_result(drawn[key])
                    self._make_room(drawn[key])
        return {key: future.result() for key, (future, _) in claims.items()}

    def _give_up(self, owner: object, claims: Mapping[Hashable, Future[Any]], error: BaseException) -> None:
        with self._lock:
            for key in claims:
                self._kept.pop((owner, key), None)
        for future in claims.values():
            future.set_exception(error)

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
