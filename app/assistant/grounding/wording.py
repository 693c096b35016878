"""What the words around a number say of it: what it counts, of which named row it is, whether it is a limit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from app.assistant.grounding.claims import Claim

# What is counted, by its words; a number of one of them is no number of another.
_COUNTED: Final = {
    "customer": r"customers?(?!['’]?s?[\s-]+(?:minutes?|hours?|days?)\b)|people|persons?|households?|homes?|accounts?"
    "|consumers?", "meter": "meters?",
    "transformer": "transformers?", "feeder": "feeders?|circuits?", "substation": "substations?", "pole": "poles?",
    "outage": "outages?|(?<!customer )interruptions?|incidents?", "crew": "crews?", "order": "orders?|jobs?",
    "alarm": "alarms?", "event": "events?", "call": "calls?",
    "reading": "reads?|readings?", "span": "spans?|conductors?",
    "switch": "switch|switches|breakers?|reclosers?|fuses?|sectionalisers?|sectionalizers?", "hospital": "hospitals?",
    "school": "schools?", "command": "commands?", "inspection": "inspections?", "failure": "failures?|faults?",
}  # fmt: skip
_NOUN: Final = "|".join(f"(?P<{name}>{words})" for name, words in _COUNTED.items())
_NOUNS: Final = re.compile(rf"\b(?:{_NOUN})\b")
# Before what is counted: "three of the open work orders", but not "240 kW for customers".
_AFTER: Final = re.compile(
    rf"\s*(?:of\s+(?:the|these|those|all|its|their)\s+)?"
    rf"(?:(?!(?:and|or|for|of|to|in|on|at|with|by|per|from|than|is|are|was|were|has|have|out|more|less|fewer)\b)"
    rf"[a-z][a-z-]*\s+){{0,2}}?(?:{_NOUN})\b"
)
_WHOLE: Final = re.compile(r"\s*(?:out\s+)?of\s+(?:the|its|all|their)?\s*(?:the\s+)?[\d,]+(?=\s+[a-z])")
_AHEAD: Final = re.compile(
    rf"\b(?:{_NOUN})(?:\s+(?:out|affected|served|interrupted|without|with|power|supply|open|now|in|all|is|are|was|were)"
    rf"){{0,3}}\s*[:=|*]*\s*\Z"
)
_LINK: Final = re.compile(r"[^,;.]*\b(?:on|of|for|at|in|by|from|behind|under|to)\s+(?:\w+\s+)?\W{0,3}")
_COMPARED: Final = re.compile(r"\b(?:than|ahead of|behind|versus|vs\.?|over)\s+(?:on\s+)?(?:feeder\s+)?\W{0,3}\Z")

_ABOVE: Final = re.compile(
    r"(?:\b(?:over|above|beyond|exceed(?:s|ed|ing)?|(?:more|greater|higher|larger|longer|older) than|at least"
    r"|(?:no|not) (?:less|fewer|lower) than|between)|[≥>])\s*\Z"
)
_BELOW: Final = re.compile(
    r"(?:\b(?:below|under|(?:less|fewer|lower|smaller|shorter|younger) than|at most|up to|within"
    r"|(?:no|not) (?:more|greater|higher) than)|[≤<])\s*\Z"
)
_NO_MORE: Final = re.compile(r"\b(?:no|not) (?:more|greater|higher) than\s*\Z")
_BETWEEN: Final = re.compile(r"\bbetween\b[^,;]*\band\s*\Z")
_ASKED: Final = re.compile(r"\b(?:asked|question|request\w*|limit|limits|threshold|thresholds|criteri\w+|filter\w*)\b")
_NOT: Final = re.compile(r"\b(?:no|not|none|never|neither|nor|without|cannot|nothing|nobody)\b|n['’]t\b")
_TURNED: Final = re.compile(r"\b(?:no|not)\s+(?:more|less|fewer|lower|higher|greater)\s+than\b|\bnot only\b")


def counted(words: str, start: int, end: int) -> str:
    """What a number counts, as the kind of it; empty where the words beside it do not say.

    Args:
        words: of the sentence, in small letters.
        start: of the number in them.
        end: after it.
    """
    if whole := _WHOLE.match(words, end):  # "59 of 1,357 customers"
        end = whole.end()
    found = _AFTER.match(words, end) or _AHEAD.search(words[:start])
    return next((name for name, word in found.groupdict().items() if word), "") if found else ""


_ON_DUTY: Final = re.compile(
    r"\s+(?:is|has been|was)\s+(?:assigned|dispatched|sent|working|responsible|on (?:it|the way|outage))\b"
)


def nobody_is(words: str, end: int) -> str:
    """Who nobody is: no customer, or no crew where somebody is sent or assigned."""
    return "crew" if _ON_DUTY.match(words, end) else "customer"


def nouns_of(text: str) -> frozenset[str]:
    """The kinds of things that a title speaks of."""
    return frozenset(str(found.lastgroup) for found in _NOUNS.finditer(text.lower().replace("_", " ")))


def names_of(number: Claim, claims: Sequence[Claim], words: str) -> frozenset[str]:
    """The names that a number of a sentence belongs to: those before it, or those that it is tied to after it.

    Args:
        number: one of the claims.
        claims: of the sentence, in their order.
        words: of the sentence, in small letters.
    """
    before, after = list[list[Claim]](), list[Claim]()
    is_open, is_next = False, True
    for claim in claims:
        if claim.kind != "name":
            is_open = is_open and claim.kind != "number"
            is_next = is_next and not (claim.start > number.start and claim.kind == "number" and not after)
            if after:
                break
        elif claim.start > number.start:
            after.append(claim)
        else:
            is_compared = bool(before) and bool(_COMPARED.search(words[: claim.start]))
            before[-1:] = [[*before[-1], claim]] if is_open or is_compared else [*before[-1:], [claim]]
            is_open = True
    is_tied = bool(after) and is_next and bool(_LINK.fullmatch(words[number.end : after[0].start]))
    chosen = after if is_tied or not before else before[-1]
    return frozenset(one.name for one in chosen)


_JOINED: Final = re.compile(r"\W*(?:and|or|vs\.?|versus|against|than)?\W*")
_NEXT: Final = re.compile(r"[^\w.;]*[a-z%]{0,6}[^\w.;]*(?:and|or|vs\.?|versus|against|than)?[^\w.;]*")


def by_order(claims: Sequence[Claim], words: str, heading: Sequence[str]) -> dict[Claim, str]:
    """Whose numbers are that stand in a row after as many names: "F0001 and F0002 have 121 and 0".

    Args:
        claims: of the sentence, in their order.
        words: of the sentence, in small letters.
        heading: names before it.
    """
    found = dict[Claim, str]()
    names, numbers = list(heading), list[Claim]()
    last: Claim | None = None
    for claim in [*claims, None]:
        if claim is not None and claim.kind == "name":
            is_joined = last is not None and last.kind == "name" and _JOINED.fullmatch(words[last.end : claim.start])
            found |= _in_order(names, numbers, words)
            names, numbers = [*names, claim.name] if is_joined else [claim.name], []
        elif claim is not None and claim.kind in ("number", "date", "clock"):
            numbers.append(claim)
        last = claim
    return found | _in_order(names, numbers, words)


def _in_order(names: Sequence[str], numbers: Sequence[Claim], words: str) -> dict[Claim, str]:
    pairs = list(itertools.pairwise(numbers))
    is_row = len(names) == len(numbers) > 1 and all(
        one.kind == two.kind and _NEXT.fullmatch(words[one.end : two.start]) for one, two in pairs
    )
    return dict(zip(numbers, names, strict=True)) if is_row else {}


TIMES: Final = frozenset({"date", "month", "clock"})
_NOT_OF: Final = re.compile(
    r"(?:\b(?:as of|as at|from|to|between|and|until|till|through|since|after|before)|[-–—])\s*(?:the\s+)?\Z"
)


def times_of(number: Claim, claims: Sequence[Claim], words: str) -> list[Claim]:
    """The days and clock times that a number of a sentence belongs to; none that bounds a period."""
    if number.kind in ("name", *TIMES):
        return []
    times = [one for one in claims if one.kind in TIMES and not _NOT_OF.search(words[: one.start])]
    as_names = [
        replace(one, kind="name", name=str(times.index(one))) if one in times else one
        for one in claims
        if one in times or one.kind not in ("name", *TIMES)
    ]
    return [times[int(found)] for found in names_of(number, as_names, words)]


def limit_of(words: str, start: int) -> Literal["above", "below", ""]:
    """On which side of a number the words before it say that something is; empty where it is no limit."""
    before = words[:start]
    if _ABOVE.search(before) and not _NO_MORE.search(before):
        return "above"
    return "below" if _BELOW.search(before) or _BETWEEN.search(before) else ""


def is_denied(words: str, start: int) -> bool:
    """Whether a sentence says before a number, in its clause, that it is not so."""
    clause = re.split(r"[,;:]|\bbut\b", words[:start])[-1]
    return bool(_NOT.search(_TURNED.sub(" ", clause)))


def is_of_the_question(words: str) -> bool:
    """Whether a sentence tells what was asked, or heads what follows."""
    return bool(_ASKED.search(words)) or words.rstrip(" *_\n").endswith(":")
