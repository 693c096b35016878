"""The databases of some settings, opened: the live one, and the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.settings import Settings
from data_sources.connect import Live, connect_history, connect_live
from data_sources.errors import FluxError
from data_sources.pipeline.begun import expecting
from data_sources.pipeline.exports import database_id
from data_sources.source import Source
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.snowflake import SnowflakeSource


def connect(settings: Settings) -> Live:
    """The live database of these settings, with its schema checked (never changed, when it is not ours)."""
    return connect_live(
        settings.dsn,
        settings.home,
        statement_timeout_s=settings.statement_timeout_s,
        has_pooler=settings.postgres_has_pooler,
    )


@contextmanager
def database(settings: Settings) -> Iterator[Live]:
    """The live database without the rest: commands need no feed and no map."""
    with closing(connect(settings)) as live:
        yield live


def connect_warehouse(settings: Settings) -> DuckSource | SnowflakeSource:
    """The history of these settings; nothing is opened before the first question."""
    return connect_history(
        settings.home, settings.snowflake, threads=settings.history_threads, memory_mb=settings.history_memory_mb
    )


def tell_apart(live: Source, history: Source | None) -> None:
    """Have an embedded history know its database: what was moved there out of another is left out, away is not empty.

    Args:
        live: the live database, with its schema up to date.
        history: asked beside it.

    Raises:
        SourceUnavailable: the live database cannot be reached.
    """
    found = getattr(history, "uncached", history)
    if isinstance(found, DuckSource):
        expecting(live, found.beside(database_id(live)).warehouse)


def embedded_warehouse(settings: Settings, live: Source) -> Warehouse:
    """The embedded warehouse.

    Args:
        settings: of its folder.
        live: the live database, which knows whether one was begun there.

    Raises:
        FluxError: the history is Snowflake.
        SourceUnavailable: the live database cannot be reached.
    """
    if settings.snowflake is not None:
        raise FluxError(
            "The history is Snowflake: this writes the embedded one only; see deploy/snowflake for its loads."
        )
    return expecting(live, Warehouse(settings.home / "warehouse"))
