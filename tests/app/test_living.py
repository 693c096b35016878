"""What a tab or view binds, watches and begins ends with it; a source that is away fails nothing."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa
import pytest

from app.state import AppState
from app.tab import Tab
from data_sources.errors import SourceUnavailable
from data_sources.query import Query
from tests.app.looping import Session

ROWS = pa.table({"utility_id": [1]})


class Plain(Tab):
    title = "Plain"

    def build(self) -> Any:
        return pn.pane.Str("plain")


@pytest.fixture
def session() -> Session:
    return Session(ROWS)


@pytest.fixture
def tab(session: Session) -> Plain:
    tab = Plain(state=AppState(), sources=session.sources, feed=session.versions, loop=session.loop)
    tab.is_shown = True
    return tab


def test_work_of_a_tab_waits_for_a_source_that_is_away(session: Session, tab: Plain) -> None:
    results: list[pa.Table] = []
    session.source.rows = SourceUnavailable("away")
    tab.work(lambda: session.source.fetch(Query.of("utilities")), results.append)
    session.executor.work()
    session.tick()
    assert (tab.failure, tab.is_stale, results) == (None, True, [])
    session.source.rows = ROWS
    session.now += 60
    session.settle()
    assert (tab.failure, tab.is_stale, results) == (None, False, [ROWS])


def test_later_work_of_the_same_key_takes_the_place_of_the_one_before(session: Session, tab: Plain) -> None:
    results: list[str] = []
    for answer in ("first", "second"):
        tab.work(lambda answer=answer: answer, results.append, key="one")
    tab.work(lambda: "other", results.append)
    tab.work(lambda: "another", results.append)
    session.executor.work()
    session.tick()
    assert results == ["second", "other", "another"]


def test_what_a_watcher_raises_fails_the_tab_and_not_who_changed_the_param(session: Session, tab: Plain) -> None:
    tab.watch(lambda: 1 // 0, tab.state, "theme")
    tab.state.theme = "light"
    assert isinstance(tab.failure, ZeroDivisionError)


def test_one_that_ends_while_a_param_changes_is_not_called_any_more(session: Session, tab: Plain) -> None:
    called: list[str] = []
    tab.watch(tab.close, tab.state, "theme")
    tab.watch(lambda: called.append("after its end"), tab.state, "theme")
    tab.state.theme = "light"
    tab.state.theme = "dark"
    assert called == []


def test_each_look_is_for_what_can_be_seen(session: Session, tab: Plain) -> None:
    looked: list[int] = []
    tab.each_look(lambda: looked.append(1))
    session.loop.look()
    tab.is_shown = False
    session.loop.look()
    assert looked == [1]
    tab.is_shown = True
    tab.close()
    session.loop.look()
    assert looked == [1]


def test_work_of_a_hidden_tab_is_not_tried_again(session: Session, tab: Plain) -> None:
    session.source.rows = SourceUnavailable("away")
    tab.work(lambda: session.source.fetch(Query.of("utilities")), lambda _: None)
    session.settle()
    tab.is_shown = False
    session.now += 60
    session.settle()
    assert len(session.source.asked) == 1
    tab.is_shown = True
    session.settle()
    assert len(session.source.asked) == 2


def test_an_ending_that_raises_stops_no_other(session: Session, tab: Plain) -> None:
    told, looked = [], []
    tab.on_close(lambda: 1 // 0)
    tab.on_close(lambda: told.append("the next one"))
    tab.each_look(lambda: looked.append(1))
    tab.work(lambda: "late", told.append)
    tab.close()
    session.settle()
    assert (told, looked) == (["the next one"], [])


def test_what_is_told_when_it_ends_is_told_once(tab: Plain) -> None:
    told: list[int] = []
    tab.on_close(lambda: told.append(1))
    tab.close()
    tab.close()
    assert told == [1]
