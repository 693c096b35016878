"""Ranges of charts, fitted to their values here.

Bokeh's own fitted ranges have no ends while a chart has no rows, which it warns of in the browser's console each time
such a chart is drawn; and a view is drawn before its first answer is there.
"""

from __future__ import annotations

import numpy as np
from bokeh.models import Range1d
from numpy.typing import ArrayLike

LEAST = 1.0  # to either side of a single value; above nought


def fit(axis: Range1d, *values: ArrayLike, padding: float = 0.1, floor: float | None = None) -> None:
    """Make a range hold values; it stays as it is where none of them is known.

    Args:
        axis: the range.
        values: arrays of any shape in the unit of the axis, NaN or infinite for what is not known.
        padding: how much wider than the values it is, as a share, half of it at either end.
        floor: where it begins whatever the values are, such as 0 under bars.
    """
    all_of_them = np.concatenate([np.asarray(part, float).ravel() for part in values])
    known = all_of_them[np.isfinite(all_of_them)]
    if not len(known):
        return
    low, high = float(known.min()) if floor is None else floor, float(known.max())
    if low == high == 0:
        high = LEAST  # nothing at all so far is no value amid others that might be less
    half = (high - low) * (1 + padding) / 2 or LEAST
    middle = (low + high) / 2
    axis.update(start=middle - half if floor is None else floor, end=middle + half)


def empty_range() -> Range1d:
    """Of a chart without rows; a new one for each figure, since a Bokeh model belongs to one session."""
    return Range1d(start=0, end=1)
