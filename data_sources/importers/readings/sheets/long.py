"""Rows of long files: stamps, meters, qualities and values, told apart row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.channels import Channel, measures_of
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import NO_LENGTH, ReadingOptions
from data_sources.importers.readings.parsed import (
    DELIVERED,
    MEASURES,
    MICROSECONDS_A_MINUTE,
    REACTIVE,
    RECEIVED,
    ParsedReadings,
    Rejects,
    no_meter,
)
from data_sources.importers.readings.same_time import ALL_MISSING, blanked
from data_sources.importers.readings.sheets.decimals import Numerals
from data_sources.importers.readings.sheets.factor import reactive_kvarh, tells
from data_sources.importers.readings.sheets.interval import Lengths, difference
from data_sources.importers.readings.sheets.midnight import of_days_end
from data_sources.importers.readings.sheets.qualities import qualities, qualities_at, settle_beside
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, as_text
from data_sources.importers.readings.sheets.row_parts import RowPart, RowParts
from data_sources.importers.readings.sheets.turns import settled
from data_sources.importers.readings.showings import around_twice, runs_backwards, second_showings
from data_sources.importers.readings.stamps import (
    NOT_A_TIME,
    Stamps,
    is_time_of_day,
    iso_stamps,
    localise,
    midnights,
    parse_stamps,
    split_period,
)
from data_sources.warehouse.reading_values import INTERVALS_MINUTES, MISSING

_GUARDED = r"^(?:'|=?\"+)(.*?)\"*$"  # '0123, ="0123"
HOUR = 3_600_000_000  # microseconds
CONTRARY = "its summer time is not that of the clock (--time-zone says which clock it is)"
_HOURS = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?$")
_MINUTES = re.compile(r"^(?:pt)?0*(\d{1,2})\s*(?:m|min|minutes?)?$", re.IGNORECASE)


def distinct(texts: pa.Array) -> list[str]:
    """The different texts of a column."""
    return list(pc.unique(texts).to_pylist())


def stamps_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    """The times of the rows, as they are meant by what is written; each different text is read once."""
    written = _written(sheet, columns, options, zone)
    is_end = (options.stamp or columns.stamp) == "end" and not columns.counted_minutes
    return settled(of_days_end(written) if columns.midnight_ends else written, sheet, columns, zone, is_end=is_end)


def _written(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    roles = columns.by_role
    if columns.counted_minutes:
        return _of_numbers(sheet, columns, options, zone)
    if "period" in roles:
        return _from_texts(_ends_of_periods(sheet.texts(roles["period"]))[0], columns, options)
    if "time" in roles:
        return _of_column(sheet[roles["time"]], columns, options)
    return _of_parts(sheet, roles["date"], roles.get("clock"), columns, options, zone)


def ends_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps | None:
    """The ends of the rows' intervals as written, where the file tells both."""
    if not columns.has_both_ends:
        return None
    written = _written_ends(sheet, columns, options, zone)
    return settled(written, sheet, Columns(columns.file), zone, is_end=True)  # a column is of the starts


