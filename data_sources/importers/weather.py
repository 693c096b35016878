"""Measured weather from a CSV file, one row an hour, in the place of simulated weather; or weather forecasts.

Columns: `observed_at` (ISO 8601; with an offset, or local time of the utility), `temperature_c` or `temperature_f`,
`humidity_pct`, `wind_mps`. Several readings of one hour: the last one counts. Local times that the clock shows twice
(end of daylight saving) are told apart by the order of the rows, as those of readings are; those it skips are rejected.

A file with a column `issued_at` holds forecasts: `issued_at` (when it became known), `forecast_at` (the instant it is
about) and the temperature; they stand beside the measured weather.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.analytics.clock import EARLIEST, LATEST
from data_sources.errors import ImportRefused
from data_sources.importers.quotes import refuse_swallowed_lines
from data_sources.importers.readings.showings import around_twice, runs_backwards, second_showings
from data_sources.importers.readings.stamps import EPOCH, Stamps, localise
from data_sources.numerals import number
from data_sources.postgres.source import PostgresSource, execute, execute_many
from data_sources.query import Query

# Column: (lowest, highest) that has ever been measured at the ground, with room.
LIMITS = {"temperature_c": (-95.0, 65.0), "humidity_pct": (0.0, 100.0), "wind_mps": (0.0, 120.0)}
VALUES = (*LIMITS, "temperature_f")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeatherReport:
    """What was loaded.

    Attributes:
        utility_id: whose weather it is.
        hours: hours written; of forecasts, hours of each issue.
        first_at: first hour, UTC; None without any.
        last_at: last hour, UTC.
        rejected: rows not taken, by reason.
        example: the first of them, in words.
        issues: how many weather forecasts; 0 for measured weather.
    """

    utility_id: int
    hours: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    rejected: Mapping[str, int]
    example: str
    issues: int = 0

    def sentence(self) -> str:
        """One sentence for a person."""
        if self.first_at is None or self.last_at is None:
            return f"No hour of weather was loaded. {self._rejected()}".strip()
        span = f"{self.first_at:%Y-%m-%d %H:%M} to {self.last_at:%Y-%m-%d %H:%M} UTC"
        hours = f"{self.hours:,} hour{'s' * (self.hours > 1)}"
        what = f"{self.issues:,} weather forecast{'s' * (self.issues > 1)}" if self.issues else "measured weather"
        return f"{hours} of {what} loaded, {span}. {self._rejected()}".strip()

    def _rejected(self) -> str:
        if not self.rejected:
            return ""
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in self.rejected.items())
        return f"Rejected rows: {reasons} (first: {self.example})."


def load_weather(source: PostgresSource, utility_id: int, path: Path) -> WeatherReport:
    """Write the hours of a file; hours that are there give way, others stay.

    Raises:
        ImportRefused: no such utility, or the file as a whole cannot be used. Nothing is written then.
    """
    zone = _zone(source, utility_id)
    rejected: Counter[str] = Counter()
    example = ""
    hours: dict[tuple[dt.datetime, dt.datetime | None], Row] = {}
    rows = list(_rows(path))
    second = _second_showings([row for _, row in rows], zone)
    for place, (line, row) in enumerate(rows):
        try:
            reading = _reading(row, zone, is_second=place in second)
        except ValueError as error:
            reason, _, detail = str(error).partition("|")
            rejected[reason] += 1
            example = example or f"line {line}, {detail}"
            continue
        hours[_about(reading), reading.get("issued_at")] = {"utility_id": utility_id, **reading}
    if hours:
        _write(source, utility_id, list(hours.values()), path, rejected)
    about = [at for at, _ in hours]
    issues = len({issued for _, issued in hours if issued is not None})
    return WeatherReport(
        utility_id, len(hours), min(about, default=None), max(about, default=None), dict(rejected), example, issues
    )


def _about(reading: Row) -> dt.datetime:
    at: dt.datetime = reading["forecast_at" if "issued_at" in reading else "observed_at"]
    return at


def _write(source: PostgresSource, utility_id: int, rows: list[Row], path: Path, rejected: Counter[str]) -> None:
    detail = {"file": path.name, "hours": len(rows), "rejected": dict(rejected)}
    with source.transaction("fluxops load-weather", "load_weather", utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute_many(connection, "upsert_weather_forecast" if "issued_at" in rows[0] else "upsert_weather", rows)


def _zone(source: PostgresSource, utility_id: int) -> ZoneInfo:
    for row in source.fetch(Query.of("utilities")).to_pylist():
        if row["utility_id"] == utility_id:
            return ZoneInfo(row["time_zone"])
    raise ImportRefused(f"There is no utility {utility_id}.")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and values by column of each row."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
            _check_columns(reader.fieldnames, path.name)
            refuse_swallowed_lines(path, "utf-8-sig", ",", len(reader.fieldnames))
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path.name} cannot be read as CSV: {error}.") from error


def _check_columns(names: list[str], file: str) -> None:
    wanted = ("forecast_at",) if "issued_at" in names else ("observed_at", "humidity_pct", "wind_mps")
    missing = [name for name in wanted if name not in names]
    if "temperature_c" not in names and "temperature_f" not in names:
        missing.insert(0, "temperature_c (or temperature_f)")
    if missing:
        raise ImportRefused(f"{file} has no column {missing[0]}; it has {', '.join(names) or 'none'}.")


def _second_showings(rows: Sequence[Mapping[str, str | None]], zone: ZoneInfo) -> set[int]:
    """Which rows lie in the second showing of an hour that comes twice."""
    local = {number: wall for number, row in enumerate(rows) if (wall := _local(row)) is not None}
    if not local:
        return set()
    place, at = np.array(list(local)), np.array(list(local.values()), np.int64)
    known = localise(at, zone)
    told = np.flatnonzero(around_twice(Stamps(at, np.zeros(len(at), np.bool_)), known, zone))
    issues = [(rows[number].get("issued_at") or "").strip() for number in local]
    values = [str({name: value for name, value in rows[number].items() if name in VALUES}) for number in local]
    issue, value = (np.unique(texts, return_inverse=True)[1] for texts in (issues, values))
    second = second_showings(
        issue[told], at[told], known.is_twice[told], value[told], is_backwards=runs_backwards(issue, at)
    )
    return set(place[told[second]].tolist())


def _local(row: Mapping[str, str | None]) -> int | None:
    """What a row's time says by the wall clock, microseconds since 1970; None where it is an instant, or none."""
    try:
        at = dt.datetime.fromisoformat((row.get("forecast_at" if "issued_at" in row else "observed_at") or "").strip())
    except ValueError:
        return None
    if at.tzinfo is not None or not EARLIEST.year <= at.year < LATEST.year:
        return None
    return (at - EPOCH) // dt.timedelta(microseconds=1)


