"""Turns of speech that say something else than their words: brought to plain words before a question is read.

Each is a pattern over the question in any case, and what stands in its place; names and numbers are never part of one.
"""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.as_typed.asset_turns import ASSET_TURNS
from app.assistant.built_in.as_typed.desk_turns import said_at_a_desk
from app.assistant.built_in.as_typed.outage_turns import OUTAGE_TURNS
from app.assistant.built_in.as_typed.reading_turns import READING_TURNS
from app.assistant.built_in.as_typed.which_way import WHICH_WAY
from app.assistant.built_in.swapping import swapped

_THING: Final = r"(?P<thing>(?:(?:feeder|fdr|circuit|ckt|sub|substation|ss|transformer|tx|xfmr)\s*)?[\w\-]*\d[\w\-]*|(?:this|that|the)\s+\w+)"
_ANYBODY: Final = (
    r"(?:any\s?(?:body|one)|any\s+(?:people|customers?|homes?|houses)|some\s?(?:body|one)|people|customers|folks)"
)
_OUT: Final = (
    r"(?:out(?:\s+of\s+(?:power|service|supply|electricity))?|off\s+(?:supply|power)|without\s+(?:power|supply"
    r"|electricity|lights?)|in\s+the\s+dark|dark|not\s+served)"
)
_NOW: Final = r"(?:\s+(?:right\s+)?(?:now|currently|at\s+the\s+moment|today))?"

