"""A question put as a query: fields that equal values, the order of rows and how many of them, a flag that is true.

Analysts write `transformers where substation = SUB-001, loading descending, limit 5` or `F0008 energized, true or false`:
said in words before the question is read. A field that only says what kind of value stands behind it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_FIELD_OF_VALUE: Final = (
    r"(?:(?:work\s+)?order|outage|alarm|customer|device|pole|transformer|asset|crew|span|inspection|current|account)?[\s_]*"
    r"(?:status|state|type|kind|class|category|material|cause|severity|skill|period|date|day|month|mounting|result|acknowledg\w+)"
)
_PLACE: Final = r"(?:feeder|fdr|circuit|substation|sub|transformer|tx|xfmr|meter|mtr|pole|crew|asset|device|span|segment|outage|alarm|order|system)"
_EQUALS: Final = r"\s*(?:==?|:|\bis\b|\bequals\b|\bequal\s+to\b)\s*"
_EQUAL_SIGN: Final = r"\s*==?\s*"
_VALUE: Final = r"(?=['\"]?[\w#])"
_MOST, _LEAST = (
    r"(?:descending|desc|hi(?:gh(?:est)?)?\s+to\s+lo(?:w(?:est)?)?|largest\s+to\s+smallest|biggest\s+to\s+smallest)",
    (r"(?:ascending|asc|lo(?:w(?:est)?)?\s+to\s+hi(?:gh(?:est)?)?|smallest\s+to\s+largest|smallest\s+to\s+biggest)"),
)
_LIMIT: Final = r"[\s,;(]*(?:limit(?:ed)?(?:\s+to)?|top|first|only)[\s:=]*(?P<n>\d{1,4})\b(?:\s*(?:rows?|results?|records?|only|ones?))?"
_ONE: Final = r"[\s,;(]*(?:limit[\s:=]*1\b|single\s+(?:result|row|record|value|one)(?:\s+only)?|first\s+(?:row|result|record|one)(?:\s+only)?|one\s+(?:result|row)(?:\s+only)?)"

_Said = str | Callable[[re.Match[str]], str]


def _number(match: re.Match[str]) -> str:
    return match["n"]


_STYLE: Final[tuple[tuple[str, _Said], ...]] = (
    # What is true or not.
    (r"^(?P<what>.{3,}?)[\s,;:(-]+(?:true\s*(?:or|/)\s*false|yes\s*(?:or|/)\s*no|y\s*/\s*n|t\s*/\s*f|yes\s+no)\W*$", r"is \g<what>?"),
    (r"\b(?:is_|has_)?(?P<what>energi[sz]ed|acknowledged|acked|confirmed|assigned|planned|inspected|open|closed|overloaded|completed|shelved)\s*(?:==?|\bis\b)\s*(?:true|yes|1)\b", r"\g<what>"),
    (r"\b(?:is_|has_)?(?P<what>energi[sz]ed|acknowledged|acked|confirmed|assigned|planned|inspected|open|closed|overloaded|completed|shelved)\s*(?:==?|\bis\b)\s*(?:false|no|0)\b", r"not \g<what>"),
    (r"\b(?:where|with|whose|having)?\s*(?:is_|has_)?(?P<what>[a-z]+(?:_[a-z]+)*)\s*==?\s*(?:true|yes)\b", lambda m: f" with {m['what'].replace('_', ' ')}"),
    # Distances.
    (r"\b(?:where|with|whose|having)?\s*distance\s+(?:to|from)\s+(?P<of>(?:\w+\s+)?[\w-]*\d[\w-]*)\s*(?:<=?|≤|under|below|of\s+less\s+than|less\s+than|at\s+most)\s*(?P<d>\d[\d.,]*\s*(?:km|m|ft|mi(?:les?)?|met(?:er|re)s?)\b)", r"within \g<d> of \g<of>"),
    # Fields and their values.
    (rf"\b(?:where|with|whose|having|filter(?:ed)?(?:\s+(?:by|on|to))?|and)\s+(?:the\s+)?{_FIELD_OF_VALUE}{_EQUALS}{_VALUE}", " "),
    (rf"(?:(?<=,)|(?<=;)|(?<=\()|\b)\s*\b{_FIELD_OF_VALUE}{_EQUAL_SIGN}{_VALUE}", " "),
    (rf"\b(?:where|with|whose|having|filter(?:ed)?(?:\s+(?:by|on|to))?|for)?\s*(?:source\s+|home\s+|parent\s+)?(?P<place>{_PLACE})(?:_?(?:id|name|number))?{_EQUAL_SIGN}(?P<of>(?:{_PLACE}\s*)?[\w#-]*\d[\w-]*)", lambda m: f" on {m['of']}" if re.search(r"[a-z]", m["of"], re.I) else f" on {m['place']} {m['of']}"),
    (r"\b(?P<what>year|priority|prio|phase)\s*==?\s*(?=\w)", lambda m: "in " if m["what"].lower() == "year" else f"{m['what']} "),
    (r"\s==?\s*\?", "?"),
    (r"\bwhere\s+(?=(?:loading|load|age|voltage|health|risk|rating|height|length|failure|distance|customers?)\b.*[<>≤≥])", "with "),
    # The order of rows, and how many.
    (rf"\b(?:in\s+|by\s+)?{_MOST}(?:\s+order)?(?:\s+of\s+(?P<by>\w+))?{_LIMIT}", r"\g<by> highest \g<n>"),
    (rf"\b(?:in\s+|by\s+)?{_LEAST}(?:\s+order)?(?:\s+of\s+(?P<by>\w+))?{_LIMIT}", r"\g<by> lowest \g<n>"),
    (rf"\b(?:in\s+|by\s+)?{_MOST}(?:\s+order)?{_ONE}", "highest 1"),
    (rf"\b(?:in\s+|by\s+)?{_LEAST}(?:\s+order)?{_ONE}", "lowest 1"),
    (rf"\b(?:sort(?:ed)?\s+|rank(?:ed)?\s+|order(?:ed)?\s+)?in\s+{_MOST}\s+order\s+(?:of|by)\b", "highest first by"),
    (rf"\b(?:sort(?:ed)?\s+|rank(?:ed)?\s+|order(?:ed)?\s+)?in\s+{_LEAST}\s+order\s+(?:of|by)\b", "lowest first by"),
    (rf"\b(?:in\s+)?{_MOST}(?:\s+order)?\b", "highest first"),
    (rf"\b(?:in\s+)?{_LEAST}(?:\s+order)?\b", "lowest first"),
    (r"\bworst\s+to\s+best\b", "worst first"), (r"\bbest\s+to\s+worst\b", "best first"),
    (_LIMIT.replace("|top|first|only", ""), lambda m: f" top {_number(m)}"),
    (r"\b(?:top|first|last|worst|bottom)(?=\d)", r"\g<0> "),
    (rf"(?<=[\w%),;])(?<!the)(?<!\bof)(?<!\bto)(?<!\bon)(?<!\bfor)(?<!show){_ONE}\W*$", ""),
    (r"[\s,;(]+(?:all\s+rows|every\s+row|full\s+list(?:ing)?|complete\s+list(?:ing)?|no\s+limit|one\s+row\s+(?:per|for\s+each)\s+\w+|as\s+a\s+(?:table|list))\b\)?", ""),
    (r"\b(?:ordered|sorted|ranked|order|sort)\s+(?:by|according\s+to|on)\b", "by"),
    (r"^\W*(?:please\s+)?(?:order|arrange|put|line\s+up|sort|rank)\s+(?P<what>(?:(?:all|the|our|of|every|each)\s+)*(?!crew)[a-z]+s(?:\s+(?:of|on|at|in|under|fed\s+(?:from|by))\s+(?:(?:substation|sub|feeder|fdr)\s*#?\s*\d+|SUB-\d+|F\d+))?)\s+(?:for\s+(?:me|us)\s+)?(?:up\s+)?(?:by|according\s+to|in\s+(?:the\s+)?order\s+(?:of|by)|in\s+terms\s+of)\b", r"rank \g<what> by"),
    (r"\bin\s+(?:the\s+)?order\s+of\b", "by"),
    (r"^\W*(?:please\s+)?(?:add|sum|tot|total|tally)\s+(?:up\s+)?(?=(?:the|all|our|every|each)\b)", "total of "),
    # What is counted, and fields that are named as such.
    (r"\bcnt\b|(?<![ap]m )(?<!\d )\bct\b(?!\s*\d)|\btally(?:\s+of)?\b", "count"),
    (r"^\W*#\s*(?=of\b|[a-z])", "number of "), (r"(?<=\w)\s+#\s*\W*$", " count"), (r"\bnumber\s+of\s+of\b", "number of"),
    (r"[\s,-]+(?:what|how)\s+(?:number|many)\W*$|,?\s*#\s*\?+$", " count"),
    (r"\b(?P<what>[\w%-]+(?:\s+[\w%-]+)?)\s+(?:attribute|property|parameter|column|data\s+point|flag|lookup|timestamp\s+field)\b", r"\g<what>"),
    (r"\b(?:attribute|property|parameter|flag)\s+(?:of|for)\b", "of"),
    (r"\btimestamp\s+(?:of|for|when|at\s+which)\b", "when was"), (r"\btimestamp\b", "time"),
    (r"\b(?:expressed|given|measured|stated|reported)\s+(?:in|as)\b", "in"),
    (r"(?<=\w)-wise\b|\s+wise\b", " "),
)  # fmt: skip
_PERIODS: Final[tuple[tuple[str, str], ...]] = (
    (r"\b(?:the\s+)?(?:previous|prior|preceding)\s+(?:full\s+|whole\s+)?(?:calendar\s+)?day\b(?!\s+before)", "yesterday"),
    (r"\b(?:the\s+)?(?:last|previous|prior|preceding|past)\s+calendar\s+(?P<of>week|month|quarter|year)\b", r"last \g<of>"),
    (r"\b(?:previous|prior|preceding)\s+(?P<of>week|month|quarter|year)\b", r"last \g<of>"),
    (r"\b(?:current|present|running)\s+(?:calendar\s+)?(?P<of>week|month|year)(?:\s+to\s+date)?\b", r"this \g<of>"),
    (r"\bthis\s+calendar\s+(?P<of>week|month|year)(?:\s+to\s+date)?\b", r"this \g<of>"),
    (r"\bthis\s+(?P<of>week|month|year)\s+(?:to\s+date|up\s+to\s+now|until\s+now|thus\s+far)\b", r"this \g<of>"),
    (r"\b(?:current|present)\s+(?:calendar\s+)?day\b", "today"),
    (r"\b(?:the\s+)?(?:calendar\s+)?(?:month|year)\s+of\s+(?=jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|20\d\d|19\d\d)", " "),
    (r"\bcalendar\s+year\s+(?=(?:19|20)\d\d)", ""),
    (r"\b(?:the\s+)?course\s+of\s+(?=yesterday|today|last|this|the)", ""),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern, re.I), said) for pattern, said in (*_STYLE, *_PERIODS))


def said_in_words(text: str) -> str:
    """A question without the style of a query; most questions stay as they are.

    Args:
        text: plain.
    """
    for pattern, said in _COMPILED:
        text = pattern.sub(said, text)
    return re.sub(r"[^\S\n]{2,}", " ", text).strip()
