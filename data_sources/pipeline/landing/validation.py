"""Which readings can be true: type, unit, clock and meter of each row, checked by the column.

Assumptions: energies are per interval in kWh; stamps are the interval's start, naive UTC; an interval starts where its
length divides the day, in UTC or in the utility's own time. Limits are physical, not statistical: a spike of a broken
meter passes and is found by analysis; what no service connection can carry does not.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.clock import EARLIEST, LATEST
from data_sources.errors import ImportRefused
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.warehouse.reading_values import INTERVALS_MINUTES, QUALITIES
from data_sources.warehouse.schema import reading_schema

MAX_KW = 10_000.0  # mean of an interval; more than a 12.47 kV service of 450 A carries
MAX_VOLTAGE_PCT = 200.0  # of nominal; 0 V is an outage and therefore plausible
MAX_AHEAD = dt.timedelta(hours=1)
MINUTE_US = 60_000_000

NOT_NULL = ("meter_id", "interval_start_at", "interval_minutes", "quality")
ENERGIES = ("energy_delivered_kwh", "energy_received_kwh")
MEASURED = (*ENERGIES, "reactive_kvarh", "voltage_v")


def rejection_schema() -> pa.Schema:
    """A reading that was not taken: its row in what was given, why, and the reading as it came."""
    return pa.schema([("row", pa.int64()), ("reason", pa.string()), *reading_schema()])


def as_readings(table: pa.Table) -> pa.Table:
    """The table with the columns and types of a reading (`reading_schema`), in its order.

    Raises:
        ImportRefused: a column is missing, or its type cannot be a reading's.
    """
    schema = reading_schema()
    absent = [name for name in schema.names if name not in table.column_names]
    if absent:
        raise ImportRefused(f"Readings need the columns {', '.join(schema.names)}; {', '.join(absent)} is missing.")
    try:
        return table.select(schema.names).cast(schema, safe=False).combine_chunks()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ImportRefused(f"The readings' types do not fit: {error}.") from error


def validate(readings: pa.Table, known_meters: KnownMeters, now: dt.datetime) -> tuple[pa.Table, pa.Table]:
    """Split readings into those that can be true, with their `reading_day`, and the others with the reason.

    Args:
        readings: rows of `reading_schema`.
        known_meters: the meters there are.
        now: naive UTC; an interval may start at most an hour later (clocks differ).

    Returns:
        (accepted rows with `reading_day`, rejected rows of `rejection_schema`).
    """
    columns = _Columns(readings, known_meters)
    rules = _rules(columns, now)
    reasons = _first_broken(rules, len(readings))
    is_bad = reasons >= 0
    rows = np.flatnonzero(is_bad)
    rejected = rejected_with(readings, rows, pa.array(list(rules), pa.string()).take(pa.array(reasons[rows])))
    if not is_bad.any():
        return readings.append_column("reading_day", columns.days), rejected
    keep = pa.array(~is_bad)
    return readings.append_column("reading_day", columns.days).filter(keep), rejected


def rejected_with(readings: pa.Table, rows: np.ndarray, reason: str | pa.Array) -> pa.Table:
    """Some rows as `rejection_schema` has them, with one reason or one each."""
    taken = readings.take(pa.array(rows, pa.int64()))
    why = pa.array([reason] * len(rows), pa.string()) if isinstance(reason, str) else reason
    columns = [pa.array(rows, pa.int64()), why, *(column.combine_chunks() for column in taken.columns)]
    return pa.Table.from_arrays(columns, schema=rejection_schema())


class _Columns:
    """The columns as numpy, NULL numbers as NaN, and what follows from the meter."""

    def __init__(self, readings: pa.Table, known_meters: KnownMeters) -> None:
        self.nulls = np.zeros(len(readings), bool)
        for name in NOT_NULL:
            self.nulls |= readings[name].is_null().to_numpy()
        self.meter = known_meters.rows_of(_filled(readings["meter_id"], -1))
        self.start_us = _filled(readings["interval_start_at"].cast(pa.int64()), 0)
        self.minutes = _filled(readings["interval_minutes"], 0).astype(np.int64)
        self.quality = _filled(pc.index_in(readings["quality"], pa.array(QUALITIES)), -1)
        self.measured = {name: readings[name] for name in MEASURED}
        self.values = {name: _filled(readings[name].cast(pa.float64()), np.nan) for name in MEASURED}
        at = np.maximum(self.meter, 0)
        self.nominal_v = known_meters.nominal_voltage_v[at] if len(known_meters.meter_ids) else np.zeros(len(readings))
        utility = known_meters.utility_ids[at] if len(known_meters.meter_ids) else np.zeros(len(readings), np.int32)
        # No clock and no calendar is asked about instants far away; they are refused.
        self.local_us = _local_us(np.clip(self.start_us, _us(EARLIEST), _us(LATEST)), utility, known_meters)
        self.days = pa.array((self.local_us // (1440 * MINUTE_US)).astype(np.int32), pa.int32()).cast(pa.date32())

    def is_null(self, name: str) -> np.ndarray:
        found: np.ndarray = self.measured[name].is_null().to_numpy()
        return found


def _rules(given: _Columns, now: dt.datetime) -> dict[str, np.ndarray]:
    """Reason → rows it holds for; the first that holds is told."""
    is_missing = given.quality == QUALITIES.index("missing")
    has_value = np.logical_or.reduce([~given.is_null(name) for name in MEASURED])
    kw = {name: np.abs(given.values[name]) * 60 / np.maximum(given.minutes, 1) for name in MEASURED[:3]}
    step = np.maximum(given.minutes, 1) * MINUTE_US
    return {
        "a required value is empty": given.nulls,
        f"start lies before {EARLIEST:%Y}": given.start_us < _us(EARLIEST),
        "start lies in the future": given.start_us > min(_us(now + MAX_AHEAD), _us(LATEST)),
        "unknown meter": given.meter < 0,
        "unknown quality": given.quality < 0,
        "interval length is none of 1, 5, 10, 15, 30, 60 minutes": ~np.isin(given.minutes, INTERVALS_MINUTES),
        "start is not on an interval's boundary": (given.start_us % step != 0) & (given.local_us % step != 0),
        "a missing reading carries values": is_missing & has_value,
        "no delivered energy": ~is_missing & given.is_null(ENERGIES[0]),
        "a value is not a finite number": _not_finite(given),
        "energy is negative": np.logical_or.reduce([given.values[name] < 0 for name in ENERGIES]),
        "more than a service can carry": np.logical_or.reduce([values > MAX_KW for values in kw.values()]),
        "voltage is implausible": (given.values["voltage_v"] < 0)
        | (given.values["voltage_v"] > given.nominal_v * MAX_VOLTAGE_PCT / 100),
    }


def _first_broken(rules: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """The number of each row's first broken rule, -1 for none."""
    found = np.full(rows, -1)
    for number, broken in enumerate(rules.values()):
        found[(found < 0) & broken] = number
    return found


def _not_finite(given: _Columns) -> np.ndarray:
    bad = [~np.isfinite(given.values[name]) & ~given.is_null(name) for name in MEASURED]
    found: np.ndarray = np.logical_or.reduce(bad)
    return found


def _us(at: dt.datetime) -> int:
    """A naive UTC time as microseconds since 1970."""
    return (at - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)


def _local_us(start_us: np.ndarray, utility_ids: np.ndarray, known_meters: KnownMeters) -> np.ndarray:
    """Wall clock of each start in its utility's zone, as microseconds since 1970."""
    local = start_us.copy()
    for utility_id in np.unique(utility_ids):
        zone = known_meters.zones.get(int(utility_id), "UTC")
        own = utility_ids == utility_id
        stamps = pa.array(start_us[own]).cast(pa.timestamp("us", tz=zone))
        local[own] = pc.local_timestamp(stamps).cast(pa.int64()).to_numpy()
    return local


def _filled(column: pa.ChunkedArray | pa.Array, empty: float) -> np.ndarray:
    values = pc.fill_null(column, pa.scalar(empty, column.type))
    array: np.ndarray = (values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values).to_numpy(
        zero_copy_only=False
    )
    return array
