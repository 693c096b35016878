"""Pieces made whole: "which one has been out longest", "and 602?", "the day before", "and caidi?", "why so many".

Each rule puts in words what the answer before was of; where words cannot say it, the piece stays as it is, to be read or
refused as it stands. Nothing is guessed: a rule that does not fit leaves the text alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.last_answer import LastAnswer, last_answer, spoken
from app.assistant.built_in.lexicon import SUPERLATIVES
from app.assistant.built_in.talking.form_before import refuse_without_place
from app.assistant.built_in.talking.of_the_same import of_the_same
from app.assistant.built_in.talking.openers import without_opener
from app.assistant.built_in.talking.periods_before import with_shifted_period
from app.assistant.built_in.talking.rows_before import RowsBefore, period_before, rows_before
from app.assistant.built_in.talking.standing import shows_going_on
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import normal, plural, tokens_of
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

_LEAD: Final = r"^\W*(?:(?:and|so|ok(?:ay)?|now|then|or|but|also|what\s+about|how\s+about|same\s+(?:thing\s+)?for|what\s+of|tell\s+me)\b\W*)*"
_BE: Final = r"(?:has|have|had|is|are|was|were|does|do|did|got|needs?|serves?|feeds?|will|can|affects?|hit|took|take|lost|comes?|came|don'?t|do\s+not|doesn'?t|aren'?t|isn'?t|haven'?t|hasn'?t|weren'?t|wasn'?t|ha[sd]n'?t)"
_OF_THEM: Final = r"(?:\s+(?:of|among|out\s+of|from)\s+(?:all\s+(?:of\s+)?)?(?:them|those|these|the\s+(?:two|three|four|five|lot))(?:\s+(?:two|three|ones))?)"
_HOW_MANY: Final = re.compile(
    rf"{_LEAD}(?P<ask>how\s+many|any|are\s+any|is\s+any|do\s+any|does\s+any|did\s+any|have\s+any){_OF_THEM}\s+(?P<rest>\S.*)$",
    re.I,
)
_ORDERED: Final = re.compile(
    rf"{_LEAD}(?P<verb>ack\w*|silence)\s+(?:(?:all|both|every\s+one|each)(?:\s+of)?\s+)?(?:them|those|these|all|both)(?:\s+(?:all|both))?(?P<rest>.*)$",
    re.I,
)
_WHICH: Final = re.compile(
    rf"{_LEAD}(?:which|what(?=\s+ones?\b|{_OF_THEM}))(?:\s+(?P<ones>ones?))?(?P<them>{_OF_THEM})?(?P<which>\s+(?:ones?))?\s+(?P<rest>{_BE}\b.*)$",
    re.I,
)
_SUPERLATIVE: Final = "|".join(
    sorted((re.escape(one) for one in SUPERLATIVES - {"main", "lest"}), key=len, reverse=True)
)
_WHO_MOST: Final = re.compile(
    rf"{_LEAD}(?:who|which\s+crew)\s+(?:has|have|had|got)\s+(?:the\s+)?(?P<most>most|fewest|least)(?:\s+of\s+(?:them|those|these))?\W*$",
    re.I,
)
_MOST_OF_THEM: Final = re.compile(
    rf"{_LEAD}(?:(?:which|what)\s+(?P<kind>\w+)\s+(?:has|have|had|got)\s+(?:the\s+)?(?P<most>most|fewest|least)\s+(?:of\s+)?(?:them|those|these)|(?:on|in|at)\s+(?:which|what)\s+(?P<kind2>\w+)\s+(?:are|were)\s+(?:the\s+)?most(?:\s+of\s+(?:them|those|these))?)\W*$",
    re.I,
)
_THE_MOST: Final = re.compile(
    rf"{_LEAD}(?:(?:show|give|list|tell|get|find|see)(?:\s+me)?\s+|(?:which|what)(?:\s+ones?)?(?:{_OF_THEM})?(?:'s|\s+is|\s+was|\s+are|\s+were)(?:\s+the)?\s+|who(?:'s|\s+is)\s+)?(?:just\s+|only\s+)?(?:the\s+)?"
    rf"(?P<n>(?:top|bottom|first)\s+\d+\s+|\d+\s+|(?:two|three|four|five|ten)\s+)?(?P<sup>(?:most\s+recent|{_SUPERLATIVE}))"
    rf"(?:\s+(?P<n2>\d+|two|three|four|five))?(?:\s+(?P<ones>ones?))?(?:{_OF_THEM}|\s+there|\s+here|\s+in\s+there)?\W*$",
    re.I,
)
_NEUTRAL: Final = frozenset(
    (
        "biggest",
        "largest",
        "greatest",
        "worst",
        "best",
        "highest",
        "lowest",
        "smallest",
        "top",
        "bottom",
        "most",
        "least",
    )
)
"""Say which end, and not of what: of what the last answer told."""
_THE_ONES: Final = re.compile(rf"{_LEAD}(?:(?:only|just|show|list|give|me)\s+)*(?:the\s+)?ones\s+(?P<rest>\S.*)$", re.I)
_SOME_ONES: Final = re.compile(
    rf"{_LEAD}(?:(?:only|just|show|list|give|me|which)\s+)*(?:the\s+)?(?P<adj>(?!top\b|first\b|last\b|second\b|third\b|other\b|which\b|what\b|those\b|these\b|new\b|same\b)[a-z][\w\-]*(?:\s+[\w\-]+)?)\s+ones\W*$",
    re.I,
)
_NEAREST: Final = re.compile(
    rf"{_LEAD}(?:(?:what|which)(?:'s|\s+is)?\s+)?(?:the\s+)?(?P<near>nearest|closest)(?:\s+one)?\s+to\s+(?P<rest>\S.*)$",
    re.I,
)
_TWO: Final = re.compile(
    rf"{_LEAD}(?:which|what)\s+(?:one\s+)?(?:(?:of|out\s+of)\s+(?:those|them|these|the)(?:\s+two)?\s+|one\s+|feeder\s+|substation\s+)?(?:has|had|is|was|were)\s+(?:the\s+)?"
    r"(?:more|most|higher|highest|fewer|less|lower|larger|bigger|worse|better|busier|greater)(?:\s+of\s+(?:the\s+two|them))?\W*$|^\W*(?:(?:so|and)\s+)?(?:(?:(?:what(?:'s|\s+is)\s+)?the\s+)?difference(?:\s+between\s+(?:them|the\s+two|both|those(?:\s+two)?))?|by\s+how\s+much|which\s+has\s+(?:more|fewer|less)|(?:compare\s+|and\s+)?(?:them\s+|the\s+two|those|both)(?:\s+(?:of\s+them|together|side\s+by\s+side))?|compare\s+them)\W*$",
    re.I,
)
_WITHOUT_QUANTITY: Final = re.compile(
    r"\b(?:has|have|had)\s+(?:the\s+)?(?:most|least|fewest|more|fewer|highest|lowest)\W*$", re.I
)
_NUMBER: Final = re.compile(
    rf"{_LEAD}(?:(?:on|for|in|at|of|only|just)\s+)*(?:number\s+|no\.?\s*|#)?(?P<one>\d{{1,4}})(?P<more>\s*(?:and|&|,)\s*(?:on\s+)?#?\d{{1,4}})?\s*(?:instead|then|please)?\W*$",
    re.I,
)
_YEARS: Final = range(1900, 2101)
_KIND: Final = re.compile(
    r"^\W*(?:(?:and|ok|now|then|but|what\s+about|how\s+about|same\s+for)\b\W*)+(?:by\s+|for\s+)?(?:the\s+|our\s+)?(?P<kind>[a-z]+(?:\s+orders)?)\W*$",
    re.I,
)
_MEANING: Final = re.compile(
    r"^(?P<head>\W*(?:what\s+(?:does|do|is|are|was)|what's|whats|define|explain|meaning\s+of|definition\s+of|tell\s+me\s+what)\s+(?:an?\s+|the\s+)?)"
    r"(?P<term>[\w\- ]{1,40}?)(?P<tail>\s+(?:mean|stand\s+for|is|means|stands\s+for))?\W*$",
    re.I,
)
_OURS: Final = re.compile(
    r"^\W*(?:(?:and|so|ok)\W+)*(?:(?:what|how\s+(?:high|much|long|good|bad))(?:'s|\s+is|\s+was)?\s+|whats\s+)?(?:ours|our\s+own|our\s+(?:value|number|figure))\b(?P<rest>.*?)\W*$",
    re.I,
)
_TERM: Final = re.compile(
    r"^\W*(?:(?:and|ok|now|what\s+about|how\s+about)\b\W*)+(?:an?\s+|the\s+)?(?P<term>[a-z][\w\-]*(?:\s+[a-z][\w\-]*)?)\W*$",
    re.I,
)
_WHY: Final = re.compile(
    r"^\W*(?:(?:and|but|so|ok|then)\W+)*(?:why\b(?:\W+(?!\w*\d)\w+){0,4}?\W+(?:so|such|this|that|too)\W+(?:bad|high|many|much|long|often|poor|a\s+lot|big|large|often)"
    r"|(?:what|which)(?:'s|\s+is|\s+are|\s+was|\s+were)?\s+(?:the\s+)?(?:(?:main|most\s+common|top|usual|typical|biggest)\s+)?(?:reasons?|causes?)(?:\s+(?:for|of)\s+(?:that|this|it|them|those|these))?"
    r"|what\s+(?:caused|causes|is\s+causing)\s+(?:that|this|it|them|those|these|all\s+(?:that|this|of\s+(?:it|them|those)))|why)\W*$",
    re.I,
)
_OF_THE_PAST: Final = frozenset(
    ("past_outages", "outage_sums", "time_out", "reliability_indices", "outages_by_feeder", "customers_by_interruptions",
     "feeders_by_index", "outages_grouped")
)  # fmt: skip
_WHERE: Final = re.compile(
    rf"{_LEAD}where(?:abouts)?(?:\s+(?:are|is)\s+(?:they|those|these|that|it|all\s+(?:of\s+)?(?:them|those|these)))?(?:\s+exactly)?\W*$",
    re.I,
)
_PAST: Final = re.compile(r"\b(?:was|were|did|had)\b", re.I)
"""Asks of the past: of the time that the last answer was of, unless it says one."""
_SHORT: Final = 8
_WARM_END: Final = re.compile(r"\b(?:hottest|coldest|warmest|coolest)\b", re.I)
_ONLY_THAT: Final = re.compile(
    r"^\W*(?:(?:just|only)\s+(?:the\s+)?(?P<a>peak|mean|average|energy|least|minimum)|(?:the\s+)?(?P<b>peak|mean|average|energy|least|minimum)\s+only)\W*$",
    re.I,
)
_SAME_FOR: Final = re.compile(
    r"^\W*(?:and\s+|now\s+)*(?:the\s+)?same(?:\s+thing)?\s+(?:for|with|of|on)\s+(?P<what>(?!here\b|this\b|that\b|the\s+other\b)\S.*)$",
    re.I,
)
_WHEN: Final = re.compile(
    r"^\W*(?:and\s+|so\s+)*(?:when|what\s+time|at\s+what\s+time|(?:on\s+)?(?:what|which)\s+(?:day|date))(?:\s+(?:is|was|does|did)\s+(?:that|it|this)(?:\s+(?:be|happen|occur))?|'s\s+that)?\W*$",
    re.I,
)
_OF_ALL: Final = re.compile(
    r"^\W*(?:(?:and|what\s+about|how\s+about|for|of)\s+)+(?:the\s+|our\s+)?(?:(?:whole|entire|total)\s+)?(?:system|utility|network|grid|everything|all\s+of\s+(?:it|them))(?:\s+(?:as\s+a\s+whole|overall|in\s+total|altogether|together))?\W*$",
    re.I,
)
_HOW_WARM: Final = re.compile(
    r"^\W*(?:and\s+)*(?:how\s+(?:hot|cold|warm|cool|windy|humid)|(?:the\s+)?(?:hottest|coldest|warmest|coolest|windiest|wind|temperature|humidity)|how\s+about\s+(?:the\s+)?(?:wind|humidity|temperature))(?:\s+(?:day|hour|one|was\s+it|did\s+it\s+get))?\W*$",
    re.I,
)
_WERE_HIT: Final = re.compile(
    rf"{_LEAD}how\s+many\s+(?:(?:customers?|people|homes?)\s+)?(?:was|were|got)\s+(?:hit|affected|out|interrupted|impacted|without\s+power)\W*$",
    re.I,
)
_IN_UNIT: Final = re.compile(
    r"^\W*(?:(?:can\s+you|please|and|now)\s+)*(?:convert|change|switch|translate|express|show|give|put)(?:\s+me)?(?:\s+(?:it|that|this|them))?\s+(?:in|to|into|as)\s+(?P<unit>[a-z%°]+)\W*$",
    re.I,
)
_TOTAL: Final = re.compile(
    r"^\W*(?:(?:and|so|what's|whats|what\s+is|in|the)\s+)*(?:total|sum|altogether|both|average|difference)\W*$", re.I
)
_OF_FORECAST: Final = re.compile(
    r"^\W*(?:(?:and|so|ok|what\s+about|how\s+about|what's|what\s+is|what|will|how\s+much|the|its|their|total|expected|forecast)\s+)*"
    r"(?P<what>energy|consumption|kwh|mwh|(?:average|mean|minimum|min|lowest|least|peak|highest|maximum|max)(?:\s+(?:load|demand))?)"
    r"(?:\s+(?:then|will\s+(?:it|that|there)\s+be|will\s+be|be|is\s+(?:that|expected)|do\s+we\s+expect|of\s+(?:it|that)))*\W*$", re.I
)  # fmt: skip
"""Another figure of the load to come."""
_LONGEST: Final = 14
"""Words of a piece; what is longer says itself what it is of."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A piece made whole.

    Attributes:
        text: of the question.
        place: it is of, unless it names one itself; empty for none.
        period: likewise.
    """

    text: str
    place: str = ""
    period: str = ""


KindOf = Callable[[str], str]
About = Callable[[], str]


def completed(
    text: str, said: Sequence[Said], vocabulary: Vocabulary, today: dt.date, kind_of: KindOf, about: About
) -> Completed:  # fmt: skip
    """The whole question that a turn of a conversation stands for; itself where it is whole, or nothing says how.

    Args:
        text: of the turn, plain.
        said: the conversation before it.
        vocabulary: of the catalogue.
        today: by the utility's calendar.
        kind_of: of which kind the thing of a name is.
        about: the one thing or place that the last answer was of; empty for several, or the utility.

    Raises:
        NoAnswer: it asks which, and nothing says of what.
    """
    if not said:
        return Completed(text)
    typed, text = text, without_opener(text)
    last = last_answer(said, vocabulary)
    if last is None or len(text.split()) > _LONGEST:
        return Completed(text)
    refuse_without_place(typed, last)
    if (two := _of_two(text, said, vocabulary)) is not None:
        return Completed(two)
    if (same := of_the_same(text, said, last, vocabulary, about)) is not None:
        return Completed(same)
    if (alike := _as_the_answer_was(text, last)) is not None:
        return alike
    text = _with_kind(with_shifted_period(_same_thing(text), last.arguments, today), last, kind_of)
    if (other := _beside_the_answer(text, said, last, vocabulary, about)) is not None:
        return other
    if (of_rows := _narrowing_rows(text, last, vocabulary)) is not None:
        return of_rows
    return _of_its_time(text, last, about)


def _as_the_answer_was(text: str, last: LastAnswer) -> Completed | None:
    """Another side of the very figure that was told: its unit, its time, all of the utility, the other end.

    Raises:
        NoAnswer: a total or a time of nothing.
    """
    if _TOTAL.match(text):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}” of what? Ask the whole question, with what it is of."
        )
    if (found := _IN_UNIT.match(text)) is not None:
        return Completed(f"in {found['unit']}")
    text = _same_thing(text)
    if _WHEN.match(text):
        return _when(text, last)
    if _OF_ALL.match(text) and (of_all := last.worded.quantity_of(last.arguments.get("quantity"))) is not None:
        return Completed(f"{of_all.words[0]} of the system", "", period_before(last))
    if last.worded.tool.name == "weather_of_period" and _HOW_WARM.match(text):
        return Completed(_warm_end(text), "", period_before(last))
    only, other = _ONLY_THAT.match(text), _OF_FORECAST.match(text)
    if (
        last.arguments.get("ahead")
        and last.worded.tool.name.startswith("forecast")
        and (only is not None or other is not None)
    ):
        of = str(last.arguments.get("place") or "the system")
        ahead = str(last.arguments["ahead"]).replace("_", " ")
        what = other["what"] if other is not None else only["a"] or only["b"] if only is not None else ""
        return Completed(f"forecast {what} of {of} {ahead}")
    return None


def _same_thing(text: str) -> str:
    """“The same for X” joins on as “and X” does."""
    found = _SAME_FOR.match(text)
    return text if found is None else f"and {found['what']}"


def _warm_end(text: str) -> str:
    """The temperature that "hottest" or "coldest" asks for; the words as they stand for anything else."""
    end = _WARM_END.search(text)
    if end is None:
        return text
    return "lowest temperature" if end[0].lower() in ("coldest", "coolest") else "highest temperature"


def _beside_the_answer(
    text: str, said: Sequence[Said], last: LastAnswer, vocabulary: Vocabulary, about: About
) -> Completed | None:  # fmt: skip
    """What is asked of another kind or term, or asked of its causes."""
    before = next((one.text for one in reversed(said) if one.role == "person"), "")
    if (other := _of_another(text, before, last, vocabulary)) is not None:
        return Completed(other)
    return _of_cause(text, last, about)


def _narrowing_rows(text: str, last: LastAnswer, vocabulary: Vocabulary) -> Completed | None:
    """A question of the rows that were told.

    Raises:
        NoAnswer: it asks which, and nothing says of what.
    """
    rows = rows_before(last)
    if rows is not None and (most := _WHO_MOST.match(text)) is not None and rows.one.endswith("order"):
        return Completed(f"which crew has the {most['most']} orders")
    whole = None if rows is None else _of_rows(text, rows, last, vocabulary)
    if rows is not None and whole is not None:
        return Completed(whole + rows.rest, rows.place, rows.period)
    if _WHICH.match(text) and not any(vocabulary.kinds.any(one.norm) for one in tokens_of(text)):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"“{text.strip()}”: which of what? Say the kind: which feeder, outage or order.",
        )
    return None


def _of_its_time(text: str, last: LastAnswer, about: About) -> Completed:
    """A question of the past is of the outage that was told, or of the period of the answer, where it goes on with it."""
    is_past = _PAST.search(text) is not None and len(text.split()) <= _SHORT
    if is_past and (one := about()).startswith("outage "):
        return Completed(f"how many customers did {one} interrupt" if _WERE_HIT.match(text) else text)
    is_of_then = is_past and shows_going_on(text)
    return Completed(text, "", period_before(last) if is_of_then else "")


def _when(text: str, last: LastAnswer) -> Completed:
    """When the highest was that the last answer told.

    Raises:
        NoAnswer: it told nothing that has a time.
    """
    key = str(last.arguments.get("quantity") or "peak_kw")
    of = str(last.arguments.get("name") or last.arguments.get("place") or "")
    at = last.worded.quantity_of(re.sub(r"_(?:kw|kva|pct|c|mps|v)$", "_at", key))
    if at is None or at.key == key or last.arguments.get("ahead"):
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}”: when what? Ask the whole question.")
    return Completed(f"{at.words[0]} of {of}" if of else at.words[0], "", period_before(last))


def _of_two(text: str, said: Sequence[Said], vocabulary: Vocabulary) -> str | None:
    """Which of the two things that the last two answers were of has more: both, held against each other."""
    found = _TWO.match(text)
    answers = [at for at, one in enumerate(said) if one.role == "assistant" and one.tool]
    if found is None:
        return None
    if len(answers) < 2 or re.search(r"\b(?:most|highest)\b", text, re.I):  # of more than two
        return None
    later, sooner = (last_answer(said[: at + 1], vocabulary) for at in (answers[-1], answers[-2]))
    if later is None or sooner is None or later.worded is not sooner.worded:
        raise _no_two(text)
    names, periods = _told(("name", "place"), sooner, later), _told(("period",), sooner, later)
    quantity = later.worded.quantity_of(later.arguments.get("quantity"))
    told = {key: value for key, value in later.arguments.items() if key not in ("name", "place", "period")}
    differ = (names[0] != names[1]) + (periods[0] != periods[1])
    bare = {key: value for key, value in later.arguments.items() if key != "name"}
    rows = rows_before(LastAnswer(later.worded, bare, later.text)) if quantity is None else None
    if (
        (quantity is None and rows is None)
        or differ != 1
        or any(sooner.arguments.get(key) != value for key, value in told.items())
    ):
        raise _no_two(text)
    what = spoken(quantity) if quantity is not None else rows.many if rows is not None else ""
    if names[0] == names[1]:
        return f"compare {what} {f'of {names[0]} ' if names[0] else ''}{periods[0]} and {periods[1]}"
    if not all(names):
        raise _no_two(text)
    return f"compare {what} of {names[0]} and {names[1]} {periods[1]}".strip()


def _told(keys: Sequence[str], *answers: LastAnswer) -> list[str]:
    """What each of some answers was called with under the first of some names, as a question says it."""
    return [
        next((str(one.arguments[key]) for key in keys if one.arguments.get(key)), "").replace("_", " ")
        for one in answers
    ]


def _no_two(text: str) -> NoAnswer:
    sentence = f"“{text.strip()}”: of which two? Ask the whole question, with both names."
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, sentence)


def _with_kind(text: str, last: LastAnswer, kind_of: KindOf) -> str:
    """A bare number gets the kind of the thing that the last answer was of: "and 4?" after feeder 3 is feeder 4."""
    found = _NUMBER.match(text)
    if found is None or int(found["one"]) in _YEARS or last.worded.tool.shape == "proposal":
        return text
    if last.arguments.get("n") and re.match(r"\W*(?:only|just|top|first)\b", text, re.I):
        return f"top {found['one']}"  # fewer of its rows
    name = str(last.arguments.get("name") or last.arguments.get("place") or "")
    kind = next(iter(last.worded.kinds)) if len(last.worded.kinds) == 1 and last.arguments.get("name") else ""
    kind = kind or (kind_of(name) if name else "")
    if not kind:
        return text
    if "-" in name and kind_of(longer := re.sub(r"\d+$", lambda old: found["one"].zfill(len(old[0])), name)) == kind:
        return f"{text[: found.start('one')].rstrip('#')}{longer}"  # the last part of a name alone
    more = re.sub(r"#?(\d)", rf"{kind} \1", found["more"] or "", count=1)
    quantity = last.worded.quantity_of(last.arguments.get("quantity"))
    if more and quantity is not None:  # two of them, of the figure that was asked for
        return f"{spoken(quantity)} of {kind} {found['one']}{more.replace(',', ' and')} {period_before(last)}".strip()
    return f"{text[: found.start('one')].rstrip('#')}{kind} {found['one']}{more}"


def _of_another(text: str, before: str, last: LastAnswer, vocabulary: Vocabulary) -> str | None:
    """The same question of another kind of things, or the meaning of another term."""
    if last.worded.tool.shape == "document":
        if (ours := _OURS.match(text)) is not None and (meant := _MEANING.match(str(last.arguments.get("query", "")))):
            return f"our {meant['term']} {ours['rest']}".strip()
        term, meant = _TERM.match(text), _MEANING.match(before)
        return None if term is None or meant is None else f"{meant['head']}{term['term']}{meant['tail'] or ''}"
    found = _KIND.match(text)
    if found is None:
        return None
    kind = vocabulary.kinds.any(normal(found["kind"]).split()[-1])
    if not kind:
        return None
    for token in tokens_of(before):
        other = vocabulary.kinds.any(token.norm)
        is_several = token.text.lower() != token.norm or token.text.lower().endswith("s")
        if other and other != kind and is_several and token.text.lower() not in ("work",):
            return f"{before[: token.start]}{found['kind']}{before[token.end :]}"
    return None


def _of_cause(text: str, last: LastAnswer, about: About) -> Completed | None:
    """Why there were so many, or why they took so long: outages by cause of the same place and time."""
    if last.worded.tool.name not in _OF_THE_PAST or not _WHY.match(text):
        return None
    if (one := about()).startswith("outage "):
        return Completed(f"what is the cause of {one}")
    rows = rows_before(
        LastAnswer(last.worded, {key: last.arguments.get(key) for key in ("place", "period")}, last.text)
    )
    if rows is None:
        if last.worded.tool.shape in ("row",):
            period = str(last.arguments.get("period") or "").replace("_", " ")
            return Completed("outages by cause", str(last.arguments.get("place") or ""), period or "this year")
        return None
    of_one = about() if last.arguments.get("n") == 1 else ""  # "worst feeder for SAIDI", "why"
    return Completed("outages by cause", of_one or rows.place, rows.period or "this year")


def _of_rows(text: str, rows: RowsBefore, last: LastAnswer, vocabulary: Vocabulary) -> str | None:
    """A question of the rows before, with their name in it; None where it is not one."""
    if _WHERE.match(text) and rows.one.endswith("outage") and "name" not in last.arguments:
        return "which feeders have customers out" if not rows.period else "outages by feeder"
    if (found := _ORDERED.match(text)) is not None and rows.one.endswith("alarm"):
        return f"{found['verb']} all {rows.many}{found['rest']}"
    if (found := _HOW_MANY.match(text)) is not None:
        ask = found["ask"].lower()
        return f"{ask} {rows.many} {found['rest']}"
    if (found := _MOST_OF_THEM.match(text)) is not None:
        return f"which {found['kind'] or found['kind2']} has the {found['most'] or 'most'} {rows.many}"
    if (found := _NEAREST.match(text)) is not None:
        return f"{found['near']} {rows.one} to {found['rest']}"
    if (found := _THE_MOST.match(text)) is not None:
        n = (found["n"] or found["n2"] or "").strip()
        many = bool(n) or (found["ones"] or "").lower() == "ones"
        quantity = last.worded.quantity_of(last.arguments.get("by") or last.arguments.get("quantity"))
        if found["sup"].lower() in _NEUTRAL and last.arguments.get("by"):
            return None  # of the very rows that were told
        is_of_last = found["sup"].lower() in _NEUTRAL and not rows.one.endswith("outage") and quantity is not None
        by = f" by {quantity.words[0]}" if is_of_last and quantity is not None else ""
        return f"{n} {found['sup']} {rows.many if many else rows.one}{by}".strip()
    if (found := _WHICH.match(text)) is not None:
        if re.match(r"(?:is|are|was|were)\s+(?:the\s+)?(?:last|first|next)\W*$", found["rest"], re.I):
            raise NoAnswer(
                RefusalReason.NOT_UNDERSTOOD, f"“{text.strip()}”: by what? Say it: the latest ETR, the oldest."
            )
        is_several = (found["ones"] or found["which"] or "").strip().lower() == "ones" or bool(
            re.match(r"(?:are|were|have|do)\b", found["rest"], re.I)
        )
        whole = f"which {rows.many if is_several else rows.one} {found['rest']}"
        return _with_quantity(whole, last)
    if (found := _THE_ONES.match(text)) is not None:
        return f"{rows.many} {found['rest']}"
    if (found := _SOME_ONES.match(text)) is not None:
        return f"{found['adj'].removeprefix('the ')} {rows.many}"
    return _with_quantity(text, last) if _names_rows_of(text, vocabulary) else None


def _with_quantity(text: str, last: LastAnswer) -> str:
    """What "has the most" is of, where it does not say: what the last answer told."""
    quantity = last.worded.quantity_of(last.arguments.get("quantity") or last.arguments.get("by"))
    if not _WITHOUT_QUANTITY.search(text):
        return text
    words = (
        quantity.words[0]
        if quantity is not None
        else plural(last.worded.tool.subjects[0])
        if last.worded.tool.subjects
        else ""
    )
    return f"{text.rstrip(' ?.!')} {words}".rstrip()


def _names_rows_of(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a question asks which of some kind has the most, without of what: `which feeder has the most`."""
    found = re.match(rf"{_LEAD}which\s+(?P<kind>\w+)\s+", text, re.I)
    return (
        found is not None and bool(vocabulary.kinds.any(normal(found["kind"]))) and bool(_WITHOUT_QUANTITY.search(text))
    )
