"""Devices, what a failure would take out, and which feeder comes first, in everyday words."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_DEVICE: Final = r"(?P<d>(?:(?:recloser|breaker|switch|fuse|tie|device|sectionali[sz]er)\s+)?(?!(?:TX|P|MTR|F|SUB|CREW)-?\d)[A-Z]{2,4}-[\w\-]*\d)"
_NAMED: Final = (
    r"(?P<t>(?:(?:transformer|tx|xfmr|feeder|fdr|recloser|breaker|substation|sub)\s*#?\s*)?[A-Za-z]*-?\d[\w\-]*)"
)
_FAILS: Final = r"(?:fail(?:s|ed)?|break(?:s)?(?:\s+down)?|broke(?:\s+down)?|die[sd]?|go(?:es)?\s+(?:down|out|off|dark|bad|bust|under)|went\s+(?:down|out|off|bad)|quit(?:s)?|blow(?:s)?(?:\s+up)?|blew(?:\s+up)?|trip(?:s|ped)?|conk(?:s|ed)?\s+out|give(?:s)?\s+out|gave\s+out|pack(?:s|ed)\s+(?:it\s+)?(?:in|up)|burn(?:s|ed|t)?\s+(?:out|up)|were\s+lost|is\s+lost|were\s+to\s+(?:fail|break\s+down|die|trip))"
_LOSE: Final = r"(?:(?:would|will|do|does|might|could|are|is|be|get|go|going\s+to|being|expected\s+to)\s+)*(?:los[et](?:\s+(?:power|supply|service|electricity))?|lose(?:\s+(?:power|supply|service))?|hit|affect(?:ed)?|interrupt(?:ed)?|impact(?:ed)?|out(?:\s+of\s+(?:power|service))?|off|dark|in\s+the\s+dark|without\s+(?:power|supply|lights|service)|knocked\s+out|put\s+out|cut\s+off|drop(?:ped)?|suffer|disconnected|taken\s+out|down)"
_CUSTOMERS: Final = r"(?:how\s+many|number\s+of|count\s+of|the\s+number\s+of)\s+(?:of\s+our\s+|our\s+)?(?:customers|people|folks|homes|accounts)"
OF_NETWORK: Final = turns(
    r"open|closed|\bif\b|failure|loss\s+of|feeder|fdr|circuit|substation|\brank|order|top|most|worst|than\s+any|transformer|outage",
    (
        # Whether a device is open: where both are said, or "is it open" stands behind, it is that.
        (rf"^\W*(?:what(?:'s|\s+is)\s+(?:the\s+)?(?:state|status|position)\s+of\s+|(?:is|whether|if)\s+)?(?:the\s+)?{_DEVICE}\s*[,:;]?\s*(?:(?:is\s+)?(?:open\s+or\s+closed|closed\s+or\s+open))?\s*[,?.;]?\s*(?:(?:i\s+mean|meaning|as\s+in)\s*,?\s*)?is\s+it\s+open\W*$", r"is \g<d> open"),
        (rf"^\W*(?:what(?:'s|\s+is)\s+(?:the\s+)?(?:state|status|position)\s+of\s+|(?:is|whether|if)\s+)?(?:the\s+)?{_DEVICE}\s*[,:;]?\s*(?:is\s+)?(?:open\s+or\s+(?:closed|not)|closed\s+or\s+open)\W*$", r"is \g<d> open"),
        (rf"^\W*(?:is\s+)?{_DEVICE}\s*[,:;]?\s*(?:is\s+)?(?:is_)?(?P<s>open|closed)\W*$", r"is \g<d> \g<s>"),
        # How many a failure would take out.
        (rf"^\W*if\s+(?:we\s+(?:lost|lose)\s+(?:the\s+)?)?{_NAMED}(?:\s+{_FAILS})?\s*,?\s*(?:then\s+)?{_CUSTOMERS}\s+(?:(?:would|will|does|do|could|might)\s+)?(?:(?:that|it|this|we|they|there|be)\s+)*{_LOSE}\W*$", r"how many customers lose supply if \g<t> fails"),
        (rf"^\W*{_CUSTOMERS}\s+(?:that\s+|who\s+)?{_LOSE}\s+(?:by|from|in|with|upon|on|after|due\s+to|because\s+of|in\s+case\s+of|given|should\s+there\s+be)\s+(?:a\s+|the\s+)?(?:failure|loss|breakdown|outage|trip|fault)\s+(?:of|on|at)\s+(?:the\s+)?{_NAMED}\W*$", r"how many customers lose supply if \g<t> fails"),
        (rf"^\W*{_CUSTOMERS}\s+(?:that\s+|who\s+)?{_LOSE}\s*,?\s+(?:if|when|should|in\s+case)\s+(?:the\s+)?{_NAMED}\s+{_FAILS}\W*$", r"how many customers lose supply if \g<t> fails"),
        (r"\b(?:highest|largest|greatest|biggest)\s+(?:number|count|amount)s?\s+of\s+(?=\w)", "most "),
        (r"\b(?:lowest|smallest|least|fewest)\s+(?:number|count|amount)s?\s+of\s+(?=\w)", "fewest "),
        (r"\b(?:which\s+|the\s+|all\s+|what\s+)*(?P<k>feeders|circuits)\s+(?:(?:that\s+|which\s+)?(?:currently\s+|presently\s+)?(?:have|has|with)|(?:on|at|in)\s+which)\s+(?:any\s+|some\s+)?customers\s+(?:(?:who|that|are|currently|presently|now)\s+)*(?:without\s+(?:power|supply|service|electricity|lights?)|off(?:\s+supply)?|in\s+the\s+dark|down|interrupted|out\s+of\s+(?:power|service))(?:\s+(?:right\s+now|now|currently|presently|at\s+the\s+moment|at\s+present))?\W*$", r"which \g<k> have customers out at the moment"),
        (r"\b(?:least|most\s+un)\s*reliable\s+(?P<k>feeders?|substations?|circuits?)\b(?=.*\b(?:SAI[DF]I|CAIDI|MAIFI)\b)", r"worst \g<k>"),
        (r"\bmost\s+reliable\s+(?P<k>feeders?|substations?|circuits?)\b(?=.*\b(?:SAI[DF]I|CAIDI|MAIFI)\b)", r"best \g<k>"),
        (r"\b(?:least|most\s+un)\s*reliable\s+(?P<k>feeders?|substations?|circuits?)\b", r"worst \g<k> by SAIDI"),
        (r"\bmost\s+reliable\s+(?P<k>feeders?|substations?|circuits?)\b", r"best \g<k> by SAIDI"),
        (r",?\s+(?:broken|split|separated|divided|sliced|itemi[sz]ed|segmented|bucketed|cut|separate)(?:\s+(?:out|down|up|apart))?\s+(?:by|per|into)\s+", " by "),
        # More than any other is the most; first of a kind.
        (r"\b(?P<m>more|fewer|less)\s+(?P<w>[\w\s]{3,40}?)\s+than\s+(?:any(?:\s+(?:of\s+the\s+)?others?|\s+one\s+else|\s+of\s+the\s+rest|body\s+else)?|all\s+(?:the\s+)?others?|(?:the|all)\s+the\s+rest|everyone\s+else|the\s+rest)\b", r"the most \g<w>"),
        (r"\b(?P<k>feeders?|circuits|substations?)\s+(?:that\s+|which\s+)?(?:(?:have|has|had|did|was|were)\s+)?(?:gone|go|went|been|knocked|tripped|trip)\s+(?:out|off|down|dark|interrupted)?\s*(?:the\s+)?most(?:\s+(?:often|frequently|times))?\b", r"\g<k> with the most outages"),
        (r"\b(?:the\s+)?(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?P<k>feeders|circuits|substations)\s+(?:that\s+|which\s+|with\s+)?(?:(?:have|has)\s+)?(?:had\s+)?the\s+most\s+(?=outages|interruptions|customers)", r"top \g<n> \g<k> by the most "),
        (r"\b(?:came|come|comes|coming|ended|finished|ranked|placed)\s+(?:out\s+)?(?:on\s+top|at\s+the\s+top|first|highest)\s+(?:for|in|on|by)\s+(?=SAI[DF]I|CAIDI|MAIFI)", "had the highest "),
        (r"\b(?:have|has|had|did|do|does|are|is|were|was)?\s*(?:hurt(?:ing)?|cost|hit|kill(?:ed|ing)?|drag(?:ged|ging)?\s+down|bit(?:ten)?)\s+us\s+(?:the\s+)?(?:most|worst|hardest)\s+(?:on|for|in|by|in\s+terms\s+of)\s+(?=SAI[DF]I|CAIDI|MAIFI|customer)", "had the worst "),
        (r"\b(?:did|do|does|done|perform(?:ed|s)?|fare[ds]?|rank(?:ed|s)?|score[ds]?|look(?:ed|s)?|(?:are|is|was|were)\s+doing)\s+(?:the\s+)?(?P<e>poorest|worst|best|weakest)\s+(?:on|for|in|by|in\s+terms\s+of|with)\s+(?=SAI[DF]I|CAIDI|MAIFI|ASAI|reliability)", r"had the \g<e> "),
        (r"\bhad\s+the\s+(?:poorest|weakest)\s+(?=SAI[DF]I|CAIDI|MAIFI)", "had the worst "),
        (r"\b(?:how\s+(?:did|do|does)\s+)?(?:all\s+)?(?:of\s+)?(?:our\s+|the\s+)?(?P<k>feeders|substations|circuits)\s+(?:stack\s+up|compare(?:\s+to\s+(?:each|one\s+an)other)?|measure\s+up|rank|line\s+up|shape\s+up)(?:\s+(?:with\s+each\s+other|against\s+each\s+other))?\s+(?:on|for|in|by|when\s+it\s+comes\s+to|in\s+terms\s+of)\s+(?P<q>SAI[DF]I|CAIDI|MAIFI|outages)\b", r"rank all \g<k> by \g<q>"),
        (r"\bhow\s+(?:did|do|does)\s+(?:all\s+)?(?:of\s+)?(?:our\s+|the\s+)?(?P<k>feeders|substations|circuits)\s+is\s+(?P<q>SAI[DF]I|CAIDI|MAIFI)\b", r"rank all \g<k> by \g<q>"),
        (r"\b(?:put|place|arrange|line\s+up|sort|set\s+out|lay\s+out)\s+(?P<w>(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?(?:feeders|substations|circuits|causes))\s+(?:up\s+)?(?:in\s+)?(?:the\s+)?(?:order|sequence|ranking)\s+(?:of|by)\s+(?:their\s+|its\s+)?", r"rank \g<w> by "),
        (r"\b(?P<k>feeders?|fdrs?|substations?|circuits?)\s+(?P<q>SAI[DF]I|CAIDI|MAIFI)\s+(?:ranking|rankings|league\s+table|standings|rank)\b", r"rank all \g<k> by \g<q>"),
        (r"[,.;]?\s*(?:(?:and|please)\s+)*(?:put|place|list|show|with|have)\s+(?:the\s+)?(?P<e>largest|biggest|longest|smallest|newest|oldest|latest|worst)(?:\s+(?:one|ones|outages?))?\s+(?:on\s+top|at\s+the\s+top|up\s+top|first|up\s+front|at\s+the\s+head)\b", r", \g<e> first"),
        (r"\b(?P<f>(?:feeder|fdr|circuit|sub|substation)\s*#?\s*\d+|F\d+|SUB-\d+)(?:'s)?\s+outage\s+causes\b", r"causes of outages on \g<f>"),
        (r"\b(?:where|with|whose)\s+(?P<k>feeder|substation|circuit)\s*(?:==?|is|named|called)\s*(?=[a-z]{3,}\W*$)", r"on \g<k> "),
        # what a thing has on it
        (r"\b(has|have|had)\s+(?:on|in|for|at)\s+(?:it|them)\b", r"\1"),
        (r"\b(outage|work\s+order|order|alarm|crew|feeder|substation)\s+(?:number|num|no\.?|nr\.?)\s*#?\s*(?=\d)", r"\1 "),
    ),
)  # fmt: skip
