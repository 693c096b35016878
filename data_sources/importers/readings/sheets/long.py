"""Rows of long files: stamps, meters, qualities and values, told apart row by row."""

from __future__ import annotations

import datetime as dt
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
)
from data_sources.importers.readings.same_time import ALL_MISSING, blanked
from data_sources.importers.readings.sheets.decimals import Numerals
from data_sources.importers.readings.sheets.factor import reactive_kvarh, tells
from data_sources.importers.readings.sheets.interval import Lengths, difference, length_named
from data_sources.importers.readings.sheets.meters import codes_of, meter_column
from data_sources.importers.readings.sheets.qualities import qualities, qualities_at, settle_beside
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, as_text, distinct
from data_sources.importers.readings.sheets.row_parts import RowPart, RowParts
from data_sources.importers.readings.sheets.row_stamps import (
    days_of,
    ends_of,
    hours_of_day,
    lengths_between,
    placed_rows,
    stamps_of,
)
from data_sources.importers.readings.showings import around_twice, runs_backwards, second_showings
from data_sources.importers.readings.stamps import NOT_A_TIME, Stamps, localise
from data_sources.warehouse.reading_values import INTERVALS_MINUTES, MISSING


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
        self.rejects.report.called_missing += piece.called_missing
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
            known = np.array([length_named(text) for text in coded.dictionary.to_pylist()], np.int64)
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
        return self.columns.takes_factor and not self.is_register

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


def join(sheets: list[ReadingSheet]) -> ReadingSheet:
    """Pieces of one file as one."""
    if len(sheets) == 1:
        return sheets[0]
    columns = [pa.concat_arrays([sheet.columns[place] for sheet in sheets]) for place in range(len(sheets[0].names))]
    return ReadingSheet(sheets[0].names, columns, np.concatenate([sheet.line for sheet in sheets]), sheets[0].separator)
