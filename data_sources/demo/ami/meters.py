"""What each meter of the demo is by nature: level, habits, solar, car, accuracy. Nothing here changes from day to day.

Everything follows from the utility's seed and the meter's id, never from a date, so that any day can be made by itself.
A meter's mean month (meters.monthly_kwh) is what is left after solar: a house with panels uses more and makes the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.demo.ami.random import Keys, bells, keys, uniforms
from data_sources.demo.load_model import CLASSES, HOURS_A_MONTH, LOAD_FACTOR
from data_sources.network.rows import Bools, Ints

Reals = NDArray[np.float32]

CAR_KWH_A_MONTH: Final = 260.0  # as the demo's monthly_kwh counts it
SOLAR_SHARE: Final = 0.60  # energy a solar house makes, over its net use
SOLAR_KWH_A_MONTH_KW: Final = 118.0  # what the modelled sky yields for a kW of panels (held by a test)
THERMOSTATS_C: Final = (-1.6, -0.8, 0.0, 0.8, 1.6)  # a warmer preference acts like a cooler day
CLOCKS_H: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)  # early and late households
WORN_SHARE: Final = 0.004  # service drops with a bad connector: several times the resistance
CHARGERS_KW: Final = (3.3, 7.2, 7.2, 9.6, 11.5)


@dataclass(frozen=True, slots=True)
class MeterTraits:
    """One row a meter, in order of ids; shapes (meters,).

    Attributes:
        key: what its random numbers hang from.
        kind: index into `CLASSES`.
        shape: row of the day's load shapes (class x thermostat x clock).
        peak_kw: coincident design peak of what it uses, without car and solar.
        slow, fast: deviation of its hourly and quarter-hourly wander.
        day_spread: deviation of a whole day's level.
        event_share: part of a day's energy used in short events (oven, dryer, shower).
        tangent: kvar a kW of load.
        gain: registered over true energy; class 0.5 of ANSI C12.20.
        solar_kw, solar_shift_h: size of its panels and how far west (later) they look.
        car_kw, car_kwh, car_hour: charger, energy of a charging night, usual hour of plugging in.
        has_vacations: a home that is left alone at times.
        service_loss: kW lost in the service drop a kW squared.
        service_drop: voltage lost in it a kW, per unit.
    """

    key: Keys
    kind: NDArray[np.int8]
    shape: NDArray[np.int16]
    peak_kw: Reals
    slow: Reals
    fast: Reals
    day_spread: Reals
    event_share: Reals
    tangent: Reals
    gain: Reals
    solar_kw: Reals
    solar_shift_h: Reals
    car_kw: Reals
    car_kwh: Reals
    car_hour: Reals
    has_vacations: Bools
    service_loss: Reals
    service_drop: Reals


def meter_traits(meters: pa.Table, seed: int) -> MeterTraits:
    """The traits of the meters of `hist_meters.sql`, in their order."""
    ids = meters["meter_id"].to_numpy()
    kind = np.argmax(np.array(meters["customer_class"])[:, None] == np.array(CLASSES), axis=1)
    month = meters["monthly_kwh"].to_numpy().astype(np.float64)
    is_active = meters["is_active"].to_numpy(zero_copy_only=False)
    has_solar = meters["has_solar"].to_numpy(zero_copy_only=False) & is_active
    has_car = meters["has_ev"].to_numpy(zero_copy_only=False) & is_active
    used = np.where(has_car, np.maximum(month - CAR_KWH_A_MONTH, 0.35 * month), month)
    used = np.where(has_solar, used + SOLAR_SHARE * month, used)
    peak = used / HOURS_A_MONTH / np.array([LOAD_FACTOR[name] for name in CLASSES])[kind]
    habits = np.array([[0.14, 0.13, 0.12, 0.13], [0.06, 0.05, 0.06, 0.03], [0.04, 0.03, 0.05, 0.0]])[kind]
    luck = np.exp(0.25 * bells(seed, "noise", ids))[:, None]
    slow, fast, day, events = (habits * luck).T
    car_kw = _chargers(has_car, ids, seed)
    busiest = np.maximum(2.3 * peak + 0.8 * car_kw, 2.5)  # not coincident: what the service drop is sized for
    worn = np.where(uniforms(seed, "drop", ids) < WORN_SHARE, 2 + 3.5 * uniforms(seed, "worn", ids), 1.0)
    return MeterTraits(
        key=keys(seed, "meter", ids), kind=kind.astype(np.int8), shape=_shapes(kind, ids, seed),
        peak_kw=_real(peak), slow=_real(slow), fast=_real(fast), day_spread=_real(day),
        event_share=_real(np.minimum(events, 0.4)), tangent=_real(_tangents(kind, ids, seed)),
        gain=_real(1 + 0.0017 * np.clip(bells(seed, "accuracy", ids), -2.9, 2.9)),
        solar_kw=_real(np.where(has_solar, SOLAR_SHARE * month / SOLAR_KWH_A_MONTH_KW, 0)),
        solar_shift_h=_real(0.9 * bells(seed, "solar", ids)), car_kw=_real(car_kw),
        car_kwh=_real(np.where(has_car, CAR_KWH_A_MONTH / 30.4 / 0.72, 0)),
        car_hour=_real(_plug_hours(ids, seed)), has_vacations=(kind == 0) & is_active,
        service_loss=_real(0.012 * worn / busiest),
        service_drop=_real(0.011 * worn * np.exp(0.3 * bells(seed, "service", ids)) / busiest),
    )  # fmt: skip


def _real(values: NDArray[np.float64]) -> Reals:
    return values.astype(np.float32)


def _shapes(kind: Ints, ids: Ints, seed: int) -> NDArray[np.int16]:
    """Row in the table of the day's shapes."""
    thermostat = (uniforms(seed, "thermostat", ids) * len(THERMOSTATS_C)).astype(np.int64)
    clock = (uniforms(seed, "clock", ids) * len(CLOCKS_H)).astype(np.int64)
    return ((kind * len(THERMOSTATS_C) + thermostat) * len(CLOCKS_H) + clock).astype(np.int16)


def _tangents(kind: Ints, ids: Ints, seed: int) -> NDArray[np.float64]:
    """Power factors around 0.96 for homes, 0.93 for shops, 0.90 for plants."""
    factor = np.array([0.962, 0.935, 0.905])[kind] + 0.014 * bells(seed, "power_factor", ids)
    return np.tan(np.arccos(np.clip(factor, 0.82, 0.995)))


def _chargers(has_car: Bools, ids: Ints, seed: int) -> NDArray[np.float64]:
    size = np.array(CHARGERS_KW)[(uniforms(seed, "car", ids) * len(CHARGERS_KW)).astype(np.int64)]
    return np.where(has_car, size, 0.0)


def _plug_hours(ids: Ints, seed: int) -> NDArray[np.float64]:
    """Most plug in when they come home, a third waits for the night."""
    luck, spread = uniforms(seed, "car_clock", ids), bells(seed, "car_clock", ids)
    return np.where(luck < 0.35, 23.6 + 0.6 * spread, 18.6 + 1.3 * spread)
