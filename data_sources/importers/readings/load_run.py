"""Somebody else's readings into the warehouse: Parquet, CSV, Green Button XML and NEM12.

Read downwards: a file's kind is told by its content (`files`); its reader makes readings under the file's own meter ids
(`table`, `greenbutton`, `nem12`); the ids become meters of a utility (`meter_book`); landing takes what is new
(`file_load`). What cannot be taken goes to the quarantine with its line and reason.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.file_load import FileLoad, Run
from data_sources.importers.readings.files import SHOWN_REFUSALS, expand, pieces, refuse_unreadable
from data_sources.importers.readings.meter_book import MeterBook
from data_sources.importers.readings.new_utility import MadeForLoad, clock_sentence, made_for_load
from data_sources.importers.readings.options import (
    FileQuarantine,
    FileReport,
    Progress,
    ReadingOptions,
    Report,
)
from data_sources.importers.readings.parsed import NothingTaken, ParsedReadings
from data_sources.importers.readings.stamps import zone_named
from data_sources.pipeline.exports import export_network
from data_sources.pipeline.known_meters import KnownMeters
from data_sources.pipeline.landing.load_record import load_so_far, loaded_on, new_load_id, with_file
from data_sources.pipeline.notify import notify
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utility_named
from data_sources.query import Query
from data_sources.warehouse.files import Warehouse
from data_sources.warehouse.reading_values import INTERVALS_MINUTES

__all__ = ["ReadingOptions", "Report", "load_readings"]

NOT_ENDED = "The run ended before all of it was loaded."


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
    files, passed_over = expand(paths)
    _check(options)
    refuse_unreadable(files)
    with ExitStack() as opened:
        made = None
        if options.new_utility:
            made = opened.enter_context(made_for_load(live, files, options, actor))
            options = replace(options, utility=made.name)
        report = _begun(live, warehouse, options, passed_over)
        if began:
            began(report)
        try:
            _load_files(live, warehouse, files, options, report, progress)
        finally:  # however the run ends
            _conclude(live, warehouse, report, made)
    if all(file.refusal for file in report.files):
        raise ImportRefused(" ".join(file.refusal for file in report.files[:SHOWN_REFUSALS]))
    return report


def _begun(live: PostgresSource, warehouse: Warehouse, options: ReadingOptions, passed_over: list[Path]) -> Report:
    """The report of a run that begins: whose readings they are."""
    utility_id = utility_named(live, options.utility)
    name, zone = _utility(live, utility_id)
    _bring_dimensions(live, warehouse, utility_id, zone)
    report = Report(utility_id, name, [], new_load_id(dt.datetime.now(dt.UTC)), passed_over=passed_over)
    if options.new_utility and (sentence := clock_sentence(options.time_zone, zone)):
        report.notes.append(sentence)
    return report


def _load_files(
    live: PostgresSource, warehouse: Warehouse, files: Sequence[Path], options: ReadingOptions, report: Report,
    progress: Progress | None,
) -> None:  # fmt: skip
    """One file after the other; what each came to is in the report, however the run ends."""
    _, zone = _utility(live, report.utility_id)
    book = MeterBook.of(live, report.utility_id, options)
    run = Run(report.load_id, has_several=len(files) > 1)
    tell = progress or (lambda _what, _share: None)
    with FileQuarantine(options.quarantine_folder) as quarantine:
        try:
            for number, path in enumerate(files):
                tell(f"reading {path.name}", number / len(files))
                file = FileReport(path, refusal=NOT_ENDED)
                report.files.append(file)
                with FileLoad(warehouse, file, book, run, options.same_time) as loading:
                    _load_file(loading, options, zone, quarantine)
        finally:
            report.quarantine_path = quarantine.path
            report.whole, report.repeated, report.replaced = run.account, run.repeated, run.replaced
    tell("read", 1.0)


def _conclude(live: PostgresSource, warehouse: Warehouse, report: Report, made: MadeForLoad | None) -> None:
    """Tell the pages what landed; a utility made for a load of which nothing landed goes again."""
    report.has_landed = bool(load_so_far(warehouse.manifest(), report.load_id).stamps)
    if made is not None:
        made.is_used = report.has_landed
    if report.has_landed:
        notify(live, "ami")
    elif made is not None:
        report.notes.append(f"Nothing was loaded, so the utility {report.utility_name} was not kept.")


def _check(options: ReadingOptions) -> None:
    """What is wrong whatever the files hold, before any is read."""
    if options.time_zone:
        zone_named(options.time_zone)
    if options.interval_minutes is not None and options.interval_minutes not in INTERVALS_MINUTES:
        raise ImportRefused(
            f"--interval {options.interval_minutes}: intervals of 1, 5, 10, 15, 30 and 60 minutes can be loaded."
        )


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


def _load_file(loading: FileLoad, options: ReadingOptions, zone: str, quarantine: FileQuarantine) -> None:
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


def _read(loading: FileLoad, options: ReadingOptions, zone: str, quarantine: FileQuarantine) -> ImportRefused | None:
    """All pieces of a file, as far as it can be read; the fault that ended it.

    Raises:
        NothingTaken: the fault is of all of them.
    """
    path = loading.report.path
    try:
        for piece in pieces(path, options, zone, loading.rejects):
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
