"""The day of the map of readings is read when its source is back, without anybody choosing it again."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import panel as pn
import pytest

from app.live import RETRY_SECONDS
from app.state import AppState
from app.tab import Tab
from app.tabs.ami_analytics.readings_map.days import ReadingsDays
from app.view import View
from data_sources.errors import ContractError, SourceUnavailable
from data_sources.history.map_days import MapDay, MapDays
from data_sources.statements import statement
from tests.app.looping import Session

DAY = dt.date(2026, 8, 14)


class Plain(Tab):
    title = "Plain"

    def build(self) -> Any:
        return pn.pane.Str("plain")


class Scene:
    """The days of a view whose source is given."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.opened: list[MapDay] = []
        self.said: list[str] = []
        tab = Plain(state=AppState(utility_id=1), sources=session.sources, feed=session.versions, loop=session.loop)
        self.view = View(tab, is_shown=True)
        self.days = ReadingsDays(self.view, self.opened.append, self.said.append)
        self.days.renderer = SimpleNamespace(days=MapDays(session.source))

    def take(self, day: dt.date = DAY) -> None:
        self.days.take(day, statement("ami_map_day").result.empty_table())
        self.session.settle()

    def later(self) -> None:
        self.session.now += RETRY_SECONDS
        self.session.settle()

    def answer(self) -> None:
        self.session.source.rows = statement("ami_map_meter_day").result.empty_table()


@pytest.fixture
def scene() -> Scene:
    return Scene(Session(SourceUnavailable("The history is away.")))


def test_a_day_whose_source_is_away_is_read_when_it_is_back(scene: Scene) -> None:
    scene.take()
    assert (scene.said, scene.opened, scene.view.is_stale) == (["The history is away."], [], True)
    scene.later()
    scene.answer()
    scene.later()
    assert [day.intervals.day for day in scene.opened] == [DAY]
    assert not scene.view.is_stale


def test_only_the_day_chosen_last_is_tried_again(scene: Scene) -> None:
    other = DAY - dt.timedelta(days=1)
    scene.take()
    scene.take(other)
    scene.answer()
    scene.session.source.asked.clear()
    scene.later()
    assert [day.intervals.day for day in scene.opened] == [other]
    assert {query.values["day"] for query in scene.session.source.asked} == {other}


def test_what_the_source_refuses_is_said_and_not_tried_again(scene: Scene) -> None:
    scene.session.source.rows = ContractError("The table is missing.")
    scene.take()
    assert scene.said == ["The table is missing."]
    asked = len(scene.session.source.asked)
    scene.later()
    assert len(scene.session.source.asked) == asked
