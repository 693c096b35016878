"""The demo utility's outage history: what opened when, why, for how many and how long. Always labelled simulated.

Method: for each year, yearly targets (SAIFI, SAIDI; IEEE 1366-2022 indices without major events) are drawn in the
range of published US averages; outages are then drawn device by device until their customer interruptions reach the
target's share of each device kind, durations are log-normal by cause and scaled so that customer minutes meet SAIDI.
Two storm days a year come on top. Every outage opens a real device, and its customers are the active service points
behind it. Drawbacks: no partial restoration within an outage, and two outages may overlap in rare cases.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.causes import Cause
from data_sources.demo.city.geography import Floats
from data_sources.demo.city.streets import Ints
from data_sources.demo.utility import devices as gear
from data_sources.demo.weather.hours import storm_days

Instants = NDArray[np.datetime64]

CAUSES: Final[tuple[Cause, ...]] = (
    "vegetation",
    "equipment",
    "animal",
    "lightning",
    "vehicle",
    "planned",
    "weather",
    "overload",
    "unknown",
)
# Share of causes by what opened, and the median minutes each takes to mend.
CAUSE_SHARE: Final = {
    "feeder": (0.20, 0.24, 0.05, 0.12, 0.13, 0.06, 0.12, 0.03, 0.05),
    "fuse": (0.31, 0.17, 0.15, 0.11, 0.03, 0.08, 0.07, 0.02, 0.06),
    "transformer": (0.06, 0.40, 0.13, 0.13, 0.04, 0.09, 0.05, 0.08, 0.02),
    "storm": (0.36, 0.06, 0.00, 0.22, 0.00, 0.00, 0.36, 0.00, 0.00),
}
MEDIAN_MINUTES: Final = np.array([105.0, 125.0, 62.0, 98.0, 130.0, 70.0, 118.0, 80.0, 66.0])
STORM_CAUSES: Final = (0, 3, 6)
# Share of the yearly customer interruptions by device kind: breaker, recloser, sectionaliser, fuse, transformer.
SAIFI_SHARE: Final = (0.34, 0.32, 0.09, 0.225, 0.025)
MOMENTARY_SHARE: Final = 2.1  # momentary interruptions a customer, over SAIFI's 1.2 or so
STORM_SAIFI: Final = 0.055  # customer interruptions a customer that one storm day brings
MONTH_WEIGHT: Final = np.array([0.75, 0.8, 0.95, 1.05, 1.25, 1.3, 1.25, 1.25, 1.0, 0.85, 0.75, 0.75])
HOUR_WEIGHT: Final = np.array([5, 4, 4, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 14, 15, 16, 16, 14, 11, 9, 8, 7, 6], float)


@dataclass(frozen=True, slots=True)
class OutageHistory:
    """One row an outage in order of its start; -1 where no device or transformer is named."""

    device: Ints
    transformer: Ints
    feeder: Ints
    started: Instants
    minutes: Floats
    cause: Ints
    customers: Ints
    place: Floats


@dataclass(frozen=True, slots=True)
class Exposed:
    """What can fail: devices (breaker to fuse) and transformers, with customers behind and place."""

    device_kind: Ints
    device_customers: Ints
    device_feeder: Ints
    device_place: Floats
    transformer_customers: Ints
    transformer_feeder: Ints
    transformer_place: Floats
    transformer_risk: Floats


def build_history(exposed: Exposed, as_of: dt.date, seed: int) -> OutageHistory:
    """Outages of the two spans from January 1 to the end of the day before `as_of`, last year's and this year's."""
    spans = [_year(exposed, year, _same_day(as_of, year), seed) for year in (as_of.year - 1, as_of.year)]
    columns = [np.concatenate([np.asarray(part[k]) for part in spans]) for k in range(6)]
    device, transformer, started, minutes, cause, customers = columns
    order = np.argsort(started, kind="stable")
    by_device = device >= 0
    feeder = np.where(by_device, exposed.device_feeder[device], exposed.transformer_feeder[transformer])
    place = np.where(by_device[:, None], exposed.device_place[device], exposed.transformer_place[transformer])
    return OutageHistory(
        device[order],
        transformer[order],
        feeder[order],
        started[order].astype("datetime64[s]"),
        minutes[order],
        cause[order],
        customers[order],
        place[order],
    )


def _same_day(as_of: dt.date, year: int) -> dt.date:
    """The same calendar day in another year (February 29 becomes 28)."""
    leap = as_of.month == 2 and as_of.day == 29
    return as_of.replace(year=year, day=28) if leap else as_of.replace(year=year)


@dataclass(frozen=True, slots=True)
class _Span:
    """January 1 of a year to a day before `until`: its days, their relative trouble, its share of a year."""

    year: int
    days: int
    weight: Floats
    part: float


def _span(year: int, until: dt.date) -> _Span:
    """The span's weights by month."""
    days = (until - dt.date(year, 1, 1)).days
    weight = MONTH_WEIGHT[[(dt.date(year, 1, 1) + dt.timedelta(days=d)).month - 1 for d in range(days)]]
    return _Span(year, days, weight, float(weight.sum()) / float(MONTH_WEIGHT.mean()) / 365.25)


