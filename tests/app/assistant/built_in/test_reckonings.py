"""Sums, shares and quotients are reckoned out of figures that tools give, or refused; never told of one of them."""

from __future__ import annotations

from typing import Any

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, Event, Shown, Stated
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


LOAD = "FROM flux.feeder_status JOIN flux.feeders USING (feeder_id) JOIN flux.substations USING (substation_id)"
SUB_LOAD = f"SELECT sum(load_kw) / 1000 {LOAD} WHERE substation_name IN ('SUB-001', 'SUB-002')"
FEEDER_LOAD = f"SELECT sum(load_kw) {LOAD} WHERE feeder_name IN ('F0001', 'F0002')"
SHARE = f"SELECT 100 * (SELECT sum(load_kw) {LOAD} WHERE feeder_name = 'F0002') / (SELECT sum(load_kw) {LOAD})"
CUSTOMERS = (
    "(SELECT count(*) FROM flux.meters JOIN flux.feeders USING (feeder_id) WHERE is_active AND feeder_name IN (%s))"
)
OF_ONE = CUSTOMERS % "'F0001'"
ALL_CUSTOMERS = "(SELECT count(*) FROM flux.meters WHERE is_active)"
LINES = "(SELECT sum(length_m) / 1609.344 FROM flux.segments JOIN flux.feeders USING (feeder_id) WHERE feeder_name = 'F0001')"


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("combined load of sub 1 and sub 2", SUB_LOAD),
        ("load of sub 1 and 2 together", SUB_LOAD),
        ("sum of the load on substations 1 and 2", SUB_LOAD),
        ("F0001 + F0002 load", FEEDER_LOAD),
        ("load of feeder 1 plus feeder 2", FEEDER_LOAD),
        ("total customers on feeders 1 and 2", "SELECT " + CUSTOMERS % "'F0001', 'F0002'"),
        ("what percent of system load is feeder 2 carrying", SHARE),
        ("feeder 2 load as percent of system load", SHARE),
        ("feeder 2's share of the total load", SHARE),
        ("how much of the total load is on feeder 2", SHARE),
        ("what share of customers are on feeder 1", f"SELECT 100.0 * {OF_ONE} / {ALL_CUSTOMERS}"),
        (
            "what percent of poles are steel",
            "SELECT 100.0 * count(*) FILTER (WHERE material = 'steel') / count(*) FROM flux.poles",
        ),
        (
            "what percent of transformers are above 20 % loading",
            "SELECT 100.0 * count(*) FILTER (WHERE load_pct > 20) / count(*) FROM flux.transformer_status",
        ),
        ("customers per mile of line on feeder 1", f"SELECT {OF_ONE} / {LINES}"),
        (
            "how many fuses per feeder on avg",
            "SELECT (SELECT count(*) FROM flux.devices WHERE kind = 'fuse')::float / (SELECT count(*) FROM flux.feeders)",
        ),
        (
            "how many meters per transformer",
            "SELECT (SELECT count(*) FROM flux.meters)::float / (SELECT count(*) FROM flux.transformers)",
        ),
        (
            "ratio of meters to transformers",
            "SELECT (SELECT count(*) FROM flux.meters)::float / (SELECT count(*) FROM flux.transformers)",
        ),
    ],
)  # fmt: skip
def test_it_is_reckoned_out_of_its_figures(assistant: Assistant, demo: PostgresSource, words: str, known: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    (shown,) = (one for one in events if isinstance(one, Shown))
    assert shown.result.table["reckoned"].to_pylist() == pytest.approx([_known(demo, known)], rel=1e-4)
    cells = [one for one in events if isinstance(one, Stated) and one.cell is not None]
    assert {one.cell.key for one in cells if one.cell is not None} == {*shown.result.table.column_names}
    assert not any(one.is_uncovered for one in events if isinstance(one, Stated))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("total design peak of feeder 1 and feeder 2", "not added up"),
        ("combined voltage of feeder 1 and feeder 2", "does not add up"),
        ("saidi per pole this year", "per pole"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_refused(assistant: Assistant, demo: PostgresSource, words: str, said: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    (declined,) = (one for one in events if isinstance(one, Declined))
    assert said in declined.sentence
    assert not any(isinstance(one, Shown) for one in events)


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (
            "customers with solar but no ev on feeder 1",
            "has_solar AND NOT has_ev AND is_active AND feeder_name = 'F0001'",
        ),
        ("how many customers have both solar and an EV", "has_solar AND has_ev AND is_active"),
        ("residential customers with solar", "has_solar AND customer_class = 'residential' AND is_active"),
        ("how many commercial customers without solar", "NOT has_solar AND customer_class = 'commercial' AND is_active"),
        ("inactive meters with solar", "has_solar AND NOT is_active"),
    ],
)  # fmt: skip
def test_who_has_several_traits_is_counted_once(
    assistant: Assistant, demo: PostgresSource, words: str, known: str
) -> None:
    count = _known(demo, f"SELECT count(*) FROM flux.meters JOIN flux.feeders USING (feeder_id) WHERE {known}")
    shown = [one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown)]
    assert {one.tool for one in shown} == {"meters_with"}
    assert shown[-1].result.table.to_pylist() == [{"how_many": count}]


