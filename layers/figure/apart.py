"""Words beside marks that do not lie over each other: of two that would, the first is shown until one looks nearer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.viewport import Viewport

Floats = NDArray[np.float64]

CHARACTER_PX: Final = 8.0  # of a bold letter of the size that marks' words have, usual
LINE_PX: Final = 20.0  # with the ground behind it


def apart(x: Floats, y: Floats, words: Sequence[str], viewport: Viewport, scale: float = 1.0) -> list[int]:
    """Which of some words can stand side by side, the first ones before the later ones.

    Args:
        x: of their marks, Web Mercator metres, shape (words,).
        y: likewise.
        words: beside the marks, all at the same distance from them.
        viewport: what is seen.
        scale: of the texts, 1 on a desk.
    """
    metres = (viewport.x1 - viewport.x0) / viewport.width * scale
    width = np.array([len(one) for one in words], float) * CHARACTER_PX * metres
    kept: list[int] = []
    for row in range(len(words)):
        is_over = (np.abs(y[kept] - y[row]) < LINE_PX * metres) & (x[kept] < x[row] + width[row])
        if not np.any(is_over & (x[row] < x[kept] + width[kept])):
            kept.append(row)
    return kept
