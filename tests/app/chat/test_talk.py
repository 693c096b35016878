"""The session's conversation over a real database: asked, stopped, asked anew, opened again, without a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.assistant.context import Asker
from app.assistant.kept.at_once import MOST_EACH, WAITS
from app.assistant.kept.conversations import Conversations
from app.chat.talk import Talk
from app.live import LiveLoop
from app.threads import THREADS, Pool, Threads
from data_sources.cache import CachedSource
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.errors import SourceUnavailable
from data_sources.postgres.feed import Feed
from data_sources.postgres.source import PostgresSource
from data_sources.query import Query
from data_sources.source import Sources
from tests.app.assistant.scripted import scripted

PATIENCE_S = 30
ZONE = "America/Chicago"


class Session:
    """A talk, and what its threads bring into the session."""

    def __init__(self, source: PostgresSource) -> None:
        self.source, self.feed = source, Feed(source)
        self.due: list[Callable[[], Any]] = []
        self.sources = Sources(live=CachedSource(source, self.feed))
        self.assistant = scripted(self.sources)
        self.loop = LiveLoop(self.sources, self.feed, self.due.append)
        self.talk = self.anew("maria")

    def anew(self, name: str, threads: Threads = THREADS) -> Talk:
        commands = Commands(self.source)
        asker = Asker(Principal(name, "operator"), 1, ZONE)
        conversations = Conversations(self.source, commands)
        return Talk(self.loop, lambda: self.assistant, conversations, commands, lambda: asker, threads)

    def until(self, is_so: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < end
            for function in [self.due.pop(0) for _ in list(self.due)]:
                function()
            self.loop.look()
            self.talk.look()
            time.sleep(0.01)

    def ask(self, words: str, place: int | None = None) -> None:
        self.talk.ask(words, place)
        self.until(lambda: not self.talk.is_running and self.talk.turns[-1].turn_id is not None)

    def kept(self) -> list[tuple[str, str]]:
        asked = {"conversation_id": self.talk.conversation_id, "owner": "maria"}
        rows = self.source.fetch(Query.of("own_turns", **asked)).to_pylist()
        return [(row["question"], row["state"]) for row in rows]


@pytest.fixture
def session(demo_source: PostgresSource) -> Iterator[Session]:
    session = Session(demo_source)
    yield session
    session.loop.close()


def test_questions_are_kept_and_opened_again_as_they_were(session: Session) -> None:
    session.ask("load of F0002")
    session.ask("list feeders")
    talk, number = session.talk, session.talk.conversation_id
    talk.rate(talk.turns[0], True, "good")
    session.until(lambda: session.kept() and session.source.fetch(
        Query.of("own_turns", conversation_id=number, owner="maria")).to_pylist()[0]["is_good"])  # fmt: skip
    before = [(one.question, one.answer.text, len(one.answer.shown)) for one in talk.turns]
    session.talk = session.anew("maria")
    session.talk.open(number)
    session.until(lambda: not session.talk.is_opening)
    assert [(one.question, one.answer.text, len(one.answer.shown)) for one in session.talk.turns] == before
    assert (session.talk.turns[0].is_good, session.talk.turns[0].comment) == (True, "good")
    assert not any(one.is_new for one in session.talk.turns)  # nothing leads away by itself again
    session.talk = session.anew("john")
    session.talk.open(number)
    session.until(lambda: not session.talk.is_opening)
    assert (session.talk.turns, session.talk.conversation_id) == ([], None)
    assert "There is no conversation" in session.talk.problem


def test_a_stopped_answer_is_kept_and_the_next_question_stands_after_it(session: Session) -> None:
    session.talk.ask("slow")
    session.until(lambda: len(session.talk.turns[-1].answer.text) > 30)
    session.talk.stop()
    assert not session.talk.is_running
    session.talk.ask("load of F0002")
    session.until(lambda: session.talk.turns[-1].turn_id is not None)
    assert session.kept() == [("slow", "stopped"), ("load of F0002", "finished")]


def test_a_question_asked_anew_takes_the_place_of_what_runs(session: Session) -> None:
    session.ask("load of F0002")
    session.talk.ask("slow")
    session.until(lambda: session.talk.turns[-1].answer.pieces)
    session.ask("list feeders", 1)
    session.until(lambda: len(session.kept()) == 2)
    assert session.kept() == [("load of F0002", "finished"), ("list feeders", "finished")]
    session.ask("mars", 0)
    assert session.kept() == [("mars", "finished")]


def test_what_fails_says_so_and_can_be_tried_again(session: Session) -> None:
    session.ask("break")
    turn = session.talk.turns[0]
    assert (turn.state, turn.answer.text) == ("failed", "Half an ")
    assert "failed on this question" in turn.answer.ended
    session.ask(turn.question, 0)
    assert session.kept() == [("break", "failed")]


def test_an_answer_that_ends_with_the_server_says_so(session: Session) -> None:
    session.ask("server ends")
    turn = session.talk.turns[0]
    assert (turn.state, turn.answer.text) == ("failed", "Half an ")
    assert "The server was stopped before this answer was whole." in turn.answer.ended


def test_conversations_are_renamed_and_deleted(session: Session) -> None:
    session.ask("load of F0002")
    number = session.talk.conversation_id
    assert number is not None

    def titles() -> list[str]:
        asked = {"owner": "maria", "utility_id": 1, "most": 10}
        return [row["title"] for row in session.source.fetch(Query.of("own_conversations", **asked)).to_pylist()]

    session.talk.rename(number, "Feeders")
    session.until(lambda: titles() == ["Feeders"])
    session.talk.rename(number, " ")
    assert session.talk.problem
    session.talk.delete(number)
    assert (session.talk.turns, session.talk.conversation_id) == ([], None)
    session.until(lambda: titles() == [])


def test_two_windows_lose_nothing_of_each_other(session: Session) -> None:
    session.ask("load of F0002")
    first, other = session.talk, session.anew("maria")
    other.open(session.talk.conversation_id or 0)
    session.until(lambda: not other.is_opening)
    session.ask("list feeders")
    session.talk = other
    session.ask("which one?")
    whole = ["load of F0002", "list feeders", "which one?"]
    assert [question for question, _ in session.kept()] == whole
    session.until(lambda: [one.question for one in other.turns] == whole)  # the page catches up
    first.ask("mars", 1)  # over what it did not see
    session.talk = first
    session.until(lambda: not first.is_running and len(first.turns) == 4)
    assert [question for question, _ in session.kept()] == whole
    assert [one.question for one in first.turns] == [*whole, "mars"]
    assert "in another window" in first.turns[-1].answer.warnings[0]
    session.ask("mars", 3)
    session.ask("load of F0002", 2)
    assert [question for question, _ in session.kept()] == [*whole[:2], "load of F0002"]


class Away:
    """A database that is away at times."""

    def __init__(self, source: PostgresSource) -> None:
        self.source, self.is_away = source, False

    def fetch(self, query: Query) -> Any:
        if self.is_away:
            raise SourceUnavailable("PostgreSQL does not answer.")
        return self.source.fetch(query)


def test_a_question_waits_for_its_conversation(session: Session) -> None:
    session.ask("load of F0002")
    session.ask("list feeders")
    source: Any = Away(session.source)
    commands = Commands(session.source)
    asker = Asker(Principal("maria", "operator"), 1, ZONE)
    for is_away in (False, True):
        talk = Talk(session.loop, lambda: session.assistant, Conversations(source, commands), commands, lambda: asker)
        source.is_away = is_away
        talk.open(session.talk.conversation_id or 0)
        before = len(session.kept())
        talk.ask("which one?")
        session.talk = talk
        if is_away:
            session.until(lambda: "does not answer" in talk.problem)  # noqa: B023  # within the loop
            assert (talk.turns, talk.waiting, talk.is_opening) == ([], "which one?", True)
            source.is_away = False
        session.until(lambda: talk.turns and talk.turns[-1].turn_id)  # noqa: B023  # within the loop
        assert [one.question for one in talk.turns] == [question for question, _ in session.kept()]
        assert (len(talk.turns), talk.problem) == (before + 1, "")


def test_a_conversation_that_was_deleted_elsewhere_is_gone_on_with_anew(session: Session) -> None:
    session.ask("load of F0002")
    other, number = session.anew("maria"), session.talk.conversation_id or 0
    other.delete(number)
    session.until(lambda: not session.kept())
    session.talk.ask("list feeders")
    session.until(lambda: session.talk.problem)
    assert [one.question for one in session.talk.turns] == ["load of F0002", "list feeders"]
    session.ask("which one?")
    assert session.talk.conversation_id != number
    assert session.kept() == [("which one?", "finished")]


def test_nothing_is_asked_of_blanks_nor_twice_at_once(session: Session) -> None:
    session.talk.ask("  \0 ")
    assert session.talk.turns == []
    session.talk.ask("slow")
    session.talk.ask("load of F0002")
    assert [one.question for one in session.talk.turns] == ["slow"]
    session.talk.close()
    session.until(lambda: session.kept() == [("slow", "stopped")] if session.talk.conversation_id else False)


def test_a_person_s_many_windows_hold_only_so_many_answers_and_a_refused_question_can_be_tried_again(
    session: Session,
) -> None:
    talks = [session.anew("eve") for _ in range(MOST_EACH + 1)]
    for talk in talks:
        talk.ask("slow")
    last = talks.pop()
    assert (last.turns[0].state, last.turns[0].question) == ("failed", "slow")
    assert f"You have {MOST_EACH} questions under way" in last.turns[0].answer.ended
    session.ask("load of F0002")  # another person
    talks[0].ask("load of F0002", 0)
    assert "questions under way" in talks[0].problem
    assert [(one.question, one.is_running) for one in talks[0].turns] == [("slow", True)]
    for talk in talks:
        talk.close()

    def answered() -> bool:
        if not last.is_running and last.turns[0].state == "failed":
            last.ask("load of F0002", 0)
        last.look()
        return last.turns[0].turn_id is not None

    session.until(answered)
    assert last.turns[0].state == "finished"


def test_a_question_that_stands_in_line_says_so(session: Session) -> None:
    threads = Threads(assistant=Pool("assistant-test", 1))
    first = session.anew("eve", threads)
    first.ask("slow")
    session.talk = session.anew("maria", threads)
    session.talk.ask("load of F0002")
    session.until(lambda: session.talk.turns[0].answer.doing == WAITS)
    first.stop()
    session.until(lambda: session.talk.turns[0].turn_id is not None)
    assert session.talk.turns[0].state == "finished"
    threads.close()
