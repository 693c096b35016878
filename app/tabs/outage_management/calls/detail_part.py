"""The detail of the picked call: follows it in the database, and does what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from app.desk.action_buttons import looks_on
from app.desk.command_desk import CommandDesk
from app.desk.fields import Form, Typed
from app.desk.picked_actions import PickedActions, Row
from app.tabs.outage_management.calls import detail_html, forms
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.outage_choices import OutageChoices
from app.tabs.outage_management.view import OutageView
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from data_sources.assets import AssetRef
from data_sources.commands.command import Command
from data_sources.outages.calls.accounts import sees_people
from data_sources.query import Query


class CallDetailPart(PickedActions):
    """One call at a time; `draw` gives its HTML.

    Args:
        view: gives the state, the selection and live rows.
        book: says whether the database is away.
        desk: runs the commands.
        panel: whose clicks are heard.
        redraw: called when something else is to be shown.
    """

    key = "call_id"

    def __init__(
        self, view: OutageView, book: CallBook, desk: CommandDesk, panel: HtmlView, redraw: Callable[[], None]
    ) -> None:
        """Empty while none is picked."""
        super().__init__(desk, panel, redraw)
        self._view, self._own, self._book = view, view.own, book
        self._audit: list[Row] | None = None
        self._outages = OutageChoices(view, lambda: self._open == "attach", redraw)
        view.live(self._query, self._take_row)
        view.live(self._audit_query, self._take_audit)
        view.watch(self.forget, view.own, "call")
        self._bind(panel)

    def _bind(self, panel: HtmlView) -> None:
        panel.on("close", lambda _value: self._own.param.update(call=None))
        panel.on("select", lambda value: self._view.selection.change(asset=AssetRef.parse(str(value))))
        panel.on("outage", lambda value: self._view.selection.change(asset=AssetRef("outage", int(value))))

    def forget(self) -> None:
        """Another call, or none."""
        self._row, self._audit = None, None
        self._shut()
        self._redraw()

    # What is known ------------------------------------------------------------------------------------------------

    def _query(self) -> Query | None:
        utility_id, call_id = self._view.state.utility_id, self._own.call
        if utility_id is None or call_id is None:
            return None
        sees = sees_people(self._desk.principal)
        return Query.of("one_call", call_id=call_id, utility_id=utility_id, sees_people=sees)

    def _audit_query(self) -> Query | None:
        call_id = self._own.call
        return None if call_id is None else Query.of("call_audit", call_id=call_id)

    def _take_row(self, found: pa.Table) -> None:
        rows = found.to_pylist()
        self._row = rows[0] if rows else {}
        self._redraw()

    def _take_audit(self, found: pa.Table) -> None:
        self._audit = found.to_pylist()
        self._redraw()

    # What is shown ------------------------------------------------------------------------------------------------

    def draw(self) -> Markup:
        """The panel."""
        return detail_html.panel(
            self._own.call, self._row, self._audit if self._row else None, self._do(), self._view.state.time_zone,
            is_stale=self._book.is_stale,
        )  # fmt: skip

    # What is done -------------------------------------------------------------------------------------------------

    def _do(self) -> Markup | None:
        row = self._row
        if not row:
            return None
        if not self._desk.can_change:
            return el("p", looks_on(self._desk.principal, "a call"), cls="secondary")
        groups = [[(slug, forms.CALL_ACTIONS[slug]) for slug in forms.allowed(row)]]
        return self._area(row, groups, self._view.state.time_zone)

    def _slugs(self, row: Row) -> list[str]:
        return forms.allowed(row)

    def _form_of(self, slug: str, row: Row) -> Form:
        title = f"{forms.CALL_ACTIONS[slug].title}: call {row['call_id']}"
        return forms.form_of(slug, title, self._outages.near(row["lon"], row["lat"]), row)

    def _command(self, slug: str, row: Row, typed: Typed) -> Command:
        return forms.command_of(slug, row["call_id"], typed)
