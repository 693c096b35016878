"""CSV and Parquet files of readings as pieces of columns, with the line each row stands on."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from data_sources.errors import ImportRefused
from data_sources.importers.quotes import refuse_swallowed_lines
from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.headings import evened
from data_sources.importers.readings.parsed import Rejects

BLOCK_BYTES = 1 << 19  # the reader parses some 32 of them ahead
PARQUET_ROWS = 1 << 18
HEADER_WITHIN_LINES = 40  # lines of address and account that a utility may write before the header

NO_NAME = "(no name)"  # of a column that has none in the header

_DATE = re.compile(r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b")  # names no column

_UTF8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_IN_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_CALLED = {"latin-1": "Latin-1", "cp1252": "Windows-1252"}

IsHeader = Callable[[list[str]], bool]
NO_READINGS = "no header with a time and a reading"
NAME_THEM = "--column time=NAME --column delivered=NAME"


@dataclass(slots=True)
class ReadingSheet:
    """One piece of a file.

    Attributes:
        names: of its columns; may hold a name twice.
        columns: as many arrays: text of a CSV file, any type of a Parquet file.
        line: line (CSV) or row (Parquet) of each row, from 1.
        separator: of a CSV file's columns; empty for Parquet.
    """

    names: list[str]
    columns: list[pa.Array]
    line: Ints
    separator: str = ""

    def __len__(self) -> int:
        """Rows."""
        return len(self.line)

    def __getitem__(self, name: str) -> pa.Array:
        """The first column of that name."""
        return self.columns[self.names.index(name)]

    def texts(self, name: str) -> pa.Array:
        """A column as text without blanks around it; empty where there is nothing."""
        return as_text(self[name])

    def row_text(self, row: int) -> str:
        """A row as it reads."""
        return ",".join("" if (value := column[row].as_py()) is None else str(value) for column in self.columns)

    def take(self, rows: Bools) -> ReadingSheet:
        """Some of the rows."""
        mask = pa.array(rows)
        columns = [column.filter(mask) for column in self.columns]
        return ReadingSheet(self.names, columns, self.line[rows], self.separator)


@dataclass(frozen=True, slots=True)
class LinesOfRows:
    """On which lines rows of a CSV file begin, where values run over several.

    Attributes:
        goes_on: lines that go on with a value of the line before, from 1, in order.
    """

    goes_on: Ints

    def of(self, rows: Ints) -> Ints:
        """The lines of rows, both counted from 1 in the whole file."""
        before = self.goes_on - np.arange(len(self.goes_on)) - 1  # rows that began before each
        return rows + np.searchsorted(before, rows, side="left")


def is_textual(column: pa.Array) -> bool:
    """Whether a column holds text rather than numbers or times."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def distinct(texts: pa.Array) -> list[str]:
    """The different texts of a column."""
    return list(pc.unique(texts).to_pylist())


