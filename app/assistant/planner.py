"""Planner: what makes an answer of a question and the catalogue; there are three, chosen by a setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from app.assistant.context import ToolContext
from app.assistant.events import Event, Threaded

ROWS_SAID: Final = 50
"""Of an answer, that a later question may mean by their place: "the third"."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation so far.

    Attributes:
        role: who said it.
        text: in words.
        tool: name of the tool that answered; empty where none did.
        arguments: it was called with, as JSON; empty where none was.
        thread: where a model keeps the conversation up to here; None where none does.
        rows: of the answer's table as it was shown, the first ones; empty where none was.
    """

    role: Literal["person", "assistant"]
    text: str
    tool: str = ""
    arguments: str = ""
    thread: Threaded | None = None
    rows: Sequence[Mapping[str, Any]] = ()


class Planner(Protocol):
    """Answers questions by tools. Thread-safe; one turn runs in one worker thread."""

    name: str

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """The events of an answer, the last one `Finished` or `EndedEarly`.

        Args:
            words: what was asked.
            said: the conversation before it, the oldest first.
            context: of the turn; `context.stop` ends it early.
        """
        ...
