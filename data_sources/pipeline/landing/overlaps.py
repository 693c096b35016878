"""Readings of one meter that overlap and are not of the same interval: never both count, or energy counts twice.

What is there stands: an interval of other bounds that arrives on top of it, shorter, longer or shifted, is rejected
with its reason. It is no version of a reading that is there, so no rule can say which of the two counts: a utility that
means the later one takes the earlier load back (`fluxops unload-ami`) and loads again. That holds for a gap that is
there, too: "missing" says of that interval that nothing was read.

Of what arrives together the better quality counts, of equal quality the shorter interval, which tells more.

Limit: on Snowflake readings are appended and nobody looks at what is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.pipeline.landing import dedup
from data_sources.pipeline.rollups.rollups import embedded_sql
from data_sources.warehouse.files import Manifest, Warehouse
from data_sources.warehouse.schema import READINGS

TOGETHER = "overlaps a reading of another interval that came with it"
STANDING = "overlaps a reading of another interval that is there (fluxops unload-ami takes a load back)"
LONGEST = dt.timedelta(hours=1)
HOUR_MINUTES = 60
_MINUTE_MASK = (1 << dedup.MINUTE_BITS) - 1
_FORMS = 1024  # more than minutes of an interval times where in it an hour may begin
_KEPT_FOOTERS = 8192


def within(rows: pa.Table) -> np.ndarray:
    """Which readings of a batch give way to others of it, shape (rows,)."""
    key, minutes = dedup.keys(rows), _minutes(rows)
    is_out = np.zeros(len(rows), bool)
    form = minutes * HOUR_MINUTES + (key & _MINUTE_MASK) % np.maximum(minutes, 1)
    at_risk = _of_several_forms(key >> dedup.MINUTE_BITS, form)
    kind = dedup.ranks(rows["quality"])[at_risk].astype(np.int64) * (HOUR_MINUTES * _FORMS) + form[at_risk]
    counts = np.empty((0, 2), np.int64)  # start and end of what counts, ascending and apart from each other
    for one in np.unique(kind):
        own = at_risk[kind == one]
        spans = np.column_stack([key[own], key[own] + minutes[own]])
        is_out[own] = clash = _overlap(spans, counts)
        counts = np.unique(np.concatenate([counts, spans[~clash]]), axis=0)
    return is_out


def _of_several_forms(meter: np.ndarray, form: np.ndarray) -> np.ndarray:
    """Places of the rows of meters whose intervals are not all alike."""
    if not len(form) or form.min() == form.max():
        return np.empty(0, np.int64)
    order = np.argsort(meter, kind="stable")
    starts = np.flatnonzero(np.diff(meter[order], prepend=meter[order[0]] - 1))
    differs = np.minimum.reduceat(form[order], starts) != np.maximum.reduceat(form[order], starts)
    places: np.ndarray = order[np.repeat(differs, np.diff(starts, append=len(order)))]
    return places


def _overlap(spans: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Which spans overlap one of those that count and are not the same."""
    if not len(counts):
        return np.zeros(len(spans), bool)
    start, end = spans.T
    after = np.searchsorted(counts[:, 0], start)
    next_start, next_end = counts[np.minimum(after, len(counts) - 1)].T
    is_same = (next_start == start) & (next_end == end)
    found: np.ndarray = (after < len(counts)) & (next_start < end) & ~is_same
    found |= (after > 0) & (counts[after - 1, 1] > start)
    return found


def may_overlap(warehouse: Warehouse, manifest: Manifest, rows: pa.Table, zones: Collection[str]) -> np.ndarray:
    """Places of the rows that could overlap something of another interval: told by the footers of the days' files."""
    minutes = _minutes(rows)
    parts = [part for part in manifest.of(READINGS) if part.day in days_around(rows)]
    there = {length for part in parts for length in _lengths(warehouse.root / part.path)}
    shifts = {_beside_the_hour(zone) for zone in zones}
    safe = [one for one in np.unique(minutes) if there <= {one} and not any(shift % one for shift in shifts)]
    return np.flatnonzero(~np.isin(minutes, safe))


def standing(database: duckdb.DuckDBPyConnection, rows: pa.Table, places: np.ndarray) -> np.ndarray:
    """Which of some rows overlap a reading of another interval that is there; their places.

    Args:
        database: with the days' readings (`days_around`).
        rows: of the batch.
        places: of those that may (`may_overlap`).
    """
    mine = rows.take(pa.array(places)).select(["meter_id", "interval_start_at", "interval_minutes"])
    meters, starts = mine["meter_id"].to_numpy(), mine["interval_start_at"].to_numpy()
    database.register("keys", mine.append_column("row", pa.array(places)))
    found = database.sql(
        embedded_sql("clashing_readings"),
        params={
            "first_meter_id": int(meters.min()), "last_meter_id": int(meters.max()),
            "first_at": starts.min().item() - LONGEST, "last_at": starts.max().item() + LONGEST,
        },
    )  # fmt: skip
    clashing: np.ndarray = found.to_arrow_table()["row"].to_numpy()
    return clashing


def days_around(rows: pa.Table) -> set[str]:
    """The days of readings and those beside them: an interval may reach over midnight."""
    days = set(rows["reading_day"].unique().to_pylist())
    return {(day + dt.timedelta(days=shift)).isoformat() for day in days for shift in (-1, 0, 1)}


@lru_cache(maxsize=64)
def _beside_the_hour(zone: str) -> int:
    """Minutes by which a zone's hours begin beside those of UTC: 30 in India."""
    offset = dt.datetime(2000, 1, 1, tzinfo=ZoneInfo(zone)).utcoffset() or dt.timedelta()
    return int(offset.total_seconds() // 60) % HOUR_MINUTES


@lru_cache(maxsize=_KEPT_FOOTERS)
def _lengths(path: Path) -> frozenset[int]:
    """The shortest and the longest interval of each group of a file's rows; files are never changed."""
    footer = pq.read_metadata(path)
    column = footer.schema.names.index("interval_minutes")
    groups = [footer.row_group(number).column(column).statistics for number in range(footer.num_row_groups)]
    return frozenset(length for group in groups for length in (group.min, group.max))


def _minutes(rows: pa.Table) -> np.ndarray:
    minutes: np.ndarray = rows["interval_minutes"].to_numpy().astype(np.int64)
    return minutes
