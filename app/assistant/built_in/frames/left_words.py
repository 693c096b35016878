"""Words that no grammar has used up: of the matter, soft ones, slips that were set right, unknown ones."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import FILLER, NUMBERS, SAME, SOFT, TIME_WORDS, UNITS
from app.assistant.built_in.words import Token, near_words


def leave_word(frame: Frame, token: Token, known: Collection[str]) -> None:
    """Put a piece that is left where it belongs: among bare numbers, words of the matter, soft or unknown ones."""
    if token.kind == "number":
        if not (frame.period is not None and frame.period.start <= token.start < frame.period.end):
            frame.bare.append(token.text)  # one in "the next 7 days" is no name
        frame.all_words.append(token.text)
        return
    if token.kind == "symbol" and token.norm not in ("percent", "dollar"):
        return
    word = token.norm
    if word in NUMBERS and word not in known:
        frame.bare.append(str(NUMBERS[word]))
        return
    is_light = (
        word in FILLER
        or word in SOFT
        or (word in UNITS and not _is_a_time(frame, word) and not _is_thing(frame, token, word))
    )
    if word not in known and not is_light:
        near = near_words(word, known) or near_words(word, SOFT | FILLER)
        if len(near) == 1:
            if near[0] not in word and word not in near[0]:
                frame.fixed.append((token.text, near[0]))
            word = SAME.get(near[0], near[0])
        else:
            frame.unknown.append(token.text)
            frame.all_words.append(word)
            return
    frame.all_words.append(word)
    if word in FILLER:
        return
    (frame.soft if word in SOFT or is_light else frame.words).append(word)


def _is_a_time(frame: Frame, word: str) -> bool:
    """Whether a unit of time is none that is asked for: `by day`, `of the year`."""
    return word in TIME_WORDS and not (frame.is_unit_said and UNITS.get(word) == frame.unit)


def _is_thing(frame: Frame, token: Token, word: str) -> bool:
    """Whether `meter` is one that reads: it stands after no number and no "in"."""
    return word in frame.kinds and re.search(r"(?:\d|\b(?:in|per))\s*$", frame.text[: token.start], re.I) is None
