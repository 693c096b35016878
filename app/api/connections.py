"""What is connected to what, by the page: a graph from each substation down to each meter."""

from __future__ import annotations

from collections.abc import Hashable

from app.api import encode, feeders
from app.api.answers import Rows
from app.api.needs import ApiRuntime
from app.api.paging import array, columns, page
from app.api.params import ConnectionParams
from data_sources.query import Query

# Statement by kind, in the order of the pages.
STATEMENTS = {
    "head": "rest_connections_head",
    "segment": "rest_connections_segment",
    "transformer": "rest_connections_transformer",
    "secondary": "rest_connections_secondary",
    "meter": "rest_connections_meter",
}
COLUMNS = columns(STATEMENTS.values())


def answer(runtime: ApiRuntime, utility_id: int, params: ConnectionParams) -> Rows:
    """One page of connections."""
    kinds: dict[str, str] = {kind: name for kind, name in STATEMENTS.items() if kind in params.type}
    binds: dict[str, Hashable] = {"utility_id": utility_id, "feeder_ids": _feeder_ids(runtime, utility_id, params)}
    rows, cursor = page(runtime.source, kinds, COLUMNS, "connection_id", params.cursor, params.limit, binds)
    return Rows(rows, {"utility_id": utility_id}, encode.line_geometries, encode.ENDS, cursor, is_paged=True)


def _feeder_ids(runtime: ApiRuntime, utility_id: int, params: ConnectionParams) -> str | None:
    """The feeders asked for; None for all."""
    if params.feeder_id is None and params.substation_id is None:
        return None
    known = runtime.sources.live.fetch(Query.of("network_feeders", utility_id=utility_id))
    return array(feeders.feeder_ids(known, params.feeder_id, params.substation_id))
