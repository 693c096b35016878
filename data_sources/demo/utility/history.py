"""The demo utility's outage history: what opened when, why, who was out and how long. Always labelled simulated.

Method: for each year, targets (SAIFI and SAIDI of IEEE Std 1366-2022 without major events, MAIFI) are drawn in the
range of published US averages; what opens is then drawn device by device until its customers reach the target's share
of each kind of device. Durations are log-normal by cause and scaled to the target. Trunks are switched: who lies
outside the faulted part comes back earlier (`steps`), some within five minutes by motors. Planned work keeps to working
hours, a loss of supply takes a substation with all its feeders. Storm days come on top, with a queue for the crews, and
July 2024 has its hurricane (`hurricane`). Whoever is out already is not interrupted again: such an outage is left out.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.causes import Cause
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import devices as gear
from data_sources.demo.utility.crew_queue import finished
from data_sources.demo.utility.exposed import Exposed
from data_sources.demo.utility.hurricane import LANDFALL, struck
from data_sources.demo.utility.steps import Out, joined, shared_out, whole_out, without_overlaps
from data_sources.demo.weather.hours import storm_days

Instants = NDArray[np.datetime64]

CAUSES: Final[tuple[Cause, ...]] = (
    "vegetation", "equipment", "animal", "lightning", "vehicle", "planned", "weather", "overload", "unknown",
)  # fmt: skip
KINDS: Final = ("unplanned", "planned", "loss_of_supply")
EQUIPMENT_CAUSE: Final = CAUSES.index("equipment")
PLANNED_CAUSE: Final = CAUSES.index("planned")
WEATHER_CAUSE: Final = CAUSES.index("weather")
# Share of causes by what opened, and the median minutes each takes to mend.
CAUSE_SHARE: Final = {
    "feeder": (0.22, 0.26, 0.06, 0.13, 0.14, 0.0, 0.12, 0.03, 0.04),
    "fuse": (0.34, 0.19, 0.17, 0.12, 0.03, 0.0, 0.08, 0.02, 0.05),
    "transformer": (0.06, 0.28, 0.15, 0.14, 0.04, 0.0, 0.05, 0.08, 0.02),  # of those that did not fail themselves
    "storm": (0.36, 0.06, 0.00, 0.22, 0.00, 0.0, 0.36, 0.00, 0.00),
}
MEDIAN_MINUTES: Final = np.array([105.0, 125.0, 62.0, 98.0, 130.0, 150.0, 118.0, 80.0, 66.0])
# Share of the yearly customer interruptions by device kind; the rest are single transformers.
SAIFI_SHARE: Final = {gear.BREAKER: 0.35, gear.RECLOSER: 0.30, gear.SECTIONALISER: 0.08, gear.FUSE: 0.24}
STORM_SHARE: Final = {gear.BREAKER: 0.38, gear.RECLOSER: 0.34, gear.FUSE: 0.28}
PLANNED_SHARE: Final = {gear.SECTIONALISER: 0.35, gear.FUSE: 0.45}
MOMENTARY_SHARE: Final = {gear.BREAKER: 0.55, gear.RECLOSER: 0.45}
SAIFI: Final = (1.05, 1.22)  # customer interruptions a customer and year, least and most
SAIDI: Final = (150.0, 185.0)  # minutes, before trunks are switched
MAIFI: Final = (2.6, 3.6)
PLANNED_SAIFI: Final = 0.045
SUPPLY_LOSSES: Final = 7.0  # of a substation, a year at full size
STORM_SAIFI: Final = 0.3  # of a severe day, and of a rough one
ROUGH_SAIFI: Final = 0.022
ROUGH_DAYS: Final = 9
MONTH_WEIGHT: Final = np.array([0.75, 0.8, 0.95, 1.05, 1.25, 1.3, 1.25, 1.25, 1.0, 0.85, 0.75, 0.75])
HOUR_WEIGHT: Final = np.array([5, 4, 4, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 14, 15, 16, 16, 14, 11, 9, 8, 7, 6], float)


class OutageYear(NamedTuple):
    """Outages of one year in order of their beginning, and who was out in them.

    Attributes:
        device: what opened, by index; -1 for a transformer of its own.
        transformer: what failed, by index; -1 for a device.
        feeder: by index.
        started: UTC, to the second.
        cause: place in `CAUSES`.
        kind: place in `KINDS`.
        customers: interrupted in it.
        is_momentary: opened and closed again by itself, all at once.
        out: who was out and how long; of momentary ones minutes alone.
        minutes: until the last came back.
    """

    device: Ints
    transformer: Ints
    feeder: Ints
    started: Instants
    cause: Ints
    kind: Ints
    customers: Ints
    is_momentary: NDArray[np.bool_]
    out: Out
    minutes: Floats


class UnitsFailed(NamedTuple):
    """Transformers that failed in a year, by index, and the minutes since January 1 in standard time when they did."""

    transformer: Ints
    begun: Floats


class _Hits(NamedTuple):
    """What opened: device or transformer, cause, kind, minutes since the year began, minutes to mend, who was out."""

    device: Ints
    transformer: Ints
    cause: Ints
    kind: Ints
    begun: Floats
    mended: Floats
    out: Out


def outage_year(exposed: Exposed, year: int, until: dt.date, crews: int, seed: int, failed: UnitsFailed) -> OutageYear:
    """A year from January 1 to the end of the day before `until`, in the utility's standard time.

    Args:
        exposed: what can fail.
        year: which.
        until: in it, or January 1 of the next.
        crews: of the utility on a usual day; a storm brings others.
        seed: of the demo.
        failed: transformers that failed in it; each is an outage, if nobody was out there already.
    """
    rng = np.random.default_rng((seed, 101, year))
    span = _Span.of(year, until)
    broken = _failed(exposed, failed, rng)
    parts = [
        broken,
        _everyday(exposed, span, broken, rng),
        _planned(exposed, span, rng),
        _supply_lost(exposed, span, rng),
    ]
    stormy = storm_days(year, seed)
    rough = rng.choice(span.days, min(ROUGH_DAYS, span.days), replace=False, p=span.weight / span.weight.sum())
    for day, saifi in [(day, STORM_SAIFI) for day in stormy.tolist()] + [(day, ROUGH_SAIFI) for day in rough.tolist()]:
        if day < span.days:
            parts.append(_storm(exposed, float(day), saifi, crews, rng))
    if year == LANDFALL.year and until > LANDFALL:
        parts.append(_hurricane(exposed, span, rng))
    brief = _momentary(exposed, span, rng)
    hits = _over_in_time(_all_of(parts), span)
    return _finished(exposed, hits, brief, span)


class _Span(NamedTuple):
    """January 1 of a year to a day before `until`: its days, their relative trouble, its share of a year."""

    year: int
    days: int
    weight: Floats
    part: float

    @classmethod
    def of(cls, year: int, until: dt.date) -> _Span:
        days = (until - dt.date(year, 1, 1)).days
        weight = MONTH_WEIGHT[[(dt.date(year, 1, 1) + dt.timedelta(days=d)).month - 1 for d in range(days)]]
        return cls(year, days, weight, float(weight.sum()) / float(MONTH_WEIGHT.mean()) / 365.25)


def _failed(exposed: Exposed, failed: UnitsFailed, rng: np.random.Generator) -> _Hits:
    """Transformers that are at their end: each is changed before its customers come back."""
    none = np.full(len(failed.begun), -1)
    mended = 1.35 * MEDIAN_MINUTES[EQUIPMENT_CAUSE] * np.exp(0.4 * rng.standard_normal(len(none)))
    out = whole_out(exposed, none, failed.transformer, mended)
    return _Hits(none, failed.transformer, none * 0 + EQUIPMENT_CAUSE, none * 0, failed.begun, mended, out)


def _everyday(exposed: Exposed, span: _Span, broken: _Hits, rng: np.random.Generator) -> _Hits:
    """Device and transformer outages until customer interruptions, `broken` among them, reach SAIFI times customers."""
    saifi, saidi = rng.uniform(*SAIFI), rng.uniform(*SAIDI)
    dark = exposed.customers[broken.transformer]
    device, transformer = _drawn(exposed, SAIFI_SHARE, saifi * span.part, rng, float(dark.sum()))
    kind = np.where(device >= 0, exposed.kind[device], -1)
    name = np.select([device < 0, kind == gear.FUSE], ["transformer", "fuse"], "feeder")
    cause = np.zeros(len(device), np.int64)
    for one in ("transformer", "fuse", "feeder"):
        cause[name == one] = _causes(one, int((name == one).sum()), rng)
    pace = np.select([kind == gear.FUSE, kind == -1], [1.0, 1.35], 0.9)
    mended = MEDIAN_MINUTES[cause] * pace * np.exp(0.55 * rng.standard_normal(len(device)))
    wanted = saidi * span.part * exposed.served - float(dark @ broken.mended)
    mended *= wanted / max(float(mended @ _customers(exposed, device, transformer)), 1e-9)
    begun = _usual_start(span, len(device), rng)
    return _hit(exposed, device, transformer, cause, 0, begun, np.clip(mended, 6.0, 1440.0), rng)


def _planned(exposed: Exposed, span: _Span, rng: np.random.Generator) -> _Hits:
    """Work on lines and transformers, on weekdays from eight o'clock on, all back at its end."""
    device, transformer = _drawn(exposed, PLANNED_SHARE, PLANNED_SAIFI * span.part, rng)
    count = len(device)
    first = dt.date(span.year, 1, 1).weekday()
    working = np.flatnonzero((first + np.arange(span.days)) % 7 < 5)
    day = rng.choice(working, count) if len(working) else np.zeros(count)
    begun = 1440.0 * day + 60.0 * rng.choice([8.0, 8.5, 9.0, 9.5, 10.0, 13.0], count) + rng.uniform(0, 10, count)
    mended = np.clip(150.0 * np.exp(0.4 * rng.standard_normal(count)), 40.0, 420.0)
    cause = np.full(count, PLANNED_CAUSE)
    return _Hits(
        device, transformer, cause, cause * 0 + 1, begun, mended, whole_out(exposed, device, transformer, mended)
    )


