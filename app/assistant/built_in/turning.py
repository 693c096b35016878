"""Words that turn a question round: what no reading takes is refused, never dropped.

"Not", "every", "second most" and a second limit change what is right altogether. A reading that covers
the other words alone would answer another question, with a number that is true of that one.
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.as_typed.spoken_numbers import ROW
from app.assistant.built_in.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import FAMILIES, LEAST, MOST
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.units import of_same_kind, same_family, unit_of
from app.assistant.built_in.refusing import not_one_thing
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.words import phrase
from app.assistant.refusals import NoAnswer, RefusalReason
from app.widgets.column import NUMBERS

_SUPERLATIVE: Final = r"(?:most|least|fewest|worst|best|last|common|\w{3,}est)\b"
_ORDINAL: Final = re.compile(
    rf"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th|next)[\s-]+{_SUPERLATIVE}", re.IGNORECASE
)
_EVERY: Final = re.compile(r"^\W*(?:is|are|was|were|did|do|does|has|have|had)\b.*\b(?:every|each|all)\b", re.IGNORECASE)
_NTH: Final = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|2nd|3rd|[4-9]th)\b(?!\s+(?:part(?:y|ies)|shift)\b)", re.IGNORECASE
)
_EXCEPT: Final = re.compile(
    r"\b(?:all|every\w*|any\w*|nothing|none|each)\b.{0,40}?\bbut\b|\b(?:except|excluding|apart\s+from|other\s+than)\b",
    re.IGNORECASE,
)
_RECORD: Final = re.compile(
    r"\b(?:record|all[\s-]+time)\s+(?:load|peak|high|low|temperature|demand|wind)s?\b", re.IGNORECASE
)
_JOINT: Final = re.compile(r"\b(?:and|or)\b|&", re.IGNORECASE)
_EACH: Final = re.compile(r"\b(?:each|every)\s+\w+", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\bnot\b.*\b(?:de-?energi[sz]ed|un\w+ed|without)\b", re.IGNORECASE)
THAN: Final = re.compile(r"\b(?<!rather )(?<!other )(?:than|compared\s+(?:to|with))\b.*", re.IGNORECASE)
_NIGHT: Final = re.compile(r"\blast\s+night\b", re.IGNORECASE)
_WEEKDAYS: Final = re.compile(
    r"\b(?:on|every|each|all)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\bweekdays\b|\b(?:on\s+)?weekends\b",
    re.IGNORECASE,
)
_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)"
)
_MONTHS: Final = re.compile(rf"\b{_MONTH}\s+(?:or|to|until)\s+{_MONTH}\b(?!\s+\d)", re.IGNORECASE)
_SAME_TIME: Final = re.compile(
    r"\b(?:this|(?:the\s+)?same|that)\s+(?:time|hour|moment)\s+(?:of\s+)?(?:last|yesterday|on|(?:a|an|one|two|\d+)\s+\w+\s+ago"
    r"|the\s+\w+\s+before)\b(?:\s+(?:year|month|week|day|\w+day)\b)?",
    re.IGNORECASE,
)
_BARE_HOURS: Final = re.compile(
    r"\b(?:from|between)\s+\d{1,2}\s*(?:to|and|until|till|-)\s*\d{1,2}(?=\s*[?.!]*$|\s+(?:yesterday|today|on|last|of)\b)",
    re.IGNORECASE,
)
_ENERGY: Final = re.compile(r"\b(?:energy|[kmg]?wh|watt-hours?|consumption|consumed|used|delivered)\b", re.IGNORECASE)
_TWICE: Final = re.compile(
    r"\bhow\s+(?:many|much)\b.*\b(?:and|or)\s+(?P<other>how\s+(?:many|much)\b.*?)\W*$", re.IGNORECASE
)


def refuse_twice(text: str) -> None:
    """Refuse two questions for a number where one reading would answer but one of them.

    Args:
        text: of the question, in plain words.

    Raises:
        NoAnswer: names the second one.
    """
    if found := _TWICE.search(text):
        raise not_one_thing(found["other"])


def refuse_turned(text: str, frame: Frame) -> None:
    """Refuse a question with a word that would turn it.

    Args:
        text: of the question, in plain words.
        frame: what it says.

    Raises:
        NoAnswer: says which word, and how to ask instead.
    """
    if found := _ORDINAL.search(text):
        raise _not_read(found[0], "Ask for the top 5: the second one stands in the table.")
    if (found := _NTH.search(text)) and not _is_of_period(found, frame):
        raise _not_read(found[0], "Ask for a ranking: the second one stands in the table.")
    if found := _EXCEPT.search(text):
        raise _not_read(found[0], "Nothing is left out here: ask of each place, or of all of them.")
    if found := _RECORD.search(text):
        raise _not_read(found[0], "Ask for the highest of a period: this year, last year.")
    if _EVERY.search(text):
        raise _not_read("all", "Ask how many there are, and how many of them are otherwise.")
    if found := _NEGATED.search(text):
        raise _not_read(found[0], "Ask without saying it twice over.")
    if _NIGHT.search(text):
        raise _not_read("last night", "Ask of yesterday, or of the last 12 hours.")
    if found := _WEEKDAYS.search(text):
        raise _not_read(found[0], "Ask of one of these days, or of a whole period.")
    if found := ROW.search(text):
        raise _not_read(found[0], "Ask for all of them, such as feeders by load: a row for each.")
    if found := _SAME_TIME.search(text):
        raise _not_read(found[0], "Say the time: yesterday at 15:00, or a whole day, month or year.")
    if (found := _BARE_HOURS.search(text)) and frame.period is not None and frame.period.clock is None and frame.bare:
        raise _not_read(found[0], "Write times as 8:00 or 8 am.")
    if (
        (period := frame.period) is not None
        and period.clock is not None
        and _is_moment(period)
        and _ENERGY.search(text)
    ):
        said = text[slice(*period.clock)].strip()
        raise _not_read(said, "Energy is of a span of time: ask from 12:00 to 13:00, or for the load at that moment.")
    if (period := frame.period) is not None and period.clock is not None and not period.text:
        said = text[slice(*period.clock)].strip()
        ahead = "It has not come yet: ask for the hourly forecast." if period.is_future else "Ask of one day."
        raise _not_read(said, ahead)
    if _MONTHS.search(text) and frame.period is not None and len(frame.period.text) == len("2026-04"):
        raise _not_read(str(_MONTHS.search(text)[0]), "Ask of one month at a time, or from a day to a day.")  # type: ignore[index]
    if _are_of_two_quantities(frame.limits):
        raise _not_read("two limits", "Ask with one limit at a time.")


def _is_moment(period: SpokenPeriod) -> bool:
    return "T" in period.text and ".." not in period.text


def _is_of_period(found: re.Match[str], frame: Frame) -> bool:
    period = frame.period
    return period is not None and period.start <= found.start() < period.end


def refuse_parts(frame: Frame, reading: QuestionReading) -> None:
    """Refuse a comparison that the reading leaves out, and a limit of things that the question does not name.

    "Is the system load below 10 MW" is no question of which transformers are.

    Args:
        frame: what the question says.
        reading: that was chosen.

    Raises:
        NoAnswer: the reading is of rows whose kind the question does not name.
    """
    tool = reading.worded.tool
    if (found := _EACH.search(frame.text)) and tool.shape != "study" and not frame.groups:
        raise _not_read(found[0], "Ask for a ranking, such as feeders by load: it has a row for each.")
    if (found := THAN.search(frame.text)) and not frame.limits and tool.shape != "compare":
        is_taken = (
            bool({"than", "before", "compared"} & reading.covered)
            or reading.arguments.get("is_compared")
            or "above" in reading.arguments
        )
        if not is_taken and "below" not in reading.arguments:
            raise _not_read(
                found[0].strip(" ?.!"), "Ask for both: they are told side by side where one tool tells them."
            )
    if not frame.limits or tool.shape not in ("filter", "ranking"):
        return
    said = set(frame.all_words)
    kinds = {word for subject in reading.worded.tool.subjects for word in phrase(subject)}
    if kinds and not kinds & said:
        raise _not_read("the limit", "Ask for the value itself, or say of which things: feeders, transformers, meters.")


def refuse_both_ends(frame: Frame) -> None:
    """Refuse both ends of a ranking where they were not told apart: only the last of them would be answered.

    Args:
        frame: what the question says.

    Raises:
        NoAnswer: it asks for the highest and for the lowest.
    """
    said = set(frame.all_words)
    if said & LEAST.keys() and said & (MOST.keys() - {"top", "main"}) and _JOINT.search(frame.text):
        raise _not_read("both ends", "Ask for the highest, and then for the lowest.")


def refuse_unit(frame: Frame, reading: QuestionReading) -> None:
    """Refuse a unit that what is asked for is not measured in: energy is not told in dollars.

    Args:
        frame: what the question says.
        reading: that was chosen.

    Raises:
        NoAnswer: the quantity has another unit, or none.
    """
    if not frame.unit or (not frame.is_unit_said and frame.unit_word in reading.covered):
        return
    by = next((one for one in reading.worded.tool.quantities if one.key == reading.arguments.get("by")), None)
    quantity = reading.quantity or by
    mine = unit_of(quantity)
    if quantity is not None and same_family(of_same_kind(frame.unit, mine), mine):
        return
    if quantity is None and not frame.is_unit_said:
        return
    if quantity is None:
        raise _not_read(f"in {frame.unit}", f"What is asked for is not measured in {frame.unit}.")
    is_number = quantity.column.kind in NUMBERS
    told = f"in {mine}" if mine else "as a number without a unit" if is_number else "otherwise"
    raise _not_read(f"in {frame.unit}", f"{quantity.column.title} is told {told}.")


def _are_of_two_quantities(limits: list[SpokenLimit]) -> bool:
    """Whether limits have units of different quantities: one of them would be lost."""
    families = {_family(one.unit) for one in limits}
    return len(limits) > 1 and len(families) > 1


def _family(unit: str) -> int:
    """Which quantity a unit is of; -1 for none."""
    return next((at for at, family in enumerate(FAMILIES) if unit in family), -1)


def _not_read(what: str, instead: str) -> NoAnswer:
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{what}” is not understood here. {instead}")
