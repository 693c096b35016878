"""Gaps in the reads of meters, by hand."""

from __future__ import annotations

import numpy as np

from data_sources.analytics import read_gaps

QUARTER = np.timedelta64(15, "m")
START = np.datetime64("2026-03-08T07:00", "s")  # 1:00 in Chicago, an hour before the clocks go forward


def test_states_put_what_is_missing_first() -> None:
    quality = ["actual", "edited", "estimated", "missing", "no_record"]
    assert read_gaps.states(quality, [False, True, True, True, False]).tolist() == [
        "fine", "late", "estimated", "missing", "no_record",
    ]  # fmt: skip


def test_runs_end_with_the_state_the_meter_and_a_hole() -> None:
    at = START + QUARTER * np.array([0, 1, 2, 4, 0, 1])
    state = np.array(["missing", "missing", "late", "late", "late", "fine"])
    found = read_gaps.runs([1, 1, 1, 1, 2, 2], at, np.full(6, 15), state)
    assert found.meter_id.tolist() == [1, 1, 1, 2]
    assert found.state.tolist() == ["missing", "late", "late", "late"]
    assert found.minutes.tolist() == [30, 15, 15, 15]
    assert found.started_at.tolist() == [at[0].item(), at[2].item(), at[3].item(), at[4].item()]


def test_no_reads_have_no_runs() -> None:
    assert len(read_gaps.runs([], np.zeros(0, "datetime64[s]"), [], np.zeros(0, "U4")).reads) == 0


def test_an_hour_that_never_was_is_unknown() -> None:
    at = START + QUARTER * np.arange(8)
    state = read_gaps.states(["missing", "estimated", *["actual"] * 6], [False, False, True, *[False] * 5])
    found = read_gaps.by_hour(
        at, state, [False, False, True, *[False] * 5], np.datetime64("2026-03-08"), 1, "America/Chicago"
    )
    assert found["expected"][0, :4].tolist()[1:2] == [4]
    assert np.isnan(found["expected"][0, [0, 2]]).all()
    assert [found[name][0, 1] for name in ("received", "estimated", "late")] == [3, 1, 1]
    assert found["received"][0, 3] == 4