def _supply_lost(exposed: Exposed, span: _Span, rng: np.random.Generator) -> _Hits:
    """Substations that lose their own supply: every breaker of theirs, back one after the other."""
    substations = int(exposed.substation.max()) + 1
    events = rng.poisson(SUPPLY_LOSSES * span.part * min(1.0, substations / 100.0))
    breakers = np.flatnonzero((exposed.kind == gear.BREAKER) & (exposed.end > exposed.first))
    chosen, begun = [], []
    for at, substation in zip(_usual_start(span, events, rng), rng.integers(0, substations, events), strict=True):
        mine = breakers[exposed.substation[exposed.feeder[breakers]] == substation]
        chosen.append(mine)
        begun.append(np.full(len(mine), at))
    device = np.concatenate([np.zeros(0, np.int64), *chosen])
    mended = np.clip(45.0 * np.exp(0.5 * rng.standard_normal(len(device))), 8.0, 240.0)
    none, cause = np.full(len(device), -1), np.full(len(device), EQUIPMENT_CAUSE)
    at = np.concatenate([np.zeros(0), *begun])
    return _Hits(device, none, cause, none * 0 + 2, at, mended, whole_out(exposed, device, none, mended))


def _storm(exposed: Exposed, day: float, saifi: float, crews: int, rng: np.random.Generator) -> _Hits:
    """What a storm breaks within hours: more than there are crews, so that most wait in a queue."""
    device, transformer = _drawn(exposed, STORM_SHARE, saifi, rng)
    count = len(device)
    begun = 1440.0 * day + np.clip(1020.0 + 110.0 * rng.standard_normal(count), 300.0, 1439.0)
    work = np.clip(80.0 * np.exp(0.5 * rng.standard_normal(count)), 20.0, 600.0)
    waits = finished(begun, work, _customers(exposed, device, transformer) / work, 2 * crews)
    return _hit(exposed, device, transformer, _causes("storm", count, rng), 0, begun, waits - begun, rng)


