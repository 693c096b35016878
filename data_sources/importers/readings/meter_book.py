"""The file's ids of meters to those of a utility: by name, by a map that a person gives, or all to one meter."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.options import FileReport, ReadingOptions
from data_sources.importers.readings.parsed import ParsedReadings
from data_sources.query import Query
from data_sources.source import Source

FIRST_FEW = 3


class GivenNames:
    """What a person says the meters of files are called here; compared without case and without blanks around them.

    Args:
        options: a single meter, or a map of the file's ids.
    """

    def __init__(self, options: ReadingOptions) -> None:
        """Checks nothing."""
        self._single = options.meter
        self._map = {key_of(file_id): name for file_id, name in options.meter_map.items()}

    def of(self, file_id: str) -> str | None:
        """The name of a file's meter; None where nobody says it."""
        return self._single if self._single is not None else self._map.get(key_of(file_id))

    def all(self) -> list[str]:
        """Every name that is given."""
        return ([self._single] if self._single is not None else []) + list(self._map.values())

    def check(self, file: str, ids: Sequence[str]) -> None:
        """Whether they fit the meters that a file, or a piece of one, holds.

        Raises:
            ImportRefused: one is given, and the file has several.
        """
        if self._single is not None and len(ids) > 1:
            raise ImportRefused(
                f"{file} holds {len(ids)} meters ({', '.join(ids[:FIRST_FEW])} …); --meter is for files of one: "
                f"use --map."
            )


class MeterBook:
    """The meters of one utility by name.

    Args:
        rows: meter_id and meter_name of each.
        options: a single meter, or a map of the file's ids.
    """

    def __init__(self, rows: pa.Table, options: ReadingOptions) -> None:
        """Names are compared without case and without blanks around them."""
        ids = rows["meter_id"].to_pylist()
        self._by_name = {key_of(name): one for name, one in zip(rows["meter_name"].to_pylist(), ids, strict=True)}
        self._ids = set(ids)
        self._given = GivenNames(options)
        self._check_given()

    @classmethod
    def of(cls, live: Source, utility_id: int, options: ReadingOptions) -> MeterBook:
        """The meters of a utility."""
        return cls(live.fetch(Query.of("hist_meters", utility_id=utility_id)), options)

    def resolve(self, file: str, piece: ParsedReadings, report: FileReport) -> Ints:
        """The meter_id of each of the piece's names of meters, by code; -1 of unknown ones, which the report counts.

        Raises:
            ImportRefused: --meter is given for a file with several meters, or the file names none and it is not given.
        """
        names = piece.meter.dictionary.to_pylist()
        self._given.check(file, names)
        ids = np.array([self._find(file, name, report) for name in names] or [-1], np.int64)
        counts = np.bincount(piece.codes(), minlength=len(ids))
        for code in np.flatnonzero((ids < 0) & (counts > 0)):
            report.unknown_meters[names[code]] += int(counts[code])
        return ids

    def _find(self, file: str, name: str, report: FileReport) -> int:
        given = self._given.of(name)
        if given is None and not name:
            raise ImportRefused(f"{file} names no meter; say whose readings they are with --meter NAME.")
        found = int(self._by_name.get(key_of(given or name), -1))
        return self._by_number(name, report) if found < 0 else found

    def _by_number(self, name: str, report: FileReport) -> int:
        """An export of our own readings holds the number of a meter instead of its name; elsewhere it is chance."""
        if not (report.has_own_ids and name.isascii() and name.isdigit() and int(name) in self._ids):
            return -1
        report.note("Its meters are told by their numbers (meter_id), as in an export of this program's readings.")
        return int(name)

    def _check_given(self) -> None:
        for name in self._given.all():
            if key_of(name) not in self._by_name:
                few = ", ".join(list(self._by_name)[:FIRST_FEW]) or "none"
                raise ImportRefused(f"The utility has no meter named {name!r}; its meters are named like {few}.")


def read_meter_map(path: Path) -> Mapping[str, str]:
    """A CSV file of two columns, the file's id of a meter and its name here; a header line is not needed.

    Raises:
        ImportRefused: it cannot be read, or a line has fewer than two values.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ImportRefused(f"{path.name} cannot be read as CSV: {error}.") from error
    for number, row in enumerate(rows, 1):
        if len(row) < 2:
            raise ImportRefused(
                f"{path.name}, line {number}: write the file's id of a meter, a comma and its name here."
            )
    if rows and rows[0][1].strip().lower() in ("meter", "meter_name", "name"):
        rows = rows[1:]
    return {row[0].strip(): row[1].strip() for row in rows}


def key_of(name: str) -> str:
    """By which names of meters are the same."""
    return name.strip().lower()
