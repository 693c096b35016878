"""Changes another program makes while a page looks on: an outage begins, grows, shrinks."""

from __future__ import annotations

from data_sources.postgres.source import PostgresSource

CAUSE = "bench"
_BEGIN = """
INSERT INTO flux.outages (
    utility_id, feeder_id, started_at, cause, customers_interrupted, customers_out, stepped_at, lon, lat
)
SELECT utility_id, feeder_id, clock_timestamp(), %s, 100000, %s, clock_timestamp(), 0, 0
FROM flux.feeders ORDER BY feeder_id LIMIT 1
"""
_STEP = "UPDATE flux.outages SET customers_out = %s, stepped_at = clock_timestamp() WHERE cause = %s"
_TOTAL = "SELECT sum(customers_out)::bigint FROM flux.outages WHERE restored_at IS NULL"


def start_changes(source: PostgresSource) -> None:
    """Begin without an outage of an earlier run."""
    end_changes(source)


def next_change(source: PostgresSource, number: int) -> int:
    """One committed change; the number of customers out that the page must show then."""
    size = 1000 + 7 * number
    with source.connection() as connection:
        if number == 0:
            connection.execute(_BEGIN.encode(), [CAUSE, size])
        else:
            connection.execute(_STEP.encode(), [size, CAUSE])
        row = connection.execute(_TOTAL.encode()).fetchone()
    assert row
    return int(row[0])


def end_changes(source: PostgresSource) -> None:
    """Leave the rows as they were found."""
    with source.connection() as connection:
        connection.execute(b"DELETE FROM flux.outages WHERE cause = %s", [CAUSE])
