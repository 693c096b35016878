"""The record of all outages of all years of a utility, kept once for all sessions, views and requests that ask it."""

from __future__ import annotations

import datetime as dt

from app.shared import SharedAnswers
from data_sources.history.reliability import ReliabilityRecord, reliability_record
from data_sources.source import Source, Sources

STEP = dt.timedelta(minutes=5)  # so old a record may be
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
KEPT = 2  # of 900,000 rows some 150 MB each

_records: SharedAnswers[ReliabilityRecord] = SharedAnswers(KEPT)


def shared_record(
    owner: Source, sources: Sources, utility_id: int, time_zone: str, as_of: dt.datetime
) -> ReliabilityRecord:
    """The record, read by whoever asks first; the others wait for it. In a worker.

    Args:
        owner: the live source, which tells processes' databases apart.
        sources: what is asked, for as long as somebody waits.
        utility_id: whose.
        time_zone: IANA name of its clock.
        as_of: up to when interruptions that last count, aware; cut to whole five minutes, so that all ask for the same.

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    key = utility_id, time_zone, as_of - (as_of - EPOCH) % STEP
    return _records.of(owner, key, lambda: reliability_record(sources, *key))
