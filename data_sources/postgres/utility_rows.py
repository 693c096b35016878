"""Rows of whole utilities: free ids for new ones, removal of old ones. Shared by the demo and the importers."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.errors import ImportRefused
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.query import Query

# Which counter each id column belongs to; every other column is copied as it is.
_COUNTERS = {
    "utility_id": "utility", "substation_id": "substation", "feeder_id": "feeder", "other_feeder_id": "feeder",
    "head_node_id": "node", "node_id": "node", "from_node_id": "node", "to_node_id": "node",
    "secondary_node_id": "node",
    "segment_id": "segment", "pole_id": "pole", "transformer_id": "transformer", "meter_id": "meter",
    "customer_id": "customer", "device_id": "device", "crew_id": "crew",
}  # fmt: skip


def next_ids(connection: Connection) -> dict[str, int]:
    """The highest id in use of each counter; 0 in an empty database. New rows take what comes after."""
    cursor = execute(connection, "highest_ids")
    row = cursor.fetchone()
    assert row
    assert cursor.description
    return {column.name: int(value) for column, value in zip(cursor.description, row, strict=True)}


def with_offsets(rows: pa.Table, offsets: dict[str, int]) -> pa.Table:
    """The rows with every id column raised by its counter's offset."""
    for index, name in enumerate(rows.column_names):
        if offset := offsets.get(_COUNTERS.get(name, ""), 0):
            raised = pc.add(rows[index], pa.scalar(offset, rows[index].type))
            rows = rows.set_column(index, name, raised)
    return rows


def remove_demo(connection: Connection) -> None:
    """Remove the demo utility, whatever hangs on it included."""
    for (utility_id,) in execute(connection, "demo_utilities").fetchall():
        remove_utility(connection, utility_id)


def remove_utility(connection: Connection, utility_id: int) -> None:
    """Remove one utility with all its rows. A utility that is alone in the database is removed by truncation."""
    others = execute(connection, "count_other_utilities", utility_id=utility_id).fetchone()
    if others and others[0] == 0:
        execute(connection, "truncate_network")
    else:
        execute(connection, "delete_utility", utility_id=utility_id)


def has_utilities(source: PostgresSource) -> bool:
    """Whether any utility is in the database."""
    return bool(source.fetch(Query.of("utilities")).num_rows > 0)


def utilities(source: PostgresSource) -> list[tuple[int, str]]:
    """Id and name of every utility."""
    rows = source.fetch(Query.of("utilities"))
    return list(zip(rows["utility_id"].to_pylist(), rows["utility_name"].to_pylist(), strict=True))


def utility_named(source: PostgresSource, name: str | None) -> int:
    """The id of the utility of that name; without a name that of the only one.

    Raises:
        ImportRefused: there is none of that name, or there are several and none is named.
    """
    known = utilities(source)
    if name is None and len(known) == 1:
        return known[0][0]
    for utility_id, utility_name in known:
        if utility_name == name:
            return utility_id
    there = ", ".join(repr(utility_name) for _, utility_name in known) or "none"
    what = "Name the utility" if name is None else f"There is no utility named {name!r}"
    raise ImportRefused(f"{what}; there {'is' if len(known) < 2 else 'are'} {there}.")
