"""A database from before the life of an outage: its rows get states, and who came back earlier gets a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import Identifier

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import RestoreOutage
from data_sources.postgres.embedded import EmbeddedPostgres
from data_sources.postgres.migrations import migrate, migration_files
from data_sources.postgres.source import PostgresSource, execute
from data_sources.query import Query
from tests.conftest import CREATE, DROP, dsn_of
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import AT, load_town
from tests.handmade import insert, outage

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def old(embedded: EmbeddedPostgres) -> Iterator[PostgresSource]:
    """A town's database at schema version 10, without rows that came later."""
    name = "old_outages"
    with psycopg.connect(embedded.dsn, autocommit=True) as admin:
        admin.execute(CREATE.format(Identifier(name)))
        source = PostgresSource(dsn_of(embedded, name))
        with source.connection() as connection, connection.transaction():
            execute(connection, "migrations_create_table")
            for number, path in migration_files():
                if number <= 10:
                    connection.execute(path.read_text().encode())
                    execute(connection, "migrations_record", number=number, name=path.stem)
        load_town(source, 2)
        yield source
        source.close()
        admin.execute(DROP.format(Identifier(name)))


def test_an_old_database_goes_on(old: PostgresSource) -> None:
    """Over: 60 minutes and 42 customers, 24 of them fed by the tie after 4. Lasting: one with a crew at work, one alone."""
    stepped = {"device_id": 1, "customer_minutes": 4 * 24.0 + 60 * 18}
    insert(old, "outages", [
        outage(1, AT, 60, 42, **stepped), outage(2, AT, 2, 6, device_id=122), outage(3, AT, None, 6, device_id=123, crew_id=2),
        outage(4, AT, None, 6, device_id=124),
    ])  # fmt: skip
    rows(old, "UPDATE flux.crews SET status = 'working', outage_id = 3 WHERE crew_id = 2 RETURNING 1")
    rows(old, "UPDATE flux.devices SET is_open = true WHERE device_id IN (123, 124) RETURNING 1")
    insert(old, "outage_steps", [
        {"outage_id": 1, "transformer_id": t, "restored_at": AT + 4 * MINUTE, "feeder_id": 2}
        for t in (25, 26, 27, 28, 45, 46, 47, 48)
    ])  # fmt: skip
    before = told(old)
    assert before[1] == (1, 42, 1176.0, 1)  # the whole outage was judged as one
    assert migrate(old)[0] == "011_outage_life"
    assert rows(old, "SELECT outage_id, state, is_active, closed_at FROM flux.outages ORDER BY 1") == [
        (1, "closed", False, AT + 60 * MINUTE), (2, "closed", False, AT + 2 * MINUTE), (3, "on_site", True, None),
        (4, "confirmed", True, None),
    ]  # fmt: skip
    groups = "SELECT customers, restored_at - out_at, array_length(transformer_ids, 1), fed_by_feeder_id FROM flux.interruptions ORDER BY 1"
    assert rows(old, groups) == [(18, 60 * MINUTE, None, None), (24, 4 * MINUTE, 8, 2)]
    assert told(old)[1] == (1, 18, 60 * 18.0, 1)  # each by their own interruption
    check_counts(old)
    assert [row["outage_id"] for row in old.fetch(Query.of("active_outages", utility_id=1)).to_pylist()] == [3, 4]
    Commands(old).run(RestoreOutage(outage_id=3, is_closing=True), by=Principal("maria", "operator"))
    assert rows(old, "SELECT state, customers_interrupted FROM flux.outages WHERE outage_id = 3") == [("closed", 6)]
    assert rows(old, "SELECT status FROM flux.crews WHERE crew_id = 2") == [("available",)]
    assert rows(old, "SELECT to_regclass('flux.outage_steps')") == [(None,)]


def test_a_system_that_knows_no_states_writes_as_before(old: PostgresSource) -> None:
    """Inserted, stepped and ended by plain SQL: states, versions and sums follow."""
    migrate(old)
    insert(old, "outages", [outage(1, AT, None, 100)])
    change = "UPDATE flux.outages SET customers_out = {}, customer_minutes = {}, stepped_at = '{}', restored_at = {} RETURNING state, version"
    at = AT + 30 * MINUTE
    assert rows(old, "SELECT state, version, reported_at, is_active FROM flux.outages") == [("confirmed", 1, AT, True)]
    assert rows(old, "UPDATE flux.outages SET crew_id = 2 RETURNING state, version") == [("crew_assigned", 2)]
    assert rows(old, "UPDATE flux.outages SET crew_id = 2 RETURNING state, version") == [("crew_assigned", 2)]
    assert rows(old, change.format(40, 500, at, "NULL")) == [("crew_assigned", 3)]
    assert rows(old, change.format(0, 900, at, f"'{at}'")) == [("closed", 4)]
    assert told(old) == {1: (1, 100, 900.0, 0)}
    assert rows(old, change.format(40, 900, at, "NULL")) == [("confirmed", 5)]
    assert told(old) == {1: (0, 0, 0.0, 0)}
    with pytest.raises(psycopg.errors.CheckViolation):
        rows(old, change.format(40, 900, at, f"'{at}'"))


def told(source: PostgresSource) -> dict[int, tuple[Any, ...]]:
    """Sustained outages, their customers and minutes, and momentary ones by feeder."""
    summed = "SELECT feeder_id, sustained_outages, customer_interruptions, customer_minutes, momentary_outages FROM flux.feeder_reliability"
    return {feeder: tuple(values) for feeder, *values in rows(source, summed)}