_WHEN: Final = r"(?:\s+(?:today|yesterday|(?:this|last)\s+\w+|(?:in\s+)?20\d\d))?"
_STATED: Final = r"(?P<who>(?:the\s+|our\s+|any\s+)?(?:hospitals?|schools?|(?:fire|police)\s+stations?|nursing\s+homes?|water\s+plants?|shelters?|telecom\s+sites?|life\s+support\s+customers?|critical\s+customers?))"
_KIND_OF: Final = {
    "substation": "substations",
    "sub": "substations",
    "feeder": "feeders",
    "fdr": "feeders",
    "f": "feeders",
}
_IDIOMS: Final = (
    (r"\bmeters?\s+(?:that\s+|which\s+)?(?:had|with|saw|have)\s+low\s+voltages?\b", "meters had undervoltage"),
    # Whether somebody still has supply: how many have none says it, and counts nobody who has.
    (rf"^\W*(?:is|are)\s+{_STATED}\s+(?:still\s+)?(?:on|up|powered|energi[sz]ed|supplied|live|ok(?:ay)?|online)(?:\s+(?:right\s+)?now)?\W*$", r"how many \g<who> are out"),
    (rf"^\W*(?:does|do|has|have)\s+{_STATED}\s+(?:still\s+)?(?:have|has|got)?\s*(?:power|supply|electricity|lights?)(?:\s+(?:right\s+)?now)?\W*$", r"how many \g<who> are out"),
    # "Out there" is a turn of speech of the field, and "out" all the same.
    (r"\b((?:customers?|people|load)\s+(?:is|are))\s+out\s+there\b", r"\1 out"),
    # How long somebody is out is no number of customers.
    (r"^\W*how\s+long\s+(?:have|has|are|were)\s+(?:(?:the|our)\s+)?(?:people|customers?|they|folks|homes?)\s+(?:been\s+)?(?:out|off|without\s+(?:power|supply)|in\s+the\s+dark)\b", "longest outage so far"),
    (r"^\W*how\s+long\s+(?:has|have|is)\s+(?P<thing>(?:feeder|fdr|circuit|ckt|sub|substation)\s*\d+|(?:F|SUB-)\d+)\s+(?:been\s+)?(?:out|off|dark|dead|down|without\s+(?:power|supply))\W*$", r"longest outage so far on \g<thing>"),
    # Which of two had more: both are counted; which crews have no job is not which jobs have no crew.
    (rf"^\W*(?:which|what)\s+(?:feeder|substation|sub|circuit)\s+(?:has|had)\s+(?:more|fewer)\s+(?:outages?|interruptions?)(?P<mid>{_WHEN}),?\s+(?P<one>[\w\-]*\d)\s+or\s+(?P<two>[\w\-]*\d)(?P<end>{_WHEN})\W*$", r"compare how many outages on \g<one> and \g<two>\g<mid>\g<end>"),
    (r"^(compare\s+how\s+many\s+outages\s+on\s+[\w\-]*\d\s+and\s+[\w\-]*\d)$", r"\1 in the last 365 days"),
    (r"\bcrews\s+(?:that\s+|who\s+)?(?:are\s+)?(?:without|with\s+no|ha(?:ve|s)\s+no)\s+(?:an?\s+|any\s+|present\s+)*(?:jobs?|orders?|work|tasks?|assignments?|outages?)\b|\bcrews\s+(?:with\s+)?nothing\s+to\s+do\b", "jobless crews"),
    # Who is at an outage is its crew; why it is one, its cause; whom it hit, its customers.
    (r"^\W*(?:who(?:'s|\s+is|\s+are|\s+was)?|what\s+crews?\s+is|anyone|anybody|is\s+(?:anyone|anybody|someone|a\s+crew))\s+(?:(?:working|assigned|dispatched|sent|going|headed|responding|there|at\s+work|dealing|handling|on\s+(?:the|their)\s+way)\s+)?(?:on|to|at|for|with|handling|doing|fixing|working|got|has)\s+(?P<o>outage\s*#?\d+)(?:\s+(?:right\s+)?now)?\W*$", r"which crew is on \g<o>"),
    (r"^\W*why\s+(?:is|was|did|are|has|have)\s+(?P<o>outage\s*#?\d+)\s+(?:still\s+)?(?:out|off|down|dark|happen\w*|occur\w*|there|go(?:ne)?\s+out|start\w*|beg[iau]n|trip\w*|lost|lose)\b.{0,20}$|^\W*why\s+(?:the\s+)?(?P<p>outage\s*#?\d+)\W*$|^\W*what\s+(?:caused|happened\s+(?:in|at|with|to)|started|is\s+behind)\s+(?P<q>outage\s*#?\d+)\W*$", r"what is the cause of \g<o>\g<p>\g<q>"),
    (r"^\W*(?P<h>how\s+many(?:\s+(?:customers?|people|homes?|meters?))?)\s+(?:did|does|has|have)\s+(?P<o>outage\s*#?\d+)\s+(?:hit|affect(?:ed)?|impact(?:ed)?|interrupt(?:ed)?|put\s+out|knock(?:ed)?\s+out|t(?:ake|ook|aken)\s+out|cost)\W*$", r"how many customers did outage interrupt \g<o>"),
    (r"^\W*how\s+(?:did|has|was|is)\s+(?P<o>outage\s*#?\d+)\s+(?:start|begin|happen|come\s+about|caused|occur|started|begun|happened)\w*\W*$", r"what is the cause of \g<o>"),
    (r"^\W*how\s+many\s+(?:(?:are|customers?|people|homes?)\s+)*(?:still\s+|currently\s+)?(?:out|off|affected|without\s+(?:power|supply)|in\s+the\s+dark)(?:\s+(?:on|in|at|of|for|because\s+of|due\s+to|from|by))?\s+(?P<o>outage\s*#?\d+|here|this\s+(?:one|outage))\W*$", r"customers out of \g<o>"),
    (r"\bthe\s+#?(?P<n>\d{1,9})\s+(?P<k>outage|alarm|work\s+order)\b(?!\s*#?\d)", r"\g<k> \g<n>"),
    (r"^\W*(?:move|transfer|re-?assign|shift|switch|pull|take|bring|send)\s+(?:the\s+)?(?P<c>crew[\s-]*#?\s*\d+)\s+(?:off|from|away\s+from)\s+(?:outage\s*)?#?\d+\s+(?:and\s+)?(?:over\s+)?(?:to|onto|on\s+to|put\s+(?:it|them)\s+on)\s+(?:outage\s*)?#?(?P<n>\d+)\W*$", r"send \g<c> to outage \g<n>"),
    (r"^\W*when\s+(?:did|was|has)\s+(?P<o>outage\s*#?\d+)\s+(?:go(?:ne)?\s+out|start(?:ed)?|beg[aiu]n|happen(?:ed)?|occur(?:red)?|trip(?:ped)?|come\s+in|reported|first\s+\w+)\W*$", r"when did \g<o> begin"),
    (r"^\W*(?:(?:are\s+there|is\s+there|we\s+got|got|have\s+we(?:\s+got)?|do\s+we\s+have|we\s+have)\s+)?any\s+(?:active\s+|current\s+)?(?:outages?|interruptions?)(?:\s+(?:now|right\s+now|currently|at\s+the\s+moment|going(?:\s+on)?|out\s+there|at\s+present))*\W*$", r"are there any active outages"),
    (r"\b(?:(?:that|which|who)\s+)?(?:do|does)(?:\s+not|n'?t)\s+(?:yet\s+|still\s+)?have\s+(?=(?:an?|any)\s+(?:crew|etr|estimate|cause)\b)", "without "),
    # An estimate and a time are an order to set it.
    (r"^\W*(?:new\s+|the\s+)?(?:etr|eta)\s*(?:is|to|now|at|:|=)?\s*(?P<t>(?:\d{1,2}(?::\d\d)?\s*(?:am|pm)|\d{1,2}:\d\d|noon|midnight)(?:\s+(?:today|tonight|tomorrow))?)\W*$", r"set etr to \g<t>"),
    # What happened, not what would.
    (rf"^\W*(?:how\s+many\s+customers\s+(?:has|have|did)\s+{_THING}\s+(?:lost|lose|drop(?:ped)?))(?P<when>\s+(?:today|yesterday|this\s+\w+|last\s+\w+))\W*$", r"how many customers lost power on \g<thing> \g<when>"),
    (rf"^\W*(?:how\s+many\s+customers\s+(?:has|have|did)\s+{_THING}\s+(?:lost|lose|drop(?:ped)?))(?:\s+(?:so\s+far|now))?\W*$", r"how many customers are out on \g<thing>"),
    (rf"^\W*(?:has|have|did)\s+{_THING}\s+(?:lost|lose|drop(?:ped)?)\s+(?:any\s+)?customers\W*$", r"are any customers out on \g<thing>"),
    (r"\b(how\s+many\s+(?:\w+\s+)?(?:outages?|interruptions?))\s+(?:have\s+|has\s+)?(?:started|begun|began|occurred|happened|begin)\b", r"\1"),
    (r"^\W*how\s+many\s+(?:came|got|are|have\s+come)\s+back(?:\s+on)?(?=\s+(?:today|yesterday)|\W*$)", "how many customers are back"),
    (r"\bwhere(?:'?s|\s+is)\s+(crew[\s\-#]*\d+)\s+(?:going|headed|heading|driving|off)(?:\s+to)?\b", r"present job of \1"),
    (r"^\W*what\s+(?:did|have)\s+(?:i|we)\s+miss(?:ed)?\W*$", "shift summary"),
    (r"\bwhen\s+will\s+(?:(?:everyone|everybody|all|the\s+last(?:\s+customers?)?|all\s+(?:the\s+)?customers)|the\s+power|power|they(?:\s+all)?)\s+be\s+(?:back(?:\s+on)?|restored|on\s+again)", "when is everyone expected to be restored"),
    (r"\bwho\s+(?:will|would)\s+(?:be\s+(?:out|off|without\s+power)|lose\s+(?:power|supply)|go\s+out)\s+(?=if\b)", "how many customers lose supply "),
    (r"\bhow\s+many\s+customers\s+(?:will|would)\s+(?:be\s+(?:out|off|without\s+power)|go\s+out|lose\s+(?:power|supply))\s+(?=if\b)", "how many customers lose supply "),
    # A range of voltages that is said twice, once in volts.
    (r"\b((?:above|below|over|under|outside)\s+range\s+[ab])\s*[(,]?\s*\(?(?:(?:114|126|110|127)(?:\.0)?\s*(?:v|volts?)?(?:\s*(?:to|-|and)\s*(?:126|127)\s*(?:v|volts?)?)?)\)?", r"\1"),
    # A service voltage of now is one of a transformer: what meters read is told of whole days. Any voltage may be a feeder's.
    (r"^(?!.*\b(?:feeders?|fdrs?|substations?|subs?|transformers?|tx|xfmrs?|head|bus|line)\b)(?P<lead>.*?)\b(?P<end>lowest|highest|worst)\s+(?:service|secondary|customer|meter|delivery)\s*voltage\b(?!.*\b(?:feeder|fdr|substation|sub|transformer|tx|xfmr|meter|yesterday|last|week|month|\d)\b)(?=.*\b(?:now|currently|at\s+(?:the|this)\s+moment|at\s+present|presently)\b)", r"\g<lead>transformer with the \g<end> voltage"),
    (r"^(?!.*\b(?:feeders?|fdrs?|substations?|subs?|transformers?|tx|xfmrs?|head|bus|line)\b)(?P<lead>.*?)\b(?P<end>lowest|highest|worst)\s+voltage\b(?!.*\b(?:feeder|fdr|substation|sub|transformer|tx|xfmr|meter|yesterday|last|week|month|\d)\b)(?=.*\b(?:now|currently|at\s+(?:the|this)\s+moment|at\s+present|presently)\b)", r"\g<lead>which transformer has the \g<end> voltage and which feeder has the \g<end> voltage"),
    # What there is of many kinds is called an asset; a rank of one thing is its place among those of its kind.
    (r"\b(?P<end>(?:oldest|newest|youngest|worst|best|riskiest|healthiest|largest|biggest|smallest|heaviest|lightest|most\s+at\s+risk))\s+(?:pieces?\s+of\s+|bits?\s+of\s+)?(?:equipment|gear|hardware|kit|things?)\b", r"\g<end> asset"),
    (r"\b(?P<end>most|least|highest|heaviest)\s+(?:heavily\s+)?(?:loaded|loading)\s+(?:pieces?\s+of\s+)?(?:equipment|gear|hardware|kit|things?|assets?)\b", r"highest loading"),
    # The feeders of a substation are that substation.
    (r"\b(?P<on>on|at|in|from|off|across|along)\s+(?:the\s+|all\s+)?(?P<sub>(?:substation|sub|ss)\s*#?\s*\d+|SUB-\d+)(?:'s)?\s+(?:feeders|circuits|fdrs)\b", r"\g<on> \g<sub>"),
    # Who has none of something.
    (r"\b(?:without|no|lacking|lacks?|(?:do|does|did|are|is)\s+not\s+(?:have|with)|not\s+having)\s+(?:an?\s+|any\s+)?(?:rooftop\s+)?(?:solar|pv|photovoltaics?)(?:\s+panels?)?\b", "nonsolar"),
    (r"\b(?:without|no|lacking|lacks?|(?:do|does|did|are|is)\s+not\s+(?:have|with)|not\s+having)\s+(?:an?\s+|any\s+)?(?:evs?|electric\s+(?:vehicles?|cars?)|ev\s+chargers?)\b", "nonev"),
    (r"\b((?:oldest|newest|tallest|shortest|worst|biggest|longest|\w+est)\s+(?:\w+\s+)?(?:poles?|lines?|conductors?|sections?))\s+out\s+(?=(?:on|at|in|along)\b)", r"\1 "),
    # A limit that was gone beyond is one of the highest, or of the lowest.
    (r"^\W*(?:did|has|have)\s+(?P<of>(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*\d+|(?:F|SUB-)\d+|the\s+system|the\s+utility|system\s+load)\s+(?:load\s+)?(?:ever\s+)?(?:go(?:ne)?|went|gets?|got|rise|risen|rose|climb(?:ed)?|peak(?:ed)?|run|hit|exceed(?:ed)?|top(?:ped)?|reach(?:ed)?)\s+(?:(?:over|above|past|beyond|more\s+than|higher\s+than)\s+)?(?=\d[\d.,]*\s*(?:mw|kw|mva|kva))", r"was the peak of \g<of> above "),
    (r"^\W*(?:did|has|have)\s+(?P<of>(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*\d+|(?:F|SUB-)\d+|the\s+system|the\s+utility|system\s+load)\s+(?:load\s+)?(?:ever\s+)?(?:go(?:ne)?|went|gets?|got|drop(?:ped)?|fall(?:en)?|fell|dip(?:ped)?|sink|run)\s+(?:under|below|less\s+than|lower\s+than|beneath)\s+(?=\d[\d.,]*\s*(?:mw|kw|mva|kva))", r"was the lowest load of \g<of> below "),
    (r"\b(?:above|over|past|beyond|exceed(?:ed|s|ing)?)\s+(?:(?:their|its|the|own)\s+)*(?:nameplate|name\s+plate)(?:\s+(?:rating|kva|capacity))?\b", "overloaded"),
    (r"\bpad[\s-]?mounts?\b(?!\s*(?:ed|transformers?|tx|xfmrs?|vs|versus|and|or)\b)(?=.*\b(?:older|newer|younger|over|above|under|below|rated|installed|built|loaded)\b)", "pad mounted transformers"),
    # Whether a load to come is more than what can be carried: both are told.
    (r"^\W*will\s+(?P<of>(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*\d+|(?:F|SUB-)\d+)\s+(?:be|get|become|go|run)\s+(?:overloaded|over\s+(?:its\s+)?(?:rating|limit|capacity)|above\s+(?:its\s+)?(?:rating|limit|capacity))\s+(?P<when>tomorrow|(?:in\s+the\s+)?next\s+\d\s+days|next\s+week)\W*$", r"forecast peak of \g<of> \g<when> and what is the rating of \g<of>"),
    (r"^\W*(?P<what>(?:forecast(?:ed)?|expected|predicted)\s+peak(?:\s+load)?)\s+(?:for|of|on)\s+(?P<of>(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*\d+|(?:F|SUB-)\d+)\s+(?P<when>tomorrow|(?:in\s+the\s+)?next\s+\d\s+days|next\s+week)\s+(?:vs\.?|versus|against|compared\s+(?:to|with))\s+(?:its|the)\s+(?:rating|capacity|limit)\W*$", r"\g<what> of \g<of> \g<when> and what is the rating of \g<of>"),
    # What is asked of the first of a ranking.
    (r"^\W*(?:what(?:'?s|\s+is)\s+)?(?:the\s+)?(?P<what>age|rating|load|loading|capacity|height|material|health|maker|manufacturer|voltage|length|size|installation\s+year)\s+(?:of|on|at)\s+the\s+(?P<thing>(?:most\s+|least\s+)?(?!latest|newest\s+outage)(?:\w+est|worst|best|loaded)\s+(?:\w+\s+)?(?:transformer|xfmr|tx|pole|feeder|substation)\b.*?)\W*$", r"\g<thing> and what is its \g<what>"),
    (r"^\W*(?:how\s+many\s+)?(?:customers|custs|meters)\s+(?:are\s+)?(?:on|at|of|behind|served\s+by|fed\s+by|fed\s+from)\s+the\s+(?:biggest|largest)\s+(?:transformer|xfmr|tx)\b(?P<rest>.*?)\W*$", r"biggest transformer by rating\g<rest> and how many customers does it have"),
    (r"\b(?:sum|total)\s+of\s+(?:the\s+|all\s+)?(?:feeder|fdr|circuit)s?'?\s+loads?\b", "load"),
    (r"\b(?:average|avg|mean)\s+(?:feeder|fdr|circuit)\s+load\b(?!\s+factor)", "average load per feeder"),
    # What there is most of.
    (r"^\W*(?:(?:what|which)(?:'?s|\s+is|\s+are)?\s+)?(?:the\s+|our\s+)*most\s+(?:common|frequent|popular|typical|prevalent|widespread|used|numerous)\s+(?P<what>transformer|pole|device)s?\s+(?P<by>size|kind|type|rating|maker|manufacturer|brand|make|material|kva|height)s?\b", r"\g<what>s by \g<by>"),
    (r"^\W*(?:(?:what|which)(?:'?s|\s+is|\s+are)?\s+)?(?:the\s+|our\s+)*most\s+(?:common|frequent|popular|typical|prevalent|widespread|used)\s+(?:conductor|wire|line\s+conductor)(?:\s+(?:size|kind|type))?s?\b", "line length by conductor"),
    (r"^\W*(?:what|which)\s+(?P<what>transformer|pole|device)s?\s+(?P<by>size|kind|type|rating|maker|manufacturer|brand|make|material|kva|height)\s+(?:is|are|do\s+we\s+(?:have|use))\s+(?:the\s+)?most(?:\s+(?:common|frequent|popular|typical|prevalent|widespread|used|numerous|of|often))?\b", r"\g<what>s by \g<by>"),
    # Units of several words.
    (r"\bmiles?\s*(?:per|an|/)\s*h(?:ou)?r?\b", "mph"),
    (r"\b(?:km|kilomet(?:er|re)s?)\s*(?:/|per|an)\s*h(?:ours?)?\b|\bkph\b", "kmh"),
    (r"(?<![\w.])(?:m|met(?:er|re)s?)\s*(?:/|per|a)\s*s(?:ec(?:onds?)?)?\b", "mps"),
    (r"\bkilowatt[\s-]*hours?\b", "kwh"),
    (r"\bmegawatt[\s-]*hours?\b", "mwh"),
    (r"\bgigawatt[\s-]*hours?\b", "gwh"),
    (r"\bgigawatts?\b", "gw"),
    (r"\s*(?:°\s*|\bdeg(?:ree)?s?\s+|\bdeg)(?:f|fahrenheit)\b", " fahrenheit"),
    (r"\s*(?:°\s*|\bdeg(?:ree)?s?\s+|\bdeg)(?:c|celsius|centigrade)\b", " celsius"),
    # A contraction of "not" turns the question as the word does.
    (r"\b(is|are|was|were|does|do|did|has|have|had|would|could|should)n['’]?t\b", r"\1 not"),
    # Limits after their number, and indices that are named by one.
    (r"\b(\d+)\s*(?:\+|or\s+more|and\s+more|or\s+over)(?=\s+(?!than)[a-z])", r"at least \1"),
    (r"\b(\d+)\s*(?:or\s+(?:fewer|less))(?=\s+(?!than)[a-z])", r"at most \1"),
    (r"\b(more\s+than|at\s+least|less\s+than)\s+once\b", r"\1 1 time"),
    (r"\b(more\s+than|at\s+least|less\s+than)\s+twice\b", r"\1 2 times"),
    (r"\b(hours?|minutes?|days?)\s+(?:in\s+total|in\s+all|altogether|all\s+together)\b", r"\1 cumulatively"),
    (r"\b(cemi|celid)[\s_-]*(\d+)\b", r"\1 \2"),
    (r"\b(\d+)-(foot|feet|ft|kva|kv|amp|inch|met(?:er|re))\b", r"\1 \2"),
    (r"\b(?:(?:have|has|had|were|was)\s+)?(?:not|never)\s+(?:been\s+)?(?:inspected|looked\s+at|checked)\s+(?:for|in|within|over)\s+(?:the\s+)?(?:last\s+|past\s+)?(?:more\s+than\s+|over\s+|at\s+least\s+)?(?=\d+\s+(?:years?|months?))", "not inspected in the last "),
    # Where things stand: one way to say it for all.
    (r"\b(meters?|customers?|accounts?|transformers?|poles?|homes?)\s+(?:(?:that|which|are|is)\s+)*(?:tied|tapped|hooked)\s+(?:in\s*)?(?:to|off)\s+(?=\w)", r"\1 on "),
    (r"\b(?:hang(?:s|ing)?|hung|com(?:es?|ing)|runs?|fed|tapped|branch(?:es|ing)?)\s+off(?:\s+of)?\W*$", "belong to"),
    (r"\b(?:(?:hang(?:s|ing)?|hung|com(?:es?|ing)|runs?|fed|tapped|sit(?:s|ting)?|stand(?:s|ing)?)\s+)?(?:off(?:\s+of)?|under(?:neath)?|beneath|behind|along)\s+(?=(?:the\s+)?(?:(?:feeder|fdr|circuit|ckt|sub|substation|ss|transformer|tx|xfmr)\s*#?\s*\d|(?:F|SUB-|TX-)\d))", "on "),
    # Plain verbs of what goes on.
    (rf"\b(?:is|are)\s+{_THING}\s+(?:being\s+)?(?:affected|hit|impacted|touched)\s+by\s+(?:any|an?|some|the)\s+(?:active\s+)?(?:outages?|interruptions?)\b", r"any active outages on \g<thing>"),
    (r"\b(outages?|interruptions?)\s+(?:(?:that\s+)?(?:are|is)\s+)?(?:still\s+)?(?:in\s+progress|under\s?way|going\s+on|happening)\b", r"active \1"),
    (rf"\bhow\s+(?:many\s+times|often)\s+(?:did|have|has|do)\s+(?:the\s+|an?\s+)?(?P<by>trees?|branch(?:es)?|animals?|squirrels?|birds?|lightning|wind|ice|cars?|vehicles?|weather|storms?|equipment|fires?)\s+(?:take|taken|took|knock(?:ed)?|put|trip(?:ped)?|cut)\s+(?:us\s+)?(?:out\s+)?(?:{_THING}(?:\s+out)?|out)?", r"how many outages caused by \g<by> on \g<thing>"),
    (r"(?<!by )\b(?:car|vehicle|truck)[\s-]*(?:(?:pole)[\s-]*)?(?:accidents?|hits?|collisions?|crash(?:es)?|strikes?)\b(?!.*\b(?:outages?|interruptions?)\b)", "outages caused by vehicle"),
    (r"\b(best|top)[\s-]+perform(?:ing|ed|er|ers)?\b", "best"),
    (r"\b(?:worst|poorest|lowest|bottom)[\s-]+perform(?:ing|ed|er|ers)?\b", "worst"),
    (rf"\bhow\s+(?:hot|hard|heavy|heavily\s+loaded|loaded)\s+(?:did|does|was|is)\s+{_THING}\s+(?:run|get|running)\b(?=.*(?:%|\bpct\b|\bpercent))", r"peak loading percent of \g<thing>"),
    (rf"\bhow\s+(?:hard|heavy|heavily\s+loaded)\s+(?:did|does|was)\s+{_THING}\s+(?:run|get|running)\b", r"peak loading percent of \g<thing>"),
    (rf"\bhow\s+hot\s+(?:did|does)\s+{_THING}\s+(?:run|get)\b", r"highest hot spot of \g<thing>"),
    (r"[\s,]+(?:in|as)?\s*(?:%|pct|percent)\s+of\s+(?:its\s+|the\s+)?(?:nameplate|rating|rated\s+\w+)\s*$", " in percent"),
    (rf"\bhow\s+much\s+(?:load\s+)?did\s+{_THING}\s+(?:carry|pull|draw|serve)\b", r"load of \g<thing>"),
    # The one before, of what is compared with it.
    (r"\s*,?\s+and\s+how\s+(?:does|did|do)\s+(?:it|that|this|they)\s+compare\s+(?:to|with)\b", " compared to"),
    (r"\b(yesterday(?:'s)?\b.*?\b(?:than|compared\s+(?:to|with)|against)\s+)(?:on\s+)?the\s+(?:day\s+before|previous\s+day)\b(?!\s+yest)", r"\1day before yesterday"),
    (r"\b(last\s+(week|month)\b.*?\b(?:than|compared\s+(?:to|with)|against)\s+)(?:in\s+)?the\s+(?:\2\s+before|previous\s+\2)\b(?!\s+last)", r"\1\2 before last"),
    # Who is out: customers are counted, nobody is named.
    (rf"\bwho(?:'?s|\s+is|\s+are)\s+(?:all\s+)?(?:still\s+)?{_OUT}\b(?!\s+(?:on|in)\s+the\s+field)", "how many customers out"),
    (r"\bwho\s+(?:has|have)\s+no\s+(?:power|supply|lights?|electricity)\b", "how many customers out"),
    (rf"\b(?:is|are)\s+(?:there\s+)?{_ANYBODY}\s+(?:still\s+)?{_OUT}\b", "are any customers out"),
    (rf"^\W*(?=any|some){_ANYBODY}\s+(?:still\s+)?{_OUT}\b", "are any customers out"),
    (rf"^\W*{_ANYBODY}\s+(?:still\s+)?{_OUT}\b", "customers out"),
    (rf"\b(?:does|do)\s+{_ANYBODY}\s+(?:have\s+no|lack)\s+(?:power|supply|electricity)\b", "are any customers out"),
    (rf"\bhow\s+many\s+(?:people|folks)\s+(?:are\s+)?(?:still\s+)?{_OUT}\b", "how many customers out"),
    (rf"\b(?:people|folks)\s+(?:still\s+)?{_OUT}\b", "customers out"),
    (rf"\b(?:homes?|houses|households)\s+(?:are\s+|is\s+)?(?:still\s+)?{_OUT}\b", "residential customers out"),
    (r"^\W*what(?:'?s|\s+is|\s+all\s+is)\s+out(?:\s+there)?(?:\s+(?:right\s+)?now)?\W*$", "outage situation now"),
    (r"^\W*how\s+bad\s+(?:is\s+(?:it|the\s+situation)|are\s+things)(?:\s+(?:out\s+there|right\s+now|now))*\W*$", "outage situation now"),
    (r"\bdo\s+we\s+have\s+(?:any\s+)?outages?\b", "any active outages"),
    # How a thing is.
    (rf"\bwhat(?:'?s|\s+is)\s+{_THING}\s+(?:running|loaded|sitting|loading)\s+(?:at|to)\b", r"load of \g<thing>"),
    (rf"\bhow\s+much\s+(?:is|are)\s+{_THING}\s+(?:carrying|pulling|drawing|running|delivering|serving)\b", r"load of \g<thing>"),
    (rf"\bwhat\s+(?:is|are)\s+{_THING}\s+(?:carrying|pulling|drawing)\b", r"load of \g<thing>"),
    (rf"\bhow\s+(?:close|near)\s+(?:to\s+(?:its\s+)?(?:limit|rating|capacity|overload|maximum|full)\s+)is\s+{_THING}", r"loading percent of \g<thing>"),
    (rf"\bhow\s+(?:close|near)\s+is\s+{_THING}\s+to\s+(?:its\s+|being\s+)?(?:limit|rating|capacity|overload(?:ed)?|maximum|full)\b", r"loading percent of \g<thing>"),
    (rf"\bis\s+{_THING}\s+(?:close|near)\s+to\s+(?:its\s+|an?\s+|being\s+)?(?:limit|rating|capacity|overload(?:ed)?|maximum|full)\b", r"loading percent of \g<thing>"),
    (rf"\bwhat\s+(?:percent(?:age)?|share|%)\s+of\s+(?:its\s+|the\s+)?(?:rating|capacity|limit|nameplate)\s+is\s+{_THING}(?:\s+(?:at|running\s+at|carrying|using))?", r"loading percent of \g<thing>"),
    (rf"\bhow\s+(?:is|are)\s+{_THING}\s+(?:doing|looking|holding\s+up|performing|going)\b", r"overview of \g<thing>"),
    (r"\b(?:status|state|condition|overview|summary|snapshot)\s+of\s+(?P<thing>(?:feeder|fdr|circuit|ckt|sub|substation|transformer|tx|xfmr|pole)\s*#?[\w\-]*\d[\w\-]*|(?:F|SUB-|TX-|P-|MTR-)\d[\d\-]*)\W*$", r"\g<thing> summary"),
    (rf"\b(?:upstream\s+(?:of|from)|(?:path|way|route)\s+from)\s+{_THING}(?:\s+to\s+(?:its|the)\s+(?:substation|source))?", r"which feeder \g<thing>"),
    (rf"\bwhy\s+(?:is|are|was|were|did|does|has|have)\s+{_THING}\s+(?:been\s+)?(?:still\s+)?(?:{_OUT}|off|down|lost?e?\s+(?:its\s+)?(?:power|supply))\b",
     r"outage cause of \g<thing>"),
    (r"(?<!not\s)\bin\s+its\s+(?:normal|usual)\s+(?:position|state)\b", "standing as built"),
    # Why there are outages.
    (r"\bwhat\s+(?:has\s+|have\s+)?(?:caused|causes?|is\s+causing|are\s+causing)\s+(?:the\s+)?(?:most|majority)\s+(?:of\s+)?(?:(?:the|our|all)\s+)?(?:outages?|interruptions?)\b", "most common cause of outages"),
    (r"\b(?:leading|top|main|biggest|number\s+one|most\s+frequent|most\s+common)\s+(?:reasons?|causes?)\s+(?:for|of|behind)\s+(?:the\s+|our\s+)?(?:outages?|interruptions?)\b", "most common cause of outages"),
    (r"\bwhich\s+causes?\s+(?:gave|made|had|brought|led\s+to|account\w*\s+for|cost)\s+(?:us\s+)?(?:the\s+)?most\b", "which cause has the most"),
    (r"\b(tree|vegetation|animal|weather|lightning|wind|equipment|ice|storm|squirrel|vehicle)[\s-]+(?:related|induced|driven)\b", r"\1"),
    (r"\blost\s+(?:power|supply)\s+(?:the\s+)?most(?:\s+often)?\b|\bwent\s+out\s+(?:the\s+)?most(?:\s+often)?\b|\bhad\s+most\s+interruptions\b", "had the most outages"),
    (r"\b(?:average|mean|typical)\s+time\s+to\s+(?:restore|restoration)\b|\b(?:average|mean)\s+restoration\s+time\b", "average outage duration"),
    (r"\bhow\s+many\s+customer[\s-]+(minutes|hours)\s+(?:of\s+interruption\s+)?(?:did\s+we\s+lose|(?:were|have\s+been|was)\s+(?:lost|interrupted)|lost|interrupted)\b", r"customer \1 interrupted"),
    (r"\bcustomer\s+minutes\s+(?:did\s+we\s+lose|(?:were|have\s+been)\s+lost|lost)\b", "customer minutes interrupted"),
    (r"\b(?:does|do)\s+every\s?(?:body|one)\s+have\s+(?:power|supply|electricity|lights?)\b", "how many customers out"),
    (r"\bisolate\s+(?:an?\s+|the\s+)?fault\b", "isolate the outage"),
    (r"\bopen\s+(?:up\s+)?(?:the\s+|a\s+)?map\s+(?:at|of|on|for|to|around|near)\b", "map of"),
    # Two traits of the same ones; without supply, in other words.
    (r"\s+(?:and|but)\s+(?:(?:are|is|who\s+are|that\s+are|which\s+are)\s+)?(?:also\s+|now\s+|currently\s+)?(?:out(?:\s+of\s+(?:power|supply))?|without\s+(?:power|supply|electricity)|in\s+the\s+dark|off\s+supply)\W*$", " out"),
    (r"^(\W*(?:is|are|was|were|does|do|did|has|have)\b.*?),?\s+or\s+(?:not|no)\W*$", r"\1"),
    (r"\b(?:have|has|having|with|got)\s+no\s+(?:supply|electricity|service|current|juice)\b", "without supply"),
    (r"^\W*how\s+many\s+outages?(?:\s+(?:are\s+there|do\s+we\s+have|have\s+we\s+got|there\s+are))?(?:\s+(?:now|right\s+now|currently|at\s+the\s+moment))?\W*$", "how many active outages"),
    (r"^(?!.*\b(?:today|yesterday|since|last|this|hours?|minutes?|outages?)\b)(\W*how\s+many\s+(?:customers?|people|homes?|accounts?)\b.*?\b(?:restored|back(?:\s+on)?|reconnected)\b)\s+(?:so\s+far|already|by\s+now|until\s+now|up\s+to\s+now)\W*$", "how many customers were restored today"),
    (r"^\W*(?:show\s+(?:me\s+)?|what\s+about\s+|status\s+of\s+)?order\s+(?:no\.?\s*|number\s+|#\s*)?(?=\d{5,}\W*$)", "work order "),
    (r"^\W*(?:is\s+|are\s+there\s+|what(?:'?s|\s+is|\s+are)?\s+|which\s+(?:equipment|assets?|things?)\s+(?:is|are)\s+)?(?:anything|any\s+equipment|equipment|something)?\s*(?:currently\s+|now\s+)?overloaded(?:\s+(?:now|right\s+now))?(?P<where>\s+(?:on|in|at|of)\s+\S.*?)?\W*$", r"overloaded feeders\g<where> and overloaded transformers\g<where>"),
    (r"^\W*what\s+(?:do|should|must|can|shall|would)\s+(?:i|we|you)\s+(?:do|restore|repair|fix)\s+(?:first|next|now)\W*$", "priorities of restoration"),
    (r"\b(?:which|what)\s+crews?\s+(?:goes|go|gets|get|comes|come|knocks|knock)\s+off(?:\s+(?:shift|duty))?\s+(?:first|next|soonest|the\s+soonest|earliest)\b", "crew with the earliest shift end"),
    (r"\b(?:which|what)\s+crews?\s+(?:goes|go|gets|get|comes|come|knocks|knock)\s+off(?:\s+(?:shift|duty))?\s+(?:last|latest)\b", "crew with the latest shift end"),
    (r"\b(?:which|what)\s+crews?\s+(?:comes|come|goes|go|starts|start)\s+on(?:\s+(?:shift|duty))?\s+(?:first|next|soonest|earliest)\b", "off shift crew with the earliest shift start"),
    (r"\bcrews?\s+by\s+shift\s+(end|start)s?\b", r"crews with shift \1"),
    (r"\b(?:needs?|needing|requires?|requiring)\s+(?:to\s+be\s+)?(?:replacement|replaced|replacing)\s+(?:by|according\s+to|per|after|from)\s+(?:(?:their|the)\s+)?(?:(?:last|latest)\s+)?inspections?\b", "marked for replacement last inspection"),
    (r"^\W*(?:is|are|has|have)\s+(?:everything|everyone|everybody|all\s+(?:of\s+)?(?:the\s+)?customers?)\s+(?:been\s+)?(?:restored|back(?:\s+on)?)(?:\s+now|\s+again|\s+yet)?\W*$", "how many customers out"),
    (r"^\W*which\s+outages\s+(?:have\s+been|were|are|got)\s+restored(?:\s+(?:so\s+far|already))?\W*$", "outages restored today"),
    (r"\b(?:on\s+)?(?:which|what)\s+day\s+(?:had|has|saw|was)\s+the\s+(?:highest|biggest|largest)\s+peak\b", "on which day was the peak"),
    # Small words that say nothing of what is asked where they stand so, and much elsewhere.
    (r"\bdue\s+to\b", "from"),
    (r"\bback\s+(?:up|on(?:line)?|in\s+service)\b(?!\s+(?:feeder|the|f\d))", "back"),
    (r"\b(headroom|capacity|margin|room|reserve)\s+(?:is\s+|are\s+|still\s+)*left(?:\s+over)?\b", r"\1"),
    (r"\b(\w{2,}est|worst|best)\s+(?:ones?\s+)?first\b", r"\1"),
    (r"\b(?:come|comes|coming|fed|feeds?|feeding|runs?|running|served|supplied|goes|going)\s+out\s+of\b", "fed from"),
    (r"\b(find|list|print|point|work|figure|check|read|spell)\s+out\b", r"\1"),
    (r"\bout\s+(?:there|in\s+the\s+field)\b", ""),
    (r"\b(pull|look|bring|show|give|sum|add|come|comes|came)\s+up\b", r"\1"),
    (r"\b(?:connected|attached|hooked|wired)\s+(?:up\s+)?(?:to|at|on)\b", "on"),
    (r"\b(?:what|which)\s+(?:hour|day|date)\s+(?:had|has|saw|was|did)\b(?!\s+(?:the\s+)?(?:most|fewest|least)\b)", "when was"),
    (r"\bnot\s+(?:yet\s+)?confirmed(?:\s+yet)?\b", "unconfirmed"),
    (r"\b(?:confirmed\s+by\s+(?:nobody|no\s+one)|nobody\s+(?:has\s+)?confirmed)\b", "unconfirmed"),
    (r"\b(which|what)\s+crews?\s+(?:ha(?:s|ve)\s+)?(?:worked|been\s+working|was\s+working|were\s+working)\s+(?:on|at)\s+(?=(?:the\s+)?(?:outage|incident)\s*#?\d)", r"\1 crew is on "),
    (r"\bwhen\s+will\s+(?:everyone|everybody|all(?:\s+(?:of\s+(?:them|us)|(?:the\s+)?customers))?|the\s+last\s+customers?)\s+(?:be\s+(?:all\s+)?(?:back(?:\s+on)?|restored)|(?:have|get)\s+(?:their\s+)?(?:power|supply)\s+(?:back|again))\b", "when is everyone expected to be restored"),
    # A clearance that is less than required is too close; who acknowledged or shelved is asked of the alarms.
    (r"\b(spans?|trees?|vegetation|segments?|sections?|branches|canop(?:y|ies))\b(.{0,40}?)\b(?:with\s+)?(?:(?:a\s+)?clearances?\s+(?:is\s+|are\s+|that\s+is\s+)?)?(?:less|lower|smaller|closer|under|below)(?:\s+clearance)?\s+(?:than\s+)?(?:is\s+|the\s+|what\s+is\s+)?(?:required|allowed|permitted|needed|the\s+minimum|minimum)(?:\s+clearance)?\b", r"\1\2 too close"),
    (r"^\W*who\s+(?:has\s+)?(?:acknowledged|ackd|acked|ack'd)\b(?!\s+(?:them|it|that)\b)", "acknowledger of the acknowledged"),
    (r"^\W*who\s+(?:has\s+)?shelved\b", "shelver of the shelved"),
    # A probability of failing is of the next year anyway; a trim that is due within a time is one in that time at most.
    (r"\b((?:likely|likeliest|probabilit(?:y|ies)|chances?|odds|risk)\b.{0,60}?)\s+(?:with)?in\s+(?:the\s+)?(?:next|coming|a|one)\s+(?:year|12\s+months|twelve\s+months)\b", r"\1"),
    (r"\b((?:trim\w*|spans?|vegetation|trees?)\b.{0,60}?)\b(?:with)?in\s+(?:the\s+)?(?:next\s+|coming\s+)?(\d+\s+(?:months?|years?))\b", r"\1 in at most \2"),
    (r"\b(this\s+(year|month|week)\b.*?)\b(?:the\s+(?:\2\s+before|previous\s+\2|prior\s+\2))\b", r"\1last \2"),
    (r",?\s*\bwould\s+you\s+(?:say|think|guess|reckon)\b,?", ""),
    (r"\b(alarms?\b.{0,40}?)(?:that\s+|which\s+)?(?:nobody|no\s?one|none\s+of\s+us)\s+(?:has\s+|have\s+)?(?:yet\s+)?(?:acknowledged|acked|ack'd|taken\s+up)(?:\s+yet)?\b", r"unacknowledged \1"),
    (r"\bwho\s+(?:wrote|made|entered|left)\s+the\s+(last|latest|newest|first)\s+(?:(?:shift\s+)?log\s+)?(?:entry|note)\b", r"\1 note in the log"),
    (r"^\W*open\s+the\s+(?:work\s+)?orders\s+(?=(?:of|for|at)\b)", "go to work orders "),
    (r"\b(spans?|line\s+sections?)\s+(?:that\s+are\s+|are\s+)?(over|above|more\s+than|longer\s+than)\s+(?=\d[\d.,]*\s*(?:m|met(?:er|re)s?|km|ft|feet)\b)", r"\1 with length \2 "),
    (r"^\W*who\s+(?:has\s+)?(?:completed|finished|did|closed|carried\s+out|worked\s+on)\s+(?=(?:the\s+)?(?:wo|work\s+order|order)\s*#?\s*\d)", "crew of "),
    (r"\bmost\s+recent\s+(alarms?|alerts?)\b", r"latest \1"),
    (r"\b(alarms?)\b(.{0,30}?)\b(?:open|standing|active|up|unacknowledged|there)\s+(?:for\s+)?(?:the\s+)?longest\b", r"oldest \1\2"),
    (r"\blongest[\s-]+(?:open|standing|active|lasting|running)\s+(alarms?)\b", r"oldest \1"),
    (r"\bfirst\s+((?:(?:shift|log|safety|weather|switching|operation|equipment|pole|transformer)\s+)*(?:note|entry|failure)s?)\b", r"earliest \1"),
    (r"\b((?:oldest|earliest|latest|newest)\s+(?:\w+\s+){0,2}(?:note|entry|entries|notes))\s+(?:of|in|on|from|during)\s+(?:this|our|the\s+current)\s+shift\b", r"\1 of the ongoing shift"),
    # Who can do some work is a crew that has the skill; who may is a rule.
    (r"^\W*(?:who|anyone|anybody)(?:\s+(?:all|else))?\s+(?:can|could|is\s+able\s+to|knows\s+how\s+to)\s+(?:do|handle|take|perform)\s+(?:the\s+|an?\s+|some\s+)?(line|transformer|underground|cable|vegetation|tree|tree\s+trimming|inspection|switching)\s+(?:work|jobs?|orders?|tasks?)\b", r"which crews can do \1 work"),
    # How far, what news.
    (r"\b(\d[\d,.]*\s*(?:m|met(?:er|re)s?|km|kilomet(?:er|re)s?|ft|feet|miles?|yards?))\s+away\s+from\b", r"within \1 of"),
    (r"\bhow\s+(?:far|close)(?:\s+away)?\s+(?:is|are)\s+(?:the\s+)?(?:nearest|closest)\s+(\w+)(?:\s+(?:from|to))?(?=\s+\w|\W*$)", r"nearest \1 to"),
    (r"\b(?:any|what(?:'?s|\s+is|\s+are)?(?:\s+the)?)\s+(?:latest\s+)?(?:news|updates?|word)\s+(?:on|about|of|from|for)\s+(?:the\s+)?(?=(?:outage|incident)s?\s*#?\d)", ""),
    (r"\b(?:any|what(?:'?s|\s+is|\s+are)?(?:\s+the)?)\s+(?:latest\s+)?(?:news|updates?|word)\s+(?:on|about|of|from|for)\s+(?:the\s+)?(?=outages?\b)", "active "),
    # Losses.
    (r"\bhow\s+much\s+(?:energy|power|electricity)\s+(?:did|do|have|has|was|is|were|are)\s+(?:(?:we|the\s+system|the\s+utility)\s+)?(?:los[et]|wasted?|been\s+lost)\b", "energy lost kwh"),
    (r"\b(?:loses?|losing|wastes?)\s+(?:the\s+)?most(?:\s+(?:energy|power))?\b", "has the most losses"),
    (r"^\W*(?:please\s+)?put\s+(.+?)\s+on\s+(?:the|a)\s+map\b", r"show \1 on the map"),
    # What is wanted of the answer, not of the rows.
    (r"^\W*(?:(?:please|can\s+you|could\s+you|i\s+need|i\s+want|give\s+me|get\s+me|make(?:\s+me)?|create|generate)\s+)*(?:an?\s+|the\s+)?(?:csv|excel|xlsx|xls|spreadsheet)(?:\s+(?:file|list|export|table|sheet))?\s+(?:of|with|for)\s+(?:all\s+)?(?:the\s+)?(?=\w)", "list "),
    (r"^\W*(?:(?:please|can\s+you|could\s+you)\W+)*(?:export|download|save|e-?mail(?:\s+me)?|mail\s+me|send\s+me|print(?:\s+out)?|text\s+me)\s+(?:me\s+)?(?:an?\s+|the\s+)?(?:(?:list|table|csv|file|report|excel)\s+(?:of|with)\s+)?(?=\w)", "list "),
    (r"\s+(?:as|in|to|into)\s+(?:an?\s+)?(?:csv|excel|spreadsheet|xlsx|xls|pdf|file)(?:\s+(?:file|sheet))?\b", " "),
    # Ahead.
    (r"\b(?:what|how\s+much)\s+load\s+(?:do|should|can|will)\s+(?:we|i)\s+expect\b", "load forecast"),
    (r"\b(?:what|when)\s+is\s+the\s+(?:peak|highest|maximum)\s+load\s+(?:expected|predicted|forecast)\b", "forecast peak"),
    (r"\bwhen\s+will\s+(?:the\s+)?(?:load|system|demand|it)\s+(?:load\s+)?peak\b", "when forecast peak"),
    (r"\bwhen\s+(?:is|do\s+we\s+expect)\s+the\s+peak\s+(?:expected\s+)?(?=tomorrow|next)", "when forecast peak "),
    (r"\bhow\s+(?:high|big|much|large)\s+will\s+(?:the\s+)?(?:load|demand|peak)\s+(?:be|get|go)\b", "forecast peak"),
    (r"^\W*(forecast)\s+(?:for|of)\s+(?!tomorrow|the\s+next|next)((?:(?!\b(?:tomorrow|tonight|today|next)\b).)+?)\W*$",
     r"load forecast for \2 tomorrow"),
    # What if.
    (r"^\W*(?:what\s+happens|what|how)\s+if\s+(?:the\s+)?(?:load|demand)\s+(?:goes|went|grew|climbs?|jumps?|rises?)(?:\s+up)?(?:\s+by)?\s+", "what if load grows by "),
    (r"^\W*what\s+(?:happens\s+)?if\s+(?:the\s+|next\s+|this\s+)?(?:summer|air|weather|it|it's|temperature|day)\s*(?:is|was|were|gets?|becomes?|rises?(?:\s+by)?)?\s+(?=\d)", "what if it is "),
    (r"^\W*what\s+if\s+(?:everyone|everybody|each\s+(?:home|house|customer)|every\s+(?:home|house|customer))\s+(?:gets?|had|has|buys?|bought)\s+an?\s+(?:ev|electric\s+(?:car|vehicle))\b", "what if every transformer has 1 EV"),
    (r"^\W*(?:the\s+)?(?:impact|effect)\s+of\s+(\d+)\s+(evs?|electric\s+(?:cars|vehicles))\s+(?:per|at|on|for)\s+(?:each\s+|every\s+)?transformer", r"what if \1 \2 at each transformer"),
    (r"^\W*(?:simulate|study|model)\s+(?:the\s+)?(?:loss|failure|outage|trip)\s+of\s+(.+?)(?=\s+(?:in|during|under)\b|\W*$)", r"what happens if \1 fails"),
    (r"\bweak(?:est)?\s+(?:points?|spots?|links?)\b(?:\s+(?:of|in|on)\s+(?:the|our)\s+(?:grid|network|system))?", "worst failures"),
    (r"^\W*(?:steps|how)\s+to\s+isolate\b", "isolate"),
    # Of feeders, in the plural, is of each: never of all of them together.
    (r"\b(load|peak|demand|energy|consumption|loss(?:es)?|sai[df]i|caidi|customers)\s+(?:of|for)\s+(?:(?:the|all|our)\s+)*(feeder|substation|circuit)s\b(?=\W*$|\s+(?:yesterday|today|this|last|now|right)\b)", r"\1 by \2"),
    # Crews, orders, lines.
    (r"\b(outages?|orders?|jobs?|tickets?)\s+(?:that\s+)?(?:already\s+)?ha(?:s|ve)\s+an?y?\s+crew\b", r"\1 with crew"),
    (r"\bwho(?:'?s|\s+is|\s+are)\s+(?:the\s+)?(nearest|closest|nearby|near)\b", r"which crew is \1"),
    (r"\bwho(?:'?s|\s+is|\s+are)\s+(?:still\s+)?(free|available|idle|off\s+shift|on\s+site|en\s+route|busy)\b", r"which crews are \1"),
    (r"^\W*(?:and\W+)?who(?:'?s|\s+is|\s+are)\s+(?:still\s+|all\s+)?off(?:\s+(?:right\s+)?now)?\W*$", "which crews are off shift"),
    (r"^\W*(?:what|anything)(?:'?s|\s+is|\s+are)?\s+(overdue|late|past\s+due)\W*$", r"work orders \1"),
    (r"\b(?:need|needs|require|requires|want)\s+(?:tree\s+)?trimming\s+(?:most|the\s+most)(?:\s+(?:urgently|badly|soon))?\b|\b(?:most\s+)?urgent(?:ly)?\s+(?:tree\s+)?trimming\b", "trim first"),
    (r"\btrim(?:ming)?\s+most\s+urgent(?:ly)?\b", "trim first"),
    (r"\btransformers?\s+(?:most\s+)?at\s+risk\b", "riskiest transformers"),
    (r"\bpoles?\s+(?:most\s+)?at\s+risk\b", "riskiest poles"),
    (r"\b(?:most\s+likely|likeliest)\s+to\s+(?:fail|break|die)\b", "highest failure probability"),
)  # fmt: skip
_HAS_TO_BE: Final = r"(?:should|must|shall|ought\s+to|(?:has|have|had|needs?|needing|is|are|due|supposed)\s+to|(?<!\w)to)\s+be(?:\s+(?:soon|still))?"
_TO_DO: Final = (  # participles, what is needed, and how the tools call it
    (r"trimmed|pruned|cleared|cut(?:\s+(?:back|down))?", r"trim|(?:tree[\s-]+)?trimming|pruning|cutting|clearing", "due for trimming"),
    (r"replaced|changed(?:\s+out)?|exchanged", r"replac(?:e|ing|ement)|changing", "due for replacement"),
    (r"inspected|looked\s+at|checked", r"inspecti(?:on|ons|ng)|checking", "due for inspection"),
    (r"repaired|fixed|mended", r"repairs?|repairing|fixing", "due for repair"),
    (r"done|finished|completed|carried\s+out|worked\s+on|performed", r"doing|finishing", "due"),
    (r"acknowledged|acked", r"acknowledg\w+", "unacknowledged"),
    (r"assigned(?:\s+to\s+a\s+crew)?|dispatched|staffed", r"(?:a\s+|any\s+)?crews?|assignment", "without crew"),
    (r"confirmed", r"confirmation|confirming", "unconfirmed"),
    (r"(\w+ed)", r"attention", r"due \1"),  # what no tool knows as to be done is refused, never dropped
)  # fmt: skip
_DUE: Final = (
    *((rf"\b(?:{_HAS_TO_BE})\s+(?:{done})\b", told) for done, _, told in _TO_DO),
    *((rf"\b(?:in\s+)?(?:need(?:s|ed|ing)?|requir(?:e|es|ed|ing))\s+(?:of\s+)?(?:an?\s+)?(?:{noun})\b", told.replace(r" \1", ""))
      for _, noun, told in _TO_DO),
    (r"\b(?:fall|falls|falling|fell|come|comes|coming|becomes?|becoming|get|getting)\s+due\b", "due"),
    (r"\bdue\s+(?:dates?|days?)\s+(?:of|is|are|in|on|by|for)\s+(?=today|tomorrow|this|next)", "due "),
)  # fmt: skip
_THINGS: Final = re.compile(
    r"\b(?:poles?|transformers?|xfmrs?|txs?|spans?|lines?|trees?|vegetation|devices?|switch(?:es)?|reclosers?|breakers?"
    r"|fuses?|meters?|work\s*orders?|orders?|jobs?|tasks?|tickets?|inspections?|repairs?|replacements?|alarms?|outages?"
    r"|crews?|predictions?|assets?|feeders?|today|tomorrow|week|month)\b", re.I
)  # fmt: skip
_RULES: Final = re.compile(
    r"^\W*(?:how\s+(?!many)|why\b|when\s+(?:must|should|do|does)|what\s+(?:must|should)\b)|\bbefore\b|\bprocedure\b",
    re.I,
)
_ORDERED: Final = re.compile(
    r"^\W*(?:please\s+|pls\s+)?(?:shelve|snooze|mute|cancel|set|change|push|move|extend|shift|hold|put|update|delay)\b", re.I
)  # fmt: skip
_DUE_TO: Final = (
    (re.compile(r"\bdue\s+to\s+(?=(?:an?\s+)?overload)", re.I), "caused by "),
    (re.compile(r"\bdue\s+to\s+(?!be\b)", re.I), "from "),
)
_DUE_COMPILED: Final = tuple((re.compile(pattern, re.I), plain) for pattern, plain in _DUE)
_RANK_OF: Final = tuple(
    (re.compile(pattern, re.I), plain)
    for pattern, plain in (
        (
            r"^\W*(?:what(?:'?s|\s+is)\s+)?(?:the\s+)?(?:rank|ranking|place|position)\s+of\s+(?P<x>(?P<k>substation|sub|feeder|fdr)s?\s*#?\s*\d+|(?P<s>SUB)-\d+|(?P<f>F)-?\d+)\s+(?:by|in(?:\s+terms\s+of)?|for|on)\s+(?P<q>\S.*?)\W*$",
            lambda found: f"rank {_KIND_OF[(found['k'] or found['s'] or found['f']).lower()]} by {found['q']}",
        ),
        (
            r"^\W*where\s+does\s+(?P<x>(?P<k>substation|sub|feeder|fdr)s?\s*#?\s*\d+|(?P<s>SUB)-\d+|(?P<f>F)-?\d+)\s+rank\s+(?:by|in(?:\s+terms\s+of)?|for|on)\s+(?P<q>\S.*?)\W*$",
            lambda found: f"rank {_KIND_OF[(found['k'] or found['s'] or found['f']).lower()]} by {found['q']}",
        ),
    )
)
"""Where one thing ranks is seen among all of them: its name is not needed."""
_COMPILED: Final = tuple((re.compile(pattern, re.I), plain) for pattern, plain in _IDIOMS)
_EXPORT: Final = re.compile(
    r"^\W*(?:(?:please|can\s+you|could\s+you)\W+)*(?:e-?mail|mail\s+me|send\s+me|text\s+me)\b", re.I
)


