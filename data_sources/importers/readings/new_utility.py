"""A utility of their own for meters that nobody knows yet: named before the load, taken away again where nothing came.

What it needs is in the files: their meters, and the clock that they or a person name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.files import SHOWN_REFUSALS, kind_of, pieces
from data_sources.importers.readings.greenbutton import zone_in
from data_sources.importers.readings.making import Making, have_made
from data_sources.importers.readings.meter_book import GivenNames, MeterBook, key_of
from data_sources.importers.readings.options import FileQuarantine, FileReport, ReadingOptions, rejected_sentence
from data_sources.importers.readings.parsed import NothingTaken, ParsedReadings, Rejects
from data_sources.importers.readings.stamps import zone_named, zone_of_offset
from data_sources.importers.removal import remove_by_name, what_goes
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities

MARKET_ZONE: Final = "Australia/Brisbane"  # NEM12's clock: UTC+10 without daylight saving


@dataclass(slots=True)
class MadeForLoad:
    """A utility made for a load.

    Attributes:
        name: of it.
        is_used: readings of it have landed, so that it stays.
    """

    name: str
    is_used: bool = False


@contextmanager
def made_for_load(
    live: PostgresSource, files: Sequence[Path], options: ReadingOptions, actor: str
) -> Iterator[MadeForLoad]:
    """The utility that the files' own meters need; it goes again, however the load ends, unless it is used.

    Raises:
        ImportRefused: no time zone is known for it, no file can be read, or a meter is given that none holds.
    """
    making = _planned(live, files, options, actor)
    made = MadeForLoad(making[0].name)
    try:
        have_made(live, making, files)
        yield made
    finally:
        if not made.is_used and made.name in _names_of_utilities(live):
            remove_by_name(live, what_goes(live, made.name), actor=actor)


def _names_of_utilities(live: PostgresSource) -> list[str]:
    return [name for _, name in utilities(live)]


def _planned(live: PostgresSource, files: Sequence[Path], options: ReadingOptions, actor: str) -> Making:
    """What is to be made; nothing is written yet."""
    assert options.new_utility
    if options.new_utility.name in _names_of_utilities(live):
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
    return options.new_utility, meters, zone, actor


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
                for piece in pieces(path, options, zone, rejects):
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


def clock_sentence(said: str | None, zone: str) -> str | None:
    """What a utility got whose clock was said as an offset."""
    if said is None or said == zone or zone == "UTC":
        return None
    sign = ", where plus and minus are the other way round" if zone.startswith("Etc/") else ""
    return (
        f"The new utility's clock is {said} all year ({zone} by its IANA name{sign}); one with daylight saving has the "
        f"name of a place, such as Australia/Sydney."
    )


def _zone_of_file(path: Path) -> str | None:
    kind = kind_of(path)
    return zone_in(path) if kind == "Green Button" else MARKET_ZONE if kind == "NEM12" else None
