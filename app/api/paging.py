"""Pages by key: each kind of thing has its statement, kinds follow each other, a cursor names the last row sent.

A page is found through an index whatever its number, and rows that come or go meanwhile shift no other page.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

import pyarrow as pa

from app.api.answers import Rows
from app.api.errors import ApiError
from data_sources.query import Query
from data_sources.source import Source
from data_sources.statements import statement


def page(
    source: Source,
    statements: Mapping[str, str],
    schema: pa.Schema,
    key: str,
    cursor: str | None,
    limit: int,
    binds: Mapping[str, Hashable],
    finish: Callable[[str, pa.Table], pa.Table] = lambda _kind, rows: rows,
) -> tuple[pa.Table, str | None]:
    """The rows after the cursor.

    Args:
        source: what is asked; pages are many and seldom asked twice, so one without a cache.
        statements: statement by kind, in the order of the pages; each binds after_id and row_limit.
        schema: the columns of the answer; those that a kind lacks are null.
        key: the column a kind's rows are ordered by.
        cursor: `kind.id` of the last row sent.
        limit: rows at most.
        binds: what the statements bind besides; binds that one of them lacks are left out of it.
        finish: puts more columns to the rows of a kind.

    Returns:
        The rows and the next cursor (None on the last page).

    Raises:
        ApiError: the cursor is of a kind that is not asked for.
    """
    after_kind, after_id = _position(cursor)
    kinds = list(statements)
    if after_kind is not None:
        if after_kind not in kinds:
            raise ApiError(400, "It belongs to an answer of other types.", "cursor")
        kinds = kinds[kinds.index(after_kind) :]
    tables: list[pa.Table] = []
    room = limit
    for kind in kinds:
        query = _query(statements[kind], binds, after_id if kind == after_kind else -1, room + 1)
        rows = source.fetch(query)
        tables.append(finish(kind, rows.slice(0, room)))
        if rows.num_rows > room:
            return _join(tables, schema), _cursor(tables, kinds, key)
        room -= rows.num_rows
    return _join(tables, schema), None


def listed(
    source: Source, kind: str, name: str, key: str, cursor: str | None, limit: int, binds: Mapping[str, Hashable]
) -> Rows:
    """One page of the rows of one statement, of the utility that the binds name.

    Args:
        source: as in `page`.
        kind: what a cursor calls them.
        name: of the statement; it binds after_id and row_limit.
        key: the column its rows are ordered by.
        cursor: as in `page`.
        limit: rows at most.
        binds: what the statement binds besides, utility_id among them.
    """
    rows, after = page(source, {kind: name}, columns([name]), key, cursor, limit, binds)
    return Rows(rows, {"utility_id": binds["utility_id"]}, next_cursor=after, is_paged=True)


def columns(statements: Iterable[str]) -> pa.Schema:
    """The columns of all kinds, in order of first mention."""
    return pa.unify_schemas([schema for name in statements if (schema := statement(name).result) is not None])


def array(values: Iterable[int] | Iterable[str] | None) -> str | None:
    """Numbers, or words of a closed list, in PostgreSQL's array notation: a bound value has to be hashable.

    Words stand as they are: none of them may hold a comma, a quote or a brace.
    """
    return None if values is None else "{" + ",".join(map(str, values)) + "}"


def _query(name: str, binds: Mapping[str, Hashable], after_id: int, row_limit: int) -> Query:
    known = statement(name).binds
    return Query.of(
        name, after_id=after_id, row_limit=row_limit, **{bind: value for bind, value in binds.items() if bind in known}
    )


def _join(tables: list[pa.Table], schema: pa.Schema) -> pa.Table:
    return pa.concat_tables([_widen(table, schema) for table in tables])


def _widen(table: pa.Table, schema: pa.Schema) -> pa.Table:
    present = set(table.column_names)
    filled = [table[f.name] if f.name in present else pa.nulls(table.num_rows, f.type) for f in schema]
    return pa.table(filled, schema=schema)


def _position(cursor: str | None) -> tuple[str | None, int]:
    if cursor is None:
        return None, -1
    kind, _, number = cursor.partition(".")
    return kind, int(number)


def _cursor(tables: list[pa.Table], kinds: list[str], key: str) -> str:
    """The last row sent; a table cut to nothing is stepped over, and the kind after it starts anew."""
    for place in range(len(tables) - 1, -1, -1):
        if tables[place].num_rows:
            return f"{kinds[place]}.{tables[place][key][-1].as_py()}"
    raise ValueError("a page holds at least one row")
