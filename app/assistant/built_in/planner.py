"""Planner without network or model: reads a question, takes the reading that covers it, asks the tool, tells.

Where no reading covers all words it says which words it has no use for; where two do, it asks back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from app.assistant.built_in import asking_back, commanding, documents, refusing
from app.assistant.built_in.choose import PLACES, QuestionReading, kinds_of, numbers_given, readings_of
from app.assistant.built_in.follow_ups import AskedAgain, followed
from app.assistant.built_in.frame import Frame, frame_of, with_endings
from app.assistant.built_in.greeting import PARTING, greeted
from app.assistant.built_in.idioms import in_plain_words, is_to_be_sent
from app.assistant.built_in.lexicon import UNITS
from app.assistant.built_in.names import LostName, NameFinder
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
from app.assistant.built_in.turning import refuse_parts, refuse_turned
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
CLOSE = 0.05
"""Readings whose scores differ less are equal."""


KINDS_SHOWN = 8
"""Questions after a greeting."""
MOST_KEPT = 2000
"""Examples of which it is kept whether they have an answer."""
ATTEMPTS = 4
"""Readings that are tried where the better one's tool does not take it."""


class BuiltInPlanner:
    """Answers by grammar and the catalogue's own words. Thread-safe.

    Args:
        catalogue: all tools.
    """

    name = "built_in"

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._vocabulary = Vocabulary(catalogue)
        self._names = NameFinder()
        self._suggestions = Suggestions(catalogue)
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
        except _AskBack as asked:
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
            yield Finished(() if greeting in PARTING else self._suggestions.kinds()[:KINDS_SHOWN])
            return
        refusing.refused(text)
        asked, text = text, in_plain_words(text)
        frame, other = self._frame(text, context)
        if (verb := refusing.command_in(text)) and not _is_looked_at(frame, verb):
            yield from self._form(frame, verb, context)
            return
        if is_to_be_sent(asked):
            yield Warned("Nothing is sent from here: export the table of the answer, and send it yourself.")
        refuse_turned(text, frame)
        again = followed(frame, said, self._vocabulary)
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
        is_surely = documents.is_surely_in_documents(frame) or (taken is not None and taken.is_clear)
        is_likely = is_surely or (taken is not None and not self._is_of_data(frame))
        if is_likely and (passages := self._passages(frame, context, taken)):
            yield from passages
            return
        if frame.lost:
            yield self._of_lost(frame, frame.lost[0], context)
            return
        if back := self._asked_back(frame, context):
            yield back
            return
        beside = [] if other is None else readings_beside(frame, other, self._vocabulary)
        if beside:
            yield from self._beside(frame, beside, context, is_by_period=True)
            return
        try:
            readings = self._chosen(frame)
        except NoAnswer:
            if other is None and (beside := readings_beside(frame, None, self._vocabulary)):
                yield from self._beside(frame, beside, context, is_by_period=False)
                return
            passages = self._passages(frame, context, taken) if documents.may_be_in_documents(frame) else []
            if not passages:
                raise
            yield from passages
            return
        refuse_parts(frame, readings[0])
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
            return self._chosen(frame)[0]
        except NoAnswer:
            return next(iter(readings_beside(frame, None, self._vocabulary)), None)
        except _AskBack:
            return None

    def _offered(self, text: str, context: ToolContext) -> tuple[str, ...]:
        """Questions near a declined one that are answered just now; one of each kind where nothing is near."""
        tried = [] if (nearer := self._of_yesterday(text, context)) is None else [nearer]
        tried += [
            *islice(self._suggestions.near(in_plain_words(text)), 2 * OFFERED),
            *self._suggestions.kinds()[:OFFERED],
        ]
        return tuple(islice((one for one in dict.fromkeys(tried) if self._is_answered(one, context)), OFFERED))

    def _of_things(self, text: str, context: ToolContext) -> tuple[str, ...]:
        """What can be asked of the things that a question names."""
        try:
            frame, _ = self._frame(text, context)
        except (FluxError, _AskBack):
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
            except (NoAnswer, _AskBack):
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
            yield self._of_lost(frame, frame.lost[0], context)
            return
        reading = commanding.form_for(frame, verb, self._vocabulary)
        result = commanding.called(reading, context)
        yield Shown(result, True, reading.worded.tool.name, _json(reading.arguments))
        yield from told_form(ToldResult(result, 0, context.asker.time_zone))
        yield from _noted(frame, result)

    def _passages(self, frame: Frame, context: ToolContext, taken: WholeQuestion | None) -> list[Event]:
        """What documents say; empty where they say nothing."""
        reading = documents.in_documents(frame, self._vocabulary)
        if reading is None:
            return []
        try:
            arguments = reading.arguments if taken is None else taken.arguments
            result = reading.worded.tool.call(context, arguments)
        except NoAnswer:
            return []
        if not result.passages:
            return []
        shown = Shown(result, True, reading.worded.tool.name, _json(arguments))
        return [shown, *told_passages(result), *(Cited(one) for one in result.passages)]

    def _is_of_data(self, frame: Frame) -> bool:
        """Whether some tool's phrases cover all that is asked."""
        return any(not one.uncovered and not one.lacks for one in readings_of(frame, self._vocabulary))

    def _frame(self, text: str, context: ToolContext) -> tuple[Frame, SpokenPeriod | None]:
        """The question taken apart, and a second period that the first is compared with."""
        period = period_in(text.lower(), context.today)
        if period is not None and self._names.is_name(context, text, period.start, period.end):
            period = None
        blank, other = text, None
        if period is not None:
            blank = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
            if COMPARED.search(text) and (other := period_in(blank.lower(), context.today)):
                blank = text = blank[: other.start] + " " * (other.end - other.start) + blank[other.end :]
        names = self._names.find(context, blank, tokens_of(blank), self._vocabulary.known)
        if names.shared:
            raise _AskBack(asking_back.of_shared(text, names.shared[0]))
        return frame_of(text, names, period, self._vocabulary.known), other

    def _of_lost(self, frame: Frame, lost: LostName, context: ToolContext) -> Event:
        if lost.is_beginning:
            number = "".join(letter for letter in lost.text if letter.isdigit())
            forms = self._names.forms(context)
            others = (
                [form.filled([number]) for kind in ("feeder", "substation") for form in forms.of(kind, 1)]
                if number
                else []
            )
            names = self._names.exist(context, [*lost.like, *others])
            names.sort(key=lambda pair: pair[0] != lost.kind)
            if names:
                return asking_back.of_beginning(frame, lost, names)
        kind = lost.kind or "thing"
        like = f" There is {', '.join(lost.like)}." if lost.like and not lost.is_beginning else ""
        raise NoAnswer(RefusalReason.NO_SUCH_ASSET, f"There is no {kind} called {lost.text} in this utility.{like}")

    def _asked_back(self, frame: Frame, context: ToolContext) -> AskedBack | None:
        """What has to be asked back before anything is read."""
        if not frame.bare or frame.unknown or self._takes_numbers(frame):
            return None
        best = next((one for one in readings_of(frame, self._vocabulary) if not one.uncovered and not one.lacks), None)
        bare = [one for one in frame.bare if best is None or one not in best.covered]
        if not bare:
            return None
        if measured := next((f"{value:g} {UNITS[after]}" for value, _, after in frame.beside if after in UNITS), ""):
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"Say whether above or below {measured} is meant.")
        number = bare[0].replace(",", "").split(".")[0]
        if not number.isdigit():
            return None
        forms = self._names.forms(context)
        wanted = {form.filled([number]): kind for kind in forms.forms for form in forms.of(kind, 1)}
        names = self._names.exist(context, list(wanted))
        others = [kind for kind in ("transformer", "device") if not forms.of(kind, 1)]
        answerable = self._kinds_for(frame)
        names = [pair for pair in names if not answerable or pair[0] in answerable] or names
        others = [kind for kind in others if kind in answerable]
        return asking_back.of_number(frame, bare[0], names, others) if names or others else None

    def _takes_numbers(self, frame: Frame) -> bool:
        """Whether a tool has a use for all numbers that the question gives."""
        readings = readings_of(frame, self._vocabulary)
        return any(
            not one.uncovered and len(numbers_given(frame, one.worded.tool)) >= len(frame.bare) for one in readings
        )

    def _kinds_for(self, frame: Frame) -> set[str]:
        """Kinds whose tools could answer the question if it named one."""
        kinds: set[str] = set()
        for reading in readings_of(frame, self._vocabulary):
            if not reading.uncovered and (reading.lacks or reading.worded.tool.takes("place")):
                kinds |= set(reading.worded.tool.subjects)
        return kinds

    def _chosen(self, frame: Frame) -> list[QuestionReading]:
        readings = readings_of(frame, self._vocabulary)
        if not any(not one.uncovered and not one.lacks for one in readings):
            other = with_endings(frame, self._vocabulary.known)
            bent = readings_of(other, self._vocabulary) if other is not None else []
            readings = bent if any(not one.uncovered for one in bent) else readings
        whole = [one for one in readings if not one.uncovered]
        if frame.period is not None and frame.period.is_future:
            whole = [one for one in whole if _forecasts(one)]
            if not whole:
                raise refusing.not_known_yet()
        no_quantity = not any(one.quantity is not None and one.lacks in ((), ("period",)) for one in whole)
        is_open = (frame.is_ranked and no_quantity) or (bool(whole) and whole[0].is_unranked)
        has_more = bool(set(frame.words) - self._vocabulary.subject_words)
        if is_open and not frame.unknown and not has_more and (back := asking_back.by_which(frame, self._vocabulary)):
            raise _AskBack(back)
        ready = [one for one in whole if not one.lacks]
        timeless = [one for one in whole if one.lacks == ("period",)]
        if timeless and (not ready or timeless[0].score > ready[0].score + 1.0):
            raise _AskBack(asking_back.of_period(frame))
        if not ready:
            lacking = [one for one in whole if one.lacks and one.quantity is not None]
            if lacking and not frame.is_ranked and (back := asking_back.of_what(frame, lacking)):
                raise _AskBack(back)
            raise self._no_reading(frame, readings)
        lacking = [one for one in whole if one.lacks and one.quantity is not None and one.score > ready[0].score + 0.6]
        if (
            lacking
            and not frame.names
            and len({one.worded.tool.name for one in lacking}) > 1
            and (back := asking_back.of_what(frame, lacking))
        ):
            raise _AskBack(back)
        best = ready[0]
        if best.quantity is not None and (whole_fleet := _of_all_assets(ready, best)):
            return [whole_fleet]
        equal = [one for one in ready[1:] if best.score - one.score < CLOSE and not _same_quantity(one, best)]
        if equal and all(one.quantity is not None for one in (best, *equal)):
            raise _AskBack(asking_back.of_two([best, *equal]))
        return ready[:ATTEMPTS]

    def _no_reading(self, frame: Frame, readings: Sequence[QuestionReading]) -> NoAnswer:
        words = list(dict.fromkeys([*frame.unknown, *(readings[0].uncovered if readings else frame.words)]))
        if words and all(word in self._vocabulary.known for word in words):
            return refusing.not_understood(words)
        return refusing.not_in_data([word for word in words if word not in self._vocabulary.known])

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
        results = [(one.worded.tool.call(context, one.arguments), one) for one in readings]
        for place, (result, reading) in enumerate(results):
            yield Shown(result, not place, reading.worded.tool.name, _json(reading.arguments))
        shown = [ToldResult(one, place, context.asker.time_zone) for place, (one, _) in enumerate(results)]
        pieces = told_side_by_side(readings[0], shown, is_by_period=is_by_period)
        yield from sentences([*pieces, *_noted(frame, results[0][0])])

    def _called(self, reading: QuestionReading, context: ToolContext) -> list[tuple[ToolResult, dict[str, Any]]]:
        """Results and their arguments: the main one, and how many rows there are where that belongs to it."""
        tool = reading.worded.tool
        results = [(tool.call(context, reading.arguments), reading.arguments)]
        if reading.how == "both":
            arguments = {key: value for key, value in reading.arguments.items() if key not in ("n", "order")}
            arguments["is_count"] = True
            results.append((tool.call(context, arguments), arguments))
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
        yield Finished(self._suggestions.after(reading, results[0][0], _with_names(frame)))


