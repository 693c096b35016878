"""Samples of the key figures, for the trend of a day; how long they, events, messages, callers and talks are kept."""

from __future__ import annotations

import datetime as dt
from typing import Final

from data_sources.postgres.source import PostgresSource, execute

TRIM_S: Final = 3600.0
MOST: Final = 10_000  # rows of a statement, so that none runs into the time limit however long nobody looked
MOST_CONVERSATIONS: Final = 100  # each with up to 1,000 answers of up to 8 MB
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
    """Removes what is older than anybody looks back, and forgets who called.

    Args:
        source: the live database.
        events_days: events are kept so long, closed alarms, and faults of a demo.
        samples_days: samples are kept so long.
        messages_days: messages of meters, what tells of their batches, and questions to meters.
        audit_days: what was done to outages that are no longer here, and all else.
        callers_days: names, telephone numbers and notes of calls, from when a call was closed.
        conversations_days: conversations with the assistant, whole, from their last question; all at most
            `LONGEST_DAYS`.
    """

    name = "retention"
    lock = "retention"
    every_s = TRIM_S

    def __init__(
        self, source: PostgresSource, *, events_days: int, samples_days: int, messages_days: int, audit_days: int,
        callers_days: int, conversations_days: int,
    ) -> None:  # fmt: skip
        """Touches nothing."""
        self._source = source
        days = {
            "trim_events": events_days, "trim_faults": events_days, "trim_alarms": events_days,
            "trim_samples": samples_days,
            "trim_messages": messages_days, "trim_pings": messages_days, "trim_batches": messages_days,
            "trim_audit": audit_days, "trim_callers": callers_days,
            "trim_conversations": conversations_days,
        }  # fmt: skip
        self._kept = {statement: dt.timedelta(min(kept, LONGEST_DAYS)) for statement, kept in days.items()}

    def run(self, now: dt.datetime) -> str:
        """Remove what is too old."""
        found = {statement: self._trim(statement, now - age) for statement, age in self._kept.items()}
        removed = [f"{count:,} {statement.removeprefix('trim_')}" for statement, count in found.items() if count]
        return f"removed {' and '.join(removed)}" if removed else ""

    def _trim(self, statement: str, before: dt.datetime) -> int:
        """How many rows went, so many at a time."""
        removed, most = 0, MOST_CONVERSATIONS if statement == "trim_conversations" else MOST
        while True:
            with self._source.connection() as connection:
                count = len(execute(connection, statement, before=before, most=most).fetchall())
            removed += count
            if count < most:
                return removed
