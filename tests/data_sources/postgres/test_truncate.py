"""Emptying the network reaches every table whose rows belong to a utility."""

from __future__ import annotations

from data_sources.postgres.source import PostgresSource, execute
from tests.data_sources.towns import load_town

OF_A_UTILITY = """
SELECT c.conrelid::regclass::text FROM pg_constraint AS c
WHERE c.contype = 'f' AND c.confrelid = 'flux.utilities'::regclass
"""


def test_no_table_of_a_utility_is_forgotten(empty_source: PostgresSource) -> None:
    """PostgreSQL refuses to truncate a table while one that refers to it is left out."""
    load_town(empty_source, 2)
    with empty_source.connection() as connection:
        execute(connection, "truncate_network")
        tables = [name for (name,) in connection.execute(OF_A_UTILITY).fetchall()]
        assert "flux.moved_outages" in tables
        for name in (*tables, "flux.utilities"):
            count = connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
            assert count == (0,), name
