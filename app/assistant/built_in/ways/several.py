"""Two questions in one: where "and" cuts it, and the answers of the parts one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import TIMES, QuestionReading
from app.assistant.built_in.refusing import left_words
from app.assistant.built_in.two_in_one import are_two, parts_of
from app.assistant.built_in.ways.framing import MORE_OR, Framer
from app.assistant.built_in.words import phrase
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Declined, Event, Finished, Shown, Stated
from app.assistant.planner import ROWS_SAID, Said
from app.assistant.refusals import NoAnswer

_ASKS_ITSELF: Final = re.compile(r"\W*(?:how|what|which|who|when|where)\b", re.IGNORECASE)
_OF_THEM: Final = re.compile(r"\b(?:them|they|their)\b", re.IGNORECASE)
_HOW_MANY_ALONE: Final = re.compile(r"\W*how\s+many\s+(?:people|crews?|members?|orders?|jobs?)\W*$", re.IGNORECASE)
_PRESENT: Final = re.compile(r"\b(?:are|is|have|has)\b(?!\s+been)", re.IGNORECASE)
_PAST: Final = re.compile(r"\b(?:were|was|did|had)\b", re.IGNORECASE)
_ONE_OF_IT: Final = re.compile(r"\b(?:it|(?<!is )there)\b(?!['’]?s?\s+(?:is|are)\b)", re.IGNORECASE)
_NUMBERED: Final = ("outage", "work order", "alarm")
_AND_WHEN: Final = re.compile(
    r"\s*,?\s+(?:and|&)\s+(?:at\s+|on\s+|in\s+|during\s+)?(?:when|what\s+(?:time|day|hour|date)|which\s+(?:day|hour|date))"
    r"(?:\s+(?:was|is|did|does|will)\s+(?:it|that|this)(?:\s+(?:be|happen|occur|peak|fall|come|hit))*"
    r"|\s+(?:it|that)\s+(?:was|happened|occurred|came|hit))?\W*$",
    re.IGNORECASE,
)
_BOTH: Final = re.compile(r"\b(?:have|has|had|with|having)\s+both\b", re.IGNORECASE)
_CONJOINED: Final = re.compile(
    r"^(?!.*\bhow\s+many\b.*\bhow\s+many\b)\W*(?:how\s+many|number\s+of|count\s+of|count|list|show(?:\s+me)?|which|what)\s+(?:of\s+)?"
    r"(?:the\s+|our\s+)?(?:meters?|customers?|homes?|accounts?|transformers?|poles?|tx|xfmrs?)\s+(?:(?:that|which|who)\s+)?"
    r"(?:are|is|were|was|have|has|had|with|without|saw|show\w*|went|fell|ran|exceed\w*|got|did|do|over|under|above|below)\b.*\s(?:and|but)\s+"
    r"(?:also\s+)?(?:(?:that|which|who)\s+)?(?:are|is|were|was|have|has|had|with|without|saw|show\w*|went|fell|ran|exceed\w*|got|did|do|not|no"
    r"|over|under|above|below|low|high|solar|an?\s+ev|ev|outside|older|newer|loaded|overloaded)\b",
    re.IGNORECASE,
)
"""One kind of thing with two traits: those that have both are meant, not two numbers."""
_AND_HAS: Final = re.compile(
    r"^\W*(?:which|what)\s+(?:\w+\s+)?(?:outages?|orders?|jobs?|alarms?|crews?|feeders?|substations?|spans?|devices?|poles?|transformers?)"
    r"\s+(?!.*\b(?:which|what|how|who|when|where)\b.*\band\b).*\s(?:and|but)\s+(?:also\s+|still\s+)?"
    r"(?:has|have|had|is|are|was|were)\s+(?:no|not|without|still|an?|never|un\w+)\b",
    re.IGNORECASE,
)
"""The first of a ranking that has a trait besides: narrowed by it, not another question."""
_ITS: Final = re.compile(
    r"\b(?:its|their)\s+(?P<what>[^\W\d_]+(?:\s+(?!(?:and|or|at|on|in)\b)[^\W\d_]+){0,2})", re.IGNORECASE
)
_IT: Final = re.compile(r"\b(?:it|that\s+one|this\s+one)\b", re.IGNORECASE)
_GOES_ON: Final = re.compile(
    r"^(?P<first>.+?)(?:\s*,?\s+and\s+|\s*[,;?]\s*)(?P<then>(?:(?:where|when|why|who|how|what|which)\b.*\b(?:it|its|they|them|their|those)\b.*"
    r"|how\s+many\s+(?:of\s+(?:them|those|these)\s+)?(?:are|were)\s+\w+(?:\s+\w+)?|its\s+\w+(?:\s+\w+){0,2}|(?:where|why|when|how\s+long|since\s+when))\W*)$",
    re.IGNORECASE,
)
_HEADED: Final = re.compile(
    r"^\W*(?P<head>[^:,]*\w)\s*:\s*(?P<row>[a-z][^:]*?)(?P<when>\s+(?:(?:in|for|during)\s+)?(?:20\d\d|(?:last|this)\s+\w+|today"
    r"|yesterday|ytd|year\s+to\s+date))?\W*$",
    re.IGNORECASE,
)
"""A thing, and what is asked of it after a colon: "feeder 6: customers out, outages, ETR"."""
_WITH_AND_WITHOUT: Final = re.compile(
    r"^(?P<head>.+?)\b(?:with(?:\s+and\s+|\s+or\s+|\s*/\s*|\s+vs\.?\s+|\s+versus\s+)without|incl(?:uding|\.)?\s+(?:and|or|vs\.?)\s+excl(?:uding|\.)?)"
    r"\s+(?P<what>meds?|major\s+events?(?:\s+days?)?|major\s+days?)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
"""All days, and those that are no major event days."""
_OF_IT: Final = re.compile(
    r"\b(?:it|its|them|they|their|(?<!are )(?<!is )(?<!were )there|those|these)\b", re.IGNORECASE
)


_THEN: Final = {
    "where": "where is it", "why": "why is it out", "when": "when did it begin", "how long": "how long has it lasted",
    "since when": "when did it begin",
}  # fmt: skip
"""A question word alone as a question."""
Answering = Callable[[str, Sequence[Said], ToolContext], Iterator[Event]]


class SeveralQuestions:
    """Cuts a question in parts and answers each. Thread-safe.

    Args:
        framer: takes questions apart.
        decider: takes a reading of a part.
        answer: answers a part in a conversation, as the planner does.
    """

    def __init__(self, framer: Framer, decider: Decider, answer: Answering) -> None:
        self._framer, self._decider, self._answer = framer, decider, answer

    def going_on(self, text: str, said: Sequence[Said], context: ToolContext) -> Iterator[Event] | None:
        """A question and one that goes on from its answer: "the biggest outage and where is it".

        None for others, and where one of the two has no answer so.

        Args:
            text: of the question, in plain words.
            said: the conversation before it.
            context: of the turn.
        """
        if (headed := _HEADED.match(text)) and len(row := re.split(r"\s*(?:,|;|\band\b)\s*", headed["row"])) > 1:
            head = f"on {headed['head']}" if headed["head"][-1].isdigit() else headed["head"]
            return self.each([f"{one} {head}{headed['when'] or ''}" for one in row if one], context)
        if both := _WITH_AND_WITHOUT.match(text):
            head, what, rest = both["head"].strip(), both["what"], both["rest"].strip()
            return self.each([f"{head} {rest}", f"{head} without {what} {rest}"], context)
        if (found := _GOES_ON.match(text)) is None or (_AND_WHEN.search(text) and "outage" not in text.lower()):
            return None
        try:
            frame, _ = self._framer.frame(found["first"], context)
            if frame.names and not frame.is_ranked:  # it is what is named
                return None
            first = list(self._answer(found["first"], said, context))
        except (NoAnswer, AskBack):
            return None
        shown = next((one for one in first if isinstance(one, Shown) and one.is_main), None)
        if shown is None or shown.result.passages or any(isinstance(one, AskedBack | Declined) for one in first):
            return None
        answer = "".join(one.text for one in first if isinstance(one, Stated))
        rows = shown.result.table.slice(0, ROWS_SAID).to_pylist()
        so_far = (Said("person", found["first"]), Said("assistant", answer, shown.tool, shown.arguments, rows=rows))
        then = _THEN.get(found["then"].strip(" ?.!").lower(), found["then"])
        try:
            second = list(self._answer(then, so_far, context))
        except (NoAnswer, AskBack):
            return None
        if any(isinstance(one, AskedBack | Declined) for one in second):
            return None
        return self._joined((found["first"], then), (first, second))

    def parts(self, text: str, frame: Frame, context: ToolContext, *, may_name: bool) -> tuple[str, ...]:
        """The questions that "and" makes of one; empty where it is one."""
        has_clock = frame.period is not None and frame.period.clock is not None  # its "and" joins two times
        if frame.is_compare or frame.lost or frame.is_go or has_clock or years_in(text) or MORE_OR.search(text):
            return ()
        if len(frame.groups) > 1:  # by feeder and cause
            return ()
        if _BOTH.search(text) or _CONJOINED.match(text) or _AND_HAS.match(text):
            return ()
        if (timed := self._and_when(text, context)) is not None:
            return timed
        of_it = ""
        for texts in parts_of(text, with_commas=may_name):
            if (
                len(frame.names) == 1 and not frame.is_ranked and _ASKS_ITSELF.match(texts[-1])
            ):  # "which truck has crew 5 and how many are on it"
                name = frame.names[0]
                said = name.name if name.kind not in _NUMBERED else f"{name.kind} {name.name}"
                texts = (*texts[:-1], _ONE_OF_IT.sub(said, texts[-1]))
            try:
                as_typed, texts = texts, self._with_its_thing(texts, text, context)
                frames = [self._framer.frame(one, context)[0] for one in texts]
                texts, frames = self._with_period(texts, frames, context)
                if _HOW_MANY_ALONE.match(texts[-1]) and not _HOW_MANY_ALONE.match(texts[0]):
                    raise left_words.not_one_thing(texts[-1])  # "who's on shift and how many people": of whom?
                if any(one.lost or one.bare for one in frames):
                    continue
                if any(_OF_THEM.search(one) and not _ASKS_ITSELF.match(one) for one in texts[1:]):
                    continue
                if any(_ASKS_ITSELF.match(one) and _OF_IT.search(one) for one in texts[1:]):
                    of_it = texts[-1]
                    continue
                readings = [self._decider.chosen(one)[0] for one in frames]
            except (NoAnswer, AskBack):
                continue
            if texts[1:] != as_typed[1:] and _is_of_it(as_typed):
                return texts
            if are_two(readings, frames, may_name=may_name) and not _lost_its_kind(readings, frames):
                return texts
        if of_it and not self._is_one(frame):
            raise left_words.not_one_thing(of_it)
        return ()

    def _is_one(self, frame: Frame) -> bool:
        """Whether a quantity of what is asked first says the second: "which crews are off and when do they start"."""
        try:
            return self._decider.chosen(frame)[0].quantity is not None
        except (NoAnswer, AskBack):
            return False

    def _with_its_thing(self, texts: tuple[str, ...], text: str, context: ToolContext) -> tuple[str, ...]:
        """The parts with what "it" means, where the first of them names one thing: "and what's its rating"."""
        is_cut_between = text.startswith(texts[0]) and text.rstrip(" ?.!").endswith(texts[-1].rstrip(" ?.!"))
        if not _is_of_it(texts) or not is_cut_between:
            return texts
        first = self._framer.frame(texts[0], context)[0]
        if len(first.names) == 1 and not first.is_ranked:
            one = first.names[0]
            name = one.name if one.kind not in _NUMBERED else f"{one.kind} {one.name}"
        else:
            name = self._first_of(first, context)
        if not name:
            return texts
        rest = (_IT.sub(name, _ITS.sub(lambda found: f"the {found['what']} of {name}", part)) for part in texts[1:])
        return (texts[0], *rest)

    def _and_when(self, text: str, context: ToolContext) -> tuple[str, ...] | None:
        """A figure and its time: "the system peak yesterday and at what time"; None for other questions.

        Raises:
            NoAnswer: one of the two is not to be had: half of the answer would be told as the whole.
        """
        found = _AND_WHEN.search(text)
        if found is None:
            return None
        figure = text[: found.start()].rstrip(" ,")
        what = re.sub(
            r"^\W*(?:what|how\s+(?:high|low|big|much))(?:'?s|\s+is|\s+was|\s+were)?\s+(?:the\s+)?",
            "",
            figure,
            flags=re.I,
        )
        when = f"when was {what}"
        try:
            one, other = (self._decider.chosen(self._framer.frame(part, context)[0])[0] for part in (figure, when))
        except (NoAnswer, AskBack):
            raise left_words.not_one_thing(found[0].strip(" ,?")) from None
        if other.quantity is None or other.quantity.column.kind not in TIMES or one.key == other.key:
            raise left_words.not_one_thing(found[0].strip(" ,?"))
        return figure, when

    def _first_of(self, frame: Frame, context: ToolContext) -> str:
        """The name of the one thing that a ranking asks for: "the oldest pole on feeder 2 and how tall is it"."""
        if not frame.is_ranked:
            return ""
        try:
            readings = self._decider.chosen(frame)
            reading = next((one for one in readings if one.how == "rows" and one.arguments.get("n") == 1), None)
            if reading is None:
                return ""
            result = reading.worded.tool.call(context, reading.arguments)
        except (NoAnswer, AskBack):
            return ""
        kinds = (*reading.worded.kinds, "place")
        keys = [one for one in ("name", *(f"{kind}_name" for kind in kinds)) if one in result.table.column_names]
        return str(result.table[keys[0]][0].as_py()) if keys and result.table.num_rows == 1 else ""

    def _with_period(
        self, texts: tuple[str, ...], frames: list[Frame], context: ToolContext
    ) -> tuple[tuple[str, ...], list[Frame]]:
        """Two questions, each with the period that one names: "how many outages yesterday and how many were out".

        Raises:
            AskBack: it has no answer of that period, though it is of the past.
            NoAnswer: likewise.
        """
        periods = [one.period for one in frames]
        if len(texts) != 2 or None not in periods or not _ASKS_ITSELF.match(texts[1]):
            return texts, frames
        with_one = periods.index(None) ^ 1
        period, text, other = periods[with_one], texts[with_one ^ 1], frames[with_one ^ 1]
        if period is None or period.is_future or other.is_now or _PRESENT.search(text):
            return texts, frames
        when = frames[with_one].text[period.start : period.end].strip()
        whole = f"{text.rstrip(' ?.!')} {when}"
        frame = self._framer.frame(whole, context)[0]
        try:
            self._decider.chosen(frame)
        except (NoAnswer, AskBack):
            if _PAST.search(text):
                raise
            return texts, frames
        return ((texts[0], whole), [frames[0], frame]) if with_one == 0 else ((whole, texts[1]), [frame, frames[1]])

    def each(self, texts: Sequence[str], context: ToolContext) -> Iterator[Event]:
        """The answers of several questions, one after the other; none where one of them has none."""
        answers = []
        for text in texts:
            try:
                answers.append(list(self._answer(text, (), context)))
            except AskBack:
                raise left_words.not_one_thing(text) from None
        if back := next((one for events in answers for one in events if isinstance(one, AskedBack | Declined)), None):
            yield back
            return
        yield from self._joined(texts, answers)

    def _joined(self, texts: Sequence[str], answers: Sequence[list[Event]]) -> Iterator[Event]:
        """Answers one after the other, each cell of its own result."""
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


def _lost_its_kind(readings: Sequence[QuestionReading], frames: Sequence[Frame]) -> bool:
    """Whether a later part would be of all things though the first says which: "steel poles and mean health"."""
    kinds = frames[0].vocabulary & frames[0].kinds.of.keys()
    for reading, frame in zip(readings[1:], frames[1:], strict=True):
        about = {phrase(one)[-1] for one in reading.worded.tool.subjects}
        if (
            kinds & about
            and not frame.vocabulary & frame.kinds.of.keys()
            and not frame.names
            and not _ASKS_ITSELF.match(frame.text)
        ):
            return True
    return False


def _is_of_it(texts: Sequence[str]) -> bool:
    """Whether a later part asks of the thing of the first one."""
    return any(_ITS.search(one) or _IT.search(one) for one in texts[1:])


def _beginning(events: Sequence[Event]) -> str:
    """An answer's text up to its first cell: what two answers have in common there tells them not apart."""
    before = takewhile(lambda one: one.cell is None, (one for one in events if isinstance(one, Stated)))
    return "".join(one.text for one in before)
