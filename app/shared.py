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
from functools import wraps
from typing import ParamSpec, TypeVar

import pyarrow as pa

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 64  # results a function; each is a few KB, and goes with the first of its tables that is let go of


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
