"""What an answer is made of, in its order: streamed to the page and to REST, kept with a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.assistant.refusals import RefusalReason
from app.assistant.results import CellRef, Passage, ToolResult

STOPPED: Final = "You stopped this answer."


@dataclass(frozen=True, slots=True)
class Doing:
    """What is being done, in a few words; the next one takes its place."""

    text: str


@dataclass(frozen=True, slots=True)
class Thought:
    """A piece of a model's thinking; folded on the page."""

    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of the answer's text.

    Attributes:
        text: as it is written.
        cell: where its number or name comes from; None for words.
        is_uncovered: it holds a number that no result covers.
    """

    text: str
    cell: CellRef | None = None
    is_uncovered: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A tool's result: `CellRef.result` counts these.

    Attributes:
        result: what it found.
        is_main: its table, chart or map belongs in front.
        tool: name of the tool; kept, so that the next question can be about it (`Said.tool`).
        arguments: it was called with, as JSON.
    """

    result: ToolResult
    is_main: bool = True
    tool: str = ""
    arguments: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that the answer rests on."""

    passage: Passage


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Two or more readings are possible.

    Attributes:
        sentence: the question back.
        choices: what is shown on the button, and the whole question that it asks.
    """

    sentence: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """There is no answer.

    Attributes:
        reason: of the closed list.
        sentence: why, and what to do.
    """

    reason: RefusalReason
    sentence: str


@dataclass(frozen=True, slots=True)
class OfferedInstead:
    """What can be asked instead of a question that was declined: told after the sentence, which waits for no trial.

    Attributes:
        questions: that can be answered.
    """

    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know about the answer, such as a source that is stale."""

    sentence: str


@dataclass(frozen=True, slots=True)
class EndedEarly:
    """The answer ended early.

    Attributes:
        sentence: what failed; it can be tried again.
    """

    sentence: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more comes.

    Attributes:
        suggestions: questions that fit next.
    """

    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threaded:
    """Where a model keeps the conversation itself; the last one of an answer counts, and the next question is told it.

    Attributes:
        where: whose thread it is, as a person calls it.
        thread_id: number there.
        message_id: of the last whole answer there; 0 for none.
    """

    where: str
    thread_id: int
    message_id: int = 0


Event = (
    Doing
    | Thought
    | Stated
    | Shown
    | Cited
    | AskedBack
    | Declined
    | OfferedInstead
    | Warned
    | Threaded
    | EndedEarly
    | Finished
)
