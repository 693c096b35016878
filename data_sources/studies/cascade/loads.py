"""What every transformer takes, for a study: now, in the mean of a year, or at its design peak.

Now: as measured; where nobody measures a transformer, its feeder's load less what is measured on it, shared out by
rating; where nobody measures the feeder either, the mean of its meters. Mean and peak stand in for each other where one
is not known, at the factor that the rest of the utility has.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

LoadBasis = Literal["mean", "present", "peak"]


@dataclass(frozen=True, slots=True, eq=False)
class StudyLoads:
    """Loads of one moment.

    Attributes:
        transformer_kw: not negative, what feeds in counts as nothing; 0 of transformers that serve nobody themselves,
            shape (transformers,).
        basis: which loads they are.
        oldest_at: when the oldest of them was written; None where they follow no clock.
        newest_at: likewise.
        estimated: transformers whose own load nobody knows.
    """

    transformer_kw: Floats
    basis: LoadBasis
    oldest_at: dt.datetime | None
    newest_at: dt.datetime | None
    estimated: int


def study_loads(source: Source, network: Network, basis: LoadBasis) -> StudyLoads:
    """The loads of a network's transformers."""
    rows = source.fetch(Query.of("cascade_mean_loads", utility_id=network.utility_id))
    service = network.transformers.indexes(rows["transformer_id"].to_numpy())
    mean, peak = rows["mean_kw"].to_numpy(), rows["peak_kw"].to_numpy()
    if basis == "peak":
        return _lasting(network, service, peak, mean, basis)
    mean_loads = _lasting(network, service, mean, peak, "mean")
    return mean_loads if basis == "mean" else _present(source, network, service, mean_loads)


def _lasting(network: Network, service: Ints, own: Floats, other: Floats, basis: LoadBasis) -> StudyLoads:
    both = np.isfinite(own) & np.isfinite(other)
    factor = own[both].sum() / other[both].sum() if other[both].sum() > 0 else 1.0
    known = np.isfinite(own)
    kw = np.zeros(len(network.transformers))
    kw[service] = np.maximum(np.where(known, own, np.nan_to_num(other * factor)), 0.0)
    return StudyLoads(kw, basis, None, None, int((~known).sum()))


def _present(source: Source, network: Network, service: Ints, mean: StudyLoads) -> StudyLoads:
    rows = source.fetch(Query.of("cascade_present_loads", utility_id=network.utility_id))
    measured = np.full(len(network.transformers), np.nan)
    measured[network.transformers.indexes(rows["transformer_id"].to_numpy())] = rows["load_kw"].to_numpy()
    unknown = np.zeros(len(measured), np.bool_)
    unknown[service] = np.isnan(measured[service])
    kw = np.where(np.isnan(measured), 0.0, measured)
    if unknown.any():
        kw[unknown] = _allocated(source, network, kw, unknown, mean.transformer_kw)[unknown]
    (times,) = source.fetch(Query.of("cascade_load_times", utility_id=network.utility_id)).to_pylist()
    return StudyLoads(np.maximum(kw, 0.0), "present", times["oldest_at"], times["newest_at"], int(unknown.sum()))


def _allocated(source: Source, network: Network, kw: Floats, unknown: Bools, mean_kw: Floats) -> Floats:
    """What is left of each feeder's load, by rating over its transformers that nobody measures."""
    feeders = network.rows.feeders
    rows = source.fetch(Query.of("cascade_feeder_loads", utility_id=network.utility_id))
    head_kw = np.full(len(feeders), np.nan)
    head_kw[feeders.indexes(rows["feeder_id"].to_numpy())] = rows["load_kw"].to_numpy()
    feeder = feeders.indexes(network.transformers["feeder_id"])
    left = np.maximum(head_kw - np.bincount(feeder, kw, len(feeders)), 0.0)
    rated = np.where(unknown, np.nan_to_num(network.transformers["rated_kva"].astype(np.float64)), 0.0)
    total = np.bincount(feeder, rated, len(feeders))
    share = np.divide(left, total, out=np.full(len(feeders), np.nan), where=total > 0)[feeder] * rated
    return np.where(np.isnan(share), mean_kw, share)
