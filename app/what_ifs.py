"""What-ifs of the process, shared by its pages and REST: each in a process of its own, and kept for a while."""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa

from app.jobs import Jobs, LongJob, shared
from data_sources.analytics.thermal.what_if import HeatScenario
from data_sources.jobs.frames import JobStep
from data_sources.network.metered_fleet import metered_fleet
from data_sources.source import Source
from data_sources.studies.thermal.what_if import TASK, TRANSFORMERS, WhatIfJob, peak_days, unknown_rows

NOBODY_LOOKS_S: Final = 3.0
LOOK_S: Final = 0.5
STOPPED: Final = "The computation was ended before it was done; ask again."
KEPT_S: Final = 900.0
"""Readings of days that are over change little; after this long they are read again."""


@dataclass(frozen=True, slots=True)
class WhatIfWish:
    """What is asked: a scenario for a utility, on its clock."""

    utility_id: int
    time_zone: str
    scenario: HeatScenario


@dataclass(frozen=True, slots=True, eq=False)
class WhatIfFound:
    """How far a run has come.

    Attributes:
        days: computed.
        rows: of the last step of the job; None before it.
        done: days done.
        at: when the rows came.
        message: why it ended early, a sentence; empty where it did not.
    """

    days: tuple[dt.date, ...]
    rows: pa.Table | None = None
    done: int = 0
    at: dt.datetime | None = None
    message: str = ""


class WhatIfRun:
    """One run; it goes on only while somebody looks at it. Thread-safe.

    Args:
        history: with the readings.
        job: what to compute; no days: nothing is known of any transformer.
    """

    def __init__(self, history: Source, job: WhatIfJob) -> None:
        """Does nothing before `start`."""
        self._arguments, self._told, self._is_stopped = job, threading.Condition(), False
        self._job = LongJob(TASK, history, self._take, self._end)
        self.made_at = self._seen_at = time.monotonic()
        nothing = unknown_rows(job.fleet) if not job.days else None
        self.found = WhatIfFound(job.days, nothing, at=None if job.days else dt.datetime.now(dt.UTC))

    @property
    def is_old(self) -> bool:
        """Whether it is to be made anew: it ended early, or long ago."""
        return bool(self.found.message) or time.monotonic() - self.made_at > KEPT_S

    def seen(self) -> WhatIfFound:
        """What there is; and somebody looks. What stopped since nobody did goes on."""
        self.start()
        return self.found

    def wait(self) -> WhatIfFound:
        """Look at it until it has come to an end; blocks the caller's thread."""
        with self._told:
            while not self._is_told and not self._is_stopped:
                self.start()
                self._told.wait(LOOK_S)
            return self.found if self._is_told else replace(self.found, message=STOPPED)

    @property
    def _is_told(self) -> bool:
        return self.found.rows is not None or bool(self.found.message)

    def start(self) -> None:
        """Compute; nothing happens where it does already, or is done."""
        self._seen_at = time.monotonic()
        if not self._is_told:
            self._job.start(self._arguments)

    def stop(self) -> None:
        """End it now; who waits for it is told."""
        self._is_stopped = True
        self._job.stop()

    def _take(self, step: JobStep) -> bool:
        with self._told:
            rows = step.tables.get(TRANSFORMERS)
            at = None if rows is None else dt.datetime.now(dt.UTC)
            self.found = replace(self.found, rows=rows, done=step.done, at=at)
            self._told.notify_all()
        return time.monotonic() - self._seen_at <= NOBODY_LOOKS_S

    def _end(self, message: str) -> None:
        """Without a message it was stopped, as nobody looked: who looks again starts it again."""
        with self._told:
            if self.found.rows is None:
                self.found = replace(self.found, message=message)
            self._told.notify_all()


class WhatIfRuns:
    """The runs of this process, by what is computed; the least recently used go first."""

    def __init__(self) -> None:
        """None yet."""
        self._jobs: Jobs[WhatIfRun] = Jobs()

    def start(self, history: Source, job: WhatIfJob) -> WhatIfRun:
        """Begin, or join what others began."""
        key = job.fleet.utility_id, job.fleet.digest, job.time_zone, job.days, job.scenario
        run = self._jobs.get_or_make(key, lambda: WhatIfRun(history, job), lambda kept: kept.is_old)
        run.start()
        return run


def begun(
    live: Source, history: Source, wish: WhatIfWish, days: tuple[dt.date, ...] | None = None
) -> WhatIfRun:  # fmt: skip
    """In a worker: which transformers and days there are, and their run.

    Args:
        live: the live database.
        history: with the readings.
        wish: what is asked.
        days: local, ascending; None: those that end with the one of most energy.

    Raises:
        SourceUnavailable: one of both cannot be reached.
    """
    fleet = metered_fleet(live, wish.utility_id)
    chosen = peak_days(history, wish.utility_id) if days is None else days
    return shared(history, WhatIfRuns).start(history, WhatIfJob(fleet, wish.time_zone, chosen, wish.scenario))
