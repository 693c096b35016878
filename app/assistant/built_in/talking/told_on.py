"""Turns that go on with what the last answer told: by what, which of them, held against what, both together, as a chart.

What the answer was of is put in words (its rows or its figure, its place, its period); the turn changes one thing of it, and
the whole question is taken only where it reads as one and keeps all that narrowed the answer. Nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from app.assistant.built_in.last_answer import LastAnswer, last_answer, spoken
from app.assistant.built_in.lexicon import UNITS
from app.assistant.built_in.reading.question_reading import PLACES
from app.assistant.built_in.reading.units import same_family, unit_of
from app.assistant.built_in.talking.in_words import OF_NOW, ToldInWords, told_in_words
from app.assistant.built_in.talking.narrowed import Reads, narrowed
from app.assistant.built_in.talking.periods_before import with_shifted_period
from app.assistant.built_in.talking.rows_before import period_before, rows_before
from app.assistant.built_in.vocabulary import Vocabulary
from app.assistant.built_in.words import normal, plural
from app.assistant.planner import Said
from app.assistant.refusals import NoAnswer, RefusalReason

_LEAD: Final = r"^\W*(?:(?:and|so|ok(?:ay)?|now|then|but|also|please|can\s+you|could\s+you)\b\W*)*"
_THEM: Final = r"(?:it|that|this|them|those|these|they|the\s+(?:total|number|list|result))"
_BY: Final = re.compile(
    rf"{_LEAD}(?:(?:break|split|divide|group|sort|slice|show|list|give|count|total)(?:\s+me)?(?:\s+{_THEM})?(?:\s+(?:down|up|out))?\s+)?"
    r"(?:(?:broken\s+down|split|grouped)\s+)?(?:by|per|for\s+(?:each|every)|what\s+about\s+by)\s+(?:each\s+)?(?P<by>[a-z]+(?:\s+of\s+[a-z]+)?)\W*$",
    re.I,
)
_ON_WHICH: Final = re.compile(
    rf"{_LEAD}(?:(?:on|in|at)\s+(?:which|what)\s+(?P<a>feeders?|substations?|circuits?)(?:\s+(?:are|were|is)\s+(?:they|those|these|that|it))?"
    r"|(?:which|what)\s+(?P<b>feeders?|substations?|circuits?)\s+(?:are|were)\s+(?:they|those|these)\s+(?:on|in|at)"
    r"|(?:which|what)\s+(?P<c>feeders?|substations?|circuits?)\s+(?:are|were)\s+(?:affected|concerned))\W*$",
    re.I,
)
_WHO: Final = re.compile(
    rf"{_LEAD}(?:who|which\s+crews?)\s+(?:has|have|had|got|did|is\s+(?:working\s+(?:on\s+)?|assigned\s+to|doing|on)|are\s+(?:working\s+(?:on\s+)?|assigned\s+to|doing|on))\s*(?:them|those|these)(?:\s+all)?\W*$",
    re.I,
)
_END: Final = r"(?:most|fewest|least|highest|lowest|largest|smallest|biggest|worst|best|greatest)"
_FOREMOST: Final = re.compile(
    rf"{_LEAD}(?:which|what)\s+(?P<kind>feeder|substation|crew|circuit|sub|month|cause)\s+(?:(?:has|have|had|got|did|is|was|saw)\s+)(?:the\s+)?(?P<end>{_END})(?:\s+(?:of\s+)?(?:them|those|these|one))?\W*$",
    re.I,
)
_HELD: Final = re.compile(
    rf"{_LEAD}(?:how\s+(?:does|do|did|is|was)\s+{_THEM}\s+compare[d]?|how(?:'s|\s+is)\s+that\s+compared|(?:is\s+(?:that|it)\s+)?(?:more|less|higher|lower|better|worse)(?=\s+than)|compare[d]?(?:\s+{_THEM})?|versus|vs\.?|against|in\s+comparison)"
    r"(?:\s+(?:to|with|against|than))?\s+(?P<what>\S.*?)\W*$",
    re.I,
)
_BOTH: Final = re.compile(
    rf"{_LEAD}(?:what(?:'s|\s+is)\s+)?(?:the\s+)?(?:both\s+together|(?:those\s+|the\s+)?two\s+together|(?:total|sum)\s+of\s+(?:both|the\s+two|them|those(?:\s+two)?)|both\s+(?:combined|in\s+total|added\s+up)|together|combined|altogether|added\s+up)\W*$",
    re.I,
)
_CHART: Final = re.compile(
    rf"{_LEAD}(?:(?:show|give|see|put|draw|make|plot|display)(?:\s+me)?(?:\s+{_THEM})?\s+)?(?:(?:as|in|on|into)\s+)?(?:an?\s+|the\s+)?(?:line\s+|bar\s+)?(?:chart|graph|plot|diagram|curve)(?:\s+of\s+{_THEM})?\W*$"
    rf"|{_LEAD}(?:plot|chart|graph|draw)\s+{_THEM}\W*$",
    re.I,
)
_BIGGEST: Final = re.compile(
    rf"{_LEAD}(?:(?:where|which|what)(?:\s+ones?)?(?:\s+of\s+(?:them|those|these))?(?:'s|\s+is|\s+has|\s+have|\s+affects|\s+hits)\s+|show\s+me\s+)?(?:the\s+)?(?:biggest|largest|worst|(?P<least>smallest)|(?:one\s+with\s+(?:the\s+)?)?(?:most|(?P<fewest>fewest|least))\s+(?:customers|people|homes)(?:\s+(?:out|off|affected))?)(?:\s+(?:ones?|outage))?\W*$",
    re.I,
)
_THEIR: Final = re.compile(
    rf"{_LEAD}(?:what(?:'s|\s+is|\s+are)\s+)?their\s+(?P<what>(?:average|mean|total|median)\s+[a-z]+)\W*$", re.I
)
_HOW_WARM: Final = re.compile(
    rf"{_LEAD}how\s+(?P<how>hot|cold|warm|windy|humid)\s+(?:was|were)\s+(?:it|that)(?:\s+(?:then|that\s+day))?\W*$",
    re.I,
)
_ON_EACH: Final = re.compile(
    rf"{_LEAD}(?:how\s+many\s+)?(?P<what>[a-z]+(?:\s+[a-z]+)?)\s+(?:(?:are|is)\s+)?(?:on|in|at|for|of|does|do|per)\s+each(?:\s+(?P<kind>feeder|substation|crew))?(?:\s+(?:one|of\s+(?:them|those|these)))?(?:\s+have)?\W*$",
    re.I,
)
_HOW_MANY: Final = re.compile(
    rf"{_LEAD}how\s+many(?:\s+(?:was|were|is|are|did|does)\s+(?:it|that|there|they)(?:\s+have)?)?\W*$", re.I
)
_NEAREST: Final = re.compile(
    rf"{_LEAD}(?:which|what|who)(?:\s+one)?(?:'s|\s+is)\s+(?:the\s+)?(?:closest|nearest)(?:\s+one)?\s+to\s+(?P<what>\S.*?)\W*$",
    re.I,
)
_WHICH_IS: Final = re.compile(rf"{_LEAD}(?:which|what)\s+(?P<kind>[a-z]+)\s+(?:is|was)\s+(?:that|it|this)\W*$", re.I)
_WHEN_PEAK: Final = re.compile(
    rf"{_LEAD}(?:when|what\s+time|at\s+what\s+time)(?:(?:'s|\s+is|\s+will|\s+does)\s+(?:the\s+|it\s+|that\s+)?(?:peak)?(?:\s+be)?)?\W*$",
    re.I,
)
_HOW_HIGH: Final = re.compile(
    rf"{_LEAD}how\s+(?:high|big|much)(?:\s+(?:is|will)\s+(?:it|that|the\s+peak)(?:\s+be)?)?\W*$", re.I
)
_AND_PLACE: Final = re.compile(
    r"^\W*(?:(?:and|what\s+about|how\s+about|same\s+for|now|only|just)\b\W*)+(?:on\s+|for\s+|of\s+|at\s+)?(?P<what>(?:feeder\s+|substation\s+|sub\s+|fdr\s+)?#?[a-z\-]*\d[\w\-]*)\W*$",
    re.I,
)
_SINCE_WHEN: Final = re.compile(
    rf"{_LEAD}(?:since\s+when|from\s+when)(?:\s+(?:is|was|has)\s+(?:it|that|this|the\s+power)(?:\s+been)?(?:\s+(?:out|off|on|down|there|active|going(?:\s+on)?|dark))?)?\W*$",
    re.I,
)
_LEFT: Final = re.compile(
    rf"{_LEAD}how\s+much(?:\s+(?:capacity|room|headroom|more))?\s+(?:is|of\s+it\s+is)\s+(?:still\s+)?(?:left|spare|free|remaining|available)\W*$",
    re.I,
)
_HOW_FAR: Final = re.compile(
    rf"{_LEAD}how\s+(?:far|close)(?:\s+(?:away|off))?(?:\s+(?:is|are)\s+(?:it|he|she|they|that|the\s+crew)(?:\s+(?:away|from\s+(?:it|there)))?)?\W*$",
    re.I,
)
_SOME: Final = re.compile(
    rf"{_LEAD}(?P<how>how\s+many(?:\s+of\s+(?:them|those|these))?(?:\s+(?:are|were|have|had|is))?"
    r"|(?:show\s+(?:me\s+)?|list\s+)?(?:only|just)(?:\s+(?:the|those|these))?(?:\s+ones)?(?:\s+(?:that|which)\s+are)?"
    r"|are\s+there\s+any|(?:which|any)\s+of\s+(?:them|those|these)(?:\s+(?:are|were|have|had|is))?|which(?:\s+ones)?\s+(?:are|were)|are\s+any(?:\s+of\s+(?:them|those|these))?|any"
    r"|(?P<other>(?:what|how)\s+about(?:\s+the)?|and(?:\s+the)?))\s+(?P<what>\S.*?)(?:\s+ones?)?\W*$",
    re.I,
)
_ENDS: Final = r"(?:lowest|highest|average|mean|minimum|maximum|min|max)"
_OTHER_END: Final = re.compile(
    rf"{_LEAD}(?:(?:what(?:'s|\s+is|\s+was|\s+about)|how\s+about)\s+)?(?:the\s+)?(?P<end>{_ENDS})(?:\s+(?:one|value))?\W*$",
    re.I,
)
_ANY_END: Final = re.compile(rf"\b{_ENDS}\b", re.I)
_IN_UNIT: Final = re.compile(
    rf"{_LEAD}(?:(?:show|give|tell)(?:\s+me)?\s+)?(?:{_THEM}\s+)?in\s+(?P<unit>[a-z%]+)\W*$", re.I
)
_AHEAD: Final = re.compile(
    r"^\W*(?:(?:and|what\s+about|how\s+about|what\s+will\s+it\s+be|for|so)\b\W*)*(?P<ahead>tomorrow|the\s+day\s+after\s+tomorrow|next\s+week)\W*$",
    re.I,
)
_DAY_AFTER: Final = re.compile(
    rf"{_LEAD}(?:(?:what|how)\s+about\s+|for\s+)?(?:the\s+)?(?:(?P<next>day\s+after|next\s+day|following\s+day)|(?P<ahead>tomorrow|day\s+after\s+tomorrow))\W*$",
    re.I,
)
_A_DAY_AGO: Final = re.compile(
    rf"{_LEAD}(?:(?:what|how)\s+about\s+)?(?:yesterday\s+(?:at\s+)?(?:this|the\s+same)\s+time|(?:at\s+)?(?:this|the\s+same)\s+time\s+yesterday)\W*$",
    re.I,
)
_SUMMED: Final = re.compile(
    rf"{_LEAD}(?:(?:what|how)\s+about\s+)?(?:how\s+many\s+)?(?:the\s+|total\s+)*(?P<what>customer\s+minutes|customers?|people|homes)"
    r"(?:\s+(?:were|was|are|did\s+(?:they|it|those|that)))?(?:\s+(?P<hit>affected|hit|affect|interrupted|interrupt|impacted|out|off|lost|in\s+(?:all|total)))?\W*$",
    re.I,
)
_OUT_THERE: Final = re.compile(
    rf"{_LEAD}how\s+many(?:\s+(?:customers?|people|homes|custs?|of\s+them|of\s+those))?(?:\s+(?:are|is))?(?:\s+(?:out|off|there))?(?:\s+(?:on|in|at)\s+(?P<place>(?:feeder\s+|substation\s+|sub\s+)?#?[a-z\-]*\d[\w\-]*))?\W*$",
    re.I,
)
_WHERE: Final = re.compile(rf"{_LEAD}where(?:\s+(?:are|is)\s+(?:they|those|these|that|it))?\W*$", re.I)
_WITH: Final = re.compile(
    rf"{_LEAD}(?:(?:only|just|but)\s+)*(?:(?:the\s+)?ones\s+)?(?P<what>(?:without|with|caused\s+by|due\s+to)\s+\S.*?)\W*$",
    re.I,
)
_COST: Final = re.compile(
    rf"{_LEAD}(?:what|how\s+much)\s+(?:does|would|will|did)\s+(?:that|it|this)\s+cost\W*$|{_LEAD}how\s+long\s+(?:will|does|would|did)\s+(?:that|it|this)\s+take\W*$",
    re.I,
)
_THEN: Final = re.compile(r"\b(?:then|at\s+(?:that|the)\s+(?:time|moment))\W*$", re.I)
_LONGEST: Final = 12
_OF_PLACE: Final = frozenset(("place", "period", "is_count", "by", "order", "n"))
About = Callable[[], str]


def told_on(
    text: str, said: Sequence[Said], vocabulary: Vocabulary, today: dt.date, reads: Reads, about: About
) -> str | None:  # fmt: skip
    """The whole question of a turn that goes on with what was told; None where it is not one, or words cannot say it.

    Args:
        text: of the turn, without an opener.
        said: the conversation before it.
        vocabulary: of the catalogue.
        today: by the utility's calendar.
        reads: the reading of a whole question; None where it has none, or several.
        about: the one thing or place that the last answer was of; empty for several, or the utility.

    Raises:
        NoAnswer: it asks for what a figure of a whole place does not say.
        SourceError: names are looked up, and the database does not answer.
    """
    last = last_answer(said, vocabulary)
    if last is None or len(text.split()) > _LONGEST or last.worded.tool.shape in ("document", "proposal"):
        return None
    for whole in _wholes(text, said, last, vocabulary, today, about):
        reading = reads(whole)
        if reading is None or reading.worded.tool.shape in ("document", "proposal", "go"):
            continue
        if _OTHER_END.match(text) is None or reading.worded is last.worded:  # another end of the very figure
            return whole
    _refuse_open(text, last)
    if (some := _SOME.match(text)) is not None:
        return narrowed(some["what"], some["how"].lower(), last, reads, is_other=bool(some["other"]))
    if (more := _WITH.match(text)) is not None:
        return narrowed(more["what"], "", last, reads, is_other=False)
    _refuse_holder(text, last, vocabulary)
    return None


def _refuse_open(text: str, last: LastAnswer) -> None:
    """Refuse what is told of one moment alone, a forecast of the weather, and a cost or a time of nothing.

    Raises:
        NoAnswer: says so.
    """
    figure, why = str(last.arguments.get("quantity") or ""), ""
    if figure.endswith("_at") and _THEN.search(text):
        why = "that is told of whole days here, not of one moment; ask for the day by its date."
    elif last.worded.tool.name.startswith("weather") and _DAY_AFTER.match(text):
        why = "of which weather, and when? Ask the whole question: the highest temperature tomorrow."
    elif _A_DAY_AGO.match(text):
        why = "of what? Ask the whole question: load yesterday at this time."
    elif _COST.match(text):
        why = "of what? Ask the whole question, with what it is of."
    elif _SUMMED.match(text) and last.worded.tool.name == "past_outages" and set(last.arguments) - _OF_PLACE:
        why = "that is not told of just these outages. Ask the whole question."
    if why:
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{text.strip(' ?.!')}”: {why}")


def _refuse_holder(text: str, last: LastAnswer, vocabulary: Vocabulary) -> None:
    """Refuse which thing a figure of a whole place is of, and what is wanted of each of several where none says so.

    Raises:
        NoAnswer: says so.
    """
    found, is_of_place = _WHICH_IS.match(text), bool(last.arguments.get("place"))
    kind = "" if found is None else vocabulary.kinds.any(normal(found["kind"].lower()))
    if (
        kind
        and kind not in PLACES
        and last.worded.tool.shape == "row"
        and (is_of_place or not last.arguments.get("name"))
    ):
        raise NoAnswer(
            RefusalReason.NOT_UNDERSTOOD,
            f"“{text.strip(' ?.!')}”: the figure is of all there together. Ask for the {kind}s by it, the first few.",
        )
    if _ON_EACH.match(text):
        raise NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{text.strip(' ?.!')}”: on each of what? Say it: by feeder.")


def _wholes(
    text: str, said: Sequence[Said], last: LastAnswer, vocabulary: Vocabulary, today: dt.date, about: About
) -> Iterator[str]:  # fmt: skip
    """Questions that a turn may stand for, the likeliest first."""
    told = told_in_words(last)
    if (found := _BOTH.match(text)) is not None:
        yield from _of_both(said, vocabulary)
    yield from _of_one(text, last, about)
    yield from _of_weather(text, last)
    yield from _of_those_out(text, last)
    if _A_DAY_AGO.match(text) and last.worded.tool.name == "system_now":
        yield "load yesterday at this time"
    is_load = last.worded.tool.name == "load_of_period" and not last.arguments.get("quantity")
    if is_load and (found := _AHEAD.match(text)) is not None:
        place = str(last.arguments.get("place") or "the system")
        yield f"forecast load of {place} {found['ahead']}"
    if told is None:
        return
    if last.worded.tool.name == "past_outages" and (found := _SUMMED.match(text)) is not None:
        yield from _summed(found["what"].lower(), told)
    if (by := _group(text, told)) is not None:
        yield told.asked(f"{told.words} by {by}")
        if not told.is_rows:
            yield told.asked(f"{plural(by)} by {told.words}")
        if told.is_rows:
            yield told.asked(f"number of {told.words} by {by}")
    if (found := _FOREMOST.match(text)) is not None:
        yield from _foremost(found["kind"].lower(), found["end"].lower(), told)
    if (found := _HELD.match(text)) is not None:
        yield from _held(found["what"], told, last, today)
    if _CHART.match(text):
        yield f"{told.asked(told.words)} as a chart"
    if last.arguments.get("ahead") and last.worded.tool.name.startswith("forecast"):
        yield from _ahead(text, told)
    if last.worded.tool.name in OF_NOW and (found := _BIGGEST.match(text)) is not None:
        yield told.asked("smallest outage now" if found["least"] or found["fewest"] else "biggest outage now")
    if (found := _THEIR.match(text)) is not None:
        yield told.asked(f"{found['what']} of {told.words}")
    if (found := _HOW_WARM.match(text)) is not None and told.period:
        yield f"how {found['how']} was it {told.period}"
    if (found := _ON_EACH.match(text)) is not None:
        yield from _on_each(found, last)
    if not told.is_rows:
        yield from _of_figure(text, told, last)


def _summed(what: str, told: ToldInWords) -> Iterator[str]:
    """What the outages that were told took, all together."""
    if what == "customer minutes":
        yield told.asked(f"customer minutes of {told.words}")
    else:
        yield told.asked(f"how many customers were interrupted by {told.words}")
        yield told.asked(f"customers interrupted by {told.words}")


def _of_weather(text: str, last: LastAnswer) -> Iterator[str]:
    """The weather that is forecast for the next day, after weather that was told."""
    found = _DAY_AFTER.match(text) if last.worded.tool.name.startswith("weather") else None
    if found is None:
        return
    quantity = last.worded.quantity_of(last.arguments.get("quantity"))
    what = "weather" if quantity is None else spoken(quantity)
    ahead = last.arguments.get("ahead")
    if found["ahead"]:
        yield f"{what} {'the ' if found['ahead'].lower().startswith('day') else ''}{found['ahead']}"
    elif ahead == "tomorrow" and not last.arguments.get("period"):
        yield f"{what} the day after tomorrow"


def _of_those_out(text: str, last: LastAnswer) -> Iterator[str]:
    """How many are out there, or where they are, after those who are out were told."""
    figure = str(last.arguments.get("quantity") or last.arguments.get("by") or "")
    if not figure.endswith("_out") or last.worded.tool.name not in ("outages_now", "out_by_feeder", "out_now_by_kind"):
        return
    quantity = last.worded.quantity_of(figure)
    who = "customers out" if quantity is None or figure == "customers_out" else spoken(quantity)
    if (found := _OUT_THERE.match(text)) is not None:
        place = found["place"] or str(last.arguments.get("place") or "")
        yield f"{who} on {place}" if place else who
    if _WHERE.match(text) and last.worded.tool.name != "out_by_feeder":
        yield f"feeders with {who}"
        yield f"{who} by feeder"


def _ahead(text: str, told: ToldInWords) -> Iterator[str]:
    """When the peak that is forecast will be, how high, and that of another place."""
    if _WHEN_PEAK.match(text):
        yield f"when is the peak of the {told.asked('load forecast')}"
    if _HOW_HIGH.match(text):
        yield f"forecast peak {told.asked('').replace('  ', ' ')}".strip()
    if (found := _AND_PLACE.match(text)) is not None:
        yield replace(told, place=found["what"]).asked(told.words)


def _on_each(found: re.Match[str], last: LastAnswer) -> Iterator[str]:
    """How many there are on each of the places that were told."""
    kind = found["kind"] or next(
        (one for one in ("feeder", "substation", "crew") if one in last.worded.tool.subjects), ""
    )
    kind = kind or ("feeder" if last.worded.tool.name.endswith("by_feeder") else "")
    now = " out" if last.worded.tool.name in ("out_by_feeder", *OF_NOW) and found["what"].lower() == "customers" else ""
    if kind:
        yield f"{found['what']}{now} by {kind} {period_before(last)}".strip()


def _of_figure(text: str, told: ToldInWords, last: LastAnswer) -> Iterator[str]:
    """The other end of the figure that was told, the same in another unit, or as it is forecast."""
    quantity = last.worded.quantity_of(last.arguments.get("quantity"))
    stem = _ANY_END.sub("", told.words).strip()
    if last.worded.tool.shape == "row" and (found := _OTHER_END.match(text)) is not None and stem:
        stem = "load" if stem == "peak" else stem
        yield told.asked(f"{found['end']} {stem}")
    if (found := _IN_UNIT.match(text)) is not None:
        unit = UNITS.get(found["unit"].lower(), "")
        if unit and not same_family(unit, unit_of(quantity)):
            yield f"{told.asked(told.words)} in {found['unit']}"
    if (found := _AHEAD.match(text)) is not None and re.search(r"\b(?:load|demand|peak)\b", told.words):
        yield replace(told, period=found["ahead"]).asked("forecast peak" if "peak" in told.words else "forecast load")


def _of_one(text: str, last: LastAnswer, about: About) -> Iterator[str]:
    """What is asked of the one thing that was told, though nothing in the turn stands for it."""
    if _SINCE_WHEN.match(text) and (one := about()).startswith("outage "):
        yield f"when did {one} begin"
    if _LEFT.match(text) and (one := about()):
        yield f"headroom of {one}"
    if last.arguments.get("n") == 1 and _HOW_MANY.match(text) and (one := about()):
        quantity = last.worded.quantity_of(last.arguments.get("by"))
        if quantity is not None and quantity.column.unit == "" and quantity.column.kind in ("number", "count"):
            yield f"how many {spoken(quantity)} on {one} {period_before(last)}".strip()
    if (found := _NEAREST.match(text)) is not None:
        rows, kinds = rows_before(last), sorted(last.worded.kinds)
        what = rows.one if rows is not None else kinds[0] if len(kinds) == 1 else ""
        if what:
            yield f"nearest {what} to {found['what']}"
    if last.worded.tool.shape == "near" and _HOW_FAR.match(text):
        kind = last.worded.tool.subjects[0] if last.worded.tool.subjects else ""
        yield f"nearest {kind} to {last.arguments.get('name')}"


def _group(text: str, told: ToldInWords) -> str | None:
    """By what a turn wants what was told."""
    if (found := _BY.match(text)) is not None:
        return "priority" if found["by"].lower() == "severity" else found["by"]
    if (found := _ON_WHICH.match(text)) is not None:
        return normal((found["a"] or found["b"] or found["c"]).lower())
    return "crew" if told.is_rows and told.words.endswith("orders") and _WHO.match(text) else None


def _foremost(kind: str, end: str, told: ToldInWords) -> Iterator[str]:
    """Which of a kind has most of what was told; of a place, its own kind is compared with all others."""
    whole = replace(told, place="") if told.place and kind in ("feeder", "substation", "circuit", "sub") else told
    if told.is_rows:
        most = "most" if end in ("most", "highest", "largest", "biggest", "worst", "greatest") else "fewest"
        yield whole.asked(f"which {kind} has the {most} {told.words}")
        return
    end = {"most": "highest", "least": "lowest", "fewest": "lowest"}.get(end, end)
    yield (
        whole.asked(f"{kind} with the {end} {told.words}")
        if end not in ("worst", "best")
        else whole.asked(f"{end} {kind} by {told.words}")
    )


def _held(what: str, told: ToldInWords, last: LastAnswer, today: dt.date) -> Iterator[str]:
    """What was told against another time or thing."""
    what = with_shifted_period(what, last.arguments, today)
    what = re.sub(r"^(?:that|those|it|what\s+it\s+was)\s+(?:of|in|for|on)\s+", "", what)
    of = f" of {told.place}" if told.place else ""
    if (
        re.search(r"\d|\b(?:feeder|substation|crew)\b", what)
        and told.place
        and not re.search(r"\b(?:19|20)\d\d\b", what)
    ):
        yield f"compare {told.words}{of} and {what} {told.period}".strip()
    elif told.period:
        where = f" on {told.place}" if told.place and told.is_rows else of
        yield f"compare {told.words}{where} {told.period} and {what}".strip()


def _of_both(said: Sequence[Said], vocabulary: Vocabulary) -> Iterator[str]:
    """The sum over the two things that were asked about one after the other."""
    at = [at for at, one in enumerate(said) if one.role == "assistant" and one.tool]
    if len(at) < 2:
        return
    later, sooner = (last_answer(said[: one + 1], vocabulary) for one in (at[-1], at[-2]))
    if later is None or sooner is None or later.worded is not sooner.worded:
        return
    names = [str(one.arguments.get("name") or one.arguments.get("place") or "") for one in (sooner, later)]
    if (
        not all(names)
        or names[0] == names[1]
        or _rest(sooner) != _rest(later)
        or (told := told_in_words(later)) is None
    ):
        return
    yield f"total {told.words} of {names[0]} and {names[1]} {told.period}".strip()


def _rest(last: LastAnswer) -> dict[str, Any]:
    return {key: value for key, value in last.arguments.items() if key not in ("name", "place")}
