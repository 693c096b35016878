"""Times and days of a list, of which a person or a heading may say by which clock they are.

Without a zone, times are taken as written by one clock that is never turned, and that is told. A time that the clock
skips is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import EARLIEST, LATEST, seconds_of, utc64
from data_sources.errors import ImportRefused
from data_sources.importers.lists.options import ListOptions
from data_sources.importers.lists.rows import ListRows
from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.options import DateOrder
from data_sources.importers.readings.stamps import (
    DAY_US,
    NOT_A_TIME,
    ClockName,
    DatesSeen,
    Stamps,
    header_zone,
    iso_stamps,
    localise,
    midnights,
    parse_stamps,
    zone_named,
)
from data_sources.network.rows import Texts

_EITHER: Final = re.compile(r"0?(?P<one>\d{1,2})[-/.]0?(?P<two>\d{1,2})[-/.](?P<year>\d{4}|\d{2})")
_SHORT_YEAR: Final = re.compile(
    r"(?P<date>\d{1,2}(?:[-/.]\d{1,2}[-/.]|[- /.][A-Za-z]{3,}[- /.,]+))(?P<year>\d{2})(?!\d)"
)


class TwoReadings(NamedTuple):
    """Instants of one column, microseconds in UTC, shape (rows,).

    Attributes:
        early: `NOT_A_TIME` where there is none.
        late: the second of those that the clock shows twice, else the same.
        shown: what the clock showed, as if it were UTC.
    """

    early: Ints
    late: Ints
    shown: Ints


class ListClock:
    """How the times of a file are written.

    Args:
        rows: the file.
        columns: the texts of its columns of times.
        earliest: times before it are refused.
        last_year: years of two digits that would lie after it are of the century before, which is told.
        is_year_enough: nothing but the year counts, so that 03/04/1985 is told by either order.

    Raises:
        ImportRefused: the order of day and month cannot be told.
    """

    def __init__(
        self, rows: ListRows[ListOptions], columns: Iterable[Texts], earliest: dt.datetime = EARLIEST,
        *, last_year: int | None = None, is_year_enough: bool = False,
    ) -> None:  # fmt: skip
        """Settles the order of day and month."""
        self.rows, self._earliest, self._last_year = rows, earliest, last_year
        self._is_year_enough, self._is_century_told = is_year_enough, False
        self._order = rows.options.date_order or self._order_seen(columns)

    def days_of(self, texts: Texts, zone: dt.tzinfo) -> tuple[Ints, bool]:
        """(days since 1970, whether instants are among them); `NOT_A_TIME` where a text is none.

        A day is as written, whatever the time of day; an instant's is the day that a clock shows.

        Args:
            texts: of dates, shape (rows,).
            zone: that clock.
        """
        stamps = self._stamps(texts)
        at = midnights(stamps, zone)
        return np.where(at == NOT_A_TIME, NOT_A_TIME, at // DAY_US), bool((stamps.is_utc & (at != NOT_A_TIME)).any())

    def walls(self, texts: Texts) -> tuple[Ints, Bools]:
        """(what is written, microseconds since 1970, as if it were UTC; which are days without a time)."""
        stamps = self._stamps(texts)
        return stamps.at, ~stamps.is_utc & (stamps.at != NOT_A_TIME) & (stamps.at % DAY_US == 0)

    def moments(self, role: str, texts: Texts, names: tuple[str, ...]) -> TwoReadings:
        """Instants of a column.

        Args:
            role: of it, for reasons.
            texts: of its cells, shape (rows,).
            names: of the columns that they are of, which may name a clock.

        Raises:
            ImportRefused: the clock cannot be told.
        """
        stamps = self._stamps(texts)
        zone = self._zone(names, bool((~stamps.is_utc & (stamps.at != NOT_A_TIME)).any()))
        early, late = stamps.at.copy(), stamps.at.copy()
        local = ~stamps.is_utc & (stamps.at != NOT_A_TIME)
        if zone is not None and local.any():
            found = localise(stamps.at[local], zone)
            early[local], late[local] = found.early, found.late
            self.rows.refuse(_placed(local, found.is_never), f"{self.rows.name(role)!r} is a time that the clock skips")
        self._refuse_out_of_time(role, early)
        return TwoReadings(early, late, stamps.at)

    def _stamps(self, texts: Texts) -> Stamps:
        written = texts.tolist()
        if self._last_year is not None:
            whole = {text: self._with_century(text) for text in dict.fromkeys(written)}
            written = [whole[text] for text in written]
        column = pa.array(written, pa.string())
        if len(texts) and (found := iso_stamps(column)):
            return found
        coded = column.dictionary_encode()
        parsed = parse_stamps(coded.dictionary.to_pylist(), self._order, self.rows.sheet.file)
        place = coded.indices.to_numpy(zero_copy_only=False)
        return Stamps(parsed.at[place], parsed.is_utc[place]) if len(place) else Stamps(parsed.at, parsed.is_utc)

    def _with_century(self, text: str) -> str:
        """A date whose year has two digits with all four, where that is not what they are taken for anyway."""
        match = _SHORT_YEAR.match(text) if self._last_year is not None and self._order != "ymd" else None
        if match is None or self._last_year is None or 2000 + int(match["year"]) <= self._last_year:
            return text
        whole = f"{match['date']}19{match['year']}{text[match.end() :]}"
        if not self._is_century_told:
            self.rows.note(f"Years of two digits after {self._last_year % 100:02} are of 19..: {text} is {whole}.")
            self._is_century_told = True
        return whole

    def _zone(self, names: tuple[str, ...], is_asked: bool) -> dt.tzinfo | None:
        """The clock of a side's local times.

        Raises:
            ImportRefused: a heading names another clock than a person does, or one that is no zone.
        """
        said = self.rows.options.time_zone
        zone = zone_named(said) if said else None
        if own := next((found for name in names if (found := header_zone(name))), None):
            return own
        for name, called in ((name, ClockName.of(name)) for name in names):
            if called and (zone is None or not called.is_of(zone)):
                raise ImportRefused(
                    f"{self.rows.sheet.file}: {name!r} names the clock {called.text}; give --time-zone with the zone "
                    f"it is of, such as America/New_York, or an offset such as -05:00 where it is never turned."
                )
        if zone is None and is_asked:
            self.rows.note(
                "Its times name no zone: they are taken as written by one clock that is never turned (--time-zone "
                "America/New_York, for instance, counts the hours right where it is)."
            )
        return zone

    def _refuse_out_of_time(self, role: str, at: Ints) -> None:
        earliest, latest = (int(seconds_of(utc64(edge))) * 1_000_000 for edge in (self._earliest, LATEST))
        out = (at != NOT_A_TIME) & ((at < earliest) | (at >= latest))
        self.rows.refuse(out, f"{self.rows.name(role)!r} lies before {self._earliest:%Y} or after {LATEST:%Y}")

    def _order_seen(self, columns: Iterable[Texts]) -> DateOrder | None:
        seen = DatesSeen()
        # Days, of which there are few, rather than stamps: what is no day of its own, `parse_stamps` looks at again.
        days = {re.split(r"[ T]", text, maxsplit=1)[0] for texts in columns for text in texts.tolist()}
        order = seen.look(days)
        if order is None and seen.either:
            unsure = DatesSeen()
            unsure.look(day for day in days if not self._is_same_either_way(day))
            if unsure.either:
                raise unsure.refusal(self.rows.sheet.file)
            return "dmy"
        return order

    def _is_same_either_way(self, day: str) -> bool:
        """Whether it does not matter which number is the month, as in 01/01/1900."""
        match = _EITHER.fullmatch(day)
        if match is None or (len(match["year"]) == 2 and int(match["year"]) <= 31):
            return False
        return self._is_year_enough or match["one"] == match["two"]


def _placed(within: Bools, found: Bools) -> Bools:
    """A mask over some rows as one over all."""
    whole = np.zeros(len(within), np.bool_)
    whole[within] = found
    return whole