COMPARED = re.compile(r"\b(?:compare[ds]?|comparison|vs\.?|versus|against|than|difference|better|worse|and)\b", re.I)
_OPENED = frozenset(("transformer", "pole", "meter", "crew", "work_order", "outage", "alarm"))


def _is_looked_at(frame: Frame, verb: str) -> bool:
    """Whether "open" is of a thing's page: what is no switch cannot be opened otherwise."""
    is_bare = set(frame.words) <= {"open"} and bool(frame.names)
    return verb == "open" and is_bare and all(one.kind in _OPENED for one in frame.names)


def _is_of_its_kinds(frame: Frame, reading: QuestionReading) -> bool:
    """Whether all that is named is what a tool is about, or a place that it takes."""
    kinds, takes_place = kinds_of(reading.worded), reading.worded.tool.takes("place")
    return all(not kinds or one.kind in kinds or (takes_place and one.kind in PLACES) for one in frame.names)


def _with_names(frame: Frame) -> str:
    """The question with its names as they are displayed."""
    text = frame.text
    for one in sorted(frame.names, key=lambda one: -one.start):
        text = f"{text[: one.start]}{one.name}{text[one.end :]}"
    return text


def _sums(reading: QuestionReading, result: ToolResult) -> ToolResult | None:
    """The highest, the mean and the lowest of a curve."""
    column = value_column(result, reading.quantity.key if reading.quantity is not None else "")
    return None if column is None else summed(result, column)


