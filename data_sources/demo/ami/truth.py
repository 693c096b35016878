"""What each meter's customer truly takes and makes in each quarter hour. Compiled; lets go of the interpreter lock.

    load = design peak x class shape of the hour and temperature x luck of the day, hour and quarter hour
         + short events (a share of the day's energy) + car
    solar = size x sun x cloud

The mean over many meters is the live demo's load model; one meter is as rough as a real one.
"""

from __future__ import annotations

import numba as nb
import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.calendar import Calendar
from data_sources.demo.ami.meters import MeterTraits, Reals
from data_sources.demo.ami.random import Keys, bell, child, uniform
from data_sources.network.rows import Bools

EVENTS = 5
INTERVAL_H = 0.25
VACATION_EPOCH_DAYS = 183
VACATION_LEVEL = 0.38


def true_power(traits: MeterTraits, rows: slice, calendar: Calendar, first: int, end: int) -> tuple[Reals, Reals]:
    """Load and solar output of meters in the intervals first .. end - 1 of a day, kW, shapes (meters, intervals)."""
    t = traits
    return _power(
        t.key[rows], t.shape[rows], t.peak_kw[rows], t.slow[rows], t.fast[rows], t.day_spread[rows],
        t.event_share[rows], t.solar_kw[rows], t.solar_shift_h[rows], t.car_kw[rows], t.car_kwh[rows],
        t.car_hour[rows], t.has_vacations[rows], calendar.number, calendar.shapes, calendar.shape_means,
        calendar.sun, calendar.cloud, calendar.activity, first, end,
    )  # fmt: skip


@nb.njit(nogil=True, cache=True)
def _power(
    key: Keys, shape: NDArray[np.int16], peak: Reals, slow: Reals, fast: Reals, day_spread: Reals, event_share: Reals,
    solar_kw: Reals, solar_shift: Reals, car_kw: Reals, car_kwh: Reals, car_hour: Reals, has_vacations: Bools,
    number: int, shapes: Reals, means: Reals, sun: Reals, cloud: Reals, activity: NDArray[np.int16],
    first: int, end: int,
) -> tuple[Reals, Reals]:  # fmt: skip
    count, day_length = len(key), shapes.shape[1]
    load = np.empty((count, end - first), np.float32)
    solar = np.zeros((count, end - first), np.float32)
    for m in range(count):
        today = child(key[m], number)
        level = np.exp(day_spread[m] * bell(today) - 0.5 * day_spread[m] ** 2)
        if has_vacations[m] and _is_away(key[m], number):
            level *= VACATION_LEVEL
        row, usual = shapes[shape[m]], np.float32(peak[m] * level * (1 - event_share[m]))
        hourly, block = np.float32(0.0), -1
        for t in range(first, end):
            if t >> 2 != block:
                block = t >> 2
                hourly = np.float32(slow[m] * bell(child(today, 1000 + block)))
            luck = np.float32(1) + hourly + fast[m] * np.float32(bell(child(today, t)))
            load[m, t - first] = usual * row[t] * max(luck, np.float32(0.12))
        if event_share[m] > 0:
            energy = peak[m] * level * event_share[m] * means[shape[m]] * day_length * INTERVAL_H
            _add_events(load[m], today, energy, activity, first, end)
        if car_kw[m] > 0:
            for before in range(2):
                _charge(
                    load[m], child(key[m], number - before), car_kw[m], car_kwh[m], car_hour[m], 96 * before, first, end
                )
        if solar_kw[m] > 0:
            west = min(max(int(np.rint(solar_shift[m] * 2)) + 4, 0), sun.shape[0] - 1)
            for t in range(first, end):
                dirt = 1 + 0.04 * bell(child(today, 2000 + t))
                solar[m, t - first] = solar_kw[m] * sun[west, t] * cloud[t] * dirt
    return load, solar


@nb.njit(nogil=True, cache=True)
def _is_away(key: np.uint64, number: int) -> bool:
    """On one vacation of 3 to 12 days in most half years."""
    epoch = number // VACATION_EPOCH_DAYS
    for k in range(epoch - 1, epoch + 1):
        own = child(key, 1_000_000 + k)
        if uniform(own) < 0.75:
            start = k * VACATION_EPOCH_DAYS + int(uniform(child(own, 1)) * VACATION_EPOCH_DAYS)
            if start <= number < start + 3 + int(uniform(child(own, 2)) * 10):
                return True
    return False


@nb.njit(nogil=True, cache=True)
def _add_events(
    load: Reals, today: np.uint64, energy_kwh: float, activity: NDArray[np.int16], first: int, end: int
) -> None:
    """A day's energy of short events, in a few strokes of one to three intervals."""
    total = 0.0
    for k in range(EVENTS):
        total += 0.2 + uniform(child(today, 3000 + k))
    for k in range(EVENTS):
        own = child(today, 3000 + k)
        at = activity[int(uniform(child(own, 1)) * len(activity))]
        length = 1 + int(uniform(child(own, 2)) * 3)
        kw = energy_kwh * (0.2 + uniform(own)) / total / (length * INTERVAL_H)
        for t in range(max(at, first), min(at + length, end)):
            load[t - first] += kw


@nb.njit(nogil=True, cache=True)
def _charge(load: Reals, day: np.uint64, kw: float, kwh: float, hour: float, shift: int, first: int, end: int) -> None:
    """A car on the charger most nights; a charge that began the evening before goes on (`shift` intervals earlier)."""
    own = child(day, 4000)
    if uniform(own) > 0.72:
        return
    start = (hour + 0.5 * bell(child(own, 1))) * 4 - shift
    stop = start + 4 * kwh * (0.4 + 1.2 * uniform(child(own, 2))) / kw
    for t in range(max(int(start), first), min(int(stop) + 1, end)):
        load[t - first] += kw * max(0.0, min(stop, t + 1.0) - max(start, float(t)))
