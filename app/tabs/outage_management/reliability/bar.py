"""The bar of the reliability view: which period, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

import param
import pyarrow as pa

from app import formats
from app.tabs.outage_management.reliability.answer import ReliabilityAnswer
from app.tabs.outage_management.reliability.rows import below_words
from app.tabs.outage_management.reliability.state import LAST_12_MONTHS, YEAR_TO_DATE
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el, running_time
from data_sources.query import Query

SHEET, FROM = "reliability", "PostgreSQL and history"
PERIODS = {YEAR_TO_DATE: "This year", LAST_12_MONTHS: "Last 12 months"}


class ReliabilityBar(BoardHtml):
    """Writes `own.reliability_period` and the scope of the selection; says what of when.

    Args:
        view: whose selections are written.
    """

    trouble = param.String(default="", doc="Why nothing is shown, a sentence. Writer: the view.")
    answer: Any = param.Parameter(default=None, doc="What is shown below; None at first. Writer: the view.")

    def __init__(self, view: OutageView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["reliability-bar"])
        self.dress(SHEET)
        self._error = ""
        self._view, self._places = view, list[dict[str, Any]]()
        self.on("period", self._choose_period)
        self.on("first_day", partial(self._set_day, "reliability_first_day"))
        self.on("last_day", partial(self._set_day, "reliability_end_day"))
        self.on("substation", lambda text: self._choose("substation", text))
        self.on("feeder", lambda text: self._choose("feeder", text))
        view.live(self._places_query, self._take_places)
        view.watch(self._draw, view.own, ["reliability_period", "reliability_first_day", "reliability_end_day"])
        view.watch(self._draw, view.selection, ["scope", "scope_id"])
        view.watch(self._draw, self, ["answer", "trouble"])
        self._draw()

    def _choose_period(self, value: Any) -> None:
        self._error = ""
        own = self._view.own
        own.param.update(reliability_period=str(value), reliability_first_day=None, reliability_end_day=None)
        self._draw()

    def _set_day(self, name: str, text: Any) -> None:
        """One end of a period of one's own; the other one stays what is shown. The field tells the last day."""
        first, end = self._days()
        try:
            day = dt.date.fromisoformat(str(text))
            ends = {"reliability_first_day": first, "reliability_end_day": end}
            ends[name] = day + dt.timedelta(days=name == "reliability_end_day")
            self._view.own.param.update(ends)
        except (ValueError, OverflowError):
            self._error = "That is no day between 1900 and 2200."
        else:
            self._error = ""
        self._draw()

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        """First day and day after the last one, of what is chosen, else of what is shown."""
        own, found = self._view.own, self.answer
        if (own.reliability_first_day, own.reliability_end_day) != (None, None) or found is None:
            return own.reliability_first_day, own.reliability_end_day
        return found.now.period.first_day, found.now.period.end_day

    def _places_query(self) -> Query | None:
        utility_id = self._view.state.utility_id
        return None if utility_id is None else Query.of("filter_choices", utility_id=utility_id)

    def _take_places(self, rows: pa.Table) -> None:
        self._places = rows.to_pylist()
        self._draw()

    def _choose(self, kind: str, text: Any) -> None:
        change = self._view.selection.change
        above = self._substation_id()
        if str(text).isdigit():
            change(scope=kind, scope_id=int(text))
        elif kind == "feeder" and above is not None:
            change(scope="substation", scope_id=above)
        else:
            change(scope="utility", scope_id=None)

    def _substation_id(self) -> int | None:
        kind, wanted = self._view.selection.scope, self._view.selection.scope_id
        if kind == "substation":
            return None if wanted is None else int(wanted)
        found = (row["substation_id"] for row in self._places if (row["kind"], row["asset_id"]) == ("feeder", wanted))
        return next(found, None) if kind == "feeder" else None

    def _draw(self) -> None:
        wrong = self._error or self.trouble
        told = el("p", wrong, cls="reliability-told is-bad", role="alert") if wrong else self._told()
        self.write(el("div", self._periods(), self._ends(), self._scopes(), told, cls="reliability-choices"))

    def _ends(self) -> Markup:
        first, end = self._days()
        last = None if end is None else end - dt.timedelta(days=1)
        return el("div", _day("first_day", "From", first), _day("last_day", "to", last), cls="reliability-ends")

    def _periods(self) -> Markup:
        own, found = self._view.own, self.answer
        is_own = (own.reliability_first_day, own.reliability_end_day) != (None, None)
        chosen = "" if is_own else own.reliability_period
        this_year = found.record.year_to_date().first_day.year if found else None
        years = [str(year) for year in reversed(found.record.years) if year != this_year] if found else []
        if chosen.isdigit() and chosen not in years:
            years.insert(0, chosen)
        options = [("period", text, key) for key, text in PERIODS.items()] + [("period", year, year) for year in years]
        buttons = [
            el("button", text, type="button", data_action=action, data_value=key,
               aria_pressed="true" if key == chosen else "false")
            for action, text, key in options
        ]  # fmt: skip
        return el("div", buttons, cls="segmented", role="group", aria_label="Period")

    def _scopes(self) -> Markup:
        substation, selection = self._substation_id(), self._view.selection
        feeder = selection.scope_id if selection.scope == "feeder" else None
        substations = [row for row in self._places if row["kind"] == "substation"]
        feeders = [
            row for row in self._places if row["kind"] == "feeder" and substation in (None, row["substation_id"])
        ]
        return el(
            "div", _select("substation", "Substation", "All substations", substations, substation),
            _select("feeder", "Feeder", "All feeders", feeders, feeder), cls="reliability-scope",
        )  # fmt: skip

    def _told(self) -> Markup | None:
        found: ReliabilityAnswer | None = self.answer
        if found is None:
            return None
        badge = el("span", "Simulated", cls="badge is-attention") if found.record.is_simulated else None
        at = formats.clock(found.record.as_of, found.record.time_zone)
        served = f"{formats.number(found.now.customers_served)} customers served (today's active service points)"
        kind = self._view.selection.scope
        if kind in ("transformer", "meter"):
            told = below_words(found, f"The {kind} picked")
            return el("p", badge, el("span", told, title=told), cls="reliability-told is-attention")
        counted = formats.count_of(found.now.outages, "sustained outage")
        told = el("span", counted, "; as of ", at, ", ", running_time(found.record.as_of, "ago"), f"; {served}; {FROM}",
                  title=f"{counted}; {served}; {FROM}")  # fmt: skip
        return el("p", badge, told, cls="reliability-told")


def _day(action: str, label: str, day: dt.date | None) -> Markup:
    value = "" if day is None else day.isoformat()
    return el("label", label, el("input", type="date", value=value, data_change=action, data_rev=value))


def _select(action: str, label: str, none: str, rows: Sequence[dict[str, Any]], chosen: int | None) -> Markup:
    options = [el("option", none, value="", selected=chosen is None)]
    options += [el("option", row["name"], value=row["asset_id"], selected=row["asset_id"] == chosen) for row in rows]
    return el("select", options, data_change=action, aria_label=label, data_rev=f"{chosen}/{len(rows)}")