def _hurricane(exposed: Exposed, span: _Span, rng: np.random.Generator) -> _Hits:
    """July 8, 2024, and the days of restoration after it."""
    found = struck(exposed, rng)
    begun = found.begun + 1440.0 * (LANDFALL - dt.date(span.year, 1, 1)).days
    none = np.full(len(found.device), -1)
    cause = np.where(rng.random(len(none)) < 0.45, CAUSES.index("vegetation"), WEATHER_CAUSE)
    return _Hits(found.device, none, cause, none * 0, begun, found.mended, found.out)


def _momentary(exposed: Exposed, span: _Span, rng: np.random.Generator) -> _Hits:
    """Breakers and reclosers that open and close again."""
    device, transformer = _drawn(exposed, MOMENTARY_SHARE, rng.uniform(*MAIFI) * span.part, rng)
    keep = device >= 0
    device, transformer = device[keep], transformer[keep]
    minutes = np.clip(np.exp(rng.normal(-0.4, 0.9, len(device))), 0.05, 4.9)
    begun = _usual_start(span, len(device), rng)
    cause = _causes("storm", len(device), rng)
    return _Hits(device, transformer, cause, cause * 0, begun, minutes, Out.nobody())


def _drawn(
    exposed: Exposed, share: dict[int, float], saifi: float, rng: np.random.Generator, taken: float = 0.0
) -> tuple[Ints, Ints]:  # fmt: skip
    """(devices, transformers) until their customers and those `taken` reach SAIFI times all.

    What no kind takes, transformers take.
    """
    wanted, behind = saifi * exposed.served, exposed.behind()
    device = [np.zeros(0, np.int64)]
    for kind, part in share.items():
        pool = np.flatnonzero((exposed.kind == kind) & (behind > 0))
        device.append(_until(pool, behind[pool], None, part * wanted, rng))
    pool = np.flatnonzero(exposed.customers > 0)
    left = max(max(1.0 - sum(share.values()), 0.0) * wanted - taken, 0.0)
    alone = _until(pool, exposed.customers[pool], exposed.risk[pool], left if left > 1e-6 * wanted else 0.0, rng)
    found = np.concatenate(device)
    return np.concatenate([found, np.full(len(alone), -1)]), np.concatenate([np.full(len(found), -1), alone])


