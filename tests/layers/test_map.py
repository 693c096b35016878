"""GridMap without a browser: the events a browser would send, and what the figure then holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bokeh.core.property.vectorization import Field, Unspecified
from bokeh.document import Document
from bokeh.events import MouseMove, RangesUpdate, Tap
from bokeh.models import HoverTool, LinearInterpolator, Scatter

from data_sources.assets import AssetRef
from data_sources.fleet import Fleet
from layers.built_in.outages import Outages
from layers.colours.colour import hexadecimal
from layers.colours.palette import palette
from layers.drawing import Workers
from layers.figure.basemap import themed, tiles_answer, vector_map
from layers.fleet.picture import FleetGround
from layers.fleet.places import NO_FLEET, FleetPlaces
from layers.image.renderer import Renderer
from layers.locate import locate
from layers.map import GridMap
from layers.map_frames import empty_snapshot
from layers.projection import to_lonlat
from layers.snapshot import Snapshot
from layers.style import MapFilters
from tests.fleets import fleet_of
from tests.layers.image.test_composite import Still
from tests.layers.network import outages as outages_table


class Later(Executor):
    """Runs what is submitted when told to, in this thread."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.waiting.append(lambda: fn(*args, **kwargs))
        return Future()

    def run(self) -> int:
        count = len(self.waiting)
        while self.waiting:
            self.waiting.pop(0)()
        return count


def sized(grid: GridMap, width: int = 800, height: int = 500) -> GridMap:
    """As the browser does after its first layout."""
    for attr, size in (("inner_width", width), ("inner_height", height)):
        grid._size_changed(attr, None, size)
    return grid


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def grid(town: Snapshot, later: Later) -> GridMap:
    return GridMap(Renderer(Still(town)), workers=Workers(later, later, later))  # type: ignore[arg-type]


def test_nothing_is_drawn_before_the_size_is_known(grid: GridMap, later: Later) -> None:
    grid.refresh()
    grid.set_style(colour_by="load")
    later.run()
    assert grid.viewport is None
    assert grid.image.data["url"] == []


def test_the_first_view_holds_the_whole_utility(grid: GridMap, later: Later, town: Snapshot) -> None:
    sized(grid)
    assert grid.viewport.x0 < town.extent[0] < town.extent[2] < grid.viewport.x1
    assert grid.is_drawing
    later.run()
    assert not grid.is_drawing
    assert grid.image.data["url"][0].startswith(b"\x89PNG")
    assert (grid.figure.x_range.start, grid.figure.y_range.end) == (grid.viewport.x0, grid.viewport.y1)


def test_a_newer_view_drops_those_that_wait(grid: GridMap, later: Later) -> None:
    sized(grid)
    later.run()
    drawn: list[Any] = []
    mosaic = grid._renderer.mosaic
    grid._renderer.mosaic = lambda *args: drawn.append(args[0]) or mosaic(*args)  # type: ignore[func-returns-value]
    start = grid.viewport
    for step in range(1, 6):
        view = replace(start, x0=start.x0 + step * 100, x1=start.x1 + step * 100)
        grid._ranges_changed(RangesUpdate(grid.figure, x0=view.x0, x1=view.x1, y0=view.y0, y1=view.y1))
    assert len(later.waiting) == 1
    later.run()
    assert drawn == [grid.viewport]
    assert grid.viewport.x0 == start.x0 + 500


def test_a_gesture_becomes_one_viewport(grid: GridMap, later: Later) -> None:
    sized(grid)
    seen: list[Any] = []
    grid.on_viewport = seen.append
    view = grid.viewport.zoomed(3)
    grid._ranges_changed(RangesUpdate(grid.figure, x0=view.x0, x1=view.x1, y0=view.y0, y1=view.y1))
    assert len(seen) == 1
    assert grid.viewport == seen[0]
    assert grid.viewport.metres_per_pixel == pytest.approx(view.metres_per_pixel)


def test_pixels_are_made_square_again(grid: GridMap) -> None:
    sized(grid)
    view = grid.viewport
    grid._ranges_changed(RangesUpdate(grid.figure, x0=view.x0, x1=view.x1, y0=view.y0, y1=view.y1 + 4000))
    assert (grid.viewport.y1 - grid.viewport.y0) / 500 == pytest.approx(grid.viewport.metres_per_pixel)


def test_a_resized_window_keeps_middle_and_scale(grid: GridMap) -> None:
    sized(grid)
    grid.zoom(2)
    before = grid.viewport
    grid._size_changed("inner_width", 800, 1200)
    assert grid.viewport.width == 1200
    assert grid.viewport.centre == pytest.approx(before.centre)
    assert grid.viewport.metres_per_pixel == pytest.approx(before.metres_per_pixel)


