"""What transformers and feeders carry from moment to moment, given who has supply.

What would flow in the network as built comes from the meters themselves (ami/quarters.py). Load that comes back after
an outage is higher for a while (cold load pickup, as in the readings). A feeder carries what it feeds just now, other
feeders' sections included, and the losses of that: of lines and windings with the square of the load, of cores as
transformers are live. Drops of voltage go with the load of the feeder that feeds.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.flow import NO_LOAD_LOSS
from data_sources.demo.ami.outages import PICKUP_FADES_S, pickup_after
from data_sources.demo.ami.quarters import Demand, Quarter
from data_sources.demo.ami.transfers import Carried, head_kw, load_ratio
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Ints

Floats = NDArray[np.float64]

NOTABLE_PCT: Final = 0.75  # a smaller change of load is not written
VOLTS: Final = 120.0


class Fed(Protocol):
    """Who has supply, and from where; shapes (transformers,)."""

    @property
    def is_energized(self) -> Bools:
        """Which transformers have supply."""
        ...

    @property
    def fed_by(self) -> Ints:
        """Row of the feeder that feeds each transformer, or -1."""
        ...


@dataclass(frozen=True, slots=True)
class AsBuilt:
    """Every transformer has supply from its own feeder."""

    is_energized: Bools
    fed_by: Ints

    @classmethod
    def of(cls, network: Network) -> AsBuilt:
        """In a network that nothing has happened to."""
        own = network.rows.feeders.indexes(network.transformers["feeder_id"])
        return cls(np.ones(len(own), dtype=np.bool_), own)


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
    """New values of all feeders, each of shape (feeders,); `ratio` is the load over that as built."""

    load_kw: Floats
    load_pct: Floats
    current_a: Floats
    voltage_kv: Floats
    power_factor: Floats
    is_energized: Bools
    ratio: Floats


class Loads:
    """The running loads, and what of them was last written.

    Args:
        network: the graph.
        demand: what the meters take.
        written_pct: load_pct as the database has it, shape (transformers,).
        written_energized: is_energized as the database has it, shape (transformers,).

    Attributes:
        load_kw: what each transformer takes, or would take if it had supply, shape (transformers,).
        feeder_row: row of each transformer's own feeder, shape (transformers,).
    """

    def __init__(self, network: Network, demand: Demand, written_pct: Floats, written_energized: Bools) -> None:
        """Nothing is worked out yet."""
        self._network, self._demand = network, demand
        self._written_pct, self._written_energized = written_pct.copy(), written_energized.copy()
        self._drew: Bools = written_energized.copy()
        self._is_service: Bools = network.transformers["kind"] == "service"
        self._rated = np.maximum(network.transformers["rated_kva"].astype(np.float64), 0.1)
        self._pickup = np.zeros(len(self._rated))
        self._expected: Quarter
        self.feeder_row = network.rows.feeders.indexes(network.transformers["feeder_id"])
        self.load_kw: Floats = np.zeros(len(self._rated))

    @classmethod
    def unwritten(cls, network: Network, demand: Demand) -> Loads:
        """Of a utility whose every row is to be written."""
        count = len(network.transformers)
        return cls(network, demand, np.full(count, -1000.0), np.ones(count, dtype=np.bool_))

    def expect(self, at: dt.datetime, seconds: float) -> None:
        """Take the loads at a moment; `seconds` of pickup have faded."""
        self._pickup *= np.exp(-seconds / PICKUP_FADES_S)
        self._expected = self._demand.at(at)
        self.load_kw = self._expected.kw + np.maximum(self._expected.kw, 0.0) * self._pickup

    def pick_up(self, rows: Ints, seconds_dark: float) -> None:
        """These transformers just got supply again."""
        self._pickup[rows] = pickup_after(seconds_dark)

    def changed(
        self, fed: Fed, rows: Ints, feeders: FeederRows, known_energized: Bools | None = None
    ) -> TransformerRows:
        """New values of the transformers among `rows` that changed notably, and of all whose supply changed.

        Args:
            fed: who really has supply: who has none draws nothing, whatever anybody knows.
            rows: whose turn it is.
            feeders: the feeders' values.
            known_energized: which have supply as far as the operator knows, shape (transformers,); None: as it is.
        """
        known = fed.is_energized if known_energized is None else known_energized
        kvar = self._expected.kvar * (1 + self._pickup)
        load_pct = np.where(fed.is_energized, 100 * np.hypot(self.load_kw, kvar) / self._rated, 0.0)
        due = np.zeros(len(load_pct), dtype=np.bool_)
        due[rows] = np.abs(load_pct[rows] - self._written_pct[rows]) >= NOTABLE_PCT
        due |= (known != self._written_energized) | (fed.is_energized != self._drew)
        chosen = np.flatnonzero(due)
        self._written_pct[chosen] = load_pct[chosen]
        self._written_energized[chosen] = known[chosen]
        self._drew = fed.is_energized.copy()
        live = fed.is_energized[chosen]
        return TransformerRows(
            rows=chosen,
            load_kw=np.where(live, self.load_kw[chosen], 0.0).round(2),
            load_pct=load_pct[chosen].round(1),
            voltage_v=np.where(live, self._volts(fed, chosen, feeders), 0.0).round(1),
            is_energized=known[chosen],
        )

    def feeders(self, fed: Fed) -> FeederRows:
        """The feeders' values: what they feed now, whoever's transformers those are."""
        expected, table = self._expected, self._network.rows.feeders
        carried = self._sum(fed, self.load_kw)
        own = self._own_sum(expected.kw)
        core = NO_LOAD_LOSS * self._own_sum(self._rated)
        now = Carried(carried, NO_LOAD_LOSS * self._sum(fed, self._rated))
        load = head_kw(now, Carried(own, core), expected.losses_kw)
        lines = expected.head_kvar - self._own_sum(expected.kvar)
        apparent = np.hypot(load, self._sum(fed, expected.kvar * (1 + self._pickup)) + lines)
        units = np.bincount(self.feeder_row[self._is_service], minlength=len(table))
        is_live = (self._sum(fed, np.ones(len(self._rated))) > 0) | (units == 0)  # a spare feeder is not out
        voltage = table["voltage_kv"] * np.where(is_live, expected.head_pu, 0.0)
        apparent, load = np.where(is_live, apparent, 0.0), np.where(is_live, load, 0.0)
        return FeederRows(
            load_kw=load.round(1),
            load_pct=(100 * apparent / np.maximum(table["rated_kva"].astype(np.float64), 1)).round(2),
            current_a=(apparent / np.sqrt(3) / np.maximum(voltage, 0.1)).round(1),
            voltage_kv=voltage.round(3),
            power_factor=np.divide(np.abs(load), apparent, out=np.ones(len(table)), where=apparent > 0.1).round(3),
            is_energized=is_live,
            ratio=load_ratio(carried, own),
        )  # fmt: skip

    def _sum(self, fed: Fed, of: Floats) -> Floats:
        """By feeder, over the service transformers that it feeds."""
        chosen = (fed.fed_by >= 0) & self._is_service
        feeders = len(self._network.rows.feeders)
        return np.bincount(fed.fed_by[chosen], weights=of[chosen], minlength=feeders).astype(np.float64)

    def _own_sum(self, of: Floats) -> Floats:
        """By feeder, over its own transformers."""
        feeders = len(self._network.rows.feeders)
        return np.bincount(self.feeder_row, weights=of, minlength=feeders).astype(np.float64)

    def _volts(self, fed: Fed, rows: Ints, feeders: FeederRows) -> Floats:
        """On the secondary side, 120 V base."""
        own, feeding = self.feeder_row[rows], fed.fed_by[rows]
        drop = self._expected.head_pu[own] - self._expected.secondary_pu[rows]
        return np.asarray(VOLTS * (self._expected.head_pu[feeding] - drop * feeders.ratio[feeding]))
