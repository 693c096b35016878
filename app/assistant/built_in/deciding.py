"""Deciding: which of the readings of a question is taken, and what has to be asked back first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.assistant.built_in import asking_back
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.reworded import with_endings
from app.assistant.built_in.lexicon import SUPERLATIVES, UNITS
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.names.found import LostName
from app.assistant.built_in.outage_names import OF_OUTAGES, lasts_now
from app.assistant.built_in.reading.choose import readings_of
from app.assistant.built_in.reading.question_reading import PLACES, QuestionReading
from app.assistant.built_in.reading.slots import numbers_given
from app.assistant.built_in.refusing import left_words, never
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import phrase, tokens_of
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack
from app.assistant.refusals import NoAnswer, RefusalReason

CLOSE: Final = 0.05
"""Readings whose scores differ less are equal."""
BEHIND: Final = 1.5
"""A quantity whose reading is farther behind the best one is not what a ranking asks for."""
_BY: Final = re.compile(r"\bby\s+(?:the\s+)?([^\W\d_]+(?:\s+[^\W\d_]+)?)\W*$", re.IGNORECASE)
LIKE: Final = 2.0
"""Readings of one quantity whose scores differ less may be of either kind of things, where none is said."""
ATTEMPTS: Final = 4
"""Readings that are tried where the better one's tool does not take it."""
_OF_THE_FUTURE: Final = frozenset(
    ("probability", "likely", "chance", "odds", "forecast", "planned", "again", "fixed", "expected", "due", "predicted",
     "upcoming", "scheduled", "likelihood")
)  # fmt: skip


_WILL: Final = re.compile(r"\bwill\b(?!.*\b(?:if|happens?|after)\b)", re.IGNORECASE)


class AskBack(Exception):
    """Carries a question back out of the choice."""

    def __init__(self, back: AskedBack) -> None:
        super().__init__(back.sentence)
        self.back = back


