"""Inspections and failures on record: as the bench knows, and what stands there now told from what stood there."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.assistant.refusals import NoAnswer, RefusalReason
from app.tabs.asset_health.tools.record import (
    FAILURE_MODES,
    FAILURES,
    FAILURES_OF_ASSET,
    INSPECTIONS,
    LAST_INSPECTION,
)
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import ZONE, turn
from tests.app.tabs.asset_health.tools.town import known
from tests.bench.assistant_questions.periods import span

PERIODS = ["last_year", "this_year", "last_month", "2024", "last_90_days"]


def test_the_last_inspection_as_the_bench_knows(town: PostgresSource) -> None:
    for name in ("TX-0001-017", "P-000151", "P-000640", "tx-0003-012", *inspected(town)):
        found = LAST_INSPECTION.call(turn(town), {"name": name})
        rows = known(town, "last_inspection", name=name.upper())
        assert found.table["inspected_on"].to_pylist() == [row["inspected_on"] for row in rows]
        assert found.table["result"].to_pylist() == [row["result"] for row in rows]
        assert found.table["name"].to_pylist() == [name.upper()] * len(rows)
        assert found.is_simulated


def inspected(town: PostgresSource) -> list[str]:
    """Those that were inspected most often."""
    with town.connection() as connection:
        text = b"""SELECT coalesce(transformer_name, pole_name) FROM flux.inspections AS i
            LEFT JOIN flux.transformers ON asset_kind = 'transformer' AND transformer_id = asset_id
            LEFT JOIN flux.poles AS p ON asset_kind = 'pole' AND p.pole_id = asset_id
            GROUP BY 1, asset_kind ORDER BY count(*) DESC, 1 LIMIT 5"""
        return [name for (name,) in connection.execute(text).fetchall()]


def test_all_inspections_latest_first(town: PostgresSource) -> None:
    found = INSPECTIONS.call(turn(town), {"name": inspected(town)[0]})
    days = found.table["inspected_on"].to_pylist()
    assert days == sorted(days, reverse=True)
    assert len(days) > 1


def test_nobody_inspected_it(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute(b"DELETE FROM flux.inspections WHERE asset_kind = 'pole'")
    found = LAST_INSPECTION.call(turn(demo_source), {"name": "P-000151"})
    assert found.table.num_rows == 0
    assert found.note == "No inspection of P-000151 is on record."


def test_what_was_inspected_has_failed_since(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        text = b"""INSERT INTO flux.asset_failures (utility_id, asset_kind, asset_id, failed_at, mode)
            VALUES (1, 'pole', 151, '2026-10-02 12:00+00', 'decay')"""
        connection.execute(text)
        connection.execute(b"DELETE FROM flux.inspections WHERE asset_kind = 'pole' AND inspected_on > '2026-10-01'")
    found = LAST_INSPECTION.call(turn(demo_source), {"name": "P-000151"})
    told = "What stood there then failed on 2 Oct 2026; what stands there now was not inspected since."
    assert found.note == (told if found.table.num_rows else "No inspection of P-000151 is on record.")
    failed = FAILURES_OF_ASSET.call(turn(demo_source), {"name": "P-000151"})
    assert failed.table["mode"].to_pylist()[0] == "decay"
    assert failed.note.startswith("What stands there now took the place of the one that failed last.")


@pytest.mark.parametrize("period", PERIODS)
def test_failures_of_a_period_as_the_bench_knows(town: PostgresSource, period: str) -> None:
    now = dt.datetime.now(dt.UTC)
    from_at, to_at = span(period, now, ZoneInfo(ZONE))
    ((row),) = known(town, "failures_of_period", from_at=from_at, to_at=to_at)
    counted = FAILURES.call(turn(town, now=now), {"period": period, "is_count": True})
    assert counted.table.to_pylist() == [
        {"how_many": row["failures"], "transformers": row["transformers"], "poles": row["poles"]}
    ]
    listed = FAILURES.call(turn(town, now=now), {"period": period, "kind": "transformer"})
    assert listed.table.num_rows == row["transformers"]
    assert set(listed.table["asset_kind"].to_pylist()) <= {"transformer"}
    assert listed.period.startswith(period.split("_")[0])
    modes = FAILURE_MODES.call(turn(town, now=now), {"period": period})
    assert sum(modes.table["failures"].to_pylist()) == row["failures"]
    counts = modes.table["failures"].to_pylist()
    assert counts == sorted(counts, reverse=True)


def test_failures_of_the_feeders_are_those_of_the_whole(town: PostgresSource) -> None:
    def many(place: str) -> int:
        values = {"period": "2000-01-01..2026-12-31", "place": place, "is_count": True}
        return int(FAILURES.call(turn(town), values).table["how_many"][0].as_py())

    with town.connection() as connection:
        names = [name for (name,) in connection.execute(b"SELECT feeder_name FROM flux.feeders").fetchall()]
    assert sum(many(name) for name in names) == many("") > 0


def test_the_record_does_not_reach_back_so_far(town: PostgresSource) -> None:
    found = FAILURES.call(turn(town), {"period": "1999", "is_count": True})
    assert found.table["how_many"].to_pylist() == [0]
    assert "The record begins on 20" in found.note


@pytest.mark.parametrize("name", ["F0001", "P-999999", "MTR-1"])
def test_only_transformers_and_poles_are_inspected(town: PostgresSource, name: str) -> None:
    with pytest.raises(NoAnswer) as caught:
        LAST_INSPECTION.call(turn(town), {"name": name})
    assert caught.value.reason is RefusalReason.NO_SUCH_ASSET
