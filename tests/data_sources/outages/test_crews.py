"""Who is sent: most customers first, the nearest crew that is free and fit, called in when nobody is on shift."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data_sources.network.graph import Network, load_network
from data_sources.outages.crews import DispatchRules, dispatch, misfit, round_up, work_minutes
from data_sources.outages.states import Crew, Interruption, Outage
from data_sources.postgres.source import PostgresSource
from tests.data_sources.towns import AT, load_town

RULES = DispatchRules(travel_kmh=60.0, repair_minutes=10.0, call_out_s=300.0)


def crew(crew_id: int, kind: str = "line", status: str = "available", lon: float = -95.4) -> Crew:
    return Crew(crew_id, f"Crew {crew_id}", kind, status, lon, 29.7)


def outage(customers: int, *, is_underground: bool = False, cause: str = "vehicle") -> Outage:
    out = Interruption(AT, customers, np.zeros(0, np.int64))
    return Outage(0, -1, 0, AT, cause, -95.4, 29.7, groups=[out], is_underground=is_underground)


@pytest.fixture
def network(empty_source: PostgresSource) -> Network:
    load_town(empty_source, 2)
    return load_network(empty_source, 1)


def test_the_outage_that_matters_most_gets_the_nearest_crew(network: Network) -> None:
    near, far = crew(1, lon=-95.39), crew(2, lon=-95.2)
    small, large = outage(3), outage(500)
    first, second = dispatch(network, [small, large], [far, near], AT, RULES)
    assert (first.outage, first.crew) == (large, near)
    assert (second.outage, second.crew) == (small, far)
    assert first.estimated_at == AT + dt.timedelta(minutes=20)  # 1 minute of driving, 1.4 x 13 of work, rounded up


def test_a_crew_off_shift_is_called_in_after_a_while(network: Network) -> None:
    sleeper, waiting = crew(1, status="off_shift"), outage(10)
    assert dispatch(network, [waiting], [sleeper], AT + dt.timedelta(seconds=299), RULES) == []
    (sent,) = dispatch(network, [waiting], [sleeper], AT + dt.timedelta(seconds=300), RULES)
    assert sent.crew is sleeper


def test_nobody_is_sent_or_called_in_without_the_skill(network: Network) -> None:
    """The trimmers are nearest and free, the line crew is asleep: it is called in, and they stay."""
    trimmers, line = crew(1, "vegetation"), crew(2, "line", "off_shift", lon=-95.2)
    trimmers.skills, line.skills = "vegetation", "line,switching"
    waiting = outage(10, cause="weather")
    assert dispatch(network, [waiting], [trimmers, line], AT + dt.timedelta(seconds=299), RULES) == []
    (sent,) = dispatch(network, [waiting], [trimmers, line], AT + dt.timedelta(seconds=300), RULES)
    assert sent.crew is line
    (sent,) = dispatch(network, [waiting], [trimmers], AT, RULES)
    assert sent.crew is trimmers, "where nobody has the skill, whoever there is"


@pytest.mark.parametrize(
    ("kind", "is_underground", "cause", "expected"),
    [("underground", True, "dig-in", 0), ("line", True, "dig-in", 1), ("vegetation", False, "wind", 0), ("vegetation", False, "weather", 0),
     ("vegetation", False, "vehicle", 2), ("underground", False, "vehicle", 1), ("line", False, "vehicle", 0)],
)  # fmt: skip
def test_who_is_fit(kind: str, is_underground: bool, cause: str, expected: int) -> None:
    assert misfit(crew(1, kind), outage(1, is_underground=is_underground, cause=cause)) == expected


def test_cables_and_transformers_take_longer(network: Network) -> None:
    line = outage(1)
    line.transformer = -1
    assert work_minutes(network, line, 10.0) == 10.0
    assert work_minutes(network, outage(1), 10.0) == 13.0
    assert work_minutes(network, outage(1, is_underground=True), 10.0) == pytest.approx(20.8)


def test_estimates_are_told_in_full_five_minutes() -> None:
    assert round_up(AT) == AT
    assert round_up(AT + dt.timedelta(seconds=1)) == AT + dt.timedelta(minutes=5)
