"""What narrows the rows of an answer, in words: cause, kind, state, limits; a sentence without them would be false."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app import formats
from app.widgets.column import Column

# Said elsewhere in an answer, or no filter: they choose what is told of the rows, not which rows there are.
_SAID_ELSEWHERE: Final = frozenset({
    "place", "period", "days", "name", "other", "quantity", "by", "order", "n", "is_count", "above", "below", "also",
    "also_above", "also_below", "words", "basis", "is_compared", "within_years", "times", "hours",
    "group", "found", "has",
})  # fmt: skip
_LIMITS: Final = re.compile(r"\b(?:above|below|at least|at most|more than|fewer than|that)\b")
YEAR_PUT_IN: Final = "installed_year"
"""Column of a year on the calendar, which is written and limited unlike a quantity."""
_CLOSED: Final = 3e-9
"""How far, of its size, a limit that lies within its range is kept beside its number (`at least 10` as above 9.99…)."""
_SINGLE: Final = 2e-7
"""How far, of its size, what the database keeps in four bytes may be from the number that was written."""
_MOST_ASIDE: Final = 1e-3
"""Where the size would make more of it: counts and sums of money are whole."""


def narrowed(
    title: str, values: Mapping[str, Any], choices: Iterable[tuple[Sequence[str], Mapping[str, Any]]],
    columns: Mapping[str, Column],
) -> str:  # fmt: skip
    """A title with everything that narrows its rows: `Outages caused by vegetation, sustained`.

    Args:
        title: of the result; what it says already is not said again.
        values: the arguments that are not as they are if nobody sets them.
        choices: words and what they set, of the tool.
        columns: what limits may be of, by the value of `by`.
    """
    words: dict[tuple[str, Any], str] = {}
    for phrases, sets in choices:
        if len(sets) == 1:
            ((name, value),) = sets.items()
            words.setdefault((name, value), phrases[0])
    said = _plain(title)
    parts: list[str] = []
    for name, value in values.items():
        if name in _SAID_ELSEWHERE:
            continue
        text = _in_words(name, value, words)
        if _plain(text) not in said and _plain(str(value)) not in said:
            parts.append(text)
    column = columns.get(str(values.get("by", "")))
    if column is not None and not _LIMITS.search(title):
        limits = limit_words(column, values.get("above"), values.get("below"))
        if limits and limits not in title:
            title = re.sub(rf" by {re.escape(in_sentence(column.title))}$", "", title)
            parts.append(
                limits if column.key == YEAR_PUT_IN else f"that {limits}" if _is_verb(column) else f"with {limits}"
            )
    return _joined(title, parts)


def compared(above: float | None, below: float | None, rounded: float = 0.0) -> tuple[float | None, float | None]:
    """Limits as values are held against them, so that what was written as the limit itself is taken for it.

    A height of 12.2 m kept in four bytes is 12.19999981: of at least 12.2 m, and not shorter than that.

    Args:
        above: lower limit, exclusive; `at least` is kept as a hair less.
        below: upper limit, likewise.
        rounded: how far what is kept may be from what is meant, in its unit.
    """
    return _apart(above, 1, rounded), _apart(below, -1, rounded)


def _apart(limit: float | None, side: int, rounded: float) -> float | None:
    """A limit, moved out where it lies within its range itself, else in."""
    if limit is None or not math.isfinite(limit):
        return limit
    number, is_closed = _meant(limit)
    aside = max(min(_SINGLE * abs(number), _MOST_ASIDE), rounded)
    return number - side * aside if is_closed else number + side * aside


def limit_words(column: Column, above: float | None = None, below: float | None = None) -> str:
    """`health below 50 of 100`, `more than 10 customers`, `age of at least 40 years`; empty where nothing is limited.

    Args:
        column: of the quantity: its title and unit.
        above: lower limit, exclusive, as the column keeps it; `at least` is kept as a hair less.
        below: upper limit, likewise.
    """
    if column.key == YEAR_PUT_IN:
        return _years(above, below)
    is_count = column.kind == "count" and not column.unit
    unit = column.unit or {"share": "%", "duration": "min"}.get(column.kind, "")
    title = in_sentence(column.title)
    parts: list[str] = []
    if above is not None and below is not None:
        (low, is_from), (high, is_to) = _number(above * column.factor), _number(below * column.factor)
        if low == high and is_from and is_to:
            return f"{title} of {low} {unit}".rstrip()
    for limit, side in ((above, "above"), (below, "below")):
        if limit is None:
            continue
        value, is_closed = _number(limit * column.factor)
        if column.kind == "duration":
            value, unit = formats.duration(round(limit, 6)).removesuffix(" 00 min"), ""
        word = {"above": "at least", "below": "at most"}[side] if is_closed else side
        if _is_verb(column):
            word = {"above": "more than", "below": "less than"}.get(word, word)
        elif is_count:
            word = {"above": "more than", "below": "fewer than"}.get(word, word)
        elif is_closed and not parts:
            word = f"of {word}"
        parts.append(f"{word} {value} {unit}".rstrip())
    if not parts:
        return ""
    return f"{' and '.join(parts)} {title}" if is_count else f"{title} {' and '.join(parts)}"


def _years(above: float | None, below: float | None) -> str:
    """`installed before 1980`, `installed in 1995`; the limits are exclusive."""
    first, last = (None if above is None else int(above) + 1), (None if below is None else int(-(-below // 1)) - 1)
    if first is None:
        return "" if last is None else f"installed before {last + 1}"
    if last is None:
        return f"installed after {first - 1}"
    return f"installed in {first}" if first == last else f"installed from {first} to {last}"


def _is_verb(column: Column) -> bool:
    """Whether a heading tells what a thing did, as `Lasted`."""
    return column.title.endswith("ed") and " " not in column.title


def in_sentence(title: str) -> str:
    """A heading within a sentence: `SAIDI` keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _in_words(name: str, value: Any, words: Mapping[tuple[str, Any], str]) -> str:
    if name == "cause":
        return "of unknown cause" if value == "unknown" else f"caused by {str(value).replace('_', ' ')}"
    if name == "radius_m":
        return f"within {formats.number(value)} m"
    if (name, value) in words:
        return re.sub(r"\betr\b", "ETR", words[name, value])
    return name.removeprefix("is_").replace("_", " ") if value is True else f"{name.replace('_', ' ')} {value}"


def _number(value: float) -> tuple[str, bool]:
    """A limit without needless decimals, and whether it lies within its range itself."""
    whole, is_closed = _meant(value)
    text = f"{round(whole, 6):,.6f}".rstrip("0").rstrip(".").replace("-", "−")
    return text, is_closed


def _meant(value: float) -> tuple[float, bool]:
    """The number that a limit was written as, and whether it lies within its range itself."""
    for digits in range(7):
        whole = round(value, digits)
        off = abs(value - whole) / max(abs(whole), 1.0)
        if _CLOSED / 10 < off <= _CLOSED:
            return whole, True
        if off <= _CLOSED / 10:
            return value, False
    return value, False


def _plain(text: str) -> str:
    return re.sub(r"[-_\s]+", " ", text).strip().lower()


def _joined(title: str, parts: Sequence[str]) -> str:
    """The parts after a title; the first one stands close where it reads on from it."""
    told = title
    for place, part in enumerate(parts):
        goes_on = part.startswith(("caused by", "of ", "with ", "without ", "within ", "that ")) and not place
        told += f" {part}" if goes_on else f", {part}"
    return told
