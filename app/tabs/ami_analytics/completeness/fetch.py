"""What Completeness asks and gets: counts by day, and below a feeder the gaps behind them."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from app.tabs.ami_analytics.completeness.rows import Reads, reads_of
from app.tabs.ami_analytics.ground import Ground, scope_of
from data_sources.analytics.completeness import Matrix
from data_sources.history import completeness
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came.

    Attributes:
        reads: by feeder and day; by meter and day below a feeder.
        queries: the statements behind it.
        gaps: of a transformer's meters or of one meter, longest first; None for feeders.
        hours: of one meter, by day and hour; else None.
    """

    reads: Reads
    queries: tuple[Query, ...]
    gaps: pa.Table | None = None
    hours: Matrix | None = None

    @property
    def has_reads(self) -> bool:
        """Whether there is a record of any day."""
        return bool(pc.count(self.reads.rows["intervals_received"]).as_py())


def fetch(source: Source, ground: Ground) -> Answer:
    """Runs in a worker.

    Raises:
        QueryError: there is no such transformer or meter.
    """
    scope, first, end = scope_of(source, ground), ground.first_day, ground.end_day
    query = completeness.days_query(scope, first, end)
    reads = reads_of(source.fetch(query), first, end)
    if not scope.is_below_feeder or not reads.rows.num_rows:
        return Answer(reads, (query,))
    asked = completeness.reads_query(scope, reads.rows["meter_id"].to_pylist(), first, end)
    intervals = source.fetch(asked)
    hours = completeness.by_hour(intervals, first, end, ground.time_zone) if ground.kind == "meter" else None
    return Answer(reads, (query, asked), completeness.gaps(intervals), hours)
