"""Periods as people say them, as the short text that tools take; of the future it is said that they are."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

DAY = dt.timedelta(days=1)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): number for number, name in enumerate(calendar.day_abbr)} | {
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fourteen": 14,
    "thirty": 30,
    "couple of": 2,
    "few": 3,
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_COUNT = r"\d{1,4}|" + "|".join(_COUNTS)
_DATE = (
    rf"(?:(?P<iso>\d{{4}}-\d{{1,2}}-\d{{1,2}})|(?P<us>\d{{1,2}}/\d{{1,2}}/\d{{4}})"
    rf"|(?P<mon>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<mon2>{_MONTH})\b\.?(?:,?\s*(?P<year2>(?:19|20)\d\d))?)"
)
_HOLIDAYS = {"christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "xmas": (12, 25),
             "new year's eve": (12, 31), "new year's day": (1, 1), "new year": (1, 1),
             "independence day": (7, 4), "halloween": (10, 31)}  # fmt: skip
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_FUTURE = re.compile(
    r"\b(tomorrow|tonight|next\s+(?!to\b|etr|planned)(?:\w+\s+)?(?:hours?|days?|weeks?|months?|years?|\d+)"
    r"|next\s+(?:week|month|year|summer|winter|storm|season)|coming\s+(?:\w+\s+)?(?:hours?|days?|week|month|year)"
    rf"|in\s+(?:{_COUNT})\s+(?:hours?|days?|weeks?|months?|years?)(?:'? time)?|(?:{_COUNT})\s+(?:days?|weeks?"
    rf"|months?|years?)"
    r"\s+from\s+now|in\s+the\s+future|day\s+after\s+tomorrow|later\s+today|this\s+(?:evening|weekend))\b"
)


@dataclass(frozen=True, slots=True)
class SpokenPeriod:
    """A period in a question.

    Attributes:
        text: as tools take it; empty where it has not begun.
        start: where its words begin in the question.
        end: and end.
        is_future: it has not begun.
        horizon_hours: of a future one, until its end; 0 where unknown.
        days: the same as days that may lie ahead, see `periods.DaysText`: "Friday" of what is due is the next one;
            empty where no calendar says them.
        clock: where the words of a time of day stand that belong to it; None where there are none.
    """

    text: str
    start: int
    end: int
    is_future: bool = False
    horizon_hours: int = 0
    days: str = ""
    clock: tuple[int, int] | None = None


def period_in(text: str, today: dt.date) -> SpokenPeriod | None:
    """The period that a question names, the longest where it names several; None where it names none.

    Args:
        text: small letters.
        today: by the utility's calendar.
    """
    for find in (_between, _since, _rolling, _of_month, _named, _date, _holiday, _month, _season, _year, _future):
        if found := find(text, today):
            return replace(found, days=_days_meant(text[found.start : found.end], found, today))
    return None


def _days_meant(said: str, found: SpokenPeriod, today: dt.date) -> str:
    """A period as the days of something that is still to come, where its words leave that open."""
    if found.days:
        return found.days
    if found.is_future:
        return _days_ahead(said, today)
    if not re.search(r"\b(?:19|20)\d\d|\b(?:last|past|previous|ago|since)\b", said):
        if (day := re.search(rf"\b({_WEEKDAY})\b", said)) is not None:
            return (today + DAY * ((_WEEKDAYS[day[1]] - today.weekday()) % 7)).isoformat()
        if re.search(rf"\b(?:{_MONTH})\b", said):
            return _within_a_year(found.text, today)
    return found.text


def _within_a_year(text: str, today: dt.date) -> str:
    """A day or month of the year that is meant: the coming one, unless the last one is nearer by far."""
    later = re.sub(r"\d{4}(?=-)", lambda year: str(int(year[0]) + 1), text)
    try:
        first = dt.date.fromisoformat(later[:10] if len(later) > 7 else f"{later}-01")
    except ValueError:  # 29 February
        return text
    return later if first <= today + 100 * DAY else text


def _days_ahead(said: str, today: dt.date) -> str:
    if "day after tomorrow" in said:
        return (today + 2 * DAY).isoformat()
    if re.search(r"tonight|later today|this evening", said):
        return "today"
    for name in ("tomorrow", "next week", "next month"):
        if name in said.replace("coming", "next"):
            return name.replace(" ", "_")
    if "weekend" in said:
        saturday = today + DAY * (5 - today.weekday())
        return f"{saturday}..{saturday + DAY}"
    number = re.search(rf"({_COUNT})\s+(hour|day|week|month)", said) or re.search(r"()(hour|day|week|month)", said)
    if number is None:
        return ""
    count = (_COUNTS.get(number[1]) or int(number[1])) if number[1] else 1
    days = -(-count // 24) if number[2] == "hour" else count * {"day": 1, "week": 7, "month": 30}[number[2]]
    is_one_day = re.match(r"in\s", said) is not None and "next" not in said and "coming" not in said
    return (today + DAY * days).isoformat() if is_one_day or "from now" in said else f"next_{min(days, 9999)}_days"


def _made(match: re.Match[str], first: dt.date, last: dt.date, today: dt.date) -> SpokenPeriod:
    if first > today:
        hours = int(((last - today).days + 1) * 24)
        span = f"{first}..{last}" if last > first else f"{first}"
        return SpokenPeriod("", match.start(), match.end(), is_future=True, horizon_hours=hours, days=span)
    days = f"{first.isoformat()}..{last.isoformat()}" if last > first else first.isoformat()
    return SpokenPeriod(days, match.start(), match.end())


def _text(match: re.Match[str], text: str) -> SpokenPeriod:
    return SpokenPeriod(text, match.start(), match.end())


def _between(text: str, today: dt.date) -> SpokenPeriod | None:
    """`between Nov 3 2026 and Nov 26 2026`, `from June to August`, `Nov 3 to Nov 5`, `2019 to 2023`."""
    one, other = re.sub(r"\?P<(\w+)>", r"?P<\1_a>", _DATE), re.sub(r"\?P<(\w+)>", r"?P<\1_b>", _DATE)
    pattern = rf"(?:\b(?:between|from)\s+)?\b{one}\s*(?:(?P<link>and)|to|until|till|through|thru|-|\.\.)\s*{other}"
    if (match := re.search(pattern, text)) and (not match["link"] or match[0].startswith(("between", "from"))):
        first, last = _day_of(match, today, "_a"), _day_of(match, today, "_b")
        if first and last:
            first, last = min(first, last), max(first, last)
            return _made(match, first, last, today)
    pattern = (
        rf"\b(?:between|from)\s+({_MONTH})(?:\s+((?:19|20)\d\d))?\s+(?:and|to|until|till"
        rf"|through)\s+({_MONTH})\b(?:\s+((?:19|20)\d\d))?"
    )
    if match := re.search(pattern, text):
        end = _month_span(match[3], match[4], today)[1]
        begin = _month_span(match[1], match[2] or match[4], today)[0]
        return _made(match, begin if begin <= end else begin.replace(year=begin.year - 1), end, today)
    if match := re.search(r"\b(?:between|from)\s+((?:19|20)\d\d)\s+(?:and|to|until|through)\s+((?:19|20)\d\d)\b", text):
        return _made(match, dt.date(int(match[1]), 1, 1), dt.date(int(match[2]), 12, 31), today)
    return None


def _day_of(match: re.Match[str], today: dt.date, end: str = "") -> dt.date | None:
    """The day of a match of `_DATE`."""
    try:
        if iso := match[f"iso{end}"]:
            year, month, day = (int(part) for part in iso.split("-"))
        elif us := match[f"us{end}"]:
            month, day, year = (int(part) for part in us.split("/"))
        else:
            month = _MONTHS[match[f"mon{end}"] or match[f"mon2{end}"]]
            day = int(match[f"day{end}"] or match[f"day2{end}"])
            named = match[f"year{end}"] or match[f"year2{end}"]
            year = int(named) if named else today.year
            if not named and dt.date(year, month, day) > today:
                year -= 1
        return dt.date(year, month, day)
    except ValueError:
        return None


def _since(text: str, today: dt.date) -> SpokenPeriod | None:
    """`since Monday`, `since June`, `since Nov 3`, `since 2024`, `since yesterday`."""
    if match := re.search(rf"\bsince\s+{_DATE}", text):
        day = _day_of(match, today)
        return _made(match, day, max(day, today), today) if day else None
    if (match := _OF_MONTH.search(text)) and match[0].startswith("since"):
        day = _day_of_month(int(match["day"]), match["month"] or "", today)
        return _made(match, day, max(day, today), today) if day else None
    if match := re.search(rf"\bsince\s+(?:last\s+)?({_WEEKDAY})\b", text):
        return _made(match, _last_weekday(match[1], today), today, today)
    if match := re.search(rf"\bsince\s+({_MONTH})\b(?:\s+((?:19|20)\d\d))?", text):
        return _made(match, _month_span(match[1], match[2], today)[0], today, today)
    if match := re.search(r"\bsince\s+(?:the\s+(?:start|beginning)\s+of\s+)?((?:19|20)\d\d)\b", text):
        return _made(match, dt.date(int(match[1]), 1, 1), today, today)
    if match := re.search(r"\bsince\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the|this)\s+(year|month|week)\b", text):
        return _text(match, f"this_{match[1]}")
    if match := re.search(r"\bsince\s+(yesterday|midnight|this morning)\b", text):
        return _made(match, today - DAY, today, today) if match[1] == "yesterday" else _text(match, "today")
    return None


def _rolling(text: str, today: dt.date) -> SpokenPeriod | None:
    """`last 7 days`, `past 24 hours`, `last 3 full days`, `last 6 months`, `3 days ago`, `full days` after it."""
    back = (
        r"\b(?:over|in|during|for|within)?\s*(?:the\s+)?(?:last|past|previous|preceding"
        rf"|prior)\s+({_COUNT})\s+(full\s+|whole\s+|complete\s+|calendar\s+)?(hours?|hrs?|h|days?|weeks?|months?"
        r"|years?|yrs?)\b(\s*\((?:full|whole|complete) days?\))?"
    )
    if match := re.search(back, text):
        count = _COUNTS.get(match[1]) or int(match[1])
        return _back(match, count, match[3], bool(match[2] or match[4]), today)
    if match := re.search(
        r"\b(?:over|in|during|for|within)?\s*(?:the\s+)?(?:last|past|previous)\s+(hour|day|24h|48h)\b", text
    ):
        hours = {"hour": 1, "day": 24, "24h": 24, "48h": 48}[match[1]]
        return _text(match, f"last_{hours}_hours")
    if match := re.search(rf"\b({_COUNT})\s+(days?|weeks?|months?|years?)\s+ago\b", text):
        count = _COUNTS.get(match[1]) or int(match[1])
        unit = match[2].rstrip("s")
        if unit == "month":
            number = today.year * 12 + today.month - 1 - count
            return _text(match, f"{number // 12:04d}-{number % 12 + 1:02d}")
        if unit == "year":
            return _text(match, str(max(today.year - count, 1)).zfill(4))
        day = today - DAY * min(count * (7 if unit == "week" else 1), 36_500)
        return _made(match, day, day, today)
    return None


def _back(match: re.Match[str], count: int, unit: str, is_full: bool, today: dt.date) -> SpokenPeriod:
    count = min(count, 3650)
    if unit[0] == "h":
        return _text(match, f"last_{count}_hours")
    days = count * {"d": 1, "w": 7, "m": 30, "y": 365}[unit[0]]
    if is_full and unit[0] == "d":
        return _made(match, today - DAY * days, today - DAY, today)
    if unit[0] == "m":
        number = today.year * 12 + today.month - 1 - count
        year, month = number // 12, number % 12 + 1
        day = min(today.day, calendar.monthrange(year, month)[1])
        return _made(match, dt.date(year, month, day), today, today)
    return _text(match, f"last_{min(days, 9999)}_days")


_NAMES = (
    (r"day before yesterday", "-2"),
    (r"yesterday(?:'?s)?", "yesterday"),
    (r"last night|over\s?night", "yesterday"),
    (r"year to date|ytd|so far this year|this year(?: so far)?|(?:the )?current year", "this_year"),
    (r"month to date|mtd|so far this month|this month(?: so far)?|(?:the )?current month", "this_month"),
    (r"week to date|wtd|so far this week|this week(?: so far)?|(?:the )?current week", "this_week"),
    (r"today(?:'?s)?(?: so far)?|so far today", "today"),
    (r"(?:last|previous|prior|past) week(?:'?s)?", "last_week"),
    (r"(?:last|previous|prior|past) month(?:'?s)?", "last_month"),
    (r"(?:last|previous|prior|past) year(?:'?s)?", "last_year"),
    (r"week before last", "w2"),
    (r"year before last", "y2"),
    (r"month before last", "m2"),
)


def _named(text: str, today: dt.date) -> SpokenPeriod | None:
    for pattern, name in (_NAMES[-3], _NAMES[-2], _NAMES[-1], *_NAMES[:-3]):
        if match := re.search(rf"\b(?:(?:in|during|for|of|over|on)\s+)?(?:the\s+)?(?:{pattern})(?!\w)", text):
            if name == "-2":
                return _made(match, today - 2 * DAY, today - 2 * DAY, today)
            if name == "y2":
                return _text(match, str(today.year - 2))
            if name == "w2":
                monday = today - today.weekday() * DAY
                return _made(match, monday - 14 * DAY, monday - 8 * DAY, today)
            if name == "m2":
                number = today.year * 12 + today.month - 3
                return _text(match, f"{number // 12:04d}-{number % 12 + 1:02d}")
            return _text(match, name)
    match = re.search(rf"(?<!every )(?<!each )(?<!all )(?<!\bon )\b({_WEEKDAY})s\b", text)
    if match := match or re.search(rf"\b(?:on\s+)?(?:last\s+)?({_WEEKDAY})\b(?!s)", text):
        if match[1] in ("sun", "sat", "mon", "wed", "fri", "tue", "thu") and not re.search(
            r"(?:on|last) $", text[: match.start(1)]
        ):
            return None  # the sun of solar, and names in short
        if re.search(r"\b(?:next|coming)\s+$", text[: match.start(1)]):  # of a week ahead, never the last one
            ahead = today + DAY * ((_WEEKDAYS[match[1]] - today.weekday()) % 7 or 7)
            return _made(match, ahead, ahead, today)
        day = _last_weekday(match[1], today)
        return _made(match, day, day, today)
    if match := re.search(r"\b(?:on\s+|last\s+|over\s+)?(?:the\s+)?(?:last\s+)?weekend\b", text):
        sunday = today - DAY * (today.weekday() + 1)
        return _made(match, sunday - DAY, sunday, today)
    return None


def _last_weekday(name: str, today: dt.date) -> dt.date:
    back = (today.weekday() - _WEEKDAYS[name]) % 7 or 7
    return today - DAY * back


def _date(text: str, today: dt.date) -> SpokenPeriod | None:
    for match in re.finditer(rf"\b(?:on\s+|of\s+|for\s+)?{_DATE}", text):
        if day := _day_of(match, today):
            return _made(match, day, day, today)
    if (of := _OF_MONTH.search(text)) and (day := _day_of_month(int(of["day"]), of["month"] or "", today)):
        return _made(of, day, day, today)
    return None


def _of_month(text: str, today: dt.date) -> SpokenPeriod | None:
    """`the 5th of last month`."""
    match = _OF_MONTH.search(text)
    if match is None or not match["month"] or not (day := _day_of_month(int(match["day"]), match["month"], today)):
        return None
    return _made(match, day, day, today)


def _day_of_month(number: int, month: str, today: dt.date) -> dt.date | None:
    """`the 26th`: the last one that there was, or that of this or the last month."""
    first = today.replace(day=1)
    months = [first] if month == "this" else [(first - DAY).replace(day=1)]
    if not month:
        months = [first, *((first - DAY * back).replace(day=1) for back in (1, 32, 62))]
    for one in months:
        if number <= calendar.monthrange(one.year, one.month)[1] and (
            month == "this" or one.replace(day=number) <= today
        ):
            return one.replace(day=number)
    return None


_OF_MONTH = re.compile(
    r"\b(?:(?:on|for|of|since|from)\s+)?(?:the\s+)(?P<day>\d{1,2})(?:st|nd|rd|th)(?:\s+of\s+(?P<month>this|last)\s+month)?"
    r"(?=\s*(?:[,?.!;]|$)|\s+(?:at|on|of\s+(?:feeder|sub|the)|in|for|by|and|between|after|before|vs)\b)"
)


def _holiday(text: str, today: dt.date) -> SpokenPeriod | None:
    for name, (month, day) in _HOLIDAYS.items():
        if match := re.search(
            rf"\b(?:on\s+)?{name}(?:\s+(?:day\s+)?(?:of\s+|in\s+)?((?:19|20)\d\d))?\b(?P<rest>\s+in\s+\w+\s+years?)?",
            text,
        ):
            if match["rest"]:
                return SpokenPeriod("", match.start(), match.end(), is_future=True)
            year = int(match[1]) if match[1] else today.year - (dt.date(today.year, month, day) > today)
            return _made(match, dt.date(year, month, day), dt.date(year, month, day), today)
    return None


def _month_span(name: str, year: str | None, today: dt.date) -> tuple[dt.date, dt.date]:
    month = _MONTHS[name]
    number = int(year) if year else today.year - (month > today.month)
    return dt.date(number, month, 1), dt.date(number, month, calendar.monthrange(number, month)[1])


def _month(text: str, today: dt.date) -> SpokenPeriod | None:
    """`in july`, `July 2025`, `last june`, `2025-07`; "may" and "march" need a word before them or a year."""
    if match := re.search(r"\b(?:in|of|for|during)?\s*((?:19|20)\d\d)-(0[1-9]|1[0-2])\b(?!-)", text):
        first = dt.date(int(match[1]), int(match[2]), 1)
        return _made(match, first, first, today) if first > today else _text(match, f"{match[1]}-{match[2]}")
    for match in re.finditer(
        rf"\b(?:(in|of|for|during|last|this|from|and)\s+)?({_MONTH})\b\.?(?:,?\s+(?:of\s+)?((?:19|20)\d\d))?", text
    ):
        if match[2] in ("may", "march", "mar") and not (match[1] or match[3] or _stands_alone(text, match)):
            continue
        first, last = _month_span(match[2], match[3], today)
        if first > today:
            return _made(match, first, last, today)
        return _text(match, f"{first:%Y-%m}")
    return None


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a month that is a verb too stands where no verb does: `may outages`, `outages may`."""
    is_last = re.fullmatch(r"\W*", text[match.end() :]) is not None and match.start() > 0
    is_first = re.fullmatch(r"\W*", text[: match.start()]) is not None
    return is_last or (
        is_first
        and re.match(r"\s+(?!(?:i|we|you|he|she|it|they|this|that|the|a|an|of)\b)\w", text[match.end() :]) is not None
    )


