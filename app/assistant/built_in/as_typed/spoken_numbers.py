"""Numbers as people say them: `half an hour`, `2 h 30 min`, `12 m or taller`, `feeders 1 to 3`, `over half full`.

Each is written as the grammar of limits and names reads it, with the same meaning. What cannot be is left as it stands,
for the reading to refuse.
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.lexicon import NUMBERS

MOST_OF_A_ROW: Final = 6
"""Things of `feeders 1 to 3` that are told side by side."""
_WHOLE: Final = {word: value for word, value in NUMBERS.items() if value == int(value)} | {"an": 1, "a": 1}
_NUMBER: Final = rf"(?:\d[\d,]*(?:\.\d+)?|{'|'.join(sorted(_WHOLE, key=len, reverse=True))})"
_MINUTES: Final = {"d": 1440, "h": 60, "m": 1}
_LONG: Final = (
    r"(?:more|longer|less|shorter|greater|no\s+less|no\s+more)\s+than|over|above|under|below|at\s+(?:least|most)"
)
_AND_A_HALF: Final = re.compile(
    rf"\b(?P<many>{_NUMBER})\s+and\s+(?:a\s+half|1/2)\s+(?P<unit>hours?|days?)\b"
    rf"|\b(?P<one>{_NUMBER})\s+(?P<unit2>hours?|days?)\s+and\s+a\s+half\b",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"(?<!each )(?<!every )(?<!per )(?<!by )\b(?P<part>half|(?:a\s+)?quarter|three[\s-]quarters?)"
    r"(?:[\s-]+(?:of\s+)?(?:an?\s+)?)(?P<unit>hour|day)\b(?!\w)",
    re.IGNORECASE,
)
_PARTS: Final = {"half": 0.5, "quarter": 0.25, "three quarters": 0.75, "three quarter": 0.75}
_MIXED: Final = re.compile(
    r"(?<![\w.:\-/])(?:(?P<d>\d{1,3})\s*(?:d|days?)\s*,?\s*(?:and\s+)?)?"
    r"(?:(?P<h>\d{1,3})\s*(?:h|hrs?|hours?)\s*,?\s*(?:and\s+)?)?(?:(?P<m>\d{1,3})\s*(?:m|mins?|minutes?)\b)?(?!\w)",
    re.IGNORECASE,
)
_ONE: Final = re.compile(rf"(?P<side>\b(?:{_LONG}))\s+an?\s+(?P<unit>minute|hour|day|week|year)\b", re.IGNORECASE)
_WATTS: Final = re.compile(
    r"(?<![\w.\-])(?P<value>\d[\d,]*(?:\.\d+)?)(?P<many>\s+(?:thousand|million)|k)?\s*(?:(?P<unit>W|Wh)|(?i:watts?(?P<hours>[\s-]*hours?)?))\b"
)
_MANY: Final = {"thousand": 1e3, "k": 1e3, "million": 1e6}
_OR_MORE: Final = re.compile(
    r"(?<![\w.\-])(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>\s*(?:%|[^\W\d_]+))?(?P<said>\s+(?:tall|old|long|high))?\s*,?\s+"
    r"(?:or|and)\s+(?P<side>taller|older|longer|higher|larger|bigger|greater|heavier|above|over|up(?:wards)?|more|shorter"
    r"|younger|newer|lower|smaller|lighter|below|under|less|fewer|down)\b(?!\s+than\b)",
    re.IGNORECASE,
)
_FEW: Final = frozenset(
    ("shorter", "younger", "newer", "lower", "smaller", "lighter", "below", "under", "less", "fewer", "down")
)
_SAYS: Final = {
    "taller": " tall",
    "older": " old",
    "longer": " long",
    "shorter": "",
    "younger": " old",
    "newer": " old",
}
_YEAR_OR_TIME: Final = r"(?!\s*(?:19|20)\d\d\b|\s*\d{1,2}\s*(?:[ap]\.?m\b|:\d\d|o'?clock))"
_LIMITS: Final = (
    (re.compile(r"\b(?:no|not)\s+(?:fewer|less|lower|smaller|under|below)(?:\s+than)?(?=\s+\d)", re.I), "at least"),
    (re.compile(r"\b(?:no|not)\s+(?:more|greater|higher|larger|over|above)(?:\s+than)?(?=\s+\d)", re.I), "at most"),
    (re.compile(r"\ba\s+minimum\s+of(?=\s+\d)", re.I), "at least"),
    (re.compile(r"\ba\s+maximum\s+of(?=\s+\d)", re.I), "at most"),
    (re.compile(rf"\b(?<!installed )(?<!built )up\s+to{_YEAR_OR_TIME}(?=\s+\d)", re.I), "at most"),
    (
        re.compile(
            r"\bfrom\s+(\d[\d,.]*)\s+(?:up\s+)?(?:to|through)\s+(\d[\d,.]*)(?=\s*(?:%|percent\b|k?v\b|kva\b|mva\b|kw\b|mw\b"
            r"|m\b|ft\b|feet\b|years?\s+old\b|customers?\b))",
            re.I,
        ),
        r"between \1 and \2",
    ),
    (
        re.compile(r"\b(?:exactly|precisely|equal\s+to)\s+(\d[\d,]*(?:\.\d+)?)(?!\s*(?::|[ap]\.?m\b))(?![\w.])", re.I),
        r"between \1 and \1",
    ),
    (re.compile(r"\baged\s+(?=(?:at\s+(?:least|most)|over|under|above|below|between)\s+\d)", re.I), "with age "),
    (
        re.compile(
            r"\b((?P<now>active|current|ongoing|open)\s+)?(outages?\s+)(?:(?:with|of|having|that\s+(?:have|had|took|hit))\s+|(?=between\s))"
            r"((?:[\w]+\s+){1,3}|between\s+\d+\s+and\s+)"
            rf"({_NUMBER})\s+customers?\b(?!\s+(?:out|interrupted|affected|hours?|minutes?|without))",
            re.I,
        ),
        "",
    ),
)
_SHARE: Final = {"half": "50", "a quarter": "25", "three quarters": "75", "one half": "50"}
_SHARE_OF: Final = re.compile(
    r"\b(?P<side>more\s+than|over|above|less\s+than|under|below|at\s+least|at\s+most|exceeding)\s+"
    r"(?P<share>half|one\s+half|a\s+quarter|three[\s-]quarters)\s*(?P<of>loaded\b|full\b|load\b|(?:of\s+)?(?:its|their|the|rated)"
    r"(?:\s+nameplate)?\s+(?:rating|capacity|nameplate|rated\s+(?:load|power))\b)",
    re.IGNORECASE,
)
_SHARE_AFTER: Final = re.compile(
    r"\b(?P<word>load(?:ed|ing)|utili[sz]ation)\s+(?P<side>more\s+than|over|above|less\s+than|under|below|at\s+least|at\s+most)"
    r"\s+(?P<share>half|one\s+half|a\s+quarter|three[\s-]quarters)\b(?!\s+(?:of|an?)\b)",
    re.IGNORECASE,
)
ROW: Final = re.compile(
    r"\b(?P<kind>feeders|fdrs|circuits|substations|subs|crews)\s+(?P<first>\d{1,3})\s*(?:to|through|thru|until|-|–)\s*"
    r"(?P<last>\d{1,3})(?![\w\-]|\s*(?:%|kw|mw|kva|customers?)\b)",
    re.IGNORECASE,
)
"""`feeders 1 to 3`; what is left of it once numbers are written out is of more than are told side by side."""
_ADDED: Final = re.compile(
    r"(?<=\w)\s+\+\s*(?=[^\W\d_])|(?<=\d)\+\s*(?=(?:feeder|substation|sub|transformer)\b)", re.IGNORECASE
)
_IN_WATTS: Final = re.compile(r"\bin\s+W\b")
_TENS: Final = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-](one|two|three|four|five|six|seven|eight|nine)\b",
    re.I,
)
_ISO_TIME: Final = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00)?(?:Z\b)?", re.IGNORECASE)


def numbers_written_out(text: str) -> str:
    """A question with its numbers, spans of time and limits as the grammar reads them; most questions stay as they are.

    Args:
        text: plain.
    """
    text = _ISO_TIME.sub(lambda at: at[0] if at[0][-1] in "zZ" else f"{at[1]} at {at[2]}", text)
    text = _ADDED.sub(" plus ", text)
    text = _TENS.sub(lambda said: str(int(NUMBERS[said[1].lower()] + NUMBERS[said[2].lower()])), text)
    text = _IN_WATTS.sub("in watts", text)
    text = _AND_A_HALF.sub(_and_a_half, text)
    text = _PART.sub(_part, text)
    text = _MIXED.sub(_mixed, text)
    text = _ONE.sub(r"\g<side> 1 \g<unit>", text)
    text = _WATTS.sub(_watts, text)
    text = _SHARE_OF.sub(lambda said: f"loaded {said['side']} {_percent(said)} %", text)
    text = _SHARE_AFTER.sub(lambda said: f"{said['word']} {said['side']} {_percent(said)} %", text)
    text = _OR_MORE.sub(_or_more, text)
    for pattern, plain in _LIMITS:
        text = pattern.sub(plain or _of_outages, text)
    return ROW.sub(_row, text)


def _value(text: str) -> float:
    return float(_WHOLE.get(text.lower(), 0) or text.replace(",", ""))


def _and_a_half(said: re.Match[str]) -> str:
    unit = (said["unit"] or said["unit2"])[0].lower()
    return f"{(_value(said['many'] or said['one']) + 0.5) * _MINUTES[unit]:g} minutes"


def _part(said: re.Match[str]) -> str:
    part = re.sub(r"[\s-]+", " ", said["part"].lower()).removeprefix("a ")
    return f"{_PARTS[part] * _MINUTES[said['unit'][0].lower()]:g} minutes"


def _mixed(said: re.Match[str]) -> str:
    """`2 h 30 min` in minutes; one unit alone stays."""
    parts = {unit: said[unit] for unit in _MINUTES if said[unit]}
    if len(parts) < 2:
        return said[0]
    rest = said[0][len(said[0].rstrip()) :]
    return f"{sum(int(value) * _MINUTES[unit] for unit, value in parts.items())} minutes{rest}"


def _watts(said: re.Match[str]) -> str:
    many = _MANY[said["many"].strip().lower()] if said["many"] else 1.0
    is_energy = bool(said["hours"]) or said["unit"] == "Wh"
    return f"{float(said['value'].replace(',', '')) * many / 1000:.9g} kW{'h' if is_energy else ''}"


def _percent(said: re.Match[str]) -> str:
    return _SHARE[re.sub(r"[\s-]+", " ", said["share"].lower())]


def _or_more(said: re.Match[str]) -> str:
    side = said["side"].lower()
    limit = "at most" if side in _FEW else "at least"
    what = said["said"] or _SAYS.get(side, "")
    return f"{limit} {said['value']}{said['unit'] or ''}{what}"


def _of_outages(said: re.Match[str]) -> str:
    """Customers of an outage are those that it interrupts, or that it has out now."""
    return f"{said[0]} {'out' if said['now'] else 'interrupted'}"


def _row(said: re.Match[str]) -> str:
    first, last = int(said["first"]), int(said["last"])
    if not first < last < first + MOST_OF_A_ROW:
        return said[0]
    every = [str(number) for number in range(first, last + 1)]
    return f"{said['kind']} {', '.join(every[:-1])} and {every[-1]}"
