"""What changed: one version number a topic, raised by NOTIFY; sessions look at the numbers and pull again.

One thread and one connection outside the pool. Where a pooler forbids LISTEN, every topic's number rises each
`poll_seconds` instead. After a lost connection every number rises once, since changes may have been missed.
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
import time

import psycopg

from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.topics import TOPICS, check_topics

log = logging.getLogger(__name__)

PING_SECONDS = 1.0  # so that a lost database is known without viewers


class Feed:
    """Version numbers of the topics of one PostgreSQL source.

    Args:
        source: where the changes happen; it is pinged each second, so that its health is known without viewers.
        poll_seconds: how often everything counts as changed where LISTEN cannot be used.
    """

    def __init__(self, source: PostgresSource, *, poll_seconds: float = 10.0) -> None:
        """Nothing runs before `start`."""
        self._source = source
        self._poll_seconds = poll_seconds
        self._versions = dict.fromkeys(TOPICS, 0)
        self._closing = threading.Event()
        self._bell, self._ring = socket.socketpair()  # ends the wait for notifications at once
        self._thread: threading.Thread | None = None
        self.is_listening = False

    def start(self) -> None:
        """Begin to listen; safe to call again."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="flux-feed", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop listening and give the connection back."""
        self._closing.set()
        self._ring.close()
        if self._thread:
            self._thread.join(timeout=2)
        self._bell.close()

    def version(self, *topics: str) -> tuple[int, ...]:
        """The present numbers of some topics; no I/O, made to be called often.

        Raises:
            QueryError: one is not known.
        """
        try:
            return tuple([self._versions[topic] for topic in topics])
        except KeyError:
            check_topics(topics, "Versions asked for")
            raise

    def bump(self, topic: str) -> None:
        """Count a change of a topic."""
        self._versions[topic] = self._versions.get(topic, 0) + 1

    def _bump_all(self) -> None:
        for topic in list(self._versions):
            self.bump(topic)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                if self._source.has_pooler:
                    self._poll()
                else:
                    self._listen()
            except psycopg.Error:
                self.is_listening = False
                self._source.ping()
            self._closing.wait(0.5)

    def _listen(self) -> None:
        with self._source.dedicated_connection() as connection, selectors.DefaultSelector() as waiting:
            waiting.register(connection.fileno(), selectors.EVENT_READ)
            waiting.register(self._bell, selectors.EVENT_READ)
            execute(connection, "listen")
            self.is_listening = True
            self._bump_all()
            next_ping = 0.0
            while not self._closing.is_set():
                self._take_notifications(connection)
                if time.monotonic() >= next_ping:
                    self._source.ping()
                    next_ping = time.monotonic() + PING_SECONDS
                waiting.select(PING_SECONDS)

    def _take_notifications(self, connection: Connection) -> None:
        """Those that have arrived; waits for none."""
        for notification in connection.notifies(timeout=0):
            self.bump(notification.payload)

    def _poll(self) -> None:
        next_look = 0.0
        while not self._closing.wait(1.0):
            if self._source.ping().is_up and time.monotonic() >= next_look:
                self._bump_all()
                next_look = time.monotonic() + self._poll_seconds
