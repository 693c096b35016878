"""The rows a network is made of, as numpy columns with dense indexes instead of ids.

An index is the position of a row in its table, ordered by id; nodes are named by index everywhere here. An id that
points nowhere raises NetworkError: `fluxops check` says which. Phases stand as bits in `phase_mask`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data_sources.errors import FluxError
from data_sources.query import Query
from data_sources.source import Source

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]


class NetworkError(FluxError):
    """The rows of a network do not fit together."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, ordered by id.

    Attributes:
        ids: ascending, shape (rows,).
        columns: the other columns by name, each of shape (rows,).
        nodes: node index columns by name (`node`, `from_node` …), each of shape (rows,); -1 where there is none.
    """

    kind: str
    ids: Ints
    columns: dict[str, NDArray[Any]]
    nodes: dict[str, Ints]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.ids)

    def __getitem__(self, column: str) -> NDArray[Any]:
        """One column."""
        return self.columns[column] if column in self.columns else self.nodes[column]

    def index(self, asset_id: int) -> int:
        """Position of an id.

        Raises:
            NetworkError: there is no such row.
        """
        found = int(np.searchsorted(self.ids, asset_id))
        if found == len(self.ids) or self.ids[found] != asset_id:
            raise NetworkError(f"There is no {self.kind} {asset_id}.")
        return found

    def indexes(self, ids: Ints) -> Ints:
        """Positions of ids.

        Raises:
            NetworkError: one of them is not there.
        """
        found = np.searchsorted(self.ids, ids)
        known = found < len(self.ids)
        known[known] = self.ids[found[known]] == np.asarray(ids)[known]
        if not known.all():
            raise NetworkError(f"There is no {self.kind} {np.asarray(ids)[~known][0]}.")
        return found.astype(np.int64)


@dataclass(frozen=True, slots=True)
class NetworkRows:
    """Every table of one utility that the graph needs, and the segments' paths as they were stored."""

    substations: Table
    feeders: Table
    nodes: Table
    segments: Table
    transformers: Table
    devices: Table
    poles: Table
    meters: Table
    critical_customers: Table
    paths: pa.Array


PHASE_BITS = {"A": 1, "B": 2, "C": 4}
_NODE_COLUMNS = ("node_id", "from_node_id", "to_node_id", "secondary_node_id", "head_node_id")


def fetch_rows(source: Source, utility_id: int) -> NetworkRows:
    """Read one utility's network (66,000 segments and 600,000 meters: about a second)."""
    tables = {
        kind: source.fetch(Query.of(f"network_{kind}", utility_id=utility_id))
        for kind in (
            "substations", "feeders", "nodes", "segments", "transformers", "devices", "poles", "meters",
            "critical_customers",
        )
    }  # fmt: skip
    paths = tables["segments"]["path"].combine_chunks()
    tables["segments"] = tables["segments"].drop_columns("path")
    nodes = _table("nodes", tables.pop("nodes"), None)
    return NetworkRows(nodes=nodes, paths=paths, **{kind: _table(kind, rows, nodes) for kind, rows in tables.items()})


def _table(kind: str, rows: pa.Table, nodes: Table | None) -> Table:
    """The first column is the id."""
    columns = {name: _numpy(rows[name]) for name in rows.column_names[1:] if name != "phases"}
    if "phases" in rows.column_names:
        columns["phase_mask"] = _phase_masks(rows["phases"])
    node_columns = {} if nodes is None else {
        name.removesuffix("_id"): _node_indexes(nodes, columns.pop(name)) for name in _NODE_COLUMNS if name in columns
    }  # fmt: skip
    ids = _numpy(rows[rows.column_names[0]]).astype(np.int64)
    return Table(kind.removesuffix("s").replace("_", " "), ids, columns, node_columns)


def _numpy(column: pa.ChunkedArray) -> NDArray[Any]:
    values: NDArray[Any] = column.to_numpy()
    return values


def _phase_masks(column: pa.ChunkedArray) -> NDArray[np.uint8]:
    """A for 1, B for 2, C for 4, added; 0 where no phase is told (a split-phase secondary)."""
    coded = column.combine_chunks().dictionary_encode()
    masks = [sum(bit for letter, bit in PHASE_BITS.items() if letter in text) for text in coded.dictionary.to_pylist()]
    found: NDArray[np.uint8] = np.array([*masks, 0], np.uint8)[coded.indices.to_numpy()]
    return found


def _node_indexes(nodes: Table, ids: NDArray[Any]) -> Ints:
    indexes = np.full(len(ids), -1, dtype=np.int64)
    has_node = ids >= 0
    indexes[has_node] = nodes.indexes(ids[has_node])
    return indexes
