"""The look of every table: headings that sort, rows, a foot with filter, count and pager. Rows in, HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.widgets.column import Column, Row
from app.widgets.html import Markup, el, icon

LONG = 24  # characters; a longer text may be cut in a narrow table


@dataclass(frozen=True, slots=True)
class Page:
    """What of all rows is seen.

    Attributes:
        first: number of the first row, from 0.
        count: rows that pass the filter.
        total: rows without the filter; None where nobody counted them.
        size: rows of a page.
    """

    first: int
    count: int
    total: int | None
    size: int

    @property
    def last(self) -> int:
        """Number of the row after the last one seen."""
        return min(self.first + self.size, self.count)


def table(
    columns: Sequence[Column], rows: Sequence[Row], *, sort_by: str = "", is_descending: bool = True, key: str = "",
    picked: str = "", can_open: bool = False, time_zone: str = "UTC", sortable: frozenset[str] | None = None,
    ticked: frozenset[str] | None = None,
) -> Markup:  # fmt: skip
    """Headings and rows.

    Args:
        columns: from left to right.
        rows: those seen.
        sort_by: key of the column sorted by; empty for none.
        is_descending: largest first.
        key: column that tells rows apart; empty where nothing is picked.
        picked: key of the row marked.
        can_open: rows answer a click, and Tab and Enter (action "row").
        time_zone: of times.
        sortable: keys of the columns that can be sorted by; None for all of them.
        ticked: keys of the rows that are chosen together (actions "tick" and "tick_all"); None where none can be.
    """
    order = "descending" if is_descending else "ascending"
    heads = [
        _heading(column, order if column.key == sort_by else None, sortable is None or column.key in sortable)
        for column in columns
    ]
    body = [_row(columns, row, key, picked, can_open, time_zone, ticked) for row in rows]
    if ticked is not None:
        heads.insert(0, _tick_all([str(row[key]) for row in rows], ticked))
    return el("table", el("thead", el("tr", heads)), el("tbody", body))


def _heading(column: Column, order: str | None, can_sort: bool) -> Markup:
    title: object = el("span", column.heading, cls="th-plain")
    if can_sort:
        title = el("button", column.heading, type="button", data_action="sort", data_value=column.key)
    return el("th", title, cls=column.style, aria_sort=order, scope="col", title=column.tip or None)


def _tick_all(keys: Sequence[str], ticked: frozenset[str]) -> Markup:
    is_on = bool(keys) and ticked.issuperset(keys)
    return el("th", _box("tick_all", "", "Choose all rows shown", is_on), cls="dt-tick", scope="col")


def _box(action: str, value: str, label: str, is_on: bool) -> Markup:
    """A box whose click is heard here and not by its row; the server says whether it is on."""
    return el(
        "input", type="checkbox", data_action=action, data_value=value, aria_label=label, checked=is_on,
        data_rev=int(is_on),
    )  # fmt: skip


def _row(
    columns: Sequence[Column], row: Row, key: str, picked: str, can_open: bool, time_zone: str,
    ticked: frozenset[str] | None,
) -> Markup:  # fmt: skip
    name = str(row[key]) if key else None
    action: dict[str, Any] = {"data_action": "row", "data_value": name} if can_open else {}
    written = [column.cell(row, time_zone) for column in columns]
    inside = list(written)
    if can_open:  # the whole row takes a click; this button takes Tab and Enter
        inside[0] = el("button", written[0], type="button", cls="dt-open", **action)
    cells = [
        el("td", shown, cls=column.style, title=_whole(text))
        for column, text, shown in zip(columns, written, inside, strict=True)
    ]
    if ticked is not None:
        cells.insert(0, el("td", _box("tick", name or "", f"Choose {name}", name in ticked), cls="dt-tick"))
    return el("tr", cells, data_key=name, aria_selected="true" if key and picked == name else None, **action)


def _whole(text: object) -> str | None:
    """What the pointer tells of a text that its cell may cut short."""
    return text if isinstance(text, str) and not isinstance(text, Markup) and len(text) > LONG else None


def foot(page: Page, part: str, *, needle: str | None = None, filter_words: str = "Filter") -> Markup:
    """Filter, count of rows, pager.

    Args:
        page: what is seen.
        part: what one row is, in the plural.
        needle: text filtered by; None for no filter.
        filter_words: what stands in the filter while it is empty.
    """
    words = counted(page.count, part)
    if page.total is not None and page.count < page.total:
        words = f"{page.count:,} of {page.total:,} {part}"
    return el("footer", _filter(needle, filter_words), el("span", words, cls="secondary"), _pager(page), cls="dt-foot")


def counted(count: int, part: str) -> str:
    """How many rows there are, in words: "1 feeder", "8 feeders", "1 crew".

    Args:
        count: of the rows.
        part: what one row is, in the plural.
    """
    return f"{count:,} {part.removesuffix('s') if count == 1 else part}"


def _filter(needle: str | None, words: str) -> Markup | None:
    if needle is None:
        return None
    field = el(
        "input",
        type="search",
        placeholder=words,
        value=needle,
        data_input="needle",
        aria_label="Filter the rows" if words == "Filter" else words,
        title=words,
    )
    return el("label", icon("filter"), field, cls="dt-filter" if words == "Filter" else "dt-filter is-wide")


def _pager(page: Page) -> Markup | None:
    if page.count <= page.size:
        return None
    seen = el("span", f"{page.first + 1:,} to {page.last:,}", cls="secondary")
    steps = _step("Previous page", -1, page.first > 0), _step("Next page", 1, page.last < page.count)
    return el("span", seen, *steps, cls="dt-pager")


def _step(label: str, step: int, is_on: bool) -> Markup:
    mark = el("span", icon("chevron"), cls="is-back" if step < 0 else "")
    return el(
        "button", mark, type="button", cls="tool", data_action="page", data_value=step, disabled=not is_on,
        aria_label=label,
    )  # fmt: skip
