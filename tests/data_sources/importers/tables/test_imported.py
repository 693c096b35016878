"""Plain tables in the database: what came of them holds together, and what is hard to believe is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from tests.data_sources.importers.opendss.models import names
from tests.data_sources.importers.tables.hamlet import HAMLET, Rows, changed, write


def test_an_imported_hamlet_is_clean(tmp_path: Path, empty_source: PostgresSource) -> None:
    report = write_network(empty_source, read_tables(write(tmp_path)), replace=False, actor="test")
    problems = [finding for finding in check_utility(empty_source, report.utility_id) if finding.severity != "ok"]
    assert problems == []


def test_tables_across_the_antimeridian_lie_in_one_place(tmp_path: Path, empty_source: PostgresSource) -> None:
    """M10: each table on its own side of 180 degrees; together they lie where they are near to each other."""
    changes: dict[str, Rows | None] = {
        "substations": [{"substation_id": "Nord", "lon": 179.9995, "lat": -16.8}],
        "nodes": [
            {"node_id": "a", "lon": 179.9995, "lat": -16.8}, {"node_id": "b", "lon": -179.9995, "lat": -16.8},
            {"node_id": "c", "lon": -179.9985, "lat": -16.8},
        ],
    }  # fmt: skip
    meters = [meter | {"lon": -179.9985, "lat": -16.8} for meter in HAMLET["meters"]]
    (tmp_path / "utility.json").write_text('{"time_zone": "Pacific/Fiji"}', encoding="utf-8")
    network = read_tables(write(tmp_path, changes | {"meters": meters}))
    assert names(network, "nodes", "lon") == [pytest.approx(x) for x in (179.9995, 180.0005, 180.0015)]
    assert names(network, "meters", "lon") == [pytest.approx(180.0015)] * 2
    assert sum(map(float, names(network, "segments", "length_m"))) == pytest.approx(213, abs=1)
    utility_id = write_network(empty_source, network, replace=False, actor="test").utility_id
    assert [finding.sentence for finding in check_utility(empty_source, utility_id) if finding.severity != "ok"] == []


def test_a_feeder_above_the_voltage_of_its_substation_is_said(tmp_path: Path, empty_source: PostgresSource) -> None:
    """Brother of M5: 400 V as 400 kV is within all bounds."""
    network = read_tables(write(tmp_path / "x", changed("feeders", 0, voltage_kv=400)))
    written = write_network(empty_source, network, replace=False, actor="test")
    found = {one.check: one.severity for one in check_utility(empty_source, written.utility_id)}
    assert found["plausible: voltages of feeders"] == "warning"
