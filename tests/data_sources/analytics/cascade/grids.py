"""Supply grids small enough to follow by hand, and random ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from data_sources.analytics.cascade.conditions import Conditions
from data_sources.analytics.cascade.grid import (
    IS_BANK,
    IS_HEAD,
    IS_SECTION,
    IS_SYSTEM,
    OF_BANK,
    OF_HEAD,
    OF_SWITCH,
    SupplyGrid,
)

# At 40 degrees C a line bears its rating, and at 30 a bank; no test here has banks near their limit.
PLAIN = Conditions(40.0, 1.0, 0.0)
CHECKED = Conditions(40.0, 1.0, 0.0, "checked")

CLOSED, TIE, OPEN = range(3)


def grid(nodes: list[tuple[int, float]], edges: list[tuple[int, int, float, int]], customers: Any = None) -> SupplyGrid:
    """Nodes as (kind, load in kW), edges as (from, to, rating in kW, CLOSED, TIE or OPEN); a customer a kW."""
    kinds, loads = np.array([kind for kind, _ in nodes]), np.array([float(load) for _, load in nodes])
    ends = np.array([edge[:2] for edge in edges], np.int64).reshape(-1, 2)
    switched = np.array([edge[3] for edge in edges])
    edge_kind = np.full(len(edges), OF_SWITCH)
    edge_kind[kinds[ends].min(axis=1) == IS_SYSTEM] = OF_BANK
    edge_kind[kinds[ends].min(axis=1) == IS_BANK] = OF_HEAD
    return SupplyGrid(
        kind=kinds, load_kw=loads, customers=loads.astype(np.int64) if customers is None else np.asarray(customers),
        from_node=ends[:, 0], to_node=ends[:, 1], edge_kind=edge_kind,
        rated_kw=np.array([float(edge[2]) for edge in edges]), is_closed=switched == CLOSED, is_tie=switched == TIE,
    )  # fmt: skip


def two_feeders(tie_kw: float = 100.0, second_kw: float = 100.0) -> SupplyGrid:
    """Bank 1 feeds 3 - 4 (0 and 60 kW), bank 2 feeds 5 - 6 (0 and 30 kW); a tie joins 4 and 6."""
    return grid(
        [(IS_SYSTEM, 0), (IS_BANK, 0), (IS_BANK, 0), (IS_HEAD, 0), (IS_SECTION, 60), (IS_HEAD, 0), (IS_SECTION, 30)],
        [(0, 1, 500, CLOSED), (0, 2, 500, CLOSED), (1, 3, 100, CLOSED), (3, 4, 100, CLOSED),
         (2, 5, second_kw, CLOSED), (5, 6, 100, CLOSED), (4, 6, tie_kw, TIE)],
    )  # fmt: skip


@st.composite
def random_grids(draw: st.DrawFn) -> SupplyGrid:
    """Some banks with trees of sections below, and ties between any of them."""
    banks, sections = draw(st.integers(1, 3)), draw(st.integers(1, 14))
    rating, load = st.sampled_from([20.0, 40.0, 80.0, 200.0, np.inf]), st.integers(0, 40)
    nodes = [(IS_SYSTEM, 0.0)] + [(IS_BANK, 0.0)] * banks
    edges = [(0, 1 + bank, draw(st.sampled_from([60.0, 150.0, 400.0])), CLOSED) for bank in range(banks)]
    for number in range(1 + banks, 1 + banks + sections):
        above = draw(st.integers(1, number - 1))
        nodes.append((IS_HEAD if above <= banks else IS_SECTION, float(draw(load))))
        edges.append((above, number, draw(rating), draw(st.sampled_from([CLOSED] * 8 + [OPEN, TIE]))))
    ends = st.integers(1 + banks, banks + sections)
    for a, b in draw(st.lists(st.tuples(ends, ends), max_size=6)):
        if a != b:
            edges.append((a, b, draw(rating), TIE))
    return grid(nodes, edges)


conditions = st.builds(
    Conditions,
    temperature_c=st.sampled_from([-10.0, 25.0, 42.0]),
    load_multiplier=st.sampled_from([0.5, 1.0, 1.8]),
    failure_threshold=st.sampled_from([0.0, 0.1, 0.35]),
    transfer=st.sampled_from(["automatic", "checked"]),
)
