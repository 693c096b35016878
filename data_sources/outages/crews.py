"""Who is sent where: the outage that matters most gets the nearest crew that is free and fit for it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data_sources.analytics.plane import METRES_PER_DEGREE
from data_sources.network.graph import Network
from data_sources.outages.states import Crew, Outage

MARGIN = 1.4  # over the median of the work: nearly four in five are done by then, times spread as exp(N(0, 0.4))


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


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Who is sent where, and when supply should be back then."""

    outage: Outage
    crew: Crew
    estimated_at: dt.datetime


def dispatch(
    network: Network, waiting: Iterable[Outage], crews: Sequence[Crew], now: dt.datetime, rules: DispatchRules
) -> list[Dispatch]:
    """Which free crews should go to waiting outages, most customers first.

    A crew has the skill that the outage's order takes; only where no crew at all has it, anybody goes.
    """
    left, sent = list(crews), []
    for outage in sorted(waiting, key=lambda one: (-one.customers_out, one.started_at)):
        fit = {crew.crew_id for crew in crews if skill_of(outage) in crew.skills.split(",")}
        able = [crew for crew in left if not fit or crew.crew_id in fit]
        free = [crew for crew in able if crew.status == "available"]
        if not free and (now - outage.started_at).total_seconds() >= rules.call_out_s:
            free = [crew for crew in able if crew.status == "off_shift"]
        if free:
            crew = min(free, key=lambda one: (misfit(one, outage), distance_m(one, outage)))
            left.remove(crew)
            sent.append(Dispatch(outage, crew, estimate(network, outage, now, rules, crew)))
    return sent


def estimate(
    network: Network, outage: Outage, now: dt.datetime, rules: DispatchRules, crew: Crew | None = None, *,
    is_on_site: bool = False,
) -> dt.datetime:  # fmt: skip
    """When supply should be back.

    Args:
        network: of the outage.
        outage: what it is about.
        now: from when on.
        rules: speeds and times.
        crew: that is sent; without one, the time counts until one can be called in.
        is_on_site: it has arrived: nothing but its work is left.
    """
    minutes = MARGIN * work_minutes(network, outage, rules.repair_minutes)
    if crew is None:
        minutes += rules.call_out_s / 60
    elif not is_on_site:
        minutes += distance_m(crew, outage) / 1000 / rules.travel_kmh * 60
    return round_up(now + dt.timedelta(minutes=minutes))


def work_minutes(network: Network, outage: Outage, repair_minutes: float) -> float:
    """Median time of the work on site, from that on an overhead line behind a fuse."""
    kind = str(network.devices["kind"][outage.device]) if outage.device >= 0 else None
    return repair_minutes * work_factor(outage.is_underground, outage.transformer >= 0, kind)


def work_factor(is_underground: bool, is_transformer: bool, device_kind: str | None) -> float:
    """How much longer the work on site takes than on an overhead line behind a fuse.

    Args:
        is_underground: cables, and what stands on the ground.
        is_transformer: a transformer failed.
        device_kind: of the device that opened; None where none did.
    """
    factor = 1.6 if is_underground else 1.0
    if is_transformer:
        return factor * 1.3
    return factor * (1.5 if device_kind not in (None, "fuse") else 1.0)


def skill_of(outage: Outage) -> str:
    """What its work order takes (flux.follow_outages)."""
    return "underground" if outage.is_underground else "line"


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
