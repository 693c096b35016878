"""The demo utility into a database: generated, offset to free ids, copied in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pyarrow as pa

from data_sources.demo.documents import load_demo_documents
from data_sources.demo.utility.assessed import assessed_tables
from data_sources.demo.utility.build import build_rows, midnight
from data_sources.demo.utility.live import built_network, live_tables
from data_sources.postgres.bulk import copy_in
from data_sources.postgres.source import Connection, PostgresSource, execute
from data_sources.postgres.utility_rows import (
    Numbering,
    RemovedDemo,
    has_utilities,
    remove_demo,
    remove_utility,
    utilities,
)
from data_sources.studies.assets.writing import mark_as_made_of_these

__all__ = ["FIRST_DEMO_LOCK", "TABLES", "has_utilities", "load_demo", "remove_utility", "utilities"]

Progress = Callable[[str, float], None]

FIRST_DEMO_LOCK = 0x44454D4F  # "DEMO": one process makes the first demo utility, the others wait

# Parents first; the order in which rows are copied, and the reverse of the order in which they are removed.
TABLES = (
    "utilities", "substations", "feeders", "nodes", "segments", "meters", "customers", "devices", "crews", "outages",
    "interruptions", "inspections", "asset_failures", "asset_nameplates", "vegetation", "work_orders", "weather",
    "weather_forecasts", "poles", "transformers", "feeder_summary", "asset_health", "vegetation_risk",
    "asset_assessments", "transformer_status", "feeder_status", "system_history",
)  # fmt: skip
WORKED_OUT = frozenset(TABLES[TABLES.index("poles") :])


def load_demo(
    source: PostgresSource,
    scale: Literal["full", "small"],
    *,
    seed: int = 7,
    as_of: dt.date | None = None,
    progress: Progress | None = None,
) -> int:
    """Make the demo utility and put it in the place of the one that is there, in one transaction.

    It keeps its utility_id; the same network, made anew, keeps all ids that its readings are known by, another one gets
    ids that nobody had.

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
    # Without a date the history ends now, so that the simulator goes on where it ends.
    at = midnight(as_of) if as_of else dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    tables = build_rows(scale, seed, as_of, lambda what, share: tell(what, share * 0.5), at)
    with source.transaction("fluxops demo", "load_demo", detail={"scale": scale, "seed": seed}) as connection:
        # Several thousand parents are removed and 1.5 million rows written: longer than a statement may usually take.
        execute(connection, "no_statement_timeout")
        before = remove_demo(connection)
        execute(connection, "indexes_set_aside")
        ids = _numbering(connection, tables, before)
        _write(connection, {name: ids.numbered(rows) for name, rows in tables.items()}, at, tell)
        tell("building indexes", 0.92)
        execute(connection, "indexes_build_again")
        execute(connection, "restart_outage_ids")
        execute(connection, "restart_work_order_ids")
        execute(connection, "judge_by_interruptions")
        execute(connection, "history_of_outages")
        mark_as_made_of_these(connection, ids.utility_id)
    tell("collecting statistics", 0.96)
    with source.dedicated_connection() as connection:
        execute(connection, "analyze_network")
    load_demo_documents(source, ids.utility_id)
    tell("done", 1.0)
    return ids.utility_id


def _worked_out(tables: dict[str, pa.Table], at: dt.datetime) -> dict[str, pa.Table]:
    network = built_network(tables)
    return assessed_tables(tables, network, at) | live_tables(tables, network, at)


def _numbering(connection: Connection, tables: dict[str, pa.Table], before: RemovedDemo | None) -> Numbering:
    """A meter of another seed that is called the same is another meter, and readings are made feeder by feeder."""
    if before is None:
        return Numbering.of(connection, tables, None, {})
    is_same = before.made_of == tuple(tables["utilities"][name][0].as_py() for name in ("seed", "source_note"))
    return Numbering.of(connection, tables, before.utility_id, before.named if is_same else {})


def _write(connection: Connection, tables: dict[str, pa.Table], at: dt.datetime, tell: Progress) -> None:
    """All rows; how assets are and what meters carry is worked out while others are written, and written last."""
    total = sum(rows.num_rows for rows in tables.values()) + tables["transformers"].num_rows
    done = 0
    with ThreadPoolExecutor(1, "flux-demo") as beside:
        live = beside.submit(_worked_out, tables, at)
        for name in TABLES:
            tell(f"writing {name.replace('_', ' ')}", min(0.5 + 0.4 * done / total, 0.9))
            rows = live.result()[name] if name in WORKED_OUT else tables[name]
            copy_in(connection, name, rows)
            done += rows.num_rows
