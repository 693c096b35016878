"""The schema, brought up by numbered .sql files, each once, in order, under a lock."""

from __future__ import annotations

from pathlib import Path

from data_sources.errors import FluxError
from data_sources.postgres.source import PostgresSource, execute
from data_sources.statements import SQL_ROOT

SCHEMA_FOLDER = SQL_ROOT / "postgres" / "schema"
LOCK_KEY = 0x464C5558  # "FLUX": one migration at a time in a database


def migration_files() -> list[tuple[int, Path]]:
    """The numbered files in order: (number, path)."""
    return [(int(path.name.split("_")[0]), path) for path in sorted(SCHEMA_FOLDER.glob("[0-9]*.sql"))]


def pending(source: PostgresSource) -> list[Path]:
    """The files not applied yet; the database is not changed."""
    with source.connection() as connection:
        row = execute(connection, "migrations_table_exists").fetchone()
        if not row or not row[0]:
            return [path for _, path in migration_files()]
        applied = {number for (number,) in execute(connection, "migrations_applied").fetchall()}
    return [path for number, path in migration_files() if number not in applied]


def migrate(source: PostgresSource) -> list[str]:
    """Apply what is pending in one transaction; answers the names applied.

    Raises:
        FluxError: the database was written by a newer Flux.
    """
    known = dict(migration_files())
    with source.connection() as connection, connection.transaction():
        execute(connection, "no_statement_timeout")  # indexes of a large network, and waiting for who builds them
        execute(connection, "migrations_lock", lock_key=LOCK_KEY)
        execute(connection, "migrations_create_table")
        applied = {number for (number,) in execute(connection, "migrations_applied").fetchall()}
        if newer := applied - set(known):
            raise FluxError(
                f"The database is at schema version {max(newer)}, newer than this Flux ({max(known)}): upgrade."
            )
        names = []
        for number, path in known.items():
            if number not in applied:
                connection.execute(path.read_text(encoding="utf-8").encode())
                execute(connection, "migrations_record", number=number, name=path.stem)
                names.append(path.stem)
    return names
