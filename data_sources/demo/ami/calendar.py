"""One local day of the demo as quarter hours: clock, temperature, sky, and the load shapes that follow from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.meters import CLOCKS_H, THERMOSTATS_C
from data_sources.demo.ami.random import bells, uniforms
from data_sources.demo.load_model import CLASSES, hourly_multiplier
from data_sources.demo.weather.hours import year_of_weather
from data_sources.network.rows import Floats, Ints

INTERVAL_MINUTES: Final = 15
GROWTH_A_YEAR: Final = 0.012  # of what everybody uses, against 2026
LATITUDE: Final = 29.8
SOLAR_NOON_H: Final = 12.4  # standard time west of the middle of its zone
SUN_SHIFTS_H: Final = np.linspace(-2.0, 2.0, 9)
ACTIVITY_STEPS: Final = 512

Instants = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What all meters share on a day. T is 96 quarter hours, 92 or 100 when the clocks change.

    Attributes:
        day: the local date.
        number: days since 1970, names the day's random numbers.
        starts: UTC start of each interval, shape (T,).
        hour: local hour at its middle, shape (T,).
        shapes: load over design peak by class, thermostat and clock, shape (75, T).
        shape_means: over the day, shape (75,).
        sun: output of a kW of panels under a clear sky by how far west they look, shape (9, T).
        cloud: what clouds let through, shape (T,).
        activity: interval of a short event for a number drawn evenly, shape (ACTIVITY_STEPS,).
        temperature_c: shape (T,).
    """

    day: dt.date
    number: int
    starts: Instants
    hour: Floats
    shapes: NDArray[np.float32]
    shape_means: NDArray[np.float32]
    sun: NDArray[np.float32]
    cloud: NDArray[np.float32]
    activity: NDArray[np.int16]
    temperature_c: Floats


def day_starts(day: dt.date, time_zone: str) -> Instants:
    """UTC starts of a local day's quarter hours; 92 or 100 of them when the clocks change."""
    first, end = (_utc(day + dt.timedelta(days=k), time_zone) for k in (0, 1))
    return np.arange(first, end, np.timedelta64(INTERVAL_MINUTES * 60, "s"))


def calendar_of(day: dt.date, time_zone: str, seed: int) -> Calendar:
    """The calendar of a local day."""
    starts = day_starts(day, time_zone)
    middle = starts + np.timedelta64(INTERVAL_MINUTES * 30, "s")
    hour, offset = _clock(middle, time_zone)
    celsius = _temperature(middle, seed)
    number = day.toordinal() - dt.date(1970, 1, 1).toordinal()
    shapes = _shapes(hour, day, celsius)
    return Calendar(
        day=day, number=number, starts=starts, hour=hour, shapes=shapes.astype(np.float32),
        shape_means=shapes.mean(axis=1).astype(np.float32), sun=_sun(hour - offset, day).astype(np.float32),
        cloud=_cloud(number, hour, seed).astype(np.float32), activity=_activity(hour), temperature_c=celsius,
    )  # fmt: skip


def _utc(day: dt.date, time_zone: str) -> np.datetime64:
    local = dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone))
    return np.datetime64(local.astimezone(dt.UTC).replace(tzinfo=None), "s")


def _clock(at: Instants, time_zone: str) -> tuple[Floats, Floats]:
    """Local hour of day and daylight saving in hours at UTC instants."""
    zone = ZoneInfo(time_zone)
    local = [dt.datetime.fromtimestamp(second, zone) for second in at.astype(np.int64).tolist()]
    hour = np.array([moment.hour + moment.minute / 60 + moment.second / 3600 for moment in local])
    saving = np.array([(moment.dst() or dt.timedelta()).total_seconds() / 3600 for moment in local])
    return hour, saving


@lru_cache(maxsize=4)
def _weather_year(year: int, seed: int) -> tuple[Ints, Floats]:
    at, celsius, _, _ = year_of_weather(year, seed)
    return at.astype("datetime64[s]").astype(np.int64), celsius


def _temperature(at: Instants, seed: int) -> Floats:
    """The demo's weather, of any year: the rows in the database begin a year before its today."""
    years = range(int(str(at[0])[:4]), int(str(at[-1])[:4]) + 1)
    found = [_weather_year(year, seed) for year in years]
    hours, celsius = (np.concatenate([part[k] for part in found]) for k in (0, 1))
    return np.asarray(np.interp(at.astype(np.int64), hours, celsius))


def _shapes(hour: Floats, day: dt.date, celsius: Floats) -> Floats:
    """The load model by class, thermostat and clock, with the years' growth."""
    rows = [
        hourly_multiplier((hour + clock) % 24, day.weekday(), celsius - thermostat, kind)
        for kind in CLASSES
        for thermostat in THERMOSTATS_C
        for clock in CLOCKS_H
    ]
    years = (day - dt.date(2026, 7, 1)).days / 365.25
    return np.asarray(np.stack(rows) * (1 + GROWTH_A_YEAR) ** years)


def _sun(standard_hour: Floats, day: dt.date) -> Floats:
    """Panels under a clear sky, kW a kW: sine of the sun's height, less in the heat and near the horizon."""
    season = 2 * np.pi * (day.timetuple().tm_yday - 81) / 365.25
    tilt = np.radians(23.45) * np.sin(season)
    angle = 2 * np.pi * (standard_hour[None, :] - SOLAR_NOON_H - SUN_SHIFTS_H[:, None]) / 24
    north = np.radians(LATITUDE)
    height = np.sin(north) * np.sin(tilt) + np.cos(north) * np.cos(tilt) * np.cos(angle)
    return np.asarray(0.80 * np.clip(height, 0, None) ** 1.12)


def _cloud(number: int, hour: Floats, seed: int) -> Floats:
    """Clear, broken or overcast days; broken skies change every quarter of an hour."""
    kind = uniforms(seed, "cloud", [number])[0]
    flicker = bells(seed, "cloud", 1_000_000 + number * 128 + np.arange(len(hour)))
    slow = bells(seed, "cloud", 1_000_000_000 + number * 32 + hour.astype(np.int64))
    if kind < 0.50:
        return np.asarray(np.clip(0.97 + 0.02 * flicker, 0, 1))
    if kind < 0.82:
        return np.asarray(np.clip(0.72 + 0.18 * slow + 0.10 * flicker, 0.15, 1))
    return np.asarray(np.clip(0.26 + 0.10 * slow + 0.03 * flicker, 0.06, 1))


def _activity(hour: Floats) -> NDArray[np.int16]:
    """Short events happen in the morning, at noon and most of all in the evening."""
    weight = 0.15 + np.exp(-0.5 * ((hour - 7.2) / 1.3) ** 2) + 0.5 * np.exp(-0.5 * ((hour - 12.5) / 1.5) ** 2)
    weight += 1.6 * np.exp(-0.5 * ((hour - 19.0) / 2.2) ** 2)
    edge = np.cumsum(weight) / weight.sum()
    return np.searchsorted(edge, (np.arange(ACTIVITY_STEPS) + 0.5) / ACTIVITY_STEPS).astype(np.int16)
