"""Whether the kind of rows that a tool gives is what a question asks for: one row, rows, how many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import OVERVIEW_WORDS, RANKING_VERBS, SOFT, SUPERLATIVES
from app.assistant.built_in.reading.order import is_one_asked, limited_by, unit_points
from app.assistant.built_in.reading.question_reading import ROW_SHAPES, TIMES, How
from app.assistant.built_in.reading.units import same_family, unit_of
from app.assistant.built_in.vocabulary import Worded
from app.assistant.built_in.words import normal, phrase
from app.assistant.tools import ToolQuantity

HAPPENED: Final = re.compile(
    r"^(?!.*\b(?:if|suppose|supposing|would|could|might|what\s+happens?)\b)"
    r".*\b(?:did|has|have|had|was|were|lost|tripped|failed|went|today|yesterday|since|ago)\b", re.I | re.S
)  # fmt: skip
"""A question about what happened: no study of what would happen answers it."""
_SERIES_WORDS: Final = frozenset(
    ("trend", "profile", "curve", "chart", "graph", "plot", "hourly", "daily", "monthly", "course", "shape", "history")
)


def shape_of(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any], used: set[str],
    has_subject: bool,
) -> tuple[How, float] | None:  # fmt: skip
    """How the tool's kind of rows fits what is asked for, and what that is worth; None where it cannot.

    Args:
        frame: what the question says.
        worded: the tool.
        quantity: asked for; None for the thing as a whole.
        arguments: given so far.
        used: words that the reading has a use for.
        has_subject: whether the question names what the tool is about.
    """
    is_unfit = worded.tool.shape == "near" and not frame.is_near
    if is_unfit or not _takes_limits(frame, worded, quantity, arguments):
        return None
    points = _way_points(frame, worded, arguments) + _quantity_points(frame, worded, quantity)
    if frame.groups and worded.tool.shape != "study":
        return _grouped(frame, worded, quantity, points, has_subject, used)
    if worded.tool.shape == "row":
        return _one_row(frame, worded, quantity, arguments, points, used)
    if worded.tool.shape in ROW_SHAPES:
        return _rows_shape(frame, worded, quantity, arguments, points, has_subject, used)
    return _course(frame, worded, quantity, arguments, points, used)


def _grouped(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, points: float, has_subject: bool, used: set[str]
) -> tuple[How, float] | None:
    """Rows by groups: of what is said, by its own quantity or as many as there are; never how many groups."""
    tool = worded.tool
    has_words = any(one.of == "tool" and one.content <= used for one in worded.phrases)
    if tool.shape == "series":
        return ("row", points) if quantity is not None or has_words else None
    if quantity is None and not (has_subject and tool.takes("group")) and not has_words:
        return None
    points += 0.0 if quantity is not None else -0.6
    if frame.is_count and quantity is not None and quantity.column.kind != "count":
        points -= 0.8
    return "rows", points


def _takes_limits(frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any]) -> bool:
    """Whether the tool has a use for the limits of a question; a thing that is named is told, yes or no."""
    tool = worded.tool
    if not frame.limits or (tool.shape == "row" and arguments.get("name")):
        return True
    if tool.shape == "row" and quantity is not None and frame.is_yes_no and _is_value_held(frame, quantity):
        return True
    takes = tool.takes("above") or tool.takes("below")
    return takes and limited_by(frame, worded, quantity, arguments) is not None


_HELD: Final = re.compile(r"^\W*(?:is|was)\s+(?:the\s+)?(?:system\s+)?(?:peak|lowest|highest)\b", re.I)


def _is_value_held(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether a figure of a place is held against a limit: "was the peak of F0001 above 2.5 MW yesterday"."""
    unit = frame.limits[0].unit
    return (
        len(frame.limits) == 1 and bool(unit) and same_family(unit, unit_of(quantity)) and bool(_HELD.match(frame.text))
    )


