"""The embedded warehouse: files count when the manifest names them; a change is seen whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.errors import SourceUnavailable
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import KEEP_RETIRED_S, Manifest, Part, Warehouse

DAY = dt.date(2026, 7, 1)


def readings(*rows: tuple[int, int, float, str]) -> pa.Table:
    """Readings of meters at quarter hours of one day: meter, quarter, kWh, quality."""
    start = dt.datetime(2026, 7, 1, 5)
    return pa.table({
        "meter_id": [meter for meter, *_ in rows],
        "interval_start_at": [start + dt.timedelta(minutes=15 * quarter) for _, quarter, *_ in rows],
        "interval_minutes": [15] * len(rows),
        "reading_day": [DAY] * len(rows),
        "energy_delivered_kwh": [kwh for _, _, kwh, _ in rows],
        "energy_received_kwh": [0.0] * len(rows),
        "reactive_kvarh": [0.1] * len(rows),
        "voltage_v": [240.0] * len(rows),
        "quality": [quality for *_, quality in rows],
        "ingested_at": [start] * len(rows),
    })  # fmt: skip


def energy(source: DuckSource) -> list[tuple[int, float]]:
    text = (
        "SELECT meter_id, energy_delivered_kwh AS kwh FROM ami_interval_readings ORDER BY meter_id, interval_start_at"
    )
    return [(row["meter_id"], row["kwh"]) for row in source.run(text, {}).to_pylist()]


def write(warehouse: Warehouse, table: pa.Table, role: str, scope: str = "") -> Part:
    return warehouse.write("ami_interval_readings", table, role=role, day=DAY.isoformat(), scope=scope)


def test_an_empty_warehouse_has_every_table(tmp_path: Path) -> None:
    assert energy(DuckSource(Warehouse(tmp_path / "none"))) == []


def test_a_file_has_an_index_of_its_pages(tmp_path: Path) -> None:
    """DuckDB passes over those that hold no wanted meter: 200 scattered meters take a third less of a processor."""
    part = write(Warehouse(tmp_path), readings((1, 0, 0.5, "actual")), "settled")
    with pq.ParquetFile(tmp_path / part.path) as file:
        column = file.metadata.row_group(0).column(0)
        assert (column.has_column_index, column.has_offset_index) == (True, True)


def test_a_file_counts_once_a_commit_names_it(tmp_path: Path) -> None:
    warehouse, source = Warehouse(tmp_path), DuckSource(Warehouse(tmp_path))
    part = write(warehouse, readings((1, 0, 0.5, "actual")), "settled")
    assert energy(source) == []
    warehouse.commit(lambda manifest: manifest.with_part("ami_interval_readings", part))
    assert energy(source) == [(1, 0.5)]


def test_an_override_hides_the_row_it_wins_over_and_no_other(tmp_path: Path) -> None:
    warehouse, source = Warehouse(tmp_path), DuckSource(Warehouse(tmp_path))
    settled = write(
        warehouse, readings((1, 0, 0.5, "estimated"), (1, 1, 0.25, "actual"), (2, 0, 1.0, "actual")), "settled"
    )
    won = write(warehouse, readings((1, 0, 0.75, "actual")), "override")
    warehouse.commit(lambda manifest: manifest.with_part("ami_interval_readings", settled, won))
    assert energy(source) == [(1, 0.75), (1, 0.25), (2, 1.0)]


def test_a_file_of_the_same_scope_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    warehouse, source = Warehouse(tmp_path), DuckSource(Warehouse(tmp_path))
    for kwh in (0.5, 0.75):
        part = write(warehouse, readings((1, 0, kwh, "actual")), "settled", "u1")
        warehouse.commit(lambda manifest, part=part: manifest.with_part("ami_interval_readings", part))
    assert energy(source) == [(1, 0.75)]


def test_offsets_and_rows_are_committed_together(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    part = write(warehouse, readings((1, 0, 0.5, "actual")), "landed")

    def change(manifest: Manifest) -> Manifest:
        return manifest.with_part("ami_interval_readings", part).with_offsets({"ami/0": "41"})

    warehouse.commit(change)
    again = Warehouse(tmp_path).manifest()
    assert again.offsets == {"ami/0": "41"}
    assert again.rows("ami_interval_readings") == 1


def test_a_change_that_raises_changes_nothing(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    warehouse.commit(lambda manifest: manifest.with_notes(done="1"))
    with pytest.raises(ZeroDivisionError):
        warehouse.commit(lambda _manifest: 1 / 0)  # type: ignore[arg-type, return-value]
    assert warehouse.manifest().notes == {"done": "1"}


def _count(root: Path, times: int) -> None:
    warehouse = Warehouse(root)
    for _ in range(times):
        warehouse.commit(lambda manifest: manifest.with_notes(count=str(int(manifest.notes.get("count", "0")) + 1)))


def test_no_commit_is_lost_among_processes_and_threads(tmp_path: Path) -> None:
    workers: list[multiprocessing.Process | threading.Thread] = [
        multiprocessing.get_context("spawn").Process(target=_count, args=(tmp_path, 40)),
        threading.Thread(target=_count, args=(tmp_path, 40)),
        threading.Thread(target=_count, args=(tmp_path, 40)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Warehouse(tmp_path).manifest().notes["count"] == "120"


def test_a_dropped_file_stays_for_readers_and_goes_later(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    part = write(warehouse, readings((1, 0, 0.5, "actual")), "settled")
    warehouse.commit(lambda manifest: manifest.with_part("ami_interval_readings", part))
    warehouse.commit(lambda manifest: manifest.with_table("ami_interval_readings"))
    assert (tmp_path / part.path).is_file()
    mark = (tmp_path / part.path).with_suffix(".retired")
    long_ago = time.time() - KEEP_RETIRED_S - 1
    os.utime(mark, (long_ago, long_ago))
    warehouse.commit(lambda manifest: manifest)
    assert not (tmp_path / part.path).exists()


def test_a_write_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write(Warehouse(tmp_path), pa.table({"meter_id": [1]}), "settled")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


roles = st.sampled_from(("settled", "landed"))


@given(st.lists(st.tuples(roles, st.sampled_from(("", "a", "b"))), max_size=8))
def test_a_manifest_never_holds_two_files_of_one_scope(steps: list[tuple[str, str]]) -> None:
    manifest = Manifest()
    for number, (role, scope) in enumerate(steps):
        manifest = manifest.with_part("meters", Part(f"{number}.parquet", 1, role, "", scope))
    scoped = [(part.role, part.scope) for part in manifest.of("meters") if part.scope]
    assert len(scoped) == len(set(scoped))
    assert {part.path for part in manifest.of("meters") if not part.scope} == {
        f"{number}.parquet" for number, (_, scope) in enumerate(steps) if not scope
    }


def test_what_a_newer_version_says_besides_is_passed_over(tmp_path: Path) -> None:
    """Case M2: a field more in the manifest was a server error to every question, and health said "up"."""
    warehouse, source = Warehouse(tmp_path), DuckSource(Warehouse(tmp_path))
    part = write(warehouse, readings((1, 0, 0.5, "actual")), "landed")
    warehouse.commit(lambda manifest: manifest.with_part("ami_interval_readings", part))
    path = tmp_path / "manifest.json"
    found = json.loads(path.read_text())
    found["of_tomorrow"] = found["parts"]["ami_interval_readings"][0]["of_tomorrow"] = "x"
    path.write_text(json.dumps(found))
    assert energy(source) == [(1, 0.5)]
    assert Warehouse(tmp_path).commit(lambda manifest: manifest).of("ami_interval_readings") == (part,)


def test_a_manifest_of_a_format_to_come_is_told_in_a_sentence(tmp_path: Path) -> None:
    warehouse, source = Warehouse(tmp_path), DuckSource(Warehouse(tmp_path))
    warehouse.commit(lambda manifest: manifest)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(SourceUnavailable, match="written by a newer version of this program"):
        energy(source)
    assert (source.health().is_up, "newer version" in source.health().message) == (False, True)
    with pytest.raises(SourceUnavailable, match="newer version"):
        warehouse.commit(lambda manifest: manifest)


def test_a_folder_that_vanishes_is_away_and_not_empty_until_it_is_back(tmp_path: Path) -> None:
    root, aside = tmp_path / "history", tmp_path / "unmounted"
    source = DuckSource(Warehouse(root))
    part = write(source.warehouse, readings((1, 0, 0.5, "actual")), "settled")
    source.warehouse.commit(lambda old: old.with_part("ami_interval_readings", part))
    assert energy(source) == [(1, 0.5)]
    root.rename(aside)
    with pytest.raises(SourceUnavailable, match=r"^The history is away: its folder is not there any more\.$"):
        energy(source)
    assert (source.health().is_up, "is away" in source.health().message) == (False, True)
    with pytest.raises(SourceUnavailable, match="is away"):  # no new one is begun in its place
        source.warehouse.commit(lambda old: old.with_notes(begun="anew"))
    with pytest.raises(SourceUnavailable, match="is away"):
        write(source.warehouse, readings((2, 0, 0.5, "actual")), "landed")
    assert not root.exists()  # no lock and no file either
    aside.rename(root)
    assert energy(source) == [(1, 0.5)]
    assert source.health().is_up


def test_a_list_of_files_that_is_not_whole_is_told(tmp_path: Path) -> None:
    source = DuckSource(Warehouse(tmp_path))
    (tmp_path / "manifest.json").write_text('{"version": 1')
    with pytest.raises(SourceUnavailable, match=r"cannot be read \(it is not whole\)"):
        energy(source)
