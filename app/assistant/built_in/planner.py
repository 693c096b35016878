"""Planner without network or model: reads a question, takes the reading that covers it, asks the tool, tells.

Where no reading covers all words it says which words it has no use for; where two do, it asks back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final

from app.assistant.built_in import asking_back, documents
from app.assistant.built_in.another_figure import refuse_another
from app.assistant.built_in.as_typed.setting import SetAside
from app.assistant.built_in.as_typed.spoken_years import with_the_same, with_year_each
from app.assistant.built_in.commanding import refuse_excepted, refuse_two_changes
from app.assistant.built_in.deciding import AskBack, Decider, takes_bare
from app.assistant.built_in.everyday.changes import as_ordered
from app.assistant.built_in.follow_ups import AskedAgain, followed
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.reworded import one_of_all
from app.assistant.built_in.greeting import PARTING, greeted
from app.assistant.built_in.idioms import is_to_be_sent, wanted_file
from app.assistant.built_in.last_answer import last_answer
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.outage_names import numbers_a_thing
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.group_by_group import as_grouped, is_of_one_place, refuse_grouped, spread_readings
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.referring import Referring
from app.assistant.built_in.refusing import commands, left_words, never
from app.assistant.built_in.side_by_side import readings_beside
from app.assistant.built_in.suggesting import Suggestions
from app.assistant.built_in.talking.openers import without_opener
from app.assistant.built_in.talking.standing import shows_going_on
from app.assistant.built_in.turning import (
    THAN,
    refuse_both_ends,
    refuse_parts,
    refuse_turned,
    refuse_twice,
    refuse_unit,
)
from app.assistant.built_in.two_in_one import by_period
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.ways.asked import AskedQuestion
from app.assistant.built_in.ways.fragments import of_a_kind, whole_of
from app.assistant.built_in.ways.framing import Framer, out_of_setting, plainly, with_names
from app.assistant.built_in.ways.of_which import OfWhich
from app.assistant.built_in.ways.offering import Offers
from app.assistant.built_in.ways.reckoning import Reckoner
from app.assistant.built_in.ways.running import ReadingRunner
from app.assistant.built_in.ways.several import SeveralQuestions
from app.assistant.built_in.ways.turns import TurnReader
from app.assistant.built_in.ways.vague import asked_vaguely, of_number_alone
from app.assistant.built_in.whole_order import NotHeld
from app.assistant.built_in.words import plain
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Declined, Doing, Event, Finished, OfferedInstead, Stated, Warned
from app.assistant.orders.spoken_times import order_of
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason
from app.assistant.tools import Catalogue

LONGEST: Final = 1000
"""Letters of a question; what is longer is no question of an operator."""
_ENDLESS: Final = re.compile(r"\d(?:,?\d){99,}")
"""Who may be of those out that were told."""
_MEANING: Final = re.compile(
    r"\b(?:what\s+(?:is|are|does|do)|what's|means?|meaning|define[sd]?|definition|explain|how\s+(?:do|should|to|can|must)|steps"
    r"|procedures?|rules?|polic(?:y|ies)|allowed|may|must|should|required|standards?|documents?|manual)\b",
    re.IGNORECASE,
)
"""What is asked of documents after an answer of data."""
_ON_THE_MAP: Final = re.compile(r"\bon\s+(?:the\s+|a\s+|my\s+)?map\b", re.IGNORECASE)
KINDS_SHOWN: Final = 8
"""Questions after a greeting."""

Answer = Iterable[Event] | None
"""Of a way of answering: its events, or None where the question is not of its kind."""


class BuiltInPlanner:
    """Answers by grammar and the catalogue's own words. Thread-safe.

    Args:
        catalogue: all tools.
    """

    name = "built_in"

    def __init__(self, catalogue: Catalogue) -> None:
        self._vocabulary = Vocabulary(catalogue)
        self._names = NameFinder(self._vocabulary)
        self._decider = Decider(self._vocabulary, self._names)
        self._suggestions = Suggestions(catalogue, self._vocabulary.kinds)
        self._framer = Framer(self._vocabulary, self._names)
        self._referring = Referring(self._vocabulary, self._names)
        self._runner = ReadingRunner(self._vocabulary, self._names, self._decider, self._suggestions)
        self._several = SeveralQuestions(self._framer, self._decider, self._answer)
        self._reckoner = Reckoner(self._framer, self._decider)
        self._offers = Offers(self._suggestions, self._framer, self._alone)
        self._of_which = OfWhich(
            self._vocabulary, self._names, self._decider, self._referring, self.read, self._alone
        )  # fmt: skip
        self._turns = TurnReader(
            self._vocabulary, self._names, self._framer, self._decider, self._referring,
            lambda frame: bool(self._as_an_example(frame)),
        )  # fmt: skip
        self._ways = (
            self._going_on, self._of_which.answered, self._by_example, self._by_documents, self._lost, self._reckoned,
            self._in_parts, self._asked_back, self._held_against, self._whether_first, self._by_reading,
        )  # fmt: skip

    def answer(self, words: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        """See `Planner.answer`."""
        yield Doing("Reading the question")
        text = as_ordered(plain(words).strip())
        put = SetAside(text, "") if greeted(text) else out_of_setting(text)
        text = put.question
        next_: tuple[str, ...] = ()
        try:
            for event in self._answer(text, said, context):
                if isinstance(event, Finished):
                    next_ = event.suggestions
                else:
                    yield event
            if put.statement:
                yield Stated(f" Told with the question and not part of it: “{put.statement}”.")
        except AskBack as asked:
            yield from self._asking(asked.back, context)
        except NoAnswer as error:
            yield Declined(error.reason, str(error))
            yield Doing("Looking for what can be asked instead")
            if instead := self._instead(text, error, context):
                yield OfferedInstead(instead)
        yield Finished(next_)

    def _asking(self, back: AskedBack, context: ToolContext) -> Iterator[Event]:
        """A question back, with those of its choices that can be read; where none can, that is said."""
        sentences = frozenset((back.sentence,))
        choices = tuple(one for one in back.choices if self._is_read(one[1], sentences, context))
        if not choices and back.choices:
            why = f"{back.sentence.strip()} Nothing is told of any of them so: ask the whole question."
            yield Declined(RefusalReason.NOT_UNDERSTOOD, why)
            return
        yield replace(back, choices=choices)

    def _is_read(self, words: str, asked: frozenset[str], context: ToolContext) -> bool:
        """Whether some reading covers a choice, or asks something else back with such choices; no tool is called."""
        text = plainly(plain(words).strip())
        try:
            frame, other = self._framer.frame(text, context)
            is_other = other is not None or bool(commands.command_in(text))
            if not is_other and documents.opened(text, self._vocabulary, context) is None:
                self._decider.chosen(frame)
        except AskBack as again:
            back, then = again.back, asked | {again.back.sentence}
            return back.sentence not in asked and any(self._is_read(one, then, context) for _, one in back.choices)
        except NoAnswer:
            is_told = documents.taken_whole(frame, self._vocabulary, context) is not None
            return is_told or bool(readings_beside(frame, None, self._vocabulary))
        return True

    def _instead(self, text: str, error: NoAnswer, context: ToolContext) -> tuple[str, ...]:
        """Questions that can be answered in place of one that was declined."""
        if error.reason in _OFFERING:
            return self._offers.near(text, context, error if isinstance(error, left_words.WordsLeft) else None)
        return self._offers.of_things(text, context)

    def read(self, words: str, context: ToolContext) -> QuestionReading | None:
        """What a question is taken to ask, without asking it; None where it is not one of the data.

        Args:
            words: of the question.
            context: of the turn; names are looked up in it.

        Raises:
            SourceError: the database does not answer.
        """
        frame, other = self._framer.frame(with_year_each(plainly(plain(words).strip()), context.today), context)
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

    def _alone(self, text: str, context: ToolContext) -> Iterator[Event]:
        """The answer of a question that stands in no conversation."""
        return self._answer(text, (), context)

    def _answer(self, text: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event]:
        _check_length(text)
        text, said = self._turns.after_the_last(text, said, context)
        if greeting := greeted(text):
            yield Stated(greeting)
            yield Finished(() if greeting in PARTING else self._suggestions.opening()[:KINDS_SHOWN])
            return
        refuse_excepted(text)
        if not commands.command_in(text):
            text = with_the_same(text, context.today)
        if said and not commands.command_in(text) and self._turns.stands_alone(text, context):
            said = ()
        if not said and (vague := asked_vaguely(text) or of_number_alone(text, self._names, context)) is not None:
            raise AskBack(vague)
        piece, text = without_opener(text), of_a_kind(text, said) or self._turns.made_whole(text, said, context)
        if (handling := self._of_handling(text, context)) is not None:
            yield from handling
            return
        if not commands.command_in(text) and (both := self._several.going_on(plainly(text), said, context)) is not None:
            yield from both
            return
        if not said and (of_nothing := asking_back.of_nothing(plainly(text))) is not None:
            raise AskBack(of_nothing)
        as_said = with_year_each(plainly(text), context.today)
        in_words = self._turns.with_names(as_said, said, context)
        frame, other = self._framer.frame(in_words, context)
        goes_on = shows_going_on(piece)
        asked = AskedQuestion(in_words, frame, other, said, context, goes_on, text != piece, in_words != as_said)
        if (done := self._opened(asked) or self._changed(asked)) is not None:
            yield from done
            return
        yield from _of_files(text)
        refuse_turned(in_words, frame)
        for way in self._ways:
            if (events := way(asked)) is not None:
                yield from events
                return

    def _of_handling(self, text: str, context: ToolContext) -> list[Event] | None:
        """What documents say of how data of persons are dealt with.

        Raises:
            NoAnswer: what is never answered.
        """
        try:
            never.refused(text)
        except NoAnswer as error:
            if error.reason is not RefusalReason.PERSONAL_DATA:
                raise
            frame, _ = self._framer.frame(text, context)
            taken = documents.taken_whole(frame, self._vocabulary, context)
            if taken is None or not taken.is_of_handling or not (told := self._runner.passages(taken, context)):
                raise
            return told
        return None

    def _opened(self, asked: AskedQuestion) -> Answer:
        """A page of the application."""
        page = documents.opened(with_names(asked.frame), self._vocabulary, asked.context)
        return None if page is None else self._runner.run(asked.frame, page, asked.context)

    def _changed(self, asked: AskedQuestion) -> Answer:
        """A change, as a form."""
        verb = commands.command_in(asked.text)
        if not verb or _is_looked_at(asked.frame, verb):
            return None
        try:
            return self._form(asked.text, verb, asked.context)
        except NotHeld:
            raise
        except NoAnswer as error:
            if error.reason is not RefusalReason.NEEDS_CONFIRMATION or not (of := self._ordered_of(asked)):
                raise
            with suppress(NoAnswer):
                return self._form(of, verb, asked.context)
            raise

    def _form(self, text: str, verb: str, context: ToolContext) -> Answer:
        """The form of an order; what is written behind it names nothing and decides nothing."""
        frame, _ = self._framer.frame(order_of(text), context)
        if frame.groups:
            return None
        refuse_two_changes(text)
        return list(self._runner.form(frame, text, verb, context))

    def _ordered_of(self, asked: AskedQuestion) -> str:
        """An order that names no outage, with the one picked, or the one the last answer was of; empty for none."""
        if any(one.kind != "crew" for one in asked.frame.names):
            return ""
        about = self._referring.about(asked.said, asked.context)
        of = self._referring.picked(asked.context) or about
        if not of.startswith("outage "):
            return ""
        return re.sub(r"^(\W*\w+(?:\s+(?:the\s+)?etr)?)", rf"\1 {of}", asked.text, count=1)

    def _going_on(self, asked: AskedQuestion) -> Answer:
        """What goes on from the last answer."""
        named_in = partial(self._names.in_answer, asked.context)
        if asked.is_named and self._has_figure(asked.frame):
            return None  # "how many people are in it", after its job
        if asked.frame.names and _ON_THE_MAP.search(asked.text):
            return None  # "show the first one on the map" is said whole
        again = followed(asked.frame, asked.said, self._vocabulary, named_in)
        if isinstance(again, AskedAgain):
            return self._alone(again.text, asked.context)
        if not again:
            about = self._referring.about(asked.said, asked.context)
            named, has_period = bool(asked.frame.names), asked.frame.period is not None
            whole = whole_of(asked.text, asked.said, about, is_named=named, has_period=has_period)
            return None if whole is None else self._alone(plainly(plain(whole)), asked.context)
        refuse_unit(asked.frame, again)
        return self._runner.run(asked.frame, again, asked.context)

    def _has_figure(self, frame: Frame) -> bool:
        """Whether a question that names a thing asks for a figure of it."""
        try:
            reading = self._decider.chosen(frame)[0]
        except (AskBack, NoAnswer):
            return False
        return reading.quantity is not None and reading.worded.tool.shape == "row"

    def _by_example(self, asked: AskedQuestion) -> Answer:
        """A tool's own example."""
        own = self._as_an_example(asked.frame)
        return self._runner.first(asked.frame, own, asked.context) if own else None

    def _by_documents(self, asked: AskedQuestion) -> Answer:
        """A rule, a procedure or a meaning."""
        if (asked.frame.bare and numbers_a_thing(asked.text)) or self._is_of_data_before(asked):
            return None
        taken = documents.taken_whole(asked.frame, self._vocabulary, asked.context)
        if taken is None or not (taken.is_clear or not self._decider.is_of_data(asked.frame)):
            return None
        return self._runner.passages(taken, asked.context) or None

    def _is_of_data_before(self, asked: AskedQuestion) -> bool:
        """Whether a piece goes on with figures that were told: no passage answers it."""
        last = last_answer(asked.said, self._vocabulary)
        return last is not None and last.worded.tool.shape != "document" and not _MEANING.search(asked.text)

    def _lost(self, asked: AskedQuestion) -> Answer:
        """A name that there is not."""
        lost = asked.frame.lost
        return [self._decider.of_lost(asked.frame, lost[0], asked.context)] if lost else None

    def _reckoned(self, asked: AskedQuestion) -> Answer:
        """A sum, a share or a quotient."""
        return self._reckoner.answered(asked.text, asked.frame, asked.context)

    def _in_parts(self, asked: AskedQuestion) -> Answer:
        """Two questions in one."""
        parts = self._several.parts(asked.text, asked.frame, asked.context, may_name=False)
        return self._several.each(parts, asked.context) if parts else None

    def _asked_back(self, asked: AskedQuestion) -> Answer:
        """A number of which nobody knows what it is."""
        back = self._decider.asked_back(asked.frame, asked.context)
        if back is None:
            return None
        raise AskBack(back)

    def _held_against(self, asked: AskedQuestion) -> Answer:
        """Two periods, side by side."""
        frame, other = asked.frame, asked.other
        is_to_present = len(frame.names) < 2 and THAN.search(asked.text) is not None
        if (other or is_to_present) and (beside := readings_beside(frame, other, self._vocabulary)):
            refuse_unit(frame, beside[0])
            return self._runner.beside(frame, beside, asked.context, is_by_period=True)
        if other is not None and frame.period is not None:
            return self._several.each(by_period(asked.text, frame.period, other), asked.context)
        return None

    def _whether_first(self, asked: AskedQuestion) -> Answer:
        """Whether a thing is the first of a ranking."""
        about = one_of_all(asked.frame)
        return (self._runner.is_first(*about, asked.frame, asked.context) or None) if about is not None else None

    def _by_reading(self, asked: AskedQuestion) -> Answer:
        """The reading that covers all words, of the whole or of each group."""
        frame, context = asked.frame, asked.context
        try:
            readings = self._decider.chosen(frame)
        except AskBack:
            if not (frame.asked_group and (spread := spread_readings(frame, self._vocabulary))):
                raise
            return self._runner.spread(frame, spread, context)
        except NoAnswer:
            if (otherwise := self._otherwise(asked)) is None:
                raise
            return otherwise
        if is_of_one_place(frame, readings[0]) and (spread := spread_readings(frame, self._vocabulary)):
            return self._runner.spread(frame, spread, context)
        refuse_twice(asked.text)
        refuse_both_ends(frame)
        refuse_parts(frame, readings[0])
        refuse_another(frame, readings[0])
        refuse_unit(frame, readings[0])
        return self._runner.first(frame, readings, context)

    def _otherwise(self, asked: AskedQuestion) -> Answer:
        """Where no reading covers the question as it stands: by groups, of several things, in parts."""
        frame, context = asked.frame, asked.context
        if spread := spread_readings(frame, self._vocabulary):
            return self._runner.spread(frame, spread, context)
        if (stepped := as_grouped(frame)) is not None and self._decider.is_of_data(stepped):
            of_steps = self._decider.chosen(stepped)
            refuse_another(frame, of_steps[0], is_spread=True)
            return self._runner.first(stepped, of_steps, context)
        refuse_grouped(frame, self._vocabulary)
        if asked.other is None and (beside := readings_beside(frame, None, self._vocabulary)):
            refuse_unit(frame, beside[0])
            return self._runner.beside(frame, beside, context, is_by_period=False)
        parts = self._several.parts(asked.text, frame, context, may_name=True)
        return self._several.each(parts, context) if parts else None

    def _as_an_example(self, frame: Frame) -> list[QuestionReading]:
        """Readings by the tool of which a question is an example, whatever it names; empty where it is none's."""
        tools = self._suggestions.tools_of(frame.text)
        if not tools or frame.lost:
            return []
        own = [one for one in readings_of(frame, self._vocabulary) if one.worded.tool.name in tools]
        own = [one for one in own if not one.uncovered and not one.lacks and _is_of_its_kinds(frame, one)]
        return [one for one in own if takes_bare(frame, one)][:1]


