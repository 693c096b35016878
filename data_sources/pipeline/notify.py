"""Telling open pages, through the live database, that the history changed."""

from __future__ import annotations

import logging

from data_sources.errors import SourceError
from data_sources.postgres.source import PostgresSource, execute

log = logging.getLogger(__name__)


def notify(live: PostgresSource, topic: str = "ami") -> bool:
    """Raise a topic's number in every process that listens; whether the database took it.

    A database that is away loses nothing: readings are committed already, and a feed that connects anew counts every
    topic as changed.
    """
    try:
        with live.connection() as connection:
            execute(connection, f"notify_{topic}")
    except SourceError as error:
        log.warning("Open pages were not told of new readings: %s", error)
        return False
    return True
