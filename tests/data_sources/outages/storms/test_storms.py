"""A storm as its commands make it: one switch, times of areas instead of rules', damage seen, the public text."""

from __future__ import annotations

import datetime as dt
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.receipt import Receipt
from data_sources.commands.run import Commands, Order
from data_sources.errors import CommandError, CommandRefused, Conflict, Forbidden, InvalidCommand, NoSuchTarget
from data_sources.outages.life import (
    AssignCrew,
    ConfirmOutage,
    CrewOnSite,
    EstimateByRule,
    OperateDevice,
    PlanOutage,
    ReleaseCrew,
    ReportOutage,
    RestoreOutage,
    SetEstimate,
    SplitOutage,
)
from data_sources.outages.storms import (
    ApprovePublicText,
    CorrectAssessment,
    DeclareStorm,
    EndStorm,
    EnterAssessment,
    EstimateArea,
    UndoAreaEstimate,
    WithdrawAssessment,
)
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import check_counts, rows
from tests.data_sources.towns import load_town

MARIA, CHIEF = Principal("maria", "operator"), Principal("chief", "supervisor")
RULE = Principal("simulator", "operator", is_person=False)
NOW = dt.datetime.now(dt.UTC)
SOON, LATER, LATEST = (NOW + dt.timedelta(hours=hours) for hours in (1, 6, 9))
ESTIMATES = (
    "SELECT outage_id, estimated_restoration_at, estimated_by, estimate_reason FROM flux.outages ORDER BY outage_id"
)


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    load_town(empty_source, 3)
    return Commands(empty_source)


def report(commands: Commands, device_id: int, **values: Any) -> int:
    return commands.run(ReportOutage(utility_id=1, device_id=device_id, **values), by=MARIA).target.id


def declare(commands: Commands) -> int:
    return commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=CHIEF).target.id


def estimate(source: PostgresSource, outage_id: int) -> tuple[Any, ...]:
    return next(row[1:] for row in rows(source, ESTIMATES) if row[0] == outage_id)


def area_of(source: PostgresSource, outage_id: int) -> tuple[int, str]:
    ((number, name),) = rows(
        source,
        "SELECT substation_id, substation_name FROM flux.outages JOIN flux.feeders USING (feeder_id) "
        f"JOIN flux.substations USING (substation_id) WHERE outage_id = {outage_id}",
    )
    return number, name


def test_a_supervisor_declares_and_ends_a_storm_once(commands: Commands, empty_source: PostgresSource) -> None:
    with pytest.raises(Forbidden, match="takes a supervisor"):
        commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=MARIA)
    made = commands.run(DeclareStorm(utility_id=1, storm_name=" Ida ", note="wind"), by=CHIEF, key="k")
    assert (made.target.kind, made.version) == ("storm", 1)
    assert commands.run(DeclareStorm(utility_id=1, storm_name=" Ida ", note="wind"), by=CHIEF, key="k") == made
    with pytest.raises(CommandRefused, match="Storm Ida is declared already"):
        commands.run(DeclareStorm(utility_id=1, storm_name="Bo"), by=CHIEF)
    with pytest.raises(Conflict, match="not 7"):
        commands.run(EndStorm(storm_id=made.target.id), by=CHIEF, expected_version=7)
    ended = commands.run(EndStorm(storm_id=made.target.id), by=CHIEF, expected_version=1)
    assert (ended.version, ended.after["ended_by"]) == (2, "chief")
    with pytest.raises(CommandRefused, match="Storm Ida is over"):
        commands.run(EndStorm(storm_id=made.target.id), by=CHIEF)
    with pytest.raises(NoSuchTarget, match="no storm 99"):
        commands.run(EndStorm(storm_id=99), by=CHIEF)
    assert declare(commands) != made.target.id
    told = rows(empty_source, "SELECT outcome FROM flux.audit WHERE action LIKE '%_storm' ORDER BY audit_id")
    assert [one for (one,) in told].count("refused") == 4


