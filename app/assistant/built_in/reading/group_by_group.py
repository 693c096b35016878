"""A figure of each place or of each step of a period, where no tool's rows are grouped so.

A tool that can tells the figure of all places at once (`at_once`); else it is asked once for each. So every figure of a
place can be told by substation, and every figure of a period by month; the number of calls is limited, as each is a
question to the sources.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ValidationError

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.lexicon import SUPERLATIVES
from app.assistant.built_in.reading.at_once import GroupsTold, told_at_once
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.refusing import left_words
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import phrase
from app.assistant.context import ToolContext
from app.assistant.groups import DAY, FEEDER, MONTH, SUBSTATION, WEEK, YEAR, ToolGroup
from app.assistant.naming import place_of, places_of_feeders
from app.assistant.periods import LocalSpan
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ChartSpec, ToolResult
from app.widgets.column import NUMBERS, Column

MOST: Final = 40
"""Calls for one answer: days of a month, feeders of a substation."""
AT_ONCE: Final = 4
ATTEMPTS: Final = 3
"""Readings that are tried where a tool does not take the better one."""
CLOSE: Final = 3.0
"""What is farther behind the best reading is none."""
_DAYS: Final = dt.timedelta(days=1)
_CATEGORIES: Final = re.compile(r"\b(?:levels|kinds|types|classes|statuses|states|bands|categories|priorities)\b", re.I)
_GROUPS: Final = (FEEDER, SUBSTATION, DAY, WEEK, MONTH, YEAR)


@dataclass(frozen=True, slots=True)
class SpreadReading:
    """A figure, or how many there are, to be asked for each group.

    Attributes:
        of: the reading without groups.
        group: by what.
        column: of the value.
    """

    of: QuestionReading
    group: ToolGroup
    column: Column


def spread_readings(frame: Frame, vocabulary: Vocabulary) -> list[SpreadReading]:
    """Figures that a question may ask for, and by what, the likeliest first; none where they cannot be asked so.

    Args:
        frame: of the question; a kind of place that it asks for is what the figure is told by.
        vocabulary: of the catalogue.
    """
    spoken = frame.groups[:1] if len(frame.groups) == 1 else ((frame.asked_group,) if frame.asked_group else ())
    if not spoken or len(frame.groups) > 1 or frame.lost or frame.unknown or frame.divisor:
        return []
    is_asked = not frame.groups
    words = spoken[0].words
    group = next((one for one in _GROUPS if words in {phrase(text) for text in one.words}), None)
    is_of_times = group is not None and bool(group.step) and frame.is_ranked and frame.period is not None
    if group is None or (is_asked and not is_of_times and (group.step or frame.names)):
        return []
    bare = replace(frame, groups=(), asked_group=None, is_ranked=False, order="", n=None, is_compare=False)
    if is_asked:
        bare.words = [word for word in bare.words if word not in words]
        bare.all_words = _without_once(
            bare.all_words, words
        )  # "which feeder has the most alarms" is of no feeder alarm
        bare.soft = [word for word in bare.soft if word not in SUPERLATIVES]
        if not bare.words or len(set(frame.all_words) & SUPERLATIVES) > 1:
            return []  # nothing is asked of them, or two things are
    figures = replace(bare, is_list=False)
    counts = replace(bare, is_list=False, is_yes_no=False, is_count=True)
    found = [] if frame.limits else [_figure(one, group) for one in readings_of(figures, vocabulary)]
    if not _CATEGORIES.search(frame.text):  # "risk levels by feeder" are more than how many there are
        found += [_number(one, group) for one in readings_of(counts, vocabulary)]
    best = max((one.of.score for one in found if one is not None), default=0.0)
    return [one for one in found if one is not None and one.of.score > best - CLOSE][:ATTEMPTS]


def _without_once(every: Sequence[str], words: Sequence[str]) -> list[str]:
    """Words without the first of each of some."""
    left = list(every)
    for word in words:
        if word in left:
            left.remove(word)
    return left


def _figure(one: QuestionReading, group: ToolGroup) -> SpreadReading | None:
    if one.how != "row" or not _is_of_figures(one) or one.quantity is None or not _is_open(one, group):
        return None
    column = one.quantity.column
    return SpreadReading(one, group, column) if column.kind in NUMBERS else None


def _is_of_figures(one: QuestionReading) -> bool:
    """Whether a tool tells one row of figures: of what is, or of what is forecast."""
    tool = one.worded.tool
    return tool.shape == "row" or (tool.shape == "study" and tool.takes("ahead"))


def _number(one: QuestionReading, group: ToolGroup) -> SpreadReading | None:
    tool = one.worded.tool
    if one.how != "count" or not _is_open(one, group):
        return None
    try:
        arguments = tool.arguments.model_validate(one.arguments)
    except ValidationError:  # it cannot be asked without what the question does not say
        return None
    title = tool.narrowed(f"{tool.subjects[0]}s", arguments)
    return SpreadReading(one, group, Column("how_many", f"{title[:1].upper()}{title[1:]}", "count"))


def _is_open(one: QuestionReading, group: ToolGroup) -> bool:
    """Whether a reading is whole, and its place or period is free to be told piece by piece."""
    tool = one.worded.tool
    takes = tool.takes("period") if group.step else tool.takes("place")
    if one.uncovered or one.lacks or not takes or one.arguments.get("name"):
        return False
    return not group.step or "period" in one.arguments


def is_of_one_place(frame: Frame, reading: QuestionReading) -> bool:
    """Whether a question asks which feeder or substation, and a reading would tell the utility's own figure."""
    asked = frame.asked_group
    if asked is None or frame.names or asked.words not in {("feeder",), ("substation",)}:
        return False
    is_figure = reading.how == "row" and _is_of_figures(reading) and reading.quantity is not None
    return is_figure and reading.quantity.column.kind in NUMBERS  # type: ignore[union-attr]


