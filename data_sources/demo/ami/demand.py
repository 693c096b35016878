"""What a demo's meters take in any quarter hour, feeder by feeder, and what flows because of it.

The one model of load: readings register it (intervals.py), and live transformers and feeders carry it (quarters.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data_sources.demo.ami.calendar import Calendar
from data_sources.demo.ami.flow import HEAD_SPREAD, Flow, behind_transformers, flow
from data_sources.demo.ami.meters import MeterTraits, Reals
from data_sources.demo.ami.network import FeederArrays
from data_sources.demo.ami.outages import Supply
from data_sources.demo.ami.random import bells, key
from data_sources.demo.ami.truth import true_power
from data_sources.network.rows import Floats, Ints


@dataclass(frozen=True, eq=False, slots=True)
class PowerModel:
    """Everything that the flow of power follows from, and nothing else.

    Attributes:
        time_zone: IANA name.
        seed: of the demo.
        traits: of the meters.
        true: row of the transformer that feeds each meter, shape (meters,).
        feeders: arrays for the power flow.
    """

    time_zone: str
    seed: int
    traits: MeterTraits
    true: Ints
    feeders: FeederArrays


@dataclass(frozen=True, slots=True)
class FeederDemand:
    """One feeder's intervals as they truly are.

    Attributes:
        feeder: its row.
        rows: of its meters.
        transformers: rows of its transformers.
        transformer: row of each meter's transformer within the feeder, shape (meters,).
        load_kw: what each meter's customer takes, shape (meters, intervals).
        net_kw: load less solar, likewise.
        kvar: likewise.
        transformer_kw: net load on the secondary side, service drops included, shape (transformers, intervals).
        transformer_kvar: likewise.
        dark: part of the interval without supply, likewise.
        flow: heads, voltages and losses.
    """

    feeder: int
    rows: slice
    transformers: slice
    transformer: Ints
    load_kw: Reals
    net_kw: Reals
    kvar: Reals
    transformer_kw: Reals
    transformer_kvar: Reals
    dark: Reals
    flow: Flow


def feeder_demands(
    model: PowerModel, calendar: Calendar, supply: Supply, first: int = 0, end: int | None = None
) -> Iterator[FeederDemand]:
    """The intervals first .. end - 1 of a day (all by default), feeder after feeder; `supply` is theirs."""
    end = len(calendar.starts) if end is None else end
    for feeder in range(len(model.feeders.feeder_ids)):
        yield _one(model, calendar, supply, feeder, first, end)


def _one(model: PowerModel, calendar: Calendar, supply: Supply, feeder: int, first: int, end: int) -> FeederDemand:
    arrays, traits = model.feeders, model.traits
    rows, own, nodes = (
        slice(int(firsts[feeder]), int(firsts[feeder + 1]))
        for firsts in (arrays.meter_first, arrays.transformer_first, arrays.node_first)
    )
    load, solar = true_power(traits, rows, calendar, first, end)
    net, kvar = np.empty_like(load), np.empty_like(load)
    transformer = model.true[rows] - own.start
    dark, pickup = supply.of(own)
    kw_at, kvar_at = behind_transformers(
        load, solar, traits.tangent[rows], traits.service_loss[rows], transformer, dark, pickup, net, kvar
    )
    found = flow(
        kw_at, kvar_at, dark, arrays.transformer_node[own], arrays.on_phase[own], arrays.rated_kva[own],
        arrays.parent[nodes], arrays.resistance[nodes], arrays.reactance[nodes],
        _head_set(model, calendar, feeder, first, end), float(arrays.peak_kw[feeder]),
        float(arrays.capacitor_kvar[feeder]),
    )  # fmt: skip
    return FeederDemand(feeder, rows, own, transformer, load, net, kvar, kw_at, kvar_at, dark, found)


def _head_set(model: PowerModel, calendar: Calendar, feeder: int, first: int, end: int) -> Floats:
    """The station's voltage wanders smoothly from hour to hour."""
    own = int(key(model.seed, "head", model.feeders.feeder_ids[feeder]) % np.uint64(1 << 40))
    hours = calendar.starts.astype(np.int64) / 3600.0
    anchors = np.arange(int(hours[0]), int(hours[-1]) + 3)
    wander = np.interp(hours, anchors, bells(model.seed, "tap", own + anchors))
    found: Floats = model.feeders.head_pu[feeder] + HEAD_SPREAD * wander
    return found[first:end]
