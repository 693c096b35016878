"""AnswerSoFar: the events of an answer gathered as they come, as what is shown of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.assistant.events import (
    AskedBack,
    Cited,
    Declined,
    Doing,
    EndedEarly,
    Event,
    Finished,
    OfferedInstead,
    Shown,
    Stated,
    Thought,
    Warned,
)
from app.assistant.results import CellRef, Go, Passage, ToolResult

_SENTENCE = re.compile(r".+?(?:[.!?:](?=\s)|\n|$)", re.DOTALL)


@dataclass(slots=True)
class AnswerSoFar:
    """What came so far.

    Attributes:
        doing: what is being done now; empty for nothing.
        thoughts: a model's thinking.
        pieces: of the text.
        shown: results, in the order that cells count them.
        passages: that it rests on.
        asked_back: a question back.
        declined: why there is no answer.
        instead: what can be asked in place of it.
        warnings: to know about it.
        ended: why it ended early; empty where it did not.
        suggestions: questions that fit next.
    """

    doing: str = ""
    thoughts: str = ""
    pieces: list[Stated] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    asked_back: AskedBack | None = None
    declined: Declined | None = None
    instead: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    ended: str = ""
    suggestions: tuple[str, ...] = ()

    @classmethod
    def of(cls, events: Iterable[Event]) -> AnswerSoFar:
        """An answer that is whole already."""
        made = cls()
        for event in events:
            made.take(event)
        return made

    def take(self, event: Event) -> None:
        """Gather one more."""
        match event:
            case Doing():
                self.doing = event.text
            case Thought():
                self.thoughts += event.text
            case Stated():
                self._state(event)
            case Shown():
                self.shown.append(event)
                self.passages += [one for one in event.result.passages if one not in self.passages]
            case Cited():
                self.passages += [event.passage] if event.passage not in self.passages else []
            case AskedBack():
                self.asked_back = event
            case Declined():
                self.declined = event
            case OfferedInstead():
                self.instead = event.questions
            case Warned():
                self.warnings.append(event.sentence)
            case EndedEarly():
                self.doing, self.ended = "", event.sentence
            case Finished():
                self.doing, self.suggestions = "", event.suggestions

    def _state(self, event: Stated) -> None:
        """Words that follow words are one piece: a model sends a few letters at a time."""
        last = self.pieces[-1] if self.pieces else None
        if last is not None and all(one.cell is None and not one.is_uncovered for one in (last, event)):
            self.pieces[-1] = Stated(last.text + event.text)
        else:
            self.pieces.append(event)

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def goes(self) -> list[Go]:
        """Where its results lead, each once."""
        results = [one.result for one in self.shown]
        goes = [go for one in results for go in one.goes]
        goes += [one.proposal.go for one in results if one.proposal is not None and one.proposal.go is not None]
        return list(dict.fromkeys(goes))

    def result(self, cell: CellRef) -> ToolResult | None:
        """Where a number comes from; None where the result is not there."""
        return self.shown[cell.result].result if 0 <= cell.result < len(self.shown) else None

    def sentences(self, *, is_over: bool) -> list[str]:
        """What a screen reader is told: whole sentences, the last one too once the answer is over."""
        spoken = [self.text]
        spoken += [self.asked_back.sentence] if self.asked_back else []
        spoken += [self.declined.sentence] if self.declined else []
        spoken += [*self.warnings, self.ended]
        found = [part.strip() for text in spoken for part in _SENTENCE.findall(text) if part.strip()]
        is_whole = is_over or self.text.endswith((".", "!", "?", "\n"))
        return found if is_whole else found[:-1]
