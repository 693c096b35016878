"""Expressions of HoloViews answer as they did before their look-ups were shortened."""

from __future__ import annotations

import re

import holoviews as hv
import numpy as np
import pytest
from holoviews.util.transform import dim

from app.tabs.asset_health.fleet import dim_names

VALUES = hv.Dataset({"h": np.array([1.0, 5.0, 9.0]), "x": np.array([3.0, 2.0, 1.0])}, ["h", "x"], [])
EXPRESSIONS = {
    "a range": lambda: (dim("h") >= 2) & (dim("h") <= 6),
    "two": lambda: ((dim("h") >= 2) & (dim("h") <= 9)) & ((dim("x") > 1) | (dim("x") == 1)),
    "a method of the array": lambda: dim("h").clip(2, 4) * 2,
    "a method of dim": lambda: dim("h").norm() + dim("x").categorize({3.0: 1, 2.0: 2, 1.0: 3}),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_is_written_and_worked_out_as_before(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dim, "__getattribute__", dim_names.getattribute)
    ours = EXPRESSIONS[name]()
    text, values = repr(ours), np.asarray(ours.apply(VALUES))
    monkeypatch.setattr(dim, "__getattribute__", dim_names.STOCK)
    stock = EXPRESSIONS[name]()
    assert (repr(stock), hash(stock)) == (text, hash(text))
    assert np.array_equal(np.asarray(stock.apply(VALUES)), values)


def test_every_attribute_is_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = dim("h") >= 2
    names = [name for name in dir(one) if not name.startswith("__")]
    monkeypatch.setattr(dim, "__getattribute__", dim_names.getattribute)
    ours = {name: told(getattr(one, name)) for name in names}
    monkeypatch.setattr(dim, "__getattribute__", dim_names.STOCK)
    assert {name: told(getattr(one, name)) for name in names} == ours


def told(value: object) -> str:
    """What it is; not where it lies in memory."""
    return re.sub(r"0x[0-9a-f]+", "", repr(value))
