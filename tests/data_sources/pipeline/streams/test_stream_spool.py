"""A folder of files: taken once, in shares if large, moved when they are in; what is bad is told by line."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from data_sources.pipeline.landing.overlaps import STANDING
from data_sources.pipeline.streams.batch import Refused, StreamQuarantine
from data_sources.pipeline.streams.spool import SpoolIntake
from data_sources.pipeline.streams.stream import Counts, EmbeddedSink, Stream
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import make_warehouse, reading, rows_of, table

NOW = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0, tzinfo=None) - dt.timedelta(hours=3)


def stream(warehouse: Warehouse, folder: Path, files: int, rows: int = 1000) -> Counts:
    """Run until so many files are done or in quarantine."""
    stopping = threading.Event()
    intake = SpoolIntake(folder)

    def look(counts: Counts) -> None:
        if (
            len([path for path in (*intake.done.iterdir(), *intake.quarantine.iterdir()) if path.suffix != ".jsonl"])
            >= files
        ):
            stopping.set()

    work = Stream(intake, EmbeddedSink(warehouse), StreamQuarantine(intake.quarantine), batch_rows=rows)
    guard = threading.Timer(60, stopping.set)
    guard.start()
    try:
        return work.run(stopping, seen=look)
    finally:
        guard.cancel()


def rows(count: int) -> list[dict[str, object]]:
    return [reading(1 + k % 12, NOW + dt.timedelta(minutes=15 * (k // 12)), float(k)) for k in range(count)]


def test_files_are_taken_and_moved(tmp_path: Path) -> None:
    """A large file in shares, a damaged one, one whose bad lines go to quarantine, one not finished yet."""
    warehouse, folder = make_warehouse(tmp_path / "warehouse"), tmp_path / "spool"
    folder.mkdir()
    pq.write_table(table(*rows(60)), folder / "large.parquet")
    pyarrow.csv.write_csv(table(reading(1, NOW, 7.0, quality="edited"), reading(77, NOW)), folder / "few.csv")
    (folder / "broken.arrow").write_bytes(b"?")
    (folder / "soon.parquet.tmp").write_bytes(b"")
    counts = stream(warehouse, folder, files=3, rows=25)
    assert (counts.new + counts.superseded + counts.corrected, counts.quarantined) == (61, 2)
    assert len(rows_of(warehouse, "ami_interval_readings", "1, 2")) == 60
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["few.csv", "large.parquet"]
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["soon.parquet.tmp"]
    told = [
        json.loads(line) for path in (folder / "quarantine").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert {(one["origin"].split(".")[0], one["line"]) for one in told} == {("few", 3), ("broken", 0)}
    assert "unknown meter" in {one["reason"] for one in told}


def test_readings_over_those_of_another_interval_go_to_quarantine(tmp_path: Path) -> None:
    """The hour of four quarters that are there came a second time as a whole: 7 kWh instead of 4."""
    warehouse, folder = make_warehouse(tmp_path / "warehouse"), tmp_path / "spool"
    folder.mkdir()
    pq.write_table(
        table(*(reading(1, NOW + dt.timedelta(minutes=15 * k), 1.0) for k in range(4))), folder / "a.parquet"
    )
    stream(warehouse, folder, files=1)
    hours = [reading(1, NOW, 4.0, interval_minutes=60), reading(99, NOW), reading(2, NOW, 3.0, interval_minutes=60)]
    pq.write_table(table(*hours), folder / "b.parquet")
    counts = stream(warehouse, folder, files=2)
    assert (counts.rows, counts.new, counts.quarantined) == (3, 1, 2)
    (file,) = (folder / "quarantine").glob("*.jsonl")
    told = [json.loads(line) for line in file.read_text().splitlines()]
    assert [(one["line"], one["reason"]) for one in told] == [(1, STANDING), (2, "unknown meter")]
    kwh = [row["energy_delivered_kwh"] for row in rows_of(warehouse, "ami_interval_readings", "1, 2")]
    assert kwh == [1.0, 1.0, 1.0, 1.0, 3.0]


def test_a_file_that_is_dropped_again_is_not_taken_again(tmp_path: Path) -> None:
    """Known by its content, also under another name and in another process's time."""
    warehouse, folder = make_warehouse(tmp_path / "warehouse"), tmp_path / "spool"
    folder.mkdir()
    pq.write_table(table(*rows(24)), tmp_path / "a.parquet")
    shutil.copy(tmp_path / "a.parquet", folder / "a.parquet")
    stream(warehouse, folder, files=1)
    version = warehouse.manifest().version
    shutil.copy(tmp_path / "a.parquet", folder / "again.parquet")
    pq.write_table(table(*rows(25)), folder / "more.parquet")
    counts = stream(warehouse, folder, files=3)
    assert counts.rows == 25
    assert warehouse.manifest().version == version + 1
    assert sorted(path.name for path in (folder / "done").iterdir()) == ["a.parquet", "again.parquet", "more.parquet"]


def test_readings_out_of_time_go_to_quarantine_and_the_rest_goes_on(tmp_path: Path) -> None:
    """Fault H7: one reading of the year 1, of 1970 or of 9999 ended the stream at every start; also .CSV in capitals."""
    warehouse, folder = make_warehouse(tmp_path / "warehouse"), tmp_path / "spool"
    folder.mkdir()
    header = "meter_id,interval_start_at,interval_minutes,energy_delivered_kwh\n"
    stamps = ("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:45:00Z", f"{NOW.isoformat()}Z")
    (folder / "times.CSV").write_text(header + "".join(f"1,{at},15,2.5\n" for at in stamps))
    starts = pa.array([-(2**62), 2**62], pa.int64()).cast(pa.timestamp("us"))
    pq.write_table(
        table(reading(2, NOW), reading(3, NOW)).set_column(1, "interval_start_at", starts), folder / "far.parquet"
    )
    counts = stream(warehouse, folder, files=2)
    assert (counts.new, counts.quarantined) == (1, 5)
    lines = [line for path in (folder / "quarantine").glob("*.jsonl") for line in path.read_text().splitlines()]
    told = {json.loads(line)["content"]["interval_start_at"]: json.loads(line)["reason"] for line in lines}
    assert told["0001-01-01T00:00:00.000000Z"] == told["1970-01-01T00:00:00.000000Z"] == "start lies before 2001"
    assert told["9999-12-31T23:45:00.000000Z"] == "start lies in the future"


def test_many_bad_messages_share_a_file_and_are_told_once(tmp_path: Path) -> None:
    """One quarantine file a bad Kafka message filled the folder; after a crash nothing stands there twice or cut off."""

    def refused(*numbers: int) -> list[Refused]:
        return [Refused(f"kafka-ami-0-{number}", line, "no JSON", "?") for number in numbers for line in (1, 2)]

    def file_of(origin: str) -> str:
        return origin.rpartition("-")[0]

    quarantine = StreamQuarantine(tmp_path)
    assert quarantine.keep(refused(7, 9), file_of) == 4
    assert quarantine.keep(refused(9, 12), file_of) == 4  # the batch again, since it could not be committed
    (path,) = tmp_path.iterdir()
    with path.open("a") as file:
        file.write(
            '{"origin": "kafka-ami-0-13", "line": 1, "reason": "no JSON", "content": "?"}\n{"origin": "kafka-ami-0-13", "li'
        )
    assert StreamQuarantine(tmp_path).keep(refused(12, 13, 14), file_of) == 6
    told = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(one["origin"].rpartition("-")[2], one["line"]) for one in told] == [
        (number, line) for number in ("7", "9", "12", "13", "14") for line in (1, 2)
    ]
