"""A process of its own that runs services, at low priority, so that no page waits for them.

    python -m data_sources.services.worker        settings as JSON on standard input, which stays open

It writes each service's new state as a line of JSON on standard output. It ends when its standard input does: a server
that dies leaves no worker behind. The database's password comes through standard input, never through arguments that
others can read.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data_sources.connect import Live, connect_live
from data_sources.errors import FluxError
from data_sources.pipeline.begun import expecting
from data_sources.pipeline.thermal.files import HeatFiles
from data_sources.services.assessments import Assessments
from data_sources.services.documents import Documents
from data_sources.services.exports import Exports
from data_sources.services.heat import Heat
from data_sources.services.outage_retention import OutageRetention
from data_sources.services.samples import Retention, Samples
from data_sources.services.service import Service, ServiceState, running
from data_sources.services.states import to_line
from data_sources.services.upkeep import Upkeep
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse

NICENESS: Final = 15
ASKED_MB: Final = 1024  # of memory for questions to the history


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What a worker needs.

    Attributes:
        dsn: of the live database; None for the embedded one.
        home: folder of all data.
        has_pooler: a transaction pooler is in front of PostgreSQL.
        is_embedded_history: the history is the warehouse in `home`, not Snowflake.
        upkeep_s: seconds between two looks at the embedded history.
        export_s: seconds between two looks at what the embedded history lacks.
        keep_events_days: how long events are kept.
        keep_samples_days: how long samples of the key figures are kept.
        keep_messages_days: how long messages of meters, and questions to them, are kept.
        keep_audit_days: how long audit rows are kept.
        keep_callers_days: how long names, telephone numbers and notes of closed calls are kept.
        keep_conversations_days: how long conversations with the assistant are kept after their last question.
        keep_outage_years: how many years of outages are kept, this one among them; None: all.
        predict: presume outages from calls and messages of meters.
        confirm_probability: from which on a presumed outage is confirmed by rule.
        alarms: judge alarm rules.
        feed_poll_s: seconds between two looks where a pooler forbids LISTEN.
        documents_dir: folder whose documents are kept in the index; None for none.
    """

    dsn: str | None
    home: str
    has_pooler: bool = False
    is_embedded_history: bool = True
    upkeep_s: float = 30.0
    export_s: float = 300.0
    keep_events_days: int = 90
    keep_samples_days: int = 400
    keep_messages_days: int = 7
    keep_audit_days: int = 2557
    keep_callers_days: int = 365
    keep_conversations_days: int = 365
    keep_outage_years: int | None = None
    predict: bool = True
    confirm_probability: float = 0.95
    alarms: bool = True
    feed_poll_s: float = 10.0
    documents_dir: str | None = None

    @property
    def warehouse(self) -> Warehouse:
        """The embedded history."""
        return Warehouse(Path(self.home) / "warehouse")


Make = Callable[[WorkerSettings, Live, threading.Event], Sequence[Service]]


def services(settings: WorkerSettings, live: Live, _closing: threading.Event) -> Sequence[Service]:
    """What every utility needs."""
    source = live.source
    keep = Retention(
        source, events_days=settings.keep_events_days, samples_days=settings.keep_samples_days,
        messages_days=settings.keep_messages_days, audit_days=settings.keep_audit_days,
        callers_days=settings.keep_callers_days, conversations_days=settings.keep_conversations_days,
    )  # fmt: skip
    history = expecting(source, settings.warehouse) if settings.is_embedded_history else None
    outages = OutageRetention(source, history, years=settings.keep_outage_years)
    heat = None if history is None else HeatFiles(history, DuckSource(history, threads=1, memory_mb=ASKED_MB))
    found: list[Service] = [Samples(source), keep, outages, Assessments(source, heat)]
    if settings.documents_dir is not None:
        found.append(Documents(source, Path(settings.documents_dir)))
    if history is not None:
        found += [
            Upkeep(source, history, every_s=settings.upkeep_s),
            Exports(source, history, every_s=settings.export_s),
            Heat(source, history),
        ]
    return found


def service_names(settings: WorkerSettings) -> tuple[str, ...]:
    """Of what `services` makes."""
    always = (Samples.name, Retention.name, OutageRetention.name, Assessments.name)
    documents = () if settings.documents_dir is None else (Documents.name,)
    history = (Upkeep.name, Exports.name, Heat.name) if settings.is_embedded_history else ()
    return (*always, *documents, *history)


def work(make: Make, names: Callable[[WorkerSettings], Sequence[str]], niceness: int = NICENESS) -> None:
    """Read the settings, then run services until standard input ends.

    Args:
        make: the services.
        names: of those services, known before there is a database.
        niceness: how far they stand back behind what somebody waits for.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = WorkerSettings(**json.loads(sys.stdin.readline()))
    if hasattr(os, "nice"):
        os.nice(niceness)
    closing = threading.Event()
    try:
        live = connect_live(settings.dsn, Path(settings.home), has_pooler=settings.has_pooler)
        made = make(settings, live, closing)
    except (FluxError, OSError) as error:
        for name in names(settings):
            _say(ServiceState(name).in_trouble("failed", str(error), dt.datetime.now(dt.UTC)))
        sys.exit(f"The services cannot start: {error}")
    # What fails because it ends is no trouble of a service's.
    with running(made, live.source, lambda state: None if closing.is_set() else _say(state)):
        sys.stdin.read()
        closing.set()
        # A day takes longer to settle than a server's stop may: what is half made is left and was never there.
        live.close()
        os._exit(0)


_saying = threading.Lock()


def _say(state: ServiceState) -> None:
    """One whole line, whichever thread says it."""
    with _saying:
        sys.stdout.write(to_line(state) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    work(services, service_names)
