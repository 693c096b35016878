"""Turns of speech of outages: what a desk says of them, brought to the words that the tools have.

Each is a pattern over the question in any case, and what stands in its place; names and numbers are never part of one.
"""

from __future__ import annotations

import re
from typing import Final

_OUTAGES: Final = r"(?:outages?|interruptions?|incidents?)"
_ALL: Final = (
    r"(?:every\s?one|every\s?body|(?:the\s+)?last\s+(?:one|customers?|of\s+them)|all\s+(?:of\s+)?(?:the\s+|our\s+)?customers?"
    r"|all\s+of\s+(?:them|it)|they\s+all|(?:the\s+)?(?:whole\s+|entire\s+)?(?:system|place)|(?:the\s+)?power|supply)"
)
_BACK: Final = r"(?:(?:all\s+|fully\s+)?(?:back(?:\s+(?:on|up|in\s+service))?|restored|re-?energi[sz]ed|on\s+again))"
_NOW: Final = r"(?:\s+(?:right\s+now|now|currently|at\s+the\s+moment|at\s+present|presently|just\s+now))?"
_A_PERIOD: Final = r"(?:this|last|past|previous|in|during|since|so\s+far|yesterday|today|20\d\d|ytd)"
_THING: Final = r"(?P<thing>(?:(?:feeder|fdr|circuit|ckt|sub|substation|ss)\s*#?)?[\w\-]*\d[\w\-]*)"
_UNITS: Final = r"minutes?|mins?|hours?|hrs?|days?|seconds?|percent|pct|%|kwh|mwh|kw|mw|kva|mva|volts?|amps?"

