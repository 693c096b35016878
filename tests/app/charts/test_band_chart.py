"""A curve and its forecast: where the band begins and ends, what each point tells, and what is there without one."""

from __future__ import annotations

import numpy as np

from app import theme
from app.tabs.ami_analytics.forecast.charts import LoadAhead
from app.tabs.outage_management.storm.chart import StormCurve
from data_sources.analytics.storm.forecast import CurveForecast

NOW = np.datetime64("2026-03-01T12:00:00", "ms")
HOUR = np.timedelta64(3_600_000, "ms")
PAST = np.array([NOW - HOUR, NOW])


def test_a_storms_band_begins_now_and_its_words_have_both_ends() -> None:
    chart = StormCurve(theme.tokens())
    ahead = CurveForecast(*(np.array(each) for each in ([0.0, 60.0], [900.0, 200.0], [1000.0, 400.0], [1200.0, 700.0])))
    chart.show(PAST, np.array([1, 1000]), NOW, ahead, "UTC")
    assert chart.past.data["words"] == ["1 customer out", "1,000 customers out"]
    assert (chart.ahead.data["at"] - NOW.astype(float)).tolist() == [0.0, 3_600_000.0]
    assert chart.ahead.data["words"][1] == "Forecast 400 customers out (200 to 700)"
    assert (chart.figure.y_range.start, chart.figure.y_range.end > 1200) == (0.0, True)
    assert chart.figure.x_range.end >= (NOW + HOUR).astype(float)


def test_a_storm_without_a_forecast_ends_now() -> None:
    chart = StormCurve(theme.tokens())
    chart.show(PAST, np.array([0, 1000]), NOW, None, "UTC")
    assert len(chart.ahead.data["at"]) == 0
    assert NOW.astype(float) <= chart.figure.x_range.end < (NOW + HOUR / 2).astype(float)


def test_load_is_told_in_megawatts_where_kilowatts_would_be_long() -> None:
    chart = LoadAhead(theme.tokens())
    values = {f"{name}_kw": np.array([kw]) for name, kw in (("p10", 5000.0), ("p50", 6000.0), ("p90", 7000.0))}
    rest = {"baseline_kw": np.array([5500.0]), "actual_kw": np.array([np.nan])}
    chart.show(PAST, np.array([4000.0, np.nan]), PAST[1:] + HOUR, {**values, **rest}, "UTC")
    assert chart.figure.yaxis[0].axis_label == "Net load, MW"
    assert chart.ahead.data["p90"].tolist() == [7.0]
    assert chart.ahead.data["words"] == ["P50 6.00 MW (5.00 to 7.00) · baseline 5.50"]
