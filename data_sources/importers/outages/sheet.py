"""A list of outages as columns of text, with the line each row stands on."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.outages.headings import Role, bare, find_columns
from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.parsed import Rejects
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, read_csv, read_parquet

COUNTS_AT_INSTANTS = {"runstarttime", "fipscode"}
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .xls


@dataclass(frozen=True, slots=True)
class OutageSheet:
    """All rows of a file.

    Attributes:
        file: its name.
        names: of its columns.
        roles: the file's own column of each role.
        columns: text of each of these, by role.
        line: line (CSV) or row (Parquet) of each row.
        row_texts: a row as it reads, by its place.
        separator: of a CSV file's columns.
    """

    file: str
    names: list[str]
    roles: dict[Role, str]
    columns: Mapping[str, pa.Array]
    line: Ints
    row_texts: ReadingSheet
    separator: str

    def __len__(self) -> int:
        """How many rows."""
        return len(self.line)


def read_sheet(path: Path, said: Mapping[str, str], rejects: Rejects) -> OutageSheet:
    """A CSV or Parquet file.

    Args:
        path: the file.
        said: what a person says of its columns, role to name.
        rejects: takes lines with too few or too many values.

    Raises:
        ImportRefused: it cannot be read, or has no columns of outages.
    """
    pieces = list(_pieces(path, said, rejects))
    if not pieces:
        raise ImportRefused(f"{path.name} holds no outage.")
    names = pieces[0].names
    if other := next((piece for piece in pieces if piece.names != names), None):
        raise ImportRefused(f"{path.name}: its columns change before line {other.line[0]}; give one file for each.")
    columns = [pa.chunked_array([piece.columns[place] for piece in pieces]) for place in range(len(names))]
    whole = ReadingSheet(
        names, [pa.concat_arrays(column.chunks) for column in columns],
        np.concatenate([piece.line for piece in pieces]), pieces[0].separator,
    )  # fmt: skip
    roles = find_columns(names, said, path.name)
    for name in (name for name in dict.fromkeys(roles.values()) if names.count(name) > 1):
        rejects.report.note(
            f"{name!r} stands {names.count(name)} times in the header; the first of these columns counts."
        )
    texts: dict[str, pa.Array] = {role: whole.texts(name) for role, name in roles.items()}
    return OutageSheet(path.name, names, roles, texts, whole.line, whole, whole.separator)


def _pieces(path: Path, said: Mapping[str, str], rejects: Rejects) -> chain[ReadingSheet]:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
    if head.startswith(WORKBOOKS):
        raise ImportRefused(f"{path.name} is a workbook; save its sheet of outages as CSV.")
    if head.startswith(b"PAR1"):
        return chain(read_parquet(path))
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ImportRefused(f"{path.name} is no text file; CSV and Parquet can be read.")
    named = {evened(name).lower() for name in said.values() if name}

    def is_header(names: list[str]) -> bool:
        if {bare(name) for name in names} >= COUNTS_AT_INSTANTS:
            raise ImportRefused(
                f"{path.name} counts the customers out at instants, as EAGLE-I does; it holds no outages, since "
                f"nothing in it says who came back when."
            )
        roles = find_columns(names, {}, path.name)
        found = {evened(name).lower() for name in names} if named else set()
        has_what = bool({"customers", "customer", "outage"} & roles.keys())
        return (
            bool(named and named <= found) or ("start" in roles and has_what) or {"customer", "outage"} <= roles.keys()
        )

    return chain(
        read_csv(
            path, rejects, is_header, "no header with the start of an outage and its customers",
            "--column start=NAME --column end=NAME --column customers=NAME",
        )
    )  # fmt: skip
