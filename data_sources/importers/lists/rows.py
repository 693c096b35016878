"""Rows on their way: values by row, and which rows are refused for which reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.lists.options import ListOptions
from data_sources.importers.lists.sheet import ListSheet
from data_sources.importers.readings.arrays import Bools, Floats
from data_sources.importers.readings.options import DecimalMark
from data_sources.importers.readings.parsed import Rejects
from data_sources.importers.readings.sheets.decimals import SIGNS, MarksSeen, Numerals, numerals
from data_sources.importers.readings.sheets.reading_sheet import NO_NAME
from data_sources.network.rows import Texts

SHOWN_NAMES = 6
_COUNTS = ("customers", "customer_minutes", "duration", "kva")  # that reach thousands
Said = TypeVar("Said", bound=ListOptions, covariant=True)


class ListRows(Generic[Said]):
    """The rows of a file.

    Args:
        sheet: the file.
        options: what a person says.
        rejects: takes rows that are refused.

    Attributes:
        bad: rows that are refused, shape (rows,).
        used: names of columns that something is taken of.
    """

    def __init__(self, sheet: ListSheet, options: Said, rejects: Rejects) -> None:
        """None is refused yet."""
        self.sheet, self.options, self._rejects = sheet, options, rejects
        self.bad: Bools = np.zeros(len(sheet), np.bool_)
        self.used: set[str] = set(sheet.roles.values())

    def refuse(self, rows: Bools, reason: str) -> None:
        """Refuse rows that are not refused yet."""
        for row in np.flatnonzero(rows & ~self.bad).tolist():
            self._rejects.add(int(self.sheet.line[row]), reason, self.sheet.row_texts.row_text(row))
        self.bad |= rows

    def note(self, sentence: str) -> None:
        """Tell what was assumed, once."""
        self._rejects.report.note(sentence)

    def passed_over(self) -> list[str]:
        """Columns of which nothing was taken, and lines of plain text, in sentences."""
        unused = [
            name for name in dict.fromkeys(self.sheet.names) if name not in self.used and name not in ("", NO_NAME)
        ]
        told = []
        if unused:
            more = f" and {len(unused) - SHOWN_NAMES:,} more" if len(unused) > SHOWN_NAMES else ""
            told.append(f"Columns that were passed over: {', '.join(map(repr, unused[:SHOWN_NAMES]))}{more}.")
        if self._rejects.report.texts:
            told.append(f"{self._rejects.report.texts:,} lines of plain text between its rows were passed over.")
        return told

    def has(self, role: str) -> bool:
        """Whether the file has such a column."""
        return role in self.sheet.columns

    def name(self, role: str) -> str:
        """The file's own name of a column."""
        return self.sheet.roles[role]

    def texts(self, role: str) -> Texts:
        """A column; empty texts where there is none."""
        if role not in self.sheet.columns:
            return np.full(len(self.sheet), "", dtype=object)
        return np.asarray(self.sheet.columns[role].to_numpy(zero_copy_only=False), dtype=object)

    def distinct(self, role: str) -> list[str]:
        """The different texts of a column that are not empty."""
        return [text for text in pc.unique(self.sheet.columns[role]).to_pylist() if text] if self.has(role) else []

    def by_text(self, role: str, meaning: Callable[[str], object]) -> np.ndarray:
        """What each row's text means, each different text asked once; of a column that there is."""
        coded = self.sheet.columns[role].dictionary_encode()
        known = np.array([meaning(text) for text in coded.dictionary.to_pylist()] or [None], dtype=object)
        return np.asarray(known[coded.indices.to_numpy(zero_copy_only=False)])

    def numbers(self, role: str, texts: pa.Array | None = None) -> Floats:
        """A column of numbers; NaN where it is empty, no number, or not there. What is no number is refused.

        Args:
            role: of the column.
            texts: to be read instead of its own.
        """
        if not self.has(role):
            return np.full(len(self.sheet), np.nan)
        column, name = (self.sheet.columns[role] if texts is None else texts), self.name(role)
        how = self._numerals(role, name, column)
        values, refused = how.floats(column)
        for reason, rows in refused.items():
            self.refuse(rows, f"{name!r} is {reason}" if reason.startswith("not") else f"{name!r}: {reason}")
        return values

    def _numerals(self, role: str, name: str, column: pa.Array) -> Numerals:
        """How a column's numbers are written, which is told where it is not plain."""
        seen = MarksSeen()
        seen.look(column)
        if (
            role in _COUNTS
            and self.options.decimal is None
            and (by := _thousands(column, seen, self.sheet.separator, role))
        ):
            why = "nobody counts thousandths of a customer" if role == "customers" else "so say its other numbers"
            self.note(f"The {by} of {name!r} parts thousands: {why}.")
            return Numerals("dot" if by == "comma" else "comma", is_said=True)
        how = numerals({name: seen}, self.options.decimal, self.sheet.separator)[name]
        if told := how.sentence(repr(name)):
            self.note(told)
        return how


def so_many(count: int) -> str:
    """A number of rows in words."""
    return "1 row" if count == 1 else f"{count:,} rows"


def _thousands(column: pa.Array, seen: MarksSeen, separator: str, role: str) -> DecimalMark | None:
    """The mark that parts thousands in a column, told by all of it: one that stands only before groups of three digits.

    Customers are counted whole. Of other quantities, and of counts that all end in 000, thousands are told where
    numbers without the mark stand beside (who writes three decimals writes them in every number), or by a comma in a
    file whose columns commas part.
    """
    marks: tuple[DecimalMark, ...] = ("comma", "dot")
    for mark in (mark for mark in marks if seen.mark != mark):
        sign = re.escape(SIGNS[mark])
        found = column.filter(pc.match_substring_regex(column, rf"^\s*[1-9]\d{{0,2}}(?:{sign}\d{{3}})+\s*$"))
        others = column.filter(pc.match_substring_regex(column, r"^\s*[1-9]\d*\s*$"))
        is_whole = role == "customers" and not pc.all(pc.match_substring_regex(found, r"000\s*$")).as_py()
        has_zero = bool(pc.any(pc.match_substring_regex(found, r"0\s*$")).as_py())
        is_told = (len(others) > 0 and has_zero) or (mark == "comma" and separator == ",")
        if len(found) and (is_whole or is_told):
            return mark
    return None
