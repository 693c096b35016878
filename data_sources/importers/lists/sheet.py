"""A list as columns of text, with the line each row stands on."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.lists.beside import keep_beside
from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.parsed import Rejects
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet, read_csv, read_parquet

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .xls


@dataclass(frozen=True, slots=True)
class ListSheet:
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
    roles: Mapping[str, str]
    columns: Mapping[str, pa.Array]
    line: Ints
    row_texts: ReadingSheet
    separator: str

    def __len__(self) -> int:
        """How many rows."""
        return len(self.line)


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a file is read for.

    Attributes:
        what: it lists, in the plural: outages.
        find_roles: the file's own column of each role, by the names of its columns.
        is_header: whether names are those of such a list.
        lacks: what a file without such a header has: no header with the start of an outage and its customers.
        name_with: how a person names the columns of such a file.
    """

    what: str
    find_roles: Callable[[list[str]], Mapping[str, str]]
    is_header: Callable[[list[str]], bool]
    lacks: str
    name_with: str


def read_list(path: Path, kind: ListKind, rejects: Rejects) -> ListSheet:
    """A CSV or Parquet file.

    Args:
        path: the file.
        kind: what it is read for.
        rejects: takes lines with too few or too many values.

    Raises:
        ImportRefused: it cannot be read, or has no columns of such a list.
    """
    pieces = list(_pieces(path, kind, rejects))
    if not pieces and (rejects.rows or rejects.report.texts):
        raise _nothing_taken(path, kind, rejects)
    if not pieces:
        raise ImportRefused(f"{path.name} holds no {kind.what}.")
    names = pieces[0].names
    if other := next((piece for piece in pieces if piece.names != names), None):
        raise ImportRefused(f"{path.name}: its columns change before line {other.line[0]}; give one file for each.")
    columns = [pa.chunked_array([piece.columns[place] for piece in pieces]) for place in range(len(names))]
    whole = ReadingSheet(
        names, [pa.concat_arrays(column.chunks) for column in columns],
        np.concatenate([piece.line for piece in pieces]), pieces[0].separator,
    )  # fmt: skip
    roles = kind.find_roles(names)
    for name in (name for name in dict.fromkeys(roles.values()) if names.count(name) > 1):
        rejects.report.note(
            f"{name!r} stands {names.count(name)} times in the header; the first of these columns counts."
        )
    texts: dict[str, pa.Array] = {role: whole.texts(name) for role, name in roles.items()}
    return ListSheet(path.name, names, roles, texts, whole.line, whole, whole.separator)


def _nothing_taken(path: Path, kind: ListKind, rejects: Rejects) -> ImportRefused:
    """What is said of a file of which no row has as many values as its header; they are kept beside it."""
    told = [f"{why} ({count:,})" for why, count in rejects.report.rejected.most_common()]
    told += [f"lines of one value ({rejects.report.texts:,})"] if rejects.report.texts else []
    kept_in = keep_beside(path, rejects.take())
    kept = f" What was refused is kept in {kept_in}." if kept_in else ""
    return ImportRefused(f"{path.name} holds no {kind.what} that can be taken: {'; '.join(told)}.{kept}")


def _pieces(path: Path, kind: ListKind, rejects: Rejects) -> Iterator[ReadingSheet]:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
    if head.startswith(WORKBOOKS):
        raise ImportRefused(f"{path.name} is a workbook; save its sheet of {kind.what} as CSV.")
    if head.startswith(b"PAR1"):
        return read_parquet(path)
    if b"\0" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ImportRefused(f"{path.name} is no text file; CSV and Parquet can be read.")
    return read_csv(path, rejects, kind.is_header, kind.lacks, kind.name_with)
