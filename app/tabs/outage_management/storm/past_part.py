"""Storms that are over, with their figures; a row is opened in Replay. And how the view works what it shows out."""

from __future__ import annotations

import datetime as dt

from app.tabs.outage_management.storm import rows
from app.tabs.outage_management.storm.answer import StormDesk
from app.tabs.outage_management.view import OutageView
from app.widgets.board import Board, BoardHtml
from app.widgets.data_table import DataTable
from app.widgets.html import el
from data_sources.studies.storm.picture import LIMITS, METHOD

NONE = ("No storm is over yet", "A storm that was declared and ended is listed here, and can be opened in Replay.")
AFTER = dt.timedelta(hours=12)  # shown beyond its end


class PastPart:
    """The table of past storms; `board` is put into the view.

    Args:
        view: gives the zone, opens the replay.
        storm: what is shown.
    """

    def __init__(self, view: OutageView, storm: StormDesk) -> None:
        """Shows what the desk has."""
        self._view, self._storm = view, storm
        self.table = DataTable(
            rows.past_columns(view.state.time_zone), "storm_id", part="storms", css_classes=["grow"], none=NONE
        )
        tools = view.tools(self.table.whole, "past_storms", lambda: storm.queries)
        self.board = Board(self.table, "storm-part", tools)
        self.table.on("row", lambda key: self._replay(int(key)))
        view.watch(self._draw, storm, ["past", "past_status"])
        view.watch(lambda: self.table.use(rows.past_columns(view.state.time_zone)), view.state, "time_zone")
        self.board.heading.show("Past storms", "a row is opened in Replay")
        self._draw()

    def _replay(self, storm_id: int) -> None:
        """Its whole period, and some hours more; UTC without a zone, as the view of replays keeps it."""
        row = next(one.row for one in self._storm.past if one.row["storm_id"] == storm_id)
        begin, end = row["started_at"], row["ended_at"] + AFTER
        self._view.own.param.update(
            view="replay", replay_from=begin.replace(tzinfo=None), replay_to=end.replace(tzinfo=None), replay_at=None
        )

    def _draw(self) -> None:
        if self._storm.past is not None:
            self.table.show(rows.past_table(self._storm.past))
        self.board.tell(self._storm.past_status)


class MethodPart:
    """Method and limits, in sentences; `board` is put into the view."""

    def __init__(self) -> None:
        """They never change."""
        panel = BoardHtml(css_classes=["storm-method"])
        panel.dress("storm")
        panel.write(el(
            "div", el("h3", "How it is worked out"), el("ul", [el("li", one) for one in METHOD]),
            el("h3", "What it does not know"), el("ul", [el("li", one) for one in LIMITS]), cls="storm-method-body",
        ))  # fmt: skip
        self.board = Board(panel, "storm-part")
        self.board.heading.show("Method and limits")
        self.board.veil.clear()
