"""Questions that can be asked: near what was asked, what fits after an answer, or one of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from app.assistant.built_in.lexicon import FILLER, SOFT
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.vocabulary import KindWords
from app.assistant.built_in.words import phrase
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue

OFFERED: Final = 4


class Suggestions:
    """The examples of a catalogue's tools, by their words.

    Args:
        catalogue: its tools.
        kinds: what its kinds of things are called.
    """

    def __init__(self, catalogue: Catalogue, kinds: KindWords) -> None:
        self._kinds, self._words = catalogue.kinds, frozenset(kinds.of)
        opening = sorted((tool for tool in catalogue if tool.opens and tool.examples), key=lambda tool: tool.opens)
        self._opening = tuple(tool.examples[0] for tool in opening)
        self._examples = [
            (example, self._content(example))
            for tool in catalogue
            if tool.shape not in ("study", "proposal")
            for example in tool.examples
        ]
        self._own: dict[str, set[str]] = {}
        for tool in catalogue:
            for example in tool.examples if tool.shape not in ("document", "proposal") else ():
                self._own.setdefault(_same_form(example, is_nameless=True), set()).add(tool.name)

    def tools_of(self, text: str) -> frozenset[str]:
        """The tools that have a question for an example, names and numbers aside; empty where none has."""
        return frozenset(self._own.get(_same_form(text, is_nameless=True), ()))

    def near(self, text: str) -> Iterator[str]:
        """Examples that share a word of their matter with a question, the nearest first; not the question itself."""
        words, asked = self._content(text), _same_form(text)
        scored = [
            (len(words & content) / (2 + len(content)), example)
            for example, content in self._examples
            if words & content
        ]
        for _, example in sorted(scored, key=lambda one: -one[0]):
            if _same_form(example) != asked:
                yield example

    def opening(self) -> tuple[str, ...]:
        """What can be asked, for who has asked nothing yet: one question of each kind of things."""
        return self._opening

    def after(
        self, reading: QuestionReading, result: ToolResult, asked: str, kind_of: Callable[[str], str]
    ) -> tuple[str, ...]:
        """What fits next: the map, the history and the neighbours of what was told, by its kind; not what was asked.

        Args:
            reading: that was answered.
            result: the answer.
            asked: the question, with its names as they are displayed.
            kind_of: finds of which kind the thing of a name is; empty where there is none.
        """
        tool = reading.worded.tool
        name = _told_of(reading, result, kind_of)
        kind = kind_of(name) or (min(reading.worded.kinds, default="") if reading.arguments.get("name") else "")
        found = [one.format(name) for one in self._kinds.get(kind).next] if name else []
        mine = _same_form(asked)
        others = [one for one in found or tool.then if not (tool.shape == "go" and "map" in one)]
        return tuple(dict.fromkeys(one for one in others if _same_form(one) != mine))[:OFFERED]

    def of_things(self, names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """What can be asked about things, where what was asked of them is not done: kind and name of each."""
        pairs = [(name, self._kinds.get(kind)) for kind, name in names]
        found = [one.format(name) for name, kind in pairs for one in (*kind.fails, *kind.next)]
        return tuple(dict.fromkeys(found))[:OFFERED]

    def _content(self, text: str) -> frozenset[str]:
        """The words of a question's matter, without names, numbers and what only binds."""
        words = frozenset(word for word in phrase(text) if word.isalpha()) - FILLER
        return words - SOFT or words & self._words


def _told_of(reading: QuestionReading, result: ToolResult, kind_of: Callable[[str], str]) -> str:
    """The thing that an answer is about: the one asked for, else the first of a ranking, else the place."""
    tool, arguments = reading.worded.tool, reading.arguments
    if name := str(arguments.get("name") or ""):
        return name
    texts = (one.key for one in result.columns if one.kind == "text" and one.key in result.table.column_names)
    first = next(texts, "")
    if tool.shape in ("ranking", "near") and result.table.num_rows and first:
        told = result.table[first][0].as_py()
        if isinstance(told, str) and kind_of(told):
            return told
    return str(arguments.get("place") or "")


def _same_form(text: str, *, is_nameless: bool = False) -> str:
    """The words of a question in their one form; without its names and numbers where those do not matter."""
    return " ".join("#" if is_nameless and any(map(str.isdigit, word)) else word for word in phrase(text))
