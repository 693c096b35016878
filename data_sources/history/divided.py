"""Which source answers for which outages, so that each counts once.

PostgreSQL answers for every outage that it holds, and for those that were taken back there, which count nowhere; the
warehouse's OUTAGE_EVENTS for all others, outage by outage: that PostgreSQL holds an old one tells nothing of those that
began after it. So that not every row of the warehouse is read to be thrown away, it is asked only for what began up to
the last outage that it alone holds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_sources.network.rows import Ints
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """What the warehouse is asked for, and what of it does not count.

    Attributes:
        at: what it alone holds began before this, aware; None where it holds nothing alone.
        kept: ids of outages from before that PostgreSQL answers for, shape (outages,).
    """

    at: dt.datetime | None
    kept: Ints

    def without_kept(self, rows: pa.Table) -> pa.Table:
        """The warehouse's rows without those of outages that PostgreSQL answers for."""
        return rows.filter(pa.array(~np.isin(rows["outage_id"].to_numpy(), self.kept))) if len(self.kept) else rows


def divided(live: Source, history: Source, utility_id: int, counted: Ints) -> Divided:
    """Divide a utility's outages. Ask after PostgreSQL's own rows: what moves in between is then counted there.

    Args:
        live: PostgreSQL.
        history: the warehouse.
        utility_id: whose.
        counted: ids of outages of which PostgreSQL's rows are taken already, shape (outages,).

    Raises:
        SourceUnavailable: a source cannot be reached.
    """
    held, past = (source.fetch(query) for source, query in zip((live, history), parted_by(utility_id), strict=True))
    ids = past["outage_id"].to_numpy()
    is_kept = np.isin(ids, np.concatenate([held["outage_id"].to_numpy(), counted]))
    began = past["started_at"].cast(pa.timestamp("us", "UTC")).to_numpy()
    if is_kept.all():
        return Divided(None, ids[:0])
    last = began[~is_kept].max()
    after = dt.datetime.fromisoformat(f"{last}+00:00") + dt.timedelta(microseconds=1)
    return Divided(after, np.sort(ids[is_kept & (began <= last)]))


def parted_by(utility_id: int) -> tuple[Query, Query]:
    """The statements that divide a utility's outages: PostgreSQL's, then the warehouse's."""
    return Query.of("held_outages", utility_id=utility_id), Query.of("outages_on_record", utility_id=utility_id)
