"""Names, numbers and the period of a question as arguments of a tool; what has no place there rules it out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.names.found import FoundName
from app.assistant.built_in.reading.question_reading import PLACES, ROW_SHAPES
from app.assistant.built_in.vocabulary import Worded
from app.assistant.built_in.words import phrase
from app.assistant.tools import Tool


def slots_of(frame: Frame, worded: Worded) -> tuple[dict[str, Any], float, tuple[str, ...]] | None:
    """Names, period and limits as arguments, what that is worth, and what is lacking; None where one has no place."""
    tool = worded.tool
    arguments: dict[str, Any] = {}
    score = 0.0
    rest = list(frame.names)
    if tool.takes("name"):
        name = _name_for(worded, rest)
        if name is not None:
            arguments["name"] = _said_as(name, worded)
            rest.remove(name)
            score += 1.0 if name.kind in worded.kinds else 0.2
            if tool.takes("other") and (other := _other_of(worded, name, rest)):
                arguments["other"] = other.name
                rest.remove(other)
                score += 1.5
    if rest and tool.takes("place"):
        place = next((one for one in rest if one.kind in PLACES), None)
        if place is not None:
            if tool.shape in ROW_SHAPES and not _is_above(place.kind, worded):
                return None
            arguments["place"] = place.name
            rest.remove(place)
            score += 0.8
    if arguments.get("name") and tool.shape == "row":  # "TX-0001-004 on feeder 1": where it is, not a second thing
        mine = next((one.kind for one in frame.names if one.name == arguments["name"]), "outage")
        rest = [one for one in rest if one.kind not in PLACES or one.kind == mine]
    if rest:
        return None
    period = _period(frame, worded)
    if period is None:
        return None
    if frame.period and not frame.period.is_future and tool.takes("period"):
        arguments["period"] = frame.period.text
    if (day := _day_ahead(frame)) and tool.takes("ahead") and tool.takes("period"):
        arguments["period"] = day
    if frame.period and tool.takes("days"):
        arguments["days"] = frame.period.days
    if frame.radius_m is not None:
        if not tool.takes("radius_m"):
            return None
        arguments["radius_m"] = frame.radius_m
        score += 0.5
    lacks = tuple(
        sorted(one for one in worded.required & {"name", "other", "period", "radius_m"} if one not in arguments)
    )
    return arguments, score + period, lacks


def numbers_given(frame: Frame, tool: Tool[Any]) -> dict[str, tuple[float, str]]:
    """Numbers of a question that a tool takes: value, and the word that says of what, by argument."""
    given: dict[str, tuple[float, str]] = {}
    for value, before, after in frame.beside:
        for one in tool.numbers:
            words = {phrase(text)[-1] for text in one.of}
            word = after if after in words else before if before in words else ""
            if word and one.argument not in given:
                given[one.argument] = (value, word)
                break
    return given


def _is_above(kind: str, worded: Worded) -> bool:
    """Whether a place may hold several of what a tool's rows are: a feeder holds no feeders."""
    rows = phrase(worded.tool.subjects[0])[-1] if worded.tool.subjects else ""
    return rows not in PLACES or (kind == "substation" and rows == "feeder")


def _name_for(worded: Worded, names: list[FoundName]) -> FoundName | None:
    kinds = worded.kinds
    fitting = next((one for one in names if one.kind in kinds), None)
    if fitting is not None:
        return fitting
    if kinds and (worded.tool.shape in ("row", "compare") or _says_kinds(worded)):
        return None
    return names[0] if names else None


def _said_as(name: FoundName, worded: Worded) -> str:
    """A name as a tool takes it: an outage's number says that it is one, where the tool is about other things."""
    is_elsewhere = name.kind == "outage" and "outage" not in worded.kinds
    return f"outage {name.name}" if is_elsewhere else name.name


def _other_of(worded: Worded, name: FoundName, rest: list[FoundName]) -> FoundName | None:
    """The second of two things: of the first one's kind, or of any where the tool says so; a place has its own slot."""
    alike = [one for one in rest if one.kind == name.kind]
    extra = worded.tool.arguments.model_fields["other"].json_schema_extra
    if not alike and isinstance(extra, dict) and extra.get("is_of_any"):
        alike = [one for one in rest if one.kind not in PLACES]
    return _name_for(worded, alike)


def _says_kinds(worded: Worded) -> bool:
    """Whether its `name` is of certain kinds, whatever its rows are about."""
    extra = worded.tool.arguments.model_fields["name"].json_schema_extra
    return isinstance(extra, dict) and "kinds" in extra


def period_fits(tool: Tool[Any], period: str) -> bool:
    """Whether a tool takes a period: some tell whole days alone, some the last hours."""
    field = tool.arguments.model_fields["period"]
    try:
        _adapter(field.annotation, *field.metadata).validate_python(period)
    except ValidationError:
        return False
    return True


@lru_cache(maxsize=64)
def _adapter(kind: Any, *metadata: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[(kind, *metadata)] if metadata else kind)


def _period(frame: Frame, worded: Worded) -> float | None:
    """What a period is worth to a tool; None where it has no use for it."""
    if worded.tool.takes("days") and frame.period is not None:
        return _days(frame, worded)
    takes = worded.tool.takes("period")
    if frame.period is not None and not frame.period.is_future:
        if takes:
            return 0.6 if period_fits(worded.tool, frame.period.text) else -1.5
        return -2.5 if frame.period.text == "today" and not _SO_FAR.search(frame.text) else None
    if not takes:
        return 0.3 if frame.is_now else 0.0
    return -1.6 if frame.is_now else -0.7


_SO_FAR = re.compile(r"\b(?:did|was|were|had|been|worked|happened|occurred)\b", re.I)
"""What says of today that it is asked for all that was so far, which is not what is so now."""
_FORECAST = frozenset(("forecast", "expected", "predicted", "projected"))
_COMING = frozenset(("planned", "scheduled", "coming", "upcoming", "next", "announced"))
_LASTING = frozenset(("today", "this_week", "this_month"))
"""Days of which some may be ahead."""
_TO_COME = _COMING | {"due", "need", "overdue"}
_OVER = re.compile(r"\b(?:did|was|were|had|happened|occurred|past|last|previous)\b", re.I)


def _day_ahead(frame: Frame) -> str:
    """A day to come by the calendar, or several: "the day after tomorrow", "on Friday"; empty for what is no such."""
    if frame.period is None or not frame.period.days[:1].isdigit():
        return ""
    is_forecast = frame.period.days != frame.period.text and bool(_FORECAST & frame.vocabulary)
    return frame.period.days if frame.period.is_future or is_forecast else ""


def _days(frame: Frame, worded: Worded) -> float | None:
    """What days are worth to a tool; None where it is of what is to come, and the days are not."""
    assert frame.period is not None
    extra = worded.tool.arguments.model_fields["days"].json_schema_extra
    if not frame.period.days:
        return None
    if not isinstance(extra, dict) or not extra.get("is_ahead"):
        is_over = not frame.period.is_future and frame.period.days not in _LASTING
        return -0.6 if is_over and not _TO_COME & frame.vocabulary else 0.6
    is_ahead = frame.period.is_future or frame.period.days != frame.period.text
    is_ahead = is_ahead and not _OVER.search(frame.text) and bool(_COMING & frame.vocabulary)
    return 1.4 if is_ahead else None
