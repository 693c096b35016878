"""OwnChanges: a page's own changes make none of its later commands late; anybody else's do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from data_sources.commands.command import Command
from data_sources.commands.own_changes import OwnChanges
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, Conflict
from data_sources.outages.life import AddNote, ReportOutage, SetCause, SetPriority
from data_sources.outages.storms import ApprovePublicText, DeclareStorm, EstimateArea
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import load_town

MARIA, CHIEF = Principal("maria", "operator"), Principal("john", "supervisor")


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    load_town(empty_source, 3)
    return Commands(empty_source)


@pytest.fixture
def outage_id(commands: Commands) -> int:
    """An outage at version 1."""
    return commands.run(ReportOutage(utility_id=1, device_id=122), by=MARIA).target.id


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
