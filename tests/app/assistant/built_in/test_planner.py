"""The built-in planner over the small demo: what it understands, what it asks back, what it never does."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.context import Asker, ToolContext
from app.assistant.events import AskedBack, Declined, EndedEarly, Event, Finished, Shown, Stated
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue, Tool
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.assets import AssetRef
from data_sources.commands.principal import Principal, Role
from data_sources.postgres.source import PostgresSource
from data_sources.source import Sources
from tests.app.assistant.asking import ZONE

ASKER = Asker(Principal("maria", "operator"), 1, ZONE)


@cache
def catalogue() -> Catalogue:
    return catalogue_of(BUILT_IN)


@cache
def planner() -> BuiltInPlanner:
    return BuiltInPlanner(catalogue())


def ask(source: PostgresSource, words: str, said: Sequence[Said] = (), asker: Asker = ASKER) -> list[Event]:
    return list(Assistant(catalogue(), planner(), Sources(live=source)).ask(words, asker, said))


def text_of(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Stated))


def tool_of(events: Sequence[Event]) -> str:
    return next((event.tool for event in events if isinstance(event, Shown)), "")


def arguments_of(events: Sequence[Event]) -> dict[str, object]:
    return json.loads(next(event.arguments for event in events if isinstance(event, Shown)))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("words", "tool", "arguments"),
    [
        ("how much is feeder 2 carrying", "feeder_facts", {"name": "F0002", "quantity": "load_kw"}),
        ("pf fdr 3", "feeder_facts", {"name": "F0003", "quantity": "power_factor"}),
        ("utilization of F0004 in %", "feeder_facts", {"name": "F0004", "quantity": "load_pct"}),
        ("which sub is f0005 fed from", "feeder_facts", {"name": "F0005", "quantity": "substation_name"}),
        ("who built TX-0003-020", "transformer_facts", {"name": "TX-0003-020", "quantity": "manufacturer"}),
        ("xfmr 3-20 vintage", "transformer_facts", {"name": "TX-0003-020", "quantity": "installed_year"}),
        ("transformers hotter than 100 C", "transformers_between", {"by": "hot_spot_max_c", "above": 100.0}),
        ("how many poles older than 45 years on sub 1", "poles_between", {"by": "age_years", "above": 45.0, "place": "SUB-001"}),
        ("poles with health between 40 and 60", "poles_between", {"by": "health_score", "above": 39.99999996, "below": 60.00000006}),
        ("three hottest transformers on feeder 6", "transformers_ranked", {"n": 3, "order": "most", "place": "F0006"}),
        ("unhealthiest pole", "poles_ranked", {"by": "health_score", "order": "least", "n": 1}),
        ("best 4 transformers by health", "transformers_ranked", {"by": "health_score", "order": "most", "n": 4}),
        ("saifi of sub 2 for q2 2026", "reliability_indices", {"place": "SUB-002", "quantity": "saifi",
                                                               "period": "2026-04-01..2026-06-30"}),
        ("crews closest to pole 300", "crews_near", {"name": "P-000300"}),
        ("transformers within 0.2 km of sub 1", "transformers_near", {"name": "SUB-001", "radius_m": 200.0}),
    ],
)  # fmt: skip
def test_a_question_is_understood(demo: PostgresSource, words: str, tool: str, arguments: dict[str, object]) -> None:
    events = ask(demo, words)
    assert tool_of(events) == tool, events
    assert arguments_of(events).items() >= arguments.items()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("worst transformers", "health"), ("peak of 3", "substation"), ("how is TX-0001", "transformer"),
        ("what is the voltage", "transformer"), ("top 5 feeders", "load"),
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_asked_back_with_whole_questions(
    demo: PostgresSource, words: str, said: str
) -> None:
    events = ask(demo, words)
    (back,) = (event for event in events if isinstance(event, AskedBack))
    assert said in f"{back.sentence} {back.choices}".lower()
    assert not any(isinstance(event, Stated | Shown) for event in events)


@pytest.mark.parametrize("words", ["worst transformers", "peak of 3", "how is TX-0001", "worst feeder"])
def test_a_button_asks_what_is_understood(demo: PostgresSource, words: str) -> None:
    (back,) = (event for event in ask(demo, words) if isinstance(event, AskedBack))
    for _, question in back.choices:
        again = ask(demo, question)
        assert not any(isinstance(event, AskedBack) for event in again), question
        assert not any(
            isinstance(event, Declined) and event.reason is RefusalReason.NOT_UNDERSTOOD for event in again
        ), question


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("load of F9999", "no_such_asset"), ("customers on feeder zulu", "no_such_asset"), ("how many unicorns on feeder 2", "not_in_data"),
        ("squirrel population of SUB-001", "not_in_data"), ("relay settings of BRK-0001-001", "not_in_data"), ("", "not_understood"),
        ("?!", "not_in_data"), ("load " * 400, "not_understood"), ("close outage 987654", "needs_confirmation"),
        ("load of F0002'; DROP TABLE flux.meters; --", "injection"), ("which feeder will fail tomorrow", "not_known_yet"),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused(demo: PostgresSource, words: str, reason: str) -> None:
    declined = [event for event in ask(demo, words) if isinstance(event, Declined)]
    assert [str(one.reason) for one in declined] in (
        [reason],
        ["no_such_asset"] if reason == "needs_confirmation" else [reason],
    )
    assert not any(isinstance(event, Shown) for event in ask(demo, words))


def test_an_answer_goes_on_from_the_one_before(demo: PostgresSource) -> None:
    first = ask(demo, "load of feeder 2")
    said = [Said("person", "load of feeder 2"), said_of(first)]
    second = ask(demo, "and feeder 3?", said)
    assert arguments_of(second) == {"name": "F0003", "quantity": "load_kw"}
    indices = ask(demo, "saidi of feeder 2 this year")
    before = ask(demo, "what about last year", [Said("person", "saidi"), said_of(indices)])
    assert (
        arguments_of(before).items() >= {"place": "F0002", "period": "last_year", "quantity": "saidi_minutes"}.items()
    )


def said_of(events: Sequence[Event]) -> Said:
    shown = next(event for event in events if isinstance(event, Shown))
    return Said("assistant", text_of(events), shown.tool, shown.arguments)


def test_what_is_picked_on_the_page_is_meant_by_this(demo: PostgresSource) -> None:
    with demo.connection() as connection:
        ((key,),) = connection.execute(b"SELECT feeder_id FROM flux.feeders WHERE feeder_name = 'F0004'").fetchall()
    asker = dataclasses.replace(ASKER, selection=AssetRef("feeder", key))
    assert arguments_of(ask(demo, "load of this feeder", asker=asker))["name"] == "F0004"


def test_yes_and_no_come_first_and_turn_with_the_word(demo: PostgresSource) -> None:
    for words, begins in (
        ("is feeder 2 energized", "Yes."), ("is feeder 2 dead", "No."), ("is BRK-0001-001 open", "No."),
        ("is BRK-0001-001 closed", "Yes."), ("isn't feeder 2 energized", "No."), ("any outages on feeder 2", "No."),
    ):  # fmt: skip
        assert text_of(ask(demo, words)).startswith(begins), words


def test_the_role_of_a_tool_holds(demo: PostgresSource) -> None:
    class Nothing(BaseModel):
        """No arguments."""

    def never(context: ToolContext, args: Nothing) -> ToolResult:
        raise AssertionError

    tool = Tool("secret", "Secret.", Nothing, never, "row", ("treasure",), words=("treasure",), role="admin")
    assistant = Assistant(Catalogue([tool]), BuiltInPlanner(Catalogue([tool])), Sources(live=demo))
    viewer: Role = "viewer"
    asker = dataclasses.replace(ASKER, principal=Principal("eve", viewer))
    (declined,) = (event for event in assistant.ask("show the treasure", asker) if isinstance(event, Declined))
    assert declined.reason is RefusalReason.FORBIDDEN


ASKED = [
    "load of F0002", "how many customers on feeder 3", "transformers above 50 %", "list poles with health under 70",
    "top 5 transformers by risk", "saidi last year", "how many outages this year", "outages by cause last year", "is feeder 3 energized",
    "crews", "compare feeders 1 and 2 by load", "how many open work orders", "where is crew 2", "age of pole P-000100",
]  # fmt: skip


@pytest.mark.parametrize("words", ASKED)
def test_every_number_of_a_sentence_is_a_cell(demo: PostgresSource, words: str) -> None:
    """Numbers stand in cells; of the words between them only places, periods and notes hold digits, in brackets or after."""
    events = ask(demo, words)
    results = [event.result for event in events if isinstance(event, Shown)]
    pieces = [event for event in events if isinstance(event, Stated)]
    sentence = pieces[
        : next(k for k, one in enumerate(pieces) if one.text.startswith((" (", ".")) or k == len(pieces) - 1)
    ]
    titles = " ".join(f"{one.title} {one.place}" for one in results)
    for piece in sentence:
        if piece.cell is not None:
            assert piece.cell.key in results[piece.cell.result].table.column_names
            assert piece.cell.row < results[piece.cell.result].table.num_rows
        else:
            assert all(number in titles for number in re.findall(r"\d+", piece.text)), piece


PIECES = [
    "load", "feeder 2", "F0099", "transformers", "above", "80", "%", "worst", "how many", "yesterday", "TX-0001", "poles", "by", "risk",
    "crew", "3", "outages", "last year", "is", "energized", "where", "map", "compare", "and", "health", "under", "open", "close", "saidi",
    "'; --", "<b>", "zulu", "next", "when", "peak", "nearest", "to", "customers", "this feeder", "top", "5", "no", "between", "-", "ÅÄ", "中",
]  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join), st.text(max_size=50)))
def test_whatever_is_asked_is_answered_refused_or_asked_back(demo: PostgresSource, words: str) -> None:
    events = ask(demo, words)
    assert isinstance(events[-1], Finished)
    assert not any(isinstance(event, EndedEarly) for event in events)
    assert any(isinstance(event, Stated | Shown | Declined | AskedBack) for event in events)
    assert "F0099" not in text_of(events)  # there is none


def test_the_first_word_of_what_it_does_comes_before_anything_is_asked(demo: PostgresSource) -> None:
    class Silent:
        """Answers nobody."""

        dialect = "postgres"

        def fetch(self, query: object) -> None:
            raise AssertionError

    context = ToolContext(ASKER, Sources(live=Silent()), None)  # type: ignore[arg-type]
    assert next(iter(planner().answer("load of F0002", (), context))).text  # type: ignore[union-attr]
