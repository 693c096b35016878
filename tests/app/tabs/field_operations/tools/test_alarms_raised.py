"""Alarms that were raised in a period are the rows of the table of alarms, open or back to normal."""

from __future__ import annotations

from app.assistant.tools import Catalogue
from app.tabs.field_operations.tools import FIELD_TOOLS
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn
from tests.app.tabs.field_operations.tools.test_field_tools import ALARMS

_MOVED = b"""
    UPDATE flux.alarms
    SET raised_at = now() - interval '1 day', state = 'normal', closed_at = now(), is_in_alarm = false
    WHERE alarm_id % 3 = 0
"""


def test_alarms_raised_are_counted_by_day_place_and_priority(demo_source: PostgresSource) -> None:
    with demo_source.connection() as connection:
        connection.execute(ALARMS)
        connection.execute(_MOVED)
        query = (
            b"SELECT count(*) FILTER (WHERE alarm_id % 3 = 0), count(*), count(*) FILTER (WHERE feeder_id = 2),"
            b" count(*) FILTER (WHERE priority = 'high') FROM flux.alarms"
        )
        ((moved, in_all, on_feeder, high),) = connection.execute(query).fetchall()
    assert 0 < moved < in_all

    def counted(**asked: str) -> int:
        table = Catalogue(FIELD_TOOLS).get("alarms_raised").call(turn(demo_source), {"is_count": True, **asked}).table
        return int(table["how_many"][0].as_py())

    assert counted(period="last_7_days") == in_all
    assert counted(period="last_7_days", place="F0002") == on_feeder
    assert counted(period="last_7_days", priority="high") == high
    assert counted(period="last_12_hours") == in_all - moved
    listed = Catalogue(FIELD_TOOLS).get("alarms_raised").call(turn(demo_source), {"period": "last_7_days"}).table
    assert listed["raised_at"].to_pylist() == sorted(listed["raised_at"].to_pylist(), reverse=True)
