"""Where the history of a database was begun, noted in the database: the folder of a disk that is away looks empty.

Whoever writes to it first notes it: the exports, readings that are loaded, streamed or made up. Whoever opens the
history asks before anything is read or written: where one was begun, a folder that is missing or empty (the mount point
of a disk, or of a share) is a history that is away. It says so, takes nothing and comes back by itself.

A place is a machine's name and the folder as it is set. Not noticed, and begun anew as before: a container that has
another name at each start, a machine or a home that was renamed while the disk was away, and a home that is away as a
whole together with the embedded database in it.
"""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from functools import partial

import psycopg

from data_sources.errors import FluxError
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from data_sources.source import Source
from data_sources.warehouse.files import Warehouse


def expecting(source: Source, warehouse: Warehouse) -> Warehouse:
    """The same warehouse, away and not new where nothing is in its folder though a history was begun there.

    Raises:
        SourceUnavailable: the live database cannot be reached.
    """
    if len(source.fetch(Query.of("begun_history", place=_place(warehouse)))):
        warehouse.expect()
    database = getattr(source, "uncached", source)
    if isinstance(database, PostgresSource):
        warehouse.note_with(partial(_noted, database, warehouse))
    return warehouse


def note_begun(source: PostgresSource, warehouse: Warehouse) -> None:
    """Note that the history in this folder is begun, where this role may."""
    missing_right = psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction
    with suppress(*missing_right), source.connection() as connection:
        execute(connection, "note_begun_history", place=_place(warehouse))


def _noted(source: PostgresSource, warehouse: Warehouse) -> bool:
    """Note it; False where the database is away: what was written to the history is written all the same."""
    try:
        note_begun(source, warehouse)
    except (FluxError, psycopg.Error):
        return False
    return True


def begin_anew(warehouse: Warehouse) -> None:
    """Begin a history where the one that was there is lost for good; servers that wait for that one take it at once.

    Raises:
        FluxError: there is one.
        OSError: the folder may not be written.
    """
    if (warehouse.root / "manifest.json").exists():
        raise FluxError(f"There is a history in {warehouse.root}: none is begun in its place.")
    Warehouse(warehouse.root).commit(lambda empty: empty)


def _place(warehouse: Warehouse) -> str:
    return f"{platform.node()}:{os.path.abspath(warehouse.root)}"  # links not followed: what they lead to is away
