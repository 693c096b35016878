"""Quotes of CSV files that swallow lines.

A value in quotes may run over several lines, as notes do. A quote that is opened by accident (a mark of inches before a
name) runs on too, up to the next quote somewhere below: the rows between become one value, and are lost without a word.
Such a file is refused with the line: where the quote is never closed, where more text follows the one that closes it,
and where a line within it looks like a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.errors import ImportRefused

Ints = NDArray[np.int64]
_BLOCK: Final = 1 << 22
_DO: Final = 'close it, or write it twice ("") where it is part of a value'


def refuse_swallowed_lines(path: Path, encoding: str, separator: str, width: int) -> Ints:
    """Refuse a file in which a quote swallows lines; the lines that go on with a value of the line before otherwise.

    Args:
        path: a CSV file.
        encoding: of its text.
        separator: of its columns.
        width: how many columns it has.

    Raises:
        ImportRefused: a quote does; with the line.
    """
    goes_on: list[int] = []
    if encoding.startswith("utf-16") or _has_open_line(path):
        with path.open(encoding=encoding, newline="") as file:
            if told := _swallows((line.rstrip("\r\n") for line in file), separator, width, goes_on):
                raise ImportRefused(f"{path.name}: {told}.")
    return np.array(goes_on, np.int64)


def _has_open_line(path: Path) -> bool:
    """Whether a line ends with an odd number of quotes so far: only then can a value run over it."""
    odd = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if not odd and b'"' not in block:
                continue
            signs = np.frombuffer(block, np.uint8)
            parity = (np.cumsum(signs == ord('"'), dtype=np.int64) + odd) & 1
            if parity[signs == ord("\n")].any():
                return True
            odd = int(parity[-1])
    return bool(odd)


def _swallows(lines: Iterable[str], separator: str, width: int, goes_on: list[int]) -> str:
    """What is wrong with the first value that swallows lines; empty where none does.

    Args:
        lines: of the file.
        separator: of its columns.
        width: how many columns it has.
        goes_on: takes the lines within values, from 1.
    """
    opened = number = 0  # line of the quote that is open; 0: none
    for number, line in enumerate(lines, 1):
        if not opened:
            opened = number if _ends_open(line, separator, 0) else 0
            continue
        goes_on.append(number)
        close = _closing(line, 0)
        if _looks_like_row(line[:close], separator, width):
            return f"a quote opens in line {opened} and runs over line {number}, which looks like a row; {_DO}"
        if close is None:
            continue
        if line[close + 1 :] and not line.startswith(separator, close + 1):
            return (
                f"a quote opens in line {opened}, and more text follows the one in line {number} that closes it; {_DO}"
            )
        opened = number if _ends_open(line, separator, close + 1 + len(separator)) else 0
    return f"a quote opens in line {opened} and is never closed (the file has {number} lines); {_DO}" if opened else ""


def _ends_open(line: str, separator: str, start: int) -> bool:
    """Whether a line ends within quotes; at its place `start` a value begins."""
    place = start
    while True:
        if line.startswith('"', place):
            close = _closing(line, place + 1)
            if close is None:
                return True
            place = close + 1
        place = line.find(separator, place)
        if place < 0:
            return False
        place += len(separator)


def _closing(line: str, start: int) -> int | None:
    """Where the quote stands that closes a value; None where the value runs on."""
    place = line.find('"', start)
    while place >= 0 and line.startswith('"', place + 1):
        place = line.find('"', place + 2)
    return place if place >= 0 else None


def _looks_like_row(text: str, separator: str, width: int) -> bool:
    """Whether a text holds as many separators as a row; those before a blank are of a sentence."""
    parts = text.split(separator)
    return sum(not part.startswith(" ") for part in parts[1:]) >= width - 1
