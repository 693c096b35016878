"""Selection: what all tabs look at together: whose data, over which days, and which asset is picked.

One method writes it, and lets go of picks that no longer fit: those of the tabs' own states too, which name them as
`Tab.picks`. Everybody else reads or watches; setting a param directly is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal, TypedDict, Unpack

import param

from data_sources.assets import AssetRef

ScopeKind = Literal["utility", "substation", "feeder", "transformer", "meter"]

# From the whole to the part; a scope holds only what stands further down.
SCOPES: tuple[ScopeKind, ...] = ("utility", "substation", "feeder", "transformer", "meter")
# No utility's readings lie outside; within, any margin a view adds around a period is still a date.
EARLIEST_DAY, LATEST_DAY = dt.date(1900, 1, 1), dt.date(2200, 1, 1)
DEPTHS = {"substation": 1, "feeder": 2, "segment": 3, "pole": 3, "device": 3, "transformer": 3, "meter": 4, "outage": 4}


class Change(TypedDict, total=False):
    """What `Selection.change` takes; what is left out stays."""

    scope: str
    scope_id: int | None
    first_day: dt.date | None
    end_day: dt.date | None
    asset: AssetRef | None


class Selection(param.Parameterized):
    """What is looked at in one session. Written by `change` and `clear` alone."""

    scope: Any = param.Selector(default="utility", objects=list(SCOPES), constant=True, doc="Whose data are shown.")
    scope_id = param.Integer(
        default=None, allow_None=True, bounds=(0, None), constant=True, doc="Which one; None for the whole utility."
    )  # fmt: skip
    first_day = param.CalendarDate(
        default=None, allow_None=True, constant=True, doc="First local day of the period; None = the tab's own choice."
    )  # fmt: skip
    end_day = param.CalendarDate(
        default=None, allow_None=True, constant=True, doc="Local day after the last one of the period (half-open)."
    )  # fmt: skip
    asset = param.ClassSelector(
        class_=AssetRef, default=None, allow_None=True, constant=True,
        doc="Asset picked, on any map or list or by search."
    )  # fmt: skip

    def __init__(self, **params: Any) -> None:
        """Every session has a selection of its own."""
        super().__init__(**params)
        self._picks: list[tuple[param.Parameterized, tuple[str, ...]]] = []
        for name in Change.__annotations__:
            self.param[name]  # a copy of its own: edit_constant would otherwise open the class, for all sessions

    def change(self, **changes: Unpack[Change]) -> None:
        """Look at something else; picks that do not belong to it are let go of first.

        A scope needs its `scope_id`, but for "utility". The period is half-open local days; both ends or neither.

        Raises:
            ValueError: no such scope, a scope without its id, a period that ends before it begins, or one outside of
                `EARLIEST_DAY` to `LATEST_DAY`.
        """
        wanted = {**self._values(), **changes}
        if wanted["scope"] == "utility":
            wanted["scope_id"] = None
        _check(wanted)
        is_elsewhere = (wanted["scope"], wanted["scope_id"]) != (self.scope, self.scope_id)
        if is_elsewhere and "asset" not in changes and not _fits(wanted["asset"], wanted["scope"], wanted["scope_id"]):
            wanted["asset"] = None
        changed = {name: value for name, value in wanted.items() if name in changes or value != getattr(self, name)}
        self._put(changed, is_elsewhere)

    def become(self, other: Selection) -> None:
        """Look at what another selection looks at; what is the same already is told to nobody."""
        values = {name: value for name, value in other._values().items() if value != getattr(self, name)}
        self._put(values, is_elsewhere=not values.keys().isdisjoint({"scope", "scope_id"}))

    def clear(self) -> None:
        """Look at the whole of a utility, over no chosen period: nothing that was picked in another one fits."""
        self._put({name: self.param[name].default for name in Change.__annotations__}, is_elsewhere=True)

    def let_go_with(self, state: param.Parameterized, names: Iterable[str]) -> None:
        """Set these params of a tab's state back to their defaults whenever something else is looked at."""
        self._picks.append((state, tuple(names)))

    def _put(self, values: dict[str, Any], is_elsewhere: bool) -> None:
        if is_elsewhere:
            for state, names in self._picks:
                state.param.update({name: state.param[name].default for name in names})
        with param.edit_constant(self):
            self.param.update(values)

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Change.__annotations__}


def _check(wanted: dict[str, Any]) -> None:
    if wanted["scope"] not in SCOPES:
        raise ValueError(f"There is no scope {wanted['scope']!r}: one of {', '.join(SCOPES)}.")
    if wanted["scope"] != "utility" and (wanted["scope_id"] is None or wanted["scope_id"] < 0):
        raise ValueError(f"Which {wanted['scope']}? A scope needs its id.")
    first, end = wanted["first_day"], wanted["end_day"]
    if (first is None) != (end is None) or (first is not None and first >= end):
        raise ValueError(f"A period begins before it ends: {first} to {end}.")
    if first is not None and (first < EARLIEST_DAY or end > LATEST_DAY):
        raise ValueError(f"A period lies between {EARLIEST_DAY} and {LATEST_DAY}: not {first} to {end}.")


def _fits(asset: AssetRef | None, scope: str, scope_id: int | None) -> bool:
    """Whether an asset may lie in a scope, as far as its kind tells: of its own kind only the scope itself does."""
    if asset is None or scope == "utility" or (asset.kind, asset.asset_id) == (scope, scope_id):
        return True
    return DEPTHS[asset.kind] > DEPTHS[scope]
