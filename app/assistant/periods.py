"""Periods as tools take them, in one short text that a person, a model and an address can write.

`today`, `yesterday`, `this_week`, `last_week`, `this_month`, `last_month`, `this_year`, `last_year`,
`last_24_hours`, `last_7_days`, `2024`, `2024-07`, `2024-07-01`, `2024-07-01..2024-07-03` (both days included).
Some tools take times of day too: `2024-07-01T06:00..2024-07-01T09:00` (the end left out), `last_30_minutes`, and the
quarter of an hour from a time on: `2024-07-01T15:00`.
Weeks begin on Monday; the present day, week, month and year go up to now; `last_N_hours` and `last_N_days` end now,
the latter begin at the same local time of day.

Of what has a due day, days may lie ahead as well: `tomorrow`, `next_week`, `next_month`, `next_7_days` (with today).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

DAY = dt.timedelta(days=1)
_NAMED = {
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year", "last_year",
}  # fmt: skip
_ROLLING = re.compile(r"last_(\d{1,4})_(hours|days)")
_AHEAD = {"tomorrow", "next_week", "next_month"}
_AHEAD_DAYS = re.compile(r"next_(\d{1,4})_days")
_YEAR = r"[12]\d{3}"  # at either end of the calendar a day has no day beside it
_DAY = rf"{_YEAR}-\d{{2}}-\d{{2}}"
_AT = rf"{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d"
_MOMENT = re.compile(_AT)
_CLOCK = re.compile(rf"({_AT})\.\.({_AT})")
_MINUTES = re.compile(r"last_(\d{1,4})_minutes")
QUARTER = dt.timedelta(minutes=15)
"""What a moment is of: loads are means of so long."""
_FORM = re.compile(rf"{_YEAR}|{_YEAR}-\d{{2}}|{_DAY}|{_DAY}\.\.{_DAY}")


@dataclass(frozen=True, slots=True)
class LocalSpan:
    """A period on the utility's own calendar, half-open.

    Attributes:
        from_at: aware, in the utility's zone.
        to_at: aware; never after the moment it is asked.
        text: as the tool took it.
    """

    from_at: dt.datetime
    to_at: dt.datetime
    text: str

    @property
    def first_day(self) -> dt.date:
        """First local day of it."""
        return self.from_at.date()

    @property
    def end_day(self) -> dt.date:
        """The local day after the last one of it."""
        return max((self.to_at - dt.timedelta(microseconds=1)).date(), self.first_day) + DAY

    @property
    def words(self) -> str:
        """`yesterday, 2026-11-28` or `last 7 days, 2026-11-22 14:05 to 2026-11-29 14:05`."""
        name = "" if self.text[:1].isdigit() else _named(self.text) + ", "
        if _MOMENT.match(self.text):
            day = "" if self.to_at.date() == self.from_at.date() else f"{self.to_at:%Y-%m-%d} "
            return f"{self.from_at:%Y-%m-%d %H:%M} to {day}{self.to_at:%H:%M}"
        if self.text.startswith("last_") and self.text.endswith(("hours", "days", "minutes")):
            return f"{name}{self.from_at:%Y-%m-%d %H:%M} to {self.to_at:%Y-%m-%d %H:%M}"
        last = self.end_day - DAY
        days = f"{self.first_day}" if last == self.first_day else f"{self.first_day} to {last}"
        return f"{name}{days}"


def _named(text: str) -> str:
    """`last 7 days`, `last hour`."""
    return re.sub(r"^last 1 (hour|day|minute)s$", r"last \1", text.replace("_", " "))


def has_clock(text: str) -> bool:
    """Whether a period begins or ends at a time of day, which tools that count whole days cannot tell."""
    return bool(_MOMENT.match(text) or _MINUTES.fullmatch(text))


def is_moment(text: str) -> bool:
    """Whether it is the quarter of an hour from a time on."""
    return bool(_MOMENT.fullmatch(text))


def check_period(text: str) -> str:
    """The text, if it is a period of whole days, or the last hours.

    Raises:
        ValueError: it is none; says what one looks like.
    """
    if has_clock(text):
        raise ValueError("that is told by the day here: ask for the whole day")
    if text in _NAMED or _ROLLING.fullmatch(text):
        return text
    if _FORM.fullmatch(text):
        _days(text, dt.date(2000, 1, 1))
        return text
    raise ValueError(f"{text!r} is no period: write yesterday, last_7_days, 2024, 2024-07 or 2024-07-01..2024-07-03.")


PeriodText = Annotated[
    str,
    AfterValidator(check_period),
    Field(
        description="today, yesterday, this_week, last_week, this_month, last_month, this_year, last_year, "
        "last_24_hours, last_7_days, 2024, 2024-07, 2024-07-01 or 2024-07-01..2024-07-03 (both days included)"
    ),
]


def _check_or_none(text: str) -> str:
    return text and check_period(text)


PeriodOrNone = Annotated[
    str, AfterValidator(_check_or_none), Field(description="as `period` in other tools; empty for any time, or for now")
]


def _check_days(text: str) -> str:
    return text if not text or text in _AHEAD or _AHEAD_DAYS.fullmatch(text) else check_period(text)


DaysText = Annotated[
    str,
    AfterValidator(_check_days),
    Field(
        description="whole local days, which may lie ahead: as `period` in other tools, or tomorrow, next_week, "
        "next_month, next_7_days (with today); empty for any"
    ),
]


@dataclass(frozen=True, slots=True)
class WholeDays:
    """Whole local days, past or to come.

    Attributes:
        first: of them.
        last: of them.
        text: as the tool took it.
    """

    first: dt.date
    last: dt.date
    text: str

    @property
    def words(self) -> str:
        """`next week, 2026-11-30 to 2026-12-06`."""
        name = "" if self.text[:1].isdigit() else self.text.replace("_", " ") + ", "
        return f"{name}{self.first}" if self.first == self.last else f"{name}{self.first} to {self.last}"


def days_of(text: str, today: dt.date) -> WholeDays:
    """The whole days that a text means: a week or month that lasts up to its end, too.

    Args:
        text: see `DaysText`; not empty.
        today: by the utility's calendar.

    Raises:
        ValueError: it says no days.
    """
    if ahead := _AHEAD_DAYS.fullmatch(text):
        return WholeDays(today, today + DAY * int(ahead[1]), text)
    if rolling := _ROLLING.fullmatch(text):
        back = -(-int(rolling[1]) // 24) if rolling[2] == "hours" else int(rolling[1])
        return WholeDays(today - DAY * back, today, text)
    monday, month = today - today.weekday() * DAY, _next(today.replace(day=1))
    ahead_of_now = {
        "tomorrow": (today + DAY, today + 2 * DAY), "next_week": (monday + 7 * DAY, monday + 14 * DAY),
        "next_month": (month, _next(month)),
    }  # fmt: skip
    first, end = ahead_of_now.get(text) or _days(check_period(text), today)
    return WholeDays(first, end - DAY, text)


def check_clock_period(text: str) -> str:
    """The text, if it is a period, with times of day or without, and no moment.

    Raises:
        ValueError: it is none.
    """
    if is_moment(text):
        raise ValueError("that is not told of one moment here: say from when to when")
    return check_moment(text)


def check_moment(text: str) -> str:
    """The text, if it is a period, with times of day or without, or a moment.

    Raises:
        ValueError: it is none.
    """
    if not has_clock(text):
        return check_period(text)
    for at in text.split("..") if _MOMENT.match(text) else ():
        dt.datetime.fromisoformat(at)
    if (clock := _CLOCK.fullmatch(text)) and clock[1] >= clock[2]:
        raise ValueError(f"{text!r} ends before it begins.")
    if not (clock or is_moment(text) or _MINUTES.fullmatch(text)):
        raise ValueError(f"{text!r} is no period: write 2024-07-01T06:00..2024-07-01T09:00.")
    return text


def _check_clock_or_none(text: str) -> str:
    return text and check_clock_period(text)


_CLOCK_WORDS: Final = (
    "as `period` in other tools; with times of day too: 2024-07-01T06:00..2024-07-01T09:00, last_30_minutes"
)
ClockPeriodText = Annotated[
    str,
    AfterValidator(check_clock_period),
    Field(description=_CLOCK_WORDS),
]
MomentText = Annotated[
    str,
    AfterValidator(check_moment),
    Field(description=f"{_CLOCK_WORDS}; 2024-07-01T15:00 for the quarter of an hour from then on"),
]
ClockPeriodOrNone = Annotated[
    str,
    AfterValidator(_check_clock_or_none),
    Field(description=f"{_CLOCK_WORDS}; empty for any time, or for now"),
]


def span_of(text: str, now: dt.datetime, zone: ZoneInfo) -> LocalSpan:
    """What a period's text means at a moment.

    Args:
        text: see the module.
        now: when it is asked, aware.
        zone: the utility's.

    Raises:
        ValueError: it is no period.
    """
    here = now.astimezone(zone)
    if rolling := _ROLLING.fullmatch(text):
        back = dt.timedelta(**{rolling[2]: int(rolling[1])})
        # hours go by the sun, days by the clock on the wall: a day has 23 or 25 hours twice a year
        begin = (now - back).astimezone(zone) if rolling[2] == "hours" else here - back
        return LocalSpan(begin, here, text)
    if minutes := _MINUTES.fullmatch(text):
        return LocalSpan((now - dt.timedelta(minutes=int(minutes[1]))).astimezone(zone), here, text)
    if has_clock(text):
        at, _, to = check_moment(text).partition("..")
        begin = dt.datetime.fromisoformat(at).replace(tzinfo=zone)
        until = dt.datetime.fromisoformat(to).replace(tzinfo=zone) if to else begin + QUARTER
        return LocalSpan(begin, max(min(until, here), begin), text)
    first, end = _days(check_period(text), here.date())
    return LocalSpan(_midnight(first, zone), max(min(_midnight(end, zone), here), _midnight(first, zone)), text)


def _days(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First day and the day after the last."""
    month, monday = today.replace(day=1), today - today.weekday() * DAY
    named = {
        "today": (today, today + DAY),
        "yesterday": (today - DAY, today),
        "this_week": (monday, monday + 7 * DAY),
        "last_week": (monday - 7 * DAY, monday),
        "this_month": (month, _next(month)),
        "last_month": ((month - DAY).replace(day=1), month),
        "this_year": (dt.date(today.year, 1, 1), dt.date(today.year + 1, 1, 1)),
        "last_year": (dt.date(today.year - 1, 1, 1), dt.date(today.year, 1, 1)),
    }
    if text in named:
        return named[text]
    first, _, last = text.partition("..")
    if last:
        days = dt.date.fromisoformat(first), dt.date.fromisoformat(last) + DAY
        if days[0] >= days[1]:
            raise ValueError(f"{text!r} ends before it begins.")
        return days
    if len(text) == 4:
        return dt.date(int(text), 1, 1), dt.date(int(text) + 1, 1, 1)
    if len(text) == 7:
        begin = dt.date.fromisoformat(f"{text}-01")
        return begin, _next(begin)
    day = dt.date.fromisoformat(text)
    return day, day + DAY


def _next(month: dt.date) -> dt.date:
    return (month + 31 * DAY).replace(day=1)


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)
