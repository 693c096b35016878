"""Which failure to fear most: banks, feeders and sections ranked by four things, each of them shown.

Method: each part runs from 0 to 1: betweenness in the grid with its ties (over the highest), customers downstream (over
the most), loading of the way in (over its rating at the temperature, at most 1), and load that ties cannot take: 1 less
what the ties out of the part can take on, over the load in it. Their weighted mean times 100 is the score.

Limits: a ranking to look closer with, not a probability of failure: age and condition of equipment are not in it. Ties
that lead to one neighbour are each counted with all of what it has to spare. What really follows is simulated.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import NamedTuple

import numpy as np

from data_sources.analytics.cascade.betweenness import Floats
from data_sources.analytics.cascade.grid import SYSTEM
from data_sources.analytics.cascade.transfer import Cascade
from data_sources.analytics.cascade.transfer_kernels import add_flows, tie_capacity
from data_sources.analytics.topology import Ints


@dataclass(frozen=True, slots=True)
class RankWeights:
    """How much each part counts; only their ratios matter."""

    betweenness: float = 1.0
    customers: float = 1.0
    loading: float = 1.0
    ties: float = 1.0


class PatientZeroRanking(NamedTuple):
    """One row a node of the grid, and the order; the system and what has no supply come last with score 0.

    Attributes:
        customers_downstream: customers fed through each node, its own included.
        load_kw: load fed through it, under the conditions.
        loading_pct: of the rating of its way in, at the temperature; NaN where none is known.
        tie_kw: what ties out of what it feeds could take on, each for itself.
        parts: betweenness, customers, loading, ties, each 0 to 1, shape (nodes, 4).
        score: 0 to 100.
        order: nodes, the highest score first.
    """

    customers_downstream: Ints
    load_kw: Floats
    loading_pct: Floats
    tie_kw: Floats
    parts: Floats
    score: Floats
    order: Ints


def rank(cascade: Cascade, between: Floats, weights: RankWeights) -> PatientZeroRanking:
    """Rank what might fail first.

    Args:
        cascade: grid and conditions; what the conditions trip by themselves is ranked as if it still stood.
        between: betweenness of each node of the grid without the system, see `betweenness.Central`.
        weights: of the parts.

    Raises:
        ValueError: a weight is negative, or all are 0.
    """
    shares = np.array(astuple(weights))
    if not (np.isfinite(shares).all() and (shares >= 0).all() and shares.sum() > 0):
        raise ValueError("Weights are not negative, and not all of them 0.")
    state, grid = cascade.before, cascade.grid
    fed = state.parent >= 0
    customers, tie_kw = np.zeros(len(grid)), np.zeros(len(grid))
    add_flows(state.parent, grid.customers.astype(np.float64), customers)
    tie_capacity(
        grid.from_node, grid.to_node, grid.is_tie, cascade.limit_kw, state.parent, state.parent_edge, state.flow_kw,
        tie_kw,
    )  # fmt: skip
    loading = _loading_pct(cascade)
    with np.errstate(invalid="ignore", divide="ignore"):
        untaken = np.where(state.flow_kw > 0, 1 - np.minimum(tie_kw / state.flow_kw, 1), 0.0)
    parts = np.stack(
        [_over_most(between, fed), _over_most(customers, fed), np.clip(np.nan_to_num(loading / 100), 0, 1), untaken], 1
    )
    score = np.where(fed, 100 * parts @ shares / shares.sum(), 0.0)
    order = np.lexsort((np.arange(len(grid)), -score))
    order = order[fed[order]]
    return PatientZeroRanking(np.rint(customers).astype(np.int64), state.flow_kw, loading, tie_kw, parts, score, order)


def _loading_pct(cascade: Cascade) -> Floats:
    state = cascade.before
    rating = np.where(state.parent_edge >= 0, cascade.rating_kw[state.parent_edge], np.nan)
    rating[~np.isfinite(rating) | (rating <= 0)] = np.nan
    rating[SYSTEM] = np.nan
    return np.asarray(100 * state.flow_kw / rating)


def _over_most(values: Floats, fed: np.ndarray) -> Floats:
    most = values[fed].max(initial=0)
    return np.where(fed, values / most, 0.0) if most > 0 else np.zeros(len(values))
