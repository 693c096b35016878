"""The hour that comes twice, as files tell it: 2A:00 and 2B:00, columns of summer time, marks of the repeated hour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_sources.importers.readings.sheets.row_stamps import CONTRARY
from tests.data_sources.importers.readings.reading_files import CHICAGO, SYDNEY, Series, instants, read_file, series

ZURICH = ZoneInfo("Europe/Zurich")
AUTUMN = ((ZURICH, dt.date(2026, 10, 25), 2), (CHICAGO, dt.date(2026, 11, 1), 1), (SYDNEY, dt.date(2026, 4, 5), 2))
Write = Callable[[dt.datetime, int], str]


def letter_after_hour(at: dt.datetime, turn_hour: int) -> str:
    return f"{at:%d.%m.%Y} {at.hour}{'AB'[at.fold] if at.hour == turn_hour else ''}:{at:%M}"


def letter_after_padded_hour(at: dt.datetime, turn_hour: int) -> str:
    return f"{at:%Y-%m-%d %H}{'AB'[at.fold] if at.hour == turn_hour else ''}:{at:%M}"


def letter_at_the_end(at: dt.datetime, turn_hour: int) -> str:
    return f"{at:%d/%m/%Y %H:%M}{'AB'[at.fold] if at.hour == turn_hour else ''}"


def is_summer(at: dt.datetime) -> bool:
    return bool(at.dst())


def table(head: str, rows: Iterable[str]) -> str:
    return "\n".join([head, *rows]) + "\n"


@pytest.mark.parametrize(("zone", "day", "hour"), AUTUMN)
@pytest.mark.parametrize("write", [letter_after_hour, letter_after_padded_hour, letter_at_the_end])
@pytest.mark.parametrize("minutes", [15, 60])
def test_letters_tell_the_showings_in_any_order(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, hour: int, write: Write, minutes: int
) -> None:
    """Told, the order of the rows says nothing: they are sorted by their text here. Seen: all rows of the hour rejected."""
    rows = series(instants(day, zone, minutes))
    path = tmp_path / "letters.csv"
    lines = sorted(f"{write(at.astimezone(zone), hour)};{value}" for at, value in rows.items())
    path.write_text(table("Zeitstempel;Bezug (kWh)", lines))
    read = read_file(path, zone.key, stamp="start", date_order="dmy")
    assert read.delivered == rows
    assert read.reasons == {}


@pytest.mark.parametrize(("zone", "day", "hour"), AUTUMN)
def test_letters_of_ends(tmp_path: Path, zone: ZoneInfo, day: dt.date, hour: int) -> None:
    rows = series(instants(day, zone, 15))
    path = tmp_path / "ends.csv"
    lines = [
        f"{letter_after_hour((at + dt.timedelta(minutes=15)).astimezone(zone), hour)};{value}"
        for at, value in rows.items()
    ]  # fmt: skip
    path.write_text(table("Zeitstempel;Bezug (kWh)", lines))
    assert read_file(path, zone.key, stamp="end").delivered == rows


def test_ends_that_are_lettered_by_their_start(tmp_path: Path) -> None:
    """Hours 2A to 3A and 2B to 3B: the first ends at 3A:00, an hour before 3:00."""
    rows = series(instants(dt.date(2026, 10, 25), ZURICH, 60))
    path = tmp_path / "ends.csv"
    lines = []
    for at, value in rows.items():
        start = at.astimezone(ZURICH)
        lines.append(f"25.10.2026 {start.hour + 1:02}{'AB'[start.fold] if start.hour == 2 else ''}:00;{value}")
    path.write_text(table("Zeitstempel;Bezug (kWh)", lines))
    assert read_file(path, ZURICH.key, stamp="end").delivered == rows


def test_a_day_and_a_lettered_time_of_day(tmp_path: Path) -> None:
    rows = series(instants(dt.date(2026, 10, 25), ZURICH, 30))
    path = tmp_path / "parts.csv"
    lines = [letter_after_hour(at.astimezone(ZURICH), 2).replace(" ", ";") + f";{value}" for at, value in rows.items()]
    path.write_text(table("Datum;Zeit;Bezug (kWh)", lines))
    assert read_file(path, ZURICH.key, stamp="start").delivered == rows


def test_a_second_showing_of_an_hour_that_comes_once_is_no_time(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    lines = [f"24.10.2026 {hour};1.5" for hour in ("1:00", "2A:00", "2B:00", "3:00", "12:00A")]
    path.write_text(table("Zeitstempel;Bezug (kWh)", lines))
    read = read_file(path, ZURICH.key, stamp="start", interval_minutes=60)
    assert [at.hour for at in read.delivered] == [23, 0, 1]
    assert read.reasons == {CONTRARY: 1, "not a time": 1}


def test_a_wide_file_with_a_column_for_each_showing(tmp_path: Path) -> None:
    """On other days 2A:00 is two o'clock. Seen: both columns passed over, every day an hour short."""
    rows = series(instants(dt.date(2026, 10, 24), ZURICH, 60, days=2))
    labels = ["00:00", "01:00", "2A:00", "2B:00", *(f"{hour:02}:00" for hour in range(3, 24))]
    lines = []
    for day in (24, 25):
        own = [value for at, value in rows.items() if at.astimezone(ZURICH).day == day]
        cells = [*own[:3], "", *own[3:]] if day == 24 else own
        lines.append(";".join(map(str, ["Z1", f"{day}.10.2026", *cells])))
    path = tmp_path / "wide.csv"
    path.write_text(table(";".join(["Zähler", "Datum", *labels]), lines))
    read = read_file(path, ZURICH.key, unit="kWh", stamp="start")
    assert read.delivered == rows
    assert {meter for meter, _ in read.rows} == {"Z1"}


