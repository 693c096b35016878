"""Values of a list's cells: years, days, quantities, words; what cannot be is refused with its reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from data_sources.errors import ImportRefused
from data_sources.importers.lists.clock import ListClock
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.lists.rows import ListRows
from data_sources.importers.lists.serials import serial_stamps
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.stamps import NOT_A_TIME
from data_sources.network.rows import Texts

Rows = ListRows[ListOptions]

FIRST_YEAR: Final = 1850  # before it nothing of a network stood
FEET: Final = 0.3048
NO_VALUE: Final = ("", "-", "?", "n/a", "na", "none", "null", "unknown", "not known", "unk", "nan", "tbd")
DAY_ZERO: Final = dt.date(1970, 1, 1)
_YEAR = re.compile(r"(\d{4})(?:\.0*)?")
_FEET = re.compile(r"(?:^|[^a-z])(?:ft|feet|foot)(?:$|[^a-z])", re.IGNORECASE)
SHARES: Final = 1.0
SHORT_SCALE: Final = 10.0
ENOUGH_TO_TELL: Final = 5  # values by which the scale of a column is told


def said(rows: Rows, role: str) -> Texts:
    """Texts of a column; '' where a cell says that nothing is known."""
    texts = rows.texts(role)
    return np.array([("" if text.strip().lower() in NO_VALUE else text.strip()) for text in texts.tolist()], object)


def days(rows: Rows, role: str, latest: dt.date, *, is_needed: bool) -> Ints:
    """Days since 1970 of a column of dates; `NOT_A_TIME` where there is none.

    Args:
        rows: of the file.
        role: of the column.
        latest: what lies later is refused.
        is_needed: rows without a day are refused.

    Raises:
        ImportRefused: the order of day and month cannot be told.
    """
    texts = dated(rows, role, said(rows, role))
    at = ListClock(rows, (texts,)).days_of(texts)
    name = rows.name(role) if rows.has(role) else role
    has_text = texts != ""
    rows.refuse(has_text & (at == NOT_A_TIME), f"{name!r} is no date")
    if is_needed:
        rows.refuse(~has_text, f"it has no {name!r}")
    known = at != NOT_A_TIME
    rows.refuse(known & (at > (latest - DAY_ZERO).days), f"{name!r} lies in the future")
    rows.refuse(known & (at < (dt.date(1900, 1, 1) - DAY_ZERO).days), f"{name!r} lies before 1900")
    return at


def years(rows: Rows, role: str, latest: dt.date) -> Ints:
    """Years of a column of years or dates; 0 where nothing is said, shape (rows,).

    Args:
        rows: of the file.
        role: of the column.
        latest: what lies in a later year is refused.

    Raises:
        ImportRefused: the order of day and month of its dates cannot be told.
    """
    if not rows.has(role):
        return np.zeros(len(rows.sheet), np.int64)
    texts = said(rows, role)
    plain = [_YEAR.fullmatch(text) for text in texts.tolist()]
    year = np.array([int(match[1]) if match else 0 for match in plain], np.int64)
    rest = np.array(["" if match else text for match, text in zip(plain, texts.tolist(), strict=True)], object)
    rest[rest == "0"] = ""
    rest = dated(rows, role, rest)
    at = ListClock(rows, (rest,)).days_of(rest)
    name = rows.name(role)
    rows.refuse((rest != "") & (at == NOT_A_TIME), f"{name!r} is no year and no date")
    is_date = at != NOT_A_TIME
    year[is_date] = at[is_date].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    rows.refuse((year > 0) & (year < FIRST_YEAR), f"{name!r} lies before {FIRST_YEAR}")
    rows.refuse(year > latest.year, f"{name!r} lies in the future")
    return year


def quantity(rows: Rows, role: str, least: float, most: float, what: str) -> Floats:
    """Numbers of a column within bounds; NaN where nothing is said.

    Args:
        rows: of the file.
        role: of the column.
        least: what is smaller is refused.
        most: what is larger is refused.
        what: it is, for reasons: "between 0 and 100".
    """
    if not rows.has(role):
        return np.full(len(rows.sheet), np.nan)
    value = rows.numbers(role, pa.array(said(rows, role).tolist(), pa.string()))
    rows.refuse((value < least) | (value > most), f"{rows.name(role)!r} is not {what}")
    return value


def metres(rows: Rows, role: str, most: float) -> Floats:
    """Lengths of a column in metres; of a heading that says feet, converted and told."""
    is_feet = rows.has(role) and bool(
        _FEET.search(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", rows.name(role).replace("_", " ")))
    )
    factor = FEET if is_feet else 1.0
    value = factor * quantity(rows, role, 0.0, most / factor, f"between 0 and {most / factor:,.0f}")
    if is_feet:
        rows.note(f"{rows.name(role)!r} is in feet; it is kept in metres.")
    return value


def percent(rows: Rows, role: str) -> Floats:
    """Percentages of a column.

    Raises:
        ImportRefused: all of them are 1 at most, or all 10 at most: shares, or grades of another scale.
    """
    value = quantity(rows, role, 0.0, 100.0, "between 0 and 100")
    known = value[~np.isnan(value)]
    if len(known) >= ENOUGH_TO_TELL and known.max() <= SHORT_SCALE and known.max() > 0:
        held = "shares of 1" if known.max() <= SHARES else "grades up to 10"
        raise ImportRefused(
            f"{rows.sheet.file}: {rows.name(role)!r} seems to hold {held}, and is to be 0 to 100; bring it to that "
            f"scale, or leave it out with --column {role}=."
        )
    return value


def words(rows: Rows, role: str, known: Mapping[str, str], what: str) -> Texts:
    """What the words of a column mean; '' where nothing is said, and other words are refused.

    Args:
        rows: of the file.
        role: of the column.
        known: words in lower case to what they mean.
        what: they may be, for the reason.
    """
    texts = said(rows, role)
    found = np.array([known.get(" ".join(text.lower().split()), "") for text in texts.tolist()], object)
    if rows.has(role):
        rows.refuse((texts != "") & (found == ""), f"{rows.name(role)!r} is none of {what}")
    return found


def dated(rows: Rows, role: str, texts: Texts) -> Texts:
    """Texts of days, numbers of a spreadsheet among them as dates."""
    serials = serial_stamps({text for text in texts.tolist() if text})
    if not serials:
        return texts
    number, date = next(iter(serials.items()))
    rows.note(f"{rows.name(role)!r} holds numbers of a spreadsheet: {number} is {date}.")
    return np.array([serials.get(text, "") for text in texts.tolist()], object)
