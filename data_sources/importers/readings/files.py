"""Which files are read, and what each is: told by its content, whatever its name."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.readings.fixed import check_options
from data_sources.importers.readings.greenbutton import read_greenbutton
from data_sources.importers.readings.nem12 import looks_like_nem12, read_nem12
from data_sources.importers.readings.options import ENDINGS, ReadingOptions, passed_over_sentence
from data_sources.importers.readings.parsed import ParsedReadings, Rejects
from data_sources.importers.readings.sheets.table import read_table_file
from data_sources.importers.readings.stamps import zone_named

SHOWN_REFUSALS: Final = 3
NO_READINGS = {
    b"\xff\xd8\xff": "a picture (JPEG)", b"\x89PNG": "a picture (PNG)", b"GIF8": "a picture (GIF)", b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as CSV", b"SQLite format": "a database (SQLite)",
}  # fmt: skip
WORKBOOKS = (".xlsx", ".xlsm", ".ods")


def expand(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
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


def refuse_unreadable(files: Sequence[Path]) -> None:
    """What is no file of readings at all is said before anything is asked.

    Raises:
        ImportRefused: not one of the files can be read.
    """
    refusals = []
    for path in files:
        try:
            kind_of(path)
        except ImportRefused as error:
            refusals.append(str(error))
    if len(refusals) == len(files):
        raise ImportRefused(" ".join(refusals[:SHOWN_REFUSALS]))


def kind_of(path: Path) -> str:
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


def pieces(path: Path, options: ReadingOptions, zone: str, rejects: Rejects) -> Iterator[ParsedReadings]:
    """The readings of a file, piece by piece.

    Raises:
        ImportRefused: it cannot be read, or does not tell what its values or stamps are.
    """
    try:
        yield from _of_kind(path, options, zone, rejects)
    except pa.ArrowException as error:  # a column of Parquet that is no number and no text: a list, a timestamp
        raise ImportRefused(f"{path.name}: a column does not hold what it is taken for: {error}.") from error


def _of_kind(path: Path, options: ReadingOptions, zone: str, rejects: Rejects) -> Iterator[ParsedReadings]:
    kind = rejects.report.kind = kind_of(path)
    if kind in ("Green Button", "NEM12"):
        check_options(kind, options, rejects.report)
        return (
            read_greenbutton(path, rejects, options) if kind == "Green Button" else read_nem12(path, rejects, options)
        )
    clock = zone_named(options.time_zone or zone)
    return read_table_file(path, is_parquet=kind == "Parquet", options=options, zone=clock, rejects=rejects)
