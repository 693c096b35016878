"""Health, age, risk and failures in everyday words: the half that is older, what a failing pole costs customers."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.everyday.turn import turns

_BOTH: Final = (
    r"(?:transformers?\s*(?:and|or|&|\+|/)\s*poles?|poles?\s*(?:and|or|&|\+|/)\s*(?:transformers?|tx|xfmrs?))"
)
_OF_CONDITION: Final = re.compile(
    r"health|condition|shape|risk|danger|\bage\b|\bold|\byoung|cost|\bprice|dollar|money|budget|replac|renew|rebuild|fail|inspect|assess|life|hot|together|combined",
    re.IGNORECASE,
)
"""What both kinds have that can be told of them as one."""
_HELD_AGAINST: Final = re.compile(
    r"\b(?:more|fewer|less|most|oftener|rather|better|worse|older|younger|riskier|healthier|which|what)\b.*\b(?:poles?|transformers?|tx)\s+or\s+(?:poles?|transformers?|tx)\b"
    r"(?!s?\s+\w)|\b(?:more|fewer|less)\s+(?:poles?|transformers?|tx)\s+or\b",
    re.IGNORECASE,
)
"""Which of the two kinds has more: no question of both together."""
_KINDS: Final = r"(?:transformers|poles|tx|xfmrs)"
_KIND: Final = r"(?:transformer|pole|tx|xfmr|unit|asset)"
_MUCH: Final = r"(?:what|how\s+(?:many|much|old|big|tall|hot|high))"
_MORE: Final = rf"(?:(?:more|less|fewer|higher|lower)\s+than|above|over|below|under|at\s+least)\s+{_MUCH}"
_MINUTES: Final = r"(?:customer|cust)[\s-]*(?:minutes?|mins?)"
_FAILING: Final = r"(?:fail(?:s|ed|ing|ure)?|break(?:s|ing|age)?|broke|broken|go(?:es|ing)?\s+down|went)"
_IN_HEALTH: Final = (
    r"health|condition|score|risk|fail|break|broke|\bold|\bage|young|replac|swap|inspect|looked|likely|chance|consequence|shape|hot"
    r"|poor|worn|interrupt|customer|minutes|expose|\bbuy\b|unchecked|elderly|rebuild|into\s+service|install|built|\bfine\b|\bnew\b|\bassets\b|poles|transformers|classes"
)
_HALVES: Final = (
    (r"healthier\s+than\s+(?:what|which)(?:\s+(?:health|score|index|value))*", "health"),
    (rf"rated\s+{_MORE}\s+condition(?:\s+(?:at|in|by|on)\s+(?:the\s+|their\s+)?(?:last\s+)?inspections?)?", "condition at inspection"),
    (rf"(?:older|younger)\s+than\s+{_MUCH}(?:\s+(?:years?|age))*", "age"),
    (rf"(?:bigger|larger|smaller)\s+than\s+{_MUCH}(?:\s+(?:kva|rating|size))*", "rated kva"),
    (rf"(?:taller|higher|shorter)\s+than\s+{_MUCH}(?:\s+(?:met(?:er|re)s?|feet|m|ft))*", "height"),
    (rf"(?:a\s+)?(?:failure\s+(?:chance|probability)|(?:chance|probability|likelihood)\s+of\s+fail\w+)\s+{_MORE}(?:\s+(?:percent|%))?", "failure probability"),
    (rf"{_MORE}\s+(?:dollars?|money|\$)\s+(?:of|in|at)\s+risk", "risk cost"),
    (rf"{_MORE}\s+{_MINUTES}(?:\s+(?:a|per|each)\s+year)?\s+at\s+risk", "customer minutes at risk"),
    (rf"(?:cost|lose)\s+{_MORE}\s+{_MINUTES}\s+(?:by|on|when|if|in)\s+(?:they\s+|a\s+)?{_FAILING}", "consequence of failure"),
    (rf"(?:hotter|warmer)\s+than\s+{_MUCH}(?:\s+(?:degrees?|inside|temperature))*", "hot spot"),
    (rf"lose\s+{_MORE}(?:\s+(?:percent|%|share))?\s+of\s+(?:their\s+)?life", "loss of life"),
    (rf"peak(?:ed)?\s+{_MORE}(?:\s+(?:percent|%|share))?(?:\s+of\s+(?:their\s+)?(?:rating|nameplate|capacity))?", "peak load"),
    (rf"(?:serve|feed|supply)\s+{_MORE}\s+(?:customers|homes|houses|households|people)", "customers"),
    (rf"(?:leave|put|interrupt|black\s+out)\s+{_MORE}\s+(?:customers|homes|houses|households|people)(?:\s+(?:dark|out|in\s+the\s+dark|without\s+power))?"
     r"(?:\s+(?:if|when)\s+they\s+(?:fell|failed|broke|fail|fall|break|went\s+down|go\s+down|came\s+down))?", "customers"),
    (rf"cost\s+{_MORE}(?:\s+(?:dollars?|money))?\s+to\s+(?:swap\s+out|replace|change\s+out|renew)", "replacement cost"),
    (rf"(?:last\s+)?(?:looked\s+at|inspected|checked)(?:\s+last)?\s+{_MORE}\s+(?:years?\s+)?ago", "time since inspection"),
    (rf"{_MORE}(?:\s+(?:percent|%|share))?\s+of\s+(?:their\s+)?(?:original\s+|new\s+)?strength(?:\s+(?:left|still|remaining))*", "remaining strength"),
)  # fmt: skip
"""What half of them are above or below: it is their median."""

OF_HEALTH: Final = turns(
    rf"{_IN_HEALTH}|order\s+(?:the|our)|station|median|percentile|middle|half|peak|average|avg|mean|\bhang|\btaller|tree|span|branch|trim|trunk",
    (
        (r"\bcust(?:omer)?s?[\s-]*min(?:ute)?s?\b", "customer minutes"),
        (r"(?P<l>(?:>|<|over|above|under|below|than)\s*\$?\d+)\s?k\b", r"\g<l>000"),
        (r"(?:,?\s*(?:on\s+a\s+scale\s+)?(?:out\s+of|(?<=\d\s)of)\s+100\b)", " "),
        (r"\bhottest[\s-]spots?\b", "hot spot"),
        (r"\b(?P<a>average|avg|mean|median)\s+(?:of\s+)?(?:max(?:imum)?|highest|peak)\s+hot[\s-]?spots?\b", r"\g<a> hot spot"),
        (r"\b(?P<i>inside|internal)\s+temperatures?\s+(?:do|does|did)\s+(?P<k>.*?)\s+reach\b", r"hot spot of \g<k>"),
        (r"\bamong\s+(?=.*\b(?:transformers|poles)\b)", "of "),
        (r"\b(?P<w>which|what|each|that)\s+(?:power\s+)?line(?:'s|’s)?\b(?!\s+(?:sections?|segments?|spans?|crews?|of|pieces?|stretch\w*))(?=.*\b(?:assets?|equipment|gear|poles|transformers|health|risk|failures?|warnings?|alarms?|shape|worn|rebuild)\b)", r"\g<w> feeder"),
        (r"\b(?P<w>which|what|each)\s+station(?:'s|’s)?\b", r"\g<w> substation"),
        (r"^(?P<p>\W*(?:please\s+)?)order\s+(?P<t>(?:the|our|these)?\s*(?:feeders|substations|crews|transformers|poles|spans|classes)\b)", r"\g<p>rank \g<t>"),
        # Old, young, healthy.
        (r"\bhow\s+old\s+are\s+(?P<k>.*?)\s+on\s+average\b", r"average age of \g<k>"),
        (r"\bby\s+how\s+old\s+their\s+(?P<k>.*?)\s+are(?:\s+on\s+average)?\b", r"by average age of their \g<k>"),
        (r"\b(?P<w>has|have|with)\s+the\s+youngest\s+(?P<k>poles|transformers|assets|equipment)\s+on\s+average\b", r"\g<w> the lowest average age of \g<k>"),
        (r"\b(?:has|have|with)\s+the\s+(?:oldest|most\s+(?:elderly|aged))\s+(?P<k>poles|transformers|assets|equipment|gear)\b(?:\s+on\s+average)?", r"has the highest average age of \g<k>"),
        (r"\b(?P<g>feeder|fdr|substation|sub|station)(?:'s)?\s+(?P<k>poles|transformers)\s+are\s+the\s+(?:most\s+elderly|oldest)\b", r"\g<g> has the highest average age of \g<k>"),
        (r"\boldest\s+(?P<g>feeder|fdr|circuit|sub|substation)\s+by\s+(?:avg|average|mean)\s+(?:asset|equipment)\s+age\b", r"\g<g> with the highest average age of assets"),
        (r"\b(?P<m>mean|average|avg)\s+(?:equipment|gear)\s+age\b", r"\g<m> age of assets"),
        (r"\bhow\s+healthy\s+are\s+(?P<k>.*?)\s+(?:on\s+the\s+whole|overall|in\s+general|all\s+in\s+all)\b", r"average health of \g<k>"),
        (r"\bwhat\s+shape\s+(?:is|are)\s+(?P<k>.*?)\s+in,?\s+on\s+average\b", r"average health of \g<k>"),
        (r"\b(?P<h>health)\s+(?:idx|index(?:es)?|ratings?|scores?)\b", r"\g<h>"),
        (r"\b(?:count|number)\s+of\s+healthy\s+(?P<k>poles|transformers|assets)\b|\bhow\s+many\s+healthy\s+(?P<m>poles|transformers|assets)\b", r"number of \g<k>\g<m> in good health"),
        (r"\bhow\s+many\s+(?P<k>.*?)\s+(?:are\s+doing|do|are)\s+(?:just\s+)?(?:fine|well|ok)\s+(?:health-?\s?wise|by\s+health|in\s+health)\b", r"how many \g<k> are in good health"),
        (r"\bhow\s+much\s+of\s+(?P<k>.*?)\s+(?:is|are)\s+worn[\s-]+out(?:,?\s*health-?\s?wise)?", r"how many of \g<k> are in poor health"),
        (r"\b(?P<w>has|have)\s+the\s+most\s+worn[\s-]+out\s+(?P<k>poles\s+and\s+transformers|poles|transformers|equipment|gear|assets)(?:\s+on\s+it)?\b", r"\g<w> the most \g<k> in poor health"),
        (r"\b(?:so-so|middling|mediocre)\s+(?:in|of)\s+health(?:,?\s*neither\s+good\s+nor\s+bad)?", "in fair health"),
        (r"\bfall(?:s|ing)?\s+(?:into|in|under)\s+(?=the\s+(?:poor|fair|good)\b)", "are in "),
        (r"\b(?:(?:without|w/o)\s+(?:a\s+)?known\s+health|(?:have|has|with)\s+no\s+health(?:\s+at\s+all)?|lack(?:s|ing)?\s+a\s+health|whose\s+health\s+(?:is|we\s+do)\s+not\s+know\w*)\b", "with unknown health"),
        (r"\bfor\s+how\s+many\s+(?P<k>.*?)\s+do\s+we\s+not\s+know\s+the\s+health\b", r"how many \g<k> with unknown health"),
        (r"\bin\s+(?:worse|poorer)\s+shape\s+than\s+(?=\d)", "with health below "),
        (r"\bhalf\s+a\s+century\s+old\b", "50 years old"),
        (r"\b(?:have\s+)?gone\s+(?:longer|more)\s+than\s+(?P<n>\d+)\s+years?\s+without\s+(?:an\s+)?inspection\b", r"with time since inspection over \g<n> years"),
        (r"\b(?:been\s+)?left\s+unchecked\s+for\s+more\s+than\s+(?P<n>\d+)\s+years?\b", r"with time since inspection over \g<n> years"),
        (r"\b(?:have|had)\s+their\s+last\s+inspection\s+(?:more|longer)\s+than\s+(?P<n>\d+)\s+years?\s+ago\b", r"with time since inspection over \g<n> years"),
        (r"\b(?:go|went|put|been\s+put)\s+into\s+service\s+(?=before|after|in\b)", "installed "),
        (r"\b(?:install(?:ation)?\s+year|year\s+installed)\s*<\s*(?=(?:19|20)\d\d)", "installed before "),
        (r"\bwhat\s+on\s+(?P<f>(?:feeder|sub|substation)\s+\d+)\s+(?=was\s+(?:built|installed|put)\b|would\s+(?:do|cost)\b)", r"which assets on \g<f> "),
        (r"\bwhich\s+things\b", "which assets"),
        (r"\bgot\s+(?P<l>(?:less|more)\s+than\s+\d+)\s+when\s+they\s+were\s+(?:looked\s+at|inspected|checked)(?:\s+in\s+the\s+field)?", r"with condition at inspection \g<l>"),
        (r"\bhow\s+many\s+(?:units|assets)\s+(?P<on>.*?)\s+did\s+the\s+inspectors\s+rate\s+(?P<l>under|over|above|below)\b", r"how many assets \g<on> with condition at inspection \g<l>"),
        # Money.
        (r"\b(?:expose[sd]?\s+us\s+to|stand\s+to\s+cost\s+us)\s+(?P<l>(?:over|more\s+than|under|less\s+than)\s+\$?\s*[\d,.]+)\s+of\s+expected\s+cost(?:\s+(?:per|a|each)\s+year)?\b", r"with risk cost \g<l> dollars"),
        (r"\b(?:has|have|with)\s+an?\s+expected\s+(?:annual\s+|yearly\s+)?loss\s+of\s+(?P<l>(?:over|more\s+than|under|less\s+than)\s+[\d,.]+)\s+customer\s+minutes\b", r"with \g<l> customer minutes at risk"),
        (r"\b(?:dearest|most\s+expensive)\s+(?P<g>feeder|fdr|circuit|sub|substation)\s+to\s+replace\s+all\s+assets\b", r"\g<g> with the highest total replacement cost"),
        (r"\b(?P<w>would|could)\s+be\s+(?:the\s+)?(?P<e>cheapest|dearest|costliest)\s+to\s+(?:rebuild|refit|renew|re-equip)\s+with\s+new\s+(?P<k>poles\s+and\s+transformers|poles|transformers)\b", r"has the \g<e> total replacement cost of \g<k>"),
        (r"\b(?P<w>has\s+the\s+)(?P<e>cheapest)(?=\s+total\s+replacement\s+cost)", r"\g<w>lowest"),
        (r"\bby\s+what\s+replacing\s+all\s+(?:of\s+)?their\s+(?P<k>transformers|poles|assets)\s+would\s+cost\b", r"by total replacement cost of \g<k>"),
        (r"\bwould\s+cost\s+the\s+most\s+if\s+we\s+replaced\s+all\s+(?:of\s+)?(?:its|their)\s+(?P<k>.*?)(?=\W*$)", r"has the highest total replacement cost of \g<k>"),
        (r"\bwhat\s+would\s+it\s+cost\s+to\s+replace\s+(?:every|all|each)(?:\s+of)?(?:\s+the|\s+our)?\s+(?P<k>pole\s+and\s+transformer|transformer\s+and\s+pole|pole|transformer|asset)s?\b", r"total replacement cost of the \g<k>s"),
        (r"\bhow\s+(?:many\s+dollars|much(?:\s+money)?)\s+would\s+(?:we|it)\s+(?:need|take)\s+to\s+buy\s+all\s+(?:the\s+|our\s+)?(?P<k>poles|transformers|assets)(?P<on>.*?)\s+new\b", r"total replacement cost of the \g<k>\g<on>"),
        (r"\b(?:our\s+)?fleet(?:'s)?\s+replacement\s+cost\s+in\s+total\b", "total replacement cost of our assets"),
        (r"\bwhat\s+do\s+we\s+stand\s+to\s+lose\s+in\s+dollars\s+(?:per|a|each)\s+year\s+from\s+(?:old\s+|failing\s+)?(?:equipment|gear|assets)\b", "annual risk cost of assets"),
        (r"\b(?:could|would|might)\s+cost\s+us\s+the\s+most\s+(?:money|dollars)(?:\s+(?:a|each|per)\s+year)?\s+(?:through|from|by|with)\s+failing\s+(?:equipment|gear|assets|poles|transformers)\b", "has the highest total risk of assets"),
        (r"\bhow\s+many\s+minutes\s+without\s+power\s+for\s+customers\s+should\s+we\s+expect(?:\s+(?:each|a|per)\s+year)?\s+from\s+failing\s+(?:gear|equipment|assets)\b", "total customer minutes at risk of assets"),
        (r"\b(?:has|have|carries|carry)\s+the\s+most\s+(?P<q>monetary\s+risk|money\s+at\s+risk|customer[\s-]minutes\s+at\s+risk|dollar\s+risk)\s+(?:in|from|of|on)\s+(?:its|their)\s+", r"has the highest total \g<q> of "), (r"\btotal\s+(?:money\s+at\s+risk|monetary\s+risk|dollar\s+risk)(?=\s)", "total risk"),
        (r"\b(?:the\s+)?(?:assets|old\s+equipment|equipment)\s+puts?\s+the\s+most\s+customer\s+minutes\s+(?:in\s+danger|at\s+risk)(?:\s+(?:a|per|each)\s+year)?\b", "has the highest total customer minutes at risk of assets"),
        (r"\b(?P<g>feeders?|substations?|fdrs?|subs?)\b(?P<m>.*?)\b(?:annual\s+|yearly\s+)?(?:asset\s+)?risk\s+(?:in\s+)?customer\s+minutes\b", r"\g<g>\g<m>total customer minutes at risk of assets"),
        (r"\b(?:total|combined|overall)\s+(?:reliability\s+)?risk\b(?P<m>.*?),?\s+in\s+customer\s+minutes(?:\s*/\s*(?:yr|year)|\s+(?:a|per|each)\s+year)?\b", r"total customer minutes at risk\g<m>"),
        (r"\bequipment\s+(?:is\s+going\s+to|will)\s+break(?:\s+down)?\s+(?:the\s+)?most(?:\s+often)?\b", "has the most expected failures"),
        (r"\bhow\s+many\s+(?P<k>things|assets|poles|transformers)\b(?P<on>.*?)\s+will\s+probably\s+break(?:\s+down)?\s+(?:in\s+a|each|every|a|per)\s+year\b", r"expected failures of the assets\g<on>"),
        # Inspectors' marks.
        (r"\bon\s+the\s+whole,?\s+what\s+marks?\s+for\s+condition\b", "on average what marks for condition"),
        # The middle one is the median.
        (r"\b(?:the\s+)?(?:50th\s+percentile|middle\s+value|p50|second\s+quartile)\b", "median"),
        *((rf"^(?P<pre>\W*)half\s+(?:of\s+)?(?P<of>(?:the\s+|our\s+|all\s+)*(?:[\w\s-]*\d[\w-]*'s\s+)?{_KINDS}(?:\s+(?:on|of|at|in|from)\s+[\w\s-]*?\d[\w-]*)?)\s+(?:(?:are|is|were|was|have|has|had|would|get|got|carry|carries|put|do|did|been)\s+)*"
           rf"{tail}(?:\s+(?:a|per|each|every)\s+year)?\W*$", rf"\g<pre>median {name} of \g<of>") for tail, name in _HALVES),
        (rf"\bhow\s+old\s+is\s+the\s+(?:middle|median|average|typical)\s+(?P<k>{_KIND})\b", r"median age of the \g<k>s"),
        (rf"\bhow\s+tall\s+is\s+the\s+(?:middle|median)\s+(?P<k>{_KIND})\b", r"median height of the \g<k>s"),
        (rf"\bwhat\s+(?:size|rating)\s+is\s+the\s+(?:middle|median)\s+(?P<k>{_KIND})\b", r"median rated kva of the \g<k>s"),
        (rf"\bwhat\s+(?P<q>[\w\s-]+?)\s+(?:does|do|has)\s+the\s+(?:middle|median)\s+(?P<k>{_KIND})\b(?P<on>.*?)\s*(?:have|has|get|show)?(?=\W*$)", r"median \g<q> of the \g<k>s\g<on>"),
        (r"\bmiddle\s+(?:health\s+)?(?:band|class|category|range)\b(?:\s+(?:of|for|in)\s+health)?", "fair health"),
        (r"\btop\s+health\s+(?:band|class|category)\b", "good health"),
        (r"\b(?P<b>poor|fair|good)\s+health\s+(?:band|class|category)\b", r"\g<b> health"),
        # One of them on average stands for all.
        (rf"^(?=.*\b(?:average|avg|mean|typical|median)\b)(?!.*\bload\b(?!.*\bpeak\b))(?P<a>.*?)\b(?P<p>per|of\s+an?|does\s+an?|would\s+an?|do\s+an?|does\s+one|on\s+an?(?!\s+average)|behind\s+an?|on\s+one|by\s+one|of\s+one|when\s+an?|if\s+an?|by\s+an?|can\s+an?)\s+(?:failing\s+|new\s+|broken\s+|single\s+|average\s+)?(?P<k>{_KIND})\b"
         r"(?!\s*-?\d)(?=.*)", r"\g<a>of \g<k>s"),
        (rf"\b(?:the|our|an)\s+average\s+(?P<k>{_KIND})\b", r"average \g<k>s"),
        (r"\b(?:homes|houses|households|customers|people)\s+(?P<a>(?:go(?:es)?\s+dark|out|interrupted|affected|lose\s+power)?(?:\s+on\s+average)?)\s*of\s+(?P<k>poles|transformers)(?P<on>(?:\s+(?:on|of|at)\s+[\w\s-]*?\d[\w-]*)?)\s+(?:comes?\s+down|fails?|failure|breaks?|goes?\s+down)\b", r"customers interrupted of \g<k>\g<on> \g<a>"),
        (r"\binterrupted\s+of\s+(?P<x>.*?)\s+(?:go\s+dark|interrupted|out|lose\s+power)\b", r"interrupted of \g<x>"),
        (r"\bcusts\s+(?:out\s+)?of\s+(?P<k>poles|transformers)\s+failure\b", r"customers interrupted of \g<k>"),
        (r"\b(?:customers|homes|households|people)\s+(?:hang|hanging)\s+of\s+(?P<k>transformers)\b", r"customers of \g<k>"),
        (r"\bhow\s+many\s+(?:homes|customers|households)\s+of\s+(?P<k>transformers)(?P<on>.*?)\s+(?:usually\s+|normally\s+|typically\s+)?(?:serve|feed|supply)\b", r"customers of \g<k>\g<on>"),
        (r"\bwhat\s+(?:does|do)\s+(?P<k>average\s+(?:poles|transformers)\b.*?)\s+(?:stand\s+to\s+)?cost\s+us(?:\s+(?:a|per|each)\s+year)?\s+(?:through|in|by)\s+(?:failure\s+)?risk\b", r"risk cost of \g<k>"),
        (r"\b(?P<g>subs|substations|fdrs|feeders)\s+ranked,\s+", r"\g<g> ranked by "), (r"^\W*(?P<g>subs|substations|fdrs|feeders),\s+(?=(?:expected|predicted|total|average)\b)", r"\g<g> by "),
        (r"\b(?P<w>number|count)\s+of\s+units\b(?=.*\bhot\s+spot)", r"\g<w> of transformers"),
        (r"\binsulation\s+ag(?:e)?ing\s+in\s+percent\s+(?:a|per)\s+year\b", "loss of life"),
        (r"\bmost\s+transformers\s+get\s+hotter\s+than\s+(?P<n>\d+\s*(?:degrees|°?c)?)(?:\s+inside)?", r"are the most transformers with hot spot over \g<n>"),
        (r"\bunder\s+(?=which\s+(?:substation|feeder)\b)", "on "),
        # What a failure does.
        (rf"\b(?:{_MINUTES}|cmi)\s+(?:(?:are|is|were|would\s+be|get)\s+)?(?:lost|interrupted|of\s+damage)\s+(?:(?:by|per|from|on|in|if|when)\s+)?(?:each\s+|a\s+|an\s+|of\s+)?(?P<k>{_KIND})?s?\s*\b{_FAILING}\b", r"consequence of failure of \g<k>s"),
        (rf"\b(?:failure\s+(?:consequences?|damage|impact)|consequences?\s+of\s+(?:a\s+)?failure|damage)\s*(?:in|as|of|,)?\s*(?:terms\s+of\s+)?{_MINUTES}(?:\s+(?:by|on|if|when|in|from)\b[^?.,]{{0,40}}?\b{_FAILING})?", "consequence of failure"),
        (rf"\b(?:in|as)\s+{_MINUTES}\s+(?=.{{0,20}}\bconsequence)|(?<=consequence\sof\sfailure)\s+(?:if|when|by|of)\s+(?:an?\s+)?(?={_KIND})", " of "),
        (r"\b(?:failure\s+consequences?)\b", "consequence of failure"),
        (rf"\b(?:would\s+|could\s+|will\s+)?(?:cost|lose|do)\s+(?P<l>(?:more|less|fewer)\s+than\s+[\d,.]+\s*k?)\s+{_MINUTES}(?:\s+of\s+damage)?\s+(?:if|when|by|on)\s+(?:they\s+|it\s+)?{_FAILING}\b", r"with consequence of failure \g<l>"),
        (rf"\b(?P<q>consequence\s+of\s+failure\s+of\s+(?:poles|transformers|assets)\b(?:\s+(?:on|of|at)\s+[\w\s-]*?\d[\w-]*)?)\s+{_FAILING}\b", r"\g<q>"),
        (rf"\bwhere\s+a\s+failure\s+costs?\s+(?P<l>[<>]|(?:more|less|fewer)\s+than)\s*(?P<n>[\d,.]+\s*k?)\s+{_MINUTES}\b", r"with consequence of failure \g<l> \g<n>"),
        (rf"\b(?P<w>consequence\s+of\s+failure\s+(?:over|above|below|under|of\s+over|more\s+than|less\s+than|[<>])\s*[\d,.]+\s*k?)\s*{_MINUTES}\b", r"\g<w>"),
        (rf"\bhow\s+many\s+{_MINUTES}\s+(?:would|does|do|could|will)\s+(?:a\s+|an\s+|the\s+)?(?:failing\s+|broken\s+)?(?P<k>{_KIND}s?)\b(?P<on>.*?)\s+(?:cost|lose)(?P<end>.*)$", r"consequence of failure of the \g<k>\g<on>\g<end>"),
        (rf"\bhow\s+many\s+{_MINUTES}\s+of\s+(?P<k>{_KIND}s)(?P<on>.*?)\s+cost\b", r"consequence of failure of \g<k>\g<on>"),
        (rf"^\W*when\s+(?:a\s+|an\s+)?of\s+(?P<k>{_KIND}s)(?P<on>.*?)\s+{_FAILING}\W+how\s+many\s+{_MINUTES}\s+are\s+lost\s+on\s+average", r"average consequence of failure of \g<k>\g<on>"),
        (rf"\b(?P<a>average|avg|median|mean)\s+(?:number\s+of\s+)?cust(?:omer)?s\s+(?:out|interrupted|affected)?\s*(?:per|when|if|by)\s+(?:a\s+|of\s+)?(?P<k>pole|transformer|poles|transformers)s?\b(?P<on>(?:\s+(?:on|of|at)\s+[\w\s-]*?\d[\w-]*)?)\s*{_FAILING}\b", r"\g<a> customers interrupted of \g<k>s\g<on>"),
        (rf"\bof\s+(?P<k>{_KIND}s)(?P<on>(?:\s+(?:on|of|at)\s+[\w\s-]*?\d[\w-]*)?)\s+{_FAILING}\W+how\s+many\s+{_MINUTES}\s+are\s+lost\b", r"consequence of failure of \g<k>\g<on>"),
        (r"\b(?:would|could|will|that)\s+(?:drop|interrupt|put|affect|leave|black\s+out|hit)\s+(?P<l>(?:more|less|fewer)\s+than|over|under)\s+(?P<n>[\d,.]+)\s+(?:customers|people|homes|households|accounts)"
         r"(?:\s+(?:in\s+the\s+dark|without\s+(?:power|supply)|out|dark))?(?:\s+(?:if|when)\s+(?:they|it)\s+(?:failed|fail|went|broke|break|faulted|fell|go\s+down|went\s+down))?", r"with \g<l> \g<n> customers interrupted"),
        (r"\baffect\s+(?P<l>(?:more|less|fewer)\s+than\s+[\d,.]+)\s+customers\s+(?:if|when)\s+(?:they|it)\s+(?:fail|break|go)\w*", r"with \g<l> customers interrupted"),
        (r"\b(?P<c>customers\s+(?:interrupted|affected|hit))\s+(?:by|per|on|from|in)\s+(?:a\s+|each\s+)?(?:pole\s+|transformer\s+)?(?:failure|fault)(?:\s+(?:on|of)\s+them)?\b", r"\g<c>"),
        (r"\b(?:(?:that|which)\s+)?(?:would\s+)?(?P<v>costs?)\s+(?P<l>(?:more|less)\s+than\s+\$?[\d,.]+\s*k?)\s*(?P<u>dollars)?\s+new\b", r"with replacement cost \g<l> \g<u>"),
        (r"\b(?:dearer|costlier|pricier)\s+than\s+(?P<n>\$?\s?[\d,.]+\s*k?)\s+to\s+(?:replace|swap\s+out|renew)", r"with replacement cost over \g<n>"),
        # Both kinds together, and what they are called in passing.
        (rf"^\W*(?:what\s+is\s+)?(?:the\s+)?(?:how\s+many|total\s+number\s+of|number\s+of|total)\s+(?:assets|pieces\s+of\s+equipment)\s*(?:(?:that\s+)?we\s+(?:manage|own|have|operate|run))?,?\s*\(?{_BOTH}\)?,?(?:\s*(?:are\s+there|do\s+we\s+have|have\s+we|is\s+it))?", "number of assets assessed "),
        (rf"^\W*(?:how\s+many|number\s+of)\s+{_BOTH}(?P<w>.*?),?\s+(?:taken\s+together|together|all\s+together|altogether|combined|in\s+sum|added\s+up)(?=\W*$)", r"number of assets assessed \g<w>"),
        (r"\b(?P<h>(?:health|age|risk|condition)\s+of\s+(?:the\s+|our\s+)?)(?:equipment|gear|kit|hardware)\b", r"\g<h>assets"),
        (r"\b(?P<g>feeder|fdr|circuit|substation|sub)s?(?:'s|’s)?\s+(?:equipment|assets)\s+out\s+on\s+the\s+lines\s+(?:is|are)\s+(?:in\s+)?(?:the\s+)?worst\s+health\b", r"\g<g> has the worst health of assets"),
        (r"\b(?P<g>feeder|substation)(?:'s|’s)\s+(?=has\b)", r"\g<g> "),
        (r"^\W*(?:on\s+)?which\s+(?P<g>feeder|substation)\s+(?:has|have)\s+(?:the\s+)?(?P<e>most|fewest)\s+assets(?:\s+(?:on\s+it|together|in\s+all|altogether))?(?=\W*$)", r"which \g<g> has the \g<e> number of assets assessed"),
        (r"\bhow\s+much\s+of\s+their\s+(?:insulation\s+)?(?:life|lifetime)\s+do\s+(?P<k>transformers\b.*?)\s+(?:use(?:\s+up)?|lose|burn(?:\s+(?:up|through))?|spend|consume)\b(?:\s+(?:each|per|a|every)\s+year)?", r"loss of life of \g<k>"),
        (r"\b(?:total\s+)?(?:bill|price|cost|outlay|expense)\s+(?:to|of|for)\s+replac(?:e|ing)\s+(?:every|all|each)(?:\s+of)?(?:\s+the|\s+our)?\s+(?P<k>pole|transformer|asset)s?\b", r"total replacement cost of the \g<k>s"),
        (r"\bbetter\s+than\s+(?:an?\s+)?(?P<n>\d+(?:\.\d+)?\s*(?:%|percent))\s+(?=(?:failure\s+probability|chance|probability|likelihood)\b)", r"more than \g<n> "),
        (r"\bwith\s+an?\s+(?=(?:more|less)\s+than\s+\d+(?:\.\d+)?\s*(?:%|percent)\s+failure\s+probability)", "with "),
        (r"\bwhich\s+(?P<g>feeder|substation)(?:'s|’s)?\s+(?P<k>transformers|poles|assets)\s+(?:are|would\s+be)\s+the\s+(?:most\s+expensive|dearest|costliest)\s+to\s+replace(?:\s+in\s+(?:total|all|sum)|\s+altogether)?", r"which \g<g> has the highest total replacement cost of \g<k>"),
        # Classes beside each other.
        (r"^\W*how\s+does\s+health\s+(?:compare|differ|vary)\s+(?:between|among|across|by)\s+(?:the\s+)?classes\s+of\s+(?P<k>poles|transformers|assets)\b", r"health of \g<k> by class"),
        (r"^\W*(?:which|what)\s+(?:types|kinds|classes)\s+of\s+(?P<k>poles|transformers|assets)\s+are\s+in\s+(?:what|which)\s+(?:shape|health|condition)\b", r"health of \g<k> by class"),
        (r"\b(?:health|age|risk)(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)(?:health|age|risk|counts|failures))+\s+(?:for|of|by|per)\s+(?:each|every|the)?\s*class(?:es)?\s+of\s+(?P<k>pole|transformer|asset)s?\b", r"health of \g<k>s by class"),
        (r"^\W*table\s+of\s+asset\s+classes(?:\s*:\s*(?:(?:counts|average\s+health|mean\s+health|health|bands|age|risk|failures)[,\s]*(?:and\s+)?)+)?,?", "health by class of asset "),
        (r"^\W*compare\s+(?:the\s+|our\s+)?(?P<g>feeders|substations|fdrs|subs)\s+by\s+(?=(?:average|avg|total)\b)", r"rank the \g<g> by "),
        (r"(?<=\bby\s)(?:how\s+many|number\s+of|count\s+of|the\s+number\s+of)\s+(?:of\s+their\s+)?(?P<k>transformers|poles|assets)\s+are\s+(?:rated\s+)?poor\s+(?:for|in)\s+health\b", r"\g<k> in poor health"),
        (r"^(?P<a>.*\bwhich\s+feeder\s+has\s+the\s+most\s+)(?:elderly|aged)\s+(?:gear|equipment|assets)\b", r"\g<a>average age of assets"),
        (r"\b(?:asset\s+|annual\s+|yearly\s+|expected\s+)+risk\s+in\s+(?=customer\s+minutes)", "total risk in "),
        (rf"\b(?:all\s+)?(?:of\s+)?(?:our\s+|the\s+)?{_BOTH}\b(?!.*\b(?:each|separately|respectively|apart|versus|vs|compared?)\b)", lambda m: "assets" if _OF_CONDITION.search(m.string) and not _HELD_AGAINST.search(m.string) else m[0]),
        (r"\b(?:pieces\s+of\s+equipment|equipment|gear|kit|hardware|(?<=which\s)things|(?<=many\s)things|(?<=the\s)things|(?<=our\s)things|everything|anything)\b,?(?:\s*assets,?)?(?=.*\b(?:health|condition\s+score|scor\w+|fail\w*|likely|break\w*|older|younger|years?\s+old|century|risk|worn|worse|poor|inspect\w*|looked|unchecked|built|replace(?:ment)?|new|shape|age)\b)", "assets"),
        # Per year, where the risk is of a year anyhow.
        (r"(?=.*\brisk\b)(?P<l>(?:over|above|below|under|than|[<>])\s*\$?\s*[\d,.]+\s*k?\s*(?:us\$|\$|dollars?|usd|cmi|customer[\s-]min\w*|cust[\s-]min\w*)?)\s*(?:/\s*(?:yr|year|a)|(?:per|a|each|every)\s+(?:year|yr))\b", r"\g<l>"),
        (r"^(?=.*\b(?:average|avg|mean|median|typical|above|below|over|under|than|between)\b|.*[<>])(?=.*\b(?:risk|life|lol)\b)(?P<a>.*?)(?:\s*/\s*(?:yr|year)|\s+(?:per|a|each|every)\s+(?:year|yr)|\b(?:annual|yearly))\b", r"\g<a>"),
        (r"\bcmi\b", "customer minutes"),
        (rf"\b(?:how\s+many\s+)?{_MINUTES}\s+(?:(?:a|per|each|every)\s+year\s+)?(?:do|does|are|is)?\s*(?P<w>.*?)\s*(?:put|endangered|in\s+danger)(?:\s+at\s+risk)?\b", r"customer minutes at risk \g<w>"),
        (r"\brisk\s+in\s+(?P<m>(?:customer|cust)[\s-]*(?:minutes?|mins?))\s*(?:/\s*(?:yr|year)|(?:a|per|each)\s+year)\b", r"risk in \g<m>"),
        (r"\b(?P<m>(?:customer|cust)[\s-]*(?:minutes?|mins?))(?:\s*/\s*(?:yr|year)|\s+(?:a|per|each)\s+year)\b", r"\g<m>"),
        (r"\bhow\s+(?:much\s+(?:money|cost)|many\s+dollars)(?:\s+(?:a|per|each)\s+year)?\s+(?:is|are)\s+at\s+risk\s+(?:in|on|from|with)\b", "annual risk cost of"),
        (r"\bhow\s+many\s+dollars\s+(?:(?:a|per|each)\s+year\s+)?of\s+risk\s+(?P<w>.*?)\s+carr(?:y|ies)\b", r"risk cost \g<w>"),
        (r"\bcarr(?:y|ies)\s+(?P<l>(?:more|less)\s+than\s+\$?[\d,.]+\s*k?)\s*(?:dollars\s+)?of\s+risk\b", r"with risk cost \g<l> dollars"),
        (r"\b(?P<m>monetary|dollar|financial|us\$)\s+risk\b", "risk cost"),
        (r"\b(?:at\s+(?:the\s+)?(?:busiest|peak)\s+(?:time|hour)|at\s+(?:their\s+)?peak)\b", "peak load"),
        (r"\bhow\s+(?:full|heavily\s+loaded|heavily|loaded)\s+(?:do|are|get)\s+(?P<w>.*?)\s+(?:get|loaded|run)?\s*peak\s+load\b", r"peak load of \g<w>"),
        # Expected failures.
        (r"\b(?:expected|predicted|forecast(?:ed)?)\s+(?:no\.?|number|count)\s+of\s+(?:asset\s+|pole\s+|transformer\s+)?failures(?:\s*(?:/\s*(?:yr|year)|(?:per|a|each)\s+(?:yr|year)))?", "expected failures of assets"),
        (r"\b(?:expected|predicted|forecast)\s+(?:annual\s+|yearly\s+)?assets?\s+failures(?:\s*(?:/\s*(?:yr|year)|(?:per|a|each)\s+(?:yr|year)))?\b", "expected failures of assets"),
        (r"\b(?:predicted|forecast)\s+(?:annual\s+|yearly\s+)?failures(?:\s*(?:/\s*(?:yr|year)|(?:per|a|each)\s+(?:yr|year)))?\b", "expected failures"),
        (r"\bfailures\s+(?:forecast|predicted|expected)(?:\s+(?:per|a|each)\s+year)?\b", "expected failures"),
        (r"\bshould\s+we\s+expect\s+the\s+most\s+(?:pole\s+and\s+transformer|asset|assets|transformer\s+and\s+pole)\s+failures(?:\s+(?:a|in\s+a|per|each)\s+year)?\b", "has the most expected failures"),
        (r"\bhow\s+many\s+(?P<k>assets|poles|transformers)\b(?P<on>.*?)\s+(?:should\s+we\s+expect\s+to|will\s+probably|are\s+expected\s+to|do\s+we\s+expect\s+to)\s+(?:fail|break)(?:\s+down)?\s+(?:in\s+a|each|every|a|per)\s+year\b", r"expected failures of the \g<k>\g<on>"),
        (r"\bwhat\s+number\s+of\s+(?P<k>pole|transformer|asset)\s+failures\s+a\s+year\s+does\s+the\s+model\s+forecast\s+for\b", r"expected failures of the \g<k>s on"),
        # Inspections.
        (r"\bhow\s+long\s+ago\s+(?P<a>on\s+average\s+)?were\s+(?P<k>.*?)\s+(?:last\s+)?inspected\b", r"\g<a>time since inspection of \g<k>"),
        (r"\b(?:time|years)\s+since\s+(?P<k>.*?(?:transformers|poles))\s+were\s+(?:last\s+)?(?:inspected|checked|looked\s+at)\b", r"time since inspection of \g<k>"),
        (r"\b(?:how\s+many\s+)?years\s+(?P<a>on\s+average\s+)?since\s+(?:(?:anybody|somebody|anyone|someone|we)\s+(?:last\s+)?(?:looked\s+at|checked|inspected)|the\s+last\s+(?:check|inspection)\s+of)\b", r"\g<a>time since inspection of"),
        (r"\b(?:what\s+)?(?:marks?\s+for\s+)?condition\s+(?:do|did|does)\s+(?:the\s+)?inspectors?\s+(?:give|gave|find|found)\s+(?:the\s+)?(?P<k>.*)", r"condition at inspection of the \g<k>"),
        (r"\bwhat\s+marks?\s+for\s+condition\s+do\s+(?P<k>.*?)\s+get\s+from\s+(?:the\s+)?inspectors?\b", r"condition at inspection of the \g<k>"),
        (r"\bcondition\s+(?:that\s+)?the\s+inspectors?\s+found\s+(?:at|on|of)\b", "condition at inspection of"),
        (r"\bmedian\s+of\s+(?:the\s+)?(?=(?:peak|health|risk|age|replacement|failure|hot|loss|condition|customers)\b)", "median "),
        (r"\b(?:price|cost)\s+of\s+(?:swapping\s+out|replacing|changing\s+out|replace)\s+(?:of\s+)?(?:an?\s+)?(?P<k>transformer|pole)s?\b", r"replacement cost of \g<k>s"),
        (r"\b(?:cost|price)\s+of\s+(?:of\s+)?new\s+(?P<k>transformer|pole|tx)s?\b|\b(?<=average\s)cost\s+of\s+(?P<m>transformers|poles|tx)\b", r"replacement cost of \g<k>\g<m>s"),
        (r"\brepl\.?\s+(?=cost|value|price)", "replacement "),
        (r"\brem\.?\s+(?=strength)", "remaining "),
        (r"\bhow\s+strong\s+(?:are|is)\s+(?P<w>.*?)\s+(?:still\s+)?compared\s+(?:with|to)\s+new(?:\s+ones?)?\b", r"remaining strength of \g<w>"),
    ),
)  # fmt: skip
