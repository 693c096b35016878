"""Hourly weather of the demo city, simulated: Houston's climate as seasons, days, fronts and storms.

Method: monthly climate means, a daily cycle with its peak at 15:30, day-to-day departures that persist (an AR(1)
chain, wide in winter, narrow in summer), humidity from a slowly moving dew point, wind that follows the afternoon,
fronts and a few storm days a year. Each calendar year is generated whole from (seed, year), so that a later as-of
date only adds rows. Drawback: no spatial variation; always labelled simulated.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.load_model import local_clock

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

# Mean temperature, degrees C, and mean dew point by month, rounded climate normals of the Texas upper coast.
MEAN_C: Final = (12.6, 14.6, 18.2, 21.6, 25.7, 28.8, 29.9, 30.1, 27.4, 22.7, 17.2, 13.6)
DEW_C: Final = (7.0, 9.0, 12.2, 15.8, 20.0, 22.8, 23.4, 23.2, 21.0, 15.6, 10.8, 8.0)

DAYS_AFTER: Final = 7  # of weather after the demo's today


def storm_days(year: int, seed: int) -> NDArray[np.int64]:
    """Days of the year (0 = Jan 1) with a severe storm: one in late spring, one in summer."""
    rng = np.random.default_rng((seed, 71, year))
    return np.array([rng.integers(105, 150), rng.integers(175, 250)], dtype=np.int64)


def year_of_weather(year: int, seed: int) -> tuple[Instants, Floats, Floats, Floats]:
    """One UTC year by the hour: instants, temperature (degrees C), relative humidity (%), wind (m/s)."""
    rng = np.random.default_rng((seed, 72, year))
    at = np.arange(np.datetime64(f"{year}-01-01T00", "h"), np.datetime64(f"{year + 1}-01-01T00", "h"))
    at = at.astype("datetime64[s]")
    days = len(at) // 24
    position = np.arange(len(at)) / 24.0
    middle = (np.arange(-1, 13) + 0.5) * days / 12.0
    mean = np.interp(position, middle, [MEAN_C[-1], *MEAN_C, MEAN_C[0]])
    dew = np.interp(position, middle, [DEW_C[-1], *DEW_C, DEW_C[0]])
    spread = day_spread_c(mean)
    front = np.interp(position, np.arange(-1, days + 1) + 0.5, _persistent(days + 2, 0.72, rng))
    cloud = np.interp(position, np.arange(-1, days + 1) + 0.5, _persistent(days + 2, 0.45, rng))
    hour = local_clock(at)[0]
    swing = (5.3 - 1.3 * np.clip(cloud, -1.2, 1.8)) * np.cos(2.0 * np.pi * (hour - 15.5) / 24.0)
    storm = np.isin((position - 0.25).astype(np.int64), storm_days(year, seed))
    temperature = mean + spread * front + swing - np.where(storm & (hour > 15), 4.0, 0.0)
    dew = np.minimum(dew + 1.1 * spread * front + rng.normal(0.0, 0.4, len(at)), temperature - 0.3)
    humidity = 100.0 * np.exp(17.625 * dew / (243.04 + dew) - 17.625 * temperature / (243.04 + temperature))
    breeze = 2.6 + 1.6 * np.clip(np.cos(2.0 * np.pi * (hour - 15.0) / 24.0), -0.4, 1.0) + 0.7 * np.abs(front)
    gust = np.where(storm, 12.0 * np.exp(-0.5 * ((hour - 17.0) / 2.2) ** 2), 0.0)
    wind = breeze * np.exp(rng.normal(0.0, 0.22, len(at))) + gust
    return at, temperature, np.clip(humidity, 12.0, 100.0), wind


def day_spread_c(mean_c: Floats) -> Floats:
    """How far days depart from the climate's mean: wide in winter, narrow in summer."""
    return np.interp(mean_c, (12.0, 20.0, 30.0), (5.2, 3.2, 1.3))


def _persistent(count: int, memory: float, rng: np.random.Generator) -> Floats:
    """A unit-variance chain of days, each remembering the one before."""
    noise = rng.normal(0.0, 1.0, count)
    chain = np.empty(count)
    chain[0] = noise[0]
    for k in range(1, count):
        chain[k] = memory * chain[k - 1] + np.sqrt(1.0 - memory**2) * noise[k]
    return np.clip(chain, -2.2, 2.2)


def hourly_weather(as_of: dt.date, seed: int, days_after: int = DAYS_AFTER) -> tuple[Instants, Floats, Floats, Floats]:
    """Weather from January 1 of the year before `as_of` to some days after it, as `year_of_weather` gives it."""
    last = as_of + dt.timedelta(days=days_after)
    years = [year_of_weather(year, seed) for year in range(as_of.year - 1, last.year + 1)]
    joined = [np.concatenate([year[k] for year in years]) for k in range(4)]
    keep = joined[0] < np.datetime64(last + dt.timedelta(days=1), "s")
    return joined[0][keep], joined[1][keep], joined[2][keep], joined[3][keep]
