"""Work that only one process may do: the one that holds a PostgreSQL advisory lock does it.

The lock belongs to a session on a connection of its own, so the server gives it back by itself when the process dies,
and the next process that asks gets it. Behind a transaction pooler a session lock would stay with whichever server
connection it happened to land on: there a row is leased instead. A thread renews it while its holder leads, however
long the work takes and however seldom it looks; it is free again LEASE_SECONDS after the last renewal.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
import zlib
from contextlib import suppress

import psycopg

from data_sources.errors import SourceError
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.statements import statement

log = logging.getLogger(__name__)

LEASE_SECONDS = 20.0
RENEW_SECONDS = 5.0
NAMESPACE = 0x464C5558  # "FLUX": keeps our keys apart from those of other users of the database


class Leader:
    """Tells whether this object holds the named lock of a database. Thread-safe.

    Args:
        source: the database.
        name: of the work, e.g. "simulator"; one leader a name and database.
    """

    def __init__(self, source: PostgresSource, name: str) -> None:
        """Asks nothing yet."""
        self.name = name
        self._source = source
        self._key = zlib.crc32(name.encode()) - 2**31  # PostgreSQL's key is a signed 32-bit number
        self._holder = uuid.uuid4().hex
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._given_up: threading.Event | None = None  # of the thread that renews the lease

    def is_leader(self) -> bool:
        """Whether the lock is ours now; tries to take it (again) if it is not. One round trip.

        Call it before each piece of work: after a lost connection it answers False until the lock is taken anew.

        Raises:
            psycopg.ProgrammingError: behind a pooler, this role may not write the lease.
        """
        with self._lock:
            is_ours = False
            try:
                is_ours = self._lease() if self._source.has_pooler else self._holds() or self._take()
            except (psycopg.OperationalError, psycopg.InterfaceError, SourceError):
                return False
            finally:
                if not is_ours:
                    self._drop()
            if is_ours and self._source.has_pooler and self._given_up is None:
                self._start_renewing()
            return is_ours

    def resign(self) -> None:
        """Give the lock back, so that another process may take it."""
        with self._lock:
            if self._connection is not None:  # an end of the session alone is seen by the server some time later
                with suppress(psycopg.Error):
                    execute(self._connection, "drop_leader_lock", namespace=NAMESPACE, lock_key=self._key)
            self._drop()
            if self._source.has_pooler:
                with suppress(psycopg.Error, SourceError), self._source.connection() as connection:
                    execute(connection, "drop_lease", service=self._service, holder=self._holder)

    @property
    def _service(self) -> str:
        return f"leader of {self.name}"

    def _lease(self) -> bool:
        with self._source.connection() as connection:
            lease = {"service": self._service, "holder": self._holder, "lease_s": LEASE_SECONDS}
            return execute(connection, "take_lease", **lease).fetchone() is not None

    def _start_renewing(self) -> None:
        self._given_up = threading.Event()
        threading.Thread(target=self._renew, args=(self._given_up,), name="flux-lease", daemon=True).start()

    def _renew(self, given_up: threading.Event) -> None:
        """Until it is given up, lost to another, or not renewed in time; then the next look asks for it anew."""
        renewed_at = time.monotonic()
        while not given_up.wait(RENEW_SECONDS):
            with self._lock:
                if given_up.is_set():  # while this waited: renewed now, it would be taken again
                    return
                try:
                    is_ours = self._lease()
                    renewed_at = time.monotonic()
                except (psycopg.Error, SourceError):
                    is_ours = time.monotonic() - renewed_at < LEASE_SECONDS
                if not is_ours:
                    self._drop()

    def _holds(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute("SELECT 1")  # a dead connection has lost the lock: this raises then
        return True

    def _take(self) -> bool:
        connection = self._source.dedicated_connection()
        text = statement("try_leader_lock").with_binds("pyformat").encode()
        is_taken = False
        try:
            row = connection.execute(text, {"namespace": NAMESPACE, "lock_key": self._key}).fetchone()
            is_taken = bool(row and row[0])
        finally:
            if not is_taken:
                connection.close()
        if is_taken:
            self._connection = connection
            log.info("This process leads %r.", self.name)
        return is_taken

    def _drop(self) -> None:
        if self._given_up is not None:
            self._given_up.set()
            self._given_up = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
