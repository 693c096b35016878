"""The history source of a company that has Snowflake: the connector's own asynchronous client behind a plain `fetch`.

One session a process, opened by the first question and logged in anew when Snowflake ends it. Questions run side by
side in one event loop on a thread of its own; that is what lets a question be withdrawn: ending its task makes the
connector send Snowflake an abort of exactly that statement. Between questions nothing is sent, by nobody: `health`
tells what was last seen.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from typing import Any

import pyarrow as pa

from data_sources.analytics.clock import naive_utc
from data_sources.errors import ContractError, QueryError, SourceUnavailable, Withdrawn
from data_sources.query import Query
from data_sources.source import Health, cast_to_contract
from data_sources.warehouse.snowflake_login import SnowflakeSettings

__all__ = ["SnowflakeSettings", "SnowflakeSource"]

log = logging.getLogger(__name__)

# The session or its token has ended and a new login is needed: Snowflake's own numbers, and the connector's.
SESSION_ENDED = frozenset({390104, 390110, 390111, 390112, 390114, 390115, 390195, 250001, 250002})
CANCELLED, TIMED_OUT = 604, 630


class SnowflakeSource:
    """Answers history queries from Snowflake. Thread-safe.

    Args:
        settings: where and as whom; see `SnowflakeSettings`.
    """

    dialect = "snowflake"

    def __init__(self, settings: SnowflakeSettings) -> None:
        """Connects to nothing."""
        self.settings = settings
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._session: _Session | None = None
        self._running: dict[Query, list[Future[Any]]] = {}
        self._last_ok_at: dt.datetime | None = None
        self._trouble = ""

    def __repr__(self) -> str:
        """Without anything secret."""
        return f"SnowflakeSource({self.settings.label!r})"

    def __reduce__(self) -> tuple[type[SnowflakeSource], tuple[SnowflakeSettings]]:
        """In another process it logs in anew."""
        return SnowflakeSource, (self.settings,)

    def fetch(self, query: Query) -> pa.Table:
        """All rows of a query, with the schema its .sql names.

        Raises:
            QueryError: the statement names no result, or a bind is a list.
            SourceUnavailable: Snowflake cannot be reached, refuses the login, or took longer than the timeout.
            Withdrawn: the question was cancelled.
            ContractError: Snowflake refuses the statement, or answers with other columns or types.
        """
        wanted = query.statement
        if wanted.result is None:
            raise QueryError(f"{query.name}.sql names no result; it is executed, not fetched.")
        values = [_plain(query.name, value) for value in wanted.in_order(query.values)]
        names, batches = self._ask(lambda session: session.fetch(wanted.with_binds("qmark"), values), query)
        return unite(query.name, names, batches, wanted.result)

    def run(self, text: str, values: Sequence[Any] = ()) -> pa.Table:
        """What any one statement answers, as Snowflake types it, with names in lower case; values are bound to `?`.

        Raises:
            SourceUnavailable: as for `fetch`.
            ContractError: Snowflake refuses it.
        """
        names, batches = self._ask(lambda session: session.fetch(text, list(values)), None)
        names = [name.lower() for name in names]
        if not batches:
            return pa.schema([pa.field(name, pa.null()) for name in names]).empty_table()
        return pa.concat_tables([batch.rename_columns(names) for batch in batches], promote_options="permissive")

    def cancel(self, query: Query) -> None:
        """Abort a question under way, on Snowflake too; its caller gets Withdrawn."""
        with self._lock:
            running = list(self._running.get(query, ()))
        for future in running:
            future.cancel()

    def health(self) -> Health:
        """The state as last seen; sends nothing."""
        return Health(self.settings.label, not self._trouble, self._last_ok_at, self._trouble)

    def close(self) -> None:
        """Withdraw what is under way, log out and stop the thread; a later question starts anew."""
        with self._lock:
            loop, thread, session = self._loop, self._thread, self._session
            self._loop = self._thread = self._session = None
            running = [future for futures in self._running.values() for future in futures]
        if loop is None or thread is None:
            return
        for future in running:  # whoever waits gets Withdrawn; nobody waits for a loop that has ended
            future.cancel()
        if session is not None:
            asyncio.run_coroutine_threadsafe(session.close(), loop).result(timeout=self.settings.login_timeout_s)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)

    def _ask(self, question: Callable[[_Session], Coroutine[Any, Any, Any]], query: Query | None) -> Any:
        future = self._start(question, query)
        try:
            answer = future.result()
        except CancelledError:
            raise Withdrawn("The question was withdrawn before Snowflake answered it.") from None
        except Exception as error:
            raise self._told(error, query.name if query else "") from None
        finally:
            self._end(query, future)
        self._last_ok_at, self._trouble = dt.datetime.now(dt.UTC), ""
        return answer

    def _start(self, question: Callable[[_Session], Coroutine[Any, Any, Any]], query: Query | None) -> Future[Any]:
        with self._lock:
            if self._loop is None or self._session is None:
                self._loop, self._session = asyncio.new_event_loop(), _Session(self.settings)
                self._thread = threading.Thread(target=_run, args=(self._loop,), name="flux-snowflake", daemon=True)
                self._thread.start()
            future: Future[Any] = asyncio.run_coroutine_threadsafe(question(self._session), self._loop)
            if query is not None:
                self._running.setdefault(query, []).append(future)
            return future

    def _end(self, query: Query | None, future: Future[Any]) -> None:
        if query is None:
            return
        with self._lock:
            running = self._running.get(query, [])
            if future in running:
                running.remove(future)
            if not running:
                self._running.pop(query, None)

    def _told(self, error: Exception, name: str) -> Exception:
        """The error as one sentence of ours, without anything secret."""
        from snowflake.connector import errors

        if not isinstance(error, errors.Error):
            return error
        reason = self.settings.hide_secrets(_first_line(error))
        number = error.errno if isinstance(error.errno, int) else -1
        if number == CANCELLED:
            return SourceUnavailable(f"{self.settings.label} cancelled the statement.")
        if number == TIMED_OUT:
            limit = f"{self.settings.statement_timeout_s:g} s"
            return SourceUnavailable(f"{self.settings.label} cancelled a statement that took longer than {limit}.")
        if isinstance(error, errors.ProgrammingError) and number not in SESSION_ENDED:
            self._trouble = ""  # it answers
            what = f"{name}.sql was refused" if name else "The statement was refused"
            return ContractError(f"{what} by {self.settings.label}: {reason}.")
        if not self._trouble:
            log.warning("%s does not answer: %s", self.settings.label, reason)
        self._trouble = f"{self.settings.label} does not answer: {reason}."
        return SourceUnavailable(self._trouble)


class _Session:
    """One Snowflake session; lives in the event loop."""

    def __init__(self, settings: SnowflakeSettings) -> None:
        self._settings = settings
        self._connection: Any = None
        self._login = asyncio.Lock()
        self._room = asyncio.Semaphore(settings.statements)

    async def fetch(self, text: str, values: list[Any]) -> tuple[list[str], list[pa.Table]]:
        """Column names and batches of one statement; a session that Snowflake ended is replaced once."""
        async with self._room:
            connection = await self._connected()
            try:
                return await _answer(connection, text, values)
            except Exception as error:
                if not _session_ended(error):
                    raise
                await self._forget(connection)
            return await _answer(await self._connected(), text, values)

    async def close(self) -> None:
        """Log out."""
        if self._connection is not None:
            await self._forget(self._connection)

    async def _connected(self) -> Any:
        async with self._login:
            if self._connection is None:
                from snowflake.connector import aio

                connection = await aio.connect(**self._settings.login_arguments())
                if self._settings.is_role_alone:
                    await self._put_off_other_roles(connection)
                self._connection = connection
            return self._connection

    async def _put_off_other_roles(self, connection: Any) -> None:
        """By default an account adds all of a user's roles to the one of the session."""
        try:
            await _answer(connection, "USE SECONDARY ROLES NONE", [])
        except BaseException:
            await self._forget(connection)
            raise

    async def _forget(self, connection: Any) -> None:
        if self._connection is connection:
            self._connection = None
        try:
            await connection.close()
        except Exception:  # the session is gone either way
            log.debug("The logout from Snowflake failed.", exc_info=True)


