"""Feeders, substations and transformers in everyday words: what they could carry, what they are built for, which is more."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_NAME: Final = r"(?:(?:feeder|fdr|circuit|ckt|sub|substation|transformer|tx|xfmr|pole)\s*#?\s*\d[\w\-]*|(?:F|SUB-|TX-|P-|MTR-)\d[\w\-]*)"
_ROWS: Final = r"(?:feeders|circuits|fdrs|ckts|substations|subs|transformers|xfmrs|txs)"
_MORE: Final = (
    r"(?:over|above|under|below|more\s+than|less\s+than|fewer\s+than|at\s+least|at\s+most|greater\s+than|exceeding)"
)
_END: Final = (
    r"(?:most|least|greatest|largest|biggest|smallest|highest|lowest|higher|lower|larger|smaller|bigger|more|less)"
)
_CAPACITY: Final = r"(?:(?:what\s+(?:they|it)\s+(?:can|could|may)\s+(?:carry|take|handle)|(?:(?:its|their|the)\s+)?(?:capacity|rating|nameplate|limits?|capability|ampacity))\b(?!\s+of\b))"
_BUILT: Final = (
    r"(?:(?:was|were|is|are|been)\s+)?(?:built|designed|laid\s+out|planned|sized|engineered|dimensioned)\s+for"
)
_TOP: Final = r"(?:peak(?:\s+(?:load|demand))?|maximum\s+(?:load|demand)|max\s+(?:load|demand)|top\s+load|highest\s+(?:load|demand))"
_BESIDE: Final = r"(?:beside|alongside|next\s+to|side\s+by\s+side\s+with|opposite)"

OF_FEEDERS: Final = turns(
    r"station|feeder|fdr|circuit|ckt|\bsub|transformer|xfmr|\btx|pole|customer|\bF\d|SUB-|line|P-\d|breaker|wooden|gear|asset|MVA|voltage|panel|\bEV\b|account",
    (
        # A station is a substation, where nothing says another kind of it.
        (r"\bsub[\s-]+stations?\b", "substation"),
        (r"(?<!police\s)(?<!fire\s)(?<!weather\s)(?<!charging\s)(?<!pumping\s)(?<!pump\s)(?<!lift\s)(?<!water\s)(?<!gas\s)(?<!PD\s)(?<!generating\s)(?<!base\s)\bstation(?P<s>s?)\b(?!\s+(?:house|service))", r"substation\g<s>"),
        (r"\b(?:must[\s-]+serve|must[\s-]+run|sensitive|priority|high[\s-]priority)\s+(?:customers|sites|loads|accounts|facilities|places|users|consumers)\b", "critical customers"),
        (r"\bcritical\s+(?:sites|loads|facilities|accounts|places)\b", "critical customers"),
        (r"\b(?P<c>critical\s+customers)\s+(?:such\s+as|like|including|e\.?g\.?)\s+(?:(?:hospitals?|schools?|police(?:\s+stations?)?|fire\s+stations?|shelters?|water\s+plants?|nursing\s+homes?|and|or)[\s,]*)+(?=\s*(?:on|at|of|by|per)\b)", r"\g<c> "),
        (r"\b(?:hospitals|schools)\s+and\s+other\s+critical\s+customers\b", "critical customers"),
        # What one row has on it.
        (r"^(?P<w>\W*(?:which|what)\s+)line\s+(?=(?:has|have|serves|feeds|carries)\s)", r"\g<w>feeder "),
        (r"^(?P<w>\W*(?:[\w\s,]+?[,:]\s*)?(?:which|what)\s+(?:feeder|fdr|circuit|line|ckt|substation|sub|transformer)\b.*?)\s+(?:on|behind|in|hanging\s+off|coming\s+off)\s+(?:it|them)(?=\W*$|\s+(?:right\s+now|now|today|at\s+the\s+moment))", r"\g<w>"),
        (r"\b(?:feeders|circuits)\s+coming\s+out\b", "feeders"),
        (rf"\b(?P<r>{_ROWS})\s+(?:with|that\s+have|having|which\s+have)\s+(?P<m>{_MORE})\s+(?P<n>\d[\d,]*)\s+meters\b(?!\s+(?:of|long|in\s+length))", r"\g<r> with number of meters \g<m> \g<n>"),
        # How loaded.
        (rf"\b(?P<w>loaded|loading)\s+(?:relative\s+to|compared\s+(?:to|with)|against|for)\s+{_CAPACITY}", r"\g<w>"),
        (r"\b(?P<w>most|more|least|less|how)\s+heavily\s+(?=loaded\b)", r"\g<w> "),
        (rf"\b(?:(?:run|running|are|is|being|loaded|load(?:ing)?|work(?:ing)?|sit|sitting)\s+)*(?:at\s+)?(?P<m>{_MORE})\s+(?P<n>\d[\d.]*)\s*(?:%|percent|pct)\s+of\s+{_CAPACITY}", r"loaded \g<m> \g<n> percent"),
        (r"\bclosest\s+to\s+(?:being\s+)?(?:full|(?:its|the|their)\s+(?:limit|rating|capacity))\b", "most loaded"),
        (r"\bcloser\s+to\s+(?:being\s+)?(?:full|(?:its|the|their)\s+(?:limit|rating|capacity))\b", "more loaded"),
        # What is left.
        (r"\b(?:spare\s+|free\s+|unused\s+)?(?:kVA|MVA|capacity|room|margin|space)\s+(?:is\s+|are\s+)?(?:still\s+)?(?:left(?:\s+over)?|to\s+spare|remaining|free|unused)\b(?:\s+for\s+(?:new|more|additional)\s+(?:load|customers))?", "headroom"),
        (r"\b(?:room|margin|capacity|space|headroom)\s+(?:left\s+)?for\s+(?:any\s+)?(?:new|more|additional|extra|further)\s+(?:load|customers|connections|demand)\b", "headroom"),
        (rf"\b(?P<e>{_END})\s+margin\b", r"\g<e> headroom"),
        # What they are built for.
        (rf"\b{_BUILT}\s+(?:(?:the|a|an)\s+)?(?P<e>{_END}|top|maximum)?\s*{_TOP}", r"has the \g<e> design peak"),
        (rf"\b{_TOP}\s+(?:(?:that|which|load|demand)\s+)?(?:they|it|each|we)\s+{_BUILT}", "design peak"),
        (rf"\bwhat\s+(?:{_TOP}|peak|load)\s+(?:was|is)\s+(?P<n>{_NAME})\s+(?:built|designed|laid\s+out|planned|sized)\s+for\b", r"design peak of \g<n>"),
        (rf"^(?P<w>\W*)(?:the\s+)?peak\s+{_BUILT}\b", r"\g<w>design peak"),
        (r"\b(?:planning|planned|design)\s+peak\b(?:\s+(?:load|demand|kW))?", "design peak"),
        (rf"\bhas\s+the\s+(?:top\s+)?design\s+peak\s+(?={_MORE})", "with design peak "),
        (rf"\b{_BUILT}\s+(?:the\s+)?(?P<e>{_END})\s+(?:kVA|load|capacity)\b", r"has the \g<e> rating"),
        (r"\bname-?plate\s+(?:capability|capacity|kVA|rating)(?P<s>s?)\b", r"rating\g<s>"),
        (r"\bsum\s+of\s+(?:the\s+)?nameplates?\b", "sum of ratings"),
        # What the head reads.
        (r"\b(?:A|amps|amperes|kV|volts|current)\s+at\s+the\s+(?:feeder\s+)?head\b", "current"),
        (r"\bcos(?:ine)?[\s-]*(?:phi|φ)(?!\w)", "power factor"),
        (r"\b(?:draws?|carr(?:y|ies)|pulls?|takes?)\s+(?:the\s+)?(?:more|most)\s+(?:amperes|amps|current|A)\b", "has the highest current"),
        (r"\b(?:draws?|carr(?:y|ies)|pulls?|takes?)\s+(?:the\s+)?(?:less|fewer|least|fewest)\s+(?:amperes|amps|current|A)\b", "has the lowest current"),
        (r"\bby\s+(?:the\s+)?current\s+(?:that\s+)?(?:they|it)\s+(?:draw|carry|pull|take)s?\b", "by amps"),
        (r"\b(?:(?:head\s+)?voltage\s+)?(?:at\s+the\s+(?:breaker|head)\s+)?(?:as\s+)?(?:a\s+)?percent(?:age)?\s+of\s+nominal\b", "voltage percent of nominal"),
        (r"\bhead\s+voltage\s+(?:is\s+)?furthest\s+below\s+nominal(?:\s+in\s+percent)?\b", "has the lowest voltage percent of nominal"),
        (rf"\bhead\s+voltage\s+(?P<m>{_MORE})\s+(?P<n>\d[\d.]*\s*(?:%|percent))\s+of\s+nominal\b", r"voltage percent of nominal \g<m> \g<n>"),
        (r"\b(?:is\s+)?(?:running|runs)\s+the\s+(?P<e>highest|lowest)\s+(?:against|relative\s+to)\s+(?:its\s+)?nominal(?:\s+voltage)?\b", r"has the \g<e> voltage percent of nominal"),
        (r"\bkV\s+(?:measured|live)(?:\s+now)?\b", "voltage now"),
        (rf"\bis\s+(?P<a>{_NAME})\s+(?:running|operating|sitting)\s+at\s+an?\s+(?P<e>higher|lower)\s+(?:kV|voltage)\s+than\b", r"is the head voltage of \g<a> \g<e> than"),
        # What lies in the ground.
        (r"\bcables?\s+in\s+the\s+ground\b", "underground"),
        (r"\b(?:share|percent(?:age)?|part|proportion)\s+of\s+(?:(?:its|the|their)\s+)?(?:underground|buried)(?:\s+(?:line|lines|cable|length))?\b", "percent underground"),
        (rf"^(?P<w>\W*(?:rank|sort|order)\s+(?:the\s+|all\s+|our\s+)*{_ROWS}(?:\s+of\s+{_NAME})?\s+by\s+)(?:underground|UG|buried|cable)\s+(?:line\s+)?(?:length|km|kilomet(?:er|re)s)\b", r"\g<w>underground km"),
        (rf"\b(?P<m>{_MORE})\s+half\s+(?:undergrounded|underground|cabled|buried|in\s+the\s+ground)\b", r"\g<m> 50 percent underground"),
        (r"\b(?:least|less)\s+cabled\s+as\s+a\s+percentage\s+of\s+its\s+length\b", "has the lowest percent underground"),
        (r"\b(?:percent(?:age)?)\s+(?:cabled|undergrounded|in\s+the\s+ground)\b", "percent underground"),
        (rf"\bis\s+a\s+(?P<e>bigger|larger|smaller)\s+(?:part|share)\s+of\s+(?P<a>{_NAME})\s+(?:in\s+the\s+ground|underground|buried|cabled)\s+than\s+of\s+(?P<b>{_NAME})", r"is the percent underground of \g<a> \g<e> than of \g<b>"),
        # Kinds of rows beside each other.
        (r"\bpole[\s-]?mount(?:ed)?\s+(?:vs\.?|versus|and|or|against)\s+pad[\s-]?mount(?:ed)?(?:\s+(?:units|transformers|cans))?|\bpad[\s-]?mount(?:ed)?\s+(?:vs\.?|versus|and|or|against)\s+pole[\s-]?mount(?:ed)?(?:\s+(?:units|transformers|cans))?(?=.*\b(?:how\s+many|each)\b)", "transformers by mounting"),
        (r"\btransformers\s+by\s+mounting,?\s+how\s+many\s+of\s+each\b", "transformers by mounting"),
        (r"\b(?P<w>line\s+sections|lines|sections|line\s+length|length)\s+overhead\s+(?:vs\.?|versus|and|or|against)\s+underground\b", r"\g<w> by overhead or underground"),
        (r"\b(?P<w>switchgear|switches|devices|switching\s+devices)\s+open\s+(?:vs\.?|versus|and|or|against)\s+closed\b", r"\g<w> by state"),
        (r"\b(?:breakers|reclosers|fuses|switches)(?:\s*,\s*(?:breakers|reclosers|fuses|switches|ties))+(?:\s+and\s+so\s+(?:on|forth)|,?\s+etc\.?)?(?=.*\bby\s+kind\b)", "switching devices"),
        (r"\bspans?\s+(?:per|by)\s+conductor\s+size\b", "line sections by conductor"),
        (r"\b(?:pieces|stretches|runs)\s+of\s+line\b", "line sections"), (r"\b(?P<w>line\s+sections|lines|sections|spans|poles|transformers)\s+(?:that\s+)?(?:were|was|got)\s+(?:built|put\s+up|installed|erected)\s+(?:in\s+each|per|by)\s+decade\b", r"\g<w> by decade"), (r"\bline\s+mileage\b", "line length"),
        (r"\b(?:per|by)\s+transformer\s+(?:make|brand|manufacturer|maker)\b", "by maker of the transformer"),
        (r"\bcustomers\s+(?:behind|on|served\s+by|fed\s+by|supplied\s+by)\s+transformers\s+by\s+phase\b", "customers by phase of the transformer"),
        (r"\bcustomers\s+(?:served|supplied|fed)\s+by\s+transformers\s+by\s+mounting\b", "customers by mounting of the transformer"),
        (r"\bhow\s+many\s+wood(?:en)?\s+poles,?\s+steel\s+poles\s+and\s+so\s+on\b", "how many poles by material"),
        (r"\b(?:service\s+points|services|meters)\s+behind\s+(?=(?:transformer|tx|xfmr)\b)", "meters on "),
        (r"\b(?P<m>over|above|more\s+than|under|below|fewer\s+than|less\s+than)\s+(?P<n>\d+)\s+EV\s+owners\b", r"\g<m> \g<n> EVs"), (r"\bEV\s+adoption\b", "the number of EVs"), (r"\bPV\s+(?:panels|installs|installations|systems|arrays|customers)\b", "solar customers"), (r"\bsolar\s+(?:panels|installs|installations|arrays)\b", "solar"),
        (r"\b(?:asset|gear|piece\s+of\s+gear|kit)\s+is\s+(?:sitting\s+)?abnormal\b|\bgear\s+(?:that\s+is\s+)?(?:sitting\s+)?abnormal\b", "devices are abnormal"),
        (r"\b(?P<t>transformers\b.{0,20}?)\s+(?:are|is)\s+not\s+(?:being\s+)?(?:fed|supplied|served)\b", r"\g<t> without supply"),
        (r"\bhave\s+no\s+active\s+account\b|\bwith\s+no\s+active\s+account\b", "without account"),
        (r"\boverview\s+of\s+(?P<s>(?:the\s+)?(?:subs|substations|feeders))\W*$", r"list the \g<s>"),
        (r"\bsubstations\s+loaded\s+(?=(?:over|above|under|below|more|less)\b.*\b(?:MW|kW)\b)", "substations with load "),
        (r"\b(?:transmission|high|primary|incoming)[\s-]+side\s+(?:kV|voltage)\b|\bprimary\s+voltage(?=\s+(?:above|over|below|under)\s+\d+\s*kV)|\bincoming\s+(?:kV|voltage)\b", "high side voltage"),
        (r"\bvoltage\s+on\s+the\s+120[\s-]*V(?:olt)?\s+base\b|\b(?:the\s+)?120[\s-]*V(?:olt)?[\s-]+base\s+voltage\b|\b120\s*V\s+equivalent\b", "secondary voltage"),
        (r"\bhotter\s+inside\b", "hotter"), (r"\bwinding\s+(?:hottest\s+spot|hot[\s-]?spot)(?:\s+temperature)?\b|\bhottest\s+spot\s+temperature\b", "hot spot"),
        (r"\blikelier\s+to\s+(?:break|fail)\b", "more likely to fail"),
        (r"\b(?P<e>bigger|larger|higher|smaller|lower)\s+expected\s+(?:annual\s+)?cost\s+of\s+failure(?:\s+(?:per|a)\s+year)?\b", r"\g<e> risk cost"), (r"\bexpected\s+annual\s+failure\s+(?:dollars|cost|costs)\b|\bannual\s+risk\s+exposure(?:\s+in\s+(?:USD|dollars))?\b", "risk cost"),
        (rf"\bis\s+more\s+money\s+at\s+stake\s+(?:each|per|a)\s+year\s+from\s+(?P<a>{_NAME})\s+failing\s+than\s+from\s+(?P<b>{_NAME})", r"is the risk cost of \g<a> higher than \g<b>"),
        (rf"\bhow\s+does\s+the\s+(?P<q>[\w\s]+?)\s+of\s+(?P<a>{_NAME})\s+stand\s+against\s+(?:that\s+of\s+)?(?P<b>{_NAME})", r"compare the \g<q> of \g<a> and \g<b>"),
        (rf"\bhow\s+many\s+(?P<q>[\w\s]+?)\s+does\s+(?P<a>{_NAME})\s+have\s+against\s+(?P<b>{_NAME})", r"compare the \g<q> of \g<a> and \g<b>"),
        (rf"\b(?:which|what)\s+substation\s+is\s+(?P<e>bigger|larger|smaller)\s+in\s+MVA(?=,?\s+{_NAME})", r"which substation has the \g<e> capacity"),
        # Two by their numbers alone, of the kind that is asked for.
        (r"\b(?P<w>which|what)\s+(?P<k>feeder|fdr|circuit|substation|sub|transformer|pole|meter)\b(?P<m>[^?]*?),?\s+(?P<a>\d{1,4})\s+or\s+(?P<b>\d{1,4})(?=,|\?|\W*$)", r"\g<w> \g<k>\g<m>, \g<k> \g<a> or \g<k> \g<b>"),
        # Two beside each other.
        (rf"^\W*(?P<q>(?:(?!which|does|is|did|has)[\w%][\w%.\-]*\s+){{1,8}}?)(?:(?:of|on|at|for)\s+)?(?P<a>{_NAME})\s+{_BESIDE}\s+(?:(?:that|those)\s+(?:of|on|at)\s+)?(?P<b>{_NAME})", r"compare the \g<q>of \g<a> and \g<b>"),
        (rf"^\W*(?P<v>is|was)\s+(?P<q>(?:the\s+)?[\w\s\-]+?)\s+(?:of|at|on)\s+(?P<a>{_NAME})\s+(?:above|over)\s+that\s+(?:of|at|on)\s+(?P<b>{_NAME})", r"\g<v> \g<q> of \g<a> higher than \g<b>"),
        (rf"^\W*(?P<v>is|was)\s+(?P<q>(?:the\s+)?[\w\s\-]+?)\s+(?:of|at|on)\s+(?P<a>{_NAME})\s+(?:below|under)\s+that\s+(?:of|at|on)\s+(?P<b>{_NAME})", r"\g<v> \g<q> of \g<a> lower than \g<b>"),
        (rf"\b(?P<k>which|what)\s+(?:transformer|tx|xfmr)\s+is\s+(?P<e>bigger|larger|smaller)(?=,?\s+{_NAME})", r"\g<k> transformer has the \g<e> rating"),
    ),
)  # fmt: skip
