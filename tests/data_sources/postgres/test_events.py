"""The event feed out of changed rows: whoever writes them, each thing that happens is told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg

from data_sources.postgres.source import PostgresSource
from tests.handmade import NOW, insert, insert_utility, outage


def run(source: PostgresSource, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with source.connection() as connection:
        cursor = connection.execute(sql.encode(), values)
        return cursor.fetchall() if cursor.description else []


def told(source: PostgresSource) -> list[tuple[Any, ...]]:
    """(kind, severity, message) of what happened since the last call, in its order."""
    rows = run(source, "SELECT kind, severity, message FROM flux.events WHERE message <> 'told' ORDER BY event_id")
    run(source, "UPDATE flux.events SET message = 'told'")
    return rows


def test_an_outage_from_its_start_to_its_end(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, None, 1200, device_id=1)])
    assert told(empty_source) == [("outage_started", "bad", "BRK-1 on F0001 tripped: 1,200 customers out (tree)")]
    change = "UPDATE flux.outages SET customers_out = %s, stepped_at = %s, restored_at = %s"
    run(empty_source, change, 400, NOW + dt.timedelta(minutes=5), None)
    assert told(empty_source) == [
        ("partially_restored", "good", "BRK-1 on F0001: supply for 800 customers of 1,200 is back; 400 out")
    ]
    run(empty_source, change, 700, NOW + dt.timedelta(minutes=6), None)
    assert told(empty_source) == [
        ("outage_spread", "warning", "BRK-1 on F0001: 300 customers more lost supply; 700 out")
    ]
    run(empty_source, change, 0, NOW + dt.timedelta(minutes=35), NOW + dt.timedelta(minutes=35))
    assert told(empty_source) == [
        ("outage_restored", "good", "BRK-1 on F0001 restored after 35 min: 1,200 customers had been out")
    ]


def test_what_opened_says_how(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    for number, changes in enumerate(({"device_id": 2}, {"device_id": None, "transformer_id": 1}, {"device_id": None})):
        insert(empty_source, "outages", [outage(number, NOW, None, 1) | changes])
        run(empty_source, "DELETE FROM flux.outages")
    assert [message for _, _, message in told(empty_source)] == [
        "FUS-1 on F0001 blew: 1 customer out (tree)", "TX-1 on F0001 failed: 1 customer out (tree)",
        "F0001 lost supply: 1 customer out (tree)",
    ]  # fmt: skip


def test_a_breaker_that_closes_within_five_minutes_reclosed(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, None, 90, device_id=1)])
    told(empty_source)
    run(empty_source, "UPDATE flux.outages SET customers_out = 0, restored_at = started_at + interval '12 seconds'")
    assert told(empty_source) == [("reclosed", "good", "BRK-1 on F0001 reclosed after 12 s: 90 customers back")]


def test_a_record_that_is_loaded_is_no_news(empty_source: PostgresSource) -> None:
    """A year of outages that were over long ago; one that ended minutes ago is told."""
    insert_utility(empty_source)
    now = dt.datetime.now(dt.UTC)
    old = [outage(k, now - dt.timedelta(days=k + 1), 60, 10) for k in range(1, 300)]
    insert(empty_source, "outages", [*old, outage(300, now - dt.timedelta(minutes=40), 30, 10)])
    run(empty_source, "UPDATE flux.outages SET cause = 'animal', restored_at = restored_at + interval '1 minute'")
    assert [kind for kind, *_ in told(empty_source)] == ["outage_restored"]


def test_a_system_that_writes_its_outages_anew_tells_each_once(empty_source: PostgresSource) -> None:
    """Deleted and inserted at every look: one start, one end, and a start again where it failed again."""
    insert_utility(empty_source)
    start = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=50)
    for minutes in (None, None, None, 30, 30, None, None):
        run(empty_source, "DELETE FROM flux.outages")
        insert(empty_source, "outages", [outage(1, start, minutes, 10)])
    assert [kind for kind, *_ in told(empty_source)] == ["outage_started", "outage_restored", "outage_started"]


def test_an_end_foreseen_is_told_when_it_has_come(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    now = dt.datetime.now(dt.UTC)
    insert(empty_source, "outages", [outage(1, now - dt.timedelta(hours=9), None, 10), outage(2, now, 90, 10)])
    told_so_far = "SELECT kind, outage_id FROM flux.events ORDER BY event_id"
    run(empty_source, "UPDATE flux.outages SET customers_out = 0, restored_at = %s", now + dt.timedelta(hours=2))
    assert run(empty_source, told_so_far) == [("outage_started", 1)]
    for _ in range(2):
        run(empty_source, "UPDATE flux.outages SET restored_at = %s WHERE outage_id = 1", now - dt.timedelta(hours=3))
    assert run(empty_source, told_so_far) == [("outage_started", 1), ("outage_restored", 1)]


def test_switching_is_told_unless_an_outage_says_it(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    switch = "UPDATE flux.devices SET is_open = %s, updated_at = %s WHERE device_id = %s"
    run(empty_source, switch, False, NOW, 3)
    run(empty_source, switch, False, NOW, 3)
    assert told(empty_source) == [("device_closed", "info", "TIE-1 (tie) on F0002 towards F0001 closed")]
    with empty_source.connection() as connection:
        connection.execute(
            "INSERT INTO flux.outages (utility_id, feeder_id, device_id, started_at, cause, customers_interrupted, "
            "customers_out, stepped_at, lon, lat) VALUES (1, 1, 1, %s, 'tree', 5, 5, %s, 0, 0)", (NOW, NOW),
        )  # fmt: skip
        connection.execute(switch.encode(), (True, NOW, 1))
    assert [kind for kind, *_ in told(empty_source)] == ["outage_started"]
    end = NOW + dt.timedelta(minutes=30)
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.outages SET customers_out = 0, restored_at = %s, stepped_at = %s", (end, end))
        connection.execute(switch.encode(), (False, end, 1))
    assert [kind for kind, *_ in told(empty_source)] == ["outage_restored"]
    run(empty_source, switch, True, end + dt.timedelta(hours=1), 1)
    assert [kind for kind, *_ in told(empty_source)] == ["device_opened"]


def test_crews_that_are_sent_and_arrive(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    insert(empty_source, "outages", [outage(1, NOW, None, 50)])
    told(empty_source)
    change = "UPDATE flux.crews SET status = %s, outage_id = %s, lon = lon + 0.001 WHERE crew_id = %s"
    for status, outage_id, crew in (
        ("assigned", 1, 1), ("en_route", 1, 1), ("en_route", 1, 1), ("working", 1, 1), ("available", None, 1),
        ("assigned", 1, 6), ("assigned", None, 2),
    ):  # fmt: skip
        run(empty_source, change, status, outage_id, crew)
    assert [message for _, _, message in told(empty_source)] == [
        "Crew 1 assigned to the outage on F0001", "Crew 1 at work on F0001", "Crew 6 called in for the outage on F0001",
        "Crew 2 assigned",
    ]  # fmt: skip


def test_a_feeder_over_its_rating_is_told_once_in_a_while(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    for minutes, load_pct in ((0, 103), (1, 99), (2, 101), (3, 98), (40, 104)):
        at = NOW + dt.timedelta(minutes=minutes)
        run(
            empty_source,
            "UPDATE flux.feeder_status SET load_pct = %s, updated_at = %s WHERE feeder_id = 1",
            load_pct,
            at,
        )
    assert told(empty_source) == [
        ("feeder_overloaded", "warning", "F0001 carries 103 % of its rating"),
        ("feeder_relieved", "good", "F0001 is back at 99 % of its rating"),
        ("feeder_overloaded", "warning", "F0001 carries 104 % of its rating"),
    ]


def test_pages_are_told_of_events_only_when_there_are_any(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    with empty_source.dedicated_connection() as listening:
        listening.execute("LISTEN flux")
        run(empty_source, "UPDATE flux.crews SET lon = lon + 0.001")
        run(empty_source, "UPDATE flux.feeder_status SET load_pct = load_pct + 1")
        assert "events" not in {one.payload for one in listening.notifies(timeout=0.5)}
        insert(empty_source, "outages", [outage(1, NOW, None, 50)])
        assert "events" in {one.payload for one in listening.notifies(timeout=0.5)}


def test_a_writer_of_outages_needs_no_right_on_events(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    (name,) = run(empty_source, "SELECT current_database()")[0]
    role = f"oms_{name}"
    run(empty_source, f"CREATE ROLE {role} LOGIN")
    run(empty_source, f"GRANT USAGE ON SCHEMA flux TO {role}")
    run(empty_source, f"GRANT SELECT, UPDATE ON flux.crews TO {role}")
    writer = PostgresSource(psycopg.conninfo.make_conninfo(empty_source.dedicated_connection().info.dsn, user=role))
    run(writer, "UPDATE flux.crews SET status = 'assigned' WHERE crew_id = 1")
    writer.close()
    run(empty_source, f"DROP OWNED BY {role}")
    run(empty_source, f"DROP ROLE {role}")
    assert [message for *_, message in told(empty_source)] == ["Crew 1 assigned"]


def test_very_many_devices_may_change_in_one_statement(empty_source: PostgresSource) -> None:
    """A change of one device comes first: what PostgreSQL plans for one row must do for all of them as well."""
    many = 15_000
    insert_utility(empty_source)
    copies = (
        "INSERT INTO flux.devices SELECT (jsonb_populate_record(d, jsonb_build_object('device_id', n, 'device_name', "
        "'FUS-' || n))).* FROM flux.devices AS d, generate_series(1001, %s) AS n WHERE d.device_id = 2"
    )
    run(empty_source, copies, 1000 + many)
    for _ in range(6):  # from the sixth time on a plan may be kept
        run(empty_source, "UPDATE flux.devices SET is_open = NOT is_open WHERE device_id = 1001")
    told(empty_source)
    run(empty_source, "UPDATE flux.devices SET is_open = NOT is_open WHERE device_id > 1000")
    rows = told(empty_source)
    assert len(rows) == many
    assert rows[0] == ("device_opened", "info", "FUS-1001 (fuse) on F0001 opened")
    run(empty_source, "UPDATE flux.devices SET updated_at = now() WHERE device_id > 1000")
    assert told(empty_source) == []
