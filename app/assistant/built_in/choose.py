"""Which tool a question means, and with which arguments: the reading that covers all of its words wins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from app.assistant.built_in.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import BEST, COMPARING, FAMILIES, FILLER, KINDS, LEAST, MOST, SOFT, WORST
from app.assistant.built_in.names import FoundName
from app.assistant.built_in.vocabulary import Phrase, Vocabulary, Worded
from app.assistant.built_in.words import phrase
from app.assistant.tools import Tool, ToolChoice, ToolQuantity

PLACES: Final = ("substation", "feeder")
TIMES: Final = ("time", "datetime", "day")
SUPERLATIVES: Final = frozenset({*MOST, *LEAST, *WORST, *BEST})
OVERVIEW_WORDS: Final = frozenset(
    [
        "detail",
        "information",
        "summary",
        "situation",
        "record",
        "data",
        "full",
        "present",
        "current",
        "time",
        "real",
        "live",
    ]
)
ROW_SHAPES: Final = ("ranking", "filter", "list", "near")
WHOLE: Final = frozenset(("system", "utility", "network", "grid", "weather", "place"))
UNCOVERED: Final = 6.0
MANY: Final = 1000

How = Literal["row", "rows", "count", "both"]


@dataclass(slots=True)
class QuestionReading:
    """One way to understand a question.

    Attributes:
        worded: the tool.
        arguments: it is called with.
        quantity: asked for; None for the thing as a whole.
        score: the greater the better.
        uncovered: words that this reading has no use for.
        lacks: required arguments that the question does not give.
        phrase: by which the quantity was found.
        how: one row, rows, how many, or rows and how many there are.
        limit: on a row's quantity, for yes or no.
    """

    worded: Worded
    arguments: dict[str, Any]
    quantity: ToolQuantity | None
    score: float
    uncovered: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    phrase: Phrase | None = None
    how: How = "row"
    limit: SpokenLimit | None = None
    is_unranked: bool = False
    covered: frozenset[str] = field(default_factory=frozenset)

    @property
    def key(self) -> tuple[str, str]:
        """Tool and quantity."""
        return self.worded.tool.name, self.quantity.key if self.quantity else ""


def readings_of(frame: Frame, vocabulary: Vocabulary) -> list[QuestionReading]:
    """All readings, the best first; those that do not cover every word come after those that do."""
    found = [reading for worded in vocabulary.worded for reading in _of_tool(frame, worded, vocabulary)]
    return sorted(found, key=lambda one: (len(one.uncovered) + 2 * len(one.lacks), -one.score))


def _of_tool(frame: Frame, worded: Worded, vocabulary: Vocabulary) -> Iterable[QuestionReading]:
    tool = worded.tool
    words, with_kinds = frame.vocabulary, frame.vocabulary | frame.kind_words
    matched = [one for one in worded.phrases if one.is_in(with_kinds if one.of == "subject" else words)]
    if not matched or tool.shape in ("document", "proposal"):
        return
    quantities: dict[str, tuple[ToolQuantity, list[Phrase]]] = {}
    for one in matched:
        if one.quantity is not None:
            quantities.setdefault(one.quantity.key, (one.quantity, []))[1].append(one)
    if frame.limits and tool.shape == "row" and not quantities:
        quantity = limited_by(frame, worded, None, {})
        if quantity is not None and (unit_of(quantity) != "%" or any("load" in text for text in quantity.words)):
            quantities[quantity.key] = (quantity, [])
    for quantity, phrases in (*quantities.values(), (None, [])):
        if reading := _reading(frame, worded, vocabulary, matched, quantity, phrases):
            yield reading


def _reading(
    frame: Frame, worded: Worded, vocabulary: Vocabulary, matched: list[Phrase], quantity: ToolQuantity | None,
    phrases: list[Phrase],
) -> QuestionReading | None:  # fmt: skip
    tool = worded.tool
    slots = _slots(frame, worded)
    if slots is None:
        return None
    arguments, score, lacks = slots
    is_rows = tool.shape in ROW_SHAPES
    subjects = [one for one in matched if one.of == "subject" and (not is_rows or one.is_in(frame.vocabulary))]
    used: set[str] = set()
    for one in (*subjects, *(one for one in matched if one.of == "tool"), *phrases):
        used |= one.content
    score += _choices(matched, arguments, used, phrases)
    for argument, (value, word) in numbers_given(frame, tool).items():
        arguments[argument] = value
        used.add(word)
        score += 0.8
    best = max(phrases, key=lambda one: _quality(one, frame), default=None)
    if best is not None:
        score += _quality(best, frame)
    tool_words = [one for one in matched if one.of == "tool"]
    if tool_words:
        score += 0.6 + max(_quality(one, frame) for one in tool_words)
    if tool.shape == "compare" and frame.is_compare:
        used |= COMPARING
    if quantity is not None and _counts_customers(frame, quantity):
        return None
    content = set(frame.words)
    covered = content & used
    soft = set(frame.soft) & used
    score += sum(vocabulary.weight(word) for word in covered) + 0.35 * sum(vocabulary.weight(word) for word in soft)
    uncovered = [*sorted(content - used), *frame.unknown]
    score += _subjects(worded, subjects)
    if quantity is None and frame.is_yes_no and not content and (asked := _where_asked(frame, worded, arguments)):
        quantity = asked
        score += 1.0
    shape = _shape(frame, worded, quantity, arguments, used, bool(subjects))
    if shape is None:
        return None
    how, points = shape
    reading = QuestionReading(
        worded, arguments, quantity, score + points - UNCOVERED * len(uncovered), tuple(uncovered), lacks, best, how,
        covered=frozenset(used),
    )  # fmt: skip
    if how == "row" and frame.limits and quantity is not None:
        reading.limit = frame.limits[0]
    if tool.takes("quantity") and quantity is not None:
        arguments["quantity"] = quantity.key
    if tool.takes("by") or tool.takes("order") or tool.takes("n"):
        _ranked(frame, reading)
    if how == "count":
        arguments["is_count"] = True
        for name in ("n", "order"):
            arguments.pop(name, None)
    return reading


def _counts_customers(frame: Frame, quantity: ToolQuantity) -> bool:
    """Whether customer minutes are asked for and a quantity has none of them."""
    told = " ".join((*quantity.words, quantity.column.title.lower()))
    return " customer minute" in f" {' '.join(frame.all_words)}" and "minute" not in told


def _where_asked(frame: Frame, worded: Worded, arguments: Mapping[str, Any]) -> ToolQuantity | None:
    """`is TX-0001-004 on feeder 1`: its feeder is asked for."""
    places = {f"{one.kind}_name" for one in frame.names if one.kind in PLACES and one.name != arguments.get("name")}
    if worded.tool.shape != "row" or not arguments.get("name"):
        return None
    return next((one for one in worded.tool.quantities if one.key in places), None)


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


def _quality(one: Phrase, frame: Frame) -> float:
    """How surely a phrase is meant: by its words, whether they stand together, and by what it holds beside them."""
    text = f" {' '.join(frame.all_words)} "
    together = 0.4 if len(one.words) > 1 and f" {' '.join(one.words)} " in text else 0.0
    missing = sum(word not in frame.vocabulary for word in one.words)
    return 0.55 * (len(one.content) - 1) + together - (0.5 if len(one.content) == 1 else 0.15) * missing


def _choices(matched: list[Phrase], arguments: dict[str, Any], used: set[str], phrases: list[Phrase]) -> float:
    """Set what words choose; the longer phrase first, and none that lies within the quantity's own phrase."""
    score = 0.0
    taken: dict[str, Any] = {}
    nouns = {word for one in matched if one.of == "subject" for word in one.content}
    within = [one.content for one in (*phrases, *(one for one in matched if one.of == "tool")) if len(one.content) > 1]
    spent: set[str] = set()
    for one in sorted((one for one in matched if one.choice is not None), key=lambda one: -len(one.content)):
        choice: ToolChoice = one.choice  # type: ignore[assignment]
        mine = one.content - nouns or one.content
        if any(mine < content - nouns for content in within) or one.content <= spent:
            continue
        if any(taken.get(name, value) != value for name, value in choice.sets.items()):
            continue
        taken |= dict(choice.sets)
        spent |= one.content
        used |= one.content
        score += 0.5 + 0.3 * (len(one.content) - 1)
    for name, value in taken.items():
        arguments.setdefault(name, value)
    return score


