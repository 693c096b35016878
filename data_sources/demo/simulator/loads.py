"""What transformers and feeders carry from moment to moment, given who has supply.

The expected load comes from the demo's load model (load_model.py); load that comes back after an outage is higher for a
quarter of an hour (cold load pickup: diversity is lost). Feeder load is the sum of what a feeder feeds just now, other
feeders' sections included, plus a share for losses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.load_model import POWER_FACTOR, transformer_load_kw, voltage_v
from data_sources.demo.simulator.world import World
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints

Floats = NDArray[np.float64]

PICKUP, PICKUP_SECONDS = 0.35, 900.0
LOSSES = 0.03
NOTABLE_PCT = 0.75  # a smaller change of load is not written


@dataclass(frozen=True, slots=True)
class TransformerRows:
    """New values of some transformers, each of shape (rows,)."""

    rows: Ints
    load_kw: Floats
    load_pct: Floats
    voltage_v: Floats
    is_energized: Bools


@dataclass(frozen=True, slots=True)
class FeederRows:
    """New values of all feeders, each of shape (feeders,)."""

    load_kw: Floats
    load_pct: Floats
    current_a: Floats
    voltage_kv: Floats
    power_factor: Floats
    is_energized: Bools


class Loads:
    """The running estimate, and what of it was last written.

    Args:
        network: the graph.
        class_share: share of each transformer's peak by customer class, shape (transformers, 3).
        written_pct: load_pct as the database has it, shape (transformers,).
        written_energized: is_energized as the database has it, shape (transformers,).

    Attributes:
        load_kw: what each transformer takes, or would take if it had supply, shape (transformers,).
        feeder_row: row of each transformer's own feeder, shape (transformers,).
    """

    def __init__(self, network: Network, class_share: Floats, written_pct: Floats, written_energized: Bools) -> None:
        """Nothing is estimated yet."""
        self._network, self._class_share = network, class_share
        self._peak = network.transformers["peak_load_kw"].astype(np.float64)
        self._pickup = np.zeros(len(self._peak))
        self._written_pct, self._written_energized = written_pct.copy(), written_energized.copy()
        self._is_service: Bools = network.transformers["kind"] == "service"
        self._rated = np.maximum(network.transformers["rated_kva"].astype(np.float64), 0.1)
        self._depth = _share_of_depth(network)
        self.feeder_row = network.rows.feeders.indexes(network.transformers["feeder_id"])
        self.load_kw: Floats = np.zeros(len(self._peak))

    def expect(self, at: dt.datetime, temperature_c: float, seconds: float) -> None:
        """Take the model's values at a moment; `seconds` of pickup have faded."""
        self._pickup *= np.exp(-seconds / PICKUP_SECONDS)
        ids = self._network.transformers.ids
        expected = transformer_load_kw(self._peak, self._class_share, at, temperature_c, ids)
        self.load_kw = expected * (1 + self._pickup)

    def pick_up(self, rows: Ints) -> None:
        """These transformers just got supply again."""
        self._pickup[rows] = PICKUP

    def changed(self, world: World, rows: Ints, feeder_pct: Floats) -> TransformerRows:
        """New values of the transformers among `rows` that changed notably, and of all whose supply changed."""
        load_pct = np.where(world.is_energized, 100 * self.load_kw / POWER_FACTOR / self._rated, 0.0)
        due = np.zeros(len(load_pct), dtype=np.bool_)
        due[rows] = np.abs(load_pct[rows] - self._written_pct[rows]) >= NOTABLE_PCT
        due |= world.is_energized != self._written_energized
        chosen = np.flatnonzero(due)
        self._written_pct[chosen] = load_pct[chosen]
        self._written_energized[chosen] = world.is_energized[chosen]
        volts = voltage_v(self._depth[chosen], feeder_pct[world.fed_by[chosen]], load_pct[chosen])
        live = world.is_energized[chosen]
        return TransformerRows(
            rows=chosen,
            load_kw=np.where(live, self.load_kw[chosen], 0.0).round(2),
            load_pct=load_pct[chosen].round(1),
            voltage_v=np.where(live, volts, 0.0).round(1),
            is_energized=live,
        )

    def feeders(self, world: World) -> FeederRows:
        """The feeders' values: what they feed now, whoever's transformers those are."""
        feeders = self._network.rows.feeders
        fed = (world.fed_by >= 0) & self._is_service
        count = len(feeders)
        carried = np.bincount(world.fed_by[fed], weights=self.load_kw[fed], minlength=count)
        load: Floats = carried.astype(np.float64) * (1 + LOSSES)
        own = np.bincount(self.feeder_row[self._is_service], minlength=count)
        is_live = (np.bincount(world.fed_by[fed], minlength=count) > 0) | (own == 0)  # a spare feeder is not out
        factor = np.clip(0.975 - 0.02 * load / np.maximum(feeders["peak_load_kw"], 1), 0.9, 0.99)
        rated = np.maximum(feeders["rated_kva"].astype(np.float64), 1)
        load_pct = 100 * load / factor / rated
        voltage = feeders["voltage_kv"] * np.where(is_live, 1.035 - 0.015 * load_pct / 100, 0.0)
        current = np.where(is_live, load / factor / np.sqrt(3) / np.maximum(voltage, 0.1), 0.0)
        return FeederRows(
            load_kw=load.round(1), load_pct=load_pct.round(2), current_a=current.round(1),
            voltage_kv=voltage.round(3), power_factor=factor.round(3), is_energized=is_live,
        )  # fmt: skip


def _share_of_depth(network: Network) -> Floats:
    """How far out on its feeder each transformer is, 0 to 1, counted in edges."""
    depth = network.topology().depth[network.transformers["node"]].clip(0).astype(np.float64)
    row = network.rows.feeders.indexes(network.transformers["feeder_id"])
    deepest = np.ones(len(network.rows.feeders))
    np.maximum.at(deepest, row, depth)
    return np.asarray(depth / deepest[row])
