"""Spoken verbs, and words that pick one thing of all, said as the desk says them: what hangs on what, who runs late.

A verb stands for a quantity only beside what has it: a pole holds up a line, a transformer is worked hard.
"""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_KIND: Final = (
    r"(?:feeder|fdr|circuit|substation|sub|transformer|xfmr|tx|pole|meter|mtr|crew|device|breaker|recloser|switch|fuse"
    r"|span)"
)
_KINDS: Final = r"(?:feeders|fdrs|circuits|substations|subs|transformers|xfmrs|poles|meters|crews|devices|customers)"
_X: Final = rf"(?P<x>(?:(?:the\s+)?{_KIND}\s*#?\s*)?[\w-]*\d[\w-]*)"
_NOW: Final = r"(?:presently|currently|now|today|right\s+now)"
_BEGIN: Final = r"(?:beg[iau]n|start(?:ed)?|happen(?:ed)?|occur(?:red)?|go\s+out|kick\s+off)"
_BACK: Final = r"(?:come|came|get|got)\s+back(?:\s+on)?"
_LAST: Final = r"(?:most\s+recent|last|latest|newest)"
OF_VERBS: Final = turns(
    r"\w",
    (
        # Places held against each other are told one by one; the feeders of a substation are that substation.
        (r"^\W*(?:please\s+)?compare\s+(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?(?P<g>feeder|circuit|substation)s\s+(?:by|on|in\s+terms\s+of)\s+(?P<q>\S.*?)(?P<p>\s+(?:(?:for|in|of|over)\s+)?(?:(?:this|last|past)\s+\w+|yesterday|today|20\d\d))?\W*$", r"\g<q> by \g<g>\g<p>"),
        (r"\bdo\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:circuits|feeders)\s+(?:on|of|at|from|out\s+of|behind|fed\s+from|under)\s+(?P<s>SUB-\d+|sub(?:station)?\s*#?\s*\d+)\s+(?:have|carry|hold|serve|count)\b", r"does \g<s> have"),
        (r"\b(?:latest|most\s+recent|newest)\s+inspection\s+(?:of|on|at|for)\b", "last inspection of"),
        (rf"\bhow\s+much\s+of\s+{_X}(?:'s|’s)?\s+(?:capacity|rating|nameplate)\s+is\s+(?:(?:being|currently|now|presently)\s+)*(?:used(?:\s+up)?|in\s+use|taken(?:\s+up)?|loaded|occupied)\b", r"load percent of \g<x>"),
        (rf"\b(?P<w>which|what)\s+pole\s+(?:is|does)\s+{_X}\s+(?:(?:mounted|hung|hanging|sitting|sit|installed|attached|hang)\s+)(?:on|to|from)\b", r"\g<w> pole is \g<x> on"),
        (r"\b(?:what|which)\s+(?P<e>high|low)\s+(?:is|are)\s+(?:being\s+)?(?:forecast(?:ed)?|expected|predicted|called\s+for)\b", r"\g<e>est temperature forecast"),
        (r"^\W*(?:the\s+)?(?P<o>(?:last|latest|most\s+recent)\s+outage\s+(?:on|of|at)\s+\S+(?:\s+\d+)?)\s*[:;,.]\s*when\s+(?:was|were|did|had)\s+(?:every(?:body|one)|all|they|it|(?:the\s+)?power|supply|(?:the\s+)?customers)\s+(?:(?:all|come|get|got|been)\s+)*(?:back(?:\s+on)?|restored)\W*$", r"when was the \g<o> restored"),
        (r"\bopen\s+(?P<o>(?:work\s+)?orders|wos|jobs)\s+(?:(?:that|which)\s+)?(?:(?:are|is|fall(?:ing)?|com(?:e|ing)|get(?:ting)?)\s+)*due\b", r"\g<o> due"),
        (r"\b(?:storm\s+)?restoration\s+priority\s+list\b", "order of restoration"),
        # A day of the week is the one to come where what is asked is to come.
        (r"(?P<w>\b(?:are|is|will|shall)\s+(?:we|there|they|it|customers)\s+(?:(?:going\s+to|be)\s+)?(?:get|have|see|receive|expect|be)\b.*?)\bon\s+(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)", r"\g<w>next "),
        # One of all of them.
        (rf"\b(?P<w>which|what)\s+(?:single|one|individual|lone)\s+(?={_KIND}\b)", r"\g<w> "),
        (r"\banywhere(?:\s+(?:on|in|across|within)\s+(?:the|our)\s+(?:entire\s+|whole\s+)?(?:system|network|grid|territory))?\b", ""),
        (rf"\bover\s+(?=(?:all\s+)?(?:the\s+|our\s+)?{_KINDS}\b)", "of "),
        (rf"[,;]\s*return\s+(?:only\s+)?(?:the\s+|its\s+)?{_KIND}\s+(?:id|name|number)s?\W*$", ""),
        (rf"\b(?:on|at|for|of|in)\s+each\s+(?:one\s+)?of\s+(?:the|our)\s+(?P<k>{_KIND})s\b", r"by \g<k>"),
        (r"\bfield\s+(?:for|of)\b", "of"),
        # The order of rows.
        (r"(?P<q>\b(?:per|by)\s+\w+)[\s,;(]+(?:with\s+)?(?:the\s+)?(?:worst|most|highest|biggest)(?:\s+\w+)?\s+(?:on|at)\s+(?:the\s+)?top\W*$", r"\g<q>"),
        (r"[\s,;(]*\b(?:with\s+)?(?:the\s+)?(?P<e>worst|best|highest|biggest|largest|lowest)(?:\s+(?:ones?|feeders?|substations?|transformers?|crews?|causes?))?\s+(?:on|at)\s+(?:the\s+)?top\b\)?", r" \g<e> first"),
        (r"^(?P<q>.*\bcauses?\b.*?)[\s,;(]+(?:the\s+)?most\s+(?:common|frequent)\s+(?:ones?\s+)?(?:first|on\s+top)\W*$", r"\g<q>"),
        (r"[.?!,]*\s*(?:(?:give|show)\s+(?:me|us)\s+)?(?:the\s+)?(?:whole|full|entire|complete)\s+line-?up(?:\s+(?:from\s+)?top\s+to\s+bottom)?\W*$", ""),
        (r"^\W*(?P<k>sub|substation|feeder|fdr)\s+(?P<q>loads?|loadings?|customers)\W+ranked\W*$", r"rank \g<k>s by \g<q>"),
        # Held against each other.
        (r"^\W*how\s+(?:do|does)\s+(?P<a>\S.*?\d[\w-]*)\s+(?:and|vs\.?|versus|against|with)\s+(?P<b>\S.*?\d[\w-]*)\s+(?:stack|measure|line|match)\s+up\s+(?:on|in|by|for|in\s+terms\s+of)\s+(?:the\s+)?", r"compare \g<a> and \g<b> by "),
        # What carries, supplies, is worked.
        (rf"\bwhat\s+load\s+(?:is|does|was)\s+{_X}\s+(?:{_NOW}\s+)?(?:supply(?:ing)?|carry(?:ing)?|serv(?:e|ing)|feed(?:ing)?|deliver(?:ing)?|handl(?:e|ing)|see(?:ing)?|draw(?:ing)?)\b", r"load of \g<x>"),
        (rf"\bhow\s+(?:hard|heavily)\s+(?:is|are)\s+{_X}\s+(?:being\s+)?(?:worked|pushed|driven|run|used|working|running)\b", r"loading of \g<x>"),
        (rf"\bhow\s+many\s+(?P<u>kw|kva|mw|amps?|a)\s+(?:did\s+|has\s+|had\s+)?{_X}\s+(?:got|get|gotten|hit|reach(?:ed)?|go|went|gone|climb(?:ed)?)(?:\s+up)?(?:\s+to)?\s+at\s+(?:its|the)\s+(?:peak|highest(?:\s+point)?|most)\b", r"peak \g<u> of \g<x>"),
        (r"\b(?:carry|carries|carrying|holds?|bears?)\s+the\s+(?P<e>highest|lowest|most|least|greatest|biggest)\b", r"has the \g<e>"),
        (rf"\b(?P<k>{_KIND})\s+operating\s+(?:at|with)\b", r"\g<k> with"),
        (r"\bhow\s+high\s+(?:does\s+)?(?:the\s+)?(?P<q>loading|load|voltage)\s+(?:goes?|gets?|runs?)\s+(?:on|at|for)\s+(?:the\s+)?", r"\g<q> of the "),
        (rf"\b(?:how\s+many\s+kva|how\s+much(?:\s+(?:load|power))?|what)\s+(?:is|can)\s+{_X}\s+(?:built\s+to\s+|rated\s+to\s+|made\s+to\s+|able\s+to\s+)?(?:handle|carry|take|deliver|supply)?(?:\s+at\s+(?:the\s+)?most|\s*,?\s*(?:going\s+)?by\s+its\s+rating)\W*$", r"rating of \g<x>"),
        (r"\bpeaked\s+(?:the\s+)?highest\s+(?:against|relative\s+to|compared\s+(?:to|with)|in\s+relation\s+to|over)\s+(?:its|their|the)\s+(?:own\s+)?(?:rating|name\s?plate|kva|capacity)\b", "had the highest peak loading"),
        (r"\b(?:ran|read|were|was)\s+(?P<e>highest|lowest)\s+(?P<p>yesterday|today|last\s+\w+)?\s*(?:in|by|as)\s+(?:percent|%|percentage)\s+of\s+(?:the\s+)?nominal(?:\s+voltage)?\b", r"with the \g<e> voltage \g<p>"),
        (r"\b(?P<e>low|lowest|high|highest|min|max)\s+v(?=\s+(?:mtrs?|meters?|xfmrs?|tx|transformers?)\b)", lambda m: f"{'lowest' if m['e'].lower()[0] == 'l' or m['e'].lower() == 'min' else 'highest'} voltage"),
        (r"\b(?P<n>\d+\s+)?lightest\s+(?P<k>fdrs|feeders|substations|subs)\b", r"\g<n> least loaded \g<k>"),
        (r"\b(?:moved|pushed|shipped|pulled|swallowed)\s+the\s+(?P<e>most|least)\s+energy\b", r"used the \g<e> energy"),
        (r"^\W*equip(?:ment)?\s+fail(?:ures?|ed)?\s+outages?\b", "outages caused by equipment failure"),
        (r"^\W*low\s+(?=load\b)", "lowest "),
        (r"\b(?P<u>kwh|mwh|energy)\s+(?:(?:was|were|we|have)\s+)*(?:sold|billed|delivered|provided)\s+to\s+", r"\g<u> used by "),
        (r"\bhow\s+many\s+(?:megawatts|mw|kw|kilowatts)\s+(?:are\s+)?(?:we\s+are|we're|are\s+we|we)\s+(?:feeding|pushing|sending|putting|delivering)\s+(?:out\s+)?(?:to\s+(?:everyone|everybody|all\s+customers))?", "system load in MW"),
        (r"\b(?P<w>spans|ones|poles)\s+(?:(?:that|which)\s+are\s+)?worst\s+off\s+(?:for|on|by)\b", r"\g<w> worst by"),
        (r"\b(?:should|to)\s+worry\s+(?:us|me)\s+(?:the\s+)?most\s+(?:on|for|by|about)\s+risk\b", "with the highest risk"),
        (r"\brunning\s+(?:the\s+)?hottest,?\s*(?:going\s+by|by|judged\s+by)\s+(?:the\s+)?hot\s?spot\b", "with the highest hot spot"),
        (r"\b(?:have\s+|has\s+)?used\s+up\s+(?:the\s+)?most\s+life\b.*$", "transformers with the highest loss of life"),
        # Where a thing stands: on a phase, behind a device, from a substation.
        (rf"\bto\s+(?:which|what)\s+phase\s+(?:is|are)\s+{_X}\s+(?:connected|tied|wired|hooked)\b|\b(?:what|which)\s+phase\s+(?:does|is|do)\s+(?P<x2>[\w\s-]*\d[\w-]*?)\s+(?:hang|sit|hanging|sitting|connected|ride|run)(?:\s+(?:on|off|to))?\b",
         lambda m: f"phase of {m['x'] or m['x2']}"),
        (r"\b(?:hang(?:s|ing)?|sit(?:s|ting)?|lie|lies)\s+(?=(?:behind|downstream|beyond|past)\b)", ""),
        (rf"\b(?:are\s+|come(?:s)?\s+|lie\s+)?(?:(?:further|farther)\s+)?(?:down\s+the\s+line\s+(?:from|of)|after(?=\s+{_X}\s+on\s+the\s+line))\s+", "downstream of "),
        (r"\b(?P<d>downstream\s+of\s+\S+)\s+on\s+the\s+line\b", r"\g<d>"),
        (rf"\b(?:what|which)\s+(?:sub|substation)\s+does\s+{_X}\s+(?:start|originate|begin|leave|come|run|emanate)(?:\s+(?:from|at|out\s+of|in))?\b", r"which substation feeds \g<x>"),
        (rf"\bpoles\s+(?:(?:do|that|are|we|have)\s+)*(?:hold(?:ing)?\s+up|carry(?:ing)?|support(?:ing)?)\s+(?={_KIND}\b|F\d)", "poles on "),
        (rf"\b(?P<k>{_KIND})\s+(?:out\s+of|off(?:\s+of)?|leaving)\s+(?=(?:SUB-\d|sub\b|substation\b))", r"\g<k> on "),
        (r"\b(?:do|does)\s+we\s+(?:run|have|operate|own|maintain)\s+(?:out\s+of|from|off)\s+(?=SUB|sub)", "on "),
        (r"\b(?P<n>\d[\d.]*)\s*kva\s+(?:units?|cans?|pots?|banks?|tubs?)\b", r"\g<n> kva transformers"),
        (rf"^\W*(?:\w+\s+){{0,3}}?the\s+(?:spot|place)\s+where\s+{_X}\s+(?:sits|stands|is|hangs)\b", r"show \g<x> on the map"),
        (r"^\W*take\s+(?:me|us)\s+to\s+the\s+(?P<what>\w+est\s+\S.*?)\W*$", r"show the \g<what> on the map"),
        (r"\b(?P<n>(?:\w+\s+)?poles)\s+(?:of\s+ours\s+)?(?:stand|reach|rise)\s+(?:the\s+)?(?:highest|tallest)\b", r"tallest \g<n>"),
        (r"\bof\s+what\s+material\s+(?:is|are)\b(?P<x>.*?)\b(?:constructed|made|built)\b", r"material of \g<x>"),
        (r"\bhow\s+many\s+(?:meters|metres|m|feet|ft)\s+of\s+clearance\b(?:\s+to\s+the\s+trees?)?", "clearance"),
        (r"\b(?:is|are)?\s*(?P<n>not\s+)?(?:in|at)\s+(?:its|their)\s+(?:usual|normal|regular|ordinary)\s+(?:position|state)s?\b", lambda m: " out of normal position" if m["n"] else m[0]),
        (r"\b(?:(?:are|is)\s+)?(?:sitting|set|standing)\s+(?:some\s+way\s+other\s+than|differently\s+(?:from|than))\s+how\s+(?:it|they)\s+(?:normally\s+(?:is|are|should\s+be)|should\s+(?:normally\s+)?be)\b", "out of normal position"),
        # Age and service.
        (rf"\b(?:what|which)\s+year\s+did\s+{_X}\s+go\s+in(?:to\s+service)?\b", r"installation year of \g<x>"),
        (rf"\bhow\s+(?:many\s+years|long)\s+has\s+{_X}\s+been\s+(?:with\s+us|out\s+there|up|around)\b", r"age of \g<x>"),
        (r"\bhow\s+(?:much|many)\s+(?:of\s+)?our\s+(?:equipment|assets|gear)\s*,?\s*(?:in\s+units\s*,?\s*)?(?:has|have)\s+(?:given\s+out|died|packed\s+up|broken\s+down)(?:\s+so\s+far)?\b", "how many assets failed"),
        (r"\b(?:how\s+did)\s+(?P<i>the\s+last\s+inspection\s+of\s+.+?)\s+(?:turn\s+out|go|come\s+out|end)\W*$", r"result of \g<i>"),
        (r"\bwhat\s+did\s+(?:we|they)\s+(?:get|find|see)\s+the\s+last\s+time\s+(?:someone|somebody|we|anyone)\s+(?:checked|inspected|looked\s+at)\s+", "result of the last inspection of "),
        (r"\b(?:should\s+)?(?:the\s+)?(?:tree\s+)?crews\s+(?:should\s+)?(?:get\s+to|trim|do)\s+before\s+any\s+others?\b", "trim first"),
        # Outages and who is out.
        (rf"\b(?:when|at\s+what\s+time|what\s+time)\s+did\s+(?P<o>the\s+{_LAST}\s+outage\s+(?:on|of|at|in)\s+.+?)\s+{_BEGIN}\W*$", r"start of \g<o>"),
        (rf"\b(?:when|at\s+what\s+time|what\s+time)\s+(?:did|was)\s+(?P<o>the\s+{_LAST}\s+outage\s+(?:on|of|at|in)\s+.+?)\s+(?:end|over|restored|finish(?:ed)?|cleared)\W*$", r"\g<o>"),
        (rf"\b(?:when|at\s+what\s+time|what\s+time)\s+did\s+(?:the\s+)?(?:power|supply|lights|service)\s+{_BACK}\s+after\s+(?P<o>the\s+{_LAST}\s+outage\s+(?:on|of|at|in)\s+.+?)\W*$", r"\g<o>"),
        (r"\b(?:do|does|did)\s+not\s+have\s+(?:any\s+)?(?:power|supply|electricity|lights)\b", "are out"),
        (r"\bwould\s+be\s+(?:left\s+)?in\s+the\s+dark\b", "would lose supply"),
        (r"\b(?P<a>anyone|anybody)\s+off\s+(?=on\b|at\b)", r"\g<a> out "),
        (r"\bcustomers\s+out\s+(?P<o>on\s+\S+)\s*>\s*0\b", r"are any customers out \g<o>"),
        (r"\b(?:experienced?|suffer(?:ed)?|had)\s+a\s+(?:loss|cut|interruption)\s+of\s+(?:supply|power|service)\b", "lost supply"),
        (r"\b(?:lack(?:s|ing)?|miss(?:es|ing)?|are\s+short\s+of|wait(?:s|ing)?\s+(?:for|on)|await(?:s|ing)?)\s+(?:an?\s+)?(?:assigned\s+)?crew(?:\s+assignment)?\b", "without crew"),
        (r"\bsuspected\s+outages?\b(?=.*\b(?:pending|await|waiting|okay|confirm\w*)\b)", "predicted outages"),
        (r"\b(?:are\s+)?(?:still\s+)?(?:pending|awaiting|waiting\s+for)\s+(?:someone|somebody|anyone)'s\s+(?:okay|ok|confirmation|approval)\b", "unconfirmed"),
        (r"\bplanned\s+(?P<o>shutdowns|outages|interruptions)\s+(?:(?:do|we|have|are|there)\s+)*on\s+the\s+(?:calendar|books|schedule)(?:\s+still)?(?:\s+to\s+come)?", "upcoming planned outages"),
        (r"\b(?P<o>planned\s+(?:outages?|interruptions?|shutdowns?))\s+(?:(?:that\s+)?(?:were|was|we)\s+)?(?:carried\s+out|performed|executed|done|taken)\b", r"\g<o>"),
        (r"\b(?:leaving|taking|setting)\s+(?:out|aside)\s+planned\s+(?:work|outages|shutdowns|interruptions)\b", "without planned outages"),
        (r"\b(?P<f>(?:which|what)\s+(?:feeder|substation|circuit|cause))s?\s+cost\s+(?:us\s+)?(?:the\s+)?most\s+(?=customer)", r"\g<f> had the most "),
        (r"\bwhat\s+(?:was|is|were)\s+to\s+blame\s+for\s+", "causes of "),
        (r"^\W*(?P<e>biggest|largest|worst|longest)\s+outage\s+(?P<p>\S.*?)\W+which\s+(?P<k>feeder|fdr|substation|sub)\W*$", r"on which \g<k> was the \g<e> outage \g<p>"),
        (r"^\W*(?:\w+\s+){0,3}?every\s+(?:active\s+)?outage\s+(?:we\s+have\s+)?(?:going|running|on)(?:\s+(?:right\s+)?now)?\W*$", "list active outages"),
        (r"\b(?:minimum|min|earliest)\s+upcoming\s+(?=estimated|etr)", "earliest "),
        (r"\bwhen\s+do\s+we\s+(?:think|expect)\s+(?:all\s+customers|everyone|everybody)\s+(?:will\s+have|to\s+have|have)\s+(?:their\s+)?(?:lights|power|supply)\s+back\b|\bat\s+what\s+time\s+is\s+restoration\s+of\s+all\s+(?:interrupted\s+)?customers\s+(?:estimated|expected)\s+to\s+be\s+complete\b", "when will everyone be restored"),
        (r"\b(?P<c>trouble\s+calls|calls|work\s+orders|orders|outages)\s+(?:have\s+not\s+we|have\s+we\s+not|we\s+have\s+not|have\s+not\s+been)\s+closed(?:\s+out)?(?:\s+yet)?\b", r"open \g<c>"),
        # Work, crews, readings.
        (r"\bhow\s+many\s+hours\s+of\s+work\s+(?:are|is|have\s+been|were)\s+(?:estimated|scheduled|left)\s+(?:for|in|on)\s+(?:the\s+|all\s+|our\s+)*(?:open\s+)?(?P<o>(?:work\s+)?orders)\b", r"how many hours of work are open in \g<o>"),
        (r"\b(?P<o>(?:all\s+)?(?:the\s+)?(?:work\s+)?orders)\s+ever\s+(?:written|raised|created|made|issued|opened|put\s+in)\s+(?:on|for|against|up\s+for)\b", r"\g<o> of"),
        (r"\bwork\s+orders\s+(?:are\s+we|we\s+are|we're)\s+(?:running\s+late|running\s+behind|behind|late)(?:\s+(?:on|with))?\b", "work orders are overdue"),
        (r"\b(?:what|which)\s+jobs\s+(?:do\s+we\s+have|are\s+there|have\s+we\s+got|are\s+open)\s+(?:on|for|at)\s+(?=(?:transformer|pole|device|tx)\b)", "work orders of "),
        (rf"\bhow\s+big\s+is\s+the\s+(?:team|gang|squad|crew)\s+(?:on|of|in|at)\s+{_X}", r"how many people are in \g<x>"),
        (r"^\W*if\s+\w+\s+add(?:ed)?(?:\s+up)?\s+(?:every|all|each)\b[^,]*\bcrews?\W+how\s+many\s+(?:folks|people|heads|customers)\b.*$", "how many people in all crews"),
        (r"\bare\s+able\s+to\s+(?:handle|do|take)\s+tree\s+trimming\s+and\s+other\s+vegetation\s+(?:jobs|work)\b", "can do vegetation work"),
        (r"\bhow\s+many\s+(?:reads|readings|intervals)\s+(?:(?:did|have)\s+)?we\s+(?:did\s+|have\s+)?not\s+(?:get|got|receive[d]?)\b", "how many reads missing"),
        (r"\b(?:smart\s+meter|ami|meter)\s+(?:interval\s+)?(?:data|reads|readings)\s+(?P<o>(?:on|of|for)\s+\S+(?:\s+\d+)?)\s+came\s+in\b", r"reads received \g<o>"),
        (r"\bhave\s+an?\s+(?:electric\s+(?:car|vehicle)|ev)\s+(?:plugged\s+in|charging|connected)(?:\s+(?:at|to|on)\s+(?:their|the)\s+(?:meter|house|home))?\b", "with ev"),
        (r"\bdaily\s+(?P<q>energy|consumption|peaks?|losses)\s+(?P<o>(?:of|for|on|at)\s+.+?)\s+(?=from\s|between\s|in\s+the|over\s|last\s|this\s)", r"\g<q> \g<o> by day "),
        (r"\bhow\s+hot\s+(?:was\s+it|it\s+was)\s+on\s+the\s+hottest\s+(?:occasion|day|moment)\b", "highest temperature"),
        (r"^\W*how\s+(?:warm|cold|hot|cool)\s+or\s+(?:warm|cold|hot|cool)\s+is\s+it\s+(?:outdoors|outside|out)\b", "temperature"),
        # What a document says.
        (r"\s*\b(?:(?:of|in|per|under|by)\s+)?(?:the\s+)?(?:ansi\s+)?c\s?84[.\s]?1\b", " "),
        (r"\bhow\s+(?:high\s+and\s+(?:how\s+)?low|low\s+and\s+(?:how\s+)?high|far)\s+(?:may|can)\s+(?:the|a)\s+(?:120\s+volts?\s+)?(?:voltage|supply)\s+(?:go|stray|drift|get|run)\s+and\s+still\s+be\s+(?:in|inside|within)\s+range\b", "voltage limits of range"),
        (r"\bhighest\s+and\s+lowest\s+volts\s+(?:that\s+)?range\s+(?P<r>[ab])\b.*$", r"voltage limits of range \g<r>"),
        (r"^\W*range\s+(?P<r>[ab])\s+limits\b.*$", r"voltage limits of range \g<r>"),
        (r"^\W*(?P<t>\w[\w\s-]{2,40}?)\s*[-:,]+\s*meaning\b.*$", r"what does \g<t> mean"),
        (r"\b(?:i\s+keep\s+mixing\s+up|i\s+mix\s+up|i\s+confuse)\s+(?P<a>\w+)\s+(?:and|with)\s+(?P<b>\w+)\b.*$", r"difference between \g<a> and \g<b>"),
        (r"\binterval\s+data\s+(?:from|of)\s+(?:the\s+)?meters\b", "interval readings"),
        (r"\bhow\s+(?:fast|quickly|soon)\s+(?:does|do|must|should)\s+(?:an?\s+|the\s+)?(?P<p>critical|high|medium|low)(?:\s+priority)?\s+alarms?\s+(?:need|require|get|have|be\s+given|want)\s+(?:an?\s+)?(?:response|answer|reaction|attention|reply)\b", r"how many minutes to respond to a \g<p> alarm"),
        (r"^\W*how\s+long\s+(?:do|must|should)\s+(?:we|you|they)\s+(?:keep|store|retain|hold)\s+(?P<w>(?!.*\b(?:under|according|per)\b)[^?]{3,60}?)(?:\s+(?:from|of)\s+(?:the\s+)?meters)?\W*$", r"how long are \g<w> kept"),
    ),
)  # fmt: skip

OF_OVERLOADING: Final = turns(r"run|load|operate|push", (
        (r"^\W*(?:(?:for\s+)?how\s+long\s+)?(?:can|may)\s+(?:i|we|you|one)\s+(?:run|load|operate|overload|push)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}?transformers?\s+(?:at|to|up\s+to|by)\s+\d+\s*(?:%|percent)(?:\s+of\s+(?:its\s+)?(?:rating|nameplate))?(?:\s*,?\s*(?:and\s+)?(?:for\s+)?how\s+long)?\W*$", "how much overload is allowed"),
), may_lose=True)  # fmt: skip
"""Whether a transformer may be loaded so much, which a guide says for all loads; the number is not needed."""
