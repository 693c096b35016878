"""Markdown files: a section a heading, counted; what stands in a code block is none. Comments are left out.

A head between two lines `---` may say `title`, `kind` (manual, procedure, compliance) and `language`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, get_args

from data_sources.documents.comments import without_comments
from data_sources.documents.passages import Kind, ReadDocument, ReadPassage, clean, cut

_HEAD = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_EMPHASIS = re.compile(r"[*_`]{1,3}(?=\S)(.+?)(?<=\S)[*_`]{1,3}")
_KINDS: Final[dict[str, Kind]] = {name: name for name in get_args(Kind)}


def read_markdown(text: str) -> ReadDocument:
    """The passages of a Markdown file; a heading of the first level before any text is its title."""
    head, whole = _parted(clean(text))
    body, left_out = without_comments(whole)
    passages: list[ReadPassage] = []
    title, number = head.get("title", ""), 0
    sections = list(_sections(body))
    for at, (level, heading, section) in enumerate(sections):
        is_title = not passages and level == 1
        title = title or (heading if is_title else "")
        below = sections[at + 1][0] if at + 1 < len(sections) else 0
        if section.strip():
            number += 1
            passages += cut(number, heading, section)
        elif heading and below <= level and not is_title:  # it heads nothing: it is said itself
            number += 1
            passages += cut(number, "", heading)
    kind = _KINDS.get(head.get("kind", "").lower())
    language = head.get("language", "").lower()
    return ReadDocument(title, kind, language, "section", max(number, 1), tuple(passages), left_out)


def _parted(text: str) -> tuple[dict[str, str], str]:
    """What the head says, and the rest."""
    found = _HEAD.match(text)
    if found is None:
        return {}, text
    pairs = (line.split(":", 1) for line in found[1].split("\n") if ":" in line)
    return {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}, text[found.end() :]


def _sections(text: str) -> Iterator[tuple[int, str, str]]:
    """(level, heading, text under it); level 0 is the text before the first heading."""
    level, heading, held, fence = 0, "", list[str](), ""
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        found = None if fence else _HEADING.fullmatch(line)
        underline = None if fence else _UNDERLINE.fullmatch(line)
        if found:
            yield level, heading, "\n".join(held)
            level, heading, held = len(found[1]), _plain(found[2]), []
        elif underline and _is_title(held):
            yield level, heading, "\n".join(held[:-1])
            level, heading, held = 1 if "=" in underline[1] else 2, _plain(held[-1].strip()), []
        else:
            held.append(line)
    yield level, heading, "\n".join(held)


def _is_title(held: list[str]) -> bool:
    """Whether the line before an underline is one paragraph of its own, and no row of a table."""
    return bool(held and held[-1].strip() and "|" not in held[-1] and (len(held) < 2 or not held[-2].strip()))


def _plain(heading: str) -> str:
    return _EMPHASIS.sub(r"\1", heading)