def _slots(frame: Frame, worded: Worded) -> tuple[dict[str, Any], float, tuple[str, ...]] | None:
    """Names, period and limits as arguments, what that is worth, and what is lacking; None where one has no place."""
    tool = worded.tool
    arguments: dict[str, Any] = {}
    score = 0.0
    rest = list(frame.names)
    if tool.takes("name"):
        name = _name_for(worded, rest)
        if name is not None:
            arguments["name"] = name.name
            rest.remove(name)
            score += 1.0 if name.kind in kinds_of(worded) else 0.2
            if tool.takes("other") and (other := _name_for(worded, [one for one in rest if one.kind == name.kind])):
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
        mine = next(one.kind for one in frame.names if one.name == arguments["name"])
        rest = [one for one in rest if one.kind not in PLACES or one.kind == mine]
    if rest:
        return None
    period = _period(frame, worded)
    if period is None:
        return None
    if frame.period and not frame.period.is_future and tool.takes("period"):
        arguments["period"] = frame.period.text
    if frame.radius_m is not None:
        if not tool.takes("radius_m"):
            return None
        arguments["radius_m"] = frame.radius_m
        score += 0.5
    lacks = tuple(
        sorted(one for one in worded.required & {"name", "other", "period", "radius_m"} if one not in arguments)
    )
    return arguments, score + period, lacks


