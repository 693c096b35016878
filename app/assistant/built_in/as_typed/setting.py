"""What a question is asked for, by whom, and on what occasion: told before it or behind it, and no part of it.

"I'm drafting the filing. What was SAIDI in 2025?", "rates dept here: how many …", "for the phase study, how many …". Only a
statement is set aside, only where a whole question is left, and never one that could narrow it: with a word that leaves out
or limits, with a number that is no name, or with a time that the question lacks. A thing that the statement names is what
"there", "it" and "that feeder" stand for; the feeder or substation that it names is the place of a question that names none.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from app.assistant.built_in.spoken_periods import period_in

_ANY_DAY: Final = dt.date(2100, 6, 15)
"""Only whether a time is named is of interest: what lies before this day is past."""
_AHEAD: Final = re.compile(r"\b(?:next|coming|tomorrow|tonight|upcoming)\b", re.I)
_NOW: Final = re.compile(
    r"\b(?:is|are|do|does|has|have|can|now|currently|present|still|will|would|if|take\s+me|map|rank)\b", re.I
)
"""A question of now, of always, or of what is to come: the past of a statement is none of it."""
_HAZARD: Final = re.compile(r"\b(?:lightning|thunder\w*|high\s+winds?|heat|ice|smoke|fire|gas|flood\w*)\b", re.I)
_RULE: Final = re.compile(r"\b(?:must|have\s+to|has\s+to|may|should|allowed|need\s+to|supposed\s+to)\b", re.I)
"""Of what is asked because of a hazard: the rule is the hazard's own."""
LONGEST: Final = 30
"""Words of a statement that is set aside."""
_KIND: Final = r"(?:feeder|fdr|circuit|ckt|substation|sub|transformer|tx|xfmr|pole|meter|mtr|crew|recloser|breaker|switch|fuse|tie|segment|span|device)"
_NAME: Final = re.compile(rf"\b(?:{_KIND}\s*(?:no\.?\s*|number\s*|#\s*)?\d[\w-]*|[a-z]{{1,4}}-?\d[\w-]*)\b", re.I)
_PLACE: Final = re.compile(
    r"(?:feeder|fdr|circuit|ckt|substation|sub)\s*(?:no\.?\s*|number\s*|#\s*)?\d+$|(?:F|SUB-)\d+$", re.I
)
_END: Final = re.compile(
    r"(?<!\bno)(?<!\bnr)(?<!\bvs)(?<!\bacc)(?<!\bapprox)(?<!\bdept)(?<!\bavg)(?<!\bi\.e)(?<!\be\.g)(?<!\bst)(?<!\bmin)(?<!\bmax)[.!]\s+(?=\S)|\s+[-–]{1,2}\s+|:\s+(?=\D)",
    re.I,
)
_ASKS: Final = (
    "what|whats|what's|which|how|who|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|can|could|will|would|any|show|list"
    "|give|tell|name|rank|count|find|compare|sum|add\\s+up|number|total|identify|plot|chart|map|take\\s+me|i\\s+need|in\\s+(?:which|what|how)|on\\s+(?:which|what)"
    "|at\\s+(?:which|what)|by\\s+how|top\\s+\\d|the\\s+(?:top|worst|average|mean|median|total|hours|number|\\d)|please|order\\s+(?:the|our)|rank"
)
_ASKING: Final = re.compile(rf"^\W*(?:{_ASKS})\b", re.I)
_ASKED_SOON: Final = re.compile(rf"^\W*(?:\S+\s+){{0,6}}?(?:{_ASKS})\b", re.I)
_NARROWS: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|except|exclud\w+|only|ignor\w+|includ\w+|leav\w+|count\w*|assum\w+|suppos\w+|if|unless"
    r"|each|every|besides|apart|instead|more|less|above|below|over|under|before|after|between|per)\b|n't\b|[<>%=]",
    re.I,
)  # fmt: skip
_THINGS_MEANT: Final = re.compile(r"\b(?:they|them|those|these|their|ones?)\b", re.I)
_MEANT: Final = re.compile(rf"\b(?:that|this|the\s+same|said)\s+{_KIND}\b", re.I)
_THERE: Final = re.compile(
    r"\b(?:over\s+|on\s+|up\s+|out\s+)?there\b(?!\s+(?:is|are|was|were|be|been|any|a|an)\b|'s)(?<!\bis there)(?<!\bare there)(?<!\bwere there)(?<!\bwas there)",
    re.I,
)
_IT: Final = re.compile(r"\b(?P<it>it|its)\b", re.I)
_WHO: Final = (
    r"(?:(?:the|my|our|some)\s+)?(?:revenue\s+(?:protection|assurance)|purchasing|procurement|management|manager|boss|supervisor|board"
    r"|commission(?:ers?)?|comission|regulators?|puc|planning|planners?|engineering|operations|ops|finance|accounting|accountants?|legal|lawyers?"
    r"|press|media|communications|pr|dispatch|safety|mayor|city|county|council|auditors?|audit|insurance|insurer|rates?|asset\s+manag\w+"
    r"|customer\s+service|hr|director|vp|ceo|cfo|coo|chief(?:\s+\w+)?|executives?|leadership|head\s+office|storm\s+desk|control\s+room"
    r"|storm\s+boss|duty\s+officer|trainee|newcomer|intern|colleague|somebody|someone|they|he|she)(?:\s+(?:dept|department|team|desk|people|folks|office|guys|group|man|here))*"
)
_WANTS: Final = re.compile(
    rf"^\W*{_WHO}\s+(?:would\s+like|'d\s+like|wants?|wanted|needs?|needed|is\s+asking|are\s+asking|asks?|asked|keeps?\s+asking|requests?|requested|requires?)"
    r"(?:\s+(?:me|us|to\s+(?:know|see|have|hear|find\s+out)|for|about))*\s+(?=\S+\s+\S)",
    re.I,
)
_SPEAKS: Final = re.compile(rf"^\W*(?:this\s+is\s+)?{_WHO}\s*(?:here|speaking|calling|again)?\s*[:,-]\s*", re.I)
_CALLED_IN: Final = re.compile(
    r"^\W*(?:(?:an?|the|our)\s+)?(?:customer|caller|member|resident|lineman|crew)\s+(?:complain(?:s|ed)|says|said|reports?|has|is\s+complaining)\b[^;,.?\d]{1,50}[;,]\s*(?:so\s+)?(?=[^?]*\d)",
    re.I,
)
_BEFORE_WORK: Final = re.compile(
    r"^\W*before\s+(?:the|a|my|our)\s+(?:climber|crew|lineman|linemen|crews|truck|guys)\s+(?:go(?:es)?|touch(?:es)?|climbs?|starts?|heads?|gets?|rolls?)\b[^,:.?!\d]{0,30}[,:]\s*",
    re.I,
)
_BEFORE_ALL: Final = re.compile(r"^\W*(?:before|while|as|since)\s+(?:i|we)\b[^,:.?!]{1,40}[,:]\s*", re.I)
_OCCASION: Final = (
    r"(?:study|report|filing|review|meeting|audit|program(?:me)?|project|budget|plan|planning|call|board|presentation|slides?|deck|memo|case"
    r"|handover|briefing|newsletter|release|interview|claim|inquiry|application|permit|spreadsheet|dashboard|analysis|statistics|exercise|drill"
    r"|training|committee|compliance|insurers?|strategy|contracts?|quote|annex|validation|payroll|talks|purchase|dispatch|investors?|ceo|lawyers?|newsletter|paper|shift\s+log|contract|recall|equipment\s+order|register|inventory|patrol(?:\s+crew)?|splice\s+kit|coordination|data\s+center|storm\s+plan|asset\s+plan|summary|file|records?|commission|regulator|mayor|press|boss|manager)"
)
_FOR_WORK: Final = re.compile(
    r"^\W*for\s+(?:revenue\s+(?:protection|assurance)|the\s+(?:\w+\s+)?crew),\s*(?=\S+\s+\S)", re.I
)
_FOR_IT: Final = re.compile(
    rf"^\W*(?:for|in\s+preparation\s+(?:for|of)|ahead\s+of|to\s+prepare)\s+(?:(?:the|my|our|a|an|this|tomorrow's|today's|next\s+\w+'s)\s+(?:(?:[\w'/-]+\s+){{0,3}}{_OCCASION}\s*[,:]|(?:[\w'/-]+\s+){{0,3}}?{_OCCASION}\b(?!\s+(?:paper|report|deck|meeting|slides?)\b))|(?:[\w'/-]+\s+)?{_OCCASION}\s*[,:])\s*(?=\S+\s+\S)",
    re.I,
)
_FOR_WHOM: Final = re.compile(
    r"^\W*for\s+(?!(?:[^,:]*\b)?(?:each|every|all|which|what|any|per|both)\b)(?:(?:the|my|our|a|an|this|tomorrow's|today's)\s+)?(?:[a-z'/-]+\s+){0,4}?"
    rf"(?:{_OCCASION}|contract|rollout|request|subdivision|decision|operator|eoc(?:\s+call)?|survey|tender|bid|visit|tour|campaign|replacement|crew"
    r"|billing|staffing|shedding|purchasing|scheduling|budgeting|reporting|normali[sz]ation|compliance|curtailment|outreach|staking)"
    r"\s*[,:]\s+(?=\S+\s+\S+\s+\S)",
    re.I,
)
"""Whom or what it is for, with a comma behind it: whatever follows is the question."""
_BEHIND: Final = (
    re.compile(rf"[\s,]+as\s+{_WHO}\s+(?:wants?|needs?|asks?|asked|requires?|likes?|expects?)(?:\s+(?:for\s+)?(?:them|it|this|that))?\W*$", re.I),
    re.compile(rf"[\s,]+(?:\(?for)\s+(?:the|my|our|a|an|this|tomorrow's|today's)\s+(?:[\w'-]+\s+){{0,2}}?{_OCCASION}\)?\W*$", re.I),
    re.compile(r"[.!?,\s]+(?:many\s+)?(?:thanks|thank\s+you|thx|cheers|much\s+appreciated|ta)(?:\s+(?:in\s+advance|a\s+lot|so\s+much|very\s+much))?\W*$", re.I),
    re.compile(r"[.!?]\s+(?:i\s+(?:need|want)|it(?:'s|\s+is)|this\s+is|that(?:'s|\s+is))\s+(?:it\s+|this\s+|that\s+)?for\s+[^.?!]{1,60}\W*$", re.I),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetAside:
    """A question and what was told with it.

    Attributes:
        question: whole without the rest.
        statement: that is no part of it, as it was typed; empty for none.
    """

    question: str
    statement: str


def set_aside(text: str) -> SetAside:
    """Take a question out of its setting; the text itself where it has none, or where the setting may narrow it.

    Args:
        text: plain.
    """
    for behind in _BEHIND:
        text = rest if re.search(r"\w+\W+\w+", rest := behind.sub("", text)) else text
    for lead in (_FOR_IT, _FOR_WORK, _SPEAKS, _WANTS, _BEFORE_ALL, _BEFORE_WORK, _CALLED_IN):
        found = lead.match(text)
        if found is not None and (lead is _WANTS or _ASKED_SOON.match(text[found.end() :])):
            text = text[found.end() :]
    if (found := _FOR_WHOM.match(text)) is not None:
        text = text[found.end() :]
    statements: list[str] = []
    while (taken := _first_taken(text)) is not None:
        text, statement = taken
        statements.append(statement)
    if statements and (found := _BEFORE_ALL.match(text)) is not None:
        text = text[found.end() :]
    return SetAside(text, " ".join(statements))


def _first_taken(text: str) -> tuple[str, str] | None:
    """The question without the statement before it, and that; None where none is to be taken."""
    end = _END.search(text)
    if end is None:
        return None
    told, asked = text[: end.start()].strip(), text[end.end() :].strip()
    if _HAZARD.search(told) and _RULE.search(asked):
        return None
    if not _is_setting(told) or (not _ASKED_SOON.match(asked) and _END.search(asked) is None):
        return None
    whole = _with_what_is_meant(told, asked)
    return None if whole is None else (_in_its_time(told, whole), told)


def _in_its_time(told: str, asked: str) -> str:
    """A question of the past in the time of the statement, where it names none itself."""
    when = period_in(told.lower(), _ANY_DAY)
    if (
        when is None
        or when.is_future
        or _AHEAD.search(told)
        or _NOW.search(asked)
        or period_in(asked.lower(), _ANY_DAY)
    ):
        return asked
    return f"{asked.rstrip(' ?.!')} {told[when.start : when.end].strip()}"


def _is_setting(told: str) -> bool:
    """Whether a sentence only tells something."""
    if not 1 <= len(told.split()) <= LONGEST or told.endswith("?") or _ASKING.match(told) or _NARROWS.search(told):
        return False
    rest = _NAME.sub(" ", told)
    when = period_in(rest.lower(), _ANY_DAY)
    rest = rest if when is None else rest[: when.start] + rest[when.end :]
    is_sentence = re.search(
        r"\b(?:i|we|i'm|we're|we've|i've|there's|there|is|are|was|were|has|have|had|can|will|must|may|might|\w+ing|\w{3,}ed|morning|afternoon|evening|hello|hi"
        r"|complains|says|wants|asks|needs|calls|reports|keeps|looks|seems|thinks|sits|claims|wonders|rang|told|said|hit|went|came|lost|got|saw|heard|feels)\b",
        rest,
        re.I,
    )
    return is_sentence is not None and re.search(r"\d", rest) is None


def _with_what_is_meant(told: str, asked: str) -> str | None:
    """A question with the thing in it that the statement names; None where it cannot be said which one is meant."""
    names = list(dict.fromkeys(one[0] for one in _NAME.finditer(told)))
    meant = _MEANT.search(asked) or _THERE.search(asked) or _IT.search(asked)
    if _THINGS_MEANT.search(asked) and not _NAME.search(asked):
        return None
    if meant is None or _NAME.search(asked[: meant.start()]):
        if not names or _NAME.search(asked):
            return asked
        is_place = len(names) == 1 and _PLACE.search(names[0]) is not None
        return f"{asked.rstrip(' ?.!')} on {names[0]}" if is_place else None
    if len(names) != 1:
        return None
    name = names[0]
    if meant.re is _THERE:
        name = f"on {name}"
    elif meant.re is _IT and meant["it"].lower() == "its":
        name = f"{name}'s"
    return f"{asked[: meant.start()]}{name}{asked[meant.end() :]}"
