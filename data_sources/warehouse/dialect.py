"""Snowflake SQL as DuckDB understands it, translated once a text; what DuckDB lacks raises instead of being dropped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sqlglot
from sqlglot import ErrorLevel
from sqlglot.errors import SqlglotError

from data_sources.errors import QueryError


def with_tables(text: str, tables: Mapping[str, str]) -> str:
    """A statement of `to_duckdb` with tables that it carries itself, each given as the SELECT of its rows."""
    if not tables:
        return text
    own = ", ".join(f"{name} AS NOT MATERIALIZED ({select})" for name, select in tables.items())
    for begin in ("WITH RECURSIVE ", "WITH "):
        if text.startswith(begin):
            return f"{begin}{own}, {text.removeprefix(begin)}"
    return f"WITH {own} {text}"


@lru_cache(maxsize=512)
def to_duckdb(text: str) -> str:
    """One statement for DuckDB; binds written `:name` become `$name`.

    Raises:
        QueryError: the text cannot be parsed, holds several statements, or uses what DuckDB cannot do.
    """
    try:
        parts = sqlglot.transpile(
            text, read="snowflake", write="duckdb", unsupported_level=ErrorLevel.RAISE, comments=False
        )
    except SqlglotError as error:
        raise QueryError(f"The embedded history cannot run this Snowflake SQL: {error}.") from error
    if len(parts) != 1:
        raise QueryError(f"One statement a file: this text holds {len(parts)}.")
    return parts[0]
