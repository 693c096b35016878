"""When a read is due: one rule for whatever counts reads, or says how old they are.

A read may come until LATE_MINUTES after its interval's end. What has not come by then is missing, and what comes after
it is late.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from data_sources.analytics.clock import naive_utc
from data_sources.analytics.intervals import LATE_MINUTES
from data_sources.query import Query

DAY = dt.timedelta(days=1)


def due_from(now: dt.datetime | None = None) -> dt.datetime:
    """From where on reads that are not there are still due, not late: naive UTC, cut to the quarter of an hour.

    Args:
        now: aware; the time it is when left out.
    """
    at = naive_utc(now or dt.datetime.now(dt.UTC)) - dt.timedelta(minutes=LATE_MINUTES)
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


@lru_cache(maxsize=256)
def read_days_query(utility_id: int) -> Query:
    """The days on which meters of a utility read, newest first."""
    return Query.of("ami_map_days", utility_id=utility_id)


@lru_cache(maxsize=256)
def newest_read_query(utility_id: int, newest_day: dt.date) -> Query:
    """Up to when the newest reads of a utility reach.

    Args:
        utility_id: whose.
        newest_day: its newest local day with readings; the one before is looked at too, where some read only that.
    """
    return Query.of("ami_newest_read", utility_id=utility_id, first_day=newest_day - DAY)
