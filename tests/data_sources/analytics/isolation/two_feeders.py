"""Two feeders small enough to be worked out by hand.

Feeder 0 is a line of nodes 0 (source) to 6, feeder 1 of nodes 10 (source) to 13; edge k of a line ends in node k + 1.

      0 -B- 1 -- 2 -S- 3 -- 4 -S- 5 -- 6         B breaker (edge 0, device 0), S switches (edges 2 and 4, devices 1, 2)
                 |         |           |
                 7         8           = tie to 13 (edge 11, device 3), and from 8 to 12 (edge 12, device 4)
      10 -B- 11 -- 12 -- 13                      B breaker (edge 8, device 5)

Edges: 0-5 the line, 6: 2-7, 7: 4-8, 8-10 the other line, 11: tie 6-13, 12: tie 8-12. Every node but 0, 9 and 10 takes
10 kW and has 2 customers.
"""

from __future__ import annotations

import numpy as np

from data_sources.analytics.isolation.circuit import SwitchedNetwork
from data_sources.analytics.isolation.flow import LineData
from data_sources.analytics.topology import Topology

FROM = np.array([0, 1, 2, 3, 4, 5, 2, 4, 10, 11, 12, 6, 8])
TO = np.array([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 13, 12])
NODES = 14
TIE_6_13, TIE_8_12 = 11, 12
IS_LOADED = ~np.isin(np.arange(NODES), (0, 9, 10))


def network(
    limit_kw: float = 1000.0, r_ohm: float = 0.0, rated_a: float = 1000.0, switch_edges: tuple[int, ...] = (2, 4),
    customers: dict[int, int] | None = None,
) -> SwitchedNetwork:  # fmt: skip
    closed = ~np.isin(np.arange(len(FROM)), (TIE_6_13, TIE_8_12))
    topology = Topology(NODES, FROM, TO, closed, [0, 10])
    people = np.where(IS_LOADED, 2, 0)
    for node, count in (customers or {}).items():
        people[node] = count
    edges = len(FROM)
    return SwitchedNetwork(
        topology=topology, feeder_of=np.where(np.arange(NODES) >= 11, 1, np.where(np.isin(np.arange(NODES), (0, 9, 10)), -1, 0)),
        head_nodes=np.array([0, 10]), limit_kw=np.array([1000.0, limit_kw]),
        switches=np.array([0, *range(1, 1 + len(switch_edges)), 5]), switch_edges=np.array([0, *switch_edges, 8]),
        ties=np.array([3, 4]), tie_edges=np.array([TIE_6_13, TIE_8_12]),
        trips=np.array([0, 5]), trip_edges=np.array([0, 8]),
        load_kw=np.where(IS_LOADED, 10.0, 0.0), customers=people,
        lines=LineData(np.full(edges, r_ohm), np.zeros(edges), np.full(edges, 10.0), np.full(edges, rated_a),
                    np.full(edges, 3)),
    )  # fmt: skip
