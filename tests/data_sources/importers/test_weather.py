"""Measured weather: what is taken, what is rejected and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.tables.read import read_tables
from data_sources.importers.weather import WeatherReport, load_weather
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.importers.tables.hamlet import write

EVER = {"from_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC), "to_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC)}
HEADER = "observed_at,temperature_c,humidity_pct,wind_mps\n"


@pytest.mark.parametrize("zone", ["Australia/Sydney", "America/Chicago", "Australia/Lord_Howe"])
@pytest.mark.parametrize("change", [list, lambda rows: rows[::-1], lambda rows: rows * 2])
def test_an_hour_that_comes_twice_is_told_by_the_order(
    empty_source: PostgresSource, tmp_path: Path, zone: str, change: Callable[[list[str]], list[str]]
) -> None:
    """The first showing got what was measured in the second, and the second was missing."""
    network = replace(read_tables(write(tmp_path / "hamlet")), time_zone=zone)
    utility = write_network(empty_source, network, replace=False, actor="test").utility_id
    day = dt.date(2024, 11, 3) if zone == "America/Chicago" else dt.date(2024, 4, 7)
    midnight = dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    starts = [midnight + dt.timedelta(minutes=30 * number) for number in range(12)]
    rows = [f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M},{number},50,1" for number, at in enumerate(starts)]
    load(empty_source, utility, tmp_path, HEADER + "\n".join(change(rows)))
    expected = {at.replace(minute=0): {float(number), float(number + 1), float(number - 1)}
                for number, at in enumerate(starts)}  # fmt: skip
    found = hours(empty_source)
    assert [at for at, _, _ in found] == sorted(expected)
    assert all(value in expected[at] for at, value, _ in found)


@pytest.fixture
def utility(empty_source: PostgresSource, tmp_path: Path) -> int:
    network = replace(read_tables(write(tmp_path / "hamlet")), time_zone="America/Chicago")
    return write_network(empty_source, network, replace=False, actor="test").utility_id


def load(source: PostgresSource, utility: int, folder: Path, text: str) -> WeatherReport:
    file = folder / "weather.csv"
    file.write_text(text, encoding="utf-8")
    return load_weather(source, utility, file)


def hours(source: PostgresSource) -> list[tuple[dt.datetime, float, bool]]:
    with source.connection() as connection:
        command = "SELECT observed_at, temperature_c, is_simulated FROM flux.weather ORDER BY observed_at"
        return [(at, round(value, 2), simulated) for at, value, simulated in connection.execute(command.encode())]


def test_local_time_is_the_utilitys(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    report = load(
        empty_source, utility, tmp_path, HEADER + "2026-07-01 12:30,31.5,60,4\n2026-07-01T20:00+02:00,30,60,4\n"
    )
    assert hours(empty_source) == [
        (dt.datetime(2026, 7, 1, 17, tzinfo=dt.UTC), 31.5, False),
        (dt.datetime(2026, 7, 1, 18, tzinfo=dt.UTC), 30, False),
    ]  # fmt: skip
    assert report.hours == 2
    assert "2 hours of measured weather loaded, 2026-07-01 17:00 to 2026-07-01 18:00 UTC." in report.sentence()


def test_fahrenheit(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    load(
        empty_source, utility, tmp_path, "observed_at,temperature_f,humidity_pct,wind_mps\n2026-07-01T00:00Z,212,1,1\n"
    )
    assert hours(empty_source) == []  # boiling is out of range
    load(empty_source, utility, tmp_path, "observed_at,temperature_f,humidity_pct,wind_mps\n2026-07-01T00:00Z,86,1,1\n")
    assert [value for _, value, _ in hours(empty_source)] == [30]


def test_an_hour_that_is_there_gives_way(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    with empty_source.connection() as connection:
        for at, value in (("2026-07-01T00:00Z", 20), ("2026-07-01T01:00Z", 21)):
            connection.execute("INSERT INTO flux.weather VALUES (%s, %s, %s, 50, 1, true)", (utility, at, value))
    load(empty_source, utility, tmp_path, HEADER + "2026-07-01T00:10Z,25,50,1\n")
    assert [(value, simulated) for _, value, simulated in hours(empty_source)] == [(25, False), (21, True)]


def test_a_column_issued_at_makes_forecasts_of_them(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    rows = [
        "2026-07-01T00:10Z,2026-07-01T03:00Z,25", "2026-07-01T00:10Z,2026-07-01T06:00Z,26",
        "2026-07-01 07:10,2026-07-01T06:00Z,27", "2026-07-01T00:10Z,2026-07-01T06:00Z,28",
    ]  # fmt: skip
    report = load(empty_source, utility, tmp_path, "issued_at,forecast_at,temperature_c\n" + "\n".join(rows))
    assert "3 hours of 2 weather forecasts loaded, 2026-07-01 03:00 to 2026-07-01 06:00 UTC." in report.sentence()
    assert hours(empty_source) == []
    found = empty_source.fetch(Query.of("hist_weather_forecasts", utility_id=utility, **EVER)).to_pylist()
    assert [(row["issued_at"].hour, row["issued_at"].minute, row["temperature_c"]) for row in found] == [
        (0, 10, 25.0), (0, 10, 28.0), (12, 10, 27.0),
    ]  # fmt: skip
    assert not any(row["is_simulated"] for row in found)


def test_rejected_rows_are_counted_by_reason(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    rows = [
        "2026-07-01T00:00Z,25,50,1", "yesterday,25,50,1", "2026-07-01T01:00Z,warm,50,1", "2026-07-01T02:00Z,25,130,1",
        "2026-07-01T03:00Z,25,,1", "2026-03-08 02:30,25,50,1", "0001-01-01T00:00+05:00,25,50,1", "9999-12-31 23:00,25,50,1",
    ]  # fmt: skip
    report = load(empty_source, utility, tmp_path, HEADER + "\n".join(rows))
    assert report.hours == 1
    assert report.rejected == {
        "not a time": 1, "not a number": 1, "out of range": 1, "value missing": 1, "no such local time": 1,
        "out of time": 2,
    }  # fmt: skip
    assert "first: line 3, observed_at 'yesterday' is not ISO 8601" in report.sentence()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("observed_at,humidity_pct,wind_mps\n", r"no column temperature_c \(or temperature_f\)"),
        ("", "has no column"),
        ("issued_at,temperature_c\n", "no column forecast_at"),
    ],
)
def test_a_file_without_the_columns_is_refused(
    empty_source: PostgresSource, utility: int, tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ImportRefused, match=message):
        load(empty_source, utility, tmp_path, text)


def test_unknown_utility_or_file(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no utility 99"):
        load(empty_source, 99, tmp_path, HEADER)
    with pytest.raises(ImportRefused, match="cannot be opened"):
        load_weather(empty_source, utility, tmp_path / "none.csv")


def test_a_quote_that_swallows_hours_is_refused(empty_source: PostgresSource, utility: int, tmp_path: Path) -> None:
    rows = '2026-01-01 00:00,1,50,"1\n2026-01-01 01:00,1,50,1\n2026-01-01 02:00,1,50,1"\n'
    with pytest.raises(ImportRefused, match="a quote opens in line 2"):
        load(empty_source, utility, tmp_path, HEADER + rows)
