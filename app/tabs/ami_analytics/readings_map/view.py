"""ReadingsMapView: all meters on the map, coloured by what they read at an instant of a day, and the day as a film."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import panel as pn
import pyarrow as pa

from app import formats, theme
from app.state import MapView
from app.tabs.ami_analytics.readings_map.card import hours
from app.tabs.ami_analytics.readings_map.chosen import ChosenMeter
from app.tabs.ami_analytics.readings_map.days import ReadingsDays, at_hour, local_day, offered_days, utc
from app.tabs.ami_analytics.readings_map.over import OverTheMap
from app.tabs.ami_analytics.state import QUANTITIES
from app.tabs.ami_analytics.view import AmiView
from app.widgets.html_view import HtmlView
from app.widgets.notice import Notice
from app.widgets.states import empty_state
from app.widgets.time_player import SPEEDS, TimePlayer
from data_sources.assets import AssetRef
from data_sources.history.map_days import MapDay
from data_sources.query import Query
from layers.map import GridMap
from layers.projection import to_lonlat
from layers.readings.picture import ReadingsRenderer
from layers.readings.scales import SCALES
from layers.style import Reading
from layers.viewport import Viewport

LAYERS = frozenset({"substations", "feeders", "meters"})
FIRST_HOUR = 18  # shown where no instant was chosen: about the evening peak
AHEAD = 2  # frames drawn ahead while playing
ADDRESS_SECONDS = 1.0  # how often the address follows while playing
CLOSE_UP_M = 1200.0


class ReadingsMapView(AmiView):
    """The map, the time bar, the card of the meter chosen."""

    slug = "map"
    title = "Map"

    def build(self) -> Any:
        """The view, made once; the first day is opened when the browser says it is there."""
        self.map: GridMap | None = None
        self.day: dt.date | None = None
        self._is_greeted = False
        self._address_at = dt.datetime.min
        self.days = ReadingsDays(self.tab, self._opened, self._say_trouble)
        self.meter = ChosenMeter(self)
        self.player = TimePlayer(self._told, css_classes=["readings-time"])
        self.over = OverTheMap(self)
        self.empty = self._html("readings-empty")
        self.notice = Notice(css_classes=["readings-notice"], room="readings")
        self.coordinates = Notice(css_classes=["readings-coordinates"], room="readings")
        self.stage = pn.Column(
            self.over.top(), self.over.legend, self.notice, self.coordinates, self.empty, self.meter.card,
            css_classes=["readings-stage"], stylesheets=[theme.stylesheet("readings")], sizing_mode="stretch_both",
            margin=0,
        )  # fmt: skip
        self._bind()
        self._on_utility()
        self._draw_controls()
        return pn.Column(
            self.stage, self.player, css_classes=["readings"], stylesheets=[theme.stylesheet("readings")],
            sizing_mode="stretch_both", margin=0,
        )  # fmt: skip

    def _html(self, name: str) -> HtmlView:
        return HtmlView(css_classes=[name], room="readings")

    def _bind(self) -> None:
        self.over.controls.on("quantity", self._choose_quantity)
        self.over.controls.on("zoom", lambda _value: self._look("zoom_to_selection"))
        self.over.controls.on("reset", lambda _value: self._look("reset"))
        self.watch(self._on_utility, self.state, "utility_id")
        self.watch(self._recolour, self.state, ["theme", "palette"])
        self.watch(self._on_quantity, self.ami, "quantity")
        self.watch(self._on_at, self.ami, "at")
        self.watch(self._choose_day, self.selection, ["first_day", "end_day"])
        self.watch(self._set_active, self, "is_shown")
        self.watch(self._choose_day, self.tab.controls, "days")
        self.history(self._day_query, self._take_day)

    # The map -------------------------------------------------------------------------------------------------------

    def _on_utility(self) -> None:
        utility_id, history = self.state.utility_id, self.tab.sources.history
        if utility_id is None or history is None:
            self._show_empty()
            return
        renderer = self.tab.maps.readings(utility_id, history)
        if renderer is self.days.renderer:
            return
        is_other = self.days.renderer is not None
        self.days.renderer, self.days.day = renderer, None
        self.day = None
        if is_other:
            self._stop()
            self.ami.at = None
        if self.map is None:
            self._make_map(renderer)
        else:
            self.map.show_utility(renderer)

    def _make_map(self, renderer: ReadingsRenderer) -> None:
        state, maps = self.state, self.tab.maps
        made = GridMap(
            renderer, workers=maps.readings_workers, theme=state.theme, palette=state.palette,
            tiles_url=maps.tiles_url,
        )  # fmt: skip
        made.set_style(layers=LAYERS)
        if state.viewport is not None:
            made.fly_to(state.viewport.lon, state.viewport.lat, state.viewport.width_m)
        made.on_tap, made.on_viewport = self._tapped, self._moved
        made.param.watch(lambda event: self.coordinates.say(event.new, "plain"), "coordinates")
        made.param.watch(lambda *_events: self._on_shown(), ["readings", "reading"])
        self.map = made
        figure: Any = pn.pane.Bokeh(made.figure, css_classes=["readings-map"], sizing_mode="stretch_both", margin=0)
        self.stage.insert(0, figure)
        self.meter.mark()

    def _moved(self, viewport: Viewport) -> None:
        lon, lat = to_lonlat(*viewport.centre)
        width_m = viewport.ground_metres_per_pixel * viewport.width
        self.state.viewport = MapView(round(float(lon), 6), round(float(lat), 6), round(float(width_m), 1))

    def _tapped(self, asset: AssetRef | None) -> None:
        self.meter.choose(asset.asset_id if asset is not None and asset.kind == "meter" else None)

    def _look(self, where: str) -> None:
        """Look at the chosen meter, or at the whole utility."""
        if self.map is not None:
            getattr(self.map, where)()

    def _recolour(self) -> None:
        if self.map is not None:
            self.map.set_style(theme=self.state.theme, palette=self.state.palette)

    # Days ----------------------------------------------------------------------------------------------------------

    def _choose_day(self) -> None:
        """The day of the instant in the address; else the newest of the period."""
        if self.tab.controls.days is None or not self._is_greeted:
            return
        days = offered_days(self.tab.controls.days, self.selection.first_day, self.selection.end_day)
        at = self.ami.at
        chosen = local_day(at, self.state.time_zone) if at is not None else None
        if chosen not in days:
            chosen = days[0] if days else None
        self.player.days = [[day.isoformat(), f"{day:%a} {day.day} {day:%b %Y}"] for day in days]
        self._go_to_day(chosen)

    def _go_to_day(self, day: dt.date | None) -> None:
        if day != self.day:
            self._stop()
            self.day = day
            self.player.param.update(is_ready=False, note="Reading the day" if day else "")
            self.meter.draw()
        self.player.day = day.isoformat() if day else ""
        self._show_empty()

    def _day_query(self) -> Query | None:
        utility_id = self.state.utility_id
        self.days.look()
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
        starts = [utc(at) for at in day.intervals.start_at]
        load = day.intervals.net_kw
        most = float(np.nanmax(load, initial=0)) or 1.0
        self.player.param.update(
            labels=hours(starts, self.state.time_zone),
            curve=[None if kw != kw else round(max(float(kw), 0) / most, 4) for kw in load.tolist()],
            is_ready=day.cube is not None, note="" if day.cube is not None else "Preparing the film",
        )  # fmt: skip
        at = self.ami.at
        if at is None or local_day(at, self.state.time_zone) != day.intervals.day:
            at = at_hour(day.intervals.day, FIRST_HOUR, self.state.time_zone)
        self.notice.say("")
        self._show_slot(day.intervals.slot(at))

    # Time ----------------------------------------------------------------------------------------------------------

    def _told(self, name: str, value: Any) -> None:
        """What the time bar tells."""
        if name == "hello":
            pn.state.onload(self._greet)
        elif name == "index" and isinstance(value, int):
            self._show_slot(value)
            self._write_address()
        elif name == "play":
            self.player.is_playing = bool(value) and self.player.is_ready
            self._write_address(is_now=True)
        elif name == "speed" and value in SPEEDS:
            self.player.speed = value
        elif name == "day":
            self._told_day(str(value))

    def _greet(self) -> None:
        """Only now is what is set seen: Panel drops changes made before the page says that it is ready."""
        self._is_greeted = True
        self._set_active()
        self._choose_day()

    def _told_day(self, text: str) -> None:
        """Another day, at the same time of day."""
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            return
        zone = formats.zone(self.state.time_zone)
        at = self.ami.at or at_hour(day, FIRST_HOUR, self.state.time_zone)
        local = at.replace(tzinfo=dt.UTC).astimezone(zone)
        moved = dt.datetime.combine(day, local.time(), zone).astimezone(dt.UTC).replace(tzinfo=None)
        self.ami.at = moved
        self._go_to_day(day)

    def _show_slot(self, slot: int) -> None:
        """Ask for the picture of an interval."""
        day, grid, renderer = self.days.day, self.map, self.days.renderer
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
        quantity = self.ami.quantity
        return Reading(quantity, day.intervals.day, day.intervals.stamp, 0 if SCALES[quantity].is_of_day else slot)

    def _on_shown(self) -> None:
        """A picture is on the map: clock, legend and card follow it; while playing the next ones are drawn."""
        grid, day = self.map, self.days.day
        if grid is None or grid.reading is None or grid.readings is None or day is None:
            return
        with pn.io.hold():
            if not SCALES[grid.reading.quantity].is_of_day:
                self.player.shown = grid.reading.slot
            self.over.draw_legend()
            self.meter.draw()
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
        day, now = self.days.day, dt.datetime.now()
        if day is None or not len(day.intervals.start_at):
            return
        if is_now or not self.player.is_playing or (now - self._address_at).total_seconds() >= ADDRESS_SECONDS:
            self._address_at = now
            self.ami.at = day.intervals.start_at[min(self.player.index, len(day.intervals.start_at) - 1)].item()

    def _on_at(self) -> None:
        """The instant was set from elsewhere."""
        day, at = self.days.day, self.ami.at
        if at is None or day is None:
            return
        if local_day(at, self.state.time_zone) != self.day:
            self._choose_day()
        elif day.intervals.slot(at) != self.player.index:
            self._show_slot(day.intervals.slot(at))

    def _stop(self) -> None:
        if self.player.is_playing:
            self.player.is_playing = False

    def _set_active(self) -> None:
        is_active = self.is_shown and self._is_greeted
        if not is_active:
            self._stop()
        if self.player.is_active != is_active:
            self.player.is_active = is_active

    # Quantity ------------------------------------------------------------------------------------------------------

    def _choose_quantity(self, name: Any) -> None:
        if name in QUANTITIES:
            self.ami.quantity = name

    def _on_quantity(self) -> None:
        is_of_day = SCALES[self.ami.quantity].is_of_day
        if is_of_day:
            self._stop()
        self.player.is_of_day = is_of_day
        self._draw_controls()
        self._show_slot(self.player.index)

    def _draw_controls(self) -> None:
        self.player.is_of_day = SCALES[self.ami.quantity].is_of_day
        self.over.draw_controls()

    # What is wrong -------------------------------------------------------------------------------------------------

    def _say_trouble(self, sentence: str) -> None:
        self.notice.say(sentence, "bad")

    def _show_empty(self) -> None:
        """Say what would be here while there is no day to show."""
        has_none = self.tab.sources.history is None or self.tab.controls.days == []
        self.empty.write(empty_state(*self.tab.nothing_yet()) if has_none else None)
