"""Files of readings into a real warehouse: each reading once, unknown meters told, a utility made for a lone file."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.errors import ImportRefused
from data_sources.importers.readings import making
from data_sources.importers.readings.load_run import load_readings
from data_sources.importers.readings.meter_book import read_meter_map
from data_sources.importers.readings.options import NewUtility, ReadingOptions, Report, column_roles, new_utility
from data_sources.pipeline.landing.unloading import unload
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.conftest import CopyOf
from tests.data_sources.importers.opendss.models import shared
from tests.data_sources.importers.readings.reading_files import CHICAGO, green_button, instants, long_csv, nem12, series

DAY = dt.date(2026, 3, 8)  # 23 hours in Chicago
HOME = NewUtility("Home", -95.4, 29.7)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[DuckSource]:
    source = DuckSource(Warehouse(tmp_path / "warehouse"))
    yield source
    source.close()


def load(live: PostgresSource, history: DuckSource, *paths: Path, **options: object) -> Report:
    folder = history.warehouse.root.parent / "quarantine"
    return load_readings(live, history.warehouse, paths, ReadingOptions(quarantine_folder=folder, **options))  # type: ignore[arg-type]


def rows(history: DuckSource) -> list[dict[str, object]]:
    return history.run("SELECT * FROM ami_interval_readings ORDER BY meter_id, interval_start_at", {}).to_pylist()


def test_a_lone_file_becomes_a_utility_and_comes_only_once(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    path = tmp_path / "home.csv"
    data = series(instants(DAY, CHICAGO, 15))
    path.write_text(long_csv(data, CHICAGO))
    told: dict[str, object] = {"stamp": "start"}
    first = load(empty_source, history, path, new_utility=HOME, time_zone="America/Chicago", **told)
    assert (first.total("rows_read"), first.total("loaded"), first.total("duplicates")) == (92, 92, 0)
    assert first.quarantine_path is None
    assert {row["reading_day"] for row in rows(history)} == {DAY}
    assert sum(row["energy_delivered_kwh"] for row in rows(history)) == pytest.approx(sum(data.values()), rel=1e-6)  # type: ignore[misc]
    findings = check_utility(empty_source, first.utility_id)
    assert [finding for finding in findings if finding.severity == "error"] == []
    again = load(empty_source, history, path, **told)
    assert (again.total("loaded"), again.total("corrected"), again.total("duplicates")) == (0, 0, 92)
    assert again.files[0].loaded_before == dt.datetime.now(dt.UTC).date().isoformat()
    feeders = history.run("SELECT SUM(energy_delivered_kwh) AS kwh FROM feeder_interval_load", {})["kwh"][0].as_py()
    assert feeders == pytest.approx(sum(data.values()), rel=1e-5)
    with pytest.raises(ImportRefused, match="There is a utility named 'Home' already"):
        load(empty_source, history, path, new_utility=HOME, time_zone="America/Chicago", **told)


def test_a_utility_of_which_nothing_lands_is_not_kept(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    """csv_conflicting_rows: the command with the advised option was refused, since the first had left the utility."""
    path = tmp_path / "home.csv"
    path.write_text("meter,time,kwh\n" + "".join(
        f"A,2026-07-01 0{hour}:00,{value}\n" for value in (1, 2) for hour in range(6)))  # fmt: skip
    told: dict[str, object] = {"new_utility": HOME, "time_zone": "UTC", "stamp": "start"}
    report = load(empty_source, history, path, **told)
    assert (report.total("loaded"), report.is_refused, utilities(empty_source)) == (0, True, [])
    assert report.notes == ["Nothing was loaded, so the utility Home was not kept."]
    again = load(empty_source, history, path, same_time="last", **told)
    assert again.total("loaded") == 6
    assert [name for _, name in utilities(empty_source)] == ["Home"]


def test_a_large_file_has_its_utility_made_in_a_process_of_its_own(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The libraries of networks stay out of a large load; what is refused over there is refused here."""
    monkeypatch.setattr(making, "LARGE_BYTES", 0)
    path = tmp_path / "home.csv"
    path.write_text(long_csv(series(instants(DAY, CHICAGO, 15)), CHICAGO))
    told: dict[str, object] = {"stamp": "start", "time_zone": "America/Chicago"}
    with pytest.raises(ImportRefused, match="--lon 500 --lat 0 is no place in degrees"):
        load(empty_source, history, path, new_utility=NewUtility("Home", 500, 0), **told)
    report = load(empty_source, history, path, new_utility=HOME, **told)
    assert report.total("loaded") == 92
    assert [row for row in check_utility(empty_source, report.utility_id) if row.severity == "error"] == []


