"""Follow: an answer kept in step with a wish, from either source, whatever becomes of the question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import panel as pn
import pyarrow as pa
import pytest

from app.follow import UNFORESEEN, Follow, FollowStatus
from app.state import AppState
from app.tab import Tab
from data_sources.errors import QueryError, SourceUnavailable
from data_sources.query import Query
from data_sources.source import Source, Sources
from tests.app.looping import GivenSource, Session

ROWS = pa.table({"utility_id": [1]})


class Topics:
    """Numbers of topics that a test raises one by one."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def version(self, *topics: str) -> tuple[int, ...]:
        return tuple(self.numbers.get(topic, 0) for topic in topics)


class Host:
    """Looks and works when told to."""

    def __init__(self, live: GivenSource, history: GivenSource | None) -> None:
        self.sources, self.feed = Sources(live=live, history=history), Topics()
        self.looks: list[Callable[[], None]] = []
        self.waiting: list[Callable[[], None]] = []
        self.kinds: list[str] = []
        self.hidings: list[Callable[[], object]] = []
        self.endings: list[Callable[[], object]] = []
        self.checks: list[Callable[[], bool]] = []

    def each_look(self, callback: Callable[[], None]) -> None:
        self.looks.append(callback)

    def work(self, task: Callable[[], Any], then: Callable[[Any], None], *, kind: str) -> None:
        self.kinds.append(kind)
        self.waiting.append(lambda: then(task()))

    def why_idle(self) -> tuple[str, str] | None:
        return "Nothing yet", "Choose a utility."

    def on_hide(self, callback: Callable[[], object]) -> None:
        self.hidings.append(callback)

    def on_close(self, callback: Callable[[], object]) -> None:
        self.endings.append(callback)

    def stale_if(self, is_stale: Callable[[], bool]) -> None:
        self.checks.append(is_stale)

    def look(self) -> None:
        for callback in self.looks:
            callback()

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()


def ask(source: Source, wish: str) -> pa.Table:
    if wish == "odd":
        raise ZeroDivisionError
    return source.fetch(Query.of("ami_map_days", utility_id=len(wish)))


@dataclass
class Scene:
    """One Follow of a history, and all that it told and showed."""

    history: GivenSource | None = field(default_factory=lambda: GivenSource(ROWS))
    wish: str | None = "a"
    shown: list[str] = field(default_factory=list)
    told: list[FollowStatus] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.host = Host(GivenSource(ROWS), self.history)
        self.follow = self.made(ask)

    def made(self, task: Callable[[Source, str], Any], **how: Any) -> Follow[str, Any]:
        return Follow(
            self.host, lambda: self.wish, task, lambda wish, _rows: self.shown.append(wish), self.told.append,
            least_age_s=0.0, **how,
        )  # fmt: skip

    def settle(self) -> str:
        self.host.look()
        self.host.answer()
        self.host.look()
        return self.follow.status.stage


def test_it_waits_and_is_ready() -> None:
    scene = Scene()
    scene.host.look()
    assert scene.follow.status == FollowStatus("waiting")
    scene.host.answer()
    assert scene.follow.status == FollowStatus("ready", has_answer=True)
    assert scene.shown == ["a"]


def test_an_answer_without_rows_is_empty() -> None:
    assert Scene(GivenSource(ROWS.slice(0, 0))).settle() == "empty"


def test_nothing_wanted_is_told_with_the_hosts_reason() -> None:
    scene = Scene(wish=None)
    assert scene.settle() == "idle"
    assert (scene.told[-1].title, scene.told[-1].message) == ("Nothing yet", "Choose a utility.")


def test_a_live_source_is_followed_like_a_history() -> None:
    scene = Scene()
    live = scene.made(lambda source, wish: source.fetch(Query.of("utilities")), source="live")
    scene.settle()
    assert live.status.stage == "ready"
    assert [query.name for query in scene.host.sources.live.asked] == ["utilities"]
    assert sorted(scene.host.kinds) == ["history", "live"]  # each waits for the threads of its own source


def test_only_a_change_of_what_was_asked_about_asks_again() -> None:
    scene = Scene()
    scene.settle()
    scene.host.feed.numbers["outages"] = 5
    scene.settle()
    assert scene.shown == ["a"]
    scene.host.feed.numbers["ami"] = 1
    scene.settle()
    assert scene.shown == ["a", "a"]
    assert "waiting" not in [status.stage for status in scene.told[2:]]  # what is shown stays as it is meanwhile


def test_what_is_no_longer_wanted_is_not_shown() -> None:
    scene = Scene()
    scene.host.look()
    scene.wish = "bb"
    scene.settle()
    assert scene.shown == ["bb"]


def test_coming_back_before_another_answer_came_shows_what_is_there_as_ready() -> None:
    scene = Scene()
    scene.settle()
    scene.wish = "bb"
    scene.host.look()
    assert scene.follow.status.stage == "waiting"
    scene.wish = "a"
    scene.host.look()
    assert scene.follow.status.stage == "ready"


def test_a_source_that_is_away_is_stale_and_what_was_shown_stays() -> None:
    scene = Scene()
    scene.settle()
    assert scene.history is not None
    scene.history.rows = SourceUnavailable("The history is away.")
    scene.host.feed.numbers["ami"] = 1
    assert scene.settle() == "stale"
    assert scene.follow.status == FollowStatus("stale", True, "", "The history is away.")


