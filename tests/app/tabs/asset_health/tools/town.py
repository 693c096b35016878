"""What the bench's own statements say of a demo."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg

from data_sources.postgres.source import PostgresSource
from tests.bench.assistant_questions.load import known_statements

ANY = {"low": -1e9, "high": 1e9}


def known(source: PostgresSource, statement: str, /, **binds: Any) -> list[dict[str, Any]]:
    """Rows of one of the bench's statements of utility 1, today."""
    today = dt.datetime.now(dt.UTC)
    values = {"utility_id": 1, "year": today.year, "now": today, "today": today.date()} | binds
    with source.connection() as connection:
        cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
        return cursor.execute(known_statements()[statement].text.encode(), values).fetchall()
