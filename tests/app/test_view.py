"""One view of a tab stands in front; one that fails shows its own error, the rest of its tab goes on."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa
import pytest

from app.state import AppState
from app.tab import Tab
from app.view import View, ViewStage
from data_sources.query import Query
from tests.app.looping import Session

ROWS = pa.table({"utility_id": [1]})


class Calm(View):
    slug, title = "calm", "Calm"

    def build(self) -> Any:
        self.shown: list[pa.Table] = []
        self.live(lambda: Query.of("utilities"), self.shown.append)
        return pn.pane.Str("calm")


class Hasty(View):
    """Fails when its rows come."""

    slug, title = "hasty", "Hasty"

    def build(self) -> Any:
        self.live(lambda: Query.of("utilities"), lambda rows: rows["load_kw"])
        return pn.pane.Str("hasty")


class Unbuilt(View):
    slug, title = "unbuilt", "Unbuilt"

    def build(self) -> Any:
        raise KeyError("no such chart")


class Viewed(Tab):
    title = "Viewed"

    def build(self) -> Any:
        self.made: dict[str, View] = {}
        self.shown: list[pa.Table] = []
        self.stage = ViewStage(self, self._load)
        self.live(lambda: Query.of("utilities"), self.shown.append)
        return self.stage

    def _load(self, slug: str) -> View:
        self.made[slug] = {"calm": Calm, "hasty": Hasty, "unbuilt": Unbuilt}[slug](self)
        return self.made[slug]


@pytest.fixture
def session() -> Session:
    return Session(ROWS)


@pytest.fixture
def tab(session: Session) -> Viewed:
    tab = Viewed(state=AppState(), sources=session.sources, feed=session.versions, loop=session.loop)
    tab.is_shown = True
    tab.__panel__()
    return tab


def words(tab: Viewed) -> str:
    return " ".join(str(pane.object) for pane in pn.panel(tab.__panel__()).select(pn.pane.HTML))


def test_only_the_view_in_front_asks(session: Session, tab: Viewed) -> None:
    tab.stage.bring("calm")
    session.settle()
    tab.stage.bring("unbuilt")
    session.versions.number += 1
    session.settle()
    assert len(tab.made["calm"].shown) == 1
    tab.stage.bring("calm")
    session.settle()
    assert len(tab.made["calm"].shown) == 2


@pytest.mark.parametrize(("slug", "why"), [("hasty", "Hasty failed"), ("unbuilt", "no such chart")])
def test_a_failing_view_says_so_in_its_place_and_the_rest_goes_on(
    session: Session, tab: Viewed, slug: str, why: str
) -> None:
    tab.stage.bring(slug)
    session.settle()
    assert why in words(tab)
    assert "The other views go on." in words(tab)
    assert tab.failure is None
    session.versions.number += 1
    session.settle()
    assert len(tab.shown) == 2
    tab.stage.bring("calm")
    session.settle()
    assert len(tab.made["calm"].shown) == 1


def test_views_end_with_their_tab(session: Session, tab: Viewed) -> None:
    tab.stage.bring("calm")
    looked: list[int] = []
    tab.made["calm"].each_look(lambda: looked.append(1))
    tab.made["calm"].watch(lambda: looked.append(2), tab.state, "theme")
    tab.close()
    tab.state.theme = "light"
    session.settle()
    assert (looked, session.source.asked) == ([], [])
