"""What a question reckons out of figures: a sum over places, a share of a whole, how many of one for each of another.

Each is written as questions for one figure each, which the planner reads like any other: "combined load of sub 1 and
sub 2" is the load of either, "customers per transformer on feeder 8" the customers and the transformers of feeder 8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from app.assistant.built_in.names.found import FoundName
from app.assistant.built_in.words import normal

How = Literal["sum", "share", "ratio"]
MOST: Final = 6
"""Things that are summed."""
PLACES: Final = ("feeder", "substation")
_SUM: Final = re.compile(
    r"\b(?:combined|jointly|together|altogether|all\s+told|(?:sum(?:med)?|add(?:ed)?|put)\s+(?:up|together)|in\s+total"
    r"|(?:the\s+)?sum(?:\s+of)?|total(?:ed|led)?(?:\s+of)?|aggregated?|cumulative)\b",
    re.IGNORECASE,
)
_PLUS: Final = re.compile(r"\+|\bplus\b|\badded\s+to\b", re.IGNORECASE)
_LISTED: Final = re.compile(
    r"(?:[\s,&+]|\band\b|\bplus\b|\badded\s+to\b|\bwith\b|\bthe\b|\bon\b|\bof\b|\bin\b)*", re.IGNORECASE
)
_APART: Final = re.compile(
    r"\b(?:compare\w*|comparison|vs|versus|difference|diff|than|each|respectively|separately|individually|or|more|less)\b",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"(?:\b(?:what|which|how\s+(?:big|large|great|high)(?:\s+an?)?|how\s+much\s+in)(?:'?s|\s+is|\s+are|\s+was)?\s+(?:the\s+|our\s+)?"
    r"|^\W*(?:the\s+|give\s+me\s+(?:the\s+)?)?)"
    r"(?:percent(?:age)?|pct|%|share|fraction|portion|proportion|part|ratio)\s+(?:of|in)\s+",
    re.IGNORECASE,
)
_HOW_MUCH_OF: Final = re.compile(
    r"^\W*how\s+(?:much|many)\s+of\s+(?=(?:the|our|all)\s+(?:total|whole|entire|system|utility|network))", re.IGNORECASE
)
_AS_SHARE: Final = re.compile(
    r"\s*,?\s+(?:as|in)\s+(?:an?\s+|the\s+)?(?:percent(?:age)?|pct|%|share|fraction|portion|proportion|part)\s+of\s+(?P<whole>.+?)\W*$",
    re.IGNORECASE,
)
_OWN_SHARE: Final = re.compile(
    r"(?:'s|s'|\s+)\s*(?:percent(?:age)?|pct|%|share|portion|proportion|fraction|part|contribution)\s+(?:of|to|in)\s+(?P<whole>.+?)\W*$",
    re.IGNORECASE,
)
_WHOLE: Final = (
    r"(?:the|our|whole|entire|total|overall|all|of|system(?:'?s|[\s-]?wide)?|utility(?:'?s)?|utilities|network(?:'?s)?"
    r"|grid(?:'?s)?|company(?:'?s)?|fleet)"
)
_WHOLES: Final = re.compile(rf"^(?:{_WHOLE}\s+)+|^{_WHOLE}$", re.IGNORECASE)
_IS_WHOLE: Final = re.compile(
    r"\b(?:whole|entire|total|overall|all|system(?:'?s|[\s-]?wide)?|utility(?:'?s)?|network(?:'?s)?|grid(?:'?s)?|company(?:'?s)?)\b",
    re.IGNORECASE,
)
_OF_ITSELF: Final = re.compile(
    r"\b(?:rating|rated|nameplate|capacity|limit|nominal|normal|time|life|its|their|expected|health|risk)\b",
    re.IGNORECASE,
)
_BEFORE_PLACE: Final = re.compile(
    r"\s*\b(?:is|are|was|were|does|do|did|has|have|had|comes?|came|sits?|runs?|ran|goes|went|lies?|(?:is\s+|are\s+|was\s+)?(?:fed|served|carried"
    r"|supplied|taken)|on|at|in|from|by|off|through|behind|under)\b.*$",
    re.IGNORECASE,
)
_PREDICATE: Final = re.compile(
    r"\b(?:that|which|who|are|is|have|has|had|was|were|went|with|without|over|above|below|under|exceed\w*|rated|older|newer"
    r"|installed|built|made|loaded|outside|out\s+of)\b",
    re.IGNORECASE,
)
_RATIO: Final = re.compile(
    r"^\W*(?:what(?:'?s|\s+is)\s+)?(?:the\s+)?ratio\s+of\s+(?P<one>.+?)\s+to\s+(?P<other>.+?)\W*$", re.IGNORECASE
)
_RATIO_AFTER: Final = re.compile(
    r"^\W*(?:what(?:'?s|\s+is)\s+)?(?:the\s+)?(?P<one>.+?)[\s-]+to[\s-]+(?P<other>.+?)[\s-]+ratio\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    r"(?:\s+(?:there\s+are|are\s+there|do\s+we\s+have|we\s+have|is\s+there))?\s*(?:\bper\b|\bfor\s+(?:each|every)\b|\b(?:on|to)\s+(?:each|every|an?)\b)\s*"
    r"(?P<what>(?:circuit\s+|line\s+)?(?:mile|kilomet(?:er|re)|km)|customer|account|consumer|meter|transformer|tx|xfmr|pole|feeder|fdr|circuit"
    r"|substation|sub|fuse|recloser|switch|device|line\s+section|segment)s?\b(?:\s+of\s+(?:line|feeder|circuit|wire))?",
    re.IGNORECASE,
)
_MEAN: Final = re.compile(
    r"\b(?:on\s+(?:the\s+)?(?:average|avg)|(?:average|avg|mean|typical)(?:\s+number\s+of)?|typically|usually)\b",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"^\W*(?:what(?:'?s|\s+is|\s+are)\s+)?(?:the\s+|our\s+)?(?:number\s+of\s+|count\s+of\s+|how\s+many\s+|how\s+much\s+|do\s+we\s+have\s+)?",
    re.IGNORECASE,
)
_USED: Final = re.compile(r"\b(?:consumption|consum\w+|usage|uses?|used)\b", re.IGNORECASE)
_METERED: Final = ("meter", "customer", "account", "consumer")
_LENGTHS: Final = ("mile", "km", "kilometer", "kilometre")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Figures, and what is reckoned out of them.

    Attributes:
        how: a sum of all, the first as a share of the second, or the first for each of the second.
        questions: one for each figure.
        divisor: what the second of a ratio is counted in: `transformer`; empty for a plain ratio.
        is_sure: whether nothing but a reckoning can be meant.
        noun: what a share is of: `pole`; empty where it is of any quantity.
    """

    how: How
    questions: tuple[str, ...]
    divisor: str = ""
    is_sure: bool = True
    noun: str = ""