def _season(text: str, today: dt.date) -> SpokenPeriod | None:
    if match := re.search(
        r"\b(?:in|during|for|over)?\s*(last|this|the)?\s*(spring|summer|autumn|fall"
        r"|winter)(?:\s+(?:of\s+)?((?:19|20)\d\d))?\b",
        text,
    ):
        if match[2] == "fall" and not (match[1] or match[3]):
            return None
        year = int(match[3]) if match[3] else today.year
        if match[2] == "winter":
            first, last = dt.date(year, 12, 1), dt.date(year + 1, 3, 1) - DAY
            if not match[3] and first > today:
                first, last = dt.date(year - 1, 12, 1), dt.date(year, 3, 1) - DAY
            return _made(match, first, last, today)
        begin, end = _SEASONS[match[2]]
        if not match[3] and dt.date(year, begin, 1) > today:
            year -= 1
        return _made(match, dt.date(year, begin, 1), dt.date(year, end, calendar.monthrange(year, end)[1]), today)
    if match := re.search(
        r"\b(?:(?:in|for|during|of|over)\s+)?(?:the\s+)?(this|current|last|previous|prior|past)\s+quarter\b", text
    ):
        first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        if match[1] in ("this", "current"):
            return _made(match, first, today, today)
        last = first - DAY
        return _made(match, dt.date(last.year, last.month - 2, 1), last, today)
    if match := re.search(
        r"\b(?:(?:in|for|during|of|over)\s+)?(?:the\s+)?(first|second)\s+half\s+of\s+((?:19|20)\d\d|(?:this|the|last)\s+year)\b",
        text,
    ):
        year = int(match[2]) if match[2].isdecimal() else today.year - match[2].startswith("last")
        is_first = match[1] == "first"
        first, last = (
            dt.date(year, 1 if is_first else 7, 1),
            dt.date(year, 6, 30) if is_first else dt.date(year, 12, 31),
        )
        return _made(match, first, last, today)
    if match := re.search(r"\b(?:in|for|during)?\s*q([1-4])(?:\s*,?\s*((?:19|20)\d\d))?\b", text):
        year, month = int(match[2] or today.year), 3 * int(match[1]) - 2
        if not match[2] and dt.date(year, month, 1) > today:
            year -= 1
        return _made(
            match, dt.date(year, month, 1), dt.date(year, month + 2, calendar.monthrange(year, month + 2)[1]), today
        )
    return None


def _year(text: str, today: dt.date) -> SpokenPeriod | None:
    """`in 2024`, `2024's`; four digits alone are a year only from 1950 to 2099."""
    if match := re.search(
        r"(?<![\w.\-/#$])(?:in\s+|for\s+|of\s+|during\s+|year\s+)?((?:19[5-9]|20\d)\d)(?:'s)?(?![\w\-/%]|\.\d"
        r"|\s*(?:kw|kva|v|a|m|km|customers?|hours?|kwh)\b)",
        text,
    ):
        return (
            _made(match, dt.date(int(match[1]), 1, 1), dt.date(int(match[1]), 12, 31), today)
            if int(match[1]) > today.year
            else _text(match, match[1])
        )
    return None


def _future(text: str, _today: dt.date) -> SpokenPeriod | None:
    if match := _FUTURE.search(text):
        count = re.search(r"\d+", match[0])
        unit = next(
            (hours for word, hours in (("hour", 1), ("week", 168), ("month", 720), ("year", 8760)) if word in match[0]),
            24,
        )
        return SpokenPeriod(
            "", match.start(), match.end(), is_future=True, horizon_hours=unit * (int(count[0]) if count else 1)
        )
    return None