def _way_points(frame: Frame, worded: Worded, arguments: Mapping[str, Any]) -> float:
    """What it is worth that the question asks for what is near, for a way there, or for a comparison."""
    shape, points = worded.tool.shape, 0.0
    if shape == "near":
        points += 2.0
    elif frame.is_near and not frame.limits:
        points -= 2.0
    if (shape == "go") != frame.is_go:
        points += -3.0 if shape == "go" else -0.2
    elif shape == "go":
        points += 2.5 if not (frame.is_ranked and not arguments.get("name")) else -1.0
    if shape == "compare":
        points += 2.0 if len(frame.names) > 1 else -3.0
    return points


_CLOCK: Final = ("_start", "_end")
"""How the keys of times of day end, which are told as text: "06:00"."""


def _quantity_points(frame: Frame, worded: Worded, quantity: ToolQuantity | None) -> float:
    """Whether the quantity is of the kind that is asked for: its unit, a time, yes or no, the thing after "biggest"."""
    points = unit_points(frame, quantity)
    if quantity is not None:
        is_time = quantity.column.kind in TIMES or quantity.key.endswith(_CLOCK)
        points += (1.0 if is_time else -1.6) if frame.is_when else (-0.3 if is_time else 0.0)
        if frame.is_yes_no and quantity.column.kind == "flag":
            points += 0.8
    if frame.ranked_noun and frame.ranked_noun not in {phrase(one)[-1] for one in worded.tool.subjects}:
        points -= 2.0
    return points


def _one_row(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any], points: float,
    used: set[str],
) -> tuple[How, float] | None:  # fmt: skip
    """One row: a figure of it, or the thing as a whole; never the answer to a ranking."""
    is_count = quantity is not None and quantity.column.kind == "count"
    if frame.is_count and quantity is not None and quantity.column.kind in TIMES and not frame.is_when:
        return None  # asked for how many, a moment is no answer
    if quantity is not None and (_counts_others(frame, quantity) or _is_named_already(frame, quantity)):
        return None
    if is_count and frame.is_list and not frame.is_yes_no:
        points -= 0.8
    if quantity is None and not _is_overview(frame, worded, arguments, used):
        return None
    if quantity is None and _lists_others(frame):
        return None
    if quantity is not None and _asks_which(frame, quantity, arguments):
        return None
    if frame.is_ranked and quantity is None and not is_one_asked(frame, worded):
        return None  # "outages, the biggest first": rows
    if frame.is_ranked and (frame.n or {one for one in frame.all_words if one in SUPERLATIVES | RANKING_VERBS} - used):
        return None
    if frame.is_ranked and set(frame.words) & frame.kinds.of.keys() and not arguments.get("name"):
        return None  # which of the feeders: never the figure of all of them
    points += 0.8 if (frame.is_count or frame.is_how_much) and is_count else 0.0
    points -= 0.6 if frame.is_count and not is_count else 0.0
    return "row", points


def _lists_others(frame: Frame) -> bool:
    """Whether things are listed that are none of those named: "show me the meters on TX-0001-004"."""
    said = {*frame.words, *frame.soft} & frame.kinds.of.keys()
    named = {one.kind for one in frame.names}
    return bool(named) and any(frame.kinds.get(one) not in named for one in said)


