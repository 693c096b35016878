"""A demo that runs on keeps its weather, and what was measured stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from data_sources.demo.weather.follow import follow_weather
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from tests.conftest import CopyOf

LATER = dt.timedelta(days=20)


@pytest.fixture
def source(copy_of: CopyOf, demo_template: str) -> Iterator[PostgresSource]:
    with copy_of(demo_template) as source:
        yield source


def reach(source: PostgresSource) -> dict[str, dt.datetime]:
    return source.fetch(Query.of("weather_reach", utility_id=1)).to_pylist()[0]


def test_weather_and_forecasts_go_on_and_twice_adds_nothing(source: PostgresSource) -> None:
    before = reach(source)
    today = (before["weather_until"] - dt.timedelta(days=7)).date()
    assert follow_weather(source, 1, 7, today) == 0
    added = follow_weather(source, 1, 7, today + LATER)
    after = reach(source)
    assert after["weather_until"] - before["weather_until"] == LATER
    assert after["issued_until"] - before["issued_until"] == LATER
    assert added == 20 * 24 + 20 * 65  # hours, and 65 instants an issue
    assert follow_weather(source, 1, 7, today + LATER) == 0


def test_what_was_measured_stays(source: PostgresSource) -> None:
    before = reach(source)["weather_until"]
    measured = before + dt.timedelta(hours=3)
    with source.transaction("test", "measure", 1) as connection:
        execute(connection, "upsert_weather", utility_id=1, observed_at=measured, temperature_c=41.5,
                humidity_pct=10, wind_mps=1)  # fmt: skip
    follow_weather(source, 1, 7, before.date())
    span = {"from_at": before - dt.timedelta(days=1), "to_at": before + dt.timedelta(days=2)}
    rows = source.fetch(Query.of("hist_weather", utility_id=1, **span)).to_pylist()
    found = {row["observed_at"]: row for row in rows}
    assert (found[measured]["temperature_c"], found[measured]["is_simulated"]) == (41.5, False)
    assert all(found[measured + dt.timedelta(hours=k)]["is_simulated"] for k in (-2, -1, 1, 2))
