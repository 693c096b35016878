"""Places of the application are opened by the words of their tabs; a table that is wanted as a file is answered whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Event, Shown, Warned
from app.tabs.catalogue import catalogue_of
from app.tabs.found import BUILT_IN
from data_sources.postgres.source import PostgresSource
from tests.app.assistant.asking import turn

Ask = Callable[[str], list[Event]]


@pytest.fixture(scope="module")
def ask(demo: PostgresSource) -> Ask:
    """One assistant for all questions."""
    context, catalogue = turn(demo), catalogue_of(BUILT_IN)
    assistant = Assistant(catalogue, BuiltInPlanner(catalogue), context.sources)
    return lambda words: list(assistant.ask(words, context.asker))


@pytest.mark.parametrize(
    ("words", "tab", "view"),
    [
        ("open the outages tab", "outage-management", "active"),
        ("go to outage management", "outage-management", ""),
        ("show me the dashboard", "operations-dashboard", ""),
        ("open reliability view", "outage-management", "reliability"),
        ("take me to asset health", "asset-health", ""),
        ("please open the crew board", "field-operations", "board"),
        ("go to alarms", "field-operations", "alarms"),
        ("switch to the vegetation view", "asset-health", "vegetation"),
        ("open the shift log", "field-operations", "log"),
        ("where is the storm view?", "outage-management", "storm"),
        ("open losses", "ami-analytics", "losses"),
    ],
)
def test_a_page_is_opened_by_its_words(ask: Ask, words: str, tab: str, view: str) -> None:
    (shown,) = [one for one in ask(words) if isinstance(one, Shown)]
    (go,) = shown.result.goes
    assert (go.tab, dict(go.texts).get("view", ""), go.is_at_once) == (tab, view, True)


def test_a_page_of_a_place_looks_at_it(ask: Ask) -> None:
    (shown,) = [one for one in ask("open the voltage view for feeder 3") if isinstance(one, Shown)]
    (go,) = shown.result.goes
    assert go.scope is not None
    assert (go.scope[0], shown.result.table["place"].to_pylist()) == ("feeder", ["F0003"])


@pytest.mark.parametrize("words", ["open alarms", "show me alarms", "open outages", "open work orders", "losses"])
def test_rows_are_not_taken_for_their_page(ask: Ask, words: str) -> None:
    assert not [one for one in ask(words) if isinstance(one, Shown) and one.tool == "open_page"]


@pytest.mark.parametrize(
    ("words", "tool", "says"),
    [
        ("csv of all meters on TX-0001-001", "meter_list", "CSV, in the head"),
        ("export the list of poles older than 50 years to excel", "poles_between", "No Excel"),
        ("spreadsheet of crews", "crews", "No Excel"),
        ("download the feeders of SUB-001 as csv", "feeder_list", "CSV, in the head"),
    ],
)
def test_a_file_is_the_whole_table_with_its_export(ask: Ask, words: str, tool: str, says: str) -> None:
    events = ask(words)
    assert next(one.tool for one in events if isinstance(one, Shown)) == tool
    assert [one for one in events if isinstance(one, Warned) and says in one.sentence]


def test_the_exported_rows_are_all_there_are(ask: Ask, demo: PostgresSource) -> None:
    shown = next(one for one in ask("csv of all meters on TX-0001-001") if isinstance(one, Shown))
    with demo.connection() as connection:
        (many,) = connection.execute(
            "SELECT count(*) FROM flux.meters JOIN flux.transformers USING (transformer_id) "
            "WHERE transformer_name = 'TX-0001-001'"
        ).fetchone() or (None,)
    assert shown.result.table.num_rows == many
