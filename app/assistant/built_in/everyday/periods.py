"""Periods in everyday words: "back in 2023", "the month of June", "this year up to now"."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_MONTH: Final = r"(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_STEP: Final = r"(?:year|quarter|month|week|day)"
OF_PERIODS: Final = turns(
    r"\d|year|month|week|quarter|today|yesterday|day\b|morning|minute|moment|second|instant|speak|stands|" + _MONTH,
    (
        (r"\byear[\s-]+to[\s-]+date\b", "year to date"),
        (r"\b(?:since|from)\s+(?:the\s+)?new\s+year(?:'?s(?:\s+(?:day|eve))?)?\b|\b(?:since|from)\s+(?:the\s+)?turn\s+of\s+the\s+year\b", "this year"),
        (rf"\b(?:since|from)\s+(?:the\s+)?(?:start|beginning|first(?:\s+day)?)\s+of\s+(?P<m>{_MONTH})\b(?!\s+(?:to|until|till|through))", r"since \g<m>"),
        (r"\b(?:right\s+)?(?:this\s+(?:very\s+)?(?:minute|moment|second|instant)|as\s+(?:we|i)\s+speak|as\s+of\s+this\s+(?:moment|minute)|at\s+this\s+(?:very\s+)?(?:moment|minute|second|instant|point\s+in\s+time)|as\s+it\s+stands)\b", "right now"),
        (rf"\b(this|the\s+current|current|the\s+present|the)\s+({_STEP})\s*,?\s*(?:(?:up\s+)?(?:to|till|until|through)\s+(?:date|now|today|the\s+present|this\s+point)|thus\s+far|as\s+of\s+(?:now|today))\b",
         r"this \2 so far"),
        (rf"\b(?:since|from)\s+(?:(?:the\s+)?(?:start|beginning)\s+of\s+(?:the\s+|this\s+)?|the\s+)({_STEP})\s+(?:began|begun|started)(?:\s+(?:on|till|until|to)\s+now)?\b", r"this \1 so far"),
        (rf"\b(?:since|from)\s+(?:the\s+)?(?:start|beginning)\s+of\s+(?:the\s+|this\s+)?(?:current\s+)?(?:calendar\s+)?({_STEP})(?:\s+(?:on|till|until|to)\s+now)?\b", r"this \1 so far"),
        (r"\bso\s+far\s+(?:in|during|for|over)\s+(?:(?:the\s+)?current|this|the)\s+(year|month|week)\b", r"this \1 so far"),
        (rf"\bso\s+far\s+(?:in|during|for|over)\s+(?=20\d\d|{_MONTH}\b)", "in "),
        (r"\b(?:during|over|throughout|across|(?:all\s+)?through|for\s+all\s+of|in\s+all\s+of|within|for\s+the\s+whole\s+of|in\s+the\s+whole\s+of|in\s+the\s+course\s+of|the\s+course\s+of)\s+(?:the\s+)?(?:calendar\s+)?(?:year\s+)?(?=(?:19|20)\d\d\b)", "in "),
        (r"\b(?:the\s+)?(?:calendar\s+year|calendar|year\s+of)\s+(?=(?:19|20)\d\d\b)", ""),
        (rf"\b(?:during|over|throughout|for|in)?\s*(?:the\s+)?(?:calendar\s+)?month\s*(?:of|=|:)?\s+(?={_MONTH}\b)", "in "),
        (rf"\b(?:during|over|throughout|in\s+the\s+course\s+of)\s+(?={_MONTH}\b)", "in "),
        (r"\b(this|last|current|previous|prior|past)\s+calendar\s+(?=year|month|week|quarter)", r"\1 "),
        (r"\b(?:right\s+|at\s+)?this\s+(?:very\s+)?(?:minute|second|instant|moment)\b", "now"),
        (r"\b(month|day|week|weekday|hour|quarter)\s+of\s+(?=(?:19|20)\d\d\b)", r"\1 in "),
        # "back" of the past, not of supply
        (rf"(?<!\bcustomers\s)(?<!\bpeople\s)(?<!\bgot\s)(?<!\bcame\s)(?<!\bare\s)(?<!\bis\s)(?<!\bwere\s)(?<!\bwas\s)(?<!\bbrought\s)(?<!\bpower\s)(?<!\bsupply\s)(?<!\bgo\s)(?<!\bgoing\s)\bback\s+(?:in|during|over)\s+(?=(?:19|20)\d\d\b|{_MONTH}\b|(?:the\s+)?(?:last|previous|prior|past)\s+{_STEP})", "in "),
        (rf"^(?!.*\b(?:customers?|people|power|supply|lights?|crews?|restored)\b)(?P<w>.*)\bback\s+(?:in|during|over)\s+(?=(?:19|20)\d\d\b|{_MONTH}\b|(?:the\s+)?(?:last|previous|prior|past)\s+{_STEP})", r"\g<w>in "),
    ),
)  # fmt: skip
