"""What is reckoned of assets, in everyday words: a transformer's heat and life, failures, plans, what-ifs, tests of ranks."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.everyday.turn import turns

_TX: Final = r"(?:(?:transformer|xfmr|trafo|tx|unit)\s*#?\s*\d+[\w-]*|TX-\d[\w-]*)"
_ONE: Final = r"(?:(?:transformer|xfmr|trafo|tx|pole|unit)\s*#?\s*\d+[\w-]*|(?:TX|P)-\d[\w-]*)"
_MANY: Final = r"(?:transformers|poles|assets|tx|xfmrs|units)"
_AT: Final = (
    r"(?:(?:\s+(?:on|of|at|in|from)\s+(?:the\s+)?(?:(?:feeder|fdr|circuit|substation|sub)\s*#?\s*\d+|F\d+|SUB-\d+))?)"
)
_110: Final = r"110(?:[\s-]*(?:degrees?|deg\b\.?|°|celsius))?(?:\s*°?c\b)?"
_PAST_110: Final = (
    rf"(?:>|over|above|past|beyond|exceeding|hotter\s+than|warmer\s+than|more\s+than|higher\s+than)\s*(?:the\s+|its\s+)?{_110}"
    r"(?:\s+hot[\s-]?spots?)?(?:\s+limit)?"
)
_HOURS: Final = r"(?:(?:for\s+)?how\s+(?:many\s+hours|long)|(?:number\s+of\s+|the\s+)?hours|(?:the\s+)?time)"
_BROKE: Final = r"(?:fell(?:\s+(?:down|over))?|snapped|broke(?:\s+down)?|broken(?:\s+down)?|burn(?:ed|t)(?:\s+(?:out|up))?|blew(?:\s+up)?|died|gave\s+out|collapsed)"
_RANKED: Final = (
    r"(?:(?:last\s+year'?s|(?:the\s+)?year-old|the|our|a|this|that)\s+)*(?:(?P<k>transformer|pole)s?\s+)?(?:(?:pof|failure|risk|asset)\s+)*"
    r"(?:ranking|model|prediction|risk\s+list)(?:\s+of\s+(?:(?:the|our)\s+)?(?P<o>transformers|poles|assets))?"
)
_LAST_YEARS: Final = r"(?:\s+(?:of|from|made|ranked)?\s*(?:a|one)\s+year\s+(?:ago|back|earlier))"
_MONEY: Final = (
    r"(?:(?:us\s?)?\$\s*)?(?P<n>\d[\d,]*(?:\.\d+)?(?:\s+(?:million|thousand)|\s*k\b)?)(?:\s*(?:dollars|us\$|usd))?"
)
_RANKED_OR_LIST: Final = rf"(?:{_RANKED}|(?:our|the)\s+list)(?:\s+(?P<l>pole|transformer)s)?"
_DIGITS: Final = {"two": "2", "three": "3", "four": "4", "five": "5"}


def _kind(said: str | None) -> str:
    """`pole ` before failures; nothing for assets, which all of them are."""
    return f"{said} " if said and not said.lower().startswith("asset") else ""


def _of(said: str) -> str:
    return "" if said.lower() == "assets" else f" of {said}"


def _of_kind(said: str | None) -> str:
    """` for poles`; nothing where both kinds are meant."""
    said = (said or "").lower()
    return f" for {said.rstrip('s')}s" if said.rstrip("s") in ("pole", "transformer") else ""


def _tested(found: re.Match[str]) -> str:
    """Of which kind the ranks are, where it is said."""
    said = next((text for key in ("k", "o", "l") if (text := found.groupdict().get(key))), "").lower().rstrip("s")
    return f" of the {said}s" if said in ("pole", "transformer") else ""


OF_STUDIES: Final = turns(
    r"\brepl\b|worse|risk|score|\brank|110|hot|warm|temperature|life|aging|ageing|aged|older|fail|break|broke|fell|snap|died?\b|lift|auc|roc|back-?\s?test|ranking|tenth|decile|model|replac|renew|swap|change\s+out|budget|spen[dt]"
    r"|hazard|weibull|\bage\b|\bload\b|\bevs?\b|vehicle|wrong|known|figures|data|health|chance|dollar|drag|points",
    (
        (r"\bmean\s+(?=(?:asset\s+|equipment\s+|pole\s+|transformer\s+)?(?:health|age|condition|risk|failure|hot|loss|peak|replacement|time|inspection)\b)", "average "),
        # The heat of one transformer, step by step.
        (rf"\b(?:temperature|hot[\s-]?spot)s?\s+(?:course|profile|series|development)\s+(?:of\s+)?(?:the\s+)?(?:winding\s+)?(?:hot[\s-]?spot\s+)?(?:of\s+|for\s+)?(?={_TX})", "hot spot trace of "),
        (rf"\b(?:time\s+series|course|trace|curve|chart|graph)\s+of\s+(?:the\s+)?(?:(?:winding|hot[\s-]?spot|top[\s-]?oil|oil|temperatures?|load|and)[\s,]+)+(?:of\s+|for\s+)?(?={_TX})", "hot spot trace of "),
        (rf"\b(?:plot|chart|graph|draw|trace|show)\s+(?:me\s+)?(?:the\s+)?(?=(?:[\w-]+[\s,]+){{0,4}}(?:hot[\s-]?spot|top[\s-]?oil|oil)\b)(?:(?:winding|hot[\s-]?spot|top[\s-]?oil|oil|temperatures?|load|and|with|the)[\s,]+){{2,}}(?:of\s+|for\s+)?(?={_TX})", "hot spot trace of "),
        (rf"\bhow\s+did\s+(?:the\s+)?(?:inside|internal|winding|hot[\s-]?spot)\s+temperature\s+of\s+(?P<x>{_TX})\s+(?:go\s+up\s+and\s+down|develop|change|run|move|vary|rise\s+and\s+fall)\b", r"hot spot trace of \g<x>"),
        (rf"\bhow\s+(?:warm|hot)\s+(?:was|did)\s+(?P<x>{_TX})\s+(?:run\s+|get\s+)?(?:hour\s+by\s+hour|by\s+the\s+hour|each\s+hour|over\s+time)\b", r"hot spot trace of \g<x>"),
        # What a period took of its life.
        (r"\b(?:equiv(?:alent)?\.?\s+)?(?:aging|ageing|aged)\s+hours\b", "aged hours"),
        (rf"\bhow\s+many\s+hours\s+older\s+did\s+(?P<x>{_TX})\s+(?:effectively\s+|really\s+)?(?:become|get|grow)\b", r"aged hours of \g<x>"),
        (rf"\bhow\s+many\s+hours\s+(?:of\s+(?:its\s+)?(?:insulation\s+)?life\s+)(?:did|has)\s+(?P<x>{_TX})\s+(?:use[d]?(?:\s+up)?|burn(?:ed|t)?(?:\s+(?:up|through))?|spen[dt]|consumed?|los[et]|lost)\b", r"aged hours of \g<x>"),
        (rf"\b(?:number\s+of\s+)?hours\s+of\s+(?:insulation\s+)?life\s+(?:spent|used(?:\s+up)?|consumed|lost)\s+(?:by|of|on|in)\s+(?={_TX})", "aged hours of "),
        (rf"\b(?:how\s+much|what\s+(?:share|percent(?:age)?|part))\s+of\s+its\s+(?:insulation\s+)?(?:life(?:time)?|service\s+life)\s+(?:did|has)\s+(?P<x>{_TX})\s+(?:lose|lost|use[d]?(?:\s+up)?|burn(?:ed|t)?(?:\s+(?:up|through))?|spen[dt]|consumed?|go\s+through)\b", r"loss of life of \g<x>"),
        (rf"(?=.*\b{_TX})\binsulation\s+loss\s+of\s+life(?:\s+in\s+percent)?\b", "loss of life"),
        # Above 110 °C, how long.
        (rf"^(?P<a>\W*(?:please\s+)?){_HOURS}\s+(?:(?:did|was|were|has)\s+)?(?P<x>{_TX})\s+(?:(?:run|ran|spent|spend|was|been|be|go|went|stay(?:ed)?)\s+)?(?:with\s+(?:a|its)\s+hot[\s-]?spot\s+)?{_PAST_110}", r"\g<a>hours too hot of \g<x>"),
        (rf"^(?P<a>\W*(?:{_TX}\W+)?){_HOURS}\s+(?:(?:with|at|of)\s+)?(?:(?:a|the)\s+)?(?:hot[\s-]?spots?\s+)?{_PAST_110}", r"\g<a>hours too hot"),
        (rf"^(?=.*\b(?:feeders?|fdrs?|circuits?|substations?|subs?|stations?|line)\b(?!\s*#?\s*\d))(?P<a>.*?)\b{_MANY}(?:\s+(?:(?:whose|with|that|which|get|gets|got|have|had|run|go|went|goes|is|are|rise|rises|an?|their)\s+)*(?:(?:winding\s+)?hot(?:test)?[\s-]?spots?\s+(?:(?:is|are|goes|go|went|rises|temperature|temp)\s+)*)?)?{_PAST_110}(?:\s*(?:winding\s+)?(?:hot(?:test)?[\s-]?spots?(?:\s+temp(?:erature)?)?|inside))?(?P<b>.*)$", r"\g<a>hot transformers\g<b>"),
        (rf"^\W*(?:has|was|did)\s+(?P<x>{_TX})\s+(?:been|get|got|run|become)?\s*too\s+hot\b", r"how many hours too hot of \g<x>"),
        (rf"\bhow\s+much\s+(?:of\s+its\s+)?(?:insulation\s+)?life(?:time)?\s+(?:did|has)\s+(?P<x>{_TX})\s+(?:lose|lost|use[d]?(?:\s+up)?|burn(?:ed|t)?(?:\s+(?:up|through))?|spen[dt]|consumed?)\b", r"loss of life of \g<x>"),
        # Of how many hours it is known.
        (rf"^\W*(?:for\s+)?how\s+many\s+hours\s+of\s+(?P<p>(?:last|this)\s+\w+|yesterday)\s+(?:do\s+we\s+|are\s+)?(?:actually\s+|really\s+)?(?:know|have|known)\s+(?:(?:the\s+)?(?:hot[\s-]?spot|temperatures?)\s+(?:of|for|at)\s+|(?:figures|data|values|temperatures?)\s+(?:for\s+)?(?:in|of|for)\s+)(?P<x>{_TX})(?:'s\s+(?:aging|ageing|life|loss\s+of\s+life))?", r"known hours of \g<x> \g<p>"),
        (rf"(?P<x>{_TX})\s+hours\s+(?:with\s+(?:data|temperatures)|known)\b", r"known hours of \g<x>"),
        (rf"\b(?:number\s+of\s+|the\s+)*(?:known\s+hours|hours\s+(?:with\s+)?known(?:\s+temperatures?)?)\s+(?:behind|in|of|for)\s+(?:the\s+)?(?:(?:loss\s+of\s+)?life|aging|ageing)(?:\s+(?:calculation|computation|reckoning|figure))?\s+of\s+(?={_TX})", "known hours of "),
        # The hottest of a period.
        (rf"^(?=.*\b{_TX})(?P<a>.*?)\b(?:peak|highest|max(?:imum)?)\s+(?:winding\s+)?hot(?:test)?[\s-]?spots?(?:\s+temp(?:erature)?)?(?:\s+(?:reached|seen|recorded|hit)\s+(?:by|of|in|at))?", r"\g<a>highest hot spot"),
        (rf"\bhow\s+hot\s+did\s+(?P<x>{_TX})\s+(?:get|run|become|go)\s+(?:inside)?(?:\s*,?\s*at\s+(?:most|its\s+hottest|the\s+peak|worst))?\b", r"highest hot spot of \g<x>"),
        (rf"(?P<h>\bhighest\s+hot\s+spot\s+of\s+(?P<x>{_TX}))\s+inside(?:\s*,?\s*at\s+(?:most|its\s+hottest|the\s+peak|worst))?", r"\g<h>"),
        # What broke for good.
        (rf"\b(?P<m>{_MANY})(?P<at>{_AT})\s+(?:(?:that|which)\s+)?(?:have\s+|has\s+)?{_BROKE}(?:\s+or\s+{_BROKE})?\b(?!\s+(?:off|into|through|open))", r"\g<m>\g<at> failed"),
        (r"^(?P<a>.*\bwhich\s+(?:feeder|substation|line|station)\b.*\b(?:most|fewest)\s+(?P<m>transformers|poles|assets))\s+break(?:\s+down)?\b", r"\g<a> fail"),
        (rf"\b(?:when\s+did|when\s+was)\s+an?\s+(?P<m>pole|transformer)(?P<at>{_AT})\s+(?:break|fail(?:ed)?|broke|die|lost)(?:\s+down)?\s+(?:most\s+recently|last)\b", r"last \g<m> failure\g<at>"),
        (r"\b(?:what\s+was\s+)?the\s+(?:latest|last|most\s+recent)\s+(?:thing|asset|equipment)s?\s+to\s+(?:break|fail|die)(?:\s+down)?\b", "last failure"),
        (r"\b(?P<f>asset\s+failures?|failures?|failed\s+(?:poles|transformers|assets))\b(?P<m>.*?),?\s+and\s+when\s+(?:they|it|these)\s+(?:happened|failed|occurred|broke|was|were)\b", r"\g<f>\g<m>"),
        (rf"^\W*(?:has|did)\s+(?:anything|something)\s+(?:ever\s+)?(?:go(?:ne)?|went)\s+wrong\s+(?:for\s+good\s+)?(?:with|at)\s+(?P<x>{_ONE})(?:\s+(?:before|ever))?", r"failure history of \g<x>"),
        (rf"\bhow\s+(?:many\s+times|often)\s+(?:has|did)\s+(?P<x>{_ONE})\s+(?:broken|failed|fail|break)(?:\s+down)?(?:,?\s+and\s+when)?", r"failure history of \g<x>"),
        (rf"\b(?:every|all|each)\s+(?:the\s+)?(?:recorded\s+|past\s+|known\s+)?failures?\s+(?:recorded\s+|on\s+record\s+)?(?:of|at)\s+(?:the\s+(?:location|place|site|spot)\s+of\s+)?(?={_ONE})", "failure history of "),
        (rf"\b(?:past|previous|prior|earlier|former)\s+(?:failures?|breakdowns?)\s+(?:of|at)\s+(?={_ONE})", "failure history of "),
        (rf"(?P<x>{_ONE})\s+(?:prior|past|previous|earlier)\s+(?:failures|breakdowns)\b", r"failure history of \g<x>"),
        (r"\b(?:last|latest|most\s+recent)\s+(?P<n>\d+|two|three|four|five|six|eight|ten|twenty)\s+(?:asset\s+)?(?P<k>transformer\s+|pole\s+)?failures\b", r"\g<n> most recent \g<k>failures"),
        (r"\b(?P<e>latest|most\s+recent)\s+asset\s+failures\b", r"\g<e> failures"),
        (r"^\W*(?:what|which)\s+(?:fails?|breaks?)\s+(?:more|most)(?:\s+often)?,?\s*(?:\(|:)?\s*(?:poles\s+or\s+transformers|transformers\s+or\s+poles)\)?", "failures by kind of asset"),
        (r"^\W*(?:did|do|have|were\s+there)\s+more\s+(?:poles\s+or\s+transformers|transformers\s+or\s+poles)\s+(?:fail(?:ed)?|broken?|break|die[d]?)(?:\s+down)?\b", "failures by kind of asset"),
        # In which way.
        (r"\b(?:frequency|count|number|distribution)\s+of\s+(?:the\s+)?failure\s+modes\b", "failure modes"),
        (rf"^\W*what\s+do\s+(?:our\s+|the\s+)?(?P<m>transformers|poles)(?P<at>{_AT})\s+(?:usually\s+|mostly\s+|normally\s+|most\s+often\s+)?(?:die|fail)\s+(?:of|from)\b", r"failure modes of \g<m>\g<at> of all time"),
        (rf"^\W*how\s+did\s+(?:the\s+|our\s+)?(?P<m>transformers|poles|assets)(?P<at>{_AT})\s+fail\b(?P<w>.*?),?\s+(?:the\s+)?most\s+(?:common|frequent|often)\s+(?:ones?\s+)?first\b", lambda m: f"failure modes{_of(m['m'])}{m['at']}{m['w']}"),
        (r"^\W*(?:(?:what\s+(?:are|were)\s+)?the\s+)?most\s+(?:common|frequent)\s+ways\s+(?:(?:that|in\s+which)\s+)?(?:the\s+|our\s+)?(?P<m>transformers|poles|assets)\s+(?:fail(?:ed)?|broke|break)\b", lambda m: f"failure modes{_of(m['m'])}"),
        # How old it was.
        (r"\b(?:the\s+)?(?P<n>(?:\d+|two|three|five|ten)\s+)?(?P<e>oldest|youngest)\s+(?P<m>transformer|pole|asset)s?\s+(?:ever\s+)?to\s+(?:fail|break|die)(?:\s+down)?\b", lambda m: f"{m['n'] or ''}{_kind(m['m'])}failures with the {m['e']} age at failure"),
        (r"\b(?:the\s+)?(?P<e>oldest|youngest)\s+(?P<m>transformer|pole|asset)s?\s+at\s+(?:the\s+time\s+of\s+)?(?:its\s+)?failure\b", lambda m: f"{_kind(m['m'])}failures with the {m['e']} age at failure"),
        (rf"^\W*(?:which|what)\s+(?P<m>transformer|pole|asset)(?P<at>{_AT})\s+was\s+(?:the\s+)?(?P<e>oldest|youngest)\s+when\s+it\s+(?:failed|broke|died)\b", lambda m: f"{_kind(m['m'])}failures{m['at']} with the {m['e']} age at failure"),
        (rf"^\W*which\s+of\s+the\s+(?P<m>transformer|pole|asset)s(?P<at>{_AT})\s+(?:that\s+)?(?:failed|broke|died|break)(?P<w>.*?)\s+was\s+(?:the\s+)?(?:most\s+aged|oldest|most\s+elderly)(?:\s+(?:at\s+the\s+time|then))?", lambda m: f"{_kind(m['m'])}failures{m['at']} with the oldest age at failure{m['w']}"),
        (r"\bfailed\s+(?P<m>asset|pole|transformer)s\s+(?:ranked\s+)?by\s+age\s+at\s+failure\b", lambda m: f"rank {_kind(m['m'])}failures by age at failure"),
        (rf"^\W*(?:please\s+)?rank\s+the\s+(?P<m>transformer|pole|asset)\s+failures(?P<at>{_AT})(?P<w>.*?)\s+by\s+how\s+old\s+(?:the\s+)?(?:(?:unit|pole|transformer|asset|it|they)\s+)?(?:was|were)\s+(?:when\s+(?:it|they)\s+(?:died|failed|broke)|then|at\s+the\s+time)\b", lambda m: f"rank {_kind(m['m'])}failures{m['at']}{m['w']} by age at failure"),
        # A budget for replacing; what it buys, and what is replaced first.
        (r"(?<=\d)\s+k\b(?=.*\b(?:replac\w+|renew\w*|budget|plan)\b)", "k"),
        (r"\bhalf\s+a\s+million\b", "500000"), (r"\ba\s+quarter\s+(?:of\s+a\s+)?million\b", "250000"), (r"\ba\s+million\b", "1 million"),
        (rf"^\W*what\s+would\s+{_MONEY}\s+(?:worth\s+)?of\s+new\s+(?P<m>transformers|poles|assets)(?P<at>{_AT})\s+(?:save|spare|gain|buy)(?:\s+us)?\b(?P<w>\s+in\s+(?:saidi|customer[\s-]minutes|reliability))?", lambda m: f"what does a replacement budget of {m['n']} dollars buy{_of_kind(m['m'])}{m['at']}{m['w'] or ''}"),
        (rf"\breplacement\s+plan(?P<at>{_AT})\s+(?:for|with|of|under)\s+(?P<n>\d[\d,.]*(?:\s+(?:million|thousand))?)(?=\W*$)", r"replacement plan\g<at> for \g<n> dollars"),
        (rf"^\W*which\s+(?P<m>transformers|poles|assets)(?P<at>{_AT})\s+(?:give|bring|buy)s?(?:\s+us)?\s+the\s+most\s+risk\s+(?:reduction|relief)\s+(?:for|with|under)\s+{_MONEY}", lambda m: f"what to replace for {m['n']} dollars{_of_kind(m['m'])}{m['at']}"),
        (r"(?<=budget\sof\s)\$?\s*(?P<n>\d+(?:\.\d+)?)\s*M\b", r"\g<n> million dollars"),
        (r"(?<=\$)(?P<n>\d+(?:\.\d+)?)\s*M\b", r"\g<n> million"),
        (r"\bbudget\s+(?:of\s+|is\s+|=\s*|:\s*)?\$?\s*(?P<n>\d+(?:,\d{3})*(?:\.\d+)?(?:\s*(?:million|thousand))?)(?![\d,.]*\d|\s*(?:k\b|m\b|million|thousand|dollars?|us\$|usd|\$))", r"budget of \g<n> dollars"),
        (r"\brepl\b\.?", "replacement"),
        (rf"^\W*what\s+(?:does|do|would|will|could)\s+{_MONEY}\s+(?:worth\s+)?of\s+(?:(?P<m>transformer|pole|asset)\s+)?replacements?\s+(?:get|buy|gain|give|bring)(?:\s+us)?\b", lambda m: f"what does a replacement budget of {m['n']} dollars buy{_of_kind(m['m'])}"),
        (rf"^\W*if\s+(?:i|we)\s+(?:had|spent|spend|put|invested|have)\s+{_MONEY}\s+(?:for|on|in|into)\s+(?:new|replacing(?:\s+old)?)\s+(?P<m>poles\s+and\s+transformers|transformers\s+and\s+poles|poles|transformers|assets)\b(?P<at>{_AT})\W+how\s+much\s+(?:risk\s+(?:would|could|can)\s+(?:i|we)\s+(?:remove|avoid|save|take\s+away)|(?:safer|better\s+off)\s+would\s+(?:i|we)\s+be)", lambda m: f"what does a replacement budget of {m['n']} dollars buy{_of_kind(m['m'])}{m['at']}"),
        (rf"^\W*how\s+much\s+(?:safer|better\s+off)\s+would\s+we\s+be\s+if\s+we\s+(?:spent|spend|put|invested)\s+{_MONEY}\s+(?:for|on|in|into)\s+(?:new|replacing(?:\s+old)?)\s+(?P<m>poles\s+and\s+transformers|poles|transformers|assets)\b", lambda m: f"what does a replacement budget of {m['n']} dollars buy{_of_kind(m['m'])}"),
        (rf"^\W*(?:the\s+)?effect\s+of\s+spending\s+{_MONEY}\s+on\s+(?:(?P<m>transformer|pole|asset)\s+)?(?:renewal|replacements?)\b(?P<w>.*?)(?:[:,]\s*(?:risk|failures|customer[\s-]minutes)(?:\s+and\s+(?:risk|failures|customer[\s-]minutes))?\s+(?:avoided|saved|less))?\W*$", lambda m: f"what does a replacement budget of {m['n']} dollars buy{_of_kind(m['m'])}{m['w']}"),
        (r"\b(?:optimal|best|ideal|optimum)\s+(?:asset\s+)?(?:replacement|renewal)\s+(?:programme|program|plan)\b", "replacement plan"),
        (r"\breplacement\s+(?:priority|priorities)\s+list\b|\bpriority\s+list\s+(?:for|of)\s+replacements?\b", "replacement list"),
        (r"\b(?:best[\s-]value|most\s+worthwhile|most\s+valuable)\s+replacements\b(?P<w>.*?),?\s*ranked\W*$", r"what to replace\g<w>"), (r"\b(?:best[\s-]value|most\s+worthwhile)\s+replacements\b", "what to replace"),
        (r"\bwhat\s+to\s+replace\s+(?:for|with|on|under)\s+a\s+budget\s+of\b", "what to replace for"),
        (r"^\W*which\s+(?:old\s+|aging\s+|worn\s+)?(?P<m>poles|transformers|assets)(?P<w>.*?)\s+should\s+we\s+(?:renew|replace|swap\s+out|change\s+out)\s+first\b(?:\s+for\s+(?:our|the)\s+money)?", lambda m: f"what to replace first{_of_kind(m['m'])}{m['w']}"),
        (rf"^\W*(?:list\s+)?(?:the\s+)?(?P<m>assets|poles|transformers)\s+to\s+(?:replace|renew)\s+for\s+{_MONEY},?\s+with\s+what\s+each\s+(?:costs?|gains?|brings?|saves?)(?:\s+and\s+(?:costs?|gains?|brings?|saves?))?", lambda m: f"what to replace for {m['n']} dollars{_of_kind(m['m'])}"),
        (r"\btop\s+(?P<n>\d+)\s+(?P<m>transformers|poles|assets)\s+to\s+(?:change\s+out|swap\s+out|renew|replace)\b", r"top \g<n> \g<m> to replace first"),
        (rf"\b(?:which\s+)?(?P<m>poles|transformers|assets)(?P<a>{_AT})\s+(?:(?:that\s+)?are\s+)?(?:the\s+)?most\s+(?:in\s+need\s+of|due\s+for)\s+(?:being\s+)?(?:replacement|replacing|renewal|replaced)(?P<b>{_AT})", lambda m: f"what to replace first{_of_kind(m['m'])}{m['a']}{m['b']}"),
        # What if.
        (rf"^\W*(?:(?:if|when|suppose|say)\s+)?(?:the\s+)?(?:load|demand)\s+(?:goes\s+up|grows|rises|increases|climbs)(?:\s+by)?\s+(?P<n>\d+(?:\.\d+)?)\s*(?:%|percent),?\s+what\s+(?:happens|would\s+happen)\s+to\s+(?:the\s+|our\s+)?{_MANY}\b", r"what if load grows by \g<n> %"),
        (r"^\W*(?P<n>\d+|two|three|four|five)\s+(?:evs|electric\s+(?:cars|vehicles))\s+(?:at|on|per|for|under)\s+(?:each|every)?\s*transformer\b", lambda m: f"what if there are {_DIGITS.get(m['n'].lower(), m['n'])} EVs at each transformer"),
        (rf"^\W*\+\s*(?P<n>\d+(?:\.\d+)?)\s*(?:%|percent)\s+(?:more\s+)?(?:load|demand),?\s+how\s+many\s+{_MANY}\s+(?:would\s+)?(?:overload|be\s+overloaded|are\s+overloaded)\b", r"what if load grows by \g<n> %"),
        (rf"^\W*overloaded\s+(?:{_MANY})\s+before\s+and\s+after\s+(?P<n>\d+(?:\.\d+)?)\s*(?:%|percent)\s+(?:load|demand)\s+growth\b", r"what if load grows by \g<n> %"),
        (rf"^\W*how\s+many\s+{_MANY}\s+(?:would|will)\s+(?:be(?:come)?|get)\s+(?:overloaded|too\s+hot)\s+(?:if|with|when)\s+(?:the\s+)?(?:load|demand)\s+(?:grows?|grew|rose|rises?|increase[sd]?|went\s+up|were)(?:\s+by)?\s+(?P<n>\d+(?:\.\d+)?)\s*(?:%|percent)(?:\s+(?:more|higher))?", r"what if load grows by \g<n> %"),
        (rf"^\W*(?:heat\s?wave\s+)?(?:scenario\W+)?(?:ambient|air(?:\s+temperature)?)\s*\+\s*(?P<n>\d+(?:\.\d+)?)\s*(?:°\s*)?(?:c|k|celsius|degrees)\b\W*(?:number\s+of\s+(?:{_MANY})\s+(?:over|above)\s+110(?:\s*°?c)?)?", r"what if it is \g<n> degrees hotter "),
        (rf"^\W*heat\s?wave\s+scenario\W+(?:ambient|air(?:\s+temperature)?)\s*\+\s*(?P<n>\d+(?:\.\d+)?)\s*(?:°\s*)?(?:c|k|celsius|degrees)\b\W*(?:number\s+of\s+(?:{_MANY})\s+(?:over|above)\s+110(?:\s*°?c)?)?", r"what if it is \g<n> degrees hotter "),
        (rf"^\W*how\s+many\s+{_MANY}(?P<at>{_AT})\s+would\s+(?:get|be(?:come)?|run)\s+(?:too\s+hot|overloaded|overheated)\s+(?:if|when)\s+(?:the\s+)?(?:summers?|air|weather|days|it)\s+(?:became|become|got|were|was|is)\s+(?P<n>\d+(?:\.\d+)?)\s*(?:degrees|°\s*c|c)\s+(?:warmer|hotter)\b", r"what if it is \g<n> degrees hotter\g<at>"),
        (rf"^\W*what\s+(?:happens|would\s+happen)\s+to\s+(?:our\s+|the\s+)?(?:{_MANY})(?P<at>{_AT})\s+(?:if|when)\s+(?:each(?:\s+one)?|every\s+one|they\s+each|each\s+of\s+them)\s+(?:gets?|got|has|had)\s+(?P<n>\d+)\s+(?:vehicles|evs?|electric\s+(?:cars|vehicles)|cars)\b", r"what if there are \g<n> EVs at each transformer\g<at>"),
        # The test of last year's ranks against what failed since.
        (r"\bhow\s+(?:trustworthy|reliable|accurate|believable|dependable|much\s+can\s+(?:we|i)\s+trust)\s+(?:is|are|was|were)?\s*(?=(?:the|our)\s+(?:failure|risk|pof)\s+(?:ranking|prediction|model)s?\b)", "how good is "),
        (r"\bhow\s+good\s+(?:was|were)\s+last\s+year'?s\s+(?:failure\s+|pof\s+)?(?:predictions?|ranking|model|forecasts?)(?:\s+(?:for|of)\s+(?:the\s+)?(?P<k>pole|transformer|asset)s)?", lambda m: f"lift of the back-test{_tested(m)}"),
        (rf"^\W*how\s+many\s+(?P<k>pole|transformer|asset)s\s+(?:did\s+we\s+rank|were\s+ranked|had\s+we\s+ranked){_LAST_YEARS}(?=\W*$)", lambda m: f"size of the back-test{_tested(m)}"),
        (r"\b(?:top|first|riskiest|highest|upper)[\s-]+(?:tenth|decile|(?:ten|10)\s*(?:percent|%|pct))(?=\W|$)", "first tenth"),
        (r"^(?=.*\blift\b)(?P<a>.*?)\b(?:(?:in|of|at|for)\s+)?(?:the\s+)?first\s+tenth\b(?P<b>.*)$", r"\g<a>\g<b>"),
        (rf"^\W*(?:how\s+many\s+times|how\s+much)\s+better\s+than\s+(?:chance|guessing|random|luck)\s+(?:did|was|is|does)\s+(?:the\s+)?first\s+tenth\s+of\s+{_RANKED_OR_LIST}(?:\s+do)?\b", lambda m: f"lift of the back-test{_tested(m)}"),
        (rf"^\W*(?:what\s+)?lift\s+(?:did\s+|of\s+)?(?:the\s+)?{_RANKED_OR_LIST}(?:\s+(?:achieve|have|get|show|reach))?\s*(?=\W*$)", lambda m: f"lift of the back-test{_tested(m)}"),
        (rf"\b(?P<q>AUC|(?:ROC\s+)?area\s+under\s+(?:the\s+)?(?:ROC\s+)?curve|ROC\s+AUC)\s+(?:of|for)\s+{_RANKED_OR_LIST}(?=\W*$)", lambda m: f"AUC of the back-test{_tested(m)}"),
        (r"^\W*how\s+well,?\s+as\s+(?:an?\s+)?(?:auc|roc\s+area),?\s+did\s+(?:the|our)\s+(?:ranking|model)\s+(?:tell|separate|distinguish)\s+failing\s+(?P<k>pole|transformer|asset)s\s+from\s+(?:sound|good|healthy|the\s+other|other)(?:\s+ones)?", lambda m: f"AUC of the back-test{_tested(m)}"),
        (r"^\W*(?:no\.?|number|count)\s+of\s+(?P<k>pole|transformer|asset)s\s+in\s+the\s+(?:(?:pof|failure|risk|ranking|model)\s+)*back[\s-]?test\b", lambda m: f"size of the back-test{_tested(m)}"),
        (rf"^\W*how\s+many\s+(?:(?P<k>pole|transformer|asset)s|things)\s+were\s+(?:ranked|on\s+the\s+list){_LAST_YEARS}?\s+(?:(?:in|for|by)\s+the\s+(?:back-?\s?)?test\s+of\s+the\s+(?:failure|pof|risk)\s+(?:model|ranking)|when\s+we\s+check\s+how\s+good\s+the\s+(?:failure\s+|pof\s+)?(?:ranking|model)\s+was)", lambda m: f"size of the back-test{_tested(m)}"),
        (r"^\W*sample\s+size\s+of\s+(?:the\s+)?(?:(?:pof|failure|risk|ranking|model)\s+)*back[\s-]?test\b,?(?:\s*(?P<k>pole|transformer|asset)s)?", lambda m: f"size of the back-test{_tested(m)}"),
        (r"^\W*(?:what\s+number\s+of|how\s+many)\s+(?P<k>pole|transformer|asset)s\s+did\s+(?:the\s+)?(?:year-old|last\s+year'?s)\s+(?:(?:pof|failure|risk)\s+)*(?:ranking|model)\s+(?:cover|rank|hold|contain|include)\b", lambda m: f"size of the back-test{_tested(m)}"),
        (r"^\W*failures\s+since\s+in\s+the\s+back[\s-]?test\b", "failed since in the back-test"),
        (rf"^\W*how\s+many\s+of\s+the\s+(?P<k>pole|transformer|asset)s\s+ranked{_LAST_YEARS}\s+(?:have\s+)?(?:failed|broken)\s+since\b", lambda m: f"failed since in the back-test{_tested(m)}"),
        (r"^\W*(?:number|count)\s+of\s+(?:positives|failures)\s+in\s+the\s+(?:(?:pof|failure|risk|ranking|model)\s+)*back[\s-]?test\b,?(?:\s*(?P<k>pole|transformer|asset)s)?", lambda m: f"failed since in the back-test{_tested(m)}"),
        (r"^\W*how\s+many\s+(?P<k>pole|transformer|asset)s\s+(?:from|of|in|on)\s+(?:the\s+)?(?:last\s+year'?s|year-old)\s+(?:(?:pof|failure|risk)\s+)*(?:ranking|list|model)\s+(?:(?:actually|really|have|then)\s+)*(?:broke|failed|broken)(?:\s+down)?\s+(?:afterwards|since|after\s+it\s+was\s+made|later)\b", lambda m: f"failed since in the back-test{_tested(m)}"),
        (r"^\W*in\s+the\s+(?:check|test|back-?\s?test)\s+of\s+the\s+(?:(?:pof|failure|risk)\s+)*(?:ranking|model),?\s+how\s+many\s+(?:(?P<k>pole|transformer|asset)\s+)?failures\s+(?:happened|occurred|came|were\s+there)\s+(?:after\s+it\s+was\s+made|afterwards|since|later)\b", lambda m: f"failed since in the back-test{_tested(m)}"),
        (r"^\W*(?:%|percent(?:age)?|share|(?:what|which)\s+(?:share|percent(?:age)?))\s+of\s+(?:the\s+)?(?:(?P<k>pole|transformer|asset)\s+)?failures\s+(?:(?:were|was|fell|are|landed|lay|caught)\s+)*(?:in|by|within)\s+(?:the\s+)?first\s+tenth\s+of\s+(?:the\s+|our\s+)?(?:(?:pof|failure|risk)\s+)*(?:ranking|list|model)\b", lambda m: f"share caught in first tenth in the back-test{_tested(m)}"),
        (r"^\W*first\s+tenth\s+capture\s+rate\s+of\s+the\s+(?:(?:pof|failure|risk)\s+)*(?:ranking|list|model),?(?:\s*(?P<k>pole|transformer|asset)s)?", lambda m: f"share caught in first tenth in the back-test{_tested(m)}"),
        (r"^\W*of\s+(?:those|the\s+(?P<k>pole|transformer|asset)s)\s+that\s+(?:broke|failed),?\s+(?:what|which)\s+(?:percent(?:age)?|share)\s+(?:had\s+we\s+put|had\s+we|were|was|stood)\s+in\s+the\s+first\s+tenth\b", lambda m: f"share caught in first tenth in the back-test{_tested(m)}"),
        # How the chance grows with age.
        (r"^\W*hazard\s+curves?\b", "hazards"), (r"\b(?:weibull\s+)?hazard\s+parameters\s+by\s+(?:asset\s+)?class\b", "weibull hazards"),
        (r"^\W*how\s+does\s+the\s+(?:chance|probability|likelihood|risk)\s+of\s+an?\s+(?P<k>pole|transformer)\s+(?:failing|breaking|failure)\s+(?:rise|grow|increase|change|go\s+up)\s+(?:as\s+it\s+gets\s+older|with\s+(?:its\s+)?age|over\s+its\s+life)\b", r"hazards of the \g<k>s"),
        (r"^\W*(?:at\s+)?what\s+age\s+do\s+(?:the\s+|our\s+)?(?P<k>pole|transformer)s\s+(?:start|begin)\s+to\s+(?:break|fail|die)?\s*(?:a\s+lot|often|in\s+numbers)?,?\s*(?:class\s+by\s+class|by\s+class)?(?=\W*$)", r"hazards of the \g<k>s"),
        (r"^\W*what\s+are\s+the\s+failure\s+rates\s+by\s+age\s+fitted\s+(?:to|on)\s+for\s+(?P<k>pole|transformer)s\b", r"hazards of the \g<k>s"),
        (r"^\W*age\s+(?:versus|vs\.?|against)\s+(?:failure\s+probability|probability\s+of\s+failure|pof),?\s+(?P<k>pole|transformer)\s+classes\b", r"hazards of the \g<k>s"),
        # Why its health is what it is, and how it went.
        (rf"^\W*(?P<x>{_ONE})\s+health,?\s+points\s+lost\s+(?:per|by|for\s+each)\s+(?:factor|part|component)", r"explain the health of \g<x>"),
        (rf"^\W*(?:what|which\s+(?:factors|parts|things))\s+(?:(?:is|are)\s+)?(?:drags?|pulls?|brings?|takes?|dragging|pulling|bringing|holding)\s+(?:down\s+)?(?:the\s+(?:most\s+)?)?(?:points\s+(?:off|on|from)\s+)?(?:the\s+)?(?:health(?:\s+(?:score|index))?\s+of\s+)?(?P<x>{_ONE})(?:'s\s+health(?:\s+score)?)?(?:\s+down)?(?:\s+the\s+most)?(?:,?\s+(?:and\s+)?by\s+(?:how\s+many\s+)?points(?:\s+each)?)?(?=\W*$)", r"explain the health of \g<x>"),
        (rf"^\W*(?:decompose|break\s+down|split|take\s+apart)\s+the\s+health(?:\s+(?:index|score))?\s+of\s+(?P<x>{_ONE})\s+(?:into|by)\s+(?:its\s+)?(?:deductions|parts|components|factors)\b", r"explain the health of \g<x>"),
        (rf"^\W*how\s+come\s+(?P<x>{_ONE})\s+is\s+(?:rated|scored|judged)\s+so\s+(?:badly|low|poorly)(?:,?\s+what\s+costs?\s+it\s+how\s+many\s+points)?", r"why is \g<x> in bad health"),
        (rf"^\W*why\s+(?:does|did|is)\s+(?P<x>{_ONE})\s+(?:score|scored|rated|rate)\s+(?:so\s+)?(?:low|badly|poorly)(?:\s+(?:for|on|in)\s+health)?", r"why is \g<x> in bad health"),
        (rf"^\W*how\s+has\s+the\s+health(?:\s+(?:index|score))?\s+of\s+(?P<x>{_ONE})\s+(?:changed|developed|evolved|gone|moved)(?:\s+over\s+(?:the\s+years|time))?", r"health history of \g<x>"),
        (rf"^\W*has\s+(?P<x>{_ONE})\s+been\s+(?:getting|becoming)\s+(?:worse|better)\s+(?:year\s+after\s+year|over\s+the\s+years|over\s+time|with\s+the\s+years)", r"health history of \g<x>"),
        (rf"\b(?:every|all|each|the)\s+(?:the\s+)?past\s+health\s+(?:assessments?|scores?|ratings?)(?:\s+(?:scores?|results?))?\s+of\s+(?={_ONE})", "health history of "),
        (rf"\bhealth\s+(?:by|per|in\s+each)\s+year\s+(?:of|for)\s+(?={_ONE})", "health history of "),
    ),
)  # fmt: skip
"""Told by the tools of Asset Health's studies; what they say is reckoned, never measured."""
