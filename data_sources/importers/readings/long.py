"""Rows of long files: stamps, meters, qualities and values, told apart row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.importers.readings.channels import Channel, measures_of, role_of
from data_sources.importers.readings.clock import (
    NOT_A_TIME,
    Stamps,
    localise,
    parse_stamps,
    resolve_twice,
    runs_backwards,
)
from data_sources.importers.readings.columns import QUALITY_TEXTS, Columns
from data_sources.importers.readings.factor import reactive_kvarh, tells
from data_sources.importers.readings.interval import Lengths, difference
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import (
    ACTUAL,
    DELIVERED,
    MEASURES,
    MICROSECONDS_A_MINUTE,
    REACTIVE,
    RECEIVED,
    Bools,
    Ints,
    ParsedReadings,
    Rejects,
    no_meter,
)
from data_sources.importers.readings.sheet import ReadingSheet, as_floats, as_text

_FLAG = re.compile(r"^([aesfn])\d{2}$")  # a NEM12 quality with its method
_MINUTES = re.compile(r"^(?:pt)?0*(\d{1,2})\s*(?:m|min|minutes?)?$", re.IGNORECASE)


def distinct(texts: pa.Array) -> list[str]:
    """The different texts of a column."""
    return list(pc.unique(texts).to_pylist())


def stamps_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions) -> Stamps:
    """The times of the rows as written; each different text is read once."""
    if "time" not in columns.by_role:
        days = sheet.texts(columns.by_role["date"])
        clock = columns.by_role.get("clock")
        return _from_texts(
            days if clock is None else pc.binary_join_element_wise(days, sheet.texts(clock), " "), columns, options
        )
    column = sheet[columns.by_role["time"]]
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        is_utc = columns.is_utc or (pa.types.is_timestamp(column.type) and column.type.tz is not None)
        plain = column.cast(pa.timestamp("us", tz=getattr(column.type, "tz", None)), safe=False).cast(pa.int64())
        at = pc.fill_null(plain, NOT_A_TIME).to_numpy(zero_copy_only=False)
        return Stamps(at.astype(np.int64), np.full(len(at), is_utc, np.bool_))
    return _from_texts(as_text(column), columns, options)


def _from_texts(texts: pa.Array, columns: Columns, options: ReadingOptions) -> Stamps:
    coded = texts.dictionary_encode()
    known = parse_stamps(coded.dictionary.to_pylist(), options.date_order, columns.file)
    index = coded.indices.to_numpy(zero_copy_only=False)
    return Stamps(known.at[index], known.is_utc[index] | columns.is_utc)


def placed_rows(sheet: ReadingSheet, stamps: Stamps, rejects: Rejects) -> tuple[ReadingSheet, Ints]:
    """The rows that have a time, and their times as written."""
    is_time = stamps.at != NOT_A_TIME
    for row in np.flatnonzero(~is_time):
        rejects.add(int(sheet.line[row]), "not a time", sheet.row_text(int(row)))
    return (sheet, stamps.at) if is_time.all() else (sheet.take(is_time), stamps.at[is_time])


def meter_column(sheet: ReadingSheet, name: str | None) -> pa.DictionaryArray:
    """The file's meter of each row."""
    return no_meter(len(sheet)) if name is None else sheet.texts(name).dictionary_encode()