def _written_ends(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    roles = columns.by_role
    if "period" in roles:
        return _from_texts(_ends_of_periods(sheet.texts(roles["period"]))[1], columns, options)
    if "end" in roles:
        return _of_column(sheet[roles["end"]], columns, options)
    return _of_parts(sheet, roles.get("end_date", roles["date"]), roles["end_clock"], columns, options, zone)


def _of_parts(
    sheet: ReadingSheet, date: str, clock: str | None, columns: Columns, options: ReadingOptions, zone: dt.tzinfo
) -> Stamps:
    if clock is None:
        return _of_column(sheet[date], columns, options)
    days = sheet.texts(date)
    if pa.types.is_timestamp(sheet[date].type):
        known = midnights(_of_column(sheet[date], columns, options), zone)
        days = pc.fill_null(pc.strftime(pa.array(known, pa.timestamp("us"), mask=known == NOT_A_TIME), "%Y-%m-%d"), "")
    # A spreadsheet writes a day as its midnight.
    bare = pc.replace_substring_regex(days, r"[ T]+0?0:00(:00)?(\.0+)?$", "")
    return _from_texts(pc.binary_join_element_wise(bare, sheet.texts(clock), " "), columns, options)


def _of_numbers(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Stamps:
    """Starts of numbered intervals: counted on a day of 23 or 25 hours that has as many, off the clock on others."""
    minutes = columns.counted_minutes
    days = days_of(sheet, columns, options, zone)
    numbers, _ = Numerals().floats(sheet[columns.by_role["clock"]])
    known = ~np.isnan(numbers) & (days != NOT_A_TIME)
    days, numbers = np.where(known, days, 0), np.where(known, numbers, 1).astype(np.int64)
    begins = localise(days, zone).early
    _, place = np.unique(days, return_inverse=True)
    last = np.zeros(int(place.max(initial=0)) + 1, np.int64)
    np.maximum.at(last, place, numbers)
    usual = 1440 // minutes
    is_counted = (last[place] == hours_of_day(days, zone) * 60 // minutes) & (last[place] != usual)
    # The number of the interval after midnight; hours may be read off a clock, which shows 0 there.
    first = 0 if options.stamp == "start" and minutes == 60 else 1
    at = np.where(is_counted, begins, days) + (numbers - first) * minutes * MICROSECONDS_A_MINUTE
    return Stamps(np.where(known & (is_counted | (numbers <= usual)), at, NOT_A_TIME), is_counted)


def days_of(sheet: ReadingSheet, columns: Columns, options: ReadingOptions, zone: dt.tzinfo) -> Ints:
    """The midnights of the rows' days by the wall clock; `NOT_A_TIME` where there is none."""
    return midnights(_of_column(sheet[columns.by_role["date"]], columns, options), zone)


def hours_of_day(days: Ints, zone: dt.tzinfo) -> Ints:
    """How many hours local days have, told by their midnights; 0 where there is no day."""
    is_day = days != NOT_A_TIME
    midnight = np.where(is_day, days, 0)
    hours = (localise(midnight + 24 * HOUR, zone).early - localise(midnight, zone).early) // HOUR
    return np.asarray(np.where(is_day, hours, 0), np.int64)


def _of_column(column: pa.Array, columns: Columns, options: ReadingOptions) -> Stamps:
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        is_utc = pa.types.is_timestamp(column.type) and column.type.tz is not None
        plain = column.cast(pa.timestamp("us", tz=getattr(column.type, "tz", None)), safe=False).cast(pa.int64())
        at = pc.fill_null(plain, NOT_A_TIME).to_numpy(zero_copy_only=False)
        return Stamps(at.astype(np.int64), np.full(len(at), is_utc, np.bool_))
    return _from_texts(as_text(column), columns, options)


def _from_texts(texts: pa.Array, columns: Columns, options: ReadingOptions) -> Stamps:
    if plain := iso_stamps(texts):
        return plain
    coded = texts.dictionary_encode()
    known = parse_stamps(coded.dictionary.to_pylist(), options.date_order, columns.file)
    index = coded.indices.to_numpy(zero_copy_only=False)
    return Stamps(known.at[index], known.is_utc[index], known.showing[index])


def _ends_of_periods(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """(starts, ends) of "A to B"; an end without a day is of the start's."""
    coded = texts.dictionary_encode()
    found = [split_period(text) or (text, "") for text in coded.dictionary.to_pylist()]
    starts = pa.array([start for start, _ in found], pa.string())
    ends = pa.array([f"{start.split()[0]} {end}" if is_time_of_day(end) else end for start, end in found], pa.string())
    return starts.take(coded.indices), ends.take(coded.indices)


def placed_rows(sheet: ReadingSheet, stamps: Stamps, rejects: Rejects) -> tuple[ReadingSheet, Ints]:
    """The rows that have a time, and their times as written."""
    is_time = (stamps.at != NOT_A_TIME) & ~stamps.is_contrary
    for row in np.flatnonzero(~is_time):
        reason = CONTRARY if stamps.is_contrary[row] else "not a time"
        rejects.add(int(sheet.line[row]), reason, sheet.row_text(int(row)))
    return (sheet, stamps.at) if is_time.all() else (sheet.take(is_time), stamps.at[is_time])


def meter_column(sheet: ReadingSheet, name: str | None) -> pa.DictionaryArray:
    """The file's meter of each row, without what keeps a spreadsheet from reading it as a number."""
    if name is None:
        return no_meter(len(sheet))
    coded = sheet.texts(name).dictionary_encode()
    names = pc.replace_substring_regex(coded.dictionary, _GUARDED, r"\1")
    if names.equals(coded.dictionary):
        return coded
    return pa.DictionaryArray.from_arrays(coded.indices, names).dictionary_decode().dictionary_encode()


def codes_of(meters: pa.DictionaryArray) -> Ints:
    """Meters as indices into their dictionary."""
    return np.asarray(meters.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


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
        parts: tells its rows apart by what they measure.
        numerals: how the numbers of each column are written.
        own_qualities: place of the column of qualities that a column of values has of its own, by that column's name.
    """

    columns: Columns
    channels: list[Channel]
    lengths: Lengths
    options: ReadingOptions
    zone: dt.tzinfo
    rejects: Rejects
    is_register: bool
    parts: RowParts
    numerals: Mapping[str, Numerals]
    own_qualities: Mapping[str, int] = field(default_factory=dict)
    _early: list[ReadingSheet] = field(default_factory=list)
    _held: list[ReadingSheet] = field(default_factory=list)
    _is_backwards: bool = False

    def piece(self, sheet: ReadingSheet) -> Iterator[ParsedReadings]:
        """Readings of one piece; what its rows alone do not tell waits until all that does is there.

        These are rows in and around an hour that comes twice, numbered hours of days of 23 or 25, and the first rows as
        long as all are of one time: those of many meters tell no length.
        """
        self._early.append(sheet)
        if self._tell_no_length(self._early):
            return
        sheet, stamps = self._timed(self._without_long_days(join(self._early)))
        self._early = []
        self._is_backwards = self._is_backwards or runs_backwards(self._codes(sheet), stamps.at)
        waits = around_twice(stamps, localise(stamps.at, self.zone), self.zone)
        if waits.any():
            self._held.append(sheet.take(waits))
            sheet, stamps = sheet.take(~waits), Stamps(stamps.at[~waits], stamps.is_utc[~waits])
        yield from self._by_part(sheet, stamps)

    def held_rows(self) -> Iterator[ParsedReadings]:
        """Readings of the rows that waited."""
        if self._early:
            yield from self._by_part(*self._timed(join(self._early)))
        if self._held:
            sheet, stamps = self._timed(join(self._held))
            yield from self._by_part(sheet, stamps, is_apart=True)

    def whole(self, sheets: list[ReadingSheet]) -> Iterator[ParsedReadings]:
        """Readings of a file of register values: each follows from two rows."""
        sheet, stamps = self._timed(join(sheets))
        self._is_backwards = runs_backwards(self._codes(sheet), stamps.at)
        yield from self._by_part(sheet, stamps)

    def _without_long_days(self, sheet: ReadingSheet) -> ReadingSheet:
        """Numbered intervals are read by how many their day has: the rows of one that is not of 24 hours wait."""
        if not self.columns.counted_minutes:
            return sheet
        waits = ~np.isin(hours_of_day(days_of(sheet, self.columns, self.options, self.zone), self.zone), (0, 24))
        if waits.any():
            self._held.append(sheet.take(waits))
        return sheet.take(~waits) if waits.any() else sheet

    def _tell_no_length(self, sheets: list[ReadingSheet]) -> bool:
        roles = self.columns.by_role
        is_told = self.lengths.of_file or self.options.interval_minutes or "interval" in roles
        if is_told or self.columns.has_both_ends:
            return False
        names = [name for role, name in roles.items() if role in ("time", "date", "clock")]
        return all(len({text for sheet in sheets for text in distinct(sheet.texts(name))}) < 2 for name in names)

    def _by_part(self, sheet: ReadingSheet, stamps: Stamps, *, is_apart: bool = False) -> Iterator[ParsedReadings]:
        for part in self.parts.split(sheet):
            mine = part.rows
            own = (sheet, stamps) if mine.all() else (sheet.take(mine), Stamps(stamps.at[mine], stamps.is_utc[mine]))
            yield self._readings(*own, part=part, is_apart=is_apart)

    def _timed(self, sheet: ReadingSheet) -> tuple[ReadingSheet, Stamps]:
        stamps = stamps_of(sheet, self.columns, self.options, self.zone)
        kept, at = placed_rows(sheet, stamps, self.rejects)
        return kept, Stamps(at, stamps.is_utc[(stamps.at != NOT_A_TIME) & ~stamps.is_contrary])

    def _codes(self, sheet: ReadingSheet) -> Ints:
        return codes_of(meter_column(sheet, self.columns.by_role.get("meter")))

    def _readings(self, sheet: ReadingSheet, stamps: Stamps, *, part: RowPart, is_apart: bool) -> ParsedReadings:
        meters = meter_column(sheet, self.columns.by_role.get("meter"))
        at, fault = self._instants(codes_of(meters), stamps, sheet)
        values, refused = self._values(sheet)
        quality = self._qualities(sheet, values)
        minutes = self._minutes(sheet, meters, stamps, at, part.channel, is_apart=is_apart)
        wall = np.where(stamps.is_utc, at, stamps.at)
        faults = {
            "local time that the clock skips": fault,
            **refused,
            "unknown quality": quality < 0,
            NO_LENGTH: ~np.isin(minutes, INTERVALS_MINUTES),
            "stamp is not on the grid of its intervals": wall % (np.maximum(minutes, 1) * MICROSECONDS_A_MINUTE) != 0,
        }
        good = np.ones(len(sheet), np.bool_)
        for reason, found in faults.items():
            for row in np.flatnonzero(found & good):
                self.rejects.add(int(sheet.line[row]), reason, sheet.row_text(int(row)))
            good &= ~found
        piece = ParsedReadings(
            meters, at, minutes, self._measures(values, minutes, part), quality, sheet.line,
            np.full(len(at), part.channel),
        ).take(good)  # fmt: skip
        self.rejects.report.called_missing += called_missing(piece)
        if self._takes_factor:
            self._add_reactive(piece, sheet.take(good))
        if self.is_register:
            return self._differences(blanked(piece))
        if not self.columns.has_both_ends and self._stamp() == "end":
            piece.at = piece.at - piece.minutes * MICROSECONDS_A_MINUTE
        return piece

    def _instants(self, codes: Ints, stamps: Stamps, sheet: ReadingSheet) -> tuple[Ints, Bools]:
        """(UTC, which local times do not exist)."""
        known = localise(stamps.at, self.zone)
        at = np.where(stamps.is_utc, stamps.at, known.early)
        if (known.is_twice & ~stamps.is_utc).any():
            is_told = around_twice(stamps, known, self.zone)
            told = np.flatnonzero(is_told)
            second = told[second_showings(
                codes[told], stamps.at[told], known.is_twice[told], self._said(sheet.take(is_told)),
                is_backwards=self._is_backwards,
            )]  # fmt: skip
            at[second] = known.late[second]
        return at, known.is_never & ~stamps.is_utc

    def _said(self, sheet: ReadingSheet) -> Ints:
        """The same number for rows that have the same values and quality."""
        names = [channel.column for channel in self.channels]
        names += [self.columns.by_role["quality"]] if "quality" in self.columns.by_role else []
        texts = [*map(sheet.texts, names), *(as_text(sheet.columns[place]) for place in self.own_qualities.values())]
        return codes_of(pc.binary_join_element_wise(*texts, "\0").dictionary_encode())

    def _qualities(self, sheet: ReadingSheet, values: list[Floats]) -> Ints:
        """Quality of each row; values that a quality of their own calls missing go."""
        if not self.own_qualities:
            return qualities(sheet, self.columns.by_role.get("quality"), self.options.meanings)
        places = [self.own_qualities.get(channel.column) for channel in self.channels]
        own = [None if place is None else qualities_at(sheet, place, self.options.meanings) for place in places]
        quality, called = settle_beside(values, own)
        self.rejects.report.called_missing += called
        for channel, mine in zip(self.channels, own, strict=True):
            if mine is not None and channel.role in ("delivered", "net") and (mine == MISSING).any():
                quality[(mine == MISSING) & (quality >= 0)] = MISSING  # it is not 0 beside energy received
                self.rejects.report.note(ALL_MISSING)
        return quality

    def _values(self, sheet: ReadingSheet) -> tuple[list[Floats], dict[str, Bools]]:
        """(values of each channel, rows that are refused by the reason)."""
        found, refused = [], dict[str, Bools]()
        for channel in self.channels:
            values, bad = self.numerals[channel.column].floats(sheet[channel.column])
            found.append(values)
            refused |= {reason: rows | refused.get(reason, rows) for reason, rows in bad.items()}
        return found, refused

    def _minutes(
        self, sheet: ReadingSheet, meters: pa.DictionaryArray, starts: Stamps, at: Ints, channel: int, *, is_apart: bool
    ) -> Ints:
        roles = self.columns.by_role
        if "interval" in roles and not self.options.interval_minutes:
            coded = sheet.texts(roles["interval"]).dictionary_encode()
            known = np.array([_length(text) for text in coded.dictionary.to_pylist()], np.int64)
            return np.asarray(known[coded.indices.to_numpy(zero_copy_only=False)], np.int64)
        ends = ends_of(sheet, self.columns, self.options, self.zone)
        if ends is not None and not self.options.interval_minutes:
            return lengths_between(starts, at, ends, self.zone)
        names = meters.dictionary.to_pylist()
        if channel:  # each channel of a meter has its own row a time
            names = [f"{name}\0{channel}" for name in names]
        is_end = not self.is_register and self._stamp() == "end"
        return self.lengths.find(names, codes_of(meters), at, is_end=is_end, is_apart=is_apart)

    def _measures(self, values: list[Floats], minutes: Ints, part: RowPart) -> dict[str, Floats]:
        found = {name: np.full(len(minutes), np.nan) for name in MEASURES}
        for channel, column in zip(self.channels, values, strict=True):
            own = channel.of_role(part.role).of_unit(part.unit, is_reactive=part.is_reactive)
            for name, measured in measures_of(own.role, own.energies(column, minutes)).items():
                if channel.role in self.columns.parts:  # shares of tariffs; a tariff that is not in force has none
                    measured = np.where(np.isnan(found[name]), measured, found[name] + np.nan_to_num(measured))
                found[name] = np.where(np.isnan(measured), found[name], measured)
        return found

    @property
    def _takes_factor(self) -> bool:
        return takes_factor(self.columns) and not self.is_register

    def _add_reactive(self, piece: ParsedReadings, sheet: ReadingSheet) -> None:
        column = self.columns.by_role["power_factor"]
        factor, refused = self.numerals[column].floats(sheet[column])
        is_text = np.logical_or.reduce([np.zeros(len(sheet), np.bool_), *refused.values()])
        net_kwh = np.nan_to_num(piece.measures[DELIVERED]) - np.nan_to_num(piece.measures[RECEIVED])
        has_energy = ~np.isnan(piece.measures[DELIVERED]) | ~np.isnan(piece.measures[RECEIVED])
        piece.measures[REACTIVE] = reactive_kvarh(np.where(has_energy, net_kwh, np.nan), factor)
        report = self.rejects.report
        report.note(f"Reactive energy follows from {column!r}, lagging where it is positive.")
        report.without_factor += int((has_energy & (is_text | (~np.isnan(factor) & ~tells(factor)))).sum())

    def _stamp(self) -> str:
        stamp = "start" if self.columns.counted_minutes else self.options.stamp or self.columns.stamp
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


def takes_factor(columns: Columns) -> bool:
    """A factor counts where no kvarh are given; where a reading is put together of rows it is of no one energy."""
    return "power_factor" in columns.by_role and not {"reactive", "category"} & set(columns.by_role)


def called_missing(piece: ParsedReadings) -> int:
    """How many readings have a value and are missing all the same, as their file says."""
    has_value = np.logical_or.reduce([~np.isnan(values) for values in piece.measures.values()])
    return int((has_value & (piece.quality == MISSING)).sum())


def lengths_between(starts: Stamps, at: Ints, ends: Stamps, zone: dt.tzinfo) -> Ints:
    """Minutes from the starts to the ends of intervals; 0 where there is no end.

    A time of day without a day may be the next day's, and the last minute may be meant to be inside (00:00 to 00:14).
    Where the clock turns, the end is that showing of its time that makes a length.

    Args:
        starts: as written.
        at: the same, UTC.
        ends: as written.
        zone: of local ends.
    """
    is_time = ends.at != NOT_A_TIME
    written = np.where(is_time, ends.at, starts.at)
    known = localise(written, zone)
    found = np.zeros(len(at), np.int64)
    for span in (
        np.where(ends.is_utc, written - at, np.where(starts.is_utc, known.late - at, written - starts.at)),
        np.where(ends.is_utc, written, known.late) - at,
        np.where(ends.is_utc, written, known.early) - at,
    ):
        minutes = -(-span // MICROSECONDS_A_MINUTE)  # a begun minute counts: 00:14:59
        minutes = np.where(minutes < 0, minutes + 1440, minutes)
        inside = ~np.isin(minutes, INTERVALS_MINUTES) & np.isin(minutes + 1, INTERVALS_MINUTES) & (minutes > 0)
        found = np.where(np.isin(found, INTERVALS_MINUTES), found, minutes + inside)
    return np.where(is_time, found, 0)


def _length(text: str) -> int:
    if text.lower() in ("1h", "pt1h", "hourly", "hour"):
        return 60
    if clock := _HOURS.match(text):
        return int(clock[1]) * 60 + int(clock[2])
    match = _MINUTES.match(text)
    return int(match[1]) if match else 0


def join(sheets: list[ReadingSheet]) -> ReadingSheet:
    """Pieces of one file as one."""
    if len(sheets) == 1:
        return sheets[0]
    columns = [pa.concat_arrays([sheet.columns[place] for sheet in sheets]) for place in range(len(sheets[0].names))]
    return ReadingSheet(sheets[0].names, columns, np.concatenate([sheet.line for sheet in sheets]), sheets[0].separator)
