"""One reading a meter and start, out of all rows a file has of them: nothing is chosen in silence.

Rows of one channel compete: the better quality wins, equal rows count once, and rows that fill each other's gaps are
one. Where two values of one quantity differ, no rule tells which is true: they are refused, unless a person said what
they are (`--same-time last` or `sum`). Rows of different channels of a meter are summed, measure by measure; net energy
beside a delivered or received channel says the same again and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_sources.importers.readings.arrays import Bools, Floats, Ints
from data_sources.importers.readings.options import SameTime
from data_sources.importers.readings.parsed import (
    DELIVERED,
    MICROSECONDS_A_MINUTE,
    NET,
    RECEIVED,
    VOLTAGE,
    ParsedReadings,
    Rejects,
)
from data_sources.warehouse.reading_values import MISSING, QUALITIES, QUALITY_RANKS

ALL_MISSING = "Where the file calls the delivered energy of a reading missing, all of it is missing."
DIFFERENT = "another value for the same meter and time (--same-time last or sum says which counts)"
INSIDE = "lies in a longer interval of the same meter"
DIFFERENT_LENGTHS = "intervals of different lengths for the same meter and start"
MINUTE_BITS = 34  # minutes of any year that a file may name, before or after 1970
RANKS = np.array([QUALITY_RANKS[quality] for quality in QUALITIES])


def one_a_start(piece: ParsedReadings, rejects: Rejects, how: SameTime) -> ParsedReadings:
    """The rows put together, in the order of meter and time.

    Args:
        piece: all rows of a file in some range of time.
        rejects: takes rows whose values differ; its report counts what was put together.
        how: what to do with values of one channel that differ.
    """
    if not len(piece):
        return piece
    piece = piece.take(np.lexsort((piece.line, piece.channel, piece.at, piece.codes())))
    lost = _lost(piece)
    piece = blanked(piece)
    found = _summed(_without_net(_without_twins(piece, rejects, how), rejects), rejects)
    if len(lost.at):
        rejects.report.note(ALL_MISSING)
        found.quality = np.where(lost.hold(found), MISSING, found.quality)
    return _without_inside(found, rejects)


def blanked(piece: ParsedReadings) -> ParsedReadings:
    """What is called missing has no value, whatever stands there: it is neither added nor compared."""
    is_missing = piece.quality == MISSING
    measures = {name: np.where(is_missing, np.nan, values) for name, values in piece.measures.items()}
    return replace(piece, measures=measures) if is_missing.any() else piece


@dataclass(frozen=True, slots=True)
class _Lost:
    """Readings whose delivered energy the file calls missing, and tells in no other row: it is not 0.

    Attributes:
        meter: of each, as a code.
        at: its start.
    """

    meter: Ints
    at: Ints

    def hold(self, piece: ParsedReadings) -> Bools:
        """Which readings of a piece, one a meter and start, are among them."""
        keys = np.rec.fromarrays([self.meter, self.at])
        return np.isin(np.rec.fromarrays([piece.codes(), piece.at]), keys)


def _lost(piece: ParsedReadings) -> _Lost:
    """Those of rows in the order of meter and time."""
    is_missing, is_told = piece.quality == MISSING, ~np.isnan(piece.measures[DELIVERED])
    if not (is_missing & is_told).any():
        return _Lost(np.zeros(0, np.int64), np.zeros(0, np.int64))
    groups = _Groups.of(piece.codes(), piece.at)
    called, others = ((rows & is_told).astype(np.int64) for rows in (is_missing, ~is_missing))
    first = groups.first[(groups.most(called) > 0) & (groups.most(others) == 0)]
    return _Lost(piece.codes()[first], piece.at[first])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Runs of rows that belong together.

    Attributes:
        first: row each begins at.
        of_row: the group of each row.
        sizes: rows of each.
    """

    first: Ints
    of_row: Ints
    sizes: Ints

    @classmethod
    def of(cls, *keys: Ints) -> _Groups:
        """Neighbouring rows with the same keys."""
        new = np.ones(len(keys[0]), np.bool_)
        if len(new) > 1:
            new[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
        first = np.flatnonzero(new)
        return cls(first, np.cumsum(new) - 1, np.diff(np.append(first, len(new))))

    def least(self, values: NDArray[Any]) -> NDArray[Any]:
        """The least value of each group; NaN counts only where there is no other."""
        return np.asarray(np.fmin.reduceat(values, self.first)) if len(values) else values

    def most(self, values: NDArray[Any]) -> NDArray[Any]:
        """The largest value of each group."""
        return np.asarray(np.fmax.reduceat(values, self.first)) if len(values) else values

    def total(self, values: Floats) -> Floats:
        """The sum of each group; NaN where nothing is given."""
        given = ~np.isnan(values)
        sums = np.add.reduceat(np.where(given, values, 0.0), self.first)
        return np.where(np.add.reduceat(given.astype(np.int64), self.first) > 0, sums, np.nan)


def _without_twins(piece: ParsedReadings, rejects: Rejects, how: SameTime) -> ParsedReadings:
    """One row a meter, start and channel."""
    groups = _Groups.of(piece.codes(), piece.at, piece.channel)
    if len(groups.first) == len(piece):
        return piece
    rank = np.where(_is_empty(piece), RANKS[MISSING], RANKS[piece.quality])
    is_best = rank == groups.least(rank)[groups.of_row]
    rejects.report.outranked += int((~is_best).sum())
    piece = piece.take(is_best)
    groups = _Groups.of(piece.codes(), piece.at, piece.channel)
    differs = _differs(piece, groups)
    rejects.report.repeated += int((groups.sizes - 1)[~differs].sum())
    if how == "refuse" and differs.any():
        return _joined(*_refused(piece, groups, differs, rejects, DIFFERENT))
    rejects.report.resolved += int((groups.sizes - 1)[differs].sum())
    return _joined(piece, groups, differs if how == "sum" else None, differs if how == "last" else None)


def _is_empty(piece: ParsedReadings) -> Bools:
    return np.asarray(np.logical_and.reduce([np.isnan(values) for values in piece.measures.values()]))


def _differs(piece: ParsedReadings, groups: _Groups) -> Bools:
    """Groups with two values of one measure, or two lengths."""
    found = groups.least(piece.minutes) != groups.most(piece.minutes)
    for values in piece.measures.values():
        found = found | (groups.least(values) < groups.most(values))
    return np.asarray(found)


def _refused(
    piece: ParsedReadings, groups: _Groups, bad: Bools, rejects: Rejects, reason: str
) -> tuple[ParsedReadings, _Groups]:
    """Without the rows of some groups, which are rejected."""
    is_bad = bad[groups.of_row]
    for row in np.flatnonzero(is_bad):
        given = ", ".join(f"{values[row]:g}" for values in piece.measures.values() if not np.isnan(values[row]))
        moment = np.datetime64(int(piece.at[row]), "us").astype("datetime64[m]")
        rejects.add(int(piece.line[row]), reason, f"{piece.meter[int(row)].as_py()} {moment}Z: {given}")
    piece = piece.take(~is_bad)
    keys = (piece.codes(), piece.at) + ((piece.channel,) if reason == DIFFERENT else ())
    return piece, _Groups.of(*keys)


def _joined(
    piece: ParsedReadings, groups: _Groups, summed: Bools | None = None, last: Bools | None = None
) -> ParsedReadings:
    """One row a group: what any of its rows says; for some groups the sum, or what the last row says."""
    if not len(piece):
        return piece
    ends = groups.first + groups.sizes - 1
    found = piece.take(ends)
    for name, values in piece.measures.items():
        known = groups.most(values)
        if summed is not None and name != VOLTAGE:
            known = np.where(summed, groups.total(values), known)
        if last is not None:
            known = np.where(last & ~np.isnan(values[ends]), values[ends], known)
        found.measures[name] = known
    return found


def _without_net(piece: ParsedReadings, rejects: Rejects) -> ParsedReadings:
    """Net energy counts where there is no other energy of its meter and start."""
    is_net = piece.channel >= NET
    if not is_net.any():
        return piece
    groups = _Groups.of(piece.codes(), piece.at)
    has_energy = ~np.isnan(piece.measures[DELIVERED]) | ~np.isnan(piece.measures[RECEIVED])
    beside = groups.most((has_energy & ~is_net).astype(np.int64))[groups.of_row] > 0
    if (is_net & beside).any():
        rejects.report.note("Net energy beside delivered or received energy says the same again; it is not added.")
        rejects.report.combined += int((is_net & beside).sum())
    return piece.take(~(is_net & beside))


def _summed(piece: ParsedReadings, rejects: Rejects) -> ParsedReadings:
    """Channels of one meter and start as one reading."""
    groups = _Groups.of(piece.codes(), piece.at)
    if len(groups.first) == len(piece):
        return piece
    uneven = groups.least(piece.minutes) != groups.most(piece.minutes)
    if uneven.any():
        piece, groups = _refused(piece, groups, uneven, rejects, DIFFERENT_LENGTHS)
    found = piece.take(groups.first)
    for name, values in piece.measures.items():
        found.measures[name] = groups.most(values) if name == VOLTAGE else groups.total(values)
    # As good as the worst channel that has a value: one that has none takes nothing from the others.
    worst = groups.most(np.where(_is_empty(piece) | (piece.quality == MISSING), -1, piece.quality))
    found.quality = np.where(worst < 0, MISSING, worst)
    rejects.report.combined += len(piece) - len(found)
    return found


def _without_inside(piece: ParsedReadings, rejects: Rejects) -> ParsedReadings:
    """Without intervals that lie in a longer one of their meter that has a value: their energy would count twice."""
    start = (piece.codes() << MINUTE_BITS) + piece.at // MICROSECONDS_A_MINUTE + (1 << (MINUTE_BITS - 2))
    end = start + np.where(piece.quality == MISSING, 0, piece.minutes)
    reach = np.maximum.accumulate(end)
    goes_on = np.append(True, reach[1:] > reach[:-1])
    around = np.maximum.accumulate(np.where(goes_on, np.arange(len(piece)), 0))
    is_inside = (start < end[around]) & (piece.minutes < piece.minutes[around])
    if not is_inside.any():
        return piece
    return _refused(piece, _Groups.of(piece.codes(), piece.at), is_inside, rejects, INSIDE)[0]
