"""Whether everyday wordings reach what they mean: `python -m tests.bench.assistant --wordings`.

People who saw nothing but the titles of the tools wrote some questions for every quantity that a tool tells. Which tool and
quantity is told is held against what they wrote for, not the number: another tool that tells the same counts as another
one unless the line names it (`also`). Names and their numbers, years and the low end of a ranking have to be told as they
are asked: a planner that drops or invents them does not tell what is meant.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.assistant.events import AskedBack, Declined, Event, Shown
from tests.bench.assistant.home import Ground
from tests.bench.assistant_questions.load import HERE
from tests.bench.report import Report, tell

WORDINGS = HERE / "wordings.jsonl"


_NAMED: Final = re.compile(
    r"\b(?:feeder|fdr|circuit|substation|sub|crew|outage|alarm|order|meter|pole|transformer|xfmr|tx)s?\s*#?\s*(\d+)\b"
    r"|\b(?:[A-Z]{1,4}-|F)(\d[\d\-]*)\b",
    re.IGNORECASE,
)
_WHERE: Final = ("place", "name", "other", "number")
_LOW: Final = re.compile(r"\b(?:lowest|fewest|least|smallest)\b", re.IGNORECASE)
_HIGH: Final = re.compile(r"\b(?:highest|most|largest|biggest|worst|at\s+least|max\w*|top)\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SPOKEN: Final = re.compile(
    r"\b(?:today|yesterday|this|last|past|previous|prior|ago|since|so\s+far|to\s+date|ytd|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec)",
    re.IGNORECASE,
)


class Wording(BaseModel):
    """A question as somebody would ask for one quantity of one tool.

    Attributes:
        tool: that is meant.
        quantity: that is meant, as the tool's arguments call it; empty for a tool that tells one thing.
        ask: the words.
        also: other tools by which it is told as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    tool: str = Field(min_length=1)
    quantity: str
    ask: str = Field(min_length=1)
    also: tuple[str, ...] = ()


class Reached(StrEnum):
    """What came of a wording."""

    MEANT = "meant"
    OTHER = "other"
    ASKED_BACK = "asked back"
    REFUSED = "refused"


def load_wordings(path: Path = WORDINGS) -> tuple[Wording, ...]:
    """All of a file, one a line."""
    return tuple(Wording.model_validate(json.loads(line)) for line in path.read_text().splitlines())


def reached(wording: Wording, events: Iterable[Event]) -> tuple[Reached, str]:
    """What an answer came to, and what it told or why it did not."""
    shown: Shown | None = None
    for event in events:
        match event:
            case AskedBack():
                return Reached.ASKED_BACK, event.sentence
            case Declined():
                return Reached.REFUSED, event.sentence
            case Shown() if shown is None:
                shown = event
    if shown is None:
        return Reached.REFUSED, "nothing shown"
    given = json.loads(shown.arguments or "{}")
    is_quantity = not wording.quantity or wording.quantity in map(str, given.values())
    is_meant = (shown.tool == wording.tool and is_quantity) or shown.tool in wording.also
    is_meant = is_meant and is_as_asked(wording.ask, given)
    return Reached.MEANT if is_meant else Reached.OTHER, f"{shown.tool} {given}"


def is_as_asked(ask: str, given: Mapping[str, Any]) -> bool:
    """Whether the names, years and the low end of a question are those of the arguments, none dropped and none added.

    Args:
        ask: the question.
        given: arguments that a tool was called with.
    """
    said = {number for found in _NAMED.findall(ask) for number in _numbers("".join(found))}
    where = {number for key in _WHERE for number in _numbers(str(given.get(key, "")))}
    told = {number for value in given.values() for number in _numbers(str(value))}
    years = set(_YEAR.findall(str(given.get("period", "")))) - set(_YEAR.findall(ask))
    is_turned = bool(_LOW.search(ask)) and not _HIGH.search(ask) and given.get("order") == "most"
    is_invented = bool(where - set(_numbers(ask))) or (bool(years) and not _SPOKEN.search(ask))
    return said <= told and not is_invented and not is_turned


def _numbers(text: str) -> list[int]:
    for value, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), 1):
        text = re.sub(rf"\b{word}\b", str(value), text, flags=re.IGNORECASE)
    return [int(one) for one in re.findall(r"\d+", text)]


def ask_wordings(ground: Ground, report: Report, path: Path) -> None:
    """Ask all of a file; those that did not reach what they mean are told, the shares reported."""
    count: Counter[Reached] = Counter()
    for wording in load_wordings(path):
        kind, why = reached(wording, ground.assistant.ask(wording.ask, ground.asker, now=ground.known.now))
        count[kind] += 1
        if kind is not Reached.MEANT:
            tell(f"{kind.upper()} {wording.ask!r} ({wording.tool}.{wording.quantity}): {why}")
    for kind in Reached:
        report.put(f"wordings_{kind.replace(' ', '_')}_pct", 100 * count[kind] / count.total())
    report.note(f"wordings: {count.total()} questions: " + ", ".join(f"{n} {kind}" for kind, n in count.most_common()))
