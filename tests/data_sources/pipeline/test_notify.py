"""Pages are told through the live database; one that is away keeps nobody from landing."""

from __future__ import annotations

from data_sources.pipeline.notify import notify
from data_sources.postgres.source import PostgresSource, execute


def test_every_listener_hears_of_new_readings(empty_source: PostgresSource) -> None:
    with empty_source.dedicated_connection() as connection:
        execute(connection, "listen")
        assert notify(empty_source, "ami")
        heard = [found.payload for found in connection.notifies(timeout=10, stop_after=1)]
    assert heard == ["ami"]


def test_a_database_that_is_away_is_no_error() -> None:
    away = PostgresSource("host=127.0.0.1 port=6139 dbname=none user=none connect_timeout=1")
    try:
        assert not notify(away, "ami")
    finally:
        away.close()
