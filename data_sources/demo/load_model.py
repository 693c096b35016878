"""How load follows the clock and the weather: one model for the demo's history and for its simulator.

Method: a class (residential, commercial, industrial) has a daily base curve plus cooling and heating that follow
temperature beyond a comfortable band; each is scaled so that the design hour (a July or August weekday, 17:00 to
18:00, 37.5 degrees C) is 1. A transformer's load is its coincident design peak times the mix of its classes, times a
small slow ripple of its own. Levels follow a hot humid city where cooling dominates (Houston homes use about
1,200 kWh a month). Drawbacks: no holidays, no thermal memory of buildings, no solar export.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

CLASSES: Final = ("residential", "commercial", "industrial")
POWER_FACTOR: Final = 0.95
# Mean over peak of a year of the modelled weather; ties monthly energy to design peak (held by a test to 6 %).
LOAD_FACTOR: Final[dict[str, float]] = {"residential": 0.398, "commercial": 0.591, "industrial": 0.900}
HOURS_A_MONTH: Final = 730.5
_DESIGN: Final = (17.5, 2, 37.5)


def local_clock(at_utc: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    """Hour of day (0 to 24, with minutes) and weekday (Monday 0) in US Central time for UTC instants.

    The rule of 2007 is applied (second Sunday of March to first Sunday of November), without a time zone database.
    """
    at = np.atleast_1d(np.asarray(at_utc, dtype="datetime64[s]"))
    year = at.astype("datetime64[Y]")
    spring = _nth_sunday(year, 3, 2) + np.timedelta64(8, "h")
    autumn = _nth_sunday(year, 11, 1) + np.timedelta64(7, "h")
    offset = np.where((at >= spring) & (at < autumn), 5, 6).astype("timedelta64[h]")
    local = at - offset
    day = local.astype("datetime64[D]")
    hour = (local - day).astype(np.float64) / 3600.0
    return hour, (day.astype(np.int64) + 3) % 7


def _nth_sunday(year: NDArray[np.datetime64], month: int, nth: int) -> NDArray[np.datetime64]:
    """Midnight of the n-th Sunday of a month in each year, as seconds."""
    first = (year.astype("datetime64[M]") + np.timedelta64(month - 1, "M")).astype("datetime64[D]")
    weekday = (first.astype(np.int64) + 3) % 7
    sunday: NDArray[np.datetime64] = first + ((6 - weekday) % 7 + 7 * (nth - 1)).astype("timedelta64[D]")
    return sunday.astype("datetime64[s]")


def _bump(hour: Floats, centre: float, width: float) -> Floats:
    """A daily bell curve that wraps around midnight."""
    gap = (hour - centre + 12.0) % 24.0 - 12.0
    bell: Floats = np.exp(-0.5 * (gap / width) ** 2)
    return bell


def _residential(hour: Floats, weekday: NDArray[np.int64], celsius: Floats) -> Floats:
    """Homes: breakfast, a long evening, strong cooling that peaks when people are back, electric heating."""
    home = np.where(weekday >= 5, 0.05 * _bump(hour, 13.0, 3.5), 0.0)
    base = 0.155 + 0.05 * _bump(hour, 7.0, 1.3) + 0.13 * _bump(hour, 19.7, 2.6) + home
    cooling = 0.038 * _softplus(celsius - 20.5) * (0.66 + 0.34 * _bump(hour, 17.8, 3.6))
    heating = 0.020 * _softplus(14.0 - celsius) * (0.8 + 0.3 * _bump(hour, 6.8, 2.2))
    total: Floats = base + cooling + heating
    return total


def _commercial(hour: Floats, weekday: NDArray[np.int64], celsius: Floats) -> Floats:
    """Offices and shops: opening hours, cooling, less on weekends."""
    opened = 1.0 / (1.0 + np.exp(-(hour - 7.2) / 0.7)) / (1.0 + np.exp((hour - 19.8) / 1.1))
    week = np.select([weekday == 6, weekday == 5], [0.55, 0.70], 1.0)
    cooling = 0.0165 * _softplus(celsius - 17.0) * (0.45 + 0.55 * opened * week)
    return np.asarray(0.30 + 0.34 * opened * week + cooling + 0.006 * _softplus(9.0 - celsius))


def _industrial(hour: Floats, weekday: NDArray[np.int64], celsius: Floats) -> Floats:
    """Plants: nearly flat, a day shift, some cooling."""
    shift = _bump(hour, 13.0, 4.5) * np.where(weekday >= 5, 0.35, 1.0)
    return 0.74 + 0.16 * shift + 0.004 * _softplus(celsius - 18.0)


def _softplus(x: Floats) -> Floats:
    """A smooth max(x, 0), two degrees wide."""
    return np.asarray(2.0 * np.logaddexp(0.0, x / 2.0))


_SHAPES: Final = {"residential": _residential, "commercial": _commercial, "industrial": _industrial}


def hourly_multiplier(
    local_hour: ArrayLike, weekday: ArrayLike, temperature_c: ArrayLike, customer_class: str
) -> Floats:
    """Load as a fraction of the class's design (coincident) peak; about 1 in the design hour, rarely above 1.05.

    Args:
        local_hour: 0 to 24, minutes as fractions.
        weekday: Monday 0 to Sunday 6.
        temperature_c: outdoor dry bulb, degrees C.
        customer_class: one of `CLASSES`.

    Raises:
        KeyError: unknown class.
    """
    shape = _SHAPES[customer_class]
    hour, day, celsius = np.broadcast_arrays(
        np.asarray(local_hour, np.float64), np.asarray(weekday, np.int64), np.asarray(temperature_c, np.float64)
    )
    design = shape(*(np.asarray(value) for value in _DESIGN))
    return np.asarray(shape(hour, day, celsius) / design)


def class_multipliers(at_utc: ArrayLike, temperature_c: ArrayLike) -> Floats:
    """Multipliers of all `CLASSES` at UTC instants, shape (..., 3)."""
    hour, day = local_clock(at_utc)
    return np.stack([hourly_multiplier(hour, day, temperature_c, kind) for kind in CLASSES], axis=-1)


def system_load_kw(class_peak_kw: ArrayLike, at_utc: ArrayLike, temperature_c: ArrayLike) -> Floats:
    """System load in kW at UTC instants, shape (n,), from the coincident peaks of the three `CLASSES`."""
    load: Floats = class_multipliers(at_utc, temperature_c) @ np.asarray(class_peak_kw, np.float64)
    return load


def transformer_load_kw(
    peak_kw: Floats,
    class_share: Floats,
    at_utc: dt.datetime | np.datetime64,
    temperature_c: float,
    transformer_id: NDArray[np.int64] | None = None,
) -> Floats:
    """Load of every transformer at one instant, kW.

    Args:
        peak_kw: coincident design peak, shape (n,).
        class_share: share of the peak by class in the order of `CLASSES`, shape (n, 3), rows summing to 1.
        at_utc: the instant; a datetime must be aware or mean UTC.
        temperature_c: outdoor temperature, degrees C.
        transformer_id: seeds each transformer's own ripple; without it there is none.
    """
    at = _instant(at_utc)
    load: Floats = peak_kw * (class_share @ class_multipliers(at, temperature_c)[0])
    total: Floats = load if transformer_id is None else load * ripple(transformer_id, at)
    return total


def ripple(transformer_id: NDArray[np.int64], at: np.datetime64) -> Floats:
    """A slow wander of each transformer around its class, about plus or minus 12 %, smooth over minutes."""
    number = np.asarray(transformer_id, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    a = (number >> np.uint64(40)).astype(np.float64) / 2.0**24
    b = (number >> np.uint64(16) & np.uint64(0xFFFFFF)).astype(np.float64) / 2.0**24
    minutes = float(at.astype("datetime64[s]").astype(np.int64)) / 60.0
    slow = np.sin(2.0 * np.pi * ((minutes / 97.0 % 1.0) * (1.0 + np.floor(3.0 * b)) + a))
    quick = np.sin(2.0 * np.pi * (minutes / 23.0 % 1.0 + b))
    wander: Floats = 1.0 + 0.08 * slow + 0.04 * quick
    return wander


def class_shares(
    transformer_index: NDArray[np.int64], class_index: NDArray[np.int64], monthly_kwh: Floats, transformers: int
) -> tuple[Floats, Floats]:
    """Design peak and class mix of transformers from their active meters.

    Args:
        transformer_index: zero-based transformer of each active meter, shape (m,).
        class_index: index into `CLASSES` of each meter, shape (m,).
        monthly_kwh: mean monthly energy of each meter, kWh, shape (m,).
        transformers: number of transformers n.

    Returns:
        peak_kw, shape (n,), and the share of the peak by class, shape (n, 3).
    """
    factor = np.array([LOAD_FACTOR[kind] for kind in CLASSES])
    peak = monthly_kwh / HOURS_A_MONTH / factor[class_index]
    by_class = np.bincount(transformer_index * 3 + class_index, peak, minlength=3 * transformers).reshape(-1, 3)
    total = by_class.sum(axis=1)
    share = by_class / np.maximum(total, 1e-9)[:, None]
    share[total <= 0.0] = (1.0, 0.0, 0.0)
    return total, share


def voltage_v(distance_share: Floats, feeder_load_pct: Floats, load_pct: Floats) -> Floats:
    """Secondary voltage on a 120 V base from the drop along the feeder and in the transformer itself.

    Args:
        distance_share: distance from the feeder's head over the feeder's largest, 0 to 1.
        feeder_load_pct: feeder load, % of rating.
        load_pct: transformer load, % of rating.
    """
    volts: Floats = 124.6 - 4.6 * distance_share * feeder_load_pct / 80.0 - 2.2 * load_pct / 100.0
    return np.clip(volts, 108.0, 127.0)


def _instant(at_utc: dt.datetime | np.datetime64) -> np.datetime64:
    """A UTC instant as numpy seconds."""
    if isinstance(at_utc, np.datetime64):
        seconds: np.datetime64 = at_utc.astype("datetime64[s]")
        return seconds
    naive = at_utc.astimezone(dt.UTC).replace(tzinfo=None) if at_utc.tzinfo else at_utc
    return np.datetime64(naive, "s")
