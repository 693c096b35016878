"""A feeder made of physics, with faults planted in it: what the searches must find, and must leave alone.

Truth: households with a daily shape, slow and quick wander and short events, some with panels. Voltage of a meter =
head - drop along the trunk of its phase - drop in its transformer - drop in its service, all by TRUE load; a reading
is rounded to 0.1 V and 1 Wh, 1 % are missing. Faults change what is registered or recorded, never what flows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data_sources.analytics.suspects.feeder_readings import FeederReadings

START = np.datetime64("2026-07-06T05:00:00", "s")  # Monday, local midnight at UTC-5


@dataclass
class Planted:
    """Meter rows by kind, and where the wrongly recorded ones truly are."""

    theft: dict[int, float] = field(default_factory=dict)  # row -> share that is not registered
    theft_from: dict[int, int] = field(default_factory=dict)  # row -> day it starts
    stuck: dict[int, float] = field(default_factory=dict)  # row -> value it is stuck at, kWh
    moved: dict[int, int] = field(default_factory=dict)  # row -> true transformer row


@dataclass
class World:
    readings: FeederReadings
    planted: Planted
    true_kwh: NDArray[np.float64]


def make_world(
    transformers: int = 50,
    per_transformer: int = 6,
    days: int = 14,
    seed: int = 1,
    thefts: int = 6,
    stuck: int = 3,
    moved: int = 5,
    metered_share: float = 0.3,
    minutes: int = 15,
) -> World:
    """A feeder of transformers x about per_transformer meters."""
    rng = np.random.default_rng(seed)
    true_row = np.repeat(np.arange(transformers), np.maximum(1, rng.poisson(per_transformer, transformers)))
    steps = days * 1440 // minutes
    _, net = _loads(rng, len(true_row), steps, minutes)
    planted = _plant(rng, true_row, transformers, days, thefts, stuck, moved)
    volts = _voltages(rng, net, true_row, transformers, minutes)
    registered = _registered(net, planted, days, minutes)
    recorded = _recorded(rng, true_row, planted, transformers)
    delivered, received, volts = _read(rng, registered, np.maximum(-net, 0.0), volts)
    readings = FeederReadings(
        feeder_id=1,
        start_at=START + np.arange(steps) * np.timedelta64(minutes, "m"),
        interval_minutes=minutes,
        meter_id=1000 + np.arange(len(true_row)),
        transformer_id=100 + recorded,
        delivered_kwh=delivered,
        received_kwh=received,
        voltage_pct=volts.astype(np.float32),
        is_estimated=np.zeros(net.shape, bool),
        **_measured(net, true_row, transformers, metered_share),
        group=np.zeros(len(true_row), int),
        utc_offset_s=-5 * 3600,
    )
    return World(readings, planted, net)


def _registered(net, planted: Planted, days, minutes):
    """What the meters count of what is taken: less where there is theft, one value where they are stuck."""
    registered = np.maximum(net, 0.0)
    day = np.arange(net.shape[1]) * minutes // 1440
    for row, share in planted.theft.items():
        registered[row, day >= planted.theft_from[row]] *= 1.0 - share
    for row, value in planted.stuck.items():
        registered[row, day >= days // 3] = value
    return registered


def _recorded(rng, true_row, planted: Planted, transformers):
    """The transformer that each meter is said to be at: of those that are moved one nearby."""
    recorded = true_row.copy()
    for row, true in planted.moved.items():
        assert true_row[row] == true
        recorded[row] = (true + rng.choice([-2, -1, 1, 2])) % transformers
    return recorded


def _read(rng, registered, received, volts):
    """As meters of class 0.5 tell it, by 1 Wh and 0.1 V of 240; one read in a hundred is missing."""
    gain = 1.0 + rng.uniform(-0.003, 0.003, len(registered))[:, None]
    delivered = np.round(registered * gain, 3).astype(np.float32)
    received = np.round(received * gain, 3).astype(np.float32)
    volts = np.round(volts * 2.4, 1) / 2.4
    is_missing = rng.random(registered.shape) < 0.01
    delivered[is_missing] = received[is_missing] = np.nan
    volts[is_missing] = np.nan
    return delivered, received, volts


def _measured(net, true_row, transformers, metered_share):
    """What meters of transformers, and the one at the feeder's head, measure: with the losses behind them."""
    every = max(1, round(1 / metered_share)) if metered_share else 0
    metered = np.flatnonzero(np.arange(transformers) % every == 0) if every else np.zeros(0, int)
    measured = np.zeros((transformers, net.shape[1]))
    np.add.at(measured, true_row, net)
    return {
        "measured_id": 100 + metered, "measured_kwh": measured[metered] * 1.008, "head_kwh": net.sum(axis=0) * 1.03,
    }  # fmt: skip


