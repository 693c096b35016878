"""A tab is built when first shown; whatever it raises stays in its place and is tried again."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import panel as pn
import pyarrow as pa
import pytest

from app.page.slot import TabSlot
from app.slot import FIRST_RETRY_SECONDS, LAST_RETRY_SECONDS, Slot
from app.state import AppState
from app.tab import Tab
from app.tabs.found import TabEntry
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

    return TabSlot(TabEntry(tab.title, tab.slug(), lambda: tab), make, state, clock=lambda: session.now)


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
    session.now += FIRST_RETRY_SECONDS
    slot.look()
    assert slot.view.objects[0].object == "mended"


def test_what_is_said_of_a_tab_stands_above_it_whatever_becomes_of_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = slot_of(Broken, session)
    slot.show()
    slot.say("The assistant does not use “mine”.")
    monkeypatch.setattr(Broken, "is_mended", True)
    session.now += FIRST_RETRY_SECONDS
    slot.look()
    assert [one.object for one in slot.view.objects] == ["The assistant does not use “mine”.", "mended"]
    slot.say("")
    assert [one.object for one in slot.view.objects] == ["mended"]


def test_a_closed_slot_lets_go(session: Session) -> None:
    slot = slot_of(Counting, session)
    slot.show()
    slot.close()
    session.settle()
    assert session.source.asked == []


class Clinging(Tab):
    """Cannot be ended."""

    title = "Clinging"

    def build(self) -> Any:
        return pn.pane.Str("clinging")

    def close(self) -> None:
        raise ValueError("cannot let go")


def test_a_tab_that_cannot_end_is_replaced_by_its_card_and_tried_again(session: Session) -> None:
    slot = slot_of(Clinging, session)
    slot.show()
    (clinging,) = slot.view.objects
    slot._living.failure = KeyError("load_kw")
    assert "load_kw" in text_of(slot.view)
    session.now += FIRST_RETRY_SECONDS
    slot.look()
    assert slot.view.objects[0].object == "clinging"
    assert slot.view.objects[0] is not clinging
    slot.close()


class Fragile(Tab):
    """Fails when its state says so, in one of the ways a tab can; notes which of its objects are called back."""

    title = "Fragile"
    called: ClassVar[list[Fragile]] = []
    made: ClassVar[list[Fragile]] = []

    def build(self) -> Any:
        type(self).made.append(self)
        self.live(lambda: Query.of("utilities"), lambda _rows: self.called.append(self))
        self.watch(self.note, self.state, ["theme", "palette"])
        self.watch(self.note, self.selection, "scope")
        self.each_look(self.note)
        return pn.pane.Str("fragile")

    def note(self) -> None:
        self.called.append(self)
        if self.state.palette == "colour_blind":
            raise ValueError("cannot draw it")


@pytest.fixture
def fragile(session: Session) -> TabSlot:
    Fragile.made, Fragile.called = [], []
    slot = slot_of(Fragile, session)
    slot.show()
    return slot


def test_of_a_tab_that_failed_and_was_built_anew_no_callback_runs(session: Session, fragile: TabSlot) -> None:
    old = Fragile.made[0]
    session.settle()
    old.state.palette = "colour_blind"
    assert "cannot draw it" in text_of(fragile.view)
    old.state.palette = "standard"
    session.now += FIRST_RETRY_SECONDS
    fragile.look()
    new = Fragile.made[1]
    Fragile.called.clear()
    new.state.theme = "light"
    new.selection.change(scope="feeder", scope_id=3)
    session.versions.number += 1
    session.settle()
    assert set(Fragile.called) == {new}
    assert len(Fragile.called) == 4, "the theme, the scope, the look and the rows, once each"


def test_a_late_failure_of_an_old_tab_leaves_its_successor(session: Session, fragile: TabSlot) -> None:
    old = Fragile.made[0]
    old.work(lambda: 1 // 0, lambda _: None)
    old.state.palette = "colour_blind"
    old.state.palette = "standard"
    session.now += FIRST_RETRY_SECONDS
    fragile.look()
    session.settle()  # only now the old one's work comes back
    old.failure = ValueError("late")
    assert fragile.view.objects[0].object == "fragile"
    assert len(Fragile.made) == 2


def test_the_pause_grows_while_it_fails_and_is_short_again_once_it_went_well(
    session: Session, fragile: TabSlot
) -> None:
    state = Fragile.made[0].state

    def fail_and_come_back(pause: float) -> str:
        state.palette = "colour_blind"
        card = text_of(fragile.view)
        state.palette = "standard"
        made = len(Fragile.made)
        session.now += pause - 0.5
        fragile.look()
        assert len(Fragile.made) == made, "too early"
        session.now += 0.5
        fragile.look()
        assert len(Fragile.made) == made + 1
        return card

    pauses = [FIRST_RETRY_SECONDS * 2**n for n in range(5)]
    for pause in [*pauses, LAST_RETRY_SECONDS, LAST_RETRY_SECONDS]:
        fail_and_come_back(pause)
    session.now += LAST_RETRY_SECONDS
    fragile.look()
    fail_and_come_back(FIRST_RETRY_SECONDS)


def test_since_when_it_fails_is_told_anew_once_it_went_well(session: Session) -> None:
    Fragile.made, Fragile.called = [], []
    state, begin = AppState(), dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
    slot = Slot(
        "Fragile", lambda: Fragile(state=state, sources=session.sources, feed=session.versions, loop=session.loop),
        still_works="", time_zone=lambda: "UTC", clock=lambda: session.now,
        now=lambda: begin + dt.timedelta(seconds=session.now),
    )  # fmt: skip
    slot.show()
    since = []
    for pause in (FIRST_RETRY_SECONDS, 60.0 + LAST_RETRY_SECONDS, 0.0):
        state.palette = "colour_blind"
        since.append(text_of(slot.view))
        state.palette = "standard"
        session.now += 60.0
        slot.look()
        session.now += pause
        slot.look()
    assert ["Since 12:00" in since[0], "Since 12:00" in since[1], "Since 12:00" in since[2]] == [True, True, False]
    assert "Since 12:08" in since[2]


class SideBySide(Tab):
    title = "Side by side"

    def build(self) -> Any:
        own = pn.Row(pn.pane.Str("c"), css_classes=["own"])
        return pn.Column(pn.Row(pn.pane.Str("a"), pn.pane.Str("b")), own)


def test_rows_of_a_tab_without_rules_of_its_own_wrap_in_a_small_window(session: Session) -> None:
    slot = slot_of(SideBySide, session)
    slot.show()
    plain, own = slot.view.select(pn.Row)
    assert ["rows.css" in str(sheet) for sheet in plain.stylesheets] == [True]
    assert not own.stylesheets