def _check_length(text: str) -> None:
    if not text:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "Ask something: the network, outages, meters, assets, crews.")
    if len(text) > LONGEST:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "That is too long for a question; ask it in a sentence.")
    if _ENDLESS.search(text):
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, "A number of that many digits is more than anything here.")


def _of_files(text: str) -> Iterator[Warned]:
    """What is said before an answer that is wanted as a file."""
    if is_to_be_sent(text):
        yield Warned("Nothing is sent from here: export the table of the answer, and send it yourself.")
    if wanted := wanted_file(text):
        why = "" if wanted == "csv" else "No Excel or PDF is made here; a spreadsheet opens CSV. "
        yield Warned(f"{why}CSV, in the head of the answer's table, saves all of its rows.")


def _is_looked_at(frame: Frame, verb: str) -> bool:
    """Whether "open" is of a thing's page: what is no switch cannot be opened otherwise."""
    is_bare = set(frame.words) <= {"open"} and bool(frame.names)
    return verb == "open" and is_bare and all(one.kind in _OPENED for one in frame.names)


def _is_of_its_kinds(frame: Frame, reading: QuestionReading) -> bool:
    """Whether all that is named is what a tool is about, or a place that it takes."""
    kinds, takes_place = reading.worded.kinds, reading.worded.tool.takes("place")
    return all(not kinds or one.kind in kinds or (takes_place and one.kind in PLACES) for one in frame.names)


_OPENED: Final = frozenset(("transformer", "pole", "meter", "crew", "work order", "outage", "alarm"))
_OFFERING: Final = frozenset({
    RefusalReason.NOT_UNDERSTOOD, RefusalReason.NOT_IN_DATA, RefusalReason.NOT_KNOWN_YET, RefusalReason.OFF_TOPIC,
    RefusalReason.FREE_SQL, RefusalReason.PERSONAL_DATA,
})  # fmt: skip