def _year(exposed: Exposed, year: int, until: dt.date, seed: int) -> tuple[NDArray[np.generic], ...]:
    """Everyday outages, storm outages and momentaries of one span, as columns."""
    rng = np.random.default_rng((seed, 101, year))
    span = _span(year, until)
    saifi, saidi = rng.uniform(1.08, 1.28), rng.uniform(108.0, 138.0)
    parts = []
    everyday = _everyday(exposed, saifi * span.part, rng)
    minutes = _minutes(everyday[0], everyday[2], exposed, rng)
    wanted = saidi * span.part * float(exposed.transformer_customers.sum())
    minutes *= wanted / max(float((minutes * _customers(exposed, everyday)).sum()), 1e-9)
    parts.append(_timed(exposed, everyday, span, np.clip(minutes, 5.2, 1_440.0), _usual_start(span, len(minutes), rng)))
    stormy = [day for day in storm_days(year, seed).tolist() if day < span.days]
    storm = _storm(exposed, STORM_SAIFI * len(stormy), rng)
    count = len(storm[0])
    begun = 1440.0 * rng.choice(stormy or [0], count) + np.clip(1020.0 + 150.0 * rng.standard_normal(count), 0, 1439)
    minutes = np.clip(300.0 * np.exp(0.7 * rng.standard_normal(count)), 25.0, 2_880.0)
    parts.append(_timed(exposed, storm, span, minutes, begun))
    brief = _momentary(exposed, MOMENTARY_SHARE * span.part, rng)
    minutes = np.clip(np.exp(rng.normal(-0.4, 0.9, len(brief[0]))), 0.05, 4.9)
    parts.append(_timed(exposed, brief, span, minutes, _usual_start(span, len(minutes), rng)))
    return tuple(np.concatenate([part[k] for part in parts]) for k in range(6))


def _customers(exposed: Exposed, hit: tuple[Ints, Ints, Ints]) -> Ints:
    """Customers behind what opened."""
    device, transformer, _ = hit
    return np.where(device >= 0, exposed.device_customers[device], exposed.transformer_customers[transformer])


def _usual_start(span: _Span, count: int, rng: np.random.Generator) -> Floats:
    """Minutes since the span began: more in the season and hours of storms, heat and traffic."""
    if not count:
        return np.zeros(0)
    day = rng.choice(span.days, count, p=span.weight / span.weight.sum())
    return 1440.0 * day + 60.0 * rng.choice(24, count, p=HOUR_WEIGHT / HOUR_WEIGHT.sum()) + rng.uniform(0, 60, count)


def _timed(
    exposed: Exposed, hit: tuple[Ints, Ints, Ints], span: _Span, minutes: Floats, begun: Floats
) -> tuple[NDArray[np.generic], ...]:
    """Columns device, transformer, start, minutes, cause, customers; all over before the span ends."""
    seconds = np.round(60.0 * np.clip(np.minimum(begun, 1440.0 * span.days - minutes - 1.0), 0.0, None))
    midnight = np.datetime64(f"{span.year}-01-01T06", "s")  # Central Standard Time
    started = midnight + seconds.astype("timedelta64[s]")
    return hit[0], hit[1], started, np.round(minutes * 60.0) / 60.0, hit[2], _customers(exposed, hit)


def _everyday(exposed: Exposed, saifi: float, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Device and transformer outages until customer interruptions reach SAIFI times customers."""
    wanted = saifi * float(exposed.transformer_customers.sum())
    device, transformer, cause = [], [], []
    for kind, share in zip((gear.BREAKER, gear.RECLOSER, gear.SECTIONALISER, gear.FUSE), SAIFI_SHARE, strict=False):
        pool = np.flatnonzero((exposed.device_kind == kind) & (exposed.device_customers > 0))
        hit = _until(pool, exposed.device_customers[pool], None, share * wanted, rng)
        device.append(hit)
        transformer.append(np.full(len(hit), -1))
        cause.append(_causes("fuse" if kind == gear.FUSE else "feeder", len(hit), rng))
    pool = np.flatnonzero(exposed.transformer_customers > 0)
    hit = _until(
        pool, exposed.transformer_customers[pool], exposed.transformer_risk[pool], SAIFI_SHARE[4] * wanted, rng
    )
    device.append(np.full(len(hit), -1))
    transformer.append(hit)
    cause.append(_causes("transformer", len(hit), rng))
    return np.concatenate(device), np.concatenate(transformer), np.concatenate(cause)


def _storm(exposed: Exposed, saifi: float, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """What storm days break: mostly fuses and trunks."""
    wanted = saifi * float(exposed.transformer_customers.sum())
    parts = []
    for kind, share in ((gear.BREAKER, 0.35), (gear.RECLOSER, 0.30), (gear.FUSE, 0.35)):
        pool = np.flatnonzero((exposed.device_kind == kind) & (exposed.device_customers > 0))
        parts.append(_until(pool, exposed.device_customers[pool], None, share * wanted, rng))
    device = np.concatenate(parts)
    return device, np.full(len(device), -1), _causes("storm", len(device), rng)


def _momentary(exposed: Exposed, maifi: float, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Breakers and reclosers that open and close again."""
    wanted = maifi * float(exposed.transformer_customers.sum())
    pool = np.flatnonzero(np.isin(exposed.device_kind, (gear.BREAKER, gear.RECLOSER)) & (exposed.device_customers > 0))
    device = _until(pool, exposed.device_customers[pool], None, wanted, rng)
    return device, np.full(len(device), -1), _causes("storm", len(device), rng)


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
    drawn: Ints = rng.choice(len(CAUSES), count, p=CAUSE_SHARE[kind])
    return drawn


def _minutes(device: Ints, cause: Ints, exposed: Exposed, rng: np.random.Generator) -> Floats:
    """Log-normal durations: trunks are switched around quickly, single transformers wait."""
    kind = np.where(device >= 0, exposed.device_kind[device], -1)
    pace = np.select([kind == gear.FUSE, kind == -1], [1.0, 1.35], 0.72)
    minutes: Floats = MEDIAN_MINUTES[cause] * pace * np.exp(0.55 * rng.standard_normal(len(device)))
    return minutes
