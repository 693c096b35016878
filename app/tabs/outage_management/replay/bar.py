"""The bar of the view of replays: which period, and what is told of it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import param

from app import formats
from app.scope_bar.place_choice import PlaceChoice
from app.tabs.outage_management.replay.asked import ReplayAnswer
from app.tabs.outage_management.replay.state import PERIODS
from app.tabs.outage_management.view import OutageView
from app.widgets.board import BoardHtml, segments
from app.widgets.html import Markup, el, running_time
from data_sources.analytics.clock import local_time, utc_of

SHEET = "replay"
NOT_A_MOMENT = "That is no date and time between 1900 and 2200."


class ReplayBar(BoardHtml):
    """Writes `own.replay_period`, and beginning and end of a period of one's own.

    Args:
        view: whose choices are written.
    """

    answer: Any = param.Parameter(default=None, doc="What is shown; None at first. Writer: the view.")
    trouble = param.String(default="", doc="Why nothing is shown, a sentence. Writer: the view.")

    def __init__(self, view: OutageView) -> None:
        """Shows what the address says at once."""
        super().__init__(css_classes=["replay-bar"])
        self.dress(SHEET)
        self._view, self._own, self._error = view, view.own, ""
        self.place = PlaceChoice(view, self, self._draw)
        self.on("period", self._choose)
        for name in ("from", "to"):
            self.on(name, partial(self._set, name))
        view.watch(self._draw, view.own, ["replay_period", "replay_from", "replay_to"])
        view.watch(self._draw, view.state, "time_zone")
        view.watch(self._draw, self, ["answer", "trouble"])
        self._draw()

    def _choose(self, key: Any) -> None:
        if key in PERIODS:
            self._error = ""
            self._own.param.update(
                replay_period=key, replay_from=None, replay_to=None, replay_at=None, replay_outage=None
            )
            self._draw()

    def _set(self, name: str, text: Any) -> None:
        """One end of a period of one's own; the other one stays what it is."""
        try:
            local = dt.datetime.fromisoformat(str(text))
            ends = dict(zip(("from", "to"), self.ends(), strict=True))
            ends[name] = utc_of(local.date(), local.time(), self._zone)
            self._own.param.update(replay_from=ends["from"], replay_to=ends["to"], replay_at=None)
        except (ValueError, OverflowError):
            self._error = NOT_A_MOMENT
        else:
            self._error = ""
        self._draw()

    def ends(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Beginning and end of what is chosen, else of what is shown, naive UTC."""
        own, found = self._own, self.answer
        if (own.replay_from, own.replay_to) != (None, None) or found is None:
            return own.replay_from, own.replay_to
        return found.record.from_at.replace(tzinfo=None), found.record.to_at.replace(tzinfo=None)

    @property
    def _zone(self) -> str:
        return formats.zone(self._view.state.time_zone).key

    def _draw(self) -> None:
        own = self._own
        is_own = (own.replay_from, own.replay_to) != (None, None)
        choice = segments("period", "Period", list(PERIODS.items()), "" if is_own else own.replay_period)
        begin, end = self.ends()
        ends = self._field("from", "From", begin), self._field("to", "to", end)
        fields = el("div", *ends, cls="replay-ends bar-fields")
        wrong = self._error or self.trouble
        told = el("p", wrong, cls="replay-told is-bad", role="alert") if wrong else self._told()
        self.write(el("div", choice, fields, self.place.html(), told, cls="replay-choices"))

    def _field(self, name: str, label: str, at: dt.datetime | None) -> Markup:
        value = "" if at is None else f"{local_time(at, self._zone):%Y-%m-%dT%H:%M}"
        field = el("input", type="datetime-local", value=value, data_change=name, data_rev=value)
        return el("label", label, field)

    def _told(self) -> Markup | None:
        found: ReplayAnswer | None = self.answer
        if found is None:
            return None
        record = found.record
        badge = el("span", "Simulated", cls="badge is-attention") if record.is_simulated else None
        counted = formats.count_of(record.outages.num_rows, "outage")
        nowhere = f"; {record.unplaced:,} of them without a place on the map" if record.unplaced else ""
        at = formats.clock(record.as_of, record.time_zone)
        counted, whose = f"{counted}{nowhere}", f"PostgreSQL and history; {self.place.name}"
        told = el("span", f"{counted}; as of ", at, ", ", running_time(record.as_of, "ago"), f"; {whose}",
                  title=f"{counted}; as of {at}; {whose}")  # fmt: skip
        return el("p", badge, told, cls="replay-told")
