"""Rankings: which end comes first, what is ranked, and how many rows of it."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import BEST, LEAST, MEASURED, MOST, NUMBERS, RANKING_VERBS, WORST
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import Token, normal


def take_ranking(frame: Frame, tokens: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """`top 5`, `5 worst`, `the three oldest`, `ranked by`; the word of a quantity that lies in a superlative stays."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        order, inside = _order_of(token)
        if token.norm in RANKING_VERBS or (
            token.norm == "by" and place and tokens[place - 1].norm in frame.kinds and not frame.names
        ):
            frame.is_ranked = True
            frame.order = frame.order or "worst"
        if not order:
            kept.append(token)
            continue
        if not (order == "most" and token.norm in ("top", "most") and frame.order):
            frame.order = order  # type: ignore[assignment]
        frame.is_ranked = True
        frame.all_words.append(token.norm)
        frame.soft.append(token.norm)
        frame.measured |= {inside} & MEASURED
        for other in filter(None, (inside, token.norm if token.norm in vocabulary.known else "")):
            frame.all_words.append(other)
            frame.soft.append(other)
    _noun_after(frame, vocabulary.ranked_nouns)
    return _take_n(frame, kept)


def _noun_after(frame: Frame, nouns: Collection[str]) -> None:
    """`which feeder had the biggest outage`: what is ranked stands after the superlative, in the singular."""
    match = re.search(
        r"\b(?:biggest|largest|longest|worst|smallest|shortest|latest|oldest|newest)\s+([^\W\d_]+)\b", frame.text, re.I
    )
    if match is None or match[1].lower() != normal(match[1]):
        return
    frame.ranked_noun = match[1].lower() if match[1].lower() in nouns else ""
    asked = re.match(r"\W*(?:which|what|on which|in which)\s+([^\W\d_]+)", frame.text, re.I)
    if frame.ranked_noun and asked and normal(asked[1]) in frame.kinds and normal(asked[1]) != frame.ranked_noun:
        frame.asked_kind = normal(asked[1])


def _order_of(token: Token) -> tuple[str, str]:
    word = token.norm
    for order, words in (("worst", WORST), ("best", BEST), ("most", MOST), ("least", LEAST)):
        if word in words:
            return order, words[word]
    return "", ""


def _take_n(frame: Frame, tokens: list[Token]) -> list[Token]:
    """The number of rows: beside a superlative, after `which`, before `of them`."""
    for match in re.finditer(
        r"\b(?:top|first|worst|best|bottom|highest|lowest|give me|show me|show|list|which|what|the|our|any"
        r"|identify|name|last|latest|recent|oldest|(?:\w{3,}est)"
        r"|newest|biggest|largest|hottest|only|me)\s+"
        r"(\d{1,4}|"
        + "|".join(NUMBERS)
        + r")\b(?!\s*(?:%|percent|kw|kva|v\b|volts?|years?|yrs?|hours?|days?|m\b|minutes?))"
        r"|(?:^|\b)(\d{1,4}|"
        + "|".join(NUMBERS)
        + r")\s+(?:of\s+them|(?:least|most|worst|best|highest|lowest|oldest|newest|biggest|largest|smallest"
        r"|longest|shortest|hottest|riskiest|"
        r"heaviest|un\w+est|\w+iest|\w{3,}est)\b)|^\s*(\d{1,4}|" + "|".join(NUMBERS) + r")\s+(?=[a-z])"
        r"|^\W*(?:(?:on|in|the|show|list)\s+)*(?:which|what|top)\s+(\d{1,2}|"
        + "|".join(NUMBERS)
        + r")\s+(?=(?:days|weeks|months|hours)\b)",
        frame.text,
        re.I,
    ):
        spot = next(k for k in (1, 2, 3, 4) if match[k])
        token = next((one for one in tokens if one.start == match.start(spot)), None)
        if (
            token is not None
            and token.value
            and (
                frame.order
                or frame.is_near
                or spot in (2, 4)
                or match[0].lower().startswith(("which", "what", "give me", "show me"))
            )
        ):
            frame.n = frame.n or int(token.value)
            tokens = [one for one in tokens if one is not token and not _is_first_of(match, one)]
    return tokens


def _is_first_of(match: re.Match[str], token: Token) -> bool:
    """Whether a word only says that so many of a ranking are wanted: `the first three`."""
    return token.norm == "first" and token.start == match.start()


def n_of_bare(frame: Frame) -> None:
    """A small number beside a ranking is how many, where its kind is asked for in the plural."""
    if len(frame.bare) != 1:
        return
    said = "|".join(
        (re.escape(frame.bare[0]), *(word for word, value in NUMBERS.items() if str(value) == frame.bare[0]))
    )
    if re.search(rf"\b(?:{said})\s+(?:\w+s\b|(?:of|from|in|on)\b)", frame.text, re.IGNORECASE):
        frame.n = int(float(frame.bare[0])) or None
        frame.bare = []
