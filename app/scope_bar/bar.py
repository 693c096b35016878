"""ScopeBar: which view, whose readings, which days. All views follow; everything is in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from app import theme
from app.scope_bar.known import ReadingsKnown
from app.scope_bar.period import in_words, newest
from app.scope_bar.places import place_lists
from app.scope_bar.views import view_buttons
from app.selection import EARLIEST_DAY, LATEST_DAY, SCOPES
from app.tab import Tab
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView

PRESETS = (1, 3, 7, 14, 28)
LONGEST_DAYS = 366


class ScopeBar(HtmlView):
    """The bar over the views of a tab: writes `own.view`, and scope and period of the selection that all tabs share.

    Args:
        tab: whose selections are written.
        known: which days, places and names there are.
        views: titles of the tab's views by slug, in order; none where the tab has no views.
        without_days: of these, views that follow no days: none are offered over them.
    """

    def __init__(
        self, tab: Tab, known: ReadingsKnown, views: Mapping[str, str] = MappingProxyType({}),
        without_days: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Shows what the address says at once."""
        super().__init__(css_classes=["scope-bar-frame"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("scope_bar")]
        self._tab, self._known, self._selection, self._views = tab, known, tab.selection, views
        self._error, self._without_days = "", without_days
        # Picked elsewhere and not looked at yet; what an address looks at goes before what is picked in it.
        self._waiting = self._selection.asset if self._selection.scope == "utility" else None
        self._bind()
        self._look_at_waiting()
        self._draw()

    def _look_at(self, scope: str, scope_id: int | None) -> None:
        """Make all views follow something else; back at the whole utility no part of it is picked any more."""
        asset = self._selection.asset
        if scope == "utility" and asset is not None and asset.kind in SCOPES:
            self._selection.change(asset=None)
        self._selection.change(scope=scope, scope_id=scope_id)

    def _bind(self) -> None:
        if self._views:
            self._tab.watch(self._draw, self._tab.own, "view")
        self._tab.watch(self._draw, self._selection, ["scope", "scope_id", "first_day", "end_day"])
        self._tab.watch(lambda: setattr(self, "_waiting", None), self._selection, ["scope", "scope_id"])
        self._tab.watch(self._on_asset, self._selection, "asset", onlychanged=False)
        self._tab.watch(self._look_at_waiting, self._tab, "is_shown")
        self._tab.watch(self._draw, self._tab.state, "utility_id")
        self._tab.watch(self._draw, self._known, ["days", "places", "named"])
        self.on("view", lambda value: self._tab.own.param.update(view=value))
        self.on("days", self._choose_days)
        self.on("first_day", lambda text: self._set_day("first_day", text))
        self.on("last_day", lambda text: self._set_day("last_day", text))
        self.on("substation", lambda text: self._choose("substation", text, "utility"))
        self.on("feeder", lambda text: self._choose("feeder", text, "substation"))
        self.on("scope", self._climb)

    # What a person chooses ---------------------------------------------------------------------------------------

    def _on_asset(self) -> None:
        """What is picked, in the header's search or another tab, is looked at here too: when this tab is in front."""
        self._waiting = self._selection.asset
        self._look_at_waiting()

    def _look_at_waiting(self) -> None:
        if self._waiting is None or not self._tab.is_shown:
            return
        asset, self._waiting = self._waiting, None
        if asset.kind in SCOPES:
            self._look_at(asset.kind, asset.asset_id)

    def _choose(self, kind: str, text: Any, above: str) -> None:
        if str(text).isdigit():
            self._look_at(kind, int(text))
        elif above == "substation" and (parent := self._known.substation_id()) is not None:
            self._look_at("substation", parent)
        else:
            self._look_at("utility", None)

    def _climb(self, value: Any) -> None:
        kind, _, wanted = str(value).partition(":")
        self._look_at(kind, int(wanted) if wanted else None)

    def _choose_days(self, value: Any) -> None:
        chosen = newest(self._known.days or [], int(value))
        if chosen is None:
            return
        end = chosen[1]
        self._error = ""
        self._selection.change(first_day=end - dt.timedelta(days=int(value)), end_day=end)

    def _set_day(self, which: str, text: Any) -> None:
        """A date typed or picked; the other end gives way, so that the period is never upside down."""
        try:
            day = dt.date.fromisoformat(str(text))
        except ValueError:
            self._complain("A date is written like 2026-07-31.")
            return
        earliest, end = self._known.span() or (EARLIEST_DAY, LATEST_DAY)
        if not earliest <= day < end:
            self._complain(f"Choose a day of {in_words(earliest, end)}: no other has readings.")
            return
        first, end = self._known.period() or (day, day + dt.timedelta(days=1))
        one, longest = dt.timedelta(days=1), dt.timedelta(days=LONGEST_DAYS)
        if which == "first_day":
            first, end = day, max(end, day + one)
            end = min(end, first + longest)
        else:
            first, end = min(first, day), day + one
            first = max(first, end - longest)
        self._error = ""
        self._selection.change(first_day=first, end_day=end)

    def _complain(self, sentence: str) -> None:
        self._error = sentence
        self._draw()

    # What is drawn -----------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        bar = view_buttons(self._views, self._tab.own.view) if self._views else None
        days = self._period() if self._has_days else None
        self.write(el("div", bar, self._fold(), self._scope(), days, cls="scope-bar bar-fields"))

    @property
    def _has_days(self) -> bool:
        """Whether the view in front follows the days chosen."""
        return not self._views or self._tab.own.view not in self._without_days

    def _fold(self) -> Markup:
        """In a small window one line says what is chosen, and unfolds the controls that follow it (scope_bar.css)."""
        period = self._known.period() if self._has_days else None
        chosen = f"{self._known.scope_name()}, {in_words(*period)}" if period else self._known.scope_name()
        return el("details", el("summary", icon("chevron"), chosen, cls="tool"), cls="scope-fold", data_rev=0)

    def _scope(self) -> Markup:
        substation, feeder = self._known.substation_id(), self._known.feeder_id()
        return el(
            "div",
            *place_lists(self._known.places, substation, feeder),
            self._below(),
            cls="scope-choice",
        )

    def _below(self) -> Markup | None:
        """The transformer or meter looked at, with a way back up."""
        if self._selection.scope not in ("transformer", "meter"):
            return None
        up = f"feeder:{self._known.named['feeder_id']}" if self._known.named else "utility"
        transformer = None
        if self._selection.scope == "meter" and self._known.named:
            transformer = el(
                "button", self._known.named["transformer_name"], type="button", cls="chip", data_action="scope",
                data_value=f"transformer:{self._known.named['transformer_id']}",
            )  # fmt: skip
        close = el(
            "button", icon("close"), type="button", cls="tool is-bare", data_action="scope", data_value=up,
            aria_label="Back to the feeder",
        )  # fmt: skip
        return el("span", transformer, el("b", self._known.scope_name()), close, cls="scope-below")

    def _period(self) -> Markup:
        period, span = self._known.period(), self._known.span()
        first, end = period or (None, None)
        length = (end - first).days if first and end else None
        presets = [
            el("button", f"{count} d", type="button", data_action="days", data_value=count,
               aria_pressed="true" if length == count and self._ends_newest(end) else "false")
            for count in PRESETS
        ]  # fmt: skip
        last = end - dt.timedelta(days=1) if end else None
        return el(
            "div",
            el("div", presets, cls="segmented", role="group", aria_label="Newest days"),
            _date("first_day", "From", first, span),
            _date("last_day", "to", last, span),
            self._wrong(),
            cls="scope-period",
            title=in_words(first, end) if first and end else "No readings yet",
        )

    def _wrong(self) -> Markup | None:
        """What is wrong with a date typed, else with the period, such as one of a link."""
        error, span = self._error, self._known.span()
        if not error and span and not self._known.has_readings():
            error = f"No readings in these days: there are of {in_words(*span)}."
        return el("span", error, cls="field-error", role="alert") if error else None

    def _ends_newest(self, end: dt.date | None) -> bool:
        return bool(self._known.days) and end == self._known.days[0] + dt.timedelta(days=1)


def _date(action: str, label: str, day: dt.date | None, span: tuple[dt.date, dt.date] | None) -> Markup:
    """A field of a day; its picker offers those within the days with readings."""
    first, end = span or (None, None)
    field = el(
        "input", type="date", value=day.isoformat() if day else "", data_change=action, data_rev=str(day),
        min=first.isoformat() if first else None, max=(end - dt.timedelta(days=1)).isoformat() if end else None,
    )  # fmt: skip
    return el("label", el("span", label), field)
