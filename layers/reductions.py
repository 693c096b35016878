"""Which of Datashader's reductions a layer of its own rows may have, and how a pixel's value becomes a step of a ramp.

A mean, a maximum, a first value is a value that a row may have: pixels and marks are coloured on the rows' scale. A sum
or a deviation is not: its scale is taken from the pixels of the picture. A count has its own scale, `any` has none.
"""

from __future__ import annotations

from typing import Any

import datashader as ds
import numpy as np
from numpy.typing import NDArray

from layers.frame import Array

Range = tuple[float, float]

STEPS = 16  # of a ramp
MANY = 60  # rows a pixel that count as the most
OF_ROWS = (ds.mean, ds.max, ds.min, ds.first, ds.last)
OF_PIXELS = (ds.sum, ds.std, ds.var)
OF_PRESENCE = (ds.count, ds.any)


def check_reduction(layer: str, reduction: Any) -> None:
    """Refuse what cannot be drawn as one colour a pixel.

    Raises:
        TypeError: the reduction answers several values a pixel, a row's number, or nothing for points.
    """
    known = (*OF_ROWS, *OF_PIXELS, *OF_PRESENCE)
    if type(reduction) not in known or not isinstance(reduction.column, str | None):
        told = ", ".join(kind.__name__ for kind in known)
        kind = getattr(type(reduction), "__name__", "it")
        raise TypeError(f"{layer} cannot be drawn with the reduction {kind}: it takes one of {told}, of one column.")


def has_scale(reduction: Any) -> bool:
    """Whether the value of a row has a colour; else all marks have one."""
    return type(reduction) not in OF_PRESENCE


def is_of_pixels(reduction: Any) -> bool:
    """Whether a pixel's value is none that a row may have."""
    return type(reduction) in OF_PIXELS


def unit_of_pixels(reduction: Any, unit: str) -> str:
    """The unit of a pixel's value, given that of the rows."""
    if type(reduction) is ds.count:
        return "rows a pixel"
    return f"({unit})²" if type(reduction) is ds.var and unit else unit


def middle(values: Array) -> Range:
    """The range of the middle 96 % of some values; 0 to 1 for none."""
    known = values[np.isfinite(values)]
    low, high = np.percentile(known, (2, 98)) if len(known) else (0.0, 1.0)
    return float(low), float(high)


def steps_between(values: Array, low: float, high: float) -> NDArray[np.uint8]:
    """The step of the ramp of some values, 1 to 16; 0 for what is not a number."""
    share = (np.asarray(values, np.float64) - low) / max(high - low, 1e-12)
    with np.errstate(invalid="ignore"):
        steps = 1 + np.floor(np.nan_to_num(share.clip(0, 1)) * (STEPS - 1) + 0.5)
    return np.where(np.isnan(share), 0, steps).astype(np.uint8)


def steps_of_presence(reduction: Any, found: Array) -> NDArray[np.uint8]:
    """Of counts even in the logarithm: a lone row shows, and a crowd does not drown its street. Of `any` the last."""
    if type(reduction) is ds.any:
        return np.where(found, STEPS, 0).astype(np.uint8)
    steps = np.round(np.log1p(found) / np.log1p(MANY) * (STEPS - 1)).clip(0, STEPS - 1)
    return np.where(found > 0, 1 + steps, 0).astype(np.uint8)


def count_at(step: int) -> float:
    """The count that is drawn in a step, 1 to 16."""
    return float(np.expm1((step - 1) / (STEPS - 1) * np.log1p(MANY)))
