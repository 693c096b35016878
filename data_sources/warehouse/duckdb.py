"""The embedded history: DuckDB in memory over the files that the manifest names, asked in Snowflake SQL.

One database a process, one cursor a question. A question carries the tables it names with it, as common table
expressions over the files that it can need (`pruning`): a view would be bound when it is made and again when it is
asked, which looks at every file twice. A manifest that changes meanwhile changes nothing for it. Nothing is opened
before the first question. What does not fit into its memory spills into a folder of its own beside the files; what does
not fit even so is refused in one sentence.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data_sources.analytics.clock import naive_utc
from data_sources.errors import QueryError, SourceUnavailable, TooLarge, Withdrawn
from data_sources.query import Query
from data_sources.source import Health, cast_to_contract
from data_sources.warehouse.belonging import Belonging
from data_sources.warehouse.bounds import names_tables_itself, tables_of
from data_sources.warehouse.copies import files_of
from data_sources.warehouse.damage import Damage
from data_sources.warehouse.dialect import to_duckdb, with_tables
from data_sources.warehouse.files import Manifest, Part, Warehouse
from data_sources.warehouse.meter_ranges import range_of
from data_sources.warehouse.pruning import span_of
from data_sources.warehouse.schema import BY_METER, READINGS, TableDefinition, definitions
from data_sources.warehouse.spill import clear_spilled, spill_name

INSIST_S = 0.02
CLOSE_SECONDS = 2.0
ASKED_WRONGLY = (
    duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.ConversionException,
    duckdb.OutOfRangeException, duckdb.InvalidInputException,
)  # fmt: skip
"""What the question is to blame for where the ends of its files are sound; a damaged one raises anything else, too."""
ATTEMPTS = 3
_numbers = count()


class DuckSource:
    """Answers history queries from an embedded warehouse. Thread-safe.

    Args:
        warehouse: its files.
        threads: processor cores one question may take; the map and the live page need the rest.
        memory_mb: memory all questions together may take before DuckDB spills to disk.
    """

    dialect = "snowflake"

    def __init__(self, warehouse: Warehouse, *, threads: int = 2, memory_mb: int = 4096) -> None:
        """Opens nothing."""
        self.warehouse = warehouse
        self._threads, self._memory_mb = threads, memory_mb
        self._lock = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._running: dict[Query | None, list[duckdb.DuckDBPyConnection]] = {}
        self._is_closed = False
        self._last_ok_at: dt.datetime | None = None
        self._trouble = ""
        self._damage = Damage(warehouse.root)
        self._belonging = Belonging()

    def __reduce__(self) -> tuple[Callable[..., DuckSource], tuple[Warehouse, int, int, str | None]]:
        """In another process it is opened anew over the same files."""
        return _opened_anew, (self.warehouse, self._threads, self._memory_mb, self._belonging.database_id)

    def beside(self, database_id: str | None) -> DuckSource:
        """The same, asked beside a live database: outages that were moved here out of another one are left out.

        Args:
            database_id: which one it is (`pipeline.exports.database_id`).
        """
        self._belonging = Belonging(database_id)
        return self

    def fetch(self, query: Query) -> pa.Table:
        """All rows of a query, with the schema its .sql names.

        Raises:
            QueryError: the statement names no result, or DuckDB cannot run it.
            SourceUnavailable: a file of the manifest cannot be read.
            TooLarge: it takes more memory than questions may take.
            Withdrawn: the question was cancelled, or the history was closed.
            ContractError: the answer does not fit the schema.
        """
        wanted = query.statement
        if wanted.result is None:
            raise QueryError(f"{query.name}.sql names no result.")
        table = self.run(wanted.text, dict(query.values), asked=query)
        return cast_to_contract(query.name, table, wanted.result)

    def run(self, text: str, binds: dict[str, Any], *, asked: Query | None = None) -> pa.Table:
        """The rows of any Snowflake SQL over the warehouse's tables, as DuckDB types them.

        Raises:
            QueryError, SourceUnavailable, TooLarge, Withdrawn: as for `fetch`.
        """
        for attempt in range(1, ATTEMPTS + 1):
            seen = self._manifest()
            try:
                return self._run(seen, text, binds, asked)
            except (SourceUnavailable, QueryError) as error:
                is_wrong = isinstance(error.__cause__, ASKED_WRONGLY)
                self._damage.look(self._files_of(seen, text, binds), is_asked_wrongly=is_wrong)
                # Without what cannot be read, whoever found it, or after a commit, it may be answered.
                if attempt == ATTEMPTS or self._manifest() is seen:
                    raise
        raise AssertionError("the last attempt answers or raises")

    def _run(self, seen: Manifest, text: str, binds: dict[str, Any], asked: Query | None) -> pa.Table:
        cursor = self._cursor(asked)
        try:
            whole = self._with_tables(cursor, seen, text, binds)
            table = cursor.sql(whole, params={k: _plain(v) for k, v in binds.items()}).to_arrow_table()
        except duckdb.InterruptException:
            raise Withdrawn("The question was withdrawn before it was answered.") from None
        except (duckdb.OutOfMemoryException, MemoryError):  # pyarrow's ArrowMemoryError is a MemoryError
            raise TooLarge(
                f"The question takes more than the {self._memory_mb:,} MB of memory that questions to the embedded "
                "history may take together: ask for fewer days or a smaller part of the network."
            ) from None
        except (duckdb.IOException, OSError) as error:
            self._trouble = f"The embedded history cannot read its files: {_first_line(error)}"
            raise SourceUnavailable(self._trouble) from error
        except duckdb.Error as error:
            self._see_tables(cursor, seen, text, binds)  # raises where it is the files that cannot be read
            raise QueryError(f"The embedded history cannot answer: {_first_line(error)}") from error
        finally:
            self._ended(asked, cursor)
            cursor.close()
        self._last_ok_at, self._trouble = dt.datetime.now(dt.UTC), ""
        return table

    def cancel(self, query: Query) -> None:
        """Stop a question under way; its caller gets Withdrawn."""
        with self._lock:
            wanted = list(self._running.get(query, ()))
        if wanted and self._interrupt(query, wanted):
            threading.Thread(target=self._insist, args=(query, wanted), name="flux-cancel", daemon=True).start()

    def _insist(self, query: Query, cursors: list[duckdb.DuckDBPyConnection]) -> None:
        """Interrupt again until the question is over: one that was about to begin does not notice the first time."""
        while self._interrupt(query, cursors):
            time.sleep(INSIST_S)

    def _interrupt(self, query: Query, cursors: list[duckdb.DuckDBPyConnection]) -> bool:
        """Interrupt those of the cursors that still run; answers whether there were any."""
        with self._lock:  # so that none is closed meanwhile
            running = [cursor for cursor in self._running.get(query, ()) if cursor in cursors]
            for cursor in running:
                cursor.interrupt()
        return bool(running)

    def health(self) -> Health:
        """The state as last seen; reads nothing of the files but which there are."""
        try:
            present = self.warehouse.manifest()
        except SourceUnavailable as error:
            return Health("DuckDB (embedded)", False, self._last_ok_at, _first_line(error))
        lacks = "" if self._trouble else self._lacks(present)
        return Health("DuckDB (embedded)", not self._trouble, self._last_ok_at, self._trouble or lacks)

    def close(self) -> None:
        """Stop the questions under way, take no more, and give the memory back; safe to call again."""
        with self._lock:
            self._is_closed = True
        until = time.monotonic() + CLOSE_SECONDS
        while self._interrupt_all() and time.monotonic() < until:
            time.sleep(INSIST_S)
        with self._lock:
            if self._database:
                self._database.close()
                self._database = None

    def _interrupt_all(self) -> bool:
        """Interrupt every question; answers whether there were any."""
        with self._lock:
            running = [cursor for cursors in self._running.values() for cursor in cursors]
            for cursor in running:
                cursor.interrupt()
        return bool(running)

    def _cursor(self, asked: Query | None) -> duckdb.DuckDBPyConnection:
        """A cursor for one question, known so that it can be stopped."""
        with self._lock:
            if self._is_closed:
                raise Withdrawn("The embedded history is closed.")
            if self._database is None:
                self._database = empty_database(self._threads, self._memory_mb, self.warehouse.root)
            cursor = self._database.cursor()
            self._running.setdefault(asked, []).append(cursor)
        return cursor

    def _with_tables(
        self, cursor: duckdb.DuckDBPyConnection, seen: Manifest, text: str, binds: Mapping[str, Any]
    ) -> str:
        """A question for DuckDB together with the tables it names."""
        if names_tables_itself(text):
            self._see_tables(cursor, seen, text, binds)
            return to_duckdb(text)
        found = needed_files(self.warehouse, seen, text, binds)
        tables = {name: _select(self.warehouse, definitions()[name], parts) for name, parts in found.items()}
        return with_tables(to_duckdb(text), tables)

    def _see_tables(
        self, cursor: duckdb.DuckDBPyConnection, seen: Manifest, text: str, binds: Mapping[str, Any]
    ) -> None:
        """Let a question see the tables it names as views."""
        try:
            for name, parts in needed_files(self.warehouse, seen, text, binds).items():
                cursor.execute(_view(self.warehouse, definitions()[name], parts, kind="TEMP VIEW"))
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            raise
        except (duckdb.Error, OSError) as error:  # a file is gone, or holds other columns
            self._trouble = f"The embedded history cannot read its files: {_first_line(error)}"
            raise SourceUnavailable(self._trouble) from error

    def _manifest(self) -> Manifest:
        return self._damage.without(self._belonging.without(self.warehouse.manifest()))

    def belonging(self) -> str:
        """Which outages that were moved to a history it leaves out, or lacks; empty where it is none."""
        return self._belonging.sentence(self.warehouse.manifest())

    def _lacks(self, present: Manifest) -> str:
        return " ".join(filter(None, (self._belonging.sentence(present), self._damage.sentence(lambda: present))))

    def _files_of(self, seen: Manifest, text: str, binds: Mapping[str, Any]) -> list[tuple[str, Part]]:
        """The files a question reads, with the tables that the manifest has them under."""
        found = needed_files(self.warehouse, seen, text, binds)
        return [(BY_METER if part.role == "copy" else name, part) for name, parts in found.items() for part in parts]

    def _ended(self, asked: Query | None, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._running[asked].remove(cursor)
            if not self._running[asked]:
                del self._running[asked]


def _opened_anew(warehouse: Warehouse, threads: int, memory_mb: int, database_id: str | None) -> DuckSource:
    return DuckSource(warehouse, threads=threads, memory_mb=memory_mb).beside(database_id)


def open_database(
    warehouse: Warehouse, manifest: Manifest, threads: int = 2, memory_mb: int = 4096
) -> duckdb.DuckDBPyConnection:
    """A database in memory with one view a table over all files of a manifest."""
    database = empty_database(threads, memory_mb, warehouse.root)
    for table in definitions().values():
        database.execute(_view(warehouse, table, manifest.of(table.name)))
    return database


def empty_database(threads: int, memory_mb: int, root: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory, in UTC, that remembers the footers of files.

    Args:
        threads: processor cores a question may take.
        memory_mb: memory all questions may take together; what is more spills to disk where that is possible.
        root: folder of the warehouse. Each database spills into a folder of its own in there; the default, `.tmp` in
            the working directory, would be one for all processes started there.
    """
    clear_spilled(root)
    spill = str(root / f"{spill_name()}-{next(_numbers)}")
    limits: dict[str, Any] = {"threads": threads, "memory_limit": f"{memory_mb}MB", "temp_directory": spill}
    database = duckdb.connect(config=limits)
    # GLOBAL, because each question has a cursor of its own, which a plain SET does not reach.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    return database


