"""The bar of the reliability view: which period, whose."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import param

from app import formats
from app.scope_bar.place_choice import PlaceChoice
from app.tabs.outage_management.reliability.answer import ReliabilityAnswer
from app.tabs.outage_management.reliability.rows import below_words
from app.tabs.outage_management.reliability.state import LAST_12_MONTHS, YEAR_TO_DATE
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml
from app.widgets.html import Markup, el, running_time

SHEET, FROM = "reliability", "PostgreSQL and history"
PERIODS = {YEAR_TO_DATE: "This year", LAST_12_MONTHS: "Last 12 months"}
MOST_YEARS = 10  # that have a button; those before are reached by their days


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
        self._view, self.place = view, PlaceChoice(view, self, self._draw)
        self.on("period", self._choose_period)
        self.on("first_day", partial(self._set_day, "reliability_first_day"))
        self.on("last_day", partial(self._set_day, "reliability_end_day"))
        view.watch(self._draw, view.own, ["reliability_period", "reliability_first_day", "reliability_end_day"])
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

    def _draw(self) -> None:
        wrong = self._error or self.trouble
        told = el("p", wrong, cls="reliability-told is-bad", role="alert") if wrong else self._told()
        self.write(el("div", self._periods(), self._ends(), self.place.html(), told, cls="reliability-choices"))

    def _ends(self) -> Markup:
        first, end = self._days()
        last = None if end is None else end - dt.timedelta(days=1)
        days = _day("first_day", "From", first), _day("last_day", "to", last)
        return el("div", *days, cls="reliability-ends bar-fields")

    def _periods(self) -> Markup:
        own, found = self._view.own, self.answer
        is_own = (own.reliability_first_day, own.reliability_end_day) != (None, None)
        chosen = "" if is_own else own.reliability_period
        this_year = found.record.year_to_date().first_day.year if found else None
        years = [str(year) for year in reversed(found.record.years) if year != this_year] if found else []
        del years[MOST_YEARS:]
        if chosen.isdigit() and chosen not in years:
            years.insert(0, chosen)
        options = [("period", text, key) for key, text in PERIODS.items()] + [("period", year, year) for year in years]
        buttons = [
            el("button", text, type="button", data_action=action, data_value=key,
               aria_pressed="true" if key == chosen else "false")
            for action, text, key in options
        ]  # fmt: skip
        return el("div", buttons, cls="segmented", role="group", aria_label="Period")

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
