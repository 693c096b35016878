"""Days come to rest: merged and sorted, small files merged, what lands meanwhile kept, dead writers' files removed."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path

import pyarrow.parquet as pq

from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.landing import land
from data_sources.pipeline.rollups.rollups import rollup_tables
from data_sources.pipeline.rollups.settling import (
    compact_day,
    forget_files,
    remove_orphans,
    settle_day,
    settle_due,
    settle_large,
)
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import NOON, make_warehouse, reading, rows_of, table, tables_of

DAY = NOON.date().isoformat()


def land_intervals(warehouse: Warehouse, count: int, kwh: float = 1.0, meters: int = 12) -> None:
    for number in range(count):
        at = NOON + dt.timedelta(minutes=5 * number)
        rows = [reading(meter, at, kwh, interval_minutes=5) for meter in range(meters, 0, -1)]
        land(warehouse, KnownMeters.of(warehouse), table(*rows), ingested_at=at + dt.timedelta(minutes=kwh))


def test_a_settled_file_is_sorted_by_meter_and_time(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    land_intervals(warehouse, 3)
    settle_day(warehouse, DAY)
    (part,) = warehouse.manifest().of("ami_interval_readings")
    rows = pq.read_table(tmp_path / part.path)
    keys = list(zip(rows["meter_id"].to_pylist(), rows["interval_start_at"].to_pylist(), strict=True))
    assert (part.role, part.owner, part.ids, len(keys)) == ("settled", "u1", (0, 16_383), 36)
    assert keys == sorted(keys)


def test_settling_again_changes_no_row(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    land_intervals(warehouse, 2)
    settle_day(warehouse, DAY)
    before = tables_of(warehouse, "ami_interval_readings", *rollup_tables())
    settle_day(warehouse, DAY)
    assert tables_of(warehouse, "ami_interval_readings", *rollup_tables()) == before
    assert settle_due(warehouse, NOON + dt.timedelta(days=3)) == []


def test_after_a_load_only_large_past_days_are_settled(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    land_intervals(warehouse, 3)
    later = NOON + dt.timedelta(days=3)
    assert settle_large(warehouse, later, least_rows=37) == []
    assert settle_large(warehouse, NOON + dt.timedelta(hours=1), least_rows=36) == []  # the day is not over
    assert settle_large(warehouse, later, least_rows=36) == [DAY]
    assert [part.role for part in warehouse.manifest().of("ami_interval_readings")] == ["settled"]
    assert settle_large(warehouse, later, least_rows=36) == []


def test_small_files_of_the_open_day_are_merged(tmp_path: Path) -> None:
    """Overrides stay as they are: they hide rows of the merged file as before."""
    warehouse = make_warehouse(tmp_path)
    land_intervals(warehouse, 4)
    land_intervals(warehouse, 1, kwh=2.0, meters=3)
    before = rows_of(warehouse, "ami_interval_readings", "1, 2")
    assert compact_day(warehouse, DAY, files=4)
    assert sorted(part.role for part in warehouse.manifest().of("ami_interval_readings")) == ["landed", "override"]
    assert rows_of(warehouse, "ami_interval_readings", "1, 2") == before
    assert not compact_day(warehouse, DAY, files=4)


def test_landing_goes_on_while_a_day_is_settled(tmp_path: Path) -> None:
    """One thread lands 6 intervals, another settles the day again and again: no reading and no sum is lost."""
    warehouse = make_warehouse(tmp_path)
    land_intervals(warehouse, 1)
    lander = threading.Thread(target=land_intervals, args=(warehouse, 6, 2.0))
    lander.start()
    while lander.is_alive():
        settle_day(warehouse, DAY)
    lander.join()
    settle_day(warehouse, DAY)
    assert [row["energy_delivered_kwh"] for row in rows_of(warehouse, "ami_interval_readings", "1, 2")] == [2.0] * 72
    assert sum(row["energy_delivered_kwh"] for row in rows_of(warehouse, "feeder_day", "1")) == 144.0
    assert sum(row["energy_delivered_kwh"] for row in rows_of(warehouse, "feeder_interval_load", "1, 2")) == 144.0


def test_files_of_a_dead_writer_are_removed_in_the_end(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    old, young = (tmp_path / "ami_interval_readings" / name for name in ("old.writing", "young.parquet"))
    old.parent.mkdir()
    for path in (old, young):
        path.write_bytes(b"")
    os.utime(old, (0, 0))
    (old.parent / "listed.writing").symlink_to("gone")  # as one that is renamed between a listing and a look at it
    assert remove_orphans(warehouse) == 1
    assert (old.exists(), young.exists()) == (False, True)
    assert len(KnownMeters.of(warehouse).meter_ids) == 12


def test_the_oldest_spooled_files_are_forgotten(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    offsets = {f"spool:{number:05d}": "done" for number in range(5_002)} | {"kafka:a": "1"}
    warehouse.commit(lambda manifest: manifest.with_offsets(offsets))
    forget_files(warehouse)
    kept = warehouse.manifest().offsets
    assert len(kept) == 5_001
    assert min(kept) == "kafka:a"
    assert "spool:00001" not in kept
