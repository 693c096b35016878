"""What is left of the meters' voltages: of a transformer once the feeder is taken out, of a service once both are.

Method
    A meter's voltage is the feeder's (station, lines, phases) less the drop in its transformer less the drop in its
    own service. The feeder's part is shared by hundreds of meters: the leading components of the meters' voltages
    (subspace iteration, at most 6) are taken out, which leaves what the meters of one transformer share. Within a
    transformer, a meter's service drop is the mean of its neighbours, each freed of its own service drop, less its own
    voltage; it is proportional to the meter's TRUE load, and the factor (% a kW) is the service's impedance.

Assumptions
    Meters of a transformer hang on the same phase or phases; drops are linear in the load; gaps are few (a gap counts
    as no deviation).

Known drawbacks
    A transformer with one meter has no neighbours: its service drop is unknown. With two, the error of one is the
    other's. A large neighbour that is stolen from lends its drop to nobody, but spoils the mean a little.

Source: T. A. Short, "Advanced metering for phase identification, transformer identification, and secondary modeling",
IEEE Trans. Smart Grid 4 (2013): voltage and load regressions on the secondary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from data_sources.analytics.suspects.feeder_readings import Bools, FeederReadings, Floats, Ints, Singles

COMPONENTS: Final = 6
MIN_SHARE_READ: Final = 0.5  # of the period, for a meter to be judged by its voltage
FAST_HOURS: Final = 6.0


@dataclass(frozen=True, eq=False)
class Deviations:
    """Deviations from each meter's own mean, gaps 0; m meters, t intervals.

    Attributes:
        voltage_pct: of the voltage, shape (m, t).
        load_kw: of the registered net load, shape (m, t).
        is_read: there is a voltage and an energy, shape (m, t).
        is_judged: enough of both to be judged, shape (m,).
    """

    voltage_pct: Singles
    load_kw: Singles
    is_read: Bools
    is_judged: Bools


@dataclass(frozen=True, eq=False)
class Services:
    """Service drops by meter; m meters, t intervals.

    Attributes:
        drop_pct: deviation of the voltage lost between transformer and meter, gaps 0, shape (m, t).
        pct_per_kw: of registered load, at least 0, shape (m,).
        fit: correlation of drop and registered load, shape (m,).
        has_peers: there are neighbours to tell by, shape (m,).
    """

    drop_pct: Singles
    pct_per_kw: Floats
    fit: Floats
    has_peers: Bools


def deviations(readings: FeederReadings) -> Deviations:
    """Voltages and loads as deviations from their means."""
    volts, load = readings.voltage_pct, readings.kw(readings.net_kwh).astype(np.float32)
    # An outage (a reading near zero volts) is no deviation but the absence of supply.
    is_read = np.isfinite(volts) & np.isfinite(load) & (volts > 50.0)
    count = np.maximum(is_read.sum(axis=1), 1)
    return Deviations(
        _centred(volts, is_read, count), _centred(load, is_read, count), is_read,
        is_read.mean(axis=1) >= MIN_SHARE_READ,
    )  # fmt: skip


def without_feeder(voltage_pct: Singles, components: int = COMPONENTS) -> Singles:
    """Deviations with what many meters share taken out, shape (m, t)."""
    kept = min(components, max(0, len(voltage_pct) // 8))
    if not kept:
        return voltage_pct
    basis: Singles = np.random.default_rng(0).standard_normal((voltage_pct.shape[1], kept)).astype(np.float32)
    for _ in range(6):
        basis = np.asarray(np.linalg.qr(voltage_pct.T @ (voltage_pct @ basis))[0], np.float32)
    return np.asarray(voltage_pct - (voltage_pct @ basis) @ basis.T, np.float32)


def fast(values: NDArray[np.floating], interval_minutes: int) -> Singles:
    """Without what changes over more than about 6 hours, along the last axis."""
    width = max(3, round(FAST_HOURS * 60 / interval_minutes))
    quick: Singles = (values - uniform_filter1d(values, width, axis=-1, mode="nearest")).astype(np.float32)
    return quick


def without_own_load(voltage_pct: Singles, load_kw: Singles) -> Singles:
    """Deviations less what follows the meter's own registered load."""
    slope = (voltage_pct * load_kw).sum(axis=1) / np.maximum((load_kw * load_kw).sum(axis=1), 1e-9)
    freed: Singles = voltage_pct - np.minimum(slope, 0.0)[:, None] * load_kw
    return freed


def sums(values: Singles, row: Ints, count: int) -> Singles:
    """Sum of the rows of each group, shape (count, t)."""
    total = np.zeros((count, values.shape[1]), np.float32)
    order = np.argsort(row, kind="stable")
    groups, first = np.unique(row[order], return_index=True)
    if len(groups):
        total[groups] = np.add.reduceat(values[order], first, axis=0)
    return total


def services(readings: FeederReadings, made: Deviations) -> Services:
    """Service drops by comparison with the neighbours on the same transformer."""
    row, count = readings.transformer_row, len(readings.transformers)
    weight = made.is_read.astype(np.float32) * made.is_judged[:, None]
    volts, load = made.voltage_pct * weight, made.load_kw * weight
    peers = np.maximum(sums(weight, row, count)[row] - weight, 0.0)
    slope = np.zeros(len(row), np.float32)
    drop = np.zeros_like(volts)
    for _ in range(3):
        bare = volts + slope[:, None] * load
        around = (sums(bare, row, count)[row] - bare) / np.maximum(peers, 1.0)
        drop = np.where((peers > 0) & (weight > 0), around - volts, 0.0).astype(np.float32)
        drop -= drop.mean(axis=1, keepdims=True) * (drop != 0)
        slope = np.maximum(_slopes(drop, load), 0.0).astype(np.float32)
    has_peers = made.is_judged & ((peers > 0).mean(axis=1) > MIN_SHARE_READ)
    return Services(drop, slope.astype(np.float64), correlations(drop, load), has_peers)


def correlations(a: NDArray[np.floating], b: NDArray[np.floating]) -> Floats:
    """Correlation of the rows of two centred matrices, 0 where one is flat, shape (m,)."""
    size = np.sqrt((a * a).sum(axis=-1, dtype=np.float64) * (b * b).sum(axis=-1, dtype=np.float64))
    return np.asarray((a * b).sum(axis=-1, dtype=np.float64) / np.maximum(size, 1e-12))


def _slopes(drop: Singles, load: Singles) -> Floats:
    return np.asarray((drop * load).sum(axis=1) / np.maximum((load * load).sum(axis=1), 1e-6))


def _centred(values: Singles, is_read: Bools, count: Ints) -> Singles:
    filled = np.where(is_read, values, 0.0)
    mean = filled.sum(axis=1, dtype=np.float64) / count
    return np.where(is_read, values - mean[:, None], 0.0).astype(np.float32)