class Decider:
    """Takes a reading, or asks back. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
    """

    def __init__(self, vocabulary: Vocabulary, names: NameFinder) -> None:
        self._vocabulary, self._names = vocabulary, names

    def is_of_data(self, frame: Frame) -> bool:
        """Whether some tool's phrases cover all that is asked, its bare numbers too: "tree clearance 69 kV" is not."""
        return any(
            not one.uncovered and not one.lacks and takes_bare(frame, one)
            for one in readings_of(frame, self._vocabulary)
        )

    def chosen(self, frame: Frame) -> list[QuestionReading]:
        """The reading that is taken, and those that are tried where its tool does not take it.

        Raises:
            AskBack: two readings are possible, or something is lacking.
            NoAnswer: none covers the question.
        """
        _ask(asking_back.of_sense(frame))
        readings = self._readings(frame)
        whole = _of_its_time(frame, [one for one in readings if not one.uncovered])
        if self._lacks_quantity(frame, whole):
            _ask(asking_back.by_which(frame, self._vocabulary))
        ready = self._ready(frame, whole, readings)
        best = ready[0]
        if best.quantity is not None and (whole_fleet := _of_all_assets(ready, best)):
            return [whole_fleet]
        if kinds := _kinds_ranked(frame, ready):
            _ask(asking_back.of_kinds(frame, kinds))
        if equal := _equal_to(best, ready):
            _ask(asking_back.of_two([best, *equal]))
        return ready[:ATTEMPTS]

    def _readings(self, frame: Frame) -> list[QuestionReading]:
        """All readings; those of the words with other endings where none covers the question as it stands."""
        readings = readings_of(frame, self._vocabulary)
        if any(not one.uncovered and not one.lacks for one in readings):
            return readings
        other = with_endings(frame, self._vocabulary.known)
        bent = readings_of(other, self._vocabulary) if other is not None else []
        return bent if any(not one.uncovered for one in bent) else readings

    def _lacks_quantity(self, frame: Frame, whole: Sequence[QuestionReading]) -> bool:
        """Whether a ranking leaves open by what it is."""
        near = [one for one in whole if one.score > whole[0].score - BEHIND]
        no_quantity = not any(one.quantity is not None and one.lacks in ((), ("period",)) for one in near)
        ranks = {word for word in frame.all_words if word in SUPERLATIVES}  # "shortest outage" says by what itself
        no_quantity = no_quantity and not (ranks and whole and ranks <= whole[0].covered)
        is_open = (frame.is_ranked and no_quantity) or (bool(whole) and whole[0].is_unranked)
        has_more = bool(set(frame.words) - self._vocabulary.subject_words)
        return is_open and not frame.unknown and not has_more and not any(_is_grouped(frame, one) for one in whole)

    def _ready(
        self, frame: Frame, whole: Sequence[QuestionReading], readings: Sequence[QuestionReading]
    ) -> list[QuestionReading]:  # fmt: skip
        """The readings that lack nothing; never empty.

        Raises:
            AskBack: a better one lacks its period, or of what it is.
            NoAnswer: there is none.
        """
        ready = [one for one in whole if not one.lacks]
        timeless = [one for one in whole if one.lacks == ("period",)]
        if timeless and (not ready or timeless[0].score > ready[0].score + 1.0):
            raise AskBack(asking_back.of_period(frame))
        lacking = [one for one in whole if one.lacks and one.quantity is not None]
        if not ready:
            if lacking and not frame.is_ranked:
                _ask(asking_back.of_what(frame, lacking))
            raise self._no_reading(frame, readings)
        better = [one for one in lacking if one.score > ready[0].score + 0.6]
        if better and not frame.names and len({one.worded.tool.name for one in better}) > 1:
            _ask(asking_back.of_what(frame, better))
        if _leaves_open(frame, ready[0]):
            _ask(asking_back.of_what(frame, _equal_of_things(whole, ready[0])))
        return ready

    def asked_back(self, frame: Frame, context: ToolContext) -> AskedBack | None:
        """What has to be asked back before anything is read."""
        if not frame.bare or frame.unknown or self._takes_numbers(frame):
            return None
        best = next((one for one in readings_of(frame, self._vocabulary) if not one.uncovered and not one.lacks), None)
        bare = [one for one in frame.bare if best is None or one not in best.covered]
        if not bare:
            return None
        if measured := next((f"{value:g} {UNITS[after]}" for value, _, after in frame.beside if after in UNITS), ""):
            raise NoAnswer(
                RefusalReason.NOT_UNDERSTOOD, f"{measured} is taken for a limit here: say whether above or below it."
            )
        number = bare[0].replace(",", "").split(".")[0]
        if not number.isdigit():
            return None
        forms = self._names.forms(context)
        wanted = {form.filled([number]): kind for kind in forms.forms for form in forms.of(kind, 1)}
        names = self._names.exist(context, list(wanted))
        others = [kind for kind in forms.forms if forms.of(kind) and not forms.of(kind, 1)]
        answerable = self._kinds_for(frame)
        names = [pair for pair in names if not answerable or pair[0] in answerable] or names
        others = [kind for kind in others if kind in answerable]
        if OF_OUTAGES.search(frame.text) and lasts_now(context, number):
            names.append(("outage", number))
        if not (names or others):  # never dropped: what is told for another number is wrong
            why = f"Nothing here takes the number {bare[0]} as it stands: say of what it is, such as dollars or years."
            raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, why)
        return asking_back.of_number(frame, bare[0], names, others)

    def of_lost(self, frame: Frame, lost: LostName, context: ToolContext) -> AskedBack:
        """A question back where a name is the beginning of some that there are.

        Raises:
            NoAnswer: there is nothing of that name.
        """
        if lost.is_beginning:
            number = "".join(letter for letter in lost.text if letter.isdigit())
            forms = self._names.forms(context)
            others = [form.filled([number]) for kind in PLACES for form in forms.of(kind, 1)] if number else []
            names = self._names.exist(context, [*lost.like, *others])
            names.sort(key=lambda pair: pair[0] != lost.kind)
            if names:
                return asking_back.of_beginning(frame, lost, names)
        kind = lost.kind or "thing"
        is_numbered = re.fullmatch(rf"{re.escape(kind)}\s+\d+", lost.text.lower()) is not None
        called = lost.text.lower() if is_numbered else f"{kind} called {lost.text}"
        like = f" There is {', '.join(lost.like)}." if lost.like and not lost.is_beginning else ""
        raise NoAnswer(
            RefusalReason.NO_SUCH_ASSET,
            f"There is no {called} in this utility.{like}",
        )

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

    def _no_reading(self, frame: Frame, readings: Sequence[QuestionReading]) -> NoAnswer:
        if (period := frame.period) is not None and not period.is_future and not frame.unknown:
            timeless = readings_of(replace(frame, period=None), self._vocabulary)
            if any(not one.uncovered and not one.lacks for one in timeless):
                said, rest = _cut(frame.text, [(period.start, period.end), *([period.clock] if period.clock else [])])
                return left_words.not_of_a_period(said, rest)
        words = list(dict.fromkeys([*frame.unknown, *(readings[0].uncovered if readings else frame.words)]))
        known = [word for word in words if word in self._vocabulary.known]
        if words and len(known) == len(words):
            return left_words.not_understood(words)
        return left_words.not_in_data([word for word in words if word not in known], known)


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """Some of a text's words, and the text without them."""
    ends = sorted(set(spans))
    said = " ".join(text[start:end].strip() for start, end in ends)
    for start, end in reversed(ends):
        text = f"{text[:start]} {text[end:]}"
    return said, " ".join(text.split())


