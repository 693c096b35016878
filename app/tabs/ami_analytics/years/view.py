"""YearsView: a period beside the same weekdays a year earlier: both loads, the difference, both temperatures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import panel as pn
import pyarrow as pa

from app import formats
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.scope_bar.period import in_words, period_utc
from app.tabs.ami_analytics.view import SHEET, AmiView, arranged
from app.tabs.ami_analytics.years.chart import YearsCharts
from app.tabs.ami_analytics.years.rows import (
    SAME_WEEKDAY,
    Compared,
    compared,
    days_there,
    figures,
    mean_temperatures,
)
from app.widgets.board import Board
from app.widgets.figures import Figures
from app.widgets.html import Markup, el
from data_sources.analytics.clock import utc64
from data_sources.analytics.loadshape import Resolution
from data_sources.history import loads
from data_sources.history.loads import YearOverYear
from data_sources.history.scope import floats, instants, table
from data_sources.query import Query
from data_sources.source import Source

LONGEST_HOURLY = dt.timedelta(days=62)
PARTS = ("is-both", "is-change", "is-weather")
POINT_WORDS = {"hour": "hours", "day": "local days"}


@dataclass(frozen=True, slots=True, eq=False)
class YearsAnswer:
    """Both years: load, and the temperature of each; the days that the history has."""

    years: YearOverYear
    weather_now: pa.Table
    weather_before: pa.Table
    days: list[dt.date]


class YearsView(AmiView):
    """Year over year."""

    slug, title = "years", "Year over year"

    def build(self) -> Any:
        """Figures, and three charts of one time."""
        self._answer: tuple[Ground, YearsAnswer] | None = None
        self._shown: pa.Table | None = None
        self.figures = Figures(5, css_classes=["view-figures"])
        self.charts = YearsCharts(self.tokens())
        panes = [_pane(part.figure, name) for part, name in zip(self.charts.parts, PARTS, strict=True)]
        figures = [part.figure for part in self.charts.parts]
        self._change_pane = panes[1]
        tools = self.tools(lambda: self._shown, "year_over_year", self._queries, figures)
        self.board = Board(arranged("years-charts", *panes), "view-lines", tools)
        self.board.heading.dress(SHEET)
        self._bind()
        return arranged("view view-years", self.figures, self.board)

    def _bind(self) -> None:
        self.follow = Follow(self, lambda: self.ground, _fetch, self._show, self._tell)
        self.board.veil.on("retry", lambda _value: self.follow.retry())
        self.watch(self._recolour, self.state, ["theme", "palette"])

    # What is shown -----------------------------------------------------------------------------------------------

    def _show(self, ground: Ground, answer: YearsAnswer) -> None:
        is_other = self._answer is None or self._answer[0] != ground
        self._answer = ground, answer
        hours = 1.0 if resolution_of(ground) == "hour" else 24.0
        found = compared(answer.years, hours)
        there = days_there(answer.days, ground.first_day, ground.end_day)
        self._shown = joined(answer, ground)
        self.figures.show(figures(found, mean_temperatures(self._shown), there, ground.days))
        self._show_lines(self._shown, ground.time_zone)
        if is_other:
            first, end = ground.period
            self.charts.look_at(utc64(first), utc64(end), ground.time_zone)
        self._change_pane.visible = found.points > 0
        self._head(ground, found, there)

    def _show_lines(self, rows: pa.Table, zone: str) -> None:
        at = instants(rows["start_at"])
        now, before = floats(rows["this_kw"]), floats(rows["before_kw"])
        power = formats.power_scale(float(np.nanmax(np.abs(np.concatenate([now, before, [0.0]])))))
        scale, unit, decimals = power.factor, power.unit, power.decimals + 1  # a point is told finer than an axis
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(before > 0, 100.0 * (now - before) / before, np.nan)
        charts = self.charts
        charts.both.show(at, now * scale, before * scale, unit, decimals, zone)
        charts.change.show(at, (now - before) * scale, share, unit, decimals, zone)
        warm = floats(rows["this_temperature_c"]), floats(rows["before_temperature_c"])
        charts.weather.show(at, *warm, "°C", 1, zone)
        charts.both.figure.yaxis.axis_label = f"Net load, {unit}"
        charts.change.figure.yaxis.axis_label = f"Change, {unit}"
        charts.weather.figure.yaxis.axis_label = "Outdoors, °C"

    def _head(self, ground: Ground, found: Compared, there: int) -> None:
        first, end = ground.first_day, ground.end_day
        earlier = in_words(first - SAME_WEEKDAY, end - SAME_WEEKDAY)
        line = (
            f"{in_words(first, end)} beside {earlier}, by {POINT_WORDS[resolution_of(ground)]}; weekdays meet weekdays"
        )
        self.board.heading.show(
            self.known.scope_name(), line, *self._state_of_last_year(found, there, ground.days), _legend(),
            is_simulated=self.is_simulated,
        )  # fmt: skip

    def _state_of_last_year(self, found: Compared, there: int, days: int) -> list[Markup]:
        if found.is_whole:
            return []
        if not found.points and there:
            words = "no reads a year earlier here"
        elif not there:
            words = "last year is not there yet" + (": the demo fills it after this year" if self.is_simulated else "")
        else:
            words = f"{there} of {days} days of last year are there"
        return [el("span", words, cls="badge is-attention", role="status")]

    def _tell(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        self.board.tell(status)
        if status.stage == "ready" and self._shown is not None and not _has_any(self._shown):
            self.board.empty("No reads in this time", "Choose a period with readings above, or look at something else.")

    def _recolour(self) -> None:
        self.charts.recolour(self.tokens())

    def _queries(self) -> list[Query]:
        if self._answer is None:
            return []
        ground = self._answer[0]
        subject = ground.subject
        return [
            *(loads.load_query(subject, *period) for period in (ground.period, earlier_period(ground))),
            *weather_queries(ground),
        ]


def _pane(figure: Any, name: str) -> Any:
    """A figure in a column that can be hidden: hiding the pane itself would hand it the figure's own stylesheets."""
    shown = pn.pane.Bokeh(figure, sizing_mode="stretch_both", margin=0)  # type: ignore[no-untyped-call]
    return pn.Column(shown, css_classes=[name], sizing_mode="stretch_both", margin=0)


