"""Words that turn a question round: what no reading takes is refused, never dropped.

"Not", "every", "second most" and a second limit change what is right altogether. A reading that covers
the other words alone would answer another question, with a number that is true of that one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.as_typed.spoken_numbers import ROW
from app.assistant.built_in.frames.frame import Frame, SpokenLimit
from app.assistant.built_in.lexicon import FAMILIES, LEAST, MOST
from app.assistant.built_in.reading.question_reading import QuestionReading
from app.assistant.built_in.reading.units import of_same_kind, same_family, unit_of
from app.assistant.built_in.refusing.left_words import not_one_thing
from app.assistant.built_in.spoken_periods import SpokenPeriod
from app.assistant.built_in.words import phrase
from app.assistant.refusals import NoAnswer, RefusalReason
from app.widgets.column import NUMBERS

_SUPERLATIVE: Final = r"(?:most|least|fewest|worst|best|last|common|\w{3,}est)\b"
_ORDINAL: Final = re.compile(
    rf"\b(?:second|third|fourth|fifth|2nd|3rd|4th|5th|next)[\s-]+{_SUPERLATIVE}", re.IGNORECASE
)
_EVERY: Final = re.compile(r"^\W*(?:is|are|was|were|did|do|does|has|have|had)\b.*\b(?:every|each|all)\b", re.IGNORECASE)
_MORE_OF: Final = re.compile(
    r"^\W*(?:are|is|were)\s+there\s+(?:more|fewer|less)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?\s+or\s+[^\W\d_]+", re.IGNORECASE
)
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
_BACK: Final = re.compile(r"\b(?:etrs?|etas?|estimates?|estimated|back|restored|restoration)\b", re.IGNORECASE)
_WILL_BE_BACK: Final = re.compile(
    r"\bwill\s+(?:still\s+)?(?:be\s+(?:back|restored|out)|come\s+back|have\s+(?:power|supply))\b(?!.*\bif\b)",
    re.IGNORECASE,
)
_BY_AGE: Final = re.compile(
    r"\b(?:orders?|jobs?|tickets?)\b.*\b(?P<said>(?:older|newer|younger)\s+than\b[^?.!]*)", re.IGNORECASE
)
_PRESENT: Final = re.compile(
    r"\b(?:right\s+now|now|at\s+(?:the|this)\s+(?:very\s+)?moment|at\s+present|presently|this\s+(?:instant|minute|second))\b",
    re.IGNORECASE,
)
_NIGHT: Final = re.compile(r"\b(?:last\s+night|over\s?night)\b", re.IGNORECASE)
_HERE: Final = re.compile(
    r"\b(?:(?:a)?round|near|close\s+to|by|in)\s+here\b|\bin\s+(?:this|my)\s+(?:area|neighbou?rhood|region|part|street|town|zone)\b",
    re.IGNORECASE,
)
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
_THE_SAME: Final = re.compile(
    r"\bsame\s+(?:(?:month|day|weekday|date|week|period|part)s?\s+)?(?:of\s+|in\s+|from\s+)?(?:the\s+)?(?:last|previous|prior)\s+(?:year|month|week)\b",
    re.IGNORECASE,
)
"""The same part of another year that nothing made a time of: the whole of that year would be told."""
_IS_ISOLATED: Final = re.compile(
    r"^\W*(?:is|are|was|were)\s+\S+(?:\s+\S+)?\s+(?:(?:already|still|now|really)\s+)?isolated(?:\s+(?:now|yet))?\W*$",
    re.IGNORECASE,
)
_BARE_HOURS: Final = re.compile(
    r"\b(?:from|between)\s+\d{1,2}\s*(?:to|and|until|till|-)\s*\d{1,2}(?=\s*[?.!]*$|\s+(?:yesterday|today|on|last|of)\b)",
    re.IGNORECASE,
)
_ENERGY: Final = re.compile(r"\b(?:energy|[kmg]?wh|watt-hours?|consumption|consumed|used|delivered)\b", re.IGNORECASE)
_TWICE: Final = re.compile(
    r"\bhow\s+(?:many|much)\b.*(?:\b(?:and|or)\s+|,\s*)(?P<other>how\s+(?:many|much)\b.*?)\W*$", re.IGNORECASE
)


_NEEDED: Final = re.compile(r"^\W*what\b.*\b(?:would|do|does|will|might)\s+(?:\S+\s+){1,2}need\W*$", re.IGNORECASE)
_CALLED: Final = re.compile(
    r"^\W*whom?\s+(?:do|should|can|must|would|shall)\s+(?:i|we|you)\s+(?:call|ask|contact|phone|tell|notify|ring|talk|speak)\b",
    re.IGNORECASE,
)
_ORDER_OF_OUTAGE: Final = re.compile(
    r"\b(?:order|job|ticket)s?\s+(?:is\s+|are\s+)?(?:there\s+)?(?:for|of|at|from)\s+(?:the\s+)?outage\s*#?\s*\d+",
    re.IGNORECASE,
)
_STILL_LASTS: Final = re.compile(
    r"\band\s+(?:are\s+|is\s+)?still\s+(?:last|lasts|lasting|active|open|out|going)\b", re.IGNORECASE
)
_WHEN_REPLACED: Final = re.compile(r"^\W*when\s+(?:will|is|are)\s+(?!an?\b).*\breplaced\b", re.IGNORECASE)
_AT_THE_PEAK: Final = re.compile(
    r"\b(?:temperature|weather|wind|humidity|hot|cold|warm|voltage|losses)\b.*\bat\s+(?:the\s+)?(?:time\s+of\s+(?:the\s+)?)?(?:(?:system|load)\s+)?peak\b",
    re.IGNORECASE,
)
_BROKEN: Final = re.compile(
    r"^\W*(?:(?:is|are)\s+there|any)\s+(?:any\s+|an?\s+|some\s+)?(?:wires?|lines?|conductors?|poles?|trees?)\s+(?:broken|down|on\s+the\s+line)\b",
    re.IGNORECASE,
)
_FIRST_OF_EACH: Final = re.compile(
    r"\b(?P<said>(?:(?:most|least)\s+(?:heavily\s+)?\w+|worst|best|\w{3,}est)\s+(?:\w+\s+){0,2}?"
    r"(?:transformer|xfmr|tx|pole|asset|meter|span|device|recloser|crew|order|alarm)\s+"
    r"(?:(?:on|of|at|in|for|from|under|off)\s+(?:each|every)|per|by|for\s+each)\s+(?:of\s+(?:the|our)\s+)?"
    r"(?:feeder|fdr|circuit|substation|sub|station)s?)\b",
    re.IGNORECASE,
)
_ON_CALL: Final = re.compile(
    r"^(?!.*\b(?:rule|may|must|long|hours?)\b).*\b(?:who|crews?|anyone|anybody|supervisor|people|duty)\b.*\bon[\s-]call\b",
    re.IGNORECASE,
)
_STORM_OVER: Final = re.compile(
    r"\bstorm\b(?:'?s|\s+is|\s+has)?\s+(?:already\s+|yet\s+|really\s+)?(?:over|past|finished|done|ended|gone|passed)\b",
    re.IGNORECASE,
)
_TAKES_LONG: Final = re.compile(r"\bwhy\b.*\btak(?:e|es|en|ing)\b.*\b(?:long|forever|while|ages)\b", re.IGNORECASE)
_TURNED: Final = (
    (
        _TAKES_LONG,
        "why",
        "Why a repair takes long is not recorded: ask for the cause or the crew of an outage.",
    ),
    (_CALLED, "", "Who is to be called is not kept here: ask which crew is there, or what a procedure says."),
    (_NEEDED, "need", "What a job needs is not reckoned here: ask for the crews with a skill."),
    (_ORDER_OF_OUTAGE, "", "The order of an outage is not told here: the outage's own panel leads to it."),
    (_STILL_LASTS, "", "Ask for active outages: each tells since when it lasts."),
    (_WHEN_REPLACED, "replaced", "Ask for its open work orders: each tells when it is due."),
    (_AT_THE_PEAK, "", "Ask when the peak was, and then for that time."),
    (
        _BROKEN,
        "",
        "What is down or broken is told by those who call: ask for open trouble calls, or the hazards of an outage.",
    ),
    (_ON_CALL, "on call", "Who is on call is not kept here: ask which crews are on shift, or available."),
    (
        _STORM_OVER,
        "over",
        "Whether a storm is over is not told here: ask how many customers are out, or whether a storm is declared.",
    ),
    (_FIRST_OF_EACH, "", "The first of each place is not told at once: ask for a ranking, or name the place."),
    (_EXCEPT, "", "Nothing is left out here: ask of each place, or of all of them."),
    (_RECORD, "", "Ask for the highest of a period: this year, last year."),
    (_MORE_OF, "", "Ask how many there are of each."),
    (_EVERY, "all", "Ask how many there are, and how many of them are otherwise."),
    (_NEGATED, "", "Ask without saying it twice over."),
    (_BY_AGE, "", "Orders are not told by their age: ask for those overdue, or created in a period."),
    (_WILL_BE_BACK, "", "Ask when everybody is expected back: the first and the last estimate are told."),
    (_NIGHT, "", "Ask of yesterday, or of the last 12 hours."),
    (_HERE, "", "Nobody knows here where you are: name a feeder, a substation, or a thing."),
    (_WEEKDAYS, "", "Ask of one of these days, or of a whole period."),
    (ROW, "", "Ask for all of them, such as feeders by load: a row for each."),
    (_THE_SAME, "", "Say the time itself: a month and its year, or a day."),
    (_IS_ISOLATED, "isolated", "Ask whether it is energized, or how it would be isolated."),
    (_SAME_TIME, "", "Say the time: yesterday at 15:00, or a whole day, month or year."),
)
"""What turns a question wherever it stands; what is said of it, empty for its own words; how to ask instead."""


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
    for pattern, said, hint in _TURNED:
        if found := pattern.search(text):
            raise _not_read(said or found.groupdict().get("said") or found[0], hint)
    _refuse_times(text, frame)
    if _MONTHS.search(text) and frame.period is not None and len(frame.period.text) == len("2026-04"):
        raise _not_read(str(_MONTHS.search(text)[0]), "Ask of one month at a time, or from a day to a day.")  # type: ignore[index]
    if _are_of_two_quantities(frame.limits):
        raise _not_read("two limits", "Ask with one limit at a time.")


def _refuse_times(text: str, frame: Frame) -> None:
    """Refuse times of day that are none, that measure no energy, or at which nothing is asked that can be told."""
    period = frame.period
    if period is None:
        return
    if period.clock is None:
        if frame.bare and (found := _BARE_HOURS.search(text)):
            raise _not_read(found[0], "Write times as 8:00 or 8 am.")
        return
    said = text[slice(*period.clock)].strip()
    if _is_moment(period) and _ENERGY.search(text):
        raise _not_read(said, "Energy is of a span of time: ask from 12:00 to 13:00, or for the load at that moment.")
    if period.text:
        return
    if _BACK.search(text):
        raise _not_read(said, "Outages are not counted by their estimates: list active outages, each tells its own.")
    raise _not_read(
        said, "It has not come yet: ask for the hourly forecast." if period.is_future else "Ask of one day."
    )


def _is_moment(period: SpokenPeriod) -> bool:
    return "T" in period.text and ".." not in period.text


def _is_of_period(found: re.Match[str], frame: Frame) -> bool:
    period = frame.period
    return period is not None and period.start <= found.start() < period.end


_EITHER: Final = re.compile(
    r"(?<!whether )\bor\s+(?!(?:not|no|more|less|fewer|greater|over|under|above|below|equal|so|later|earlier|older"
    r"|newer|younger|taller|shorter|longer|higher|lower|larger|bigger|smaller|hotter|colder|worse|better)\b(?!\s+than))\S+",
    re.IGNORECASE,
)
"""Joins two things of which either would do; not "50 years or older"."""


def _refuse_either(frame: Frame, reading: QuestionReading) -> None:
    """Refuse "or" where one reading takes what it joins: its rows would be of both, not of either.

    Raises:
        NoAnswer: says what it joins.
    """
    if reading.worded.tool.shape != "compare" and (found := _EITHER.search(frame.text)):
        raise _not_read(
            found[0].strip(" ?.!,"), "One list is of what is all of it at once: ask for each of them by itself."
        )


_AND_THEIR: Final = re.compile(r"\band\s+(?:their|its)\s+\w+", re.IGNORECASE)


def _refuse_beside(frame: Frame, reading: QuestionReading) -> None:
    """Refuse "customers out and their ETR" where one figure would be told of the two.

    Raises:
        NoAnswer: says the second.
    """
    found = _AND_THEIR.search(frame.text)
    if found is None or reading.how != "row" or reading.quantity is None or reading.phrase is None:
        return
    if set(frame.words) - set(reading.phrase.words):
        raise not_one_thing(found[0])


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
    _refuse_either(frame, reading)
    _refuse_beside(frame, reading)
    _refuse_dropped(frame, reading)
    _refuse_now(frame, reading)
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


def _refuse_now(frame: Frame, reading: QuestionReading) -> None:
    """Refuse the present where a tool would tell of yesterday without a word.

    Raises:
        NoAnswer: what meters read is told of whole days.
    """
    tool = reading.worded.tool
    if frame.period is not None or not tool.takes("period") or "period" in reading.arguments:
        return
    if tool.arguments.model_fields["period"].default == "yesterday" and (found := _PRESENT.search(frame.text)):
        raise _not_read(found[0], "It is told of past days, from what was read: ask of yesterday.")


def _refuse_dropped(frame: Frame, reading: QuestionReading) -> None:
    """Refuse what a reading would drop though it changes which rows are meant, or what is asked of them.

    Raises:
        NoAnswer: says which words, and how to ask instead.
    """
    key = str(reading.arguments.get("by", "")) if reading.quantity is None else reading.quantity.key
    for one in _DROPPED:
        if frame.limits and not one.with_limits:
            continue
        if (reading.worded.tool.name in one.of or key in one.of) and (found := one.pattern.search(frame.text)):
            raise _not_read(found[0].strip(), one.instead)
    if reading.how in ("count", "both") and not frame.limits and (found := _SHARE.search(frame.text)):
        raise _not_read(found[0].strip(), "Ask how many there are, and how many there are in all.")


@dataclass(frozen=True, slots=True)
class _DroppedWords:
    """Words that tools, or quantities, have no use for though they would change the answer."""

    pattern: re.Pattern[str]
    of: frozenset[str]
    instead: str
    with_limits: bool = False


def _dropped(pattern: str, of: str, instead: str, *, with_limits: bool = False) -> _DroppedWords:
    return _DroppedWords(re.compile(pattern, re.IGNORECASE), frozenset(of.split()), instead, with_limits)


_SHARE: Final = re.compile(
    r"^\W*(?:what(?:'?s|\s+is)?\s+(?:the\s+)?)?(?:percent(?:age)?|share|fraction|proportion)\s+of\b", re.IGNORECASE
)
_DROPPED: Final = (
    _dropped(
        r"\breplac\w+\s+first\b", "due_orders",
        "Ask what to replace with a sum of money, or which are the riskiest.",
    ),
    _dropped(
        r"\btoday\b", "peak_load_pct hot_spot_max_c",
        "It is of the last assessment: ask for the load curve of today.",
    ),
    _dropped(r"\bcrews?\b.*\blongest\b", "active_outages", "Since when a crew is at its work is not kept here."),
    _dropped(
        r"\b(?:longest|shortest)\b", "crews", "Since when a crew is at its work is not kept here.",
    ),
    _dropped(
        r"^\W*what(?:'?s|\s+is|\s+was|\s+are|\s+were)\s+the\s+causes?\W*$", "causes_by_index outages_by_cause",
        "Say of what: the cause of an outage by its number, or outages by cause this year.",
    ),
    _dropped(
        r"\b(?:last|previous|prior)\s+shift\b(?!\s+(?:log|note))", "latest_notes shift_notes notes_grouped",
        "Notes are told of this shift or of a time: ask for yesterday's, or what the previous shift handed over.",
    ),
    _dropped(
        r"\b(?:max(?:imum)?|longest|most)\s+(?:time|hours?)\b", "queued_hours queued crew_people",
        "How long a crew may work is a rule: ask how many hours a crew may work in a row.",
    ),
    _dropped(
        r"\bkvar?\b", "weather_now outages_now",
        "What is out is told in customers, and its load, estimated, in MW: ask for the load out.",
    ),
    _dropped(
        r"\b(?:(?:more|less|fewer)\s+than|at\s+least|at\s+most)\s+(?:once|twice|\d+\s+times?)\b",
            "failure_probability_pct",
        "How often something failed is told with it: ask whether it has failed before.", with_limits=True,
    ),
    _dropped(
        r"\b(?:restored|resolved|cleared|ended|finished|closed|fixed)\b",
        "past_outages outage_in_order outages_by_cause outages_by_feeder",
        "Outages are counted by when they began; ask how many outages were restored in that time.",
    ),
    _dropped(
        r"\b(?:without|never|not|no|lack\w*|missing)\b.{0,20}?\binspect\w*", "inspection_age_years",
        "What has no known inspection stands in no ranking: ask for the time since inspection, which tells how many "
        "have none.",
    ),
    _dropped(
        r"\b(?:open|pending|outstanding)\s+(?:\w+\s+){0,2}?(?:orders?|jobs?|tasks?|tickets?|inspections?|repairs?"
        r"|replacements?)\b", "created_orders",
        "Open orders are told as of now: ask for open work orders, or for those created in a period.",
    ),
    _dropped(
        r"^\W*(?:(?:are|is)\s+there\s+)?any\s+hazards?\b", "hazards",
        "Hazards to people are told with one outage: ask what the hazards of that outage are.",
    ),
    _dropped(
        r"\b(?:short\s+(?:of|on)|enough|need(?:ed)?|required?)\b", "crews",
        "How many crews are needed is not reckoned here: ask for available crews, or how the storm stands.",
    ),
    _dropped(
        r"(?<!not )(?<!un)\bconfirmed\b(?!\s+by\s+nobody)", "coming_outages",
        "Predicted outages are those that nobody has confirmed: ask for active outages, whose table tells the state.",
    ),
    _dropped(
        r"\b(?:exactly|only|just)?\s*(?:one|1|a\s+single)\s+customer\b", "customers_out active_outages",
        "An exact number of customers is not taken here: ask for more, or for fewer than a number.", with_limits=True,
    ),
    _dropped(
        r"\b(?:worked|working|available|free|busy|been\s+on|on\s+(?:shift|duty))\b(?=.*\b(?:longest|longer|hours?|more|over)\b)",
        "queued_hours open_orders_grouped shift_start shift_end",
        "How long a crew has been at work is not kept here; its shift is told with it.",
        with_limits=True,
    ),
    _dropped(
        r"\b(?:is|are)\s+(?:any|an?|some)\s+(?:substations?|transformers?|poles?|feeders?)\b",
        "customers_out critical_out", "Ask how many of them are de-energized, or which feeders have customers out.",
    ),
)  # fmt: skip


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
    by = reading.worded.quantity_of(reading.arguments.get("by"))
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
    said = f"in {frame.unit}" if frame.is_unit_said or frame.unit != "%" else "a share of it"
    raise _not_read(said, f"{quantity.column.title} is told {told}.")


def _are_of_two_quantities(limits: list[SpokenLimit]) -> bool:
    """Whether limits have units of different quantities: one of them would be lost."""
    families = {_family(one.unit) for one in limits}
    return len(limits) > 1 and len(families) > 1


def _family(unit: str) -> int:
    """Which quantity a unit is of; -1 for none."""
    return next((at for at, family in enumerate(FAMILIES) if unit in family), -1)


def _not_read(what: str, instead: str) -> NoAnswer:
    return NoAnswer(RefusalReason.NOT_UNDERSTOOD, f"“{what}” is not understood here. {instead}")
