"""After one thing was told: its own figures, whole questions as they stand alone, and never a figure of something else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.built_in.talking.of_one_outage import of_one_outage
from app.assistant.built_in.talking.told_on import told_on
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.events import AskedBack, Declined, Shown
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import turn
from tests.app.assistant.talked import last_of_talk


@pytest.fixture(scope="module")
def assistant(demo: PostgresSource) -> Assistant:
    catalogue = catalogue_of(BUILT_IN)
    return Assistant(catalogue, BuiltInPlanner(catalogue), Sources(live=demo, history=None))


@pytest.mark.parametrize(
    ("asked", "tool", "has", "has_not"),
    [
        # of the one outage
        (["newest outage", "how many customers"], "outage_facts", {"quantity": "customers_interrupted"}, ()),
        (["when was the last outage", "what caused it"], "outage_facts", {"quantity": "cause"}, ()),
        (["newest outage", "is there a crew"], "outage_facts", {"quantity": "crew_name"}, ()),
        (["newest outage", "how long will it take to fix"], "outage_facts", {"quantity": "back_at"}, ()),
        # whole questions
        (["load of F0006", "is anyone out"], "outages_now", {"quantity": "customers_out"}, ("place",)),
        (["load of F0006", "how many open alarms"], "open_alarms", {"is_count": True}, ("place",)),
        (["load of F0006", "is the hospital out"], "out_now_by_kind", {"quantity": "hospital_out"}, ("place",)),
        # those that are out stay out
        (["how many customers are out", "residential"], "out_now_by_kind", {"quantity": "residential_out"}, ()),
        (["how many customers are out", "critical", "on life support"], "out_now_by_kind",
         {"quantity": "life_support_out"}, ()),
        (["is feeder 6 out", "how many customers"], "outages_now",
         {"place": "F0006", "quantity": "customers_out"}, ()),
        (["critical customers out", "where"], "out_by_feeder", {"by": "critical_out"}, ()),
        (["customers out by feeder", "how many on F0006"], "outages_now",
         {"place": "F0006", "quantity": "customers_out"}, ()),
        # of the outages that were told
        (["outages on feeder 3 last year caused by animals", "how many customers"], "outage_sums",
         {"place": "F0003", "period": "last_year", "cause": "animal"}, ()),
        (["outages last year by feeder", "worst", "why"], "outages_by_cause", {"period": "last_year"}, ()),
        (["saidi last year", "why", "by feeder"], "outages_by_feeder", {"period": "last_year"}, ()),
        # its own time, and the next day's
        (["load of the system", "and yesterday at this time"], "system_now", {"quantity": "day_ago_load_kw"}, ()),
        (["feeder 6", "take me there"], "go_to", {"name": "F0006"}, ()),
    ],
)  # fmt: skip
def test_what_follows_one_thing_is_of_what_it_says(
    assistant: Assistant, demo: PostgresSource, asked: list[str], tool: str, has: dict[str, Any], has_not: tuple[str, ...]
) -> None:  # fmt: skip
    shown = next(one for one in last_of_talk(assistant, demo, asked) if isinstance(one, Shown))
    given = json.loads(shown.arguments)
    assert (shown.tool, given | has) == (tool, given)
    assert not [one for one in has_not if given.get(one)]


@pytest.mark.parametrize(
    "asked",
    [
        ["how many pad-mounted transformers are there", "and underground"], ["TX-0006-010", "what does that cost"],
        ["customer minutes on feeder 6 last year", "longest"], ["outages by cause this year", "why", "by feeder per km"],
        ["take me there"], ["call out a crew"],
    ],
)  # fmt: skip
def test_what_is_left_open_is_not_told_of_something_else(
    assistant: Assistant, demo: PostgresSource, asked: list[str]
) -> None:
    events = last_of_talk(assistant, demo, asked)
    assert any(isinstance(one, AskedBack | Declined) for one in events)
    told = [one.sentence for one in events if isinstance(one, AskedBack | Declined)]
    assert not [one for one in told if "  " in one or ".?" in one]


@pytest.mark.parametrize(
    "asked",
    [
        ["newest outage", "which transformer"], ["newest outage", "is it a storm outage"],
        ["active outages", "how many transformers"], ["load now", "substations by load", "transformers by loading"],
    ],
)  # fmt: skip
def test_a_question_back_has_a_button_for_both_readings_and_does_not_repeat_itself(
    assistant: Assistant, demo: PostgresSource, asked: list[str]
) -> None:
    back = next((one for one in last_of_talk(assistant, demo, asked) if isinstance(one, AskedBack)), None)
    choices = () if back is None else back.choices
    assert back is None or len(choices) > 1
    for _, words in choices:
        again = [one for one in last_of_talk(assistant, demo, [*asked, words]) if isinstance(one, AskedBack)]
        assert not again or back is None or again[0].sentence != back.sentence


def test_an_outage_does_not_say_twice_when_supply_is_expected_back(assistant: Assistant, demo: PostgresSource) -> None:
    shown = next(
        one for one in last_of_talk(assistant, demo, ["newest outage", "cause of it"]) if isinstance(one, Shown)
    )
    number = shown.result.table.to_pylist()[0]["outage_id"]
    facts = next(one for one in last_of_talk(assistant, demo, [f"outage {number}"]) if isinstance(one, Shown))
    titles = [one.title for one in facts.result.columns]
    assert titles.count("Expected back") <= 1


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("how many customers are affected", "how many customers are affected by outage 606"),
        ("and how many customers are still out", "how many customers of outage 606 are out"),
        ("how many customers were hit", "customers interrupted by outage 606"),
        ("which crew", "which crew is on outage 606"),
        ("how many customers are not out", None), ("how many customers are on feeder 3", None),
        ("which crew is nearest", None),
    ],
)  # fmt: skip
def test_pieces_of_one_outage(text: str, whole: str | None) -> None:
    assert of_one_outage(text, "outage 606") == whole
    assert of_one_outage(text, "F0006") is None


@pytest.mark.parametrize(
    ("tool", "arguments", "text", "whole"),
    [
        ("weather_ahead", {"ahead": "tomorrow", "quantity": "max_c"}, "and the day after", "day after tomorrow"),
        ("weather_of_period", {"period": "yesterday"}, "and tomorrow", "weather tomorrow"),
        ("load_of_period", {"period": "yesterday", "place": "F0006"}, "and tomorrow", "forecast load of F0006 tomorrow"),
        ("system_now", {"quantity": "load_kw"}, "yesterday at this time", "load yesterday at this time"),
        ("load_of_period", {"period": "last_week", "quantity": "peak_at"}, "what was the temperature then", None),
        ("weather_ahead", {"ahead": "2026-12-02"}, "and the day after", None),
        ("transformer_facts", {"name": "TX-0006-010"}, "how long does that take", None),
    ],
)  # fmt: skip
def test_the_time_of_a_turn_is_kept_or_it_is_refused(
    demo: PostgresSource, tool: str, arguments: dict[str, Any], text: str, whole: str | None
) -> None:
    catalogue, context = catalogue_of(BUILT_IN), turn(demo)
    planner, vocabulary = BuiltInPlanner(catalogue), Vocabulary(catalogue)
    said = (Said("person", "asked"), Said("assistant", "told", tool, json.dumps(arguments)))

    def told() -> str | None:
        return told_on(text, said, vocabulary, context.today, lambda words: planner.read(words, context), lambda: "")

    if whole is None:
        with pytest.raises(NoAnswer):
            told()
    else:
        assert (told() or "").endswith(whole)
