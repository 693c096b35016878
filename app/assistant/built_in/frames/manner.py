"""How a question asks, whatever it asks for: how many, which, when, yes or no, on the map, side by side."""

from __future__ import annotations

import re

from app.assistant.built_in.frames.frame import Frame

_YES_NO = re.compile(
    r"^\W*(?:(?:and|so|ok|hey|tell me|can you tell me|do you know)\W+)*(?:is|are|was|were|does|do|did|has|have"
    r"|any|isn't|aren't|can(?=\s+(?:the\s+)?(?:crew|feeder|substation|transformer|[a-z]+-?\d)))\b",
    re.I,
)
_COUNT = re.compile(
    r"\b(how\s+many|how\s+much|(?<!by\s)(?<!by\sthe\s)number\s+of|nr\s+of|no\.?\s+of|count(?:\s+of)?|total\s+(?:number|count)|qty"
    r"|quantity\s+of)\b",
    re.I,
)
_HOW_MANY = re.compile(
    r"\b(how\s+many|(?<!by\s)(?<!by\sthe\s)number\s+of|nr\s+of|no\.?\s+of|count|qty|quantity\s+of)\b", re.I
)
_LIST = re.compile(
    r"\b(list|which|show|display|give\s+me|find|name|identify|what\s+are|rank|sort|top|enumerate)\b", re.I
)
_WHEN = re.compile(r"\b(when|what\s+time|at\s+what\s+time|what\s+day|what\s+date|how\s+soon|since\s+when)\b", re.I)
_GO = re.compile(
    r"\b(where(?:'?s|\s+is|\s+are|\s+do\s+i\s+find|\s+can\s+i\s+find)|wheres|take\s+me|fly|zoom|go\s+to|goto"
    r"|navigate|jump|pan\s+to|locate|center\s+on|"
    r"(?:on|in)\s+(?:the|a)\s+map|map\s+of|on\s+map|bring\s+me\s+to|location\s+of|focus\s+on)\b",
    re.I,
)
_AT_ONCE = re.compile(
    r"\b(take\s+me|fly|zoom|go\s+to|goto|navigate|jump|pan\s+to|bring\s+me|center\s+on|focus\s+on|(?:show"
    r"|see)\b.*\bmap|map\s+of)\b",
    re.I,
)
_COMPARE = re.compile(
    r"\b(compare[ds]?|comparing|comparison|vs\.?|versus|difference\s+between|against)\b|\b\w+er\s+than\b"
    r"|\b(?:more|less|fewer)\b.*\bthan\b",
    re.I,
)
_NEAR = re.compile(
    r"\b(near(?:est|by)?|closest|close\s+to|by\s+distance|distance\s+from|around|within\s+\d[\d,.]*\s*(?:m"
    r"|meters?|metres?|km|ft|feet|miles?|mi)\b|next\s+to|(?:with)?in\s+a\s+radius|radius\s+of)\b",
    re.I,
)
_NOW = re.compile(
    r"\b(now|right now|currently|at (?:the|this) moment|at present|presently|active|ongoing|present)\b", re.I
)
_RANKED_BY = re.compile(
    r"\bby\s+(?:the\s+)?(?:[\w-]+\s+){1,2}counts?\b"
    r"|\b(?:by|greatest|highest|most|largest|biggest|lowest|smallest|fewest|least)\s+"
    r"(?:the\s+)?(?:number|count)s?\s+of\b",
    re.I,
)  # fmt: skip
"""A count that rows are ranked by asks for rows."""
_AGAIN = re.compile(r"^\W*(?:and|what about|how about|same for|and for|now for|ok(?:ay)? and|also)\b", re.I)


def note_manner(frame: Frame) -> None:
    """Note in a frame how its text asks."""
    text = frame.text
    frame.is_count = bool(_HOW_MANY.search(_RANKED_BY.sub(" ", text)))
    frame.is_how_much = bool(_COUNT.search(text)) and not frame.is_count
    frame.is_list = bool(_LIST.search(text)) and not frame.is_count
    frame.is_yes_no = bool(_YES_NO.search(text))
    frame.is_when = bool(_WHEN.search(text))
    frame.is_at_once = bool(_AT_ONCE.search(text))
    frame.is_go = bool(_GO.search(text)) or frame.is_at_once
    frame.is_compare = bool(_COMPARE.search(text))
    frame.is_near = bool(_NEAR.search(text))
    frame.is_now = bool(_NOW.search(text))
    frame.is_again = bool(_AGAIN.search(text))
