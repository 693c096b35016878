"""The role of deploy/postgres/free_sql_role.sql, made for a test and dropped again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.sql import SQL, Identifier

from data_sources.postgres.source import PostgresSource

FILE = Path(__file__).parents[4] / "deploy" / "postgres" / "free_sql_role.sql"
ROLE = "flux_free_sql_of_a_test"


@contextmanager
def granted(source: PostgresSource) -> Iterator[str]:
    with source.connection() as connection:
        row = connection.execute("SELECT current_user").fetchone()
        assert row is not None
        text = re.sub(r"^--.*$", "", FILE.read_text(), flags=re.MULTILINE)
        connection.execute(text.replace(':"role"', f'"{ROLE}"').replace(':"app"', f'"{row[0]}"').encode())
    try:
        yield ROLE
    finally:
        with source.connection() as connection:
            connection.execute(SQL("DROP OWNED BY {}").format(Identifier(ROLE)))
            connection.execute(SQL("DROP ROLE {}").format(Identifier(ROLE)))
