"""A predictive study under the names of its load points and feeders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from data_sources.analytics.reliability.interruptions import Ints
from data_sources.analytics.reliability.predict import (
    LoadPoints,
    PredictedIndices,
    StudyNetwork,
    predicted,
    study,
    topology_of,
)
from data_sources.analytics.topology import Topology
from data_sources.studies.reliability.rates import FailureRates


@dataclass(frozen=True, slots=True, eq=False)
class NamedNetwork:
    """A network to be studied.

    Attributes:
        name: of the network.
        network: its arrays.
        load_names: of each load point.
        feeders: names.
        load_feeder: place of each load point's feeder among them, shape (loads,).
        rates: that it was made with.
        notes: what was assumed or left out, in sentences.
    """

    name: str
    network: StudyNetwork
    load_names: Sequence[str]
    feeders: Sequence[str]
    load_feeder: Ints
    rates: FailureRates
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedIndices:
    """Indices of a feeder, or of the whole."""

    name: str
    indices: PredictedIndices


class LoadPointExpected(NamedTuple):
    """What one load point is to expect in a year."""

    name: str
    feeder: str
    customers: float
    interruptions: float
    hours: float


@dataclass(frozen=True, slots=True)
class PredictiveStudy:
    """The answer.

    Attributes:
        whole: indices of everything that is fed.
        feeders: of each feeder that has customers, the worst first by hours a customer.
        load_points: in the order of the network; those that no source feeds are left out.
        notes: what was assumed or left out, in sentences.
    """

    whole: NamedIndices
    feeders: tuple[NamedIndices, ...]
    load_points: tuple[LoadPointExpected, ...]
    notes: tuple[str, ...]


def run_study(named: NamedNetwork, topology: Topology | None = None) -> PredictiveStudy:
    """Study a network.

    Args:
        named: the network.
        topology: of it, where the caller has it.
    """
    points = study(named.network, topology or topology_of(named.network))
    dark = int((~np.isfinite(points.hours) & (named.network.customers > 0)).sum())
    notes = (f"{dark:,} load points with customers are fed by no source and left out.",) if dark else ()
    return PredictiveStudy(
        NamedIndices(named.name, predicted(named.network, points)[0]), _by_feeder(named, points),
        _load_points(named, points), named.notes + notes,
    )  # fmt: skip


def _by_feeder(named: NamedNetwork, points: LoadPoints) -> tuple[NamedIndices, ...]:
    each = predicted(named.network, points, named.load_feeder, len(named.feeders))
    found = [NamedIndices(name, one) for name, one in zip(named.feeders, each, strict=True)]
    served = [one for one in found if one.indices.customers > 0]
    return tuple(sorted(served, key=lambda one: -one.indices.saidi_h))


def _load_points(named: NamedNetwork, points: LoadPoints) -> tuple[LoadPointExpected, ...]:
    fed = np.flatnonzero(np.isfinite(points.hours))
    names = [named.load_names[load] for load in fed.tolist()]
    feeders = [named.feeders[place] for place in named.load_feeder[fed].tolist()]
    columns = (named.network.customers[fed], points.interruptions[fed], points.hours[fed])
    rows = zip(names, feeders, *(column.tolist() for column in columns), strict=True)
    return tuple(map(LoadPointExpected._make, rows))
