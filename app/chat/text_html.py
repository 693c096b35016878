"""The text of an answer as HTML: its numbers are buttons that say where they come from. Pure.

Of a model's Markdown paragraphs, lists, headings, bold and code are understood; nothing in a text is ever markup by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.assistant.events import Stated
from app.widgets.html import Markup, el, join

Mark = Callable[[int, Stated], Markup]
Line = list["str | Markup"]
_ITEM: Final = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+")
_HEADING: Final = re.compile(r"\s*#{1,6}\s+")
_MARKS: Final = re.compile(r"(\*\*|`)")
_TAGS: Final = {"**": "b", "`": "code"}


def paragraphs(pieces: Sequence[Stated], mark: Mark) -> list[Markup]:
    """The blocks of a text.

    Args:
        pieces: of the text, in their order.
        mark: makes what is shown of a piece that is a number or name, by its place.
    """
    blocks: list[Markup] = []
    rows: list[Markup] = []
    items: list[Markup] = []

    def end() -> None:
        if items:
            blocks.append(el("ul", [el("li", one) for one in items]))
        if rows:
            blocks.append(el("p", [[el("br") if place else None, row] for place, row in enumerate(rows)]))
        items.clear()
        rows.clear()

    for line in _lines(pieces, mark):
        kind, rest = _kind(line)
        if (kind == "item") != bool(items) or kind in ("blank", "heading"):
            end()
        if kind == "item":
            items.append(_inline(rest))
        elif kind == "heading":
            blocks.append(el("h3", _inline(rest)))
        elif kind == "plain":
            rows.append(_inline(rest))
    end()
    return blocks


def _lines(pieces: Sequence[Stated], mark: Mark) -> list[Line]:
    lines: list[Line] = [[]]
    for place, piece in enumerate(pieces):
        if piece.cell is not None or piece.is_uncovered:
            lines[-1].append(mark(place, piece))
            continue
        first, *others = piece.text.split("\n")
        lines[-1].append(first)
        lines += [[other] for other in others]
    return lines


def _kind(line: Line) -> tuple[str, Line]:
    if all(not isinstance(part, Markup) and not part.strip() for part in line):
        return "blank", []
    first = line[0]
    if not isinstance(first, Markup):
        for kind, pattern in (("item", _ITEM), ("heading", _HEADING)):
            if found := pattern.match(first):
                return kind, [first[found.end() :], *line[1:]]
    return "plain", line


def _inline(line: Line) -> Markup:
    """Bold and code, which may begin in one part and end in another; one that never ends stays as it was written."""
    marks = [mark for part in line if not isinstance(part, Markup) for mark in _MARKS.findall(part)]
    left = {mark: marks.count(mark) // 2 * 2 for mark in _TAGS}
    within: list[str] = []
    made: list[Markup] = []
    for part in line:
        for token in [part] if isinstance(part, Markup) else _MARKS.split(part):
            if not isinstance(token, Markup) and left.get(token, 0) > 0:
                left[token] -= 1
                within.remove(token) if token in within else within.append(token)
            elif token:
                made.append(_wrapped(token, within))
    return join(*made)


def _wrapped(token: str, within: Sequence[str]) -> Markup:
    for mark in reversed(within):
        token = el(_TAGS[mark], token)
    return join(token)