_TURNS: Final = (
    (r"\b(?:system|utility|company|network|grid|territory|service\s+area)[\s-]?wide\b"
     r"|\bacross\s+the\s+board\b", "in total"),
    (rf"\b({_OUTAGES})\s+(?:are|do|have)\s+we\s+(?:currently\s+|now\s+)?(?:carrying|running|handling|tracking|managing"
     r"|juggling|facing|sitting\s+(?:on|at)|looking\s+at|dealing\s+with|working(?:\s+on)?"
     r"|on\s+the\s+board)\b", r"active \1"),
    (rf"\bhow\s+many\s+({_OUTAGES})\s+(?:do|have)\s+we\s+(?:have|got)(?!.*\b{_A_PERIOD}\b)", r"how many active \1"),
    (rf"\b({_OUTAGES})\s+(?:are\s+)?on\s+(?:the|our|my)\s+(?:board|screen|books|plate)\b", r"active \1"),
    # What goes on now, not what went on.
    (rf"\bwhat(?:'?s|\s+is|\s+are)\s+(?:causing|behind|responsible\s+for)\s+(?:most|the\s+majority)\s+(?:of\s+)?(?:the\s+|our\s+)?"
     rf"(?:current\s+|active\s+)?{_OUTAGES}{_NOW}", "which cause has the most active outages"),
    # When all are back.
    (rf"\bwhen\s+(?:is|are|do\s+we\s+expect|can\s+we\s+expect|should|might)\s+{_ALL}\s+(?:(?:expected|supposed|due|going|meant"
     rf"|scheduled|projected|estimated|to|be)\s+)*{_BACK}", "when is everyone expected to be restored"),
    (rf"^\W*(?:which|what)(?:\s+(?:ones|of\s+(?:them|these|those)))?\s+(?:are|is|have\s+come|came|got)\s+(?:already\s+)?{_BACK}"
     r"(?:\s+(?:already|now))?\W*$", "outages restored today"),
    # What an outage did to customers.
    (r"\b(?:left|put|kept)\s+(?:the\s+)?(most|fewest)\s+customers\s+(?:without\s+(?:power|supply)|in\s+the\s+dark|out|off)\b",
     r"hit the \1 customers"),
    (r"\b(?:took|knocked|take|knock)\s+out\s+(?:the\s+)?(most|fewest)\s+customers\b", r"hit the \1 customers"),
    (r"\bhow\s+many\s+customers\s+(?:will|would)\s+(?P<what>it|that|this|(?:that|this|the)\s+(?:one|outage)|outage\s+\d+)\s+"
     r"(?:affect|hit|interrupt|impact|take\s+out|put\s+out|involve)\b", r"customers expected of \g<what>"),
    (rf"\b(?:average\s+|mean\s+)?(?:number\s+of\s+)?customers?(?:\s+(?:interrupted|affected|out|hit|impacted|lost))?\s+(?:per|an|for\s+each|in\s+each)"
     rf"\s+{_OUTAGES}", "average size of outages"),
    (r"\b(?:folks|people|customers?|homes?|houses|households)\s+(?:that\s+|who\s+)?(?:have|has|with|having|got)\s+no\s+(?:lights?"
     r"|power|electricity|supply|service)\b", "customers out"),
    (r"\bfolks\b", "people"),
    (rf"\bhow\s+(?:many\s+times|often)\s+(?:was|were|did|has|have|is|does)\s+{_THING}\s+(?:(?:been|gone|go|lose|lost|get)\s+)*"
     r"(?:out(?!\s+of)|off|down|dark|interrupted|power|supply|(?:out\s+of|without)\s+(?:power|supply|service)|tripped|trip)\b",
     r"how many outages on \g<thing>"),
    (rf"\b(?:busiest|worst|heaviest)\s+(?:outage\s+)?(?P<step>day|week|month|weekday|hour)\b(?=.*\b{_OUTAGES}\b)(?:\s+(?:for|of|in"
     rf"|by)\s+{_OUTAGES})?", r"which \g<step> had the most outages"),
    (rf"\b(?:busiest|worst|heaviest)\s+{_OUTAGES}\s+(?P<step>day|week|month|weekday|hour)\b",
     r"which \g<step> had the most outages"),
    (r"\b(?:rolling|trailing|moving)\s+(\d+|twelve|six|three|two)[\s-]+(month|day|week)s?\b", r"last \1 \2s"),
    (r"\b(?:did|has|have|does|do)\s+(?P<what>(?:our\s+|the\s+)?(?:sai[df]i|caidi|maifi|asai|reliability))\s+(?:improved?|gotten\s+better"
     r"|got\s+better|get\s+better)\b", r"is \g<what> better"),
    (r"\b(?:did|has|have|does|do)\s+(?P<what>(?:our\s+|the\s+)?(?:sai[df]i|caidi|maifi|asai|reliability))\s+(?:worsened?|deteriorated?"
     r"|gotten\s+worse|got\s+worse|get\s+worse)\b", r"is \g<what> worse"),
    (r"\btop\s+(\d+|three|five|ten)\s+(?:outage\s+)?causes\b(?!.*\b(?:by|customers?|sai[df]i|caidi|minutes?|hours?|cmi)\b)",
     r"top \1 most frequent causes of outages"),
    (rf"^(?P<asks>\W*(?:how|what|which|is|are|any|list|show|number|count|total|share|percent(?:age)?|customers?|people|{_OUTAGES})\b.*?)"
     r"\b(?:because\s+of|owing\s+to|on\s+account\s+of|thanks\s+to|attributed\s+to|blamed\s+on)\b", r"\g<asks>from"),
    (r"\bare\s+we\s+(?:up|down|ahead|behind|better|worse)(?:\s+or\s+\w+)?\s+(?:on|in|with|for)\s+(?P<what>outages|interruptions)\s+"
     r"(?:so\s+far\s+)?(?:(?:this\s+\w+\s+)?(?:versus|vs\.?|compared\s+(?:to|with)|than|over|against|from|on))\s+last\s+(?P<step>year|month"
     r"|week)(?:\s+so\s+far)?", r"compare how many \g<what> this \g<step> with last \g<step>"),
    (r"\bare\s+we\s+(?:up|down|ahead|behind|better|worse)(?:\s+or\s+\w+)?\s+(?:on|in|with|for)\s+(?P<what>sai[df]i|caidi|maifi|customer\s+minutes)"
     r"\s+(?:so\s+far\s+)?(?:(?:this\s+\w+\s+)?(?:versus|vs\.?|compared\s+(?:to|with)|than|over|against|from|on))\s+last\s+(?P<step>year|month"
     r"|week)(?:\s+so\s+far)?", r"compare \g<what> this \g<step> with last \g<step>"),
    (r"\b(?:accounts?|accounted|is\s+responsible|are\s+responsible|was\s+responsible|contributes?|contributed|makes?\s+up|made\s+up)\s+"
     r"(?:(?:for|to)\s+)?(?:the\s+)?most\s+(?:of\s+)?(?:(?:the|our|all)\s+)?", "has the most "),
    (rf"\bhow\s+long\s+did\s+(?:it|we|they|the\s+crews?)\s+(?:take|need)\s+to\s+(?:restore|fix|repair|clear|resolve)\s+(?P<out>(?:the\s+)?{_OUTAGES}"
     r"\s*#?\d+)\b", r"how long did \g<out> last"),
    (r"\bwhich\s+(?:etrs?|estimates?)\s+(?:have|did|are|were|has)\s+(?:we\s+|been\s+|already\s+)*(?:miss(?:ed)?|past|late|overdue|blown|expired"
     r"|passed|over)\b", "outages past their ETR"),
    (r"^\W*no\.?\s+of\s+(?=[a-z])", "number of "),
    (r"\bwhat(?:'?s|\s+is|\s+are)?\s+(?:driving|drives|hurting|contributing\s+(?:most\s+)?to|behind|causing)\s+(?:our\s+|the\s+)?"
     r"(?P<what>sai[df]i|caidi|customer\s+minutes)\b", r"\g<what> by cause"),
    (r"^(?P<what>\W*(?:customers?\s+(?:out|off|without\s+(?:power|supply))|customer\s+minutes|outages|interruptions))\b(?P<on>.*?)\s*,?\s+"
     r"(?:as|in)\s+(?:an?\s+|the\s+)?(?:%|pct|percent(?:age)?|share|fraction|part|proportion)\s+of\s+(?:the\s+|our\s+)?(?:whole\s+|entire\s+)?"
     r"(?:system|utility|network|grid|total|whole)(?:'s)?(?:\s+total)?\W*$",
     r"\g<what>\g<on> as a percentage of the total \g<what>"),
    # Two kinds beside each other: rows by kind.
    (rf"\b(?:planned|scheduled)\s+(?:vs\.?|versus|and|or|against|compared\s+(?:to|with))\s+(?:unplanned|forced)\s+({_OUTAGES})",
     r"\1 by kind"),
    (rf"\b(?:unplanned|forced)\s+(?:vs\.?|versus|and|or|against|compared\s+(?:to|with))\s+(?:planned|scheduled)\s+({_OUTAGES})",
     r"\1 by kind"),
    (rf"\b(?:sustained|momentary)\s+(?:vs\.?|versus|against|compared\s+(?:to|with))\s+(?:momentary|sustained)\s+({_OUTAGES})",
     r"\1 by length"),
    (rf"\b(?:what|which)\s+(?P<step>hour\s+of\s+(?:the\s+)?day|time\s+of\s+(?:the\s+)?day|day\s+of\s+(?:the\s+)?week|weekday|month|hour)"
     rf"\s+(?:do|did)\s+(?:we\s+(?:have|get|see)\s+)?(?:the\s+)?most\s+(?:of\s+(?:the|our)\s+)?({_OUTAGES})"
     r"(?:\s+(?:start|begin|happen|occur|come\s+in|hit))?", r"which \g<step> had the most \2"),
    # A unit after a comma, or in brackets.
    (rf"\s*(?:,\s*|[(\[]\s*)(?:in\s+)?({_UNITS})\s*[)\]]?\W*$", r" in \1"),
)  # fmt: skip
OUTAGE_TURNS: Final = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _TURNS)
"""Patterns, and what is said plainly instead."""