def _is_named_already(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether a place is asked for that is named itself: "F0001 to which feeder" never asks for F0001."""
    kind = quantity.key.removesuffix("_name")
    return kind in ("feeder", "substation") and not frame.is_yes_no and any(one.kind == kind for one in frame.names)


def _asks_which(frame: Frame, quantity: ToolQuantity, arguments: Mapping[str, Any]) -> bool:
    """Whether things are ranked that no row names: "which feeder had the highest load" is no load of the utility."""
    if not frame.is_ranked or arguments.get("name") or arguments.get("place"):
        return False
    asked = re.match(r"\W*(?:which|what)\s+([^\W\d_]+)", frame.text, re.I)
    kind = normal(asked[1]) if asked else ""
    return kind in ("feeder", "substation", "transformer", "meter", "pole") and quantity.key != f"{kind}_name"


_COUNTED_READS: Final = re.compile(
    r"\b(?:how\s+many|number\s+of|count\s+of)\s+(?:(?:of|the|our|missing|estimated|late|meter|interval)\s+)*"
    r"(?P<what>reads?|readings?|intervals?|meters?)\b", re.I
)  # fmt: skip
_COUNTED_PLACES: Final = re.compile(r"\bhow\s+many\s+(?:of\s+(?:the|our)\s+)?(feeder|substation)s\b", re.I)


def _counts_others(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether places, meters or reads are counted ("how many feeders have low voltage"), a quantity is of others."""
    if (reads := _COUNTED_READS.search(frame.text)) is not None and quantity.column.kind == "count":
        is_of_meters = reads["what"].lower().startswith("meter")
        return is_of_meters if quantity.column.unit == "reads" else not is_of_meters and _is_of_meters(quantity)
    found = _COUNTED_PLACES.search(frame.text)
    told = " ".join((*quantity.words, quantity.column.title)).lower()
    return found is not None and found[1].lower() not in told


def _is_of_meters(quantity: ToolQuantity) -> bool:
    """Whether a quantity counts meters."""
    return quantity.column.title.lower().startswith("meters")


def _course(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any], points: float,
    used: set[str],
) -> tuple[How, float] | None:  # fmt: skip
    """A series or a study, which has to be asked for by its own words; a way, a comparison."""
    shape = worded.tool.shape
    has_words = any(one.of == "tool" and one.content <= used for one in worded.phrases)
    if shape == "series" and not has_words and not set(frame.all_words) & _SERIES_WORDS:
        if frame.period is None or frame.is_count or frame.is_when or frame.is_yes_no:
            return None
        points -= 1.5
    if shape in ("series", "study") and (frame.is_ranked or quantity is None) and not has_words:
        return None
    is_chosen = any(name not in ("place", "period", "name", "quantity") for name in arguments)
    if shape == "study" and worded.supposes and HAPPENED.search(frame.text):
        return None
    if shape == "study" and not (has_words or is_chosen or _names_first(frame, worded)):
        return None
    return "row", points


def _rows_shape(
    frame: Frame,
    worded: Worded,
    quantity: ToolQuantity | None,
    arguments: Mapping[str, Any],
    points: float,
    has_subject: bool,
    used: set[str],
) -> tuple[How, float] | None:
    tool = worded.tool
    is_chosen = any(name not in ("place", "period", "name", "radius_m") for name in arguments)
    is_chosen = is_chosen and not used & set(frame.words) <= frame.kinds.of.keys()
    is_asked_for = (
        frame.is_ranked or bool(frame.limits) or is_chosen or frame.is_list or frame.is_count or tool.shape == "near"
    )
    has_words = any(one.of == "tool" and one.content <= used for one in worded.phrases)
    chosen_nouns = {word for one in worded.phrases if one.choice and one.content <= used for word in one.content}
    has_subject = has_subject or bool(chosen_nouns & frame.kinds.of.keys())
    if not has_subject and not has_words and not ((frame.is_ranked or frame.limits) and quantity is not None):
        return None
    is_narrow = any(one.of == "tool" and not one.content <= SOFT for one in worded.phrases)
    if is_narrow and tool.shape != "near" and not (has_words or is_chosen or quantity is not None):
        if not (_names_first(frame, worded) or _names_another(frame, worded) or chosen_nouns):
            return None
        points -= 0.4 if arguments.get("period") else 2.0  # its rows may not be all there are of its subject
    elif is_narrow and not has_words and not is_chosen:
        points -= 0.6
    is_all = is_chosen or has_words or bool(arguments.get("period"))
    points = _listed(
        frame, worded, quantity, points, is_all=is_all, has_noun=bool(chosen_nouns & frame.kinds.of.keys())
    )
    if frame.is_when:
        if quantity is not None and quantity.column.kind in TIMES:
            return "rows", points
        return "both" if tool.takes("is_count") else "rows", points - 1.0
    return _counted(frame, worded, quantity, _ranked(frame, worded, quantity, points), is_asked_for=is_asked_for)


