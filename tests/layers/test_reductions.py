"""Every reduction that a layer may have is painted as what it comes to, and told so in the legend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import datashader as ds
import numpy as np
import pytest

from layers.detail import Detail, Drawn
from layers.frame import BlockFrame
from layers.image.composite import legend_lines
from layers.image.renderer import Renderer
from layers.layer import Layer
from layers.snapshot import Scene, Snapshot
from layers.style import MapFilters, MapStyle
from layers.viewport import Viewport
from tests.layers.image.test_composite import Still

SIDE, APART = 6, 8  # places in a row, and pixels from one to the next: no dot lies over another
VALUE = "v"
ROWS = {"mean": np.mean, "max": np.max, "min": np.min, "first": lambda v: v[0], "last": lambda v: v[-1]}
PIXELS = {"sum": np.sum, "std": np.std, "var": np.var}


def cells() -> list[np.ndarray]:
    """Values of 20 to 60 at 36 places, one to seven of them at each."""
    rng = np.random.default_rng(3)
    return [rng.uniform(20, 60, 1 + place % 7).astype(np.float32) for place in range(SIDE * SIDE)]


def middles() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    return x.ravel() * APART + APART // 2, y.ravel() * APART + APART // 2


def frame_of(values: list[np.ndarray]) -> BlockFrame:
    counts = [len(cell) for cell in values]
    x, y = (np.repeat(at + 0.5, counts) for at in middles())
    column = np.concatenate(values)
    return BlockFrame.of_points(x, y, {VALUE: column, "id": np.arange(len(column))}, (0.0, 0.0))


def in_order(frame: BlockFrame) -> list[np.ndarray]:
    """The values of each place as the frame holds them: what comes first and last is up to it."""
    x, y = middles()
    return [frame[VALUE][(frame.x0 == a + 0.5) & (frame.y0 == b + 0.5)] for a, b in zip(x, y, strict=True)]


def layer_of(reduction: Any) -> Layer:
    class Drawing(Layer):
        name, title, unit, max_marks = "drawn", "Drawn", "kW", 0

    Drawing.reduction = reduction
    return Drawing()


def ramp(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return 1 + np.floor(np.clip((values - low) / (high - low), 0, 1) * 15 + 0.5)


def painted(layer: Layer, frame: BlockFrame, scene: Scene) -> np.ndarray:
    canvas = ds.Canvas(SIDE * APART, SIDE * APART, (0, SIDE * APART), (0, SIDE * APART))
    x, y = middles()
    return np.asarray(layer.aggregate(frame, canvas, scene)[y, x] & 63)


def told(layer: Layer, frame: BlockFrame, scene: Scene, how: Drawn = Drawn.IMAGE) -> tuple[list[str], str]:
    snapshot = Snapshot(1, frames={layer.name: frame})
    detail = Detail({layer.name: how}, {}, scene.ranges)
    (line,) = legend_lines(Scene(snapshot), detail, [layer])
    return [entry.label for entry in line.entries], line.unit


@pytest.mark.parametrize(("name", "of"), ROWS.items(), ids=list(ROWS))
def test_a_value_of_the_rows_is_painted_on_the_rows_scale(name: str, of: Callable[..., Any]) -> None:
    frame, scene = frame_of(cells()), Scene(Snapshot(1))
    layer = layer_of(getattr(ds, name)(VALUE))
    low, high = np.percentile(frame[VALUE], (2, 98))
    expected = ramp(np.array([of(cell.astype(float)) for cell in in_order(frame)]), low, high)
    assert np.array_equal(painted(layer, frame, scene), expected)
    assert told(layer, frame, scene)[0][0] == f"{low:,.0f}"
    assert told(layer, frame, scene)[0][-1] == f"{high:,.0f}"


@pytest.mark.parametrize(("name", "of"), PIXELS.items(), ids=list(PIXELS))
def test_another_value_is_painted_on_the_pixels_scale_and_marks_on_the_rows(name: str, of: Callable[..., Any]) -> None:
    frame, scene = frame_of(cells()), Scene(Snapshot(1))
    layer = layer_of(getattr(ds, name)(VALUE))
    values = np.array([of(cell.astype(float)) for cell in in_order(frame)])
    low, high = np.percentile(values, (2, 98))
    found = painted(layer, frame, scene)
    assert np.array_equal(found, ramp(values, low, high))
    assert len(set(found)) > 4
    words, unit = told(layer, frame, scene)
    assert (words[0], words[-1]) == (f"{low:,.0f}", f"{high:,.0f}")
    assert unit == ("(kW)²" if name == "var" else "kW")
    low, high = np.percentile(frame[VALUE], (2, 98))
    assert np.array_equal(layer.mark_codes(frame, scene), ramp(frame[VALUE].astype(float), low, high))
    words, unit = told(layer, frame, scene, Drawn.MARKS)
    assert (words[0], words[-1], unit) == (f"{low:,.0f}", f"{high:,.0f}", "kW")


@pytest.mark.parametrize("reduction", [ds.count(), ds.count(VALUE)], ids=["rows", "values"])
def test_counts_are_painted_by_their_logarithm_and_marks_alike(reduction: Any) -> None:
    values = cells()
    values[1][0] = np.nan  # one of two
    frame, scene, layer = frame_of(values), Scene(Snapshot(1)), layer_of(reduction)
    counts = np.array([np.isfinite(cell).sum() if reduction.column else len(cell) for cell in values])
    expected = 1 + np.round(np.log(1 + counts) / np.log(61) * 15)
    assert np.array_equal(painted(layer, frame, scene), expected)
    assert told(layer, frame, scene) == (["1", "4", "11", "26", "60"], "rows a pixel")
    assert set(layer.mark_codes(frame, scene)) == {16}
    assert told(layer, frame, scene, Drawn.MARKS)[0] == [""]


@pytest.mark.parametrize("reduction", [ds.any(), ds.any(VALUE)], ids=["rows", "values"])
def test_any_has_one_colour(reduction: Any) -> None:
    frame, scene, layer = frame_of(cells()), Scene(Snapshot(1)), layer_of(reduction)
    assert set(painted(layer, frame, scene)) == {16}
    assert told(layer, frame, scene)[0] == [""]


@pytest.mark.parametrize(
    "reduction",
    [
        ds.summary(a=ds.mean(VALUE)), ds.where(ds.max(VALUE)), ds.by(VALUE), ds.count_cat(VALUE), ds.mode(VALUE),
        ds.max_n(VALUE, 2), "mean",
    ],
    ids=["summary", "where", "by", "count_cat", "mode", "max_n", "word"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_where_it_is_written(reduction: Any) -> None:
    with pytest.raises(TypeError, match=r"Impossible cannot be drawn .* one of mean, max"):
        type("Impossible", (Layer,), {"reduction": reduction})


def test_the_legend_of_a_picture_tells_the_picture_s_scale(town: Snapshot, whole: Viewport) -> None:
    layer = layer_of(ds.sum("health_score"))
    snapshot = Snapshot(1, 1, town.origin, town.extent, frames={layer.name: town.frames["poles"].with_columns()})
    drawn = Renderer(Still(snapshot), (layer,)).picture(whole.zoomed(0.1), MapStyle(), MapFilters())  # type: ignore[arg-type]
    assert drawn.detail[layer.name] is Drawn.IMAGE
    (line,) = legend_lines(Scene(snapshot), drawn.detail, [layer])
    assert float(line.entries[-1].label) == round(drawn.detail.ranges[layer.name][1])
    assert float(line.entries[-1].label) > 120  # poles are 100 at most, and several share a pixel
