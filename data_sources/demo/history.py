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

from data_sources.demo import devices as gear
from data_sources.demo.geography import Floats
from data_sources.demo.streets import Ints
from data_sources.demo.weather import storm_days

Instants = NDArray[np.datetime64]

CAUSES: Final = ("vegetation", "equipment", "animal", "lightning", "vehicle", "planned", "weather", "overload",
                 "unknown")
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
MONTH_WEIGHT: Final = np.array([0.75, 0.8, 0.95, 1.05, 1.25, 1.3, 1.25, 1.25, 1.0, 0.85, 0.75, 0.75])
HOUR_WEIGHT: Final = np.array([5, 4, 4, 4, 4, 5, 6, 7, 8, 8, 9, 10, 11, 12, 14, 15, 16, 16, 14, 11, 9, 8, 7, 6], float)


@dataclass(frozen=True, slots=True)
class Outages:
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


def build_history(exposed: Exposed, as_of: dt.date, seed: int) -> Outages:
    """Outages of the two spans from January 1 to the end of the day before `as_of`, last year's and this year's."""
    spans = [_year(exposed, year, _same_day(as_of, year), seed) for year in (as_of.year - 1, as_of.year)]
    columns = [np.concatenate([np.asarray(part[k]) for part in spans]) for k in range(6)]
    device, transformer, started, minutes, cause, customers = columns
    order = np.argsort(started, kind="stable")
    by_device = device >= 0
    feeder = np.where(by_device, exposed.device_feeder[device], exposed.transformer_feeder[transformer])
    place = np.where(by_device[:, None], exposed.device_place[device], exposed.transformer_place[transformer])
    return Outages(device[order], transformer[order], feeder[order], started[order].astype("datetime64[s]"),
                   minutes[order], cause[order], customers[order], place[order])


def _same_day(as_of: dt.date, year: int) -> dt.date:
    """The same calendar day in another year (February 29 becomes 28)."""
    leap = as_of.month == 2 and as_of.day == 29
    return as_of.replace(year=year, day=28) if leap else as_of.replace(year=year)


def _year(exposed: Exposed, year: int, until: dt.date, seed: int) -> tuple[NDArray[np.generic], ...]:
    """Everyday outages, storm outages and momentaries of one span."""
    rng = np.random.default_rng((seed, 101, year))
    days = (until - dt.date(year, 1, 1)).days
    weight = MONTH_WEIGHT[[(dt.date(year, 1, 1) + dt.timedelta(days=d)).month - 1 for d in range(days)]]
    part = float(weight.sum()) / float(MONTH_WEIGHT.mean()) / 365.25
    saifi, saidi = rng.uniform(1.08, 1.28), rng.uniform(108.0, 138.0)
    everyday = _everyday(exposed, saifi * part, rng)
    storms = [day for day in storm_days(year, seed).tolist() if day < days]
    storm = _storm(exposed, 0.055 * len(storms), rng)
    brief = _momentary(exposed, MOMENTARY_SHARE * part, rng)
    served = float(exposed.transformer_customers.sum())
    start = np.datetime64(f"{year}-01-01T06", "m")
    parts = []
    for (device, transformer, cause), kind in ((everyday, "day"), (storm, "storm"), (brief, "brief")):
        count = len(device)
        customers = np.where(device >= 0, exposed.device_customers[device], exposed.transformer_customers[transformer])
        if kind == "storm":
            day = rng.choice(storms or [0], count)
            minute = np.clip(17 * 60 + 150 * rng.standard_normal(count), 0, 1439)
            minutes = np.clip(300.0 * np.exp(0.7 * rng.standard_normal(count)), 25.0, 2_880.0)
        else:
            day = rng.choice(days, count, p=weight / weight.sum()) if days else np.zeros(0, np.int64)
            minute = 60.0 * rng.choice(24, count, p=HOUR_WEIGHT / HOUR_WEIGHT.sum()) + rng.uniform(0, 60, count)
            minutes = _minutes(device, cause, exposed, rng)
        if kind == "day" and count:
            minutes = np.clip(minutes * saidi * part * served / float((minutes * customers).sum()), 5.2, 1_440.0)
        if kind == "brief":
            minutes = np.clip(np.exp(rng.normal(-0.4, 0.9, count)), 0.05, 4.9)
        latest = days * 1440.0 - minutes - 1.0
        begun = np.clip(np.minimum(day * 1440.0 + minute, latest), 0.0, None)
        seconds = np.round(begun * 60.0).astype(np.int64)
        parts.append((device, transformer, start.astype("datetime64[s]") + seconds.astype("timedelta64[s]"),
                      np.round(minutes * 60.0) / 60.0, cause, customers))
    return tuple(np.concatenate([np.asarray(p[k]) for p in parts]) for k in range(6))


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
    hit = _until(pool, exposed.transformer_customers[pool], exposed.transformer_risk[pool],
                 SAIFI_SHARE[4] * wanted, rng)
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
    pool = np.flatnonzero(np.isin(exposed.device_kind, (gear.BREAKER, gear.RECLOSER))
                          & (exposed.device_customers > 0))
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
