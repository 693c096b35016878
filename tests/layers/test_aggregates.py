"""Aggregates in view against Datashader over all rows, and what is stamped on them."""

from __future__ import annotations

import datashader as ds
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.aggregates import Pens, drawn_lines
from layers.built_in.feeders import DARK_CODE, FAR_PENS, MIDDLE_PENS, NEAR_PENS, Feeders
from layers.built_in.meters import Meters
from layers.built_in.points import PointCode
from layers.built_in.poles import Poles
from layers.built_in.service_lines import ServiceLines
from layers.built_in.transformers import Transformers
from layers.frame import BlockFrame
from layers.layer import Layer
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport

ZOOMS = st.floats(0.5, 60)


def by_datashader(frame: BlockFrame, view: Viewport) -> np.ndarray:
    """Counts of all rows, in the frame's own coordinates."""
    table = pd.DataFrame({"x": frame.x0.astype(float), "y": frame.y0.astype(float)})
    return np.asarray(view.canvas(frame.origin).points(table, "x", "y", ds.count()).values)


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    out = np.zeros_like(mask)
    for i in range(-by, by + 1):
        for j in range(-by, by + 1):
            out |= np.roll(mask, (i, j), axis=(0, 1))
    return out


@settings(deadline=None, max_examples=25)
@given(zoom=ZOOMS)
def test_meters_are_counted_where_datashader_counts_them(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.frames["meters"]
    counts = by_datashader(frame, view)
    wide = sum(np.pad(counts, ((i, 0), (j, 0)))[: view.height, : view.width] for i in range(3) for j in range(3))
    assert np.array_equal(Meters().aggregate(frame, view.canvas(), Scene(town)), wide)  # so few are three pixels wide


@settings(deadline=None, max_examples=15)
@given(zoom=ZOOMS)
def test_a_stamp_covers_exactly_the_pixels_around_its_points(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.frames["poles"]
    found = Poles().aggregate(frame, view.canvas(), Scene(town)) > 0
    counts = by_datashader(frame, Viewport.around(*view.centre, view.metres_per_pixel, view.width + 2, view.height + 2))
    assert np.array_equal(found, _grown(counts > 0, 1)[1:-1, 1:-1])


class Ages(Layer):
    name, key = "ages", "pole_id"
    reduction = ds.mean("health_score")
    limits = (0.0, 100.0)


@settings(deadline=None, max_examples=15)
@given(zoom=ZOOMS)
def test_a_layer_of_ones_own_shows_its_reduction(town: Snapshot, whole: Viewport, zoom: float) -> None:
    view, frame = whole.zoomed(zoom), town.frames["poles"]
    table = pd.DataFrame({"x": frame.x0.astype(float), "y": frame.y0.astype(float), "v": frame["health_score"]})
    means = np.asarray(view.canvas(frame.origin).points(table, "x", "y", ds.mean("v")).values)
    found = Ages().aggregate(frame, view.canvas(), Scene(town))
    step = np.where(np.isnan(means), 0, 1 + np.floor(np.nan_to_num(means) / 100 * 15 + 0.5))
    assert ((found & 63) >= step).all()  # the dot's middle; a larger neighbour may lie over it
    assert np.array_equal(found[1:-1, 1:-1] > 0, _cross(step > 0)[1:-1, 1:-1])


def _cross(mask: np.ndarray) -> np.ndarray:
    out = mask.copy()
    for axis in (0, 1):
        for by in (-1, 1):
            out |= np.roll(mask, by, axis=axis)
    return out


@settings(deadline=None, max_examples=15)
@given(zoom=st.floats(0.5, 20))
@pytest.mark.parametrize("pens", [NEAR_PENS, MIDDLE_PENS, FAR_PENS], ids=["near", "middle", "far"])
def test_lines_lie_where_datashader_draws_them(town: Snapshot, whole: Viewport, pens: Pens, zoom: float) -> None:
    """Every pixel of Datashader's one-pixel line over all rows is covered, and nothing two pixels away from it."""
    view, frame = whole.zoomed(zoom), town.frames["feeders"]
    lit = np.ones(len(frame), np.uint8)
    ours = drawn_lines(frame, lit, view.canvas(), pens) > 0
    columns = {"x0": frame.x0, "y0": frame.y0, "x1": frame.x1, "y1": frame.y1}
    table = pd.DataFrame({name: values.astype(float) for name, values in columns.items()})
    drawn = view.canvas(frame.origin).line(table, x=["x0", "x1"], y=["y0", "y1"], axis=1, agg=ds.any())
    theirs = np.asarray(drawn.values, bool)
    inner = (slice(4, -4), slice(4, -4))
    assert (_grown(ours, 1) | ~theirs)[inner].all()
    assert (_grown(theirs, 2) | ~ours)[inner].all()


def line(x0: float, y0: float, x1: float, y1: float, code: int = 1, pens: Pens = NEAR_PENS, pen: int = 0) -> np.ndarray:
    ends = tuple(np.array([v]) for v in (x0, y0, x1, y1))
    frame = BlockFrame.of_pieces(ends, {"pen": np.array([pen], np.uint8)}, (0.0, 0.0))  # type: ignore[arg-type]
    canvas = ds.Canvas(60, 40, (0.0, 60.0), (0.0, 40.0))
    return drawn_lines(frame, np.array([code], np.uint8), canvas, pens, DARK_CODE)


def test_a_line_is_about_two_pixels_wide() -> None:
    for covered in (line(5, 20, 50, 20)[:, 25], line(30, 5, 30, 35)[20]):
        assert 2 <= np.count_nonzero(covered >> 6) <= 3
        assert covered.max() >> 6 == 3


def test_a_slanted_line_has_soft_edges_and_no_gap() -> None:
    slanted = line(5, 5, 50, 30)
    assert set(np.unique(slanted >> 6)) >= {0, 3}
    assert all(slanted[:, column].any() for column in range(6, 49))


def test_from_afar_a_lateral_steps_back_behind_its_trunk() -> None:
    trunk, lateral = (line(5, 20, 50, 20, pens=FAR_PENS, pen=pen) for pen in (0, 1))
    assert trunk.max() > lateral.max() > 0
    assert (trunk > 0).sum() > (lateral > 0).sum()


@pytest.mark.parametrize("pens", [NEAR_PENS, FAR_PENS], ids=["near", "far"])
@pytest.mark.parametrize("ends", [(0, 20, 59, 20), (59, 20, 0, 20), (30, 0, 30, 39)])
def test_a_line_without_supply_is_dashed(ends: tuple[float, float, float, float], pens: Pens) -> None:
    found = line(*ends, code=DARK_CODE, pens=pens) > 0
    dashes = found[:, 30] if ends[0] == ends[2] else found[20]
    assert 0.3 < dashes.mean() < 0.9
    assert (np.diff(dashes.astype(int)) != 0).sum() >= 6


def test_short_pieces_without_supply_join_into_the_same_dashes() -> None:
    whole, x = line(0, 20, 59, 20, code=DARK_CODE), np.arange(0, 59, 2.0)
    y = np.full(len(x), 20.0)
    pens = {"pen": np.zeros(len(x), np.uint8)}
    frame = BlockFrame.of_pieces((x, y, np.minimum(x + 2, 59), y), pens, (0.0, 0.0))
    canvas = ds.Canvas(60, 40, (0.0, 60.0), (0.0, 40.0))
    parts = drawn_lines(frame, np.full(len(x), DARK_CODE, np.uint8), canvas, NEAR_PENS, DARK_CODE)
    assert np.count_nonzero((parts > 0) != (whole > 0)) <= 20  # ends of pieces are round


def test_lines_reaching_far_beyond_the_view_are_clipped() -> None:
    assert line(-1e6, 20, 1e6, 20)[20].all()
    assert line(-1e6, 20, 1e6, 20, code=DARK_CODE)[20].any()
    assert not line(-1e6, 1e5, 1e6, 1e5).any()


def test_the_worst_lies_on_top_whatever_the_order(town: Snapshot, whole: Viewport) -> None:
    frame, scene = town.frames["transformers"], Scene(town)
    back = BlockFrame.of_points(
        frame.x0[::-1].astype(float) + frame.origin[0], frame.y0[::-1].astype(float) + frame.origin[1],
        {k: v[::-1] for k, v in frame.columns.items()}, frame.origin,
    )  # fmt: skip
    one, other = (Transformers().aggregate(rows, whole.canvas(), scene) for rows in (frame, back))
    assert np.array_equal(one, other)


def test_codes_follow_health_load_and_supply(town: Snapshot) -> None:
    poles, scene = town.frames["poles"], Scene(town)
    codes = Poles().codes(poles, scene)
    assert (codes[poles["health_score"] < 50] == PointCode.POLE_POOR).all()
    assert (codes[poles["health_score"] >= 70] == PointCode.POLE_GOOD).all()
    transformers = town.frames["transformers"]
    codes, dark = Transformers().codes(transformers, scene), ~transformers["is_energized"]
    assert (codes[dark] == PointCode.TRANSFORMER_DARK).all()
    assert (codes[~dark & (transformers["load_pct"] > 100)] == PointCode.TRANSFORMER_OVER).all()


def test_a_load_that_is_no_number_is_unknown_and_the_map_is_drawn(town: Snapshot) -> None:
    """Fault M11 on the map: it read 0 %, and looked like news each time it was asked for."""
    load = town.frames["transformers"]["load_pct"].copy()
    load[0] = np.nan
    frame, layer = town.frames["transformers"].with_columns(load_pct=load), Transformers()
    told = layer.words(frame, np.arange(2), Scene(town))
    assert (told["load"][0], told["load"][1]) == ("unknown", f"{load[1]:.0f} %")
    assert np.isfinite(told["size"]).all()
    assert layer.codes(frame, Scene(town))[0] != PointCode.TRANSFORMER_OVER
    rows = pa.table({name: frame[column] for name, column in (
        ("transformer_id", "id"), ("load_pct", "load_pct"), ("is_energized", "is_energized"),
    )})  # fmt: skip
    assert layer.with_status(frame, rows) is frame


def test_a_service_line_runs_from_its_meter_to_its_transformer(town: Snapshot) -> None:
    frame, meters, transformers = (town.frames[name] for name in ("service_lines", "meters", "transformers"))
    place = {key: (x, y) for key, x, y in zip(transformers["id"], transformers.x0, transformers.y0, strict=True)}
    assert np.array_equal(frame.x0, meters.x0)
    assert [(x, y) for x, y in zip(frame.x1, frame.y1, strict=True)] == [place[i] for i in meters["transformer_id"]]
    codes = ServiceLines().codes(frame, Scene(town))
    assert set(codes[frame["feeder"] == 5]) == {DARK_CODE}
    assert set(codes[frame["feeder"] == 2]) == {1 + town.feeders.colour[2]}


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
    scene = Scene(town, filters=filters)
    for layer in (Poles(), Transformers(), Meters(), ServiceLines()):
        frame = town.frames[layer.name]
        assert set(np.unique(frame["feeder"][layer.codes(frame, scene) > 0])) == shown
    pieces = town.frames["feeders"]
    assert set(np.unique(town.segments.feeder[pieces["row"]][Feeders().codes(pieces, scene) > 0])) == shown


def test_filters_by_band_and_construction(town: Snapshot) -> None:
    frame = town.frames["transformers"]
    over = Transformers().codes(frame, Scene(town, filters=MapFilters(load=frozenset({"over"}))))
    assert np.array_equal(over > 0, frame["load_pct"] > 100)
    underground = Scene(town, filters=MapFilters(construction="underground"))
    assert np.array_equal(Transformers().codes(frame, underground) > 0, frame["is_underground"])
    assert not Poles().codes(town.frames["poles"], underground).any()


def test_feeders_are_coloured_by_what_was_asked(town: Snapshot) -> None:
    pieces = town.frames["feeders"]

    def codes(by: str) -> np.ndarray:
        return Feeders().codes(pieces, Scene(town, MapStyle(colour_by=by)))  # type: ignore[arg-type]

    feeder = town.segments.feeder[pieces["row"]]
    assert [int(codes("load")[feeder == i][0]) for i in range(5)] == [1, 2, 3, 4, 5]
    assert set(codes("voltage")[feeder < 4]) == {3}
    assert len({int(codes("circuit")[feeder == i][0]) for i in range(6)}) == 6
