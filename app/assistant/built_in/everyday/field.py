"""One order or crew by its name, queues of crews, what a shift hands over and who sits at a desk, asked as the street asks it."""

from __future__ import annotations

import re
from typing import Final

from app.assistant.built_in.everyday.turn import named, turns

_NUMBERED: Final = r"(?:the\s+)?(?:work\s+)?(?:orders?|wo|ticket)\s*(?:number\s*|no\.?\s*)?#?\s*\d+"
_CREW: Final = r"(?:the\s+)?(?:people\s+of\s+|folks\s+of\s+)?crew[\s\-#]*\d+"
_STATE: Final = r"(?:an?\s+)?(?:still\s+)?(?:free|busy|available|working|on\s+(?:its|the)\s+(?:way|job)|on\s+(?:or\s+off\s+)?(?:shift|duty)|off(?:\s+(?:shift|duty))?|idle|en\s+route|at\s+work|done(?:\s+yet)?|open|finished|completed?|closed|under\s+way|in\s+progress|assigned|scheduled|cancelled|not)(?:\s+(?:right\s+)?now)?"
_WHETHER: Final = rf"{_STATE}(?:\s*,\s*{_STATE})*\s*,?\s*or\s+{_STATE}"
_WORK: Final = r"(?:an?\s+)?(?:inspections?|repairs?|replacements?|trimming|trim|vegetation|switching|outage|line|trouble|tree|underground|cable)(?:\s+(?:crew|work|job|order))?"
_KINDS: Final = rf"{_WORK}(?:\s*,\s*{_WORK})*\s*,?\s*or\s+{_WORK}"
_OF: Final = r"\s*(?:,|of|for|on|in)\s*"
_THEY: Final = r"(?:people|they|we|the\s+crew|our\s+(?:people|crews?)|crews|somebody|someone|anybody|anyone)"
_WAIT: Final = r"(?:(?:that|which)\s+)?(?:(?:are|is|still|currently)\s+)*(?:lined\s+up|waiting|wait|queued(?:\s+up)?|ahead\s+of\s+(?:it|them)|in\s+(?:its|their|the)\s+queues?)(?:\s+(?:in|for)\s+(?:its|their|the|it|them)(?:\s+queues?)?)?"
_ORDERS: Final = r"(?:(?:work\s+)?orders|jobs|tasks|wos)"

