"""How long the intervals of a file are, and the energies between the values of a register.

The length of an interval is the distance to the meter's next stamp (to the one before where stamps are ends). A row
before a gap has no such distance, so a distance counts where it repeats: `LASTS` times in a row for any, twice for a
shorter one than before, since a gap only makes distances longer. Any other row has the length its meter had before, or
the next one where that leaves fewer rows missing, so a meter may go from half-hours to five minutes in the middle of a
file, and a missing row changes nothing. Rows missing right before longer intervals cannot be told from these: of
00:00, 00:15, 01:00, 02:00, 03:00 the second is one of an hour as far as anybody can see who looks at stamps.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.options import ReadingOptions
from data_sources.importers.readings.parsed import MICROSECONDS_A_MINUTE
from data_sources.warehouse.reading_values import INTERVALS_MINUTES

LASTS = 4
MOST_MISSING = 100  # rows of the first length at a change; more are a hole in which nothing tells when it was
NEVER = 1e9
_HOURS = re.compile(r"^(\d{1,2}):(\d{2})(?::00)?$")
_MINUTES = re.compile(r"^(?:pt)?0*(\d{1,2})\s*(?:m|min|minutes?)?$", re.IGNORECASE)


@dataclass(slots=True)
class Lengths:
    """Interval lengths, found piece by piece.

    Attributes:
        options: may name the length.
        file: the file's name, for sentences.
        of_file: minutes most meters have; None before any is known.
    """

    options: ReadingOptions
    file: str
    of_file: int | None = None
    _meters: dict[str, int] = field(default_factory=dict)
    _known: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    _tail_meter: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    _tail_at: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def find(self, names: list[str], codes: Ints, at: Ints, *, is_end: bool = False, is_apart: bool = False) -> Ints:
        """Minutes of each row; of rows whose meter is steady in another length, that one, whatever it is.

        Args:
            names: of the meters, by code.
            codes: meter of each row.
            at: stamp of each row, microseconds.
            is_end: the stamps are the intervals' ends.
            is_apart: the rows do not follow those of the piece before.

        Raises:
            ImportRefused: no two stamps lie 1, 5, 10, 15, 30 or 60 minutes apart, and --interval does not say.
        """
        if self.options.interval_minutes:
            return np.full(len(at), self.options.interval_minutes, np.int64)
        if not len(at):
            return np.zeros(0, np.int64)
        own = self._of_file(names)[codes]
        before = np.zeros(0, np.bool_) if is_apart else np.isin(self._tail_meter, own)
        meter = np.concatenate([self._tail_meter[: len(before)][before], own])
        stamp = np.concatenate([self._tail_at[: len(before)][before], at])
        steps = _Steps.of(meter, stamp, len(self._known))
        if self.of_file is None:
            self.of_file = self._first(steps, at)
        lengths, latest = steps.lengths(self._known, self.of_file, is_end=is_end, is_apart=is_apart)
        if not is_apart:
            self._keep(steps, before, latest)
        return lengths[len(lengths) - len(at) :]

    def _of_file(self, names: list[str]) -> Ints:
        """The meters' numbers in the file."""
        found = np.array([self._meters.setdefault(name, len(self._meters)) for name in names], np.int64)
        self._known = np.append(self._known, np.zeros(len(self._meters) - len(self._known), np.int64))
        return found

    def _keep(self, steps: _Steps, before: Bools, latest: Ints) -> None:
        """The last stamps of each meter: what follows them in the next piece is measured from there."""
        meter, at = steps.latest(LASTS)
        self._tail_meter = np.concatenate([self._tail_meter[~before], meter])
        self._tail_at = np.concatenate([self._tail_at[~before], at])
        self._known = latest

    def _first(self, steps: _Steps, at: Ints) -> int:
        found = Counter(length for length in steps.usual().tolist() if length in INTERVALS_MINUTES)
        if not found:
            apart = np.diff(np.unique(at)) // MICROSECONDS_A_MINUTE
            found = Counter(step for step in apart.tolist() if step in INTERVALS_MINUTES)
        if found:
            return int(found.most_common(1)[0][0])
        apart = np.unique(np.diff(np.unique(at)) // MICROSECONDS_A_MINUTE)
        told = f"its stamps lie {int(apart.min())} minutes apart" if len(apart) else "it has one stamp"
        raise ImportRefused(
            f"{self.file}: {told}, so the length of its intervals cannot be told; readings of "
            f"{', '.join(map(str, INTERVALS_MINUTES[:-1]))} and {INTERVALS_MINUTES[-1]} minutes can be loaded "
            f"(--interval names the length)."
        )


@dataclass(frozen=True, slots=True)
class _Steps:
    """Distances between the neighbouring stamps of each meter; a stamp that stands twice counts once.

    Attributes:
        place: of each row, its stamp among the different ones, which are sorted by meter and time.
        owner: meter of each different stamp.
        at: the stamp, microseconds.
        minutes: to the meter's next stamp; 0 at its last one.
        run: how many equal distances follow each other, at each of them.
        meters: how many meters there are.
    """

    place: Ints
    owner: Ints
    at: Ints
    minutes: Ints
    run: Ints
    meters: int

    @classmethod
    def of(cls, codes: Ints, at: Ints, meters: int) -> _Steps:
        """Those of some rows."""
        order = np.lexsort((at, codes))
        code, stamp = codes[order], at[order]
        new = np.ones(len(order), np.bool_)
        new[1:] = (code[1:] != code[:-1]) | (stamp[1:] != stamp[:-1])
        place = np.empty(len(order), np.int64)
        place[order] = np.cumsum(new) - 1
        owner, stamp = code[new], stamp[new]
        minutes = np.zeros(len(owner), np.int64)
        same = owner[1:] == owner[:-1]
        minutes[:-1][same] = np.diff(stamp)[same] // MICROSECONDS_A_MINUTE
        starts = np.ones(len(owner), np.bool_)
        starts[1:] = (owner[1:] != owner[:-1]) | (minutes[1:] != minutes[:-1])
        first = np.flatnonzero(starts)
        sizes = np.diff(np.append(first, len(owner)))
        return cls(place, owner, stamp, minutes, np.repeat(sizes, sizes), meters)

    def usual(self) -> Ints:
        """The commonest length of each meter among those we take, the shorter of two; 0 where there is none."""
        counts = np.stack([
            np.bincount(self.owner[self.minutes == length], minlength=self.meters) for length in INTERVALS_MINUTES
        ])  # fmt: skip
        return np.where(counts.max(axis=0) > 0, np.array(INTERVALS_MINUTES)[counts.argmax(axis=0)], 0)

    def latest(self, count: int) -> tuple[Ints, Ints]:
        """(meter, stamp) of the last few different stamps of each meter."""
        from_end = np.full(len(self.owner), True)
        from_end[:-count] = self.owner[count:] != self.owner[:-count]
        return self.owner[from_end], self.at[from_end]

    def lengths(self, known: Ints, of_file: int, *, is_end: bool, is_apart: bool) -> tuple[Ints, Ints]:
        """(minutes of each row, minutes of each meter at the end; `known` are those at the beginning, 0 for none)."""
        lasting = (self.run >= LASTS) & (self.minutes > 0)
        found = self._first_lasting(lasting)
        at_first = np.full(self.meters, of_file)
        for better in (known, self.usual(), found) if is_apart else (self.usual(), found, known):
            at_first = np.where(better > 0, better, at_first)
        before = self._carried(lasting, at_first)
        is_shorter = (self.run >= 2) & np.isin(self.minutes, INTERVALS_MINUTES) & (self.minutes < before)
        counts = lasting | is_shorter
        length = self._carried(counts, at_first)
        self._settle_changes(counts, length, is_end=is_end)
        latest = known.copy()
        last = np.flatnonzero(np.append(self.owner[1:] != self.owner[:-1], True))
        latest[self.owner[last]] = length[last]
        if is_end:  # the distance before a stamp is that after the one before it
            is_first = np.append(True, self.owner[1:] != self.owner[:-1])
            length = np.where(is_first, length, np.roll(length, 1))
        return length[self.place], latest

    def _settle_changes(self, counts: Bools, length: Ints, *, is_end: bool) -> None:
        """Where rows are missing at a change, those between what counts before and after get the likelier length.

        Args:
            counts: distances that count.
            length: in force at each stamp, that from before; changed.
            is_end: the stamps are ends: what is missing stands before a row, as it does backwards in time.
        """
        follows = np.flatnonzero(counts[1:] & ~counts[:-1] & (self.owner[1:] == self.owner[:-1])) + 1
        begins = np.append(True, counts[:-1] | (self.owner[1:] != self.owner[:-1]))  # of what lies between
        first = np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))
        for end in follows[length[follows - 1] != self.minutes[follows]].tolist():
            start = int(first[end - 1])
            distances, before, after = self.minutes[start:end], int(length[start]), int(self.minutes[end])
            changed = (
                end - _change(distances[::-1], after, before) if is_end else start + _change(distances, before, after)
            )
            length[changed:end] = after

    def _first_lasting(self, lasting: Bools) -> Ints:
        found = np.zeros(self.meters, np.int64)
        places = np.flatnonzero(lasting)[::-1]
        found[self.owner[places]] = self.minutes[places]  # the first of a meter is written last
        return found

    def _carried(self, counts: Bools, at_first: Ints) -> Ints:
        """The length in force at each stamp: that of the nearest counting distance of its meter, here or before."""
        nearest = np.maximum.accumulate(np.where(counts, np.arange(len(counts)), -1))
        is_own = (nearest >= 0) & (self.owner[nearest] == self.owner)
        return np.where(is_own, self.minutes[nearest], at_first[self.owner])


