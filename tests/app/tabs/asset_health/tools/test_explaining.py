"""Why an asset is in the health it is: the parts add up to the score that the asset's page shows."""

from __future__ import annotations

import math

import pytest

from app.tabs.asset_health.tools.explaining import HEALTH_EXPLAINED
from data_sources.analytics.health.index import HEADROOM
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.app.assistant.asking import turn


def test_the_parts_add_up_to_the_score(demo: PostgresSource) -> None:
    rows = demo.fetch(Query.of("asset_health", utility_id=1)).to_pylist()
    for row in rows[::97]:
        found = HEALTH_EXPLAINED.call(turn(demo), {"name": row["asset_name"]})
        parts = found.table.to_pylist()
        assert sum(part["weight_pct"] for part in parts) == pytest.approx(100)
        mean = 100 - sum(part["points_lost"] or 0 for part in parts)
        cap = 100 if math.isnan(row["part_condition"]) else row["part_condition"] + HEADROOM
        assert min(mean, cap) == pytest.approx(row["health_score"], abs=0.1)
        assert ("It is held at 30 above" in found.note) == (mean - row["health_score"] > 0.05)
        lost = [part["points_lost"] for part in parts if part["points_lost"] is not None]
        assert lost == sorted(lost, reverse=True)
        unknown = [part["part"] for part in parts if part["score"] is None]
        assert all(name.lower() in found.note for name in unknown)


def test_a_pole_has_no_heat(demo: PostgresSource) -> None:
    found = HEALTH_EXPLAINED.call(turn(demo), {"name": "p-000100"})
    assert set(found.table["part"].to_pylist()) == {"Age", "Condition, as inspected", "Failures of its kin"}
    assert found.place == "P-000100"


def test_health_that_nobody_knows_and_no_assessment(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute(b"""UPDATE flux.asset_health SET health_score = 'NaN', part_age = 'NaN', part_condition = 'NaN',
            part_loading = 'NaN', part_life = 'NaN', part_voltage = 'NaN' WHERE asset_kind = 'pole' AND asset_id = 100""")
        connection.execute(b"DELETE FROM flux.asset_health WHERE asset_kind = 'pole' AND asset_id = 101")
    found = HEALTH_EXPLAINED.call(turn(demo_source), {"name": "P-000100"})
    assert found.note == "Its health is not known: nothing is known of the asset itself."
    assert set(found.table["health_score"].to_pylist()) == {None}
    never = HEALTH_EXPLAINED.call(turn(demo_source), {"name": "P-000101"})
    assert never.table.num_rows == 0
    assert "was not assessed yet" in never.note
