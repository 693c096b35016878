"""The thermal model of a whole fleet, for the bench of assets, beside one object per transformer.

A day in steps of 15 minutes, and a year by the hour in blocks of transformers: the year's loads are never in memory at
once, and only the engine's time is counted, not that of making up a block. Half of the transformers are pole-top, half
pad-mounted (both with the oil's corrected time constant), one reading in fifty is missing. The peer,
`transformer-thermal-model`, gets the loads of some of them, without gaps, and its time is multiplied up; temperatures
must agree on the IEC type, which is the one it knows.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from transformer_thermal_model.model import Model
from transformer_thermal_model.schemas import InputProfile, UserTransformerSpecifications
from transformer_thermal_model.schemas.thermal_model.initial_state import InitialLoad
from transformer_thermal_model.transformer import DistributionTransformer

from data_sources.analytics.thermal.constants import IEC_DISTRIBUTION, PAD_MOUNT, POLE_TOP
from data_sources.analytics.thermal.fleet import ThermalFleet, ThermalLoads, thermal_totals, thermal_trace
from tests.bench.report import Report

BLOCK, PEERS, RUNS = 4096, 40, 5


def measure_thermal(transformers: int, report: Report) -> None:
    """A day and a year of the fleet, and a day by the peer."""
    rng = np.random.default_rng(11)
    them, day = _fleet(transformers), _loads(rng, transformers, 96, 15)
    thermal_totals(_fleet(64), _loads(rng, 64, 96, 15))  # compiled
    report.put("thermal_24h_s", min(_seconds(them, day) for _ in range(RUNS)))
    took = 0.0
    for begin in range(0, transformers, BLOCK):
        count = min(BLOCK, transformers - begin)
        took += _seconds(_fleet(count), _loads(rng, count, 8760, 60))
    report.put("thermal_8760h_s", took)
    report.put("oracle_24h_s", _peer(rng) * transformers)
    report.note(f"{transformers:,} transformers; the day is the best of {RUNS} runs, the peer's is from {PEERS}")


def _fleet(count: int) -> ThermalFleet:
    return ThermalFleet([POLE_TOP, PAD_MOUNT], np.arange(count) % 2)


def _loads(rng: np.random.Generator, count: int, steps: int, minutes: float) -> ThermalLoads:
    """An evening peak of the day, more or less of it for each, and noise."""
    hours = np.arange(steps) * minutes / 60
    day = (0.55 + 0.35 * np.sin((hours - 13) / 24 * 2 * np.pi)).astype(np.float32)
    noise = rng.random((count, steps), np.float32)
    loads = day * (0.5 + rng.random((count, 1), np.float32)) * (0.8 + 0.4 * noise)
    loads[noise < 0.02] = np.nan
    return ThermalLoads(loads, (28 + 7 * np.sin((hours - 10) / 24 * 2 * np.pi)).astype(np.float32), minutes)


def _seconds(them: ThermalFleet, loads: ThermalLoads) -> float:
    began = time.perf_counter()
    thermal_totals(them, loads)
    return time.perf_counter() - began


def _peer(rng: np.random.Generator) -> float:
    """Seconds a transformer of the peer's day."""
    loads = _loads(rng, PEERS, 96, 15)
    load = np.nan_to_num(loads.load_pu, nan=0.5)
    them = ThermalFleet([IEC_DISTRIBUTION], np.zeros(PEERS, np.int64))
    ours = thermal_trace(them, ThermalLoads(load, loads.ambient_c, 15)).hot_spot_c
    index, air = pd.date_range("2026-07-01", periods=97, freq="15min"), np.r_[loads.ambient_c[:1], loads.ambient_c]
    began = time.perf_counter()
    found = [_peers_day(index, np.r_[row[:1], row], air) for row in load.astype(np.float64)]
    took = time.perf_counter() - began
    np.testing.assert_allclose(ours, np.array(found)[:, 1:], atol=0.01)
    return took / PEERS


def _peers_day(index: pd.DatetimeIndex, load: np.ndarray, air: np.ndarray) -> np.ndarray:
    one = IEC_DISTRIBUTION
    specs = UserTransformerSpecifications(
        no_load_loss=1, load_loss=one.loss_ratio, nom_load_sec_side=1, amb_temp_surcharge=0, hot_spot_fac=1,
        top_oil_temp_rise=one.oil_rise_k, winding_oil_gradient=one.gradient_k,
    )  # fmt: skip
    profile = InputProfile.create(index, load, air)
    run = Model(profile, DistributionTransformer(specs), InitialLoad(initial_load=load[0])).run()
    return np.ravel(run.hot_spot_temp_profile)
