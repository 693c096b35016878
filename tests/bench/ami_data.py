"""The readings of the AMI bench: so many days of the demo utility, as the product keeps them and as they arrived.

The peers read the same rows as they came in: by time, meters in no order, one Parquet file a day, no sums beside them.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data_sources.connect import connect_live
from data_sources.demo.ami.day import make_day
from data_sources.demo.ami.prepare import prepare_history
from data_sources.demo.utility.load import has_utilities, load_demo, utilities
from data_sources.pipeline.rollups.weeks import copy_weeks
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.schema import READINGS
from tests.bench.report import Report, tell

SIZES = {"57m": 1, "400m": 7, "1700m": 30}  # days of 596,906 meters with 96 intervals
LAST_DAY = dt.date(2026, 7, 31)


@dataclass(frozen=True)
class History:
    """Where the readings are.

    Attributes:
        home: FLUXOPS_HOME of the product.
        utility_id: the demo utility.
        meters: how many meters it has.
    """

    home: Path
    utility_id: int
    meters: int

    @property
    def unsorted(self) -> Path:
        """Folder of the peers' files."""
        return self.home / "bench-unsorted"

    def days(self, size: str) -> list[dt.date]:
        """The local days of a size, newest first: a larger one holds the smaller ones."""
        return [LAST_DAY - dt.timedelta(days=number) for number in range(SIZES[size])]


def prepare(home: Path, scale: str) -> History:
    """The demo utility with its dimensions, made where it is not there yet."""
    live = connect_live(None, home)
    try:
        if not has_utilities(live.source):
            load_demo(live.source, "small" if scale == "small" else "full", as_of=LAST_DAY + dt.timedelta(days=1))
        utility_id = utilities(live.source)[0][0]
        utility = prepare_history(live.source, Warehouse(home / "warehouse"), utility_id)
    finally:
        live.close()
    return History(home, utility_id, len(utility.meter_ids))


def make(history: History, size: str, report: Report) -> None:
    """Make the days of a size that are not there yet; keep how fast it went."""
    warehouse = Warehouse(history.home / "warehouse")
    made = {part.day for part in warehouse.manifest().of(READINGS)}
    wanted = [day for day in history.days(size) if day.isoformat() not in made]
    live = connect_live(None, history.home)
    rows = size_bytes = 0
    generating = summing = 0.0
    try:
        for day in wanted:
            tell(f"making {day}")
            found = make_day(live.source, warehouse, history.utility_id, day, threads=2)
            generating, summing = generating + found.seconds, summing + found.rollup_seconds
            rows, size_bytes = rows + found.rows, size_bytes + found.size_bytes
    finally:
        live.close()
    if rows:
        report.put("bytes_per_row", size_bytes / rows)
        report.put("generated_rows_per_s", rows / generating)
        report.put("rollup_s_per_day", summing / len(wanted))
        start = time.perf_counter()
        tell("copying weeks by meter")
        copy_weeks(warehouse, (LAST_DAY + dt.timedelta(days=7)).isoformat(), only_whole=False)
        report.put("copy_s_per_day", (time.perf_counter() - start) / len(wanted))


def as_they_came(history: History, size: str) -> list[Path]:
    """The same rows by time, one file a day; made where they are not there yet."""
    history.unsorted.mkdir(exist_ok=True)
    manifest = Warehouse(history.home / "warehouse").manifest()
    paths = []
    for day in history.days(size):
        path = history.unsorted / f"{day}.parquet"
        if not path.exists():
            tell(f"writing {day} as it came in")
            files = [str(history.home / "warehouse" / part.path) for part in manifest.of(READINGS, day=day.isoformat())]
            with duckdb.connect(config={"threads": 2, "memory_limit": "10GB"}) as database:
                database.read_parquet(files).create_view("readings")  # type: ignore[arg-type]  # takes lists too
                database.execute("SET preserve_insertion_order = true")
                rows = database.sql("SELECT * FROM readings ORDER BY interval_start_at, hash(meter_id)")
                rows.write_parquet(str(path.with_suffix(".writing")), compression="zstd")
            path.with_suffix(".writing").rename(path)
        paths.append(path)
    return paths
