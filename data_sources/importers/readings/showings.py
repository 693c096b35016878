"""Which rows of a file are the second showing of a local time that the clock shows twice.

The order of a meter's rows tells: where they step back within the hour its second showing begins, though rows may be
missing in either; where they do not, the second row of a time is its second showing. A file that tells each time of the
hours around as often as those within has copies and no second showing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from data_sources.importers.readings.arrays import Bools, Ints
from data_sources.importers.readings.stamps import DAY_US, Localised, Stamps, localise

HALF_HOUR_US = 1_800_000_000  # no clock is turned by less
BESIDE_US = [number * HALF_HOUR_US for number in (-2, -1, 1, 2)]  # without a gap: rows tell their length as well


def around_twice(stamps: Stamps, known: Localised, zone: dt.tzinfo) -> Bools:
    """Rows that tell about an hour that comes twice: those within it, and an hour before and behind.

    Args:
        stamps: of the rows.
        known: the same as instants.
        zone: clock of the local ones.
    """
    found = known.is_twice & ~stamps.is_utc
    near = np.flatnonzero(known.is_turning & ~stamps.is_utc)
    for step in BESIDE_US if len(near) else ():
        found[near] |= localise(stamps.at[near] + step, zone).is_twice
    return found


def second_showings(codes: Ints, local: Ints, is_twice: Bools, values: Ints, *, is_backwards: bool) -> Bools:
    """Which rows are the second showing.

    Args:
        codes: meter (and channel) of each row, in the order of the file.
        local: wall-clock time of each row.
        is_twice: rows in an hour that comes twice; the others lie around it.
        values: the same number for rows that say the same.
        is_backwards: the file runs from new to old.

    Returns:
        A mask over the rows.
    """
    if not is_twice.any():
        return np.zeros(len(local), np.bool_)
    if is_backwards:
        return second_showings(codes[::-1], local[::-1], is_twice[::-1], values[::-1], is_backwards=False)[::-1]
    hours = _Hours.of(codes, local, is_twice)
    copies = hours.copies()[hours.of_row]
    repeated = hours.number > 0
    by_order = np.where(hours.steps_back_once()[hours.of_row], hours.is_behind(), repeated)
    return np.asarray(is_twice & np.where(copies > 1, hours.of_copies(values, copies), by_order))


@dataclass(frozen=True, slots=True)
class _Hours:
    """The rows of each meter in and around each hour that comes twice.

    Attributes:
        of_row: which of them each row is of.
        of_time: which time of which of them.
        number: how many rows of the same time stand before.
        local: wall-clock time of each row.
        is_twice: rows within.
        order: the rows by hour, then in the order of the file.
    """

    of_row: Ints
    of_time: Ints
    number: Ints
    local: Ints
    is_twice: Bools
    order: Ints

    @classmethod
    def of(cls, codes: Ints, local: Ints, is_twice: Bools) -> _Hours:
        """Those of rows in the order of the file; a turn of the clock at midnight is of one day as well."""
        of_row = _numbers(codes, (local + DAY_US // 2) // DAY_US)
        of_time = _numbers(of_row, local)
        return cls(of_row, of_time, _before(of_time), local, is_twice, np.argsort(of_row, kind="stable"))

    def copies(self) -> Ints:
        """How often each time around stands, usually; 1 where there is none."""
        outside = ~self.is_twice
        rows = np.bincount(self.of_row[outside], minlength=self.of_row.max() + 1)
        times = np.bincount(self.of_row[outside & (self.number == 0)], minlength=len(rows))
        return np.ceil(rows / np.maximum(times, 1) - 0.5).astype(np.int64).clip(1)

    def steps_back_once(self) -> Bools:
        """Hours whose rows step back once, within: an order that tells."""
        back, level, inside = self._steps()
        count = len(np.unique(self.of_row))
        hour = self.of_row[self.order][1:]
        backs, within = (np.bincount(hour, back & rows, count) for rows in (np.ones_like(back), inside))
        levels = np.bincount(hour, level & inside, count)
        # Alone in its hour, rows may stand in no order at all; one time twice tells that the hour was shown twice.
        tells = np.bincount(self.of_row, ~self.is_twice | (self.number > 0), count)
        return np.asarray((backs == 1) & (within == 1) & (levels == 0) & (tells > 0))

    def is_behind(self) -> Bools:
        """Rows behind a step back within their hour."""
        back, _, inside = self._steps()
        found = np.zeros(len(self.order), np.bool_)
        steps = np.cumsum(np.append(0, back & inside))
        hour = self.of_row[self.order]
        first = np.flatnonzero(np.append(True, hour[1:] != hour[:-1]))
        found[self.order] = steps > steps[first][hour]
        return found

    def of_copies(self, values: Ints, copies: Ints) -> Bools:
        """The second showing among rows that all stand several times.

        Two values are the two showings; one value is both; of more, the rows alternate as an appended file has them.
        """
        rows = np.bincount(self.of_time)[self.of_time]
        of_value = _numbers(self.of_time, values)
        first_of_value = _before(of_value) == 0
        kinds = np.bincount(self.of_time[first_of_value], minlength=len(self.of_time))[self.of_time]
        first = np.zeros(int(self.of_time.max()) + 1, np.int64)
        first[self.of_time[self.number == 0]] = of_value[self.number == 0]
        by_kind = np.select(
            [kinds == 1, kinds == 2], [self.number >= rows / 2, of_value != first[self.of_time]], self.number % 2 == 1
        )
        return np.asarray((rows > copies) & by_kind)

    def _steps(self) -> tuple[Bools, Bools, Bools]:
        """From each row to the next of `order`: (it steps back, it stays, both are within the same hour)."""
        hour, step = self.of_row[self.order], np.diff(self.local[self.order])
        same, within = hour[1:] == hour[:-1], self.is_twice[self.order]
        return same & (step < 0), same & (step == 0), same & within[1:] & within[:-1]


def _numbers(one: Ints, other: Ints) -> Ints:
    """A number for each pair, from 0."""
    order = np.lexsort((other, one))
    new = np.append(False, (one[order][1:] != one[order][:-1]) | (other[order][1:] != other[order][:-1]))
    found = np.empty(len(order), np.int64)
    found[order] = np.cumsum(new)
    return found


def _before(numbers: Ints) -> Ints:
    """How many equal ones stand before each."""
    order = np.argsort(numbers, kind="stable")
    first = np.flatnonzero(np.append(True, np.diff(numbers[order]) != 0))
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
    return found


def runs_backwards(codes: Ints, at: Ints) -> bool:
    """Whether the rows of the meters run from new to old."""
    order = np.argsort(codes, kind="stable")
    steps = np.diff(at[order])[np.diff(codes[order]) == 0]
    return bool((steps < 0).sum() > (steps > 0).sum())
