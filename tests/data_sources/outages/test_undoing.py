"""The last step is taken back by another command, and stands in the audit beside it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import (
    AddNote,
    AssignCrew,
    CloseOutage,
    CrewEnRoute,
    EstimateByRule,
    OperateDevice,
    OutageCommand,
    ReleaseCrew,
    ReopenOutage,
    ReportOutage,
    RestoreOutage,
    SetCause,
    SetEstimate,
    SetHazards,
    SetPriority,
    SwitchForOutage,
)
from data_sources.outages.storms import DeclareStorm, EstimateArea
from data_sources.outages.undoing import undo_of
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import load_town

MARIA, JOHN = Principal("maria", "supervisor"), Principal("john", "supervisor")
LATER = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(hours=5)
STANDS = (
    "state, cause, priority, hazards, crew_id, estimated_by, estimate_reason, opened_devices, closed_devices, "
    "customers_out, closed_at, CASE WHEN estimated_by = 'manual' THEN estimated_restoration_at END"
)


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    """Outage 1: breaker 1 is open."""
    load_town(empty_source, 2)
    Commands(empty_source).run(ReportOutage(utility_id=1, device_id=1), by=MARIA)
    return empty_source


def give(source: PostgresSource, command: Command, by: Principal = MARIA) -> None:
    Commands(source).run(command, by=by)
    check_counts(source)


def undo(source: PostgresSource, by: Principal = MARIA) -> OutageCommand | None:
    audit = source.fetch(Query.of("outage_audit", outage_id=1)).to_pylist()
    (facts,) = source.fetch(Query.of("outage_facts", outage_id=1, utility_id=1)).to_pylist()
    return undo_of(audit, facts, by.name)


def stands(source: PostgresSource) -> tuple[Any, ...]:
    return rows(source, f"SELECT {STANDS} FROM flux.outages WHERE outage_id = 1")[0]


@pytest.mark.parametrize(
    ("first", "step"),
    [
        ([], SetCause(outage_id=1, cause="animal")),
        ([], SetPriority(outage_id=1, priority="high")),
        ([SetPriority(outage_id=1, priority="low")], SetPriority(outage_id=1)),
        ([], SetHazards(outage_id=1, hazards=("wire_down", "fire"))),
        ([], SetEstimate(outage_id=1, estimated_restoration_at=LATER, reason="a pole")),
        ([SetEstimate(outage_id=1, estimated_restoration_at=LATER, reason="a pole")], EstimateByRule(outage_id=1)),
        (
            [SetEstimate(outage_id=1, estimated_restoration_at=LATER, reason="a pole")],
            SetEstimate(outage_id=1, estimated_restoration_at=LATER + dt.timedelta(hours=1), reason="a pole"),
        ),
        (
            [SetEstimate(outage_id=1, estimated_restoration_at=LATER, reason="a pole")],
            SetEstimate(outage_id=1, estimated_restoration_at=LATER, reason="two poles"),
        ),
        ([], AssignCrew(outage_id=1, crew_id=2)),
        ([AssignCrew(outage_id=1, crew_id=1)], AssignCrew(outage_id=1, crew_id=2)),
        ([AssignCrew(outage_id=1, crew_id=1)], ReleaseCrew(outage_id=1)),
        ([], SwitchForOutage(outage_id=1, open_device_ids=(2,))),
        ([RestoreOutage(outage_id=1)], CloseOutage(outage_id=1)),
    ],
)
def test_a_step_and_its_undo_leave_all_as_it_was(town: PostgresSource, first: list[Command], step: Command) -> None:
    for command in first:
        give(town, command)
    before = stands(town)
    give(town, step)
    assert stands(town) != before
    back = undo(town)
    assert back is not None
    give(town, back)
    assert stands(town) == before
    assert rows(town, "SELECT count(*) FROM flux.audit WHERE target_kind = 'outage'") == [(len(first) + 3,)]


def test_switching_is_taken_back_with_who_came_back_by_it(town: PostgresSource) -> None:
    """24 of 42 came back over the tie; taken back, they are out again: an interruption of their own, nothing deleted."""
    give(town, SwitchForOutage(outage_id=1, open_device_ids=(2,), close_device_ids=(500,)))
    back = undo(town)
    assert back == SwitchForOutage(outage_id=1, open_device_ids=(500,), close_device_ids=(2,))
    give(town, back)
    assert rows(town, "SELECT customers_out, opened_devices, closed_devices FROM flux.outages") == [(42, [], [])]
    assert rows(town, "SELECT customers FROM flux.interruptions ORDER BY interruption_id") == [(18,), (24,), (24,)]


def test_what_somebody_else_had_opened_is_not_closed_by_an_undo(town: PostgresSource) -> None:
    """John holds fuse 1123 open; Maria asks for 1123 and 1124: only 1124 moves, and only that is taken back."""
    give(town, OperateDevice(device_id=1123, is_open=True), JOHN)
    give(town, SwitchForOutage(outage_id=1, open_device_ids=(1123, 1124)))
    back = undo(town)
    assert back == SwitchForOutage(outage_id=1, close_device_ids=(1124,))
    give(town, back)
    assert rows(town, "SELECT is_open, held_by FROM flux.devices WHERE device_id IN (1123, 1124) ORDER BY device_id") == [
        (True, "john"), (False, None),
    ]  # fmt: skip
    assert rows(town, "SELECT customers_out FROM flux.outages WHERE outage_id = 2") == [(6,)]


def test_an_outage_s_own_device_goes_back_too(town: PostgresSource) -> None:
    give(town, SwitchForOutage(outage_id=1, open_device_ids=(2,), close_device_ids=(1,)))
    assert undo(town) == SwitchForOutage(outage_id=1, open_device_ids=(1,), close_device_ids=(2,))


def test_a_time_of_the_outage_s_own_is_let_go_to_its_area_s(town: PostgresSource) -> None:
    storm = Commands(town).run(DeclareStorm(utility_id=1, storm_name="Ida"), by=MARIA).target.id
    give(town, EstimateArea(storm_id=storm, substation_id=1, estimated_restoration_at=LATER))
    before = stands(town)
    give(town, SetEstimate(outage_id=1, estimated_restoration_at=LATER + dt.timedelta(hours=1), reason="a pole"))
    back = undo(town)
    assert back == EstimateByRule(outage_id=1)
    give(town, back)
    assert stands(town) == before


def test_only_the_last_own_step_about_the_outage(town: PostgresSource) -> None:
    give(town, SetCause(outage_id=1, cause="animal"))
    assert undo(town) == SetCause(outage_id=1, cause="unknown")
    assert undo(town, JOHN) is None
    give(town, AddNote(outage_id=1, text="seen"), JOHN)
    assert undo(town) is None
    assert undo(town, JOHN) is None  # what was read cannot be unread


@pytest.mark.parametrize("step", [AddNote(outage_id=1, text="x"), RestoreOutage(outage_id=1)])
def test_what_happened_outside_is_not_taken_back(town: PostgresSource, step: Command) -> None:
    give(town, step)
    assert undo(town) is None


def test_a_crew_that_left_is_not_called_back(town: PostgresSource) -> None:
    give(town, AssignCrew(outage_id=1, crew_id=1))
    give(town, CrewEnRoute(outage_id=1))
    assert undo(town) is None


def test_an_undo_can_be_undone(town: PostgresSource) -> None:
    give(town, RestoreOutage(outage_id=1, is_closing=False))
    give(town, CloseOutage(outage_id=1))
    back = undo(town)
    assert isinstance(back, ReopenOutage)
    give(town, back)
    assert undo(town) == CloseOutage(outage_id=1)
