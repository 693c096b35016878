"""The load of the whole utility, middle values and sums of a place, and the weather, in everyday words."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_NO_THING: Final = (
    r"^(?!.*(?:\b(?:F|SUB-|TX-|MTR-|P-|SEG-)\d|\b(?:feeder|fdr|circuit|sub|substation|tx|transformer|meter)\s*#?\s*\d))"
)
_ALL: Final = r"(?:(?:the|our)\s+)?(?:whole\s+|entire\s+)?(?:grid|system|utility|network|company)(?:\s+as\s+a\s+whole)?"
_DAY_AGO: Final = r"(?:(?:exactly\s+)?(?:at\s+)?(?:this|the\s+same)\s+(?:time|hour)\s+yesterday|(?:exactly\s+)?(?:24\s*(?:h|hrs?|hours)|(?:a|one)\s+day)\s+(?:ago|back|earlier|before)(?:\s+at\s+this\s+time)?|yesterday\s+at\s+(?:this|the\s+same)\s+(?:time|hour))"
_LOAD: Final = r"(?:load|demand|power|mw|megawatts|serving|carrying|using|supplying)"
_RECENT: Final = r"(?P<when>(?:in\s+|over\s+|during\s+)?(?:the\s+)?(?:past|last)\s+(?:two\s+days|48\s*(?:h|hrs?|hours)|24\s*(?:h|hrs?|hours)|\d+\s+hours|day)|today)"
_OUT: Final = r"(?:out|off|interrupted|without\s+(?:power|lights?|supply|electricity)|in\s+the\s+dark|affected)"
_ONE_TIME: Final = r"(?:at\s+(?:once|one\s+time|the\s+same\s+(?:time|moment))|simultaneously)"
_UNITS: Final = r"(?:transformers?|xfmrs?|tx)"

OF_LOAD: Final = turns(
    r"load|demand|power|system|mw\b|mva\b|kva\b|megawatt|serving|headroom|capacity|peak|up\s+or\s+down|grid|quiet|busi|network|utility|feeders|highest|lowest|customers?\b|people|cust\b",
    (
        (r"\b(?:time|hour)\s+of\s+(?:the\s+)?(?:system\s+|utility\s+)(?:max(?:imum)?|high(?:est)?|top)(?:\s+load)?\b", "when did load peak"),
        (r"\bsystem\s+max(?:imum)?\s+(?:mw|load|demand)\b|\bmax(?:imum)?\s+system\s+(?:mw|load|demand)\b", "system peak load"),
        (r"\bwhen\s+(?:was|is)\s+(?:the\s+|our\s+)?(?:system\s+|total\s+)?(?:load|demand)\s+(?:at\s+its\s+)?highest\b", "when did load peak"),
        (r"\b(?:smallest|lowest|least)\s+amount\s+of\s+power\s+(?:that\s+)?(?:the\s+)?(?:whole\s+|entire\s+)?(?:grid|system|utility|network|everyone)\s+(?:together\s+)?(?:used|carried|drew)\b", "lowest system load"),
        (r"\bmost\s+power\s+(?:that\s+)?(?:everyone|everybody|we|(?:the\s+)?(?:whole\s+)?(?:grid|system|utility|network))\s+(?:all\s+)?(?:together\s+)?(?:used|carried|drew)\b|\btop\s+of\s+the\s+(?:total\s+|system\s+)?load\s+curve\b", "system peak load"),
        (r"^\W*what(?:'s|\s+is|\s+was)\s+the\s+(?P<e>highest|most|lowest|least)\s+we\s+(?:(?:hit|reached|carried|served|went\s+to|had)\s+)?today\W*$", r"\g<e> system load today"),
        (rf"^\W*how\s+low\s+did\s+(?:total\s+|system\s+)?(?:load|demand)\s+(?:drop|go|fall)(?:\s+overnight)?,?\s+{_RECENT}\W*$", r"lowest system load \g<when>"),
        (rf"^\W*(?:at\s+)?(?:what|which)\s+(?:time|hour)\s+(?:did\s+(?:the\s+)?(?:total\s+|system\s+)?(?:load|demand)\s+bottom\s+out|was\s+{_ALL}\s+(?:the\s+)?quietest),?\s+{_RECENT}\W*$", r"time of lowest system load \g<when>"),
        (rf"^\W*(?:at\s+)?(?:what|which)\s+(?:time|hour)\s+was\s+(?:(?:the\s+)?(?:total\s+|system\s+)(?:load|demand)\s+(?:at\s+its\s+)?highest|{_ALL}\s+(?:the\s+)?busiest),?\s+{_RECENT}\W*$", r"time of peak system load \g<when>"),
        # The most that were out together.
        (rf"^(?P<q>.*?)\b(?:(?:the\s+)?(?:highest|largest|biggest|greatest|max(?:imum)?|peak|most)\s+(?:count|number)\s+of|(?:max(?:imum)?|peak|most))\s+(?:of\s+)?(?:(?:simultaneously\s+)?(?P<o>{_OUT})\s+)?(?:customers?|custs?|people)\s*(?:(?:who\s+were|that\s+were|were|was)\s+)?(?:{_OUT})?\s*{_ONE_TIME}?,?\s+{_RECENT}\W*$", r"\g<q> most customers out at once \g<when>"),
        (rf"^\W*worst\s+point\s+for\s+customers\s+out,?\s+{_RECENT}(?:,?\s+how\s+many|\s+count)?\W*$|^\W*how\s+bad\s+did\s+it\s+get\s+(?P<w2>today)\b.*\bpeople\s+without\s+power\b.*$", r"most customers out at once \g<when>\g<w2>"),
        (rf"^\W*(?:when|(?:at\s+)?what\s+(?:time|moment))\s+(?:were|was)?\s*(?:the\s+)?most\s+customers\s+out\s+at\s+once\s+{_RECENT}\W*$|^\W*at\s+what\s+(?:moment|time)\s+(?:in\s+)?(?P<w2>the\s+past\s+two\s+days|today|(?:the\s+)?last\s+\d+\s+hours)\s+was\s+the\s+number\s+of\s+(?:interrupted\s+customers|customers\s+out)\s+at\s+its\s+highest\W*$|^\W*time\s+of\s+most\s+customers\s+out\s+at\s+once\s+(?P<w3>.*)$", r"time most customers out at once \g<when>\g<w2>\g<w3>"),
        # A day ago.
        (rf"{_NO_THING}\W*(?:are\s+we\s+up\s+or\s+down\s+(?:from|on|against)|(?:sys(?:tem)?\s+|total\s+)?(?:load|demand)\s+(?:delta|change|difference|diff)\s+(?:vs\.?|versus|from|since|against|to)|by\s+how\s+much\s+has\s+(?:total\s+|system\s+)?(?:load|demand)\s+changed\s+(?:compared\s+(?:with|to)|since|from|against)|difference\s+between\s+the\s+(?:load|demand)\s+now\s+and|how\s+much\s+more\s+or\s+less\s+power\s+is\s+being\s+used\s+than)\s+{_DAY_AGO}\b.*$", "dayago change"),
        (rf"{_NO_THING}(?=.*\b{_LOAD}\b)(?!.*\b(?:more|less|than|change|compare\w*|vs|versus|peak|energy|mwh)\b).*?\b{_DAY_AGO}(?:\s+(?:in\s+)?(?:MW|megawatts))?\W*$", "dayago load"),
        # Of the design.
        (rf"\b(?:what|which)\s+(?:max(?:imum)?\s+load|peak\s+demand|peak)\s+(?:was|is)\s+{_ALL}\s+(?:planned|designed|sized|built|laid\s+out)\s+(?:for|to\s+(?:meet|carry|serve))|\b(?:the\s+)?(?:highest|maximum|max)\s+(?:total\s+)?(?:mw|load|demand)\s+{_ALL}\s+(?:was|is)\s+(?:laid\s+out|planned|designed|built|sized)\s+for\b", "system design peak"),
        (rf"^\W*(?:how\s+close\s+are\s+we\s+to\s+(?:the\s+)?design\s+peak\b.*|what\s+(?:fraction|percent(?:age)?|share)\s+of\s+(?:the\s+)?(?:planned\s+maximum|design\s+peak)\s+are\s+we\s+(?:running\s+)?(?:at|using)\b.*|are\s+we\s+(?:anywhere\s+)?(?:near|close\s+to)\s+the\s+(?:peak\s+{_ALL}\s+was\s+built\s+for|design\s+peak)\b.*|(?:present\s+)?sys(?:tem)?\s+load\s+(?:vs\.?|versus|as\s+(?:a\s+)?(?:%|percent|pct)\s+of|in\s+percent\s+of|of)\s+(?:the\s+)?design\s+peak(?:\s+(?:%|pct|percent))?)\W*$", "system load percent of design peak"),
        # Of all feeders together.
        (rf"^\W*(?:how\s+full\s+is\s+{_ALL}(?:\s+right\s+now)?\s*,?\s*as\s+(?:an?\s+)?percent\b.*|what\s+percent(?:age)?\s+of\s+the\s+(?:combined|total)\s+feeder\s+ratings?\s+are\s+we\s+using\b.*|sys(?:tem)?\s+load(?:ing)?\s*(?:%|percent|pct)?,?\s+all\s+(?:fdrs|feeders|circuits)\s+together|total\s+load\s+as\s+a\s+(?:share|percent(?:age)?)\s+of\s+the\s+(?:sum\s+of\s+)?feeder\s+ratings\b.*|overall\s+utili[sz]ation\s+of\s+(?:our|the)\s+(?:feeders|circuits)(?:\s+in\s+percent)?)\W*$", "system loading percent"),
        (rf"^\W*(?:how\s+much\s+(?:spare|unused|free)\s+(?:room|headroom|capacity)\s+(?:(?:is\s+)?(?:left\s+)?on\s+all\s+the\s+feeders(?:\s+put\s+together)?|do\s+our\s+feeders\s+have\s+in\s+total(?:\s+right\s+now)?)|remaining\s+(?:mva|kva|capacity)\s+(?:across|of|in|on)\s+{_ALL}(?:\s+before\s+(?:the\s+)?feeder\s+ratings\s+are\s+reached)?|how\s+much\s+more\s+could\s+{_ALL}\s+carry\b.*)\W*$", "system headroom"),
        (r"\bhow\s+much\s+power\s+are\s+all\s+(?:our\s+|the\s+)?customers\s+(?:together\s+)?using\b(?:\s+at\s+this\s+minute)?", "system load now"),
        # Sums of ratings.
        (r"\b(?:how\s+many\s+MVA\s+of\s+substation\s+capacity|(?:total|combined|overall)\s+(?:sub(?:station)?\s+capacity|capacity\s+of\s+(?:all\s+)?(?:our|the)\s+sub(?:station)?s)|(?:add\s+(?:up\s+)?|(?:sum|total)\s+of\s+)the\s+MVA\s+of\s+(?:our|the|all)\s+sub(?:station)?s|how\s+much\s+power\s+can\s+all\s+the\s+substations\s+together\s+handle)\b(?:\s+(?:in\s+)?MVA)?", "total substation capacity"),
        (r"^\W*what\s+are\s+the\s+feeders\s+of\s+(?P<p>(?:SUB-|sub\s*|substation\s*)\d+)\s+rated\s+for(?:\s+(?:when|if)\s+you\s+add\s+them\s+up|\s+in\s+total)?\W*$|^\W*total\s+rated\s+kva\s+of\s+(?:the\s+)?(?:circuits|feeders)\s+(?:out\s+of|fed\s+from|of|on|at)\s+(?P<q>(?:SUB-|sub\s*|substation\s*)\d+)\W*$", r"total feeder rating on \g<p>\g<q>"),
        (r"\bhow\s+many\s+kva\s+are\s+all\s+(?:the\s+)?(?:feeders|circuits)(?:\s+of\s+the\s+utility)?(?:\s+together)?\s+(?:built|rated|made)\s+(?:to\s+carry|for)\b", "total feeder rating"),
    ),
)  # fmt: skip
"""Now, a day ago, in the last hours, and as designed."""

OF_MIDDLES: Final = turns(
    rf"{_UNITS}|pole|section|segment|wire|conductor",
    (
        (r"\bmiddle\s+value\s+of\b|\b(?:50th|fiftieth)\s+percentile(?:\s+of)?\b", "median"),
        (rf"^\W*(?:what|how\s+many)\s+(?P<q>voltage|volts|kilowatts|kw|load|loading|percent)\s+does\s+the\s+middle\s+{_UNITS}\s+(?P<on>(?:on|of|at|in)\s+.+?)\s+(?:see|carry|have|run\s+at|deliver)\W*$", r"median transformer \g<q> \g<on>"),
        (rf"^\W*(?:on\s+average\s+)?half\s+of\s+(?:our|the|all)\s+{_UNITS}(?P<on>.*?)\s+(?:are\s+loaded|sit|carry|run|are|have)\s+(?:above|more\s+than|over)\s+(?:what|how\s+many)\s+(?P<q>percent|volts|kw|kilowatts|voltage)\W*$", r"median transformer \g<q>\g<on>"),
        (r"\bmedian\s+transformer\s+(?:volts|voltage)\b|\bmedian\s+(?:of\s+the\s+)?(?:transformer\s+)?voltages?\s+(?:at|of)\s+the\s+transformers\b|\bmedian\s+of\s+the\s+transformer\s+voltages\b", "median transformer voltage"),
        (r"\bmedian\s+transformer\s+(?:percent|loading|load\s+percent)\b", "median transformer loading"), (r"\bmedian\s+transformer\s+(?:kw|kilowatts)\b|\bmedian\s+kw\s+per\s+transformer\b", "median transformer load"),
        (rf"\b(?:avg|average|mean)\s+{_UNITS}\s+(?:v|volts|voltage)\b|\bon\s+average\s+how\s+many\s+volts\s+do\s+the\s+{_UNITS}(?=\s)", "average transformer voltage"), (r"(\baverage\s+transformer\s+voltage\b.*?)\s+(?:deliver|see|have|show)\W*$", r"\1"),
        (rf"^\W*how\s+heavily\s+are\s+(?:our|the)\s+(?:distribution\s+)?{_UNITS}(?P<on>.*?)\s+loaded\s+on\s+average\b.*$|^\W*on\s+average\s+how\s+full\s+are\s+the\s+{_UNITS}(?P<on2>.*?)\W*$|^\W*(?:mean|average|avg)\s+(?:utili[sz]ation|loading)\s+of\s+(?:the\s+|our\s+|all\s+)*{_UNITS}(?P<on3>.*?)\W*$", r"average transformer loading \g<on>\g<on2>\g<on3>"),
        (rf"\b(?:avg|average|mean|typical)\s+(?:nameplate\s+|rated\s+)?kva\s+(?:per|of\s+a)\s+{_UNITS}\b", "average transformer size"),
        (rf"\b(?:sum|total)\s+of\s+(?:the\s+)?(?:nameplate|rated)\s+kva\s+of\s+(?:the\s+|all\s+)*{_UNITS}\b", "total transformer kva"),
        (r"\b(?:average|mean|avg|typical)\s+(?:(?:segment|section|wire|line\s+section|span|conductor)\s+age|age\s+of\s+(?:our\s+|the\s+)?(?:line\s+sections?|segments?|wires?|spans|conductors?))\b", "average age of line"), (r"(\baverage\s+age\s+of\s+line\b.*?)\s+in\s+years\b", r"\1"),
        (r"\bhow\s+tall\s+are\s+(?:our\s+|the\s+)?poles(?P<on>.*?)\s+on\s+average\b|\bhow\s+tall\s+on\s+average\s+are\s+(?:our\s+|the\s+)?poles", r"average height of poles\g<on>"),
        # What failures would cost, what new ones would.
        (rf"^\W*(?:what\s+do\s+expected\s+{_UNITS}\s+failures\s+cost\s+us\s+(?:per|a)\s+year(?:\s+across\s+the\s+utility)?|how\s+(?:much\s+(?:money|cost)|cost)\s+(?:a|per)\s+year\s+(?:is\s+)?(?:at\s+)?stake\s+with\s+the\s+{_UNITS}|{_UNITS}\s+risk\s*(?:\$|dollars)\s*(?:/|per|a)\s*(?:yr|year))(?P<on>.*)$", r"total transformer risk cost\g<on>"),
        (rf"^\W*(?:if\s+we\s+(?:renewed|replaced)\s+all\s+(?:of\s+)?(?:our|the)\s+{_UNITS},?\s*what\s+would\s+(?:the\s+bill\s+be|it\s+cost)|what\s+would\s+it\s+cost\s+to\s+replace\s+(?:every|all(?:\s+the)?)\s+{_UNITS}|total\s+cost\s+of\s+(?:swapping\s+out|replac(?:e|ing)|changing\s+out)\s+all\s+(?:the\s+)?{_UNITS}|price\s+of\s+new\s+{_UNITS})(?:\s+throughout)?(?P<on>.*)$", r"replacement value of transformers\g<on>"),
        (rf"^\W*(?:how\s+many\s+{_UNITS}(?P<on1>.*?)\s+should\s+we\s+expect\s+to\s+lose\s+in\s+a\s+year|(?:annual\s+)?expected\s+(?:number\s+of\s+)?(?:{_UNITS}\s+failures|failing\s+{_UNITS})(?:\s+(?:per|a)\s+(?:yr|year))?(?P<on2>.*?)|how\s+many\s+{_UNITS}\s+failures\s+(?:a|per)\s+year\s+do\s+we\s+expect(?P<on3>.*?)|how\s+many\s+{_UNITS}\s+will\s+likely\s+(?:die|fail)(?:\s+in\s+a\s+year)?(?P<on4>.*?))\W*$", r"expected transformer failures \g<on1>\g<on2>\g<on3>\g<on4>"),
        # Whose customers hang on transformers in trouble.
        (rf"^\W*(?P<on1>on\s+[\w\s-]*?\d+,\s*)?(?:how\s+many|number\s+of)\s+(?:homes\s+and\s+businesses|customers|people|homes|accounts)(?P<on2>.*?)\s+(?:(?:are|is)\s+)?(?:hang\s+on|depend\s+on|sit\s+behind|supplied\s+from|at|on|behind|served\s+by|fed\s+from)\s+(?:an?\s+)?{_UNITS}\s+(?:that\s+(?:are|is)\s+)?(?:overloaded|past\s+their\s+rating|carrying\s+too\s+much|loaded\s+(?:above|over|beyond)\s+(?:their\s+|its\s+)?(?:nameplate|rating)|over\s+(?:their|its)\s+rating)(?:\s+(?:right\s+)?now)?\W*$", r"how many customers behind overloaded transformers\g<on2> \g<on1>"),
        (rf"^\W*(?P<on1>on\s+[\w\s-]*?\d+,\s*)?(?:how\s+many|number\s+of)\s+(?:homes\s+and\s+businesses|customers|people|homes|accounts)(?P<on2>.*?)\s+(?:(?:are|is)\s+)?(?:hang\s+on|depend\s+on|sit\s+behind|supplied\s+from|at|on|behind|served\s+by|fed\s+from)\s+(?:an?\s+)?{_UNITS}\s+(?:that\s+(?:have|has)\s+no\s+(?:power|supply|voltage)|without\s+(?:voltage|power|supply)|that(?:'s|\s+is|\s+are)\s+(?:off|dead|dark))(?:,?\s+whole\s+utility)?\W*$", r"how many customers behind dead transformers\g<on2> \g<on1>"),
        (rf"\b{_UNITS}\s+(?:without|that\s+have\s+no)\s+voltage\b", "transformers without supply"), (rf"\b{_UNITS}\s+(?:under|with)\s+voltage\b(?=\s+(?:on|at|in|of|now)|\W*$)|\bhot\s+{_UNITS}(?=.*\bwith\s+supply)", "energized transformers"), (r"(\benergized\s+transformers\b.*?),\s*I\s+mean\s+with\s+supply\b", r"\1"),
        # By group.
        (r"\b(?:break|split)\s+(?:our\s+|the\s+)?(?P<k>poles|transformers|customers)(?P<on>.*?)\s+(?:down\s+)?(?:by|into)\s+(?:the\s+)?", r"\g<k>\g<on> by "), (r"\btransformers\b(?P<on>.*?)\s+by\s+pad[\s-]mounted\s+and\s+pole[\s-]mounted(?:\s+transformers)?\b", r"transformers by mounting\g<on>"), (r"\bby\s+(?:the\s+)?decade\s+(?:they\s+were\s+|of\s+being\s+)?(?:set|installed|built|put\s+in)\b", "by decade"),
        (r"\bhow\s+many\s+single\s+and\s+three\s+phase\s+transformers\s+in\s+each\s+(substation|feeder)\b", r"single phase transformers by \1 and three phase transformers by \1"),
        (rf"\b(?:number\s+of\s+|how\s+many\s+)?customers\s+(?:(?:sit|are|hang)\s+)?(?:on|by)\s+(?:single[\s-]phase\s+and\s+(?:on\s+)?three[\s-]phase\s+{_UNITS}|padmounts?\s+(?:versus|vs\.?|and)\s+pole[\s-]mounted\s+transformers)", r"customers of transformers by kind"),
    ),
)  # fmt: skip
"""Medians, means, and what is reckoned of all transformers, poles or lines of a place."""

OF_WEATHER: Final = turns(
    r"degree|thermometer|\bRH\b|damp|moist|humid|anemometer|blow|breez|wind|calm",
    (
        (r"^\W*(?:how\s+many\s+degrees\s+is\s+it|what\s+does\s+the\s+thermometer\s+say|is\s+it\s+freezing\b.*)(?:\s+(?:outside|out\s+there|out))?(?:\s+(?:right\s+)?now)?\W*$", "outside temperature now"),
        (r"^\W*(?:current\s+|present\s+)?(?:RH|(?:moisture|dampness)\s+(?:in|of)\s+the\s+air|how\s+(?:damp|moist)\s+is\s+(?:it|the\s+air))(?:\s+(?:outside|out\s+there|out))?(?:\s+in\s+percent)?(?:\s+(?:right\s+)?now)?\W*$", "humidity now"),
        (r"^\W*(?:anemometer\s+reading(?:\s+(?:in\s+)?(?:mps|m/s))?|how\s+(?:hard|fast|strong(?:ly)?)\s+is\s+(?:it|the\s+wind)\s+blowing|(?:is\s+it\s+breezy(?:\s+or\s+calm)?(?:\s+out)?,?\s*)?how\s+fast\s+is\s+the\s+air\s+moving|(?:before\s+.{0,40},\s*)?how\s+many\s+(?:mps|meters\s+(?:per|a)\s+second|m/s)\s+is\s+(?:it|the\s+wind)\s+blowing)(?:\s+(?:outside|out\s+there|out))?(?:\s+(?:right\s+)?now)?\W*$", "wind speed now"),
    ),
)  # fmt: skip
"""The weather now."""
