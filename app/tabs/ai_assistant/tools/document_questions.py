"""Which questions are of documents: a document by name, a meaning, a rule or a way of doing; never one of rows.

The grammar says what kind a question is; the passages say whether its words stand in them. A question of a rule goes
to documents whatever tables could be read in it, since "how long may an alarm be shelved" is not of the alarms that
are shelved. A bare topic goes there only where no table answers. What asks for things ("which feeders …", "alarms by
priority", "where is the hospital") never does: a passage about such things would look like an answer.
Drawback: the grammar is English.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.assistant.context import ToolContext
from app.assistant.tools import WholeQuestion
from data_sources.documents.search import LONGEST, FoundPassage, asked_words

PassageSearch = Callable[[ToolContext, str], list[FoundPassage]]
"""Finds passages that answer a question, the best first."""

_ABOUT_ASSISTANT: Final = re.compile(
    r"^(?:help|what can (?:you|i)\b.*|what do you (?:do|know)\b.*|who are you|what can i ask\b.*"
    r"|how do (?:you|i) (?:work|use you|use this)\b.*|how does (?:this|the) assistant work)$"
)
OWN_MANUAL: Final = "what you can ask"

# A document by its name, or what a word means: of documents whatever else it says.
_ASKS_DOCUMENT: Final = re.compile(
    r"\b(?:means?|meant|meaning|definitions?|defin(?:e[ds]?|ing)|stands? for|procedures?|manuals?|polic(?:y|ies)"
    r"|guidelines?|guides?|distinctions?|distinguish\w*|sets? .*\bapart|apart from|documented|abbreviat\w+|acronyms?"
    r"|handbook|(?<!your )instructions?|documents?|documentation|according to|explain|difference between"
    r"|checklists?|standards?"
    r"|range [ab]\b(?:\W+volt\w*)?\W+(?:limits?|thresholds?|bounds?|values?|min(?:imum)? and max(?:imum)?)"
    r"|(?:limits?|thresholds?|bounds?|min(?:imum)? and max(?:imum)?)\W+(?:(?:volt\w*|of|for|in|the)\W+)*range [ab]"
    r"|what are the (?:rules|limits|requirements|steps)|steps? (?:to|for|of)|(?:how|what) .*\bdiffer)\b"
)
# A rule or a way of doing: what may, must, should or can be done, by whom, when, how long, how far.
_ASKS_RULE: Final = re.compile(
    r"\b(?:may|must|shall|should|ought to|ha(?:s|ve) to|needs? to|(?:is|are|am|be|was) (?:\w+ )?(?:allowed|permitted"
    r"|required|forbidden|needed|acceptable|supposed)|allowed|permitted|permissible|acceptable"
    r"|(?:do|does) (?:an? |the )?(?:crews?|operators?|workers?|linem[ae]n|people|everybody|everyone"
    r"|customers) (?:need|have to)"
    r"|(?:an?|one|the) (?:crew|worker|operator|lineman|person) (?:can|may|must|should)\b"
    r"|do (?:i|we|you|they) (?:need|keep|store|retain|hold|have to)|does an? \w+ need|can (?:\w+ ){1,2}be"
    r"|can (?:i|we|an?|one|any\w*|some\w*|the public|crews|operators|workers)\b"
    r"(?! (?:have|get|see) (?:the|all|an?|your)\b)"
    r"|who (?:can|approves?|signs?|decides?|checks?|writes?|declares?|releases?|reviews?|authori[sz]es?|reports?)"
    r"|whose (?:job|task|duty)|(?:are|is) \w+(?: \w+)? (?:kept|stored|retained|removed|deleted)|retention|in a row"
    r"|at a time|deadlines?|targets?|rules?|requirements?|time limits?|(?:minimum|min) approach"
    r"|(?:minimum|min|required|acceptable) (?:\w+ ){0,2}(?:approach|distance|clearance|class|rating|height|notice|rest"
    r"|ppe))\b"
)
_ASKS_WAY: Final = re.compile(
    r"^(?:please |so |ok |and )*(?:how (?:do|does|should|must|to|is|are)\b|what (?:do|should|must) (?:i|we|you)\b"
    r"|what to do\b|(?:what|which) (?:class|size) of \w+ (?:for|at|on)\b"
    r"|how (?:far|fast|soon|often|close|near|long|quickly|early|late|big)\b|what ppe\b"
    r"|when (?:do|does|is|are|must|should)\b|in (?:which|what) order\b"
    r"|how many (?:minutes|hours|days|weeks|months|years|met(?:er|re)s|feet|foot|times)\b"
    r"(?! (?:are|were|is|was|did|do|does|ha[sd]|have|of)\b)"
    r"|(?:max|maximum|min|minimum|required|allowed)\b.* (?:of|for) (?:an?\b|\d))"
)
_ASKS_WHAT: Final = re.compile(r"^(?:what\w*|what's|is|are|tell me about|why|who|when|does|do|can|how|which)\b")
_ASKS_MEANING: Final = re.compile(r"^(?:whats|what's|what is)\s+(?:an?\s|\w+ing\b)")
_ASKS_VALUE: Final = re.compile(r"^(?:whats|what's|what is|what was|what are) (?:the|our|my) \w+$")

RULED: Final = 0.6
"""Share of a rule's words that its passage has to hold, weighed by how seldom they are."""
SAID: Final = 0.9
"""Share of a bare topic's words."""
MOSTLY: Final = 0.75
SELDOM: Final = 2
NEAR: Final = 0.8
"""Of the best one's score: what is worse answers less of the question, and is not shown."""