@pytest.mark.parametrize("off", [dt.timedelta(hours=1), dt.timedelta(days=-40)])
def test_a_storm_began_before_now_and_not_long_ago(commands: Commands, off: dt.timedelta) -> None:
    with pytest.raises(CommandRefused, match="began before now"):
        commands.run(DeclareStorm(utility_id=1, storm_name="Ida", started_at=NOW + off), by=CHIEF)


def test_a_storm_takes_back_what_rules_told_and_nothing_else(commands: Commands, empty_source: PostgresSource) -> None:
    by_rule = report(commands, 122, estimated_restoration_at=SOON)
    by_hand = report(commands, 1122)
    commands.run(SetEstimate(outage_id=by_hand, estimated_restoration_at=LATER, reason="crew says"), by=MARIA)
    planned = commands.run(
        PlanOutage(utility_id=1, device_id=2122, planned_start_at=SOON, planned_end_at=LATER), by=MARIA
    ).target.id
    declare(commands)
    assert estimate(empty_source, by_rule) == (None, "rule", None)
    assert estimate(empty_source, by_hand) == (LATER, "manual", "crew says")
    assert estimate(empty_source, planned) == (LATER, "rule", None)
    told = rows(
        empty_source,
        "SELECT action, detail ->> 'reason' FROM flux.audit "
        f"WHERE outage_ids @> ARRAY[{by_rule}::bigint] ORDER BY audit_id",
    )
    assert told == [("report_outage", None), ("estimate_by_rule", "storm Ida declared")]


def test_no_rule_tells_a_time_of_a_single_outage_in_a_storm(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 122)
    declare(commands)
    commands.run(AssignCrew(outage_id=outage, crew_id=1, estimated_restoration_at=SOON), by=RULE)
    commands.run(CrewOnSite(outage_id=outage, estimated_restoration_at=SOON), by=RULE)
    commands.run(EstimateByRule(outage_id=outage, estimated_restoration_at=SOON), by=RULE)
    assert estimate(empty_source, outage) == (None, "rule", None)
    assert estimate(empty_source, report(commands, 1123, estimated_restoration_at=SOON)) == (None, "rule", None)


def test_an_area_is_given_a_time_and_so_is_what_begins_there_later(
    commands: Commands, empty_source: PostgresSource
) -> None:
    first, own = report(commands, 122), report(commands, 123)
    commands.run(SetEstimate(outage_id=own, estimated_restoration_at=SOON, reason="crew says"), by=MARIA)
    storm, (area, name) = declare(commands), area_of(empty_source, first)
    given = commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATER), by=MARIA)
    assert given.version == 2
    of_area = (LATER, "manual", f"storm, area {name}")
    assert estimate(empty_source, first) == of_area
    assert estimate(empty_source, own) == (SOON, "manual", "crew says")
    assert estimate(empty_source, report(commands, 124, estimated_restoration_at=SOON)) == of_area
    commands.run(OperateDevice(device_id=125, is_open=True), by=MARIA)
    assert rows(empty_source, "SELECT estimated_restoration_at FROM flux.outages ORDER BY outage_id DESC LIMIT 1") == [
        (LATER,)
    ]
    commands.run(EstimateByRule(outage_id=own), by=MARIA)  # let go of, it is its area's again
    assert estimate(empty_source, own) == of_area
    told = rows(empty_source, "SELECT actor, action FROM flux.audit WHERE action = 'set_estimate' AND outcome = 'done'")
    assert told == [("maria", "set_estimate")] * 2
    check_counts(empty_source)


