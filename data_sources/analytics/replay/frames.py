"""Frames of a replayed period: evenly spaced instants, few enough for a time bar, and which of them look the same."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.analytics.replay.history import MINUTE_MS, Ints, OutageReplay

MOST_FRAMES: Final = 1000
HOUR: Final = 60
DAY: Final = 24 * HOUR
STEPS_MINUTES: Final = (
    1, 2, 5, 10, 15, 20, 30, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY,
)  # fmt: skip


def frame_times(from_ms: int, to_ms: int, most: int = MOST_FRAMES) -> Ints:
    """Instants from the beginning of a period to its end, both among them, ms since 1970.

    They lie a round number of minutes apart, the fewest that make at most `most` frames; the last one may be nearer.

    Raises:
        ValueError: the period is empty.
    """
    if to_ms <= from_ms:
        raise ValueError("A period ends after it begins.")
    fitting = (step * MINUTE_MS for step in STEPS_MINUTES if (to_ms - from_ms) / (step * MINUTE_MS) <= most - 1)
    step = next(fitting, -(-(to_ms - from_ms) // (most - 1)))
    return np.append(np.arange(from_ms, to_ms, step, dtype=np.int64), to_ms)


def alike(replay: OutageReplay, at_ms: Ints) -> Ints:
    """For each frame the first one of those before it between which nobody lost supply or had it again.

    Args:
        replay: of the period.
        at_ms: the frames, ascending, shape (frames,).
    """
    changes = np.sort(np.concatenate([replay.rows.out_at, replay.rows.restored_at]))
    count = np.searchsorted(changes, at_ms, "right")
    is_new = np.append(True, count[1:] != count[:-1])
    return np.maximum.accumulate(np.where(is_new, np.arange(len(at_ms)), 0))
