"""Whose readings a file's are: by name, by a map, by number only where the file is an export of our own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.load_run import load_readings
from data_sources.importers.readings.meter_book import MeterBook
from data_sources.importers.readings.options import FileReport, NewUtility, ReadingOptions, Report
from data_sources.importers.readings.parsed import MEASURES, ParsedReadings, same_meter
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities
from data_sources.warehouse.files import Warehouse
from tests.data_sources.importers.readings.reading_files import read_file

HOME = NewUtility("Home", -95.4, 29.7)
NAMES = pa.table({"meter_id": [17, 18], "meter_name": ["MTR-1", "18"]})


def resolved(name: str, *, has_own_ids: bool) -> tuple[int, list[str]]:
    report = FileReport(Path("f.csv"), has_own_ids=has_own_ids)
    ints = np.zeros(1, np.int64)
    piece = ParsedReadings(same_meter(name, 1), ints, ints, dict.fromkeys(MEASURES, ints + 1.0), ints, ints)
    (found,) = MeterBook(NAMES, ReadingOptions()).resolve("f.csv", piece, report)
    return int(found), report.notes


def test_a_number_is_no_meter_of_another_name() -> None:
    """A file's own meter 17 became the meter that has the number 17 here."""
    assert resolved("17", has_own_ids=False) == (-1, [])
    assert resolved("17", has_own_ids=True)[0] == 17
    assert "told by their numbers" in resolved("17", has_own_ids=True)[1][0]
    assert resolved("18", has_own_ids=False) == resolved("18", has_own_ids=True) == (18, [])


@pytest.mark.parametrize(
    ("head", "expected"),
    [("meter_id,interval_start_at,kWh", True), ("meter_id,time,kWh", False), ("meter,interval_start_at,kWh", False)],
)
def test_exports_of_our_own_are_told_by_their_columns(tmp_path: Path, head: str, *, expected: bool) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{head}\n17,2026-01-01 00:00,1\n17,2026-01-01 00:15,1\n")
    assert read_file(path, stamp="start").report.has_own_ids == expected


def load(live: PostgresSource, tmp_path: Path, *paths: Path, **options: object) -> Report:
    given = {"stamp": "start", "new_utility": HOME, "time_zone": "UTC", **options}
    return load_readings(live, Warehouse(tmp_path / "warehouse"), paths, ReadingOptions(**given))  # type: ignore[arg-type]


def test_a_new_utility_takes_the_map_as_its_readings_do(empty_source: PostgresSource, tmp_path: Path) -> None:
    """Ids were compared by case while the utility was made, and without when its meters were looked up."""
    path = tmp_path / "f.csv"
    path.write_text("meter,time,kWh\nabc,2026-01-01 00:00,1\nAbc,2026-01-01 00:15,1\n")
    report = load(empty_source, tmp_path, path, meter_map={"ABC": "House"})
    assert (report.total("loaded"), report.unknown_meters()) == (2, {})


@pytest.mark.parametrize(
    ("options", "message"),
    [({"meter_map": {"C": "Shed"}}, "no meter named 'Shed'"), ({"meter": "House"}, "holds 2 meters .A, B")],
)
def test_what_does_not_fit_is_said_before_a_utility_is_made(
    empty_source: PostgresSource, tmp_path: Path, options: dict[str, object], message: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("meter,time,kWh\nA,2026-01-01 00:00,1\nA,2026-01-01 00:15,1\nB,2026-01-01 00:00,1\n")
    with pytest.raises(ImportRefused, match=message):
        load(empty_source, tmp_path, path, **options)
    assert [name for _, name in utilities(empty_source)] == []


def test_a_column_that_holds_no_values_refuses_its_file_alone(empty_source: PostgresSource, tmp_path: Path) -> None:
    """A list where a number is looked for ended the run: later files were not read, and no load id was told."""
    good = {"meter": ["A", "A"], "time": ["2026-01-01 00:00", "2026-01-01 00:15"]}
    values = ([1.0, 2.0], [[1.0], [2.0]], pa.array([1, 2], pa.timestamp("us")), [3.0, 4.0])
    paths = [tmp_path / f"{number}.parquet" for number in range(len(values))]
    for path, own in zip(paths, values, strict=True):
        day = [stamp.replace("01-01", f"01-0{1 + paths.index(path)}") for stamp in good["time"]]
        pq.write_table(pa.table({**good, "time": day, "kwh": own}), path)
    reports: list[Report] = []
    given = ReadingOptions(stamp="start", new_utility=HOME, time_zone="UTC")
    warehouse = Warehouse(tmp_path / "warehouse")
    report = load_readings(empty_source, warehouse, paths, given, began=reports.append)
    assert reports == [report]
    assert [(file.loaded, bool(file.refusal)) for file in report.files] == [
        (2, False),
        (0, True),
        (0, True),
        (2, False),
    ]
    assert "1.parquet: a column does not hold what it is taken for" in report.files[1].refusal


def test_the_report_holds_what_was_done_before_a_fault(empty_source: PostgresSource, tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for day, path in enumerate(paths, 1):
        path.write_text(f"meter,time,kWh\nA,2026-01-0{day} 00:00,1\nA,2026-01-0{day} 00:15,1\n")
    reports: list[Report] = []

    def stop(what: str, share: float) -> None:
        if share:
            raise KeyboardInterrupt

    given = ReadingOptions(stamp="start", new_utility=HOME, time_zone="UTC")
    warehouse = Warehouse(tmp_path / "warehouse")
    with pytest.raises(KeyboardInterrupt):
        load_readings(empty_source, warehouse, paths, given, progress=stop, began=reports.append)
    (report,) = reports
    assert report.whole.sums == {"kWh delivered": 2.0}
    assert f"`fluxops unload-ami {report.load_id}` takes these readings back." in report.sentences()