def test_a_part_split_off_in_a_storm_has_its_area_s_time(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 2)
    storm, (area, name) = declare(commands), area_of(empty_source, outage)
    commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATER), by=MARIA)
    ((unit,),) = rows(empty_source, "SELECT unnest(transformer_ids) FROM flux.interruptions ORDER BY 1 LIMIT 1")
    commands.run(SplitOutage(outage_id=outage, transformer_ids=(unit,)), by=MARIA)
    assert {row[1:] for row in rows(empty_source, ESTIMATES)} == {(LATER, "manual", f"storm, area {name}")}


def test_taking_back_goes_one_step_at_a_time(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 122)
    storm, (area, name) = declare(commands), area_of(empty_source, outage)
    for at in (LATER, LATEST):
        commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=at), by=MARIA)
    commands.run(UndoAreaEstimate(storm_id=storm, substation_id=area), by=MARIA)
    assert estimate(empty_source, outage) == (LATER, "manual", f"storm, area {name}")
    commands.run(UndoAreaEstimate(storm_id=storm, substation_id=area), by=MARIA)
    assert estimate(empty_source, outage) == (None, "rule", None)
    with pytest.raises(CommandRefused, match=f"{name} was given no time"):
        commands.run(UndoAreaEstimate(storm_id=storm, substation_id=area), by=MARIA)


def test_an_area_is_given_no_time_that_is_over_and_no_other_utility_s_area(commands: Commands) -> None:
    report(commands, 122)
    storm = declare(commands)
    with pytest.raises(CommandRefused, match="give a time to come"):
        commands.run(EstimateArea(storm_id=storm, substation_id=1, estimated_restoration_at=NOW), by=MARIA)
    with pytest.raises(CommandRefused, match="no substation 77"):
        commands.run(EstimateArea(storm_id=storm, substation_id=77, estimated_restoration_at=LATER), by=MARIA)


def test_an_outage_that_began_after_the_time_of_its_area_has_none(
    commands: Commands, empty_source: PostgresSource
) -> None:
    outage, other = report(commands, 122), report(commands, 123)
    storm, (area, _) = declare(commands), area_of(empty_source, outage)
    rows(
        empty_source,
        f"UPDATE flux.outages SET started_at = now() + interval '9 h' WHERE outage_id = {other} RETURNING 1",
    )
    commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=SOON), by=MARIA)
    assert estimate(empty_source, outage)[:2] == (SOON, "manual")
    assert estimate(empty_source, other)[1:] == ("rule", None)
    rows(empty_source, "UPDATE flux.area_estimates SET estimated_restoration_at = now() - interval '1 s' RETURNING 1")
    assert estimate(empty_source, report(commands, 124)) == (None, "rule", None)
    late = report(commands, 125, is_confirmed=False, started_at=NOW - dt.timedelta(minutes=9))
    assert estimate(empty_source, late)[1] == "manual"
    commands.run(ConfirmOutage(outage_id=late, started_at=dt.datetime.now(dt.UTC)), by=MARIA)
    assert estimate(empty_source, late) == (None, "rule", None)


def test_an_area_s_earlier_time_leaves_no_outage_with_the_later_one_before_it(
    commands: Commands, empty_source: PostgresSource
) -> None:
    outage = report(commands, 122)
    storm, (area, _) = declare(commands), area_of(empty_source, outage)
    commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATEST), by=MARIA)
    rows(empty_source, "UPDATE flux.outages SET started_at = now() + interval '2 h' RETURNING 1")
    commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=SOON), by=MARIA)
    assert estimate(empty_source, outage) == (None, "rule", None)


def test_a_person_s_word_is_kept_whatever_its_wording(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 122)
    storm, (area, name) = declare(commands), area_of(empty_source, outage)
    for reason in ("storm, area flooded, crew says nine hours", f"storm, area {name}"):
        commands.run(SetEstimate(outage_id=outage, estimated_restoration_at=LATEST, reason=reason), by=MARIA)
        commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=SOON), by=MARIA)
        commands.run(UndoAreaEstimate(storm_id=storm, substation_id=area), by=MARIA)
        commands.run(AssignCrew(outage_id=outage, crew_id=1, estimated_restoration_at=SOON), by=RULE)
        commands.run(ReleaseCrew(outage_id=outage), by=RULE)
        assert estimate(empty_source, outage) == (LATEST, "manual", reason)
    commands.run(EndStorm(storm_id=storm), by=CHIEF)
    assert estimate(empty_source, outage) == (LATEST, "manual", f"storm, area {name}")


