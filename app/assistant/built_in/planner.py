"""Planner without network or model: reads a question, takes the reading that covers it, asks the tool, tells.

Where no reading covers all words it says which words it has no use for; where two do, it asks back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from typing import Any

from app.assistant.built_in import asking_back, commanding, documents, refusing
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.follow_ups import AskedAgain, followed
from app.assistant.built_in.frame import Frame, frame_of
from app.assistant.built_in.greeting import PARTING, greeted
from app.assistant.built_in.idioms import in_plain_words, is_to_be_sent, wanted_file
from app.assistant.built_in.in_asked_unit import in_asked_unit
from app.assistant.built_in.names import NameFinder
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.side_by_side import readings_beside
from app.assistant.built_in.spoken_periods import SpokenPeriod, period_in
from app.assistant.built_in.suggesting import OFFERED, Suggestions
from app.assistant.built_in.summing import summed, value_column
from app.assistant.built_in.telling import (
    ToldResult,
    sentences,
    told,
    told_form,
    told_passages,
    told_side_by_side,
)  # fmt: skip
from app.assistant.built_in.turning import refuse_parts, refuse_turned, refuse_unit
from app.assistant.built_in.two_in_one import are_two, by_period, parts_of
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import plain, tokens_of
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Cited, Declined, Doing, Event, Finished, Shown, Stated, Warned
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.results import ToolResult
from app.assistant.tools import Catalogue, WholeQuestion
from data_sources.errors import FluxError

LONGEST = 1000
"""Letters of a question; what is longer is no question of an operator."""
KINDS_SHOWN = 8
"""Questions after a greeting."""
MOST_KEPT = 2000
"""Examples of which it is kept whether they have an answer."""


class BuiltInPlanner:
    """Answers by grammar and the catalogue's own words. Thread-safe.

    Args:
        catalogue: all tools.
    """

    name = "built_in"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._vocabulary = Vocabulary(catalogue)
        self._names = NameFinder(self._vocabulary)
        self._decider = Decider(self._vocabulary, self._names)
        self._suggestions = Suggestions(catalogue, self._vocabulary.kinds)
        self._answered: dict[tuple[int, str, str], bool] = {}

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """See `Planner.answer`."""
        yield Doing("Reading the question")
        text = plain(words).strip()
        next_: tuple[str, ...] = ()
        try:
            for event in self._answer(text, said, context):
                if isinstance(event, Finished):
                    next_ = event.suggestions
                else:
                    yield event
        except AskBack as asked:
            yield asked.back
        except NoAnswer as error:
            instead = self._offered(text, context) if error.reason in _OFFERING else self._of_things(text, context)
            yield Declined(error.reason, str(error), instead)
        yield Finished(next_)

    def _answer(self, text: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        if not text:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "Ask something: the network, outages, meters, assets, crews.")
        if len(text) > LONGEST:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "That is too long for a question; ask it in a sentence.")
        if greeting := greeted(text):
            yield Stated(greeting)
            yield Finished(() if greeting in PARTING else self._suggestions.opening()[:KINDS_SHOWN])
            return
        try:
            refusing.refused(text)
        except NoAnswer as error:
            if error.reason is not RefusalReason.PERSONAL_DATA or not (told := self._of_handling(text, context)):
                raise
            yield from told
            return
        asked, text = text, in_plain_words(text)
        frame, other = self._frame(text, context)
        if page := documents.opened(_with_names(frame), self._vocabulary, context):
            yield from self._run(frame, page, context)
            return
        if (verb := refusing.command_in(text)) and not _is_looked_at(frame, verb):
            yield from self._form(frame, verb, context)
            return
        if is_to_be_sent(asked):
            yield Warned("Nothing is sent from here: export the table of the answer, and send it yourself.")
        if wanted := wanted_file(asked):
            why = "" if wanted == "csv" else "No Excel or PDF is made here; a spreadsheet opens CSV. "
            yield Warned(f"{why}Export under the table saves all of its rows as CSV.")
        refuse_turned(text, frame)
        again = followed(frame, said, self._vocabulary, partial(self._names.first_in, context))
        if isinstance(again, AskedAgain):
            yield from self._answer(again.text, (), context)
            return
        if again:
            yield from self._run(frame, again, context)
            return
        if own := self._as_an_example(frame):
            yield from self._first(frame, own, context)
            return
        taken = documents.taken_whole(frame, self._vocabulary, context)
        is_of_documents = taken is not None and (taken.is_clear or not self._decider.is_of_data(frame))
        if taken is not None and is_of_documents and (passages := self._passages(taken, context)):
            yield from passages
            return
        if frame.lost:
            yield self._decider.of_lost(frame, frame.lost[0], context)
            return
        if parts := self._parts(text, frame, context, may_name=False):
            yield from self._each(parts, context)
            return
        if back := self._decider.asked_back(frame, context):
            yield back
            return
        beside = [] if other is None else readings_beside(frame, other, self._vocabulary)
        if beside:
            refuse_unit(frame, beside[0])
            yield from self._beside(frame, beside, context, is_by_period=True)
            return
        if other is not None and frame.period is not None:
            yield from self._each(by_period(text, frame.period, other), context)
            return
        try:
            readings = self._decider.chosen(frame)
        except NoAnswer:
            if other is None and (beside := readings_beside(frame, None, self._vocabulary)):
                refuse_unit(frame, beside[0])
                yield from self._beside(frame, beside, context, is_by_period=False)
                return
            if parts := self._parts(text, frame, context, may_name=True):
                yield from self._each(parts, context)
                return
            raise
        refuse_parts(frame, readings[0])
        refuse_unit(frame, readings[0])
        yield from self._first(frame, readings, context)

    def read(self, words: str, context: ToolContext) -> QuestionReading | None:
        """What a question is taken to ask, without asking it; None where it is not one of the data.

        Args:
            words: of the question.
            context: of the turn; names are looked up in it.

        Raises:
            SourceError: the database does not answer.
        """
        frame, other = self._frame(in_plain_words(plain(words).strip()), context)
        if beside := [] if other is None else readings_beside(frame, other, self._vocabulary):
            return beside[0]
        if own := self._as_an_example(frame):
            return own[0]
        try:
            return self._decider.chosen(frame)[0]
        except NoAnswer:
            return next(iter(readings_beside(frame, None, self._vocabulary)), None)
        except AskBack:
            return None

    def _offered(self, text: str, context: ToolContext) -> tuple[str, ...]:
        """Questions near a declined one that are answered just now; one of each kind where nothing is near."""
        tried = [] if (nearer := self._of_yesterday(text, context)) is None else [nearer]
        tried += [
            *islice(self._suggestions.near(in_plain_words(text)), 2 * OFFERED),
            *self._suggestions.opening()[:OFFERED],
        ]
        return tuple(islice((one for one in dict.fromkeys(tried) if self._is_answered(one, context)), OFFERED))

    def _of_things(self, text: str, context: ToolContext) -> tuple[str, ...]:
        """What can be asked of the things that a question names."""
        try:
            frame, _ = self._frame(text, context)
        except (FluxError, AskBack):
            return ()
        tried = self._suggestions.of_things([(one.kind, one.name) for one in frame.names])
        return tuple(one for one in tried if "what happens" in one or self._is_answered(one, context))

    def _of_yesterday(self, text: str, context: ToolContext) -> str | None:
        """The same question of yesterday, of which there is most likely to be something."""
        period = period_in(text.lower(), context.today)
        if period is None or period.is_future or period.text in ("yesterday", "today"):
            return None
        return f"{text[: period.start]}yesterday{text[period.end :]}".strip()

    def _is_answered(self, question: str, context: ToolContext) -> bool:
        """Whether an example has an answer today; asked once a day of a utility, as the past grows by days."""
        key = context.utility_id, context.today.isoformat(), question
        if key not in self._answered:
            if len(self._answered) > MOST_KEPT:
                self._answered.clear()
            quiet = replace(context, asked=[])
            try:
                events = list(self._answer(question, (), quiet))
            except (NoAnswer, AskBack):
                events = []
            self._answered[key] = any(isinstance(one, Shown | Cited) for one in events)
        return self._answered[key]

    def _as_an_example(self, frame: Frame) -> list[QuestionReading]:
        """Readings by the tool of which a question is an example, whatever it names; empty where it is none's."""
        tools = self._suggestions.tools_of(frame.text)
        if not tools or frame.lost:
            return []
        own = [one for one in readings_of(frame, self._vocabulary) if one.worded.tool.name in tools]
        return [one for one in own if not one.uncovered and not one.lacks and _is_of_its_kinds(frame, one)][:1]

    def _form(self, frame: Frame, verb: str, context: ToolContext) -> Iterator[Event]:
        """A change as a filled form that a person confirms."""
        if frame.lost and not frame.lost[0].is_beginning:
            yield self._decider.of_lost(frame, frame.lost[0], context)
            return
        reading = commanding.form_for(frame, verb, self._vocabulary)
        result = commanding.called(reading, context)
        yield Shown(result, True, reading.worded.tool.name, _json(reading.arguments))
        yield from sentences([*told_form(ToldResult(result, 0, context.asker.time_zone)), *_noted(frame, result)])

    def _of_handling(self, text: str, context: ToolContext) -> list[Event]:
        """What documents say of how data of persons are dealt with; empty where that is not asked."""
        frame, _ = self._frame(text, context)
        taken = documents.taken_whole(frame, self._vocabulary, context)
        return self._passages(taken, context) if taken is not None and taken.is_of_handling else []

    def _passages(self, taken: WholeQuestion, context: ToolContext) -> list[Event]:
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

    def _frame(self, text: str, context: ToolContext) -> tuple[Frame, SpokenPeriod | None]:
        """The question taken apart, and a second period that the first is compared with."""
        period = period_in(text.lower(), context.today)
        if period is not None and self._names.is_name(context, text, period.start, period.end):
            period = None
        blank, other = text, None
        if period is not None:
            blank = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
            if other := period_in(blank.lower(), context.today):
                rest = blank[: other.start] + " " * (other.end - other.start) + blank[other.end :]
                other = None if other.text == period.text and not other.is_future else other
                if other is not None and not COMPARED.search(text):
                    raise refusing.not_one_thing(text[other.start : other.end].strip())
                blank = text = rest
        names = self._names.find(context, blank, tokens_of(blank))
        if names.shared:
            raise AskBack(asking_back.of_shared(text, names.shared[0]))
        return frame_of(text, names, period, self._vocabulary), other

    def _first(self, frame: Frame, readings: Sequence[QuestionReading], context: ToolContext) -> Iterator[Event]:
        """The first reading that its tool takes: one may have no use for a period, or for a thing of that kind."""
        for reading in readings[:-1]:
            try:
                results = self._called(reading, context)
            except NoAnswer as error:
                if error.reason not in (RefusalReason.NOT_UNDERSTOOD, RefusalReason.NO_SUCH_ASSET):
                    raise
                continue
            yield from self._tell(frame, reading, results, context)
            return
        yield from self._run(frame, readings[-1], context)

    def _run(self, frame: Frame, reading: QuestionReading, context: ToolContext) -> Iterator[Event]:
        yield from self._tell(frame, reading, self._called(reading, context), context)

    def _beside(
        self, frame: Frame, readings: Sequence[QuestionReading], context: ToolContext, *, is_by_period: bool
    ) -> Iterator[Event]:
        """The same of several things or periods."""
        results = [(_in_unit(one.worded.tool.call(context, one.arguments), one), one) for one in readings]
        for place, (result, reading) in enumerate(results):
            yield Shown(result, not place, reading.worded.tool.name, _json(reading.arguments))
        shown = [ToldResult(one, place, context.asker.time_zone) for place, (one, _) in enumerate(results)]
        pieces = told_side_by_side(readings[0], shown, is_by_period=is_by_period)
        yield from sentences([*pieces, *_noted(frame, results[0][0])])

    def _parts(self, text: str, frame: Frame, context: ToolContext, *, may_name: bool) -> tuple[str, ...]:
        """The questions that "and" makes of one; empty where it is one."""
        if frame.is_compare or frame.lost or frame.is_go:
            return ()
        for texts in parts_of(text):
            try:
                frames = [self._frame(one, context)[0] for one in texts]
                if any(one.lost or one.bare for one in frames):
                    continue
                readings = [self._decider.chosen(one)[0] for one in frames]
            except (NoAnswer, AskBack):
                continue
            if are_two(readings, frames, may_name=may_name):
                return texts
        return ()

    def _each(self, texts: Sequence[str], context: ToolContext) -> Iterator[Event]:
        """The answers of several questions, one after the other; none where one of them has none."""
        answers = []
        for text in texts:
            try:
                answers.append(list(self._answer(text, (), context)))
            except AskBack:
                raise refusing.not_one_thing(text) from None
        if back := next((one for events in answers for one in events if isinstance(one, AskedBack | Declined)), None):
            yield back
            return
        so_far, next_, noted = 0, Finished(), set[str]()
        is_alike = len({_beginning(events) for events in answers}) < len(answers)
        for place, (text, events) in enumerate(zip(texts, answers, strict=True)):
            if place or is_alike:
                yield Stated(f"{' ' if place else ''}{f'“{text}”: ' if is_alike else ''}")
            for event in events:
                if isinstance(event, Finished):
                    next_ = event
                elif isinstance(event, Stated) and event.cell is None and event.text in noted:
                    continue
                elif isinstance(event, Stated) and event.cell is not None:
                    yield replace(event, cell=replace(event.cell, result=event.cell.result + so_far))
                else:
                    yield event
            noted |= {f" {one.result.note}" for one in events if isinstance(one, Shown)}
            so_far += sum(isinstance(event, Shown) for event in events)
        yield next_

    def _called(self, reading: QuestionReading, context: ToolContext) -> list[tuple[ToolResult, dict[str, Any]]]:
        """Results and their arguments: the main one, and how many rows there are where that belongs to it."""
        tool = reading.worded.tool
        results = [(_in_unit(tool.call(context, reading.arguments), reading), reading.arguments)]
        if reading.how == "both":
            arguments = {key: value for key, value in reading.arguments.items() if key not in ("n", "order")}
            arguments["is_count"] = True
            results.append((_in_unit(tool.call(context, arguments), reading), arguments))
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
        yield Finished(self._suggestions.after(reading, results[0][0], _with_names(frame), kind_of))


