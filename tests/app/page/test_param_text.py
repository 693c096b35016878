"""A tab's params come back from their text whatever their type; what they would not take is left out and named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import param
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.page.param_text import kept_params, read_params, write_params
from data_sources.assets import AssetRef


class Everything(param.Parameterized):
    count = param.Integer(default=3, bounds=(-5, 10))
    maybe = param.Integer(default=4, allow_None=True)
    share = param.Number(default=0.5, bounds=(0, 1))
    is_on = param.Boolean(default=False)
    day = param.CalendarDate(default=dt.date(2026, 1, 1))
    at = param.Date(default=None, allow_None=True)
    text = param.String(default="")
    kind = param.Selector(default="a", objects=["a", "b"])
    level = param.Selector(default=15, objects={"Quarter hour": 15, "Hour": 60})
    kinds = param.ListSelector(default=["a"], objects=["a", "b", "c, d"])
    names = param.List(default=[], item_type=str)
    numbers = param.List(default=[1], item_type=int)
    asset = param.ClassSelector(class_=AssetRef, default=None, allow_None=True)


class Unkept(param.Parameterized):
    pressed = param.Event()
    rows = param.Dict(default={})
    anything = param.Parameter(default=None)
    mixed = param.List(default=[])
    fixed = param.Integer(default=1, constant=True)
    hidden = param.Integer(default=1, precedence=-1)
    _private = param.Integer(default=1)


CHANGED: dict[str, Any] = {
    "count": -2, "maybe": None, "share": 0.25, "is_on": True, "day": dt.date(2026, 7, 31),
    "at": dt.datetime(2026, 7, 3, 12, 15), "text": "feeder 4, north & south", "kind": "b", "level": 60,
    "kinds": ["c, d", "b"], "names": ["a,b", "c d"], "numbers": [], "asset": AssetRef("pole", 7),
}  # fmt: skip


def test_every_kind_comes_back() -> None:
    assert set(CHANGED) == set(kept_params(Everything()))
    again = Everything()
    assert read_params(again, write_params(Everything(**CHANGED)).items()) == []
    assert {name: getattr(again, name) for name in CHANGED} == CHANGED


def test_defaults_are_left_out_and_the_rest_is_legible() -> None:
    assert write_params(Everything()) == {}
    state = Everything(is_on=True, level=60, at=dt.datetime(2026, 7, 3, 12, 15), asset=AssetRef("pole", 7))
    assert write_params(state) == {"is_on": "1", "at": "2026-07-03T12:15:00", "level": "Hour", "asset": "pole:7"}


@pytest.mark.parametrize(
    "part",
    [
        ("count", "11"), ("count", "1e1"), ("count", ""), ("share", "nan"), ("share", "0_0.5"), ("share", "١"), ("numbers", "1_2"), ("share", "1.5"), ("is_on", "yes"),
        ("day", "soon"), ("at", "12"), ("kind", "c"), ("level", "15"), ("kinds", "a,z"), ("numbers", "1,x"),
        ("asset", "cat:1"), ("nothing", "1"), ("name", "x"), ("count", "9" * 5000),
    ],
)  # fmt: skip
def test_what_it_would_not_take_is_left_out_and_named(part: tuple[str, str]) -> None:
    state = Everything()
    assert read_params(state, [part, ("text", "x")]) == [part]
    assert write_params(state) == {"text": "x"}


def test_what_has_no_text_or_is_nobody_s_business_is_not_kept() -> None:
    state = Unkept()
    assert kept_params(state) == []
    assert read_params(state, [("fixed", "2"), ("hidden", "2"), ("_private", "2")])
    assert (state.fixed, state.hidden) == (1, 1)


@given(st.text(max_size=40), st.floats(0, 1), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_any_text_and_number_comes_back(text: str, share: float, names: list[str]) -> None:
    again = Everything()
    state = Everything(text=text, share=share, names=names)
    assert read_params(again, write_params(state).items()) == []
    assert (again.text, again.share, again.names) == (text, share, names)
