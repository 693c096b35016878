"""Orders to change something: the form that fits is filled and shown; nothing is done here."""

from __future__ import annotations

import re
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.refusing import commands
from app.assistant.built_in.vocabulary import Phrase, Vocabulary
from app.assistant.built_in.whole_order import not_held, refuse_names, refuse_rest
from app.assistant.context import ToolContext
from app.assistant.orders.spoken_times import order_of
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult

_WRITES: Final = re.compile(r"^\W*(?:please\s+)?(?:log|note|write|add\s+(?:a\s+)?note|put\s+in)\b", re.I)
"""What is written holds text of its own, in which verbs order nothing."""
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
    before = order_of(text)
    if _MADE.match(before) or _WRITES.match(before):
        return
    for found in _AND.finditer(before):
        first, second = before[: found.start()], before[found.end() :]
        verbs = commands.command_in(first), commands.command_in(second)
        if all(verbs) and len(second.split()) > 1 and _SAME.get(verbs[0], verbs[0]) != _SAME.get(verbs[1], verbs[1]):
            raise NoAnswer(
                RefusalReason.NEEDS_CONFIRMATION,
                f"A form is of one change, and these are two: “{first.strip()}” and “{text[found.end() :].strip()}”. "
                "Ask for each by itself.",
            )


def refuse_excepted(text: str) -> None:
    """Refuse an order of all without some: behind a comma "not alarm 1" is no correction there.

    Args:
        text: of the turn, with the words behind it that may put a turn right.

    Raises:
        NoAnswer: says what is excepted.
    """
    order = order_of(text)
    found = re.search(r"\b(?:all|every\w*|each|both)\b[^,;]*([,;]\s*(?:but\s+)?not\b.*)$", order, re.I)
    if found is not None and commands.command_in(text):
        raise not_held(found[1].strip(" ,;"))


def form_for(frame: Frame, words: str, verb: str, vocabulary: Vocabulary) -> QuestionReading:
    """The form that an order means, with what it names.

    Args:
        frame: of the order, without the text that is written behind it.
        words: all of it.
        verb: it begins with.
        vocabulary: of the catalogue.

    Raises:
        NoAnswer: there is no form for it: it is done by hand.
    """
    said = frame.vocabulary | frame.kind_words
    found = []
    numbered = {one.kind.split()[-1] for one in frame.names if one.name.isdecimal()}
    for worded in vocabulary.worded:
        if worded.tool.shape != "proposal":
            continue
        fitting = [one for one in worded.phrases if one.of == "tool" and one.is_in(said)]
        about = sum(one.of == "subject" and one.is_in(said) for one in worded.phrases)
        about += 2 * any(one.of == "subject" and one.words[-1] in numbered for one in worded.phrases)
        if fitting:
            found.append((max(_worth(one, verb) for one in fitting) + 0.4 * min(about, 3), worded))
    if _MADE.match(frame.text):  # "create a work order … and assign it to crew 3" makes one
        makes = [one for one in found if any(verb in phrase.words and phrase.is_in(said) for phrase in one[1].phrases)]
        found = makes or found
    if not found:
        raise commands.needs_confirmation(verb)
    _, worded = max(found, key=lambda pair: pair[0])
    return QuestionReading(worded, _filled(frame, words), None, 0.0)


def _worth(one: Phrase, verb: str) -> float:
    """Longer phrases say more; one with the verb of the order most of all."""
    return len(one.content) + 0.5 * (verb in one.words)


def _filled(frame: Frame, words: str) -> dict[str, Any]:
    """What the order names, and its words."""
    values: dict[str, Any] = {"words": words}
    places = [one for one in frame.names if one.kind in PLACES]
    things = [one for one in frame.names if one not in places]
    for slot, name in zip(("name", "other"), things, strict=False):
        values[slot] = name.name
    if places:
        values["place"] = places[0].name
    return values


def called(frame: Frame, reading: QuestionReading, context: ToolContext) -> ToolResult:
    """The filled form.

    Raises:
        NotHeld: it would lose a word of the order.
        NoAnswer: it cannot be filled: where the same is done by hand is in the sentence.
        SourceError: the database does not answer.
    """
    refuse_names(frame, reading.worded)
    try:
        form = reading.worded.tool.call(context, reading.arguments)
    except NoAnswer as error:
        if error.reason in (RefusalReason.NO_SUCH_ASSET, RefusalReason.FORBIDDEN, RefusalReason.NEEDS_CONFIRMATION):
            raise
        raise NoAnswer(RefusalReason.NEEDS_CONFIRMATION, str(error)) from None
    refuse_rest(frame, str(reading.arguments["words"]), reading.worded, form)
    return form