def as_text(column: pa.Array) -> pa.Array:
    """Text without blanks around it; empty where there is nothing."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type) and pc.all(pc.equal(pc.floor(column), column)).as_py():
        column = column.cast(pa.int64())  # an id that pandas read as a number: 17.0
    return pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))


def read_parquet(path: Path) -> Iterator[ReadingSheet]:
    """A Parquet file, piece by piece.

    Raises:
        ImportRefused: it is none, or it is damaged.
    """
    first = 1
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(PARQUET_ROWS):
                yield ReadingSheet(list(batch.schema.names), batch.columns, np.arange(first, first + batch.num_rows))
                first += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise ImportRefused(f"{path.name} cannot be read as Parquet: {_reason(error)}.") from error


def read_csv(
    path: Path, rejects: Rejects, is_header: IsHeader, lacking: str = NO_READINGS, asked: str = NAME_THEM
) -> Iterator[ReadingSheet]:
    """A CSV file, piece by piece, every value as text.

    Args:
        path: the file.
        rejects: takes lines with too few or too many values.
        is_header: whether a line's values name the columns.
        lacking: what is said where no line does.
        asked: how its columns may be named then.

    Raises:
        ImportRefused: it is empty or no text, or a quote in it swallows lines.
    """
    encoding = find_encoding(path)
    skipped, names, delimiter = _header(path, encoding, is_header, (lacking, asked))
    lines = LinesOfRows(refuse_swallowed_lines(path, encoding, delimiter, len(names)))
    if encoding in _CALLED:
        rejects.report.note(f"It is not written in UTF-8; signs beyond ASCII were read as {_CALLED[encoding]}.")
    bad_rows: list[int] = []
    parse = pacsv.ParseOptions(
        delimiter=delimiter, ignore_empty_lines=False, newlines_in_values=bool(len(lines.goes_on)),
        invalid_row_handler=lambda row: _reject_line(row, rejects, bad_rows, lines),
    )  # fmt: skip
    read = pacsv.ReadOptions(
        encoding="utf8" if encoding == "utf-8" else encoding, block_size=BLOCK_BYTES, skip_rows=skipped + 1,
        column_names=[str(number) for number in range(len(names))], use_threads=False,
    )  # fmt: skip
    convert = pacsv.ConvertOptions(
        column_types={str(number): pa.string() for number in range(len(names))}, strings_can_be_null=False
    )
    for sheet in _sections(_batches(path, (read, parse, convert), names, bad_rows, skipped + 2, delimiter), is_header):
        sheet.line = lines.of(sheet.line)
        yield sheet


def _batches(
    path: Path,
    how: tuple[pacsv.ReadOptions, pacsv.ParseOptions, pacsv.ConvertOptions],
    names: list[str],
    bad_rows: list[int],
    row: int,
    delimiter: str,
) -> Iterator[ReadingSheet]:
    """Pieces with the places of their rows: a rejected row counts as one, so what follows it moves on."""
    try:
        with pacsv.open_csv(path, *how) as file:
            for batch in file:
                rows = _places(row, batch.num_rows, [number for number in bad_rows if number >= row])
                row = int(rows[-1]) + 1 if len(rows) else row
                yield _without_empty(ReadingSheet(names, batch.columns, rows, delimiter))
    except (pa.ArrowException, UnicodeError) as error:
        if isinstance(error, pa.ArrowInvalid) and "Empty CSV" in str(error):
            return
        raise ImportRefused(f"{path.name} cannot be read as CSV: {_reason(error)}.") from error


def _places(first: int, count: int, bad: list[int]) -> Ints:
    """The places of so many rows, without those that were rejected."""
    places = np.arange(first, first + count + len(bad))
    return np.setdiff1d(places, bad, assume_unique=True)[:count] if bad else places


def _sections(sheets: Iterator[ReadingSheet], is_header: IsHeader) -> Iterator[ReadingSheet]:
    """Pieces cut where a header stands again between the rows; what follows one has its names."""
    names: list[str] | None = None
    for sheet in sheets:
        names = names or sheet.names
        start = 0
        for row in np.flatnonzero(_may_be_header(sheet)).tolist():
            texts = [evened(column[row].as_py() or "") for column in sheet.columns]
            if is_header(texts):
                if row > start:
                    yield _slice(sheet, names, start, row)
                names, start = texts, row + 1
        if start < len(sheet):
            yield _slice(sheet, names, start, len(sheet))


def _may_be_header(sheet: ReadingSheet) -> Bools:
    """Rows without any digit, or that begin as the header does: no other can be one."""
    found = pc.equal(pc.utf8_trim_whitespace(sheet.columns[0]), sheet.names[0]).to_numpy(zero_copy_only=False)
    bare = np.ones(len(sheet), np.bool_)
    for column in sheet.columns:
        if not bare.any():
            break
        bare &= ~pc.match_substring_regex(column, r"\d").to_numpy(zero_copy_only=False)
    return np.asarray(bare | found)


def _slice(sheet: ReadingSheet, names: list[str], start: int, end: int) -> ReadingSheet:
    columns = [column.slice(start, end - start) for column in sheet.columns]
    return ReadingSheet(names, columns, sheet.line[start:end], sheet.separator)


def _without_empty(sheet: ReadingSheet) -> ReadingSheet:
    """Empty lines are no readings, though they count as lines."""
    empty = np.ones(len(sheet), np.bool_)
    for column in sheet.columns:
        empty &= pc.equal(column, "").to_numpy(zero_copy_only=False)
        if not empty.any():
            return sheet
    return sheet.take(~empty)


def _reject_line(row: pacsv.InvalidRow, rejects: Rejects, bad_rows: list[int], lines: LinesOfRows) -> str:
    bad_rows.append(row.number or 0)
    if row.actual_columns == 1 and row.text.strip():
        rejects.report.texts += 1
    elif row.text.strip(",; \t|"):
        what = "too few" if row.actual_columns < row.expected_columns else "too many"
        line = int(lines.of(np.array(bad_rows[-1:]))[0])
        rejects.add(line, f"{what} values in the line", row.text)
    return "skip"


def find_encoding(path: Path) -> str:
    """utf-8, utf-16 or, where it is neither, cp1252 or latin-1.

    Raises:
        ImportRefused: the file is empty, binary, or of two encodings.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        if not head.strip():
            raise ImportRefused(f"{path.name} is empty.")
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        if b"\0" in head:
            raise ImportRefused(f"{path.name} is no text file; Parquet, CSV, Green Button XML and NEM12 can be read.")
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _of_one_byte(path)
    return "utf-8"


