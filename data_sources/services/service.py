"""A service: a piece of work that is done again and again by whoever leads it, and what is known of how it goes.

Each runs in a thread of its own, so that a long one (a week's copy) never holds up a short one (a sample). Nothing that
goes wrong ends it: a lost database pauses it, a missing right is told once, and the next look tries again.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import duckdb
import psycopg

from data_sources.errors import FluxError, SourceError
from data_sources.postgres.leader import Leader
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query

log = logging.getLogger(__name__)

Doing = Literal["starting", "leads", "waits", "paused", "refused", "failed", "ended"]
BEAT_S = 30.0  # between two words for the processes that wait, where nothing had to be done
AGAIN_S = 30.0  # at most, until a look that did not lead to a run is tried again
REFUSED_S = 600.0  # a right that is missing is seldom given within seconds


class Service(Protocol):
    """A piece of work.

    Attributes:
        name: what a person calls it.
        every_s: seconds between two looks.
    """

    name: str
    every_s: float

    @property
    def lock(self) -> str:
        """Of the leader; work on one machine's files has that machine's own.

        Any error: it cannot be known now, and is asked for again.
        """

    def run(self, now: dt.datetime) -> str:
        """Do what is due; what was done in words, empty for nothing. Any error: nothing was done by halves."""


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How a service goes, as one process sees it.

    Attributes:
        name: what a person calls it.
        doing: "leads" (it runs here), "waits" (another process leads), "paused" (the database is away), "refused" (a
            right is missing), "failed", "starting", or "ended" (its process is gone, and started again).
        last_run_at: when it last ran through, here or where it is led. UTC.
        did: what it last had to do, in words.
        error: what is wrong now; empty while it works.
        last_error: what was last wrong.
        last_error_at: when that was. UTC.
    """

    name: str
    doing: Doing = "starting"
    last_run_at: dt.datetime | None = None
    did: str = ""
    error: str = ""
    last_error: str = ""
    last_error_at: dt.datetime | None = None

    def after(self, done: str, now: dt.datetime) -> ServiceState:
        """It ran through."""
        return replace(self, doing="leads", last_run_at=now, did=done or self.did, error="")

    def in_trouble(self, doing: Doing, error: str, now: dt.datetime, done: str = "") -> ServiceState:
        """It did not, but for what was done."""
        return replace(self, doing=doing, error=error, last_error=error, last_error_at=now, did=done or self.did)


class PartlyDone(Exception):
    """A run that went wrong for some, and was done for others.

    Attributes:
        done: what was done, in words.
        error: what went wrong.
    """

    def __init__(self, done: str, error: Exception) -> None:
        """With both."""
        super().__init__(str(error))
        self.done, self.error = done, error


Tell = Callable[[ServiceState], object]


class Turns:
    """One service's looks, one after the other.

    Args:
        service: the work.
        source: the database whose lock leads it.
        tell: told each new state.
    """

    def __init__(self, service: Service, source: PostgresSource, tell: Tell) -> None:
        """Asks nothing yet."""
        self._service, self._source, self._tell = service, source, tell
        self._leader: Leader | None = None  # made at a look: the lock of a history that is away is not known
        self.state = ServiceState(service.name)
        self._beat_at: dt.datetime | None = None

    def run(self, closing: threading.Event) -> None:
        """Look until asked to stop."""
        self._tell(self.state)
        try:
            while not closing.is_set():
                self.look(dt.datetime.now(dt.UTC))
                closing.wait(self._pause_s())
        finally:
            self._resign()

    def _pause_s(self) -> float:
        if self.state.doing == "refused":
            return REFUSED_S
        return self._service.every_s if self.state.doing == "leads" else min(self._service.every_s, AGAIN_S)

    def look(self, now: dt.datetime) -> None:
        """One look: run where we lead; whatever happens is told and never raised."""
        try:
            if self._leads():
                self._become(replace(self.state, doing="leads"))  # a run may take minutes
                done = self._service.run(now)
                state = self.state.after(done, now)
                self._beat(state, now, is_due=bool(done))
            else:
                state = self._not_leading(now)
        except PartlyDone as partly:
            state = self._in_trouble(partly.error, now, partly.done)
        except Exception as error:
            state = self._in_trouble(error, now)
        self._become(state)

    def _in_trouble(self, error: Exception, now: dt.datetime, done: str = "") -> ServiceState:
        """What went wrong is told, and logged where nobody could foresee it."""
        doing, told = _told(error, self._service.name)
        if not _is_foreseen(error) and told != self.state.error:
            log.error("The service %r failed.", self._service.name, exc_info=error)
        if doing == "refused":  # somebody else may be allowed to
            self._resign()
        return self.state.in_trouble(doing, told, now, done)

    def _leads(self) -> bool:
        """Whether the lock is ours; one that was lost with its connection is taken again at once, if it is free."""
        if self._leader is None:
            self._leader = Leader(self._source, self._service.lock)
        is_own = self.state.doing in ("leads", "paused")
        return self._leader.is_leader() or (is_own and self._leader.is_leader())

    def _resign(self) -> None:
        if self._leader is not None:
            self._leader.resign()

    def _become(self, state: ServiceState) -> None:
        if state.error and state.error != self.state.error:
            log.warning("%s: %s", state.name.capitalize(), state.error)
        if state.did and state.did != self.state.did:
            log.info("%s: %s.", state.name.capitalize(), state.did)
        self.state = state
        self._tell(state)  # each time: a line that was lost on its way is made good by the next

    def _beat(self, state: ServiceState, now: dt.datetime, *, is_due: bool) -> None:
        """Leave word for the processes that wait."""
        if not is_due and self._beat_at is not None and (now - self._beat_at).total_seconds() < BEAT_S:
            return
        self._beat_at = now
        # What was done is done, even where a role may not leave word of it.
        with suppress(psycopg.errors.InsufficientPrivilege), self._source.connection() as connection:
            detail = json.dumps({"did": state.did})
            execute(connection, "heartbeat", service=self._service.lock, now=now, detail=detail)

    def _not_leading(self, now: dt.datetime) -> ServiceState:
        health = self._source.ping()
        if not health.is_up:
            return self.state.in_trouble("paused", health.message, now)
        rows = self._source.fetch(Query.of("service_beat", service=self._service.lock)).to_pylist()
        waits = replace(self.state, doing="waits", error="")
        return replace(waits, last_run_at=rows[0]["beat_at"], did=rows[0]["did"]) if rows else waits


@contextmanager
def running(services: Sequence[Service], source: PostgresSource, tell: Tell = lambda _state: None) -> Iterator[None]:
    """Let services run beside what the caller does; they are given up at the end."""
    closing = threading.Event()
    turns = [Turns(service, source, tell) for service in services]
    threads = [threading.Thread(target=one.run, args=(closing,), name="flux-service", daemon=True) for one in turns]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        closing.set()
        for thread in threads:
            thread.join()


def _told(error: Exception, name: str) -> tuple[Doing, str]:
    """What to call a failure, and its sentence."""
    if isinstance(error, psycopg.errors.InsufficientPrivilege | psycopg.errors.ReadOnlySqlTransaction):
        return "refused", f"{str(error).strip().splitlines()[0]}: {name} needs a role that may write Flux's own tables."
    if isinstance(error, SourceError):
        return "paused", str(error)
    told = str(error) if isinstance(error, FluxError) else f"{type(error).__name__}: {error}"
    return "failed", " ".join([told, *getattr(error, "__notes__", ())])


def _is_foreseen(error: Exception) -> bool:
    return isinstance(error, FluxError | OSError | duckdb.Error | psycopg.Error)