class _AskBack(Exception):
    """Carries a question back out of the choice."""

    def __init__(self, back: AskedBack) -> None:
        super().__init__(back.sentence)
        self.back = back


def _of_all_assets(ready: Sequence[QuestionReading], best: QuestionReading) -> QuestionReading | None:
    """Of equal rankings of transformers, of poles and of both: that of both, where no kind is named."""
    equal = [one for one in ready if best.score - one.score < CLOSE and one.quantity is not None]
    if len(equal) < 2 or len({one.key[1] for one in equal}) > 1:
        return None
    return next((one for one in equal if one.worded.tool.subjects[:1] == ("asset",)), None)


def _same_quantity(one: QuestionReading, other: QuestionReading) -> bool:
    """Whether no words could tell two readings apart: the earlier tool is taken."""
    if one.quantity is None or other.quantity is None:
        return one.quantity is other.quantity
    if one.phrase is not None and other.phrase is not None and one.phrase.words == other.phrase.words:
        return one.worded.tool.subjects[:1] == other.worded.tool.subjects[:1]
    return one.quantity.key == other.quantity.key or one.quantity.column.title == other.quantity.column.title


def _noted(frame: Frame, result: ToolResult) -> Iterator[Stated]:
    """How it is reckoned, and what spelling was taken for what."""
    for wrote, took in frame.fixed:
        yield Stated(f" (“{wrote}” read as “{took}”.)")
    if result.note:
        yield Stated(f" {result.note}")


def _forecasts(reading: QuestionReading) -> bool:
    """Whether a reading is about the future: a probability, a forecast, what is planned or expected."""
    words = {*reading.covered, *(reading.phrase.words if reading.phrase else ())}
    return bool(
        words
        & {
            "probability",
            "likely",
            "chance",
            "odds",
            "forecast",
            "planned",
            "etr",
            "restored",
            "back",
            "expected",
            "due",
            "trim",
            "pof",
            "predicted",
            "upcoming",
            "scheduled",
            "likelihood",
        }
    ) or reading.worded.tool.takes("ahead")


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(dict(arguments), default=str)


_OFFERING = frozenset({
    RefusalReason.NOT_UNDERSTOOD, RefusalReason.NOT_IN_DATA, RefusalReason.NOT_KNOWN_YET, RefusalReason.OFF_TOPIC,
    RefusalReason.FREE_SQL, RefusalReason.PERSONAL_DATA,
})  # fmt: skip
