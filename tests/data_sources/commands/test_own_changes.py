"""OwnChanges: a page's own changes make none of its later commands late; anybody else's do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from data_sources.commands.command import Command
from data_sources.commands.own_changes import OwnChanges
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order, OwnSteps
from data_sources.commands.versions import MovedVersion
from data_sources.errors import CommandError, CommandRefused, Conflict
from data_sources.outages.calls import AskCallback, AttachCall, CloseCall, TakeCall
from data_sources.outages.life import AddNote, MergeOutage, ReportOutage, SetCause, SetPriority
from data_sources.outages.storms import ApprovePublicText, DeclareStorm, EstimateArea
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import rows

MARIA, CHIEF = Principal("maria", "operator"), Principal("john", "supervisor")


def versions(outcomes: Sequence[Receipt | CommandError]) -> list[int | None]:
    assert all(isinstance(one, Receipt) for one in outcomes), outcomes
    return [one.version for one in outcomes if isinstance(one, Receipt)]


def over(version: int, *wanted: Command) -> list[Order]:
    return [Order(command, version) for command in wanted]


def test_two_changes_in_a_row_over_what_is_still_shown_are_both_done(commands: Commands, outage_id: int) -> None:
    page = OwnChanges(commands, MARIA)
    assert versions(page.run_all(over(1, SetCause(outage_id=outage_id, cause="animal")))) == [2]
    assert versions(page.run_all(over(1, SetPriority(outage_id=outage_id, priority="high")))) == [3]
    assert versions(page.run_all(over(2, SetCause(outage_id=outage_id, cause="wind")))) == [4]


def test_what_takes_the_last_step_back_is_late_by_ones_own_step_too(commands: Commands, outage_id: int) -> None:
    page = OwnChanges(commands, MARIA)
    page.run_all(over(1, SetCause(outage_id=outage_id, cause="animal")))
    (lost,) = page.run_all(over(1, SetCause(outage_id=outage_id, cause="unknown")), is_exact=True)
    assert isinstance(lost, Conflict)


def test_a_change_of_somebody_else_is_told_before_between_and_after_ones_own(
    commands: Commands, outage_id: int
) -> None:
    page = OwnChanges(commands, MARIA)
    commands.run(AddNote(outage_id=outage_id, text="a branch"), by=CHIEF)  # 2, which the page has not seen
    page.run_all([Order(AddNote(outage_id=outage_id, text="on the line"))])  # 3, over no version
    (lost,) = page.run_all(over(1, SetCause(outage_id=outage_id, cause="animal")))
    assert isinstance(lost, Conflict), "before"
    assert versions(page.run_all(over(2, SetCause(outage_id=outage_id, cause="animal")))) == [4]
    commands.run(AddNote(outage_id=outage_id, text="cut"), by=MARIA)  # 5, of the same person elsewhere
    (lost,) = page.run_all(over(3, SetPriority(outage_id=outage_id, priority="high")))
    assert isinstance(lost, Conflict), "after"
    page.run_all(over(5, AddNote(outage_id=outage_id, text="gone")))  # 6
    (lost,) = page.run_all(over(4, SetPriority(outage_id=outage_id, priority="high")))
    assert isinstance(lost, Conflict), "between"
    assert "add note" in str(lost)


def test_a_lost_command_moves_nothing_on(commands: Commands, outage_id: int) -> None:
    page = OwnChanges(commands, MARIA)
    commands.run(AddNote(outage_id=outage_id, text="a branch"), by=CHIEF)
    for _ in range(2):
        (lost,) = page.run_all(over(1, SetCause(outage_id=outage_id, cause="animal")))
        assert isinstance(lost, Conflict)


def test_a_time_for_an_area_makes_neither_its_storm_nor_its_outages_late(commands: Commands, outage_id: int) -> None:
    """Of a supervisor's walk: the text was not approved, for the storm "was changed by root (estimate area)"."""
    storm_id = commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=CHIEF).target.id
    seen = commands.run(SetCause(outage_id=outage_id, cause="wind"), by=CHIEF).version
    assert seen is not None
    page = OwnChanges(commands, CHIEF)
    at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=4)
    page.run_all([Order(EstimateArea(storm_id=storm_id, substation_id=1, estimated_restoration_at=at))])
    approve = ApprovePublicText(storm_id=storm_id, public_text="Crews are on their way.")
    assert versions(page.run_all(over(1, approve))) == [3]
    assert versions(page.run_all(over(seen, SetPriority(outage_id=outage_id, priority="high")))) == [seen + 2]


# What a command changes beside its target -----------------------------------------------------------------------------


@pytest.fixture
def calls(commands: Commands) -> tuple[int, int]:
    """Two open calls of one meter, each at version 1."""
    first, second = (
        commands.run(TakeCall(utility_id=1, meter_id=220, symptom=symptom), by=MARIA).target.id
        for symptom in ("no_supply", "wire_down")
    )
    return first, second


