"""What is said of a question whose words found no place: which they are, and what can be asked instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.assistant.refusals import NoAnswer, RefusalReason

_THERE_IS: Final = (
    "What there is: network, loads and readings, outages, assets and their condition, crews, orders, alarms, weather."
)


def not_one_thing(words: str) -> NoAnswer:
    """Of a part of a question that cannot be answered with the rest of it."""
    return NoAnswer(
        RefusalReason.NOT_UNDERSTOOD, f"“{words}” cannot be answered together with the rest; ask one thing at a time."
    )


class WordsLeft(NoAnswer):
    """A question with words for which nothing here has a use.

    Args:
        reason: of the closed list.
        sentence: for a person.
        words: that nothing here knows, in their normal form, or as written where they have none; none where a word
            that is known found no place, for without it another question is left.
        rest: the question without them, where it is more than these words that are left out.
    """

    def __init__(self, reason: RefusalReason, sentence: str, words: Sequence[str], rest: str = "") -> None:
        super().__init__(reason, sentence)
        self.words, self.rest = frozenset(words), rest


def not_in_data(unknown: Sequence[str], others: Sequence[str] = ()) -> WordsLeft:
    """Of a question with words that no tool knows.

    Args:
        unknown: these words.
        others: words that are known, but find no place beside the rest.
    """
    if not unknown:
        return WordsLeft(RefusalReason.NOT_IN_DATA, f"Nothing here tells that. {_THERE_IS}", ())
    many = len(unknown) > 1
    told = f"The word{'s' if many else ''} {_quoted(unknown)} {'are' if many else 'is'} not known here."
    return WordsLeft(RefusalReason.NOT_IN_DATA, f"{told} {_THERE_IS}", () if others else unknown)


def not_of_a_period(said: str, rest: str) -> WordsLeft:
    """Of a question that names a period for what is told of the present, or of all that there is.

    Args:
        said: the words of the period.
        rest: the question without them.
    """
    return WordsLeft(
        RefusalReason.NOT_UNDERSTOOD, f"“{said}” does not fit here: that is told without a period.", (), rest
    )


def not_understood(words: Sequence[str]) -> WordsLeft:
    """Of a question whose words are known, but not together."""
    verb = "does" if len(words) == 1 else "do"
    return WordsLeft(
        RefusalReason.NOT_UNDERSTOOD,
        f"{_quoted(words)} {verb} not fit the rest of the question: nothing here tells both.",
        (),
    )


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words[:4]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def not_grouped(what: str, asked: list[str], told: list[str]) -> NoAnswer:
    """Of a question by groups that its answer does not have.

    Args:
        what: is asked for.
        asked: groups, as they were said.
        told: groups that there are.
    """
    by = " and ".join(f"“{one}”" for one in asked)
    instead = f"It is told by {', '.join(told[:-1])} or {told[-1]}." if len(told) > 1 else ""
    instead = instead or (f"It is told by {told[0]}." if told else "Ask for it without that.")
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"{what[:1].upper()}{what[1:]} is not told {by}. {instead}")


def not_divided(divisor: str) -> NoAnswer:
    """Of a question for a quotient that no tool tells."""
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"Nothing is told “{divisor}” here: ask for both figures.")
