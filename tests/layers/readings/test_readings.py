"""The map of readings: means by cell against a loop in Python, what glows, what is kept, what is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.history.cube import DayCube
from data_sources.history.map_days import DayIntervals, DayMeters, MapDay
from layers.colours.palette import palette
from layers.detail import Drawn
from layers.frame import BlockFrame
from layers.image.mosaic import Piece, with_surroundings
from layers.readings.bands import SCALES, reading_colours
from layers.readings.cells import FIRST_BAND, NO_CELL, NO_READ, Readings, cell_grid
from layers.readings.picture import ReadingsGone, ReadingsRenderer, cell_palette, meter_places
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle, Reading
from layers.viewport import Viewport, around
from tests.layers.colours.contrast import contrast
from tests.layers.image.test_around import pasted
from tests.layers.image.test_composite import Still, pixels

DAY = dt.date(2026, 8, 14)
STAMP = 7
LAYERS = frozenset({"feeders", "meters"})


class GivenDays:
    """A day that is at hand."""

    def __init__(self, day: MapDay) -> None:
        self.day = day

    def kept(self, utility_id: int, day: dt.date, stamp: int) -> MapDay | None:
        return self.day if (utility_id, day, stamp) == (1, DAY, STAMP) else None


def day_of(town: Snapshot, intervals: int = 4) -> MapDay:
    """Every meter but the last: power grows with its number, voltage lies at 100 % but for a few."""
    ids = np.sort(town.frames["meters"]["id"])[:-1].astype(np.int32)
    count = len(ids)
    power = (
        np.tile(32_768 + np.arange(count) % 1000, (intervals, 1)).astype(np.uint16)
        + np.arange(intervals, dtype=np.uint16)[:, None]
    )
    power[0, 3] = 0
    voltage = np.full((intervals, count), 10_001, np.uint16)
    voltage[1, 5], voltage[1, 6] = 9_301, 0
    start = np.datetime64("2026-08-14T05:00", "us") + np.arange(intervals) * np.timedelta64(15, "m")
    nominal = np.full(count, 240, np.float32)
    cube = DayCube(ids, nominal, start, 15, power, np.ones(count, np.float32), voltage, np.ones_like(voltage, np.uint8))
    share = np.linspace(0, 100, count).astype(np.float32)
    meters = DayMeters(
        ids,
        nominal,
        np.full(count, 2, np.float32),
        np.full(count, 2, np.float32),
        share,
        share[::-1].copy(),
        np.full(count, 4, np.int32),
    )
    days = DayIntervals(DAY, start, 15, (15,), np.ones(intervals), count * intervals, 0, STAMP)
    return MapDay(1, days, meters, source=None, cube=cube)  # type: ignore[arg-type]  # all is in the cube


@pytest.fixture
def renderer(town: Snapshot) -> ReadingsRenderer:
    return ReadingsRenderer(Still(town), GivenDays(day_of(town)))  # type: ignore[arg-type]


def style(quantity: str, slot: int = 1, **changes: object) -> MapStyle:
    return replace(MapStyle(layers=LAYERS, reading=Reading(quantity, DAY, STAMP, slot)), **changes)  # type: ignore[arg-type]


def expected_cells(frame: BlockFrame, values: np.ndarray, view: Viewport, size: int, quantity: str) -> np.ndarray:
    """The same by a loop, with the scale's limits."""
    scale = SCALES[quantity]
    total: dict[tuple[int, int], list[float]] = {}
    reach = size // 2
    for x, y, value in zip(frame.x0 + frame.origin[0], frame.y0 + frame.origin[1], values, strict=True):
        column = int(np.floor((x - view.x0) / view.metres_per_pixel)) - reach
        line = int(np.floor((y - view.y0) / view.metres_per_pixel)) - reach
        for i in range(line, line + size):
            for j in range(column, column + size):
                if 0 <= i < view.height and 0 <= j < view.width:
                    total.setdefault((i, j), []).append(float(value))
    out = np.full((view.height, view.width), NO_CELL, np.uint8)
    for place, found in total.items():
        known = [value for value in found if value == value]
        if not known:
            out[place] = NO_READ
            continue
        outside = [value for value in known if value < scale.limits[0] or value > scale.limits[1]]
        worst = max(outside, key=lambda v: max(scale.limits[0] - v, v - scale.limits[1]), default=None)
        told = float(np.mean(known)) if worst is None else worst
        out[place] = FIRST_BAND + int(np.searchsorted(scale.edges, told, side="right"))
    return out


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3, 5]), st.sampled_from(["voltage", "load_factor"]))
def test_cells_are_means_and_what_is_outside_its_limits_shows(seed: int, size: int, quantity: str) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 60))
    x, y = rng.uniform(0, 20, count), rng.uniform(0, 12, count)
    frame = BlockFrame.of_points(x, y, {"id": np.arange(count)}, (0.0, 0.0), block_rows=7)
    # Halves, so that means are exact and none lies by chance on an edge in single precision alone.
    values = (rng.integers(176, 216, count) / 2 + 0.125).astype(np.float32)
    values[rng.random(count) < 0.2] = np.nan
    view = Viewport(0, 0, 20, 12, 20, 12)
    scene = Scene(Snapshot(1, frames={"meters": frame}))
    found = Readings(quantity, values, size).aggregate(frame, view.canvas(), scene)
    wanted = expected_cells(frame, values, view, size, quantity)
    is_near_edge = np.abs(found.astype(int) - wanted.astype(int)) == 1  # a mean may round to the other side
    assert np.array_equal(found[~is_near_edge], wanted[~is_near_edge])
    assert is_near_edge.mean() < 0.02


