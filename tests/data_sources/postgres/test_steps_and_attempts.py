"""Another system's rows in flux.interruptions step their outages; attempts that were refused are told of at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused
from data_sources.outages.life import AddNote, CloseOutage, ReportOutage, SwitchForOutage
from data_sources.postgres.source import PostgresSource, execute
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import AT, load_town

MARIA = Principal("maria", "operator")
TOLD = "state, version, customers_out, customers_interrupted, customer_minutes, restored_at"


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    """Breaker 1 is out since AT with its 42 customers; nobody is back."""
    load_town(empty_source, 2)
    report_at_once(empty_source, 1)
    assert rows(empty_source, "SELECT outage_id FROM flux.outages") == [(1,)]
    return empty_source


def report_at_once(source: PostgresSource, device_id: int) -> None:
    """Report what opened at AT, then."""
    order = Order(ReportOutage(utility_id=1, device_id=device_id, started_at=AT))
    (outcome,) = Commands(source).run_all([order], by=MARIA, now=AT)
    assert not isinstance(outcome, CommandError)


def say(source: PostgresSource, text: str, *values: Any) -> None:
    with source.connection() as connection:
        connection.execute(text.encode(), values)


def told(source: PostgresSource) -> tuple[Any, ...]:
    return rows(source, f"SELECT {TOLD} FROM flux.outages")[0]


def test_somebody_elses_step_is_counted_in_the_outage(town: PostgresSource) -> None:
    """Of 42 customers 24 came back after 5 minutes, the other 18 after 15: 24 x 5 + 18 x 15 = 390 minutes.

    Up to the step at 5 minutes all 42 had waited: 210.
    """
    say(town, "UPDATE flux.interruptions SET customers = 18")
    assert told(town)[:4] == ("confirmed", 2, 18, 18)
    say(town, "INSERT INTO flux.interruptions (outage_id, out_at, restored_at, customers) VALUES (1, %s, %s, 24)",
        AT, AT + dt.timedelta(minutes=5))  # fmt: skip
    assert told(town) == ("confirmed", 3, 18, 42, 210.0, None)
    say(town, "UPDATE flux.interruptions SET restored_at = %s WHERE restored_at IS NULL", AT + dt.timedelta(minutes=15))
    assert told(town) == ("restored", 4, 0, 42, 390.0, AT + dt.timedelta(minutes=15))
    say(town, "DELETE FROM flux.interruptions WHERE customers = 24")
    assert told(town) == ("restored", 5, 0, 18, 270.0, AT + dt.timedelta(minutes=15))


def test_rows_of_many_outages_in_one_statement(town: PostgresSource) -> None:
    report_at_once(town, 1001)
    say(town, "UPDATE flux.interruptions SET restored_at = %s", AT + dt.timedelta(minutes=10))
    assert rows(town, "SELECT state, customer_minutes FROM flux.outages") == [("restored", 420.0)] * 2


def test_what_agrees_is_not_written_again(town: PostgresSource) -> None:
    say(town, "UPDATE flux.interruptions SET phases = 'A'")
    assert told(town)[1] == 1


def test_the_end_of_an_outage_and_its_deletion_by_another_system_stay_whole(town: PostgresSource) -> None:
    say(town, "UPDATE flux.outages SET restored_at = %s", AT + dt.timedelta(minutes=20))
    assert told(town)[2:] == (0, 42, 840.0, AT + dt.timedelta(minutes=20))
    say(town, "DELETE FROM flux.outages")
    assert rows(town, "SELECT count(*) FROM flux.interruptions") == [(0,)]


def test_a_command_is_one_version_more(town: PostgresSource) -> None:
    Commands(town).run(SwitchForOutage(outage_id=1, open_device_ids=(2,), close_device_ids=(500,)), by=MARIA)
    check_counts(town)
    assert told(town)[1:4] == (2, 18, 42)


def test_a_refused_attempt_is_told_of(town: PostgresSource) -> None:
    with town.dedicated_connection() as listener:
        execute(listener, "listen")
        with pytest.raises(CommandRefused):
            Commands(town).run(CloseOutage(outage_id=1), by=MARIA)
        assert [one.payload for one in listener.notifies(timeout=10, stop_after=1)] == ["audit"]
        Commands(town).run(AddNote(outage_id=1, text="seen"), by=MARIA)
        heard = {one.payload for one in listener.notifies(timeout=10, stop_after=2)}
        assert "audit" in heard
