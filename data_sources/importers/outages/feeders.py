"""Which feeder of a utility each row of a list is of: by the name of its circuit, or by its place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from scipy.spatial import cKDTree

from data_sources.analytics.ground import EARTH_RADIUS_M
from data_sources.importers.outages.parsed import ListedOutages
from data_sources.importers.readings.arrays import Floats, Ints
from data_sources.importers.readings.headings import evened
from data_sources.query import Query
from data_sources.source import Source

NEAR_M = 2000.0
NO_FEEDER = -1
ALL_OUTAGES = "all outages"  # the feeder of a made utility for rows that name no circuit


class KnownFeeders(NamedTuple):
    """The feeders of a utility and where their transformers are.

    Attributes:
        by_name: id of each, by its name in lower case.
        feeder_id: of each transformer, shape (transformers,).
        lon: likewise, degrees.
        lat: likewise, degrees.
    """

    by_name: dict[str, int]
    feeder_id: Ints
    lon: Floats
    lat: Floats

    @classmethod
    def of(cls, source: Source, utility_id: int) -> KnownFeeders:
        """Those of a utility."""
        feeders = source.fetch(Query.of("network_feeders", utility_id=utility_id))
        transformers = source.fetch(Query.of("network_transformers", utility_id=utility_id))
        names = [circuit_key(name) for name in feeders["feeder_name"].to_pylist()]
        return cls(
            dict(zip(names, feeders["feeder_id"].to_pylist(), strict=True)), _ints(transformers["feeder_id"]),
            transformers["lon"].to_numpy(), transformers["lat"].to_numpy(),
        )  # fmt: skip

    def centre(self, feeder_id: int) -> tuple[float, float]:
        """(lon, lat) in the middle of a feeder's transformers; of all, where it has none."""
        own = self.feeder_id == feeder_id
        chosen = own if own.any() else np.ones(len(own), np.bool_)
        return float(self.lon[chosen].mean()), float(self.lat[chosen].mean())


def feeders_of(outages: ListedOutages, known: KnownFeeders) -> Ints:
    """The feeder_id of each row, `NO_FEEDER` where it names none that is there and lies near none, shape (rows,)."""
    names = np.array([known.by_name.get(circuit_key(name), NO_FEEDER) for name in outages.circuit.tolist()], np.int64)
    by_place = (outages.circuit == "") & (names == NO_FEEDER) & np.isfinite(outages.lat) & np.isfinite(outages.lon)
    if by_place.any() and len(known.lon):
        names[by_place] = _nearest(outages.lon[by_place], outages.lat[by_place], known)
    return names


def circuit_key(name: str) -> str:
    """What a circuit is known by, whatever its case and blanks."""
    return evened(name or ALL_OUTAGES).lower()


def _nearest(lon: Floats, lat: Floats, known: KnownFeeders) -> Ints:
    """The feeder of the nearest transformer within `NEAR_M`."""
    squeeze = float(np.cos(np.radians(known.lat.mean())))
    tree = cKDTree(np.column_stack([known.lon * squeeze, known.lat]))
    degrees, place = tree.query(np.column_stack([lon * squeeze, lat]))
    return np.where(np.radians(degrees) * EARTH_RADIUS_M <= NEAR_M, known.feeder_id[place], NO_FEEDER)


def _ints(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), np.int64)
