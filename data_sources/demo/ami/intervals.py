"""A stretch of a demo day, feeder by feeder: truth, flow, and what every meter registers of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_sources.demo.ami.calendar import Calendar
from data_sources.demo.ami.faults import faults_on
from data_sources.demo.ami.flow import HEAD_SPREAD, Flow, behind_transformers, flow
from data_sources.demo.ami.measure import MeasuredReadings, register
from data_sources.demo.ami.meters import Reals
from data_sources.demo.ami.random import bells, key
from data_sources.demo.ami.truth import true_power
from data_sources.demo.ami.utility import DemoUtility
from data_sources.network.rows import Floats


@dataclass(frozen=True, slots=True)
class FeederIntervals:
    """One feeder's intervals.

    Attributes:
        feeder: its row.
        rows: of its meters.
        readings: what the meters register, shapes (meters, intervals).
        true_kw: net load of each meter, shape (meters, intervals).
        transformer_kw: net load on the secondary side, service drops included, shape (transformers, intervals).
        transformer_kvar: likewise.
        flow: heads, voltages and losses.
    """

    feeder: int
    rows: slice
    readings: MeasuredReadings
    true_kw: Reals
    transformer_kw: Reals
    transformer_kvar: Reals
    flow: Flow


def feeder_intervals(
    utility: DemoUtility, calendar: Calendar, dark: Reals, first: int = 0, end: int | None = None
) -> Iterator[FeederIntervals]:
    """The intervals first .. end - 1 of a day, feeder after feeder.

    Args:
        utility: whose.
        calendar: the day.
        dark: part of each interval without supply, shape (transformers, the day's intervals).
        first: number of the first interval.
        end: number after the last; the day's end by default.
    """
    end = len(calendar.starts) if end is None else end
    fault = faults_on(utility.meter_ids, utility.can_steal, calendar.day, utility.seed)
    for feeder in range(len(utility.feeders.feeder_ids)):
        yield _one(utility, calendar, dark[:, first:end], fault, feeder, first, end)


def _one(
    utility: DemoUtility, calendar: Calendar, dark: Reals, fault: NDArray[np.int8], feeder: int, first: int, end: int
) -> FeederIntervals:
    arrays, traits = utility.feeders, utility.traits
    rows = slice(int(arrays.meter_first[feeder]), int(arrays.meter_first[feeder + 1]))
    own = slice(int(arrays.transformer_first[feeder]), int(arrays.transformer_first[feeder + 1]))
    nodes = slice(int(arrays.node_first[feeder]), int(arrays.node_first[feeder + 1]))
    load, solar = true_power(traits, rows, calendar, first, end)
    net, kvar = np.empty_like(load), np.empty_like(load)
    transformer = utility.true[rows] - own.start
    dark_here = np.ascontiguousarray(dark[own])
    kw_at, kvar_at = behind_transformers(
        load, solar, traits.tangent[rows], traits.service_loss[rows], transformer, dark_here, net, kvar
    )
    found = flow(
        kw_at, kvar_at, dark_here, arrays.transformer_node[own], arrays.on_phase[own], arrays.rated_kva[own],
        arrays.parent[nodes], arrays.resistance[nodes], arrays.reactance[nodes],
        _head_set(utility, calendar, feeder, first, end), float(arrays.peak_kw[feeder]),
        float(arrays.capacitor_kvar[feeder]),
    )  # fmt: skip
    readings = register(
        traits.key[rows], calendar.number, load, net, kvar, found.secondary_pu, dark_here, transformer,
        traits.gain[rows], traits.service_drop[rows], utility.nominal_v[rows], traits.peak_kw[rows],
        traits.shape[rows], calendar.shapes, fault[rows], utility.collector[rows], first,
    )  # fmt: skip
    return FeederIntervals(feeder, rows, readings, net, kw_at, kvar_at, found)


def _head_set(utility: DemoUtility, calendar: Calendar, feeder: int, first: int, end: int) -> Floats:
    """The station's voltage wanders smoothly from hour to hour."""
    own = int(key(utility.seed, "head", utility.feeders.feeder_ids[feeder]) % np.uint64(1 << 40))
    hours = calendar.starts.astype(np.int64) / 3600.0
    anchors = np.arange(int(hours[0]), int(hours[-1]) + 3)
    wander = np.interp(hours, anchors, bells(utility.seed, "tap", own + anchors))
    found: Floats = utility.feeders.head_pu[feeder] + HEAD_SPREAD * wander
    return found[first:end]