def test_the_first_view_shows_all_in_any_window(grid: GridMap) -> None:
    sized(grid)
    small = grid.viewport
    grid._size_changed("inner_width", 800, 1600)
    grid._size_changed("inner_height", 600, 1200)
    assert grid.viewport.metres_per_pixel == pytest.approx(small.metres_per_pixel / 2)


def test_flying_fitting_and_going_home(grid: GridMap, town: Snapshot) -> None:
    grid.fly_to(-95.37, 29.76, width_m=2000)
    sized(grid)
    lon, lat = to_lonlat(*grid.viewport.centre)
    assert (lon, lat) == pytest.approx((-95.37, 29.76), abs=1e-6)
    assert grid.viewport.ground_metres_per_pixel * 800 == pytest.approx(2000, rel=0.01)
    grid.fit((-95.5, 29.7, -95.3, 29.9))
    assert grid.viewport.bbox[1] == pytest.approx(29.7, abs=1e-3)
    grid.zoom(2)
    grid.reset()
    assert grid.viewport.x0 < town.extent[0]


def test_zoom_to_selection(grid: GridMap, town: Snapshot) -> None:
    sized(grid)
    grid.select(AssetRef("feeder", 2))
    grid.zoom_to_selection()
    extent = locate(town, AssetRef("feeder", 2)).extent
    assert extent is not None
    assert grid.viewport.x0 < extent[0] < extent[2] < grid.viewport.x1
    before = grid.viewport
    grid.select(AssetRef("device", 1))
    grid.zoom_to_selection()
    assert grid.viewport == before


def test_selection_and_trace_are_marked(grid: GridMap, town: Snapshot) -> None:
    grid.select(AssetRef("pole", 3))
    assert len(grid._plot.selection_point.data["x"]) == 1
    grid.select(AssetRef("segment", 3))
    assert len(grid._plot.selection_point.data["x"]) == 0
    assert np.isnan(grid._plot.selection_line.data["x"][-1])
    grid.select(None)
    assert len(grid._plot.selection_line.data["x"]) == 0


def test_a_tap_tells_what_it_hit(grid: GridMap, later: Later, town: Snapshot) -> None:
    sized(grid)
    later.run()
    grid.fly_to(-95.37, 29.76, 150)
    later.run()
    hit: list[Any] = []
    grid.on_tap = hit.append
    place = locate(town, AssetRef("substation", 1))
    grid._tapped(Tap(grid.figure, sx=1, sy=1, x=float(place.x[0]), y=float(place.y[0])))
    grid._tapped(Tap(grid.figure, sx=1, sy=1, x=0.0, y=0.0))
    assert hit == [AssetRef("substation", 1), None]


def test_the_pointer_is_read_in_degrees(grid: GridMap) -> None:
    grid.figure._trigger_event(MouseMove(grid.figure, sx=1, sy=1, x=-10616540.0, y=3472420.0))
    assert grid.coordinates.startswith("29.7")
    assert ", -95.3" in grid.coordinates


def test_beyond_the_antimeridian_degrees_are_written_as_they_are_known(grid: GridMap) -> None:
    """A network of Fiji runs on beyond 180 degrees."""
    for east, written in ((20037508.0 + 111319.49, ", -179.0000"), (-20037508.0 - 111319.49, ", 179.0000")):
        grid.figure._trigger_event(MouseMove(grid.figure, sx=1, sy=1, x=east, y=-2000000.0))
        assert written in grid.coordinates


def test_meridians_lie_at_round_degrees_everywhere(grid: GridMap) -> None:
    ticker = grid.figure.xgrid[0].ticker
    steps = [mantissa * ticker.base**5 * ticker.min_interval for mantissa in ticker.mantissas]
    assert to_lonlat(steps, np.zeros(3))[0] == pytest.approx([0.1, 0.2, 0.5])


def test_outages_are_marked_with_their_customers(town: Snapshot, later: Later) -> None:
    renderer = Renderer(Still(town))
    grid = sized(GridMap(renderer, workers=Workers(later, later, later)))
    data = grid._plot.marks["outages"].data
    assert (data["label"], data["cause"]) == (["1,284"], ["Tree contact"])
    assert list(grid._plot.labels["outages"].data["label"]) == ["1,284"]
    grid.select(AssetRef("outage", 4))
    assert len(grid._plot.selection_point.data["x"]) == 1
    outages = Outages().frame(outages_table().slice(0, 0), town)
    renderer.frames.current = replace(town, version=town.version + 1, frames={**town.frames, "outages": outages})  # type: ignore[misc]
    grid.refresh()
    later.run()
    assert len(grid._plot.marks["outages"].data["x"]) == 0
    assert len(grid._plot.labels["outages"].data["x"]) == 0


