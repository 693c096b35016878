"""LoadView: load over time of what is looked at, at the resolution that the visible span allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from app import formats
from app.follow import Follow, FollowStatus
from app.scope_bar.ground import Ground
from app.scope_bar.period import period_utc
from app.tabs.ami_analytics.load.chart import DayStrip, LoadChart
from app.tabs.ami_analytics.load.facts import Facts, days_of, facts_of, facts_queries, figures_of
from app.tabs.ami_analytics.state import RESOLUTIONS
from app.tabs.ami_analytics.view import AmiView, arranged
from app.widgets.board import Board, pane, segments
from app.widgets.column import Column, Row
from app.widgets.data_table import table_of
from app.widgets.figures import Figures
from app.widgets.html import Markup, el
from app.widgets.place_outages.bands import bands
from data_sources.analytics.clock import utc64
from data_sources.analytics.intervals import HOUR_MINUTES
from data_sources.analytics.loadshape import Resolution
from data_sources.history import loads
from data_sources.history.interruptions_near import interruptions_near
from data_sources.history.scope import floats
from data_sources.query import Query
from data_sources.source import Source, Sources

RESOLUTION_NAMES = {"auto": "Auto", "15min": "Interval", "hour": "Hour", "day": "Day"}
MOST_15MIN_DAYS, MOST_HOURLY_DAYS = 31, 366
MOST_OUTAGE_DAYS = 62  # beyond it, bands of outages would hide the line
LARGE_KW = 10_000.0  # above it the axis counts in MW
MARGIN = 0.25  # of the visible span, asked for on either side so that a small pan needs no new answer

Window = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class LoadKey:
    """What the chart shows.

    Attributes:
        ground: whose load.
        window: first instant and the one after the last, naive UTC.
        resolution: width of a point.
        has_weather: whether the temperature is shown.
    """

    ground: Ground
    window: Window
    resolution: Resolution
    has_weather: bool


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Rows of the chart: load by bucket, and the weather where it is wanted."""

    load: pa.Table
    weather: pa.Table | None


