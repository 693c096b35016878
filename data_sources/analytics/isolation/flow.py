"""Loads and voltages of a radial circuit, approximately: linear power flow from the loads up and the sources down.

Method
    LinDistFlow (M. E. Baran and F. F. Wu, "Network reconfiguration in distribution systems for loss reduction and load
    balancing", IEEE Trans. Power Delivery 4(2), 1989): the power through an edge is the sum of the loads below it, and
    the square of the voltage falls along it by 2 (r P + x Q), losses and the second-order term left out.

Approximations
    Loads are constant power at one power factor, spread evenly over the phases of their line. A line of one or two
    phases drops more for the same power: 3 / phases, and half as much again for the way back through neutral and
    earth. Every source holds its voltage; regulators and capacitors behind it are not modelled, so real voltages are
    higher where there are any. Losses (2 to 4 % of the power) are left out, so real loads are higher by as much.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numba
import numpy as np

from data_sources.analytics.isolation.conductors import Floats
from data_sources.analytics.topology import Bools, Ints, Topology

SQRT3: Final = 3.0**0.5
RETURN_FACTOR: Final = 1.5  # of a line of fewer than three phases


class LineData(NamedTuple):
    """The edges of a circuit, each of shape (edges,).

    Attributes:
        r_ohm: resistance, three-phase equivalent.
        x_ohm: reactance.
        kv: nominal voltage between phases.
        rated_a: ampacity, 0 where it is not known.
        phases: how many phases it carries, 1 to 3.
    """

    r_ohm: Floats
    x_ohm: Floats
    kv: Floats
    rated_a: Floats
    phases: Ints

    def take(self, edges: Ints) -> LineData:
        """Some of them."""
        return LineData(
            self.r_ohm[edges], self.x_ohm[edges], self.kv[edges], self.rated_a[edges], self.phases[edges]
        )  # fmt: skip


class RadialFlow(NamedTuple):
    """What a switching state carries.

    Attributes:
        through_kw: power through the edge that feeds each node, or a root's own sum, shape (nodes,).
        voltage_pct: of nominal, NaN without supply, shape (nodes,).
        loading_pct: current of each edge of its ampacity, 0 where neither is known, shape (edges,).
    """

    through_kw: Floats
    voltage_pct: Floats
    loading_pct: Floats


def flow(topology: Topology, lines: LineData, load_kw: Floats, power_factor: float, source_pct: float) -> RadialFlow:
    """Loads and voltages of a forest.

    Args:
        topology: the switching state, radial.
        lines: its edges.
        load_kw: at each node, shape (nodes,).
        power_factor: of every load, lagging.
        source_pct: voltage of every source, % of nominal.
    """
    tangent = (1 - power_factor**2) ** 0.5 / power_factor
    single = np.where(lines.phases < 3, RETURN_FACTOR, 1.0) * 3.0 / np.clip(lines.phases, 1, 3)
    drop = 2 * single * (lines.r_ohm + lines.x_ohm * tangent) / (1000 * lines.kv**2)  # of a square per unit, by kW
    through, square = _swept(
        topology.order, topology.parent_node, topology.parent_edge, load_kw.astype(np.float64), drop,
        (source_pct / 100) ** 2,
    )  # fmt: skip
    fed = np.flatnonzero(topology.parent_edge >= 0)
    edges = topology.parent_edge[fed]
    amps = through[fed] / power_factor * SQRT3 / (np.clip(lines.phases[edges], 1, 3) * lines.kv[edges])
    loading = np.zeros(len(lines.kv))
    is_rated: Bools = lines.rated_a[edges] > 0
    loading[edges[is_rated]] = 100 * amps[is_rated] / lines.rated_a[edges[is_rated]]
    return RadialFlow(through, 100 * np.sqrt(np.maximum(square, 0.0)), loading)


@numba.njit(nogil=True, cache=True)
def _swept(order, parent_node, parent_edge, load_kw, drop, source_square):  # type: ignore[no-untyped-def]  # numba infers the types
    """(power through each node, square of its voltage per unit), NaN where there is no supply."""
    through, square = np.zeros(len(load_kw)), np.full(len(load_kw), np.nan)
    for node in order:
        through[node] = load_kw[node]
    for k in range(len(order) - 1, -1, -1):
        node = order[k]
        if parent_node[node] >= 0:
            through[parent_node[node]] += through[node]
    for node in order:
        if parent_node[node] < 0:
            square[node] = source_square
        else:
            square[node] = square[parent_node[node]] - drop[parent_edge[node]] * through[node]
    return through, square
