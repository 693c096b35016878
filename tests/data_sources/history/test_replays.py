"""A period replayed from both sources: who is out at an instant as an SQL of its own says, each outage once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from data_sources.history.replays import ReplayRecord, milliseconds, replay_record
from data_sources.pipeline.exports import export_changes
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.handmade import NOW, insert, insert_utility, keep_elsewhere, outage

ZONE = "America/Chicago"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BEGIN = NOW - 2 * DAY


@pytest.fixture
def source(empty_source: PostgresSource) -> PostgresSource:
    """One that lasts into the period in two steps, one before it, one in it, one momentary, one planned, one lasting."""
    insert_utility(empty_source, served=(1200, 800))
    began = BEGIN - 3 * HOUR
    insert(
        empty_source, "outages",
        [
            outage(1, began, 300, 30) | {"device_id": 1, "kind": "unplanned"},
            outage(2, BEGIN - DAY, 60, 40) | {"transformer_id": 2, "kind": "unplanned"},
            outage(3, BEGIN + HOUR, 90, 25) | {"transformer_id": 1, "kind": "unplanned"},
            outage(4, BEGIN + 2 * HOUR, 3, 500) | {"device_id": 2, "kind": "unplanned"},
            outage(5, BEGIN + 5 * HOUR, 120, 5) | {"kind": "planned", "lon": -95.0, "lat": 29.0},
            outage(6, NOW - HOUR, None, 7) | {"transformer_id": 2, "kind": "unplanned"},
        ],
    )  # fmt: skip
    steps = [(120, 10, "{1}"), (300, 20, "{2}")]
    insert(
        empty_source, "interruptions",
        [
            {"outage_id": 1, "out_at": began, "restored_at": began + dt.timedelta(minutes=minutes),
             "customers": customers, "transformer_ids": ids}
            for minutes, customers, ids in steps
        ],
    )  # fmt: skip
    with empty_source.connection() as connection:
        connection.execute(b"UPDATE flux.outages SET has_interruptions = true WHERE outage_id = 1")
    return empty_source


def replayed(source: PostgresSource, to_at: dt.datetime = NOW, warehouse: Warehouse | None = None) -> ReplayRecord:
    history = DuckSource(warehouse) if warehouse else None
    found = replay_record(Sources(source, history), 1, ZONE, BEGIN, to_at, NOW)
    if history:
        history.close()
    return found


def out_by_sql(source: PostgresSource, at: dt.datetime) -> int:
    """Customers out at an instant, asked of the tables themselves."""
    with source.connection() as connection:
        row = connection.execute(
            """SELECT coalesce(sum(customers), 0) FROM (
                SELECT i.customers, i.out_at, i.restored_at FROM flux.interruptions i
                UNION ALL
                SELECT customers_interrupted, started_at, restored_at FROM flux.outages WHERE NOT has_interruptions
            ) AS one WHERE out_at <= %(at)s AND (restored_at > %(at)s OR restored_at IS NULL)""",
            {"at": at},
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("minutes", [0, 30, 61, 119, 121, 150, 151, 301, 420, 2821, 2880])
def test_customers_out_are_those_of_the_tables(source: PostgresSource, minutes: int) -> None:
    at = BEGIN + dt.timedelta(minutes=minutes)
    found = replayed(source).replay.instant(milliseconds(at), milliseconds(BEGIN))
    assert found.customers_out == out_by_sql(source, at)


def test_only_what_lasted_in_the_period_is_in_it(source: PostgresSource) -> None:
    """The first step of outage 1 was over before it, outage 2 as a whole."""
    record = replayed(source)
    assert sorted(record.outages["outage_id"].to_pylist()) == [1, 3, 4, 5, 6]
    assert record.replay.rows.customers[record.replay.rows.outage == 1].tolist() == [20]
    assert replayed(source, BEGIN + HOUR).outages["outage_id"].to_pylist() == [1]


def test_saidi_so_far_counts_sustained_minutes_within_the_period(source: PostgresSource) -> None:
    """2 h of 20 customers, 90 min of 25, 2 h of 5, 1 h of 7 so far; 500 customers for 3 min are momentary."""
    record = replayed(source)
    assert record.customers_served == 2000
    assert record.saidi_minutes(np.array([milliseconds(NOW)])) == pytest.approx(
        (20 * 120 + 25 * 90 + 5 * 120 + 7 * 60) / 2000
    )
    assert record.saidi_minutes(np.array([milliseconds(BEGIN + HOUR)])) == pytest.approx(20 * 60 / 2000)


def test_the_table_says_each_outage_as_a_whole(source: PostgresSource) -> None:
    rows = {row["outage_id"]: row for row in replayed(source).outages.to_pylist()}
    assert (rows[3]["customers"], rows[3]["customer_minutes"], rows[3]["duration_minutes"]) == (25, 2250, 90)
    assert rows[3]["feeder_name"] == "F0001"
    assert rows[5]["kind"] == "planned"
    assert (rows[6]["restored_at"], rows[6]["duration_minutes"]) == (None, None)
    assert rows[4]["started_at"] == BEGIN + 2 * HOUR


def test_without_transformers_an_outage_is_at_its_own_place_or_its_devices(source: PostgresSource) -> None:
    places = replayed(source).places
    assert places.outage.tolist() == [4, 5]
    assert (places.lon[1], places.lat[1]) == (-95.0, 29.0)
    assert np.isfinite(places.lon[0])


def test_what_both_sources_hold_counts_once(source: PostgresSource, tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    export_changes(source, warehouse)
    alone, both = replayed(source), replayed(source, warehouse=warehouse)
    at = [milliseconds(BEGIN) + minutes * 60_000 for minutes in range(0, 2881, 7)]
    assert (alone.replay.customers_out(at) == both.replay.customers_out(at)).all()
    keep_elsewhere(source, "outage_id IN (1, 2, 3)")
    later = replayed(source, warehouse=warehouse)
    assert (alone.replay.customers_out(at) == later.replay.customers_out(at)).all()
    assert alone.saidi_minutes(np.array([milliseconds(NOW)])) == pytest.approx(
        later.saidi_minutes(np.array([milliseconds(NOW)]))
    )


def test_a_period_without_outages(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    record = replayed(empty_source)
    assert record.outages.num_rows == 0
    assert record.replay.instant(milliseconds(NOW), milliseconds(BEGIN)).customers_out == 0
    assert record.saidi_minutes(np.array([milliseconds(NOW)])) == 0
