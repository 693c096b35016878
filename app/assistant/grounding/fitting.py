"""How well a column's heading fits the words beside a number: customers out are no customers served."""

from __future__ import annotations

import re
from typing import Final

# What a heading or a sentence says of a number beside what it counts, and the words for it.
_FACETS: Final = {
    "out": r"\bout\b(?!\s+of\b(?! (?:power|supply|service)))|\bwithout (?:power|supply|electricity|service)\b|\blost\b"
    r"|\b(?:no|losing|loses?) (?:power|supply|electricity|service)\b|\binterrupt(?:ed|s)?\b|\baffect(?:ed|s)?\b"
    r"|\bin the dark\b|\bde-?energi[sz]ed\b|\bblack(?:ed)?[ -]?out|\bunsupplied\b|\bunserved\b|\boff supply\b"
    r"|\b(?:is|are) (?:down|off)\b|\bsaidi\b|\bsaifi\b|\bcaidi\b",
    "served": r"\bserv(?:ed|es|ing)\b|\bconnected\b|\bsuppl(?:ied|ies)\b|\bin all\b|\bin total\b",
    "critical": r"\bcritical\b|\bcritical_",
    "life support": r"\blife[ -]support\b|\bmedical\b",
    "back": r"\brestor\w+|\bback\b|\breturn\w*|\bre-?energi[sz]ed\b",
    "expected": r"\bexpect\w*|\bestimat\w*|\betr\b|\bforecast\w*|\bpredict\w*|\bdue\b|\btomorrow\b",
    "began": r"\bbegan\b|\bbeg[iu]n\w*|\bstart\w*|\bsince\b",
    "peak": r"\bpeak\w*|\bmaxim\w+|\bmax\b|\bhighest\b",
    "mean": r"\bmean\b|\baverage\w*|\bavg\b|\bsaidi\b|\bsaifi\b|\bcaidi\b",
    "least": r"\bminim\w+|\blowest\b",
    "rated": r"\brat(?:ed|ing)\b|\bnameplate\b|\bcapacity\b",
    "crewless": r"\bwithout (?:a )?crew\b|\bunassigned\b",
    "overdue": r"\boverdue\b|\bpast their estimate\b",
    "residential": r"\bresidential\b", "commercial": r"\bcommercial\b", "industrial": r"\bindustrial\b",
    "health": r"\bhealth\b", "risk": r"\brisk\b", "age": r"\bage\b|\byears? old\b",
    "open": r"\bopen\b", "closed": r"\bclosed\b", "momentary": r"\bmomentary\b", "planned": r"\bplanned\b",
    "saidi": r"\bsaidi\b", "saifi": r"\bsaifi\b", "caidi": r"\bcaidi\b", "maifi": r"\bmaifi\b", "asai": r"\basai\b",
    "losses": r"\bloss(?:es)?\b",
}  # fmt: skip
_PATTERNS: Final = {name: re.compile(words) for name, words in _FACETS.items()}
EVENTS: Final = frozenset({"back", "expected", "began", "peak"})
"""What a time may be of."""
INDICES: Final = frozenset({"saidi", "saifi", "caidi", "maifi", "asai"})
"""Names of numbers: what stands beside one is that number, whatever its unit."""

_PART_OF: Final = re.compile(r"\bof\s+(?:the|its|all|their|these|those|a total of)?\s*\W{0,3}\Z")
_NUMERAL: Final = re.compile(r"(?<![\w.-])\d[\d,.]*\d|(?<![\w.-])\d\b")
_APART: Final = re.compile(r",(?!\s(?:all|each|every)\b)|[;()]|\bbut\b|\bwhile\b|\bwhich\b|\bthat\b|\bwhere\b")


def facets_of(text: str) -> frozenset[str]:
    """What a heading or a piece of a sentence says, in small letters."""
    plain = text.lower().replace("_", " ")
    return frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(plain))


def beside(words: str, start: int, end: int) -> str:
    """The words of a number's own clause, as far as no other number stands between.

    Of the whole in "121 of the 1,466 customers are out" nothing is said but that: what follows is said of its part.

    Args:
        words: of the sentence, in small letters.
        start: of the number in them.
        end: after it.
    """
    before = words[:start]
    if _PART_OF.search(before):
        return " in all "
    for pattern in (_NUMERAL, _APART):
        cuts = [found.end() for found in pattern.finditer(before) if not _is_within(before, found)]
        if cuts:
            before = before[cuts[-1] :]
            before = re.split(r"\band\b", before)[-1] if pattern is _NUMERAL else before
    after = words[end:]
    for pattern in (_NUMERAL, _APART):
        found = next((one for one in pattern.finditer(after) if not _is_within(after, one)), None)
        if found and pattern is _NUMERAL:  # "began at 13:05 and is expected back at 21:00"
            after = re.split(r"\band\b", after[: found.start()])[0]
        elif found:
            after = after[: found.start()]
    return f"{before} {after}"


def _is_within(text: str, found: re.Match[str]) -> bool:
    """The comma of 1,466 is none."""
    return found[0] == "," and text[found.start() - 1 : found.start()].isdigit() and text[found.end() :][:1].isdigit()


def fit(heading: str, said: frozenset[str], before: frozenset[str]) -> tuple[int, int]:
    """How well a column fits; a greater one fits better.

    Args:
        heading: of the column.
        said: facets of the words beside the number.
        before: facets of the question and of what was said before: a heading's beside these are too many.
    """
    own = facets_of(heading)
    if "served" in own and "out" in said and not {"served", "out"} <= own & (said | {"out"}):
        return -1, 0
    return len(own & said), -len(own - said - before - {"served"})
