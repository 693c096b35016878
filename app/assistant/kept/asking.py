"""A question is asked and its answer kept, in one go: for the page and for REST alike."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.assistant.assistant import Assistant
from app.assistant.context import Asker
from app.assistant.events import STOPPED, EndedEarly, Event, Warned
from app.assistant.kept.conversations import Conversations, KeptTurn, said_of
from data_sources.conversations.turns import TurnState
from data_sources.errors import FluxError

NOT_KEPT = "This answer is not kept: {why}"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TurnBegun:
    """The conversation that the question stands in."""

    conversation_id: int


@dataclass(frozen=True, slots=True)
class TurnKept:
    """The turn that was kept, and where it stands in its conversation, counted from 0."""

    turn_id: int
    place: int


Told = Event | TurnBegun | TurnKept
"""What comes of a question that is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class QuestionAsked:
    """A question in its conversation.

    Attributes:
        words: what is asked.
        asker: who asks, and where they stand.
        conversation_id: where it stands; None to begin one.
        before: the turns before it.
        replaces: numbers of the turns that go for it, where it is asked anew.
    """

    words: str
    asker: Asker
    conversation_id: int | None = None
    before: Sequence[KeptTurn] = ()
    replaces: tuple[int, ...] = ()


def ask_and_keep(
    assistant: Assistant,
    conversations: Conversations,
    asked: QuestionAsked,
    stop: threading.Event,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Iterator[Event | TurnBegun | TurnKept]:
    """The events of an answer; to be taken to the end in a worker thread, after `stop` too, so that it is kept.

    Args:
        assistant: answers.
        conversations: keeps; what cannot be kept is answered all the same.
        asked: the question.
        stop: set when nobody wants more of it.
        is_wanted: whether what was answered is to be kept; not where the question was asked anew meanwhile.
    """
    asked_at, number, by = dt.datetime.now(dt.UTC), asked.conversation_id, asked.asker.principal
    problem = ""
    try:
        if number is None and conversations.can_keep:
            number = conversations.begin(asked.asker.utility_id, asked.words, by)
    except FluxError as error:
        problem = str(error)
    if number is not None:
        yield TurnBegun(number)
    events: list[Event] = []
    for event in _answer(assistant, asked, stop):
        events.append(event)
        yield event
    if number is not None and is_wanted():
        turn = KeptTurn(asked.words, events, _state(events, stop), None, asked_at)
        try:
            yield TurnKept(*conversations.keep(number, turn, by, asked.replaces))
        except FluxError as error:
            problem = str(error)
    if problem:
        log.warning("An answer of the assistant is not kept: %s", problem)
        yield Warned(NOT_KEPT.format(why=problem))


def _answer(assistant: Assistant, asked: QuestionAsked, stop: threading.Event) -> Iterator[Event]:
    """The assistant's events until somebody stops it, which is the last one then."""
    for event in assistant.ask(asked.words, asked.asker, said_of(asked.before), stop=stop):
        if stop.is_set():
            break
        yield event
    if stop.is_set():
        yield EndedEarly(STOPPED)


def _state(events: Sequence[Event], stop: threading.Event) -> TurnState:
    if stop.is_set():
        return "stopped"
    return "failed" if any(isinstance(event, EndedEarly) for event in events) else "finished"