def _is_above(kind: str, worded: Worded) -> bool:
    """Whether a place may hold several of what a tool's rows are: a feeder holds no feeders."""
    rows = phrase(worded.tool.subjects[0])[-1] if worded.tool.subjects else ""
    return rows not in PLACES or (kind == "substation" and rows == "feeder")


def kinds_of(worded: Worded) -> set[str]:
    """Kinds of things that a tool's `name` may be of: as its argument says, else those that it is about."""
    field = worded.tool.arguments.model_fields.get("name")
    if field is not None and isinstance(field.json_schema_extra, dict) and "kinds" in field.json_schema_extra:
        return {str(kind) for kind in field.json_schema_extra["kinds"]}  # type: ignore[union-attr]
    found = set()
    for one in worded.tool.subjects:
        word = phrase(one)[-1]
        found.add("work_order" if word == "order" else word if word in ("outage", "alarm") else KINDS.get(word, ""))
    return found - {""}


def _name_for(worded: Worded, names: list[FoundName]) -> FoundName | None:
    kinds = kinds_of(worded)
    fitting = next((one for one in names if one.kind in kinds), None)
    if fitting is not None:
        return fitting
    if kinds and (worded.tool.shape == "row" or _says_kinds(worded)):
        return None
    return names[0] if names else None


def _says_kinds(worded: Worded) -> bool:
    """Whether its `name` is of certain kinds, whatever its rows are about."""
    extra = worded.tool.arguments.model_fields["name"].json_schema_extra
    return isinstance(extra, dict) and "kinds" in extra


def _period(frame: Frame, worded: Worded) -> float | None:
    """What a period is worth to a tool; None where it has no use for it."""
    takes = worded.tool.takes("period")
    if frame.period is not None and not frame.period.is_future:
        if takes:
            return 0.6
        return -2.5 if frame.period.text == "today" else None
    if not takes:
        return 0.3 if frame.is_now else 0.0
    return -1.6 if frame.is_now else -0.7


