"""What a question wants its quantity grouped by ("by feeder", "per crew", "month by month"), or divided by ("per km").

Which words may be grouped by is the catalogue's own matter: the words of its tools' groups.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.lexicon import FILLER, UNITS
from app.assistant.built_in.words import Token, tokens_of

Words = tuple[str, ...]

_MARKER: Final = re.compile(
    r"\b(?P<split>(?:an?\s+)?(?:break\s*down|broken\s+down|split(?:\s+up)?|grouped|group|counted|summed|tallied"
    r"|separated|divided)\s+)?(?P<mark>by|per|(?:(?:for|of|on|in|at|with|from)\s+)?(?:each|every(?!\s+day\s+at)|(?:each\s+and\s+every))"
    r"|across|among|between|for|of)\s+"
    r"(?:(?:the|its|their|our|each|every|all|different|various|individual|type\s+of(?=\s+(?:customer|crew|alarm|device|outage)))\s+)*",
    re.IGNORECASE,
)
_DOUBLED: Final = re.compile(r"\b(?P<one>[^\W\d_]+)[\s-]by[\s-](?P=one)\b", re.IGNORECASE)
_WISE: Final = re.compile(r"\b(?P<one>[^\W\d_]+)[\s-]?wise\b", re.IGNORECASE)
_AND: Final = re.compile(
    r"\s*(?:,|/|&|\band(?:\s+(?:then\s+)?by)?\b|\bthen\s+by\b)\s*(?:(?:the|each|every|per)\s+)?", re.IGNORECASE
)
_ASKED_KIND: Final = re.compile(
    r"^\W*(?:(?:on|in|at|for|of|and|so|ok)\s+)*(?:which|what)\s+(?:(?:\d+|two|three|four|five|ten)\s+)?"
    r"|^\W*(?:the\s+)?(?:(?:top|worst|best|busiest)\s+)?(?:(?:\d+|two|three|four|five|ten)\s+)?"
    r"(?=[^\W\d_]+(?:\s+of\s+(?:the\s+)?(?:day|week))?\s+(?:with|has|have|had|by|for|of|that)\b)",
    re.IGNORECASE,
)
_SPLIT_WORDS: Final = re.compile(
    r"\b(?:an?\s+)?(?:break\s*down|split|grouping|tally|histogram|distribution|profile)\s+(?:of|for)\b"
    r"|\b(?:break\s*down|split(?:\s+up)?|group|tally|bucket)\b(?=.*\bby\b)|\bbreak\b(?=.*\bdown\s+by\b)",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(r"\b(?:compare|comparing|comparison)\b", re.IGNORECASE)
_SUMMED: Final = re.compile(
    r"\b(?:total|sum|overall|together|altogether|combined|in\s+all|number|many)\b", re.IGNORECASE
)
_RANKED: Final = re.compile(
    r"\b(?:top|worst|best|rank(?:ed)?|sort(?:ed)?|list|ordered?|first|bottom|\w{3,}est)\b", re.IGNORECASE
)
_MEASURES: Final = frozenset(
    [
        "size",
        "rating",
        "kva",
        "capacity",
        "height",
        "length",
        "voltage",
        "kv",
        "priority",
        "urgency",
        "severity",
        "date",
    ]
)
"""Words that rank as well as they group: "top 5 transformers by size", "poles by height"."""
_SERVED: Final = frozenset(("customer", "account", "meter"))
_RATED: Final = frozenset(("dollar", "usd", "$", "mile", "km", "cost", "time", "costs"))
_COUNTED_THINGS: Final = frozenset(
    ("customer", "meter", "account", "transformer", "pole", "device", "segment", "crew", "fuse", "recloser", "breaker",
     "switch", "sectionaliser")
)  # fmt: skip
_COMPOUND: Final = _COUNTED_THINGS | {"asset", "outage", "thing"}
_AFTER: Final = frozenset(
    ("now", "today", "yesterday", "this", "last", "since", "during", "without", "excluding", "only", "please", "top",
     "worst", "best", "most", "sorted")
)  # fmt: skip
_DIVIDED: Final = re.compile(
    r"\b(?:per|each|a)\s+(customer|meter|account|transformer|pole|crew|device|order|outage|night|km|mile|kilomet(?:re|er)"
    r"|person|kva|capita|household|home|dollar|employee|member|interruption|event|call)\b(?!\s*(?:ago|before|day))",
    re.IGNORECASE,
)
_PER: Final = re.compile(r"\bper\s|\beach\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpokenGroup:
    """One grouping.

    Attributes:
        words: of what it is by, in their one form: `("feeder",)`.
        text: as it was said: `by feeder`.
        start: place of its first letter.
        end: place after its last.
    """

    words: Words
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenGroups:
    """What a question says of groups.

    Attributes:
        by: groupings that an answer must have.
        asked: the kind of thing that a ranking asks for ("which crew has the most"): may be grouped by.
        spent: places of words that say nothing else ("breakdown of").
    """

    by: tuple[SpokenGroup, ...] = ()
    asked: SpokenGroup | None = None
    spent: tuple[tuple[int, int], ...] = ()


def groups_in(text: str, known: Collection[Words], taken: Sequence[tuple[int, int]]) -> SpokenGroups:
    """What a question wants its quantity grouped by.

    Args:
        text: of the question.
        known: words that tools may be asked by.
        taken: places of names and of the period.
    """
    tokens = tokens_of(text)
    found: list[SpokenGroup] = []
    for match in [*_MARKER.finditer(text), *_DOUBLED.finditer(text), *_WISE.finditer(text)]:
        at = match.start("one") if "one" in match.re.groupindex else match.end()
        if any(one.start <= match.start() < one.end for one in found) or _is_taken(at, taken):
            continue
        group = _at(text, tokens, at, known, taken)
        if group is None or not _is_meant(text, tokens, match, group):
            continue
        end = max(group.end, match.end()) if "one" in match.re.groupindex else group.end
        found.append(SpokenGroup(group.words, text[match.start() : end], match.start(), end))
        if (more := _AND.match(text, end)) and (second := _at(text, tokens, more.end(), known, taken)):
            found.append(SpokenGroup(second.words, f"by {second.text}", more.start(), second.end))
    found.sort(key=lambda one: one.start)
    by = tuple({one.words: one for one in found}.values())
    asked = None if by else _asked(text, tokens, known, taken)
    spent = tuple((one.start(), one.end()) for one in _SPLIT_WORDS.finditer(text)) if by else ()
    return SpokenGroups(by, asked, spent)


def divisor_in(text: str, groups: SpokenGroups) -> str:
    """`customer` of "energy per customer": what a quantity is wanted divided by, as it was said; empty for nothing."""
    if not _PER.search(text):
        return ""
    for match in _DIVIDED.finditer(text):
        if match[0].lower().startswith("a ") and not re.search(r"\bper\b", text, re.IGNORECASE):
            continue
        if not any(one.start <= match.start() < one.end for one in groups.by):
            return match[0].lower()
    return ""


def _is_taken(at: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in taken)


def _at(
    text: str, tokens: Sequence[Token], at: int, known: Collection[Words], taken: Sequence[tuple[int, int]]
) -> SpokenGroup | None:
    """The longest known words that begin at a place, and are no part of a name."""
    place = next((k for k, one in enumerate(tokens) if one.start == at), None)
    if place is None:
        return None
    for size in (4, 3, 2, 1):
        some = tokens[place : place + size]
        words = tuple(one.norm for one in some)
        if len(some) < size or words not in known or any(_is_taken(one.start, taken) for one in some):
            continue
        close = [one for one in tokens[place + size : place + size + 1] if one.start - some[-1].end <= 2]
        if any(one.kind in ("code", "number") and not _is_taken(one.start, taken) for one in close):
            return None  # "by feeder 3" names one; the year of "by sub 2025" is a period
        return SpokenGroup(words, text[at : some[-1].end], at, some[-1].end)
    return None


def _is_meant(text: str, tokens: Sequence[Token], match: re.Match[str], group: SpokenGroup) -> bool:
    """Whether the words after a marker are what rows are grouped by, and no quantity, unit or sum."""
    if "one" in match.re.groupindex:
        return True
    mark = match["mark"].lower()
    before = [one.norm for one in tokens if one.end <= match.start()]
    last = before[-1] if before else ""
    noun = group.words[-1]
    if noun in _COMPOUND and mark == "by" and _goes_on(tokens, group):
        return False  # "substations by asset risk"
    if mark == "per":
        is_rate = last in _RATED or (last in UNITS and noun in ("year", "hour", "day"))
        return not is_rate and noun not in _SERVED
    if mark == "by":
        is_plural = text[: group.end].lower().endswith("s") and not noun.endswith("s")
        if noun in _MEASURES and _RANKED.search(text) and not match["split"]:
            return False
        if noun in _COUNTED_THINGS - {"crew"} and (is_plural or noun in _SERVED):
            return False  # "feeders by customers" ranks them
        return not _holds(last, noun) and last not in ("caused", "followed")
    if "each" in mark or "every" in mark:
        return noun not in _SERVED and bool(before)
    is_plural = text[: group.end].lower().endswith("s")  # across feeders, compare … of all feeders
    is_all = bool(re.search(r"\b(?:all|across|among|each|different|various|individual)\b", match[0], re.IGNORECASE))
    is_compared = bool(_COMPARED.search(text))
    is_kind = is_plural and noun in ("feeder", "substation", "crew")
    return is_kind and (is_all or is_compared) and not _SUMMED.search(text)


def _goes_on(tokens: Sequence[Token], group: SpokenGroup) -> bool:
    """Whether a noun stands before another one that it belongs to: `transformer` of "by transformer loading"."""
    following = next((one for one in tokens if one.start >= group.end), None)
    is_next = following is not None and following.start - group.end <= 1 and following.kind == "word"
    is_light = following is not None and (following.norm in FILLER or following.norm in _AFTER)
    return is_next and not is_light


def _holds(one: str, other: str) -> bool:
    """Whether things of one kind hold several of the other: substations by feeders are ranked by their number."""
    order = ("substation", "feeder", "transformer", "meter")
    return one in order and other in order and order.index(one) < order.index(other)


def _asked(
    text: str, tokens: Sequence[Token], known: Collection[Words], taken: Sequence[tuple[int, int]]
) -> SpokenGroup | None:
    match = _ASKED_KIND.match(text)
    return None if match is None else _at(text, tokens, match.end(), known, taken)
