"""What a person may say about files of readings, and what is told at the end."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TextIO

from data_sources.errors import ImportRefused
from data_sources.importers.readings.account import Account
from data_sources.spreadsheet import inert

Stamp = Literal["start", "end"]
Unit = Literal["kWh", "Wh", "MWh", "kW", "W", "MW"]
Registers = Literal["refuse", "difference", "interval"]
DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalMark = Literal["dot", "comma"]

SameTime = Literal["refuse", "last", "sum"]

NO_LENGTH = "length of the interval is not 1, 5, 10, 15, 30 or 60 minutes"
ENDINGS = (".csv", ".txt", ".parquet", ".xml", ".nem12")  # of the files that are looked for in a folder
SHARED = ("delivered", "received")  # roles whose energy several columns may share
SHOWN_NAMES = 12
MAX_INTERVAL_KWH = 1e6  # no meter passes 4 GW; the limit only catches numbers that are no reading at all

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class NewUtility:
    """A utility to be made for meters nobody knows yet: a substation, and a feeder and transformer for each file.

    Attributes:
        name: of the utility.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.
    """

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are to be understood, where they do not say it themselves.

    Attributes:
        utility: whose meters they are; None where there is only one.
        time_zone: clock of local stamps, an IANA name or an offset such as +10:00; None for the file's or utility's.
        stamp: whether a stamp is the interval's start or end.
        unit: of energy values in a file that names none.
        interval_minutes: length of an interval in a file that does not show it.
        columns: role (meter, time, delivered, received, reactive, voltage, power_factor, quality, category,
            interval …) to the file's own column name.
        shares: role (delivered, received) to the columns that share its energy, where a person names several.
        date_order: of day, month and year in dates such as 03/04/2012 or 24-01-15.
        decimal: decimal mark of the numbers of a table; the other one parts thousands.
        registers: what to do with values that rise like a meter's register: refuse, difference, or take them as
            energies of intervals all the same.
        is_net: negative energy is energy received from the customer.
        same_time: what to do where a file holds different values of one meter, quantity and time: refuse them, take
            the later row, or sum them.
        meanings: texts of a category or quality column to what they mean (`columns.MEANINGS`), without case.
        meter: name of the meter of files that hold one.
        meter_map: the file's id of a meter (without case) to its name here.
        new_utility: make a utility for the meters of these files.
        quarantine_folder: where rejected rows are kept; None keeps only their counts.
    """

    utility: str | None = None
    time_zone: str | None = None
    stamp: Stamp | None = None
    unit: Unit | None = None
    interval_minutes: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, Sequence[str]] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    registers: Registers = "refuse"
    is_net: bool = False
    same_time: SameTime = "refuse"
    meanings: Mapping[str, str] = field(default_factory=dict)
    meter: str | None = None
    meter_map: Mapping[str, str] = field(default_factory=dict)
    new_utility: NewUtility | None = None
    quarantine_folder: Path | None = None


