"""What another system writes past the product's commands: counted right, or refused by name; read, whatever stands there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import psycopg
import pytest

from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import AT, load_town

HOUR = dt.timedelta(hours=1)
NEW = (
    "INSERT INTO flux.outages (utility_id, feeder_id, cause, started_at, restored_at, customers_interrupted, "
    "customers_out, lon, lat, stepped_at) VALUES (1, 1, 'wind', %s, %s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    return empty_source


def say(source: PostgresSource, text: str, *values: Any) -> None:
    with source.connection() as connection:
        connection.execute(text.encode(), values)


def write(source: PostgresSource, start: object, end: object, interrupted: int, out: int, lon: float = -95.4) -> None:
    say(source, NEW, start, end, interrupted, out, lon, 29.7, end or start)


def saidi(source: PostgresSource) -> float:
    (row,) = source.fetch(Query.of("kpis", utility_id=1, as_of=AT + 9 * HOUR)).to_pylist()
    return float(row["saidi_minutes"] * 84)  # customers of the town


def test_outages_that_are_over_have_their_minutes(town: PostgresSource) -> None:
    """50 customers for one hour and 50 for two: 9,000 customer minutes, in the outages and in the index."""
    write(town, AT, AT + HOUR, 50, 0)
    write(town, AT, AT + 2 * HOUR, 50, 0)
    assert rows(town, "SELECT customer_minutes FROM flux.outages ORDER BY outage_id") == [(3000.0,), (6000.0,)]
    assert rows(town, "SELECT customer_minutes FROM flux.feeder_reliability") == [(9000.0,)]
    assert saidi(town) == pytest.approx(9000)


def test_steps_of_a_writer_of_counts_accrue(town: PostgresSource) -> None:
    """50 out for an hour, 20 of them for another one, who come back then: 50 x 60 + 20 x 60 = 4,200."""
    write(town, AT, None, 50, 50)
    say(town, "UPDATE flux.outages SET customers_out = 20, stepped_at = %s", AT + HOUR)
    assert rows(town, "SELECT customer_minutes FROM flux.outages") == [(3000.0,)]
    say(town, "UPDATE flux.outages SET customers_out = 0, restored_at = %s", AT + 2 * HOUR)
    assert rows(town, "SELECT customer_minutes, stepped_at FROM flux.outages") == [(4200.0, AT + 2 * HOUR)]
    assert saidi(town) == pytest.approx(4200)


def test_a_step_without_its_moment_is_one_of_now(town: PostgresSource) -> None:
    write(town, dt.datetime.now(dt.UTC) - 2 * HOUR, None, 50, 50)
    say(town, "UPDATE flux.outages SET customers_out = 20")
    ((minutes, is_now),) = rows(
        town, "SELECT customer_minutes, now() - stepped_at < interval '1 minute' FROM flux.outages"
    )
    assert (minutes, is_now) == (pytest.approx(50 * 120, rel=0.01), True)


def test_a_corrected_end_corrects_the_minutes_and_own_minutes_stay(town: PostgresSource) -> None:
    write(town, AT, AT + HOUR, 50, 0)
    say(town, "UPDATE flux.outages SET restored_at = %s", AT + 2 * HOUR)
    assert rows(town, "SELECT customer_minutes FROM flux.outages") == [(6000.0,)]
    say(town, "UPDATE flux.outages SET customer_minutes = 1234")
    say(town, "UPDATE flux.outages SET cause = 'ice', restored_at = %s", AT + 3 * HOUR)
    assert rows(town, "SELECT customer_minutes FROM flux.outages") == [(1234.0,)]


@pytest.mark.parametrize(
    ("start", "end", "interrupted", "lon", "rule"),
    [
        ("-infinity", None, 5, -95.4, "outages_moments"), (AT, AT - HOUR, 5, -95.4, "outages_ended_after_start"),
        (AT, None, 2_000_000_000, -95.4, "outages_customers_possible"), (AT, None, 5, float("nan"), "outages_place"),
        (AT, None, 5, float("inf"), "outages_place"), ("10000-01-01 00:00+00", None, 5, -95.4, "outages_moments"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(
    town: PostgresSource, start: object, end: object, interrupted: int, lon: float, rule: str
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=rule):
        write(town, start, end, interrupted, 0 if end else interrupted, lon)


def test_one_row_without_a_moment_stops_no_answer(town: PostgresSource) -> None:
    """As such a row stands in a database from before the rules."""
    say(town, "ALTER TABLE flux.events DROP CONSTRAINT events_moment")
    for at in ("infinity", "-infinity", "10000-01-01 00:00+00", "2026-07-15 18:00+00"):
        say(town, "INSERT INTO flux.events (utility_id, happened_at, kind, severity, message) "
            "VALUES (1, %s, 'device_opened', 'info', 'seen')", at)  # fmt: skip
    found = town.fetch(Query.of("recent_events", utility_id=1, max_rows=10))["happened_at"].to_pylist()
    assert found == [None, None, dt.datetime(2026, 7, 15, 18, tzinfo=dt.UTC), None]
