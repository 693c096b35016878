"""Some of the rows that were told: "any critical", "only those on feeder 2", "and by animals"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.built_in.reading.question_reading import ROW_SHAPES, QuestionReading
from app.assistant.built_in.talking.in_words import ToldInWords, told_in_words
from app.assistant.built_in.talking.rows_before import rows_before

_LOOSE: Final = frozenset(("is_count", "by", "order", "n", "quantity", "group", "state"))
"""Arguments that a turn may change, or that another tool calls otherwise."""
Reads = Callable[[str], QuestionReading | None]
"""The reading of a whole question; None where it has none, or several."""


def narrowed(what: str, how: str, last: LastAnswer, reads: Reads, *, is_other: bool) -> str | None:
    """The question for some of the rows that were told, with all that narrowed them; None where none reads so.

    Args:
        what: says which of them.
        how: that they are asked for, in small letters: "how many".
        last: the answer.
        reads: the reading of a whole question.
        is_other: "and" those that are otherwise, in place of what narrowed them.

    Raises:
        SourceError: names are looked up, and the database does not answer.
    """
    rows, told = rows_before(last), told_in_words(last)
    if rows is None or told is None or not told.is_rows:
        return None
    what = re.sub(r"^(?:the|those|from|by|caused\s+by|due\s+to)\s+", "", what.strip(), flags=re.I)
    what = re.sub(rf"\b{re.escape(rows.one.split()[-1])}s?$", "", what).strip()
    if not what or re.match(r"(?:it|they|them|those|these|that|this)\b", what, re.I):
        return None
    lead = "how many " if how.startswith("how many") or last.arguments.get("is_count") else ""
    for base, kept, changed in _bases(told, last, is_other=is_other):
        for words in (
            f"{what} {base.words}",
            f"{base.words} {what}",
            f"{base.words} with {what}",
            f"{base.words} caused by {what}",
        ):
            whole = base.asked(f"{lead}{words}")
            reading = reads(whole)
            if reading is not None and _keeps(reading, last, kept, changed):
                return whole
    return None


def _bases(
    told: ToldInWords, last: LastAnswer, *, is_other: bool
) -> Iterator[tuple[ToldInWords, Mapping[str, Any], str]]:
    """What a turn narrows, the arguments that stay, and the one that has to become another."""
    kept = {key: value for key, value in last.arguments.items() if key not in _LOOSE and value not in (None, "", False)}
    if not is_other:
        yield told, kept, ""
    for key in [one for one in kept if one not in ("place", "name", "period", "above", "below")]:
        less = {one: value for one, value in last.arguments.items() if one != key}
        bare = told_in_words(LastAnswer(last.worded, less, last.text, last.rows))
        if bare is not None and is_other:
            yield bare, {one: value for one, value in kept.items() if one != key}, key
    if is_other:
        yield told, kept, ""


def _keeps(reading: QuestionReading, last: LastAnswer, kept: Mapping[str, Any], changed: str) -> bool:
    """Whether a reading is of the same kind of rows, narrowed by all that narrowed the answer, and by more or otherwise."""
    given, before = reading.arguments, last.arguments
    if reading.worded.tool.shape not in ROW_SHAPES or any(given.get(key) != value for key, value in kept.items()):
        return False
    if {"above", "below"} & kept.keys() and given.get("by") != before.get("by"):
        return False
    if reading.worded is not last.worded and last.worded.tool.shape in ROW_SHAPES:
        return False
    if changed:
        return given.get(changed) not in (None, "", before.get(changed))
    narrowing = {
        key
        for key, value in given.items()
        if key not in ("is_count", "n", "order", "quantity", "by") and value not in (None, "")
    }
    return narrowing > kept.keys()
