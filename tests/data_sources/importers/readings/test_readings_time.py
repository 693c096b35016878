"""Days of 23 and 25 hours, stamps of starts and ends, shapes of dates: known answers of two zones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.sheets import reading_sheet
from data_sources.importers.readings.stamps import NOT_A_TIME, parse_stamps, zone_named
from tests.data_sources.importers.readings.reading_files import (
    CHICAGO,
    SYDNEY,
    instants,
    long_csv,
    nem12,
    read_file,
    series,
    wide_csv,
)

# The clocks of Chicago go forward on 8 March and back on 1 November 2026; Sydney's back on 5 April, forward on 4 October.
TURNS = [
    (CHICAGO, dt.date(2026, 3, 8), 23), (CHICAGO, dt.date(2026, 11, 1), 25),
    (SYDNEY, dt.date(2026, 4, 5), 25), (SYDNEY, dt.date(2026, 10, 4), 23), (CHICAGO, dt.date(2026, 7, 1), 24),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "hours"), TURNS)
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_long_files_over_a_turn_of_the_clock(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, hours: int, minutes: int
) -> None:
    rows = series(instants(day, zone, minutes))
    assert len(rows) == hours * 60 // minutes
    for end in (0, minutes):
        path = tmp_path / "long.csv"
        path.write_text(long_csv(rows, zone, end_minutes=end))
        assert read_file(path, zone.key, stamp="end" if end else "start").delivered == rows
    backwards = dict(reversed(rows.items()))
    path.write_text(long_csv(backwards, zone))
    assert read_file(path, zone.key, stamp="start").delivered == rows


@pytest.mark.parametrize(("zone", "day", "hours"), TURNS)
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_wide_files_with_labels(tmp_path: Path, zone: ZoneInfo, day: dt.date, hours: int, minutes: int) -> None:
    rows = series(instants(day, zone, minutes))
    path = tmp_path / "wide.csv"
    path.write_text(wide_csv(rows, zone, minutes))
    read = read_file(path, zone.key, unit="kWh")
    # The hour that comes twice has one column: its first showing.
    lost = [at for at in rows if at.astimezone(zone).fold]
    assert read.delivered == {at: value for at, value in rows.items() if at not in lost}
    assert len(lost) == (60 // minutes if hours == 25 else 0)
    assert read.reasons == {}


@pytest.mark.parametrize(("zone", "day", "hours"), TURNS)
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_wide_files_with_numbers_count_elapsed_time(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, hours: int, minutes: int
) -> None:
    rows = series(instants(day, zone, minutes, days=2))
    path = tmp_path / "wide.csv"
    path.write_text(wide_csv(rows, zone, minutes, is_numbered=True))
    read = read_file(path, zone.key, unit="kWh")
    assert {at: value for at, value in read.delivered.items() if value == value} == rows


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, day, hours in TURNS if hours == 25])
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_columns_of_a_usual_day_are_read_off_the_clock_on_one_of_25_hours(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, minutes: int
) -> None:
    """HE01 to HE24, all filled: HE03 went an hour early, and the last hour was a gap."""
    rows = series(instants(day, zone, minutes))
    expected = {at: value for at, value in rows.items() if not at.astimezone(zone).fold}
    path = tmp_path / "wide.csv"
    names = ",".join(f"HE{number + 1:02}" for number in range(1440 // minutes))
    path.write_text(f"meter,date,{names}\nA,{day},{','.join(map(str, expected.values()))}\n")
    assert read_file(path, zone.key, unit="kWh").delivered == expected


def test_a_second_column_of_a_label_is_the_second_showing(tmp_path: Path) -> None:
    day = dt.date(2026, 11, 1)
    labels = ["00:00", "01:00", "01:00", *(f"{hour:02}:00" for hour in range(2, 24))]
    path = tmp_path / "wide.csv"
    path.write_text(
        f"date,{','.join(labels)}\n{day},{','.join(str(n) for n in range(25))}\n2026-11-02,1,1,{',1' * 22}\n"
    )
    read = read_file(path, unit="kWh")
    assert [read.delivered[at] for at in instants(day, CHICAGO, 60)] == list(range(25))
    assert len(read.rows) == 49


def test_labels_of_ends(tmp_path: Path) -> None:
    labels = [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(1, 48)] + ["24:00"]
    path = tmp_path / "wide.csv"
    path.write_text(f"Customer,date,{','.join(labels)}\nA,1/07/2012,{','.join(map(str, range(48)))}\n")
    read = read_file(path, "Australia/Sydney", unit="kWh", date_order="dmy")
    assert [read.delivered[at] for at in instants(dt.date(2012, 7, 1), SYDNEY, 30)] == list(range(48))


def test_a_time_the_clock_skips_is_rejected_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("time,kwh\n2026-03-08 01:30,1\n2026-03-08 02:00,2\n2026-03-08 02:30,3\n2026-03-08 03:00,4\n")
    read = read_file(path, stamp="start", interval_minutes=30)
    assert list(read.delivered.values()) == [1, 4]
    assert [(line, reason) for line, reason, _ in read.rejects] == [
        (3, "local time that the clock skips"),
        (4, "local time that the clock skips"),
    ]


def test_market_time_has_no_daylight_saving(tmp_path: Path) -> None:
    """AEMO MDFF, 3.3.1: UTC+10 the whole year, also on the days Sydney's clock turns."""
    rows = series([dt.datetime(2026, 10, 3, 14, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * n) for n in range(48)])
    path = tmp_path / "nem.csv"
    path.write_text(nem12(rows, 30))
    assert read_file(path, "Australia/Sydney").delivered == rows


