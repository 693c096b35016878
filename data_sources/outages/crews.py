"""Who is sent where: the outage that matters most gets the nearest crew that is free and fit for it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from data_sources.outages.operating import AnOutage, OperatingState
from data_sources.outages.states import Changes, Crew, Outage

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class DispatchRules:
    """What dispatching goes by.

    Attributes:
        travel_kmh: a crew's speed as the crow flies.
        repair_minutes: median time of work on an overhead line with a crew on site.
        call_out_s: an outage that waits this long without a free crew gets one called in from off shift.
    """

    travel_kmh: float
    repair_minutes: float
    call_out_s: float


def dispatch(
    state: OperatingState[AnOutage],
    waiting: Iterable[AnOutage],
    now: dt.datetime,
    rules: DispatchRules,
    changes: Changes,
) -> None:
    """Send free crews to waiting outages, most customers first."""
    for outage in sorted(waiting, key=lambda one: (-one.customers_out, one.started_at)):
        free = [crew for crew in state.crews if crew.status == "available"]
        if not free and (now - outage.started_at).total_seconds() >= rules.call_out_s:
            free = [crew for crew in state.crews if crew.status == "off_shift"]
        if free:
            crew = min(free, key=lambda one: (misfit(one, outage), distance_m(one, outage)))
            _send(state, crew, outage, now, rules)
            changes.touch_crew(crew)
            changes.touch(outage)


def _send(
    state: OperatingState[AnOutage], crew: Crew, outage: AnOutage, now: dt.datetime, rules: DispatchRules
) -> None:
    crew.is_called_out = crew.status == "off_shift"
    crew.status, crew.outage, crew.since, outage.crew = "assigned", outage, now, crew
    drive = distance_m(crew, outage) / 1000 / rules.travel_kmh * 60
    guess = now + dt.timedelta(minutes=drive + 1.4 * work_minutes(state, outage, rules.repair_minutes))
    outage.estimated_at = round_up(guess)


def release(outage: Outage, now: dt.datetime, changes: Changes) -> None:
    """The work is done: the crew is free where it stands, or off again if it was called in."""
    if (crew := outage.crew) is not None:
        crew.status = "off_shift" if crew.is_called_out else "available"
        crew.outage, crew.since, crew.is_called_out = None, now, False
        changes.touch_crew(crew)


def work_minutes(state: OperatingState[AnOutage], outage: Outage, repair_minutes: float) -> float:
    """Median time of the work on site, from that on an overhead line behind a fuse."""
    factor = 1.6 if outage.is_underground else 1.0
    if outage.transformer >= 0:
        factor *= 1.3
    elif outage.device >= 0 and state.network.devices["kind"][outage.device] != "fuse":
        factor *= 1.5
    return repair_minutes * factor


def misfit(crew: Crew, outage: Outage) -> int:
    """0: made for it, 1: can do it, 2: only if nobody else is free."""
    if outage.is_underground:
        return 0 if crew.kind == "underground" else 1
    if crew.kind == "vegetation":
        return 0 if outage.cause in ("vegetation", "weather", "wind") else 2
    return 1 if crew.kind == "underground" else 0


def distance_m(crew: Crew, outage: Outage) -> float:
    """As the crow flies."""
    east = (outage.lon - crew.lon) * math.cos(math.radians(outage.lat))
    return math.hypot(east, outage.lat - crew.lat) * METRES_PER_DEGREE


def round_up(at: dt.datetime, minutes: int = 5) -> dt.datetime:
    """The next full five minutes, as utilities tell their estimates."""
    step = dt.timedelta(minutes=minutes)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + -((midnight - at) // step) * step
