"""The picture of a storm on a town's real rows: the queue, why, who goes, areas, milestones, the draft text."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.outages.life import (
    AssignCrew,
    CrewEnRoute,
    CrewOnSite,
    PlanOutage,
    ReportOutage,
    RestoreOutage,
    SetHazards,
    SetPriority,
)
from data_sources.outages.storms import DeclareStorm, EndStorm, EnterAssessment, EstimateArea, WithdrawAssessment
from data_sources.postgres.source import PostgresSource
from data_sources.studies.storm.past import past_storms
from data_sources.studies.storm.picture import StormPicture, storm_picture, storm_tables
from data_sources.studies.storm.sentences import public_text, rounded
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import load_town

CHIEF = Principal("chief", "supervisor")


@pytest.fixture
def commands(empty_source: PostgresSource) -> Commands:
    load_town(empty_source, 3, crews=2)
    return Commands(empty_source)


def report(commands: Commands, device_id: int, **values: object) -> int:
    return commands.run(ReportOutage.of(utility_id=1, device_id=device_id, **values), by=CHIEF).target.id


def picture(source: PostgresSource) -> StormPicture:
    now = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5)
    return storm_picture(storm_tables(source, 1, now), now)


def test_without_outages_nothing_is_out_and_nobody_is_sent(commands: Commands, empty_source: PostgresSource) -> None:
    found = picture(empty_source)
    assert (found.priorities, found.areas, found.forecast, found.storm) == ([], [], None, None)
    assert (found.working, found.available, found.work_hours) == (0, 2, 0.0)
    assert all(one.reached_at is None and one.p50_at is None for one in found.milestones)
    assert "no customers of Town 1 are known to be without electricity." in public_text(found, "Town 1", "UTC")


def test_the_queue_takes_critical_customers_danger_and_high_priority_first(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """Lateral 123 (transformers 23 and 43: the hospital is meter 430) has a critical customer; the trunk has most."""
    critical, small, wire, high = (report(commands, one) for one in (123, 1122, 1124, 2124))
    trunk = report(commands, 2002)
    commands.run(SetHazards(outage_id=wire, hazards=("wire_down", "other")), by=CHIEF)
    commands.run(SetPriority(outage_id=high, priority="high"), by=CHIEF)
    ((hospitals,),) = rows(
        empty_source,
        "SELECT count(*) FROM flux.customers JOIN flux.meters USING (meter_id) JOIN flux.interruptions AS i "
        "ON transformer_id = ANY (i.transformer_ids) WHERE critical_kind IS NOT NULL "
        f"AND flux.customers.is_active AND i.outage_id = {critical}",
    )
    found = picture(empty_source)
    order = [one.row["outage_id"] for one in found.priorities]
    firsts = {wire, high} | ({critical} if hospitals else set())
    others = [one for one in found.priorities if one.row["outage_id"] not in firsts and not one.critical]
    assert set(order[: len(order) - len(others)]) >= firsts
    assert [one.row["outage_id"] for one in others if one.row["outage_id"] in (trunk, small)] == (
        [trunk, small] if trunk in [one.row["outage_id"] for one in others] else [small]
    )
    by_id = {one.row["outage_id"]: one for one in found.priorities}
    assert by_id[wire].why.startswith("wire down, ")
    assert "high priority by hand" in by_id[high].why
    assert {one.row["outage_id"] for one in by_id.values() if one.comes_first} == {
        one.row["outage_id"] for one in by_id.values() if not one.why[0].isdigit() or one.critical
    }
    assert [one.order for one in found.priorities] == [1, 2, 3, 4, 5]
    assert sum(one.is_crew_free for one in found.priorities) == 2
    assert found.critical == sum(one.critical for one in found.priorities)


def test_damage_says_how_long_the_work_takes(commands: Commands, empty_source: PostgresSource) -> None:
    """Behind a fuse 90 minutes; six and two hours as two assessments say; an hour more where the way is blocked."""
    outage = report(commands, 122)
    assert picture(empty_source).priorities[0].repair_minutes == 90.0
    for hours, is_blocked in ((6, False), (2, True)):
        seen = EnterAssessment(
            utility_id=1, outage_id=outage, severity="severe", crew_hours=hours, is_access_blocked=is_blocked
        )
        last = commands.run(seen, by=CHIEF).target.id
    first = picture(empty_source).priorities[0]
    assert (first.repair_minutes, first.crew_hours) == (8 * 60 + 60, 8.0)
    assert first.customers_per_crew_hour == pytest.approx(first.customers / ((10 + 540) / 60))
    commands.run(WithdrawAssessment(assessment_id=last, reason="double"), by=CHIEF)
    assert picture(empty_source).priorities[0].repair_minutes == 360.0


def test_a_crew_on_site_is_counted_on_and_what_is_planned_is_not(
    commands: Commands, empty_source: PostgresSource
) -> None:
    outage = report(commands, 122)
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    plan = PlanOutage(utility_id=1, device_id=1122, planned_start_at=soon, planned_end_at=soon + dt.timedelta(hours=1))
    commands.run(plan, by=CHIEF)
    commands.run(AssignCrew(outage_id=outage, crew_id=1), by=CHIEF)
    commands.run(CrewEnRoute(outage_id=outage), by=CHIEF)
    commands.run(CrewOnSite(outage_id=outage), by=CHIEF)
    found = picture(empty_source)
    (one,) = found.priorities
    assert (one.order, one.crew["crew_name"], one.is_crew_free, one.arrives_at) == (None, "Crew 1", False, None)
    assert (found.working, found.available, found.work_hours) == (1, 1, 0.0)


def test_without_a_crew_nothing_is_forecast(commands: Commands, empty_source: PostgresSource) -> None:
    report(commands, 122)
    rows(empty_source, "UPDATE flux.crews SET status = 'off_shift' RETURNING 1")
    found = picture(empty_source)
    assert (found.forecast, found.priorities[0].crew, found.areas[0].suggested_at) == (None, None, None)
    assert found.milestones[-1].p50_at is None


def test_areas_have_a_time_to_be_told_and_the_one_that_was_told(
    commands: Commands, empty_source: PostgresSource
) -> None:
    for device in (122, 1122):
        report(commands, device)
    storm = commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=CHIEF).target.id
    (area,) = picture(empty_source).areas
    assert (area.name, area.outages, area.told_at) == ("SUB-001", 2, None)
    assert area.suggested_at is not None
    assert area.suggested_at.minute in (0, 30)
    assert area.suggested_at <= area.last_at
    give = EstimateArea(storm_id=storm, substation_id=1, estimated_restoration_at=area.suggested_at)
    commands.run(give, by=CHIEF)
    (told,) = picture(empty_source).areas
    assert (told.told_at, told.told_by, told.own_times) == (area.suggested_at, "chief", 0)


def test_the_forecast_begins_with_who_is_out_and_falls_to_nobody(
    commands: Commands, empty_source: PostgresSource
) -> None:
    for device in (122, 123, 1122, 2002):
        report(commands, device)
    report(commands, 1123, is_confirmed=False)  # predicted: worked on, but nobody is known to be out
    found = picture(empty_source)
    curve = found.forecast
    assert curve is not None
    assert curve.p50[0] == curve.p90[0] == found.record.out_now
    assert curve.p10[-1] == curve.p50[-1] == 0
    assert curve.p90[-1] < 1
    for line in (curve.p10, curve.p50, curve.p90):
        assert (np.diff(line) <= 0).all()
    assert found.predicted == 1
    text = public_text(found, "T", "UTC")
    assert "These times are for outages that are confirmed; we are looking into others" in text
    assert "; 4 places are known where something has to be repaired." in text  # the predicted one is not known
    whole = [one.p50_at for one in found.milestones]
    assert whole == sorted(whole)
    assert found.milestones[-1].p90_at > found.milestones[-1].p10_at


def test_the_draft_rounds_and_names_no_asset(commands: Commands, empty_source: PostgresSource) -> None:
    report(commands, 1)
    report(commands, 1001)
    commands.run(DeclareStorm(utility_id=1, storm_name="Ida"), by=CHIEF)
    text = public_text(picture(empty_source), "Town 1", "America/Chicago")
    assert "about 80 customers of Town 1 are without electricity because of storm Ida." in text
    assert "No crews are at work or on the way; 2 places are known where something has to be repaired." in text
    assert "everybody known to be without it by" in text
    assert "we are looking into others" not in text
    assert ":00 C" in text.split("We expect supply to be back for ")[1]
    assert not [one for one in ("SUB-", "F000", "BREAKER", "TX-", "Crew") if one in text]


@pytest.mark.parametrize(
    ("customers", "words"),
    [
        (3, "fewer than 50"),
        (84, "about 80"),
        (126, "about 130"),
        (12_449, "about 12,000"),
        (999_999, "about 1,000,000"),
    ],
)
def test_the_public_is_told_two_figures(customers: int, words: str) -> None:
    assert rounded(customers) == words


def test_a_storm_that_is_over_has_its_figures(commands: Commands, empty_source: PostgresSource) -> None:
    began = dt.datetime.now(dt.UTC) - dt.timedelta(hours=3)
    storm = commands.run(DeclareStorm(utility_id=1, storm_name="Ida", started_at=began), by=CHIEF).target.id
    outage = report(commands, 122, started_at=began + dt.timedelta(hours=1))
    commands.run(
        RestoreOutage(outage_id=outage, restored_at=began + dt.timedelta(hours=2), is_closing=True), by=CHIEF
    )  # fmt: skip
    now = dt.datetime.now(dt.UTC)
    assert past_storms(empty_source, 1, now) == []
    commands.run(EndStorm(storm_id=storm), by=CHIEF)
    (found,) = past_storms(empty_source, 1, now + dt.timedelta(minutes=1))
    assert (found.record.outages, found.record.interrupted, found.record.out_now) == (1, 6, 0)
    assert found.record.curve.customer_minutes == 6 * 60
    assert found.hours_to_90_pct == pytest.approx(2.0, abs=1e-6)


def test_who_has_just_lost_supply_is_out_and_not_yet_interrupted(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """Lateral 122 has six customers; the longer interruption is of more than five minutes (IEEE Std 1366-2022, 3)."""
    now = dt.datetime.now(dt.UTC)
    report(commands, 122, started_at=now - dt.timedelta(minutes=2))
    tables = storm_tables(empty_source, 1, now)
    fresh, later = (storm_picture(tables, now + dt.timedelta(minutes=more)) for more in (1, 4))
    assert (fresh.record.out_now, fresh.record.interrupted, fresh.record.restored_pct) == (6, 0, 0.0)
    assert (later.record.out_now, later.record.interrupted, later.record.restored_pct) == (6, 6, 0.0)
    assert [one.reached_at for one in fresh.milestones] == [None] * len(fresh.milestones)


def test_blips_and_second_interruptions_make_no_more_customers(
    commands: Commands, empty_source: PostgresSource
) -> None:
    """Lateral 122 has six customers: a blip of all behind the breaker, the lateral for an hour, and again by now."""
    now = dt.datetime.now(dt.UTC)
    for device, began, minutes in ((1, 150, 0.2), (122, 140, 60), (122, 30, None)):
        at = now - dt.timedelta(minutes=began)
        outage = report(commands, device, started_at=at)
        if minutes is not None:
            over = at + dt.timedelta(minutes=minutes)
            commands.run(RestoreOutage(outage_id=outage, restored_at=over, is_closing=True), by=CHIEF)
    record = picture(empty_source).record
    assert (record.interrupted, record.out_now, record.restored, record.outages) == (6, 6, 0, 2)
    assert record.curve.peak[1] == 6
