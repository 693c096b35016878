"""Lines: long ones are thinned, gaps stay gaps, instants stand where they are."""

from __future__ import annotations

import numpy as np

from app import theme
from app.charts.lines import Line, Lines, thinned

HOUR = np.timedelta64(1, "h")


def test_long_lines_are_thinned_and_gaps_stay_gaps() -> None:
    at = np.datetime64("2026-01-01", "s") + np.arange(6000) * HOUR
    values = np.arange(6000.0)
    values[10:14] = np.nan
    few, (line,) = thinned(at, [Line("Load", "kW", values)])
    assert len(few) == len(line.values) == 3000
    assert line.values[0] == 0.5
    assert np.isnan(line.values[5:7]).all()


def test_the_hour_that_comes_twice_is_two_hours_wide() -> None:
    at = np.datetime64("2026-11-01T05:00:00", "s") + np.arange(4) * HOUR  # 0:00 CDT, 1:00 CDT, 1:00 CST, 2:00 CST
    chart = Lines(theme.tokens())
    chart.show(at, [Line("Load", "kW", np.arange(4.0))], "America/Chicago")
    assert np.diff(chart.source.data["at"]).tolist() == [3_600_000.0] * 3
    assert [words.split(" ", 3)[3] for words in chart.source.data["when"]] == [
        "00:00 CDT",
        "01:00 CDT",
        "01:00 CST",
        "02:00 CST",
    ]
    names = chart.figure.xaxis[0].major_label_overrides
    assert {names[at] for at in chart.source.data["at"]} == {"1 Nov", "01:00 CDT", "01:00 CST", "02:00"}


def test_an_axis_that_counts_has_no_ticks_between_whole_numbers() -> None:
    at = np.datetime64("2026-01-01", "s") + np.arange(3) * HOUR
    chart = Lines(theme.tokens())
    chart.show(
        at, [Line("Out", "customers", np.array([0.0, 2, np.nan])), Line("SAIDI", "min", np.array([0, 0.1, 0.2]))], "UTC"
    )
    assert [axis.ticker.min_interval for axis in chart.figure.yaxis] == [1.0, 0.0]
