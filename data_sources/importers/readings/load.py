"""Somebody else's readings into the warehouse: Parquet, CSV, Green Button XML and NEM12.

Read downwards: a file's kind is told by its content; its reader makes readings under the file's own meter ids
(`table`, `greenbutton`, `nem12`); the ids become meters of a utility (`meter_book`); landing takes what is new. What
cannot be taken goes to the quarantine with its line and reason.
"""

from __future__ import annotations

import codecs
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.fixed import check_options
from data_sources.importers.readings.greenbutton import read_greenbutton, zone_in
from data_sources.importers.readings.loading import Loading, Run
from data_sources.importers.readings.making import have_made
from data_sources.importers.readings.meter_book import GivenNames, MeterBook, key_of
from data_sources.importers.readings.nem12 import looks_like_nem12, read_nem12
from data_sources.importers.readings.options import (
    ENDINGS,
    FileQuarantine,
    FileReport,
    Progress,
    ReadingOptions,
    Report,
    passed_over_sentence,
    rejected_sentence,
)
from data_sources.importers.readings.parsed import NothingTaken, ParsedReadings, Rejects
from data_sources.importers.readings.sheets.table import read_table_file
from data_sources.importers.readings.stamps import zone_named, zone_of_offset
from data_sources.importers.removal import remove_by_name, what_goes
from data_sources.pipeline.exports import export_network
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.load_record import loaded_on, new_load_id, with_file
from data_sources.pipeline.notify import notify
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities, utility_named
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.reading_values import INTERVALS_MINUTES

__all__ = ["ReadingOptions", "Report", "load_readings"]

SHOWN_REFUSALS = 3
NOT_ENDED = "The run ended before all of it was loaded."
NO_READINGS = {
    b"\xff\xd8\xff": "a picture (JPEG)", b"\x89PNG": "a picture (PNG)", b"GIF8": "a picture (GIF)", b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as CSV", b"SQLite format": "a database (SQLite)",
}  # fmt: skip
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
MARKET_ZONE = "Australia/Brisbane"  # NEM12's clock: UTC+10 without daylight saving


def load_readings(
    live: PostgresSource,
    warehouse: Warehouse,
    paths: Sequence[Path],
    options: ReadingOptions,
    *,
    actor: str = "fluxops load-ami",
    progress: Progress | None = None,
    began: Callable[[Report], None] | None = None,
) -> Report:
    """Load files of readings; each reading once, however often its file comes.

    A file that cannot be taken is told in the report; the others are loaded all the same.

    Args:
        live: the live database, for the meters.
        warehouse: where to.
        paths: files, or folders of files.
        options: what a person said about them.
        actor: who, for the audit row of a new utility.
        progress: is told what is being done, and the share that is done.
        began: is given the report before the first file; it holds what was done, however the run ends.

    Raises:
        ImportRefused: no file, no such utility or meter, or not one of the files could be taken.
    """
    files, passed_over = _expand(paths)
    _check(options)
    _refuse_unreadable(files)
    if options.new_utility:
        options = replace(options, utility=_new_utility(live, files, options, actor))
    utility_id = utility_named(live, options.utility)
    name, zone = _utility(live, utility_id)
    _bring_dimensions(live, warehouse, utility_id, zone)
    book = MeterBook.of(live, utility_id, options)
    run = Run(new_load_id(dt.datetime.now(dt.UTC)), has_several=len(files) > 1)
    report = Report(utility_id, name, [], run.load_id, passed_over=passed_over)
    if options.new_utility and (sentence := _clock_sentence(options.time_zone, zone)):
        report.notes.append(sentence)
    if began:
        began(report)
    with FileQuarantine(options.quarantine_folder) as quarantine:
        try:
            for number, path in enumerate(files):
                if progress:
                    progress(f"reading {path.name}", number / len(files))
                file = FileReport(path, refusal=NOT_ENDED)
                report.files.append(file)
                with Loading(warehouse, file, book, run, options.same_time) as loading:
                    _load_file(loading, options, zone, quarantine)
        finally:
            report.quarantine_path = quarantine.path
            report.whole, report.repeated, report.replaced = run.account, run.repeated, run.replaced
    if progress:
        progress("read", 1.0)
    _conclude(live, report, options, actor)
    if all(file.refusal for file in report.files):
        raise ImportRefused(" ".join(file.refusal for file in report.files[:SHOWN_REFUSALS]))
    return report


