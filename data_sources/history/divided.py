"""Which source answers for which outages, so that each counts once.

PostgreSQL answers for every outage that it holds; the warehouse's OUTAGE_EVENTS for those that began before the oldest
one that is over in PostgreSQL or, once outages were moved to the history (`services.outage_retention`), before the
moment up to which they were. What PostgreSQL still holds of that time (it lasted, or was not closed) counts there
alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True)
class Divided:
    """Where one source ends and the other begins.

    Attributes:
        at: the warehouse answers for what began before, aware.
        kept_ids: outages from before that PostgreSQL answers for, as ",1,2,"; empty for none.
    """

    at: dt.datetime
    kept_ids: str

    def without_kept(self, rows: pa.Table) -> pa.Table:
        """The warehouse's rows without those of outages that PostgreSQL answers for."""
        if not self.kept_ids:
            return rows
        kept = np.array(self.kept_ids.strip(",").split(","), np.int64)
        return rows.filter(pa.array(~np.isin(rows["outage_id"].to_numpy(), kept)))


def divided(live: Source, utility_id: int, otherwise: dt.datetime) -> Divided:
    """Where PostgreSQL's record begins. Ask after PostgreSQL's own rows: what moves in between is then in both, once.

    Args:
        live: PostgreSQL.
        utility_id: whose.
        otherwise: taken where PostgreSQL holds nothing that is over: the warehouse answers for all before it.

    Raises:
        SourceUnavailable: it cannot be reached.
    """
    row = live.fetch(Query.of("outages_divided", utility_id=utility_id)).to_pylist()[0]
    return Divided(row["divided_at"] or otherwise, row["kept_ids"])
