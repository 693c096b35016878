"""Orders to change something: the form that fits is filled and shown; nothing is done here."""

from __future__ import annotations

import re
from typing import Any, Final

from app.assistant.built_in import refusing
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.vocabulary import Phrase, Vocabulary
from app.assistant.context import ToolContext
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult

_WRITTEN: Final = re.compile(
    r"^\W*(?:please\s+)?(?:log|note|write|add\s+(?:a\s+)?note|put\s+in)\b|[\"“:](?!\d)"
    r"|\b(?:because|saying|reason|note|notes|says?)\b",
    re.I,
)
"""From where on an order holds text of its own, in which verbs order nothing."""
_MADE: Final = re.compile(r"^\W*(?:\w+\s+)?(?:create|make|new|raise|issue|schedule|order|open)\b", re.I)
"""What is made has several values at once: "and assign it to crew 3" belongs to them."""
_AND: Final = re.compile(r"(?:,\s*(?:and\s+)?(?:then\s+|also\s+)?|\s+(?:and|then)\s+(?:then\s+|also\s+)?)(?=\w)", re.I)
_SAME: Final = {
    "dispatch": "send", "assign": "send", "get": "send", "put": "send", "push": "set", "move": "set", "change": "set",
    "update": "set",
}  # fmt: skip


def refuse_two_changes(text: str) -> None:
    """Refuse an order of two changes: a form would hold but one of them.

    Args:
        text: of the order.

    Raises:
        NoAnswer: says both.
    """
    written = _WRITTEN.search(text)
    before = text if written is None else text[: written.start()]
    if _MADE.match(before):
        return
    for found in _AND.finditer(before):
        first, second = before[: found.start()], before[found.end() :]
        verbs = refusing.command_in(first), refusing.command_in(second)
        if all(verbs) and len(second.split()) > 1 and _SAME.get(verbs[0], verbs[0]) != _SAME.get(verbs[1], verbs[1]):
            raise NoAnswer(
                RefusalReason.NEEDS_CONFIRMATION,
                f"A form is of one change, and these are two: “{first.strip()}” and “{text[found.end() :].strip()}”. "
                "Ask for each by itself.",
            )


def form_for(frame: Frame, verb: str, vocabulary: Vocabulary) -> QuestionReading:
    """The form that an order means, with what it names.

    Args:
        frame: of the order.
        verb: it begins with.
        vocabulary: of the catalogue.

    Raises:
        NoAnswer: there is no form for it: it is done by hand.
    """
    words = frame.vocabulary | frame.kind_words
    found = []
    numbered = {one.kind.split()[-1] for one in frame.names if one.name.isdecimal()}
    for worded in vocabulary.worded:
        if worded.tool.shape != "proposal":
            continue
        fitting = [one for one in worded.phrases if one.of == "tool" and one.is_in(words)]
        about = sum(one.of == "subject" and one.is_in(words) for one in worded.phrases)
        about += 2 * any(one.of == "subject" and one.words[-1] in numbered for one in worded.phrases)
        if fitting:
            found.append((max(_worth(one, verb) for one in fitting) + 0.4 * min(about, 3), worded))
    if not found:
        raise refusing.needs_confirmation(verb)
    _, worded = max(found, key=lambda pair: pair[0])
    return QuestionReading(worded, _filled(frame), None, 0.0)


def _worth(one: Phrase, verb: str) -> float:
    """Longer phrases say more; one with the verb of the order most of all."""
    return len(one.content) + 0.5 * (verb in one.words)


def _filled(frame: Frame) -> dict[str, Any]:
    """What the order names, and its words."""
    values: dict[str, Any] = {"words": frame.text}
    places = [one for one in frame.names if one.kind in PLACES]
    things = [one for one in frame.names if one not in places]
    for slot, name in zip(("name", "other"), things, strict=False):
        values[slot] = name.name
    if places:
        values["place"] = places[0].name
    return values


def called(reading: QuestionReading, context: ToolContext) -> ToolResult:
    """The filled form.

    Raises:
        NoAnswer: it cannot be filled: where the same is done by hand is in the sentence.
        SourceError: the database does not answer.
    """
    try:
        return reading.worded.tool.call(context, reading.arguments)
    except NoAnswer as error:
        if error.reason in (RefusalReason.NO_SUCH_ASSET, RefusalReason.FORBIDDEN, RefusalReason.NEEDS_CONFIRMATION):
            raise
        raise NoAnswer(RefusalReason.NEEDS_CONFIRMATION, str(error)) from None