@pytest.mark.parametrize(("wish", "message"), [("a", "Wrong."), ("odd", UNFORESEEN)])
def test_any_failure_is_told_in_a_sentence_and_tried_again_on_request_only(wish: str, message: str) -> None:
    scene = Scene(GivenSource(QueryError("Wrong.")), wish=wish)
    assert scene.settle() == "failed"
    assert scene.follow.status.message == message
    scene.host.look()
    assert not scene.host.waiting
    scene.follow.retry()
    scene.host.look()
    assert scene.host.waiting


def test_coming_back_to_what_failed_before_another_answer_came_asks_again() -> None:
    """Else it would stand as waiting for ever: nothing is under way, and nothing would be asked."""
    scene = Scene(GivenSource(QueryError("Wrong.")))
    assert scene.settle() == "failed"
    scene.wish = "bb"
    scene.host.look()
    assert scene.follow.status.stage == "waiting"
    scene.wish = "a"
    assert scene.settle() == "failed"
    scene.host.look()
    assert not scene.host.waiting


def test_a_failure_to_show_is_told_too_and_another_wish_goes_on() -> None:
    scene = Scene()

    def show(wish: str, _rows: Any) -> None:
        if wish == "a":
            raise KeyError(wish)

    picky = Follow(scene.host, lambda: scene.wish, ask, show)
    scene.settle()
    assert (picky.status.stage, picky.status.message) == ("failed", UNFORESEEN)
    scene.wish = "bb"
    scene.settle()
    assert picky.status.stage == "ready"


def test_a_wish_that_cannot_be_made_is_told_and_recovers() -> None:
    scene = Scene()
    wishes: dict[str, str] = {}
    broken = Follow(scene.host, lambda: wishes["wish"], ask, lambda *_shown: None)
    scene.settle()
    assert broken.status.stage == "failed"
    wishes["wish"] = "a"
    scene.settle()
    assert broken.status.stage == "ready"


def test_without_a_history_it_says_so() -> None:
    scene = Scene(history=None)
    assert scene.settle() == "failed"
    assert "No history is set up." in scene.follow.status.message


def test_a_part_that_is_not_in_front_asks_nothing() -> None:
    scene = Scene()
    scene.made(ask, is_front=lambda: False)
    scene.host.look()
    assert len(scene.host.waiting) == 1  # the other one's


def test_a_part_that_goes_behind_another_lets_go() -> None:
    scene, front = Scene(), [True]
    scene.made(ask, is_front=lambda: front[0])
    scene.host.look()
    front[0] = False
    scene.host.look()
    scene.host.answer()
    assert scene.shown == ["a"]  # the other one's
    assert scene.history is not None
    assert len(scene.history.asked) == 1


class Counted(Tab):
    """A tab that follows an answer of more than one statement, without views."""

    title = "Counted"

    def build(self) -> Any:
        self.utility_ids: list[int] = []
        self.follow = Follow(self, lambda: self.state.utility_id, self.both, self.show, source="live")
        return pn.pane.Str("")

    def both(self, source: Source, _utility_id: int) -> int:
        return source.fetch(Query.of("utilities")).num_rows + source.fetch(Query.of("history_filling")).num_rows

    def show(self, utility_id: int, _rows: int) -> None:
        self.utility_ids.append(utility_id)


def counted(session: Session, utility_id: int | None) -> Counted:
    tab = Counted(
        state=AppState(utility_id=utility_id),
        sources=session.sources,
        feed=session.versions,
        loop=session.loop,
        is_shown=True,
    )
    tab.__panel__()
    return tab


def hide(tab: Tab, _session: Session) -> None:
    tab.is_shown = False


def close(tab: Tab, _session: Session) -> None:
    tab.close()


def end_session(tab: Tab, session: Session) -> None:
    session.loop.close()
    tab.close()


LEAVE = pytest.mark.parametrize("leave", [hide, close, end_session])
Leave = Callable[[Tab, Session], None]


@LEAVE
def test_nothing_is_asked_for_a_host_that_left_before_the_task_began(leave: Leave) -> None:
    session = Session(ROWS)
    tab = counted(session, 7)
    session.loop.look()
    leave(tab, session)
    session.executor.work()
    session.tick()
    session.settle()
    assert (session.source.asked, tab.utility_ids) == ([], [])


@LEAVE
def test_the_second_statement_is_not_asked_for_a_host_that_left_during_the_first(leave: Leave) -> None:
    session = Session(ROWS)
    tab = counted(session, 7)
    session.source.after_fetch = lambda: leave(tab, session)
    session.settle()
    session.settle()
    assert [query.name for query in session.source.asked] == ["utilities"]
    assert tab.utility_ids == []


def test_one_that_is_seen_again_asks_again() -> None:
    session = Session(ROWS)
    tab = counted(session, 7)
    session.loop.look()
    tab.is_shown = False
    session.settle()
    tab.is_shown = True
    session.settle()
    assert (tab.follow.status.stage, tab.utility_ids) == ("ready", [7])


def test_a_tab_is_stale_while_the_source_of_what_it_follows_is_away() -> None:
    session = Session(SourceUnavailable("away"))
    tab = counted(session, 7)
    assert not tab.is_stale
    session.settle()
    assert tab.is_stale


def test_a_tab_follows_like_a_view() -> None:
    session = Session(ROWS)
    tab = counted(session, None)
    session.settle()
    assert tab.follow.status == FollowStatus("idle")
    tab.state.utility_id = 7
    session.settle()
    session.settle()
    assert (tab.follow.status.stage, tab.utility_ids) == ("ready", [7])
    assert [query.name for query in session.source.asked] == ["utilities", "history_filling"]
