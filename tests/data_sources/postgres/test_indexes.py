"""What is asked at every look, or removed by its age, is found by an index in a database of some years."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.statements import statement
from tests.handmade import NOW, insert_utility

MINUTES = "timestamptz '2026-07-15 18:00+00' - make_interval(mins => n)"
FILL = (
    "SET session_replication_role = replica",  # no sums and no notices of rows that only have to be there
    "INSERT INTO flux.outages (outage_id, utility_id, feeder_id, started_at, restored_at, cause, customers_interrupted, "
    f"customers_out, customer_minutes, stepped_at, lon, lat, kind, state, reported_at, closed_at) SELECT n, 1, 1, {MINUTES}, "
    f"{MINUTES}, 'tree', 1, 0, 1, {MINUTES}, -95, 29, 'unplanned', 'closed', {MINUTES}, {MINUTES} "
    "FROM generate_series(1, 20000) AS n",
    "INSERT INTO flux.interruptions (outage_id, out_at, restored_at, customers, transformer_ids) "
    f"SELECT n, {MINUTES}, {MINUTES}, 1, ARRAY[1] FROM generate_series(1, 20000) AS n",
    "INSERT INTO flux.meter_messages (utility_id, meter_id, kind, sent_at, received_at) "
    f"SELECT 2, 1, 'answered', {MINUTES}, {MINUTES} FROM generate_series(1, 20000) AS n",
    "INSERT INTO flux.audit (actor, action, written_at) "
    f"SELECT 'someone', CASE WHEN n % 2 = 0 THEN 'note' ELSE 'take_meter_messages' END, {MINUTES} "
    "FROM generate_series(1, 20000) AS n",
    "INSERT INTO flux.trouble_calls (utility_id, lon, lat, called_at, symptom, taken_by, closed_at, note) "
    f"SELECT 1, -95, 29, {MINUTES}, 'no_supply', 'maria', {MINUTES}, 'smoke' FROM generate_series(1, 20000) AS n",
    "INSERT INTO flux.conversations (utility_id, owner, title, created_at, updated_at) "
    f"SELECT 1, 'maria', 'load of F0002', {MINUTES}, {MINUTES} FROM generate_series(1, 20000) AS n",
    "RESET session_replication_role",
    "ANALYZE flux.outages, flux.interruptions, flux.meter_messages, flux.audit, flux.trouble_calls, flux.conversations",
)


@pytest.fixture
def years(empty_source: PostgresSource) -> PostgresSource:
    """Two weeks of rows, a row a minute."""
    insert_utility(empty_source)
    with empty_source.dedicated_connection() as connection, connection.transaction():
        for sql in FILL:
            connection.execute(sql.encode())
    return empty_source


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("dealt_with", "interruptions"), ("dealt_with", "outages"), ("restored_outages", "outages"),
        ("prediction_marks", "meter_messages"), ("trim_audit", "audit"), ("trim_batches", "audit"),
        ("trim_callers", "trouble_calls"), ("trim_conversations", "conversations"),
        ("trim_messages", "meter_messages"),
    ],
)  # fmt: skip
def test_it_is_found_by_an_index(years: PostgresSource, name: str, table: str) -> None:
    values: dict[str, Any] = {
        "utility_id": 1, "since": NOW - dt.timedelta(hours=1), "before": NOW - dt.timedelta(days=13), "most": 100,
        "rule": "prediction", "after": 19_990, "noticed": 60.0,
    }  # fmt: skip
    with years.connection() as connection:
        asked = f"EXPLAIN {statement(name).with_binds('pyformat')}".encode()
        plan = "\n".join(row[0] for row in connection.execute(asked, values).fetchall())
    assert not re.search(rf"Seq Scan on {table}\b", plan), plan