class LoadView(AmiView):
    """Load over time."""

    slug, title = "load", "Load"

    def build(self) -> Any:
        """Figures, the chart, and a strip of all days to choose the period from."""
        tokens = self.tokens()
        self._window: Window | None = None
        self._course: Course | None = None
        self.figures = Figures(6, css_classes=["view-figures"])
        self.chart = LoadChart(tokens, self._on_window)
        self.strip = DayStrip(tokens, self._on_days)
        self.board = Board(
            pane(self.chart.figure), "view-lines", self.tools(self.board_rows, "load", self._queries, self.chart.figure)
        )
        self.by_day = table_of(self._day_columns(), on_pick=self._look_at_day, part="days")
        self.table = Board(
            self.by_day, "view-table", self.tools(lambda: self.by_day.shown, "load_by_day", self._facts_queries)
        )
        self.days = Board(pane(self.strip.figure), "view-days")
        self.board.heading.on("resolution", lambda value: self.ami.param.update(resolution=value))
        self.board.heading.on("bands", lambda _value: self.ami.param.update(has_bands=not self.ami.has_bands))
        self.board.heading.on("weather", lambda _value: self.ami.param.update(has_weather=not self.ami.has_weather))
        self._bind()
        return arranged("view view-load", self.figures, self.board, self.table, self.days)

    def _day_columns(self) -> list[Column]:
        def text(key: str, write: Callable[[Any], str]) -> Callable[[Row], str]:
            return lambda row: write(row[key])

        return [
            Column("reading_day", "Day", "day", write=text("reading_day", lambda day: f"{day:%a} {day.day} {day:%b}")),
            Column("energy_delivered_kwh", "Energy", "number", write=text("energy_delivered_kwh", formats.energy)),
            Column("peak_kw", "Peak", "number", write=text("peak_kw", formats.power)),
            Column(
                "peak_at", "At", "time",
                write=text("peak_at", lambda at: formats.clock(at, self.known.time_zone)),
            ),
            Column("load_factor", "Factor", "number", 2, tip="Mean over peak of the day's intervals"),
        ]  # fmt: skip

    def _bind(self) -> None:
        self._facts_of = Follow(self, lambda: self.ground, facts_of, self._show_facts, self._tell_days)
        self._outages = Follow(
            self, self._outage_wish, self._fetch_outages, self._show_outages, self._tell_outages, least_age_s=5.0
        )
        self._follow = Follow(self, self._key, _course, self._show, self._tell, least_age_s=2.0)
        self.watch(self._on_period, self.selection, ["first_day", "end_day"])
        self.watch(self._on_period, self.ami, ["from_at", "to_at"])
        self.watch(self._redraw, self.ami, ["has_bands", "has_weather", "resolution"])
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self.board.veil.on("retry", lambda _value: self._follow.retry())
        for board in (self.days, self.table):
            board.veil.on("retry", lambda _value: self._facts_of.retry())

    # What is wanted ----------------------------------------------------------------------------------------------

    def _key(self) -> LoadKey | None:
        ground = self.ground
        if ground is None:
            return None
        first, end = self._window or ground.period
        return LoadKey(ground, (first, end), self._resolution(end - first), self.ami.has_weather)

    def _resolution(self, span: dt.timedelta) -> Resolution:
        """The one chosen, unless that would be more points than a screen can show."""
        days, chosen = span / dt.timedelta(days=1), self.ami.resolution
        if chosen == "auto":
            return loads.resolution_for(dt.datetime(2000, 1, 1), dt.datetime(2000, 1, 1) + span)
        if chosen == "15min" and days > MOST_15MIN_DAYS:
            chosen = "hour"
        return "day" if chosen == "hour" and days > MOST_HOURLY_DAYS else chosen

    def _outage_wish(self) -> tuple[Ground, int, int] | None:
        """Whose outages lie over the chart: of one feeder, or the transformer that it is or that the meter hangs on."""
        ground, named = self.ground, self.known.named
        if ground is None or not ground.is_one_feeder or ground.days > MOST_OUTAGE_DAYS:
            return None
        if ground.kind == "feeder":
            return ground, ground.scope_id, 0
        return (ground, named["feeder_id"], named["transformer_id"]) if named else None

    def _fetch_outages(self, source: Source, wish: tuple[Ground, int, int]) -> pa.Table:
        """In a worker."""
        ground, feeder_id, transformer_id = wish
        both = Sources(self.sources.live, source)
        return interruptions_near(both, ground.utility_id, feeder_id, transformer_id, *ground.instants)[0]

    def _on_window(self, start: np.datetime64, stop: np.datetime64) -> None:
        """A person moved or zoomed; the answer reaches a little beyond what is seen."""
        self.by_day.mark(None)
        self._ask_for(*(at.astype("datetime64[s]").astype(dt.datetime) for at in (start, stop)))

    def _ask_for(self, first: dt.datetime, end: dt.datetime) -> None:
        margin = (end - first) * MARGIN
        seen = first - margin, end + margin
        step = dt.timedelta(minutes=15)
        begin = dt.datetime(2000, 1, 1)
        self._window = begin + (seen[0] - begin) // step * step, begin + -((begin - seen[1]) // step) * step

    def _look_at_day(self, key: Any) -> None:
        """Move the chart to a day of the table; once more shows the whole period."""
        if self.by_day.picked == str(key):
            self._on_period()
            return
        day, zone = dt.date.fromisoformat(str(key)), self.known.time_zone
        first, end = period_utc(day, day + dt.timedelta(days=1), zone)
        self.by_day.mark(key)
        self.chart.look_at(utc64(first), utc64(end), zone)
        self._ask_for(first, end)

    def _on_days(self, first: dt.date, end: dt.date) -> None:
        self.selection.change(first_day=first, end_day=end)

    def _on_period(self) -> None:
        self._window = None
        self.by_day.mark(None)
        self._look_at_period()

    def _look_at_period(self) -> None:
        ground = self.ground
        if ground is not None:
            self.chart.look_at(*self.window(ground), ground.time_zone)
            self.strip.mark(ground.first_day, ground.end_day)

    # What is shown -----------------------------------------------------------------------------------------------

    def _show(self, key: LoadKey, course: Course) -> None:
        self._course = course
        if self._window is None:
            self._look_at_period()
        self._draw(key)

    def _tell_outages(self, status: FollowStatus) -> None:
        """Bands of another place, or of none, come off."""
        if status.stage in ("idle", "waiting"):
            self.chart.bands.clear()

    def _show_outages(self, wish: tuple[Ground, int, int], rows: pa.Table) -> None:
        ground = wish[0]
        first, end = (utc64(at) for at in ground.period)
        until = max(first, min(end, utc64(dt.datetime.now(dt.UTC))))
        self.chart.bands.show(bands(rows, ground.time_zone, until, by_outage=ground.kind == "feeder"))

    def _draw(self, key: LoadKey) -> None:
        course = self._course
        assert course is not None
        peak = np.nanmax(np.abs(floats(course.load["mean_kw"])), initial=0.0)
        has_bands = self.ami.has_bands and key.resolution != "15min"
        self.chart.show(
            course.load, course.weather, key.ground.time_zone, has_bands=has_bands, is_large=bool(peak > LARGE_KW)
        )
        self._head(key)
        if not np.isfinite(floats(course.load["mean_kw"])).any():
            self.board.empty("No reads in this time", "Choose a period with readings below, or look at something else.")

    def _head(self, key: LoadKey | None) -> None:
        line = f"Net load by {self._width(key)}" if key else ""
        if key and self.ami.has_bands:
            is_one = key.resolution == "15min"
            line += "; bands from hours on" if is_one else "; bands: its interval means"
        options = [(name, RESOLUTION_NAMES[name]) for name in RESOLUTIONS]
        switches = el(
            "div",
            _switch("bands", "Bands", self.ami.has_bands),
            _switch("weather", "Temperature", self.ami.has_weather),
            cls="segmented",
        )
        self.board.heading.show(
            self.known.scope_name(), line,
            segments("resolution", "Resolution", options, self.ami.resolution), switches,
            is_simulated=self.is_simulated,
        )  # fmt: skip

    def _width(self, key: LoadKey) -> str:
        """What a point is, in words: intervals are as long as the meters' own."""
        if key.resolution != "15min" or self._course is None or not self._course.load.num_rows:
            return {"15min": "intervals", "hour": "hours", "day": "local days"}[key.resolution]
        minutes = round(self._course.load["minutes"][0].as_py())
        return "hours" if minutes == HOUR_MINUTES else f"{minutes}-minute intervals"

    def _tell(self, status: FollowStatus) -> None:
        self.board.tell(status)

    def _tell_days(self, status: FollowStatus) -> None:
        self.figures.tell(status)
        self.days.tell(status)
        self.table.tell(status)
        if status.stage == "idle":
            self.days.veil.clear()

    def _show_facts(self, ground: Ground, facts: Facts) -> None:
        whose = f"All days of {facts.days_of}" if facts.days_of else "All days"
        self.days.heading.show(whose, "Drag over some of them to choose the period that all views follow")
        self.strip.show(facts.days)
        self.strip.mark(ground.first_day, ground.end_day)
        self.by_day.time_zone = ground.time_zone
        self.by_day.show(days_of(facts.load, ground.time_zone))
        self.table.heading.show("By day", "a click shows it")
        self.figures.show(figures_of(facts, ground))

    def _redraw(self) -> None:
        key = self._key()
        if key is not None and self._course is not None:
            self._draw(key)

    def _recolour(self) -> None:
        tokens = self.tokens()
        self.chart.recolour(tokens)
        self.strip.recolour(tokens)

    def _queries(self) -> list[Query]:
        key = self._key()
        if key is None:
            return []
        subject = key.ground.subject
        asked = [loads.load_query(subject, *key.window), *_weather_queries(key)]
        return asked + facts_queries(key.ground)

    def _facts_queries(self) -> list[Query]:
        ground = self.ground
        return [] if ground is None else [loads.load_query(ground.subject, *ground.period), *facts_queries(ground)]

    def board_rows(self) -> pa.Table | None:
        """What the chart shows; None before the first answer."""
        return self._course.load if self._course else None


def _course(source: Source, key: LoadKey) -> Course:
    load = loads.load(
        source, key.ground.subject, *key.window, resolution=key.resolution, time_zone=key.ground.time_zone
    )
    weather = [source.fetch(query) for query in _weather_queries(key)]
    return Course(load, weather[0] if weather else None)


def _weather_queries(key: LoadKey) -> list[Query]:
    if not key.has_weather:
        return []
    return [loads.weather_query(key.ground.utility_id, *key.window)]


def _switch(action: str, label: str, is_on: bool) -> Markup:
    return el("button", label, type="button", data_action=action, aria_pressed="true" if is_on else "false")