FLAGS = [("DST", "Y", "N"), ("is_dst", "1", "0"), ("summer_time", "true", "false"), ("Sommerzeit", "ja", "nein"),
         ("dst_flag", "S", "W"), ("dst_flag", "D", "S"), ("INV_VER", "1", "0")]  # fmt: skip


@pytest.mark.parametrize(("name", "summer", "winter"), FLAGS)
@pytest.mark.parametrize(("zone", "day", "_hour"), AUTUMN)
def test_a_column_of_summer_time_tells_the_showings(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, _hour: int, name: str, summer: str, winter: str
) -> None:
    """The second showing first, and then one of the two alone: no order tells that. Seen: exchanged, or all the first."""
    rows = series(instants(day, zone, 15))

    def line(at: dt.datetime) -> str:
        local = at.astimezone(zone)
        return f"A,{local:%Y-%m-%d %H:%M},{summer if is_summer(local) else winter},{rows[at]}"

    path = tmp_path / "flags.csv"
    by_text = sorted(rows, key=lambda at: (f"{at.astimezone(zone):%H:%M}", -at.astimezone(zone).fold))
    path.write_text(table(f"meter,time,{name},kwh", map(line, by_text)))
    assert read_file(path, zone.key, stamp="start").delivered == rows
    only_second = [
        at for at in rows if at.astimezone(zone).fold or not (at + dt.timedelta(hours=1)).astimezone(zone).fold
    ]
    assert len(only_second) == len(rows) - 4
    path.write_text(table(f"meter,time,{name},kwh", map(line, only_second)))
    assert read_file(path, zone.key, stamp="start").delivered == {at: rows[at] for at in only_second}


def test_stamps_of_standard_time_all_year_are_refused_and_read_by_their_own_clock(tmp_path: Path) -> None:
    """Summer time is never said though it is July: by the clock of the place all would be an hour early, untold."""
    rows = series(instants(dt.date(2026, 7, 1), ZURICH, 60))
    standard = dt.timezone(dt.timedelta(hours=1))
    path = tmp_path / "standard.csv"
    path.write_text(
        table(
            "meter,time,DST,kwh",
            (f"A,{at.astimezone(standard):%Y-%m-%d %H:%M},N,{value}" for at, value in rows.items()),
        )
    )
    read = read_file(path, ZURICH.key, stamp="start")
    assert read.delivered == {}
    assert read.reasons == {CONTRARY: 24}
    assert read_file(path, ZURICH.key, stamp="start", time_zone="+01:00").delivered == rows


def test_a_clock_without_summer_time_has_nothing_to_contradict(tmp_path: Path) -> None:
    rows = series(instants(dt.date(2026, 1, 1), ZoneInfo("Australia/Brisbane"), 60))
    path = tmp_path / "brisbane.csv"
    lines = [
        f"A,{at.astimezone(ZoneInfo('Australia/Brisbane')):%Y-%m-%d %H:%M},Y,{value}" for at, value in rows.items()
    ]
    path.write_text(table("meter,time,DST,kwh", lines))
    assert read_file(path, "Australia/Brisbane", stamp="start").delivered == rows


def test_the_repeated_hour_of_hour_endings(tmp_path: Path) -> None:
    """Hour ending 02:00 with a mark: from 1:00 to 2:00 in standard time, as the Texan market writes it."""
    rows = series(instants(dt.date(2026, 11, 1), CHICAGO, 60))
    lines = []
    for at, value in rows.items():
        local = at.astimezone(CHICAGO)
        lines.append(f"11/01/2026,{local.hour + 1:02}:00,{'Y' if local.fold else 'N'},{value}")
    path = tmp_path / "repeated.csv"
    path.write_text(table("Date,HourEnding,RepeatedHourFlag,kWh", sorted(lines, reverse=True)))
    assert read_file(path, CHICAGO.key, date_order="mdy").delivered == rows


def test_a_column_of_other_things_tells_nothing(tmp_path: Path) -> None:
    rows: Series = series(instants(dt.date(2026, 10, 25), ZURICH, 60))
    lines = [f"A,{at.astimezone(ZURICH):%Y-%m-%d %H:%M},?,{value}" for at, value in rows.items()]
    path = tmp_path / "other.csv"
    path.write_text(table("meter,time,DST,kwh", lines))
    assert read_file(path, ZURICH.key, stamp="start").delivered == rows
