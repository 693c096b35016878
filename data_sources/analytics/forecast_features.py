"""What a load forecast looks at: the clock, the weekday and the temperature, as columns of a ridge regression.

Columns: a constant; 8 daily harmonics; Saturday-or-Sunday and Sunday, each with 2 harmonics of its own; each weekday's
own level; where temperatures are known, cooling degrees above 18 degrees C, heating degrees below 14, and the mean
cooling and heating degrees of the 24 hours before (buildings warm slowly), each with its first 2 daily harmonics.
Each column has a penalty: 0 for the constant, more for higher harmonics and for what few days can tell little about.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.clock import DAY_S, local_seconds, weekdays

Floats = NDArray[np.float64]
Instants = NDArray[np.datetime64]

HARMONICS: Final = 8
WEEKLY_PENALTY: Final = 6.0
TEMPERATURE_PENALTY: Final = 0.3
COOLING_FROM_C: Final = 18.0
HEATING_FROM_C: Final = 14.0


def columns(at: Instants, time_zone: str, temperature_c: Floats | None, step_s: int) -> tuple[Floats, Floats]:
    """Regression columns of instants, and the penalty of each column.

    Args:
        at: evenly spaced instants, UTC, ascending, shape (n,).
        time_zone: IANA name, for hour and weekday.
        temperature_c: of each instant, without gaps, shape (n,); None leaves temperature out.
        step_s: spacing of the instants, for the means over 24 hours.

    Returns:
        columns, shape (n, k), and penalties, shape (k,).
    """
    local = local_seconds(at, time_zone)
    turn = local % DAY_S / DAY_S
    weekday = weekdays(local)
    found = [np.ones((len(at), 1)), _waves(turn, HARMONICS)]
    penalty = [np.zeros(1), 0.3 * np.sqrt(np.repeat(np.arange(1, HARMONICS + 1), 2))]
    for chosen in (weekday >= 5, weekday == 6):
        found.append(_with_waves(chosen.astype(np.float64), turn))
        penalty.append(np.full(5, WEEKLY_PENALTY))
    found.append((weekday[:, None] == np.arange(5)).astype(np.float64))
    penalty.append(np.full(5, WEEKLY_PENALTY))
    if temperature_c is not None:
        for degrees in _degrees(temperature_c, step_s):
            found.append(_with_waves(degrees / 10.0, turn))
            penalty.append(np.full(5, TEMPERATURE_PENALTY))
    return np.concatenate(found, axis=1), np.concatenate(penalty)


def _waves(turn: Floats, count: int) -> Floats:
    angle = 2.0 * np.pi * turn[:, None] * np.arange(1, count + 1)
    return np.asarray(np.stack([np.sin(angle), np.cos(angle)], axis=2).reshape(len(turn), -1))


def _with_waves(values: Floats, turn: Floats) -> Floats:
    """A column, and the same times two daily harmonics."""
    return np.asarray(values[:, None] * np.concatenate([np.ones((len(turn), 1)), _waves(turn, 2)], axis=1))


def _degrees(temperature_c: Floats, step_s: int) -> list[Floats]:
    cooling, heating = _soft(temperature_c - COOLING_FROM_C), _soft(HEATING_FROM_C - temperature_c)
    steps = max(1, DAY_S // step_s)
    return [cooling, heating, _trailing(cooling, steps), _trailing(heating, steps)]


def _soft(x: Floats) -> Floats:
    """A smooth max(x, 0), about 2 degrees wide: the threshold differs from house to house."""
    return np.asarray(2.0 * np.logaddexp(0.0, x / 2.0))


def _trailing(values: Floats, steps: int) -> Floats:
    """Mean of the `steps` values up to each one; of fewer at the beginning."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    end = np.arange(1, len(values) + 1)
    begin = np.maximum(end - steps, 0)
    return np.asarray((summed[end] - summed[begin]) / (end - begin))
