"""Any series comes back from any format, and nothing makes a reader fail inside."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.errors import ImportRefused
from tests.data_sources.importers.readings.reading_files import (
    CHICAGO,
    SYDNEY,
    Series,
    green_button,
    instants,
    long_csv,
    nem12,
    read_file,
    wide_csv,
)

UTC = dt.UTC


VALUES = st.lists(st.integers(0, 5_000_000), min_size=3, max_size=120)
DAYS = st.dates(dt.date(2001, 1, 3), dt.date(2036, 12, 30))
ZONES = st.sampled_from([CHICAGO, SYDNEY])
MINUTES = st.sampled_from([5, 15, 30, 60])
ANY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _series(day: dt.date, zone: object, minutes: int, watt_hours: list[int]) -> Series:
    starts = instants(day, zone, minutes, days=2)  # type: ignore[arg-type]
    return {at: value / 1000 for at, value in zip(starts, watt_hours, strict=False)}


@ANY
@given(day=DAYS, zone=ZONES, minutes=MINUTES, values=VALUES, is_end=st.booleans(), separator=st.sampled_from(",;\t|"))
def test_any_series_comes_back_from_a_long_file(
    tmp_path: Path, day: dt.date, zone, minutes: int, values: list[int], is_end: bool, separator: str
) -> None:  # type: ignore[no-untyped-def]
    rows = _series(day, zone, minutes, values)
    (tmp_path / "f.csv").write_text(long_csv(rows, zone, end_minutes=minutes if is_end else 0, separator=separator))
    read = read_file(tmp_path / "f.csv", zone.key, stamp="end" if is_end else "start", registers="interval")
    assert read.delivered == rows


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, zone=ZONES)
def test_any_series_comes_back_from_parquet(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], zone
) -> None:  # type: ignore[no-untyped-def]
    rows = _series(day, zone, minutes, values)
    local = [at.astimezone(zone).replace(tzinfo=None) for at in rows]
    pq.write_table(
        pa.table({"meter": ["A"] * len(rows), "time": pa.array(local, pa.timestamp("us")), "wh": values[: len(rows)]}),
        tmp_path / "f.parquet",
    )
    read = read_file(tmp_path / "f.parquet", zone.key, stamp="start", registers="interval")
    assert list(read.delivered) == list(rows)
    assert list(read.delivered.values()) == pytest.approx(list(rows.values()))


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, zone=ZONES)
def test_any_whole_days_come_back_from_wide_files(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], zone
) -> None:  # type: ignore[no-untyped-def]
    starts = instants(day, zone, minutes, days=2)
    rows = {at: values[number % len(values)] / 1000 for number, at in enumerate(starts)}
    for is_numbered in (False, True):
        (tmp_path / "f.csv").write_text(wide_csv(rows, zone, minutes, is_numbered=is_numbered))
        read = read_file(tmp_path / "f.csv", zone.key, unit="kWh")
        expected = rows if is_numbered else {at: value for at, value in rows.items() if not at.astimezone(zone).fold}
        assert read.delivered == expected


@ANY
@given(day=DAYS, minutes=st.sampled_from([5, 15, 30]), values=VALUES, suffix=st.sampled_from(["E1", "B1"]))
def test_any_series_comes_back_from_nem12(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], suffix: str
) -> None:
    start = dt.datetime.combine(day, dt.time(14), UTC)
    rows = {start + dt.timedelta(minutes=minutes * n): value / 1000 for n, value in enumerate(values)}
    (tmp_path / "f.csv").write_text(nem12(rows, minutes, suffix=suffix))
    column = {"E1": "energy_delivered_kwh", "B1": "energy_received_kwh"}[suffix]
    read = read_file(tmp_path / "f.csv")
    kept = {at: row[column] for (_, at), row in read.rows.items() if row[column] == row[column]}
    assert kept == rows


@ANY
@given(day=DAYS, minutes=MINUTES, values=VALUES, power=st.integers(-3, 3))
def test_any_series_comes_back_from_green_button(
    tmp_path: Path, day: dt.date, minutes: int, values: list[int], power: int
) -> None:
    start = dt.datetime.combine(day, dt.time(), UTC)
    rows = {start + dt.timedelta(minutes=minutes * n): value for n, value in enumerate(values)}
    (tmp_path / "f.xml").write_text(green_button(rows, minutes, power=power))
    read = read_file(tmp_path / "f.xml")
    small = {at: value * 10.0**power / 1000 for at, value in rows.items() if value * 10.0**power / 1000 <= 1e6}
    assert list(read.delivered) == list(small)
    assert list(read.delivered.values()) == pytest.approx(list(small.values()))


@ANY
@given(
    content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode),
    kind=st.sampled_from(
        ["", "100,NEM12,1,2,3\n200,A,E1,1,E1,N,M,KWH,30,\n", "<feed>", "meter,time,kwh\n", "date,00:00,01:00\n"]
    ),
)
def test_nothing_makes_a_reader_fail_inside(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "f.csv").write_bytes(kind.encode() + content)
    with suppress(ImportRefused):
        read_file(tmp_path / "f.csv", stamp="start", unit="kWh", date_order="dmy")