OF_ONE_ORDER: Final = turns(
    r"\b(?:orders?|wo|ticket)\s*(?:number\s*|no\.?\s*)?#?\s*\d",
    (
        *(named(pattern, plain, _NUMBERED)
        for pattern, plain in (
            (rf"^\W*(?:is\s+)?@\s+(?:{_WHETHER})\W*$|^\W*(?:how\s+far\s+(?:along\s+)?is|how\s+is)\s+@(?:\s+(?:coming\s+along|going|along))?\W*$|^\W*(?:what|which)\s+(?:stage|state|status)\s+(?:has\s+@\s+reached|is\s+@\s+(?:at|in))\W*$|^\W*@\s+(?:status|state)\W*$|^\W*where\s+do\s+we\s+stand\s+(?:on|with)\s+@\W*$|^\W*has\s+@\s+been\s+(?:started|begun)(?:\s+or\s+is\s+it\s+(?:just|only|still)\s+\w+)?\W*$", "status of @"),
            (r"^\W*@\s+(?:what\s+for|for\s+what|title|about\s+what|what)\W*$|^\W*what\s+(?:job|work|task)\s+is\s+@\W*$|^\W*what\s+(?:work\s+)?is\s+(?:to\s+be\s+)?done\s+(?:under|on|in|by)\s+@\W*$|^\W*what\s+is\s+@\s+(?:for|all\s+about)\W*$|^\W*(?:for\s+)?what\s+was\s+@\s+(?:raised|created|opened|made|written|issued)(?:\s+for)\W*$|^\W*for\s+what\s+was\s+@\s+(?:raised|created|opened|made|written|issued)\W*$", "title of @"),
            (r"^\W*@\s+(?:who\s+(?:has|does|got)\s+it|crew|which\s+crew)\W*$|^\W*(?:to\s+)?(?:which|what)\s+(?:team|crew|people|gang)\s+(?:did\s+we\s+give|got|has|have|is\s+(?:doing|on|working\s+on)|does|was\s+given|handles)\s+@\W*$|^\W*whose\s+(?:(?:job|order|task)\s+)?is\s+@\W*$|^\W*who\s+(?:has|got|is\s+(?:doing|working\s+on|on|handling))\s+@\W*$", "crew of @"),
            (r"^\W*@\s+(?:due(?:\s+(?:when|date|day|by))?|deadline)\W*$|^\W*(?:by\s+)?when\s+(?:does|must|should|has)\s+@\s+(?:have\s+)?(?:to\s+)?be\s+(?:done|finished|completed)(?:\s+by)?\W*$|^\W*(?:by\s+)?(?:what|which)\s+day\s+(?:must|does|should|has)\s+@\s+(?:have\s+)?(?:to\s+)?be\s+(?:done|finished|completed)(?:\s+by)?\W*$", "due date of @"),
            (r"^\W*is\s+there\s+an?\s+(?:deadline|due\s+date)\s+(?:on|for)\s+@(?:,?\s*and\s+when(?:\s+is\s+it)?)?\W*$|^\W*when\s+is\s+the\s+deadline\s+(?:of|for|on)\s+@\W*$", "due date of @"),
            (rf"^\W*@\s+(?:prio|priority|urgency)\W*$|^\W*how\s+(?:urgent|important|pressing)\s+is\s+@(?:\s+compared\s+(?:with|to)\s+(?:the\s+)?others)?(?:,?\s*its\s+priority)?\W*$|^\W*priority\s+level{_OF}@\W*$", "priority of @"),
            (rf"^\W*@\s+(?:type|kind)(?:\s+of\s+work)?\W*$|^\W*what\s+(?:kind|sort|type)\s+of\s+(?:work|job|order)\s+is\s+@(?:,?\s*{_KINDS})?\W*$|^\W*(?:which|what)\s+category\s+of\s+(?:work|job)\s+does\s+@\s+(?:belong\s+to|fall\s+(?:under|into))\W*$|^\W*(?:the\s+)?work\s+(?:type|kind){_OF}@\W*$|^\W*is\s+@\s+{_KINDS}\W*$", "kind of @"),
            (rf"^\W*@\s+(?:sched(?:uled)?|planned)\s+start\W*$|^\W*when\s+is\s+@\s+(?:scheduled|planned|supposed|due)\s+to\s+(?:begin|start)\W*$|^\W*(?:the\s+)?(?:planned|scheduled)\s+start(?:\s+(?:time|date|day))?{_OF}@\W*$|^\W*when\s+(?:are|is)\s+(?:{_THEY})\s+going\s+to\s+(?:start|begin)(?:\s+(?:on|with))?\s+@\W*$|^\W*for\s+(?:which|what)\s+day\s+is\s+@\s+(?:planned|scheduled)\W*$", "planned start of @"),
            (rf"^\W*@\s+(?:done|finished|completed)\s+when\W*$|^\W*(?:the\s+)?completion\s+(?:time|date|day|timestamp){_OF}@\W*$|^\W*(?:on\s+)?(?:what|which)\s+day\s+did\s+{_THEY}\s+(?:wrap\s+up|finish|complete|close)\s+@\W*$|^\W*when\s+did\s+{_THEY}\s+(?:wrap\s+up|finish|complete|close)\s+@\W*$", "when was @ completed"),
            (rf"^\W*@\s+(?:labou?r|man)[\s-]*(?:hours|hrs)?\W*$|^\W*how\s+many\s+(?:man[\s-]?|labou?r\s+|working\s+)?hours\s+(?:were|have\s+been|was|are)\s+(?:booked|charged|logged|recorded|spent)\s+(?:on|to)\s+@\W*$|^\W*(?:the\s+)?(?:actual|booked|real)\s+(?:labou?r\s+)?hours{_OF}@\W*$|^\W*how\s+many\s+hours\s+did\s+{_THEY}\s+(?:put\s+into|spend\s+on|book\s+on|work\s+on)\s+@\W*$|^\W*what\s+labou?r\s+(?:has\s+been|was|is)\s+(?:charged|booked|logged)\s+(?:to|on)\s+@(?:,?\s*in\s+hours)?\W*$", "labour hours of @"),
            (rf"^\W*@\s+findings?\W*$|^\W*what\s+did\s+(?:the\s+)?(?:crew|people\s+on\s+@|they|we|people)\s+(?:report\s+having\s+)?(?:find|found|discover)(?:\s+(?:on|at|in|under)\s+@)?\W*$|^\W*result\s+of\s+the\s+last\s+inspection\s+of\s+@\W*$|^\W*(?:the\s+)?findings?\s+(?:recorded|written|noted)\s+(?:on|for|in)\s+@\W*$|^\W*what\s+(?:turned\s+out\s+to\s+be|was)\s+(?:wrong|the\s+matter)\s+(?:on|at|with|under)\s+@\W*$|^\W*what\s+was\s+(?:discovered|found|seen)\s+(?:when\s+{_THEY}\s+did|on|under|at)\s+@\W*$", "finding of @"),
            (r"^\W*@\s+(?:on\s+)?(?:what|which)\s+(?:asset|thing|equipment)\W*$|^\W*@\s+asset\W*$|^\W*(?:which|what)\s+(?:piece\s+of\s+)?(?:equipment|asset|thing|transformer|pole|device|span)\s+is\s+@\s+(?:for|on|about)\W*$|^\W*(?:the\s+)?asset\s+(?:reference|name|id)\s*(?:,|of|for|on)\s*@\W*$|^\W*what\s+(?:thing|asset|equipment)\s+are\s+they\s+working\s+on\s+(?:under|in|with)\s+@\W*$|^\W*to\s+(?:which|what)\s+(?:asset|pole|transformer|device|span)(?:\s*(?:,|or)\s*(?:pole|transformer|device|span))*\s+does\s+@\s+belong\W*$", "asset of @"),
            (rf"^\W*@\s+est(?:imated|\.)?\s+(?:hrs|hours)\W*$|^\W*how\s+long\s+(?:is|should|will|would|does)\s+@\s+(?:expected\s+to\s+|estimated\s+to\s+|supposed\s+to\s+)?take\W*$|^\W*(?:the\s+)?hours\s+estimated?{_OF}@\W*$|^\W*how\s+many\s+hours\s+do\s+{_THEY}\s+(?:think|reckon|expect|estimate)\s+(?:that\s+)?@\s+(?:needs?|takes?|will\s+(?:need|take)|to\s+(?:need|take))\W*$|^\W*what\s+is\s+the\s+(?:planned|estimated|expected)\s+(?:effort|work)(?:\s+in\s+hours)?\s+(?:for|of|on)\s+@\W*$", "estimated hours of @"),
            (rf"^\W*@\s+(?:raised|created|opened|made)\s+when\W*$|^\W*(?:the\s+)?creation\s+(?:(?:timestamp|time|date|day){_OF}|when\s+was\s+)@\W*$|^\W*(?:on\s+)?(?:what|which)\s+day\s+did\s+{_THEY}\s+(?:put\s+in|raise|create|open|enter)\s+@\W*$|^\W*how\s+old\s+is\s+@\W*$|^\W*since\s+when\s+(?:does|has|do)\s+@\s+(?:exist(?:ed)?|been\s+(?:open|there))\W*$", "when was @ created"),
            (rf"^\W*@\s+(?:full\s+)?(?:text|description|instructions?)\W*$|^\W*what\s+does\s+the\s+(?:description|text)\s+(?:of|on|in)\s+@\s+say\W*$|^\W*(?:the\s+)?(?:work\s+)?description{_OF}@\W*$|^\W*(?:tell\s+me\s+)?in\s+detail\s+what\s+@\s+asks\s+for\W*$|^\W*(?:(?:please\s+)?(?:read\s+(?:me\s+|out\s+)?|show\s+|tell\s+)?(?:give\s+me\s+)?)?(?:the\s+)?instructions?\s+(?:(?:that\s+(?:is|are)\s+)?written\s+)?(?:in|of|on|for)\s+@\W*$", "description of @"),
        )),
        (r"^(?P<q>(?:status|title|crew|due\s+date|priority|kind|planned\s+start|labour\s+hours|finding|asset|estimated\s+hours|description)\s+of)\s+(?:the\s+)?(?:order|wo|ticket)\s*#?\s*(?=\d)", r"\g<q> work order "),
    ),
)  # fmt: skip
"""One order by its number."""