def _is_grouped(frame: Frame, reading: QuestionReading) -> bool:
    """Whether "by" names what a tool's rows are of, as its own words do: `transformers by feeder`."""
    grouped = (one for one in reading.worded.phrases if one.of == "tool" and "by" in one.words)
    return any(one.is_in(frame.vocabulary) and set(one.words) <= {*frame.all_words} for one in grouped)


_OF_ALL: Final = re.compile(
    r"\b(?:we|our|ours|us|system|utility|company|total|overall|altogether|whole|entire|network|grid|all|everything)\b",
    re.IGNORECASE,
)  # fmt: skip


def _leaves_open(frame: Frame, best: QuestionReading) -> bool:
    """Whether one bare word is all that is said ("load"): of the whole utility only where something says so."""
    is_bare = len(frame.words) == 1 and not frame.soft and not frame.names and not frame.groups and not frame.limits
    is_more = frame.is_now or frame.is_ranked or frame.is_when or frame.is_go or frame.period is not None
    return is_bare and not is_more and best.quantity is not None and _OF_ALL.search(frame.text) is None


def _equal_of_things(whole: Sequence[QuestionReading], best: QuestionReading) -> list[QuestionReading]:
    """Readings of the same quantity of a thing that is not named, which nothing tells from the best one."""
    key = best.quantity.key if best.quantity is not None else ""
    equal = [one for one in whole if one.lacks == ("name",) and one.quantity is not None and one.quantity.key == key]
    equal = [one for one in equal if best.score - one.score < CLOSE]
    return equal if len({one.worded.tool.name for one in equal}) > 1 else []


def takes_bare(frame: Frame, reading: QuestionReading) -> bool:
    """Whether a reading has a use for all numbers that stand alone."""
    is_given = len(numbers_given(frame, reading.worded.tool)) >= len(frame.bare)
    return is_given or set(frame.bare) <= reading.covered


def _of_all_assets(ready: Sequence[QuestionReading], best: QuestionReading) -> QuestionReading | None:
    """Of equal rankings of transformers, of poles and of both: that of both, where no kind is named."""
    equal = [one for one in ready if best.score - one.score < CLOSE and one.quantity is not None]
    if len(equal) < 2 or len({one.key[1] for one in equal}) > 1:
        return None
    return next((one for one in equal if one.worded.tool.subjects[:1] == ("asset",)), None)


