"""Which row: "the first one", "the second of those", "the last one" of an answer's rows, named as it was shown.

Only where nobody kept the rows is the tool asked again: in a storm that may be another row than the one that was seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.assistant.built_in.last_answer import LastAnswer, last_answer
from app.assistant.built_in.reading.question_reading import ROW_SHAPES
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.context import ToolContext
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer

_PLACES: Final = {
    "first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4,
    "5th": 4, "last": -1, "bottom": -1,
}  # fmt: skip
_NTH: Final = re.compile(
    rf"\b(?:the\s+)?(?P<nth>{'|'.join(_PLACES)})\s+(?:ones?\b|of\s+(?:them|those|these|the\s+list)\b|in\s+the\s+list\b|on\s+the\s+list\b|row\b)"
    r"(?:\s+(?:of|from)\s+(?:them|those|these))?|\bthe\s+(?P<bare>first|second|third|fourth|fifth|last|top)(?=\W*$|\s+(?:there|again|please|for|until|till|with|because)\b)"
    r"|(?:(?:^|\b(?:on|of|for|is|about|to|and|show|open|the)\s+)(?:number\s+|no\.?\s*|#))(?P<number>one|two|three|1|2|3)\b(?=\W*$|\s+(?:on|in)\s+the\s+list)",
    re.IGNORECASE,
)
_ENDS: Final = ("last", "bottom")
_NUMBERS: Final = {"one": 0, "1": 0, "two": 1, "2": 1, "three": 2, "3": 2}
_SEND: Final = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|then|please|and|so|great|just)\W+)*(?P<verb>send|dispatch|assign|get|put|route)\s+(?:it|them|him|her|(?:that|this|the)\s+(?:crew|one|(?:nearest|closest|first)(?:\s+(?:one|crew))?))"
    r"(?:\s+(?:out|over|there|to\s+(?:it|that|the\s+outage)|on\s+(?:it|that)|out\s+there|over\s+there|now|then|please))*\W*$",
    re.IGNORECASE,
)
"""Sending whom the last answer found near an outage."""
_NAMES: Final = (
    ("alarm_id", "alarm"), ("work_order_id", "order"), ("crew_name", ""), ("outage_id", "outage"), ("name", ""),
    ("asset_name", ""), ("meter_name", ""), ("transformer_name", ""), ("place_name", ""), ("feeder_name", ""),
)  # fmt: skip
"""By which column a row is named, and the word before it; the first that the rows' kind fits."""
_OWN: Final = {
    "outage": "outage_id", "interruption": "outage_id", "alarm": "alarm_id", "alert": "alarm_id",
    "work order": "work_order_id", "order": "work_order_id", "job": "work_order_id", "crew": "crew_name",
}  # fmt: skip


def with_named_rows(text: str, said: Sequence[Said], vocabulary: Vocabulary, context: ToolContext) -> str:
    """A question in which rows of the last answer are named; as it stands where it speaks of none, or there is none.

    Args:
        text: of the question.
        said: the conversation before it.
        vocabulary: of the catalogue.
        context: of the turn; the tool of the answer is asked again in it.

    Raises:
        SourceError: the database does not answer.
    """
    found, sent = _NTH.search(text), _SEND.match(text)
    last = answer_of_rows(said, vocabulary) if found or sent else None
    if last is None:
        return text
    near = str(last.arguments.get("name") or "")
    if last.worded.tool.name == "crews_near" and near.startswith("outage ") and sent is not None:
        crew = _name(_rows(last, context), 0, last)
        return f"{sent['verb']} {crew} to {near}" if crew else text
    if found is None:
        return text
    nth = (found["nth"] or found["bare"] or "").lower()
    if (found["bare"] or found["number"]) and len(text.split()) > _MOST_WORDS:
        return text
    if nth in _ENDS and not last.arguments.get("by"):
        return text  # the last of a list in the order of time may be the latest, and may be its end
    place = _PLACES[nth] if nth else _NUMBERS[found["number"].lower()]
    name = _name(_rows(last, context), place, last)
    return f"{text[: found.start()]}{name}{text[found.end() :]}" if name else text


_MOST_WORDS: Final = 12


def answer_of_rows(said: Sequence[Said], vocabulary: Vocabulary) -> LastAnswer | None:
    """The last answer that was of several rows, however many of one thing came after it; None where there is none.

    Args:
        said: the conversation so far.
        vocabulary: of the catalogue.
    """
    for at in range(len(said), 0, -1):
        if said[at - 1].role != "assistant" or not said[at - 1].tool:
            continue
        last = last_answer(said[:at], vocabulary)
        is_of_rows = last is not None and last.worded.tool.shape in ROW_SHAPES
        if last is not None and is_of_rows and not last.arguments.get("is_count") and last.arguments.get("n") != 1:
            return last
    return None


def _rows(last: LastAnswer, context: ToolContext) -> Sequence[Mapping[str, Any]]:
    if last.rows:
        return last.rows
    try:
        rows: list[dict[str, Any]] = last.worded.tool.call(context, last.arguments).table.to_pylist()
    except NoAnswer:
        return []
    return rows


def _name(rows: Sequence[Mapping[str, Any]], place: int, last: LastAnswer) -> str:
    """What a row is called in a question; empty where there is none, or nothing names it."""
    return name_of_row(rows[place], last) if -len(rows) <= place < len(rows) else ""


def name_of_row(row: Mapping[str, Any], last: LastAnswer) -> str:
    """What a row of an answer is called in a question; empty where nothing names it.

    Args:
        row: of its table.
        last: the answer.
    """
    own = next((_OWN[one] for one in last.worded.tool.subjects if one in _OWN), "")
    for key, kind in _NAMES:
        is_own = key == own if own else not _is_of_others(key)
        if is_own and row.get(key) not in (None, ""):
            return f"{kind} {row[key]}".strip()
    return ""


def _is_of_others(key: str) -> bool:
    return key in _OWN.values()
