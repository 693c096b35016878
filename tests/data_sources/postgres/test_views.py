"""deploy/postgres on a real PostgreSQL: hand-made tables under the old names become a utility that passes every check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.network.graph import load_network
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from tests.handmade import insert_utility

FOLDER = Path(__file__).parents[3] / "deploy" / "postgres"
OLD_TABLES = """
CREATE TABLE public.substations (
    substation_id text, substation_name text, latitude numeric, longitude numeric, voltage_level numeric, capacity_mva numeric);
CREATE TABLE public.circuit_status_realtime (
    circuit_id text, substation_id text, load_percent numeric, health_score numeric, status text, voltage_level numeric,
    "timestamp" timestamptz);
CREATE TABLE public.grid_assets_cache (
    asset_id text, asset_name text, asset_type text, latitude numeric, longitude numeric, load_percent numeric,
    health_score numeric, status text, voltage numeric, circuit_id text, capacity_mva numeric);
CREATE TABLE public.topology_connections_cache (
    from_asset_id text, to_asset_id text, connection_type text, circuit_id text, rated_kva numeric, distance_km numeric,
    voltage_level numeric);
INSERT INTO public.substations VALUES ('S1', 'North', 29.75, -95.36, 138, 40);
INSERT INTO public.circuit_status_realtime VALUES
    ('C1', 'S1', 40, 90, 'normal', 12.47, '2026-07-15 12:00+00'),
    ('C1', 'S1', 50, 90, 'normal', 12.47, '2026-07-15 12:05+00'),
    ('C2', 'S1', 88, 45, 'critical', 12.47, '2026-07-15 12:05+00');
INSERT INTO public.grid_assets_cache VALUES
    ('P1', 'Pole 1', 'pole', 29.751, -95.36, NULL, 71, 'ok', NULL, 'C1', NULL),
    ('T1', 'Trafo 1', 'TRANSFORMER', 29.752, -95.36, 80, 66, 'ok', 7200, 'C1', 0.05),
    ('T2', 'Trafo 2', 'transformer', 29.748, -95.36, 10, 95, 'OUTAGE', 7200, 'C2', NULL),
    ('M1', 'Meter 1', 'meter', 29.7521, -95.36, NULL, NULL, 'active', 120, 'C1', NULL),
    ('M2', 'Meter 2', 'meter', 29.7522, -95.36, NULL, NULL, 'inactive', 120, 'C1', NULL),
    ('M3', 'Meter 3', 'meter', 29.7481, -95.36, NULL, NULL, NULL, NULL, 'C2', NULL);
INSERT INTO public.topology_connections_cache VALUES
    ('S1', 'P1', 'overhead', 'C1', NULL, 0.12, 12.47), ('P1', 'T1', 'overhead', 'C1', NULL, NULL, 12.47),
    ('S1', 'T2', 'underground', 'C2', 75, 0.25, 12.47),
    ('T1', 'M1', 'service', 'C1', NULL, NULL, NULL), ('T1', 'M2', 'service', 'C1', NULL, NULL, NULL),
    ('T2', 'M3', 'service', 'C2', NULL, NULL, NULL);
