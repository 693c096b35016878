"""The search for suspects: one feeder at once, or a whole utility as a job that all sessions of the process share.

A job takes about a second a feeder and begins where most is lost; no feeder is left out, since one theft or a wrong
record does not show in a feeder's balance. It goes on only while somebody looks at it, keeps what it has found when it
stops, and goes on from there when somebody comes back. Evidence is not kept by a job (a gigabyte at full size): it is
made again, for one feeder, when a suspect is picked.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.tabs.ami_analytics.state import SUSPECTS
from data_sources.analytics.suspects.found import Evidence, SearchSettings, Suspect, ranked
from data_sources.errors import FluxError, Withdrawn
from data_sources.history import losses
from data_sources.history.scope import Scope
from data_sources.query import Query
from data_sources.source import Source

log = logging.getLogger(__name__)

NOBODY_LOOKS_S = 20.0
KEPT_SCANS = 8
SCANNED_KINDS = SUSPECTS  # dead and spiking registers are told only where a meter is asked about
KEPT_FEEDERS = 8


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
    version: tuple[int, ...] = ()
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
    """The last few feeders searched, evidence and all (about 3 MB each). Thread-safe."""

    def __init__(self) -> None:
        """None yet."""
        self._found: OrderedDict[Search, Found] = OrderedDict()
        self._lock = threading.Lock()

    def fresh(self, source: Source, search: Search) -> Found:
        """Search now."""
        found = search_feeder(source, search)
        with self._lock:
            self._found[search] = found
            self._found.move_to_end(search)
            while len(self._found) > KEPT_FEEDERS:
                self._found.popitem(last=False)
        return found

    def kept(self, source: Source, search: Search) -> Found:
        """What was found last; searched now if it is not kept."""
        with self._lock:
            found = self._found.get(search)
        return found if found is not None else self.fresh(source, search)


def names_of(source: Source, feeder_id: int) -> Names:
    """Names of a feeder's meters and transformers."""
    return _names(feeder_id, source.fetch(Query.of("ami_names_of_feeder", feeder_id=feeder_id)))


def _names(feeder_id: int, rows: pa.Table) -> Names:
    feeder = rows["feeder_name"][0].as_py() if rows.num_rows else f"feeder {feeder_id}"
    return Names(
        dict(zip(rows["meter_id"].to_pylist(), rows["meter_name"].to_pylist(), strict=True)),
        dict(zip(rows["transformer_id"].to_pylist(), rows["transformer_name"].to_pylist(), strict=True)),
        {feeder_id: feeder},
    )


class Scan:
    """One job. Thread-safe; `found` is replaced as a whole after each feeder."""

    def __init__(self, source: Source, search: Search, version: tuple[int, ...]) -> None:
        """Does nothing before `start`."""
        self._source, self._search = source, search
        self._done: set[int] = set()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._seen_at = time.monotonic()
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
            self._stop.clear()
            self._seen_at = time.monotonic()
            self.found = replace(self.found, is_running=True, message="")
        threading.Thread(target=self._run, name="flux-suspects", daemon=True).start()

    def stop(self) -> None:
        """End after the feeder under way; what was found stays."""
        self._stop.set()

    def _run(self) -> None:
        message = ""
        try:
            with _ONE_AT_A_TIME:
                self._search_all()
        except Withdrawn:
            message = "The search was interrupted."
        except FluxError as error:
            message = str(error)
        except Exception:  # a thread of its own has nobody to raise to
            log.exception("The search for suspects failed.")
            message = "The search failed; the server's log says why."
        finally:
            self.found = replace(self.found, is_running=False, message=message)

    def _search_all(self) -> None:
        search = self._search
        feeders = losses.feeders_by_loss(self._source, search.scope, search.first_day, search.end_day)
        truth = self._source.fetch(losses.ground_truth_query(search.scope, search.first_day, search.end_day))
        self.found = replace(self.found, feeders=len(feeders))
        left = [feeder_id for feeder_id in feeders if feeder_id not in self._done]
        began_at = time.monotonic()
        for count, (feeder_id, suspects) in enumerate(
            losses.scan(self._source, left, search.first_day, search.end_day), 1
        ):
            spent_s = time.monotonic() - began_at
            self._add(feeder_id, suspects, truth, spent_s / count * (len(left) - count))
            if self._stop.is_set() or time.monotonic() - self._seen_at > NOBODY_LOOKS_S:
                return

    def _add(self, feeder_id: int, suspects: Sequence[Suspect], truth: pa.Table, seconds_left: float) -> None:
        kept = [replace(suspect, evidence=NO_EVIDENCE) for suspect in suspects if suspect.kind in SCANNED_KINDS]
        self._done.add(feeder_id)
        covered = pa.array(sorted(self._done), truth.schema.field("feeder_id").type)
        now = self.found
        self.found = replace(
            now,
            suspects=tuple(ranked([*now.suspects, *kept])),
            names=now.names.joined(_only(names_of(self._source, feeder_id), kept)),
            truth=truth.filter(pc.is_in(truth["feeder_id"], value_set=covered)),
            feeders_done=len(self._done),
            seconds_left=seconds_left,
        )


class Scans:
    """The jobs of this process, by what is searched; the least recently used go first."""

    def __init__(self) -> None:
        """None yet."""
        self._scans: OrderedDict[Search, Scan] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, search: Search) -> Scan | None:
        """The job of that search, if there was one."""
        with self._lock:
            return self._scans.get(search)

    def start(self, source: Source, search: Search, version: tuple[int, ...]) -> Scan:
        """Begin, go on, or begin anew where the history has grown since."""
        with self._lock:
            scan = self._scans.get(search)
            if scan is None or (scan.found.is_done and scan.found.version != version):
                scan = self._scans[search] = Scan(source, search, version)
            self._scans.move_to_end(search)
            while len(self._scans) > KEPT_SCANS:
                self._scans.popitem(last=False)[1].stop()
        scan.start()
        return scan


def _only(names: Names, suspects: Sequence[Suspect]) -> Names:
    """The names that suspects need; those of all 600,000 meters would be kept for nothing."""
    meters = {suspect.meter_id for suspect in suspects}
    transformers = {s.transformer_id for s in suspects} | {s.suggested_transformer_id for s in suspects}
    spoken_of = {int(number) for s in suspects for number in re.findall(r"\b(?:transformer|on) (\d+)\b", s.why)}
    return Names(
        {key: name for key, name in names.meters.items() if key in meters},
        {key: name for key, name in names.transformers.items() if key in transformers | spoken_of},
        names.feeders,
    )


NO_EVIDENCE = Evidence("", np.zeros(0, "datetime64[s]"), ())
_ONE_AT_A_TIME = threading.Lock()  # a search keeps a core busy
# Shared by all sessions: two who look at the same utility and period wait for one search.
SCANS = Scans()
FEEDERS = FeederSearches()