def test_a_corrected_file_corrects_and_an_estimate_does_not(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    path = tmp_path / "nem.csv"
    start = dt.datetime(2026, 6, 30, 14, tzinfo=dt.UTC)
    data = {start + dt.timedelta(minutes=30 * n): 1.0 for n in range(48)}
    path.write_text(nem12(data, 30))
    load(empty_source, history, path, new_utility=HOME)
    path.write_text(nem12({**data, start: 3.0}, 30, quality="F16"))
    corrected = load(empty_source, history, path)
    assert (corrected.total("loaded"), corrected.total("corrected"), corrected.total("duplicates")) == (0, 48, 0)
    path.write_text(nem12({**data, start: 9.0}, 30, quality="E52"))
    estimated = load(empty_source, history, path)
    assert (estimated.total("corrected"), estimated.total("beaten")) == (0, 48)
    assert rows(history)[0]["energy_delivered_kwh"] == 3.0
    assert {row["quality"] for row in rows(history)} == {"edited"}


def test_a_run_with_the_wrong_unit_is_taken_back(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    data = series(instants(DAY, CHICAGO, 15))
    right, wrong = tmp_path / "right.csv", tmp_path / "wrong.csv"
    right.write_text(long_csv(data, CHICAGO))
    load(empty_source, history, right, new_utility=HOME, time_zone="America/Chicago", stamp="start")
    before = rows(history)
    wrong.write_text(long_csv(data, CHICAGO, name="value"))
    report = load(empty_source, history, wrong, stamp="start", unit="Wh", meter="A")
    assert report.total("corrected") == 92
    assert f"`fluxops unload-ami {report.load_id}` takes these readings back." in report.sentences()
    done = unload(history.warehouse, report.load_id)
    assert (done.removed, done.restored, done.lost) == (92, 92, 0)
    assert rows(history) == before
    assert load(empty_source, history, right, stamp="start").total("duplicates") == 92


def test_unknown_meters_are_told_and_named_by_map(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    xml = tmp_path / "green.xml"
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    xml.write_text(green_button({start + dt.timedelta(hours=n): 100 + n % 5 for n in range(30)}, 60, title="Our house"))
    path = tmp_path / "two.csv"
    path.write_text(
        "meter,time,kwh\n" + "".join(f"{name},2026-01-01 0{n}:00,1.5\n" for name in ("A", "B") for n in range(3))
    )
    load(empty_source, history, path, new_utility=HOME, time_zone="UTC", stamp="start")
    report = load(empty_source, history, xml)
    assert (report.total("loaded"), dict(report.unknown_meters())) == (0, {"Our house": 30})
    assert report.quarantine_path
    with report.quarantine_path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["file", "line", "reason", "text"],
            ["green.xml", "", "unknown meter", "Our house: 30 readings"],
        ]
    mapping = tmp_path / "map.csv"
    mapping.write_text("file,meter\nOur house,B\n")
    report = load(empty_source, history, xml, meter_map=read_meter_map(mapping))
    assert (report.total("loaded"), report.total("corrected")) == (27, 3)  # three hours were there as 1.5 kWh
    assert load(empty_source, history, xml, meter="A").total("loaded") == 27
    with pytest.raises(ImportRefused, match=r"holds 2 meters .* use --map"):
        load(empty_source, history, path, meter="A", stamp="start")
    with pytest.raises(ImportRefused, match="no meter named 'Z'; its meters are named like a, b"):
        load(empty_source, history, xml, meter="Z")


def test_a_file_that_cannot_be_taken_stops_no_other(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    (tmp_path / "files").mkdir()
    good, bad = tmp_path / "files" / "a.csv", tmp_path / "files" / "b.csv"
    good.write_text(
        "meter,time,kwh\nA,2026-01-01 00:00,1\nA,2026-01-01 00:15,-2\nA,2026-01-01 00:30,9e5\nA,2999-01-01 00:00,1\n"
    )
    bad.write_text("meter,time,value\nA,2026-01-01 00:00,1\n")
    report = load(empty_source, history, tmp_path / "files", new_utility=HOME, time_zone="UTC", stamp="start")
    assert report.is_refused
    assert [bool(file.refusal) for file in report.files] == [False, True]
    first = report.files[0]
    assert (first.rows_read, first.loaded, first.rejected.total()) == (4, 1, 3)
    assert set(first.rejected) == {
        "energy delivered is negative",
        "more than a service can carry",
        "start lies in the future",
    }
    assert report.quarantine_path
    lines = [row[1] for row in csv.reader(report.quarantine_path.open(encoding="utf-8-sig", newline=""))]
    assert (lines[0], sorted(lines[1:])) == ("line", ["3", "4", "5"])
    assert any("does not say whether 'value'" in line for line in report.sentences())
    with pytest.raises(ImportRefused, match="There is no file or folder"):
        load(empty_source, history, tmp_path / "nothing")


def test_a_file_that_names_no_meter_asks_whose_it_is(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("time,kwh\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n")
    with pytest.raises(ImportRefused, match="needs its time zone; give --time-zone"):
        load(empty_source, history, path, new_utility=HOME, stamp="start")
    load(empty_source, history, path, new_utility=HOME, time_zone="UTC", stamp="start")
    with pytest.raises(ImportRefused, match=r"f\.csv names no meter; say whose readings they are with --meter NAME\."):
        load(empty_source, history, path, stamp="start")
    assert load(empty_source, history, path, stamp="start", meter="f").total("duplicates") == 2


def test_what_was_read_is_accounted_for(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    """Rows, readings, energies by meter, first and last instant, lengths: a wrong unit shows at the keyboard."""
    lines = [f"A,2026-01-01 {n // 4:02}:{n % 4 * 15:02},1.5,0.25,{-0.5 if n else 0.5}" for n in range(8)]
    lines += [f"B,2026-01-01 0{n}:00,2,0,0" for n in range(4)]
    path = tmp_path / "two.csv"
    path.write_text("meter,time,import kWh,export kWh,kvarh\n" + "\n".join(lines) + "\n")
    report = load(empty_source, history, path, new_utility=HOME, time_zone="UTC", stamp="start")
    assert report.sentences()[:4] == [
        "two.csv (CSV, long): 12 rows, 12 readings, 12 new, 0 corrected, 0 there already, 0 rejected; "
        "2026-01-01 00:00 to 2026-01-01 03:00 UTC.",
        "  20.000 kWh delivered, 2.000 kWh received, 0.500 kvarh delivered, 3.500 kvarh received; "
        "intervals of 15 minutes (8), 60 minutes (4).",
        "  A: 8 readings, 12.000 kWh delivered, 2.000 kWh received, 0.500 kvarh delivered, 3.500 kvarh received.",
        "  B: 4 readings, 8.000 kWh delivered, 0.000 kWh received, 0.000 kvarh delivered.",
    ]
    assert not report.is_refused


def quarters(name: str, first: int, last: int, value: float) -> str:
    return "".join(f"{name},2026-01-01 {n // 4:02}:{n % 4 * 15:02},{value},{-value}\n" for n in range(first, last))


def test_a_run_has_one_total_in_which_each_reading_counts_once(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    """Files that overlap: the sum of their accounts would count a reading twice, and one that was corrected too."""
    head = "meter,time,import kWh,kvarh\n"
    texts = {
        "a.csv": head + quarters("A", 0, 8, 1.0),
        "b.csv": head + quarters("A", 4, 8, 1.0) + quarters("B", 0, 4, 2.0),  # four of A stand in a.csv already
        "c.csv": head + quarters("A", 0, 2, 5.0) + "A,yesterday,1,1\n",  # two of A are corrected
        "d.csv": "meter,time,value\nA,2026-01-01 00:00,1\n",
    }
    paths = [tmp_path / name for name in texts]
    for path in paths:
        path.write_text(texts[path.name])
    told = {"new_utility": HOME, "time_zone": "UTC", "stamp": "start", "interval_minutes": 15}
    report = load(empty_source, history, *paths, **told)
    sentences = report.sentences()
    place = next(n for n, sentence in enumerate(sentences) if sentence.startswith("Together"))
    assert sentences[place : place + 4] == [
        "Together, 4 files (1 refused): 20 rows, 19 readings, 12 new, 0 corrected, 0 there already, 1 rejected, 4 in an "
        "earlier file of these, value for value, 2 corrected by a later file of these; "
        "2026-01-01 00:00 to 2026-01-01 01:45 UTC.",
        "  24.000 kWh delivered, 0.000 kvarh delivered, 24.000 kvarh received; intervals of 15 minutes.",
        "  A: 8 readings, 16.000 kWh delivered, 0.000 kvarh delivered, 16.000 kvarh received.",
        "  B: 4 readings, 8.000 kWh delivered, 0.000 kvarh delivered, 8.000 kvarh received.",
    ]
    assert sum(row["energy_delivered_kwh"] for row in rows(history)) == 24.0  # type: ignore[misc]
    again = load(empty_source, history, *paths[:2], stamp="start")
    assert "16 readings, 0 new, 2 corrected, 10 there already, 0 rejected, 4 in an earlier file of these" in "".join(
        again.sentences()
    )
    assert again.whole.sums["kWh delivered"] == 16.0
    alone = load(empty_source, history, paths[0], stamp="start")
    assert not any(sentence.startswith("Together") for sentence in alone.sentences())


@pytest.mark.parametrize(
    ("zone", "expected", "own"),
    [
        ("UTC+10", "The new utility's clock is UTC+10 all year (Etc/GMT-10 by its IANA name, where plus and minus are the "
         "other way round); one with daylight saving has the name of a place, such as Australia/Sydney.", "Etc/GMT-10"),
        ("+05:30", "The new utility's clock is +05:30 all year (Asia/Kolkata by its IANA name); one with daylight saving "
         "has the name of a place, such as Australia/Sydney.", "Asia/Kolkata"),
        ("Australia/Sydney", "  Its stamps are read by the clock that 'Time (UTC+10)' names; --time-zone Australia/Sydney is "
         "the clock of the new utility, by which its days begin.", "Australia/Sydney"),
        ("Australia/Brisbane", None, "Australia/Brisbane"),
    ],
)  # fmt: skip
def test_the_clock_of_a_new_utility_beside_that_of_the_stamps(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path, zone: str, expected: str | None, own: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text("meter,Time (UTC+10),kwh\nA,2026-01-01 10:00,1\nA,2026-01-01 10:15,2\n")
    report = load(empty_source, history, path, new_utility=HOME, time_zone=zone, stamp="start")
    about_clocks = [sentence for sentence in report.sentences() if "clock" in sentence]
    assert about_clocks[-1:] == ([expected] if expected else [])
    assert rows(history)[0]["interval_start_at"] == dt.datetime(2026, 1, 1)
    assert history.run("SELECT time_zone FROM utilities", {})["time_zone"].to_pylist() == [own]
    with pytest.raises(ImportRefused, match="--time-zone UTC-3:30: no place is always at that offset from UTC"):
        load(empty_source, history, path, new_utility=NewUtility("Other", 1, 2), time_zone="UTC-3:30", stamp="start")


def test_nothing_taken_is_a_failure(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    """Every row refused, or every meter unknown, ended with exit code 0."""
    path = tmp_path / "home.csv"
    data = series(instants(DAY, CHICAGO, 15))
    text, twice = (long_csv({at: value * times for at, value in data.items()}, CHICAGO) for times in (1, 2))
    path.write_text(text)
    load(empty_source, history, path, new_utility=HOME, time_zone="America/Chicago", stamp="start")
    for wrong in (text.replace("A,", "Z,"), text.replace(",2026", ",2999"), text + twice):
        path.write_text(wrong)
        report = load(empty_source, history, path, stamp="start")
        assert report.is_refused, wrong
        assert report.files[0].sentence().endswith("; nothing of it was taken.")
        assert (report.total("loaded"), report.total("corrected"), report.total("duplicates")) == (0, 0, 0)


def test_two_names_of_one_meter_are_compared(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    rows_of_two = "".join(
        f"{name},2026-01-01 0{n}:00,{value}\n" for name, value in (("A", 1), ("B", 2)) for n in range(3)
    )
    path.write_text("meter,time,kwh\n" + rows_of_two)
    load(empty_source, history, path, new_utility=HOME, time_zone="UTC", stamp="start")
    report = load(empty_source, history, path, stamp="start", meter_map={"A": "B"})
    assert (report.total("duplicates"), report.total("beaten"), sum(report.rejected().values())) == (0, 0, 6)
    report = load(empty_source, history, path, stamp="start", meter_map={"A": "B"}, same_time="sum")
    assert (report.total("corrected"), report.total("resolved")) == (3, 3)


def test_reasons_are_kept_where_a_new_utility_finds_no_meter(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path
) -> None:
    """load_ami_reason_lost: "The files hold no reading." was all that was said."""
    path = tmp_path / "steps.csv"
    path.write_text("meter,time,kwh\n" + "".join(f"A,2026-01-01 0{n}:00,x\n" for n in range(4)))
    with pytest.raises(
        ImportRefused, match=r"steps\.csv: no row could be taken\. Rejected: 4 not a number\. They are kept in "
    ):
        load(empty_source, history, path, new_utility=HOME, time_zone="UTC", stamp="start")
    (kept,) = (tmp_path / "quarantine").iterdir()
    assert [row[1:3] for row in csv.reader(kept.open(newline=""))] == [
        ["line", "reason"], *([f"{line}", "not a number"] for line in range(2, 6)),
    ]  # fmt: skip


def test_one_minute_readings_are_loaded(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    start = dt.datetime(2026, 6, 30, 14, tzinfo=dt.UTC)
    path = tmp_path / "nem.csv"
    path.write_text(nem12({start + dt.timedelta(minutes=n): 0.01 for n in range(1440)}, 1))
    report = load(empty_source, history, path, new_utility=HOME)
    assert (report.total("loaded"), report.rejected()) == (1440, {})
    assert sum(row["energy_delivered_kwh"] for row in rows(history)) == pytest.approx(14.4, rel=1e-6)  # type: ignore[misc]


def test_a_folder_names_what_it_passes_over(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    with pytest.raises(ImportRefused, match=r"No file of readings is named\. \.csv, \.txt"):
        load(empty_source, history, folder)
    for name in ("a.zip", "b.V01", "c.mdff", "noending", "._home.CSV"):
        (folder / name).write_bytes(b"\0\x05")
    with pytest.raises(
        ImportRefused, match=r"Passed over 5 files of the folder: \._home\.CSV, a\.zip, b\.V01, c\.mdff, noending"
    ):
        load(empty_source, history, folder)
    (folder / "home.CSV").write_text("meter,time,kwh\nA,2026-01-01 00:00,1\nA,2026-01-01 00:15,1\n")
    report = load(empty_source, history, folder, new_utility=HOME, time_zone="UTC", stamp="start")
    assert [path.name for path in report.passed_over] == ["._home.CSV", "a.zip", "b.V01", "c.mdff", "noending"]
    assert any(sentence.startswith("Passed over 5 files of the folder") for sentence in report.sentences())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "a picture .JPEG."), (b"", "is empty"), (b" \n", "is empty"), (b"%PDF-1.7", "a PDF"),
        (b"a\0b", "is no text file"), (b"PK\3\4", "is compressed; unpack it first"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_readings_is_said_before_anything_is_asked(
    empty_source: PostgresSource, history: DuckSource, tmp_path: Path, content: bytes, message: str
) -> None:
    """A time zone was asked for first."""
    path = tmp_path / "photo.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=message):
        load(empty_source, history, path, new_utility=HOME)


# The real files, where they lie beside the repository (`shared` skips and says so where they do not). ------------------


@pytest.fixture(scope="module")
def real(
    copy_of: CopyOf, empty_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[DuckSource, dict[str, Report]]]:
    ausgrid, nem, green = (
        shared(f"meters/{name}")
        for name in ("ausgrid_customer12_2011-12.csv", "nem12_sample.csv", "greenbutton_sample.xml")
    )
    folder = tmp_path_factory.mktemp("real")
    short = folder / "nem12_short.csv"  # sixty of its 1034 days: landing builds each day's rollups
    short.write_text("".join(_first_days(nem)))
    weeks = folder / "ausgrid.csv"  # the two turns of the clock
    lines = ausgrid.read_text().splitlines(keepends=True)
    weeks.write_text(
        "".join([lines[0], *(line for line in lines if line.startswith(("2011-10-0", "2012-04-0", "2012-03-31")))])
    )
    with copy_of(empty_template) as live:
        source = DuckSource(Warehouse(folder / "warehouse"))
        made = {}
        for path, name, told in (
            (weeks, "Ausgrid", {"time_zone": "Australia/Sydney", "stamp": "start", "unit": "kW"}),
            (short, "NEM", {}),
            (green, "Green", {}),
        ):
            options = ReadingOptions(new_utility=NewUtility(name, 151.2, -33.8), **told)  # type: ignore[arg-type]
            made[name] = load_readings(live, source.warehouse, [path], options)
        yield source, made
        source.close()


def _first_days(path: Path) -> list[str]:
    """Some sixty days with all their 400 records."""
    lines = path.read_text().splitlines(keepends=True)
    return lines[: next(number for number in range(61, len(lines)) if lines[number].startswith("300"))]


def _energy(source: DuckSource, report: Report, column: str = "energy_delivered_kwh") -> float:
    text = f"SELECT SUM(r.{column}) AS kwh FROM ami_interval_readings AS r JOIN meters AS m USING (meter_id) WHERE m.utility_id = :id"
    return source.run(text, {"id": report.utility_id})["kwh"][0].as_py()


def test_the_australian_home(real: tuple[DuckSource, dict[str, Report]]) -> None:
    """Half-hours in kW by the wall clock: 18 days with 48 rows each, of which the skipped hour's two are zeros."""
    source, reports = real
    report = reports["Ausgrid"]
    assert (report.total("rows_read"), report.total("loaded")) == (19 * 48, 19 * 48 - 2)
    assert dict(report.rejected()) == {"local time that the clock skips": 2}
    lines = shared("meters/ausgrid_customer12_2011-12.csv").read_text().splitlines()
    days = [line.split(",") for line in lines if line.startswith(("2011-10-0", "2012-04-0", "2012-03-31"))]
    assert _energy(source, report) == pytest.approx(sum(float(row[1]) for row in days) / 2, rel=1e-5)
    assert _energy(source, report, "energy_received_kwh") == pytest.approx(
        sum(float(row[2]) for row in days) / 2, rel=1e-5
    )


def test_the_nem12_home(real: tuple[DuckSource, dict[str, Report]]) -> None:
    source, reports = real
    report = reports["NEM"]
    records = [line.split(",") for line in _first_days(shared("meters/nem12_sample.csv"))]
    days = [[float(value) for value in row[2:50]] for row in records if row[0] == "300"]
    assert report.total("loaded") == 48 * len(days)
    assert _energy(source, report) == pytest.approx(sum(map(sum, days)), rel=1e-5)
    assert report.files[0].first_at == dt.datetime(2017, 11, 23, 14, tzinfo=dt.UTC)  # midnight at UTC+10


def test_the_green_button_home(real: tuple[DuckSource, dict[str, Report]]) -> None:
    """362 hourly readings in Wh from the first hour of 2011 in Los Angeles."""
    source, reports = real
    report = reports["Green"]
    assert report.total("loaded") == 362
    assert report.files[0].first_at == dt.datetime(2011, 1, 1, tzinfo=ZoneInfo("America/Los_Angeles"))
    import re

    text = shared("meters/greenbutton_sample.xml").read_text()
    values = re.findall(r"<IntervalReading>.*?<value>(\d+)</value>", text, re.DOTALL)
    assert _energy(source, report) == pytest.approx(sum(map(int, values)) / 1000, rel=1e-5)
    zones = source.run("SELECT utility_id, time_zone FROM utilities", {}).to_pylist()
    assert {row["utility_id"]: row["time_zone"] for row in zones}[report.utility_id] == "America/Los_Angeles"


def test_what_is_said_on_the_command_line(empty_source: PostgresSource, history: DuckSource, tmp_path: Path) -> None:
    assert column_roles(["Meter=NMI", "time = When"]) == ({"meter": "NMI", "time": "When"}, {})
    shared = ["delivered=Low", "meter=NMI", "delivered=High"]
    assert column_roles(shared) == ({"delivered": "Low", "meter": "NMI"}, {"delivered": ["Low", "High"]})
    with pytest.raises(ImportRefused, match=r"--column time=B: 'time' is 'A' already; it has one column\."):
        column_roles(["time=A", "time=B"])
    with pytest.raises(ImportRefused, match=r"--column meter: write ROLE=NAME, for instance --column meter=NMI\."):
        column_roles(["meter"])
    assert new_utility(None, None, None) is None
    with pytest.raises(ImportRefused, match="give --lon and --lat in degrees"):
        new_utility("Home", 1.0, None)
    path = tmp_path / "f.csv"
    path.write_text("time,kwh\n2026-01-01 00:00,1\n")
    for told in ({"interval_minutes": 20}, {"time_zone": "Mars"}):
        with pytest.raises(ImportRefused, match=r"--interval 20|'Mars' is no time zone"):
            load(empty_source, history, path, **told)