def _reading(row: Mapping[str, str | None], zone: ZoneInfo, *, is_second: bool) -> Row:
    """One checked row; a ValueError "reason|detail" otherwise."""
    is_forecast = "issued_at" in row
    values = {} if is_forecast else {name: _value(row, name) for name in ("humidity_pct", "wind_mps")}
    if (row.get("temperature_c") or "").strip():
        values["temperature_c"] = _value(row, "temperature_c")
    else:
        values["temperature_c"] = (_value(row, "temperature_f") - 32.0) / 1.8
    for name, value in values.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise ValueError(f"out of range|{name} {value:g} is not between {low:g} and {high:g}")
    if is_forecast:
        about = _time(row, "forecast_at", zone, is_second=is_second)
        return {"issued_at": _time(row, "issued_at", zone), "forecast_at": about, **values}
    at = _time(row, "observed_at", zone, is_second=is_second)
    return {"observed_at": at.replace(minute=0, second=0, microsecond=0), **values}


def _value(row: Mapping[str, str | None], name: str) -> float:
    text = (row.get(name) or "").strip()
    if not text:
        raise ValueError(f"value missing|{name} is empty")
    try:
        return number(text)
    except ValueError:
        raise ValueError(f"not a number|{name} {text!r} is not a number") from None


def _time(row: Mapping[str, str | None], name: str, zone: ZoneInfo, *, is_second: bool = False) -> dt.datetime:
    """An instant, UTC."""
    text = (row.get(name) or "").strip()
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"not a time|{name} {text!r} is not ISO 8601") from None
    if not EARLIEST.year <= at.year < LATEST.year:
        raise ValueError(f"out of time|{name} {text!r} is not between {EARLIEST:%Y} and {LATEST:%Y}")
    if at.tzinfo is None:
        local = at.replace(tzinfo=zone, fold=int(is_second))
        if local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != at:
            raise ValueError(f"no such local time|{name} {text!r} is skipped by daylight saving in {zone.key}")
        at = local
    return at.astimezone(dt.UTC)
