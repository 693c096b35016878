"""The maximum in one byte a pixel, against Datashader's own."""

from __future__ import annotations

from typing import Any

import datashader as ds
import numpy as np
import pandas as pd
import pytest

from layers.byte_max import ByteMax

CANVAS = ds.Canvas(97, 61, (0.0, 100.0), (0.0, 50.0))
DICE = np.random.default_rng(5)
ROWS = pd.DataFrame({
    "x0": DICE.uniform(-20, 120, 4000).astype(np.float32), "y0": DICE.uniform(-20, 70, 4000).astype(np.float32),
    "x1": DICE.uniform(-20, 120, 4000).astype(np.float32), "y1": DICE.uniform(-20, 70, 4000).astype(np.float32),
    "value": DICE.integers(0, 256, 4000).astype(np.uint8),
})  # fmt: skip


def points(rows: pd.DataFrame, reduction: Any) -> Any:
    return CANVAS.points(rows, "x0", "y0", reduction).values


def lines(rows: pd.DataFrame, reduction: Any) -> Any:
    return CANVAS.line(rows, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=reduction).values


@pytest.mark.parametrize("draw", [points, lines])
@pytest.mark.parametrize("count", [0, 1, 150, 4000])
def test_it_is_datashaders_maximum(draw: Any, count: int) -> None:
    found = draw(ROWS[:count], ByteMax("value"))
    assert found.dtype == np.uint8
    assert np.array_equal(found, np.nan_to_num(draw(ROWS[:count], ds.max("value"))))


def test_lines_with_a_width_are_refused() -> None:
    with pytest.raises(NotImplementedError):
        CANVAS.line(ROWS, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=ByteMax("value"), line_width=2)