def test_what_is_wrong_with_the_rows_is_told(town: Snapshot, later: Later) -> None:
    frames = Still(town)
    grid = sized(GridMap(Renderer(frames), workers=Workers(later, later, later)))
    frames.trouble = "The database went away."
    grid.refresh()
    later.run()
    assert grid.trouble == "The database went away."


def test_style_changes_the_picture_and_the_legend(grid: GridMap, later: Later) -> None:
    sized(grid)
    later.run()
    before = grid.image.data["url"][0]
    grid.set_style(colour_by="voltage", layers=frozenset({"feeders"}))
    later.run()
    assert grid.image.data["url"][0] != before
    assert [line.label for line in grid.legend] == ["Feeders by voltage"]
    assert len(grid._plot.marks["poles"].data["x"]) == 0
    grid.set_style(filters=MapFilters(feeder_id=99))
    later.run()
    assert grid.style.colour_by == "voltage"


def test_the_light_theme_recolours_everything(grid: GridMap) -> None:
    grid.set_style(theme="light")
    assert grid.figure.background_fill_color == hexadecimal(palette("light").ground)
    assert grid._plot.basemap.attribution


def test_a_refresh_of_unchanged_rows_sends_no_picture_again(town: Snapshot, later: Later) -> None:
    grid = sized(GridMap(Renderer(Still(town)), workers=Workers(later, later, later)))  # type: ignore[arg-type]
    grid.set_style(layers=frozenset({"feeders"}))
    later.run()
    before = grid.image.data
    grid.refresh()
    later.run()
    assert grid.image.data is before or grid.image.data == before


def test_another_utility_takes_the_place_of_this_one(grid: GridMap, later: Later) -> None:
    sized(grid)
    later.run()
    grid.show_utility(Renderer(Still(empty_snapshot(2))))  # type: ignore[arg-type]
    later.run()
    assert len(grid._plot.marks["substations"].data["x"]) == 0


def test_what_is_picked_is_found_in_the_rows_that_are_drawn_now(town: Snapshot, later: Later) -> None:
    """Seen: the marks of the first renderer's layers, whatever was drawn since; a fleet picked in was searched in none."""

    def drawn(fleet: Fleet) -> Renderer:
        frame = FleetGround().frame(fleet, town.origin)
        rows = replace(town, frames={**town.frames, FleetPlaces.name: frame})
        return Renderer(Still(rows), (FleetPlaces(fleet),))  # type: ignore[arg-type]

    grid = sized(GridMap(drawn(NO_FLEET), workers=Workers(later, later, later)))
    grid.use(drawn(fleet_of(2, lon=np.array([-95.4, -95.39]), lat=np.array([29.7, 29.71]))))
    later.run()
    grid.select(AssetRef("pole", 1))
    (x,), (y,) = (grid._plot.selection_point.data[name] for name in "xy")
    assert to_lonlat(x, y) == pytest.approx((-95.39, 29.71), abs=1e-5)


def test_an_empty_utility_still_has_its_basemap(later: Later) -> None:
    grid = sized(GridMap(Renderer(Still(empty_snapshot(1))), workers=Workers(later, later, later)))  # type: ignore[arg-type]
    later.run()
    assert grid.viewport is not None
    assert len(vector_map().land) >= 60
    assert grid.viewport.bbox[0] < -95.37 < grid.viewport.bbox[2]


def test_a_picture_that_fails_leaves_the_old_one(grid: GridMap, later: Later, caplog: pytest.LogCaptureFixture) -> None:
    sized(grid)
    later.run()
    before = grid.image.data["url"][0]

    def fail(*_args: Any) -> None:
        raise RuntimeError("no memory")

    grid._renderer.mosaic = fail  # type: ignore[method-assign, assignment]
    grid.zoom(2)
    later.run()
    assert grid.image.data["url"][0] == before
    assert grid.trouble == "The map could not be drawn anew: RuntimeError: no memory"
    grid.zoom(2)
    later.run()
    assert caplog.text.count("could not be drawn") == 1
    del grid._renderer.mosaic
    grid.zoom(2)
    later.run()
    assert grid.trouble == ""


def test_rows_that_fail_are_told_and_asked_again(grid: GridMap, later: Later, caplog: pytest.LogCaptureFixture) -> None:
    sized(grid)
    later.run()
    frames = grid._renderer.frames
    asked: list[int] = []

    def fail() -> Snapshot:
        asked.append(1)
        raise RuntimeError("no memory")

    frames.refresh = fail  # type: ignore[method-assign]
    for _ in range(2):
        grid.refresh()
        later.run()
    assert grid.trouble == "The map's rows could not be read: RuntimeError: no memory"
    assert len(asked) == 2
    assert caplog.text.count("could not be read") == 1