@dataclass(slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        path: the file.
        kind: its format in words.
        rows: rows of a table that stand in it; 0 where the format has none.
        rows_read: readings found in it, the rejected ones included.
        loaded: readings that are new in the warehouse.
        corrected: readings that took the place of another.
        duplicates: readings that were there already, value for value.
        beaten: readings that are beaten by a better or later one that is there.
        repeated: readings that stand in the file again, value for value.
        outranked: readings that a better quality in the file replaces (an estimate beside an actual one).
        resolved: readings that differ from another of their time, where a rule of the format or a person says which
            counts.
        replaced: readings that a later block of the file replaces, as its format says.
        combined: rows that became part of another reading (channels of one meter).
        rejected: readings not taken, by reason.
        unknown_meters: readings by meter that the utility does not have.
        without_factor: readings whose power factor can be none, kept without reactive energy.
        called_missing: readings with a value that the file itself calls missing; kept without it.
        ignored: rows of categories that a person called `ignore`.
        has_own_ids: its columns are those of our own readings: a meter may be told by its number.
        texts: lines of plain text between the rows of a table.
        unused: columns of a table of which nothing was taken, in their order.
        notes: what was assumed, in sentences.
        refusal: why the file as a whole could not be taken; empty where it was.
        loaded_before: when the same content was loaded before; empty the first time.
        account: what the readings that were taken add up to.
    """

    path: Path
    kind: str = ""
    rows: int = 0
    rows_read: int = 0
    loaded: int = 0
    corrected: int = 0
    duplicates: int = 0
    beaten: int = 0
    repeated: int = 0
    outranked: int = 0
    resolved: int = 0
    replaced: int = 0
    combined: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    unknown_meters: Counter[str] = field(default_factory=Counter)
    without_factor: int = 0
    called_missing: int = 0
    ignored: int = 0
    has_own_ids: bool = False
    texts: int = 0
    unused: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refusal: str = ""
    loaded_before: str = ""
    account: Account = field(default_factory=Account)

    @property
    def first_at(self) -> dt.datetime | None:
        """Start of the first interval that was taken, UTC."""
        return self.account.first_at

    @property
    def last_at(self) -> dt.datetime | None:
        """Start of the last interval that was taken, UTC."""
        return self.account.last_at

    @property
    def is_in_vain(self) -> bool:
        """Whether it held something and nothing of it was taken."""
        lost = self.rejected.total() + self.unknown_meters.total()
        return bool(lost) and not (self.loaded + self.corrected + self.duplicates + self.beaten)

    def note(self, sentence: str) -> None:
        """Keep an assumption, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def sentence(self) -> str:
        """One line for a person."""
        if self.refusal:
            return f"{self.path.name}: refused. {self.refusal}"
        told = f"{self.path.name} ({self.kind}): {f'{self.rows:,} rows, ' if self.rows else ''}"
        told += f"{self.rows_read:,} readings, {self.loaded:,} new, {self.corrected:,} corrected, "
        told += f"{self.duplicates:,} there already, {self.rejected.total():,} rejected{_listed(self.others())}"
        told += self.account.span()
        if self.loaded_before:
            told += f"; the same file was loaded on {self.loaded_before}"
        return told + ("; nothing of it was taken." if self.is_in_vain else ".")

    def others(self) -> dict[str, int]:
        """The readings that are neither taken nor rejected, so that the counts add up."""
        return {
            "replaced by a later block": self.replaced,
            "settled with others of their time in the file": self.repeated + self.outranked + self.resolved,
            "beaten by better ones": self.beaten,
            "of unknown meters": self.unknown_meters.total(),
        }

    def details(self) -> list[str]:
        """What stands under that line: energies, what was put together or left out, what was assumed."""
        counts = {
            "stand in the file again, value for value": self.repeated,
            "are replaced by a better quality in the file": self.outranked,
            "differ from another of their time and channel in the file; the last or the sum counts": self.resolved,
            "are beaten by better ones that are there": self.beaten,
            "have a value that the file calls missing; it is left out": self.called_missing,
            "are of categories that --value ignores": self.ignored,
            "are without reactive energy, as their power factor can be none": self.without_factor,
        }
        told = [f"{count:,} readings {what}." for what, count in counts.items() if count]
        if self.combined:
            told.append(f"{self.combined:,} values of other channels were put together with those of their time.")
        if self.texts:
            told.append(f"{self.texts:,} lines of text between the rows were passed over.")
        if self.unused:
            told.append(_unused_sentence(list(self.unused)))
        return [*self.account.sentences(), *told, *self.notes]


@dataclass(slots=True)
class Report:
    """What a run of `fluxops load-ami` did.

    Attributes:
        utility_id: whose readings they are now.
        utility_name: its name.
        files: one entry a file, in order.
        load_id: by which the run can be taken back, if it brought readings.
        quarantine_path: CSV (file, line, reason, text) of what was not taken; None where everything was.
        passed_over: files of the folders that were not looked into.
        whole: what the readings of all files add up to, each reading once.
        repeated: readings that several of the files hold with the same values, the first time left aside.
        replaced: readings of a file that a later file corrected.
        notes: what was assumed of the whole run, in sentences.
        has_landed: readings of the run are in the history, counted or not: it may have been interrupted just then.
    """

    utility_id: int
    utility_name: str
    files: list[FileReport]
    load_id: str = ""
    quarantine_path: Path | None = None
    passed_over: list[Path] = field(default_factory=list)
    whole: Account = field(default_factory=Account)
    repeated: int = 0
    replaced: int = 0
    notes: list[str] = field(default_factory=list)
    has_landed: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether any file could not be taken, or nothing of it."""
        return any(file.refusal or file.is_in_vain for file in self.files)

    def total(self, what: str) -> int:
        """Sum of a count over all files: rows_read, loaded, corrected, duplicates."""
        return int(sum(getattr(file, what) for file in self.files))

    def _together(self) -> list[str]:
        """The whole run in lines: as a file's, with each reading once."""
        rows, refused = self.total("rows"), sum(bool(file.refusal) for file in self.files)
        told = f"Together, {len(self.files):,} files{f' ({refused:,} refused)' if refused else ''}: "
        told += f"{rows:,} rows, " if rows else ""
        told += f"{self.total('rows_read'):,} readings, {self.total('loaded'):,} new, "
        told += f"{self.total('corrected') - self.replaced:,} corrected, "
        told += f"{self.total('duplicates') - self.repeated:,} there already, {self.rejected().total():,} rejected"
        others: Counter[str] = sum((Counter(file.others()) for file in self.files), Counter())
        others["in an earlier file of these, value for value"] = self.repeated
        others["corrected by a later file of these"] = self.replaced
        told += f"{_listed(others)}{self.whole.span()}."
        return [told, *(f"  {sentence}" for sentence in self.whole.sentences())]

    def rejected(self) -> Counter[str]:
        """Rejected readings by reason over all files."""
        return sum((file.rejected for file in self.files), Counter())

    def unknown_meters(self) -> Counter[str]:
        """Readings of meters that the utility does not have, over all files."""
        return sum((file.unknown_meters for file in self.files), Counter())

    def sentences(self) -> list[str]:
        """The report in lines: files with their energies and notes, then what was left out and why."""
        told = []
        for file in self.files:
            told += [file.sentence(), *(f"  {detail}" for detail in file.details())]
        if len(self.files) > 1:
            told += self._together()
        told += self.notes
        if reasons := self.rejected():
            told.append(rejected_sentence(reasons))
        if unknown := self.unknown_meters():
            names = ", ".join(f"{name or '(no name)'} ({count:,})" for name, count in unknown.most_common(5))
            told.append(
                f"Unknown meters: {len(unknown):,} with {unknown.total():,} readings: {names}"
                f"{', …' if len(unknown) > 5 else ''}; name them with --meter or --map."
            )
        if self.passed_over:
            told.append(passed_over_sentence(self.passed_over))
        if self.load_id and self.has_landed:
            told.append(f"`fluxops unload-ami {self.load_id}` takes these readings back.")
        if self.quarantine_path:
            told.append(f"What was not taken is kept in {self.quarantine_path}.")
        return told


def _listed(counts: Mapping[str, int]) -> str:
    return "".join(f", {count:,} {what}" for what, count in counts.items() if count)


def _unused_sentence(names: Sequence[str]) -> str:
    shown = ", ".join(map(repr, names[:SHOWN_NAMES])) + (", …" if len(names) > SHOWN_NAMES else "")
    return f"Columns that were passed over: {shown}."


def rejected_sentence(reasons: Counter[str]) -> str:
    """What was rejected, the commonest reason first."""
    return "Rejected: " + ", ".join(f"{count:,} {reason}" for reason, count in reasons.most_common()) + "."


def passed_over_sentence(paths: Sequence[Path]) -> str:
    """Files of a folder that were not looked into."""
    names = ", ".join(path.name for path in paths[:SHOWN_NAMES]) + (", …" if len(paths) > SHOWN_NAMES else "")
    return (
        f"Passed over {len(paths):,} file{'s' if len(paths) > 1 else ''} of the folder: {names}; only "
        f"{', '.join(ENDINGS)} are looked into, so name any other that holds readings by itself."
    )


class FileQuarantine:
    """The CSV file of what was not taken, for a spreadsheet; made with its first row. Use it as a context manager.

    Args:
        folder: where it goes; None writes nothing.
    """

    HEADER = ("file", "line", "reason", "text")
    SHOWN_SIGNS = 2000  # of one row's own text

    def __init__(self, folder: Path | None) -> None:
        """Opens nothing."""
        self._folder = folder
        self._file: TextIO | None = None
        self.path: Path | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def keep(self, file: str, rows: Iterable[tuple[int | None, str, str]]) -> None:
        """Keep rows as (line, reason, text)."""
        if self._folder is None:
            return
        writer = None
        for line, reason, text in rows:
            writer = writer or csv.writer(self._opened(self._folder), quoting=csv.QUOTE_NONNUMERIC)
            name, why, what = (inert(value) for value in (file, reason, text[: self.SHOWN_SIGNS]))
            writer.writerow((name, "" if line is None else line, why, what))

    def _opened(self, folder: Path) -> TextIO:
        if self._file is None:
            folder.mkdir(parents=True, exist_ok=True)
            self.path = folder / f"readings-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S-%f}.csv"
            self._file = self.path.open("w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow(self.HEADER)
        return self._file


def column_roles(texts: Iterable[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What was written as ROLE=NAME: (the column of each role, the columns that share one energy).

    Raises:
        ImportRefused: one of them has no equals sign, or a role that cannot be shared is given twice.
    """
    named: dict[str, list[str]] = {}
    for text in texts:
        role, sign, name = text.partition("=")
        if not sign or not role.strip() or not name.strip():
            raise ImportRefused(f"--column {text}: write ROLE=NAME, for instance --column meter=NMI.")
        named.setdefault(role.strip().lower(), []).append(name.strip())
    several = {role: names for role, names in named.items() if len(names) > 1}
    for role, names in several.items():
        if role not in SHARED:
            raise ImportRefused(f"--column {role}={names[1]}: {role!r} is {names[0]!r} already; it has one column.")
    return {role: names[0] for role, names in named.items()}, several


def new_utility(name: str | None, lon: float | None, lat: float | None) -> NewUtility | None:
    """The utility to be made, where one is asked for.

    Raises:
        ImportRefused: it has no place.
    """
    if name is None:
        return None
    if lon is None or lat is None:
        raise ImportRefused("--as-new-utility needs its place; give --lon and --lat in degrees.")
    return NewUtility(name, lon, lat)
