"""NEM12 files: interval data of the Australian market (AEMO, Meter Data File Format Specification NEM12 & NEM13).

Records by their first field: 100 header, 200 NMI data details, 300 interval data (one day), 400 interval event
(qualities of part of a day whose quality is V), 500 B2B details (not needed), 900 end. Days and intervals are in
market time, UTC+10 the whole year (section 3.3.1); a value belongs to the interval that begins at its place in the day.
The suffix tells the direction: E to the customer, B from the customer, Q and K reactive, N net.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.channels import SUFFIXES, measures_of
from data_sources.importers.readings.columns import UNITS, Role
from data_sources.importers.readings.options import INTERVALS_MINUTES, NO_LENGTH
from data_sources.importers.readings.parsed import (
    ACTUAL,
    EDITED,
    ESTIMATED,
    MICROSECONDS_A_MINUTE,
    MISSING,
    Floats,
    Ints,
    ParsedReadings,
    Rejects,
    merge_channels,
    same_meter,
)
from data_sources.importers.readings.sheet import find_encoding

MARKET_OFFSET_MINUTES = 600
FLAGS = {"A": ACTUAL, "E": ESTIMATED, "S": ESTIMATED, "F": EDITED, "N": MISSING}
EPOCH = dt.date(1970, 1, 1)


def looks_like_nem12(head: str) -> bool:
    """Whether a file's first line is NEM12's; the header may have been cut off."""
    first = head.lstrip("\ufeff").split("\n", 1)[0].split(",")
    return first[0].strip() in ("100", "200") and len(first) > 2 and ("NEM" in first[1] or len(first) >= 9)


@dataclass(slots=True)
class _Stream:
    """One 200 record: a register of a meter, with its days."""

    nmi: str
    role: Role | None
    suffix: str
    factor: float
    is_power: bool
    minutes: int
    days: list[int] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    qualities: list[Ints] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    pending: bool = False  # its last day has quality V: 400 records follow

    def readings(self) -> ParsedReadings | None:
        """Its days as readings."""
        if not self.days or self.role is None:
            return None
        count = 1440 // self.minutes
        start = np.array(self.days, np.int64) * 1440 - MARKET_OFFSET_MINUTES
        at = (start[:, None] + np.arange(count) * self.minutes).ravel() * MICROSECONDS_A_MINUTE
        quality = np.concatenate(self.qualities)
        values = np.concatenate(self.values) * self.factor * (self.minutes / 60 if self.is_power else 1.0)
        values = np.where(quality == MISSING, np.nan, values)
        if self.suffix.startswith("K"):
            values = -values  # reactive energy from the customer
        minutes = np.full(len(at), self.minutes, np.int64)
        lines = np.repeat(np.array(self.lines, np.int64), count)
        return ParsedReadings(
            same_meter(self.nmi, len(at)), at, minutes, measures_of(self.role, values), quality, lines
        )


def read_nem12(path: Path, rejects: Rejects) -> Iterator[ParsedReadings]:
    """The readings of a NEM12 file, one piece a meter: its registers may stand anywhere in the file.

    Raises:
        ImportRefused: it is NEM13, or no text.
    """
    streams: list[_Stream] = []
    is_ended = False
    for line, record in _records(path):
        kind = record[0].strip()
        if kind == "100":
            _check_header(path, record)
        elif kind == "200":
            streams.append(_stream(line, record, rejects))
        elif kind in ("300", "400"):
            if not streams:
                rejects.add(line, "record without its 200 record", ",".join(record))
            elif kind == "300":
                _day(streams[-1], line, record, rejects)
            else:
                _event(streams[-1], line, record, rejects)
        elif kind == "900":
            is_ended = True
        elif kind != "500":
            rejects.add(line, f"unknown record {kind[:10]!r}", ",".join(record))
    for nmi in dict.fromkeys(stream.nmi for stream in streams):
        yield from _merged([stream for stream in streams if stream.nmi == nmi])
    if not is_ended:
        rejects.report.note("It has no 900 record, so it may have been cut off at its end.")


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = find_encoding(path)
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        reader = csv.reader(file)
        try:
            for record in reader:
                if record and any(record):
                    yield reader.line_num, record
        except csv.Error as error:
            raise ImportRefused(f"{path.name} cannot be read as NEM12: {error}.") from error


def _check_header(path: Path, record: list[str]) -> None:
    if len(record) > 1 and record[1].strip().upper() != "NEM12":
        raise ImportRefused(f"{path.name} is {record[1].strip() or 'of no named format'}; only NEM12 holds intervals.")


def _stream(line: int, record: list[str], rejects: Rejects) -> _Stream:
    """A 200 record: NMI, configuration, register, suffix, MDM stream, serial number, unit, interval length."""
    record = [value.strip() for value in record] + [""] * max(0, 9 - len(record))
    nmi, suffix, unit, length = record[1], record[4].upper(), record[7].lower(), record[8]
    if not length.isdigit() or int(length) not in INTERVALS_MINUTES:
        rejects.add(line, NO_LENGTH, ",".join(record))
        return _Stream(nmi, None, suffix, 1.0, False, 30)
    role: Role | None = "voltage" if unit == "v" else SUFFIXES.get(suffix[:1].lower())
    if role is None or (unit != "v" and unit not in UNITS):
        rejects.report.note(f"The register {suffix or '(none)'} of {nmi} in {record[7]} is not one we keep.")
        role = None
    kind, factor = UNITS.get(unit, ("energy", 1.0))
    return _Stream(nmi, role, suffix, factor, kind == "power", int(length))


def _day(stream: _Stream, line: int, record: list[str], rejects: Rejects) -> None:
    """A 300 record: date, one value an interval, quality, reason, description, times of update and of load."""
    stream.pending = False
    count = 1440 // stream.minutes
    if stream.role is None:
        return
    day, quality = (
        _date(record[1] if len(record) > 1 else ""),
        record[count + 2].strip() if len(record) > count + 2 else "",
    )
    if day is None:
        rejects.add(line, "not a date", ",".join(record), count)
        return
    if quality[:1].upper() not in (*FLAGS, "V"):
        reason = "too few values in the line" if len(record) < count + 3 else "unknown quality"
        rejects.add(line, reason, ",".join(record), count)
        return
    values = _numbers(record[2 : count + 2])
    if values is None:
        rejects.add(line, "not a number", ",".join(record), count)
        return
    stream.pending = quality[:1].upper() == "V"
    stream.days.append(day)
    stream.values.append(values)
    stream.lines.append(line)
    stream.qualities.append(np.full(count, FLAGS.get(quality[:1].upper(), MISSING), np.int64))


def _event(stream: _Stream, line: int, record: list[str], rejects: Rejects) -> None:
    """A 400 record: first interval, last interval (both counted from 1), quality, reason, description."""
    if stream.role is None:
        return
    try:
        first, last, flag = int(record[1]), int(record[2]), FLAGS[record[3].strip()[:1].upper()]
    except (IndexError, ValueError, KeyError):
        first, last, flag = 0, 0, 0
    if not stream.pending or not 1 <= first <= last <= 1440 // stream.minutes:
        rejects.add(line, "event that fits no day", ",".join(record))
        return
    stream.qualities[-1][first - 1 : last] = flag


def _date(text: str) -> int | None:
    try:
        return (dt.datetime.strptime(text.strip(), "%Y%m%d").date() - EPOCH).days
    except ValueError:
        return None


def _numbers(texts: list[str]) -> Floats | None:
    try:
        return np.array([float(text) if text.strip() else np.nan for text in texts])
    except ValueError:
        return None


def _merged(streams: list[_Stream]) -> Iterator[ParsedReadings]:
    merged = merge_channels([piece for stream in streams if (piece := stream.readings()) is not None])
    if merged is not None:
        yield merged
