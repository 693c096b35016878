"""How a correction begins: "no, feeder 8", "I meant last year", "sorry, only the poles"; it says nothing of what is asked."""

from __future__ import annotations

import re
from typing import Final

_MEANT: Final = (
    r"(?:i\s+(?:really\s+|actually\s+)?mean[t]?(?:\s+(?:to\s+(?:say|ask|type|write)(?:\s+for)?|it\s+for|the\s+one))?"
    r"|i(?:'m|\s+am|\s+was)\s+(?:asking|talking)\s+(?:about|for)|i\s+(?:asked|wanted|said)(?:\s+(?:about|for))?"
    r"|make\s+(?:it|that)|change\s+(?:it|that)\s+to|(?:let's|lets)\s+(?:say|do|try)|try|should\s+(?:be|have\s+been)"
    r"|that\s+should\s+(?:be|have\s+been)|it's|it\s+is)"
)
_WRONG: Final = (
    r"(?:no+(?=\s*[,;.!:]|\s+-\s|\s+(?:i\s+(?:really\s+)?mean|wait|sorry|for|on|in|last|this|yesterday|today|(?:feeder|fdr|substation|sub|crew|outage|tx|transformer|alarm)\s*\d))|nope|nah|sorry|my\s+bad|my\s+mistake|oops|whoops|wait|hold\s+on|hang\s+on|hm+|uh+|err?|um+|wrong(?:\s+(?:one|\w+))?(?=\s*(?:[,;.!:]|\W*$))"
    r"|not\s+(?:that|this)(?:\s+one)?|that's\s+(?:wrong|not\s+(?:it|right|what\s+i\s+(?:asked|meant)(?:\s+for)?))|correction"
    r"|scratch\s+that|never\s?mind|actually|rather|typo)"
)
_OPENER: Final = re.compile(
    rf"^\W*(?:(?:{_WRONG}\b\W*)+(?:{_MEANT}\b\W*)?|(?:i\s+(?:really\s+)?mean[t]?|make\s+(?:it|that))\b(?:\s+(?:to\s+(?:say|ask)(?:\s+for)?))?\W*)",
    re.IGNORECASE,
)
_OTHER: Final = r"(?:(?:the\s+)?(?:\w+\s+)?[\w\-]*\d[\w\-]*|yesterday|today|(?:last|this)\s+\w+|(?:the\s+)?(?:feeders?|substations?|transformers?|poles?|meters?|customers?|outages?|crews?|orders?|alarms?))"
"""What is set aside: a name, a time, a kind of things."""
_NOT_BUT: Final = re.compile(
    rf"^\W*not\s+{_OTHER}\s*(?:[,;.]\s*(?:but\s+|i\s+mean[t]?\s+)?|\s+but\s+|\s+i\s+mean[t]?\s+)(?P<yes>\S.*)$", re.I
)
_TRAILING: Final = re.compile(r"^(?P<yes>.{1,60}?)\s*(?:,?\s+(?:i\s+mean[t]?|instead|rather|sorry))\W*$", re.IGNORECASE)
_NOT_THE_OTHER: Final = re.compile(
    rf"^(?P<yes>(?:on|in|of|for|at)?\s*{_OTHER})\s*,\s*not\s+{_OTHER}\W*$", re.IGNORECASE
)
"""One thing in place of another: "feeder 2, not feeder 3"; after a whole question it would leave something out."""
MOST_WORDS: Final = 8
"""Of what is put right by a word behind it."""
_REMARK: Final = re.compile(
    r"^\W*(?:that(?:'s|\s+is|\s+seems|\s+looks|\s+sounds)?\s+(?:seems?|looks?|sounds?)?\s*(?:a\s+(?:lot|bit)|quite|pretty|really|very|too|so)?\s*"
    r"(?:high|low|bad|good|great|fine|a\s+lot|much|odd|strange|weird|wrong|ok(?:ay)?|interesting|helpful|right)"
    r"|(?:ok(?:ay)?|alright|all\s+right|right|good|great|cool|nice|perfect|got\s+it|i\s+see|thanks|thank\s+you|thx|ta|wow|yikes|damn|hmm+|ah+|oh+|yes|yeah|yep|sure|fine|understood|makes\s+sense))"
    r"\s*(?:[,.;!:-]|\s-|\b(?=and\b|so\b|but\b|then\b|now\b|what\b|how\b|which\b|show\b))\W*",
    re.IGNORECASE,
)


def without_opener(text: str) -> str:
    """A question of a conversation without the words that only say that the one before was not meant, or well received.

    Args:
        text: plain; stays as it is where nothing else is left.
    """
    rest = text
    while (remark := _REMARK.match(rest)) is not None and rest[remark.end() :].strip(" ?.!"):
        rest = rest[remark.end() :]
    if (opener := _OPENER.match(rest)) is not None and rest[opener.end() :].strip(" ?.!"):
        rest = rest[opener.end() :]
    if (found := _NOT_BUT.match(rest)) is not None:
        rest = found["yes"]
    found = _NOT_THE_OTHER.match(rest) or _TRAILING.match(rest)
    if len(rest.split()) <= MOST_WORDS and found is not None:
        rest = found["yes"]
    return rest.strip() or text
