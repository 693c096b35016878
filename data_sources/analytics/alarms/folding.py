"""Alarms of one cause under one heading: what hangs below one outage, one substation, one feeder.

A breaker that opens, or a substation that runs hot, makes every point below it alarm. The operator needs one line that
says so and what is under it (ANSI/ISA-18.2-2016, clause 12.4: advanced techniques, grouping). The cause that stands
highest is taken: the outage that a point lies in, else its substation, else its feeder; a substation or a feeder is the
cause where it is in alarm itself for the same kind of quantity, or where so many points below it are at once.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NONE: Final = 0
OUTAGE: Final = 1
SUBSTATION: Final = 2
FEEDER: Final = 3
CAUSES: Final = ("", "outage", "substation", "feeder")
FEEDER_FROM: Final = 3  # alarms of one family on one feeder
SUBSTATION_FROM: Final = 2  # feeders of one substation that have so many each, or are in alarm themselves


class OpenAlarms(NamedTuple):
    """Alarms that are open, arrays of shape (alarms,); -1 where one has none of it.

    Attributes:
        family: code of the kind of quantity (load, voltage …).
        outage: the outage that its point lies in.
        substation: of its point.
        feeder: of its point.
        is_feeder: the point is the feeder itself.
        is_substation: the point is the substation itself.
    """

    family: Ints
    outage: Ints
    substation: Ints
    feeder: Ints
    is_feeder: Bools
    is_substation: Bools


def fold(alarms: OpenAlarms) -> tuple[Ints, Ints]:
    """(kind of cause, number of it) of each alarm, each of shape (alarms,); `NONE` and -1 where it stands alone."""
    is_free = alarms.outage < 0  # what an outage explains speaks for nothing else
    alarms = alarms._replace(
        substation=np.where(is_free, alarms.substation, -1), feeder=np.where(is_free, alarms.feeder, -1)
    )
    is_feeder_cause = _is_feeder_cause(alarms)
    is_station_cause = _is_station_cause(alarms, is_feeder_cause)
    kinds = np.select([~is_free, is_station_cause, is_feeder_cause], [OUTAGE, SUBSTATION, FEEDER], NONE).astype(
        np.int64
    )
    numbers = np.select(
        [kinds == OUTAGE, kinds == SUBSTATION, kinds == FEEDER], [alarms.outage, alarms.substation, alarms.feeder], -1
    )
    return kinds, numbers.astype(np.int64)


def _is_feeder_cause(alarms: OpenAlarms) -> Bools:
    """Whether the feeder of an alarm explains it: there are many there, or the feeder and something below it."""
    counts, of_alarm = _counts(alarms.family, alarms.feeder)
    own = np.bincount(of_alarm, alarms.is_feeder, minlength=len(counts))
    is_cause: Bools = (counts >= FEEDER_FROM) | ((own > 0) & (counts > own))
    return is_cause[of_alarm] & (alarms.feeder >= 0)


def _is_station_cause(alarms: OpenAlarms, is_feeder_cause: Bools) -> Bools:
    """Whether the substation explains it: it is in alarm with something below it, or several of its feeders are."""
    counts, of_alarm = _counts(alarms.family, alarms.substation)
    own = np.bincount(of_alarm, alarms.is_substation, minlength=len(counts))
    is_told = is_feeder_cause | alarms.is_feeder
    pairs = np.unique(np.column_stack([of_alarm[is_told], alarms.feeder[is_told]]), axis=0)
    feeders = np.bincount(pairs[:, 0], minlength=len(counts))
    is_cause: Bools = (feeders >= SUBSTATION_FROM) | ((own > 0) & (counts > own))
    return is_cause[of_alarm] & (alarms.substation >= 0)


def _counts(family: Ints, place: Ints) -> tuple[Ints, Ints]:
    """Alarms of each (family, place), and which of these each alarm is of."""
    if not len(family):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    _, of_alarm, counts = np.unique(np.column_stack([family, place]), axis=0, return_inverse=True, return_counts=True)
    return counts, of_alarm.reshape(-1)
