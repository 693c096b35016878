"""Axes: which rows of a fleet are shown, by which three quantities, on which scales."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_sources.fleet import Fleet
from layers.fleet.places import NO_FLEET
from layers.fleet.quantities import QUANTITIES, Quantity
from layers.projection import to_mercator

COLUMNS: Final = ("h", "x", "y", "east", "north")
"""Of the dataset of the charts: the histogram's values, the scatter's, and where on the map."""

Mask = NDArray[np.bool_]
Slugs = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its quantity, and the ends of its scale."""

    quantity: Quantity
    low: float
    high: float

    @classmethod
    def of(cls, slug: str, scaled: NDArray[np.float32]) -> Axis:
        """An axis that holds all values that are known."""
        known = scaled[np.isfinite(scaled)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        return cls(QUANTITIES[slug], low, high if high > low else low + 1.0)

    @property
    def label(self) -> str:
        """What it says."""
        return self.quantity.heading


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """What is shown.

    Attributes:
        fleet: the assets.
        rows: numbers of those shown.
        h: axis of the histogram.
        x: axis of the scatter.
        y: likewise.
        columns: values by COLUMNS, one a row shown.
    """

    fleet: Fleet
    rows: NDArray[np.int64]
    h: Axis
    x: Axis
    y: Axis
    columns: dict[str, NDArray[Any]]
    _made: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, fleet: Fleet, mask: Mask, slugs: Slugs) -> Axes:
        """Some rows of a fleet by three quantities.

        Args:
            fleet: the assets.
            mask: which of them, bool (n,).
            slugs: of the quantities: the histogram's, the scatter's x and y.
        """
        rows, named = np.flatnonzero(mask), dict(zip(COLUMNS, slugs, strict=False))
        columns: dict[str, NDArray[Any]] = {
            name: QUANTITIES[slug].scaled(fleet)[rows] for name, slug in named.items()
        }  # fmt: skip
        h, x, y = (Axis.of(slug, columns[name]) for name, slug in named.items())
        columns["east"], columns["north"] = to_mercator(fleet.lon[rows], fleet.lat[rows])
        return cls(fleet, rows, h, x, y, columns)

    def once(self, name: str, count: int, make: Callable[[], Any]) -> Any:
        """What is made of rows; of all of them it is made once, since a brush changes nothing of what lies under it.

        Args:
            name: what is made.
            count: of how many rows.
            make: makes it.
        """
        if count != len(self.rows):
            return make()
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


NO_AXES: Final = Axes.of(NO_FLEET, np.zeros(0, np.bool_), ("health", "consequence", "probability"))
"""Before there is a fleet."""
