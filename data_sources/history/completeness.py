"""Reads expected, received, estimated and late: by feeder and day, by meter and day, by hour of one meter; gaps.

A missing interval is explained by an outage where an interruption of the meter's transformer covers any part of it: a
meter without supply can close no interval that the interruption touches. What no outage explains is missing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.analytics import read_gaps
from data_sources.analytics.clock import DAY_S, local_seconds, naive_utc, utc64
from data_sources.analytics.completeness import Matrix, Totals, matrix
from data_sources.history.due import due_from
from data_sources.history.scope import Scope, floats, instants, table
from data_sources.query import Query
from data_sources.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class ReadShares:
    """Counts and shares by feeder (or meter) and day, with their names in the order of the rows."""

    row_names: tuple[str, ...]
    counts: Matrix

    @property
    def row_ids(self) -> np.ndarray:
        """Feeders or meters of the rows."""
        return self.counts.row_ids

    @property
    def days(self) -> np.ndarray:
        """Days of the columns, datetime64[D]."""
        return self.counts.days

    @property
    def missing_pct(self) -> np.ndarray:
        """Missing, and explained by no outage, of expected, %."""
        return self.counts.missing_pct

    @property
    def received_pct(self) -> np.ndarray:
        """Received of expected, %, shape (rows, days); NaN where nothing is known."""
        return self.counts.received_pct

    @property
    def estimated_pct(self) -> np.ndarray:
        """Estimated of received, %."""
        return self.counts.estimated_pct

    @property
    def late_pct(self) -> np.ndarray:
        """Late of received, %."""
        return self.counts.late_pct


def days_query(
    scope: Scope, first_day: dt.date, end_day: dt.date, *, now: dt.datetime | None = None
) -> Query:  # fmt: skip
    """One row a feeder and day; a meter and day for one transformer or one meter.

    Of feeders, what is still due is left out of what is expected; of meters see `without_due`.
    """
    period = {"first_day": first_day, "end_day": end_day}
    if scope.is_below_feeder:
        return Query.of(
            "ami_completeness_meters", transformer_id=scope.transformer_id, meter_id=scope.meter_id, **period
        )
    return Query.of("ami_completeness", **period, **scope.binds, due_from=due_from(now))


def heat_map(source: Source, scope: Scope, first_day: dt.date, end_day: dt.date) -> ReadShares:
    """The rows as a matrix over every day of the period."""
    return heat_map_of(with_explained(source.fetch(days_query(scope, first_day, end_day))), first_day, end_day)


def heat_map_of(rows: pa.Table, first_day: dt.date, end_day: dt.date) -> ReadShares:
    """The same from rows that are there already."""
    of = "meter" if "meter_id" in rows.column_names else "feeder"
    counts = matrix(
        rows[f"{of}_id"].to_numpy(),
        np.asarray(rows["reading_day"].to_numpy(), "datetime64[D]"),
        {
            name: floats(rows[f"intervals_{name}"])
            for name in ("expected", "received", "estimated", "late", "explained")
        },
        np.datetime64(first_day, "D"),
        np.datetime64(end_day, "D"),
    )
    names = dict(zip(rows[f"{of}_id"].to_pylist(), rows[f"{of}_name"].to_pylist(), strict=True))
    return ReadShares(tuple(names[int(row)] for row in counts.row_ids), counts)


def reads_query(
    scope: Scope, meter_ids: Sequence[int], first_day: dt.date, end_day: dt.date, *, now: dt.datetime | None = None
) -> Query:
    """Every interval that the meters of a transformer, or one meter, should have read by now.

    Args:
        scope: with a transformer or a meter.
        meter_ids: its meters, at least one.
        first_day: first local day.
        end_day: the local day after the last one.
        now: aware; the time it is when left out.
    """
    return Query.of(
        "ami_expected_reads", transformer_id=scope.transformer_id, meter_id=scope.meter_id, first_day=first_day,
        end_day=end_day, first_meter_id=min(meter_ids), last_meter_id=max(meter_ids),
        due_from=due_from(now),
    )  # fmt: skip


def without_due(
    rows: pa.Table, reads: pa.Table, time_zone: str, *, now: dt.datetime | None = None
) -> pa.Table:  # fmt: skip
    """Rows of meters and days without the reads still due: expected of days not settled are the intervals there are.

    Args:
        rows: of `days_query` of a transformer's meters, or of one meter.
        reads: of `reads_query` of the same.
        time_zone: IANA name of the utility's clock.
        now: aware; the time it is when left out.
    """
    day = local_seconds(instants(reads["interval_start_at"]), time_zone) // DAY_S
    seen = Counter(zip(reads["meter_id"].to_pylist(), day.tolist(), strict=True))
    at = np.asarray(rows["reading_day"].to_numpy(), "datetime64[D]").astype(np.int64)
    there = np.array([seen[key] for key in zip(rows["meter_id"].to_pylist(), at.tolist(), strict=True)], np.float64)
    expected = floats(rows["intervals_expected"])
    is_open = at >= local_seconds(np.array([utc64(due_from(now))]), time_zone)[0] // DAY_S
    kept = np.where(is_open, np.minimum(expected, there), expected)
    place, name = rows.column_names.index("intervals_expected"), "intervals_expected"
    made = rows.set_column(place, name, pa.array(kept, from_pandas=True).cast(pa.int64()))
    return made.append_column("intervals_due", pa.array(np.nan_to_num(expected - kept)).cast(pa.int64()))


def explained_query(
    scope: Scope, first_day: dt.date, end_day: dt.date, period: tuple[dt.datetime, dt.datetime], *,
    now: dt.datetime | None = None,
) -> Query:  # fmt: skip
    """Missing reads that an outage explains, one row a feeder and day that has any.

    Args:
        scope: of feeders.
        first_day: first local day.
        end_day: the local day after the last one.
        period: the instants of both midnights, naive UTC.
        now: aware; the time it is when left out.
    """
    due = due_from(now)
    return Query.of(
        "ami_explained_reads", first_day=first_day, end_day=end_day, from_at=period[0],
        to_at=max(period[0], min(period[1], naive_utc(due))), due_from=due, **scope.binds,
    )  # fmt: skip


def interruptions_query(
    scope: Scope, period: tuple[dt.datetime, dt.datetime], *, now: dt.datetime | None = None
) -> Query:  # fmt: skip
    """Interruptions of the transformer of a scope below a feeder, as far as reads are due."""
    to_at = max(period[0], min(period[1], naive_utc(due_from(now))))
    return Query.of(
        "ami_meter_outages", utility_id=scope.utility_id, feeder_id=scope.feeder_id,
        transformer_id=scope.transformer_id, from_at=period[0], to_at=to_at,
    )  # fmt: skip


def with_explained(rows: pa.Table, explained: pa.Table | None = None) -> pa.Table:
    """Rows of `days_query` with `intervals_explained`: at most as many as are missing; none where none are given.

    Args:
        rows: by feeder and day.
        explained: rows of `explained_query`.
    """
    known: dict[tuple[int, dt.date], int] = {}
    for row in [] if explained is None else explained.to_pylist():
        known[row["feeder_id"], row["reading_day"]] = row["intervals_explained"]
    keys = zip(rows[_of(rows)].to_pylist(), rows["reading_day"].to_pylist(), strict=True)
    return _explained(rows, np.array([known.get(key, 0) for key in keys], np.float64))


def explained_by_meter(rows: pa.Table, reads: pa.Table, outages: pa.Table, time_zone: str) -> pa.Table:
    """The same of a transformer's meters, or one meter, from their own reads.

    Args:
        rows: of `days_query`, by meter and day.
        reads: of `reads_query` of the same.
        outages: rows of `interruptions_query`.
        time_zone: IANA name of the utility's clock.
    """
    chosen = is_explained(reads, outages)
    day = local_seconds(instants(reads["interval_start_at"]), time_zone) // DAY_S
    seen = Counter(zip(reads["meter_id"].to_numpy()[chosen].tolist(), day[chosen].tolist(), strict=True))
    at = np.asarray(rows["reading_day"].to_numpy(), "datetime64[D]").astype(np.int64)
    keys = zip(rows["meter_id"].to_pylist(), at.tolist(), strict=True)
    return _explained(rows, np.array([seen[key] for key in keys], np.float64))


def is_explained(reads: pa.Table, outages: pa.Table | None) -> NDArray[np.bool_]:
    """Which intervals are missing and touched by an interruption of the meters' own transformer.

    Args:
        reads: rows of `reads_query`.
        outages: rows of `interruptions_query`; one that lasts reaches to the end.
    """
    start = instants(reads["interval_start_at"])
    end = start + (floats(reads["interval_minutes"]) * 60).astype("timedelta64[s]")
    touched = np.zeros(len(start), np.bool_)
    for row in [] if outages is None else outages.filter(outages["is_own_transformer"]).to_pylist():
        back = (
            np.datetime64("9999", "s") if row["restored_at"] is None else np.datetime64(naive_utc(row["restored_at"]))
        )
        touched |= (start < back) & (end > np.datetime64(naive_utc(row["started_at"])))
    return touched & np.isin(reads["quality"].to_pylist(), read_gaps.MISSING)


def _of(rows: pa.Table) -> str:
    return "meter_id" if "meter_id" in rows.column_names else "feeder_id"


def _explained(rows: pa.Table, found: np.ndarray) -> pa.Table:
    missing = np.nan_to_num(floats(rows["intervals_expected"])) - np.nan_to_num(floats(rows["intervals_received"]))
    kept = pa.array(np.clip(found, 0, np.maximum(missing, 0)).astype(np.int64))
    name = "intervals_explained"
    if name in rows.column_names:
        return rows.set_column(rows.column_names.index(name), name, kept)
    return rows.append_column(name, kept)


def gaps(reads: pa.Table, outages: pa.Table | None = None) -> pa.Table:
    """When reads were missing, estimated or late, longest first.

    Args:
        reads: rows of `reads_query`.
        outages: rows of `interruptions_query`; None where nothing is to be explained by them.

    Returns:
        meter_id, meter_name, started_at (UTC), minutes, reads, state ("missing", "no_record", "explained" by an outage,
        "estimated", "late").
    """
    state = read_gaps.states(reads["quality"].to_pylist(), reads["is_late"].to_numpy())
    state = np.where(is_explained(reads, outages), read_gaps.EXPLAINED, state)
    start = instants(reads["interval_start_at"])
    found = read_gaps.runs(reads["meter_id"].to_numpy(), start, floats(reads["interval_minutes"]), state)
    names = dict(zip(reads["meter_id"].to_pylist(), reads["meter_name"].to_pylist(), strict=True))
    made = table(
        {
            "meter_id": found.meter_id, "started_at": found.started_at, "minutes": found.minutes, "reads": found.reads,
            "state": found.state,
        }
    )  # fmt: skip
    named = made.add_column(1, "meter_name", pa.array([names[int(meter)] for meter in found.meter_id], pa.string()))
    return named.sort_by([("minutes", "descending"), ("started_at", "ascending"), ("meter_id", "ascending")])


def by_hour(reads: pa.Table, outages: pa.Table, first_day: dt.date, end_day: dt.date, time_zone: str) -> Matrix:
    """One meter's reads by local day (down) and hour of the day (across); NaN where nothing is expected.

    Args:
        reads: rows of `reads_query` for one meter.
        outages: rows of `interruptions_query`.
        first_day: first local day.
        end_day: the local day after the last one.
        time_zone: IANA name of the utility's clock.
    """
    is_late = reads["is_late"].to_numpy()
    state = read_gaps.states(reads["quality"].to_pylist(), is_late)
    state = np.where(is_explained(reads, outages), read_gaps.EXPLAINED, state)
    days = np.arange(np.datetime64(first_day, "D"), np.datetime64(end_day, "D"))
    counts = read_gaps.by_hour(instants(reads["interval_start_at"]), state, is_late, days[0], len(days), time_zone)
    return Matrix(np.arange(len(days)), days, **counts)


def totals(rows: pa.Table) -> Totals:
    """Sums over the rows of `days_query` with `intervals_explained`."""
    return Totals(
        **{
            name: int(pc.sum(rows[f"intervals_{name}"]).as_py() or 0)
            for name in ("expected", "received", "estimated", "missing", "late", "explained")
        }
    )
