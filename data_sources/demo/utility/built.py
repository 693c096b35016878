"""A demo's tables, answering as the database will once they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_sources.query import Query
from data_sources.source import Health

TABLE_OF: Final = {"hist_outages_between": "outages", "network_critical_customers": "customers"}


class BuiltSource:
    """Answers the bulk queries of one utility's network, meters and outages. Nothing else is known here.

    Args:
        tables: by name, with the schema's columns; ids as they will be written.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """Nothing is copied."""
        self._tables = tables

    @property
    def dialect(self) -> str:
        """What it stands for."""
        return "postgres"

    def health(self) -> Health:
        """Always there."""
        return Health("the demo being made", True, None)

    def fetch(self, query: Query) -> pa.Table:
        """Rows ordered by their first column; NULL is -1, as the statements have it.

        Raises:
            KeyError: the query is about another table.
        """
        wanted = query.statement.result
        assert wanted is not None
        if query.name == "hist_outage_steps_between":
            return self._steps(query)
        name = TABLE_OF.get(query.name, query.name.partition("_")[2])
        rows = self._tables[name]
        if query.name == "hist_outages_between":
            is_named = pc.is_in(rows["outage_id"], self._tables["interruptions"]["outage_id"])
            rows = rows.append_column("is_whole", pc.invert(is_named))
        if query.name in KEEPS:
            rows = rows.filter(KEEPS[query.name](rows, query))
        rows = rows.select(wanted.names).sort_by(wanted.names[0])
        columns = (rows[field.name] for field in wanted)
        return pa.table([pc.fill_null(c, -1) if c.null_count else c for c in columns], wanted.names).cast(wanted)

    def _steps(self, query: Query) -> pa.Table:
        """A row a transformer in a step of the outages that lasted in the span asked for."""
        outages, groups = self._tables["outages"], self._tables["interruptions"]
        lasting = outages.filter(_overlaps(outages, query))["outage_id"]
        groups = groups.filter(pc.is_in(groups["outage_id"], lasting)).combine_chunks()
        row = pc.list_parent_indices(groups["transformer_ids"])
        columns = {name: groups[name].take(row) for name in ("outage_id", "out_at", "restored_at")}
        columns["transformer_id"] = pc.list_flatten(groups["transformer_ids"])
        columns["feeder_id"] = pa.array(np.full(len(row), -1, np.int32))
        wanted = query.statement.result
        assert wanted is not None
        order = [("outage_id", "ascending"), ("restored_at", "ascending"), ("transformer_id", "ascending")]
        return pa.table(columns).select(wanted.names).sort_by(order).cast(wanted)


def _overlaps(rows: pa.Table, query: Query) -> pa.ChunkedArray:
    begun = pc.less(rows["started_at"], pa.scalar(query.values["to_at"], rows["started_at"].type))
    return pc.and_(begun, pc.greater(rows["restored_at"], pa.scalar(query.values["from_at"], rows["restored_at"].type)))


def _is_critical(rows: pa.Table, _query: Query) -> pa.ChunkedArray:
    return pc.and_(rows["is_active"], pc.is_valid(rows["critical_kind"]))


KEEPS: Final[dict[str, Callable[[pa.Table, Query], pa.ChunkedArray]]] = {
    "hist_outages_between": _overlaps,
    "network_critical_customers": _is_critical,
}