_FILE: Final = re.compile(
    r"\b(?:as|in|to|into|an?|the)\s+(csv|excel|xlsx|xls|spreadsheet|pdf)\b|^\W*(csv|excel|xlsx|xls|spreadsheet)\b", re.I
)
_EXPORTED: Final = re.compile(r"^\W*(?:please\s+)?(?:export|download)\b", re.I)


def in_plain_words(text: str) -> str:
    """A question with its turns of speech said plainly; most questions stay as they are."""
    if _ORDERED.match(text):  # of an order it is the reason
        text = re.sub(r"\bdue\s+to\b", "because of", text, flags=re.I)
    text = said_at_a_desk(text)
    for rank, instead in _RANK_OF:
        text = swapped(rank, instead, text, may_lose=True)
    for pattern, plain in (*_DUE_TO, *WHICH_WAY, *OUTAGE_TURNS, *_COMPILED, *READING_TURNS, *ASSET_TURNS):
        text = swapped(pattern, plain, text)
    return _with_what_is_due(text)


def _with_what_is_due(text: str) -> str:
    """What has to be done is due: words that say so are never dropped; what a rule says is left to the documents."""
    if not _THINGS.search(text) or _RULES.search(text):
        return text
    for pattern, plain in _DUE_COMPILED:
        text = swapped(pattern, plain, text)
    return text


def wanted_file(text: str) -> str:
    """As which file a table is wanted: "csv", "excel" or "pdf"; empty where it is not wanted as one."""
    found = _FILE.search(text)
    if found is None:
        return "csv" if _EXPORTED.match(text) else ""
    said = (found[1] or found[2] or "csv").lower()
    return "excel" if said in ("xlsx", "xls", "spreadsheet") else said


def is_to_be_sent(text: str) -> bool:
    """Whether an answer is to be sent to somebody, which nothing here does: its table can be exported."""
    return bool(_EXPORT.search(text))
