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
    "peak": r"\bpeak\w*|\bmaxim\w+|\bmax\b|\bhighest\b|\brang(?:ed?|es|ing)\b",
    "mean": r"\bmean\b|\baverage\w*|\bavg\b|\bsaidi\b|\bsaifi\b|\bcaidi\b",
    "least": r"\bminim\w+|\blowest\b|(?<!at )\bleast\b|\brang(?:ed?|es|ing)\b",
    "rated": r"\brat(?:ed|ing)\b|\bnameplate\b|\bcapacity\b",
    "crewless": r"\bwithout (?:a )?crew\b|\bunassigned\b",
    "overdue": r"\boverdue\b|\bpast their estimate\b",
    "residential": r"\bresidential\b", "commercial": r"\bcommercial\b", "industrial": r"\bindustrial\b",
    "health": r"\bhealth\b", "risk": r"\brisk\b", "age": r"\bage\b|\byears? old\b",
    "open": r"\bopen\b", "closed": r"\bclosed\b", "momentary": r"\bmomentary\b", "planned": r"\bplanned\b",
    "saidi": r"\bsaidi\b", "saifi": r"\bsaifi\b", "caidi": r"\bcaidi\b", "maifi": r"\bmaifi\b", "asai": r"\basai\b",
    "losses": r"\bloss(?:es)?\b",
    "load factor": r"\bload factor\b", "power factor": r"\bpower factor\b",
}  # fmt: skip
_PATTERNS: Final = {name: re.compile(words) for name, words in _FACETS.items()}
EVENTS: Final = frozenset({"back", "expected", "began", "peak", "least"})
"""What a time may be of."""
INDICES: Final = frozenset({"saidi", "saifi", "caidi", "maifi", "asai"})
"""Names of numbers: what stands beside one is that number, whatever its unit."""

_PART_OF: Final = re.compile(r"\bof\s+(?:the|its|all|their|these|those|a total of)?\s*\W{0,3}\Z")
# What "of the 1,466" is the whole of: a number, a word for one, or what follows a comma. "A total of 1,466" has none.
_A_PART: Final = re.compile(
    r"(?:\A|[,;:(–—]\W*|(?<![\w.])\d[\d,.]*(?:\s?(?:%|per\s?cent\b))?[\s*]{0,3}"
    r"(?:(?!(?:and|or|with|an?|the|at|in|on|to|by)\b)[a-z]+\s+){0,4}"
    r"|\b(?:none|half|thirds?|quarters?|some|most|many|few|all but|part|share|percent\w*|number|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty|hundred|thousand|dozens?)\W{0,3}(?:[a-z]+\s+)?)(?:out\s+)?\Z"
)
# Between a number and the time that it is of: "2,844 kW at 07:15".
_TIED: Final = re.compile(r"\s*(?:[a-z%]{1,4}\b)?\W{0,3}(?:(?:at|on|around|about|by)\s+)?(?:about\s+)?\W{0,3}\Z")
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
    if (of := _PART_OF.search(before)) and _A_PART.search(before[: of.start()]):
        return " in all "
    after = _after(words[end:])
    return f"{_before(before, is_alone=not facets_of(after))} {after}"


def beside_time(words: str, start: int, end: int) -> str:
    """The words of a time's own clause; of "2,844 kW at 07:15" those of the number too."""
    numbers = list(_NUMERAL.finditer(words[:start]))
    if numbers and _TIED.fullmatch(words[numbers[-1].end() : start]):
        return f"{_before(words[: numbers[-1].start()], is_alone=True)} {beside(words, start, end)}"
    return beside(words, start, end)


def _before(before: str, *, is_alone: bool) -> str:
    """What stands before a number in its clause; of one that stands alone behind a comma what that is beside."""
    for pattern in (_NUMERAL, _APART):
        cuts = [found.end() for found in pattern.finditer(before) if not _is_within(before, found)]
        if pattern is _APART and is_alone and cuts and not re.search(r"\w", before[cuts[-1] :]):
            cuts.pop()
        if cuts:
            before = before[cuts[-1] :]
            before = re.split(r"\band\b", before)[-1] if pattern is _NUMERAL else before
    return before


def _after(after: str) -> str:
    """What stands after a number in its clause."""
    for pattern in (_NUMERAL, _APART):
        found = next((one for one in pattern.finditer(after) if not _is_within(after, one)), None)
        if found and pattern is _NUMERAL:  # "began at 13:05 and is expected back at 21:00"
            after = re.split(r"\band\b", after[: found.start()])[0]
        elif found:
            after = after[: found.start()]
    return after


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
    if "served" in own and "out" in said - own:
        return -1, 0
    return len(own & said), -len(own - said - before - {"served"})
