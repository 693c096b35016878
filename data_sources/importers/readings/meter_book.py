"""The file's ids of meters to those of a utility: by name, by a map that a person gives, or all to one meter."""

from __future__ import annotations

import csv
from collections.abc import Mapping
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


class MeterBook:
    """The meters of one utility by name.

    Args:
        rows: meter_id and meter_name of each.
        options: a single meter, or a map of the file's ids.
    """

    def __init__(self, rows: pa.Table, options: ReadingOptions) -> None:
        """Names are compared without case and without blanks around them."""
        ids = rows["meter_id"].to_pylist()
        self._by_name = {_key(name): one for name, one in zip(rows["meter_name"].to_pylist(), ids, strict=True)}
        self._ids = set(ids)
        self._map = {_key(file_id): name for file_id, name in options.meter_map.items()}
        self._single = options.meter
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
        ids = np.array([self._find(file, name, names) for name in names] or [-1], np.int64)
        counts = np.bincount(piece.codes(), minlength=len(ids))
        for code in np.flatnonzero((ids < 0) & (counts > 0)):
            report.unknown_meters[names[code]] += int(counts[code])
        return ids

    def _find(self, file: str, name: str, names: list[str]) -> int:
        if self._single is not None:
            if len(names) > 1:
                shown = ", ".join(names[:FIRST_FEW])
                raise ImportRefused(
                    f"{file} holds {len(names)} meters ({shown} …); --meter is for files of one: use --map."
                )
            return int(self._by_name[_key(self._single)])
        if not name and "" not in self._map:
            raise ImportRefused(f"{file} names no meter; say whose readings they are with --meter NAME.")
        mapped = self._map.get(_key(name))
        if mapped is not None:
            return int(self._by_name[_key(mapped)])
        found = int(self._by_name.get(_key(name), -1))
        # An export of our own tables holds the number of the meter instead of its name.
        return int(name) if found < 0 and name.isascii() and name.isdigit() and int(name) in self._ids else found

    def _check_given(self) -> None:
        for name in ([self._single] if self._single is not None else []) + list(self._map.values()):
            if _key(name) not in self._by_name:
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


def _key(name: str) -> str:
    return name.strip().lower()
