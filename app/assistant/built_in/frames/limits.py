"""Limits that a question compares with: `over 80 %`, `< 114 V`, `between 40 and 60`, `within 200 m`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal

from app.assistant.built_in.frames.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import ABOVE, BELOW, FAMILIES, LIES_IN, NUMBERS, UNITS
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.words import Token, normal

Side = Literal["above", "below"]
_BETWEEN: Final = re.compile(r"\bbetween\s+(\d[\d,.]*)\s*(\w+|%)?\s+and\s+(\d[\d,.]*)", re.I)
_RADIUS = re.compile(
    r"\bwithin\s+(?:a\s+)?(?:radius\s+of\s+)?(\d[\d,.]*)\s*(m|meters?|metres?|km|kilometers?|kilometres?|ft"
    r"|feet|foot|miles?|mi)\b",
    re.I,
)
_AT_LEAST: Final = (">=", "≥", "at least", "no less than")
_AT_MOST: Final = ("<=", "≤", "at most", "no more than")


def take_limits(frame: Frame, tokens: list[Token]) -> list[Token]:
    """Take limits out of the tokens: after a comparing word or sign, the longer one first, then `between … and …`."""
    for side, word, pattern in _COMPARISONS:
        for match in pattern.finditer(frame.text):
            tokens = _limit_at(frame, side, word, match.span(), tokens)
    between = _BETWEEN.search(frame.text)
    if between and not _is_in_period(between, frame.period):
        tokens = _limit_at(frame, "above", ">=", (between.start(), between.start(1)), tokens)
        tokens = _limit_at(frame, "below", "<=", (between.start(3) - 4, between.start(3)), tokens)
        unit = next((one.unit for one in frame.limits if one.unit), "")
        frame.limits = [replace(one, unit=one.unit or unit) for one in frame.limits]
    return tokens


def _before_a_number(word: str) -> re.Pattern[str]:
    """A comparing word or sign where a number follows; after a word it may be a number in words."""
    if word[0].isalpha():
        number = rf"(\d|{'|'.join(NUMBERS)})"
        return re.compile(rf"(?<!\w){re.escape(word)}\s*(?:the\s+age\s+of\s+)?(?=\$?\s*{number})", re.I)
    return re.compile(rf"{re.escape(word)}\s*(?=\$?\s*\d)", re.I)


def _comparisons() -> Iterator[tuple[Side, str, re.Pattern[str]]]:
    sides: tuple[tuple[Side, tuple[str, ...]], ...] = (("above", ABOVE), ("below", BELOW))
    for side, words in sides:
        for word in sorted(words, key=len, reverse=True):
            yield side, word, _before_a_number(word)


_COMPARISONS: Final = tuple(_comparisons())


def _is_in_period(said: re.Match[str], period: SpokenPeriod | None) -> bool:
    """Whether `between … and …` are the ends of a period, or times of its day."""
    spans = [] if period is None else [(period.start, period.end), *([period.clock] if period.clock else [])]
    return any(start < said.end() and said.start() < end for start, end in spans)


def _limit_at(frame: Frame, side: Side, word: str, said: tuple[int, int], tokens: list[Token]) -> list[Token]:
    """Take one limit out of the tokens, if a number is left there.

    Args:
        frame: that is given the limit.
        side: of it.
        word: that compares, or its sign.
        said: where it begins in the text, and where its number does.
        tokens: that are left.
    """
    start, at = said
    place = next((k for k, one in enumerate(tokens) if one.start >= at and one.norm != "dollar"), None)
    is_left = any(one.start <= at and one.end > start for one in tokens)
    if place is None or tokens[place].value is None or not is_left:
        return tokens
    if word[0].isalpha() and not any(one.start >= start and one.end <= at for one in tokens):
        return tokens
    unit, used = _unit_beside(frame, tokens, place)
    inside = LIES_IN.get(word.split()[0].lower(), "")
    value = _moved(float(tokens[place].value or 0), side, word)
    frame.limits.append(SpokenLimit(_side_of(word, side), value, unit, inside))
    if inside:
        frame.all_words.append(inside)
        frame.soft.append(inside)
    return [one for one in tokens if one not in used and not (start <= one.start and one.end <= at)]


def _unit_beside(frame: Frame, tokens: list[Token], place: int) -> tuple[str, set[Token]]:
    """The unit of the number at a place, empty for none, and the tokens that number and unit take up."""
    number, after = tokens[place], tokens[place + 1 : place + 3]
    unit, used = "", {number}
    if after and after[0].start - number.end <= 2 and after[0].norm == "°":
        used.add(after.pop(0))
    if after and after[0].start - number.end <= 3 and after[0].norm in UNITS:
        unit = UNITS[after[0].norm]
        frame.all_words.append(after[0].norm)
        used.add(after[0])
    if place and tokens[place - 1].norm == "dollar":
        used.add(tokens[place - 1])
        unit = "US$"
    return unit, used


def _moved(value: float, side: Side, word: str) -> float:
    """The value of a limit, a hair aside where the value itself is within: `at least`, `≤`."""
    hair = 1e-9 * max(abs(value), 1)
    if side == "above":
        return value - hair if word in _AT_LEAST or "equal" in word else value
    return value + hair if word in _AT_MOST or "equal" in word else value


def _side_of(word: str, side: Side) -> Side:
    """Which side of the number is meant: younger and newer things have less of an age."""
    return "below" if word.split()[0] in ("younger", "newer") else side


def take_radius(frame: Frame, tokens: list[Token]) -> list[Token]:
    """Take `within 200 m` out of the tokens, in metres."""
    if match := _RADIUS.search(frame.text):
        unit = UNITS.get(normal(match[2]), "m")
        lengths = next(family for family in FAMILIES if "km" in family)
        frame.radius_m = float(match[1].replace(",", "").rstrip(".")) * lengths.get(unit, 1.0)
        return [one for one in tokens if not (match.start() <= one.start < match.end())]
    return tokens