def _change(distances: Ints, before: int, after: int) -> int:
    """From which of some neighbouring stamps on the length is the later one, so that the fewest rows are missing.

    Args:
        distances: of each stamp to the next, minutes.
        before: length that is in force at first.
        after: length that is in force beyond them.
    """
    of_first, of_second = _missing(distances, before), _missing(distances, after)
    # The last row of the first length: after it either may be missing.
    last = np.min([
        number - 1 + _missing(distances - number * before + after, after)
        for number in range(1, max(2, min(int(distances.max()) // before, MOST_MISSING) + 1))
    ], axis=0)  # fmt: skip
    firsts = np.concatenate([[0], np.cumsum(of_first)[:-1]]) + last
    seconds = np.cumsum(of_second[::-1])[::-1]
    costs = np.concatenate([[seconds[0]], firsts + np.append(seconds[1:], 0)])[::-1]
    return len(distances) if costs.min() >= NEVER else len(distances) - int(costs.argmin())


def _missing(distances: Ints, length: int) -> Floats:
    """How many rows of a length are missing in distances; `NEVER` where they are no multiple of it."""
    fits = (distances % length == 0) & (distances >= length)
    return np.where(fits, distances / length - 1, NEVER)


def length_named(text: str) -> int:
    """Minutes that a text names: 15, 15 min, PT15M, 00:15, hourly; 0 where it names none."""
    if text.lower() in ("1h", "pt1h", "hourly", "hour"):
        return 60
    if clock := _HOURS.match(text):
        return int(clock[1]) * 60 + int(clock[2])
    match = _MINUTES.match(text)
    return int(match[1]) if match else 0


def difference(codes: Ints, at: Ints, values: Floats, minutes: Ints) -> tuple[Floats, Bools, Bools]:
    """Register values to energies of the interval that begins at each.

    Returns:
        (energies, NaN where there is none; rows where the register fell; rows whose next read is further away than
        one interval). The last read of each meter begins no interval.
    """
    order = np.lexsort((at, codes))
    energy = np.full(len(values), np.nan)
    if len(values) < 2:
        return energy, np.zeros(len(values), np.bool_), np.zeros(len(values), np.bool_)
    here, after = order[:-1], order[1:]
    same = codes[here] == codes[after]
    is_next = (at[after] - at[here]) == minutes[here] * MICROSECONDS_A_MINUTE
    steps = values[after] - values[here]
    falls, gaps = np.zeros(len(values), np.bool_), np.zeros(len(values), np.bool_)
    falls[here] = same & is_next & (steps < 0)
    gaps[here] = same & ~is_next & (at[after] != at[here]) & np.isfinite(steps)
    energy[here] = np.where(same & is_next & (steps >= 0), steps, np.nan)
    return energy, falls, gaps
