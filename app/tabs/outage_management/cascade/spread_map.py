"""SpreadMap: the run on the real map, and the time bar that moves through its waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from app.tabs.outage_management.cascade.asked import Candidates, CascadeRun
from app.tabs.outage_management.cascade.film import codes_before, codes_of_segments
from app.tabs.outage_management.cascade.rows import trips_table
from app.tabs.outage_management.view import OutageView
from app.widgets.film.map_film import StepFilm
from app.widgets.film.time_player import SPEEDS
from app.widgets.html import el
from app.widgets.html_view import HtmlView
from app.widgets.legend import mark_of
from app.widgets.map_controls import MapHome
from app.widgets.map_stage import MapStage
from data_sources.network.rows import Floats
from data_sources.studies.cascade.ground import SupplyGround
from data_sources.studies.cascade.study import CascadeStudy
from layers.layer import Codes, Hit
from layers.map import GridMap
from layers.spread import BLANK, CHOICE, CHOSEN, SpreadLines, SpreadMarks, SpreadRenderer, mark_code

CHOICES = 25  # of the ranking, marked on the map while nothing was chosen to fail


@dataclass(frozen=True, slots=True, eq=False)
class StandingPicture:
    """The lines before anything fails: their codes, and what draws them."""

    utility_id: int
    codes: Codes
    renderer: SpreadRenderer

    def shows(self, codes: Codes) -> bool:
        """Whether these lines look so already, so that nothing has to be drawn again."""
        return np.array_equal(self.codes, codes)


PART = (0.65, 1.0)  # of the room that a map alone has: tables stand beside it


class SpreadMap:
    """The map and its time bar; the step shown is `own.cascade_wave`, of which this is the one writer.

    Args:
        view: gives selections, theme and workers.
        on_pick: takes the key of a part of the grid that was tapped.
    """

    def __init__(self, view: OutageView, on_pick: Callable[[str], None]) -> None:
        """Shows the whole utility until something fails."""
        self._view, self._own, self._on_pick = view, view.own, on_pick
        self._run: CascadeRun | None = None
        self._study: CascadeStudy | None = None
        self._blanks: dict[int, SpreadRenderer] = {}
        self._before: StandingPicture | None = None
        self._drawn: SpreadRenderer | None = None  # of the run
        self._keys: list[str] = []
        self.film = StepFilm(view, self._asked, unit="wave", speed=SPEEDS[0], css_classes=["cascade-time"])
        self.key = HtmlView(css_classes=["cascade-key"], room="cascade")
        home = MapHome()
        self.stage = MapStage(
            view, view.state, self._standing, view.tab.maps.workers, tiles_url=view.tab.maps.tiles_url,
            marks=(SpreadMarks(),), on_made=self._made, over=[home], css_classes=["cascade-map"], shares_view=True,
            has_legend=False, part=PART,
        )  # fmt: skip
        home.on("reset", lambda _value: self.stage.reset())
        view.watch(self._tapped, self.stage, "picked")
        view.watch(self._go, view.own, "cascade_wave")
        view.on_close(self._forget)

    # What is on it -------------------------------------------------------------------------------------------------

    def show_study(self, study: CascadeStudy) -> None:
        """While nothing was chosen, draw who has no supply as it is."""
        network, codes = study.ground.network, codes_before(study)
        if self._before is None or self._before.utility_id != network.utility_id or not self._before.shows(codes):
            self._forget_before()
            lines = SpreadLines(network.segments.ids, codes)
            renderer = self._view.tab.maps.spread(network.utility_id, lines)
            self._before = StandingPicture(network.utility_id, codes, renderer)
        if self._run is None:
            self._study = study
            self.stage.use(self._standing)

    def show_candidates(self, found: Candidates) -> None:
        """Know what a tap means; while nothing was chosen, mark what is to be feared most."""
        self._study = found.study
        if self._run is None:
            self._mark(_choices(found))

    def show_run(self, run: CascadeRun) -> None:
        """Show a run, where it was left or at its end."""
        self._run, self._study = run, run.study
        network, step = run.study.ground.network, run.film.step(self._own.cascade_wave)
        lines = SpreadLines(network.segments.ids, codes_of_segments(run.study, run.film))
        self._forget_run()
        renderer = self._drawn = self._view.tab.maps.spread(network.utility_id, lines)
        self.film.wind(step)
        self.stage.use(lambda utility: renderer if utility == network.utility_id else self._standing(utility))
        self.film.open(list(run.film.labels))
        self._mark_run(run, step)

    def clear(self) -> None:
        """Nothing has failed."""
        self._run = None
        self.film.stop()
        self.stage.use(self._standing)
        self._forget_run()
        self.film.close()
        self._mark(None)

    def look_at(self, lon: float, lat: float) -> None:
        """Look at a place and what is around it."""
        if self.stage.grid is not None:
            self.stage.grid.fly_to(lon, lat, 6000.0)

    def _standing(self, utility_id: int) -> SpreadRenderer:
        """Before anything failed: who is out as it is; where that is not known yet, the network alone."""
        if self._before is not None and self._before.utility_id == utility_id:
            return self._before.renderer
        if utility_id not in self._blanks:
            self._blanks[utility_id] = self._view.tab.maps.spread(utility_id, BLANK)
        return self._blanks[utility_id]

    def _made(self, grid: GridMap) -> None:
        self.film.attach(grid)
        self._view.watch(lambda: self._draw_key(grid), grid, "legend")
        self._draw_key(grid)

    def _mark_run(self, run: CascadeRun, step: int) -> None:
        """What failed, and what has tripped so far."""
        trips = trips_table(run)
        trips = trips.filter(pa.compute.less_equal(trips["wave"], step))
        waves, ground, nodes = run.film.waves, run.study.ground, run.nodes
        rows = trips.to_pylist()
        lon, lat = ([*places[nodes], *(row[name] for row in rows)] for name, places in _both(ground))
        self._keys = [str(ground.keys[node]) for node in nodes] + [""] * len(rows)
        self._mark(
            _marks(
                lon, lat,
                [CHOSEN] * len(nodes) + [mark_code(row["wave"], waves) for row in rows],
                [*ground.names[nodes], *(row["name"] for row in rows)],
                ["Fails first"] * len(nodes) + [_trip_words(row) for row in rows],
                ["star"] * len(nodes) + ["diamond"] * len(rows), [18.0] * len(nodes) + [13.0] * len(rows),
            )
        )  # fmt: skip

    def _mark(self, rows: Any) -> None:
        if isinstance(rows, tuple):
            self._keys, rows = rows
        self.stage.show("spread_marks", rows if rows is not None else _marks([], [], [], [], [], [], []))

    # What a person does --------------------------------------------------------------------------------------------

    def _tapped(self) -> None:
        hit: Hit | None = self.stage.picked
        if hit is None or self._study is None:
            return
        if (key := self._key_of(hit, self._study)) is not None:
            self._on_pick(key)

    def _key_of(self, hit: Hit, study: CascadeStudy) -> str | None:
        """The part of the grid that a tap means: what is marked, a substation, or the section of a line."""
        if hit.layer == "spread_marks":
            return self._keys[hit.key] or None if hit.key < len(self._keys) else None
        if hit.asset is None:
            return None
        if hit.asset.kind == "substation":
            return f"substation:{hit.asset.asset_id}"
        network = study.ground.network
        row = int(np.searchsorted(network.segments.ids, hit.asset.asset_id))
        if row >= len(network.segments) or network.segments.ids[row] != hit.asset.asset_id:
            return None
        return str(study.ground.keys[study.ground.section[network.to_node[row]]])

    # The film ------------------------------------------------------------------------------------------------------

    def _asked(self, frame: int) -> None:
        """A person goes to a step."""
        if self._run is not None:
            step = self._run.film.step(frame)
            self._own.cascade_wave = None if step == self._run.film.last else step
            self._go()

    def _go(self) -> None:
        """Ask for the picture of the step wanted."""
        if self._run is not None:
            step = self._run.film.step(self._own.cascade_wave)
            self._mark_run(self._run, step)
            self.film.go(step)

    def _draw_key(self, grid: GridMap) -> None:
        """What the colours of the lines mean, beside the map: nothing lies over the network."""
        told = next((line for line in grid.legend if line.layer == "feeders"), None)
        if told is not None:
            self.key.write(el("ul", [el("li", mark_of(one), one.label) for one in told.entries], cls="spread-key"))

    def _forget(self) -> None:
        for renderer in self._blanks.values():
            renderer.forget()
        self._forget_before()
        self._forget_run()

    def _forget_run(self) -> None:
        if self._drawn is not None:
            self._drawn.forget()
            self._drawn = None

    def _forget_before(self) -> None:
        if self._before is not None:
            self._before.renderer.forget()


def _choices(found: Candidates) -> tuple[list[str], pa.Table]:
    """The first of the ranking, the larger the more to be feared."""
    ground, order = found.study.ground, found.ranking.order[:CHOICES]
    score = found.ranking.score[order]
    words = [f"Rank {rank}, score {value:.0f} of 100" for rank, value in enumerate(score, 1)]
    keys = [str(key) for key in ground.keys[order]]
    count = len(order)
    return keys, _marks(
        ground.places.lon[order], ground.places.lat[order], [CHOICE] * count, ground.names[order], words,
        ["circle"] * count,
        8 + 8 * score / max(float(score.max(initial=0.0)), 1e-9),
    )  # fmt: skip


def _marks(lon: Any, lat: Any, code: Any, name: Any, words: Any, marker: Any, size: Any) -> pa.Table:
    """Rows of `SpreadMarks`; what has no place is left out by the layer."""
    count = len(name)
    return pa.table(
        {
            "key": pa.array(range(count), pa.int64()), "lon": pa.array(lon, pa.float64(), from_pandas=True),
            "lat": pa.array(lat, pa.float64(), from_pandas=True), "code": pa.array(code, pa.int64()),
            "name": pa.array([str(one) for one in name], pa.string()), "words": pa.array(words, pa.string()),
            "marker": pa.array(marker, pa.string()), "size": pa.array(size, pa.float32()),
        }
    )  # fmt: skip


def _both(ground: SupplyGround) -> tuple[tuple[str, Floats], tuple[str, Floats]]:
    return ("lon", ground.places.lon), ("lat", ground.places.lat)


def _trip_words(row: dict[str, Any]) -> str:
    return f"Tripped in wave {row['wave']}, {row['overload_mw']:.2f} MW more than it bears"
