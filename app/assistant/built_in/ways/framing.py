"""A question taken apart: turns of speech, its periods and times, its names, then the frame of the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from app.assistant.built_in import asking_back
from app.assistant.built_in.as_typed.asked_straight import asked_straight
from app.assistant.built_in.as_typed.desk_turns import said_first
from app.assistant.built_in.as_typed.network_turns import in_trade_words, without_mock_orders
from app.assistant.built_in.as_typed.query_style import said_in_words
from app.assistant.built_in.as_typed.setting import SetAside, set_aside
from app.assistant.built_in.as_typed.shorthand import written_out
from app.assistant.built_in.as_typed.spoken_clock import clock_in
from app.assistant.built_in.as_typed.spoken_numbers import numbers_written_out
from app.assistant.built_in.as_typed.spoken_years import years_in
from app.assistant.built_in.deciding import AskBack
from app.assistant.built_in.everyday.plain_words import in_words_of_the_desk
from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.frames.taking_apart import frame_of
from app.assistant.built_in.idioms import in_plain_words
from app.assistant.built_in.names.finding import NameFinder
from app.assistant.built_in.refusing import commands, left_words, never
from app.assistant.built_in.spoken_periods import SpokenPeriod, period_in
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import tokens_of
from app.assistant.context import ToolContext

_ORDER: Final = re.compile(
    r"^\W*(?:(?:please|can you|could you|would you)\W+)*(?:set|push|change|move|update|extend|delay|postpone|shelve"
    r"|schedule|assign|dispatch|note|log|add|put|make|close|restore|mark|cancel|create|send)\b",
    re.I,
)
_SQL: Final = re.compile(r"^\W*(?:select|insert|update|delete|with|drop|alter|truncate|create|explain|grant)\b", re.I)
MORE_OR: Final = re.compile(r"\b(?:more|fewer|less|higher|lower|greater|larger|smaller|worse|better)\b.*\bor\b", re.I)
COMPARED: Final = re.compile(
    rf"\b(?:compare[ds]?|comparison|vs\.?|versus|against|than|difference|better|worse|and)\b|{MORE_OR.pattern}", re.I
)
"""A question that holds two things or periods against each other."""


class Framer:
    """Takes questions apart. Thread-safe.

    Args:
        vocabulary: of the catalogue.
        names: finds things of the utility.
    """

    def __init__(self, vocabulary: Vocabulary, names: NameFinder) -> None:
        self._vocabulary, self._names = vocabulary, names

    def frame(self, text: str, context: ToolContext) -> tuple[Frame, SpokenPeriod | None]:
        """The question taken apart, and a second period that the first is compared with.

        Args:
            text: in plain words, see `plainly`.
            context: of the turn; names are looked up in it.

        Raises:
            AskBack: a name is that of two things.
            NoAnswer: it is of two periods that it does not compare.
            SourceError: the database does not answer.
        """
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
                    raise left_words.not_one_thing(text[other.start : other.end].strip())
                blank = text = rest
        names = self._names.find(context, blank, tokens_of(blank))
        if names.shared:
            raise AskBack(asking_back.of_shared(text, names.shared[0]))
        if years is not None:
            text = text[: years.start] + whole[years.start : years.end] + text[years.end :]
        return frame_of(text, names, period, self._vocabulary), other


def as_asked(text: str) -> str:
    """A question as it would be put straight; a statement of SQL stays as it is, to be refused as one."""
    return out_of_setting(text).question


def out_of_setting(text: str) -> SetAside:
    """A question as it would be put straight, and what was told with it; an order keeps all of its words.

    Args:
        text: plain.
    """
    if _SQL.match(text):
        return SetAside(text, "")
    if never.aims_at_assistant(text):
        return SetAside(text, "")
    found = set_aside(asked_straight(text))
    said = said_in_words(without_mock_orders(asked_straight(found.question)))
    if found.question != text and commands.command_in(said):
        return SetAside(said_in_words(without_mock_orders(asked_straight(text))), "")
    return SetAside(said, found.statement)


@lru_cache(maxsize=1_000)
def plainly(text: str) -> str:
    """A question without turns of speech and shorthand; an order keeps the words that become a note or a reason."""
    text = as_asked(said_first(text))
    if commands.command_in(text):
        return in_plain_words(text)
    text = in_trade_words(numbers_written_out(written_out(text)))
    return in_plain_words(in_words_of_the_desk(text))


def with_names(frame: Frame) -> str:
    """The question with its names as they are displayed."""
    text = frame.text
    for one in sorted(frame.names, key=lambda one: -one.start):
        text = f"{text[: one.start]}{one.name}{text[one.end :]}"
    return text