def needed_files(
    warehouse: Warehouse, manifest: Manifest, text: str, binds: Mapping[str, Any]
) -> dict[str, tuple[Part, ...]]:
    """The files that can hold rows of a question's answer, by table.

    Raises:
        QueryError: the text is no SQL.
    """
    id_range = partial(range_of, warehouse, manifest)
    return {
        name: files_of(manifest, name, span_of(mentions, binds, id_range)) for name, mentions in tables_of(text).items()
    }


def _view(warehouse: Warehouse, table: TableDefinition, parts: tuple[Part, ...], *, kind: str = "VIEW") -> str:
    return f"CREATE OR REPLACE {kind} {table.name} AS {_select(warehouse, table, parts)}"


def _select(warehouse: Warehouse, table: TableDefinition, parts: tuple[Part, ...]) -> str:
    """The rows of some files of a table; one that was overridden comes from the override."""
    columns = ", ".join(table.schema.names)
    hiding = tuple(part for part in parts if part.role == "override")
    shown = _rows(warehouse, table, tuple(part for part in parts if part.role != "override"))
    select = f"SELECT {columns} FROM {shown}"
    if hiding and table.name == READINGS:
        won = _rows(warehouse, table, hiding)
        select += (
            f" AS r ANTI JOIN {won} AS w USING (meter_id, interval_start_at) UNION ALL SELECT {columns} FROM {won}"
        )
    return select