@pytest.mark.parametrize(
    ("words", "column", "known"),
    [
        ("median transformer loading now", "median_load_pct", "load_pct) FROM flux.transformer_status"),
        ("median transformer voltage", "median_voltage_v", "voltage_v) FROM flux.transformer_status"),
    ],
)  # fmt: skip
def test_medians_are_told(assistant: Assistant, demo: PostgresSource, words: str, column: str, known: str) -> None:
    (shown,) = (one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown))
    median = _known(demo, f"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY {known}")
    assert shown.result.table[column].to_pylist() == pytest.approx([median])


@pytest.mark.parametrize(
    ("words", "tools"),
    [
        ("who made TX-0001-004 and what's its rating", ["transformer_facts", "transformer_facts"]),
        ("which substation has the lowest load and what is its capacity", ["substations_ranked", "substation_facts"]),
        ("what's the oldest wood pole on feeder 1 and how tall is it", ["poles_ranked", "pole_facts"]),
    ],
)  # fmt: skip
def test_it_in_a_question_is_the_thing_before_it(
    assistant: Assistant, demo: PostgresSource, words: str, tools: list[str]
) -> None:
    shown = [one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown)]
    assert [one.tool for one in shown] == tools


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("how many homes on F0001 have an EV and how many have solar", ["ev", "solar"]),
        ("length of feeder 1 and number of poles on it", ["length_km", "poles"]),
    ],
)  # fmt: skip
def test_the_second_of_two_is_of_the_same_place(
    assistant: Assistant, demo: PostgresSource, words: str, keys: list[str]
) -> None:
    shown = [one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown)]
    assert [one.arguments for one in shown] == [f'{{"place": "F0001", "quantity": "{key}"}}' for key in keys]


def test_amps_to_spare_are_told(assistant: Assistant, demo: PostgresSource) -> None:
    events: list[Event] = list(assistant.ask("headroom on F0001 in amps", turn(demo).asker))
    (shown,) = (one for one in events if isinstance(one, Shown))
    known = _known(
        demo,
        "SELECT rated_a - current_a FROM flux.feeders JOIN flux.feeder_status USING (feeder_id) WHERE feeder_name = 'F0001'",
    )
    assert shown.result.table["headroom_a"].to_pylist() == pytest.approx([known], rel=1e-4)


def _known(demo: PostgresSource, statement: str) -> Any:
    with demo.connection() as connection:
        (value,) = connection.execute(statement.encode()).fetchone() or (None,)
    return float(value) if value is not None and not isinstance(value, int) else value