async def _answer(connection: Any, text: str, values: list[Any]) -> tuple[list[str], list[pa.Table]]:
    cursor = connection.cursor()
    try:
        await cursor.execute(text, values or None)
        names = [column.name for column in cursor.description or ()]
        batches = [table async for table in cursor.fetch_arrow_batches(force_microsecond_precision=True)]
        return names, batches
    finally:
        cursor.close()


def unite(name: str, names: list[str], batches: list[pa.Table], schema: pa.Schema) -> pa.Table:
    """The batches of an answer as one table of the contract's types.

    Snowflake sends each batch with the narrowest integers that hold its rows, so every batch is cast by itself; an
    answer without rows has no batch at all, only names.

    Raises:
        ContractError: other columns, or values that do not fit.
    """
    if not batches:
        empty = pa.schema([pa.field(column, pa.null()) for column in names]).empty_table()
        return cast_to_contract(name, empty, schema)
    return pa.concat_tables([cast_to_contract(name, batch, schema) for batch in batches]).combine_chunks()


def _session_ended(error: Exception) -> bool:
    from snowflake.connector.errors import ReauthenticationRequest

    return isinstance(error, ReauthenticationRequest) or getattr(error, "errno", None) in SESSION_ENDED


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.close()


def _plain(name: str, value: Any) -> Any:
    """Instants are bound as naive UTC, as the tables hold them; Snowflake takes no lists."""
    if isinstance(value, tuple | list | Mapping):
        raise QueryError(
            f"{name}.sql binds a list, which Snowflake cannot; bind one text and split it in the statement."
        )
    if isinstance(value, dt.datetime):
        return naive_utc(value)
    return value


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error).__name__
