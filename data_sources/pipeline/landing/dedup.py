"""Which of several versions of a reading counts.

Actual and edited beat estimated, estimated beats missing, then the latest `ingested_at` wins; between versions that
landed together, the later row. The same rule as the dynamic table `ami_interval_readings` of the DDL. Arrays in, arrays
out.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.warehouse.reading_values import QUALITY_RANKS

MINUTE_BITS = 28  # minutes since 1970 until the year 2480
_MINUTE_US = 60_000_000
SAID = (
    "interval_minutes", "quality", "energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh", "voltage_v",
)  # fmt: skip


def keys(rows: pa.Table) -> np.ndarray:
    """One int64 a row for (meter_id, interval_start_at); sorts as they do. Starts are whole minutes."""
    minutes = _ints(rows["interval_start_at"].cast(pa.int64())) // _MINUTE_US
    found: np.ndarray = (_ints(rows["meter_id"]).astype(np.int64) << MINUTE_BITS) + minutes
    return found


def ranks(quality: pa.ChunkedArray) -> np.ndarray:
    """0 is best."""
    names = pa.array(list(QUALITY_RANKS))
    table = np.array(list(QUALITY_RANKS.values()), np.int8)
    found: np.ndarray = table[_ints(pc.index_in(quality, names))]
    return found


def winners(rows: pa.Table) -> np.ndarray:
    """The rows that remain of a batch, sorted by key: one a key. All landed together."""
    key, rank = keys(rows), ranks(rows["quality"])
    order = np.lexsort((-np.arange(len(key)), rank, key))
    first = np.ones(len(key), bool)
    first[1:] = key[order[1:]] != key[order[:-1]]
    chosen: np.ndarray = order[first]
    return chosen


def beats(rank: np.ndarray, ingested_us: np.ndarray, old_rank: np.ndarray, old_ingested_us: np.ndarray) -> np.ndarray:
    """Whether a version wins over one that is there."""
    won: np.ndarray = (rank < old_rank) | ((rank == old_rank) & (ingested_us > old_ingested_us))
    return won


def same_values(rows: pa.Table, others: pa.Table) -> np.ndarray:
    """Whether two readings of one key say the same, row by row: length, quality and all values."""
    same = np.ones(len(rows), bool)
    for name in SAID:
        one, other = rows[name], others[name]
        equal = pc.fill_null(pc.equal(one, other.cast(one.type)), False)
        same &= _ints(pc.or_(equal, pc.and_(pc.is_null(one), pc.is_null(other))))
    return same


def without_keys(rows: pa.Table, gone: np.ndarray) -> pa.Table:
    """The rows whose key is not among some keys."""
    return rows.filter(pa.array(~np.isin(keys(rows), gone)))


def sorted_by_key(rows: pa.Table) -> pa.Table:
    """The rows in the order of a readings file: meter, then time."""
    return rows.take(pa.array(np.argsort(keys(rows), kind="stable")))


def _ints(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    array: np.ndarray = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).to_numpy(
        zero_copy_only=False
    )
    return array