def _listed(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, points: float, *, is_all: bool, has_noun: bool
) -> float:
    """Points with what it is worth that a tool lists all, or some, of what is asked for.

    Args:
        frame: what the question says.
        worded: the tool.
        quantity: asked for.
        points: so far.
        is_all: whether all of the tool's rows are asked for, by its words, a choice or a period.
        has_noun: whether a choice names the things.
    """
    tool = worded.tool
    if tool.shape == "filter" and not (is_all or frame.limits or frame.is_ranked):
        is_whole = frame.is_list and set(frame.words) <= set(phrase(tool.subjects[0])) and not tool.takes("period")
        points += 1.5 if is_whole and _names_first(frame, worded) else -1.0  # "list poles": all of them
    points += 0.8 * has_noun
    if tool.shape == "list" and tool.takes("is_count") and not frame.is_count:
        points += 1.6 if frame.is_list else 1.0
    if frame.is_count and quantity is not None and not (frame.limits or frame.is_ranked):
        about = {word for one in worded.phrases if one.of == "subject" for word in one.content}
        points -= 0.0 if any(phrase(one)[-1] in about for one in quantity.words) else 1.5
    return points


def _ranked(frame: Frame, worded: Worded, quantity: ToolQuantity | None, points: float) -> float:
    """Points with what it is worth that a tool ranks, or filters by limits, where that is asked for."""
    tool = worded.tool
    if frame.is_ranked:
        points += 1.0 if tool.shape == "ranking" else 0.4 if tool.takes("order") else -1.5
    elif tool.shape == "ranking":
        points -= 1.6 if quantity is None else 0.6
        if frame.is_count or frame.is_how_much:
            points -= 1.5
    if frame.limits:
        points += 1.0 if tool.shape == "filter" else 0.2
    return points


def _counted(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, points: float, *, is_asked_for: bool
) -> tuple[How, float]:
    """Whether rows, how many there are, or both are told; with the points of it."""
    tool = worded.tool
    is_of_first = frame.is_ranked and quantity is not None and is_one_asked(frame, worded)  # customers of the biggest
    if frame.is_count and tool.takes("is_count") and not is_of_first:
        points += 0.8
        return "count", points
    if frame.is_ranked or tool.shape == "near" or not tool.takes("is_count"):
        return "rows", points
    if not is_asked_for and quantity is not None:
        points -= 0.5
    return "both", points


def _is_overview(frame: Frame, worded: Worded, arguments: Mapping[str, Any], used: set[str]) -> bool:
    """Whether a thing is asked about as a whole, and nothing else of it."""
    if any(one.of == "tool" and one.content <= used for one in worded.phrases):
        return True
    asks_more = frame.is_count or frame.is_how_much or frame.is_when or frame.is_ranked or frame.limits or frame.unit
    return bool(arguments.get("name")) and not asks_more and set(frame.soft) <= used | OVERVIEW_WORDS


def _names_first(frame: Frame, worded: Worded) -> bool:
    """Whether the question itself says what the tool is first of all about."""
    return bool(worded.tool.subjects) and set(phrase(worded.tool.subjects[0])) <= frame.vocabulary


def _names_another(frame: Frame, worded: Worded) -> bool:
    """Whether the question says another word for what the tool is about, that is no kind of thing."""
    subjects = (one for one in worded.phrases if one.of == "subject" and one.words[-1] not in frame.kinds)
    return any(one.is_in(frame.vocabulary) for one in subjects)
