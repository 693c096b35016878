"""Rows of wide files: one a day, each of their cells a reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.channels import Channel, measures_of
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import ParsedReadings, Rejects
from data_sources.importers.readings.sheets.decimals import Numerals
from data_sources.importers.readings.sheets.meters import meter_column
from data_sources.importers.readings.sheets.qualities import qualities, qualities_at
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet
from data_sources.importers.readings.sheets.row_parts import RowPart, RowParts
from data_sources.importers.readings.sheets.row_stamps import placed_rows, stamps_of
from data_sources.importers.readings.sheets.slots import Slots, place_cells
from data_sources.importers.readings.stamps import Stamps, midnights


@dataclass(slots=True)
class WideRows:
    """Makes readings of the rows of one wide file.

    Attributes:
        columns: of the file.
        slots: its columns of cells.
        channel: what the cells hold, as far as the file says it.
        options: what a person said.
        zone: clock of its days.
        rejects: takes what cannot be taken.
        parts: tells its rows apart by what they measure.
        numerals: how the numbers of the cells are written.
        own_qualities: place of the column of qualities that a column of cells has of its own, by that column's place.
    """

    columns: Columns
    slots: Slots
    channel: Channel
    options: ReadingOptions
    zone: dt.tzinfo
    rejects: Rejects
    parts: RowParts
    numerals: Numerals
    own_qualities: Mapping[int, int] = field(default_factory=dict)

    def piece(self, sheet: ReadingSheet) -> Iterator[ParsedReadings]:
        """Readings of one piece, one part after the other: the cells of its rows."""
        stamps = stamps_of(sheet, self.columns, self.options, self.zone)
        sheet, days = placed_rows(sheet, Stamps(midnights(stamps, self.zone), stamps.is_utc), self.rejects)
        if not len(sheet):
            return
        cells, bad = self._cells(sheet)
        placed = place_cells(self.slots, days, cells, self.zone)
        for row, column in zip(*np.nonzero(placed.is_never), strict=True):
            label = sheet.names[self.slots.places[column]]
            self.rejects.add(int(sheet.line[row]), "local time that the clock skips", f"column {label!r}")
        use = placed.is_there & ~bad
        for part in self.parts.split(sheet):
            yield self._readings(sheet, cells, placed.at, use & part.rows[:, None], part)

    def _cells(self, sheet: ReadingSheet) -> tuple[Floats, Bools]:
        """(value of each cell, which are refused), (rows, columns) both."""
        values = np.empty((len(sheet), len(self.slots.places)))
        bad = np.zeros(values.shape, np.bool_)
        for column, place in enumerate(self.slots.places):
            values[:, column], refused = self.numerals.floats(sheet.columns[place])
            for reason, rows in refused.items():
                bad[:, column] |= rows
                for row in np.flatnonzero(rows):
                    self.rejects.add(int(sheet.line[row]), reason, str(sheet.columns[place][int(row)].as_py()))
        return values, bad

    def _readings(self, sheet: ReadingSheet, cells: Floats, at: Ints, use: Bools, part: RowPart) -> ParsedReadings:
        row, _ = np.nonzero(use)
        minutes = np.full(len(row), self.slots.minutes, np.int64)
        channel = self.channel.of_role(part.role).of_unit(part.unit, is_reactive=part.is_reactive)
        measures = measures_of(channel.role, channel.energies(cells[use], minutes))
        meters = meter_column(sheet, self.columns.by_role.get("meter")).take(pa.array(row))
        quality = self._qualities(sheet)[use]
        good = quality >= 0
        for bad in np.unique(row[~good]):
            count = int((row == bad).sum())
            self.rejects.add(int(sheet.line[bad]), "unknown quality", sheet.row_text(int(bad))[:80], count)
        piece = ParsedReadings(
            meters, at[use], minutes, measures, quality, sheet.line[row], np.full(len(row), part.channel)
        ).take(good)
        self.rejects.report.called_missing += piece.called_missing
        return piece

    def _qualities(self, sheet: ReadingSheet) -> Ints:
        """Quality of each cell, (rows, columns): its own, or that of its row."""
        of_row = qualities(sheet, self.columns.by_role.get("quality"), self.options.meanings)
        found = np.repeat(of_row[:, None], len(self.slots.places), axis=1)
        for column, place in enumerate(self.slots.places):
            if place in self.own_qualities:
                found[:, column] = qualities_at(sheet, self.own_qualities[place], self.options.meanings)
        return found
