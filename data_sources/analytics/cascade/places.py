"""Where the nodes of a grid lie, and what is near what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.topology import Bools

KM_A_DEGREE = 111.2


class NearPair(NamedTuple):
    """Two nodes, their voltage, and the straight line between them."""

    nodes: tuple[int, int]
    kilovolts: float
    length_km: float


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places of the nodes of a grid; banks, and what has no voltage, have none (NaN).

    Attributes:
        lon: degrees, shape (nodes,).
        lat: likewise.
        kilovolts: nominal voltage at each node, NaN where there is none, shape (nodes,).
        power_factor: at which ratings in kVA are ones in kW.
    """

    lon: Floats
    lat: Floats
    kilovolts: Floats
    power_factor: float

    def shortest(self, some: Bools, others: Bools) -> NearPair | None:
        """The nearest two of one voltage, one of each kind; None where no voltage has both.

        Args:
            some: the first one is of these, shape (nodes,).
            others: the second one is of these.
        """
        known = np.isfinite(self.lon) & np.isfinite(self.lat) & np.isfinite(self.kilovolts)
        pairs = [
            pair
            for kilovolts in np.unique(self.kilovolts[some & known])
            if (pair := self._shortest(some & known, others & known, float(kilovolts))) is not None
        ]
        return min(pairs, key=lambda pair: pair.length_km, default=None)

    def _shortest(self, some: Bools, others: Bools, kilovolts: float) -> NearPair | None:
        is_of_it = np.isclose(self.kilovolts, kilovolts)
        first, second = np.flatnonzero(some & is_of_it), np.flatnonzero(others & is_of_it)
        if not len(second):
            return None
        east = self.lon * np.cos(np.radians(np.nanmean(self.lat))) * KM_A_DEGREE
        at = np.stack([east, self.lat * KM_A_DEGREE], axis=1)
        length, which = (np.atleast_1d(found) for found in cKDTree(at[second]).query(at[first]))
        best = int(np.argmin(length))
        return NearPair((int(first[best]), int(second[which[best]])), kilovolts, float(length[best]))
