"""What a load forecast looks at beside the time of day: the weekday and the temperature, as columns of a regression.

Columns: Saturday-or-Sunday and Sunday, each with 2 daily harmonics; each weekday's own level; where temperatures are
known, cooling degrees above 18 degrees C, heating degrees below 14, and the mean cooling and heating degrees of the 24
hours before (buildings warm slowly), each with its first 2 daily harmonics.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.clock import DAY_S, local_seconds, weekdays

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

COOLING_FROM_C: Final = 18.0
HEATING_FROM_C: Final = 14.0
CLOCK_COLUMNS: Final = 15
TEMPERATURE_COLUMNS: Final = 20


def clock_columns(at: Instants, time_zone: str) -> tuple[Floats, Floats]:
    """What the clock alone tells.

    Args:
        at: instants, UTC, shape (n,).
        time_zone: IANA name, for hour and weekday.

    Returns:
        columns of the weekday, shape (n, CLOCK_COLUMNS), and a one beside two daily harmonics, shape (n, 5), that
        `temperature_columns` takes.
    """
    local = local_seconds(at, time_zone)
    weekday = weekdays(local)
    daily = np.concatenate([np.ones((len(at), 1)), waves(local % DAY_S / DAY_S, 2)], axis=1)
    ends = [chosen[:, None] * daily for chosen in (weekday >= 5, weekday == 6)]
    return np.concatenate([*ends, weekday[:, None] == np.arange(5)], axis=1), daily


def temperature_columns(temperature_c: Floats, daily: Floats, day_steps: int) -> Floats:
    """What temperatures tell, shape (n, TEMPERATURE_COLUMNS).

    Args:
        temperature_c: evenly spaced, without gaps, shape (n,).
        daily: of the same instants, from `clock_columns`.
        day_steps: instants a day, for the means over 24 hours.
    """
    cooling, heating = _soft(temperature_c - COOLING_FROM_C), _soft(HEATING_FROM_C - temperature_c)
    kinds = (cooling, heating, _trailing(cooling, day_steps), _trailing(heating, day_steps))
    return np.concatenate([degrees[:, None] / 10.0 * daily for degrees in kinds], axis=1)


def waves(turn: Floats, count: int) -> Floats:
    """The first harmonics of a turn (0 to 1), shape (n, 2 count)."""
    angle = 2.0 * np.pi * turn[:, None] * np.arange(1, count + 1)
    return np.asarray(np.stack([np.sin(angle), np.cos(angle)], axis=2).reshape(len(turn), -1))


def _soft(x: Floats) -> Floats:
    """A smooth max(x, 0), about 2 degrees wide: the threshold differs from house to house."""
    return np.asarray(2.0 * np.logaddexp(0.0, x / 2.0))


def _trailing(values: Floats, steps: int) -> Floats:
    """Mean of the `steps` values up to each one; of fewer at the beginning."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    begin = np.maximum(end - steps, 0)
    return np.asarray((summed[end] - summed[begin]) / (end - begin))
