"""What is refused of a list is kept in a file beside it, with line and reason, for a spreadsheet.

It is written before the database is, so that a folder that takes nothing refuses the list before any of it is taken. A
list of which nothing is refused leaves none of an earlier time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from data_sources.errors import ImportRefused
from data_sources.spreadsheet import inert

REJECTED_ENDING: Final = ".rejected.csv"
Refused = tuple[int | None, str, str]  # line, reason, the row's own text
_HEADER: Final = ("line", "reason", "text")


@contextmanager
def kept_beside(path: Path, refused: list[Refused]) -> Iterator[Path | None]:
    """The file of refused rows, which stands there once the body is done; None where there are none.

    Args:
        path: the list.
        refused: of it.

    Raises:
        ImportRefused: it cannot be written; the body was not begun.
    """
    beside = path.with_name(path.name + REJECTED_ENDING)
    if not refused:
        yield None
        _remove_former(beside)
        return
    part = beside.with_name(beside.name + ".part")
    try:
        try:
            _write(part, refused)
        except OSError as error:
            raise ImportRefused(
                f"{path.name}: what is refused of it cannot be kept in {beside} ({error.strerror or error}); nothing "
                f"was written. Put the list into a folder that can be written to."
            ) from error
        yield beside
        part.replace(beside)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def keep_beside(path: Path, refused: list[Refused]) -> Path | None:
    """Write refused rows beside their file; None where there are none.

    Raises:
        ImportRefused: they cannot be written.
    """
    with kept_beside(path, refused) as beside:
        return beside


def _write(part: Path, refused: list[Refused]) -> None:
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(_HEADER)
        for line, reason, text in refused:
            writer.writerow(("" if line is None else line, inert(reason), inert(text)))


def _remove_former(beside: Path) -> None:
    """The file of an earlier time, where it is one of ours."""
    with suppress(OSError, UnicodeDecodeError):
        with beside.open(encoding="utf-8-sig", newline="") as file:
            is_ours = next(csv.reader(file), None) == list(_HEADER)
        if is_ours:
            beside.unlink()
