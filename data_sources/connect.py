"""Explicit arguments to a live database and a history; none means the embedded ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from data_sources.errors import SettingsError, SourceUnavailable
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.snowflake import SnowflakeSettings, SnowflakeSource

OLDEST_SERVER = 15


@dataclass(frozen=True, slots=True)
class Live:
    """The live database of this process: its source and, where it is ours to run, its server."""

    source: PostgresSource
    embedded: EmbeddedPostgres | None

    def close(self) -> None:
        """Give the connections back and leave the embedded server."""
        try:
            self.source.close()
        finally:  # a signal while it closes, too
            if self.embedded:
                self.embedded.stop()


def connect_live(dsn: str | None, home: Path, *, statement_timeout_s: float = 30.0, has_pooler: bool = False) -> Live:
    """Reach the live database; the embedded one is started (or attached to) and migrated.

    Args:
        dsn: libpq connection string of PostgreSQL 15 or later; None for the embedded server.
        home: folder of the embedded server's data.
        statement_timeout_s: the server cancels a longer statement.
        has_pooler: a transaction pooler (pgbouncer) is in between.

    Raises:
        EmbeddedError: the embedded server does not start.
        SettingsError: the DSN cannot be read, or leads to a PostgreSQL that is too old.
        SourceUnavailable: nothing answers at the DSN (its password is not in the message).
    """
    if dsn:
        check_dsn(dsn)
        return Live(PostgresSource(dsn, statement_timeout_s=statement_timeout_s, has_pooler=has_pooler), None)
    embedded = EmbeddedPostgres(home)
    source = PostgresSource(embedded.dsn, label="PostgreSQL (embedded)", statement_timeout_s=statement_timeout_s)
    live = Live(source, embedded)
    embedded.start()
    try:
        migrate(source)
    except BaseException:  # a signal too
        live.close()
        raise
    return live


def connect_history(
    home: Path, snowflake: SnowflakeSettings | None, *, threads: int = 2, memory_mb: int = 4096
) -> DuckSource | SnowflakeSource:
    """The history; neither engine opens anything before the first question.

    Args:
        home: folder of the embedded warehouse, in `warehouse/` below it.
        snowflake: how to reach Snowflake; None for the embedded warehouse.
        threads: processor cores one embedded question may take.
        memory_mb: memory embedded questions may take together.
    """
    if snowflake is not None:
        return SnowflakeSource(snowflake)
    return DuckSource(Warehouse(home / "warehouse"), threads=threads, memory_mb=memory_mb)


def check_dsn(dsn: str) -> None:
    """Connect once, so that a wrong DSN is told in one sentence; the password never is.

    Raises:
        SettingsError: the text is no connection string, or the server is older than PostgreSQL 15.
        SourceUnavailable: nothing answers there, or it refuses us.
    """
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise SettingsError(
            "FLUXOPS_POSTGRES_DSN is no connection string; it reads like postgresql://user:password@host:5432/database."
        ) from None
    try:
        with psycopg.connect(dsn, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        if password := str(parts.get("password") or ""):
            reason = reason.replace(password, "***")
        raise SourceUnavailable(f"PostgreSQL at FLUXOPS_POSTGRES_DSN cannot be reached: {reason}") from None
    if version < OLDEST_SERVER * 10_000:
        raise SettingsError(
            f"FLUXOPS_POSTGRES_DSN leads to PostgreSQL {version // 10_000}; Flux needs {OLDEST_SERVER} or later."
        )
