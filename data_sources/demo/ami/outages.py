"""Who was without supply in which part of which quarter hour, and what came back, from the live database's outages.

Who was out from when to when stands in `flux.interruptions`, and who fed them after that until the outage was over;
where an outage names nobody, everything behind the device that opened is dark from its start to its end. Load that
comes back is higher for a while (cold load pickup: after a long outage every thermostat calls at once); the surplus
grows with how long it was gone and fades.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.demo.ami.calendar import INTERVAL_MINUTES, Instants
from data_sources.demo.ami.meters import Reals
from data_sources.network.graph import Network
from data_sources.network.rows import Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

PICKUP: Final = 0.35  # of the usual load, after an outage that lasted for hours
PICKUP_GROWS_S: Final = 1800.0  # diversity is lost over this time
PICKUP_FADES_S: Final = 900.0
LEAST_PICKUP: Final = 0.005
LOOK_BACK: Final = np.timedelta64(3600, "s")  # a surplus is gone after four times PICKUP_FADES_S
INTERVAL_S: Final = INTERVAL_MINUTES * 60.0


class Transfer(NamedTuple):
    """Transformers that another feeder feeds for a while.

    Attributes:
        transformers: their rows, shape (transferred,).
        own_feeders: rows of their own feeders, likewise.
        feeders: rows of the feeders that feed them, likewise.
        share: part of each interval in which they do, shape (intervals,).
    """

    transformers: Ints
    own_feeders: Ints
    feeders: Ints
    share: Reals


class Supply(NamedTuple):
    """Who has supply in some intervals.

    Attributes:
        dark: part of the interval without supply, 0 to 1, shape (transformers, intervals).
        pickup: what is drawn above the usual in the mean of the interval, as a share of the usual, likewise.
        transfers: who is fed by a neighbour.
    """

    dark: Reals
    pickup: Reals
    transfers: tuple[Transfer, ...] = ()

    @classmethod
    def whole(cls, transformers: int, intervals: int) -> Supply:
        """Nobody is out and nobody was."""
        nothing = np.zeros((transformers, intervals), np.float32)
        return cls(nothing, nothing.copy())

    def between(self, first: int, end: int | None) -> Supply:
        """That in the intervals first .. end - 1."""
        moves = tuple(move._replace(share=move.share[first:end]) for move in self.transfers)
        return Supply(self.dark[:, first:end], self.pickup[:, first:end], moves)

    def of(self, transformers: slice) -> tuple[Reals, Reals]:
        """What is dark, and the pickup, of some transformers."""
        return np.ascontiguousarray(self.dark[transformers]), np.ascontiguousarray(self.pickup[transformers])


def supply_of(source: Source, network: Network, starts: Instants) -> Supply:
    """The supply of every transformer in the intervals that begin at `starts`."""
    dark, pickup, _ = Supply.whole(len(network.transformers), len(starts))
    transfers: list[Transfer] = []
    step = np.timedelta64(INTERVAL_MINUTES * 60, "s")
    span = {"from_at": _instant(starts[0] - LOOK_BACK), "to_at": _instant(starts[-1] + step)}
    outages = source.fetch(Query.of("hist_outages_between", utility_id=network.utility_id, **span)).to_pylist()
    steps = source.fetch(Query.of("hist_outage_steps_between", utility_id=network.utility_id, **span))
    first = starts.astype(np.int64).astype(np.float64)
    for outage in outages:
        own = steps.filter(pc.equal(steps["outage_id"], outage["outage_id"]))
        over = _second(outage["restored_at"])
        for units, begin, end, feeders in _restored(network, outage, own):
            dark[units] += _part(first, begin, end)
            pickup[units] += _mean_pickup(first, end, end - begin)
            if feeders is not None and (share := _part(first, end, over)).any():
                transfers.append(_transfer(network, units, feeders, share))
    return Supply(np.minimum(dark, np.float32(1)), pickup, tuple(transfers))


def pickup_after(seconds_dark: float) -> float:
    """Share of the usual load that is drawn above it at the moment when supply comes back."""
    return float(PICKUP * -np.expm1(-seconds_dark / PICKUP_GROWS_S))


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


def _restored(
    network: Network, outage: dict[str, Any], steps: pa.Table
) -> Iterator[tuple[Ints, float, float, Ints | None]]:
    """Transformers of an outage, when they lost supply and got it back, and by which feeders before it was over."""
    left = (
        behind(network, outage["device_id"], outage["transformer_id"]) if outage["is_whole"] else np.zeros(0, np.int64)
    )
    for step in (
        steps.group_by(["out_at", "restored_at"])
        .aggregate([("transformer_id", "list"), ("feeder_id", "list")])
        .to_pylist()
    ):
        back = network.transformers.indexes(np.array(step["transformer_id_list"]))
        feeder_ids = np.array(step["feeder_id_list"])
        feeders = network.rows.feeders.indexes(feeder_ids) if (feeder_ids >= 0).all() else None
        yield back, step["out_at"].timestamp(), _second(step["restored_at"]), feeders
        left = np.setdiff1d(left, back)
    yield left, outage["started_at"].timestamp(), _second(outage["restored_at"]), None


def _transfer(network: Network, units: Ints, feeders: Ints, share: Reals) -> Transfer:
    own = network.rows.feeders.indexes(network.transformers["feeder_id"][units])
    moved = own != feeders
    return Transfer(units[moved], own[moved], feeders[moved], share)


def _part(first: Floats, begin: float, end: float) -> Reals:
    """Part of each interval that lies in a span; all in seconds since 1970."""
    shared = np.minimum(first + INTERVAL_S, end) - np.maximum(first, begin)
    return np.asarray(np.clip(shared, 0, INTERVAL_S) / INTERVAL_S, np.float32)


def _second(at: dt.datetime | None) -> float:
    return at.timestamp() if at else float("inf")


def _mean_pickup(first: Floats, restored: float, seconds_dark: float) -> Reals | float:
    """Mean surplus of intervals that begin at `first`, seconds since 1970."""
    if not np.isfinite(restored) or (most := pickup_after(seconds_dark)) < LEAST_PICKUP:
        return 0.0
    begin, end = (np.maximum(at - restored, 0.0) for at in (first, first + INTERVAL_S))
    faded = np.exp(-begin / PICKUP_FADES_S) - np.exp(-end / PICKUP_FADES_S)
    return np.asarray(most * faded * PICKUP_FADES_S / INTERVAL_S, np.float32)


def _instant(at: np.datetime64) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(at.astype("datetime64[s]").astype(np.int64)), dt.UTC)
