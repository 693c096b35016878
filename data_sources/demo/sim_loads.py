"""What transformers and feeders carry from moment to moment, given who has supply.

The expected load comes from the load model; a slow random walk of each transformer (seeded) makes it live, and load
that comes back after an outage is higher for a quarter of an hour (cold load pickup: diversity is lost).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.sim_world import World
from data_sources.network import Network
from data_sources.network_rows import Bools, Ints

Floats = NDArray[np.float64]

POWER_FACTOR = 0.95  # of the estimate behind load_pct
WALK_MEMORY, WALK_SIZE = 0.9, 0.06  # of one turn of the rotation
PICKUP, PICKUP_SECONDS = 0.35, 900.0
LOSSES = 0.03
NOTABLE_PCT = 1.0  # a smaller change of load is not written


class LoadModel(Protocol):
    """What each transformer is expected to carry."""

    def load_kw(self, at: dt.datetime, temperature_c: float) -> Floats:
        """Expected load, shape (transformers,)."""
        ...


class PeakShape:
    """A plain load model: the design peak times the share of the hour and the weather.

    Args:
        network: whose transformers.
        time_zone: IANA name, for the hour of the day.
    """

    def __init__(self, network: Network, time_zone: str) -> None:
        """Keeps the peaks."""
        from zoneinfo import ZoneInfo

        self._peak = network.transformers["peak_load_kw"].astype(np.float64)
        self._zone = ZoneInfo(time_zone)

    def load_kw(self, at: dt.datetime, temperature_c: float) -> Floats:
        """Expected load, shape (transformers,): evening peak, more when hot or cold."""
        local = at.astimezone(self._zone)
        hour = local.hour + local.minute / 60
        day = 0.72 + 0.2 * np.sin((hour - 11) / 24 * 2 * np.pi) + 0.08 * np.sin((hour - 5) / 12 * 2 * np.pi)
        weather = 0.5 + 0.5 * min(1.0, max(abs(temperature_c - 18) / 17, 0.0))
        return np.asarray(self._peak * day * weather)


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
        model: the expected loads.
        rng: for the walk.
        written_pct: load_pct as the database has it, shape (transformers,).
        written_energized: is_energized as the database has it, shape (transformers,).

    Attributes:
        load_kw: what each transformer takes, or would take if it had supply, shape (transformers,).
    """

    def __init__(
        self, network: Network, model: LoadModel, rng: np.random.Generator, written_pct: Floats,
        written_energized: Bools,
    ) -> None:  # fmt: skip
        """Starts the walk where its mean is, with its usual spread."""
        self._network, self._model, self._rng = network, model, rng
        count = len(network.transformers)
        self._walk = rng.normal(0, WALK_SIZE, count)
        self._pickup = np.zeros(count)
        self._written_pct, self._written_energized = written_pct.copy(), written_energized.copy()
        self._is_service: Bools = network.transformers["kind"] == "service"
        self._rated = np.maximum(network.transformers["rated_kva"].astype(np.float64), 0.1)
        self._depth = _share_of_depth(network)
        self.feeder_row = network.rows.feeders.indexes(network.transformers["feeder_id"])
        self.load_kw: Floats = np.zeros(count)
        self._expected: Floats = np.zeros(count)

    def expect(self, at: dt.datetime, temperature_c: float) -> None:
        """Take the model's present values; every transformer follows from its own walk."""
        self._expected = self._model.load_kw(at, temperature_c)
        self.load_kw = self._expected * (1 + self._walk) * (1 + self._pickup)

    def walk(self, rows: Ints, seconds: float) -> None:
        """One turn of the walk of some transformers; pickup fades for all."""
        noise = self._rng.normal(0, WALK_SIZE * np.sqrt(1 - WALK_MEMORY**2), len(rows))
        self._walk[rows] = np.clip(WALK_MEMORY * self._walk[rows] + noise, -0.25, 0.25)
        self._pickup *= np.exp(-seconds / PICKUP_SECONDS)

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
        drop = 5.0 * self._depth[chosen] * feeder_pct[world.fed_by[chosen]] / 100 + 2.0 * load_pct[chosen] / 100
        live = world.is_energized[chosen]
        return TransformerRows(
            rows=chosen,
            load_kw=np.where(live, self.load_kw[chosen], 0.0).round(2),
            load_pct=load_pct[chosen].round(1),
            voltage_v=np.where(live, np.clip(124.5 - drop, 105, 127), 0.0).round(1),
            is_energized=live,
        )

    def feeders(self, world: World) -> FeederRows:
        """The feeders' values: what they feed now, whoever's transformers those are."""
        feeders = self._network.rows.feeders
        fed = (world.fed_by >= 0) & self._is_service
        count = len(feeders)
        load = np.bincount(world.fed_by[fed], weights=self.load_kw[fed], minlength=count) * (1 + LOSSES)
        is_live = np.bincount(world.fed_by[fed], minlength=count) > 0
        load = load * (1 + self._rng.normal(0, 0.002, count))
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
