"""Who is without supply now, and how the outages that last stand, in everyday words: cops, shops, who is up next."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_KINDS: Final = (
    r"(?:(?:(?:industrial|commercial|residential|solar|life\s+support)\s+)?customers(?:\s+with\s+ev)?|hospitals?|police\s+stations?|fire\s+stations?|water\s+plants?"
    r"|shelters?|telecom\s+sites?|nursing\s+homes?|schools?|businesses|shops|factories|meters|homes|households)"
)
_OFF: Final = r"(?:off(?!\s+(?:normal|shift|peak))|down(?!\s*stream)|de-?energi[sz]ed|not\s+(?:being\s+)?(?:fed|served|supplied)|(?:have|with|has)\s+no\s+(?:supply|electricity|power|service|lights?)|without\s+(?:supply|electricity|service|lights?))"
_IS_OFF: Final = r"(?=.*\b(?:out|off|down|dark|without|no\s+(?:supply|electricity|power|lights?)|have\s+(?:electricity|power|supply|lights?)|all\s+have|w/o)\b)"
# A thing that opens is supposed: who would be without supply then, not who is.
_OPENS: Final = r"(?:if|when|once|should|were|after|in\s+case)\b.*?\b(?:open|opens|opened|trips?|tripped|blows?|blew|fails?|failed|locks?\s+out|locked\s+out|operates?|clears?|goes|went|lost|faults?)\b"
_HIT: Final = r"(?:affected|interrupted|impacted|lost|hit|out|off|without\s+(?:power|supply)|in\s+the\s+dark)"
_IN_A_TIME: Final = r"\b(?:this|last|past|previous|in|during|since|yesterday|today|tomorrow|20\d\d|ytd|so\s+far|now|current|active|open|ongoing|orders?|inspections?|crews?|repairs?\s+of|per|by|each|which|outage\s+\d+)\b"
_LASTING: Final = r"(?:ongoing|open|current|present|active|still\s+open)"

OF_SUPPLY: Final = turns(
    r"outage|\bout\b|\bback\b|still\s+on|\bMTTR\b|repair|\boff\b|\bdown\b|power|supply|electricity|\betr\b|dark|de-?energi|customer[\s-]minutes|restor|interrupted|load\s+lost|serving",
    (
        # Who, by what everybody calls them.
        (rf"\b(?:hosps?)\b{_IS_OFF}", "hospitals"),
        (rf"\b(?:PD\s+stations?|cops|police\s+(?:dept|department|houses?))\b{_IS_OFF}", "police stations"),
        (rf"\b(?:firehouses?|fire\s+(?:halls?|houses?|depts?|departments?)|firefighters)\b{_IS_OFF}", "fire stations"),
        (rf"\b(?:pumping\s+(?:or|and)\s+water\s+works|water\s+(?:treatment(?:\s+(?:plants?|works))?|facilit(?:y|ies)|works|utilit(?:y|ies)))\b{_IS_OFF}", "water plants"),
        (rf"\b(?:emergency|evacuation|storm)\s+shelters?\b{_IS_OFF}", "shelters"),
        (rf"\b(?:communications?\s+sites?|(?:telephone|phone|telecom)(?:\s+and\s+internet)?\s+(?:facilit(?:y|ies)|sites?|exchanges?)|cell\s+sites?)\b{_IS_OFF}", "telecom sites"),
        (rf"\b(?:old\s+people'?s\s+homes?|old\s+age\s+homes?|homes\s+for\s+the\s+(?:old|elderly)|retirement\s+homes?|care\s+homes?)\b{_IS_OFF}", "nursing homes"),
        (rf"\bfamilies\b{_IS_OFF}", "homes"), (rf"\b(?:shops\s+and\s+offices|stores\s+and\s+offices|shops\s+and\s+stores)\b{_IS_OFF}", "businesses"),
        (rf"\b(?:industrial\s+(?:accounts|plants)|plants\s+of\s+industrial\s+customers)\b{_IS_OFF}", "industrial customers"), (rf"\b(?P<c>commercial|residential)\s+accounts\b{_IS_OFF}", r"\g<c> customers"),
        (rf"\b(?:(?:PV|solar)\s+(?:homes|accounts|owners)|customers\s+(?:having|with)\s+(?:rooftop\s+)?(?:solar\s+)?panels)\b{_IS_OFF}", "solar customers"),
        (rf"\b(?:EV\s+(?:owners|accounts|customers|homes)|customers\s+with\s+(?:electric\s+(?:cars?|vehicles?)|EVs?)|electric\s+car\s+owners)\b{_IS_OFF}", "customers with ev"),
        (rf"\b(?:(?:people|customers)\s+(?:dependent|relying|depending)\s+on\s+medical\s+equipment|customers\s+with\s+home\s+ventilators|life\s+support\s+accounts)\b{_IS_OFF}", "life support customers"),
        (rf"\b(?:active\s+meters|meters\s+with\s+an?\s+(?:active\s+)?account)\b{_IS_OFF}", "meters"),
        (r"\bmeters\s+de-?energi[sz]ed(?P<w>(?:\s+right\s+now|\s+now)?)\s+that\s+have\s+an\s+account\b", r"meters out\g<w>"),
        (rf"\b(?:do|does)\s+(?:all\s+)?(?:of\s+)?(?:the\s+|our\s+)?(?P<k>{_KINDS})\s+(?:all\s+)?have\s+(?:electricity|power|supply|lights?)\b", r"how many \g<k> are out"),
        (rf"\b(?P<k>{_KINDS})\s+(?:(?:that|which|who)\s+)?(?:(?:are|is|currently|now)\s+)*{_OFF}(?=\W|$)", r"\g<k> out"),
        (r"\b(?P<w>load\s+(?:lost|out|interrupted)\b.*?),?\s+estimated?\W*$", r"\g<w>"), (r"\b(?:megawatts|MW)\s+(?:interrupted|lost|off)\b", "MW out"), (r"\b(?:estimated\s+)?(?:demand|load)\s+(?:that\s+)?(?:we\s+are|we're)\s+not\s+serving(?:\s+because\s+of\s+(?:the\s+)?outages)?\b", "estimated load out"),
        (r"\b(?:percent(?:age)?|share|portion|part|fraction)\s+of\s+(?:the\s+)?(?:people|customers)\s+(?:that\s+)?we\s+serve\s+(?:is|are)\s+(?:in\s+the\s+dark|out|off|without\s+power)\b", "percent of customers out"),
        # Who would be.
        (rf"\b(?P<w>customers|people|homes)\s+(?:(?:are|is|be|would|will|get|go|going|to)\s+)*{_HIT}(?=\s+{_OPENS})", r"\g<w> lose power"),
        (rf"^(?P<i>\W*{_OPENS}.*?\b)(?P<w>customers|people|homes)\s+(?:(?:are|is|be|would|will|get|go|going|to)\s+)*{_HIT}(?=\W*$)", r"\g<i>\g<w> lose power"),
        (r"\b(?P<w>customers|people|homes|households)\s+(?:(?:that|who|which|are|is|have|currently|now|still)\s+)*(?:with\s+(?:supply|power|electricity|service|lights)|(?:still\s+)?on(?=\W*$|\s+(?:now|right\s+now|at\s+the\s+moment)\W*$))", r"\g<w> have power"),
        # No place is out because a part of it is; where no place is named, it is the one that is looked at.
        (r"^\W*is\s+the\s+(?:(?:whole|entire|complete|full)\s+)?(?P<k>feeder|substation|circuit)\s+(?:(?:wholly|entirely|completely|fully)\s+)?(?P<s>out|off|down|dark|without\s+(?:power|supply))\W*$", r"is this \g<k> \g<s>"),
        (r"^\W*is\s+(?P<n>(?:(?:feeder|fdr|circuit|ckt|sub|substation)\s*#?\s*)?(?:F|SUB-)?\d+)\s+(?:(?:wholly|entirely|completely|fully|totally)\s+)?(?:out|off|down|dark|without\s+(?:power|supply|electricity|service))(?:\s+(?:now|right\s+now|at\s+the\s+moment))?\W*$", r"is \g<n> out"),
        (r"^\W*(?:(?:is|are)\s+(?:any|a|one\s+of\s+(?:the|our))|which|what|do\s+any)\s+(?P<k>substations?)\s+(?:(?:are|is)\s+)?(?:(?:wholly|entirely|completely|fully)\s+)?(?:out|off|down|dark)(?:\s+(?:now|right\s+now|at\s+the\s+moment))?\W*$", "customers out by substation"),
        (r"\boutages\s+(?:(?:that|which)\s+)?(?:(?:have|with|has|affect)\s+(?:no|zero|0)|without(?:\s+any)?)\s+customers(?:\s+(?:out|off|affected|without\s+(?:power|supply)))?\b", "active outages with fewer than 1 customers out"),
        (r"\boutages\s+(?:(?:that|which)\s+)?(?:(?:have|has|with|had|got)\s+(?:no|zero|0)|without(?:\s+any)?)\s+(?:(?:trouble|customer|phone)\s+)?calls\b|\boutages\s+(?:that\s+)?(?:nobody|no\s+one)\s+(?:has\s+)?called\s+(?:about|in|of)\b", "uncalled active outages"),
        # What is over, not what lasts.
        (rf"^(?!.*{_IN_A_TIME})(?P<w>.*?)(?:\b(?:average|mean)\s+(?:restoration|repair|outage\s+restoration)\s+(?:time|duration)s?\b|\b(?:average|mean)\s+time\s+(?:to|of|for|until)\s+(?:restor(?:e|ation)|repair)(?:\s+(?:power|supply|service|customers|outages?|an\s+outage))?\b|\bhow\s+long\s+does\s+(?:it|restoration)\s+take\s+(?:us\s+)?(?:on\s+average\s+)?(?:to\s+restore(?:\s+(?:power|supply|service|customers|outages?|an\s+outage))?)(?:\s+on\s+average)?|\bMTTR\b)", r"\g<w>average duration of outages this year"),
        (r"\b(?P<w>(?:average|mean)\s+(?:(?:restoration|repair|outage)\s+(?:time|duration)|duration\s+of\s+outages))\s+(?:per|for\s+each|of\s+each|in\s+each)\s+(?P<k>feeder|substation|circuit|cause)\b", r"\g<w> by \g<k>"),
        # The forecast of the storm view.
        (r"\bwhen\s+(?:will|is|are|should|do\s+we\s+expect)\s+(?:the\s+)?half(?:\s+of)?(?:\s+(?:them|the\s+customers|our\s+customers|everyone|customers))?\s+(?:(?:expected|to|be|going|are|have)\s+)*(?:back(?:\s+on)?|restored|power)\b", "when are half of the customers back in the storm"),
        (r"\b(?:which|what)\s+outage\s+(?:(?:should|do|shall|must|can)\s+(?:we|i|they|crews|the\s+crew)\s+(?:do|tackle|fix|restore|repair|work\s+on|take|go\s+to|handle|attend(?:\s+to)?|address|send\s+(?:a\s+)?crews?\s+to)|should\s+get\s+(?:the\s+)?(?:a\s+)?(?:next\s+)?crew(?=\s*(?:first|next|\W*$))|(?:has|is|gets|comes)(?:\s+to\s+be)?(?:\s+(?:done|fixed|restored|repaired|worked\s+on))?)?\s*(?:(?:first|next)\b(?:\s+in\s+(?:the\s+)?(?:queue|line))?|(?<=crew))(?!\s+(?:this|last|in|today|yesterday|on))", "who is next"),
        # How the outages that last stand.
        (rf"\b(?:(?:what|which)\s+)?(?:percent(?:age)?|pct|share)\s+of\s+(?:the\s+)?(?:{_LASTING}\s+)?outages\s+(?:(?:that\s+)?(?:have|with|has)\s+)(?:an?\s+crews?|crews?|somebody|someone)(?:\s+(?:on\s+(?:them|it)|assigned|working))?\b", "share of outages with a crew"),
        (rf"\bcrew\s+coverage\s+of\s+the\s+(?:{_LASTING}\s+)?outages(?:,?\s+(?:in\s+)?percent)?\b", "share of outages with a crew"), (r"\bhow\s+much\s+of\s+what(?:'s|\s+is)\s+out\s+has\s+a\s+crew(?:,?\s+in\s+percent)?\b", "share of outages with a crew"),
        (rf"\b(?:how\s+many\s+)?(?:customers\s+)?(?:(?:have|has|we|they|got|already|been|their|power)\s+)*(?:picked\s+(?:back\s+)?up|restored|brought\s+back|back)(?:\s+(?:so\s+far|already))?\s+(?:in|on|of)\s+the\s+(?:{_LASTING}\s+)?outages(?:\s+still\s+running)?\b(?!\s+(?:yesterday|today|last|this))", "customers already back"),
        (r"\bpartial\s+restorations?\s+now,?\s+(?:count\s+of\s+)?customers\s+back\b", "customers already back"),
        (rf"\bcustomer[\s-]minutes\s+(?:(?:have|racked|up|so|far|by|of|the|lost|interrupted|accumulated|for|from|did|are|in)\s+)*{_LASTING}\s+outages\b(?P<n>(?:\s+(?:at|on)\s+[\w\-]+(?:\s+\d+)?)?)(?:\s+(?:cost|come\s+to|add\s+up\s+to))?", r"customer minutes of active outages\g<n>"),
        (r"\b(?:running\s+total\s+of\s+)?customer[\s-]minutes\s+(?:interrupted\s+|lost\s+)?(?:for|of)\s+what(?:'s|\s+is)\s+out\s+now\b", "customer minutes so far"), (r"\bwhat\s+do\s+the\s+outages\s+that\s+still\s+last\s+add\s+up\s+to\s+in\s+customer[\s-]minutes\b", "customer minutes of active outages"),
        (rf"\bhow\s+long\s+(?:on\s+average\s+)?have\s+(?:the\s+)?{_LASTING}\s+outages\s+(?:lasted|been\s+(?:going(?:\s+on)?|running|out|open))(?:\s+on\s+average)?\b", "average duration of active outages"), (r"\baverage\s+time\s+(?:the\s+)?(?:customers'?\s+)?outages\s+have\s+lasted\s+(?:up\s+to\s+now|so\s+far)\b", "average duration of active outages"),
        (rf"\bhow\s+long\s+has\s+the\s+(?:longest|worst|oldest)\s+(?:of\s+the\s+)?(?:{_LASTING}\s+)?outages?\s+(?:lasted|been\s+(?:going(?:\s+on)?|running|out|open))(?:\s+(?:by\s+now|so\s+far|on))?\b", "longest active outage so far"), (rf"\b(?:maximum|max|longest)\s+duration\s+of\s+the\s+{_LASTING}\s+outages\b", "longest active outage so far"),
        (r"\bnext\s+ETR\s+(?:coming\s+up|up|due)\b", "next ETR"), (r"\bwho\s+is\s+(?:up\s+)?next\s+to\s+get\s+(?:their\s+|the\s+)?power\s+back,?\s+(?:at\s+)?(?:what\s+time|when)\b", "next ETR"), (r"\bwhen\s+is\s+the\s+next\s+restoration\s+(?:expected|due)\b|\bwhen\s+(?:do|does)\s+(?:we|anyone)\s+expect\s+the\s+next\s+outage\s+to\s+(?:clear|be\s+restored|end)\b", "next ETR"),
        (r"\bsoonest\s+estimate(?:\s+on\s+the\s+books)?(?:\s+(?:for|of)\s+the\s+outages)?\b", "first ETR"),
        (rf"\b(?:which|what)\s+of\s+the\s+{_LASTING}\s+outages\s+(?:started|began)\s+(?:first|earliest)\b", "which active outage has been out the longest"),
        (rf"\b(?P<o>{_LASTING}\s+outages?|outages\s+still\s+on)\b(?P<w>.*?)\bcustomers\s+(?:originally\s+)?affected\b", r"\g<o>\g<w>customers interrupted"), (r"\bcustomers\s+originally\s+(?:affected|hit|interrupted)\b", "customers interrupted"),
        (rf"\bwhich\s+{_LASTING}\s+outage\s+(?:hit|knocked\s+off|knocked\s+out|took\s+out)\s+the\s+most\s+customers(?:\s+(?:at\s+(?:its|the)\s+start|in\s+total))?\b", "active outage with the most customers interrupted"),
        (rf"\bamong\s+the\s+(?:{_LASTING}\s+)?outages\s+now(?P<n>\s+(?:at|on)\s+[\w\-]+(?:\s+\d+)?)?,?\s+which\s+(?:hit|knocked\s+off|knocked\s+out|took\s+out)\s+the\s+most\s+customers(?:\s+in\s+total)?\b", r"active outage\g<n> with the most customers interrupted"),
        (r"\boutages\s+still\s+on\b", "active outages"), (r"\boutages\s+that\s+have\s+lasted\s+(?P<m>more|less|longer)\s+than\s+(?P<n>\d+\s+\w+)\s+already\b", r"active outages lasting \g<m> than \g<n>"),
        (rf"\b(?P<o>{_LASTING}\s+outages)\s+with\s+their\s+expected\s+restoration\s+times?,?\s+soonest\s+first\b", r"\g<o> by earliest ETR"),
    ),
)  # fmt: skip
