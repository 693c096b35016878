"""Planner without network or model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.assistant.context import ToolContext
from app.assistant.events import Declined, Event, Finished
from app.assistant.planner import Said
from app.assistant.refusals import RefusalReason
from app.assistant.tools import Catalogue

OFFERED = 4


class BuiltInPlanner:
    """Answers by grammar and the catalogue's own words. Thread-safe.

    Args:
        catalogue: all tools.
    """

    name = "built_in"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:  # noqa: ARG002
        """See `Planner.answer`."""
        yield Declined(
            RefusalReason.NOT_UNDERSTOOD, "That is not understood yet; these are questions that can be asked.",
            tuple(example for tool in self._catalogue for example in tool.examples)[:OFFERED],
        )  # fmt: skip
        yield Finished()
