"""Temperatures and ageing of many transformers over a period: sums and maxima, or the whole trace.

Method
    Load and ambient hold over a step, and the equations of IEC 60076-7 (clause 8.2.3) are solved for it exactly: each
    of top oil and hot-spot gradient goes to where it would settle by its exponential, so that steps of any length agree
    while the load is the same, and none diverges. IEEE C57.91-2011, clause 7, is the same with k11 = k21 = k22 = 1 and
    ambient added at once. Where its exponent is not 1, the oil's time constant is corrected by the rise: the heat
    balance behind that correction is stepped at its middle (see kernels), so that steps agree to some tenths of a
    kelvin there too.
    Ageing of a step is the integral of the rate by Gauss's three points within it, not the rate at its end: within
    1 % of what minutes give for steps of 15 minutes, and 5 % for hours, of loads between 0 and 1.6 drawn at random.

What is not known
    A step without a load or an ambient temperature (NaN, or infinite) has no temperature and no ageing: it is NaN in
    the trace, its hours are in `unknown_hours` and in no sum or maximum. To come out of a gap somewhere, the state goes
    on under the last load and ambient known, unseen; `assumed` is the share of the oil's heat that rests on this or on
    the assumed start (the steady state of the first load known), and hours with a load in which it is above 5 % are in
    `settling_hours`: their temperatures are counted and rest on a guess in part. A state handed over from an earlier
    period has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.thermal import kernels
from data_sources.analytics.thermal.ageing import Floats, equivalent_ageing, loss_of_life_pct
from data_sources.analytics.thermal.constants import ThermalConstants

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ThermalFleet:
    """Transformers, each of one type.

    Attributes:
        types: constants of each type.
        row: the type of each transformer, shape (transformers,).
    """

    types: Sequence[ThermalConstants]
    row: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ThermalLoads:
    """Loads and ambient temperatures of a period, in steps of one length.

    Attributes:
        load_pu: apparent power per unit of rated kVA, shape (transformers, steps); reverse flow heats like forward
            flow, so that its sign means nothing; NaN where there is no reading.
        ambient_c: by station, shape (stations, steps), or of all, shape (steps,); NaN where it is not known.
        step_minutes: length of a step.
        station: the station of each transformer, shape (transformers,); None: all have the first.
    """

    load_pu: Singles
    ambient_c: Singles
    step_minutes: float
    station: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ThermalTotals:
    """What a period did to each transformer, each of shape (transformers,).

    Attributes:
        aged_hours: of life, at rate 1; of known hours only.
        known_hours: with a load and an ambient temperature.
        unknown_hours: without.
        settling_hours: known ones whose oil rests on an assumption by more than 5 %.
        top_oil_max_c: at the end of a step; NaN where nothing is known.
        hot_spot_max_c: likewise.
        state: at the end, to go on from; float32, shape (transformers, 6), see kernels.
    """

    aged_hours: Floats
    known_hours: Floats
    unknown_hours: Floats
    settling_hours: Floats
    top_oil_max_c: Floats
    hot_spot_max_c: Floats
    state: Singles

    @property
    def equivalent_ageing(self) -> Floats:
        """Hours of life an hour, over the known ones."""
        return equivalent_ageing(self.aged_hours, self.known_hours)

    @property
    def loss_of_life_pct(self) -> Floats:
        """Percent of normal life."""
        return loss_of_life_pct(self.aged_hours)

    def then(self, later: ThermalTotals) -> ThermalTotals:
        """This period and the one after it, which began from this one's state, as one."""
        return replace(
            later,
            aged_hours=self.aged_hours + later.aged_hours,
            known_hours=self.known_hours + later.known_hours,
            unknown_hours=self.unknown_hours + later.unknown_hours,
            settling_hours=self.settling_hours + later.settling_hours,
            top_oil_max_c=np.fmax(self.top_oil_max_c, later.top_oil_max_c),
            hot_spot_max_c=np.fmax(self.hot_spot_max_c, later.hot_spot_max_c),
        )


@dataclass(frozen=True, slots=True, eq=False)
class ThermalTrace:
    """Every step of each transformer, shape (transformers, steps); NaN where a step is not known.

    Attributes:
        top_oil_c: at the end of the step.
        hot_spot_c: likewise.
        aged_hours: of life within the step.
        assumed: share of the oil's heat that rests on an assumption, 0 to 1.
        totals: of the period.
    """

    top_oil_c: Singles
    hot_spot_c: Singles
    aged_hours: Singles
    assumed: Singles
    totals: ThermalTotals


