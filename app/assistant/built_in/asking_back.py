"""Questions back where two readings are possible: each button carries a whole question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import FILLER, SUPERLATIVES
from app.assistant.built_in.names.found import LostName, SharedName
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.vocabulary import Vocabulary, Worded
from app.assistant.built_in.words import phrase, plural
from app.assistant.events import AskedBack
from app.assistant.tools import ToolQuantity

MOST_CHOICES = 6


def by_which(frame: Frame, vocabulary: Vocabulary) -> AskedBack | None:
    """A ranking without a quantity: those of the rankings that have the question's subject, each's first first."""
    subjects = {word for word in _said_words(frame) if word in vocabulary.kinds or word in _subject_words(vocabulary)}
    found: dict[str, tuple[str, str]] = {}
    rankings = [one for one in _rankings(vocabulary, subjects) if frame.period or "period" not in one.required]
    asked = frame.text.rstrip("?. ")
    for subject, quantity in _in_turn(rankings, by_subject=not subjects):
        word, title = quantity.words[0], quantity.column.title.lower()
        thing = "" if subjects else f" {plural(subject)}"
        found.setdefault(word, (word if title == word else f"{word} ({title})", f"{asked}{thing} by {word}"))
    if len(found) < 2:
        return None
    return AskedBack("By which quantity?", tuple(list(found.values())[: MOST_CHOICES + 2]))


def _in_turn(rankings: Sequence[Worded], *, by_subject: bool) -> Iterator[tuple[str, ToolQuantity]]:
    """The first quantity of each ranking (or of each subject), then the second of each, and so on."""
    groups: dict[str, list[tuple[str, ToolQuantity]]] = {}
    for worded in rankings:
        subject = worded.tool.subjects[0]
        group = groups.setdefault(subject if by_subject else worded.tool.name, [])
        group += [(subject, one) for one in worded.tool.quantities if one.worst]
    for place in range(max(map(len, groups.values()), default=0)):
        yield from (group[place] for group in groups.values() if place < len(group))


def _subject_words(vocabulary: Vocabulary) -> set[str]:
    return {phrase(subject)[-1] for worded in vocabulary.worded for subject in worded.tool.subjects[:1]}


def _rankings(vocabulary: Vocabulary, subjects: set[str]) -> list[Worded]:
    """Rankings of the subject, of all where none is named; those of the present before those over a period."""
    found = [
        one
        for one in vocabulary.worded
        if one.tool.shape in ("ranking", "filter")
        and one.tool.takes("order")
        and one.tool.takes("by")
        and one.tool.subjects
        and (not subjects or phrase(one.tool.subjects[0])[-1] in subjects)
    ]
    return sorted(found, key=lambda one: one.tool.takes("period"))


_HOW_MANY_OUT: Final = re.compile(
    r"\W*(?:(?:how\s+many|what\s+number|(?:the\s+)?(?:number|count|total)(?:\s+of)?|state|give\s+me)\b\W*)+"
    r"(?:(?:are|is|do|have|we|got|still|currently|now|all|of)\s+)*out(?:\s+count)?"
    r"(?:\W+(?:right\s+now|now|current(?:ly)?|at\s+(?:present|the\s+moment)|at\s+this\s+moment|presently))?\W*"
    r"|\W*out\s+count\W*",
    re.IGNORECASE,
)
_IS_IT_BAD: Final = re.compile(r"\W*is\s+it\s+bad\W*", re.IGNORECASE)


def of_nothing(text: str) -> AskedBack | None:
    """A question that names nothing, where no answer went before that it could be of: what it may be of.

    Args:
        text: in plain words.
    """
    if _HOW_MANY_OUT.fullmatch(text):
        return AskedBack(
            "How many of what are out?",
            (
                ("Customers", "how many customers are out"), ("Outages", "how many active outages"),
                ("Transformers", "how many transformers are de-energized"),
                ("Devices", "how many devices are open"),
            ),
        )  # fmt: skip
    if _IS_IT_BAD.fullmatch(text):
        return AskedBack(
            "Of what: the load, the outages or the alarms?",
            (
                ("Load", "load of the system"),
                ("Outages", "list active outages"),
                ("Alarms", "how many alarms are open"),
            ),
        )
    return None


def of_what(frame: Frame, lacking: Sequence[QuestionReading]) -> AskedBack | None:
    """A quantity without a thing: which kind of thing."""
    kinds: dict[str, ToolQuantity | None] = {}
    for reading in lacking:
        for subject in reading.worded.tool.subjects[:1]:
            kinds.setdefault(subject, reading.quantity)
    if not kinds:
        return None
    told = [f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds]
    choices = tuple(
        (f"of {'an' if kind[0] in 'aeiou' else 'a'} {kind}", f"{frame.text.rstrip('?. ')} of {kind}")
        for kind in list(kinds)[:MOST_CHOICES]
    )
    return AskedBack(
        f"Of what: {', '.join(told[:-1])} or {told[-1]}? Please name it."
        if len(told) > 1
        else f"Of which {told[0].partition(' ')[2]}?",
        choices,
    )


def of_kinds(frame: Frame, kinds: Sequence[str]) -> AskedBack | None:
    """A ranking of one of several kinds of things.

    Args:
        frame: of the question.
        kinds: what its tools are about.
    """
    asked = frame.text.rstrip("?. ")
    choices = tuple((f"Of {plural(one)}", f"{asked} of all {plural(one)}") for one in kinds[:MOST_CHOICES])
    told = [plural(one) for one in kinds[:MOST_CHOICES]]
    return AskedBack(f"Of what: {', '.join(told[:-1])} or {told[-1]}?", choices)


def of_sense(frame: Frame) -> AskedBack | None:
    """A bare count of what is done, due and ordered alike: which of these; None where the question says it."""
    if not frame.is_count or frame.period is not None or frame.limits or frame.groups or len(frame.words) != 1:
        return None
    for noun, senses in _SENSES.items():
        if frame.words[0] != noun:
            continue
        asked = frame.text.rstrip("?. ")
        choices = tuple((label, re.sub(rf"\b{noun}s?\b", said, asked, count=1, flags=re.I)) for label, said in senses)
        told = [label.lower() for label, _ in choices]
        return AskedBack(f"Which {plural(noun)}: {', '.join(told[:-1])} or {told[-1]}?", choices)
    return None


_OF_ASSETS = (
    ("Transformers", "transformers"), ("Poles", "poles"), ("Switching devices", "devices"), ("Meters", "meters"),
)  # fmt: skip
_SENSES = {
    "inspection": (
        ("Made this year", "inspections made this year"), ("Due", "inspections due"),
        ("Open orders for them", "open inspection orders"),
    ),
    "replacement": (
        ("Open orders for them", "open replacement orders"),
        ("Completed this year", "replacement orders completed this year"),
    ),
    "repair": (
        ("Open orders for them", "open repair orders"), ("Completed this year", "repair orders completed this year"),
    ),
    "asset": _OF_ASSETS,
    "equipment": _OF_ASSETS,
}  # fmt: skip
"""What a bare count may be of, by its noun: what is shown, and the words in its place."""


def of_period(frame: Frame) -> AskedBack:
    """A count or sum of what happened, without a when."""
    asked = frame.text.rstrip("?. ")
    periods = ("today", "this month", "this year", "last year")
    return AskedBack("Over which period?", tuple((one.capitalize(), f"{asked} {one}") for one in periods))


def of_number(frame: Frame, number: str, names: Sequence[tuple[str, str]], others: Sequence[str]) -> AskedBack:
    """A bare number: of which kind the thing is.

    Args:
        frame: of the question.
        number: as written.
        names: kind and name of those that it may be.
        others: kinds that it may be without there being a name for it.
    """
    choices = []
    for kind, _name in names[:MOST_CHOICES]:
        asks = re.sub(rf"(?<![\w.\-]){re.escape(number)}(?![\w.\-])", f"{kind} {number}", frame.text, count=1)
        if len(frame.bare) > 1:
            asks = re.sub(
                rf"(?<![\w.\-]){re.escape(frame.bare[1])}(?![\w.\-])", f"{kind} {frame.bare[1]}", asks, count=1
            )
        choices.append((f"{kind} {number}", asks))
    kinds = list(dict.fromkeys([*(kind for kind, _ in names), *others]))
    told = f"{', '.join(kinds[:-1])} or {kinds[-1]}" if len(kinds) > 1 else kinds[0] if kinds else "thing"
    return AskedBack(f"{number} of what: which {told}? Say the kind, or the whole name.", tuple(choices))


def of_beginning(frame: Frame, lost: LostName, names: Sequence[tuple[str, str]]) -> AskedBack:
    """The first part of several names."""
    choices = tuple(
        (f"{kind} {name}", frame.text.replace(lost.text, f"{kind} {name}" if kind not in lost.text.lower() else name))
        for kind, name in names[:MOST_CHOICES]
    )
    kinds = " or a ".join(dict.fromkeys(kind for kind, _ in names)) or lost.kind
    return AskedBack(f"{lost.text} is only the beginning of a name: which {kinds} do you mean?", choices)


def of_shared(text: str, shared: SharedName) -> AskedBack:
    """A name that several things have: which of them."""
    told = [f"{kind} {name}" for kind, name in shared.things[:MOST_CHOICES]]
    before, after = text[: shared.start], text[shared.end :]
    choices = tuple((one, f"{before}{one}{after}") for one in told)
    return AskedBack(f"{shared.text} is the name of several: which one do you mean?", choices)


def of_two(readings: Sequence[QuestionReading]) -> AskedBack:
    """Two readings that cover a question equally."""
    choices = []
    for reading in readings[:MOST_CHOICES]:
        tool = reading.worded.tool
        label = reading.quantity.column.title if reading.quantity else tool.subjects[0] if tool.subjects else tool.name
        place = reading.arguments.get("name") or reading.arguments.get("place") or ""
        word = reading.quantity.words[0] if reading.quantity else " ".join(tool.subjects[:1])
        choices.append(
            (label, f"{word} of {place}" if place else f"{tool.subjects[0] if tool.subjects else ''} {word}".strip())
        )
    return AskedBack("That can be read in more than one way. Which do you mean?", tuple(choices))


def _said_words(frame: Frame) -> set[str]:
    """Content words, superlatives left out."""
    return {word for word in (*frame.words, *frame.soft) if word not in SUPERLATIVES and word not in FILLER}
