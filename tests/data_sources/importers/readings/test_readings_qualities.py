"""Qualities beside each column of values, and columns that look like meters and count rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from tests.data_sources.importers.readings.reading_files import Read, read_file

HOURS = [f"2026-05-01 {hour:02}:00" for hour in range(24)]
Cells = Callable[[int], str]


def read_table(tmp_path: Path, head: str, cells: Cells, **options: object) -> Read:
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *(f"{at},{cells(hour)}" for hour, at in enumerate(HOURS))]) + "\n")
    return read_file(path, "UTC", stamp="start", **options)


def in_hour(read: Read, hour: int) -> tuple[object, object, object]:
    row = next(row for (_, at), row in read.rows.items() if at.hour == hour)
    return row["energy_delivered_kwh"], row["energy_received_kwh"], row["quality"]


@pytest.mark.parametrize(
    ("head", "order"),
    [
        ("time,Import kWh,Quality,Export kWh,Quality", "vqvq"),
        ("time,Quality,Import kWh,Quality,Export kWh", "qvqv"),
        ("time,Import kWh,Import Status,Export kWh,Export Status", "vqvq"),
        ("time,Import kWh,Export kWh,Import Status,Export Status", "vvqq"),
    ],
)
def test_each_value_has_its_own_quality(tmp_path: Path, head: str, order: str) -> None:
    """Seen: the first counts for both, or none: 12 kWh received where one value was called missing."""

    def cells(hour: int) -> str:
        values, marks = iter(("1.0", "0.5")), iter(("E" if hour == 3 else "A", "N" if hour == 5 else "A"))
        return ",".join(next(values if kind == "v" else marks) for kind in order)

    read = read_table(tmp_path, head, cells)
    assert in_hour(read, 3) == (1.0, 0.5, "estimated")
    delivered, received, quality = in_hour(read, 5)
    assert (delivered, quality) == (1.0, "actual")
    assert received != received, "the value that is called missing"
    assert in_hour(read, 6) == (1.0, 0.5, "actual")
    assert read.report.called_missing == 1
    assert read.report.unused == {}


def test_a_missing_delivered_energy_is_not_nought_beside_an_export(tmp_path: Path) -> None:
    read = read_table(
        tmp_path, "time,Import kWh,Quality,Export kWh,Quality", lambda hour: f"1.0,{'N' if hour == 5 else 'A'},0.5,A"
    )
    assert in_hour(read, 5)[2] == "missing"
    assert sum(row["energy_received_kwh"] == 0.5 for row in read.rows.values()) == 23


def test_an_unknown_quality_of_one_value_refuses_its_row(tmp_path: Path) -> None:
    read = read_table(
        tmp_path, "time,Import kWh,Quality,Export kWh,Quality", lambda hour: f"1.0,A,0.5,{'zz' if hour == 23 else 'A'}"
    )
    assert len(read.rows) == 23
    assert read.reasons == {"unknown quality": 1}


def test_several_columns_of_one_name_that_stand_beside_no_value_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(
        ImportRefused, match=r"2 columns of qualities .'Quality', 'Quality'., and which values each is of"
    ):
        read_table(tmp_path, "time,Import kWh,Export kWh,Quality,Quality", lambda _hour: "1.0,0.5,A,A")


def test_one_quality_is_of_the_whole_row(tmp_path: Path) -> None:
    read = read_table(
        tmp_path, "time,Import kWh,Export kWh,Quality", lambda hour: f"1.0,0.5,{'E' if hour == 3 else 'A'}"
    )
    assert in_hour(read, 3) == (1.0, 0.5, "estimated")


@pytest.mark.parametrize("names", [("{0:02}:00", "Quality"), ("V{1}", "Q{1}"), ("Value {1}", "Quality {1}")])
def test_cells_of_a_wide_file_have_their_own(tmp_path: Path, names: tuple[str, str]) -> None:
    """Seen: a value called missing was taken as read."""
    heads = [name.format(hour, hour + 1) for hour in range(24) for name in names]
    cells = [text for hour in range(24) for text in ("1.5", {3: "N", 4: "E"}.get(hour, "A"))]
    path = tmp_path / "wide.csv"
    path.write_text(f"meter,date,{','.join(heads)}\nA,2026-05-01,{','.join(cells)}\n")
    read = read_file(path, "UTC", stamp="start", unit="kWh")
    kinds = [row["quality"] for _, row in sorted(read.rows.items())]
    assert kinds == ["actual"] * 3 + ["missing", "estimated"] + ["actual"] * 19
    assert sum(value for value in read.delivered.values() if value == value) == 23 * 1.5


def rows(count: int, ident: Callable[[int], object], form: str = "%Y-%m-%d %H:%M") -> str:
    first = dt.datetime(2026, 5, 1)
    lines = (
        f"{ident(row)},{first + dt.timedelta(minutes=15 * row):{form}},{0.1 + row * 7919 % 1009 / 1000:.3f}"
        for row in range(count)
    )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("ident", [lambda row: row, lambda row: row + 1, lambda row: 900 - row])
@pytest.mark.parametrize(("head", "form"), [("id,time,kwh", "%Y-%m-%d %H:%M"), ("id,date,time,kwh", "%Y-%m-%d,%H:%M")])
def test_a_column_that_counts_rows_names_no_meter(
    tmp_path: Path, ident: Callable[[int], object], head: str, form: str
) -> None:
    """Seen: a meter a reading, each of a length that nothing tells."""
    path = tmp_path / "numbered.csv"
    path.write_text(head + "\n" + rows(200, ident, form))
    read = read_file(path, "UTC", stamp="start")
    assert {meter for meter, _ in read.rows} == {""}
    assert len(read.rows) == 200
    assert "'id' counts the rows; it names no meter." in read.report.notes


def test_a_key_of_rows_is_asked_about_unless_a_person_names_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    path.write_text("id,time,kwh\n" + rows(200, lambda row: f"a{row * 7919:x}"))
    with pytest.raises(ImportRefused, match="each row names another meter in 'id', at another time"):
        read_file(path, "UTC", stamp="start", interval_minutes=15)
    read = read_file(path, "UTC", stamp="start", interval_minutes=15, columns={"meter": "id"})
    assert len({meter for meter, _ in read.rows}) == 200


def test_many_meters_at_one_time_are_meters(tmp_path: Path) -> None:
    path = tmp_path / "instant.csv"
    path.write_text("id,time,kwh\n" + "".join(f"{meter},2026-05-01 00:00,{meter / 100}\n" for meter in range(1, 301)))
    read = read_file(path, "UTC", stamp="start", interval_minutes=15)
    assert len({meter for meter, _ in read.rows}) == 300