OF_CREWS: Final = turns(
    r"crew",
    (
        *(
            named(pattern, plain, _CREW)
            for pattern, plain in (
                (rf"^\W*(?:is\s+|what\s+is\s+)?@\s+(?:up\s+to\s*,\s*)?(?:{_WHETHER})\W*$|^\W*is\s+@\s+on\s+the\s+job(?:\s+right)?(?:\s+now)?\s+or\s+off\W*$|^\W*what\s+is\s+@\s+doing\s*,?\s*{_WHETHER}\W*$", "status of @"),
                (r"^\W*what\s+(?:kind|sort|type)\s+of\s+(?:car|truck|vehicle|van)\s+(?:are|is|do|does)\s+@\s+(?:in|drive|have|driving|use)\W*$|^\W*what\s+(?:does|do|is)\s+@\s+(?:ride|riding|travel|get|getting|go)\s*(?:around\s+)?(?:in|about\s+in)\W*$|^\W*does\s+@\s+have\s+(?:an?\s+)?[\w\s]{0,14}?(?:truck|van|vehicle)\s+or\s+what\W*$", "vehicle of @"),
                (r"^\W*how\s+many\s+(?:men|people|folks|workers|customers)\s+(?:ride|work|go|drive)\s+(?:with|on|in)\s+@\W*$|^\W*@\s+(?:(?:head\s?)?count|size|strength|people|members)\W*$", "headcount of @"),
                (r"^\W*@\s+(?:quals?|qualifications?|skills?|certs?|certifications?)\W*$|^\W*(?:the\s+)?skill\s+sets?\s+(?:of|for)\s+@\W*$|^\W*(?:which|what)\s+(?:certifications?|certificates?|quals?|qualifications?|licen[cs]es?)\s+(?:does|do|has|have)\s+@\s*(?:hold|have|got)?\W*$|^\W*what\s+(?:can|are|is)\s+(?:the\s+)?@\s+(?:do|able\s+to\s+do|good\s+at|trained\s+(?:in|for)|skilled\s+in)\W*$", "skills of @"),
                (rf"^\W*(?:crew\s+)?(?:category|kind|type)\s*,\s*@\W*$|^\W*(?:(?:what|which)\s+)?(?:category|kind|type)\s+of\s+(?:crew|team)\s+is\s+@\W*$|^\W*is\s+@\s+{_KINDS}\W*$", "kind of @"),
                (r"^\W*(?:which|what)\s+(?:job|order|outage|task)\s+is\s+@\s+(?:busy\s+)?(?:with|on|at|doing|working\s+on)(?:\s+(?:right\s+now|now|at\s+(?:the\s+moment|present)))?\W*$|^\W*on\s+(?:which|what)\s+(?:order|job|outage)\s+or\s+(?:order|job|outage)\s+is\s+@(?:\s+(?:right\s+now|now|at\s+(?:the\s+moment|present)))?\W*$", "present job of @"),
                (r"^\W*from\s+when\s+(?:until|till|to)\s+when\s+(?:does|do|is)\s+@\s+(?:work|on\s+(?:shift|duty))\W*$|^\W*when\s+(?:does|do)\s+@\s+(?:start|begin|come\s+on)\s+and\s+(?:knock\s+off|stop|end|finish|go\s+(?:off|home))\W*$|^\W*what\s+hours\s+(?:does|do)\s+@\s+(?:keep|work)\W*$|^\W*until\s+when\s+(?:does|is)\s+@\s+(?:work|on\s+(?:shift|duty))\W*$", "shift of @"),
                (r"^\W*how\s+many\s+hours\s+of\s+(?:work|jobs)\s+(?:are\s+|is\s+)?(?:lined\s+up|waiting|queued(?:\s+up)?|ahead)\s+(?:for|of)\s+@\W*$|^\W*how\s+many\s+hours\s+of\s+work\s+does\s+@\s+(?:still\s+)?have\s+(?:lined\s+up|queued|ahead(?:\s+of\s+(?:it|them))?|in\s+its\s+queue)\W*$|^\W*how\s+long\s+will\s+@\s+be\s+busy\s+with\s+(?:what\s+waits\s+for\s+it|its\s+queue)(?:,?\s*in\s+hours)?\W*$|^\W*(?:the\s+)?hours\s+of\s+work\s+in\s+@(?:'s)?\s+queue(?:,?\s*please)?\W*$", "hours in queue of @"),
                (rf"^\W*(?:the\s+)?(?:size|length)\s+of\s+@(?:'s)?\s+queue\W*$|^\W*how\s+(?:long|big)\s+is\s+@(?:'s)?\s+queue(?:\s+of\s+{_ORDERS})?\W*$|^\W*@\s+(?:no\.?|nr\.?|number|count)\s+of\s+{_ORDERS}\s+(?:queued|waiting|in\s+(?:the\s+|its\s+)?queue)\W*$|^\W*how\s+many\s+{_ORDERS}\s+(?:are\s+)?(?:waiting|lined\s+up|queued(?:\s+up)?)\s+for\s+@\W*$|^\W*how\s+many\s+{_ORDERS}\s+does\s+@\s+(?:still\s+)?have\s+(?:lined\s+up|queued(?:\s+up)?|waiting|in\s+(?:its|the)\s+queue)\W*$", "number of orders in queue of @"),
                (r"^\W*@\s+lat(?:itude)?\W*$|^\W*how\s+far\s+north\s+is\s+@,?\s*in\s+degrees(?:\s+of\s+latitude)?\W*$|^\W*latitude\s+coordinate\s+of\s+@\W*$", "latitude of @"),
                (r"^\W*@\s+lon(?:g|gitude)?\W*$|^\W*how\s+far\s+(?:west|east)\s+is\s+@,?\s*in\s+degrees(?:\s+of\s+longitude)?\W*$|^\W*longitude\s+coordinate\s+of\s+@\W*$", "longitude of @"),
                (rf"^\W*@\s+(?:to\s?-?do(?:\s+list)?|outstanding\s+work|open\s+work)\W*$|^\W*(?:list\s+)?@(?:'s)\s+(?:outstanding|open|remaining|unfinished)\s+(?:work|{_ORDERS})\W*$|^\W*(?P<how>how\s+many\s+)?open\s+{_ORDERS}\s+(?:that\s+are\s+)?assigned\s+to\s+@\W*$", "\\g<how>work orders of @"),
            )
        ),
        # All of them by what waits for them.
        (rf"\bhours\s+of\s+(?:work|jobs)\s+{_WAIT}|(?<=\d\s)h(?:ours)?\s+queued\b(?!\s+for)", "queued hours"), (r"(?<=\d)h\s+queued\b", " queued hours"),
        (rf"\b(?P<n>\d+\s+|most\s+|fewest\s+|many\s+|least\s+){_ORDERS}\s+{_WAIT}(?!\s+for\s+crew)", r"\g<n>queued orders"),
        (r"\b(?:has|have|with)\s+the\s+(?P<e>longest|shortest)\s+queue(?:\s+of\s+(?:jobs|orders|work))?\b", lambda m: f"has the {'most' if m['e'].lower() == 'longest' else 'fewest'} queued orders"),
        (r"^\W*who\s+among\s+the\s+crews\b", "which crew"), (r"\b(?:ordered\s+|sorted\s+|ranked\s+)?by\s+how\s+(?:busy|long|full|big)\s+(?:their|the)\s+queues?\s+(?:is|are)\b", "by queue"), (r"^\W*order\s+the\s+crews\s+by\s+(?:how\s+many\s+)?(?=queued)", "crews by "),
        (r"\bwait(?:ing)?\s+in\s+(?:the\s+)?queues?\s+of\s+(?:the\s+)?crews\s+of\s+each\s+kind\b", "queue by kind of crew"),
        (rf"^\W*how\s+many\s+{_ORDERS}\s+(?=queue\s+by\s+kind)", ""), (rf"\bqueued\s+{_ORDERS}\s+(?:per|by|for\s+each)\s+(?:crew\s+(?:kind|type)|(?:kind|type)\s+of\s+crew)\b", "queue by kind of crew"),
        (r"\bqueue\s+totals?\s+by\s+crew\s+(?P<g>status|kind|type)\b", r"queue of crews by \g<g>"), (r"\b(?:which|what)\s+(?:type|kind)\s+of\s+crew\s+has\s+the\s+most\s+queued\s+orders\b", "which kind of crew has the most queued orders"),
        (r"\bhow\s+(?:are|is)\s+(?:our|the)\s+crews?\s+(?:split|divided|distributed|spread)\s+(?:between|among|into|over)\s+(?:available|free)\s+and\s+(?:busy|working)\b", "crews by status"),
        # How many people.
        (r"\b(?P<k>(?:\w+\s+)?crews)\s+by\s+(?:(?:head\s?)?count|size|number\s+of\s+(?:people|members))\b", r"\g<k> by people"), (r"^\W*(?:list\s+of\s+)(?=(?:\w+\s+)?crews\s+by\s+people)", "list "), (r"^\W*how\s+(?:big|large|strong)\s+is\s+each\s+crew\W*$", "list crews by people"),
        (r"^\W*total\s+crew\s+members\s*,\s*(?P<k>line|trouble|vegetation|underground)\s+crews\W*$", r"how many people in \g<k> crews together"),
        (r"^\W*how\s+many\s+(?:people|workers|folks|men|customers)\s+(?:are\s+(?:out\s+)?in|do|make\s+up|are\s+there\s+in|work\s+in)\s+(?:the\s+|our\s+)?(?:(?P<k>field|free|available|busy|line|vegetation|trouble|underground)\s+)?crews\s*(?:in\s+total|add\s+up\s+to|come\s+to|together|altogether|in\s+all)\W*$", lambda m: f"how many people in {'all' if (m['k'] or 'field').lower() == 'field' else m['k']} crews together"),
        (r"^\W*(?:the\s+)?number\s+of\s+field\s+people\s+by\s+crew\s+(?:type|kind)(?:,?\s*please)?\W*$", "crew people by kind"),
        (r"^\W*how\s+many\s+(?:crews|teams)\s+(?:work|are|do\s+we\s+have)\s+(?:on|in)\s+each\s+shift\W*$", "crews by shift"),
        # When they work.
        (r"^\W*(?:at\s+what\s+time|when)\s+do\s+(?:our|the|all)\s+crews\s+(?:go\s+home|knock\s+off|finish|get\s+off|go\s+off(?:\s+shift)?)(?:\s+today)?\W*$", "crews by shift end"),
        (r"^\W*(?:at\s+)?(?:what\s+time|when)\s+(?:does|do)\s+(?:each|every|the|all)\s+crews?\s+(?:begin|start|come\s+on)(?:\s+(?:work|duty|shift|its\s+shift|their\s+shift|working))?\W*$", "crews by shift start"),
        (r"^\W*(?:until|till)\s+(?:when|what\s+time)\s+(?:does|do|is|are)\s+(?:each|every|the|all)\s+crews?\s+(?:work|on\s+(?:shift|duty))\W*$", "crews by shift end"),
        (r"\bopen\s+(?P<o>work\s+orders|orders|jobs|wos)\s+assigned\s+to\s+(?=crew[\s\-#]*\d)", r"open \g<o> of "),
    ),
)  # fmt: skip
"""One crew, and what waits for all of them."""

