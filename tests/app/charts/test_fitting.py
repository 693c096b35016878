"""A chart's ranges: they hold every value that is known, and have ends before there is any."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
import pytest
from bokeh.models import Range1d

from app import theme
from app.charts.bars import Bars, DayBars, RankBars
from app.charts.chart import Chart
from app.charts.fitting import empty_range, fit
from app.charts.heat import HeatMap
from app.charts.lines import Line, Lines
from app.tabs.ami_analytics.forecast.charts import ErrorsByDay, LoadAhead
from app.tabs.ami_analytics.load.chart import DayStrip, LoadChart
from app.tabs.ami_analytics.meter.chart import MeterCharts
from app.tabs.ami_analytics.years.chart import YearsCharts
from app.tabs.outage_management.storm.chart import StormCurve

TOKENS = theme.tokens()


def every_chart() -> list[Chart]:
    return [
        DayBars([Bars("n", "Reads", "accent")], "reads", TOKENS), RankBars("Losses, %", TOKENS), HeatMap(TOKENS),
        Lines(TOKENS), LoadAhead(TOKENS), ErrorsByDay(TOKENS), LoadChart(TOKENS, lambda first, end: None),
        DayStrip(TOKENS, lambda first, end: None), *MeterCharts(TOKENS).parts, *YearsCharts(TOKENS).parts,
        StormCurve(TOKENS),
    ]  # fmt: skip


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: type(chart).__name__)
def test_a_chart_without_rows_has_ends_so_that_the_console_stays_quiet(chart: Chart) -> None:
    """Of the issue: 103 warnings "could not set initial ranges" on one walk through AMI Analytics."""
    plot = chart.figure
    ranges = [plot.x_range, plot.y_range, *plot.extra_x_ranges.values(), *plot.extra_y_ranges.values()]
    for one in ranges:
        assert math.isfinite(one.start + one.end), one


def test_a_range_holds_all_values_with_room_to_either_side() -> None:
    axis = empty_range()
    fit(axis, np.array([[2.0, np.nan], [4.0, np.inf]]), [12.0], padding=0.1)
    assert (axis.start, axis.end) == pytest.approx((1.5, 12.5))


def test_bars_stand_on_nought() -> None:
    axis = empty_range()
    fit(axis, [5.0, 10.0], padding=0.1, floor=0.0)
    assert (axis.start, axis.end) == pytest.approx((0.0, 10.5))


def test_one_value_stands_in_the_middle_and_none_changes_nothing() -> None:
    axis = Range1d(start=0, end=1)
    fit(axis, [7.0])
    assert (axis.start, axis.end) == (6.0, 8.0)
    fit(axis, [np.nan], [])
    assert (axis.start, axis.end) == (6.0, 8.0)


def test_nothing_at_all_lies_at_the_bottom() -> None:
    """Seen: a replay without an outage drew SAIDI from -1 to 1 minutes, its line in mid-chart."""
    axis = empty_range()
    fit(axis, [0.0, 0.0], [])
    assert (axis.start, axis.end) == pytest.approx((-0.05, 1.05))
    fit(axis, [0.0], floor=0.0)
    assert axis.start == 0


def test_each_axis_of_lines_fits_its_own_lines() -> None:
    lines = Lines(TOKENS)
    at = np.datetime64("2026-11-01", "s") + np.arange(3) * np.timedelta64(1, "h")
    volts, load = np.array([118.0, 120.0, 122.0]), np.array([0.0, 5.0, 10.0])
    lines.show(at, [Line("Load", "kW", load), Line("Voltage", "V", volts)], "UTC")
    left, right = lines.figure.y_range, lines.figure.extra_y_ranges["right"]
    assert (left.start, left.end) == pytest.approx((-0.5, 10.5))
    assert (right.start, right.end) == pytest.approx((117.8, 122.2))


def test_stacked_bars_and_their_days_are_seen_whole() -> None:
    chart = DayBars([Bars("a", "A", "accent"), Bars("b", "B", "bad")], "reads", TOKENS)
    days = np.array(["2026-11-01", "2026-11-03"], "datetime64[D]")
    chart.show(days, {"a": [10.0, 1.0], "b": [10.0, 2.0]})
    assert chart.figure.y_range.start == 0
    assert chart.figure.y_range.end >= 20
    first, last = (day.astype("datetime64[ms]").astype(float) for day in days)
    assert chart.figure.x_range.start <= first - 0.36 * 86_400_000
    assert chart.figure.x_range.end >= last + 0.36 * 86_400_000


def test_the_strip_of_days_holds_the_days_and_the_period() -> None:
    strip = DayStrip(TOKENS, lambda first, end: None)
    days = [d.item() for d in np.array(["2026-11-01", "2026-11-02"], "datetime64[D]")]
    strip.show(pa.table({"reading_day": pa.array(days), "energy_delivered_kwh": [10.0, 20.0]}))
    strip.mark(days[0], np.datetime64("2026-11-05", "D").item())
    end = np.datetime64("2026-11-04T12", "ms").astype(float)
    assert strip.figure.x_range.end >= end
    assert (strip.figure.y_range.start, strip.figure.y_range.end) == pytest.approx(
        (0, 1.04 * strip.source.data["energy"].max())
    )
