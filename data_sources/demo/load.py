"""The demo utility into a database: generated, offset to free ids, copied in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from data_sources.bulk import copy_in
from data_sources.demo.build import build_demo
from data_sources.postgres import Connection, PostgresSource, execute
from data_sources.query import Query

Progress = Callable[[str, float], None]

FIRST_DEMO_LOCK = 0x44454D4F  # "DEMO": one process makes the first demo utility, the others wait

# Parents first; the order in which rows are copied, and the reverse of the order in which they are removed.
TABLES = (
    "utilities", "substations", "feeders", "nodes", "segments", "poles", "transformers", "meters", "customers", "devices",
    "transformer_status", "feeder_status", "feeder_summary", "crews", "outages", "weather", "system_history",
)  # fmt: skip

# Which counter each id column belongs to; every other column is copied as it is.
_COUNTERS = {
    "utility_id": "utility", "substation_id": "substation", "feeder_id": "feeder", "other_feeder_id": "feeder",
    "head_node_id": "node", "node_id": "node", "from_node_id": "node", "to_node_id": "node", "secondary_node_id": "node",
    "segment_id": "segment", "pole_id": "pole", "transformer_id": "transformer", "meter_id": "meter",
    "customer_id": "customer", "device_id": "device", "crew_id": "crew",
}  # fmt: skip


def load_demo(
    source: PostgresSource,
    scale: Literal["full", "small"],
    *,
    seed: int = 7,
    as_of: dt.date | None = None,
    progress: Progress | None = None,
) -> int:
    """Make the demo utility and put it in the place of the one that is there, in one transaction.

    Args:
        source: the database.
        scale: "full" (596,906 meters) or "small" (about a sixtieth).
        seed: same seed and date, same rows.
        as_of: "today" of the history; today in the utility's zone by default.
        progress: told what is going on and how far it is (0 to 1).

    Returns:
        The utility_id.
    """
    tell = progress or (lambda _what, _share: None)
    arguments = {} if as_of is None else {"as_of": as_of}
    tables = build_demo(scale, seed=seed, progress=lambda what, share: tell(what, share * 0.5), **arguments)
    with source.transaction("fluxops demo", "load_demo", detail={"scale": scale, "seed": seed}) as connection:
        # Several thousand parents are removed and 1.5 million rows written: longer than a statement may usually take.
        execute(connection, "no_statement_timeout")
        remove_demo(connection)
        offsets = next_ids(connection)
        total = sum(tables[name].num_rows for name in TABLES)
        done = 0
        for name in TABLES:
            tell(f"writing {name.replace('_', ' ')}", 0.5 + 0.45 * done / total)
            copy_in(connection, name, with_offsets(tables[name], offsets))
            done += tables[name].num_rows
        execute(connection, "restart_outage_ids")
    tell("collecting statistics", 0.96)
    with source.dedicated_connection() as connection:
        execute(connection, "analyze_network")
    tell("done", 1.0)
    return 1 + offsets["utility"]


def next_ids(connection: Connection) -> dict[str, int]:
    """The highest id in use of each counter; 0 in an empty database. New rows take what comes after."""
    cursor = execute(connection, "highest_ids")
    row = cursor.fetchone()
    assert row and cursor.description
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
    return source.fetch(Query.of("utilities")).num_rows > 0


def utilities(source: PostgresSource) -> list[tuple[int, str]]:
    """Id and name of every utility."""
    rows = source.fetch(Query.of("utilities"))
    return list(zip(rows["utility_id"].to_pylist(), rows["utility_name"].to_pylist(), strict=True))
