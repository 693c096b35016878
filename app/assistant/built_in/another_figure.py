"""A reading of the right words that would tell another figure than the one asked for: refused.

"The feeder with the oldest pole" is not the one with the most poles, "the share of the outages" is not how many there are,
and "the average of the peaks" is no peak: the number would be true of something else.
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import SUPERLATIVES
from app.assistant.built_in.reading.question_reading import TIMES, QuestionReading
from app.assistant.built_in.words import normal, phrase
from app.assistant.refusals import NoAnswer, RefusalReason

COUNTING: Final = frozenset({
    "most", "fewest", "least", "highest", "lowest", "top", "greatest", "maximum", "minimum", "bottom", "main", "worst",
    "best", "largest", "biggest", "smallest", "heaviest", "busiest", "lightest", "poorest",
})  # fmt: skip
"""Superlatives that may put numbers of things in order; the others say by what."""
_THING: Final = (
    r"outages?|alarms?|poles?|transformers?|orders?|jobs?|meters?|customers?|spans?|lines?|segments?|feeders?|crews?"
    r"|substations?|devices?|fuses?|reclosers?|calls?|tickets?|inspections?"
)
_GROUP: Final = (
    r"feeder|circuit|substation|month|day|week|weekday|hour|year|cause|priority|crew|skill|material|city|town|area"
)
_OF_ONE: Final = re.compile(
    rf"\b(?P<group>{_GROUP})s?\b(?:\W+\w+){{0,4}}?\W+(?:the\s+|an?\s+|our\s+)?"
    rf"(?P<end>most\s+recent|(?:most|least)\s+(?:\w+ly\s+)?\w+(?:ed|ive)(?=\s+\w+[^s\s]\b)|(?!(?:fewest|least|nearest|closest|furthest|farthest)\b)\w{{3,}}est|worst|best)"
    rf"\s+(?:(?!number|count|total|amount)\w+\s+){{0,2}}?(?P<thing>{_THING})"
    r"(?=\W*$|[,?]|\s+(?:on|in|at|of|this|last|now|yesterday|today|that|which|right|currently|over|by|and|for|so|there|with|since|during"
    r"|yet|still|ever|there|\d{4})\b)",
    re.IGNORECASE,
)
"""A place or a time that has one thing, the first of its kind: "which feeder has the oldest pole"."""
_OF_TIME: Final = re.compile(r"\b(?:oldest|newest|latest|earliest|longest|most\s+recent)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\b(?:number|count|counts|how\s+many|total|amount|by)\b", re.IGNORECASE)
_SHARE: Final = re.compile(
    r"\b(?:percent(?:age)?|share|fraction|proportion)\s+of\s+(?:all\s+|the\s+|our\s+)*"
    r"(?P<of>outages?|load|energy|demand|customers?|interruptions?|alarms?|orders?|transformers?|poles?|meters?)\b",
    re.IGNORECASE,
)
_FOLDED_PEAKS: Final = re.compile(
    r"\b(?:average|mean|sum|total|combined|median)\s+(?:of\s+)?(?:all\s+|the\s+|our\s+|each\s+|daily\s+)*"
    r"(?:\w+\s+)?(?:peaks?|maxim(?:um|a|ums))\b|\b(?:add|sum)\s+(?:up\s+)?(?:all\s+|the\s+)*peaks?\b",
    re.IGNORECASE,
)
_ONE_PEAK: Final = re.compile(
    r"\b(?:latest|last|newest|most\s+recent)\s+(?:(?:load|system)\s+)?peaks?\b", re.IGNORECASE
)
_WITH_SUPPLY: Final = re.compile(
    r"\b(?:customers?|meters?|people|homes)\b(?:\s+\S+){0,3}?\s+(?:(?:still|not\s+out)\b\s*(?:on|with|in)?\b|with\s+(?:power|supply|service|lights))"
    r"|\bstill\s+(?:on|in\s+service|with\s+(?:power|supply))\b",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    rf"(?<!how )\b(?P<said>weak|strong|small|tiny|large|big|short|long|lightly[\s-]loaded|light[\s-]loaded|damaged"
    rf"|(?:low|high)[\s-]+(?:risk|health|strength|loading))\s+(?:{_THING})\b",
    re.IGNORECASE,
)
_WHICH_TIME: Final = re.compile(
    r"^\W*(?:(?:on|in|at)\s+)?(?:which|what)\s+(?P<time>day|date|month|week|weekday|hour|year|time)\b|^\W*(?P<when>when)\b",
    re.IGNORECASE,
)
_LATEST: Final = re.compile(
    r"\b(?:inspected\s+last|(?:latest|last|most\s+recent(?:ly)?)\s+inspect\w*)\b", re.IGNORECASE
)
_RESTORED_LAST: Final = re.compile(
    r"\brestored\s+last\b|\b(?:last|latest|most\s+recently)\s+restored\b|\b(?:was|were|did|got)\b.*\b(?:last|latest)\b.*\b(?:restored|over|back|end(?:ed)?)\b",
    re.IGNORECASE,
)
_LATEST_ETR: Final = re.compile(
    r"\b(?:latest|last|longest|newest|most\s+recent)\s+(?:etrs?|etas?|(?:estimated\s+)?(?:estimates?|restoration))\b",
    re.IGNORECASE,
)
_WITH_NOBODY: Final = re.compile(r"\boutages?\b.{0,20}\b(?:no|zero|without|0)\s+(?:any\s+)?customers?\b", re.IGNORECASE)
_THERE: Final = re.compile(r"\b(?:take|bring)\s+(?:me|us)\b", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"\b(?P<from>[A-Za-z]{1,4}-[\d\-]+)\s*(?:to|through|thru|until|till|\.\.+|–|—)\s*[A-Za-z]{1,4}-\d[\d\-]*\b",
    re.IGNORECASE,
)


def refuse_another(frame: Frame, reading: QuestionReading, *, is_spread: bool = False) -> None:
    """Refuse a question whose words say another figure than a reading of them would tell.

    Args:
        frame: what the question says.
        reading: that was chosen.
        is_spread: it is told for each place or time.

    Raises:
        NoAnswer: says which words, and how to ask instead.
    """
    text = frame.text
    if reading.worded.tool.shape in ("document", "go", "proposal"):
        return
    for found, instead in (
        (_of_one_thing(frame, reading, is_spread=is_spread), "Ask for that one thing itself: where it is, and when, stands in its row."),
        (_measured(frame, reading, is_spread=is_spread), "How many there are is ranked by the most and the fewest."),
        (_FOLDED_PEAKS.search(text), "Peaks are of different times: ask for each of them, or for the peak of all together."),
        (_ONE_PEAK.search(text), "Say of which day or week: the peak of yesterday."),
        (_left_on(frame, reading), "Ask how many customers are out, and how many there are in all."),
        (_adjective(frame, reading), "It says no limit: ask for the first ten of them, or above or below a number."),
        (_time(frame, reading, is_spread=is_spread), "That is told of places and things here, not of which time."),
        (_RANGE.search(text), "Ask of each of them, or of a place."),
        (_of_one_outage(frame, reading), "Ask when the last estimate is, or which outages were restored today."),
        (_WITH_NOBODY.search(text), "Ask for outages by customers out, the smallest first."),
        (_THERE.search(text), "Say where to: name the feeder, the thing or the page."),
        (_share(frame, reading), "Ask how many there are, and how many there are in all."),
        (_latest(frame, reading), "Ask for the poles by time since inspection, lowest first."),
    ):  # fmt: skip
        if found:
            said = found if isinstance(found, str) else found[0]
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{said.strip()}” is not understood here. {instead}")


def _is_count(reading: QuestionReading) -> bool:
    by = reading.worded.quantity_of(reading.arguments.get("by")) or reading.quantity
    return reading.how == "count" or by is None or by.column.kind == "count"


def _of_one_thing(frame: Frame, reading: QuestionReading, *, is_spread: bool) -> str:
    """A place or time by one thing that it has, where things would be counted, or places ranked."""
    found = _OF_ONE.search(frame.text)
    if found is None or normal(found["thing"]) == normal(found["group"]) or _NUMBER.search(frame.text):
        return ""
    tool = reading.worded.tool
    is_of_thing = {phrase(one)[-1] for one in tool.subjects[:1]} == {normal(found["thing"])}
    is_row = not is_spread and "group" not in reading.arguments and reading.how != "count"
    if is_of_thing and is_row:
        by = reading.worded.quantity_of(reading.arguments.get("by"))
        is_by_time = by is not None and by.column.kind in TIMES and re.search(r"est\b", found["end"]) is not None
        return found[0] if is_by_time and not _OF_TIME.search(found["end"]) else ""
    return found[0] if _is_count(reading) or reading.quantity is None or reading.quantity.key == "length_km" else ""


def _measured(frame: Frame, reading: QuestionReading, *, is_spread: bool) -> str:
    """A superlative that says by what, where groups would be ranked by how many."""
    if not (is_spread or reading.arguments.get("group") or frame.groups) or not _is_count(reading):
        return ""
    words = set(reading.phrase.words) if reading.phrase is not None else set()
    said = (set(frame.all_words) & SUPERLATIVES) - COUNTING - words
    return min(said, default="")


def _left_on(frame: Frame, reading: QuestionReading) -> re.Match[str] | None:
    """Those that still have supply, where all would be counted."""
    key = reading.quantity.key if reading.quantity is not None else ""
    return _WITH_SUPPLY.search(frame.text) if key in ("customers", "customers_served") else None


def _adjective(frame: Frame, reading: QuestionReading) -> str:
    """One before a thing that neither an end nor a limit was made of."""
    given = reading.arguments
    if frame.is_ranked or any(key in given for key in ("above", "below", "order", "length")):
        return ""
    found = _ADJECTIVE.search(frame.text)
    return found["said"] if found is not None else ""


def _time(frame: Frame, reading: QuestionReading, *, is_spread: bool) -> str:
    """A time that is asked for, where a ranking of places or things would be told."""
    found = _WHICH_TIME.search(frame.text)
    if found is None or is_spread or reading.how == "row" or reading.arguments.get("group"):
        return ""
    kind = reading.quantity.column.kind if reading.quantity is not None else ""
    is_of_it = {word for one in reading.worded.tool.subjects for word in phrase(one)} & set(frame.all_words)
    if kind in TIMES or is_of_it:
        return ""
    return found[0]


def _share(frame: Frame, reading: QuestionReading) -> re.Match[str] | None:
    """A part of a whole, where a number of things would be told, or a percentage of something else."""
    found = _SHARE.search(frame.text)
    if found is None or frame.limits or frame.groups:
        return None
    quantity = reading.quantity
    if quantity is None or quantity.column.kind == "count" or quantity.key == "load_pct":
        return found
    return None


def _of_one_outage(frame: Frame, reading: QuestionReading) -> re.Match[str] | None:
    """The outage restored last, or the one with the latest estimate, where another moment or outage would be told."""
    key = reading.quantity.key if reading.quantity is not None else ""
    if key in ("last_etr", "first_etr") and (found := _RESTORED_LAST.search(frame.text)):
        return found
    return (
        _LATEST_ETR.search(frame.text) if reading.worded.tool.name in ("foremost_outage", "outage_in_order") else None
    )


def _latest(frame: Frame, reading: QuestionReading) -> re.Match[str] | None:
    """What was inspected last, where the longest ago comes first."""
    is_by_age = reading.arguments.get("by") == "inspection_age_years" and reading.arguments.get("order") != "least"
    return _LATEST.search(frame.text) if is_by_age else None
