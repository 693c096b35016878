"""Interruptions written down by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from data_sources.analytics.reliability.interruptions import Interruptions

START = dt.datetime(2025, 6, 1, 12)

# IEEE Std 1366's example circuit: minutes, customers, kVA of each; two of them momentary.
EXAMPLE = [
    (8.17, 200, 800), (71.3, 600, 1800), (30.3, 25, 75), (267.2, 90, 500), (120.0, 700, 2100), (10.0, 1500, 3000),
    (40.0, 100, 200),
]  # fmt: skip
CUSTOMERS, KVA = 2000, 4000


def interruptions(
    rows: Sequence[tuple[float, float]] | Sequence[tuple[float, float, float]],
    *,
    seconds: Sequence[float] | None = None,
    device: Sequence[int] | None = None,
    start: dt.datetime = START,
    **more: Sequence[bool],
) -> Interruptions:
    """(minutes, customers[, kVA]); begun a day apart, or so many seconds after the start."""
    columns = [np.array(column, np.float64) for column in zip(*rows, strict=True)] or [np.zeros(0)] * 3
    after = np.array(seconds if seconds is not None else np.arange(len(rows)) * 86400.0)
    at = np.datetime64(start, "s") + after.astype("timedelta64[s]")
    number = None if device is None else np.array(device, np.int64)
    kva = columns[2] if len(columns) > 2 else None
    return Interruptions(
        at, columns[0], columns[1], kva, number, **{name: np.array(mask, np.bool_) for name, mask in more.items()}
    )
