"""Whether a file's values are those of a register, told by values that only ever rise.

A file may be sorted by time: its first piece then holds a few values of each meter, so they are judged once half of the
meters looked at have enough of them, or at the end of the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.showings import around_twice, second_showings
from data_sources.importers.readings.stamps import NOT_A_TIME, Stamps, localise

FEWEST = 24  # values of one meter; fewer may rise by chance (a morning)
FEWEST_OF_LARGE = 4  # that rise by less than a share of what they are: nobody's energy is so even, and ever rising
STEADY_SHARE = 0.01
METERS_LOOKED_AT = 200
MOST_ROWS = 200_000  # of them; values that stay as they are never tell


@dataclass(slots=True)
class RisingValues:
    """The first values of the first meters of a file, until they tell whether they only rise.

    Attributes:
        zone: clock of local stamps.
        is_settled: they have told; no more values are needed.
    """

    zone: dt.tzinfo
    is_settled: bool = False
    _meters: dict[str, int] = field(default_factory=dict)
    _codes: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    _at: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    _is_utc: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    _values: Floats = field(default_factory=lambda: np.zeros(0))

    def meters(self, names: Sequence[str], codes: Ints) -> Ints:
        """The number of each row's meter among those looked at; -1 of others.

        Args:
            names: of the meters, by code.
            codes: meter of each row.
        """
        for name in names:
            if len(self._meters) < METERS_LOOKED_AT:
                self._meters.setdefault(name, len(self._meters))
        return np.array([self._meters.get(name, -1) for name in names] or [-1], np.int64)[codes]

    def add(self, meters: Ints, stamps: Stamps, values: Floats) -> bool:
        """Whether the values, with those before, are seen to only rise.

        Args:
            meters: number of each row's meter, as `meters` gives them.
            stamps: its time as written.
            values: its value.
        """
        known = np.isfinite(values) & (stamps.at != NOT_A_TIME)
        self._codes = np.concatenate([self._codes, meters[known]])
        self._at = np.concatenate([self._at, stamps.at[known]])
        self._is_utc = np.concatenate([self._is_utc, stamps.is_utc[known]])
        self._values = np.concatenate([self._values, values[known]])
        if (np.bincount(self._codes) >= FEWEST).sum() * 2 < len(self._meters):
            return False
        judged, rising = self._judged()
        self.is_settled = judged * 2 >= len(self._meters) or len(self._codes) > MOST_ROWS
        return self.is_settled and _are_most(rising, judged)

    def at_end(self) -> bool:
        """Whether the values only rise, where there are no more."""
        judged, rising = (0, 0) if self.is_settled else self._judged()
        return _are_most(rising, judged)

    def _judged(self) -> tuple[int, int]:
        """(meters that have enough values, of those the ones whose values only rise)."""
        codes, values = self._by_time()
        judged = rising = 0
        for own in np.split(values, np.flatnonzero(np.diff(codes)) + 1):
            steps = np.diff(own)
            if len(own) >= FEWEST and np.ptp(own) > 0:
                judged += 1
                # One fall is allowed: a register rolls over, a meter is changed.
                rising += bool((steps < 0).sum() <= 1 and (steps > 0).sum() >= len(steps) / 3)
            elif len(own) >= FEWEST_OF_LARGE and 0 < np.ptp(own) < STEADY_SHARE * own.max():
                judged += 1
                rising += bool((steps >= 0).all())
        return judged, rising

    def _by_time(self) -> tuple[Ints, Floats]:
        """(meters, values) by meter and time; of an hour that comes twice, the larger value is the later one."""
        order = np.lexsort((self._values, self._codes))
        codes, values, local, is_utc = self._codes[order], self._values[order], self._at[order], self._is_utc[order]
        known = localise(local, self.zone)
        at = np.where(is_utc, local, known.early)
        told = np.flatnonzero(around_twice(Stamps(local, is_utc), known, self.zone))
        same = np.unique(values[told], return_inverse=True)[1]
        second = told[second_showings(codes[told], local[told], known.is_twice[told], same, is_backwards=False)]
        at[second] = known.late[second]
        order = np.lexsort((at, codes))
        return codes[order], values[order]


def _are_most(rising: int, judged: int) -> bool:
    return rising * 2 > judged