def _of_one_byte(path: Path) -> str:
    """The encoding of a text that is no UTF-8: cp1252 where it has signs that only that has, else latin-1.

    Raises:
        ImportRefused: most signs beyond ASCII are UTF-8; read as another encoding, all of them would be wrong.
    """
    first, stray, whole = 0, 0, 0
    beyond: set[int] = set()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            rest, found = _UTF8_SIGN.subn(b"", line)
            whole += found
            if not rest.isascii():
                first, stray = first or number, stray + sum(byte > 127 for byte in rest)
            beyond |= {byte for byte in line if byte > 127}
    if whole >= stray:
        raise ImportRefused(
            f"{path.name} is written in UTF-8, and line {first} holds a sign that is not; write that line anew, or "
            f"save the whole file as UTF-8."
        )
    return "cp1252" if any(byte < 0xA0 for byte in beyond) and not beyond & _NOT_IN_CP1252 else "latin-1"


def _header(
    path: Path, encoding: str, is_header: IsHeader, told: tuple[str, str]
) -> tuple[int, list[str], str]:  # fmt: skip
    """(lines before the header, names of the columns, separator)."""
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline=None) as file:
        lines = [line for _, line in zip(range(HEADER_WITHIN_LINES), file, strict=False)]
    for number, line in enumerate(lines):
        delimiter = max(",;\t|", key=line.count)
        names = [evened(name) for name in next(csv.reader(io.StringIO(line), delimiter=delimiter), [])]
        if len(names) > 1 and not any(map(_DATE.match, names)) and is_header(names):
            return number, names + _unnamed(lines[number + 1 :], len(names), delimiter), delimiter
    shown = next((line.strip() for line in lines if line.strip()), "")[:120]
    raise ImportRefused(f"{path.name} has {told[0]}: it begins {shown!r}; name its columns with {told[1]}.")


def _unnamed(rows: list[str], width: int, delimiter: str) -> list[str]:
    """A name for the nothing behind a separator at the end of each row, where the header has none there."""
    first = next((row for row in rows if row.strip()), "")
    values = next(csv.reader(io.StringIO(first), delimiter=delimiter), [])
    return [NO_NAME] if len(values) == width + 1 and not values[-1].strip() else []


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