def test_two_calls_of_one_meter_are_closed_in_one_click(
    commands: Commands, calls: tuple[int, int], empty_source: PostgresSource
) -> None:
    """The first command closes both: the second has nothing left but its note."""
    page = OwnChanges(commands, MARIA)
    orders = [Order(CloseCall.of(call_id=one, note="seen"), 1) for one in calls]
    assert versions(page.run_all(orders)) == [2, 3]
    told = rows(empty_source, "SELECT closed_at IS NOT NULL, note, version FROM flux.trouble_calls ORDER BY call_id")
    assert told == [(True, "seen", 2), (True, "seen", 3)]


def test_two_calls_of_one_meter_are_attached_in_one_click(
    commands: Commands, calls: tuple[int, int], outage_id: int, empty_source: PostgresSource
) -> None:
    """What the second one saw is a hazard of the outage all the same; the outage is not late by it either."""
    with empty_source.connection() as connection:
        connection.execute("UPDATE flux.trouble_calls SET outage_id = NULL, version = 1")
        connection.execute("UPDATE flux.outages SET hazards = '{}', version = 1")
    page = OwnChanges(commands, MARIA)
    orders = [Order(AttachCall(call_id=one, outage_id=outage_id), 1) for one in calls]
    assert versions(page.run_all(orders)) == [2, 2]
    assert rows(empty_source, "SELECT hazards FROM flux.outages") == [(["wire_down"],)]
    assert versions(page.run_all(over(1, SetCause(outage_id=outage_id, cause="wind")))) == [3]


def test_what_a_call_did_to_the_others_of_its_meter_makes_them_not_late(
    commands: Commands, calls: tuple[int, int]
) -> None:
    page = OwnChanges(commands, MARIA)
    first, second = calls
    assert versions(page.run_all(over(1, AskCallback(call_id=first)))) == [2]
    assert versions(page.run_all(over(1, CloseCall(call_id=second)))) == [3]
    (lost,) = page.run_all(over(1, CloseCall(call_id=first)))
    assert isinstance(lost, CommandRefused), "it is closed, which is no conflict"


def test_a_change_of_the_others_of_its_meter_by_somebody_else_is_told(
    commands: Commands, calls: tuple[int, int]
) -> None:
    page = OwnChanges(commands, MARIA)
    first, second = calls
    commands.run(AskCallback(call_id=first), by=CHIEF)  # both calls are at 2, which the page has not seen
    outcomes = page.run_all([Order(CloseCall(call_id=first), 2), Order(CloseCall(call_id=second), 1)])
    assert isinstance(outcomes[0], Receipt)
    assert isinstance(outcomes[1], Conflict)


@pytest.fixture
def presumed_id(commands: Commands) -> int:
    """A presumed outage at version 2, with a call that tells of a wire down."""
    found = commands.run(ReportOutage(utility_id=1, device_id=123, is_confirmed=False), by=MARIA).target.id
    call_id = commands.run(TakeCall(utility_id=1, meter_id=230, symptom="wire_down"), by=MARIA).target.id
    commands.run(AttachCall(call_id=call_id, outage_id=found), by=MARIA)
    return found


def test_what_is_merged_into_is_not_late_by_it(commands: Commands, outage_id: int, presumed_id: int) -> None:
    """Customers and hazards go over, each a version more."""
    page = OwnChanges(commands, MARIA)
    assert versions(page.run_all(over(2, MergeOutage(outage_id=presumed_id, into_id=outage_id)))) == [3]
    assert versions(page.run_all(over(1, SetCause(outage_id=outage_id, cause="wind")))) == [4]


def test_what_somebody_else_did_to_what_is_merged_into_is_told(
    commands: Commands, outage_id: int, presumed_id: int
) -> None:
    page = OwnChanges(commands, MARIA)
    commands.run(AddNote(outage_id=outage_id, text="a branch"), by=CHIEF)
    assert versions(page.run_all(over(2, MergeOutage(outage_id=presumed_id, into_id=outage_id)))) == [3]
    (lost,) = page.run_all(over(1, SetCause(outage_id=outage_id, cause="wind")))
    assert isinstance(lost, Conflict)


def test_what_a_lost_command_had_written_is_followed_by_nobody(commands: Commands, outage_id: int) -> None:
    """What comes after it in the row is done by itself, over what it left as it was."""
    page = OwnChanges(commands, MARIA)
    orders = over(1, MergeOutage(outage_id=outage_id, into_id=outage_id), SetCause(outage_id=outage_id, cause="wind"))
    lost, done = page.run_all(orders)
    assert isinstance(lost, CommandRefused)
    assert isinstance(done, Receipt)
    assert done.moved == (("outage", outage_id, 1, 2),)


def test_only_the_latest_steps_are_known() -> None:
    """A page is open for weeks."""
    steps = OwnSteps(most=3)
    for version in range(1, 9):
        steps.take([MovedVersion("outage", 5, version, version + 1)])
    assert len(steps) == 3
    command = AddNote(outage_id=5, text="a branch")
    assert steps.follow(Order(command, 6)).expected_version == 9
    assert steps.follow(Order(command, 2)).expected_version == 2