def _conclude(live: PostgresSource, report: Report, options: ReadingOptions, actor: str) -> None:
    """Tell the pages what landed; a utility made for a load of which nothing landed goes again."""
    if report.total("loaded") or report.total("corrected"):
        notify(live, "ami")
    elif options.new_utility:
        remove_by_name(live, what_goes(live, report.utility_name), actor=actor)
        report.notes.append(f"Nothing was loaded, so the utility {report.utility_name} was not kept.")


def _check(options: ReadingOptions) -> None:
    """What is wrong whatever the files hold, before any is read."""
    if options.time_zone:
        zone_named(options.time_zone)
    if options.interval_minutes is not None and options.interval_minutes not in INTERVALS_MINUTES:
        raise ImportRefused(
            f"--interval {options.interval_minutes}: intervals of 1, 5, 10, 15, 30 and 60 minutes can be loaded."
        )


def _expand(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(files to be read, files of the folders that are passed over)."""
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in paths:
        if path.is_dir():
            for one in sorted(one for one in path.rglob("*") if one.is_file()):
                (files if _is_looked_into(one) else passed_over).append(one)
        elif path.is_file():
            files.append(path)
        else:
            raise ImportRefused(f"There is no file or folder {path}.")
    if not files:
        told = f" {passed_over_sentence(passed_over)}" if passed_over else f" {', '.join(ENDINGS)} can be read."
        raise ImportRefused(f"No file of readings is named.{told}")
    return files, passed_over


def _is_looked_into(path: Path) -> bool:
    """Hidden files are none of readings: macOS writes a `._x.csv` beside an `x.csv` on other disks."""
    return path.suffix.lower() in ENDINGS and not path.name.startswith(".")


def _refuse_unreadable(files: Sequence[Path]) -> None:
    """What is no file of readings at all is said before anything is asked.

    Raises:
        ImportRefused: not one of the files can be read.
    """
    refusals = []
    for path in files:
        try:
            _kind(path)
        except ImportRefused as error:
            refusals.append(str(error))
    if len(refusals) == len(files):
        raise ImportRefused(" ".join(refusals[:SHOWN_REFUSALS]))


def _utility(live: PostgresSource, utility_id: int) -> tuple[str, str]:
    """Name and time zone."""
    rows = live.fetch(Query.of("utilities")).to_pylist()
    row = next(row for row in rows if row["utility_id"] == utility_id)
    return row["utility_name"], row["time_zone"]


def _bring_dimensions(live: PostgresSource, warehouse: Warehouse, utility_id: int, zone: str) -> None:
    """The warehouse knows the utility's meters as they are now, by whichever way they changed."""
    meters = live.fetch(Query.of("hist_meters", utility_id=utility_id))["meter_id"].to_numpy()
    known_meters = KnownMeters.of(warehouse)
    known = known_meters.meter_ids[known_meters.utility_ids == utility_id]
    is_other = known_meters.zones.get(utility_id) != zone or not np.array_equal(np.sort(meters), known)
    export_network(live, warehouse, anyway=is_other)


def _new_utility(live: PostgresSource, files: list[Path], options: ReadingOptions, actor: str) -> str:
    """Make the utility that the files' own meters need; its name.

    Raises:
        ImportRefused: no time zone is known for it, no file can be read, or a meter is given that none holds.
    """
    assert options.new_utility
    if options.new_utility.name in [name for _, name in utilities(live)]:
        raise ImportRefused(
            f"There is a utility named {options.new_utility.name!r} already; load into it with --utility, or give "
            f"another name."
        )
    zones = [zone for path in files if (zone := _zone_of_file(path))]
    zone = _iana(options.time_zone) or next(iter(zones), None)
    if zone is None:
        raise ImportRefused(
            "A new utility needs its time zone; give --time-zone, for instance Australia/Sydney (a heading such as "
            "UTC+10 names the clock of its stamps alone)."
        )
    meters = _meters_of(files, options, zone)
    names = [name for own in meters.values() for name in own]
    MeterBook(pa.table({"meter_id": range(len(names)), "meter_name": names}), options)  # before anything is written
    have_made(live, (options.new_utility, meters, zone, actor), files)
    return options.new_utility.name


def _meters_of(files: Sequence[Path], options: ReadingOptions, zone: str) -> dict[str, list[str]]:
    """Names of the meters by file; a meter that stands in several files is one meter.

    Raises:
        ImportRefused: no file holds a reading; with what was wrong with its rows, which the quarantine keeps.
    """
    meters: dict[str, list[str]] = {}
    seen: set[str] = set()
    given = GivenNames(options)
    told: list[str] = []
    with FileQuarantine(options.quarantine_folder) as quarantine:
        for path in files:
            rejects = Rejects(FileReport(path))
            try:
                names: dict[str, str] = {}
                for piece in _pieces(path, options, zone, rejects):
                    names = _names(piece, path, given) | names
                    if names:
                        rejects.take()  # they are kept when the file is loaded
            except ImportRefused as error:
                told.append(str(error))
                names = {} if isinstance(error, NothingTaken) else names
            if names:
                meters[path.stem] = [name for key, name in names.items() if key not in seen]
                seen |= names.keys()
            elif rejects.rows:
                told.append(f"{path.name}: no row could be taken. {rejected_sentence(rejects.report.rejected)}")
                quarantine.keep(path.name, rejects.take())
    if not any(meters.values()):
        kept = f" They are kept in {quarantine.path}." if quarantine.path else ""
        raise ImportRefused((" ".join(told[:SHOWN_REFUSALS]) or "The files hold no reading.") + kept)
    return {file: names for file, names in meters.items() if names}


def _names(piece: ParsedReadings, path: Path, given: GivenNames) -> dict[str, str]:
    """The names that the meters of a piece get, by what makes them the same."""
    given.check(path.name, piece.meter.dictionary.to_pylist())
    ids = piece.meter.unique().to_pylist()  # of the rows that are left, not of the dictionary
    return {key_of(name): name for name in (given.of(one) or one or path.stem for one in ids)}


def _iana(text: str | None) -> str | None:
    """The name of a zone as a utility has it: most offsets have one too."""
    if text is None:
        return None
    zone = zone_named(text)
    if not isinstance(zone, dt.timezone):
        return text
    name = zone_of_offset(int(zone.utcoffset(None).total_seconds()))
    if name is None:
        raise ImportRefused(
            f"--time-zone {text}: no place is always at that offset from UTC; name the zone of the new utility, for "
            f"instance America/St_Johns."
        )
    return name


def _clock_sentence(said: str | None, zone: str) -> str | None:
    """What a utility got whose clock was said as an offset."""
    if said is None or said == zone or zone == "UTC":
        return None
    sign = ", where plus and minus are the other way round" if zone.startswith("Etc/") else ""
    return (
        f"The new utility's clock is {said} all year ({zone} by its IANA name{sign}); one with daylight saving has the "
        f"name of a place, such as Australia/Sydney."
    )


def _zone_of_file(path: Path) -> str | None:
    kind = _kind(path)
    return zone_in(path) if kind == "Green Button" else MARKET_ZONE if kind == "NEM12" else None


def _kind(path: Path) -> str:
    """The format, told by the content."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    for magic, what in NO_READINGS.items():
        if head.startswith(magic):
            raise ImportRefused(f"{path.name} is {what}; Parquet, CSV, Green Button XML and NEM12 can be read.")
    if not head.strip():
        raise ImportRefused(f"{path.name} is empty.")
    if head[:4] == b"PAR1":
        return "Parquet"
    if path.suffix.lower() in WORKBOOKS and head[:2] == b"PK":
        raise ImportRefused(f"{path.name} is a workbook; save its sheet as CSV.")
    if head[:2] in (b"\x1f\x8b", b"PK"):
        raise ImportRefused(f"{path.name} is compressed; unpack it first.")
    is_wide = head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if b"\0" in head and not is_wide:
        raise ImportRefused(f"{path.name} is no text file; Parquet, CSV, Green Button XML and NEM12 can be read.")
    text = head.decode("utf-16" if is_wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return "Green Button"
    return "NEM12" if looks_like_nem12(text) else "CSV"


def _pieces(path: Path, options: ReadingOptions, zone: str, rejects: Rejects) -> Iterator[ParsedReadings]:
    """The readings of a file, piece by piece.

    Raises:
        ImportRefused: it cannot be read, or does not tell what its values or stamps are.
    """
    try:
        yield from _of_kind(path, options, zone, rejects)
    except pa.ArrowException as error:  # a column of Parquet that is no number and no text: a list, a timestamp
        raise ImportRefused(f"{path.name}: a column does not hold what it is taken for: {error}.") from error


def _of_kind(path: Path, options: ReadingOptions, zone: str, rejects: Rejects) -> Iterator[ParsedReadings]:
    kind = rejects.report.kind = _kind(path)
    if kind in ("Green Button", "NEM12"):
        check_options(kind, options, rejects.report)
        return (
            read_greenbutton(path, rejects, options) if kind == "Green Button" else read_nem12(path, rejects, options)
        )
    clock = zone_named(options.time_zone or zone)
    return read_table_file(path, is_parquet=kind == "Parquet", options=options, zone=clock, rejects=rejects)


def _load_file(loading: Loading, options: ReadingOptions, zone: str, quarantine: FileQuarantine) -> None:
    """One file: what stands before a fault is kept, the fault is told."""
    warehouse, report, rejects = loading.warehouse, loading.report, loading.rejects
    path = report.path
    try:
        digest = _digest(path)
        report.loaded_before = loaded_on(warehouse.manifest(), digest)
        fault = _read(loading, options, zone, quarantine)
        for _ in loading.land():
            quarantine.keep(path.name, rejects.take())
        if fault is not None:
            raise fault
        warehouse.commit(lambda manifest: with_file(manifest, digest, loading.run.load_id, dt.datetime.now(dt.UTC)))
        report.refusal = ""
    except ImportRefused as error:
        report.refusal = str(error) + (f" {report.loaded:,} readings before it were loaded." if report.loaded else "")
    quarantine.keep(path.name, rejects.take())
    quarantine.keep(path.name, _unknown(report))


def _read(loading: Loading, options: ReadingOptions, zone: str, quarantine: FileQuarantine) -> ImportRefused | None:
    """All pieces of a file, as far as it can be read; the fault that ended it.

    Raises:
        NothingTaken: the fault is of all of them.
    """
    path = loading.report.path
    try:
        for piece in _pieces(path, options, zone, loading.rejects):
            loading.add(_own_name(piece, path, options))
            quarantine.keep(path.name, loading.rejects.take())
    except NothingTaken:
        raise
    except ImportRefused as error:
        return error
    return None


def _own_name(piece: ParsedReadings, path: Path, options: ReadingOptions) -> ParsedReadings:
    """The only meter of a new utility's file without names is called as the file."""
    if options.new_utility and options.meter is None and piece.meter.dictionary.to_pylist() == [""]:
        piece.meter = pa.DictionaryArray.from_arrays(piece.meter.indices, pa.array([path.stem]))
    return piece


def _unknown(report: FileReport) -> Iterator[tuple[int | None, str, str]]:
    for name, count in report.unknown_meters.items():
        yield None, "unknown meter", f"{name}: {count} readings"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
