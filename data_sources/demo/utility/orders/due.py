"""Orders that are open now: the inspections, trees and worn transformers whose turn has come."""

from __future__ import annotations

from typing import Final

import numpy as np

from data_sources.demo.city.streets import Ints
from data_sources.demo.utility.orders import drafts as of
from data_sources.demo.utility.orders.drafts import DAY_S, Drafts, drafts, joined
from data_sources.demo.utility.orders.past import Tables

SHARES: Final = {of.INSPECTION: 0.5, of.VEGETATION: 0.33, of.REPLACEMENT: 0.17}


def due_orders(tables: Tables, past: Drafts, now: int, count: int, rng: np.random.Generator) -> Drafts:
    """That many open orders, none of an asset with an open one.

    Args:
        tables: of the demo.
        past: its orders of the record.
        now: seconds since 1970.
        count: how many.
        rng: draws.
    """
    each = {work: round(share * count) for work, share in SHARES.items()}
    parts = [
        _open(of.INSPECTION, of.POLE, _longest_ago(tables, past, each[of.INSPECTION]), now, 4, rng),
        _open(of.VEGETATION, of.SEGMENT, _nearest_trees(tables, each[of.VEGETATION]), now, 3, rng),
        _open(of.REPLACEMENT, of.TRANSFORMER, _most_worn(tables, past, each[of.REPLACEMENT]), now, 2, rng),
    ]
    return joined(*parts)


def _open(work: int, kind: int, asset: Ints, now: int, priority: int, rng: np.random.Generator) -> Drafts:
    created = now - rng.uniform(1, 20, len(asset)) * DAY_S
    found = np.zeros(len(asset), np.int64)
    return drafts(work, kind, asset, created, np.zeros(len(asset)), found, priority, of.PLAN, rng)


def _longest_ago(tables: Tables, past: Drafts, count: int) -> Ints:
    """Poles that nobody looked at for the longest time."""
    last = np.zeros(len(tables["poles"]))
    is_pole = past.kind == of.POLE
    np.maximum.at(last, past.asset[is_pole], past.created[is_pole])
    last[past.asset[is_pole & past.is_open]] = np.inf
    return np.argsort(last, kind="stable")[:count]


def _nearest_trees(tables: Tables, count: int) -> Ints:
    """Lines whose trees have grown nearest."""
    trees = tables["vegetation"]
    clear = trees["distance_m"].to_numpy() - trees["canopy_radius_m"].to_numpy()
    nearest: Ints = trees["segment_id"].to_numpy().astype(np.int64)[np.argsort(clear, kind="stable")[:count]] - 1
    return nearest


def _most_worn(tables: Tables, past: Drafts, count: int) -> Ints:
    """Transformers in the worst condition without an open order."""
    units = tables["transformers"]
    score = np.empty(len(units))
    score[units["transformer_id"].to_numpy() - 1] = units["health_score"].to_numpy()
    is_unit = past.kind == of.TRANSFORMER
    score[past.asset[is_unit & past.is_open]] = np.inf
    return np.argsort(score, kind="stable")[:count]