def as_grouped(frame: Frame) -> Frame | None:
    """The question with the kind that it asks for as a group: "which month had the highest SAIDI" is SAIDI by month."""
    asked = frame.asked_group
    if asked is None or not frame.is_ranked or frame.groups or len(set(frame.all_words) & SUPERLATIVES) > 1:
        return None
    words = [word for word in frame.words if word not in asked.words]
    n = frame.n or (1 if is_one_group_asked(frame) else None)
    return replace(frame, words=words, groups=(asked,), asked_group=None, is_ranked=False, is_list=False, n=n)


def by_group(frame: Frame, spread: SpreadReading, context: ToolContext) -> ToolResult:
    """One row a group: its name and the figure.

    Args:
        frame: of the question.
        spread: the figure, and what it is told by.
        context: of the turn; keeps the statements of all calls.

    Raises:
        NoAnswer: there are too many groups, or none of them has an answer.
        SourceError: a source does not answer.
    """
    reading, group, column = spread.of, spread.group, spread.column
    if group.step:
        parts = _steps(context.span(str(reading.arguments["period"])), group)
        told = None
    else:
        parts = _places(reading, group, context)
        told = told_at_once(reading, column.key, group, context) if parts else None
    if not parts:
        raise NoAnswer(RefusalReason.NOT_IN_DATA, f"There is no {group.words[0]} there.")
    if told is None:
        told = _one_by_one(spread, parts, context)
    return _result(frame, spread, [name for name, _ in parts], told, context)


_STOPPED: Final = NoAnswer(RefusalReason.NOT_UNDERSTOOD, "The answer was stopped before all of them were asked.")


