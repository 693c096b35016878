"""What a text claims: its numbers (in digits and in words), dates, clock times and names of assets, where they stand.

Not claims: an ordinal such as 3rd, and the title of a standard (IEEE 1366). The number of a list's line is a mark,
which whoever reads the lines one after the other tells from a number. "One" and "a" are not numbers here: they mostly
stand for a thing. Words that say a number loosely (dozens, half) are numbers with a wide step. Words that compare two
numbers (doubled, twice the load), that say something of all things or of none, and that say what was done, are claims
of their own kinds.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from app.assistant.grounding.deeds import DEED
from app.assistant.grounding.units import UNITS, MeasureUnit, unit_named

ClaimKind = Literal["number", "date", "month", "clock", "name", "mark", "ratio", "none", "all", "deed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One of them.

    Attributes:
        kind: what it is.
        start: of its characters in the text.
        end: after the last of them.
        text: as it is written.
        value: of a number or a mark, as written (before its unit); of a clock time minutes after midnight, -1 for one
            that no clock shows; of a ratio how many times the second number the first one is; else 0.
        step: of a number: one in its last written digit.
        unit: of a number, where one follows.
        day: of a date, the year 1 where none is written; the first one of a month; of a clock time that of the date
            beside it.
        minute: of a date, the clock time beside it in minutes after midnight; else -1.
        zone: of a clock time, as it is written after it, in capital letters.
        name: of an asset, in small letters; `feeder 1` for one that is told by its number; of a ratio `more` or `less`
            where it does not say how many times.
        ratio: of a number that may be one of two others ("half of its customers"); else 0.
    """

    kind: ClaimKind
    start: int
    end: int
    text: str
    value: float = 0.0
    step: float = 1.0
    unit: MeasureUnit | None = None
    day: dt.date | None = None
    name: str = ""
    ratio: float = 0.0
    minute: float = -1.0
    zone: str = ""


