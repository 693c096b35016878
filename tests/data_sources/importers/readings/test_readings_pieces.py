"""Files that come in several pieces: what their rows are does not hang on where one piece ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.readings.sheets import reading_sheet
from data_sources.importers.readings.sheets.rising import FEWEST
from tests.data_sources.importers.readings.reading_files import CHICAGO, instants, read_file, series

START = dt.datetime(2025, 6, 1)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_sheet, "BLOCK_BYTES", 1 << 12)


def write(tmp_path: Path, lines: list[str]) -> Path:
    path = tmp_path / "f.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


# Registers ----------------------------------------------------------------------------------------------------------


def by_time(values: int, head: str = "meter,time,kWh", more: str = "") -> list[str]:
    """Rising values of 150 meters, one time after the other: some 4 kB a time."""
    lines = [head]
    for number in range(values):
        at = START + dt.timedelta(minutes=30 * number)
        lines += [f"M{meter},{at},{1000 + meter + 0.4 * number:.1f}{more}" for meter in range(150)]
    return lines


@pytest.mark.parametrize("more", ["", ",GC"])
def test_a_register_is_told_where_a_piece_holds_one_value_of_each_meter(tmp_path: Path, more: str) -> None:
    """1,500 meters x 30 values were taken as 45,000 energies of some 1,000 kWh."""
    head = f"meter,time,kWh{',category' if more else ''}"
    path = write(tmp_path, by_time(FEWEST + 2, head, more))
    with pytest.raises(ImportRefused, match="the values of 'kWh' only rise, like a meter's register"):
        read_file(path, stamp="start")
    assert len(read_file(path, stamp="start", registers="interval").rows) == 150 * (FEWEST + 2)
    differences = read_file(path, stamp="start", registers="difference")
    assert {round(value, 3) for value in differences.delivered.values()} == {0.4}


def test_few_small_values_may_rise_by_chance(tmp_path: Path) -> None:
    lines = ["meter,time,kWh"]
    for number in range(FEWEST - 1):
        at = START + dt.timedelta(minutes=30 * number)
        lines += [f"M{meter},{at},{0.1 + number / 50:.2f}" for meter in range(150)]
    assert len(read_file(write(tmp_path, lines), stamp="start").rows) == 150 * (FEWEST - 1)


def test_energies_by_time_are_none(tmp_path: Path) -> None:
    lines = ["meter,time,kWh"]
    for number in range(60):
        at = START + dt.timedelta(minutes=30 * number)
        lines += [f"M{meter},{at},{(meter * 7 + number * 13) % 11 / 10}" for meter in range(150)]
    assert len(read_file(write(tmp_path, lines), stamp="start").rows) == 9000


# Numbered hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [1 << 10, 1500, 1 << 11, 3000, 1 << 14])
@pytest.mark.parametrize(("day", "hours"), [(dt.date(2025, 11, 2), 25), (dt.date(2026, 3, 8), 23)])
def test_a_day_of_numbered_hours_that_two_pieces_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: dt.date, hours: int, block: int
) -> None:
    """21 of the 25 hours were an hour off where a piece ended inside the day."""
    monkeypatch.setattr(reading_sheet, "BLOCK_BYTES", block)
    starts = instants(day - dt.timedelta(days=2), CHICAGO, 60, days=5)
    expected = series(starts)
    lines = ["meter,date,hour,kWh"]
    for at, value in expected.items():
        local = at.astimezone(CHICAGO).date()
        number = 1 + sum(1 for other in starts if other < at and other.astimezone(CHICAGO).date() == local)
        lines.append(f"A,{local},{number},{value!r}")
    found = read_file(write(tmp_path, lines))
    assert len([at for at in found.delivered if at.astimezone(CHICAGO).date() == day]) == hours
    assert (found.delivered, found.reasons) == (expected, {})
