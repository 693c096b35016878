"""Paged statements: one page of many rows, sorted and filtered where they are kept, with every value bound.

A paged statement binds, besides its own values:

    :sort_by         key of a column in its header's `sorts` list; the text asks `CASE WHEN :sort_by = 'x' THEN x END`
    :is_descending   largest first
    :filter_text     words, each of which a row must hold in one of its searched columns; empty for all rows
    :page_offset     rows skipped
    :page_limit      rows answered

A statement of the same name that ends in `_count` binds `:filter_text` and those of the own values that choose rows (an
`:as_of` up to which values run does not), and answers one row with `row_count int64` (those that pass the filter) and
`total_count int64` (all). Nothing is ever formatted into the SQL:
the sort is chosen among CASE branches, which PostgreSQL folds to the plain column when it plans with the values known,
so that an index on that column is used.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from data_sources.errors import QueryError
from data_sources.query import Query
from data_sources.statements import statement

# Of an export, and one more, by which it can tell that there are too many; a page on the screen has some fifty.
MAX_PAGE_ROWS = 1_000_001


@dataclass(frozen=True, slots=True)
class PagedQuery:
    """Many rows, of which one page at a time is asked for. Hashable, as the queries it makes.

    Attributes:
        name: of the page's statement; `<name>_count` counts.
        params: the statement's own values.
    """

    name: str
    params: tuple[tuple[str, Hashable], ...]

    @classmethod
    def of(cls, name: str, **params: Hashable) -> PagedQuery:
        """A checked paged query.

        Raises:
            QueryError: unknown statement, one without a `sorts` list, or binds that do not fit.
        """
        made = cls(name, tuple(sorted(params.items())))
        if not made.sorts:
            raise QueryError(f"{name}.sql has no `sorts` list, so that it cannot be paged.")
        made.page(made.sorts[0], is_descending=False, filter_text="", offset=0, limit=1)
        made.count("")
        return made

    @property
    def sorts(self) -> tuple[str, ...]:
        """The columns that can be sorted by; the first is the order at the start."""
        return statement(self.name).sorts

    def page(self, sort_by: str, *, is_descending: bool, filter_text: str, offset: int, limit: int) -> Query:
        """The query of one page.

        Args:
            sort_by: one of `sorts`.
            is_descending: largest first.
            filter_text: words that a row must hold; empty for all.
            offset: rows skipped, from 0.
            limit: rows answered, at most MAX_PAGE_ROWS.

        Raises:
            QueryError: a column that is not in `sorts`, or a page that is none.
        """
        if sort_by not in self.sorts:
            raise QueryError(f"{self.name}.sql sorts by {', '.join(self.sorts)}, not by {sort_by!r}.")
        if offset < 0 or not 0 < limit <= MAX_PAGE_ROWS:
            raise QueryError(f"A page begins at 0 or later and has 1 to {MAX_PAGE_ROWS:,} rows.")
        return Query.of(
            self.name, **dict(self.params), sort_by=sort_by, is_descending=is_descending,
            filter_text=filter_text.strip(), page_offset=offset, page_limit=limit,
        )  # fmt: skip

    def count(self, filter_text: str) -> Query:
        """The query of how many rows there are, with the filter and without."""
        name = f"{self.name}_count"
        own = {key: value for key, value in self.params if key in statement(name).binds}
        return Query.of(name, **own, filter_text=filter_text.strip())
