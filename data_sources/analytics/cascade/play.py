"""A cascade as rows: what happened to which node in which wave, so that a map can play it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from data_sources.analytics.cascade.transfer import FAILED, OUT_BEFORE, SUPPLIED, Spread
from data_sources.analytics.topology import Ints


class Happened(NamedTuple):
    """Changes of nodes, in order; wave 0 is the failure itself.

    Attributes:
        wave: shape (changes,).
        node: likewise.
        state: what the node is from then on, as in `Spread.frames`.
    """

    wave: Ints
    node: Ints
    state: Ints


def happened(spread: Spread) -> Happened:
    """Every change from frame to frame; the last frame counts as the last wave."""
    before = np.where(np.isin(spread.frames[0], (OUT_BEFORE,)), OUT_BEFORE, SUPPLIED)
    frames = np.concatenate([before[None], spread.frames])
    step, node = np.nonzero(frames[1:] != frames[:-1])
    return Happened(np.minimum(step, spread.waves), node, frames[step + 1, node])


def failed_elements(spread: Spread) -> tuple[Ints, Ints]:
    """Nodes that failed first, and edges that tripped, in order of the waves."""
    tripped = np.flatnonzero(spread.tripped_at > 0)
    order = np.argsort(spread.tripped_at[tripped], kind="stable")
    return np.flatnonzero(spread.frames[0] == FAILED), tripped[order]
