"""What is worked out from answers once, however many sessions show it.

All sessions get the same table of an answer (`data_sources.cache`), so what a pure function makes of it is the same for
all of them too. With a hundred pages open, figures that change every few seconds would else be formatted a hundred
times on the one event loop.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

import pyarrow as pa

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 64  # results a function; a few KB each, a fleet 20 MB; it goes with the first of its tables


@dataclass(slots=True)
class _Making:
    """One answer under way: who asks takes turns, and the last to leave takes it along."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asking: int = 0


class SharedAnswers(Generic[T]):
    """What takes a while to work out, made once for all sessions that ask for the same; the newest are kept.

    Whoever asks first makes it in a thread of its own kind, the others wait for it there. One who lets go of the
    question meanwhile ends alone: the next who waits makes it. Thread-safe.

    Args:
        keep: how many at most.
    """

    def __init__(self, keep: int) -> None:
        """Holds none."""
        self._keep, self._lock = keep, threading.Lock()
        self._kept: OrderedDict[tuple[int, Hashable], tuple[object, T]] = OrderedDict()
        self._making: dict[tuple[int, Hashable], _Making] = {}

    def of(self, owner: object, key: Hashable, make: Callable[[], T]) -> T:
        """The answer to a question.

        Args:
            owner: whom the question is about, such as a source; another one's answers are others.
            key: what is asked.
            make: works it out; what it raises is raised, and nothing is kept.
        """
        whole = id(owner), key
        with self._lock:
            if whole in self._kept:
                return self._newest(whole)
            making = self._making.setdefault(whole, _Making())
            making.asking += 1
        try:
            with making.turn:
                return self._made(whole, owner, make)
        finally:
            with self._lock:
                making.asking -= 1
                if not making.asking:
                    del self._making[whole]

    def _made(self, whole: tuple[int, Hashable], owner: object, make: Callable[[], T]) -> T:
        """What another made meanwhile, else made now."""
        with self._lock:
            if whole in self._kept:
                return self._newest(whole)
        made = make()
        with self._lock:
            self._kept[whole] = owner, made  # held with it, so that nobody else gets its id
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        return made

    def _newest(self, whole: tuple[int, Hashable]) -> T:
        """One that is kept; kept longer from now on."""
        self._kept.move_to_end(whole)
        return self._kept[whole][1]


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a pure function makes of its arguments; tables count as the same only where they are one object.

    Args:
        function: of tables and hashable values, by position; its result is shared, so nobody may change it.
    """
    kept: OrderedDict[tuple[Hashable, ...], tuple[tuple[weakref.ref[pa.Table], ...], T]] = OrderedDict()
    lock = threading.Lock()

    @wraps(function)
    def shared(*args: P.args, **kwargs: P.kwargs) -> T:
        if kwargs:
            raise TypeError(f"{function.__name__} takes its arguments by position.")
        tables = tuple(value for value in args if isinstance(value, pa.Table))
        key = tuple(id(value) if isinstance(value, pa.Table) else value for value in args)
        with lock:
            found = kept.get(key)
            if found is not None and all(ref() is table for ref, table in zip(found[0], tables, strict=True)):
                kept.move_to_end(key)
                return found[1]
        result = function(*args, **kwargs)
        with lock:
            kept[key] = tuple(weakref.ref(table, lambda _: kept.pop(key, None)) for table in tables), result
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return result

    return shared
