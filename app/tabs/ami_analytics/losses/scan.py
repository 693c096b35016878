"""The search for suspects: one feeder at once, or a whole utility as a job that all sessions of the process share.

A job runs in a process of its own, takes about a second a feeder and begins where most is lost; no feeder is left out,
since one theft or a wrong record does not show in a feeder's balance. It goes on only while somebody looks at it, keeps
what it has found when it stops, and goes on from there when somebody comes back. Evidence is not kept by a job (a
gigabyte at full size): it is made again, for one feeder, when a suspect is picked.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.jobs import Jobs, LongJob
from app.tabs.ami_analytics.state import SUSPECTS
from data_sources.analytics.suspects.found import Evidence, SearchSettings, Suspect, ranked
from data_sources.errors import Withdrawn
from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.history.suspects_job import SuspectSearch
from data_sources.jobs.frames import JobStep
from data_sources.query import Query
from data_sources.source import Source

NOBODY_LOOKS_S = 20.0
TASK = "data_sources.history.suspects_job:search_feeders"
SCANNED_KINDS = SUSPECTS  # dead and spiking registers are told only where a meter is asked about
KEPT_FEEDERS = 8

Version = tuple[int, ...]
"""Of the history, as the feed numbers it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Display names by id."""

    meters: dict[int, str] = field(default_factory=dict)
    transformers: dict[int, str] = field(default_factory=dict)
    feeders: dict[int, str] = field(default_factory=dict)

    def meter(self, meter_id: int) -> str:
        """The meter's name, or its number."""
        return self.meters.get(meter_id, f"meter {meter_id}")

    def transformer(self, transformer_id: int | None) -> str:
        """The transformer's name; empty for None."""
        return "" if transformer_id is None else self.transformers.get(transformer_id, f"transformer {transformer_id}")

    def in_words(self, sentence: str) -> str:
        """The sentence with the names of the transformers it speaks of by number."""
        return re.sub(
            r"\btransformer (\d+)\b|\bon (\d+)\b",
            lambda m: ("" if m[1] else "on ") + self.transformer(int(m[1] or m[2])), sentence,
        )  # fmt: skip

    def joined(self, other: Names) -> Names:
        """These and others."""
        return Names(self.meters | other.meters, self.transformers | other.transformers, self.feeders | other.feeders)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched: a scope over a period.

    With a transformer its whole feeder is searched, and its meters are listed wherever they stand.
    """

    scope: Scope
    first_day: dt.date
    end_day: dt.date


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found so far.

    Attributes:
        suspects: flagged first, then by score; of a job without evidence.
        names: of what they name.
        truth: rows of ami_ground_truth.sql for the feeders searched; none outside a demo.
        feeders_done: feeders searched.
        feeders: feeders there are.
        version: of the history when the search began.
        is_running: whether it goes on.
        message: why it ended early; empty when it did not.
        seconds_left: about so long until it is done; None where that is not known.
    """

    suspects: tuple[Suspect, ...] = ()
    names: Names = Names()
    truth: pa.Table | None = None
    feeders_done: int = 0
    feeders: int = 0
    version: Version = ()
    is_running: bool = False
    message: str = ""
    seconds_left: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether every feeder was searched."""
        return self.feeders > 0 and self.feeders_done == self.feeders


def search_feeder(source: Source, search: Search) -> Found:
    """Search one feeder now, evidence and all; a second or two. Runs in a worker.

    Raises:
        SourceError: the history cannot answer.
    """
    scope, period = search.scope, (search.first_day, search.end_day)
    rows = source.fetch(Query.of("ami_names_of_feeder", feeder_id=scope.feeder_id))
    own = rows.filter(pc.equal(rows["transformer_id"], scope.transformer_id))["meter_id"].to_pylist()
    suspects = losses.find_suspects(source, scope.feeder_id, *period, settings=SearchSettings(about=frozenset(own)))
    names, truth = _names(scope.feeder_id, rows), source.fetch(losses.ground_truth_query(scope, *period))
    return Found(tuple(suspects), names, truth, feeders_done=1, feeders=1)


class FeederSearches:
    """The last few feeders searched, evidence and all (about 3 MB each); once, however many ask. Thread-safe.

    All sessions share one (`app.jobs.shared`), as they do `Scans`: who looks at the same waits for one search.
    """

    def __init__(self) -> None:
        """None yet."""
        self._found: OrderedDict[tuple[Search, Version], Future[Found]] = OrderedDict()
        self._lock = threading.Lock()

    def fresh(self, source: Source, search: Search, version: Version) -> Found:
        """Search now, or wait for the search of this that is under way."""
        return self._get(source, (search, version), is_anew=True)

    def kept(self, source: Source, search: Search, version: Version) -> Found:
        """What was found in this version of the history; searched now if it is not kept."""
        return self._get(source, (search, version), is_anew=False)

    def _get(self, source: Source, key: tuple[Search, Version], *, is_anew: bool) -> Found:
        while True:
            future, is_own = self._claim(key, is_anew)
            if is_own:
                return self._search(source, key, future)
            try:
                return future.result()
            except Withdrawn:  # whoever searched has gone away; this one still waits
                continue

    def _claim(self, key: tuple[Search, Version], is_anew: bool) -> tuple[Future[Found], bool]:
        """The search of that, and whether it is the caller's to do."""
        with self._lock:
            future = self._found.get(key)
            is_own = future is None or (is_anew and future.done())
            if future is None or is_own:
                future = self._found[key] = Future()
            self._found.move_to_end(key)
            while len(self._found) > KEPT_FEEDERS:
                self._found.popitem(last=False)
            return future, is_own

    def _search(self, source: Source, key: tuple[Search, Version], future: Future[Found]) -> Found:
        try:
            found = search_feeder(source, key[0])
        except BaseException as error:
            with self._lock:
                if self._found.get(key) is future:
                    del self._found[key]
            future.set_exception(error)
            raise
        future.set_result(found)
        return found


