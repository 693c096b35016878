"""Hours that come twice: rows missing in one showing, files whose rows stand twice. Known answers of three zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_sources.importers.readings.options import Stamp
from tests.data_sources.importers.readings.reading_files import (
    CHICAGO,
    SYDNEY,
    Series,
    instants,
    long_csv,
    read_file,
    series,
)

HOWE = ZoneInfo("Australia/Lord_Howe")  # its clock goes back by half an hour
DAYS = [(CHICAGO, dt.date(2024, 11, 3)), (SYDNEY, dt.date(2024, 4, 7)), (HOWE, dt.date(2024, 4, 7))]
CASES = [(zone, day, minutes) for zone, day in DAYS for minutes in (15, 30, 60) if (zone, minutes) != (HOWE, 60)]


def appended(lines: list[str]) -> list[str]:
    return lines * 2


def doubled(lines: list[str]) -> list[str]:
    return [line for line in lines for _ in range(2)]


def by_clock(lines: list[str]) -> list[str]:
    return sorted(lines * 2, key=lambda line: line.split(",")[1])


def backwards(lines: list[str]) -> list[str]:
    return lines[::-1]


def both_backwards(lines: list[str]) -> list[str]:
    return doubled(lines)[::-1]


def load(
    folder: Path,
    rows: Series,
    zone: ZoneInfo,
    change: Callable[[list[str]], list[str]],
    stamp: Stamp = "start",
    end: int = 0,
) -> tuple[Series, dict[str, int]]:
    head, *lines = long_csv(rows, zone, end_minutes=end).splitlines()
    path = folder / "f.csv"
    path.write_text("\n".join([head, *change(lines)]) + "\n")
    found = read_file(path, zone.key, stamp=stamp)
    return found.delivered, found.reasons


@pytest.mark.parametrize(("zone", "day", "minutes"), CASES)
@pytest.mark.parametrize("change", [appended, doubled, by_clock, both_backwards])
@pytest.mark.parametrize("is_end", [False, True])
def test_copies_of_all_rows_change_nothing(
    tmp_path: Path,
    zone: ZoneInfo,
    day: dt.date,
    minutes: int,
    change: Callable[[list[str]], list[str]],
    *,
    is_end: bool,
) -> None:
    """48 rows of 23.46 kWh that stood twice became 50 readings of 24.30; of an hour shown twice, half was lost."""
    twice = series(instants(day, zone, minutes))
    once = {at: value for at, value in twice.items() if not at.astimezone(zone).fold}
    stamp, end = ("end", minutes) if is_end else ("start", 0)
    assert load(tmp_path, twice, zone, change, stamp, end) == (twice, {})
    if not is_end:
        assert load(tmp_path, once, zone, change, stamp, end) == (once, {})


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_copies_of_even_values(tmp_path: Path, zone: ZoneInfo, day: dt.date) -> None:
    rows = dict.fromkeys(instants(day, zone, 15), 0.5)
    assert load(tmp_path, rows, zone, appended) == (rows, {})


@pytest.mark.parametrize(("zone", "day", "minutes"), [case for case in CASES if case[2] < 60])
@pytest.mark.parametrize("change", [list, backwards])
def test_a_row_missing_in_one_showing(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, minutes: int, change: Callable[[list[str]], list[str]]
) -> None:
    """00:30, 01:30, 01:00, 01:30, 02:00: that 01:00 went to the first showing, though the order steps back."""
    rows = series(instants(day, zone, minutes))
    fold = [at for at in rows if at.astimezone(zone).fold]
    if zone is HOWE and minutes == 30:
        return  # one row a showing: nothing is left to tell
    span = dt.timedelta(minutes=30 if zone is HOWE else 60)
    for missing in (fold[0] - span, fold[-1]):
        some = {at: value for at, value in rows.items() if at != missing}
        assert load(tmp_path, some, zone, change) == (some, {}), missing


def test_rows_in_no_order_are_of_the_first_showing(tmp_path: Path) -> None:
    rows = series([at for at in instants(dt.date(2024, 11, 3), CHICAGO, 30) if not at.astimezone(CHICAGO).fold])
    assert load(tmp_path, rows, CHICAGO, lambda lines: lines[::2] + lines[1::2]) == (rows, {})
