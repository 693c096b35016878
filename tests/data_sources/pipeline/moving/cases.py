"""Outages of years that move and of years that do not, their figures, and who moves or exports them."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data_sources.analytics.reliability.indices import Served, indices
from data_sources.history.outages import OutageSpan, interruptions_of
from data_sources.history.place_outages import OutagePlace, place_record
from data_sources.history.replays import replay_record
from data_sources.pipeline.exports import export_changes
from data_sources.pipeline.moving import MovedOutages, move_outages
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Source, Sources
from data_sources.studies.reliability.live_record import live_record
from data_sources.studies.reliability.record import OutageRecord
from data_sources.studies.reliability.report import ReportOptions, make_report
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.data_sources.pipeline.small import rows_of
from tests.handmade import NOW

ZONE = "America/Chicago"
BORDER = dt.datetime(2025, 1, 1, 6, tzinfo=dt.UTC)  # midnight in Chicago: what began before is of a year that moves
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
OLD, OLDER = BORDER - 100 * DAY, BORDER - 500 * DAY
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
MOVED = [1, 2, 3, 4]
KEPT = [5, 6, 7, 8, 9, 10]


def run(source: PostgresSource, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        found = connection.execute(sql.encode(), values)
        return found.fetchall() if found.description else []


def here(source: PostgresSource) -> list[int]:
    return [row[0] for row in run(source, "SELECT outage_id FROM flux.outages ORDER BY 1")]


def stubs(source: PostgresSource) -> list[int]:
    return [row[0] for row in run(source, "SELECT outage_id FROM flux.moved_outages ORDER BY 1")]


def there(warehouse: Warehouse) -> list[int]:
    return sorted({row["outage_id"] for row in rows_of(warehouse, "outage_events", "outage_id")})  # type: ignore[misc]


def move(source: PostgresSource, warehouse: Warehouse) -> MovedOutages:
    return move_outages(source, warehouse, 1, BORDER, 20)


@contextmanager
def both(source: PostgresSource, warehouse: Warehouse) -> Iterator[Sources]:
    history = DuckSource(warehouse)
    try:
        yield Sources(source, history)
    finally:
        history.close()


def figures(source: PostgresSource, warehouse: Warehouse, now: dt.datetime = NOW) -> dict[str, Any]:
    """Whatever a page says of outages, from both sources."""
    with both(source, warehouse) as sources:
        rows = interruptions_of(sources, OutageSpan.begun(1, LONG_AGO, now), now)
        table = pd.DataFrame({
            name: getattr(rows, name)
            for name in ("outage", "step", "feeder", "device", "transformer", "out_at", "restored_at", "customers",
                         "minutes", "kva", "is_planned")
        })  # fmt: skip
        found: dict[str, Any] = {
            "rows": table.sort_values(["outage", "step", "transformer"]).to_csv(index=False, float_format="%.6f"),
            "indices": indices(rows.interruptions(), Served(2000.0), 24 * 365 * 6),
        }
        for place in (OutagePlace(1, 1, 1), OutagePlace(1, 1), OutagePlace(1, 2)):
            record = place_record(sources, place, ZONE, now)
            found[f"place {place}"] = (
                [
                    [one.year, *(_rounded(means) for means in (one.place, one.feeder, one.utility))]
                    for one in record.periods
                ],
                [(one.outage_id, one.customers_interrupted, one.out_at) for one in record.outages],
            )
        replay = replay_record(sources, 1, ZONE, OLDER - DAY, now, now)
        report = live_record(source, 1, now, history=asked_history(sources)).record
        found["report"] = _in_order(report)
        instants = [OLD + MINUTE, OLD + HOUR, OLDER + HOUR, OLD + 5 * HOUR]
        found["replay"] = [round(replay.saidi_minutes(int(at.timestamp() * 1000)), 9) for at in instants]
        found["replayed"] = replay.outages.drop_columns(["number"]).to_pylist(), replay.unplaced
        found["placed"] = [np.round(part, 6).tolist() for part in (replay.places.outage, replay.places.lon)]
    for name in ("kpis", "kpi_trends", "kpi_feeders", "kpi_sparkline_year"):
        found[name] = source.fetch(Query.of(name, utility_id=1, as_of=now)).to_pylist()
    sums = "SELECT * FROM flux.feeder_reliability WHERE sustained_outages + momentary_outages > 0 ORDER BY 1, 2"
    found["sums"] = run(source, sums)
    return found


def asked_history(sources: Sources) -> Source:
    assert sources.history is not None
    return sources.history


def _in_order(record: OutageRecord) -> str:
    """Years of the report that a person gets of a record."""
    report = make_report(record, ReportOptions(Served(2000.0)))
    return repr([
        (year.year, kind, np.round(part.saidi_minutes, 6).tolist(), np.round(part.saifi, 9).tolist(),
         np.round(part.maifi, 9).tolist())
        for year in report.years for kind, part in year.parts.items()
    ])  # fmt: skip


def _rounded(means: Any) -> Any:
    return means and [round(value, 9) for value in (means.interruptions, means.minutes, means.momentary)]


def assert_same(after: dict[str, Any], before: dict[str, Any]) -> None:
    for name, value in before.items():
        assert repr(after[name]) == repr(value), name


def moved_in_a_process(source: PostgresSource, root: Path) -> None:
    move(source, Warehouse(root))


def exported_in_a_process(source: PostgresSource, root: Path) -> None:
    export_changes(source, Warehouse(root))


def wait_until_blocked(source: PostgresSource, count: int = 1) -> None:
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(1200):
        if run(source, blocked) == [(count,)]:
            return
        time.sleep(0.05)
    raise AssertionError("It never came to the lock.")


def process_of(
    target: Callable[[PostgresSource, Path], None], source: PostgresSource, warehouse: Warehouse
) -> SpawnProcess:
    """What moves or exports in a process of its own, not started."""
    return multiprocessing.get_context("spawn").Process(target=target, args=(source, warehouse.root))


def kill_at(lock: str, source: PostgresSource, process: SpawnProcess) -> None:
    """Kill a process when it waits for a lock that somebody else holds."""
    with source.dedicated_connection() as holding, holding.transaction():
        holding.execute(lock.encode())
        process.start()
        wait_until_blocked(source)
        process.kill()
        process.join()
