"""One colour a circuit, so that circuits lying beside each other differ."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from layers.colours.palette import CIRCUITS
from layers.frame import Array

CELL_M = 1500.0  # circuits that come this near count as neighbours


def circuit_colours(feeder: Array, x: Array, y: Array, feeders: int) -> NDArray[np.uint8]:
    """The colour number of each feeder, 0 to 23.

    Feeders are taken in their order; each takes the colour least used around it, counting a neighbour's neighbouring
    colours too. The same network always gets the same colours.

    Args:
        feeder: dense feeder index (0 to `feeders` - 1) of each place.
        x: metres east of each place.
        y: metres north of each place.
        feeders: how many feeders there are.
    """
    neighbours = _neighbours(feeder, x, y, feeders)
    colours = np.full(feeders, -1, np.int64)
    used = np.zeros(CIRCUITS, np.int64)
    for index in range(feeders):
        cost = used * 0.01
        for other in neighbours[index]:
            if colours[other] >= 0:
                cost[colours[other]] += 10.0
                # The other lightness of the same hue is nearly as easy to mistake.
                cost[(colours[other] + CIRCUITS // 2) % CIRCUITS] += 4.0
        colours[index] = int(cost.argmin())
        used[colours[index]] += 1
    return colours.astype(np.uint8)


def _neighbours(feeder: Array, x: Array, y: Array, feeders: int) -> list[NDArray[np.int64]]:
    """Feeders that share a cell of either of two grids, half a cell apart."""
    pairs = []
    for shift in (0.0, CELL_M / 2):
        column = np.floor((x + shift) / CELL_M).astype(np.int64)
        row = np.floor((y + shift) / CELL_M).astype(np.int64)
        place = np.unique(np.stack([column * 1_000_003 + row, feeder.astype(np.int64)], axis=1), axis=0)
        for step in range(1, 8):
            same = place[step:, 0] == place[:-step, 0]
            pairs.append(np.stack([place[:-step, 1][same], place[step:, 1][same]], axis=1))
    found = np.unique(np.concatenate(pairs), axis=0)
    both = np.concatenate([found, found[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = np.searchsorted(both[:, 0], np.arange(feeders + 1))
    return [both[a:b, 1] for a, b in itertools.pairwise(starts)]