def reckoning_in(text: str, names: Sequence[FoundName], when: str, *, is_grouped: bool) -> Reckoning | None:
    """What a question reckons out of figures; None where it asks for one as it stands.

    Args:
        text: of the question, in plain words.
        names: that it holds.
        when: its period as it says it; empty for none.
        is_grouped: whether it asks for a row of each of something.
    """
    ordered = sorted(names, key=lambda one: one.start)
    if is_grouped:
        return _quotient(text, ordered)
    return _sum(text, ordered) or _share(text, ordered, when) or _quotient(text, ordered)


def _sum(text: str, names: Sequence[FoundName]) -> Reckoning | None:
    """`combined load of sub 1 and sub 2`, `energy on F0001 plus F0002`."""
    kinds = {one.kind for one in names}
    if not 1 < len(names) <= MOST or len(kinds) != 1 or len({one.name for one in names}) < len(names):
        return None
    between = [text[one.end : other.start] for one, other in pairwise(names)]
    if _APART.search(text) or not all(_LISTED.fullmatch(one) for one in between):
        return None
    before, after = text[: names[0].start], text[names[-1].end :]
    if not (_SUM.search(before) or _SUM.search(after) or any(_PLUS.search(one) for one in between)):
        return None
    before, after = (_tidy(_SUM.sub(" ", one)) for one in (before, after))
    return Reckoning("sum", tuple(_tidy(f"{before} {one.name} {after}") for one in names))


