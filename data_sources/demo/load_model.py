"""How load follows the clock and the weather, by class of customer: what every meter of the demo departs from.

Method: a class (residential, commercial, industrial) has a daily base curve plus cooling and heating that follow
temperature beyond a comfortable band; each is scaled so that the design hour (a July or August weekday, 17:00 to
18:00, 37.5 degrees C) is 1. A transformer's load is its coincident design peak times the mix of its classes, times a
small slow ripple of its own. Levels follow a hot humid city where cooling dominates (Houston homes use about
1,200 kWh a month). Drawbacks: no holidays, no thermal memory of buildings, no solar export.
"""

from __future__ import annotations

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


def design_peaks(
    transformer_index: NDArray[np.int64], class_index: NDArray[np.int64], monthly_kwh: Floats, transformers: int
) -> Floats:
    """Coincident design peak of transformers from their active meters, kW, shape (transformers,).

    Args:
        transformer_index: zero-based transformer of each active meter, shape (m,).
        class_index: index into `CLASSES` of each meter, shape (m,).
        monthly_kwh: mean monthly energy of each meter, kWh, shape (m,).
        transformers: how many there are.
    """
    factor = np.array([LOAD_FACTOR[kind] for kind in CLASSES])
    peak = monthly_kwh / HOURS_A_MONTH / factor[class_index]
    return np.bincount(transformer_index, peak, minlength=transformers).astype(np.float64)
