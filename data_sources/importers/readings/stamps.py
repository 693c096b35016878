"""Stamps of files to instants: texts of many shapes, local clocks with hours that come twice or never.

A text is parsed once however often it stands in the file. A local time that the clock shows twice is told by the order
of a meter's rows (`showings`); where nothing tells, it is taken as the first. A local time that the clock skips is no
instant and is rejected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.analytics.clock import EARLIEST, LATEST
from data_sources.errors import ImportRefused
from data_sources.importers.given import NO_ZONES
from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.options import DateOrder

REMEMBERED = 1 << 16  # texts that were read before: those of almost two years of quarters of an hour
DAY_S = 86_400
DAY_US = DAY_S * 1_000_000
QUARTER_S = 900  # how often a day is looked at for a change of its offset: a change lasts far longer
MINUTE_S = 60  # all changes since 1970 fall on whole minutes; St John's were at one minute past midnight until 2011
NOT_A_TIME = np.iinfo(np.int64).min
UNTOLD, FIRST, SECOND = range(3)  # which showing of a local time that comes twice
EPOCH = dt.datetime(1970, 1, 1)
LARGEST_OFFSET_MINUTES = 14 * 60  # of any clock
LAST_TURN_HOUR = 3  # clocks are turned at night, from 1:00, 2:00 or 3:00 back
_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: f"{number:02}" for number, name in enumerate(_MONTH_NAMES, 1)}

_CLOCK = (
    r"(?P<hour>\d{1,2})(?P<showing>[AB](?=[:.]\d|$))?(?:[:.]?(?P<minute>\d{2})(?:[:.]?(?P<second>\d{2})(?:[.,]\d*)?)?)?"
    r"(?:\s*(?P<half>[AaPp]\.?[Mm]\.?)|\s?(?P<mark>[AB])$)?"
)
_ZONE = r"\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?"
_DATES = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>\d{4}|\d{2})",
    r"(?P<day>\d{1,2})[- /.](?P<name>[A-Za-z]{3})[a-z]*[- /.,]+(?P<year>\d{4}|\d{2})",
    r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
)
_SHAPES = tuple(re.compile(rf"^\s*{date}(?:(?:[T ]+|:|, +){_CLOCK}{_ZONE})?\s*$") for date in _DATES)
_COMPACT = re.compile(
    r"^\s*(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?\s*$"
)
# What needs no rule of ours: Arrow reads it as it stands, a column at a time.
_ISO = r"^[12]\d{3}-\d{2}-\d{2}[T ][0-2]\d:\d{2}(?::\d{2})?"
_ISO_LOCAL, _ISO_UTC = rf"{_ISO}$", rf"{_ISO}(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$"
_PERIOD = re.compile(
    r"^(?P<start>.*\d.*?)\s*(?:\s(?:to|until|bis|tot)\s|\s[-–—]\s|–|—)\s*(?P<end>.*\d.*)$", re.IGNORECASE
)
_TIME_OF_DAY = re.compile(
    r"^\d{1,2}(?:[AB](?=[:.h]|$))?(?:[:.h]\d{2}(?:[:.]\d{2})?)?\s*(?:[ap]\.?m\.?)?$", re.IGNORECASE
)
_HEADER_OFFSET = re.compile(
    r"(?:^|[^a-z]|(?<=time)|(?<=timestamp))(?:utc|gmt)\s*(?:(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?(?=time|[^a-z0-9]|$)"
)
_STANDARD_TIMES = {"aest": 10.0, "acst": 9.5, "awst": 8.0}  # words that mean one offset, and no daylight saving
# Names of clocks: some mean several places, and those of standard time may be kept all year or not.
_CLOCKS = (
    "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "AKST", "AKDT", "HST", "AST", "ADT", "NST", "NDT", "CET",
    "CEST", "MEZ", "MESZ", "EET", "EEST", "WET", "BST", "IST", "JST", "KST", "HKT", "NZST", "NZDT", "AEDT", "ACDT",
    "SAST", "MSK",
)  # fmt: skip
_CLOCK_NAME = re.compile(
    rf"(?<![A-Za-z])({'|'.join(_CLOCKS)})(?![A-Za-z])|[_(\[](?i:({'|'.join(_CLOCKS)}))(?:[)\]]|$)|[(\[]([ECMP]T)[)\]]"
)
_ALSO = {"MEZ": "CET", "MESZ": "CEST"}
# Clocks without daylight saving whose offset has no Etc name.
_HALF_HOURS = {
    12600: "Asia/Tehran", 16200: "Asia/Kabul", 19800: "Asia/Kolkata", 20700: "Asia/Kathmandu", 23400: "Asia/Yangon",
    31500: "Australia/Eucla", 34200: "Australia/Darwin", -34200: "Pacific/Marquesas",
}  # fmt: skip
_EVEN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\t": " ", "\u2212": "-"})
_PARTS: Mapping[DateOrder, tuple[str, str, str]] = {
    "dmy": ("day", "month", "year"), "mdy": ("month", "day", "year"), "ymd": ("year", "month", "day"),
}  # fmt: skip
_EPOCHS = ((10, 1_000_000), (13, 1_000), (16, 1))  # digits: microseconds in one


def zone_named(text: str) -> dt.tzinfo:
    """The clock of that name: an IANA name or an offset from UTC such as +10:00.

    Raises:
        ImportRefused: there is no such zone.
    """
    if match := _OFFSET.match(text.strip()):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes <= LARGEST_OFFSET_MINUTES:
            return dt.timezone(dt.timedelta(minutes=minutes if match[1] == "+" else -minutes))
    if text.strip().upper() in ("UTC", "Z", "GMT"):
        return dt.UTC
    try:
        if text.strip() in NO_ZONES:
            raise ValueError(text)
        return ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ImportRefused(
            f"{text!r} is no time zone; give an IANA name such as America/Chicago, or an offset such as +10:00."
        ) from None


def is_same_clock(one: dt.tzinfo, other: dt.tzinfo) -> bool:
    """Whether two zones show the same time in every month there can be readings of."""
    days = (dt.datetime(year, month, 1) for year in range(EARLIEST.year, LATEST.year) for month in range(1, 13))
    return all(day.replace(tzinfo=one).utcoffset() == day.replace(tzinfo=other).utcoffset() for day in days)


def zone_of_offset(seconds: int) -> str | None:
    """The IANA name of a clock that is always so far ahead of UTC; None where none is."""
    if seconds % 3600:
        return _HALF_HOURS.get(seconds)
    hours = seconds // 3600
    if not -12 <= hours <= 14:
        return None
    return "UTC" if hours == 0 else f"Etc/GMT{-hours:+d}"


@dataclass(frozen=True, slots=True)
class Stamps:
    """Times as written.

    Attributes:
        at: microseconds since 1970, by the local clock or in UTC; `NOT_A_TIME` where the text is none.
        is_utc: which of the two.
        showing: which one is told of a local time that comes twice: `UNTOLD`, `FIRST` or `SECOND`.
        is_contrary: times that something else in their rows contradicts.
    """

    at: Ints
    is_utc: Bools
    showing: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    is_contrary: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))

    def __post_init__(self) -> None:
        """Nothing is told where nothing is said."""
        for name, kind in (("showing", np.int64), ("is_contrary", np.bool_)):
            if len(getattr(self, name)) != len(self.at):
                object.__setattr__(self, name, np.zeros(len(self.at), kind))


def midnights(stamps: Stamps, zone: dt.tzinfo) -> Ints:
    """The midnight that begins each stamp's day, by the wall clock; `NOT_A_TIME` where there is no stamp.

    A day may be told as an instant: its local midnight, or a midnight of UTC that only means its date.

    Args:
        stamps: of days.
        zone: clock of the days.
    """
    shown = shown_by(stamps.at, zone)
    is_date = ~stamps.is_utc | ((shown % DAY_US != 0) & (stamps.at % DAY_US == 0))
    days = np.where(is_date, stamps.at, shown)
    return np.asarray(np.where(stamps.at == NOT_A_TIME, NOT_A_TIME, days - days % DAY_US), np.int64)


def shown_by(at: Ints, zone: dt.tzinfo) -> Ints:
    """What a clock shows at instants, microseconds since 1970 as if it were UTC; `NOT_A_TIME` stays."""
    known, place = np.unique(at, return_inverse=True)
    return np.array([one if one == NOT_A_TIME else _shown(one, zone) for one in known.tolist()], np.int64)[place]


def _shown(at: int, zone: dt.tzinfo) -> int:
    """What the clock shows at an instant, microseconds; far beyond any reading, the instant itself."""
    try:
        moment = EPOCH.replace(tzinfo=dt.UTC) + dt.timedelta(microseconds=at)
        return (moment.astimezone(zone).replace(tzinfo=None) - EPOCH) // dt.timedelta(microseconds=1)
    except OverflowError:
        return at


def iso_stamps(texts: pa.Array) -> Stamps | None:
    """Times of a column that are all written alike, as 2025-01-31T23:45 or with Z or +01:00; None of any other."""
    for shape, kind in ((_ISO_LOCAL, pa.timestamp("us")), (_ISO_UTC, pa.timestamp("us", "UTC"))):
        if pc.all(pc.match_substring_regex(texts, shape)).as_py():
            try:
                at = texts.cast(kind).cast(pa.int64()).to_numpy(zero_copy_only=False)
            except pa.ArrowInvalid:  # a day or an hour that no clock shows, or 24:00: told text by text
                return None
            return Stamps(at, np.full(len(at), kind.tz is not None, np.bool_))
    return None


def parse_stamps(texts: list[str], order: DateOrder | None, file: str) -> Stamps:
    """Times of distinct texts.

    Raises:
        ImportRefused: whether day or month comes first cannot be told from the texts, and is not given.
    """
    if order is None:
        seen = DatesSeen()
        order = seen.look(texts)
        if order is None and seen.either:
            raise seen.refusal(file)
    parsed = [_read(text, order or "dmy") for text in texts]
    at, is_utc, showing = zip(*parsed, strict=True) if parsed else ((), (), ())
    return Stamps(np.array(at, np.int64), np.array(is_utc, np.bool_), np.array(showing, np.int64))


@lru_cache(maxsize=REMEMBERED)
def _read(text: str, order: DateOrder) -> tuple[int, bool, int]:
    """(microseconds, whether UTC, the showing told) of a text, which stands again in the rows of the next meter."""
    match = _match(text)
    return *_instant(text, match, order), _showing(match)


def _showing(match: re.Match[str] | None) -> int:
    """Of 2A:00, 02A:15 or 02:15B."""
    parts = match.groupdict() if match else {}
    letter = parts.get("showing") or parts.get("mark")
    return {"A": FIRST, "B": SECOND}[letter] if letter else UNTOLD


@dataclass(slots=True)
class DatesSeen:
    """What the dates of a file tell about the order of day, month and year; they may tell it only far down.

    Attributes:
        order: what they tell; None as long as nothing does.
        either: a date that may be read in several ways.
    """

    order: DateOrder | None = None
    either: str = ""
    _short: tuple[set[int], set[int], set[int]] = field(default_factory=lambda: (set(), set(), set()))

    def look(self, texts: Iterable[str]) -> DateOrder | None:
        """The order, as far as these texts and those before tell it.

        Args:
            texts: distinct dates or stamps.
        """
        for date in (date for text in texts if (date := _either(text))):
            self.either = self.either or date.text
            self.order = self.order or date.order
            if date.short_year is not None:
                for numbers, number in zip(self._short, (date.one, date.two, date.short_year), strict=True):
                    numbers.add(number)
        self.order = self.order or (self._of_short_years() if self._short[0] else None)
        return self.order

    def _of_short_years(self) -> DateOrder | None:
        """Any number of 24-01-15 may be the year; days change from date to date, and years hardly do."""
        one, two, three = self._short
        if max(one) <= 12:
            return "mdy" if max(two) > 12 else None
        is_dmy, is_ymd = max(one) <= 31, min(three) >= 1 and max(three) <= 31
        if is_dmy and is_ymd:
            return None if len(one) == len(three) else "dmy" if len(one) > len(three) else "ymd"
        return "ymd" if is_ymd else "dmy"

    def refusal(self, file: str) -> ImportRefused:
        """What is said where nothing in a file tells."""
        if not self._short[0]:
            return ImportRefused(
                f"{file}: whether {self.either} is a day and a month or a month and a day cannot be told; "
                f"give --date-order dmy or --date-order mdy."
            )
        orders = ("dmy", "mdy", "ymd") if max(self._short[0]) <= 12 else ("dmy", "ymd")
        return ImportRefused(
            f"{file}: which numbers of {self.either} are day, month and year cannot be told; "
            f"give {' or '.join(f'--date-order {order}' for order in orders)}."
        )


@dataclass(frozen=True, slots=True)
class _Either:
    """A date of which several numbers may be the day.

    Attributes:
        text: as written, without its time; of one with a long year, without that.
        order: what it tells by itself.
        one: its first number.
        two: its second number.
        short_year: its last number, where that is no year of four digits.
    """

    text: str
    order: DateOrder | None
    one: int
    two: int
    short_year: int | None


@lru_cache(maxsize=REMEMBERED)
def _either(text: str) -> _Either | None:
    match = _match(text)
    if match is None or "one" not in match.re.groupindex:
        return None
    one, two, is_short = int(match["one"]), int(match["two"]), len(match["year"]) == 2
    order: DateOrder | None = None
    if match.string[match.end("one")] == ".":
        order = "dmy"  # nobody writes 12.31.2026
    elif not is_short and max(one, two) > 12:
        order = "dmy" if one > 12 else "mdy"
    shown = match.string[match.start("one") : match.end("year")] if is_short else f"{one:02}/{two:02}"
    return _Either(shown, order, one, two, int(match["year"]) if is_short else None)


def header_zone(name: str) -> dt.tzinfo | None:
    """The clock that a column's name tells: "Time (UTC+10)" is ten hours ahead of UTC, "timestamp_utc" UTC itself."""
    text = name.lower()
    if match := _HEADER_OFFSET.search(text):
        if match["sign"] is None:
            return dt.UTC
        minutes = int(match["hours"]) * 60 + int(match["minutes"] or 0)
        return dt.timezone(dt.timedelta(minutes=minutes if match["sign"] == "+" else -minutes))
    known = next(
        (hours for word, hours in _STANDARD_TIMES.items() if re.search(rf"(?<![a-z]){word}(?![a-z])", text)), None
    )
    return None if known is None else dt.timezone(dt.timedelta(hours=known))


