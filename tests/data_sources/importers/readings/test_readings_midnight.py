"""Days whose last interval is written as 00:00 of their own date, and those that begin with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_sources.importers.readings.sheets import reading_sheet
from tests.data_sources.importers.readings.reading_files import (
    CHICAGO,
    SYDNEY,
    Read,
    Series,
    instants,
    read_file,
    series,
)

DAYS = [(CHICAGO, dt.date(2024, 11, 2)), (SYDNEY, dt.date(2024, 4, 6)), (CHICAGO, dt.date(2024, 1, 13))]


def load(
    path: Path, rows: Series, zone: ZoneInfo, minutes: int, shape: str, change: Callable[[list[str]], list[str]],
    *, is_own: bool, meters: int = 1,
) -> Read:  # fmt: skip
    """The stamps are ends; with `is_own` that of midnight has the date of the day it ends."""
    lines = []
    for start, value in rows.items():
        end = (start + dt.timedelta(minutes=minutes)).astimezone(zone)
        date = end.date() - dt.timedelta(days=is_own and not end.hour and not end.minute)
        separator = "," if shape == "parts" else " "
        lines += [f"M{meter},{date}{separator}{end:%H:%M},{value}" for meter in range(meters)]
    head = "meter,date,hour ending,kwh" if shape == "parts" else "meter,interval_end,kwh"
    path.write_text("\n".join([head, *change(lines)]) + "\n")
    return read_file(path, zone.key, stamp="end")


@pytest.mark.parametrize(("zone", "day"), DAYS)
@pytest.mark.parametrize("minutes", [15, 30, 60])
@pytest.mark.parametrize("shape", ["parts", "stamp"])
@pytest.mark.parametrize("change", [list, lambda lines: lines[::-1]])
@pytest.mark.parametrize("is_own", [True, False])
def test_midnight_ends_the_day_it_is_written_with(
    tmp_path: Path, zone: ZoneInfo, day: dt.date, minutes: int, shape: str,
    change: Callable[[list[str]], list[str]], *, is_own: bool,
) -> None:  # fmt: skip
    """Date and Hour Ending 01:00 … 23:00, 00:00: the last hour of each day came out 24 hours early."""
    rows = series(instants(day, zone, minutes, days=3))
    found = load(tmp_path / "f.csv", rows, zone, minutes, shape, change, is_own=is_own)
    assert (found.delivered, found.reasons) == (rows, {})
    assert any("end of that day" in note for note in found.report.notes) == is_own


def test_midnight_may_stand_far_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece of many meters holds one time."""
    monkeypatch.setattr(reading_sheet, "BLOCK_BYTES", 1 << 11)
    rows = series(instants(dt.date(2024, 1, 13), CHICAGO, 60, days=2))
    found = load(tmp_path / "f.csv", rows, CHICAGO, 60, "parts", list, is_own=True, meters=40)
    assert {at for _, at in found.rows} == set(rows)
    assert found.delivered == rows
