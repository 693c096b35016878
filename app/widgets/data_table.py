"""DataTable: rows of an answer, a page at a time; sorted and filtered here, so that the browser holds one page only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import param
import pyarrow as pa
import pyarrow.compute as pc

from app import formats, theme
from app.widgets.html import Markup, el, icon
from app.widgets.html_view import HtmlView
from app.widgets.states import empty_state, skeleton

PAGE_ROWS = 50


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column.

    Attributes:
        key: the column of the rows; it is sorted by this.
        title: its heading, with the unit.
        write: a row's cell as text or Markup; None writes the value as it is, numbers with separators.
        is_number: figures stand to the right.
        decimals: digits after the point, where `write` is None.
        tip: what the heading means, in a sentence.
    """

    key: str
    title: str
    write: Callable[[Row], object] | None = None
    is_number: bool = True
    decimals: int = 0
    tip: str = ""

    def text(self, row: Row) -> object:
        """A row's cell; a dash where nothing is known."""
        if self.write is not None:
            return self.write(row)
        value = row[self.key]
        if value is None:
            return formats.NOTHING
        return formats.number(value, self.decimals) if self.is_number else str(value)


class DataTable(HtmlView):
    """The table; `on("row", …)` hears the key (as text) of the row clicked.

    Args:
        columns: what is shown of the rows, in this order.
        key: the column that tells rows apart.
        search: text columns that the filter looks into; none for a table without a filter.
        part: what one row is, in the plural.
        page_rows: rows of a page.
        params: of the view.
    """

    rows = param.ClassSelector(
        class_=pa.Table, default=None, allow_None=True, doc="All rows; None before the first answer."
    )
    needle = param.String(
        default="", doc="Text that a row must hold in one of its searched columns. Writer: the field."
    )
    sort_by = param.String(default="", doc="Column sorted by; empty for the order of the rows. Writer: the headings.")
    is_descending = param.Boolean(default=True, doc="Largest first.")
    page = param.Integer(default=0, bounds=(0, None), doc="Page in front, from 0. Writer: the pager.")
    picked = param.String(default="", doc="Key of the row marked, as text; empty for none.")
    is_stale = param.Boolean(default=False, doc="The rows are older than they should be: dimmed, not removed.")

    def __init__(
        self, columns: Sequence[TableColumn], key: str, *, search: Sequence[str] = (), part: str = "rows",
        page_rows: int = PAGE_ROWS, css_classes: Sequence[str] = (), **params: Any,
    ) -> None:  # fmt: skip
        """Starts as a skeleton."""
        self._columns, self._key, self._part = tuple(columns), key, part
        self._search, self._page_rows = tuple(search), page_rows
        self._found: pa.Table | None = None
        super().__init__(css_classes=["data-table", *css_classes], **params)
        self.model.stylesheets = [theme.stylesheet("operations"), theme.stylesheet("widgets")]
        self.model.sizing_mode = "stretch_both"
        self.on("sort", self._sort)
        self.on("needle", lambda text: self.param.update(needle=str(text or ""), page=0))
        self.on("page", lambda step: self.param.update(page=max(self.page + int(step), 0)))
        self._draw()

    @property
    def shown(self) -> pa.Table | None:
        """All rows that pass the filter, in the order shown, every page; for export."""
        if self.rows is None:
            return None
        if self._found is None:
            found = filtered(self.rows, self.needle, self._search)
            self._found = sorted_rows(found, self.sort_by, self.is_descending)
        return self._found

    def _sort(self, key: Any) -> None:
        is_descending = not self.is_descending if key == self.sort_by else True
        self.param.update(sort_by=str(key), is_descending=is_descending, page=0)

    @param.depends("rows", "needle", "sort_by", "is_descending", watch=True)
    def _find_again(self) -> None:
        self._found = None
        self._draw()

    @param.depends("page", "picked", "is_stale", watch=True)
    def _draw(self) -> None:
        found = self.shown
        if found is None:
            self.write(skeleton(8))
            return
        first = min(self.page, max(found.num_rows - 1, 0) // self._page_rows) * self._page_rows
        stale = " is-stale" if self.is_stale else ""
        self.write(el("section", self._body(found, first), self._foot(found, first), cls="dt" + stale))

    def _body(self, found: pa.Table, first: int) -> Markup:
        if not found.num_rows:
            words = "No row holds this text" if self.needle else f"No {self._part}"
            return empty_state(words, "Clear the filter below to see them all." if self.needle else "")
        head = el("thead", el("tr", [self._heading(column) for column in self._columns]))
        page = found.slice(first, self._page_rows).to_pylist()
        body = el("tbody", [self._row(row) for row in page])
        return el("div", el("table", head, body), cls="dt-scroll", tabindex=0)

    def _heading(self, column: TableColumn) -> Markup:
        order = None if column.key != self.sort_by else "descending" if self.is_descending else "ascending"
        button = el("button", column.title, type="button", data_action="sort", data_value=column.key)
        return el("th", button, cls=_side(column), aria_sort=order, scope="col", title=column.tip or None)

    def _row(self, row: Row) -> Markup:
        key = str(row[self._key])
        cells = [el("td", column.text(row), cls=_side(column)) for column in self._columns]
        action = {"data_action": "row", "data_value": key} if self._actions.get("row") else {}
        return el("tr", cells, data_key=key, aria_selected="true" if self.picked == key else None, **action)

    def _foot(self, found: pa.Table, first: int) -> Markup:
        last = min(first + self._page_rows, found.num_rows)
        noun = self._part.removesuffix("s") if found.num_rows == 1 else self._part
        counted = f"{found.num_rows:,} {noun}"
        if found.num_rows < self.rows.num_rows:
            counted = f"{found.num_rows:,} of {self.rows.num_rows:,} {self._part}"
        parts = self._field(), el("span", counted, cls="secondary"), self._pager(found, first, last)
        return el("footer", *parts, cls="dt-foot")

    def _field(self) -> Markup | None:
        if not self._search:
            return None
        field = el(
            "input", type="search", placeholder="Filter", value=self.needle, data_input="needle",
            aria_label="Filter the rows",
        )  # fmt: skip
        return el("label", icon("filter"), field, cls="dt-filter")

    def _pager(self, found: pa.Table, first: int, last: int) -> Markup | None:
        if found.num_rows <= self._page_rows:
            return None
        back = _step("Previous page", -1, first > 0)
        forth = _step("Next page", 1, last < found.num_rows)
        return el("span", el("span", f"{first + 1:,} to {last:,}", cls="secondary"), back, forth, cls="dt-pager")


def filtered(rows: pa.Table, needle: str, columns: Sequence[str]) -> pa.Table:
    """The rows that hold a text, upper or lower case, in one of these columns."""
    if not needle.strip() or not columns:
        return rows
    wanted = None
    for name in columns:
        text = rows[name].cast(pa.string())
        found = pc.fill_null(pc.match_substring(text, needle.strip(), ignore_case=True), False)
        wanted = found if wanted is None else pc.or_(wanted, found)
    return rows.filter(wanted)


def sorted_rows(rows: pa.Table, sort_by: str, is_descending: bool) -> pa.Table:
    """The rows sorted by a column, those without a value last; as they are for no column."""
    if sort_by not in rows.column_names:
        return rows
    order = "descending" if is_descending else "ascending"
    return rows.take(pc.sort_indices(rows, sort_keys=[(sort_by, order, "at_end")]))


def _side(column: TableColumn) -> str:
    return "is-number" if column.is_number else ""


def _step(label: str, step: int, is_on: bool) -> Markup:
    mark = el("span", icon("chevron"), cls="is-back" if step < 0 else "")
    return el(
        "button",
        mark,
        type="button",
        cls="tool",
        data_action="page",
        data_value=step,
        disabled=not is_on,
        aria_label=label,
    )
