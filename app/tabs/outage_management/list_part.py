"""ListPart: the table of a view, with the choices over it and what is done with several rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pyarrow as pa

from app.desk.command_desk import CommandDesk
from app.desk.linked import linked_list
from app.tabs.outage_management.book import RowBook
from app.tabs.outage_management.bulk_part import BulkPart
from app.tabs.outage_management.view import OutageView
from app.widgets.column import Column
from app.widgets.data_table import DataTable
from app.widgets.html import Markup, el


class ListPart:
    """The table; a tap on a row writes the param of `own` that says which is picked.

    Args:
        view: gives state, tools and what ends with it.
        book: the rows.
        desk: runs the commands for those that are ticked.

    Attributes:
        thing: what a row is; the param of `own` that says which is picked.
        part: of the page that the table is, in words for who cannot see it.
        file_name: of its export.
        searched: columns that the filter looks into.
        bulk_part: what is done with several.
    """

    thing: ClassVar[str]
    part: ClassVar[str]
    file_name: ClassVar[str]
    searched: ClassVar[Sequence[str]]
    bulk_part: ClassVar[type[BulkPart]]

    def __init__(self, view: OutageView, book: RowBook, desk: CommandDesk) -> None:
        """A skeleton before the first answer."""
        self._view, self._own = view, view.own
        self.table = DataTable(
            self._columns(view.state.time_zone), book.key, search=self.searched, part=self.part,
            filter_words="Filter by any word", css_classes=["grow"], can_tick=desk.can_change,
        )  # fmt: skip
        tools = view.tools(self.table.whole, self.file_name, lambda: book.queries)
        self.choices, self.board = linked_list(view.slug, self.table, tools)
        new = el("button", f"New {self.thing}", type="button", cls="button is-last", data_action="new")
        self._new = new if desk.can_change else None
        self._bulk = self.bulk_part(view, book, desk, self.table, self.choices, self._draw_choices)
        self._bind()

    def _bind(self) -> None:
        view = self._view
        self.table.on("row", lambda key: self._own.param.update({self.thing: int(key)}))
        view.watch(self._mark, self._own, self.thing)
        view.watch(lambda: self.table.use(self._columns(view.state.time_zone)), view.state, "time_zone")
        self._mark()

    # What subclasses say ---------------------------------------------------------------------------------------------

    def _columns(self, zone: str) -> Sequence[Column]:
        raise NotImplementedError

    def _choices(self) -> Sequence[Markup | None]:
        """What can be chosen over the table."""
        raise NotImplementedError

    # What is shown ---------------------------------------------------------------------------------------------------

    def _show(self, rows: pa.Table, none: tuple[str, str], *, is_stale: bool) -> None:
        self.table.param.update(rows=rows, none=none, is_stale=is_stale)
        self.board.veil.clear()

    def _mark(self) -> None:
        self.table.mark(getattr(self._own, self.thing))

    def _draw_choices(self) -> None:
        self.choices.write(el("div", *self._choices(), self._new, cls="choices"), self._bulk.draw())
