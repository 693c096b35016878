"""A utility that is removed: what goes is told, the rest stays, its ids are not given again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data_sources.errors import ImportRefused
from data_sources.importers.removal import remove_by_name, what_goes
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from data_sources.postgres.utility_rows import utilities
from tests.data_sources.importers.tables.hamlet import write


def test_a_utility_goes_with_all_that_is_told(empty_source: PostgresSource, tmp_path: Path) -> None:
    network = read_tables(write(tmp_path))
    for name in ("North", "South"):
        write_network(empty_source, replace(network, utility_name=name), replace=False, actor="test")
    with pytest.raises(ImportRefused, match="no utility named 'West'"):
        what_goes(empty_source, "West")
    going = what_goes(empty_source, "South")
    assert going.rows == {
        "substations": 1, "feeders": 1, "nodes": 3, "segments": 2, "transformers": 1, "meters": 2, "customers": 2, "devices": 1,
    }  # fmt: skip
    assert "South (utility 2) goes with 1 substations, 1 feeders, 3 nodes" in going.sentence()
    remove_by_name(empty_source, going, actor="test")
    assert utilities(empty_source) == [(1, "North")]
    with pytest.raises(ImportRefused, match="any more"):
        remove_by_name(empty_source, going, actor="test")
    with empty_source.connection() as connection:
        audit = "SELECT utility_id, detail ->> 'utility_name' FROM flux.audit WHERE action = 'remove_utility'"
        assert connection.execute(audit.encode()).fetchall() == [(2, "South")]
        assert connection.execute("SELECT min(meter_id), max(meter_id) FROM flux.meters").fetchone() == (1, 2)


def test_the_meters_of_a_new_utility_are_not_those_of_one_that_was_removed(
    empty_source: PostgresSource, tmp_path: Path
) -> None:
    """Readings are known by the id of their meter: given again, an id would show one customer the readings of another."""
    network = read_tables(write(tmp_path))
    write_network(empty_source, replace(network, utility_name="Gone"), replace=False, actor="test")
    remove_by_name(empty_source, what_goes(empty_source, "Gone"), actor="test")
    report = write_network(empty_source, replace(network, utility_name="New"), replace=False, actor="test")
    assert report.utility_id == 2
    with empty_source.connection() as connection:
        assert connection.execute("SELECT min(meter_id), max(meter_id) FROM flux.meters").fetchone() == (3, 4)
