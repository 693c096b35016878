"""Studies of outages that lived through commands: they begin before the outage, and operate nothing."""

from __future__ import annotations

from typing import Any

import pytest

from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.network.switching_sheet import switching_sheet
from data_sources.network.switching_states import BACK, FAULTED, OUT, PICKED_UP, switching_states
from data_sources.outages.life import ReportOutage
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.studies.isolation.of_outage import OutageStudy, study_of_outage
from tests.data_sources.towns import load_town

MARIA = Principal("maria", "operator")


def asked(source: PostgresSource, name: str, **values: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = source.fetch(Query.of(name, **values)).to_pylist()
    return found


@pytest.fixture
def town(empty_source: PostgresSource) -> PostgresSource:
    load_town(empty_source, 2)
    return empty_source


def test_a_study_of_a_lasting_outage_begins_before_it_and_operates_nothing(town: PostgresSource) -> None:
    """Breaker 1 is open for a fault on segment 3: 24 behind recloser 2 can be fed over tie 500."""
    number = Commands(town).run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    before = asked(town, "held_devices", utility_id=1), asked(town, "unclosed_outages", utility_id=1)[0]["version"]
    found = study_of_outage(town, 1, number, 3)
    assert isinstance(found, OutageStudy)
    assert (found.study.customers_lost, found.study.customers_restored) == (42, 24)
    lines = switching_sheet(found.network, found.study)
    assert any("recloser RECLOSER-2" in line.instruction for line in lines)
    assert any("tie TIE-500" in line.instruction for line in lines)
    assert before == (
        asked(town, "held_devices", utility_id=1), asked(town, "unclosed_outages", utility_id=1)[0]["version"],
    )  # fmt: skip


def test_a_failed_transformer_asks_for_a_line_to_study(town: PostgresSource) -> None:
    number = Commands(town).run(ReportOutage(utility_id=1, transformer_id=22), by=MARIA).target.id
    assert study_of_outage(town, 1, number, None) is None
    assert isinstance(study_of_outage(town, 1, number, 999), str)


def test_a_line_of_another_outage_is_refused(town: PostgresSource) -> None:
    """Outage at fuse 123 of feeder 1: neither the trunk above it nor a line of feeder 2 is its."""
    number = Commands(town).run(ReportOutage(utility_id=1, device_id=123), by=MARIA).target.id
    assert isinstance(study_of_outage(town, 1, number, 43), OutageStudy)
    for line in (3, 105):
        found = study_of_outage(town, 1, number, line)
        assert (
            found == f"Line {line} is not behind FUSE-123, so outage 1 is not about it: give a line that lost supply."
        )


def test_a_line_of_another_feeder_is_none_of_a_failed_transformer(town: PostgresSource) -> None:
    number = Commands(town).run(ReportOutage(utility_id=1, transformer_id=22), by=MARIA).target.id
    assert isinstance(study_of_outage(town, 1, number, 3), OutageStudy)
    found = study_of_outage(town, 1, number, 105)
    assert found == "Line 105 is not on feeder F0001, so outage 1 is not about it: give a line that lost supply."


def test_the_states_of_a_study_are_those_of_its_steps(town: PostgresSource) -> None:
    """Fault on segment 3: recloser 2 on 5 opens, tie 500 on 90 closes and feeds what is behind the recloser.

    Trunk segments 2 to 9, laterals n + 20 and n + 40 at nodes 2 to 8; those at nodes 5 and beyond hang behind segment 5.
    """
    number = Commands(town).run(ReportOutage(utility_id=1, device_id=1), by=MARIA).target.id
    found = study_of_outage(town, 1, number, 3)
    assert isinstance(found, OutageStudy)
    ids = found.network.segments.ids
    states = switching_states(found.network, found.before, found.study)
    assert len(states) == 1 + len(found.study.steps) == 3
    told = [dict(zip(ids[state.segments].tolist(), state.codes.tolist(), strict=True)) for state in states]
    assert {told[0][segment] for segment in (2, 3, 4, 5, 6, 9)} == {FAULTED}
    assert {told[1][segment] for segment in (2, 3, 4)} == {FAULTED}
    assert {told[1][segment] for segment in (5, 6, 7, 8, 9)} == {OUT}
    assert {told[2][segment] for segment in (6, 7, 8, 9, 25, 45, 90)} == {PICKED_UP}
    assert {told[2][segment] for segment in (2, 3, 4, 22, 42)} == {FAULTED}
    assert BACK not in told[2].values()
    fed = dict(zip(ids[states[2].segments].tolist(), states[2].feeder_ids.tolist(), strict=True))
    assert (fed[6], fed[3]) == (2, -1)
    for state, out in zip(states, (42, *(step.customers_out for step in found.study.steps)), strict=True):
        assert found.network.transformer_customers[state.transformers].sum() == out


def test_customers_of_every_state_are_those_of_the_study_on_the_demo(demo_source: PostgresSource) -> None:
    """The study's own count after each step, against the transformers that a search over the network leaves dark."""
    looked = 0
    units = demo_source.fetch(Query.of("network_transformers", utility_id=1))["transformer_id"].to_pylist()
    number = Commands(demo_source).run(ReportOutage(utility_id=1, transformer_id=units[0]), by=MARIA).target.id
    segments = demo_source.fetch(Query.of("network_segments", utility_id=1))["segment_id"].to_pylist()
    for segment in segments[:: max(len(segments) // 40, 1)]:
        found = study_of_outage(demo_source, 1, number, segment)
        if not isinstance(found, OutageStudy):
            continue
        looked += 1
        states = switching_states(found.network, found.before, found.study)
        outs = [found.study.customers_lost, *(step.customers_out for step in found.study.steps)]
        customers = found.network.transformer_customers
        assert [int(customers[one.transformers].sum()) for one in states] == outs
        assert len(switching_sheet(found.network, found.study)) == len(states) - 1
    assert looked
