"""Years in which a thing was put in: `installed before 1980`, `built since 2000`, `1970s poles`; no period."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

_VERB: Final = (
    r"(?P<verb>(?:(?:that|which)\s+)?(?:(?:was|were|is|are|got|been)\s+)?(?:installed|built|erected|commissioned|placed\s+in\s+service"
    r"|put\s+in(?:to)?\s+service|put\s+in|put\s+up|went\s+in|gone\s+in|set)\b)"
)
_YEAR: Final = r"(?:the\s+year\s+)?(?:19|20)\d\d"
_DECADE: Final = r"(?:the\s+)?(?:early\s+|late\s+)?(?:(?:19|20)?\d0'?s|fifties|sixties|seventies|eighties|nineties)"
_AFTER: Final = re.compile(
    rf"{_VERB}\s+(?:(?P<side>before|prior\s+to|earlier\s+than|until|up\s+to|through|by|after|later\s+than|since|from|in|during"
    rf"|between|of)\s+)?(?:(?P<decade>{_DECADE})|(?P<first>{_YEAR})(?:\s*(?:and|to|-|until|through)\s*(?P<last>{_YEAR}))?)(?![\d\-/])",
    re.IGNORECASE,
)
_THING: Final = r"(?:\w+[\s-]+){0,2}?(?:transformers?|poles?|xfmrs?|tx|assets?)\b"
_BEFORE: Final = re.compile(
    rf"\b(?:(?P<side>pre|post)[\s-]*(?P<first>{_YEAR})|(?:vintage|model\s+year)\s+(?P<only>{_YEAR})|(?P<decade>{_DECADE}))(?=[\s-]+{_THING})"
    rf"|(?<=\s)(?:from|of|dating\s+from)\s+(?P<decade2>{_DECADE})",
    re.IGNORECASE,
)
_NAMES: Final = {"fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
_MONTH: Final = "|".join(name for one in (calendar.month_name, calendar.month_abbr) for name in one if name)
_MONTHS_OF: Final = re.compile(
    rf"\b(?P<months>(?:{_MONTH})(?:(?:\s*,\s*|\s+(?:and|or|to|through|until|than|vs\.?|versus)\s+)(?:in\s+)?(?:{_MONTH}))*)"
    r"\s+(?:of\s+)?(?:(?P<which>this|last)\s+year|(?P<year>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def with_year_each(text: str, today: dt.date) -> str:
    """Months of one year with that year after each: `march or april this year` is of two months, not of one and a year.

    Args:
        text: of the question.
        today: by the utility's calendar.
    """

    def told(said: re.Match[str]) -> str:
        year = said["year"] or today.year - (said["which"].lower() == "last")
        return re.sub(rf"\b({_MONTH})\b", rf"\1 {year}", said["months"], flags=re.IGNORECASE)

    return _MONTHS_OF.sub(told, text)


_SAME: Final = re.compile(
    r"\b(?:(?:in|for|during|of|on)\s+)?(?:the\s+|that\s+)?same\s+(?P<what>month|day|weekday|date|week|period|time|span|part|months|days)"
    r"(?:\s+(?:of|in|from|for))?\s+(?:(?:the\s+)?(?P<which>last|previous|prior)\s+(?P<of>year|month|week)|(?:a|one)\s+(?P<ago>year|month|week)\s+(?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_OF_MONTH: Final = re.compile(r"\bthis\s+month\b|\bmonth\s+to\s+date\b|\bmtd\b", re.IGNORECASE)
_OF_YEAR: Final = re.compile(
    r"\bthis\s+year\b|\byear\s+to\s+date\b|\bytd\b|\b(?P<year>20\d\d)\b(?![\d\-/])", re.IGNORECASE
)
_SHORTER: Final = ("month", "day", "week", "weekday", "date")
_OF_DAY: Final = re.compile(r"\b(?P<day>today|yesterday)\b", re.IGNORECASE)


def with_the_same(text: str, today: dt.date) -> str:
    """The same part of an earlier year, month or week, as that time: "this year ... the same period last year".

    Args:
        text: of the question, plain.
        today: by the utility's calendar.
    """
    found = _SAME.search(text)
    if found is None:
        return text
    what, back = found["what"].lower(), (found["of"] or found["ago"]).lower()
    rest = text[: found.start()] + text[found.end() :]
    told = ""
    if (day := _OF_DAY.search(rest)) and what in ("day", "weekday", "date", "time", "period"):
        of = today - dt.timedelta(days=day["day"].lower() == "yesterday")
        told = _earlier(of, back).isoformat()
    elif _OF_MONTH.search(rest) and back == "year":
        told = (
            f"{today.year - 1}-{today.month:02d}"
            if what == "month"
            else _until(dt.date(today.year, today.month, 1), today)
        )
    elif (year := _OF_YEAR.search(rest)) and back == "year" and what not in _SHORTER:
        is_this = year["year"] is None or int(year["year"]) == today.year
        told = _until(dt.date(today.year, 1, 1), today) if is_this else ""
    return f"{text[: found.start()]}{told}{text[found.end() :]}" if told else text


def _until(first: dt.date, last: dt.date) -> str:
    """The same days a year before, as a period is written."""
    return f"from {_earlier(first, 'year')} to {_earlier(last, 'year')}"


def _earlier(day: dt.date, back: str) -> dt.date:
    """The same day a week, a month or a year before; the last of a shorter month."""
    if back == "week":
        return day - dt.timedelta(days=7)
    year, month = (
        (day.year - 1, day.month) if back == "year" else (day.year - (day.month == 1), (day.month - 2) % 12 + 1)
    )
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class SpokenYears:
    """Years in which things were put in.

    Attributes:
        first: of them; None for any before the last.
        last: of them; None for any after the first.
        start: where the words begin in the question.
        end: and end.
    """

    first: int | None
    last: int | None
    start: int
    end: int


def years_in(text: str) -> SpokenYears | None:
    """The years in which what is asked for was put in; None where the question names none.

    Args:
        text: of the question.
    """
    if match := _AFTER.search(text):
        side = " ".join((match["side"] or "in").lower().split())
        if match["decade"]:
            first, last = _decade(match["decade"])
        else:
            first = _year(match["first"])
            last = _year(match["last"]) if match["last"] else first
        return _made(side, first, max(first, last), match)
    if match := _BEFORE.search(text):
        if decade := match["decade"] or match["decade2"]:
            return _made("in", *_decade(decade), match)
        year = _year(match["first"] or match["only"])
        return _made({"pre": "before", "post": "after"}.get((match["side"] or "").lower(), "in"), year, year, match)
    return None


def _made(side: str, first: int, last: int, match: re.Match[str]) -> SpokenYears:
    if side in ("before", "prior to", "earlier than"):
        years: tuple[int | None, int | None] = (None, first - 1)
    elif side in ("until", "up to", "through", "by"):
        years = (None, last)
    elif side in ("after", "later than"):
        years = (last + 1, None)
    elif side == "since" or (side == "from" and first == last):
        years = (first, None)
    else:
        years = (first, last)
    return SpokenYears(*years, match.start(), match.end())


def _year(text: str) -> int:
    return int(re.findall(r"\d{4}", text)[0])


def _decade(text: str) -> tuple[int, int]:
    """First and last year of `the 1970s`, `the late seventies` (its second half)."""
    low = text.lower()
    digits = re.search(r"\d+", low)
    begin = int(digits[0]) if digits else next(year for name, year in _NAMES.items() if name in low)
    if begin < 100:
        begin += 1900 if begin >= 30 else 2000
    if "early" in low:
        return begin, begin + 4
    return (begin + 5, begin + 9) if "late" in low else (begin, begin + 9)
