"""How the numbers of a column are written: its one decimal mark, told by the whole column, and numbers that do not fit.

A dot or a comma alone may be the decimal mark or part thousands: `1.234` is either, `0.500` and `12.5` are not, nor are
`1.234,5`, `1,234,567` and `1 234,5`. What some number of a column can only mean holds for all of them; where numbers
contradict each other, the mark of most. A column that holds none but numbers that may be either has the mark of the
file's other columns, else a dot, or a comma where that does not separate the columns. A number that has not the
column's mark is refused with the reason, as is a lone group of three digits after the other mark: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.importers.readings.arrays import Bools, Floats
from data_sources.importers.readings.options import DecimalMark

MISSING_TEXTS = ("", "na", "n/a", "nan", "null", "none", "-", "--", "missing", "#n/a", "\u2013", "\u2014")
SIGNS: Mapping[DecimalMark, str] = {"dot": ".", "comma": ","}
NOT_A_NUMBER = "not a number"
OTHER_MARK = "its decimal mark is not that of its column (--decimal dot or comma says which counts)"
MAY_PART_THOUSANDS = "its dot or comma may part thousands or decimals (--decimal dot or comma says which)"
UNIT_BESIDE = "a unit or another sign beside the number"

_BLANKS = "[\\s\u00a0\u202f]*"
_GROUP_SIGNS = "\u0020\u00a0\u2009\u202f'’"  # part thousands and nothing else
_MINUS = re.compile("^[\u2212\u2012\u2013]")  # signs that only look like a minus


def _other(mark: DecimalMark) -> DecimalMark:
    return "comma" if mark == "dot" else "dot"


def _plain(mark: DecimalMark) -> str:
    sign = re.escape(SIGNS[mark])
    return rf"[+-]?(?:\d+(?:{sign}\d*)?|{sign}\d+)(?:[eE][+-]?\d+)?"


def _certain(mark: DecimalMark) -> str:
    """Numbers that can only have that decimal mark, for RE2."""
    sign, other = re.escape(SIGNS[mark]), re.escape(SIGNS[_other(mark)])
    first, signs = r"[+-]?[1-9]\d{0,2}", f"[{_GROUP_SIGNS}]"
    shapes = (
        rf"[+-]?(?:0\d*|\d{{4,}})?{sign}\d+",
        rf"[+-]?\d+{sign}(?:\d{{0,2}}|\d{{4,}})",
        rf"[+-]?\d+{sign}\d*[eE][+-]?\d+",
        rf"{first}(?:{other}\d{{3}})+{sign}\d*",
        rf"{first}(?:{other}\d{{3}}){{2,}}",
        rf"{first}(?:{signs}\d{{3}})+{sign}\d*",
    )
    return f"^{_BLANKS}(?:{'|'.join(shapes)}){_BLANKS}$"


def _grouped(mark: DecimalMark) -> re.Pattern[str]:
    sign, other = re.escape(SIGNS[mark]), re.escape(SIGNS[_other(mark)])
    group = rf"(?P<by>[{_GROUP_SIGNS}]|{other})\d{{3}}(?P<more>(?:(?P=by)\d{{3}})*)"
    return re.compile(rf"[+-]?[1-9]\d{{0,2}}{group}(?P<rest>{sign}\d*)?")


_PLAIN: Mapping[DecimalMark, str] = {mark: f"^{_plain(mark)}$" for mark in SIGNS}
_CERTAIN: Mapping[DecimalMark, str] = {mark: _certain(mark) for mark in SIGNS}
_GROUPED: Mapping[DecimalMark, re.Pattern[str]] = {mark: _grouped(mark) for mark in SIGNS}
_BESIDE = re.compile(rf"(?:{_plain('dot')}|{_plain('comma')})\s*[^\W\d_]+|(?:{_plain('dot')}|{_plain('comma')})\s*\W+")


@dataclass(slots=True)
class MarksSeen:
    """What the numbers of one column, or of several that hold one quantity, tell about their decimal mark.

    Attributes:
        count: numbers that hold a mark, by the one that is, or may be, decimal.
        is_certain: whether some of them can mean nothing else.
    """

    count: dict[DecimalMark, int] = field(default_factory=lambda: {"dot": 0, "comma": 0})
    is_certain: dict[DecimalMark, bool] = field(default_factory=lambda: {"dot": False, "comma": False})

    def look(self, texts: pa.Array) -> None:
        """Count those of one piece of the column; what is no text tells nothing."""
        if pa.types.is_dictionary(texts.type):
            texts = texts.dictionary_decode()
        if not (pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type)):
            return
        dots, commas = (pc.count_substring(texts, SIGNS[mark]) for mark in SIGNS)
        most = {"dot": pc.max(dots).as_py() or 0, "comma": pc.max(commas).as_py() or 0}
        if (most["dot"] and most["comma"]) or max(most.values()) > 1:
            self._look_closely(texts)
        elif max(most.values()):
            mark: DecimalMark = "dot" if most["dot"] else "comma"
            self.count[mark] += pc.sum(dots if most["dot"] else commas).as_py()
            self.is_certain[mark] = self.is_certain[mark] or _any(texts, _CERTAIN[mark])

    def _look_closely(self, texts: pa.Array) -> None:
        """One that can only have the other mark does not count for the mark that it holds."""
        certain = {mark: pc.match_substring_regex(texts, _CERTAIN[mark]) for mark in SIGNS}
        for mark in SIGNS:
            may_be = pc.match_substring_regex(texts, _PLAIN[mark])
            holds = pc.and_(pc.match_substring(texts, SIGNS[mark]), may_be)
            votes = pc.or_(certain[mark], pc.and_(holds, pc.invert(certain[_other(mark)])))
            self.count[mark] += pc.sum(votes).as_py() or 0
            self.is_certain[mark] = self.is_certain[mark] or bool(pc.any(certain[mark]).as_py())

    @property
    def mark(self) -> DecimalMark | None:
        """The mark that the column has for certain; None where nothing tells."""
        known = [mark for mark in SIGNS if self.is_certain[mark]]
        return max(known, key=lambda mark: self.count[mark], default=None)


@dataclass(frozen=True, slots=True)
class Numerals:
    """How the numbers of a column are written.

    Attributes:
        mark: the decimal mark.
        is_said: a person says so, and the other mark parts thousands.
        is_guessed: no number of the column tells; each may mean thousands as well.
    """

    mark: DecimalMark = "dot"
    is_said: bool = False
    is_guessed: bool = False

    def sentence(self, column: str) -> str | None:
        """What is to be said about a column."""
        if self.is_guessed:
            return (
                f"Each {self.mark} of {column} stands before three digits and is taken as the decimal mark; "
                f"--decimal {_other(self.mark)} takes it as parting thousands."
            )
        return f"The numbers of {column} have a decimal comma." if self.mark == "comma" else None

    def floats(self, column: pa.Array) -> tuple[Floats, dict[str, Bools]]:
        """(values with NaN for what is missing or refused, which texts are refused by the reason)."""
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
            return numbers.astype(np.float64), {}
        texts = pc.utf8_trim_whitespace(pc.fill_null(column.cast(pa.string()), ""))
        is_plain = pc.match_substring_regex(texts, _PLAIN[self.mark])
        plain = pc.if_else(is_plain, texts, None)
        if self.mark == "comma":
            plain = pc.replace_substring(plain, ",", ".")
        numbers = plain.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
        is_missing = pc.is_in(pc.utf8_lower(texts), pa.array(MISSING_TEXTS))
        other = pc.and_not(pc.invert(is_plain), is_missing).to_numpy(zero_copy_only=False)
        return numbers, self._of_others(texts, numbers, other) if other.any() else {}

    def _of_others(self, texts: pa.Array, numbers: Floats, other: Bools) -> dict[str, Bools]:
        """The refused ones; those that are understood are written into the numbers."""
        coded = texts.filter(pa.array(other)).dictionary_encode()
        known = [self._number(text) for text in coded.dictionary.to_pylist()]
        place = coded.indices.to_numpy(zero_copy_only=False)
        numbers[other] = np.array([np.nan if isinstance(one, str) else one for one in known])[place]
        refused = {}
        for reason in dict.fromkeys(one for one in known if isinstance(one, str)):
            mine = np.zeros(len(numbers), np.bool_)
            mine[other] = np.array([one == reason for one in known])[place]
            refused[reason] = mine
        return refused

    def _number(self, text: str) -> float | str:
        """The value of a text that is not plain, or why it has none."""
        text = _MINUS.sub("-", text)
        if re.fullmatch(_plain(self.mark), text):
            return float(text.replace(SIGNS[self.mark], "."))
        other = _other(self.mark)
        if match := _GROUPED[self.mark].fullmatch(text):
            is_lone = match["by"] == SIGNS[other] and not match["more"] and not match["rest"]
            if is_lone and not self.is_said:
                return MAY_PART_THOUSANDS
            return float(text.replace(match["by"], "").replace(SIGNS[self.mark], "."))
        if re.fullmatch(_plain(other), text) or _GROUPED[other].fullmatch(text):
            return OTHER_MARK
        return UNIT_BESIDE if _BESIDE.fullmatch(text) else NOT_A_NUMBER


def numerals(seen: Mapping[str, MarksSeen], said: DecimalMark | None, separator: str) -> dict[str, Numerals]:
    """How the numbers of each column are written.

    Args:
        seen: of the whole of each column, by its name.
        said: what a person says; it outweighs what they look like.
        separator: of the file's columns; empty where the format has none.
    """
    if said:
        return {name: Numerals(said, is_said=True) for name in seen}
    whole = [(sum(one.count[mark] for one in seen.values() if one.mark == mark), mark) for mark in SIGNS]
    of_file = max(((count, mark) for count, mark in whole if count), default=(0, None))[1]
    return {name: _of_column(one, of_file, separator) for name, one in seen.items()}


def _of_column(seen: MarksSeen, of_file: DecimalMark | None, separator: str) -> Numerals:
    certain = seen.mark or of_file
    if certain or not any(seen.count.values()):
        return Numerals(certain or "dot")
    if seen.count["dot"] >= seen.count["comma"]:
        return Numerals("dot", is_guessed=True)
    return Numerals("comma", is_guessed=True) if separator not in ("", ",") else Numerals("dot")


def _any(texts: pa.Array, shape: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, shape)).as_py())
