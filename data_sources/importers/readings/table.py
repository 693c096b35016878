"""CSV and Parquet files of readings: long (one row a reading) or wide (one row a day), to readings.

A file is taken piece by piece; rows that are channels of one reading are put together once all of them are there
(`staging`). Only a file of register values is read as a whole, because a reading follows from two rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.channels import find_channels, measures_of, outweighed, role_of, wide_channel
from data_sources.importers.readings.columns import (
    Role,
    evened,
    find_columns,
    settle_categories,
    shape_times,
    spelled,
    unit_in,
)
from data_sources.importers.readings.interval import Lengths, looks_like_register
from data_sources.importers.readings.long import (
    Categories,
    LongRows,
    called_missing,
    codes_of,
    distinct,
    meter_column,
    placed_rows,
    qualities,
    stamps_of,
)
from data_sources.importers.readings.options import DateOrder, FileReport, ReadingOptions
from data_sources.importers.readings.parsed import ParsedReadings, Rejects
from data_sources.importers.readings.reading_sheet import ReadingSheet, as_floats, read_csv, read_parquet
from data_sources.importers.readings.stamps import date_order, order_unknown, split_period, zone_named
from data_sources.importers.readings.wide import Slots, find_slots, place_cells

DAY = 86_400_000_000  # microseconds
LOOKED_AT = 200  # different values of a column of times, to tell what it holds


def read_table_file(
    path: Path, *, is_parquet: bool, options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects
) -> Iterator[ParsedReadings]:
    """The readings of a CSV or Parquet file, piece by piece.

    Args:
        path: the file.
        is_parquet: which of the two.
        options: what a person said about it.
        zone: clock of its local stamps, unless it names its own.
        rejects: takes rows that cannot be taken.

    Raises:
        ImportRefused: it cannot be read, or does not tell what its values or stamps are.
    """

    def is_header(names: list[str]) -> bool:
        columns = find_columns(names, ReadingOptions(), path.name)
        known = {evened(one).lower() for one in names}
        is_named = bool(options.columns) and all(evened(name).lower() in known for name in options.columns.values())
        return is_named or (columns.has_time and (find_slots(names) is not None or bool(columns.values)))

    def sheets(to: Rejects) -> Iterator[ReadingSheet]:
        return read_parquet(path) if is_parquet else read_csv(path, to, is_header)

    found = sheets(rejects)
    first = next(found, None)
    if first is None:
        rejects.report.note("It holds no reading.")
        return
    rejects.report.kind += ", wide" if find_slots(first.names) else ", long"
    # A file may begin anew with other columns: consumption of a day, then its generation.
    for _, section in groupby(_counted(chain([first], found), rejects.report), key=lambda sheet: tuple(sheet.names)):
        yield from _section(section, options, zone, rejects, lambda: sheets(Rejects(FileReport(path))))


def _section(
    sheets: Iterator[ReadingSheet], options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects,
    again: Callable[[], Iterator[ReadingSheet]],
) -> Iterator[ParsedReadings]:  # fmt: skip
    """The readings of rows that have the same columns."""
    first = next(sheets)
    table = _TableFile(rejects.report.path.name, first, options, zone, rejects)
    table.settle_order(first, again)
    yield from table.pieces(first, sheets)


def _counted(sheets: Iterator[ReadingSheet], report: FileReport) -> Iterator[ReadingSheet]:
    for sheet in sheets:
        report.rows += len(sheet)
        yield sheet


class _TableFile:
    """One file, or one section of a file, whose columns are known."""

    def __init__(
        self, file: str, first: ReadingSheet, options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects
    ) -> None:
        self.file, self.options, self.rejects = file, options, rejects
        self.units: dict[str, str] = {}
        self.slots = find_slots(first.names, options.stamp)
        own = [name for place, name in enumerate(first.names) if self.slots is None or place not in self.slots.places]
        self.columns = find_columns(own, options, file)
        self._check_times(first.names)

        def some(name: str) -> list[str]:
            return distinct(first.texts(name))[:LOOKED_AT]

        shape_times(self.columns, options.columns.keys(), some)
        if self.slots is None:
            settle_categories(self.columns, own, some, lambda text: role_of(text, options.meanings) is not None)
        self.zone = self._clock(zone)
        self.lengths = Lengths(options, file)
        unit, cell_unit = self._unit_of(first), unit_in(first.names[self.slots.places[0]]) if self.slots else None
        self.channels = (
            find_channels(self.columns, options, unit)
            if self.slots is None
            else [wide_channel(self.columns, options, unit, cell_unit)]
        )
        self._check_values(first.names)
        for name in self.columns.left_out:
            self._tell(f"{name!r} says again what the columns of delivered and received energy say; it is not added.")
        self._tell(outweighed(self.columns, options, unit, cell_unit))
        self.categories = Categories(self.columns.by_role.get("category"), options.meanings, rejects)

    def settle_order(self, first: ReadingSheet, again: Callable[[], Iterator[ReadingSheet]]) -> None:
        """Whether day or month comes first, once for the whole file: it may only show far down.

        Args:
            first: its first piece.
            again: all of its pieces once more.

        Raises:
            ImportRefused: nothing in the file tells.
        """
        if self.options.date_order is not None:
            return
        order, either = self._order_in(first)
        if order is None and either is not None:
            rest = (self._order_in(sheet)[0] for sheet in again() if sheet.names == first.names)
            order = next((found for found in rest if found), None)
            if order is None:
                raise order_unknown(self.file, either)
        self.options = replace(self.options, date_order=order)

    def _order_in(self, sheet: ReadingSheet) -> tuple[DateOrder | None, str | None]:
        name = next(self.columns.by_role[role] for role in ("period", "time", "date") if role in self.columns.by_role)
        texts = distinct(sheet.texts(name))
        return date_order([period[0] if (period := split_period(text)) else text for text in texts])

    def pieces(self, first: ReadingSheet, others: Iterator[ReadingSheet]) -> Iterator[ParsedReadings]:
        """All readings of the file: of its first piece and the others."""
        sheets = chain([first], others)
        if self.slots:
            for sheet in sheets:
                self._unit_of(sheet)
                yield from self._wide(sheet, self.slots)
            return
        is_register = self._is_register(first)
        rows = LongRows(
            self.columns, self.channels, self.lengths, self.options, self.zone, self.rejects, is_register,
            self.categories,
        )  # fmt: skip
        if is_register:
            yield from rows.whole(list(sheets))
            return
        for sheet in sheets:
            self._unit_of(sheet)
            yield from rows.piece(sheet)
        yield from rows.held_rows()

    def _tell(self, sentence: str | None) -> None:
        if sentence:
            self.rejects.report.note(sentence)

    def _clock(self, zone: dt.tzinfo) -> dt.tzinfo:
        """The file's own clock where its header names one, unless a person says another."""
        own, said = self.columns.zone, self.options.time_zone
        if own is None:
            return zone
        name = next(self.columns.by_role[role] for role in ("period", "time", "date") if role in self.columns.by_role)
        if said is None or zone_named(said) == own:
            return own
        if self.options.new_utility:
            self._tell(f"Its stamps are of the clock that {name!r} names; --time-zone {said} is the utility's.")
            return own
        self._tell(f"--time-zone {said} counts, though {name!r} names another clock.")
        return zone

    def _check_times(self, names: list[str]) -> None:
        if not self.columns.has_time:
            what, role = ("the day", "date") if self.slots else ("a time", "time")
            raise ImportRefused(
                f"{self.file} has no column with {what}; name it with --column {role}=NAME ({_shown(names)})."
            )

    def _check_values(self, names: list[str]) -> None:
        if not self.channels:
            raise ImportRefused(
                f"{self.file} has no column with a reading; name it with --column delivered=NAME ({_shown(names)})."
            )
        if self.options.is_net and "category" in self.columns.by_role:
            raise ImportRefused(
                f"{self.file}: each row's {self.columns.by_role['category']!r} says which way its energy goes, so "
                f"--net does not fit; leave --net out, or say --value net=TEXT of a category of net energy."
            )
        said, named = self.options.stamp, self.columns.stamp
        is_settled = self.columns.has_both_ends or self.columns.counts_hours
        if said and named and said != named and not is_settled:
            self._tell(f"--stamp {said} counts, though the column's name says {named}.")

    def _unit_of(self, sheet: ReadingSheet) -> str | None:
        """The unit that the rows name; one for the whole file."""
        name, category = self.columns.by_role.get("unit"), self.columns.by_role.get("category")
        if name is not None:
            self.units |= {text.lower(): text for text in distinct(sheet.texts(name)) if text}
        elif category is not None:  # "Active Import Interval (kW)"; kvarh are to kvar what kWh are to kW
            units = [unit for text in distinct(sheet.texts(category)) if (unit := unit_in(text))]
            self.units |= {unit.replace("var", "w"): unit.replace("var", "w") for unit in units}
        if len(self.units) > 1 and not self.options.unit:
            raise ImportRefused(
                f"{self.file} holds values in {' and in '.join(map(spelled, list(self.units.values())[:3]))}; "
                "give one unit a file."
            )
        return next(iter(self.units.values()), None)

    def _is_register(self, first: ReadingSheet) -> bool:
        """Whether the first energy column holds a register's values, to be made energies.

        Raises:
            ImportRefused: it does, and what to do with it is not said.
        """
        energy = next((one for one in self.channels if one.role != "voltage"), None)
        if self.options.registers == "difference":
            return True
        if energy is None or energy.is_power or self.options.registers == "interval" or self.categories.name:
            return False
        stamps = stamps_of(first, self.columns, self.options, self.zone)
        values, _ = as_floats(first[energy.column], first.has_decimal_comma)
        codes = codes_of(meter_column(first, self.columns.by_role.get("meter")))
        if looks_like_register(codes, stamps, values, self.zone):
            raise ImportRefused(
                f"{self.file}: the values of {energy.column!r} only rise, like a meter's register; take their "
                f"differences with --registers difference, or --registers interval if they are energies all the same."
            )
        return False

    def _wide(self, sheet: ReadingSheet, slots: Slots) -> Iterator[ParsedReadings]:
        """One piece a category: the cells of its rows."""
        sheet, days = placed_rows(sheet, stamps_of(sheet, self.columns, self.options, self.zone), self.rejects)
        if not len(sheet):
            return
        cells, bad = self._cells(sheet, slots)
        placed = place_cells(slots, days - days % DAY, cells, self.zone)
        for row, column in zip(*np.nonzero(placed.is_never), strict=True):
            label = sheet.names[slots.places[column]]
            self.rejects.add(int(sheet.line[row]), "local time that the clock skips", f"column {label!r}")
        use = placed.is_there & ~bad
        for mine, role, channel in self.categories.split(sheet):
            own = role or self.channels[0].role
            yield self._of_rows(sheet, slots, cells, placed.at, use & mine[:, None], own, channel)

    def _cells(self, sheet: ReadingSheet, slots: Slots) -> tuple[Floats, Bools]:
        found = [as_floats(sheet.columns[place], sheet.has_decimal_comma) for place in slots.places]
        bad = np.stack([wrong for _, wrong in found], axis=1)
        for row, column in zip(*np.nonzero(bad), strict=True):
            text = sheet.columns[slots.places[column]][int(row)].as_py()
            self.rejects.add(int(sheet.line[row]), "not a number", str(text))
        return np.stack([values for values, _ in found], axis=1), bad

    def _of_rows(
        self, sheet: ReadingSheet, slots: Slots, cells: Floats, at: Ints, use: Bools, role: Role, channel: int
    ) -> ParsedReadings:
        row, _ = np.nonzero(use)
        minutes = np.full(len(row), slots.minutes, np.int64)
        values = self.channels[0].energies(cells[use], minutes)
        meters = meter_column(sheet, self.columns.by_role.get("meter")).take(pa.array(row))
        quality = qualities(sheet, self.columns.by_role.get("quality"), self.options.meanings)[row]
        good = quality >= 0
        for bad in np.unique(row[~good]):
            count = int((row == bad).sum())
            self.rejects.add(int(sheet.line[bad]), "unknown quality", sheet.row_text(int(bad))[:80], count)
        piece = ParsedReadings(
            meters, at[use], minutes, measures_of(role, values), quality, sheet.line[row], np.full(len(row), channel)
        ).take(good)
        self.rejects.report.called_missing += called_missing(piece)
        return piece


def _shown(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:12])