def _one_by_one(spread: SpreadReading, parts: Sequence[tuple[str, str]], context: ToolContext) -> GroupsTold:
    """The tool asked once for each.

    Raises:
        NoAnswer: there are too many, or none of them has an answer.
    """
    reading, group, key = spread.of, spread.group, spread.column.key
    if len(parts) > MOST:
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"That would be {len(parts)} {group.words[0]}s one by one: ask of one substation, or of a shorter period.",
        )
    argument = "period" if group.step else "place"
    tool = reading.worded.tool

    def asked(value: str) -> tuple[ToolContext, ToolResult | NoAnswer]:
        own = replace(context, asked=[])
        if context.stop.is_set():
            return own, _STOPPED
        try:
            return own, tool.call(own, {**reading.arguments, argument: value})
        except NoAnswer as error:
            return own, error

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(asked, [value for _, value in parts]))
    for own, _ in found:
        context.asked.extend(own.asked)
    if context.stop.is_set():
        raise _STOPPED
    results = [one for _, one in found if isinstance(one, ToolResult) and one.table.num_rows]
    if not results:
        raise next(
            (one for _, one in found if isinstance(one, NoAnswer)),
            NoAnswer(RefusalReason.NOT_IN_DATA, "None is known."),
        )
    values = {
        name: one.table[key][0].as_py() for (name, _), (_, one) in zip(parts, found, strict=True)
        if isinstance(one, ToolResult) and one.table.num_rows
    }  # fmt: skip
    partly = _partly([name for name, _ in parts], [one for _, one in found], key, spread.column.title)
    note = " ".join(part for part in (_note(results), partly) if part)
    as_of = max((one.as_of for one in results if one.as_of is not None), default=None)
    is_alike = len({_as(one, key) for one in results}) == 1
    return GroupsTold(replace(results[0], note=note, as_of=as_of), values, _type(results[0], key), is_alike)


def _result(
    frame: Frame, spread: SpreadReading, names: Sequence[str], told: GroupsTold, context: ToolContext
) -> ToolResult:
    reading, group, quantity = spread.of, spread.group, spread.of.quantity
    first = told.like
    column, key = spread.column, spread.column.key
    shown = next((one for one in first.columns if one.key == key), column)
    title = told.heading if told.heading.startswith(f"{column.title} ") else column.title
    if (shown.unit, shown.factor) != (column.unit, column.factor) and told.is_alike:
        column = replace(shown, title=title)
    values = [told.values.get(name) for name in names]
    keys = pa.array(names, pa.string())
    is_of_days = group is DAY
    names_of = Column("name", group.title, "day" if is_of_days else "text")
    table = pa.table({"name": keys.cast(pa.date32()) if is_of_days else keys, key: pa.array(values, told.kind)})
    if not frame.groups and not frame.is_ranked:  # which of them has any
        table = table.filter(pc.fill_null(pc.greater(table[key], 0), False))
    if not group.step or (frame.asked_group is not None and not frame.groups):
        order = "ascending" if quantity is not None and quantity.worst == "least" else "descending"
        if frame.order in ("most", "least"):
            order = "descending" if frame.order == "most" else "ascending"
        table = table.sort_by([(key, order), ("name", "ascending")])
        n = frame.n or (1 if is_one_group_asked(frame) else None)
        table = table.slice(0, None if n is None else _with_level(table[key].to_pylist(), n))
    span = context.span(str(reading.arguments["period"])) if reading.arguments.get("period") else None
    unknown = table[key].null_count
    place = str(reading.arguments.get("place", ""))
    return replace(
        first, title=f"{title} by {group.words[0]}", table=table, columns=(names_of, column),
        asked=tuple(context.asked), goes=(), is_cut=False, in_all=None, proposal=None, passages=(),
        place=(place or "the utility") if not group.step else first.place,
        period=(span.words if span is not None and group.step else first.period),
        note=f"{first.note} Of {unknown} of them it is not known.".strip() if unknown else first.note,
        chart=ChartSpec("bar", "name", (key,), f"{column.heading} by {group.words[0]}") if len(table) > 1 else None,
    )  # fmt: skip


def is_one_group_asked(frame: Frame) -> bool:
    """Whether a ranking asks for one group: "which month had the most", no "which months", no "rank the months"."""
    asked = frame.asked_group
    if asked is None or not frame.is_ranked or frame.n is not None:
        return False
    said = frame.text[asked.start : asked.end].strip().lower()
    is_plural = said.endswith("s") and not asked.words[-1].endswith("s")
    return not is_plural and not re.search(r"\b(?:rank|sort|list|all)\b", frame.text, re.I)


def _with_level(values: Sequence[Any], n: int) -> int:
    """How many of the first rows are told where so many are asked for: those level with the last one too."""
    known = [one for one in values if one is not None]
    return n if len(known) <= n else max(place for place, one in enumerate(known, 1) if one == known[n - 1])