COMPARED = re.compile(r"\b(?:compare[ds]?|comparison|vs\.?|versus|against|than|difference|better|worse|and)\b", re.I)
_OPENED = frozenset(("transformer", "pole", "meter", "crew", "work order", "outage", "alarm"))


def _is_looked_at(frame: Frame, verb: str) -> bool:
    """Whether "open" is of a thing's page: what is no switch cannot be opened otherwise."""
    is_bare = set(frame.words) <= {"open"} and bool(frame.names)
    return verb == "open" and is_bare and all(one.kind in _OPENED for one in frame.names)


def _is_of_its_kinds(frame: Frame, reading: QuestionReading) -> bool:
    """Whether all that is named is what a tool is about, or a place that it takes."""
    kinds, takes_place = reading.worded.kinds, reading.worded.tool.takes("place")
    return all(not kinds or one.kind in kinds or (takes_place and one.kind in PLACES) for one in frame.names)


def _with_names(frame: Frame) -> str:
    """The question with its names as they are displayed."""
    text = frame.text
    for one in sorted(frame.names, key=lambda one: -one.start):
        text = f"{text[: one.start]}{one.name}{text[one.end :]}"
    return text


def _beginning(events: Sequence[Event]) -> str:
    """An answer's text up to its first cell: what two answers have in common there tells them not apart."""
    before = takewhile(lambda one: one.cell is None, (one for one in events if isinstance(one, Stated)))
    return "".join(one.text for one in before)


def _in_unit(result: ToolResult, reading: QuestionReading) -> ToolResult:
    """The result as it is told: in the unit that is asked for."""
    return in_asked_unit(result, reading.unit, reading.worded.tool, reading.arguments)


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


_OFFERING = frozenset({
    RefusalReason.NOT_UNDERSTOOD, RefusalReason.NOT_IN_DATA, RefusalReason.NOT_KNOWN_YET, RefusalReason.OFF_TOPIC,
    RefusalReason.FREE_SQL, RefusalReason.PERSONAL_DATA,
})  # fmt: skip
