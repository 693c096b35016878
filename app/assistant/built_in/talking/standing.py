"""Whether a turn of a conversation stands for itself: then the answers before have no part in it.

A whole question means in a conversation what it means alone. Only what shows that it goes on does: a word that stands for
something said before, an opening that joins on, a piece without a thing or a time of its own.
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.frames.frame import Frame
from app.assistant.built_in.last_answer import LastAnswer
from app.assistant.built_in.lexicon import WHOLE_WORDS
from app.assistant.built_in.reading.question_reading import ROW_SHAPES

_WEATHER: Final = re.compile(
    r"\bhow\s+(?:windy|humid|wet|dry|cloudy|gusty|stormy|cold|warm|hot)\s+(?:is|was|will|does|did)\s+it\b"
    r"|\b(?:does|did|will|would)\s+it\s+(?:cost(?!\s+to\s+(?:replace|repair)\W*$)|take|rain|snow|freeze)\b|(?<!\bcan\s)(?<!\bcould\s)\bit\s+(?:takes?|costs?)\b",
    re.IGNORECASE,
)
"""Where "it" and "there" stand for nothing said before."""
_POINTS_BACK: Final = re.compile(
    r"\b(?:it|they|them|theirs|him|her|he|she|those|these|ones?|both|either|another|others?|else|same|two|rest"
    r"|former|latter|instead|again|then|here)\b|^\W*(?:\w+\W+){0,3}(?:its|their)\b|\b(?:more|fewer|less)\b(?!\s+than)"
    r"|\bthis\b(?!\s+(?:year|month|week|quarter|season|morning|afternoon|evening|night|summer|winter|spring|fall|autumn|hour|shift)\b)"
    r"|\bthat\b(?=\W*$|\s+(?:one|is|was|feeder|substation|transformer|outage|crew|order|alarm|pole|meter)\b)"
    r"|\bthere\b(?!\s+(?:is|are|was|were|any|a|an|been|be)\b)"
    r"|\b(?:the\s+)?(?:first|second|third|last|next|previous)(?:\s+one)?\W*$|\b(?:day|week|month|year)\s+(?:before|after|earlier|later)\b",
    re.IGNORECASE,
)
_JOINS_ON: Final = re.compile(
    r"^\W*(?:now\s+(?=(?:[a-z]+\s+)?[\w\-]*\d)|and|also|then|but|or|so|what\s+about|how\s+about|what\s+of|only|just|no|nope|nah|not|sorry|oops|wait|actually|rather|i\s+mean[t]?"
    r"|make\s+it|by|per|for\s+each|caused|due\s+to|because|with|without|longer|older|newer|before|after|since|on|in|at|behind|under"
    r"|over|above|below|from|between|during|why|sort(?:ed)?|order(?:ed)?\s+by|compare|total|difference)\b",
    re.IGNORECASE,
)
_LEAVES_OPEN: Final = re.compile(
    r"^\W*(?:which|what|who)\b.*\b(?:has|have|had|got|is|was|are|were)\s+(?:the\s+)?(?:most|least|fewest|highest|lowest|largest|smallest|biggest|worst|best)\W*$"
    r"|\b(?:was|were|got)\s+(?:affected|hit|interrupted|impacted)\W*$|^\W*(?:which|what)\s+(?:ones|of\s+(?:them|those))\b|^\W*(?:and\s+)?any\s+(?:on|in|at|for|with|from|of)\b",
    re.IGNORECASE,
)
"""Says not of what: of what was told before."""
_THERE_IS: Final = re.compile(r"\b(?:is|are|was|were|be|been)\s+there\b", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"^\W*(?:(?:is|are|was|were|does|do|did|has|have|can|will)\s+(?:anyone|anybody|someone|somebody|everyone|everybody|any\s+\w+|all\s+\w+"
    r"|we|our\s+\w+|the\s+(?!one\b|other\b|crew\b|cause\b)\w+)\s+\w+"
    r"|how\s+many\s+(?!residential\b|commercial\b|industrial\b|critical\b|life\b|wood\b|steel\b|solar\b|ev\b|customers?\b|people\b|meters\b|are\b|were\b)[a-z]+\s+[a-z]+"
    r"|(?:rank\s+)?[a-z]+s\s+by\s+[a-z]+)",
    re.IGNORECASE,
)
PIECE_WORDS: Final = 4
"""Of what may be a piece though nothing says so: "customers", "how many poles"."""

_OF_ALL: Final = frozenset(("quantity", "by", "order", "n", "is_count", "period", "basis", "ahead"))
"""Arguments that leave an answer of the whole utility."""


def shows_going_on(text: str) -> bool:
    """Whether words of a turn stand for, or join on, something said before."""
    own = _THERE_IS.sub(" ", _WEATHER.sub(" ", text))
    return bool(_JOINS_ON.search(own) or _POINTS_BACK.search(own) or _LEAVES_OPEN.search(own))


def is_clause(text: str) -> bool:
    """Whether a short question has a subject of its own: "is anyone out", "how many open alarms", "feeders by load"."""
    return bool(_CLAUSE.match(text))


def says_its_own(frame: Frame) -> bool:
    """Whether a question says itself of what thing or time it is, or is too long for a piece."""
    is_of_all = bool(WHOLE_WORDS & frame.vocabulary or _WEATHER.search(frame.text)) or frame.is_now
    is_shaped = bool(frame.names or frame.period or frame.groups or frame.limits or frame.n or frame.lost)
    return is_shaped or is_of_all or len(frame.text.split()) > PIECE_WORDS


def is_of_a_part(last: LastAnswer) -> bool:
    """Whether an answer was of one thing, a place, or some rows, so that what follows may be of these alone.

    Args:
        last: the answer.
    """
    figure = str(last.arguments.get("quantity") or last.arguments.get("by") or "")
    return bool(narrowed_by(last)) or last.worded.tool.shape in ROW_SHAPES or figure.endswith("_out")


def narrowed_by(last: LastAnswer) -> set[str]:
    """By which arguments an answer was of less than all of the utility.

    Args:
        last: the answer.
    """
    return {key for key, value in last.arguments.items() if value not in (None, "", False)} - _OF_ALL
