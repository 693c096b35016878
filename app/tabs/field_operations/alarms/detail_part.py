"""The detail of the picked alarm: follows it in the database, and does what can be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pyarrow as pa

from app.desk.action_buttons import looks_on
from app.desk.command_desk import CommandDesk
from app.desk.fields import Form, Typed
from app.desk.live_view import LiveView
from app.desk.picked_actions import PickedActions, Row
from app.tabs.field_operations.alarms import detail_html, forms
from app.tabs.field_operations.alarms.book import AlarmBook
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.query import Query


class AlarmDetailPart(PickedActions):
    """One alarm at a time; `draw` gives its HTML.

    Args:
        view: gives the state, the selection and live rows.
        book: says whether the database is away.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    key = "alarm_id"
    # Values come and go meanwhile: to have seen it, and to say something of it, does not depend on them.
    whenever = frozenset({"acknowledge", "comment"})

    def __init__(
        self, view: LiveView, book: AlarmBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:  # fmt: skip
        """Empty while none is picked."""
        super().__init__(desk, panel, redraw)
        self._view, self._own, self._book = view, view.own, book
        self._steps: list[Row] | None = None
        view.live(lambda: self._query("one_alarm"), self._take_row)
        view.live(lambda: self._query("steps_of_alarm"), self._take_steps)
        view.watch(self.forget, view.own, "alarm")
        panel.on("close", lambda _value: self._own.param.update(alarm=None))
        panel.on("select", lambda value: view.selection.change(asset=AssetRef.parse(str(value))))

    def forget(self) -> None:
        """Another alarm, or none."""
        self._row, self._steps = None, None
        self._shut()
        self._redraw()

    def draw(self) -> Markup:
        """The panel."""
        return detail_html.panel(
            self._own.alarm, self._row, self._steps if self._row else None, self._do(), self._view.state.time_zone,
            is_stale=self._book.is_stale,
        )  # fmt: skip

    # What is known ------------------------------------------------------------------------------------------------

    def _query(self, name: str) -> Query | None:
        return None if self._own.alarm is None else Query.of(name, alarm_id=self._own.alarm)

    def _take_row(self, found: pa.Table) -> None:
        rows = [row for row in found.to_pylist() if row["utility_id"] == self._view.state.utility_id]
        self._row = rows[0] if rows else {}
        self._redraw()

    def _take_steps(self, found: pa.Table) -> None:
        self._steps = found.to_pylist()
        self._redraw()

    # What is done -------------------------------------------------------------------------------------------------

    def _do(self) -> Markup | None:
        row = self._row
        if not row:
            return None
        if not self._desk.can_change:
            return el("p", looks_on(self._desk.principal, "an alarm"), cls="secondary")
        groups = [[(slug, forms.ALARM_ACTIONS[slug]) for slug in forms.allowed(row)]]
        return self._area(row, groups, self._view.state.time_zone)

    def _slugs(self, row: Row) -> list[str]:
        return forms.allowed(row)

    def _form_of(self, slug: str, row: Row) -> Form:
        return forms.form_of(slug, row)

    def _command(self, slug: str, row: Row, typed: Typed) -> Command:
        return forms.command_of(slug, row["alarm_id"], typed, dt.datetime.now(dt.UTC))
