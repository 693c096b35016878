"""Readings run and told: a reading's tool is called, and its result becomes an answer's events."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.assistant.built_in import commanding, documents
from app.assistant.built_in.another_figure import refuse_another
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.derived.differing import difference_of, difference_within
from app.assistant.built_in.derived.in_asked_unit import in_asked_unit
from app.assistant.built_in.derived.summing import summed, value_column
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.names.found import FoundName
from app.assistant.built_in.reading.group_by_group import SpreadReading, by_group
from app.assistant.built_in.reading.question_reading import MANY, QuestionReading
from app.assistant.built_in.side_by_side import is_more
from app.assistant.built_in.suggesting import Suggestions
from app.assistant.built_in.telling.answers import told
from app.assistant.built_in.telling.comparing import told_side_by_side
from app.assistant.built_in.telling.forms import told_form
from app.assistant.built_in.telling.groups import told_groups
from app.assistant.built_in.telling.passages import told_passages
from app.assistant.built_in.telling.rows import told_whether_first
from app.assistant.built_in.telling.sentences import sentences
from app.assistant.built_in.telling.told_result import ToldResult
from app.assistant.built_in.turning import refuse_unit
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.ways.framing import with_names
from app.assistant.context import ToolContext
from app.assistant.events import Cited, Event, Finished, Shown, Stated
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import WholeQuestion


class ReadingRunner:
    """Calls the tools of readings, and tells what they answer. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
        decider: takes a reading of a question.
        suggestions: what fits to be asked next.
    """

    def __init__(self, vocabulary: Vocabulary, names: NameFinder, decider: Decider, suggestions: Suggestions) -> None:
        self._vocabulary, self._names, self._decider = vocabulary, names, decider
        self._suggestions = suggestions

    def first(self, frame: Frame, readings: Sequence[QuestionReading], context: ToolContext) -> Iterator[Event]:
        """The first reading that its tool takes: one may have no use for a period, or for a thing of that kind."""
        for place, reading in enumerate(readings[:-1]):
            try:
                results = self._called(reading, context)
            except NoAnswer as error:
                if error.reason not in (RefusalReason.NOT_UNDERSTOOD, RefusalReason.NO_SUCH_ASSET):
                    raise
                continue
            if place:  # the first one was looked at before
                refuse_another(frame, reading)
            yield from self._tell(frame, reading, results, context)
            return
        if len(readings) > 1:
            refuse_another(frame, readings[-1])
        yield from self.run(frame, readings[-1], context)

    def run(self, frame: Frame, reading: QuestionReading, context: ToolContext) -> Iterator[Event]:
        """One reading; raises what its tool raises."""
        yield from self._tell(frame, reading, self._called(reading, context), context)

    def beside(
        self, frame: Frame, readings: Sequence[QuestionReading], context: ToolContext, *, is_by_period: bool
    ) -> Iterator[Event]:
        """The same of several things or periods."""
        results = [(_in_unit(one.worded.tool.call(context, one.arguments), one), one) for one in readings]
        for place, (result, reading) in enumerate(results):
            yield Shown(result, not place, reading.worded.tool.name, _json(reading.arguments))
        shown = [ToldResult(one, place, context.asker.time_zone) for place, (one, _) in enumerate(results)]
        differ = difference_of(readings[0], results[0][0], results[1][0]) if len(results) == 2 else None
        by = None
        if differ is not None:
            yield Shown(differ, False, readings[0].worded.tool.name, _json(readings[0].arguments))
            by = ToldResult(differ, len(results), context.asker.time_zone)
        more = is_more(frame, readings[0])
        pieces = told_side_by_side(readings[0], shown, is_by_period=is_by_period, difference=by, is_more=more)
        common = replace(results[0][0], note=_said_of_all([one.note for one, _ in results]))
        yield from sentences([*pieces, *_noted(frame, common)])

    def is_first(self, name: FoundName, all_: Frame, frame: Frame, context: ToolContext) -> list[Event]:
        """Whether one thing is the first of a ranking; nothing where no tool ranks its kind so."""
        try:
            reading = self._decider.chosen(all_)[0]
        except (NoAnswer, AskBack):
            return []
        tool = reading.worded.tool
        is_ranking = tool.takes("order") and tool.takes("n") and reading.how == "rows"
        if not is_ranking or name.kind not in reading.worded.kinds:
            return []
        reading.arguments["n"] = MANY
        ((result, arguments), *_) = self._called(reading, context)
        shown = ToldResult(result, 0, context.asker.time_zone)
        pieces = list(told_whether_first(reading, shown, name.name))
        if not pieces:
            return []
        return [
            Shown(result, True, tool.name, _json(arguments)),
            *sentences([*pieces, *_noted(frame, result)]),
            Finished(
                self._suggestions.after(reading, result, with_names(frame), partial(self._names.kind_of, context))
            ),
        ]

    def spread(self, frame: Frame, readings: Sequence[SpreadReading], context: ToolContext) -> Iterator[Event]:
        """A figure of each place or step of time, by the first reading that its tool takes."""
        for place, reading in enumerate(readings):
            refuse_unit(frame, reading.of)
            refuse_another(frame, reading.of, is_spread=True)
            try:
                result = _in_unit(by_group(frame, reading, context), reading.of)
            except NoAnswer as error:
                if error.reason != RefusalReason.NOT_UNDERSTOOD or place + 1 == len(readings):
                    raise
                continue
            yield Shown(result, True, reading.of.worded.tool.name, _json(reading.of.arguments))
            shown = ToldResult(result, 0, context.asker.time_zone)
            yield from sentences([*told_groups(shown, is_ranked=not reading.group.step), *_noted(frame, result)])
            return

    def _called(self, reading: QuestionReading, context: ToolContext) -> list[tuple[ToolResult, dict[str, Any]]]:
        """Results and their arguments: the main one, and how many rows there are where that belongs to it."""
        tool = reading.worded.tool
        results = [(_in_unit(tool.call(context, reading.arguments), reading), reading.arguments)]
        if reading.how == "both":
            arguments = {key: value for key, value in reading.arguments.items() if key not in ("n", "order")}
            arguments["is_count"] = True
            results.append((_in_unit(tool.call(context, arguments), reading), arguments))
        if tool.shape == "compare" and (differ := difference_within(reading, results[0][0])) is not None:
            results.append((differ, reading.arguments))
        if tool.shape == "series" and (sums := _sums(reading, results[0][0])) is not None:
            results.append((sums, reading.arguments))
        return results

    def _tell(
        self, frame: Frame, reading: QuestionReading, results: list[tuple[ToolResult, dict[str, Any]]],
        context: ToolContext,
    ) -> Iterator[Event]:  # fmt: skip
        told_results = [ToldResult(one, place, context.asker.time_zone) for place, (one, _) in enumerate(results)]
        for place, (result, arguments) in enumerate(results):
            yield Shown(result, not place, reading.worded.tool.name, _json(arguments))
        count = told_results[1] if len(told_results) > 1 else None
        yield from sentences([*told(frame, reading, told_results[0], count), *_noted(frame, results[0][0])])
        kind_of = partial(self._names.kind_of, context)
        yield Finished(self._suggestions.after(reading, results[0][0], with_names(frame), kind_of))

    def form(self, frame: Frame, words: str, verb: str, context: ToolContext) -> Iterator[Event]:
        """A change as a filled form that a person confirms.

        Args:
            frame: of the order, without the text that is written behind it: that names nothing.
            words: all of it.
            verb: it begins with.
            context: of the turn.
        """
        if frame.lost and not frame.lost[0].is_beginning:
            yield self._decider.of_lost(frame, frame.lost[0], context)
            return
        reading = commanding.form_for(frame, words, verb, self._vocabulary)
        result = commanding.called(frame, reading, context)
        yield Shown(result, True, reading.worded.tool.name, _json(reading.arguments))
        yield from sentences([*told_form(ToldResult(result, 0, context.asker.time_zone)), *_noted(frame, result)])

    def passages(self, taken: WholeQuestion, context: ToolContext) -> list[Event]:
        """What documents say; empty where they say nothing."""
        reading = documents.in_documents(taken, self._vocabulary)
        if reading is None:
            return []
        try:
            result = reading.worded.tool.call(context, reading.arguments)
        except NoAnswer:
            return []
        if not result.passages:
            return []
        shown = Shown(result, True, reading.worded.tool.name, _json(reading.arguments))
        return [shown, *told_passages(result), *(Cited(one) for one in result.passages)]


def _in_unit(result: ToolResult, reading: QuestionReading) -> ToolResult:
    """The result as it is told: in the unit that is asked for."""
    return in_asked_unit(result, reading.unit, reading.worded.tool, reading.arguments)


def _said_of_all(notes: Sequence[str]) -> str:
    """The sentences that all notes have: what one result is of is not said of the others."""
    first, *others = ([one for one in re.split(r"(?<=\.)\s+", note) if one] for note in notes)
    return " ".join(one for one in first if all(one in other for other in others))


def _sums(reading: QuestionReading, result: ToolResult) -> ToolResult | None:
    """The highest, the mean and the lowest of a curve."""
    column = value_column(result, reading.quantity.key if reading.quantity is not None else "")
    return None if column is None else summed(result, column)


def _noted(frame: Frame, result: ToolResult) -> Iterator[Stated]:
    """How it is reckoned, and what spelling was taken for what."""
    for wrote, took in frame.fixed:
        yield Stated(f" (“{wrote}” read as “{took}”.)")
    if result.note:
        yield Stated(f" {result.note}")


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(dict(arguments), default=str)