_SOON: Final = r"(?:in\s+the\s+next\s+\d+\s+days|today|tomorrow|this\s+week|next\s+week|this\s+month|next\s+month)"
OF_ORDERS: Final = turns(
    r"order|\bwos?\b|\bjobs?\b|backlog|\bwork\b|labou?r|inspections|repairs|replacements|\bdue\b|finished|\bdone\b|completed",
    (
        # Until a day is more than on that day: nothing tells it, and so it is refused.
        (r"^(?!.*\b(?:outages?|power|etr|restor\w*)\b)(?P<q>.*\b(?:due|(?:be|get)\s+(?:finished|done|completed)))\s+(?:by|through|no\s+later\s+than)\s+(?=(?:today|tomorrow|(?:next\s+|this\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|the\s+end\s+of)\b)", r"\g<q> until "),
        (rf"\b(?P<o>{_ORDERS}|inspections|repairs|replacements)\b(?P<on>.*?)\s+(?P<g>feeder|substation|crew|month|week|day)\s+by\s+(?P=g)\b", r"\g<o>\g<on> by \g<g>"),
        (rf"\b(?P<o>{_ORDERS}|inspections|repairs|replacements)(?P<on>\s+(?:of|on|at|for|in)\s+\S+(?:\s+\d+)?)?\s+(?:that\s+)?nobody\s+has\s+(?:yet\s+)?(?:got|gotten)\s+(?:a?round\s+)?to(?:\s+yet)?\W*$", r"open \g<o>\g<on>"),
        (r"^\W*(?:the\s+)?(?P<o>job|order|work\s+order)\s+(?:that|which)\s+has\s+(?:sat|been|stood|lain|hung)\s+(?:around\s+)?open\s+(?:the\s+)?longest\b", r"oldest open \g<o>"),
        (r"^\W*every\s+(?:job|order|work\s+order)\s+(?:that\s+)?(?:was|has\s+been)\s+ever\s+(?:raised|written|made|created|done)\s+(?:for|on|at|against)\s+(?=\S*\d)", "work order history of "),
        (r"\bhours\s+of\s+(?P<k>replacement|repair|inspection|vegetation|switching)\s+work\s+(?:(?:that\s+)?(?:is|are)\s+)?(?:still\s+)?(?:ahead(?:\s+of\s+us)?|to\s+go|to\s+be\s+done|waiting)\b", r"estimated hours of open \g<k> work"),
        # One kind of thing has had them.
        (r"^\W*(?:what|which)\s+(?:jobs|work|orders)\s+(?:have|has)\s+ever\s+been\s+done\s+or\s+planned\s+(?:on|for|at)\s+", "work order history of "),
        (r"^\W*(?:all\s+)?(?:the\s+)?work\s+orders\s+(?:of|for|on)\s+(?P<t>\S+),?\s+(?:both\s+)?open\s+and\s+(?:closed|over|done|completed)\W*$", r"work order history of \g<t>"), (r"^\W*(?:please\s+)?(?:list\s+)?every\s+(?:work\s+)?order\s+(?:concerning|about|on|for|of)\s+(?=[A-Z]+-\d)", "work order history of "),
        # By when they are due, how long they take, when they were made.
        (r"\bhave\s+(?:their|the)\s+(?:earliest|nearest|first)\s+deadlines?\b", "are due first"), (r"\bhave\s+(?:their|a)\s+deadline\s+(?=today|tomorrow|this|next|on)", "are due "),
        (rf"\bdue\s+(?P<d>{_SOON})\s+by\s+due\s+(?:date|day)\b", r"due \g<d>"), (rf"\bdue\s+(?P<d>{_SOON}),?\s+(?:sorted\s+|ordered\s+)?by\s+(?:prio(?:rity)?|urgency)\b", r"due \g<d> by due urgency"),
        (r"\b(?P<o>open\s+(?:work\s+orders|orders|wos|jobs))\s+est(?:\.|imated)?\s*(?P<c>[<>])\s*(?P<n>\d+)\s*(?:h|hrs|hours)\b", lambda m: f"{m['o']} with estimated hours {'above' if m['c'] == '>' else 'below'} {m['n']}"),
        (r"\b(?P<w>which\s+open\s+(?:order|job|work\s+order))(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?\s+(?:will|would|should)\s+take\s+the\s+longest\b", r"\g<w> has the most estimated hours \g<on>"),
        (r"\b(?P<o>open\s+(?:orders|jobs|work\s+orders))(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?\s+(?:should|will|would)\s+take\s+(?P<c>less|more)\s+than\s+(?P<n>\d+)\s*(?:h|hours|hrs)\b", lambda m: f"{m['o']}{m['on'] or ''} with estimated hours {'below' if m['c'].lower() == 'less' else 'above'} {m['n']}"),
        (r"\bby\s+how\s+much\s+time\s+they\s+are\s+(?:expected|estimated|supposed)\s+to\s+(?:need|take)\b|\bby\s+time\s+(?:they\s+)?are\s+(?:expected|estimated|supposed)\s+to\s+(?:need|take)\b|\bby\s+how\s+long\s+they\s+(?:are\s+(?:expected|estimated)\s+to\s+|will\s+|should\s+)take\b", "by estimated hours"),
        (r"^\W*which\s+(?P<o>work\s+order|order|job)(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?\s+has\s+been\s+open\s+(?:the\s+)?longest(?:\s+since\s+it\s+was\s+(?:raised|created|opened|made))?\W*$", r"oldest open \g<o>\g<on>"),
        (r"\bopen\s+(?P<o>orders|work\s+orders|jobs)\s+by\s+(?:creation\s+date|date\s+of\s+creation|date\s+(?:created|raised|opened))\b", r"oldest open \g<o>"),
        (r"^\W*(?:which|what)\s+(?P<o>jobs|orders|work\s+orders)\s+(?:that\s+are\s+)?still\s+open(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?\s+were\s+(?:put\s+in|raised|created|opened)\s+(?:most\s+recently|last|latest)\W*$", r"newest open \g<o>\g<on>"),
        (r"\bopen\s+(?P<o>work\s+orders|orders|jobs)(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?\s+by\s+when\s+they\s+were\s+(?:opened|raised|created|put\s+in),?\s+(?P<e>newest|oldest)\s+first\b", r"\g<e> open \g<o>\g<on>"),
        (r"\bopen\s+(?P<o>work\s+orders|orders|jobs|wos)(?P<on>\s+(?:of|on|at|for)\s+\S+(?:\s+\d+)?)?,?\s+(?:sorted|ordered|ranked|in\s+order)\s+(?:by|of)\s+(?P<q>prio(?:rity)?|urgency|due\s+(?:date|day)|deadline)\b", lambda m: f"{'most urgent open' if m['q'].lower()[0] in 'pu' else 'open'} {m['o']}{m['on'] or ''}{' due soonest' if m['q'].lower()[0] == 'd' else ''}"),
        (r"^(?P<q>.*\b(?:late|overdue)\b.*?),?\s+(?:the\s+)?(?:worst|most\s+overdue|longest\s+overdue)\s+(?:ones?\s+)?first\W*$", r"\g<q> due first"),
        (r"\b(?:mean|average|avg)\s+(?:time|hours|labou?r(?:\s+hours)?)\s+booked\s+(?:per|on\s+an?|for\s+an?)\s+(?P<k>vegetation|inspection|repair|replacement)\s+(?:job|order)s?\b", r"average labour hours of completed \g<k> orders"),
        # Hours together.
        (r"\b(?:total|sum\s+of(?:\s+the)?)\s+estimated\s+hours\s+(?:of|for|in|on)\s+(?:the\s+|all\s+)?(?:open|unfinished)\s+(?:work\s+)?orders\b|\bhow\s+many\s+hours\s+(?:will|would|do|should)\s+(?:all\s+)?(?:the\s+)?(?:unfinished|open)\s+orders(?P<on>\s+(?:of|on|at)\s+\S+(?:\s+\d+)?)?\s+take\s+(?:together|in\s+all|altogether)", r"estimated hours of open work\g<on>"),
        (r"^\W*how\s+much\s+work,?\s*in\s+hours,?\s*is\s+(?:still\s+)?(?:waiting|open|left|to\s+be\s+done)\s+(?=on|at|in|for)", "estimated hours of open work "),
        (r"^\W*how\s+many\s+hours\s+of\s+work\s+(?:are|is)\s+(?:still\s+)?(?:to\s+be\s+done|open|waiting|left)\s+on\s+each\s+(?P<k>feeder|substation)\W*$", r"hours of open work orders by \g<k>"),
        (r"\bbacklog\s+of\s+(?P<o>orders|work\s+orders|jobs)\b", r"open \g<o>"), (r"^\W*how\s+(?:is|are)\s+(?:the\s+)?(?P<o>open\s+(?:orders|work\s+orders|jobs))\s+(?:split|divided|distributed)\s+by\b", r"\g<o> by"),
        (r"\b(?:booked\s+labou?r|labou?r\s+booked)\s+(?:(?:hours\s+)?(?:on|of|for)\s+)?(?=(?:the\s+)?(?:completed\s+orders|by\s+))", "labour hours booked of "), (r"\blabour\s+hours\s+booked\s+of\s+by\b", "labour hours booked by"),
        (r"^\W*how\s+many\s+hours\s+did\s+(?:our\s+people|we|the\s+crews|people)\s+put\s+into\s+(?:the\s+)?(?P<o>jobs|orders|work\s+orders)\s+(?:done|completed|finished)\b", r"labour hours booked on completed \g<o>"),
        (r"^\W*how\s+many\s+(?P<o>orders|jobs|work\s+orders)\s+did\s+(?:we|they|the\s+crews)\s+wrap\s+up\s+(?=per|by|each|every)", r"completed \g<o> "),
    ),
)  # fmt: skip
"""Orders of a place and of one thing."""

