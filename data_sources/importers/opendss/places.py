"""Where the buses are. A bus without coordinates is placed beside those it is joined to, as the lengths say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix, diags_array
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import spsolve

from data_sources.errors import ImportRefused
from data_sources.importers.coordinates import Floats, to_lon_lat
from data_sources.importers.imported import Ledger
from data_sources.importers.opendss.graph import Edge
from data_sources.importers.opendss.lengths import stated_length_m
from data_sources.importers.opendss.model import Model

Bools = NDArray[np.bool_]

# A bus this far along the lines from the nearest one with coordinates is not near anything.
NEAR_M = 1000.0
# Up to this share of the buses may be far from everything: they go where their neighbours are, or to the middle.
FAR_SHARE = 0.01
# What a line without a unit counts for, and what anything else (a transformer, a switch) does.
UNKNOWN_M = 100.0
SHORTEST_M = 1.0


def places(model: Model, edges: list[Edge], crs: str | None, ledger: Ledger) -> tuple[Floats, Floats]:
    """Longitude and latitude of each bus, shape (buses,).

    Raises:
        ImportRefused: planar coordinates without a reference system, or buses far from every placed one.
    """
    placed = np.array([bus.is_placed for bus in model.buses])
    lengths = np.array([_length_m(model, edge) for edge in edges])
    ends = np.array([edge.ends for edge in edges], dtype=np.int64).reshape(-1, 2)
    _refuse_far(model, placed, ends, lengths)
    x, y = np.array([bus.x for bus in model.buses]), np.array([bus.y for bus in model.buses])
    lon, lat, note = to_lon_lat(x[placed], y[placed], crs, model.circuit)
    ledger.add("Bus", "node", note, int(placed.sum()))
    ledger.add("Bus", "node", "no coordinates: placed beside or between its neighbours", int((~placed).sum()))
    return _fill(placed, lon, ends, lengths), _fill(placed, lat, ends, lengths)


def _length_m(model: Model, edge: Edge) -> float:
    if edge.element.kind != "Line":
        return SHORTEST_M
    stated = stated_length_m(model, edge.element)
    return UNKNOWN_M if stated is None else max(stated, SHORTEST_M)


def _refuse_far(model: Model, placed: Bools, ends: NDArray[np.int64], lengths: Floats) -> None:
    far = np.flatnonzero(_far(placed, ends, lengths))
    if len(far) and (not placed.any() or len(far) >= FAR_SHARE * len(placed)):
        examples = ", ".join(model.buses[index].name.upper() for index in far[:5])
        raise ImportRefused(
            f"{len(far):,} of {len(placed):,} buses have no coordinates and none within {NEAR_M:,.0f} m of line "
            f"({examples}); add them with BusCoords or LatLongCoords."
        )


def _far(placed: Bools, ends: NDArray[np.int64], lengths: Floats) -> Bools:
    """Which buses are further along the lines than `NEAR_M` from every bus with coordinates."""
    if not placed.any():
        return np.ones(len(placed), dtype=np.bool_)
    # Parallel lines would be summed by the matrix: of each pair of buses the shortest counts.
    order = np.argsort(-lengths, kind="stable")
    shortest = dict(zip(map(tuple, np.sort(ends[order], axis=1).tolist()), lengths[order].tolist(), strict=True))
    pairs = np.array(list(shortest), dtype=np.int64).reshape(-1, 2)
    graph = csr_matrix((list(shortest.values()), (pairs[:, 0], pairs[:, 1])), shape=(len(placed),) * 2)
    distance = dijkstra(graph, directed=False, indices=np.flatnonzero(placed), min_only=True, limit=NEAR_M)
    return np.asarray(~np.isfinite(distance))


def _fill(placed: Bools, values: Floats, ends: NDArray[np.int64], lengths: Floats) -> Floats:
    """The values of the placed buses; elsewhere the mean of the neighbours, each weighted by 1 / length."""
    count = len(placed)
    found = np.full(count, values.mean())
    found[placed] = values
    weights = coo_matrix((1 / lengths, (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr()
    weights = weights + weights.T
    total = np.asarray(weights.sum(axis=1)).ravel()
    # What is joined to nothing that is placed has no equation of its own: a faint pull towards the middle gives it one.
    pull = np.where(total > 0, 1e-9 * total, 1.0)
    free = ~placed
    if free.any():
        matrix = csc_matrix(diags_array(total[free] + pull[free]) - weights[free][:, free])
        right = weights[free][:, placed] @ values + pull[free] * values.mean()
        found[free] = np.atleast_1d(spsolve(matrix, right))
    return found
