"""What alarms watch, asked for again where a topic changed and where time alone changes it."""

from __future__ import annotations

import datetime as dt

from data_sources.field.alarms.points import PresentPoints
from data_sources.postgres.source import PostgresSource
from tests.handmade import NOW, insert, insert_utility


def test_weather_of_an_hour_that_has_begun_is_seen_within_a_minute_though_nobody_tells(
    empty_source: PostgresSource,
) -> None:
    insert_utility(empty_source)
    points = PresentPoints(empty_source, 1, lambda *_topics: 0)

    def temperatures(seconds: float) -> list[float | None]:
        points.pull(NOW + dt.timedelta(seconds=seconds))
        found: list[float | None] = points.by_kind["utility"].rows["temperature_c"].to_pylist()
        return found

    assert temperatures(0) == [None]
    insert(empty_source, "weather", [{
        "utility_id": 1, "observed_at": NOW, "temperature_c": 31.0, "humidity_pct": 40.0, "wind_mps": 2.0,
        "is_simulated": True,
    }])  # fmt: skip
    assert temperatures(59) == [None]
    assert temperatures(60) == [31.0]
