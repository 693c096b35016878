"""Film: which day is on the map of readings and where in it, and the time bar that moves through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import panel as pn
import pyarrow as pa

from app import formats
from app.tabs.ami_analytics.readings_map.days import ReadingsDays, offered_days
from app.tabs.ami_analytics.view import AmiView
from app.widgets.film.map_film import MapFilm
from data_sources.analytics.clock import aware_utc, local_day, local_time, utc_of
from data_sources.history.map_days import MapDay
from data_sources.query import Query
from layers.map import GridMap
from layers.readings.bands import SCALES
from layers.readings.picture import ReadingsRenderer
from layers.style import Reading

FIRST_CLOCK = dt.time(18)  # shown where no instant was chosen: about the evening peak
AHEAD = 2  # frames drawn ahead while playing


class Film:
    """The instant shown.

    Args:
        view: gives selections, workers and what days there are.
        changed: called when another day, or another picture, is shown.
        say: takes one sentence on what is wrong; empty when all is well.

    Attributes:
        grid: the map; None before it is made.
        day: the local day chosen; None before one is.
        days: the readings of that day.
        player: the time bar.
    """

    def __init__(self, view: AmiView, changed: Callable[[], None], say: Callable[[str], None]) -> None:
        """No day is chosen before the browser says that the time bar is there."""
        self._view, self._changed, self._say = view, changed, say
        self._state, self._ami, self._selection = view.state, view.ami, view.selection
        self.grid: GridMap | None = None
        self.day: dt.date | None = None
        self.days = ReadingsDays(view, self._opened, say)
        self._bar = MapFilm(
            view, self._asked, self._choose_day, lambda: self._write_address(is_now=True), self._told,
            css_classes=["readings-time"],
        )  # fmt: skip
        self.player = self._bar.player
        self._bind()

    def _bind(self) -> None:
        view = self._view
        view.watch(self._on_quantity, view.ami, "quantity")
        view.watch(self._on_at, view.ami, "at")
        view.watch(self._choose_day, view.selection, ["first_day", "end_day"])
        view.watch(self._choose_day, view.known, "days")
        view.each_look(self.days.look)
        view.history(self._day_query, self._take_day)
        self.player.is_of_day = SCALES[view.ami.quantity].is_of_day

    @property
    def _zone(self) -> str:
        return self._view.known.time_zone

    def use(self, renderer: ReadingsRenderer) -> None:
        """Show the days of a utility."""
        is_other = self.days.renderer is not None
        self.days.renderer, self.days.day = renderer, None
        self.day = None
        if is_other:
            self._bar.stop()
            self._ami.at = None

    def attach(self, grid: GridMap) -> None:
        """Put the pictures on this map."""
        self.grid = grid
        self._view.watch(self._on_shown, grid, ["readings", "reading"])

    # Days ----------------------------------------------------------------------------------------------------------

    def _choose_day(self) -> None:
        """The day of the instant in the address; else the newest of the period."""
        if self._view.known.days is None or not self._bar.is_greeted:
            return
        days = offered_days(self._view.known.days, self._selection.first_day, self._selection.end_day)
        at = self._ami.at
        chosen = local_day(at, self._zone) if at is not None else None
        if chosen not in days:
            chosen = days[0] if days else None
        self.player.days = [[day.isoformat(), f"{day:%a} {day.day} {day:%b %Y}"] for day in days]
        self._go_to_day(chosen)

    def _go_to_day(self, day: dt.date | None) -> None:
        if day != self.day:
            self._bar.stop()
            self.day = day
            self.player.param.update(is_ready=False, note="Reading the day" if day else "")
        self.player.day = day.isoformat() if day else ""
        self._changed()

    def _day_query(self) -> Query | None:
        utility_id = self._state.utility_id
        if utility_id is None or self.day is None:
            return None
        return Query.of("ami_map_day", utility_id=utility_id, day=self.day)

    def _take_day(self, rows: pa.Table) -> None:
        if self.day is not None:
            self.days.take(self.day, rows)

    def _opened(self, day: MapDay) -> None:
        """A day can be shown, or its cube is there: its instant goes on the map."""
        if day.intervals.day != self.day:
            return
        starts = [aware_utc(at) for at in day.intervals.start_at]
        load = day.intervals.net_kw
        most = float(np.nanmax(load, initial=0)) or 1.0
        self.player.param.update(
            labels=[formats.clock(at, self._zone) for at in starts],
            curve=[None if kw != kw else round(max(float(kw), 0) / most, 4) for kw in load.tolist()],
            is_ready=day.cube is not None, note="" if day.cube is not None else "Preparing the film",
        )  # fmt: skip
        at = self._ami.at
        if at is None or local_day(at, self._zone) != day.intervals.day:
            at = utc_of(day.intervals.day, FIRST_CLOCK, self._zone)
        self._say("")
        self._show_slot(day.intervals.slot(at))

    # Time ----------------------------------------------------------------------------------------------------------

    def _asked(self, slot: int) -> None:
        """A person goes to an interval."""
        self._show_slot(slot)
        self._write_address()

    def _told(self, name: str, value: Any) -> None:
        """What else the time bar tells."""
        if name == "day":
            self._told_day(str(value))

    def _told_day(self, text: str) -> None:
        """Another day, at the same time of day."""
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            return
        at, zone = self._ami.at, self._zone
        clock = FIRST_CLOCK if at is None else local_time(at, zone).time()
        self._ami.at = utc_of(day, clock, zone)
        self._go_to_day(day)

    def _show_slot(self, slot: int) -> None:
        """Ask for the picture of an interval."""
        day, grid, renderer = self.days.day, self.grid, self.days.renderer
        if day is None or grid is None or renderer is None or not len(day.intervals.start_at):
            return
        if renderer.days.kept(day.utility_id, day.intervals.day, day.intervals.stamp) is None:
            self.days.reopen()
            return
        slot = min(max(slot, 0), len(day.intervals.start_at) - 1)
        self.player.index = slot
        reading = self._reading(day, slot)
        if reading == grid.style.reading and grid.reading == reading and day.cube is None:
            return
        grid.set_style(reading=reading)

    def _reading(self, day: MapDay, slot: int) -> Reading:
        quantity = self._ami.quantity
        return Reading(quantity, day.intervals.day, day.intervals.stamp, 0 if SCALES[quantity].is_of_day else slot)

    def _on_shown(self) -> None:
        """A picture is on the map: clock, legend and card follow it; while playing the next ones are drawn."""
        grid, day = self.grid, self.days.day
        if grid is None or grid.reading is None or grid.readings is None or day is None:
            return
        with pn.io.hold():
            if not SCALES[grid.reading.quantity].is_of_day:
                self.player.shown = grid.reading.slot
            self._changed()
        self.days.build()
        if self.player.is_playing:
            count = len(day.intervals.start_at)
            grid.prepare(*(self._reading(day, (grid.reading.slot + i) % count) for i in range(1, AHEAD + 1)))

    def instant(self) -> np.datetime64 | None:
        """The start of the interval on the map, UTC; None before there is one."""
        day = self.days.day
        return (
            day.intervals.start_at[self.player.shown]
            if day and self.player.shown < len(day.intervals.start_at)
            else None
        )

    def _write_address(self, *, is_now: bool = False) -> None:
        """Put the instant into the shared state; while playing not with every frame."""
        day = self.days.day
        if day is None or not len(day.intervals.start_at):
            return
        if self._bar.is_address_due(is_now=is_now):
            self._ami.at = day.intervals.start_at[min(self.player.index, len(day.intervals.start_at) - 1)].item()

    def _on_at(self) -> None:
        """The instant was set from elsewhere."""
        day, at = self.days.day, self._ami.at
        if at is None or day is None:
            return
        if local_day(at, self._zone) != self.day:
            self._choose_day()
        elif day.intervals.slot(at) != self.player.index:
            self._show_slot(day.intervals.slot(at))

    def _on_quantity(self) -> None:
        is_of_day = SCALES[self._ami.quantity].is_of_day
        if is_of_day:
            self._bar.stop()
        self.player.is_of_day = is_of_day
        self._show_slot(self.player.index)
