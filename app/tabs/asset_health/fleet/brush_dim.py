"""Expressions of a brush: own attributes are found without a look through those of arrays; the answers are the same.

Every attribute of a `dim` that is read lists all names of the kind of array it stands for (HoloViews 1.23), to find out
whether it is a method of that; for an attribute that the expression has itself the answer does not matter. A selection
over three parts is written and hashed some hundred times a brush: two thousand attributes, a quarter of its time. Only
what the linked charts select is of this kind; expressions of anybody else in this process are HoloViews' own.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from holoviews.util.transform import dim


@lru_cache(maxsize=256)
def own_names(kind: Hashable) -> frozenset[str]:
    """The names that a kind of expression has itself."""
    return frozenset(dir(kind))


class BrushDim(dim):  # type: ignore[misc]
    """An expression that is compared, written and hashed fast; what is made of it by operators is of its kind."""

    def __getattribute__(self, name: str) -> Any:
        """Its own attribute, else the array's method of that name, to be called later."""
        kept = object.__getattribute__(self, "__dict__")
        kind: Any = type(self)
        if "_ns" not in kept or name in kept or name in own_names(kind):  # the first: not made yet
            return object.__getattribute__(self, name)
        return super().__getattribute__(name)

    @classmethod
    def of(cls, stock: Any) -> BrushDim:
        """An expression of HoloViews, and those within it."""
        made = cls(object.__getattribute__(stock, "dimension"))
        made.ops = [
            {**op, "args": tuple(cls.of(one) if isinstance(one, dim) else one for one in op["args"])}
            for op in object.__getattribute__(stock, "ops")
        ]
        return made


class BrushedElement:
    """An element of HoloViews whose selections are such expressions; stands before the element among the bases."""

    def _get_selection_expr_for_stream_value(self, **values: Any) -> Any:
        found: Any = super()._get_selection_expr_for_stream_value(**values)  # type: ignore[misc]
        if found is None or found[0] is None:
            return found
        return BrushDim.of(found[0]), *found[1:]
