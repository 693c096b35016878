"""Headings in text that marks none: a line of its own that is numbered, in capitals, underlined or in the outline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

LONGEST: Final = 90
_NUMBERED = re.compile(
    r"(?:(?:section|chapter|part|appendix)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z])[.)]?\s+[A-Z]\S*.*", re.I
)
_FIGURES = re.compile(r"[\d.,%/ ]+")
_ENDS = (".", ",", ";", ":")
_UNDERLINE = re.compile(r"(=|-|~|\*){3,}")


def under_headings(text: str, outline: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """(heading, text under it) in their order; text before the first heading has an empty one.

    Args:
        text: of one page or one file.
        outline: lines that are headings because a table of contents says so.
    """
    known = {one.casefold() for one in outline}
    heading, held = "", list[str]()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        below = lines[number + 1].strip() if number + 1 < len(lines) else ""
        is_first = number == 0 or not lines[number - 1].strip()
        if _is_heading(line.strip(), below, known, is_first):
            yield heading, "\n".join(held)
            heading, held = line.strip(), []
        elif not (held == [] and heading and _UNDERLINE.fullmatch(line.strip())):
            held.append(line)
    yield heading, "\n".join(held)


def _is_heading(line: str, below: str, known: Collection[str], is_first: bool) -> bool:
    if not 3 <= len(line) <= LONGEST or _FIGURES.fullmatch(line):
        return False
    if line.casefold() in known or (_UNDERLINE.fullmatch(below) and not _UNDERLINE.fullmatch(line)):
        return True
    if line.endswith(_ENDS):
        return False
    return (line.isupper() and sum(map(str.isalpha, line)) > 3) or bool(
        is_first and not below and line[0].isdigit() and _NUMBERED.fullmatch(line)
    )