def test_the_stamp_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("time,kwh\n2026-01-01 00:00,1\n2026-01-01 00:15,2\n")
    with pytest.raises(ImportRefused, match=r"start or its end; name it with --stamp start or --stamp end\.$"):
        read_file(path)
    path.write_text("interval_end,kwh\n2026-01-01 00:15,1\n2026-01-01 00:30,2\n")
    assert min(read_file(path, "UTC").delivered) == dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2026-01-02 03:04"], "2026-01-02T03:04"), (["2026-01-02T03:04:00"], "2026-01-02T03:04"),
        (["02/01/2026 03:04", "13/01/2026 03:04"], "2026-01-02T03:04"), (["1/2/2026 3:04 AM", "1/13/2026"], "2026-01-02T03:04"),
        (["02-Jan-26 03:04:00"], "2026-01-02T03:04"), (["20260102030400"], "2026-01-02T03:04"),
        (["20260102 03:04"], "2026-01-02T03:04"), (["2026-01-01 24:00"], "2026-01-02T00:00"),
        (["12:00 2026"], None), (["2026-02-30 00:00"], None), (["2026-01-02 25:00"], None), ([""], None), (["nan"], None),
    ],
)  # fmt: skip
def test_shapes_of_local_stamps(texts: list[str], expected: str | None) -> None:
    stamps = parse_stamps(texts, None, "file")
    assert not stamps.is_utc[0]
    found = dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=int(stamps.at[0])) if stamps.at[0] > -(2**62) else None
    assert found == (dt.datetime.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    "text",
    ["2026-01-02T03:04:00Z", "2026-01-02 14:04+11:00", "2026-01-01T21:04:00-0600", "1767323040", "1767323040000"],
)
def test_shapes_of_instants(text: str) -> None:
    stamps = parse_stamps([text], None, "file")
    assert stamps.is_utc[0]
    assert stamps.at[0] == 1767323040 * 1_000_000


