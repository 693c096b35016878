"""Each check of `fluxops check` sees what it is there for, on real rows."""

from __future__ import annotations

import numpy as np
import pytest

from data_sources.analytics.polygon import inside
from data_sources.checks.contracts import contract_findings
from data_sources.checks.integrity import Finding, check_utility
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.network.graph import NetworkError
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource, execute
from tests.data_sources.towns import load_town

INSPECTED = "INSERT INTO flux.inspections (utility_id, asset_kind, asset_id, inspected_on, result) VALUES"
FAILED = "INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, outage_id) VALUES"
SURVEYED = "INSERT INTO flux.vegetation (utility_id, segment_id, distance_m, surveyed_on) VALUES"


def problems(source: PostgresSource) -> dict[str, Finding]:
    return {finding.check: finding for finding in check_utility(source, 1) if finding.severity != "ok"}


def test_a_sound_town_has_no_problems(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    findings = check_utility(empty_source, 1)
    assert [finding.sentence for finding in findings if finding.severity != "ok"] == []
    assert len({finding.check for finding in findings}) == len(findings) > 40


def test_statements_fit_the_schema(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    assert [finding.sentence for finding in contract_findings(empty_source, 1) if finding.count] == []


def test_an_unknown_utility_is_refused(empty_source: PostgresSource) -> None:
    with pytest.raises(NetworkError, match="no utility 9"):
        check_utility(empty_source, 9)


@pytest.mark.parametrize(
    ("change", "check", "count"),
    [
        ("UPDATE flux.customers SET meter_id = 9 WHERE customer_id = 230", "references: customers.meter_id", 1),
        ("UPDATE flux.segments SET to_node_id = 999 WHERE segment_id = 5", "references: segments.to_node_id", 1),
        ("UPDATE flux.segments SET to_node_id = 999 WHERE segment_id = 5", "graph", 1),
        ("UPDATE flux.transformers SET rated_kva = 'NaN' WHERE transformer_id = 23", "values: transformers", 1),
        ("UPDATE flux.segments SET length_m = -1 WHERE segment_id = 5", "values: segments", 1),
        ("DELETE FROM flux.meters WHERE meter_id = 230", "counts: meters", 1),
        ("UPDATE flux.feeder_summary SET length_km = 99 WHERE feeder_id = 2", "counts: length_km", 1),
        ("UPDATE flux.customers SET meter_id = 231 WHERE customer_id = 230", "accounts: one_active_account", 1),
        ("UPDATE flux.meters SET is_active = true WHERE meter_id = 233", "accounts: active_meters", 1),
        ("DELETE FROM flux.transformer_status WHERE transformer_id = 23", "accounts: transformer_status", 1),
        ("DELETE FROM flux.feeder_status WHERE feeder_id = 2", "accounts: feeder_status", 1),
        ("UPDATE flux.devices SET is_normally_open = true WHERE device_id = 2", "supply: meters", 32),
        ("UPDATE flux.devices SET is_normally_open = true WHERE device_id = 123", "supply: transformers", 2),
        ("UPDATE flux.devices SET is_normally_open = false WHERE device_id = 500", "loops: as built", 1),
        ("UPDATE flux.devices SET is_open = false WHERE device_id = 500", "loops: now", 1),
        ("UPDATE flux.meters SET node_id = 24 WHERE meter_id = 230", "supply: own transformer", 1),
        ("UPDATE flux.poles SET lon = 10 WHERE pole_id = 23", "places: poles", 1),
        ("UPDATE flux.meters SET lat = 10 WHERE feeder_id = 1", "places: meters", 56),
        ("UPDATE flux.segments SET path = '\\x0000000000000000' WHERE segment_id = 5", "places: paths", 1),
        ("UPDATE flux.nodes SET lon = lon + 0.001 WHERE node_id = 43", "paths: ends", 1),
        (f"{INSPECTED} (1, 'pole', 999, '2026-01-01', 'good')", "references: inspections.asset_id (pole)", 1),
        (
            f"{FAILED} (1, 'transformer', 999, '2026-01-01', NULL)",
            "references: asset_failures.asset_id (transformer)",
            1,
        ),
        (f"{FAILED} (1, 'pole', 23, '2026-01-01', 12)", "references: asset_failures.outage_id", 1),
        (f"{SURVEYED} (1, 999, 3, '2026-01-01')", "references: vegetation.segment_id", 1),
    ],
)
def test_each_fault_is_found(empty_source: PostgresSource, change: str, check: str, count: int) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute(change.encode())
        connection.execute("UPDATE flux.utilities SET loaded_at = now() + interval '1 second'")
    assert problems(empty_source)[check].count == count


def test_an_outage_that_counts_otherwise_than_its_interruptions_is_found(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    Commands(empty_source).run(ReportOutage(utility_id=1, device_id=122), by=Principal("maria", "operator"))
    assert not {check for check in problems(empty_source) if check.startswith("outages")}
    with empty_source.connection() as connection:
        execute(connection, "own_steps")  # and then the outage's row is not written
        connection.execute("UPDATE flux.interruptions SET customers = 7")
    wrong = problems(empty_source)
    assert {check for check in wrong if check.startswith("outages")} == {
        "outages: customers_interrupted", "outages: customers_out",
    }  # fmt: skip
    assert wrong["outages: customers_out"].count == 1


def test_a_wrong_schema_is_found(empty_source: PostgresSource) -> None:
    load_town(empty_source)
    with empty_source.connection() as connection:
        connection.execute("ALTER TABLE flux.nodes ALTER COLUMN lon TYPE text")
    finding = problems(empty_source)["contracts: statements"]
    assert finding.count >= 5
    assert ".sql: lon is text, not double" in finding.examples


def test_points_in_polygons() -> None:
    square, hole = [[0, 0], [4, 0], [4, 4], [0, 4]], [[1, 1], [3, 1], [3, 3], [1, 3]]
    lon, lat = np.array([0.5, 2.0, 5.0, 11.0]), np.array([0.5, 2.0, 2.0, 0.5])
    assert inside({"type": "Polygon", "coordinates": [square, hole]}, lon, lat).tolist() == [True, False, False, False]
    other = [[10, 0], [12, 0], [12, 1], [10, 1]]
    both = {"type": "MultiPolygon", "coordinates": [[square], [other]]}
    assert inside(both, lon, lat).tolist() == [True, True, False, True]
    with pytest.raises(ValueError, match="not Point"):
        inside({"type": "Point"}, lon, lat)