def thermal_totals(fleet: ThermalFleet, loads: ThermalLoads, start: Singles | None = None) -> ThermalTotals:
    """Sums and maxima of a period; nothing of its steps is kept, so that a fleet's year needs no more than its loads.

    Args:
        fleet: the transformers.
        loads: what they carried. A long period is handed over in pieces of time, each from the `state` of the last.
        start: where they begin; None: in the steady state of their first load known.

    Raises:
        ValueError: where shapes do not fit, or a step has no length.
    """
    return _run(fleet, loads, start, np.empty((0, 4, 0), np.float32))


def thermal_trace(fleet: ThermalFleet, loads: ThermalLoads, start: Singles | None = None) -> ThermalTrace:
    """Every step of a period, for one transformer or a few; arguments and errors as of `thermal_totals`."""
    trace = np.full((len(loads.load_pu), 4, loads.load_pu.shape[-1]), np.nan, np.float32)
    totals = _run(fleet, loads, start, trace)
    return ThermalTrace(trace[:, 0], trace[:, 1], trace[:, 2], trace[:, 3], totals)


def start_at(top_oil_c: Floats, hot_spot_c: Floats, load_pu: Floats, ambient_c: Floats) -> Singles:
    """A state to start from, measured at one moment: each of shape (transformers,).

    The hot spot's gradient is taken as the winding's, with no oil behind its time (k21 = 1, or a load long the same).
    """
    zero = np.zeros(len(top_oil_c))
    return np.stack([top_oil_c, hot_spot_c - top_oil_c, zero, zero, load_pu, ambient_c], axis=1).astype(np.float32)


def _run(fleet: ThermalFleet, loads: ThermalLoads, start: Singles | None, trace: Singles) -> ThermalTotals:
    load, ambient = np.ascontiguousarray(loads.load_pu, np.float32), _ambient(loads)
    count, steps = load.shape
    station = np.zeros(count, np.int64) if loads.station is None else loads.station
    _check(fleet, loads, station, ambient, start)
    state = fresh_state(count) if start is None else start.astype(np.float32)
    sums = np.zeros((count, 5))
    sums[:, kernels.TOP_OIL_MAX :] = -np.inf
    hours = loads.step_minutes / 60
    for number, one in enumerate(fleet.types):
        members = np.flatnonzero(fleet.row == number)
        kernels.run(load, ambient, station, members, _constants(one), np.float32(hours), state, sums, trace)
    aged, known, settling, *maxima = sums.T
    top_oil, hot_spot = (np.where(known > 0, most, np.nan) for most in maxima)
    return ThermalTotals(aged, known * hours, (steps - known) * hours, settling * hours, top_oil, hot_spot, state)


def _ambient(loads: ThermalLoads) -> Singles:
    return np.ascontiguousarray(np.atleast_2d(loads.ambient_c), np.float32)


def fresh_state(count: int) -> Singles:
    """The state of transformers of which nothing is known yet, shape (count, 6)."""
    state = np.zeros((count, 6), np.float32)
    state[:, kernels.ASSUMED] = 1
    state[:, kernels.LAST_LOAD] = state[:, kernels.LAST_AMBIENT] = np.nan
    return state


def _constants(one: ThermalConstants) -> Singles:
    """Constants as the kernel reads them, shape (12,)."""
    return np.array(
        [
            one.oil_rise_k, one.gradient_k, one.loss_ratio, one.oil_exponent, one.winding_exponent,
            one.k11 * one.oil_minutes / 60, one.k22 * one.winding_minutes / 60, one.oil_minutes / one.k22 / 60, one.k21,
            one.is_ambient_lagged, one.is_oil_corrected, one.is_upgraded,
        ],
        np.float32,
    )  # fmt: skip


def _check(fleet: ThermalFleet, loads: ThermalLoads, station: Ints, ambient: Singles, start: Singles | None) -> None:
    """Refuse arrays that do not belong together: the kernel would read beside them."""
    count, steps = loads.load_pu.shape
    if not loads.step_minutes > 0:
        raise ValueError(f"a step must last longer than 0 minutes, not {loads.step_minutes}")
    if ambient.shape[1] != steps:
        raise ValueError(f"ambient temperatures have {ambient.shape[1]} steps, loads {steps}")
    for name, index, most in (("station", station, len(ambient)), ("row", fleet.row, len(fleet.types))):
        if index.shape != (count,) or (count and not 0 <= index.min() <= index.max() < most):
            raise ValueError(f"{name} must be {count} numbers from 0 to {most - 1}, one a transformer")
    if start is not None and start.shape != (count, 6):
        raise ValueError(f"a state to start from must have shape ({count}, 6), not {start.shape}")
