"""A piece of a question that may be of what was told before, or of all: of the place told, else it is asked back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final

from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.last_answer import LastAnswer, last_answer
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.reading.question_reading import PLACES, ROW_SHAPES, QuestionReading
from app.assistant.built_in.referring import Referring
from app.assistant.built_in.talking.standing import is_clause, is_of_a_part, narrowed_by, says_its_own, shows_going_on
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.ways.asked import AskedQuestion
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack, Event
from app.assistant.refusals import NoAnswer, RefusalReason

_OF_PEOPLE: Final = re.compile(r"\b(?:customers?|custs?|people|homes|accounts|meters)\b", re.IGNORECASE)
_LISTS: Final = re.compile(r"\W*(?:list|show|number\s+of|count)\b", re.IGNORECASE)
"""How a question begins that says outright what of all there is it asks for."""


class OfWhich:
    """Says of what a piece is. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
        decider: takes one of the readings of a question.
        referring: knows what the last answer was of.
        read: what a question is taken to ask; None where it is none of the data.
        alone: the answer of a question that stands in no conversation.
    """

    def __init__(
        self, vocabulary: Vocabulary, names: NameFinder, decider: Decider, referring: Referring,
        read: Callable[[str, ToolContext], QuestionReading | None],
        alone: Callable[[str, ToolContext], Iterator[Event]],
    ) -> None:  # fmt: skip
        self._vocabulary, self._names, self._decider, self._referring = vocabulary, names, decider, referring
        self._read, self._alone = read, alone

    def answered(self, asked: AskedQuestion) -> Iterable[Event] | None:
        """A piece that could be of what was told before, and nothing says how: never told of all without a word.

        Args:
            asked: the question; None is answered where it is no such piece.

        Raises:
            AskBack: it can be asked of the whole utility.
        """
        last = last_answer(asked.said, self._vocabulary)
        is_piece = asked.goes_on or not says_its_own(asked.frame)
        is_whole = asked.is_made_whole or bool(asked.frame.names) or not is_piece
        if last is None or is_whole or not is_of_a_part(last) or not self._is_of_all(asked):
            return None
        text = asked.text.strip(" ?.!")
        is_figure_of_all = not narrowed_by(last) and last.worded.tool.shape not in ROW_SHAPES
        if is_figure_of_all and not asked.goes_on and not _OF_PEOPLE.search(text):
            return None
        if (
            not asked.goes_on
            and (is_clause(text) or self._is_of_no_place(asked))
            and not self._is_of_the_same(asked, last)
        ):
            return None
        if (of_place := self._of_place(text, asked)) is not None:
            return self._alone(of_place, asked.context)
        of_all = re.sub(r"^\W*(?:(?:and|what about|how about|only|just)\b\W*)+", "", text, flags=re.IGNORECASE)
        about, whole = self._referring.about(asked.said, asked.context), f"{of_all} of the whole utility"
        before = [
            one
            for one in (f"{of_all} of {about}", f"{of_all} on {about}")
            if about and self._names_it(one, about, asked)
        ]
        sentence = f"“{text}”: of what was told before, or of the whole utility?"
        if not before or shows_going_on(whole) or self._read(whole, asked.context) is None:
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{sentence} Ask the whole question, with what it is of.")
        raise AskBack(AskedBack(sentence, ((before[0], before[0]), (whole, whole))))

    def _names_it(self, words: str, about: str, asked: AskedQuestion) -> bool:
        """Whether a question is read as one of the thing that was told."""
        reading, name = self._read(words, asked.context), about.rpartition(" ")[2]
        return reading is not None and name in (reading.arguments.get("place"), reading.arguments.get("name"))

    def _is_of_no_place(self, asked: AskedQuestion) -> bool:
        """Whether what is asked for is there once, for all: the weather."""
        with suppress(AskBack, NoAnswer):
            tool = self._decider.chosen(asked.frame)[0].worded.tool
            return not (tool.takes("place") or tool.takes("name"))
        return False

    def _is_of_the_same(self, asked: AskedQuestion, last: LastAnswer) -> bool:
        """Whether a piece asks for the very kind of things that was told: alarms after alarms."""
        with suppress(AskBack, NoAnswer):
            return self._decider.chosen(asked.frame)[0].worded is last.worded
        return False

    def _of_place(self, text: str, asked: AskedQuestion) -> str | None:
        """The question at the place that the last answer was of; None where that was none, or it is not of places."""
        about = self._referring.about(asked.said, asked.context)
        if self._names.kind_of(asked.context, about) not in PLACES:
            return None
        whole = f"{text} on {about}"
        reading = self._read(whole, asked.context)
        is_there = reading is not None and about in (reading.arguments.get("place"), reading.arguments.get("name"))
        return whole if is_there else None

    def _is_of_all(self, asked: AskedQuestion) -> bool:
        """Whether it would be told of the whole utility."""
        try:
            reading = self._decider.chosen(asked.frame)[0]
        except (AskBack, NoAnswer):
            return False
        given = {key for key, value in reading.arguments.items() if value not in (None, "", False)}
        if reading.worded.tool.shape in ("document", "go", "proposal") or given & {"place", "name"}:
            return False
        is_bare = not given - {"quantity", "is_count", "by", "order", "n"} and not _LISTS.match(asked.text)
        return asked.goes_on or is_bare