def test_day_or_month_is_asked_for() -> None:
    with pytest.raises(ImportRefused, match="--date-order dmy or --date-order mdy"):
        parse_stamps(["03/04/2026 00:00"], None, "file")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["24-01-15 00:00", "24-01-16 00:00"], ["2024-01-15", "2024-01-16"]),
        (["15/01/24 00:00", "16/01/24 00:00"], ["2024-01-15", "2024-01-16"]),
        (["01/15/24", "01/16/24"], ["2024-01-15", "2024-01-16"]),
        (["31/12/23", "30/12/23", "01/01/24"], ["2023-12-31", "2023-12-30", "2024-01-01"]),
        (["12-12-30", "12-12-31", "13-01-01"], ["2012-12-30", "2012-12-31", "2013-01-01"]),
        (["15.01.24"], ["2024-01-15"]),
    ],
)
def test_years_of_two_digits(texts: list[str], expected: list[str]) -> None:
    """24-01-15 was read as 24 January 2015."""
    at = parse_stamps(texts, None, "f.csv").at
    assert [str(np.datetime64(int(one), "us").astype("datetime64[D]")) for one in at] == expected


def test_a_year_that_may_be_a_day_is_asked_for() -> None:
    with pytest.raises(ImportRefused, match=r"numbers of 24-01-15 are day.*--date-order dmy or --date-order ymd"):
        parse_stamps(["24-01-15 00:00", "24-01-15 00:30"], None, "f.csv")
    with pytest.raises(ImportRefused, match="--date-order mdy or --date-order ymd"):
        parse_stamps(["10-01-11"], None, "f.csv")
    at = parse_stamps(["24-01-15 00:30"], "ymd", "f.csv").at[0]
    assert np.datetime64(int(at), "us") == np.datetime64("2024-01-15T00:30")
    assert parse_stamps(["15/01/2024"], "ymd", "f.csv").at[0] == NOT_A_TIME


