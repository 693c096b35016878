"""What a text says was done: the assistant changes nothing itself, a form stands there until somebody confirms it."""

from __future__ import annotations

import re
from typing import Final

_VERB: Final = (
    "(?:restored|re-?energi[sz]ed|re-?supplied|closed|opened|switched|acknowledged|assigned|reassigned|dispatched|sent|created|added|"
    "made|cancell?ed|scheduled|rescheduled|shelved|completed|recorded|updated|changed|set|saved|logged|submitted|placed|"
    "reported|raised|notified|informed|ordered|isolated|confirmed|executed|deleted|removed|marked|put)"
)
_SOON: Final = r"(?:(?:now|just|already|successfully|also|then|therefore|(?:gone|went)\s+ahead\s+and)\s+)*"
_CHANGED: Final = "(?:restored|re-?energi[sz]ed|acknowledged|assigned|dispatched|cancell?ed|shelved|updated|closed)"
# What the assistant does make: forms, lists, and what the map shows.
_OWN: Final = (
    r"(?!\s+(?:(?:a|an|the|this|that|up|out|it|you|your|new|filled|prepared|proposed|short|following)\s+){0,3}"
    r"(?:forms?|proposals?|drafts?|lists?|tables?|charts?|summar\w+|overview|maps?|layers?|filters?|view)\b)"
)
DEED: Final = (
    rf"\b(?:I|we)(?:['’]ve|\s+have)?\s+{_SOON}{_VERB}\b{_OWN}"
    rf"|\b(?:has|have)\s+{_SOON}been\s+{_SOON}{_VERB}\b|\b(?:is|are)\s+(?:now|successfully)\s+{_VERB}\b"
    rf"|\b(?:is|are)\s+(?:restored|re-?energi[sz]ed|acknowledged|cancell?ed|shelved)\b"
    rf"|\A\W*{_CHANGED}\s(?:the\s)?(?:outage|alarm|crew|order|feeder)\b"
    rf"|\b(?:was|were)\s+{_SOON}{_VERB}\b|\A\W*(?:done|all done|all set|completed|success)\b(?=\s*[.!,:—–-])"
)
"""A pattern: `I have restored`, `has been acknowledged`, `is now assigned`, `Done.`"""

_MINE: Final = re.compile(r"\W*(?:I|we)\b", re.IGNORECASE)
_BACK: Final = re.compile(r"restored|energi[sz]ed|re-?supplied", re.IGNORECASE)
_OPEN: Final = re.compile(
    r"\b(?:will|would|shall|may|can|could|when|once|if|until|unless|before|after|whether|never|not|nothing|no|yet|to be"
    r"|forms?|proposals?|proposed|record that)\b|n['’]t\b"
)
_LATER: Final = re.compile(r"[^,;.]*?(?:\b(?:once|if|until|as soon as)\b|\b(?:when|after)\b[^,;.]*\bconfirm)")


def is_open(words: str, start: int, end: int) -> bool:
    """Whether a clause says that what stands at a place of it is not so, or not yet."""
    return bool(_OPEN.search(re.split(r"[,;:]|\bbut\b", words[:start])[-1]) or _LATER.match(words, end))


def is_own(deed: str) -> bool:
    """Whether the assistant says it of itself."""
    return bool(_MINE.match(deed))


def is_of_supply(deed: str) -> bool:
    """Whether it says that something has supply again."""
    return bool(_BACK.search(deed))