def test_cells_stay_on_the_ground_while_the_map_moves() -> None:
    """A view moved by whole pixels has its cells moved by as many."""
    view = Viewport(1000, 2000, 1000 + 300 * 50, 2000 + 200 * 50, 300, 200)
    grids = [cell_grid(replace_x(view, 50.0 * step), 100_000) for step in range(4)]
    edges = [grid.canvas.x_range[0] for grid in grids]
    assert {round(edge / 150, 6) % 1 for edge in edges} == {0.0}
    for step, grid in enumerate(grids):
        assert grid.canvas.x_range[0] + grid.shift_x * 50 == pytest.approx(1000 + 50 * step)
        assert (grid.canvas.plot_width * 3 - grid.shift_x) >= 300


def replace_x(view: Viewport, by: float) -> Viewport:
    return replace(view, x0=view.x0 + by, x1=view.x1 + by)


def test_few_meters_are_dots_of_their_own() -> None:
    view = Viewport(0, 0, 100, 100, 100, 100)
    assert [(cell_grid(view, n).cell_px, cell_grid(view, n).size) for n in (10, 20_000, 500_000)] == [
        (1, 5),
        (1, 3),
        (3, 1),
    ]


def test_the_figures_of_a_view_are_those_of_its_meters(
    town: Snapshot, whole: Viewport, renderer: ReadingsRenderer
) -> None:
    picture = renderer.picture(whole, style("consumption", 0), MapFilters())
    stats, day = picture.figures, day_of(town)
    assert stats is not None
    kw = day.cube.net_kw(0)  # type: ignore[union-attr]
    kw = kw[np.isfinite(kw)]
    assert stats.meters == len(town.frames["meters"])
    assert stats.no_read == 2  # one without a reading, one the history does not know
    assert sum(stats.bands) == stats.meters - 2
    assert (stats.low, stats.high) == (pytest.approx(kw.min()), pytest.approx(kw.max()))
    assert stats.total == pytest.approx(kw.sum(dtype=float), rel=1e-5)
    assert stats.median == pytest.approx(np.sort(kw)[len(kw) // 2])


def test_only_what_is_in_view_is_counted(town: Snapshot, whole: Viewport, renderer: ReadingsRenderer) -> None:
    part = whole.zoomed(4)
    frame = town.frames["meters"]
    picture = renderer.picture(part, style("load_factor"), MapFilters())
    assert picture.figures is not None
    assert picture.figures.meters == len(frame.rows_in(part))


def test_a_picture_shows_cells_over_faint_lines(whole: Viewport, renderer: ReadingsRenderer) -> None:
    tables = cell_palette("voltage", "dark", "standard")
    far = around((whole.x0, whole.y0, whole.x1, whole.y1), (320, 200))
    shown = pixels(renderer.picture(far, style("voltage"), MapFilters()).file).reshape(-1, 4)
    colours = {tuple(colour) for colour in np.unique(shown, axis=0)}
    assert tuple(tables.colours[tables.lines[(3 << 6) + 1]]) in colours
    low = tables.colours[tables.cells[FIRST_BAND + 2]]  # 93 %: below range A, within B
    assert tuple(low) in colours


def test_what_lies_around_a_picture_has_cells_of_the_same_size(whole: Viewport, renderer: ReadingsRenderer) -> None:
    """A drag of a map of readings shows no blank edge, and no seam: what is beside the picture runs on."""
    view = Viewport.around(*whole.centre, whole.metres_per_pixel, 240, 120)
    around = renderer.surroundings(renderer.mosaic(view, style("voltage"), MapFilters()))
    assert around is not None
    assert around.has_surroundings
    wide = with_surroundings(view)
    expected = renderer.picture(wide, style("voltage"), MapFilters())
    one = replace(around, pieces={"view": Piece(expected.image, expected.file, {})})
    inner = np.s_[8:-8, 8:-8]  # lines end at the edges of a picture
    shown, wanted = pasted(around, wide), pasted(one, wide)
    cells = {(*colour, 255) for colour in reading_colours("voltage", "dark", "standard")}
    is_cell = np.array([tuple(pixel) in cells for pixel in wanted.reshape(-1, 4)]).reshape(wanted.shape[:2])
    assert is_cell[:, :40].any()
    assert np.array_equal(shown[inner][is_cell[inner]], wanted[inner][is_cell[inner]])


def test_the_next_instant_is_another_picture_and_the_same_one_is_kept(
    whole: Viewport, renderer: ReadingsRenderer
) -> None:
    first = renderer.picture(whole, style("consumption", 1), MapFilters())
    assert renderer.picture(whole, style("consumption", 1), MapFilters()) is first
    assert renderer.picture(whole, style("consumption", 2), MapFilters()).figures != first.figures


def test_loads_of_transformers_do_not_change_the_picture(
    town: Snapshot, whole: Viewport, renderer: ReadingsRenderer
) -> None:
    first = renderer.picture(whole, style("consumption"), MapFilters())
    renderer.frames.current = replace(town, version=town.version + 1)  # type: ignore[misc]
    assert renderer.picture(whole, style("consumption"), MapFilters()) is first
    moved = town.frames["meters"].with_columns()
    renderer.frames.current = replace(town, version=town.version + 2, frames={**town.frames, "meters": moved})  # type: ignore[misc]
    assert renderer.picture(whole, style("consumption"), MapFilters()) is not first


def test_a_day_that_was_let_go_says_so(whole: Viewport, renderer: ReadingsRenderer) -> None:
    gone = replace(style("voltage"), reading=Reading("voltage", DAY, STAMP + 1, 0))
    with pytest.raises(ReadingsGone, match="2026-08-14"):
        renderer.picture(whole, gone, MapFilters())


def test_before_a_reading_is_chosen_there_are_feeders_and_no_meters(
    town: Snapshot, whole: Viewport, near: Viewport, renderer: ReadingsRenderer
) -> None:
    """All arrays must be of the same length: few meters in view were drawn by values that are not there yet."""
    for view in (whole, near, around(town.extent, (200, 100))):
        shown = renderer.picture(view, MapStyle(layers=LAYERS), MapFilters())
        feeders = renderer.picture(view, MapStyle(layers=LAYERS - {"meters"}), MapFilters())
        assert (shown.file, shown.image) == (feeders.file, feeders.image)
        assert pixels(feeders.file)[..., 3].any()
        assert shown.detail["meters"] is Drawn.OFF
        assert "meters" not in shown.marks


def test_meters_in_the_street_are_marks_with_words(town: Snapshot, near: Viewport, renderer: ReadingsRenderer) -> None:
    picture = renderer.picture(near, style("voltage"), MapFilters())
    marks = picture.marks["meters"]
    place = {meter: i for i, meter in enumerate(marks["id"].tolist())}
    ids = np.sort(town.frames["meters"]["id"])
    low, unread, unknown = (place[int(ids[i])] for i in (5, 6, -1))
    assert (marks["power"][low], marks["voltage"][low], marks["quality"][low]) == (
        "0.006 kW",
        "223.2 V on 240 V (93.0 %)",
        "actual",
    )
    assert marks["voltage"][unread] == "–"
    assert marks["power"][unknown] == "no reading"
    assert marks["quality"][unknown] == "–"
    assert marks["size"][low] > marks["size"][unread]
    assert len(marks["name"]) == len(marks["colour"]) == len(ids)


def test_places_are_those_of_the_day_that_is_asked_about(town: Snapshot) -> None:
    """A day that is let go leaves its address to the next one, whose meters may be others."""
    frame = town.frames["meters"]
    for left_out in range(1, 9):
        day = day_of(town)
        ids = day.meters.meter_id[left_out:].copy()
        found = meter_places(replace(day, meters=replace(day.meters, meter_id=ids)), frame)
        is_known = found >= 0
        assert is_known.sum() == len(ids)
        assert np.array_equal(ids[found[is_known]], frame["id"][is_known])
        del day, ids


def test_a_meter_the_history_does_not_know_has_no_place(town: Snapshot) -> None:
    day = day_of(town)
    places = meter_places(day, town.frames["meters"])
    assert (places == -1).sum() == 1
    assert np.array_equal(day.meters.meter_id[places[places >= 0]], town.frames["meters"]["id"][places >= 0])


@pytest.mark.parametrize("quantity", list(SCALES))
@pytest.mark.parametrize("surface", ["dark", "light"])
@pytest.mark.parametrize("vision", ["standard", "colour_blind"])
def test_every_band_has_a_colour_and_what_is_abnormal_stands_out(quantity: str, surface: str, vision: str) -> None:
    scale, colours = SCALES[quantity], reading_colours(quantity, surface, vision)  # type: ignore[arg-type]
    assert len(colours) == scale.bands
    assert len(set(colours)) >= scale.bands - 1  # nominal voltage is one grey on either side of 100 %
    assert all(at <= scale.bands for at, _ in scale.ticks)
    assert list(scale.edges) == sorted(scale.edges)
    land = palette(surface).land  # type: ignore[arg-type]
    if quantity == "voltage":
        normal = contrast(colours[7], land)
        assert min(contrast(colours[i], land) for i in (1, 2, -1, -2)) > normal


def test_map_filters_apply(whole: Viewport, renderer: ReadingsRenderer) -> None:
    everything = renderer.picture(whole, style("consumption"), MapFilters()).figures
    one = renderer.picture(whole, style("consumption"), MapFilters(feeder_id=1)).figures
    assert everything is not None
    assert one is not None
    assert 0 < one.meters < everything.meters


def test_before_the_cube_an_instant_is_asked_for(town: Snapshot) -> None:
    """The same picture either way."""
    built = day_of(town)
    rows = pa.table(
        {
            "meter_id": built.meters.meter_id,
            "net_kw": built.cube.net_kw(1),  # type: ignore[union-attr]
            "voltage_v": built.cube.voltage_pct(1) * np.float32(2.4),  # type: ignore[union-attr]
        }
    )

    class Answering:
        def fetch(self, _query: object) -> pa.Table:
            return rows

    asked = MapDay(1, built.intervals, built.meters, source=Answering())  # type: ignore[arg-type]
    view = around(town.extent, (320, 200))
    pictures = [
        ReadingsRenderer(Still(town), GivenDays(day)).picture(view, style("consumption"), MapFilters())  # type: ignore[arg-type]
        for day in (built, asked)
    ]
    assert pictures[0].file == pictures[1].file
