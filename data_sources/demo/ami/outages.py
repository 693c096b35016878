"""Which transformers were without supply in which part of which quarter hour, from the live database's outages."""

from __future__ import annotations

import datetime as dt

import numpy as np

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Instants
from data_sources.demo.ami.meters import Reals
from data_sources.network.graph import Network
from data_sources.network.rows import Ints
from data_sources.query import Query
from data_sources.source import Source


def dark_shares(source: Source, network: Network, starts: Instants) -> Reals:
    """Part of each interval that a transformer had no supply, 0 to 1, shape (transformers, intervals).

    An outage holds from its start to its restoration for everything behind the device that opened; customers that were
    fed from elsewhere in the meantime are not told apart.
    """
    step = np.timedelta64(INTERVAL_MINUTES * 60, "s")
    dark = np.zeros((len(network.transformers), len(starts)), np.float32)
    span = {"from_at": _instant(starts[0]), "to_at": _instant(starts[-1] + step)}
    found = source.fetch(Query.of("hist_outages_between", utility_id=network.utility_id, **span))
    for row in found.to_pylist():
        share = _overlap(starts, row["started_at"], row["restored_at"])
        if share.any():
            dark[behind(network, row["device_id"], row["transformer_id"])] += share
    return np.minimum(dark, np.float32(1))


def behind(network: Network, device_id: int, transformer_id: int) -> Ints:
    """Rows of the transformers that an open device or a failed transformer leaves without supply."""
    if transformer_id >= 0:
        return np.array([network.transformers.index(transformer_id)])
    if device_id < 0:
        return np.zeros(0, np.int64)
    topology = network.topology()
    first, end = topology.span(int(network.device_segment[network.devices.index(device_id)]))
    place = topology.start[network.transformers["node"]]
    return np.flatnonzero((place >= first) & (place < end))


def _overlap(starts: Instants, started_at: dt.datetime, restored_at: dt.datetime | None) -> Reals:
    length = INTERVAL_MINUTES * 60.0
    first = starts.astype(np.int64).astype(np.float64)
    begin, end = started_at.timestamp(), restored_at.timestamp() if restored_at else np.inf
    shared = np.minimum(first + length, end) - np.maximum(first, begin)
    return np.asarray(np.clip(shared, 0, length) / length, np.float32)


def _instant(at: np.datetime64) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(at.astype("datetime64[s]").astype(np.int64)), dt.UTC)
