"""Arrays of readings as Arrow rows in the order of the files: by meter, then by time."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from queue import Queue
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Calendar, Instants
from data_sources.demo.ami.intervals import FeederIntervals
from data_sources.demo.ami.measure import MeasuredReadings
from data_sources.demo.ami.utility import DemoUtility
from data_sources.warehouse.files import ROW_GROUP_ROWS
from data_sources.warehouse.reading_values import QUALITIES

ON_TIME_MINUTES: Final = 12  # after the hour in which an interval ended, the head-end has it
NEXT_DAY_HOURS: Final = (3.2, 4.5, 5.0)  # local midnight to late reads, estimates, edits


def reading_batches(
    utility: DemoUtility, calendar: Calendar, found: Iterator[FeederIntervals]
) -> Iterator[pa.RecordBatch]:
    """Rows of a whole day, as many meters a batch as fill a group of a file."""
    take = ROW_GROUP_ROWS // len(calendar.starts)
    kept: list[tuple[NDArray[np.int64], MeasuredReadings]] = []
    held = 0
    for feeder in found:
        ids = utility.meter_ids[feeder.rows]
        at = 0
        while at < len(ids):
            room = min(take - held, len(ids) - at)
            kept.append((ids[at : at + room], feeder.readings.meters(slice(at, at + room))))
            at, held = at + room, held + room
            if held == take:
                yield _batch(kept, calendar)
                kept, held = [], 0
    if kept:
        yield _batch(kept, calendar)


def reading_batch(
    ids: NDArray[np.int64], readings: MeasuredReadings, calendar: Calendar, first: int = 0
) -> pa.RecordBatch:
    """Rows of some meters for the intervals that `readings` covers, the first of them numbered `first`."""
    count, steps = readings.quality.shape
    starts = calendar.starts[first : first + steps]
    quality = pa.DictionaryArray.from_arrays(pa.array(readings.quality.ravel()), pa.array(QUALITIES))
    return pa.record_batch(
        {
            "meter_id": pa.array(np.repeat(ids.astype(np.int32), steps)),
            "interval_start_at": pa.array(np.tile(starts.astype("datetime64[us]"), count)),
            "interval_minutes": pa.array(np.full(count * steps, INTERVAL_MINUTES, np.int16)),
            "reading_day": day_column(calendar.day, count * steps),
            "energy_delivered_kwh": _values(readings.delivered_kwh),
            "energy_received_kwh": _values(readings.received_kwh),
            "reactive_kvarh": _values(readings.reactive_kvarh),
            "voltage_v": _values(readings.voltage_v),
            "quality": quality.cast(pa.string()),
            "ingested_at": pa.array(_arrivals(calendar, readings.arrival, first)),
        }
    )


def in_advance(batches: Iterator[pa.RecordBatch], held: int = 3) -> Iterator[pa.RecordBatch]:
    """The same batches, made by a thread while the caller writes; at most `held` are made in advance."""
    made: Queue[pa.RecordBatch | BaseException | None] = Queue(held)
    unwanted = threading.Event()

    def work() -> None:
        try:
            for batch in batches:
                if unwanted.is_set():
                    return
                made.put(batch)
            made.put(None)
        except BaseException as error:  # told to the caller, who raises it
            made.put(error)

    threading.Thread(target=work, name="flux-demo-readings", daemon=True).start()
    try:
        while (batch := made.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        unwanted.set()
        while not made.empty():
            made.get_nowait()


def day_column(day: dt.date, count: int) -> pa.Array:
    """One date, many times."""
    number = (day - dt.date(1970, 1, 1)).days
    return pa.array(np.full(count, number, np.int32)).cast(pa.date32())


def _batch(kept: list[tuple[NDArray[np.int64], MeasuredReadings]], calendar: Calendar) -> pa.RecordBatch:
    ids = np.concatenate([part[0] for part in kept])
    return reading_batch(ids, MeasuredReadings.joined([part[1] for part in kept]), calendar)


def _values(column: NDArray[np.float32]) -> pa.Array:
    flat = column.ravel()
    empty = np.isnan(flat)
    return pa.array(flat, mask=empty if empty.any() else None)


def _arrivals(calendar: Calendar, arrival: NDArray[np.int8], first: int) -> Instants:
    """When each reading came in, shape (meters * intervals,)."""
    starts = calendar.starts[first : first + arrival.shape[1]]
    ended = starts + np.timedelta64(INTERVAL_MINUTES * 60, "s")
    seconds = (ended.astype(np.int64) + 3599) // 3600 * 3600 + ON_TIME_MINUTES * 60
    out = np.tile(seconds.astype("datetime64[s]").astype("datetime64[us]"), len(arrival))
    midnight = calendar.starts[-1] + np.timedelta64(INTERVAL_MINUTES * 60, "s")
    flat = arrival.ravel()
    for code, hours in enumerate(NEXT_DAY_HOURS, start=1):
        out[flat == code] = (midnight + np.timedelta64(int(hours * 3600), "s")).astype("datetime64[us]")
    return out