def _legend() -> Markup:
    names = (("is-now", "this period"), ("is-before", "364 days earlier"))
    return el("span", [el("span", el("i", cls=f"stroke {cls}"), name) for cls, name in names], cls="years-key")


def resolution_of(ground: Ground) -> Resolution:
    """Hours, or local days for a long period."""
    return "hour" if ground.end_day - ground.first_day <= LONGEST_HOURLY else "day"


def earlier_period(ground: Ground) -> tuple[dt.datetime, dt.datetime]:
    """The same weekdays a year earlier, naive UTC; the local clock counts, so that daylight saving moves no hour."""
    return period_utc(ground.first_day - SAME_WEEKDAY, ground.end_day - SAME_WEEKDAY, ground.time_zone)


def weather_queries(ground: Ground) -> list[Query]:
    """The temperature of both periods."""
    return [loads.weather_query(ground.utility_id, *period) for period in (ground.period, earlier_period(ground))]


def joined(answer: YearsAnswer, ground: Ground) -> pa.Table:
    """Load and temperature of both years by point of this period; NULL where one is not known."""
    at = instants(answer.years.table["start_at"])
    move = utc64(ground.period[0]) - utc64(earlier_period(ground)[0])
    this, before = floats(answer.years.table["this_kw"]), floats(answer.years.table["before_kw"])
    return table(
        {
            "start_at": at,
            "before_start_at": at - move,
            "this_kw": this,
            "before_kw": before,
            "change_kw": this - before,
            "this_temperature_c": _temperature_at(at, answer.weather_now),
            "before_temperature_c": _temperature_at(at - move, answer.weather_before),
        }
    )


def _temperature_at(at: np.ndarray, weather: pa.Table) -> np.ndarray:
    """Mean of the hours from each point to the next one, NaN where none was observed."""
    hours, values = instants(weather["observed_at"]), floats(weather["temperature_c"])
    place = np.searchsorted(at, hours, side="right") - 1
    known = (place >= 0) & np.isfinite(values)
    if len(at) > 1:
        known &= hours < at[-1] + (at[-1] - at[-2])
    count = np.bincount(place[known], minlength=len(at))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, np.bincount(place[known], values[known], len(at)) / count, np.nan)


def _has_any(rows: pa.Table) -> bool:
    return bool(np.isfinite(np.concatenate([floats(rows["this_kw"]), floats(rows["before_kw"])])).any())


def _fetch(source: Source, ground: Ground) -> YearsAnswer:
    """Runs in a worker."""
    first, end = ground.period
    years = loads.year_over_year(
        source, ground.subject, first, end, time_zone=ground.time_zone, resolution=resolution_of(ground)
    )
    now, before = (source.fetch(query) for query in weather_queries(ground))
    days = source.fetch(Query.of("ami_map_days", utility_id=ground.utility_id))["reading_day"].to_pylist()
    return YearsAnswer(years, now, before, days)
