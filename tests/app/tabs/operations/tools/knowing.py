"""What the database says by SQL of its own: the statements of the questions with known answers, over a demo with gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.assessed import assess
from tests.bench.assistant_questions.known import told
from tests.bench.assistant_questions.load import known_statements
from tests.conftest import CopyOf

# What nobody knows, as databases say it: of one transformer, one pole, one feeder; and switching that lasts.
GAPS = """
UPDATE flux.transformers SET installed_year = 0, health_score = 'NaN' WHERE transformer_name = 'TX-0001-002';
UPDATE flux.asset_health SET health_score = 'NaN', failure_probability = 'NaN', risk_cost = 'NaN', hot_spot_max_c = 'NaN'
    WHERE asset_kind = 'transformer'
    AND asset_id = (SELECT transformer_id FROM flux.transformers WHERE transformer_name = 'TX-0001-002');
DELETE FROM flux.asset_nameplates
    WHERE asset_id = (SELECT transformer_id FROM flux.transformers WHERE transformer_name = 'TX-0001-002');
DELETE FROM flux.transformer_status
    WHERE transformer_id = (SELECT transformer_id FROM flux.transformers WHERE transformer_name = 'TX-0001-003');
UPDATE flux.transformer_status SET is_energized = false, load_kw = 0, load_pct = 0, voltage_v = 0
    WHERE transformer_id IN (SELECT transformer_id FROM flux.transformers WHERE transformer_name LIKE 'TX-0006-01%');
UPDATE flux.poles SET installed_year = 0, health_score = 'NaN' WHERE pole_name = 'P-000005';
UPDATE flux.feeder_status SET load_kw = 'NaN', load_pct = 'NaN', power_factor = 'NaN'
    WHERE feeder_id = (SELECT feeder_id FROM flux.feeders WHERE feeder_name = 'F0008');
UPDATE flux.devices SET is_open = NOT is_open WHERE device_name IN ('SW-0004-001', 'FUS-0003-002');
ANALYZE;
"""


@pytest.fixture(scope="module")
def gappy(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    """The small demo, assessed, with what is not known and what is switched."""
    with copy_of(demo_template) as source:
        assess(source)
        with source.connection() as connection:
            connection.execute(GAPS.encode())
        yield source


def known_rows(source: PostgresSource, statement: str, **binds: Any) -> list[dict[str, Any]]:
    """Rows of a statement of the questions' own."""
    found = known_statements()[statement]
    given = {"utility_id": 1, "year": turn(source).today.year, **binds}
    with source.connection() as connection:
        cursor = connection.cursor(row_factory=psycopg.rows.dict_row)
        rows = cursor.execute(found.text.encode(), given).fetchall()
    return [{name: told(value) for name, value in row.items()} for row in rows]


def same(answer: Any, known: Any) -> bool:
    """Whether both say it: nobody knows it, the same words, or the same number."""
    if isinstance(known, float) or isinstance(answer, float):
        missing = [value is None or value != value for value in (answer, known)]
        return all(missing) if any(missing) else bool(answer == pytest.approx(known, rel=1e-5))
    return bool(answer == known)
