"""What a desk types short: written out before a question is read, and courtesy left out.

Only what is short for one thing alone, whatever stands beside it; where a word tells which of two things it is short for,
that word has to be there (`comm accounts` are commercial ones, `comm` alone may be communication).
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.as_typed.slips import without_slips

_CUSTOMER: Final = r"(?=\W*(?:custs?|customers?|consumers?|accts?|accounts?|mtrs?|meters?|class|load|homes?)\b)"

_SHORT: Final = (
    # Courtesy and haste.
    (r"\b(?:pls|plz|plse|pleas|thx|thanx|thnx|tks|tnx|ty|cheers|asap|fyi|quick\s+(?:one|question)\s*:)(?![\w\-])[,.!]*", " "),
    (r"\bgimme\b", "give me"), (r"\blemme\s+(?:see|know|have)\b", "show me"), (r"\bwanna\s+(?:see|know)\b", "show"),
    (r"\bgotta\b", "have to"), (r"\bdunno\b", " "), (r"\bwhatcha\s+got\s+(?:on|for)\b", "show"),
    # Now, and other times.
    (r"\b(?:rn|atm)\b", "now"),
    (r"\b(?:yest|ystd|ystdy|ytd(?=')|yday)\b\.?", "yesterday"),
    (r"\b(?:tmrw|tmr|tmrrw|tmw|tmoro|tomoro|tomorow)\b\.?", "tomorrow"),
    (r"\btonite\b", "tonight"),
    (r"\bwks\b\.?", "weeks"), (r"\bwk\b\.?", "week"), (r"\byrs\b\.?", "years"), (r"\byr\b\.?", "year"),
    (r"\bhrs\b\.?", "hours"), (r"(?<=\d\s)hr\b\.?", "hours"), (r"(?<=\d)hrs?\b\.?", " hours"),
    (r"\b(last|past|this|next|prev|previous|per|each|every)\s+mo\b\.?", r"\1 month"),
    (r"(?<=\d\s)mos?\b\.?|(?<=\d)mos?\b\.?", " months"),
    (r"\b(last|past|this|next)\s+qtr\b\.?", r"\1 quarter"),
    (r"\bprev\b\.?", "previous"),
    # Small words.
    (r"\bw/?\s?in\b(?=\s*\d)", "within"), (r"\bw\s*/\s*o\b|\bw/out\b", "without"), (r"\bw/\s*(?=\w)", "with "), (r"\b(?:btwn|betw|b/w)\b\.?", "between"),
    (r"(?<=\w)\s*&\s*(?=\w)", " and "), (r"\bthru\b", "through"), (r"(?<=\s)@\s*(?=\w)", "at "),
    (r"\bqty\b\.?(?:\s+of\b)?", "number of"), (r"(?<![\w#])#\s*of\b", "number of"), (r"\btot\b\.?", "total"),
    (r"\bexcl\b\.?|\bexcluding\b|\bexcept\s+for\b|\bnot\s+counting\b|\bminus\s+the\b", "without"),
    (r"\bincl\b\.?", "including"), (r"\bapprox\b\.?", "approximately"),
    # Whose, and of what kind.
    (r"\bcust(?=s?\b)|\bcstmr(?=s?\b)", "customer"), (r"\baccts\b", "accounts"), (r"\bacct\b", "account"),
    (r"\bresi?(?:d)?\b\.?(?=\W*(?:custs?|customers?|accts?|accounts?|mtrs?|meters?|class|load|homes?)\b)|\bresi\b", "residential"),
    (rf"\b(?:comm|coml|comml)\b\.?{_CUSTOMER}", "commercial"), (rf"\b(?:ind|indust|indl)\b\.?{_CUSTOMER}", "industrial"),
    (r"\bcomms\b", "communication"), (r"\bcrit\b\.?", "critical"), (r"\bmsgs?\b", "message"),
    (r"\bsched\b\.?", "scheduled"), (r"\bunsched\b\.?", "unplanned"), (r"\bo/h\b", "overhead"), (r"\bu/g\b", "underground"),
    # Equipment; what has a number after it is a name.
    (r"\bsys\b\.?", "system"), (r"\bsubstns?\b|\bs/s\b(?!\W*\d)", "substation"),
    (r"\bbr?krs\b", "breakers"), (r"\bbr?kr\b", "breaker"), (r"\bswtchs?\b|\bswtches\b", "switches"), (r"\bswtch\b", "switch"),
    (r"\brclsrs\b", "reclosers"), (r"\brclsr\b", "recloser"), (r"\bmtrs\b", "meters"), (r"\bmtr\b(?![\s\-#]*\d)", "meter"),
    (r"\b(?:eqpt|eqp)\b\.?", "equipment"), (r"\bxf?mrs\b", "transformers"), (r"\bot?gs\b", "outages"), (r"\bot?g\b(?!\W*\d)", "outage"),
    (r"\bdevs\b", "devices"), (r"\bdev\b", "device"), (r"\bpad?mn?ts?\b|\bpadmtd?\b", "padmount"), (r"\bmfg?r\b\.?|\bmanuf\b\.?", "manufacturer"),
    (r"\bdist\b\.?(?=\s+(?:x?f?m?rs?|xfmrs?|tx|transformers?|trafos?|feeders?|lines?)\b)", "distribution"), (r"\bsvc\b\.?", "service"),
    (r"\bconn\b\.?(?=\s+(?:tx|xfmrs?|transformers?|kva|load|customers?)\b)", "connected"), (r"\bmat'?l\b\.?", "material"),
    # Quantities.
    (r"\bld\b\.?", "load"), (r"\bht\b\.?", "height"), (r"\brtg\b\.?", "rating"), (r"\bhlth\b\.?", "health"), (r"\bcap\b\.?(?!\s*banks?)", "capacity"),
    (r"\bnom\b\.?", "nominal"), (r"\bloc\b\.?", "location"), (r"\bsupp\b\.?", "support"), (r"\bmed\b\.?(?=\s+baseline|\s+support)", "medical"),
    (r"\b(?:lgth|lngth)\b\.?", "length"), (r"(?<=\d)\s+v\.?\s+(?=(?:feeder|fdr|substation|sub|f|tx|sub-)\s*-?\d)", " vs "),
    (r"\bppl\b", "people"), (r"\bhotspots?\b", "hot spot"), (r"\bhalf\s+an?\s+(?:km|kilomet(?:er|re))\b", "500 m"),
    (r"\bmeters\s+behind\s+(?:the\s+)?(?:transformer\s+|xfmr\s+)?(?=tx)", "meters on "),
    (r"\b(last|past|next|over|in)\s+(\d+)\s*d\b", r"\1 \2 days"), (r"\bsrc\b\.?", "source"), (r"\brng\b\.?", "range"),
    (r"\b3[\s-]?ph\b\.?", "three phase"), (r"\b1[\s-]?ph\b\.?", "single phase"), (r"\btie\s+sw\b\.?(?!\W*\d)", "tie switch"),
    (r"\b(sai[df]i|caidi|maifi)\s+(?:in|for)\s+'?([012]\d)\W*$", r"\1 in 20\2"), (r"\b(?:comapre|compair|conpare|campare|copmare|comprae)\b", "compare"),
    (r"\bpwr\b", "power"), (r"\belec\b\.?", "electric"), (r"\bfcst\b\.?", "forecast"), (r"\bpk\b\.?", "peak"), (r"\blds?\b\.?", "load"), (r"\bhlth\b\.?", "health"), (r"\bscor\b", "score"),
    (r"\b1st\b", "first"), (r"\bw/?in\b", "within"), (r"\bnxt\b", "next"), (r"\b(?:tday|tdy|2day)\b", "today"),
    (r"\blims?\b\.?", "limits"), (r"\b(?:def|defn|defs)\b\.?(?=\s+(?:of|for)\b|\W*$)", "definition"), (r"\bprocd?ure(s?)\b|\bprocedre(s?)\b", "procedure"),
    (r"\bspd\b\.?", "speed"), (r"\b(?:ovlds?|ovrld|ovrl|ovldd?|overld)\b\.?", "overloaded"),
    (r"\bldg\b\.?", "loading"), (r"\bsec\b\.?(?=\s+(?:volts?|voltages?|v)\b)", "secondary"), (r"\balr[ea]?d?y\b", "already"),
    (r"(?<=%\s)est\b\.?|\best\b\.?(?=\s+(?:reads?|readings?|intervals?)\b)", "estimated"), (r"\bcond\b\.?", "condition"), (r"\bprob\b\.?", "probability"),
    (r"\b(?:insp|inspec|inspn)s?\b\.?(?!\s*\d)", "inspection"), (r"\brdgs?\b\.?|\brdngs?\b", "readings"), (r"\bvolt\b\.?(?=\s+(?:yest|today|now|on|at|of)\b)", "voltage"),
    (r"\btop(?=\d{1,3}\b)", "top "),
    (r"\bdur\b\.?", "duration"), (r"\bfreq\b\.?", "frequency"), (r"\bwx\b", "weather"), (r"\bltng?\b", "lightning"),
)  # fmt: skip
_COMPILED: Final = tuple((re.compile(pattern, re.I), whole) for pattern, whole in _SHORT)


def written_out(text: str) -> str:
    """A question without shorthand; most questions stay as they are.

    Args:
        text: plain.
    """
    for pattern, whole in _COMPILED:
        text = pattern.sub(whole, text)
    return without_slips(text)
