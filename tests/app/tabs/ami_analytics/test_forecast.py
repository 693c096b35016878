"""Forecast: honest where there is too little history, and drawn beside what came where that is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa

from app.tabs.ami_analytics.forecast import rows
from app.tabs.ami_analytics.forecast.view import ForecastView
from tests.app.tabs.ami_analytics.desk import Desk
from tests.app.tabs.ami_analytics.fixtures import desk, history  # noqa: F401  # pytest finds them by name

HOUR = np.timedelta64(3600, "s")


def test_three_days_make_a_short_forecast_that_says_so(desk: Desk) -> None:  # noqa: F811
    desk.choose(horizon_days=2)
    view = desk.show(ForecastView)
    ahead = view.chart.ahead.data
    assert len(ahead["at"]) == 48
    assert not np.isfinite(ahead["actual"]).any()  # nothing came yet
    shown = {figure.label: figure for figure in rows.figures(view._ahead[1], None, "America/Chicago")}
    assert shown["Rests on"].value == "3"
    assert shown["Rests on"].tone == "warning"


def test_what_came_is_drawn_where_it_is_known(desk: Desk) -> None:  # noqa: F811
    desk.choose(first_day=dt.date(2026, 3, 7), end_day=dt.date(2026, 3, 9))
    ahead = desk.show(ForecastView).chart.ahead.data
    assert np.isfinite(ahead["actual"]).all()  # the third day is in the history


def test_no_history_is_said_in_words(desk: Desk) -> None:  # noqa: F811
    desk.choose(first_day=dt.date(2026, 3, 7), end_day=dt.date(2026, 3, 8))
    view = desk.show(ForecastView)
    assert "Too little history for a forecast" in view.lines.veil.html
    assert "Too little history for a back-test" in view.skill.veil.html
    assert desk.tab.failure is None


def test_the_horizon_is_chosen_on_screen(desk: Desk) -> None:  # noqa: F811
    view = desk.show(ForecastView)
    view.lines.heading._take({"action": "horizon", "value": "3"})
    desk.settle()
    assert desk.own.horizon_days == 3
    assert len(view.chart.ahead.data["at"]) == 72


def test_scores_become_figures() -> None:
    total = {"wape_pct": 4.4, "baseline_wape_pct": 8.8, "skill_pct": -3.0, "poor_skill_pct": -9.0, "coverage_pct": 61.0}
    tested = rows.Tested(pa.Table.from_pylist([total]), pa.table({"error_days": [2, 2, 6]}), 5, ())
    shown = {figure.label: figure for figure in rows._tested_figures(tested)}
    assert (shown["Skill"].value, shown["Skill"].tone) == ("−3.0", "warning")
    assert shown["Within P10 to P90"].tone == "warning"
    assert shown["Within P10 to P90"].note == "80 % is right; rests on 2 to 6 days"
    assert "5 forecasts" in rows.tested_words(tested)
    assert "no temperatures" in rows.tested_words(tested)


def test_the_view_says_which_weather_and_how_old_it_is(desk: Desk) -> None:  # noqa: F811
    """The hand-made history's last issue is of the third day's start; from its end on that is 23 hours (summer time)."""
    view = desk.show(ForecastView)
    shown = {figure.label: figure for figure in rows.figures(view._ahead[1], None, "America/Chicago")}
    assert shown["Rests on"].note == "simulated weather forecast, 23 h old"
    assert np.isfinite(np.asarray(view._ahead[1].table["temperature_c"])[:24]).all()


def test_a_forecast_of_nothing_known_is_dashes(desk: Desk) -> None:  # noqa: F811
    """The highest of no value is none: it ended the view."""
    ahead = desk.show(ForecastView)._ahead[1]
    unknown = pa.array([None] * ahead.table.num_rows, pa.float64())
    table = ahead.table.set_column(ahead.table.column_names.index("p50_kw"), "p50_kw", unknown)
    shown = rows.figures(replace(ahead, table=table), None, "America/Chicago")[:3]
    assert [(figure.label, figure.value) for figure in shown] == [
        ("Peak ahead", "\u2013"), ("Energy ahead", "\u2013"), ("Rests on", "\u2013"),
    ]  # fmt: skip


def test_what_is_still_being_tested_waits_and_what_failed_is_a_dash(desk: Desk) -> None:  # noqa: F811
    ahead = desk.show(ForecastView)._ahead[1]
    waiting, failed = (rows.figures(ahead, None, "America/Chicago", is_testing=is_on)[3:] for is_on in (True, False))
    assert [figure.is_waiting for figure in waiting] == [True, True, True]
    assert all("skeleton-line" in figure.render() and "\u2013" not in figure.render() for figure in waiting)
    assert [(figure.is_waiting, figure.value) for figure in failed] == [(False, "\u2013")] * 3