def _rows(warehouse: Warehouse, table: TableDefinition, parts: tuple[Part, ...]) -> str:
    """The files as DuckDB names them; an empty table of the right types where there are none.

    File names are our own (table, day, numbers), so they are safe inside quotes but for the folder's own name.
    """
    types = ", ".join(f"CAST(NULL AS {_duck_type(field.type)}) AS {field.name}" for field in table.schema)
    empty = f"SELECT {types} WHERE false"
    if not parts:
        return f"({empty})"
    paths = ", ".join("'" + str(warehouse.root / part.path).replace("'", "''") + "'" for part in parts)
    if table.is_grown or any(part.is_outdated for part in parts):  # what a file lacks is NULL until it is made again
        return f"({empty} UNION ALL BY NAME SELECT * FROM read_parquet([{paths}], union_by_name = true))"
    return f"read_parquet([{paths}])"


def _duck_type(kind: pa.DataType) -> str:
    names = {
        pa.int16(): "SMALLINT", pa.int32(): "INTEGER", pa.int64(): "BIGINT", pa.float32(): "FLOAT",
        pa.float64(): "DOUBLE", pa.string(): "VARCHAR", pa.bool_(): "BOOLEAN", pa.date32(): "DATE",
    }  # fmt: skip
    return names.get(kind, "TIMESTAMP")


def _plain(value: Any) -> Any:
    """Instants are bound as naive UTC, as the tables hold them."""
    if isinstance(value, dt.datetime):
        return naive_utc(value)
    return list(value) if isinstance(value, tuple) else value


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
