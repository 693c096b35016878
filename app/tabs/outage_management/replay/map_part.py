"""ReplayMap: who was out at an instant, and the time bar that moves through the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import panel as pn

from app import theme
from app.tabs.outage_management.replay import rows
from app.tabs.outage_management.replay.asked import ReplayAnswer
from app.tabs.outage_management.view import OutageView
from app.widgets.html_view import HtmlView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from app.widgets.time_player import SPEEDS, TimePlayer
from layers.layer import Hit
from layers.map import GridMap
from layers.replay import NOBODY, PickedPlaces, ReplayRenderer

ADDRESS_SECONDS = 1.0  # how often the address follows while playing


class ReplayMap:
    """The map and its time bar; the instant is `own.replay_at`, of which this is the one writer.

    Args:
        view: gives selections, theme and workers.
        card: lies over the map.
        shown: called with the number of the frame that is on the map.
    """

    def __init__(self, view: OutageView, card: HtmlView, shown: Callable[[int], None]) -> None:
        """Shows the network until a period is there."""
        self._view, self._own, self._shown = view, view.own, shown
        self.answer: ReplayAnswer | None = None
        self.frame = 0
        self._is_greeted = False
        self._address_at = dt.datetime.min
        self._looked_at: int | None = None
        sheets = [theme.stylesheet("readings"), theme.stylesheet("replay")]
        self.player = TimePlayer(self._told, unit="frame", css_classes=["replay-time"], stylesheets=sheets)
        home, maps = MapHome(), view.tab.maps
        self.stage = MapStage(
            view, view.state, self._renderer, maps.workers, tiles_url=maps.tiles_url, marks=(PickedPlaces(),),
            on_made=self._made, over=[home, card], css_classes=["replay-map"], rooms=["replay"], shares_view=True,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._tapped, self.stage, "picked")
        view.watch(self._on_at, view.own, "replay_at")
        view.watch(self._mark, view.own, "replay_outage")
        view.watch(self._set_active, view, "is_shown")

    # What is on it -------------------------------------------------------------------------------------------------

    def show(self, found: ReplayAnswer) -> None:
        """Show a period, at the instant wanted."""
        self.answer = found
        self.frame = found.frame_at(self._own.replay_at)
        step = found.film.step(self.frame)
        if self.stage.grid is not None:
            self.stage.grid.set_style(step=step)
        self.stage.use(self._renderer)
        self.player.param.update(
            labels=rows.labels(found), marks=rows.marks(found), curve=rows.shape(found), index=self.frame,
            shown=self.frame, is_ready=True,
        )  # fmt: skip
        self._mark()
        self._shown(self.frame)

    def clear(self) -> None:
        """There is no period."""
        self.answer = None
        self._stop()
        self.stage.use(self._renderer)
        self.player.param.update(labels=[], marks=[], curve=[], index=0, shown=0, is_ready=False)
        self._mark()

    def _renderer(self, utility_id: int) -> ReplayRenderer:
        found = self.answer
        is_ours = found is not None and found.record.utility_id == utility_id
        return self._view.tab.maps.replay(utility_id, found.film if found is not None and is_ours else NOBODY)

    def _made(self, grid: GridMap) -> None:
        self._view.watch(self._drawn, grid, "step", onlychanged=False)
        if self.answer is not None:  # else the map is made while this still is
            self._mark()

    def _mark(self) -> None:
        """Ring what was picked; look there where it was not looked at yet."""
        utility_id, grid, outage = self._view.state.utility_id, self.stage.grid, self._own.replay_outage
        if grid is None or utility_id is None:
            return
        renderer = self._renderer(utility_id)
        lon, lat = renderer.places_of(-1 if outage is None else outage)
        self.stage.show(PickedPlaces.name, PickedPlaces.table(lon, lat, str(outage)))
        if len(lon) and outage != self._looked_at:
            grid.fit(PickedPlaces.around(lon, lat))
        if len(lon) or outage is None:
            self._looked_at = outage

    # What a person does --------------------------------------------------------------------------------------------

    def _tapped(self) -> None:
        """What was tapped is picked where it is out at the instant shown; the map stays where it is."""
        hit: Hit | None = self.stage.picked
        if self.answer is None:
            return
        outage = None
        if hit is not None and hit.layer == "transformers":
            outage = self.answer.film.outage_of(self.answer.film.step(self.player.shown), hit.key)
        elif hit is not None and hit.layer == "outage_places":
            outage = hit.key
        self._looked_at = outage
        self._own.replay_outage = outage

    def go_to(self, at: dt.datetime) -> None:
        """Go to the first frame at or after an instant (aware) of the period, else to its end."""
        if self.answer is not None:
            frame = self.answer.frame_at(at.astimezone(dt.UTC).replace(tzinfo=None))
            last = len(self.answer.film.at_ms) - 1
            self._go(min(frame + (self.answer.instant(frame) < at), last))
            self._write_address(is_now=True)

    # The film ------------------------------------------------------------------------------------------------------

    def _told(self, name: str, value: Any) -> None:
        if name == "hello":
            pn.state.onload(self._greet)
        elif self.answer is None:
            return
        elif name == "index" and isinstance(value, int):
            self._go(value)
            self._write_address()
        elif name == "play":
            self.player.is_playing = bool(value)
            self._write_address(is_now=True)
        elif name == "speed" and value in SPEEDS:
            self.player.speed = value

    def _greet(self) -> None:
        """Only now is what is set seen: Panel drops changes made before the page says that it is ready."""
        self._is_greeted = True
        self._set_active()
        if self.answer is not None:
            self.player.param.trigger("labels", "marks", "curve", "shown")

    def _go(self, frame: int) -> None:
        """Ask for the picture of a frame; where it looks like the one on the map, none is drawn or sent."""
        found, grid = self.answer, self.stage.grid
        if found is None:
            return
        self.frame = self.player.index = min(max(frame, 0), len(found.film.at_ms) - 1)
        step = found.film.step(self.frame)
        if grid is None or (grid.step == step and grid.style.step == step):
            self._arrived()
        else:
            grid.set_style(step=step)

    def _drawn(self) -> None:
        """A picture is on the map: the time bar follows it where it is the one wanted."""
        found, grid = self.answer, self.stage.grid
        if found is None or grid is None or self.player.shown == self.frame:
            return
        if grid.step == found.film.step(self.frame):
            self._arrived()

    def _arrived(self) -> None:
        with pn.io.hold():
            self._shown(self.frame)
            if self.player.shown == self.frame:
                self.player.param.trigger("shown")
            else:
                self.player.shown = self.frame

    def _on_at(self) -> None:
        """The instant was set from elsewhere."""
        found = self.answer
        if found is not None and found.frame_at(self._own.replay_at) != self.frame:
            self._go(found.frame_at(self._own.replay_at))

    def _write_address(self, *, is_now: bool = False) -> None:
        found, now = self.answer, dt.datetime.now()
        is_due = is_now or not self.player.is_playing or (now - self._address_at).total_seconds() >= ADDRESS_SECONDS
        if found is None or not is_due:
            return
        self._address_at = now
        is_end = found.is_live and self.frame == len(found.film.at_ms) - 1
        self._own.replay_at = None if is_end else found.instant(self.frame).replace(tzinfo=None)

    def _stop(self) -> None:
        if self.player.is_playing:
            self.player.is_playing = False

    def _set_active(self) -> None:
        is_active = self._view.is_shown and self._is_greeted
        if not is_active:
            self._stop()
        if self.player.is_active != is_active:
            self.player.is_active = is_active