# What is of things by name or of a time is asked of data.
_OF_DATA: Final = re.compile(
    r"\b(?:f|fdr|tx|xfmr|sub|mtr|p|pole|brk|rec|fus|sec|sw|tie|cap|reg|crew|seg|wo|out)[ -]?\d+(?:-\d+)*\b"
    r"|\b(?:feeder|circuit|sub|substation|crew|transformer|meter|pole|outage|utility|order|alarm)s? #?\d"
    r"|\b(?:today|yesterday|tonight|tomorrow|now|currently|present|ytd|so far|at the moment|this feeder|this one)\b"
    r"|\b(?:this|last|past|next|previous|per|by) "
    r"(?:year|month|week|day|hour|quarter|summer|winter|feeder|substation)s?\b"
    r"|^(?:what is |what's )?(?:the )?(?:mean|average|avg|median|total|highest|lowest) "
    r"(?!.*\b(?:allowed|permitted|permissible)\b)"
    r"|\bwho can (?:do|take) (?:\w+ )?(?:work|jobs?|orders?)\b"
    r"|\bhow (?:does|is|goes) (?:the|our) storm\b|\b(?:19|20)\d\d\b|\btop \d+\b"
)
_THING: Final = (
    r"(?:feeder|circuit|substation|transformer|pole|meter|crew|outage|alarm|(?:work |switching )?order|span|device"
    r"|breaker|recloser|fuse|tie|customer|hospital|call|asset|account|line section)"
)
# … and so is what asks which things there are, how many, where, or whose they are; a group; an extreme of them.
_OF_ROWS: Final = re.compile(
    rf"^(?:and |so |please )*(?:(?:which|what|list|show|name|find|give me|display|how many|number of|count of|all|any"
    rf"|are there any)\b(?: me| of| the| all| our)*(?: [\w%.-]+){{0,2}}?"
    rf" (?:(?:{_THING}|tree)s|(?:switch|batter|bus)(?:es|ies))\b"
    rf"(?! (?:(?:an?|per|each) (?:hour|day|shift)|(?:must|may|should) (?:an?|the|one|we|i))\b)"
    rf"|(?:which|what) {_THING} (?:is|are|has|have|had|was|were|does|did|feeds?|serves?|will|should|must|may|can|to|on"
    rf"|of|with|in)\b"
    r"|where(?:'s| is| are| should (?:we|i))\b"
    r"|who(?:'s| is| are) (?!allowed|permitted|responsible|authori[sz]ed|supposed|required|needed|to \w+)"
    r"|who (?:feeds?|serves?|supplies)\b)"
    r"|\bby \w+$|\b(?:worst|highest|lowest|fewest|oldest|newest|biggest|largest)\b"
)
_MANY: Final = re.compile(r"\b(?:how many|number of|count of)\b")
# What may be done with data of persons, or how near persons may come: a rule of theirs, not the data.
_OF_HANDLING: Final = re.compile(
    r"\bhow long (?:do (?:we|you|they)|may|must|should|can|are|is)\b.*\b(?:keep|kept|store|stored|retain|retained|hold"
    r"|held|delete|deleted|removed?)\b"
    r"|\bretention\b|\bwho (?:may|must|can|should|has to|is allowed to|gets to) \w+\b"
    r"|\b(?:may|must|should|shall) (?:i|we|an?|the|operators?|crews?|viewers?|supervisors?|anybody|people|callers?"
    r"|customers?)\b|\b(?:are|is) (?:we|\w+) allowed\b|\b(?:privacy|data protection) (?:rules?|polic(?:y|ies))\b"
    r"|\bwhat (?:is|counts as) personal data\b|\bhow (?:far|close)\b.*\b(?:must|should|may|can)\b"
)
# A list of things without a word before it: no topic.
_ROWS_ALONE: Final = re.compile(
    rf"^(?:[\w%.-]+ ){{0,2}}(?:{_THING}s|switches)"
    r"(?:$| (?:with|without|not|below|above|under|over|that|by|of|on|in|at|which)\b)"
)
_NUMBER: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_STANDARDS: Final = re.compile(r"\b(?:ieee|ansi|isa|nerc|osha|std|iec)\b[\s/a-z]*[a-z]?[\d.\-]+")


