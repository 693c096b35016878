"""The queue: whoever is free first takes the outage that is worth most to it, until none is left.

Method
    List scheduling. The crew that is free first takes, of the outages that wait, one with critical customers before
    one without, and of those the one with most customers per hour of this crew (drive and expected repair). For one
    crew and no travel that order has the smallest sum of customer minutes (W. E. Smith, "Various optimizers for
    single-stage production", Naval Research Logistics Quarterly 3, 1956); with several crews and travel it is a rule,
    as used in storm rooms, not an optimum.
    Decisions go by expectation; what then happens takes as long as it does. Times are minutes from now.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.storm.work import CrewsOnShift, Floats, Ints, OpenOutages, WorkTimes, check_work

NOBODY: Final = -1
LEAST_MINUTES: Final = 0.1  # of any job
FIRST_OF_ALL: Final = 1e9  # more than any number of customers an hour


class Schedule(NamedTuple):
    """Who goes where and when it will be over, each of shape (outages,).

    Attributes:
        crew: row of the crew, -1 for an outage nobody gets to.
        arrives_minutes: when it is on site, NaN for those (0 or less: it is there).
        restored_minutes: when the outage is over, NaN for those.
        order: place in the queue, the first one sent to is 0; -1 for those, and for outages that have a crew already.
    """

    crew: Ints
    arrives_minutes: Floats
    restored_minutes: Floats
    order: Ints


def expected_schedule(outages: OpenOutages, crews: CrewsOnShift, times: WorkTimes) -> Schedule:
    """The queue if everything takes its expected time (the median for a repair).

    Raises:
        ValueError: see `check_work` and `WorkTimes.check`.
    """
    check_work(outages, crews)
    times.check()
    ones = np.ones((1, len(outages.customers)))
    crew, arrives, restored, order = run_queue(outages, crews, times, ones, ones)
    return Schedule(crew[0], arrives[0], restored[0], order[0])


def run_queue(
    outages: OpenOutages, crews: CrewsOnShift, times: WorkTimes, travel_factor: Floats, repair_factor: Floats
) -> tuple[Ints, Floats, Floats, Ints]:
    """Many runs of the queue: (crew, arrives, restored, order), each of shape (runs, outages).

    Args:
        outages: those open.
        crews: on shift.
        times: of travel and repair.
        travel_factor: how much longer each drive takes than expected, shape (runs, outages).
        repair_factor: how much longer each repair takes than its median, likewise. What is left of the work of a busy
            crew takes as much longer.
    """
    east, north = np.ascontiguousarray(outages.east_km), np.ascontiguousarray(outages.north_km)
    customers, is_critical, repair = outages.customers.astype(np.float64), outages.critical > 0, outages.repair_minutes
    bound = customers / np.maximum(times.mobilise_minutes + repair, LEAST_MINUTES)
    bound += np.where(is_critical & times.critical_first, FIRST_OF_ALL, 0.0)
    work = _OutageColumns(customers, is_critical, east, north, repair, bound, np.argsort(-bound, kind="stable"))
    going = _DriveRules(60.0 / times.travel_kmh, times.mobilise_minutes, times.critical_first)
    crew, order = (np.full(travel_factor.shape, NOBODY, np.int64) for _ in range(2))
    arrives, restored = (np.full(travel_factor.shape, np.nan) for _ in range(2))
    for run in range(len(travel_factor)):
        found = _RunAnswer(crew[run], arrives[run], restored[run], order[run])
        teams = _CrewPlaces(crews.east_km.copy(), crews.north_km.copy(), crews.free_minutes.copy())
        _begin(work, teams, crews.busy_with, repair_factor[run], found)
        _run(work, teams, going, travel_factor[run], repair_factor[run], found)
    return crew, arrives, restored, order


class _OutageColumns(NamedTuple):
    """Outages as the loops below take them; defined here, since what is compiled is kept by the text of this file.

    `bound` is what an outage is worth to a crew that stands next to it, `by_bound` the outages in that order.
    """

    customers: Floats
    is_critical: NDArray[np.bool_]
    east: Floats
    north: Floats
    repair: Floats
    bound: Floats
    by_bound: Ints


class _CrewPlaces(NamedTuple):
    """Where each crew is and when it is free; changed in place."""

    east: Floats
    north: Floats
    free: Floats


class _DriveRules(NamedTuple):
    minutes_per_km: float
    mobilise: float
    critical_first: bool


class _RunAnswer(NamedTuple):
    """One run's answer; written to."""

    crew: Ints
    arrives: Floats
    restored: Floats
    order: Ints


@numba.njit(nogil=True, cache=True)
def _begin(work, teams, busy_with, repair_factor, found):  # type: ignore[no-untyped-def]  # numba infers the types
    """Crews at work finish first, and go on from there."""
    for crew in range(len(busy_with)):
        outage = busy_with[crew]
        if outage >= 0:
            teams.free[crew] *= repair_factor[outage]
            teams.east[crew], teams.north[crew] = work.east[outage], work.north[outage]
            found.crew[outage], found.arrives[outage], found.restored[outage] = crew, 0.0, teams.free[crew]


@numba.njit(nogil=True, cache=True)
def _most_worth(first, crew, work, teams, going, found):  # type: ignore[no-untyped-def]  # numba infers the types
    """(outage worth most to a crew, expected minutes of its drive); of equals the one that comes first in the list.

    Outages stand in the order of what they are worth next door, so that none after the first one that is worth less
    than the best so far can be better.
    """
    best, best_worth, best_drive = -1, -1.0, 0.0
    for k in range(first, len(work.by_bound)):
        outage = work.by_bound[k]
        if work.bound[outage] < best_worth:
            break
        if found.crew[outage] >= 0:
            continue
        east, north = work.east[outage] - teams.east[crew], work.north[outage] - teams.north[crew]
        drive = np.sqrt(east * east + north * north) * going.minutes_per_km
        worth = work.customers[outage] / max(going.mobilise + drive + work.repair[outage], LEAST_MINUTES)
        if going.critical_first and work.is_critical[outage]:
            worth += FIRST_OF_ALL
        if worth > best_worth or (worth == best_worth and outage < best):
            best, best_worth, best_drive = outage, worth, drive
    return best, best_drive


@numba.njit(nogil=True, cache=True)
def _run(work, teams, going, travel_factor, repair_factor, found):  # type: ignore[no-untyped-def]  # see above
    """Whoever is free first takes what is worth most to it, until nothing waits."""
    waiting = (found.crew < 0).sum() if len(teams.free) else 0
    first = 0
    for sent in range(waiting):
        while found.crew[work.by_bound[first]] >= 0:
            first += 1
        crew = np.argmin(teams.free)
        outage, drive = _most_worth(first, crew, work, teams, going, found)
        found.crew[outage], found.order[outage] = crew, sent
        found.arrives[outage] = teams.free[crew] + going.mobilise + drive * travel_factor[outage]
        found.restored[outage] = found.arrives[outage] + work.repair[outage] * repair_factor[outage]
        teams.free[crew] = found.restored[outage]
        teams.east[crew], teams.north[crew] = work.east[outage], work.north[outage]
