"""The shift log: notes that nobody overwrites, shifts that are handed over, and the report of both."""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import CommandRefused, Conflict, InvalidCommand
from data_sources.field.alarms.changes import AcknowledgeAlarm
from data_sources.field.shift_log.desk import HandOverDesk, StartDeskShift
from data_sources.field.shift_log.notes import CorrectNote, WriteNote
from data_sources.field.shift_log.report import change_in_words, handover_report
from data_sources.outages.life import SetCause
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.field.alarms.alarming import MARIA, SARA, Desk
from tests.handmade import insert, insert_utility, outage

JOHN = Principal("john", "operator")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    insert_utility(empty_source)
    return Commands(empty_source)


def test_a_note_stands_under_the_shift_of_its_writer(commands: Commands, empty_source: PostgresSource) -> None:
    shift = commands.run(StartDeskShift(utility_id=1), by=MARIA).target.id
    commands.run(WriteNote(utility_id=1, text="switched FUS-1", category="switching"), by=MARIA)
    commands.run(WriteNote(utility_id=1, text="fog"), by=JOHN)
    assert rows(empty_source, "SELECT text, written_by, shift_id FROM flux.shift_log ORDER BY note_id") == [
        ("switched FUS-1", "maria", shift), ("fog", "john", None),
    ]  # fmt: skip


def test_a_correction_leaves_what_was_said(commands: Commands, empty_source: PostgresSource) -> None:
    first = commands.run(WriteNote(utility_id=1, text="breaker 1 open", category="switching"), by=MARIA)
    second = commands.run(CorrectNote(note_id=first.target.id, text="breaker 2 open"), by=JOHN, expected_version=1)
    assert second.target.id != first.target.id
    told = rows(
        empty_source,
        "SELECT text, category, written_by, corrects_id, corrected_by_id FROM flux.shift_log ORDER BY note_id",
    )
    assert told == [
        ("breaker 1 open", "switching", "maria", None, second.target.id),
        ("breaker 2 open", "switching", "john", first.target.id, None),
    ]
    with pytest.raises(Conflict):
        commands.run(CorrectNote(note_id=first.target.id, text="x"), by=MARIA, expected_version=1)
    with pytest.raises(CommandRefused, match=f"was corrected by note {second.target.id}: correct that one"):
        commands.run(CorrectNote(note_id=first.target.id, text="x"), by=MARIA)


def test_a_note_is_about_what_has_happened_and_is_there(commands: Commands) -> None:
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(CommandRefused, match="is still to come"):
        commands.run(WriteNote(utility_id=1, text="x", happened_at=now + HOUR), by=MARIA)
    with pytest.raises(CommandRefused, match="more than 30 days ago"):
        commands.run(WriteNote(utility_id=1, text="x", happened_at=now - 31 * 24 * HOUR), by=MARIA)
    with pytest.raises(CommandRefused, match="no such outage or alarm"):
        commands.run(WriteNote(utility_id=1, text="x", outage_id=5), by=MARIA)
    with pytest.raises(InvalidCommand, match="Give asset_kind and asset_id together"):
        WriteNote.of(utility_id=1, text="x", asset_id=5)


def test_a_note_names_an_asset_of_its_own_utility(commands: Commands, empty_source: PostgresSource) -> None:
    insert_utility(empty_source, utility_id=2)
    for kind, number in (
        ("transformer", 101),
        ("transformer", 999_999),
        ("feeder", 99),
        ("pole", 5),
        ("meter", 99_999),
    ):
        with pytest.raises(CommandRefused, match=f"There is no {kind} {number} in this utility"):
            commands.run(WriteNote(utility_id=1, text="x", asset_kind=kind, asset_id=number), by=MARIA)
    for kind, number in (("transformer", 1), ("feeder", 1), ("substation", 1)):
        commands.run(WriteNote(utility_id=1, text="x", asset_kind=kind, asset_id=number), by=MARIA)


def test_a_shift_is_handed_over_by_whose_it_is_or_by_a_supervisor(
    commands: Commands, empty_source: PostgresSource
) -> None:
    first = commands.run(StartDeskShift(utility_id=1, desk="north"), by=MARIA).target.id
    with pytest.raises(CommandRefused, match="maria is at the north already: hand over first"):
        commands.run(StartDeskShift(utility_id=1, desk="north"), by=MARIA)
    with pytest.raises(CommandRefused, match="It is the shift of maria"):
        commands.run(HandOverDesk(shift_id=first, handover="all quiet"), by=JOHN)
    commands.run(HandOverDesk(shift_id=first, handover="all quiet", handed_to="john"), by=MARIA)
    with pytest.raises(CommandRefused, match="is over"):
        commands.run(HandOverDesk(shift_id=first, handover="again"), by=SARA)
    left = commands.run(StartDeskShift(utility_id=1), by=JOHN).target.id
    commands.run(HandOverDesk(shift_id=left, handover="john left"), by=SARA)
    assert rows(empty_source, "SELECT count(*) FROM flux.shifts WHERE ended_at IS NULL") == [(0,)]


def test_a_report_holds_what_happened_in_its_period_and_counts_as_the_lists_do(empty_source: PostgresSource) -> None:
    desk = Desk(empty_source)
    now = dt.datetime.now(dt.UTC)
    desk.now = now - 2 * HOUR
    insert(empty_source, "outages", [
        outage(1, now - 3 * HOUR, None, 120), outage(2, now - 5 * HOUR, 30, 9), outage(3, now - 2 * HOUR, 20, 40),
    ])  # fmt: skip
    for number in (1, 2):
        desk.measure(number, load_pct=170)
    desk.later(0)
    desk.commands.run(AcknowledgeAlarm(alarm_id=1), by=MARIA)
    desk.commands.run(SetCause(outage_id=1, cause="animal"), by=MARIA)
    desk.commands.run(WriteNote(utility_id=1, text="seen"), by=MARIA)
    desk.commands.run(StartDeskShift(utility_id=1), by=MARIA)
    (utility,) = empty_source.fetch(Query.of("utilities")).to_pylist()
    end = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    report = handover_report(empty_source, utility, end - 4 * HOUR, end, end)
    assert [one["outage_id"] for one in report.open_outages] == [1]
    assert {one["outage_id"] for one in report.outages} == {1, 3}, "the second was over before"
    assert [one["state"] for one in report.alarms] == ["unacknowledged", "acknowledged"]
    assert report.raised == {"critical": 0, "high": 0, "medium": 2, "low": 0}
    assert report.floods == []
    assert [one["text"] for one in report.notes] == ["seen"]
    assert [one["person"] for one in report.shifts] == ["maria"]
    assert any("set cause, outage 1 (cause: " in text and text.endswith("to animal)") for _, text in report.changes)
    assert report.listed_of[0] == report.listed_of[1] == len(report.changes), "notes and shifts are no changes here"
    earlier = handover_report(empty_source, utility, end - 8 * HOUR, end - 4 * HOUR, end)
    assert (earlier.alarms, earlier.notes, earlier.changes) == ([], [], [])
    assert [one["outage_id"] for one in earlier.outages] == [2]


def test_a_change_in_words() -> None:
    row = {
        "actor": "maria", "action": "set_cause", "target_kind": "outage", "target_id": 12,
        "from_values": '{"cause": "unknown"}', "to_values": '{"cause": "animal", "version": 3}',
    }  # fmt: skip
    assert change_in_words(row) == "maria: set cause, outage 12 (cause: unknown to animal)"
    bare = {**row, "target_kind": "utility", "from_values": None, "to_values": None}
    assert change_in_words(bare) == "maria: set cause"
