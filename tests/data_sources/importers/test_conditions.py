"""Health that came with a network is a condition somebody found: kept as an inspection of no known day, and assessed from at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.importers.conditions import SOURCE
from data_sources.importers.tables.read import read_tables
from data_sources.importers.writer import write_network
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.importers.tables.hamlet import changed, write

SEEN = b"SELECT asset_kind, asset_id, inspected_on, result, condition_score, source FROM flux.inspections"


def imported(source: PostgresSource, folder: Path) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    """Inspections, and the assessment of the one transformer."""
    report = write_network(source, read_tables(folder), replace=True, actor="test")
    with source.connection() as connection:
        seen = connection.execute(SEEN).fetchall()
    rows = source.fetch(Query.of("asset_health", utility_id=report.utility_id)).to_pylist()
    return seen, next(row for row in rows if row["asset_kind"] == "transformer")


def test_what_is_given_is_an_inspection_of_which_nobody_says_when(empty_source: PostgresSource, tmp_path: Path) -> None:
    """A score of 40 and no year: of condition's weight of 0.3 half is told, 40 of it; the best is halfway from 70 to 100."""
    seen, row = imported(empty_source, write(tmp_path, changed("transformers", 0, health_score=40)))
    assert seen == [("transformer", row["asset_id"], None, "poor", 40.0, SOURCE)]
    assert row["inspection_age_years"] != row["inspection_age_years"]  # NaN
    assert row["health_score"] == pytest.approx(40, abs=0.1)
    assert (row["health_low"], row["health_high"]) == (pytest.approx(6, abs=0.1), pytest.approx(85, abs=0.2))


def test_what_is_not_given_is_not_known(empty_source: PostgresSource, tmp_path: Path) -> None:
    seen, row = imported(empty_source, write(tmp_path))
    assert seen == []
    assert row["health_score"] != row["health_score"]  # NaN
    with empty_source.connection() as connection:
        assert connection.execute(
            b"SELECT (SELECT health_score::text FROM flux.transformers), average_health_score::text FROM flux.feeder_summary"
        ).fetchall() == [("NaN", "NaN")]


def test_what_is_given_again_is_no_second_inspection(empty_source: PostgresSource, tmp_path: Path) -> None:
    """Somebody looked in 2016 and found the same: that stays the only record. Another score stands beside it."""
    first, _ = imported(empty_source, write(tmp_path, changed("transformers", 0, health_score=40)))
    again, _ = imported(empty_source, tmp_path)
    assert again == first
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.inspections SET inspected_on = '2016-01-01'")
    seen, row = imported(empty_source, tmp_path)
    assert [str(one[2]) for one in seen] == ["2016-01-01"]
    assert row["inspection_age_years"] > 10  # type: ignore[operator]
    seen, row = imported(empty_source, write(tmp_path, changed("transformers", 0, health_score=60)))
    assert sorted((str(one[2]), one[4]) for one in seen) == [("2016-01-01", 40.0), ("None", 60.0)]
    assert row["inspection_age_years"] > 10  # type: ignore[operator]
