"""A small demo of which not everything is known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_sources.postgres.source import PostgresSource
from tests.conftest import CopyOf

HEATED = b"""
UPDATE flux.asset_health SET
    hot_spot_max_c = CASE WHEN asset_id % 7 = 0 THEN 'NaN'::real ELSE 60 + asset_id % 60 END,
    loss_of_life_pct = CASE WHEN asset_id % 5 = 0 THEN 'NaN'::real ELSE exp((asset_id * 37 % 100) / 20.0) / 1000 END,
    health_score = CASE WHEN asset_id % 11 = 0 THEN 'NaN'::real ELSE health_score END
WHERE asset_kind = 'transformer'
"""
DARK = b"""
UPDATE flux.transformer_status SET is_energized = false, load_kw = 0, load_pct = 0, voltage_v = 0
WHERE transformer_id % 100 = 3
"""
WARM = b"UPDATE flux.transformer_status SET load_pct = 60 + transformer_id % 60 WHERE transformer_id % 9 = 1"
UNDATED = b"UPDATE flux.asset_health SET age_years = 'NaN' WHERE asset_kind = 'pole' AND asset_id % 50 = 0"
UNTOLD = b"UPDATE flux.poles SET installed_year = 0 WHERE pole_id % 50 = 0"


@pytest.fixture(scope="session")
def town(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """Hot spots of some, ages of some, health of some; 1 in 100 has no supply."""
    with copy_of(demo_template) as source:
        with source.connection() as connection:
            for text in (HEATED, DARK, WARM, UNDATED, UNTOLD):
                connection.execute(text)
        yield source
