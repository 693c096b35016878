"""Whether two numbers of a result are to each other as a word says: twice, half."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Final

import numpy as np

TOLERANCE: Final = 0.1
"""Relative: 1.9 times is told as twice, 1.7 times is not."""


def is_ratio(first: float, second: float, ratio: float) -> bool:
    """Whether one number is so many times the other; never of what is not known or of nothing."""
    if not (np.isfinite(first) and np.isfinite(second)) or second == 0:
        return False
    return abs(first / second - ratio) <= TOLERANCE * ratio


def row_in_ratio(values: np.ndarray, rows: Sequence[int], ratio: float) -> int | None:
    """Of two rows, in the order in which they are named, the first where it is so many times the second.

    Args:
        values: a column.
        rows: that are spoken of; none of them is anything where they are not two.
        ratio: how many times.
    """
    if len(rows) != 2 or not is_ratio(float(values[rows[0]]), float(values[rows[1]]), ratio):
        return None
    return rows[0]


def pair_in_ratio(columns: Sequence[np.ndarray], row: int, ratio: float) -> int | None:
    """Of one row, the column that is so many times another: customers out and customers served.

    Args:
        columns: that tell the same kind of thing.
        row: which.
        ratio: how many times.
    """
    pairs = permutations(range(len(columns)), 2)
    found = (a for a, b in pairs if is_ratio(float(columns[a][row]), float(columns[b][row]), ratio))
    return next(found, None)
