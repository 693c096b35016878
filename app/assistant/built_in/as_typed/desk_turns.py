"""Turns of speech of the desk: what fails, a storm, whom outages hit, what assets cost; brought to the tools' words.

Each is a pattern over the question in any case, and what stands in its place; names and numbers are never part of one.
"""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"(?P<name>(?:(?:feeder|fdr|circuit|ckt|sub|substation|section|device|breaker|recloser)\s*#?\s*)?[A-Za-z]*[\w\-]*\d[\w\-]*)"
_FAILS: Final = (
    r"(?:fails?|failed|breaks?|broke|trips?|tripped|goes(?:\s+(?:down|out|off|dead))?|went\s+(?:down|out|off)|dies|is\s+lost|were\s+lost"
    r"|is\s+out|is\s+down|goes\s+away)"
)
_WHAT_IF: Final = r"(?=.*\b(?:heat\s*wave|winter\s+storm|hurricane|scenario|would|could|cost)\b)"
_CHANCE: Final = r"(?!.*\b(?:probability|likelihood|chances?|odds|risk|yesterday|last|this|today|when)\b)"
_STORM: Final = r"(?=.*\bstorm\b)(?!.*\b(?:winter\s+storm|last|yesterday|this\s+(?:year|month|week)|20\d\d)\b)"
_FIVE: Final = r"(?:for\s+)?(?:more\s+than|over|longer\s+than|beyond|>)\s+(?:five|5)\s*(?:min|minutes?)\b"
_MINUTES: Final = r"(?:customer|cust)s?'?[\s-]*min(?:ute)?s?\b|cmi\b|saidi\b"
_ASSETS: Final = r"(?:transformers?|xfmrs?|txs?|trafos?|poles?|assets?)"
_BOTH: Final = (
    r"(?:(?:poles?\s+(?:and|or)\s+(?:transformers?|xfmrs?|txs?)|(?:transformers?|xfmrs?|txs?)\s+(?:and|or)\s+poles?)"
    r"(?:\s+together|\s+alike|\s+combined)?)"
)
_RANKED: Final = r"(?=.*\b(?:most|least|worst|best|\w+est|likeliest|rank|top\s+\d+|together|alike|recently|longest)\b)"
_ASSET_FIGURES: Final = (
    r"(?:(?:annual|yearly|monetized)\s+)*(?:risk(?:\s+(?:cost|in\s+(?:customer[\s-]*minutes|dollars|money))(?:\s+(?:a|per)\s+year)?)?"
    r"|replacement\s+(?:cost|price)|cust(?:omer)?s?\s+count|customers?|installation\s+year|year\s+of\s+installation|year\s+installed"
    r"|(?:peak\s+)?load(?:ing)?|health|age|failure\s+probability|consequence(?:\s+of\s+failure)?)"
)

_FACT: Final = (
    r".*\b(?:causes?d?|why|reason|feeder|fdr|line|circuit|substation|station|device|equipment|starts?|beg[ia]n|since|long\s+already|how\s+long"
    r"|duration|status|state|stage|priority|prio|urgent|crew|team|hazards?|dangers?|etr|tripped|opened|who|where|behind)\b"
)
_ONE: Final = r"(?P<one>(?:the\s+)?(?:shortest|last|latest|most\s+recent|first)\s+outage)"
_SHARE: Final = r"(?:share|pct|percent(?:age)?|portion|fraction|part|%)"
_CAUSE: Final = (
    r"(?:trees?|vegetation|animals?|squirrels?|lightning|equipment(?:\s+failures?)?|weather|wind|ice|vehicles?|cars?)"
)

_PEOPLE: Final = r"(?:(?:all|our|the)\s+)*(?:customers?|custs?|people|accounts)"
_N: Final = r"(?P<n>\d[\d.]*|two|three|four|five|six|seven|eight|ten|twelve)"
_SHARED: Final = (
    rf"\b{_SHARE}\s+of\s+{_PEOPLE}\s+(?P<place>(?:on|in|at|of)\s+(?:fdr|feeder|circuit|sub|substation)?\s*[\w-]*\d[\w-]*\s+)?"
    r"(?:(?:who|that|which|whose)\s+)?"
)
_UP_TO: Final = r"(?P<how>at\s+least\s+|more\s+than\s+|over\s+|longer\s+than\s+|>\s*)?"
_NUMBERS: Final = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12,
}  # fmt: skip


