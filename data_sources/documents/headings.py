"""Headings in text that marks none: a line of its own that is numbered, in capitals, underlined or in the outline."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LONGEST: Final = 90
_NUMBERED = re.compile(
    r"(?:(?:section|chapter|part|appendix)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z])[.)]?\s+[A-Z]\S*.*", re.I
)
_STEP = re.compile(r"\d{1,2}[.)]?\s")  # not 2.1
_FIGURES = re.compile(r"[\d.,%/ ]+")
_ENDS = (".", ",", ";", ":")
_UNDERLINE = re.compile(r"(=|-|~|\*){3,}")


def under_headings(text: str, outline: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """(heading, text under it) in their order; text before the first heading has an empty one.

    No line is lost: numbered lines that follow each other with nothing between are steps, which are text; lines in
    capitals right below each other are one heading, or text where they are too long for one.

    Args:
        text: of one page or one file.
        outline: lines that are headings because a table of contents says so.
    """
    known = {one.casefold() for one in outline}
    heading, held = "", list[str]()
    for block in _blocks(text.split("\n"), known):
        if block.is_heading:
            yield heading, "\n".join(held)
            heading, held = " ".join(block.lines), []
        else:
            held += block.lines
    yield heading, "\n".join(held)


@dataclass(slots=True)
class _TextBlock:
    """Lines that are one heading, or text."""

    lines: list[str]
    is_heading: bool = False
    is_step: bool = False
    is_shouted: bool = False


def _blocks(lines: Sequence[str], known: Collection[str]) -> list[_TextBlock]:
    """Headings and the text between them; what only looks like a heading is text."""
    found = list[_TextBlock]()
    for number, line in enumerate(lines):
        below = lines[number + 1].strip() if number + 1 < len(lines) else ""
        is_first = number == 0 or not lines[number - 1].strip()
        last = found[-1] if found else None
        if _is_heading(line.strip(), below, known, is_first):
            is_shouted = line.strip().isupper()
            if last is not None and last.is_heading and last.is_shouted and is_shouted and not is_first:
                last.lines.append(line.strip())
            else:
                is_step = bool(_STEP.match(line.strip())) and line.strip().casefold() not in known
                found.append(_TextBlock([line.strip()], is_heading=True, is_step=is_step, is_shouted=is_shouted))
        elif last is not None and last.is_heading and _UNDERLINE.fullmatch(line.strip()):
            last.is_step = False
        elif last is not None and last.is_heading and not line.strip():
            continue
        elif last is None or last.is_heading:
            found.append(_TextBlock([line]))
        else:
            last.lines.append(line)
    return _without_steps(found)


def _without_steps(blocks: Sequence[_TextBlock]) -> list[_TextBlock]:
    """Steps as paragraphs, and capitals that are too much for a heading as text."""
    steps = {at + 1 for at, (one, other) in enumerate(pairwise(blocks)) if one.is_step and other.is_step}
    steps |= {at - 1 for at in steps}
    found = list[_TextBlock]()
    for at, block in enumerate(blocks):
        if at in steps:
            found.append(_TextBlock(["", *block.lines, ""]))
        elif block.is_heading and len(block.lines) > 1 and sum(map(len, block.lines)) > LONGEST:
            found.append(_TextBlock([*block.lines, ""]))
        else:
            found.append(block)
    return found


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