"""


def run_file(source: PostgresSource, name: str) -> None:
    text = (FOLDER / name).read_text()
    with source.connection() as connection:
        connection.execute(
            text.replace("BEGIN;", "").replace("COMMIT;\n", "").encode()
        )  # the connection's own transaction


def rows(source: PostgresSource, text: str) -> list[dict[str, Any]]:
    with source.connection() as connection, connection.cursor() as cursor:
        cursor.execute(text.encode())
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def adapted(empty_source: PostgresSource) -> PostgresSource:
    with empty_source.connection() as connection:
        connection.execute(OLD_TABLES.encode())
    for _ in range(2):  # both may be run again
        run_file(empty_source, "views.sql")
        run_file(empty_source, "load_from_views.sql")
    return empty_source


def test_the_old_tables_become_a_utility_that_passes_every_check(adapted: PostgresSource) -> None:
    findings = check_utility(adapted, 1)
    assert [finding for finding in findings if finding.severity != "ok"] == []
    network = load_network(adapted, 1)
    assert network.topology().is_reached.all()


def test_the_adapter_s_columns_are_the_schema_s(adapted: PostgresSource) -> None:
    text = """
        SELECT v.table_name, v.column_name, v.data_type AS seen, t.data_type AS wanted
        FROM information_schema.columns AS v
        JOIN information_schema.columns AS t ON t.table_schema = 'flux' AND t.table_name = v.table_name AND t.column_name = v.column_name
        WHERE v.table_schema = 'flux_adapter'"""
    found = rows(adapted, text)
    assert len(found) > 90
    assert [row for row in found if row["seen"] != row["wanted"]] == []


def test_values_are_what_the_old_tables_say(adapted: PostgresSource) -> None:
    transformers = rows(
        adapted, "SELECT * FROM flux.transformers JOIN flux.transformer_status USING (transformer_id) ORDER BY 1"
    )
    assert [row["rated_kva"] for row in transformers] == [50.0, 75.0]  # from capacity_mva, from the connection
    assert [row["load_pct"] for row in transformers] == [80.0, 10.0]
    assert [row["is_energized"] for row in transformers] == [True, False]
    assert [row["customers_served"] for row in transformers] == [1, 1]
    status = rows(adapted, "SELECT load_pct, load_kw FROM flux.feeder_status ORDER BY feeder_id")
    assert status[0] == {"load_pct": 50.0, "load_kw": pytest.approx(0.5 * 50 * 0.95)}  # the newest of two rows
    lengths = rows(adapted, "SELECT length_m FROM flux.segments ORDER BY segment_id")
    assert [row["length_m"] for row in lengths] == [pytest.approx(value, rel=1e-3) for value in (111.3, 120.0, 250.0)]


def test_ours_go_back_under_the_old_names(adapted: PostgresSource) -> None:
    circuits = rows(
        adapted, "SELECT circuit_id, load_percent, status FROM flux_compat.circuit_status_realtime ORDER BY 1"
    )
    assert circuits == [
        {"circuit_id": "C1", "load_percent": 50.0, "status": "warning"},
        {"circuit_id": "C2", "load_percent": 88.0, "status": "critical"},
    ]
    assets = rows(adapted, "SELECT asset_type, count(*) AS n FROM flux_compat.grid_assets_cache GROUP BY 1 ORDER BY 1")
    assert assets == [
        {"asset_type": "meter", "n": 3},
        {"asset_type": "pole", "n": 1},
        {"asset_type": "transformer", "n": 2},
    ]
    links = rows(adapted, "SELECT from_asset_id, to_asset_id FROM flux_compat.topology_connections_cache ORDER BY 1, 2")
    assert len(links) == 6
    assert {"from_asset_id": "S1", "to_asset_id": "P1"} in links


def test_what_the_old_tables_do_not_hold_stays(adapted: PostgresSource) -> None:
    """The day trend, the event feed and the weather of a utility that is loaded anew each night."""
    with adapted.connection() as connection:
        connection.execute("INSERT INTO flux.weather VALUES (1, now(), 20, 50, 3, false)")
        connection.execute("INSERT INTO flux.system_history VALUES (1, now(), 9, 0, 0, 0, false)")
        connection.execute(
            "INSERT INTO flux.events (utility_id, happened_at, kind, severity, message) VALUES (1, now(), 'x', 'info', 'y')"
        )
    run_file(adapted, "load_from_views.sql")
    for table in ("weather", "system_history", "events"):
        assert len(rows(adapted, f"SELECT * FROM flux.{table}")) == 1, table


def test_what_people_wrote_down_of_assets_stays_with_their_names(adapted: PostgresSource) -> None:
    """Also where an asset that comes before them gives all others new ids."""
    with adapted.connection() as connection:
        connection.execute(
            b"""
            INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result) VALUES (1, 'transformer', 1, '2020-01-02', 'poor');
            INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at) VALUES (1, 'transformer', 1, '2019-01-02Z');
            INSERT INTO flux.asset_nameplates (asset_kind, asset_id, utility_id, manufacturer) VALUES ('transformer', 1, 1, 'Acme');
            INSERT INTO flux.vegetation (segment_id, utility_id, distance_m, surveyed_on) VALUES (1, 1, 3, '2020-01-02');
            INSERT INTO flux.work_orders (utility_id, work_type, skill, asset_kind, asset_id, asset_name, title)
            VALUES (1, 'repair', 'line', 'transformer', 1, 'Trafo 1', 'Mend it');
            INSERT INTO flux.alarm_rules (
                utility_id, quantity, scope_kind, scope_id, operator, threshold, deadband, on_delay_s, off_delay_s, priority, text, created_at,
                created_by
            ) SELECT 1, 'transformer_load_pct', 'transformer', n, 'above', 100, 5, 0, 0, 'low', 'look', now(), 'me' FROM (VALUES (1), (99)) AS s (n);
            INSERT INTO public.grid_assets_cache VALUES
                ('A0', 'Trafo 0', 'transformer', 29.753, -95.36, 10, 95, 'ok', 7200, 'C1', NULL);
            INSERT INTO public.topology_connections_cache VALUES ('P1', 'A0', 'overhead', 'C1', NULL, NULL, 12.47)"""
        )
    run_file(adapted, "load_from_views.sql")
    (trafo,) = rows(adapted, "SELECT transformer_id AS id FROM flux.transformers WHERE transformer_name = 'Trafo 1'")
    assert trafo["id"] == 2
    for table in ("inspections", "asset_failures", "asset_nameplates", "work_orders"):
        extra = " AND inspected_on = '2020-01-02'" if table == "inspections" else ""
        assert rows(adapted, f"SELECT asset_id FROM flux.{table} WHERE asset_kind = 'transformer'{extra}") == [
            {"asset_id": 2}
        ], table
    assert rows(adapted, "SELECT segment_name FROM flux.vegetation JOIN flux.segments USING (segment_id)") == [
        {"segment_name": "P1 - T1"}
    ]
    assert rows(adapted, "SELECT scope_id FROM flux.alarm_rules WHERE deleted_at IS NULL") == [{"scope_id": 2}]
    scored = rows(adapted, "SELECT count(*) AS n FROM flux.inspections WHERE source <> ''")
    assert scored == [{"n": 4}], "what the old tables say stands once"


def test_a_load_is_told_to_open_pages(adapted: PostgresSource) -> None:
    with adapted.dedicated_connection() as listener:
        listener.execute("LISTEN flux")
        run_file(adapted, "load_from_views.sql")
        topics = {notification.payload for notification in listener.notifies(timeout=5, stop_after=3)}
    assert topics <= set(Feed(adapted)._versions)
    assert "network" in topics


def test_another_utility_is_seen_under_the_old_names_too(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    with empty_source.connection() as connection:
        connection.execute(OLD_TABLES.encode())
    run_file(empty_source, "views.sql")
    assert {row["circuit_id"] for row in rows(empty_source, "SELECT * FROM flux_compat.circuit_status_realtime")} == {
        "F0001",
        "F0002",
    }
