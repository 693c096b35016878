"""One method writes what is looked at, and lets go of picks that no longer fit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import param
import pytest

from app.selection import Selection
from data_sources.assets import AssetRef

DAY = dt.date(2026, 7, 1)


class Picks(param.Parameterized):
    row = param.Integer(default=None, allow_None=True)
    part = param.String(default="list")


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def picks(selection: Selection) -> Picks:
    picks = Picks(row=4, part="heat")
    selection.let_go_with(picks, ["row"])
    return picks


def test_nobody_else_writes_it(selection: Selection) -> None:
    for name, value in (("scope", "feeder"), ("scope_id", 3), ("first_day", DAY), ("asset", AssetRef("pole", 1))):
        with pytest.raises(TypeError):
            setattr(selection, name, value)
    selection.change(scope="feeder", scope_id=3)
    with pytest.raises(TypeError):
        selection.scope = "meter"


def test_looking_elsewhere_lets_go_of_picks_before_it_is_told(selection: Selection, picks: Picks) -> None:
    told: list[int | None] = []
    selection.param.watch(lambda *_: told.append(picks.row), ["scope", "scope_id"])
    selection.change(scope="feeder", scope_id=3)
    assert (told, picks.row, picks.part) == ([None], None, "heat")


def test_looking_at_the_same_keeps_them(selection: Selection, picks: Picks) -> None:
    selection.change(scope="feeder", scope_id=3)
    picks.row = 5
    selection.change(scope="feeder", scope_id=3)
    selection.change(first_day=DAY, end_day=DAY + dt.timedelta(days=1))
    selection.change(asset=AssetRef("pole", 1))
    assert picks.row == 5


def test_another_utility_lets_go_of_everything(selection: Selection, picks: Picks) -> None:
    selection.change(asset=AssetRef("pole", 1), first_day=DAY, end_day=DAY + dt.timedelta(days=1))
    selection.clear()
    assert (picks.row, selection.asset, selection.first_day, selection.end_day) == (None, None, None, None)


@pytest.mark.parametrize(
    ("asset", "scope", "scope_id", "stays"),
    [
        (AssetRef("feeder", 3), "feeder", 3, True),
        (AssetRef("feeder", 4), "feeder", 3, False),
        (AssetRef("substation", 1), "feeder", 3, False),
        (AssetRef("transformer", 9), "feeder", 3, True),
        (AssetRef("pole", 9), "meter", 7, False),
        (AssetRef("meter", 8), "meter", 7, False),
        (AssetRef("outage", 5), "substation", 1, True),
        (AssetRef("substation", 1), "utility", None, True),
    ],
)
def test_the_asset_stays_where_it_may_lie_inside(
    selection: Selection, asset: AssetRef, scope: str, scope_id: int | None, stays: bool
) -> None:
    selection.change(scope="substation", scope_id=99)
    selection.change(asset=asset)
    selection.change(scope=scope, scope_id=scope_id)
    assert (selection.asset == asset) is stays


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "cat", "scope_id": 1}, {"scope": "feeder"}, {"scope": "feeder", "scope_id": -1}, {"first_day": DAY},
        {"end_day": DAY}, {"first_day": DAY, "end_day": DAY},
    ],
)  # fmt: skip
def test_what_cannot_be_looked_at_changes_nothing(selection: Selection, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        selection.change(**changes)
    assert (selection.scope, selection.scope_id, selection.first_day) == ("utility", None, None)


def test_the_same_asset_again_is_told_to_who_wants_to_know(selection: Selection) -> None:
    told: list[AssetRef] = []
    selection.param.watch(lambda event: told.append(event.new), "asset", onlychanged=False)
    for _ in range(2):
        selection.change(asset=AssetRef("pole", 1))
    assert told == [AssetRef("pole", 1)] * 2


def test_two_sessions_have_two(selection: Selection) -> None:
    selection.change(scope="feeder", scope_id=3)
    assert Selection().scope == "utility"


def test_becoming_another_tells_what_differs_alone(selection: Selection, picks: Picks) -> None:
    told: list[str] = []
    selection.change(asset=AssetRef("pole", 1))
    for name in ("scope", "asset", "first_day"):
        selection.param.watch(lambda event: told.append(event.name), name, onlychanged=False)
    other = Selection()
    other.change(scope="feeder", scope_id=3, asset=AssetRef("pole", 1))
    selection.become(other)
    assert told == ["scope"]
    assert (selection.scope_id, selection.asset, picks.row) == (3, AssetRef("pole", 1), None)
