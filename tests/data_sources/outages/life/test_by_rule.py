"""When supply should be back, by rule: what commands write where nobody gives them an estimate.

Expected times are worked out by hand: a wait of 30 minutes until a crew can be sent, 40 km/h as the crow flies, 1.4 times
90 minutes of work behind a fuse, half as much again behind other devices; all rounded up to five minutes.
"""

from __future__ import annotations

import datetime as dt

import pytest

from data_sources.commands.command import Command
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands, Order
from data_sources.outages.life import (
    AssignCrew,
    ConfirmOutage,
    CrewOnSite,
    EstimateByRule,
    PlanOutage,
    ReportOutage,
    SetEstimate,
)
from data_sources.postgres.source import PostgresSource
from tests.data_sources.demo.simulator.simulating import rows
from tests.data_sources.towns import AT, LAT, LON, load_town

MARIA = Principal("maria", "operator")
FUSE = 122
TEN_KM = 10 / 111.32  # degrees of latitude


class Town:
    """A town of two feeders, and maria's commands at a time."""

    def __init__(self, source: PostgresSource) -> None:
        self.source = source

    def give(self, command: Command, minutes: float = 0.0) -> int:
        at = AT + dt.timedelta(minutes=minutes)
        (outcome,) = Commands(self.source).run_all([Order(command)], by=MARIA, now=at)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome.target.id

    def minutes(self, number: int) -> float:
        ((at, by),) = rows(
            self.source, f"SELECT estimated_restoration_at, estimated_by FROM flux.outages WHERE outage_id = {number}"
        )
        assert by == "rule"
        return float((at - AT).total_seconds() / 60)


@pytest.fixture
def town(empty_source: PostgresSource) -> Town:
    load_town(empty_source, 2)
    return Town(empty_source)


def test_without_a_crew_it_counts_until_one_can_be_sent(town: Town) -> None:
    number = town.give(ReportOutage(utility_id=1, device_id=FUSE))
    assert town.minutes(number) == 160  # 30 + 126
    breaker = town.give(ReportOutage(utility_id=1, device_id=1001))
    assert town.minutes(breaker) == 220  # 30 + 189


def test_a_crew_drives_and_then_works(town: Town) -> None:
    number = town.give(ReportOutage(utility_id=1, device_id=FUSE, lon=LON, lat=LAT + TEN_KM))
    town.give(AssignCrew(outage_id=number, crew_id=1), 10)
    assert town.minutes(number) == 155  # 10 + 15 + 126 = 151
    town.give(CrewOnSite(outage_id=number), 40)
    assert town.minutes(number) == 170  # 40 + 126 = 166


def test_a_predicted_one_is_estimated_anew_when_it_is_confirmed(town: Town) -> None:
    number = town.give(ReportOutage(utility_id=1, device_id=FUSE, is_confirmed=False))
    town.give(ConfirmOutage(outage_id=number), 60)
    assert town.minutes(number) == 220  # 60 + 156 = 216


def test_a_rule_that_is_let_again_knows_where_the_crew_is(town: Town) -> None:
    number = town.give(ReportOutage(utility_id=1, device_id=FUSE, lon=LON, lat=LAT))
    town.give(AssignCrew(outage_id=number, crew_id=1))
    by_hand = AT + dt.timedelta(hours=9)
    town.give(SetEstimate(outage_id=number, estimated_restoration_at=by_hand, reason="a pole must be set"))
    town.give(EstimateByRule(outage_id=number), 30)
    assert town.minutes(number) == 160  # 30 + 0 + 126 = 156


def test_a_planned_one_ends_as_planned(town: Town) -> None:
    start = AT + dt.timedelta(hours=1)
    plan = PlanOutage(
        utility_id=1, device_id=FUSE, planned_start_at=start, planned_end_at=start + dt.timedelta(hours=2)
    )
    number = town.give(plan)
    town.give(ConfirmOutage(outage_id=number), 60)
    assert town.minutes(number) == 180


def test_a_utility_sets_its_own_experience(town: Town) -> None:
    change = "UPDATE flux.utilities SET crew_kmh = 20, repair_minutes = 50, call_out_minutes = 0"
    with town.source.connection() as connection:
        connection.execute(change)
    number = town.give(ReportOutage(utility_id=1, device_id=FUSE, lon=LON, lat=LAT + TEN_KM))
    assert town.minutes(number) == 70  # 1.4 x 50
    town.give(AssignCrew(outage_id=number, crew_id=1))
    assert town.minutes(number) == 100  # 30 + 70
