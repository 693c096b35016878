"""NEM12 files: interval data of the Australian market (AEMO, Meter Data File Format Specification NEM12 & NEM13).

Records by their first field: 100 header, 200 NMI data details, 300 interval data (one day), 400 interval event
(qualities of part of a day whose quality is V), 500 B2B details (not needed), 900 end. Days and intervals are in
market time, UTC+10 the whole year (section 3.3.1), unless a person names another clock without daylight saving (files
of Western Australia); a value belongs to the interval that begins at its place in the day. The suffix tells the
direction: E to the customer, B from the customer, Q and K reactive, N net.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.channels import SUFFIXES, measures_of
from data_sources.importers.readings.columns import Role
from data_sources.importers.readings.fixed import check_length, check_unit
from data_sources.importers.readings.headings import UNITS
from data_sources.importers.readings.options import NO_LENGTH, ReadingOptions
from data_sources.importers.readings.parsed import MICROSECONDS_A_MINUTE, ParsedReadings, Rejects, concat, same_meter
from data_sources.importers.readings.registers import ENERGIES, Register, one_register, put_together
from data_sources.importers.readings.sheets.reading_sheet import find_encoding
from data_sources.importers.readings.stamps import zone_named
from data_sources.numerals import numbers, whole_number
from data_sources.warehouse.reading_values import ACTUAL, EDITED, ESTIMATED, INTERVALS_MINUTES, MISSING

MARKET_OFFSET_MINUTES = 600
FLAGS = {"A": ACTUAL, "E": ESTIMATED, "S": ESTIMATED, "F": EDITED, "N": MISSING}
EPOCH = dt.date(1970, 1, 1)
_DATE = re.compile(r"\s*[0-9]{8}\s*$")


def looks_like_nem12(head: str) -> bool:
    """Whether a file's first line is NEM12's; the header may have been cut off."""
    first = head.lstrip("\ufeff").split("\n", 1)[0].split(",")
    return first[0].strip() in ("100", "200") and len(first) > 2 and ("NEM" in first[1] or len(first) >= 9)


@dataclass(slots=True)
class _Stream:
    """One 200 record: a register of a meter, with its days."""

    nmi: str
    register: str
    serial: str
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
    untold: dict[int, Bools] = field(default_factory=dict)  # place of a day of quality V: intervals without a record

    @property
    def key(self) -> tuple[str, str]:
        """What tells the registers of an NMI apart, whichever meter holds them."""
        return self.suffix, self.register

    def readings(self, offset_minutes: int) -> ParsedReadings:
        """Its days, which begin so many minutes before those of UTC, as readings."""
        assert self.role
        count = 1440 // self.minutes
        start = np.array(self.days, np.int64) * 1440 - offset_minutes
        at = (start[:, None] + np.arange(count) * self.minutes).ravel() * MICROSECONDS_A_MINUTE
        quality = np.concatenate(self.qualities)
        values = np.concatenate(self.values) * self.factor * (self.minutes / 60 if self.is_power else 1.0)
        values = np.where(quality == MISSING, np.nan, values)
        if self.suffix.startswith("K"):
            values = -values  # reactive energy from the customer
        minutes = np.full(len(at), self.minutes, np.int64)
        lines = np.repeat(np.array(self.lines, np.int64), count)
        readings = ParsedReadings(
            same_meter(self.nmi, len(at)), at, minutes, measures_of(self.role, values), quality, lines
        )
        is_told = np.ones((len(self.days), count), np.bool_)
        for day, is_untold in self.untold.items():
            is_told[day] = ~is_untold
        return readings.take(is_told.ravel())


def read_nem12(path: Path, rejects: Rejects, options: ReadingOptions | None = None) -> Iterator[ParsedReadings]:
    """The readings of a NEM12 file, one piece a meter: its registers may stand anywhere in the file.

    Args:
        path: the file.
        rejects: is told what is not taken.
        options: what a person says about it.

    Raises:
        ImportRefused: it is NEM13, or no text; or the options contradict it.
    """
    options = options or ReadingOptions()
    streams: list[_Stream] = []
    is_ended = False
    for line, record in _records(path):
        kind = record[0].strip()
        if kind == "100":
            _check_header(path, record)
        elif kind == "200":
            streams.append(_stream(line, record, options, rejects))
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
    streams = [stream for stream in streams if stream.days and stream.role]
    _tell_untold(streams, rejects)
    offset = _clock(path.name, options, streams, rejects)
    for nmi in dict.fromkeys(stream.nmi for stream in streams):
        yield from _merged([stream for stream in streams if stream.nmi == nmi], offset, rejects)
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


def _clock(file: str, options: ReadingOptions, streams: list[_Stream], rejects: Rejects) -> int:
    """Minutes by which the file's days are ahead of UTC.

    Raises:
        ImportRefused: a person names a clock that changes within the year; no day of NEM12 has 23 or 25 hours.
    """
    if options.time_zone is None:
        return MARKET_OFFSET_MINUTES
    zone = zone_named(options.time_zone)
    years = {(EPOCH + dt.timedelta(days=day)).year for stream in streams for day in stream.days}
    months = [dt.datetime(year, month, 1, tzinfo=zone) for year in sorted(years) for month in range(1, 13)]
    offsets = {int((at.utcoffset() or dt.timedelta()).total_seconds() // 60) for at in months}
    if len(offsets) == 1:
        (minutes,) = offsets
        if minutes != MARKET_OFFSET_MINUTES:
            rejects.report.note(f"Its days are those of {options.time_zone}, as --time-zone says, not of market time.")
        return minutes
    if offsets and options.new_utility is None:
        raise ImportRefused(
            f"{file}: every day of NEM12 has 24 hours, and the clock of {options.time_zone} has daylight saving; leave "
            "--time-zone out for market time (UTC+10), or name a clock without it, such as Australia/Perth."
        )
    if offsets:
        rejects.report.note(f"Its days are of market time (UTC+10): {options.time_zone} is the utility's clock.")
    return MARKET_OFFSET_MINUTES


def _stream(line: int, record: list[str], options: ReadingOptions, rejects: Rejects) -> _Stream:
    """A 200 record: NMI, configuration, register, suffix, MDM stream, serial number, unit, interval length."""
    record = [value.strip() for value in record] + [""] * max(0, 9 - len(record))
    nmi, register, suffix, serial = record[1], record[3], record[4].upper(), record[6]
    unit, length = record[7].lower(), record[8]
    if not (length.isascii() and length.isdigit()) or int(length) not in INTERVALS_MINUTES:
        rejects.add(line, NO_LENGTH, ",".join(record))
        return _Stream(nmi, register, serial, None, suffix, 1.0, False, 30)
    role: Role | None = "voltage" if unit == "v" else SUFFIXES.get(suffix[:1].lower())
    if role is None or (unit != "v" and unit not in UNITS):
        rejects.report.note(f"The register {suffix or '(none)'} of {nmi} in {record[7]} is not one we keep.")
        role = None
    kind, factor = UNITS.get(unit, ("energy", 1.0))
    if role in ENERGIES:
        check_unit(rejects.report.path.name, options.unit, is_power=kind == "power", factor=factor)
        check_length(rejects.report.path.name, options.interval_minutes, int(length))
    role = "net" if options.is_net and role == "delivered" else role
    return _Stream(nmi, register, serial, role, suffix, factor, kind == "power", int(length))


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
    if stream.pending:
        stream.untold[len(stream.days)] = np.isfinite(values)
    stream.days.append(day)
    stream.values.append(values)
    stream.lines.append(line)
    stream.qualities.append(np.full(count, FLAGS.get(quality[:1].upper(), MISSING), np.int64))


def _event(stream: _Stream, line: int, record: list[str], rejects: Rejects) -> None:
    """A 400 record: first interval, last interval (both counted from 1), quality, reason, description."""
    if stream.role is None:
        return
    try:
        first, last, flag = whole_number(record[1]), whole_number(record[2]), FLAGS[record[3].strip()[:1].upper()]
    except (IndexError, ValueError, KeyError):
        first, last, flag = 0, 0, 0
    if not stream.pending or not 1 <= first <= last <= 1440 // stream.minutes:
        rejects.add(line, "event that fits no day", ",".join(record))
        return
    stream.qualities[-1][first - 1 : last] = flag
    stream.untold[len(stream.days) - 1][first - 1 : last] = False


def _tell_untold(streams: list[_Stream], rejects: Rejects) -> None:
    """Values of a day of quality V that no 400 record covers: of which quality they are, nobody says."""
    for stream in streams:
        for day, is_untold in stream.untold.items():
            count = int(is_untold.sum())
            if count:
                told = f"{stream.suffix} of {stream.nmi}: {count} values"
                rejects.add(stream.lines[day], "quality V without its 400 record", told, count)


def _date(text: str) -> int | None:
    try:
        return (dt.datetime.strptime(text.strip(), "%Y%m%d").date() - EPOCH).days if _DATE.match(text) else None
    except ValueError:
        return None


def _numbers(texts: list[str]) -> Floats | None:
    try:
        return np.array(numbers(texts), np.float64)
    except ValueError:
        return None


def _merged(streams: list[_Stream], offset_minutes: int, rejects: Rejects) -> Iterator[ParsedReadings]:
    """The registers of an NMI; one that several meters hold one after the other is one register."""
    registers = []
    for key in dict.fromkeys(stream.key for stream in streams):
        own = [stream for stream in streams if stream.key == key]
        meters = [[one for one in own if one.serial == serial] for serial in dict.fromkeys(one.serial for one in own)]
        registers.append(one_register([_register(blocks, offset_minutes) for blocks in meters], rejects))
    merged = put_together(registers, rejects)
    if merged is not None:
        yield merged


def _register(blocks: list[_Stream], offset_minutes: int) -> Register:
    """The blocks of one meter's register, in the order of the file."""
    first = blocks[0]
    assert first.role
    return Register(first.suffix, first.role, concat([block.readings(offset_minutes) for block in blocks]))
