"""Bars and a line by step: what is shown, what is marked, what a click means."""

from __future__ import annotations

from bokeh.events import Tap

from app.charts.steps import StepBars
from app.theme import DARK, LIGHT


def test_bars_and_line_begin_at_zero_on_axes_of_their_own() -> None:
    chart = StepBars("customers", "MW", DARK)
    chart.show(["Failure", "Wave 1", "End"], [100, 300, 200], [1.0, 3.0, 2.5])
    assert list(chart.source.data["bar"]) == [100, 300, 200]
    assert (chart.figure.y_range.start, chart.figure.extra_y_ranges["line"].start) == (0, 0)
    assert chart.figure.y_range.end >= 300
    assert 3 <= chart.figure.extra_y_ranges["line"].end < 4
    assert [axis.axis_label for axis in chart.figure.yaxis] == ["customers", "MW"]


def test_the_step_meant_stands_out_in_any_theme() -> None:
    chart = StepBars("customers", "MW", DARK)
    chart.show(["Failure", "Wave 1", "End"], [1, 2, 3], [1, 2, 3])
    chart.mark(1)
    shades = chart.source.data["shade"]
    assert [shade == DARK.attention for shade in shades] == [False, True, False]
    chart.recolour(LIGHT)
    assert [shade == LIGHT.attention for shade in chart.source.data["shade"]] == [False, True, False]


def test_a_click_tells_the_number_of_the_step() -> None:
    chart = StepBars("customers", "MW", DARK)
    chart.show(["Failure", "Wave 1", "End"], [1, 2, 3], [1, 2, 3])
    chart.let_tap()
    chart.figure._trigger_event(Tap(chart.figure, x=1.6, y=0.5))
    assert chart.tapped == 1
    chart.figure._trigger_event(Tap(chart.figure, x=7.0, y=0.5))
    assert chart.tapped == 1
