"""When interruptions began and ended: columns of stamps, or of days beside times of day, to instants.

Without a zone, times are taken as written by one clock that is never turned, and that is told. In a zone, a time that
the clock shows twice is the first, unless the duration or the end says that it is the second; how many is told. A time
that the clock skips is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data_sources.analytics.clock import EARLIEST, LATEST, seconds_of, utc64
from data_sources.errors import ImportRefused
from data_sources.importers.outages.headings import ALIASES, Role, bare
from data_sources.importers.outages.rows import SheetRows
from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.options import DateOrder
from data_sources.importers.readings.stamps import (
    NOT_A_TIME,
    ClockName,
    DatesSeen,
    Stamps,
    header_zone,
    is_time_of_day,
    iso_stamps,
    localise,
    parse_stamps,
    zone_named,
)
from data_sources.network.rows import Texts

_HAS_CLOCK = re.compile(r"\d:\d|\d[T ]\d|\d\s*[ap]\.?m|^\s*(\d{10}|\d{12,16})\s*$", re.IGNORECASE)
_DAYS = ("date", "outagedate", "startdate", "eventdate", "incidentdate", "interruptiondate", "day")


class TwoReadings(NamedTuple):
    """Instants of one column, microseconds in UTC, shape (rows,).

    Attributes:
        early: `NOT_A_TIME` where there is none.
        late: the second of those that the clock shows twice, else the same.
    """

    early: Ints
    late: Ints


class Times:
    """The clock of a file, and its columns of times.

    Args:
        rows: the file.

    Raises:
        ImportRefused: the order of day and month, or the clock, cannot be told.
    """

    def __init__(self, rows: SheetRows) -> None:
        """Settles which columns tell when."""
        self.rows = rows
        self.start = self._joined("start", "start_clock")
        self.ends_have_no_day = _holds_clocks(rows.texts("end"))
        self.end = self._joined("end", "end_clock")
        self._order = rows.options.date_order or self._order_seen()

    @property
    def tells_hours(self) -> bool:
        """Whether starts have times of day."""
        some = [text for text in self.start.tolist() if text]
        return any(_HAS_CLOCK.search(text) for text in some)

    def starts(self) -> TwoReadings:
        """When each began."""
        return self._moments("start", self.start)

    def ends(self) -> TwoReadings:
        """When each ended."""
        return self._moments("end", self.end)

    def _joined(self, role: Role, clock: Role) -> Texts:
        """Stamps, put together from a day and a time of day where no column has both.

        Ends that are bare times of day are of the day their start is of: who reads them moves on those before it.
        """
        own = self.rows.texts(role)
        if _holds_clocks(own):
            return _beside(self._day_column() if role == "start" else _days_of(self.start), own)
        if any(_HAS_CLOCK.search(text) for text in set(own.tolist())):
            return own
        clocks = self.rows.texts(clock) if self.rows.has(clock) else self._clock_column(role)
        return own if clocks is None else _beside(own, clocks)

    def _clock_column(self, role: Role) -> Texts | None:
        """Times of day beside days: a column that would have the role too."""
        for name in self.rows.sheet.names:
            if name not in self.rows.used and bare(name) in ALIASES[role] and _holds_clocks(self._column(name)):
                self.rows.used.add(name)
                return self._column(name)
        return None

    def _column(self, name: str) -> Texts:
        return np.asarray(self.rows.sheet.row_texts.texts(name).to_numpy(zero_copy_only=False), dtype=object)

    def _day_column(self) -> Texts:
        """The day of starts that are bare times of day.

        Raises:
            ImportRefused: no column holds it.
        """
        sheet = self.rows.sheet
        for name in sheet.names:
            if bare(name) in _DAYS and name != sheet.roles.get("start"):
                self.rows.used.add(name)
                return self._column(name)
        raise ImportRefused(
            f"{sheet.file}: {self.rows.name('start')!r} holds times of day; name the column of their days with "
            f"--column start=NAME, and that of the times with --column start_clock=NAME."
        )

    def _order_seen(self) -> DateOrder | None:
        seen = DatesSeen()
        # Days, of which there are few, rather than stamps: what is no day of its own, `parse_stamps` looks at again.
        days = {re.split(r"[ T]", text, maxsplit=1)[0] for column in (self.start, self.end) for text in column.tolist()}
        order = seen.look(days)
        if order is None and seen.either:
            raise seen.refusal(self.rows.sheet.file)
        return order

    def _moments(self, role: str, texts: Texts) -> TwoReadings:
        stamps = self._stamps(texts)
        zone = self._zone(role, bool((~stamps.is_utc & (stamps.at != NOT_A_TIME)).any()))
        early, late = stamps.at.copy(), stamps.at.copy()
        local = ~stamps.is_utc & (stamps.at != NOT_A_TIME)
        if zone is not None and local.any():
            found = localise(stamps.at[local], zone)
            early[local], late[local] = found.early, found.late
            self.rows.refuse(_placed(local, found.is_never), f"{self.rows.name(role)!r} is a time that the clock skips")
        self._refuse_out_of_time(role, early)
        return TwoReadings(early, late)

    def _stamps(self, texts: Texts) -> Stamps:
        column = pa.array(texts.tolist(), pa.string())
        if len(texts) and (found := iso_stamps(column)):
            return found
        coded = column.dictionary_encode()
        parsed = parse_stamps(coded.dictionary.to_pylist(), self._order, self.rows.sheet.file)
        place = coded.indices.to_numpy(zero_copy_only=False)
        return Stamps(parsed.at[place], parsed.is_utc[place]) if len(place) else Stamps(parsed.at, parsed.is_utc)

    def _zone(self, role: str, is_asked: bool) -> dt.tzinfo | None:
        """The clock of a column's local times.

        Raises:
            ImportRefused: its heading names another clock than a person does, or one that is no zone.
        """
        said = self.rows.options.time_zone
        zone = zone_named(said) if said else None
        name = self.rows.name(role)
        if own := header_zone(name):
            return own
        called = ClockName.of(name)
        if called and (zone is None or not called.is_of(zone)):
            raise ImportRefused(
                f"{self.rows.sheet.file}: {name!r} names the clock {called.text}; give --time-zone with the zone it is "
                f"of, such as America/New_York, or an offset such as -05:00 where it is never turned."
            )
        if zone is None and is_asked:
            self.rows.note(
                "Its times name no zone: they are taken as written by one clock that is never turned (--time-zone "
                "America/New_York, for instance, counts the hours right where it is)."
            )
        return zone

    def _refuse_out_of_time(self, role: str, at: Ints) -> None:
        earliest, latest = (int(seconds_of(utc64(edge))) * 1_000_000 for edge in (EARLIEST, LATEST))
        out = (at != NOT_A_TIME) & ((at < earliest) | (at >= latest))
        self.rows.refuse(out, f"{self.rows.name(role)!r} lies before {EARLIEST:%Y} or after {LATEST:%Y}")


def _holds_clocks(texts: Texts) -> bool:
    some = {text for text in texts.tolist() if text}
    return bool(some) and all(is_time_of_day(text) for text in some)


def _days_of(stamps: Texts) -> Texts:
    return np.array([text.split(" ")[0].split("T")[0] for text in stamps.tolist()], dtype=object)


def _beside(days: Texts, clocks: Texts) -> Texts:
    """Day and time of day as one stamp; nothing where either is missing."""
    day = [text.split(" ")[0] if re.search(r"\s0{1,2}:00(:00)?$", text) else text for text in days.tolist()]
    pairs = zip(day, clocks.tolist(), strict=True)
    return np.array([f"{one} {clock}" if one and clock else "" for one, clock in pairs], dtype=object)


def _placed(within: Bools, found: Bools) -> Bools:
    """A mask over some rows as one over all."""
    whole = np.zeros(len(within), np.bool_)
    whole[within] = found
    return whole
