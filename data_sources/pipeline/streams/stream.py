"""Readings in, without end: micro-batches from an intake (Kafka, a spool folder) into a sink (embedded, Snowflake).

Exactly once: the intake's offsets are committed by the sink together with the rows, never anywhere else. Whatever
happens between two commits - a crash, `kill -9`, a full disk - the stream goes on after the last commit and takes the
same messages again. What cannot be taken is written to the quarantine before the commit, in files named after where it
came from, so that it is told exactly once too.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb
import fasteners
import pyarrow as pa

from data_sources.errors import FluxError, SourceUnavailable
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import Landed, land
from data_sources.pipeline.rollups.rollups import Effort
from data_sources.pipeline.streams.batch import Batch, Intake, StreamQuarantine
from data_sources.warehouse.files import Warehouse

log = logging.getLogger(__name__)

BATCH_ROWS = 600_000  # one interval of 600,000 meters lands in about a second
BATCH_SECONDS = 2.0
RETRY_SECONDS = (0.5, 1, 2, 5, 10)


Refuse = Callable[[pa.Table], object]  # told rows of `rejection_schema`


class Sink(Protocol):
    """Where readings go. Keeps the offsets together with the rows."""

    def offsets(self) -> Mapping[str, str]:
        """How far the streams are in."""

    def put(self, readings: pa.Table, offsets: Mapping[str, str], refuse: Refuse) -> Landed:
        """Commit readings and offsets, both or neither; before that tell which rows are rejected.

        Raises whatever kept it from doing so.
        """


class EmbeddedSink:
    """The embedded warehouse.

    Args:
        warehouse: its files.
        tell: called after each commit (see `notify`), so that open pages pull again.
        effort: cores and memory for the rollups.
    """

    def __init__(
        self, warehouse: Warehouse, *, tell: Callable[[], object] | None = None, effort: Effort | None = None
    ) -> None:
        """Touches nothing."""
        self.warehouse, self._tell, self._effort = warehouse, tell, effort

    def offsets(self) -> Mapping[str, str]:
        """Out of the manifest."""
        return self.warehouse.manifest().offsets

    def put(self, readings: pa.Table, offsets: Mapping[str, str], refuse: Refuse) -> Landed:
        """Land them, then tell the pages."""
        known_meters = KnownMeters.of(self.warehouse)
        landed = land(self.warehouse, known_meters, readings, offsets=offsets, effort=self._effort, refuse=refuse)
        if self._tell and landed.new + landed.corrected:
            self._tell()
        return landed


@dataclass
class Counts:
    """What a stream did since it was started."""

    batches: int = 0
    rows: int = 0
    new: int = 0
    corrected: int = 0
    superseded: int = 0
    quarantined: int = 0

    def add(self, landed: Landed, unread: int) -> None:
        """Count a batch, and what of it could not even be read."""
        self.batches += 1
        self.rows += landed.rows + unread
        self.new += landed.new
        self.corrected += landed.corrected
        self.superseded += landed.superseded
        self.quarantined += landed.rejected + unread


class Stream:
    """One intake into one sink, until told to stop.

    Args:
        intake: where readings come from.
        sink: where they go.
        quarantine: where the refused ones go.
        batch_rows: a batch is closed at about so many rows …
        batch_seconds: … or so long after its first row.
    """

    def __init__(
        self, intake: Intake, sink: Sink, quarantine: StreamQuarantine, *,
        batch_rows: int = BATCH_ROWS, batch_seconds: float = BATCH_SECONDS,
    ) -> None:  # fmt: skip
        """Nothing runs before `run`."""
        self.intake, self.sink, self.quarantine = intake, sink, quarantine
        self.batch_rows, self.batch_seconds = batch_rows, batch_seconds
        self.counts = Counts()

    def run(self, stopping: threading.Event, *, seen: Callable[[Counts], object] | None = None) -> Counts:
        """Stream until the event is set; the batch at hand is finished.

        Args:
            stopping: set by a signal handler or a test.
            seen: called after each batch, to show progress.
        """
        self.intake.resume(self.sink.offsets())
        try:
            while not stopping.is_set():
                batch = self.intake.take(self.batch_rows, self.batch_seconds)
                if batch is not None and self._keep(batch, stopping) and seen:
                    seen(self.counts)
        finally:
            self.intake.close()
        return self.counts

    def _keep(self, batch: Batch, stopping: threading.Event) -> bool:
        """Commit a batch; while that fails, say so once and try again. False when stopped before it worked."""
        for attempt in range(10**9):
            try:
                self._commit(batch)
            except (FluxError, OSError, duckdb.Error) as error:
                if attempt == 0:
                    log.warning("%s: readings wait, since they cannot be kept: %s", self.intake.name, error)
                if stopping.wait(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)]):
                    return False
            else:
                if attempt:
                    log.info("%s: readings are kept again.", self.intake.name)
                return True
        return False

    def _commit(self, batch: Batch) -> None:
        def refuse(rejections: pa.Table) -> None:
            self.quarantine.keep([*batch.refused, *batch.refuse(rejections)], self.intake.file_of)

        landed = self.sink.put(batch.readings, batch.offsets, refuse)
        self.intake.committed(batch)
        self.counts.add(landed, len(batch.refused))


@contextmanager
def only_one(root: Path, name: str) -> Iterator[None]:
    """Refuse a second process that streams the same source into the same warehouse.

    Raises:
        SourceUnavailable: there is one.
    """
    root.mkdir(parents=True, exist_ok=True)
    lock = fasteners.InterProcessLock(str(root / f"stream-{hashlib.sha256(name.encode()).hexdigest()[:12]}.lock"))
    if not lock.acquire(blocking=False):
        raise SourceUnavailable(f"Another process already streams {name} into {root}.")
    try:
        yield
    finally:
        lock.release()
