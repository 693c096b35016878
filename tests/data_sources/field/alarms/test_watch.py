"""The engine: values that come and go raise and clear alarms, each once; what is not known does neither."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.checks.integrity import check_utility
from data_sources.commands.run import Commands
from data_sources.field.alarms.changes import AcknowledgeAlarm, ShelveAlarm
from data_sources.field.alarms.defaults import DEFAULT_RULES
from data_sources.field.alarms.rules import ChangeAlarmRule, CreateAlarmRule
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.services.alarms import Alarms
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.alarms.alarming import LOAD, MARIA, SARA, Desk
from tests.handmade import NOW, insert, insert_utility, outage


def test_one_episode_from_raised_to_normal(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    assert desk.later(1) == ""
    desk.measure(load_pct=160)
    assert desk.later(2) == "raised 1 and moved 0 alarms"
    assert desk.alarms("asset_kind, asset_id, asset_name, feeder_id, substation_id, priority, state, raised_value") == [
        ("transformer", 1, "TX-1", 1, 1, "medium", "unacknowledged", 160.0)
    ]
    (alarm_id,) = desk.alarms("alarm_id")[0]
    desk.measure(load_pct=141)  # within the deadband
    assert desk.later(2) == ""
    desk.commands.run(AcknowledgeAlarm(alarm_id=alarm_id), by=MARIA)
    desk.measure(load_pct=139)
    assert desk.later(2) == "raised 0 and moved 1 alarms"
    assert desk.alarms("state, is_in_alarm, closed_at IS NULL") == [("normal", False, False)]
    assert desk.steps("event, to_state, stepped_by") == [
        ("raise", "unacknowledged", "alarms"), ("acknowledge", "acknowledged", "maria"), ("clear", "normal", "alarms"),
    ]  # fmt: skip
    desk.measure(load_pct=170)
    desk.later(2)
    assert desk.alarms("state") == [("normal",), ("unacknowledged",)], "a new episode is a row of its own"


def test_what_goes_back_unseen_waits_for_somebody(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.measure(load_pct=160)
    desk.later(1)
    desk.measure(load_pct=10)
    desk.later(1)
    assert desk.alarms("state, is_in_alarm") == [("returned", False)]
    desk.measure(load_pct=160)
    desk.later(1)
    assert desk.alarms("state, annunciations") == [("unacknowledged", 2)]


def test_a_delay_runs_without_news_and_begins_anew_after_a_pause(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, on_delay_s=60)
    desk.measure(load_pct=160)
    assert [desk.later(seconds) for seconds in (0, 30, 29)] == ["", "", ""]
    assert desk.later(1) == "raised 1 and moved 0 alarms"
    desk.measure(2, load_pct=160)
    desk.later(0)
    assert desk.later(600) == "", "nobody looked for ten minutes: it is not known that it lasted"
    assert desk.later(60) == "raised 1 and moved 0 alarms"


@pytest.mark.parametrize("unknown", [{"load_pct": float("nan")}, {"load_pct": 10, "age_s": 3601}])
def test_what_is_not_known_neither_raises_nor_clears_and_is_told(
    empty_source: PostgresSource, unknown: dict[str, float]
) -> None:
    desk = Desk(empty_source)
    desk.measure(load_pct=160)
    desk.later(1)
    desk.measure(**unknown)
    assert desk.later(1) == ""
    assert desk.alarms() == [(1, "unacknowledged")]
    desk.measure(2, load_pct=170, age_s=3601)
    assert desk.later(1) == ""
    (rule,) = empty_source.fetch(Query.of("alarm_rules", utility_id=1)).to_pylist()
    assert (rule["points"], rule["unknown"], rule["open_alarms"]) == (2, 2, 1)


def test_without_supply_nothing_alarms_for_low_voltage(empty_source: PostgresSource) -> None:
    """Suppressed by design: neither raised, nor kept before the operator; judged again once supply is back."""
    low = {"quantity": "transformer_voltage_v", "operator": "below", "threshold": 110, "deadband": 1}
    desk = Desk(empty_source, **low)
    desk.measure(1, voltage_v=105)
    assert desk.later(1) == "raised 1 and moved 0 alarms"
    for transformer_id in (1, 2):
        desk.measure(transformer_id, voltage_v=0, is_energized=False)
    assert desk.later(1) == "raised 0 and moved 1 alarms"
    assert desk.alarms() == [(1, "suppressed")]
    (rule,) = empty_source.fetch(Query.of("alarm_rules", utility_id=1)).to_pylist()
    desk.later(60)
    (rule,) = empty_source.fetch(Query.of("alarm_rules", utility_id=1)).to_pylist()
    assert rule["suppressed"] == 2
    desk.measure(1, voltage_v=106)
    desk.measure(2, voltage_v=120)
    desk.later(1)
    assert desk.alarms() == [(1, "unacknowledged")], "it is low all the same: annunciated anew"
    desk.measure(1, voltage_v=0, is_energized=False)
    desk.later(1)
    desk.measure(1, voltage_v=120)
    desk.later(1)
    assert desk.alarms() == [(1, "returned")], "nobody had acknowledged it: it is not lost"


def test_an_interruption_is_no_low_voltage_before_anybody_knows_of_it(empty_source: PostgresSource) -> None:
    """IEEE 1159: below a tenth of the nominal voltage supply is interrupted, whatever the switching state says."""
    desk = Desk(empty_source, quantity="transformer_voltage_v", operator="below", threshold=110, deadband=1)
    desk.measure(1, voltage_v=0, is_energized=True)
    desk.measure(2, voltage_v=13, is_energized=True)
    assert desk.later(1) == "raised 1 and moved 0 alarms"
    assert desk.alarms() == [(2, "unacknowledged")]


def test_a_shelf_ends_by_itself(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.now = dt.datetime.now(dt.UTC)
    desk.measure(load_pct=160)
    desk.later(0)
    (alarm_id,) = desk.alarms("alarm_id")[0]
    until = desk.now + dt.timedelta(hours=1)
    desk.commands.run(ShelveAlarm(alarm_id=alarm_id, until=until, reason="crew on site"), by=MARIA)
    assert desk.alarms("state, held_by, held_reason") == [("shelved", "maria", "crew on site")]
    desk.later(60)
    assert desk.alarms("state") == [("shelved",)]
    desk.now = until
    desk.measure(load_pct=160)
    assert desk.later(1) == "raised 0 and moved 1 alarms"
    assert desk.alarms("state, held_until IS NULL, annunciations") == [("unacknowledged", True, 2)]


def test_the_last_value_follows_what_is_measured_and_writes_no_more_than_once_a_minute(
    empty_source: PostgresSource,
) -> None:
    desk = Desk(empty_source)
    desk.measure(load_pct=160)
    desk.later(1)
    start = desk.now

    def last() -> tuple[float, float, float, int]:
        (found,) = desk.alarms("raised_value, last_value, last_value_at, version")
        return found[0], found[1], (found[2] - start).total_seconds(), found[3]

    assert last() == (160.0, 160.0, -1.0, 1), "a value is of when it was measured"
    desk.later(60)
    for load in (180, 190, 200):
        desk.measure(load_pct=load)
        desk.later(19)
    assert last() == (160.0, 160.0, -1.0, 1), "within a minute nothing is written"
    desk.later(3)
    assert last() == (160.0, 200.0, 98.0, 1), "it is nobody's change: no version moves"
    for _ in range(9):
        desk.measure(load_pct=200)
        desk.later(30)
    assert last()[2] == 98.0, "the same value is not written again for its time alone,"
    for _ in range(3):
        desk.measure(load_pct=200)
        desk.later(30)
    measured = last()[2]
    assert measured >= 398.0, "but after five minutes"
    desk.measure(load_pct=float("nan"))
    desk.later(600)
    assert last()[1:3] == (200.0, measured), "what is not known any more leaves the last known one with its time"


def test_the_value_of_a_count_and_of_a_shelved_alarm_follow_too(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, quantity="system_customers_out", threshold=100, deadband=0)
    insert(empty_source, "outages", [outage(7, desk.now, None, 120)])
    desk.now = dt.datetime.now(dt.UTC)
    desk.later(0)
    ((alarm_id, raised),) = desk.alarms("alarm_id, last_value")
    until = desk.now + dt.timedelta(hours=1)
    desk.commands.run(ShelveAlarm(alarm_id=alarm_id, until=until, reason="known"), by=MARIA)
    desk.do("UPDATE flux.outages SET customers_out = 480, customers_interrupted = 480")
    desk.later(60)
    assert raised == 120.0
    assert desk.alarms("raised_value, last_value, state") == [(120.0, 480.0, "shelved")]
    assert desk.alarms("last_value_at") == [(desk.now,)]


def test_a_changed_rule_is_judged_anew_and_one_out_of_service_is_not(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.commands.run(ChangeAlarmRule(rule_id=desk.rule_id, threshold=50), by=SARA)
    assert desk.later(1) == "raised 2 and moved 0 alarms"
    desk.commands.run(ChangeAlarmRule(rule_id=desk.rule_id, is_enabled=False), by=SARA)
    assert {state for _, state in desk.alarms()} == {"out_of_service"}
    desk.measure(1, load_pct=0)
    assert desk.later(1) == ""
    desk.commands.run(ChangeAlarmRule(rule_id=desk.rule_id, is_enabled=True), by=SARA)
    desk.later(1)
    assert desk.alarms() == [(1, "returned"), (2, "unacknowledged")]
    with empty_source.connection() as connection:
        notes = connection.execute(
            "SELECT event, note FROM flux.alarm_steps WHERE alarm_id = 1 AND note IS NOT NULL ORDER BY step_id"
        ).fetchall()
    assert [note for _, note in notes] == ["Its rule is out of service.", "Its rule is in service again."]


def test_a_rule_over_one_feeder_watches_nothing_else(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, scope_kind="feeder", scope_id=2)
    for transformer_id in (1, 2):
        desk.measure(transformer_id, load_pct=200)
    desk.later(1)
    assert desk.alarms() == [(2, "unacknowledged")]
    (rule,) = empty_source.fetch(Query.of("alarm_rules", utility_id=1)).to_pylist()
    assert (rule["scope_name"], rule["points"]) == ("F0002", 1)


def test_alarms_of_an_outage_stand_under_it(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, quantity="feeder_customers_out", threshold=100, deadband=0)
    insert(empty_source, "outages", [outage(7, desk.now, None, 120)])
    desk.later(1)
    assert desk.alarms("asset_kind, asset_id, cause_kind, cause_id") == [("feeder", 1, "outage", 7)]


def test_ages_of_data_alarm_by_the_clock_alone(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source, quantity="feeder_status_age_s", threshold=900, deadband=0)
    assert desk.later(900) == ""
    assert desk.later(1) == "raised 1 and moved 0 alarms"
    assert desk.alarms("asset_kind, asset_name, raised_value") == [("utility", "Handmade 1", 901.0)]


def test_a_utility_gets_the_default_rules_once(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    desk.do("DELETE FROM flux.alarm_rules")
    desk.later(1)
    found = rows(empty_source, "SELECT count(*), count(*) FILTER (WHERE is_default) FROM flux.alarm_rules")
    assert found[0][0] == found[0][1] > 10
    desk.later(1)
    assert rows(empty_source, "SELECT count(*) FROM flux.alarm_rules") == [(found[0][0],)]
    shares = dict(rows(empty_source, "SELECT priority, count(*) FROM flux.alarm_rules GROUP BY priority"))
    assert shares["low"] >= shares["medium"] > shares["high"] >= shares["critical"], "most are low, few the highest"


def test_a_rule_made_before_the_first_look_keeps_no_default_rule_out(empty_source: PostgresSource) -> None:
    insert_utility(empty_source)
    Commands(empty_source).run(CreateAlarmRule.of(utility_id=1, **LOAD), by=SARA)
    Alarms(empty_source).run(NOW)
    assert rows(empty_source, "SELECT is_default, count(*) FROM flux.alarm_rules GROUP BY 1 ORDER BY 1") == [
        (False, 1), (True, len(DEFAULT_RULES)),
    ]  # fmt: skip


def test_a_check_finds_alarms_that_their_steps_do_not_lead_to(empty_source: PostgresSource) -> None:
    def found() -> dict[str, int]:
        return {one.check: one.count for one in check_utility(empty_source, 1) if one.check.startswith("alarms")}

    desk = Desk(empty_source)
    desk.measure(load_pct=160)
    desk.later(1)
    assert set(found().values()) == {0}
    desk.do("UPDATE flux.alarms SET state = 'acknowledged'")
    assert found() == {"alarms: annunciations": 0, "alarms: state": 1}


def test_utilities_are_judged_by_themselves(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    insert_utility(empty_source, utility_id=2)
    desk.measure(101, load_pct=160)
    desk.later(1)
    assert [row for row in desk.alarms("utility_id, quantity") if row[1] == "transformer_load_pct"] == []
    desk.do(
        "UPDATE flux.alarm_rules SET on_delay_s = 0, threshold = 150 WHERE quantity = 'transformer_load_pct' AND utility_id = 2"
    )
    desk.later(1)
    assert {row for row in desk.alarms("utility_id, asset_id") if row[0] == 2} == {(2, 101)}
