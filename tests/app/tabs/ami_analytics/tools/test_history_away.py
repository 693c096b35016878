"""A question to a history that is away is answered by one true sentence, and as before once it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assistant.assistant import Assistant
from app.assistant.built_in.planner import BuiltInPlanner
from app.assistant.events import Declined, EndedEarly, Event, Finished, Shown
from data_sources.source import Sources
from data_sources.warehouse.duckdb import DuckSource
from data_sources.warehouse.files import Warehouse
from tests.app.assistant.asking import built_in_catalogue
from tests.app.assistant.built_in.test_planner import ASKER
from tests.app.tabs.ami_analytics.tools.conftest import Demo

AWAY = "The history is away: its folder is not there any more."


@pytest.fixture
def there(asked: Demo, tmp_path: Path) -> Iterator[tuple[Assistant, Path, Path]]:
    """An assistant over a folder that can be taken away."""
    folder, aside = tmp_path / "history", tmp_path / "unmounted"
    folder.symlink_to(asked.history.warehouse.root)
    history = DuckSource(Warehouse(folder))
    catalogue = built_in_catalogue()
    yield Assistant(catalogue, BuiltInPlanner(catalogue), Sources(asked.live, history)), folder, aside
    history.close()


def events(assistant: Assistant, words: str, asked: Demo) -> list[Event]:
    return list(assistant.ask(words, ASKER, now=asked.known.now))


def test_a_history_that_is_away_is_told_and_heals(asked: Demo, there: tuple[Assistant, Path, Path]) -> None:
    assistant, folder, aside = there
    question = "energy of F0002 yesterday"
    before = events(assistant, question, asked)
    assert any(isinstance(one, Shown) for one in before)
    folder.rename(aside)
    away = events(assistant, question, asked)
    assert [one.sentence for one in away if isinstance(one, EndedEarly)] == [AWAY]
    assert not [one for one in away if isinstance(one, Shown | Declined)]
    assert isinstance(away[-1], EndedEarly)
    # What needs no history is answered or declined as ever, and offers no question that cannot be answered now.
    declined = events(assistant, "what is the phase angle of the readings on F0002 yesterday", asked)
    assert any(isinstance(one, Declined) for one in declined)
    assert isinstance(declined[-1], Finished)
    aside.rename(folder)
    assert any(isinstance(one, Shown) for one in events(assistant, question, asked))
