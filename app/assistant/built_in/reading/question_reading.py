"""QuestionReading: one way to understand a question, as a tool and its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.assistant.built_in.frames.frame import SpokenLimit
from app.assistant.built_in.vocabulary import Phrase, Worded
from app.assistant.results import MOST_ROWS
from app.assistant.tools import ToolQuantity

PLACES: Final = ("substation", "feeder")
TIMES: Final = ("time", "datetime", "day")
ROW_SHAPES: Final = ("ranking", "filter", "list", "near")
MANY: Final = MOST_ROWS
How = Literal["row", "rows", "count", "both"]


@dataclass(slots=True)
class QuestionReading:
    """One way to understand a question.

    Attributes:
        worded: the tool.
        arguments: it is called with.
        quantity: asked for; None for the thing as a whole.
        score: the greater the better.
        uncovered: words that this reading has no use for.
        lacks: required arguments that the question does not give.
        phrase: by which the quantity was found.
        how: one row, rows, how many, or rows and how many there are.
        limit: on a row's quantity, for yes or no.
        unit: that the answer is told in, where the question says one; empty for the quantity's own.
    """

    worded: Worded
    arguments: dict[str, Any]
    quantity: ToolQuantity | None
    score: float
    uncovered: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    phrase: Phrase | None = None
    how: How = "row"
    limit: SpokenLimit | None = None
    is_unranked: bool = False
    covered: frozenset[str] = field(default_factory=frozenset)
    unit: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Tool and quantity."""
        return self.worded.tool.name, self.quantity.key if self.quantity else ""
