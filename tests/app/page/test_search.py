"""The search of a session: one question at a time, however fast somebody types."""

from __future__ import annotations

import pyarrow as pa
import pytest

from app.page.search import SearchBox, search_query
from app.state import AppState
from data_sources.assets import AssetRef
from data_sources.errors import SourceUnavailable
from data_sources.postgres.source import PostgresSource
from data_sources.statements import statement
from tests.app.looping import Session

WORD = "transformer"
HIT = {"rank": 3, "kind": "transformer", "asset_id": 4, "name": WORD, "note": "50 kVA", "lon": 0.0, "lat": 0.0}
HITS = pa.Table.from_pylist([HIT], statement("search").result)


@pytest.fixture
def session() -> Session:
    return Session(SourceUnavailable("PostgreSQL is away."))


@pytest.fixture
def box(session: Session) -> SearchBox:
    return SearchBox(AppState(utility_id=1), session.sources, session.loop.work)


def needles(session: Session) -> list[object]:
    asked, session.source.asked = session.source.asked, []
    return [query.values["needle"] for query in asked]


def type_slowly(session: Session, box: SearchBox) -> None:
    for end in range(2, len(WORD) + 1):
        box.type(WORD[:end])
        session.settle()


def test_only_the_last_word_is_tried_again_while_the_source_is_away(session: Session, box: SearchBox) -> None:
    type_slowly(session, box)
    assert "PostgreSQL is away." in box.html
    needles(session)
    session.now += 60
    session.settle()
    assert needles(session) == [WORD]
    session.source.rows = HITS
    session.now += 60
    session.settle()
    assert needles(session) == [WORD]
    assert "50 kVA" in box.html


def test_a_word_that_stood_in_line_when_more_was_typed_is_not_asked_for(session: Session, box: SearchBox) -> None:
    session.source.rows = HITS
    for end in range(2, len(WORD) + 1):
        box.type(WORD[:end])
    session.settle()
    assert needles(session) == [WORD]
    assert "50 kVA" in box.html


def test_an_emptied_box_tries_nothing_again(session: Session, box: SearchBox) -> None:
    type_slowly(session, box)
    box.type("")
    needles(session)
    session.now += 60
    session.settle()
    assert needles(session) == []
    assert "PostgreSQL is away." not in box.html


def test_what_was_chosen_with_enter_is_selected_once_the_source_is_back(session: Session) -> None:
    state = AppState(utility_id=1)
    box = SearchBox(state, session.sources, session.loop.work)
    box._take({"action": "choose", "value": [WORD, None]})
    session.settle()
    session.source.rows = HITS
    session.now += 60
    session.settle()
    assert state.selection.asset == AssetRef("transformer", 4)


@pytest.mark.parametrize("typed", ["a\0b", "a\ud800b", "ab\ud7ff", "ab\U0010ffff", "ab\uffff"])
def test_letters_that_no_name_has_are_searched_for_in_peace(empty_source: PostgresSource, typed: str) -> None:
    """A NUL named search.sql as refused by the database."""
    query = search_query(1, typed)
    assert query is not None
    assert empty_source.fetch(query).num_rows == 0
    assert search_query(1, "\0\0a") is None
