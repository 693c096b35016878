"""What a person drags over or clicks in a chart comes out as a param."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from bokeh.events import SelectionGeometry, Tap

from app import theme
from app.charts.bars import Bars, DayBars, RankBars
from app.charts.heat import HeatMap, across_days, across_hours
from app.charts.time_axis import DAY_MS, days_ms, utc_ms

TOKENS = theme.tokens()


def tap(chart: RankBars | DayBars | HeatMap, x: float, y: float) -> object:
    chart.figure._trigger_event(Tap(chart.figure, x=x, y=y))
    return chart.tapped


def test_a_ranked_bar_is_told_by_its_name() -> None:
    chart = RankBars("Losses, %", TOKENS)
    chart.let_tap()
    assert tap(chart, 1.0, 0.5) is None
    chart.show(["F0007", "F0001"], [3.0, 1.0], ["", ""])
    assert tap(chart, 1.0, 0.4) == "F0001"  # the shortest stands lowest
    assert tap(chart, 1.0, 1.9) == "F0007"
    assert tap(chart, 1.0, 7.0) == "F0007"  # beside everything: what was chosen stays


def test_a_day_is_told_by_its_date_where_it_has_a_bar() -> None:
    chart = DayBars([Bars("n", "Reads", "accent")], "reads", TOKENS)
    chart.let_tap()
    days = [dt.date(2026, 11, 1), dt.date(2026, 11, 3)]
    chart.show(days, {"n": [1, 2]})
    quarter = 6 * 3_600_000.0
    assert tap(chart, float(days_ms([days[1]])[0]) - quarter, 1.0) == days[1]
    assert tap(chart, float(days_ms([dt.date(2026, 11, 2)])[0]), 1.0) == days[1]  # no bar there


def test_a_cell_is_told_by_its_row_and_column() -> None:
    chart = HeatMap(TOKENS)
    chart.let_tap()
    share = np.full((3, 24), 50.0)
    chart.show(
        "Feeder", ["a", "b", "c"], across_hours(), share, np.full(share.shape, "#000000"), np.full(share.shape, "")
    )
    assert tap(chart, 13.2 * 3_600_000.0, -2.7) == (2, 13)
    assert tap(chart, 13.2 * 3_600_000.0, -3.5) == (2, 13)  # below the last row


def test_a_range_dragged_over_is_told_in_utc_once_the_hand_lets_go() -> None:
    chart = DayBars([Bars("n", "Reads", "accent")], "reads", TOKENS)
    chart.let_brush()
    low, high = utc_ms(np.array(["2026-11-01T05:00", "2026-11-02T06:00"], "datetime64[s]"))
    shape = {"type": "rect", "x0": high, "x1": low}
    chart.figure._trigger_event(SelectionGeometry(chart.figure, geometry=shape, final=False))
    assert chart.brushed is None
    chart.figure._trigger_event(SelectionGeometry(chart.figure, geometry=shape, final=True))
    assert chart.brushed == (np.datetime64("2026-11-01T05:00:00"), np.datetime64("2026-11-02T06:00:00"))


@pytest.mark.parametrize("chart", [DayBars([Bars("n", "Reads", "accent")], "reads", TOKENS), HeatMap(TOKENS)])
def test_a_day_alone_is_named_and_several_are_left_to_their_ticker(chart: DayBars | HeatMap) -> None:
    """Seen: "2026" under a bar as wide as the chart."""
    day = np.datetime64("2026-11-28")

    def show(days: list[np.datetime64]) -> None:
        if isinstance(chart, DayBars):
            chart.show(days, {"n": np.ones(len(days))})
        else:
            blank = np.full((1, len(days)), 100.0)
            chart.show("Feeder", ["F0001"], across_days(days), blank, blank.astype(str), blank.astype(str))

    axis = chart.figure.xaxis[0]
    usual = axis.ticker
    show([day])
    place = float(day.astype("datetime64[ms]").astype(np.int64))
    assert axis.major_label_overrides == {place: "28 Nov"}
    assert axis.ticker.ticks == [place]
    if isinstance(chart, DayBars):
        assert chart.figure.x_range.end - chart.figure.x_range.start > 2 * DAY_MS
    show([day, day + 1, day + 2])
    assert axis.ticker is usual
    assert axis.major_label_overrides == {}
