"""Questions of documents told from those of data: by how they ask, by what they name, by what documents say."""

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

# What asks for a document whatever else it says.
_ASKS_DOCUMENT: Final = re.compile(
    r"\b(?:means?|meant|meaning|definitions?|define|stands? for|procedures?|manuals?|polic(?:y|ies)|guidelines?"
    r"|handbook|instructions?|documents?|documentation|according to|explain|difference between"
    r"|(?:how|what) .*\bdiffer)\b"
)
_ASKS_WAY: Final = re.compile(
    r"^(?:please |so |ok |and )*(?:how (?:do|does|should|must|to)\b|what (?:do|should|must) (?:i|we)\b"
    r"|how (?:much|long|close|far|near|often|high) (?:can|may|should|must) (?:i|we|an?)\b"
    r"|when (?:do|must|should) (?:i|we)\b|what ppe\b|who (?:may|must|has to|is allowed)\b"
    r"|(?:am i|are we|is it) allowed\b)"
)
_ASKS_WHAT: Final = re.compile(r"^(?:whats|what's|what is)\s+(?:an?\s|\w+ing\b)")
_ASKS_VALUE: Final = re.compile(r"^(?:whats|what's|what is|what was|what are) (?:the|our|my) \w+$")
_ABOUT_ASSISTANT: Final = re.compile(
    r"^(?:help|what can (?:you|i)\b.*|what do you (?:do|know)\b.*|who are you|what can i ask\b.*"
    r"|how do (?:you|i) (?:work|use you|use this)\b.*|how does (?:this|the) assistant work)$"
)
MOSTLY: Final = 0.75
SELDOM: Final = 2
OWN_MANUAL: Final = "what you can ask"

# What is of things by name, of a time, or of how many is asked of data.
_OF_DATA: Final = re.compile(
    r"\b(?:f|fdr|tx|xfmr|sub|mtr|p|pole|brk|rec|fus|sec|sw|tie|cap|reg|crew|seg|wo|out)[ -]?\d+(?:-\d+)*\b"
    r"|\b(?:feeder|circuit|sub|substation|crew|transformer|meter|pole|outage|utility|order|alarm)s? #?\d"
    r"|\b(?:today|yesterday|tonight|tomorrow|now|currently|present|ytd|so far|at the moment|this feeder|this one)\b"
    r"|\b(?:this|last|past|next|previous|each|per|by) "
    r"(?:year|month|week|day|hour|quarter|summer|winter|feeder|substation)s?\b"
    r"|\bhow (?:does|is|goes) (?:the|our) storm\b"
    r"|\b(?:19|20)\d\d\b|\b(?:how many|number of|count of|top \d+|worst|highest|lowest|fewest|oldest|newest"
    r"|biggest|largest)\b"
)
_STANDARDS: Final = re.compile(r"\b(?:ieee|ansi|isa|nerc|osha|std|iec)\b[\s/a-z]*[a-z]?[\d.\-]+")


def reads_question(search: PassageSearch) -> Callable[[ToolContext, str], WholeQuestion | None]:
    """What tells whether a question is one of documents.

    Clear: it names a document, asks what a word means, or how something is done that documents say. Not clear: all of
    its words stand in a passage, some in its heading, or it names what hardly a passage speaks of; then only where
    nothing else can be read in it.

    Args:
        search: finds passages.
    """

    def reads(context: ToolContext, question: str) -> WholeQuestion | None:
        text = " ".join(question.lower().replace("\u2019", "'").split()).strip(" ?.!")
        if _ABOUT_ASSISTANT.match(text):
            return WholeQuestion({"query": OWN_MANUAL}, is_clear=True)
        if not text or _OF_DATA.search(_STANDARDS.sub(" ", text)):
            return None
        if _ASKS_DOCUMENT.search(text):
            return WholeQuestion({"query": question[:LONGEST]}, is_clear=True)
        found = search(replace(context, asked=[]), question)  # whoever looks whether it is its own has not answered
        return _by_passage(text, question, found) if found else None

    return reads


def _by_passage(text: str, question: str, found: list[FoundPassage]) -> WholeQuestion | None:
    best = found[0]
    is_way = bool(_ASKS_WAY.match(text)) and best.covered >= 0.6
    is_what = bool(_ASKS_WHAT.match(text)) and best.headed >= 0.6
    is_said = best.covered >= 0.9 and best.headed >= 0.3 and not _ASKS_VALUE.match(text)
    if is_way or is_what or is_said or _is_theirs(text, found):
        return WholeQuestion({"query": question[:LONGEST]}, is_clear=is_way or is_what)
    return None


def _is_theirs(text: str, found: list[FoundPassage]) -> bool:
    """Whether it names what hardly a passage speaks of, as a make or a rule by its own word: no table knows such."""
    best = found[0]
    is_named = any(len(word) >= 4 and word.isalpha() for word in asked_words(text).split())
    is_said = best.covered >= MOSTLY and len(found) <= SELDOM and not _ASKS_VALUE.match(text)
    return is_named and is_said and best.heading.lower() != OWN_MANUAL
