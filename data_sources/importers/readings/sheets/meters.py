"""Which meter each row of a table is of, and whether the column of meters holds meters at all."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Ints
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.options import FileReport, ReadingOptions
from data_sources.importers.readings.parsed import NothingTaken, no_meter
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet

FEWEST_NUMBERED = 24  # rows that each name another meter: fewer may be meters
_GUARDED = r"^(?:'|=?\"+)(.*?)\"*$"  # '0123, ="0123"


def meter_column(sheet: ReadingSheet, name: str | None) -> pa.DictionaryArray:
    """The file's meter of each row, without what keeps a spreadsheet from reading it as a number."""
    if name is None:
        return no_meter(len(sheet))
    coded = sheet.texts(name).dictionary_encode()
    names = pc.replace_substring_regex(coded.dictionary, _GUARDED, r"\1")
    if names.equals(coded.dictionary):
        return coded
    return pa.DictionaryArray.from_arrays(coded.indices, names).dictionary_decode().dictionary_encode()


def codes_of(meters: pa.DictionaryArray) -> Ints:
    """Meters as indices into their dictionary."""
    return np.asarray(meters.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def settle_meter(columns: Columns, first: ReadingSheet, options: ReadingOptions, report: FileReport) -> None:
    """Whether the column of meters holds meters: numbers of rows would make a meter of each reading.

    Args:
        columns: of the file; one that only counts the rows loses its role.
        first: its first piece.
        options: what a person said about it.
        report: takes what is to be told.

    Raises:
        NothingTaken: each row names another one, at another time; they are not counted from row to row either.
    """
    name, roles = columns.by_role.get("meter"), columns.by_role
    if name is None or "meter" in options.columns or options.meter_map or len(first) < FEWEST_NUMBERED:
        return
    ids, times = first.texts(name), first.texts(roles[columns.time_role])
    if "clock" in roles:
        times = pc.binary_join_element_wise(times, first.texts(roles["clock"]), " ")
    if len(pc.unique(ids)) < len(ids) or len(pc.unique(times)) < len(times) / 2:
        return
    if not _counts(ids):
        raise NothingTaken(
            f"{columns.file}: each row names another meter in {name!r}, at another time, as a key of rows does; name "
            f"the column of the meters with --column meter=NAME, and leave such a key out of the file."
        )
    del roles["meter"]
    report.note(f"{name!r} counts the rows; it names no meter.")


def _counts(ids: pa.Array) -> bool:
    """Whether texts are whole numbers that go up or down by one from row to row."""
    if not pc.all(pc.match_substring_regex(ids, r"^[0-9]{1,15}$")).as_py():
        return False
    steps = np.diff(ids.cast(pa.int64()).to_numpy(zero_copy_only=False))
    return bool((steps == 1).all() or (steps == -1).all())
