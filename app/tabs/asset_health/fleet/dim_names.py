"""Own attributes of HoloViews' expressions found without a look through those of arrays; the answers are the same.

Every attribute of a `dim` that is read lists all names of the kind of array it stands for (HoloViews 1.23), to find out
whether it is a method of that; for an attribute that the expression has itself the answer does not matter. A selection
over three parts is written and hashed some hundred times a brush: two thousand attributes, a quarter of its time.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from holoviews.util.transform import dim

STOCK = dim.__getattribute__
"""What is replaced; the tests compare both."""


@lru_cache(maxsize=256)
def own_names(kind: Hashable) -> frozenset[str]:
    """The names that a kind of expression has itself."""
    return frozenset(dir(kind))


def getattribute(self: Any, name: str) -> Any:
    """An attribute of an expression: its own, else the array's method of that name, to be called later."""
    kept = object.__getattribute__(self, "__dict__")
    if "_ns" not in kept:  # not made yet
        return object.__getattribute__(self, name)
    kind: Any = type(self)
    if name in kept or name in own_names(kind):
        return object.__getattribute__(self, name)
    return STOCK(self, name)


def replace() -> None:
    """Put it in place, for all expressions of this process."""
    dim.__getattribute__ = getattribute
