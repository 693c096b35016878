"""Samples of the system's key figures, for the trend of a day; what is kept of them, of events, of meters' messages."""

from __future__ import annotations

import datetime as dt
from typing import Final

from data_sources.postgres.source import PostgresSource, execute

TRIM_S: Final = 3600.0
LONGEST_DAYS: Final = 36_500  # a hundred years back there is still a date


class Samples:
    """Writes one sample a utility and full five minutes.

    Args:
        source: the live database.
    """

    name = "samples of the key figures"
    lock = "samples"
    every_s = 10.0

    def __init__(self, source: PostgresSource) -> None:
        """Touches nothing."""
        self._source = source

    def run(self, now: dt.datetime) -> str:
        """The sample of the running five minutes, if it is not there."""
        with self._source.connection() as connection:
            written = len(execute(connection, "sample_system", now=now).fetchall())
        return f"sampled {written} utilit{'y' if written == 1 else 'ies'}" if written else ""


class Retention:
    """Removes events, samples, messages of meters and audit rows that are older than anybody looks back.

    Args:
        source: the live database.
        events_days: events are kept so long.
        samples_days: samples are kept so long.
        messages_days: messages of meters, and questions to them.
        audit_days: what was done to outages that are no longer here, and all else; all at most `LONGEST_DAYS`.
    """

    name = "retention"
    lock = "retention"
    every_s = TRIM_S

    def __init__(
        self, source: PostgresSource, *, events_days: int, samples_days: int, messages_days: int, audit_days: int
    ) -> None:  # fmt: skip
        """Touches nothing."""
        self._source = source
        self._kept = {
            "trim_events": dt.timedelta(min(events_days, LONGEST_DAYS)),
            "trim_samples": dt.timedelta(min(samples_days, LONGEST_DAYS)),
            "trim_messages": dt.timedelta(min(messages_days, LONGEST_DAYS)),
            "trim_pings": dt.timedelta(min(messages_days, LONGEST_DAYS)),
            "trim_audit": dt.timedelta(min(audit_days, LONGEST_DAYS)),
        }

    def run(self, now: dt.datetime) -> str:
        """Remove what is too old."""
        removed = []
        for statement, age in self._kept.items():
            with self._source.connection() as connection:
                if count := len(execute(connection, statement, before=now - age).fetchall()):
                    removed.append(f"{count:,} {statement.removeprefix('trim_')}")
        return f"removed {' and '.join(removed)}" if removed else ""