def _subjects(worded: Worded, subjects: list[Phrase]) -> float:
    """Whether the question's things are those of the tool."""
    if not worded.tool.subjects:
        return 0.0
    first = phrase(worded.tool.subjects[0])
    if any(one.words == first for one in subjects):
        return 1.0
    if subjects:
        return 0.5
    if worded.tool.shape == "row":
        is_of_all = worded.tool.takes("name") or bool(WHOLE & {phrase(one)[-1] for one in worded.tool.subjects})
        return -0.2 if is_of_all else -1.2
    return -1.0


def _shape(
    frame: Frame,
    worded: Worded,
    quantity: ToolQuantity | None,
    arguments: Mapping[str, Any],
    used: set[str],
    has_subject: bool,
) -> tuple[How, float] | None:
    """How the tool's kind of rows fits what is asked for; None where it cannot."""
    tool, points = worded.tool, 0.0
    is_rows = tool.shape in ROW_SHAPES
    if (tool.shape == "near") != frame.is_near and (tool.shape == "near" or not frame.limits):
        if tool.shape == "near":
            return None
        points -= 2.0
    if tool.shape == "near":
        points += 2.0
    if (tool.shape == "go") != frame.is_go:
        points += -3.0 if tool.shape == "go" else -0.2
    elif tool.shape == "go":
        points += 2.5 if not (frame.is_ranked and not arguments.get("name")) else -1.0
    if tool.shape == "compare":
        points += 2.0 if len(frame.names) > 1 else -3.0
    is_named_row = tool.shape == "row" and bool(arguments.get("name"))
    if frame.limits and not (tool.takes("above") or tool.takes("below") or is_named_row):
        return None
    if frame.limits and not is_named_row and limited_by(frame, worded, quantity, arguments) is None:
        return None
    points += _unit_points(frame, quantity)
    if quantity is not None:
        is_time = quantity.column.kind in TIMES
        points += (1.0 if is_time else -0.8) if frame.is_when else (-0.3 if is_time else 0.0)
        if frame.is_yes_no and quantity.column.kind == "flag":
            points += 0.8
    if frame.ranked_noun and frame.ranked_noun not in {phrase(one)[-1] for one in tool.subjects}:
        points -= 2.0
    if tool.shape == "row":
        if quantity is not None and quantity.column.kind == "count" and frame.is_list and not frame.is_yes_no:
            points -= 0.8
        if quantity is None and not _is_overview(frame, worded, arguments, used):
            return None
        if frame.is_ranked and (frame.n or {word for word in frame.all_words if word in SUPERLATIVES} - used):
            return None
        points += (
            0.8
            if (frame.is_count or frame.is_how_much) and quantity is not None and quantity.column.kind == "count"
            else 0.0
        )
        points -= 0.6 if frame.is_count and (quantity is None or quantity.column.kind != "count") else 0.0
        return "row", points
    if not is_rows:
        has_words = any(one.of == "tool" and one.content <= used for one in worded.phrases)
        if tool.shape == "series" and not has_words and not set(frame.all_words) & _SERIES_WORDS:
            if frame.period is None or frame.is_count or frame.is_when or frame.is_yes_no:
                return None
            points -= 1.5
        if tool.shape in ("series", "study") and (frame.is_ranked or quantity is None) and not has_words:
            return None
        is_chosen = any(name not in ("place", "period", "name", "quantity") for name in arguments)
        if tool.shape == "study" and not (has_words or is_chosen or _names_first(frame, worded)):
            return None
        return "row", points
    return _rows_shape(frame, worded, quantity, arguments, points, has_subject, used)


def _is_overview(frame: Frame, worded: Worded, arguments: Mapping[str, Any], used: set[str]) -> bool:
    """Whether a thing is asked about as a whole, and nothing else of it."""
    if any(one.of == "tool" and one.content <= used for one in worded.phrases):
        return True
    asks_more = frame.is_count or frame.is_how_much or frame.is_when or frame.is_ranked or frame.limits or frame.unit
    return bool(arguments.get("name")) and not asks_more and set(frame.soft) <= used | OVERVIEW_WORDS


