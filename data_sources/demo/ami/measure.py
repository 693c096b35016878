"""What the meters register and the head-end receives of it: accuracy, rounding, faults, gaps, late reads. Compiled.

A quarter hour wholly without supply is stored as a meter stores it: 0 kWh, an actual read, with no voltage (NULL) since
nothing was there to be measured; it is neither a gap nor a voltage exception. A shorter interruption lowers the energy
and leaves the mean voltage of the part with supply. Estimates (VEE) have energy but no voltage.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.faults import DEAD, SPIKING, STUCK, THEFT
from data_sources.demo.ami.meters import Reals
from data_sources.demo.ami.random import Keys, bell, child, uniform
from data_sources.network.rows import Ints
from data_sources.warehouse.reading_values import ACTUAL, EDITED, ESTIMATED, MISSING

ON_TIME, LATE, OVERNIGHT, BY_HAND = range(4)  # when a reading came in: see Arrivals

GAP_CHANCE = 0.030  # of a meter and day
GAP_ESTIMATED = 0.62
MISS_CHANCE = 0.04  # one lost interval in the day
LATE_CHANCE = 0.006  # a whole day that comes in the next night
EDITED_CHANCE = 0.0005
BURST_CHANCE = 0.012  # a collector loses its link
VOLTAGE_NOISE = 0.0006  # per unit
WORST_DROP = 0.07  # per unit in a service drop


# Compiled code on disk refers to this class by name, and is found by the lines where its functions begin.
# A caller that was compiled with another name must not be found: move a line when it is renamed.
class MeasuredReadings(NamedTuple):
    """Shapes (meters, intervals); NaN where there is no value."""

    delivered_kwh: Reals
    received_kwh: Reals
    reactive_kvarh: Reals
    voltage_v: Reals
    quality: NDArray[np.int8]
    arrival: NDArray[np.int8]

    def meters(self, rows: slice) -> MeasuredReadings:
        """Those of some meters."""
        return MeasuredReadings._make(column[rows] for column in self)

    @classmethod
    def joined(cls, parts: Sequence[MeasuredReadings]) -> MeasuredReadings:
        """Those of all parts, one after the other."""
        return cls._make(np.concatenate([part[k] for part in parts]) for k in range(len(cls._fields)))


@nb.njit(nogil=True, cache=True)
def register(
    key: Keys, number: int, load: Reals, net: Reals, kvar: Reals, secondary: Reals, dark: Reals, transformer: Ints,
    gain: Reals, drop: Reals, nominal: Reals, usual: Reals, shape: NDArray[np.int16], shapes: Reals,
    fault: NDArray[np.int8], collector: Keys, first: int,
) -> MeasuredReadings:  # fmt: skip
    """What is registered of the truth.

    Args:
        key: of each meter, shape (meters,).
        number: of the day.
        load: true use, kW, shape (meters, intervals).
        net: load less solar, likewise.
        kvar: likewise.
        secondary: per unit voltage at the transformers, shape (transformers, intervals).
        dark: part of the interval without supply, likewise.
        transformer: row of the true transformer, shape (meters,).
        gain: registered over true energy, shape (meters,).
        drop: per unit a kW of net load, shape (meters,).
        nominal: volts, shape (meters,).
        usual: coincident design peak, for estimates, kW, shape (meters,).
        shape: row in `shapes`, shape (meters,).
        shapes: load over peak, shape (., day's intervals).
        fault: the day's trouble of each meter.
        collector: key of the collector that reads each meter.
        first: number of the first interval.
    """
    count, steps = net.shape
    out = MeasuredReadings(
        np.empty((count, steps), np.float32), np.zeros((count, steps), np.float32),
        np.empty((count, steps), np.float32), np.empty((count, steps), np.float32),
        np.zeros((count, steps), np.int8), np.zeros((count, steps), np.int8),
    )  # fmt: skip
    for m in range(count):
        today = child(key[m], number)
        k = transformer[m]
        for t in range(steps):
            wobble = VOLTAGE_NOISE * bell(child(today, 5000 + first + t))
            lost = drop[m] * net[m, t]
            if lost > WORST_DROP:  # what is left of a bad connector's service would trip or be mended
                lost = WORST_DROP + 0.2 * (lost - WORST_DROP)
            volts = nominal[m] * (secondary[k, t] - lost + wobble)
            _put(out, m, t, net[m, t] * gain[m], kvar[m, t] * gain[m], volts)
            if dark[k, t] >= 0.999:
                out.voltage_v[m, t] = np.nan
        if fault[m]:
            _break(out, m, key[m], today, fault[m], load[m], net[m], kvar[m], gain[m], usual[m], first)
        if fault[m] != DEAD:
            _lose(out, m, today, child(collector[m], number), usual[m], shapes[shape[m]], first)
    return out


@nb.njit(nogil=True, cache=True, inline="always")
def _put(out: MeasuredReadings, m: int, t: int, net_kw: float, kvar: float, volts: float) -> None:
    """Rounded as a meter stores them: 1 Wh, 10 varh, 0.1 V."""
    wh = np.rint(net_kw * 250.0)
    out.delivered_kwh[m, t] = np.float32(max(wh, 0.0)) / np.float32(1000)
    if wh < 0:
        out.received_kwh[m, t] = np.float32(-wh) / np.float32(1000)
    else:
        out.received_kwh[m, t] = 0
    out.reactive_kvarh[m, t] = np.float32(np.rint(kvar * 25.0)) / np.float32(100)
    out.voltage_v[m, t] = np.float32(np.rint(volts * 10.0)) / np.float32(10)


@nb.njit(nogil=True, cache=True)
def _break(
    out: MeasuredReadings, m: int, key: np.uint64, today: np.uint64, fault: int, load: Reals, net: Reals, kvar: Reals,
    gain: float, usual: float, first: int,
) -> None:  # fmt: skip
    """The day of a meter with a trouble."""
    how, steps = child(key, 6000), len(net)
    if fault == THEFT:
        share = 0.35 + 0.55 * uniform(how)  # of the load that goes past the meter
        only_at_night = uniform(child(how, 1)) < 0.35
        for t in range(steps):
            if not only_at_night or first + t >= 68 or first + t < 28:
                past = share * load[t]
                volts = out.voltage_v[m, t]
                _put(out, m, t, (net[t] - past) * gain, kvar[t] * (1 - share) * gain, volts)
                out.voltage_v[m, t] = volts
    elif fault == STUCK:
        kwh = 0.0 if uniform(how) < 0.5 else np.rint(usual * (20 + 150 * uniform(child(how, 2)))) / 1000
        for t in range(steps):
            out.delivered_kwh[m, t], out.received_kwh[m, t] = kwh, 0
            out.reactive_kvarh[m, t] = np.float32(np.rint(kwh * 25)) / np.float32(100)
    elif fault == SPIKING:
        for t in range(steps):
            own = child(today, 7000 + first + t)
            if uniform(own) < 0.025:
                out.delivered_kwh[m, t] += np.float32(
                    np.rint(1000 * usual * (5 + 40 * uniform(child(own, 1))))
                ) / np.float32(1000)
    elif fault == DEAD:
        for t in range(steps):
            _miss(out, m, t)


@nb.njit(nogil=True, cache=True)
def _lose(
    out: MeasuredReadings, m: int, today: np.uint64, collector: np.uint64, usual: float, shape: Reals, first: int
) -> None:
    """Gaps, estimates, edits and late arrivals of a meter's day."""
    own = child(today, 8000)
    if uniform(own) < GAP_CHANCE:
        start = int(uniform(child(own, 1)) * 104) - 8
        length = 1 + int(-22.0 * np.log(1 - uniform(child(own, 2))))
        is_estimated = uniform(child(own, 3)) < GAP_ESTIMATED
        _gap(out, m, start, start + length, is_estimated, usual, shape, first)
    elif uniform(own) < GAP_CHANCE + MISS_CHANCE:
        start = int(uniform(child(own, 1)) * 96)
        _gap(out, m, start, start + 1, False, usual, shape, first)
    elif uniform(own) < GAP_CHANCE + MISS_CHANCE + LATE_CHANCE:
        _delay(out, m, 0, 200, LATE, first)
    elif uniform(own) < GAP_CHANCE + MISS_CHANCE + LATE_CHANCE + EDITED_CHANCE:
        _delay(out, m, 0, 200, BY_HAND, first)
    if uniform(collector) < BURST_CHANCE:
        start = int(uniform(child(collector, 1)) * 96)
        end = start + 4 + int(uniform(child(collector, 2)) * 36)
        luck = uniform(child(own, 9))
        if luck < 0.70:
            _delay(out, m, start, end, LATE, first)
        elif luck < 0.90:
            _gap(out, m, start, end, luck < 0.80, usual, shape, first)


@nb.njit(nogil=True, cache=True)
def _gap(
    out: MeasuredReadings, m: int, start: int, end: int, is_estimated: bool, usual: float, shape: Reals, first: int
) -> None:
    """Reads that never came: estimated from what the customer's class uses at that hour, or left missing."""
    for t in range(max(start - first, 0), min(end - first, out.quality.shape[1])):
        _miss(out, m, t)
        if is_estimated:
            kwh = np.rint(250.0 * usual * shape[first + t]) / 1000
            out.delivered_kwh[m, t], out.received_kwh[m, t] = np.float32(kwh), 0
            out.reactive_kvarh[m, t] = np.float32(np.rint(kwh * 28)) / np.float32(100)
            out.quality[m, t], out.arrival[m, t] = ESTIMATED, OVERNIGHT


@nb.njit(nogil=True, cache=True)
def _delay(out: MeasuredReadings, m: int, start: int, end: int, arrival: int, first: int) -> None:
    for t in range(max(start - first, 0), min(end - first, out.quality.shape[1])):
        if out.quality[m, t] == ACTUAL:
            out.arrival[m, t] = arrival
            if arrival == BY_HAND:
                out.quality[m, t] = EDITED


@nb.njit(nogil=True, cache=True, inline="always")
def _miss(out: MeasuredReadings, m: int, t: int) -> None:
    out.delivered_kwh[m, t] = out.received_kwh[m, t] = out.reactive_kvarh[m, t] = out.voltage_v[m, t] = np.nan
    out.quality[m, t], out.arrival[m, t] = MISSING, ON_TIME