def codes_of(meters: pa.DictionaryArray) -> Ints:
    """Meters as indices into their dictionary."""
    return np.asarray(meters.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def qualities(sheet: ReadingSheet, name: str | None) -> Ints:
    """Quality of each row; -1 where the text is none we know."""
    if name is None:
        return np.full(len(sheet), ACTUAL, np.int64)
    coded = sheet.texts(name).dictionary_encode()
    known = np.array([_quality(text.lower()) for text in coded.dictionary.to_pylist()], np.int64)
    return np.asarray(known[coded.indices.to_numpy(zero_copy_only=False)], np.int64)


def _quality(text: str) -> int:
    match = _FLAG.match(text)
    return QUALITY_TEXTS.get(match[1] if match else text, -1)


def roles_by_category(sheet: ReadingSheet, name: str) -> tuple[NDArray[Any], pa.Array]:
    """(what each row measures, "" where we do not take its category; the categories)."""
    coded = sheet.texts(name).dictionary_encode()
    known = np.array([role_of(text) or "" for text in coded.dictionary.to_pylist()], object)
    return known[coded.indices.to_numpy(zero_copy_only=False)], coded


@dataclass(slots=True)
class LongRows:
    """Makes readings of the rows of one long file.

    Attributes:
        columns: of the file.
        channels: its value columns.
        lengths: of its intervals.
        options: what a person said.
        zone: clock of its local stamps.
        rejects: takes what cannot be taken.
        is_register: its energies are register values.
    """

    columns: Columns
    channels: list[Channel]
    lengths: Lengths
    options: ReadingOptions
    zone: dt.tzinfo
    rejects: Rejects
    is_register: bool
    _held: list[ReadingSheet] = field(default_factory=list)
    _is_backwards: bool = False

    def piece(self, sheet: ReadingSheet) -> Iterator[ParsedReadings]:
        """Readings of one piece; rows in an hour that comes twice wait until all of them are there."""
        sheet, stamps = self._timed(sheet)
        self._is_backwards = self._is_backwards or runs_backwards(self._codes(sheet), stamps.at)
        twice = localise(stamps.at, self.zone).is_twice & ~stamps.is_utc
        if twice.any():
            self._held.append(sheet.take(twice))
            sheet, stamps = sheet.take(~twice), Stamps(stamps.at[~twice], stamps.is_utc[~twice])
        if len(sheet):
            yield self._readings(sheet, stamps)

    def held_rows(self) -> Iterator[ParsedReadings]:
        """Readings of the rows that waited."""
        if self._held:
            sheet, stamps = self._timed(join(self._held))
            yield self._readings(sheet, stamps)

    def whole(self, sheets: list[ReadingSheet]) -> list[ParsedReadings]:
        """Readings of a file whose rows belong together, one piece a measure."""
        sheet, stamps = self._timed(join(sheets))
        self._is_backwards = runs_backwards(self._codes(sheet), stamps.at)
        name = self.columns.by_role.get("category")
        if name is None:
            return [self._readings(sheet, stamps)]
        roles, coded = roles_by_category(sheet, name)
        for row in np.flatnonzero(roles == ""):
            self.rejects.add(
                int(sheet.line[row]), f"category {coded[int(row)].as_py()!r} is not taken", sheet.row_text(int(row))
            )
        codes = codes_of(coded)
        found = []
        # One piece a category, not a measure: GC and CL are both delivered, and are summed.
        for code in np.unique(codes[roles != ""]):
            mine = codes == code
            part = Stamps(stamps.at[mine], stamps.is_utc[mine])
            found.append(self._readings(sheet.take(mine), part, role=str(roles[mine][0])))
        return found

    def _timed(self, sheet: ReadingSheet) -> tuple[ReadingSheet, Stamps]:
        stamps = stamps_of(sheet, self.columns, self.options)
        kept, at = placed_rows(sheet, stamps, self.rejects)
        return kept, Stamps(at, stamps.is_utc[stamps.at != NOT_A_TIME])

    def _codes(self, sheet: ReadingSheet) -> Ints:
        return codes_of(meter_column(sheet, self.columns.by_role.get("meter")))

    def _readings(self, sheet: ReadingSheet, stamps: Stamps, role: str | None = None) -> ParsedReadings:
        meters = meter_column(sheet, self.columns.by_role.get("meter"))
        at, fault = self._instants(codes_of(meters), stamps)
        values, numbers_ok = self._values(sheet)
        quality = qualities(sheet, self.columns.by_role.get("quality"))
        minutes = self._minutes(sheet, meters, at)
        wall = np.where(stamps.is_utc, at, stamps.at)
        faults = {
            "local time that the clock skips": fault,
            "not a number": ~numbers_ok,
            "unknown quality": quality < 0,
            "length of the interval is not 5, 15, 30 or 60 minutes": ~np.isin(minutes, (5, 15, 30, 60)),
            "stamp is not on the grid of its intervals": wall % (np.maximum(minutes, 1) * MICROSECONDS_A_MINUTE) != 0,
        }
        good = np.ones(len(sheet), np.bool_)
        for reason, found in faults.items():
            for row in np.flatnonzero(found & good):
                self.rejects.add(int(sheet.line[row]), reason, sheet.row_text(int(row)))
            good &= ~found
        piece = ParsedReadings(meters, at, minutes, self._measures(values, minutes, role), quality, sheet.line).take(
            good
        )
        if self._takes_factor:
            self._add_reactive(piece, sheet.take(good))
        if self.is_register:
            return self._differences(piece)
        if self._stamp() == "end":
            piece.at = piece.at - piece.minutes * MICROSECONDS_A_MINUTE
        return piece

    def _instants(self, codes: Ints, stamps: Stamps) -> tuple[Ints, Bools]:
        """(UTC, which local times do not exist)."""
        known = localise(stamps.at, self.zone)
        at = np.where(stamps.is_utc, stamps.at, known.early)
        twice = np.flatnonzero(known.is_twice & ~stamps.is_utc)
        second = resolve_twice(codes[twice], stamps.at[twice], is_backwards=self._is_backwards)
        at[twice[second]] = known.late[twice[second]]
        return at, known.is_never & ~stamps.is_utc

    def _values(self, sheet: ReadingSheet) -> tuple[list[NDArray[np.float64]], Bools]:
        good = np.ones(len(sheet), np.bool_)
        found = []
        for channel in self.channels:
            values, bad = as_floats(sheet[channel.column], sheet.has_decimal_comma)
            good &= ~bad
            found.append(values)
        return found, good

    def _minutes(self, sheet: ReadingSheet, meters: pa.DictionaryArray, at: Ints) -> Ints:
        roles = self.columns.by_role
        if "interval" in roles and not self.options.interval_minutes:
            coded = sheet.texts(roles["interval"]).dictionary_encode()
            known = [int(m[1]) if (m := _MINUTES.match(text)) else 0 for text in coded.dictionary.to_pylist()]
            known = [60 if text.lower() in ("1h", "pt1h", "hourly", "hour") else minutes
                     for text, minutes in zip(coded.dictionary.to_pylist(), known, strict=True)]  # fmt: skip
            return np.asarray(np.array(known, np.int64)[coded.indices.to_numpy(zero_copy_only=False)], np.int64)
        return self.lengths.find(meters.dictionary.to_pylist(), codes_of(meters), at)

    def _measures(self, values: list[NDArray[np.float64]], minutes: Ints, role: str | None) -> dict[str, Any]:
        found = {name: np.full(len(minutes), np.nan) for name in MEASURES}
        for channel, column in zip(self.channels, values, strict=True):
            given = role if role and channel.role in ("delivered", "net") else channel.role
            for name, measured in measures_of(given, channel.energies(column, minutes)).items():  # type: ignore[arg-type]
                found[name] = np.where(np.isnan(measured), found[name], measured)
        return found

    @property
    def _takes_factor(self) -> bool:
        """A factor counts where no kvarh are given; where a reading is put together of rows it is of no one energy."""
        roles = self.columns.by_role
        return "power_factor" in roles and not {"reactive", "category"} & set(roles) and not self.is_register

    def _add_reactive(self, piece: ParsedReadings, sheet: ReadingSheet) -> None:
        column = self.columns.by_role["power_factor"]
        factor, is_text = as_floats(sheet[column], sheet.has_decimal_comma)
        net_kwh = np.nan_to_num(piece.measures[DELIVERED]) - np.nan_to_num(piece.measures[RECEIVED])
        has_energy = ~np.isnan(piece.measures[DELIVERED]) | ~np.isnan(piece.measures[RECEIVED])
        piece.measures[REACTIVE] = reactive_kvarh(np.where(has_energy, net_kwh, np.nan), factor)
        report = self.rejects.report
        report.note(f"Reactive energy follows from {column!r}, lagging where it is positive.")
        report.without_factor += int((has_energy & (is_text | (~np.isnan(factor) & ~tells(factor)))).sum())

    def _stamp(self) -> str:
        stamp = self.columns.stamp or self.options.stamp
        if stamp is None:
            raise ImportRefused(
                f"{self.columns.file} does not tell whether a stamp is its interval's start or its end; "
                f"name it with --stamp start or --stamp end."
            )
        return stamp

    def _differences(self, piece: ParsedReadings) -> ParsedReadings:
        order = np.lexsort((piece.at, piece.codes()))
        piece = piece.take(order)
        keep = np.zeros(len(piece), np.bool_)
        for name in ("energy_delivered_kwh", "energy_received_kwh", "reactive_kvarh"):
            energy, falls, gaps = difference(piece.codes(), piece.at, piece.measures[name], piece.minutes)
            piece.measures[name] = energy
            keep |= np.isfinite(energy)
            for reason, found in (("register fell", falls), ("register read after a gap", gaps)):
                for row in np.flatnonzero(found):
                    self.rejects.add(int(piece.line[row]), reason, f"{piece.meter[int(row)].as_py()}")
        return piece.take(keep)


def join(sheets: list[ReadingSheet]) -> ReadingSheet:
    """Pieces of one file as one."""
    if len(sheets) == 1:
        return sheets[0]
    columns = [pa.concat_arrays([sheet.columns[place] for sheet in sheets]) for place in range(len(sheets[0].names))]
    return ReadingSheet(
        sheets[0].names, columns, np.concatenate([sheet.line for sheet in sheets]), sheets[0].has_decimal_comma
    )
