"""CSV and Parquet files of readings: long (one row a reading) or wide (one row a day), to readings.

A file is taken piece by piece; rows that are channels of one reading are put together once all of them are there
(`staging`). Only a file of register values is read as a whole, because a reading follows from two rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

from data_sources.errors import ImportRefused
from data_sources.importers.readings.channels import find_channels, outweighed, role_of, wide_channel
from data_sources.importers.readings.columns import VALUE_ROLES, find_columns, settle_categories, shape_times
from data_sources.importers.readings.headings import evened, unit_in
from data_sources.importers.readings.options import FileReport, ReadingOptions
from data_sources.importers.readings.parsed import ParsedReadings, Rejects
from data_sources.importers.readings.sheets.decimals import MarksSeen, Numerals, numerals
from data_sources.importers.readings.sheets.file_clock import clock_of
from data_sources.importers.readings.sheets.interval import Lengths
from data_sources.importers.readings.sheets.long import LongRows
from data_sources.importers.readings.sheets.meters import settle_meter
from data_sources.importers.readings.sheets.midnight import is_last_of_date
from data_sources.importers.readings.sheets.qualities import beside_values, of_row
from data_sources.importers.readings.sheets.reading_sheet import (
    NO_NAME,
    ReadingSheet,
    as_text,
    distinct,
    is_textual,
    read_csv,
    read_parquet,
)
from data_sources.importers.readings.sheets.register_watch import RegisterWatch
from data_sources.importers.readings.sheets.row_parts import RowParts, RowUnits
from data_sources.importers.readings.sheets.row_stamps import stamps_of
from data_sources.importers.readings.sheets.slots import Slots, find_slots
from data_sources.importers.readings.sheets.whole_file import WholeFile
from data_sources.importers.readings.sheets.wide import WideRows
from data_sources.importers.readings.stamps import DatesSeen, split_period

CELLS = "the cells"
LOOKED_AT = 400  # different values of a column of times, to tell what it holds


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
        has_values = bool(columns.values or columns.unsure or find_slots(names))
        return is_named or (columns.has_time and has_values)

    def sheets(to: Rejects) -> Iterator[ReadingSheet]:
        return read_parquet(path) if is_parquet else read_csv(path, to, is_header)

    found = sheets(rejects)
    first = next(found, None)
    if first is None:
        rejects.report.note("It holds no reading.")
        return
    rejects.report.kind += ", wide" if find_slots(first.names) else ", long"
    whole = WholeFile(lambda: sheets(Rejects(FileReport(path))))
    # A file may begin anew with other columns: consumption of a day, then its generation.
    for _, section in groupby(_counted(chain([first], found), rejects.report), key=lambda sheet: tuple(sheet.names)):
        yield from _section(section, options, zone, rejects, whole)


def _section(
    sheets: Iterator[ReadingSheet], options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects, whole: WholeFile
) -> Iterator[ParsedReadings]:
    """The readings of rows that have the same columns."""
    first = next(sheets)
    table = _TableFile(rejects.report.path.name, first, options, zone, rejects)
    table.settle_order(first, whole)
    table.settle_midnight(first, whole)
    table.settle_numerals(first, whole)
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
        self.numerals: dict[str, Numerals] = {}
        self.slots = find_slots(first.names, options.stamp)
        own = [name for place, name in enumerate(first.names) if self.slots is None or place not in self.slots.places]
        self.columns = find_columns(own, options, file)
        self._check_times(first.names)

        def some(name: str) -> list[str]:
            return distinct(first.texts(name))[:LOOKED_AT]

        shape_times(self.columns, options.columns.keys(), some)
        settle_meter(self.columns, first, options, rejects.report)
        if self.slots is None:
            settle_categories(self.columns, own, some, lambda text: role_of(text, options.meanings) is not None)
        self.zone = clock_of(self.columns, options, zone, rejects.report)
        self.lengths = Lengths(options, file)
        by_role = self.columns.by_role
        self.units = RowUnits(file, by_role.get("unit"), by_role.get("category"), options.unit is not None)
        self.units.look(first)
        unit, cell_unit = self.units.of_energy, unit_in(first.names[self.slots.places[0]]) if self.slots else None
        self.channels = (
            find_channels(self.columns, options, unit)
            if self.slots is None
            else [wide_channel(self.columns, options, unit, cell_unit)]
        )
        self._check_values(first.names)
        for name in self.columns.left_out:
            self._tell(f"{name!r} says again what other columns of energy say; it is not added.")
        for own in self.columns.parts.values():
            self._tell(f"{_listed(own)} are the shares of tariffs in one energy; they are summed.")
        self._tell(outweighed(self.columns, options, unit, cell_unit))
        self.own_qualities = self._own_qualities(first)
        self.parts = RowParts(by_role.get("category"), by_role.get("unit"), options.meanings, rejects)
        rejects.report.has_own_ids = {"meter_id", "interval_start_at"} <= set(by_role.values())
        rejects.report.unused |= dict.fromkeys(self._unused(first.names))

    def settle_order(self, first: ReadingSheet, whole: WholeFile) -> None:
        """Whether day or month comes first, once for the whole file: it may only show far down.

        Args:
            first: its first piece.
            whole: all of it.

        Raises:
            ImportRefused: nothing in the file tells.
        """
        if self.options.date_order is not None:
            return
        seen = DatesSeen()
        order = seen.look(self._dates(first))
        if order is None and seen.either:
            order = whole.order(first.names, lambda sheet: seen.look(self._dates(sheet)))
            if order is None:
                raise seen.refusal(self.file)
        self.options = replace(self.options, date_order=order)

    def settle_midnight(self, first: ReadingSheet, whole: WholeFile) -> None:
        """Whether 00:00, as the end of an interval, is written with the date of the day before: its order tells.

        Args:
            first: its first piece.
            whole: all of it.
        """
        is_end = (self.options.stamp or self.columns.stamp) == "end" and not self.columns.counted_minutes
        if self.slots or not is_end:
            return

        def look(sheet: ReadingSheet) -> bool | None:
            return is_last_of_date(stamps_of(sheet, self.columns, self.options, self.zone))

        told = look(first)
        self.columns.midnight_ends = whole.midnight_ends(first.names, look) if told is None else told
        if self.columns.midnight_ends:
            self._tell("00:00 stands behind 23:00 of the same date; it is taken as the end of that day.")

    def settle_numerals(self, first: ReadingSheet, whole: WholeFile) -> None:
        """The decimal mark of each column, once for the whole file: the first rows may hold whole numbers only.

        Args:
            first: its first piece.
            whole: all of it.
        """
        columns = self._numeric(first.names)
        is_text = any(is_textual(first.columns[place]) for places in columns.values() for place in places)
        marks = whole.marks(first.names, columns) if is_text and not self.options.decimal else {}
        seen = {name: marks.get(name) or MarksSeen() for name in columns}
        self.numerals = numerals(seen, self.options.decimal, first.separator)
        for name, one in self.numerals.items():
            self._tell(one.sentence(repr(name) if name != CELLS else CELLS))

    def _numeric(self, names: list[str]) -> dict[str, list[int]]:
        """The places of the columns that hold numbers; the cells of a wide file are of one quantity."""
        if self.slots:
            return {CELLS: self.slots.places}
        own = [channel.column for channel in self.channels]
        own += [self.columns.by_role["power_factor"]] if self.columns.takes_factor else []
        return {name: [names.index(name)] for name in own}

    def _own_qualities(self, first: ReadingSheet) -> dict[int, int]:
        """Places of the columns of qualities that columns of values have of their own; then none is for the row."""
        if "quality" in self.options.columns:
            return {}
        places = self.slots.places if self.slots else [first.names.index(one.column) for one in self.channels]

        def texts(place: int) -> list[str]:
            return distinct(as_text(first.columns[place]))[:LOOKED_AT]

        own = beside_values(
            self.file, first.names, {place: first.names[place] for place in places}, texts, self.options.meanings
        )
        roles = self.columns.by_role
        if own:
            roles.pop("quality", None)
        elif "quality" not in roles:
            taken = {*roles.values(), *(first.names[place] for place in places)}
            name = of_row(first.names, taken, lambda name: texts(first.names.index(name)), self.options.meanings)
            if name is not None:
                roles["quality"] = name
        return own

    def _unused(self, names: list[str]) -> list[str]:
        """The columns of which nothing is taken."""
        gone = set(VALUE_ROLES if self.slots else ()) | (set() if self.columns.takes_factor else {"power_factor"})
        used = {name for role, name in self.columns.by_role.items() if role not in gone}
        used |= {name for own in self.columns.parts.values() for name in own} | set(self.columns.left_out)
        places = set(self.slots.places if self.slots else ()) | set(self.own_qualities.values())
        is_first = [names.index(name) == place for place, name in enumerate(names)]  # a name that stands twice
        return [
            name for place, name in enumerate(names)
            if name not in ("", NO_NAME) and place not in places and not (name in used and is_first[place])
        ]  # fmt: skip

    def _dates(self, sheet: ReadingSheet) -> list[str]:
        name = self.columns.by_role[self.columns.time_role]
        texts = distinct(sheet.texts(name))
        return [period[0] if (period := split_period(text)) else text for text in texts]

    def pieces(self, first: ReadingSheet, others: Iterator[ReadingSheet]) -> Iterator[ParsedReadings]:
        """All readings of the file: of its first piece and the others."""
        sheets = chain([first], others)
        return self._of_wide(sheets, self.slots) if self.slots else self._of_long(sheets, first.names)

    def _of_wide(self, sheets: Iterator[ReadingSheet], slots: Slots) -> Iterator[ParsedReadings]:
        rows = WideRows(
            self.columns, slots, self.channels[0], self.options, self.zone, self.rejects, self.parts,
            self.numerals[CELLS], self.own_qualities,
        )  # fmt: skip
        for sheet in sheets:
            self._look(sheet)
            yield from rows.piece(sheet)

    def _of_long(self, sheets: Iterator[ReadingSheet], names: list[str]) -> Iterator[ParsedReadings]:
        is_register = self.options.registers == "difference"
        rows = LongRows(
            self.columns, self.channels, self.lengths, self.options, self.zone, self.rejects, is_register,
            self.parts, self.numerals, {names[value]: own for value, own in self.own_qualities.items()},
        )  # fmt: skip
        if is_register:
            yield from rows.whole(list(sheets))
            return
        watch = RegisterWatch(self.columns, self.channels, self.numerals, self.options, self.zone)
        for sheet in sheets:
            self._look(sheet)
            watch.look(sheet)
            yield from rows.piece(sheet)
        yield from rows.held_rows()
        watch.end()

    def _tell(self, sentence: str | None) -> None:
        if sentence:
            self.rejects.report.note(sentence)

    def _check_times(self, names: list[str]) -> None:
        if not self.columns.has_time:
            what, role = ("the day", "date") if self.slots else ("a time", "time")
            raise ImportRefused(
                f"{self.file} has no column with {what}; name it with --column {role}=NAME ({_shown(names)})."
            )

    def _check_values(self, names: list[str]) -> None:
        if self.columns.unsure and not self.channels:
            raise ImportRefused(
                f"{self.file}: whether {_listed(self.columns.unsure)} are shares of one energy, to be summed, is not "
                f"certain; name the column of the whole energy with --column delivered=NAME, or each share with its "
                f"own."
            )
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
        is_settled = self.columns.has_both_ends or self.columns.counted_minutes
        if said and named and said != named and not is_settled:
            self._tell(f"--stamp {said} counts, though the column's name says {named}.")

    def _look(self, sheet: ReadingSheet) -> None:
        """Whether one column of values holds what the rows' units say.

        Raises:
            ImportRefused: rows of one quantity have several units, or their units are of several columns.
        """
        self.units.look(sheet)
        own = [channel.column for channel in self.channels if channel.role in ("delivered", "received", "net")]
        if len(self.units.kinds) > 1 and len(own) > 1:
            raise ImportRefused(
                f"{self.file}: its rows are of several units, and {_listed(own)} hold values; name the one that they "
                f"are of with --column delivered=NAME, and load the others by themselves."
            )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(map(repr, names)) if len(names) < 3 else f"{', '.join(map(repr, names[:-1]))} and {names[-1]!r}"


def _shown(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:12])
