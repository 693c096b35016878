"""CallBulkPart: several calls at once: those that are ticked are attached to one outage, or closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from app import formats
from app.desk.command_desk import CommandDesk
from app.desk.fields import Form, Typed
from app.tabs.outage_management.bulk_part import BulkPart
from app.tabs.outage_management.calls import forms
from app.tabs.outage_management.calls.book import CallBook
from app.tabs.outage_management.calls.outage_choices import OutageChoices
from app.tabs.outage_management.view import OutageView
from app.widgets.data_table import DataTable
from app.widgets.html_view import HtmlView
from data_sources.commands.command import Command


class CallBulkPart(BulkPart):
    """What is done with the calls that are ticked."""

    offered: ClassVar[dict[str, str]] = {slug: forms.CALL_ACTIONS[slug].title for slug in ("attach", "close")}

    def __init__(
        self, view: OutageView, book: CallBook, desk: CommandDesk, table: DataTable, bar: HtmlView,
        redraw: Callable[[], None],
    ) -> None:  # fmt: skip
        """See BulkPart."""
        super().__init__(view, book, desk, table, bar, redraw)
        self._outages = OutageChoices(view, lambda: self._open == "attach", redraw)

    def _form_of(self, slug: str, rows: list[dict[str, Any]]) -> Form:
        title = f"{self.offered[slug]} {formats.count_of(len(rows), 'call')}"
        return forms.form_of(slug, title, self._outages.near(rows[0]["lon"], rows[0]["lat"]))

    def _command(self, slug: str, key: int, typed: Typed) -> Command:
        return forms.command_of(slug, key, typed)