_SERIES_WORDS: Final = frozenset(
    ("trend", "profile", "curve", "chart", "graph", "plot", "hourly", "daily", "monthly", "course", "shape", "history")
)


def _names_first(frame: Frame, worded: Worded) -> bool:
    """Whether the question itself says what the tool is first of all about."""
    return bool(worded.tool.subjects) and set(phrase(worded.tool.subjects[0])) <= frame.vocabulary


def _names_another(frame: Frame, worded: Worded) -> bool:
    """Whether the question says another word for what the tool is about, that is no kind of thing."""
    subjects = (one for one in worded.phrases if one.of == "subject" and one.words[-1] not in KINDS)
    return any(one.is_in(frame.vocabulary) for one in subjects)


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
    is_chosen = is_chosen and not used & set(frame.words) <= KINDS.keys()
    is_asked_for = (
        frame.is_ranked or bool(frame.limits) or is_chosen or frame.is_list or frame.is_count or tool.shape == "near"
    )
    has_words = any(one.of == "tool" and one.content <= used for one in worded.phrases)
    chosen_nouns = {word for one in worded.phrases if one.choice and one.content <= used for word in one.content}
    has_subject = has_subject or bool(chosen_nouns & KINDS.keys())
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
    if tool.shape == "filter" and not (is_all or frame.limits or frame.is_ranked):
        points -= 1.0
    points += 0.8 * bool(chosen_nouns & KINDS.keys())
    if tool.shape == "list" and tool.takes("is_count") and not frame.is_count:
        points += 1.6 if frame.is_list else 1.0
    if frame.is_count and quantity is not None and not (frame.limits or frame.is_ranked):
        about = {word for one in worded.phrases if one.of == "subject" for word in one.content}
        points -= 0.0 if any(phrase(one)[-1] in about for one in quantity.words) else 1.5
    if frame.is_when:
        return ("rows", points) if quantity is not None and quantity.column.kind in TIMES else ("both", points - 1.0)
    if frame.is_ranked:
        points += 1.0 if tool.shape == "ranking" else 0.4 if tool.takes("order") else -1.5
    elif tool.shape == "ranking":
        points -= 1.6 if quantity is None else 0.6
        if frame.is_count or frame.is_how_much:
            points -= 1.5
    if frame.limits:
        points += 1.0 if tool.shape == "filter" else 0.2
    if frame.is_count and tool.takes("is_count"):
        points += 0.8
        return "count", points
    if frame.is_ranked or tool.shape == "near" or not tool.takes("is_count"):
        return "rows", points
    if not is_asked_for and quantity is not None:
        points -= 0.5
    return "both", points


def limited_by(
    frame: Frame, worded: Worded, quantity: ToolQuantity | None, arguments: Mapping[str, Any]
) -> ToolQuantity | None:
    """The quantity that limits are of: the one that is named, if it has their unit, else the first that has it."""
    unit = next((one.unit for one in frame.limits if one.unit), "")
    chosen = next((one for one in worded.tool.quantities if one.key == arguments.get("by")), None)
    if quantity is not None or chosen is not None:
        by = quantity or chosen
        return by if not unit or same_family(unit, unit_of(by)) else None
    return next((one for one in worded.tool.quantities if unit and same_family(unit, unit_of(one))), None)


def _unit_points(frame: Frame, quantity: ToolQuantity | None) -> float:
    """Whether units in the question are those of the quantity."""
    points = 0.0
    wanted = [frame.unit, *(one.unit for one in frame.limits)]
    for unit in filter(None, wanted):
        mine = unit_of(quantity)
        if not quantity:
            points += 0.3 if frame.limits else -0.5
        elif mine == unit:
            points += 1.0
        else:
            points += 0.7 if same_family(unit, mine) else -1.5
    return points


