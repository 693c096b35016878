"""Questions that can be asked: near what was asked, what fits after an answer, or one of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.assistant.built_in.lexicon import FILLER, KINDS, SOFT
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.slots import kinds_of
from app.assistant.built_in.words import phrase
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue

OFFERED: Final = 4
# One of each kind, to show what there is; those that a catalogue lacks are passed over.
_KINDS: Final = (
    "outages_now",
    "feeders_ranked",
    "load_of_period",
    "reliability_indices",
    "transformers_between",
    "transformers_ranked",
    "spans_ranked",
    "crews",
    "open_orders",
    "open_alarms",
    "load_forecast",
    "cascade_scenario",
    "go_to",
    "find_documents",
)
# What fits after an answer about a thing, by its kind.
_NEXT: Final[Mapping[str, tuple[str, ...]]] = {
    "feeder": (
        "load of {0} yesterday",
        "customers out on {0}",
        "saidi of {0} this year",
        "riskiest transformers on {0}",
        "show {0} on the map",
    ),
    "substation": (
        "load of {0} yesterday",
        "list the feeders of {0}",
        "saidi of {0} this year",
        "what happens if {0} fails",
        "show {0} on the map",
    ),
    "transformer": ("load curve of {0} yesterday", "explain the health of {0}", "meters on {0}", "show {0} on the map"),
    "pole": ("explain the health of {0}", "inspections of {0}", "show {0} on the map"),
    "meter": (
        "load curve of {0} yesterday",
        "lowest voltage at {0} yesterday",
        "which transformer is {0} on",
        "show {0} on the map",
    ),
    "device": ("customers downstream of {0}", "show {0} on the map"),
    "crew": ("what work does {0} have", "where is {0}"),
    "outage": ("what is the cause of outage {0}", "which crew is on outage {0}", "how can outage {0} be isolated"),
}
# What fits after an answer about all of the utility, by words of the tool's name.
_AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "outage": ("how many customers are out", "outages by cause this year", "available crews"),
    "crew": ("available crews", "how many open work orders", "how many people are on all crews together"),
    "order": ("which work orders are overdue", "available crews", "how many hours of work are open"),
    "alarm": ("list unacknowledged alarms", "list active outages"),
    "load": ("top 3 feeders by loading", "load forecast for tomorrow", "how many transformers are overloaded"),
    "system": ("top 3 feeders by loading", "load forecast for tomorrow", "how many transformers are overloaded"),
    "reliability": ("SAIDI by month this year", "worst 5 feeders by SAIDI last year", "outages by cause this year"),
    "index": ("SAIDI by month this year", "outages by cause this year"),
    "forecast": ("system load now", "top 3 feeders by loading"),
    "storm": ("which outage should crews go to next", "list active outages", "available crews"),
    "weather": ("list active outages", "load forecast for tomorrow"),
    "losses": ("which 3 feeders had the highest losses yesterday", "suspects of theft on feeder 2"),
}


class Suggestions:
    """The examples of a catalogue's tools, by their words.

    Args:
        catalogue: its tools.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._tools = {tool.name: tool for tool in catalogue}
        self._examples = [
            (example, _content(example))
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
        words, asked = _content(text), _same_form(text)
        scored = [
            (len(words & content) / (2 + len(content)), example)
            for example, content in self._examples
            if words & content
        ]
        for _, example in sorted(scored, key=lambda one: -one[0]):
            if _same_form(example) != asked:
                yield example

    def kinds(self) -> tuple[str, ...]:
        """One question of each kind of things."""
        return tuple(
            self._tools[name].examples[0] for name in _KINDS if name in self._tools and self._tools[name].examples
        )

    def after(self, reading: QuestionReading, result: ToolResult, asked: str) -> tuple[str, ...]:
        """What fits next: the map, the history and the neighbours of what was told, by its kind; not what was asked."""
        tool = reading.worded.tool
        found: list[str] = []
        for name, kind in _told_of(reading, result):
            found += [one.format(name) for one in _NEXT.get(kind, ())]
        if not found:
            found = [one for word, some in _AFTER.items() if word in tool.name for one in some]
        mine = _same_form(asked)
        others = [one for one in found if not (tool.shape == "go" and "map" in one) and _same_form(one) != mine]
        return tuple(dict.fromkeys(others))[:OFFERED]

    def of_things(self, names: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """What can be asked about things, where what was asked of them is not done: kind and name of each."""
        fails = ("what happens if {0} fails", "which ties does {0} have", "customers downstream of {0}")
        kinds = {"feeder": fails[:2], "substation": fails[:1], "device": fails[2:]}
        found = [one.format(name) for kind, name in names for one in (*kinds.get(kind, ()), *_NEXT.get(kind, ()))]
        return tuple(dict.fromkeys(found))[:OFFERED]


def _told_of(reading: QuestionReading, result: ToolResult) -> list[tuple[str, str]]:
    """Name and kind of the thing that an answer is about: the one asked for, else the first of a ranking."""
    tool, arguments = reading.worded.tool, reading.arguments
    name = str(arguments.get("name") or "")
    if name:
        kind = _kind_of(name) or next(iter(sorted(kinds_of(reading.worded))), "")
        return [(name, kind)]
    if (
        tool.shape in ("ranking", "near")
        and result.table.num_rows
        and result.columns
        and result.columns[0].key in result.table.column_names
    ):
        first: Any = next(
            (
                result.table[one.key][0].as_py()
                for one in result.columns
                if one.key in result.table.column_names and one.kind == "text"
            ),
            None,
        )
        if isinstance(first, str) and (kind := _kind_of(first)):
            return [(first, kind)]
    place = str(arguments.get("place") or "")
    return [(place, _kind_of(place))] if place else []


_FORMS: Final = (
    ("substation", r"SUB-\d+"),
    ("feeder", r"F\d+"),
    ("transformer", r"TX-[\d-]+"),
    ("pole", r"P-\d+"),
    ("meter", r"MTR-\d+"),
    ("crew", r"Crew-\d+"),
    ("device", r"(?:BRK|REC|SEC|FUS|SW|TIE)-[\d-]+"),
)


def _kind_of(name: str) -> str:
    """Of the utility's usual names; empty where its name does not tell."""
    return next((kind for kind, form in _FORMS if re.fullmatch(form, name, re.I)), "")


def _content(text: str) -> frozenset[str]:
    """The words of a question's matter, without names, numbers and what only binds."""
    kinds = frozenset(KINDS)
    words = frozenset(word for word in phrase(text) if word.isalpha()) - FILLER
    return words - SOFT or words & kinds


def _same_form(text: str, *, is_nameless: bool = False) -> str:
    """The words of a question in their one form; without its names and numbers where those do not matter."""
    return " ".join("#" if is_nameless and any(map(str.isdigit, word)) else word for word in phrase(text))