def test_pictures_from_a_thread_reach_the_document_by_its_own_loop(town: Snapshot) -> None:
    document = Document()
    with ThreadPoolExecutor(2) as pool:
        grid = GridMap(Renderer(Still(town)), workers=Workers(pool, pool, pool))  # type: ignore[arg-type]
        document.add_root(grid.figure)
        sized(grid)
        deadline = time.monotonic() + 60
        while not document.session_callbacks and time.monotonic() < deadline:
            time.sleep(0.01)
        assert grid.image.data["url"] == []
        for callback in list(document.session_callbacks):
            callback.callback()
    assert grid.image.data["url"]


def test_every_mark_has_a_tooltip_with_units_and_no_script(grid: GridMap) -> None:
    tools = list(grid.figure.select(HoverTool))
    assert len(tools) == 5
    text = str([tool.tooltips for tool in tools])
    for unit in ("kWh", "kVA", "kV", "MVA"):  # a share carries its own, see `whole`
        assert unit in text
    names = {type(model).__name__ for model in grid.figure.references()}
    assert not {name for name in names if "CustomJS" in name}


def test_tiles_that_do_not_answer_are_not_shown() -> None:
    assert not tiles_answer("http://127.0.0.1:9/{Z}/{X}/{Y}.png", 3.0)
    assert not tiles_answer("file:///etc/passwd?{Z}{X}{Y}", 3.0)
    carto = "https://basemaps.cartocdn.com/dark_all/{Z}/{X}/{Y}@2x.png"
    assert "light_all" in themed(carto, "light")
    assert themed(carto, "dark") == carto


def unread(town: Snapshot, later: Later) -> GridMap:
    """A map whose rows come when `later` runs."""

    class Unread(Still):
        def refresh(self) -> Snapshot:
            self.current = town
            return town

    return sized(GridMap(Renderer(Unread(empty_snapshot(1))), workers=Workers(later, later, later)))  # type: ignore[arg-type]


@pytest.mark.parametrize("move", ["drag", "fly", "fit", "zoom"])
def test_who_moved_before_the_first_rows_came_stays_there(town: Snapshot, later: Later, move: str) -> None:
    grid = unread(town, later)
    first = grid.viewport
    if move == "drag":
        edges = {"x0": first.x0 + 50, "x1": first.x1 + 50, "y0": first.y0, "y1": first.y1}
        grid._plot.figure._trigger_event(RangesUpdate(grid.figure, **edges))
    elif move == "fly":
        grid.fly_to(-95.5, 29.9)
    elif move == "fit":
        grid.fit((-95.5, 29.8, -95.4, 29.9))
    else:
        grid.zoom(2.0)
    there = grid.viewport
    assert there != first
    later.run()
    assert grid.viewport == there


def test_a_map_made_before_its_rows_were_read_fits_them_when_they_come(town: Snapshot, later: Later) -> None:
    grid = unread(town, later)
    grid.select(AssetRef("pole", 3))
    later.run()
    assert grid.viewport.x0 < town.extent[0] < town.extent[2] < grid.viewport.x1
    assert grid.viewport.x1 - grid.viewport.x0 < 2 * (town.extent[2] - town.extent[0])
    assert len(grid._plot.marks["substations"].data["x"]) == 2
    assert len(grid._plot.selection_point.data["x"]) == 1
    assert not grid.is_drawing


def test_away_from_the_shipped_map_the_ground_is_land(grid: GridMap) -> None:
    sized(grid)
    assert grid.figure.background_fill_color == hexadecimal(palette().ground)
    grid.fly_to(-117.0, 33.8, 5000)
    assert grid.figure.background_fill_color == hexadecimal(palette().land)
    assert grid._plot.basemap.attribution == ""


def test_the_scale_bar_knows_the_latitude(grid: GridMap) -> None:
    sized(grid)
    grid.fly_to(10.0, 60.0, 5000)
    assert grid._plot._scale_bar.dimensional.basis["m"][0] == pytest.approx(2.0, rel=0.01)


def test_on_a_wall_marks_with_words_grow_with_the_texts(grid: GridMap) -> None:
    def sizes() -> set[float]:
        marks = {mark.glyph for mark in grid.figure.renderers if getattr(mark, "glyph", None) is not None}
        spec = [mark.size for mark in marks if isinstance(mark, Scatter)]
        grown = (size.transform for size in spec if isinstance(size, Field) and size.transform is not Unspecified)
        return {transform.y[1] / transform.x[1] for transform in grown if isinstance(transform, LinearInterpolator)}

    sized(grid)
    assert sizes() == set()
    sized(grid, 3000, 1600)
    assert sizes() == {2.0}
    sized(grid)
    assert sizes() == set()
