"""DataTable: rows of an answer, a page at a time; sorted and filtered here, so that the browser holds one page only.

The rows are an Arrow table in hand. Where they are too many for that, `app.widgets.paged_table` leaves sorting,
filtering and paging to the database; it looks and answers the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import param
import pyarrow as pa
import pyarrow.compute as pc

from app.widgets import table_html
from app.widgets.column import Column, Row
from app.widgets.html import Markup, el
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton
from app.widgets.table_html import Page

PAGE_ROWS = 50


class DataTable(HtmlView):
    """The table; `on("row", …)` hears the key (as text) of the row clicked.

    Args:
        columns: what is shown of the rows, in this order.
        key: the column that tells rows apart.
        search: text columns that the filter looks into; none for a table without a filter.
        part: what one row is, in the plural.
        filter_words: what stands in the empty filter; it names the columns where only some are searched.
        page_rows: rows of a page.
        css_classes: names by which the stylesheet of the surrounding room places it.
        can_tick: whether several rows can be chosen together, by a box before each.
        params: of the view.
    """

    rows = param.ClassSelector(
        class_=pa.Table, default=None, allow_None=True, doc="All rows; None before the first answer."
    )
    needle = param.String(
        default="", doc="Words, each of which a row must hold in one of its searched columns. Writer: the field."
    )
    sort_by = param.String(default="", doc="Column sorted by; empty for the order of the rows. Writer: the headings.")
    is_descending = param.Boolean(default=True, doc="Largest first.")
    page = param.Integer(default=0, bounds=(0, None), doc="Page in front, from 0. Writer: the pager.")
    picked = param.String(default="", doc="Key of the row marked, as text; empty for none.")
    ticked: Any = param.ClassSelector(
        class_=frozenset, default=frozenset(), doc="Keys of the rows chosen together, as text. Writer: their boxes."
    )
    none = param.Tuple(default=("", ""), doc="Title and hint where there is no row at all; its own words by default.")
    is_stale = param.Boolean(default=False, doc="The rows are older than they should be: dimmed, not removed.")
    time_zone = param.String(default="UTC", doc="IANA name of the zone that times are told in.")

    def __init__(
        self, columns: Sequence[Column], key: str, *, search: Sequence[str] = (), part: str = "rows",
        filter_words: str = "Filter", page_rows: int = PAGE_ROWS, css_classes: Sequence[str] = (),
        can_tick: bool = False, **params: Any,
    ) -> None:  # fmt: skip
        """Starts as a skeleton."""
        self._can_tick = can_tick
        self._columns, self._key, self._part = tuple(columns), key, part
        self._search, self._filter_words, self._page_rows = tuple(search), filter_words, page_rows
        self._found: pa.Table | None = None
        super().__init__(css_classes=["data-table", *css_classes], **params)
        self.model.sizing_mode = "stretch_both"
        self.on("sort", self._sort)
        self.on("needle", lambda text: self.param.update(needle=str(text or "").replace("\0", ""), page=0))
        self.on("page", lambda step: self.param.update(page=max(self.page + int(step), 0)))
        self.on("tick", self._tick)
        self.on("tick_all", lambda _value: self._tick_all())
        self._draw()

    def show(self, rows: pa.Table) -> None:
        """Show these rows; sorting and filter stay."""
        self.rows = rows

    def use(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows, or the same ones written otherwise (in another zone, say)."""
        self._columns = tuple(columns)
        self._draw()

    def mark(self, key: object) -> None:
        """Mark the row of that key; None marks none."""
        self.picked = "" if key is None else str(key)

    @property
    def shown(self) -> pa.Table | None:
        """All rows that pass the filter, in the order shown, every page; with every column they came with."""
        if self.rows is None:
            return None
        if self._found is None:
            found = filtered(self.rows, self.needle, self._search)
            self._found = sorted_rows(found, self.sort_by, self.is_descending)
        return self._found

    def whole(self) -> pa.Table | Callable[[], pa.Table] | None:
        """All rows that pass the filter for a file: the columns shown, under their names in files."""
        shown = self.shown
        return None if shown is None else for_file(shown, self._columns)

    def _tick(self, key: Any) -> None:
        self.ticked = self.ticked ^ {str(key)}

    def _tick_all(self) -> None:
        """All rows that pass the filter, on every page; or none where they are all chosen."""
        shown = self.shown
        keys = frozenset() if shown is None else frozenset(map(str, shown[self._key].to_pylist()))
        self.ticked = frozenset() if keys and self.ticked >= keys else keys

    def _sort(self, key: Any) -> None:
        if self._sortable is not None and key not in self._sortable:
            return
        is_descending = falls(self._columns, str(key), self.sort_by, is_descending=self.is_descending)
        self.param.update(sort_by=str(key), is_descending=is_descending, page=0)

    @property
    def _sortable(self) -> frozenset[str] | None:
        """Keys of the columns that can be sorted by; None for all."""
        return frozenset(column.key for column in self._columns)

    @param.depends("rows", "needle", "sort_by", "is_descending", watch=True)
    def _find_again(self) -> None:
        self._found = None
        self._draw()

    @param.depends("page", "picked", "ticked", "none", "is_stale", "time_zone", watch=True)
    def _draw(self) -> None:
        seen = self._in_front()
        if seen is None:
            self.write(skeleton(8))
            return
        rows, page = seen
        needle = self.needle if self._has_filter else None
        foot = table_html.foot(page, self._part, needle=needle, filter_words=self._filter_words)
        self.write(el("section", self._body(rows), foot, cls=" ".join(["dt", *self._marks()])))

    @property
    def _has_filter(self) -> bool:
        return bool(self._search)

    def _marks(self) -> list[str]:
        return ["is-stale"] if self.is_stale else []

    def _in_front(self) -> tuple[list[Row], Page] | None:
        """The rows in front and where they stand; None before the first answer."""
        found = self.shown
        if found is None:
            return None
        first = min(self.page, max(found.num_rows - 1, 0) // self._page_rows) * self._page_rows
        page = Page(first, found.num_rows, self.rows.num_rows, self._page_rows)
        return found.slice(first, self._page_rows).to_pylist(), page

    def _body(self, rows: list[Row]) -> Markup:
        if not rows:
            if self.needle:
                return empty_state("No row holds this text", "Clear the filter below to see them all.")
            return empty_state(self.none[0] or f"No {self._part}", self.none[1])
        made = table_html.table(
            self._columns, rows, sort_by=self.sort_by, is_descending=self.is_descending, key=self._key,
            picked=self.picked, can_open=bool(self._actions.get("row")), time_zone=self.time_zone,
            sortable=self._sortable, ticked=self.ticked if self._can_tick else None,
        )  # fmt: skip
        return el("div", made, cls="dt-scroll", tabindex=0)


def table_of(
    columns: Sequence[Column], key: str = "", on_pick: Callable[[Any], None] | None = None, part: str = "rows"
) -> DataTable:
    """A table for a board; a click on a row calls `on_pick` with its key, and its texts can be filtered."""
    texts = [column.key for column in columns if column.kind in ("text", "words") and on_pick is not None]
    made = DataTable(columns, key or columns[0].key, search=texts, part=part, css_classes=["grow"])
    if on_pick is not None:
        made.on("row", on_pick)
    return made


def falls(columns: Sequence[Column], key: str, sort_by: str, *, is_descending: bool) -> bool:
    """Whether a click on a heading sorts the largest first: the other way round where it is sorted by it already.

    Args:
        columns: of the table.
        key: of the heading clicked.
        sort_by: key of the column sorted by so far.
        is_descending: how.
    """
    if key == sort_by:
        return not is_descending
    return next((column.is_falling_first for column in columns if column.key == key), True)


def order_words(columns: Sequence[Column], sort_by: str, *, is_descending: bool) -> str:
    """`by Losses, %: largest first`; empty where the rows stand as they came."""
    column = next((column for column in columns if column.key == sort_by), None)
    if column is None:
        return ""
    falling, rising = ("largest first", "smallest first") if column.is_falling_first else ("Z to A", "A to Z")
    return f"by {column.heading}: {falling if is_descending else rising}"


def filtered(rows: pa.Table, needle: str, columns: Sequence[str]) -> pa.Table:
    """The rows that hold each word of a text, upper or lower case, in one of these columns."""
    wanted = None
    for word in needle.split() if columns else []:
        held = _holds(rows, word, columns)
        wanted = held if wanted is None else pc.and_(wanted, held)
    return rows if wanted is None else rows.filter(wanted)


def _holds(rows: pa.Table, word: str, columns: Sequence[str]) -> Any:
    found = None
    for name in columns:
        held = pc.fill_null(pc.match_substring(rows[name].cast(pa.string()), word, ignore_case=True), False)
        found = held if found is None else pc.or_(found, held)
    return found


def sorted_rows(rows: pa.Table, sort_by: str, is_descending: bool) -> pa.Table:
    """The rows sorted by a column, those without a value last; as they are for no column."""
    if sort_by not in rows.column_names:
        return rows
    order = "descending" if is_descending else "ascending"
    return rows.take(pc.sort_indices(rows, sort_keys=[(sort_by, order, "at_end")]))


def for_file(rows: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """The columns that a table shows, in its order, under their names in files; values as they are kept."""
    kept = [column for column in columns if column.key in rows.column_names]
    return rows.select([column.key for column in kept]).rename_columns([c.file_name or c.key for c in kept])
