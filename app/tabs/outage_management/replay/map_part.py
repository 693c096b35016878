"""ReplayMap: who was out at an instant, and the time bar that moves through the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from app import theme
from app.tabs.outage_management.replay import rows
from app.tabs.outage_management.replay.asked import EVERYWHERE, Place, ReplayAnswer
from app.tabs.outage_management.view import OutageView
from app.widgets.film.map_film import StepFilm
from app.widgets.html_view import HtmlView
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.assets import AssetRef
from layers.layer import Hit
from layers.map import GridMap
from layers.replay import NOBODY, PickedPlaces, ReplayRenderer

PART = (0.65, 1.0)  # of the room that a map alone has: tables stand beside it


class ReplayMap:
    """The map and its time bar; the instant is `own.replay_at`, of which this is the one writer.

    Args:
        view: gives selections, theme and workers.
        card: lies over the map.
        shown: called with the number of the frame that is on the map.
        place: answers whose outages are replayed; the map goes there.
    """

    def __init__(
        self, view: OutageView, card: HtmlView, shown: Callable[[int], None], place: Callable[[], Place]
    ) -> None:
        """Shows the network until a period is there."""
        self._view, self._own, self._shown, self._place = view, view.own, shown, place
        self._been_at: Place = EVERYWHERE if view.state.viewport is None else place()  # an address says where to look
        self.answer: ReplayAnswer | None = None
        self._looked_at: int | None = None
        self.film = StepFilm(
            view, self._asked, shown, lambda: self._write_address(is_now=True), unit="frame",
            css_classes=["replay-time"], stylesheets=[theme.stylesheet("readings"), theme.stylesheet("replay")],
        )  # fmt: skip
        home, maps = MapHome(), view.tab.maps
        self.stage = MapStage(
            view, view.state, self._renderer, maps.workers, tiles_url=maps.tiles_url, marks=(PickedPlaces(),),
            on_made=self._made, over=[home, card], css_classes=["replay-map"], rooms=["replay"], shares_view=True,
            part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._tapped, self.stage, "picked")
        view.watch(self._on_at, view.own, "replay_at")
        view.watch(self._mark, view.own, "replay_outage")
        view.each_look(self._look_at_place)

    # What is on it -------------------------------------------------------------------------------------------------

    def show(self, found: ReplayAnswer) -> None:
        """Show a period, at the instant wanted."""
        self.answer = found
        self.film.wind(found.frame_at(self._own.replay_at), found.film.step)
        self.stage.use(self._renderer)
        self.film.open(rows.labels(found), marks=rows.marks(found), curve=rows.shape(found))
        self._mark()
        self._shown(self.film.frame)

    def clear(self) -> None:
        """There is no period."""
        self.answer = None
        self.film.stop()
        self.stage.use(self._renderer)
        self.film.close()
        self._mark()

    def _renderer(self, utility_id: int) -> ReplayRenderer:
        found = self.answer
        is_ours = found is not None and found.record.utility_id == utility_id
        return self._view.tab.maps.replay(utility_id, found.film if found is not None and is_ours else NOBODY)

    def _look_at_place(self) -> None:
        """Once another part of the utility was chosen, go there; as soon as the map is seen and knows its lines."""
        place, grid = self._place(), self.stage.grid
        if place == self._been_at or grid is None or not self._view.is_shown or not grid.has_rows:
            return
        self._been_at = place
        kind, number = place
        if kind == "utility" or number is None:
            self.stage.reset()
        else:  # nothing is marked: amber lines would hide who is out
            grid.zoom_to_lines(AssetRef(kind, number))

    def _made(self, grid: GridMap) -> None:
        self.film.attach(grid)
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
            outage = self.answer.film.outage_of(self.answer.film.step(self.film.player.shown), hit.key)
        elif hit is not None and hit.layer == "outage_places":
            outage = hit.key
        self._looked_at = outage
        self._own.replay_outage = outage

    def go_to(self, at: dt.datetime) -> None:
        """Go to the first frame at or after an instant (aware) of the period, else to its end."""
        if self.answer is not None:
            frame = self.answer.frame_at(at.astimezone(dt.UTC).replace(tzinfo=None))
            self._go(frame + (self.answer.instant(frame) < at))
            self._write_address(is_now=True)

    # The film ------------------------------------------------------------------------------------------------------

    def _asked(self, frame: int) -> None:
        """A person goes to a frame."""
        self._go(frame)
        self._write_address()

    def _go(self, frame: int) -> None:
        if self.answer is not None:
            self.film.go(frame)

    def _on_at(self) -> None:
        """The instant was set from elsewhere."""
        found = self.answer
        if found is not None and found.frame_at(self._own.replay_at) != self.film.frame:
            self._go(found.frame_at(self._own.replay_at))

    def _write_address(self, *, is_now: bool = False) -> None:
        found, frame = self.answer, self.film.frame
        if found is not None and self.film.is_address_due(is_now=is_now):
            is_end = found.is_live and frame == self.film.last
            self._own.replay_at = None if is_end else found.instant(frame).replace(tzinfo=None)
