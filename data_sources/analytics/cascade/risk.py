"""How near to trouble the grid is now, in points from 0 to 100, each part shown.

Method (the points are the original program's): load, up to 40, as a share of the design peak; 20 in the hours of the
daily peak (14:00 to 19:00 of the utility's clock); equipment, up to 25, all of them where a fifth of the banks and
feeders or more carry over 80 % of their rating; network, up to 15, as the share of feeders whose loss their ties could
not make good now, each tried by itself with checked transfers. From 30 on the risk is "elevated", from 50 "high", from
70 "critical".

Limits: an index to watch over a day, not a probability. Weather that is on its way and equipment out of order are in it
only as far as load and open switches show them.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.grid import IS_HEAD, OF_BANK, OF_HEAD
from data_sources.analytics.cascade.transfer import Cascade
from data_sources.analytics.topology import Ints

PEAK_HOURS: Final = (14, 19)
HEAVY_PCT: Final = 80.0
HEAVY_SHARE: Final = 0.2
LEVELS: Final = ((70.0, "critical"), (50.0, "high"), (30.0, "elevated"), (0.0, "normal"))


@dataclass(frozen=True, slots=True)
class RiskPoints:
    """The parts: up to 40, 20, 25 and 15 points."""

    load: float
    peak_hour: float
    equipment: float
    network: float

    @property
    def total(self) -> float:
        """0 to 100."""
        return float(sum(astuple(self)))

    @property
    def level(self) -> str:
        """normal, elevated, high or critical."""
        return next(name for least, name in LEVELS if self.total >= least)


@dataclass(frozen=True, slots=True, eq=False)
class Strain:
    """What the points are made of.

    Attributes:
        elements: banks and feeders that carry load and have a rating.
        heavy_elements: those of them over `HEAVY_PCT`.
        feeders: feeders with load.
        unhelped: nodes of those whose ties could not take all of it.
        unhelped_kw: what would stay dark of each, likewise.
    """

    elements: int
    heavy_elements: int
    feeders: int
    unhelped: Ints
    unhelped_kw: Floats


def points(strain: Strain, load_kw: float, peak_kw: float, local_hour: float) -> RiskPoints:
    """The index.

    Args:
        strain: of the grid now.
        load_kw: of the whole grid now.
        peak_kw: its design peak; 0 where none is known, which gives no points.
        local_hour: of the utility's clock, 0 to 24.
    """
    heavy = strain.heavy_elements / strain.elements if strain.elements else 0.0
    unhelped = len(strain.unhelped) / strain.feeders if strain.feeders else 0.0
    return RiskPoints(
        load=40 * min(max(load_kw / peak_kw, 0.0), 1.0) if peak_kw > 0 else 0.0,
        peak_hour=20.0 if PEAK_HOURS[0] <= local_hour < PEAK_HOURS[1] else 0.0,
        equipment=25 * min(heavy / HEAVY_SHARE, 1.0),
        network=15 * unhelped,
    )


def strain(cascade: Cascade) -> Strain:
    """Look at every bank and feeder, and let each feeder fail by itself.

    Args:
        cascade: the present grid under checked transfers.
    """
    state, grid = cascade.before, cascade.grid
    edges, flow = state.parent_edge, state.flow_kw
    is_element = (edges >= 0) & np.isin(grid.edge_kind[edges], (OF_BANK, OF_HEAD)) & (flow > 0)
    is_element &= np.isfinite(cascade.rating_kw[edges]) & (cascade.rating_kw[edges] > 0)
    loading = 100 * flow[is_element] / cascade.rating_kw[edges[is_element]]
    feeders = np.flatnonzero((grid.kind == IS_HEAD) & (edges >= 0) & (flow > 0))
    dark_kw = np.array([_left_dark_kw(cascade, int(node)) for node in feeders])
    unhelped = dark_kw > 1e-6
    return Strain(
        elements=int(is_element.sum()),
        heavy_elements=int((loading > HEAVY_PCT).sum()),
        feeders=len(feeders),
        unhelped=feeders[unhelped],
        unhelped_kw=dark_kw[unhelped],
    )


def _left_dark_kw(cascade: Cascade, head: int) -> float:
    """What of a feeder stays dark, the section at its head aside, which failed itself."""
    lost = cascade.fail(np.array([head])).is_lost & ~cascade.settled.is_lost
    lost[head] = False
    return float(cascade.load_kw[lost].sum())
