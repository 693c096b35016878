"""Conversations: those of each person, in the live database; read by statements, written by commands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from app.assistant.events import AskedBack, Declined, Doing, Event, Shown, Stated, Thought, Threaded
from app.assistant.planner import ROWS_SAID, Said
from app.assistant.wire import events_from_wire, to_wire
from data_sources.commands.principal import Principal
from data_sources.commands.run import Commands
from data_sources.conversations.keeping import StartConversation
from data_sources.conversations.turns import SaveTurn, TurnState
from data_sources.query import Query
from data_sources.source import Source

TITLE_LENGTH: Final = 80
REMEMBERED: Final = 20  # turns that a planner is told of
MOST_LISTED: Final = 200
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class KeptTurn:
    """A question with its answer.

    Attributes:
        question: as it was asked.
        events: of the answer, in their order.
        state: how the answer ended.
        turn_id: its number in the database; None where it is not kept.
        asked_at: aware; None where it is not kept.
        is_good: thumbs up or down; None for neither.
        comment: why.
        settled: what became of its proposals, by the place of their result.
    """

    question: str
    events: Sequence[Event]
    state: TurnState = "finished"
    turn_id: int | None = None
    asked_at: dt.datetime | None = None
    is_good: bool | None = None
    comment: str = ""
    settled: Mapping[int, str] = field(default_factory=dict)


class Conversations:
    """Thread-safe.

    Args:
        source: the live database.
        commands: the one way to change it; None where nothing can be kept.
    """

    def __init__(self, source: Source, commands: Commands | None) -> None:
        """Asks nothing yet."""
        self._source, self._commands = source, commands

    @property
    def can_keep(self) -> bool:
        """Whether anything can be kept."""
        return self._commands is not None

    def row(self, conversation_id: int, owner: str) -> Row | None:
        """Row of own_conversation.sql; None where there is no such conversation of that person's.

        Raises:
            SourceError: the database does not answer.
        """
        query = Query.of("own_conversation", conversation_id=conversation_id, owner=owner)
        return next(iter(self._source.fetch(query).to_pylist()), None)

    def turns(self, conversation_id: int, owner: str) -> list[KeptTurn]:
        """The turns of somebody's own conversation in their order; none where there is no such conversation.

        Raises:
            SourceError: the database does not answer.
        """
        query = Query.of("own_turns", conversation_id=conversation_id, owner=owner)
        return [_turn(row) for row in self._source.fetch(query).to_pylist()]

    def begin(self, utility_id: int, question: str, by: Principal) -> int:
        """Begin a conversation with this question for its title; answers its number.

        Raises:
            CommandError: it is refused.
            SourceUnavailable: the database does not answer.
        """
        assert self._commands is not None
        return self._commands.run(
            StartConversation.of(utility_id=utility_id, title=title_of(question)), by=by
        ).target.id

    def keep(
        self, conversation_id: int, turn: KeptTurn, by: Principal, replaces: Sequence[int] = ()
    ) -> tuple[int, int]:
        """Keep a turn at the end, or in place of the last ones; answers its number and its place.

        Args:
            conversation_id: where.
            turn: what.
            by: whose it is.
            replaces: numbers of the turns that go for it, in their order.

        Raises:
            Conflict: these are not the last ones any more.
            CommandError: it is refused, for it is not that person's own, say.
            SourceUnavailable: the database does not answer.
        """
        assert self._commands is not None
        command = SaveTurn.of(
            conversation_id=conversation_id, replaces=tuple(replaces), question=turn.question,
            answer=[to_wire(event) for event in compact(turn.events)], state=turn.state, asked_at=turn.asked_at,
        )  # fmt: skip
        after = self._commands.run(command, by=by).after
        return after["turn_id"], after["place"]


def title_of(question: str) -> str:
    """A question in one line, cut at a word."""
    line = " ".join(question.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(".,;:") + " …"


def compact(events: Iterable[Event]) -> list[Event]:
    """The same answer in fewer events: words that follow each other in one piece, without what was being done."""
    kept: list[Event] = []
    for event in events:
        last = kept[-1] if kept else None
        if isinstance(event, Doing):
            continue
        if isinstance(event, Stated) and isinstance(last, Stated) and _is_words(event) and _is_words(last):
            kept[-1] = Stated(last.text + event.text)
        elif isinstance(event, Thought) and isinstance(last, Thought):
            kept[-1] = Thought(last.text + event.text)
        elif isinstance(event, Threaded):
            kept = [*(one for one in kept if not isinstance(one, Threaded)), event]
        else:
            kept.append(event)
    return kept


def said_of(turns: Sequence[KeptTurn]) -> list[Said]:
    """What a planner is told of the conversation so far."""
    return [said for turn in turns[-REMEMBERED:] for said in _said(turn)]


def _said(turn: KeptTurn) -> list[Said]:
    shown = [event for event in turn.events if isinstance(event, Shown) and event.tool]
    shown = [event for event in shown if event.is_main] or shown
    last = shown[-1] if shown else None
    tool, arguments = (last.tool, last.arguments) if last else ("", "")
    thread = next((event for event in reversed(turn.events) if isinstance(event, Threaded)), None)
    rows = last.result.table.slice(0, ROWS_SAID).to_pylist() if last else ()
    answer = Said("assistant", text_of(turn.events), tool, arguments, thread, rows)
    return [Said("person", turn.question), answer]


def text_of(events: Iterable[Event]) -> str:
    """An answer's words alone."""
    words = []
    for event in events:
        if isinstance(event, Stated):
            words.append(event.text)
        elif isinstance(event, AskedBack | Declined):
            words.append(event.sentence)
    return "".join(words)


def _is_words(event: Stated) -> bool:
    return event.cell is None and not event.is_uncovered


def _turn(row: Row) -> KeptTurn:
    return KeptTurn(
        row["question"], events_from_wire(json.loads(row["answer"])), row["state"], row["turn_id"], row["asked_at"],
        row["is_good"], row["comment"] or "", {int(at): said for at, said in json.loads(row["settled"]).items()},
    )  # fmt: skip
