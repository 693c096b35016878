"""One decimal mark a column, decided over the whole of it; what does not fit is refused with its reason."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.importers.readings.sheets.decimals import MAY_PART_THOUSANDS, NOT_A_NUMBER, OTHER_MARK, UNIT_BESIDE
from data_sources.importers.readings.sheets.reading_sheet import BLOCK_BYTES
from tests.data_sources.importers.readings.reading_files import Read, read_file

START = dt.datetime(2026, 1, 1)


def read(tmp_path: Path, cells: list[str], *, separator: str = ";", head: str = "kWh", **options: object) -> Read:
    """A column of cells, a quarter of an hour each; a cell that holds the separator is quoted."""
    written = [f'"{cell}"' if separator in cell else cell for cell in cells]
    rows = [
        separator.join(("A", f"{START + dt.timedelta(minutes=15 * n):%Y-%m-%d %H:%M}", cell))
        for n, cell in enumerate(written)
    ]
    path = tmp_path / "f.csv"
    path.write_text("\n".join([separator.join(("meter", "time", head)), *rows]) + "\n", encoding="utf-8")
    told = {"stamp": "start", "registers": "interval", "interval_minutes": 15, **options}
    return read_file(path, "UTC", **told)


def values(found: Read) -> list[float | None]:
    return [None if math.isnan(value) else value for value in found.delivered.values()]


def test_a_dot_among_decimal_commas_is_refused(tmp_path: Path) -> None:
    """`1.234` among `0,500` was read as 1.234; it may be 1,234 as well."""
    found = read(tmp_path, ["0,500"] * 5 + ["1.234", "0,250", "12.5"])
    assert values(found) == [0.5] * 5 + [0.25]
    assert found.reasons == {MAY_PART_THOUSANDS: 1, OTHER_MARK: 1}
    assert [(line, text.endswith("1.234")) for line, _, text in found.rejects] == [(7, True), (9, False)]
    assert "The numbers of 'kWh' have a decimal comma." in found.report.notes


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_comma_among_decimal_dots_is_refused(tmp_path: Path, separator: str) -> None:
    found = read(tmp_path, ["0.500"] * 5 + ["1,234", "0,250"], separator=separator)
    assert values(found) == [0.5] * 5
    assert found.reasons == {MAY_PART_THOUSANDS: 1, OTHER_MARK: 1}


@pytest.mark.parametrize(("most", "other"), [("0,500", "1.5"), ("0.500", "1,5")])
def test_the_whole_of_a_large_file_decides(tmp_path: Path, most: str, other: str) -> None:
    """The first piece holds the other mark alone: not what came first counts, but what most of the column has."""
    few, many = [other] * 20, [most] * 30_000
    assert sum(map(len, many)) + 20 * len(many) > BLOCK_BYTES
    for cells in ([*few, *many], [*many, *few]):
        found = read(tmp_path, cells)
        assert (set(values(found)), len(found.rows), found.reasons) == ({0.5}, 30_000, {OTHER_MARK: 20})


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1,234.5", "0.5", 1234.5), ("1.234,5", "0,5", 1234.5), ("1 234,5", "0,5", 1234.5), ("1'234.5", "0.5", 1234.5),
        ("1’234.5", "0.5", 1234.5), ("1\u00a0234,5", "0,5", 1234.5), ("1\u202f234,5", "0,5", 1234.5),
        ("1,234,567", "0.5", 1234567.0), ("1.234.567", "0,5", 1234567.0), ("1 234", "0.5", 1234.0),
        ("12,345,678.25", "0.5", 12345678.25), ("-1.234,5", "0,5", -1234.5), ("+1,5", "0,5", 1.5), ("\u22121,5", "0,5", -1.5),
        ("1,5e-3", "0,5", 0.0015), ("1.5E3", "0.5", 1500.0), (",5", "0,5", 0.5), (".5", "0.5", 0.5), ("5,", "0,5", 5.0),
    ],
)  # fmt: skip
def test_numbers_that_can_only_mean_one_thing(tmp_path: Path, text: str, mark: str, value: float) -> None:
    found = read(tmp_path, [mark] * 3 + [text], head="Wh", is_net=True)
    last = list(found.rows.values())[-1]
    assert len(found.rows) == 4
    assert last["energy_delivered_kwh"] - last["energy_received_kwh"] == pytest.approx(value / 1000)  # type: ignore[operator]
    assert found.reasons == {}


@pytest.mark.parametrize(
    ("text", "mark", "reason"),
    [
        ("1,5", "0.5", OTHER_MARK), ("1.5", "0,5", OTHER_MARK), ("1.234,5", "0.5", OTHER_MARK), ("1,234.5", "0,5", OTHER_MARK),
        ("1,234", "0.5", MAY_PART_THOUSANDS), ("-1.234", "0,5", MAY_PART_THOUSANDS), ("1.5e3", "0,5", OTHER_MARK),
        ("0,234", "0.5", OTHER_MARK), ("1234,567", "0.5", OTHER_MARK), ("1,23,456", "0.5", NOT_A_NUMBER),
        ("1 23", "0.5", NOT_A_NUMBER), ("1 234 56", "0.5", NOT_A_NUMBER), ("1'234 567", "0.5", NOT_A_NUMBER),
        ("0.5 kWh", "0.5", UNIT_BESIDE), ("0,5kWh", "0,5", UNIT_BESIDE), ("95 %", "0.5", UNIT_BESIDE), ("(0.5)", "0.5", NOT_A_NUMBER),
        ("1.2.3", "0.5", NOT_A_NUMBER), ("inf", "0.5", NOT_A_NUMBER), ("0x10", "0.5", NOT_A_NUMBER), ("1_000", "0.5", NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_refused(tmp_path: Path, text: str, mark: str, reason: str) -> None:
    found = read(tmp_path, [mark] * 3 + [text])
    assert (values(found), found.reasons) == ([0.5] * 3, {reason: 1})


def test_a_column_that_may_be_thousands_is_told(tmp_path: Path) -> None:
    """`1.234` in every row is a decimal dot, and is said; a comma only where no other column separates by it."""
    dots = read(tmp_path, ["1.234", "17.500", "3"])
    assert values(dots) == [1.234, 17.5, 3]
    assert dots.report.notes == [
        "Each dot of 'kWh' stands before three digits and is taken as the decimal mark; "
        "--decimal comma takes it as parting thousands."
    ]
    commas = read(tmp_path, ["1,234", "17,500", "3"])
    assert values(commas) == [1.234, 17.5, 3]
    assert "Each comma of 'kWh' stands before three digits" in commas.report.notes[0]
    quoted = read(tmp_path, ["1,234", "17,500", "3"], separator=",")
    assert (values(quoted), quoted.reasons) == ([3], {MAY_PART_THOUSANDS: 2})


def test_what_a_person_says_outweighs(tmp_path: Path) -> None:
    """With the mark said, the other one parts thousands, and nothing else."""
    cells = ["1.234", "0,500", "0.500", "2,250"]
    commas = read(tmp_path, cells, decimal="comma")
    assert (values(commas), commas.reasons) == ([1234.0, 0.5, 2.25], {OTHER_MARK: 1})
    dots = read(tmp_path, cells, decimal="dot")
    assert (values(dots), dots.reasons) == ([1.234, 0.5, 2250.0], {OTHER_MARK: 1})


def test_columns_have_marks_of_their_own(tmp_path: Path) -> None:
    """A column that tells nothing has the mark of the others; one that tells its own keeps it."""
    path = tmp_path / "f.csv"
    stamps = ["2026-01-01 00:00", "2026-01-01 00:15"]
    path.write_text("time;import kWh;export kWh\n" + "".join(f"{stamp};0,500;1,250\n" for stamp in stamps))
    found = read_file(path, "UTC", stamp="start")
    assert [row["energy_received_kwh"] for row in found.rows.values()] == [1.25, 1.25]
    assert not any("thousands" in note for note in found.report.notes)
    path.write_text("time;import kWh;export kWh\n" + "".join(f"{stamp};0,500;1.250\n" for stamp in stamps))
    assert read_file(path, "UTC", stamp="start").reasons == {MAY_PART_THOUSANDS: 2}
    path.write_text("time;import kWh;voltage\n" + "".join(f"{stamp};0,500;230.25\n" for stamp in stamps))
    found = read_file(path, "UTC", stamp="start")
    assert [(row["energy_delivered_kwh"], row["voltage_v"]) for row in found.rows.values()] == [(0.5, 230.25)] * 2


def test_cells_of_a_wide_file_are_one_column(tmp_path: Path) -> None:
    hours = [f"{hour:02}:00" for hour in range(24)]
    path = tmp_path / "f.csv"
    rows = ["0,5"] * 10 + ["0"] * 12 + ["1.234", "1.234,5"]
    path.write_text(f"meter;date;{';'.join(hours)}\nA;2026-01-01;{';'.join(rows)}\n")
    found = read_file(path, "UTC", unit="kWh", stamp="start")
    assert (found.reasons, sum(values(found))) == ({MAY_PART_THOUSANDS: 1}, 5 + 1234.5)  # type: ignore[arg-type]
    assert "The numbers of the cells have a decimal comma." in found.report.notes


def test_texts_of_parquet_follow_the_same_rule(tmp_path: Path) -> None:
    stamps = pa.array([START + dt.timedelta(minutes=15 * n) for n in range(3)], pa.timestamp("us"))
    for kwh in (["0,500", "1.234", "0,250"], pa.array(["0,500", "1.234", "0,250"]).dictionary_encode()):
        pq.write_table(pa.table({"time": stamps, "kwh": kwh}), tmp_path / "f.parquet")
        found = read_file(tmp_path / "f.parquet", "UTC", stamp="start", interval_minutes=15)
        assert (values(found), found.reasons) == ([0.5, 0.25], {MAY_PART_THOUSANDS: 1})


def test_cells_of_parquet_in_several_types(tmp_path: Path) -> None:
    """Half of the cells as text, as a spreadsheet hands them on."""
    cells: dict[str, object] = {
        f"{hour:02}:00": [0.5] if hour % 2 else ["1.234,5" if hour else "0,5"] for hour in range(24)
    }
    pq.write_table(pa.table({"meter": ["A"], "date": ["2026-01-01"], **cells}), tmp_path / "f.parquet")
    found = read_file(tmp_path / "f.parquet", "UTC", stamp="start", unit="kWh")
    assert (sum(values(found)), found.reasons) == (12 * 0.5 + 0.5 + 11 * 1234.5, {})  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    numbers=st.lists(st.integers(0, 9_999_999), min_size=1, max_size=40),
    decimals=st.integers(0, 4),
    mark=st.sampled_from(".,"),
    group=st.sampled_from(["", " ", "'", "other"]),
    separator=st.sampled_from(";,\t"),
)
def test_no_number_is_ever_read_as_another(
    tmp_path: Path, numbers: list[int], decimals: int, mark: str, group: str, separator: str
) -> None:
    """Whatever way a column is written, a value is the one that was meant, or refused, or said to be a guess."""
    other = "," if mark == "." else "."
    cells = [written(number, decimals, mark, other if group == "other" else group) for number in numbers]
    found = read(tmp_path, cells, separator=separator, head="Wh")
    meant = {START.replace(tzinfo=dt.UTC) + dt.timedelta(minutes=15 * n): number / 10**decimals / 1000
             for n, number in enumerate(numbers)}  # fmt: skip
    is_guess = any("--decimal" in note for note in found.report.notes)
    assert is_guess or all(value == pytest.approx(meant[at]) for at, value in found.delivered.items())
    assert len(found.rows) + sum(found.reasons.values()) == len(numbers)
    said = read(tmp_path, cells, separator=separator, head="Wh", decimal="dot" if mark == "." else "comma")
    assert (said.reasons, list(said.delivered.values())) == ({}, pytest.approx(list(meant.values())))


def written(number: int, decimals: int, mark: str, group: str) -> str:
    """A number of so many decimals as people write it."""
    whole, rest = divmod(number, 10**decimals)
    digits = f"{whole:,}".replace(",", group)
    return f"{digits}{mark}{rest:0{decimals}}" if decimals else digits
