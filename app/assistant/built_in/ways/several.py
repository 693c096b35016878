"""Two questions in one: where "and" cuts it, and the answers of the parts one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from app.assistant.built_in import refusing
from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.two_in_one import are_two, parts_of
from app.assistant.built_in.ways.framing import MORE_OR, Framer
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Declined, Event, Finished, Shown, Stated
from app.assistant.refusals import NoAnswer

_ASKS_ITSELF: Final = re.compile(r"\W*(?:how|what|which|who|when|where)\b", re.IGNORECASE)
_PRESENT: Final = re.compile(r"\b(?:are|is|have|has)\b(?!\s+been)", re.IGNORECASE)
_PAST: Final = re.compile(r"\b(?:were|was|did|had)\b", re.IGNORECASE)
_OF_IT: Final = re.compile(
    r"\b(?:it|its|them|they|their|(?<!are )(?<!is )(?<!were )there|those|these)\b", re.IGNORECASE
)


class SeveralQuestions:
    """Cuts a question in parts and answers each. Thread-safe.

    Args:
        framer: takes questions apart.
        decider: takes a reading of a part.
        answer: answers a part, as the planner does.
    """

    def __init__(self, framer: Framer, decider: Decider, answer: Callable[[str, ToolContext], Iterator[Event]]) -> None:
        self._framer, self._decider, self._answer = framer, decider, answer

    def parts(self, text: str, frame: Frame, context: ToolContext, *, may_name: bool) -> tuple[str, ...]:
        """The questions that "and" makes of one; empty where it is one."""
        has_clock = frame.period is not None and frame.period.clock is not None  # its "and" joins two times
        if frame.is_compare or frame.lost or frame.is_go or has_clock or years_in(text) or MORE_OR.search(text):
            return ()
        if len(frame.groups) > 1:  # by feeder and cause
            return ()
        of_it = ""
        for texts in parts_of(text):
            try:
                frames = [self._framer.frame(one, context)[0] for one in texts]
                texts, frames = self._with_period(texts, frames, context)
                if any(one.lost or one.bare for one in frames):
                    continue
                if any(_ASKS_ITSELF.match(one) and _OF_IT.search(one) for one in texts[1:]):
                    of_it = texts[-1]
                    continue
                readings = [self._decider.chosen(one)[0] for one in frames]
            except (NoAnswer, AskBack):
                continue
            if are_two(readings, frames, may_name=may_name):
                return texts
        if of_it:
            raise refusing.not_one_thing(of_it)
        return ()

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
                answers.append(list(self._answer(text, context)))
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


def _beginning(events: Sequence[Event]) -> str:
    """An answer's text up to its first cell: what two answers have in common there tells them not apart."""
    before = takewhile(lambda one: one.cell is None, (one for one in events if isinstance(one, Stated)))
    return "".join(one.text for one in before)
