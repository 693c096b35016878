"""Sums, shares and quotients: each figure is asked for as a question of its own, then they are put together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.derived.in_asked_unit import in_asked_unit
from app.assistant.built_in.derived.reckoned import ReckonedFigure, reckoned
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.units import unit_written
from app.assistant.built_in.side_by_side import as_one_figure
from app.assistant.built_in.spoken_reckonings import Reckoning, reckoning_in
from app.assistant.built_in.telling.around import WHOLE_PLACE
from app.assistant.built_in.telling.reckonings import told_reckoning
from app.assistant.built_in.telling.sentences import sentences
from app.assistant.built_in.telling.told_result import ToldResult
from app.assistant.built_in.ways.framing import Framer
from app.assistant.built_in.words import phrase
from app.assistant.context import ToolContext
from app.assistant.events import Event, Shown, Stated
from app.assistant.refusals import NoAnswer
from app.assistant.results import ToolResult

_SHARE_UNITS: Final = ("%",)
_COUNTED: Final = re.compile(r"^\s*how\s+many\b", re.IGNORECASE)


class Reckoner:
    """Reckons figures out of others. Thread-safe.

    Args:
        framer: takes the questions of the figures apart.
        decider: takes a reading of each.
    """

    def __init__(self, framer: Framer, decider: Decider) -> None:
        self._framer, self._decider = framer, decider

    def answered(self, text: str, frame: Frame, context: ToolContext) -> list[Event] | None:
        """The answer of a question that reckons; None for others, and where a figure is not to be had.

        Args:
            text: of it, in plain words.
            frame: what it says.
            context: of the turn.

        Raises:
            NoAnswer: its figures cannot be put together, or a tool has none.
        """
        if frame.lost or frame.is_go:
            return None
        period = frame.period
        when = "" if period is None else text[period.start : period.end].strip()
        reckoning = reckoning_in(text, frame.names, when, is_grouped=bool(frame.groups))
        if reckoning is None or (not reckoning.is_sure and self._is_told(frame, reckoning)):
            return None
        readings = self._of_one_time(
            [self._figure_of(one, context) for one in reckoning.questions], reckoning, when, context
        )
        whole = [one for one in readings if one is not None and _is_of(reckoning.noun, one)]
        if len(whole) < len(readings):
            return None
        figures = [_called(_added_up(one) if reckoning.how != "ratio" else one, context) for one in whole]
        result = reckoned([one for one, _ in figures], reckoning.how, reckoning.divisor)
        return None if result is None else list(_told(result, figures, reckoning, context))

    def _of_one_time(
        self, readings: list[QuestionReading | None], reckoning: Reckoning, when: str, context: ToolContext
    ) -> list[QuestionReading | None]:
        """The readings of a share, its whole of the period of its part where one tool counts both: inspections made."""
        if reckoning.how != "share" or not (reckoning.noun and when) or None in readings:
            return readings
        part, whole = readings
        timed = self._figure_of(f"{reckoning.questions[1]} {when}", context)
        if part is None or whole is None or timed is None:
            return readings
        return [part, timed] if timed.worded is part.worded and whole.worded is not part.worded else readings

    def _is_told(self, frame: Frame, reckoning: Reckoning) -> bool:
        """Whether a tool tells the share or the quotient itself."""
        try:
            best = self._decider.chosen(frame)[0]
        except (NoAnswer, AskBack):
            return False
        if reckoning.how == "share":
            is_figure = best.how == "row" and best.quantity is not None
            return is_figure and unit_written(best.quantity.column) in _SHARE_UNITS  # type: ignore[union-attr]
        is_mean = best.quantity is not None and "mean" in best.quantity.key
        is_grouped = bool(frame.groups) and best.worded.tool.takes("group")
        return bool(frame.divisor) or is_grouped or is_mean

    def _figure_of(self, question: str, context: ToolContext) -> QuestionReading | None:
        """The reading of a question for one figure; None where it has none."""
        for text in (question, f"{question} of the whole system", f"how many {question}"):
            try:
                frame, other = self._framer.frame(text, context)
                if frame.lost or frame.bare or other is not None or frame.groups:
                    return None
                found = self._decider.chosen(frame)
            except (NoAnswer, AskBack):
                continue
            if one := next((one for one in map(as_one_figure, found) if one is not None), None):
                return one
            if _COUNTED.match(question):
                return None
        return None


def _is_of(noun: str, reading: QuestionReading) -> bool:
    """Whether a reading counts what a share is of."""
    return not noun or noun in {word for text in reading.worded.tool.subjects for word in phrase(text)}


def _added_up(reading: QuestionReading) -> QuestionReading:
    """A reading of a share as that of the amount itself, where its tool has both: losses in kWh, not in %."""
    key = reading.quantity.key if reading.quantity is not None else ""
    amount = reading.worded.quantity_of(f"{key.removesuffix('_pct')}_kwh") if key.endswith("_pct") else None
    if amount is None:
        return reading
    return replace(reading, quantity=amount, arguments={**reading.arguments, "quantity": amount.key})


def _called(reading: QuestionReading, context: ToolContext) -> tuple[ReckonedFigure, QuestionReading]:
    tool = reading.worded.tool
    result = in_asked_unit(tool.call(context, reading.arguments), reading.unit, tool, reading.arguments)
    key = reading.quantity.key if reading.quantity is not None else "how_many"
    column = next(one for one in result.columns if one.key == key)
    if reading.quantity is None:
        column = replace(column, title=result.title)
    place = str(reading.arguments.get("name") or reading.arguments.get("place") or "")
    return ReckonedFigure(result, column, place or WHOLE_PLACE), reading


def _told(
    result: ToolResult,
    figures: list[tuple[ReckonedFigure, QuestionReading]],
    reckoning: Reckoning,
    context: ToolContext,
) -> Iterator[Event]:
    reading = figures[0][1]
    yield Shown(result, True, reading.worded.tool.name, json.dumps(reading.arguments, default=str))
    shown = ToldResult(result, 0, context.asker.time_zone)
    pieces = list(told_reckoning(shown, [one for one, _ in figures], reckoning.how))
    note = shown.result.note
    yield from sentences([*pieces, *([Stated(f" {note}")] if note else [])])
