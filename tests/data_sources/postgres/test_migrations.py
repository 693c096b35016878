"""The schema brought up: it may take as long as it takes."""

from __future__ import annotations

import threading
import time

from data_sources.postgres.migrations import LOCK_KEY, migrate, migration_files
from data_sources.postgres.source import PostgresSource, execute


def test_a_migration_outlasts_the_statement_timeout(empty_source: PostgresSource) -> None:
    """Indexes of a large network take minutes; who starts meanwhile waits for them, longer than a statement may."""
    hurried = PostgresSource(empty_source._dsn, statement_timeout_s=0.3)
    with empty_source.dedicated_connection() as other, other.transaction():
        execute(other, "migrations_lock", lock_key=LOCK_KEY)
        found: list[list[str]] = []
        waiting = threading.Thread(target=lambda: found.append(migrate(hurried)))
        waiting.start()
        time.sleep(1.0)
    waiting.join(30)
    hurried.close()
    assert found == [[]]


def test_each_number_is_one_file() -> None:
    """Of two files with one number, one would never be applied."""
    numbers = [number for number, _path in migration_files()]
    assert sorted(set(numbers)) == numbers