_SUMMARY: Final = r"(?:shift\s+(?:summary|report)|handover(?:\s+(?:figures|report|summary|numbers))?|hand-?over)"
_SHIFT: Final = r"(?:(?:this|our|the|my|present|current)\s+)?shift"
_ON: Final = rf"(?:(?:for|in|during|on|of|from|within)\s+(?:this|our|my|the\s+(?:present|current))\s+shift|in\s+the\s+{_SUMMARY})"
_HAND: Final = r"(?:pass(?:es|ing)?\s+on|hand(?:s|ing)?\s+over|leav(?:es?|ing))"
_NEXT: Final = r"(?:\s+to\s+(?:the\s+)?next(?:\s+(?:one|shift))?)?"
_COUNT: Final = r"(?:how\s+many|(?:the\s+)?(?:number|no\.?|count)\s+of)\s+"
_SO: Final = rf"^\W*(?:(?:(?:for|in)\s+the\s+)?{_SUMMARY}\s*[:,]\s*)"
_UNDONE: Final = r"(?:unrestored|unresolved|open|active|standing|not\s+(?:yet\s+)?(?:restored|fixed)(?:\s+yet)?|still\s+(?:open|out|standing|on|active))"
_PAST: Final = r"(?P<p>,?\s*(?:yesterday|on\s+\w+\s+\d+(?:\s+\d{4})?))?"