def unit_of(quantity: ToolQuantity | None) -> str:
    """Of its column."""
    if quantity is None:
        return ""
    return quantity.column.unit or {"share": "%", "duration": "min"}.get(quantity.column.kind, "")


def same_family(one: str, other: str) -> bool:
    """Whether two units measure the same."""
    return any(one in family and other in family for family in FAMILIES)


def in_unit(value: float, unit: str, quantity: ToolQuantity) -> float:
    """A limit as the quantity's column keeps it."""
    mine = unit_of(quantity)
    family = next((family for family in FAMILIES if unit in family and mine in family), None)
    if unit == "°F" and mine == "°C":
        value = (value - 32) / 1.8
    elif family is not None:
        value = value * family[unit] / family[mine]
    return value / quantity.column.factor


def _ranked(frame: Frame, reading: QuestionReading) -> None:
    """Order, number of rows, and limits by the quantity."""
    tool, arguments, quantity = reading.worded.tool, reading.arguments, reading.quantity
    if quantity is not None and tool.takes("by") and (frame.is_ranked or frame.limits or "by" not in arguments):
        if not (frame.limits or frame.is_ranked) and any(name in arguments for name in ("above", "below")):
            pass
        else:
            arguments["by"] = quantity.key
    by = next((one for one in tool.quantities if one.key == arguments.get("by")), quantity)
    if frame.limits and by is None and (by := limited_by(frame, reading.worded, quantity, arguments)) is not None:
        arguments["by"] = by.key
    for limit in frame.limits:
        if tool.takes(limit.side):
            arguments[limit.side] = in_unit(limit.value, limit.unit, by) if by is not None else limit.value
    if frame.is_ranked and tool.takes("order"):
        arguments["order"] = order_of(frame, by, reading.phrase)
        if by is None or (quantity is None and "by" not in arguments):
            reading.is_unranked = True
    if tool.takes("n"):
        if frame.n:
            arguments["n"] = min(max(frame.n, 1), MANY)
        elif frame.is_ranked and is_one_asked(frame, reading.worded):
            arguments["n"] = 1
        elif frame.is_ranked and re.search(r"\b(rank|ranked|sort|sorted|all|by|first)\b", frame.text, re.I):
            arguments["n"] = MANY


_LATE: Final = frozenset(("newest", "youngest", "latest", "last", "recent"))
_EARLY: Final = frozenset(("oldest", "earliest", "first"))
_PRESSING: Final = frozenset(("urgent", "urgency", "pressing", "priority", "severe", "critical"))


def order_of(frame: Frame, by: ToolQuantity | None, found_by: Phrase | None = None) -> str:
    """Which end of a quantity stands first: "most" or "least"."""
    worst = by.worst if by is not None else ""
    if by is not None and by.column.kind in TIMES:  # the newest has the greatest time, the oldest the least
        if _LATE & frame.vocabulary:
            return "most"
        if _EARLY & frame.vocabulary:
            return "least"
    if frame.order == "most" and worst and found_by is not None and _PRESSING & set(found_by.words):
        return worst  # the most urgent stands first, whatever number that is
    if frame.order == "worst":
        return worst or "most"
    if frame.order == "best":
        return {"most": "least", "least": "most"}.get(worst, "least")
    return frame.order or "most"


def is_one_asked(frame: Frame, worded: Worded) -> bool:
    """Whether a superlative asks for one thing: its noun stands in the singular."""
    for subject in worded.tool.subjects:
        last = subject.split()[-1]
        for match in re.finditer(r"[^\W\d_]+", frame.text):
            found = phrase(match.group())
            if (
                found
                and found[-1] == phrase(last)[-1]
                and match.group().lower().endswith("s")
                and not last.endswith("s")
            ):
                return False
    return not re.search(r"\b(rank|sort|list|all|biggest first|largest first|worst first)\b", frame.text, re.I)


def said_words(frame: Frame) -> set[str]:
    """Content words, superlatives left out."""
    return {word for word in (*frame.words, *frame.soft) if word not in SUPERLATIVES and word not in FILLER}
