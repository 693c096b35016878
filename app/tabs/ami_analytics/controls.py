"""Controls: which view, whose readings, which days. All views follow; everything is in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import param
import pyarrow as pa

from app import formats, theme
from app.selection import SCOPES
from app.tabs.ami_analytics.period import in_words, newest
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from data_sources.query import Query

if TYPE_CHECKING:
    from app.tabs.ami_analytics.tab import AmiAnalyticsTab

TITLES = {
    "load": "Load", "years": "Year over year", "meter": "Meter", "map": "Map", "voltage": "Voltage", "losses": "Losses",
    "completeness": "Completeness", "forecast": "Forecast",
}  # fmt: skip
PRESETS = (1, 3, 7, 14, 28)
LONGEST_DAYS = 366


class Controls(HtmlView):
    """The bar over the views.

    Args:
        tab: whose state is written and whose sources are asked.
    """

    days = param.List(default=None, allow_None=True, doc="Local days with readings, newest first; None at first.")

    def __init__(self, tab: AmiAnalyticsTab) -> None:
        """Asks for days and places; shows what the address says at once."""
        super().__init__(css_classes=["ami-controls"])
        self.model.stylesheets = [theme.stylesheet("base"), theme.stylesheet("widgets"), theme.stylesheet("ami")]
        self._tab, self._state, self._selection, self._ami = tab, tab.state, tab.selection, tab.own
        self._places: list[dict[str, Any]] = []
        self._named: dict[str, Any] = {}
        self._error = ""
        self._bind()
        self._draw()

    @property
    def time_zone(self) -> str:
        """IANA name of the utility's clock."""
        return formats.zone(self._state.time_zone).key

    def period(self) -> tuple[dt.date, dt.date] | None:
        """First local day and the one after the last; None while no day with readings is known."""
        if self._selection.first_day and self._selection.end_day:
            return self._selection.first_day, self._selection.end_day
        return newest(self.days or [])

    def scope_name(self) -> str:
        """What is looked at, as a person calls it."""
        if self._selection.scope == "utility":
            return "Whole utility"
        if self._named:
            return str(self._named["name"])
        kind, wanted = self._selection.scope, self._selection.scope_id
        found = next((row for row in self._places if (row["kind"], row["asset_id"]) == (kind, wanted)), None)
        return found["name"] if found else f"{kind.capitalize()} {wanted}"

    def look_at(self, scope: str, scope_id: int | None) -> None:
        """Make all views follow something else."""
        self._selection.change(scope=scope, scope_id=scope_id)

    # What is asked -----------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self._tab.live(self._days_query, self._take_days, source="history")
        self._tab.live(self._places_query, self._take_places)
        self._tab.live(self._name_query, self._take_name, source="history")
        self._tab.watch(self._draw, self._ami, "view")
        self._tab.watch(self._on_scope, self._selection, ["scope", "scope_id"])
        self._tab.watch(self._draw, self._selection, ["first_day", "end_day"])
        self._tab.watch(self._on_asset, self._selection, "asset", onlychanged=False)
        self._tab.watch(self._on_utility, self._state, "utility_id")
        self.on("view", lambda value: self._ami.param.update(view=value))
        self.on("days", self._choose_days)
        self.on("first_day", lambda text: self._set_day("first_day", text))
        self.on("last_day", lambda text: self._set_day("last_day", text))
        self.on("substation", lambda text: self._choose("substation", text, "utility"))
        self.on("feeder", lambda text: self._choose("feeder", text, "substation"))
        self.on("scope", self._climb)

    def _days_query(self) -> Query | None:
        utility_id = self._state.utility_id
        if utility_id is None or self._tab.sources.history is None:
            return None
        return Query.of("ami_map_days", utility_id=utility_id)

    def _places_query(self) -> Query | None:
        utility_id = self._state.utility_id
        return None if utility_id is None else Query.of("filter_choices", utility_id=utility_id)

    def _name_query(self) -> Query | None:
        kind, wanted = self._selection.scope, self._selection.scope_id
        if kind not in ("transformer", "meter") or wanted is None or self._tab.sources.history is None:
            return None
        return Query.of("ami_scope_name", scope=kind, scope_id=wanted)

    def _take_days(self, rows: pa.Table) -> None:
        self.days = rows["reading_day"].to_pylist()
        self._draw()

    def _take_places(self, rows: pa.Table) -> None:
        self._places = rows.to_pylist()
        self._draw()

    def _take_name(self, rows: pa.Table) -> None:
        self._named = next(iter(rows.to_pylist()), {})
        self._draw()

    # What a person chooses ---------------------------------------------------------------------------------------

    def _on_scope(self) -> None:
        self._named = {}
        self._draw()

    def _on_asset(self) -> None:
        """What is searched for in the header is looked at here too, while this tab is in front."""
        asset = self._selection.asset
        if asset is not None and self._tab.is_shown and asset.kind in SCOPES:
            self.look_at(asset.kind, asset.asset_id)

    def _on_utility(self) -> None:
        self.days, self._places, self._named = None, [], {}
        self._ami.at = None
        self._draw()

    def _choose(self, kind: str, text: Any, above: str) -> None:
        if str(text).isdigit():
            self.look_at(kind, int(text))
        elif above == "substation" and (parent := self._substation_id()) is not None:
            self.look_at("substation", parent)
        else:
            self.look_at("utility", None)

    def _climb(self, value: Any) -> None:
        kind, _, wanted = str(value).partition(":")
        self.look_at(kind, int(wanted) if wanted else None)

    def _choose_days(self, value: Any) -> None:
        chosen = newest(self.days or [], int(value))
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
            self._error = "A date is written like 2026-07-31."
            self._draw()
            return
        first, end = self.period() or (day, day + dt.timedelta(days=1))
        one, longest = dt.timedelta(days=1), dt.timedelta(days=LONGEST_DAYS)
        if which == "first_day":
            first, end = day, max(end, day + one)
            end = min(end, first + longest)
        else:
            first, end = min(first, day), day + one
            first = max(first, end - longest)
        self._error = ""
        self._selection.change(first_day=first, end_day=end)

    # What is drawn -----------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        bar = el("nav", [self._view_button(slug) for slug in TITLES], cls="ami-views", aria_label="Views")
        self.write(el("div", bar, self._scope(), self._period(), cls="ami-bar"))

    def _view_button(self, slug: str) -> Markup:
        current = "page" if slug == self._ami.view else None
        return el("button", TITLES[slug], type="button", data_action="view", data_value=slug, aria_current=current)

    def _substation_id(self) -> int | None:
        if self._selection.scope == "substation":
            return self._selection.scope_id
        if self._named:
            return int(self._named["substation_id"])
        feeder = self._feeder_id()
        found = (row["substation_id"] for row in self._places if (row["kind"], row["asset_id"]) == ("feeder", feeder))
        return next(found, None)

    def _feeder_id(self) -> int | None:
        if self._selection.scope == "feeder":
            return self._selection.scope_id
        return int(self._named["feeder_id"]) if self._named else None

    def _scope(self) -> Markup:
        substation, feeder = self._substation_id(), self._feeder_id()
        substations = [row for row in self._places if row["kind"] == "substation"]
        feeders = [
            row for row in self._places if row["kind"] == "feeder" and substation in (None, row["substation_id"])
        ]
        return el(
            "div",
            _select("substation", "Substation", "All substations", substations, substation),
            _select("feeder", "Feeder", "All feeders", feeders, feeder),
            self._below(),
            cls="ami-scope",
        )

    def _below(self) -> Markup | None:
        """The transformer or meter looked at, with a way back up."""
        if self._selection.scope not in ("transformer", "meter"):
            return None
        up = f"feeder:{self._named['feeder_id']}" if self._named else "utility"
        transformer = None
        if self._selection.scope == "meter" and self._named:
            transformer = el(
                "button", self._named["transformer_name"], type="button", cls="chip", data_action="scope",
                data_value=f"transformer:{self._named['transformer_id']}",
            )  # fmt: skip
        close = el(
            "button", icon("close"), type="button", cls="tool is-bare", data_action="scope", data_value=up,
            aria_label="Back to the feeder",
        )  # fmt: skip
        return el("span", transformer, el("b", self.scope_name()), close, cls="ami-below")

    def _period(self) -> Markup:
        period = self.period()
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
            _date("first_day", "From", first),
            _date("last_day", "to", last),
            self._error and el("span", self._error, cls="field-error", role="alert"),
            cls="ami-period",
            title=in_words(first, end) if first and end else "No readings yet",
        )

    def _ends_newest(self, end: dt.date | None) -> bool:
        return bool(self.days) and end == self.days[0] + dt.timedelta(days=1)


def _select(action: str, label: str, none: str, rows: Sequence[dict[str, Any]], chosen: int | None) -> Markup:
    options = [el("option", none, value="", selected=chosen is None)]
    options += [el("option", row["name"], value=row["asset_id"], selected=row["asset_id"] == chosen) for row in rows]
    rev = f"{chosen}/{len(rows)}"
    return el("select", options, data_change=action, aria_label=label, data_rev=rev)


def _date(action: str, label: str, day: dt.date | None) -> Markup:
    field = el("input", type="date", value=day.isoformat() if day else "", data_change=action, data_rev=str(day))
    return el("label", el("span", label), field)