def _handed_over(what: str, told: str) -> tuple[tuple[str, str], ...]:
    """How many of something a shift hands over, in all orders of words.

    Args:
        what: pattern of it.
        told: in the tool's words.
    """
    return (
        (rf"{_SO}(?:{_COUNT})?{what}(?:\s+(?:{_ON}|this\s+shift))?{_PAST}\W*$", rf"{told} in the handover\g<p>"),
        (rf"^\W*(?:{_COUNT})?{what}\s+(?:does|do|are|is|did|that|which)?\s*(?:we|{_SHIFT}|in\s+what\s+our\s+shift)?\s*(?:that\s+)?(?:we\s+)?{_HAND}{_NEXT}\W*$", f"{told} in the handover"),
        (rf"^\W*(?:{_COUNT})?{what}\s+(?:we\s+)?pass\s+to\s+the\s+next\s+shift\W*$", f"{told} in the handover"),
        (rf"^\W*{what}(?:\s+count)?\s+in\s+the\s+{_SUMMARY}{_PAST}\W*$", rf"{told} in the handover\g<p>"),
        (rf"^\W*(?:{_COUNT}){what}\s+in\s+the\s+{_SUMMARY}{_PAST}\W*$", rf"{told} in the handover\g<p>"),
    )  # fmt: skip


_MADE: Final = r"(?:were\s+|was\s+|got\s+|have\s+been\s+|are\s+)?"
_DO: Final = r"(?:done|finished|completed|wrapped\s+up|closed)"
_PUT: Final = r"(?:raised|created|opened|put\s+in|made|entered)"
_NOTE: Final = r"(?:notes?|remarks?|entries|log\s+entries|log\s+notes?)"
_WROTE: Final = r"(?:jot(?:s|ted)?(?:\s+down)?|write|writes|wrote|written|enter(?:s|ed)?|put|note[d]?\s+down|record(?:ed)?|log(?:ged)?)"
_DESK: Final = r"(?:desk|control[\s-]room)"

