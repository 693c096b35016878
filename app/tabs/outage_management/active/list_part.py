"""The table of active outages with the choices over it."""

from __future__ import annotations

from collections.abc import Sequence

from app.desk.choice import choice
from app.desk.command_desk import CommandDesk
from app.tabs.outage_management.active import rows
from app.tabs.outage_management.active.book import OutageBook
from app.tabs.outage_management.active.bulk_part import OutageBulkPart
from app.tabs.outage_management.active.words import STATE_GROUPS, score_line
from app.tabs.outage_management.list_part import ListPart
from app.tabs.outage_management.view import OutageView
from app.widgets.column import Column
from app.widgets.html import Markup

NONE = ("No outages", "Everybody has supply, and nothing is predicted or planned.")
NONE_CHOSEN = ("No outage is like that", "Choose all states and all priorities to see the others.")
PRIORITIES = [("all", "All priorities"), ("high", "High"), ("medium", "Medium"), ("low", "Low")]


class OutageListPart(ListPart):
    """The table; it writes `own.outage`, `own.outage_states` and `own.outage_priority`."""

    thing, part, file_name = "outage", "outages", "outages"
    searched, bulk_part = rows.SEARCHED, OutageBulkPart

    def __init__(self, view: OutageView, book: OutageBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        super().__init__(view, book, desk)
        self._book, own = book, self._own
        self.choices.on("states", lambda value: own.param.update(outage_states=value))
        self.choices.on("priority", lambda value: own.param.update(outage_priority=value))
        view.watch(self._draw, book, ["outages", "is_stale", "score"])
        view.watch(self._draw, own, ["outage_states", "outage_priority"])
        self._draw()

    def _columns(self, zone: str) -> Sequence[Column]:
        return rows.columns(zone)

    def _choices(self) -> Sequence[Markup | None]:
        states = [(slug, title) for slug, (title, _) in STATE_GROUPS.items()]
        return (
            choice("states", "State", states, self._own.outage_states),
            choice("priority", "Priority", PRIORITIES, self._own.outage_priority),
        )

    def _draw(self) -> None:
        own, found = self._own, self._book.outages
        self._draw_choices()
        line = score_line(self._book.score)
        self.board.heading.show("Outages", line or "not closed", is_simulated=self._book.is_simulated)
        if found is None:
            return
        shown = rows.chosen(found, own.outage_states, own.outage_priority)
        self._show(rows.table(shown, self._book.schema), NONE_CHOSEN if found else NONE, is_stale=self._book.is_stale)
