"""PagedTable: a DataTable of rows that stay in the database: it sorts, filters and pages them (data_sources.paging)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from app.live import MakeQuery, Show
from app.widgets.column import Column, Row
from app.widgets.data_table import DataTable, for_file
from app.widgets.export import MAX_ROWS
from app.widgets.html import Markup, el
from app.widgets.table_html import Page
from data_sources.paging import PagedQuery
from data_sources.query import Query
from data_sources.source import Source, Sources


class PagedHost(Protocol):
    """Who a PagedTable works for: a tab, or a view of one."""

    @property
    def sources(self) -> Sources:
        """What may be asked."""
        ...

    def live(self, make_query: MakeQuery, show: Show, *, source: str = "live") -> object:
        """Call `show(rows)` whenever the rows of a query change, while it is seen; the rows come by a worker."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that came.

    Attributes:
        query: what was asked.
        rows: the page.
        offset: number of its first row, from 0.
    """

    query: Query
    rows: tuple[Row, ...]
    offset: int


class PagedTable(DataTable):
    """The table. What is wanted changes at once; the rows of before stay, dimmed, until those wanted are here.

    Args:
        host: gives the sources and keeps the page fresh.
        columns: what is shown of the rows, in this order.
        key: the column that tells rows apart.
        make: the rows wanted now; None for none. Called often: it must be quick and ask nobody.
        source: "live" or "history".
        options: as a DataTable takes them, without `rows` and `search`.
    """

    def __init__(
        self, host: PagedHost, columns: Sequence[Column], key: str, make: Callable[[], PagedQuery | None],
        *, source: str = "live", **options: Any,
    ) -> None:  # fmt: skip
        """Starts as a skeleton and asks for the first page at the next look."""
        self._host, self._make, self._source_name = host, make, source
        self._fetched: Fetched | None = None
        self._counted: tuple[Query, int, int] | None = None
        super().__init__(columns, key, **options)
        host.live(self._page_query, self._take_page, source=source)
        host.live(self._count_query, self._take_count, source=source)

    def whole(self) -> Callable[[], pa.Table] | None:
        """All rows that pass the filter, fetched when called: not for the event loop.

        Of more than a file holds it fetches one too many, so that the export refuses them instead of cutting them.
        """
        paged, source = self._make(), getattr(self._host.sources, self._source_name)
        if paged is None or source is None:
            return None
        return partial(_fetch, source, self._query(paged, 0, MAX_ROWS + 1), self._columns)

    def asked(self) -> list[Query]:
        """The statements behind what is shown."""
        queries = self._page_query(), self._count_query()
        return [query for query in queries if query is not None]

    def _query(self, paged: PagedQuery, offset: int, limit: int) -> Query:
        sort_by = self.sort_by if self.sort_by in paged.sorts else paged.sorts[0]
        is_descending = self.is_descending if self.sort_by else False
        return paged.page(
            sort_by, is_descending=is_descending, filter_text=self.needle, offset=offset, limit=limit
        )  # fmt: skip

    def _page_query(self) -> Query | None:
        paged = self._make()
        return None if paged is None else self._query(paged, self.page * self._page_rows, self._page_rows)

    def _count_query(self) -> Query | None:
        paged = self._make()
        return None if paged is None else paged.count(self.needle)

    def _take_page(self, rows: pa.Table) -> None:
        query = self._page_query()
        if query is not None:
            self._fetched = Fetched(query, tuple(rows.to_pylist()), self.page * self._page_rows)
            self._draw()

    def _take_count(self, rows: pa.Table) -> None:
        query = self._count_query()
        if query is None:
            return
        count = rows["row_count"][0].as_py()
        self._counted = query, count, rows["total_count"][0].as_py()
        last = max(count - 1, 0) // self._page_rows
        if self.page > last:  # rows went, or the filter let fewer pass
            self.page = last
        else:
            self._draw()

    @property
    def _sortable(self) -> frozenset[str] | None:
        paged = self._make()
        return frozenset() if paged is None else frozenset(paged.sorts)

    @property
    def _has_filter(self) -> bool:
        return True

    @property
    def _is_waiting(self) -> bool:
        return self._fetched is not None and self._fetched.query != self._page_query()

    def _marks(self) -> list[str]:
        return [*super()._marks(), *(["is-waiting"] if self._is_waiting else [])]

    def _in_front(self) -> tuple[list[Row], Page] | None:
        if self._fetched is None or self._make() is None:
            return None
        offset, rows = self._fetched.offset, self._fetched.rows
        if self._counted is None or self._counted[0] != self._count_query():
            return list(rows), Page(offset, offset + len(rows), None, self._page_rows)
        _query, count, total = self._counted
        return list(rows), Page(offset, count, total, self._page_rows)

    def _body(self, rows: list[Row]) -> Markup:
        line = el("i", cls="dt-line") if self._is_waiting else None
        return el("div", line, super()._body(rows), cls="dt-body")


def _fetch(source: Source, query: Query, columns: Sequence[Column]) -> pa.Table:
    return for_file(source.fetch(query), columns)
