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
    # The loops take plain tuples: what is compiled is kept on disk, and a class that is gone since would not load.
    work = (customers, is_critical, east, north, repair, bound, np.argsort(-bound, kind="stable"))
    going = (60.0 / times.travel_kmh, times.mobilise_minutes, times.critical_first)
    crew, order = (np.full(travel_factor.shape, NOBODY, np.int64) for _ in range(2))
    arrives, restored = (np.full(travel_factor.shape, np.nan) for _ in range(2))
    for run in range(len(travel_factor)):
        found = (crew[run], arrives[run], restored[run], order[run])
        teams = (crews.east_km.copy(), crews.north_km.copy(), crews.free_minutes.copy())
        _begin(work, teams, crews.busy_with, repair_factor[run], found)
        _run(work, teams, going, travel_factor[run], repair_factor[run], found)
    return crew, arrives, restored, order


@numba.njit(nogil=True, cache=True)
def _begin(work, teams, busy_with, repair_factor, found):  # type: ignore[no-untyped-def]  # numba infers the types
    """Crews at work finish first, and go on from there."""
    _, _, east, north, _, _, _ = work
    crew_east, crew_north, free = teams
    crew_of, arrives, restored, _ = found
    for crew in range(len(busy_with)):
        outage = busy_with[crew]
        if outage >= 0:
            free[crew] *= repair_factor[outage]
            crew_east[crew], crew_north[crew] = east[outage], north[outage]
            crew_of[outage], arrives[outage], restored[outage] = crew, 0.0, free[crew]


@numba.njit(nogil=True, cache=True)
def _most_worth(first, crew, work, teams, going, crew_of):  # type: ignore[no-untyped-def]  # numba infers the types
    """(outage worth most to a crew, expected minutes of its drive); of equals the one that comes first in the list.

    Outages stand in the order of what they are worth next door (`bound`), so that none after the first one that is
    worth less than the best so far can be better.
    """
    customers, is_critical, east, north, repair, bound, by_bound = work
    crew_east, crew_north, _ = teams
    minutes_per_km, mobilise, critical_first = going
    best, best_worth, best_drive = -1, -1.0, 0.0
    for k in range(first, len(by_bound)):
        outage = by_bound[k]
        if bound[outage] < best_worth:
            break
        if crew_of[outage] >= 0:
            continue
        across, along = east[outage] - crew_east[crew], north[outage] - crew_north[crew]
        drive = np.sqrt(across * across + along * along) * minutes_per_km
        worth = customers[outage] / max(mobilise + drive + repair[outage], LEAST_MINUTES)
        if critical_first and is_critical[outage]:
            worth += FIRST_OF_ALL
        if worth > best_worth or (worth == best_worth and outage < best):
            best, best_worth, best_drive = outage, worth, drive
    return best, best_drive


@numba.njit(nogil=True, cache=True)
def _run(work, teams, going, travel_factor, repair_factor, found):  # type: ignore[no-untyped-def]  # see above
    """Whoever is free first takes what is worth most to it, until nothing waits."""
    _, _, east, north, repair, _, by_bound = work
    crew_east, crew_north, free = teams
    crew_of, arrives, restored, order = found
    waiting = (crew_of < 0).sum() if len(free) else 0
    first = 0
    for sent in range(waiting):
        while crew_of[by_bound[first]] >= 0:
            first += 1
        crew = np.argmin(free)
        outage, drive = _most_worth(first, crew, work, teams, going, crew_of)
        crew_of[outage], order[outage] = crew, sent
        arrives[outage] = free[crew] + going[1] + drive * travel_factor[outage]
        restored[outage] = arrives[outage] + repair[outage] * repair_factor[outage]
        free[crew], crew_east[crew], crew_north[crew] = restored[outage], east[outage], north[outage]