_MONTHS: Final = {
    month: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1,
    )
    for month in names.split()
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_UNIT = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True) if name != "$")
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_SMALL: Final = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
    )
}  # fmt: skip
_WORDS: Final = {**_SMALL, **_TENS, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_WORD = "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_SHARE: Final = UNITS["%"]
# Numbers that are said loosely: value, step, unit.
_LOOSE: Final[dict[str, tuple[float, float, MeasureUnit | None]]] = {
    "a dozen": (12, 1, None), "dozens": (56, 88, None), "hundreds": (550, 900, None),
    "thousands": (50_500, 99_000, None), "millions": (50_500_000, 99_000_000, None), "twice": (2, 0, None),
    "thrice": (3, 0, None), "half": (50, 10, _SHARE), "a third": (33, 6, _SHARE), "two thirds": (67, 6, _SHARE),
    "a quarter": (25, 6, _SHARE), "three quarters": (75, 6, _SHARE), "½": (50, 10, _SHARE), "¼": (25, 6, _SHARE),
    "¾": (75, 6, _SHARE), "⅓": (33, 6, _SHARE), "⅔": (67, 6, _SHARE),
}  # fmt: skip
_RATIOS: Final = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "halv": 0.5, "twice": 2.0, "thrice": 3.0}
_LOOSELY = "|".join(rf"{re.escape(word)}" for word in sorted(_LOOSE, key=len, reverse=True))
# What is counted after a number is no part of a standard's title: "ANSI 250 transformers".
_COUNTED: Final = (
    "customers?|meters?|transformers?|poles?|feeders?|substations?|outages?|crews?|devices?|fuses?|switch(?:es)?|orders?"
    "|alarms?|calls?|segments?|people|households?|homes?|hospitals?|interruptions?|incidents?|circuits?|violations?"
    "|overloads?|failures?"
)
# Of "no critical customers"; "no data for customers" says nothing of them.
_NO_OF: Final = (
    r"\s(?:(?!(?:and|or|for|of|to|in|on|at|with|by|per|from|about|than|is|are|was|were|has|have|more|less|fewer|longer"
    r"|lower|higher|greater|data|information|rows?|results?|records?|answers?|estimates?|etr|time|change)\b)[a-z-]+\s)"
    rf"{{0,2}}(?:{_COUNTED})\b(?!\s(?:notes?|data|names?|ids?|numbers?|minutes?|hours?)\b)"
)
_STATE: Final = (
    r"\beverything\s(?:is|has\sbeen)\s(?:back|restored|energi[sz]ed|on)\b"
    r"|\b(?:is|are)\s(?:now\s)?back(?:\s(?:on|online|in\sservice|up))?(?=\W*\Z|[.,;!])"
    r"|\b(?:has|have)\s(?:its\s|their\s)?(?:power|supply)\b(?!\s(?:outage|quality|factor|line|plant|of|problem|issue)s?)"
    r"|\b(?:everything|everyone|everybody)\b|\ball\s(?:the\s)?(?:power|supply|service|electricity|lights)\b"
    r"|\ball\s(?:is\s|are\s)?(?:clear|well|good|fine|normal|back|restored|ok(?:ay)?)\b|\bback\sto\snormal\b"
    r"|\b(?:fully|completely|entirely)\s(?:restored|back|energi[sz]ed|supplied|operational|repaired)\b"
    r"|\b(?:is|are)\s(?:now\s|again\s|still\s|fully\s)*(?:energi[sz]ed|re-?supplied|unaffected|not\saffected)\b"
    r"(?!\s(?:by|from|via|through|at)\b)"
    r"|\bis\s(?:now\s|again\s|still\s)*(?:on|normal|up|intact|available)\b"
    r"|\b(?:is|are)\s(?:now\s)?(?:over(?!\s\W?\d)|finished|resolved)\b|\b(?:(?:has|have)\s)?(?:now\s)?ended\b"
    r"|\bnothing\sto\sreport\b|\b(?:is|are|remains?)\ssafe\sto\b"
    r"|\b(?:is|are)\s(?:now\s|still\s|completely\s|fully\s|all\s)*(?:out|without\s(?:power|supply|service|electricity)"
    r"|in\sthe\sdark|de-?energi[sz]ed)(?=\s*(?:[.,;!]|\Z|since\b|now\b))"
    r"|\bno\s(?:problems?|issues?|concerns?|trouble)\b(?=[^?]*\Z)"
    r"|\b(?:supply|power|service|electricity)\s(?:is|has\sbeen)\s(?:back|restored)\b(?![^.;]{0,40}(?:\d:\d\d|\d\s?[ap]\.?m\b|\d{4}-\d))"
)
_KINDS: Final = {
    "circuit": "feeder",
    "sub": "substation",
    "incident": "outage",
    "interruption": "outage",
    "job": "order",
}

