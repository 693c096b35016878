"""Planner without network or model: reads a question, takes the reading that covers it, asks the tool, tells.

Where no reading covers all words it says which words it has no use for; where two do, it asks back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, takewhile
from typing import Any

from app.assistant.built_in import asking_back, commanding, documents, refusing
from app.assistant.built_in.as_typed.shorthand import written_out
from app.assistant.built_in.as_typed.spoken_clock import clock_in
from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.differing import difference_of, difference_within
from app.assistant.built_in.follow_ups import AskedAgain, followed
from app.assistant.built_in.frame import Frame, frame_of, one_of_all
from app.assistant.built_in.greeting import PARTING, greeted
from app.assistant.built_in.idioms import in_plain_words, is_to_be_sent, wanted_file
from app.assistant.built_in.in_asked_unit import in_asked_unit
from app.assistant.built_in.names import FoundName, NameFinder
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.group_by_group import (
    SpreadReading,
    as_grouped,
    by_group,
    is_of_one_place,
    refuse_grouped,
    spread_readings,
)
from app.assistant.built_in.reading.question_reading import MANY, PLACES, QuestionReading
from app.assistant.built_in.side_by_side import is_more, readings_beside
from app.assistant.built_in.spoken_periods import SpokenPeriod, period_in
from app.assistant.built_in.suggesting import OFFERED, Suggestions
from app.assistant.built_in.summing import summed, value_column
from app.assistant.built_in.telling import (
    ToldResult,
    sentences,
    told,
    told_form,
    told_groups,
    told_passages,
    told_side_by_side,
    told_whether_first,
)  # fmt: skip
from app.assistant.built_in.turning import THAN, refuse_both_ends, refuse_parts, refuse_turned, refuse_unit
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
MOST_LEFT = 3
"""Words without which a question is still near to the one that was asked."""
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
            instead = self._of_things(text, context)
            if error.reason in _OFFERING:
                instead = self._offered(text, context, error if isinstance(error, refusing.WordsLeft) else None)
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
        asked, text = text, _plainly(text)
        frame, other = self._frame(text, context)
        if page := documents.opened(_with_names(frame), self._vocabulary, context):
            yield from self._run(frame, page, context)
            return
        if (verb := refusing.command_in(text)) and not (_is_looked_at(frame, verb) or frame.groups):
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
            refuse_unit(frame, again)
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
        is_to_present = len(frame.names) < 2 and THAN.search(text) is not None
        beside = readings_beside(frame, other, self._vocabulary) if other or is_to_present else []
        if beside:
            refuse_unit(frame, beside[0])
            yield from self._beside(frame, beside, context, is_by_period=True)
            return
        if other is not None and frame.period is not None:
            yield from self._each(by_period(text, frame.period, other), context)
            return
        if (about := one_of_all(frame)) and (first := self._is_first(*about, frame, context)):
            yield from first
            return
        try:
            readings = self._decider.chosen(frame)
            if is_of_one_place(frame, readings[0]) and (spread := spread_readings(frame, self._vocabulary)):
                yield from self._spread(frame, spread, context)
                return
        except AskBack:
            if not (frame.asked_group and (spread := spread_readings(frame, self._vocabulary))):
                raise
            yield from self._spread(frame, spread, context)
            return
        except NoAnswer:
            if spread := spread_readings(frame, self._vocabulary):
                yield from self._spread(frame, spread, context)
                return
            if (stepped := as_grouped(frame)) is not None and self._decider.is_of_data(stepped):
                yield from self._first(stepped, self._decider.chosen(stepped), context)
                return
            refuse_grouped(frame, self._vocabulary)
            if other is None and (beside := readings_beside(frame, None, self._vocabulary)):
                refuse_unit(frame, beside[0])
                yield from self._beside(frame, beside, context, is_by_period=False)
                return
            if parts := self._parts(text, frame, context, may_name=True):
                yield from self._each(parts, context)
                return
            raise
        refuse_both_ends(frame)
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
        frame, other = self._frame(_plainly(plain(words).strip()), context)
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

    def _offered(self, text: str, context: ToolContext, left: refusing.WordsLeft | None = None) -> tuple[str, ...]:
        """Questions near a declined one that are answered just now; one of each kind where nothing is near.

        Args:
            text: of the question.
            context: of the turn.
            left: words of it that found no use: without them it is the nearest that can be asked.
        """
        tried = [] if (nearer := self._of_yesterday(text, context)) is None else [nearer]
        if left is not None and (rest := left.rest or _without(_plainly(text), left.words)):
            tried.insert(0, rest)
        tried += [
            *islice(self._suggestions.near(_plainly(text)), 2 * OFFERED),
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
        period = None if COMPARED.search(text) else period_in(text.lower(), context.today)
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
            except FluxError:  # a source is away just now
                return False
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
        reason = _REASON.search(frame.text)  # what is written there names nothing: "because of meter swap"
        lost = [one for one in frame.lost if reason is None or one.start < reason.start()]
        if lost and not lost[0].is_beginning:
            yield self._decider.of_lost(frame, lost[0], context)
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
        here, whole = context.now.astimezone(context.zone), text
        if (years := years_in(text)) is not None:  # a year on a plate is no period
            text = text[: years.start] + " " * (years.end - years.start) + text[years.end :]
        clock = None if _ORDER.match(text) else clock_in(text.lower(), here)  # an order's form reads its own times
        period = clock or period_in(text.lower(), context.today)
        if period is not None and self._names.is_name(context, text, period.start, period.end):
            period = None
        blank, other = text, None
        if period is not None:
            blank = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
            if period.clock is not None:
                start, end = period.clock
                blank = blank[:start] + " " * (end - start) + blank[end:]
            if other := period_in(blank.lower(), context.today):
                rest = blank[: other.start] + " " * (other.end - other.start) + blank[other.end :]
                other = None if other.text == period.text and not other.is_future else other
                if other is not None and not COMPARED.search(text):
                    raise refusing.not_one_thing(text[other.start : other.end].strip())
                blank = text = rest
        names = self._names.find(context, blank, tokens_of(blank))
        if names.shared:
            raise AskBack(asking_back.of_shared(text, names.shared[0]))
        if years is not None:
            text = text[: years.start] + whole[years.start : years.end] + text[years.end :]
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
        differ = difference_of(readings[0], results[0][0], results[1][0]) if len(results) == 2 else None
        by = None
        if differ is not None:
            yield Shown(differ, False, readings[0].worded.tool.name, _json(readings[0].arguments))
            by = ToldResult(differ, len(results), context.asker.time_zone)
        more = is_more(frame, readings[0])
        pieces = told_side_by_side(readings[0], shown, is_by_period=is_by_period, difference=by, is_more=more)
        yield from sentences([*pieces, *_noted(frame, results[0][0])])

    def _is_first(self, name: FoundName, all_: Frame, frame: Frame, context: ToolContext) -> list[Event]:
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
                self._suggestions.after(reading, result, _with_names(frame), partial(self._names.kind_of, context))
            ),
        ]

    def _parts(self, text: str, frame: Frame, context: ToolContext, *, may_name: bool) -> tuple[str, ...]:
        """The questions that "and" makes of one; empty where it is one."""
        has_clock = frame.period is not None and frame.period.clock is not None  # its "and" joins two times
        if frame.is_compare or frame.lost or frame.is_go or has_clock or years_in(text) or _MORE_OR.search(text):
            return ()
        if len(frame.groups) > 1:  # by feeder and cause
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

    def _spread(self, frame: Frame, readings: Sequence[SpreadReading], context: ToolContext) -> Iterator[Event]:
        """A figure of each place or step of time, by the first reading that its tool takes."""
        for place, reading in enumerate(readings):
            refuse_unit(frame, reading.of)
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
        yield Finished(self._suggestions.after(reading, results[0][0], _with_names(frame), kind_of))


_REASON = re.compile(r"\b(?:because|reason|since|saying|note\s+that|that\s+says)\b|:\s", re.I)
_ORDER = re.compile(
    r"^\W*(?:(?:please|can you|could you|would you)\W+)*(?:set|push|change|move|update|extend|delay|postpone|shelve"
    r"|schedule|assign|dispatch|note|log|add|put|make|close|restore|mark|cancel|create|send)\b",
    re.I,
)
_MORE_OR = re.compile(r"\b(?:more|fewer|less|higher|lower|greater|larger|smaller|worse|better)\b.*\bor\b", re.I)
COMPARED = re.compile(
    rf"\b(?:compare[ds]?|comparison|vs\.?|versus|against|than|difference|better|worse|and)\b|{_MORE_OR.pattern}", re.I
)
_OPENED = frozenset(("transformer", "pole", "meter", "crew", "work order", "outage", "alarm"))


def _plainly(text: str) -> str:
    """A question without turns of speech and shorthand; an order keeps the words that become a note or a reason."""
    return in_plain_words(text if refusing.command_in(text) else written_out(text))


# What such a word leaves behind is another question altogether, not a nearer one.
_TURNING = frozenset({
    "not", "no", "without", "before", "after", "under", "over", "above", "below", "more", "fewer", "less", "than",
    "since", "until", "never",
})  # fmt: skip
_HANGING = re.compile(r"[\s,;:-]*(?:\s(?:at|in|on|of|by|for|from|with|and|or|the|a|an|to|is|are|it))*\W*$", re.I)


def _without(text: str, words: Collection[str]) -> str:
    """A question without some of its words; empty where too little of it is left, or where it would be another one."""
    gone = [one for one in tokens_of(text) if one.norm in words or one.text in words]
    if not gone or len(gone) > MOST_LEFT or _TURNING & {word.lower() for word in (*words, *text.split())}:
        return ""
    rest = text
    for one in reversed(gone):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = re.sub(r"\b(in|on|at|of|by|for|from|with|to)(?:\s+(?:in|on|at|of|by|for|from|with|to))+\b", r"\1", rest)
    rest = _HANGING.sub("", re.sub(r"\s+(?=[,.;?!])", "", re.sub(r"\s+", " ", rest)).strip(" ,;-"))
    return rest if len(rest.split()) > 1 else ""


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
