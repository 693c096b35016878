"""A tab is built when first shown; whatever it raises stays in its place and is tried again."""

from __future__ import annotations

from typing import Any

import panel as pn
import pyarrow as pa
import pytest

from app.page.slot import TabSlot
from app.page.tabs_found import TabEntry
from app.state import AppState
from app.tab import Tab
from data_sources.query import Query
from tests.app.looping import Session


class Counting(Tab):
    title = "Counting"
    built = 0

    def build(self) -> Any:
        type(self).built += 1
        self.shown: list[pa.Table] = []
        self.live(lambda: Query.of("utilities"), self.show_rows)
        return pn.pane.Str("here")

    def show_rows(self, rows: pa.Table) -> None:
        if rows.num_rows == 0:
            raise ValueError("no rows")
        self.shown.append(rows)


class Broken(Tab):
    title = "Broken"
    is_mended = False

    def build(self) -> Any:
        if not self.is_mended:
            raise KeyError("load_kw")
        return pn.pane.Str("mended")


@pytest.fixture
def session() -> Session:
    return Session(pa.table({"utility_id": [1]}))


def slot_of(tab: type[Tab], session: Session) -> TabSlot:
    state = AppState(time_zone="America/Chicago")

    def make(found: type[Tab]) -> Tab:
        return found(state=state, sources=session.sources, feed=session.versions, loop=session.loop)

    return TabSlot(TabEntry(tab.title, tab.slug(), lambda: tab), make, state)


def text_of(view: Any) -> str:
    return " ".join(str(pane.object) for pane in view.select(pn.pane.HTML))


def test_a_tab_is_built_once_when_first_shown(session: Session) -> None:
    Counting.built = 0
    slot = slot_of(Counting, session)
    assert Counting.built == 0
    slot.show()
    slot.hide()
    slot.show()
    assert Counting.built == 1
    assert slot.view.objects[0].object == "here"


def test_a_hidden_tab_fetches_nothing(session: Session) -> None:
    slot = slot_of(Counting, session)
    slot.show()
    slot.hide()
    session.settle()
    assert session.source.asked == []
    slot.show()
    session.settle()
    assert len(session.source.asked) == 1


def test_a_tab_that_cannot_be_built_shows_its_card(session: Session) -> None:
    slot = slot_of(Broken, session)
    slot.show()
    text = text_of(slot.view)
    assert "Broken failed" in text
    assert "load_kw" in text
    assert "The other tabs go on." in text


def test_a_tab_whose_rows_cannot_be_shown_shows_its_card(session: Session) -> None:
    slot = slot_of(Counting, session)
    slot.show()
    session.source.rows = pa.table({"utility_id": pa.array([], pa.int64())})
    session.settle()
    assert "no rows" in text_of(slot.view)


def test_text_of_an_error_is_no_markup(session: Session) -> None:
    class Evil(Tab):
        title = "Evil"

        def build(self) -> Any:
            raise ValueError("<img src=x onerror=alert(1)>")

    slot = slot_of(Evil, session)
    slot.show()
    assert "<img" not in text_of(slot.view)


def test_a_mended_tab_comes_back_by_itself(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = slot_of(Broken, session)
    slot.show()
    slot.look()
    assert "load_kw" in text_of(slot.view), "too early to try again"
    monkeypatch.setattr(Broken, "is_mended", True)
    slot._retry_at = 0.0  # its time has come
    slot.look()
    assert slot.view.objects[0].object == "mended"


def test_a_closed_slot_lets_go(session: Session) -> None:
    slot = slot_of(Counting, session)
    slot.show()
    slot.close()
    session.settle()
    assert session.source.asked == []
