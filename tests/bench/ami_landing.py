"""How fast readings come in: a file through `fluxops load-ami`'s importer, interval batches through a spool folder."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources.connect import connect_live
from data_sources.importers.readings.load_run import ReadingOptions, load_readings
from data_sources.pipeline.streams.batch import StreamQuarantine
from data_sources.pipeline.streams.spool import SpoolIntake
from data_sources.pipeline.streams.stream import BATCH_ROWS, Counts, EmbeddedSink, Stream
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import reading_schema
from tests.bench.ami_data import History
from tests.bench.report import Report, tell

LOADED_METERS = 20_000  # with a day each: 1.92 million rows, as a head-end's daily export of a district
INTERVALS = 8  # of all meters, one spooled file each
LOCAL_DAY = dt.datetime(2026, 8, 5, 5)  # midnight in Houston


def landing(history: History, report: Report) -> None:
    """Load and stream into a warehouse of its own, beside the one that is asked."""
    root = history.home / "bench-landing"
    shutil.rmtree(root, ignore_errors=True)
    live = connect_live(None, history.home)
    try:
        meters = live.source.fetch(Query.of("hist_meters", utility_id=history.utility_id))
        path = _daily_export(root, meters)
        tell("loading a file")
        start = time.perf_counter()
        found = load_readings(live.source, Warehouse(root / "warehouse"), [path], _options(live.source, history))
        report.put("loaded_rows_per_s", found.total("loaded") / (time.perf_counter() - start))
    finally:
        live.close()
    tell("streaming intervals")
    ids = np.sort(meters["meter_id"].to_numpy())
    seconds, rows = _stream(Warehouse(root / "warehouse"), root / "spool", ids)
    report.put("streamed_rows_per_s", rows / seconds)
    shutil.rmtree(root)


def _options(source: object, history: History) -> ReadingOptions:
    rows = source.fetch(Query.of("utilities")).to_pylist()  # type: ignore[attr-defined]
    name = next(row["utility_name"] for row in rows if row["utility_id"] == history.utility_id)
    return ReadingOptions(utility=name, stamp="start", unit="kwh", time_zone="UTC")


def _daily_export(root: Path, meters: pa.Table) -> Path:
    """A long Parquet file with the columns of the specification."""
    root.mkdir(parents=True)
    names = meters.sort_by("meter_id")["meter_name"][:LOADED_METERS].to_pylist()
    starts = LOCAL_DAY + np.arange(96) * dt.timedelta(minutes=15)
    kwh = (0.2 + 0.1 * np.sin(np.arange(96 * len(names)) / 96)).round(3)
    table = {
        "METER_ID": pa.array(np.repeat(np.array(names, object), 96)),
        "TIMESTAMP": pa.array(np.tile(starts.astype("datetime64[us]"), len(names))),
        "USAGE_KWH": pa.array(kwh), "VOLTAGE": pa.array(np.full(len(kwh), 240.0)),
    }  # fmt: skip
    pq.write_table(pa.table(table), root / "export.parquet")
    return root / "export.parquet"


def _stream(warehouse: Warehouse, spool: Path, ids: np.ndarray) -> tuple[float, int]:
    """Seconds from the first file taken to the last reading kept, and how many were."""
    intake = SpoolIntake(spool)
    for number in range(INTERVALS):
        pq.write_table(_interval(ids, number), spool / f"{number:02}.parquet")
    stream, stopping = Stream(intake, EmbeddedSink(warehouse), StreamQuarantine(spool / "refused")), threading.Event()

    def seen(counts: Counts) -> None:
        if counts.rows >= INTERVALS * len(ids):
            stopping.set()

    stream.batch_rows = BATCH_ROWS
    start = time.perf_counter()
    counts = stream.run(stopping, seen=seen)
    return time.perf_counter() - start, counts.new


def _interval(ids: np.ndarray, number: int) -> pa.Table:
    """One reading of every meter, a day after the loaded ones."""
    count = len(ids)
    at = LOCAL_DAY + dt.timedelta(days=1, minutes=15 * number)
    columns = {
        "meter_id": ids, "interval_start_at": np.full(count, np.datetime64(at, "us")),
        "interval_minutes": np.full(count, 15), "energy_delivered_kwh": np.full(count, 0.25),
        "energy_received_kwh": np.zeros(count), "reactive_kvarh": np.full(count, 0.05), "voltage_v": np.full(count, 240.0),
        "quality": np.full(count, "actual"),
    }  # fmt: skip
    return pa.table(columns).cast(reading_schema())
