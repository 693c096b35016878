"""What stands where: a utility's transformers and poles as arrays, and who loses supply when one of them fails.

Transformers come first, then poles; both by id. A pole that breaks takes the line with it: everybody fed through its
node is out. A service transformer interrupts its own customers, any other one everybody fed through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.analytics.health.classes import CLASSES, pole_classes, transformer_classes
from data_sources.analytics.health.risk import CUSTOMER_CLASSES, Affected, RiskParameters
from data_sources.analytics.topology import Topology
from data_sources.network.graph import Network
from data_sources.network.rows import Bools, Floats, Ints
from data_sources.query import Query
from data_sources.source import Source

TABLES = ("transformers", "poles", "customers", "inspections", "failures")


@dataclass(frozen=True, slots=True, eq=False)
class StandingAssets:
    """Transformers, then poles, each of shape (assets,).

    Attributes:
        is_pole: which kind.
        ids: transformer_id or pole_id.
        number: of its class in `CLASSES`.
        feeder_ids: of each.
        installed_year: 0 where nobody says.
        rated_kva: NaN for poles, and where nobody says.
        node: index in the network.
    """

    is_pole: Bools
    ids: Ints
    number: Ints
    feeder_ids: Ints
    installed_year: Ints
    rated_kva: Floats
    node: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.ids)

    @property
    def transformers(self) -> int:
        """How many of them come first."""
        return int((~self.is_pole).sum())

    def rows_of(self, is_pole: Bools, ids: Ints) -> Ints:
        """Position of assets by kind and id; -1 for one that is not there."""
        split = self.transformers
        found = np.full(len(ids), -1, np.int64)
        for kind, first, last in ((False, 0, split), (True, split, len(self))):
            own, mine = self.ids[first:last], np.flatnonzero(is_pole == kind)
            place = np.searchsorted(own, ids[mine])
            inside = place < len(own)
            inside[inside] = own[place[inside]] == ids[mine][inside]
            found[mine[inside]] = first + place[inside]
        return found

    @property
    def expected_life_years(self) -> Floats:
        """Of their classes."""
        return np.array([one.expected_life_years for one in CLASSES])[self.number]

    @property
    def class_names(self) -> NDArray[np.object_]:
        """Of their classes."""
        return np.array([one.name for one in CLASSES], object)[self.number]


def asset_tables(source: Source, utility_id: int) -> dict[str, pa.Table]:
    """The rows that an assessment is made of, by the names in `TABLES`."""
    return {name: source.fetch(Query.of(f"health_{name}", utility_id=utility_id)) for name in TABLES}


def assets(network: Network, tables: Mapping[str, pa.Table]) -> StandingAssets:
    """The assets of a network.

    Args:
        network: of the utility.
        tables: as of `asset_tables`.

    Raises:
        NetworkError: one stands at a node that is not there.
    """
    units, poles = tables["transformers"], tables["poles"]
    numbers = (
        transformer_classes(units["kind"].to_numpy(), units["is_underground"].to_numpy()),
        pole_classes(poles["material"].to_numpy()),
    )

    def both(unit_name: str, pole_name: str) -> Ints:
        return np.concatenate([units[unit_name].to_numpy(), poles[pole_name].to_numpy()]).astype(np.int64)

    kva = units["rated_kva"].to_numpy().astype(np.float64)
    return StandingAssets(
        is_pole=np.repeat([False, True], [len(units), len(poles)]),
        ids=both("transformer_id", "pole_id"), number=np.concatenate(numbers),
        feeder_ids=both("feeder_id", "feeder_id"), installed_year=both("installed_year", "installed_year"),
        rated_kva=np.concatenate([np.where(kva > 0, kva, np.nan), np.full(len(poles), np.nan)]),
        node=network.rows.nodes.indexes(both("node_id", "node_id")),
    )  # fmt: skip


def affected(
    network: Network, found: StandingAssets, tables: Mapping[str, pa.Table], parameters: RiskParameters
) -> Affected:
    """Who loses supply when each of the assets fails, in the network as built.

    Args:
        network: of the utility.
        found: its assets.
        tables: as of `asset_tables`.
        parameters: what an hour costs.
    """
    split, topology = found.transformers, network.topology()
    served = tables["transformers"]["customers_served"].to_numpy().astype(np.float64)
    at_node, by_unit = _customers(network, tables["customers"], parameters)
    by_unit[:, 0] = served
    edges = network.transformer_edge
    has_edge = edges >= 0
    sums = np.stack([_below_nodes(topology, column) for column in at_node.T], axis=1)
    by_unit[has_edge] = np.maximum(by_unit[has_edge], sums[network.to_node[edges[has_edge]]])
    columns = np.concatenate([by_unit, sums[found.node[split:]]]).T
    return Affected(*columns)


def _customers(network: Network, rows: pa.Table, parameters: RiskParameters) -> tuple[Floats, Floats]:
    """(customers, critical ones, US$ of an hour) at each node, and of each transformer."""
    rates = np.array([parameters.customer_hour_cost[name] for name in CUSTOMER_CLASSES])
    counts = np.stack([rows[name].to_numpy() for name in CUSTOMER_CLASSES], axis=1).astype(np.float64)
    node = network.rows.nodes.indexes(rows["node_id"].to_numpy())
    unit = network.transformers.indexes(rows["transformer_id"].to_numpy())
    total, cost = counts.sum(axis=1), counts @ rates
    mean_rate = cost.sum() / max(total.sum(), 1.0)
    meters = network.rows.meters
    critical_node = meters["node"][network.critical_meter]
    critical_unit = network.meter_transformer[network.critical_meter]
    tallies = []
    for places, count, of_critical in (
        (node, len(network.rows.nodes), critical_node), (unit, len(network.transformers), critical_unit),
    ):  # fmt: skip
        critical = np.bincount(of_critical, minlength=count).astype(np.float64)
        hour = np.bincount(places, cost, minlength=count) + critical * (parameters.critical_weight - 1) * mean_rate
        tallies.append(np.stack([np.bincount(places, total, minlength=count), critical, hour], axis=1))
    return tallies[0], tallies[1]


def _below_nodes(topology: Topology, per_node: Floats) -> Floats:
    """What is fed through each node, itself included, shape (nodes,); as `Topology.below` has it."""
    values = np.asarray(per_node, np.float64)
    running = np.concatenate([[0.0], np.cumsum(values[topology.order])])
    below = values.copy()
    reached = topology.is_reached
    whole = reached & ((topology.parent_edge < 0) | topology.is_bridge[topology.parent_edge])
    below[whole] = running[topology.stop[whole]] - running[topology.start[whole]]
    for node in np.flatnonzero(reached & ~whole).tolist():  # in a loop: few
        below[node] = values[topology.below(node)].sum()
    return below