# In the order in which they are tried at each place.
_PATTERN: Final = re.compile(
    rf"""
    (?P<standard>\b(?:IEEE|ANSI|IEC|ISO|NERC|NESC|OSHA|NFPA|EN|DIN)[\s-]?(?:Std\.?\s)?[A-Z]?\d[\w.\-]*
      (?![\w.\-])(?!\s(?:{_UNIT}|{_COUNTED})\b))
  | (?P<deed>{DEED})
  | (?P<state>{_STATE})
  | (?P<numbered>\b(?:feeder|circuit|substation|sub|crew|outage|incident|interruption|order|job|alarm)
      \s(?:no\.?\s?|number\s|nr\.?\s?|\#\s?)?(?P<its>\d{{1,12}}(?![\d,.]*\d|[\w%/:-]|\s(?:{_UNIT}|of)\b)
      |(?:{_WORD})(?!\s(?:{_UNIT}|of|{_WORD}|{_COUNTED})\b|-)\b))
  | (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}(?=\b|T))
  | (?P<month>\b\d{{4}}-(?:0[1-9]|1[0-2])\b)
  | (?P<dmy>\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:,?\s\d{{4}})?\b)
  | (?P<mdy>\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b)
  | (?P<clock>\b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\s?[ap]\.?m\b\.?)?
      (?:\s?(?-i:(?P<zone>UTC|GMT|Z|[ECMP][SD]?T)\b))?)
  | (?P<half>\b\d{{1,2}}\s?[ap]\.?m\b\.?)
  | (?P<name>\b[A-Z]{{1,10}}[-_]?\d+[A-Z]?(?:[-_][A-Z]?\d+)*\b)
  | (?P<hours>\b(?P<h>\d+)\s?h(?:ours?|rs?)?(?:\sand)?\s(?P<min>\d{{1,2}})\s?min(?:ute)?s?\b)
  | (?P<ordinal>\b(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b)
  | (?P<rank>\b\d+(?:st|nd|rd|th)\b)
  | (?P<number>(?<![\w.])[-−]?\$?(?:\d{{1,3}}(?:[,\u202f\u00a0]\d{{3}})+|\d+)(?:\.\d+)?(?:e[+-]?\d{{1,2}}(?!\w))?
      (?P<scale>\s?(?:thousand|million|billion)\b|[km](?![\w/]))?
      (?:[\s\u00a0\u202f-]?(?P<unit>{_UNIT})(?![\w/]))?)
  | (?P<than>\b(?P<side>more|higher|greater|larger|longer|fewer|less|lower|smaller|shorter)\s(?:[a-z]+\s){{0,4}}?than
      (?=\s(?:on\s|at\s|in\s)?(?:feeder\s|outage\s)?\W{{0,3}}[A-Z]{{1,10}}[-_]?\d))
  | (?P<ratio>\b(?:(?:doubl|tripl|trebl|quadrupl|halv)(?:ed|es|ing)
      |(?:double|triple|quadruple)(?=\s(?:the|that|those|what|its|their|of)\b)
      |(?:twice|thrice)(?=\s(?:as|the|that|those|what|its|their)\b))(?!\w))
  | (?P<none>\b(?:nobody|no[\s-]one|none)\b|\bnothing(?=\s(?:is|was|seems)\s(?:out|open|overloaded|down|wrong|off)\b)
      |\b(?:no|not\s(?:a\ssingle|any)|(?:is|are|was|were|do|does|have|has)n['’]t\sany|without\sany)(?={_NO_OF}))
  | (?P<all>(?:\A|(?<=[,;:]\s)|(?<=\sand\s))\W{{0,3}}(?:all|every|each)\b(?=[^.,;:]{{0,40}}?\b(?:{_COUNTED})\b))
  | (?P<loose>(?<!\w)(?:{_LOOSELY})(?!\w)(?!\s?-?\s?(?:an?\b|hour|past\b|way\b|hourly)))
  | (?P<word>\b{_WORD}(?:(?:\s|-|\sand\s){_WORD})*\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LIST_MARK: Final = re.compile(r"(?:^|\n)[ \t>*-]*\Z")
_ABOUT: Final = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|approx\.?|some|circa)\s\Z|[~≈]\s?\Z", re.IGNORECASE
)
_THEN: Final = re.compile(r"T|\W{1,3}(?:(?:at|on|in the \w+)\s)?", re.IGNORECASE)
_SCALES: Final = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9}


def claims_of(text: str) -> list[Claim]:
    """All of a text's claims, in its order; they never overlap."""
    claims = list(_claims(text))
    for at, (one, two) in enumerate(itertools.pairwise(claims)):
        between = text[one.end : two.start]
        if one.kind == "date" and two.kind == "clock" and _THEN.fullmatch(between):
            claims[at : at + 2] = replace(one, minute=two.value, zone=two.zone), replace(two, day=one.day)
        elif one.kind == "clock" and two.kind == "date" and _THEN.fullmatch(between):
            claims[at : at + 2] = replace(one, day=two.day), replace(two, minute=one.value, zone=one.zone)
    return claims


def _claims(text: str) -> Iterator[Claim]:
    for match in _PATTERN.finditer(text):
        for kind, read in _READERS.items():
            if match[kind] is not None and (claim := read(match, text)) is not None:
                yield claim


def _iso(match: re.Match[str], _text: str) -> Claim | None:
    try:
        return _of(match, "date", day=dt.date.fromisoformat(match[0]))
    except ValueError:
        return None


def _month(match: re.Match[str], _text: str) -> Claim:
    return _of(match, "month", day=dt.date.fromisoformat(f"{match[0]}-01"))


def _spelt_date(match: re.Match[str], _text: str) -> Claim | None:
    month = next(number for name, number in _MONTHS.items() if re.search(rf"\b{name}\b", match[0], re.IGNORECASE))
    numbers = [int(found) for found in re.findall(r"\d+", match[0])]
    try:
        return _of(match, "date", day=dt.date(numbers[1] if len(numbers) > 1 else 1, month, numbers[0]))
    except ValueError:
        return None


def _clock(match: re.Match[str], _text: str) -> Claim:
    hour, minute = [*(int(found) for found in re.findall(r"\d+", match[0])), 0][:2]
    letters = match[0].lower().removesuffix((match["zone"] or "").lower())
    if "p" in letters and hour < 12:
        hour += 12
    elif "a" in letters and hour == 12:
        hour = 0
    minutes = 60.0 * hour + minute if hour < 24 and minute < 60 else -1.0
    return replace(_of(match, "clock", value=minutes), zone=(match["zone"] or "").upper())


def _name(match: re.Match[str], _text: str) -> Claim | None:
    """A quarter of a year and N-1 are no assets."""
    name = match[0].lower()
    return None if re.fullmatch(r"q[1-4]|n-[12]", name) else _of(match, "name", name=name)


def _hours(match: re.Match[str], _text: str) -> Claim:
    return _of(match, "number", value=60.0 * int(match["h"]) + int(match["min"]), unit=UNITS["min"])


def _number(match: re.Match[str], text: str) -> Claim | None:
    written = match[0]
    digits = re.match(r"[-−]?\$?[\d,.\u202f\u00a0]*\d(?:e[+-]?\d+)?", written, re.IGNORECASE)
    assert digits is not None
    if _is_list_mark(text, match.start(), match.start() + digits.end()):
        end = match.start() + digits.end()
        return Claim("mark", match.start(), end, text[match.start() : end], value=float(digits[0]))
    mantissa, _, power = digits[0].lower().replace("−", "-").partition("e")
    plain = re.sub(r"[^\d.\-]", "", mantissa)
    letters = (match["scale"] or "").strip()
    scale = 1.0 if letters == "m" else _SCALES.get(letters.lower(), 1.0)  # 5m is a length, 5M a number
    unit = unit_named(match["unit"] or "") or (UNITS["$"] if "$" in digits[0] else None)
    unit = UNITS["m"] if letters == "m" else unit
    scale *= 10.0 ** int(power or 0)
    step = scale * 10.0 ** -len(plain.partition(".")[2])
    if scale == 1.0 and "." not in plain and _ABOUT.search(text[: match.start()]):
        step *= 10.0 ** (len(plain.strip("-")) - len(plain.strip("-").rstrip("0") or "0"))
    # The unit is a word of its own: the piece that is tied to a cell is the numeral, with a sign that clings to it.
    end = match.start() + digits.end() + (len(match["scale"] or "") if letters and letters != "m" else 0)
    if match["unit"] == "%":
        end = match.end()
    return Claim(
        "number", match.start(), end, text[match.start() : end], value=float(plain) * scale, step=step, unit=unit
    )


def _word(match: re.Match[str], _text: str) -> Claim | None:
    value = _spelt(match[0].lower())
    if value == 0.0:  # none at all, and nothing that is rounded to it
        return Claim("number", match.start(), match.end(), match[0], step=0.0)
    return None if value == 1.0 else _of(match, "number", value=value)


def _rank(match: re.Match[str], _text: str) -> Claim:
    """The 1,467th is the last of as many."""
    return _of(match, "number", value=float(match[0][:-2]))


def _loose(match: re.Match[str], _text: str) -> Claim:
    value, step, unit = _LOOSE[match[0].lower()]
    ratio = value / 100 if unit is _SHARE else 0.0
    return Claim("number", match.start(), match.end(), match[0], value=value, step=step, unit=unit, ratio=ratio)


def _ratio(match: re.Match[str], _text: str) -> Claim:
    """`doubled`, `twice the load`; `it tripped twice` counts."""
    value = next(ratio for word, ratio in _RATIOS.items() if match[0].lower().startswith(word))
    return _of(match, "ratio", value=value)


def _than(match: re.Match[str], _text: str) -> Claim:
    """`more customers out than F0002`."""
    is_more = match["side"].lower() in ("more", "higher", "greater", "larger", "longer")
    return _of(match, "ratio", name="more" if is_more else "less")


def _none(match: re.Match[str], _text: str) -> Claim:
    """`Nobody` is no customer."""
    return _of(match, "none", name="customer" if match[0].lower() in ("nobody", "no one", "no-one") else "")


def _deed(match: re.Match[str], _text: str) -> Claim:
    return _of(match, "deed")


def _state(match: re.Match[str], text: str) -> Claim | None:
    """`All power is back`: nobody is out; `F0001 is out`: somebody is; `everything is fine`: nothing that rows say."""
    is_supply = bool(_SUPPLY.search(match[0]))
    if _LEFT_OPEN.fullmatch(match[0]):  # says it of the supply, or of an outage, where that is its subject
        subject = _OUTAGE if re.search("over|ended|finished|resolved", match[0], re.IGNORECASE) else _SERVICE
        if not subject.search(text[: match.start()]):
            return None
        is_supply = True
    return _of(match, "all", name="out" if _OUT.search(match[0]) else "supply" if is_supply else "state")


def _numbered(match: re.Match[str], text: str) -> Claim:
    """`Feeder 1`, `outage 604`; not `per feeder 604`."""
    if re.search(r"\b(?:per|each|every|any)\s\Z", text[: match.start()], re.IGNORECASE):
        value = float(match["its"]) if match["its"].isdigit() else _spelt(match["its"].lower())
        return Claim("number", match.start("its"), match.end(), match["its"], value=value)
    kind = re.split(r"\W", match[0].lower())[0]
    number = int(match["its"]) if match["its"].isdigit() else int(_spelt(match["its"].lower()))
    return _of(match, "name", name=f"{_KINDS.get(kind, kind)} {number}")


def _all(match: re.Match[str], _text: str) -> Claim:
    return _of(match, "all")


_SUPPLY: Final = re.compile(
    r"power|supply|service|electric|lights|restored|back\b|energi|every(?:one|body)|supplied|affected|the\soutage"
    r"|to\sreport",
    re.IGNORECASE,
)
_LEFT_OPEN: Final = re.compile(
    r"(?:is|are)\s(?:(?:now|again|still)\s)*(?:on|normal|up|intact|available|over|finished|resolved)"
    r"|(?:(?:has|have)\s)?(?:now\s)?ended",
    re.IGNORECASE,
)
_SERVICE: Final = re.compile(
    r"\b(?:power|service|supply|electricity)\s(?:(?:at|on|for|to|of|in)\s[^.,;:]{1,25}\s)?\Z", re.IGNORECASE
)
_OUTAGE: Final = re.compile(
    r"\b(?:the|its|this|that)\soutages?\s(?:(?:at|on|of|in)\s[^.,;:]{1,25}\s)?\Z", re.IGNORECASE
)
_OUT: Final = re.compile(r"\b(?:out|without\s\w+|in\sthe\sdark|de-?energi[sz]ed)\Z", re.IGNORECASE)
_READERS: Final = {
    "deed": _deed, "state": _state, "numbered": _numbered,
    "iso": _iso, "month": _month, "dmy": _spelt_date, "mdy": _spelt_date, "clock": _clock, "half": _clock,
    "name": _name, "hours": _hours, "rank": _rank, "number": _number, "than": _than,
    "ratio": _ratio, "none": _none, "all": _all, "loose": _loose, "word": _word,
}  # fmt: skip


def _of(
    match: re.Match[str], kind: ClaimKind, value: float = 0.0, unit: MeasureUnit | None = None,
    day: dt.date | None = None, name: str = "",
) -> Claim:  # fmt: skip
    return Claim(kind, match.start(), match.end(), match[0], value=value, unit=unit, day=day, name=name)


def _is_list_mark(text: str, start: int, end: int) -> bool:
    """`1.` or `2)` at the beginning of a line."""
    return (
        text[start:end].isdigit()
        and end - start <= 3
        and text[end : end + 1] in (".", ")")
        and text[end + 1 : end + 2] in (" ", "\n", "")
        and bool(_LIST_MARK.search(text[:start]))
    )


def _spelt(words: str) -> float:
    """`one hundred and twenty-three` as a number."""
    total = part = 0
    for word in re.findall(_WORD, words):
        number = _WORDS[word]
        if number == 100:
            part = max(part, 1) * number
        elif number > 100:
            total, part = total + max(part, 1) * number, 0
        else:
            part += number
    return float(total + part)
