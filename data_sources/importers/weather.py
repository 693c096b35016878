"""Measured weather from a CSV file, one row an hour, in the place of simulated weather.

Columns: `observed_at` (ISO 8601; with an offset, or local time of the utility), `temperature_c` or `temperature_f`,
`humidity_pct`, `wind_mps`. Several readings of one hour: the last one counts. Local times that the clock shows twice
(end of daylight saving) are taken as the first of the two; those it skips are rejected.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data_sources.errors import ImportRefused
from data_sources.postgres import PostgresSource, execute, execute_many
from data_sources.query import Query

# Column: (lowest, highest) that has ever been measured at the ground, with room.
LIMITS = {"temperature_c": (-95.0, 65.0), "humidity_pct": (0.0, 100.0), "wind_mps": (0.0, 120.0)}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class WeatherReport:
    """What was loaded.

    Attributes:
        utility_id: whose weather it is.
        hours: hours written.
        first_at: first hour, UTC; None without any.
        last_at: last hour, UTC.
        rejected: rows not taken, by reason.
        example: the first of them, in words.
    """

    utility_id: int
    hours: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    rejected: Mapping[str, int]
    example: str

    def sentence(self) -> str:
        """One sentence for a person."""
        if self.first_at is None or self.last_at is None:
            return f"No hour of weather was loaded. {self._rejected()}".strip()
        span = f"{self.first_at:%Y-%m-%d %H:%M} to {self.last_at:%Y-%m-%d %H:%M} UTC"
        hours = f"{self.hours:,} hour{'s' * (self.hours > 1)}"
        return f"{hours} of measured weather loaded, {span}. {self._rejected()}".strip()

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
    hours: dict[dt.datetime, Row] = {}
    for line, row in _rows(path):
        try:
            reading = _reading(row, zone)
        except ValueError as error:
            reason, _, detail = str(error).partition("|")
            rejected[reason] += 1
            example = example or f"line {line}, {detail}"
            continue
        hours[reading["observed_at"]] = {"utility_id": utility_id, **reading}
    ordered = sorted(hours)
    if ordered:
        _write(source, utility_id, [hours[at] for at in ordered], path, rejected)
    first, last = (ordered[0], ordered[-1]) if ordered else (None, None)
    return WeatherReport(utility_id, len(ordered), first, last, dict(rejected), example)


def _write(source: PostgresSource, utility_id: int, rows: list[Row], path: Path, rejected: Counter[str]) -> None:
    detail = {"file": path.name, "hours": len(rows), "rejected": dict(rejected)}
    with source.transaction("fluxops load-weather", "load_weather", utility_id, detail) as connection:
        execute(connection, "no_statement_timeout")
        execute_many(connection, "upsert_weather", rows)


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
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path.name} cannot be read as CSV: {error}.") from error


def _check_columns(names: list[str], file: str) -> None:
    missing = [name for name in ("observed_at", "humidity_pct", "wind_mps") if name not in names]
    if "temperature_c" not in names and "temperature_f" not in names:
        missing.insert(0, "temperature_c (or temperature_f)")
    if missing:
        raise ImportRefused(f"{file} has no column {missing[0]}; it has {', '.join(names) or 'none'}.")


def _reading(row: Mapping[str, str | None], zone: ZoneInfo) -> Row:
    """One checked row; a ValueError "reason|detail" otherwise."""
    values = {name: _value(row, name) for name in ("humidity_pct", "wind_mps")}
    if (row.get("temperature_c") or "").strip():
        values["temperature_c"] = _value(row, "temperature_c")
    else:
        values["temperature_c"] = (_value(row, "temperature_f") - 32.0) / 1.8
    for name, value in values.items():
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise ValueError(f"out of range|{name} {value:g} is not between {low:g} and {high:g}")
    return {"observed_at": _hour(row.get("observed_at") or "", zone), **values}


def _value(row: Mapping[str, str | None], name: str) -> float:
    text = (row.get(name) or "").strip()
    if not text:
        raise ValueError(f"value missing|{name} is empty")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"not a number|{name} {text!r} is not a number")
    return value


def _hour(text: str, zone: ZoneInfo) -> dt.datetime:
    """Start of the hour, UTC."""
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"not a time|observed_at {text!r} is not ISO 8601") from None
    if at.tzinfo is None:
        local = at.replace(tzinfo=zone)
        if local.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != at:
            raise ValueError(f"no such local time|observed_at {text!r} is skipped by daylight saving in {zone.key}")
        at = local
    return at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