def _cemi(found: re.Match[str]) -> str:
    """CEMI of who was interrupted so often: a share of customers is one of all who are served."""
    times, how = _NUMBERS.get(found["n"].lower()) or int(found["n"]), found["how"] or ""
    if not how and not found["more"]:
        return found[0]
    return f"CEMI-{times + (how.strip().lower() in ('more than', 'over', '>'))} {found['place'] or ''}"


def _celid(found: re.Match[str]) -> str:
    """CELID of who was out so long, at one time or in total."""
    is_total = re.search(r"total|all|cumulat|added|together|sum", f"{found['kind'] or ''}{found['after'] or ''}", re.I)
    return f"{'CELIDT' if is_total else 'CELID'} {_NUMBERS.get(found['n'].lower(), found['n'])} hours {found['place'] or ''}"


_FIRST: Final = (
    (rf"{_SHARED}(?:with|had|have|having|lost\s+(?:power|supply)|were\s+(?:interrupted|out|off)|saw|suffered|experienced)\s+"
     rf"{_UP_TO}{_N}\s*(?P<more>or\s+more\s+|\+\s*)?(?:sustained\s+)?(?:interruptions?|outages?|times)\b(?!\s+or\s+more)", _cemi),
    (rf"{_SHARED}(?:(?:with|had|having|were|was|are|is)\s+)?(?P<kind>(?:(?:an?|one|a\s+single|single|total|cumulated|cumulative)\s+)?"
     rf"(?:interruptions?|outages?|off|out|dark|interrupted|without\s+power|without\s+supply)?\s*(?:added\s+up\s+to|in\s+total|time)?)\s*"
     rf"(?:for|of)?\s*{_UP_TO}{_N}\s*(?:h|hrs?|hours?)\b\s*(?:or\s+(?:more|longer))?"
     r"(?P<after>\s+(?:in\s+(?:total|all|one\s+go|one\s+interruption|a\s+single\s+interruption)|at\s+a\s+time|all\s+together"
     r"|(?:of\s+)?(?:cumulated|cumulative|total)\s+(?:interruptions?|outages?)?(?:\s*time)?))?", _celid),
    (r"^\W*(?:all\s+(?:the\s+)?)?(?:interruptions|outages)\s+(?:added\s+up|together|taken\s+together|summed\s+up),?\s+"
     r"(?P<rest>.*?\d\s*(?:hours?|hrs?|h)\b)", r"\g<rest> in total"),
    (rf"\b(?P<who>{_PEOPLE})\s+hit\s+(?=(?:on|upon|by|if|in\s+case\s+of)\s+(?:an?\s+)?(?:failure|fail))", r"\g<who> interrupted "),
    (r"(?<=\btransformers\sby\s)max(?:imum)?\s+load\s+in\s+(?:%|percent|pct)\s+of\s+rating|(?<=\btransformers\sby\s)max(?:imum)?\s+loading\b",
     "peak loading"),
    (r"\bcelid[\s-]*(?:in\s+)?total\b|\btotal(?:[\s-]time)?\s+celid\b|\bcelid[\s-]?t\b", "CELIDT"),
    (r",?\s*\b(?:in\s+order\s+of\s+time|chronologically|in\s+time\s+order)\b", ""),
    (r"\bsplit(?:\s+up)?\s+by\s+(?:outage\s+)?(?=state|cause|crew|feeder)", "by "),
    (r"\b(?:short|brief)\s+customer\s+interruptions(?:\s+(?:under|below|up\s+to)\s+(?:five|5)\s*min(?:ute)?s)?", "momentary customer interruptions"),
)  # fmt: skip
"""Turns that no other may have changed before."""
_TURNS: Final = (
    (r"\b(?P<who>(?:the\s+)?(?:biggest|largest|longest|smallest|worst)(?:\s+(?:active|current|ongoing|open|present))?\s+outage)'s\s+device\b",
     r"device of \g<who>"),
    (r"^\W*(?:at|on)\s+(?:which|what)\s+(?:device|equipment)\s+is\s+(?=the\s+(?:biggest|largest|longest|smallest|worst|newest)\b)",
     "what tripped in "),
    (r"^\W*(?:the\s+)?device\s+of\s+(?=the\s+(?:biggest|largest|longest|smallest|worst|newest)\b)", "what tripped in "),
    (r"\b(?P<what>customer\s+minutes(?:\s+(?:interrupted|lost))?)\s+(?:split|divided|distributed)\s+(?:up\s+)?(?:among|over|across|between|by)\s+"
     r"(?:the\s+)?causes?,?\s+in\s+(?:%|percent|pct)", r"share of \g<what> by cause"),
    (r"\bblinks\b(?!\s*\?)", "momentary interruptions"),
    (r"\bmomentaries\b", "momentary interruptions"),
    (r"\bCI\b", "customers interrupted"),
    (r"\bCHI\b", "customer hours interrupted"),
    (r"\boutgs?\b", "outage"),
    (r"^\W*(?P<asks>status|state|stage|crew|cause|etr|feeder|customers?|priority|hazards?)\s+(?P<of>of|on|for|at|in)\s+#?(?P<n>\d{1,9})"
     r"\s+outage\b", r"\g<asks> \g<of> outage \g<n>"),
    (r"\bwhere\s+do\s+we\s+stand\s+(?:with|on)\s+", "what is the state of "),
    (r"^(?P<asks>\W*)begin\s+(?P<what>date|time)\b", r"\g<asks>start \g<what>"),
    # What costs, or adds, customer minutes has them.
    (rf"\b(?:would\s+|did\s+|will\s+)?(?:costs?|contribut(?:es?|ed)|adds?|added|makes?|made)\s+(?:us\s+)?(?:the\s+)?(?P<end>most\s+|fewest\s+)?"
     rf"(?=(?:{_MINUTES}))", r"have \g<end>"),
    (r"\b(?:what|which)\s+(?:is|are)\s+the\s+contributions?\s+of\s+each\s+(?P<by>\w+)\s+to\s+(?P<what>[\w ]+)",
     r"\g<what> by \g<by> "),
    (r"\bcontributions?\s+of\s+each\s+(?P<by>cause|feeder|month)\s+to\s+(?P<what>\w+(?:\s+minutes)?)", r"\g<what> by \g<by>"),
    (r"\b(?P<by>cause|feeder|month)\s+breakdown\s+of\s+(?P<what>\w+(?:\s+minutes)?)", r"\g<what> by \g<by>"),
    (r"\beach\s+(?P<by>cause|feeder)'s\s+(?:percentage|share|part|portion)\s+of\s+(?P<what>[\w ]+?)(?=\s+(?:this|last|in|on)\b|\W*$)",
     r"share of \g<what> by \g<by>"),
    (r"\b(?:split|spread|distributed|divided)\s+(?:up\s+)?(?:among|over|across|between)\s+(?:the\s+|our\s+)?(?P<by>cause|feeder|crew|month)s\b",
     r"by \g<by>"),
    (r"\b(?:for|in)\s+each\s+(?P<by>month|year|week|day)\s+of\s+(?=(?:last|this|20\d\d))", r"by \g<by> "),
    (r"^\W*per[\s-](?P<by>year|month)\b,?", r"by \g<by>"),
    (r"\b(?:at|on|in|during)\s+(?:what|which)\s+hours\s+of\s+(?:the\s+)?day\b", "by hour of day, when"),
    (r"\b(?:at|on|in|during)\s+(?:what|which)\s+(?P<by>weekday|month)s?\b", r"which \g<by>"),
    (r"\b(?:IEEE\s+(?:Std\s+)?)1366\b,?(?=.*\b(?:minutes|interruptions)\b)", ""),
    (r"\bbecause\s+of\b(?=.*\b(?:last|this|20\d\d|trees?|vegetation|animals?|lightning|weather|wind|ice)\b)", "from"),
    # A figure of one outage: of the biggest, where it was, of which cause.
    (r"(?#fact)\b(?P<which>biggest|largest|smallest|longest|worst)[\s-]+(?:of\s+the\s+)?(?:active|current|ongoing|open|present|running|running\s+now)"
     r"\s+outages?\b", r"\g<which> outage"),
    (rf"^\W*(?:(?:on\s+)?(?:which|what)\s+|the\s+)?(?:feeder|line|circuit|fdr)\s+(?:of|had|has|is|was|with|for)\s+{_ONE}", r"where was \g<one>"),
    (rf"\b(?P<share>{_SHARE})\s+(?:of\s+)?(?:the\s+|our\s+|all\s+)*(?P<what>outages|interruptions)\s+(?:(?:that\s+)?(?:come|comes|came)\s+)?(?:from|by|due\s+to)\s+"
     rf"(?P<cause>{_CAUSE})\b", r"share of \g<what> caused by \g<cause>"),
    (rf"\b(?P<share>{_SHARE}\s+of\s+\w+\s+caused\s+by\s+{_CAUSE}),?\s+(?=(?:fdr|feeder|circuit|sub|substation)\s*\d)(?P<place>\w+\s*\d+),?(?:\s+(?P<year>20\d\d))?",
     lambda found: f"{found['share']} on {found['place']}" + (f" in {found['year']}" if found["year"] else "")),
    (rf"\b(?P<share>{_SHARE})\s+of\s+(?P<cause>{_CAUSE})\s+in\s+(?:the\s+|our\s+)?(?P<what>customers\s+interrupted|outages|customer\s+minutes)",
     r"share of \g<what> caused by \g<cause>"),
    (rf"^\W*customers\s+(?:hit|affected|interrupted)\s+(?:by|in)\s+(?P<cause>{_CAUSE})\s+outages\b",
     r"how many customers lost power from \g<cause> outages"),
    (r"\bover\s+(?:all\s+)?(?:the|our)\s+outages\b", "in outages"),
    (r"\b(?:short|brief)\s+customer\s+interruptions(?:\s+(?:under|below|up\s+to)\s+(?:five|5)\s*min(?:ute)?s)?", "momentary customer interruptions"),
    (r"\b(customer\s+interruptions)\s+per\s+(?=month|feeder|fdr|circuit|cause)", r"\1 by "),
    (r"\bcust(?:omer)?s?[\s-]+mins?\b(?:utes)?", "customer minutes"),
    (r"\bcustomer\s+minutes\s*/\s*(?:yr|year)\b", "customer minutes a year"),
    (r"\b(feeder|fdr|sub|substation)\s+(\d+)\s+(?=(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)",
     r"\1 \2 in "),
    (r"\b(celidt?)\s+(\d+)\s*(?:h|hours?|hrs?)\b", r"\1 \2 hours"),
    (r"\bhow\s+many\s+(minutes|hours)\s+(?:in\s+total|in\s+all|altogether)\b", r"how many \1"),
    (r"^\W*which\s+outages\s+(?:began|started|happened|occurred)\b", "list outages"),
    (r"\b(?:hospitals|schools)\s+and\s+other\s+(critical|priority)\s+customers", r"\1 customers"),
    (r"^\W*which\s+outages?\s+should\s+(?:the\s+|our\s+)?crews?\s+(?:get\s+to|go\s+to|work(?:\s+on)?|take|fix)\s+(?:first|next)(?:,?\s+and\s+why)?\W*$",
     "which outage should crews go to next"),
    # Assets: since when, how old, what is expected of them.
    (rf"\b({_ASSETS})\s+(?:w/|with)\s+(?:the\s+)?oldest\s+(?:last\s+)?inspections?\b", r"rank \1 by time since inspection"),
    (rf"\b(?:which\s+)?({_ASSETS}|{_BOTH})\s+(?:have\s+)?(?:not\s+(?:been\s+)?inspected\s+for\s+the\s+longest(?:\s+time)?|gone\s+(?:the\s+)?longest\s+without\s+[\w ]+?(?:inspect\w*|check\w*|look\w*)"
     r"(?:\s+(?:at\s+)?(?:them|it))?)", r"rank \1 by time since inspection"),
    (r"\bby\s+(?:the\s+)?(?:years|time)\s+since\s+(?:the\s+|their\s+|its\s+)?(?:last\s+)?(?:inspection|they\s+were\s+(?:last\s+)?(?:checked|inspected))\b",
     "by time since inspection"),
    (r"\b(?:that\s+were\s+)?(?:last\s+)?inspected\s+(?:less\s+than|under|within)\s+(?:an?|(?P<n>\d+))\s+(?:years?|yrs?)\s+ago",
     lambda found: f"with time since inspection below {found['n'] or 1} years"),
    (r"\b(?:that\s+were\s+)?(?:last\s+)?inspected\s+(?:more\s+than|over)\s+(?:an?|(?P<n>\d+))\s+(?:years?|yrs?)\s+ago",
     lambda found: f"with time since inspection above {found['n'] or 1} years"),
    (rf"\b(?:which\s+)?(?P<what>{_ASSETS}.{{0,20}}?)\s+has\s+nobody\s+(?:checked|inspected|looked\s+at)\s+in\s+(?:the\s+)?(?:last|past)\s+(?P<n>\d+)\s+years",
     r"\g<what> with time since inspection above \g<n> years"),
    (rf"\b({_ASSETS})\s+aged\s+(?:between\s+)?(\d+)\s+(?:to|and|-)\s+(\d+)\b", r"\1 between \2 and \3 years old"),
    (r"(?<!between\s)\b(\d+)\s+to\s+(\d+)\s+(?=customers\b)", r"between \1 and \2 "),
    (r"\b(\d+)\s+V\s+(?=sub|fdr|feeder|on\b|at\b|in\b)", r"\1 volts "),
    (r"(?<![\d.,$])(\d{4})\s+(?:dollars|USD|US\$)", r"$\1"),
    (r"\bhalf\s+a\s+century\b", "50 years"),
    (rf"(?P<what>\b{_ASSETS}\b.{{0,30}}?)\b(?:put\s+(?:in|up)|set|erected|went\s+in)\s+(?=most\s+recently|recently|earliest|latest|first|last|before|after|since|in\s+(?:19|20)\d\d)",
     r"\g<what>installed "),
    (r"\binstalled\s+(?:the\s+)?(?:most\s+recently|latest)(?:,?\s+by\s+year(?:\s+of\s+installation)?)?\b", "newest"),
    (r"\binstalled\s+(?:the\s+)?earliest(?:,?\s+by\s+year(?:\s+of\s+installation)?)?\b", "oldest"),
    (r"\b(?:breaks?|fails?|dies?|die)\s+(?:next|soonest|first)(?:,?\s+by\s+(?:likelihood|probability))\b", "is most likely to fail"),
    (r"\blikeliest\s+to\s+(?:break(?:\s+down)?|fail|die)(?:\s+(?:next|soon|first))?\b", "most likely to fail"),
    (r"(?#assets)\bexpected\s+(?:customer\s+minutes|cmi)(?:\s+lost)?(?:\s+(?:per|a|each)\s+(?:year|yr))?\b", "risk in customer minutes"),
    (r"(?#assets)\buse\s+up\s+(?:over|more\s+than)\s+(\d[\d.]*)\s*(?:percent|pct|%)\s+of\s+their\s+life(?:\s+(?:each|a|per)\s+year)?",
     r"with loss of life above \1 %"),
    (r"\blosing\s+the\s+most\s+life(?:\s+(?:per|a|each)\s+year)?\b", "with the highest loss of life"),
    (r"(?#assets)\b(?:insulation\s+)?age?ing\s+(?P<end>above|below|over|under)\s+(?P<n>\d[\d.]*)\s*(?:percent|pct|%)(?:\s*/\s*yr|\s+(?:a|per)\s+year)?",
     r"loss of life \g<end> \g<n> %"),
    (r"\b(?:pct|percent)\s+of\s+nameplate\b", "percent"),
    (r"\bby\s+size\s+in\s+kva\b", "by rating"),
    (r"\b(?:working|running|loaded)\s+beyond\s+what\s+they\s+(?:are|were)\s+(?:built|rated|made)\s+for\b", "overloaded"),
    # Who was off, how often and how long.
    (r"\b(?P<who>customers?|people|custs?)\s+(?P<verb>were\s+|was\s+|have\s+been\s+|had\s+been\s+)?(?:off|dark|in\s+the\s+dark|cut\s+off)\s+"
     r"(?:for\s+)?(?P<how>(?:longer|more)\s+than|over|at\s+least|>)", r"\g<who> \g<verb>out \g<how>"),
    # What would fail.
    (r"\bin\s+case\s+(?=it\b)", "if "),
    (rf"^(?P<before>.*?)\b{_NAME}\b(?P<between>.*?)\s*,?\s*\bif\s+(?:it|they)\s+{_FAILS}\b", r"\g<before>\g<between> if \g<name> fails"),
    (rf"\b(?:in\s+case|should|once|if)\s+(?:the\s+)?{_NAME}\s+{_FAILS}\b", r"if \g<name> fails"),
    (rf"{_CHANCE}\bwhen\s+{_NAME}\s+(?:fails|breaks|trips|goes(?:\s+(?:down|out))?)\b", r"if \g<name> fails"),
    (rf"(?#whatif)\b(?:of\s+)?(?:losing|(?:an?\s+|the\s+)?(?:loss|failure|outage)\s+of)\s+{_NAME}", r" if \g<name> fails"),
    (rf"(?#whatif)\b(?:w/|with)?\s*{_NAME}\s+(?:out|lost|down|fails|outage)\b(?!\s+of\b)", r" if \g<name> fails"),
    (rf"{_CHANCE}(?=.*\b(?:initial|neighbou?rs|waves?|until|restoration)\b)\b(?P<name>(?:(?:feeder|fdr|circuit|sub|substation)\s*\d+"
     r"|(?:F|SUB-|BRK-)[\d\-]+))\s+(?:out|lost|down|fails)\b(?!\s+of\b)", r"if \g<name> fails"),
    (r"\bscenario\W+(?=if\b)|,?\s+scenario\W*$", ""),
    (r"\b(?:a\s+|an\s+)?(?P<name>(?:feeder|fdr|substation|sub)\s*\d+)\s+failure\b(?!\s+(?:probab|risk|chance))", r"if \g<name> fails"),
    (r"\b(?:single\s+)?contingenc(?:y|ies)\b", "possible failures"),
    (r"\b(?:domino|knock-?on)\s+effects?\b|\bchain\s+reactions?\b", "cascade"),
    (r"\blow\s*(?:,|or)\s*(?:(?:moderate|medium)\s*(?:,|or)\s*)?high\b(?=.*\bcascad)|(?<=cascade\srisk\s)low\s+or\s+high\b", "level"),
    (r"\b(?:on\s+a\s+)?scale\s+of\s+0\s+to\s+100\b", ""),
    (r"\b(?:of\s+)?(?:if\s+)+(?=if\b)", ""),
    (r"\b(?:simulate|study|model)\s+(?=if\b)", "what "),
    # A storm that lasts.
    (r"(?#storm)\b(?:at\s+)?(?:almost\s+everyone\W+)?95\s*(?:%|pct|percent)(?:\s+of)?(?:\s+(?:the\s+)?(?:storm's\s+)?customers)?", "nearly everybody"),
    (r"(?#storm)\b(?:50\s*(?:%|pct|percent))(?:\s+of)?", "half"),
    (r"(?#storm)\b(?:100\s*(?:%|pct|percent))(?:\s+of)?", "everybody"),
    (rf"(?#storm){_FIVE}", "sustained"),
    (r"(?#storm)\bwhen\s+will\s+(?=half|nearly)", "when are "),
    (r"(?#storm)^(?!.*\d)\W*(?:when|at\s+what\s+time|by\s+when|what\s+time|time\s+at\s+which|storm)\b.*\bhalf\b.*$", "when half restored in storm"),
    (r"(?#storm)^(?!.*\d)\W*(?:when|at\s+what\s+time|by\s+when|what\s+time|time\s+at\s+which|storm\s+etr)\b.*\bnearly\b.*$",
     "when nearly everybody restored in storm"),
    (r"(?#storm)^(?!.*(?:\d|\bnearly\b|\bhalf\b))\W*(?:when|at\s+what\s+time|by\s+when|what\s+time)\b.*\b(?:everybody|everyone|all\s+customers|last\s+(?:customer|house))\b.*$",
     "when all restored after storm"),
    (r"(?#storm)\bstorm\s+so\s+far\b", "storm"),
    (r"\bstorm's\b", "storm"),
    (r"(?#storm)\b(?:because\s+of|due\s+to|by|for|from|during|after)\s+(?:the|this)\s+storm\b", "in the storm"),
    (r"(?#storm)^(?=.*\b(?:(?:the|this)\s+storm|storm\s*:|storm\s+critical)|\W*storm\b)(?=.*\b(?:customers?|custs?|people|facilities|accounts)\b)"
     r"(?=.*\b(?:out|off|without|dark|critical|priority)\b)(?!.*\b(?:sustained|percent|pct|caused)\b)(?P<all>.*?)\s*(?:(?:in|because\s+of|from|by|during)\s+(?:the|this)\s+storm\b)?"
     r"(?=\W*$|\s+(?:at|now|right)\b)", r"storm state: \g<all>"),
    # Assets: what a failure, a year, a replacement costs.
    (rf"^(?P<asks>\W*(?:(?:which|our|of|rank|the|top\s+\d+)\s+)*){_RANKED}{_BOTH}", r"\g<asks>assets"),
    (rf"(?P<what>\bassets\b.*?),?\s+(?:all\s+together|together|{_BOTH})\b", r"\g<what>"),
    (rf"^\W*(?P<what>{_ASSETS})\s+by\s+(?P<by>{_ASSET_FIGURES})(?=\W*$|\s*,|\s+(?:fdr|feeder|sub|substation|on|at|in|a\s+year|per\s+year)\b)",
     r"rank \g<what> by \g<by>"),
    (r"\bdearer\s+than\s+(?P<sum>\$?\s*\d[\d,.]*(?:\s*dollars)?)\s+to\s+replace\b", r"with replacement cost above \g<sum>"),
    (r"\b(?:could\s+be|can\s+be)\s+(?:swapped|replaced|changed\s+out)\s+for\s+(?P<how>less|more|under|over)\b", r"with replacement cost \g<how>"),
    (r"\bhealthier\s+than\s+(?=\d+(?:\.\d+)?\b(?!-))", "with health above "),
    (r"\b(?:not\s+been|never)\s+looked\s+at\b", "not inspected"),
    (r"\bwith\s+(?:just|only)\s+(?:one|1|a\s+single)\s+customer\b", "with fewer than 2 customers"),
)  # fmt: skip
_GUARDS: Final = {
    mark: re.compile(pattern, re.IGNORECASE)
    for mark, pattern in (
        ("(?#storm)", _STORM), ("(?#whatif)", _CHANCE + _WHAT_IF), ("(?#fact)", _FACT), ("(?#assets)", rf".*\b{_ASSETS}\b"),
    )
}  # fmt: skip
"""What the whole question has to say for a turn that begins with the mark."""
_COMPILED: Final = tuple(
    (next((guard for mark, guard in _GUARDS.items() if pattern.startswith(mark)), None), re.compile(pattern, re.IGNORECASE),
     plain)
    for pattern, plain in _TURNS
)  # fmt: skip


_COMPILED_FIRST: Final = tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, plain in _FIRST)


def said_first(text: str) -> str:
    """A question with the turns that other turns would spoil in the words of the tools."""
    for pattern, plain in _COMPILED_FIRST:
        text = pattern.sub(plain, text)
    return text


def said_at_a_desk(text: str) -> str:
    """A question with turns of speech of the desk in the words of the tools."""
    for guard, pattern, plain in _COMPILED:
        if guard is None or guard.match(text):
            text = pattern.sub(plain, text)
    return text