def _as(result: ToolResult, key: str) -> tuple[str, float] | None:
    return next(((one.unit, one.factor) for one in result.columns if one.key == key), None)


def _type(result: ToolResult, key: str) -> pa.DataType:
    return (
        result.table.schema.field(key).type
        if not pa.types.is_null(result.table.schema.field(key).type)
        else pa.float64()
    )


def _note(results: Sequence[ToolResult]) -> str:
    """What all of them say of how they are reckoned; what is said of one place alone is left out."""
    notes = {one.note for one in results}
    return notes.pop() if len(notes) == 1 else ""


def _partly(names: Sequence[str], found: Sequence[ToolResult | NoAnswer], key: str, title: str) -> str:
    """Which of them are only of a part of their time, as their own headings say."""
    own = [
        (name, next((column.title for column in one.columns if column.key == key), title))
        for name, one in zip(names, found, strict=True) if isinstance(one, ToolResult) and one.table.num_rows
    ]  # fmt: skip
    told = [f"{name}: {mine[:1].lower()}{mine[1:]}" for name, mine in own if mine.startswith(f"{title} ")]
    return f"{'; '.join(told[:3])}." if told else ""


def _places(reading: QuestionReading, group: ToolGroup, context: ToolContext) -> list[tuple[str, str]]:
    """Feeders or substations of the place that is named, by name."""
    place = place_of(context, str(reading.arguments.get("place", "")))
    return [(name, name) for name in sorted(set(places_of_feeders(context, place, group.key).values()))]


def _steps(span: LocalSpan, group: ToolGroup) -> list[tuple[str, str]]:
    """Names and periods of the days, weeks, months or years of a period; the ends are cut as the period is."""
    steps: list[tuple[str, str]] = []
    day, end = span.first_day, span.end_day
    while day < end and len(steps) <= MOST:
        next_day = min(_after(day, group), end)
        last = next_day - _DAYS
        text = day.isoformat() if last == day else f"{day}..{last}"
        name = f"{day:%b %Y}" if group is MONTH else str(day.year) if group is YEAR else day.isoformat()
        steps.append((name, text))
        day = next_day
    return steps


def _after(day: dt.date, group: ToolGroup) -> dt.date:
    """First day of the next step."""
    if group is DAY:
        return day + _DAYS
    if group is WEEK:
        return day + (7 - day.weekday()) * _DAYS
    if group is YEAR:
        return dt.date(day.year + 1, 1, 1)
    return (day.replace(day=1) + 31 * _DAYS).replace(day=1)


def refuse_grouped(frame: Frame, vocabulary: Vocabulary) -> None:
    """Say that nothing is told by the groups that are asked for, and by what it is.

    Raises:
        NoAnswer: a question has groups, or a divisor.
    """
    if frame.divisor and not frame.groups:
        raise left_words.not_divided(frame.divisor)
    if not frame.groups:
        return
    bare = replace(frame, groups=())
    best = next(
        (one for one in readings_of(bare, vocabulary) if not one.uncovered and not set(one.lacks) - {"period"}), None
    )
    if best is None:
        return
    alike = [worded.tool for worded in vocabulary.worded if _is_alike(worded.tool, best)]
    told = [group.words[0] for tool in alike for group in tool.groupings]
    if best.how == "row" and best.quantity is not None and best.quantity.column.kind in NUMBERS:
        tool = best.worded.tool
        told += [one.words[0] for one in _GROUPS if (tool.takes("period") if one.step else tool.takes("place"))]
    if {phrase(text) for text in told} & {one.words for one in frame.groups}:
        return  # it is told so, and something else in the question has no use
    what = best.quantity.column.title if best.quantity is not None else best.worded.tool.subjects[0]
    raise left_words.not_grouped(what, [one.text for one in frame.groups], list(dict.fromkeys(told)))


def _is_alike(tool: Any, best: QuestionReading) -> bool:
    """Whether another tool is of the same things, or tells the same quantity."""
    mine = best.worded.tool
    if tool.groupings and tool.takes("group") and tool.subjects[:1] == mine.subjects[:1]:
        return True
    return best.quantity is not None and any(one.key == best.quantity.key for one in tool.quantities)