def test_when_a_storm_is_over_rules_go_on(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 122)
    storm, (area, _) = declare(commands), area_of(empty_source, outage)
    commands.run(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATER), by=MARIA)
    commands.run(EndStorm(storm_id=storm), by=CHIEF)
    at, by, reason = estimate(empty_source, outage)
    assert (at != LATER, by, reason) == (True, "rule", None)
    commands.run(AssignCrew(outage_id=outage, crew_id=1, estimated_restoration_at=SOON), by=RULE)
    assert estimate(empty_source, outage) == (SOON, "rule", None)


def test_a_storm_that_ends_without_a_time_of_an_area_leaves_no_outage_without_one(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """Before it, in it, with a crew on site; but what a person said, and when planned work ends, stand."""
    first, on_site, by_hand = (report(commands, device) for device in (122, 1122, 123))
    commands.run(AssignCrew(outage_id=on_site, crew_id=1), by=RULE)
    commands.run(CrewOnSite(outage_id=on_site), by=RULE)
    commands.run(SetEstimate(outage_id=by_hand, estimated_restoration_at=LATER, reason="crew says"), by=MARIA)
    work = PlanOutage(utility_id=1, device_id=2122, planned_start_at=SOON, planned_end_at=LATER)
    planned = commands.run(work, by=MARIA).target.id
    storm = declare(commands)
    later = report(commands, 1123, is_confirmed=False)
    commands.run(EndStorm(storm_id=storm), by=CHIEF)
    for outage in (first, on_site, later):
        at, by, reason = estimate(empty_source, outage)
        assert (by, reason) == ("rule", None)
        assert at > NOW
    assert estimate(empty_source, by_hand) == (LATER, "manual", "crew says")
    assert estimate(empty_source, planned) == (LATER, "rule", None)
    why = "SELECT DISTINCT detail ->> 'reason' FROM flux.audit WHERE action = 'estimate_by_rule' ORDER BY 1"
    assert rows(empty_source, why) == [("storm Ida declared",), ("storm Ida is over",)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_giving_an_area_a_time_and_taking_it_back_leaves_all_as_before(
    data: st.DataObject, commands: Commands, empty_source: PostgresSource
) -> None:
    """Whatever outages there are, by rule or by hand, and whatever times the area was given before."""
    for table in ("storms", "outages", "audit"):
        rows(empty_source, f"DELETE FROM flux.{table} RETURNING 1")
    rows(empty_source, "UPDATE flux.devices SET is_open = is_normally_open, held_by = NULL RETURNING 1")

    def give(command: Command, by: Principal = MARIA) -> Receipt | CommandError:
        return commands.run_all([Order(command)], by=by)[0]

    devices = data.draw(st.lists(st.sampled_from([122, 123, 124, 1122, 1123, 2122]), min_size=1, unique=True))
    ids = [report(commands, one, is_confirmed=data.draw(st.booleans())) for one in devices]
    for outage_id in data.draw(st.lists(st.sampled_from(ids), unique=True)):
        give(SetEstimate(outage_id=outage_id, estimated_restoration_at=SOON, reason="crew says"))
    storm, (area, _) = declare(commands), area_of(empty_source, ids[0])
    if data.draw(st.booleans()):
        give(EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATEST))
    if data.draw(st.booleans()):
        give(RestoreOutage(outage_id=ids[-1], is_closing=True))
    before = rows(empty_source, ESTIMATES)
    for command in (
        EstimateArea(storm_id=storm, substation_id=area, estimated_restoration_at=LATER),
        UndoAreaEstimate(storm_id=storm, substation_id=area),
    ):
        assert isinstance(give(command), Receipt)
    assert rows(empty_source, ESTIMATES) == before


def test_damage_is_entered_corrected_and_withdrawn(commands: Commands, empty_source: PostgresSource) -> None:
    outage = report(commands, 122)
    seen = commands.run(
        EnterAssessment(utility_id=1, outage_id=outage, broken_poles=2, severity="severe", crew_hours=6), by=MARIA
    )
    number = seen.target.id
    ((feeder, lon),) = rows(empty_source, f"SELECT feeder_id, lon FROM flux.outages WHERE outage_id = {outage}")
    columns = "broken_poles, spans_down, severity, crew_hours, assessed_by, feeder_id, lon, withdrawn_by, version"
    of = f"SELECT {columns} FROM flux.damage_assessments WHERE assessment_id = {number}"
    assert rows(empty_source, of) == [(2, 0, "severe", 6.0, "maria", feeder, lon, None, 1)]
    fixed = commands.run(
        CorrectAssessment(assessment_id=number, spans_down=3, crew_hours=None), by=MARIA, expected_version=1
    )
    assert (fixed.before, fixed.after) == ({"spans_down": 0, "crew_hours": 6}, {"spans_down": 3, "crew_hours": None})
    with pytest.raises(Conflict, match="changed by maria"):
        commands.run(CorrectAssessment(assessment_id=number, trees=1), by=CHIEF, expected_version=1)
    commands.run(WithdrawAssessment(assessment_id=number, reason="another street"), by=CHIEF)
    assert rows(empty_source, of) == [(2, 3, "severe", None, "maria", feeder, lon, "chief", 3)]
    with pytest.raises(CommandRefused, match="was withdrawn by chief"):
        commands.run(CorrectAssessment(assessment_id=number, trees=1), by=MARIA)


def test_damage_has_a_place(commands: Commands, empty_source: PostgresSource) -> None:
    with pytest.raises(InvalidCommand, match=r"Give the outage, or lon and lat"):
        EnterAssessment.of(utility_id=1, severity="minor")
    with pytest.raises(CommandRefused, match="no outage 99"):
        commands.run(EnterAssessment(utility_id=1, outage_id=99, severity="minor"), by=MARIA)
    with pytest.raises(CommandRefused, match="no feeder 99"):
        commands.run(EnterAssessment(utility_id=1, lon=-95.4, lat=29.7, feeder_id=99, severity="minor"), by=MARIA)
    commands.run(EnterAssessment(utility_id=1, lon=-95.4, lat=29.7, severity="minor", trees=4), by=MARIA)
    assert rows(empty_source, "SELECT lon, lat, trees, outage_id FROM flux.damage_assessments") == [
        (-95.4, 29.7, 4, None)
    ]


@pytest.mark.parametrize(
    ("values", "says"),
    [({}, "Give what is to be corrected"), ({"severity": None}, "Severity cannot be taken away"),
     ({"crew_hours": 0}, "greater than 0"), ({"crew_hours": float("nan")}, "less than or equal to 1000")],
)  # fmt: skip
def test_a_correction_says_something(values: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidCommand, match=says):
        CorrectAssessment.of(assessment_id=1, **values)


def test_the_public_is_told_what_a_supervisor_approved(commands: Commands, empty_source: PostgresSource) -> None:
    storm = declare(commands)
    with pytest.raises(Forbidden, match="takes a supervisor"):
        commands.run(ApprovePublicText(storm_id=storm, public_text="All is well."), by=MARIA)
    commands.run(ApprovePublicText(storm_id=storm, public_text="All is well. "), by=CHIEF)
    assert rows(empty_source, "SELECT public_text, public_text_by, version FROM flux.storms") == [
        ("All is well.", "chief", 2)
    ]
