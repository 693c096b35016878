"""A turn of a conversation: whether it stands for itself, and the whole question that it is after what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from app.assistant.built_in import documents
from app.assistant.built_in.as_typed.spoken_years import with_year_each
from app.assistant.built_in.deciding import AskBack, Decider
from app.assistant.built_in.follow_ups import followed, is_whole_of_last
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.idioms import in_plain_words
from app.assistant.built_in.last_answer import LastAnswer, last_answer
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.referring import Referring
from app.assistant.built_in.refusing import commands
from app.assistant.built_in.side_by_side import readings_beside
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.talking.after_no_answer import asked_again
from app.assistant.built_in.talking.form_before import form_again, refuse_confirmed, refuse_recalled
from app.assistant.built_in.talking.nth_row import with_named_rows
from app.assistant.built_in.talking.of_one_outage import of_one_outage
from app.assistant.built_in.talking.openers import without_opener
from app.assistant.built_in.talking.pieces import completed
from app.assistant.built_in.talking.standing import says_its_own, shows_going_on
from app.assistant.built_in.talking.told_on import told_on
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.ways.framing import Framer, plainly
from app.assistant.built_in.words import plain
from app.assistant.context import ToolContext
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

_PIECE: Final = 9
"""Words of what may be a piece of one outage."""
_BACK_AT: Final = ("estimated_restoration_at", "back_at")
_SET_IT: Final = re.compile(
    r"^\W*(?:set|change|move|push|put)\s+(?:it|that)\s+(?:back\s+)?to\s+(?P<when>\S.*?)\W*$", re.I
)
"""What is set after an estimate was told."""
_FIGURE_WORDS: Final = 5
_FIGURE_ALONE: Final = re.compile(
    r"^(?!.*\b(?:system|utility|total|overall|all|whole|our|we)\b)(?:the\s+)?(?:peak|load|energy|losses|min|minimum|max|maximum|mean|average|lowest|highest|least|voltage|demand|consumption)\b",
    re.I,
)


class TurnReader:
    """Makes whole questions of the turns of a conversation. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
        framer: takes questions apart.
        decider: takes a reading.
        referring: puts names where pronouns stand.
        is_example: whether a question is a tool's own example.
    """

    def __init__(
        self, vocabulary: Vocabulary, names: NameFinder, framer: Framer, decider: Decider, referring: Referring,
        is_example: Callable[[Frame], bool],
    ) -> None:  # fmt: skip
        self._vocabulary, self._names, self._framer = vocabulary, names, framer
        self._decider, self._referring, self._is_example = decider, referring, is_example

    def after_the_last(
        self, text: str, said: Sequence[Said], context: ToolContext
    ) -> tuple[str, Sequence[Said]]:  # fmt: skip
        """A turn that changes the form before, or answers a question back, as a whole one of its own.

        Args:
            text: of the turn.
            said: the conversation before it.
            context: of the turn.

        Raises:
            NoAnswer: a word is to confirm a form, or to take it back.
        """
        last = last_answer(said, self._vocabulary)
        refuse_confirmed(text, last)
        if (whole := self._of_one_outage(text, said, context)) is not None:
            return whole, ()
        if last is None or not said[-1].tool:
            again = asked_again(text, said, lambda words: self._framer.frame(plainly(plain(words)), context)[0])
            again = again if again is not None or last is None else self._told_on(text, said, context)
            return (text, said) if again is None else (again, ())
        refuse_recalled(text, last)
        form = form_again(without_opener(text), last)
        if form is not None:
            return form, said
        whole = self._told_on(text, said, context) or self._of_its_own_time(text, last, said, context)
        return (text, said) if whole is None else (whole, ())

    def _of_its_own_time(self, text: str, last: LastAnswer, said: Sequence[Said], context: ToolContext) -> str | None:
        """A figure and a time alone ("peak yesterday") of the thing that the question before named.

        Raises:
            NoAnswer: that is not told of the thing: it is never told of the whole utility without a word.
        """
        named = {str(last.arguments.get(key)) for key in ("name", "place") if last.arguments.get(key)}
        piece = plainly(plain(without_opener(text)).strip(" ?.!"))
        if not named or len(piece.split()) > _FIGURE_WORDS or not _FIGURE_ALONE.match(piece):
            return None
        reading = self._reading_of(context, piece)
        if reading is None or reading.worded.tool.shape != "row" or not reading.arguments.get("period"):
            return None
        tool, about = reading.worded.tool, self._referring.about(said, context)
        if not about or about.rpartition(" ")[2] not in named or "weather" in tool.subjects:
            return None
        if reading.arguments.get("place") or reading.arguments.get("name"):
            return None
        frame, _ = self._framer.frame(piece, context)
        if frame.period is None:
            return None
        what, when = (
            f"{piece[: frame.period.start]}{piece[frame.period.end :]}",
            piece[frame.period.start : frame.period.end],
        )
        whole = f"{what.strip()} of {about} {when}"
        of_it = self._reading_of(context, whole)
        name = about.rpartition(" ")[2]
        if of_it is not None and name in (of_it.arguments.get("place"), of_it.arguments.get("name")):
            return whole
        of_all = f"For the whole utility, say so: “{what.strip()} of the system {when}”."
        sentence = f"“{piece}”: that is not told of {about}. {of_all}"
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, sentence)

    def _of_one_outage(self, text: str, said: Sequence[Said], context: ToolContext) -> str | None:
        """A piece of the outage that was told, or with which the page was opened."""
        piece = without_opener(text)
        last = last_answer(said, self._vocabulary)
        figure = "" if last is None else str(last.arguments.get("quantity") or "")
        if figure in _BACK_AT and (found := _SET_IT.match(piece)) is not None:
            one = self._referring.about(said, context)
            return f"set the etr of {one} to {found['when']}" if one.startswith("outage ") else None
        if len(piece.split()) > _PIECE or commands.command_in(piece):
            return None
        one = self._referring.about(said, context) if said else self._referring.picked(context)
        return of_one_outage(piece, one)

    def _told_on(self, text: str, said: Sequence[Said], context: ToolContext) -> str | None:
        """The whole question of a turn that goes on with what the last answer told."""
        piece = without_opener(text)
        if commands.command_in(piece):
            return None
        reads, about = partial(self._reading_of, context), partial(self._referring.about, said, context)
        return told_on(piece, said, self._vocabulary, context.today, reads, about)

    def _reading_of(self, context: ToolContext, text: str) -> QuestionReading | None:
        """What a whole question is read as; None where it has no reading, or several."""
        try:
            frame, other = self._framer.frame(with_year_each(plainly(plain(text).strip()), context.today), context)
            if beside := readings_beside(frame, other, self._vocabulary):
                return beside[0]
            return None if other is not None else self._decider.chosen(frame)[0]
        except (AskBack, NoAnswer):
            return None

    def stands_alone(self, text: str, context: ToolContext) -> bool:
        """Whether a turn is a whole question, so that what was said before has no part in it.

        Args:
            text: of the turn.
            context: of the turn.

        Raises:
            SourceError: the database does not answer.
        """
        if shows_going_on(text):
            return False
        own = with_year_each(plainly(text), context.today)
        frame, other = self._framer.frame(own, context)
        if not says_its_own(frame) and other is None:
            return False
        if documents.opened(own, self._vocabulary, context) is not None or self._is_example(frame):
            return True
        return self._is_read_as_one(frame, other, own, context)

    def _is_read_as_one(self, frame: Frame, other: SpokenPeriod | None, text: str, context: ToolContext) -> bool:
        """Whether a question has one reading, in the data or in a document."""
        if other is not None or commands.command_in(text):
            return True
        try:
            self._decider.chosen(frame)
        except AskBack:
            return False
        except NoAnswer:
            is_told = documents.taken_whole(frame, self._vocabulary, context) is not None
            return is_told or bool(readings_beside(frame, None, self._vocabulary))
        return True

    def made_whole(self, text: str, said: Sequence[Said], context: ToolContext) -> str:
        """The turn of a conversation as a whole question, with the place and the period that it goes on with.

        Args:
            text: of the turn.
            said: the conversation before it.
            context: of the turn.

        Raises:
            NoAnswer: it goes on with nothing that was told.
            SourceError: the database does not answer.
        """
        text = with_named_rows(text, said, self._vocabulary, context)
        kind_of, about = partial(self._names.kind_of, context), partial(self._referring.about, said, context)
        whole = completed(text, said, self._vocabulary, context.today, kind_of, about)
        if not whole.place and not whole.period:
            return whole.text
        frame, _ = self._framer.frame(plainly(whole.text), context)
        place = "" if frame.names or not whole.place else f" on {whole.place}"
        period = "" if frame.period is not None or not whole.period else f" {whole.period}"
        return f"{whole.text.rstrip(' ?.!')}{place}{period}"

    def with_names(self, text: str, said: Sequence[Said], context: ToolContext) -> str:
        """The question with what its pronouns mean, unless it goes on with all that the last answer was of.

        Args:
            text: of the turn.
            said: the conversation before it.
            context: of the turn.

        Raises:
            AskBack: a pronoun may mean several things.
            NoAnswer: it means none.
            SourceError: the database does not answer.
        """
        if said and is_whole_of_last(text) and self._goes_on(text, said, context):
            return text
        try:
            named = self._referring.named(text, said, context, is_order=bool(commands.command_in(text)))
            if isinstance(named, str):
                return named if named == text else in_plain_words(named)
            raise AskBack(named)
        except (AskBack, NoAnswer):
            if self._goes_on(text, said, context):  # all of its rows, narrowed further
                return text
            raise

    def _goes_on(self, text: str, said: Sequence[Said], context: ToolContext) -> bool:
        """Whether a question goes on with all that the last answer was of."""
        frame, _ = self._framer.frame(text, context)
        return followed(frame, said, self._vocabulary, partial(self._names.in_answer, context)) is not None
