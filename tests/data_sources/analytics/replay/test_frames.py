"""Frames of a period: both ends, round steps, few enough; frames between which nothing changed are one picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.analytics.replay.frames import MOST_FRAMES, alike, frame_times
from data_sources.analytics.replay.history import InterruptedRows, OutageReplay

MINUTE, DAY = 60_000, 86_400_000


@pytest.mark.parametrize(("days", "minutes"), [(1, 2), (3, 5), (7, 15), (10, 15), (31, 60), (365, 720), (1826, 2880)])
def test_steps_are_round(days: int, minutes: int) -> None:
    at = frame_times(0, days * DAY)
    assert at[1] - at[0] == minutes * MINUTE
    assert at[-1] == days * DAY


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_both_ends_are_frames_and_there_are_not_too_many(begin: int, length: int) -> None:
    at = frame_times(begin, begin + length)
    assert (at[0], at[-1]) == (begin, begin + length)
    assert (np.diff(at) > 0).all()
    assert len(at) <= MOST_FRAMES + 1


def test_a_period_has_a_length() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        frame_times(5, 5)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=20))
def test_frames_alike_show_the_same_rows_and_others_do_not_follow_each_other(rows: list[tuple[int, int]]) -> None:
    begin, length = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    ids = np.arange(len(rows))
    replay = OutageReplay(InterruptedRows(ids, begin, begin + length, ids, ids * 1.0, ids, ids))
    at = np.arange(0, 80, 3)
    first = alike(replay, at)
    for frame, same in enumerate(first.tolist()):
        assert same <= frame
        assert replay.out(int(at[same])).tolist() == replay.out(int(at[frame])).tolist()
    for frame in np.flatnonzero(np.diff(first)).tolist():
        between = (replay.rows.out_at > at[frame]) & (replay.rows.out_at <= at[frame + 1])
        between |= (replay.rows.restored_at > at[frame]) & (replay.rows.restored_at <= at[frame + 1])
        assert between.any()
