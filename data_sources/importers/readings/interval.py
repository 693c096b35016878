"""How long the intervals of a file are, and whether its values are energies or a meter's register."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from data_sources.errors import ImportRefused
from data_sources.importers.readings.options import INTERVALS_MINUTES, ReadingOptions
from data_sources.importers.readings.parsed import MICROSECONDS_A_MINUTE, Bools, Floats, Ints

FEWEST_FOR_REGISTER = 24  # values of one meter; fewer may rise by chance (a morning)
METERS_LOOKED_AT = 200


@dataclass(slots=True)
class Lengths:
    """Interval lengths found so far; one for the file, others for the meters that differ.

    Attributes:
        options: may name the length.
        file: the file's name, for sentences.
        of_file: minutes most meters have; None before any is known.
        of_meter: minutes of those that have another.
    """

    options: ReadingOptions
    file: str
    of_file: int | None = None
    of_meter: dict[str, int] = field(default_factory=dict)

    def find(self, names: list[str], codes: Ints, at: Ints) -> Ints:
        """Minutes of each row.

        Args:
            names: of the meters, by code.
            codes: meter of each row.
            at: stamp of each row, microseconds.

        Raises:
            ImportRefused: no two stamps lie 5, 15, 30 or 60 minutes apart, and --interval does not say.
        """
        if self.options.interval_minutes:
            return np.full(len(at), self.options.interval_minutes, np.int64)
        if not len(at):
            return np.zeros(0, np.int64)
        by_code = _most_common_steps(codes, at, len(names))
        if self.of_file is None:
            self.of_file = self._first(by_code, at)
        for code in np.flatnonzero((by_code > 0) & (by_code != self.of_file)):
            self.of_meter.setdefault(names[code], int(by_code[code]))
        if not self.of_meter:
            return np.full(len(at), self.of_file, np.int64)
        lengths = np.array([self.of_meter.get(name, self.of_file) for name in names], np.int64)
        return lengths[codes]

    def _first(self, by_code: Ints, at: Ints) -> int:
        found = Counter(by_code[by_code > 0].tolist())
        if not found:
            steps = np.diff(np.unique(at)) // MICROSECONDS_A_MINUTE
            found = Counter(step for step in steps.tolist() if step in INTERVALS_MINUTES)
        if found:
            return int(found.most_common(1)[0][0])
        steps = np.unique(np.diff(np.unique(at)) // MICROSECONDS_A_MINUTE)
        apart = f"its stamps lie {int(steps.min())} minutes apart" if len(steps) else "it has one stamp"
        raise ImportRefused(
            f"{self.file}: {apart}, so the length of its intervals cannot be told; "
            f"readings of 5, 15, 30 and 60 minutes can be loaded (--interval names the length)."
        )


def _most_common_steps(codes: Ints, at: Ints, count: int) -> Ints:
    """The usual distance of a meter's stamps, minutes; 0 where it is none of the lengths we take."""
    order = np.lexsort((at, codes))
    same = np.diff(codes[order]) == 0
    steps = (np.diff(at[order]) // MICROSECONDS_A_MINUTE)[same]
    owner = codes[order][1:][same]
    counts = np.stack([np.bincount(owner[steps == length], minlength=count) for length in INTERVALS_MINUTES])
    best = np.array(INTERVALS_MINUTES)[counts.argmax(axis=0)]
    return np.where(counts.max(axis=0) > 0, best, 0)


def looks_like_register(codes: Ints, at: Ints, values: Floats) -> bool:
    """Whether most meters' values only ever rise, as no household's energy by interval does."""
    order = np.lexsort((at, codes))
    codes, values = codes[order], values[order]
    judged = rising = 0
    for code in np.unique(codes)[:METERS_LOOKED_AT]:
        own = values[codes == code]
        steps = np.diff(own[np.isfinite(own)])
        if len(steps) + 1 >= FEWEST_FOR_REGISTER and np.ptp(own[np.isfinite(own)]) > 0:
            judged += 1
            # One fall is allowed: a register rolls over, a meter is changed.
            rising += bool((steps < 0).sum() <= 1 and (steps > 0).sum() >= len(steps) / 3)
    return judged > 0 and rising * 2 > judged


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