def test_the_whole_file_tells_which_number_is_the_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece of many meters holds one day."""
    monkeypatch.setattr(reading_sheet, "BLOCK_BYTES", 1 << 11)
    rows = [f"M{meter},24-01-{day:02} 00:{minute},1" for day in (15, 16) for minute in ("00", "30")
            for meter in range(100)]  # fmt: skip
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["meter,time,kWh", *rows]) + "\n")
    found = read_file(path, stamp="start", interval_minutes=30)
    assert {at.date() for at in found.delivered} == {dt.date(2024, 1, 15), dt.date(2024, 1, 16)}


def test_zones() -> None:
    assert zone_named("+10:00").utcoffset(None) == dt.timedelta(hours=10)
    assert zone_named("UTC-3").utcoffset(None) == dt.timedelta(hours=-3)
    with pytest.raises(ImportRefused, match="no time zone"):
        zone_named("Nowhere/City")


@pytest.mark.parametrize("year", [1, 1970, 2100, 9999])
def test_stamps_out_of_time_are_rejected_and_the_rest_is_taken(tmp_path: Path, year: int) -> None:
    """Fault H7: a stamp of the year 1 or 9999 was a traceback of load-ami, readings of 1970 were accepted."""
    path = tmp_path / "f.csv"
    path.write_text(
        f"time,kwh\n{year:04}-01-01 00:00,1\n{year:04}-12-31 23:00,1\n2026-07-01 00:00,2\n2026-07-01 01:00,2\n"
    )
    read = read_file(path, "America/Los_Angeles", stamp="start")
    assert list(read.delivered.values()) == [2.0, 2.0]
    assert read.reasons == {"start lies in the future" if year >= 2100 else "start lies before 2001": 2}


# Days that are told as instants -----------------------------------------------------------------------------------


def as_instants(days: list[dt.date], kind: str) -> pa.Array:
    """The days as a column of Parquet: their midnights of Sydney or of UTC, with a zone or without."""
    at = [dt.datetime.combine(day, dt.time(), SYDNEY if "Sydney" in kind else dt.UTC) for day in days]
    if kind == "no zone":
        return pa.array([moment.replace(tzinfo=None) for moment in at], pa.timestamp("us"))
    return pa.array(at, pa.timestamp("us", "Australia/Sydney" if kind == "Sydney" else "UTC"))


@pytest.mark.parametrize("kind", ["Sydney", "Sydney as UTC", "UTC", "no zone"])
@pytest.mark.parametrize("shape", ["wide", "clock", "hours"])
def test_a_day_as_an_instant_is_the_local_one(tmp_path: Path, kind: str, shape: str) -> None:
    """Midnights of Sydney in a Parquet file with their zone brought all readings a day early."""
    days = [dt.date(2025, 6, 1), dt.date(2025, 10, 5)]  # the second has 23 hours
    expected = series([at for day in days for at in instants(day, SYDNEY, 60)])
    local = [(at.astimezone(SYDNEY), value) for at, value in expected.items()]
    dates = [at.date() for at, _ in local]
    if shape == "wide":
        cells = {f"{hour:02}:00": [next((v for at, v in local if (at.date(), at.hour) == (day, hour)), None)
                                   for day in days] for hour in range(24)}  # fmt: skip
        table = {"meter": ["A", "A"], "date": as_instants(days, kind), **cells}
    else:
        clock = [at.strftime("%H:%M") for at, _ in local]
        hours = [1 + sum(dates[:place].count(day) for day in [dates[place]]) for place in range(len(dates))]
        table = {
            "meter": ["A"] * len(local), "date": as_instants(dates, kind),
            **({"time": clock} if shape == "clock" else {"hour": pa.array(hours, pa.int32())}),
            "kwh": [value for _, value in local],
        }  # fmt: skip
    path = tmp_path / "f.parquet"
    pq.write_table(pa.table(table), path)
    found = read_file(path, "Australia/Sydney", unit="kWh", **({} if shape == "hours" else {"stamp": "start"}))
    assert (found.delivered, found.reasons) == (expected, {})


# Clocks that a heading names by letters ------------------------------------------------------------------------------


def named(tmp_path: Path, head: str, zone: str, **options: object) -> tuple[dt.datetime, list[str]]:
    path = tmp_path / "f.csv"
    path.write_text(f"meter,{head},kWh\nA,2026-07-01 00:00,1\nA,2026-07-01 00:15,1\n")
    found = read_file(path, zone, stamp="start", **options)
    return min(found.delivered), found.report.notes


@pytest.mark.parametrize(
    ("head", "zone"),
    [
        ("Time (CET)", "Australia/Sydney"), ("Time (EST)", "Australia/Sydney"), ("Time [cet]", "America/Chicago"),
        ("Time (PT)", "America/New_York"), ("DateTime [EDT]", "America/Chicago"), ("Time (EST)", "UTC"),
    ],
)  # fmt: skip
def test_another_clock_in_a_heading_is_asked_for(tmp_path: Path, head: str, zone: str) -> None:
    """Only names of Australian clocks were known; others were read by the utility's clock without a word."""
    with pytest.raises(ImportRefused, match=r"names a clock that is not the utility.s .* with --time-zone"):
        named(tmp_path, head, zone)
    first, notes = named(tmp_path, head, zone, time_zone="-05:00")
    assert (first, notes) == (dt.datetime(2026, 7, 1, 5, tzinfo=dt.UTC), [])


@pytest.mark.parametrize(
    ("head", "zone", "hour", "is_told"),
    [
        ("Time (EST)", "America/New_York", 4, True), ("Time (MEZ)", "Europe/Berlin", 22, True),
        ("Time (ET)", "America/New_York", 4, False), ("Time (JST)", "Asia/Tokyo", 15, False),
        ("Time (MST)", "America/Phoenix", 7, False), ("Estimated time", "America/New_York", 4, False),
        ("Time (AEST)", "Australia/Sydney", 14, False),
    ],
)  # fmt: skip
def test_the_utilitys_own_clock_in_a_heading(tmp_path: Path, head: str, zone: str, hour: int, *, is_told: bool) -> None:
    first, notes = named(tmp_path, head, zone, columns={"time": head})
    assert first.hour == hour
    assert [note for note in notes if "with its daylight time; if" in note] == notes
    assert bool(notes) == is_told
