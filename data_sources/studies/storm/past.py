"""Storms that are over, with what they came to: outages, customers, minutes, how long until nine in ten were back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data_sources.query import Query
from data_sources.source import Source
from data_sources.studies.storm.record import StormRecord, storm_record

SHOWN: Final = 20
SHARE: Final = 0.9
AFTER: Final = dt.timedelta(days=14)  # who lost supply in a storm is followed that long beyond its end


@dataclass(frozen=True, slots=True, eq=False)
class PastStorm:
    """One storm that is over.

    Attributes:
        row: of storms.sql.
        record: from its beginning to the restoration of the last one who lost supply in it.
    """

    row: Mapping[str, Any]
    record: StormRecord

    @property
    def hours_to_90_pct(self) -> float | None:
        """From its beginning until nine in ten of those interrupted had supply again."""
        at = self.record.reached_at(SHARE)
        return None if at is None else (at - self.row["started_at"]).total_seconds() / 3600


def past_storms(source: Source, utility_id: int, now: dt.datetime) -> list[PastStorm]:
    """The latest storms that are over, newest first.

    Raises:
        SourceUnavailable: the database cannot be reached.
    """
    rows = source.fetch(Query.of("storms", utility_id=utility_id)).to_pylist()
    over = [row for row in rows if row["ended_at"] is not None][:SHOWN]
    return [PastStorm(row, _record(source, utility_id, row, now)) for row in over]


def _record(source: Source, utility_id: int, row: Mapping[str, Any], now: dt.datetime) -> StormRecord:
    span = {"from_at": row["started_at"], "to_at": row["ended_at"]}
    found = source.fetch(Query.of("storm_interruptions", utility_id=utility_id, **span))
    return storm_record(found, row["started_at"], min(row["ended_at"] + AFTER, now))
