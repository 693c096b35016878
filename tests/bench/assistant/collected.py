"""One answer of the assistant, put together from its events as a person reads it."""

from __future__ import annotations

import datetime as dt
import math
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.assistant.events import AskedBack, Cited, Declined, EndedEarly, Event, Finished, Shown, Stated, Warned
from app.assistant.results import ToolResult
from app.widgets.column import NUMBERS, Column


@dataclass(frozen=True)
class Cell:
    """A number, name or time of the answer's text.

    Attributes:
        text: as it is written.
        value: of the result's table.
        column: that it stands in; None where it is not shown there.
    """

    text: str
    value: Any
    column: Column | None

    @property
    def unit(self) -> str:
        """In which its number is told."""
        return "" if self.column is None else unit_told(self.column)

    @property
    def is_measured(self) -> bool:
        """Whether its column holds numbers that count or measure, not such as name something."""
        return self.column is not None and self.column.kind in NUMBERS

    @property
    def number(self) -> float | None:
        """As it is told, in `unit`; None where it is no number, or nobody knows it."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            return None
        return float(self.value) * (self.column.factor if self.column else 1.0)

    @property
    def written(self) -> float | None:
        """The number that a person reads; None where it is not written as a plain one."""
        plain = re.fullmatch(r"([−-]?[\d,]+(?:\.\d+)?)\s*(?:\S+)?", self.text.strip())
        return float(plain[1].replace(",", "").replace("−", "-")) if plain else None


def unit_told(column: Column) -> str:
    """The unit in which a column's numbers are shown; empty for counts."""
    return column.unit or {"share": "%", "duration": "min"}.get(column.kind, "")


@dataclass
class Collected:
    """One answer.

    Attributes:
        text: all that is said.
        cells: what of it comes from results, in its order.
        results: what is shown, in its order.
        asked_back: the sentence and what the buttons say and ask.
        declined: reason and sentence.
        failed: why it ended early.
        first_ms: until the first word, table or refusal.
        whole_ms: until nothing more came.
    """

    text: str = ""
    cells: list[Cell] = field(default_factory=list)
    results: list[ToolResult] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    asked_back: AskedBack | None = None
    declined: Declined | None = None
    failed: str = ""
    first_ms: float = 0.0
    whole_ms: float = 0.0

    @property
    def main(self) -> ToolResult | None:
        """The result that the answer is about: the first."""
        return self.results[0] if self.results else None


def collect(events: Iterable[Event]) -> Collected:
    """Take an answer to its end."""
    began, answer = time.perf_counter(), Collected()
    stated: list[Stated] = []
    for event in events:
        if isinstance(event, Stated | Shown | AskedBack | Declined) and not answer.first_ms:
            answer.first_ms = 1000 * (time.perf_counter() - began)
        match event:
            case Stated():
                stated.append(event)
            case Shown(result=result):
                answer.results.append(result)
                answer.passages += [passage.text for passage in result.passages]
            case Cited(passage=passage):
                answer.passages.append(passage.text)
            case AskedBack():
                answer.asked_back = event
            case Declined():
                answer.declined = event
            case EndedEarly(sentence=sentence):
                answer.failed = sentence
            case Warned() | Finished():
                pass
    answer.whole_ms = 1000 * (time.perf_counter() - began)
    answer.text = "".join(piece.text for piece in stated)
    answer.cells = [cell_of(piece, answer.results) for piece in stated if piece.cell is not None]
    return answer


def cell_of(piece: Stated, results: list[ToolResult]) -> Cell:
    """What a piece of the text stands for."""
    assert piece.cell is not None
    result = results[piece.cell.result]
    value = result.table[piece.cell.key][piece.cell.row].as_py()
    columns = {column.key: column for column in result.columns}
    return Cell(piece.text, value, columns.get(piece.cell.key))


def moment(value: Any) -> dt.datetime | None:
    """A time with a zone, where the value is one."""
    if not isinstance(value, dt.datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
