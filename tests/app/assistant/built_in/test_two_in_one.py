"""Two questions in one: both are answered, side by side, or none is; what narrows the same rows is one question."""

from __future__ import annotations

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.two_in_one import parts_of
from app.assistant.events import AskedBack, Declined, Event, Shown, Stated
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("oldest and newest transformer", ["oldest transformer", "newest transformer"]),
        ("feeders with the most and least customers", ["feeders with the most customers",
             "feeders with the least customers"]),
        ("how many poles and transformers on feeder 1", ["how many poles on feeder 1",
             "how many transformers on feeder 1"]),
        (
            "how many poles, meters and transformers on feeder 1",
            ["how many poles on feeder 1", "how many meters on feeder 1", "how many transformers on feeder 1"],
        ),
        (
            "how many breakers, reclosers, fuses, switches and ties on feeder 5",
            [f"how many {kind} on feeder 5" for kind in ("breakers", "reclosers", "fuses", "switches", "ties")],
        ),
        ("load and voltage of F0002", ["load of F0002", "voltage of F0002"]),
        ("age and health of TX-0001-004", ["age of TX-0001-004", "health of TX-0001-004"]),
        ("temperature and wind now", ["temperature now", "wind now"]),
        ("saidi, saifi and caidi last year", ["saidi last year", "saifi last year", "caidi last year"]),
        ("switches and fuses on F0002", ["switches on F0002", "fuses on F0002"]),
        ("wood and steel poles", ["wood poles", "steel poles"]),
        ("how many outages in April and May", ["how many outages in April", "how many outages in May"]),
        ("outages yesterday and today", ["outages yesterday", "outages today"]),
        ("outages on Nov 3 and Nov 5", ["outages on Nov 3", "outages on Nov 5"]),
        ("load of F0002 and voltage of TX-0001-004", ["load of F0002", "voltage of TX-0001-004"]),
        ("poles on feeder 1 and transformers on feeder 2", ["poles on feeder 1", "transformers on feeder 2"]),
        ("meters with solar or an ev", ["meters with solar", "meters with an ev"]),
        ("what is overloaded", ["overloaded feeders", "overloaded transformers"]),
        ("oldest transformer and oldest pole", ["oldest transformer", "oldest pole"]),
        (
            "how many outages yesterday and how many customers were affected",
            ["how many outages yesterday", "how many customers were affected yesterday"],
        ),
        (
            "how many outages and how many customers were affected yesterday",
            ["how many outages yesterday", "how many customers were affected yesterday"],
        ),
        (
            "how many feeders does sub 1 have and how many transformers",
            ["how many feeders does sub 1 have", "how many transformers does sub 1 have"],
        ),
        ("how many outages in march and april last year", ["how many outages in march last year", "how many outages in april last year"]),
    ],
)  # fmt: skip
def test_both_are_answered_as_each_alone(
    assistant: Assistant, demo: PostgresSource, words: str, parts: list[str]
) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    alone = [list(assistant.ask(part, turn(demo).asker)) for part in parts]
    assert _cells(events) == [cell for one in alone for cell in _cells(one)]
    assert [_asked(one) for one in events if isinstance(one, Shown)] == [
        _asked(one) for events in alone for one in events if isinstance(one, Shown)
    ]


def test_each_cell_belongs_to_the_result_of_its_own_part(assistant: Assistant, demo: PostgresSource) -> None:
    events = list(assistant.ask("poles and transformers on feeder 1", turn(demo).asker))
    shown = [one.result for one in events if isinstance(one, Shown)]
    for one in events:
        if isinstance(one, Stated) and one.cell is not None:
            value = shown[one.cell.result].table[one.cell.key][one.cell.row].as_py()
            assert one.text.replace(",", "").startswith(str(value))


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("open and overdue orders", {"is_overdue": True}),
        ("compare load on F0001 and F0002", {"name": "F0001", "other": "F0002"}),
        ("how many outages between April 1 2026 and May 3 2026", {"period": "2026-04-01..2026-05-03"}),
        ("transformers between 40 and 60 years old", {"above": 39.99999996, "below": 60.00000006}),
    ],
)
def test_what_is_one_question_stays_one(
    assistant: Assistant, demo: PostgresSource, words: str, arguments: dict[str, object]
) -> None:
    shown = [one for one in assistant.ask(words, turn(demo).asker) if isinstance(one, Shown)]
    assert len({one.tool for one in shown}) == 1
    for name, value in arguments.items():
        assert f'"{name}": {value!r}'.replace("'", '"').replace("True", "true") in shown[0].arguments


@pytest.mark.parametrize(
    "words",
    [
        "load of F0002 and its colour",
        "outages this year, last year",
        "which feeder has the highest load and which has the lowest",
        "which transformers are old and overloaded",
        "load and poems of F0002",
    ],
)
def test_never_one_of_the_two_alone(assistant: Assistant, demo: PostgresSource, words: str) -> None:
    events = list(assistant.ask(words, turn(demo).asker))
    assert any(isinstance(one, Declined | AskedBack) for one in events)
    assert not any(isinstance(one, Stated | Shown) for one in events)


def test_a_question_without_and_has_no_parts() -> None:
    assert not list(parts_of("load of F0002"))
    assert not list(parts_of("a and b and c"))


def _cells(events: list[Event]) -> list[str]:
    return [one.text for one in events if isinstance(one, Stated) and one.cell is not None]


def _asked(shown: Shown) -> tuple[str, str]:
    return shown.tool, shown.arguments
