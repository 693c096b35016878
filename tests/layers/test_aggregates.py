"""The kernels against Datashader over all rows."""

from __future__ import annotations

import datashader as ds
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.feeders import DARK_CODE, FeederLayer
from layers.frame import BlockFrame
from layers.kernels import draw_lines
from layers.layer import Layer
from layers.map_frames import Snapshot
from layers.meters import MeterLayer
from layers.points import PointCode
from layers.poles import PoleLayer
from layers.style import MapFilters, MapStyle
from layers.transformers import TransformerLayer
from layers.viewport import Viewport

ZOOMS = st.floats(0.5, 60)


def by_datashader(frame: BlockFrame, view: Viewport, is_shown: np.ndarray | None = None) -> np.ndarray:
    """Counts of all rows, in the frame's own coordinates."""
    rows = np.arange(len(frame)) if is_shown is None else np.flatnonzero(is_shown)
    table = pd.DataFrame({"x": frame.x0[rows].astype(float), "y": frame.y0[rows].astype(float)})
    return np.asarray(view.canvas(frame.origin).points(table, "x", "y", ds.count()).values)


@settings(deadline=None, max_examples=25)
@given(zoom=ZOOMS)
def test_meters_fall_on_the_pixels_of_datashader(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.points["meter"]
    assert np.array_equal(MeterLayer().aggregate(frame, view.canvas()), by_datashader(frame, view))


@settings(deadline=None, max_examples=25)
@given(zoom=ZOOMS)
def test_a_plain_layer_is_datashader_over_the_blocks_in_view(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.points["pole"]
    assert np.array_equal(Layer().aggregate(frame, view.canvas()), by_datashader(frame, view))


@settings(deadline=None, max_examples=15)
@given(zoom=ZOOMS)
def test_a_stamp_covers_exactly_the_pixels_around_its_points(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.points["pole"]
    found = PoleLayer().aggregate(frame, view.canvas()) > 0
    counts = by_datashader(frame, Viewport.around(*view.centre, view.metres_per_pixel, view.width + 2, view.height + 2))
    wide = np.zeros_like(counts, bool)
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            wide |= np.roll(counts > 0, (i, j), axis=(0, 1))
    inner = (slice(3, -3), slice(3, -3))
    assert np.array_equal(found[inner], wide[1:-1, 1:-1][inner])


@settings(deadline=None, max_examples=15)
@given(zoom=st.floats(0.5, 20))
def test_lines_lie_where_datashader_draws_them(town: Snapshot, whole: Viewport, zoom: float) -> None:
    """Every pixel of Datashader's line is covered by ours, and none of ours is more than two pixels away from it."""
    view, frame = whole.zoomed(zoom), town.pieces
    ours = FeederLayer(feeders=town.feeders).aggregate(frame, view.canvas()) > 0
    columns = {"x0": frame.x0, "y0": frame.y0, "x1": frame.x1, "y1": frame.y1}
    table = pd.DataFrame({name: values.astype(float) for name, values in columns.items()})
    drawn = view.canvas(frame.origin).line(table, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=ds.any())
    theirs = np.asarray(drawn.values, bool)
    inner = (slice(4, -4), slice(4, -4))
    assert (_grown(ours, 1) | ~theirs)[inner].all()
    assert (_grown(theirs, 2) | ~ours)[inner].all()


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    out = np.zeros_like(mask)
    for i in range(-by, by + 1):
        for j in range(-by, by + 1):
            out |= np.roll(mask, (i, j), axis=(0, 1))
    return out


def line(x0: float, y0: float, x1: float, y1: float, code: int = 1, half: float = 1.0) -> np.ndarray:
    out = np.zeros((40, 60), np.uint8)
    ends = [np.array([v], np.float32) for v in (x0, y0, x1, y1)]
    one, zero = np.array([code], np.uint8), np.zeros(1, np.uint8)
    block = np.array([0]), np.array([1])
    draw_lines(
        out, *ends, one, zero, *block, 1.0, 0.0, 1.0, 0.0, np.array([half, half]), np.array([1.0, 1.0]), DARK_CODE
    )  # fmt: skip
    return out


def test_a_line_is_two_pixels_wide() -> None:
    level = line(5, 20, 50, 20)
    assert np.count_nonzero(level[:, 25]) == 2
    steep = line(30, 5, 30, 35)
    assert np.count_nonzero(steep[20]) == 2


def test_a_slanted_line_has_soft_edges_and_no_gap() -> None:
    slanted = line(5, 5, 50, 30)
    assert set(np.unique(slanted >> 6)) >= {0, 3}
    assert all(slanted[:, column].any() for column in range(6, 49))


def test_a_line_without_supply_is_dashed() -> None:
    dashes = line(0, 20, 59, 20, code=DARK_CODE)[20] > 0
    assert 0.3 < dashes.mean() < 0.8
    assert (np.diff(dashes.astype(int)) != 0).sum() >= 8


def test_lines_reaching_far_beyond_the_view_are_clipped() -> None:
    assert line(-1e7, 20, 1e7, 20)[20].all()
    assert not line(-1e7, 1e6, 1e7, 1e6).any()


def test_the_worst_lies_on_top_whatever_the_order(town: Snapshot, whole: Viewport) -> None:
    frame = town.points["transformer"]
    layer = TransformerLayer()
    back = BlockFrame.of_points(
        frame.x0[::-1].astype(float) + frame.origin[0], frame.y0[::-1].astype(float) + frame.origin[1],
        {k: v[::-1] for k, v in frame.columns.items()}, frame.origin,
    )  # fmt: skip
    assert np.array_equal(layer.aggregate(frame, whole.canvas()), layer.aggregate(back, whole.canvas()))


def test_codes_follow_health_load_and_supply(town: Snapshot) -> None:
    poles = town.points["pole"]
    codes = PoleLayer().codes(poles)
    assert (codes[poles["health_score"] < 50] == PointCode.POLE_POOR).all()
    assert (codes[poles["health_score"] >= 70] == PointCode.POLE_GOOD).all()
    transformers = town.points["transformer"]
    codes, dark = TransformerLayer().codes(transformers), ~transformers["is_energized"]
    assert (codes[dark] == PointCode.TRANSFORMER_DARK).all()
    assert (codes[~dark & (transformers["load_pct"] > 100)] == PointCode.TRANSFORMER_OVER).all()


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (MapFilters(feeder_id=3), {2}),
        (MapFilters(substation_id=2), {3, 4, 5}),
        (MapFilters(voltage=frozenset({"class_35"})), {4, 5}),
        (MapFilters(substation_id=2, voltage=frozenset({"class_15"})), {3}),
        (MapFilters(feeder_id=99), set()),
    ],
)
def test_filters_by_place_and_voltage(town: Snapshot, filters: MapFilters, shown: set[int]) -> None:
    for kind, layer in (("pole", PoleLayer), ("transformer", TransformerLayer), ("meter", MeterLayer)):
        frame = town.points[kind]
        codes = layer(filters=filters, feeders=town.feeders).codes(frame)
        assert set(np.unique(frame["feeder"][codes > 0])) == shown
    codes = FeederLayer(filters=filters, feeders=town.feeders).codes(town.pieces)
    assert set(np.unique(town.segments.feeder[town.pieces["row"]][codes > 0])) == shown


def test_filters_by_band_and_construction(town: Snapshot) -> None:
    frame = town.points["transformer"]
    over = TransformerLayer(filters=MapFilters(load=frozenset({"over"}))).codes(frame)
    assert np.array_equal(over > 0, frame["load_pct"] > 100)
    cable = TransformerLayer(filters=MapFilters(construction="underground")).codes(frame)
    assert np.array_equal(cable > 0, frame["is_underground"])
    assert not PoleLayer(filters=MapFilters(construction="underground")).codes(town.points["pole"]).any()


def test_feeders_are_coloured_by_what_was_asked(town: Snapshot) -> None:
    def codes(by: str) -> np.ndarray:
        layer = FeederLayer(style=MapStyle(colour_by=by), feeders=town.feeders)  # type: ignore[arg-type]
        return layer.codes(town.pieces)

    feeder = town.segments.feeder[town.pieces["row"]]
    assert [int(codes("load")[feeder == i][0]) for i in range(5)] == [1, 2, 3, 4, 5]
    assert set(codes("voltage")[feeder < 4]) == {3}
    assert len({int(codes("circuit")[feeder == i][0]) for i in range(6)}) == 6
