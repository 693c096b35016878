"""The table of work orders at full size, for the bench of assets: the first page, by every order and filter, and its count.

The very orders of the full demo, 250,000 of them, in an embedded PostgreSQL of the bench's own, with the feeders and crews
that the page names.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from data_sources.connect import connect_live
from data_sources.demo.utility.build import build_demo
from data_sources.paging import PagedQuery
from data_sources.postgres.bulk import copy_in_all
from data_sources.postgres.migrations import migrate
from data_sources.postgres.source import PostgresSource, execute
from tests.bench.report import Report

RUNS, PAGE = 7, 50
EVERYTHING = {"shown": "all", "work_type": "", "status": "", "crew_id": -1}
# What narrows the list down, the words in its filter, and by what it is sorted.
ASKED = (
    ({"shown": "open"}, "tx-00", "priority"), ({}, "replace tx-0", "estimated_hours"), ({}, "p-0001", "asset_name"),
    ({"work_type": "repair"}, "", "completed_at"), ({}, "inspect", "due_on"), ({"status": "completed"}, "seg-0", "status"),
)  # fmt: skip


def measure_orders(transformers: int, report: Report) -> None:
    """Each asked for several times, the first apart: its page and its count."""
    scale = "full" if transformers > 10_000 else "small"
    with tempfile.TemporaryDirectory(prefix="flux-bench-", ignore_cleanup_errors=True) as home:
        live = connect_live(None, Path(home))
        try:
            count = _load(live.source, scale)
            pages, counts = [], []
            for narrowed, words, sort_by in ASKED:
                paged = PagedQuery.of("work_orders_page", utility_id=1, **{**EVERYTHING, **narrowed})
                page = paged.page(sort_by, is_descending=True, filter_text=words, offset=0, limit=PAGE)
                for query, took in ((page, pages), (paged.count(words), counts)):
                    live.source.fetch(query)
                    for _run in range(RUNS):
                        began = time.perf_counter()
                        live.source.fetch(query)
                        took.append(1000 * (time.perf_counter() - began))
            report.put_times("orders_page", pages)
            report.put_times("orders_count", counts)
            report.note(f"{count:,} orders, {len(ASKED)} filters and sorts of them")
        finally:
            live.close()


def _load(source: PostgresSource, scale: str) -> int:
    migrate(source)
    tables = build_demo(scale)  # type: ignore[arg-type]  # one of the two
    names = ("utilities", "substations", "feeders", "crews", "work_orders")
    with source.connection() as connection, connection.transaction():
        execute(connection, "no_statement_timeout")
        copy_in_all(connection, {name: tables[name] for name in names})
    with source.dedicated_connection() as connection:
        connection.execute(b"VACUUM ANALYZE flux.work_orders")
    return int(tables["work_orders"].num_rows)
