"""Questions that can be asked: near what was asked, or what fits the present state."""

from __future__ import annotations

from app.assistant.built_in.lexicon import FILLER
from app.assistant.built_in.words import phrase
from app.assistant.tools import Catalogue

OFFERED = 4


class Suggestions:
    """The examples of a catalogue's tools, by their words.

    Args:
        catalogue: its tools.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._examples = [
            (example, frozenset(phrase(example)) - FILLER) for tool in catalogue for example in tool.examples
        ]

    def instead(self, text: str) -> tuple[str, ...]:
        """Those that have most words in common with a question; each of another tool where none has."""
        words = frozenset(phrase(text)) - FILLER
        ranked = sorted(self._examples, key=lambda one: -len(words & one[1]) / (1 + len(one[1])))
        return tuple(example for example, _ in ranked[:OFFERED])
