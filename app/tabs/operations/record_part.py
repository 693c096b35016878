"""All outages on record, over or under way, paged in the database; it lies over the map while it is asked for."""

from __future__ import annotations

from typing import Any

from app import formats
from app.tab import Tab
from app.widgets.board import Board
from app.widgets.column import Column, Row, spoken
from app.widgets.export import Export
from app.widgets.html import el, icon
from app.widgets.html_view import HtmlView
from app.widgets.paged_table import PagedTable
from app.widgets.sql_note import SqlNote
from data_sources.paging import PagedQuery

COLUMNS = [
    Column("started_at", "Started", "datetime"), Column("feeder_name", "Feeder"),
    Column("cause", "Cause", write=lambda row: spoken(row["cause"])),
    Column("customers_interrupted", "Customers interrupted", "count"),
    Column(
        "duration_minutes", "Lasted", "duration",
        write=lambda row: _so_far(row, formats.duration(row["duration_minutes"])),
        tip="From the first customer out to the last one back; so far, while it is under way.",
    ),
    Column(
        "customer_minutes", "Customer minutes", "count",
        write=lambda row: _so_far(row, formats.number(row["customer_minutes"])),
        tip="Summed over all customers and steps of restoration; so far, while it is under way.",
    ),
    Column("restored_at", "Restored", "datetime"),
]  # fmt: skip
SHOWN = ["board", "ops-record"]


def _so_far(row: Row, text: str) -> str:
    return f"{text} so far" if row["restored_at"] is None else text


class RecordPart:
    """The board. Nothing is asked while it is closed.

    Args:
        tab: gives the utility and keeps the page of rows fresh.
    """

    def __init__(self, tab: Tab) -> None:
        """Starts closed."""
        self._tab = tab
        self.table = PagedTable(
            tab, COLUMNS, "outage_id", self._wanted, **self._order(), part="outages",
            filter_words="Filter by feeder or cause", css_classes=["grow"],
        )  # fmt: skip
        note = SqlNote(self.table.asked, tab.sources.live.health)
        self.board = Board(self.table, "ops-record", [Export(self.table.whole, "outages"), note, self._closer()])
        self.board.heading.show("Outages on record", "over and under way; older ones: Replay")
        self.board.veil.clear()
        self.table.param.watch(self._keep, ["sort_by", "is_descending", "needle"])
        tab.watch(self._show_state, tab.own, ["record", "record_sort", "record_falling", "record_filter"])
        self._show_state()

    def _closer(self) -> HtmlView:
        """The button at the end of the heading."""
        made = HtmlView(css_classes=["sql-note"])
        made.write(
            el(
                "button", icon("close"), type="button", cls="tool is-bare", data_action="close", aria_label="Close",
                data_escape=True,
            )
        )  # fmt: skip
        made.on("close", lambda _value: self._tab.own.param.update(record=False))
        return made

    def _order(self) -> dict[str, Any]:
        """The order and the filter that the tab's state names, as params of the table."""
        own = self._tab.own
        return {"sort_by": own.record_sort, "is_descending": own.record_falling, "needle": own.record_filter}

    def _keep(self, *_events: Any) -> None:
        table = self.table
        self._tab.own.param.update(
            record_sort=table.sort_by, record_falling=table.is_descending, record_filter=table.needle
        )

    def _show_state(self) -> None:
        """Lay it over the map or take it away, in the order named."""
        self.table.param.update(time_zone=self._tab.state.time_zone, **self._order())
        # Not `visible`, which the board's own `display` would undo.
        self.board.view.css_classes = SHOWN if self._tab.own.record else [*SHOWN, "is-away"]

    def _wanted(self) -> PagedQuery | None:
        utility_id = self._tab.state.utility_id
        if utility_id is None or not self._tab.own.record:
            return None
        return PagedQuery.of("outages_page", utility_id=utility_id, as_of=None)