def _loads(rng, meters, steps, minutes):
    hour = np.arange(steps) * minutes / 60 % 24
    shape = 0.5 + 0.25 * np.exp(-0.5 * ((hour - 7.5) / 1.2) ** 2) + np.exp(-0.5 * ((hour - 18.5) / 3) ** 2)
    lag = rng.normal(0, 1, meters)[:, None]
    shapes = np.stack([np.roll(shape, int(k)) for k in (lag[:, 0] * 60 / minutes)])
    size = np.exp(rng.normal(0.2, 0.4, meters))[:, None]
    slow = _wander(rng, meters, steps, 0.97)
    quick = _wander(rng, meters, steps, 0.5)
    kw = size * shapes * np.exp(0.25 * slow + 0.2 * quick)
    events = (rng.random((meters, steps)) < 0.03) * rng.exponential(1.5, (meters, steps))
    kw += events + np.roll(events, 1, axis=1) * 0.7
    sun = np.maximum(0, np.cos((hour - 13) / 24 * 2 * np.pi * 1.05)) ** 1.3
    panels = (rng.random(meters) < 0.1)[:, None] * 4.0 * sun * (0.6 + 0.4 * rng.random(steps))
    return kw * minutes / 60, (kw - panels) * minutes / 60


def _wander(rng, rows, steps, memory):
    from scipy.signal import lfilter

    noise = rng.normal(0, np.sqrt(1 - memory**2), (rows, steps))
    return lfilter([1.0], [1.0, -memory], noise, axis=1)


def _voltages(rng, net, true_row, transformers, minutes):
    kw = net * 60 / minutes
    tx_kw = np.zeros((transformers, net.shape[1]))
    np.add.at(tx_kw, true_row, kw)
    phase = np.arange(transformers) % 3
    head = 103.4 + 0.15 * _wander(rng, 1, net.shape[1], 0.98)[0]
    volts = np.zeros_like(tx_kw)
    for p in range(min(3, transformers)):
        on = np.flatnonzero(phase == p)
        flow = np.cumsum(tx_kw[on][::-1], axis=0)[::-1]  # load downstream of each place on the trunk
        peak = np.percentile(flow[0], 99)
        drop = np.cumsum(flow / peak * (5.0 / len(on)), axis=0)
        volts[on] = head - drop
    rated = np.maximum(10.0, 1.1 * np.percentile(tx_kw, 99, axis=1))[:, None]
    volts -= 2.0 * tx_kw / rated
    busiest = np.maximum(2.5, np.percentile(kw, 99, axis=1))[:, None]
    z = 1.1 * np.exp(0.3 * rng.normal(size=len(kw)))[:, None] / busiest
    return volts[true_row] - z * kw + rng.normal(0, 0.03, kw.shape)


def _plant(rng, true_row, transformers, days, thefts, stuck, moved) -> Planted:
    sizes = np.bincount(true_row, minlength=transformers)
    rows = rng.permutation(np.flatnonzero(sizes[true_row] > 1))
    planted = Planted()
    for k, row in enumerate(rows[:thefts].tolist()):
        planted.theft[row] = float(rng.uniform(0.45, 0.9))
        planted.theft_from[row] = 0 if k % 2 else days // 3
    for k, row in enumerate(rows[thefts : thefts + stuck].tolist()):
        planted.stuck[row] = 0.0 if k % 2 else 0.21
    for row in rows[thefts + stuck : thefts + stuck + moved].tolist():
        planted.moved[row] = int(true_row[row])
    return planted