OF_SHIFTS: Final = turns(
    r"shift|hand|desk|pass|control\s+room|\blog\b|remark|\bnotes?\b|operator|jot",
    (
        (r"\bsince\s+(?:the|this|our|my)\s+shift\s+(?:began|started)\b|\bsince\s+(?:we|i)\s+came\s+on\s+shift\b", "on this shift"),
        (rf"^\W*{_COUNT}(?:interruptions|outages|power\s+cuts)\s+(?:fell\s+in(?:to)?|fall\s+in(?:to)?)\s+(?:this|our)\s+shift\W*$", "outages in the handover of this shift"),
        (rf"^\W*{_ORDERS}\s+{_MADE}{_DO}\s+on\s+this\s+shift\W*$", "completed orders in the handover"),
        (r"\b(?:log|shift|logbook)\s+(?:notes|entries)\s+(?:a|each|every)\s+(?P<g>day|week|month)\b", r"notes by \g<g>"),
        *_handed_over(rf"(?:log\s+)?{_NOTE}", "number of notes"),
        (rf"^\W*{_COUNT}(?:remarks|notes)\s+are\s+in\s+what\s+(?:our|this)\s+shift\s+{_HAND}{_NEXT}\W*$", "number of notes in the handover"),
        *_handed_over(rf"(?:{_UNDONE}\s+)?(?:outages|power\s+cuts)\s+(?:are\s+)?(?:(?:does|do)\s+{_SHIFT}\s+(?:leave|hand\s+over|pass\s+on)\s+)?(?:still\s+)?(?:are\s+we\s+passing\s+on\s+)?(?:that\s+)?(?:are\s+)?{_UNDONE}", "open outages"),
        *_handed_over(rf"{_UNDONE}\s+outages", "open outages"),
        (rf"^\W*{_COUNT}outages\s+does\s+this\s+shift\s+leave\s+(?:unrestored|unresolved|open){_NEXT}\W*$|^\W*{_COUNT}(?:power\s+cuts|outages)\s+are\s+we\s+passing\s+on\s+that\s+are\s+not\s+(?:fixed|restored)\s+yet\W*$|{_SO}{_COUNT}of\s+the\s+shift's\s+outages\s+are\s+not\s+yet\s+(?:restored|fixed)\W*$|^\W*{_COUNT}of\s+the\s+shift's\s+(?:active|open|unrestored)\s+outages\W*$|^\W*{_COUNT}of\s+the\s+shift's\s+outages\s+are\s+(?:still\s+)?(?:active|open|unrestored|not\s+(?:yet\s+)?restored)\W*$", "open outages in the handover"),
        *_handed_over(rf"(?:{_UNDONE}\s+)alarms|alarms\s+(?:are\s+)?(?:still\s+(?:standing|open|on|active)|remain(?:ing)?\s+open|(?:are\s+)?unresolved)", "open alarms"),
        (rf"^\W*{_COUNT}alarms\s+does\s+this\s+shift\s+hand\s+over\s+(?:unresolved|open|standing){_NEXT}\W*$|{_SO}{_COUNT}alarms\s+(?:remain|remaining)\s+open\W*$|^\W*{_COUNT}alarms\s+are\s+still\s+on\s+that\s+we\s+pass\s+to\s+the\s+next\s+shift\W*$", "open alarms in the handover"),
        (rf"{_SO}(?:{_COUNT})?alarms\s+(?:{_MADE}(?:raised|came\s+in)\s+)?(?:in\s+|on\s+|during\s+)?this\s+shift\W*$|^\W*{_COUNT}alarms\s+(?:came\s+in|went\s+off|(?:were\s+)?raised)\s+{_ON}(?:,?\s*for\s+the\s+handover)?\W*$|^\W*{_COUNT}alarms\s+(?:came\s+in|went\s+off|were\s+raised)\s+on\s+this\s+shift,?\s*for\s+the\s+handover\W*$", "annunciations in the handover"),
        (rf"^\W*alarms?\s+count\s+in\s+the\s+{_SUMMARY}{_PAST}\W*$", r"annunciations in the handover\g<p>"),
        (rf"{_SO}(?:{_COUNT})?{_ORDERS}\s+{_MADE}{_DO}\s+(?:on\s+|in\s+)?(?:this|our)\s+shift\W*$|^\W*{_COUNT}{_ORDERS}\s+{_MADE}{_DO}\s+{_ON}\W*$", "completed orders in the handover"),
        (rf"{_SO}(?:{_COUNT})?(?:new\s+)?{_ORDERS}\s+(?:{_MADE}{_PUT}\s+)?(?:on\s+|in\s+)?(?:this|our)\s+shift\W*$|^\W*{_COUNT}(?:new\s+)?{_ORDERS}\s+{_MADE}{_PUT}\s+{_ON}\W*$", "created orders in the handover"),
        (rf"{_SO}(?:{_COUNT})?(?:manual\s+)?(?:changes|user\s+actions)\s+(?:made\s+)?(?:on\s+|in\s+)?this\s+shift\W*$|^\W*{_COUNT}things\s+did\s+(?:somebody|someone|people|anyone)\s+(?:alter|change)\s+by\s+hand\s+{_ON}\W*$", "changes in the handover"),
        (rf"^\W*(?:{_COUNT})?(?:manual\s+changes|user\s+actions|changes\s+by\s+hand)\s+in\s+the\s+{_SUMMARY}{_PAST}\W*$", r"changes in the handover\g<p>"),
        # Who sat at a desk, since when, and who came after.
        (rf"^\W*{_DESK}\s+(?:log|sign)[\s-]?(?:on|in)\s+times\b|^\W*shift\s+start\s+times\s+(?:per|by|of\s+each)\s+{_DESK}\b|^\W*(?:at\s+what\s+time|when)\s+did\s+each\s+{_DESK}(?:'s)?(?:\s+shift)?\s+(?:start|begin)\b", "desk shifts began"),
        (rf"^\W*{_DESK}\s+(?:log|sign)[\s-]?(?:off|out)\s+times\b|^\W*shift\s+end\s+times\s+(?:per|by|of\s+each)\s+{_DESK}\b|^\W*(?:at\s+what\s+time|when)\s+did\s+each\s+{_DESK}(?:'s)?(?:\s+shift)?\s+(?:end|go\s+off(?:\s+shift)?|stop)\b|^\W*until\s+(?:what\s+time|when)\s+did\s+people\s+sit\s+in\s+the\s+control\s+room\b", "desk shifts ended"),
        (r"^\W*when\s+did\s+whoever\s+(?:is|sits)\s+(?:in|at)\s+the\s+(?:control\s+room|desk)\s+now\s+(?:begin|start|come\s+on)\W*$", "who is on shift in the control room since when"),
        (r"^\W*who\s+took\s+over\s+the\s+desk\s+from\s+yesterday's\s+operator\W*$|^\W*desk\s+handed\s+over\s+to\s+whom\s+yesterday\W*$", "desk shifts handed to yesterday"),
        (r"^\W*relieving\s+operator\s+per\s+desk(?:\s+shift)?\b|^\W*to\s+whom\s+was\s+each\s+desk\s+handed(?:\s+over)?\b", "desk shifts handed to"),
        (r"^\W*what\s+did\s+the\s+previous\s+desk\s+shift\s+(?:pass\s+on|hand\s+over|leave)(?:\s+in\s+its\s+handover)?\W*$|^\W*what\s+did\s+the\s+operator\s+before\s+me\s+leave\s+as\s+a\s+(?:message|note)(?:\s+when\s+going\s+off\s+shift)?\W*$", "previous desk shift handover note"),
        (r"^\W*who\s+(?:was|sat)\s+(?:at|on)\s+the\s+desk\s+before\s+(?:us|me)\W*$", "previous operator at the desk"),
        # Notes of the log.
        (rf"^\W*what\s+(?:has|have)\s+been\s+{_WROTE}\s+in\s+the\s+(?:shift\s+)?log\s+since\s+we\s+(?:came\s+on|started|began)\W*$", "notes of this shift"),
        (rf"^\W*what\s+did\s+the\s+(?:operators?|desks?|dispatchers?)\s+{_WROTE}(?:\s+in\s+the\s+(?:shift\s+)?log(?:book)?)?\s+(?=yesterday|last|this|today|on)", "shift notes "),
        (rf"^\W*{_COUNT}{_NOTE}\s+did\s+the\s+(?:operators|desks|dispatchers)\s+{_WROTE}(?:\s+in(?:to)?\s+the\s+(?:shift\s+)?log)?\s+(?P<g>(?:per|by|each|every)\s+(?:day|week|month)\s+)?", lambda m: f"notes by {m['g'].split()[1]} " if m["g"] else "how many notes in the shift log "),
        (rf"^\W*when\s+was\s+the\s+(?:last|latest|most\s+recent)\s+(?:note|remark|entry)\s+in\s+the\s+shift\s+log\s+{_WROTE}\W*$|^\W*what\s+is\s+the\s+latest\s+thing\s+any(?:one|body)\s+{_WROTE}\s+in\s+the\s+control\s+room\W*$", "latest shift note"),
        (r"^\W*(?:please\s+)?(?:show\s+me\s+)?the\s+most\s+recent\s+(?P<n>\d+|ten|five|twenty)\s+entries\s+(?:of|in)\s+the\s+operators?'?\s+log\W*$", r"latest \g<n> notes in the shift log"),
        (rf"^\W*which\s+desk\s+{_WROTE}\s+(?:down\s+)?the\s+most(?:\s+in\s+the\s+log)?(?=\W*$|\s)", "which desk has the most notes"),
        (r"^\W*how\s+were\s+(?P<p>last\s+week|this\s+week|last\s+month|yesterday)'s\s+log\s+notes\s+(?:distributed|split|divided)\s+by\s+(?P<g>topic|category|desk|day)\W*$", lambda m: f"notes by {'category' if m['g'].lower() == 'topic' else m['g']} {m['p']}"),
    ),
)  # fmt: skip
"""What a shift hands over, who sat at its desks, and what they wrote."""