def _ask(back: AskedBack | None) -> None:
    """Ask back, where there is what to ask.

    Raises:
        AskBack: there is.
    """
    if back is not None:
        raise AskBack(back)


def _of_its_time(frame: Frame, whole: list[QuestionReading]) -> list[QuestionReading]:
    """Those that are of the future, where the question is.

    Raises:
        NoAnswer: it is, and none of them is.
    """
    if not ((frame.period is not None and frame.period.is_future) or _WILL.search(frame.text)):
        return whole
    ahead = [one for one in whole if _forecasts(one)]
    if not ahead:
        raise never.not_known_yet()
    return ahead


def _equal_to(best: QuestionReading, ready: Sequence[QuestionReading]) -> list[QuestionReading]:
    """Readings by other quantities that cover a question as well as the best one does."""
    equal = [one for one in ready[1:] if best.score - one.score < CLOSE and not _same_quantity(one, best)]
    titles = {one.quantity.column.title for one in (best, *equal) if one.quantity is not None}
    is_told_apart = len(titles) > 1 and all(one.quantity is not None for one in (best, *equal))
    return equal if is_told_apart else []


def _kinds_ranked(frame: Frame, ready: Sequence[QuestionReading]) -> list[str]:
    """Kinds of things that a ranking may be of alike, where the question says none: "highest load right now"."""
    is_of_one_kind = frame.kind_words or frame.names or frame.groups or frame.asked_group is not None
    if not frame.is_ranked or is_of_one_kind or ready[0].worded.tool.shape != "ranking":
        return []
    best = _ranked_by(frame, ready)
    alike = [one for one in ready if best.score - one.score < LIKE and _ranks_the_same(one, best)]
    kinds = list(dict.fromkeys(one.worded.tool.subjects[0] for one in alike))
    is_said = any(phrase(one)[-1] in frame.vocabulary for reading in alike for one in reading.worded.tool.subjects)
    return kinds if len(kinds) > 1 and not is_said else []


def _ranked_by(frame: Frame, ready: Sequence[QuestionReading]) -> QuestionReading:
    """The reading by the quantity that "by" names, where it names one; else the best."""
    said = _BY.search(frame.text)
    words = {one.norm for one in tokens_of(said[1])} if said is not None else set()
    named = (
        one for one in ready if one.phrase is not None and one.quantity is not None and {*one.phrase.words} == words
    )
    return next(named, next((one for one in ready if one.quantity is not None), ready[0]))


def _ranks_the_same(one: QuestionReading, best: QuestionReading) -> bool:
    """Whether two readings rank things by what is called the same."""
    if one.quantity is None or best.quantity is None or one.worded.tool.shape != "ranking":
        return False
    is_called_so = one.phrase is not None and best.phrase is not None and one.phrase.words == best.phrase.words
    return is_called_so or one.quantity.key == best.quantity.key


def _same_quantity(one: QuestionReading, other: QuestionReading) -> bool:
    """Whether no words could tell two readings apart: the earlier tool is taken."""
    if one.quantity is None or other.quantity is None:
        return one.quantity is other.quantity
    if one.phrase is not None and other.phrase is not None and one.phrase.words == other.phrase.words:
        return one.worded.tool.subjects[:1] == other.worded.tool.subjects[:1]
    return one.quantity.key == other.quantity.key or one.quantity.column.title == other.quantity.column.title


def _forecasts(reading: QuestionReading) -> bool:
    """Whether a reading is about the future: a probability, a forecast, what some phrase calls planned or expected."""
    words = {*reading.covered, *(reading.phrase.words if reading.phrase else ())}
    if reading.quantity is not None:
        words |= {word for one in reading.worded.phrases if one.quantity is reading.quantity for word in one.words}
    is_of_days = bool(reading.arguments.get("days"))
    return is_of_days or bool(words & _OF_THE_FUTURE) or reading.worded.tool.takes("ahead")
