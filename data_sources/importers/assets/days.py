"""Days, years and moments of a list's cells, by the utility's clock.

A day may be told with a time and an offset: a midnight as written is its date, any other instant the day that the
utility's clock shows. A date that systems write where they know none (1900-01-01, 00.00.0000, 9999-12-31) is not known,
and that is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

import numpy as np

from data_sources.importers.assets.cells import Rows, said
from data_sources.importers.lists.clock import ListClock
from data_sources.importers.lists.rows import so_many
from data_sources.importers.lists.serials import serial_stamps
from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.stamps import DAY_US, NOT_A_TIME, localise, shown_by, zone_named
from data_sources.network.rows import Texts

FIRST_YEAR: Final = 1850  # before it nothing of a network stood
DAY_ZERO: Final = dt.date(1970, 1, 1)
OLDEST_FAILURE: Final = dt.datetime(1970, 1, 1)
FIRST_SERIAL_DAY: Final = 10_000  # of a spreadsheet: 1927-05-18; numbers of fewer digits are no days
OLDEST_DAY: Final = dt.date(1900, 1, 1)
NO_YEARS: Final = (1899, 1900, 9999)  # the years of days that stand for none
_NO_DAYS: Final = tuple(
    (dt.date(*day) - DAY_ZERO).days
    for day in ((1, 1, 1), (1753, 1, 1), (1800, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (9999, 12, 31))
)
_EPOCH: Final = 0  # 1970-01-01, which may be a day
_YEAR: Final = re.compile(r"(\d{4})(?:\.0*)?")
_ZEROS: Final = re.compile(r"(?=.*0000)[0\s./:T-]+")  # 0000-00-00, 00.00.0000, 00000000
_MIDNIGHT: Final = re.compile(r"[T ]+00:?00(?::?00(?:[.,]0+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)$")


def days(rows: Rows, role: str, now: dt.datetime, *, is_needed: bool, ahead: dt.timedelta = dt.timedelta(0)) -> Ints:
    """Days since 1970 of a column of dates; `NOT_A_TIME` where there is none.

    Args:
        rows: of the file.
        role: of the column.
        now: by the utility's clock.
        is_needed: rows without a day are refused.
        ahead: how far in the future a day may lie.

    Raises:
        ImportRefused: the order of day and month cannot be told.
    """
    texts, at = _dates(rows, role, said(rows, role), now, (now + ahead).year)
    name, zeros = rows.name(role) if rows.has(role) else role, _are_zeros(texts)
    rows.refuse((texts != "") & (at == NOT_A_TIME) & ~zeros, f"{name!r} is no date")
    stands_for_none = np.isin(at, (*_NO_DAYS, _EPOCH)) | zeros
    if is_needed:
        rows.refuse(texts == "", f"it has no {name!r}")
        rows.refuse(stands_for_none, f"{name!r} stands for no date")
    else:
        _tell_unknown(rows, role, texts, stands_for_none)
    at = np.where(stands_for_none, NOT_A_TIME, at)
    known = at != NOT_A_TIME
    rows.refuse(known & (at > _day(now.date() + ahead)), f"{name!r} lies in the future")
    rows.refuse(known & (at < _day(OLDEST_DAY)), f"{name!r} lies before {OLDEST_DAY.year}")
    return at


def years(rows: Rows, role: str, now: dt.datetime) -> Ints:
    """Years of a column of years or dates; 0 where nothing is said, shape (rows,).

    Args:
        rows: of the file.
        role: of the column.
        now: by the utility's clock; what lies in a later year is refused.

    Raises:
        ImportRefused: the order of day and month of its dates cannot be told.
    """
    if not rows.has(role):
        return np.zeros(len(rows.sheet), np.int64)
    written = said(rows, role)
    plain = [_YEAR.fullmatch(text) for text in written.tolist()]
    year = np.array([int(match[1]) if match else 0 for match in plain], np.int64)
    is_plain = np.array([match is not None for match in plain], np.bool_)
    texts, at = _dates(
        rows, role, np.where(is_plain | (written == "0"), "", written), now, now.year, is_year_enough=True
    )
    name, zeros = rows.name(role), _are_zeros(written)
    rows.refuse((texts != "") & (at == NOT_A_TIME) & ~zeros, f"{name!r} is no year and no date")
    stands_for_none = np.isin(at, _NO_DAYS) | zeros | (is_plain & np.isin(year, NO_YEARS))
    stands_for_none |= _plain_epochs(rows, role, at)
    _tell_unknown(rows, role, written, stands_for_none)
    year = np.where(at != NOT_A_TIME, years_of(at), year)
    year = np.where(stands_for_none, 0, year)
    rows.refuse((year > 0) & (year < FIRST_YEAR), f"{name!r} lies before {FIRST_YEAR}")
    rows.refuse(year > now.year, f"{name!r} lies in the future")
    return year


def moments(rows: Rows, role: str, now: dt.datetime) -> tuple[Ints, Ints]:
    """When things happened: (microseconds in UTC, what the utility's clock showed); `NOT_A_TIME` where nothing is said.

    A day without a time is its midnight by the utility's clock, whatever clock the times are of.

    Args:
        rows: of the file.
        role: of a column that each row needs.
        now: by the utility's clock; what lies later is refused.

    Raises:
        ImportRefused: the order of day and month, or the clock, cannot be told.
    """
    name, zone = rows.name(role), now.tzinfo
    assert zone is not None
    texts = _without_serials(rows, role, said(rows, role))
    told = texts[texts != ""].tolist()
    if told and all(map(_MIDNIGHT.search, told)):  # days, each told as an instant
        texts = _without_midnights(rows, role, texts)
    rows.refuse(texts == "", f"it has no {name!r}")
    rows.refuse(_are_zeros(texts), f"{name!r} stands for no date")
    dated = np.where(_are_zeros(texts), "", texts)
    clock = ListClock(rows, (dated,), OLDEST_FAILURE, last_year=now.year)
    wall, is_day = clock.walls(dated)
    rows.refuse(is_day & np.isin(wall // DAY_US, (*_NO_DAYS, _EPOCH)), f"{name!r} stands for no date")
    rows.refuse(is_day & (wall < 0), f"{name!r} lies before {OLDEST_FAILURE.year}")
    at = clock.moments(role, np.where(is_day, "", dated), (name,)).early
    at[is_day] = localise(wall[is_day], zone).early
    rows.refuse(at == NOT_A_TIME, f"{name!r} is no time")
    rows.refuse(at > int(now.timestamp() * 1e6), f"{name!r} lies in the future")
    return at, shown_by(at, zone)


def years_of(day: Ints) -> Ints:
    """Years of days since 1970; 1970 where there is none."""
    known = np.where(day == NOT_A_TIME, 0, day)
    return np.asarray(known.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970)


def _day(date: dt.date) -> int:
    return (date - DAY_ZERO).days


def _dates(
    rows: Rows, role: str, texts: Texts, now: dt.datetime, last_year: int, *, is_year_enough: bool = False
) -> tuple[Texts, Ints]:
    """Texts of dates, and the days since 1970 that they mean by the clock that a person says, or the utility's."""
    zone = zone_named(rows.options.time_zone) if rows.options.time_zone else now.tzinfo
    assert zone is not None
    written = _without_midnights(rows, role, _without_serials(rows, role, texts))
    dated = np.where(_are_zeros(written), "", written)
    clock = ListClock(rows, (dated,), last_year=last_year, is_year_enough=is_year_enough)
    at, has_instants = clock.days_of(dated, zone)
    if has_instants:
        rows.note(f"{rows.name(role)!r} holds times with an offset: each is the day that the clock of {zone} shows.")
    return written, at


def _without_serials(rows: Rows, role: str, texts: Texts) -> Texts:
    """Texts of days, numbers of a spreadsheet among them as dates."""
    serials = serial_stamps({text for text in texts.tolist() if text}, FIRST_SERIAL_DAY)
    if not serials:
        return texts
    number, date = next(iter(serials.items()))
    rows.note(f"{rows.name(role)!r} holds numbers of a spreadsheet: {number} is {date}.")
    return np.array([serials.get(text, "") for text in texts.tolist()], object)


def _without_midnights(rows: Rows, role: str, texts: Texts) -> Texts:
    """Dates without the midnight and offset that some systems write behind them."""
    found = _by_text(texts, lambda text: _MIDNIGHT.sub("", text), object)
    if (found != texts).any():
        example = texts[found != texts][0]
        rows.note(f"{rows.name(role)!r} holds midnights with an offset: each is the day as written ({example}).")
    return found


def _are_zeros(texts: Texts) -> Bools:
    return _by_text(texts, lambda text: bool(_ZEROS.fullmatch(text)), np.bool_)


def _by_text(texts: Texts, meaning: Callable[[str], object], kind: type) -> np.ndarray:
    """What each text means, each different text asked once."""
    written = texts.tolist()
    known = {text: meaning(text) for text in set(written)}
    return np.array([known[text] for text in written], kind)


def _plain_epochs(rows: Rows, role: str, at: Ints) -> Bools:
    """Which are 1970-01-01 and plainly no day: no other date of the column is a first of January."""
    is_epoch = at == _EPOCH
    others = at[(at != NOT_A_TIME) & ~is_epoch & ~np.isin(at, _NO_DAYS)].astype("datetime64[D]")
    firsts = others == others.astype("datetime64[Y]").astype("datetime64[D]")
    if is_epoch.any() and (firsts.any() or not len(others)):
        rows.note(f"{rows.name(role)!r} holds 1970-01-01 in {so_many(int(is_epoch.sum()))}: it is taken as of 1970.")
        return np.zeros(len(at), np.bool_)
    return np.asarray(is_epoch)


def _tell_unknown(rows: Rows, role: str, texts: Texts, unknown: Bools) -> None:
    if unknown.any():
        shown = ", ".join(list(dict.fromkeys(texts[unknown].tolist()))[:3])
        count = so_many(int(unknown.sum()))
        rows.note(f"{rows.name(role)!r} says in {count} that no date is known ({shown}): it is kept as not known.")