def _share(text: str, names: Sequence[FoundName], when: str) -> Reckoning | None:
    """`what percent of system load is feeder 4`, `F0004 load as percent of total`, `what share of poles are steel`."""
    if found := _AS_SHARE.search(text):
        return _of_whole(text[: found.start()], found["whole"], names, when)
    if names and (found := _OWN_SHARE.match(text, names[0].end)):
        return _of_whole(f"{found['whole']} of {names[0].name}", found["whole"], (), when)
    found = _SHARE.search(text) or _HOW_MUCH_OF.search(text)
    if found is None:
        return None
    rest = text[found.end() :]
    at = [one for one in names if one.start >= found.end()]
    if at:
        before = text[found.end() : at[-1].start]
        what = _BEFORE_PLACE.sub("", before)
        predicate = _PREDICATE.search(text[at[-1].end :])
        is_verb_first = _BEFORE_PLACE.search(before) is not None and not re.fullmatch(
            r"\s*\S+(?:\s+\S+)*?\s+(?:on|at|in|of|for|from)\s+(?:the\s+)?", before, re.IGNORECASE
        )
        if _OF_ITSELF.search(before):
            return None
        if (is_verb_first or _IS_WHOLE.search(before)) and not (predicate and not is_verb_first):
            noun = _tidy(_WHOLES.sub("", what.strip())) or "load"
            base = f" of {at[0].name}" if len(at) > 1 else ""
            noun = _tidy(noun.replace(text[at[0].start : at[0].end], "")) if len(at) > 1 else noun
            noun = re.sub(r"\b(?:of|on|at|in|'s)\s*$|'s\b", "", noun, flags=re.IGNORECASE).strip()
            return Reckoning("share", (_tidy(f"{noun} of {at[-1].name} {when}"), _tidy(f"{noun}{base} {when}")))
    if _OF_ITSELF.search(rest.split("?")[0][:24]):
        return None
    predicate = _PREDICATE.search(rest)
    if predicate is None or not rest[: predicate.start()].strip():
        return None
    noun = _tidy(_WHOLES.sub("", rest[: predicate.start()].strip()))
    some = f"how many {noun} {rest[predicate.start() :]}"
    if not noun or not (words := re.findall(r"[^\W\d_]+", re.split(r"\b(?:on|at|in|of|from)\b", noun)[0])):
        return None
    counted = normal(words[-1])
    whole = f"how many {noun}{' expected' if counted in ('read', 'reading') else ''}"
    return Reckoning("share", (_tidy(some), whole), is_sure=False, noun=counted)


def _of_whole(part: str, whole: str, names: Sequence[FoundName], when: str) -> Reckoning | None:
    """A part's figure of the same of the whole; the whole may say of what."""
    if _OF_ITSELF.search(whole) or not (_IS_WHOLE.search(whole) or not names):
        return None
    noun = _tidy(_WHOLES.sub("", whole.strip()))
    of_it = part
    for one in sorted(names, key=lambda one: -one.start):
        of_it = f"{of_it[: one.start]} {of_it[one.end :]}"
    of_it = re.sub(r"\b(?:of|on|at|in|for|is|'s)\s*$|^\W*'s\b", "", _tidy(of_it), flags=re.IGNORECASE).strip()
    noun = noun or of_it
    if not noun:
        return None
    text = f"{noun} {when}" if when and when.lower() not in noun.lower() else noun
    mine = part if when.lower() in part.lower() else f"{part} {when}"
    return Reckoning("share", (_tidy(mine), _tidy(text)))


def _quotient(text: str, names: Sequence[FoundName]) -> Reckoning | None:
    """`ratio of connected kva to peak load on F0006`, `customers per transformer on feeder 8`."""
    if found := _RATIO.match(text) or _RATIO_AFTER.match(text):
        rest = found.groupdict().get("rest") or ""
        one, other = f"{found['one']} {rest}", f"{found['other']} {rest}"
        places = " ".join(
            f"of {name.name}" for name in names if name.name not in one and text[name.start : name.end] not in one
        )
        return Reckoning("ratio", (_tidy(f"{one} {places}"), _tidy(other)))
    found = _PER.search(text)
    if found is None:
        return None
    noun = normal(found["what"].split()[-1])
    if noun in PLACES and not _MEAN.search(text):
        return None  # "fuses per feeder" are told of each
    before, after = _MEAN.sub(" ", text[: found.start()]), _MEAN.sub(" ", text[found.end() :])
    asked = _ASKING.sub("", before, count=1)
    one = _tidy(f"{asked} {after}")
    if not asked.strip() or not one:
        return None
    if _USED.search(one) and noun in _METERED:  # what customers use is what their meters read, without losses
        one = f"{one} metered"
    places = " ".join(f"of {name.name}" for name in names)
    if noun in _LENGTHS:
        other = f"length of line {places} in {'miles' if noun == 'mile' else 'km'}"
        noun = "mile" if noun == "mile" else "km"
    else:
        other = f"how many {noun}s {places}"
    return Reckoning("ratio", (one, _tidy(other)), noun, is_sure=bool(_MEAN.search(text)) and noun in PLACES)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ,?.!")
