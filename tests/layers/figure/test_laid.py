"""What a drag brings into a page: counted in pieces and bytes, on the map without a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from bokeh.events import RangesUpdate
from bokeh.models import ColumnDataSource

from layers.detail import Drawn
from layers.drawing import Workers
from layers.figure.laid import CLEAR, MAX_BYTES, Laid, no_pieces
from layers.image.mosaic import Mosaic, Piece, Whole, overscanned
from layers.image.renderer import Renderer
from layers.layer import Columns
from layers.map import GridMap
from layers.snapshot import Snapshot
from layers.style import MapStyle
from layers.viewport import Viewport
from tests.layers.image.test_composite import Still
from tests.layers.image.test_tiles import put_together
from tests.layers.test_map import Later, sized


class Sent:
    """What a source was told since the last look: rows appended, places changed, whole replacements."""

    def __init__(self, source: ColumnDataSource) -> None:
        self.source, self.before = source, list(source.data["url"])

    def news(self) -> list[bytes]:
        before, now = self.before, list(self.source.data["url"])
        self.before = now
        changed = [new for old, new in zip(before, now, strict=False) if new != old]
        return changed + now[len(before) :]


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def grid(town: Snapshot, later: Later) -> GridMap:
    """A map that looks at the middle of the town, with what lies around it."""
    return looking_at_the_middle(town, later)


def drag(grid: GridMap, across_px: int, up_px: int) -> None:
    """What a browser tells when a hand lets go."""
    view, step = grid.viewport, grid.viewport.metres_per_pixel
    moved = replace(
        view, x0=view.x0 + across_px * step, x1=view.x1 + across_px * step, y0=view.y0 + up_px * step,
        y1=view.y1 + up_px * step,
    )  # fmt: skip
    grid._ranges_changed(RangesUpdate(grid.figure, x0=moved.x0, x1=moved.x1, y0=moved.y0, y1=moved.y1))


def covered(grid: GridMap, town: Snapshot) -> bool:
    """Whether pieces, or places beyond all rows, fill the view."""
    west, south, east, north, scale = grid.image.tags
    view = grid.viewport
    return bool(west <= view.x0 and south <= view.y0 and east >= view.x1 and north >= view.y1 and scale > 0)


def test_a_drag_of_a_quarter_shows_no_blank_edge(grid: GridMap, town: Snapshot, later: Later) -> None:
    """What is there before any worker runs is what an undivided picture of that view shows."""
    drag(grid, 225, -155)
    pieces = dict(
        zip(grid.image.data["url"], zip(*(grid.image.data[n] for n in ("x", "y", "dw")), strict=True), strict=True)
    )
    assert covered(grid, town)
    there = {
        (number, 0): Piece(Viewport(x, y - dw, x + dw, y, 256, 256), url, {})
        for number, (url, (x, y, dw)) in enumerate(pieces.items())
    }
    mosaic = Renderer(Still(town)).mosaic(grid.viewport, grid.style, grid.filters, grid._mosaic.sheet)  # type: ignore[arg-type, union-attr]
    shown = put_together(there, mosaic.sheet.grid, grid.viewport)
    assert np.array_equal(shown, put_together(mosaic.pieces, mosaic.sheet.grid, grid.viewport))
    assert shown.any()


def test_a_drag_sends_what_is_new_and_nothing_again(grid: GridMap, later: Later) -> None:
    sent, whole = Sent(grid.image), sum(map(len, grid.image.data["url"]))
    had = set(grid.image.data["url"])
    drag(grid, 225, 155)
    later.run()
    news = sent.news()
    assert news
    assert not had.intersection(news)
    assert sum(map(len, news)) < 0.7 * whole
    drag(grid, -225, -155)
    later.run()
    assert sent.news() == []


def test_only_another_scale_or_style_replaces_what_is_there(grid: GridMap, later: Later) -> None:
    before = grid.image.data
    drag(grid, 100, 0)
    later.run()
    assert grid.image.data is before
    grid.set_style(colour_by="voltage")
    later.run()
    assert grid.image.data is not before
    before = grid.image.data
    grid.zoom(1.5)
    later.run()
    assert grid.image.data is not before


def test_rows_that_changed_send_the_tiles_that_look_different(grid: GridMap, town: Snapshot, later: Later) -> None:
    sent, rows, segments = Sent(grid.image), len(grid.image.data["url"]), town.segments
    first = segments.vertex_start[:-1]
    away = np.hypot(segments.x[first] - grid.viewport.centre[0], segments.y[first] - grid.viewport.centre[1])
    dark = segments.with_supply(np.arange(len(segments)) == away.argmin())
    frames = {**town.frames, "feeders": town.frames["feeders"].owned_by(dark)}
    grid._renderer.frames.current = replace(town, version=2, segments=dark, frames=frames)  # type: ignore[misc]
    grid.refresh()
    later.run()
    assert 1 <= len(sent.news()) <= rows // 2
    assert len(grid.image.data["url"]) == rows


def test_marks_come_with_their_tiles(town: Snapshot, near: Viewport, later: Later) -> None:
    """In the street marks reach beyond the view, each once, and a drag appends those that are new."""
    grid = sized(GridMap(Renderer(Still(town)), workers=Workers(later, later, later)), 600, 400)  # type: ignore[arg-type]
    grid._go(Viewport.around(*near.centre, near.metres_per_pixel, 600, 400))
    later.run()
    assert grid._mosaic.detail["poles"] is Drawn.MARKS  # type: ignore[union-attr]
    marks = grid.marks("poles")
    ids, x = list(marks.data["id"]), marks.data["x"]
    assert len(set(ids)) == len(ids)
    assert min(x) < grid.viewport.x0 or max(x) > grid.viewport.x1
    drag(grid, 150, 100)
    later.run()
    moved = list(marks.data["id"])
    assert moved[: len(ids)] == ids
    assert len(set(moved)) == len(moved) > len(ids)
    grid.set_style(layers=frozenset({"feeders"}))
    later.run()
    assert len(marks.data["id"]) == 0


def mosaic_of(files: dict[Any, bytes], sheet: Any) -> Mosaic:
    view = Viewport(0, 0, 10, 10, 10, 10)
    pieces = {key: Piece(view, file, {}) for key, file in files.items()}
    return Mosaic(view, sheet, "version", pieces, (0, 0, 10, 10), None)  # type: ignore[arg-type]


def test_a_piece_that_has_nothing_left_is_shown_clear(grid: GridMap) -> None:
    laid, sheet = Laid(ColumnDataSource(no_pieces()), {}, {}), grid._mosaic.sheet  # type: ignore[union-attr]
    laid.show(mosaic_of({1: b"a", 2: b"", 3: b"c"}, sheet))
    assert laid.image.data["url"] == [b"a", b"c"]
    laid.show(mosaic_of({1: b"", 2: b"b"}, sheet))
    assert laid.image.data["url"] == [CLEAR, b"c", b"b"]


def test_a_page_holds_pieces_up_to_a_number_of_bytes(grid: GridMap) -> None:
    laid, sheet = Laid(ColumnDataSource(no_pieces()), {}, {}), grid._mosaic.sheet  # type: ignore[union-attr]
    before = laid.image.data
    for number in range(8):
        laid.show(mosaic_of({number: bytes([number]) * (MAX_BYTES // 3)}, sheet))
        assert sum(map(len, laid.image.data["url"])) <= 4 * MAX_BYTES // 3
        assert laid.image.data["url"][-1][0] == number
        assert {len(column) for column in laid.image.data.values()} == {len(laid.image.data["x"])}
        before = before if number else laid.image.data
        assert laid.image.data is before, "the oldest go, and none is sent again"
    wall = dict.fromkeys(range(6), b"w" * (MAX_BYTES // 4))
    laid = Laid(ColumnDataSource(no_pieces()), {}, {})
    laid.show(replace(mosaic_of(wall, sheet), covered=overscanned(Viewport(0, 0, 10, 10, 10, 10))))
    for number in range(6, 12):
        laid.show(mosaic_of({number: b"w" * (MAX_BYTES // 4)}, sheet))
    assert len(laid.image.data["url"]) == 12


def test_marks_of_pieces_that_went_are_gone_too(grid: GridMap) -> None:
    marks, none = ColumnDataSource({"x": []}), {"x": []}
    laid, sheet = Laid(ColumnDataSource(no_pieces()), {"poles": marks}, {"poles": none}), grid._mosaic.sheet  # type: ignore[union-attr]
    for number in range(8):
        shown = mosaic_of({number: b"p" * (MAX_BYTES // 3)}, sheet)
        pieces = {key: replace(piece, marks={"poles": {"x": np.array([key])}}) for key, piece in shown.pieces.items()}
        laid.show(replace(shown, pieces=pieces))
        assert len(marks.data["x"]) == len(laid.image.data["url"])
        assert marks.data["x"][-1] == number


def test_marks_that_have_a_column_more_are_others(grid: GridMap) -> None:
    marks, none = ColumnDataSource({"x": []}), {"x": []}
    laid, sheet = Laid(ColumnDataSource(no_pieces()), {"poles": marks}, {"poles": none}), grid._mosaic.sheet  # type: ignore[union-attr]
    shown = mosaic_of({1: b"p"}, sheet)
    for columns in ({"x": np.array([1])}, {"x": np.array([1]), "y": np.array([2])}, {"x": np.array([1])}):
        pieces = {key: replace(piece, marks={"poles": columns}) for key, piece in shown.pieces.items()}
        laid.show(replace(shown, pieces=pieces))
        assert set(marks.data) == set(columns)


def test_marks_added_to_a_page_leave_the_pieces_and_what_stands_for_none_as_they_are(grid: GridMap) -> None:
    """Lists streamed into grew in place: other pages, and an empty place, had ids of no row and a name of one."""
    columns = {"id": np.array([7]), "x": np.array([1.0]), "name": ["P-7"]}
    none: Columns = {"id": [], "x": [], "name": []}
    sheet = grid._mosaic.sheet  # type: ignore[union-attr]
    marks = ColumnDataSource({"id": [], "x": [], "name": []})
    laid = Laid(ColumnDataSource(no_pieces()), {"poles": marks}, {"poles": none})

    def show(number: int, told: Columns, style: Any) -> None:
        shown = mosaic_of({number: b"p"}, style)
        laid.show(replace(shown, pieces={number: replace(shown.pieces[number], marks={"poles": told})}))

    empty: Columns = {name: column[:0] for name, column in columns.items()}
    for number, told in enumerate((columns, columns, empty, columns)):
        show(number, told, sheet)
        assert len({len(column) for column in marks.data.values()}) == 1
    laid.show(mosaic_of({9: b"p"}, "another sheet"))
    assert {len(column) for column in marks.data.values()} == {0}
    show(10, columns, "another sheet")
    show(11, columns, "another sheet")
    laid.show(mosaic_of({12: b"p"}, "a third sheet"))
    assert {len(column) for column in marks.data.values()} == {0}
    assert columns["name"] == ["P-7"], "the piece is shared by all pages"
    assert none["name"] == [] == empty["name"]


def test_a_picture_that_cannot_be_cut_takes_the_place_of_all(grid: GridMap) -> None:
    laid, sheet = Laid(ColumnDataSource(no_pieces()), {}, {}), grid._mosaic.sheet  # type: ignore[union-attr]
    laid.show(mosaic_of({1: b"a", 2: b"b"}, sheet))
    alone = Whole(sheet.source, 1, grid.viewport, grid.style, grid.filters)
    laid.show(mosaic_of({"view": b"w"}, alone))
    assert laid.image.data["url"] == [b"w"]
    before = laid.image.data
    laid.show(mosaic_of({"view": b"w"}, replace(alone, version=2)))
    assert laid.image.data is before


def test_the_style_of_a_map_of_readings_is_never_cut() -> None:
    from layers.readings.picture import ReadingsRenderer

    assert not ReadingsRenderer(None, None).is_divisible(MapStyle())  # type: ignore[arg-type]


def looking_at_the_middle(town: Snapshot, later: Later) -> GridMap:
    made = sized(GridMap(Renderer(Still(town)), workers=Workers(later, later, later)), 900, 620)  # type: ignore[arg-type]
    made.set_style(layers=frozenset({"feeders", "poles"}))
    made.zoom(3.0)
    later.run()
    return made


def test_other_rows_of_the_same_layers_leave_nothing_of_the_old_ones(
    grid: GridMap, later: Later, town: Snapshot
) -> None:
    poles = town.frames["poles"]
    worn = replace(town, frames={**town.frames, "poles": poles.with_columns(health_score=0 * poles["health_score"])})
    grid.use(Renderer(Still(worn)))  # type: ignore[arg-type]
    later.run()
    wanted = set(looking_at_the_middle(worn, later).image.data["url"])
    assert set(grid.image.data["url"]) - {CLEAR} == wanted - {CLEAR}