@dataclass(frozen=True, slots=True)
class ClockName:
    """A clock that a column's name tells by letters, as "Time (EST)".

    Attributes:
        text: the letters; with two of them, as ET, it is the clock that the place keeps, whatever the season.
    """

    text: str

    @classmethod
    def of(cls, name: str) -> ClockName | None:
        """That of a column; None where it tells none."""
        match = _CLOCK_NAME.search(name)
        return cls(next(filter(None, match.groups())).upper()) if match else None

    def is_of(self, zone: dt.tzinfo) -> bool:
        """Whether the zone's clock ever goes by that name."""
        name = self.text.replace("T", "ST") if len(self.text) == 2 else _ALSO.get(self.text, self.text)
        return name in _names(zone)

    def is_all_of(self, zone: dt.tzinfo) -> bool:
        """Whether it can mean nothing else than the zone's clock."""
        return self.is_of(zone) and (len(self.text) == 2 or len(_names(zone)) == 1)


@lru_cache(maxsize=64)
def _names(zone: dt.tzinfo) -> frozenset[str | None]:
    return frozenset(dt.datetime(LATEST.year - 1, month, 15, tzinfo=zone).tzname() for month in range(1, 13))


def split_period(text: str) -> tuple[str, str] | None:
    """Both ends of "A to B"; None where the text is no such period."""
    match = _PERIOD.match(_even(text))
    return (match["start"], match["end"]) if match and _match(match["start"]) else None


