"""CSV and Parquet files of readings: long (one row a reading) or wide (one row a day), to readings.

A file is taken piece by piece; rows that are channels of one reading are put together once all of them are there
(`staging`). Only a file of register values is read as a whole, because a reading follows from two rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.channels import (
    Channel,
    find_channels,
    measures_of,
    outweighed,
    role_of,
    wide_channel,
)
from data_sources.importers.readings.columns import VALUE_ROLES, Role, find_columns, settle_categories, shape_times
from data_sources.importers.readings.headings import evened, unit_in
from data_sources.importers.readings.options import DateOrder, FileReport, ReadingOptions
from data_sources.importers.readings.parsed import NothingTaken, ParsedReadings, Rejects
from data_sources.importers.readings.sheets.decimals import MarksSeen, Numerals, numerals
from data_sources.importers.readings.sheets.interval import Lengths
from data_sources.importers.readings.sheets.long import (
    LongRows,
    called_missing,
    codes_of,
    distinct,
    meter_column,
    placed_rows,
    stamps_of,
    takes_factor,
)
from data_sources.importers.readings.sheets.midnight import is_last_of_date
from data_sources.importers.readings.sheets.qualities import beside_values, of_row, qualities, qualities_at
from data_sources.importers.readings.sheets.reading_sheet import (
    NO_NAME,
    ReadingSheet,
    as_text,
    is_textual,
    read_csv,
    read_parquet,
)
from data_sources.importers.readings.sheets.rising import RisingValues
from data_sources.importers.readings.sheets.row_parts import RowPart, RowParts, RowUnits
from data_sources.importers.readings.sheets.wide import Slots, find_slots, place_cells
from data_sources.importers.readings.stamps import (
    ClockName,
    DatesSeen,
    Stamps,
    is_same_clock,
    midnights,
    split_period,
    zone_named,
)

CELLS = "the cells"
FEWEST_NUMBERED = 24  # rows that each name another meter: fewer may be meters
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
    whole = _Whole(lambda: sheets(Rejects(FileReport(path))))
    # A file may begin anew with other columns: consumption of a day, then its generation.
    for _, section in groupby(_counted(chain([first], found), rejects.report), key=lambda sheet: tuple(sheet.names)):
        yield from _section(section, options, zone, rejects, whole)


def _section(
    sheets: Iterator[ReadingSheet], options: ReadingOptions, zone: dt.tzinfo, rejects: Rejects, whole: _Whole
) -> Iterator[ParsedReadings]:
    """The readings of rows that have the same columns."""
    first = next(sheets)
    table = _TableFile(rejects.report.path.name, first, options, zone, rejects)
    table.settle_order(first, whole)
    table.settle_midnight(first, whole)
    table.settle_numerals(first, whole)
    yield from table.pieces(first, sheets)


@dataclass(slots=True)
class _Whole:
    """What only the whole of a file tells, looked up once however many sections have the same columns.

    Attributes:
        again: all of its pieces once more.
    """

    again: Callable[[], Iterator[ReadingSheet]]
    _orders: dict[tuple[str, ...], DateOrder | None] = field(default_factory=dict)
    _midnights: dict[tuple[str, ...], bool] = field(default_factory=dict)
    _marks: dict[tuple[str, ...], dict[str, MarksSeen]] = field(default_factory=dict)

    def order(self, names: Sequence[str], look: Callable[[ReadingSheet], DateOrder | None]) -> DateOrder | None:
        """Whether day or month comes first, as the first piece says that tells."""
        key = tuple(names)
        if key not in self._orders:
            self._orders[key] = next((order for sheet in self._of(key) if (order := look(sheet))), None)
        return self._orders[key]

    def midnight_ends(self, names: Sequence[str], look: Callable[[ReadingSheet], bool | None]) -> bool:
        """Whether 00:00 ends its date, as the first piece says that tells."""
        key = tuple(names)
        if key not in self._midnights:
            told = (look(sheet) for sheet in self._of(key))
            self._midnights[key] = next((one for one in told if one is not None), False)
        return self._midnights[key]

    def marks(self, names: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[str, MarksSeen]:
        """What the numbers of columns tell about their decimal mark.

        Args:
            names: of all columns.
            columns: the places of those that hold one quantity, by what they are called.
        """
        key = tuple(names)
        if key not in self._marks:
            self._marks[key] = {name: MarksSeen() for name in columns}
            for sheet in self._of(key):
                for name, places in columns.items():
                    for column in _joined([sheet.columns[place] for place in places]):
                        self._marks[key][name].look(column)
        return self._marks[key]

    def _of(self, key: tuple[str, ...]) -> Iterator[ReadingSheet]:
        return (sheet for sheet in self.again() if tuple(sheet.names) == key)


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
        self._settle_meter(first)
        if self.slots is None:
            settle_categories(self.columns, own, some, lambda text: role_of(text, options.meanings) is not None)
        self.zone = self._clock(zone)
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

    def _settle_meter(self, first: ReadingSheet) -> None:
        """Whether the column of meters holds meters: numbers of rows would make a meter of each reading.

        Raises:
            NothingTaken: each row names another one, at another time; they are not counted from row to row either.
        """
        name, given = self.columns.by_role.get("meter"), self.options.columns
        if name is None or "meter" in given or self.options.meter_map or len(first) < FEWEST_NUMBERED:
            return
        roles = self.columns.by_role
        ids, times = first.texts(name), first.texts(roles[self._time_role])
        if "clock" in roles:
            times = pc.binary_join_element_wise(times, first.texts(roles["clock"]), " ")
        if len(pc.unique(ids)) < len(ids) or len(pc.unique(times)) < len(times) / 2:
            return
        if not _counts(ids):
            raise NothingTaken(
                f"{self.file}: each row names another meter in {name!r}, at another time, as a key of rows does; name "
                f"the column of the meters with --column meter=NAME, and leave such a key out of the file."
            )
        del self.columns.by_role["meter"]
        self._tell(f"{name!r} counts the rows; it names no meter.")

    @property
    def _time_role(self) -> Role:
        """The role of the column that tells when."""
        roles: tuple[Role, ...] = ("period", "time", "date")
        return next(role for role in roles if role in self.columns.by_role)

    def settle_order(self, first: ReadingSheet, whole: _Whole) -> None:
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

    def settle_midnight(self, first: ReadingSheet, whole: _Whole) -> None:
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

    def settle_numerals(self, first: ReadingSheet, whole: _Whole) -> None:
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
        own += [self.columns.by_role["power_factor"]] if takes_factor(self.columns) else []
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
        gone = set(VALUE_ROLES if self.slots else ()) | (set() if takes_factor(self.columns) else {"power_factor"})
        used = {name for role, name in self.columns.by_role.items() if role not in gone}
        used |= {name for own in self.columns.parts.values() for name in own} | set(self.columns.left_out)
        places = set(self.slots.places if self.slots else ()) | set(self.own_qualities.values())
        is_first = [names.index(name) == place for place, name in enumerate(names)]  # a name that stands twice
        return [
            name for place, name in enumerate(names)
            if name not in ("", NO_NAME) and place not in places and not (name in used and is_first[place])
        ]  # fmt: skip

    def _dates(self, sheet: ReadingSheet) -> list[str]:
        name = self.columns.by_role[self._time_role]
        texts = distinct(sheet.texts(name))
        return [period[0] if (period := split_period(text)) else text for text in texts]

    def pieces(self, first: ReadingSheet, others: Iterator[ReadingSheet]) -> Iterator[ParsedReadings]:
        """All readings of the file: of its first piece and the others."""
        sheets = chain([first], others)
        if self.slots:
            for sheet in sheets:
                self._look(sheet)
                yield from self._wide(sheet, self.slots)
            return
        is_register = self.options.registers == "difference"
        rows = LongRows(
            self.columns, self.channels, self.lengths, self.options, self.zone, self.rejects, is_register,
            self.parts, self.numerals, {first.names[value]: own for value, own in self.own_qualities.items()},
        )  # fmt: skip
        if is_register:
            yield from rows.whole(list(sheets))
            return
        rising = RisingValues(self.zone, is_settled=not self._may_be_register)
        for sheet in sheets:
            self._look(sheet)
            self._refuse_register(sheet, rising)
            yield from rows.piece(sheet)
        yield from rows.held_rows()
        if rising.at_end():
            raise self._is_register()

    def _tell(self, sentence: str | None) -> None:
        if sentence:
            self.rejects.report.note(sentence)

    def _clock(self, zone: dt.tzinfo) -> dt.tzinfo:
        """The file's own clock where its header names one, unless a person says another."""
        own, said = self.columns.zone, self.options.time_zone
        if own is None:
            self._check_clock_name(zone)
            return zone
        name = self.columns.by_role[self._time_role]
        if said is None or is_same_clock(zone_named(said), own):
            return own
        if self.options.new_utility:
            self._tell(
                f"Its stamps are read by the clock that {name!r} names; --time-zone {said} is the clock of the new "
                f"utility, by which its days begin."
            )
            return own
        self._tell(f"--time-zone {said} counts, though {name!r} names another clock.")
        return zone

    def _check_clock_name(self, zone: dt.tzinfo) -> None:
        """Whether letters in a heading may mean another clock than that of the utility.

        Raises:
            ImportRefused: they do, and nobody says which.
        """
        roles = self.columns.by_role
        names = [roles[role] for role in ("period", "time", "clock", "date") if role in roles]
        column, named = next(((name, one) for name in names if (one := ClockName.of(name))), ("", None))
        if named is None or self.options.time_zone is not None or named.is_all_of(zone):
            return
        if not named.is_of(zone):
            raise ImportRefused(
                f"{self.file}: {column!r} names a clock that is not the utility's ({zone}); say which clock its stamps "
                f"are of with --time-zone, for instance -05:00."
            )
        self._tell(
            f"Its stamps are read by the utility's clock ({zone}), with its daylight time; if {named.text} in "
            f"{column!r} is kept all year, give its offset with --time-zone, for instance -05:00."
        )

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

    @property
    def _may_be_register(self) -> bool:
        """Whether nobody says what the first energy column holds."""
        energy = self._energy
        return energy is not None and not energy.is_power and self.options.registers == "refuse"

    @property
    def _energy(self) -> Channel | None:
        return next((one for one in self.channels if one.role != "voltage"), None)

    def _refuse_register(self, sheet: ReadingSheet, rising: RisingValues) -> None:
        """Whether the first energy column holds a register's values, as far as the file is read.

        Raises:
            NothingTaken: it does, and what to do with it is not said.
        """
        if rising.is_settled or self._energy is None:
            return
        names, codes = self._series(sheet)
        meters = rising.meters(names, codes)
        some, mine = sheet.take(meters >= 0), meters[meters >= 0]
        shares = [one.column for one in self.channels if one.role == self._energy.role]
        given = np.stack([self.numerals[name].floats(some[name])[0] for name in shares])
        values = np.where(np.isnan(given).all(axis=0), np.nan, np.nansum(given, axis=0))
        if rising.add(mine, stamps_of(some, self.columns, self.options, self.zone), values):
            raise self._is_register()

    def _series(self, sheet: ReadingSheet) -> tuple[list[str], Ints]:
        """(names of what each may have a register, by code; the code of each row): a meter, by category and unit."""
        meters = meter_column(sheet, self.columns.by_role.get("meter"))
        named = [self.columns.by_role[role] for role in ("category", "unit") if role in self.columns.by_role]
        if not named:
            return meters.dictionary.to_pylist(), codes_of(meters)
        texts = [meters.dictionary_decode(), *(sheet.texts(name) for name in named)]
        coded = pc.binary_join_element_wise(*texts, "\0").dictionary_encode()
        return coded.dictionary.to_pylist(), codes_of(coded)

    def _is_register(self) -> NothingTaken:
        assert self._energy is not None
        return NothingTaken(
            f"{self.file}: the values of {self._energy.column!r} only rise, like a meter's register; take their "
            f"differences with --registers difference, or --registers interval if they are energies all the same."
        )

    def _wide(self, sheet: ReadingSheet, slots: Slots) -> Iterator[ParsedReadings]:
        """One piece a category: the cells of its rows."""
        stamps = stamps_of(sheet, self.columns, self.options, self.zone)
        sheet, days = placed_rows(sheet, Stamps(midnights(stamps, self.zone), stamps.is_utc), self.rejects)
        if not len(sheet):
            return
        cells, bad = self._cells(sheet, slots)
        placed = place_cells(slots, days, cells, self.zone)
        for row, column in zip(*np.nonzero(placed.is_never), strict=True):
            label = sheet.names[slots.places[column]]
            self.rejects.add(int(sheet.line[row]), "local time that the clock skips", f"column {label!r}")
        use = placed.is_there & ~bad
        for part in self.parts.split(sheet):
            yield self._of_rows(sheet, slots, cells, placed.at, use & part.rows[:, None], part)

    def _cells(self, sheet: ReadingSheet, slots: Slots) -> tuple[Floats, Bools]:
        values = np.empty((len(sheet), len(slots.places)))
        bad = np.zeros(values.shape, np.bool_)
        for column, place in enumerate(slots.places):
            values[:, column], refused = self.numerals[CELLS].floats(sheet.columns[place])
            for reason, rows in refused.items():
                bad[:, column] |= rows
                for row in np.flatnonzero(rows):
                    self.rejects.add(int(sheet.line[row]), reason, str(sheet.columns[place][int(row)].as_py()))
        return values, bad

    def _of_rows(
        self, sheet: ReadingSheet, slots: Slots, cells: Floats, at: Ints, use: Bools, part: RowPart
    ) -> ParsedReadings:
        row, _ = np.nonzero(use)
        minutes = np.full(len(row), slots.minutes, np.int64)
        channel = self.channels[0].of_role(part.role).of_unit(part.unit, is_reactive=part.is_reactive)
        measures = measures_of(channel.role, channel.energies(cells[use], minutes))
        meters = meter_column(sheet, self.columns.by_role.get("meter")).take(pa.array(row))
        quality = self._cell_qualities(sheet, slots)[use]
        good = quality >= 0
        for bad in np.unique(row[~good]):
            count = int((row == bad).sum())
            self.rejects.add(int(sheet.line[bad]), "unknown quality", sheet.row_text(int(bad))[:80], count)
        piece = ParsedReadings(
            meters, at[use], minutes, measures, quality, sheet.line[row], np.full(len(row), part.channel)
        ).take(good)
        self.rejects.report.called_missing += called_missing(piece)
        return piece

    def _cell_qualities(self, sheet: ReadingSheet, slots: Slots) -> Ints:
        """Quality of each cell, (rows, columns): its own, or that of its row."""
        of_row = qualities(sheet, self.columns.by_role.get("quality"), self.options.meanings)
        found = np.repeat(of_row[:, None], len(slots.places), axis=1)
        for column, place in enumerate(slots.places):
            if place in self.own_qualities:
                found[:, column] = qualities_at(sheet, self.own_qualities[place], self.options.meanings)
        return found


def _counts(ids: pa.Array) -> bool:
    """Whether texts are whole numbers that go up or down by one from row to row."""
    if not pc.all(pc.match_substring_regex(ids, r"^[0-9]{1,15}$")).as_py():
        return False
    steps = np.diff(ids.cast(pa.int64()).to_numpy(zero_copy_only=False))
    return bool((steps == 1).all() or (steps == -1).all())


def _joined(columns: Sequence[pa.Array]) -> Sequence[pa.Array]:
    """Columns of plain text as one, which is looked through faster."""
    return [pa.concat_arrays(columns)] if all(pa.types.is_string(one.type) for one in columns) else columns


def _listed(names: Sequence[str]) -> str:
    return " and ".join(map(repr, names)) if len(names) < 3 else f"{', '.join(map(repr, names[:-1]))} and {names[-1]!r}"


def _shown(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names[:12])
