"""What is said to the assistant itself: a greeting, thanks, or what it can do; answered in a sentence."""

from __future__ import annotations

import re
from typing import Final

_CAN: Final = (
    "I answer from the utility's own rows, each number with its source: loads and readings, outages and reliability, "
    "assets and their health, trees, crews and work orders, alarms, weather, the load forecast, what-if studies, and "
    "what procedures say. I can also take you to a thing on the map, and fill the form of a change for a person to "
    "confirm."
)
_ASSISTANT: Final = r"(?:\s+(?:assistant|flux|bot|friend|buddy|mate|team|there|all|everyone|again))*"
_SAID: Final = (
    (
        rf"(?:hi|hello|hey|hiya|howdy|greetings|yo|good\s+(?:morning|afternoon|evening|day)|morning|evening){_ASSISTANT}",
        "Hello. Ask about the network and its state; for instance:",
    ),
    (
        rf"(?:many\s+|ok(?:ay)?\s+)?(?:thanks?|thank\s+you|thx|ty|cheers|great|perfect|nice|good\s+job|well\s+done|awesome|cool"
        rf"|ok(?:ay)?|got\s+it|understood|that\s+helps|appreciated)(?:\s+(?:a\s+lot|so\s+much|very\s+much|you|much|job"
        rf"|work|one))*{_ASSISTANT}",
        "You are welcome.",
    ),
    (rf"(?:bye|goodbye|good\s+night|see\s+you|see\s+ya|later|cu|good\s+bye){_ASSISTANT}", "Goodbye."),
    (
        r"(?:please\s+)?(?:help|help\s+me|\?+|menu|commands?|usage|examples?|show\s+(?:me\s+)?(?:some\s+)?examples?)",
        _CAN,
    ),
    (
        r"what\s+(?:can|do|could|else\s+can)\s+(?:you|i|we|one|it)\s+(?:do|ask|know|answer|tell(?:\s+me)?|help(?:\s+me)?"
        r"(?:\s+with)?|offer)(?:\s+(?:you|here|for\s+me|about|all))*",
        _CAN,
    ),
    (
        r"(?:who|what)\s+are\s+you|how\s+(?:do|does|can)\s+(?:you|this|it|i\s+use\s+(?:you|this))(?:\s+work)?"
        r"|what\s+is\s+this|how\s+can\s+you\s+help(?:\s+me)?|what\s+questions\s+can\s+(?:i|you)\s+(?:ask|answer)"
        r"|what\s+(?:kind|sort)s?\s+of\s+questions\s+can\s+(?:i|you)\s+(?:ask|answer)|are\s+you\s+(?:there|a\s+bot|an\s+ai)"
        r"|can\s+you\s+help(?:\s+me)?|what\s+should\s+i\s+ask",
        _CAN,
    ),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern, re.I), answer) for pattern, answer in _SAID)
PARTING: Final = ("You are welcome.", "Goodbye.")


def greeted(text: str) -> str:
    """The answer to what is said to the assistant itself; empty where something is asked."""
    said = re.sub(r"[\W_]+", " ", text).strip() or text.strip()
    return next((answer for pattern, answer in _COMPILED if pattern.fullmatch(said)), "")
