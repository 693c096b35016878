"""The hour that a clock shows twice, where a file tells its showings: 2A:00 and 2B:00, or a column of summer time.

A told time becomes the instant it means. At the end of that hour, 3A:00 is still the first showing's: an interval that
ends there ends as the clock is turned back. What a column says against the clock is no time of that clock, and its row
is refused: stamps that are kept in standard time all the year would else be an hour off for half of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.columns import Columns
from data_sources.importers.readings.headings import unaccented
from data_sources.importers.readings.sheets.reading_sheet import ReadingSheet
from data_sources.importers.readings.stamps import FIRST, NOT_A_TIME, SECOND, UNTOLD, Localised, Stamps, localise

SECOND_US: Final = 1_000_000
_YES = ("1", "y", "yes", "true", "t", "j", "ja", "oui", "o", "si", "s", "on", "x")
_NO = ("0", "n", "no", "false", "f", "nein", "nee", "non", "off", "")
SUMMER = frozenset((*_YES, "dst", "d", "summer", "sommer", "sommerzeit", "ete", "verano", "cest", "mesz", "daylight"))
WINTER = frozenset(
    (*_NO, "std", "standard", "w", "winter", "winterzeit", "normalzeit", "hiver", "invierno", "cet", "mez")
)
YES, NO = frozenset(_YES), frozenset(_NO)


def settled(stamps: Stamps, sheet: ReadingSheet, columns: Columns, zone: dt.tzinfo, *, is_end: bool) -> Stamps:
    """The stamps, with what is told of showings as instants and what a column contradicts marked.

    Args:
        stamps: of the rows, as written.
        sheet: the rows.
        columns: may name a column of summer time, or one that marks the repeated hour.
        zone: the clock of local stamps.
        is_end: a stamp is the end of its interval.
    """
    is_local = ~stamps.is_utc & (stamps.at != NOT_A_TIME)
    summer, repeated = (_flags(sheet, columns, role) for role in ("summer_time", "repeated_hour"))
    showing = np.select(
        [stamps.showing != UNTOLD, repeated != UNTOLD, summer != UNTOLD], [stamps.showing, repeated, summer], UNTOLD
    )
    told = np.flatnonzero(is_local & (showing != UNTOLD))
    if not len(told):
        return stamps
    at, is_utc, is_contrary = stamps.at.copy(), stamps.is_utc.copy(), np.zeros(len(stamps.at), np.bool_)
    known, before = (localise(at[told] - step, zone) for step in (0, SECOND_US))
    is_after = is_end & ~known.is_twice & before.is_twice
    is_first = showing[told] == FIRST
    instant = np.where(is_first, known.early, known.late)
    instant = np.where(is_after & is_first, before.early + SECOND_US, instant)
    is_told = known.is_twice | is_after
    by_name = ~is_told & ~is_first & ((stamps.showing != UNTOLD) | (repeated != UNTOLD))[told]
    by_flag = ~is_told & (summer[told] != UNTOLD) & _contradicts(at[told], known, zone, summer[told] == FIRST)
    is_contrary[told] = by_name | by_flag
    at[told], is_utc[told] = np.where(is_told, instant, at[told]), is_told
    return Stamps(at, is_utc, stamps.showing, is_contrary)


def _flags(sheet: ReadingSheet, columns: Columns, role: str) -> Ints:
    """The showing that a column tells of each row: the first in summer time, the second of a repeated hour."""
    name = columns.by_role.get(role)  # type: ignore[call-overload]
    if name is None:
        return np.full(len(sheet), UNTOLD, np.int64)
    coded = sheet.texts(name).dictionary_encode()
    texts = [unaccented(text.lower()) for text in coded.dictionary.to_pylist()]
    known = [_of_summer(text, texts) if role == "summer_time" else _of_repeated(text) for text in texts]
    return np.asarray(np.array(known, np.int64)[coded.indices.to_numpy(zero_copy_only=False)], np.int64)


def _of_summer(text: str, texts: list[str]) -> int:
    if text == "s" and "d" in texts:  # daylight and standard, where others write summer and winter
        return SECOND
    return FIRST if text in SUMMER else SECOND if text in WINTER else UNTOLD


def _of_repeated(text: str) -> int:
    return SECOND if text in YES else FIRST if text in NO else UNTOLD


def _contradicts(local: Ints, known: Localised, zone: dt.tzinfo, is_summer: Bools) -> Bools:
    """Which times are said to be of the other half of the year than the zone's clock has them.

    On the days of a turn nothing is said: there a row may be of its interval's start or of its end.
    """
    years, place = np.unique(local.astype("datetime64[us]").astype("datetime64[Y]"), return_inverse=True)
    standard, other = np.array([_offsets_of_year(int(year.astype(int)) + 1970, zone) for year in years]).T
    clock = local - known.early > standard[place]
    return np.asarray((standard != other)[place] & ~known.is_turning & (clock != is_summer))


def _offsets_of_year(year: int, zone: dt.tzinfo) -> tuple[int, int]:
    """(least, largest) offset from UTC on the first of its months, microseconds."""
    months = (dt.datetime(year, month, 1, tzinfo=zone).utcoffset() or dt.timedelta() for month in range(1, 13))
    offsets = [offset // dt.timedelta(microseconds=1) for offset in months]
    return min(offsets), max(offsets)