def _until(pool: Ints, customers: Ints, risk: Floats | None, wanted: float, rng: np.random.Generator) -> Ints:
    """Draw from the pool, with replacement, until the customers drawn come nearest to `wanted`."""
    if wanted <= 0.0 or not len(pool):
        return np.zeros(0, np.int64)
    chance = None if risk is None else risk / risk.sum()
    mean = float(customers.mean() if chance is None else customers @ chance)
    drawn = rng.choice(len(pool), int(2.0 * wanted / mean) + 20, p=chance)
    reached = np.cumsum(customers[drawn])
    chosen: Ints = pool[drawn[: int(np.searchsorted(reached, wanted + 0.5 * mean))]]
    return chosen


def _causes(kind: str, count: int, rng: np.random.Generator) -> Ints:
    """Causes by their share for that kind of device."""
    share = np.array(CAUSE_SHARE[kind])
    drawn: Ints = rng.choice(len(CAUSES), count, p=share / share.sum())
    return drawn


def _customers(exposed: Exposed, device: Ints, transformer: Ints) -> Ints:
    """Customers behind what opened."""
    return np.where(device >= 0, exposed.behind()[device], exposed.customers[transformer])


def _usual_start(span: _Span, count: int, rng: np.random.Generator) -> Floats:
    """Minutes since the span began: more in the season and hours of storms, heat and traffic."""
    if not count:
        return np.zeros(0)
    day = rng.choice(span.days, count, p=span.weight / span.weight.sum())
    return 1440.0 * day + 60.0 * rng.choice(24, count, p=HOUR_WEIGHT / HOUR_WEIGHT.sum()) + rng.uniform(0, 60, count)


def _hit(
    exposed: Exposed, device: Ints, transformer: Ints, cause: Ints, kind: int, begun: Floats, mended: Floats,
    rng: np.random.Generator,
) -> _Hits:  # fmt: skip
    out = shared_out(exposed, device, transformer, mended, rng)
    return _Hits(device, transformer, cause, cause * 0 + kind, begun, mended, out)


def _all_of(parts: list[_Hits]) -> _Hits:
    """Several lots as one."""
    return _Hits(
        np.concatenate([part.device for part in parts]), np.concatenate([part.transformer for part in parts]),
        np.concatenate([part.cause for part in parts]), np.concatenate([part.kind for part in parts]),
        np.concatenate([part.begun for part in parts]), np.concatenate([part.mended for part in parts]),
        joined([(part.out, len(part.device)) for part in parts]),
    )  # fmt: skip


def _over_in_time(hits: _Hits, span: _Span) -> _Hits:
    """What is over before the span ends, and touches nobody who is out already, in order of its beginning."""
    last = np.zeros(len(hits.device))
    np.maximum.at(last, hits.out.outage, hits.out.minutes)
    begun = np.where(hits.begun + last + 1.0 < 1440.0 * span.days, hits.begun, -1.0)
    keep = (begun >= 0.0) & without_overlaps(begun, hits.out)
    order = np.flatnonzero(keep)[np.argsort(begun[keep], kind="stable")]
    return _Hits(
        hits.device[order], hits.transformer[order], hits.cause[order], hits.kind[order], hits.begun[order],
        hits.mended[order], hits.out.take(order, len(keep)),
    )  # fmt: skip


def _finished(exposed: Exposed, hits: _Hits, brief: _Hits, span: _Span) -> OutageYear:
    """Sustained outages and momentary ones as one record in order of time."""
    device, transformer, cause, kind, begun, mended = (
        np.concatenate([np.asarray(a), np.asarray(b)]) for a, b in zip(hits[:6], brief[:6], strict=True)
    )
    count, is_brief = len(hits.device), np.arange(len(device)) >= len(hits.device)
    customers = np.bincount(hits.out.outage, exposed.customers[hits.out.transformer], len(device)).astype(np.int64)
    customers[is_brief] = exposed.behind()[brief.device]
    minutes = mended.copy()
    minutes[:count] = 0.0
    np.maximum.at(minutes, hits.out.outage, hits.out.minutes)
    order = np.argsort(begun, kind="stable")
    seconds = np.round(60.0 * np.clip(begun, 0.0, None)).astype("timedelta64[s]")
    started = np.datetime64(f"{span.year}-01-01T06", "s") + seconds  # Central Standard Time
    feeder = np.where(device >= 0, exposed.feeder[device], exposed.transformer_feeder[transformer])
    return OutageYear(
        device[order], transformer[order], feeder[order], started[order], cause[order], kind[order], customers[order],
        is_brief[order], hits.out.take(order, len(device)), minutes[order],
    )  # fmt: skip
