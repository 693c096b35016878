"""Expressions of brushes answer as those of HoloViews do, which stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import holoviews as hv
import numpy as np
import pytest
from holoviews.streams import SelectionExpr, SelectionXY
from holoviews.util.transform import dim

from app.tabs.asset_health.fleet.brush_dim import BrushDim
from app.tabs.asset_health.fleet.elements import AssetBars, AssetSteps, BrushPlaces

VALUES = hv.Dataset({"h": np.array([1.0, 5.0, 9.0]), "x": np.array([3.0, 2.0, 1.0])}, ["h", "x"], [])
EXPRESSIONS: dict[str, Callable[[Any], Any]] = {
    "a range": lambda kind: (kind("h") >= 2) & (kind("h") <= 6),
    "two": lambda kind: ((kind("h") >= 2) & (kind("h") <= 9)) & ((kind("x") > 1) | (kind("x") == 1)),
    "a method of the array": lambda kind: kind("h").clip(2, 4) * 2,
    "a method of dim": lambda kind: kind("h").norm() + kind("x").categorize({3.0: 1, 2.0: 2, 1.0: 3}),
}
ELEMENTS = [
    AssetBars((np.linspace(0, 10, 6), np.arange(5)), kdims=["h"], vdims=["Assets"]),
    AssetSteps(np.zeros((4, 5), np.uint8), bounds=(0, 0, 10, 10), kdims=["x", "y"], vdims=["Step"]),
    BrushPlaces(([1.0, 5.0], [2.0, 6.0]), ["east", "north"]),
]


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_is_written_and_worked_out_as_before(name: str) -> None:
    stock = EXPRESSIONS[name](dim)
    for ours in (EXPRESSIONS[name](BrushDim), BrushDim.of(stock)):
        assert type(ours) is BrushDim
        assert (repr(ours), hash(ours)) == (repr(stock), hash(repr(stock)))
        assert np.array_equal(np.asarray(ours.apply(VALUES)), np.asarray(stock.apply(VALUES)))


def test_every_attribute_is_the_same_one() -> None:
    stock = dim("h") >= 2
    names = [name for name in dir(stock) if not name.startswith("__")]
    ours = BrushDim.of(stock)
    assert {name: told(getattr(ours, name)) for name in names} == {name: told(getattr(stock, name)) for name in names}


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda one: type(one).__name__)
def test_what_is_brushed_is_such_an_expression_and_no_one_elses_is(element: Any) -> None:
    """It was all of the process: an expression of a tab of somebody's own, too."""
    chosen = SelectionExpr(element)
    brush = next(stream for stream in chosen.input_streams if isinstance(stream, SelectionXY))
    brush.event(bounds=(1, 1, 8, 8), x_selection=(1, 8), y_selection=(1, 8))
    assert type(chosen.selection_expr) is BrushDim
    within = [one for op in chosen.selection_expr.ops for one in op["args"] if isinstance(one, dim)]
    assert {type(one) for one in within} == {BrushDim}
    assert dim.__getattribute__.__module__ == "holoviews.util.transform"


def told(value: object) -> str:
    """What it is; not where it lies in memory, nor the name of its kind."""
    kinds = {f"{kind.__module__}.{name}": "dim" for kind in (dim, BrushDim) for name in ("dim", "BrushDim")}
    return re.sub("|".join(map(re.escape, kinds)), "dim", re.sub(r"0x[0-9a-f]+", "", repr(value)))
