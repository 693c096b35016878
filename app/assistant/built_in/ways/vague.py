"""Questions that leave out of what they ask: no tool is guessed, it is asked back with whole questions to choose from.

"Give me the trend", "average age", "how bad was yesterday", "status of 3": a quantity, a time or a number alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.names.finding import NameFinder
from app.assistant.context import ToolContext
from app.assistant.events import AskedBack

_OPENS: Final = (
    r"(?:(?:please|pls|ok(?:ay)?|so|hey|hi|now|and|just|(?:can|could|would)\s+(?:you|i|we)|let\s+me|i(?:'d|\s+would)?\s+(?:want|need|like)(?:\s+to)?"
    r"|give|show|tell|get|see|have|show\s+me|what(?:'?s|\s+is|\s+are|\s+was|\s+were|\s+about)?|how(?:'?s|\s+is|\s+are|\s+about)?|me|us|about|the|our|a|an|some|any|all|current|latest|quick)\s+)*"
)
_ENDS: Final = r"(?:\s+(?:please|pls|now|right\s+now|today|here|then|thanks|for\s+me|currently|at\s+the\s+moment))*"
_PERIOD: Final = (
    r"(?:today|yesterday|last\s+night"
    r"|(?:this|last|past|previous)\s+(?:hour|day|week|month|quarter|year|night|weekend|summer|winter|spring|fall)|20\d\d)"
)
_PLACE: Final = (
    r"(?:\s+(?:on|of|at|for|in)\s+(?:the\s+)?(?P<place>(?:feeder|fdr|circuit|sub(?:station)?)\s*#?\s*\d+|F\d+|SUB-\d+))"
)


@dataclass(frozen=True, slots=True)
class VagueQuestion:
    """A way of leaving out of what is asked.

    Attributes:
        pattern: of the whole question.
        sentence: that asks back; groups of the pattern are filled in.
        choices: whole questions, likewise.
    """

    pattern: re.Pattern[str]
    sentence: str
    choices: Sequence[str]

    def asked_back(self, text: str) -> AskedBack | None:
        """What is asked back; None where a question is not so."""
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        given = {name: value or "" for name, value in found.groupdict().items()}
        given["at"] = f" of {given['place']}" if given.get("place") else ""
        given["on"] = f" on {given['place']}" if given.get("place") else ""
        choices = tuple(dict.fromkeys(" ".join(one.format(**given).split()) for one in self.choices))
        return AskedBack(self.sentence.format(**given), tuple((one, one) for one in choices))


def _vague(pattern: str, sentence: str, *choices: str) -> VagueQuestion:
    return VagueQuestion(re.compile(rf"\W*{_OPENS}{pattern}{_ENDS}\W*", re.IGNORECASE), sentence, choices)


VAGUE: Final = (
    _vague(
        rf"(?:trends?|graph|chart|curve|course|development|history|time\s+series|profile){_PLACE}?(?:\s+(?:over\s+time|over\s+the\s+(?:year|month|week)))?(?:\s+(?:for\s+|in\s+|of\s+)?{_PERIOD})?",
        "The course of what: of the load, the voltage, outages or SAIDI?",
        "load curve{at} yesterday", "peak load{at} by day last week", "outages by month this year{on}",
        "SAIDI by month this year{on}",
    ),
    _vague(
        rf"(?P<mean>average|mean|avg|median|typical)\s+(?P<what>age|health|health\s+score|condition|risk|failure\s+probability|probability\s+of\s+failure){_PLACE}?",
        "The {mean} {what} of what: of the transformers, or of the poles?",
        "average {what} of transformers{on}", "average {what} of poles{on}",
    ),
    _vague(
        rf"(?:average|mean|avg|median|typical|total|highest|lowest|maximum|minimum|max|min|number|count|sum|amount|value|figures?|numbers?|totals?|statistics|stats){_PLACE}?(?:\s+(?:for\s+|in\s+)?{_PERIOD})?",
        "Of what: the load, energy, outages, customers or transformers?",
        "load{at}", "energy{at} yesterday", "how many outages this year{on}", "how many customers{on}",
        "how many transformers{on}",
    ),
    _vague(
        rf"(?:meter\s+)?(?:readings?|reads|data|intervals?|measurements?){_PLACE}?",
        "What of the readings: how complete they are, the missing ones, energy, or voltage?",
        "completeness of readings{at} yesterday", "missing readings{at} yesterday", "energy{at} yesterday",
        "lowest voltage{on} yesterday",
    ),
    _vague(
        rf"how\s+many(?:\s+of\s+(?:them|those|these))?(?:\s+(?:are|is|do|have|has|we|there|got|you|they|were|was))*{_PLACE}?(?:\s+(?:are|is)\s+there)?",
        "How many of what: transformers, poles, customers or meters?",
        "how many transformers{on}", "how many poles{on}", "how many customers{on}", "how many meters{on}",
    ),
    _vague(
        r"(?:load|loads|loading)(?:\s+(?:values?|figures?))?",
        "The load of what: of a feeder, a substation, a transformer, or of the whole system?",
        "load of the system", "feeders by load", "substations by load", "transformers by loading",
    ),
    _vague(
        rf"how\s+many(?:\s+of\s+(?:them|those|these))?\s+(?:are|is)\s+(?P<state>out|off|down|dark|overloaded|failed|due|open|closed|late){_PLACE}?",
        "How many of what: customers, transformers or devices?",
        "how many customers are out{on}", "how many transformers are {state}{on}", "how many outages are active{on}",
        "how many switches are {state}{on}",
    ),
    _vague(
        r"(?:is|are|was|does|do)?\s*(?:it|this|that|things|everything|all|we)\s+(?:(?:look|looks|seem|seems|really|very|so|that|getting|looking)\s+)*(?:bad|good|ok(?:ay)?|fine|normal|high|worse|better|worst|all\s+right|alright)",
        "What is meant: the load, the outages, the alarms or the health of assets?",
        "load of the system", "how many active outages", "how many open alarms", "transformers in poor health",
    ),
    _vague(
        r"(?:who|which(?:\s+one)?|what)(?:'?s|\s+is|\s+are)?\s+(?:the\s+)?(?:nearest|closest|nearby|near)(?:\s+(?:one|to\s+(?:it|me|here|there)))?",
        "Who or what, and nearest to what: a crew, a transformer, a pole, a substation? Name the thing.",
        "which crew is nearest to the biggest outage",
    ),
    _vague(
        rf"(?:compare|comparison\s+of|difference\s+between|versus)?\s*(?P<one>{_PERIOD})\s+(?:with|to|and|vs\.?|versus|against|compared\s+(?:with|to))\s+(?P<other>{_PERIOD})",
        "What of them: SAIDI, SAIFI, outages or the peak load?",
        "compare SAIDI {one} with {other}", "compare SAIFI {one} with {other}", "how many outages {one} vs {other}",
        "compare peak load {one} with {other}",
    ),
    _vague(
        rf"how\s+(?:(?:bad|good|was|were|is|are|did|does|things|it|well|busy|rough|quiet|go|going|we|do|doing|look|everything|the|your|our|been|have|has)\s+)+(?:for\s+|in\s+|over\s+|on\s+)?(?P<one>{_PERIOD})(?:\s+(?:go|look|been|going|overall))?",
        "What of {one}: outages, the load, losses, SAIDI or the weather?",
        "how many outages {one}", "peak load {one}", "losses {one}", "SAIDI {one}", "highest temperature {one}",
    ),
)  # fmt: skip

_NUMBERED: Final = re.compile(
    rf"\W*{_OPENS}(?:(?:is|has|are|was)\s+)?(?P<ahead>status|state|situation|history|details?|info(?:rmation)?|data|record|summary|condition|trend|location|position|load|ok(?:ay)?|normal|"
    rf"with|on)?(?:\s+(?:of|for|on|about|at|with))?\s*(?:number\s+|no\.?\s*|nr\.?\s*|#\s*)?(?P<number>\d{{1,5}})"
    rf"(?P<behind>\s+(?:back(?:\s+(?:to\s+normal|on|up|in\s+service))?|ok(?:ay)?|normal|fine|alright|all\s+right|up|running|still\s+\w+|doing|looking|history|status|state|details?|info))*{_ENDS}\W*",
    re.IGNORECASE,
)
_OF_KINDS: Final = {
    "feeder": "load of feeder {}", "substation": "load of substation {}", "crew": "status of crew {}",
    "outage": "status of outage {}", "transformer": "load of transformer {}", "pole": "inspections of pole {}",
    "meter": "voltage of meter {} yesterday",
}  # fmt: skip
_PLACED: Final = frozenset(("feeder", "substation", "crew", "pole", "meter", "transformer"))


def asked_vaguely(text: str) -> AskedBack | None:
    """What is asked back of a question that says no thing and no quantity; None where it says both.

    Args:
        text: plain.
    """
    return next((back for one in VAGUE if (back := one.asked_back(text)) is not None), None)


def of_number_alone(text: str, names: NameFinder, context: ToolContext) -> AskedBack | None:
    """What is asked back of a number without a word of its kind: "what's the status of 3".

    Args:
        text: plain.
        names: finds things of the utility.
        context: of the turn.

    Raises:
        SourceError: the database does not answer.
    """
    found = _NUMBERED.fullmatch(text)
    if found is None or not re.search("[a-z]", text, re.IGNORECASE):
        return None
    number = found["number"]
    forms = names.forms(context)
    wanted = {form.filled([number]): kind for kind in forms.forms if kind in _PLACED for form in forms.of(kind, 1)}
    there = [kind for kind, _ in names.exist(context, list(wanted)) if kind in _PLACED]
    if not there:
        return None
    # a transformer's name has two numbers: one alone may be the last of several
    kinds = [kind for kind in _OF_KINDS if kind in there or kind in ("outage", "transformer")]
    told = f"{', '.join(kinds[:-1])} or {kinds[-1]}"
    choices = tuple((f"{kind} {number}", _OF_KINDS[kind].format(number)) for kind in kinds if kind != "transformer")
    return AskedBack(f"{number} of what: which {told}? Say the kind, or the whole name.", choices)