def _names(feeder_id: int, rows: pa.Table) -> Names:
    feeder = rows["feeder_name"][0].as_py() if rows.num_rows else f"feeder {feeder_id}"
    return Names(
        dict(zip(rows["meter_id"].to_pylist(), rows["meter_name"].to_pylist(), strict=True)),
        dict(zip(rows["transformer_id"].to_pylist(), rows["transformer_name"].to_pylist(), strict=True)),
        {feeder_id: feeder},
    )


class Scan:
    """One job. Thread-safe; `found` is replaced as a whole after each feeder."""

    def __init__(self, source: Source, search: Search, version: Version) -> None:
        """Does nothing before `start`."""
        self._search = search
        self._lock = threading.Lock()
        self._done: frozenset[int] = frozenset()
        self._seen_at = time.monotonic()
        self._job = LongJob(TASK, source, self._take, self._end)
        self.found = Found(version=version)

    def seen(self) -> Found:
        """What there is; and somebody looks."""
        self._seen_at = time.monotonic()
        return self.found

    def start(self) -> None:
        """Go on with what is not searched yet; nothing happens where it goes on already, or is done."""
        with self._lock:
            if self.found.is_running or self.found.is_done:
                return
            self._seen_at = time.monotonic()
            search, kinds = self._search, frozenset(SCANNED_KINDS)
            wanted = SuspectSearch(search.scope, search.first_day, search.end_day, self._done, kinds)
            if self._job.start(wanted):
                self.found = replace(self.found, is_running=True, message="")

    def stop(self) -> None:
        """End it now; what was found stays."""
        self._job.stop()

    def _take(self, step: JobStep) -> bool:
        with self._lock:
            self.found = self._with(step)
        return time.monotonic() - self._seen_at <= NOBODY_LOOKS_S

    def _with(self, step: JobStep) -> Found:
        now = replace(self.found, feeders=step.total, feeders_done=step.done, seconds_left=step.seconds_left)
        if step.tables:
            tables = step.tables
            self._done |= set(tables["feeder"]["feeder_id"].to_pylist())
            truth = tables["truth"] if now.truth is None else pa.concat_tables([now.truth, tables["truth"]])
            suspects = ranked([*now.suspects, *map(_suspect, tables["suspects"].to_pylist())])
            names = now.names.joined(_named(tables["names"]))
            now = replace(now, suspects=tuple(suspects), names=names, truth=truth)
        return now

    def _end(self, message: str) -> None:
        with self._lock:
            self.found = replace(self.found, is_running=False, message=message)


class Scans:
    """The searches of this process, by what is searched; the least recently used go first."""

    def __init__(self) -> None:
        """None yet."""
        self._jobs: Jobs[Scan] = Jobs()

    def get(self, search: Search) -> Scan | None:
        """The job of that search, if there was one."""
        return self._jobs.get(search)

    def start(self, source: Source, search: Search, version: Version) -> Scan:
        """Begin, go on, or begin anew where the history has grown since."""
        scan = self._jobs.get_or_make(
            search,
            lambda: Scan(source, search, version),
            lambda kept: kept.found.is_done and kept.found.version != version,
        )
        scan.start()
        return scan


def _suspect(row: dict[str, Any]) -> Suspect:
    return Suspect(**row, evidence=NO_EVIDENCE)


def _named(rows: pa.Table) -> Names:
    names: dict[str, dict[int, str]] = {"meter": {}, "transformer": {}, "feeder": {}}
    for row in rows.to_pylist():
        names[row["kind"]][row["id"]] = row["name"]
    return Names(names["meter"], names["transformer"], names["feeder"])


NO_EVIDENCE = Evidence("", np.zeros(0, "datetime64[s]"), ())