_WEATHER: Final = r"(?:weather|(?:thunder)?storms?|hurricanes?|tropical|tornado(?:es)?|floods?|heat|winds?|freezes?|frost|winter|fire|red\s+flag|ice|fog|nws|lightning)\b"
OF_WARNINGS: Final = turns(
    r"alarm|alert|warning",
    (
        (rf"^(?!.*\b{_WEATHER}).*\bwarnings?\b(?!\s+(?:signs?|sirens?|level|limit|colou?r|lights?|triangle|time)).*$", lambda m: re.sub(r"\bwarning(?=s?\b)", "alarm", m[0], flags=re.IGNORECASE)),
        (r"^(?=.*\balarms?\b)(?P<a>.*?)\b(?P<w>which|what)\s+line\b(?!\s+section)", r"\g<a>\g<w> feeder"),
        (r"^\W*how\s+(?:often|many\s+times)\s+(?:has|have)\s+(?:each|every|the)\s+(?:open|active)\s+alarms?(?P<on>\s+on\s+\S+)?\s+(?:gone\s+off|been\s+(?:announced|annunciated|raised))(?:,?\s*by\s+(?P<g>substation|feeder))?\W*$", lambda m: f"annunciations of open alarms by {m['g']}{m['on'] or ''}" if m["g"] else f"open alarms{m['on'] or ''} by annunciation"),
        (r"\b(?P<a>alarms)\s+(?:popped\s+up|showed\s+up|fired|triggered|sounded|rang)(?=\s+(?:yesterday|today|last|this|on|at|during|in)\b|\W*$)", r"\g<a> raised"),
        (r"\b(?P<a>alarms)\s+(?:go|went|gone|going)\s+off\b(?!\s+the\s+most|\s+most)", r"\g<a> raised"), (r"\bdid\s+the\s+most\s+alarms\s+go\s+off\b", "were the most alarms raised"),
        (r"\b(?:the\s+)?alarms\s+(?:that\s+are\s+)?(?:on|standing)\s+(?:right\s+)?now\b|\balarms\s+now\s+on\b|\balarms\s+(?:that\s+are\s+)?still\s+on\b|\balarms\s+on\s+at\s+the\s+moment\b", "open alarms"),
        (r"\b(?:has|have)\s+(?:gone\s+off|been\s+(?:announced|annunciated))\s+(?:the\s+)?(?:most\s+times|most\s+often|most\s+frequently)\b|\bkeeps\s+ringing\s+over\s+and\s+over\b|\bring\s+the\s+most\s+times\b", "has the most annunciations"),
        (r"^\W*(?:on\s+)?(?:which|what)\s+(?P<g>feeder|substation)\s+(?:has|have|had|carries|shows|is\s+showing)\s+(?:the\s+)?most\s+(?:open\s+|active\s+|standing\s+)?(?:alarms|open\s+alarms)(?:\s+(?:open|active|on))?(?:\s+(?:now|right\s+now|at\s+the\s+moment|currently))?\W*$", r"open alarms by \g<g>"),
        (r"^\W*(?:on\s+)?(?:which|what)\s+(?P<g>feeder|substation)\s+do(?:es)?\s+(?:the\s+)?(?:open\s+)?(?:alarms|open\s+alarms)(?:\s+now\s+on)?\s+has\s+the\s+most\s+annunciations\W*$", r"annunciations of open alarms by \g<g>"),
        (r"\balarms\s+(?:(?:that|which)\s+)?remain(?:s|ing)?\s+(?:open|active)\b", "open alarms"), (r"^\W*(?:at\s+what\s+time|when)\s+did\s+(?:some(?:body|one)|any(?:body|one))\s+(?:confirm|acknowledge)\s+(?:the\s+)?open\s+alarms\b", "open alarms acknowledgement time"),
        (r"\bby\s+time\s+(?:they\s+were\s+)?raised\b", "by since"), (r"\b(?P<w>which\s+(?:active|open)\s+alarm)(?P<on>\s+(?:of|on|at)\s+\S+(?:\s+\d+)?)?\s+came\s+in\s+(?:most\s+recently|last|latest)\b", r"newest open alarm\g<on>"),
        (r"^\W*since\s+when\s+have\s+the\s+alarms\s+(?P<on>on\s+\S+(?:\s+\d+)?)\s+been\s+(?:on|standing|open)\W*$", r"since when open alarms \g<on>"), (r"^\W*when\s+did\s+each\s+of\s+the\s+alarms\s+that\s+are\s+open\s+now\s+come\s+in\W*$", "since when open alarms"),
        (r"\bwas\s+acknowledged\s+(?:last|latest|most\s+recently)\b", "has the latest acknowledgement time"),
        (r"^\W*(?:which|what)\s+shelved\s+alarms?\s+(?:runs?|run)\s+out\s+first\W*$", "earliest shelved until alarms"),
        (r"\balarms?\s+(?:that\s+)?(?:some(?:body|one)\s+)?put\s+aside\b|\balarms\s+(?:have\s+been|are|were)\s+put\s+aside\b", "shelved alarms"), (r"^\W*why\s+have\s+some\s+shelved\s+alarms\W*$|^\W*why\s+have\s+some\s+alarms\s+been\s+put\s+aside\W*$", "reason of shelved alarms"),
        (r"^\W*when\s+do\s+the\s+shelved\s+alarms\s+come\s+back\W*$", "shelved alarms until when"), (r"^\W*who\s+has\s+put\s+aside\s+alarms(?:\s+that\s+are\s+still\s+open)?\W*$", "who shelved alarms"),
        (r"\bactive\s+alarms,?\s*(?:ack(?:nowledge(?:ment)?)?\s+time)\b", "open alarms acknowledgement time"), (r"\bactive\s+alarms,?\s*ack'?(?:nowledge)?d\s+by\s+whom\b", "open alarms who acknowledged"),
        (r"^\W*(?:the\s+)?acknowledging\s+operator\s+of\s+(?:the\s+)?(?:standing|active|open)\s+alarms\b|^\W*who\s+has\s+confirmed\s+the\s+(?=open\s+alarms)", "who acknowledged open alarms"), (r"\bwho\s+acknowledged\s+open\s+alarms\s*open\s+alarms\b", "who acknowledged open alarms"),
        (r"\balarms\s+along\s+with\b", "alarms with"), (r"\bvalue\s+measured\s+last\b", "alarm value"), (r"^\W*what\s+limits\s+were\s+crossed\s+in\s+the\s+open\s+alarms\b", "limits of the open alarms"),
        (r"\b(?P<a>open\s+alarms)\s+and\s+the\s+limit\s+each(?:\s+one)?\s+is\s+set\s+to\b", r"\g<a> with alarm limit"),
        (r"^\W*how\s+are\s+(?:the\s+)?(?P<a>(?:currently\s+)?(?:active|open)\s+alarms)\s+(?:split|divided|distributed)\s+by\s+acknowledged\s+and\s+not\W*$", r"\g<a> by state"),
        (r"\balarms\s+that\s+came\s+up\s+(?P<p>yesterday|today|last\s+\w+|this\s+\w+),?\s*(?:the\s+)?cleared\s+ones\s+too\b", r"alarms raised \g<p>"),
    ),
)  # fmt: skip
"""Alarms that are called warnings, and what is known of each."""