def is_time_of_day(text: str) -> bool:
    """Whether a text is a time without a day."""
    return bool(_TIME_OF_DAY.match(_even(text)))


def _even(text: str) -> str:
    """With plain blanks and a plain minus: others come out of web pages and spreadsheets."""
    return text.translate(_EVEN).strip()


def _match(text: str) -> re.Match[str] | None:
    text = _even(text)
    for shape in (_COMPACT, *_SHAPES):
        if match := shape.match(text):
            return match
    return None


def _instant(text: str, match: re.Match[str] | None, order: DateOrder) -> tuple[int, bool]:
    """(microseconds, whether UTC)."""
    if match is None or (match.re is _COMPACT and not _is_compact_date(match)):
        return _epoch(text)
    parts = match.groupdict()
    if parts.get("one"):
        if order == "ymd" and len(parts["year"]) > 2:
            return NOT_A_TIME, False
        written = (parts["one"], parts["two"], parts["year"])
        parts |= zip(_PARTS[order], written, strict=True)
    if parts.get("name"):
        parts["month"] = _MONTHS.get(parts["name"].lower(), "0")
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    seconds = _seconds(parts)
    try:
        day = dt.datetime(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return NOT_A_TIME, False
    if seconds is None:
        return NOT_A_TIME, False
    at = ((day - EPOCH).days * 86_400 + seconds) * 1_000_000
    return _shifted(at, parts.get("offset"))


def _is_compact_date(match: re.Match[str]) -> bool:
    return 1970 <= int(match["year"]) <= 2199 and 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31


def _seconds(parts: dict[str, str | None]) -> int | None:
    """Seconds of the day; 24:00 is the day's end. None for a clock that shows no such time."""
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if (parts.get("showing") or parts.get("mark")) and hour > LAST_TURN_HOUR:  # 12:00A is midnight
        return None
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return hour * 3600 + minute * 60 + second


def _shifted(at: int, offset: str | None) -> tuple[int, bool]:
    if not offset:
        return at, False
    if offset in ("Z", "UTC", "GMT"):
        return at, True
    hours, rest = int(offset[1:3]), int(offset[3:].lstrip(":") or 0)
    minutes = hours * 60 + rest
    if rest > 59 or minutes > LARGEST_OFFSET_MINUTES:
        return NOT_A_TIME, False
    return at - (minutes if offset[0] == "+" else -minutes) * 60_000_000, True


def _epoch(text: str) -> tuple[int, bool]:
    """Seconds, milliseconds or microseconds since 1970, told by their digits."""
    digits = text.strip().removesuffix(".0")
    if digits.isascii() and digits.isdigit():
        for length, scale in _EPOCHS:
            if len(digits) == length:
                return int(digits) * scale, True
    return NOT_A_TIME, False


@dataclass(frozen=True, slots=True)
class Localised:
    """Local times as instants.

    Attributes:
        early: UTC; of a time that comes twice, the first.
        late: UTC; the second.
        is_twice: times that come twice.
        is_never: times that the clock skips.
        is_turning: times of days on which the clock is turned.
    """

    early: Ints
    late: Ints
    is_twice: Bools
    is_never: Bools
    is_turning: Bools


def localise(local: Ints, zone: dt.tzinfo) -> Localised:
    """Local times (microseconds of the wall clock) as UTC; the zone's rules are asked once a day of the file."""
    days, place = np.unique(local // (DAY_S * 1_000_000), return_inverse=True)
    steady = [_steady(int(day), zone) for day in days]
    is_steady = np.array([offset is not None for offset in steady], np.bool_)[place]
    early = np.array([offset or 0 for offset in steady], np.int64)[place]
    late, twice, never = early.copy(), np.zeros(len(local), np.bool_), np.zeros(len(local), np.bool_)
    if not is_steady.all():
        changing = ~is_steady
        early[changing], late[changing], twice[changing], never[changing] = _by_minute(local[changing], zone)
    return Localised(local - early * 1_000_000, local - late * 1_000_000, twice, never, ~is_steady)


@lru_cache(maxsize=REMEMBERED)
def _steady(day: int, zone: dt.tzinfo) -> int | None:
    """The offset of a day of the wall clock (days since 1970), seconds; None where it changes in it."""
    first, *others = {_offsets(day * DAY_S + second, zone) for second in range(0, DAY_S, QUARTER_S)}
    offset, _, twice, never = first
    return None if others or twice or never else offset


def _by_minute(local: Ints, zone: dt.tzinfo) -> tuple[Ints, Ints, Bools, Bools]:
    """(first offset, second, comes twice, comes never) of times on days of a change."""
    steps, place = np.unique(local // (MINUTE_S * 1_000_000), return_inverse=True)
    offsets = np.array([_offsets(int(step) * MINUTE_S, zone) for step in steps], np.int64).reshape(-1, 4)
    early, late, twice, never = offsets[place].T
    return early, late, twice > 0, never > 0


def _offsets(local_s: int, zone: dt.tzinfo) -> tuple[int, int, int, int]:
    """(offset of the first, of the second, comes twice, comes never), seconds."""
    wall = EPOCH + dt.timedelta(seconds=local_s)
    first, second = (int(wall.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds()) for fold in (0, 1))  # type: ignore[union-attr]
    # Over a gap the offset rises from fold 0 to fold 1, over an hour that comes twice it falls.
    return first, second, int(first > second), int(first < second)
