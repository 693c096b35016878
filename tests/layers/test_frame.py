from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from layers.frame import BlockFrame, morton
from layers.viewport import Viewport

PLACES = hnp.arrays(np.float64, st.tuples(st.integers(0, 400), st.just(2)), elements=st.floats(-5e4, 5e4))
VIEWS = st.tuples(st.floats(-6e4, 6e4), st.floats(-6e4, 6e4), st.floats(0.1, 300))


def points(places: np.ndarray, origin: tuple[float, float] = (-1e7, 3.4e6)) -> BlockFrame:
    x, y = places[:, 0] + origin[0], places[:, 1] + origin[1]
    return BlockFrame.of_points(x, y, {"id": np.arange(len(places))}, origin, block_rows=16)


def test_a_row_that_is_nowhere_hides_no_other() -> None:
    x = np.arange(100.0)
    x[[3, 40]] = np.nan, np.inf
    frame = BlockFrame.of_points(x, np.zeros(100), {"id": np.arange(100)}, (0.0, 0.0), block_rows=16)
    found = frame["id"][frame.blocks_in(-1.0, -1.0, 101.0, 1.0).indexes()]
    assert sorted(found) == [number for number in range(100) if number not in (3, 40)]
    assert frame.extent == (0.0, 0.0, 99.0, 0.0)


@settings(deadline=None)
@given(PLACES, VIEWS)
def test_visible_blocks_never_lose_a_point(places: np.ndarray, view: tuple[float, float, float]) -> None:
    frame = points(places)
    seen = Viewport.around(view[0] - 1e7, view[1] + 3.4e6, view[2], 200, 100)
    x, y = places[:, 0] - 1e7, places[:, 1] + 3.4e6
    inside = np.flatnonzero((x >= seen.x0) & (x <= seen.x1) & (y >= seen.y0) & (y <= seen.y1))
    found = frame["id"][frame.visible_blocks(seen).indexes()]
    assert set(inside) <= set(found)


@settings(deadline=None)
@given(PLACES, VIEWS)
def test_counting_equals_looking_at_every_row(places: np.ndarray, view: tuple[float, float, float]) -> None:
    frame = points(places)
    seen = Viewport.around(view[0] - 1e7, view[1] + 3.4e6, view[2], 200, 100)
    codes = (np.arange(len(frame)) % 3).astype(np.uint8)
    rows = frame.rows_in(seen)
    assert frame.count_in(seen, codes) == np.count_nonzero(codes[rows])


@settings(deadline=None)
@given(PLACES, st.floats(0, 2e4), VIEWS)
def test_visible_blocks_never_lose_a_line(places: np.ndarray, length: float, view: tuple[float, float, float]) -> None:
    """A line whose ends are both outside may still cross the view: its box touches it."""
    ends = (places[:, 0], places[:, 1], places[:, 0] + length, places[:, 1] - length)
    frame = BlockFrame.of_pieces(ends, {"id": np.arange(len(places))}, (0.0, 0.0), block_rows=16)
    seen = Viewport.around(view[0], view[1], view[2], 200, 100)
    crosses = (ends[0] <= seen.x1) & (ends[2] >= seen.x0) & (ends[3] <= seen.y1) & (ends[1] >= seen.y0)
    found = frame["id"][frame.visible_blocks(seen).indexes()]
    assert set(np.flatnonzero(crosses)) <= set(found)


@given(PLACES)
def test_sorting_loses_and_doubles_nothing(places: np.ndarray) -> None:
    frame = points(places)
    assert sorted(frame["id"]) == list(range(len(places)))
    assert np.allclose(frame.x0, places[frame["id"], 0], atol=0.01)


def test_neighbours_on_the_curve_are_neighbours_on_the_ground() -> None:
    x, y = (a.ravel().astype(float) for a in np.meshgrid(np.arange(4), np.arange(4)))
    order = np.argsort(morton(x, y))
    assert [(x[i], y[i]) for i in order[:4]] == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_new_columns_leave_the_old_frame_alone() -> None:
    frame = points(np.zeros((3, 2)))
    frame.cache["x"] = 1
    fresh = frame.with_columns(load=np.ones(3))
    assert "load" not in frame.columns
    assert fresh.cache == {}
    assert fresh.x0 is frame.x0


def test_an_empty_frame_has_no_blocks() -> None:
    frame = points(np.zeros((0, 2)))
    seen = Viewport.around(0, 0, 1, 10, 10)
    assert frame.visible_blocks(seen).rows == 0
    assert frame.count_in(seen, np.zeros(0, np.uint8)) == 0


@pytest.mark.parametrize("rows", [15, 16, 17, 33])
def test_the_last_block_may_be_short(rows: int) -> None:
    frame = points(np.linspace(0, 1, rows * 2).reshape(-1, 2))
    assert len(frame.boxes) == -(-rows // 16)
    assert frame.visible_blocks(Viewport.around(-1e7, 3.4e6, 1, 100, 100)).rows == rows
