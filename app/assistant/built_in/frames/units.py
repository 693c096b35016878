"""The unit that an answer is asked in: `in MW`, `how many kWh`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import UNITS
from app.assistant.built_in.words import Token, normal

# Words that are no unit where they stand alone: a meter is a thing, a minute may belong to a period.
_NO_UNIT = frozenset({
    "a", "m", "v", "c", "f", "h", "day", "minimum", "second", "year", "meter", "minute", "hour", "min", "lowest",
    "foot", "inch", "yard", "degree", "month", "week",
})  # fmt: skip
_UNIT_WORD = (
    r"hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|years?|yrs?|km|kilomet\w+|miles?|mi|met(?:er|re)s?|feet|foot|ft"
    r"|inch(?:es)?|yards?|dollars?|usd|us\$|\$|volts?|kv|amps?|amperes?|k?watts?|kw|mw|gw|kwh|mwh|gwh|wh|kva|mva|va"
    r"|kvar|mvar|celsius|fahrenheit|kelvin|mph|kmh|mps|knots?|percent(?:age)?|pct|%"
)
_IN_UNIT = re.compile(
    rf"\b(?:in|as|into)\s+(?:({_UNIT_WORD}|months|weeks)(?![\w\-])|([mhfcvA])(?=\W*$))"
    rf"|\bhow\s+many\s+(?!met(?:er|re)s?\b)({_UNIT_WORD})(?=\s+(?!(?:are|have|is|were|do|on|with|at)\b)|\W*$)"
    r"|\bcustomer[\s-]+(hours?|days?)\b",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(
    r"\s+(?:(?:of\s+)?(?:line|cable|wire|conductor|overhead|underground)|long|tall|high|is|from)\b", re.I
)


def note_unit(frame: Frame, tokens: Sequence[Token]) -> None:
    """`in MW`, `how many kWh`, `%` somewhere in the question: the unit of what is asked for."""
    for token in tokens:
        if token.norm in UNITS and token.norm not in _NO_UNIT:
            frame.unit, frame.unit_word = UNITS[token.norm], token.norm
    for match in _IN_UNIT.finditer(frame.text):
        word = next(filter(None, match.groups()))
        if match[0].lower().endswith(("many meter", "many meters")) and not _OF_LENGTH.match(frame.text, match.end()):
            continue  # how many of the things that measure
        if match[0].lower().startswith("how many") and _of_weather(frame):
            continue  # so many hours were warmer: they are counted
        if any(match.start(match.lastindex or 0) == one.start for one in tokens):
            frame.unit = _named_unit(word) or frame.unit
            frame.is_unit_said = True


def _of_weather(frame: Frame) -> bool:
    """Whether a limit is of a temperature or of a wind."""
    return any(one.unit in ("°C", "°F", "K", "m/s", "km/h", "mph", "kn") for one in frame.limits)


def _named_unit(word: str) -> str:
    """The unit of a word, as `lexicon.UNITS` has it."""
    short = {"$": "US$", "us$": "US$", "m": "m", "min": "min", "mins": "min", "mi": "mi", "sec": "s", "secs": "s"}
    return short.get(word.lower()) or UNITS.get(normal(word), "")
