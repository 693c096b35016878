"""What people do with alarms and rules: who may, what is refused and why, what is kept of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.commands.command import Command
from data_sources.commands.run import Order
from data_sources.errors import CommandError, CommandRefused, Conflict, Forbidden, InvalidCommand, NoSuchTarget
from data_sources.field.alarms.changes import (
    AcknowledgeAlarm,
    AcknowledgeAlarms,
    AssignAlarm,
    CommentAlarm,
    ResetAlarm,
    ReturnAlarm,
    ShelveAlarm,
    TakeAlarmOut,
    UnshelveAlarm,
)
from data_sources.field.alarms.rules import ChangeAlarmRule, CreateAlarmRule, DeleteAlarmRule
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.alarms.alarming import LOAD, MARIA, SARA, Desk

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk(empty_source: PostgresSource) -> Desk:
    """Two transformers in alarm: alarms 1 and 2."""
    desk = Desk(empty_source)
    desk.now = dt.datetime.now(dt.UTC)
    for number in (1, 2):
        desk.measure(number, load_pct=160)
    desk.later(0)
    return desk


def give(desk: Desk, command: Command, version: int | None = None) -> Any:
    return desk.commands.run(command, by=MARIA, expected_version=version)


def test_each_leaves_a_step_an_audit_row_and_a_version_more(desk: Desk) -> None:
    until = desk.now + HOUR
    commands = [
        AssignAlarm(alarm_id=1, to="john"), CommentAlarm(alarm_id=1, text="called the crew"),
        AcknowledgeAlarm(alarm_id=1, comment="seen"), ShelveAlarm(alarm_id=1, until=until, reason="repair"),
        UnshelveAlarm(alarm_id=1), TakeAlarmOut(alarm_id=1, reason="sensor broken"), ReturnAlarm(alarm_id=1),
    ]  # fmt: skip
    receipts = [give(desk, one, version) for version, one in enumerate(commands, 1)]
    assert [one.version for one in receipts] == list(range(2, 9))
    assert desk.steps("alarm_id, event, to_state, stepped_by, note")[2:] == [
        (1, "assign", "unacknowledged", "maria", "john"), (1, "comment", "unacknowledged", "maria", "called the crew"),
        (1, "acknowledge", "acknowledged", "maria", "seen"), (1, "shelve", "shelved", "maria", "repair"),
        (1, "release_in_alarm", "unacknowledged", "maria", None),
        (1, "take_out", "out_of_service", "maria", "sensor broken"),
        (1, "release_in_alarm", "unacknowledged", "maria", None),
    ]  # fmt: skip
    audited = rows(desk.source, "SELECT action, version FROM flux.audit WHERE target_kind = 'alarm' ORDER BY audit_id")
    assert audited == [(one.name, version) for version, one in enumerate(commands, 2)]
    assert desk.alarms("assigned_to")[0] == ("john",)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (UnshelveAlarm(alarm_id=1), "Alarm 1 is unacknowledged: to unshelve it, it must be shelved."),
        (ReturnAlarm(alarm_id=1), "to return to service it, it must be out of service"),
        (ResetAlarm(alarm_id=1), "it must be latched acknowledged"),
    ],
)
def test_what_cannot_be_done_now_is_refused_with_why(desk: Desk, command: Command, why: str) -> None:
    with pytest.raises(CommandRefused, match=why):
        give(desk, command)
    assert desk.alarms("version")[0] == (1,)


def test_a_shelf_has_a_reason_and_a_limit(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="24 hours at most"):
        give(desk, ShelveAlarm(alarm_id=1, until=desk.now + 25 * HOUR, reason="x"))
    with pytest.raises(CommandRefused, match="is over: give a time to come"):
        give(desk, ShelveAlarm(alarm_id=1, until=desk.now - HOUR, reason="x"))
    with pytest.raises(InvalidCommand):
        ShelveAlarm.of(alarm_id=1, until=desk.now + HOUR, reason="")


def test_a_version_that_moved_on_is_a_conflict_told_with_who(desk: Desk) -> None:
    give(desk, AssignAlarm(alarm_id=1, to="john"))
    with pytest.raises(Conflict, match=r"Alarm 1 was changed by maria at .* \(assign alarm: .*it is at version 2"):
        give(desk, TakeAlarmOut(alarm_id=1, reason="x"), version=1)
    with pytest.raises(NoSuchTarget, match="There is no alarm 99"):
        give(desk, AcknowledgeAlarm(alarm_id=99))


def test_many_at_once_each_with_its_own_row(desk: Desk) -> None:
    give(desk, AcknowledgeAlarm(alarm_id=1))
    receipt = give(desk, AcknowledgeAlarms(utility_id=1, alarm_ids=(2, 1, 2)))
    assert receipt.after == {"acknowledged": 1, "passed_over": 1}
    assert {state for _, state in desk.alarms()} == {"acknowledged"}
    assert rows(desk.source, "SELECT count(*) FROM flux.audit WHERE action = 'acknowledge_alarm'") == [(2,)]
    with pytest.raises(NoSuchTarget):
        give(desk, AcknowledgeAlarms(utility_id=1, alarm_ids=(1, 99)))


def test_two_who_acknowledge_at_once_lose_nothing(desk: Desk) -> None:
    """One is told that it is done already; the alarm is acknowledged once."""
    both = [Order(AcknowledgeAlarm(alarm_id=1)), Order(AcknowledgeAlarm(alarm_id=1))]
    first, second = desk.commands.run_all(both, by=MARIA)
    assert not isinstance(first, CommandError)
    assert isinstance(second, CommandRefused)
    assert [event for event, _ in desk.steps()].count("acknowledge") == 1


def test_a_latched_alarm_stays_until_it_is_reset(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, is_latching=True)
    desk.measure(load_pct=160)
    desk.later(1)
    desk.measure(load_pct=10)
    desk.later(1)
    assert desk.alarms("state") == [("latched_unacknowledged",)]
    give(desk, AcknowledgeAlarm(alarm_id=1))
    give(desk, ResetAlarm(alarm_id=1))
    assert desk.alarms("state, closed_at IS NOT NULL") == [("normal", True)]


def test_rules_are_a_supervisors(desk: Desk) -> None:
    with pytest.raises(Forbidden, match="maria is operator; to create alarm rule takes a supervisor"):
        desk.commands.run(CreateAlarmRule.of(utility_id=1, **LOAD), by=MARIA)


def test_a_rule_watches_what_its_scope_holds(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="Feeder load is measured of a feeder, which no transformer holds"):
        desk.rule(**{**LOAD, "quantity": "feeder_load_pct", "scope_kind": "transformer", "scope_id": 1})
    with pytest.raises(CommandRefused, match="There is no feeder 99 in this utility"):
        desk.rule(**{**LOAD, "scope_kind": "feeder", "scope_id": 99})
    with pytest.raises(CommandRefused, match="There is no quantity 'noise'; there are transformer_load_pct"):
        desk.rule(**{**LOAD, "quantity": "noise"})
    with pytest.raises(InvalidCommand, match="Give scope_id with every scope"):
        CreateAlarmRule.of(utility_id=1, **LOAD, scope_kind="feeder")


def test_a_rule_goes_only_when_nothing_of_it_is_unseen(desk: Desk) -> None:
    with pytest.raises(CommandRefused, match="2 alarms of it are not acknowledged"):
        desk.commands.run(DeleteAlarmRule(rule_id=desk.rule_id), by=SARA)
    give(desk, AcknowledgeAlarms(utility_id=1, alarm_ids=(1, 2)))
    desk.commands.run(DeleteAlarmRule(rule_id=desk.rule_id), by=SARA)
    assert {state for _, state in desk.alarms()} == {"normal"}
    assert desk.later(1) == ""
    with pytest.raises(CommandRefused, match="was deleted"):
        desk.commands.run(ChangeAlarmRule(rule_id=desk.rule_id, threshold=1), by=SARA)


def test_a_rule_goes_only_when_nothing_held_of_it_is_unseen(desk: Desk) -> None:
    """A shelf hides an alarm from the list of those to be acknowledged; it is not acknowledged by it."""
    until = dt.datetime.now(dt.UTC) + HOUR
    give(desk, AcknowledgeAlarm(alarm_id=1))
    give(desk, ShelveAlarm(alarm_id=1, until=until, reason="known"))
    give(desk, ShelveAlarm(alarm_id=2, until=until, reason="crew on site"))
    with pytest.raises(
        CommandRefused, match=r"1 alarm of it is held .* and not acknowledged: unshelve or return first"
    ):
        desk.commands.run(DeleteAlarmRule(rule_id=desk.rule_id), by=SARA)
    assert desk.alarms() == [(1, "shelved"), (2, "shelved")]
    give(desk, UnshelveAlarm(alarm_id=2))
    give(desk, AcknowledgeAlarm(alarm_id=2))
    desk.commands.run(DeleteAlarmRule(rule_id=desk.rule_id), by=SARA)
    assert desk.alarms() == [(1, "normal"), (2, "normal")]


def test_the_engine_and_a_person_at_once_end_in_one_state(desk: Desk) -> None:
    """The engine decides by values of a moment ago; the row as it is then decides the state."""
    desk.measure(1, load_pct=10)
    give(desk, AcknowledgeAlarm(alarm_id=1))
    desk.later(1)
    assert desk.alarms()[0] == (1, "normal")
    assert desk.alarms("acknowledged_by, closed_at IS NOT NULL")[0] == ("maria", True)
