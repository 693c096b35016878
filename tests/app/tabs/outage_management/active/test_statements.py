"""What the view asks, answered by a real PostgreSQL for an outage that lived through commands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.tabs.outage_management.active.extent import extent_of
from app.tabs.outage_management.active.whatif import WhatIf, what_if
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import CommandRefused
from data_sources.outages.life import (
    AddNote,
    CloseOutage,
    PlanOutage,
    ReportOutage,
    RestoreOutage,
    SetHazards,
    SwitchForOutage,
)
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from tests.data_sources.towns import load_town

MARIA = Principal("maria", "operator")


def asked(source: PostgresSource, name: str, **values: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = source.fetch(Query.of(name, **values)).to_pylist()
    return found


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    return empty_source


def test_what_is_not_closed_is_listed_with_who_is_dark(town: PostgresSource) -> None:
    commands = Commands(town)
    fuse = commands.run(ReportOutage(utility_id=1, device_id=122), by=MARIA).target.id
    commands.run(SetHazards(outage_id=fuse, hazards=("wire_down", "fire")), by=MARIA)
    predicted = commands.run(ReportOutage(utility_id=1, device_id=123, is_confirmed=False), by=MARIA).target.id
    found = {row["outage_id"]: row for row in asked(town, "unclosed_outages", utility_id=1)}
    assert set(found) == {fuse, predicted}
    assert sorted(map(int, found[fuse]["dark_transformers"].split(","))) == [22, 42]
    assert (found[fuse]["hazards"], found[fuse]["customers_out"]) == ("fire,wire_down", 6)
    assert (found[predicted]["customers_predicted"], found[predicted]["dark_transformers"]) == (6, None)
    commands.run(RestoreOutage(outage_id=fuse), by=MARIA)
    assert {row["state"] for row in asked(town, "unclosed_outages", utility_id=1)} == {"restored", "predicted"}
    commands.run(CloseOutage(outage_id=fuse), by=MARIA)
    assert [row["outage_id"] for row in asked(town, "unclosed_outages", utility_id=1)] == [predicted]
    (facts,) = asked(town, "outage_facts", utility_id=1, outage_id=fuse)
    assert (facts["state"], facts["device_id"], facts["version"]) == ("closed", 122, 4)
    assert asked(town, "outage_facts", utility_id=2, outage_id=fuse) == []


def test_steps_and_the_extent_follow_switching(town: PostgresSource) -> None:
    """Breaker 1 trips with 42 out; 24 are fed by the tie: the lines that are dark are those of the other 18."""
    commands = Commands(town)
    number = commands.run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    (facts,) = asked(town, "outage_facts", utility_id=1, outage_id=number)
    before = extent_of(town, 1, facts)
    commands.run(SwitchForOutage(outage_id=number, open_device_ids=(2,), close_device_ids=(500,)), by=MARIA)
    steps = asked(town, "outage_steps", outage_id=number)
    assert [(row["customers"], row["restored_at"] is None) for row in steps] == [(18, True), (24, False)]
    assert [row["transformers"] for row in steps] == [6, 8]
    after = extent_of(town, 1, facts)
    assert before is not None
    assert after is not None
    assert set(after.segment_ids) < set(before.segment_ids)
    assert {2, 3} <= set(after.segment_ids)
    assert not {6, 7, 8} & set(after.segment_ids)


def test_a_plan_shows_what_it_would_leave_dark(town: PostgresSource) -> None:
    start = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    plan = PlanOutage(
        utility_id=1, device_id=122, planned_start_at=start, planned_end_at=start + dt.timedelta(hours=3)
    )  # fmt: skip
    number = Commands(town).run(plan, by=MARIA).target.id
    (facts,) = asked(town, "outage_facts", utility_id=1, outage_id=number)
    found = extent_of(town, 1, facts)
    assert found is not None
    assert len(found.segment_ids) == 2


def test_the_audit_of_an_outage_holds_what_was_refused(town: PostgresSource) -> None:
    commands = Commands(town)
    number = commands.run(ReportOutage(utility_id=1, device_id=122), by=MARIA).target.id
    commands.run(AddNote(outage_id=number, text="Tree on the line"), by=MARIA)
    with pytest.raises(CommandRefused):
        commands.run(CloseOutage(outage_id=number), by=MARIA)
    found = asked(town, "outage_audit", outage_id=number)
    assert [(row["action"], row["outcome"]) for row in found] == [
        ("close_outage", "refused"), ("add_note", "done"), ("report_outage", "done"),
    ]  # fmt: skip


def test_critical_customers_are_those_of_the_outage(demo: PostgresSource) -> None:
    counts = {row["transformer_id"]: row["customers"] for row in asked(demo, "critical_transformers", utility_id=1)}
    assert counts
    for row in asked(demo, "unclosed_outages", utility_id=1):
        dark = [int(one) for one in (row["dark_transformers"] or "").split(",") if one]
        listed = asked(demo, "outage_critical", outage_id=row["outage_id"])
        assert sum(counts.get(unit, 0) for unit in dark) == sum(one["restored_at"] is None for one in listed)


def test_what_a_new_outage_would_leave_dark_is_what_it_then_does(town: PostgresSource) -> None:
    for asset in (
        AssetRef("device", 122),
        AssetRef("segment", 22),
        AssetRef("transformer", 23),
        AssetRef("meter", 241),
    ):
        found = what_if(town, 1, asset)
        assert isinstance(found, WhatIf)
        made = Commands(town).run(ReportOutage(utility_id=1, **found.values), by=MARIA)
        (facts,) = asked(town, "outage_facts", utility_id=1, outage_id=made.target.id)
        assert facts["customers_out"] == found.customers
        assert found.rated_kva > 0
        Commands(town).run(RestoreOutage(outage_id=made.target.id), by=MARIA)
    assert isinstance(what_if(town, 1, AssetRef("device", 9999)), str)
