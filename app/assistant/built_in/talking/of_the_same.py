"""Pieces of the very things that were told: "the other one", "now feeder 4" on the map, "how loaded are they", "who are they"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer, last_answer, spoken
from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.talking.nth_row import answer_of_rows, name_of_row
from app.assistant.built_in.talking.rows_before import rows_before
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

_LEAD: Final = (
    r"^\W*(?:(?:and|so|ok(?:ay)?|now|then|or|but|also|what\s+about|how\s+about|what\s+of|show(?:\s+me)?|me)\b\W*)*"
)
_JOINED: Final = r"^\W*(?:(?:and|ok(?:ay)?|now|then|also|what\s+about|how\s+about)\b\W*)+"
_THE_OTHER: Final = re.compile(
    rf"{_LEAD}the\s+other(?:\s+(?:one|two|ones|feeder|substation|transformer|outage|crew|order|alarm|pole|meter))?\W*$",
    re.I,
)
_NAMED: Final = re.compile(rf"{_JOINED}(?:to\s+|on\s+)?(?P<what>(?:[a-z]+\s+)?#?[a-z\-]*\d[\w\-]*)\W*$", re.I)
_FIGURE: Final = re.compile(rf"{_JOINED}(?:the\s+|their\s+)?(?P<what>[a-z]+(?:\s+[a-z]+){{0,2}})\W*$", re.I)
_HOW_ARE_THEY: Final = re.compile(
    rf"{_LEAD}how\s+(?P<how>loaded|busy|old|big|large|healthy|tall|long)\s+are\s+(?:they|those|these)(?:\s+all)?\W*$"
    rf"|{_LEAD}(?:what(?:'s|\s+is|\s+are)\s+)?their\s+(?P<what>loads?|loading|ages?|ratings?|health|heights?|lengths?|customers)\W*$",
    re.I,
)
_OF_THEM: Final = {
    "loaded": "loading", "busy": "loading", "old": "age", "big": "rating", "large": "rating", "healthy": "health",
    "tall": "height", "long": "length",
}  # fmt: skip
_WHO: Final = re.compile(
    r"^\W*(?:and\W+|so\W+)?(?:who\s+(?:are|is)\s+(?:they|those|these|that|it)|(?:what\s+are\s+)?their\s+names|name\s+them)\W*$",
    re.I,
)
_HIT: Final = re.compile(
    rf"{_LEAD}how\s+many\s+(?P<who>customers?|people|homes|meters?)(?:\s+(?:is\s+that|did\s+(?:it|that)\s+(?:hit|affect)|out))?\W*$",
    re.I,
)
_THE_MOST: Final = re.compile(
    rf"{_LEAD}(?:(?:which|what)(?:\s+one)?(?:\s+is|\s+was|'s)\s+)?(?:the\s+)?(?P<end>most|least)\s+(?P<what>loaded|overloaded|aged)(?:\s+ones?)?\W*$",
    re.I,
)
_FOREMOST: Final = re.compile(
    rf"{_LEAD}(?:which|what)(?:\s+one)?(?:\s+is|\s+was|'s)\s+(?:the\s+)?(?:worst|first|highest|biggest|largest|most)\W*$",
    re.I,
)
_HAZARDS: Final = re.compile(
    rf"{_LEAD}(?:any|are\s+there\s+any|what\s+are\s+the|what)\s+hazards?(?:\s+there)?\W*$", re.I
)
_CLOSEST: Final = re.compile(
    rf"{_LEAD}(?:(?:which|what)\s+crew\s+is\s+(?:the\s+)?(?P<a>closest|nearest)|who(?:'s|\s+is)\s+(?:the\s+)?(?P<b>closest|nearest)"
    r"|(?:the\s+)?(?P<c>closest|nearest)\s+crew)\W*$",
    re.I,
)


def of_the_same(
    text: str, said: Sequence[Said], last: LastAnswer, vocabulary: Vocabulary, about: Callable[[], str]
) -> str | None:  # fmt: skip
    """The whole question of a piece that is of the things that were told; None where it is not one.

    Args:
        text: of the piece.
        said: the conversation before it.
        last: the answer before.
        vocabulary: of the catalogue.
        about: the one thing or place that the last answer was of; empty for several, or the utility.

    Raises:
        NoAnswer: "the other one" of what are not two, or the names of customers.
    """
    if _THE_OTHER.match(text):
        return _the_other(text, said, last, vocabulary)
    if last.worded.tool.shape == "go" and (found := _NAMED.match(text)) is not None:
        return f"show {found['what']} on the map"
    if last.worded.tool.shape == "compare" and (found := _FIGURE.match(text)) is not None:
        return f"compare {found['what']} of {last.arguments.get('name')} and {last.arguments.get('other')}"
    figure = str(last.arguments.get("quantity") or last.arguments.get("by") or "")
    if _WHO.match(text) and "customer" in figure:
        raise NoAnswer(RefusalReason.PERSONAL_DATA, "Who customers are is not told here: they are counted alone.")
    if (of_rows := _of_all(text, last) or _the_first_of(text, last)) is not None:
        return of_rows
    is_of_outage = any(one.match(text) for one in (_HIT, _CLOSEST, _HAZARDS))
    one = about() if is_of_outage else ""
    if one.startswith("outage ") and (hit := _HIT.match(text)) is not None:
        return f"how many {hit['who']} did {one} affect"
    if one.startswith("outage ") and _HAZARDS.match(text):
        return f"hazards of {one}"
    return f"which crew is nearest to {one}" if one and _CLOSEST.match(text) else None


def _of_all(text: str, last: LastAnswer) -> str | None:
    """A figure of each of the rows that were told."""
    found = _HOW_ARE_THEY.match(text)
    rows = rows_before(last) if found is not None and last.worded.tool.shape in ROW_SHAPES else None
    if found is None or rows is None or "n" in last.arguments:
        return None
    quantity = _OF_THEM[found["how"].lower()] if found["how"] else found["what"].lower()
    return f"{rows.many}{rows.rest}{f' on {rows.place}' if rows.place else ''} by {quantity}"


def _the_first_of(text: str, last: LastAnswer) -> str | None:
    """Which of the rows that were told is the most loaded, or comes first by what they were ranked by."""
    rows = rows_before(last) if last.worded.tool.shape in ROW_SHAPES else None
    if rows is not None and (most := _THE_MOST.match(text)) is not None:
        return f"{most['end']} {most['what']} {rows.one}{rows.rest}{f' on {rows.place}' if rows.place else ''}"
    quantity = last.worded.quantity_of(last.arguments.get("by"))
    is_downwards = last.arguments.get("order", "most") == "most" and quantity is not None and quantity.worst != "least"
    if not last.rows or quantity is None or not is_downwards or not _FOREMOST.match(text):
        return None
    name = name_of_row(last.rows[0], last)
    return f"{spoken(quantity)} of {name}" if name else None


def _the_other(text: str, said: Sequence[Said], last: LastAnswer, vocabulary: Vocabulary) -> str:
    """The same question of the other of two: of the rows that were told, else of the things that were asked about."""
    one = str(last.arguments.get("name") or last.arguments.get("place") or "")
    rows = answer_of_rows(said, vocabulary)
    names = [] if rows is None else [name_of_row(row, rows) for row in rows.rows]
    names = names if len(names) == 2 and any(name.split()[-1:] == one.split()[-1:] for name in names) else []
    names = names or _asked_of(said, vocabulary, last)
    others = [name for name in names if name.split()[-1:] != one.split()[-1:]]
    if not one or len(others) != 1:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"“{text.strip(' ?.!')}”: no two were told of which this is the other. Name it.",
        )
    quantity = last.worded.quantity_of(last.arguments.get("quantity"))
    return f"and {others[0]}" if quantity is None else f"{spoken(quantity)} of {others[0]}"


def _asked_of(said: Sequence[Said], vocabulary: Vocabulary, last: LastAnswer) -> list[str]:
    """The last two things that the same tool was asked about."""
    names: list[str] = []
    for at in range(len(said), 0, -1):
        if said[at - 1].tool == last.worded.tool.name and (answer := last_answer(said[:at], vocabulary)) is not None:
            name = str(answer.arguments.get("name") or answer.arguments.get("place") or "")
            names += [name] if name and name not in names else []
    return names[:2]
