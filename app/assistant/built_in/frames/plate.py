"""What stands on a thing's plate: the year in which it was put in, its size; each is told by its two limits."""

from __future__ import annotations

from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.frames.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import UNITS
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import Token

_MADE_IN = {"kVA": 1e-9, "MVA": 1e-9, "ft": 0.0, "m": 0.0}
"""Units of what stands on a plate, and how near to the number, of its size, is meant; 0 for half of its last digit."""
_RATED = frozenset({"rated", "rating", "sized", "size", "tall", "high", "height", "rate"})


def take_years(frame: Frame, tokens: list[Token]) -> list[Token]:
    """`installed before 1980`: limits of the year in which a thing was put in."""
    years = years_in(frame.text)
    if years is None:
        return tokens
    frame.words.append("installed")
    frame.all_words.append("installed")
    if years.first is not None:
        frame.limits.append(SpokenLimit("above", years.first - 1, "", ""))
    if years.last is not None:
        frame.limits.append(SpokenLimit("below", years.last + 1, "", ""))
    return [one for one in tokens if not years.start <= one.start < years.end]


def take_exact(frame: Frame, tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """`25 kVA transformers`, `50 ft poles`: a value, told by its two limits; lengths are meant as rounded."""
    if frame.limits:
        return tokens
    for place, token in enumerate(tokens[:-1]):
        unit, after = UNITS.get(tokens[place + 1].norm, ""), tokens[place + 2 : place + 5]
        if (
            token.value is None
            or unit not in _MADE_IN
            or token.kind != "number"
            or tokens[place + 1].start == token.start
        ):
            continue
        beside = {one.norm for one in (*tokens[max(place - 2, 0) : place], *after)}
        if not (any(vocabulary.kinds.get(one.norm) for one in after) or beside & _RATED):
            continue
        size = _MADE_IN[unit]
        half = size * max(abs(token.value), 1.0) if size else 0.5 * 10 ** -len(token.text.partition(".")[2])
        frame.limits.append(SpokenLimit("above", token.value - half, unit, ""))
        frame.limits.append(SpokenLimit("below", token.value + half, unit, ""))
        frame.all_words.append(tokens[place + 1].norm)
        return [*tokens[:place], *tokens[place + 2 :]]
    return tokens
