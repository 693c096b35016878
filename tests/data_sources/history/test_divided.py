"""Which source counts an outage: PostgreSQL what it answered, however the border moved meanwhile."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from data_sources.history.divided import Divided

BORDER = dt.datetime(2025, 1, 1, 6, tzinfo=dt.UTC)
WAREHOUSE = pa.table({"outage_id": [1, 2, 3, 4]})


def test_what_is_kept_and_what_was_answered_before_it_moved_counts_once() -> None:
    began = pa.array([BORDER - dt.timedelta(days=1), BORDER + dt.timedelta(days=1)], pa.timestamp("us", "UTC"))
    answered = pa.table({"outage_id": [3, 9], "started_at": began})
    assert Divided(BORDER, "").without_kept(WAREHOUSE) is WAREHOUSE
    assert Divided(BORDER, ",2,").without_kept(WAREHOUSE)["outage_id"].to_pylist() == [1, 3, 4]
    assert Divided(BORDER, ",2,").without_kept(WAREHOUSE, answered)["outage_id"].to_pylist() == [1, 4]
    assert Divided(BORDER, "").without_kept(WAREHOUSE, answered.slice(1)) is WAREHOUSE