def reads_question(search: PassageSearch) -> Callable[[ToolContext, str], WholeQuestion | None]:
    """What tells whether a question is one of documents.

    Clear: it names a document, asks what a word means, or for a rule or a way of doing whose words stand in a passage.
    Not clear: all of its words stand in a passage, some in its heading, or it names what hardly a passage speaks of;
    then only where nothing else can be read in it.

    Args:
        search: finds passages.
    """

    def reads(context: ToolContext, question: str) -> WholeQuestion | None:
        text = " ".join(question.lower().replace("\u2019", "'").split()).strip(" ?.!")
        if _ABOUT_ASSISTANT.match(text):
            return WholeQuestion({"query": OWN_MANUAL}, is_clear=True)
        plain = _STANDARDS.sub(" ", text)
        if not text or _OF_DATA.search(plain):
            return None
        if _ASKS_DOCUMENT.search(text):
            return WholeQuestion({"query": question[:LONGEST]}, is_clear=True)
        if _OF_ROWS.search(plain):
            return None
        if _STANDARDS.search(text):
            return WholeQuestion({"query": question[:LONGEST]}, is_clear=True)
        is_rule = bool(_ASKS_RULE.search(text) or _ASKS_WAY.match(text))
        if _MANY.search(text) and not is_rule:
            return None
        found = search(replace(context, asked=[]), question)  # whoever looks whether it is its own has not answered
        return _by_passage(text, question, found, is_rule=is_rule) if found else None

    return reads


def _by_passage(text: str, question: str, found: list[FoundPassage], *, is_rule: bool) -> WholeQuestion | None:
    """By how much of the question the best passage holds."""
    best = found[0]
    is_ruled = is_rule and max(one.covered for one in found if one.score >= NEAR * best.score) >= RULED
    is_meant = bool(_ASKS_MEANING.match(text)) and best.headed >= RULED
    is_topic = not _ROWS_ALONE.match(text) and not _ASKS_VALUE.match(text) and _is_said(text, found)
    if is_ruled or is_meant or is_topic:
        is_of_handling = is_ruled and bool(_OF_HANDLING.search(text))
        return WholeQuestion({"query": question[:LONGEST]}, is_ruled or is_meant, is_of_handling)
    return None


def _is_said(text: str, found: list[FoundPassage]) -> bool:
    """Whether a passage is about it: all of it stands there, or it names what hardly a passage speaks of.

    A make or a rule by its own word is known to no table.
    """
    best = found[0]
    if not set(_NUMBER.findall(text)) <= set(_NUMBER.findall(best.text)):  # "peak of 3" is of a thing, not of peaks
        return False
    if best.covered >= (MOSTLY if _ASKS_WHAT.match(text) else SAID) and best.headed >= 0.3:
        return True
    is_named = any(len(word) >= 4 and word.isalpha() for word in asked_words(text).split())
    is_seldom = best.covered >= MOSTLY and len(found) <= SELDOM
    return is_named and is_seldom and best.heading.lower() != OWN_MANUAL
