"""A question to an assistant, and what came of it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.assistant.assistant import Assistant
from app.assistant.context import Asker
from app.assistant.events import Event, Shown, Stated
from app.assistant.planner import Planner, Said
from app.assistant.tools import Catalogue
from data_sources.commands.principal import Principal, Role
from data_sources.source import Source, Sources
from tests.app.assistant.asking import ZONE

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """All events of one."""

    events: list[Event]

    def of(self, kind: type[T]) -> list[T]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.of(Stated))

    @property
    def uncovered(self) -> list[str]:
        return [piece.text for piece in self.of(Stated) if piece.is_uncovered]

    def cell(self, text: str) -> Any:
        """The value of the cell behind a piece of text."""
        cell = next(piece.cell for piece in self.of(Stated) if piece.text == text)
        assert cell is not None
        return self.of(Shown)[cell.result].result.table[cell.key][cell.row].as_py()


def answer(
    planner: Planner, catalogue: Catalogue, live: Source, words: str, said: Sequence[Said] = (), *,
    role: Role = "operator", stop: threading.Event | None = None, now: dt.datetime | None = None,
) -> Answer:  # fmt: skip
    asker = Asker(Principal("maria", role), 1, ZONE)
    assistant = Assistant(catalogue, planner, Sources(live=live))
    return Answer(list(assistant.ask(words, asker, said, stop=stop, now=now)))
