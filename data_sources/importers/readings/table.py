"""CSV and Parquet files of readings: long (one row a reading) or wide (one row a day), to readings.

A long file of one row a reading is taken piece by piece. A file whose channels stand in rows of their own, and one of
register values, is read as a whole, because a reading is put together of several rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.errors import ImportRefused
from data_sources.importers.readings.channels import find_channels, measures_of, wide_channel
from data_sources.importers.readings.columns import Role, find_columns, unit_in
from data_sources.importers.readings.interval import Lengths, looks_like_register
from data_sources.importers.readings.long import (
    LongRows,
    codes_of,
    distinct,
    meter_column,
    placed_rows,
    qualities,
    roles_by_category,
    stamps_of,
)
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import Bools, Floats, Ints, ParsedReadings, Rejects, merge_channels
from data_sources.importers.readings.sheet import ReadingSheet, as_floats, read_csv, read_parquet
from data_sources.importers.readings.wide import Slots, find_slots, place_cells

DAY = 86_400_000_000  # microseconds


def read_table_file(
    path: Path, *, is_parquet: bool, options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects
) -> Iterator[ParsedReadings]:
    """The readings of a CSV or Parquet file, piece by piece.

    Args:
        path: the file.
        is_parquet: which of the two.
        options: what a person said about it.
        zone: clock of its local stamps.
        rejects: takes rows that cannot be taken.

    Raises:
        ImportRefused: it cannot be read, or does not tell what its values or stamps are.
    """

    def is_header(names: list[str]) -> bool:
        columns = find_columns(names, ReadingOptions(), path.name).by_role
        is_named = bool(options.columns) and all(
            name.lower() in {one.lower() for one in names} for name in options.columns.values()
        )
        has_time = "time" in columns or "date" in columns
        return is_named or (has_time and (find_slots(names) is not None or bool(_values(names, path.name))))

    sheets = read_parquet(path) if is_parquet else read_csv(path, rejects, is_header)
    first = next(sheets, None)
    if first is None:
        rejects.report.note("It holds no reading.")
        return
    yield from _TableFile(path.name, first, options, zone, rejects).pieces(chain([first], sheets))


def _values(names: list[str], file: str) -> list[str]:
    return [str(role) for role in find_columns(names, ReadingOptions(), file).values]


class _TableFile:
    """One file whose columns are known."""

    def __init__(
        self, file: str, first: ReadingSheet, options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects
    ) -> None:
        self.file, self.options, self.zone, self.rejects = file, options, zone, rejects
        self.slots = find_slots(first.names)
        own = [name for place, name in enumerate(first.names) if self.slots is None or place not in self.slots.places]
        self.columns = find_columns(own, options, file)
        self.lengths = Lengths(options, file)
        unit = self._unit_of_file(first)
        self.channels = (
            find_channels(self.columns, options, unit)
            if self.slots is None
            else [wide_channel(self.columns, options, unit, unit_in(first.names[self.slots.places[0]]))]
        )
        self._check(first.names)

    def pieces(self, sheets: Iterator[ReadingSheet]) -> Iterator[ParsedReadings]:
        """All readings of the file."""
        report = self.rejects.report
        report.kind += ", wide" if self.slots else ", long"
        if self.slots:
            found = (self._wide(sheet, self.slots) for sheet in sheets)
            yield from self._whole(list(found)) if self._category else chain.from_iterable(found)
            return
        first = next(sheets)
        is_register = self._is_register(first)
        rows = LongRows(self.columns, self.channels, self.lengths, self.options, self.zone, self.rejects, is_register)
        if self._category or is_register:
            yield from self._whole([rows.whole(list(chain([first], sheets)))])
            return
        for sheet in chain([first], sheets):
            yield from rows.piece(sheet)
        yield from rows.held_rows()

    @property
    def _category(self) -> bool:
        return "category" in self.columns.by_role

    @staticmethod
    def _whole(found: list[list[ParsedReadings]]) -> Iterator[ParsedReadings]:
        merged = merge_channels(list(chain.from_iterable(found)))
        if merged is not None:
            yield merged

    def _check(self, names: list[str]) -> None:
        roles = self.columns.by_role
        shown = ", ".join(repr(name) for name in names[:12])
        if self.slots is not None and not {"date", "time"} & set(roles):
            raise ImportRefused(f"{self.file} has no column with the day; name it with --column date=NAME ({shown}).")
        if self.slots is None and not {"date", "time"} & set(roles):
            raise ImportRefused(f"{self.file} has no column with a time; name it with --column time=NAME ({shown}).")
        if not self.channels:
            raise ImportRefused(
                f"{self.file} has no column with a reading; name it with --column delivered=NAME ({shown})."
            )

    def _unit_of_file(self, first: ReadingSheet) -> str | None:
        if "unit" not in self.columns.by_role:
            return None
        texts = [text for text in distinct(first.texts(self.columns.by_role["unit"])) if text]
        if len(texts) > 1:
            raise ImportRefused(f"{self.file} holds values in {' and in '.join(texts[:3])}; give one unit a file.")
        return texts[0] if texts else None

    def _is_register(self, first: ReadingSheet) -> bool:
        """Whether the first energy column holds a register's values, to be made energies.

        Raises:
            ImportRefused: it does, and what to do with it is not said.
        """
        energy = next((one for one in self.channels if one.role != "voltage"), None)
        if self.options.registers == "difference":
            return True
        if energy is None or energy.is_power or self.options.registers == "interval" or self._category:
            return False
        stamps = stamps_of(first, self.columns, self.options)
        values, _ = as_floats(first[energy.column], first.has_decimal_comma)
        codes = codes_of(meter_column(first, self.columns.by_role.get("meter")))
        if looks_like_register(codes, stamps.at, values):
            raise ImportRefused(
                f"{self.file}: the values of {energy.column!r} only rise, like a meter's register; take their "
                f"differences with --registers difference, or --registers interval if they are energies all the same."
            )
        return False

    def _wide(self, sheet: ReadingSheet, slots: Slots) -> list[ParsedReadings]:
        """One piece a category: the cells of its rows."""
        sheet, days = placed_rows(sheet, stamps_of(sheet, self.columns, self.options), self.rejects)
        roles, groups = self._roles(sheet)
        if "" in roles:
            sheet, days, groups = sheet.take(roles != ""), days[roles != ""], groups[roles != ""]
            roles = roles[roles != ""]
        if not len(sheet):
            return []
        cells, bad = self._cells(sheet, slots)
        placed = place_cells(slots, days - days % DAY, cells, self.zone)
        for row, column in zip(*np.nonzero(placed.is_never), strict=True):
            label = sheet.names[slots.places[column]]
            self.rejects.add(int(sheet.line[row]), "local time that the clock skips", f"column {label!r}")
        use = placed.is_there & ~bad
        return [
            self._of_rows(sheet, slots, cells, placed.at, use & (groups == group)[:, None], roles[groups == group][0])
            for group in np.unique(groups)
        ]

    def _cells(self, sheet: ReadingSheet, slots: Slots) -> tuple[Floats, Bools]:
        found = [as_floats(sheet.columns[place], sheet.has_decimal_comma) for place in slots.places]
        bad = np.stack([wrong for _, wrong in found], axis=1)
        for row, column in zip(*np.nonzero(bad), strict=True):
            text = sheet.columns[slots.places[column]][int(row)].as_py()
            self.rejects.add(int(sheet.line[row]), "not a number", str(text))
        return np.stack([values for values, _ in found], axis=1), bad

    def _of_rows(
        self, sheet: ReadingSheet, slots: Slots, cells: Floats, at: Ints, use: Bools, role: Role
    ) -> ParsedReadings:
        row, _ = np.nonzero(use)
        minutes = np.full(len(row), slots.minutes, np.int64)
        values = self.channels[0].energies(cells[use], minutes)
        meters = meter_column(sheet, self.columns.by_role.get("meter")).take(pa.array(row))
        quality = qualities(sheet, self.columns.by_role.get("quality"))[row]
        return ParsedReadings(meters, at[use], minutes, measures_of(role, values), quality, sheet.line[row])

    def _roles(self, sheet: ReadingSheet) -> tuple[NDArray[Any], Ints]:
        """What each row measures, "" where it is not taken; and the rows' categories as numbers."""
        if not self._category:
            return np.full(len(sheet), self.channels[0].role, object), np.zeros(len(sheet), np.int64)
        roles, coded = roles_by_category(sheet, self.columns.by_role["category"])
        for row in np.flatnonzero(roles == ""):
            self.rejects.add(
                int(sheet.line[row]),
                f"category {coded[int(row)].as_py()!r} is not taken",
                sheet.row_text(int(row))[:80],
            )
        return roles, codes_of(coded)
